//! The words of a text in which a number of a paper may stand.
//! In: text. Out: words with their places, taken apart where parts of a number were typed as one. Never decides what is a number.

use vankien_engine::analyse::{self, Tokens};
use vankien_papers::number::form;
use vankien_text::span::{self, Span};

/// One word of the question.
#[derive(Debug)]
pub struct NumberToken {
    pub folded: String,
    /// Whether it is written `TƯ`, as the code `TW` may be.
    pub is_centre: bool,
    pub span: Span,
    /// What stands between it and the word before.
    pub gap: String,
}

impl NumberToken {
    /// As the code of a body.
    pub fn code(&self) -> &str {
        if self.is_centre { "tw" } else { &self.folded }
    }

    /// The one sign that parts it from the word before, if blanks alone stand around it.
    pub fn sign(&self) -> Option<char> {
        let mut signs = self.gap.chars().filter(|one| !one.is_whitespace());
        signs.next().filter(|_| signs.next().is_none())
    }

    /// Whether a slash or a hyphen parts it from the word before.
    pub fn is_joined(&self) -> bool {
        self.sign().is_some_and(|sign| sign == '/' || form::HYPHENS.contains(&sign))
    }

    /// Whether a sign and no blank parts it from the word before.
    pub fn is_tight(&self) -> bool {
        !self.gap.contains(char::is_whitespace)
    }

    /// Whether blanks alone part it from the word before.
    pub fn is_apart(&self) -> bool {
        self.gap.trim().is_empty()
    }
}

pub fn number_tokens(text: &str) -> Vec<NumberToken> {
    let mut tokens = Tokens::new(text);
    let mut words = Vec::new();
    let mut end = 0;
    while tokens.advance() {
        let span = tokens.span();
        let gap = span::slice(text, end, span.start).to_owned();
        let folded = analyse::folded(tokens.term()).to_owned();
        let is_centre = is_centre(tokens.term());
        end = span.end;
        // `T.Ư`, `T.W`
        if gap.trim() == "."
            && ["tw", "w", "u"].contains(&folded.as_str())
            && let Some(last) =
                words.last_mut().filter(|last: &&mut NumberToken| last.folded == "t")
        {
            last.folded = "tw".to_owned();
            last.span.end = span.end;
            continue;
        }
        words.push(NumberToken { folded, is_centre, span, gap });
    }
    words
}

/// `TƯ` is written for `TW`, and is not `TU`.
pub fn is_centre(term: &str) -> bool {
    term == "tu\u{1}tư"
}

pub fn folded(text: &str) -> Vec<String> {
    number_tokens(text).into_iter().map(|word| word.folded).collect()
}
