//! The errors of the program. A library says what happened, and what to do where that needs no command or flag of this
//! program (a few messages name one all the same). Elsewhere the program adds the way out ([`WayOut`]).
//! In: errors of the libraries, and of the program itself. Out: messages with file, place and way out.

use std::fmt;
use std::path::PathBuf;

use vankien_engine::error::Remedy;

/// Any error of the program and its libraries. An error that a library passes on from another one is kept as the inner
/// error.
#[derive(Debug)]
pub enum Error {
    /// The operating system refused something.
    System(vankien_system::error::Error),
    /// A file was not read, or not all of it.
    Files(vankien_files::Error),
    /// The index cannot be read or written.
    Engine(vankien_engine::Error),
    /// An ingest did not do what it was asked to, or left something out; or a verdict cannot be used.
    Ingest(vankien_ingest::Error),
    /// A question cannot be answered, or an argument names no paper or command. Commands use it for failures of their
    /// own, too: an ingest that read no paper, or left files out under `--strict`; a bad line of `repair --jsonl`; a
    /// verdict with a control character.
    Search(vankien_search::Error),
    /// An error of the program itself: settings, or the address or the token of the server.
    Program(Usage),
}

/// Errors of the program itself.
#[derive(Debug, thiserror::Error)]
pub enum Usage {
    /// A file of settings that is wrong.
    #[error("{path}, line {line}: {what}")]
    Config {
        /// The file.
        path: PathBuf,
        /// The 1-based line.
        line: usize,
        /// What is wrong, with which key, and what would be right.
        what: String,
    },
    /// The server cannot listen on this address, or the system refuses something else that it needs to run: threads, or
    /// the signals that end it.
    #[error(
        "{address}: the server cannot listen on this address ({source}); choose another one with --listen"
    )]
    Serve {
        /// The address.
        address: std::net::SocketAddr,
        /// The error of the system.
        source: std::io::Error,
    },
    /// This build of the program knows no cluster.
    #[error("{at}: this build of the program knows no cluster; build it with the feature cluster")]
    NoCluster {
        /// The URLs that were given.
        at: String,
    },
    /// A file of credentials that names none.
    #[error(
        "{path}: names neither user and password nor token; write lines such as user = \"…\" and password = \"…\""
    )]
    Credentials {
        /// The file.
        path: PathBuf,
    },
    /// The server would be open to other machines without a token.
    #[error(
        "{address}: other machines can reach this address; set --token (or VANKIEN_TOKEN), or listen on 127.0.0.1"
    )]
    Open {
        /// The address.
        address: std::net::SocketAddr,
    },
}

/// The result of what fails with an [`Error`]. A command itself returns a `CommandResult` (`cli::outcome`).
pub type Result<T> = std::result::Result<T, Error>;

impl From<vankien_system::error::Error> for Error {
    fn from(error: vankien_system::error::Error) -> Error {
        Error::System(error)
    }
}

impl From<vankien_files::Error> for Error {
    fn from(error: vankien_files::Error) -> Error {
        match error {
            vankien_files::Error::System(inner) => inner.into(),
            error => Error::Files(error),
        }
    }
}

impl From<vankien_engine::Error> for Error {
    fn from(error: vankien_engine::Error) -> Error {
        match error {
            vankien_engine::Error::System(inner) => inner.into(),
            error => Error::Engine(error),
        }
    }
}

impl From<vankien_ingest::Error> for Error {
    fn from(error: vankien_ingest::Error) -> Error {
        match error {
            vankien_ingest::Error::System(inner) => inner.into(),
            vankien_ingest::Error::Files(inner) => inner.into(),
            vankien_ingest::Error::Engine(inner) => inner.into(),
            error => Error::Ingest(error),
        }
    }
}

impl From<vankien_search::Error> for Error {
    fn from(error: vankien_search::Error) -> Error {
        match error {
            vankien_search::Error::Engine(inner) => inner.into(),
            error => Error::Search(error),
        }
    }
}

impl From<Usage> for Error {
    fn from(usage: Usage) -> Error {
        Error::Program(usage)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::System(error) => error.fmt(out),
            Error::Files(error) => out.write_str(&error.full_message()),
            Error::Engine(error) => out.write_str(&error.full_message()),
            Error::Ingest(error) => out.write_str(&error.full_message()),
            Error::Search(error) => error.fmt(out),
            Error::Program(usage) => usage.fmt(out),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Error::System(error) => Some(error),
            Error::Files(error) => Some(error),
            Error::Engine(error) => Some(error),
            Error::Ingest(error) => Some(error),
            Error::Search(error) => Some(error),
            Error::Program(usage) => Some(usage),
        }
    }
}

/// Implements `From` for `$type` from every error of the program and of its libraries. `$make` makes a `$type` of an
/// [`Error`].
macro_rules! from_every_error {
    ($type:ty, $make:expr) => {
        $crate::error::from_every_error!(
            $type,
            $make,
            $crate::error::Error,
            $crate::error::Usage,
            vankien_system::error::Error,
            vankien_files::Error,
            vankien_engine::Error,
            vankien_ingest::Error,
            vankien_search::Error
        );
    };
    ($type:ty, $make:expr, $($error:ty),+) => {
        $(impl From<$error> for $type {
            fn from(error: $error) -> $type {
                $make($crate::error::Error::from(error))
            }
        })+
    };
}

pub(crate) use from_every_error;

/// An error of a library with the way out that the program knows.
pub trait WayOut: fmt::Display {
    /// What the user can do, or what the program does by itself: a clause that stands behind the message and `; `. It
    /// may name commands and flags of this program. `None` if the message says it already, or nothing is to be done.
    fn way_out(&self) -> Option<String>;

    /// The message of the library, followed by the way out if there is one.
    fn full_message(&self) -> String {
        match self.way_out() {
            Some(way_out) => format!("{self}; {way_out}"),
            None => self.to_string(),
        }
    }
}

impl WayOut for vankien_files::Error {
    fn way_out(&self) -> Option<String> {
        match self {
            vankien_files::Error::TooLarge { .. } => {
                Some("raise --max-file-size to read it".to_owned())
            }
            _ => None,
        }
    }
}

impl WayOut for vankien_engine::Error {
    fn way_out(&self) -> Option<String> {
        use vankien_engine::Error;
        let way_out = match self {
            Error::NoIndex { .. } => {
                "run `vankien ingest` first, or name another index with --index"
            }
            Error::IndexVersion { .. } => "run `vankien ingest --rebuild`",
            Error::Busy { .. } => "try again when it has ended, or wait for it with --wait",
            Error::Index { .. } => "if this happens again, run `vankien ingest --rebuild`",
            Error::Foreign { example, .. } => {
                return Some(format!(
                    "name an empty or new folder, such as --index {}",
                    example.display()
                ));
            }
            Error::Damaged { remedy, .. } => return Some(remedy_message(remedy)),
            #[cfg(feature = "cluster")]
            Error::Cluster { fault, .. } => return Some(way_out_of(*fault).to_owned()),
            _ => return None,
        };
        Some(way_out.to_owned())
    }
}

/// What to do about a fault of a cluster.
#[cfg(feature = "cluster")]
fn way_out_of(fault: vankien_engine::error::ClusterFault) -> &'static str {
    use vankien_engine::error::ClusterFault;
    match fault {
        ClusterFault::Address => {
            "name its nodes, such as --cluster http://10.0.0.1:9200; for https:// set cluster_ca in vankien.toml"
        }
        ClusterFault::Away => "check the addresses, and whether the nodes run",
        ClusterFault::Denied => {
            "set VANKIEN_CLUSTER_USER and VANKIEN_CLUSTER_PASSWORD, or VANKIEN_CLUSTER_TOKEN, or cluster_credentials in \
             vankien.toml"
        }
        ClusterFault::Busy => "try again later",
        ClusterFault::Red => {
            "its state (/_cluster/health) tells whether nodes are missing; it answers again when they are back"
        }
        ClusterFault::Full => "make room on its disks; it then takes papers in again by itself",
        ClusterFault::Refused => "the log of the cluster tells more",
    }
}

fn remedy_message(remedy: &Remedy) -> String {
    match remedy {
        Remedy::ReadAgain => {
            "`vankien verify` names all damaged files, and `vankien ingest --rebuild` reads the papers again".to_owned()
        }
        Remedy::WrittenAgain => "the next `vankien ingest` writes it again".to_owned(),
        Remedy::CopyUsed => {
            "its copy is used; the next `vankien ingest` writes it again".to_owned()
        }
        Remedy::HeldTwice => {
            "another file holds the same; the next `vankien ingest` writes it again".to_owned()
        }
        Remedy::OlderUsed(name) => {
            format!("the older state {name} is used, which is whole; the next `vankien ingest` repairs the index")
        }
        Remedy::MakeRoom => "make room on the disk, so that questions stay fast".to_owned(),
    }
}

impl WayOut for vankien_ingest::Error {
    fn way_out(&self) -> Option<String> {
        use vankien_ingest::Error;
        let way_out = match self {
            Error::Files(error) => return error.way_out(),
            Error::Engine(error) => return error.way_out(),
            Error::Vanished { .. } => {
                "put it back; or remove its papers with `vankien ingest --prune`, and the folder itself with \
                 `vankien forget`"
            }
            Error::WouldLose { .. } => "put it back, or remove its papers with --prune",
            Error::RootsLost { .. } => "name the folders: vankien ingest --rebuild PATH…",
            Error::LinkOut { .. } => "use --follow to read where it leads",
            Error::Verdict { .. } => {
                "each line must be a JSON object as `vankien review` writes it; correct or delete the line"
            }
            _ => return None,
        };
        Some(way_out.to_owned())
    }
}
