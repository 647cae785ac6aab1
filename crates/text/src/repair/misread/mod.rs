//! Letters that an OCR took for others: `tố chúc` of tổ chức.
//! In: cells of a text; a text whose words are strange. Out: edges of the lattice; what is believed of the paper.
//! Half of what is misread is a word again, so that every word of such a paper is weighed; of any
//! other paper none is.

mod confidence;
pub(crate) mod readings;
pub mod table;

use self::confidence::confidences;
use self::readings::{LONGEST, likely, syllable};
use self::table::confusions;
use super::cell::{Cell, Class};
use super::channel::Channel;
use super::edge::Edge;
use super::lattice::{Lattice, Manner};
use super::lexicon::lexicon;
use super::op::Op;
use super::region::Regions;
use crate::language::letters;
use crate::language::model::model;
use crate::span::Span;

/// No region is longer, in bytes.
const REGION: usize = 500;
/// A paper with fewer strange words than this, or a smaller share of them, is not looked at.
const LEAST_STRANGE: usize = 4;
/// See [`LEAST_STRANGE`]: one in so many words.
const STRANGE: usize = 250;
/// What misread letters must explain before they are believed, in nats, and more for each word: authors
/// misspell a few themselves.
const PRIOR: f64 = 6.0;
/// See [`PRIOR`].
const PRIOR_OF_WORD: f64 = 1.0 / 64.0;
/// What they must explain of each strange word on average: what is left of a word that lost letters looks
/// misread now and then.
const EACH: f64 = 3.0;
/// So many strange words are looked at to learn how often letters are misread.
const SAMPLE: usize = 200;
/// How often that is reckoned again.
const ROUNDS: usize = 4;
/// Of two words that are misread, one is a word again and not seen as strange.
const UNSEEN: f64 = 2.0;
/// Letters of a word.
const LETTERS: f64 = 3.3;
/// How much more often than on the pages of the table letters are misread at most.
const WORST: f64 = 6.0;
/// Of so many strange words one at least must be one misread letter off a syllable.
const TOLD: usize = 3;
/// What share of their price the strange words by themselves must explain, before the words around them
/// are asked.
const HINT: f64 = 0.5;

/// What it costs more, in nats, that a letter was misread where an OCR said how sure it was of each word. Without it
/// nineteen good words in ten thousand go wrong instead of eight, on pages of 200 dots an inch.
const DEARER: f32 = 1.75;

/// What is believed of a paper whose letters were misread.
pub struct Belief {
    /// What it costs that a letter was.
    pub channel: Channel,
    /// How much better that explains the strange words than leaving them alone, in nats.
    pub gain: f64,
}

/// Whether so many words of a paper are strange that letters may be misread.
fn are_many(strange: usize, words: u32) -> bool {
    strange >= LEAST_STRANGE && strange * STRANGE >= words as usize
}

/// How often letters of a text of so many `words` are misread, judged by its strange words, which begin at
/// some of `places`; `None` where leaving them alone explains them as well.
pub(crate) fn believe(text: &str, places: &[usize], words: u32) -> Option<Belief> {
    if !are_many(places.len(), words) {
        return None;
    }
    let odd = strange(text, places);
    // Clean papers end here: nothing is read once more that one misread letter does not explain.
    let told = || odd.iter().filter(|word| is_one_letter_off(text, **word)).count();
    if !are_many(odd.len(), words) || TOLD * told() < odd.len() {
        return None;
    }
    let mut regions = Regions::new(text, REGION);
    odd.into_iter().for_each(|word| regions.add(word));
    let strange = Strange { text, regions: regions.finish(), words: f64::from(words) };
    // The strange words by themselves say less, but cost little to ask.
    let hint = strange.weigh(false);
    if hint.gain < HINT * strange.price() {
        return None;
    }
    let belief = strange.weigh(true);
    let gain = belief.gain - strange.price();
    (gain > 0.0).then_some(Belief { gain, ..belief })
}

/// The regions of a paper that hold strange words.
struct Strange<'t> {
    text: &'t str,
    regions: Vec<Span>,
    /// Of the whole paper.
    words: f64,
}

impl Strange<'_> {
    /// In so few regions each is looked at.
    fn step(&self) -> usize {
        self.regions.len().div_ceil(SAMPLE).max(1)
    }

    /// What misread letters must explain before they are believed.
    fn price(&self) -> f64 {
        let looked_at = self.regions.len().div_ceil(self.step());
        PRIOR + PRIOR_OF_WORD * self.words + EACH * looked_at as f64
    }

    /// How often letters are misread, and what that explains, in strange words or in `all` of the regions.
    fn weigh(&self, all: bool) -> Belief {
        let mut channel = Channel::whole(std::iter::empty());
        let alone = channel.clone();
        channel.set(Op::MISREAD, 0.0);
        let manner = Manner::Misread { all };
        let lattice = |region: &Span| Lattice::new(self.text, *region, manner, Some(&channel));
        let lattices: Vec<Lattice> =
            self.regions.iter().step_by(self.step()).map(lattice).collect();
        let share = f64::from(confusions().share);
        for _ in 0..ROUNDS {
            let uses: f64 = lattices.iter().map(|lattice| uses(lattice, &channel)).sum();
            let level = UNSEEN * uses * self.step() as f64 / (LETTERS * self.words * share);
            channel.set(Op::MISREAD, -(level.clamp(0.01, WORST)).ln() as f32);
        }
        let gain = |lattice: &Lattice| lattice.sums(&channel).total - lattice.sums(&alone).total;
        let gain = lattices.iter().map(gain).sum();
        Belief { channel, gain }
    }
}

/// How many letters are misread in a lattice, on balance of chances.
fn uses(lattice: &Lattice, channel: &Channel) -> f64 {
    let chances = lattice.chances(channel);
    let pairs = lattice.edges.iter().zip(&chances.edges);
    pairs.map(|(edge, chance)| edge.losses as f64 * f64::from(*chance)).sum()
}

/// The strange words of a text at `places`. Words without any mark are foreign, or nobody wrote their marks: they
/// prove nothing.
fn strange(text: &str, places: &[usize]) -> Vec<Span> {
    let word = |at: &usize| {
        let end = text[*at..].find(|letter: char| !letters::is_letter(letter));
        Span::new(*at, end.map_or(text.len(), |end| at + end))
    };
    let whole = |word: &str| lexicon().written(word).is_some_and(|word| word.is_quiet);
    let is_strange = |word: &Span| !word.of(text).is_ascii() && !whole(word.of(text));
    places.iter().map(word).filter(is_strange).collect()
}

/// Whether one misread letter makes a syllable of the `word`.
fn is_one_letter_off(text: &str, word: Span) -> bool {
    let mut read: Vec<char> = word.of(text).chars().map(letters::lower).collect();
    (2..=LONGEST).contains(&read.len())
        && (0..read.len()).any(|at| {
            let was = read[at];
            let found = likely(was).any(|(letter, _)| {
                read[at] = letter;
                syllable(&read).is_some()
            });
            read[at] = was;
            found
        })
}

/// All of a text in regions that end with a line, or at a blank where lines are long.
pub fn all(text: &str) -> Vec<Span> {
    let mut regions = Vec::new();
    let mut start = 0;
    while start < text.len() {
        let most = text.floor_char_boundary(start + REGION);
        let part = &text[start..most];
        let end = if most == text.len() {
            most
        } else {
            let cut = part.rfind('\n').or_else(|| part.rfind(' ')).map_or(part.len(), |at| at + 1);
            start + cut
        };
        regions.push(Span::new(start, end));
        start = end;
    }
    regions
}

/// What is believed of words of which an OCR says how sure it was: any may be misread, as often as others that were so
/// sure.
pub fn read() -> Belief {
    let mut channel = Channel::whole(std::iter::empty());
    channel.set(Op::MISREAD, 0.0);
    Belief { channel, gain: f64::INFINITY }
}

/// Makes what may be misread dearer in `words` of which an OCR was sure, and cheaper in those of which it was not; all
/// others were not read by it. A word with figures (`Số:54/CT`) is left: figures make an OCR unsure, whatever its letters are.
pub(crate) fn weigh_by_word(lattice: &mut Lattice, region: Span, words: &[(Span, u8)]) {
    let words = &words[words.partition_point(|(word, _)| word.end <= region.start)..];
    let Lattice { cells, edges, .. } = lattice;
    let is_figure = |cell: &Cell| cell.class == Class::Digit;
    let has_figures = |word: Span| {
        let first = cells.partition_point(|cell| cell.at < word.start);
        cells[first..].iter().take_while(|cell| cell.at < word.end).any(is_figure)
    };
    for edge in edges.iter_mut().filter(|edge| edge.losses > 0) {
        let word = word_at(words, cells[edge.start].at).filter(|(word, _)| !has_figures(*word));
        edge.base += word.map_or(f32::INFINITY, |(_, sure)| DEARER + confidences().cost(sure));
    }
}

/// The word at byte `at` that an OCR read, and how sure it was of it.
pub fn word_at(words: &[(Span, u8)], at: usize) -> Option<(Span, u8)> {
    let next = words.partition_point(|(word, _)| word.end <= at);
    words.get(next).filter(|(word, _)| word.start <= at).copied()
}

/// The word of an edge as it was printed: in the case in which it was read.
pub(crate) fn spell(edge: &Edge, piece: &[Cell]) -> String {
    let loud = |cell: &&Cell| cell.letter.is_uppercase();
    let shouts = piece.len() > 1 && 2 * piece.iter().filter(loud).count() > piece.len();
    let upper = |letter: char| match letters::number(letter) {
        Some((number, _)) => letters::marked_upper(number),
        None => letter.to_ascii_uppercase(),
    };
    let spelled = piece.iter().zip(model().word(edge.id).chars()).enumerate();
    let spelled = spelled.map(|(at, (cell, letter))| match shouts || at == 0 && loud(&cell) {
        true => upper(letter),
        false => letter,
    });
    spelled.collect()
}

#[cfg(test)]
mod tests {
    use crate::Evidence;
    use crate::repair::judged;
    use crate::repair::tests::{mends_lines as mends, stays as leaves};
    use crate::span::Span;

    const READ: &str = "Uỷ ban nhân dân tỉnh quyết định phê duyệt kế hoạch, giao các sở tố chức thực hiện.\n\
        Đồng thòi, cán bộ, đảng viên cần nâng cao trách nhỉệm, kịp thòi giải quyết kỉến nghị của cừ tri.\n\
        Các cơ quan tiếp tục phốí hợp, đây mạnh cái cách hành chính, đám báo an ninh trật tự và qưốc phòng.";

    #[test]
    fn letters_that_were_misread_come_back() {
        let printed = "Uỷ ban nhân dân tỉnh quyết định phê duyệt kế hoạch, giao các sở tổ chức thực hiện.\n\
            Đồng thời, cán bộ, đảng viên cần nâng cao trách nhiệm, kịp thời giải quyết kiến nghị của cử tri.\n\
            Các cơ quan tiếp tục phối hợp, đẩy mạnh cải cách hành chính, đảm bảo an ninh trật tự và quốc phòng.";
        mends(READ, printed);
    }

    /// What becomes of `text` where an OCR was not sure of `word`.
    fn read_unsure(text: &str, word: &str, sure: u8) -> String {
        let starts = text.split(' ').scan(0, |at, word| {
            let start = *at;
            *at += word.len() + 1;
            Some(Span::new(start, start + word.len()))
        });
        let sure = |span: Span| (span, if span.of(text) == word { sure } else { 97 });
        let evidence = Evidence { words: starts.map(sure).collect(), ..Evidence::default() };
        judged(text, evidence).0.text.into_owned()
    }

    #[test]
    fn a_word_is_mended_where_an_ocr_says_that_it_may_be_wrong() {
        let text = "Kế hoạch phát triên kinh tế - xã hội của tỉnh được phê duyệt";
        assert_eq!(judged(text, Evidence::default()).0.text, text);
        assert_eq!(read_unsure(text, "triên", 60), text.replace("triên", "triển"));
        // Figures make it unsure, too: they say nothing of the letters beside them.
        let text = "TỈNH AN GIANG Số:54/CTPH-LĐLĐ An Giang, ngày 4 tháng 4 năm 2017";
        assert_eq!(read_unsure(text, "Số:54/CTPH-LĐLĐ", 20), text);
        // Words that an OCR was sure of are those that were printed, unless nothing else can be.
        let text = "Ông Vũ Thuyên, chủ tịch tỉnh, phê duyệt kế hoạch phát triển kinh tế";
        assert_eq!(read_unsure(text, "Thuyên,", 97), text);
    }

    #[test]
    fn a_paper_that_was_not_read_so_is_left() {
        leaves(
            "Sở tố chức cuộc thi trên nền tảng Đắk Lắk, do ông Nguyễn Văn Thuỷ và bà Hoà làm trưởng đoàn",
        );
    }
}
