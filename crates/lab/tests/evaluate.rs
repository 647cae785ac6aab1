//! `vankien evaluate` as others use it: its figures, its run file, and that it leaves nothing behind.

#![allow(clippy::unwrap_used, clippy::print_stdout, missing_docs)]

use std::path::Path;
use std::process::Command;

use serde_json::{Value, json};

const CORPUS: &str = r#"
{"id": "luat cu tru#1", "document": "Luật Cư trú", "title": "Luật Cư trú", "text": "Phạm vi điều chỉnh\n\nLuật này quy định về việc thực hiện quyền tự do cư trú của công dân."}
{"id": "luat cu tru#2", "document": "Luật Cư trú", "title": "Luật Cư trú", "text": "Đăng ký thường trú\n\nNgười đăng ký nộp hồ sơ đến cơ quan đăng ký cư trú."}
{"id": "nd+1", "document": "nđ", "title": "Điều 1. Thư viện", "text": "Thƣ viện công cộng mở cửa trong giờ hành chính."}
{"id": "nd+2", "document": "nđ", "title": "Điều 2. Bảo tàng", "text": "Bảo tàng đón khách tham quan."}
{"id": "nd+3", "text": "Một điều lẻ nói về thể thao."}
"#;

const QUERIES: &str = r#"
{"id": "q1", "text": "Đăng ký thường trú nộp hồ sơ ở đâu?", "relevant": ["luat cu tru#2"]}
{"id": "q2", "text": "thư viện mở cửa khi nào", "relevant": ["nd+1"]}
{"id": "q3", "text": "thể thao", "relevant": ["nd+3", "không có"]}
"#;

struct World(tempfile::TempDir);

impl World {
    fn new() -> World {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("corpus.jsonl"), CORPUS.trim_start()).unwrap();
        std::fs::write(folder.path().join("queries.jsonl"), QUERIES.trim_start()).unwrap();
        std::fs::create_dir(folder.path().join("here")).unwrap();
        World(folder)
    }

    fn path(&self, name: &str) -> String {
        self.0.path().join(name).display().to_string()
    }

    fn run(&self, more: &[&str]) -> (String, String, i32) {
        let mut command = Command::new(env!("CARGO_BIN_EXE_vankien-lab"));
        command.args(["evaluate", "--corpus", &self.path("corpus.jsonl")]);
        command.args(["--queries", &self.path("queries.jsonl")]).args(more);
        let output = command.current_dir(self.path("here")).output().unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        (text(output.stdout), text(output.stderr), output.status.code().unwrap())
    }

    fn json(&self, more: &[&str]) -> Value {
        let (out, _, code) = self.run(&[more, &["--json"]].concat());
        assert_eq!((code, out.lines().count()), (0, 1), "one object");
        serde_json::from_str(&out).unwrap()
    }
}

#[test]
fn tells_how_good_search_is() {
    let world = World::new();
    let found = world.json(&["--baseline", "syllable,pairs"]);
    assert_eq!((&found["queries"], &found["mrr10"]), (&json!(3), &json!(1.0)));
    for key in ["ndcg10", "mrr10", "r1", "r10", "r100"] {
        for figures in [&found, &found["baselines"]["syllable"], &found["baselines"]["pairs"]] {
            assert!(figures[key].is_f64(), "{key} in {figures}");
        }
        let ends = &found["intervals"][key];
        assert!(ends[0].as_f64() <= found[key].as_f64() && found[key].as_f64() <= ends[1].as_f64());
    }
    // One of the two answers to q3 is no row, and is missed.
    assert!((found["r10"].as_f64().unwrap() - 2.5 / 3.0).abs() < 1e-4);
    assert!(found["ms_median"].is_f64() && found["ms_p99"].is_f64());
    assert_eq!(Path::new(&world.path("here")).read_dir().unwrap().count(), 0, "left something");
}

#[test]
fn every_switch_is_heard() {
    let world = World::new();
    for more in [&["--strip-marks"][..], &["--no-title"], &["--flat"], &["--no-title", "--flat"]] {
        let found = world.json(&[more, &["--baseline", "syllable"]].concat());
        assert_eq!(found["mrr10"], 1.0, "{more:?}");
        assert!(found["baselines"]["pairs"].is_null());
    }
    let (text, said, code) = world.run(&[]);
    assert!(code == 0 && text.contains("3 questions") && said.contains("1 answers"), "{said}");
}

#[test]
fn weights_that_other_questions_chose_are_measured_beside() {
    let world = World::new();
    let found = world.json(&["--folds", "3"]);
    let folds = &found["folds"];
    assert_eq!((&folds["mrr10"], &folds["r10"]), (&found["mrr10"], &found["r10"]));
    let weights = folds["weights"].as_array().unwrap();
    assert_eq!(weights.len(), 3);
    assert!(weights.iter().all(|fold| fold.as_object().unwrap().len() <= 15), "too many weights");
    assert!(weights.iter().all(|fold| fold["k1"].as_f64() > Some(0.0)));
    assert!(world.json(&[])["folds"].is_null());
    let (text, _, _) = world.run(&["--folds", "2"]);
    assert!(text.contains("folds ") && text.contains("name of the paper"), "{text}");
    assert_eq!(world.run(&["--folds", "1"]).2, 2);
}

#[test]
fn damaged_papers_are_told_from_clean_ones() {
    let world = World::new();
    let index = world.path("index");
    let damaged = ["--index", &index, "--damage", "letters-3-4", "--seed", "7"];
    assert_eq!(world.json(&damaged)["queries"], 3);
    // The index is of damaged papers: clean ones, or other damage, are something else.
    assert_eq!(world.run(&["--index", &index]).2, 2);
    assert_eq!(world.run(&[&damaged[..5], &["8"]].concat()).2, 2);
    for (kind, what) in [("none", "no kind"), ("seeds-low", "lines anew"), ("all", "more than one")]
    {
        let (_, said, code) = world.run(&["--damage", kind]);
        assert!(code == 2 && said.contains(what), "{said}");
    }
}

#[test]
fn parts_of_ranking_can_be_left_out() {
    let world = World::new();
    let all = ["closer-look", "pairs", "headings", "paper", "question-words"];
    for part in all.into_iter().chain(["second-readings"]) {
        assert_eq!(world.json(&["--without", part])["queries"], 3, "{part}");
    }
    let score =
        |more: &[&str]| world.json(&[&["--one", "q1"], more].concat())["hits"][0]["score"].clone();
    assert_ne!(score(&["--without", "pairs"]), score(&[]));
}

#[test]
fn the_run_file_has_tabs_for_ids_hold_spaces() {
    let world = World::new();
    world.json(&["--run", "run.tsv"]);
    let run = std::fs::read_to_string(world.path("here/run.tsv")).unwrap();
    let first: Vec<&str> = run.lines().next().unwrap().split('\t').collect();
    assert_eq!((&first[..4], first[5]), (&["q1", "Q0", "luat cu tru#2", "1"][..], "vankien"));
    assert!(run.lines().all(|row| row.split('\t').count() == 6));
}

#[test]
fn one_question_can_be_looked_at() {
    let world = World::new();
    let found = world.json(&["--one", "q2"]);
    assert_eq!((&found["ranks"], &found["hits"][0]["id"]), (&json!([1]), &json!("nd+1")));
    assert!(world.run(&["--one", "q2"]).0.contains("wanted at   1  nd+1"));
    assert_eq!(world.run(&["--one", "q9"]).2, 2);
}

#[test]
fn a_kept_index_serves_again_and_no_other_is_touched() {
    let world = World::new();
    let index = world.path("index");
    let first = world.json(&["--index", &index]);
    assert_eq!(world.json(&["--index", &index])["ndcg10"], first["ndcg10"]);
    let (_, said, code) = world.run(&["--index", &index, "--flat"]);
    assert!(code == 2 && said.contains("something else"), "{said}");
}

/// Signs that command a terminal reach none, and the run file holds ids as they are.
#[test]
fn hidden_signs_are_made_visible_for_people_and_kept_in_data() {
    const HOSTILE: &str = "\u{1b}[31mA\u{9b}31m\u{202e}B\u{200b}\u{2028}C\u{ad}";
    let world = World::new();
    let row =
        json!({ "id": HOSTILE, "document": "a", "title": "", "text": format!("lúa {HOSTILE}") });
    let question = json!({ "id": format!("q{HOSTILE}"), "text": "lúa", "relevant": [HOSTILE] });
    std::fs::write(world.path("corpus.jsonl"), format!("{row}\n")).unwrap();
    std::fs::write(world.path("queries.jsonl"), format!("{question}\n")).unwrap();
    let is_hidden = |sign: char| {
        (sign.is_control() && sign != '\n') || HOSTILE.contains(sign) && !sign.is_ascii_graphic()
    };
    for more in
        [&[][..], &["--json"], &["--one", question["id"].as_str().unwrap()], &["--one", HOSTILE]]
    {
        let (out, said, _) = world.run(more);
        assert!(!out.contains(is_hidden) && !said.contains(is_hidden), "{out:?} {said:?}");
    }
    world.json(&["--run", "run.tsv"]);
    let run = std::fs::read_to_string(world.path("here/run.tsv")).unwrap();
    assert!(run.starts_with(&format!("q{HOSTILE}\tQ0\t{HOSTILE}\t1\t")), "{run:?}");
}
