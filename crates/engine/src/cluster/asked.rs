//! A plan as a cluster is asked it: how many sections hold each clause, and which sections answer.
//! In: a plan. Out: frequencies, and queries. Never ranks.

use serde_json::{Value, json};

use crate::cluster::documents::section_key;
use crate::cluster::query::{self, Field};
use crate::cluster::store::ClusterStore;
use crate::condition::Condition;
use crate::coverage::CoverageWeights;
use crate::error::Result;
use crate::evaluate::{ClauseFrequency, Statistics};
use crate::formula::rarity;
use crate::plan::{Clause, ClauseKind, Numbers, Phrase, Plan, RankedWord};
use crate::terms::Terms;

/// A score in the cluster that is above all others: of a section that is what a number asks for.
const BEARS_SCORE: f32 = 1e4;

/// A plan with what the cluster told of its clauses.
pub struct Asked<'p> {
    store: &'p ClusterStore,
    plan: &'p Plan,
    /// How many sections hold each clause.
    pub frequencies: Vec<ClauseFrequency>,
    /// For each clause of words near one another the keys of the sections that hold it: in any way, and with the typed
    /// marks; empty for other clauses.
    near: Vec<[Vec<String>; 2]>,
    /// For each clause its coverage weight; 0 if it has none.
    weights: Vec<u32>,
    /// The coverage condition; `None` if the plan has none.
    pub covered: Option<CoverageWeights>,
}

impl<'p> Asked<'p> {
    /// Asks how many sections hold each clause.
    pub fn of(store: &'p ClusterStore, plan: &'p Plan) -> Result<Asked<'p>> {
        let mut near = Vec::with_capacity(plan.clauses.len());
        for clause in &plan.clauses {
            near.push(match &clause.kind {
                ClauseKind::Near(words, far) => store.near_keys(words, *far)?,
                _ => Default::default(),
            });
        }
        let (frequencies, weights) = (Vec::new(), vec![0; plan.clauses.len()]);
        let mut asked = Asked { store, plan, frequencies, near, weights, covered: None };
        asked.count()?;
        asked.weigh();
        Ok(asked)
    }

    /// What the scores depend on.
    pub fn statistics(&self) -> Statistics {
        let totals = self.store.totals();
        let clauses = Some(self.frequencies.clone());
        Statistics { sections: totals.sections, tokens: totals.tokens, clauses }
    }

    /// Counts the sections that hold each clause, in one request.
    fn count(&mut self) -> Result<()> {
        let mut queries = Vec::new();
        for (at, clause) in self.plan.clauses.iter().enumerate() {
            queries.extend(match &clause.kind {
                ClauseKind::Word(word) => [
                    query::word(&word.terms, Field::Text, false),
                    self.spelled(clause),
                    self.word_anywhere(clause, word),
                ],
                ClauseKind::Phrase(_) | ClauseKind::Near(..) => {
                    [self.matches(at, true), self.spelled(clause), self.matches_anywhere(at)]
                }
                ClauseKind::Numbers(numbers) => {
                    [query::none(), query::none(), self.cites(numbers, false)]
                }
            });
        }
        let counts = self.store.counts(&queries)?;
        for (clause, count) in self.plan.clauses.iter().zip(counts.chunks_exact(3)) {
            let is_word = matches!(clause.kind, ClauseKind::Word(_));
            self.frequencies.push(ClauseFrequency {
                in_text: if is_word { count[0] } else { 0 },
                exact: if is_word { 0 } else { count[0] },
                is_spelled: count[1] > 0,
                all: count[2],
            });
        }
        Ok(())
    }

    /// Works out the coverage weights of content words.
    fn weigh(&mut self) {
        let asked = self.plan.coverage.as_ref().filter(|asked| asked.words > 0);
        let Some(asked) = asked else { return };
        let mut covered = CoverageWeights::new(asked, &self.plan.weighting);
        let sections = self.store.totals().sections as f32;
        for (at, clause) in self.plan.clauses.iter().enumerate() {
            if let ClauseKind::Word(word) = &clause.kind
                && let Some(content) = &word.content
                && !clause.is_banned
            {
                let held = if self.is_common(at) {
                    self.frequencies[at].in_text
                } else {
                    self.frequencies[at].all
                };
                self.weights[at] = covered.add_word(content, rarity(sections, held as f32));
            }
        }
        self.covered = Some(covered);
    }

    /// Whether a clause is a common word ([`Weighting::common`](crate::plan::Weighting::common)).
    pub fn is_common(&self, clause: usize) -> bool {
        let (weighting, held) = (self.plan.weighting, self.frequencies[clause].in_text);
        let ClauseKind::Word(word) = &self.plan.clauses[clause].kind else { return false };
        word.may_be_common
            && held >= weighting.common_at_least
            && held as f32 * weighting.common as f32 >= self.store.totals().sections as f32
    }

    /// The sections that hold another spelling of a clause.
    fn spelled(&self, clause: &Clause) -> Value {
        let spellings = clause.spellings.iter().filter_map(|one| self.plan.spellings.get(*one));
        query::any(spellings.map(|phrase| query::phrase(phrase, true)).collect())
    }

    /// The sections that hold a word in the text, in a second reading or in another spelling.
    fn word_anywhere(&self, clause: &Clause, word: &RankedWord) -> Value {
        let mut places = vec![query::word(&word.terms, Field::Text, false), self.spelled(clause)];
        if self.plan.weighting.second > 0.0 {
            places.push(query::word(&word.terms, Field::Second, false));
        }
        query::any(places)
    }

    /// The sections that hold the phrase or NEAR of a clause in the text.
    fn matches(&self, at: usize, exact: bool) -> Value {
        match &self.plan.clauses[at].kind {
            ClauseKind::Phrase(words) => query::phrase(&Phrase::in_text(words.clone()), exact),
            _ => json!({ "ids": { "values": self.near[at][usize::from(exact)] } }),
        }
    }

    /// The same with second readings and other spellings.
    fn matches_anywhere(&self, at: usize) -> Value {
        let clause = &self.plan.clauses[at];
        let mut places = vec![self.matches(at, false), self.spelled(clause)];
        if let ClauseKind::Phrase(words) = &clause.kind {
            places.push(query::phrase(&Phrase::in_second_reading(words.clone()), false));
        }
        query::any(places)
    }

    fn cites(&self, numbers: &Numbers, aside: bool) -> Value {
        query::cites(numbers, &unit_keys(numbers), aside)
    }

    /// The sections that hold a clause, wherever it is counted; of a clause under NOT those that hold it as typed.
    fn held(&self, at: usize) -> Value {
        let clause = &self.plan.clauses[at];
        match &clause.kind {
            ClauseKind::Word(word) if clause.is_banned => {
                query::word(&word.terms, Field::Text, true)
            }
            ClauseKind::Word(word) => {
                query::any(vec![self.covering(at), query::word(&word.terms, Field::Title, false)])
            }
            ClauseKind::Phrase(_) | ClauseKind::Near(..) if clause.is_banned => {
                self.matches(at, true)
            }
            ClauseKind::Phrase(_) | ClauseKind::Near(..) => self.matches_anywhere(at),
            ClauseKind::Numbers(numbers) if clause.is_banned => query::cites(numbers, &[], false),
            ClauseKind::Numbers(numbers) => self.cites(numbers, true),
        }
    }

    /// The sections in which a word counts for coverage.
    fn covering(&self, at: usize) -> Value {
        let clause = &self.plan.clauses[at];
        let ClauseKind::Word(word) = &clause.kind else { return query::none() };
        if self.is_common(at) {
            query::any(vec![query::word(&word.terms, Field::Text, false), self.spelled(clause)])
        } else {
            self.word_anywhere(clause, word)
        }
    }

    /// The sections that hold a part of the question.
    fn part(&self, part: usize) -> Value {
        let clauses = self.plan.clauses.iter().enumerate();
        let of_part = clauses.filter(|(_, clause)| clause.part == part);
        query::any(of_part.map(|(at, _)| self.held(at)).collect())
    }

    /// The sections that meet a condition.
    fn meeting(&self, condition: &Condition) -> Value {
        match condition {
            Condition::Leaf(part) => self.part(*part),
            Condition::All(operands) => {
                query::all(operands.iter().map(|operand| self.meeting(operand)).collect())
            }
            Condition::Any(operands) => {
                query::any(operands.iter().map(|operand| self.meeting(operand)).collect())
            }
            Condition::Not(operand) => query::not(&self.meeting(operand)),
        }
    }

    /// The sections whose content words weigh at least `least` together.
    fn covering_at_least(&self, least: u32) -> Value {
        let mut words = Vec::new();
        for (at, weight) in self.weights.iter().enumerate().filter(|(_, weight)| **weight > 0) {
            let held = self.covering(at);
            words.push(json!({ "constant_score": { "filter": held, "boost": weight } }));
        }
        if least == 0 {
            return json!({ "match_all": {} });
        }
        json!({ "function_score": { "query": query::any(words), "min_score": least } })
    }

    /// The sections that are what a number asks for.
    fn bears(&self) -> Value {
        let numbers = self.plan.clauses.iter().filter(|clause| !clause.is_banned);
        let numbers = numbers.filter_map(|clause| match &clause.kind {
            ClauseKind::Numbers(numbers) => Some(query::bears(numbers, &unit_keys(numbers))),
            _ => None,
        });
        query::any(numbers.collect())
    }

    /// The sections that answer.
    pub fn answers(&self) -> Result<Value> {
        let plan = self.plan;
        let sought = plan.clauses.iter().enumerate().filter(|(_, clause)| !clause.is_banned);
        let mut met = vec![query::any(sought.clone().map(|(at, _)| self.held(at)).collect())];
        match &plan.condition {
            _ if plan.per_paper => met.push(self.in_answering_papers()?),
            Some(condition) => met.push(self.meeting(condition)),
            None => {
                let required = sought.filter(|(_, one)| !matches!(one.kind, ClauseKind::Word(_)));
                met.extend(required.map(|(at, _)| self.held(at)));
            }
        }
        if !plan.per_paper {
            met.push(query::chosen(&plan.chosen));
        }
        let need = self.covered.as_ref().map_or(0, CoverageWeights::required);
        if need > 0 {
            met.push(query::any(vec![self.covering_at_least(need), self.bears()]));
        }
        if let Some(except) = &plan.except {
            met.push(query::not(&except.query()));
        }
        Ok(query::all(met))
    }

    /// The sections that hold all content words; those that are what a number asks for count as if they held just the
    /// required weight.
    pub fn whole(&self, answers: &Value) -> Option<Value> {
        let covered = self.covered.as_ref()?;
        let (total, need) = (covered.total(), covered.required());
        let mut whole = vec![self.covering_at_least(total)];
        if need >= total {
            whole.push(self.bears());
        } else {
            whole = vec![query::all(vec![query::any(whole), query::not(&self.bears())])];
        }
        Some(query::all(vec![answers.clone(), query::any(whole)]))
    }

    /// The sections that hold a wanted part, in chosen papers whose sections meet the condition together.
    fn in_answering_papers(&self) -> Result<Value> {
        let Some(condition) = &self.plan.condition else { return Ok(query::none()) };
        let mut parts = Vec::new();
        condition.visit_parts(false, &mut |part, is_negated| parts.push((part, is_negated)));
        let chosen = query::chosen(&self.plan.chosen);
        let mut held = std::collections::BTreeMap::<String, u64>::new();
        for (part, _) in &parts {
            for paper in
                self.store.papers_of(&query::all(vec![self.part(*part), chosen.clone()]))?
            {
                *held.entry(paper).or_default() |= crate::condition::bit(*part);
            }
        }
        let papers: Vec<String> =
            held.into_iter().filter(|(_, mask)| condition.holds(*mask)).map(|one| one.0).collect();
        let wanted = parts.iter().filter(|(_, is_negated)| !is_negated);
        let wanted = query::any(wanted.map(|(part, _)| self.part(*part)).collect());
        Ok(query::all(vec![wanted, json!({ "terms": { "paper": papers } })]))
    }

    /// What orders the candidates in the cluster: about as the first pass does.
    pub fn ranking(&self) -> Value {
        let weighting = self.plan.weighting;
        let boosted = |query: Value, boost: f32| json!({ "function_score": { "query": query, "boost": boost } });
        let mut scores = Vec::new();
        for (at, clause) in self.plan.clauses.iter().enumerate() {
            if clause.is_banned {
                continue;
            }
            match &clause.kind {
                ClauseKind::Word(word) => {
                    let mut fields = vec![(Field::Text, 1.0), (Field::Title, weighting.title)];
                    if !self.is_common(at) {
                        fields.push((Field::Second, weighting.second));
                    }
                    for (field, weight) in fields.into_iter().filter(|(_, weight)| *weight > 0.0) {
                        let one = query::word(&word.terms, field, false);
                        scores.push(boosted(one, weight * word.weight));
                    }
                }
                ClauseKind::Phrase(words) => {
                    let one = query::phrase(&Phrase::in_text(words.clone()), false);
                    scores.push(boosted(one, weighting.phrase));
                }
                ClauseKind::Near(..) => {}
                ClauseKind::Numbers(numbers) => {
                    let one = self.cites(numbers, false);
                    scores.push(boosted(one, weighting.number));
                }
            }
        }
        scores.push(json!({
            "constant_score": { "filter": self.bears(), "boost": BEARS_SCORE },
        }));
        json!({ "bool": { "should": scores } })
    }
}

/// The keys of the sections that a number asks for.
fn unit_keys(numbers: &Numbers) -> Vec<String> {
    numbers.units.iter().map(|unit| section_key(*unit)).collect()
}

/// The sections that hold all of some words in the text, in any way.
pub fn holding_all(words: &[Terms]) -> Value {
    query::all(words.iter().map(|word| query::word(word, Field::Text, false)).collect())
}
