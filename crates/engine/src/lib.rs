//! Keeps papers so that they can be found: analysis of texts, records, what is asked of a store ([`Papers`], [`Engine`],
//! [`Batch`]), and the store of one machine ([`Store`]).
//! In: papers that were read; plans and rows of questions. Out: records, candidates, observations, counts. Never reads the
//! file of a paper, never holds a weight (each plan brings them), never prints.
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
mod batch;
mod bits;
pub mod buffer_pool;
pub mod column;
pub mod condition;
mod coverage;
pub mod digest;
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
pub mod role;
pub mod second;
pub mod section;
pub mod section_part;
pub mod stats;
mod tantivy;
pub mod term_cache;
pub mod terms;
pub mod tokenizer;
pub mod unread;

pub use self::error::{Error, Result};
pub use self::tantivy::folder::check::{Damage, check_index};
pub use self::tantivy::folder::generations::stamp;
pub use self::tantivy::folder::{check, choose, files, generations, mark};
pub use self::tantivy::store::Store;
pub use self::tantivy::{store, target};
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
