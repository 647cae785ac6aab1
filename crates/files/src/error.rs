//! Why a file was not read, or not all of it.
//! A message names the file, where there is one, and the place in it, where that is known. The command line adds the
//! way out where that is one of its flags.

use std::path::PathBuf;

use vankien_system::budget::ExceededLimit;

/// Why a file was not read, or not all of it.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The operating system refused something.
    #[error(transparent)]
    System(#[from] vankien_system::error::Error),
    /// A text file whose bytes break the encoding of its byte order mark (UTF-8 or UTF-16); one without such a mark
    /// that is neither UTF-8 nor in an old Vietnamese encoding; or UTF-8 with a NUL byte.
    #[error(
        "{path}: byte {offset} is not {encoding}; convert the file to UTF-8 first (for instance with iconv)"
    )]
    NotText {
        /// The file.
        path: PathBuf,
        /// The first bad byte, or the NUL byte, counted from 0 in the file.
        offset: usize,
        /// The encoding that was expected; for a NUL byte, a phrase that says so.
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
        /// What to do.
        way_out: String,
        /// The limit that was exceeded, as a guard measured it.
        guard: ExceededLimit,
    },
    /// The reader process of a file could not be started. Nothing is known to be wrong with the file.
    #[error(
        "{path}: its reader could not be started ({what}); what was known of it stays, try again when the machine has room"
    )]
    NotStarted {
        /// The file.
        path: PathBuf,
        /// The error of the system.
        what: String,
    },
    /// A file exceeded a limit; [`ExceededLimit::consequence`] says what became of it. This crate never returns this
    /// error: callers make it of the limits in a [`Provenance`](vankien_papers::Provenance) to report them.
    #[error("{path}: {}; {}", exceeded.message(), exceeded.consequence())]
    Limited {
        /// The file.
        path: PathBuf,
        /// The limit, and where it was exceeded, if that is known.
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
    /// A folder of the OCR cache cannot be written, or an entry of it cannot be read or is damaged.
    #[error("OCR cache: {path}: {what}")]
    OcrCache {
        /// The folder or entry.
        path: PathBuf,
        /// What is wrong, and what becomes of the OCR result or the page.
        what: String,
    },
    /// The file, unpacked if it lies in an archive, is larger than the limit.
    #[error("{path}: {size} bytes, over the limit of {limit}")]
    TooLarge {
        /// The file.
        path: PathBuf,
        /// Its size in bytes.
        size: u64,
        /// The limit in bytes.
        limit: u64,
    },
    /// A file that was read whole and holds nothing but white space.
    #[error("{path}: holds no text; nothing was indexed from it")]
    Empty {
        /// The file.
        path: PathBuf,
    },
}

impl Error {
    /// The code of the error in JSON: one for each variant, and for [`Error::System`] the code of the error inside.
    /// Other programs depend on these codes: never change one.
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
