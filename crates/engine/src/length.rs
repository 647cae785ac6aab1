//! The precision of stored lengths. The length of a text is stored in one byte, so long lengths are rounded down.
//! In: a number of tokens. Out: the number that a store gives back. Never stores anything: the store in memory uses
//! this to score like the embedded store. The code is that of Lucene (`SmallFloat.intToByte4`) and of tantivy
//! (`fieldnorm/code.rs`): exact below 40, then four significant bits.

/// Lengths below this, in tokens, are stored exactly. Fixed by the format of Lucene and tantivy; `cargo test -p
/// vankien-search --test search stores::` fails with another value.
const EXACT_BELOW: u32 = 40;

/// Bits that are kept of what a longer length exceeds 24 by, besides the highest bit. Fixed by the same format.
const MANTISSA_BITS: u32 = 3;

/// The length that a store gives back for a text of this many tokens: equal, or less.
pub fn stored_length(tokens: u32) -> u32 {
    let Some(beyond) = tokens.checked_sub(EXACT_BELOW - 16) else { return tokens };
    let bits = u32::BITS - beyond.leading_zeros();
    let dropped = bits.saturating_sub(MANTISSA_BITS + 1);
    (beyond >> dropped << dropped) + EXACT_BELOW - 16
}
