//! Facets and the filters that they open: each value chooses exactly the papers that it counted, names are met in all
//! their spellings, and a question may be asked of whole papers.

use std::collections::BTreeSet;

use vankien_search::mentions::Wanted;
use vankien_search::{Counts, Exactness, Facets, Scope, SearchOptions, Searcher};
use vankien_testing::Dice;
use vankien_testing::index::{Indexed, World};

/// The facets by the name of their filter.
fn by_filter(facets: &Facets) -> [(&'static str, &Counts); 6] {
    [
        ("loai", &facets.kind),
        ("coquan", &facets.issuer),
        ("noi", &facets.place),
        ("nam", &facets.year),
        ("nguoiky", &facets.signer),
        ("chatluong", &facets.quality),
    ]
}

/// Asks for every value that the facets of `question` tell, and for the papers that do not say.
#[track_caller]
fn each_value_opens_what_it_counted(searcher: &Searcher, question: &str) -> usize {
    let facets = searcher.facets(question, Scope::Section).expect("facets");
    let mut asked = 0;
    for (filter, counts) in by_filter(&facets) {
        let sum: usize = counts.iter().map(|(_, count)| count).sum();
        assert_eq!(sum, facets.papers, "{question}: {filter} counts each paper once");
        for (value, count) in counts {
            let value = value.as_ref().map_or("?".to_owned(), |value| format!("\"{value}\""));
            let narrowed = format!("{question} {filter}:{value}");
            let opened = searcher.facets(&narrowed, Scope::Section).expect("facets");
            assert_eq!(opened.papers, *count, "{narrowed}");
            let exact = opened.filters.iter().all(|one| one.exactness == Exactness::Exact);
            assert!(exact && opened.filters.len() == 1, "{narrowed}: {:?}", opened.filters);
            if question.is_empty() {
                let listed = searcher.papers(&narrowed).expect("papers").papers;
                assert_eq!(listed.len(), *count, "{narrowed}");
            } else {
                let options = SearchOptions { limit: 0, ..SearchOptions::default() };
                let answer = searcher.search(&narrowed, options).expect("an answer");
                let hits = answer.hits.iter().filter(|hit| hit.answers());
                let paths: BTreeSet<&str> = hits.map(|hit| hit.path.as_str()).collect();
                assert_eq!(paths.len(), *count, "{narrowed}");
            }
            asked += 1;
        }
    }
    asked
}

#[test]
fn each_value_of_the_sample_papers_opens_what_it_counted() {
    let samples = Indexed::samples();
    let searcher = samples.searcher();
    assert!(each_value_opens_what_it_counted(&searcher, "") > 20);
    for question in
        ["chuyển đổi số", "tham nhũng", "nghị quyết", "\"Ủy ban nhân dân\"", "đất OR rừng"]
    {
        each_value_opens_what_it_counted(&searcher, question);
    }
}

#[test]
#[ignore = "needs the real papers beside the project (../shared)"]
fn shared_each_value_of_real_papers_opens_what_it_counted() {
    let seeds = Indexed::seeds();
    let searcher = seeds.searcher();
    assert!(each_value_opens_what_it_counted(&searcher, "") > 5);
    each_value_opens_what_it_counted(&searcher, "tham nhũng");
}

#[test]
#[ignore = "needs the real papers beside the project (../shared)"]
fn shared_each_value_of_papers_as_they_come_opens_what_it_counted() {
    let wild = Indexed::wild();
    let searcher = wild.searcher();
    assert!(each_value_opens_what_it_counted(&searcher, "") > 60);
    assert!(each_value_opens_what_it_counted(&searcher, "chuyển đổi số") > 10);
}

fn paper(issuer: &str, place: &str, signer: &str) -> String {
    format!(
        "{issuer}          CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n{}Độc lập - Tự do - Hạnh phúc\n\
         Số: 12/QĐ-UBND          {place}, ngày 05 tháng 8 năm 2020\n\nQUYẾT ĐỊNH\nVề việc thử\n\n\
         Điều 1. Quyết định này nói về đất đai.\n\n{}CHỦ TỊCH\n\n\n{}{signer}\n",
        " ".repeat(40),
        " ".repeat(40),
        " ".repeat(40)
    )
}

fn of_bodies() -> World {
    let papers = [
        ("a.txt", paper("UBND TỈNH AN LỘC", "An Lộc", "Nguyễn Hoà Bình")),
        ("b.txt", paper("UỶ BAN NHÂN DÂN TỈNH AN LỘC", "An Lộc", "Nguyễn Hòa Bình")),
        ("c.txt", paper("ỦY BAN NHÂN DÂN TỈNH AN LỘC", "TP. Hồ Chí Minh", "Trần Văn An")),
        ("d.txt", paper("ỦY BAN NHÂN DÂN TỈNH AN LỘC MỚI", "Thành phố Hồ Chí Minh", "Trần Văn Ấn")),
        ("e.txt", "Bài báo không nói ai ban hành, chỉ nói về đất đai.".to_owned()),
    ];
    let papers: Vec<(&str, &str)> = papers.iter().map(|(name, text)| (*name, &**text)).collect();
    World::new(&papers)
}

#[test]
fn spellings_of_one_body_are_one_value() {
    let world = of_bodies();
    let searcher = world.searcher();
    let facets = searcher.facets("", Scope::Section).expect("facets");
    let some = |value: &str, count| (Some(value.to_owned()), count);
    assert_eq!(
        facets.issuer,
        [
            some("Ủy ban nhân dân tỉnh An Lộc", 3),
            (None, 1),
            some("Ủy ban nhân dân tỉnh An Lộc Mới", 1),
        ]
    );
    assert_eq!(facets.place, [some("An Lộc", 2), some("Thành phố Hồ Chí Minh", 2), (None, 1)]);
    assert_eq!(facets.signer[0], some("Nguyễn Hòa Bình", 2));
    let shown = searcher.papers("so:12").expect("papers").papers;
    let shown = shown[0].masthead.issuer.as_ref().map(|field| field.value.as_str());
    assert_eq!(shown, Some("UBND tỉnh An Lộc"), "the masthead keeps what is printed");
    each_value_opens_what_it_counted(&searcher, "");
    each_value_opens_what_it_counted(&searcher, "đất đai");
}

#[test]
fn a_name_is_met_exactly_where_a_paper_bears_it_and_else_in_part() {
    let world = of_bodies();
    let searcher = world.searcher();
    let (exact, containing) = (Exactness::Exact, Exactness::Containing);
    for (filter, papers, met) in [
        ("coquan:\"UBND tỉnh An Lộc\"", 3, vec![exact]),
        ("coquan:\"uỷ ban nhân dân tỉnh an lộc\"", 3, vec![exact]),
        ("coquan:\"uy ban nhan dan tinh an loc\"", 3, vec![exact]),
        ("coquan:~\"UBND tỉnh An Lộc\"", 4, vec![containing]),
        ("coquan:\"An Lộc\"", 4, vec![containing]),
        ("coquan:UBND", 4, vec![containing]),
        ("coquan:?", 1, vec![exact]),
        ("coquan:?,\"UBND tỉnh An Lộc Mới\"", 2, vec![exact, exact]),
        ("coquan:Mới,?", 2, vec![containing, exact]),
        ("noi:\"Tp Hồ Chí Minh\"", 2, vec![exact]),
        ("noi:\"Hồ Chí Minh\"", 2, vec![containing]),
        ("nguoiky:\"Trần Văn An\"", 1, vec![exact]),
        ("nguoiky:\"Tran Van An\"", 2, vec![exact]),
        ("nguoiky:Trần", 2, vec![containing]),
        ("nguoiky:Lê", 0, vec![containing]),
        ("nam:?", 1, vec![exact]),
        ("nam:2020,?", 5, vec![exact, exact]),
        ("loai:QĐ,CT", 4, vec![exact, exact]),
        ("loai:?", 1, vec![exact]),
        ("so:12/QĐ-UBND", 4, vec![exact]),
        ("so:12", 4, vec![containing]),
        ("so:?", 1, vec![exact]),
        ("coquan:UBND nam:2019", 0, vec![containing, exact]),
    ] {
        let found = searcher.papers(filter).expect("papers");
        let how: Vec<Exactness> = found.filters.iter().map(|one| one.exactness).collect();
        assert_eq!((found.papers.len(), how), (papers, met), "{filter}");
        let facets = searcher.facets(&format!("đất {filter}"), Scope::Section).expect("facets");
        assert_eq!(facets.papers, papers, "{filter}");
        let mentions = searcher.count(&format!("đất {filter}"), Wanted::default());
        assert_eq!(mentions.expect("counted").tally.total, papers, "{filter}");
    }
}

#[test]
fn an_exact_name_of_papers_that_are_gone_is_none() {
    let of = |issuer: &str| paper(issuer, "An Lộc", "Trần Văn An");
    let world =
        World::new(&[("a.txt", &of("UBND TỈNH AN LỘC")), ("b.txt", &of("UBND TỈNH AN LỘC MỚI"))]);
    let found = |searcher: &Searcher| {
        let found = searcher.papers("coquan:\"UBND tỉnh An Lộc\"").expect("papers");
        (found.papers.len(), found.filters[0].exactness)
    };
    assert_eq!(found(&world.searcher()), (1, Exactness::Exact));
    std::fs::remove_file(world.corpus().join("a.txt")).expect("removed");
    world.ingest();
    let searcher = world.searcher();
    assert_eq!(found(&searcher), (1, Exactness::Containing), "as in an index made anew");
    let facets = searcher.facets("", Scope::Section).expect("facets");
    assert_eq!((facets.papers, facets.issuer.len()), (1, 1));
}

/// Two or three words with capitals that stand beside each other: most are names.
fn names_in(text: &str) -> Vec<String> {
    let is_plain = |word: &str| {
        let small = word.to_lowercase();
        // Words that are spelt in two right ways are no matter of this test.
        let odd = ["oa", "oe", "uy", "ia", "y"].iter().any(|end| small.ends_with(end));
        word.chars().count() > 2
            && word.chars().next().is_some_and(char::is_uppercase)
            && word.chars().skip(1).all(char::is_lowercase)
            && !small.is_ascii()
            && !odd
            && !small.contains(['ò', 'ó', 'ỏ', 'õ', 'ọ', 'ú', 'ù', 'ủ', 'ũ', 'ụ'])
            && !["oà", "oá", "oả", "oã", "oạ"].iter().any(|end| small.ends_with(end))
    };
    let words: Vec<&str> = text.split(' ').collect();
    let pairs = words.windows(2).filter(|pair| pair.iter().all(|word| is_plain(word)));
    pairs.map(|pair| pair.join(" ")).collect()
}

/// The words of each section, paper by paper.
fn words_of(searcher: &Searcher) -> Vec<(String, Vec<Vec<String>>, Vec<String>)> {
    let mut papers = Vec::new();
    for paper in searcher.store().papers().expect("papers") {
        let sections = searcher.store().sections(&paper.path).expect("sections");
        let words = |text: &str| -> Vec<String> {
            let words = text.split(|one: char| !one.is_alphanumeric());
            words.filter(|word| !word.is_empty()).map(str::to_lowercase).collect()
        };
        let names = sections.iter().flat_map(|section| names_in(&section.text)).collect();
        let sections = sections.iter().map(|section| words(&section.text)).collect();
        papers.push((paper.path, sections, names));
    }
    papers
}

#[test]
#[ignore = "needs the real papers beside the project (../shared)"]
fn shared_two_names_in_one_paper_are_found_as_a_scan_finds_them() {
    let wild = Indexed::wild();
    let searcher = wild.searcher();
    let papers = words_of(&searcher);
    let holds = |sections: &[Vec<String>], name: &str| {
        let name: Vec<String> = name.split(' ').map(str::to_lowercase).collect();
        sections.iter().any(|words| words.windows(name.len()).any(|row| row == name))
    };
    let mut dice = Dice::new(11);
    let (mut asked, mut in_other_sections) = (0, 0);
    while asked < 200 {
        let names = &papers[dice.roll(papers.len())].2;
        if names.len() < 2 {
            continue;
        }
        let (one, other) = (&names[dice.roll(names.len())], &names[dice.roll(names.len())]);
        if one == other {
            continue;
        }
        asked += 1;
        let scanned =
            papers.iter().filter(|(_, sections, _)| holds(sections, one) && holds(sections, other));
        let scanned: BTreeSet<&str> = scanned.map(|(path, ..)| path.as_str()).collect();
        let options = SearchOptions {
            limit: 0,
            expand: false,
            scope: Scope::Paper,
            ..SearchOptions::default()
        };
        let question = format!("\"{one}\" AND \"{other}\"");
        let answer = searcher.search(&question, options).expect("an answer");
        let hits: Vec<_> = answer.hits.iter().filter(|hit| hit.answers()).collect();
        let found: BTreeSet<&str> = hits.iter().map(|hit| hit.path.as_str()).collect();
        assert_eq!(found, scanned, "{question}");
        assert_eq!(answer.papers, Some(scanned.len()), "{question}");
        assert!(answer.complete && answer.total == hits.len(), "{question}");
        let facets = searcher.facets(&question, Scope::Paper).expect("facets");
        assert_eq!(facets.papers, scanned.len(), "{question}");
        let of_sections = SearchOptions { scope: Scope::Section, ..options };
        let narrower = searcher.search(&question, of_sections).expect("an answer");
        in_other_sections += usize::from(narrower.total < answer.total);
        // The list of mentions agrees: each place of either name in those papers.
        let wanted = Wanted { scope: Scope::Paper, expand: false, ..Wanted::default() };
        let mut listed = BTreeSet::new();
        let list = searcher.mentions(&format!("\"{one}\" \"{other}\""), wanted, |mention| {
            listed.insert(mention.section.path.clone());
            true
        });
        let total = list.expect("a list").tally.total;
        assert!(listed.iter().map(String::as_str).eq(scanned.iter().copied()), "{question}");
        let count = searcher.count(&format!("\"{one}\" \"{other}\""), wanted).expect("a count");
        assert_eq!(count.tally.total, total, "{question}");
    }
    assert!(in_other_sections > 50, "most names stand in sections apart: {in_other_sections}");
}

#[test]
fn operators_reach_over_a_whole_paper() {
    let world = World::new(&[
        ("a.txt", "Điều 1. Ông Trần Bình nói về đất.\nĐiều 2. Bà Lê Hạnh nói về rừng 59-NQ/TW."),
        ("b.txt", "Điều 1. Ông Trần Bình nói về nước.\nĐiều 2. Không ai nói gì thêm cả."),
        ("c.txt", "Điều 1. Bà Lê Hạnh nói về biển.\nĐiều 2. Ông Trần Bình và bà Lê Hạnh nói."),
    ]);
    let searcher = world.searcher();
    let found = |question: &str, scope: Scope| {
        let options = SearchOptions { limit: 0, scope, ..SearchOptions::default() };
        let answer = searcher.search(question, options).expect("an answer");
        let hits = answer.hits.iter().filter(|hit| hit.answers());
        let mut hits: Vec<String> = hits
            .map(|hit| {
                let name = hit.path.rsplit('/').next().unwrap_or_default();
                format!("{} {}", name.trim_end_matches(".txt"), hit.section)
            })
            .collect();
        hits.sort();
        (hits.join(", "), answer.papers)
    };
    let cases = [
        ("\"Trần Bình\" AND \"Lê Hạnh\"", "a 1, a 2, c 1, c 2", 2),
        ("\"Trần Bình\" NOT \"Lê Hạnh\"", "b 1", 1),
        ("\"Trần Bình\" NOT biển", "a 1, b 1", 2),
        ("(rừng OR nước) AND \"Trần Bình\"", "a 1, a 2, b 1", 2),
        ("đất rừng", "a 1, a 2", 1),
        ("đất 59-NQ/TW", "a 1, a 2", 1),
        ("đất -rừng", "", 0),
        ("\"Trần Bình\"", "a 1, b 1, c 2", 3),
    ];
    for (question, hits, papers) in cases {
        assert_eq!(found(question, Scope::Paper), (hits.to_owned(), Some(papers)), "{question}");
    }
    assert_eq!(found("\"Trần Bình\" AND \"Lê Hạnh\"", Scope::Section), ("c 2".to_owned(), None));
    let why = searcher.why_not("đất AND biển", "c.txt", true, Scope::Paper).expect("why");
    assert_eq!((why.rank, why.lacking), (None, vec!["đất".to_owned()]));
}
