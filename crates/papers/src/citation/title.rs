//! The title that stands behind a citation.
//! In: text and a citation. Out: the title, where one is quoted, or ends a sentence or item ([`title_said`]). Never
//! judges whether it is the paper's.

use super::behind::{behind, quoted};
use super::wording::one_line;
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

/// Words with which a title that is not quoted begins, in small letters: rules, on, guides, promulgates, amends,
/// approves, repeals.
const OPENINGS: [&str; 7] =
    ["quy định", "về", "hướng dẫn", "ban hành", "sửa đổi", "phê duyệt", "bãi bỏ"];

/// A title that is not quoted has fewer characters than this. A judgement: the longest of the web copies have 400.
const LONGEST: usize = 400;

/// The title behind a citation, quoted or not, on one line: `Nghị định số … của Chính phủ quy định về phí;`. One that
/// is not quoted is a title only where words of `OPENINGS` begin it and the sentence or the item ends with it.
pub fn title_said(text: &str, citation: &Citation) -> Option<String> {
    if let Some(title) = quoted_title(text, citation) {
        return Some(title);
    }
    let after = &text[citation.span.end..];
    let rest = after[behind(after).length..].trim_start_matches([' ', ',']);
    if !OPENINGS.iter().any(|words| rest.starts_with(words)) {
        return None;
    }
    let is_end = |(at, letter): (usize, char)| match letter {
        ';' | '\n' => true,
        '.' => !rest[at + 1..].starts_with(|next: char| !next.is_whitespace()),
        _ => false,
    };
    let end = rest.char_indices().take(LONGEST).find(|one| is_end(*one))?.0;
    let title = one_line(&rest[..end]);
    // A verb in another clause, or a second paper, goes on with the sentence.
    let goes_on = [" thì ", " được ", " và Nghị định", " và Thông tư", "(", " theo quy định"];
    (!goes_on.iter().any(|words| title.contains(words))).then_some(title)
}
