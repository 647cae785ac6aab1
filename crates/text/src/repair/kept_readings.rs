//! The readings of one word that are still weighed once pairs of words were, and a fast hash of small numbers.
//! In: the weights of all readings of a word. Out: the indices of the likely ones, always at least one. Never weighs a
//! reading.

use std::hash::{BuildHasherDefault, Hasher};

// Both bounds keep the trigram pass cheap. `cargo test --test program doubling::a_paper_without_marks -- --ignored`
// shows their cost, `vankien-lab evaluate-repair --kind no-marks --seed 901 --reliability` their effect.

/// A reading that has a smaller share of the weight of all readings, by pairs of words, is not weighed by trigrams. On
/// 200 papers kept out of the model 0.002 gives a recall of 97.75 %, 0.02 97.79 %, 0.05 97.85 %; the trigram pass costs
/// 2.4 times as much at 0.002 as at 0.02. From 0.05 on, edits are less often right than their confidence says.
const LEAST_SHARE: f32 = 0.02;
/// At most this many readings of one word, the likeliest, are weighed by trigrams; the time for three words grows with
/// its cube. Also the length of the arrays in each word of a window. A judgement, no measurement recorded.
pub const MOST_KEPT: usize = 8;

/// Stands in a list of indices of readings where there is none. A word has at most 255 readings, so no index is this.
pub const NO_PLACE: u8 = u8::MAX;

/// The readings of a word that are left after pairs of words (bigrams) were weighed. Only these are weighed by
/// trigrams. Before any weighing, and where no weight is large enough, the first reading alone.
#[derive(Clone, Copy)]
pub struct KeptReadings {
    /// The indices of the kept readings among all readings of the word, ascending; [`NO_PLACE`] behind the last.
    pub places: [u8; MOST_KEPT],
    /// How many are kept, at least 1.
    pub count: usize,
}

impl KeptReadings {
    /// The first reading alone.
    pub const FIRST: KeptReadings = KeptReadings {
        places: {
            let mut places = [NO_PLACE; MOST_KEPT];
            places[0] = 0;
            places
        },
        count: 1,
    };

    /// The readings with at least [`LEAST_SHARE`] of all weight; of more than [`MOST_KEPT`] the likeliest, of equal
    /// ones the earlier. `weights` has a weight for each reading. Where none has that share, or all are 0, the first
    /// reading.
    pub fn likely(weights: &[f32]) -> KeptReadings {
        let mut all = 0.0;
        for weight in weights {
            all += weight;
        }
        let least = LEAST_SHARE * all;
        let mut kept = KeptReadings { places: [NO_PLACE; MOST_KEPT], count: 0 };
        for (at, weight) in weights.iter().enumerate() {
            if *weight >= least && all > 0.0 {
                if kept.count == MOST_KEPT {
                    return KeptReadings::likeliest(weights);
                }
                kept.places[kept.count] = at as u8;
                kept.count += 1;
            }
        }
        if kept.count == 0 { KeptReadings::FIRST } else { kept }
    }

    /// The [`MOST_KEPT`] likeliest readings of a word that has more.
    fn likeliest(weights: &[f32]) -> KeptReadings {
        let mut order: Vec<usize> = (0..weights.len()).collect();
        order.sort_by(|one, two| weights[*two].total_cmp(&weights[*one]));
        order.truncate(MOST_KEPT);
        order.sort_unstable();
        let mut places = [NO_PLACE; MOST_KEPT];
        places.iter_mut().zip(order).for_each(|(place, at)| *place = at as u8);
        KeptReadings { places, count: MOST_KEPT }
    }

    /// The position among the kept readings, from 0, of the reading with the index `place`; `None` where it is not
    /// kept.
    pub fn position(&self, place: u8) -> Option<usize> {
        self.places[..self.count].iter().position(|kept| *kept == place)
    }

    /// The indices of the kept readings, ascending.
    pub fn iter(&self) -> impl Iterator<Item = usize> + '_ {
        self.places[..self.count].iter().map(|place| usize::from(*place))
    }
}

/// Hashing of pairs of word numbers: 0, 1, 2 … in the order in which the words of a text were met. A text decides which
/// pairs occur, but not the numbers themselves, and the cache is emptied when it is full; so a fast hash without a
/// secret key is enough.
pub type IndexHashing = BuildHasherDefault<IndexHasher>;

/// Multiplicative hash of numbers; not safe against chosen keys. The two constants are those of `skeleton::KeyHasher`:
/// fixed 64-bit patterns with well-mixed bits. Speed depends on them, no result does.
#[derive(Default)]
pub struct IndexHasher(u64);

impl Hasher for IndexHasher {
    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|byte| self.write_u64(u64::from(*byte)));
    }

    fn write_u32(&mut self, number: u32) {
        self.write_u64(u64::from(number));
    }

    fn write_usize(&mut self, number: usize) {
        self.write_u64(number as u64);
    }

    fn write_u64(&mut self, number: u64) {
        let product =
            u128::from(self.0 ^ number ^ 0x9e37_79b9_7f4a_7c15) * 0xd6e8_feb8_6659_fd93_u128;
        self.0 = (product as u64) ^ (product >> 64) as u64;
    }

    fn finish(&self) -> u64 {
        self.0
    }
}
