//! Why a file was not read, or not all of it.
//! Every message names the file and the place. The command line adds the way out where that is one of its flags.

use std::path::PathBuf;

use vankien_system::budget::ExceededLimit;

/// Why a file was not read, or not all of it.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The operating system refused something.
    #[error(transparent)]
    System(#[from] vankien_system::error::Error),
    /// A text file whose bytes are neither UTF-8 nor text in an old Vietnamese encoding.
    #[error(
        "{path}: byte {offset} is not {encoding}; convert the file to UTF-8 first (for instance with iconv)"
    )]
    NotText {
        /// The file.
        path: PathBuf,
        /// The first bad byte, from 0.
        offset: usize,
        /// The encoding that was expected.
        encoding: &'static str,
    },
    /// A format this program does not read.
    #[error("{path}: {what} is not read yet; {way_out}")]
    Format {
        /// The file.
        path: PathBuf,
        /// What the file is.
        what: String,
        /// What to do instead.
        way_out: &'static str,
    },
    /// A file of a known format that cannot be read.
    #[error("{path}: {what}; {way_out}")]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What is wrong, and where.
        what: String,
        /// What to do.
        way_out: String,
    },
    /// A guard ended the reader of a file.
    #[error("{path}: {what}; {way_out}")]
    Guarded {
        /// The file.
        path: PathBuf,
        /// What was too much: the time or the memory.
        what: String,
        /// What became of the file, and what to do.
        way_out: String,
        /// The limit that was exceeded, as a guard measured it.
        guard: ExceededLimit,
    },
    /// The reader of a file could not be started, whatever the file holds.
    #[error(
        "{path}: its reader could not be started ({what}); what was known of it stays, try again when the machine has room"
    )]
    NotStarted {
        /// The file.
        path: PathBuf,
        /// The error of the system.
        what: String,
    },
    /// A file exceeded a budget. The text read before that place is kept.
    #[error("{path}: {}; {}", exceeded.message(), exceeded.consequence())]
    Limited {
        /// The file.
        path: PathBuf,
        /// The limit, and where it was exceeded.
        exceeded: ExceededLimit,
    },
    /// A program that reads scanned pages, or its Vietnamese data, is not installed.
    #[error(
        "OCR: {missing} is missing, so pages without text stay unread; install it with `apt install \
         tesseract-ocr tesseract-ocr-vie poppler-utils`"
    )]
    NoOcr {
        /// The program or data that was not found.
        missing: String,
    },
    /// The OCR cache cannot be written, or an entry of it cannot be read.
    #[error("OCR cache: {path}: {what}")]
    OcrCache {
        /// The folder or entry.
        path: PathBuf,
        /// What is wrong, and what becomes of the page.
        what: String,
    },
    /// The file is larger than the limit.
    #[error("{path}: {size} bytes, over the limit of {limit}")]
    TooLarge {
        /// The file.
        path: PathBuf,
        /// Its size in bytes.
        size: u64,
        /// The limit in bytes.
        limit: u64,
    },
    /// A file without any text.
    #[error("{path}: holds no text; nothing was indexed from it")]
    Empty {
        /// The file.
        path: PathBuf,
    },
}

impl Error {
    /// The code of the error in JSON, one for each variant. Other programs depend on these codes: never change one.
    pub fn code(&self) -> &'static str {
        match self {
            Error::System(error) => error.code(),
            Error::NotText { .. } => "not-text",
            Error::Format { .. } => "foreign-format",
            Error::Unreadable { .. } => "unreadable",
            Error::Guarded { .. } => "stopped-by-guard",
            Error::NotStarted { .. } => "not-started",
            Error::Limited { .. } => "over-budget",
            Error::NoOcr { .. } => "no-ocr",
            Error::OcrCache { .. } => "ocr-cache",
            Error::TooLarge { .. } => "too-large",
            Error::Empty { .. } => "empty",
        }
    }
}

/// The result of everything in this crate that can fail.
pub type Result<T> = std::result::Result<T, Error>;
