//! Remembers the terms of syllables met before: a language has a few thousand, a corpus millions.
//! In: the bytes of a text from a token on. Out: the length of the token and its term, if it was met.
//! Never decides what a token is: only what `analyse` settled is kept. Sixteen bytes are judged at a time.

/// How many terms are remembered, a power of two; a newer one takes the place of an older one.
const ROOM: usize = 8_192;

/// So many bytes of terms are remembered before all are forgotten; a term seldom has twenty.
const MOST: usize = 32 * ROOM;

/// The terms met so far; none at all until it is enabled.
#[derive(Clone, Default)]
pub struct TermCache {
    entries: Vec<Entry>,
    /// The terms one behind the other, so that the frequent ones lie close together.
    terms: String,
}

#[derive(Clone, Copy, Default)]
struct Entry {
    run: u128,
    /// Where in the terms its own begins and ends.
    term: (u32, u32),
}

impl TermCache {
    /// Makes room to remember. Without it nothing is kept, which suits a text that is read once.
    pub(crate) fn enable(&mut self) {
        if self.entries.is_empty() {
            self.entries = vec![Entry::default(); ROOM];
        }
    }

    /// Puts the term of the token at the head of `text` into `term`; gives the token's length.
    #[inline]
    pub fn recall(&self, text: &[u8], term: &mut String) -> Option<usize> {
        if self.entries.is_empty() {
            return None;
        }
        let (length, run) = run(text)?;
        let entry = &self.entries[place(run)];
        if entry.run != run {
            return None;
        }
        term.push_str(&self.terms[entry.term.0 as usize..entry.term.1 as usize]);
        Some(length)
    }

    /// Remembers the term of the token of so many bytes at the head of `text`, where the token ends
    /// with its run: then the same run is the same token wherever it stands.
    pub fn keep(&mut self, text: &[u8], length: usize, term: &str) {
        if self.entries.is_empty() {
            return;
        }
        if let Some((_, run)) = run(text).filter(|(whole, _)| *whole == length) {
            if self.terms.len() + term.len() > MOST {
                self.entries.fill(Entry::default());
                self.terms.clear();
            }
            let start = self.terms.len() as u32;
            self.terms.push_str(term);
            self.entries[place(run)] = Entry { run, term: (start, self.terms.len() as u32) };
        }
    }
}

/// The bytes at the head of `text` up to the first of ASCII that parts words, as one number, and
/// how many they are: one to fifteen, and sixteen bytes must be left to look at.
#[inline]
fn run(text: &[u8]) -> Option<(usize, u128)> {
    let sixteen = u128::from_le_bytes(*text.first_chunk::<16>()?);
    let parts = parts(sixteen as u64);
    let bits = if parts != 0 {
        parts.trailing_zeros() & !7
    } else {
        64 + (self::parts((sixteen >> 64) as u64).trailing_zeros() & !7)
    };
    (bits > 0 && bits < 128).then(|| (bits as usize / 8, sixteen & ((1 << bits) - 1)))
}

/// The high bit of every byte of ASCII that is neither a letter nor a digit.
#[inline]
fn parts(eight: u64) -> u64 {
    const ALL: u64 = 0x0101_0101_0101_0101;
    let within = |bytes: u64, first: u8, last: u8| {
        let from_first = bytes + (0x80 - first as u64) * ALL;
        let past_last = bytes + (0x7f - last as u64) * ALL;
        from_first & !past_last
    };
    let low = eight & (0x7f * ALL);
    !(eight | within(low | (0x20 * ALL), b'a', b'z') | within(low, b'0', b'9')) & (0x80 * ALL)
}

fn place(run: u128) -> usize {
    let both = (run as u64 ^ 0x9e37_79b9_7f4a_7c15) as u128
        * ((run >> 64) as u64 ^ 0xd6e8_feb8_6659_fd93) as u128;
    (both as u64 ^ (both >> 64) as u64) as usize % ROOM
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
            assert_eq!(run(&text).map(|(length, _)| length), Some(if parts { 2 } else { 4 }));
        }
        assert_eq!(run(b" nothing at all "), None);
        assert_eq!(run(b"nghi\xc3\xaangnghiengh "), None);
        assert_eq!(run("đường phố".as_bytes()), None, "fewer than sixteen bytes are left");
        assert_eq!(run("đường phố, quận".as_bytes()).map(|(length, _)| length), Some(9));
    }
}
