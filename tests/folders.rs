//! Real folders: rules for what is read, archives, papers that are there twice. The program is run as
//! others run it.
#![allow(clippy::unwrap_used, missing_docs)]

use std::fs;
use std::io::{Cursor, Read, Write};
use std::process::{Command, Stdio};

use proptest::prelude::*;
use proptest::test_runner::FileFailurePersistence;
use serde_json::Value;
use vankien_files::extract::bundle::Bundle;
use vankien_testing::build::{docx, pdf, zipped};
use zip::write::SimpleFileOptions;

use crate::program::{Folder as World, Server};

/// Added, changed, unchanged, removed.
fn counts(summary: &Value) -> [u64; 4] {
    ["added", "changed", "unchanged", "removed"].map(|key| summary[key].as_u64().unwrap())
}

fn skipped(summary: &Value) -> Vec<String> {
    let rows = summary["skipped"].as_array().unwrap().iter();
    rows.map(|row| row["reason"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn rules_leave_out_what_they_name_and_are_remembered() {
    let world = World::new(&[
        ("k/a.txt", b"Nghi quyet mot"),
        ("k/b.md", b"Ghi chep hai"),
        ("k/drafts/c.txt", b"Du thao ba"),
        ("k/2024/d.txt", b"Thong bao bon"),
        ("k/2024/photo.jpg", b"\xff\xd8\xff"),
    ]);
    let first = world.json(&["ingest", "k", "--exclude", "drafts/", "--exclude", "*.jpg"], 0);
    assert_eq!((counts(&first), first["ignored"].as_u64()), ([3, 0, 0, 0], Some(2)));
    assert!(skipped(&first).is_empty(), "what a rule leaves out is no error");
    assert_eq!(world.papers(), ["k/2024/d.txt", "k/a.txt", "k/b.md"]);

    // Without rules those of before hold, in a rebuild too; `verify` knows them.
    assert_eq!(counts(&world.json(&["ingest"], 0)), [0, 0, 3, 0]);
    assert_eq!(counts(&world.json(&["ingest", "k"], 0)), [0, 0, 3, 0]);
    let digest = world.digest();
    assert_eq!(counts(&world.json(&["ingest", "--rebuild"], 0)), [3, 0, 0, 0]);
    assert_eq!(world.digest(), digest);
    assert_eq!(world.json(&["verify"], 0)["agrees"], true);

    // Others take their place, and what they leave out is gone as if its file were.
    assert_eq!(counts(&world.json(&["ingest", "--include", "*.txt"], 0)), [1, 0, 2, 1]);
    assert_eq!(world.papers(), ["k/2024/d.txt", "k/a.txt", "k/drafts/c.txt"]);
    assert_eq!(counts(&world.json(&["ingest", "k", "--include", "k/2024"], 0)), [0, 0, 1, 2]);
    let all = world.json(&["ingest", "k", "--no-rules"], 0);
    assert_eq!((counts(&all), skipped(&all).len()), ([3, 0, 1, 0], 1));

    // The nearest folder that was given says what is read of it, whichever is ingested.
    assert_eq!(
        counts(&world.json(&["ingest", "k/2024", "--exclude", "d.*", "--exclude", "*.jpg"], 0)),
        [0, 0, 0, 1]
    );
    assert_eq!(counts(&world.json(&["ingest", "k"], 0)), [0, 0, 3, 0]);
    assert_eq!(counts(&world.json(&["ingest"], 0)), [0, 0, 3, 0]);
    assert_eq!(counts(&world.json(&["ingest", "k", "--exclude", "*.md"], 0)), [1, 0, 2, 1]);
    assert_eq!(counts(&world.json(&["ingest", "--no-rules"], 0)), [1, 0, 3, 0]);

    let bad = world.run(&["ingest", "k", "--exclude", "a[z-b]"]);
    assert_eq!(bad.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&bad.stderr).contains("a[z-b]"));
    assert_eq!(world.papers().len(), 4);
}

#[test]
fn a_file_of_rules_holds_where_it_lies_and_below() {
    let world = World::new(&[
        ("k/.vankienignore", b"# drafts\n*.md\n/drafts\n!keep.md\n"),
        ("k/a.txt", b"Nghi quyet mot"),
        ("k/a.md", b"Ghi chep hai"),
        ("k/drafts/c.txt", b"Du thao ba"),
        ("k/x/drafts/d.txt", b"Thong bao bon"),
        ("k/x/keep.md", b"Bao cao nam"),
        ("k/x/.vankienignore", b"e.txt\n[z-b]\n"),
        ("k/x/e.txt", b"Cong van sau"),
    ]);
    let first = world.json(&["ingest", "k"], 0);
    assert_eq!(world.papers(), ["k/a.txt", "k/x/drafts/d.txt", "k/x/keep.md"]);
    assert_eq!(first["ignored"], 3);
    // A line that is no pattern is named with file and line, the others hold.
    let told = skipped(&first);
    assert!(told.len() == 1 && told[0].contains("line 2"), "{told:?}");
    fs::remove_file(world.path("k/x/.vankienignore")).unwrap();
    world.write("k/.vankienignore", b"*.md\n");
    assert_eq!(counts(&world.json(&["ingest"], 0)), [2, 0, 2, 1]);
    // A file that is named itself is read whatever the rules of its folder say.
    assert_eq!(counts(&world.json(&["ingest", "k/a.md"], 0)), [1, 0, 0, 0]);
}

/// A README tells of its folder; it is a paper only where it is named.
#[test]
fn a_file_that_tells_of_its_folder_is_no_paper() {
    let world = World::new(&[
        ("k/README", b"Gioi thieu mot"),
        ("k/READMEs.md", b"Nghi quyet hai"),
        ("k/a/README.md", b"Gioi thieu ba"),
        ("k/b/readme.MD", b"Gioi thieu bon"),
        ("k/c/ReadMe.txt", b"Gioi thieu nam"),
        ("k/d/README.vi.md", b"Gioi thieu sau"),
        ("k/d/README.vi.txt", b"Thong bao bay"),
        ("k/e/README.pdf", &pdf(&[&[(72.0, 700.0, 12.0, "Ke hoach tam")]])),
        ("k/e/README/README-2024.md", b"Bao cao chin"),
        ("k/z.zip", &zipped(&[("README.md", "Giới thiệu mười"), ("a/Readme.txt", "Mười một")])),
        ("k/y.zip", &zipped(&[("x/README.en.md", "Giới thiệu 12"), ("x/a.md", "Kết luận 13")])),
    ]);
    let read = [
        "k/READMEs.md",
        "k/d/README.vi.txt",
        "k/e/README.pdf",
        "k/e/README/README-2024.md",
        "k/y.zip/x/a.md",
    ];
    let first = world.json(&["ingest", "k"], 0);
    assert_eq!((counts(&first), first["ignored"].as_u64()), ([5, 0, 0, 0], Some(8)));
    assert!(skipped(&first).is_empty(), "{first}");
    assert_eq!(world.papers(), read);
    let verified = world.json(&["verify"], 0);
    assert_eq!((&verified["agrees"], &verified["new"]), (&true.into(), &Value::from([""; 0])));
    // Other patterns change nothing about it, none at all neither.
    assert_eq!(counts(&world.json(&["ingest", "k", "--include", "*.md"], 0)), [0, 0, 3, 2]);
    assert_eq!(counts(&world.json(&["ingest", "k", "--no-rules"], 0)), [2, 0, 3, 0]);

    // A pattern that names it, a file of rules that says so, the file itself.
    let named = ["ingest", "k", "--include", "README.md", "--include", "/d/"];
    assert_eq!(counts(&world.json(&named, 0)), [2, 0, 1, 4]);
    assert_eq!(world.papers(), ["k/a/README.md", "k/d/README.vi.txt", "k/z.zip/README.md"]);
    assert_eq!(world.json(&["verify"], 0)["agrees"], true);
    world.json(&["ingest", "k", "--no-rules"], 0);
    world.write("k/b/.vankienignore", b"!readme.MD\n");
    assert_eq!(counts(&world.json(&["ingest"], 0)), [1, 0, 5, 0]);
    assert!(world.papers().contains(&"k/b/readme.MD".into()));
    fs::remove_file(world.path("k/b/.vankienignore")).unwrap();
    assert_eq!(counts(&world.json(&["ingest"], 0)), [0, 0, 5, 1]);
    assert_eq!(counts(&world.json(&["ingest", "k/c/ReadMe.txt"], 0)), [1, 0, 0, 0]);
    assert_eq!(counts(&world.json(&["ingest"], 0)), [0, 0, 6, 0]);
    assert_eq!(world.json(&["verify"], 0)["agrees"], true);
}

/// A text of poor quality: no word of it is Vietnamese.
fn poor(what: &str) -> String {
    format!("Minutes of the {what} board, taken down by hand, never typed again. ").repeat(12)
}

/// Pages of a PDF: `1` holds words, `0` is an image.
fn pages(kinds: &str, words: &str) -> Vec<u8> {
    let lines = [(72.0, 700.0, 12.0, words)];
    let page = |kind: char| if kind == '1' { &lines[..] } else { &[] };
    pdf(&kinds.chars().map(page).collect::<Vec<_>>())
}

#[test]
fn complete_says_of_which_text() {
    let paper = "TỈNH ỦY VÂN HẢI\nSố 12-CV/TU\nVân Hải, ngày 05 tháng 8 năm 2024\n\nCÔNG VĂN\n\n\
        Về việc bảo vệ rừng phòng hộ.\n";
    let half = pages("10110", "Báo cáo về rừng phòng hộ");
    let scans = pages("000", "");
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file("2024/quét.pdf", SimpleFileOptions::default()).unwrap();
    zip.write_all(&scans).unwrap();
    let archive = zip.finish().unwrap().into_inner();
    let world = World::new(&[("k/a.txt", paper.as_bytes())]);
    world.json(&["ingest", "k"], 0);
    let mentions = |question: &str| world.json(&["mentions", question], 0);
    let none = serde_json::json!({ "papers": 0, "pages": 0, "poor": 0, "named": [] });
    let told = mentions("rừng phòng hộ");
    assert_eq!((&told["complete"], &told["unread"]), (&true.into(), &none));
    let shown = |command: &str| {
        let output = world.run(&[command, "rừng phòng hộ"]);
        String::from_utf8(output.stdout).unwrap()
    };
    assert!(shown("mentions").contains("1 mention(s) in 1 paper(s): complete\n"));
    assert!(world.run(&["mentions", "--count", "rừng phòng hộ"]).stderr.is_empty());

    // Two scanned pages of five; an archive with a scan, and that scan again; poor text; files that
    // are no papers at all.
    world.write("k/half.pdf", &half);
    world.write("k/z.zip", &archive);
    world.write("k/quét.pdf", &scans);
    world.write("k/poor.txt", poor("school").as_bytes());
    world.write("k/photo.jpg", b"\xff\xd8\xff");
    world.write("k/README.md", poor("reading").as_bytes());
    world.json(&["ingest"], 0);
    let unread = serde_json::json!({ "papers": 3, "pages": 5, "poor": 1, "named": [
        { "path": "k/half.pdf", "pages": 2, "why": "pages-without-text", "why_code": "pages-without-text" },
        { "path": "k/poor.txt", "pages": 0, "why": "poor-text", "why_code": "poor-text" },
        { "path": "k/quét.pdf", "pages": 3, "why": "pages-without-text", "why_code": "pages-without-text" },
    ] });
    let told = mentions("rừng phòng hộ");
    assert_eq!((&told["total"], &told["complete"]), (&4.into(), &false.into()));
    assert_eq!(told["unread"], unread);
    let time = world.json(&["timeline", "rừng phòng hộ"], 0);
    assert_eq!((&time["complete"], &time["unread"]), (&false.into(), &unread));
    let line = "complete for the text that was read; 2 papers have scanned pages without text: \
        vankien ingest --ocr; 1 paper has text of poor quality: vankien report\n";
    for command in ["mentions", "timeline"] {
        assert!(shown(command).contains(&format!("4 mention(s) in 2 paper(s): {line}")));
    }
    // Where no totals are printed it is said beside; the number stays alone.
    for arguments in [["mentions", "--count", "rừng phòng hộ"], ["mentions", "--csv", "không có"]]
    {
        let output = world.run(&arguments);
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(said.contains(&format!("vankien: {line}")), "{said}");
    }
    assert_eq!(world.run(&["mentions", "--count", "rừng phòng hộ"]).stdout, b"4\n");
    let nothing = world.run(&["mentions", "không có đâu"]);
    assert_eq!(nothing.status.code(), Some(1));
    assert!(String::from_utf8(nothing.stderr).unwrap().contains(line));
    assert_eq!(world.json(&["mentions", "không có đâu"], 1)["unread"], unread);

    // Filters that leave those papers out, or choose one of them.
    for filter in ["so:12-CV/TU", "nam:2024", "chatluong:good", "loai:\"Công văn\""] {
        let told = mentions(&format!("rừng phòng hộ {filter}"));
        assert_eq!((&told["complete"], &told["unread"]), (&true.into(), &none), "{filter}");
    }
    let told = mentions("rừng phòng hộ chatluong:poor");
    assert_eq!((&told["total"], &told["unread"]), (&3.into(), &unread));

    // Papers without any text are papers like others.
    assert_eq!(world.papers().len(), 4);
    let facets = world.json(&["facets"], 0);
    assert_eq!((&facets["papers"], &facets["quality"][0]["count"]), (&4.into(), &3.into()));
    let whole = world.json(&["show", "k/quét.pdf"], 0);
    assert_eq!((&whole["pages"], &whole["quality"]), (&3.into(), &"poor".into()));
    assert_eq!(world.json(&["report"], 0)["poor"]["papers"], 3);
    assert_eq!(world.json(&["verify"], 0)["agrees"], true);

    // What is known follows the papers: the scan in the archive takes the place of its twin.
    fs::remove_file(world.path("k/quét.pdf")).unwrap();
    fs::remove_file(world.path("k/poor.txt")).unwrap();
    world.json(&["ingest"], 0);
    let left = mentions("rừng phòng hộ")["unread"].clone();
    assert_eq!([&left["papers"], &left["pages"], &left["poor"]], [2, 5, 0]);
    assert_eq!(left["named"][1]["path"], "k/z.zip/2024/quét.pdf");
    world.json(&["ingest", "--rebuild"], 0);
    assert_eq!(mentions("rừng phòng hộ")["unread"], left);
    world.write("k/half.pdf", &pages("11111", "Báo cáo về rừng phòng hộ"));
    world.write("k/z.zip", &zipped(&[("a.txt", "Rừng phòng hộ của tỉnh")]));
    world.json(&["ingest"], 0);
    assert_eq!(mentions("rừng phòng hộ")["complete"], true);
}

#[test]
fn a_forgotten_folder_leaves_nothing_unread() {
    let text = "Công văn về bảo vệ rừng phòng hộ.";
    let both = pages("10", &poor("both"));
    let world = World::new(&[("k/a.txt", text.as_bytes()), ("q/both.pdf", &both)]);
    world.json(&["ingest", "k", "q"], 0);
    let told = world.json(&["mentions", "rừng"], 0);
    let unread = serde_json::json!({ "papers": 1, "pages": 1, "poor": 1, "named": [
        { "path": "q/both.pdf", "pages": 1, "why": "pages-without-text poor-text", "why_code": "pages-without-text poor-text" },
    ] });
    assert_eq!((&told["complete"], &told["unread"]), (&false.into(), &unread));
    assert!(world.run(&["forget", "q"]).status.success());
    assert_eq!(world.json(&["mentions", "rừng"], 0)["complete"], true);
}

const PARAGRAPH: &str =
    "<w:p><w:r><w:t>Công văn về bảo vệ rừng phòng hộ đầu nguồn.</w:t></w:r></w:p>";

fn archive() -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let mut put = |name: &str, bytes: &[u8]| {
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    };
    put("nam/2024/a.txt", "Thông báo về chuyển đổi số trong cơ quan Đảng.".as_bytes());
    put("b.docx", &docx(PARAGRAPH, &[]));
    put("c.pdf", &pdf(&[&[(72.0, 700.0, 12.0, "Ke hoach giai ngan")]]));
    put("inner.zip", &zipped(&[("x.txt", "Bên trong")]));
    put("../d.txt", b"Thoat ra ngoai");
    put("/e.txt", b"Duong dan tuyet doi");
    put("photo.jpg", b"\xff\xd8\xff");
    put(".hidden.txt", b"An");
    put("__MACOSX/._a.txt", b"An");
    put("bomb.txt", &vec![b' '; 9 << 20]);
    put("noending", b"%PDF-1.4 that is none");
    zip.finish().unwrap().into_inner()
}

#[test]
fn an_archive_is_looked_into_one_level_deep() {
    let world = World::new(&[("k/z.zip", &archive()), ("k/broken.zip", &archive()[..500])]);
    world.write("k/whole.zip", &docx(&PARAGRAPH.replace("rừng", "đê"), &[]));
    let first = world.json(&["ingest", "k"], 0);
    let inner = ["k/z.zip/b.docx", "k/z.zip/c.pdf", "k/z.zip/nam/2024/a.txt"];
    assert!(inner.iter().all(|path| world.papers().contains(&(*path).to_owned())));
    let told = skipped(&first).join("\n");
    for (path, why) in [
        ("k/broken.zip", "cannot be opened"),
        ("inner.zip", "archive inside an archive"),
        ("d.txt", "leads out"),
        ("e.txt", "leads out"),
        ("photo.jpg", "is not read"),
        ("bomb.txt", "would unpack"),
        ("noending", "its reader"),
    ] {
        let is_told = told.lines().any(|line| line.contains(path) && line.contains(why));
        assert!(is_told || path == "noending" && told.contains(path), "{path}: {why}\n{told}");
    }
    assert!(!told.contains("hidden") && !told.contains("MACOSX"), "{told}");
    assert_eq!(skipped(&first).len(), 7);

    // Containers of other kinds are not searched for papers.
    world.write("k/program.jar", &zipped(&[("a.txt", "Chương trình")]));
    let told = skipped(&world.json(&["ingest"], 0)).join("\n");
    assert!(told.contains("program.jar: is a zip archive") && !told.contains("program.jar/"));
    fs::remove_file(world.path("k/program.jar")).unwrap();
    // A paper in a zip container is one, whatever its name.
    assert!(world.papers().contains(&"k/whole.zip".to_owned()));

    // Whatever reads a paper reads one inside an archive.
    let shown = world.json(&["show", "z.zip/b.docx"], 0);
    assert_eq!((&shown["path"], &shown["obtained"]), (&"k/z.zip/b.docx".into(), &"docx".into()));
    assert!(shown["sections"][0]["text"].as_str().unwrap().contains("rừng phòng hộ"));
    assert_eq!(world.json(&["show", "k/z.zip/nam/2024/a.txt"], 0)["pages"], 1);
    let hit = world.run(&["search", "--json", "giải ngân"]);
    assert!(String::from_utf8_lossy(&hit.stdout).contains("k/z.zip/c.pdf"));
    assert_eq!(world.json(&["verify"], 0)["agrees"], true);

    // Nothing changed, nothing is read; what left the archive leaves the index.
    assert_eq!(counts(&world.json(&["ingest"], 0))[0], 0);
    world.write("k/z.zip", &zipped(&[("b.docx", "hong"), ("new.txt", "Tờ trình mới")]));
    assert_eq!(world.json(&["verify"], 1)["agrees"], false);
    let changed = world.json(&["ingest"], 0);
    assert_eq!((changed["added"].as_u64(), changed["removed"].as_u64()), (Some(1), Some(3)));
    assert!(world.papers().contains(&"k/z.zip/new.txt".to_owned()));
    // Rules reach into archives.
    world.json(&["ingest", "--include", "new.*"], 0);
    assert_eq!(world.papers(), ["k/z.zip/new.txt"]);
}

#[test]
fn an_archive_that_is_named_itself_is_read() {
    let world = World::new(&[("z.zip", &zipped(&[("a.txt", "Tờ trình"), ("b.md", "Ghi chép")]))]);
    assert_eq!(counts(&world.json(&["ingest", "z.zip", "--exclude", "*.md"], 0)), [1, 0, 0, 0]);
    assert_eq!(world.papers(), ["z.zip/a.txt"]);
    fs::remove_file(world.path("z.zip")).unwrap();
    // As with every root that is not there, nothing is known to be gone.
    assert_eq!(world.run(&["ingest"]).status.code(), Some(0));
    assert_eq!(world.run(&["ingest", "--strict"]).status.code(), Some(2));
    assert_eq!(world.papers(), ["z.zip/a.txt"]);
}

#[test]
fn locked_entries_and_odd_names_are_told_apart() {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file("a.txt", SimpleFileOptions::default()).unwrap();
    zip.write_all("Thông báo mở".as_bytes()).unwrap();
    zip.start_file("mat.txt", SimpleFileOptions::default()).unwrap();
    zip.write_all("Thông báo mật".as_bytes()).unwrap();
    zip.start_file("viet-nam.txt", SimpleFileOptions::default()).unwrap();
    zip.write_all("Thông báo tên".as_bytes()).unwrap();
    let mut bytes = zip.finish().unwrap().into_inner();
    // The flag of encryption, in both places where it stands.
    for (mark, at) in [(b"PK\x03\x04", 30), (b"PK\x01\x02", 46)] {
        let places = memchr::memmem::find_iter(&bytes.clone(), mark).collect::<Vec<_>>();
        let place = places.into_iter().find(|place| bytes[place + at..].starts_with(b"mat.txt"));
        bytes[place.unwrap() + at - if at == 30 { 24 } else { 38 }] |= 1;
    }
    // A name in UTF-8 without the flag that says so, as many programs write it: `viêt-nam` has as
    // many bytes as `viet-nam` and one letter in place of two.
    let name = "vi\u{ea}-nam.txt".as_bytes();
    for place in memchr::memmem::find_iter(&bytes.clone(), b"viet-nam.txt").collect::<Vec<_>>() {
        bytes[place..place + name.len()].copy_from_slice(name);
    }
    let world = World::new(&[("k/z.zip", &bytes)]);
    let first = world.json(&["ingest", "k"], 0);
    assert_eq!(world.papers(), ["k/z.zip/a.txt", "k/z.zip/vi\u{ea}-nam.txt"]);
    let told = skipped(&first);
    assert!(told.len() == 1 && told[0].contains("mat.txt: is encrypted"), "{told:?}");
}

#[test]
fn a_paper_in_two_formats_is_listed_once() {
    let lines = [
        "SỞ NÔNG NGHIỆP",
        "Số: 15/CV-SNN",
        "Kính gửi: Các huyện",
        "1. Giữ rừng phòng hộ đầu nguồn.",
    ];
    let paragraph = |line: &&str| format!("<w:p><w:r><w:t>{line}</w:t></w:r></w:p>");
    let body: String = lines.iter().map(paragraph).collect();
    // The same words; lines end elsewhere, with blank lines between.
    let text = lines.join("\n\n").replace("phòng hộ", "phòng\nhộ");
    let world = World::new(&[
        ("k/b.docx", &docx(&body, &[])),
        ("k/c.txt", text.as_bytes()),
        ("k/d.txt", text.replace("15/CV", "16/CV").as_bytes()),
        ("k/z.zip", &zipped(&[("copy.txt", &text)])),
        ("k/scan.pdf", &pdf(&[&[]])),
        ("k/scan-copy.pdf", &pdf(&[&[]])),
        ("k/scan-other.pdf", &pdf(&[&[], &[]])),
    ]);
    let first = world.json(&["ingest", "k"], 0);
    assert_eq!((&first["papers"], &first["duplicates"]), (&4.into(), &3.into()));
    // Scans without text are one paper only where their bytes are the same.
    let wanted = ["k/b.docx", "k/d.txt", "k/scan-copy.pdf", "k/scan-other.pdf"];
    assert_eq!(world.papers(), wanted);
    let also: Value = vec!["k/c.txt", "k/z.zip/copy.txt"].into();
    let rows = |arguments: &[&str]| -> Vec<Value> {
        let output = world.run(&[arguments, &["--json"]].concat()).stdout;
        let text = String::from_utf8(output).unwrap();
        text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    };
    assert_eq!(rows(&["list", "so:15/CV-SNN"])[0]["also_in"], also);
    let hits = rows(&["search", "--all", "\"rừng phòng hộ\""]);
    assert_eq!((&hits[0]["also_in"], hits.len()), (&also, 3));
    let mentions = rows(&["mentions", "rừng phòng hộ"]);
    assert_eq!((&mentions[0]["also_in"], &mentions[2]["total"]), (&also, &2.into()));
    assert_eq!(world.run(&["mentions", "--count", "rừng phòng hộ"]).stdout, b"2\n");
    let shown = String::from_utf8(world.run(&["list"]).stdout).unwrap();
    assert!(shown.contains("also in k/c.txt and 1 more"), "{shown}");
    // Each file can still be asked for by its path, or the end of one.
    assert_eq!(world.json(&["show", "z.zip/copy.txt"], 0)["path"], "k/z.zip/copy.txt");
    assert_eq!(world.json(&["stats"], 0)["duplicates"], 3);

    fs::remove_file(world.path("k/b.docx")).unwrap();
    assert_eq!(counts(&world.json(&["ingest"], 0)), [0, 0, 6, 1]);
    let digest = world.digest();
    assert_eq!(
        rows(&["list", "so:15/CV-SNN"])[0]["also_in"],
        Value::from(vec!["k/z.zip/copy.txt"])
    );
    assert_eq!(world.run(&["mentions", "--count", "rừng phòng hộ"]).stdout, b"2\n");
    world.json(&["ingest", "--rebuild"], 0);
    assert_eq!(world.digest(), digest);
}

/// Kills an ingest wherever it is; what is in use afterwards answers, and the next run ends as ever.
#[test]
fn a_killed_run_leaves_no_trace() {
    let build = |world: &World, more: &str| {
        for at in 0..60 {
            let text = format!("Thông báo số {}-TB/TU về việc thứ {}.{more}", at % 40, at % 40);
            world.write(&format!("k/{}/{at}.txt", at % 7), text.as_bytes());
        }
        let inner: Vec<(String, String)> = (0..30)
            .map(|at| {
                (format!("{at}.txt"), format!("Thông báo số {at}-TB/TU về việc thứ {at}.{more}"))
            })
            .collect();
        let inner: Vec<(&str, &str)> =
            inner.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
        world.write("k/3/a.zip", &zipped(&inner));
        world.write("k/4/b.docx", &docx(&PARAGRAPH.replace("rừng", more), &[]));
    };
    let (calm, world) = (World::new(&[]), World::new(&[]));
    build(&calm, " Lần hai.");
    calm.json(&["ingest", "k"], 0);
    build(&world, "");
    world.json(&["ingest", "k"], 0);
    build(&world, " Lần hai.");
    let begun = std::time::Instant::now();
    // How long a run takes here, by one that is thrown away.
    world.json(&["ingest", "k", "--index", "other"], 0);
    let whole = begun.elapsed();
    for part in 0..12 {
        let mut command = Command::new(env!("CARGO_BIN_EXE_vankien"));
        command.args(["ingest", "k"]).current_dir(world.root());
        let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        std::thread::sleep(whole * part / 11);
        let _ = child.kill();
        let _ = child.wait();
        assert_eq!(world.run(&["mentions", "--count", "thông báo"]).stdout, b"40\n");
    }
    world.json(&["ingest"], 0);
    assert_eq!(world.digest(), calm.digest());
}

struct Served(Server);

impl Served {
    fn new(world: &World) -> Served {
        Served(Server::start(world.root(), |_| {}))
    }

    /// Status and head, and the body.
    fn get(&self, path: &str) -> (String, Vec<u8>) {
        let mut stream = std::net::TcpStream::connect(self.0.address).unwrap();
        let asked =
            format!("GET {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n", self.0.address);
        stream.write_all(asked.as_bytes()).unwrap();
        let mut all = Vec::new();
        stream.read_to_end(&mut all).unwrap();
        let end = memchr::memmem::find(&all, b"\r\n\r\n").unwrap();
        (String::from_utf8_lossy(&all[..end]).into_owned(), all[end + 4..].to_vec())
    }
}

#[test]
fn the_server_shows_papers_of_archives_and_where_else_they_are() {
    let inner = docx(PARAGRAPH, &[]);
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file("năm/b.docx", SimpleFileOptions::default()).unwrap();
    zip.write_all(&inner).unwrap();
    let archive = zip.finish().unwrap().into_inner();
    let text = "Công văn về bảo vệ rừng phòng hộ đầu nguồn.";
    let world = World::new(&[("k/a.zip", &archive), ("k/z.txt", text.as_bytes())]);
    world.json(&["ingest", "k"], 0);
    let row = world.json(&["list"], 0);
    assert_eq!(row["path"], "k/a.zip/năm/b.docx");
    let served = Served::new(&world);
    let address = format!("/papers/{}", row["id"].as_str().unwrap());
    let (head, body) = served.get(&format!("{address}/original"));
    assert!(head.starts_with("HTTP/1.1 200") && head.contains("filename*=UTF-8''b.docx"), "{head}");
    assert_eq!(body, inner);
    let page = String::from_utf8(served.get(&address).1).unwrap();
    assert!(page.contains("k/z.txt") && page.contains("rừng phòng hộ"), "{page}");
    let (head, body) = served.get(&format!("/api/v1{address}"));
    assert!(head.starts_with("HTTP/1.1 200"), "{head}");
    let shown: Value = serde_json::from_slice(&body).unwrap();
    assert_eq!(shown["path"], "k/a.zip/năm/b.docx");
    let (_, found) = served.get("/api/v1/search?q=%22r%E1%BB%ABng%22");
    let found: Value = serde_json::from_slice(&found).unwrap();
    assert_eq!(found["hits"][0]["also_in"], Value::from(vec!["k/z.txt"]));

    // The other file has an address too: its own bytes, the page of the paper.
    let other = page.split("also in").nth(1).or(page.split("cũng có trong").nth(1)).unwrap();
    let other = other.split("href=\"").nth(1).unwrap().split('"').next().unwrap();
    assert_eq!(served.get(other).1, text.as_bytes());
    let (head, body) = served.get(other.trim_end_matches("/original"));
    assert!(head.starts_with("HTTP/1.1 200"), "{head}");
    assert!(String::from_utf8(body).unwrap().contains("a.zip/năm/b.docx"));
    let why = world.json(&["search", "rừng", "--why-not", "k/z.txt"], 0);
    assert_eq!((&why["path"], &why["rank"]), (&"k/a.zip/năm/b.docx".into(), &1.into()));

    // An archive that is another now is not shown as the one that is known.
    world.write("k/a.zip", &zipped(&[("năm/b.docx", "khác")]));
    let (head, body) = served.get(&format!("{address}/original"));
    assert!(head.starts_with("HTTP/1.1 410"), "{head}");
    assert!(!String::from_utf8_lossy(&body).contains(world.root().to_str().unwrap()));
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 200,
        failure_persistence: Some(Box::new(FileFailurePersistence::WithSource("regressions"))),
        ..ProptestConfig::default()
    })]

    /// Whatever becomes of the bytes of an archive, it is read or refused, and never unpacks to more
    /// than it says.
    #[test]
    fn a_broken_archive_is_read_or_refused(
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..8),
        cut in any::<prop::sample::Index>(),
        cuts in any::<bool>(),
    ) {
        let texts = ["Nghị quyết ".repeat(50), "Thông báo ".repeat(20)];
        let mut bytes = zipped(&[("a.txt", &texts[0]), ("b/c.md", &texts[1]), ("d.zip", "PK")]);
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        if cuts {
            bytes.truncate(cut.index(bytes.len()));
        }
        let file = tempfile::NamedTempFile::new().unwrap();
        fs::write(file.path(), &bytes).unwrap();
        if let Ok(mut bundle) = Bundle::open(file.path()) {
            let entries: Vec<(String, u64)> =
                bundle.entries().map(|(name, size)| (name.to_owned(), size)).collect();
            for (name, size) in entries {
                bundle.reads(&name);
                if let Ok(unpacked) = bundle.unpack(&name) {
                    prop_assert_eq!(unpacked.len() as u64, size);
                }
            }
        }
    }
}

#[test]
fn an_archive_of_too_much_is_left_out_as_a_whole() {
    let names: Vec<String> = (0..20_001).map(|at| format!("{at}.txt")).collect();
    let parts: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), "x")).collect();
    let world = World::new(&[("k/many.zip", &zipped(&parts)), ("k/a.txt", b"Thong bao")]);
    let first = world.json(&["ingest", "k"], 0);
    assert_eq!(world.papers(), ["k/a.txt"]);
    let told = skipped(&first);
    assert!(told.len() == 1 && told[0].contains("20001 files"), "{told:?}");
    // An entry over the limit is named alone.
    let parts = [("big.txt", "Nghị quyết dài. ".repeat(100)), ("small.txt", "Ngắn".to_owned())];
    let parts: Vec<(&str, &str)> =
        parts.iter().map(|(name, text)| (*name, text.as_str())).collect();
    world.write("k/many.zip", &zipped(&parts));
    let second = world.json(&["ingest", "--max-file-size", "1000"], 0);
    assert_eq!(world.papers(), ["k/a.txt", "k/many.zip/small.txt"]);
    assert!(skipped(&second)[0].contains("k/many.zip/big.txt"), "{second}");
}
