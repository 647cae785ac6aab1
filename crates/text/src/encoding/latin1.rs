//! Latin-1 decoded as Windows-1258: `trình` (present) as `tŕnh`, `ý` (idea) as `ư`, `đã` (already) as `đă`. Letters
//! that Latin-1 lacks were written as entities of HTML and are in order.
//! In: a word. Out: its letters, each with its alternatives. Never decides between them; `line_decoding` does.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::letter::DecodedLetter;
use crate::language::letters::number;

/// Letters that Windows-1258 decodes otherwise than Latin-1: as decoded, as written. From Unicode's mapping
/// VENDORS/MICSFT/WINDOWS/CP1258.TXT.
const LETTERS: [(char, char); 6] =
    [('ă', 'ã'), ('Ă', 'Ã'), ('ơ', 'õ'), ('Ơ', 'Õ'), ('ư', 'ý'), ('Ư', 'Ý')];
/// The same for letters that it decodes as combining tones.
const TONES: [(char, char); 4] =
    [('\u{301}', 'ì'), ('\u{323}', 'ò'), ('\u{300}', 'Ì'), ('\u{309}', 'Ò')];

/// The letters of `text`, a word. Windows-1258 gives combining tones, which some program may have composed with the
/// consonant before.
pub fn letters(text: &str) -> Vec<DecodedLetter> {
    let mut letters = Vec::with_capacity(text.len());
    let mut before = '\0';
    for (at, letter) in text.char_indices() {
        let length = letter.len_utf8();
        if let Some((base, written)) = toned_consonant(letter) {
            letters.push(DecodedLetter::certain(at, length, base));
            letters.push(DecodedLetter::certain(at + length, 0, written));
        } else if let Some(written) = find(&TONES, letter).filter(|_| !is_vowel(before)) {
            letters.push(DecodedLetter::certain(at, length, written));
        } else {
            let mut one = DecodedLetter::certain(at, length, letter);
            if let Some(written) = find(&LETTERS, letter) {
                // Either is as likely.
                one.alternatives.push([written, '\0']);
                one.has_lost_byte = true;
            } else if letter == 'ú' && matches!(before, 'q' | 'Q') {
                one.alternatives.push(['u', 'ì']);
                one.has_lost_byte = true;
            }
            letters.push(one);
        }
        before = letter;
    }
    letters
}

/// How many consonants of `text` have a tone of Windows-1258, counted up to `most`. No letter of Vietnamese has.
pub fn count_toned_consonants(text: &str, most: usize) -> usize {
    if text.is_ascii() {
        return 0;
    }
    let mut before = '\0';
    let mut count = 0;
    for letter in text.chars() {
        let is_tone = || find(&TONES, letter).is_some() && before.is_alphabetic();
        count += usize::from(toned_consonant(letter).is_some() || is_tone() && !is_vowel(before));
        before = letter;
        if count >= most {
            break;
        }
    }
    count
}

/// The consonant of a letter that is composed of a consonant and a tone, and what was written for the tone.
fn toned_consonant(letter: char) -> Option<(char, char)> {
    if letter.is_ascii() || number(letter).is_some() {
        return None;
    }
    let mut parts = std::iter::once(letter).nfd();
    let (base, tone) = (parts.next()?, parts.next()?);
    let written = find(&TONES, tone).filter(|_| base.is_ascii_alphabetic() && !is_vowel(base))?;
    parts.next().is_none().then_some((base, written))
}

fn find(pairs: &[(char, char)], letter: char) -> Option<char> {
    pairs.iter().find(|(decoded, _)| *decoded == letter).map(|(_, written)| *written)
}

/// Whether a tone may stand on the letter: a vowel, or a mark behind one.
fn is_vowel(letter: char) -> bool {
    let is_marked = number(letter).is_some() && !matches!(letter, 'đ' | 'Đ');
    "aeiouyAEIOUY".contains(letter) || is_marked || is_combining_mark(letter)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn first_way(text: &str) -> String {
        letters(text).iter().map(|letter| letter.letter).collect()
    }

    #[test]
    fn tones_on_consonants_are_vowels() {
        assert_eq!(first_way("tŕnh"), "trình");
        assert_eq!(first_way("th\u{301} c\u{323}n ḥa"), "thì còn hòa");
        assert_eq!(first_way("T\u{300}NH"), "TÌNH");
        assert_eq!(first_way("tòa ý mạnh a\u{301}"), "tòa ý mạnh a\u{301}");
        assert_eq!(count_toned_consonants("tŕnh v\u{301} tòa đ\u{301}nh đồng a\u{301}o", 9), 3);
    }
}
