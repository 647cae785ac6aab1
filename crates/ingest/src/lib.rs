//! Brings an index up to date with folders of papers: new and changed files are read, papers whose files are gone are
//! removed. Also verifies an index, reports on its papers, and watches folders.
//! In: folders, and the verdicts of a person on repairs. Out: an index; what was read, and what was skipped and why.
//! Never ranks, never prints.
//!
//! ```
//! use vankien_ingest::{IngestOptions, ingest};
//!
//! let folder = tempfile::tempdir()?;
//! std::fs::create_dir(folder.path().join("papers"))?;
//! std::fs::write(folder.path().join("papers/a.txt"), "Số: 59-NQ/TW\n\nNghị quyết về đất đai.\n")?;
//! let options = IngestOptions {
//!     index: folder.path().join("index").into(),
//!     paths: vec![folder.path().join("papers")],
//!     ..IngestOptions::default()
//! };
//! assert_eq!(ingest(&options, &mut ())?.added, 1);
//! assert_eq!(ingest(&options, &mut ())?.unchanged, 1);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod error; // Why an ingest failed, or why it skipped a file.
mod fingerprint; // The hash of an extracted text.
mod ingest; // The ingest; forgetting a root.
mod options; // The options of an ingest.
mod plan; // Which files to read, which papers to remove.
mod reading; // Reads and prepares one file.
mod rebuild; // What an index holds before it is rebuilt.
pub mod report; // The report on the quality of the papers.
mod reread; // Reads the file of an indexed paper again.
pub mod review; // Lists doubtful edits for a person to judge.
mod roots; // The ingested files and folders, and which of them vanished.
mod rules; // Patterns that include and exclude files.
mod run; // Carries out a plan.
mod settle; // Updates which paper represents its duplicates.
mod summary; // The progress and the summary of an ingest.
pub mod verdicts; // What a person said about single repairs.
mod verify; // Compares an index with its files.
mod walk; // Finds the files below the roots.
#[cfg(feature = "watch")]
mod watch; // Ingests again whenever files change.

pub use self::error::{Error, Result}; // The error type of this crate.
pub use self::ingest::{forget, ingest, ocr_cache}; // `forget` removes a root and its papers.
pub use self::options::{IngestOptions, MAX_FILE_SIZE}; // In bytes; a default.
pub use self::summary::{Progress, Summary}; // What a caller implements; what an ingest did.
pub use self::verify::{Verified, verify}; // Reads every file again; writes nothing.
#[cfg(feature = "watch")]
pub use self::watch::{StopHandle, WatchEvent, WatchOptions, watch}; // `StopHandle` ends a watch.
