//! Lowers a parsed expression: numbers its parts and makes the condition that sections must meet.
//! In: an expression. Out: the parts of a question, and its condition tree where there are operators.
//! Words beside each other get no condition, unless an operator stands beside them: a section must hold enough of them.

use super::asked::Question;
use super::parse::Expr;
use super::part::Part;
use super::word::QuestionWord;
use crate::note::Note;
use vankien_engine::condition::{Condition, MAX_PARTS};

impl Question {
    /// Adds what an expression asks; gives `false` where it only excludes.
    pub(super) fn add_expression(&mut self, expr: Expr) -> bool {
        let items = match expr {
            Expr::Bag(items) => items,
            other => vec![other],
        };
        let mut words = Vec::new();
        let mut demands = Vec::new();
        let mut bans = Vec::new();
        for item in items {
            match item {
                Expr::Words(found) => words.extend(self.add_words(found)),
                Expr::Not(_) => bans.push(self.condition(item, false)),
                _ => demands.push(self.condition(item, false)),
            }
        }
        if words.is_empty() && demands.is_empty() {
            return false;
        }
        self.loose.extend(&words);
        if bans.is_empty() && demands.iter().all(|node| matches!(node, Condition::Leaf(_))) {
            return true;
        }
        demands.extend(bans);
        let tree = Condition::All(demands);
        tree.visit_parts(false, &mut |part, negated| {
            if !negated {
                self.sought.insert(part);
            }
        });
        let is_met_by_nothing = tree.holds(0);
        if is_met_by_nothing && words.is_empty() {
            self.notes.push(Note::NothingDemanded);
        }
        self.tree = Some(tree);
        true
    }

    /// Adds words beside each other as one run; each stands for its own marks. Gives the indexes of their parts.
    pub(super) fn add_words(&mut self, words: Vec<QuestionWord>) -> Vec<usize> {
        let run: Vec<QuestionWord> = words.into_iter().map(QuestionWord::with_own_marks).collect();
        let parts: Vec<usize> =
            run.iter().filter_map(|word| self.add(Part::Word(word.clone()))).collect();
        self.sought.extend(&parts);
        self.runs.push(run);
        parts
    }

    /// The condition of an expression that stands beside an operator. Under a negation several words are one phrase.
    fn condition(&mut self, expr: Expr, negated: bool) -> Condition {
        match expr {
            Expr::Words(words) if negated && words.len() > 1 => {
                self.leaf(Part::Phrase(words), negated)
            }
            Expr::Words(words) => {
                let words: Vec<QuestionWord> = if negated {
                    words
                } else {
                    words.into_iter().map(QuestionWord::with_own_marks).collect()
                };
                let leaves =
                    words.iter().map(|word| self.leaf(Part::Word(word.clone()), negated)).collect();
                if !negated {
                    self.runs.push(words);
                }
                joined(Condition::All, leaves)
            }
            Expr::Part(part) => self.leaf(part, negated),
            Expr::Not(inner) => Condition::Not(Box::new(self.condition(*inner, !negated))),
            Expr::All(all) | Expr::Bag(all) => {
                joined(Condition::All, self.conditions(all, negated))
            }
            Expr::Any(all) => joined(Condition::Any, self.conditions(all, negated)),
        }
    }

    fn conditions(&mut self, all: Vec<Expr>, negated: bool) -> Vec<Condition> {
        all.into_iter().map(|one| self.condition(one, negated)).collect()
    }

    /// A part as a condition. A part whose index is beyond the limit of conditions gets a note and keeps no section
    /// out: its condition is always true, or always false where it is `negated`. It only ranks; negated, it does
    /// nothing.
    fn leaf(&mut self, part: Part, negated: bool) -> Condition {
        let added = self.add(part);
        if let Some(at) = added.filter(|at| *at < MAX_PARTS) {
            return Condition::Leaf(at);
        }
        let note = Note::TooManyConditions { most: MAX_PARTS };
        if !self.notes.contains(&note) {
            self.notes.push(note);
        }
        if negated {
            return Condition::Any(Vec::new());
        }
        self.sought.extend(added);
        Condition::All(Vec::new())
    }
}

/// Joins conditions; a single one is given as it is.
fn joined(join: fn(Vec<Condition>) -> Condition, mut conditions: Vec<Condition>) -> Condition {
    if conditions.len() == 1 { conditions.remove(0) } else { join(conditions) }
}
