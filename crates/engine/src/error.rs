//! Why an index cannot be read or written.
//! Every message names the folder or file; the program adds the way out.

use std::path::PathBuf;

/// Why an index cannot be read or written.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The operating system refused.
    #[error(transparent)]
    System(#[from] vankien_system::error::Error),
    /// There is no index.
    #[error("{path}: no index there")]
    NoIndex {
        /// The folder of the index.
        path: PathBuf,
    },
    /// The index was made by another version of the program.
    #[error("{path}: made with {found}, this program needs {wanted}")]
    IndexVersion {
        /// The folder of the index.
        path: PathBuf,
        /// What the index says of itself.
        found: String,
        /// What the program wants.
        wanted: String,
    },
    /// Another run holds the index.
    #[error("{path}: {holder} is at work on this index")]
    Busy {
        /// The folder of the index.
        path: PathBuf,
        /// The process that holds it, and since when.
        holder: String,
    },
    /// The folder that was named for an index holds other things.
    #[error("{path}: holds {holds} and is no index; nothing was changed")]
    Foreign {
        /// The folder.
        path: PathBuf,
        /// The first thing in it that is not of an index.
        holds: PathBuf,
        /// A folder that would do.
        example: PathBuf,
    },
    /// A file of the index is not as it was written.
    #[error("{path}: {what}")]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        what: String,
        /// What the program does about it, or the reader can.
        remedy: Remedy,
    },
    /// The engine below failed.
    #[error("{path}: the index failed ({what})")]
    Index {
        /// The folder of the index.
        path: PathBuf,
        /// What the engine said.
        what: String,
    },
    /// The folder holds an index of something else than was asked for.
    #[error("{folder}: holds an index of something else; name another folder")]
    Other {
        /// The folder of the index.
        folder: PathBuf,
    },
}

/// What the program does about a damaged file, or the reader can.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Remedy {
    /// Nothing else holds what it held: papers are to be read again.
    ReadAgain,
    /// The next ingest writes it again.
    WrittenAgain,
    /// Its copy is used until then.
    CopyUsed,
    /// Another file holds the same.
    HeldTwice,
    /// This older state of the index is used.
    OlderUsed(String),
    /// Nothing is lost: the parts of the index stay unjoined for want of room.
    MakeRoom,
}

/// The result of everything in this crate that can fail.
pub type Result<T> = std::result::Result<T, Error>;
