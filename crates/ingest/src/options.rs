//! What a caller wishes of a run.
//! In: nothing. Out: plain values. Never checks them; the run does.

use std::path::PathBuf;

use vankien_engine::Globs;
use vankien_files::extract::ocr::Mode;
use vankien_system::budget::Budgets;

/// The size in bytes above which a file is left out, where nothing else is asked.
pub const MAX_FILE_SIZE: u64 = 64 << 20;

/// What to bring into which index.
#[derive(Clone, Debug)]
pub struct IngestOptions {
    /// The folder of the index.
    pub index: PathBuf,
    /// Files and folders; none for those that are remembered, or `corpus`.
    pub paths: Vec<PathBuf>,
    /// How many papers are read at once.
    pub jobs: usize,
    /// Whether to read everything anew, into a new generation.
    pub rebuild: bool,
    /// The size in bytes above which a file is left out.
    pub max_file_size: u64,
    /// The limits of each paper.
    pub budgets: Budgets,
    /// Which pages without Vietnamese text are read by OCR.
    pub ocr: Mode,
    /// The folder in which what OCR read is kept for all indexes; `None` for the `ocr` folder of the index.
    pub ocr_cache: Option<PathBuf>,
    /// The file that holds what people said of repairs; `None` for the one beside the index.
    pub verdicts: Option<PathBuf>,
    /// What of the paths is read, from now on; without it, what is remembered of them.
    pub globs: Option<Globs>,
    /// Whether links that lead out of the paths are followed, from now on; without it, what is remembered of them.
    pub follow: Option<bool>,
    /// Whether files are read again whose size and time are as they were.
    pub check: bool,
    /// Whether the papers of roots that vanished are taken out.
    pub prune: bool,
    /// Whether the index, what OCR reads and the verdicts are given to the group, from now on.
    pub shared: bool,
    /// Whether to wait where another run is at work on the index.
    pub waits: bool,
}

impl Default for IngestOptions {
    fn default() -> IngestOptions {
        IngestOptions {
            index: PathBuf::from("index"),
            paths: Vec::new(),
            jobs: std::thread::available_parallelism().map_or(1, |cores| cores.get()),
            rebuild: false,
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
