//! Reads a file of any known format into a paper (one document of the Party or State).
//! In: files, and limits. Out: the extracted text, and the [`Document`](vankien_papers::document::Document) that the
//! stages make of it. Never knows an index.
//!
//! ```
//! use std::path::Path;
//!
//! let bytes = "Số: 59-NQ/TW\n\nNGHỊ QUYẾT\nvề đất đai\n".as_bytes().to_vec();
//! let extracted = vankien_files::extract::extract(Path::new("paper.txt"), bytes)?;
//! let document = vankien_files::pipeline::document(&extracted);
//! assert_eq!(document.masthead.number.expect("it is printed").value, "59-NQ/TW");
//! # Ok::<(), vankien_files::Error>(())
//! ```

mod error;
pub mod extract; // bytes of a file → extracted text; archives, OCR, the sandbox
mod extracted;
pub mod pipeline; // the order of the stages: file → extracted text → document

pub use self::error::{Error, Result};
pub use self::extracted::{Extracted, Paging}; // the extracted text of a file; whether its pages are fixed
