//! Why a run did not read what it was asked to.
//! Every message names the file or folder; the program adds the way out.

use std::path::PathBuf;

/// Why a run did not read what it was asked to.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The operating system refused.
    #[error(transparent)]
    System(#[from] vankien_system::error::Error),
    /// A file was not read.
    #[error(transparent)]
    Files(vankien_files::Error),
    /// The index cannot be read or written.
    #[error(transparent)]
    Engine(vankien_engine::Error),
    /// The walk of a folder stumbled: a broken link, a loop of links, a folder that may not be entered.
    #[error("{path}: {what}; it was left out")]
    Walk {
        /// Where.
        path: PathBuf,
        /// What the walk said.
        what: String,
    },
    /// A file or folder that papers came from is missing or empty.
    #[error("{path}: {what}; {papers} paper(s) of it stay in the index")]
    Vanished {
        /// The file or folder, as it was given.
        path: PathBuf,
        /// What is found in its place.
        what: String,
        /// How many papers of the index came from it.
        papers: u64,
    },
    /// A rebuild cannot read papers that only the index in use holds.
    #[error("{path}: {what}; a rebuild would lose its papers, so the index is as it was")]
    WouldLose {
        /// The file or folder, as it was given.
        path: PathBuf,
        /// What is found in its place.
        what: String,
    },
    /// A file of rules that cannot be read in part.
    #[error("{path}: {what}; the other lines hold")]
    Rules {
        /// The file.
        path: PathBuf,
        /// Which lines, and what is wrong with them.
        what: String,
    },
    /// A run was told to end.
    #[error("the run was told to end; the index is as it was before")]
    Stopped,
    /// A link leads out of the folder that is walked.
    #[error("{path}: is a link out of the folder; it was left out")]
    LinkOut {
        /// The link.
        path: PathBuf,
    },
    /// The roots of an index that is to be made anew are no longer known.
    #[error(
        "{path}: not made anew, and nothing was changed: its folders are no longer known{seem}"
    )]
    RootsLost {
        /// The folder of the index.
        path: PathBuf,
        /// What they seem to be, in parentheses; empty where nothing tells.
        seem: String,
    },
    /// A folder that is to be forgotten and is no root of the index.
    #[error("{}: is not among the roots of the index: {}", root.display(), known.join(", "))]
    UnknownRoot {
        /// The folder that was named.
        root: PathBuf,
        /// The roots, as they were given.
        known: Vec<String>,
    },
    /// A pattern that cannot be read.
    #[error("{pattern}: {what}")]
    Pattern {
        /// The pattern.
        pattern: String,
        /// What is wrong with it.
        what: String,
    },
    /// An edit that a person spoke of and that is not there.
    #[error("{id}: {what}")]
    Edit {
        /// The id that was named.
        id: String,
        /// What was found instead.
        what: String,
    },
    /// A line of the file of verdicts that is none.
    #[error("{path}, line {line}: {what}")]
    Verdict {
        /// The file.
        path: PathBuf,
        /// The 1-based line.
        line: u64,
        /// What is wrong with it.
        what: String,
    },
    /// Lines of the file of verdicts that were cut short.
    #[error(
        "{path}: line {lines} was cut short and is left out; all others hold; give that verdict again"
    )]
    VerdictsCut {
        /// The file.
        path: PathBuf,
        /// The 1-based lines, parted by commas.
        lines: String,
    },
}

impl Error {
    /// Its code, which stays as it is: other programs read it.
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

/// What the operating system refused is told alike, whoever asked it.
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
