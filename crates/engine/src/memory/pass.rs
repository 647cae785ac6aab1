//! The first pass by its definition: every clause is counted in every section.
//! In: a plan. Out: a score for each section, and what it holds. Passes nothing over.

use std::collections::BTreeSet;

use crate::analyse::{NUMBER, OWN};
use crate::condition;
use crate::coverage::Covered;
use crate::engine::WordFound;
use crate::formula::{damping, rarity, saturated};
use crate::memory::Memory;
use crate::memory::sections::Section;
use crate::plan::{Clause, Numbers, Plan, Sought, Word};
use crate::section::SectionId;
use crate::terms::Terms;

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
    pub sections: Vec<(SectionId, &'p Section)>,
    pub scored: Vec<Scored>,
    pub words: Vec<WordFound>,
    pub covered: Option<Covered>,
    /// How many required clauses there are.
    pub required: u16,
    totals: (f32, f32),
    /// Words that are scored last, the rarest first: the clause, what it is worth, what it weighs.
    common: Vec<(&'p Clause, &'p Word, f32, u32)>,
    /// Whether each clause is scored in its place.
    is_traced: bool,
}

impl<'p> Pass<'p> {
    /// Scores all clauses; where each gain is asked for, in their order.
    pub fn over(memory: &'p Memory, plan: &'p Plan, asks_gains: bool) -> Pass<'p> {
        let totals = memory.manifest.totals;
        let average = (totals.tokens as f32 / totals.sections.max(1) as f32).max(1.0);
        let covered = plan.coverage.as_ref().filter(|asked| asked.words > 0);
        let sections: Vec<_> = memory.all().collect();
        let mut pass = Pass {
            plan,
            scored: vec![Scored::default(); sections.len()],
            sections,
            words: Vec::new(),
            covered: covered.map(|asked| Covered::new(asked, &plan.weighting)),
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

    fn counts(&self, count: impl Fn(&Section) -> f32) -> Vec<f32> {
        self.sections.iter().map(|(_, section)| count(section)).collect()
    }

    fn sought(&mut self, at: usize, clause: &'p Clause) {
        let weighting = self.plan.weighting;
        match &clause.sought {
            Sought::Word(word) => self.word(at, clause, word),
            Sought::Row(words) => {
                let rows = |section: &Section| section.text.row(words);
                let second = |section: &Section| {
                    let (exact, other) = section.second.row(words);
                    weighting.second_row * (exact + other) as f32
                };
                self.rows(clause, rows, second);
            }
            Sought::Near(words, far) => {
                self.rows(clause, |section| section.near(words, *far), |_| 0.0);
            }
            Sought::Numbers(numbers) => self.numbers(clause, numbers),
        }
    }

    /// Adds how often the other spellings of a clause stand in a section.
    fn with_spelled(&self, sum: f32, clause: &Clause, section: &Section) -> f32 {
        let rows = clause.spellings.iter().filter_map(|one| self.plan.spellings.get(*one));
        let spelling = self.plan.weighting.spelling;
        rows.fold(sum, |sum, row| sum + spelling * section.row(row).0 as f32)
    }

    fn word(&mut self, at: usize, clause: &'p Clause, word: &'p Word) {
        let weighting = self.plan.weighting;
        let count = |terms: &Terms, section: &Section| {
            section.text.count(terms, weighting.other_marks, 1.0)
        };
        let has_spelling =
            self.sections.iter().any(|(_, one)| self.with_spelled(0.0, clause, one) > 0.0);
        let typed = self.counts(|section| count(&word.terms, section));
        let sections = typed.iter().filter(|count| **count > 0.0).count() as u64;
        let is_common = word.may_be_common
            && sections >= weighting.common_at_least
            && sections as f32 * weighting.common as f32 >= self.totals.0;
        if is_common && !has_spelling && !self.is_traced {
            self.words.push(WordFound { clause: at, sections, is_common });
            let worth = word.weight * self.rarity(sections);
            let weight = self.weigh(word, sections);
            self.common.push((clause, word, worth, weight));
            return;
        }
        let mut counts = self.counts(|section| {
            let mut sum = self.with_spelled(count(&word.terms, section), clause, section);
            if !is_common && weighting.second > 0.0 {
                sum = section.second.count_after(
                    sum,
                    &word.terms,
                    weighting.other_marks,
                    weighting.second,
                );
            }
            sum
        });
        let found = counts.iter().filter(|count| **count > 0.0).count() as u64;
        let sections = if is_common { sections } else { found };
        self.words.push(WordFound { clause: at, sections, is_common });
        let weight = self.weigh(word, sections);
        self.hold(&counts, weight);
        for (sum, (_, section)) in counts.iter_mut().zip(&self.sections) {
            *sum = section.title.count_after(
                *sum,
                &word.terms,
                weighting.other_marks,
                weighting.title,
            );
        }
        self.settle(clause.part, &counts, word.weight * self.rarity(sections), false);
    }

    /// What a content word weighs; 0 where it is none.
    fn weigh(&mut self, word: &Word, sections: u64) -> u32 {
        let rarity = self.rarity(sections);
        match (&mut self.covered, &word.content) {
            (Some(covered), Some(content)) => covered.weigh(content, rarity),
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
            let weighting = self.plan.weighting;
            let text = self.counts(|one| one.text.count(&word.terms, weighting.other_marks, 1.0));
            self.hold(&text, weight);
            let title = weighting.title;
            let mut counts =
                self.counts(|one| one.title.count(&word.terms, weighting.other_marks, title));
            counts.iter_mut().zip(text).for_each(|(sum, text)| *sum += text);
            self.settle(clause.part, &counts, worth, false);
        }
    }

    fn rows(
        &mut self,
        clause: &Clause,
        rows: impl Fn(&Section) -> (u32, u32),
        second: impl Fn(&Section) -> f32,
    ) {
        let weighting = self.plan.weighting;
        let found: Vec<(u32, u32)> = self.sections.iter().map(|(_, one)| rows(one)).collect();
        let exact = found.iter().filter(|(exact, _)| *exact > 0).count() as u64;
        let counted = self.sections.iter().zip(&found).map(|((_, section), (exact, other))| {
            let typed = *exact as f32 + weighting.other_marks * *other as f32;
            self.with_spelled(typed, clause, section) + second(section)
        });
        let counts: Vec<f32> = counted.collect();
        let any = counts.iter().filter(|count| **count > 0.0).count() as u64;
        let worth = weighting.row * self.rarity(if exact > 0 { exact } else { any });
        self.settle(clause.part, &counts, worth, true);
        self.required += 1;
    }

    fn numbers(&mut self, clause: &Clause, numbers: &Numbers) {
        let weighting = self.plan.weighting;
        let keys = |section: &Section, lead: char, keys: &[String]| -> f32 {
            let terms = keys.iter().map(|key| format!("{lead}{key}"));
            terms
                .filter_map(|term| section.text.postings.get(&term))
                .map(|at| at.len() as f32)
                .sum()
        };
        let bears = self.counts(|section| keys(section, OWN, &numbers.own));
        for (scored, _) in self.scored.iter_mut().zip(bears).filter(|(_, count)| *count > 0.0) {
            scored.bears = true;
        }
        let mut counts = self.counts(|section| keys(section, NUMBER, &numbers.cited));
        let sections = counts.iter().filter(|count| **count > 0.0).count() as u64;
        for key in &numbers.aside {
            let aside = self.counts(|one| keys(one, NUMBER, std::slice::from_ref(key)));
            counts.iter_mut().zip(aside).for_each(|(sum, one)| *sum += one * weighting.aside);
        }
        self.settle(clause.part, &counts, weighting.number * self.rarity(sections), true);
        self.required += 1;
    }

    fn banned(&mut self, clause: &Clause) {
        let counts = self.counts(|section| {
            let exact = match &clause.sought {
                Sought::Word(word) => {
                    let found = section.text.of_terms(&word.terms).into_iter();
                    return found.filter(|one| one.1).map(|one| one.0.len() as f32).sum();
                }
                Sought::Row(words) => section.text.row(words).0,
                Sought::Near(words, far) => section.near(words, *far).0,
                Sought::Numbers(numbers) => {
                    let terms = numbers.cited.iter().map(|key| format!("{NUMBER}{key}"));
                    terms.filter(|term| section.text.postings.contains_key(term)).count() as u32
                }
            };
            exact as f32
        });
        self.settle(clause.part, &counts, 0.0, false);
    }

    fn rarity(&self, sections: u64) -> f32 {
        rarity(self.totals.0, sections as f32)
    }

    fn settle(&mut self, part: usize, counts: &[f32], worth: f32, is_required: bool) {
        let weighting = self.plan.weighting;
        let bit = if self.plan.condition.is_some() { condition::bit(part) } else { 0 };
        for ((scored, count), (_, section)) in
            self.scored.iter_mut().zip(counts).zip(&self.sections)
        {
            if *count <= 0.0 {
                continue;
            }
            let damping = damping(weighting.k1, weighting.b, section.text.length, self.totals.1);
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
        let need = self.covered.as_ref().map_or(0, Covered::need);
        let papers = plan.of_papers.then(|| self.papers_that_answer(memory));
        let answers = (0..self.sections.len()).map(|at| {
            let (scored, id) = (&self.scored[at], self.sections[at].0);
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
        condition.leaves(false, &mut |part, is_negated| {
            sought |= if is_negated { 0 } else { condition::bit(part) };
        });
        let admitted: Vec<usize> = (0..self.sections.len())
            .filter(|at| memory.is_admitted(&self.plan.chosen, self.sections[*at].0.paper))
            .collect();
        let of_paper = |at: usize| {
            let same = admitted
                .iter()
                .filter(|one| self.sections[**one].0.paper == self.sections[at].0.paper);
            same.fold(0, |mask, one| mask | self.scored[*one].held)
        };
        let answers =
            |at: &usize| self.scored[*at].held & sought != 0 && condition.holds(of_paper(*at));
        admitted.iter().copied().filter(answers).collect()
    }
}
