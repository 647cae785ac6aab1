//! Observations: counts, positions and lengths of the words of a question in given sections, for the second pass.
//! In: what a store counts, section by section. Out: the same values by section.
//! Never ranks. The only weights applied are those of the request: of forms of a word, other marks, second readings and
//! other spellings.

use crate::buffer_pool::Buffer;
use crate::plan::Phrase;
use crate::section::SectionId;
use crate::terms::Terms;

/// What the second pass asks a store to observe.
#[derive(Clone, Debug)]
pub struct ObservationRequest<'a> {
    /// The words, in the order of the question.
    pub words: Vec<WatchedWord<'a>>,
    /// Other spellings; [`WatchedWord::spellings`] refers to them by index.
    pub spellings: &'a [Phrase],
    /// What an occurrence under other marks than typed counts, where one as typed counts 1.
    pub other_marks: f32,
    /// What an occurrence of another spelling counts, where one as typed counts 1.
    pub spelling: f32,
    /// Whether the positions of words are wanted, besides their counts.
    pub with_places: bool,
}

/// A word to observe.
#[derive(Clone, Debug)]
pub struct WatchedWord<'a> {
    /// The terms that it stands for.
    pub terms: &'a Terms,
    /// What an occurrence in a second reading counts; 0: second readings are not searched.
    pub second: f32,
    /// Its other spellings, as indexes into [`ObservationRequest::spellings`].
    pub spellings: &'a [usize],
}

/// An occurrence of a word: its position in the text (see [`crate::tokenizer`]), or in the second readings behind it
/// ([`SECOND_POSITIONS`]), and the index of the word in [`ObservationRequest::words`].
pub type WordPosition = (u32, u32);

/// Positions in second readings are told as this much more than they are, so that they stand behind all positions of the
/// text: a word of the text and one of a second reading are never side by side, nor in one passage.
pub const SECOND_POSITIONS: u32 = 1 << 31;

/// The occurrences of one term of a word in one section: a slice of [`Observation::marks`], sorted by position.
#[derive(Clone, Debug, PartialEq)]
pub struct Run {
    /// The index of the word.
    pub word: u32,
    /// What each occurrence counts.
    pub weight: f32,
    /// The slice of the marks of the section: start, and end (exclusive).
    pub marks: (u32, u32),
}

/// The observation of one section.
#[derive(Clone, Copy, Debug)]
pub struct Observation<'o> {
    /// The weighted count of each word in the text and, if asked for, in its second readings; other spellings included.
    pub text: &'o [f32],
    /// The weighted count of each word in the heading. Other spellings are not looked for there.
    pub heading: &'o [f32],
    /// How much of each count in `text` comes from other spellings; empty if no word has other spellings.
    pub spelled: &'o [f32],
    /// The length of the text in tokens, inlays included, as exactly as the index stores it (see `length.rs`).
    pub length: f32,
    /// The length of the heading in tokens, likewise.
    pub heading_length: f32,
    /// The occurrences of the words in the text, run by run; empty if positions were not requested.
    pub marks: &'o [WordPosition],
    /// The runs that `marks` consists of, sorted by word.
    pub runs: &'o [Run],
}

/// The observations of all requested sections.
#[derive(Debug)]
pub struct Observations {
    /// The sections, sorted.
    ids: Vec<SectionId>,
    /// How many words are observed.
    words: usize,
    /// For each section the counts of its words in the text, then in the heading.
    counts: Buffer<f32>,
    /// For each section the counts of other spellings of its words; empty if no word has other spellings.
    spelled: Vec<f32>,
    /// For each section the lengths of its text and of its heading, in tokens.
    lengths: Vec<(f32, f32)>,
    /// The marks of all sections, section by section.
    marks: Buffer<WordPosition>,
    /// The runs of all sections, section by section.
    runs: Vec<Run>,
    /// For each section the ends of its slices of `marks` and of `runs`.
    ends: Vec<(usize, usize)>,
}

/// Where a store writes the observation of one section.
pub(crate) struct Observing<'o> {
    /// The count of each word in the text, then of each word in the heading.
    pub counts: &'o mut [f32],
    /// The counts of other spellings in the text; empty if no word has other spellings.
    pub spelled: &'o mut [f32],
    /// The marks of all sections so far; those of this section are appended.
    pub marks: &'o mut Vec<WordPosition>,
    /// The runs of all sections so far; those of this section are appended.
    pub runs: &'o mut Vec<Run>,
    /// How many marks there were before this section.
    first_mark: usize,
}

impl Observing<'_> {
    /// Appends the positions of one term of a word as a run.
    pub fn add_run(&mut self, word: usize, weight: f32, places: impl Iterator<Item = u32>) {
        let from = (self.marks.len() - self.first_mark) as u32;
        self.marks.extend(places.map(|at| (at, word as u32)));
        let to = (self.marks.len() - self.first_mark) as u32;
        self.runs.push(Run { word: word as u32, weight, marks: (from, to) });
    }
}

impl Observations {
    /// Observations of the sections `ids` (sorted, without duplicates) before anything is counted.
    pub(crate) fn empty(ids: Vec<SectionId>, request: &ObservationRequest<'_>) -> Observations {
        let words = request.words.len();
        let has_spellings = request.words.iter().any(|word| !word.spellings.is_empty());
        Observations {
            words,
            counts: Buffer::zeroed(2 * words * ids.len()),
            spelled: vec![0.0; if has_spellings { words * ids.len() } else { 0 }],
            lengths: Vec::with_capacity(ids.len()),
            marks: Buffer::default(),
            runs: Vec::new(),
            ends: Vec::with_capacity(ids.len()),
            ids,
        }
    }

    /// Calls `observe` for each section, in order. It fills in the observation and returns the lengths of text and
    /// heading. Stops at its first error.
    pub(crate) fn each<E>(
        &mut self,
        mut observe: impl FnMut(SectionId, Observing<'_>) -> Result<(f32, f32), E>,
    ) -> Result<(), E> {
        let words = self.words;
        for (at, id) in self.ids.iter().enumerate() {
            let spelled = if self.spelled.is_empty() {
                &mut [][..]
            } else {
                &mut self.spelled[at * words..][..words]
            };
            let first_mark = self.marks.len();
            let observing = Observing {
                counts: &mut self.counts[2 * at * words..][..2 * words],
                spelled,
                marks: &mut self.marks,
                runs: &mut self.runs,
                first_mark,
            };
            self.lengths.push(observe(*id, observing)?);
            self.ends.push((self.marks.len(), self.runs.len()));
        }
        Ok(())
    }

    /// The observed sections, sorted.
    pub fn ids(&self) -> &[SectionId] {
        &self.ids
    }

    /// How many words are observed.
    pub fn words(&self) -> usize {
        self.words
    }

    /// The observation of the section at this index of [`Observations::ids`].
    pub fn at(&self, at: usize) -> Observation<'_> {
        let (text, heading) =
            self.counts[2 * at * self.words..][..2 * self.words].split_at(self.words);
        let spelled = if self.spelled.is_empty() {
            &[][..]
        } else {
            &self.spelled[at * self.words..][..self.words]
        };
        let (length, heading_length) = self.lengths[at];
        let (first_mark, first_run) = if at > 0 { self.ends[at - 1] } else { (0, 0) };
        let (end_of_marks, end_of_runs) = self.ends[at];
        Observation {
            text,
            heading,
            spelled,
            length,
            heading_length,
            marks: &self.marks[first_mark..end_of_marks],
            runs: &self.runs[first_run..end_of_runs],
        }
    }
}
