//! The words of the model, and how often they stand in texts.
//! In: texts by genre. Out: counts, and the words that stand often enough.

use std::collections::{BTreeMap, HashMap};

use vankien_text::language::model::{NEXT_KINDS, Next};
use vankien_text::language::words::{self, Kind, Token};
use vankien_text::language::{letters, syllable};

use super::papers::papers;
use super::settings::Settings;

/// How often a word stands in a text; small and with a capital, by what comes next.
#[derive(Clone, Copy, Default)]
struct Tally {
    all: u32,
    cases: [[u32; 2]; NEXT_KINDS],
}

/// How often the words and marked letters of a text stand there.
pub struct Words {
    tallies: HashMap<String, Tally>,
    /// All of them.
    pub total: u64,
    letters: [u64; 2 * letters::MARKED],
}

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

/// What `token` is to the word before it.
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

/// The words of the model: valid syllables first, then the others, each sorted.
pub struct Vocabulary {
    /// Their spelling.
    pub words: Vec<String>,
    /// How many of them are valid syllables.
    pub valid: usize,
    ids: HashMap<String, u16>,
}

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
        } else if share >= settings.least_other && word.len() <= 16 {
            others.push(word.into());
        }
    }
    let (valid, words) = (valid.len(), [valid, others].concat());
    let ids = words.iter().enumerate().map(|(at, word)| (word.clone(), at as u16)).collect();
    Vocabulary { words, valid, ids }
}

impl Vocabulary {
    /// The number of a token.
    pub fn id(&self, paper: &str, token: Token) -> u16 {
        let beyond = self.words.len() as u16;
        match token.kind {
            Kind::Punctuation => beyond,
            Kind::Number => beyond + 1,
            Kind::Word => {
                let lower = letters::lower_word(token.span.of(paper));
                self.ids.get(&lower).copied().unwrap_or(beyond + 2)
            }
        }
    }
}

/// By how much the counts of each genre are multiplied so that all weigh the same.
pub fn scales(counts: &[Words]) -> Vec<f64> {
    let most = counts.iter().map(|words| words.total).max().unwrap_or(1) as f64;
    counts.iter().map(|words| most / words.total.max(1) as f64).collect()
}

/// How often each marked letter stands in a word on average, lower case first, then upper case.
pub fn letter_shares(counts: &[Words]) -> Vec<f32> {
    let mut shares = vec![0.0; 2 * letters::MARKED];
    for words in counts {
        for (at, count) in words.letters.iter().enumerate() {
            shares[at] += *count as f64 / words.total.max(1) as f64 / counts.len() as f64;
        }
    }
    shares.into_iter().map(|share: f64| share as f32).collect()
}

/// The share of capitals among the places of a word, by what comes next.
pub fn capital_shares(word: &str, counts: &[Words], scales: &[f64]) -> [u8; NEXT_KINDS] {
    [0, 1, 2].map(|next| {
        let (mut capital, mut all) = (0.05, 1.0);
        for (words, scale) in counts.iter().zip(scales) {
            let cases = words.tallies.get(word).map_or([0, 0], |tally| tally.cases[next]);
            capital += f64::from(cases[1]) * scale;
            all += f64::from(cases[0] + cases[1]) * scale;
        }
        (capital / all * 255.0).round().clamp(1.0, 254.0) as u8
    })
}
