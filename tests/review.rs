//! What a person says of repairs: kept beside the index, honoured by it and by what reads files.

use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

use serde_json::Value;

const NOTICE: &str = "TỈNH ỦY VÂN HẢI\n\nSố 12-TB/TU\n\nTHÔNG BÁO\n\n\
    1. Trung ƣơng và địa phƣơng cùng thực hiện.\n2. Các huyện ở địa phƣơng báo cáo.\n";

/// A folder with papers and an index.
struct Desk(tempfile::TempDir);

impl Desk {
    fn new(papers: &[(&str, &str)]) -> Desk {
        let desk = Desk(tempfile::tempdir().expect("a folder"));
        std::fs::create_dir(desk.path("papers")).expect("made");
        papers.iter().for_each(|(name, text)| desk.write(name, text));
        desk.ingest(&["papers"]);
        desk
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn write(&self, name: &str, text: &str) {
        std::fs::write(self.path("papers").join(name), text).expect("written");
    }

    fn run(&self, arguments: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_vankien"));
        command.args(arguments).current_dir(self.0.path()).stdin(Stdio::null());
        command.output().expect("the program runs")
    }

    fn done(&self, arguments: &[&str]) {
        let output = self.run(arguments);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }

    /// The summary of an ingest.
    fn ingest(&self, more: &[&str]) -> Value {
        self.rows(&[&["ingest", "--json"], more].concat()).remove(0)
    }

    fn rows(&self, arguments: &[&str]) -> Vec<Value> {
        let output = self.run(arguments);
        let text = String::from_utf8(output.stdout).expect("UTF-8");
        text.lines().map(|line| serde_json::from_str(line).expect("JSON a line")).collect()
    }

    /// The repairs to be judged, whatever their confidence, and the summary.
    fn review(&self, more: &[&str]) -> (Vec<Value>, Value) {
        let mut rows = self.rows(&[&["review", "--json", "--below", "2"], more].concat());
        let summary = rows.pop().expect("a summary");
        (rows, summary)
    }

    fn ids(&self) -> Vec<String> {
        let id = |row: &Value| row["id"].as_str().expect("an id").to_owned();
        self.review(&[]).0.iter().map(id).collect()
    }

    /// What stands in the edits of a paper: line, from, to, why, confidence.
    fn edits(&self, paper: &str) -> Vec<String> {
        let rows = self.rows(&["show", paper, "--json"]);
        let edits = rows[0]["edits"].as_array().expect("edits").clone();
        let told = |edit: &Value| {
            let keys = ["line", "from", "to", "why", "confidence"];
            keys.map(|key| edit[key].to_string().trim_matches('"').to_owned()).join(" ")
        };
        edits.iter().map(told).collect()
    }

    fn hits(&self, question: &str) -> usize {
        self.rows(&["search", "--json", "-n", "0", question]).len() - 1
    }
}

#[test]
fn a_verdict_changes_what_is_read_and_outlives_the_index() {
    let desk = Desk::new(&[("a.txt", NOTICE)]);
    let (rows, summary) = desk.review(&[]);
    assert_eq!((rows.len(), &summary["total"], &summary["complete"]), (3, &3.into(), &true.into()));
    let keys = [
        "id",
        "path",
        "document",
        "section",
        "page",
        "line",
        "col",
        "from",
        "to",
        "why",
        "confidence",
        "before",
        "behind",
    ];
    assert!(rows.iter().all(|row| keys.iter().all(|key| row.get(key).is_some())));
    assert_eq!(
        (&rows[1]["from"], &rows[1]["before"]),
        (&"phƣơng".into(), &"1. Trung ương và địa ".into())
    );
    let ids = desk.ids();
    desk.done(&["review", "accept", &ids[0]]);
    desk.done(&["review", "reject", &ids[1]]);
    desk.done(&["review", "set", &ids[2], "bàn"]);
    assert_eq!(desk.review(&[]).1["waiting"], 3);
    let said = ["7 ƣơng ương confirmed 1.0", "8 phƣơng bàn set-by-person 1.0"];
    assert_eq!(desk.edits("papers/a.txt"), said, "known at once where the file is read");
    let repaired = desk.run(&["repair", "papers/a.txt"]).stdout;
    let expected =
        NOTICE.replace("Trung ƣơng", "Trung ương").replace("địa phƣơng báo", "địa bàn báo");
    assert_eq!(String::from_utf8_lossy(&repaired), expected);

    // The file is as it was, and yet it is read again.
    let summary = desk.ingest(&[]);
    assert_eq!((&summary["changed"], &summary["unchanged"]), (&1.into(), &0.into()));
    let summary = desk.ingest(&[]);
    assert_eq!((&summary["changed"], &summary["unchanged"]), (&0.into(), &1.into()));
    assert_eq!((desk.hits("\"địa bàn\""), desk.hits("\"địa phương\"")), (1, 0));
    let (rows, summary) = desk.review(&[]);
    let told = ["verdicts", "waiting", "stale"].map(|key| summary[key].as_u64());
    assert_eq!((rows.len(), told), (0, [Some(3), Some(0), Some(0)]));

    let digest = |desk: &Desk| desk.run(&["stats", "--digest"]).stdout;
    let before = digest(&desk);
    std::fs::remove_dir_all(desk.path("index")).expect("gone");
    desk.ingest(&["papers"]);
    assert_eq!(digest(&desk), before, "deleted and made anew");
    desk.ingest(&["--rebuild"]);
    assert_eq!(digest(&desk), before, "rebuilt");
    desk.done(&["verify"]);

    desk.done(&["review", "undo", &ids[0], &ids[1], &ids[2]]);
    desk.ingest(&[]);
    assert_eq!(desk.ids(), ids, "as if nothing had been said, under the same names");
}

#[test]
fn a_text_that_changed_drops_its_verdicts_and_names_them() {
    let desk = Desk::new(&[("a.txt", NOTICE), ("b.txt", "Trung ƣơng và địa phƣơng khác.\n")]);
    let ids = desk.ids();
    assert_eq!(ids.len(), 5);
    for id in &ids {
        desk.done(&["review", "reject", id]);
    }
    desk.ingest(&[]);
    assert_eq!(desk.edits("papers/a.txt").len() + desk.edits("papers/b.txt").len(), 0);
    desk.write("a.txt", &NOTICE.replace("2. Các", "2. Tất cả các"));
    assert_eq!(desk.ingest(&[])["changed"], 1);
    assert_eq!(desk.edits("papers/a.txt").len(), 3, "another text: nothing was said of it");
    let (rows, summary) = desk.review(&[]);
    let stale: Vec<&Value> = rows.iter().filter(|row| row["standing"] == "stale").collect();
    assert_eq!((stale.len(), &summary["stale"], &summary["total"]), (3, &3.into(), &3.into()));
    assert!(stale.iter().all(|row| row["path"] == "papers/a.txt" && row["verdict"] == "reject"));
    let said = desk.run(&["review", "--below", "2"]);
    let (stdout, stderr) =
        (String::from_utf8_lossy(&said.stdout), String::from_utf8_lossy(&said.stderr));
    assert!(
        stdout.contains("stale") && stderr.contains("3 verdict(s) are stale"),
        "{stdout}{stderr}"
    );
}

#[test]
fn lists_the_least_sure_first_and_what_is_asked_for_alone() {
    let sample = std::fs::read_to_string(
        PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("corpus/thong-bao/01-ket-luan-hoi-nghi.txt"),
    );
    let desk = Desk::new(&[("a.txt", NOTICE), ("b.txt", &sample.expect("a sample paper"))]);
    let (rows, _) = desk.review(&["-n", "0"]);
    let sure: Vec<f64> = rows.iter().filter_map(|row| row["confidence"].as_f64()).collect();
    assert!(sure.is_sorted() && sure.len() > 20);
    let (lost, _) = desk.review(&["-n", "0", "--why", "letter-lost"]);
    assert!(!lost.is_empty() && lost.iter().all(|row| row["why"] == "letter-lost"));
    let (of_a, summary) = desk.review(&["-n", "2", "--paper", "a.txt"]);
    assert!(of_a.len() == 2 && of_a.iter().all(|row| row["path"] == "papers/a.txt"));
    assert_eq!((&summary["total"], &summary["complete"]), (&3.into(), &false.into()));
    let usual = desk.rows(&["review", "--json"]);
    let below = |row: &&Value| row["confidence"].as_f64().is_some_and(|sure| sure < 0.9);
    assert_eq!(usual.iter().filter(below).count(), usual.len() - 1);

    let code = |arguments: &[&str]| desk.run(arguments).status.code();
    assert_eq!(code(&["review", "--paper", "a.txt"]), Some(1), "nothing to judge");
    assert_eq!(code(&["review", "accept", "0-1-2"]), Some(2));
    assert_eq!(code(&["review", "--why", "nonsense"]), Some(2));
    assert_eq!(code(&["review", "set", &desk.ids()[0], "hai\ndòng"]), Some(2));
    std::fs::write(desk.path("elsewhere.jsonl"), "no verdict\n").expect("written");
    let refused = desk.run(&["ingest", "--verdicts", "elsewhere.jsonl"]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&refused.stderr).contains("elsewhere.jsonl, line 1"));
}
