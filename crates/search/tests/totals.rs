//! What a search counts: sections that answer, that hold the words as one phrase, that answer under other
//! marks, that hold only some of the words. Counts are held against plain scans that the test makes itself.

use std::collections::BTreeSet;

use vankien_search::mentions::Wanted;
use vankien_search::{Answer, Hit, Scope, SearchOptions, Searcher};
use vankien_testing::Dice;
use vankien_testing::index::{Indexed, World};

/// All answers, without abbreviations.
const ALL: SearchOptions = SearchOptions {
    limit: 0,
    skip: 0,
    context: 0,
    expand: false,
    all: false,
    by_paper: false,
    by_date: false,
    explain: false,
    scope: Scope::Section,
    most_bytes: 0,
    most_matches: 0,
};

fn some_papers() -> World {
    World::new(&[
        ("a.txt", "Công tác phòng, chống tham nhũng, tiêu cực ở tỉnh năm nay."),
        ("b.txt", "Những người tham gia hội nghị phải có mặt đúng giờ."),
        ("c.txt", "Nhũng nhiễu là hành vi xấu. Không ai tham lam như thế."),
        ("d.txt", "Đẩy mạnh CĐS trong cơ quan nhà nước ở địa phương."),
        ("e.txt", "Kế hoạch chuyển đổi số của tỉnh đến năm 2030 được ban hành."),
        ("f.txt", "Số liệu được đổi mới và chuyển về cho Ủy ban."),
        ("g.txt", "Nghị quyết về đất đai, hội nghị bàn về quyết toán."),
        ("h.txt", "Thẩm định hồ sơ nhưng chưa xong."),
    ])
}

fn names(answer: &Answer, wanted: impl Fn(&Hit) -> bool) -> Vec<String> {
    let hits = answer.hits.iter().filter(|hit| wanted(hit));
    let mut names: Vec<String> = hits
        .map(|hit| hit.path.rsplit('/').next().unwrap_or_default().replace(".txt", ""))
        .collect();
    names.sort();
    names
}

#[track_caller]
fn check(
    world: &World,
    question: &str,
    counts: (usize, Option<usize>, usize),
    read_as: Option<&str>,
) {
    let answer = world.search(question);
    let found = (answer.total, answer.as_phrase, answer.other_readings);
    assert_eq!((found, answer.read_as.as_deref()), (counts, read_as), "{question}");
    let of = |wanted: fn(&Hit) -> bool| answer.hits.iter().filter(|hit| wanted(hit)).count();
    assert_eq!(of(|hit| hit.answers()), answer.total, "{question}");
    assert_eq!(of(|hit| hit.other_reading), answer.other_readings, "{question}");
    assert_eq!(of(|hit| hit.partial), answer.partial, "{question}");
    let tier = |hit: &Hit| (hit.partial, hit.other_reading);
    assert!(answer.hits.is_sorted_by_key(tier), "answers, other readings, partial: {question}");
    assert!(answer.hits.is_sorted_by(|one, other| one.score >= other.score), "{question}");
    assert!(answer.complete && (answer.partial == 0 || answer.hits.len() <= 10), "{question}");
}

#[test]
fn sections_answer_that_hold_the_words_and_each_count_is_told() {
    let world = some_papers();
    for (question, counts, read_as) in [
        // Words mean their marks; `Những`, `thẩm` and `nhưng` are other words.
        ("tham nhũng", (2, Some(1), 2), None),
        ("nhũng tham", (2, Some(0), 2), None),
        ("THAM NHŨNG", (2, Some(1), 2), None),
        ("tham AND nhũng", (2, None, 2), None),
        ("\"tham nhũng\"", (1, None, 0), None),
        ("\"tham nhung\"", (1, None, 0), None),
        ("tham nhũng -lam", (1, None, 2), None),
        ("tham nhũng OR \"hội nghị\"", (4, None, 1), None),
        // Typed without marks, damaged, or with the input method off.
        ("tham nhung", (2, Some(1), 2), Some("tham nhũng")),
        ("THAM NHUNG", (2, Some(1), 2), Some("THAM NHŨNG")),
        ("tham nh ng", (2, Some(1), 2), Some("tham nhũng")),
        ("tham nhuxng", (2, Some(1), 2), Some("tham nhũng")),
        ("tham nhu4ng", (2, Some(1), 2), Some("tham nhũng")),
        ("nghij quyeets", (1, Some(1), 0), Some("nghị quyết")),
        ("nghi5 quye6t1", (1, Some(1), 0), Some("nghị quyết")),
        ("hooij nghij", (2, Some(2), 0), Some("hội nghị")),
        ("d9a6t1 d9ai", (1, Some(1), 0), Some("đất đai")),
        ("DDaats ddai", (1, Some(1), 0), Some("Đất đai")),
        ("dat dai", (1, Some(1), 0), Some("đất đai")),
        ("hoi nghi", (2, Some(2), 0), Some("hội nghị")),
        // An abbreviation alone answers, and holds the phrase.
        ("chuyển đổi số", (3, Some(2), 0), None),
        ("chuyen doi so", (3, Some(2), 0), Some("chuyển đổi số")),
        ("\"chuyển đổi số\"", (2, None, 0), None),
        // Other marks only.
        ("thàm những", (0, Some(0), 4), None),
        ("\"thàm những\"", (0, None, 1), None),
        ("=tham nhũng", (2, None, 1), None),
    ] {
        check(&world, question, counts, read_as);
    }
}

#[test]
fn a_long_question_is_answered_by_a_share_of_its_words() {
    let world = some_papers();
    let answer = world.search("kế hoạch chuyển đổi số của tỉnh đến năm 2030 ở đồng bằng");
    assert_eq!(names(&answer, |hit| hit.answers()), ["e"]);
    let all = world.search("kế hoạch chuyển đổi bằng");
    assert_eq!(names(&all, |hit| hit.answers()), ["e"], "five words, one of them nowhere");
    assert_eq!(world.search("kế hoạch chuyển bằng").total, 0, "four words: all must be there");
    assert_eq!(
        world.search("chuyển đổi số như thế nào").total,
        3,
        "words that only ask do not count"
    );
}

#[test]
fn other_rows_fill_up_to_ten_and_no_further() {
    let texts: Vec<(String, String)> = (0..30)
        .map(|n| {
            (
                format!("{n:02}.txt"),
                format!("{} văn bản số {n}", ["ruộng lúa", "lúa", "ruộng"][n % 3]),
            )
        })
        .collect();
    let files: Vec<(&str, &str)> = texts.iter().map(|(n, t)| (n.as_str(), t.as_str())).collect();
    let world = World::new(&files);
    let search = |question: &str, limit: usize| {
        world
            .try_search(question, SearchOptions { limit, ..SearchOptions::default() })
            .expect("answered")
    };
    for (question, limit, rows, partial) in [
        ("ruộng lúa", 10, 10, 0),
        ("ruộng lúa 3", 10, 10, 9),
        ("ruộng lúa 3", 0, 10, 9),
        ("ruộng lúa 3", 20, 10, 9),
        ("ruộng lúa 3", 4, 4, 3),
        ("ruộng lúa 3", 1, 1, 0),
        ("ruộng AND lúa AND 3", 10, 1, 0),
        ("\"ruộng lúa\" 3", 10, 10, 9),
        ("ruộng lúa khô", 10, 10, 10),
        ("khô hạn", 10, 0, 0),
    ] {
        let answer = search(question, limit);
        assert_eq!((answer.hits.len(), answer.partial), (rows, partial), "{question} -n {limit}");
    }
    // A list goes on where it was left.
    let whole = search("ruộng lúa 3", 10);
    for skip in 0..10 {
        let options = SearchOptions { limit: 3, skip, ..SearchOptions::default() };
        let part = world.try_search("ruộng lúa 3", options).expect("answered").hits;
        let paths = |hits: &[Hit]| hits.iter().map(|hit| hit.path.clone()).collect::<Vec<_>>();
        let last = (skip + 3).min(whole.hits.len());
        assert_eq!(paths(&part), paths(&whole.hits[skip..last]), "from {skip}");
    }
}

#[test]
fn lone_syllables_are_no_match_beside_their_pair() {
    let world = World::new(&[(
        "a.txt",
        "Phòng, chống tham nhũng. Những người tham gia. Chuyển đổi số; số 5 đổi chuyển.",
    )]);
    let surfaces = |question: &str| {
        let answer = world.search(question);
        answer.hits[0].matches.iter().map(|one| one.surface.clone()).collect::<Vec<_>>()
    };
    assert_eq!(surfaces("tham nhũng"), ["tham nhũng"]);
    assert_eq!(surfaces("tham nhung"), ["tham nhũng"]);
    assert_eq!(surfaces("chuyển đổi số"), ["Chuyển đổi số"]);
    assert_eq!(surfaces("gia số"), ["gia", "số", "số"], "no pair stands there");
    assert_eq!(surfaces("tham"), ["tham", "tham"]);
}

#[test]
fn numbers_that_no_paper_holds_are_looked_up_as_words() {
    let world = World::new(&[
        ("a.txt", "Theo 388-HĐBT và Nghị định 100/2019, việc này đã rõ."),
        ("b.txt", "Thực hiện Nghị quyết số 59-NQ/TW của Bộ Chính trị."),
    ]);
    for (question, found) in [
        ("59-NQ/TW", vec!["b"]),
        ("388-HĐBT", vec!["a"]),
        ("Nghị định 100/2019", vec!["a"]),
        ("nghị quyết 59", vec!["b"]),
    ] {
        assert_eq!(names(&world.search(question), |hit| hit.answers()), found, "{question}");
    }
}

/// The sections of an index with their words in small letters, read by nothing of the search.
fn sections(searcher: &Searcher) -> Vec<((String, String), Vec<String>)> {
    let mut found = Vec::new();
    for paper in searcher.store().papers().expect("papers") {
        for section in searcher.store().sections(&paper.path).expect("sections") {
            let words = section.text.split(|one: char| !one.is_alphanumeric());
            let words = words.filter(|word| !word.is_empty()).map(str::to_lowercase).collect();
            found.push(((section.path.clone(), section.section.clone()), words));
        }
    }
    found
}

/// Whether a word is written in one way alone, whatever the place of a tone, `i` or `y`, and figures.
fn is_plain(word: &str) -> bool {
    let odd = [
        "oa", "oe", "uy", "óa", "oá", "òa", "oà", "ỏa", "oả", "ọa", "oạ", "õa", "oã", "úy", "uý",
        "ủy", "uỷ", "ùy", "uỳ", "ụy", "uỵ", "ũy", "uỹ", "óe", "oé", "òe", "oè", "ỏe", "oẻ", "ọe",
        "oẹ",
    ];
    word.chars().count() > 2
        && word.chars().all(char::is_alphabetic)
        && !odd.iter().any(|one| word.ends_with(one))
}

/// The words that only ask, such as `nào`: they do not count.
fn asking() -> BTreeSet<&'static str> {
    let table =
        include_str!("../src/question-words.tsv").lines().filter(|row| !row.starts_with('#'));
    table.flat_map(str::split_whitespace).chain(["không"]).collect()
}

/// One to four different words of a section, side by side or not, some of them with marks.
fn drawn<'s>(words: &'s [String], dice: &mut Dice) -> Option<Vec<&'s str>> {
    let count = 1 + dice.roll(4);
    if words.len() < count {
        return None;
    }
    let from = dice.roll(words.len() - count + 1);
    let together = dice.roll(2) == 0;
    let at =
        |word: usize| if together { from + word } else { (from * 7 + word * 13) % words.len() };
    let drawn: Vec<&str> = (0..count).map(|word| words[at(word)].as_str()).collect();
    let distinct: BTreeSet<&&str> = drawn.iter().collect();
    let fits = distinct.len() == count
        && drawn.iter().any(|word| !word.is_ascii())
        && drawn.iter().all(|word| is_plain(word) && !asking().contains(word));
    fits.then_some(drawn)
}

/// Random words of the papers: the total is how many sections hold all of them, and as many stand behind
/// `AND`; the phrase they make stands as often as in quotation marks. What the text may read as beside what
/// stands there (second readings) is flagged, and a scan cannot know it.
fn totals_equal_a_scan(searcher: &Searcher, questions: usize, seed: u64) {
    let sections = sections(searcher);
    let search = |text: &str| searcher.search(text, ALL).expect("answered");
    let mut dice = Dice::new(seed);
    let mut asked = 0;
    while asked < questions {
        let (_, words) = &sections[dice.roll(sections.len())];
        let Some(drawn) = drawn(words, &mut dice) else { continue };
        asked += 1;
        let plain = search(&drawn.join(" "));
        let holds =
            |words: &Vec<String>| drawn.iter().all(|one| words.iter().any(|word| word == one));
        let scan = sections.iter().filter(|(_, words)| holds(words)).count();
        let is_second = |hit: &&Hit| hit.answers() && hit.matches.iter().any(|one| one.is_second);
        let second = plain.hits.iter().filter(is_second).count();
        let fits = (scan..=scan + second).contains(&plain.total);
        assert!(fits, "{drawn:?}: {} answer and {scan} hold the words", plain.total);
        assert_eq!(plain.total, search(&drawn.join(" AND ")).total, "{drawn:?}");
        let phrase = search(&format!("\"{}\"", drawn.join(" ")));
        assert_eq!(plain.as_phrase, Some(phrase.total), "{drawn:?}");
    }
}

#[test]
fn totals_are_those_of_a_plain_scan() {
    totals_equal_a_scan(&Indexed::samples().searcher(), 60, 5);
}

#[test]
#[ignore = "needs the real papers beside the project (../shared)"]
fn shared_the_papers_beside_the_project_are_counted_as_asked() {
    let seeds = Indexed::seeds();
    let searcher = seeds.searcher();
    let search = |question: &str| searcher.search(question, ALL).expect("answered");
    let (plain, both, phrase) =
        (search("tham nhũng"), search("tham AND nhũng"), search("\"tham nhũng\""));
    assert_eq!((plain.total, plain.as_phrase), (both.total, Some(phrase.total)));
    let matched = plain.hits.iter().filter(|hit| hit.answers()).flat_map(|hit| &hit.matches);
    assert!(matched.into_iter().all(|one| !one.folded), "no *những*, no *thẩm*");
    let unmarked = search("tham nhung");
    assert_eq!((unmarked.total, unmarked.read_as.as_deref()), (plain.total, Some("tham nhũng")));
    totals_equal_a_scan(&searcher, 60, 9);
}

/// In quotation marks a word with marks means its own and one without means any, in a search as in a list
/// of mentions: both find the same places.
#[test]
fn search_and_mentions_agree_on_quotation_marks() {
    let world = World::new(&[
        ("a.txt", "Ban thường vụ họp bàn; bàn thường vụ là chữ sai, bán thường vụ cũng thế."),
        ("b.txt", "Giao thông và giáo thông, giao thống; Giao\nthông."),
        ("c.txt", "Tham nhũng, tham những, thẩm nhũng: tham, nhũng."),
    ]);
    let searcher = world.searcher();
    for (phrase, places) in [
        ("ban thường vụ", 3),
        ("bàn thường vụ", 1),
        ("ban thuong vu", 3),
        ("BAN THƯỜNG VỤ", 3),
        ("giao thông", 3),
        ("giáo thông", 1),
        ("giao thong", 4),
        ("giao thống", 1),
        ("tham nhũng", 3),
        ("tham nhung", 4),
        ("thẩm nhung", 1),
        ("thàm nhũng", 0),
    ] {
        let question = format!("\"{phrase}\"");
        let answer = searcher.search(&question, ALL).expect("answered");
        let hits = answer.hits.iter().filter(|hit| hit.answers());
        let found: usize = hits.map(|hit| hit.matches.len()).sum();
        let wanted = Wanted { expand: false, ..Wanted::default() };
        let listed = searcher.mentions(&question, wanted, |_| true).expect("listed").tally.total;
        let counted = searcher.count(&question, wanted).expect("counted").tally.total;
        assert_eq!((found, listed, counted), (places, places, places), "{question}");
    }
}

#[test]
fn a_filter_that_is_negated_is_refused() {
    let world = some_papers();
    let refuses = |question: &str| world.try_search(question, SearchOptions::default()).is_err();
    for question in [
        "số -loai:NQ",
        "số NOT loai:NQ",
        "số AND NOT nam:2024",
        "số -(loai:NQ)",
        "số NOT (nam:2024)",
    ] {
        assert!(refuses(question), "{question}");
    }
    for question in ["số loai:NQ", "KNOT loai:NQ", "số - loại", "NOT số OR loai:NQ tham"] {
        assert!(!refuses(question), "{question}");
    }
}

#[test]
fn words_that_may_ask_count_where_they_say_something() {
    let world = World::new(&[
        ("a.txt", "Cảng hàng không quốc tế; hàng không dân dụng."),
        ("b.txt", "Hàng hóa qua cảng biển, quản lý thuế."),
        ("c.txt", "Quản lý AI trong trường học. Tham nhũng ở địa phương."),
    ]);
    for (question, found) in [
        ("hàng không", vec!["a"]),
        ("cảng hàng không", vec!["a"]),
        ("quản lý AI", vec!["c"]),
        ("tham nhũng là gì", vec!["c"]),
        ("thế nào là tham nhũng", vec!["c"]),
        ("hang khong", vec!["a"]),
        ("quarn lys thue", vec!["b"]),
        ("coong ty hangf khoong", vec![]),
    ] {
        assert_eq!(names(&world.search(question), Hit::answers), found, "{question}");
    }
    assert_eq!(world.search("hangf khoong").read_as.as_deref(), Some("hàng không"));
    assert_eq!(world.search("a@truong.hoc").read_as, None, "an address stays as it is");
}
