//! The first pass: scores all sections for one plan, clause by clause.
//! In: a plan. Out: scores, and which sections answer. Never selects the best; `choose` does.

use std::collections::BTreeSet;

use crate::bits::SegmentBits;
use crate::condition;
use crate::coverage::CoverageWeights;
use crate::engine::WordFound;
use crate::error::Result;
use crate::plan::{Plan, Weighting};
use crate::tantivy::question::per_paper;
use crate::tantivy::question::phrase::{self, SectionMatches};
use crate::tantivy::question::scores::{CommonWord, GainLog, Scores};
use crate::tantivy::store::Store;

/// The first pass over one plan.
pub struct FirstPass<'s> {
    /// The store.
    pub store: &'s Store,
    /// The plan.
    pub plan: &'s Plan,
    /// Its weights and thresholds.
    pub weighting: Weighting,
    /// The sections that hold the current clause in another spelling.
    pub spelled: Vec<SectionMatches>,
    /// The scores of all sections so far.
    pub scores: Scores<'s>,
    /// How many required clauses were scored so far.
    pub required: u16,
    /// The sections, by segment and document, that are what a number asks for
    /// ([`Candidate::bears`](crate::engine::Candidate::bears)). They rank first.
    pub bearers: BTreeSet<(usize, u32)>,
    /// The document frequencies of the words, one for each word clause that is not under NOT.
    pub words: Vec<WordFound>,
    /// The common words; they are scored after all clauses.
    pub common: Vec<CommonWord>,
    /// How many sections are wanted; 0: all.
    pub most: usize,
    /// The coverage condition; `None` if the plan has none.
    pub covered: Option<CoverageWeights>,
    /// The sections that answer, if the condition is over whole papers.
    pub in_papers: Option<SegmentBits>,
}

impl<'s> FirstPass<'s> {
    /// Scores all clauses, and sets the scores of sections to 0 that miss the coverage condition or that the plan
    /// excepts. Condition and filters are not applied to scores: [`FirstPass::admits`] tests them. `most` is how many
    /// of the best sections are wanted; 0: all.
    pub fn scored(store: &'s Store, plan: &'s Plan, most: usize) -> Result<FirstPass<'s>> {
        let mut pass = FirstPass::new(store, plan)?;
        pass.most = most;
        pass.score_clauses()?;
        pass.drop_non_answers()?;
        Ok(pass)
    }

    /// Scores all clauses, and logs what each adds to the sections `places` (segment and document number), to explain
    /// their scores. No score is set to 0.
    pub fn explaining(
        store: &'s Store,
        plan: &'s Plan,
        places: Vec<(usize, u32)>,
    ) -> Result<FirstPass<'s>> {
        let mut pass = FirstPass::new(store, plan)?;
        pass.scores.gain_log = GainLog::over(places);
        pass.score_clauses()?;
        Ok(pass)
    }

    fn new(store: &'s Store, plan: &'s Plan) -> Result<FirstPass<'s>> {
        let weighting = plan.weighting;
        let mut scores = Scores::new(store, &weighting)?;
        if plan.condition.is_some() {
            scores.track_parts();
        }
        let coverage = plan.coverage.as_ref().filter(|coverage| coverage.words > 0);
        let covered = coverage.map(|coverage| CoverageWeights::new(coverage, &weighting));
        if covered.is_some() {
            scores.track_word_weights();
        }
        Ok(FirstPass {
            store,
            plan,
            weighting,
            spelled: Vec::new(),
            scores,
            required: 0,
            bearers: BTreeSet::new(),
            words: Vec::new(),
            common: Vec::new(),
            most: 0,
            covered,
            in_papers: None,
        })
    }

    fn score_clauses(&mut self) -> Result<()> {
        let plan = self.plan;
        let mut spellings: Vec<Vec<SectionMatches>> = Vec::with_capacity(plan.spellings.len());
        for spelling in &plan.spellings {
            spellings.push(phrase::find(self.store, spelling)?);
        }
        for (at, clause) in plan.clauses.iter().enumerate() {
            let of_clause = clause.spellings.iter().filter_map(|one| spellings.get(*one));
            self.spelled = of_clause.flatten().copied().collect();
            let bit = if plan.condition.is_some() { condition::bit(clause.part) } else { 0 };
            self.scores.begin_clause(clause.part, bit);
            if clause.is_banned {
                self.mark_banned(&clause.kind)?;
            } else {
                self.score(at, &clause.kind)?;
            }
        }
        self.score_common_words()
    }

    /// Whether the parts that each section holds must be known clause by clause. Common words are not deferred then.
    pub fn must_track_parts(&self) -> bool {
        self.plan.condition.is_some() || !self.scores.gain_log.places.is_empty()
    }

    /// Sets the scores of sections to 0 that miss the coverage condition or that the plan excepts. Finds the sections
    /// of the papers that answer, if the condition is over whole papers.
    fn drop_non_answers(&mut self) -> Result<()> {
        if self.plan.per_paper {
            self.in_papers =
                Some(per_paper::sections_of_answers(self.store, self.plan, &self.scores)?);
        }
        if let Some(covered) = &self.covered {
            self.scores.drop_uncovered(covered.required(), self.bearers.iter().copied());
        }
        if let Some(except) = &self.plan.except {
            self.scores.drop_sections(&except.sections);
        }
        Ok(())
    }
}
