//! The plain ranking to measure against: BM25 over syllables in small letters, k1 1.2, b 0.75.
//! In: rows and questions. Out: the best rows for each question.
//! Never uses anything of `index` or `search`: no repair, no folding, no numbers, no weights.

use std::collections::HashMap;

use super::marks::stripped;
use super::rows::{Query, Row};

const K1: f64 = 1.2;
const B: f64 = 0.75;

/// What counts as a term.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Baseline {
    /// Syllables alone.
    Syllable,
    /// Syllables and, as terms of their own, each two that stand side by side.
    Pairs,
}

/// How the texts are read, which holds for rows and questions alike.
#[derive(Clone, Copy, Debug)]
pub struct Reading {
    /// What counts as a term.
    pub baseline: Baseline,
    /// Whether the titles of the rows are read.
    pub titled: bool,
    /// Whether marks and tones are taken off.
    pub strip: bool,
}

/// The rows in which the terms of the questions stand.
pub struct Plain {
    reading: Reading,
    /// The terms of the questions.
    numbers: HashMap<String, usize>,
    /// For each term, the rows that hold it and how often.
    postings: Vec<Vec<(u32, u32)>>,
    lengths: Vec<f64>,
    average: f64,
}

impl Plain {
    /// Reads all rows; only terms of the questions are kept.
    pub fn new(rows: &[Row], queries: &[Query], reading: Reading) -> Plain {
        let mut numbers = HashMap::new();
        for query in queries {
            reading.terms(&query.text, |term| {
                let next = numbers.len();
                numbers.entry(term.to_owned()).or_insert(next);
            });
        }
        let mut postings: Vec<Vec<(u32, u32)>> = vec![Vec::new(); numbers.len()];
        let mut lengths = Vec::with_capacity(rows.len());
        for (at, row) in (0u32..).zip(rows) {
            let title = if reading.titled { row.title.as_str() } else { "" };
            let mut length = 0;
            reading.terms(&format!("{title}\n{}", row.text), |term| {
                length += 1;
                let Some(number) = numbers.get(term) else { return };
                match postings[*number].last_mut() {
                    Some((last, count)) if *last == at => *count += 1,
                    _ => postings[*number].push((at, 1)),
                }
            });
            lengths.push(f64::from(length));
        }
        let average = (lengths.iter().sum::<f64>() / lengths.len().max(1) as f64).max(1.0);
        Plain { reading, numbers, postings, lengths, average }
    }

    /// The best `limit` rows for a question, each with its score; equals stand in order of the rows.
    pub fn best(&self, question: &str, limit: usize) -> Vec<(usize, f64)> {
        let mut scores = vec![0.0; self.lengths.len()];
        self.reading.terms(question, |term| {
            let Some(number) = self.numbers.get(term) else { return };
            let holders = &self.postings[*number];
            let (all, held) = (self.lengths.len() as f64, holders.len() as f64);
            let rarity = (1.0 + (all - held + 0.5) / (held + 0.5)).ln();
            for (row, count) in holders {
                let (row, count) = (*row as usize, f64::from(*count));
                let length = K1 * (1.0 - B + B * self.lengths[row] / self.average);
                scores[row] += rarity * count * (K1 + 1.0) / (count + length);
            }
        });
        let mut best: Vec<(usize, f64)> =
            scores.into_iter().enumerate().filter(|(_, score)| *score > 0.0).collect();
        best.sort_by(|one, other| other.1.total_cmp(&one.1).then(one.0.cmp(&other.0)));
        best.truncate(limit);
        best
    }
}

impl Reading {
    /// Hands on each term of `text`, as often as it occurs.
    fn terms(&self, text: &str, mut hand_on: impl FnMut(&str)) {
        let small = if self.strip { stripped(&text.to_lowercase()) } else { text.to_lowercase() };
        let mut before: Option<&str> = None;
        let mut pair = String::new();
        for syllable in small.split(|letter: char| !letter.is_alphanumeric()) {
            if syllable.is_empty() {
                continue;
            }
            hand_on(syllable);
            if let Some(before) = before.filter(|_| self.baseline == Baseline::Pairs) {
                pair.clear();
                pair.extend([before, " ", syllable]);
                hand_on(&pair);
            }
            before = Some(syllable);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_tell_apart_what_syllables_cannot() {
        let row = |id: &str, text: &str| Row { id: id.into(), text: text.into(), ..Row::default() };
        let rows = [row("a", "đất của nhà nước"), row("b", "nước nhà của đất"), row("c", "khác")];
        let query = Query { text: "Nhà nước".into(), ..Query::default() };
        let best = |baseline, strip| {
            let reading = Reading { baseline, titled: true, strip };
            Plain::new(&rows, std::slice::from_ref(&query), reading).best(&query.text, 10)
        };
        let syllable = best(Baseline::Syllable, false);
        assert_eq!((syllable.len(), syllable[0].1 == syllable[1].1), (2, true));
        for strip in [false, true] {
            let pairs = best(Baseline::Pairs, strip);
            assert!(pairs[0].0 == 0 && pairs[0].1 > pairs[1].1);
        }
    }
}
