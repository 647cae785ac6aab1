//! Turns errors of tantivy into errors that name the file.
//! In: an error of tantivy. Out: an error with the file (the folder, if no file is known), what is wrong with it, and
//! the remedy.
//! Never calls a file damaged that this user only has no right to read.

use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use tantivy::TantivyError;
use tantivy::directory::error::{OpenDirectoryError, OpenReadError};
use vankien_system::rights::unreadable;

use crate::error::{Error, Remedy};

/// Marks an [`io::Error`] that means that a size or checksum does not match.
#[derive(Debug, thiserror::Error)]
#[error("{path}: is not as it was written")]
struct NotWhole {
    path: PathBuf,
}

/// The [`io::Error`] for a file whose size or checksum does not match.
pub fn not_whole(path: &Path) -> io::Error {
    io::Error::new(ErrorKind::InvalidData, NotWhole { path: path.to_path_buf() })
}

/// The error for a damaged file whose data is lost.
pub fn damaged(path: PathBuf, what: impl Into<String>) -> Error {
    Error::Damaged { path, what: what.into(), remedy: Remedy::ReadAgain }
}

/// Turns an error of tantivy about the generation in `folder` into one that names the file, or the folder if no file is
/// known.
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

/// The mark of [`not_whole`], if the error has it.
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
