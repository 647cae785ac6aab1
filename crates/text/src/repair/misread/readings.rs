//! Readings of one word in which an OCR took letters for others.
//! In: the cells of a region. Out: edges of the lattice. Never says how often letters are misread; `believe` does.

use super::table::{Printed, confusions};
use crate::language::letters;
use crate::language::model::{Id, model};
use crate::repair::cell::{self, Cell, CellClass};
use crate::repair::edge::{Edge, Losses};
use crate::repair::lexicon::lexicon;
use crate::repair::loss::LossId;

/// At most 8 letters: a longer word is not read as misread. One more than the longest syllable has (`nghiêng`, seven).
pub(crate) const LONGEST: usize = 8;
/// A confusion with a higher [`Printed::cost`], in nats, is not supposed. 6 nats: 400 times rarer than misread letters
/// on average. A judgement, no measurement recorded; `vankien-lab evaluate-repair --kind ocr-200,ocr-100 --seed 11`
/// shows its effect.
const MOST_COST: f32 = 6.0;
/// The same for each of two misread letters in one word. 3 nats: 20 times rarer. A judgement, as [`MOST_COST`].
const MOST_COST_OF_TWO: f32 = 3.0;

/// Adds the readings of the word at cell `start` as a syllable with one misread letter, or with two where the word is
/// not in the lexicon. A word of the lexicon is read so only with `all_words`.
pub fn add_readings(cells: &[Cell], start: usize, all_words: bool, out: &mut Vec<Edge>) {
    let piece = piece(cells, start);
    if piece.len() < 2 || piece.len() > LONGEST {
        return;
    }
    let mut word: Vec<char> = piece.iter().map(|cell| letters::lower(cell.letter)).collect();
    let is_in_lexicon = is_in_lexicon(&word);
    if is_in_lexicon && !all_words {
        return;
    }
    let mut found = FoundReadings { start, end: start + piece.len(), edges: Vec::new() };
    for at in 0..piece.len() {
        for first in possible_letters(piece[at].letter) {
            let read = std::mem::replace(&mut word[at], first.letter);
            found.add(&word, 1, first.cost);
            if !is_in_lexicon && first.cost <= MOST_COST_OF_TWO {
                for other in at + 1..piece.len() {
                    let likely = possible_letters(piece[other].letter)
                        .filter(|second| second.cost <= MOST_COST_OF_TWO);
                    for second in likely {
                        let read = std::mem::replace(&mut word[other], second.letter);
                        found.add(&word, 2, first.cost + second.cost);
                        word[other] = read;
                    }
                }
            }
            word[at] = read;
        }
    }
    out.append(&mut found.edges);
}

/// The letters that begin at cell `start`, and the digits and signs between them that may stand for letters. Empty
/// where a word goes on at `start`, and where half of it or more are no letters: digits with a letter are a number.
fn piece(cells: &[Cell], start: usize) -> &[Cell] {
    let is_inside = |cell: &Cell| match cell.class {
        CellClass::Letter | CellClass::Digit | CellClass::Placeholder => true,
        CellClass::Punctuation | CellClass::SoftPlaceholder => is_read_for_letters(cell.letter),
        CellClass::Space | CellClass::Newline => false,
    };
    if !is_inside(&cells[start]) || start > 0 && is_inside(&cells[start - 1]) {
        return &[];
    }
    let length = cells[start..].iter().take_while(|cell| is_inside(cell)).count();
    let piece = &cells[start..start + length];
    let letters = piece.iter().filter(|cell| cell::is_letter(cell)).count();
    if 2 * letters > piece.len() { piece } else { &[] }
}

/// Whether an OCR reads a sign in place of letters, and it is no common punctuation.
fn is_read_for_letters(sign: char) -> bool {
    !".,;:-–/()[]\"'“”‘’…%&+=".contains(sign) && confusions().printed(sign).next().is_some()
}

/// What may have been printed where `read` was read
/// ([`table::Confusions::printed`](super::table::Confusions::printed)), without confusions of a cost above
/// [`MOST_COST`].
pub(crate) fn possible_letters(read: char) -> impl Iterator<Item = Printed> {
    confusions().printed(read).copied().filter(|printed| printed.cost <= MOST_COST)
}

/// The number of the syllable that these letters in lower case spell; `None` where they spell none.
pub fn syllable(word: &[char]) -> Option<Id> {
    let word: String = word.iter().collect();
    lexicon().id_of_lower(&word).filter(|id| model().is_syllable(*id))
}

fn is_in_lexicon(word: &[char]) -> bool {
    let word: String = word.iter().collect();
    lexicon().id_of_lower(&word).is_some_and(|id| lexicon().is_whole(id))
}

/// The readings of one word that were found so far, one for each syllable.
struct FoundReadings {
    /// Index of the first cell of the word.
    start: usize,
    /// Index of the cell behind its last.
    end: usize,
    /// The readings.
    edges: Vec<Edge>,
}

impl FoundReadings {
    /// Adds the reading as `word`, if that is a syllable. Of two ways to one syllable the one with fewer misread
    /// letters stays, then the cheaper.
    fn add(&mut self, word: &[char], misread_letters: usize, base: f32) {
        let Some(id) = syllable(word) else { return };
        let losses = Losses::repeated(LossId::MISREAD, misread_letters);
        let edge = Edge { start: self.start, end: self.end, id, losses, base };
        match self.edges.iter_mut().find(|edge| edge.id == id) {
            None => self.edges.push(edge),
            Some(known) => {
                let fewer = known.losses.len() > losses.len();
                let cheaper = known.losses.len() == losses.len() && known.base > base;
                if fewer || cheaper {
                    *known = edge;
                }
            }
        }
    }
}
