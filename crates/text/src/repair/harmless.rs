//! Odd places at which nothing is wrong: letters of a list (`khu A B C`, "areas A B C"), halves of a hyphenated word,
//! abbreviations, names.
//! In: text and a byte, or a reading with a loss. Out: whether nothing is lost or torn there.

use super::cell::{self, Cell, CellClass};
use super::edge::Edge;
use super::hypothesis::Purpose;
use super::loss::LossId;
use crate::language::{letters, names, syllable};

/// The first half of a hyphenated word is looked for in the 8 lines with text before the second, its own
/// included, so at most 7 (page number, running head, footnotes) stand between. Lines without text do not
/// count. A judgement, no measurement recorded; no test of this file has a line between the halves.
const MOST_LINES_BETWEEN_HALVES: usize = 8;
/// Bytes before the line of the second half in which the first half is looked for. A judgement, no measurement
/// recorded.
const MOST_BYTES_BETWEEN_HALVES: usize = 600;

/// Whether byte `at` is a single ASCII letter of an alphabetic list, whose letters stand one space apart and follow one
/// another in the alphabet: at least two capitals (`B C`), or at least three letters of any case (`a b c`).
pub fn is_list_letter(text: &str, at: usize) -> bool {
    let bytes = text.as_bytes();
    // The letter that stands at a byte, if it touches no letter and no digit.
    let single_letter = |at: usize| {
        let letter = bytes.get(at).filter(|byte| byte.is_ascii_alphabetic())?;
        let is_part_of_word = |at: usize| {
            bytes.get(at).is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte >= 0x80)
        };
        let touches = is_part_of_word(at + 1) || at > 0 && is_part_of_word(at - 1);
        (!touches).then_some(*letter)
    };
    let follows = |one: usize, next: usize| {
        bytes.get(one + 1) == Some(&b' ')
            && single_letter(one).zip(single_letter(next)).is_some_and(|(one, next)| {
                one.to_ascii_lowercase() + 1 == next.to_ascii_lowercase()
            })
    };
    if single_letter(at).is_none() {
        return false;
    }
    let (mut first, mut last) = (at, at);
    while first >= 2 && follows(first - 2, first) {
        first -= 2;
    }
    while follows(last, last + 2) {
        last += 2;
    }
    let letters = || (first..=last).step_by(2).map(|at| bytes[at]);
    let capitals = letters().all(|letter| letter.is_ascii_uppercase());
    letters().count() >= if capitals { 2 } else { 3 }
}

/// What stands before a letter that names it, in lower case: `điểm đ` (point đ of a clause).
const NAMED_BY_LETTER: [&str; 2] = ["điểm", "tiết"];
/// The last words, in lower case, of what stands before a capital that names it: `vi rút B`.
const NAMED_BY_CAPITAL: [&str; 24] = [
    "nhóm", "loại", "hạng", "khối", "lớp", "khu", "lô", "mẫu", "bảng", "hình", "biểu", "cột", "ô",
    "tổ", "lục", "rút", "vitamin", "hiệu", "trục", "phần", "án", "gói", "gan", "cúm",
];
/// Words, in lower case, that stand between the letters of such a list: `điểm a, b và đ`.
const BETWEEN_LETTERS: [&str; 4] = ["và", "hoặc", "đến", "hay"];
/// Bytes of its line that are looked at before a letter, and as many behind it: for the word that the letter
/// belongs to (`điểm đ`), the other letters of its list, its neighbours. A judgement, not measured.
const MOST_BYTES_OF_LIST: usize = 80;

/// Where the line of byte `at` begins, or the last [`MOST_BYTES_OF_LIST`] bytes of it before `at`.
fn window_start(text: &str, at: usize) -> usize {
    let from = text.ceil_char_boundary(at.saturating_sub(MOST_BYTES_OF_LIST));
    memchr::memrchr(b'\n', &text.as_bytes()[from..at]).map_or(from, |end| from + end + 1)
}

/// The rest of a line with which `text` begins, at most [`MOST_BYTES_OF_LIST`] bytes of it.
fn line_ahead(text: &str) -> &str {
    text[..text.floor_char_boundary(MOST_BYTES_OF_LIST)].split('\n').next().unwrap_or_default()
}

/// Whether the letter at byte `at`, which stands alone, names something: behind a word that is named by
/// letters, in a list of such letters, first on its line with `)` or `.` behind it (`a)`), or as the Roman
/// numeral `I`, `V` or `X` alone on its line.
pub fn is_label(text: &str, at: usize) -> bool {
    let Some(letter) = text[at..].chars().next() else { return false };
    let behind = &text[at + letter.len_utf8()..];
    let touches = |one: char| letters::is_letter(one) || one.is_ascii_digit();
    if behind.starts_with(touches) || text[..at].ends_with(touches) {
        return false;
    }
    let from = window_start(text, at);
    let before = &text[from..at];
    if before.trim().is_empty() {
        let rest = line_ahead(behind).trim();
        return matches!(letter, 'I' | 'V' | 'X') && rest.is_empty()
            || rest.starts_with([')', '.']);
    }
    let separators = |one: char| {
        one.is_whitespace() || matches!(one, ',' | ';' | '.' | '(' | '“' | '"' | '-' | '–')
    };
    for word in before.rsplit(separators).filter(|word| !word.is_empty()) {
        let lower = letters::lower_word(word);
        let names = |cues: &[&str]| cues.contains(&lower.as_str());
        if names(&NAMED_BY_LETTER) || letter.is_uppercase() && names(&NAMED_BY_CAPITAL) {
            return true;
        }
        let is_letter = word.chars().nth(1).is_none();
        if !is_letter && !BETWEEN_LETTERS.contains(&lower.as_str()) {
            return false;
        }
    }
    false
}

/// Signs that stand between the symbols of a formula, with a space on each side: elsewhere they may stand for a letter.
const OPERATORS: &[char] = &['=', '+', '<', '>', '≤', '≥', '≠', '×', '÷', '∑', '√'];
/// Cells before and behind a reading in which such a sign is looked for: five symbols with spaces between, and some of
/// two digits.
const FORMULA_REACH: usize = 14;
/// At most 5 symbols are passed over on the way to the sign of a formula. A judgement, not measured.
const MOST_SYMBOLS: usize = 5;

/// Whether a sign of a formula stands near a reading: a cheap question before [`is_of_formula`].
fn may_be_of_formula(cells: &[Cell], edge: &Edge) -> bool {
    let near = edge.start.saturating_sub(FORMULA_REACH)..cells.len().min(edge.end + FORMULA_REACH);
    cells[near]
        .iter()
        .any(|cell| cell.class == CellClass::Punctuation && OPERATORS.contains(&cell.letter))
}

/// Whether the letter at byte `at`, which stands alone, is a symbol of a formula: on its line a sign of a formula stands
/// before or behind it, with nothing but single letters and numbers between (`Q = m c t`).
fn is_of_formula(text: &str, at: usize) -> bool {
    let is_symbol = |word: &&str| {
        word.chars().nth(1).is_none() || word.starts_with(|one: char| one.is_ascii_digit())
    };
    let is_operator = |word: &str| word.chars().all(|one| OPERATORS.contains(&one));
    let leads_to_sign = |words: &mut dyn Iterator<Item = &str>| {
        let mut words = words.filter(|word| !word.is_empty()).take(MOST_SYMBOLS + 1);
        words.by_ref().find(|word| is_operator(word) || !is_symbol(word)).is_some_and(is_operator)
    };
    let before = &text[window_start(text, at)..at];
    let behind = line_ahead(&text[at..]);
    leads_to_sign(&mut before.rsplit(' ').skip(1)) || leads_to_sign(&mut behind.split(' ').skip(1))
}

/// Whether the letter at byte `at` is a capital, and no word of two or more capitals stands beside it on its
/// line; it then is a symbol or names something (`phương án B`). `false` beside a gap of two or more spaces,
/// which may hold a lost letter. Does not test whether other letters touch it.
pub fn is_lone_capital(text: &str, at: usize) -> bool {
    let Some(letter) = text[at..].chars().next().filter(|one| one.is_uppercase()) else {
        return false;
    };
    let is_heading_word = |word: Option<&str>| {
        word.is_some_and(|word| {
            word.chars().nth(1).is_some() && word.chars().all(char::is_uppercase)
        })
    };
    let before = &text[window_start(text, at)..at];
    let behind = line_ahead(&text[at + letter.len_utf8()..]);
    let (earlier, later) = (before.trim_end_matches(' '), behind.trim_start_matches(' '));
    // A wide gap may hold a lost letter.
    let is_wide = |gap: usize, beyond: &str| gap > 1 && !beyond.is_empty();
    if is_wide(before.len() - earlier.len(), earlier) || is_wide(behind.len() - later.len(), later)
    {
        return false;
    }
    let (last, next) = (earlier.rsplit(' ').next(), later.split(' ').next());
    !is_heading_word(last) && !is_heading_word(next)
}

/// Whether a reading supposes lost or misread letters where none are: in an abbreviation, a symbol, a word of a name, a
/// word with a mark behind it that stands as a sign of its own (`nh ng~`); or a torn word where a syllable is divided at
/// the line end.
pub fn is_misled(text: &str, cells: &[Cell], edge: &Edge, purpose: Purpose) -> bool {
    let next = cells.get(edge.end).map(|cell| cell.letter);
    match edge.losses.as_slice().first() {
        Some(_) if next.and_then(letters::mark_of_sign).is_some() => true,
        Some(&LossId::TORN) => is_hyphenated(text, cells[edge.start].at),
        Some(loss) if !loss.is_of_no_letter() => {
            is_of_symbol(text, cells, edge, purpose) || is_of_name(cells, edge)
        }
        _ => false,
    }
}

/// Whether a reading takes an abbreviation, or a letter that stands alone as a symbol, for the rest of a word.
fn is_of_symbol(text: &str, cells: &[Cell], edge: &Edge, purpose: Purpose) -> bool {
    let read = &cells[edge.start..edge.end];
    if is_abbreviation(read, cells.get(edge.end)) {
        return true;
    }
    let stand_alone = || read.windows(2).all(|two| !two.iter().all(cell::is_letter));
    let is_symbol = |cell: &Cell| cell::is_letter(cell) && is_of_formula(text, cell.at);
    if may_be_of_formula(cells, edge) && stand_alone() && read.iter().any(is_symbol) {
        return true;
    }
    let mut letters = read.iter().filter(|cell| cell::is_letter(cell));
    let (only, None) = (letters.next(), letters.next()) else { return false };
    // A box by itself is to be ticked.
    let Some(only) = only else { return read.iter().all(cell::is_box) };
    if read.iter().any(|cell| cell.class == CellClass::Placeholder) {
        return false;
    }
    is_label(text, only.at) || purpose == Purpose::Learning && is_lone_capital(text, only.at)
}

/// Whether a reading takes a word of a name of a people or place (`Plông`), or a part of one before or behind an
/// apostrophe (`Ch'Ơm`), for a misread or damaged word.
fn is_of_name(cells: &[Cell], edge: &Edge) -> bool {
    let read = &cells[edge.start..edge.end];
    let is_apostrophe = |cell: &Cell| matches!(cell.letter, '\'' | '’');
    let joins = |apostrophe: Option<&Cell>, letter: Option<&Cell>| {
        apostrophe.is_some_and(is_apostrophe) && letter.is_some_and(cell::is_letter)
    };
    let mut before = cells[..edge.start].iter().rev();
    if joins(cells.get(edge.end), cells.get(edge.end + 1)) || joins(before.next(), before.next()) {
        return true;
    }
    let is_whole = !cells[..edge.start].last().is_some_and(cell::is_letter)
        && !cells.get(edge.end).is_some_and(cell::is_letter);
    if !is_whole || !read.iter().any(|cell| cell.letter.is_uppercase()) {
        return false;
    }
    let word: String = read.iter().map(|cell| cell.letter).collect();
    names::is_part_of_name(&word)
}

/// Whether the cells are capital consonants with a full stop behind them: an abbreviation (`KT.`, `TM.`).
fn is_abbreviation(read: &[Cell], next: Option<&Cell>) -> bool {
    next.is_some_and(|next| next.letter == '.')
        && read
            .iter()
            .all(|cell| cell.letter.is_ascii_uppercase() && !"AEIOUY".contains(cell.letter))
}

/// Whether the word at byte `at`, or behind the spaces there, is one half of a syllable that a hyphen divides at a line
/// end. No letter of it is missing; the lines are joined later, by `structure`.
pub fn is_hyphenated(text: &str, at: usize) -> bool {
    let bytes = text.as_bytes();
    let start = at + bytes[at..].iter().take_while(|byte| **byte == b' ').count();
    let here = letters::at_start(&text[start..]);
    let end = start + here.len();
    if bytes.get(end) == Some(&b'-') {
        let after_hyphen = &text[end + 1..];
        let white = after_hyphen.len() - after_hyphen.trim_start().len();
        let next = end + 1 + white;
        if text[end..next].contains('\n') {
            let joined = format!("{here}{}", letters::at_start(&text[next..]));
            return syllable::is_valid(&letters::lower_word(&joined));
        }
    }
    is_second_half(text, start, here)
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
        let joined = format!("{}{second}", letters::at_end(line));
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
    fn letters_that_name_something_stay() {
        // Long enough that no letter is missing by chance.
        let clean = "Có thể thấy rõ từ đó: cơ sở của Đảng, ở đâu cũng sẽ được bảo vệ; nếu bỏ dở, mọi sự sẽ thành vô \
                     ích và tù túng. Nghị định, Quyết định về ít nhất một nghề của thương binh, liệt sĩ, người già.\n";
        for text in [
            "Điểm đ khoản 1 và điểm đ, e khoản 2\nĐiểm đ \nĐiểm r \nĐiểm s \nđiểm t khoản này\n",
            "bệnh viêm gan vi rút B nghề nghiệp; phương án B ; vitamin C ; các điểm a, b và đ khoản này\n",
            "biểu số 1101-N/BTNMT, 47-N/STNMT, 01-N/STNMT, 1001-6T,N/BTNMT\n",
            "Định mức tỷ lệ chi phí chung – K c \n I \nNăm T \nkhối A , khối B , khối C \n",
            "Nhiệt lượng tính theo công thức Q = m c t và A = b h + c k trong đó m là khối lượng\n",
            "Kiểm toán nhà nước □ Thanh tra Chính phủ □ Cơ quan khác □\n",
        ] {
            leaves(&format!("{}{}", clean.repeat(5), text.repeat(9)));
        }
    }

    #[test]
    fn a_sign_beside_a_letter_is_no_formula() {
        let is_of_formula = |text: &str, letter: char| {
            super::is_of_formula(text, text.find(letter).expect("a letter of the text"))
        };
        assert!(is_of_formula("theo công thức Q = m c 2 x", 'x'));
        assert!(is_of_formula("a b + 3", 'a'));
        assert!(!is_of_formula("hội nghị =ã nghe", 'ã') && !is_of_formula("các ã+ nghe", 'ã'));
    }

    #[test]
    fn letters_that_follow_one_another_are_a_list() {
        leaves("các phương án a b c được chọn");
        leaves("Điều 1. A b c");
        leaves("khu B C của xã");
        // Two small letters may be a torn word.
        crate::repair::tests::mends_lines("mi n b c Việt Nam", "miền bắc Việt Nam");
    }

    #[test]
    fn a_hyphen_at_the_end_of_a_line_loses_no_letter() {
        leaves("thuộc Bộ Ngo-\nại giao có đủ tiêu chuẩn\nPhá-\np lệnh này và các nghị đị-\nnh");
    }
}
