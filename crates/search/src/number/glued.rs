//! Parts of a number that were typed as one token.
//! In: a token. Out: its parts. Never decides whether they are a number; `parse` does.

use vankien_papers::number::form;
use vankien_text::span::Span;

use super::kinds::{is_body, is_kind, is_old_code};
use super::token::NumberToken;

/// Cuts `57nq` into `57` and `nq`: digits with the known code of a kind or body, of at least two letters, behind them.
/// Any other token stays whole.
pub fn unglued(word: NumberToken) -> Vec<NumberToken> {
    let length = form::figures(&word.folded);
    let (figures, code) = word.folded.split_at(length);
    if length == 0 || !(is_kind(code) || is_body(code) || is_old_code(code)) || code.len() < 2 {
        return vec![word];
    }
    let Span { start, end } = word.span;
    let middle = start + length;
    let part = |folded: &str, span, gap| {
        let (folded, is_centre) = (folded.to_owned(), false);
        NumberToken { folded, is_centre, span, gap }
    };
    let second = part(code, Span::new(middle, end), String::new());
    vec![part(figures, Span::new(start, middle), word.gap.clone()), second]
}
