//! An index of papers made by hand, for tests of what the stages before do not give yet.

use std::path::Path;
use std::sync::{Arc, Mutex};

use vankien_papers::document::{Basis, Citation, Document, Field, Form, Section};
use vankien_text::span::Span;

use crate::batch::Batch;
use crate::given::Given;
use crate::manifest::Manifest;
use crate::memory::Memory;
use crate::parallel::{Weigh, in_order};
use crate::plan::Weighting;
use crate::prepare::prepare;
use crate::tantivy::folder::generations::{Access, Lock};
use crate::tantivy::target::Target;

impl Weigh for () {
    fn weight(&self) -> u64 {
        0
    }
}

/// Writes `papers`, each with its path, into a new index in `folder`.
pub fn index_of(folder: &Path, papers: Vec<(&str, Document)>) {
    let given = |(path, document): (&str, Document)| {
        let text = document.sections.iter().map(|section| section.text.as_str());
        Given { path: path.to_owned(), extracted: text.collect(), document }
    };
    index_of_given(folder, &papers.into_iter().map(given).collect::<Vec<_>>());
}

/// Writes `papers` into a new index in `folder`.
pub fn index_of_given(folder: &Path, papers: &[Given]) {
    let lock = Lock::take(folder, Access::default()).expect("free");
    let mut target = Target::open(folder, &lock, Some(Vec::new())).expect("made");
    let batch = target.batch(0).expect("writes");
    put(batch, &mut target.manifest, papers);
    lock.switch(&target.generation).expect("switched");
}

/// Holds `papers` in memory.
pub fn memory_of_given(papers: &[Given]) -> Memory {
    let store = Arc::new(Mutex::new(Memory::default()));
    put(Memory::batch(&store), &mut Manifest::default(), papers);
    std::mem::take(&mut *store.lock().expect("no other holds it"))
}

/// Puts papers into a store and commits them.
fn put(batch: Box<dyn Batch>, manifest: &mut Manifest, papers: &[Given]) {
    let take = |task: usize, (), permit| {
        let Given { path, extracted, document } = &papers[task];
        let prepared = prepare(path, extracted, document.clone());
        manifest.totals.add(&prepared.paper);
        manifest.unread.add(&prepared.paper);
        manifest.shown.add(&prepared.paper);
        batch.put(prepared, permit)
    };
    in_order(&vec![1; papers.len()], 1, |_| (), take).expect("added");
    batch.commit(manifest).expect("committed");
}

/// A paper with one section whose citations are the numbers given; `own` is its number.
pub fn paper(text: &str, own: Option<&str>, cited: &[&str]) -> Document {
    let mut section =
        Section { lines: (1, 1), page: Some(1), text: text.into(), ..Section::default() };
    for (canonical, form) in own
        .map(|own| (own, Form::Own))
        .into_iter()
        .chain(cited.iter().map(|cited| (*cited, Form::Number)))
    {
        let start = text.find(canonical).expect("the text holds it");
        section.citations.push(Citation {
            span: Span::new(start, start + canonical.len()),
            canonical: Some(canonical.into()),
            kind: None,
            issuer: None,
            date: None,
            of_date: None,
            form,
            basis: Basis::Printed,
            confidence: 1.0,
            candidates: Vec::new(),
        });
    }
    let mut document = Document { pages: vec![1], sections: vec![section], ..Document::default() };
    document.masthead.number =
        own.map(|own| Field { value: own.into(), lines: (1, 1), confidence: 1.0 });
    document
}

/// The numbers of a usual first pass.
pub const WEIGHTING: Weighting = Weighting {
    k1: 0.9,
    b: 0.75,
    title: 3.0,
    second: 0.5,
    second_row: 0.5,
    other_marks: 0.25,
    spelling: 0.8,
    row: 2.0,
    number: 2.0,
    aside: 0.02,
    common: 16,
    common_at_least: 64,
    little: 1.0,
    looked_at: 500,
    all_words: 4,
    share: 0.6,
};
