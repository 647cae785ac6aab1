//! Tones and marks that stand behind their vowel as signs of their own: ``va` `` for `và`, `ca´c` for `các`.
//! In: a word with such signs, and its place. Out: the word with its marks on its vowels.
//! Never changes a word that is no syllable of Vietnamese then, nor one that begins with such a sign (`` `la` ``). A
//! word that may be of a formula is changed only in a paper that shows such signs elsewhere.

use super::compose;
use super::lookalike::is_on_vietnamese_line;
use super::place::Place;
use crate::language::letters;
use crate::language::model::model;

/// A word of fewer letters with a sign of ASCII may be of a formula (`a^n`, `e~x`).
const LEAST_LETTERS_OF_ASCII_SIGN: usize = 3;
/// A word with more signs stays as it is: no syllable has as many marks.
const MOST_SIGNS: usize = 4;

/// `word` with its marks on its vowels; `None` where it holds no such signs, begins with one, holds too many, may be of
/// a formula, or is no syllable then.
pub fn mend(word: &str, place: Place<'_>) -> Option<String> {
    let signs = word
        .chars()
        .filter(|one| letters::mark_of_sign(*one).is_some())
        .take(MOST_SIGNS + 1)
        .count();
    if signs == 0
        || signs > MOST_SIGNS
        || word.starts_with(|one| letters::mark_of_sign(one).is_some())
    {
        return None;
    }
    let letters_alone: Vec<char> =
        word.chars().filter(|one| letters::mark_of_sign(*one).is_none()).collect();
    let is_ascii_sign =
        word.chars().any(|one| one.is_ascii() && letters::mark_of_sign(one).is_some());
    let may_be_formula = is_ascii_sign && letters_alone.len() < LEAST_LETTERS_OF_ASCII_SIGN;
    let is_marked = letters_alone.iter().any(|letter| letters::number(*letter).is_some());
    let is_sign_of_formula =
        may_be_formula && !is_marked && (word.contains('^') || !is_on_vietnamese_line(place));
    if !place.shown.spacing_marks && (letters_alone.len() < 2 || is_sign_of_formula) {
        return None;
    }
    // The signs behind each letter; signs behind a consonant may belong to any vowel.
    let mut marked: Vec<String> = Vec::new();
    let mut loose = String::new();
    for character in word.chars() {
        match letters::mark_of_sign(character) {
            None => marked.push(character.into()),
            Some(mark) => match marked.last_mut() {
                Some(vowel) if is_vowel(vowel) => vowel.push(mark),
                _ => loose.push(mark),
            },
        }
    }
    let vowels = (0..marked.len()).filter(|at| is_vowel(&marked[*at]));
    let with_loose = |vowel: usize| {
        let mut marked = marked.clone();
        marked[vowel].push_str(&loose);
        marked.concat()
    };
    let readings: Vec<String> =
        if loose.is_empty() { vec![marked.concat()] } else { vowels.map(with_loose).collect() };
    let composed =
        readings.iter().map(|one| compose::mend(one).unwrap_or_else(|| compose::nfc(one)));
    model().likeliest_syllable(composed).map(|(reading, _)| reading)
}

/// Whether a letter and its marks are a vowel.
fn is_vowel(letter: &str) -> bool {
    let base = letter.chars().next().and_then(letters::base_of);
    base.is_some_and(|base| "aeiouyAEIOUY".contains(base))
}

#[cfg(test)]
mod tests {
    use crate::normalise::normalise;

    #[track_caller]
    fn mends(from: &str, to: &str) {
        assert_eq!(normalise(from).text, to);
    }

    #[test]
    fn marks_behind_their_vowels() {
        mends("Ban Thường vụ va` ca´c câ´p ủy", "Ban Thường vụ và các cấp ủy");
        mends("nghiˆ\u{2d1} quyêˊt", "nghiˆˑ quyết");
        mends("chi´nh phu\u{2c0}, Đảng ủy xa~ Ta^n Bi`nh", "chính phủ, Đảng ủy xã Tân Bình");
        mends("THÀNH PHÔ´ HÔ` CHI´ MINH", "THÀNH PHỐ HỒ CHÍ MINH");
        mends("phong tra`o, tinh thâ\u{2cb}n", "phong trào, tinh thần");
        mends("quan ly´ nha` nước, hoa´", "quản lý nhà nước, hoá".replace("quản", "quan").as_str());
    }

    #[test]
    fn other_signs_stay() {
        for text in [
            "`la` và `ma` là mã",
            "a^n + b^n = c^n",
            "khoảng ~ 5 km, x~y",
            "góc 5´, 30´",
            "2^10, e^x",
            "``` sh",
            "a`",
            "O´Brien",
            "rock ´n´ roll",
        ] {
            mends(text, text);
        }
    }
}
