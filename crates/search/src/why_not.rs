//! Tells why a paper is not among the hits, or where among them it is.
//! In: a question and a paper. Out: its rank, or the first filter or clause that keeps it out.
//! Never guesses: it ranks as a search does.

use crate::error::Result;
use serde::Serialize;
use vankien_engine::SectionId;
use vankien_engine::engine::Candidate;

use super::answer::PreparedQuestion;
use super::plan::Which;
use super::rank;
use super::scope::Scope;
use crate::searcher::Searcher;

/// The rank of a paper, or what keeps it out of the answer.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct WhyNot {
    /// The path of the paper.
    pub path: String,
    /// The rank of its best section among all sections that answer, from 1; `None` where none of its sections answers.
    pub rank: Option<usize>,
    /// How many sections answer in all.
    pub total: usize,
    /// The score of its best section.
    pub score: Option<f32>,
    /// The filter that leaves the paper out.
    pub filter: Option<String>,
    /// The first clause of the question that fails in the section that holds most of it.
    pub clause: Option<String>,
    /// The parts of the question that stand nowhere in the paper.
    pub lacking: Vec<String>,
    /// The label of the section that `score` or `clause` is about.
    pub section: Option<String>,
    /// The first and last line of that section, from 1.
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
        let named = self.resolve(paper)?;
        let path = self.store.representative(&named)?.map_or(named, |paper| paper.path);
        let PreparedQuestion { question, synonyms, .. } = self.prepare(question, expand, scope)?;
        let ranking =
            rank::rank(self.store(), &self.recipe, &question, &synonyms, 0, Which::Answers)?;
        let mut why = WhyNot { total: ranking.total, path, ..WhyNot::default() };
        let sections = self.store.sections_at(&why.path)?;
        let is_own = |one: &Candidate| sections.contains(&one.id);
        if let Some(at) = ranking.best.iter().position(is_own) {
            let best = &ranking.best[at];
            why.rank = Some(at + 1);
            why.score = Some(best.score);
            return self.with_section(why, Some(best.id));
        }
        why.filter = question.filters.first_refusing(self.store(), &why.path)?;
        let refusal =
            rank::explain_refusal(self.store(), &self.recipe, &question, &synonyms, &sections)?;
        why.clause = refusal.clause;
        why.lacking = refusal.lacking;
        self.with_section(why, refusal.nearest)
    }

    /// The same with the label and lines of a section.
    fn with_section(&self, mut why: WhyNot, id: Option<SectionId>) -> Result<WhyNot> {
        if let Some(id) = id {
            let section = self.store.section(id)?;
            why.section = Some(section.section);
            why.lines = Some(section.lines);
        }
        Ok(why)
    }
}
