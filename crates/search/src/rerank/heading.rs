//! Where the heading of a section ends, in token positions.
//! In: how many words the heading has. Out: the last position that may belong to it.
//! Never exact: a label (`Điều 5.`, article 5) stands before the heading, and the index stores its length rounded.

use vankien_engine::tokenizer::BROKEN_STEP;

/// Words that a label before a heading takes: `Điều 5.` (article), `Mục II.` (section). An estimate, not measured: too
/// high a value counts some words of the text as heading. Test `ranking::` of `--test search` shows moved ranks.
const LABEL_WORDS: f32 = 3.0;

/// The last position that a heading of `words` words may reach; 0 without a heading. Assumes the widest distance
/// between neighbouring words of one sentence (`BROKEN_STEP` positions).
pub fn last_position(words: f32) -> u32 {
    if words > 0.0 { ((words + LABEL_WORDS) * BROKEN_STEP as f32) as u32 } else { 0 }
}
