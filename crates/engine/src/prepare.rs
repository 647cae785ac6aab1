//! Makes of a paper what the index holds of it.
//! In: the extracted text and the paper read from it. Out: records and texts to be indexed.
//! Never touches files or the engine; the same paper gives the same bytes.

use std::cell::Cell;

use twox_hash::XxHash3_128;
use vankien_papers::document::{Citation, Document, Form, Place, Section, page_at};
use vankien_text::span::{Columns, Lines, Piece, Span};
use vankien_text::{Edit, Why};

use crate::abbreviated;
use crate::analyse::{self, NUMBER_LEAD, OWN_LEAD, PRINTED_LEAD};
use crate::duplicates;
use crate::health::Health;
use crate::keys;
use crate::parallel::Weigh;
use crate::record::{
    LineStart, PaperRecord, PlacedEdit, SectionRecord, ViewExceptions, to_bytes, to_bytes_with_capacity,
};
use crate::role::Role;
use crate::second;
use crate::tokenizer::{Inlay, marked_up};

/// A paper, ready to be written.
pub struct Prepared {
    /// What is stored of the paper; path, origin, size and time are the caller's to fill.
    pub paper: PaperRecord,
    /// Its sections in order.
    pub sections: Vec<PreparedSection>,
}

impl Weigh for Prepared {
    /// A file makes about three times its bytes: the text that is searched, the one that is shown, records.
    fn weight(&self) -> u64 {
        let bytes = |section: &PreparedSection| {
            section.text.len() + section.body.len() + section.second.len() + section.record.len()
        };
        self.sections.iter().map(bytes).sum::<usize>() as u64 / 3
    }
}

/// A section, ready to be written.
pub struct PreparedSection {
    /// The text with its numbers written in.
    pub text: String,
    /// Stretches with second readings; empty for most.
    pub second: String,
    /// What counts more than text; empty for most.
    pub title: String,
    /// What it is to its paper.
    pub role: Role,
    /// The text as it is shown.
    pub body: String,
    /// The bytes of its [`SectionRecord`], and of what that leaves open.
    pub record: Vec<u8>,
}

/// Prepares `document`, which was read from the file at `path` as the text `extracted`.
pub fn prepare(path: &str, extracted: &str, mut document: Document) -> Prepared {
    let lines = Lines::of(extracted);
    let (counts, health) = (count_edits(&document.edits), Health::of(&document));
    let changes = |changes: &mut Vec<Edit>| {
        Changes::of(std::mem::take(changes), &mut Columns::new(&lines, extracted))
    };
    let (edits, readings) = (changes(&mut document.edits), changes(&mut document.readings));
    let source = Source { path, extracted, lines: &lines, edits, readings };
    let mut paper = PaperRecord {
        path: path.to_owned(),
        pages: Some(document.pages.len() as u32).filter(|pages| *pages > 0),
        unread_pages: document.unread_pages,
        ocr_pages: document.ocr_pages,
        lines: source.lines.count() as u32,
        quality: document.quality,
        text_quality: document.text_quality,
        provenance: document.provenance.clone(),
        edits: counts,
        health,
        sections: document.sections.len() as u32,
        ..PaperRecord::default()
    };
    let own = document.masthead.number.as_ref().map(|number| keys::number_key(&number.value));
    let mut own = own.filter(|_| !document.sections.iter().any(bears_number));
    let mut hasher = XxHash3_128::new();
    let first = document.sections.iter().position(tells);
    paper.same =
        duplicates::text_key(document.sections.iter().map(|section| section.text.as_str()));
    let mut sections = Vec::with_capacity(document.sections.len());
    let mut exceptions = Vec::with_capacity(document.sections.len());
    for (ordinal, section) in document.sections.into_iter().enumerate() {
        paper.passages +=
            section.text.lines().filter(|line| !line.trim().is_empty()).count() as u32;
        let role = role(&section, first == Some(ordinal));
        let lines = section.lines;
        let (section, tokens, open) =
            source.section(ordinal as u32, section, role, &document.pages, own.take());
        paper.tokens += tokens;
        hasher.write(section.body.as_bytes());
        hasher.write(&section.record);
        sections.push(section);
        exceptions.push((lines, open));
    }
    paper.apart = Some(source.edits.apart(&mut exceptions));
    for (section, (_, exceptions)) in sections.iter_mut().zip(&exceptions) {
        section.record.extend(exceptions.to_bytes());
    }
    let told = (&document.masthead, &document.abbreviations, paper.pages, paper.quality);
    let unread = (paper.unread_pages, paper.text_quality);
    hasher.write(&to_bytes(&(told, unread, &paper.edits)));
    if !paper.provenance.limits.is_empty() {
        hasher.write(&to_bytes(&paper.provenance.limits));
    }
    paper.content = hasher.finish_128();
    paper.masthead = document.masthead;
    paper.abbreviations = document.abbreviations;
    Prepared { paper, sections }
}

/// No shorter section, in bytes, tells what its paper is about: the heading of a chapter does not.
const TELLING: usize = 100;

fn tells(section: &Section) -> bool {
    section.place == Place::Body && section.text.len() >= TELLING
}

fn role(section: &Section, is_first: bool) -> Role {
    match section.place {
        Place::Title | Place::Headline => Role::Name,
        _ if is_first => Role::First,
        _ => Role::Other,
    }
}

/// Stretches behind one another, so that no phrase goes across two of them.
fn push_apart(stretches: &[&str]) -> String {
    let clean = |text: &&str| text.replace(|one: char| one.is_control() && one != '\n', " ");
    let stretches: Vec<String> = stretches.iter().map(clean).collect();
    stretches.join(&format!(" {} ", second::STRETCH_SEPARATOR))
}

fn bears_number(section: &Section) -> bool {
    section
        .citations
        .iter()
        .any(|citation| citation.form == Form::Own && citation.canonical.is_some())
}

fn count_edits(edits: &[Edit]) -> Vec<(Why, u32)> {
    let counted =
        Why::ALL.map(|why| (why, edits.iter().filter(|edit| edit.why == why).count() as u32));
    counted.into_iter().filter(|(_, count)| *count > 0).collect()
}

/// What all sections of one paper share.
struct Source<'a> {
    path: &'a str,
    extracted: &'a str,
    lines: &'a Lines,
    edits: Changes,
    readings: Changes,
}

/// Changes of a paper in order.
struct Changes {
    /// With their lines and columns; their spans are bytes of the extracted text.
    placed: Vec<PlacedEdit>,
    /// Whether each fell in a section so far.
    is_within: Vec<Cell<bool>>,
}

impl Changes {
    fn of(all: Vec<Edit>, columns: &mut Columns<'_>) -> Changes {
        let placed: Vec<_> = all.into_iter().map(|edit| placed(edit, columns)).collect();
        let is_within = vec![Cell::new(false); placed.len()];
        Changes { placed, is_within }
    }
}

/// An edit with its line and column.
fn placed(edit: Edit, columns: &mut Columns<'_>) -> PlacedEdit {
    let Edit { span, from, to, why, confidence } = edit;
    let (line, column) = columns.place(span.start);
    PlacedEdit { span, line, column, from, to, why, confidence }
}

impl Source<'_> {
    /// `own` is the paper's number where no section says by itself that it bears it.
    fn section(
        &self,
        ordinal: u32,
        section: Section,
        role: Role,
        pages: &[u32],
        own: Option<String>,
    ) -> (PreparedSection, u64, ViewExceptions) {
        let inlays = inlays(&section, own);
        let numbers = inlays.iter().filter(|inlay| inlay.lead != PRINTED_LEAD).count() as u64;
        let text = marked_up(&section.text, &inlays);
        let tokens = analyse::estimate_tokens(&section.text) + numbers;
        let title = match section.place {
            Place::Title | Place::Headline => section.text.clone(),
            _ => section.title.clone(),
        };
        let whole = [Piece {
            to: Span::new(0, section.text.len()),
            from: Span::new(0, section.text.len()),
        }];
        let pieces = if section.map.is_identity() { &whole[..] } else { section.map.pieces() };
        let (first, last) = section.lines;
        let truth = self.truth(&section, pages);
        let record = SectionRecord {
            path: self.path.to_owned(),
            ordinal,
            section: section.path,
            title: section.title,
            place: section.place,
            page: section.page,
            lines: section.lines,
            starts: self.starts(pieces),
            page_lines: pages
                .iter()
                .copied()
                .filter(|line| (first + 1..=last).contains(line))
                .collect(),
            inner: section.inner,
            citations: section.citations,
            edits: self.edits.within(pieces),
            readings: self.readings.within(pieces),
            text: section.text,
            exceptions: ViewExceptions::default(),
        };
        let exceptions = truth.beyond(&record);
        let second = second::second_readings(&record);
        let second: Vec<&str> = second.iter().map(|one| one.text.as_str()).collect();
        let second = push_apart(&second);
        // A line takes three numbers; what else stands beside the text is short.
        let bytes = to_bytes_with_capacity(&record, 12 * record.starts.len() + 512);
        let section =
            PreparedSection { text, second, title, role, body: record.text, record: bytes };
        (section, tokens, exceptions)
    }

    /// The lines of the rows and citations of a section, by its map.
    fn truth(&self, section: &Section, pages: &[u32]) -> Truth {
        let rows = section.rows().map(|row| section.lines_of(row.span, self.lines)).collect();
        let citation = |citation: &Citation| {
            let lines = section.lines_of(citation.span, self.lines);
            (lines, page_at(pages, lines.0))
        };
        Truth { rows, citations: section.citations.iter().map(citation).collect() }
    }

    /// Where each line of the extracted text begins in the section.
    fn starts(&self, pieces: &[Piece]) -> Vec<LineStart> {
        let mut starts: Vec<LineStart> = Vec::new();
        for piece in pieces {
            let near = starts.last().map_or(1, |last| last.line);
            let line = self.lines.line_near(near, piece.from.start);
            if starts.last().is_none_or(|last| last.line != line) {
                let column = self.lines.column_on(line, self.extracted, piece.from.start);
                starts.push(LineStart { at: piece.to.start as u32, line, column });
            }
            if piece.to.len() != piece.from.len() {
                continue;
            }
            let copied = piece.from.of(self.extracted);
            for (line, (at, _)) in (line + 1..).zip(copied.match_indices('\n')) {
                // A line end belongs to the line it ends; the last one begins nothing here.
                if at + 1 < copied.len() {
                    let at = (piece.to.start + at + 1) as u32;
                    starts.push(LineStart { at, line, column: 0 });
                }
            }
        }
        starts
    }
}

/// The lines of the rows of a section, and lines and pages of its citations.
struct Truth {
    rows: Vec<(u32, u32)>,
    citations: Vec<((u32, u32), Option<u32>)>,
}

impl Truth {
    /// What of it the record does not tell.
    fn beyond(&self, record: &SectionRecord) -> ViewExceptions {
        let mut exceptions = ViewExceptions::default();
        for (at, (row, lines)) in record.rows().zip(&self.rows).enumerate() {
            if record.lines_of(row.span) != *lines {
                exceptions.rows.push((at as u32, *lines));
            }
        }
        for (at, (citation, (lines, page))) in
            record.citations.iter().zip(&self.citations).enumerate()
        {
            let told = record.lines_of(citation.span);
            if (told, record.page_of(told.0)) != (*lines, *page) {
                exceptions.citations.push((at as u32, *lines, *page));
            }
        }
        exceptions
    }
}

impl Changes {
    /// Gives those that fell in no section to a section that ends behind them; gives back those of a paper without
    /// sections.
    fn apart(&self, sections: &mut [((u32, u32), ViewExceptions)]) -> Vec<PlacedEdit> {
        let within = self.is_within.iter();
        let apart = self.placed.iter().zip(within).filter(|(_, is_within)| !is_within.get());
        // Nothing of a section is theirs.
        let apart = apart.map(|(edit, _)| PlacedEdit { span: Span::default(), ..edit.clone() });
        let Some(last) = sections.len().checked_sub(1) else { return apart.collect() };
        let mut at = 0;
        for edit in apart {
            while at < last && sections[at].0.1 < edit.line {
                at += 1;
            }
            sections[at].1.edits.push(edit);
        }
        Vec::new()
    }

    /// Those that fall in a section, with their place in it.
    fn within(&self, pieces: &[Piece]) -> Vec<PlacedEdit> {
        let mut placed: Vec<(usize, Span)> = Vec::new();
        for piece in pieces {
            let first = self.placed.partition_point(|edit| edit.span.end <= piece.from.start);
            for (at, edit) in self.placed.iter().enumerate().skip(first) {
                if edit.span.start >= piece.from.end {
                    break;
                }
                let span = part(piece, edit.span);
                self.is_within[at].set(true);
                match placed.last_mut() {
                    Some((last, whole)) if *last == at => whole.end = whole.end.max(span.end),
                    _ => placed.push((at, span)),
                }
            }
        }
        let with_span = |(at, span): (usize, Span)| PlacedEdit { span, ..self.placed[at].clone() };
        placed.into_iter().map(with_span).collect()
    }
}

/// What a piece made of `span`, which overlaps its source: exact in a copy, else the whole piece.
fn part(piece: &Piece, span: Span) -> Span {
    if piece.to.len() != piece.from.len() {
        return piece.to;
    }
    let start = span.start.max(piece.from.start) - piece.from.start;
    let end = span.end.min(piece.from.end) - piece.from.start;
    Span::new(piece.to.start + start, piece.to.start + end)
}

/// What is written into the text of a section: its numbers, and abbreviations as they are printed. `own` is the paper's
/// number where the section stands for it.
fn inlays(section: &Section, own: Option<String>) -> Vec<Inlay> {
    let own = own.into_iter().flat_map(|key| {
        [OWN_LEAD, NUMBER_LEAD].map(|lead| Inlay { at: 0, lead, key: key.clone() })
    });
    let mut inlays: Vec<Inlay> = own.collect();
    inlays.extend(numbers(&section.text, &section.citations));
    for (at, letters) in abbreviated::places(&section.text, &section.citations) {
        inlays.push(Inlay { at, lead: PRINTED_LEAD, key: letters.to_owned() });
    }
    inlays.sort_by_key(|inlay| inlay.at);
    inlays
}

/// The numbers among the citations. One stands before the whole word it begins in.
fn numbers(text: &str, citations: &[Citation]) -> Vec<Inlay> {
    let mut inlays: Vec<Inlay> = Vec::new();
    for citation in citations {
        let at = word_start(text, citation.span.start);
        for key in keys::citation_keys(text, citation) {
            if citation.form == Form::Own {
                inlays.push(Inlay { at, lead: OWN_LEAD, key: key.clone() });
            }
            inlays.push(Inlay { at, lead: NUMBER_LEAD, key });
        }
    }
    inlays
}

fn word_start(text: &str, at: usize) -> usize {
    let Some((before, after)) = text.split_at_checked(at) else { return 0 };
    let before = before.trim_end_matches(char::is_alphanumeric).len();
    if after.starts_with(char::is_alphanumeric) { before } else { at }
}
