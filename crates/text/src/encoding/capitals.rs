//! Gives back the capitals that TCVN3 cannot write: a toned capital has the code of the small letter,
//! and a font of capitals (`.VnTimeH`) shows it. In: the words of a line. Out: the same with `CộNG HòA`
//! as `CỘNG HÒA`, and with a capital where a sentence begins or the word is hardly ever small (`Ủy ban`).
//! Never touches a text that writes toned capitals with codes of their own.

use super::windows;
use super::word::{Letter, Read};
use crate::language::letters::{is_letter, lower_word, marked_upper, number, tone};
use crate::language::model::{Next, model};

/// What the letters of a run say about its case.
#[derive(Clone, Copy, PartialEq)]
enum Case {
    /// A small letter that the encoding also has as a capital.
    Small,
    /// Two capitals and no such letter.
    Capital,
    /// Too few letters to tell.
    Open,
}

/// A run of letters: the word it is in, its first letter, the one after its last.
struct Run {
    word: usize,
    first: usize,
    end: usize,
    case: Case,
    /// Whether it holds a letter that the encoding has small alone; an abbreviation (UBND) does not.
    toned: bool,
}

/// How often a word must have a capital inside a sentence for one to be given.
const MOSTLY: f32 = 0.9;

/// Whether `text` has toned capitals of its own, on codes that are controls or rare signs of Windows.
pub fn has_own(text: &str) -> bool {
    let own = |letter: char| match windows::byte_of(letter) {
        Some(byte @ 0x80..=0x9f) => !matches!(byte, 0x85 | 0x91..=0x97),
        Some(byte) => byte < 0x20 && !byte.is_ascii_whitespace() && byte != 0x1a,
        None => false,
    };
    text.chars().any(own)
}

/// Writes the first letter of a small word as a capital where a sentence begins, and where the word is
/// hardly ever small. `begins`: the line begins a sentence.
pub fn restore_first(words: &mut [Read], begins: bool) {
    let runs = runs(words);
    for (at, run) in runs.iter().enumerate() {
        let Read { letters, .. } = &words[run.word];
        let first = letters[run.first].1[0];
        if run.case != Case::Small || first.is_uppercase() || tone(first).1 == 0 {
            continue;
        }
        let starts = match run.word.checked_sub(1).map(|before| &words[before].letters) {
            _ if run.first > 0 && letters[run.first - 1].1[0].is_alphanumeric() => continue,
            None => begins,
            Some(before) => {
                let ends = if run.word == 1 { ".!?)-–+•" } else { ".!?" };
                before.last().is_some_and(|(_, letter)| ends.contains(letter[0]))
            }
        };
        let spelled = |run: &Run| -> String {
            let letters = &words[run.word].letters[run.first..run.end];
            lower_word(&letters.iter().map(|(_, letter)| letter[0]).collect::<String>())
        };
        let capital = |next: &Run| words[next.word].letters[next.first].1[0].is_uppercase();
        let next = match runs.get(at + 1).is_some_and(capital) {
            true => Next::Capital,
            false => Next::Small,
        };
        let often = |id| model().capital_share(id, next, None) >= MOSTLY;
        let mostly = || model().find(&spelled(run)).is_some_and(often);
        if starts || mostly() {
            let letter = &mut words[run.word].letters[run.first].1;
            *letter = letter.map(upper);
        }
    }
}

/// Writes toned letters as capitals in words whose other letters are.
pub fn restore(words: &mut [Read]) {
    let runs = runs(words);
    let small = runs.iter().any(|run| run.case == Case::Small);
    for (at, run) in runs.iter().enumerate() {
        let told = |other: Option<&Run>| other.map(|other| other.case);
        let telling =
            |run: &&Run| run.case == Case::Small || run.case == Case::Capital && run.toned;
        let before = || told(runs[..at].iter().rev().find(telling));
        let after = || told(runs[at + 1..].iter().find(telling));
        let capital = match run.case {
            Case::Small => false,
            Case::Capital => true,
            Case::Open if !small => before().or_else(after) == Some(Case::Capital),
            Case::Open => [before(), after()] == [Some(Case::Capital); 2],
        };
        if capital {
            for (_, letter) in &mut words[run.word].letters[run.first..run.end] {
                *letter = letter.map(upper);
            }
        }
    }
}

fn upper(letter: char) -> char {
    number(letter).map_or(letter, |(number, _)| marked_upper(number))
}

fn runs(words: &[Read]) -> Vec<Run> {
    let mut runs = Vec::new();
    for (word, Read { letters, .. }) in words.iter().enumerate() {
        let mut at = 0;
        for run in letters.chunk_by(|(_, one), (_, two)| is_word(*one) == is_word(*two)) {
            if is_word(run[0].1) {
                let text = run.iter().map(|(_, letter)| letter[0]);
                let toned =
                    text.clone().any(|letter| !letter.is_uppercase() && tone(letter).1 != 0);
                runs.push(Run { word, first: at, end: at + run.len(), case: case(text), toned });
            }
            at += run.len();
        }
    }
    runs
}

fn is_word(letter: Letter) -> bool {
    is_letter(letter[0])
}

fn case(letters: impl Iterator<Item = char>) -> Case {
    // A toned small letter says nothing: the encoding has no other.
    let telling = letters.filter(|letter| letter.is_uppercase() || tone(*letter).1 == 0);
    let (capital, small): (Vec<char>, Vec<char>) =
        telling.partition(|letter| letter.is_uppercase());
    match (capital.len(), small.len()) {
        (_, 1..) => Case::Small,
        (2.., 0) => Case::Capital,
        _ => Case::Open,
    }
}
