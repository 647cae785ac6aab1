//! Counts papers by what they say of themselves.
//! In: a question, or none, and an index. Out: how many papers of each kind, issuer, place, year, signer, quality.
//! Never counts a paper twice; papers that do not say are counted as such.

use std::collections::{BTreeMap, BTreeSet};

use super::filter::Filters;
use super::rank::{self, Which};
use super::synonym::Synonyms;
use super::{Searcher, expand};
use crate::document::Field;
use crate::error::Result;
use crate::index::PaperRecord;

/// How many papers bear each value; the empty value stands for papers that do not say.
pub type Counts = Vec<(Option<String>, usize)>;

/// The counts.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Facets {
    /// How many papers were counted.
    pub papers: usize,
    /// By kind.
    pub kind: Counts,
    /// By the body that issued them.
    pub issuer: Counts,
    /// By place.
    pub place: Counts,
    /// By year.
    pub year: Counts,
    /// By who signed them.
    pub signer: Counts,
    /// By whether their text can be trusted: `good`, `poor`.
    pub quality: Counts,
    /// What the reader should know.
    pub notes: Vec<String>,
}

/// Counts the papers that answer `typed`; all papers where it is empty.
pub fn facets(searcher: &Searcher, typed: &str) -> Result<Facets> {
    let mut notes = Vec::new();
    let mut asked = searcher.read(typed)?;
    expand::expand(searcher.store(), &mut asked)?;
    let papers = if asked.parts.is_empty() {
        selected(searcher, &asked.filters, &mut notes)?
    } else {
        let synonyms = Synonyms::of(searcher.store(), &asked)?;
        let ranking =
            rank::rank(searcher.store(), &searcher.recipe, &asked, &synonyms, 0, Which::Answers)?;
        notes.extend(asked.notes);
        notes.extend(synonyms.notes);
        notes.extend(ranking.notes);
        let places = searcher.store().places()?;
        let papers =
            ranking.best.iter().map(|one| (one.segment, places.paper(one.segment, one.doc)));
        let paths: BTreeSet<String> = places.paths(papers)?.into_values().collect();
        let papers = paths.iter().map(|path| searcher.store().paper(path));
        papers.filter_map(Result::transpose).collect::<Result<Vec<_>>>()?
    };
    let count = |value: &dyn Fn(&PaperRecord) -> Option<String>| counts(&papers, value);
    let text = |field: &Option<Field<String>>| field.as_ref().map(|field| field.value.clone());
    Ok(Facets {
        papers: papers.len(),
        kind: count(&|paper| text(&paper.masthead.kind)),
        issuer: count(&|paper| text(&paper.masthead.issuer)),
        place: count(&|paper| text(&paper.masthead.place)),
        year: count(&|paper| {
            text(&paper.masthead.date).and_then(|date| date.get(..4).map(str::to_owned))
        }),
        signer: count(&|paper| {
            paper.masthead.signer.as_ref().map(|field| field.value.name.clone())
        }),
        quality: count(&|paper| Some(paper.quality.name().to_owned())),
        notes,
    })
}

/// The papers that meet `filters`, in order of path.
pub fn selected(
    searcher: &Searcher,
    filters: &Filters,
    notes: &mut Vec<String>,
) -> Result<Vec<PaperRecord>> {
    let mut papers = searcher.store().papers()?;
    notes.extend(filters.conflict());
    if let Some(selection) = filters.select(searcher.store())? {
        papers.retain(|paper| selection.paths.contains(&paper.path));
        notes.extend(selection.left_out());
    }
    Ok(papers)
}

/// The most frequent first, then by value.
fn counts(papers: &[PaperRecord], value: &dyn Fn(&PaperRecord) -> Option<String>) -> Counts {
    let mut counted: BTreeMap<Option<String>, usize> = BTreeMap::new();
    for paper in papers {
        *counted.entry(value(paper)).or_default() += 1;
    }
    let mut counts: Counts = counted.into_iter().collect();
    counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    counts
}
