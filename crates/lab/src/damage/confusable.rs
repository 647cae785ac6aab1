//! Characters that look like the right one, drawn from all that Unicode knows (UTS #39), not from a choice of ours;
//! also digits read as letters and letters as digits, and tones behind their vowels, by the small tables below.
//! In: a page. Out: the page with some of its letters, digits and signs replaced. Which are replaced, and by what, is
//! drawn for each paper.
//! Never uses the tables of `normalise`, so that the measure does not follow from what is measured.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;
use unicode_security::confusable_detection::skeleton;

use super::super::dice::Dice;
use super::super::page::{Letter, Page};

// Judgements about real papers, no measurement recorded. Another value changes the rows `confusables-*`,
// `letters-in-numbers`, `digits-in-words` and `spacing-marks` of `vankien-lab evaluate-repair`.

/// Probability that the look-alike of a base letter also stands in its letters with marks, with the marks behind it
/// (Cyrillic `а` and a dot below for `ạ`).
const BASE_OF_MARKED: f64 = 0.5;
/// Probability that a digit beside another digit is read as a letter, if it is one of the three digits that the paper
/// misreads.
const DIGIT_AS_LETTER: f64 = 0.2;
/// Probability that a letter of [`DIGITS_OF_LETTERS`] beside a small letter is read as a digit.
const LETTER_AS_DIGIT: f64 = 0.3;
/// Probability that a grave, acute or tilde stands behind its vowel, in a paper with spacing marks.
const SPACED_TONE: f64 = 0.8;

/// The digits, and the letters that stand for them.
const LETTERS_OF_DIGITS: [(char, &str); 6] =
    [('0', "Oo"), ('1', "lI"), ('2', "Z"), ('5', "S"), ('8', "B"), ('6', "b")];
/// The letters, and the digits that stand for them.
const DIGITS_OF_LETTERS: [(char, char); 5] =
    [('o', '0'), ('O', '0'), ('l', '1'), ('i', '1'), ('I', '1')];
/// The combining marks, and the spacing characters that stand for them. Only the first [`TYPED_TONES`] are in use.
const SPACING_MARKS: [(char, &str); 8] = [
    ('\u{300}', "`\u{2cb}"),
    ('\u{301}', "\u{b4}\u{2ca}"),
    ('\u{303}', "~\u{2dc}"),
    ('\u{309}', "\u{2c0}"),
    ('\u{323}', "\u{2d1}."),
    ('\u{302}', "^\u{2c6}"),
    ('\u{306}', "\u{2d8}"),
    ('\u{31b}', "\u{2bc}"),
];
/// How many of [`SPACING_MARKS`], from the first on, are written behind the vowel: the tones that keyboards have as
/// characters of their own (grave, acute, tilde).
const TYPED_TONES: usize = 3;

/// Draws `least` to one and a half times `least` (both included) different characters of the page, or all where there
/// are fewer, and one look-alike for each, and replaces them wherever they stand in the changed lines. `share`: the
/// probability of each line to be changed.
pub fn any(page: &mut Page, dice: &mut Dice, least: usize, share: f64) {
    let mut present: Vec<char> = page.letters.iter().flat_map(|letter| parts(letter.now)).collect();
    present.sort_unstable();
    present.dedup();
    present.retain(|letter| look_alikes().contains_key(letter));
    let count = dice.between(least, least + least / 2);
    let drawn: BTreeMap<char, (char, bool)> = dice
        .sample(count, &present)
        .into_iter()
        .map(|letter| (letter, (*dice.pick(&look_alikes()[&letter]), dice.chance(BASE_OF_MARKED))))
        .collect();
    let mut is_bad_line = dice.chance(share);
    page.rewrite(|letter, out| {
        if letter.now == '\n' {
            is_bad_line = dice.chance(share);
        }
        if !is_bad_line {
            return out.push(letter);
        }
        if let Some((look_alike, _)) = drawn.get(&letter.now) {
            return out.push(letter.as_character(*look_alike));
        }
        let mut apart = letter.now.nfd();
        let base = apart.next().unwrap_or(letter.now);
        match drawn.get(&base) {
            Some((look_alike, true)) if base != letter.now => {
                out.push(letter.as_character(*look_alike));
                out.extend(apart.map(Letter::inserted));
            }
            _ => out.push(letter),
        }
    });
}

/// Reads some digits of numbers as letters: `4S/2O22/QH15` for `45/2022/QH15`. Which three digits, and as which
/// letters, is drawn for each paper. A digit without another one beside it stays.
pub fn letters_in_numbers(page: &mut Page, dice: &mut Dice) {
    let drawn: BTreeMap<char, char> = dice
        .sample(3, &LETTERS_OF_DIGITS)
        .into_iter()
        .map(|(digit, letters)| (digit, *dice.pick(&letters.chars().collect::<Vec<_>>())))
        .collect();
    let now: Vec<char> = page.letters.iter().map(|letter| letter.now).collect();
    let is_digit = |at: Option<&char>| at.is_some_and(char::is_ascii_digit);
    let mut at = 0;
    page.rewrite(|letter, out| {
        let beside = at > 0 && is_digit(now.get(at - 1)) || is_digit(now.get(at + 1));
        at += 1;
        match drawn.get(&letter.now) {
            Some(read) if beside && dice.chance(DIGIT_AS_LETTER) => {
                out.push(letter.as_character(*read));
            }
            _ => out.push(letter),
        }
    });
}

/// Reads some letters of words as digits: `h1ện` for `hiện`.
pub fn digits_in_words(page: &mut Page, dice: &mut Dice) {
    let now: Vec<char> = page.letters.iter().map(|letter| letter.now).collect();
    let is_small = |at: Option<&char>| at.is_some_and(|letter| letter.is_lowercase());
    let mut at = 0;
    page.rewrite(|letter, out| {
        let in_word = at > 0 && is_small(now.get(at - 1)) || is_small(now.get(at + 1));
        at += 1;
        let mut parts = letter.now.nfd();
        let base = parts.next().unwrap_or(letter.now);
        let digit = DIGITS_OF_LETTERS.iter().find(|(read, _)| *read == base);
        match digit {
            Some((_, digit))
                if in_word && parts.next().is_none() && dice.chance(LETTER_AS_DIGIT) =>
            {
                out.push(letter.as_character(*digit));
            }
            _ => out.push(letter),
        }
    });
}

/// Writes some tones (grave, acute, tilde) behind their vowels, as signs of their own:
/// ``va` `` for `và`, `ca´c` for `các`. The hook above and the dot below stay.
pub fn spacing_marks(page: &mut Page, dice: &mut Dice) {
    let drawn: BTreeMap<char, char> = SPACING_MARKS[..TYPED_TONES]
        .iter()
        .map(|(mark, signs)| (*mark, *dice.pick(&signs.chars().collect::<Vec<_>>())))
        .collect();
    page.rewrite(|letter, out| {
        let marks: Vec<char> = letter.now.nfd().filter(|part| is_combining_mark(*part)).collect();
        let sign = marks.iter().find_map(|mark| drawn.get(mark));
        let Some(sign) = sign.filter(|_| dice.chance(SPACED_TONE)) else { return out.push(letter) };
        let kept = letter.now.nfd().filter(|part| !drawn.contains_key(part));
        // A mark that stands by itself has no vowel.
        let Some(vowel) = kept.nfc().next() else { return out.push(letter) };
        out.push(letter.as_character(vowel));
        out.push(Letter::inserted(*sign));
    });
}

/// A character, and its base letter where it has marks.
fn parts(letter: char) -> [char; 2] {
    [letter, letter.nfd().next().unwrap_or(letter)]
}

/// For each ASCII letter and digit, marked Vietnamese letter, `/` and `-`: the other characters with the same skeleton
/// (UTS #39: the string that all characters of one look share). Those of this list, combining marks and ASCII are left
/// out; a character without look-alikes has no entry.
fn look_alikes() -> &'static BTreeMap<char, Vec<char>> {
    static LOOK_ALIKES: OnceLock<BTreeMap<char, Vec<char>>> = OnceLock::new();
    LOOK_ALIKES.get_or_init(|| {
        let marked = (0..vankien_text::language::letters::MARKED).flat_map(|number| {
            use vankien_text::language::letters::{marked, marked_upper};
            [marked(number), marked_upper(number)]
        });
        let right: Vec<char> =
            ('0'..='9').chain('A'..='Z').chain('a'..='z').chain(['/', '-']).chain(marked).collect();
        let skeleton_of =
            |letter: char| -> String { skeleton(letter.encode_utf8(&mut [0; 4])).collect() };
        let mut by_skeleton: BTreeMap<String, Vec<char>> = BTreeMap::new();
        for letter in &right {
            by_skeleton.entry(skeleton_of(*letter)).or_default().push(*letter);
        }
        let mut found: BTreeMap<char, Vec<char>> = BTreeMap::new();
        let others = ('\u{a1}'..=char::MAX).filter(|other| !right.contains(other));
        for other in others.filter(|other| !is_combining_mark(*other)) {
            let like = by_skeleton.get(&skeleton_of(other));
            for letter in like.into_iter().flatten() {
                found.entry(*letter).or_default().push(other);
            }
        }
        found
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_standard_knows_look_alikes_of_letters_digits_and_signs() {
        let known = look_alikes();
        assert!(
            known[&'a'].contains(&'а') && known[&'O'].contains(&'О') && known[&'3'].contains(&'З')
        );
        assert!(known[&'-'].contains(&'‐') && known[&'ê'].contains(&'ȇ'));
        assert!(known.values().flatten().count() > 1_500);
    }

    #[test]
    fn a_tone_stands_behind_its_vowel() {
        let mut page = Page::of("các cấp ủy và".repeat(20).as_str());
        spacing_marks(&mut page, &mut Dice::new(5, "", 0));
        let text = page.text();
        assert!(text.contains("ca\u{b4}c") || text.contains("ca\u{2ca}c"), "{text}");
        assert!(text.contains("câ\u{b4}p") || text.contains("câ\u{2ca}p"), "{text}");
    }
}
