//! The words of a question, and what each demands: `=word`, `prefix*`, `word~1`.
//! In: text without operators. Out: its words in order, with remarks on signs that say nothing.
//! Never looks into the index.

use std::sync::Arc;

use vankien_engine::analyse::{self, Tokens};
use vankien_engine::terms::{Form, Terms};
use vankien_text::span::{self, Span};

use super::lex::{distance, opens};
use super::remark::Remark;
use crate::note::Oddity;

/// Which words of the papers a typed word stands for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Wants {
    /// Itself.
    #[default]
    Itself,
    /// Itself with these marks alone: `=word`.
    AsTyped,
    /// All that begin so: `word*`.
    Prefix,
    /// All that are spelt nearly so: `word~1`, and how far off they may be.
    Near(u8),
}

/// A syllable or word that was typed. Two are equal where their terms and what they demand are.
#[derive(Clone, Debug)]
pub struct QuestionWord {
    /// Its term, analysed like those of the papers.
    pub term: String,
    /// As typed, in small letters.
    pub typed: String,
    /// Whether it was typed in capitals alone.
    pub is_capital: bool,
    /// What stands between it and the word before, each run of blanks as one space.
    pub gap: String,
    /// What it demands.
    pub wants: Wants,
    /// Whether it stands for its letters under any marks, and not for its own marks alone.
    pub any_marks: bool,
    /// The terms of the index it stands for, in order, where they are not told by its own term.
    pub forms: Option<Arc<[Form]>>,
}

impl PartialEq for QuestionWord {
    fn eq(&self, other: &QuestionWord) -> bool {
        self.term == other.term && self.wants == other.wants
    }
}

impl Eq for QuestionWord {}

impl QuestionWord {
    /// The terms of an index that it stands for.
    pub fn terms(&self) -> Terms {
        match &self.forms {
            Some(forms) => Terms::Forms(Arc::clone(forms)),
            None if self.any_marks => Terms::AnyMarks(self.term.clone()),
            None => Terms::Typed(self.term.clone()),
        }
    }

    /// The same with the marks that were typed alone.
    pub fn typed_terms(&self) -> Terms {
        match &self.forms {
            Some(forms) => {
                Terms::Forms(forms.iter().filter(|form| form.is_exact).cloned().collect())
            }
            None => Terms::Typed(self.term.clone()),
        }
    }

    /// Without tone and marks.
    pub fn folded(&self) -> &str {
        analyse::folded(&self.term)
    }

    /// Whether it was typed with marks; without, it stands for any.
    pub fn has_marks(&self) -> bool {
        analyse::has_marks(&self.term)
    }

    /// Whether it stands for itself, as most words do.
    pub fn is_plain(&self) -> bool {
        self.wants == Wants::Itself && self.forms.is_none()
    }

    /// The same with its own marks alone.
    pub fn with_own_marks(self) -> QuestionWord {
        QuestionWord { any_marks: false, ..self }
    }

    /// The same under any marks, where it stands for itself.
    pub fn with_any_marks(self) -> QuestionWord {
        QuestionWord { any_marks: self.wants == Wants::Itself, ..self }
    }

    /// Tells it from all words that demand something else.
    pub fn key(&self) -> String {
        match self.wants {
            Wants::Itself => self.term.clone(),
            _ => self.to_string(),
        }
    }

    /// Whether a term of a text is meant by it: with its marks, only without them, or not at all.
    pub fn meets(&self, term: &str) -> Option<bool> {
        if let Some(forms) = &self.forms {
            let found = forms.binary_search_by(|form| form.term.as_str().cmp(term)).ok()?;
            return Some(forms[found].is_exact);
        }
        match self.wants {
            _ if term == self.term => Some(true),
            Wants::Itself if self.any_marks => {
                (analyse::folded(term) == self.folded()).then_some(false)
            }
            _ => None,
        }
    }
}

impl std::fmt::Display for QuestionWord {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let shown = analyse::shown(&self.term);
        match self.wants {
            Wants::Itself => write!(out, "{shown}"),
            Wants::AsTyped => write!(out, "={shown}"),
            Wants::Prefix => write!(out, "{shown}*"),
            Wants::Near(far) => write!(out, "{shown}~{far}"),
        }
    }
}

/// The words of `text`, each for itself.
pub fn parse_words(text: &str) -> Vec<QuestionWord> {
    let mut tokens = Tokens::new(text);
    let mut words: Vec<QuestionWord> = Vec::new();
    let mut end = 0;
    while tokens.advance() {
        let span = tokens.span();
        words.push(word(&tokens, text, gap(span::slice(text, end, span.start))));
        end = span.end;
    }
    words
}

fn word(tokens: &Tokens<'_>, text: &str, gap: String) -> QuestionWord {
    let written = tokens.span().of(text);
    let term = tokens.term().to_owned();
    let any_marks = !analyse::has_marks(&term);
    QuestionWord {
        term,
        typed: written.to_lowercase(),
        is_capital: !written.contains(char::is_lowercase),
        gap,
        wants: Wants::Itself,
        any_marks,
        forms: None,
    }
}

/// The words in `span` of a question, with what they demand; remarks name signs that say nothing.
pub fn parse_words_with_signs(
    text: &str,
    span: Span,
    remarks: &mut Vec<Remark>,
) -> Vec<QuestionWord> {
    let part = span.of(text);
    let mut tokens = Tokens::new(part);
    let mut words: Vec<QuestionWord> = Vec::new();
    let (mut end, mut taken) = (0, 0);
    while tokens.advance() {
        let token = tokens.span();
        if token.start < taken {
            // The figure in `~1`.
            continue;
        }
        let gap_text = span::slice(part, end.max(taken), token.start);
        let mut word = word(&tokens, part, gap(span::slice(part, end, token.start)));
        let (wants, before, after) = wants(part, token);
        word.wants = wants;
        word.any_marks &= wants == Wants::Itself;
        stray(
            span.start + end.max(taken),
            span::before(gap_text, gap_text.len().saturating_sub(before)),
            remarks,
        );
        if let Wants::Near(far @ 3..) = word.wants {
            let at = Span::new(span.start + token.start, span.start + token.end + after);
            remarks.push(Remark::new(at, Oddity::DistanceTooFar { far, most: MOST_OFF }));
            word.wants = Wants::Near(MOST_OFF);
        }
        words.push(word);
        (end, taken) = (token.end, token.end + after);
    }
    stray(span.start + end.max(taken), span::after(part, end.max(taken)), remarks);
    words
}

/// A word may be spelt so far off; more would be another word.
const MOST_OFF: u8 = 2;

/// What the signs around a token say, and how many bytes they take before and after it.
fn wants(text: &str, token: Span) -> (Wants, usize, usize) {
    let behind = span::after(text, token.end);
    let ends = |rest: &str| rest.chars().next().is_none_or(|next| !next.is_alphanumeric());
    if behind.starts_with('*') && ends(span::after(behind, 1)) {
        return (Wants::Prefix, 0, 1);
    }
    if let Some((far, length)) = distance(behind)
        && ends(span::after(behind, length))
    {
        let far = far.map_or(if length == 1 { 1 } else { u8::MAX }, |far| far.min(255) as u8);
        let wants = if far == 0 { Wants::AsTyped } else { Wants::Near(far) };
        return (wants, 0, length);
    }
    if span::before(text, token.start).ends_with('=') && opens(text, token.start - 1) {
        return (Wants::AsTyped, 1, 0);
    }
    (Wants::Itself, 0, 0)
}

/// Remarks on signs of the language that stand where they say nothing.
fn stray(at: usize, between: &str, remarks: &mut Vec<Remark>) {
    for (offset, sign) in between.char_indices().filter(|(_, one)| "*~".contains(*one)) {
        let oddity = if sign == '*' { Oddity::StarAlone } else { Oddity::TildeAlone };
        remarks.push(Remark::new(Span::new(at + offset, at + offset + 1), oddity));
    }
}

/// What stands between two words, each run of blanks as one space, a line end as one.
pub fn gap(between: &str) -> String {
    let mut gap = String::new();
    for letter in between.chars() {
        match letter {
            '\n' => {
                gap.truncate(gap.trim_end().len());
                gap.push('\n');
            }
            _ if letter.is_whitespace() => {
                if !gap.ends_with(char::is_whitespace) {
                    gap.push(' ');
                }
            }
            _ => gap.push(letter),
        }
    }
    gap
}

/// What the words of a row stand for; `as_typed` leaves out all other marks, also of words that were typed without.
pub fn terms_of_words(words: &[QuestionWord], as_typed: bool) -> Vec<Terms> {
    let terms = |word: &QuestionWord| if as_typed { word.typed_terms() } else { word.terms() };
    words.iter().map(terms).collect()
}
