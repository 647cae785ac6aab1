//! A phrase that holds numbers of papers: its words must stand in a row, and each number at its place
//! in any spelling that a citation has.
//! In: the words and numbers of a question, then the text of a section. Out: where they stand there.
//! Never matches a name of a paper (`Nghị quyết này`) in place of its number.

use vankien_engine::analyse::{self, Tokens};
use vankien_engine::keys;
use vankien_engine::record::SectionRecord;
use vankien_papers::document::{Citation, Form};
use vankien_text::span::{self, Span};

use super::pattern::Asked;
use crate::question::{self, Word};

/// A word or a number of a phrase.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Item {
    /// A word.
    Word(Word),
    /// A number.
    Number(Asked),
}

/// A phrase with numbers in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Frame {
    /// Its words and numbers in order; at least one number is among them.
    items: Vec<Item>,
    /// Where the first number stands among them.
    first: usize,
    /// Whether marks must be those of the words.
    exact: bool,
    /// Which pattern is the same phrase as the words stand.
    pub pattern: usize,
}

/// A word of a text.
struct Token {
    span: Span,
    term: String,
}

impl Frame {
    /// The phrase `text` with `numbers` in it, in order; `None` where there is none.
    pub fn new(text: &str, numbers: Vec<Asked>, exact: bool, pattern: usize) -> Option<Frame> {
        let mut items = Vec::new();
        let mut at = 0;
        for asked in numbers {
            let span = asked.number.span;
            items.extend(
                question::words(span::slice(text, at, span.start)).into_iter().map(Item::Word),
            );
            items.push(Item::Number(asked));
            at = span.end;
        }
        items.extend(question::words(span::after(text, at)).into_iter().map(Item::Word));
        let first = items.iter().position(|item| matches!(item, Item::Number(_)))?;
        Some(Frame { items, first, exact, pattern })
    }

    /// The keys under which the index holds its first number.
    pub fn keys(&self) -> impl Iterator<Item = &String> {
        let asked = match &self.items[self.first] {
            Item::Number(asked) => Some(asked),
            Item::Word(_) => None,
        };
        asked.into_iter().flat_map(|asked| asked.keys.iter().chain(&asked.open))
    }

    /// Where the phrase stands in a section.
    pub fn places(&self, section: &SectionRecord) -> Vec<Span> {
        let Item::Number(first) = &self.items[self.first] else { return Vec::new() };
        let mut anchors = section.citations.iter().filter(|one| is_number(section, one, first));
        let Some(anchor) = anchors.next() else { return Vec::new() };
        let tokens = tokens(&section.text);
        let all = std::iter::once(anchor).chain(anchors);
        all.filter_map(|anchor| self.place(section, &tokens, anchor)).collect()
    }

    /// The phrase around its first number, if it stands there.
    fn place(&self, section: &SectionRecord, tokens: &[Token], anchor: &Citation) -> Option<Span> {
        let (from, mut at) = range(tokens, anchor.span);
        let start = from.checked_sub(self.first)?;
        let (before, after) = self.items.split_at(self.first);
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
                    let ranges =
                        section.citations.iter().filter(|one| is_number(section, one, asked));
                    let mut ranges = ranges.map(|one| range(tokens, one.span));
                    ranges.find(|(start, _)| *start == at)?.1
                }
            };
        }
        let (first, last) = (tokens.get(start)?, tokens.get(at.checked_sub(1)?)?);
        // A number may end inside a word, where a blank is lost: `156/2020/NĐ-CPngày`.
        let of_numbers = section.citations.iter().map(|one| one.span);
        let cut = of_numbers
            .map(|one| one.end)
            .find(|end| last.span.start < *end && *end < last.span.end);
        let ends_with_number = matches!(self.items.last(), Some(Item::Number(_)));
        let end = cut.filter(|_| ends_with_number).unwrap_or(last.span.end);
        Some(Span::new(first.span.start, end))
    }

    fn is_word(&self, word: &Word, token: &Token) -> bool {
        match self.exact {
            true => token.term == word.term,
            false => analyse::folded(&token.term) == word.folded(),
        }
    }
}

/// Whether a citation bears the number itself, in full or shortened.
fn is_number(section: &SectionRecord, citation: &Citation, asked: &Asked) -> bool {
    let bears = matches!(citation.form, Form::Full | Form::Number | Form::Short | Form::Own);
    let keys = keys::citation_keys(&section.text, citation);
    let is_same = keys.first().is_some_and(|key| {
        asked.keys.contains(key) || (!asked.number.is_whole && asked.open.contains(key))
    });
    bears && is_same && asked.number.allows(citation.kind.as_deref())
}

/// Which words a span covers: the first, and the one behind the last.
fn range(tokens: &[Token], span: Span) -> (usize, usize) {
    let from = tokens.partition_point(|token| token.span.end <= span.start);
    (from, tokens.partition_point(|token| token.span.start < span.end))
}

fn tokens(text: &str) -> Vec<Token> {
    let mut tokens = Tokens::new(text);
    let mut all = Vec::new();
    while tokens.advance() {
        all.push(Token { span: tokens.span(), term: tokens.term().to_owned() });
    }
    all
}
