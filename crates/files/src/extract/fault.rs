//! Why a file cannot be read, before its path is known.
//! In: what a reader met. Out: an [`Error`] that names file, place and way out.

use std::path::Path;

use serde::{Deserialize, Serialize};
use vankien_system::budget::Met;

use crate::error::Error;

/// What is wrong with a file and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fault {
    /// What is wrong, and where.
    pub what: String,
    /// What to do.
    pub way_out: String,
    /// The guard that ended its reader, where one did.
    pub guard: Option<Met>,
    /// Whether there was no reader at all: nothing is wrong with the file.
    pub is_not_started: bool,
}

/// The result of a reader.
pub type Read<T> = Result<T, Fault>;

impl Fault {
    /// What is wrong, and what to do about it.
    pub fn new(what: impl Into<String>, way_out: impl Into<String>) -> Fault {
        Fault { what: what.into(), way_out: way_out.into(), guard: None, is_not_started: false }
    }

    /// The reader of the file could not be started; `what` the system said.
    pub fn not_started(what: impl Into<String>) -> Fault {
        Fault { is_not_started: true, ..Fault::new(what, "") }
    }

    /// A guard ended the reader of the file.
    pub fn stopped(what: impl Into<String>, guard: Met) -> Fault {
        let way_out = format!("raise {} in vankien.toml if it is a real paper", guard.limit.name());
        Fault { guard: Some(guard), ..Fault::new(what, way_out) }
    }

    /// The file is cut short or broken at `what`.
    pub fn damaged(what: impl Into<String>) -> Fault {
        Fault::new(what, "open it in the program that made it and save it again")
    }

    /// The file is locked with a password.
    pub fn locked() -> Fault {
        Fault::new("is encrypted", "save a copy without the password")
    }

    /// The file would take more than a paper ever does.
    pub fn too_much(what: impl Into<String>) -> Fault {
        Fault::new(what, "if it is a real paper, save its text as .txt (UTF-8)")
    }

    /// The file holds something else.
    pub fn foreign(what: impl Into<String>) -> Fault {
        Fault::new(what, "save its text as .docx, .pdf or .txt (UTF-8)")
    }

    /// The fault of the file at `path`.
    pub fn of(self, path: &Path) -> Error {
        let Fault { what, way_out, guard, is_not_started } = self;
        let path = path.to_path_buf();
        match guard {
            None if is_not_started => Error::NotStarted { path, what },
            Some(guard) => Error::Guarded { path, what, way_out, guard },
            None => Error::Unreadable { path, what, way_out },
        }
    }
}
