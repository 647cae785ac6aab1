//! Pairs of words in which the first is capitalised otherwise than usual: `ủy thác` (entrust) beside `Ủy ban`
//! (committee).
//! In: texts by genre. Out: the pairs with their share of capitals, for the end of `model.bin`.
//! Never keeps a pair whose first word begins with a letter without a mark: repair gives back no such letter.

use std::collections::HashMap;

use vankien_text::language::letters;
use vankien_text::language::model::NEXT_KINDS;
use vankien_text::language::words::{self, Kind, Token};

use super::papers::papers;
use super::vocabulary::{Vocabulary, Words, capital_shares};

/// Occurrences that a pair must have at least (included), each genre weighed the same: counts of a shorter text are
/// scaled up to the longest. A judgement; `vankien-lab train` prints how many pairs it leaves.
const LEAST_OCCURRENCES: f64 = 100.0;
/// Difference between the share of capitals of a pair and a usual share of its first word (that before small letters or
/// that before capitals), from 0 to 1, above which the pair is kept. A judgement, as [`LEAST_OCCURRENCES`].
const LEAST_DIFFERENCE: f64 = 0.2;

/// The value of a byte that stands for a share of 1.
const WHOLE_SHARE: f64 = 255.0;

/// A pair of words by their numbers in the vocabulary, and the share of capitals of its first word in 255ths, from 1 to
/// 254.
pub type Cased = ((u16, u16), u8);

/// For each pair and genre, the occurrences in which the first word begins with a small letter, and those with a
/// capital.
type Counts = HashMap<(u16, u16), Vec<[u32; 2]>>;

/// The pairs whose first word is capitalised otherwise than usual, sorted by their numbers. `counts` and `scales` hold
/// an item for each of `genres`.
pub fn cased(
    genres: &[&str],
    vocabulary: &Vocabulary,
    counts: &[Words],
    scales: &[f64],
) -> Vec<Cased> {
    let mut pairs = Counts::new();
    for (genre, text) in genres.iter().enumerate() {
        papers(text, false).flat_map(str::lines).for_each(|line| {
            count(line, genre, genres.len(), vocabulary, &mut pairs);
        });
    }
    let mut all: Vec<Cased> = Vec::new();
    #[expect(clippy::iter_over_hash_type, reason = "sorted below")]
    for (pair, cases) in &pairs {
        let sum = |case: usize| -> f64 {
            cases.iter().zip(scales).map(|(n, scale)| f64::from(n[case]) * scale).sum()
        };
        let (small, capital) = (sum(0), sum(1));
        let share = (capital + 0.1) / (small + capital + 1.0);
        let usual = capital_shares(&vocabulary.words[pair.0 as usize], counts, scales);
        // A pair ends with a word, so the usual share before digits does not count.
        let far = |usual: u8| (f64::from(usual) / WHOLE_SHARE - share).abs() > LEAST_DIFFERENCE;
        if small + capital >= LEAST_OCCURRENCES
            && usual[..NEXT_KINDS - 1].iter().any(|usual| far(*usual))
        {
            all.push((*pair, (share * WHOLE_SHARE).round().clamp(1.0, 254.0) as u8));
        }
    }
    all.sort_unstable();
    all
}

/// Counts the pairs of a paragraph.
fn count(line: &str, genre: usize, genres: usize, vocabulary: &Vocabulary, pairs: &mut Counts) {
    let mut before: Option<Token> = None;
    let mut inside = false;
    for token in words::tokens(line) {
        let second = (vocabulary.id(line, token) as usize) < vocabulary.words.len();
        if second && let Some(first) = before.filter(|_| inside) {
            let pair = (vocabulary.id(line, first), vocabulary.id(line, token));
            let capital = words::is_capital(first.span.of(line));
            pairs.entry(pair).or_insert_with(|| vec![[0; 2]; genres])[genre]
                [usize::from(capital)] += 1;
        }
        // A word is counted as the first of a pair only if it stands directly behind another word, is in the
        // vocabulary, and begins with a marked letter: repair gives back no other letter.
        inside = before.is_some() && token.kind == Kind::Word;
        let known = (vocabulary.id(line, token) as usize) < vocabulary.words.len();
        inside &= known && token.span.of(line).starts_with(|one| letters::number(one).is_some());
        before = (token.kind == Kind::Word).then_some(token);
    }
}

/// The pairs as bytes for the end of the model: their number, all first words, all second words, all shares.
pub fn write(cased: &[Cased]) -> Vec<u8> {
    let mut bytes = (cased.len() as u32).to_le_bytes().to_vec();
    bytes.extend(cased.iter().flat_map(|((first, _), _)| first.to_le_bytes()));
    bytes.extend(cased.iter().flat_map(|((_, second), _)| second.to_le_bytes()));
    bytes.extend(cased.iter().map(|(_, share)| *share));
    bytes
}
