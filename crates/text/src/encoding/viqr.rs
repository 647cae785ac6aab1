//! VIQR (RFC 1456): marks as ASCII signs behind the vowel, `dd` for `đ`, `\` before a sign that is none.
//! In: text. Out: its letters, each with what its signs may be instead, and text written so.
//! Never decides between a mark and a full stop; `line` does.

use unicode_normalization::UnicodeNormalization;

use super::unit::Unit;
use crate::span::Span;

/// The signs of the shapes, and the combining mark of each.
const SHAPES: [(char, char); 3] = [('(', '\u{306}'), ('+', '\u{31b}'), ('^', '\u{302}')];
/// The signs of the tones, and the combining mark of each.
const TONES: [(char, char); 5] =
    [('\'', '\u{301}'), ('.', '\u{323}'), ('?', '\u{309}'), ('`', '\u{300}'), ('~', '\u{303}')];

/// The letters of `text`.
pub fn units(text: &str) -> Vec<Unit> {
    let letters: Vec<(usize, char)> = text.char_indices().collect();
    let place = |index: usize| letters.get(index).map_or(text.len(), |(byte, _)| *byte);
    let mut units = Vec::with_capacity(letters.len());
    let mut index = 0;
    while index < letters.len() {
        let (length, to, or) = next(&letters[index..]);
        let from = Span::new(place(index), place(index + length));
        units.push(Unit { from, to, or, lost: false });
        index += length;
    }
    units
}

/// How many characters the next letter takes, the letter, and what they may be instead.
fn next(letters: &[(usize, char)]) -> (usize, char, Vec<[char; 2]>) {
    let letter = |index: usize| letters.get(index).map_or('\0', |(_, letter)| *letter);
    let first = letter(0);
    if first == '\\' && (letter(1).is_ascii_punctuation() || "dD".contains(letter(1))) {
        return (2, letter(1), Vec::new());
    }
    if "dD".contains(first) && letter(1).eq_ignore_ascii_case(&first) {
        let stroke = if first == 'd' { 'đ' } else { 'Đ' };
        return (2, stroke, vec![[first, letter(1)]]);
    }
    if !"aeiouyAEIOUY".contains(first) {
        return (1, first, Vec::new());
    }
    let shape = mark(&SHAPES, letter(1)).and_then(|mark| composed(first, mark));
    let (length, shaped) = shape.map_or((1, first), |shaped| (2, shaped));
    let toned = mark(&TONES, letter(length)).and_then(|mark| composed(shaped, mark));
    match toned {
        // A sign of punctuation may be just that.
        Some(toned) if "'.?".contains(letter(length)) => {
            (length + 1, toned, vec![[shaped, letter(length)]])
        }
        Some(toned) => (length + 1, toned, Vec::new()),
        None if letter(1) == '(' && length == 2 => (2, shaped, vec![[first, '(']]),
        None => (length, shaped, Vec::new()),
    }
}

fn mark(marks: &[(char, char)], sign: char) -> Option<char> {
    marks.iter().find(|(known, _)| *known == sign).map(|(_, mark)| *mark)
}

/// The letter that Unicode makes of the two, where it makes one.
fn composed(letter: char, mark: char) -> Option<char> {
    let mut both = [letter, mark].into_iter().nfc();
    both.next().filter(|_| both.next().is_none())
}

/// `text` in VIQR; `None` where it holds a character that is neither ASCII nor a letter of Vietnamese.
pub fn encode(text: &str) -> Option<Vec<u8>> {
    let mut written = String::with_capacity(text.len() * 2);
    for letter in text.nfc() {
        match letter {
            'đ' => written.push_str("dd"),
            'Đ' => written.push_str("DD"),
            _ if letter.is_ascii() => {
                // A sign behind a vowel that is no mark of it would be read as one.
                let is_sign = mark(&TONES, letter).or(mark(&SHAPES, letter)).is_some();
                let behind = written.ends_with(|before| "aeiouyAEIOUY^(+".contains(before));
                if is_sign && behind || letter == '\\' {
                    written.push('\\');
                }
                written.push(letter);
            }
            _ => push_marked(&mut written, letter)?,
        }
    }
    Some(written.into_bytes())
}

/// Writes a vowel, the sign of its shape, the sign of its tone.
fn push_marked(written: &mut String, letter: char) -> Option<()> {
    let apart: Vec<char> = std::iter::once(letter).nfd().collect();
    let (base, marks) = apart.split_first().filter(|(base, _)| base.is_ascii())?;
    written.push(*base);
    let sign = |set: &[(char, char)], wanted: char| {
        set.iter().find(|(_, mark)| *mark == wanted).map(|(sign, _)| *sign)
    };
    for set in [&SHAPES[..], &TONES[..]] {
        written.extend(marks.iter().filter_map(|mark| sign(set, *mark)));
    }
    let known = |mark: &char| sign(&SHAPES, *mark).or(sign(&TONES, *mark)).is_some();
    marks.iter().all(known).then_some(())
}

/// Whether `text` holds at least `count` vowels with a mark that is no punctuation.
pub fn marks(text: &str, count: usize) -> bool {
    let bytes = text.as_bytes();
    let signs = memchr::memchr3_iter(b'^', b'~', b'`', bytes);
    let is_mark = |at: &usize| *at > 0 && b"aeiouyAEIOUY".contains(&bytes[at - 1]);
    signs.filter(is_mark).take(count).count() >= count
}
