//! Samples: a few places of each kind to check by eye, spread over the papers. They are chosen by a hash, so that every
//! report shows the same places.
//! In: which papers hold which kinds of places; an open store. Out: places with page and line.
//! Never remembers more papers of a kind than it takes places of it.

use std::collections::BTreeMap;

use twox_hash::XxHash3_128;
use vankien_engine::Papers;
use vankien_engine::health::{band, is_unread_number, suspects};
use vankien_engine::record::SectionRecord;
use vankien_text::Why;
use vankien_text::span::Span;

use super::least::Least;
use crate::error::Result;

/// The kind of a sample.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum SampleKind {
    /// An edit with this reason, in this band of confidence (an index of `health::BANDS`).
    Edit(Why, usize),
    /// A citation that looks like a document number but could not be read as one.
    Unread,
    /// A character that hardly ever occurs in Vietnamese.
    Suspect,
}

/// A place to check by eye.
#[derive(Clone, Debug, PartialEq)]
pub struct Sample {
    /// The path of the paper.
    pub path: String,
    /// The page, from 1; `None` if the format has no pages.
    pub page: Option<u32>,
    /// The line of the extracted text, from 1.
    pub line: u32,
    /// The column of an edit, from 0; `None` for other kinds.
    pub column: Option<u32>,
    /// The text at the place: the letters as extracted that an edit replaced, a citation on one line, or the word
    /// around a suspect character.
    pub from: String,
    /// For an edit: the letters that replace them, and its confidence from 0 to 1; else `None`.
    pub to: Option<(String, f32)>,
}

/// Chooses the papers from which samples are taken, then reads the samples.
pub struct Samples {
    /// At most this many samples of each kind, and at most as many papers.
    most: usize,
    /// The paths of the chosen papers by kind.
    papers: BTreeMap<SampleKind, Least<u64, String>>,
}

impl Samples {
    /// Takes at most `most` samples of each kind.
    pub fn new(most: usize) -> Samples {
        Samples { most, papers: BTreeMap::new() }
    }

    /// Offers a paper that holds places of this kind. It is chosen if its hash is among the smallest.
    pub fn offer(&mut self, what: SampleKind, path: &str) {
        let top = self.papers.entry(what).or_insert_with(|| Least::new(self.most));
        top.add(pseudo_random(&format!("{what:?} {path}")), || path.to_owned());
    }

    /// Reads the samples of the chosen papers, by kind, in each sorted by path, line and column.
    ///
    /// # Errors
    /// Where a record cannot be read.
    pub fn read(&self, store: &dyn Papers) -> Result<BTreeMap<SampleKind, Vec<Sample>>> {
        let mut wanted: BTreeMap<&str, Vec<SampleKind>> = BTreeMap::new();
        for (what, papers) in &self.papers {
            papers.values().for_each(|path| wanted.entry(path).or_default().push(*what));
        }
        let mut found: BTreeMap<SampleKind, Vec<Vec<Sample>>> = BTreeMap::new();
        for (path, wanted) in wanted {
            let sections = store.sections(path)?;
            for what in wanted {
                found.entry(what).or_default().push(self.places(what, &sections));
            }
        }
        let in_turn =
            |(what, papers): (SampleKind, Vec<Vec<Sample>>)| (what, self.in_turn(&papers));
        Ok(found.into_iter().map(in_turn).collect())
    }

    /// The samples of one kind in one paper.
    fn places(&self, what: SampleKind, sections: &[SectionRecord]) -> Vec<Sample> {
        let mut top = Least::new(self.most);
        for section in sections {
            for sample in samples(what, section) {
                let key =
                    pseudo_random(&format!("{} {:?} {}", sample.line, sample.column, sample.from));
                top.add(key, || sample);
            }
        }
        top.into_values()
    }

    /// The first sample of each paper, then the second of each, until there are enough; sorted by path, line and
    /// column.
    fn in_turn(&self, papers: &[Vec<Sample>]) -> Vec<Sample> {
        let turns =
            (0..self.most).flat_map(|turn| papers.iter().filter_map(move |one| one.get(turn)));
        let mut taken: Vec<Sample> = turns.take(self.most).cloned().collect();
        let place = |one: &Sample| (one.path.clone(), one.line, one.column);
        taken.sort_by_key(place);
        taken
    }
}

/// All places of one kind in a section.
fn samples(what: SampleKind, section: &SectionRecord) -> Vec<Sample> {
    let at = |span: Span, from: String| {
        let line = section.lines_of(span).0;
        let (path, page) = (section.path.clone(), section.page_of(line));
        Sample { path, page, line, column: None, from, to: None }
    };
    match what {
        SampleKind::Edit(why, in_band) => {
            let edits = section.edits.iter();
            let meant = edits.filter(|edit| edit.why == why && band(edit.confidence) == in_band);
            let sample = meant.map(|edit| Sample {
                path: section.path.clone(),
                page: section.page_of(edit.line),
                line: edit.line,
                column: Some(edit.column),
                from: edit.from.clone(),
                to: Some((edit.to.clone(), edit.confidence)),
            });
            sample.collect()
        }
        SampleKind::Unread => {
            let is_ours = section.place.is_of_paper();
            let unread = section.citations.iter().filter(|one| is_ours && is_unread_number(one));
            unread.map(|one| at(one.span, one.surface(&section.text))).collect()
        }
        SampleKind::Suspect => {
            let words = suspects(&section.text).into_iter().map(|span| word(&section.text, span));
            let mut samples: Vec<Sample> =
                words.map(|span| at(span, span.of(&section.text).to_owned())).collect();
            samples.dedup();
            samples
        }
    }
}

/// At most this many characters (Unicode scalar values) of a word are shown on each side of a suspect character. A
/// judgement, not measured: longer than any word; it only bounds garbage. `vankien report` shows it.
const MAX_WORD_CHARS: usize = 40;

/// The word (text between white space) around `span`.
fn word(text: &str, span: Span) -> Span {
    let (before, after) = (&text[..span.start], &text[span.end..]);
    let length = |letter: char| (!letter.is_whitespace()).then(|| letter.len_utf8());
    let start: usize = before.chars().rev().take(MAX_WORD_CHARS).map_while(length).sum();
    let end: usize = after.chars().take(MAX_WORD_CHARS).map_while(length).sum();
    Span::new(span.start - start, span.end + end)
}

/// A hash that serves as a reproducible random number.
fn pseudo_random(text: &str) -> u64 {
    XxHash3_128::oneshot(text.as_bytes()) as u64
}
