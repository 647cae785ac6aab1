//! Pairs of words of the model that are capitalised otherwise than usual: `ủy thác` (entrust) beside `Ủy ban`
//! (committee).
//! In: packed numbers of `model.bin`; two words. Out: how often the first has a capital. Never knows the words
//! themselves.

use super::packed::u16_at;

/// Pairs of words in which the first word is capitalised otherwise than usual. Sorted by first word, then by second.
/// The three lists run side by side.
pub struct CasedPairs {
    /// The numbers of the first words, two bytes each.
    pub firsts: &'static [u8],
    /// The numbers of the second words, two bytes each.
    pub seconds: &'static [u8],
    /// The share of capitals of the first word in the pair, one byte each: 0 stands for never, 255 for always.
    pub shares: &'static [u8],
}

impl CasedPairs {
    /// The share of capitals of the word number `first` before the word number `second`, from 0 to 255; `None` where
    /// the pair is not held.
    pub fn share(&self, first: u16, second: u16) -> Option<u8> {
        let (mut low, mut high) = (0, self.shares.len());
        while low < high {
            let middle = low.midpoint(high);
            match (u16_at(self.firsts, middle), u16_at(self.seconds, middle)).cmp(&(first, second))
            {
                std::cmp::Ordering::Equal => return Some(self.shares[middle]),
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Greater => high = middle,
            }
        }
        None
    }
}
