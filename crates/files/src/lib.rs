//! Reads a file of any format into a paper.
//! In: files, and limits. Out: the text as it was extracted, and the [`Document`](vankien_papers::document::Document)
//! that the stages make of it. Never knows an index.

pub mod error;
pub mod extract;
pub mod extracted;
pub mod pipeline;

pub use self::error::{Error, Result};
pub use self::extracted::{Extracted, Paging};
