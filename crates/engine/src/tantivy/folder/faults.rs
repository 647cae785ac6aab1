//! What the engine says, as an error that names the file.
//! In: an error of the engine. Out: an error with the file, what is wrong with it, and the way out.
//! Never calls a file damaged that may only not be read by this user.

use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use tantivy::TantivyError;
use tantivy::directory::error::{OpenDirectoryError, OpenReadError};
use vankien_system::rights::unreadable;

use crate::error::{Error, Remedy};

/// A file whose bytes are others than were written, inside an error of the system.
#[derive(Debug, thiserror::Error)]
#[error("{path}: is not as it was written")]
struct NotWhole {
    path: PathBuf,
}

/// The error of the system for bytes of the file at `path` that are others than were written.
pub fn not_whole(path: &Path) -> io::Error {
    io::Error::new(ErrorKind::InvalidData, NotWhole { path: path.to_path_buf() })
}

/// The error for a damaged file.
pub fn damaged(path: PathBuf, what: impl Into<String>) -> Error {
    Error::Damaged { path, what: what.into(), remedy: Remedy::ReadAgain }
}

/// What the engine says of the generation in `folder`.
pub fn named(folder: &Path, error: &TantivyError) -> Error {
    match error {
        TantivyError::OpenReadError(OpenReadError::FileDoesNotExist(path)) => {
            damaged(folder.join(path), "is missing")
        }
        TantivyError::OpenReadError(OpenReadError::IoError { io_error, filepath }) => {
            of_system(&folder.join(filepath), io_error)
        }
        TantivyError::OpenDirectoryError(OpenDirectoryError::IoError {
            io_error,
            directory_path,
        }) => of_system(directory_path, io_error),
        TantivyError::OpenDirectoryError(OpenDirectoryError::DoesNotExist(path)) => {
            damaged(path.clone(), "is missing")
        }
        TantivyError::IoError(io_error) if cause(io_error).is_some() => of_system(folder, io_error),
        _ => Error::Index { path: folder.to_path_buf(), what: error.to_string() },
    }
}

fn cause(error: &io::Error) -> Option<&NotWhole> {
    error.get_ref().and_then(|cause| cause.downcast_ref())
}

fn of_system(path: &Path, error: &io::Error) -> Error {
    if let Some(NotWhole { path }) = cause(error) {
        return damaged(path.clone(), "is not as it was written");
    }
    match error.kind() {
        ErrorKind::PermissionDenied => {
            Error::System(unreadable(path, io::Error::new(error.kind(), error.to_string())))
        }
        _ => damaged(path.to_path_buf(), format!("cannot be read ({error})")),
    }
}
