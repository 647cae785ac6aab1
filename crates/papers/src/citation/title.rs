//! The title that stands behind a citation.
//! In: text and a citation. Out: the title where one is quoted. Never judges whether it is the paper's.

use super::behind::{behind, quoted};
use crate::document::Citation;

/// The title in quotation marks behind a citation, date and issuer between them, on one line.
pub fn quoted_title(text: &str, citation: &Citation) -> Option<String> {
    title_behind(text, citation).map(|(title, _)| title)
}

/// The same, with the byte at which it ends.
pub fn title_behind(text: &str, citation: &Citation) -> Option<(String, usize)> {
    let after = &text[citation.span.end..];
    let rest = after[behind(after).length..].trim_start_matches([' ', ',']);
    let (title, length) = quoted(rest)?;
    Some((title, text.len() - rest.len() + length))
}
