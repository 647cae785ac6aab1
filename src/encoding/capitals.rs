//! Gives back the capitals that TCVN3 cannot write: a toned capital has the code of the small letter,
//! and a font of capitals (`.VnTimeH`) shows it. In: the words of a line. Out: the same with `CộNG HòA`
//! as `CỘNG HÒA`. A capital at the head of a small word (`ủy ban`) leaves no trace and is not guessed.

use super::line::Read;
use super::word::Letter;
use crate::language::letters::{is_letter, marked_upper, number, tone};

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

/// Writes toned letters as capitals in words whose other letters are.
pub fn restore(words: &mut [Read]) {
    let runs = runs(words);
    let small = runs.iter().any(|run| run.case == Case::Small);
    for (at, run) in runs.iter().enumerate() {
        let told = |other: Option<&Run>| other.map(|other| other.case);
        let telling = |run: &&Run| run.case == Case::Small || run.case == Case::Capital && run.toned;
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
                let toned = text.clone().any(|letter| !letter.is_uppercase() && tone(letter).1 != 0);
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
