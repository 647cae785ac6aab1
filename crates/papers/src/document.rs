//! What a paper is once it was read: masthead, sections, citations.
//! In: nothing. Out: plain values without behaviour beyond names. Never reads, never prints.

mod citation;
mod items;
mod parts;

pub use self::citation::{Basis, Citation, Form};
pub use self::items::{Row, page_at, rows};
pub use self::parts::{
    Document, Field, LineKind, Masthead, PaperPart, Place, Section, Signer, SubSection,
};
