//! The scores of all sections: BM25F with statistics of the live papers.
//! In: posting lists of the clauses of a plan, clause by clause. Out: a score for each section.
//! No score depends on the segment of a section, nor on deleted sections.
//!
//! A clause is scored in two steps. `count` adds up its weighted occurrences in each section, over fields and
//! spellings; `score_clause` turns each sum into a score by the BM25 formula and adds it.

use tantivy::fieldnorm::FieldNormReader;
use tantivy::schema::Field;

use crate::bits::SegmentBits;
use crate::buffer_pool::Buffer;
use crate::error::Result;
use crate::formula::{damping, rarity};
use crate::plan::Weighting;
use crate::tantivy::question::postings::WeightedPostings;
use crate::tantivy::question::segment::{CoverageStep, Gains, Lengths, Segment, blocks};
use crate::tantivy::store::Store;

/// The scores of all sections.
pub struct Scores<'s> {
    store: &'s Store,
    /// The scores by segment.
    pub segments: Vec<Segment<'s>>,
    /// How many live sections there are.
    sections: f32,
    lengths: Lengths,
    /// The part of the question that the current clause belongs to, as a bit; 0 if the plan has no condition.
    part: u64,
    /// The log of what each clause adds to certain sections.
    pub gain_log: GainLog,
}

/// A common word that waits to be scored.
pub struct CommonWord {
    /// Its weight times its rarity: its score is this times the saturated count.
    pub worth: f32,
    /// Its weight in the coverage condition; 0 if it is no content word.
    pub weight: u32,
    /// Its posting lists in the text; at most one per segment.
    pub text: WeightedPostings,
    /// Its posting lists in the heading; at most one per segment.
    pub titles: WeightedPostings,
}

impl<'s> Scores<'s> {
    /// Starts with all scores 0.
    pub fn new(store: &'s Store, weighting: &Weighting) -> Result<Scores<'s>> {
        let segments = store.segments().iter().map(|reader| Segment::new(store, reader));
        let segments = segments.collect::<Result<_>>()?;
        let totals = store.manifest.totals;
        let average = (totals.tokens as f32 / totals.sections.max(1) as f32).max(1.0);
        let length = |code: usize| FieldNormReader::id_to_fieldnorm(code as u8) as f32;
        let (k1, b) = (weighting.k1, weighting.b);
        let damping = std::array::from_fn(|code| damping(k1, b, length(code), average));

        Ok(Scores {
            store,
            segments,
            sections: totals.sections as f32,
            lengths: Lengths { k1, damping },
            part: 0,
            gain_log: GainLog::default(),
        })
    }

    /// From now on tracks which parts of the question each section holds.
    pub fn track_parts(&mut self) {
        for segment in &mut self.segments {
            segment.held = vec![0; segment.scores.len()];
        }
    }

    /// From now on tracks the sum of the coverage weights of the content words that each section holds.
    pub fn track_word_weights(&mut self) {
        for segment in &mut self.segments {
            segment.words_held = Buffer::zeroed(segment.scores.len());
        }
    }

    /// Adds the coverage weight of a word to the sections in which it was counted so far.
    pub fn add_word_weight(&mut self, weight: u32) {
        for segment in &mut self.segments {
            let held = &mut segment.words_held[..];
            segment.touched.docs().iter().for_each(|doc| held[*doc as usize] += weight);
        }
    }

    /// Sets the scores of sections to 0 whose coverage weight is below `need`, except those of `bearers` (segment and
    /// document).
    pub fn drop_uncovered(&mut self, need: u32, bearers: impl Iterator<Item = (usize, u32)>) {
        for (segment, doc) in bearers {
            self.segments[segment].words_held[doc as usize] = need;
        }
        for Segment { scores, words_held, .. } in &mut self.segments {
            for (score, held) in scores.iter_mut().zip(words_held.iter()) {
                *score = if *held < need { 0.0 } else { *score };
            }
        }
    }

    /// Sets the scores of the sections `except` to 0.
    pub fn drop_sections(&mut self, except: &SegmentBits) {
        for (at, segment) in self.segments.iter_mut().enumerate() {
            for (doc, score) in (0u32..).zip(segment.scores.iter_mut()) {
                if *score > 0.0 && except.contains(at, doc) {
                    *score = 0.0;
                }
            }
        }
    }

    /// The scores so far of the live sections whose coverage weight is at least `need`.
    pub fn covered_scores(&self, need: u32) -> Vec<f32> {
        let mut found = Vec::new();
        for segment in &self.segments {
            for (doc, (score, held)) in
                (0u32..).zip(segment.scores.iter().zip(segment.words_held.iter()))
            {
                if *held >= need && !segment.reader.is_deleted(doc) {
                    found.push(*score);
                }
            }
        }
        found
    }

    /// Begins a clause: the number of the part of the question that it belongs to, and the bit of that part (0 if the
    /// plan has no condition).
    pub fn begin_clause(&mut self, part: usize, bit: u64) {
        (self.part, self.gain_log.part) = (bit, part);
    }

    /// Adds the weighted occurrences in posting lists of `field` to the counts of the current clause.
    pub fn count(&mut self, field: Field, entries: &WeightedPostings) -> Result<()> {
        let store = self.store;
        for (segment, entries) in self.segments.iter_mut().zip(entries) {
            for (info, weight) in entries {
                blocks(store, segment.reader, field, info, |docs, counts| {
                    segment.count(docs, counts, *weight);
                })?;
            }
        }
        Ok(())
    }

    /// How many live sections the posting lists of `field` hold. Each segment has at most one list, else a section
    /// counts twice.
    pub fn live_sections(&self, field: Field, entries: &WeightedPostings) -> Result<u64> {
        let mut sections = 0;
        for (segment, entries) in self.segments.iter().zip(entries) {
            for (info, _) in entries {
                let gone = segment.deleted_among(self.store, field, info)?;
                sections += u64::from(info.doc_freq).saturating_sub(gone);
            }
        }
        Ok(sections)
    }

    /// Scores a common word in one pass over its postings, with the same result as `count` and `score_clause` for the
    /// sections that are not passed over. An occurrence in the text counts 1, in the heading `title`, whatever the
    /// weights of the lists. Sections with a score below `floor` are only marked as answers, those that can no longer
    /// reach the weight that `coverage` requires are skipped; both still gain by the heading.
    pub fn score_common_word(
        &mut self,
        word: &CommonWord,
        title: f32,
        floor: f32,
        coverage: Option<CoverageStep>,
    ) -> Result<()> {
        let store = self.store;
        let gains = Gains::new(&self.lengths, word.worth);
        let by_segment = self.segments.iter_mut().zip(&word.text).zip(&word.titles);
        for ((segment, text), titles) in by_segment {
            for (info, _) in titles {
                blocks(store, segment.reader, store.fields.title, info, |docs, counts| {
                    segment.count(docs, counts, title);
                })?;
            }
            for (info, _) in text {
                blocks(
                    store,
                    segment.reader,
                    store.fields.text,
                    info,
                    |docs, counts| match coverage {
                        Some(coverage) => {
                            segment.gain_covered(docs, counts, &gains, floor, coverage);
                        }
                        None => segment.gain(docs, counts, &gains, floor),
                    },
                )?;
            }
            // What is left are sections that hold the word in the heading only, or were passed over.
            segment.score_counted(word.worth, &self.lengths, |_, _, _| {});
        }
        Ok(())
    }

    /// Adds `weight` to the count of the current clause in one section.
    pub fn count_one(&mut self, segment: usize, doc: u32, weight: f32) {
        self.segments[segment].count(&[doc], &[1], weight);
    }

    /// How many live sections have a score above 0.
    pub fn live_answers(&self) -> usize {
        self.segments.iter().map(Segment::live_answers).sum()
    }

    /// In how many live sections the current clause was counted so far.
    pub fn count_live_counted(&self) -> u64 {
        let live = |segment: &Segment| {
            let deleted = segment.deleted.iter().filter(|doc| segment.found[**doc as usize] > 0.0);
            segment.touched.docs().len() - deleted.count()
        };
        self.segments.iter().map(live).sum::<usize>() as u64
    }

    /// The live sections, by segment and document, in which the current clause was counted so far.
    pub fn live_counted(&self) -> Vec<(usize, u32)> {
        let mut live = Vec::new();
        for (at, segment) in self.segments.iter().enumerate() {
            let alive =
                segment.touched.docs().iter().filter(|doc| !segment.reader.is_deleted(**doc));
            live.extend(alive.map(|doc| (at, *doc)));
        }
        live
    }

    /// Resets the counts of the current clause to 0.
    pub fn drop_counts(&mut self) {
        for segment in &mut self.segments {
            segment.score_counted(0.0, &self.lengths, |_, _, _| {});
        }
    }

    /// Scores the current clause by its counts, and resets them for the next clause. `sections` sections hold the
    /// clause, which gives its rarity; `weight` is a factor of the score.
    pub fn score_clause(&mut self, sections: u64, weight: f32, is_required: bool) {
        let worth = weight * self.rarity(sections);
        let is_plain = self.part == 0 && self.gain_log.places.is_empty() && !is_required;
        for (number, segment) in self.segments.iter_mut().enumerate() {
            if is_plain {
                segment.score_counted(worth, &self.lengths, |_, _, _| {});
                continue;
            }
            if is_required && segment.met.is_empty() {
                segment.met = vec![0; segment.scores.len()];
                segment.required = vec![0.0; segment.scores.len()];
            }
            let (part, gain_log) = (self.part, &mut self.gain_log);
            segment.score_counted(worth, &self.lengths, |segment, at, gained| {
                if part != 0 {
                    segment.held[at] |= part;
                }
                gain_log.keep((number, at as u32), gained);
                if is_required {
                    segment.required[at] += gained;
                    segment.met[at] = segment.met[at].saturating_add(1);
                }
            });
        }
    }

    /// The rarity (IDF) of a clause that this many sections hold.
    pub fn rarity(&self, sections: u64) -> f32 {
        rarity(self.sections, sections as f32)
    }
}

/// A log of what each clause adds to the scores of certain sections, to explain them.
#[derive(Clone, Debug, Default)]
pub struct GainLog {
    /// The sections, by segment and document, sorted.
    pub places: Vec<(usize, u32)>,
    /// For each of them one entry per clause that it holds: the number of its part, and what it added.
    pub gains: Vec<Vec<(usize, f32)>>,
    /// The number of the part of the current clause.
    part: usize,
}

impl GainLog {
    /// Logs the sections `places`.
    pub fn over(mut places: Vec<(usize, u32)>) -> GainLog {
        places.sort_unstable();
        places.dedup();
        let gains = vec![Vec::new(); places.len()];
        GainLog { places, gains, part: 0 }
    }

    /// What each clause added to a logged section: part number and score. Empty for a section that is not logged.
    pub fn of(&self, place: (usize, u32)) -> &[(usize, f32)] {
        self.places.binary_search(&place).map_or(&[], |at| &self.gains[at])
    }

    fn keep(&mut self, place: (usize, u32), gained: f32) {
        if let Ok(at) = self.places.binary_search(&place) {
            self.gains[at].push((self.part, gained));
        }
    }
}
