//! Laws cited by name: `Luật Bảo hiểm y tế` (law on health insurance), `Bộ luật Dân sự năm 2015` (civil code of 2015),
//! `Hiến pháp` (the constitution), `Luật Dữ liệu số 60/2024/QH15` (a name with its number).
//! In: a text, the place of a word for a law, the numbers cited in the text. Out: where the citation ends, and the
//! number that it bears.
//! Never takes `luật sư` (lawyer), `pháp luật` (the law as a whole), `Luật này` (this law) or `Khoa Luật` (faculty of
//! law) for a name.

mod name;
mod settle;

use vankien_text::language::letters;
use vankien_text::span::Span;

use self::name::{
    CONSTITUTION, Gap, MOST_SYLLABLES, Role, goes_on, has, is_law, kind_at, known, next_word,
    opens, spelled,
};
use crate::date;
use crate::document::{Basis, Citation, Form};
use crate::number::form;

pub use self::name::{KINDS, LAW_KINDS, is_by_name, kind};
pub use self::settle::{LawName, law_name, settle};

/// A name before its number has fewer syllables than this: the longest of the table has 32.
const MOST_BEFORE_NUMBER: usize = 40;

/// A number stands at most so far behind the word for a law, in bytes: 40 syllables with their blanks.
const NUMBER_REACH: usize = 400;

/// So many words behind `sửa đổi` (amending) are looked at, that for the amended law included. A judgement, not
/// measured: `bổ sung một số điều của` has six.
const MOST_AMENDED: usize = 24;

/// A law cited by name.
#[derive(Debug, PartialEq)]
pub struct Law {
    /// Where the name ends, with the year, date or number behind it.
    pub end: usize,
    /// The index, among the citations given, of the one that bears its number; `None` for a name without number.
    pub number: Option<usize>,
    /// The date printed behind the name, in ISO form; `None` also where only a year stands there.
    pub date: Option<String>,
}

/// The law whose name follows the word `printed` (from [`KINDS`]) at byte `at`. `numbered` are the citations with a
/// number, in order.
pub fn law(text: &str, at: usize, printed: &str, numbered: &[Citation]) -> Option<Law> {
    let from = at + printed.len();
    let first = text[from..].trim_start().chars().next();
    let small = printed.starts_with(|letter: char| letter.is_lowercase());
    if small && !first.is_some_and(char::is_uppercase) {
        return None;
    }
    // `Luật số 60/2024/QH15` is read already.
    let behind = numbered.partition_point(|one| one.span.end <= at);
    if numbered.get(behind).is_some_and(|one| one.span.start <= at) {
        return None;
    }
    let ahead = &numbered[behind..];
    let mut found = if printed == CONSTITUTION {
        constitution(text, from)
    } else {
        amending(text, from, ahead).or_else(|| plain(text, from, ahead, small))
    }?;
    found.number = found.number.map(|index| index + behind);
    let before = &text[..at];
    let of_school = (small || found.number.is_none()) && is_of_school(before);
    let unsure = found.number.is_none() && (small || is_of_person(before));
    let is_none = of_school || unsure && known(text, from).is_none();
    (!is_none).then_some(found)
}

/// Whether two words with a capital stand directly before: `Trần Văn Luật` is a person.
fn is_of_person(before: &str) -> bool {
    let mut words = before.trim_end_matches(' ').rsplit(' ').take(2);
    words.all(|word| word.starts_with(char::is_uppercase) && word.chars().all(char::is_alphabetic))
}

/// Whether the words at the end of `before` show that the name is that of a school, a firm or a subject: `Khoa Luật`.
fn is_of_school(before: &str) -> bool {
    let mut words = before.trim_end_matches(' ').rsplit(' ');
    let (Some(last), one_before) = (words.next(), words.next()) else { return false };
    // The longest of the table has six letters.
    if last.len() > 24 {
        return false;
    }
    let last = letters::lower_word(last);
    let both = one_before.filter(|word| word.len() <= 24);
    let both = both.map(|word| format!("{} {last}", letters::lower_word(word)));
    has(Role::Before, &last) || both.is_some_and(|both| has(Role::Before, &both))
}

/// `Hiến pháp`, `Hiến pháp năm 2013`, `Hiến pháp nước Cộng hòa xã hội chủ nghĩa Việt Nam`; the constitution of another
/// state (`Hiến pháp Tây Ban Nha`) is none.
fn constitution(text: &str, from: usize) -> Option<Law> {
    if text[from..].starts_with(char::is_alphanumeric) {
        return None;
    }
    if let Some(name) = known(text, from) {
        return Some(dated(text, name.end));
    }
    let foreign = |word: &str| word.starts_with(char::is_uppercase) && word != "Việt";
    let next = next_word(text, from).filter(|word| word.gap == Gap::Blank);
    let is_other = next.is_some_and(|word| word.text == "này" || foreign(word.text));
    (!is_other).then(|| dated(text, from))
}

/// ` sửa đổi, bổ sung một số điều của Luật Đầu tư công`: a law that amends others is called by their names. A number
/// behind the last name is its own; where several of the names bear one, each is that of its own law, and the amending
/// law is not cited.
fn amending(text: &str, from: usize, numbered: &[Citation]) -> Option<Law> {
    let first = next_word(text, from)?;
    let second = next_word(text, first.end)?;
    let is_amending = letters::lower_word(first.text) == "sửa" && second.text == "đổi";
    if !is_amending {
        return None;
    }
    let mut name = amended(text, second.end)?;
    loop {
        let law = plain(text, name, numbered, true)?;
        let next = listed(text, law.end);
        if law.number.is_some() {
            let bears =
                |next| plain(text, next, numbered, true).is_some_and(|one| one.number.is_some());
            return (!next.is_some_and(bears)).then_some(law);
        }
        match next {
            Some(next) if law.date.is_none() && plain(text, next, numbered, true).is_some() => {
                name = next;
            }
            _ => return Some(law),
        }
    }
}

/// Behind the word for the law that is amended, from the end of `sửa đổi` on.
fn amended(text: &str, from: usize) -> Option<usize> {
    let mut end = from;
    for _ in 0..MOST_AMENDED {
        let word = next_word(text, end)?;
        if let Some(name) = kind_at(text, word.start) {
            return Some(name);
        }
        let counted = word.text.starts_with(|one: char| one.is_ascii_digit());
        let short = word.text.chars().count() == 1;
        if !(counted || short || has(Role::Amends, &letters::lower_word(word.text))) {
            return None;
        }
        end = word.end;
    }
    None
}

/// Behind the word for a law that is listed from byte `from` on: `, Luật`, ` và Luật`.
fn listed(text: &str, from: usize) -> Option<usize> {
    let mut word = next_word(text, from)?;
    let and = word.text == "và";
    if and {
        word = next_word(text, word.end)?;
    }
    (and || word.gap == Gap::Comma).then(|| kind_at(text, word.start)).flatten()
}

/// The law whose name begins behind byte `from`. `strict`: the name must begin with a capital.
fn plain(text: &str, from: usize, numbered: &[Citation], strict: bool) -> Option<Law> {
    let first = next_word(text, from)?;
    if !matches!(first.gap, Gap::Blank | Gap::Line) {
        return None;
    }
    if let Some(index) = number_behind(text, from, numbered) {
        return Some(Law { end: numbered[index].span.end, number: Some(index), date: None });
    }
    let capital = first.text.starts_with(char::is_uppercase);
    if !capital && strict {
        return None;
    }
    // `Luật năm 2013`, `Luật 2013`.
    if !strict && (first.text == "năm" || first.text.starts_with(|one: char| one.is_ascii_digit()))
    {
        let law = dated(text, from);
        return (law.end > from).then_some(law);
    }
    if let Some(name) = known(text, from) {
        let whole = !goes_on(text, name.end);
        if whole || capital && name.syllables > 1 {
            return Some(dated(text, name.end));
        }
    }
    if !capital {
        return None;
    }
    let name = spelled(text, from)?;
    let law = dated(text, name);
    if law.end > name {
        return Some(law);
    }
    Some(year_behind(text, from).unwrap_or(law))
}

/// Which of the citations in `numbered` bears the number of the law whose name begins behind byte `from`: nothing but
/// the name stands between.
fn number_behind(text: &str, from: usize, numbered: &[Citation]) -> Option<usize> {
    let index = numbered.partition_point(|one| one.span.start < from);
    let number = numbered.get(index).filter(|one| one.span.start - from <= NUMBER_REACH)?;
    if !is_of_law(number) {
        return None;
    }
    let mut end = from;
    for _ in 0..MOST_BEFORE_NUMBER {
        let Some(word) = next_word(text, end).filter(|word| word.end <= number.span.start) else {
            let between = text[end..number.span.start].trim();
            return (end > from && ["", ","].contains(&between)).then_some(index);
        };
        let figure = word.text.starts_with(|one: char| one.is_ascii_digit());
        if figure || opens(Role::Never, text, word) || kind_at(text, word.start).is_some() {
            return None;
        }
        end = word.end;
    }
    None
}

/// Whether a citation is the number of a law or `pháp lệnh` (ordinance) before which no kind stands: `số 60/2024/QH15`.
fn is_of_law(citation: &Citation) -> bool {
    let Some(number) = &citation.canonical else { return false };
    let by_kind = citation.kind.as_deref().is_some_and(is_law);
    let by_code = citation.kind.is_none() && form::is_assembly(form::last_code(number));
    citation.form == Form::Number && (by_kind || by_code)
}

/// ` Hôn nhân và gia đình năm 2014`: the year shows how far a name goes that the table lacks.
fn year_behind(text: &str, from: usize) -> Option<Law> {
    let mut end = from;
    for _ in 0..MOST_SYLLABLES {
        let word = next_word(text, end)?;
        let figure = word.text.starts_with(|one: char| one.is_ascii_digit());
        if figure || opens(Role::Never, text, word) || kind_at(text, word.start).is_some() {
            return None;
        }
        end = word.end;
        let law = dated(text, end);
        if law.end > end {
            return Some(law);
        }
    }
    None
}

/// The name that ends at byte `end` with the year or date behind it: ` năm 2015`, ` 2013`, `, ngày 18/01/2024`.
fn dated(text: &str, end: usize) -> Law {
    let name = Law { end, number: None, date: None };
    let rest = &text[end..];
    let bare = rest.trim_start();
    let year = bare.strip_prefix("năm").unwrap_or(bare).trim_start();
    if bare.len() < rest.len() && year.get(..4).is_some_and(form::is_year) {
        let behind = &year[4..];
        let goes_on = behind.starts_with('/') || behind.starts_with(char::is_alphanumeric);
        return if goes_on { name } else { Law { end: text.len() - behind.len(), ..name } };
    }
    let dated = bare.strip_prefix(',').unwrap_or(bare).trim_start();
    match dated.starts_with("ngày").then(|| date::read(dated)).flatten() {
        Some((length, date)) => {
            Law { end: text.len() - dated.len() + length, date: Some(date), ..name }
        }
        None => name,
    }
}

/// A citation by the name at `span`, of which nothing else is known.
pub fn citation(span: Span, kind: &'static str, date: Option<String>) -> Citation {
    Citation {
        span,
        canonical: None,
        kind: Some(kind.into()),
        issuer: None,
        of_date: date.clone(),
        date,
        form: Form::Title,
        basis: Basis::Name,
        confidence: 0.7,
        candidates: Vec::new(),
    }
}
