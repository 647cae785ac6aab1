//! The words of a question, with their signs: `=word`, `prefix*`, `word~1`.
//! In: text without operators. Out: its words in order, and remarks on signs out of place.
//! Never looks into the index: `expand` adds the terms that `prefix*` and `word~1` stand for.

use std::sync::Arc;

use vankien_engine::analyse::{self, Tokens};
use vankien_engine::terms::{Form, Terms};
use vankien_text::span::{self, Span};

use super::lex::{is_word_start, parse_distance};
use super::remark::Remark;
use crate::note::Oddity;

/// Which words of the papers a word of the question stands for, by its sign.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Wants {
    /// Itself: no sign.
    #[default]
    Itself,
    /// Itself with these marks alone: `=word`.
    AsTyped,
    /// All words that begin with it: `word*`.
    Prefix,
    /// All words within this edit distance: `word~1`.
    Near(u8),
}

/// A word (mostly one syllable) of a question. Two are equal where their terms and signs are.
#[derive(Clone, Debug)]
pub struct QuestionWord {
    /// Its term, analysed like the words of papers.
    pub term: String,
    /// As typed, in small letters.
    pub typed: String,
    /// Whether it has no small letter: it is in capitals or digits.
    pub is_capital: bool,
    /// What stands between it and the word before, as [`gap`] gives it.
    pub gap: String,
    /// Its sign.
    pub wants: Wants,
    /// Whether it stands for its letters under any marks, not for its own marks alone.
    pub any_marks: bool,
    /// With `*` or `~`: the terms of the index that it stands for, sorted. `None` for other words, and until `expand`
    /// has looked them up.
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

    /// Those of its terms that bear the marks typed.
    pub fn typed_terms(&self) -> Terms {
        match &self.forms {
            Some(forms) => {
                Terms::Forms(forms.iter().filter(|form| form.is_exact).cloned().collect())
            }
            None => Terms::Typed(self.term.clone()),
        }
    }

    /// Its folded form: without tone and marks.
    pub fn folded(&self) -> &str {
        analyse::folded(&self.term)
    }

    /// Whether it was typed with marks.
    pub fn has_marks(&self) -> bool {
        analyse::has_marks(&self.term)
    }

    /// Whether it bears no sign, as most words.
    pub fn is_plain(&self) -> bool {
        self.wants == Wants::Itself && self.forms.is_none()
    }

    /// The same word, standing for its own marks alone.
    pub fn with_own_marks(self) -> QuestionWord {
        QuestionWord { any_marks: false, ..self }
    }

    /// The same word under any marks; a word with a sign stays as it is.
    pub fn with_any_marks(self) -> QuestionWord {
        QuestionWord { any_marks: self.wants == Wants::Itself, ..self }
    }

    /// A string that two words share exactly if they are equal.
    pub fn key(&self) -> String {
        match self.wants {
            Wants::Itself => self.term.clone(),
            _ => self.to_string(),
        }
    }

    /// How a term of a text matches the word: `Some(true)` as typed, `Some(false)` under other marks only, `None` not
    /// at all.
    pub fn meets(&self, term: &str) -> Option<bool> {
        if let Some(forms) = &self.forms {
            let found = forms.binary_search_by(|form| form.term.as_str().cmp(term)).ok()?;
            return Some(forms[found].is_exact);
        }
        if term == self.term {
            return Some(true);
        }
        let may_differ = self.wants == Wants::Itself && self.any_marks;
        if may_differ && analyse::folded(term) == self.folded() { Some(false) } else { None }
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

/// The words of `text`, in order. `*`, `~` and `=` are no signs here.
pub fn parse_words(text: &str) -> Vec<QuestionWord> {
    let mut tokens = Tokens::new(text);
    let mut words: Vec<QuestionWord> = Vec::new();
    let mut end = 0;
    while tokens.advance() {
        let span = tokens.span();
        words.push(word_of_token(&tokens, text, gap(span::slice(text, end, span.start))));
        end = span.end;
    }
    words
}

/// The word of the token at hand, without a sign.
fn word_of_token(tokens: &Tokens<'_>, text: &str, gap: String) -> QuestionWord {
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

/// The words in `span` (bytes) of a question with their signs; `remarks` gets the signs out of place.
pub fn parse_words_with_signs(
    text: &str,
    span: Span,
    remarks: &mut Vec<Remark>,
) -> Vec<QuestionWord> {
    let part = span.of(text);
    let mut tokens = Tokens::new(part);
    let mut words: Vec<QuestionWord> = Vec::new();
    // Where the word before ends, without and with its sign.
    let (mut word_end, mut sign_end) = (0, 0);
    while tokens.advance() {
        let token = tokens.span();
        if token.start < sign_end {
            // The digit in `~1` is a token too.
            continue;
        }
        let mut word = word_of_token(&tokens, part, gap(span::slice(part, word_end, token.start)));
        let Sign { wants, bytes_before, bytes_after } = sign_at(part, token);
        word.wants = wants;
        word.any_marks &= wants == Wants::Itself;
        let gap_text = span::slice(part, sign_end, token.start);
        let unclaimed = span::before(gap_text, gap_text.len().saturating_sub(bytes_before));
        remark_stray_signs(span.start + sign_end, unclaimed, remarks);
        if let Wants::Near(far) = word.wants
            && far > MAX_EDIT_DISTANCE
        {
            let at = Span::new(span.start + token.start, span.start + token.end + bytes_after);
            remarks.push(Remark::new(at, Oddity::DistanceTooFar { far, most: MAX_EDIT_DISTANCE }));
            word.wants = Wants::Near(MAX_EDIT_DISTANCE);
        }
        words.push(word);
        word_end = token.end;
        sign_end = token.end + bytes_after;
    }
    remark_stray_signs(span.start + sign_end, span::after(part, sign_end), remarks);
    words
}

/// Largest edit distance that `~` may ask for (included); a word farther off is another word. A judgement, not
/// measured; docs/questions.md states it.
const MAX_EDIT_DISTANCE: u8 = 2;

/// The sign at a word, and how many bytes it takes before and after the word.
struct Sign {
    /// What the word stands for with the sign.
    wants: Wants,
    /// Bytes of the sign before the word: `=`.
    bytes_before: usize,
    /// Bytes of the sign behind the word: `*`, `~1`.
    bytes_after: usize,
}

/// The sign at a token. `~` alone is `~1`, `~0` is `=`.
fn sign_at(text: &str, token: Span) -> Sign {
    let behind = span::after(text, token.end);
    let ends = |rest: &str| rest.chars().next().is_none_or(|next| !next.is_alphanumeric());
    if behind.starts_with('*') && ends(span::after(behind, 1)) {
        return Sign { wants: Wants::Prefix, bytes_before: 0, bytes_after: 1 };
    }
    if let Some((number, length)) = parse_distance(behind)
        && ends(span::after(behind, length))
    {
        let far = match number {
            Some(number) => number.min(255) as u8,
            None if length == 1 => 1,
            // More digits than a number holds.
            None => u8::MAX,
        };
        let wants = if far == 0 { Wants::AsTyped } else { Wants::Near(far) };
        return Sign { wants, bytes_before: 0, bytes_after: length };
    }
    if span::before(text, token.start).ends_with('=') && is_word_start(text, token.start - 1) {
        return Sign { wants: Wants::AsTyped, bytes_before: 1, bytes_after: 0 };
    }
    Sign { wants: Wants::Itself, bytes_before: 0, bytes_after: 0 }
}

/// Adds remarks on the signs `*` and `~` in a text between words, where they belong to no word.
fn remark_stray_signs(at: usize, between: &str, remarks: &mut Vec<Remark>) {
    for (offset, sign) in between.char_indices().filter(|(_, one)| "*~".contains(*one)) {
        let oddity = if sign == '*' { Oddity::StarAlone } else { Oddity::TildeAlone };
        remarks.push(Remark::new(Span::new(at + offset, at + offset + 1), oddity));
    }
}

/// What stands between two words, with each run of blanks as one space; a run with a line end as one line end.
pub fn gap(between: &str) -> String {
    let mut gap = String::new();
    for letter in between.chars() {
        if letter == '\n' {
            gap.truncate(gap.trim_end().len());
            gap.push('\n');
        } else if !letter.is_whitespace() {
            gap.push(letter);
        } else if !gap.ends_with(char::is_whitespace) {
            gap.push(' ');
        }
    }
    gap
}

/// The terms that each of `words` stands for. `as_typed` takes the marks literally: a word without marks then stands
/// for itself alone.
pub fn terms_of_words(words: &[QuestionWord], as_typed: bool) -> Vec<Terms> {
    let terms = |word: &QuestionWord| if as_typed { word.typed_terms() } else { word.terms() };
    words.iter().map(terms).collect()
}
