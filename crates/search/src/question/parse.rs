//! Reads operators and parentheses: OR binds least, then AND, then words beside each other.
//! In: lexemes. Out: an expression over words, phrases and numbers.
//! Never fails: an operator without its operand is left aside with a remark.

use vankien_text::span::Span;

use super::lex::{Kind, Lexeme};
use super::part::Part;
use super::remark::Remark;
use super::word;
use crate::note::Oddity;
use crate::number;
use crate::question::word::QuestionWord;

/// Parentheses inside one another deeper than this are left aside.
const MOST_NESTED: usize = 32;

/// What a question says.
#[derive(Debug)]
pub enum Expr {
    /// Words beside each other.
    Words(Vec<QuestionWord>),
    /// A phrase or number.
    Part(Part),
    /// All of these must be there.
    All(Vec<Expr>),
    /// One of these must be there.
    Any(Vec<Expr>),
    /// This must not be there.
    Not(Box<Expr>),
    /// Things beside each other, without an operator between them.
    Bag(Vec<Expr>),
}

/// Reads `lexemes` of `text`; `None` where nothing is asked.
pub fn parse(text: &str, lexemes: Vec<Lexeme>, remarks: &mut Vec<Remark>) -> Option<Expr> {
    let lexemes = balanced(lexemes, remarks);
    let mut parser = Parser { text, lexemes, at: 0, remarks };
    parser.either()
}

/// The same without parentheses that have no partner or stand too deep.
fn balanced(lexemes: Vec<Lexeme>, remarks: &mut Vec<Remark>) -> Vec<Lexeme> {
    let mut dropped = vec![false; lexemes.len()];
    let mut open: Vec<usize> = Vec::new();
    let mut too_deep = None;
    for (at, one) in lexemes.iter().enumerate() {
        match one.kind {
            Kind::Open => open.push(at),
            Kind::Close => match open.pop() {
                None => {
                    dropped[at] = true;
                    remarks.push(Remark::new(one.span, Oddity::CloseAlone));
                }
                Some(partner) if open.len() >= MOST_NESTED => {
                    (dropped[at], dropped[partner]) = (true, true);
                    too_deep = too_deep.or(Some(lexemes[partner].span));
                }
                Some(_) => {}
            },
            _ => {}
        }
    }
    if let Some(span) = too_deep {
        remarks.push(Remark::new(span, Oddity::NestedTooDeep { most: MOST_NESTED }));
    }
    for at in open {
        dropped[at] = true;
        remarks.push(Remark::new(lexemes[at].span, Oddity::OpenAlone));
    }
    lexemes.into_iter().zip(dropped).filter(|(_, dropped)| !dropped).map(|(one, _)| one).collect()
}

struct Parser<'q> {
    text: &'q str,
    lexemes: Vec<Lexeme>,
    at: usize,
    remarks: &'q mut Vec<Remark>,
}

impl Parser<'_> {
    fn peek(&self) -> Option<Lexeme> {
        self.lexemes.get(self.at).copied()
    }

    fn next_if(&mut self, kind: Kind) -> Option<Lexeme> {
        let next = self.peek().filter(|next| next.kind == kind)?;
        self.at += 1;
        Some(next)
    }

    fn remark(&mut self, lexeme: Lexeme, oddity: Oddity) {
        self.remarks.push(Remark::new(lexeme.span, oddity));
    }

    fn either(&mut self) -> Option<Expr> {
        self.chain(Kind::Or, Parser::both, Expr::Any)
    }

    fn both(&mut self) -> Option<Expr> {
        self.chain(Kind::And, Parser::bag, Expr::All)
    }

    /// Operands with `operator` between them.
    fn chain(
        &mut self,
        operator: Kind,
        operand: fn(&mut Self) -> Option<Expr>,
        join: fn(Vec<Expr>) -> Expr,
    ) -> Option<Expr> {
        let mut operands: Vec<Expr> = Vec::new();
        let mut pending: Option<Lexeme> = None;
        loop {
            match (operand(self), pending) {
                (Some(found), None) => operands.push(found),
                (Some(found), Some(between)) => {
                    if operands.is_empty() {
                        self.remark(between, Oddity::NothingBefore);
                    }
                    operands.push(found);
                }
                (None, Some(between)) => self.remark(between, Oddity::NothingAfter),
                (None, None) => {}
            }
            match self.next_if(operator) {
                Some(between) => pending = Some(between),
                None => break,
            }
        }
        match operands.len() {
            0 | 1 => operands.pop(),
            _ => Some(join(operands)),
        }
    }

    /// Things beside each other.
    fn bag(&mut self) -> Option<Expr> {
        let mut items = Vec::new();
        while let Some(next) = self.peek() {
            match next.kind {
                Kind::And | Kind::Or | Kind::Close => break,
                Kind::Not | Kind::Minus => items.extend(self.negation()),
                Kind::Text => items.extend(self.text()),
                Kind::Phrase(inner, near) => items.extend(self.phrase(inner, near)),
                Kind::Open => match self.group() {
                    // Parentheses around words alone say nothing.
                    Some(Expr::Bag(inner)) if inner.iter().all(|one| !is_condition(one)) => {
                        items.extend(inner);
                    }
                    found => items.extend(found),
                },
            }
        }
        match items.len() {
            0 => None,
            _ => Some(Expr::Bag(items)),
        }
    }

    fn group(&mut self) -> Option<Expr> {
        let open = self.next_if(Kind::Open)?;
        let found = self.either();
        // Each has its partner: `balanced` saw to it.
        self.next_if(Kind::Close);
        if found.is_none() {
            self.remark(open, Oddity::ParenthesesEmpty);
        }
        found
    }

    /// `NOT` and the words, phrase or group behind it; `-` and the one word, number, phrase or group.
    fn negation(&mut self) -> Option<Expr> {
        let mut is_negated = false;
        let mut last = self.peek()?;
        while let Some(next) =
            self.peek().filter(|next| matches!(next.kind, Kind::Not | Kind::Minus))
        {
            is_negated = !is_negated;
            last = next;
            self.at += 1;
        }
        let found = match self.peek().map(|next| next.kind) {
            Some(Kind::Open) => self.group(),
            Some(Kind::Phrase(inner, near)) => self.phrase(inner, near),
            Some(Kind::Text) if last.kind == Kind::Minus => self.one_word(),
            Some(Kind::Text) => Some(Expr::Bag(self.text())),
            _ => {
                self.remark(last, Oddity::NothingAfter);
                return None;
            }
        };
        found.map(|found| if is_negated { Expr::Not(Box::new(found)) } else { found })
    }

    /// Words and numbers up to the next operator.
    fn text(&mut self) -> Vec<Expr> {
        let Some(Lexeme { span, .. }) = self.next_if(Kind::Text) else { return Vec::new() };
        text(self.text, span, self.remarks)
    }

    /// The number or the word without blanks that stands at the head of a text.
    fn one_word(&mut self) -> Option<Expr> {
        let span = self.peek()?.span;
        let part = span.of(self.text);
        let number =
            number::find_numbers(part).into_iter().next().filter(|number| number.span.start == 0);
        let blank = part.find(char::is_whitespace).unwrap_or(part.len());
        let end = span.start + number.as_ref().map_or(blank, |number| number.span.end);
        match end < span.end {
            true => self.lexemes[self.at].span.start = end,
            false => self.at += 1,
        }
        let found = text(self.text, Span::new(span.start, end), self.remarks);
        (!found.is_empty()).then_some(Expr::Bag(found))
    }

    fn phrase(&mut self, inner: Span, near: Option<u32>) -> Option<Expr> {
        let span = self.peek()?.span;
        self.at += 1;
        phrase(self.text, span, inner, near, self.remarks).map(Expr::Part)
    }
}

/// Whether it must or must not be there, where it stands among words that rank.
fn is_condition(expr: &Expr) -> bool {
    matches!(expr, Expr::All(_) | Expr::Any(_) | Expr::Not(_))
}

/// The words and numbers in `span` of a question.
pub fn text(text: &str, span: Span, remarks: &mut Vec<Remark>) -> Vec<Expr> {
    let part = span.of(text);
    let mut found = Vec::new();
    let mut words = |from: usize, to: usize, found: &mut Vec<Expr>| {
        let span = Span::new(span.start + from, span.start + to);
        let words = word::parse_words_with_signs(text, span, remarks);
        if !words.is_empty() {
            found.push(Expr::Words(words));
        }
    };
    let mut at = 0;
    for number in number::find_numbers(part) {
        words(at, number.span.start, &mut found);
        at = number.span.end;
        let typed = word::parse_words(number.span.of(part));
        found.push(Expr::Part(Part::Number(number, typed)));
    }
    words(at, part.len(), &mut found);
    found
}

/// The phrase in `inner`; `None` where it holds no word.
pub fn phrase(
    text: &str,
    span: Span,
    inner: Span,
    near: Option<u32>,
    remarks: &mut Vec<Remark>,
) -> Option<Part> {
    let mut words = word::parse_words_with_signs(text, inner, remarks);
    if words.len() > MOST_WORDS {
        remarks.push(Remark::new(span, Oddity::PhraseCut { most: MOST_WORDS }));
        words.truncate(MOST_WORDS);
    }
    match (words.len(), near) {
        (0, _) => {
            remarks.push(Remark::new(span, Oddity::QuotesEmpty));
            None
        }
        (2.., Some(near)) => Some(Part::Near(words, near)),
        _ => Some(Part::Phrase(words)),
    }
}

/// A phrase of more words is cut.
pub const MOST_WORDS: usize = 256;
