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

/// A paper of a provincial people's committee, with this number, day of 2021 and title.
fn decision(number: &str, day: &str, title: &str) -> String {
    format!(
        "ỦY BAN NHÂN DÂN\nTỈNH VÂN HẢI\n\nSố: {number}\n\nVân Hải, ngày {day} năm 2021\n\nQUYẾT ĐỊNH\n\
         {title}\n\nĐiều 1. Các sở, ban, ngành của tỉnh thực hiện quyết định này.\n"
    )
}

#[test]
fn tells_which_numbers_are_missing_and_which_stand_twice() {
    let papers = [
        decision("12/QĐ-UBND", "15 tháng 7", "Về việc phát triển trường học"),
        decision("14/QĐ-UBND", "16 tháng 7", "Về việc xây dựng đường tỉnh"),
        decision("0014/QĐ-UBND", "17 tháng 8", "Bãi bỏ một số văn bản"),
        // The first paper once more, as another scan has it.
        decision("12/QĐ-UBND", "15 tháng 7", "Về việc phát triển truòng hoc"),
        decision("20/QĐ-UBND", "18 tháng 8", "Về việc cấp nước sạch"),
        decision("7/TT-BCA", "18 tháng 8", "Về việc cấp nước sạch cho dân"),
    ];
    let named: Vec<(String, &str)> =
        papers.iter().enumerate().map(|(at, text)| (format!("{at}.txt"), text.as_str())).collect();
    let files: Vec<(&str, &str)> = named.iter().map(|(name, text)| (&**name, *text)).collect();
    let world = World::new(&files);
    let series = &report(&world, &[])["series"];
    let counts = ["series", "single", "missing", "doubles", "listed", "shown"];
    assert_eq!(counts.map(|key| series[key].as_u64().expect("a count")), [1, 0, 6, 1, 1, 1]);
    let one = &series["named"][0];
    assert_eq!(one["pattern"], "…/QĐ-UBND");
    assert_eq!(one["issuer"], "Ủy ban nhân dân tỉnh Vân Hải");
    assert_eq!(one["kind"], "Quyết định");
    assert_eq!(one["period"], serde_json::json!({ "type": "year", "name": "2021" }));
    assert_eq!(
        (&one["first"], &one["last"], &one["held"]),
        (&"12".into(), &"20".into(), &3.into())
    );
    assert_eq!(one["missing"], serde_json::json!([[13, 13], [15, 19]]));
    assert_eq!((&one["missing_count"], &one["unsure"]), (&6.into(), &serde_json::json!([])));
    let double = &one["doubles"][0];
    let paths = |papers: &Value| -> Vec<String> {
        let papers = papers.as_array().expect("a list").iter();
        papers.map(|paper| paper["path"].as_str().expect("a path").to_owned()).collect()
    };
    assert!(paths(&double["papers"])[0].ends_with("1.txt"));
    assert!(paths(&double["papers"])[1].ends_with("2.txt"));
    assert_eq!(double["papers"][1]["date"], "2021-08-17");
    let copy = &one["copies"][0];
    assert_eq!((&copy["number"], paths(&copy["papers"]).len()), (&"12/QĐ-UBND".into(), 1));
    assert!(copy["papers"][0]["also_in"][0].as_str().is_some_and(|path| path.ends_with("3.txt")));
    let unplaced = &series["unplaced"];
    assert_eq!((&unplaced["numbers"], &unplaced["named"][0]["why"]), (&1.into(), &"kind".into()));
    let (text, _) = run(&world, &["report"]);
    assert!(text.contains("3 held, 12 to 20, 6 missing: 13, 15-19\n"), "{text}");
    assert!(text.contains("14/QĐ-UBND is borne by 2 papers:\n"), "{text}");
    let (page, _) = run(&world, &["report", "--html"]);
    assert!(page.contains("13, 15-19") && page.contains("số trùng"));
}

#[test]
fn a_sparse_series_is_told_in_few_lines() {
    let papers: Vec<(String, String)> = (0..40)
        .map(|at| {
            let number = format!("{}/QĐ-UBND", 1 + at * 117);
            (format!("{at}.txt"), decision(&number, "15 tháng 7", &format!("Về việc thứ {at}")))
        })
        .collect();
    let files: Vec<(&str, &str)> = papers.iter().map(|(name, text)| (&**name, &**text)).collect();
    let world = World::new(&files);
    let one = &report(&world, &[])["series"]["named"][0];
    assert_eq!(one["missing"].as_array().map(Vec::len), Some(39), "JSON has all");
    assert_eq!(one["missing_count"], 39 * 116);
    let (text, _) = run(&world, &["report"]);
    assert!(text.contains("1289-1404, … (ranges left out: 27)\n"), "{text}");
    let (cut, _) = run(&world, &["report", "-n", "1"]);
    assert!(cut.contains("1 series of numbers (0 of a single number)"), "{cut}");
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
