//! Odd places at which all is in order: letters of a list, halves of a word parted by a hyphen.
//! In: text and a place. Out: whether nothing is lost or torn there.

use crate::language::{letters, syllable};

/// So many lines of furniture may part the halves of a word.
const BETWEEN: usize = 8;
/// They are no longer than this together, in bytes.
const HEADS: usize = 600;

/// Whether the single letter at byte `at` is one of an alphabetic list: `khu A B C`.
pub fn is_listed(text: &str, at: usize) -> bool {
    let bytes = text.as_bytes();
    let single = |at: usize| {
        let letter = bytes.get(at).filter(|byte| byte.is_ascii_uppercase())?;
        let part = |at: usize| {
            bytes.get(at).is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte >= 0x80)
        };
        (!part(at + 1) && (at == 0 || !part(at - 1))).then_some(*letter)
    };
    let Some(letter) = single(at) else { return false };
    let next = (bytes.get(at + 1) == Some(&b' ')).then(|| single(at + 2)).flatten();
    let before = at.checked_sub(2).filter(|_| bytes[at - 1] == b' ').and_then(single);
    next == Some(letter + 1) || before.is_some_and(|before| before + 1 == letter)
}

/// Whether the word at byte `at` is one half of a word that a hyphen parts at the end of a line:
/// no letter of it is missing. Lines are joined later, by `structure`.
pub fn is_hyphenated(text: &str, at: usize) -> bool {
    let bytes = text.as_bytes();
    // The place may be the white before the word.
    let at = at + bytes[at..].iter().take_while(|byte| **byte == b' ').count();
    let word = |from: usize| {
        let rest = &text[from..];
        &rest[..rest.find(|one| !letters::is_letter(one)).unwrap_or(rest.len())]
    };
    let blank = |from: &str| from.len() - from.trim_start().len();
    let here = word(at);
    let end = at + here.len();
    let next = (bytes.get(end) == Some(&b'-')).then(|| end + 1 + blank(&text[end + 1..]));
    if let Some(next) = next.filter(|next| text[end..*next].contains('\n')) {
        return syllable::is_valid(&letters::lower_word(&format!("{here}{}", word(next))));
    }
    // A page number or a running head may stand between the halves.
    let indent = bytes[..at].iter().rev().take_while(|byte| matches!(**byte, b' ' | b'\t')).count();
    let head = at - indent;
    if head == 0 || bytes[head - 1] != b'\n' {
        return false;
    }
    let from = (head.saturating_sub(HEADS)..head).find(|at| text.is_char_boundary(*at));
    let lines = text[from.unwrap_or(head)..head].rsplit('\n');
    lines.filter(|line| !line.trim().is_empty()).take(BETWEEN).any(|line| {
        let Some(first) = line.trim_end().strip_suffix('-') else { return false };
        let start = first.trim_end_matches(letters::is_letter).len();
        syllable::is_valid(&letters::lower_word(&format!("{}{here}", &first[start..])))
    })
}

#[cfg(test)]
mod tests {
    use crate::repair::tests::stays as leaves;

    #[test]
    fn a_hyphen_at_the_end_of_a_line_loses_no_letter() {
        leaves("thuộc Bộ Ngo-\nại giao có đủ tiêu chuẩn\nPhá-\np lệnh này và các nghị đị-\nnh");
    }
}
