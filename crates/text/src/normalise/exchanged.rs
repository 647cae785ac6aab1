//! Digits that stand for letters in words (`h1ện` for `hiện`), and letters that stand for digits in numbers (`4S/2022`
//! for `45/2022`), as readers of images and typists exchange them.
//! In: a word of letters and digits, and its place. Out: the word with the letters or digits that were meant.
//! Never changes a code: digits become letters only where the word is a syllable then (or, in a paper with such digits,
//! a foreign name with zeros: `M0skva`), letters become digits only where the grammar of numbers and dates asks for
//! digits.

use super::place::Place;
use crate::language::letters;
use crate::language::model::model;

// Judgements, checked by the cases below and by `vankien-lab evaluate-repair --kind
// clean,digits-in-words,letters-in-numbers --seed 901`.

/// Words and numbers of more characters are not looked at.
const MOST_CHARACTERS: usize = 10;
/// A foreign name with zeros has at least so many small letters.
const LEAST_LETTERS_OF_NAME: usize = 3;
/// Highest unigram cost, in nats, of a syllable that a word of ASCII letters and digits becomes; else it may be a code.
const RAREST_ASCII: f32 = 9.5;
/// The same for a word that ends with a digit, unless the paper shows digits in words.
const RAREST_ASCII_AT_END: f32 = 6.5;
/// How much costlier, in nats, a word must be without the digits at its ends than with them read as letters: `tờ1` is
/// sheet 1. In a paper that shows digits in words it may be so much cheaper. Not asked of a word whose only digits at
/// an end are behind it and end with `0`: `bả0` is *bảo*.
const RARER_WITHOUT_DIGITS: f32 = 2.0;

/// The last syllables, in lower case, of what stands before a number that counts or dates: `ngày 15` (day 15).
const COUNTED: [&str; 14] = [
    "ngày", "tháng", "năm", "điều", "khoản", "trang", "quý", "số", "thứ", "kỳ", "từ", "đến",
    "phiên", "khóa",
];
/// What stands before a number that may have a letter of its own behind it, in lower case: `Điều 58l`.
const NUMBERED_WITH_LETTER: [&str; 3] = ["điều", "khoản", "mục"];
/// What stands before a day, a month or a year, in lower case.
const DATED: [&str; 3] = ["ngày", "tháng", "năm"];
/// The last syllables, in lower case, of what stands before a document number.
const NUMBERED: [&str; 13] = [
    "số", "định", "quyết", "tư", "luận", "lệnh", "thị", "luật", "báo", "văn", "dẫn", "trình",
    "hoạch",
];
/// Words before `số` (number) with which it numbers a form, whose codes are letters and digits: `Mẫu số B01-DN`.
const FORMS: [&str; 4] = ["mẫu", "biểu", "lục", "bảng"];

/// `word` with the letters or digits that were meant; `None` if nothing is exchanged. `place` is where it stands.
pub fn mend(word: &str, place: Place<'_>) -> Option<String> {
    let is_long = word.chars().nth(MOST_CHARACTERS).is_some();
    if is_long || !word.contains(is_digit) || !word.contains(char::is_alphabetic) {
        return None;
    }
    let meant = number(word, place)
        .or_else(|| assembly_code(word, place))
        .or_else(|| syllable(word, place));
    meant.filter(|meant| meant != word)
}

fn is_digit(character: char) -> bool {
    character.is_ascii_digit()
}

/// The digit that a character of a number stands for. With `is_code` also that of `S`, `B`, `Z` and `b`, which numbers
/// of forms and houses hold as letters.
fn digit_of(character: char, is_code: bool) -> Option<char> {
    match character {
        '0'..='9' => Some(character),
        'O' | 'o' => Some('0'),
        'l' | 'I' => Some('1'),
        'S' if is_code => Some('5'),
        'B' if is_code => Some('8'),
        'Z' if is_code => Some('2'),
        'b' if is_code => Some('6'),
        _ => None,
    }
}

/// The digits that all of `word` stands for.
fn digits_of(word: &str, is_code: bool) -> Option<String> {
    word.chars().map(|character| digit_of(character, is_code)).collect()
}

/// The number that a word of digits and of letters that look like digits is; `None` where what stands around it asks
/// for none.
fn number(word: &str, place: Place<'_>) -> Option<String> {
    let cue = last_word(place.before());
    if let Some(number) = digits_of(word, true)
        && (is_in_document_number(&number, place)
            || is_in_date(word, &number, place)
            || DATED.contains(&cue.as_str()))
    {
        return Some(number);
    }
    let number = digits_of(word, false)?;
    if place.shown.letters_in_numbers
        && !NUMBERED_WITH_LETTER.contains(&cue.as_str())
        && !is_joined(place)
    {
        return Some(number);
    }
    // `Điều 58l`: an article that a later law put in behind article 58 has a letter.
    if word.ends_with(['l', 'I', 'o']) && word.starts_with(is_digit) {
        return is_part_of_number(place).then_some(number);
    }
    let is_number = are_letters_enclosed(word)
        || place.behind().starts_with('%')
        || COUNTED.contains(&cue.as_str())
        || is_part_of_number(place);
    is_number.then_some(number)
}

/// Whether each letter of a word stands between two digits; no code has such a letter.
fn are_letters_enclosed(word: &str) -> bool {
    let characters: Vec<char> = word.chars().collect();
    let ends_with_digits = [characters.first(), characters.last()]
        .iter()
        .all(|end| end.is_some_and(|end| is_digit(*end)));
    let holds_pair = characters.windows(2).any(|two| !is_digit(two[0]) && !is_digit(two[1]));
    ends_with_digits && !holds_pair
}

/// Whether the word at `place` is part of a date or of a grouped number: beyond one sign (`/ . , -`) before or behind
/// it stand digits, among them perhaps letters that look like digits.
fn is_part_of_number(place: Place<'_>) -> bool {
    let is_sign = |one: char| matches!(one, '/' | '.' | ',' | '-');
    let is_number = |part: &str| part.contains(is_digit) && digits_of(part, false).is_some();
    let earlier = place.before().strip_suffix(is_sign).map(last_run);
    let later = place.behind().strip_prefix(is_sign).map(first_run);
    earlier.is_some_and(is_number) || later.is_some_and(is_number)
}

/// Whether a number is a year of the last or this century.
fn is_year(number: &str) -> bool {
    number.len() == 4 && (number.starts_with("19") || number.starts_with("20"))
}

/// Whether a word whose characters stand for `number` is a day, month or year of a date of three parts (`05/12/2021`).
fn is_in_date(word: &str, number: &str, place: Place<'_>) -> bool {
    for sign in ['/', '-', '.'] {
        let of_date = |one: char| one.is_ascii_alphanumeric() || one == sign;
        let before = &place.before()[place.before().trim_end_matches(of_date).len()..];
        let behind = place.behind();
        let behind = &behind[..behind.len() - behind.trim_start_matches(of_date).len()];
        let date = format!("{before}{word}{behind}");
        let parts: Vec<Option<String>> =
            date.split(sign).map(|part| digits_of(part, true)).collect();
        if let [Some(day), Some(month), Some(year)] = &parts[..] {
            let within = |part: &String, most: u32| {
                part.len() <= 2 && part.parse().is_ok_and(|part: u32| (1..=most).contains(&part))
            };
            if within(day, 31) && within(month, 12) && is_year(year) {
                return parts.iter().flatten().any(|part| part == number);
            }
        }
    }
    false
}

/// Whether a word whose characters stand for `number` is the number or the year of a document number.
fn is_in_document_number(number: &str, place: Place<'_>) -> bool {
    let (before, behind) = (place.before(), place.behind());
    if let Some(earlier) = before.strip_suffix('/') {
        let first = last_run(earlier);
        let follows_number = !first.is_empty() && digits_of(first, true).is_some();
        return is_year(number) && follows_number && behind.starts_with(['/', '-']);
    }
    if before.ends_with(|one: char| one.is_alphanumeric() || matches!(one, '-' | '.')) {
        return false;
    }
    let Some(tail) = behind.strip_prefix(['/', '-']) else { return false };
    let year = first_run(tail);
    let holds_year = digits_of(year, true).is_some_and(|year| is_year(&year));
    let code = if holds_year { &tail[year.len()..] } else { tail };
    let code = code.trim_start_matches(['/', '-']);
    let is_code = |one: &char| one.is_uppercase() || matches!(one, '-' | '/' | '&' | '.');
    let capitals = code.chars().take_while(is_code).filter(|one| one.is_uppercase()).count();
    capitals >= 2 && (holds_year || is_numbered(before))
}

/// Whether a document number is likely behind this text, and no number of a form.
fn is_numbered(before: &str) -> bool {
    let cue = last_word(before);
    let is_form = || {
        let text = trim_sign(before);
        let earlier = &text[..text.len() - last_run(text).len()];
        FORMS.contains(&last_word(earlier).as_str())
    };
    NUMBERED.contains(&cue.as_str()) && !(cue == "số" && is_form())
}

/// The code of a term of the National Assembly whose digits are letters: `QHl5` for `QH15`.
fn assembly_code(word: &str, place: Place<'_>) -> Option<String> {
    let (code, term) = word.split_at(word.find("QH")? + 2);
    let is_known = matches!(code, "QH" | "UBTVQH") && matches!(term.len(), 1 | 2);
    let is_behind_sign = place.before().ends_with(['/', '-']);
    let term = digits_of(term, true).filter(|_| is_known && is_behind_sign)?;
    Some(format!("{code}{term}"))
}

/// The syllable that a word is whose digits stand for letters.
fn syllable(word: &str, place: Place<'_>) -> Option<String> {
    let digits = word.chars().filter(char::is_ascii_digit).count();
    let letters = word.chars().count() - digits;
    let is_shown = place.shown.digits_in_words;
    if !is_shown && (letters < 2 || digits > 1 && digits >= letters) || letters == 0 {
        return None;
    }
    let holds_inner_capital = || word.chars().skip(1).any(|one| one.is_ascii_uppercase());
    if word.is_ascii() && (is_joined(place) || holds_inner_capital()) {
        return None;
    }
    let Some((meant, its_cost)) = readings(word) else {
        return if is_shown { name(word) } else { None };
    };
    // `lần1` is a word and a number without the space between them. A `0` at the end is taken for an `o`.
    let ends_with_digit = word.ends_with(is_digit);
    let is_number_beside = word.starts_with(is_digit) || ends_with_digit && !word.ends_with('0');
    let margin = if is_shown { -RARER_WITHOUT_DIGITS } else { RARER_WITHOUT_DIGITS };
    let alone = model().syllable(word.trim_matches(is_digit)).map(|id| model().unigram_cost(id));
    if is_number_beside && alone.is_some_and(|alone| alone < its_cost + margin) {
        return None;
    }
    let rarest = match (word.is_ascii(), ends_with_digit && !is_shown) {
        (true, true) => RAREST_ASCII_AT_END,
        (true, false) => RAREST_ASCII,
        (false, _) => f32::INFINITY,
    };
    (its_cost <= rarest).then_some(meant)
}

/// Whether the word at `place` is joined to other letters or digits by a sign, as in a code or an address.
fn is_joined(place: Place<'_>) -> bool {
    let is_sign = |one: char| matches!(one, '/' | '-' | '.' | '@' | '_' | ':');
    place.before().ends_with(is_sign)
        || place.behind().starts_with(is_sign)
            && place.behind()[1..].starts_with(char::is_alphanumeric)
}

/// The foreign name that a word is whose zeros stand for `o` (`M0skva`); what a `1` stands for in a name cannot be
/// told.
fn name(word: &str) -> Option<String> {
    let letters = word.chars().filter(|one| one.is_lowercase()).count();
    let is_name = |one: char| one.is_lowercase() || one == '0';
    let mut characters = word.chars();
    let first = characters.next()?;
    let all_fit = characters.all(is_name) && (first.is_alphabetic() || first == '0');
    (all_fit && letters >= LEAST_LETTERS_OF_NAME).then(|| {
        let rest = word[first.len_utf8()..].replace('0', "o");
        format!("{}{rest}", if first == '0' { 'O' } else { first })
    })
}

/// The likeliest syllable that a word is with its digits read as letters, and its cost in nats; `None` where it holds
/// another digit than 0, 1 and 5.
fn readings(word: &str) -> Option<(String, f32)> {
    let is_capital = !word.chars().any(char::is_lowercase);
    let mut readings = vec![String::new()];
    for character in word.chars() {
        let read: &[char] = match character {
            '0' => &['o'],
            '1' => &['i', 'l'],
            '5' => &['s'],
            '2'..='9' => return None,
            _ => &[character],
        };
        let in_case = |one: &char| if is_capital { one.to_ascii_uppercase() } else { *one };
        let longer = |reading: String| -> Vec<String> {
            read.iter().map(in_case).map(|one| format!("{reading}{one}")).collect()
        };
        readings = readings.into_iter().flat_map(longer).collect();
    }
    model().likeliest_syllable(readings.into_iter())
}

/// The last word of a text in lower case, without a colon or full stop behind it.
fn last_word(text: &str) -> String {
    letters::lower_word(last_run(trim_sign(text)))
}

/// A text without the colon or full stop and the white space at its end.
fn trim_sign(text: &str) -> &str {
    text.trim_end().trim_end_matches([':', '.']).trim_end()
}

/// The letters and digits at the end of a text.
fn last_run(text: &str) -> &str {
    &text[text.trim_end_matches(char::is_alphanumeric).len()..]
}

/// The letters and digits at the beginning of a text.
fn first_run(text: &str) -> &str {
    &text[..text.len() - text.trim_start_matches(char::is_alphanumeric).len()]
}

#[cfg(test)]
mod tests {
    use crate::normalise::normalise;

    #[track_caller]
    fn mends(from: &str, to: &str) {
        assert_eq!(normalise(from).text, to);
    }

    #[track_caller]
    fn leaves(text: &str) {
        mends(text, text);
    }

    #[test]
    fn letters_inside_numbers() {
        mends("Luật số 4S/2022/QH15", "Luật số 45/2022/QH15");
        mends("Luật số 45/2O22/QHl5 và 3O/2O2O/NĐ-CP", "Luật số 45/2022/QH15 và 30/2020/NĐ-CP");
        mends("Nghị định 3O/2020/NĐ-CP", "Nghị định 30/2020/NĐ-CP");
        mends("Số: l23/QĐ-UBND", "Số: 123/QĐ-UBND");
        mends("Nghị quyết số I2-NQ/TW", "Nghị quyết số 12-NQ/TW");
        mends("ngày l5 tháng O3 năm 2O22", "ngày 15 tháng 03 năm 2022");
        mends("từ 0l/8/2O20 đến 3l.l2.2021", "từ 01/8/2020 đến 31.12.2021");
        mends("theo Điều 1O, khoản l2", "theo Điều 10, khoản 12");
        mends("1O.000 đồng, tăng 1O%", "10.000 đồng, tăng 10%");
        mends("ngày Z8 tháng 0S năm Z010, 0S/1Z/20Z1", "ngày 28 tháng 05 năm 2010, 05/12/2021");
        mends("1229/NQ-UBTVQHl5", "1229/NQ-UBTVQH15");
    }

    #[test]
    fn digits_inside_words() {
        mends("Thực h1ện", "Thực hiện");
        mends("bả0 đảm t0àn dân", "bảo đảm toàn dân");
        mends("CH1 BỘ, KẾ H0ẠCH", "CH1 BỘ, KẾ HOẠCH");
        mends("c0ng tac", "cong tac");
        mends("phát tr1ển k1nh tế", "phát triển kinh tế");
        mends("ch0 vay", "cho vay");
    }

    #[test]
    fn a_paper_with_such_digits_has_more_of_them() {
        mends(
            "Thực h1ện, phát tr1ển, t0àn dân; tô1 đ1, 1à g1a0, ha1 hộ1 viên",
            "Thực hiện, phát triển, toàn dân; tôi đi, là giao, hai hội viên",
        );
        leaves("tô1 đ1, 1à");
    }

    #[test]
    fn a_paper_with_such_letters_has_more_of_them() {
        mends(
            "ngày l5 tháng O3 năm 2O22; có l2 xã, 3o hộ, o5 mô hình, mẫu B1, mã A-l0",
            "ngày 15 tháng 03 năm 2022; có 12 xã, 30 hộ, 05 mô hình, mẫu B1, mã A-l0",
        );
        leaves("có l2 xã, 3o hộ, o5 mô hình");
    }

    #[test]
    fn codes_stay() {
        for code in [
            "Mẫu số B01-DN; mẫu B01/BCB, Mẫu số S12-DN",
            "khổ giấy A4, đường B1, quốc lộ 1A, số 1B Hoàng Diệu",
            "H2O, CO2, O2, B12, F0, PM2.5, COVID-19, 5G",
            "tờ1, lần1, số1, Điều1, 1lần, m2, km2, năm2",
            "index0, file1, log10, x1, a1b2, no1, vol1",
            "http://tinh.vn/t1n/c0ng",
            "QH15, 24/2018/QH14, UBTVQH13, điểm I1",
            "lô I1, tổ 1O",
            "Điều 58l, Điều 5o, khoản 2l",
        ] {
            leaves(code);
        }
    }
}
