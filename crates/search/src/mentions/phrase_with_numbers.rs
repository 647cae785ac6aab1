//! A phrase that holds numbers of papers: its words must stand side by side, with each number at its place in any
//! spelling that a citation has.
//! In: the words and numbers of a question, then the text of a section. Out: where the phrase stands there.
//! Never matches a name of a paper (`Nghị quyết này`, this resolution) in place of its number.

use std::ops::Range;

use vankien_engine::analyse::{self, Tokens};
use vankien_engine::keys;
use vankien_engine::record::SectionRecord;
use vankien_papers::document::{Citation, Form};
use vankien_text::span::{self, Span};

use super::pattern::NumberQuery;
use crate::question::{self, QuestionWord};

/// A word or a number of a phrase.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Item {
    /// A word.
    Word(QuestionWord),
    /// A number.
    Number(Box<NumberQuery>),
}

/// A phrase with numbers in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PhraseWithNumbers {
    /// Its words and numbers in order; at least one is a number.
    items: Vec<Item>,
    /// The index of the first item that is a number.
    first_number: usize,
    /// Whether words must bear their own marks.
    exact: bool,
    /// The index in `MentionQuery::patterns` of the same phrase as it was typed.
    pub pattern: usize,
}

/// A token of a text.
struct Token {
    /// Where it stands, in bytes of the text.
    span: Span,
    /// Its term in the dictionary.
    term: String,
}

impl PhraseWithNumbers {
    /// The phrase `text` with `numbers` in it, in order of their places; `None` without numbers. `exact`: words must
    /// bear their own marks. `pattern`: the index of the pattern of the phrase as typed.
    pub fn new(
        text: &str,
        numbers: Vec<NumberQuery>,
        exact: bool,
        pattern: usize,
    ) -> Option<PhraseWithNumbers> {
        let mut items = Vec::new();
        let mut at = 0;
        for asked in numbers {
            let span = asked.number.span;
            items.extend(
                question::parse_words(span::slice(text, at, span.start))
                    .into_iter()
                    .map(Item::Word),
            );
            items.push(Item::Number(Box::new(asked)));
            at = span.end;
        }
        items.extend(question::parse_words(span::after(text, at)).into_iter().map(Item::Word));
        let first_number = items.iter().position(|item| matches!(item, Item::Number(_)))?;
        Some(PhraseWithNumbers { items, first_number, exact, pattern })
    }

    /// The keys under which the index holds its first number.
    pub fn keys(&self) -> impl Iterator<Item = &String> {
        let asked = match &self.items[self.first_number] {
            Item::Number(asked) => Some(asked),
            Item::Word(_) => None,
        };
        asked.into_iter().flat_map(|asked| asked.keys.iter().chain(&asked.open))
    }

    /// The spans of a section's text in which the phrase stands, in order of the citations of its first number.
    pub fn spans(&self, section: &SectionRecord) -> Vec<Span> {
        let Item::Number(first) = &self.items[self.first_number] else { return Vec::new() };
        let mut anchors = section.citations.iter().filter(|one| cites(section, one, first));
        let Some(anchor) = anchors.next() else { return Vec::new() };
        let tokens = tokens(&section.text);
        let all = std::iter::once(anchor).chain(anchors);
        all.filter_map(|anchor| self.span_around(section, &tokens, anchor)).collect()
    }

    /// The span of the phrase around a citation of its first number; `None` where the phrase does not stand there.
    fn span_around(
        &self,
        section: &SectionRecord,
        tokens: &[Token],
        anchor: &Citation,
    ) -> Option<Span> {
        let Range { start: from, end: mut at } = token_range(tokens, anchor.span);
        let start = from.checked_sub(self.first_number)?;
        let (before, after) = self.items.split_at(self.first_number);
        let same = |(item, token): (&Item, &Token)| match item {
            Item::Word(word) => self.is_word(word, token),
            Item::Number(_) => false,
        };
        if !before.iter().zip(&tokens[start..from]).all(same) {
            return None;
        }
        for item in &after[1..] {
            at = match item {
                Item::Word(word) => {
                    tokens.get(at).filter(|token| self.is_word(word, token)).map(|_| at + 1)?
                }
                Item::Number(asked) => {
                    let ranges = section.citations.iter().filter(|one| cites(section, one, asked));
                    let mut ranges = ranges.map(|one| token_range(tokens, one.span));
                    ranges.find(|range| range.start == at)?.end
                }
            };
        }
        let (first, last) = (tokens.get(start)?, tokens.get(at.checked_sub(1)?)?);
        // Where a blank is lost, a number ends inside a token: `156/2020/NĐ-CPngày`.
        let of_numbers = section.citations.iter().map(|one| one.span);
        let cut = of_numbers
            .map(|one| one.end)
            .find(|end| last.span.start < *end && *end < last.span.end);
        let ends_with_number = matches!(self.items.last(), Some(Item::Number(_)));
        let end = cut.filter(|_| ends_with_number).unwrap_or(last.span.end);
        Some(Span::new(first.span.start, end))
    }

    /// Whether a token is this word of the phrase.
    fn is_word(&self, word: &QuestionWord, token: &Token) -> bool {
        if self.exact {
            token.term == word.term
        } else {
            analyse::folded(&token.term) == word.folded()
        }
    }
}

/// Whether a citation prints the number asked for, in full or shortened.
fn cites(section: &SectionRecord, citation: &Citation, asked: &NumberQuery) -> bool {
    let bears = matches!(citation.form, Form::Full | Form::Number | Form::Short | Form::Own);
    let keys = keys::citation_keys(&section.text, citation);
    let is_same = keys.first().is_some_and(|key| {
        asked.keys.contains(key) || (!asked.number.is_whole && asked.open.contains(key))
    });
    bears && is_same && asked.number.allows_kind(citation.kind.as_deref())
}

/// The indexes of the tokens that a span touches.
fn token_range(tokens: &[Token], span: Span) -> Range<usize> {
    let start = tokens.partition_point(|token| token.span.end <= span.start);
    start..tokens.partition_point(|token| token.span.start < span.end)
}

/// All tokens of a text.
fn tokens(text: &str) -> Vec<Token> {
    let mut tokens = Tokens::new(text);
    let mut all = Vec::new();
    while tokens.advance() {
        all.push(Token { span: tokens.span(), term: tokens.term().to_owned() });
    }
    all
}
