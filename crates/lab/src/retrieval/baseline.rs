//! The baselines to measure search against: BM25 over syllables in lower case, or over syllables and pairs of them.
//! In: rows and questions. Out: the best rows for each question.
//! Never uses anything of `engine` or `search`: no repair, no numbers, no weights. Marks are stripped only where the
//! caller asks for it, then from rows and questions alike.

use std::collections::HashMap;

use super::marks::stripped;
use super::rows::{CorpusRow, Query};

/// BM25's saturation of term frequency, k1: the default of Lucene and tantivy.
const K1: f64 = 1.2;
/// BM25's normalisation by length, b, from 0 (none) to 1 (full): the default of Lucene and tantivy.
const B: f64 = 0.75;

/// What counts as a term.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Baseline {
    /// Each syllable.
    Syllable,
    /// Each syllable, and each two neighbouring syllables.
    Pairs,
}

/// How rows and questions are cut into terms.
#[derive(Clone, Copy, Debug)]
pub struct TermOptions {
    /// What counts as a term.
    pub baseline: Baseline,
    /// Whether the titles of the rows count as text.
    pub titled: bool,
    /// Whether marks and tones are stripped from rows and questions.
    pub strip: bool,
}

/// An index of rows by the terms of the questions.
pub struct Bm25Index {
    /// How rows and questions are cut into terms.
    options: TermOptions,
    /// For each term of a question, its index in `postings`.
    numbers: HashMap<String, usize>,
    /// For each term, the indexes of the rows that hold it, ascending, each with the term frequency.
    postings: Vec<Vec<(u32, u32)>>,
    /// The length of each row in terms.
    lengths: Vec<f64>,
    /// The mean length of a row in terms, at least 1.
    average: f64,
}

impl Bm25Index {
    /// Indexes all rows; keeps postings only for terms of `queries`.
    pub fn new(rows: &[CorpusRow], queries: &[Query], options: TermOptions) -> Bm25Index {
        let mut numbers = HashMap::new();
        for query in queries {
            options.terms(&query.text, |term| {
                let next = numbers.len();
                numbers.entry(term.to_owned()).or_insert(next);
            });
        }
        let mut postings: Vec<Vec<(u32, u32)>> = vec![Vec::new(); numbers.len()];
        let mut lengths = Vec::with_capacity(rows.len());
        for (at, row) in (0u32..).zip(rows) {
            let title = if options.titled { row.title.as_str() } else { "" };
            let mut length = 0;
            options.terms(&format!("{title}\n{}", row.text), |term| {
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
        Bm25Index { options, numbers, postings, lengths, average }
    }

    /// The best rows for a question, at most `limit`: index of the row and score, best first; rows of equal score in
    /// their order. Rows that hold no term of the question are left out. The question must be one of those that
    /// [`Bm25Index::new`] was given: terms of no such question count as held by no row.
    pub fn best(&self, question: &str, limit: usize) -> Vec<(usize, f64)> {
        let mut scores = vec![0.0; self.lengths.len()];
        self.options.terms(question, |term| {
            let Some(number) = self.numbers.get(term) else { return };
            let holders = &self.postings[*number];
            let (all, held) = (self.lengths.len() as f64, holders.len() as f64);
            let idf = (1.0 + (all - held + 0.5) / (held + 0.5)).ln();
            for (row, count) in holders {
                let (row, count) = (*row as usize, f64::from(*count));
                let length = K1 * (1.0 - B + B * self.lengths[row] / self.average);
                scores[row] += idf * count * (K1 + 1.0) / (count + length);
            }
        });
        let mut best: Vec<(usize, f64)> =
            scores.into_iter().enumerate().filter(|(_, score)| *score > 0.0).collect();
        best.sort_by(|one, other| other.1.total_cmp(&one.1).then(one.0.cmp(&other.0)));
        best.truncate(limit);
        best
    }
}

impl TermOptions {
    /// Calls `emit` with each term of `text`, as often as it occurs.
    fn terms(&self, text: &str, mut emit: impl FnMut(&str)) {
        let lower = if self.strip { stripped(&text.to_lowercase()) } else { text.to_lowercase() };
        let mut before: Option<&str> = None;
        let mut pair = String::new();
        for syllable in lower.split(|letter: char| !letter.is_alphanumeric()) {
            if syllable.is_empty() {
                continue;
            }
            emit(syllable);
            if let Some(before) = before.filter(|_| self.baseline == Baseline::Pairs) {
                pair.clear();
                pair.extend([before, " ", syllable]);
                emit(&pair);
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
        let row = |id: &str, text: &str| CorpusRow {
            id: id.into(),
            text: text.into(),
            ..CorpusRow::default()
        };
        let rows = [row("a", "đất của nhà nước"), row("b", "nước nhà của đất"), row("c", "khác")];
        let query = Query { text: "Nhà nước".into(), ..Query::default() };
        let best = |baseline, strip| {
            let options = TermOptions { baseline, titled: true, strip };
            Bm25Index::new(&rows, std::slice::from_ref(&query), options).best(&query.text, 10)
        };
        let syllable = best(Baseline::Syllable, false);
        assert_eq!((syllable.len(), syllable[0].1 == syllable[1].1), (2, true));
        for strip in [false, true] {
            let pairs = best(Baseline::Pairs, strip);
            assert!(pairs[0].0 == 0 && pairs[0].1 > pairs[1].1);
        }
    }
}
