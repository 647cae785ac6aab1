//! Why a file cannot be read, before its path is known.
//! In: what a reader met. Out: an [`Error`] that names file, place and way out.

use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::error::Error;

/// What is wrong with a file and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fault {
    /// What is wrong, and where.
    pub what: String,
    /// What to do.
    pub way_out: String,
}

/// The result of a reader.
pub type Read<T> = Result<T, Fault>;

impl Fault {
    /// The file is cut short or broken at `what`.
    pub fn damaged(what: impl Into<String>) -> Fault {
        let way_out = "open it in the program that made it and save it again".into();
        Fault { what: what.into(), way_out }
    }

    /// The file is locked with a password.
    pub fn locked() -> Fault {
        let way_out = "save a copy without the password".into();
        Fault { what: "is encrypted".into(), way_out }
    }

    /// The file would take more than a paper ever does.
    pub fn too_much(what: impl Into<String>) -> Fault {
        let way_out = "if it is a real paper, save its text as .txt (UTF-8)".into();
        Fault { what: what.into(), way_out }
    }

    /// The file holds something else.
    pub fn foreign(what: impl Into<String>) -> Fault {
        let way_out = "save its text as .docx, .pdf or .txt (UTF-8)".into();
        Fault { what: what.into(), way_out }
    }

    /// The fault of the file at `path`.
    pub fn of(self, path: &Path) -> Error {
        Error::Unreadable { path: path.to_path_buf(), what: self.what, way_out: self.way_out }
    }
}
