//! Reads what stands before a number: `số`, and the kind it is said to be.
//! In: a text and the place of the number. Out: where the citation begins, and its kind.
//! Never looks behind the number (`citation::behind` does).

use std::collections::HashMap;
use std::sync::OnceLock;

use super::bodies::{kind_name, kinds};
use crate::line::opens_with;
use crate::table;

/// What stands before a number: where the citation begins, and the kind it names.
pub struct Lead {
    /// The byte at which the citation begins.
    pub start: usize,
    /// The name of the kind (`Nghị quyết`, resolution), where a name or symbol of a kind stands there.
    pub kind: Option<&'static str>,
    /// Whether `số` stands between kind and number.
    pub numbered: bool,
}

/// Reads backwards from the number that begins at `start`.
pub fn lead(text: &str, start: usize) -> Lead {
    let mut end = start;
    let mut numbered = false;
    loop {
        let before = text[..end].trim_end().trim_end_matches(':').trim_end();
        let Some(rest) = strip_word(before, "số") else { break };
        (end, numbered) = (rest, true);
    }
    let before = text[..end].trim_end();
    // The tail of `văn bản quy phạm pháp luật` is no kind.
    let named = kind_at_end(before).filter(|(at, _)| !is_tail(&before[..*at]));
    if let Some((at, kind)) = named {
        return Lead { start: at, kind: Some(kind), numbered };
    }
    match symbol_at_end(before) {
        Some((at, kind)) => Lead { start: at, kind: Some(kind), numbered },
        None => Lead { start: end, kind: None, numbered },
    }
}

/// Whether `before` ends with the first half of `pháp luật` (the law as a whole).
fn is_tail(before: &str) -> bool {
    let bare = before.trim_end();
    bare.len() < before.len() && bare.ends_with("pháp")
}

/// Where the last word of `text` begins, if it is `word` in any case and stands alone.
fn strip_word(text: &str, word: &str) -> Option<usize> {
    let start = text.char_indices().rev().nth(word.chars().count() - 1)?.0;
    let alone = !text[..start].ends_with(|letter: char| letter.is_alphanumeric());
    (alone && opens_with(&text[start..], word).is_some()).then_some(start)
}

/// The words of a kind in small letters, from the last to the first, and its name.
type KindName = (Vec<String>, &'static str);

/// The names of kinds by their last word.
fn names_by_last_word() -> &'static HashMap<String, Vec<KindName>> {
    static NAMES: OnceLock<HashMap<String, Vec<KindName>>> = OnceLock::new();
    NAMES.get_or_init(|| {
        let mut names: HashMap<String, Vec<KindName>> = HashMap::new();
        for kind in kinds() {
            for spelled in table::spellings(&kind.name.to_lowercase()) {
                let words: Vec<String> = spelled.rsplit(' ').map(str::to_owned).collect();
                names.entry(words[0].clone()).or_default().push((words, kind.name));
            }
        }
        names
    })
}

/// The longest name of a kind at the end of `text`, and where it begins. White space inside may be
/// a line end.
pub fn kind_at_end(text: &str) -> Option<(usize, &'static str)> {
    static ENDS: OnceLock<Vec<char>> = OnceLock::new();
    let ends = ENDS.get_or_init(|| {
        let words = names_by_last_word().keys();
        let both = words.filter_map(|word| word.chars().next_back());
        let mut ends: Vec<char> =
            both.flat_map(|one| std::iter::once(one).chain(one.to_uppercase())).collect();
        ends.sort_unstable();
        ends.dedup();
        ends
    });
    // Most words before a figure end otherwise: `Điều`, `năm`, `tháng`.
    if !text.ends_with(&ends[..]) {
        return None;
    }
    let last = last_word(text);
    if last.is_empty() || last.len() > 24 {
        return None;
    }
    let names = names_by_last_word().get(&last.to_lowercase())?.iter();
    names
        .filter_map(|(words, name)| ends_with_words(text, words).map(|start| (start, *name)))
        .min_by_key(|(start, _)| *start)
}

/// Where the symbol of a kind (`NQ`), printed as the table has it, begins at the end of `text`, and the name of the
/// kind. Of several kinds with this symbol the first in the table counts.
pub fn symbol_at_end(text: &str) -> Option<(usize, &'static str)> {
    let last = last_word(text);
    let joint = last.trim_end_matches(char::is_alphanumeric).len();
    let last = &last[joint..];
    let is_symbol = last.chars().count() >= 2 && last.chars().next()?.is_uppercase();
    let row = kinds().iter().find(|kind| is_symbol && kind.symbol == last)?;
    let name = kind_name(last, None).unwrap_or(row.name);
    Some((text.len() - last.len(), name))
}

/// The last word of `text`; all of `text` where its last 10 characters hold no white space.
fn last_word(text: &str) -> &str {
    let start = text.char_indices().rev().take(10).find(|(_, letter)| letter.is_whitespace());
    &text[start.map_or(0, |(at, letter)| at + letter.len_utf8())..]
}

fn ends_with_words(text: &str, words: &[String]) -> Option<usize> {
    let mut end = text.len();
    for word in words {
        end = strip_word(text[..end].trim_end(), word)?;
    }
    Some(end)
}

/// Whether `before` ends with the word for a part of a date: `tháng 6/2024` is no number, whatever follows.
pub fn is_of_date(before: &str) -> bool {
    let before = before.trim_end();
    let word = before.trim_end_matches(char::is_alphabetic).len();
    matches!(&before[word..], "tháng" | "Tháng" | "ngày" | "Ngày" | "quý" | "Quý" | "năm" | "Năm")
}
