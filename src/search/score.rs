//! Scores sections: BM25 over statistics that only the content decides (law 6).
//! In: postings of the parts of a question, part by part. Out: a score for each section.
//! Never asks in which segment a section lies, nor what was deleted before it.

use tantivy::directory::OwnedBytes;
use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::TermInfo;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocSet, SegmentReader, TERMINATED};

use super::weights::{B, K1};
use crate::error::Result;
use crate::index::Store;

/// The scores of the sections of one segment.
pub struct Segment<'s> {
    /// The engine's reader.
    pub reader: &'s SegmentReader,
    /// The coded length of each section.
    lengths: OwnedBytes,
    /// Those that were deleted, in order.
    deleted: Vec<u32>,
    /// How often the part at hand occurs, weighted.
    found: Vec<f32>,
    touched: Vec<u32>,
    /// The scores so far.
    pub scores: Vec<f32>,
    /// The part of the scores that required parts gave; empty where there are none.
    pub required: Vec<f32>,
    /// How many of the required parts each section meets.
    pub met: Vec<u16>,
    /// Which parts each section holds, where operators ask for that.
    pub held: Vec<u64>,
}

/// The scores of all sections.
pub struct Scores<'s> {
    store: &'s Store,
    /// By segment.
    pub segments: Vec<Segment<'s>>,
    sections: f32,
    /// For each coded length, what it adds to the denominator.
    lengths: [f32; 256],
    /// The part at hand, as a bit; 0 where nobody asks which sections hold it.
    part: u64,
    /// What parts gave to sections that are watched.
    pub watch: Watch,
}

/// Which dictionary entries of one field stand for a word, by segment.
pub type Entries = Vec<Vec<(TermInfo, f32)>>;

impl<'s> Scores<'s> {
    /// All zero.
    pub fn new(store: &'s Store) -> Result<Scores<'s>> {
        let segments = store.segments().iter().map(|reader| Segment::new(store, reader));
        let segments = segments.collect::<Result<_>>()?;
        let totals = store.manifest.totals;
        let average = (totals.tokens as f32 / totals.sections.max(1) as f32).max(1.0);
        let length = |code: usize| FieldNormReader::id_to_fieldnorm(code as u8) as f32;
        let lengths = std::array::from_fn(|code| K1 * (1.0 - B + B * length(code) / average));
        let (sections, watch) = (totals.sections as f32, Watch::default());
        Ok(Scores { store, segments, sections, lengths, part: 0, watch })
    }

    /// Begins to keep which sections hold which parts.
    pub fn hold(&mut self) {
        for segment in &mut self.segments {
            segment.held = vec![0; segment.scores.len()];
        }
    }

    /// Says which part comes: its number, and its bit where it is asked which sections hold it.
    pub fn begin(&mut self, part: usize, bit: u64) {
        (self.part, self.watch.part) = (bit, part);
    }

    /// Counts the occurrences of dictionary entries of `field` for the part at hand.
    pub fn count(&mut self, field: Field, entries: &Entries) -> Result<()> {
        let store = self.store;
        for (segment, entries) in self.segments.iter_mut().zip(entries) {
            for (info, weight) in entries {
                segment.touched.reserve(info.doc_freq as usize);
                blocks(store, segment.reader, field, info, |docs, counts| {
                    for (doc, count) in docs.iter().zip(counts) {
                        segment.add(*doc, *count as f32 * weight);
                    }
                })?;
            }
        }
        Ok(())
    }

    /// How many live sections the entries name, of which each segment has one at most.
    pub fn live_sections(&self, field: Field, entries: &Entries) -> Result<u64> {
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
    /// and of the titles, where a title counts `title` times as much, in one pass.
    pub fn settle_at_once(
        &mut self,
        (text, titles): (&Entries, &Entries),
        title: f32,
        sections: u64,
        weight: f32,
    ) -> Result<()> {
        let (store, worth) = (self.store, weight * self.rarity(sections));
        let gains = Gains::new(&self.lengths, worth);
        for ((segment, text), titles) in self.segments.iter_mut().zip(text).zip(titles) {
            for (info, _) in titles {
                blocks(store, segment.reader, store.fields.title, info, |docs, counts| {
                    for (doc, count) in docs.iter().zip(counts) {
                        segment.add(*doc, title * *count as f32);
                    }
                })?;
            }
            for (info, _) in text {
                blocks(store, segment.reader, store.fields.text, info, |docs, counts| {
                    segment.gain(docs, counts, &gains);
                })?;
            }
            // Those headings of which the section holds nothing itself.
            for doc in segment.touched.drain(..) {
                let at = doc as usize;
                let found = std::mem::take(&mut segment.found[at]);
                segment.scores[at] += gains.of_any(found, segment.lengths[at]);
            }
        }
        Ok(())
    }

    /// Counts a part that occurs `weight` times in a section.
    pub fn count_one(&mut self, segment: usize, doc: u32, weight: f32) {
        self.segments[segment].add(doc, weight);
    }

    /// In how many live sections the part at hand was counted so far.
    pub fn sections_found(&self) -> u64 {
        let live = |segment: &Segment| match segment.reader.alive_bitset() {
            None => segment.touched.len(),
            Some(alive) => segment.touched.iter().filter(|doc| alive.is_alive(**doc)).count(),
        };
        self.segments.iter().map(live).sum::<usize>() as u64
    }

    /// The live sections, by segment and document, in which the part at hand was counted so far.
    pub fn live(&self) -> Vec<(usize, u32)> {
        let mut live = Vec::new();
        for (at, segment) in self.segments.iter().enumerate() {
            let alive = segment.touched.iter().filter(|doc| !segment.reader.is_deleted(**doc));
            live.extend(alive.map(|doc| (at, *doc)));
        }
        live
    }

    /// Forgets what was counted for the part at hand.
    pub fn drop_counts(&mut self) {
        for segment in &mut self.segments {
            for doc in segment.touched.drain(..) {
                segment.found[doc as usize] = 0.0;
            }
        }
    }

    /// Adds the part at hand, which `sections` sections hold, to the scores; begins the next part.
    pub fn settle(&mut self, sections: u64, weight: f32, is_required: bool) {
        let worth = weight * self.rarity(sections);
        let is_plain = self.part == 0 && self.watch.places.is_empty() && !is_required;
        for (number, segment) in self.segments.iter_mut().enumerate() {
            if is_plain {
                segment.settle(worth, &self.lengths, |_, _, _| {});
                continue;
            }
            if is_required && segment.met.is_empty() {
                segment.met = vec![0; segment.scores.len()];
                segment.required = vec![0.0; segment.scores.len()];
            }
            let (part, watch) = (self.part, &mut self.watch);
            segment.settle(worth, &self.lengths, |segment, at, gained| {
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
pub struct Watch {
    /// The sections, by segment and document, in order.
    pub places: Vec<(usize, u32)>,
    /// For each of them, what each part gave.
    pub gains: Vec<Vec<(usize, f32)>>,
    part: usize,
}

impl Watch {
    /// Watches `places`.
    pub fn over(mut places: Vec<(usize, u32)>) -> Watch {
        places.sort_unstable();
        places.dedup();
        let gains = vec![Vec::new(); places.len()];
        Watch { places, gains, part: 0 }
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

/// How much something tells that `held` of all sections hold.
pub fn rarity(all: f32, held: f32) -> f32 {
    (1.0 + (all - held + 0.5).max(0.0) / (held + 0.5)).ln()
}

/// How much `count` occurrences are worth in a section of this length.
fn saturated(count: f32, length: f32) -> f32 {
    count * (K1 + 1.0) / (count + length)
}

/// Hands on the sections of one dictionary entry, deleted ones too, with the count in each: as many at
/// once as the engine unpacks.
fn blocks(
    store: &Store,
    segment: &SegmentReader,
    field: Field,
    info: &TermInfo,
    mut hand_on: impl FnMut(&[u32], &[u32]),
) -> Result<()> {
    let inverted = segment.inverted_index(field).map_err(|error| store.failed(error))?;
    let block = inverted.read_block_postings_from_terminfo(info, IndexRecordOption::WithFreqs);
    let mut block = block.map_err(|error| store.failed(error))?;
    while block.block_len() > 0 {
        hand_on(block.docs(), block.freqs());
        block.advance();
    }
    Ok(())
}

/// What a word gives by its count and the coded length of the section, reckoned once for small counts.
struct Gains<'l> {
    lengths: &'l [f32; 256],
    worth: f32,
    small: Vec<f32>,
}

impl Gains<'_> {
    /// Counts below this are small.
    const SMALL: usize = 8;

    fn new(lengths: &[f32; 256], worth: f32) -> Gains<'_> {
        let counts = (0..Gains::SMALL).flat_map(|count| lengths.map(|length| (count, length)));
        let small = counts.map(|(count, length)| worth * saturated(count as f32, length)).collect();
        Gains { lengths, worth, small }
    }

    /// For a word that stands so often in the text alone.
    fn of(&self, count: u32, length: u8) -> f32 {
        match self.small.get(count as usize * 256 + usize::from(length)) {
            Some(gain) => *gain,
            None => self.of_any(count as f32, length),
        }
    }

    /// For any count.
    fn of_any(&self, count: f32, length: u8) -> f32 {
        match count > 0.0 {
            true => self.worth * saturated(count, self.lengths[usize::from(length)]),
            false => 0.0,
        }
    }
}

impl<'s> Segment<'s> {
    fn new(store: &Store, reader: &'s SegmentReader) -> Result<Segment<'s>> {
        let size = reader.max_doc();
        let lengths =
            match reader.fieldnorms_readers().get_inner_file().open_read(store.fields.text) {
                Some(file) => file.read_bytes().map_err(|error| store.failed(error))?,
                None => OwnedBytes::new(vec![0; size as usize]),
            };
        let deleted = match reader.alive_bitset() {
            Some(alive) => {
                let deleted = (0..size).filter(|doc| alive.is_deleted(*doc));
                deleted.take(reader.num_deleted_docs() as usize).collect()
            }
            None => Vec::new(),
        };
        Ok(Segment {
            reader,
            lengths,
            deleted,
            found: vec![0.0; size as usize],
            touched: Vec::new(),
            scores: vec![0.0; size as usize],
            required: Vec::new(),
            met: Vec::new(),
            held: Vec::new(),
        })
    }

    /// How many of the sections that a dictionary entry names are deleted.
    fn deleted_among(&self, store: &Store, field: Field, info: &TermInfo) -> Result<u64> {
        if self.deleted.is_empty() {
            return Ok(0);
        }
        let inverted = self.reader.inverted_index(field).map_err(|error| store.failed(error))?;
        let postings = inverted.read_postings_from_terminfo(info, IndexRecordOption::Basic);
        let mut postings = postings.map_err(|error| store.failed(error))?;
        let mut gone = 0;
        for doc in &self.deleted {
            let next = if postings.doc() < *doc { postings.seek(*doc) } else { postings.doc() };
            if next == TERMINATED {
                break;
            }
            gone += u64::from(next == *doc);
        }
        Ok(gone)
    }

    /// How many live sections have a score.
    pub fn live_answers(&self) -> usize {
        let scored = |score: &&f32| **score > 0.0;
        let deleted = self.deleted.iter().map(|doc| &self.scores[*doc as usize]);
        self.scores.iter().filter(scored).count() - deleted.filter(scored).count()
    }

    fn add(&mut self, doc: u32, weight: f32) {
        let found = &mut self.found[doc as usize];
        if *found == 0.0 {
            self.touched.push(doc);
        }
        *found += weight;
    }

    /// Scores a word in sections of whose headings it was counted before.
    fn gain(&mut self, docs: &[u32], counts: &[u32], gains: &Gains<'_>) {
        for (doc, count) in docs.iter().zip(counts) {
            let at = *doc as usize;
            let length = self.lengths[at];
            let heading = &mut self.found[at];
            self.scores[at] += match *heading > 0.0 {
                true => gains.of_any(std::mem::take(heading) + *count as f32, length),
                false => gains.of(*count, length),
            };
        }
    }

    /// Adds what was counted to the scores; hands on each gain.
    fn settle(
        &mut self,
        worth: f32,
        lengths: &[f32; 256],
        mut hand_on: impl FnMut(&mut Segment<'_>, usize, f32),
    ) {
        let mut touched = std::mem::take(&mut self.touched);
        for doc in touched.drain(..) {
            let at = doc as usize;
            let found = std::mem::take(&mut self.found[at]);
            let gained = worth * saturated(found, lengths[usize::from(self.lengths[at])]);
            self.scores[at] += gained;
            hand_on(self, at, gained);
        }
        self.touched = touched;
    }
}
