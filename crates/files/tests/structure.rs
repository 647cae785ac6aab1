//! The five real papers, part by part, against `seed_structure.jsonl`.

use std::collections::BTreeMap;

use serde_json::Value;
use vankien_files::pipeline;
use vankien_papers::document::{Document, Form, Place, Section};
use vankien_testing::{say, shared};
use vankien_text::span::{Lines, Span};

/// A paper with its extracted text.
struct Paper {
    text: String,
    lines: Lines,
    document: Document,
}

impl Paper {
    fn read(name: &str) -> Paper {
        let path = shared(&format!("seeds/{name}"));
        let extracted = pipeline::read(&path, u64::MAX).expect("a real paper can be read");
        let document = pipeline::document(&extracted);
        Paper { lines: Lines::of(&extracted.text), text: extracted.text, document }
    }

    /// Whether a section of this place covers exactly these lines.
    fn has(&self, place: Place, lines: (u32, u32)) -> bool {
        self.document
            .sections
            .iter()
            .any(|section| section.place == place && section.lines == lines)
    }

    /// Whether some section holds the words, on these lines of the file.
    fn holds(&self, words: &str, lines: Option<(u32, u32)>) -> bool {
        self.document.sections.iter().any(|section| {
            let mut found = section.text.match_indices(words);
            found.any(|(at, _)| match lines {
                None => true,
                Some(lines) => self.lines_of(section, Span::new(at, at + words.len())) == lines,
            })
        })
    }

    fn lines_of(&self, section: &Section, span: Span) -> (u32, u32) {
        let ranges = section.map.back(span);
        let (first, last) = (ranges[0], ranges[ranges.len() - 1]);
        (self.lines.range(first).0, self.lines.range(last).1)
    }

    fn is_page(&self, line: u32) -> bool {
        self.document.pages.contains(&line)
    }

    fn line(&self, number: u32) -> &str {
        self.text.split('\n').nth(number as usize - 1).expect("the line is there").trim()
    }

    fn names(&self) -> Vec<String> {
        let masthead = &self.document.masthead;
        let lists = [&masthead.addressees, &masthead.recipients];
        lists.into_iter().flatten().flat_map(|field| field.value.clone()).collect()
    }

    /// How many lines of the running text go on in the middle of a sentence.
    fn wraps(&self) -> usize {
        let body = self.document.sections.iter().filter(|section| section.place == Place::Body);
        body.map(|section| {
            let paragraphs = section.text.split('\n');
            let mut start = 0;
            paragraphs
                .map(|paragraph| {
                    let span = Span::new(start, start + paragraph.len());
                    start += paragraph.len() + 1;
                    let (first, last) = self.lines_of(section, span);
                    let lines = (first..=last).filter(|line| self.line(*line).len() > 2);
                    lines
                        .collect::<Vec<_>>()
                        .windows(2)
                        .filter(|pair| self.goes_on(pair[0]))
                        .count()
                })
                .sum::<usize>()
        })
        .sum()
    }

    fn wraps_are(&self, wanted: Option<u64>) -> bool {
        let found = self.wraps() as u64;
        if wanted != Some(found) {
            say(&format!("{found} lines go on, wanted {wanted:?}"));
        }
        wanted == Some(found)
    }

    fn goes_on(&self, line: u32) -> bool {
        !self.line(line).ends_with(['.', ';', ':', '…', '”'])
    }
}

/// What a row of the truth says, checked against the paper.
fn holds(paper: &Paper, row: &Value) -> bool {
    let number = |key: &str| row[key].as_u64().unwrap_or_default() as u32;
    let (line, end) = (number("line"), number("end_line"));
    let text = row["text"].as_str().unwrap_or_default().trim();
    let masthead = &paper.document.masthead;
    match row["kind"].as_str().unwrap_or_default() {
        "page_break" => paper.document.pages.get(number("page") as usize - 1) == Some(&line),
        "page_start" => paper.document.pages[0] == 1,
        "footnote_text" => {
            let notes = paper.document.sections.iter().filter(|s| s.place == Place::Footnote);
            notes.clone().count() == 1
                && notes.clone().all(|note| (note.lines.0..=note.lines.1).contains(&line))
        }
        "footnote_mark" => {
            !paper.is_page(line + 1)
                && paper
                    .document
                    .sections
                    .iter()
                    .any(|s| s.place == Place::Footnote && s.title == text)
        }
        "footnote_rule" => !paper.is_page(line + 1) && !paper.is_page(line + 2),
        "footnote_anchor" | "sentence_tail_after_anchor" => {
            paper.holds("đã có chủ trương đầu tư; kiên quyết thu hồi", None)
        }
        "table_column_indent" => !paper.is_page(line),
        "recipient_continuation" => {
            let words = text.trim_end_matches([',', '.']);
            paper.names().iter().any(|name| name.ends_with(words) && name.len() > words.len())
        }
        "dash_not_bullet" => paper.holds("việc tìm người - người tìm việc", None),
        "list_on_label_line" => {
            paper.names().first().is_some_and(|name| text.contains(name.as_str()))
        }
        "rule_line" => !paper.holds("-----", None),
        "heading_linearised" => {
            masthead.number.is_some() && masthead.date.is_some() && masthead.title.is_some()
        }
        "no_blank_before" => masthead.title.as_ref().is_some_and(|title| title.lines.0 == line),
        "heading_missing" => {
            let lost =
                masthead.number.is_none() && masthead.place.is_none() && masthead.date.is_none();
            // The kind is printed on the very line of the row, or it is lost as well.
            lost && masthead.kind.is_some() == text.chars().any(char::is_alphabetic)
        }
        "lost_text" => {
            paper.holds("trên địa bàn Lĩnh vực", None)
                || paper.holds("trên địa bàn\nLĩnh vực", None)
        }
        "double_space" => paper.holds("xã hội thành phố”", Some((190, 190))),
        "crawler_crumb" => {
            paper.has(Place::Caption, (1, 1))
                && masthead.date.as_ref().is_some_and(|date| date.value == "2024-12")
                && paper
                    .document
                    .sections
                    .iter()
                    .any(|section| section.text == "Quang cảnh hội nghị")
        }
        "photo_caption" | "byline" | "dateline" | "ui_crumb" => {
            paper.has(Place::Caption, (line, line))
        }
        "kicker" | "headline" => paper.has(Place::Headline, (line, line)),
        "agency_code" => {
            let date = masthead.date.as_ref().map(|date| date.value.as_str());
            paper.holds("(CT) - Sáng 17-1, Ban", Some((line, line))) && date == Some("2022-01-17")
        }
        "source_error" | "source_slip" | "punctuation" => paper.holds(text, Some((line, line))),
        "recipients_block" => paper.has(Place::Recipients, (line, end)),
        "signature_block" => paper.has(Place::Signature, (line, end)),
        "justified_padding" | "trailing_space" => {
            !paper.holds("  ", None) && !paper.holds(" \n", None)
        }
        "line_wraps_inside_sentence" => paper.wraps_are(row["count"].as_u64()),
        "wrap_inside_phrase" => paper.holds(text, Some((line, end))),
        other => panic!("no check for {other}"),
    }
}

#[test]
#[ignore = "needs the real papers beside the project (../shared)"]
fn shared_the_parts_of_the_real_papers_are_found() {
    let truth = shared("truth/seed_structure.jsonl");
    let truth = std::fs::read_to_string(truth).expect("the truth can be read");
    let mut papers: BTreeMap<String, Paper> = BTreeMap::new();
    let (mut rows, mut failed) = (0, Vec::new());
    for row in truth.lines() {
        let row: Value = serde_json::from_str(row).expect("a row is JSON");
        let name = row["file"].as_str().expect("a row names its file").to_owned();
        let paper = papers.entry(name.clone()).or_insert_with(|| Paper::read(&name));
        rows += 1;
        if !holds(paper, &row) {
            failed.push(format!("{name}:{} {}", row["line"], row["kind"]));
        }
    }
    say(&format!("{} of {rows} rows of the structure hold", rows - failed.len()));
    assert!(failed.is_empty(), "{} of {rows} rows hold; not: {failed:#?}", rows - failed.len());
}

#[test]
#[ignore = "needs the real papers beside the project (../shared)"]
fn shared_the_sections_of_the_real_papers_are_found() {
    let items = |count: usize| (1..=count).map(|item| item.to_string()).collect::<Vec<_>>();
    let dashes = |section: usize, count: usize| {
        let below = (1..=count).map(move |item| format!("{section}/{item}"));
        std::iter::once(section.to_string()).chain(below).collect::<Vec<_>>()
    };
    let wanted: [(&str, usize, Vec<String>); 5] = [
        ("000_44d0eca367fd59e2.txt", 4, items(8)),
        (
            "001_ec1fd3bad20969af.txt",
            7,
            [dashes(1, 7), dashes(2, 7), dashes(3, 6), dashes(4, 5)].concat(),
        ),
        ("002_beaf17dff00bb55d.txt", 1, items(0)),
        ("003_facf118e40bc606b.txt", 1, items(0)),
        ("004_a2f85030f6bfe990.txt", 2, items(4)),
    ];
    for (name, pages, paths) in wanted {
        let paper = Paper::read(name);
        let body = paper.document.sections.iter().filter(|section| section.place == Place::Body);
        let found = body.flat_map(|section| {
            std::iter::once(&section.path).chain(section.inner.iter().map(|inner| &inner.path))
        });
        let found: Vec<String> = found.filter(|path| !path.is_empty()).cloned().collect();
        assert_eq!(found, paths, "{name}");
        assert_eq!(paper.document.pages.len(), pages, "{name}");
    }
}

#[test]
#[ignore = "needs the real papers beside the project (../shared)"]
fn shared_the_citations_of_the_real_papers_are_found() {
    let truth = shared("truth/seed_citations.jsonl");
    let truth = std::fs::read_to_string(truth).expect("the truth can be read");
    let mut wanted: BTreeMap<String, Vec<(u32, u32, String)>> = BTreeMap::new();
    for row in truth.lines() {
        let row: Value = serde_json::from_str(row).expect("a row is JSON");
        let line = |key: &str| row[key].as_u64().expect("a row has its lines") as u32;
        let name = row["file"].as_str().expect("a row names its file").to_owned();
        let canonical = row["canonical"].as_str().expect("a row has its number").to_owned();
        wanted.entry(name).or_default().push((line("line"), line("end_line"), canonical));
    }
    for (name, mut wanted) in wanted {
        let paper = Paper::read(&name);
        let mut found: Vec<(u32, u32, String)> = Vec::new();
        for section in &paper.document.sections {
            for citation in &section.citations {
                let (first, last) = paper.lines_of(section, citation.span);
                // Names, and what the paper says of itself, are rows of their own.
                if !matches!(citation.form, Form::Alias | Form::Itself | Form::Title) {
                    found.push((first, last, citation.canonical.clone().unwrap_or_default()));
                }
            }
        }
        wanted.sort();
        found.sort();
        assert_eq!(found, wanted, "{name}");
    }
}
