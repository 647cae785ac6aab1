//! The error type of this crate: why an ingest failed, or why it skipped a file.
//! A message names what it is about, where there is such a thing: the file or folder, the pattern, the edit. The
//! program adds the way out: these messages name no command, except that of [`Error::Edit`].

use std::path::PathBuf;

/// Why an ingest failed, or why it skipped a file.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The operating system refused an operation on a file.
    #[error(transparent)]
    System(#[from] vankien_system::error::Error),
    /// A file was not read.
    #[error(transparent)]
    Files(vankien_files::Error),
    /// The index cannot be read or written.
    #[error(transparent)]
    Engine(vankien_engine::Error),
    /// A file or folder was skipped: a broken link, a loop of links, a folder without access rights, a pipe or device,
    /// a name that is not UTF-8, or a file on which the program failed (a panic).
    #[error("{path}: {what}; it was left out")]
    Walk {
        /// The file or folder.
        path: PathBuf,
        /// What is wrong with it.
        what: String,
    },
    /// A root of the index is missing, or empty although papers came from it.
    #[error("{path}: {what}; {papers} paper(s) of it stay in the index")]
    Vanished {
        /// The file or folder, as it was given.
        path: PathBuf,
        /// What is found in its place.
        what: String,
        /// How many papers and duplicates of the index came from it; may be 0 for a missing root.
        papers: u64,
    },
    /// A rebuild would lose the papers of a vanished root.
    #[error("{path}: {what}; a rebuild would lose its papers, so the index is as it was")]
    WouldLose {
        /// The file or folder, as it was given.
        path: PathBuf,
        /// What is found in its place, for a message.
        what: String,
    },
    /// Some lines of a file of rules (`.vankienignore`) are no patterns or are too long.
    #[error("{path}: {what}; the other lines hold")]
    Rules {
        /// The file.
        path: PathBuf,
        /// Which lines (1-based), and what is wrong with them.
        what: String,
    },
    /// The caller ended the ingest ([`Progress::goes_on`](crate::Progress::goes_on)).
    #[error("the run was told to end; the index is as it was before")]
    Stopped,
    /// A link that leads out of its root was skipped, as the root does not allow it.
    #[error("{path}: is a link out of the folder; it was left out")]
    LinkOut {
        /// The link.
        path: PathBuf,
    },
    /// The roots of an index that is to be rebuilt cannot be read.
    #[error(
        "{path}: not made anew, and nothing was changed: its folders are no longer known{seem}"
    )]
    RootsLost {
        /// The folder of the index.
        path: PathBuf,
        /// The roots in a damaged manifest, in parentheses; empty if there are none.
        seem: String,
    },
    /// A folder to remove from the index is no root of it.
    #[error("{}: is not among the roots of the index: {}", root.display(), known.join(", "))]
    UnknownRoot {
        /// The folder that was named.
        root: PathBuf,
        /// The roots, as they were given.
        known: Vec<String>,
    },
    /// A pattern is invalid.
    #[error("{pattern}: {what}")]
    Pattern {
        /// The pattern.
        pattern: String,
        /// What is wrong with it.
        what: String,
    },
    /// There is no edit with this id in the index.
    #[error("{id}: {what}")]
    Edit {
        /// The id.
        id: String,
        /// What is wrong with it.
        what: String,
    },
    /// A complete line of the file of verdicts is no verdict.
    #[error("{path}, line {line}: {what}")]
    Verdict {
        /// The file.
        path: PathBuf,
        /// The 1-based line.
        line: u64,
        /// What is wrong with it.
        what: String,
    },
    /// Lines of the file of verdicts were not written completely.
    #[error(
        "{path}: line {lines} was cut short and is left out; all others hold; give that verdict again"
    )]
    VerdictsCut {
        /// The file.
        path: PathBuf,
        /// The 1-based lines, separated by commas.
        lines: String,
    },
}

impl Error {
    /// The code of the error in JSON output; of an error of the system or of reading a file, the code of that error.
    /// Part of the contract with other programs.
    pub fn code(&self) -> &'static str {
        match self {
            Error::System(error) => error.code(),
            Error::Files(error) => error.code(),
            Error::Engine(_) => "index-fault",
            Error::Walk { .. } => "walk",
            Error::Vanished { .. } => "vanished",
            Error::WouldLose { .. } => "would-lose",
            Error::Rules { .. } => "bad-rules",
            Error::Stopped => "stopped",
            Error::LinkOut { .. } => "link-out",
            Error::RootsLost { .. } => "roots-lost",
            Error::UnknownRoot { .. } => "unknown-root",
            Error::Pattern { .. } => "bad-pattern",
            Error::Edit { .. } => "no-such-edit",
            Error::Verdict { .. } => "bad-verdict",
            Error::VerdictsCut { .. } => "verdicts-cut",
        }
    }
}

/// The result of everything in this crate that can fail.
pub type Result<T> = std::result::Result<T, Error>;

/// Errors of the operating system become [`Error::System`], whichever crate they come from.
impl From<vankien_files::Error> for Error {
    fn from(error: vankien_files::Error) -> Error {
        match error {
            vankien_files::Error::System(inner) => Error::System(inner),
            error => Error::Files(error),
        }
    }
}

impl From<vankien_engine::Error> for Error {
    fn from(error: vankien_engine::Error) -> Error {
        match error {
            vankien_engine::Error::System(inner) => Error::System(inner),
            error => Error::Engine(error),
        }
    }
}
