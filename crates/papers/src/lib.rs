//! Finds the structure of a paper: masthead, numbered sections, footnotes, signature, citations.
//! In: repaired text. Out: a [`Document`]. It holds the text of each section on joined lines, with a map back to the
//! bytes of the repaired text.
//! Never fails, never changes a letter of a section. A field of the masthead is printed in the paper or follows from
//! what is printed: the kind from the symbol of the number, the issuer from its code.
//!
//! [`structure`] is the entry. [`Provenance`] tells how the text was obtained: format, encodings, OCR, limits met.
//! [`PaperNote`] is a warning for a reader of the paper, such as pages without text; [`Limited`] is a limit in such a
//! note. [`provision`] names the article, clause or point that holds a range of a section, as offices cite it.
//!
//! ```
//! use vankien_papers::document::LineKind;
//!
//! let text = "Số: 1023-CV/TU\n\nCÔNG VĂN\nvề việc triển khai Nghị quyết\n\nCăn cứ Nghị quyết số 59-NQ/TW của Bộ Chính trị.\n";
//! let document = vankien_papers::structure(text, &[], LineKind::Open);
//!
//! let number = document.masthead.number.expect("it is printed");
//! assert_eq!((number.value.as_str(), number.lines), ("1023-CV/TU", (1, 1)));
//! let cited: Vec<_> = document.sections.iter().flat_map(|section| &section.citations).collect();
//! assert!(cited.iter().any(|one| one.canonical.as_deref() == Some("59-NQ/TW")));
//! ```

mod abbreviation;
mod adoption;
mod article;
mod back;
pub mod citation; // finds where a text names another paper
pub mod date; // parses printed dates
pub mod document; // the values that come out: masthead, sections, citations
pub mod effect; // finds from when a paper has effect
mod footnote;
mod heading;
mod issuer;
mod labels;
mod line;
mod list;
mod masthead;
mod note;
pub mod number; // parses the numbers of papers, with the tables of kinds and bodies
mod outline;
mod page;
mod paragraph;
pub mod provenance; // how the text was obtained: format, encodings, OCR, limits
mod provision;
mod running;
mod section;
pub mod series; // tells to which series a number belongs, by the rules of counting
mod signature;
mod table;

use std::ops::Range;

use crate::document::{Document, LineKind, Masthead, PaperPart, Place};
use line::Line;
use masthead::Head;
pub use note::{Limited, PaperNote};
use page::Pages;
use paragraph::Measure;
pub use provenance::Provenance;
pub use provision::{provision, unit_at};
use section::SectionDraft;

/// What the file format tells about the pages and lines of a text.
#[derive(Clone, Copy, Debug, Default)]
pub struct PageLayout<'a> {
    /// The byte offsets in the text at which pages 2, 3, … begin, ascending. If it is empty, pages are found by printed
    /// page numbers and blank lines.
    pub page_starts: &'a [usize],
    /// Whether a line of the text is a printed line or a whole paragraph, where the format tells it.
    pub kind: LineKind,
    /// The numbers of the lines that are stamps or watermarks: 1-based, ascending. Such text is drawn across the page
    /// and belongs to no sentence around it.
    pub stamp_lines: &'a [u32],
    /// The numbers of the lines that a web page marks as menu, aside or footer: 1-based, ascending. Before the head of
    /// the paper they are front matter, else back matter.
    pub outside_lines: &'a [u32],
}

/// The structure of the paper in `text`, which is repaired already; `page_starts` and `kind` as in [`PageLayout`].
///
/// A file may hold several papers one behind the other. [`Document::masthead`] is then that of the first, and
/// [`Document::parts`] has one entry for each. With one paper `parts` is empty. Only pages, masthead, parts, sections
/// and abbreviations are filled in; the caller sets the other fields (quality, provenance, edits). The map of each
/// section leads back to `text`.
pub fn structure(text: &str, page_starts: &[usize], kind: LineKind) -> Document {
    structure_with(text, PageLayout { page_starts, kind, ..PageLayout::default() })
}

/// The same as [`structure`], with all that the file format tells, stamps included.
pub fn structure_with(text: &str, said: PageLayout<'_>) -> Document {
    let mut lines = line::lines(text);
    let is_stamp = |line: &Line<'_>| said.stamp_lines.binary_search(&line.number).is_ok();
    let stamps: Vec<Line<'_>> = lines.extract_if(.., |line| is_stamp(line)).collect();
    let is_outside = |line: &Line<'_>| said.outside_lines.binary_search(&line.number).is_ok();
    let outside: Vec<Line<'_>> = lines.extract_if(.., |line| is_outside(line)).collect();
    let (layout, full) = line::layout(&lines, said.kind);
    let Pages { begins: pages, running } = page::pages(&mut lines, layout, said.page_starts);
    let measure = Measure { layout, full };
    let mut notes = footnote::footnotes(&mut lines).into_iter().peekable();
    let mut heads = Vec::new();
    let mut sections = Vec::new();
    let (papers, back) = papers(&lines);
    let count = papers.len();
    let begin =
        papers.first().and_then(|(_, head)| lines.get(head.start)).map_or(1, |line| line.number);
    let back_lines = &lines[back];
    for (index, (range, head)) in papers.into_iter().enumerate() {
        let lines = &lines[range];
        let (first, last) = lines
            .first()
            .zip(lines.last())
            .map_or((1, 1), |(first, last)| (first.number, last.number));
        // A paper gets the footnotes up to its last line. The last paper gets all that are left: notes were taken out
        // of `lines`, so that those at the end of the file have greater line numbers than its last line.
        let until = if index + 1 < count { last } else { u32::MAX };
        let own_notes = std::iter::from_fn(|| notes.next_if(|note| note.is_up_to(until))).collect();
        let (mut masthead, mut parts) = parts(lines, measure, head);
        adoption::complete(&mut masthead, lines);
        section::make_unique(&mut parts);
        section::attach(&mut parts, own_notes);
        if index > 0 {
            section::put_below(&mut parts, index + 1);
        }
        if index + 1 == count {
            let behind = back_lines.iter().map(|line| (Place::Back, *line));
            parts.extend(section::runs(behind.collect()));
            parts.extend(section::set_apart(Place::Stamp, &stamps));
            parts.extend(section::runs(
                running.iter().map(|line| (Place::Running, *line)).collect(),
            ));
            let (before, after) =
                outside.split_at(outside.partition_point(|line| line.number < begin));
            parts.extend(section::set_apart(Place::Front, before));
            parts.extend(section::set_apart(Place::Back, after));
        }
        let own_sections = section::sections(text, parts, measure, &mut masthead);
        issuer::complete(&mut masthead, &own_sections);
        effect::complete(&mut masthead, text, &own_sections);
        sections.extend(own_sections);
        heads.push(PaperPart { masthead, lines: (first, last) });
    }
    let masthead = heads.first().map(|head| head.masthead.clone()).unwrap_or_default();
    citation::settle(&mut sections, &masthead);
    document::announce(&mut sections);
    let abbreviations = abbreviation::abbreviations(&sections);
    let parts = if heads.len() > 1 { heads } else { Vec::new() };
    Document { pages, masthead, parts, sections, abbreviations, ..Document::default() }
}

/// The papers that stand one behind the other in one file, each as a range of indexes into `lines` with its head; and
/// the range of the back matter (what a web page prints behind a paper), empty where there is none. The first paper
/// begins at index 0, so that it includes the front matter. Each further paper begins with its own masthead.
fn papers<'a>(lines: &[Line<'a>]) -> (Vec<(Range<usize>, Head<'a>)>, Range<usize>) {
    let first = masthead::masthead(lines);
    let taken = first.taken;
    // Back matter is looked for only behind a paper with an official head. In a press report `article` judges all
    // lines.
    let end = if first.is_official { back::start(lines, taken) } else { lines.len() };
    let (lines, back) = (&lines[..end], end..lines.len());
    let later: Vec<usize> =
        masthead::later_heads(&lines[taken..]).into_iter().map(|at| taken + at).collect();
    let end = |index: usize| later.get(index).copied().unwrap_or(end);
    let mut papers = vec![(0..end(0), first)];
    for (index, start) in later.iter().enumerate() {
        let range = *start..end(index + 1);
        let head = masthead::head_at_start(&lines[range.clone()]);
        papers.push((range, head));
    }
    (papers, back)
}

/// The masthead of one paper and its parts in order of the file. An official paper has head, numbered items, signature
/// with recipients, and items behind that (annexes). A newspaper article has the parts that `article` finds. A paper is
/// official if it has an official head or a signature; one that is neither is read as an official paper.
fn parts<'a>(
    lines: &[Line<'a>],
    measure: Measure,
    head: Head<'a>,
) -> (Masthead, Vec<SectionDraft<'a>>) {
    let rest = &lines[head.taken..];
    let tail = signature::tail(rest);
    // `tail.taken` is (0, 0) where there is no signature.
    let official = head.is_official || tail.taken.1 > 0;
    if !official && let Some(article) = article::article(rest, measure.layout) {
        let mut parts = section::runs(head.lines);
        parts.extend(section::article(article.lines, measure));
        return (article.masthead, parts);
    }
    let mut masthead = head.masthead;
    (masthead.signer, masthead.recipients) = (tail.signer, tail.recipients);
    let (first, end) = if tail.taken.1 > 0 { tail.taken } else { (rest.len(), rest.len()) };
    let mut parts = section::runs(head.lines);
    parts.extend(section::items(&rest[..first], measure));
    parts.extend(section::runs(tail.lines));
    parts.extend(section::items(&rest[end..], measure));
    (masthead, parts)
}
