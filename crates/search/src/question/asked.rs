//! A question as it was understood.
//! In: the words, phrases and numbers that were parsed. Out: its parts and the condition that sections must meet.
//! Never looks into the index.

use std::collections::BTreeSet;
use std::sync::Arc;

use vankien_text::{Mended, span};

use super::lex::{self, Kind};
use super::parse::{self, Expr};
use super::part::Part;
use super::remark::{Literal, Remark};
use super::word::QuestionWord;
use crate::filter::{Filters, Selection};
use crate::note::Note;
use crate::reading::{Interpretation, ReadAs};
use crate::scope::Scope;
use vankien_engine::condition::Condition;

/// A question as it was understood.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Question {
    /// Its different parts, in the order typed. Elsewhere a part is named by its index in this list.
    pub parts: Vec<Part>,
    /// The words outside quotation marks in the order typed, repetitions included; words that are only excluded are in
    /// none. A run ends at a phrase, a number or an operator. Neighbours in a run are the pairs of the rerank.
    pub runs: Vec<Vec<QuestionWord>>,
    /// The condition that a section must meet, made from operators or, for whole papers, by
    /// [`Question::for_whole_papers`]. `None` without: then each phrase and number is required.
    pub tree: Option<Condition>,
    /// With a `tree`: the parts that are looked for. A part that stands only behind `NOT` or `-` is not among them.
    /// Without a `tree` not used: all parts are looked for ([`Question::seeks`]).
    pub sought: BTreeSet<usize>,
    /// The filters, which say which papers are looked through.
    pub filters: Filters,
    /// The papers that meet the filters, once these were looked up in an index.
    pub selection: Arc<Selection>,
    /// What a reader should know about how the question was understood.
    pub notes: Vec<Note>,
    /// Syntax that was ignored or taken literally.
    pub literal: Vec<Literal>,
    /// Whether one section or one whole paper must hold all that is asked for.
    pub scope: Scope,
    /// The words beside each other, of which a section must hold enough; where the question has no operators, also the
    /// numbers among them. A number is required all the same, unless it was typed in part and no paper bears or cites
    /// it: then its words count like the others. Empty in a question of whole papers.
    pub loose: BTreeSet<usize>,
    /// The words that were read otherwise than typed.
    pub readings: Vec<ReadAs>,
    /// The whole question as it was read; `None` where it was read as typed.
    pub read_as: Option<String>,
    /// Whether, of the words that may be read otherwise, some were typed without marks and none with, so that other
    /// marks than those they were read with may be meant. Words in quotation marks, numbers and addresses, words with a
    /// sign, and what is excluded do not count.
    pub is_unmarked: bool,
}

/// Different parts of one question, at most; the others are ignored, with a note. A judgement, not measured: the
/// postings of each part are read. docs/questions.md states it.
const MAX_PARTS: usize = 256;

impl Question {
    /// Keeps which words of the question, typed as `typed`, are read otherwise; adds a note where there are some.
    /// `normalised` leads from the text that was interpreted back to `typed`.
    pub fn keep_interpretation(
        &mut self,
        typed: &str,
        normalised: &Mended<'_>,
        interpretation: &Interpretation,
    ) {
        self.is_unmarked = interpretation.is_unmarked;
        let mut read_as = String::new();
        let mut at = 0;
        for (span, word) in &interpretation.replaced {
            self.readings.push(ReadAs::in_typed(*span, word, typed, normalised));
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

    /// The same question with the words that are looked for under any marks. Words with a sign and parts that are only
    /// excluded stay as they are.
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

    /// Whether any word that is looked for stands for its own marks alone and bears no sign: whether
    /// [`Question::with_any_marks`] changes what is looked for. `=word` does not count.
    pub fn has_own_marks(&self) -> bool {
        let sought = (0..self.parts.len()).filter(|at| self.seeks(*at));
        let mut words = sought.flat_map(|at| self.parts[at].words());
        words.any(|word| word.is_plain() && !word.any_marks)
    }

    /// The words in the order typed, where the question, filters aside, is nothing but words beside each other, without
    /// `*`, `~` and the like; else `None`. Always `None` for a question of whole papers: its words are in a condition.
    pub fn plain_words(&self) -> Option<&[QuestionWord]> {
        let is_plain = |part: &Part| matches!(part, Part::Word(word) if word.is_plain());
        match &self.runs[..] {
            [run] if self.tree.is_none() && self.parts.iter().all(is_plain) => Some(run),
            _ => None,
        }
    }

    /// Adds what stands beside each other without operators: words, phrases and numbers; `remarks` gets what is
    /// misplaced.
    pub fn add_adjacent(&mut self, text: &str, lexemes: &[lex::Lexeme], remarks: &mut Vec<Remark>) {
        for one in lexemes {
            if let Kind::Phrase(inner, near) = one.kind {
                if let Some(phrase) = parse::parse_phrase(text, one.span, inner, near, remarks) {
                    self.add(phrase);
                }
            } else {
                self.add_loose(parse::parse_text(text, one.span, remarks));
            }
        }
    }

    /// Adds words and numbers, which stand in no condition.
    fn add_loose(&mut self, items: Vec<Expr>) {
        for item in items {
            match item {
                Expr::Words(words) => {
                    let parts = self.add_words(words);
                    self.loose.extend(parts);
                }
                Expr::Part(part) => {
                    let number = self.add(part);
                    let is_number = |at: &usize| matches!(self.parts[*at], Part::Number(..));
                    self.loose.extend(number.filter(is_number));
                }
                _ => {}
            }
        }
    }

    /// Adds a part, unless the question has it already; gives its index. `None`, with a note, where there are too many.
    pub fn add(&mut self, part: Part) -> Option<usize> {
        if let Some(known) = self.parts.iter().position(|known| *known == part) {
            return Some(known);
        }
        if self.parts.len() == MAX_PARTS {
            let note = Note::TooManyWords { most: MAX_PARTS };
            if !self.notes.contains(&note) {
                self.notes.push(note);
            }
            return None;
        }
        self.parts.push(part);
        Some(self.parts.len() - 1)
    }

    /// Whether the part with this index is looked for, and not only excluded.
    pub fn seeks(&self, part: usize) -> bool {
        self.tree.is_none() || self.sought.contains(&part)
    }

    /// The question as text for a reader: its condition, then the parts that stand in none. Without a condition: all
    /// parts, in the order typed.
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
