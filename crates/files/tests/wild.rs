//! Papers as strangers' tools leave them: the shared web copies, papers and failing inputs, against their facts.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::OnceLock;

use serde_json::Value;
use vankien_files::{Extracted, pipeline};
use vankien_papers::citation::{Provision, Relations, provisions};
use vankien_papers::document::{Citation, Document, Form, Masthead, Place, Section};
use vankien_testing::{shared, unpack};

fn read(path: &Path) -> (Extracted, Document) {
    let extracted = pipeline::read(path, u64::MAX).expect("the file can be read");
    let document = pipeline::document(&extracted);
    (extracted, document)
}

fn rows(name: &str) -> Vec<Value> {
    let text = std::fs::read_to_string(shared(name)).expect("the facts are there");
    text.lines().map(|line| serde_json::from_str(line).expect("a row is an object")).collect()
}

/// The web copies, each by the name of its file, read once for all tests.
fn web_copies() -> &'static BTreeMap<String, Document> {
    static COPIES: OnceLock<BTreeMap<String, Document>> = OnceLock::new();
    COPIES.get_or_init(|| {
        let folder = tempfile::tempdir().expect("a folder");
        unpack(&shared("data/wild/web.tar.zst"), folder.path());
        let files = std::fs::read_dir(folder.path().join("web")).expect("the folder is there");
        let copy = |file: std::fs::DirEntry| {
            let name = file.file_name().into_string().expect("a name in letters");
            (name, read(&file.path()).1)
        };
        files.map(|file| copy(file.expect("an entry"))).collect()
    })
}

fn value<'a>(masthead: &'a Masthead, name: &str) -> Option<&'a str> {
    let texts = masthead.texts();
    let field = texts.iter().find(|(field, _)| *field == name).expect("the field is known").1;
    field.as_ref().map(|field| field.value.as_str())
}

/// Numbers are the same with and without a zero before them.
fn is_number(found: Option<&str>, wanted: &str) -> bool {
    found.is_some_and(|found| found.trim_start_matches('0') == wanted.trim_start_matches('0'))
}

#[test]
#[ignore = "needs ../shared"]
fn shared_numbers_and_dates_of_web_copies_are_read() {
    let copies = web_copies();
    assert_eq!(copies.len(), 191);
    let (mut wrong, mut all) = (Vec::new(), 0);
    for row in rows("data/wild/web-facts.jsonl") {
        let name = row["file"].as_str().expect("a name");
        let document = &copies[name];
        let number = row["number"].as_str().expect("a number");
        let date = row["date"].as_str().expect("a date");
        all += 2;
        if !is_number(value(&document.masthead, "number"), number) {
            wrong.push(format!("{name}: {number}"));
        }
        // One copy prints the 32nd of December.
        let is_day = date != "2024-12-32";
        if value(&document.masthead, "date") != Some(date).filter(|_| is_day) {
            wrong.push(format!("{name}: {date}"));
        }
    }
    assert!(wrong.len() * 100 <= all, "{wrong:#?}");
}

#[test]
#[ignore = "needs ../shared"]
fn shared_what_stands_around_a_web_copy_is_no_part_of_it() {
    for (name, document) in web_copies() {
        let places: BTreeSet<Place> = document.sections.iter().map(|one| one.place).collect();
        assert!(places.contains(&Place::Front), "{name}");
        let of_paper = document.sections.iter().filter(|section| section.place.is_of_paper());
        for section in of_paper {
            assert!(!section.text.contains("TRANG CHỦ"), "{name}: {}", section.text);
        }
    }
}

/// Checks that no item of the body has the path of another one.
fn has_paths_once(name: &str, document: &Document) {
    let mut seen = BTreeSet::new();
    for section in document.sections.iter().filter(|one| one.place == Place::Body) {
        let inner = section.inner.iter().map(|item| &item.path);
        for item in std::iter::once(&section.path).chain(inner).filter(|path| !path.is_empty()) {
            assert!(seen.insert(item), "{name}: {item} stands twice");
        }
    }
}

#[test]
#[ignore = "needs ../shared"]
fn shared_no_path_stands_twice_in_a_paper() {
    for (name, document) in web_copies() {
        has_paths_once(name, document);
    }
    for under in ["data/wild/papers", "data/wild/cases", "seeds", "data/files"] {
        let entries = std::fs::read_dir(shared(under)).expect("the folder is there");
        for path in entries.map(|file| file.expect("an entry").path()).filter(|path| path.is_file())
        {
            if let Ok(extracted) = pipeline::read(&path, u64::MAX) {
                has_paths_once(&path.to_string_lossy(), &pipeline::document(&extracted));
            }
        }
    }
}

#[test]
#[ignore = "needs ../shared"]
fn shared_the_facts_of_the_papers_are_read() {
    for row in rows("data/wild/papers-facts.jsonl") {
        let name = row["file"].as_str().expect("a name");
        let (_, document) = read(&shared(&format!("data/wild/papers/{name}")));
        let masthead = &document.masthead;
        for field in ["number", "kind", "issuer", "date", "place"] {
            let Some(wanted) = row[field].as_str() else { continue };
            assert_eq!(value(masthead, field), Some(wanted), "{name}: {field}");
        }
        if let Some(wanted) = row["title"].as_str() {
            let found = value(masthead, "title").map(str::to_lowercase);
            assert_eq!(found, Some(wanted.to_lowercase()), "{name}: title");
        }
        let signer = masthead.signer.as_ref().map(|signer| signer.value.name.as_str());
        assert_eq!(signer, row["signer"].as_str(), "{name}: signer");
    }
}

/// A failing input, its fields, and the paths of its sections; a field that is not named is not judged.
type Case = (&'static str, &'static [(&'static str, &'static str)]);

/// From CASES.tsv: what was read wrong, and the right value. `-` is a field that must stay empty.
const MASTHEADS: &[Case] = &[
    (
        "head-signed.txt",
        &[("number", "28/2021/NĐ-CP"), ("kind", "Nghị định"), ("date", "2021-03-26")],
    ),
    (
        "head-congbao.txt",
        &[("number", "28/2021/NĐ-CP"), ("kind", "Nghị định"), ("date", "2021-03-26")],
    ),
    (
        "head-pagemark.md",
        &[("number", "28/2021/NĐ-CP"), ("kind", "Nghị định"), ("date", "2021-03-26")],
    ),
    (
        "head-image.md",
        &[("number", "28/2021/NĐ-CP"), ("kind", "Nghị định"), ("date", "2021-03-26")],
    ),
    (
        "head-bold.md",
        &[
            ("number", "28/2021/NĐ-CP"),
            ("kind", "Nghị định"),
            ("date", "2021-03-26"),
            ("title", "Quy định cơ chế quản lý tài chính"),
        ],
    ),
    ("head-mail.eml", &[("number", "32-CV/TU"), ("kind", "Công văn"), ("date", "2021-07-15")]),
    ("head-lowercase.txt", &[("number", "19/UBND-VP"), ("date", "2024-04-21")]),
    ("date-tphcm1.txt", &[("date", "2024-04-18"), ("place", "TP. HCM")]),
    ("date-tphcm3.txt", &[("date", "2024-04-18"), ("place", "Tp.HCM")]),
    ("date-oneline.txt", &[("date", "2024-11-15"), ("place", "Hà Nội")]),
    ("date-gap.txt", &[("date", "2024-04-18")]),
    ("date-of-ground.txt", &[("date", "-")]),
    ("issuer-case.txt", &[("issuer", "UBND tỉnh An Lộc")]),
    ("issuer-ban-bi-thu.txt", &[("issuer", "Ban Bí thư")]),
    (
        "masthead-after-foreign-line.txt",
        &[("number", "17-CT/TU"), ("kind", "Chỉ thị"), ("date", "2023-03-09")],
    ),
    (
        "vbpl-web-copy.txt",
        &[("number", "01/2026/TT-BNV"), ("kind", "Thông tư"), ("date", "2026-01-09")],
    ),
    (
        "masthead-wrapped.txt",
        &[
            ("issuer", "Ban Bí thư"),
            ("date", "2025-11-19"),
            ("title", "Về kết nối, chia sẻ dữ liệu giữa các cơ quan Đảng"),
        ],
    ),
    ("masthead-md-raw.md", &[("number", "45-HD/BTCTW"), ("date", "2025-11-21")]),
    (
        "title-cut-province.txt",
        &[("title", "Về việc tăng cường xử lý lấn chiếm rừng trên địa bàn tỉnh Quảng Trị")],
    ),
    (
        "press-headline-missing.txt",
        &[("title", "Khởi công sân bay Gia Bình, cách TP Hải Dương 25 km")],
    ),
];

#[test]
#[ignore = "needs ../shared"]
fn shared_mastheads_that_were_lost_are_read() {
    for (name, fields) in MASTHEADS {
        let (_, document) = read(&shared(&format!("data/wild/cases/{name}")));
        for (field, wanted) in *fields {
            let found = value(&document.masthead, field).unwrap_or("-");
            assert_eq!(found, *wanted, "{name}: {field}");
        }
    }
    let (_, document) = read(&shared("data/wild/cases/signer-digital-signature.txt"));
    let signer = document.masthead.signer.expect("it is signed").value;
    assert_eq!((signer.name.as_str(), signer.post.as_str()), ("Trần Sỹ Thanh", "CHỦ TỊCH"));
    let (_, document) = read(&shared("data/wild/cases/date-tphcm1.txt"));
    assert_eq!(document.masthead.addressees.expect("it has one").value, ["Sở Nội vụ"]);
}

#[test]
#[ignore = "needs ../shared"]
fn shared_sections_that_were_missed_are_found() {
    for (name, wanted) in [
        ("items-slash.txt", &["I", "I/1", "I/2", "I/2/a", "I/2/b", "II"][..]),
        ("items-ocr-roman.txt", &["I", "II", "III", "III/1", "IV"]),
        ("party-II-over-dieu.txt", &["I", "I/1", "II"]),
        ("10-1-swallowed.txt", &["10", "10/1", "10/2"]),
        ("diem-a-swallowed-after-heading.txt", &["2.1", "2.1/a", "2.1/b"]),
    ] {
        let (_, document) = read(&shared(&format!("data/wild/cases/{name}")));
        let rows = document.sections.iter().flat_map(|section| section.rows());
        let found: Vec<&str> = rows.map(|row| row.path).filter(|path| !path.is_empty()).collect();
        assert_eq!(found, wanted, "{name}");
    }
    let (_, document) = read(&shared("data/wild/cases/annex-under-last-article.html"));
    let rows = document.sections.iter().flat_map(|section| section.rows());
    let annexes: Vec<&str> = rows.map(|row| row.path).filter(|path| path.contains('M')).collect();
    assert!(annexes.iter().all(|path| path.starts_with("P2/M")), "{annexes:?}");
    assert!(annexes.contains(&"P2/M05"), "{annexes:?}");
    assert_eq!(document.parts.len(), 2, "the decision and the regulation");
    assert_eq!(value(&document.parts[1].masthead, "kind"), Some("Quy chế"));
}

#[test]
#[ignore = "needs ../shared"]
fn shared_lines_of_a_pdf_are_as_printed() {
    let lines = |name: &str| {
        let (extracted, document) = read(&shared(&format!("data/wild/cases/{name}")));
        let lines = extracted.text.lines().map(str::trim).filter(|line| !line.is_empty());
        (lines.map(str::to_owned).collect::<Vec<_>>(), document)
    };
    let (bold, document) = lines("fakebold.pdf");
    assert!(bold.contains(&"NGHỊ ĐỊNH".to_owned()), "{bold:?}");
    assert_eq!(value(&document.masthead, "number"), Some("28/2021/NĐ-CP"));
    let (columns, _) = lines("twocolumns.pdf");
    assert_eq!(columns[1], "quan trọng, cấp bách của toàn Đảng,");
    assert_eq!(columns[4], "không có vùng cấm.");
    assert_eq!(columns[5], "Xây dựng nông thôn mới kiểu mẫu gắn");
    let (watermark, document) = lines("watermark.pdf");
    let article = "tài chính của các dự án đầu tư theo phương thức";
    assert_eq!(watermark.iter().filter(|line| *line == article).count(), 4, "{watermark:?}");
    let stamps = document.sections.iter().filter(|section| section.place == Place::Stamp);
    assert_eq!(stamps.map(|section| section.text.as_str()).collect::<Vec<_>>(), ["LuatVietnam"]);
}

/// From CASES.tsv: what a paper cites by number; `?` where the number stays open.
const NUMBERS: &[(&str, &[&str])] = &[
    (
        "old-numbers.txt",
        &[
            "24-CP",
            "24/CP",
            "388-HĐBT",
            "327-CT",
            "176/HĐBT",
            "64-CP",
            "64/CP",
            "64CP",
            "352-TTg",
            "299-TTg",
            "12-TC/TCT",
            "30-TC/CĐKT",
            "215-NV",
            "64/SL",
            "63-SL",
            "?",
            "2557/QĐ-UB-KT",
            "45/1999/QĐ-UB",
            "15/CT-UB",
            "54-NQ/TU",
            "12-QĐi/TU",
            "55-KL/TU",
        ],
    ),
    (
        "old-numbers-2.txt",
        &[
            "26-CP",
            "63-CP",
            "217-HĐBT",
            "63/HĐBT",
            "50/SL",
            "63-SL",
            "91/TTg",
            "15-TTg",
            "29/TTLB",
            "02/TT-LB",
            "388/NQ-UBTVQH11",
            "57-TB/TW",
            "10-NQ/TW",
            "68-NQ/TU",
            "68-NQ/TU",
            "1288-VH/QĐ",
            "29/LCT-HĐNN8",
            "12-TT/UB",
            "100/QĐ-UB",
            "66.4/2025/NQ-CP",
            "2870-CVNS/BTCTW",
            "165-QĐNS/TW",
        ],
    ),
    (
        "short-with-year.txt",
        &[
            "100/2019/NĐ-CP",
            "?",
            "100/2019/NĐ-CP",
            "?",
            "133/2016/TT-BTC",
            "?",
            "?",
            "?",
            "100/2019/NĐ-CP",
        ],
    ),
    ("slash-lookalike.txt", &["13/2012/QH13", "30/2020/NĐ-CP", "35/2020/NĐ-CP", "36/2020/NĐ-CP"]),
    ("false-number.txt", &[]),
];

#[test]
#[ignore = "needs ../shared"]
fn shared_numbers_that_were_missed_are_cited() {
    for (name, wanted) in NUMBERS {
        let (_, document) = read(&shared(&format!("data/wild/cases/{name}")));
        let citations = document.sections.iter().flat_map(|section| &section.citations);
        let by_number =
            citations.filter(|one| matches!(one.form, Form::Full | Form::Number | Form::Short));
        let found: Vec<&str> =
            by_number.map(|one| one.canonical.as_deref().unwrap_or("?")).collect();
        assert_eq!(found, *wanted, "{name}");
    }
}

#[test]
#[ignore = "needs ../shared"]
fn shared_laws_are_cited_by_name() {
    let (_, document) = read(&shared("data/wild/cases/law-name-and-number.txt"));
    let cited = |(section, one): (&Section, &Citation)| {
        let form = format!("{:?}", one.form).to_lowercase();
        let number = one.canonical.as_deref().unwrap_or("-").to_owned();
        let kind = one.kind.as_deref().unwrap_or("-").to_owned();
        [one.surface(&section.text), form, kind, number]
    };
    let all = document.sections.iter();
    let all = all.flat_map(|section| section.citations.iter().map(move |one| (section, one)));
    let found: Vec<[String; 4]> = all.map(cited).collect();
    assert_eq!(
        found,
        [
            ["Luật Dữ liệu số 60/2024/QH15", "full", "Luật", "60/2024/QH15"],
            ["Bộ luật Dân sự số 91/2015/QH13", "full", "Bộ luật", "91/2015/QH13"],
            ["Luật Bảo hiểm y tế", "title", "Luật", "-"],
            ["Hiến pháp", "title", "Hiến pháp", "-"],
        ]
    );
}

#[test]
#[ignore = "needs ../shared"]
fn shared_the_provisions_that_a_citation_cites_are_found() {
    let (_, document) = read(&shared("data/wild/cases/article-cited.txt"));
    let all = document.sections.iter().flat_map(|section| {
        section.citations.iter().map(|citation| provisions(&section.text, citation))
    });
    let label = |label: &str| Some(label.to_owned());
    let cited = Provision {
        point: label("a"),
        clause: label("1"),
        article: label("35"),
        ..Provision::default()
    };
    assert_eq!(all.flatten().next(), Some(cited));
}

#[test]
#[ignore = "needs ../shared"]
fn shared_what_a_paper_does_and_what_it_says_are_told_apart() {
    let (_, document) = read(&shared("data/wild/cases/relation-passive.txt"));
    let (mut relations, mut stated) = (Vec::new(), Vec::new());
    for section in &document.sections {
        let number = |at: usize| section.citations[at].canonical.as_deref().unwrap_or("?");
        let done = Relations::of_section(section);
        relations.extend((0..section.citations.len()).map(|at| (number(at), done.to(at))));
        for one in done.statements() {
            stated.push((number(one.subject), one.relation, number(one.object)));
        }
    }
    let based_on = Some("based_on");
    assert_eq!(
        relations,
        [
            ("64/2025/QH15", based_on),
            ("87/2025/QH15", None),
            ("10/2016/NĐ-CP", based_on),
            ("47/2019/NĐ-CP", None),
        ]
    );
    assert_eq!(
        stated,
        [("87/2025/QH15", "amends", "64/2025/QH15"), ("47/2019/NĐ-CP", "amends", "10/2016/NĐ-CP"),]
    );
}
