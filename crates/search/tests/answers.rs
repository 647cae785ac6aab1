//! What an answer tells of itself: scores that add up, why a paper is missing, paragraphs that several
//! papers share, papers shown once.
#![allow(clippy::unwrap_used, clippy::print_stdout, missing_docs)]

use vankien_search::{Scope, SearchOptions};
use vankien_testing::index::{World, names};

const SHARED: &str = "Các cấp ủy, tổ chức đảng tiếp tục lãnh đạo, chỉ đạo thực hiện nghiêm các quy \
    định về phòng, chống tham nhũng trong toàn bộ hệ thống chính trị của tỉnh.";

fn explaining(limit: usize) -> SearchOptions {
    SearchOptions { limit, explain: true, ..SearchOptions::default() }
}

fn world() -> World {
    let shared = |more: &str| format!("{SHARED}\n\n{more}");
    World::new(&[
        ("a.txt", &shared("Phần riêng của giấy này nói về nông thôn mới.")),
        ("b.txt", &shared("Ở đây bàn chuyện biển đảo và nghề cá.")),
        ("c.txt", "Tham nhũng vặt làm mất lòng tin; phải chống tham nhũng từ nhỏ."),
        ("d.txt", "Thực hiện Nghị quyết số 59-NQ/TW về hội nhập, chống buôn lậu."),
    ])
}

#[test]
fn gains_add_up_to_the_score() {
    let world = world();
    gains_add_up(
        &world,
        &[
            "tham nhũng",
            "tham",
            "\"tham nhũng\"",
            "\"tham nhũng\" chống vặt",
            "chống nghị quyết 59",
            "59-NQ/TW",
            "99-NQ/TW chống",
            "nghị quyết 77 chống",
            "chống AND (vặt OR buôn)",
            "chống -vặt",
            "chố* nhãng~1",
            "\"nhũng chống\"~3 tham",
        ],
    );
    let answer = world.try_search("tham nhũng", explaining(1)).unwrap();
    let gains = &answer.hits[0].explained.as_ref().unwrap().gains;
    assert!(gains.iter().any(|gain| (gain.kind, gain.what.as_str()) == ("pair", "tham nhũng")));
    assert!(world.search("tham").hits.iter().all(|hit| hit.explained.is_none()));
}

#[track_caller]
fn gains_add_up(world: &World, questions: &[&str]) {
    for question in questions {
        for limit in [1, 10] {
            let answer = world.try_search(question, explaining(limit)).unwrap();
            for hit in &answer.hits {
                let explained = hit.explained.as_ref().unwrap();
                let sum: f32 = explained.gains.iter().map(|gain| gain.gives).sum();
                let told = sum * explained.factor;
                assert!((told - hit.score).abs() < 1e-3 * hit.score, "{question}: {hit:?}");
                assert!(!explained.gains.is_empty(), "{question}");
            }
        }
    }
}

/// No paper bears or cites such a number; under an operator it is looked for as a phrase.
#[test]
fn the_gain_of_a_number_that_stands_for_a_phrase_is_told() {
    let world = World::new(&[
        ("a.txt", "Hội nghị bàn về nghị quyết 77 và chống buôn lậu ở cảng."),
        ("b.txt", "Hội nghị bàn về chống buôn lậu ở nơi khác."),
        ("c.txt", "Nghị quyết 78 nói về nông thôn."),
    ]);
    let questions = [
        "nghị quyết 77 AND buôn lậu",
        "buôn lậu AND (nghị quyết 77 OR khác)",
        "nghị quyết 77 buôn",
    ];
    for question in questions {
        assert!(!world.search(question).hits.is_empty(), "{question}");
    }
    gains_add_up(&world, &questions);
}

#[test]
fn sections_behind_the_closer_look_tell_their_factor() {
    let papers: Vec<(String, String)> = (0..620)
        // The number tells the papers apart: those that say the same are one.
        .map(|n| {
            let text = format!("chống tham nhũng {}", "việc ấy ".repeat(n % 97));
            (format!("{n:03}.txt"), format!("{text} {n}"))
        })
        .collect();
    let papers: Vec<(&str, &str)> =
        papers.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let world = World::new(&papers);
    let answer = world.try_search("chống tham", explaining(0)).unwrap();
    assert!(answer.hits.last().unwrap().explained.as_ref().unwrap().factor != 1.0);
    for hit in &answer.hits {
        let explained = hit.explained.as_ref().unwrap();
        let sum: f32 = explained.gains.iter().map(|gain| gain.gives).sum();
        assert!((sum * explained.factor - hit.score).abs() < 1e-3 * hit.score);
    }
}

#[test]
fn a_paper_that_is_missing_is_told_why() {
    let world = world();
    let searcher = world.searcher();
    let why = |question: &str, paper: &str| {
        searcher.why_not(question, paper, true, Scope::Section).unwrap()
    };
    let found = why("tham nhũng", "c.txt");
    assert_eq!((found.rank, found.clause), (Some(1), None));
    let lacks = why("\"tham nhũng\" \"nông thôn\" vặt", "c.txt");
    assert_eq!((lacks.rank, lacks.clause.as_deref()), (None, Some("\"nông thôn\"")));
    assert_eq!(lacks.lacking, ["\"nông thôn\""]);
    assert_eq!(why("tham NOT vặt", "c.txt").clause.as_deref(), Some("NOT vặt"));
    let either = why("tham AND (cá OR biển)", "c.txt");
    assert_eq!(either.clause.as_deref(), Some("(cá OR biển)"));
    assert_eq!(why("tham nam:2024", "c.txt").filter.as_deref(), Some("nam:2024"));
    let nothing = why("thủy điện", "c.txt");
    assert_eq!((nothing.section, nothing.lacking.len()), (None, 2));
    assert!(searcher.why_not("tham", "z.txt", true, Scope::Section).is_err());
}

#[test]
fn a_paragraph_of_several_papers_is_shown_once() {
    let world = world();
    let ask = |options| world.try_search("\"hệ thống chính trị\"", options).unwrap();
    let folded = ask(SearchOptions::default());
    assert_eq!((folded.total, names(&folded)), (2, vec!["b".to_owned()]));
    assert!(folded.complete);
    let twins: Vec<&str> =
        folded.hits[0].near_duplicates.iter().map(|twin| twin.path.as_str()).collect();
    assert!(twins.len() == 1 && twins[0].ends_with("a.txt"), "{twins:?}");
    let all = ask(SearchOptions { all: true, ..SearchOptions::default() });
    assert_eq!((all.total, all.hits.len(), all.complete), (2, 2, true));
    let unlimited = ask(SearchOptions { limit: 0, ..SearchOptions::default() });
    assert_eq!((unlimited.hits.len(), unlimited.complete), (2, true));
    let ranks: Vec<usize> = all.hits.iter().map(|hit| hit.rank).collect();
    assert_eq!(ranks, [1, 2]);
}

#[test]
fn folded_hits_make_room_for_others() {
    let mut papers: Vec<(String, String)> =
        (0..150).map(|n| (format!("{n:03}.txt"), format!("{SHARED}\n\nBản {n}."))).collect();
    papers.push((
        "x.txt".into(),
        format!("Chuyện khác hẳn. {}", "Lời thêm vào đây. ".repeat(9)) + "Nói về tham nhũng.",
    ));
    let papers: Vec<(&str, &str)> =
        papers.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let world = World::new(&papers);
    let options = SearchOptions { limit: 2, ..SearchOptions::default() };
    let answer = world.try_search("\"tham nhũng\"", options).unwrap();
    assert_eq!((answer.total, names(&answer)), (151, vec!["000".to_owned(), "x".to_owned()]));
    assert_eq!((answer.hits[0].near_duplicates.len(), answer.complete), (149, true));
}

#[test]
fn papers_can_be_shown_once() {
    let world = World::new(&[
        ("a.txt", "BÁO CÁO\nvề tham nhũng\n\n1. Tham nhũng ở tỉnh.\n\n2. Tham nhũng ở huyện."),
        ("b.txt", "Không tham nhũng ở đâu."),
    ]);
    let options = SearchOptions { by_paper: true, ..SearchOptions::default() };
    let answer = world.try_search("tham nhũng", options).unwrap();
    let mut found = names(&answer);
    found.sort();
    assert_eq!(found, ["a", "b"]);
    let counted: usize = answer.hits.iter().map(|hit| hit.in_paper.unwrap()).sum();
    assert!(answer.total > 2 && answer.complete);
    assert_eq!(counted, answer.total);
    let one = world.try_search("tham nhũng", SearchOptions { limit: 1, ..options }).unwrap();
    assert_eq!((one.hits.len(), one.complete), (1, false));
}

#[test]
fn the_newest_papers_come_first_where_that_is_asked() {
    let dated = |year: u32| {
        format!(
            "TỈNH ỦY VÂN HẢI\n*\nSố 1{year}-BC/TU\n\nVân Hải, ngày 05 tháng 8 năm {year}\n\nBÁO CÁO\nvề tham nhũng\n\n1. Tham nhũng năm qua."
        )
    };
    let (old, new) = (dated(2019), dated(2023));
    let world =
        World::new(&[("a.txt", &old), ("b.txt", "tham nhũng, tham nhũng"), ("c.txt", &new)]);
    let options = SearchOptions { by_date: true, by_paper: true, ..SearchOptions::default() };
    let answer = world.try_search("tham nhũng", options).unwrap();
    assert_eq!(names(&answer), ["c", "a", "b"]);
}

#[test]
fn a_hit_shows_what_the_file_prints() {
    let world = World::new(&[("a.txt", "Thực hiện chủ trương của Trung ƣơng về công tác cán bộ.")]);
    let hit = &world.search("\"trung ương\"").hits[0];
    let (from, to) = hit.printed_highlights[0];
    let marked: String = hit.printed.chars().skip(from).take(to - from).collect();
    assert_eq!((marked.as_str(), hit.matches[0].printed.as_str()), ("Trung ƣơng", "Trung ƣơng"));
    assert_eq!(hit.matches[0].surface, "Trung ương");
}
