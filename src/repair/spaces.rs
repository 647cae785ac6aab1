//! Words that a space tears (`ngh ị`), and words that lack the space between them (`củaĐảng`).
//! In: cells of a text. Out: edges of the lattice; no letter is changed by them.
//! Only where a piece is no whole word: two words that make a third are two words.

use super::channel::{JOINED, TORN};
use super::letters;
use super::lexicon::lexicon;
use super::model::{Id, model};
use super::window::{self, Cell, Class, Edge};

/// The longest syllable, in letters.
const LONGEST: usize = 8;
/// So many spaces tear one word.
const MOST_TORN: usize = 2;
/// No run of letters that is longer, and none that is shorter, is words run together.
const LONGEST_RUN: usize = 24;
const SHORTEST_RUN: usize = 4;

/// The readings that put pieces together and begin at cell `start`.
pub fn torn(cells: &[Cell], start: usize, out: &mut Vec<Edge>) {
    if !window::is_present(&cells[start]) || touches(cells, start.checked_sub(1), true) {
        return;
    }
    let (mut word, mut spaces, mut first) = (String::with_capacity(16), 0, start);
    let mut whole = true;
    for (at, cell) in cells.iter().enumerate().skip(start).take(LONGEST + MOST_TORN) {
        match cell.class {
            Class::Letter => word.push(letters::lower(cell.letter)),
            Class::Space if cells[at - 1].class == Class::Letter && spaces < MOST_TORN => {
                whole &= is_whole(&cells[first..at]);
                (spaces, first) = (spaces + 1, at + 1);
            }
            _ => return,
        }
        let ends = cell.class == Class::Letter && !touches(cells, Some(at + 1), false);
        if spaces == 0 || !ends || whole && is_whole(&cells[first..=at]) {
            continue;
        }
        let id = lexicon().id_of_lower(&word).filter(|id| model().is_syllable(*id));
        let Some(id) = id.filter(|_| is_one(&cells[start..=at])) else { continue };
        let lost = [TORN; 4];
        out.push(Edge { start, end: at + 1, id, lost, losses: spaces, base: 0.0 });
    }
}

/// Whether a letter or a figure stands at cell `at`, or a sign that parts it from one: `cá nh:n`.
fn touches(cells: &[Cell], at: Option<usize>, back: bool) -> bool {
    let Some(cell) = at.and_then(|at| cells.get(at)) else { return false };
    let beyond = at.and_then(|at| if back { at.checked_sub(1) } else { at.checked_add(1) });
    let letter = beyond.and_then(|at| cells.get(at)).is_some_and(window::is_present);
    match cell.class {
        Class::Letter | Class::Digit | Class::Hole | Class::SoftHole => true,
        Class::Space | Class::Newline => false,
        Class::Mark => letter,
    }
}

/// Whether these letters are a word by themselves.
fn is_whole(piece: &[Cell]) -> bool {
    piece_id(piece).is_some_and(|id| lexicon().is_quiet(id))
}

fn piece_id(piece: &[Cell]) -> Option<Id> {
    let word: String = piece.iter().map(|cell| letters::lower(cell.letter)).collect();
    lexicon().id_of_lower(&word)
}

/// Whether the letters can be of one word: what follows inside is small unless all of it is great.
fn is_one(piece: &[Cell]) -> bool {
    let letters = || piece.iter().filter(|cell| cell.class == Class::Letter);
    letters().skip(1).all(|cell| !cell.letter.is_uppercase())
        || letters().all(|cell| cell.letter.is_uppercase())
}

/// The readings that part the letters at cell `start` into two or more words.
pub fn joined(cells: &[Cell], start: usize, out: &mut Vec<Edge>) {
    let Some(whole) = window::intact(cells, start) else { return };
    let run = &cells[start..whole.end];
    let fits = (SHORTEST_RUN..=LONGEST_RUN).contains(&run.len());
    if cells[start].class != Class::Letter || !fits || is_whole(run) {
        return;
    }
    // From the end, so that every piece leads there.
    let mut leads = vec![false; run.len() + 1];
    leads[run.len()] = true;
    let first = out.len();
    for from in (0..run.len()).rev() {
        for to in (from + 1..=run.len().min(from + LONGEST)).filter(|to| to - from < run.len()) {
            let piece = &run[from..to];
            let name = piece.len() == 1 && from > 0 && to == run.len() && is_border(run, from);
            let id = || if name { piece_id(piece) } else { part(piece) };
            let Some(id) = leads[to].then(id).flatten() else { continue };
            leads[from] = true;
            out.push(edge(start, from, to, id, 0.0));
        }
        let foreign = from > 0 && is_border(run, from) && is_marked_word(&run[..from]);
        if foreign && !leads[from] {
            leads[from] = true;
            let cost = window::unknown_cost(&written(&run[from..]));
            out.push(edge(start, from, run.len(), model().unknown(), cost));
        }
    }
    if !leads[0] {
        out.truncate(first);
    }
    out[first..].sort_by_key(|edge| edge.start);
}

fn edge(start: usize, from: usize, to: usize, id: Id, base: f32) -> Edge {
    let losses = usize::from(from > 0);
    Edge { start: start + from, end: start + to, id, lost: [JOINED; 4], losses, base }
}

/// The syllable that a piece of a run is, if it may be one by itself.
fn part(piece: &[Cell]) -> Option<Id> {
    let letter = piece.len() == 1 && piece[0].letter.is_ascii();
    if letter || !is_one(piece) {
        return None;
    }
    piece_id(piece).filter(|id| model().is_syllable(*id))
}

/// Whether a capital begins behind a small letter: `ởLondon`.
fn is_border(run: &[Cell], at: usize) -> bool {
    run[at].letter.is_uppercase() && run[at - 1].letter.is_lowercase()
}

fn is_marked_word(piece: &[Cell]) -> bool {
    piece.iter().any(|cell| !cell.letter.is_ascii()) && part(piece).is_some()
}

fn written(piece: &[Cell]) -> String {
    piece.iter().map(|cell| cell.letter).collect()
}

#[cfg(test)]
mod tests {
    use crate::repair::repair;

    /// The same line often enough that the paper shows damage.
    #[track_caller]
    fn mends(damaged: &str, whole: &str) {
        let (damaged, whole) = ([damaged; 4].join("\n"), [whole; 4].join("\n"));
        assert_eq!(repair(&damaged).text, whole);
    }

    #[track_caller]
    fn leaves(text: &str) {
        assert_eq!(repair(text).text, text);
    }

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
    fn words_torn() {
        mends("thực hiện ngh ị quyết củ a Đảng bộ", "thực hiện nghị quyết của Đảng bộ");
        mends("đạo đứ c, lối sống c ủa cán bộ", "đạo đức, lối sống của cán bộ");
        leaves("Một ngh ị quyết và rất nhiều văn bản khác đã được ban hành");
    }

    #[test]
    fn words_torn_beside_lost_letters() {
        mends(
            "phòng, chống tham nh ng là nhiệm v  của Đ ng, nh ng ngh ị quyết củaĐ ng và củaNhà nước",
            "phòng, chống tham nhũng là nhiệm vụ của Đảng, những nghị quyết của Đảng và của Nhà nước",
        );
    }
}
