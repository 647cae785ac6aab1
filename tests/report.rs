//! The state of a corpus as `report` tells it: counts against what was put in, places against the files.

use std::process::{Command, Stdio};

use serde_json::Value;
use vankien_testing::index::World;

const ORDERLY: &str = "TỈNH ỦY VÂN HẢI\n\nSố 12-NQ/TU\n\nVân Hải, ngày 15 tháng 7 năm 2021\n\nNGHỊ QUYẾT\n\n\
    1. Các cấp ủy thực hiện Nghị quyết số 59-NQ/TW của Bộ Chính trị.\n";
const OPEN: &str = "Các cấp ủy tiếp tục thực hiện Nghị quyết số 12 và các kế hoạch của tỉnh.\n\
    Trung ƣơng và địa phƣơng cùng thực hiện.\n";
const STRANGE: &str =
    "Công tác cán bộ của tỉnh được quan tâm, kết quả rất tốt \u{fffd}\u{fffd} trong năm qua.\n";
const FOREIGN: &str = "The committee met on Tuesday and nothing at all was decided there; they went home \
    early, which surprised nobody who had followed what happened during the weeks before.\n";

fn run(world: &World, arguments: &[&str]) -> (String, i32) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_vankien"));
    command.args(arguments).arg("--index").arg(world.index());
    let output = command.stdin(Stdio::null()).output().expect("the program runs");
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    (text, output.status.code().expect("it ends by itself"))
}

fn report(world: &World, more: &[&str]) -> Value {
    let (text, code) = run(world, &[&["report", "--json"], more].concat());
    assert_eq!((code, text.lines().count()), (0, 1));
    serde_json::from_str(&text).expect("one object")
}

fn world() -> World {
    let foreign = FOREIGN.repeat(10);
    World::new(&[("a.txt", ORDERLY), ("b.txt", OPEN), ("c.txt", STRANGE), ("d.txt", &foreign)])
}

fn named(group: &Value) -> Vec<&str> {
    let named = group["named"].as_array().expect("a list").iter();
    named
        .map(|one| one["path"].as_str().and_then(|path| path.rsplit('/').next()).expect("a path"))
        .collect()
}

#[test]
fn tells_what_each_paper_lacks() {
    let world = world();
    let report = report(&world, &[]);
    assert_eq!(report["papers"], 4);
    assert_eq!(report["quality"], serde_json::json!({ "good": 3, "poor": 1 }));
    assert_eq!(report["formats"], serde_json::json!([{ "value": "utf-8", "papers": 4 }]));
    assert_eq!(named(&report["poor"]), ["d.txt"]);
    assert_eq!(report["poor"]["named"][0]["improve"], Value::Null, "no OCR reads a text file");
    assert_eq!(named(&report["undated"]), ["b.txt", "c.txt", "d.txt"]);
    assert_eq!(named(&report["unnumbered"]), ["b.txt", "c.txt", "d.txt"]);
    assert_eq!(named(&report["unread_numbers"]), ["b.txt"]);
    let unread = &report["unread_numbers"]["samples"][0];
    assert_eq!((&unread["line"], &unread["from"]), (&1.into(), &"Nghị quyết số 12".into()));
    assert_eq!(named(&report["suspect_letters"]), ["c.txt"]);
    assert_eq!(report["suspect_letters"]["places"], 2);
    assert_eq!(report["suspect_letters"]["samples"][0]["from"], "\u{fffd}\u{fffd}");
    let edits = report["edits"].as_array().expect("a list");
    assert_eq!(
        (edits.len(), &edits[0]["why"], &edits[0]["count"]),
        (1, &"lookalike".into(), &2.into())
    );
    let band = &edits[0]["bands"][0];
    assert_eq!(
        (band["from"].as_f64().map(|from| from as f32), &band["count"]),
        (Some(0.99), &2.into())
    );
    let sample = &band["samples"][0];
    let shown = ["line", "col", "from", "to", "confidence"].map(|key| sample[key].to_string());
    assert_eq!(shown, ["2", "6", "\"ƣơng\"", "\"ương\"", "0.99"]);
}

#[test]
fn a_list_that_is_cut_says_so() {
    let world = world();
    let cut = report(&world, &["-n", "1", "--samples", "1"]);
    let undated = &cut["undated"];
    assert_eq!(
        (&undated["papers"], &undated["shown"], named(undated)),
        (&3.into(), &1.into(), vec!["b.txt"])
    );
    assert_eq!(cut["edits"][0]["bands"][0]["samples"].as_array().map(Vec::len), Some(1));
    let (text, code) = run(&world, &["report", "-n", "1"]);
    assert!(code == 0 && text.contains("  2 more (-n 0 names all)"), "{text}");
    assert_eq!(named(&report(&world, &["-n", "0"])["undated"]).len(), 3);
    assert_eq!(report(&world, &[]), report(&world, &[]), "chance is always the same");
}

#[test]
fn the_page_stands_alone_and_lets_no_paper_speak() {
    let hostile = "Số 9-CV/TU\n\nCán bộ <script>alert(1)</script>\u{fffd}<img src=x> trung ƣơng.\n";
    let world = World::new(&[("<b>hại.txt", hostile)]);
    let (page, code) = run(&world, &["report", "--html"]);
    assert_eq!(code, 0);
    assert!(page.starts_with("<!DOCTYPE html><html lang=\"vi\">") && page.contains("ƣơng"));
    for banned in ["<script", "<img", "<b>", "href=\"/", "src="] {
        assert!(!page.contains(banned), "{banned}");
    }
    let (page, _) = run(&world, &["report", "--html", "--lang", "en"]);
    assert!(page.contains("State of the papers"));
    let (_, code) = run(&World::new(&[]), &["report"]);
    assert_eq!(code, 1, "nothing to tell");
}
