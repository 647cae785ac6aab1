//! Reads the units of a paper that a reader or an amending item names: `khoản 2 Điều 5` (clause 2 of article 5), also
//! typed without marks.
//! In: a text that should be nothing but names of units. Out: the units. Never takes a text that holds other words.

use std::collections::HashMap;
use std::sync::LazyLock;

use vankien_text::language::letters;

use super::expression::{ending_at, units_of};
use super::tokens::{Token, is_all, tokens_before};
use super::unit::Provision;
use crate::heading::roman_value;
use crate::table::rows;

/// A text longer than this, in bytes, names no units: a reader types a few. A judgement, not measured.
const LONGEST: usize = 400;

/// The units of a paper that `text` names, if it holds nothing else: `Điều 5`, `các điều 5, 6 và 7`, `khoan 2 dieu 5`.
/// Typed without marks, `diem d` may be point d or point đ: both are among the units. `None` for any other text.
pub fn named_units(text: &str) -> Option<Vec<Provision>> {
    if text.len() > LONGEST {
        return None;
    }
    if let Some(units) = units_of_whole(text) {
        return Some(units);
    }
    // `đ1` may be the label of a point; a short name of an article only where that reads as nothing.
    let marked = [false, true].map(|spells_out| with_marks(text, spells_out));
    let mut units =
        marked.iter().filter(|marked| *marked != text).find_map(|marked| units_of_whole(marked))?;
    let others: Vec<Provision> = units.iter().filter_map(Provision::with_barred_d).collect();
    units.extend(others);
    Some(units)
}

/// The units that a text names which is typed with marks.
fn units_of_whole(text: &str) -> Option<Vec<Provision>> {
    if !is_all(text, 0, text.len()) {
        return None;
    }
    let tokens = tokens_before(text, text.len());
    // `từ Điều 5 đến Điều 9`, `tại Điều 5`
    let first = tokens.iter().find(|token| **token != Token::Of);
    let begins = matches!(first, Some(Token::Level(_) | Token::Each));
    let units = units_of(&ending_at(text, text.len()));
    (begins && !units.is_empty()).then_some(units)
}

/// The words that may stand in such a text beside the names of levels, in small letters.
const OTHER_WORDS: [&str; 9] = ["các", "của", "và", "hoặc", "từ", "đến", "tại", "thuộc", "số"];

/// The text with marks on the words that name levels or stand between them, these in small letters, and Roman numbers
/// in capitals; `spells_out`: and with short names of levels written out.
fn with_marks(text: &str, spells_out: bool) -> String {
    static MARKED: LazyLock<HashMap<String, &str>> = LazyLock::new(|| {
        let levels = rows(include_str!("../provisions.tsv"));
        let levels =
            levels.filter(|[_, level]| *level != "-").flat_map(|[name, _]| name.split(' '));
        levels.chain(OTHER_WORDS).map(|word| (without_marks(word), word)).collect()
    });
    let mut marked = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let is_in_word = |letter: char| letter.is_alphanumeric() == first.is_alphanumeric();
        let end = rest.find(|letter: char| !is_in_word(letter)).unwrap_or(rest.len());
        let (word, behind) = rest.split_at(end);
        let small = word.to_lowercase();
        match MARKED.get(&small) {
            Some(word) => marked.push_str(word),
            // `chuong ii`; one letter alone is the label of a point.
            None if word.len() > 1 && roman_value(&word.to_uppercase()).is_some() => {
                marked.push_str(&word.to_uppercase());
            }
            None if spells_out => {
                marked.push_str(&spelled_out(&small).unwrap_or_else(|| word.to_owned()));
            }
            None => marked.push_str(word),
        }
        rest = behind;
    }
    marked
}

/// `đ10` as `Điều 10`, `k2` as `khoản 2`: the short names of articles and clauses; `None` for any other word.
fn spelled_out(small: &str) -> Option<String> {
    let number = small.trim_start_matches(['đ', 'd', 'k']);
    let is_number = number.starts_with(|first: char| first.is_ascii_digit());
    let name = match &small[..small.len() - number.len()] {
        "đ" | "d" => "Điều",
        "k" => "khoản",
        _ => return None,
    };
    is_number.then(|| format!("{name} {number}"))
}

fn without_marks(word: &str) -> String {
    word.chars().map(letters::base).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn names(text: &str, units: &[&str]) {
        let named = named_units(text).unwrap_or_default();
        assert_eq!(named.iter().map(Provision::words).collect::<Vec<_>>(), units, "{text}");
    }

    #[test]
    fn units_are_read_with_and_without_marks() {
        names("Điều 5", &["Điều 5"]);
        names("dieu 5 cua", &["Điều 5"]);
        names("ĐIỀU 5", &["Điều 5"]);
        names("khoan 2 Dieu 5a", &["khoản 2 Điều 5a"]);
        names("diem a khoan 2 dieu 5", &["điểm a khoản 2 Điều 5"]);
        names("diem d khoan 2 dieu 5", &["điểm d khoản 2 Điều 5", "điểm đ khoản 2 Điều 5"]);
        names("điểm d khoản 2 Điều 5", &["điểm d khoản 2 Điều 5"]);
        names("khoản 1 và 2 Điều 5", &["khoản 1 Điều 5", "khoản 2 Điều 5"]);
        names("các điều 5, 6 và 7", &["Điều 5", "Điều 6", "Điều 7"]);
        names("tu dieu 5 den dieu 7", &["Điều 5", "Điều 6", "Điều 7"]);
        names("Chương II", &["Chương II"]);
        names("khoản 1 Mục III", &["khoản 1 Mục III"]);
        names("phu luc I", &["Phụ lục I"]);
        names("chuong ii", &["Chương II"]);
        names("Đ10", &["Điều 10"]);
        names("k7 đ16a", &["khoản 7 Điều 16a"]);
        names("Phụ lục viii", &["Phụ lục VIII"]);
    }

    #[test]
    fn other_words_name_no_unit() {
        for text in ["", "5", "Điều", "theo Điều 5", "điều kiện 5", "danh mục 3", "năm 2019", "của"]
        {
            assert_eq!(named_units(text), None, "{text}");
        }
    }

    #[test]
    fn a_part_lies_within_the_whole() {
        let unit = |text: &str| named_units(text).expect("units").remove(0);
        let article = unit("Điều 5");
        assert!(article.is_within(&article) && unit("điểm a khoản 2 Điều 5").is_within(&article));
        assert!(unit("Điều 5 Chương II").is_within(&article));
        assert!(unit("khoản 2 Điều 5A").is_within(&unit("Điều 5a")));
        assert!(!article.is_within(&unit("khoản 2 Điều 5")));
        assert!(!unit("Điều 6").is_within(&article) && !unit("Điều 5a").is_within(&article));
        assert!(!unit("Chương II").is_within(&article));
    }
}
