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

    fn ids(&self, numbers: impl IntoIterator<Item = usize>) -> Vec<SectionId> {
        numbers.into_iter().map(|number| self.all.ids[number]).collect()
    }

    /// The numbers of the sections that hold one of `rows` or `terms`.
    fn holding(&self, rows: &[Row], terms: &[String]) -> BTreeSet<usize> {
        let by_rows = rows.iter().flat_map(|row| self.all.row(row).into_keys());
        let by_terms = terms.iter().filter_map(|term| self.all.text.terms.get(term)).flatten();
        by_rows.chain(by_terms.map(|(section, _)| *section)).collect()
    }
}

impl Engine for Memory {
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
                id: pass.sections.ids[at],
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
        let kept = plan.keeps_found.then(|| answering().map(|at| pass.sections.ids[at]));
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
            let at = pass.sections.ids.binary_search(id).ok();
            at.map(|at| pass.scored[at].gains.clone()).unwrap_or_default()
        };
        Ok(ids.iter().map(gains).collect())
    }

    fn observe(&self, ids: Vec<SectionId>, watch: &Watch<'_>) -> Result<Observations> {
        let mut observations = Observations::of(ids, watch);
        observations.each(|id, mut observing| {
            let Ok(number) = self.all.ids.binary_search(&id) else { return Ok((0.0, 0.0)) };
            let other_marks = watch.other_marks;
            for (at, word) in watch.words.iter().enumerate() {
                for (postings, is_exact, one) in self.all.text.meant(word.terms) {
                    let weight = if is_exact { one } else { one * other_marks };
                    let places = places_in(postings, number);
                    observing.counts[at] += weight * places.len() as f32;
                    if watch.with_places && !places.is_empty() {
                        observing.run(at, weight, places.iter().copied());
                    }
                }
                let heading = at + watch.words.len();
                let others = [(&self.all.second, at, word.second), (&self.all.title, heading, 1.0)];
                for (text, at, weight) in others.into_iter().filter(|(.., weight)| *weight > 0.0) {
                    for (postings, is_exact, one) in text.meant(word.terms) {
                        let one = if is_exact { one } else { one * other_marks } * weight;
                        observing.counts[at] += places_in(postings, number).len() as f32 * one;
                    }
                }
                for row in word.spellings.iter().filter_map(|one| watch.spellings.get(*one)) {
                    let (exact, _) = self.all.row(row).remove(&number).unwrap_or_default();
                    observing.spelled[at] += watch.spelling * exact as f32;
                }
            }
            let spelled = observing.counts.iter_mut().zip(&*observing.spelled);
            spelled.for_each(|(sum, count)| *sum += count);
            Ok::<_, Error>((self.all.text.lengths[number], self.all.title.lengths[number]))
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
        let held = |(number, (exact, other)): (usize, (u32, u32))| Held {
            id: self.all.ids[number],
            exact,
            other,
        };
        Ok(self.all.row(row).into_iter().map(held).collect())
    }

    fn count_up_to(&self, row: &Row, most: usize) -> Result<usize> {
        Ok(Engine::held(self, row)?.len().min(most))
    }

    fn count_among(&self, rows: &[Row], among: &Found) -> Result<usize> {
        let found = self.ids(self.holding(rows, &[])).into_iter();
        Ok(found.filter(|id| self.is_found(among, *id)).count())
    }

    fn mentioning<'e>(
        &'e self,
        asked: &Mentioned<'_>,
    ) -> Result<Box<dyn Iterator<Item = Result<SectionId>> + 'e>> {
        let found = self.ids(self.holding(asked.rows, asked.terms)).into_iter();
        let admitted: Vec<SectionId> =
            found.filter(|id| self.is_admitted(asked.chosen, id.paper)).collect();
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

/// The places of a term in one section.
fn places_in(postings: &[(usize, Vec<u32>)], section: usize) -> &[u32] {
    let found = postings.binary_search_by_key(&section, |(section, _)| *section);
    found.map_or(&[], |at| &postings[at].1)
}
