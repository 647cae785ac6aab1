//! Brings an index up to date with folders of papers: what is new is read, what is gone is taken out.
//! In: folders, and what a person said of single places. Out: an index, and what was read, left out and why.
//! Never ranks, never prints.

mod again;
pub mod error;
mod fingerprint;
mod ingest;
mod options;
mod plan;
mod reading;
mod rebuild;
pub mod report;
pub mod review;
mod roots;
mod rules;
mod run;
mod settle;
mod summary;
pub mod verdicts;
mod verify;
mod walk;
#[cfg(feature = "watch")]
mod watch;

pub use self::error::{Error, Result};
pub use self::ingest::{forget, ingest, ocr_cache};
pub use self::options::{IngestOptions, MAX_FILE_SIZE};
pub use self::summary::{Progress, Summary};
pub use self::verify::{Verified, verify};
#[cfg(feature = "watch")]
pub use self::watch::{Ending, Told, WatchOptions, watch};
