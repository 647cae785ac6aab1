//! What can be asked of an index beside a search: lists, counts, papers.
//! In: a question. Out: library values, each made by the module that knows how. Never does the work itself.

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
use super::{answer, around, dossier, matches, mentions, number, resolve};
use crate::known::Known;
use crate::note::Note;

/// A section in a ranking, without a passage.
#[derive(Clone, Debug, PartialEq)]
pub struct Placed {
    /// The path of its paper.
    pub path: String,
    /// Its ordinal among the sections of the paper, from 0.
    pub ordinal: u64,
    /// Its score. Higher is better; comparable within one list only.
    pub score: f32,
}

/// The papers that meet the filters of a question.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Papers {
    /// The records that were asked for, sorted by path; files that hold a paper once more are not among them.
    pub papers: Vec<PaperRecord>,
    /// How many papers meet the filters, whether or not their records were asked for.
    pub total: usize,
    /// Notes for a reader, on the question and its filters.
    pub notes: Vec<Note>,
    /// How each value of the filters was met.
    pub filters: Vec<FilterMatch>,
}

/// A question made ready to be found in sections.
pub struct Finder(matches::Matcher);

impl Finder {
    /// The spans of a section's text, in bytes, that match the question, in order.
    pub fn places(&self, section: &SectionRecord) -> Vec<Span> {
        self.0.find(section).into_iter().map(|found| found.span).collect()
    }
}

/// Whether a question holds the number of a paper.
pub fn has_number(question: &str) -> bool {
    !number::find_numbers(question).is_empty()
}

impl Searcher {
    /// A finder that says where `question` matches in sections. An error where the question cannot be answered.
    pub fn finder(&self, question: &str) -> Result<Finder> {
        let answer::PreparedQuestion { question, synonyms, .. } =
            self.prepare(question, true, Scope::Section)?;
        let ranking = rank::rank(self.store(), &self.recipe, &question, &synonyms, 1, Which::Any)?;
        Ok(Finder(matches::Matcher::new(&question, &ranking.keys, &synonyms)))
    }

    /// The best `limit` sections (0: all) without passages, whether or not they hold enough of the words to answer.
    /// Where fewer than `limit` meet what is required, sections follow that do so under other marks; never for 0.
    /// Filters of the question count.
    pub fn rank(&self, question: &str, limit: usize) -> Result<Vec<Placed>> {
        let answer::PreparedQuestion { question, synonyms, .. } =
            self.prepare(question, true, Scope::Section)?;
        let ranked = |question: &Question| {
            rank::rank(self.store(), &self.recipe, question, &synonyms, limit, Which::Any)
        };
        let mut best = ranked(&question)?.best;
        if best.len() < limit {
            let held: BTreeSet<SectionId> = best.iter().map(|one| one.id).collect();
            let under_any_marks = ranked(&question.with_any_marks())?.best.into_iter();
            best.extend(under_any_marks.filter(|one| !held.contains(&one.id)));
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

    /// The most promising sections for a question with what was counted in them, to be ordered under many weights.
    pub fn counted_sections(&self, question: &str) -> Result<CountedSections> {
        let answer::PreparedQuestion { question, synonyms, .. } =
            self.prepare(question, true, Scope::Section)?;
        CountedSections::of(self.store(), &self.recipe, &question, &synonyms)
    }

    /// Finds the mentions of `question`: calls `hand_on` with each, until it gives `false`.
    pub fn mentions(
        &self,
        question: &str,
        wanted: mentions::Wanted,
        hand_on: impl FnMut(&mentions::Mention<'_>) -> bool,
    ) -> Result<mentions::Outline> {
        mentions::mentions(self.store(), question, wanted, hand_on)
    }

    /// How many mentions [`mentions`](Searcher::mentions) finds. Where the index tells it without the texts, only the
    /// total of the tally is filled in.
    pub fn count(&self, question: &str, wanted: mentions::Wanted) -> Result<mentions::Outline> {
        mentions::count(self.store(), question, wanted)
    }

    /// How many more mentions there are in the texts of all papers under other marks than those typed: filters, second
    /// readings and abbreviations do not count. `None` where marks did not decide.
    pub fn count_other_marks(
        &self,
        question: &str,
        wanted: mentions::Wanted,
    ) -> Result<Option<usize>> {
        mentions::count_other_marks(self.store(), question, wanted)
    }

    /// Counts the papers that answer `question` by kind, issuer, year and so on; all papers where it is empty.
    pub fn facets(&self, question: &str, scope: Scope) -> Result<Facets> {
        facets::facets(self, question, scope)
    }

    /// The papers that meet the filters in `question`; words beside the filters are an error.
    pub fn papers(&self, question: &str) -> Result<Papers> {
        self.papers_within(question, 0..usize::MAX)
    }

    /// As [`papers`](Searcher::papers), but with the records of a range alone: indexes in the list of all these papers,
    /// sorted by path.
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

    /// The papers that bear the numbers in `citations`, to decide which of them each citation means.
    pub fn known<'c>(
        &self,
        citations: impl IntoIterator<Item = &'c Citation> + Clone,
    ) -> Result<Known> {
        Known::of_citations(self.store(), citations)
    }

    /// All that the index knows of the number or paper that `question` names; `at` is a day in ISO form on which its
    /// state is asked. An error where `question` is neither a number nor a paper of the index.
    pub fn dossier(&self, question: &str, at: Option<&str>) -> Result<dossier::Dossier> {
        dossier::dossier(self.store(), question, at)
    }

    /// The graph of citations around the paper at `path`, `steps` steps wide. The first node is that paper.
    pub fn around(&self, path: &str, steps: usize) -> Result<around::Around> {
        around::around(self, path, steps)
    }

    /// The path of the paper that `question` names by its path, the end of its path, or its number. An error where it
    /// names none, or several.
    pub fn resolve(&self, question: &str) -> Result<String> {
        resolve::resolve(self.store(), question)
    }
}
