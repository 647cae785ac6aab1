//! Tells why a paper does not answer a question, or at which rank it answers.
//! In: a question and a paper. Out: the rank of its best section, or the first filter or clause that keeps the paper
//! out.
//! Never guesses: it runs the ranking of a search.

use crate::error::Result;
use serde::Serialize;
use vankien_engine::SectionId;
use vankien_engine::engine::Candidate;
use vankien_engine::paper_path;

use super::answer::PreparedQuestion;
use super::plan::Which;
use super::rank;
use super::scope::Scope;
use crate::searcher::Searcher;

/// The rank of a paper, or what keeps it out of the answer.
///
/// If a section of the paper answers, `rank` and `score` are set, and `section` and `lines` name the best such section.
/// Otherwise `filter`, `clause` and `lacking` say why, and `section` and `lines` name the nearest section: the one that
/// contains most parts of the question.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct WhyNot {
    /// The path of the paper. For a duplicate it is the path of the paper that represents it.
    #[serde(flatten, serialize_with = "paper_path::serialize")]
    pub path: String,
    /// The rank of its best section, from 1, among all sections that answer. A list of hits may show the section at
    /// another place: it shows passages that several papers share once, and can group by paper. `None` if no section
    /// of the paper answers; sections that a search shows below the answers (only some of the words, or other marks)
    /// do not count.
    pub rank: Option<usize>,
    /// How many sections of all papers answer.
    pub total: usize,
    /// The score of its best section after the rerank, as in a hit. `None` if `rank` is.
    pub score: Option<f32>,
    /// The first filter of the question that leaves the paper out, as typed: `nam:2024` (year 2024). `None` if the
    /// paper meets all filters.
    pub filter: Option<String>,
    /// The first clause of the question that the nearest section fails, as text: a quoted phrase, `NOT x`, `(a OR b)`.
    /// With [`Scope::Paper`], what any section of the paper contains counts. `None` if there is no nearest section, or
    /// if only single words are missing: those are not required one by one.
    pub clause: Option<String>,
    /// The parts of the question (words, phrases, numbers) that no section of the paper contains, as text. Parts behind
    /// `NOT` are not among them.
    pub lacking: Vec<String>,
    /// The path of item numbers of the section that `score` or `clause` is about, such as `2/3`. Empty outside of
    /// numbered items. `None` if no section contains any part of the question.
    pub section: Option<String>,
    /// The first and last line of that section in the extracted text, from 1, both inclusive.
    pub lines: Option<(u32, u32)>,
}

impl Searcher {
    /// Why the paper that `paper` names does not answer `question`, or at which rank it does. `paper` is a path, the
    /// end of a path or a number. `expand` says whether abbreviations also match their long forms and the reverse.
    /// `scope` says whether one section or the whole paper must meet the question.
    ///
    /// # Errors
    /// If `paper` names no paper or several, if the question cannot be parsed, or if the index cannot be read.
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
        // A limit of 0 ranks all sections that answer, so that a paper far down has a rank, too.
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

    /// `why` with path and lines of the section `id`; unchanged if there is none.
    fn with_section(&self, mut why: WhyNot, id: Option<SectionId>) -> Result<WhyNot> {
        if let Some(id) = id {
            let section = self.store.section(id)?;
            why.section = Some(section.section);
            why.lines = Some(section.lines);
        }
        Ok(why)
    }
}
