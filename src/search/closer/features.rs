//! Counts the words of a question and the pairs of them in some sections.
//! In: the words as looked up, and sections by segment and document. Out: counts.
//! Never weighs what it counts, but for marks other than typed.

use tantivy::postings::{Postings, TermInfo};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{InvertedIndexReader, TERMINATED};

use super::{Closer, Looked, heading};
use crate::error::Result;
use crate::index::Store;
use crate::index::tokenizer::BROKEN;

/// What was counted in one section.
#[derive(Clone, Debug, Default)]
pub struct Seen {
    /// How often each word stands in the text.
    pub words: Vec<f32>,
    /// How often each word stands in the heading.
    pub heading: Vec<f32>,
    /// How often each pair stands in the text.
    pub pairs: Vec<f32>,
    /// How often each pair stands in the heading.
    pub heading_pairs: Vec<f32>,
    /// How many words the text has, about.
    pub length: f32,
    /// How many words the heading has, about.
    pub heading_length: f32,
    /// Where the words stand in the text, in order; empty where no pair is looked for.
    pub marks: Vec<Mark>,
}

/// What was counted in all sections asked for.
pub struct Features {
    wanted: Vec<(usize, u32)>,
    seen: Vec<Seen>,
}

/// A word at a place: position, number of the word, what it counts.
pub type Mark = (u32, usize, f32);

impl Features {
    /// Reads the sections `wanted`, which are in order, each once.
    pub fn read(store: &Store, closer: &Closer<'_>, wanted: &[(usize, u32)]) -> Result<Features> {
        let mut seen = Vec::with_capacity(wanted.len());
        for one in wanted.chunk_by(|one, other| one.0 == other.0) {
            let docs: Vec<u32> = one.iter().map(|(_, doc)| *doc).collect();
            seen.extend(in_segment(store, closer, one[0].0, &docs)?);
        }
        let mut features = Features { wanted: wanted.to_vec(), seen };
        features.add_others(closer);
        Ok(features)
    }

    /// What was counted in a section that was asked for.
    pub fn of(&self, place: (usize, u32)) -> Option<&Seen> {
        self.wanted.binary_search(&place).ok().map(|at| &self.seen[at])
    }

    /// Counts where the words are written otherwise; words of one such spelling stand side by side.
    fn add_others(&mut self, closer: &Closer<'_>) {
        let Features { wanted, seen } = self;
        let others: Vec<Vec<f32>> = closer.words.iter().map(|word| others(word, wanted)).collect();
        let count = |word: usize, at: usize| others[word].get(at).copied().unwrap_or_default();
        for (at, seen) in seen.iter_mut().enumerate() {
            for (word, sum) in seen.words.iter_mut().enumerate() {
                *sum += count(word, at);
            }
            for ((one, other), sum) in closer.pairs.iter().zip(&mut seen.pairs) {
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

fn in_segment(store: &Store, closer: &Closer<'_>, at: usize, docs: &[u32]) -> Result<Vec<Seen>> {
    let segment = &store.segments()[at];
    let text = segment.inverted_index(store.fields.text).map_err(|error| store.failed(error))?;
    let title = segment.inverted_index(store.fields.title).map_err(|error| store.failed(error))?;
    let second = segment.inverted_index(store.fields.second);
    let second = second.map_err(|error| store.failed(error))?;
    let norms = |field: Field| segment.get_fieldnorms_reader(field);
    let lengths = norms(store.fields.text).map_err(|error| store.failed(error))?;
    let heading_lengths = norms(store.fields.title).map_err(|error| store.failed(error))?;
    let (words, pairs) = (closer.words.len(), closer.pairs.len());
    let empty = |doc: &u32| Seen {
        words: vec![0.0; words],
        heading: vec![0.0; words],
        pairs: vec![0.0; pairs],
        heading_pairs: vec![0.0; pairs],
        length: lengths.fieldnorm(*doc) as f32,
        heading_length: heading_lengths.fieldnorm(*doc) as f32,
        marks: Vec::new(),
    };
    let mut seen: Vec<Seen> = docs.iter().map(empty).collect();
    let mut marks: Vec<Vec<Mark>> = vec![Vec::new(); docs.len()];
    for (word, looked) in closer.words.iter().enumerate() {
        // Where no two words are looked for together, it is enough how often each stands there.
        for (info, weight) in looked.text[at].iter().filter(|_| pairs == 0) {
            counts(store, &text, info, docs, |doc, count| seen[doc].words[word] += weight * count)?;
        }
        for (info, weight) in looked.text[at].iter().filter(|_| pairs > 0) {
            positions(store, &text, info, docs, |doc, positions| {
                seen[doc].words[word] += weight * positions.len() as f32;
                marks[doc].extend(positions.iter().map(|position| (*position, word, *weight)));
            })?;
        }
        for (info, weight) in looked.second.get(at).into_iter().flatten() {
            counts(store, &second, info, docs, |doc, count| {
                seen[doc].words[word] += weight * count;
            })?;
        }
        for (info, weight) in &looked.title[at] {
            counts(store, &title, info, docs, |doc, count| {
                seen[doc].heading[word] += weight * count;
            })?;
        }
    }
    for (seen, mut marks) in seen.iter_mut().zip(marks) {
        marks.sort_unstable_by_key(|(position, word, _)| (*position, *word));
        pair(closer, seen, &marks);
        seen.marks = marks;
    }
    Ok(seen)
}

/// Counts the pairs among the words of one section.
fn pair(closer: &Closer<'_>, seen: &mut Seen, marks: &[Mark]) {
    let zone = heading::end(seen.heading_length);
    for (at, (position, word, weight)) in marks.iter().enumerate() {
        for (next, other, other_weight) in &marks[at + 1..] {
            if *next > position + BROKEN {
                break;
            }
            let Some(pair) = closer.pair(*word, *other).filter(|_| next > position) else {
                continue;
            };
            let count = weight.min(*other_weight);
            seen.pairs[pair] += count;
            if *next <= zone && seen.heading[*word] > 0.0 && seen.heading[*other] > 0.0 {
                seen.heading_pairs[pair] += count;
            }
        }
    }
}

/// Hands on the positions of one dictionary entry in those of `docs` that hold it.
fn positions(
    store: &Store,
    inverted: &InvertedIndexReader,
    info: &TermInfo,
    docs: &[u32],
    mut hand_on: impl FnMut(usize, &[u32]),
) -> Result<()> {
    let option = IndexRecordOption::WithFreqsAndPositions;
    let postings = inverted.read_postings_from_terminfo(info, option);
    let mut postings = postings.map_err(|error| store.failed(error))?;
    let mut found = Vec::new();
    visit(&mut postings, docs, |at, postings| {
        postings.positions(&mut found);
        hand_on(at, &found);
    });
    Ok(())
}

/// Hands on how often one dictionary entry stands in those of `docs` that hold it.
fn counts(
    store: &Store,
    inverted: &InvertedIndexReader,
    info: &TermInfo,
    docs: &[u32],
    mut hand_on: impl FnMut(usize, f32),
) -> Result<()> {
    let postings = inverted.read_postings_from_terminfo(info, IndexRecordOption::WithFreqs);
    let mut postings = postings.map_err(|error| store.failed(error))?;
    visit(&mut postings, docs, |at, postings| hand_on(at, postings.term_freq() as f32));
    Ok(())
}

/// Goes to each of `docs`, which are in order, that the postings hold.
fn visit<P: Postings>(postings: &mut P, docs: &[u32], mut meet: impl FnMut(usize, &mut P)) {
    let mut at = 0;
    while at < docs.len() {
        let doc = if postings.doc() < docs[at] { postings.seek(docs[at]) } else { postings.doc() };
        if doc == TERMINATED {
            return;
        }
        if doc == docs[at] {
            meet(at, postings);
            at += 1;
        } else {
            at += docs[at..].partition_point(|wanted| *wanted < doc);
        }
    }
}
