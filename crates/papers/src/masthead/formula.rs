//! Recognises formulas: the lines that many papers print alike, such as the name of the State or of the Party, the
//! motto, marks of secrecy.
//! In: the text of a cell (one column of a printed line). Out: which formula it is, whether it is the first words of one,
//! or where a formula at its start ends. Misread letters are accepted only in formulas of 14 letters or more, and not at
//! the start of a longer text. Never looks at other cells.

use std::sync::OnceLock;

use vankien_text::language::letters;

use crate::line::opens_with;
use crate::table::rows;

/// Which formula a line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Formula {
    /// The name of the State or of the Party, with which a head begins; called the heading of a masthead.
    Heading,
    /// The motto of the State: `Độc lập - Tự do - Hạnh phúc` (independence, freedom, happiness).
    Motto,
    /// A mark of secrecy.
    Secrecy,
    /// A mark of urgency.
    Urgency,
    /// A mark of a copy or a draft.
    Other,
}

/// A row of `formulas.tsv`.
struct FormulaRow {
    /// The line in small letters.
    text: &'static str,
    /// Its letters in small letters, without marks; blanks and signs are left out.
    letters: Vec<char>,
    /// For each blank in `text`, how many of `letters` stand before it.
    words: Vec<usize>,
    what: Formula,
}

/// The rows of `formulas.tsv`.
fn formulas() -> &'static [FormulaRow] {
    static FORMULAS: OnceLock<Vec<FormulaRow>> = OnceLock::new();
    FORMULAS.get_or_init(|| {
        let row = |[text, what]: [&'static str; 2]| {
            let what = match what {
                "name of the State" | "name of the Party" => Formula::Heading,
                "motto" => Formula::Motto,
                "secrecy" => Formula::Secrecy,
                "urgency" => Formula::Urgency,
                _ => Formula::Other,
            };
            let up_to = |(at, _)| bare_letters(&text[..at]).len();
            let words = text.match_indices(' ').map(up_to).collect();
            FormulaRow { text, letters: bare_letters(text), words, what }
        };
        rows(include_str!("formulas.tsv")).map(row).collect()
    })
}

/// The letters of `text` in lower case, without marks.
fn bare_letters(text: &str) -> Vec<char> {
    let small = text.chars().filter(|one| one.is_alphabetic()).map(letters::lower);
    small.map(letters::base).collect()
}

/// Only a formula of at least 14 letters is recognised with misread letters: the name of the State (27), Party and
/// motto (18). Marks of secrecy and urgency (at most 12) must match exactly, because other words are too near. A
/// judgement, not measured; `vankien-lab evaluate-mastheads --dress ocr` shows the effect.
const LETTERS_FOR_ERRORS: usize = 14;

/// One letter in 6 of a formula may be misread, lost or added: 3 of 18, rounded down. A judgement, not measured;
/// `vankien-lab evaluate-mastheads --dress ocr` shows its effect.
const LETTERS_PER_ERROR: usize = 6;

/// Whether a line is the name of the State or the Party, or the motto, as papers and forms begin.
pub fn is_name_or_motto(text: &str) -> bool {
    matches!(formula(text), Some(Formula::Heading | Formula::Motto))
}

/// The formula that `text` is, in any case; `None` for none. Blanks and the signs `. ! , ; * - _ – —` at its end do not
/// count. In a formula of 14 letters or more only base letters count (no tones, marks, blanks, signs, figures), and one
/// in six may be wrong, but at most two of the first six. The first letter must then be one that `may_open` lists. In a
/// text of more than 120 bytes no letter may be wrong.
pub fn formula(text: &str) -> Option<Formula> {
    let bare = text.trim_end_matches(['.', '!', ',', ';', '*', ' ', '-', '_', '—', '–']);
    let same = |row: &&FormulaRow| {
        row.text.len().abs_diff(bare.len()) <= MARKS
            && opens_with(bare, row.text) == Some(bare.len())
    };
    if let Some(row) = formulas().iter().find(same) {
        return Some(row.what);
    }
    if !(LETTERS_FOR_ERRORS..=2 * LONGEST_FORMULA).contains(&bare.len()) {
        return None;
    }
    if !may_open(bare) {
        return None;
    }
    let found = bare_letters(bare);
    let near = |row: &&FormulaRow| {
        let errors = row.letters.len() / LETTERS_PER_ERROR;
        row.letters.len() >= LETTERS_FOR_ERRORS
            && row.letters.len().abs_diff(found.len()) <= errors
            && opens_alike(&row.letters, &found)
            && edit_distance(&row.letters, &found) <= errors
    };
    formulas().iter().find(near).map(|row| row.what)
}

/// Whether the first letter of `text` is that of a long formula, or one that an OCR may read in its place. Most texts
/// begin otherwise and are not compared further.
fn may_open(text: &str) -> bool {
    let first = text.chars().next().map(|first| letters::base(letters::lower(first)));
    matches!(first, Some('c' | 'd' | 'g' | 'o' | 'e' | 'b'))
}

/// A text of more than 60 bytes is not taken for the first words of a formula. A whole text with misread letters may
/// have twice as many bytes (120). At the end of a cell a formula is looked for in the last 70 bytes. This is to save
/// work: the longest formula has 45 bytes. A judgement, not measured.
pub const LONGEST_FORMULA: usize = 60;

/// A text whose length differs from that of a formula by more than 8 bytes cannot be the same and is not compared
/// exactly. The comparison with misread letters has no such limit. The limit only saves time: the letters of Vietnamese
/// take as many bytes in either case. A judgement, not measured.
const MARKS: usize = 8;

/// Whether the first six letters of two texts differ in at most two edits. Saves comparing the whole, and also rejects:
/// more errors at the start are not forgiven. A judgement; `vankien-lab evaluate-mastheads --dress ocr` shows the
/// effect.
fn opens_alike(first: &[char], second: &[char]) -> bool {
    let length = first.len().min(second.len()).min(6);
    edit_distance(&first[..length], &second[..length]) <= 2
}

/// The edit distance: how many letters must be changed, added or removed to make one list of letters out of the other.
fn edit_distance(first: &[char], second: &[char]) -> usize {
    let mut row: Vec<usize> = (0..=second.len()).collect();
    for (at, letter) in first.iter().enumerate() {
        let mut diagonal = row[0];
        row[0] = at + 1;
        for (column, other) in second.iter().enumerate() {
            let changed = diagonal + usize::from(letter != other);
            diagonal = row[column + 1];
            row[column + 1] = changed.min(diagonal + 1).min(row[column] + 1);
        }
    }
    row[second.len()]
}

/// Whether `text` is the first words of a long formula, at least two and not all of them, a few letters misread.
pub fn begins_formula(text: &str) -> bool {
    if text.len() > LONGEST_FORMULA || !may_open(text) {
        return false;
    }
    let words = text.split_whitespace().count();
    if words < 2 {
        return false;
    }
    let found = bare_letters(text);
    formulas().iter().filter(|row| row.letters.len() >= LETTERS_FOR_ERRORS).any(|row| {
        let Some(length) = row.words.get(words - 1) else { return false };
        let begun = &row.letters[..*length];
        let errors = begun.len() / LETTERS_PER_ERROR;
        begun.len().abs_diff(found.len()) <= errors
            && opens_alike(begun, &found)
            && edit_distance(begun, &found) <= errors
    })
}

/// How many bytes the name of the State or the Party takes at the beginning of `text`, in any case. `None` where it
/// does not stand there, and where no other words follow it behind a blank.
pub fn formula_at_start(text: &str) -> Option<usize> {
    let heads = formulas().iter().filter(|row| row.what == Formula::Heading);
    let ends = heads.filter_map(|row| opens_with(text, row.text));
    ends.max().filter(|end| text[*end..].starts_with(' '))
}
