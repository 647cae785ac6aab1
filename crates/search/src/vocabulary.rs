//! The words of a question, to find their tokens in texts.
//! In: words of a question, then the text of a section. Out: its tokens that are such words, and runs of neighbours.
//! Analyses the text as indexing does. Never decides whether marks must agree: tokens are found under any marks.

use vankien_engine::analyse::{self, Tokens};
use vankien_text::span::Span;

use super::question::word::QuestionWord;

/// The folded words that are looked for, each with a number.
#[derive(Default)]
pub struct Vocabulary {
    /// The words, sorted by prefix and word.
    entries: Vec<Entry>,
}

/// A folded word of a vocabulary.
struct Entry {
    /// The first bytes of the word, to compare fast.
    prefix: Prefix,
    /// The word.
    folded: String,
    /// Its number: how many words were added before it.
    number: usize,
}

/// The first eight bytes of a word as one number, which compares faster than a string. Few folded syllables have more.
type Prefix = u64;

fn prefix(folded: &str) -> Prefix {
    let mut first = [0; 8];
    let bytes = folded.as_bytes();
    let shared = bytes.len().min(first.len());
    first[..shared].copy_from_slice(&bytes[..shared]);
    Prefix::from_be_bytes(first)
}

/// A token of a text that is a word of the vocabulary.
pub struct KnownToken {
    /// Its ordinal among all tokens of the text, from 0.
    pub ordinal: usize,
    /// Where it stands, in bytes of the text.
    pub span: Span,
    /// The number of its folded word in the vocabulary.
    pub word: usize,
    /// Its term, with its marks.
    pub term: String,
}

impl Vocabulary {
    /// Adds a word of a question, unless it is known. Gives its numbers, sorted: one for each folded form that it may
    /// have.
    pub fn add(&mut self, word: &QuestionWord) -> Vec<usize> {
        let mut number = |folded: &str| match self.position(folded) {
            Ok(at) => self.entries[at].number,
            Err(at) => {
                let number = self.entries.len();
                let entry = Entry { prefix: prefix(folded), folded: folded.to_owned(), number };
                self.entries.insert(at, entry);
                number
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

    /// The place of a folded word, or where it would be put in.
    fn position(&self, folded: &str) -> Result<usize, usize> {
        let prefix = prefix(folded);
        self.entries.binary_search_by(|entry| {
            entry.prefix.cmp(&prefix).then_with(|| entry.folded.as_str().cmp(folded))
        })
    }

    /// How many folded words it holds.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// The tokens of `text` that are words of the vocabulary under any marks, in order.
    pub fn known_tokens(&self, text: &str) -> Vec<KnownToken> {
        let mut tokens = Tokens::new(text);
        let mut found = Vec::new();
        let mut ordinal = 0;
        while tokens.advance() {
            if let Ok(at) = self.position(analyse::folded(tokens.term())) {
                let (span, term) = (tokens.span(), tokens.term().to_owned());
                found.push(KnownToken { ordinal, span, word: self.entries[at].number, term });
            }
            ordinal += 1;
        }
        found
    }
}

/// The runs of tokens that are `words` (not empty) side by side; each word is given by its numbers in the vocabulary.
/// `tokens` are in order.
pub fn adjacent_tokens<'s>(
    tokens: &'s [KnownToken],
    words: &'s [Vec<usize>],
) -> impl Iterator<Item = &'s [KnownToken]> {
    tokens.windows(words.len().max(1)).filter(move |run| {
        run.iter().zip(words).enumerate().all(|(at, (token, word))| {
            word.contains(&token.word) && token.ordinal == run[0].ordinal + at
        })
    })
}

/// The span from the first to the last token of a run, which must not be empty.
pub fn span(run: &[KnownToken]) -> Span {
    Span::new(run[0].span.start, run[run.len() - 1].span.end)
}
