//! Where the heading of a section ends, told in positions.
//! In: how many words the heading has. Out: the last position that may belong to it.
//! Never exact: label and number stand before the heading, and its length is coded.

use vankien_engine::tokenizer::BROKEN_STEP;

/// The words of a label before a heading: `Điều 5.`, `Mục II.`
const LABEL: f32 = 3.0;

/// The last position of a heading of so many words.
pub fn end(words: f32) -> u32 {
    if words > 0.0 { ((words + LABEL) * BROKEN_STEP as f32) as u32 } else { 0 }
}
