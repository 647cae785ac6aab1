//! Whether a text can be trusted.
//! In: nothing. Out: two words. Never judges: `repair` and `pipeline` do.

/// Whether the text can be trusted to be Vietnamese.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "lowercase"))]
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
