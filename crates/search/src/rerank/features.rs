//! Finds the pairs of words of a question in some sections.
//! In: what was observed of the words there. Out: counts of words and of pairs.
//! Never weighs what it counts.

use vankien_engine::SectionId;
use vankien_engine::buffer_pool::Buffer;
use vankien_engine::observed::{Observation, Observations};
use vankien_engine::tokenizer::BROKEN_STEP;

use super::heading;
use super::prepared::Reranker;

/// What was counted in one section.
#[derive(Clone, Copy)]
pub struct Seen<'f> {
    /// The words, and the lengths of the text and its heading.
    pub observed: Observation<'f>,
    /// How often each pair stands in the text.
    pub pairs: &'f [f32],
    /// How often each pair stands in the heading.
    pub heading_pairs: &'f [f32],
    /// Where the pairs stand, pair by pair.
    pub rows: &'f [Row],
}

/// A pair at a place: the positions of its words, number of the pair.
pub type Row = (u32, u32, u32);

/// What was counted in all sections asked for, one behind the other.
pub struct Features {
    observed: Observations,
    /// How many pairs there are.
    pairs: usize,
    /// For each section its pairs, and those of its heading.
    counts: Buffer<f32>,
    rows: Buffer<Row>,
    /// Where the rows of each section end.
    ends: Vec<usize>,
}

impl Features {
    /// Finds the pairs in the sections that were observed.
    pub fn of(observed: Observations, reranker: &Reranker<'_>) -> Features {
        let (pairs, sections) = (reranker.pairs.len(), observed.ids().len());
        let mut counts = Buffer::zeroed(2 * pairs * sections);
        let (mut rows, mut ends) = (Buffer::default(), Vec::with_capacity(sections));
        for at in 0..sections {
            let counts = &mut counts[2 * pairs * at..][..2 * pairs];
            pair(reranker, &observed.at(at), counts, &mut rows);
            ends.push(rows.len());
        }
        Features { observed, pairs, counts, rows, ends }
    }

    /// What was counted in a section that was asked for.
    pub fn seen(&self, id: SectionId) -> Option<Seen<'_>> {
        let at = self.observed.ids().binary_search(&id).ok()?;
        let counts = &self.counts[2 * self.pairs * at..][..2 * self.pairs];
        let (pairs, heading_pairs) = counts.split_at(self.pairs);
        let first = if at > 0 { self.ends[at - 1] } else { 0 };
        let rows = &self.rows[first..self.ends[at]];
        Some(Seen { observed: self.observed.at(at), pairs, heading_pairs, rows })
    }
}

/// Finds the pairs among the words of one section. Words of one other spelling stand side by side.
fn pair(reranker: &Reranker<'_>, seen: &Observation<'_>, counts: &mut [f32], rows: &mut Vec<Row>) {
    let zone = heading::end(seen.heading_length);
    let (in_text, of_heading) = counts.split_at_mut(reranker.pairs.len());
    let runs = |word: usize| {
        let first = seen.runs.partition_point(|run| (run.word as usize) < word);
        seen.runs[first..].iter().take_while(move |run| run.word as usize == word)
    };
    let marks = |range: (u32, u32)| &seen.marks[range.0 as usize..range.1 as usize];
    for (pair, (one, two)) in reranker.pairs.iter().enumerate() {
        let in_heading = seen.heading[*one] > 0.0 && seen.heading[*two] > 0.0;
        for before in runs(*one) {
            for after in runs(*two) {
                let count = before.weight.min(after.weight);
                let mut starts = marks(before.marks);
                for (end, _) in marks(after.marks) {
                    // Both are in order: what is too far before this one is too far before the next, too.
                    let far =
                        starts.iter().take_while(|(start, _)| start + BROKEN_STEP < *end).count();
                    starts = &starts[far..];
                    for (start, _) in starts.iter().take_while(|(start, _)| start < end) {
                        in_text[pair] += count;
                        rows.push((*start, *end, pair as u32));
                        if *end <= zone && in_heading {
                            of_heading[pair] += count;
                        }
                    }
                }
            }
        }
        if !seen.spelled.is_empty() {
            in_text[pair] += seen.spelled[*one].min(seen.spelled[*two]);
        }
    }
}
