//! Plans a question: makes of it the clauses, the condition and the weights that a store is asked with.
//! In: a question, its synonyms, and which sections are wanted. Out: a plan, and what it was made of.
//! Never ranks. Of the index it asks only which keys of numbers there are, and which sections are the articles that
//! were asked for with a number.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use vankien_engine::analyse::{NUMBER_LEAD, OWN_LEAD};
use vankien_engine::plan::{self, Clause, ClauseKind, Coverage, Numbers, Plan, Weighting};
use vankien_engine::{Engine, FoundSections, keys};

use crate::error::Result;
use crate::held_units::held_units;
use crate::note::Note;
use crate::number::Number;
use crate::question::{self, Part, Question, QuestionWord, terms_of_words};
use crate::scope::Scope;
use crate::synonym::{Synonym, Synonyms};
use crate::weights::{self, Recipe};
use crate::{number_keys, question_words};

pub use vankien_engine::plan::Weights; // The weight of each content word in a ranking.

/// Which sections are ranked.
#[derive(Clone, Copy, Debug, Default)]
pub enum Which<'a> {
    /// All that meet the required parts, whether or not they hold enough of the other words.
    #[default]
    Any,
    /// Those that answer: they meet the required parts and hold enough of the content words.
    Answers,
    /// Those that answer and are not among `except`. The content words weigh what they did in an earlier ranking.
    Others {
        /// The weight of each content word in that ranking.
        weights: &'a Weights,
        /// The sections of that ranking, which are left out.
        except: &'a Arc<FoundSections>,
    },
}

/// A plan, and what it was made of.
pub struct Planned {
    /// The plan that the store is asked.
    pub plan: Plan,
    /// For each part of the question, the keys of the numbers it stands for; empty for a part that is no known number
    /// or is excluded.
    pub keys: Vec<Vec<String>>,
    /// Notes for a reader, those on filters first.
    pub notes: Vec<Note>,
    /// The words that take part in the rerank: [`QuestionWord::key`] by index of the clause.
    pub reranked: BTreeMap<usize, String>,
    /// The [`QuestionWord::key`]s of the words in the order typed, run by run.
    pub runs: Vec<Vec<String>>,
}

impl Planned {
    /// Plans how the sections that `which` names are found. Asks `store` only for keys of numbers and for articles
    /// asked for with a number.
    pub fn of(
        store: &dyn Engine,
        recipe: &Recipe,
        question: &Question,
        synonyms: &Synonyms,
        which: Which<'_>,
    ) -> Result<Planned> {
        let mut planning = Planning::new(store, recipe, question, synonyms);
        let mut plan = planning.plan()?;
        match which {
            Which::Any => {}
            Which::Answers => {
                let words = planning.content_words();
                plan.coverage = Some(Coverage { words, given: None });
                plan.keeps_found = true;
            }
            Which::Others { weights, except } => {
                let words = planning.content_words();
                plan.coverage = Some(Coverage { words, given: Some(weights.clone()) });
                plan.except = Some(Arc::clone(except));
            }
        }
        let runs =
            question.runs.iter().map(|run| run.iter().map(QuestionWord::key).collect()).collect();
        let Planning { keys, mut notes, reranked, .. } = planning;
        // Notes on filters come before notes on numbers.
        let mut all_notes = question.selection.notes();
        all_notes.append(&mut notes);
        Ok(Planned { plan, keys, notes: all_notes, reranked, runs })
    }
}

/// A plan in the making.
struct Planning<'p> {
    /// Asked for keys of numbers, and for articles asked for with a number.
    store: &'p dyn Engine,
    /// The weights and parts of ranking.
    recipe: &'p Recipe,
    /// What is asked.
    question: &'p Question,
    /// Other spellings of its parts.
    synonyms: &'p Synonyms,
    /// The terms that only ask.
    question_terms: BTreeSet<String>,
    /// The terms that a section need not hold to answer.
    dispensable: BTreeSet<String>,
    /// The clauses so far.
    clauses: Vec<Clause>,
    /// As [`Planned::keys`].
    keys: Vec<Vec<String>>,
    /// Notes on numbers so far.
    notes: Vec<Note>,
    /// As [`Planned::reranked`].
    reranked: BTreeMap<usize, String>,
}

impl<'p> Planning<'p> {
    fn new(
        store: &'p dyn Engine,
        recipe: &'p Recipe,
        question: &'p Question,
        synonyms: &'p Synonyms,
    ) -> Planning<'p> {
        // Where words that only ask weigh as much as others, they need not be found.
        let question_terms = if recipe.question_word < 1.0 {
            question_words::question_terms(&question.runs)
        } else {
            BTreeSet::new()
        };
        Planning {
            store,
            recipe,
            question,
            synonyms,
            question_terms,
            dispensable: question_words::dispensable_terms(&question.runs),
            clauses: Vec::new(),
            keys: Vec::new(),
            notes: Vec::new(),
            reranked: BTreeMap::new(),
        }
    }

    fn plan(&mut self) -> Result<Plan> {
        let question = self.question;
        for (at, part) in question.parts.iter().enumerate() {
            let keys = if question.seeks(at) {
                self.add_sought(at, part)?
            } else {
                self.add_banned(at, part)?
            };
            self.keys.push(keys);
        }
        Ok(Plan {
            clauses: std::mem::take(&mut self.clauses),
            spellings: self.synonyms.all.iter().flat_map(Synonym::plan_rows).collect(),
            condition: question.tree.clone(),
            per_paper: question.scope == Scope::Paper,
            chosen: Arc::clone(&question.selection.chosen),
            coverage: None,
            except: None,
            keeps_found: false,
            weighting: weighting(self.recipe),
        })
    }

    /// How many different content words stand in no condition: words that do more than ask. The words of a number that
    /// was typed in part, and that no paper bears or cites, count too.
    fn content_words(&self) -> usize {
        let mut words = BTreeSet::new();
        for at in &self.question.loose {
            let part = &self.question.parts[*at];
            if let Part::Number(number, _) = part
                && (number.is_whole || !self.keys[*at].is_empty())
            {
                continue;
            }
            words.extend(
                part.words().iter().filter(|word| self.is_content(word)).map(QuestionWord::key),
            );
        }
        words.len()
    }

    /// Whether a word does more than ask.
    fn is_content(&self, word: &QuestionWord) -> bool {
        !(word.is_plain() && self.dispensable.contains(&word.term))
    }

    /// Whether a word only asks.
    fn only_asks(&self, word: &QuestionWord) -> bool {
        word.is_plain() && self.question_terms.contains(&word.term)
    }

    /// Adds a clause for a part, with the other spellings of the part.
    fn push(&mut self, part: usize, kind: ClauseKind, is_banned: bool) {
        let all = self.synonyms.all.iter().enumerate();
        let of_part = all.filter(|(_, synonym)| synonym.of.contains(&part));
        // Each has two rows: see `Synonym::plan_rows`.
        let spellings = of_part.flat_map(|(at, _)| [2 * at, 2 * at + 1]).collect();
        self.clauses.push(Clause { part, kind, spellings, is_banned });
    }

    /// Adds the clauses of a part that is looked for. Gives the keys of the number that it is; none for another part.
    fn add_sought(&mut self, at: usize, part: &Part) -> Result<Vec<String>> {
        match part {
            Part::Word(word) => self.add_word(at, word),
            Part::Words(words) => words.iter().for_each(|word| self.add_word(at, word)),
            Part::Phrase(words) => {
                self.push(at, ClauseKind::Phrase(terms_of_words(words, false)), false)
            }
            Part::Near(words, far) => {
                self.push(at, ClauseKind::Near(terms_of_words(words, false), *far), false)
            }
            Part::Number(number, words) => return self.add_number(at, number, words, part),
        }
        Ok(Vec::new())
    }

    fn add_word(&mut self, at: usize, word: &QuestionWord) {
        let is_loose = self.question.loose.contains(&at);
        let only_asks = self.only_asks(word);
        if !only_asks {
            self.reranked.insert(self.clauses.len(), word.key());
        }
        let sought = plan::RankedWord {
            terms: word.terms(),
            weight: if only_asks { self.recipe.question_word } else { 1.0 },
            content: (is_loose && self.is_content(word)).then(|| word.key()),
            may_be_common: word.is_plain() && !word.any_marks,
        };
        self.push(at, ClauseKind::Word(sought), false);
    }

    fn add_number(
        &mut self,
        at: usize,
        number: &Number,
        words: &[QuestionWord],
        part: &Part,
    ) -> Result<Vec<String>> {
        let cited = number_keys::fitting_keys(self.store, number, NUMBER_LEAD)?;
        let open = number_keys::open_keys(self.store, number)?;
        if cited.is_empty() {
            if number.is_whole {
                self.notes.push(Note::NumberAsPhrase { number: part.to_string() });
            }
            let is_loose = self.question.loose.contains(&at);
            return self
                .add_sought(at, &question::unknown_number_as_words(number, words, is_loose));
        }
        let mut own = number_keys::fitting_keys(self.store, number, OWN_LEAD)?;
        let units = held_units(self.store, number, &own)?;
        if !units.is_empty() {
            // The articles asked for come first, not the masthead of their paper.
            own.clear();
        }
        // Citations that do not print the whole number: names that papers define for it, and bare numbers of its kind.
        let names = cited.iter().map(|key| keys::alias_key(key));
        let aside: Vec<String> = names.chain(open).collect();
        let keys = cited.iter().chain(&aside).cloned().collect();
        self.push(at, ClauseKind::Numbers(Numbers { own, cited, aside, units }), false);
        Ok(keys)
    }

    /// Adds the clause of a part that a section must not hold.
    fn add_banned(&mut self, at: usize, part: &Part) -> Result<Vec<String>> {
        let sought = match part {
            Part::Word(word) => ClauseKind::Word(plan::RankedWord {
                terms: word.terms(),
                weight: 0.0,
                content: None,
                may_be_common: false,
            }),
            Part::Words(words) | Part::Phrase(words) => {
                ClauseKind::Phrase(terms_of_words(words, false))
            }
            Part::Near(words, far) => ClauseKind::Near(terms_of_words(words, false), *far),
            Part::Number(number, words) => {
                let cited = number_keys::fitting_keys(self.store, number, NUMBER_LEAD)?;
                if cited.is_empty() {
                    return self
                        .add_banned(at, &question::unknown_number_as_words(number, words, false));
                }
                ClauseKind::Numbers(Numbers { cited, ..Numbers::default() })
            }
        };
        self.push(at, sought, true);
        Ok(Vec::new())
    }
}

/// The weights and limits that the store gets with each plan.
fn weighting(recipe: &Recipe) -> Weighting {
    Weighting {
        k1: weights::FIRST_PASS_K1,
        b: weights::FIRST_PASS_B,
        title: recipe.heading_word,
        second: recipe.second_reading,
        second_phrase: weights::SECOND_READING,
        other_marks: weights::OTHER_MARKS,
        spelling: weights::ABBREVIATION,
        phrase: weights::PHRASE,
        number: weights::PAPER_NUMBER,
        aside: weights::INDIRECT_CITATION,
        common: weights::COMMON_WORD_ONE_IN,
        common_at_least: weights::COMMON_WORD_MIN_SECTIONS,
        common_floor: weights::COMMON_WORD_SKIP_BELOW,
        rerank_window: weights::RERANKED_SECTIONS,
        all_words: weights::REQUIRE_ALL_UP_TO,
        share: weights::REQUIRED_SHARE,
    }
}
