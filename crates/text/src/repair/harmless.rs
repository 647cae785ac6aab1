//! Odd places at which nothing is wrong: letters of a list (`khu A B C`, "areas A B C"), halves of a hyphenated word.
//! In: text and a byte. Out: whether nothing is lost or torn there.

use crate::language::{letters, syllable};

/// The first half of a hyphenated word is looked for in at most 8 lines before the second, lines without text not
/// counted. Page number, running head and footnotes may stand between. A judgement, no measurement recorded; `cargo
/// test -p vankien-text repair::harmless` holds a case.
const MOST_LINES_BETWEEN_HALVES: usize = 8;
/// Bytes before the line of the second half in which the first half is looked for. A judgement, no measurement
/// recorded.
const MOST_BYTES_BETWEEN_HALVES: usize = 600;

/// Whether byte `at` is a single ASCII capital of an alphabetic list: one space away stands another single capital,
/// which comes just behind it in the alphabet (to the right) or just before it (to the left).
pub fn is_list_letter(text: &str, at: usize) -> bool {
    let bytes = text.as_bytes();
    // The capital that stands at a byte, if it touches no letter and no digit.
    let single_capital = |at: usize| {
        let letter = bytes.get(at).filter(|byte| byte.is_ascii_uppercase())?;
        let is_part_of_word = |at: usize| {
            bytes.get(at).is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte >= 0x80)
        };
        let touches = is_part_of_word(at + 1) || at > 0 && is_part_of_word(at - 1);
        (!touches).then_some(*letter)
    };
    let Some(letter) = single_capital(at) else { return false };
    let has_space_behind = bytes.get(at + 1) == Some(&b' ');
    if has_space_behind && single_capital(at + 2) == Some(letter + 1) {
        return true;
    }
    let has_space_before = at >= 2 && bytes[at - 1] == b' ';
    has_space_before && single_capital(at - 2).is_some_and(|before| before + 1 == letter)
}

/// Whether the word at byte `at`, or behind the spaces there, is one half of a syllable that a hyphen divides at a line
/// end. No letter of it is missing; the lines are joined later, by `structure`.
pub fn is_hyphenated(text: &str, at: usize) -> bool {
    let bytes = text.as_bytes();
    let start = at + bytes[at..].iter().take_while(|byte| **byte == b' ').count();
    let here = letters_at(text, start);
    let end = start + here.len();
    if bytes.get(end) == Some(&b'-') {
        let after_hyphen = &text[end + 1..];
        let white = after_hyphen.len() - after_hyphen.trim_start().len();
        let next = end + 1 + white;
        if text[end..next].contains('\n') {
            let joined = format!("{here}{}", letters_at(text, next));
            return syllable::is_valid(&letters::lower_word(&joined));
        }
    }
    is_second_half(text, start, here)
}

/// The letters that stand at byte `at`.
fn letters_at(text: &str, at: usize) -> &str {
    let rest = &text[at..];
    &rest[..rest.find(|one| !letters::is_letter(one)).unwrap_or(rest.len())]
}

/// Whether the letters `second`, at byte `at`, begin a line, and one of the lines before it ends with a first half and
/// a hyphen. A page number or a running head may stand between.
fn is_second_half(text: &str, at: usize, second: &str) -> bool {
    let bytes = text.as_bytes();
    let indent = bytes[..at].iter().rev().take_while(|byte| matches!(**byte, b' ' | b'\t')).count();
    let line_start = at - indent;
    if line_start == 0 || bytes[line_start - 1] != b'\n' {
        return false;
    }
    let from = (line_start.saturating_sub(MOST_BYTES_BETWEEN_HALVES)..line_start)
        .find(|at| text.is_char_boundary(*at))
        .unwrap_or(line_start);
    let lines = text[from..line_start].rsplit('\n').filter(|line| !line.trim().is_empty());
    for line in lines.take(MOST_LINES_BETWEEN_HALVES) {
        let Some(line) = line.trim_end().strip_suffix('-') else { continue };
        let first_start = line.trim_end_matches(letters::is_letter).len();
        let joined = format!("{}{second}", &line[first_start..]);
        if syllable::is_valid(&letters::lower_word(&joined)) {
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use crate::repair::tests::stays as leaves;

    #[test]
    fn a_hyphen_at_the_end_of_a_line_loses_no_letter() {
        leaves("thuộc Bộ Ngo-\nại giao có đủ tiêu chuẩn\nPhá-\np lệnh này và các nghị đị-\nnh");
    }
}
