//! Counts the pairs of words of a question in some sections.
//! In: what the store observed of single words there (counts, positions, lengths). Out: counts of words and of pairs.
//! Never weighs what it counts.

use vankien_engine::SectionId;
use vankien_engine::buffer_pool::Buffer;
use vankien_engine::observed::{Observation, Observations};
use vankien_engine::tokenizer::BROKEN_STEP;

use super::heading;
use super::prepared::Reranker;

/// What was counted in one section.
#[derive(Clone, Copy)]
pub struct SectionCounts<'f> {
    /// Counts of single words, and the lengths of the text and its heading.
    pub observed: Observation<'f>,
    /// How often each pair stands in the text, by index of the pair.
    pub pairs: &'f [f32],
    /// How often each pair stands in the heading, by index of the pair.
    pub heading_pairs: &'f [f32],
    /// Where the pairs stand in the text, grouped by pair.
    pub pair_places: &'f [PairPlace],
}

/// A pair at a place: position of its first word, position of its second word, index of the pair. A tuple, because the
/// pool of buffers keeps this element type.
pub type PairPlace = (u32, u32, u32);

/// What was counted in all sections asked for, one behind the other.
pub struct Features {
    /// What the store observed, sorted by id of the section.
    observed: Observations,
    /// How many pairs the question has.
    pairs: usize,
    /// For each section the counts of its pairs in the text, then those in the heading.
    counts: Buffer<f32>,
    /// The places of the pairs of all sections, section by section.
    pair_places: Buffer<PairPlace>,
    /// For each section, where its stretch of `pair_places` ends (excluded).
    ends: Vec<usize>,
}

impl Features {
    /// Counts the pairs in the sections that were observed.
    pub fn of(observed: Observations, reranker: &Reranker<'_>) -> Features {
        let pairs = reranker.pairs.len();
        let sections = observed.ids().len();
        let mut counts = Buffer::zeroed(2 * pairs * sections);
        let mut pair_places = Buffer::default();
        let mut ends = Vec::with_capacity(sections);
        for at in 0..sections {
            let section_counts = &mut counts[2 * pairs * at..][..2 * pairs];
            count_pairs(reranker, &observed.at(at), section_counts, &mut pair_places);
            ends.push(pair_places.len());
        }
        Features { observed, pairs, counts, pair_places, ends }
    }

    /// What was counted in a section; `None` for a section that was not observed.
    pub fn section(&self, id: SectionId) -> Option<SectionCounts<'_>> {
        let at = self.observed.ids().binary_search(&id).ok()?;
        let counts = &self.counts[2 * self.pairs * at..][..2 * self.pairs];
        let (pairs, heading_pairs) = counts.split_at(self.pairs);
        let first = if at > 0 { self.ends[at - 1] } else { 0 };
        let pair_places = &self.pair_places[first..self.ends[at]];
        Some(SectionCounts { observed: self.observed.at(at), pairs, heading_pairs, pair_places })
    }
}

/// Counts the pairs among the words of one section. Two words are a pair where the second stands at most `BROKEN_STEP`
/// positions behind the first: no third word fits between. Two words of one other spelling (an abbreviation spelled
/// out) always count as side by side.
fn count_pairs(
    reranker: &Reranker<'_>,
    section: &Observation<'_>,
    counts: &mut [f32],
    pair_places: &mut Vec<PairPlace>,
) {
    let heading_end = heading::last_position(section.heading_length);
    let (in_text, of_heading) = counts.split_at_mut(reranker.pairs.len());
    let runs = |word: usize| {
        let first = section.runs.partition_point(|run| (run.word as usize) < word);
        section.runs[first..].iter().take_while(move |run| run.word as usize == word)
    };
    let marks = |range: (u32, u32)| &section.marks[range.0 as usize..range.1 as usize];
    for (pair, (one, two)) in reranker.pairs.iter().enumerate() {
        let in_heading = section.heading[*one] > 0.0 && section.heading[*two] > 0.0;
        for before in runs(*one) {
            for after in runs(*two) {
                let count = before.weight.min(after.weight);
                let mut starts = marks(before.marks);
                for (end, _) in marks(after.marks) {
                    // Both lists are sorted: a start too far before this end is too far before all later ends.
                    let far =
                        starts.iter().take_while(|(start, _)| start + BROKEN_STEP < *end).count();
                    starts = &starts[far..];
                    for (start, _) in starts.iter().take_while(|(start, _)| start < end) {
                        in_text[pair] += count;
                        pair_places.push((*start, *end, pair as u32));
                        if *end <= heading_end && in_heading {
                            of_heading[pair] += count;
                        }
                    }
                }
            }
        }
        if !section.spelled.is_empty() {
            in_text[pair] += section.spelled[*one].min(section.spelled[*two]);
        }
    }
}
