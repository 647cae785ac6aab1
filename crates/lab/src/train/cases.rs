//! Pairs of words of which the first has another case than it mostly has: `ủy thác` beside `Ủy ban`.
//! In: texts by genre. Out: the pairs with their share of capitals, for the end of `model.bin`.
//! Only words that begin with a marked letter are kept: no other letter is ever put back.

use std::collections::HashMap;

use vankien_text::language::letters;
use vankien_text::language::model::NEXT_KINDS;
use vankien_text::language::words::{self, Kind, Token};

use super::papers::papers;
use super::vocabulary::{Vocabulary, Words, capital_shares};

/// A pair must stand so often in the texts, all genres weighing the same.
const LEAST: f64 = 100.0;
/// By how much its share of capitals must differ from that of its first word.
const APART: f64 = 0.2;

/// A pair and how often its first word has a capital, of 255.
pub type Cased = ((u16, u16), u8);

/// How often a pair stands small and with a capital, by genre.
type Counts = HashMap<(u16, u16), Vec<[u32; 2]>>;

/// The pairs with a case of their own, sorted.
pub fn cased(
    genres: &[&str],
    vocabulary: &Vocabulary,
    counts: &[Words],
    scales: &[f64],
) -> Vec<Cased> {
    // The case of the second word is told by the pair in nearly all places, so the usual share is
    // that before a small word.
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
        let far = |usual: u8| (f64::from(usual) / 255.0 - share).abs() > APART;
        if small + capital >= LEAST && usual[..NEXT_KINDS - 1].iter().any(|usual| far(*usual)) {
            all.push((*pair, (share * 255.0).round().clamp(1.0, 254.0) as u8));
        }
    }
    all.sort_unstable();
    all
}

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
        // A word behind another one, that may lose its first letter.
        inside = before.is_some() && token.kind == Kind::Word;
        let known = (vocabulary.id(line, token) as usize) < vocabulary.words.len();
        inside &= known && token.span.of(line).starts_with(|one| letters::number(one).is_some());
        before = (token.kind == Kind::Word).then_some(token);
    }
}

/// The pairs as the model holds them.
pub fn write(cased: &[Cased]) -> Vec<u8> {
    let mut bytes = (cased.len() as u32).to_le_bytes().to_vec();
    bytes.extend(cased.iter().flat_map(|((first, _), _)| first.to_le_bytes()));
    bytes.extend(cased.iter().flat_map(|((_, second), _)| second.to_le_bytes()));
    bytes.extend(cased.iter().map(|(_, share)| *share));
    bytes
}
