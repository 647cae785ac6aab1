//! Why a paper is not among the hits, or where among them it is.
//! In: a question and a paper. Out: its rank, or the first thing that keeps it out.
//! Never guesses: it ranks as a search does.

use crate::error::Result;
use serde::Serialize;
use vankien_engine::SectionId;
use vankien_engine::engine::Candidate;

use super::answer::Asked;
use super::plan::Which;
use super::rank;
use super::scope::Scope;
use crate::searcher::Searcher;

/// What became of a paper.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct WhyNot {
    /// Its path.
    pub path: String,
    /// Where the best of its sections stands among all that answer, from 1; `None` where none answers.
    pub rank: Option<usize>,
    /// How many sections answer in all.
    pub total: usize,
    /// The score of that section.
    pub score: Option<f32>,
    /// The filter that leaves the paper out.
    pub filter: Option<String>,
    /// The first clause of the question that fails where most of the question is found.
    pub clause: Option<String>,
    /// The parts of the question that stand nowhere in the paper.
    pub lacking: Vec<String>,
    /// The item numbers of the section looked at.
    pub section: Option<String>,
    /// Its first and last line.
    pub lines: Option<(u32, u32)>,
}

impl Searcher {
    /// Why the paper that `paper` names is not among the hits for `question`.
    pub fn why_not(
        &self,
        question: &str,
        paper: &str,
        expand: bool,
        scope: Scope,
    ) -> Result<WhyNot> {
        let path = self.resolve(paper)?;
        let path = self.store.representative(&path)?.map_or(path, |paper| paper.path);
        let Asked { question, synonyms, .. } = self.ask(question, expand, scope)?;
        let ranking =
            rank::rank(self.store(), &self.recipe, &question, &synonyms, 0, Which::Answers)?;
        let mut why = WhyNot { total: ranking.total, path, ..WhyNot::default() };
        let sections = self.store.sections_at(&why.path)?;
        let is_own = |one: &Candidate| sections.contains(&one.id);
        if let Some(at) = ranking.best.iter().position(is_own) {
            let best = &ranking.best[at];
            (why.rank, why.score) = (Some(at + 1), Some(best.score));
            return self.with_section(why, Some(best.id));
        }
        why.filter = question.filters.refuses(self.store(), &why.path)?;
        let refused = rank::refused(self.store(), &self.recipe, &question, &synonyms, &sections)?;
        (why.clause, why.lacking) = (refused.clause, refused.lacking);
        self.with_section(why, refused.nearest)
    }

    fn with_section(&self, mut why: WhyNot, place: Option<SectionId>) -> Result<WhyNot> {
        if let Some(id) = place {
            let section = self.store.section(id)?;
            (why.section, why.lines) = (Some(section.section), Some(section.lines));
        }
        Ok(why)
    }
}
