//! A cache from the bytes of a token to its term. Vietnamese has a few thousand syllables and a corpus millions of
//! tokens, so nearly every token is found here and needs no analysis.
//!
//! In: the bytes of a text from a token on. Out: the length of the token and its term, on a hit. Never decides what a
//! token is: only terms that `analyse` made are kept. Only tokens of at most fifteen bytes are cached, so that they are
//! compared as one `u128`.

/// Entries of the cache, a power of two. The cache is direct-mapped: a new token replaces the old one in its entry. A
/// judgement, not measured: more than the syllables in use, and the table (256 kB) stays in the second-level cache of a
/// processor. `cargo bench --bench stages` shows the effect of a change.
const ENTRIES: usize = 8_192;

/// The whole cache is cleared before its terms, those of replaced entries included, take more than this many bytes. A
/// judgement, not measured: a term seldom has twenty bytes, so a full table fits. `cargo bench --bench stages` shows
/// the effect of a change.
const TERM_BYTES: usize = 32 * ENTRIES;

/// The cache. It holds nothing until it is enabled.
#[derive(Clone, Default)]
pub struct TermCache {
    /// The table; empty until it is enabled.
    entries: Vec<Entry>,
    /// All cached terms in one string, so that frequent terms lie close together in memory.
    terms: String,
}

/// A token and its term. The default value is an empty entry.
#[derive(Clone, Copy, Default)]
struct Entry {
    /// The bytes of the token, as `token_run` packs them.
    run: u128,
    /// Start and end of its term in [`TermCache::terms`].
    term: (u32, u32),
}

impl TermCache {
    /// Allocates the table. A cache that is not enabled never hits, which suits a text that is analysed once.
    pub(crate) fn enable(&mut self) {
        if self.entries.is_empty() {
            self.entries = vec![Entry::default(); ENTRIES];
        }
    }

    /// Looks up the token at the start of `text`. On a hit appends its term to `term` and returns the token's length in
    /// bytes. `None` on a miss, and for a token that cannot be cached.
    #[inline]
    pub fn recall(&self, text: &[u8], term: &mut String) -> Option<usize> {
        if self.entries.is_empty() {
            return None;
        }
        let (length, run) = token_run(text)?;
        let entry = &self.entries[entry_of(run)];
        if entry.run != run {
            return None;
        }
        term.push_str(&self.terms[entry.term.0 as usize..entry.term.1 as usize]);
        Some(length)
    }

    /// Caches the term of the token at the start of `text`, which is `length` bytes long. Tokens that `analyse` ended
    /// elsewhere than `token_run` does are not cached: their bytes alone do not determine their term.
    pub fn keep(&mut self, text: &[u8], length: usize, term: &str) {
        if self.entries.is_empty() {
            return;
        }
        if let Some((_, run)) = token_run(text).filter(|(whole, _)| *whole == length) {
            if self.terms.len() + term.len() > TERM_BYTES {
                self.entries.fill(Entry::default());
                self.terms.clear();
            }
            let start = self.terms.len() as u32;
            self.terms.push_str(term);
            self.entries[entry_of(run)] = Entry { run, term: (start, self.terms.len() as u32) };
        }
    }
}

/// The bytes at the start of `text` up to the first ASCII byte that separates words: their number, and the bytes packed
/// into a `u128`. `None` if they are none or more than fifteen, or if `text` has fewer than sixteen bytes.
#[inline]
fn token_run(text: &[u8]) -> Option<(usize, u128)> {
    let sixteen = u128::from_le_bytes(*text.first_chunk::<16>()?);
    let low_separators = separators(sixteen as u64);
    let bits = if low_separators != 0 {
        low_separators.trailing_zeros() & !7
    } else {
        64 + (separators((sixteen >> 64) as u64).trailing_zeros() & !7)
    };
    (bits > 0 && bits < 128).then(|| (bits as usize / 8, sixteen & ((1 << bits) - 1)))
}

/// For eight bytes at once: the high bit of each byte that is ASCII and neither a letter nor a digit.
#[inline]
fn separators(eight: u64) -> u64 {
    /// The value 1 in each of the eight bytes.
    const ONES: u64 = 0x0101_0101_0101_0101;
    // The high bit of each byte (all below 0x80) that lies between `first` and `last`.
    let within = |bytes: u64, first: u8, last: u8| {
        let from_first = bytes + (0x80 - first as u64) * ONES;
        let past_last = bytes + (0x7f - last as u64) * ONES;
        from_first & !past_last
    };
    let low = eight & (0x7f * ONES);
    !(eight | within(low | (0x20 * ONES), b'a', b'z') | within(low, b'0', b'9')) & (0x80 * ONES)
}

/// The entry of a token: a multiplicative hash of both halves. The two constants are fixed odd numbers with well mixed
/// bits; they have no other meaning.
fn entry_of(run: u128) -> usize {
    let product = (run as u64 ^ 0x9e37_79b9_7f4a_7c15) as u128
        * ((run >> 64) as u64 ^ 0xd6e8_feb8_6659_fd93) as u128;
    (product as u64 ^ (product >> 64) as u64) as usize % ENTRIES
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fold::{ASCII, SEPARATOR};

    #[test]
    fn a_run_ends_where_ascii_parts_words() {
        for byte in 0..=0xFF_u8 {
            let text = [b'a', b'9', byte, b'Z', b' ', 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
            let parts = byte < 0x80 && ASCII[byte as usize] == SEPARATOR;
            assert_eq!(token_run(&text).map(|(length, _)| length), Some(if parts { 2 } else { 4 }));
        }
        assert_eq!(token_run(b" nothing at all "), None);
        assert_eq!(token_run(b"nghi\xc3\xaangnghiengh "), None);
        assert_eq!(token_run("đường phố".as_bytes()), None, "fewer than sixteen bytes are left");
        assert_eq!(token_run("đường phố, quận".as_bytes()).map(|(length, _)| length), Some(9));
    }
}
