//! What questions ask of the store in memory.
//! In: plans, rows, terms. Out: answers by the definition of each.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use crate::column::Column;
use crate::coverage::Covered;
use crate::engine::{Candidate, Candidates, Engine, Facets, Held, Lead, Mentioned, ValueCounts};
use crate::error::{Error, Result};
use crate::filter::{Among, Chosen, ColumnFilter};
use crate::found::Found;
use crate::keys;
use crate::memory::Memory;
use crate::memory::pass::Pass;
use crate::memory::sections::in_range;
use crate::observed::{Observations, Watch};
use crate::plan::{Plan, Row};
use crate::record::PaperRecord;
use crate::role::Role;
use crate::section::{PaperId, SectionId};
use crate::terms::TermRange;

/// No section that says what the paper is about stands behind so many others.
const REACH: usize = 32;

impl Memory {
    /// The keys of what papers define.
    fn definitions(&self) -> impl Iterator<Item = (&PaperRecord, String)> {
        self.papers.iter().flat_map(|one| {
            let defined = one.record.abbreviations.iter();
            let keys = defined.flat_map(|(short, long)| keys::defined_keys(short, long));
            keys.map(|key| (&one.record, key))
        })
    }

    fn sections_that(&self, holds: impl Fn(&super::sections::Section) -> bool) -> Vec<SectionId> {
        self.all().filter(|(_, section)| holds(section)).map(|(id, _)| id).collect()
    }
}

impl Engine for Memory {
    fn reopen(&self) -> Result<Box<dyn Engine>> {
        Ok(Box::new(self.clone()))
    }

    fn take_troubles(&mut self) -> Vec<Error> {
        Vec::new()
    }

    fn terms(&self, range: &TermRange) -> Result<Vec<String>> {
        Ok(self.counted_terms(range)?.into_iter().map(|(term, _)| term).collect())
    }

    fn counted_terms(&self, range: &TermRange) -> Result<Vec<(String, u64)>> {
        let mut counted: BTreeMap<String, u64> = BTreeMap::new();
        for (_, section) in self.all() {
            for (term, _) in in_range(&section.text.postings, range) {
                *counted.entry(term.clone()).or_default() += 1;
            }
        }
        Ok(counted.into_iter().collect())
    }

    fn sections_holding(&self, term: &str) -> Result<u64> {
        Ok(self.sections_with(term, usize::MAX)?.len() as u64)
    }

    fn sections_with(&self, term: &str, most: usize) -> Result<Vec<SectionId>> {
        let mut found = self.sections_that(|section| section.text.postings.contains_key(term));
        found.truncate(most);
        Ok(found)
    }

    fn has_definitions(&self) -> Result<bool> {
        Ok(self.definitions().next().is_some())
    }

    fn defined(&self, words: &str) -> Result<BTreeSet<(String, String)>> {
        let (from, to) = keys::defined_range(words);
        let within =
            self.definitions().map(|(_, key)| key).filter(|key| (&from..&to).contains(&key));
        let told = |key: String| {
            let (short, long) = keys::of_defined(&key)?;
            Some((short.to_owned(), long.to_owned()))
        };
        Ok(within.filter_map(told).collect())
    }

    fn definers(&self, short: &str, long: &str) -> Result<BTreeSet<String>> {
        let [key, _] = keys::defined_keys(short, long);
        let same = self.definitions().filter(|(_, one)| *one == key);
        Ok(same.map(|(paper, _)| paper.path.clone()).collect())
    }

    fn candidates(&self, plan: &Plan, most: usize) -> Result<Candidates> {
        let pass = Pass::over(self, plan, false);
        let answers = pass.answers(self);
        let answering = || (0..answers.len()).filter(|at| answers[*at]);
        let mut best: Vec<Candidate> = answering()
            .map(|at| Candidate {
                id: pass.sections[at].0,
                bears: pass.scored[at].bears,
                score: pass.scored[at].score,
                required: pass.scored[at].required.0,
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
        let kept = plan.keeps_found.then(|| answering().map(|at| pass.sections[at].0));
        let found = self.found(kept.into_iter().flatten());
        let all = pass.covered.as_ref().map_or(0, Covered::all);
        let whole = answering().filter(|at| {
            let need = pass.covered.as_ref().map_or(0, Covered::need);
            let held = pass.scored[*at].words_held;
            // What bears the number asked for counts as if it held enough of the words.
            (if pass.scored[*at].bears { need } else { held }) >= all
        });
        let whole = if plan.keeps_found { whole.count() } else { 0 };
        let papers = plan.of_papers.then(|| self.among(Among::Found(&found)).len());
        let weights = pass.covered.map(Covered::into_weights).unwrap_or_default();
        Ok(Candidates { best, total, words: pass.words, weights, found, whole, papers })
    }

    fn gains(&self, plan: &Plan, ids: &[SectionId]) -> Result<Vec<Vec<(usize, f32)>>> {
        let pass = Pass::over(self, plan, true);
        let gains = |id: &SectionId| {
            let at = pass.sections.iter().position(|(one, _)| one == id);
            at.map(|at| pass.scored[at].gains.clone()).unwrap_or_default()
        };
        Ok(ids.iter().map(gains).collect())
    }

    fn observe(&self, ids: Vec<SectionId>, watch: &Watch<'_>) -> Result<Observations> {
        let mut observations = Observations::of(ids, watch);
        observations.each(|id, mut observing| {
            let Some(section) = self.held(id) else { return Ok((0.0, 0.0)) };
            for (at, word) in watch.words.iter().enumerate() {
                for (places, is_exact, weight) in section.text.of_terms(word.terms) {
                    let weight = if is_exact { weight } else { weight * watch.other_marks };
                    observing.counts[at] += weight * places.len() as f32;
                    if watch.with_places {
                        observing.run(at, weight, places.iter().copied());
                    }
                }
                let other_marks = watch.other_marks;
                if word.second > 0.0 {
                    let sum = observing.counts[at];
                    observing.counts[at] =
                        section.second.count_after(sum, word.terms, other_marks, word.second);
                }
                observing.counts[at + watch.words.len()] =
                    section.title.count(word.terms, other_marks, 1.0);
                for row in word.spellings.iter().filter_map(|one| watch.spellings.get(*one)) {
                    observing.spelled[at] += watch.spelling * section.row(row).0 as f32;
                }
            }
            let spelled = observing.counts.iter_mut().zip(&*observing.spelled);
            spelled.for_each(|(sum, count)| *sum += count);
            Ok::<_, Error>((section.text.length, section.title.length))
        })?;
        Ok(observations)
    }

    fn leads(&self, papers: &[PaperId]) -> Result<Vec<Lead>> {
        let lead = |paper: &PaperId| {
            let mut lead = Lead::default();
            let sections = self.papers.get(paper.0 as usize).map(|one| &one.sections[..]);
            for (ordinal, section) in (0..).zip(sections.unwrap_or_default()).take(REACH) {
                let id = SectionId { paper: *paper, ordinal };
                match section.role {
                    Role::Name => lead.names.push(id),
                    Role::First => {
                        lead.first = Some(id);
                        break;
                    }
                    Role::Other => {}
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

    fn held(&self, row: &Row) -> Result<Vec<Held>> {
        let held = |(id, section): (SectionId, &super::sections::Section)| {
            let (exact, other) = section.row(row);
            (exact + other > 0).then_some(Held { id, exact, other })
        };
        Ok(self.all().filter_map(held).collect())
    }

    fn count_up_to(&self, row: &Row, most: usize) -> Result<usize> {
        Ok(Engine::held(self, row)?.len().min(most))
    }

    fn count_among(&self, rows: &[Row], among: &Found) -> Result<usize> {
        let holds =
            |section: &super::sections::Section| rows.iter().any(|row| section.row(row) != (0, 0));
        let found = self.sections_that(holds).into_iter();
        Ok(found.filter(|id| self.is_found(among, *id)).count())
    }

    fn mentioning<'e>(
        &'e self,
        asked: &Mentioned<'_>,
    ) -> Result<Box<dyn Iterator<Item = Result<SectionId>> + 'e>> {
        let found = self.sections_that(|section| {
            asked.rows.iter().any(|row| section.row(row) != (0, 0))
                || asked.terms.iter().any(|term| section.text.postings.contains_key(term))
        });
        let admitted: Vec<SectionId> =
            found.into_iter().filter(|id| self.is_admitted(asked.chosen, id.paper)).collect();
        Ok(Box::new(admitted.into_iter().map(Ok)))
    }

    fn choose(&self, filters: Vec<ColumnFilter>) -> Result<Chosen> {
        Ok(self.chosen(filters))
    }

    fn chosen_papers(
        &self,
        chosen: &Chosen,
        range: Range<usize>,
    ) -> Result<(usize, Vec<PaperRecord>)> {
        let all = self.among(Among::Chosen(chosen));
        let within = all.iter().take(range.end).skip(range.start);
        let records = within.map(|paper| self.papers[paper.0 as usize].record.clone()).collect();
        Ok((all.len(), records))
    }

    fn is_chosen(&self, chosen: &Chosen, path: &str) -> Result<bool> {
        let paper = self.paper_at(path).map(|at| PaperId(at as u64));
        Ok(paper.is_some_and(|paper| self.is_admitted(chosen, paper)))
    }

    fn facets(&self, among: Among<'_>, columns: &[Column]) -> Result<Facets> {
        let papers = self.among(among);
        let count = |column: &Column| {
            let mut counts = ValueCounts::new();
            for paper in &papers {
                let value = column.of(&self.papers[paper.0 as usize].record);
                *counts.entry(value).or_default() += 1;
            }
            counts
        };
        Ok(Facets { papers: papers.len(), columns: columns.iter().map(count).collect() })
    }
}
