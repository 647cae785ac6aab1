//! Parser of operators and parentheses: `OR` binds least, then `AND`, then words beside each other, then `NOT` and `-`.
//! In: lexemes. Out: an expression over words, phrases and numbers.
//! Never fails: an operator without its operand is ignored, with a remark.

use vankien_text::span::Span;

use super::lex::{Kind, Lexeme};
use super::part::Part;
use super::remark::Remark;
use super::word;
use crate::note::Oddity;
use crate::number;
use crate::question::word::QuestionWord;

/// Greatest depth of nested parentheses. Pairs that stand deeper are ignored, with a remark; what they hold stays. A
/// judgement, not measured: it bounds the recursion of the parser. docs/questions.md states the value.
const MAX_NESTING: usize = 32;

/// Greatest number of words in a phrase. A longer phrase is cut to its first words, with a remark; the command
/// `mentions` refuses it with an error. A judgement, not measured: for each word of a phrase the store reads all
/// positions of that word. docs/questions.md states the value.
pub const MAX_PHRASE_WORDS: usize = 256;

/// A question as a syntax tree. `lower.rs` makes parts and a condition of it.
#[derive(Debug)]
pub enum Expr {
    /// A run of single words: no operator, phrase or number stands between them. Nor does a parenthesis, unless the
    /// question has no operator; then parentheses are punctuation.
    Words(Vec<QuestionWord>),
    /// A phrase, NEAR (a phrase with a distance) or number.
    Part(Part),
    /// AND: a section must hold all of these.
    All(Vec<Expr>),
    /// OR: a section must hold at least one of these.
    Any(Vec<Expr>),
    /// NOT or `-`: a section must not hold this. A run of several words under it stands for one phrase.
    Not(Box<Expr>),
    /// What stands beside each other without AND or OR between: words, phrases, numbers, groups, negations. As the
    /// whole question: a section must hold enough of its words, and must meet all else. As an operand: a section must
    /// hold all of it.
    Bag(Vec<Expr>),
}

/// Parses the `lexemes` of the question `text`; `None` if no word, phrase or number is left. Adds a remark for each
/// piece of syntax that is ignored; one stands for all parentheses that are nested too deep.
pub fn parse(text: &str, lexemes: Vec<Lexeme>, remarks: &mut Vec<Remark>) -> Option<Expr> {
    let lexemes = without_bad_parentheses(lexemes, remarks);
    let mut parser = Parser { text, lexemes, at: 0, remarks };
    parser.parse_or()
}

/// The lexemes without the parentheses that have no partner or are nested deeper than [`MAX_NESTING`]. One remark, at
/// the first pair found, stands for all pairs that are too deep.
fn without_bad_parentheses(lexemes: Vec<Lexeme>, remarks: &mut Vec<Remark>) -> Vec<Lexeme> {
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
                Some(partner) if open.len() >= MAX_NESTING => {
                    (dropped[at], dropped[partner]) = (true, true);
                    too_deep = too_deep.or(Some(lexemes[partner].span));
                }
                Some(_) => {}
            },
            _ => {}
        }
    }
    if let Some(span) = too_deep {
        remarks.push(Remark::new(span, Oddity::NestedTooDeep { most: MAX_NESTING }));
    }
    for at in open {
        dropped[at] = true;
        remarks.push(Remark::new(lexemes[at].span, Oddity::OpenAlone));
    }
    lexemes.into_iter().zip(dropped).filter(|(_, dropped)| !dropped).map(|(one, _)| one).collect()
}

/// A recursive descent parser.
struct Parser<'q> {
    /// The question as it is parsed.
    text: &'q str,
    /// Its lexemes, without bad parentheses.
    lexemes: Vec<Lexeme>,
    /// The index of the next lexeme.
    at: usize,
    /// Gets a remark for each piece of syntax that is ignored.
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

    fn parse_or(&mut self) -> Option<Expr> {
        self.parse_chain(Kind::Or, Parser::parse_and, Expr::Any)
    }

    fn parse_and(&mut self) -> Option<Expr> {
        self.parse_chain(Kind::And, Parser::parse_bag, Expr::All)
    }

    /// Operands with `operator` between them, joined by `join`; a single operand as it is.
    fn parse_chain(
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
        if operands.len() > 1 { Some(join(operands)) } else { operands.pop() }
    }

    /// What stands beside each other up to the next `AND`, `OR` or `)`.
    fn parse_bag(&mut self) -> Option<Expr> {
        let mut items = Vec::new();
        while let Some(next) = self.peek() {
            match next.kind {
                Kind::And | Kind::Or | Kind::Close => break,
                Kind::Not | Kind::Minus => items.extend(self.parse_negation()),
                Kind::Text => items.extend(self.parse_words_and_numbers()),
                Kind::Phrase(inner, near) => items.extend(self.parse_quoted(inner, near)),
                Kind::Open => match self.parse_group() {
                    // Parentheses around words alone change nothing.
                    Some(Expr::Bag(inner)) if inner.iter().all(|one| !is_condition(one)) => {
                        items.extend(inner);
                    }
                    found => items.extend(found),
                },
            }
        }
        if items.is_empty() { None } else { Some(Expr::Bag(items)) }
    }

    fn parse_group(&mut self) -> Option<Expr> {
        let open = self.next_if(Kind::Open)?;
        let found = self.parse_or();
        // `without_bad_parentheses` left none without partner.
        self.next_if(Kind::Close);
        if found.is_none() {
            self.remark(open, Oddity::ParenthesesEmpty);
        }
        found
    }

    /// `NOT` with all words, the phrase or the group behind it; `-` with one word, number, phrase or group. Two
    /// negations cancel out.
    fn parse_negation(&mut self) -> Option<Expr> {
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
            Some(Kind::Open) => self.parse_group(),
            Some(Kind::Phrase(inner, near)) => self.parse_quoted(inner, near),
            Some(Kind::Text) if last.kind == Kind::Minus => self.parse_one_word(),
            Some(Kind::Text) => {
                let words = self.parse_words_and_numbers();
                (!words.is_empty()).then_some(Expr::Bag(words))
            }
            _ => None,
        };
        if found.is_none() {
            self.remark(last, Oddity::NothingAfter);
        }
        found.map(|found| if is_negated { Expr::Not(Box::new(found)) } else { found })
    }

    /// Words and numbers up to the next operator.
    fn parse_words_and_numbers(&mut self) -> Vec<Expr> {
        let Some(Lexeme { span, .. }) = self.next_if(Kind::Text) else { return Vec::new() };
        parse_text(self.text, span, self.remarks)
    }

    /// The number, or the word up to a blank, at the head of a text lexeme; the lexeme keeps the rest.
    fn parse_one_word(&mut self) -> Option<Expr> {
        let span = self.peek()?.span;
        let part = span.of(self.text);
        let number =
            number::find_numbers(part).into_iter().next().filter(|number| number.span.start == 0);
        let blank = part.find(char::is_whitespace).unwrap_or(part.len());
        let end = span.start + number.as_ref().map_or(blank, |number| number.span.end);
        if end < span.end {
            self.lexemes[self.at].span.start = end;
        } else {
            self.at += 1;
        }
        let found = parse_text(self.text, Span::new(span.start, end), self.remarks);
        (!found.is_empty()).then_some(Expr::Bag(found))
    }

    fn parse_quoted(&mut self, inner: Span, near: Option<u32>) -> Option<Expr> {
        let span = self.peek()?.span;
        self.at += 1;
        parse_phrase(self.text, span, inner, near, self.remarks).map(Expr::Part)
    }
}

/// Whether an expression is AND, OR or NOT with its operands: a condition that a section must meet.
fn is_condition(expr: &Expr) -> bool {
    matches!(expr, Expr::All(_) | Expr::Any(_) | Expr::Not(_))
}

/// Parses the words and numbers in bytes `span` of the question `text`, in order: a run of words as [`Expr::Words`], a
/// number as [`Expr::Part`]. What stands there must hold no operator and no quotation mark.
pub fn parse_text(text: &str, span: Span, remarks: &mut Vec<Remark>) -> Vec<Expr> {
    let part = span.of(text);
    let mut found = Vec::new();
    let mut push_words = |from: usize, to: usize, found: &mut Vec<Expr>| {
        let between = Span::new(span.start + from, span.start + to);
        let words = word::parse_words_with_signs(text, between, remarks);
        if !words.is_empty() {
            found.push(Expr::Words(words));
        }
    };
    let mut at = 0;
    for number in number::find_numbers(part) {
        push_words(at, number.span.start, &mut found);
        at = number.span.end;
        let typed = word::parse_words(number.span.of(part));
        found.push(Expr::Part(Part::Number(number, typed)));
    }
    push_words(at, part.len(), &mut found);
    found
}

/// Parses a phrase in quotation marks. `span` is its bytes in the question with the quotation marks, `inner` without.
/// `near` is the distance typed behind it (`~3`): how many other words may stand among its own. With a distance, two
/// words or more give [`Part::Near`]; else the result is [`Part::Phrase`]. `None`, with a remark, if it holds no word.
pub fn parse_phrase(
    text: &str,
    span: Span,
    inner: Span,
    near: Option<u32>,
    remarks: &mut Vec<Remark>,
) -> Option<Part> {
    let mut words = word::parse_words_with_signs(text, inner, remarks);
    if words.len() > MAX_PHRASE_WORDS {
        remarks.push(Remark::new(span, Oddity::PhraseCut { most: MAX_PHRASE_WORDS }));
        words.truncate(MAX_PHRASE_WORDS);
    }
    if words.is_empty() {
        remarks.push(Remark::new(span, Oddity::QuotesEmpty));
        return None;
    }
    match near {
        Some(near) if words.len() > 1 => Some(Part::Near(words, near)),
        _ => Some(Part::Phrase(words)),
    }
}
