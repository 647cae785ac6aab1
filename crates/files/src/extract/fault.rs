//! Why a file cannot be read, as a reader says it that does not know the path.
//! In: what is wrong with the bytes. Out: an [`Error`] that names the file, the place and the way out.

use std::path::Path;

use serde::{Deserialize, Serialize};
use vankien_system::budget::ExceededLimit;

use crate::error::Error;

/// What is wrong with a file and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fault {
    /// What is wrong and, if that is known, where: a clause that stands behind the path and a colon (`is encrypted`,
    /// `its piece table is broken`). If `is_not_started`, the error of the system.
    pub what: String,
    /// What the user can do, as an imperative; empty if `is_not_started`.
    pub way_out: String,
    /// The limit for which a guard ended the reader (time or memory) or an OCR program (time only). `None` for all
    /// other faults, also for an OCR program that lacked memory, and for a failure that is read from the OCR cache.
    pub guard: Option<ExceededLimit>,
    /// Whether the reader process could not be started. Then nothing is known to be wrong with the file.
    pub is_not_started: bool,
}

/// The result of a reader.
pub type ReaderResult<T> = Result<T, Fault>;

impl Fault {
    /// A fault that says `what` is wrong, with the `way_out` that the caller gives. No guard ended the reader.
    pub fn new(what: impl Into<String>, way_out: impl Into<String>) -> Fault {
        Fault { what: what.into(), way_out: way_out.into(), guard: None, is_not_started: false }
    }

    /// The reader of the file could not be started; `what` is the error of the system. The way out is empty.
    pub fn not_started(what: impl Into<String>) -> Fault {
        Fault { is_not_started: true, ..Fault::new(what, "") }
    }

    /// A guard ended the reader of the file, or an OCR program; `what` says how. The way out names the setting that
    /// raises the limit.
    pub fn stopped(what: impl Into<String>, guard: ExceededLimit) -> Fault {
        let way_out = format!("raise {} in vankien.toml if it is a real paper", guard.limit.name());
        Fault { guard: Some(guard), ..Fault::new(what, way_out) }
    }

    /// The file is cut short, broken or gone from its archive, or a program failed on it (its reader crashed; an OCR
    /// program failed or could not be started). `what` says what is wrong and, if that is known, where. The way out:
    /// save it again.
    pub fn damaged(what: impl Into<String>) -> Fault {
        Fault::new(what, "open it in the program that made it and save it again")
    }

    /// The file is locked with a password.
    pub fn locked() -> Fault {
        Fault::new("is encrypted", "save a copy without the password")
    }

    /// The file would take more memory, parts or nesting than a real paper does.
    pub fn too_much(what: impl Into<String>) -> Fault {
        Fault::new(what, "if it is a real paper, save its text as .txt (UTF-8)")
    }

    /// The file is of a kind that is not read, whatever its name says.
    pub fn foreign(what: impl Into<String>) -> Fault {
        Fault::new(what, "save its text as .docx, .pdf or .txt (UTF-8)")
    }

    /// The error for the file at `path`: [`Error::NotStarted`], [`Error::Guarded`] or [`Error::Unreadable`].
    pub fn into_error(self, path: &Path) -> Error {
        let Fault { what, way_out, guard, is_not_started } = self;
        let path = path.to_path_buf();
        match guard {
            None if is_not_started => Error::NotStarted { path, what },
            Some(guard) => Error::Guarded { path, what, way_out, guard },
            None => Error::Unreadable { path, what, way_out },
        }
    }
}
