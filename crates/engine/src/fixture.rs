//! Indexes of papers made by hand, for tests (feature `fixture`).
//! In: papers as `Document`s. Out: an index in a folder, or a store in memory. Never used outside tests.

use std::path::Path;
use std::sync::{Arc, Mutex};

use vankien_papers::document::{Basis, Citation, Document, Field, Form, Section};
use vankien_text::span::Span;

use crate::batch::Batch;
use crate::engine::Papers;
use crate::evaluation_rows::EvaluationPaper;
use crate::manifest::Manifest;
use crate::memory::Memory;
use crate::parallel::{Weigh, in_order};
use crate::plan::Weighting;
use crate::prepare::prepare;
use crate::record::PaperRecord;
use crate::tantivy::folder::generations::{Access, Lock};
use crate::tantivy::target::Target;

impl Weigh for () {
    fn weight(&self) -> u64 {
        0
    }
}

/// Adds `papers` (path and document) to the index in `folder`, which is created if it is missing.
pub fn index_of(folder: &Path, papers: Vec<(&str, Document)>) {
    let given = |(path, document): (&str, Document)| {
        let text = document.sections.iter().map(|section| section.text.as_str());
        EvaluationPaper { path: path.to_owned(), extracted: text.collect(), document }
    };
    change_index(folder, &[], &papers.into_iter().map(given).collect::<Vec<_>>());
}

/// Removes the papers `out` (by their paths) from the index in `folder` and adds the papers `into`, in one commit.
/// Creates the index if there is none.
pub fn change_index(folder: &Path, out: &[EvaluationPaper], into: &[EvaluationPaper]) {
    let lock = Lock::take(folder, Access::default()).expect("free");
    let mut target = Target::open(folder, &lock, None).expect("made");
    let batch = target.batch(0).expect("writes");
    let known = target.known_papers().expect("read").into_values();
    change(batch, &mut target.manifest, known, out, into);
    lock.switch(&target.generation).expect("switched");
}

/// Removes the papers `out` (by their paths) from a store in memory and adds the papers `into`, in one commit.
pub fn change_memory(memory: &mut Memory, out: &[EvaluationPaper], into: &[EvaluationPaper]) {
    let mut manifest = memory.manifest().clone();
    let known = memory.papers().expect("in memory").into_iter();
    let store = Arc::new(Mutex::new(std::mem::take(memory)));
    change(Memory::batch(&store), &mut manifest, known, out, into);
    *memory = std::mem::take(&mut *store.lock().expect("no other holds it"));
}

/// Removes the papers `out` (by their paths) from a store on other machines and adds the papers `into`, all of the origin of
/// `location`, in one run. Creates the store if there is none.
pub fn change_remote(
    location: &dyn crate::location::RemoteStore,
    out: &[EvaluationPaper],
    into: &[EvaluationPaper],
) -> crate::error::Result<()> {
    let rebuild = crate::target::Rebuild::default();
    let mut target = location.target(Access::default(), rebuild)?.target;
    let known = target.known_papers()?.into_values();
    let batch = target.batch(0)?;
    change(batch, target.manifest(), known, out, into);
    target.put_into_use().map(drop)
}

/// Removes and adds papers in one commit. `known` are the papers that the store holds before.
fn change(
    batch: Box<dyn Batch + '_>,
    manifest: &mut Manifest,
    known: impl Iterator<Item = PaperRecord>,
    out: &[EvaluationPaper],
    into: &[EvaluationPaper],
) {
    out.iter().for_each(|paper| batch.remove(&paper.path).expect("taken out"));
    *manifest = Manifest { roots: std::mem::take(&mut manifest.roots), ..Manifest::default() };
    let mut count = |paper: &PaperRecord| {
        manifest.totals.add(paper);
        manifest.unread.add(paper);
        manifest.shown.add(paper);
    };
    let stays = |paper: &PaperRecord| out.iter().all(|gone| gone.path != paper.path);
    known.filter(stays).for_each(|paper| count(&paper));
    let take = |task: usize, (), permit| {
        let EvaluationPaper { path, extracted, document } = &into[task];
        let mut prepared = prepare(path, extracted, document.clone());
        // Papers are identified by their origins.
        prepared.paper.origin.clone_from(path);
        count(&prepared.paper);
        batch.put(prepared, permit)
    };
    in_order(&vec![1; into.len()], 1, |_| (), take).expect("added");
    batch.commit(manifest).expect("committed");
}

/// A paper with one section. `own` is its own number, `cited` are the numbers that it cites; the text must hold them as
/// they are given.
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

/// Weights of the first pass for tests: the values of `crates/search/src/weights.rs`. No result of the program depends
/// on them.
pub const WEIGHTING: Weighting = Weighting {
    k1: 0.9,
    b: 0.75,
    title: 3.0,
    second: 0.5,
    second_phrase: 0.5,
    other_marks: 0.25,
    spelling: 0.8,
    phrase: 2.0,
    number: 2.0,
    aside: 0.02,
    common: 16,
    common_at_least: 64,
    common_floor: 1.0,
    rerank_window: 500,
    all_words: 4,
    share: 0.6,
};
