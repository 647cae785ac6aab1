//! Restores the case of letters whose lost byte was all that told it: `Đ` and `đ`, `Ề` and `ề` in UTF-8 decoded as
//! Latin-1.
//! In: the decoded words of a line, in which such letters are small. Out: the same with capitals in words of capitals,
//! where a sentence begins, and where the word has a capital more often than not. Never changes another letter.

use super::decodings::DecodedWord;
use crate::language::letters::{is_letter, lower_word, marked_upper, number};
use crate::language::model::{Id, Next, model};

/// A word begins with a capital if that is at least as likely as this, from 0 to 1.
const LEAST_CAPITAL_SHARE: f32 = 0.5;
/// A sign behind which a word begins with a capital if that is at least as likely as this: an item of a list, a
/// quotation. A judgement, not measured.
const LEAST_SHARE_BEHIND_SIGN: f32 = 0.2;
/// Whether words around are in capitals is told by this many letters on each side. A judgement, not measured.
const CONTEXT_LETTERS: usize = 12;

/// A character of the line.
struct Character {
    /// The character.
    now: char,
    /// The index of its word, and of its letter in the word; `None` for a blank between words, and for the second
    /// character of a letter.
    place: Option<(usize, usize)>,
    /// Whether its case is open.
    is_open: bool,
}

/// Writes the letters of `words` whose case is open as capitals where capitals are likelier. `begins_sentence` says
/// whether a sentence begins with the line.
pub fn restore(words: &mut [DecodedWord], begins_sentence: impl FnOnce() -> bool) {
    if words.iter().all(|word| word.open_case.is_empty()) {
        return;
    }
    let begins_sentence = begins_sentence();
    let mut line = characters(words);
    let mut start = 0;
    while start < line.len() {
        let length = line[start..].iter().take_while(|one| is_letter(one.now)).count();
        let end = start + length;
        for at in start..end {
            if line[at].is_open && is_capital(&line, start, end, at, begins_sentence) {
                line[at].now = upper(line[at].now);
                if let Some((word, letter)) = line[at].place {
                    words[word].letters[letter].1[0] = line[at].now;
                }
            }
        }
        start = end.max(start + 1);
    }
}

/// The characters of all words, with a blank between words.
fn characters(words: &[DecodedWord]) -> Vec<Character> {
    let mut line = Vec::new();
    for (word, decoded) in words.iter().enumerate() {
        for (at, (_, letters)) in decoded.letters.iter().enumerate() {
            let is_open = decoded.open_case.contains(&at);
            line.push(Character { now: letters[0], place: Some((word, at)), is_open });
            if letters[1] != '\0' {
                line.push(Character { now: letters[1], place: None, is_open: false });
            }
        }
        line.push(Character { now: ' ', place: None, is_open: false });
    }
    line
}

/// Whether the letter at `at` of the run of letters `start..end` is a capital.
fn is_capital(
    line: &[Character],
    start: usize,
    end: usize,
    at: usize,
    begins_sentence: bool,
) -> bool {
    let known = || line[start..end].iter().filter(|one| !one.is_open);
    let small = known().filter(|one| one.now.is_lowercase()).count();
    let capitals = known().filter(|one| one.now.is_uppercase()).count();
    let word: String = line[start..end].iter().map(|one| one.now).collect();
    let id = model().syllable(&word);
    if small == 0 && (capitals > 1 || id.is_none() && end > start + 1 && capitals > 0) {
        return true;
    }
    if small == 0 && stands_among_capitals(line, start, end) {
        return true;
    }
    if at > start {
        return false;
    }
    match id {
        Some(id) => begins_with_capital(line, start, end, id, begins_sentence),
        None if end == start + 1 => {
            // A letter by itself: `Nguyễn Đ.`, `B/Đ`, but `đ)` and `điểm đ khoản 2` (letter đ of clause 2).
            let now = |at: usize| line.get(at).map_or(' ', |one| one.now);
            "./-".contains(now(end)) || start > 0 && "/-".contains(now(start - 1))
        }
        None => is_capitalised_before(line, start),
    }
}

/// Whether the letters around the run are capitals, two at least, with fewer than one small letter for four of them.
fn stands_among_capitals(line: &[Character], start: usize, end: usize) -> bool {
    let known = |one: &&Character| is_letter(one.now) && !one.is_open;
    let before = line[..start].iter().rev().filter(known).take(CONTEXT_LETTERS);
    let behind = line[end..].iter().filter(known).take(CONTEXT_LETTERS);
    let (mut capitals, mut small) = (0, 0);
    for one in before.chain(behind) {
        if one.now.is_uppercase() {
            capitals += 1;
        } else {
            small += 1;
        }
    }
    capitals > 1 && small * 4 < capitals
}

/// Whether a word of two letters or more stands before the run, with one character between, and begins with a capital.
fn is_capitalised_before(line: &[Character], start: usize) -> bool {
    let before = &line[..start.saturating_sub(1)];
    let letters = before.iter().rev().take_while(|one| is_letter(one.now)).count();
    letters > 1 && before[before.len() - letters].now.is_uppercase()
}

/// Whether the word `id` at `start..end` begins with a capital.
fn begins_with_capital(
    line: &[Character],
    start: usize,
    end: usize,
    id: Id,
    begins_sentence: bool,
) -> bool {
    let is_blank = |one: &&Character| one.now.is_whitespace();
    let after = end + line[end..].iter().take_while(is_blank).count();
    let next = match line.get(after) {
        Some(one) if one.now.is_uppercase() => Next::Capital,
        Some(one) if one.now.is_ascii_digit() => Next::Number,
        _ => Next::Small,
    };
    let letters = line[after.min(line.len())..].iter().take_while(|one| is_letter(one.now));
    let next_word: String = letters.map(|one| one.now).collect();
    let share = model().capital_share(id, next, model().find(&lower_word(&next_word)));
    let before = line[..start].iter().rev().map(|one| one.now).find(|one| !one.is_whitespace());
    match before {
        None if begins_sentence => true,
        None => share >= LEAST_CAPITAL_SHARE,
        Some('.' | '!' | '?') => true,
        Some('-' | '“' | '"' | '(' | ':' | '+' | '–' | '•' | ')') => {
            share >= LEAST_SHARE_BEHIND_SIGN
        }
        // Between two words with capitals stands a part of a name.
        Some(_) if next == Next::Capital && is_capitalised_before(line, start) => {
            share >= LEAST_SHARE_BEHIND_SIGN
        }
        Some(_) => share >= LEAST_CAPITAL_SHARE,
    }
}

fn upper(letter: char) -> char {
    number(letter).map_or(letter, |(number, _)| marked_upper(number))
}
