//! The letters that may have been meant by a character. Sources, in this order: look-alikes of old fonts (`fixed.tsv`);
//! the plain form of full-width, mathematical and outlined letters and of Roman numerals; the confusables of Unicode
//! (UTS #39); what the eye confuses beyond them (`eye.tsv`). Combining marks are read by `marks.tsv`.
//! In: a character with its combining marks. Out: the letters and digits of Vietnamese text that look like it; for a
//! full-width sign, the sign. Never looks at the word around it.

use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;
use std::sync::OnceLock;

use unicode_normalization::UnicodeNormalization;
use unicode_script::{Script, UnicodeScript};
use unicode_security::confusable_detection::skeleton;

use super::super::compose;
use crate::language::letters::{MARKED, marked, marked_upper, number};

/// Look-alikes of other Latin alphabets that old fonts left in papers; the head of the table tells its columns.
const FIXED: &str = include_str!("fixed.tsv");
/// Characters that the eye takes for letters; the head of the table tells its columns.
const EYE: &str = include_str!("eye.tsv");
/// Combining marks that the eye takes for those of Vietnamese; the head of the table tells its columns.
const MARKS: &str = include_str!("marks.tsv");

/// What the word around a character must have for the letter to be put in its place. `lookalike::mend` asks for the
/// greatest proof of all look-alikes of a word that may be a syllable; if it has that, it replaces them all. Else each
/// is judged by its own. Words of digits and symbols of document numbers need less.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Proof {
    /// Nothing: it stands for that letter wherever it stands.
    None,
    /// In a word in capitals nothing, for it may be an abbreviation (`HÐND`). Else a syllable of Vietnamese must be
    /// able to begin with the letter there.
    SyllableStart,
    /// The word must hold a letter that is surely Latin, or letters of two other alphabets. Or it must stand on a line
    /// of Latin letters and be a syllable of Vietnamese with the letters, or hold look-alikes alone and be in capitals
    /// or of one letter that is not Greek.
    MixedScripts,
    /// The word must be a syllable of Vietnamese with that letter, hold a letter that is surely Latin, and be of three
    /// letters at least or have a mark: `µm` is a unit.
    Lexicon,
    /// The word must be a syllable of Vietnamese with that letter. It must also hold a letter that hardly another
    /// language writes (`ơ`, `ạ`), or have more than one letter and stand among words most of which are syllables. The
    /// character is a letter of another Latin alphabet, which names of people and places hold, or has a mark that
    /// Vietnamese lacks.
    LexiconOfLine,
}

/// The letters that a character may have been taken for.
#[derive(Clone, Debug)]
pub struct Candidates {
    /// The letters; each may be several characters (`ﬁ`). At least one. Those of the tables stand with the likeliest
    /// first, those of the confusables in a fixed order: small letters, capitals, digits, marked letters. So the first
    /// need not have the case of the character.
    pub letters: Vec<String>,
    /// What the word must have for one of them to be put in.
    pub proof: Proof,
}

/// What a single character looks like.
#[derive(Clone)]
struct Look {
    /// The letters that it may be: by its code point, else by its base letter and marks, taken apart.
    candidates: Option<Rc<Candidates>>,
    /// The same by its code point alone.
    by_code_point: Option<Rc<Candidates>>,
    /// The slash or hyphen that it looks like.
    sign: Option<char>,
}

/// A cache of at most this many looks in each thread, about 1 MB: more than the letters of any alphabet but those of
/// Chinese and Korean. A full cache is emptied.
const MOST_LOOKS: usize = 1 << 13;

thread_local! {
    static LOOKS: RefCell<HashMap<char, Look>> = RefCell::new(HashMap::new());
}

/// What `character`, which is not one of Vietnamese text, looks like: computed at the first call and remembered.
fn look_of(character: char) -> Look {
    if let Some(look) = LOOKS.with_borrow(|looks| looks.get(&character).cloned()) {
        return look;
    }
    let by_code_point = of_character(character).map(Rc::new);
    let apart = || of_cluster(character.encode_utf8(&mut [0; 4])).map(Rc::new);
    let look = Look {
        candidates: by_code_point.clone().or_else(apart),
        by_code_point,
        sign: sign_of(character),
    };
    LOOKS.with_borrow_mut(|looks| {
        if looks.len() >= MOST_LOOKS {
            looks.clear();
        }
        looks.insert(character, look.clone());
    });
    look
}

/// Whether a character is one of Vietnamese text, which is never replaced by itself: an ASCII character or a marked
/// letter.
pub fn is_vietnamese(character: char) -> bool {
    character.is_ascii() || number(character).is_some()
}

/// The candidates for `cluster`, a character and the combining marks behind it in Unicode NFC. A full-width sign has
/// the sign of ASCII. `None` where it looks like no letter or digit of Vietnamese text, or is one.
pub fn candidates(cluster: &str) -> Option<Rc<Candidates>> {
    let mut characters = cluster.chars();
    let first = characters.next()?;
    if characters.next().is_some() {
        return of_cluster(cluster).map(Rc::new);
    }
    if is_vietnamese(first) { None } else { look_of(first).candidates }
}

/// The candidates for `cluster` by its base letter and its marks, taken apart.
fn of_cluster(cluster: &str) -> Option<Candidates> {
    let first = cluster.chars().next()?;
    let apart: Vec<char> = cluster.nfd().collect();
    let (base, marks) = apart.split_first()?;
    let (bases, mut proof) = match of_character(*base) {
        Some(found) => (found.letters, found.proof),
        None if is_vietnamese(*base) => (vec![base.to_string()], Proof::None),
        None => return None,
    };
    // What the marks may be, one list of marks for each reading.
    let mut readings: Vec<Vec<char>> = vec![Vec::new()];
    for mark in marks {
        let others = of_mark(*mark);
        let all: Vec<Vec<char>> =
            if others.is_empty() { vec![vec![*mark]] } else { others.to_vec() };
        if !others.is_empty() {
            proof = proof.max(Proof::LexiconOfLine);
        }
        readings = readings
            .iter()
            .flat_map(|reading| all.iter().map(|marks| [&reading[..], &marks[..]].concat()))
            .collect();
    }
    let mut letters: Vec<String> = Vec::new();
    for base in &bases {
        for marks in &readings {
            let together: String = base.chars().chain(marks.iter().copied()).collect();
            let composed = compose::mend(&together).unwrap_or_else(|| compose::nfc(&together));
            let is_letter = composed.chars().count() == 1 && composed.chars().all(is_vietnamese);
            if is_letter && composed != cluster && !letters.contains(&composed) {
                letters.push(composed);
            }
        }
    }
    if !marks.is_empty() && base.is_ascii_alphabetic() {
        // With such a mark it is a letter of another alphabet: `ṭ`, `ş`; on `d` it may be the stroke of `đ`.
        let plain = base.to_string();
        match base {
            'd' => letters = vec!["đ".into(), plain],
            'D' => letters = vec!["Đ".into(), plain],
            // `ñ` is the `đ` of old fonts.
            'n' if first == 'ñ' => letters = vec![plain, "đ".into()],
            'N' if first == 'Ñ' => letters = vec![plain, "Đ".into()],
            _ if letters.is_empty() => letters.push(plain),
            _ => {}
        }
        proof = Proof::LexiconOfLine;
    }
    (!letters.is_empty()).then_some(Candidates { letters, proof })
}

/// The candidates for a single character that is not one of Vietnamese text.
fn of_character(character: char) -> Option<Candidates> {
    if is_vietnamese(character) {
        return None;
    }
    if let Some((to, proof)) = fixed().get(&character) {
        return Some(Candidates { letters: vec![(*to).to_owned()], proof: *proof });
    }
    if let Some(plain) = compatible(character) {
        let mut letters = vec![plain];
        // A mathematical `I` may be an `l` in print.
        let others = by_skeleton().get(&skeleton_of(character)).into_iter().flatten();
        for other in others.map(char::to_string) {
            if !letters.contains(&other) {
                letters.push(other);
            }
        }
        return Some(Candidates { letters, proof: Proof::None });
    }
    let of_alphabet = match character.script() {
        // Phonetic letters stand in no word of any language that papers quote.
        Script::Latin if is_phonetic(character) => Proof::MixedScripts,
        Script::Latin => Proof::LexiconOfLine,
        _ if !character.is_alphanumeric() => Proof::Lexicon,
        _ => Proof::MixedScripts,
    };
    if let Some(letters) = by_skeleton().get(&skeleton_of(character)) {
        let mut letters: Vec<String> = letters.iter().map(char::to_string).collect();
        if let Some(more) = eye().get(&character) {
            letters.extend(more.chars().map(String::from));
        }
        return Some(Candidates { letters, proof: of_alphabet });
    }
    let letters = eye().get(&character)?.chars().map(String::from).collect();
    let proof = if is_phonetic(character) { of_alphabet } else { of_alphabet.max(Proof::Lexicon) };
    Some(Candidates { letters, proof })
}

/// Whether a Latin letter belongs to a phonetic alphabet: IPA Extensions, Phonetic Extensions and their like.
fn is_phonetic(character: char) -> bool {
    matches!(character, '\u{250}'..='\u{2af}' | '\u{1d00}'..='\u{1dbf}' | '\u{a720}'..='\u{a7ff}' | '\u{ab30}'..='\u{ab6f}')
}

/// The slash or hyphen that a character looks like by the standard: `Ⳇ` and `ノ` like `/`; `None` for a dash, which is
/// a sign of its own.
fn sign_of(character: char) -> Option<char> {
    match skeleton_of(character).as_str() {
        "/" => Some('/'),
        "-" | "\u{2010}" if !matches!(character, '\u{2013}' | '\u{2014}') => Some('-'),
        _ => None,
    }
}

/// The slash or hyphen of ASCII that a character beyond ASCII looks like by the standard, other hyphens (U+2010) and
/// slashes (U+2044) included. `None` where it looks like neither, and for the dashes `–` and `—`.
pub fn looks_like_sign(character: char) -> Option<char> {
    if is_vietnamese(character) { None } else { look_of(character).sign }
}

/// Whether a character alone tells that a word of such characters may be Latin: a letter or digit of another script
/// that looks like one of Vietnamese text by the standard, a phonetic letter that looks like one, what `fixed.tsv`
/// names, and full-width, mathematical and Roman forms (full-width signs too). Not other signs, and not letters of
/// other Latin alphabets (`ı`), which are Latin themselves.
pub fn is_confusable(character: char) -> bool {
    !is_vietnamese(character)
        && look_of(character).by_code_point.is_some_and(|found| found.proof <= Proof::MixedScripts)
}

/// Whether a character looks like a letter or digit, so that a word may hold it though it is a sign: a sign by its
/// category, an outlined letter (`𜳞`), a letter of another script that only the table of the eye names. Asked for
/// signs: it is true as well for letters that stand for others wherever they are (`ﬁ`, `ƣ`, full-width and mathematical
/// ones).
pub fn is_sign(character: char) -> bool {
    let is_letter = |letter: &String| letter.chars().all(char::is_alphanumeric);
    !is_vietnamese(character)
        && look_of(character).by_code_point.is_some_and(|found| match found.proof {
            Proof::Lexicon => true,
            Proof::None => found.letters.iter().all(is_letter),
            _ => false,
        })
}

/// The letters, digits and signs that a full-width form, a mathematical letter or a Roman numeral of its own code point
/// stands for.
fn compatible(character: char) -> Option<String> {
    let stands_for = matches!(
        character,
        '\u{ff01}'..='\u{ff5e}' | '\u{1d400}'..='\u{1d7ff}' | '\u{1ccd6}'..='\u{1ccf9}' | '\u{1fbf0}'..='\u{1fbf9}' | '\u{2160}'..='\u{217f}'
    );
    let plain = || -> String { character.nfkc().collect() };
    stands_for.then(plain).filter(|plain| plain.is_ascii())
}

/// The skeleton of a character by UTS #39.
fn skeleton_of(character: char) -> String {
    skeleton(character.encode_utf8(&mut [0; 4])).collect()
}

/// The letters and digits of Vietnamese text by their skeletons.
fn by_skeleton() -> &'static BTreeMap<String, Vec<char>> {
    static SKELETONS: OnceLock<BTreeMap<String, Vec<char>>> = OnceLock::new();
    SKELETONS.get_or_init(|| {
        let mut found: BTreeMap<String, Vec<char>> = BTreeMap::new();
        let marked = (0..MARKED).flat_map(|number| [marked(number), marked_upper(number)]);
        let plain = ('a'..='z').chain('A'..='Z').chain('0'..='9');
        for letter in plain.chain(marked) {
            found.entry(skeleton_of(letter)).or_default().push(letter);
        }
        found
    })
}

/// The rows of a table, each in its columns.
fn rows(table: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    table.lines().filter(|line| !line.starts_with('#')).map(|line| line.split('\t').collect())
}

fn fixed() -> &'static BTreeMap<char, (&'static str, Proof)> {
    static ROWS: OnceLock<BTreeMap<char, (&'static str, Proof)>> = OnceLock::new();
    ROWS.get_or_init(|| {
        let parse = |cells: Vec<&'static str>| {
            let proof = match *cells.get(2)? {
                "always" => Proof::None,
                _ => Proof::SyllableStart,
            };
            Some((cells[0].chars().next()?, (*cells.get(1)?, proof)))
        };
        rows(FIXED).filter_map(parse).collect()
    })
}

fn eye() -> &'static BTreeMap<char, &'static str> {
    static ROWS: OnceLock<BTreeMap<char, &'static str>> = OnceLock::new();
    ROWS.get_or_init(|| {
        rows(EYE).filter_map(|cells| Some((cells[0].chars().next()?, *cells.get(1)?))).collect()
    })
}

/// The lists of marks of Vietnamese that a combining mark is taken for; none for these marks themselves.
fn of_mark(mark: char) -> &'static [Vec<char>] {
    static ROWS: OnceLock<BTreeMap<char, Vec<Vec<char>>>> = OnceLock::new();
    let rows = ROWS.get_or_init(|| {
        let code = |cell: &str| u32::from_str_radix(cell, 16).ok().and_then(char::from_u32);
        let parse = |cells: Vec<&'static str>| {
            let marks = |cell: &'static str| cell.split('+').filter_map(code).collect();
            Some((code(cells[0])?, cells.get(1)?.split(' ').map(marks).collect()))
        };
        rows(MARKS).filter_map(parse).collect()
    });
    rows.get(&mark).map_or(&[], Vec::as_slice)
}

#[cfg(test)]
mod tests {
    use unicode_normalization::char::is_combining_mark;

    use super::*;

    fn letters(cluster: &str) -> Vec<String> {
        candidates(cluster).map(|found| found.letters.clone()).unwrap_or_default()
    }

    #[test]
    fn the_tables_have_a_header_an_order_and_no_duplicates() {
        for table in [FIXED, EYE, MARKS] {
            assert!(table.starts_with("# "));
            let firsts: Vec<&str> = rows(table).map(|cells| cells[0]).collect();
            let mut sorted = firsts.clone();
            sorted.sort_unstable();
            sorted.dedup();
            assert_eq!(firsts.len(), sorted.len(), "{:?}", &table[..40]);
            assert!(rows(table).all(|cells| cells.len() == 3));
        }
        assert!(unicode_normalization::is_nfc(FIXED) && unicode_normalization::is_nfc(EYE));
        assert!(rows(MARKS).all(|cells| {
            let code = u32::from_str_radix(cells[0], 16).ok().and_then(char::from_u32);
            code.is_some_and(is_combining_mark) && !of_mark(code.unwrap_or_default()).is_empty()
        }));
    }

    #[test]
    fn a_skeleton_is_compared_with_a_skeleton() {
        assert_eq!(unicode_security::UNICODE_VERSION.0, 18, "read the changes of the confusables");
        assert_eq!(letters("а"), ["a"]);
        assert_eq!(letters("ɱ"), ["m"]);
        assert_eq!(letters("Ӏ"), ["l", "I", "1"]);
        assert_eq!(letters("ο"), ["o"]);
        assert_eq!(letters("З"), ["3"]);
        assert_eq!(letters("ạ"), [] as [&str; 0]);
        assert_eq!(letters("m"), [] as [&str; 0]);
    }

    #[test]
    fn marks_are_read_with_their_letter() {
        assert_eq!(letters("а\u{323}"), ["ạ"]);
        assert_eq!(letters("ą"), ["ạ"]);
        assert_eq!(letters("ā"), ["ã", "â"]);
        assert_eq!(letters("ǎ"), ["ă"]);
        assert_eq!(letters("ǒ"), ["ô", "õ", "o"]);
        assert_eq!(letters("ѐ"), ["è"]);
        assert_eq!(letters("ș"), ["s"]);
        assert_eq!(letters("ď"), ["đ", "d"]);
        assert_eq!(letters("Ⅳ"), ["IV"]);
        assert_eq!(letters("ḗ"), ["ế"]);
        assert_eq!(letters("𝑰"), ["I", "l", "1"]);
    }

    #[test]
    fn what_is_given_is_given_back_unchanged() {
        let all =
            ('\u{80}'..'\u{3000}').chain('\u{a000}'..'\u{ac00}').chain('\u{fb00}'..=char::MAX);
        for character in all.step_by(1).filter(|one| (*one as u32) < 0x2_0000) {
            for letter in letters(character.encode_utf8(&mut [0; 4])) {
                assert!(letter.chars().all(is_vietnamese), "{character} gives {letter}");
            }
        }
    }
}
