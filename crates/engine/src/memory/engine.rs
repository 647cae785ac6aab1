//! The trait [`Engine`] for the store in memory.
//! In: plans, phrases, terms. Out: results by the definition of each call. Never takes a short cut.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use crate::column::Column;
use crate::coverage::CoverageWeights;
use crate::engine::{
    Candidate, Candidates, Engine, Facets, Lead, MentionQuery, PhraseCount, ValueCounts,
};
use crate::error::{Error, Result};
use crate::evaluate::{Pass, Statistics};
use crate::filter::{ChosenPapers, ColumnFilter, FacetScope};
use crate::found::FoundSections;
use crate::keys;
use crate::memory::Memory;
use crate::observed::{ObservationRequest, Observations};
use crate::plan::{Phrase, Plan};
use crate::record::PaperRecord;
use crate::role::Role;
use crate::section::{PaperId, SectionId};
use crate::terms::TermRange;

/// At most this many sections from the start of a paper are looked at for its lead; the value of
/// `tantivy/question/leads`. `cargo test -p vankien-search --test search stores::` fails if the two differ.
const MAX_LEAD_SECTIONS: usize = 32;

impl Memory {
    /// The definition keys of all papers (see [`crate::keys`]).
    fn definitions(&self) -> impl Iterator<Item = (&PaperRecord, String)> {
        self.papers.iter().flat_map(|one| {
            let defined = one.record.abbreviations.iter();
            let keys = defined.flat_map(|(short, long)| keys::definition_keys(short, long));
            keys.map(|key| (&one.record, key))
        })
    }

    fn statistics(&self) -> Statistics {
        let totals = self.manifest.totals;
        Statistics { sections: totals.sections, tokens: totals.tokens, clauses: None }
    }

    fn ids(&self, numbers: impl IntoIterator<Item = usize>) -> Vec<SectionId> {
        numbers.into_iter().map(|number| self.all.ids[number]).collect()
    }

    /// The numbers of the sections that hold one of `phrases` or `terms`.
    fn holding(&self, phrases: &[Phrase], terms: &[String]) -> BTreeSet<usize> {
        let by_phrases =
            phrases.iter().flat_map(|phrase| self.all.count_phrase(phrase).into_keys());
        let by_terms = terms.iter().filter_map(|term| self.all.text.terms.get(term)).flatten();
        by_phrases.chain(by_terms.map(|(section, _)| *section)).collect()
    }
}

impl Engine for Memory {
    // A value does not know where it came from: it gives its own state, not the newest one.
    fn reopen(&self) -> Result<Box<dyn Engine>> {
        Ok(Box::new(self.clone()))
    }

    fn take_errors(&mut self) -> Vec<Error> {
        Vec::new()
    }

    fn terms(&self, range: &TermRange) -> Result<Vec<String>> {
        Ok(self.counted_terms(range)?.into_iter().map(|(term, _)| term).collect())
    }

    fn counted_terms(&self, range: &TermRange) -> Result<Vec<(String, u64)>> {
        let counted = self.all.text.in_range(range);
        Ok(counted.map(|(term, postings)| (term.clone(), postings.len() as u64)).collect())
    }

    fn sections_holding(&self, term: &str) -> Result<u64> {
        Ok(self.sections_with(term, usize::MAX)?.len() as u64)
    }

    fn sections_with(&self, term: &str, most: usize) -> Result<Vec<SectionId>> {
        let found = self.holding(&[], &[term.to_owned()]);
        Ok(self.ids(found.into_iter().take(most)))
    }

    fn has_definitions(&self) -> Result<bool> {
        Ok(self.definitions().next().is_some())
    }

    fn definitions(&self, words: &str) -> Result<BTreeSet<(String, String)>> {
        let (from, to) = keys::definition_range(words);
        let within =
            self.definitions().map(|(_, key)| key).filter(|key| (&from..&to).contains(&key));
        let told = |key: String| {
            let (short, long) = keys::parse_definition_key(&key)?;
            Some((short.to_owned(), long.to_owned()))
        };
        Ok(within.filter_map(told).collect())
    }

    fn defining_papers(&self, short: &str, long: &str) -> Result<BTreeSet<String>> {
        let [key, _] = keys::definition_keys(short, long);
        let same = self.definitions().filter(|(_, one)| *one == key);
        Ok(same.map(|(paper, _)| paper.path.clone()).collect())
    }

    fn candidates(&self, plan: &Plan, most: usize) -> Result<Candidates> {
        let pass = Pass::over(&self.all, self.statistics(), plan, false);
        let answers = self.answers(&pass);
        let answering = || (0..answers.len()).filter(|at| answers[*at]);
        let mut best: Vec<Candidate> = answering()
            .map(|at| Candidate {
                id: pass.sections.ids[at],
                bears: pass.scored[at].bears,
                score: pass.scored[at].score,
                required: pass.scored[at].required_score,
                is_running: self
                    .section_at(pass.sections.ids[at])
                    .is_some_and(|section| section.role == Role::Running),
            })
            .collect();
        let by_score = |one: &Candidate, other: &Candidate| {
            other.bears.cmp(&one.bears).then(other.score.total_cmp(&one.score))
        };
        best.sort_by(by_score);
        if let Some(last) = most.checked_sub(1).and_then(|last| best.get(last)).copied() {
            best.retain(|one| by_score(one, &last).is_le());
        }
        let total = answering().count();
        let kept = plan.keeps_found.then(|| answering().map(|at| pass.sections.ids[at]));
        let found = self.found(kept.into_iter().flatten());
        let all = pass.covered.as_ref().map_or(0, CoverageWeights::total);
        let whole = answering().filter(|at| {
            let need = pass.covered.as_ref().map_or(0, CoverageWeights::required);
            let held = pass.scored[*at].words_held;
            // What a number asks for counts as if it held just the required weight.
            (if pass.scored[*at].bears { need } else { held }) >= all
        });
        let whole = if plan.keeps_found { whole.count() } else { 0 };
        let papers = plan.per_paper.then(|| self.among(FacetScope::Found(&found)).len());
        let weights = pass.covered.map(CoverageWeights::into_weights).unwrap_or_default();
        Ok(Candidates { best, total, words: pass.words, weights, found, whole, papers })
    }

    fn gains(&self, plan: &Plan, ids: &[SectionId]) -> Result<Vec<Vec<(usize, f32)>>> {
        let pass = Pass::over(&self.all, self.statistics(), plan, true);
        let gains = |id: &SectionId| {
            let at = pass.sections.number_of(*id);
            at.map(|at| pass.scored[at].gains.clone()).unwrap_or_default()
        };
        Ok(ids.iter().map(gains).collect())
    }

    fn observe(
        &self,
        ids: Vec<SectionId>,
        request: &ObservationRequest<'_>,
    ) -> Result<Observations> {
        Ok(self.all.observe(ids, request))
    }

    fn leads(&self, papers: &[PaperId]) -> Result<Vec<Lead>> {
        let lead = |paper: &PaperId| {
            let mut lead = Lead::default();
            let sections = self.papers.get(paper.0 as usize).map(|one| &one.sections[..]);
            let sections = (0..).zip(sections.unwrap_or_default());
            for (ordinal, section) in sections.take(MAX_LEAD_SECTIONS) {
                let id = SectionId { paper: *paper, ordinal };
                match section.role {
                    Role::Name => lead.names.push(id),
                    Role::First => {
                        lead.first = Some(id);
                        break;
                    }
                    Role::Running | Role::Other => {}
                }
            }
            lead
        };
        Ok(papers.iter().map(lead).collect())
    }

    fn paths_of(
        &self,
        papers: &mut dyn Iterator<Item = PaperId>,
    ) -> Result<BTreeMap<PaperId, String>> {
        let path =
            |paper: PaperId| Some((paper, self.papers.get(paper.0 as usize)?.record.path.clone()));
        Ok(papers.filter_map(path).collect())
    }

    fn phrase_sections(&self, phrase: &Phrase) -> Result<Vec<PhraseCount>> {
        let count = |(number, (exact, other)): (usize, (u32, u32))| PhraseCount {
            id: self.all.ids[number],
            exact,
            other,
        };
        Ok(self.all.count_phrase(phrase).into_iter().map(count).collect())
    }

    fn count_phrase_up_to(&self, phrase: &Phrase, most: usize) -> Result<usize> {
        Ok(self.phrase_sections(phrase)?.len().min(most))
    }

    fn count_phrases_among(&self, phrases: &[Phrase], among: &FoundSections) -> Result<usize> {
        let found = self.ids(self.holding(phrases, &[])).into_iter();
        Ok(found.filter(|id| self.is_found(among, *id)).count())
    }

    fn mention_candidates<'e>(
        &'e self,
        asked: &MentionQuery<'_>,
    ) -> Result<Box<dyn Iterator<Item = Result<SectionId>> + 'e>> {
        let found = self.ids(self.holding(asked.phrases, asked.terms)).into_iter();
        let admitted: Vec<SectionId> =
            found.filter(|id| self.is_admitted(asked.chosen, id.paper)).collect();
        Ok(Box::new(admitted.into_iter().map(Ok)))
    }

    fn choose_papers(&self, filters: Vec<ColumnFilter>) -> Result<ChosenPapers> {
        Ok(self.chosen(filters))
    }

    fn chosen_papers(
        &self,
        chosen: &ChosenPapers,
        range: Range<usize>,
    ) -> Result<(usize, Vec<PaperRecord>)> {
        let all = self.among(FacetScope::Chosen(chosen));
        let within = all.iter().take(range.end).skip(range.start);
        let records = within.map(|paper| self.papers[paper.0 as usize].record.clone()).collect();
        Ok((all.len(), records))
    }

    fn is_chosen(&self, chosen: &ChosenPapers, path: &str) -> Result<bool> {
        let paper = self.paper_at(path).map(|at| PaperId(at as u64));
        Ok(paper.is_some_and(|paper| self.is_admitted(chosen, paper)))
    }

    fn facets(&self, among: FacetScope<'_>, columns: &[Column]) -> Result<Facets> {
        let papers = self.among(among);
        let count = |column: &Column| {
            let mut counts = ValueCounts::new();
            for paper in &papers {
                let value = column.value_of(&self.papers[paper.0 as usize].record);
                *counts.entry(value).or_default() += 1;
            }
            counts
        };
        Ok(Facets { papers: papers.len(), columns: columns.iter().map(count).collect() })
    }
}
