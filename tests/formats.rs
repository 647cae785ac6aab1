//! Files of foreign formats: what is read from them, and what becomes of those that are broken.
//! The files are made by hand (`formats/build.rs`); what they hold is kept as text beside it.

use std::path::Path;
use std::process::{Command, Output, Stdio};

use expect_test::expect_file;
use proptest::prelude::*;
use proptest::test_runner::FileFailurePersistence;
use vankien_files::{Extracted, extract, pipeline};
use vankien_testing::build::{Paragraph, articles, container, doc, docx, drawn, odt, pdf, zipped};
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

fn p(text: &str) -> String {
    format!("<w:p><w:r><w:t xml:space='preserve'>{text}</w:t></w:r></w:p>")
}

const NUMBERING: &str = "<w:numbering xmlns:w='w'><w:abstractNum w:abstractNumId='3'>\
    <w:lvl w:ilvl='0'><w:start w:val='1'/><w:numFmt w:val='decimal'/><w:lvlText w:val='Điều %1.'/></w:lvl>\
    <w:lvl w:ilvl='1'><w:start w:val='1'/><w:numFmt w:val='lowerLetter'/><w:lvlText w:val='%2)'/></w:lvl>\
    </w:abstractNum><w:num w:numId='7'><w:abstractNumId w:val='3'/></w:num></w:numbering>";

const NOTES: &str = "<w:footnotes xmlns:w='w'><w:footnote w:id='0' w:type='separator'><w:p/></w:footnote>\
    <w:footnote w:id='2'><w:p><w:r><w:t>Theo báo cáo của các sở.</w:t></w:r></w:p></w:footnote></w:footnotes>";

/// A decision with all that a word processor puts into one.
fn decision() -> Vec<u8> {
    let item = |level: u8, text: &str| {
        format!(
            "<w:p><w:pPr><w:numPr><w:ilvl w:val='{level}'/><w:numId w:val='7'/></w:numPr></w:pPr>\
             <w:r><w:t>{text}</w:t></w:r></w:p>"
        )
    };
    let cell = |lines: &[&str]| -> String {
        format!("<w:tc>{}</w:tc>", lines.iter().map(|line| p(line)).collect::<String>())
    };
    let row = |left: &[&str], right: &[&str]| format!("<w:tr>{}{}</w:tr>", cell(left), cell(right));
    let motto = ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"];
    let head = row(&["ỦY BAN NHÂN DÂN", "TỈNH VÂN HẢI"], &motto);
    let number = row(&["Số: 45/QĐ-UBND"], &["Vân Hải, ngày 12 tháng 3 năm 2024"]);
    let body = [
        format!("<w:tbl>{head}{number}</w:tbl>"),
        p("QUYẾT ĐỊNH"),
        "<w:p><w:r><w:rPr><w:caps/></w:rPr><w:t>Về chương trình phát triển cây xanh</w:t></w:r></w:p>".into(),
        "<w:p><w:r><w:rPr><w:rFonts w:ascii='.VnTimeH' w:hAnsi='.VnTimeH'/></w:rPr><w:t>ñy ban nh©n d©n tØnh</w:t></w:r></w:p>".into(),
        "<w:p><w:r><w:t>Căn cứ Luật </w:t></w:r><w:del><w:r><w:delText>Đất đai</w:delText></w:r></w:del>\
         <w:ins><w:r><w:t>Lâm nghiệp</w:t></w:r></w:ins><w:r><w:footnoteReference w:id='2'/></w:r><w:r><w:t>;</w:t></w:r></w:p>".into(),
        item(0, "Phạm vi"),
        item(1, "Các huyện;"),
        item(1, "Các xã."),
        "<w:p><w:r><w:rPr><w:rFonts w:hAnsi='.VnTime'/></w:rPr><w:t>§ång chÝ NguyÔn V¨n A</w:t><w:lastRenderedPageBreak/><w:t> vµ c¸c së.</w:t></w:r></w:p>".into(),
        item(0, "Hiệu lực"),
        "<w:p><w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText>DATE</w:instrText></w:r>\
         <w:r><w:fldChar w:fldCharType='separate'/></w:r><w:r><w:t>Từ ngày 01/4/2024.</w:t></w:r></w:p>".into(),
        format!("<w:tbl>{}</w:tbl>", row(&["Nơi nhận:", "- Như Điều 2;", "- Lưu: VT."], &["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "", "Trần Thị Bình"])),
    ];
    docx(&body.concat(), &[("word/numbering.xml", NUMBERING), ("word/footnotes.xml", NOTES)])
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

/// A paper of Word 97 in three fonts, with a table.
fn old_paper() -> Vec<u8> {
    let in_table: &[u8] = &[0x16, 0x24, 1];
    let counted: &[u8] = &[0x0b, 0x46, 1, 0];
    let ends_row: &[u8] = &[0x16, 0x24, 1, 0x17, 0x24, 1];
    let line = |text, narrow, font, changes| Paragraph { text, narrow, font, changes };
    let paragraphs = [
        line("TỈNH ỦY VÂN HẢI\rSố 12-CV/TU\u{7}", false, 0, in_table),
        line("ĐẢNG CỘNG SẢN VIỆT NAM\rVân Hải, ngày 05 tháng 8 năm 2020\u{7}", false, 0, in_table),
        line("\u{7}", false, 0, ends_row),
        line("V\u{d2} viÖc x©y dùng n«ng th«n míi\r", true, 1, &[]),
        line("kÝnh göi\r", true, 2, &[]),
        line("A \u{13} HYPERLINK x \u{14}kết quả\u{15}\u{b}dòng\u{1e}hai\u{c}", false, 0, &[]),
        line("Phạm vi\r", false, 0, counted),
        line("Hiệu lực\r", false, 0, counted),
    ];
    doc(&paragraphs, &["Times New Roman", ".VnTime", ".VnTimeH"], &articles())
}

#[test]
fn an_old_word_file_reads_with_its_fonts() {
    let extracted = read("cong-van.doc", &old_paper());
    expect_file!["formats/doc.txt"].assert_eq(&shown(&extracted));
    let document = pipeline::document(&extracted);
    assert_eq!(document.masthead.number.expect("printed").value, "12-CV/TU");
    assert_eq!(document.masthead.date.expect("printed").value, "2020-08-05");
}

/// Two pages of text, drawn out of order, and a scan.
fn printed() -> Vec<u8> {
    let first = [
        (330.0, 780.0, 12.0, "ĐẢNG CỘNG SẢN VIỆT NAM"),
        (60.0, 781.0, 12.0, "TỈNH ỦY VÂN HẢI"),
        (60.0, 765.0, 12.0, "Số 12-BC/TU"),
        (330.0, 765.0, 12.0, "Vân Hải, ngày 05 tháng 8 năm 2020"),
        (250.0, 730.0, 14.0, "BÁO CÁO"),
        (60.0, 690.0, 12.0, "Tình hình kinh tế của tỉnh trong năm qua tiếp tục phát triển và"),
        (60.0, 674.0, 12.0, "ổn định, các chỉ tiêu đều đạt kế hoạch."),
    ];
    let second = [(60.0, 780.0, 12.0, "Trang hai.")];
    pdf(&[&first, &second, &[]])
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

fn run(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_vankien"));
    command.args(arguments).current_dir(folder).env("XDG_CACHE_HOME", folder.join("cache"));
    command.stdin(Stdio::null()).output().expect("it runs")
}

/// The files are read by a process of their own, and one that cannot be read costs no other.
#[test]
fn a_folder_of_all_formats_is_ingested() {
    let folder = tempfile::tempdir().expect("a folder");
    let cut = &old_paper()[..3000];
    let files = [
        ("a.docx", &decision()[..]),
        ("b.doc", &old_paper()),
        ("c.pdf", &printed()),
        ("d.doc", cut),
        ("e.html", "<p>Ủy ban nhân dân tỉnh</p>".as_bytes()),
        ("f.bin", b"\x00\x01"),
        ("scan.pdf", &pdf(&[&[], &[]])),
    ];
    for (name, bytes) in files {
        std::fs::write(folder.path().join(name), bytes).expect("a file");
    }
    let output = run(folder.path(), &["ingest", "."]);
    assert!(output.status.success());
    let said = String::from_utf8(output.stderr).expect("UTF-8");
    assert!(said.contains("d.doc: its container is damaged") && said.contains("f.bin"), "{said}");
    let listed = String::from_utf8(run(folder.path(), &["list", "--json"]).stdout).expect("UTF-8");
    assert_eq!(listed.lines().count(), 5, "{listed}");
    let scan = listed.lines().find(|line| line.contains("scan.pdf")).expect("listed");
    assert!(scan.contains("\"quality\":\"poor\"") && scan.contains("\"pages\":2"), "{scan}");
    let found = run(folder.path(), &["mentions", "45/QĐ-UBND", "--json"]);
    assert!(String::from_utf8_lossy(&found.stdout).contains("a.docx"));
    let shown = run(folder.path(), &["show", "scan.pdf"]);
    assert!(String::from_utf8_lossy(&shown.stdout).contains("2 of 2 pages scanned"));
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
        let path = vankien_testing::shared(&format!("data/files/{name}"));
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
        let path = vankien_testing::shared(&format!("data/files/{name}.pdf"));
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
    let path = vankien_testing::shared("data/files/scan-without-text.pdf");
    let read = pipeline::read_on(
        &path,
        u64::MAX,
        pipeline::Terms { ocr: Some(&ocr), ..Default::default() },
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
