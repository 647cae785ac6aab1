//! Files of foreign formats: what is read from them, and what becomes of those that are broken.
//! The files are made by hand (`crates/testing`); what they hold is kept as text in `formats`.

use std::path::Path;

use expect_test::expect_file;
use proptest::prelude::*;
use proptest::test_runner::FileFailurePersistence;
use vankien_files::{Extracted, extract, pipeline};
use vankien_testing::build::{Paragraph, articles, container, doc, docx, drawn, odt, pdf, zipped};
use vankien_testing::samples::{decision, old_paper, printed};
use vankien_testing::shared;
use vankien_text::Quality;

fn read(name: &str, bytes: &[u8]) -> Extracted {
    extract::extract(Path::new(name), bytes.to_vec()).unwrap_or_else(|error| panic!("{error}"))
}

/// The text, with a line where a page begins, and how it was obtained.
fn shown(extracted: &Extracted) -> String {
    let mut text = extracted.text.clone();
    for start in extracted.page_starts.iter().rev() {
        text.insert_str(*start, "<page>");
    }
    format!("{text}<{}>\n", extracted.provenance)
}

#[test]
fn a_docx_file_reads_as_it_is_printed() {
    let extracted = read("quyet-dinh.docx", &decision());
    expect_file!["formats/docx.txt"].assert_eq(&shown(&extracted));
    let document = pipeline::document(&extracted);
    let masthead = &document.masthead;
    assert_eq!(masthead.number.as_ref().expect("printed").value, "45/QĐ-UBND");
    assert_eq!(masthead.date.as_ref().expect("printed").value, "2024-03-12");
    assert_eq!(masthead.issuer.as_ref().expect("printed").value, "Ủy ban nhân dân tỉnh Vân Hải");
    assert_eq!(masthead.signer.as_ref().expect("printed").value.name, "Trần Thị Bình");
    assert_eq!(document.pages.len(), 2);
}

#[test]
fn an_odt_file_reads_as_it_is_printed() {
    let styles = "<style:font-face style:name='Old' fo:font-family='VNI-Times'/>\
        <style:style style:family='text' style:name='T1'><style:text-properties style:font-name='Old'/></style:style>\
        <text:list-style style:name='L1'><text:list-level-style-number text:level='1' style:num-format='I' style:num-suffix='-'/>\
        </text:list-style>";
    let text = "<text:tracked-changes><text:p>gone</text:p></text:tracked-changes>\
        <table:table><table:table-row><table:table-cell><text:p>TỈNH ỦY VÂN HẢI</text:p><text:p>*</text:p></table:table-cell>\
        <table:table-cell><text:p>ĐẢNG CỘNG SẢN VIỆT NAM</text:p></table:table-cell></table:table-row></table:table>\
        <text:list text:style-name='L1'><text:list-item><text:p>Một<text:s text:c='3'/>hai<text:tab/>ba</text:p></text:list-item>\
        <text:list-item><text:p>Bốn<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>Chú thích</text:p></text:note-body></text:note></text:p></text:list-item></text:list>\
        <text:p><text:span text:style-name='T1'>Coäng hoøa</text:span><text:soft-page-break/><text:line-break/>năm</text:p>";
    expect_file!["formats/odt.txt"].assert_eq(&shown(&read("a.odt", &odt(styles, text))));
}

#[test]
fn an_old_word_file_reads_with_its_fonts() {
    let extracted = read("cong-van.doc", &old_paper());
    expect_file!["formats/doc.txt"].assert_eq(&shown(&extracted));
    let document = pipeline::document(&extracted);
    assert_eq!(document.masthead.number.expect("printed").value, "12-CV/TU");
    assert_eq!(document.masthead.date.expect("printed").value, "2020-08-05");
}

#[test]
fn a_pdf_file_reads_line_by_line_and_a_scan_is_named() {
    let extracted = read("bao-cao.pdf", &printed());
    expect_file!["formats/pdf.txt"].assert_eq(&shown(&extracted));
    assert_eq!((&extracted.scans[..], extracted.page_starts.len()), (&[3][..], 2));
    let document = pipeline::document(&extracted);
    assert_eq!((document.quality, document.pages.len()), (Quality::Poor, 3));
    assert_eq!(document.masthead.number.expect("printed").value, "12-BC/TU");
}

/// The type of a section of DOCX says how it begins itself, not how the next one does.
#[test]
fn a_section_of_docx_begins_a_page_unless_it_is_continuous() {
    let section = |kind: &str| match kind {
        "" => "<w:sectPr/>".to_owned(),
        kind => format!("<w:sectPr><w:type w:val='{kind}'/></w:sectPr>"),
    };
    // The types of three sections, and the sections with which a page begins.
    let cases = [
        (["continuous", "", ""], "ab"),
        (["", "continuous", "nextPage"], "b"),
        (["continuous", "continuous", "continuous"], ""),
        (["", "oddPage", "continuous"], "a"),
    ];
    for (kinds, begun) in cases {
        let [first, second, last] = kinds.map(section);
        let end = |section: &str| format!("<w:p><w:pPr>{section}</w:pPr></w:p>");
        let text = |text: &str| format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>");
        let body = [text("0"), end(&first), text("a"), end(&second), text("b"), last].concat();
        let extracted = read("a.docx", &docx(&body, &[]));
        let begins =
            extracted.page_starts.iter().map(|start| extracted.text[*start..].trim_start());
        let begins: String = begins.filter_map(|rest| rest.chars().next()).collect();
        assert_eq!(begins, begun, "{kinds:?}");
    }
    // What a section was before a tracked change.
    let changed = "<w:sectPr><w:type w:val='nextPage'/><w:sectPrChange><w:sectPr>\
        <w:type w:val='continuous'/></w:sectPr></w:sectPrChange></w:sectPr>";
    let body = "<w:p><w:pPr><w:sectPr/></w:pPr><w:r><w:t>0</w:t></w:r></w:p><w:p><w:r><w:t>a</w:t></w:r></w:p>";
    let extracted = read("a.docx", &docx(&format!("{body}{changed}"), &[]));
    assert_eq!(extracted.page_starts.len(), 1);
}

/// Only the breaks that a format has end a page. A form feed in the text is white space.
#[test]
fn a_form_feed_in_the_text_ends_no_page() {
    let word = docx("<w:p><w:r><w:t>một&#12;hai</w:t></w:r></w:p>", &[]);
    let files = [
        ("a.docx", word),
        ("a.odt", odt("", "<text:p>một&#12;hai</text:p>")),
        ("a.html", b"<pre>m\xe1\xbb\x99t\x0chai</pre>".to_vec()),
        ("b.html", "<pre>một&#12;hai</pre>".as_bytes().to_vec()),
        ("a.rtf", b"{\\rtf1 m\\u7897?t\x0chai\\par}".to_vec()),
    ];
    for (name, bytes) in files {
        let extracted = read(name, &bytes);
        assert_eq!(
            (&*extracted.text, &extracted.page_starts[..]),
            ("một hai\n", &[][..]),
            "{name}"
        );
    }
}

#[test]
fn a_page_begins_before_the_label_of_its_first_item() {
    let first = "<w:p><w:r><w:t>một</w:t></w:r></w:p>";
    let item = "<w:p><w:pPr><w:pageBreakBefore/><w:numPr><w:numId w:val='1'/></w:numPr></w:pPr>\
        <w:r><w:t>hai</w:t></w:r></w:p>";
    let numbers = "<w:numbering><w:abstractNum w:abstractNumId='0'><w:lvl w:ilvl='0'><w:start w:val='1'/>\
        <w:numFmt w:val='decimal'/><w:lvlText w:val='Điều %1.'/></w:lvl></w:abstractNum>\
        <w:num w:numId='1'><w:abstractNumId w:val='0'/></w:num></w:numbering>";
    let word = docx(&format!("{first}{item}"), &[("word/numbering.xml", numbers)]);
    let styles = "<style:style style:family='paragraph' style:name='P1'><style:paragraph-properties fo:break-before='page'/></style:style>\
        <text:list-style style:name='L1'><text:list-level-style-number text:level='1' style:num-prefix='Điều ' style:num-format='1' style:num-suffix='.'/></text:list-style>";
    let text = "<text:p>một</text:p><text:list text:style-name='L1'><text:list-item><text:p text:style-name='P1'>hai</text:p></text:list-item></text:list>";
    let line = |text, changes| Paragraph { text, narrow: false, font: 0, changes };
    let counted = [0x07, 0x24, 1, 0x0b, 0x46, 1, 0];
    let old = doc(&[line("một\r", &[]), line("hai\r", &counted)], &["Arial"], &articles());
    for (name, bytes) in [("a.docx", word), ("a.odt", odt(styles, text)), ("a.doc", old)] {
        let extracted = read(name, &bytes);
        let found = (&*extracted.text, &extracted.page_starts[..]);
        assert_eq!(found, ("một\nĐiều 1. hai\n", &["một\n".len()][..]), "{name}");
    }
}

#[test]
fn what_cannot_be_read_is_named_with_a_way_out() {
    let fails = |name: &str, bytes: &[u8], part: &str| {
        let error = extract::extract(Path::new(name), bytes.to_vec()).expect_err(name).to_string();
        assert!(error.contains(name) && error.contains(part), "{error}");
    };
    fails("a.docx", &decision()[..900], "container is damaged");
    fails("a.doc", &old_paper()[..3000], "damaged");
    fails("a.pdf", b"%PDF-1.5\nnothing", "no pages");
    fails("a.docx", &container(&[("EncryptedPackage", b"x")]), "encrypted");
    fails("a.xls", &container(&[("Workbook", b"x")]), "not of Word");
    fails("a.docx", &docx(&"<w:sdt>".repeat(500), &[]), "nested too deep");
    fails("a.docx", &docx("", &[]), "no text");
    for part in ["footnotes.xml", "endnotes.xml"] {
        let notes = [(&*format!("word/{part}"), "<w:n><w:footnote><w:p><w:endnote><w:p>")];
        fails("a.docx", &docx("", &notes), &format!("its part {part} is cut short"));
    }
    fails("a.zip", &zipped(&[("a.txt", "x")]), "neither DOCX nor ODT");
    let bomb = format!("<w:p><w:r><w:t>{}</w:t></w:r></w:p>", "a".repeat(64 << 20));
    fails("a.docx", &docx(&bomb, &[]), "unpacks to more than");
    let locked = zipped(&[
        ("mimetype", "application/vnd.oasis.opendocument.text"),
        ("content.xml", "x"),
        ("META-INF/manifest.xml", "<manifest:encryption-data/>"),
    ]);
    fails("a.odt", &locked, "encrypted");
}

#[test]
#[ignore = "needs the real papers beside the project (../shared)"]
fn shared_real_files_tell_who_wrote_them_and_when() {
    let cases = [
        ("604-QD-TTg.docx", "604/QĐ-TTg", "2026-04-02", "Quyết định", "Nguyễn Chí Dũng"),
        ("luat-41-2024-QH15.docx", "41/2024/QH15", "2024-06-29", "Luật", "Trần Thanh Mẫn"),
        ("luat-19-2023-QH15.doc", "19/2023/QH15", "2023-06-20", "Luật", "Vương Đình Huệ"),
        ("huong-dan-06.pdf", "06-HD/TW", "2025-06-09", "Hướng dẫn", "Trần Cẩm Tú"),
        ("huong-dan-21.pdf", "-", "2025-08", "Hướng dẫn", "Triệu Thị Ngọc"),
    ];
    for (name, number, date, kind, signer) in cases {
        let path = shared(&format!("data/files/{name}"));
        let document = pipeline::document(&pipeline::read(&path, u64::MAX).expect(name));
        let masthead = document.masthead;
        let value = |field: Option<vankien_papers::document::Field<String>>| {
            field.map_or("-".to_owned(), |field| field.value)
        };
        let told = [value(masthead.number), value(masthead.date), value(masthead.kind)];
        assert_eq!(told, [number, date, kind], "{name}");
        assert_eq!(masthead.signer.expect(name).value.name, signer);
        assert_eq!(document.quality, Quality::Good, "{name}");
    }
    for name in
        ["english-ocr-layer", "english-ocr-layer-2", "scan-with-bad-ocr-layer", "scan-without-text"]
    {
        let path = shared(&format!("data/files/{name}.pdf"));
        let document = pipeline::document(&pipeline::read(&path, u64::MAX).expect(name));
        assert_eq!(document.quality, Quality::Poor, "{name}");
    }
}

/// The map of the file makes controls of these glyphs: nobody knows which letters they are.
#[test]
fn a_page_on_which_most_glyphs_have_no_letter_is_not_read() {
    let (lost, number) = ("\u{90}\u{91}\u{92}".repeat(20), [(60.0, 40.0, 12.0, "Trang 2")]);
    let second = [(60.0, 700.0, 12.0, lost.as_str()), number[0]];
    let ornaments = [(60.0, 700.0, 12.0, "\u{90}\u{91}\u{92}"), (60.0, 40.0, 12.0, "3")];
    let extracted = read("a.pdf", &pdf(&[&number, &second, &ornaments, &[]]));
    assert_eq!(extracted.scans, [2, 4], "{extracted:?}");
    assert!(extracted.text.contains("Trang 2"), "what has letters stays");
    let document = pipeline::document(&extracted);
    let told = (document.unread_pages, document.quality, document.text_quality);
    assert_eq!(told, (2, Quality::Poor, Quality::Good));
}

/// Letters that were turned into drawings are no text; a ruled page that is blank holds nothing to read.
#[test]
fn a_page_of_outlines_is_not_read_and_a_blank_one_is() {
    let letter = "10 10 m 20 30 40 30 50 10 c 40 0 20 0 10 10 c f\n".repeat(150);
    let rules = "0 0 m 500 0 l S 10 10 500 700 re S\n".repeat(300);
    let extracted = read("a.pdf", &drawn(&[&letter, &rules, ""]));
    assert_eq!((&extracted.scans[..], extracted.text.trim()), (&[1][..], ""));
    assert_eq!(pipeline::document(&extracted).unread_pages, 1);
    let blank = drawn(&[&rules, ""]);
    let refused = extract::extract(Path::new("b.pdf"), blank).expect_err("no text");
    assert!(refused.to_string().contains("holds no text"), "{refused}");
}

/// The number and the date of a scan are handwritten in part: only `--ocr` finds them.
#[test]
#[ignore = "needs the real papers beside the project (../shared)"]
fn shared_a_scan_is_read_where_that_is_asked_for() {
    let Some(ocr) = vankien_testing::ocr() else { return };
    let path = shared("data/files/scan-without-text.pdf");
    let read = pipeline::read_with(
        &path,
        u64::MAX,
        pipeline::ReadOptions { ocr: Some(&ocr), ..Default::default() },
    )
    .expect("a paper");
    assert!(
        read.provenance.to_string().starts_with("pdf, 2 of 2 pages by tesseract"),
        "{}",
        read.provenance
    );
    assert_eq!((&read.scans[..], read.page_starts.len()), (&[][..], 1));
    let document = pipeline::document(&read);
    assert_eq!(document.quality, Quality::Good);
    let number = document.masthead.number.expect("read").value;
    assert!(number.ends_with("/CV-PA83"), "{number}");
    assert_eq!(document.masthead.date.expect("read").value, "2018-04-26");
}

/// Files that are whole, to be broken.
fn whole() -> impl Strategy<Value = (&'static str, Vec<u8>)> {
    let rtf = br"{\rtf1\ansicpg1258{\fonttbl{\f0 .VnTime;}}\trowd\intbl a\cell\row\pard\u7843?\'e9{\footnote b}\par}";
    let html = b"<table><tr><td>a<ul><li>b</table><font face=.VnTime>\xb5</font><pre> x".to_vec();
    prop::sample::select(vec![
        ("a.docx", decision()),
        ("a.doc", old_paper()),
        ("a.pdf", printed()),
        ("a.rtf", rtf.to_vec()),
        ("a.html", html),
        ("a.odt", odt("<text:list-style/>", "<text:p>a<text:note/></text:p>")),
    ])
}

fn settings() -> ProptestConfig {
    let kept = FileFailurePersistence::WithSource("regressions");
    ProptestConfig {
        cases: 300,
        failure_persistence: Some(Box::new(kept)),
        ..ProptestConfig::default()
    }
}

proptest! {
    #![proptest_config(settings())]

    /// Bytes that were changed or cut anywhere end in text or an error, never in a panic: a reader that
    /// panics in its thread says that it failed.
    #[test]
    fn broken_files_break_nothing(
        (name, mut bytes) in whole(),
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..12),
        cut in prop::option::of(any::<prop::sample::Index>()),
    ) {
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        if let Some(cut) = cut {
            bytes.truncate(cut.index(bytes.len()));
        }
        match extract::extract(Path::new(name), bytes) {
            Ok(extracted) => drop(pipeline::document(&extracted)),
            Err(error) => prop_assert!(!error.to_string().contains("failed on it"), "{error}"),
        }
    }

    /// The same for what only begins as one of the formats does.
    #[test]
    fn any_bytes_break_nothing(
        head in prop::sample::select(vec![&b"%PDF-1.4\n"[..], b"{\\rtf1", b"<html>", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"]),
        rest in prop::collection::vec(any::<u8>(), 0..2000),
    ) {
        let bytes = [head, &rest].concat();
        if let Err(error) = extract::extract(Path::new("a"), bytes) {
            prop_assert!(!error.to_string().contains("failed on it"), "{error}");
        }
    }
}
