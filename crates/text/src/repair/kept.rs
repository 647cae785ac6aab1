//! Which readings of a word are still weighed, and a quick way to look up what was reckoned for them.
//! In: the chances of all readings of a word. Out: the places of the likely ones.
//! Never keeps none.

use std::hash::{BuildHasherDefault, Hasher};

/// A reading that pairs of words make less likely than this is not weighed by triples.
const HARDLY: f32 = 0.002;
/// No more readings of one word than this are.
pub const MOST: usize = 8;

/// Some of the readings of a word: their places in order, [`NO_PLACE`] behind the last.
#[derive(Clone, Copy)]
pub struct Kept {
    /// The places.
    pub places: [u8; MOST],
    /// How many.
    pub count: usize,
}

/// No word has so many readings.
pub const NO_PLACE: u8 = u8::MAX;

impl Kept {
    /// The first reading alone.
    pub const FIRST: Kept = Kept { places: [0, 255, 255, 255, 255, 255, 255, 255], count: 1 };

    /// Those that `chances`, up to a factor, do not all but rule out.
    pub fn of(chances: &[f32]) -> Kept {
        let mut all = 0.0;
        for chance in chances {
            all += chance;
        }
        let least = HARDLY * all;
        let mut kept = Kept { places: [NO_PLACE; MOST], count: 0 };
        for (at, chance) in chances.iter().enumerate() {
            if *chance >= least && all > 0.0 {
                if kept.count == MOST {
                    return Kept::best_of(chances);
                }
                kept.places[kept.count] = at as u8;
                kept.count += 1;
            }
        }
        if kept.count == 0 { Kept::FIRST } else { kept }
    }

    /// The likeliest of so many that not all are kept.
    fn best_of(chances: &[f32]) -> Kept {
        let mut order: Vec<usize> = (0..chances.len()).collect();
        order.sort_by(|one, two| chances[*two].total_cmp(&chances[*one]));
        order.truncate(MOST);
        order.sort_unstable();
        let mut places = [NO_PLACE; MOST];
        places.iter_mut().zip(order).for_each(|(place, at)| *place = at as u8);
        Kept { places, count: MOST }
    }

    /// Where among them the reading at this place is.
    pub fn place(&self, at: u8) -> Option<usize> {
        self.places[..self.count].iter().position(|place| *place == at)
    }

    /// The places, in order.
    pub fn iter(&self) -> impl Iterator<Item = usize> + '_ {
        self.places[..self.count].iter().map(|place| usize::from(*place))
    }
}

/// Mixes numbers that the text does not choose: those of words in the order in which they were met.
#[derive(Default)]
pub struct Mixer(u64);

/// Makes them.
pub type Mixed = BuildHasherDefault<Mixer>;

impl Hasher for Mixer {
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
