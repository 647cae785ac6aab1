//! The words of a question, and where they stand in a text.
//! In: words as typed, then the text of a section. Out: its tokens that are such words, and rows of them.
//! Analyses the text as `index` did; never decides whether marks must agree.

use vankien_engine::analyse::{self, Tokens};
use vankien_text::span::Span;

use super::question::word::QuestionWord;

/// The words that are looked for, by their folded form.
#[derive(Default)]
pub struct Vocabulary {
    /// In order, with the number of each.
    numbers: Vec<(Head, String, usize)>,
}

/// The first letters of a word: few syllables have more.
type Head = u64;

fn head(folded: &str) -> Head {
    let mut first = [0; 8];
    let bytes = folded.as_bytes();
    let shared = bytes.len().min(first.len());
    first[..shared].copy_from_slice(&bytes[..shared]);
    Head::from_be_bytes(first)
}

/// A token of a text that is one of the words.
pub struct KnownToken {
    /// Which token of the text.
    pub ordinal: usize,
    /// Bytes of the text.
    pub span: Span,
    /// The number of the word.
    pub word: usize,
    /// Its term.
    pub term: String,
}

impl Vocabulary {
    /// The numbers of a word, one for each folded form it may have, in order; new ones where it was
    /// not known.
    pub fn learn(&mut self, word: &QuestionWord) -> Vec<usize> {
        let mut number = |folded: &str| match self.place(folded) {
            Ok(at) => self.numbers[at].2,
            Err(at) => {
                let next = self.numbers.len();
                self.numbers.insert(at, (head(folded), folded.to_owned(), next));
                next
            }
        };
        let mut numbers: Vec<usize> = match &word.forms {
            None => vec![number(word.folded())],
            Some(forms) => forms.iter().map(|form| number(analyse::folded(&form.term))).collect(),
        };
        numbers.sort_unstable();
        numbers.dedup();
        numbers
    }

    fn place(&self, folded: &str) -> Result<usize, usize> {
        let head = head(folded);
        self.numbers.binary_search_by(|(first, known, _)| {
            first.cmp(&head).then_with(|| known.as_str().cmp(folded))
        })
    }

    /// How many words are known.
    pub fn len(&self) -> usize {
        self.numbers.len()
    }

    /// The tokens of `text` that are known words under any marks, in order.
    pub fn known_tokens(&self, text: &str) -> Vec<KnownToken> {
        let mut tokens = Tokens::new(text);
        let (mut seen, mut ordinal) = (Vec::new(), 0);
        while tokens.advance() {
            if let Ok(at) = self.place(analyse::folded(tokens.term())) {
                let (span, term) = (tokens.span(), tokens.term().to_owned());
                seen.push(KnownToken { ordinal, span, word: self.numbers[at].2, term });
            }
            ordinal += 1;
        }
        seen
    }
}

/// The rows of tokens that are `words` one behind the other, each given by its numbers.
pub fn adjacent_tokens<'s>(
    seen: &'s [KnownToken],
    words: &'s [Vec<usize>],
) -> impl Iterator<Item = &'s [KnownToken]> {
    seen.windows(words.len().max(1)).filter(move |row| {
        row.iter().zip(words).enumerate().all(|(at, (seen, word))| {
            word.contains(&seen.word) && seen.ordinal == row[0].ordinal + at
        })
    })
}

/// From the first to the last token of a row.
pub fn span(row: &[KnownToken]) -> Span {
    Span::new(row[0].span.start, row[row.len() - 1].span.end)
}
