//! What the operating system refuses.
//! Every message names the file and what was refused; the program adds the way out.

use std::path::PathBuf;

/// What the operating system refused.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The file or folder could not be read.
    #[error("{path}: cannot be read ({source}); check that it exists and that you may read it")]
    Read {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The file could not be written.
    #[error("{path}: cannot be written ({source}); check the folder's rights and the free space")]
    Write {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// A right on a file of the index is missing.
    #[error("{path}: the right to {right} is missing; its owner can give it")]
    Rights {
        /// The file or folder.
        path: PathBuf,
        /// Which right.
        right: &'static str,
    },
    /// There is no room for the index.
    #[error(
        "{folder}: {what}; the index is as it was before. Make room for about {megabytes} MB there and run it again"
    )]
    Full {
        /// The folder of the index.
        folder: PathBuf,
        /// What ran out.
        what: &'static str,
        /// How much room the run needs, about.
        megabytes: u64,
    },
}

impl Error {
    /// Its code, which stays as it is: other programs read it.
    pub fn code(&self) -> &'static str {
        match self {
            Error::Read { .. } => "cannot-be-read",
            Error::Write { .. } => "cannot-be-written",
            Error::Rights { .. } => "missing-rights",
            Error::Full { .. } => "disk-full",
        }
    }
}

/// The result of everything in this crate that can fail.
pub type Result<T> = std::result::Result<T, Error>;
