//! The readings of one word in which an OCR took letters for others.
//! In: cells of a text. Out: edges of the lattice. Never says how often letters are misread; `believe` does.

use super::table::confusions;
use crate::language::letters;
use crate::language::model::{Id, model};
use crate::repair::cell::{self, Cell, Class};
use crate::repair::edge::Edge;
use crate::repair::lexicon::lexicon;
use crate::repair::op::Op;

/// The longest syllable, in letters.
pub(crate) const LONGEST: usize = 8;
/// A letter that costs more than this is not supposed to be misread.
const RAREST: f32 = 6.0;
/// A word that is none may be misread twice, in letters that cost no more than this each.
const RAREST_OF_TWO: f32 = 3.0;

/// The readings of the word at cell `start` in which letters are misread; of one that is a word only where
/// `all` are asked for.
pub fn readings(cells: &[Cell], start: usize, all: bool, out: &mut Vec<Edge>) {
    let piece = piece(cells, start);
    if piece.len() < 2 || piece.len() > LONGEST {
        return;
    }
    let mut word: Vec<char> = piece.iter().map(|cell| letters::lower(cell.letter)).collect();
    let plain = is_word(&word);
    if plain && !all {
        return;
    }
    let mut found = Found { start, end: start + piece.len(), edges: Vec::new() };
    for at in 0..piece.len() {
        for printed in likely(piece[at].letter) {
            let read = std::mem::replace(&mut word[at], printed.0);
            found.add(&word, 1, printed.1);
            // A word that is one is misread once; one that is none may be misread twice.
            let twice = !plain && printed.1 <= RAREST_OF_TWO;
            for other in (at + 1..piece.len()).filter(|_| twice) {
                let often = likely(piece[other].letter).filter(|one| one.1 <= RAREST_OF_TWO);
                for second in often {
                    let read = std::mem::replace(&mut word[other], second.0);
                    found.add(&word, 2, printed.1 + second.1);
                    word[other] = read;
                }
            }
            word[at] = read;
        }
    }
    out.append(&mut found.edges);
}

/// The letters, and what may stand for one, that begin at cell `start` where no word goes on.
fn piece(cells: &[Cell], start: usize) -> &[Cell] {
    let inside = |cell: &Cell| match cell.class {
        Class::Letter | Class::Digit | Class::Hole => true,
        Class::Mark | Class::SoftHole => stands(cell.letter),
        Class::Space | Class::Newline => false,
    };
    if !inside(&cells[start]) || start > 0 && inside(&cells[start - 1]) {
        return &[];
    }
    let end = cells[start..].iter().position(|cell| !inside(cell));
    let piece = &cells[start..end.map_or(cells.len(), |end| start + end)];
    let letters = piece.iter().filter(|cell| cell::is_present(cell)).count();
    // Figures with a letter are figures.
    if 2 * letters > piece.len() { piece } else { &[] }
}

/// Whether a sign is read for letters more often than it stands by itself.
fn stands(sign: char) -> bool {
    !".,;:-–/()[]\"'“”‘’…%&+=".contains(sign) && confusions().printed(sign).next().is_some()
}

/// What may have been printed for a letter, with its cost.
pub(crate) fn likely(read: char) -> impl Iterator<Item = (char, f32)> {
    let printed = confusions().printed(read).filter(|one| one.cost <= RAREST);
    printed.map(|one| (one.letter, one.cost))
}

/// The syllable that these small letters are.
pub fn syllable(word: &[char]) -> Option<Id> {
    let word: String = word.iter().collect();
    lexicon().id_of_lower(&word).filter(|id| model().is_syllable(*id))
}

fn is_word(word: &[char]) -> bool {
    let word: String = word.iter().collect();
    lexicon().id_of_lower(&word).is_some_and(|id| lexicon().is_quiet(id))
}

/// The readings of one word.
struct Found {
    start: usize,
    end: usize,
    edges: Vec<Edge>,
}

impl Found {
    /// Adds the reading as `word`, if that is one; of two ways to the same word the cheaper stays.
    fn add(&mut self, word: &[char], losses: usize, base: f32) {
        let Some(id) = syllable(word) else { return };
        let edge =
            Edge { start: self.start, end: self.end, id, lost: [Op::MISREAD; 4], losses, base };
        match self.edges.iter_mut().find(|edge| edge.id == id) {
            Some(one) if one.losses > losses || one.losses == losses && one.base > base => {
                *one = edge
            }
            Some(_) => {}
            None => self.edges.push(edge),
        }
    }
}
