//! Answers questions from an index: reads the question, ranks sections, picks passages.
//! In: a question and an index folder. Out: an [`Answer`] of library values.
//! Never prints, never writes, never reads the papers' files again.

mod excerpt;
mod hit;
mod matches;
mod number;
mod phrase;
mod question;
mod rank;
mod resolve;
mod score;
mod suggest;
mod terms;
mod weights;

use std::collections::BTreeMap;
use std::path::Path;

pub use hit::{Answer, Hit, Match, ShownEdit};
use matches::Matcher;

use crate::error::Result;
use crate::index::{PaperRecord, Store};

/// How to answer.
#[derive(Clone, Copy, Debug)]
pub struct SearchOptions {
    /// How many hits; 0 for all.
    pub limit: usize,
    /// How many sentences more on either side of a passage.
    pub context: usize,
}

impl Default for SearchOptions {
    fn default() -> SearchOptions {
        SearchOptions { limit: 10, context: 0 }
    }
}

/// An index that answers questions.
pub struct Searcher {
    store: Store,
}

impl Searcher {
    /// Opens the index in `folder`.
    pub fn open(folder: &Path) -> Result<Searcher> {
        Ok(Searcher { store: Store::open(folder)? })
    }

    /// The index, for what is no search: its papers, their sections.
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// Answers `question`; the same content gives the same answer.
    pub fn search(&self, question: &str, options: SearchOptions) -> Result<Answer> {
        let question = question::read(question)?;
        let ranking = rank::rank(&self.store, &question, options.limit)?;
        let matcher = Matcher::new(&question, &ranking.keys);
        let mut papers: BTreeMap<String, PaperRecord> = BTreeMap::new();
        let mut hits = Vec::with_capacity(ranking.best.len());
        for (rank, ranked) in ranking.best.into_iter().enumerate() {
            let section = self.store.record(ranked.segment, ranked.doc)?;
            if !papers.contains_key(&ranked.path) {
                let paper = self.store.paper(&ranked.path)?.unwrap_or_default();
                papers.insert(ranked.path.clone(), paper);
            }
            let hit = hit::hit(section, &papers[&ranked.path], &matcher, options.context);
            hits.push(Hit { rank: rank + 1, score: ranked.score, bears: ranked.bears, ..hit });
        }
        let suggestion = if ranking.total == 0 { suggest::suggest(&self.store, &question)? } else { None };
        let mut notes = question.notes;
        notes.extend(ranking.notes);
        Ok(Answer {
            complete: hits.len() == ranking.total,
            total: ranking.total,
            understood: question.parts.iter().map(ToString::to_string).collect(),
            hits,
            notes,
            suggestion,
        })
    }

    /// The path of the paper that `question` names: a path, the end of one, or a document number.
    pub fn resolve(&self, question: &str) -> Result<String> {
        resolve::resolve(&self.store, question)
    }
}
