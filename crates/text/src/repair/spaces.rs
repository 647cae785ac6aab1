//! Words that a space tears (`ngh ị`), and words that lack the space between them (`củaĐảng`).
//! In: cells of a text. Out: edges of the lattice; no letter is changed by them.
//! Only where a piece is no whole word: two words that make a third are two words.

use super::cell::{self, Cell, Class};
use super::edge::Edge;
use super::lexicon::lexicon;
use super::op::Op;
use super::window;
use crate::language::letters;
use crate::language::model::{Id, model};

/// The longest syllable, in letters.
const LONGEST: usize = 8;
/// So many spaces tear one word.
const MOST_TORN: usize = 2;
/// No run of letters that is longer, and none that is shorter, is words run together.
const LONGEST_RUN: usize = 24;
const SHORTEST_RUN: usize = 3;
/// A run of small letters alone is longer.
const SHORTEST_SMALL: usize = 4;
/// No foreign name in front of a word is shorter.
const SHORTEST_NAME: usize = 3;

/// The readings with another space that begin at cell `start`.
pub fn readings(cells: &[Cell], start: usize, out: &mut Vec<Edge>) {
    torn(cells, start, out);
    joined(cells, start, out);
}

/// The readings that put pieces together and begin at cell `start`.
fn torn(cells: &[Cell], start: usize, out: &mut Vec<Edge>) {
    if !cell::is_present(&cells[start]) || touches(cells, start.checked_sub(1), true) {
        return;
    }
    let (mut word, mut spaces, mut first) = (String::with_capacity(32), 0, 0);
    let mut whole = true;
    for (at, cell) in cells.iter().enumerate().skip(start).take(LONGEST + MOST_TORN) {
        match cell.class {
            Class::Letter => word.push(letters::lower(cell.letter)),
            Class::Space if cells[at - 1].class == Class::Letter && spaces < MOST_TORN => {
                whole &= lexicon().is_whole(&word[first..]);
                (spaces, first) = (spaces + 1, word.len());
            }
            _ => return,
        }
        let ends = cell.class == Class::Letter && !touches(cells, Some(at + 1), false);
        if spaces == 0 || !ends || whole && lexicon().is_whole(&word[first..]) {
            continue;
        }
        let id = lexicon().id_of_lower(&word).filter(|id| model().is_syllable(*id));
        let Some(id) = id.filter(|_| is_one(&cells[start..=at])) else { continue };
        let lost = [Op::TORN; 4];
        out.push(Edge { start, end: at + 1, id, lost, losses: spaces, base: 0.0 });
    }
}

/// Whether a letter or a figure stands at cell `at`, or a sign that parts it from one: `cá nh:n`.
fn touches(cells: &[Cell], at: Option<usize>, back: bool) -> bool {
    let Some(cell) = at.and_then(|at| cells.get(at)) else { return false };
    let beyond = at.and_then(|at| if back { at.checked_sub(1) } else { at.checked_add(1) });
    let letter = beyond.and_then(|at| cells.get(at)).is_some_and(cell::is_present);
    match cell.class {
        Class::Letter | Class::Digit | Class::Hole | Class::SoftHole => true,
        Class::Space | Class::Newline => false,
        Class::Mark => letter,
    }
}

/// Whether the letters can be of one word: what follows inside is small unless all of it is great.
fn is_one(piece: &[Cell]) -> bool {
    let letters = || piece.iter().filter(|cell| cell.class == Class::Letter);
    letters().skip(1).all(|cell| !cell.letter.is_uppercase())
        || letters().all(|cell| cell.letter.is_uppercase())
}

/// The readings that part the letters at cell `start` into two or more words.
fn joined(cells: &[Cell], start: usize, out: &mut Vec<Edge>) {
    let letter = |at: usize| cells.get(at).is_some_and(cell::is_present);
    if !letter(start) || start > 0 && letter(start - 1) {
        return;
    }
    let length = cells[start..].iter().take_while(|cell| cell::is_present(cell)).count();
    if !(SHORTEST_RUN..=LONGEST_RUN).contains(&length) {
        return;
    }
    let run = Run::new(&cells[start..start + length]);
    if lexicon().is_whole(&run.small)
        || length < SHORTEST_SMALL && !(1..length).any(|at| run.is_border(at))
    {
        return;
    }
    // From the end, so that every piece leads there.
    let mut leads = [false; LONGEST_RUN + 1];
    leads[length] = true;
    let first = out.len();
    for from in (0..length).rev() {
        for to in (from + 1..=length.min(from + LONGEST)).filter(|to| to - from < length) {
            let Some(id) = leads[to].then(|| run.part(from, to)).flatten() else { continue };
            leads[from] = true;
            out.push(edge(start, from, to, id, 0.0));
        }
        if from == 0 {
            for to in 1..length {
                if leads[to] && run.is_name_before(to) {
                    leads[0] = true;
                    out.push(run.name(start, 0, to));
                }
            }
        }
        if from > 0 && run.is_border(from) && run.is_word_before(from) && run.is_ours(from) {
            leads[from] = true;
            out.push(run.name(start, from, length));
        }
    }
    if !leads[0] {
        out.truncate(first);
    }
    out[first..].sort_by_key(|edge| edge.start);
}

fn edge(start: usize, from: usize, to: usize, id: Id, base: f32) -> Edge {
    let losses = usize::from(from > 0);
    Edge { start: start + from, end: start + to, id, lost: [Op::JOINED; 4], losses, base }
}

/// Letters without a space.
struct Run<'c> {
    cells: &'c [Cell],
    /// The same in lower case, and where each begins in it.
    small: String,
    starts: [usize; LONGEST_RUN + 1],
}

impl Run<'_> {
    fn new(cells: &[Cell]) -> Run<'_> {
        let (mut small, mut starts) = (String::with_capacity(32), [0; LONGEST_RUN + 1]);
        for (at, cell) in cells.iter().enumerate() {
            small.push(letters::lower(cell.letter));
            starts[at + 1] = small.len();
        }
        Run { cells, small, starts }
    }

    /// The syllable that a piece is, if it may be one by itself.
    fn part(&self, from: usize, to: usize) -> Option<Id> {
        let piece = &self.cells[from..to];
        let name = from > 0 && to == self.cells.len() && self.is_border(from);
        if piece.len() == 1 && piece[0].letter.is_ascii() && !name || !is_one(piece) {
            return None;
        }
        let id = lexicon().id_of_lower(&self.small[self.starts[from]..self.starts[to]])?;
        (model().is_syllable(id) || name && piece.len() == 1).then_some(id)
    }

    /// Whether a capital begins behind a small letter: `ởLondon`.
    fn is_border(&self, at: usize) -> bool {
        self.cells[at].letter.is_uppercase() && self.cells[at - 1].letter.is_lowercase()
    }

    /// Whether all letters from `start` on are of our alphabet.
    fn is_ours(&self, start: usize) -> bool {
        let ours = |letter: char| letter.is_ascii() || letters::number(letter).is_some();
        self.cells[start..].iter().all(|cell| ours(cell.letter))
    }

    /// Whether what stands before `end` is a syllable that bears a mark, or any before an abbreviation.
    fn is_word_before(&self, end: usize) -> bool {
        let short = || end > 1 && self.is_short(end, self.cells.len());
        self.part(0, end).is_some() && (!self.small[..self.starts[end]].is_ascii() || short())
    }

    /// Whether the letters from `start` to `end` are capitals, more than one.
    fn is_short(&self, start: usize, end: usize) -> bool {
        end > start + 1 && self.cells[start..end].iter().all(|cell| cell.letter.is_uppercase())
    }

    /// Whether the letters before `end` are an abbreviation or a foreign name, and a small syllable that
    /// bears a mark is all that follows: `OSCđã`, `Trumpngày`.
    fn is_name_before(&self, end: usize) -> bool {
        let (before, after) = self.cells.split_at(end);
        let small = after.iter().all(|cell| cell.letter.is_lowercase());
        let syllable = small && self.part(end, self.cells.len()).is_some();
        let name = || {
            let mut letters = before.iter().map(|cell| cell.letter);
            end >= SHORTEST_NAME
                && letters.next().is_some_and(|first| first.is_ascii_uppercase())
                && letters.all(|letter| letter.is_ascii_lowercase())
        };
        syllable && !self.small[self.starts[end]..].is_ascii() && (self.is_short(0, end) || name())
    }

    /// The reading of letters as a name that nobody knows.
    fn name(&self, start: usize, from: usize, to: usize) -> Edge {
        let name: String = self.cells[from..to].iter().map(|cell| cell.letter).collect();
        edge(start, from, to, model().unknown(), window::unknown_cost(&name))
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
