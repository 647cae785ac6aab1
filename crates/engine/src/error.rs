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
    /// A cluster did not do what it was asked.
    #[cfg(feature = "cluster")]
    #[error("{at}: {fault} ({what})")]
    Cluster {
        /// The URLs of its nodes, with commas between them.
        at: String,
        /// What kind of fault it is.
        fault: ClusterFault,
        /// What was told of it: by the cluster, or by the system.
        what: String,
    },
}

/// The kinds of faults of a cluster.
#[cfg(feature = "cluster")]
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ClusterFault {
    /// The address cannot be used.
    #[error("no address of a cluster")]
    Address,
    /// No node answers.
    #[error("no node of the cluster answers")]
    Away,
    /// The user is not known, the password is wrong, or the user may not do this.
    #[error("the cluster does not let this user in")]
    Denied,
    /// The cluster has more to do than it takes.
    #[error("the cluster is busy")]
    Busy,
    /// Parts of the indexes have no node that holds them.
    #[error("a part of the index is on no node that answers")]
    Red,
    /// The disks of the cluster are too full to write.
    #[error("a disk of the cluster is full, and it takes nothing in")]
    Full,
    /// The cluster does not understand the request, or another program answers.
    #[error("the cluster refused the request")]
    Refused,
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

impl Error {
    /// Whether the same call may succeed a while later, without anybody changing the store: a cluster is away, busy, or a
    /// part of it is on no node.
    pub fn may_pass(&self) -> bool {
        match self {
            #[cfg(feature = "cluster")]
            Error::Cluster { fault, .. } => {
                matches!(fault, ClusterFault::Away | ClusterFault::Busy | ClusterFault::Red)
            }
            _ => false,
        }
    }
}

impl Error {
    /// The same error again, for one that [may pass](Error::may_pass); `None` for others.
    pub fn repeated(&self) -> Option<Error> {
        match self {
            #[cfg(feature = "cluster")]
            Error::Cluster { at, fault, what } if self.may_pass() => {
                Some(Error::Cluster { at: at.clone(), fault: *fault, what: what.clone() })
            }
            _ => None,
        }
    }
}

/// The result of what fails with an [`Error`].
pub type Result<T> = std::result::Result<T, Error>;
