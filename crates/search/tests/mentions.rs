//! Lists of mentions, complete: every query of the truth on the five real papers.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::Value;
use vankien_search::mentions::{How, Wanted};
use vankien_search::{Note, Scope, Searcher};
use vankien_testing::index::{Indexed, World};
use vankien_testing::{say, shared};

/// A mention as a test looks at it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Row {
    file: String,
    lines: (u32, u32),
    form: &'static str,
    how: Vec<How>,
}

/// An index of the five real papers.
fn seeds() -> (Arc<Indexed>, Searcher) {
    let seeds = Indexed::seeds();
    let searcher = seeds.searcher();
    (seeds, searcher)
}

fn list(searcher: &Searcher, question: &str, wanted: Wanted) -> Vec<Row> {
    let mut rows = Vec::new();
    let outline = searcher.mentions(question, wanted, |mention| {
        let path = std::path::Path::new(&mention.section.path);
        rows.push(Row {
            file: path.file_name().expect("a file").to_string_lossy().into_owned(),
            lines: mention.lines(),
            form: vankien_search::mentions::form_name(mention.form()),
            how: mention.place.how.clone(),
        });
        true
    });
    let outline = outline.expect("a list");
    let counted =
        rows.iter().filter(|row| ["phrase", "full", "number", "short"].contains(&row.form));
    assert_eq!(outline.tally.total, counted.count(), "the total equals the list: {question}");
    assert_eq!(outline.tally.listed(), rows.len());
    let counted = searcher.count(question, wanted).expect("a count").tally.total;
    assert_eq!(counted, outline.tally.total, "the count equals the list: {question}");
    rows
}

#[test]
#[ignore = "needs the real papers beside the project (../shared)"]
fn shared_every_query_of_the_truth() {
    let (_index, searcher) = seeds();
    let truth = shared("truth/seed_queries.jsonl");
    let truth = std::fs::read_to_string(truth).expect("it can be read");
    let mut wrong = 0;
    for line in truth.lines() {
        let row: Value = serde_json::from_str(line).expect("a row");
        let query = row["query"].as_str().expect("a query");
        let hits = row["hits"].as_array().expect("hits").iter();
        let number = |value: &Value| value.as_u64().expect("a line") as u32;
        let mut wanted: Vec<(String, (u32, u32))> = hits
            .map(|hit| {
                let file = hit[0].as_str().expect("a file").to_owned();
                (file, (number(&hit[1]), number(&hit[2])))
            })
            .collect();
        let verbatim = Wanted { verbatim: true, ..Wanted::default() };
        let rows = list(&searcher, query, verbatim);
        let mut found: Vec<_> = rows.iter().map(|row| (row.file.clone(), row.lines)).collect();
        wanted.sort();
        found.sort();
        if found != wanted {
            let missing: Vec<_> = wanted.iter().filter(|one| !found.contains(one)).collect();
            let extra: Vec<_> = found.iter().filter(|one| !wanted.contains(one)).collect();
            say(&format!("{query}: missing {missing:?}, extra {extra:?}"));
            wrong += 1;
        }
        // Without the flag only rows with a flag are added.
        let all = list(&searcher, query, Wanted::default());
        let added: Vec<_> = all.iter().filter(|row| !rows.contains(row)).collect();
        let is_flagged = |row: &&&Row| !row.how.contains(&How::Verbatim);
        assert!(added.iter().all(|row| is_flagged(&row)), "{query}: {added:?}");
        assert!(rows.iter().all(|row| all.contains(row)), "{query}: a row was lost");
    }
    assert_eq!(wrong, 0);
}

#[test]
#[ignore = "needs the real papers beside the project (../shared)"]
fn shared_punctuation_adds_a_flagged_row() {
    let (_index, searcher) = seeds();
    let rows = list(&searcher, "phòng, chống tham nhũng", Wanted::default());
    assert_eq!(rows.len(), 7);
    assert_eq!(rows.iter().filter(|row| row.how.contains(&How::Punctuation)).count(), 1);
}

#[test]
#[ignore = "needs the real papers beside the project (../shared)"]
fn shared_a_number_in_all_its_forms() {
    let (_index, searcher) = seeds();
    for question in ["59-NQ/TW", "59/NQ-TW", "59 nq tw", "NQ59", "Nghị quyết 59", "nq 59-tw"] {
        let rows = list(&searcher, question, Wanted::default());
        let counted: Vec<_> =
            rows.iter().filter(|row| row.form != "alias" && row.form != "self").collect();
        assert_eq!(counted.len(), 11, "{question}");
        assert_eq!(rows.iter().filter(|row| row.form == "short").count(), 1, "{question}");
    }
}

/// An index of papers written here, by name and text.
fn world(papers: &[(&str, &str)]) -> (World, Searcher) {
    let world = World::new(papers);
    let searcher = world.searcher();
    (world, searcher)
}

/// A paper of the State with a head, so that it has a date.
fn dated(day: &str, body: &str) -> String {
    format!(
        "ỦY BAN NHÂN DÂN\nTỈNH VÂN HẢI\n\nSố: 12/BC-UBND\n\nVân Hải, {day}\n\nBÁO CÁO\n\
         Về tình hình chung\n\n{body}\n"
    )
}

/// File, date that was decided, dates of the candidates, reason.
type Meant = (String, Option<String>, Vec<String>, bool);

fn meant(searcher: &Searcher, question: &str) -> Vec<Meant> {
    let mut rows = Vec::new();
    let list = searcher.mentions(question, Wanted::default(), |mention| {
        let path = std::path::Path::new(&mention.section.path);
        let decision = mention.decision;
        let dates = decision.candidates.iter().filter_map(|one| one.date.clone()).collect();
        let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
        rows.push((name, decision.date.clone(), dates, decision.reason.is_some()));
        true
    });
    list.expect("a list");
    rows
}

#[test]
fn namesakes_are_told_apart_or_stay_open() {
    let first = "Nghị quyết số 59-NQ/TW ngày 05/8/2020 của Bộ Chính trị “Về xây dựng và phát triển \
                 thành phố Vân Hải đến năm 2030” được triển khai.";
    let second = "Nghị quyết số 59-NQ/TW ngày 24/01/2025 của Bộ Chính trị “Về hội nhập quốc tế \
                  trong tình hình mới” được triển khai.";
    let plain = "Các cấp ủy thực hiện Nghị quyết số 59-NQ/TW với quyết tâm cao.";
    let titled = "Thực hiện Nghị quyết số 59-NQ/TW về hội nhập quốc tế trong tình hình mới.";
    let both = "Nghị quyết số 59-NQ/TW ngày 24/01/2025 và Nghị quyết số 59-NQ/TW năm 2020.";
    let year = |day: &str| format!("ngày 10 tháng 3 năm {day}");
    let papers = [
        ("a.txt", dated(&year("2020"), first)),
        ("b.txt", dated(&year("2025"), second)),
        ("c.txt", dated(&year("2021"), plain)),
        ("d.txt", dated(&year("2026"), plain)),
        ("e.txt", dated(&year("2026"), titled)),
        ("f.txt", dated(&year("2019"), plain)),
        ("g.txt", dated(&year("2026"), both)),
    ];
    let papers: Vec<(&str, &str)> =
        papers.iter().map(|(name, text)| (*name, text.as_str())).collect();
    let (_index, searcher) = world(&papers);
    let day = |date: &str| Some(date.to_owned());
    let row = |name: &str, date: Option<String>, candidates: &[&str], reason: bool| {
        (name.to_owned(), date, candidates.iter().map(|one| (*one).to_owned()).collect(), reason)
    };
    let wanted: Vec<Meant> = vec![
        row("a", day("2020-08-05"), &[], false),
        row("b", day("2025-01-24"), &[], false),
        row("c", day("2020-08-05"), &[], true),
        row("d", None, &["2025-01-24", "2020-08-05"], false),
        row("e", day("2025-01-24"), &[], true),
        row("f", None, &[], true),
        row("g", day("2025-01-24"), &[], false),
        row("g", day("2020"), &[], false),
    ];
    assert_eq!(meant(&searcher, "59-NQ/TW"), wanted);
    let names = |question: &str| -> Vec<String> {
        meant(&searcher, question).into_iter().map(|(name, ..)| name).collect()
    };
    assert_eq!(names("59-NQ/TW ngày 05/8/2020"), ["a", "c", "d", "g"]);
    assert_eq!(names("59-NQ/TW năm 2025"), ["b", "d", "e", "g"]);
    let answer = searcher.search("59-NQ/TW", Default::default()).expect("an answer");
    assert_eq!(answer.namesakes.len(), 2);
    assert!(answer.hits.iter().all(|hit| hit.meant.is_some()));
}

#[test]
fn a_bare_number_keeps_its_candidates() {
    let (_index, searcher) = world(&[
        ("a.txt", "Nghị quyết số 45-NQ/TW của Bộ Chính trị và Nghị quyết số 45/2022/QH15."),
        ("b.txt", "Các cấp thực hiện Nghị quyết 45 của năm ấy."),
        ("c.txt", "Nghị quyết số 45-NQ/TW được sơ kết; Nghị quyết 45 đã rõ."),
    ]);
    let rows = list(&searcher, "45-NQ/TW", Wanted::default());
    let forms: Vec<(&str, &str)> = rows.iter().map(|row| (row.file.as_str(), row.form)).collect();
    let wanted = [("a.txt", "full"), ("b.txt", "short"), ("c.txt", "full"), ("c.txt", "short")];
    assert_eq!(forms, wanted);
    let mut candidates = Vec::new();
    let all = searcher.mentions("45-NQ/TW", Wanted::default(), |mention| {
        candidates.push(mention.decision.candidates.len());
        true
    });
    all.expect("a list");
    assert_eq!(candidates, [0, 2, 0, 0]);
}

#[test]
fn abbreviations_expand_both_ways_and_papers_define_their_own() {
    let (_index, searcher) = world(&[
        ("a.txt", "Ban Thường vụ họp. BTV kết luận. Thành ủy nghe báo cáo số 12-BC/TU."),
        ("b.txt", "Bộ Công Thương (BCT) ban hành; BCT hướng dẫn."),
        ("c.txt", "Bộ Chính trị họp; BCT kết luận."),
        ("d.txt", "Công tác giải phóng mặt bằng nhanh (GPMBN). GPMBN tốt."),
        ("e.txt", "Hát ca trù. Công an tỉnh."),
    ]);
    let count = |question: &str| list(&searcher, question, Wanted::default()).len();
    assert_eq!(count("Ban Thường vụ"), 2);
    assert_eq!(count("btv"), 2);
    // `TU` in a number is no mention; a paper that defines BCT otherwise does not count.
    assert_eq!(count("Thành ủy"), 1);
    assert_eq!(count("Bộ Chính trị"), 2);
    assert_eq!(count("Bộ Công Thương"), 4);
    assert_eq!(count("giải phóng mặt bằng nhanh"), 3);
    assert_eq!(count("GPMBN"), 3);
    assert_eq!(count("ca"), 1);
    let plain = Wanted { expand: false, ..Wanted::default() };
    assert_eq!(list(&searcher, "Ban Thường vụ", plain).len(), 1);
    // Inside a longer phrase as well.
    assert_eq!(count("công tác giải phóng mặt bằng nhanh"), 1);
    assert_eq!(count("tác GPMBN"), 1);
}

#[test]
fn senses_that_clash_are_ranked_by_what_the_paper_spells_out() {
    let (_index, searcher) = world(&[
        ("a.txt", "Bộ Chính trị họp; BCT kết luận. Bộ Chính trị."),
        ("b.txt", "Bộ Công Thương họp; BCT kết luận."),
        ("c.txt", "BCT kết luận."),
    ]);
    let mut likeliest = Vec::new();
    let outline = searcher.mentions("Bộ Công Thương", Wanted::default(), |mention| {
        likeliest.extend(mention.senses.first().cloned());
        true
    });
    outline.expect("a list");
    assert_eq!(likeliest, ["Bộ Chính trị", "Bộ Công Thương", "Bộ Chính trị"]);
}

#[test]
fn unmarked_papers_are_found_by_what_they_may_read() {
    let unmarked = "Thuc hien Nghi quyet cua Bo Chinh tri ve hoi nhap quoc te trong tinh hinh moi, Ban \
        Thuong vu Tinh uy yeu cau cac cap uy, to chuc dang, chinh quyen tang cuong cong tac phong, \
        chong tham nhung, lang phi, tieu cuc; day manh cai cach hanh chinh va chuyen doi so.";
    let (_index, searcher) = world(&[("a.txt", unmarked), ("b.txt", "Phòng, chống tham nhũng.")]);
    let rows = list(&searcher, "chống tham nhũng", Wanted::default());
    assert_eq!(rows[0].how, [How::SecondReading]);
    assert_eq!(rows.len(), 2);
    assert_eq!(list(&searcher, "hội nhập quốc tế", Wanted::default()).len(), 1);
    let verbatim = Wanted { verbatim: true, ..Wanted::default() };
    assert_eq!(list(&searcher, "chống tham nhũng", verbatim).len(), 1);
    assert_eq!(list(&searcher, "chong tham nhung", Wanted::default()).len(), 2);
    let answer = searcher.search("\"chống tham nhũng\"", Default::default()).expect("an answer");
    assert_eq!((answer.total, answer.hits[0].path.ends_with("b.txt")), (2, true));
    let second = &answer.hits[1].matches[0];
    assert_eq!((second.surface.as_str(), second.is_second), ("chong tham nhung", true));
}

#[test]
fn every_way_of_matching_is_flagged() {
    let (_index, searcher) = world(&[(
        "a.txt",
        "Kinh tế - xã hội. Kinh tế, xã hội. Kinh te xa hoi. Hoà bình, hòa bình. KT-XH. KINH TẾ – XÃ HỘI.",
    )]);
    let how = |question: &str, wanted: Wanted| -> Vec<Vec<How>> {
        list(&searcher, question, wanted).into_iter().map(|row| row.how).collect()
    };
    let verbatim = Wanted { verbatim: true, ..Wanted::default() };
    use How::{Abbreviation, Folded, Punctuation, Variant, Verbatim};
    assert_eq!(how("kinh tế - xã hội", verbatim), [[Verbatim]]);
    let wanted = [vec![Verbatim], vec![Punctuation], vec![Abbreviation], vec![Punctuation]];
    assert_eq!(how("kinh tế - xã hội", Wanted::default()), wanted);
    let all = how("kinh te xa hoi", Wanted::default());
    assert_eq!(all.len(), 5);
    assert_eq!(all[0], [Folded, Punctuation]);
    assert_eq!(how("hòa bình", Wanted::default()), [vec![Variant], vec![Verbatim]]);
    assert_eq!(how("hòa bình", verbatim), [[Verbatim]]);
    assert_eq!(
        searcher.count_other_marks("kinh tế xã hội", Wanted::default()).expect("a count"),
        Some(1)
    );
}

#[test]
fn the_parts_of_a_paper_are_told_and_left_out() {
    let text = "TỈNH ỦY VÂN HẢI          ĐẢNG CỘNG SẢN VIỆT NAM\n       *\nSố 412-CV/TU    Vân Hải, ngày 12 \
                tháng 9 năm 2024\nVề phòng chống lãng phí\n\nKính gửi: Ban phòng chống lãng phí\n\n\
                Tăng cường phòng chống lãng phí.\n\nNơi nhận:\n- Ban phòng chống lãng phí,\n- Lưu VP.\n\n\
                T/M BAN THƯỜNG VỤ\nPHÓ BÍ THƯ\n\n\nĐặng Thu Hiền\n";
    let (_index, searcher) = world(&[("a.txt", text)]);
    let mut places = Vec::new();
    let outline = searcher.mentions("phòng chống lãng phí", Wanted::default(), |mention| {
        places.push(mention.section.place.name());
        true
    });
    places.sort_unstable();
    assert_eq!(places, ["addressees", "body", "recipients", "title"]);
    let tally = outline.expect("a list").tally;
    assert_eq!((tally.total, tally.papers, tally.by_year.get("2024")), (4, 1, Some(&4)));
    let body = Wanted { body: true, ..Wanted::default() };
    assert_eq!(list(&searcher, "phòng chống lãng phí", body).len(), 1);
}

#[test]
fn filters_choose_papers_and_count_the_undated() {
    let (_index, searcher) = world(&[
        ("a.txt", &dated("ngày 05 tháng 6 năm 2023", "Công tác chuyển đổi số.")),
        ("b.txt", &dated("ngày 05 tháng 6 năm 2024", "Công tác chuyển đổi số.")),
        ("c.txt", "Công tác chuyển đổi số."),
    ]);
    let names = |question: &str| -> Vec<String> {
        list(&searcher, question, Wanted::default()).into_iter().map(|row| row.file).collect()
    };
    assert_eq!(names("chuyển đổi số nam:2024"), ["b.txt"]);
    assert_eq!(names("tu:2023-01 chuyển đổi số den:12/2023"), ["a.txt"]);
    assert_eq!(names("loai:báo cáo chuyển đổi số"), ["a.txt", "b.txt"]);
    assert_eq!(names("kind:BC issuer:UBND chuyển đổi số year:2023-2024"), ["a.txt", "b.txt"]);
    let answer =
        searcher.search("\"chuyển đổi số\" nam:2024", Default::default()).expect("an answer");
    assert_eq!(answer.total, 1);
    assert!(answer.notes.contains(&Note::UndatedLeftOut { papers: 1 }));
    let conflict = searcher.search("chuyển đổi số nam:2024 den:2023", Default::default());
    let conflict = conflict.expect("an answer");
    let contradicts = |note: &Note| matches!(note, Note::FiltersContradict { .. });
    assert!(conflict.total == 0 && conflict.notes.iter().any(contradicts));
    let facets = searcher.facets("chuyển đổi số", Scope::Section).expect("counts");
    assert_eq!((facets.papers, facets.year.len()), (3, 3));
    assert_eq!(searcher.papers("nam:2023").expect("papers").papers.len(), 1);
}

#[test]
#[ignore = "needs the real papers beside the project (../shared)"]
fn shared_a_list_is_complete_for_the_papers_that_were_read() {
    let scan = shared("data/files/scan-without-text.pdf");
    let text = dated("ngày 05 tháng 6 năm 2024", "Công tác chuyển đổi số.");
    let world = World::new(&[("a.txt", &text)]);
    std::fs::copy(scan, world.corpus().join("b.pdf")).expect("a copy");
    world.ingest();
    let searcher = world.searcher();
    for (question, papers, pages) in
        [("chuyển đổi số", 1, 2), ("chuyển đổi số nam:2024", 0, 0), ("không có", 1, 2)]
    {
        let listed = searcher.mentions(question, Wanted::default(), |_| true).expect("a list");
        let counted = searcher.count(question, Wanted::default()).expect("a count");
        for outline in [listed, counted] {
            let unread = &outline.unread;
            assert_eq!(
                (unread.papers, unread.pages, unread.poor),
                (papers, pages, 0),
                "{question}"
            );
            assert_eq!(outline.is_complete(), papers == 0, "{question}");
        }
    }
    assert_eq!(searcher.store().manifest().unread.named[0].why(), "pages-without-text");
}

#[test]
fn between_quotation_marks_nothing_is_a_filter() {
    let (_index, searcher) =
        world(&[("a.txt", "Gồm 02 loại: giày da; nơi: Hà Nội; so: 59. Năm: 2024.")]);
    for question in [
        "\"02 loai: giay da\"",
        "“02 loại: giày da”",
        "\"noi: ha noi\"",
        "\"so: 59\"",
        "\"nam: 2024\"",
        "(\"noi: ha noi\")",
    ] {
        assert_eq!(list(&searcher, question, Wanted::default()).len(), 1, "{question}");
    }
    assert_eq!(list(&searcher, "loai:\"báo cáo\" giày", Wanted::default()).len(), 0);
    assert_eq!(list(&searcher, "\"giày da", Wanted::default()).len(), 1);
}

/// How often `phrase` stands in `text`, both small, as whole words, none inside the one before.
fn occurrences(text: &str, phrase: &str) -> usize {
    let whole = |at: &usize| {
        !text[..*at].ends_with(char::is_alphanumeric)
            && !text[at + phrase.len()..].starts_with(char::is_alphanumeric)
    };
    text.match_indices(phrase).map(|(at, _)| at).filter(whole).count()
}

#[test]
fn the_count_equals_a_plain_scan_of_the_repaired_text() {
    let samples = Indexed::samples();
    let searcher = samples.searcher();
    let mut texts: Vec<String> = Vec::new();
    for paper in searcher.store().papers().expect("papers") {
        let extracted = vankien_files::pipeline::read(std::path::Path::new(&paper.path), u64::MAX);
        let document = vankien_files::pipeline::document(&extracted.expect("a paper"));
        texts.extend(document.sections.into_iter().map(|section| section.text.to_lowercase()));
    }
    let verbatim = Wanted { verbatim: true, expand: false, ..Wanted::default() };
    let mut seen = 0;
    for phrase in [
        "Tỉnh ủy",
        "Ban Thường vụ",
        "Ủy ban nhân dân",
        "Hội đồng nhân dân",
        "chuyển đổi số",
        "tham nhũng",
        "phòng, chống tham nhũng",
        "kinh tế - xã hội",
        "nông thôn mới",
        "đảng viên",
        "thực hiện",
        "và",
        "năm 2024",
        "cầu Vân Hải 2",
        "đẩy mạnh",
        "công tác",
        "kỷ luật",
        "hóa",
        "12-NQ/TU",
        "Trung ương",
    ] {
        let scanned: usize =
            texts.iter().map(|text| occurrences(text, &phrase.to_lowercase())).sum();
        let question = format!("\"{phrase}\"");
        let counted = searcher.count(&question, verbatim).expect("a count").tally.total;
        assert_eq!(counted, scanned, "{phrase}");
        assert_eq!(list(&searcher, &question, verbatim).len(), scanned, "{phrase}");
        seen += scanned;
    }
    assert!(seen > 300, "{seen} places are too few to prove anything");
}

#[test]
fn what_stands_behind_a_number_ends_where_the_next_begins() {
    let (_index, searcher) = world(&[(
        "a.txt",
        "Căn cứ Nghị định số 168/2024/NĐ-CP và Nghị định số 01/2024/NĐ-CP ngày 02/01/2024.",
    )]);
    for question in [
        "168/2024/NĐ-CP, 01/2024/NĐ-CP",
        "168/2024/NĐ-CP 01/2024/NĐ-CP",
        "168/2024/NĐ-CP và 01/2024/NĐ-CP",
        "168/2024/NĐ-CP / 01/2024/NĐ-CP",
        "168/2024/NĐ-CP - Nghị định 01/2024/NĐ-CP",
        "nghị định 168/2024 hoặc nghị định 01 2024 nd cp",
        "168 2024 nd cp 1 2024 nd cp",
        "168/2024/NĐ-CP ; Nghị định số: 01/2024/NĐ-CP",
        "168/2024/nđ-cp (01/2024/nđ-cp)",
        "Nghị định số 168/2024/NĐ-CP, 01/2024/NĐ-CP",
        "168/2024/NĐ-CP,01/2024/NĐ-CP ngày 02/01/2024",
        "01/2024/NĐ-CP, 168/2024/NĐ-CP",
        "168/2024/ND-CP; 01/2024/ND-CP",
        "168-2024-nd-cp; 01-2024-nd-cp",
        "NĐ 168/2024/NĐ-CP, NĐ 01/2024/NĐ-CP",
    ] {
        assert_eq!(list(&searcher, question, Wanted::default()).len(), 2, "{question}");
    }
}

/// How many mentions are listed, of which forms, and what is said beside them.
fn told(searcher: &Searcher, question: &str) -> (usize, BTreeMap<&'static str, usize>, Vec<Note>) {
    let outline = searcher.mentions(question, Wanted::default(), |_| true).expect("a list");
    let counted = searcher.count(question, Wanted::default()).expect("a count");
    assert_eq!(counted.tally.total, outline.tally.total, "{question}");
    (outline.tally.total, outline.tally.by_form, outline.notes)
}

#[test]
fn a_number_in_loose_spelling_is_one_number() {
    let (_index, searcher) = world(&[
        (
            "nd.txt",
            "CHÍNH PHỦ\n\nSố: 168/2024/NĐ-CP\n\nNGHỊ ĐỊNH\nQuy định xử phạt về trật tự giao thông\n\n\
             Điều 1. Phạm vi điều chỉnh\n1. Nghị định này quy định hình thức, mức xử phạt.\n",
        ),
        (
            "cites.txt",
            "Thực hiện Nghị quyết số 57-NQ/TW của Bộ Chính trị; 57-NQ/TW nêu rõ. Nghị quyết số \
             57-NQ/TU của Tỉnh ủy. Nghị định thư số 57; năm 2024, 168 nghị định của Chính phủ.",
        ),
    ]);
    for question in [
        "nghi dinh 168 2024 nd cp",
        "168 2024 nd cp",
        "NGHỊ ĐỊNH SỐ 168/2024/NĐ-CP",
        "nghị định 168-2024-nđ-cp",
        "Nghị định 168/2024",
        "NĐ 168/2024",
        "nđ168/2024",
        "168/2024/nđ–cp",
        "nghi dinh so 168 / 2024 / nd - cp",
        "Nghị định số 0168/2024/NĐ-CP",
        "168/2024/ND-CP",
        "nd 168 2024 nd cp",
    ] {
        let (total, by_form, _) = told(&searcher, question);
        assert_eq!(
            (total, by_form.get("own"), by_form.get("self")),
            (0, Some(&1), Some(&1)),
            "{question}"
        );
    }
    for question in [
        "nghị quyết 57 nq/tw",
        "nq 57 tw",
        "NQ 57/TW",
        "57 nq tw",
        "57/nq-tw",
        "nghi quyet so 57 nq tw",
        "Nghị quyết số 57-NQ/TW",
        "NGHỊ QUYẾT 57 – NQ / TƯ",
        "nghị quyết 57-NQ/T.Ư",
        "57nq/tw",
        "nghi quyet 057-nq/tw",
    ] {
        let (total, by_form, _) = told(&searcher, question);
        let wanted = [("full", 1), ("number", 1)].into();
        assert_eq!((total, by_form), (2, wanted), "{question}");
    }
}

#[test]
fn a_number_of_a_series_is_one_number() {
    let (_index, searcher) = world(&[
        (
            "a.txt",
            "Căn cứ Nghị quyết số 66.7/2025/NQ-CP ngày 15 tháng 11 năm 2025 của Chính phủ; Nghị quyết \
             số 66.16/2025/NQ-CP; Thông tư số 05.2/2026/TT-BTC.",
        ),
        (
            "b.txt",
            "Điều 66. Tại trang 66, khoản 7 Điều 66. Nghị quyết 66-NQ/TW; 66/2025/NQ-CP; 66,7%.",
        ),
    ]);
    for (question, right) in [
        ("66.7/2025/NQ-CP", 1),
        ("Nghị quyết số 66.7/2025/NQ-CP", 1),
        ("nghi quyet 66.7/2025/nq-cp", 1),
        ("66.7 2025 nq cp", 1),
        ("nq 66.7", 1),
        ("NQ 66.7/2025", 1),
        ("66.7/2025/NQ–CP ngày 15/11/2025", 1),
        ("66.16/2025/NQ-CP", 1),
        ("66/2025/NQ-CP", 1),
        ("66-NQ/TW", 1),
        ("5.2/2026/tt-btc", 1),
        ("66.7/2025/NQ-CP, 66.16/2025/NQ-CP", 2),
        ("66.8/2025/NQ-CP", 0),
        ("66.7/2024/NQ-CP", 0),
    ] {
        assert_eq!(told(&searcher, question).0, right, "{question}");
    }
}

#[test]
fn the_name_of_a_law_belongs_to_its_number() {
    let (_index, searcher) = world(&[(
        "a.txt",
        "Căn cứ Luật Ban hành văn bản quy phạm pháp luật số 64/2025/QH15;\nCăn cứ Luật số 64/2025/QH15; \
         các luật khác, pháp luật về đất đai, luật sư. Bộ luật Dân sự số 91/2015/QH13. Pháp lệnh Ưu đãi \
         người có công số 02/2020/UBTVQH14.",
    )]);
    for (question, right) in [
        ("Luật số 64/2025/QH15", 2),
        ("luật số 64/2025/qh15", 2),
        ("Luat so 64/2025/QH15", 2),
        ("LUẬT SỐ: 64/2025/QH15", 2),
        ("luật 64 2025 qh15", 2),
        ("64/2025/QH15", 2),
        ("Luật Ban hành văn bản quy phạm pháp luật số 64/2025/QH15", 2),
        ("luat ban hanh van ban quy pham phap luat so 64/2025/qh15", 2),
        ("Bộ luật Dân sự số 91/2015/QH13", 1),
        ("bộ luật số 91/2015/QH13", 1),
        ("Luật 91/2015/QH13", 1),
        ("Pháp lệnh Ưu đãi người có công số 02/2020/UBTVQH14", 1),
        ("pháp lệnh số 2/2020/UBTVQH14", 1),
        ("Luật số 64/2025/QH15 và Bộ luật Dân sự số 91/2015/QH13", 3),
    ] {
        assert_eq!(told(&searcher, question).0, right, "{question}");
    }
}

#[test]
fn numbers_without_kind_or_body_are_found() {
    let (_index, searcher) = world(&[(
        "a.txt",
        "Theo Nghị định 100/2019 của Chính phủ; Nghị định 123/2021 sửa đổi Nghị định 100/2019. Thông tư \
         200/2014. NĐ 100/2019. Nghị định số 388-HĐBT ngày 20-11-1991, Nghị định số 24-CP, quyết định \
         352-TTg; Sắc lệnh 63-SL; Nghị định 64CP; Thông tư 215-NV; Quyết định số 45/1999/QĐ-UB.",
    )]);
    for (question, right) in [
        ("Nghị định 100/2019", 3),
        ("nghi dinh 100/2019", 3),
        ("NĐ 100/2019", 3),
        ("nghị định 100 2019", 3),
        ("Nghị định 123/2021", 1),
        ("THÔNG TƯ 200/2014", 1),
        ("388-HĐBT", 1),
        ("388-hdbt", 1),
        ("24-CP", 1),
        ("Nghị định số 24-CP", 1),
        ("352-TTg", 1),
        ("63-SL", 1),
        ("Nghị định 64CP", 1),
        ("215-NV", 1),
        ("thong tu 215-nv", 1),
        ("Nghị định 999/2019", 0),
    ] {
        let (total, _, _) = told(&searcher, question);
        assert_eq!(total, right, "{question}");
    }
    let (_, _, notes) = told(&searcher, "Nghị định 999/2019");
    let says = |note: &Note| matches!(note, Note::NumberAsWords | Note::NumberUnknown { .. });
    assert!(notes.iter().any(says), "{notes:?}");
}

#[test]
fn a_number_cut_behind_its_year_is_found_beside_its_citations() {
    let (_index, searcher) = world(&[(
        "a.txt",
        "Nghị định số 100/2019/NĐ-CP. Theo Nghị định 100/2019, nghị định 100/2019 nêu. \
         Nghị quyết số 66.7/2025/NQ-CP; Nghị quyết 66.7 của Chính phủ. Nghị định 24/CP; \
         Nghị định số 24-CP.",
    )]);
    for (question, full, short, phrase) in [
        ("Nghị định 100/2019", 1, 2, 0),
        ("NGHỊ ĐỊNH 100/2019", 1, 2, 0),
        ("nghi dinh 100/2019", 1, 2, 0),
        ("100/2019/NĐ-CP", 1, 2, 0),
        ("nghị quyết 66.7", 1, 0, 1),
        ("66.7/2025/NQ-CP", 1, 0, 0),
        ("Nghị định số 24-CP", 2, 0, 0),
        ("24-CP", 2, 0, 0),
    ] {
        let (_, by_form, _) = told(&searcher, question);
        let count = |form: &str| by_form.get(form).copied().unwrap_or_default();
        let counts = (count("full"), count("short"), count("phrase"));
        assert_eq!(counts, (full, short, phrase), "{question}: {by_form:?}");
    }
}

#[test]
fn a_number_inside_other_words_makes_one_phrase_with_them() {
    let (_index, searcher) = world(&[
        (
            "a.txt",
            "Thực hiện Nghị quyết số 59-NQ/TW, các cấp thực hiện Nghị quyết 59-NQ/TW của Bộ Chính trị về \
             hội nhập. Thực hiện kế hoạch; nghị quyết 59-NQ/TW đã rõ. Thực hiện 59/NQ-TW.",
        ),
        (
            "b.txt",
            "Số 59, thực hiện nghị quyết; việc thực hiện Nghị quyết số 18-NQ/TW, 19-NQ/TW nêu rõ.",
        ),
    ]);
    for (question, right) in [
        ("thực hiện Nghị quyết số 59-NQ/TW", 3),
        ("thuc hien nghi quyet 59 nq tw", 3),
        ("THỰC HIỆN 59-NQ/TW", 3),
        ("các cấp thực hiện nghị quyết số 59-NQ/TW", 1),
        ("Nghị quyết số 59-NQ/TW đã rõ", 1),
        ("59-NQ/TW đã rõ", 1),
        ("Nghị quyết 59-NQ/TW của Bộ Chính trị về hội nhập", 1),
        ("việc thực hiện Nghị quyết 18-NQ/TW, 19-NQ/TW nêu", 1),
        ("thực hiện 18 nq tw và 19 nq tw nêu", 0),
        ("hoàn thành Nghị quyết số 59-NQ/TW", 0),
        ("\"thực hiện Nghị quyết số 59-NQ/TW\"", 1),
        ("\"59-NQ/TW\"", 4),
        ("59-NQ/TW", 4),
    ] {
        let (total, by_form, notes) = told(&searcher, question);
        assert_eq!(total, right, "{question}: {by_form:?}");
        let is_phrase = !by_form.contains_key("full") && !by_form.contains_key("number");
        assert!(is_phrase || question == "59-NQ/TW", "{question}: {by_form:?}");
        let says = notes
            .iter()
            .any(|note| matches!(note, Note::PhraseWithNumber { .. } | Note::PhraseAsWords { .. }));
        assert!(says || question.contains('"') || question == "59-NQ/TW", "{question}: {notes:?}");
    }
}

#[test]
fn no_question_breaks_it() {
    let (_index, searcher) = world(&[
        (
            "a.txt",
            "Nghị quyết số 59-NQ/TW ngày 05/8/2020 (sau đây gọi là Nghị quyết 59); Nghị quyết 59.",
        ),
        (
            "b.txt",
            &format!("{}59-NQ/TW{}", "chữ\u{3000}".repeat(2000), " tiếp\u{2003}".repeat(2000)),
        ),
    ]);
    for question in [
        "59-NQ/TW",
        "\"59-NQ/TW",
        "59-NQ/TW năm",
        "59-NQ/TW (",
        "nq",
        "so:59",
        "so:59 59-NQ/TW",
        "“”59",
        "loai: x",
        "nam:2024-",
        "nam:20245",
        "tu:đ",
        "den:1/1",
        "số:",
        "số: 59",
        "noi:\"",
        "coquan:“a",
        "(((",
        "a:b:c",
        "::",
        "\u{202e}59-NQ/TW",
        "𝟻𝟿-NQ/TW",
        "59-NQ/TW\u{0}",
        "\n59\n-\nNQ\n/\nTW",
        "chữ",
        "- - -",
        "nghi dinh 168 2024 nd cp",
        "168/2024/NĐ-CP, 01/2024/NĐ-CP",
        "59-NQ/TW, 05/8/2020, 59-NQ/TW 2020 nq tw (2020",
        "59-NQ/TW của Bộ Chính trị ngày 5/8/2020 98/NQ-CP của 1/2024/NĐ-CP",
    ] {
        let (verbatim, body) = (true, true);
        for wanted in [Wanted::default(), Wanted { verbatim, body, ..Wanted::default() }] {
            let quotes = searcher.mentions(question, wanted, |mention| {
                assert!(mention.quote.of(&mention.section.text).len() <= 2000);
                true
            });
            let counted = searcher.count(question, wanted);
            assert_eq!(quotes.is_ok(), counted.is_ok(), "{question}");
            if let (Ok(listed), Ok(counted)) = (quotes, counted) {
                assert_eq!(listed.tally.total, counted.tally.total, "{question}");
            }
        }
        let _ = searcher.search(question, Default::default());
        let _ = searcher.facets(question, Scope::Section);
    }
}

#[test]
fn a_phrase_of_very_many_words_is_refused_and_says_so() {
    let world = World::new(&[("a.txt", "Thành phố của UBND tỉnh, TP của tỉnh.")]);
    let searcher = world.searcher();
    for long in ["a ".repeat(16_000), "thành phố của ".repeat(2_200), "UBND tỉnh TP ".repeat(90)]
    {
        let error = searcher.count(&long, Wanted::default()).expect_err("refused").to_string();
        assert!(error.contains("words") && error.chars().count() < 400, "{error}");
        assert!(searcher.mentions(&long, Wanted::default(), |_| true).is_err());
        let answer = searcher.search(&long, Default::default()).expect("an answer");
        assert_eq!(answer.as_phrase, None);
    }
    for fits in ["của ".repeat(256), "UBND tỉnh TP ".repeat(85)] {
        assert_eq!(searcher.count(&fits, Wanted::default()).expect("counted").tally.total, 0);
    }
    assert_eq!(searcher.count("thành phố", Wanted::default()).expect("counted").tally.total, 2);
}

/// The total of a list, with the forms of its rows.
fn forms(world: &World, question: &str) -> (usize, Vec<&'static str>) {
    let rows = list(&world.searcher(), question, Wanted::default());
    let total = rows.iter().filter(|row| row.form != "own").count();
    (total, rows.iter().map(|row| row.form).collect())
}

#[test]
fn a_number_and_its_year_are_mentions_of_the_paper() {
    let world = World::new(&[(
        "bao.txt",
        "Theo Nghị định 100/2019, phạt nặng.\n\nNghị định 123/2021 sửa đổi Nghị định 100/2019.\n\nCăn cứ NĐ 100/2019 và Thông tư 200/2014.",
    )]);
    for question in
        ["Nghị định 100/2019", "nghi dinh 100/2019", "NĐ 100/2019", "Nghị định 100∕2019"]
    {
        assert_eq!(forms(&world, question), (3, vec!["short"; 3]), "{question}");
    }
    assert_eq!(forms(&world, "Thông tư 200/2014").0, 1);
    assert_eq!(forms(&world, "Nghị định 100/2018").0, 0);
    let world = World::new(&[
        ("a.txt", "Theo Nghị định 100/2019, phạt nặng."),
        ("b.txt", "Căn cứ Nghị định số 100/2019/NĐ-CP ngày 30/12/2019 của Chính phủ."),
        ("c.txt", "Căn cứ Nghị định số 100/2018/NĐ-CP ngày 16/7/2018 của Chính phủ."),
    ]);
    for question in ["Nghị định 100/2019", "100/2019/NĐ-CP"] {
        assert_eq!(forms(&world, question), (2, vec!["short", "full"]), "{question}");
    }
}

#[test]
fn a_year_may_stand_for_the_date_of_a_number_without_one() {
    let world = World::new(&[
        ("a.txt", "Theo Quyết định 1719/2021, cấp vốn. Quyết định 1719/2020 đã hết."),
        ("b.txt", "Căn cứ Quyết định số 1719/QĐ-TTg ngày 14/10/2021 của Thủ tướng Chính phủ."),
    ]);
    for question in ["Quyết định 1719/2021", "1719/QĐ-TTg"] {
        assert_eq!(forms(&world, question), (2, vec!["short", "full"]), "{question}");
    }
    assert_eq!(forms(&world, "Quyết định 1719/2020").0, 1);
}

#[test]
fn spellings_of_old_numbers_are_one() {
    let world = World::new(&[
        (
            "a.txt",
            "Căn cứ Nghị định số 64-CP; Nghị định số 64/CP; Nghị định 64CP.\n\nThông tư số 12-TC/TCT, Thông tư 215-NV.",
        ),
        ("b.txt", "Quyết định số 1288-VH/QĐ và Công văn số 2870-CVNS/BTCTW ngày 26/5/2022."),
        ("c.txt", "Quyết định số 327-CT, Sắc lệnh 63-SL, Thông tư liên bộ số 29/TTLB."),
    ]);
    for (question, wanted) in [
        ("64-CP", 3),
        ("64/CP", 3),
        ("64CP", 3),
        ("64cp", 3),
        ("Nghị định 64-CP", 3),
        ("nghi dinh 64 cp", 3),
        ("12-TC/TCT", 1),
        ("12/TC-TCT", 1),
        ("Thông tư 12-TC/TCT", 1),
        ("215-NV", 1),
        ("Thông tư 215/NV", 1),
        ("1288-VH/QĐ", 1),
        ("1288/VH-QĐ", 1),
        ("2870-CVNS/BTCTW", 1),
        ("327-CT", 1),
        ("Quyết định 327/CT", 1),
        ("63-SL", 1),
        ("29/TTLB", 1),
        ("Thông tư liên bộ 29-TTLB", 1),
    ] {
        let (total, forms) = forms(&world, question);
        assert_eq!(total, wanted, "{question}");
        assert!(forms.iter().all(|form| *form == "full"), "{question}: {forms:?}");
    }
}

#[test]
fn a_decimal_of_a_series_is_no_other_number() {
    let world = World::new(&[
        ("a.txt", "Căn cứ Nghị quyết số 66.7/2025/NQ-CP ngày 15 tháng 11 năm 2025 của Chính phủ."),
        (
            "b.txt",
            "Điều 66. Hiệu lực. Tại trang 66 và Điều 66. Nghị quyết 66-NQ/TW, khoản 7 năm 2025.",
        ),
    ]);
    for question in ["66.7/2025/NQ-CP", "Nghị quyết 66.7/2025/NQ-CP", "66.7/2025/nq-cp"] {
        assert_eq!(forms(&world, question), (1, vec!["full"]), "{question}");
    }
    assert_eq!(forms(&world, "66.4/2025/NQ-CP").0, 0);
}

#[test]
fn a_number_of_a_list_is_a_mention() {
    let world = World::new(&[
        ("a.txt", "Quán triệt các Nghị quyết 59, 70 và 71 trong toàn tỉnh."),
        ("b.txt", "Căn cứ Nghị quyết số 70-NQ/TW ngày 20/8/2025 của Bộ Chính trị."),
    ]);
    assert_eq!(forms(&world, "Nghị quyết 70"), (2, vec!["short", "full"]));
}
