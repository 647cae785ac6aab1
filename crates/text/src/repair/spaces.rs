//! Readings with other spaces: words that a space tears (`ngh ị` of `nghị`), and words that lack the space between them
//! (`củaĐảng`, "of the Party").
//! In: the cells of a region. Out: edges of the lattice. No letter is changed by them.
//! Never joins pieces that are all common words of the lexicon, even where they make another.

use super::cell::{self, Cell, CellClass};
use super::edge::{Edge, Losses};
use super::gap_letters;
use super::lexicon::lexicon;
use super::loss::LossId;
use crate::language::letters;
use crate::language::model::{Id, model};

// The lengths below are in letters. They are judgements, no measurement recorded; `cargo test -p vankien-text
// repair::spaces` holds cases on both sides, and `vankien-lab evaluate-repair --kind layout-medium,layout-high --seed
// 11` shows their effect.

/// Longest syllable: one more than the longest of Vietnamese (`nghiêng`, seven letters).
const LONGEST_SYLLABLE: usize = 8;
/// At most 2 spaces are supposed to tear one word.
const MOST_TORN: usize = 2;
/// Longest run of letters that is read as joined words. It also bounds the time: the number of pieces of a run grows
/// with the square of its length.
const LONGEST_RUN: usize = 24;
/// Shortest run of letters that is read as joined words, where a capital stands behind a small letter.
const SHORTEST_RUN: usize = 3;
/// Shortest run of letters that is read as joined words, where no capital shows a border.
const SHORTEST_RUN_WITHOUT_BORDER: usize = 4;
/// Shortest foreign name before a joined word: shorter ones are mostly pieces of syllables.
const SHORTEST_NAME: usize = 3;

/// Adds the readings with other spaces that begin at cell `start`.
pub fn add_readings(cells: &[Cell], start: usize, out: &mut Vec<Edge>) {
    add_torn(cells, start, out);
    add_joined(cells, start, out);
}

/// Adds the readings that put pieces together and begin at cell `start`.
fn add_torn(cells: &[Cell], start: usize, out: &mut Vec<Edge>) {
    let touches_before = || start > 0 && is_part_of_word(cells, start - 1, start.checked_sub(2));
    if !cell::is_letter(&cells[start]) || touches_before() {
        return;
    }
    let mut word = String::with_capacity(32);
    let (mut spaces, mut piece_start) = (0, 0);
    let mut all_pieces_are_words = true;
    for (at, cell) in cells.iter().enumerate().skip(start).take(LONGEST_SYLLABLE + MOST_TORN) {
        match cell.class {
            CellClass::Letter => word.push(letters::lower(cell.letter)),
            CellClass::Space if cells[at - 1].class == CellClass::Letter && spaces < MOST_TORN => {
                all_pieces_are_words &= lexicon().is_common_word(&word[piece_start..]);
                spaces += 1;
                piece_start = word.len();
            }
            _ => return,
        }
        let ends = cell.class == CellClass::Letter && !is_part_of_word(cells, at + 1, Some(at + 2));
        if spaces == 0
            || !ends
            || all_pieces_are_words && lexicon().is_common_word(&word[piece_start..])
        {
            continue;
        }
        let syllable = lexicon().id_of_lower(&word).filter(|id| model().is_syllable(*id));
        if let Some(id) = syllable.filter(|_| is_cased_like_one_word(&cells[start..=at])) {
            let losses = Losses::repeated(LossId::TORN, spaces);
            out.push(Edge { start, end: at + 1, id, losses, base: 0.0 });
        }
    }
}

/// Whether a letter, a digit or a placeholder stands at cell `at`, or punctuation with a letter at the cell `beyond`:
/// `cá nh:n` of `cá nhân` (individual).
fn is_part_of_word(cells: &[Cell], at: usize, beyond: Option<usize>) -> bool {
    let Some(cell) = cells.get(at) else { return false };
    match cell.class {
        CellClass::Letter | CellClass::Digit | CellClass::Placeholder => true,
        CellClass::Space | CellClass::Newline => false,
        CellClass::Punctuation | CellClass::SoftPlaceholder => {
            beyond.and_then(|at| cells.get(at)).is_some_and(cell::is_letter)
        }
    }
}

/// Whether the letters have the case of one word: all but the first are small, or all are capitals.
fn is_cased_like_one_word(piece: &[Cell]) -> bool {
    let letters = || piece.iter().filter(|cell| cell.class == CellClass::Letter);
    letters().skip(1).all(|cell| !cell.letter.is_uppercase())
        || letters().all(|cell| cell.letter.is_uppercase())
}

/// Adds the readings that split the run of letters at cell `start` into two or more words. Nothing is added unless some
/// words cover the whole run.
fn add_joined(cells: &[Cell], start: usize, out: &mut Vec<Edge>) {
    let is_letter = |at: usize| cells.get(at).is_some_and(cell::is_letter);
    if !is_letter(start) || start > 0 && is_letter(start - 1) {
        return;
    }
    let length = cells[start..].iter().take_while(|cell| cell::is_letter(cell)).count();
    if !(SHORTEST_RUN..=LONGEST_RUN).contains(&length) {
        return;
    }
    let run = Run::new(&cells[start..start + length]);
    let has_border = || (1..length).any(|at| run.is_border(at));
    if lexicon().is_common_word(&run.lower) || length < SHORTEST_RUN_WITHOUT_BORDER && !has_border()
    {
        return;
    }
    // Whether words cover the run from each letter to its end. Filled from the end, so that every piece that is added
    // leads there.
    let mut is_covered_from = [false; LONGEST_RUN + 1];
    is_covered_from[length] = true;
    let first_added = out.len();
    for from in (0..length).rev() {
        for to in (from + 1..=length.min(from + LONGEST_SYLLABLE)).filter(|to| to - from < length) {
            if !is_covered_from[to] {
                continue;
            }
            if let Some(id) = run.word(from, to) {
                is_covered_from[from] = true;
                out.push(edge(start, from, to, id, 0.0));
            }
        }
        if from == 0 {
            for to in 1..length {
                if is_covered_from[to] && run.is_name_before_word(to) {
                    is_covered_from[0] = true;
                    out.push(run.unknown_word(start, 0, to));
                }
            }
        } else if run.is_border(from) && run.is_word_before(from) && run.is_vietnamese(from) {
            is_covered_from[from] = true;
            out.push(run.unknown_word(start, from, length));
        }
    }
    if !is_covered_from[0] {
        out.truncate(first_added);
    }
    out[first_added..].sort_by_key(|edge| edge.start);
}

/// The reading of letters `from..to` of the run at cell `start` as a word. Every word but the first was joined to the
/// one before it.
fn edge(start: usize, from: usize, to: usize, id: Id, base: f32) -> Edge {
    let losses = Losses::repeated(LossId::JOINED, usize::from(from > 0));
    Edge { start: start + from, end: start + to, id, losses, base }
}

/// A run of letters without a space. Positions in it count letters.
struct Run<'c> {
    cells: &'c [Cell],
    /// The letters in lower case.
    lower: String,
    /// The byte offset in `lower` at which each letter begins, and its end behind the last.
    offsets: [usize; LONGEST_RUN + 1],
}

impl Run<'_> {
    fn new(cells: &[Cell]) -> Run<'_> {
        let (mut lower, mut offsets) = (String::with_capacity(32), [0; LONGEST_RUN + 1]);
        for (at, cell) in cells.iter().enumerate() {
            lower.push(letters::lower(cell.letter));
            offsets[at + 1] = lower.len();
        }
        Run { cells, lower, offsets }
    }

    /// The word that the letters `from..to` are, if they may be one by themselves: a syllable of more than one letter,
    /// or of one marked letter. Behind a border, a single letter at the end may be any word.
    fn word(&self, from: usize, to: usize) -> Option<Id> {
        let piece = &self.cells[from..to];
        let ends_behind_border = from > 0 && to == self.cells.len() && self.is_border(from);
        let is_bare_letter = piece.len() == 1 && piece[0].letter.is_ascii();
        if is_bare_letter && !ends_behind_border || !is_cased_like_one_word(piece) {
            return None;
        }
        let id = lexicon().id_of_lower(&self.lower[self.offsets[from]..self.offsets[to]])?;
        let is_single_letter = ends_behind_border && piece.len() == 1;
        (model().is_syllable(id) || is_single_letter).then_some(id)
    }

    /// Whether a capital stands at letter `at` behind a small letter: `ởLondon` ("in London").
    fn is_border(&self, at: usize) -> bool {
        self.cells[at].letter.is_uppercase() && self.cells[at - 1].letter.is_lowercase()
    }

    /// Whether all letters from `start` on are of the Vietnamese alphabet.
    fn is_vietnamese(&self, start: usize) -> bool {
        let is_vietnamese = |letter: char| letter.is_ascii() || letters::number(letter).is_some();
        self.cells[start..].iter().all(|cell| is_vietnamese(cell.letter))
    }

    /// Whether the letters before `end` are a syllable with a mark, or any syllable where an abbreviation follows.
    fn is_word_before(&self, end: usize) -> bool {
        let has_mark = || !self.lower[..self.offsets[end]].is_ascii();
        let before_abbreviation = || end > 1 && self.is_abbreviation(end, self.cells.len());
        self.word(0, end).is_some() && (has_mark() || before_abbreviation())
    }

    /// Whether the letters from `start` to `end` are two or more capitals.
    fn is_abbreviation(&self, start: usize, end: usize) -> bool {
        end > start + 1 && self.cells[start..end].iter().all(|cell| cell.letter.is_uppercase())
    }

    /// Whether the letters before `end` are an abbreviation or a foreign name, and all that follows is one small
    /// syllable with a mark: `OSCđã` (đã: already), `Trumpngày` (ngày: day).
    fn is_name_before_word(&self, end: usize) -> bool {
        let (before, after) = self.cells.split_at(end);
        let is_small = after.iter().all(|cell| cell.letter.is_lowercase());
        let word_follows = is_small && self.word(end, self.cells.len()).is_some();
        let has_mark = !self.lower[self.offsets[end]..].is_ascii();
        let is_name = || {
            let mut letters = before.iter().map(|cell| cell.letter);
            end >= SHORTEST_NAME
                && letters.next().is_some_and(|first| first.is_ascii_uppercase())
                && letters.all(|letter| letter.is_ascii_lowercase())
        };
        word_follows && has_mark && (self.is_abbreviation(0, end) || is_name())
    }

    /// The reading of letters as one word outside the lexicon.
    fn unknown_word(&self, start: usize, from: usize, to: usize) -> Edge {
        let word: String = self.cells[from..to].iter().map(|cell| cell.letter).collect();
        edge(start, from, to, model().unknown(), gap_letters::unknown_cost(&word))
    }
}

#[cfg(test)]
mod tests {
    use crate::repair::tests::{mends_lines as mends, stays as leaves};

    #[test]
    fn words_run_together() {
        mends(
            "nghị quyết củaĐảng và chính sách của Nhànước, đoàn công tác ởLondon",
            "nghị quyết của Đảng và chính sách của Nhà nước, đoàn công tác ở London",
        );
        mends("các cơ quanđã thực hiện đầy đủ", "các cơ quan đã thực hiện đầy đủ");
        leaves("xã Đắkđrông, hãng Vinfast và ông Nguyễn Văn Bảy, trang vănphòng.vn");
    }

    #[test]
    fn words_run_together_with_names() {
        mends(
            "nghịquyết củaĐảng bộ trong thờigian tới, các giải phápchủ yếu nhưvậy\nkênh phát thanh củaFox, vi phạm ởHà Nội, cơ quanCSĐT, OSCđã thực hiện, ông Trumpngày hôm qua, các bên thamgia",
            "nghị quyết của Đảng bộ trong thời gian tới, các giải pháp chủ yếu như vậy\nkênh phát thanh của Fox, vi phạm ở Hà Nội, cơ quan CSĐT, OSC đã thực hiện, ông Trump ngày hôm qua, các bên tham gia",
        );
        leaves("hãng Vinfast và ông Trumpngày hôm qua gọi iPhone, mua eBay, đo kWh");
    }

    #[test]
    fn words_torn() {
        mends("thực hiện ngh ị quyết củ a Đảng bộ", "thực hiện nghị quyết của Đảng bộ");
        mends("đạo đứ c, lối sống c ủa cán bộ", "đạo đức, lối sống của cán bộ");
        leaves("Một ngh ị quyết và rất nhiều văn bản khác đã được ban hành");
    }

    #[test]
    fn words_torn_beside_lost_letters() {
        mends(
            "phòng, chống tham nh ng là nhiệm v  của Đ ng, nh ng ngh ị quyết củaNhà nước",
            "phòng, chống tham nhũng là nhiệm vụ của Đảng, những nghị quyết của Nhà nước",
        );
    }
}
