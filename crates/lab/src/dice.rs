//! Pseudo-random numbers that are the same on every machine.
//! In: a seed and its purpose. Out: numbers, choices. Never uses the clock.

/// A generator of pseudo-random numbers (splitmix64, by Steele, Lea and Flood; its constants are theirs).
#[derive(Clone, Debug)]
pub struct Dice(u64);

/// Spreads the index of a paper over 64 bits. Any large odd number would do, but another one changes all damage that the
/// same seeds make.
const PAPER_STEP: u64 = 0xd6e8_feb8_6659_fd93;

impl Dice {
    /// A generator for one `purpose` (the name of a kind of damage or a dress) and one paper, given by its index.
    /// Another purpose gives other numbers, so that one kind of damage never changes those of another.
    pub fn new(seed: u64, purpose: &str, paper: usize) -> Dice {
        let named = purpose.bytes().fold(seed, |sum, byte| {
            let mut mixed = Dice(sum ^ u64::from(byte));
            mixed.next()
        });
        Dice(named ^ (paper as u64).wrapping_mul(PAPER_STEP))
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let first = (self.0 ^ self.0 >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let second = (first ^ first >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        second ^ second >> 31
    }

    /// A number below `limit`; 0 where that is 0.
    pub fn below(&mut self, limit: usize) -> usize {
        ((u128::from(self.next()) * limit as u128) >> 64) as usize
    }

    /// A number from `least` to `most`, both included; `least` must not be greater.
    pub fn between(&mut self, least: usize, most: usize) -> usize {
        least + self.below(most - least + 1)
    }

    /// True with `probability`, from 0 to 1; never with 0.
    pub fn chance(&mut self, probability: f64) -> bool {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64 <= probability && probability > 0.0
    }

    /// One of `all`, which must not be empty.
    pub fn pick<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        &all[self.below(all.len())]
    }

    /// `count` of `all` in random order, each at most once; all of them where there are fewer.
    pub fn sample<T: Clone>(&mut self, count: usize, all: &[T]) -> Vec<T> {
        let (mut left, mut drawn) = (all.to_vec(), Vec::new());
        while drawn.len() < count && !left.is_empty() {
            drawn.push(left.swap_remove(self.below(left.len())));
        }
        drawn
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fall_by_their_seed() {
        let rolls = |seed, purpose, paper| {
            let mut dice = Dice::new(seed, purpose, paper);
            [0; 8].map(|_| dice.below(1000))
        };
        assert_eq!(rolls(1, "a", 0), rolls(1, "a", 0));
        assert_ne!(rolls(1, "a", 0), rolls(2, "a", 0));
        assert_ne!(rolls(1, "a", 0), rolls(1, "b", 0));
        assert_ne!(rolls(1, "a", 0), rolls(1, "a", 1));
    }

    #[test]
    fn fall_evenly() {
        let mut dice = Dice::new(7, "even", 0);
        let mut seen = [0; 6];
        (0..6000).for_each(|_| seen[dice.below(6)] += 1);
        assert!(seen.iter().all(|times| (850..1150).contains(times)), "{seen:?}");
        assert_eq!((dice.below(0), dice.chance(0.0), dice.chance(1.0)), (0, false, true));
        assert_eq!(dice.sample(9, &[1, 2, 3]).len(), 3);
    }
}
