//! The store of vankien: it keeps papers by section, and answers the queries of search.
//!
//! - [`Papers`] and [`Engine`] are the traits by which a store is read and queried, [`Batch`] the one by which papers are
//!   added and removed. [`Store`] implements them over an index in a folder (with the library tantivy).
//! - [`analyse`] makes the terms of a text, [`prepare`](mod@prepare) the records and indexed texts of a paper,
//!   [`plan`] holds a query.
//! - [`folder`] locks, opens, verifies and repairs the folder of an index.
//!
//! In: documents; plans. Out: records, candidates, observations, counts. Never reads the file of a paper, never holds a
//! weight of ranking (each plan brings them), never prints.
//!
//! A paper is added, and found by a phrase that is typed without marks:
//!
//! ```
//! use vankien_engine::analyse::Tokens;
//! use vankien_engine::folder::{Access, Lock, Target};
//! use vankien_engine::parallel::in_order;
//! use vankien_engine::plan::Phrase;
//! use vankien_engine::prepare::prepare;
//! use vankien_engine::terms::Terms;
//! use vankien_engine::{Engine, Error, Papers, Store};
//! use vankien_papers::document::{Document, Section};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let folder = std::env::temp_dir().join(format!("vankien-doc-{}", std::process::id()));
//! assert!(matches!(Store::open(&folder), Err(Error::NoIndex { .. })));
//!
//! // Write: one transaction under a lock, into a generation that is then put into use.
//! let lock = Lock::take(&folder, Access::default())?;
//! let target = Target::open(&folder, &lock, None)?;
//! let batch = target.batch(0)?;
//! let text = "Nghị quyết về phòng, chống tham nhũng"; // a resolution on fighting corruption
//! let paper = |_| {
//!     let section = Section { lines: (1, 1), text: text.into(), ..Section::default() };
//!     prepare("nghi-quyet.txt", text, Document { sections: vec![section], ..Document::default() })
//! };
//! in_order(&[text.len() as u64], 1, paper, |_, prepared, permit| batch.put(prepared, permit))?;
//! batch.commit(&target.manifest)?;
//! lock.switch(&target.generation)?;
//!
//! // Read: a word without marks stands for all terms with its letters.
//! let mut words = Vec::new();
//! let mut tokens = Tokens::new("tham nhung");
//! while tokens.advance() {
//!     words.push(Terms::AnyMarks(tokens.term().to_owned()));
//! }
//! let store = Store::open(&folder)?;
//! let found = store.phrase_sections(&Phrase::in_text(words))?;
//! assert_eq!(store.section(found[0].id)?.text, text);
//! # drop((store, lock));
//! # std::fs::remove_dir_all(&folder)?;
//! # Ok(())
//! # }
//! ```

pub mod abbreviated;
pub mod analyse;
mod batch;
mod bits;
pub mod buffer_pool;
pub mod column;
pub mod condition;
mod coverage;
mod digest;
pub mod duplicates;
pub mod engine;
pub mod error;
mod evaluation_rows;
pub mod filter;
#[cfg(any(test, feature = "fixture"))]
pub mod fixture;
mod fold;
pub mod formula;
mod found;
mod globs;
pub mod health;
mod inlays;
pub mod keys;
#[cfg(any(test, feature = "fixture"))]
mod length;
pub mod manifest;
#[cfg(any(test, feature = "fixture"))]
pub mod memory;
pub mod names;
pub mod near;
pub mod observed;
mod paper_window;
pub mod parallel;
mod phrase_positions;
pub mod plan;
pub mod prepare;
pub mod record;
mod role;
pub mod second;
mod section;
pub mod section_part;
mod stats;
mod tantivy;
pub mod term_cache;
pub mod terms;
pub mod tokenizer;
pub mod unread;

/// The folder of an index: locking, opening for writing, verifying, and finding what a damaged index still holds.
pub mod folder {
    pub use crate::tantivy::folder::check::{Damage, check_index, find_damage};
    pub use crate::tantivy::folder::choose::{ChosenGeneration, generation_to_read};
    pub use crate::tantivy::folder::files::META;
    pub use crate::tantivy::folder::generations::{
        Access, Current, Lock, commit_stamp, current_generation, generations_newest_first,
    };
    pub use crate::tantivy::folder::mark::IndexMark;
    pub use crate::tantivy::store::{catch_panics, committed_manifest};
    pub use crate::tantivy::target::{Target, known_papers};
}

pub use self::error::{Error, Result};
pub use self::tantivy::store::Store;
pub use batch::Batch;
pub use digest::{digest, paper_id};
pub use engine::{Engine, Papers};
pub use evaluation_rows::{EvaluationPaper, build_evaluation_index};
pub use found::FoundSections;
pub use globs::Globs;
pub use manifest::{Manifest, Root, Totals, fingerprint};
pub use paper_window::{PaperSections, PaperWindow, Position};
pub use record::{LineStart, PaperRecord, PlacedEdit, SectionRecord};
pub use role::Role;
pub use section::{PaperId, SectionId};
pub use stats::{Stats, stats};
pub use unread::Unread;
