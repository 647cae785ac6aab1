//! A question as it was understood.
//! In: the words, phrases and numbers that were read. Out: what sections must hold. Never looks into the index.

use std::collections::BTreeSet;
use std::sync::Arc;

use vankien_text::{Mended, span};

use super::lex::{self, Kind};
use super::parse::{self, Expr};
use super::part::Part;
use super::remark::{Literal, Remark};
use super::word::Word;
use crate::filter::{Filters, Selection};
use crate::note::Note;
use crate::reading::{ReadAs, Readings};
use crate::scope::Scope;
use vankien_engine::condition::Condition;

/// A question as it was understood.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Question {
    /// Its parts, in order.
    pub parts: Vec<Part>,
    /// The words outside quotes as they were typed, one behind the other, each as often as it stands
    /// there; a phrase or number ends a run.
    pub runs: Vec<Vec<Word>>,
    /// What a section must hold, where operators say so; otherwise each phrase and number.
    pub tree: Option<Condition>,
    /// Under operators: the parts that are looked for, and not only banned.
    pub sought: BTreeSet<usize>,
    /// Which papers are looked through.
    pub filters: Filters,
    /// Those papers, once they were looked up in an index.
    pub selection: Arc<Selection>,
    /// What was taken otherwise than it might have been meant.
    pub notes: Vec<Note>,
    /// What was typed and says nothing in its place.
    pub literal: Vec<Literal>,
    /// What must hold all that is asked for.
    pub scope: Scope,
    /// The parts that stand in no condition: words beside each other, of which a section must hold enough.
    pub loose: BTreeSet<usize>,
    /// What was read otherwise than it was typed.
    pub readings: Vec<ReadAs>,
    /// The whole question as it was read, where that is not how it was typed.
    pub read_as: Option<String>,
    /// Whether it was typed without marks, so that other marks than those it was read with may be meant.
    pub is_unmarked: bool,
}

/// A question of more parts is cut: looking for each takes its time.
const MOST_PARTS: usize = 256;

impl Question {
    /// Keeps how the question, typed as `typed`, was read.
    pub fn told(&mut self, typed: &str, normalised: &Mended<'_>, readings: &Readings) {
        self.is_unmarked = readings.is_unmarked;
        let (mut read_as, mut at) = (String::new(), 0);
        for (span, word) in &readings.replaced {
            self.readings.push(ReadAs::at(*span, word, typed, normalised));
            let back = normalised.map.back(*span);
            let (Some(first), Some(last)) = (back.first(), back.last()) else { continue };
            read_as.push_str(span::slice(typed, at, first.start));
            read_as.push_str(word);
            at = last.end;
        }
        if !self.readings.is_empty() {
            read_as.push_str(span::after(typed, at));
            self.notes.push(Note::ReadAs { question: read_as.clone() });
            self.read_as = Some(read_as);
        }
    }

    /// The same question under any marks, whatever it was typed or read with; what must not be there stays.
    pub fn with_any_marks(&self) -> Question {
        let mut question = self.clone();
        for at in 0..question.parts.len() {
            if question.seeks(at) {
                for word in question.parts[at].words_mut() {
                    *word = word.clone().with_any_marks();
                }
            }
        }
        for word in question.runs.iter_mut().flatten() {
            *word = word.clone().with_any_marks();
        }
        question
    }

    /// Whether a word that is looked for stands for its own marks alone.
    pub fn has_own_marks(&self) -> bool {
        let sought = (0..self.parts.len()).filter(|at| self.seeks(*at));
        let mut words = sought.flat_map(|at| self.parts[at].words());
        words.any(|word| word.is_plain() && !word.any_marks)
    }

    /// The words in order where the question is nothing but words beside each other.
    pub fn plain_words(&self) -> Option<&[Word]> {
        let is_plain = |part: &Part| matches!(part, Part::Word(word) if word.is_plain());
        match &self.runs[..] {
            [run] if self.tree.is_none() && self.parts.iter().all(is_plain) => Some(run),
            _ => None,
        }
    }

    /// Adds things beside each other: words of which enough must be there, phrases and numbers.
    pub fn beside(&mut self, text: &str, lexemes: &[lex::Lexeme], remarks: &mut Vec<Remark>) {
        for one in lexemes {
            match one.kind {
                Kind::Phrase(inner, near) => {
                    let phrase = parse::phrase(text, one.span, inner, near, remarks);
                    phrase.map(|phrase| self.add(phrase));
                }
                _ => self.plain(parse::text(text, one.span, remarks)),
            }
        }
    }

    /// Adds words and numbers.
    pub fn plain(&mut self, items: Vec<Expr>) {
        for item in items {
            match item {
                Expr::Words(words) => {
                    let words = self.words(words);
                    self.loose.extend(words);
                }
                Expr::Part(part) => {
                    let at = self.add(part);
                    self.loose.extend(at.filter(|at| matches!(self.parts[*at], Part::Number(..))));
                }
                _ => {}
            }
        }
    }

    /// The number of a part; the same part twice says nothing more.
    pub fn add(&mut self, part: Part) -> Option<usize> {
        if let Some(known) = self.parts.iter().position(|known| *known == part) {
            return Some(known);
        }
        if self.parts.len() == MOST_PARTS {
            let note = Note::TooManyWords { most: MOST_PARTS };
            if !self.notes.contains(&note) {
                self.notes.push(note);
            }
            return None;
        }
        self.parts.push(part);
        Some(self.parts.len() - 1)
    }

    /// Whether a part is looked for, and not only banned.
    pub fn seeks(&self, part: usize) -> bool {
        self.tree.is_none() || self.sought.contains(&part)
    }

    /// The question in words: its condition, and the parts that only rank.
    pub fn understood(&self) -> Vec<String> {
        let Some(tree) = &self.tree else {
            return self.parts.iter().map(ToString::to_string).collect();
        };
        let mut named = BTreeSet::new();
        tree.visit_parts(false, &mut |part, _| {
            named.insert(part);
        });
        let words = tree.to_text(&|part| self.parts[part].to_string());
        let rest = (0..self.parts.len()).filter(|part| !named.contains(part));
        std::iter::once(words).chain(rest.map(|part| self.parts[part].to_string())).collect()
    }
}
