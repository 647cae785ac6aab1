//! The scores of all sections for one question, part by part.
//! In: a question and an index. Out: scores, and which sections answer. Never puts them in order; `choose` does.

use std::collections::BTreeSet;

use vankien_engine::Store;

use super::gate::{Gate, Weights};
use crate::closer::Looked;
use crate::error::Result;
use crate::note::Note;
use crate::phrase::Holder;
use crate::question::{self, Part, Question, Word};
use crate::score::{Entries, Scores};
use crate::section_set::SectionSet;
use crate::synonym::{Synonym, Synonyms};
use crate::weights::Recipe;
use crate::{terms, weak};

/// Which sections are ranked.
#[derive(Clone, Copy, Debug, Default)]
pub enum Which<'a> {
    /// All that hold any of the words and meet what is required.
    #[default]
    Any,
    /// Those that answer: they hold enough of the words, too; see [`gate`].
    Answers,
    /// Those that answer and are not among `except`, where words weigh what they did before.
    Others {
        /// What the content words weigh.
        weights: &'a Weights,
        /// The sections that are left out.
        except: &'a SectionSet,
    },
}

/// The scores of all sections after all parts, and for each part the keys of the numbers it stands for. `limit` is how many
/// sections are wanted in order; 0 for all.
pub fn scored<'s>(
    store: &'s Store,
    recipe: &Recipe,
    question: &'s Question,
    synonyms: &Synonyms,
    limit: usize,
    which: Which<'s>,
) -> Result<(Scoring<'s>, Vec<Vec<String>>)> {
    let mut scoring = Scoring::admitting(store, recipe, question, which)?;
    scoring.limit = limit;
    let keys = scoring.parts(synonyms)?;
    scoring.keep_answers()?;
    Ok((scoring, keys))
}

pub struct Scoring<'s> {
    pub store: &'s Store,
    pub recipe: Recipe,
    pub question: &'s Question,
    /// The sections that hold the part at hand in another spelling.
    pub others: Vec<Holder>,
    pub scores: Scores<'s>,
    pub required: u16,
    /// The sections, by segment and document, in which papers tell the number asked for as theirs.
    pub bearers: BTreeSet<(usize, u32)>,
    pub notes: Vec<Note>,
    /// The words as they were looked up, for a closer look.
    pub looked: Vec<Looked>,
    /// The words in the order typed, as [`Word::key`](super::question::Word::key) tells them apart.
    pub runs: Vec<Vec<String>>,
    /// The terms that only ask.
    pub weak: BTreeSet<String>,
    /// Those that a section need not hold to answer.
    pub dispensable: BTreeSet<String>,
    /// The common words, not scored yet.
    pub common: Vec<Common>,
    /// How many sections are wanted; 0 for all.
    pub limit: usize,
    /// Which sections are ranked.
    pub which: Which<'s>,
    /// What sections must hold of the words beside each other; `None` where any will do.
    pub gate: Option<Gate>,
    /// Whether the part at hand stands in no condition.
    pub is_loose: bool,
    /// The sections that answer, where whole papers are asked.
    pub in_papers: Option<SectionSet>,
}

/// A word that many sections hold.
pub struct Common {
    pub worth: f32,
    /// What it weighs among the words of which enough must be there.
    pub weight: u32,
    pub text: Entries,
    pub titles: Entries,
}

impl<'s> Scoring<'s> {
    pub fn new(store: &'s Store, recipe: &Recipe, question: &'s Question) -> Result<Scoring<'s>> {
        let mut scores = Scores::new(store)?;
        if question.tree.is_some() {
            scores.hold();
        }
        let runs = question.runs.iter().map(|run| run.iter().map(|w| w.key()).collect());
        // Words that weigh as much as others need not be told apart.
        let weak = if recipe.weak < 1.0 { weak::weak(&question.runs) } else { BTreeSet::new() };
        Ok(Scoring {
            store,
            recipe: *recipe,
            question,
            others: Vec::new(),
            scores,
            required: 0,
            bearers: BTreeSet::new(),
            notes: Vec::new(),
            looked: Vec::new(),
            runs: runs.collect(),
            weak,
            dispensable: weak::dispensable(&question.runs),
            common: Vec::new(),
            limit: 0,
            which: Which::Any,
            gate: None,
            is_loose: false,
            in_papers: None,
        })
    }

    /// The same for those sections alone that the filters admit.
    pub fn admitting(
        store: &'s Store,
        recipe: &Recipe,
        question: &'s Question,
        which: Which<'s>,
    ) -> Result<Scoring<'s>> {
        let mut scoring = Scoring::new(store, recipe, question)?;
        scoring.ask_for(which)?;
        scoring.notes.extend(question.selection.notes());
        Ok(scoring)
    }

    /// Says which sections are ranked.
    pub fn ask_for(&mut self, which: Which<'s>) -> Result<()> {
        self.which = which;
        let given = match which {
            Which::Any => return Ok(()),
            Which::Answers => None,
            Which::Others { weights, .. } => Some(weights),
        };
        let words = self.content_words()?;
        if words > 0 {
            self.gate = Some(Gate::new(words, given));
            self.scores.weigh();
        }
        Ok(())
    }

    /// How many different content words stand beside each other: those that do more than ask. Those of a
    /// number that no paper bears are words like others.
    pub fn content_words(&self) -> Result<usize> {
        let mut words = BTreeSet::new();
        for part in self.question.loose.iter().map(|at| &self.question.parts[*at]) {
            if let Part::Number(number, _) = part
                && (number.is_whole || !terms::number(self.store, number, false)?.1.is_empty())
            {
                continue;
            }
            words.extend(part.words().iter().filter(|word| self.is_content(word)).map(Word::key));
        }
        Ok(words.len())
    }

    /// Whether a word does more than ask.
    pub fn is_content(&self, word: &Word) -> bool {
        !(word.is_plain() && self.dispensable.contains(&word.term))
    }

    /// Scores all parts; gives the keys of the numbers each is.
    pub fn parts(&mut self, synonyms: &Synonyms) -> Result<Vec<Vec<String>>> {
        let others = synonyms.all.iter().map(|one| Ok((one, one.holders(self.store)?)));
        let others: Vec<(&Synonym, Vec<Holder>)> = others.collect::<Result<_>>()?;
        let (mut keys, question) = (Vec::new(), self.question);
        for (at, part) in question.parts.iter().enumerate() {
            let same = others.iter().filter(|(synonym, _)| synonym.of.contains(&at));
            self.others = same.flat_map(|(_, holders)| holders).copied().collect();
            self.is_loose = question.loose.contains(&at);
            self.scores.begin(at, if question.tree.is_some() { question::bit(at) } else { 0 });
            keys.push(match question.seeks(at) {
                true => self.part(part)?,
                false => self.ban(part)?,
            });
        }
        self.common_words()?;
        Ok(keys)
    }

    /// Whether what each section holds must be kept, part by part.
    pub fn is_traced(&self) -> bool {
        self.question.tree.is_some() || !self.scores.watch.places.is_empty()
    }
}
