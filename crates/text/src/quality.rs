//! The quality of a text: whether it can be trusted to be Vietnamese.
//! In: nothing. Out: plain values and their names. Never judges: `repair` does (see its census).

/// Whether the text can be trusted to be Vietnamese.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "lowercase"))]
pub enum Quality {
    /// Enough of its words are Vietnamese and have marks (the shares stand in `repair/census.rs`), or it has too few
    /// words to tell.
    #[default]
    Good,
    /// Too few of its words are Vietnamese or have marks: a scan that an OCR read as another language, a font without a
    /// known encoding.
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
