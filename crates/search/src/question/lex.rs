//! Lexer of questions: phrases, operators, parentheses, and the text between them.
//! In: the question, normalised, without its filters. Out: lexemes in order, and remarks on misplaced syntax.
//! Never fails: what is no syntax is text.

use vankien_text::language::letters::QUOTES;
use vankien_text::span::{self, Span};

use super::remark::Remark;
use crate::note::Oddity;
use crate::number;

/// The kind of a lexeme.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Words and numbers.
    Text,
    /// A quoted phrase: the span between the quotation marks, and the distance typed behind it (`~3`): how many other
    /// words may stand among its own, in any order.
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
    /// `-` before a word, a phrase or a group.
    Minus,
}

impl Kind {
    /// Whether it is no operator and no parenthesis.
    pub fn is_plain(self) -> bool {
        matches!(self, Kind::Text | Kind::Phrase(..))
    }
}

/// One lexeme of a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lexeme {
    /// Its kind.
    pub kind: Kind,
    /// Bytes of the question, with quotation marks and `~N` of a phrase.
    pub span: Span,
}

/// The lexemes of a question, in order. Parentheses are punctuation where there is no operator. `remarks` gets what is
/// misplaced.
pub fn lex(text: &str, remarks: &mut Vec<Remark>) -> Vec<Lexeme> {
    let mut all = Vec::new();
    let mut at = 0;
    for phrase in phrases(text, remarks) {
        lex_unquoted(text, Span::new(at, phrase.span.start), &mut all);
        at = phrase.span.end;
        all.push(phrase);
    }
    lex_unquoted(text, Span::new(at, text.len()), &mut all);
    let has_operators =
        all.iter().any(|one| matches!(one.kind, Kind::And | Kind::Or | Kind::Not | Kind::Minus));
    if has_operators { all } else { parentheses_as_text(all) }
}

/// The spans of a question, in bytes, in which a word may be read otherwise than typed (marks restored, damage
/// repaired): outside quotation marks, and not behind `NOT` or `-`.
pub fn replaceable_spans(text: &str) -> Vec<Span> {
    let mut replaceable = Vec::new();
    // The operator of the negation at hand, and how deep in parentheses it stands.
    let mut negation: Option<(Kind, usize)> = None;
    let mut depth = 0_usize;
    for Lexeme { kind, mut span } in lex(text, &mut Vec::new()) {
        match kind {
            Kind::Not | Kind::Minus => negation = negation.or(Some((kind, depth))),
            Kind::Open => depth += 1,
            Kind::Close => depth = depth.saturating_sub(1),
            _ => {}
        }
        let Some((operator, operator_depth)) = negation else {
            if kind == Kind::Text {
                replaceable.push(span);
            }
            continue;
        };
        let ends_negation = match kind {
            Kind::Not | Kind::Minus | Kind::Open => false,
            Kind::Close => depth <= operator_depth,
            Kind::And | Kind::Or | Kind::Phrase(..) | Kind::Text => depth == operator_depth,
        };
        if ends_negation {
            negation = None;
        }
        if ends_negation && kind == Kind::Text && operator == Kind::Minus {
            // `-` negates one word; the rest of the text is replaceable.
            let word = span.of(text).trim_start();
            let blank = word.find(char::is_whitespace).unwrap_or(word.len());
            span.start = span.end - word.len() + blank;
            replaceable.push(span);
        }
    }
    replaceable
}

/// The lexemes of a question in which operators are words: text and phrases alone.
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

/// The quoted phrases with `~N` behind them. A last quotation mark without partner is ignored, with a remark.
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
        let (near, length) = match parse_distance(behind) {
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

/// The number in `~3` at the head of `text` (`None` inside where no number follows or it is too large), and how many
/// bytes `~3` takes; `None` without a `~`.
pub fn parse_distance(text: &str) -> Option<(Option<u32>, usize)> {
    let rest = text.strip_prefix('~')?;
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    Some((span::before(rest, digits).parse().ok(), 1 + digits))
}

/// Cuts the text of a span outside quotation marks at operators and parentheses.
fn lex_unquoted(text: &str, span: Span, all: &mut Vec<Lexeme>) {
    let part = span.of(text);
    let numbers: Vec<Span> = number::find_numbers(part).iter().map(|number| number.span).collect();
    let in_question = |from: usize, to: usize| Span::new(span.start + from, span.start + to);
    // Where the text begins that is in no lexeme yet.
    let mut from = 0;
    let push_text = |from: usize, to: usize, all: &mut Vec<Lexeme>| {
        if !span::slice(part, from, to).trim().is_empty() {
            all.push(Lexeme { kind: Kind::Text, span: in_question(from, to) });
        }
    };
    for (at, letter) in part.char_indices() {
        if at < from {
            continue;
        }
        let is_in_number = || {
            let next = numbers.partition_point(|number| number.end <= at);
            numbers.get(next).is_some_and(|number| number.start < at)
        };
        let kind = match letter {
            '(' => Some((Kind::Open, 1)),
            ')' => Some((Kind::Close, 1)),
            '-' if is_word_start(text, span.start + at)
                && begins_operand(span::after(text, span.start + at + 1))
                && !is_in_number()
                && !is_range(text, span.start + at) =>
            {
                Some((Kind::Minus, 1))
            }
            'A' | 'O' | 'N' if is_word_start(text, span.start + at) => {
                parse_operator(span::after(text, span.start + at))
            }
            _ => None,
        };
        if let Some((kind, length)) = kind {
            push_text(from, at, all);
            all.push(Lexeme { kind, span: in_question(at, at + length) });
            from = at + length;
        }
    }
    push_text(from, part.len(), all);
}

/// Whether an operator or sign may begin at byte `at`: behind a blank, a parenthesis, a quotation mark or nothing.
pub fn is_word_start(text: &str, at: usize) -> bool {
    let before = span::before(text, at).chars().next_back();
    before.is_none_or(|one| one.is_whitespace() || "()".contains(one) || QUOTES.contains(&one))
}

/// Whether the `-` at byte `at` stands between digits, as in `2020 -2025`.
fn is_range(text: &str, at: usize) -> bool {
    let digit = |one: char| one.is_ascii_digit();
    span::before(text, at).trim_end().ends_with(digit)
        && span::after(text, at + 1).starts_with(digit)
}

/// Whether `text` begins with something that `-` can exclude: a word, a phrase, a group.
fn begins_operand(text: &str) -> bool {
    let first = text.chars().next();
    first.is_some_and(|one| one.is_alphanumeric() || "(=".contains(one) || QUOTES.contains(&one))
}

/// The operator at the head of `text` and its length in bytes.
fn parse_operator(text: &str) -> Option<(Kind, usize)> {
    let known = [("AND", Kind::And), ("OR", Kind::Or), ("NOT", Kind::Not)];
    for (name, kind) in known {
        let Some(rest) = text.strip_prefix(name) else { continue };
        let is_whole_word = rest.chars().next().is_none_or(|next| {
            next.is_whitespace() || "()".contains(next) || QUOTES.contains(&next)
        });
        if is_whole_word {
            return Some((kind, name.len()));
        }
    }
    None
}

/// The lexemes with parentheses as a part of the text around them.
fn parentheses_as_text(all: Vec<Lexeme>) -> Vec<Lexeme> {
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
