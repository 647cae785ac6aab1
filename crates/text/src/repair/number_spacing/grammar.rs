//! What the number of a paper and a date are made of, and where one begins and ends.
//! In: text, bytes of it. Out: whether it is a number, its parts, its ends. Never changes anything.

use crate::language::letters;
use crate::span::Span;

/// The number of a paper takes at most 60 bytes. A judgement, not measured.
pub const LONGEST_NUMBER: usize = 60;

/// The last words, in lower case, of what stands before the number of a paper: `số`, `Nghị quyết`, `Thông tư`.
const CALLS_FOR_NUMBER: [&str; 11] =
    ["số", "quyết", "định", "tư", "thị", "luận", "văn", "báo", "lệnh", "hoạch", "dẫn"];

/// Whether a byte is part of a word or a figure.
pub fn is_part(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte >= 0x80
}

/// The word that ends at byte `end`, with where it begins; empty where no letter stands there.
pub fn word_before(text: &str, end: usize) -> (usize, &str) {
    let is_letter = |one: char| one.is_alphabetic();
    let word = text[..end].rsplit(|one: char| !is_letter(one)).next().unwrap_or_default();
    (end - word.len(), word)
}

/// The word before byte `at` on its line, in lower case, a colon between them aside: `số` of `Số: 12/ NQ-CP`.
pub fn lead_before(text: &str, at: usize) -> String {
    let before = text[..at].trim_end_matches([' ', ':', '(', '\u{a0}']);
    letters::lower_word(word_before(text, before.len()).1)
}

/// Whether `joined` is the whole number of a paper, or a date. A number without a year is one only behind `số`, or where
/// it has both `-` and `/`. A `-` with a blank on both sides is how some authors print numbers (`05 - CT/TW`): it stays.
pub fn is_whole_number(joined: &str, lead: &str, gaps: &[Span], text: &str) -> bool {
    if joined.len() > LONGEST_NUMBER {
        return false;
    }
    if is_date(joined) {
        return gaps.len() <= 2;
    }
    let Some(number) = NumberParts::of(joined) else { return false };
    let bytes = text.as_bytes();
    let is_dash = |two: &[Span]| two[0].end + 1 == two[1].start && bytes[two[0].end] == b'-';
    let at_slash = |gap: &Span| bytes[gap.end] == b'/' || bytes[gap.start - 1] == b'/';
    (gaps.iter().any(at_slash) || !gaps.windows(2).any(is_dash))
        && (number.has_year || number.has_both_signs || CALLS_FOR_NUMBER.contains(&lead))
}

/// `26/3/2021`.
pub fn is_date(text: &str) -> bool {
    let mut parts = text.split('/');
    let mut part = |least: usize, most: usize, digits: &[usize]| {
        let Some(part) = parts.next() else { return false };
        digits.contains(&part.len())
            && is_figures(part)
            && part.parse().is_ok_and(|number: usize| (least..=most).contains(&number))
    };
    part(1, 31, &[1, 2]) && part(1, 12, &[1, 2]) && part(1900, 2099, &[4]) && parts.next().is_none()
}

/// What tells how surely a text is the number of a paper.
pub struct NumberParts {
    /// Whether a year stands behind the serial: `91/2015/NĐ-CP`.
    pub has_year: bool,
    /// Whether it has both `-` and `/`: `59-NQ/TW`.
    pub has_both_signs: bool,
}

impl NumberParts {
    /// Of a serial, perhaps a year, and symbols in capitals: `91/2015/NĐ-CP`; `None` for anything else.
    pub fn of(text: &str) -> Option<NumberParts> {
        let serial = figure_digits(text);
        if !(1..=5).contains(&serial) {
            return None;
        }
        let rest = &text[serial..];
        let begins_with_year = |rest: &&str| is_year(&rest[..figure_digits(rest)]);
        let year = rest.strip_prefix('/').filter(begins_with_year);
        let has_year = year.is_some();
        let rest = year.map_or(rest, |rest| &rest[4..]);
        let symbols = rest.strip_prefix(['/', '-'])?;
        let mut has_kind = false;
        for symbol in symbols.split(['/', '-', '.', ',']) {
            let letters = symbol.trim_end_matches(|one: char| one.is_ascii_digit());
            let capitals = letters.chars().filter(|one| one.is_uppercase()).count();
            let others = letters.chars().count() - capitals;
            // `TTg` and `TTr` end with a small letter.
            let is_symbol = letters.starts_with(char::is_uppercase)
                && letters.chars().all(char::is_alphabetic)
                && (others == 0 || others == 1 && capitals >= 2);
            if !is_symbol || symbol.len() - letters.len() > 2 {
                return None;
            }
            has_kind |= capitals >= 2;
        }
        let has_both_signs = text.contains('-') && text.contains('/');
        has_kind.then_some(NumberParts { has_year, has_both_signs })
    }
}

/// With how many digits a text begins.
pub fn figure_digits(text: &str) -> usize {
    text.bytes().take_while(u8::is_ascii_digit).count()
}

/// Whether a text holds nothing but digits; true for an empty one.
pub fn is_figures(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether a text is a whole figure in groups of three: `1.250.000`; not without a full stop.
pub fn is_grouped(text: &str) -> bool {
    let is_first = |group: &str| (1..=3).contains(&group.len()) && is_figures(group);
    text.split_once('.').is_some_and(|(first, rest)| is_first(first) && are_groups(rest))
}

/// Whether a text is groups of three digits with a full stop between them.
fn are_groups(text: &str) -> bool {
    text.split('.').all(|group| group.len() == 3 && is_figures(group))
}

/// The start of what stands before byte `at` without a blank; signs that open a bracket or quotation aside.
pub fn token_start(text: &str, at: usize) -> usize {
    let bytes = text.as_bytes();
    let mut start = at;
    while start > 0
        && at - start < LONGEST_NUMBER
        && (is_part(bytes[start - 1]) || b"/-.".contains(&bytes[start - 1]))
    {
        start -= 1;
    }
    text.ceil_char_boundary(start)
}

/// The end of what stands from byte `at` on without a blank.
pub fn token_end(text: &str, at: usize) -> usize {
    let bytes = text.as_bytes();
    let mut end = at;
    while end < bytes.len()
        && end - at < LONGEST_NUMBER
        && (is_part(bytes[end]) || b"/-.,".contains(&bytes[end]))
    {
        end += 1;
    }
    text.floor_char_boundary(end)
}

/// Whether a figure that a line ends with goes on in the next: years (`2021-` + `2025`), groups of three (`1.250.` +
/// `000.000`), the year of a number (`47/20` + `19/QH14`).
fn continues_figure(start: &str, end: &str) -> bool {
    let end = end.trim_end_matches(|one: char| !one.is_alphanumeric());
    if let Some(year) = start.strip_suffix('-') {
        return is_year(year) && is_year(end);
    }
    if let Some(groups) = start.strip_suffix('.') {
        return is_grouped(groups) && are_groups(end);
    }
    let ends_with_digit = start.ends_with(|one: char| one.is_ascii_digit());
    ends_with_digit
        && figure_digits(end) > 0
        && start.contains('/')
        && NumberParts::of(&format!("{start}{end}")).is_some_and(|number| number.has_year)
}

/// Whether a text is a year of the last or this century.
fn is_year(text: &str) -> bool {
    text.len() == 4 && is_figures(text) && (text.starts_with("19") || text.starts_with("20"))
}

/// Whether a number of a paper, or a date, that the text `before` ends with goes on at the beginning of `after`, the next
/// line: `87/2011/TT-` and `BQP của Bộ`, `ngày 26/` and `3/2021`.
pub fn continues(before: &str, after: &str) -> bool {
    let (before, after) = (before.trim_end(), after.trim_start());
    let left = token_start(before, before.len());
    let right = token_end(after, 0);
    let is_sign = |byte: Option<u8>| byte.is_some_and(|byte| b"/-".contains(&byte));
    let is_word = |byte: Option<u8>| byte.is_some_and(is_part);
    let (last, first) = (before.bytes().rev(), after.bytes());
    let touches = |sign: Option<u8>, beyond: Option<u8>, other: Option<u8>| {
        is_sign(sign) && is_word(beyond) && is_word(other)
    };
    let (one, two) = (last.clone().nth(1), first.clone().nth(1));
    let (last, first) = (last.clone().next(), first.clone().next());
    let (start, end) = (&before[left..], &after[..right]);
    if continues_figure(start, end) {
        return true;
    }
    if !touches(last, one, first) && !touches(first, two, last) {
        return false;
    }
    let joined = format!("{start}{end}");
    let joined = joined.trim_end_matches(|one: char| !one.is_alphanumeric());
    is_whole_number(joined, &lead_before(before, left), &[], "")
}
