//! Tokens of a text in which a number of a paper may stand.
//! In: text. Out: tokens with what stands between them. Never decides what is a number; `parse` does.

use vankien_engine::analyse::{self, Tokens};
use vankien_papers::number::form;
use vankien_text::span::{self, Span};

/// One token: letters and digits, up to a sign or blank.
#[derive(Debug)]
pub struct NumberToken {
    /// Its folded form: small letters without marks.
    pub folded: String,
    /// Whether it is `TƯ` (Trung ương, the Central Committee), which is also written `TW`.
    pub is_centre: bool,
    /// Where it stands, in bytes of the text.
    pub span: Span,
    /// What stands between it and the token before.
    pub gap: String,
}

impl NumberToken {
    /// The token as the code of a body: folded, `tw` for the Central Committee.
    pub fn code(&self) -> &str {
        if self.is_centre { "tw" } else { &self.folded }
    }

    /// The sign between it and the token before, with or without blanks around it; `None` where there is none, or more
    /// than one.
    pub fn sign(&self) -> Option<char> {
        let mut signs = self.gap.chars().filter(|one| !one.is_whitespace());
        signs.next().filter(|_| signs.next().is_none())
    }

    /// Whether a slash or a hyphen joins it to the token before, with or without blanks around it; `\` and `|` join
    /// without blanks only.
    pub fn is_joined(&self) -> bool {
        self.sign().is_some_and(|sign| {
            let is_tight_slash = form::is_tight_slash(sign) && self.is_tight();
            form::is_slash(sign) || form::is_hyphen(sign) || is_tight_slash
        })
    }

    /// Whether no blank stands between it and the token before.
    pub fn is_tight(&self) -> bool {
        !self.gap.contains(char::is_whitespace)
    }

    /// Whether nothing but blanks, or nothing at all, stands between it and the token before.
    pub fn is_apart(&self) -> bool {
        self.gap.trim().is_empty()
    }
}

/// The tokens of a text, in order. `T.Ư` and `T.W` (the Central Committee) are one token, and so is `T.U` (a provincial
/// committee).
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
        if gap.trim() == "."
            && let Some(code) = code_behind_point(tokens.term())
            && let Some(last) =
                words.last_mut().filter(|last: &&mut NumberToken| last.folded == "t")
        {
            last.folded = code.to_owned();
            last.span.end = span.end;
            continue;
        }
        words.push(NumberToken { folded, is_centre, span, gap });
    }
    words
}

/// The code, folded, that `T.` and this term stand for together: `T.Ư` and `T.W` for `tw`, `T.U` for `tu`.
fn code_behind_point(term: &str) -> Option<&'static str> {
    match analyse::shown(term) {
        "ư" | "w" | "tw" => Some("tw"),
        "u" => Some("tu"),
        _ => None,
    }
}

/// Whether a term is `TƯ` with this mark (the Central Committee); `TU` is a provincial committee.
fn is_centre(term: &str) -> bool {
    term == "tu\u{1}tư"
}

/// The folded tokens of a text.
pub fn folded_tokens(text: &str) -> Vec<String> {
    number_tokens(text).into_iter().map(|word| word.folded).collect()
}
