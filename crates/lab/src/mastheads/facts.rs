//! The facts of papers as people read them.
//! In: a file of JSON objects, one a line. Out: [`Facts`]. A field that an object lacks is not judged.

use std::path::Path;

use serde::Deserialize;
use vankien_system::error::Error as SystemError;

use crate::error::{Error, Result};

/// The fields that are judged, by their keys in JSON.
pub const FIELDS: [&str; 7] = ["number", "kind", "issuer", "date", "title", "signer", "place"];

/// What a paper prints of itself, field by field; `None` where the file of facts does not say.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Facts {
    /// The name of the file, below the folder of the papers.
    pub file: String,
    /// The number as printed; `None` where it is not judged, here and below.
    number: Option<String>,
    /// The kind: resolution, directive …
    kind: Option<String>,
    /// The body that issued it.
    issuer: Option<String>,
    /// The date in ISO form.
    date: Option<String>,
    /// The title.
    title: Option<String>,
    /// The name of who signed it.
    signer: Option<String>,
    /// Where it was signed.
    place: Option<String>,
}

impl Facts {
    /// The value of one of [`FIELDS`]; `None` where it is not judged.
    pub fn get(&self, field: &str) -> Option<&str> {
        let value = match field {
            "number" => &self.number,
            "kind" => &self.kind,
            "issuer" => &self.issuer,
            "date" => &self.date,
            "title" => &self.title,
            "signer" => &self.signer,
            "place" => &self.place,
            _ => &None,
        };
        value.as_deref()
    }
}

/// The facts in the file at `path`, in its order; blank lines are skipped.
///
/// # Errors
/// Where the file cannot be read, or a line is no JSON object with a `file`.
pub fn facts(path: &Path) -> Result<Vec<Facts>> {
    let text = std::fs::read_to_string(path)
        .map_err(|source| SystemError::Read { path: path.to_owned(), source })?;
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    let fact = |(index, line): (usize, &str)| {
        serde_json::from_str(line).map_err(|error| Error::Row {
            path: path.to_owned(),
            line: index as u64 + 1,
            what: error.to_string(),
        })
    };
    lines.map(fact).collect()
}
