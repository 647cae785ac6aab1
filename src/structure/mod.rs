//! Understands the paper: masthead, numbered sections, footnotes, signature, citations.
//! In: repaired text. Out: a [`Document`] whose spans are bytes of that text.
//! Never fails, never changes a letter, never invents what is not printed.

mod article;
mod citation;
mod date;
mod footnote;
mod heading;
mod issuer;
mod line;
mod list;
mod masthead;
pub mod number;
mod outline;
mod page;
mod paragraph;
mod section;
mod signature;
mod table;

use crate::document::{Document, Masthead, Place};
use line::Line;
use paragraph::Measure;
use section::Part;

/// Reads the parts of a paper from its repaired `text`; `page_starts` are bytes at which the
/// format says that pages 2, 3, … begin.
pub fn structure(text: &str, page_starts: &[usize]) -> Document {
    let lines = Lines::of(text);
    let mut pages = vec![1];
    pages.extend(page_starts.iter().map(|start| lines.line(*start)));
    let section = Section {
        page: 1,
        lines: (1, lines.count() as u32),
        text: text.to_owned(),
        map: Map::identity(),
        ..Section::default()
    };
    Document { pages, sections: vec![section], ..Document::default() }
}
