//! The language of questions: operators, phrases, wildcards, near spellings, and bad syntax.
#![allow(clippy::unwrap_used, clippy::print_stdout, missing_docs)]

use vankien_search::{Answer, Note};
use vankien_testing::index::{World, names};

fn world() -> World {
    World::new(&[
        ("a.txt", "Phòng, chống tham nhũng và lãng phí trong cơ quan."),
        ("b.txt", "Chống lãng phí, thực hành tiết kiệm; Hiếu trình bày."),
        ("c.txt", "Tham nhũng vặt; chuyển đổi số ở nông thôn; Hiểu trình bày."),
        ("d.txt", "Thực hiện Nghị quyết số 59-NQ/TW về chuyển đổi số."),
    ])
}

/// The papers that answer, by name, in alphabetical order.
#[track_caller]
fn finds(world: &World, question: &str, wanted: &[&str]) {
    let mut found = names(&world.search(question));
    found.sort();
    assert_eq!(found, wanted, "{question}");
}

#[test]
fn operators_decide_what_answers() {
    let world = world();
    for (question, wanted) in [
        ("\"tham nhũng\" AND \"lãng phí\"", &["a"][..]),
        ("tham nhũng AND lãng phí", &["a"]),
        ("\"tham nhũng\" OR \"tiết kiệm\"", &["a", "b", "c"]),
        ("\"tham nhũng\" NOT vặt", &["a"]),
        ("\"tham nhũng\" -vặt", &["a"]),
        ("\"tham nhũng\" AND NOT \"lãng phí\"", &["c"]),
        ("tham nhũng NOT lãng phí", &["c"]),
        ("(\"tham nhũng\" OR \"tiết kiệm\") AND \"lãng phí\"", &["a", "b"]),
        ("\"lãng phí\" AND (vặt OR (\"tiết kiệm\" AND NOT cơ))", &["b"]),
        ("\"chuyển đổi số\" AND 59-NQ/TW", &["d"]),
        ("\"chuyển đổi số\" -59/nq-tw", &["c"]),
        ("\"chuyển đổi số\" -(nông OR nghị)", &[]),
        ("phí -tham", &["b"]),
        ("trinh -hieu", &[]),
        ("trinh -hiếu", &["c"]),
        ("\"chuyen doi so\" AND nghi quyet 59", &["d"]),
        ("NOT NOT tham AND phí", &["a"]),
        // Behind the operator stands no word.
        ("\"tham nhũng\" NOT !!!", &["a", "c"]),
        ("\"tham nhũng\" -\u{2026}", &["a", "c"]),
        ("\"tham nhũng\" AND (NOT ??)", &["a", "c"]),
        ("\"tham nhũng\" OR NOT NOT ??", &["a", "c"]),
    ] {
        finds(&world, question, wanted);
    }
}

/// 63 words that no paper holds stand before the last part: it is the first beyond the limit of conditions.
#[test]
fn a_part_beyond_the_limit_keeps_nothing_out_and_ranks() {
    let world = world();
    let unknown: Vec<String> = (0..63).map(|number| format!("zz{number}")).collect();
    let unknown = unknown.join(" OR ");
    let told = Note::TooManyConditions { most: 64 };
    for (first, last, wanted) in [
        ("tham", "-vặt", ["a", "c"]),
        ("tham", "NOT vặt", ["a", "c"]),
        ("tham", "NOT (vặt AND số)", ["a", "c"]),
        ("tham", "AND NOT NOT vặt", ["c", "a"]),
        ("phí", "AND \"tiết kiệm\"", ["b", "a"]),
    ] {
        let question = format!("({first} OR {unknown}) {last}");
        let answer = world.search(&question);
        assert_eq!(names(&answer), wanted, "{last}");
        assert!(answer.notes.contains(&told), "{last}: {:?}", answer.notes);
    }
}

#[test]
fn without_operators_words_rank_and_small_letters_are_words() {
    let world = world();
    finds(&world, "tham and phí or not", &["a", "b", "c"]);
    finds(&world, "tham (nhũng) phí", &["a", "b", "c"]);
    assert_eq!(world.search("tham (nhũng)").understood, ["tham", "nhũng"]);
    assert_eq!(world.search("tham 2020 -2025").understood, ["tham", "2020", "2025"]);
    assert_eq!(world.search("tham 59 -NQ/TW").understood, ["tham", "number 59 nq tw"]);
}

#[test]
fn phrases_may_be_loose_and_hold_demands() {
    let world = world();
    finds(&world, "\"nhũng tham\"", &[]);
    finds(&world, "\"nhũng tham\"~0", &["a", "c"]);
    finds(&world, "\"lãng nhũng\"~0", &[]);
    finds(&world, "\"lãng nhũng\"~1", &["a"]);
    // The comma is no word.
    finds(&world, "\"chống phòng\"~0", &["a"]);
    finds(&world, "\"phòng tham\"~0", &[]);
    finds(&world, "\"phòng tham\"~1", &["a"]);
    finds(&world, "\"trinh =hiếu\"~0", &["b"]);
    finds(&world, "\"=hieu trình\"", &[]);
    finds(&world, "\"hieu trình\"", &["b", "c"]);
    finds(&world, "\"tha* nhu*\"", &["a", "c"]);
    let answer = world.search("\"lãng nhũng\"~1");
    assert_eq!(answer.hits[0].matches[0].surface, "nhũng và lãng");
}

#[test]
fn marks_can_be_demanded() {
    let world = world();
    finds(&world, "Hiếu", &["b", "c"]);
    finds(&world, "=Hiếu", &["b"]);
    finds(&world, "=hieu", &[]);
    assert_eq!(names(&world.search("hiếu"))[0], "b");
}

#[test]
fn words_expand_and_say_so() {
    let world = world();
    let answer = world.search("chuy*");
    assert_eq!((answer.total, answer.expanded[0].to.clone()), (2, vec!["chuyển".to_owned()]));
    assert!(answer.hits[0].matches[0].surface.starts_with("chuyển"));
    finds(&world, "nhãng~1", &["a", "c"]);
    finds(&world, "nhãng", &[]);
    finds(&world, "tung~1 AND vặt", &[]);
    finds(&world, "nung~1 AND vặt", &["c"]);
    let many: String = (0..400).map(|n| format!("zz{n}y ")).collect();
    let world = World::new(&[("a.txt", &many), ("b.txt", "zz399y và zz0y")]);
    let answer = world.search("zz*");
    assert_eq!((answer.expanded[0].of, answer.expanded[0].count), (400, 128));
    let told = Note::ExpandedInPart { word: "zz*".into(), of: 400, count: 128 };
    assert!(answer.notes.contains(&told), "{:?}", answer.notes);
}

#[test]
fn bad_syntax_is_answered_and_pointed_at() {
    let world = world();
    for (question, place, wanted) in [
        ("AND tham", 0, &["a", "c"][..]),
        ("tham AND", 5, &["a", "c"]),
        ("tham AND OR vặt", 5, &["a", "c"]),
        ("(tham AND nhũng", 0, &["a", "c"]),
        ("tham) AND vặt", 4, &["c"]),
        ("tham AND ()", 5, &["a", "c"]),
        ("\"tham nhũng\" AND \"vặt", 17, &["c"]),
        ("\"tham nhũng\"~x", 12, &["a", "c"]),
        ("* tham", 0, &["a", "c"]),
        ("tham~9", 0, &["a", "c"]),
        ("-tham", 0, &["a", "c"]),
        ("NOT tham", 0, &["a", "c"]),
        ("“vặt” \"", 6, &["c"]),
    ] {
        let answer = world.search(question);
        let first = answer.literal.first().unwrap_or_else(|| panic!("no remark on {question}"));
        assert_eq!(first.position, place, "{question}: {:?}", answer.literal);
        let is_told =
            |note: &Note| matches!(note, Note::LeftAside(aside) if aside.oddity == first.oddity);
        assert!(answer.notes.iter().any(is_told), "{question}: {:?}", answer.notes);
        let found = names(&answer);
        assert!(
            wanted.iter().all(|one| found.contains(&(*one).to_owned())),
            "{question}: {found:?}"
        );
    }
    // The place is one of what was typed, not of what was made of it.
    assert_eq!(world.search("Trung \u{1b0}ơng e\u{302}m ) AND tham").literal[0].position, 15);
}

#[test]
fn filters_join_with_operators() {
    let world = World::new(&[
        (
            "a.txt",
            "Vân Hải, ngày 05 tháng 8 năm 2020\n\nBÁO CÁO\nvề tham nhũng\n\nPhần đầu nói về tham nhũng.",
        ),
        ("b.txt", "không có ngày, có tham nhũng"),
    ]);
    for question in [
        "tham AND nam:2020",
        "(tham nam:2020)",
        "nam:2020 AND (tham OR vặt)",
        "(nam:2020) tham",
        "(nam:2020 AND tham)",
        "tham AND (nam:2020)",
    ] {
        let answer = world.search(question);
        assert!(names(&answer).iter().all(|name| name == "a"), "{question}");
        assert!(answer.literal.is_empty(), "{question}: {:?}", answer.literal);
    }
}

#[test]
fn a_damaged_question_finds_what_the_clean_one_finds() {
    let world = World::new(&[
        ("a.txt", "Phòng, chống tham nhũng và những việc khác của thành phố."),
        ("b.txt", "Ban Chấp hành Trung ương ban hành Nghị quyết về hội nghị."),
        ("c.txt", "Ngân hàng nhưng không phải thế; trung bình; quyền hạn."),
    ]);
    for (damaged, clean) in [
        ("tham nh ng", "tham nhũng"),
        ("tham nh?ng", "tham nhũng"),
        ("tham nh\u{fffd}ng", "tham nhũng"),
        ("tham nh3ng", "tham nhũng"),
        ("tham nhng", "tham nhũng"),
        ("Trung ƣơng", "Trung ương"),
        ("nghị quyêt", "nghị quyết"),
        ("ban hành ngh ị quyết", "ban hành nghị quyết"),
        ("h i nghị", "hội nghị"),
        ("vặt OR tham nh ng", "vặt OR tham nhũng"),
    ] {
        let (read, wanted) = (world.search(damaged), world.search(clean));
        assert!(wanted.total > 0 && wanted.read_as.is_none(), "{clean}");
        assert_eq!((names(&read), read.total), (names(&wanted), wanted.total), "{damaged}");
        let scores = |answer: &Answer| answer.hits.iter().map(|hit| hit.score).collect::<Vec<_>>();
        assert_eq!(scores(&read), scores(&wanted), "{damaged}");
        assert_eq!(read.read_as.is_none(), damaged.contains('ƣ'), "{damaged}");
    }
    let read = &world.search("về tham nh ng").readings[0];
    assert_eq!((read.position, read.text.as_str(), read.read.as_str()), (8, "nh ng", "nhũng"));
}

#[test]
fn what_papers_write_is_not_taken_for_damage() {
    let papers: Vec<String> = (0..30).map(|n| format!("km đường và kg gạo, kém {n}")).collect();
    let named: Vec<(String, &String)> =
        papers.iter().enumerate().map(|(n, text)| (format!("{n}.txt"), text)).collect();
    let named: Vec<(&str, &str)> =
        named.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let world = World::new(&named);
    for question in ["km đường", "kg gạo", "điểm c khoản 1", "ubnd", "covid"] {
        assert!(world.search(question).read_as.is_none(), "{question}");
    }
}

#[test]
fn another_spelling_is_offered_with_all_else_as_typed() {
    let world = world();
    // Another number is no other spelling.
    assert_eq!(world.search("599-NQ/TW").suggestion, None);
    assert_eq!(world.search("nghị quyết 599").suggestion, None);
    let answer = world.search("\"tham nhủngg\" OR (tiết NOT kiệmm)");
    assert_eq!(answer.suggestion.as_deref(), Some("\"tham nhũng\" OR (tiết NOT kiệm)"));
    assert_eq!(world.search("\"tham nhũng\"").suggestion, None);
}
