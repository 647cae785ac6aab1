//! How exactly stores keep the length of a text: in one byte, so that long texts are told in steps.
//! In: a number of tokens. Out: what a store gives for it. The steps are those of Lucene (`SmallFloat.intToByte4`) and of
//! tantivy (`fieldnorm/code.rs`): exact up to 40, then four significant bits.

/// Lengths below this are exact.
const EXACT: u32 = 40;

/// So many bits of a longer one are kept, beside the first.
const KEPT: u32 = 3;

/// The length that a store keeps for a text of so many tokens.
pub fn stored_length(tokens: u32) -> u32 {
    let Some(beyond) = tokens.checked_sub(EXACT - 16) else { return tokens };
    let bits = u32::BITS - beyond.leading_zeros();
    let dropped = bits.saturating_sub(KEPT + 1);
    (beyond >> dropped << dropped) + EXACT - 16
}
