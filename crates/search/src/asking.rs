//! What can be asked of an index beside a search: lists, counts, papers.
//! In: a question. Out: library values, each made by the module that knows how.

use std::collections::BTreeSet;
use std::ops::Range;

use vankien_engine::engine::Candidate;
use vankien_engine::{PaperRecord, SectionId, SectionRecord};
use vankien_papers::document::Citation;
use vankien_text::span::Span;

use super::error::{Error, Result};
use super::facets::{self, Facets};
use super::filter::FilterMatch;
use super::plan::Which;
use super::question::{self, Question};
use super::rank::{self, CountedSections};
use super::scope::Scope;
use super::searcher::Searcher;
use super::{answer, around, matches, mentions, number, resolve};
use crate::known::Known;
use crate::note::Note;

/// A section that answers: which one, and how well.
#[derive(Clone, Debug, PartialEq)]
pub struct Placed {
    /// The path of its paper.
    pub path: String,
    /// Which section of it, from 0.
    pub ordinal: u64,
    /// The higher, the better; comparable within one answer.
    pub score: f32,
}

/// The papers that meet filters.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Papers {
    /// Their records, in order of path: those that were asked for.
    pub papers: Vec<PaperRecord>,
    /// How many there are in all.
    pub total: usize,
    /// What the reader should know.
    pub notes: Vec<Note>,
    /// How each value of the filters was met.
    pub filters: Vec<FilterMatch>,
}

/// A question, ready to be found in sections.
pub struct Finder(matches::Matcher);

impl Finder {
    /// Where it matches in a section, in order: bytes of its text.
    pub fn places(&self, section: &SectionRecord) -> Vec<Span> {
        self.0.find(section).into_iter().map(|found| found.span).collect()
    }
}

/// Whether a question holds the number of a paper.
pub fn is_number(question: &str) -> bool {
    !number::find_numbers(question).is_empty()
}

impl Searcher {
    /// What tells where `question` matches in sections.
    pub fn finder(&self, question: &str) -> Result<Finder> {
        let answer::PreparedQuestion { question, synonyms, .. } =
            self.prepare(question, true, Scope::Section)?;
        let ranking = rank::rank(self.store(), &self.recipe, &question, &synonyms, 1, Which::Any)?;
        Ok(Finder(matches::Matcher::new(&question, &ranking.keys, &synonyms)))
    }

    /// The best `limit` sections alone (0: all), without passages, whether or not they hold enough of the
    /// words to answer; where too few meet what is required, those follow that do so under other marks.
    pub fn rank(&self, question: &str, limit: usize) -> Result<Vec<Placed>> {
        let answer::PreparedQuestion { question, synonyms, .. } =
            self.prepare(question, true, Scope::Section)?;
        let ranked = |question: &Question| {
            rank::rank(self.store(), &self.recipe, question, &synonyms, limit, Which::Any)
        };
        let mut best = ranked(&question)?.best;
        if best.len() < limit {
            // What must be there may be there under other marks.
            let held: BTreeSet<SectionId> = best.iter().map(|one| one.id).collect();
            let others = ranked(&question.with_any_marks())?.best.into_iter();
            best.extend(others.filter(|one| !held.contains(&one.id)));
            best.truncate(limit);
        }
        let paths = self.store.paths_of(&mut best.iter().map(|one| one.id.paper))?;
        let placed = |one: Candidate| Placed {
            path: paths[&one.id.paper].clone(),
            ordinal: u64::from(one.id.ordinal),
            score: one.score,
        };
        Ok(best.into_iter().map(placed).collect())
    }

    /// The sections that promise most for a question, to be weighed more than once.
    pub fn promising(&self, question: &str) -> Result<CountedSections> {
        let answer::PreparedQuestion { question, synonyms, .. } =
            self.prepare(question, true, Scope::Section)?;
        CountedSections::of(self.store(), &self.recipe, &question, &synonyms)
    }

    /// Lists all mentions of `question`, one by one; `hand_on` says whether to go on.
    pub fn mentions(
        &self,
        question: &str,
        wanted: mentions::Wanted,
        hand_on: impl FnMut(&mentions::Mention<'_>) -> bool,
    ) -> Result<mentions::Outline> {
        mentions::mentions(self.store(), question, wanted, hand_on)
    }

    /// How many mentions [`mentions`](Searcher::mentions) would count; only the total is told.
    pub fn count(&self, question: &str, wanted: mentions::Wanted) -> Result<mentions::Outline> {
        mentions::count(self.store(), question, wanted)
    }

    /// How many more mentions there are under other marks; `None` where marks do not decide.
    pub fn more_folded(&self, question: &str, wanted: mentions::Wanted) -> Result<Option<usize>> {
        mentions::count_other_marks(self.store(), question, wanted)
    }

    /// Counts the papers that answer `question` by what they say of themselves; all where it is empty.
    pub fn facets(&self, question: &str, scope: Scope) -> Result<Facets> {
        facets::facets(self, question, scope)
    }

    /// The papers that meet the filters in `question`; words beside the filters are an error.
    pub fn papers(&self, question: &str) -> Result<Papers> {
        self.papers_within(question, 0..usize::MAX)
    }

    /// The same, of which a range in order of path is read.
    pub fn papers_within(&self, question: &str, range: Range<usize>) -> Result<Papers> {
        let asked = question::parse_with_filters(question)?;
        if let Some(part) = asked.parts.first() {
            let what = format!("holds more than filters: {part}; `vankien search` looks for words");
            return Err(Error::Question { question: question.to_owned(), what });
        }
        let selection = asked.filters.select(self.store())?;
        let mut notes = asked.notes;
        notes.extend(selection.notes());
        let (total, papers) = self.store.chosen_papers(&selection.chosen, range)?;
        Ok(Papers { papers, total, notes, filters: selection.matched })
    }

    /// What the index knows of the numbers of `citations`, to tell what each of them means.
    pub fn known<'c>(&self, citations: impl IntoIterator<Item = &'c Citation>) -> Result<Known> {
        Known::of_citations(self.store(), citations)
    }

    /// The papers around the one at `path`, so many `steps` away, no more than can be looked at.
    pub fn around(&self, path: &str, steps: usize) -> Result<around::Around> {
        around::around(self, path, steps)
    }

    /// The path of the paper that `question` names: a path, the end of one, or a document number.
    pub fn resolve(&self, question: &str) -> Result<String> {
        resolve::resolve(self.store(), question)
    }
}
