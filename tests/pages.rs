//! Pages are told only where a format tells them: files of every format, with page breaks and without,
//! through every command that names a page.

use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::Value;
use vankien_testing::build::{Paragraph, doc, docx, odt, pdf};

const FIRST: [&str; 3] = [
    "Điều 5. Phạm vi áp dụng của quy định này",
    "1. Khoản một nói về alpha theo Nghị quyết số 12-NQ/TU ngày 05/8/2020.",
    "a) Điểm này nói về gamma.",
];
const SECOND: &str = "2. Khoản hai nói về beta theo Nghị quyết số 12-NQ/TU ngày 05/8/2020.";

/// One paper in a format; `broken` has a page break before its last paragraph.
struct Sample {
    name: &'static str,
    whole: Vec<u8>,
    broken: Option<Vec<u8>>,
    /// Whether a file without page breaks is page 1.
    is_paged: bool,
}

/// The paragraphs, each made by `paragraph`; `last` makes the one behind the break.
fn text(paragraph: impl Fn(&str) -> String, last: impl Fn(&str) -> String) -> String {
    FIRST.iter().map(|line| paragraph(line)).collect::<String>() + &last(SECOND)
}

fn samples() -> Vec<Sample> {
    let flowing = |name, whole: Vec<u8>, broken: Option<Vec<u8>>| Sample {
        name,
        whole,
        broken,
        is_paged: false,
    };
    let line = |line: &str| format!("{line}\n\n");
    let fed = |line: &str| format!("\u{c}{line}\n");
    let plain = (text(line, line).into_bytes(), text(line, fed).into_bytes());
    let word = |line: &str| format!("<w:p><w:r><w:t>{line}</w:t></w:r></w:p>");
    let after = |line: &str| {
        format!("<w:p><w:r><w:br w:type='page'/></w:r><w:r><w:t>{line}</w:t></w:r></w:p>")
    };
    let open = |line: &str| format!("<text:p>{line}</text:p>");
    let soft = |line: &str| format!("<text:soft-page-break/><text:p>{line}</text:p>");
    let coded = |line: &str| -> String {
        let letters = line.encode_utf16().map(|unit| format!("\\u{}?", unit as i16));
        format!("{}\\par\n", letters.collect::<String>())
    };
    let rtf = |body: String| format!("{{\\rtf1\\ansi {body}}}").into_bytes();
    let tagged = |line: &str| format!("<p>{line}</p>");
    let styled = |line: &str| format!("<p style='page-break-before:always'>{line}</p>");
    let web =
        |body: String| format!("<html><meta charset=utf-8><body>{body}</body></html>").into_bytes();
    let mail = |kind: &str, body: String| {
        let heads = "From: a@b.example\nTo: c@d.example\nSubject: Quy\nMIME-Version: 1.0\n";
        format!("{heads}Content-Type: text/{kind}; charset=utf-8\n\n{body}").into_bytes()
    };
    let mut lines: Vec<String> =
        FIRST.iter().chain([&SECOND]).map(|line| format!("{line}\r")).collect();
    let whole = old(&lines);
    lines.insert(3, "\u{c}".to_owned());
    vec![
        flowing("a.docx", docx(&text(word, word), &[]), Some(docx(&text(word, after), &[]))),
        flowing("a.odt", odt("", &text(open, open)), Some(odt("", &text(open, soft)))),
        flowing(
            "a.rtf",
            rtf(text(coded, coded)),
            Some(rtf(text(coded, |line| format!("\\page {}", coded(line))))),
        ),
        flowing("a.doc", whole, Some(old(&lines))),
        flowing("a.html", web(text(tagged, tagged)), Some(web(text(tagged, styled)))),
        flowing("a.eml", mail("plain", text(line, line)), Some(mail("html", text(tagged, styled)))),
        flowing("a.md", plain.0.clone(), Some(plain.1.clone())),
        Sample { name: "a.txt", whole: plain.0, broken: Some(plain.1), is_paged: true },
        Sample { name: "a.pdf", whole: printed(), broken: None, is_paged: true },
    ]
}

/// An old Word file.
fn old(lines: &[String]) -> Vec<u8> {
    let one = |text| Paragraph { text, narrow: false, font: 0, changes: &[] };
    let paragraphs: Vec<Paragraph<'_>> = lines.iter().map(|line| one(line.as_str())).collect();
    doc(&paragraphs, &["Arial"], &[])
}

/// A page with all lines.
fn printed() -> Vec<u8> {
    let lines = FIRST.iter().chain([&SECOND]).enumerate();
    let words: Vec<(f64, f64, f64, &str)> =
        lines.map(|(at, line)| (60.0, 780.0 - 30.0 * at as f64, 10.0, *line)).collect();
    pdf(&[&words])
}

/// What a command prints.
fn run(folder: &Path, arguments: &[&str]) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_vankien"));
    command.args(arguments).current_dir(folder).stdin(Stdio::null());
    let output = command.output().expect("the program runs");
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{arguments:?}: {told}");
    String::from_utf8(output.stdout).expect("UTF-8")
}

fn rows(folder: &Path, arguments: &[&str]) -> Vec<Value> {
    let text = run(folder, arguments);
    text.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
}

/// Every page that is named anywhere in a value; null where none is.
fn pages(value: &Value, found: &mut Vec<Option<u64>>) {
    match value {
        Value::Object(keys) => {
            for (key, value) in keys {
                match key.as_str() {
                    "page" => found.push(value.as_u64()),
                    _ => pages(value, found),
                }
            }
        }
        Value::Array(values) => values.iter().for_each(|value| pages(value, found)),
        _ => {}
    }
}

/// Asks every command about the paper `name` in `folder`; `first` and `second` are the pages of its
/// two clauses.
fn check(name: &str, bytes: &[u8], first: Option<u64>, second: Option<u64>) {
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    std::fs::create_dir(folder.join("papers")).expect("made");
    let path = format!("papers/{name}");
    std::fs::write(folder.join(&path), bytes).expect("written");
    run(folder, &["ingest", "papers"]);
    for (word, page) in [("alpha", first), ("beta", second)] {
        for command in [
            &["search", "--json", word][..],
            &["mentions", "--json", word],
            &["timeline", "--json", word],
        ] {
            let mut found = Vec::new();
            pages(&Value::Array(rows(folder, command)), &mut found);
            assert!(!found.is_empty() || command[0] == "timeline", "{name}: {command:?}");
            assert!(found.iter().all(|found| *found == page), "{name}: {command:?}: {found:?}");
        }
    }
    for command in [
        &["citations", "--json", &path][..],
        &["cites", "--json", &path],
        &["cited-by", "--json", "12-NQ/TU"],
    ] {
        let mut found = Vec::new();
        pages(&Value::Array(rows(folder, command)), &mut found);
        assert_eq!(found, [first, second], "{name}: {command:?}");
    }
    let shown = &rows(folder, &["show", "--json", &path])[0];
    let mut found = Vec::new();
    pages(&shown["sections"], &mut found);
    assert!(!found.is_empty() && found.iter().all(|page| [first, second].contains(page)), "{name}");
    assert_eq!(found.last(), Some(&second), "{name}: {shown}");
    let listed = &rows(folder, &["list", "--json"])[0];
    for row in [shown, listed] {
        assert!(row.get("pages").is_some() && row["pages"].as_u64() == second, "{name}: {row}");
    }
    let csv = run(folder, &["mentions", "--csv", "beta"]);
    let row: Vec<&str> = csv.lines().nth(1).expect("a row").split(',').collect();
    assert_eq!(row[4], second.map_or(String::new(), |page| page.to_string()), "{name}: {csv}");
    for command in [
        &["search", "beta"][..],
        &["mentions", "beta"],
        &["citations", &path],
        &["cited-by", "12-NQ/TU"],
        &["show", &path],
        &["report"],
    ] {
        let text = run(folder, command);
        let names_pages =
            text.contains("page ") || text.contains("page(s)") || text.contains("pages");
        assert_eq!(names_pages, second.is_some(), "{name}: {command:?}: {text}");
        let names_item =
            text.contains("khoản 2 Điều 5") || ["show", "report"].contains(&command[0]);
        let is_citation = command[0].starts_with("cit");
        assert!(names_item || is_citation && second.is_some(), "{name}: {command:?}: {text}");
    }
}

#[test]
fn without_page_breaks_only_text_and_pdf_have_pages() {
    for Sample { name, whole, is_paged, .. } in samples() {
        let page = is_paged.then_some(1);
        check(name, &whole, page, page);
    }
}

#[test]
fn page_breaks_tell_pages_in_every_format() {
    for Sample { name, broken, .. } in samples() {
        if let Some(broken) = broken {
            check(name, &broken, Some(1), Some(2));
        }
    }
}
