//! Keeps papers so that they can be found: analysis, records, generations, ingest.
//! In: files below the roots, read by `pipeline`. Out: an index folder, and a [`Store`] to read it.
//! Never ranks, never prints; with `search` the only part that knows the engine.

pub mod abbreviated;
mod again;
pub mod analyse;
mod check;
mod checked;
mod choose;
pub(crate) mod columns;
mod digest;
mod faults;
mod files;
#[cfg(test)]
pub(crate) mod fixture;
mod fold;
mod generations;
mod given;
pub mod health;
mod ingest;
pub mod keys;
mod manifest;
mod mark;
pub mod names;
mod parallel;
pub mod part;
mod places;
mod plan;
mod prepare;
mod reading;
mod rebuild;
pub mod record;
pub mod report;
pub mod review;
mod roots;
mod rules;
mod run;
mod schema;
mod seal;
pub mod second;
mod seen;
mod settle;
mod stats;
mod store;
mod stored;
mod stretch;
mod sums;
mod target;
pub(crate) mod tokenizer;
mod twins;
pub mod unread;
pub mod verdicts;
mod verify;
mod walk;
#[cfg(feature = "page")]
mod watch;
mod writer;

pub use check::{Damage, sound};
pub use digest::{digest, paper_id};
pub use generations::stamp;
pub use given::{Given, build};
pub use ingest::{IngestOptions, MAX_FILE_SIZE, Progress, Summary, forget, ingest, ocr_cache};
pub use manifest::{Manifest, Root, Totals, fingerprint};
pub(crate) use places::{Places, Role};
pub use record::{LineStart, PaperRecord, PlacedEdit, SectionRecord};
pub use rules::Globs;
pub use stats::{Stats, stats};
pub use store::Store;
pub use stretch::{Position, Sections, Stretch};
pub use unread::Unread;
pub use verify::{Verified, verify};
#[cfg(feature = "page")]
pub use watch::{Ending, Told, WatchOptions, watch};
