//! Which readings of a word are still weighed, and a quick way to look up what was reckoned for them.
//! In: the chances of all readings of a word. Out: the places of the likely ones, so few that they are a key.
//! Never keeps none: the likeliest stays.

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

    /// Those that `chances` do not all but rule out.
    pub fn of(chances: &[f32]) -> Kept {
        let best = chances.iter().enumerate().fold(0, |best, (at, chance)| {
            if chance.total_cmp(&chances[best]).is_gt() { at } else { best }
        });
        let likely = |at: &usize| *at == best || chances[*at] >= HARDLY;
        let mut places = [NO_PLACE; MOST];
        let count = (0..chances.len()).filter(likely).count();
        if count <= MOST {
            let likely = (0..chances.len()).filter(likely);
            places.iter_mut().zip(likely).for_each(|(place, at)| *place = at as u8);
            return Kept { places, count };
        }
        let mut order: Vec<usize> = (0..chances.len()).filter(likely).collect();
        order.sort_by(|one, two| chances[*two].total_cmp(&chances[*one]));
        order.truncate(MOST);
        order.sort_unstable();
        places.iter_mut().zip(order).for_each(|(place, at)| *place = at as u8);
        Kept { places, count: MOST }
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
