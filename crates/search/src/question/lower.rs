//! Numbers the parts of an expression and makes the condition that sections must meet.
//! In: an expression. Out: the parts of a question, and its tree where operators stand in it.
//! Words that stand beside each other only rank, unless an operator stands between them and others.

use super::asked::Question;
use super::parse::Expr;
use super::part::Part;
use super::word::Word;
use crate::note::Note;
use vankien_engine::condition::{Condition, MAX_PARTS};

impl Question {
    /// Takes over what an expression asks; `false` where nothing is asked but what must not be there.
    pub(super) fn take(&mut self, expr: Expr) -> bool {
        let items = match expr {
            Expr::Bag(items) => items,
            other => vec![other],
        };
        let (mut words, mut demands, mut bans) = (Vec::new(), Vec::new(), Vec::new());
        for item in items {
            match item {
                Expr::Words(found) => words.extend(self.words(found)),
                Expr::Not(_) => bans.push(self.node(item, false)),
                _ => demands.push(self.node(item, false)),
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
        let asks = tree.holds(0) && words.is_empty();
        if asks {
            self.notes.push(Note::NothingDemanded);
        }
        self.tree = Some(tree);
        true
    }

    /// Adds words beside each other, each once; they mean the marks they bear.
    pub(super) fn words(&mut self, words: Vec<Word>) -> Vec<usize> {
        let words: Vec<Word> = words.into_iter().map(Word::with_own_marks).collect();
        let parts = words.iter().filter_map(|word| self.add(Part::Word(word.clone())));
        let parts: Vec<usize> = parts.collect();
        self.sought.extend(&parts);
        self.runs.push(words);
        parts
    }

    /// The condition that an expression beside an operator is.
    fn node(&mut self, expr: Expr, negated: bool) -> Condition {
        match expr {
            Expr::Words(words) if negated && words.len() > 1 => self.leaf(Part::Phrase(words)),
            Expr::Words(words) => {
                let words: Vec<Word> = match negated {
                    true => words,
                    false => words.into_iter().map(Word::with_own_marks).collect(),
                };
                let leaves = words.iter().map(|word| self.leaf(Part::Word(word.clone()))).collect();
                if !negated {
                    self.runs.push(words);
                }
                single(Condition::All, leaves)
            }
            Expr::Part(part) => self.leaf(part),
            Expr::Not(inner) => Condition::Not(Box::new(self.node(*inner, !negated))),
            Expr::All(all) | Expr::Bag(all) => single(Condition::All, self.nodes(all, negated)),
            Expr::Any(all) => single(Condition::Any, self.nodes(all, negated)),
        }
    }

    fn nodes(&mut self, all: Vec<Expr>, negated: bool) -> Vec<Condition> {
        all.into_iter().map(|one| self.node(one, negated)).collect()
    }

    /// A part as a condition; one without room for its bit is met by all.
    fn leaf(&mut self, part: Part) -> Condition {
        match self.add(part) {
            Some(at) if at < MAX_PARTS => Condition::Leaf(at),
            _ => {
                let note = Note::TooManyConditions { most: MAX_PARTS };
                if !self.notes.contains(&note) {
                    self.notes.push(note);
                }
                Condition::All(Vec::new())
            }
        }
    }
}

/// One node alone needs nothing around it.
fn single(join: fn(Vec<Condition>) -> Condition, mut nodes: Vec<Condition>) -> Condition {
    match nodes.len() {
        1 => nodes.remove(0),
        _ => join(nodes),
    }
}
