//! Questions made to do harm: each is answered, or the program says what of it was left out.
#![allow(clippy::unwrap_used, missing_docs)]

use std::fs;

use vankien::present::notes;
use vankien::present::words::Language;
use vankien_search::{Answer, Note, SearchOptions};
use vankien_testing::index::World;

#[test]
fn hostile_questions_are_answered_or_told_why_not() {
    let world = World::new(&[
        ("a.txt", "Phòng, chống tham nhũng và lãng phí trong cơ quan."),
        ("b.txt", "Chống lãng phí, thực hành tiết kiệm; Hiếu trình bày."),
        ("c.txt", "Tham nhũng vặt; chuyển đổi số ở nông thôn; Hiểu trình bày."),
        ("d.txt", "Thực hiện Nghị quyết số 59-NQ/TW về chuyển đổi số."),
    ]);
    let words: String = (0..1000).map(|n| format!("từ{n} ")).collect();
    let anded = words.trim().replace(' ', " AND ");
    let prefixes: String = ('a'..='z').map(|one| format!("{one}* ")).collect();
    let near: String = (0..50).map(|n| format!("tha{n}~2 ")).collect();
    let questions = [
        words.clone(),
        anded,
        prefixes,
        near,
        "* ".repeat(5000),
        "(".repeat(5000),
        format!("{}tham{}", "(".repeat(3000), ")".repeat(3000)),
        format!("{}tham{} AND vặt", "(".repeat(3000), ")".repeat(3000)),
        "NOT ".repeat(2500) + "tham",
        "-(".repeat(2500) + "tham",
        "a".repeat(10_000),
        "tham ".repeat(2000),
        format!("\"{words}\""),
        format!("\"{words}\"~500"),
        "\u{1}\u{2}\u{3}\u{4}\0tham\u{7f}\u{85}".to_owned(),
        "\u{2}59-nq/tw".to_owned(),
        "\"".repeat(9999),
        "~*=-()\"".repeat(1400),
        "tham\u{301}\u{301}\u{301}".repeat(900),
        "đ".repeat(100_000),
    ];
    for question in &questions {
        let found = world.try_search(question, SearchOptions::default());
        let head: String = question.chars().take(30).collect();
        match found {
            Ok(answer) => assert!(answer.total <= 4, "{head}"),
            Err(error) => {
                assert!(error.to_string().contains("asks for nothing"), "{head}: {error}")
            }
        }
    }
    let told = |question: &str, what: &str| {
        let answer: Answer = world.search(question);
        let told = |note: &Note| notes::text(note, Language::English).contains(what);
        assert!(answer.notes.iter().any(told), "{:?}", answer.notes);
    };
    told(&questions[0], "more than 256");
    told(&questions[1], "more than 64");
    told(&questions[2], "only 12 words");
    told(&questions[7], "deeper than 32");
    told(&questions[12], "the first 256 words");
    told(&questions[19], "too long");
    fs::metadata(world.index()).unwrap();
}
