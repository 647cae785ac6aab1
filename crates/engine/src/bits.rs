//! A set of small numbers, one bit each.
//! In: numbers in parts, as a store lays out what it holds. Out: whether one is among them.
//! Never knows what the numbers stand for.

/// Numbers, part by part.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bits(Vec<Vec<u64>>);

impl Bits {
    /// No number, in parts of these sizes.
    pub fn none(sizes: impl Iterator<Item = usize>) -> Bits {
        Bits(sizes.map(|size| vec![0; size.div_ceil(64)]).collect())
    }

    /// Puts a number in; one beyond the size of its part is left out.
    #[inline]
    pub fn insert(&mut self, part: usize, number: u32) {
        if let Some(word) =
            self.0.get_mut(part).and_then(|words| words.get_mut(number as usize / 64))
        {
            *word |= 1 << (number % 64);
        }
    }

    /// The numbers of a part, in order.
    pub fn of_part(&self, part: usize) -> impl Iterator<Item = u32> {
        let words = self.0.get(part).into_iter().flatten();
        (0u32..).step_by(64).zip(words).flat_map(|(first, word)| {
            (0..64).filter(move |bit| word & (1 << bit) != 0).map(move |bit| first + bit)
        })
    }

    /// Whether a number is among them.
    #[inline]
    pub fn contains(&self, part: usize, number: u32) -> bool {
        let word = self.0.get(part).and_then(|words| words.get(number as usize / 64));
        word.is_some_and(|word| word & (1 << (number % 64)) != 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_kept_by_part() {
        let mut some = Bits::none([70, 3].into_iter());
        some.insert(0, 65);
        some.insert(7, 1);
        some.insert(0, 3);
        assert_eq!(some.of_part(0).collect::<Vec<_>>(), [3, 65]);
        assert!(some.contains(0, 65) && !some.contains(1, 1) && !some.contains(0, 1));
    }
}
