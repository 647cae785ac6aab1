//! VIQR (RFC 1456), Vietnamese in ASCII: marks are signs behind the vowel, `dd` is `đ`, `\` before a sign says that it
//! is no mark. A vowel may have two marks: a shape (`a^` is `â`) and, behind it, a tone (`a^'` is `ấ`).
//! In: text. Out: its letters, each with its alternatives; text encoded in VIQR.
//! Never decides whether `'`, `.`, `?` or `(` is a mark or punctuation; `line_decoding` does. Two exceptions: a
//! parenthesis that is closed in the same word is no breve, and one with the sign of a tone behind it is one (`a('`).
//! The other signs are always marks behind a vowel that can bear them; a word with them may only stand as it is as a
//! whole.

use unicode_normalization::UnicodeNormalization;

use super::letter::{DecodedLetter, Letters};
use crate::span::Span;

/// The signs of the shapes (they make another vowel), and the combining mark of each: breve `ă`, horn `ơ`, circumflex
/// `â`.
const SHAPES: [(char, char); 3] = [('(', '\u{306}'), ('+', '\u{31b}'), ('^', '\u{302}')];
/// The signs of the tones, and the combining mark of each: acute `á`, dot below `ạ`, hook above `ả`, grave `à`, tilde
/// `ã`.
const TONES: [(char, char); 5] =
    [('\'', '\u{301}'), ('.', '\u{323}'), ('?', '\u{309}'), ('`', '\u{300}'), ('~', '\u{303}')];

/// A text or line is decoded as VIQR on trial only if [`holds_marks`] counts at least this many vowels in it. Fewer are
/// typing errors, except on other lines of a paper in which VIQR was right before. A judgement, no measurement
/// recorded; `cargo test -p vankien-text encoding` holds texts on both sides.
pub const LEAST_MARKS: usize = 3;
/// The vowels of ASCII.
const VOWELS: &str = "aeiouyAEIOUY";

/// Decodes `text`, a word: gives its letters in order, each with what it may be instead. Characters that are no VIQR
/// stay as they are.
pub fn letters(text: &str) -> Vec<DecodedLetter> {
    let characters: Vec<(usize, char)> = text.char_indices().collect();
    let byte = |index: usize| characters.get(index).map_or(text.len(), |(byte, _)| *byte);
    let mut letters = Vec::with_capacity(characters.len());
    let mut index = 0;
    // How many `(` behind an `a` are no breves, because the word closes them.
    let mut unclosed = unclosed_in(&characters);
    while index < characters.len() {
        let Next { mut length, mut letter, mut alternatives } = next_letter(&characters[index..]);
        if unclosed > 0 && alternatives.iter().any(|one| one[1] == '(') {
            // The parenthesis that a later one closes: `TT-BCA(X13)`.
            (length, letter, alternatives) = (1, characters[index].1, Vec::new());
            unclosed -= 1;
        }
        let from = Span::new(byte(index), byte(index + length));
        let mut decoded = DecodedLetter::certain(from.start, from.len(), letter);
        decoded.alternatives = alternatives;
        letters.push(decoded);
        index += length;
    }
    letters
}

/// How many more parentheses are closed in a word than are opened in it by signs that are surely no breve: those that
/// do not stand behind `a` or `A`.
fn unclosed_in(characters: &[(usize, char)]) -> usize {
    let count = |sign: char| characters.iter().filter(|(_, one)| *one == sign).count();
    let pairs = characters.windows(2);
    let breves = pairs.filter(|pair| pair[1].1 == '(' && "aA".contains(pair[0].1)).count();
    count(')').saturating_sub(count('(') - breves)
}

/// The letter that is decoded from the first of some characters.
struct Next {
    /// How many characters it takes.
    length: usize,
    /// What these characters most likely mean.
    letter: char,
    /// What they may mean instead. For a mark that may be punctuation: the letter without it, and the sign. For `đ`:
    /// `dd`.
    alternatives: Vec<Letters>,
}

impl Next {
    fn certain(length: usize, letter: char) -> Next {
        Next { length, letter, alternatives: Vec::new() }
    }

    fn or(length: usize, letter: char, alternative: Letters) -> Next {
        Next { length, letter, alternatives: vec![alternative] }
    }
}

/// The first letter of `characters`, which are not empty.
fn next_letter(characters: &[(usize, char)]) -> Next {
    let character = |index: usize| characters.get(index).map_or('\0', |(_, one)| *one);
    let (first, second) = (character(0), character(1));
    if first == '\\' && (second.is_ascii_punctuation() || "dD".contains(second)) {
        return Next::certain(2, second);
    }
    if "dD".contains(first) && second.eq_ignore_ascii_case(&first) {
        let stroke = if first == 'd' { 'đ' } else { 'Đ' };
        return Next::or(2, stroke, [first, second]);
    }
    if !VOWELS.contains(first) {
        return Next::certain(1, first);
    }
    let shape = mark(&SHAPES, second).and_then(|mark| composed(first, mark));
    let (length, shaped) = shape.map_or((1, first), |shaped| (2, shaped));
    let sign = character(length);
    let toned = mark(&TONES, sign).and_then(|mark| composed(shaped, mark));
    match toned {
        // An apostrophe, full stop or question mark may be punctuation as well.
        Some(toned) if "'.?".contains(sign) => Next::or(length + 1, toned, [shaped, sign]),
        Some(toned) => Next::certain(length + 1, toned),
        // An opening parenthesis may be punctuation as well.
        None if second == '(' && length == 2 => Next::or(2, shaped, [first, '(']),
        None => Next::certain(length, shaped),
    }
}

/// The combining mark that a sign stands for in `marks` ([`SHAPES`] or [`TONES`]).
fn mark(marks: &[(char, char)], sign: char) -> Option<char> {
    marks.iter().find(|(known, _)| *known == sign).map(|(_, mark)| *mark)
}

/// The one character that Unicode composes of a letter and a mark; `None` where there is none.
fn composed(letter: char, mark: char) -> Option<char> {
    let mut both = [letter, mark].into_iter().nfc();
    both.next().filter(|_| both.next().is_none())
}

/// `text` encoded in VIQR; `None` if it holds a character that is not ASCII, not `đ` and no ASCII letter with marks of
/// VIQR (other letters than Vietnamese ones, such as `ñ`, are taken too). Each sign behind an ASCII vowel, `^`, `(` or
/// `+` gets a `\` before it, and so does a `\`. Three things [`letters`] does not give back: `dd` (it decodes to `đ`,
/// with `dd` as the alternative), a marked letter that is no vowel (`ñ`), and an `ă` without a tone in a word with the
/// `)` of an earlier word's parenthesis. Used to damage text for measurements and tests.
pub fn encode(text: &str) -> Option<Vec<u8>> {
    let mut written = String::with_capacity(text.len() * 2);
    for letter in text.nfc() {
        match letter {
            'đ' => written.push_str("dd"),
            'Đ' => written.push_str("DD"),
            _ if letter.is_ascii() => {
                // A sign behind a vowel would be decoded as a mark of it.
                let is_sign = mark(&TONES, letter).or(mark(&SHAPES, letter)).is_some();
                let behind_vowel =
                    written.ends_with(|before| VOWELS.contains(before) || "^(+".contains(before));
                if is_sign && behind_vowel || letter == '\\' {
                    written.push('\\');
                }
                written.push(letter);
            }
            _ => push_marked(&mut written, letter)?,
        }
    }
    Some(written.into_bytes())
}

/// Writes a letter, the sign of its shape, the sign of its tone; `None` where its base is not ASCII or VIQR lacks a
/// mark.
fn push_marked(written: &mut String, letter: char) -> Option<()> {
    let decomposed: Vec<char> = std::iter::once(letter).nfd().collect();
    let (base, marks) = decomposed.split_first().filter(|(base, _)| base.is_ascii())?;
    written.push(*base);
    let sign = |set: &[(char, char)], wanted: char| {
        set.iter().find(|(_, mark)| *mark == wanted).map(|(sign, _)| *sign)
    };
    for set in [&SHAPES[..], &TONES[..]] {
        written.extend(marks.iter().filter_map(|mark| sign(set, *mark)));
    }
    let is_known = |mark: &char| sign(&SHAPES, *mark).or(sign(&TONES, *mark)).is_some();
    marks.iter().all(is_known).then_some(())
}

/// Whether `text` holds at least `count` vowels with `^`, `~` or a grave accent directly behind them. The other signs
/// of VIQR are not counted: behind a vowel they are mostly punctuation.
pub fn holds_marks(text: &str, count: usize) -> bool {
    let bytes = text.as_bytes();
    let signs = memchr::memchr3_iter(b'^', b'~', b'`', bytes);
    let is_mark = |at: &usize| *at > 0 && VOWELS.as_bytes().contains(&bytes[at - 1]);
    signs.filter(is_mark).take(count).count() >= count
}
