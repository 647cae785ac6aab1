//! Pairs of words of the model that are capitalised otherwise than usual: `ủy thác` (entrust) beside `Ủy ban`
//! (committee). In: packed numbers of `model.bin`; two words. Out: how often the first has a capital. Never knows the
//! words themselves.

use super::packed::u16_at;

/// Pairs of words that are capitalised otherwise than the first word usually is, sorted.
pub struct CasedPairs {
    /// The first words, as packed numbers.
    pub firsts: &'static [u8],
    /// The second words, as packed numbers.
    pub seconds: &'static [u8],
    /// How often the first word has a capital in the pair; 255 stands for always.
    pub shares: &'static [u8],
}

impl CasedPairs {
    /// The share of capitals of the word number `first` before the word number `second`; `None` where the pair is not
    /// held.
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
