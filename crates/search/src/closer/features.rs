//! Counts the words of a question and the pairs of them in some sections.
//! In: the words as looked up, and sections by segment and document. Out: counts.
//! Never weighs what it counts, but for marks other than typed.

use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::{Postings, SegmentPostings};
use tantivy::schema::{Field, IndexRecordOption};
use vankien_engine::Store;
use vankien_engine::tokenizer::BROKEN;

use super::heading;
use super::prepared::{Closer, Looked};
use crate::error::Result;
use crate::phrase::reach;
use crate::room::Room;

/// What was counted in one section.
#[derive(Clone, Copy)]
pub struct Seen<'f> {
    /// How often each word stands in the text.
    pub words: &'f [f32],
    /// How often each word stands in the heading.
    pub heading: &'f [f32],
    /// How often each pair stands in the text.
    pub pairs: &'f [f32],
    /// How often each pair stands in the heading.
    pub heading_pairs: &'f [f32],
    /// How many words the text has, about.
    pub length: f32,
    /// How many words the heading has, about.
    pub heading_length: f32,
    /// Where the words stand in the text, word by word; empty where no pair is looked for.
    pub marks: &'f [Mark],
    /// Where the pairs stand, pair by pair.
    pub rows: &'f [Row],
}

/// A word at a place: position, number of the word.
pub type Mark = (u32, u32);

/// A pair at a place: the positions of its words, number of the pair.
pub type Row = (u32, u32, u32);

/// What was counted in all sections asked for, one behind the other.
pub struct Features {
    wanted: Vec<(usize, u32)>,
    /// How many words there are, and how many pairs.
    kinds: (usize, usize),
    /// For each section its words, those of its heading, its pairs, those of its heading.
    counts: Room<f32>,
    /// How long the text of each is, and its heading.
    lengths: Vec<(f32, f32)>,
    marks: Room<Mark>,
    rows: Room<Row>,
    /// Where the marks of each section end, and its rows.
    ends: Vec<(usize, usize)>,
}

impl Features {
    /// Reads the sections `wanted`, which are in order, each once.
    pub fn read(store: &Store, closer: &Closer<'_>, wanted: Vec<(usize, u32)>) -> Result<Features> {
        let kinds = (closer.words.len(), closer.pairs.len());
        let mut features = Features {
            kinds,
            counts: Room::of(2 * (kinds.0 + kinds.1) * wanted.len()),
            lengths: Vec::with_capacity(wanted.len()),
            marks: Room::default(),
            rows: Room::default(),
            ends: Vec::with_capacity(wanted.len()),
            wanted,
        };
        let mut counts = &mut features.counts[..];
        for docs in features.wanted.chunk_by(|one, other| one.0 == other.0) {
            let mut segment = Segment::open(store, closer, docs[0].0)?;
            for (_, doc) in docs {
                let (here, rest) = counts.split_at_mut(2 * (kinds.0 + kinds.1));
                let first = features.marks.len();
                let lengths = segment.count(*doc, kinds.0, here, &mut features.marks);
                let (marks, runs) = (&features.marks[first..], &segment.runs);
                pair(closer, kinds, here, lengths.1, (marks, runs), &mut features.rows);
                features.lengths.push(lengths);
                features.ends.push((features.marks.len(), features.rows.len()));
                counts = rest;
            }
        }
        features.add_others(closer);
        Ok(features)
    }

    /// What was counted in a section that was asked for.
    pub fn of(&self, place: (usize, u32)) -> Option<Seen<'_>> {
        let at = self.wanted.binary_search(&place).ok()?;
        let (kinds, size) = (self.kinds, 2 * (self.kinds.0 + self.kinds.1));
        let (words, rest) = self.counts[at * size..][..size].split_at(kinds.0);
        let (heading, rest) = rest.split_at(kinds.0);
        let (pairs, heading_pairs) = rest.split_at(kinds.1);
        let (length, heading_length) = self.lengths[at];
        let (first_mark, first_row) = if at > 0 { self.ends[at - 1] } else { (0, 0) };
        let (marks, rows) = self.ends[at];
        let (marks, rows) = (&self.marks[first_mark..marks], &self.rows[first_row..rows]);
        Some(Seen { words, heading, pairs, heading_pairs, length, heading_length, marks, rows })
    }

    /// Counts where the words are written otherwise; words of one such spelling stand side by side.
    fn add_others(&mut self, closer: &Closer<'_>) {
        if closer.words.iter().all(|word| word.others.is_empty()) {
            return;
        }
        let others: Vec<Vec<f32>> =
            closer.words.iter().map(|word| others(word, &self.wanted)).collect();
        let count = |word: usize, at: usize| others[word].get(at).copied().unwrap_or_default();
        let (words, pairs) = self.kinds;
        for (at, counts) in self.counts.chunks_exact_mut(2 * (words + pairs)).enumerate() {
            for (word, sum) in counts[..words].iter_mut().enumerate() {
                *sum += count(word, at);
            }
            for ((one, other), sum) in closer.pairs.iter().zip(&mut counts[2 * words..]) {
                *sum += count(*one, at).min(count(*other, at));
            }
        }
    }
}

/// How often each of the sections `wanted` says a word otherwise; empty where none does.
fn others(word: &Looked, wanted: &[(usize, u32)]) -> Vec<f32> {
    if word.others.is_empty() {
        return Vec::new();
    }
    let mut counts = vec![0.0; wanted.len()];
    for (holder, weight) in &word.others {
        if let Ok(at) = wanted.binary_search(&(holder.segment, holder.doc)) {
            counts[at] += weight * holder.exact as f32;
        }
    }
    counts
}

/// The words of a question in one segment, read section by section.
struct Segment {
    entries: Vec<Entry>,
    /// The lengths of texts, and those of headings.
    lengths: (FieldNormReader, FieldNormReader),
    /// The positions at hand.
    found: Vec<u32>,
    /// For each word the marks of the section at hand, entry by entry.
    runs: Runs,
}

/// For each word where the marks of its entries lie, each in order, and what they count.
type Runs = Vec<Vec<(std::ops::Range<usize>, f32)>>;

/// An entry of the dictionary that stands for a word.
struct Entry {
    word: usize,
    weight: f32,
    stands: Stands,
    postings: SegmentPostings,
}

/// Where an entry stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stands {
    /// In the text; where is told too.
    Somewhere,
    /// In the text.
    InText,
    InHeading,
}

impl Segment {
    fn open(store: &Store, closer: &Closer<'_>, at: usize) -> Result<Segment> {
        let segment = &store.segments()[at];
        let index =
            |field: Field| segment.inverted_index(field).map_err(|error| store.failed(error));
        let [text, title, second] = [store.fields.text, store.fields.title, store.fields.second];
        let lengths = |field: Field| {
            segment.get_fieldnorms_reader(field).map_err(|error| store.failed(error))
        };
        let lengths = (lengths(text)?, lengths(title)?);
        let [text, title, second] = [index(text)?, index(title)?, index(second)?];
        // Where no two words are looked for together, it is enough how often each stands there.
        let of_text = if closer.pairs.is_empty() { Stands::InText } else { Stands::Somewhere };
        let mut entries = Vec::new();
        for (word, looked) in closer.words.iter().enumerate() {
            let texts = looked.text[at].iter().map(|entry| (&text, of_text, entry));
            let seconds = looked.second.get(at).into_iter().flatten();
            let seconds = seconds.map(|entry| (&second, Stands::InText, entry));
            let titles = looked.title[at].iter().map(|entry| (&title, Stands::InHeading, entry));
            for (index, stands, (info, weight)) in texts.chain(seconds).chain(titles) {
                let option = match stands {
                    Stands::Somewhere => IndexRecordOption::WithFreqsAndPositions,
                    Stands::InText | Stands::InHeading => IndexRecordOption::WithFreqs,
                };
                let postings = index.read_postings_from_terminfo(info, option);
                let postings = postings.map_err(|error| store.failed(error))?;
                entries.push(Entry { word, weight: *weight, stands, postings });
            }
        }
        let runs = vec![Vec::new(); closer.words.len()];
        Ok(Segment { entries, lengths, found: Vec::new(), runs })
    }

    /// Counts the words of section `doc`, which is behind the one before, and adds their marks; `words` is
    /// how many words there are. Gives the lengths of its text and of its heading.
    fn count(
        &mut self,
        doc: u32,
        words: usize,
        counts: &mut [f32],
        marks: &mut Vec<Mark>,
    ) -> (f32, f32) {
        let first = marks.len();
        self.runs.iter_mut().for_each(Vec::clear);
        for Entry { word, weight, stands, postings } in &mut self.entries {
            if reach(postings, doc) != doc {
                continue;
            }
            let in_heading = if *stands == Stands::InHeading { words } else { 0 };
            counts[in_heading + *word] += *weight * postings.term_freq() as f32;
            if *stands == Stands::Somewhere {
                postings.positions(&mut self.found);
                let start = marks.len() - first;
                marks.extend(self.found.iter().map(|at| (*at, *word as u32)));
                self.runs[*word].push((start..marks.len() - first, *weight));
            }
        }
        let (text, heading) = &self.lengths;
        (text.fieldnorm(doc) as f32, heading.fieldnorm(doc) as f32)
    }
}

/// Finds the pairs among the words of one section.
fn pair(
    closer: &Closer<'_>,
    (words, pairs): (usize, usize),
    counts: &mut [f32],
    heading_length: f32,
    (marks, runs): (&[Mark], &Runs),
    rows: &mut Vec<Row>,
) {
    let zone = heading::end(heading_length);
    for (pair, (one, two)) in closer.pairs.iter().enumerate() {
        let in_heading = counts[words + one] > 0.0 && counts[words + two] > 0.0;
        for (before, weight) in &runs[*one] {
            for (after, other) in &runs[*two] {
                let count = weight.min(*other);
                let mut starts = &marks[before.clone()];
                for (end, _) in &marks[after.clone()] {
                    // Both are in order: what is too far before this one is too far before the next, too.
                    let far = starts.iter().take_while(|(start, _)| start + BROKEN < *end).count();
                    starts = &starts[far..];
                    for (start, _) in starts.iter().take_while(|(start, _)| start < end) {
                        counts[2 * words + pair] += count;
                        rows.push((*start, *end, pair as u32));
                        if *end <= zone && in_heading {
                            counts[2 * words + pairs + pair] += count;
                        }
                    }
                }
            }
        }
    }
}
