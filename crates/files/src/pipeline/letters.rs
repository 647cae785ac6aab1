//! The letter stages over what was read from a file.
//! In: extracted text and what the file told of its letters. Out: mended text.

use vankien_text::{MendOptions, MendedText, mend_with};

use crate::extracted::Extracted;

/// Normalises and repairs what was read from a file as the reader wishes.
pub fn mend_of<'t>(extracted: &'t Extracted, wish: MendOptions<'_>) -> MendedText<'t> {
    mend_with(&extracted.text, &extracted.evidence, wish)
}
