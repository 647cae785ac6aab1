//! The first pass by its definition: every clause is counted in every section.
//! In: a plan. Out: a score for each section, and what it holds. Never skips a section.

use std::collections::BTreeMap;

use crate::analyse::{NUMBER_LEAD, OWN_LEAD};
use crate::condition;
use crate::coverage::CoverageWeights;
use crate::engine::WordFound;
use crate::evaluate::sections::SectionIndex;
use crate::formula::{damping, rarity, saturated};
use crate::plan::{Clause, ClauseKind, Numbers, Phrase, Plan, RankedWord};

/// The score of one section so far.
#[derive(Clone, Debug, Default)]
pub struct Scored {
    /// The sum of what its clauses added.
    pub score: f32,
    /// How much of the score comes from required clauses, in the same unit.
    pub required_score: f32,
    /// How many required clauses it holds.
    pub required_met: u16,
    /// The parts of the question that it holds, as bits; 0 if the plan has no condition.
    pub held: u64,
    /// The sum of the coverage weights of the content words that it holds.
    pub words_held: u32,
    /// For each clause that it holds, the number of its part and what it added to the score.
    pub gains: Vec<(usize, f32)>,
    /// Whether it is what a number asks for ([`Candidate::bears`](crate::engine::Candidate::bears)).
    pub bears: bool,
}

/// A common word that waits to be scored.
struct CommonWord<'p> {
    /// Its clause.
    clause: &'p Clause,
    /// The word of that clause.
    word: &'p RankedWord,
    /// Its weight times its rarity.
    worth: f32,
    /// Its coverage weight; 0 if it is no content word.
    weight: u32,
}

/// What the scores of sections depend on besides the sections themselves.
#[derive(Clone, Debug, Default)]
pub struct Statistics {
    /// How many sections there are in all.
    pub sections: u64,
    /// How many tokens they have in all.
    pub tokens: u64,
    /// For each clause of the plan how many sections hold it; `None`: those that are evaluated are all there are.
    pub clauses: Option<Vec<ClauseFrequency>>,
}

/// How many sections hold a clause.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ClauseFrequency {
    /// A word: those that hold it in the text.
    pub in_text: u64,
    /// A phrase: those that hold it in the text with the typed marks.
    pub exact: u64,
    /// Those that hold it in the text, in a second reading, or in another spelling. A number: that cite it or are what
    /// it asks for.
    pub all: u64,
    /// Whether any section holds another spelling of it.
    pub is_spelled: bool,
}

/// A pass over all sections.
pub struct Pass<'p> {
    /// The plan.
    pub plan: &'p Plan,
    /// All sections; `scored` has the same order.
    pub sections: &'p SectionIndex,
    /// The score of each section so far.
    pub scored: Vec<Scored>,
    /// The document frequencies of the words.
    pub words: Vec<WordFound>,
    /// The coverage condition; `None` if the plan has none.
    pub covered: Option<CoverageWeights>,
    /// How many required clauses there are.
    pub required: u16,
    /// As [`Statistics::clauses`].
    frequencies: Option<Vec<ClauseFrequency>>,
    /// How many sections there are.
    section_count: f32,
    /// The average length of a section, in tokens.
    average_length: f32,
    /// The words that are scored last.
    common: Vec<CommonWord<'p>>,
    /// Whether each clause is scored in its place, so that its gains are known.
    is_traced: bool,
}

impl<'p> Pass<'p> {
    /// Scores all clauses of `plan`. Common words are scored last, or, with `asks_gains` or a condition, in their
    /// place, so that gains are logged in the order of the plan.
    pub fn over(
        sections: &'p SectionIndex,
        statistics: Statistics,
        plan: &'p Plan,
        asks_gains: bool,
    ) -> Pass<'p> {
        let average = (statistics.tokens as f32 / statistics.sections.max(1) as f32).max(1.0);
        let covered = plan.coverage.as_ref().filter(|asked| asked.words > 0);
        let mut pass = Pass {
            plan,
            scored: vec![Scored::default(); sections.ids.len()],
            sections,
            words: Vec::new(),
            covered: covered.map(|asked| CoverageWeights::new(asked, &plan.weighting)),
            required: 0,
            section_count: statistics.sections as f32,
            frequencies: statistics.clauses,
            average_length: average,
            common: Vec::new(),
            is_traced: asks_gains || plan.condition.is_some(),
        };
        for (at, clause) in plan.clauses.iter().enumerate() {
            if clause.is_banned {
                pass.mark_banned(clause);
            } else {
                pass.score_clause(at, clause);
            }
        }
        pass.score_common_words();
        pass
    }

    /// A count for each section, which `count` makes from zeros.
    fn counts(&self, count: impl FnOnce(&mut [f32])) -> Vec<f32> {
        let mut counts = vec![0.0; self.scored.len()];
        count(&mut counts);
        counts
    }

    fn score_clause(&mut self, at: usize, clause: &'p Clause) {
        match &clause.kind {
            ClauseKind::Word(word) => self.score_word(at, clause, word),
            ClauseKind::Phrase(words) => {
                let found = self.sections.count_phrase(&Phrase::in_text(words.clone()));
                let second = self.sections.count_phrase(&Phrase::in_second_reading(words.clone()));
                self.score_matches(at, clause, &found, &second);
            }
            ClauseKind::Near(words, far) => {
                let found = self.sections.count_near(words, *far);
                self.score_matches(at, clause, &found, &BTreeMap::new());
            }
            ClauseKind::Numbers(numbers) => self.score_numbers(at, clause, numbers),
        }
    }

    /// Adds the weighted counts of the other spellings of a clause. Returns whether any section holds one.
    fn add_spelled(&self, clause: &Clause, sums: &mut [f32]) -> bool {
        let spellings = clause.spellings.iter().filter_map(|one| self.plan.spellings.get(*one));
        let mut is_spelled = false;
        for (section, (exact, _)) in spellings.flat_map(|phrase| self.sections.count_phrase(phrase))
        {
            sums[section] += self.plan.weighting.spelling * exact as f32;
            is_spelled = true;
        }
        is_spelled
    }

    fn score_word(&mut self, at: usize, clause: &'p Clause, word: &'p RankedWord) {
        let (weighting, terms) = (self.plan.weighting, &word.terms);
        let mut counts =
            self.counts(|sums| self.sections.text.count(terms, weighting.other_marks, 1.0, sums));
        let given = self.frequency(at);
        let typed = given.map_or_else(|| number_of(&counts), |given| given.in_text);
        let is_spelled = self.add_spelled(clause, &mut counts);
        let is_spelled = given.map_or(is_spelled, |given| given.is_spelled);
        let is_common = word.may_be_common
            && typed >= weighting.common_at_least
            && typed as f32 * weighting.common as f32 >= self.section_count;
        if is_common && !is_spelled && !self.is_traced {
            self.words.push(WordFound { clause: at, sections: typed, is_common });
            let worth = word.weight * self.rarity(typed);
            let weight = self.content_weight(word, typed);
            self.common.push(CommonWord { clause, word, worth, weight });
            return;
        }
        if !is_common && weighting.second > 0.0 {
            let (other_marks, second) = (weighting.other_marks, weighting.second);
            self.sections.second.count(terms, other_marks, second, &mut counts);
        }
        let all = given.map_or_else(|| number_of(&counts), |given| given.all);
        let sections = if is_common { typed } else { all };
        self.words.push(WordFound { clause: at, sections, is_common });
        let weight = self.content_weight(word, sections);
        self.add_coverage(&counts, weight);
        self.sections.title.count(terms, weighting.other_marks, weighting.title, &mut counts);
        self.add_scores(clause.part, &counts, word.weight * self.rarity(sections), false);
    }

    /// The coverage weight of a word; 0 if it is no content word.
    fn content_weight(&mut self, word: &RankedWord, sections: u64) -> u32 {
        let rarity = self.rarity(sections);
        match (&mut self.covered, &word.content) {
            (Some(covered), Some(content)) => covered.add_word(content, rarity),
            _ => 0,
        }
    }

    /// Adds a coverage weight to the sections that hold a word.
    fn add_coverage(&mut self, counts: &[f32], weight: u32) {
        for (scored, _) in self.scored.iter_mut().zip(counts).filter(|(_, count)| **count > 0.0) {
            scored.words_held += weight;
        }
    }

    /// Scores the common words, those of most worth first: the order of additions must be that of every store.
    fn score_common_words(&mut self) {
        let mut common = std::mem::take(&mut self.common);
        common.sort_by(|one, other| other.worth.total_cmp(&one.worth));
        for CommonWord { clause, word, worth, weight } in common {
            let (sections, weighting) = (self.sections, self.plan.weighting);
            let (terms, other_marks) = (&word.terms, weighting.other_marks);
            let text = self.counts(|sums| sections.text.count(terms, other_marks, 1.0, sums));
            self.add_coverage(&text, weight);
            let counts = self.counts(|sums| {
                sections.title.count(terms, other_marks, weighting.title, sums);
                sections.text.count(terms, other_marks, 1.0, sums);
            });
            self.add_scores(clause.part, &counts, worth, false);
        }
    }

    fn score_matches(
        &mut self,
        at: usize,
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
                sums[*section] += weighting.second_phrase * (exact + other) as f32;
            }
        });
        let given = self.frequency(at);
        let exact = given.map_or(exact, |given| given.exact);
        let all = given.map_or_else(|| number_of(&counts), |given| given.all);
        let sections = if exact > 0 { exact } else { all };
        self.add_scores(clause.part, &counts, weighting.phrase * self.rarity(sections), true);
        self.required += 1;
    }

    fn score_numbers(&mut self, at: usize, clause: &Clause, numbers: &Numbers) {
        let (text, weighting) = (&self.sections.text, self.plan.weighting);
        let terms = |lead: char, keys: &[String]| -> Vec<String> {
            keys.iter().map(|key| format!("{lead}{key}")).collect()
        };
        let own = terms(OWN_LEAD, &numbers.own);
        let bears = self.counts(|sums| text.count_terms(own.into_iter(), 1.0, sums));
        let bearing = self.scored.iter_mut().zip(bears).filter(|(_, count)| *count > 0.0);
        for (scored, _) in bearing {
            scored.bears = true;
        }
        let cited = terms(NUMBER_LEAD, &numbers.cited);
        let units: Vec<usize> =
            numbers.units.iter().filter_map(|unit| self.sections.number_of(*unit)).collect();
        let mut counts = self.counts(|sums| {
            text.count_terms(cited.into_iter(), 1.0, sums);
            units.iter().for_each(|unit| sums[*unit] += 1.0);
        });
        units.iter().for_each(|unit| self.scored[*unit].bears = true);
        let sections = self.frequency(at).map_or_else(|| number_of(&counts), |given| given.all);
        let aside = terms(NUMBER_LEAD, &numbers.aside);
        text.count_terms(aside.into_iter(), weighting.aside, &mut counts);
        self.add_scores(clause.part, &counts, weighting.number * self.rarity(sections), true);
        self.required += 1;
    }

    /// Marks the sections that hold a clause under NOT. Only exact matches count.
    fn mark_banned(&mut self, clause: &Clause) {
        let add_exact = |found: BTreeMap<usize, (u32, u32)>, sums: &mut [f32]| {
            found.into_iter().for_each(|(section, (exact, _))| sums[section] += exact as f32);
        };
        let counts = self.counts(|sums| match &clause.kind {
            ClauseKind::Word(word) => {
                let terms =
                    self.sections.text.matching_terms(&word.terms).into_iter().filter(|one| one.1);
                terms.flat_map(|one| one.0).for_each(|(section, _)| sums[*section] += 1.0);
            }
            ClauseKind::Phrase(words) => {
                add_exact(self.sections.count_phrase(&Phrase::in_text(words.clone())), sums);
            }
            ClauseKind::Near(words, far) => add_exact(self.sections.count_near(words, *far), sums),
            ClauseKind::Numbers(numbers) => {
                let terms = numbers.cited.iter().map(|key| format!("{NUMBER_LEAD}{key}"));
                self.sections.text.count_terms(terms, 1.0, sums);
            }
        });
        self.add_scores(clause.part, &counts, 0.0, false);
    }

    /// How many sections hold the clause at an index, where the caller told it.
    fn frequency(&self, clause: usize) -> Option<ClauseFrequency> {
        self.frequencies.as_ref()?.get(clause).copied()
    }

    fn rarity(&self, sections: u64) -> f32 {
        rarity(self.section_count, sections as f32)
    }

    /// Scores a clause by its counts in all sections.
    fn add_scores(&mut self, part: usize, counts: &[f32], worth: f32, is_required: bool) {
        let weighting = self.plan.weighting;
        let bit = if self.plan.condition.is_some() { condition::bit(part) } else { 0 };
        let counted = self.scored.iter_mut().zip(counts).zip(&self.sections.text.lengths);
        for ((scored, count), length) in counted.filter(|((_, count), _)| **count > 0.0) {
            let damping = damping(weighting.k1, weighting.b, *length, self.average_length);
            let gained = worth * saturated(weighting.k1, *count, damping);
            scored.score += gained;
            scored.held |= bit;
            scored.gains.push((part, gained));
            if is_required {
                scored.required_score += gained;
                scored.required_met += 1;
            }
        }
    }
}

/// How many sections something was counted in.
fn number_of(counts: &[f32]) -> u64 {
    counts.iter().filter(|count| **count > 0.0).count() as u64
}
