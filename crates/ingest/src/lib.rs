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
//!     index: folder.path().join("index"),
//!     paths: vec![folder.path().join("papers")],
//!     ..IngestOptions::default()
//! };
//! assert_eq!(ingest(&options, &mut ())?.added, 1);
//! assert_eq!(ingest(&options, &mut ())?.unchanged, 1);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod error;
mod fingerprint;
mod ingest;
mod options;
mod plan;
mod reading;
mod rebuild;
pub mod report;
mod reread;
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
pub use self::watch::{StopHandle, WatchEvent, WatchOptions, watch};
