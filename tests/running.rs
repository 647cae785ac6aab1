//! What runs on every page: heads, feet and page numbers keep their place and interrupt no sentence.
//! Papers are printed here with heads of several forms, with and without page breaks.

use serde_json::Value;

use crate::program::Folder;

/// A sentence of its own for each number: thirty words, drawn by a linear congruential generator.
fn sentence(at: usize) -> String {
    let words = "các cấp ủy đảng tiếp tục lãnh đạo thực hiện nghiêm túc chỉ tiêu về đời sống của nhân dân trong vùng và báo cáo \
                 kết quả bảo vệ rừng đất nước giáo dục y tế nông nghiệp bền vững";
    let words: Vec<&str> = words.split_whitespace().collect();
    let mut state = at as u64;
    let mut drawn: Vec<&str> = Vec::new();
    while drawn.len() < 30 {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let word = words[(state >> 33) as usize % words.len()];
        // A word twice would be a slip of the author.
        if !drawn.contains(&word) || drawn.len() >= 24 && drawn.last() != Some(&word) {
            drawn.push(word);
        }
    }
    format!("Huyện số {at} {}.", drawn.join(" "))
}

/// A paper of `pages` pages: lines of at most eighty characters, with what `head` and `foot` print on each page, and
/// `end` between pages.
fn paper(pages: usize, end: &str, head: Print, foot: Print) -> String {
    let mut lines = vec![String::new()];
    let sentences: Vec<String> = (1..=pages * 12).map(sentence).collect();
    for word in sentences.join(" ").split(' ') {
        if lines.last().is_some_and(|line| line.chars().count() + word.chars().count() > 78) {
            lines.push(String::new());
        }
        let line = lines.last_mut().expect("a line");
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    let height = lines.len().div_ceil(pages);
    let print = |(at, page): (usize, &[String])| {
        let parts = [head(at + 1), page.join("\n"), foot(at + 1)];
        let printed: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        printed.join("\n") + "\n"
    };
    lines.chunks(height).enumerate().map(print).collect::<Vec<_>>().join(end)
}

fn nothing(_: usize) -> String {
    String::new()
}

/// What stands on a page, by its number from 1.
type Print = fn(usize) -> String;

/// The forms: what it is, head, foot, how many running lines there are on six pages.
const FORMS: [(&str, Print, Print, usize); 8] = [
    ("gazette", |page| format!("CÔNG BÁO/Số 127 + 128/Ngày 12-3-2021   {}", page + 30), nothing, 6),
    ("page of pages", nothing, |page| format!("Trang {page}/6"), 6),
    ("dashes", |page| if page > 1 { format!("- {page} -") } else { String::new() }, nothing, 5),
    ("bare numbers", nothing, |page| page.to_string(), 6),
    ("words and a bar", |page| format!("Trang {page} | Báo cáo tình hình"), nothing, 6),
    ("address", nothing, |page| format!("https://example.vn/van-ban/12.html {page}/6"), 6),
    (
        "words alone",
        |page| if page > 1 { "Tài liệu hội nghị tổng kết" } else { "" }.to_owned(),
        nothing,
        5,
    ),
    (
        "odd and even pages",
        |page| match page {
            1 => String::new(),
            page if page % 2 == 0 => "BÁO CÁO CHUYÊN ĐỀ".to_owned(),
            _ => "ĐẢNG BỘ TỈNH VÂN HẢI".to_owned(),
        },
        |page| page.to_string(),
        11,
    ),
];

#[test]
fn heads_of_every_form_are_set_apart() {
    let folder = Folder::new(&[]);
    for (name, head, foot, count) in FORMS {
        for end in ["", "\u{c}"] {
            folder.write("paper.txt", &paper(6, end, head, foot));
            let shown = folder.json(&["show", "paper.txt"], 0);
            let sections = shown["sections"].as_array().expect("sections");
            let running: Vec<&Value> =
                sections.iter().filter(|section| section["place"] == "running").collect();
            assert_eq!(running.len(), 1, "{name}, {end:?}");
            let lines = running[0]["text"].as_str().expect("text").lines().count();
            assert_eq!((lines, &shown["pages"]), (count, &6.into()), "{name}, {end:?}");
            let body: String = sections
                .iter()
                .filter(|section| section["place"] == "body")
                .map(|section| section["text"].as_str().expect("text"))
                .collect::<Vec<_>>()
                .join(" ");
            for at in 1..=72 {
                assert!(body.contains(&sentence(at)), "{name}, {end:?}: sentence {at}");
            }
        }
    }
}

#[test]
fn reflowed_text_drops_nothing() {
    for (name, head, foot, _) in FORMS {
        let text = paper(6, "", head, foot);
        let folder = Folder::of_texts(&[("paper.txt", &text)]);
        let output = folder.run(&["repair", "--reflow", "paper.txt"]);
        let reflowed = String::from_utf8(output.stdout).expect("UTF-8");
        let words = |text: &str| {
            let mut words: Vec<String> = text.split_whitespace().map(str::to_owned).collect();
            words.sort();
            words
        };
        assert!(words(&reflowed) == words(&text), "{name}");
        // Each running line is a paragraph, and stands beside the one that it interrupts.
        for printed in [head(3), foot(3)].iter().filter(|printed| !printed.is_empty()) {
            let printed = printed.split_whitespace().collect::<Vec<_>>().join(" ");
            assert!(reflowed.lines().any(|line| line == printed), "{name}: {printed}");
        }
    }
}

#[test]
fn heads_are_mentioned_and_rank_below_what_the_paper_says() {
    let head = |page: usize| match page {
        1 => String::new(),
        _ => "Phát triển nông nghiệp bền vững".to_owned(),
    };
    let folder = Folder::of_texts(&[("papers/a.txt", &paper(6, "\u{c}", head, nothing))]);
    assert!(folder.run(&["ingest", "papers"]).status.success());
    let rows = |arguments: &[&str]| -> Vec<Value> {
        let output = folder.run(arguments);
        let text = String::from_utf8(output.stdout).expect("UTF-8");
        text.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
    };
    let question = "nông nghiệp bền vững";
    let summary = rows(&["mentions", question, "--json"]).pop().expect("a summary");
    assert_eq!(summary["by_where"]["running"], 5);
    let total = summary["total"].as_u64().expect("a number");
    let body = rows(&["mentions", question, "--body", "--json"]).pop().expect("a summary");
    assert_eq!(body["total"], total - 5);
    let pages: Vec<Value> = rows(&["mentions", question, "--json"])
        .into_iter()
        .filter(|row| row["where"] == "running")
        .map(|row| row["page"].clone())
        .collect();
    assert_eq!(pages, [2, 3, 4, 5, 6]);
    for question in [question, "nông nghiệp trong vùng", "bền"] {
        let hits = rows(&["search", question, "--json", "--explain"]);
        let hits: Vec<&Value> = hits.iter().filter(|row| row["type"] == "hit").collect();
        let first = hits[0]["text"].as_str().expect("text");
        assert!(first.contains("Huyện số"), "{question}: {first}");
        for hit in hits {
            let explain = &hit["explain"];
            let gives: f64 = explain["gains"]
                .as_array()
                .expect("gains")
                .iter()
                .map(|gain| gain["gives"].as_f64().expect("a number"))
                .sum();
            let score = explain["score"].as_f64().expect("a number");
            let factor = explain["factor"].as_f64().expect("a number");
            assert!((gives * factor - score).abs() < 0.01 * score, "{question}: {explain}");
        }
    }
}
