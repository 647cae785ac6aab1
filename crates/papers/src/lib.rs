//! Understands the paper: masthead, numbered sections, footnotes, signature, citations.
//! In: repaired text. Out: a [`Document`] whose spans are bytes of that text.
//! Never fails, never changes a letter, never invents what is not printed.
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
pub mod citation;
pub mod date;
pub mod document;
mod footnote;
mod heading;
mod issuer;
mod line;
mod list;
mod masthead;
mod note;
pub mod number;
mod outline;
mod page;
mod paragraph;
pub mod provenance;
mod provision;
mod section;
mod signature;
mod table;

use crate::document::{Document, LineKind, Masthead};
use line::Line;
pub use note::{Limited, PaperNote};
use paragraph::Measure;
pub use provenance::Provenance;
pub use provision::provision;
use section::Part;

/// Reads the parts of a paper from its repaired `text`; `page_starts` are bytes at which the
/// format says that pages 2, 3, … begin; `kind` is what it says of lines.
pub fn structure(text: &str, page_starts: &[usize], kind: LineKind) -> Document {
    let mut lines = line::lines(text);
    let (layout, full) = line::layout(&lines, kind);
    let pages = page::pages(&mut lines, layout, page_starts);
    let measure = Measure { layout, full };
    let notes = footnote::footnotes(&mut lines);
    let (mut masthead, mut parts) = parts(&lines, measure);
    adoption::complete(&mut masthead, &lines);
    section::attach(&mut parts, notes);
    let mut sections = section::sections(text, parts, measure, &mut masthead);
    issuer::complete(&mut masthead, &sections);
    citation::settle(&mut sections, &masthead);
    let abbreviations = abbreviation::abbreviations(&sections);
    Document { pages, masthead, sections, abbreviations, ..Document::default() }
}

/// The parts of the paper in order of the file: head, items of the body, end; or those of an article.
fn parts<'a>(lines: &[Line<'a>], measure: Measure) -> (Masthead, Vec<Part<'a>>) {
    let head = masthead::masthead(lines);
    let rest = &lines[head.taken..];
    let tail = signature::tail(rest);
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
