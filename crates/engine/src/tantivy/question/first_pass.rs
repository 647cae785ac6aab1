//! The scores of all sections for one plan, clause by clause.
//! In: a plan. Out: scores, and which sections answer. Never puts them in order; `choose` does.

use std::collections::BTreeSet;

use crate::bits::SegmentBits;
use crate::condition;
use crate::coverage::CoverageWeights;
use crate::engine::WordFound;
use crate::error::Result;
use crate::plan::{Plan, Weighting};
use crate::tantivy::question::of_papers;
use crate::tantivy::question::phrase::{self, SectionMatches};
use crate::tantivy::question::postings::WeightedPostings;
use crate::tantivy::question::scores::{GainLog, Scores};
use crate::tantivy::store::Store;

/// The first pass over one plan.
pub struct FirstPass<'s> {
    pub store: &'s Store,
    pub plan: &'s Plan,
    pub weighting: Weighting,
    /// The sections that hold the clause at hand in another spelling.
    pub others: Vec<SectionMatches>,
    pub scores: Scores<'s>,
    /// How many required clauses were scored.
    pub required: u16,
    /// The sections, by segment and document, in which papers tell the number asked for as theirs.
    pub bearers: BTreeSet<(usize, u32)>,
    /// The words as they were found, in order of their clauses.
    pub words: Vec<WordFound>,
    /// The common words, not scored yet.
    pub common: Vec<Common>,
    /// How many sections are wanted; 0 for all.
    pub most: usize,
    /// What sections must hold of the words beside each other; `None` where any will do.
    pub covered: Option<CoverageWeights>,
    /// The sections that answer, where whole papers are asked.
    pub in_papers: Option<SegmentBits>,
}

/// A word that many sections hold.
pub struct Common {
    pub worth: f32,
    /// What it weighs among the words of which enough must be there.
    pub weight: u32,
    pub text: WeightedPostings,
    pub titles: WeightedPostings,
}

impl<'s> FirstPass<'s> {
    /// Scores all clauses and takes the scores of sections that do not answer; `most` sections are wanted in order, 0
    /// for all.
    pub fn scored(store: &'s Store, plan: &'s Plan, most: usize) -> Result<FirstPass<'s>> {
        let mut pass = FirstPass::new(store, plan)?;
        pass.most = most;
        pass.clauses()?;
        pass.keep_answers()?;
        Ok(pass)
    }

    /// Scores all clauses, and keeps what each gives to some sections.
    pub fn watching(
        store: &'s Store,
        plan: &'s Plan,
        places: Vec<(usize, u32)>,
    ) -> Result<FirstPass<'s>> {
        let mut pass = FirstPass::new(store, plan)?;
        pass.scores.watch = GainLog::over(places);
        pass.clauses()?;
        Ok(pass)
    }

    fn new(store: &'s Store, plan: &'s Plan) -> Result<FirstPass<'s>> {
        let weighting = plan.weighting;
        let mut scores = Scores::new(store, &weighting)?;
        if plan.condition.is_some() {
            scores.track_parts();
        }
        let covered = plan.coverage.as_ref().filter(|asked| asked.words > 0);
        let covered = covered.map(|asked| CoverageWeights::new(asked, &weighting));
        if covered.is_some() {
            scores.track_word_weights();
        }
        Ok(FirstPass {
            store,
            plan,
            weighting,
            others: Vec::new(),
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

    fn clauses(&mut self) -> Result<()> {
        let plan = self.plan;
        let spellings = plan.spellings.iter().map(|row| phrase::find(self.store, row));
        let spellings: Vec<Vec<SectionMatches>> = spellings.collect::<Result<_>>()?;
        for (at, clause) in plan.clauses.iter().enumerate() {
            let same = clause.spellings.iter().filter_map(|one| spellings.get(*one));
            self.others = same.flatten().copied().collect();
            let bit = if plan.condition.is_some() { condition::bit(clause.part) } else { 0 };
            self.scores.begin_clause(clause.part, bit);
            match clause.is_banned {
                true => self.banned(&clause.sought)?,
                false => self.sought(at, &clause.sought)?,
            }
        }
        self.common_words()
    }

    /// Whether what each section holds must be kept, clause by clause.
    pub fn is_traced(&self) -> bool {
        self.plan.condition.is_some() || !self.scores.watch.places.is_empty()
    }

    /// Takes the scores of sections that do not answer, or are left out.
    fn keep_answers(&mut self) -> Result<()> {
        if self.plan.of_papers {
            self.in_papers =
                Some(of_papers::sections_of_answers(self.store, self.plan, &self.scores)?);
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
