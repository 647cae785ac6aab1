//! The scores of the sections of one segment.
//! In: posting lists. Out: counts of the current clause, and scores.
//! Never computes the rarity of a clause: that needs all segments.

use tantivy::directory::OwnedBytes;
use tantivy::postings::TermInfo;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{SegmentReader, TERMINATED};
use vankien_system::stop;

use crate::buffer_pool::Buffer;
use crate::error::Result;
use crate::formula::saturated;
use crate::tantivy::question::phrase::seek_forward;
use crate::tantivy::store::Store;

/// The scores of the sections of one segment.
pub struct Segment<'s> {
    /// The reader of the library.
    pub reader: &'s SegmentReader,
    /// The length of each section, as its one-byte code (see `length.rs`).
    lengths: OwnedBytes,
    /// The deleted sections, sorted.
    pub(super) deleted: Vec<u32>,
    /// The weighted count of the current clause in each section.
    pub(super) found: Buffer<f32>,
    /// The sections in which the current clause was counted.
    pub(super) touched: Touched,
    /// The score of each section so far, by document number; 0: it does not answer, as far as is known. Deleted
    /// sections have scores, too. A section that was passed over (`Segment::gain`) has a score that is too low, but
    /// above 0.
    pub scores: Buffer<f32>,
    /// How much of each score comes from required clauses; empty if there are none.
    pub required: Vec<f32>,
    /// How many required clauses each section holds; empty if there are none.
    pub met: Vec<u16>,
    /// The parts of the question that each section holds, as bits; empty if the plan has no condition.
    pub held: Vec<u64>,
    /// The sum of the coverage weights of the content words that each section holds, outside its heading. Too low where
    /// `Segment::gain_covered` skipped a section; raised to what is required for sections that bear a number
    /// (`Scores::drop_uncovered`). Empty without a coverage condition.
    pub words_held: Buffer<u32>,
}

/// The coverage condition while a common word is scored.
#[derive(Clone, Copy, Debug)]
pub struct CoverageStep {
    /// The weight that a section must hold before this word, to be able to reach the required weight with this word and
    /// those that are still to come.
    pub least: u32,
    /// The weight of this word.
    pub weight: u32,
}

/// Calls `hand_on` with a posting list block by block, as the library decodes it: documents (deleted ones too), and the
/// count in each.
pub(super) fn blocks(
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
        stop::check();
        hand_on(block.docs(), block.freqs());
        block.advance();
    }
    Ok(())
}

/// What a word adds to the score of a section, by its count and the length code of the section. Small counts are looked
/// up in a table.
pub(super) struct Gains<'l> {
    lengths: &'l Lengths,
    /// The weight of the word times its rarity.
    worth: f32,
    /// The table: for each count below `TABLE_COUNTS`, 256 values by length code.
    small: Vec<f32>,
}

/// The length normalisation of BM25, by length code.
pub(super) struct Lengths {
    /// BM25's `k1`.
    pub k1: f32,
    /// For each length code, the part of BM25's denominator that depends on the length (see
    /// [`crate::formula::damping`]).
    pub damping: [f32; 256],
}

impl Lengths {
    /// The saturated count of BM25 in a section with this length code.
    #[inline]
    fn saturated(&self, count: f32, length: u8) -> f32 {
        saturated(self.k1, count, self.damping[usize::from(length)])
    }
}

impl Gains<'_> {
    /// Counts below this are in the table, which is computed once per word. A judgement, not measured: most counts are
    /// below, and 8 × 256 floats (8 kB) stay in the first-level cache. `cargo bench --bench questions` shows the effect
    /// of a change; no result depends on it.
    const TABLE_COUNTS: usize = 8;

    /// Computes the table for a word of this worth.
    pub(super) fn new(lengths: &Lengths, worth: f32) -> Gains<'_> {
        let counts =
            (0..Gains::TABLE_COUNTS).flat_map(|count| lengths.damping.map(|one| (count, one)));
        let gain = |(count, damping)| worth * saturated(lengths.k1, count as f32, damping);
        let small = counts.map(gain).collect();
        Gains { lengths, worth, small }
    }

    /// What a whole number of occurrences adds.
    fn of_count(&self, count: u32, length: u8) -> f32 {
        match self.small.get(count as usize * 256 + usize::from(length)) {
            Some(gain) => *gain,
            None => self.of_weighted(count as f32, length),
        }
    }

    /// What a weighted count adds.
    fn of_weighted(&self, count: f32, length: u8) -> f32 {
        self.worth * self.lengths.saturated(count, length)
    }
}

/// A list of the sections in which the current clause was counted.
#[derive(Default)]
pub(super) struct Touched {
    /// Longer than `count`, so that adding a section needs no branch.
    list: Buffer<u32>,
    /// How many entries of `list` are in use.
    count: usize,
}

impl Touched {
    /// Makes room for this many more sections.
    fn reserve(&mut self, more: usize) {
        let size = self.list.len().max(self.count + more + 1);
        self.list.resize(size, 0);
    }

    fn push(&mut self, doc: u32, is_new: bool) {
        self.list[self.count] = doc;
        self.count += usize::from(is_new);
    }

    /// The sections, in the order in which they were counted first.
    pub(super) fn docs(&self) -> &[u32] {
        &self.list[..self.count]
    }

    fn clear(&mut self) {
        self.count = 0;
    }
}

impl<'s> Segment<'s> {
    /// All counts and scores 0.
    pub(super) fn new(store: &Store, reader: &'s SegmentReader) -> Result<Segment<'s>> {
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
            found: Buffer::zeroed(size as usize),
            touched: Touched::default(),
            scores: Buffer::zeroed(size as usize),
            required: Vec::new(),
            met: Vec::new(),
            held: Vec::new(),
            words_held: Buffer::zeroed(0),
        })
    }

    /// The numbers, from 0, of the blocks of `size` sections that contain a deleted one, sorted.
    pub fn deleted_blocks(&self, size: usize) -> Vec<usize> {
        let mut blocks: Vec<usize> = self.deleted.iter().map(|doc| *doc as usize / size).collect();
        blocks.dedup();
        blocks
    }

    /// How many of the sections in a posting list are deleted.
    pub(super) fn deleted_among(
        &self,
        store: &Store,
        field: Field,
        info: &TermInfo,
    ) -> Result<u64> {
        if self.deleted.is_empty() {
            return Ok(0);
        }
        let inverted = self.reader.inverted_index(field).map_err(|error| store.failed(error))?;
        let postings = inverted.read_postings_from_terminfo(info, IndexRecordOption::Basic);
        let mut postings = postings.map_err(|error| store.failed(error))?;
        let mut gone = 0;
        for doc in &self.deleted {
            let next = seek_forward(&mut postings, *doc);
            if next == TERMINATED {
                break;
            }
            gone += u64::from(next == *doc);
        }
        Ok(gone)
    }

    /// How many live sections have a score above 0.
    pub(super) fn live_answers(&self) -> usize {
        let scored = |score: &&f32| **score > 0.0;
        let deleted = self.deleted.iter().map(|doc| &self.scores[*doc as usize]);
        self.scores.iter().filter(scored).count() - deleted.filter(scored).count()
    }

    /// Adds a block of a posting list to the counts of the current clause; each occurrence counts `weight`.
    pub(super) fn count(&mut self, docs: &[u32], counts: &[u32], weight: f32) {
        self.touched.reserve(docs.len());
        for (doc, count) in docs.iter().zip(counts) {
            let found = &mut self.found[*doc as usize];
            self.touched.push(*doc, *found == 0.0);
            *found += *count as f32 * weight;
        }
    }

    /// Scores a word by a block of its only posting list in the text. Its occurrences in headings were counted before:
    /// they are added to those in the text, and taken out of the counts. Sections with a score below `floor` are only
    /// marked as answers. [`Segment::score_counted`] must follow: it scores the headings that are left, those of the
    /// sections passed over included.
    pub(super) fn gain(&mut self, docs: &[u32], counts: &[u32], gains: &Gains<'_>, floor: f32) {
        for (doc, count) in docs.iter().zip(counts) {
            let at = *doc as usize;
            let score = &mut self.scores[at];
            if *score < floor {
                *score = score.max(f32::MIN_POSITIVE);
                continue;
            }
            let length = self.lengths[at];
            let heading = &mut self.found[at];
            *score += if *heading > 0.0 {
                gains.of_weighted(std::mem::take(heading) + *count as f32, length)
            } else {
                gains.of_count(*count, length)
            };
        }
    }

    /// Like [`Segment::gain`], but skips sections that hold less than `coverage.least`, and adds the weight of the word
    /// to the others.
    pub(super) fn gain_covered(
        &mut self,
        docs: &[u32],
        counts: &[u32],
        gains: &Gains<'_>,
        floor: f32,
        coverage: CoverageStep,
    ) {
        let CoverageStep { least, weight } = coverage;
        let (words_held, scores) = (&mut self.words_held[..], &mut self.scores[..]);
        for (doc, count) in docs.iter().zip(counts) {
            let at = *doc as usize;
            let held = &mut words_held[at];
            if *held < least {
                continue;
            }
            *held += weight;
            let score = &mut scores[at];
            if *score < floor {
                *score = score.max(f32::MIN_POSITIVE);
                continue;
            }
            let heading = &mut self.found[at];
            *score += if *heading > 0.0 {
                gains.of_weighted(std::mem::take(heading) + *count as f32, self.lengths[at])
            } else {
                gains.of_count(*count, self.lengths[at])
            };
        }
    }

    /// Turns the counts of the current clause into scores, and resets them. Calls `hand_on` with each section and what
    /// it gained.
    pub(super) fn score_counted(
        &mut self,
        worth: f32,
        lengths: &Lengths,
        mut hand_on: impl FnMut(&mut Segment<'_>, usize, f32),
    ) {
        let mut touched = std::mem::take(&mut self.touched);
        for doc in touched.docs() {
            let at = *doc as usize;
            let found = std::mem::take(&mut self.found[at]);
            let gained = worth * lengths.saturated(found, self.lengths[at]);
            self.scores[at] += gained;
            hand_on(self, at, gained);
        }
        touched.clear();
        self.touched = touched;
    }
}
