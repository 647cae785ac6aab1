//! Keeps papers so that they can be found: analysis of texts, records, the states of an index folder.
//! In: papers that were read. Out: an index folder, and a [`Store`] to read it. Never reads the file of a paper, never
//! ranks, never prints.
//!
//! ```
//! use std::path::Path;
//!
//! use vankien_engine::{Error, Store};
//!
//! // Nothing is made where nothing is: that is a run's work.
//! assert!(matches!(Store::open(Path::new("no such folder")), Err(Error::NoIndex { .. })));
//!
//! // A text and a question are analysed by the same analysis: an unmarked word is a range of terms.
//! let mut tokens = vankien_engine::analyse::Tokens::new("Nghị quyết");
//! assert!(tokens.advance());
//! assert_eq!(vankien_engine::analyse::folded(tokens.term()), "nghi");
//! ```

pub mod abbreviated;
pub mod analyse;
pub mod check;
pub mod checked;
pub mod choose;
mod column;
pub mod columns;
pub mod digest;
pub mod error;
pub mod faults;
pub mod files;
#[cfg(any(test, feature = "fixture"))]
pub mod fixture;
pub mod fold;
pub mod generations;
pub mod given;
pub mod globs;
pub mod health;
pub mod keys;
pub mod manifest;
pub mod mark;
pub mod names;
pub mod parallel;
pub mod part;
pub mod places;
pub mod prepare;
pub mod record;
pub mod schema;
pub mod seal;
pub mod second;
pub mod seen;
pub mod stats;
pub mod store;
pub mod stored;
pub mod stretch;
pub mod sums;
pub mod target;
pub mod tokenizer;
pub mod twins;
pub mod unread;
pub mod writer;

pub use self::error::{Error, Result};
pub use check::{Damage, sound};
pub use digest::{digest, paper_id};
pub use generations::stamp;
pub use given::{Given, build};
pub use globs::Globs;
pub use manifest::{Manifest, Root, Totals, fingerprint};
pub use places::{Places, Role};
pub use record::{LineStart, PaperRecord, PlacedEdit, SectionRecord};
pub use stats::{Stats, stats};
pub use store::Store;
pub use stretch::{Position, Sections, Stretch};
pub use unread::Unread;
