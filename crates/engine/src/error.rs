//! The error type of this crate: why an index cannot be read or written.
//! Every message names the folder or file. The program adds the way out: a library never names a command.

use std::path::PathBuf;

/// Why an index cannot be read or written.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The operating system refused an operation on a file.
    #[error(transparent)]
    System(#[from] vankien_system::error::Error),
    /// There is no index.
    #[error("{path}: no index there")]
    NoIndex {
        /// The folder of the index.
        path: PathBuf,
    },
    /// Another version of the program made the index.
    #[error("{path}: made with {found}, this program needs {wanted}")]
    IndexVersion {
        /// The folder of the index.
        path: PathBuf,
        /// The format and fingerprint of the index, if they can be read.
        found: String,
        /// The format and fingerprint that the program needs.
        wanted: String,
    },
    /// Another process writes to the index.
    #[error("{path}: {holder} is at work on this index")]
    Busy {
        /// The folder of the index.
        path: PathBuf,
        /// The process that holds the lock, and since when.
        holder: String,
    },
    /// The folder that was named for an index holds other files.
    #[error("{path}: holds {holds} and is no index; nothing was changed")]
    Foreign {
        /// The folder.
        path: PathBuf,
        /// The first file or folder in it, by name, that does not belong to an index.
        holds: PathBuf,
        /// A folder that could be named instead.
        example: PathBuf,
    },
    /// A file of the index is damaged or missing; with [`Remedy::MakeRoom`] only the merge of its segments failed.
    #[error("{path}: {what}")]
    Damaged {
        /// The file; the folder of the index or of a generation if no file is known.
        path: PathBuf,
        /// What is wrong with it.
        what: String,
        /// What the program does about it, or what the user can do.
        remedy: Remedy,
    },
    /// The library below the store failed.
    #[error("{path}: the index failed ({what})")]
    Index {
        /// The folder of the index or of a generation.
        path: PathBuf,
        /// The message of the library.
        what: String,
    },
    /// The folder holds an index of other papers than the caller wants to build.
    #[error("{folder}: holds an index of something else; name another folder")]
    Other {
        /// The folder of the index.
        folder: PathBuf,
    },
}

/// What the program does about a damaged file, or what the user can do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Remedy {
    /// Its data is lost: the papers must be ingested again.
    ReadAgain,
    /// It is not needed to read the index, and the next ingest writes it again.
    WrittenAgain,
    /// Its copy is used, and the next ingest writes it again.
    CopyUsed,
    /// Another file holds the same data, and the next ingest writes it again.
    HeldTwice,
    /// The generation of this name is used instead, which may be older.
    OlderUsed(String),
    /// Nothing is lost: the disk is too full to merge segments.
    MakeRoom,
}

/// The result of what fails with an [`Error`].
pub type Result<T> = std::result::Result<T, Error>;
