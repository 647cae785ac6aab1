//! Why a measure could not be taken.
//! The messages of [`Error::Row`] and [`Error::Asked`] name the file or what was asked, and say what is wrong. The
//! others are the messages of the crates below, unchanged.

use std::path::PathBuf;

/// Why a measure could not be taken.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The operating system refused.
    #[error(transparent)]
    System(#[from] vankien_system::error::Error),
    /// A file was not read as a paper, or a file of rows or questions is empty.
    #[error(transparent)]
    Files(#[from] vankien_files::Error),
    /// The index cannot be read or written.
    #[error(transparent)]
    Engine(#[from] vankien_engine::Error),
    /// A question is not answered.
    #[error(transparent)]
    Search(#[from] vankien_search::Error),
    /// A line of a JSON Lines file that does not hold the object it should, or whose id occurred before.
    #[error(
        "{path}, line {line}: {what}; each line must be a JSON object with the fields of --help"
    )]
    Row {
        /// The file.
        path: PathBuf,
        /// The 1-based line.
        line: u64,
        /// What is wrong with the line.
        what: String,
    },
    /// Something was asked for that cannot be done.
    #[error("{asked}: {what}")]
    Asked {
        /// What was asked for.
        asked: String,
        /// Why it cannot be done; in some messages also what can be done instead.
        what: String,
    },
}

/// The result of a measure.
pub type Result<T> = std::result::Result<T, Error>;
