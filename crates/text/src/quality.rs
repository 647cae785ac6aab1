//! Whether a text can be trusted.
//! In: nothing. Out: two words. Never judges: `repair` and `pipeline` do.

use serde::{Deserialize, Serialize};

/// Whether the text can be trusted to be Vietnamese.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Quality {
    /// Nearly all of its words are Vietnamese syllables.
    #[default]
    Good,
    /// Too many are not: a scan read by a foreign OCR, or a font that nobody decoded.
    Poor,
}

impl Quality {
    /// The word that JSON and messages use.
    pub fn name(self) -> &'static str {
        match self {
            Quality::Good => "good",
            Quality::Poor => "poor",
        }
    }
}
