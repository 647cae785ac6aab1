//! Makes of a question what a store is asked.
//! In: a question, what else says the same, which sections are wanted. Out: a plan, and what it was made of.
//! Looks into the dictionary alone: which keys of numbers there are.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use vankien_engine::analyse::{NUMBER_LEAD, OWN_LEAD};
use vankien_engine::plan::{self, Clause, ClauseKind, Coverage, Numbers, Plan, Weighting};
use vankien_engine::{Engine, FoundSections, keys};

use crate::error::Result;
use crate::note::Note;
use crate::number::Number;
use crate::question::{self, Part, Question, Word, row};
use crate::scope::Scope;
use crate::synonym::{Synonym, Synonyms};
use crate::weights::{
    ALL_WORDS, ASIDE, B, COMMON, COMMON_AT_LEAST, K1, LITTLE, NUMBER as OF_NUMBER, OTHER_MARKS,
    PHRASE, RERANKED, Recipe, SECOND, SHARE, SYNONYM,
};
use crate::{keyed, weak};

pub use vankien_engine::plan::Weights;

/// Which sections are ranked.
#[derive(Clone, Copy, Debug, Default)]
pub enum Which<'a> {
    /// All that hold any of the words and meet what is required.
    #[default]
    Any,
    /// Those that answer: they hold enough of the words, too.
    Answers,
    /// Those that answer and are not among `except`, where words weigh what they did before.
    Others {
        /// What the content words weigh.
        weights: &'a Weights,
        /// The sections that are left out.
        except: &'a Arc<FoundSections>,
    },
}

/// What a store is asked, and what it was made of.
pub struct Planned {
    /// What a store is asked.
    pub plan: Plan,
    /// For each part of the question, the keys of the numbers it stands for.
    pub keys: Vec<Vec<String>>,
    /// What the reader should know.
    pub notes: Vec<Note>,
    /// The words that a rerank is worth, by the number of their clause, as [`Word::key`] tells them apart.
    pub reranked: BTreeMap<usize, String>,
    /// The words in the order typed, as [`Word::key`] tells them apart.
    pub runs: Vec<Vec<String>>,
}

impl Planned {
    /// Plans how the sections are found that `which` says.
    pub fn of(
        store: &dyn Engine,
        recipe: &Recipe,
        question: &Question,
        synonyms: &Synonyms,
        which: Which<'_>,
    ) -> Result<Planned> {
        let mut planning = Planning::new(store, recipe, question, synonyms);
        let mut plan = planning.plan()?;
        let (given, except) = match which {
            Which::Any => (None, None),
            Which::Answers => (Some(None), None),
            Which::Others { weights, except } => {
                (Some(Some(weights.clone())), Some(Arc::clone(except)))
            }
        };
        if let Some(given) = given {
            plan.coverage = Some(Coverage { words: planning.content_words(), given });
        }
        (plan.except, plan.keeps_found) = (except, matches!(which, Which::Answers));
        let runs = question.runs.iter().map(|run| run.iter().map(Word::key).collect()).collect();
        let Planning { keys, mut notes, reranked, .. } = planning;
        // What filters tell comes before what numbers tell.
        let mut all = question.selection.notes();
        all.append(&mut notes);
        Ok(Planned { plan, keys, notes: all, reranked, runs })
    }
}

/// A plan in the making.
struct Planning<'p> {
    store: &'p dyn Engine,
    recipe: &'p Recipe,
    question: &'p Question,
    synonyms: &'p Synonyms,
    /// The terms that only ask.
    weak: BTreeSet<String>,
    /// Those that a section need not hold to answer.
    dispensable: BTreeSet<String>,
    clauses: Vec<Clause>,
    keys: Vec<Vec<String>>,
    notes: Vec<Note>,
    reranked: BTreeMap<usize, String>,
}

impl<'p> Planning<'p> {
    fn new(
        store: &'p dyn Engine,
        recipe: &'p Recipe,
        question: &'p Question,
        synonyms: &'p Synonyms,
    ) -> Planning<'p> {
        // Words that weigh as much as others need not be told apart.
        let weak = if recipe.weak < 1.0 { weak::weak(&question.runs) } else { BTreeSet::new() };
        Planning {
            store,
            recipe,
            question,
            synonyms,
            weak,
            dispensable: weak::dispensable(&question.runs),
            clauses: Vec::new(),
            keys: Vec::new(),
            notes: Vec::new(),
            reranked: BTreeMap::new(),
        }
    }

    fn plan(&mut self) -> Result<Plan> {
        let question = self.question;
        for (at, part) in question.parts.iter().enumerate() {
            let keys = match question.seeks(at) {
                true => self.sought(at, part)?,
                false => self.banned(at, part)?,
            };
            self.keys.push(keys);
        }
        Ok(Plan {
            clauses: std::mem::take(&mut self.clauses),
            spellings: self.synonyms.all.iter().map(Synonym::row).collect(),
            condition: question.tree.clone(),
            per_paper: question.scope == Scope::Paper,
            chosen: Arc::clone(&question.selection.chosen),
            coverage: None,
            except: None,
            keeps_found: false,
            weighting: weighting(self.recipe),
        })
    }

    /// How many different content words stand beside each other: those that do more than ask. Those of a
    /// number that no paper bears are words like others.
    fn content_words(&self) -> usize {
        let mut words = BTreeSet::new();
        for at in &self.question.loose {
            let part = &self.question.parts[*at];
            if let Part::Number(number, _) = part
                && (number.is_whole || !self.keys[*at].is_empty())
            {
                continue;
            }
            words.extend(part.words().iter().filter(|word| self.is_content(word)).map(Word::key));
        }
        words.len()
    }

    /// Whether a word does more than ask.
    fn is_content(&self, word: &Word) -> bool {
        !(word.is_plain() && self.dispensable.contains(&word.term))
    }

    fn is_weak(&self, word: &Word) -> bool {
        word.is_plain() && self.weak.contains(&word.term)
    }

    fn push(&mut self, part: usize, sought: ClauseKind, is_banned: bool) {
        let all = self.synonyms.all.iter().enumerate();
        let same = all.filter(|(_, synonym)| synonym.of.contains(&part));
        let spellings = same.map(|(at, _)| at).collect();
        self.clauses.push(Clause { part, kind: sought, spellings, is_banned });
    }

    /// Adds the clauses of a part that is looked for; gives the keys of the number it is.
    fn sought(&mut self, at: usize, part: &Part) -> Result<Vec<String>> {
        match part {
            Part::Word(word) => self.word(at, word),
            Part::Words(words) => words.iter().for_each(|word| self.word(at, word)),
            Part::Phrase(words) => self.push(at, ClauseKind::Phrase(row(words, false)), false),
            Part::Near(words, far) => {
                self.push(at, ClauseKind::Near(row(words, false), *far), false)
            }
            Part::Number(number, words) => return self.number(at, number, words, part),
        }
        Ok(Vec::new())
    }

    fn word(&mut self, at: usize, word: &Word) {
        let is_loose = self.question.loose.contains(&at);
        let is_weak = self.is_weak(word);
        if !is_weak {
            self.reranked.insert(self.clauses.len(), word.key());
        }
        let sought = plan::RankedWord {
            terms: word.terms(),
            weight: if is_weak { self.recipe.weak } else { 1.0 },
            content: (is_loose && self.is_content(word)).then(|| word.key()),
            may_be_common: word.is_plain() && !word.any_marks,
        };
        self.push(at, ClauseKind::Word(sought), false);
    }

    fn number(
        &mut self,
        at: usize,
        number: &Number,
        words: &[Word],
        part: &Part,
    ) -> Result<Vec<String>> {
        let cited = keyed::keys(self.store, number, NUMBER_LEAD)?;
        if cited.is_empty() {
            if number.is_whole {
                self.notes.push(Note::NumberAsPhrase { number: part.to_string() });
            }
            let is_loose = self.question.loose.contains(&at);
            return self.sought(at, &question::fallback(number, words, is_loose));
        }
        let own = keyed::keys(self.store, number, OWN_LEAD)?;
        let names = cited.iter().map(|key| keys::alias_key(key));
        let open = number.kinds().into_iter().map(|kind| keys::open_key(number.digits(), kind));
        let aside: Vec<String> = names.chain(open).collect();
        let keys = cited.iter().chain(&aside).cloned().collect();
        self.push(at, ClauseKind::Numbers(Numbers { own, cited, aside }), false);
        Ok(keys)
    }

    /// Adds the clause of a part that must not be there.
    fn banned(&mut self, at: usize, part: &Part) -> Result<Vec<String>> {
        let sought = match part {
            Part::Word(word) => ClauseKind::Word(plan::RankedWord {
                terms: word.terms(),
                weight: 0.0,
                content: None,
                may_be_common: false,
            }),
            Part::Words(words) | Part::Phrase(words) => ClauseKind::Phrase(row(words, false)),
            Part::Near(words, far) => ClauseKind::Near(row(words, false), *far),
            Part::Number(number, words) => {
                let cited = keyed::keys(self.store, number, NUMBER_LEAD)?;
                if cited.is_empty() {
                    return self.banned(at, &question::fallback(number, words, false));
                }
                ClauseKind::Numbers(Numbers { cited, ..Numbers::default() })
            }
        };
        self.push(at, sought, true);
        Ok(Vec::new())
    }
}

/// The numbers of the first pass.
fn weighting(recipe: &Recipe) -> Weighting {
    Weighting {
        k1: K1,
        b: B,
        title: recipe.title,
        second: recipe.second,
        second_phrase: SECOND,
        other_marks: OTHER_MARKS,
        spelling: SYNONYM,
        phrase: PHRASE,
        number: OF_NUMBER,
        aside: ASIDE,
        common: COMMON,
        common_at_least: COMMON_AT_LEAST,
        common_floor: LITTLE,
        rerank_window: RERANKED,
        all_words: ALL_WORDS,
        share: SHARE,
    }
}
