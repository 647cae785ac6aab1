//! The scores of the sections of one segment.
//! In: postings. Out: counts of the clause at hand, and scores.
//! Never computes how rare a clause is: that is told by all segments together.

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
    /// The engine's reader.
    pub reader: &'s SegmentReader,
    /// The coded length of each section.
    lengths: OwnedBytes,
    /// The deleted sections, in order.
    pub(super) deleted: Vec<u32>,
    /// How often the clause at hand occurs in each section, weighted.
    pub(super) found: Buffer<f32>,
    pub(super) touched: Touched,
    /// The scores so far.
    pub scores: Buffer<f32>,
    /// What required clauses gave to each score; empty where there are none.
    pub required: Vec<f32>,
    /// How many of the required clauses each section meets.
    pub met: Vec<u16>,
    /// Which parts of the question each section holds, as bits, where a condition asks for that.
    pub held: Vec<u64>,
    /// The weight of the content words that each section holds; empty where any will do.
    pub words_held: Buffer<u32>,
}

/// Hands on the postings of one dictionary entry block by block, as the engine unpacks them: sections, deleted ones too,
/// and the count in each.
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

/// What a word adds to the score of a section, by its count there and the coded length of the section; a table for small
/// counts.
pub(super) struct Gains<'l> {
    lengths: &'l Lengths,
    worth: f32,
    small: Vec<f32>,
}

/// For each coded length what it adds to the denominator, and how soon more of the same counts no more.
pub(super) struct Lengths {
    pub k1: f32,
    pub damping: [f32; 256],
}

impl Lengths {
    /// How much `count` occurrences are worth in a section of this coded length.
    #[inline]
    fn saturated(&self, count: f32, length: u8) -> f32 {
        saturated(self.k1, count, self.damping[usize::from(length)])
    }
}

impl Gains<'_> {
    /// Counts below this are in the table.
    const SMALL: usize = 8;

    pub(super) fn new(lengths: &Lengths, worth: f32) -> Gains<'_> {
        let counts = (0..Gains::SMALL).flat_map(|count| lengths.damping.map(|one| (count, one)));
        let gain = |(count, damping)| worth * saturated(lengths.k1, count as f32, damping);
        let small = counts.map(gain).collect();
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
        self.worth * self.lengths.saturated(count, length)
    }
}

/// The sections in which the clause at hand was counted, each once.
#[derive(Default)]
pub(super) struct Touched {
    /// Longer than what comes, so that adding a section needs no branch.
    list: Buffer<u32>,
    count: usize,
}

impl Touched {
    /// Makes place for so many more.
    fn reserve(&mut self, more: usize) {
        let size = self.list.len().max(self.count + more + 1);
        self.list.resize(size, 0);
    }

    fn push(&mut self, doc: u32, is_new: bool) {
        self.list[self.count] = doc;
        self.count += usize::from(is_new);
    }

    pub(super) fn docs(&self) -> &[u32] {
        &self.list[..self.count]
    }

    fn clear(&mut self) {
        self.count = 0;
    }
}

impl<'s> Segment<'s> {
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

    /// The blocks of `size` sections that hold a deleted one, each once.
    pub fn deleted_blocks(&self, size: usize) -> Vec<usize> {
        let mut blocks: Vec<usize> = self.deleted.iter().map(|doc| *doc as usize / size).collect();
        blocks.dedup();
        blocks
    }

    /// How many of the sections that a dictionary entry names are deleted.
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

    /// How many live sections have a score.
    pub(super) fn live_answers(&self) -> usize {
        let scored = |score: &&f32| **score > 0.0;
        let deleted = self.deleted.iter().map(|doc| &self.scores[*doc as usize]);
        self.scores.iter().filter(scored).count() - deleted.filter(scored).count()
    }

    /// Counts an entry of a dictionary, `weight` for each time.
    pub(super) fn count(&mut self, docs: &[u32], counts: &[u32], weight: f32) {
        self.touched.reserve(docs.len());
        for (doc, count) in docs.iter().zip(counts) {
            let found = &mut self.found[*doc as usize];
            self.touched.push(*doc, *found == 0.0);
            *found += *count as f32 * weight;
        }
    }

    /// Scores a word in sections of whose headings it was counted before.
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
            *score += match *heading > 0.0 {
                true => gains.of_any(std::mem::take(heading) + *count as f32, length),
                false => gains.of(*count, length),
            };
        }
    }

    /// The same for sections alone that hold words of the least weight in `holding`; adds to it that of the
    /// word, which stands behind.
    pub(super) fn gain_covered(
        &mut self,
        docs: &[u32],
        counts: &[u32],
        gains: &Gains<'_>,
        floor: f32,
        (least, weight): (u32, u32),
    ) {
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
            *score += match *heading > 0.0 {
                true => gains.of_any(std::mem::take(heading) + *count as f32, self.lengths[at]),
                false => gains.of(*count, self.lengths[at]),
            };
        }
    }

    /// Adds what was counted to the scores; hands on each gain.
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
