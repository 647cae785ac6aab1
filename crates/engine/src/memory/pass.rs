//! The first pass by its definition: every clause is counted in every section.
//! In: a plan. Out: a score for each section, and what it holds. Passes nothing over.

use std::collections::{BTreeMap, BTreeSet};

use crate::analyse::{NUMBER_LEAD, OWN_LEAD};
use crate::condition;
use crate::coverage::CoverageWeights;
use crate::engine::WordFound;
use crate::formula::{damping, rarity, saturated};
use crate::memory::Memory;
use crate::memory::sections::Sections;
use crate::plan::{Clause, ClauseKind, Numbers, Phrase, Plan, RankedWord};

/// What the clauses so far gave to one section.
#[derive(Clone, Debug, Default)]
pub struct Scored {
    pub score: f32,
    /// What required clauses gave, and how many it meets.
    pub required: (f32, u16),
    /// Which parts it holds, as bits.
    pub held: u64,
    /// The weight of the content words that it holds.
    pub words_held: u32,
    /// What each part gave.
    pub gains: Vec<(usize, f32)>,
    /// Whether its paper tells the number asked for as its own there.
    pub bears: bool,
}

/// A pass over all sections.
pub struct Pass<'p> {
    plan: &'p Plan,
    pub sections: &'p Sections,
    pub scored: Vec<Scored>,
    pub words: Vec<WordFound>,
    pub covered: Option<CoverageWeights>,
    /// How many required clauses there are.
    pub required: u16,
    totals: (f32, f32),
    /// Words that are scored last, the rarest first: the clause, what it is worth, what it weighs.
    common: Vec<(&'p Clause, &'p RankedWord, f32, u32)>,
    /// Whether each clause is scored in its place.
    is_traced: bool,
}

impl<'p> Pass<'p> {
    /// Scores all clauses; where each gain is asked for, in their order.
    pub fn over(memory: &'p Memory, plan: &'p Plan, asks_gains: bool) -> Pass<'p> {
        let totals = memory.manifest.totals;
        let average = (totals.tokens as f32 / totals.sections.max(1) as f32).max(1.0);
        let covered = plan.coverage.as_ref().filter(|asked| asked.words > 0);
        let sections = &memory.all;
        let mut pass = Pass {
            plan,
            scored: vec![Scored::default(); sections.ids.len()],
            sections,
            words: Vec::new(),
            covered: covered.map(|asked| CoverageWeights::new(asked, &plan.weighting)),
            required: 0,
            totals: (totals.sections as f32, average),
            common: Vec::new(),
            is_traced: asks_gains || plan.condition.is_some(),
        };
        for (at, clause) in plan.clauses.iter().enumerate() {
            match clause.is_banned {
                true => pass.banned(clause),
                false => pass.sought(at, clause),
            }
        }
        pass.common_words();
        pass
    }

    /// Counts something in all sections.
    fn counts(&self, count: impl FnOnce(&mut [f32])) -> Vec<f32> {
        let mut counts = vec![0.0; self.scored.len()];
        count(&mut counts);
        counts
    }

    fn sought(&mut self, at: usize, clause: &'p Clause) {
        match &clause.sought {
            ClauseKind::Word(word) => self.word(at, clause, word),
            ClauseKind::Phrase(words) => {
                let found = self.sections.row(&Phrase::in_text(words.clone()));
                let second = self.sections.row(&Phrase::in_second_reading(words.clone()));
                self.rows(clause, &found, &second);
            }
            ClauseKind::Near(words, far) => {
                self.rows(clause, &self.sections.near(words, *far), &BTreeMap::new());
            }
            ClauseKind::Numbers(numbers) => self.numbers(clause, numbers),
        }
    }

    /// Adds how often the other spellings of a clause stand in each section; gives whether one does.
    fn add_spelled(&self, clause: &Clause, sums: &mut [f32]) -> bool {
        let rows = clause.spellings.iter().filter_map(|one| self.plan.spellings.get(*one));
        let mut is_spelled = false;
        for (section, (exact, _)) in rows.flat_map(|row| self.sections.row(row)) {
            sums[section] += self.plan.weighting.spelling * exact as f32;
            is_spelled = true;
        }
        is_spelled
    }

    fn word(&mut self, at: usize, clause: &'p Clause, word: &'p RankedWord) {
        let (weighting, terms) = (self.plan.weighting, &word.terms);
        let mut counts =
            self.counts(|sums| self.sections.text.count(terms, weighting.other_marks, 1.0, sums));
        let typed = number_of(&counts);
        let is_spelled = self.add_spelled(clause, &mut counts);
        let is_common = word.may_be_common
            && typed >= weighting.common_at_least
            && typed as f32 * weighting.common as f32 >= self.totals.0;
        if is_common && !is_spelled && !self.is_traced {
            self.words.push(WordFound { clause: at, sections: typed, is_common });
            let worth = word.weight * self.rarity(typed);
            let weight = self.weigh(word, typed);
            self.common.push((clause, word, worth, weight));
            return;
        }
        if !is_common && weighting.second > 0.0 {
            let (other_marks, second) = (weighting.other_marks, weighting.second);
            self.sections.second.count(terms, other_marks, second, &mut counts);
        }
        let sections = if is_common { typed } else { number_of(&counts) };
        self.words.push(WordFound { clause: at, sections, is_common });
        let weight = self.weigh(word, sections);
        self.hold(&counts, weight);
        self.sections.title.count(terms, weighting.other_marks, weighting.title, &mut counts);
        self.settle(clause.part, &counts, word.weight * self.rarity(sections), false);
    }

    /// What a content word weighs; 0 where it is none.
    fn weigh(&mut self, word: &RankedWord, sections: u64) -> u32 {
        let rarity = self.rarity(sections);
        match (&mut self.covered, &word.content) {
            (Some(covered), Some(content)) => covered.add_word(content, rarity),
            _ => 0,
        }
    }

    fn hold(&mut self, counts: &[f32], weight: u32) {
        for (scored, _) in self.scored.iter_mut().zip(counts).filter(|(_, count)| **count > 0.0) {
            scored.words_held += weight;
        }
    }

    fn common_words(&mut self) {
        let mut common = std::mem::take(&mut self.common);
        common.sort_by(|one, other| other.2.total_cmp(&one.2));
        for (clause, word, worth, weight) in common {
            let (sections, weighting) = (self.sections, self.plan.weighting);
            let (terms, other_marks) = (&word.terms, weighting.other_marks);
            let text = self.counts(|sums| sections.text.count(terms, other_marks, 1.0, sums));
            self.hold(&text, weight);
            let counts = self.counts(|sums| {
                sections.title.count(terms, other_marks, weighting.title, sums);
                sections.text.count(terms, other_marks, 1.0, sums);
            });
            self.settle(clause.part, &counts, worth, false);
        }
    }

    fn rows(
        &mut self,
        clause: &Clause,
        found: &BTreeMap<usize, (u32, u32)>,
        second: &BTreeMap<usize, (u32, u32)>,
    ) {
        let weighting = self.plan.weighting;
        let exact = found.values().filter(|(exact, _)| *exact > 0).count() as u64;
        let counts = self.counts(|sums| {
            for (section, (exact, other)) in found {
                sums[*section] += *exact as f32 + weighting.other_marks * *other as f32;
            }
            self.add_spelled(clause, sums);
            for (section, (exact, other)) in second {
                sums[*section] += weighting.second_row * (exact + other) as f32;
            }
        });
        let sections = if exact > 0 { exact } else { number_of(&counts) };
        self.settle(clause.part, &counts, weighting.row * self.rarity(sections), true);
        self.required += 1;
    }

    fn numbers(&mut self, clause: &Clause, numbers: &Numbers) {
        let (text, weighting) = (&self.sections.text, self.plan.weighting);
        let terms = |lead: char, keys: &[String]| -> Vec<String> {
            keys.iter().map(|key| format!("{lead}{key}")).collect()
        };
        let own = terms(OWN_LEAD, &numbers.own);
        let bears = self.counts(|sums| text.count_terms(own.into_iter(), 1.0, sums));
        for (scored, _) in self.scored.iter_mut().zip(bears).filter(|(_, count)| *count > 0.0) {
            scored.bears = true;
        }
        let cited = terms(NUMBER_LEAD, &numbers.cited);
        let mut counts = self.counts(|sums| text.count_terms(cited.into_iter(), 1.0, sums));
        let sections = number_of(&counts);
        let aside = terms(NUMBER_LEAD, &numbers.aside);
        text.count_terms(aside.into_iter(), weighting.aside, &mut counts);
        self.settle(clause.part, &counts, weighting.number * self.rarity(sections), true);
        self.required += 1;
    }

    fn banned(&mut self, clause: &Clause) {
        let as_typed = |found: BTreeMap<usize, (u32, u32)>, sums: &mut [f32]| {
            found.into_iter().for_each(|(section, (exact, _))| sums[section] += exact as f32);
        };
        let counts = self.counts(|sums| match &clause.sought {
            ClauseKind::Word(word) => {
                let meant = self.sections.text.meant(&word.terms).into_iter().filter(|one| one.1);
                meant.flat_map(|one| one.0).for_each(|(section, _)| sums[*section] += 1.0);
            }
            ClauseKind::Phrase(words) => {
                as_typed(self.sections.row(&Phrase::in_text(words.clone())), sums)
            }
            ClauseKind::Near(words, far) => as_typed(self.sections.near(words, *far), sums),
            ClauseKind::Numbers(numbers) => {
                let terms = numbers.cited.iter().map(|key| format!("{NUMBER_LEAD}{key}"));
                self.sections.text.count_terms(terms, 1.0, sums);
            }
        });
        self.settle(clause.part, &counts, 0.0, false);
    }

    fn rarity(&self, sections: u64) -> f32 {
        rarity(self.totals.0, sections as f32)
    }

    fn settle(&mut self, part: usize, counts: &[f32], worth: f32, is_required: bool) {
        let weighting = self.plan.weighting;
        let bit = if self.plan.condition.is_some() { condition::bit(part) } else { 0 };
        let counted = self.scored.iter_mut().zip(counts).zip(&self.sections.text.lengths);
        for ((scored, count), length) in counted.filter(|((_, count), _)| **count > 0.0) {
            let damping = damping(weighting.k1, weighting.b, *length, self.totals.1);
            let gained = worth * saturated(weighting.k1, *count, damping);
            scored.score += gained;
            scored.held |= bit;
            scored.gains.push((part, gained));
            if is_required {
                scored.required.0 += gained;
                scored.required.1 += 1;
            }
        }
    }

    /// Which sections answer.
    pub fn answers(&self, memory: &Memory) -> Vec<bool> {
        let plan = self.plan;
        let need = self.covered.as_ref().map_or(0, CoverageWeights::required);
        let papers = plan.of_papers.then(|| self.papers_that_answer(memory));
        let answers = (0..self.sections.ids.len()).map(|at| {
            let (scored, id) = (&self.scored[at], self.sections.ids[at]);
            let is_met = match (&papers, &plan.condition) {
                (Some(papers), _) => papers.contains(&at),
                (None, Some(condition)) => condition.holds(scored.held),
                (None, None) => self.required == 0 || scored.required.1 == self.required,
            };
            let is_left_out =
                plan.except.as_ref().is_some_and(|except| memory.is_found(except, id));
            scored.score > 0.0
                && is_met
                && (papers.is_some() || memory.is_admitted(&plan.chosen, id.paper))
                && (scored.bears || scored.words_held >= need)
                && !is_left_out
        });
        answers.collect()
    }

    /// The sections that hold a part, in papers whose sections hold together what is asked.
    fn papers_that_answer(&self, memory: &Memory) -> BTreeSet<usize> {
        let Some(condition) = &self.plan.condition else { return BTreeSet::new() };
        let mut sought = 0;
        condition.visit_parts(false, &mut |part, is_negated| {
            sought |= if is_negated { 0 } else { condition::bit(part) };
        });
        let admitted: Vec<usize> = (0..self.sections.ids.len())
            .filter(|at| memory.is_admitted(&self.plan.chosen, self.sections.ids[*at].paper))
            .collect();
        let of_paper = |at: usize| {
            let same = admitted
                .iter()
                .filter(|one| self.sections.ids[**one].paper == self.sections.ids[at].paper);
            same.fold(0, |mask, one| mask | self.scored[*one].held)
        };
        let answers =
            |at: &usize| self.scored[*at].held & sought != 0 && condition.holds(of_paper(*at));
        admitted.iter().copied().filter(answers).collect()
    }
}

/// How many sections something was counted in.
fn number_of(counts: &[f32]) -> u64 {
    counts.iter().filter(|count| **count > 0.0).count() as u64
}
