//! A question made ready for a closer look.
//! In: the words of a question as ranking looked them up. Out: words and pairs. Never looks at a section; `weigh` does.

use std::collections::BTreeMap;

use crate::phrase::Holder;
use crate::score::Entries;
use crate::weights::Closely;

/// A word of the question as ranking looked it up.
pub struct Looked {
    /// Its term.
    pub term: String,
    /// Its entries in the text, with what each counts.
    pub text: Entries,
    /// Its entries in headings.
    pub title: Entries,
    /// Its entries in second readings, by segment or none at all, with what each counts.
    pub second: Entries,
    /// How rare it is.
    pub worth: f32,
    /// The sections that say it otherwise, with what that counts.
    pub others: Vec<(Holder, f32)>,
}

/// Two words that stand side by side in the question, as numbers of words.
type Pair = (usize, usize);

/// A question made ready for a closer look.
pub struct Closer<'q> {
    pub words: &'q [Looked],
    pub pairs: Vec<Pair>,
    pub weights: Closely,
}

impl<'q> Closer<'q> {
    /// `runs` are the terms of the question in the order in which they were typed.
    pub fn new(words: &'q [Looked], runs: &[Vec<String>], weights: Closely) -> Closer<'q> {
        let mut known: BTreeMap<&str, usize> = BTreeMap::new();
        for (at, word) in words.iter().enumerate() {
            known.entry(&word.term).or_insert(at);
        }
        let mut pairs: Vec<Pair> = Vec::new();
        let runs = if weights.pair > 0.0 { runs } else { &[] };
        for two in runs.iter().flat_map(|run| run.windows(2)) {
            let (Some(one), Some(other)) = (known.get(two[0].as_str()), known.get(two[1].as_str()))
            else {
                continue;
            };
            if !pairs.contains(&(*one, *other)) {
                pairs.push((*one, *other));
            }
        }
        Closer { words, pairs, weights }
    }

    /// The words of each pair, as in [`Gains`].
    pub fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        let term = |at: usize| self.words[at].term.as_str();
        self.pairs.iter().map(move |(one, other)| (term(*one), term(*other)))
    }
}
