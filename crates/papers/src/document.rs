//! What a paper is once it was read: masthead, sections, citations.
//! In: parsed parts. Out: plain values, with what can be looked up in them (the page of a line, the item of a range). One
//! thing is read from text here: the line that announces a list. Never prints, never changes the text of a section.

mod citation;
mod items;
mod parts;
mod reflow;

// A mention of another paper, its form, and what tells which paper is meant.
pub use self::citation::{Basis, Citation, Form};
// The items inside a section as rows of a list, and the page of a line.
pub(crate) use self::items::announce;
pub use self::items::{Row, leads, page_at, rows};
// The paper itself: its masthead with its fields, its sections with their items, the papers of a file.
pub use self::parts::{
    Document, Field, LineKind, Masthead, PaperPart, Place, Section, Signer, SubSection,
};
