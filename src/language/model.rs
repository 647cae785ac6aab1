//! The language model: a vocabulary and what one word costs after another, in nats.
//! In: `model.bin`, embedded, as `train` wrote it (see MODEL.md). Out: words, numbers, costs.
//! Nothing is parsed but a header and the line ends of the vocabulary; never changes.

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{LazyLock, OnceLock};

use super::letters::MARKED;

/// As `train` wrote it.
static BYTES: &[u8] = include_bytes!("model.bin");

/// The number of a word in the vocabulary; valid syllables come first.
pub type Id = u16;

/// What comes behind a word, where its case depends on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// A word without a capital, punctuation, nothing.
    Small,
    /// A word with a capital.
    Capital,
    /// Figures.
    Number,
}

/// How many kinds of [`Next`] there are.
pub const NEXT: usize = 3;

/// The model; one for the program.
pub struct Model {
    text: &'static str,
    starts: Vec<u32>,
    valid: usize,
    single: &'static [u8],
    back_off: &'static [u8],
    capitals: &'static [u8],
    letters: &'static [u8],
    rows: &'static [u8],
    seconds: &'static [u8],
    costs: &'static [u8],
    triples: &'static [u8],
    thirds: &'static [u8],
    third_costs: &'static [u8],
    cased: Cased,
}

/// Pairs with a case of their own, sorted.
struct Cased {
    firsts: &'static [u8],
    seconds: &'static [u8],
    shares: &'static [u8],
}

/// The model.
pub fn model() -> &'static Model {
    static MODEL: OnceLock<Model> = OnceLock::new();
    MODEL.get_or_init(Model::read)
}

impl Model {
    fn read() -> Model {
        let header = |at: usize| quad(BYTES, 2 + at) as usize;
        let (words, valid, length, pairs) = (header(0), header(1), header(2), header(3));
        let triples = header(4);
        let mut at = 28;
        let mut take = |length: usize| {
            let part = &BYTES[at..at + length];
            at += length;
            part
        };
        let text = std::str::from_utf8(take(length)).unwrap_or_default();
        let starts =
            std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at as u32 + 1));
        let starts = starts.chain([length as u32 + 1]).collect();
        let mut model = Model {
            text,
            starts,
            valid,
            single: take(words + 3),
            back_off: take(words + 3),
            capitals: take(NEXT * words),
            letters: take(8 * MARKED),
            rows: take(4 * (words + 4)),
            seconds: take(2 * pairs),
            costs: take(pairs),
            triples: take(pairs),
            thirds: take(2 * triples),
            third_costs: take(triples),
            cased: Cased { firsts: &[], seconds: &[], shares: &[] },
        };
        let cased = quad(take(4), 0) as usize;
        let (firsts, seconds) = (take(2 * cased), take(2 * cased));
        model.cased = Cased { firsts, seconds, shares: take(cased) };
        model
    }

    /// How many words the vocabulary holds.
    pub fn size(&self) -> usize {
        self.starts.len() - 1
    }

    /// The word with the given number.
    pub fn word(&self, id: Id) -> &'static str {
        let at = id as usize;
        &self.text[self.starts[at] as usize..self.starts[at + 1] as usize - 1]
    }

    /// The number of `word`, in lower case; `None` where the vocabulary lacks it.
    pub fn find(&self, word: &str) -> Option<Id> {
        self.find_in(word, 0, self.valid).or_else(|| self.find_in(word, self.valid, self.size()))
    }

    /// Both halves of the vocabulary are sorted.
    fn find_in(&self, word: &str, mut low: usize, high: usize) -> Option<Id> {
        let mut end = high;
        while low < end {
            let middle = low.midpoint(end);
            match self.word(middle as Id).cmp(word) {
                std::cmp::Ordering::Equal => return Some(middle as Id),
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Greater => end = middle,
            }
        }
        None
    }

    /// Whether the word is a syllable of Vietnamese.
    pub fn is_syllable(&self, id: Id) -> bool {
        (id as usize) < self.valid
    }

    /// The number that stands for punctuation.
    pub fn mark(&self) -> Id {
        self.size() as Id
    }

    /// The number that stands for a run of digits.
    pub fn digits(&self) -> Id {
        self.size() as Id + 1
    }

    /// The number that stands for a word outside the vocabulary.
    pub fn unknown(&self) -> Id {
        self.size() as Id + 2
    }

    /// The bytes of the second words of all kept pairs.
    pub fn seconds(&self) -> &'static [[u8; 2]] {
        self.seconds.as_chunks().0
    }

    /// What `second` costs after `first`.
    pub fn cost(&self, first: Id, second: Id) -> f32 {
        let row = self.row(first);
        row.cost(row.pair(second), second)
    }

    /// What is known of the words that follow `first`.
    pub fn row(&self, first: Id) -> Row<'_> {
        let (from, to) = (quad(self.rows, first as usize), quad(self.rows, first as usize + 1));
        Row { model: self, from, to, back_off: self.back_off[first as usize] }
    }

    /// What a word costs by itself.
    pub fn single(&self, id: Id) -> f32 {
        nats(self.single[id as usize])
    }

    /// How much likelier `second` is after `first` than anywhere, in nats.
    pub fn bond(&self, first: Id, second: Id) -> f32 {
        nats(self.single[second as usize]) - self.cost(first, second)
    }

    /// What a pair costs that was seen often enough to be kept.
    pub fn pair(&self, first: Id, second: Id) -> Option<f32> {
        self.kept(first, second).map(|pair| nats(self.costs[pair.0 as usize]))
    }

    /// What `third` costs after `first` and `second`.
    pub fn cost_after(&self, first: Id, second: Id, third: Id) -> f32 {
        let Some(pair) = self.kept(first, second) else { return self.cost(second, third) };
        let after = self.after(pair);
        after.cost(third).unwrap_or_else(|| after.left() + self.cost(second, third))
    }

    /// What a kept pair costs.
    pub fn cost_of(&self, pair: Pair) -> f32 {
        nats(self.costs[pair.0 as usize])
    }

    /// What is known of the words that follow a pair.
    pub fn after(&self, pair: Pair) -> After<'_> {
        let starts = self.triple_starts();
        let at = pair.0 as usize;
        After { model: self, pair: at, from: starts[at], to: starts[at + 1] }
    }

    /// Which of the kept pairs this is.
    fn kept(&self, first: Id, second: Id) -> Option<Pair> {
        self.row(first).pair(second)
    }

    /// Where the triples of each kept pair begin, and where the last ones end.
    fn triple_starts(&self) -> &'static [u32] {
        static STARTS: OnceLock<Vec<u32>> = OnceLock::new();
        STARTS.get_or_init(|| {
            let mut starts = Vec::with_capacity(self.triples.len() + 1);
            let mut all: u32 = 0;
            for count in self.triples {
                starts.push(all);
                all += u32::from(*count);
            }
            starts.push(all);
            starts
        })
    }

    /// What a third word costs beyond its cost after the second where no triple of this pair, which are
    /// those from `from` to `to`, tells.
    fn left(&self, pair: usize, from: u32, to: u32) -> f32 {
        let second = self.second(pair);
        let (mut taken, mut named) = (0.0, 0.0);
        let mut row = self.row(second);
        for one in from as usize..to as usize {
            let third = double(self.thirds, one);
            taken += share(usize::from(self.third_costs[one]));
            named += share(row.sixteenths_of_next(third));
        }
        let share: f32 = (1.0 - taken) / (1.0 - named).max(1e-3);
        if from == to { 0.0 } else { -share.clamp(0.02, 1.0).ln() }
    }

    fn second(&self, pair: usize) -> Id {
        double(self.seconds, pair)
    }

    /// How often a marked letter stands in a word of clean text on average.
    pub fn letter_share(&self, number: usize, upper: bool) -> f32 {
        f32::from_bits(quad(self.letters, number + MARKED * usize::from(upper)))
    }

    /// How likely the word has a capital inside a sentence, by what comes next and which word that is.
    pub fn capital(&self, id: Id, next: Next, word: Option<Id>) -> f32 {
        let own = word.and_then(|word| self.cased.share(id, word));
        let usual = || self.capitals.get(NEXT * id as usize + next as usize).copied();
        own.or_else(usual).map_or(0.5, |share| f32::from(share) / 255.0)
    }
}

/// A pair of words that was seen often enough to be kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pair(u32);

impl Pair {
    /// The pair with this number among all.
    pub fn of(number: u32) -> Pair {
        Pair(number)
    }
}

/// What follows a word.
pub struct Row<'m> {
    model: &'m Model,
    from: u32,
    to: u32,
    back_off: u8,
}

impl Row<'_> {
    /// The pair that `second` makes with the word, where it is kept.
    #[inline]
    pub fn pair(&self, second: Id) -> Option<Pair> {
        search(self.model.seconds, self.from, self.to, second).map(|at| Pair(at as u32))
    }

    /// All that are kept, in the order of the second word: the bytes of its number, and the number of the first pair.
    pub fn pairs(&self) -> (&'static [[u8; 2]], u32) {
        (&self.model.seconds()[self.from as usize..self.to as usize], self.from)
    }

    /// What any word costs beyond its cost by itself where no pair is kept.
    pub fn back_off(&self) -> f32 {
        nats(self.back_off)
    }

    /// What `second` costs in sixteenths of a nat, where those that are asked for come in order: what stands before it
    /// is not looked at again.
    fn sixteenths_of_next(&mut self, second: Id) -> usize {
        let sought = seek(self.model.seconds, self.from, self.to, second);
        self.from = sought.unwrap_or_else(|next| next);
        match sought {
            Ok(pair) => usize::from(self.model.costs[pair as usize]),
            Err(_) => usize::from(self.back_off) + usize::from(self.model.single[second as usize]),
        }
    }

    /// What `second` costs, which makes this `pair` with the word.
    pub fn cost(&self, pair: Option<Pair>, second: Id) -> f32 {
        match pair {
            Some(pair) => nats(self.model.costs[pair.0 as usize]),
            None => nats(self.back_off) + nats(self.model.single[second as usize]),
        }
    }
}

/// What follows a pair of words.
pub struct After<'m> {
    model: &'m Model,
    pair: usize,
    from: u32,
    to: u32,
}

impl After<'_> {
    /// What `third` costs, where that was seen often enough to be kept.
    pub fn cost(&self, third: Id) -> Option<f32> {
        let at = search(self.model.thirds, self.from, self.to, third)?;
        Some(nats(self.model.third_costs[at]))
    }

    /// What any other word costs beyond its cost after the second. Reckoned when it is first asked for: of all pairs
    /// together it takes longer than a question may.
    pub fn left(&self) -> f32 {
        static LEFT: OnceLock<Vec<AtomicU32>> = OnceLock::new();
        let pairs = self.model.costs.len();
        let left = LEFT.get_or_init(|| (0..pairs).map(|_| AtomicU32::new(UNKNOWN)).collect());
        // Two threads that reckon it at once find the same.
        let known = left[self.pair].load(Ordering::Relaxed);
        if known != UNKNOWN {
            return f32::from_bits(known);
        }
        let value = self.model.left(self.pair, self.from, self.to);
        left[self.pair].store(value.to_bits(), Ordering::Relaxed);
        value
    }
}

/// No cost has these bits.
const UNKNOWN: u32 = u32::MAX;

/// Where `wanted` stands among the sorted numbers of two bytes between two places.
fn search(numbers: &[u8], low: u32, high: u32, wanted: Id) -> Option<usize> {
    seek(numbers, low, high, wanted).ok().map(|at| at as usize)
}

/// The same; where it is missing, the place of the next one.
#[inline]
fn seek(numbers: &[u8], mut low: u32, mut high: u32, wanted: Id) -> Result<u32, u32> {
    while low < high {
        let middle = low.midpoint(high);
        match double(numbers, middle as usize).cmp(&wanted) {
            std::cmp::Ordering::Equal => return Ok(middle),
            std::cmp::Ordering::Less => low = middle + 1,
            std::cmp::Ordering::Greater => high = middle,
        }
    }
    Err(low)
}

impl Cased {
    fn share(&self, first: Id, second: Id) -> Option<u8> {
        let (mut low, mut high) = (0, self.shares.len());
        while low < high {
            let middle = low.midpoint(high);
            match (double(self.firsts, middle), double(self.seconds, middle)).cmp(&(first, second))
            {
                std::cmp::Ordering::Equal => return Some(self.shares[middle]),
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Greater => high = middle,
            }
        }
        None
    }
}

/// The `at`-th number of two bytes.
#[inline]
fn double(bytes: &[u8], at: usize) -> u16 {
    u16::from_le_bytes([bytes[2 * at], bytes[2 * at + 1]])
}

#[inline]
fn nats(cost: u8) -> f32 {
    f32::from(cost) / 16.0
}

/// How likely what costs so many sixteenths of a nat is.
fn share(sixteenths: usize) -> f32 {
    static SHARES: LazyLock<Vec<f32>> =
        LazyLock::new(|| (0..512_u16).map(|cost| (-f32::from(cost) / 16.0).exp()).collect());
    SHARES[sixteenths]
}

/// The `at`-th number of four bytes.
#[inline]
fn quad(bytes: &[u8], at: usize) -> u32 {
    bytes[4 * at..].first_chunk().map_or(0, |four| u32::from_le_bytes(*four))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_model_is_whole() {
        let model = model();
        assert_eq!(&BYTES[..8], b"VKLM0003");
        assert!(model.size() > 5000 && model.is_syllable(0) && model.costs.len() > 100_000);
        let words: Vec<&str> = (0..model.size()).map(|id| model.word(id as Id)).collect();
        assert!(words[..model.valid].is_sorted_by(|a, b| a < b));
        assert!(words[model.valid..].is_sorted_by(|a, b| a < b));
        assert!(words[..model.valid].iter().all(|word| super::super::syllable::is_valid(word)));
        assert!((0..model.size() as Id).all(|id| model.find(model.word(id)) == Some(id)));
        assert_eq!((model.find("nghj"), model.find("")), (None, None));
    }

    #[test]
    fn a_set_phrase_is_cheap() {
        let model = model();
        let id = |word| (0..model.size() as Id).find(|id| model.word(*id) == word).unwrap();
        assert!(model.cost(id("tham"), id("nhũng")) < 3.0);
        assert!(model.cost(id("tham"), id("những")) > 6.0);
    }
}
