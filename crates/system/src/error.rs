//! Errors of the operating system: files that cannot be read or written, rights and disk space that are missing.
//! Every message names the file, what was refused, and what to do.

use std::path::PathBuf;

/// Something that the operating system refused.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The file or folder could not be read.
    #[error("{path}: cannot be read ({source}); check that it exists and that you may read it")]
    Read {
        /// The file or folder.
        path: PathBuf,
        /// The error of the system.
        source: std::io::Error,
    },
    /// The file or folder could not be written, for another reason than a missing right or missing room.
    #[error("{path}: cannot be written ({source}); check the folder's rights and the free space")]
    Write {
        /// The file or folder.
        path: PathBuf,
        /// The error of the system.
        source: std::io::Error,
    },
    /// A right on a file or folder of the index is missing.
    #[error("{path}: the right to {right} is missing; its owner can give it")]
    Rights {
        /// The file or folder.
        path: PathBuf,
        /// Which right, as an infinitive: `read this file`.
        right: &'static str,
    },
    /// There is no room for the index: the disk is full, the quota is used up, or a file would be larger than allowed.
    #[error(
        "{folder}: {what}; the index is as it was before. Make room for about {megabytes} MB there and run it again"
    )]
    Full {
        /// The folder of the index.
        folder: PathBuf,
        /// What ran out, as a clause: `the disk is full`.
        what: &'static str,
        /// About how much room the run needs, in MiB, rounded up, at least 1.
        megabytes: u64,
    },
}

impl Error {
    /// The code of the error in JSON. Other programs depend on it: never change one.
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
