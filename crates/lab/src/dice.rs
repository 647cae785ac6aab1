//! Chance that falls the same on every machine.
//! In: a seed and what it is for. Out: numbers, choices. Never asks the clock.

/// Dice that fall by their seed alone (splitmix64, by Steele, Lea and Flood).
#[derive(Clone, Debug)]
pub struct Dice(u64);

impl Dice {
    /// Dice for one `purpose` and one paper: no kind of damage moves the dice of another.
    pub fn new(seed: u64, purpose: &str, paper: usize) -> Dice {
        let named = purpose.bytes().fold(seed, |sum, byte| {
            let mut mixed = Dice(sum ^ u64::from(byte));
            mixed.next()
        });
        Dice(named ^ (paper as u64).wrapping_mul(0xd6e8_feb8_6659_fd93))
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ self.0 >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ mixed >> 31
    }

    /// A number below `sides`; 0 where there are none.
    pub fn below(&mut self, sides: usize) -> usize {
        ((u128::from(self.next()) * sides as u128) >> 64) as usize
    }

    /// A number from `least` to `most`.
    pub fn from_to(&mut self, least: usize, most: usize) -> usize {
        least + self.below(most - least + 1)
    }

    /// Whether something happens that does so with `chance`.
    pub fn falls(&mut self, chance: f64) -> bool {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64 <= chance && chance > 0.0
    }

    /// One of `all`, which must not be empty.
    pub fn one<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        &all[self.below(all.len())]
    }

    /// `count` of `all`, or all of them, in the order in which they fell.
    pub fn some<T: Clone>(&mut self, count: usize, all: &[T]) -> Vec<T> {
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
        assert_eq!((dice.below(0), dice.falls(0.0), dice.falls(1.0)), (0, false, true));
        assert_eq!(dice.some(9, &[1, 2, 3]).len(), 3);
    }
}
