//! The vocabulary of the model, and the counts of words in texts.
//! In: texts by genre. Out: counts, and the words that occur often enough. Never counts a paper that is kept out.

use std::collections::{BTreeMap, HashMap};

use vankien_text::language::model::{NEXT_KINDS, Next};
use vankien_text::language::words::{self, Kind, Token};
use vankien_text::language::{letters, syllable};

use super::papers::papers;
use super::settings::Settings;

/// Counts of one word in a text.
#[derive(Clone, Copy, Default)]
struct Tally {
    /// All occurrences.
    all: u32,
    /// Occurrences neither first in a paper nor directly behind punctuation (a comma, too), by the kind of what follows
    /// ([`Next`]); for each, those in lower case and those with a capital.
    cases: [[u32; 2]; NEXT_KINDS],
}

/// Counts of the words and marked letters of a text.
pub struct Words {
    /// The counts of each word, by its form in lower case.
    tallies: HashMap<String, Tally>,
    /// The number of all occurrences of words.
    pub total: u64,
    /// Occurrences of each marked letter by its number, all in lower case before all in upper case.
    letters: [u64; 2 * letters::MARKED],
}

/// Bytes of the longest word (included) that is taken into the vocabulary, if it is no valid syllable: the lexicon of
/// repair holds no longer one.
const MOST_WORD_BYTES: usize = 16;
/// Pseudo-counts of a word with a capital, and of all its occurrences: a word that never occurs counts as 5 % capitals.
/// A judgement.
const CAPITAL_PSEUDO_COUNTS: (f64, f64) = (0.05, 1.0);

/// Counts the words and marked letters of the papers for training in a text.
pub fn count_words(text: &str) -> Words {
    let mut words = Words { tallies: HashMap::new(), total: 0, letters: [0; 2 * letters::MARKED] };
    for paper in papers(text, false) {
        let mut before: Option<(Token, bool)> = None;
        let mut sentence_start = true;
        for token in words::tokens(paper) {
            if let Some((word, was_start)) = before.take() {
                words.add(paper, word, was_start, next(paper, token));
            }
            if token.kind == Kind::Word {
                before = Some((token, sentence_start));
            }
            sentence_start = token.kind == Kind::Punctuation;
        }
        if let Some((word, was_start)) = before {
            words.add(paper, word, was_start, Next::Small);
        }
    }
    words
}

/// The kind of `token` as what follows a word; punctuation counts as [`Next::Small`].
pub fn next(paper: &str, token: Token) -> Next {
    match token.kind {
        Kind::Word if words::is_capital(token.span.of(paper)) => Next::Capital,
        Kind::Number => Next::Number,
        _ => Next::Small,
    }
}

impl Words {
    fn add(&mut self, paper: &str, word: Token, sentence_start: bool, next: Next) {
        let surface = word.span.of(paper);
        let lower = letters::lower_word(surface);
        self.total += 1;
        for (number, upper) in surface.chars().filter_map(letters::number) {
            self.letters[number + letters::MARKED * usize::from(upper)] += 1;
        }
        let tally = self.tallies.entry(lower).or_default();
        tally.all += 1;
        if !sentence_start {
            tally.cases[next as usize][usize::from(words::is_capital(surface))] += 1;
        }
    }
}

/// The words of the model: valid syllables first, then others, each sorted. The number of a word is its index.
pub struct Vocabulary {
    /// The words in lower case.
    pub words: Vec<String>,
    /// The number of valid syllables among them.
    pub valid: usize,
    /// The number of each word.
    ids: HashMap<String, u16>,
}

/// Chooses the words that occur often enough in `counts`, which hold an item for each genre: valid syllables by their
/// occurrences in all genres together; others, of at most `MOST_WORD_BYTES`, by their share as the mean over the
/// genres.
pub fn choose(counts: &[Words], settings: &Settings) -> Vocabulary {
    let mut shares: BTreeMap<&str, (u32, f64)> = BTreeMap::new();
    for words in counts {
        let sorted: BTreeMap<&String, &Tally> = words.tallies.iter().collect();
        for (word, tally) in sorted {
            let share = shares.entry(word).or_default();
            share.0 += tally.all;
            share.1 += f64::from(tally.all) * 1e6 / words.total.max(1) as f64 / counts.len() as f64;
        }
    }
    let mut valid: Vec<String> = Vec::new();
    let mut others: Vec<String> = Vec::new();
    for (word, (times, share)) in shares {
        if syllable::is_valid(word) {
            if times >= settings.least_syllable {
                valid.push(word.into());
            }
        } else if share >= settings.least_other && word.len() <= MOST_WORD_BYTES {
            others.push(word.into());
        }
    }
    let (valid, words) = (valid.len(), [valid, others].concat());
    let ids = words.iter().enumerate().map(|(at, word)| (word.clone(), at as u16)).collect();
    Vocabulary { words, valid, ids }
}

impl Vocabulary {
    /// The number of a token: of a word its index; behind all words come punctuation, digits and unknown words, in this
    /// order.
    pub fn id(&self, paper: &str, token: Token) -> u16 {
        let first_special = self.words.len() as u16;
        match token.kind {
            Kind::Punctuation => first_special,
            Kind::Number => first_special + 1,
            Kind::Word => {
                let lower = letters::lower_word(token.span.of(paper));
                self.ids.get(&lower).copied().unwrap_or(first_special + 2)
            }
        }
    }
}

/// For each genre, the factor for its counts that makes all genres weigh the same: 1 for the longest, more for others.
pub fn scales(counts: &[Words]) -> Vec<f64> {
    let most = counts.iter().map(|words| words.total).max().unwrap_or(1) as f64;
    counts.iter().map(|words| most / words.total.max(1) as f64).collect()
}

/// Occurrences of each marked letter in a word, on average over the genres; lower case first, then upper case.
pub fn letters_per_word(counts: &[Words]) -> Vec<f32> {
    let mut shares = vec![0.0; 2 * letters::MARKED];
    for words in counts {
        for (at, count) in words.letters.iter().enumerate() {
            shares[at] += *count as f64 / words.total.max(1) as f64 / counts.len() as f64;
        }
    }
    shares.into_iter().map(|share: f64| share as f32).collect()
}

/// The share of capitals among the occurrences of a word that stand neither first in a paper nor directly behind
/// punctuation (a comma, too), by the kind of what follows ([`Next`]), in 255ths, from 1 to 254.
pub fn capital_shares(word: &str, counts: &[Words], scales: &[f64]) -> [u8; NEXT_KINDS] {
    [0, 1, 2].map(|next| {
        let (mut capital, mut all) = CAPITAL_PSEUDO_COUNTS;
        for (words, scale) in counts.iter().zip(scales) {
            let cases = words.tallies.get(word).map_or([0, 0], |tally| tally.cases[next]);
            capital += f64::from(cases[1]) * scale;
            all += f64::from(cases[0] + cases[1]) * scale;
        }
        (capital / all * 255.0).round().clamp(1.0, 254.0) as u8
    })
}
