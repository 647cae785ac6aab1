//! What stands in some sections of the words of a question: counts, places, lengths.
//! In: what a store counts, section by section. Out: the same by section, for whoever weighs it.
//! Never weighs anything but marks other than typed.

use crate::buffer_pool::Buffer;
use crate::plan::Phrase;
use crate::section::SectionId;
use crate::terms::Terms;

/// What is to be observed.
#[derive(Clone, Debug)]
pub struct Watch<'a> {
    /// The words, in order.
    pub words: Vec<Watched<'a>>,
    /// The other spellings of them.
    pub spellings: &'a [Phrase],
    /// What a word under marks other than typed counts.
    pub other_marks: f32,
    /// What another spelling counts.
    pub spelling: f32,
    /// Whether it is to be told where the words stand in the text.
    pub with_places: bool,
}

/// A word that is observed.
#[derive(Clone, Debug)]
pub struct Watched<'a> {
    /// What it stands for.
    pub terms: &'a Terms,
    /// What it counts in a second reading; 0 where those are not looked into.
    pub second: f32,
    /// Its other spellings, as numbers of [`Watch::spellings`].
    pub spellings: &'a [usize],
}

/// A word at a place: its position in the text, and its number. Words with nothing but blanks between them are
/// [`PLAIN`](crate::tokenizer::PLAIN) apart.
pub type Mark = (u32, u32);

/// Marks of one term of a word, in order of place.
#[derive(Clone, Debug, PartialEq)]
pub struct Run {
    /// The number of the word.
    pub word: u32,
    /// What each mark counts.
    pub weight: f32,
    /// Which of the marks of the section: from, and to before.
    pub marks: (u32, u32),
}

/// What was observed in one section.
#[derive(Clone, Copy, Debug)]
pub struct Observation<'o> {
    /// How often each word stands in the text, other spellings of it included.
    pub text: &'o [f32],
    /// How often each word stands in the heading.
    pub heading: &'o [f32],
    /// How often other spellings of each word stand in the text; empty where none was asked for.
    pub spelled: &'o [f32],
    /// How many words the text has, about.
    pub length: f32,
    /// How many words the heading has, about.
    pub heading_length: f32,
    /// Where the words stand in the text, run by run; empty where that was not asked.
    pub marks: &'o [Mark],
    /// The runs of marks, in order of the words.
    pub runs: &'o [Run],
}

/// What was observed in all sections asked for, one behind the other.
#[derive(Debug)]
pub struct Observations {
    /// The sections, in order.
    ids: Vec<SectionId>,
    words: usize,
    /// For each section its words, and those of its heading.
    counts: Buffer<f32>,
    /// For each section the other spellings of its words; empty where none was asked for.
    spelled: Vec<f32>,
    lengths: Vec<(f32, f32)>,
    marks: Buffer<Mark>,
    runs: Vec<Run>,
    /// Where the marks and runs of each section end.
    ends: Vec<(usize, usize)>,
}

/// One section that is being observed.
pub(crate) struct Observing<'o> {
    /// How often each word stands in the text, then in the heading.
    pub counts: &'o mut [f32],
    /// How often other spellings of each word stand there.
    pub spelled: &'o mut [f32],
    /// The marks of all sections so far.
    pub marks: &'o mut Vec<Mark>,
    /// The runs of all sections so far.
    pub runs: &'o mut Vec<Run>,
    first_mark: usize,
}

impl Observing<'_> {
    /// Adds the places of one term of a word.
    pub fn run(&mut self, word: usize, weight: f32, places: impl Iterator<Item = u32>) {
        let from = (self.marks.len() - self.first_mark) as u32;
        self.marks.extend(places.map(|at| (at, word as u32)));
        let to = (self.marks.len() - self.first_mark) as u32;
        self.runs.push(Run { word: word as u32, weight, marks: (from, to) });
    }
}

impl Observations {
    /// Nothing observed yet in `ids`, which are in order, each once.
    pub(crate) fn of(ids: Vec<SectionId>, watch: &Watch<'_>) -> Observations {
        let words = watch.words.len();
        let has_spellings = watch.words.iter().any(|word| !word.spellings.is_empty());
        Observations {
            words,
            counts: Buffer::of(2 * words * ids.len()),
            spelled: vec![0.0; if has_spellings { words * ids.len() } else { 0 }],
            lengths: Vec::with_capacity(ids.len()),
            marks: Buffer::default(),
            runs: Vec::new(),
            ends: Vec::with_capacity(ids.len()),
            ids,
        }
    }

    /// Hands on each section to be observed, in order; `observe` gives the lengths of its text and its heading.
    pub(crate) fn each<E>(
        &mut self,
        mut observe: impl FnMut(SectionId, Observing<'_>) -> Result<(f32, f32), E>,
    ) -> Result<(), E> {
        let words = self.words;
        for (at, id) in self.ids.iter().enumerate() {
            let spelled = match self.spelled.is_empty() {
                true => &mut [][..],
                false => &mut self.spelled[at * words..][..words],
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

    /// The sections, in order.
    pub fn ids(&self) -> &[SectionId] {
        &self.ids
    }

    /// How many words are observed.
    pub fn words(&self) -> usize {
        self.words
    }

    /// What was observed in the section with this number among [`Observations::ids`].
    pub fn at(&self, at: usize) -> Observation<'_> {
        let (text, heading) =
            self.counts[2 * at * self.words..][..2 * self.words].split_at(self.words);
        let spelled = match self.spelled.is_empty() {
            true => &[][..],
            false => &self.spelled[at * self.words..][..self.words],
        };
        let (length, heading_length) = self.lengths[at];
        let (marks, runs) = if at > 0 { self.ends[at - 1] } else { (0, 0) };
        let (marks, runs) =
            (&self.marks[marks..self.ends[at].0], &self.runs[runs..self.ends[at].1]);
        Observation { text, heading, spelled, length, heading_length, marks, runs }
    }
}
