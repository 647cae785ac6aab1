//! The options of an ingest.
//! In: nothing. Out: plain values. Never validates them: the ingest does.

use std::path::PathBuf;

use vankien_engine::{Globs, Location};
use vankien_files::extract::ocr::Mode;
use vankien_system::budget::Budgets;

/// The default of [`IngestOptions::max_file_size`]: 64 MiB. A judgement, not measured: no known paper is as large, and
/// `--max-file-size` raises it.
pub const MAX_FILE_SIZE: u64 = 64 << 20;

/// The options of an ingest.
#[derive(Clone, Debug)]
pub struct IngestOptions {
    /// Where the index lies.
    pub index: Location,
    /// The files and folders to ingest. If empty: the roots of the index, or `corpus` if it has none. A rebuild reads
    /// the roots of the index as well.
    pub paths: Vec<PathBuf>,
    /// How many papers are read in parallel.
    pub jobs: usize,
    /// Whether to read all files again, into a new generation.
    pub rebuild: bool,
    /// Whether a rebuild in a cluster puts its generation into use although other origins have not filled theirs.
    pub switch: bool,
    /// Files larger than this, in bytes, are skipped; one of exactly this size is read.
    pub max_file_size: u64,
    /// The limits for reading one paper.
    pub budgets: Budgets,
    /// For which pages with few words or poor text the OCR programs are called; results in the cache are used in any
    /// case.
    pub ocr: Mode,
    /// The folder of an OCR cache that all indexes share, used beside the folder `ocr` of the index; `None`: only that
    /// one.
    pub ocr_cache: Option<PathBuf>,
    /// The file of verdicts; `None`: `vankien-review.jsonl` beside the folder of the index, or those in the cluster.
    pub verdicts: Option<PathBuf>,
    /// The patterns that choose files below the paths, from now on; `None`: those remembered with each root.
    pub globs: Option<Globs>,
    /// Whether symbolic links that lead out of the paths are followed, from now on; `None`: as remembered with each
    /// root.
    pub follow: Option<bool>,
    /// Whether all files are read again, also those whose size and time did not change.
    pub check: bool,
    /// Whether the papers of vanished roots (missing or empty now) are removed.
    pub prune: bool,
    /// Whether the group may read and write the index, the OCR cache and the verdicts, from now on.
    pub shared: bool,
    /// Whether to wait for the lock while another process writes to the index.
    pub waits: bool,
}

impl Default for IngestOptions {
    fn default() -> IngestOptions {
        IngestOptions {
            index: PathBuf::from("index").into(),
            paths: Vec::new(),
            jobs: std::thread::available_parallelism().map_or(1, |cores| cores.get()),
            rebuild: false,
            switch: false,
            max_file_size: MAX_FILE_SIZE,
            budgets: Budgets::default(),
            ocr: Mode::CacheOnly,
            ocr_cache: None,
            verdicts: None,
            globs: None,
            follow: None,
            check: false,
            prune: false,
            shared: false,
            waits: false,
        }
    }
}
