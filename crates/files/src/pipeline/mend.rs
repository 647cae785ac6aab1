//! Normalise and repair for an extracted text.
//! In: extracted text, with the evidence that the file gives of its letters. Out: mended text.

use vankien_text::{MendOptions, MendedText, mend_with};

use crate::extracted::Extracted;

/// Normalises and repairs the text of a file as `wish` says.
pub fn mend_extracted<'t>(extracted: &'t Extracted, wish: MendOptions<'_>) -> MendedText<'t> {
    mend_with(&extracted.text, &extracted.evidence, wish)
}
