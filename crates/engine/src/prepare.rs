//! Prepares a paper for a store: its record, the records of its sections, and the texts to index.
//! In: the extracted text and the `Document` made of it. Out: records and texts. Never touches files or a store; the
//! same paper always gives the same bytes.

use std::cell::Cell;

use twox_hash::XxHash3_128;
use vankien_papers::document::{Citation, Document, Form, Place, Section, page_at};
use vankien_text::span::{Columns, Lines, Piece, Span};
use vankien_text::{Edit, Why};

use crate::analyse::{self, PRINTED_LEAD};
use crate::duplicates;
use crate::health::Health;
use crate::inlays;
use crate::keys;
use crate::parallel::Weigh;
use crate::record::{
    LineStart, PaperRecord, PlacedEdit, SectionRecord, ViewExceptions, to_bytes,
    to_bytes_with_capacity,
};
use crate::role::Role;
use crate::second::{self, SecondReading};
use crate::tokenizer::marked_up;

/// A paper, ready to be written to a store.
pub struct Prepared {
    /// The record of the paper. The caller fills in what the text does not tell: origin, size, time, hash and scan of
    /// the file, verdicts, and whether it is a duplicate; also another duplicate key if the text cannot tell duplicates
    /// ([`duplicates::bytes_key`]).
    pub paper: PaperRecord,
    /// Its sections, in the order of their ordinals.
    pub sections: Vec<PreparedSection>,
}

impl Weigh for Prepared {
    /// A third of the bytes of the sections: a plain text file gives about three times its bytes (the indexed text, the
    /// stored text, and records).
    fn weight(&self) -> u64 {
        let bytes = |section: &PreparedSection| {
            section.text.len() + section.body.len() + section.second.len() + section.record.len()
        };
        self.sections.iter().map(bytes).sum::<usize>() as u64 / 3
    }
}

/// A section, ready to be written to a store.
pub struct PreparedSection {
    /// The indexed text, with inlays (see [`crate::tokenizer`]).
    pub text: String,
    /// The indexed stretches with second readings, joined (see [`crate::second`]); empty for most sections.
    pub second: String,
    /// The indexed heading, or all of the text if the section is the title or headline of the paper; empty for most
    /// sections.
    pub title: String,
    /// Its role in the paper.
    pub role: Role,
    /// The stored text, as it is shown.
    pub body: String,
    /// The encoded [`SectionRecord`], then its encoded exceptions if it has any.
    pub record: Vec<u8>,
}

/// Prepares `document`, which was made of the text `extracted` of the file at `path` (as walked).
pub fn prepare(path: &str, extracted: &str, mut document: Document) -> Prepared {
    let lines = Lines::of(extracted);
    let counts = count_edits(&document.edits);
    let health = Health::of(&document);
    let place_all = |edits: &mut Vec<Edit>| {
        PlacedEdits::of(std::mem::take(edits), &mut Columns::new(&lines, extracted))
    };
    let edits = place_all(&mut document.edits);
    let readings = place_all(&mut document.readings);
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
    // If no section states the paper's own number, the first section of the paper itself bears it.
    let mut unstated_number = unstated_number(&document);
    let mut hasher = XxHash3_128::new();
    let lead = document.sections.iter().position(can_be_lead);
    let laid_out = |section: &&Section| section.place != Place::Running;
    let own = document.sections.iter().filter(laid_out);
    paper.duplicate_key = duplicates::text_key(own.map(|section| section.text.as_str()));
    let mut sections = Vec::with_capacity(document.sections.len());
    let mut exceptions = Vec::with_capacity(document.sections.len());
    for (ordinal, section) in std::mem::take(&mut document.sections).into_iter().enumerate() {
        paper.passages += count_paragraphs(&section.text);
        let role = role(&section, lead == Some(ordinal));
        let last_line = section.lines.1;
        let number = unstated_number.take_if(|_| section.place.is_of_paper());
        let written = source.section(ordinal as u32, section, role, &document.pages, number);
        paper.tokens += written.tokens;
        hasher.write(written.section.body.as_bytes());
        hasher.write(&written.section.record);
        sections.push(written.section);
        exceptions.push(SectionExceptions { last_line, exceptions: written.exceptions });
    }
    paper.edits_outside_sections = Some(source.edits.place_outside_sections(&mut exceptions));
    // The exceptions are not hashed: they are no part of the digest.
    for (section, of_section) in sections.iter_mut().zip(&exceptions) {
        section.record.extend(of_section.exceptions.to_bytes());
    }
    hash_identity(&mut hasher, &paper, &document);
    paper.content = hasher.finish_128();
    paper.masthead = document.masthead;
    paper.parts = document.parts;
    paper.abbreviations = document.abbreviations;
    Prepared { paper, sections }
}

/// Adds to the hash of a paper what its sections do not hold.
fn hash_identity(hasher: &mut XxHash3_128, paper: &PaperRecord, document: &Document) {
    let identity = (&document.masthead, &document.abbreviations, paper.pages, paper.quality);
    let unread = (paper.unread_pages, paper.text_quality);
    hasher.write(&to_bytes(&(identity, unread, &paper.edits)));
    if !document.parts.is_empty() {
        hasher.write(&to_bytes(&document.parts));
    }
    if !paper.provenance.limits.is_empty() {
        hasher.write(&to_bytes(&paper.provenance.limits));
    }
}

/// Body sections shorter than this, in bytes of text, are not taken as the first section of a paper ([`Role::First`]):
/// they are headings of chapters. A judgement, not measured. `cargo run --release -p vankien-lab -- evaluate` shows its
/// effect on ranking; a change needs a new fingerprint.
const MIN_LEAD_BYTES: usize = 100;

/// Whether a section can say what its paper is about: it is of the body text, and long enough.
fn can_be_lead(section: &Section) -> bool {
    section.place == Place::Body && section.text.len() >= MIN_LEAD_BYTES
}

fn role(section: &Section, is_lead: bool) -> Role {
    match section.place {
        Place::Title | Place::Headline => Role::Name,
        Place::Running => Role::Running,
        _ if is_lead => Role::First,
        _ => Role::Other,
    }
}

/// Joins the stretches of a section with a separator that no phrase crosses. Other control characters than line ends
/// become blanks, so that none passes for the separator.
fn join_stretches(stretches: &[SecondReading]) -> String {
    let is_reserved = |one: char| one.is_control() && one != '\n';
    let clean: Vec<String> =
        stretches.iter().map(|stretch| stretch.text.replace(is_reserved, " ")).collect();
    clean.join(&format!(" {} ", second::STRETCH_SEPARATOR))
}

/// How many lines of a section's text are not blank; each such line is a paragraph.
fn count_paragraphs(text: &str) -> u32 {
    text.lines().filter(|line| !line.trim().is_empty()).count() as u32
}

/// The key of the paper's own number if no section states it; `None` if one does, or the masthead has no number.
fn unstated_number(document: &Document) -> Option<String> {
    if document.sections.iter().any(states_own_number) {
        return None;
    }
    let number = document.masthead.number.as_ref()?;
    Some(keys::number_key(&number.value))
}

/// Whether a section states the number of its own paper.
fn states_own_number(section: &Section) -> bool {
    section
        .citations
        .iter()
        .any(|citation| citation.form == Form::Own && citation.canonical.is_some())
}

/// The number of edits by reason; only reasons that occur.
fn count_edits(edits: &[Edit]) -> Vec<(Why, u32)> {
    let counted =
        Why::ALL.map(|why| (why, edits.iter().filter(|edit| edit.why == why).count() as u32));
    counted.into_iter().filter(|(_, count)| *count > 0).collect()
}

/// What all sections of one paper share.
struct Source<'a> {
    /// The path of the paper, as walked.
    path: &'a str,
    /// The extracted text.
    extracted: &'a str,
    /// The lines of the extracted text.
    lines: &'a Lines,
    /// Its edits.
    edits: PlacedEdits,
    /// Its second readings.
    readings: PlacedEdits,
}

/// The edits (or second readings) of a paper, sorted.
struct PlacedEdits {
    /// The edits with lines and columns. Their spans are bytes of the extracted text.
    placed: Vec<PlacedEdit>,
    /// For each edit, whether it was found in a section so far.
    is_in_section: Vec<Cell<bool>>,
}

impl PlacedEdits {
    fn of(edits: Vec<Edit>, columns: &mut Columns<'_>) -> PlacedEdits {
        let placed: Vec<_> = edits.into_iter().map(|edit| placed(edit, columns)).collect();
        let is_in_section = vec![Cell::new(false); placed.len()];
        PlacedEdits { placed, is_in_section }
    }
}

/// An edit with its line and column.
fn placed(edit: Edit, columns: &mut Columns<'_>) -> PlacedEdit {
    let Edit { span, from, to, why, confidence } = edit;
    let (line, column) = columns.place(span.start);
    PlacedEdit { span, line, column, from, to, why, confidence }
}

/// A prepared section, with what the caller still has to add up or write.
struct WrittenSection {
    section: PreparedSection,
    /// How many tokens (estimated) and inlays of document numbers it has.
    tokens: u64,
    exceptions: ViewExceptions,
}

/// The exceptions of a section, and its last line (1-based) in the extracted text.
struct SectionExceptions {
    last_line: u32,
    exceptions: ViewExceptions,
}

impl Source<'_> {
    /// Prepares one section. `unstated_number` is the key of the paper's own number if no section states it and this
    /// one shall bear it.
    fn section(
        &self,
        ordinal: u32,
        section: Section,
        role: Role,
        pages: &[u32],
        unstated_number: Option<String>,
    ) -> WrittenSection {
        let inlays = inlays::of_section(&section, unstated_number);
        let numbers = inlays.iter().filter(|inlay| inlay.lead != PRINTED_LEAD).count() as u64;
        let text = marked_up(&section.text, &inlays);
        let tokens = analyse::estimate_tokens(&section.text) + numbers;
        let whole = [Piece {
            to: Span::new(0, section.text.len()),
            from: Span::new(0, section.text.len()),
        }];
        let pieces = if section.map.is_identity() { &whole[..] } else { section.map.pieces() };
        let (first, last) = section.lines;
        let exact = self.exact_places(&section, pages);
        let record = SectionRecord {
            path: self.path.to_owned(),
            ordinal,
            section: section.path,
            title: section.title,
            lead: section.lead,
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
            edits: self.edits.within(pieces, &section.text),
            readings: self.readings.within(pieces, &section.text),
            text: section.text,
            exceptions: ViewExceptions::default(),
        };
        let exceptions = exact.exceptions_of(&record);
        let second = join_stretches(&second::second_readings(&record));
        let heading = match record.place {
            Place::Title | Place::Headline => &record.text,
            _ => &record.title,
        };
        let title = marked_up(&second::heading_with_readings(&record, heading), &[]);
        // A first guess of the size, which saves reallocating: a line start takes three small numbers, the rest is
        // short.
        let bytes = to_bytes_with_capacity(&record, 12 * record.starts.len() + 512);
        let section =
            PreparedSection { text, second, title, role, body: record.text, record: bytes };
        WrittenSection { section, tokens, exceptions }
    }

    /// The exact lines of the rows and citations of a section, from its map to the extracted text.
    fn exact_places(&self, section: &Section, pages: &[u32]) -> ExactPlaces {
        let rows = section.rows().map(|row| section.lines_of(row.span, self.lines)).collect();
        let citation = |citation: &Citation| {
            let lines = section.lines_of(citation.span, self.lines);
            (lines, page_at(pages, lines.0))
        };
        ExactPlaces { rows, citations: section.citations.iter().map(citation).collect() }
    }

    /// Where each line of the extracted text that the section comes from begins in it. `pieces` map the section to the
    /// extracted text.
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
                // A line end belongs to the line that it ends. One at the end of the piece begins no line in it.
                if at + 1 < copied.len() {
                    let at = (piece.to.start + at + 1) as u32;
                    starts.push(LineStart { at, line, column: 0 });
                }
            }
        }
        starts
    }
}

/// The exact lines of the rows of a section, and the exact lines and pages of its citations.
struct ExactPlaces {
    /// First and last line (1-based) of each row.
    rows: Vec<(u32, u32)>,
    /// First and last line (1-based) and page of each citation.
    citations: Vec<((u32, u32), Option<u32>)>,
}

impl ExactPlaces {
    /// The places that differ from what is computed from the record.
    fn exceptions_of(&self, record: &SectionRecord) -> ViewExceptions {
        let mut exceptions = ViewExceptions::default();
        for (at, (row, lines)) in record.rows().zip(&self.rows).enumerate() {
            if record.lines_of(row.span) != *lines {
                exceptions.rows.push((at as u32, *lines));
            }
        }
        for (at, (citation, (lines, page))) in
            record.citations.iter().zip(&self.citations).enumerate()
        {
            let computed = record.lines_of(citation.span);
            if (computed, record.page_of(computed.0)) != (*lines, *page) {
                exceptions.citations.push((at as u32, *lines, *page));
            }
        }
        exceptions
    }
}

impl PlacedEdits {
    /// Adds each edit that lies in no section to the exceptions of the first section that ends on its line or behind
    /// it, or of the last section. Returns these edits if the paper has no sections.
    fn place_outside_sections(&self, sections: &mut [SectionExceptions]) -> Vec<PlacedEdit> {
        let with_flag = self.placed.iter().zip(&self.is_in_section);
        let unplaced = with_flag.filter(|(_, is_in_section)| !is_in_section.get());
        // They cover no bytes of a section.
        let outside =
            unplaced.map(|(edit, _)| PlacedEdit { span: Span::default(), ..edit.clone() });
        let Some(last) = sections.len().checked_sub(1) else { return outside.collect() };
        let mut at = 0;
        for edit in outside {
            while at < last && sections[at].last_line < edit.line {
                at += 1;
            }
            sections[at].exceptions.edits.push(edit);
        }
        Vec::new()
    }

    /// The edits that lie in a section, with their spans in its text, which are whole characters. Marks them as found.
    fn within(&self, pieces: &[Piece], text: &str) -> Vec<PlacedEdit> {
        let mut placed: Vec<(usize, Span)> = Vec::new();
        for piece in pieces {
            let first = self.placed.partition_point(|edit| edit.span.end <= piece.from.start);
            for (at, edit) in self.placed.iter().enumerate().skip(first) {
                if edit.span.start >= piece.from.end {
                    break;
                }
                let span = span_in_section(piece, edit.span, text);
                self.is_in_section[at].set(true);
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

/// Maps `span`, which overlaps the source of a piece, to the section, whose text is `text`: exactly if the piece is a
/// copy, else to all of it. A change of as many bytes counts as a copy, so the span is widened to whole characters
/// (`(a^.` and `ậ` have three bytes each).
fn span_in_section(piece: &Piece, span: Span, text: &str) -> Span {
    if piece.to.len() != piece.from.len() {
        return piece.to;
    }
    let start = span.start.max(piece.from.start) - piece.from.start;
    let end = span.end.min(piece.from.end) - piece.from.start;
    Span::new(
        text.floor_char_boundary(piece.to.start + start),
        text.ceil_char_boundary(piece.to.start + end),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_edit_inside_a_change_covers_whole_letters() {
        let text = "luật";
        let (from, to) = (Span::new(2, 5), Span::new(2, 5));
        assert_eq!(to.of(text), "ậ");
        // Of `a^.` alone the last sign.
        let span = span_in_section(&Piece { to, from }, Span::new(4, 5), text);
        assert_eq!(span, to);
        let whole = Piece { to: Span::new(0, 6), from: Span::new(10, 16) };
        assert_eq!(span_in_section(&whole, Span::new(10, 12), text), Span::new(0, 2));
    }
}
