//! Scores sections: BM25 over statistics that only the content decides.
//! In: postings of the clauses of a plan, clause by clause. Out: a score for each section.
//! No score depends on the segment of a section, nor on deleted sections.

use tantivy::fieldnorm::FieldNormReader;
use tantivy::schema::Field;

use crate::bits::SegmentBits;
use crate::buffer_pool::Buffer;
use crate::error::Result;
use crate::formula::{damping, rarity};
use crate::plan::Weighting;
use crate::tantivy::question::postings::WeightedPostings;
use crate::tantivy::question::segment::{Gains, Lengths, Segment, blocks};
use crate::tantivy::store::Store;

/// The scores of all sections.
pub struct Scores<'s> {
    store: &'s Store,
    /// By segment.
    pub segments: Vec<Segment<'s>>,
    sections: f32,
    lengths: Lengths,
    /// The part of the clause at hand, as a bit; 0 where no condition asks which sections hold it.
    part: u64,
    /// What parts gave to sections that are watched.
    pub watch: GainLog,
}

impl<'s> Scores<'s> {
    /// All zero.
    pub fn new(store: &'s Store, weighting: &Weighting) -> Result<Scores<'s>> {
        let segments = store.segments().iter().map(|reader| Segment::new(store, reader));
        let segments = segments.collect::<Result<_>>()?;
        let totals = store.manifest.totals;
        let average = (totals.tokens as f32 / totals.sections.max(1) as f32).max(1.0);
        let length = |code: usize| FieldNormReader::id_to_fieldnorm(code as u8) as f32;
        let (k1, b) = (weighting.k1, weighting.b);
        let damping = std::array::from_fn(|code| damping(k1, b, length(code), average));
        let lengths = Lengths { k1, damping };
        let (sections, watch) = (totals.sections as f32, GainLog::default());
        Ok(Scores { store, segments, sections, lengths, part: 0, watch })
    }

    /// Begins to keep which sections hold which parts.
    pub fn track_parts(&mut self) {
        for segment in &mut self.segments {
            segment.held = vec![0; segment.scores.len()];
        }
    }

    /// Begins to add up the weight of the words that each section holds.
    pub fn track_word_weights(&mut self) {
        for segment in &mut self.segments {
            segment.words_held = Buffer::zeroed(segment.scores.len());
        }
    }

    /// Adds the weight of a word to the sections in which it was counted so far.
    pub fn add_word_weight(&mut self, weight: u32) {
        for segment in &mut self.segments {
            let held = &mut segment.words_held[..];
            segment.touched.docs().iter().for_each(|doc| held[*doc as usize] += weight);
        }
    }

    /// Takes the scores of sections that hold less than `need`, but for those that bear the number asked
    /// for.
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

    /// Takes the scores of some sections.
    pub fn drop_sections(&mut self, except: &SegmentBits) {
        for (at, segment) in self.segments.iter_mut().enumerate() {
            for (doc, score) in (0u32..).zip(segment.scores.iter_mut()) {
                if *score > 0.0 && except.contains(at, doc) {
                    *score = 0.0;
                }
            }
        }
    }

    /// The scores so far of the live sections that hold words of at least this weight.
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

    /// Says which part comes: its number, and its bit where it is asked which sections hold it.
    pub fn begin_clause(&mut self, part: usize, bit: u64) {
        (self.part, self.watch.part) = (bit, part);
    }

    /// Counts the occurrences of dictionary entries of `field` for the clause at hand.
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

    /// How many live sections the entries name, of which each segment has one at most.
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

    /// The same as `count` and `settle` for a part with at most one entry in each segment of the text
    /// and of the titles, where a title counts `title` times as much, in one pass. Sections with a
    /// score below `floor` are only known to answer. Where enough words must be there, `holding` is the
    /// weight that a section must hold to be looked at, and that of the word.
    pub fn score_common_word(
        &mut self,
        (text, titles): (&WeightedPostings, &WeightedPostings),
        title: f32,
        worth: f32,
        floor: f32,
        holding: Option<(u32, u32)>,
    ) -> Result<()> {
        let store = self.store;
        let gains = Gains::new(&self.lengths, worth);
        for ((segment, text), titles) in self.segments.iter_mut().zip(text).zip(titles) {
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
                    |docs, counts| match holding {
                        Some(holding) => segment.gain_covered(docs, counts, &gains, floor, holding),
                        None => segment.gain(docs, counts, &gains, floor),
                    },
                )?;
            }
            // Those headings of which the section holds nothing itself.
            segment.score_counted(worth, &self.lengths, |_, _, _| {});
        }
        Ok(())
    }

    /// Counts a part that occurs `weight` times in a section.
    pub fn count_one(&mut self, segment: usize, doc: u32, weight: f32) {
        self.segments[segment].count(&[doc], &[1], weight);
    }

    /// How many live sections have a score.
    pub fn live_answers(&self) -> usize {
        self.segments.iter().map(Segment::live_answers).sum()
    }

    /// In how many live sections the clause at hand was counted so far.
    pub fn count_live_counted(&self) -> u64 {
        let live = |segment: &Segment| {
            let deleted = segment.deleted.iter().filter(|doc| segment.found[**doc as usize] > 0.0);
            segment.touched.docs().len() - deleted.count()
        };
        self.segments.iter().map(live).sum::<usize>() as u64
    }

    /// The live sections, by segment and document, in which the clause at hand was counted so far.
    pub fn live_counted(&self) -> Vec<(usize, u32)> {
        let mut live = Vec::new();
        for (at, segment) in self.segments.iter().enumerate() {
            let alive =
                segment.touched.docs().iter().filter(|doc| !segment.reader.is_deleted(**doc));
            live.extend(alive.map(|doc| (at, *doc)));
        }
        live
    }

    /// Forgets what was counted for the clause at hand.
    pub fn drop_counts(&mut self) {
        for segment in &mut self.segments {
            segment.score_counted(0.0, &self.lengths, |_, _, _| {});
        }
    }

    /// Adds the clause at hand, which `sections` sections hold, to the scores; begins the next clause.
    pub fn score_clause(&mut self, sections: u64, weight: f32, is_required: bool) {
        let worth = weight * self.rarity(sections);
        let is_plain = self.part == 0 && self.watch.places.is_empty() && !is_required;
        for (number, segment) in self.segments.iter_mut().enumerate() {
            if is_plain {
                segment.score_counted(worth, &self.lengths, |_, _, _| {});
                continue;
            }
            if is_required && segment.met.is_empty() {
                segment.met = vec![0; segment.scores.len()];
                segment.required = vec![0.0; segment.scores.len()];
            }
            let (part, watch) = (self.part, &mut self.watch);
            segment.score_counted(worth, &self.lengths, |segment, at, gained| {
                if part != 0 {
                    segment.held[at] |= part;
                }
                watch.keep((number, at as u32), gained);
                if is_required {
                    segment.required[at] += gained;
                    segment.met[at] = segment.met[at].saturating_add(1);
                }
            });
        }
    }

    /// How much a part that so many sections hold tells.
    pub fn rarity(&self, sections: u64) -> f32 {
        rarity(self.sections, sections as f32)
    }
}

/// Sections of which every gain is kept, to explain their scores.
#[derive(Clone, Debug, Default)]
pub struct GainLog {
    /// The sections, by segment and document, in order.
    pub places: Vec<(usize, u32)>,
    /// For each of them, what each part gave.
    pub gains: Vec<Vec<(usize, f32)>>,
    part: usize,
}

impl GainLog {
    /// Watches `places`.
    pub fn over(mut places: Vec<(usize, u32)>) -> GainLog {
        places.sort_unstable();
        places.dedup();
        let gains = vec![Vec::new(); places.len()];
        GainLog { places, gains, part: 0 }
    }

    /// What each part gave to a section that is watched.
    pub fn of(&self, place: (usize, u32)) -> &[(usize, f32)] {
        self.places.binary_search(&place).map_or(&[], |at| &self.gains[at])
    }

    fn keep(&mut self, place: (usize, u32), gained: f32) {
        if let Ok(at) = self.places.binary_search(&place) {
            self.gains[at].push((self.part, gained));
        }
    }
}
