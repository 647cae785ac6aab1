//! Which sections answer a plan.
//! In: what a pass over all sections counted. Out: for each section whether it answers. Never scores.

use std::collections::BTreeSet;

use crate::condition;
use crate::coverage::CoverageWeights;
use crate::evaluate::Pass;
use crate::memory::Memory;

impl Memory {
    /// For each section, in the order of `sections`, whether it answers.
    pub fn answers(&self, pass: &Pass<'_>) -> Vec<bool> {
        let plan = pass.plan;
        let need = pass.covered.as_ref().map_or(0, CoverageWeights::required);
        let papers = plan.per_paper.then(|| self.sections_of_answering_papers(pass));
        let answers = (0..pass.sections.ids.len()).map(|at| {
            let (scored, id) = (&pass.scored[at], pass.sections.ids[at]);
            let is_met = match (&papers, &plan.condition) {
                (Some(papers), _) => papers.contains(&at),
                (None, Some(condition)) => condition.holds(scored.held),
                (None, None) => pass.required == 0 || scored.required_met == pass.required,
            };
            let is_left_out = plan.except.as_ref().is_some_and(|except| self.is_found(except, id));
            scored.score > 0.0
                && is_met
                && (papers.is_some() || self.is_admitted(&plan.chosen, id.paper))
                && (scored.bears || scored.words_held >= need)
                && !is_left_out
        });
        answers.collect()
    }

    /// The sections that hold a wanted part (one that is not under NOT), in chosen papers whose sections meet the
    /// condition together. None without a condition.
    fn sections_of_answering_papers(&self, pass: &Pass<'_>) -> BTreeSet<usize> {
        let Some(condition) = &pass.plan.condition else { return BTreeSet::new() };
        let mut wanted = 0;
        condition.visit_parts(false, &mut |part, is_negated| {
            wanted |= if is_negated { 0 } else { condition::bit(part) };
        });
        let admitted: Vec<usize> = (0..pass.sections.ids.len())
            .filter(|at| self.is_admitted(&pass.plan.chosen, pass.sections.ids[*at].paper))
            .collect();
        let of_paper = |at: usize| {
            let same = admitted
                .iter()
                .filter(|one| pass.sections.ids[**one].paper == pass.sections.ids[at].paper);
            same.fold(0, |mask, one| mask | pass.scored[*one].held)
        };
        let answers =
            |at: &usize| pass.scored[*at].held & wanted != 0 && condition.holds(of_paper(*at));
        admitted.iter().copied().filter(answers).collect()
    }
}
