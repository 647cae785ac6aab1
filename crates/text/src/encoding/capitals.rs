//! Restores the capitals that TCVN3 cannot write: a toned capital has the code of the small letter, and a font of
//! capitals (`.VnTimeH`) shows it.
//! In: the decoded words of a line. Out: the same with `CộNG HòA` (republic) as `CỘNG HÒA`, and with a capital where a
//! sentence begins or the word is hardly ever small (`Ủy ban`, committee).
//! Never decides whether a text has codes of its own for toned capitals: the caller asks [`has_own`] before
//! [`restore_first`].

use super::decodings::DecodedWord;
use super::letter::Letters;
use super::windows;
use crate::language::letters::{is_letter, lower_word, marked_upper, number, tone};
use crate::language::model::{Next, model};

/// What the letters of a run say about its case.
#[derive(Clone, Copy, PartialEq)]
enum RunCase {
    /// It holds a small letter without a tone, which the encoding also has as a capital.
    Small,
    /// It holds two capitals or more, and no such small letter.
    Capital,
    /// It holds no such small letter and at most one capital: too little to tell.
    Open,
}

/// A run of letters inside a word.
struct Run {
    /// Index of the word among the words of the line.
    word: usize,
    /// Index of its first letter among the letters of the word.
    first: usize,
    /// Index of the letter behind its last.
    end: usize,
    case: RunCase,
    /// Whether it holds a toned small letter, which the encoding has in no other case. An abbreviation (UBND, people's
    /// committee) does not.
    has_toned: bool,
}

/// A word is given a capital inside a sentence if its share of capitals in the texts of the model, from 0 to 1, is at
/// least this. A judgement, not measured; `vankien-lab evaluate-repair --kind legacy-whole,legacy-mixed --seed 11`
/// shows its effect.
const LEAST_CAPITAL_SHARE: f32 = 0.9;

/// Whether `text`, decoded as Windows-1252, holds a code on which one form of TCVN3 has toned capitals: a control
/// character, or a sign from 0x80 to 0x9F that papers do not use.
pub fn has_own(text: &str) -> bool {
    let is_own = |letter: char| match windows::byte_of(letter) {
        // Not the ellipsis, quotation marks, bullet and dashes, which papers use.
        Some(byte @ 0x80..=0x9f) => !matches!(byte, 0x85 | 0x91..=0x97),
        Some(byte) => byte < 0x20 && !byte.is_ascii_whitespace() && byte != 0x1a,
        None => false,
    };
    text.chars().any(is_own)
}

/// Writes all letters as capitals in the runs of letters whose other letters are capitals: two or more of them and no
/// small letter without a tone. A run with at most one capital, and no such small letter, follows its neighbours that
/// tell: one of them in a line without small runs, else only both together.
pub fn restore(words: &mut [DecodedWord]) {
    let runs = runs(words);
    let has_small = runs.iter().any(|run| run.case == RunCase::Small);
    for (at, run) in runs.iter().enumerate() {
        let is_telling = |run: &&Run| {
            run.case == RunCase::Small || run.case == RunCase::Capital && run.has_toned
        };
        let before = || runs[..at].iter().rev().find(is_telling).map(|run| run.case);
        let behind = || runs[at + 1..].iter().find(is_telling).map(|run| run.case);
        let is_capital = match run.case {
            RunCase::Small => false,
            RunCase::Capital => true,
            RunCase::Open if !has_small => before().or_else(behind) == Some(RunCase::Capital),
            RunCase::Open => [before(), behind()] == [Some(RunCase::Capital); 2],
        };
        if is_capital {
            for (_, letters) in &mut words[run.word].letters[run.first..run.end] {
                *letters = letters.map(upper);
            }
        }
    }
}

/// Writes the first letter of a small word as a capital, if that letter has a tone, where a sentence begins and where
/// the word is hardly ever small. `begins_sentence` says whether a sentence begins with the line.
pub fn restore_first(words: &mut [DecodedWord], begins_sentence: bool) {
    let runs = runs(words);
    for (at, run) in runs.iter().enumerate() {
        let letters = &words[run.word].letters;
        let first = letters[run.first].1[0];
        if run.case != RunCase::Small || first.is_uppercase() || tone(first).1 == 0 {
            continue;
        }
        if run.first > 0 && letters[run.first - 1].1[0].is_alphanumeric() {
            continue;
        }
        let is_at_start = starts_sentence(words, run.word, begins_sentence);
        if is_at_start || is_mostly_capitalised(words, run, runs.get(at + 1)) {
            let letters = &mut words[run.word].letters[run.first].1;
            *letters = letters.map(upper);
        }
    }
}

/// Whether a sentence begins with the word: with the first where the line begins one, with the second also behind the
/// sign or number of a list item, with others behind the end of a sentence.
fn starts_sentence(words: &[DecodedWord], word: usize, line_begins_sentence: bool) -> bool {
    let Some(before) = word.checked_sub(1) else { return line_begins_sentence };
    let ends = if word == 1 { ".!?)-–+•" } else { ".!?" };
    words[before].letters.last().is_some_and(|(_, letters)| ends.contains(letters[0]))
}

/// Whether the word of a run has a capital inside a sentence nearly always, given the run behind it.
fn is_mostly_capitalised(words: &[DecodedWord], run: &Run, next: Option<&Run>) -> bool {
    let letters = &words[run.word].letters[run.first..run.end];
    let word = lower_word(&letters.iter().map(|(_, letters)| letters[0]).collect::<String>());
    let is_capital = |next: &Run| words[next.word].letters[next.first].1[0].is_uppercase();
    let next = if next.is_some_and(is_capital) { Next::Capital } else { Next::Small };
    let id = model().find(&word);
    id.is_some_and(|id| model().capital_share(id, next, None) >= LEAST_CAPITAL_SHARE)
}

fn upper(letter: char) -> char {
    number(letter).map_or(letter, |(number, _)| marked_upper(number))
}

/// The runs of letters in the words, in order.
fn runs(words: &[DecodedWord]) -> Vec<Run> {
    let mut runs = Vec::new();
    for (word, DecodedWord { letters, .. }) in words.iter().enumerate() {
        let mut first = 0;
        for part in letters.chunk_by(|(_, one), (_, two)| is_word(*one) == is_word(*two)) {
            let end = first + part.len();
            if is_word(part[0].1) {
                let text = part.iter().map(|(_, letters)| letters[0]);
                let has_toned =
                    text.clone().any(|letter| !letter.is_uppercase() && tone(letter).1 != 0);
                runs.push(Run { word, first, end, case: case(text), has_toned });
            }
            first = end;
        }
    }
    runs
}

fn is_word(letters: Letters) -> bool {
    is_letter(letters[0])
}

/// The case of a run. Its toned small letters do not count, because the encoding has them in no other case.
fn case(letters: impl Iterator<Item = char>) -> RunCase {
    let (mut capitals, mut small) = (0, 0);
    for letter in letters {
        if letter.is_uppercase() {
            capitals += 1;
        } else if tone(letter).1 == 0 {
            small += 1;
        }
    }
    match (capitals, small) {
        (_, 1..) => RunCase::Small,
        (2.., 0) => RunCase::Capital,
        _ => RunCase::Open,
    }
}
