//! Mails and web pages saved as one file: what is read from them, and what becomes of broken ones.
//! The files are made by hand (`crates/testing`); what they hold is kept as text beside those of other formats.

use std::path::Path;

use expect_test::{Expect, expect, expect_file};
use proptest::prelude::*;
use vankien_files::{Extracted, extract, pipeline};
use vankien_papers::document::LineKind;
use vankien_testing::samples::{MAIL, page};

fn read(name: &str, bytes: &[u8]) -> Extracted {
    extract::extract(Path::new(name), bytes.to_vec()).unwrap_or_else(|error| panic!("{error}"))
}

fn shown(extracted: &Extracted) -> String {
    format!("{}<{}>\n", extracted.text, extracted.provenance)
}

#[test]
fn a_mail_reads_with_its_heads_and_names_what_is_attached() {
    let extracted = read("thu.eml", MAIL.as_bytes());
    expect_file!["formats/eml.txt"].assert_eq(&shown(&extracted));
    assert_eq!(extracted.lines, LineKind::Open);
    let document = pipeline::document(&extracted);
    let cited = document.sections.iter().flat_map(|section| &section.citations);
    let numbers: Vec<&str> = cited.filter_map(|one| one.canonical.as_deref()).collect();
    assert_eq!(numbers, ["12-NQ/TU", "1023-CV/TU"]);
    assert_eq!(shown(&read("noname", MAIL.as_bytes())), shown(&extracted), "told by its heads");
}

#[test]
fn a_picture_among_the_text_is_no_text() {
    let mail = "From: a@b.example\nTo: c@d.example\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=\"x\"\n\n\
        --x\nContent-Type: text/plain; charset=utf-8\n\nKết luận\n\
        --x\nContent-Type: image/png\nContent-Transfer-Encoding: base64\n\niVBORw0KGgoAAAANSUhEUgAAAAEAAAAB\n\
        --x\nContent-Type: text/plain; charset=utf-8\n\nNghị quyết\n--x--\n";
    let text = read("a.eml", mail.as_bytes()).text;
    assert!(text.contains("Kết luận") && text.contains("Nghị quyết"), "{text}");
    assert!(!text.contains("PNG") && !text.contains("IHDR"), "{text}");
}

#[test]
fn a_saved_page_reads_as_a_page() {
    let extracted = read("trang.mht", &page());
    expect_file!["formats/mhtml.txt"].assert_eq(&shown(&extracted));
    assert_eq!(extracted.lines, LineKind::Paragraph);
    assert_eq!(read("trang.doc", &page()), extracted, "Word saves such pages under this name");
}

#[test]
fn bodies_are_read_in_what_they_are_written_in() {
    let of = |heads: &str, body: &[u8], expected: Expect| {
        let mail =
            [b"From: a@b.example\nTo: c@d.example\n", heads.as_bytes(), b"\n\n", body].concat();
        expected.assert_eq(&shown(&read("a.eml", &mail)));
    };
    of(
        "Content-Type: text/html",
        "<p>Nghị quyết</p><p>Kết luận</p>".as_bytes(),
        expect![[r#"
        From: a@b.example

        Nghị quyết
        Kết luận
        <eml, utf-8>
    "#]],
    );
    let body = b"Vi\xea\xf2t Nam, nh\xe2n d\xe2n, th\xfd h\xf4m nay";
    of(
        "Content-Type: text/plain; charset=windows-1258",
        body,
        expect![[r#"
            From: a@b.example

            Việt Nam, nhân dân, thư hôm nay
            <eml, windows-1258>
        "#]],
    );
    of(
        "Content-Transfer-Encoding: base64",
        b"S8OtbmggZ+G7\nrWk=",
        expect![[r#"
        From: a@b.example

        Kính gửi
        <eml, utf-8>
    "#]],
    );
    of(
        "Subject: no text\nContent-Type: application/pdf; name=a.pdf",
        b"%PDF",
        expect![[r#"
        From: a@b.example
        Subject: no text

        Attachment: a.pdf
        <eml, no text>
    "#]],
    );
}

#[test]
fn what_is_no_mail_is_named() {
    let error = extract::extract(Path::new("a.eml"), b"\n\n\n".to_vec()).expect_err("no mail");
    assert!(error.to_string().starts_with("a.eml: "), "{error}");
}

/// Attachments without end, parts in parts without end: bounded, and it is said.
#[test]
fn mails_that_mean_harm_are_bounded() {
    let part = "--x\r\nContent-Type: image/png; name=a.png\r\n\r\nx\r\n";
    let heads =
        "From: a@b.example\r\nTo: a@b.example\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n";
    let many = read("a.eml", format!("{heads}{}--x--\r\n", part.repeat(5_000)).as_bytes());
    assert_eq!(many.text.matches("Attachment: a.png").count(), 200);
    assert!(many.text.ends_with("Attachment: 4800 more\n"), "{}", many.text);
    let parts = |count: usize| {
        let part =
            |depth| format!("--x\r\nContent-Type: multipart/mixed; Boundary=x{depth}\r\n\r\n");
        format!("{heads}{}", (0..count).map(part).collect::<String>())
    };
    let mails = |count: usize| {
        format!("{heads}--x\r\n{}", "Content-Type: message/rfc822\r\n\r\n".repeat(count))
    };
    for (mail, is_refused) in
        [(parts(100), false), (mails(100), false), (parts(20_000), true), (mails(20_000), true)]
    {
        let error = extract::extract(Path::new("a.eml"), mail.into_bytes()).err();
        let error = error.map(|error| error.to_string()).unwrap_or_default();
        assert!(!error.contains("failed on it"), "{error}");
        assert_eq!(error.contains("one in the other"), is_refused, "{error}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    /// Mails that were changed or cut anywhere end in text or an error, never in a panic.
    #[test]
    fn broken_mails_break_nothing(
        is_page: bool,
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..12),
        cut in prop::option::of(any::<prop::sample::Index>()),
    ) {
        let mut bytes = if is_page { page() } else { MAIL.as_bytes().to_vec() };
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        if let Some(cut) = cut {
            bytes.truncate(cut.index(bytes.len()));
        }
        match extract::extract(Path::new("a.eml"), bytes) {
            Ok(extracted) => drop(pipeline::document(&extracted)),
            Err(error) => prop_assert!(!error.to_string().contains("failed on it"), "{error}"),
        }
    }

    #[test]
    fn any_bytes_break_nothing(bytes in prop::collection::vec(any::<u8>(), 0..2000)) {
        if let Err(error) = extract::extract(Path::new("a.mht"), bytes) {
            prop_assert!(!error.to_string().contains("failed on it"), "{error}");
        }
    }
}
