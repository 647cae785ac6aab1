//! Cuts a question into phrases, operators, parentheses and the text between them.
//! In: the question, normalised, without its filters. Out: lexemes in order, and what is out of place.
//! Never fails: what is no syntax is text.

use vankien_text::language::letters::QUOTES;
use vankien_text::span::{self, Span};

use super::remark::Remark;
use crate::note::Oddity;
use crate::number;

/// What a stretch of a question is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Words and numbers.
    Text,
    /// What stands between quotation marks, and how many words may stand between its own, in any
    /// order, where that was said.
    Phrase(Span, Option<u32>),
    /// `(`
    Open,
    /// `)`
    Close,
    /// `AND`
    And,
    /// `OR`
    Or,
    /// `NOT`
    Not,
    /// `-` before a word.
    Minus,
}

/// A stretch of a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lexeme {
    /// What it is.
    pub kind: Kind,
    /// Bytes of the question.
    pub span: Span,
}

/// The stretches of a question. Parentheses are punctuation where there is no operator.
pub fn lex(text: &str, remarks: &mut Vec<Remark>) -> Vec<Lexeme> {
    let quoted = phrases(text, remarks);
    let mut all = Vec::new();
    let mut at = 0;
    for phrase in quoted {
        plain(text, Span::new(at, phrase.span.start), &mut all);
        at = phrase.span.end;
        all.push(phrase);
    }
    plain(text, Span::new(at, text.len()), &mut all);
    let has_operators =
        all.iter().any(|one| matches!(one.kind, Kind::And | Kind::Or | Kind::Not | Kind::Minus));
    if has_operators { all } else { without_parentheses(all) }
}

/// The stretches of a question in which a word may be read otherwise than it was typed: outside quotation
/// marks, and not what must not be there.
pub fn open(text: &str) -> Vec<Span> {
    let (mut open, mut negated) = (Vec::new(), None);
    let mut depth = 0_usize;
    for Lexeme { kind, mut span } in lex(text, &mut Vec::new()) {
        match kind {
            Kind::Not | Kind::Minus => negated = negated.or(Some((kind, depth))),
            Kind::Open => depth += 1,
            Kind::Close => depth = depth.saturating_sub(1),
            _ => {}
        }
        let Some((sign, from)) = negated else {
            open.extend((kind == Kind::Text).then_some(span));
            continue;
        };
        let ends = match kind {
            Kind::Not | Kind::Minus | Kind::Open => false,
            Kind::Close => depth <= from,
            Kind::And | Kind::Or | Kind::Phrase(..) | Kind::Text => depth == from,
        };
        if ends {
            negated = None;
        }
        if ends && kind == Kind::Text && sign == Kind::Minus {
            // `-` takes one word.
            let word = span.of(text).trim_start();
            let blank = word.find(char::is_whitespace).unwrap_or(word.len());
            span.start = span.end - word.len() + blank;
            open.push(span);
        }
    }
    open
}

/// The same where operators are words.
pub fn lex_literally(text: &str, remarks: &mut Vec<Remark>) -> Vec<Lexeme> {
    let mut all = Vec::new();
    let mut at = 0;
    let push = |from: usize, to: usize, all: &mut Vec<Lexeme>| {
        if from < to {
            all.push(Lexeme { kind: Kind::Text, span: Span::new(from, to) });
        }
    };
    for phrase in phrases(text, remarks) {
        push(at, phrase.span.start, &mut all);
        at = phrase.span.end;
        all.push(phrase);
    }
    push(at, text.len(), &mut all);
    all
}

/// What stands between two quotation marks, with `~N` behind it; the last mark may lack a partner.
fn phrases(text: &str, remarks: &mut Vec<Remark>) -> Vec<Lexeme> {
    let marks: Vec<(usize, &str)> = text.match_indices(QUOTES).collect();
    let mut phrases = Vec::with_capacity(marks.len() / 2);
    for pair in marks.chunks(2) {
        let [(open, mark), (close, closing)] = pair else {
            let span = Span::new(pair[0].0, pair[0].0 + pair[0].1.len());
            remarks.push(Remark::new(span, Oddity::QuoteAlone));
            break;
        };
        let inner = Span::new(open + mark.len(), *close);
        let behind = span::after(text, close + closing.len());
        let (near, length) = match distance(behind) {
            Some((Some(near), length)) => (Some(near), length),
            Some((None, length)) => {
                let start = close + closing.len();
                let span = Span::new(start, start + length);
                remarks.push(Remark::new(span, Oddity::DistanceMissing));
                (None, length)
            }
            None => (None, 0),
        };
        let span = Span::new(*open, close + closing.len() + length);
        phrases.push(Lexeme { kind: Kind::Phrase(inner, near), span });
    }
    phrases
}

/// The number in `~3` at the head of `text` and how many bytes both take; `None` without a `~`.
pub fn distance(text: &str) -> Option<(Option<u32>, usize)> {
    let rest = text.strip_prefix('~')?;
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    Some((span::before(rest, digits).parse().ok(), 1 + digits))
}

/// Cuts text outside quotation marks at operators and parentheses.
fn plain(text: &str, span: Span, all: &mut Vec<Lexeme>) {
    let part = span.of(text);
    let numbers: Vec<Span> = number::find_numbers(part).iter().map(|number| number.span).collect();
    let mut from = 0;
    let mut push = |from: usize, to: usize, kind: Option<(Kind, usize)>| {
        let at = |at: usize| span.start + at;
        if !span::slice(part, from, to).trim().is_empty() {
            all.push(Lexeme { kind: Kind::Text, span: Span::new(at(from), at(to)) });
        }
        if let Some((kind, length)) = kind {
            all.push(Lexeme { kind, span: Span::new(at(to), at(to + length)) });
        }
    };
    for (at, letter) in part.char_indices() {
        if at < from {
            continue;
        }
        let inside = || {
            let next = numbers.partition_point(|number| number.end <= at);
            numbers.get(next).is_some_and(|number| number.start < at)
        };
        let kind = match letter {
            '(' => Some((Kind::Open, 1)),
            ')' => Some((Kind::Close, 1)),
            '-' if opens(text, span.start + at)
                && begins(span::after(text, span.start + at + 1)) =>
            {
                let is_free = !inside() && !is_range(text, span.start + at);
                is_free.then_some((Kind::Minus, 1))
            }
            'A' | 'O' | 'N' if opens(text, span.start + at) => {
                operator(span::after(text, span.start + at))
            }
            _ => None,
        };
        if let Some((kind, length)) = kind {
            push(from, at, Some((kind, length)));
            from = at + length;
        }
    }
    push(from, part.len(), None);
}

/// Whether something may begin at byte `at`: it stands behind a blank, a parenthesis or nothing.
pub fn opens(text: &str, at: usize) -> bool {
    let before = span::before(text, at).chars().next_back();
    before.is_none_or(|one| one.is_whitespace() || "()".contains(one) || QUOTES.contains(&one))
}

/// Whether the `-` at byte `at` stands between figures: `2020 -2025`.
fn is_range(text: &str, at: usize) -> bool {
    let digit = |one: char| one.is_ascii_digit();
    span::before(text, at).trim_end().ends_with(digit)
        && span::after(text, at + 1).starts_with(digit)
}

/// Whether `text` begins with what can be excluded.
fn begins(text: &str) -> bool {
    let first = text.chars().next();
    first.is_some_and(|one| one.is_alphanumeric() || "(=".contains(one) || QUOTES.contains(&one))
}

/// The operator at the head of `text`.
fn operator(text: &str) -> Option<(Kind, usize)> {
    let known = [("AND", Kind::And), ("OR", Kind::Or), ("NOT", Kind::Not)];
    known.into_iter().find_map(|(name, kind)| {
        let rest = text.strip_prefix(name)?;
        let ends = rest.chars().next().is_none_or(|next| {
            next.is_whitespace() || "()".contains(next) || QUOTES.contains(&next)
        });
        ends.then_some((kind, name.len()))
    })
}

/// The same with parentheses as a part of the text.
fn without_parentheses(all: Vec<Lexeme>) -> Vec<Lexeme> {
    let mut kept: Vec<Lexeme> = Vec::with_capacity(all.len());
    for one in all {
        match (one.kind, kept.last_mut()) {
            (Kind::Phrase(..), _) => kept.push(one),
            (_, Some(last)) if last.kind == Kind::Text => last.span.end = one.span.end,
            _ => kept.push(Lexeme { kind: Kind::Text, ..one }),
        }
    }
    kept
}
