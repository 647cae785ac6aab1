//! Letters that an OCR took for others: `tố chúc` of `tổ chức` (organise).
//! In: the cells of a text; a text with words outside the lexicon; the confidence of an OCR for its words. Out: edges
//! of the lattice; what is believed of the paper.
//! Half of all misread words are another word of the lexicon (real-word errors), so every word of a paper with misread
//! letters is weighed. A word without digits for which an OCR gave its confidence is weighed however few strange words
//! the paper has. Of other words none is weighed in a paper with few strange words; where there are enough of them,
//! regions around them are weighed to decide.
//!
//! A *strange word* is one with Vietnamese marks that the lexicon does not hold as a whole word. Likely names do not
//! count. Nor do words whose tone mark is on an unusual vowel, where these are at least half of all (`strange_words`).

mod confidence;
pub mod ocr_words; // what an OCR says of the words that it read
pub(crate) mod readings; // readings of one word with misread letters
pub mod table; // which letters an OCR takes for which

use self::readings::{LONGEST, possible_letters, syllable};
use self::table::confusions;
use super::cell::Cell;
use super::channel::Channel;
use super::edge::Edge;
use super::hypothesis::{Hypothesis, Purpose};
use super::lattice::Lattice;
use super::lexicon::lexicon;
use super::loss::LossId;
use super::region::Regions;
use crate::language::letters;
use crate::language::model::model;
use crate::language::names;
use crate::span::Span;

/// A text is cut into regions of at most 500 bytes; regions around strange words are merged up to 500 bytes. A region
/// around one very long word may be larger. The limit keeps a lattice small. A judgement, not measured.
const MOST_REGION_BYTES: usize = 500;

// Whether a paper was read by an OCR. The values were chosen on the first half of the judging pages that tesseract read
// (benches/RESULTS.md, 2026-11-22), or are judgements. Lower ones mend more papers, harm more and let clean papers pay
// more time; `vankien-lab evaluate-repair --pages DIR --only judge-` and `--kind clean,ocr-200,ocr-100` show both.

/// A paper must have at least 4 strange words to count as misread.
const LEAST_STRANGE: usize = 4;
/// A paper must have at least 1 strange word in 250 to count as misread.
const WORDS_PER_STRANGE: usize = 250;
/// At least 1 strange word in 3 must be one misread letter off a syllable. Chosen on all judging pages. Without such a
/// condition clean papers took 47 % more instructions; with 2 (one in two) recall was 40.4 % on the second half of the
/// pages of 100 dots an inch, and 55.8 % without it.
const STRANGE_PER_EXPLAINED: usize = 3;
/// What misread letters must explain in a paper before they are believed, in nats.
const PRICE: f64 = 6.0;
/// Added to [`PRICE`] for each word of the paper, in nats: authors misspell a few words themselves.
const PRICE_PER_WORD: f64 = 1.0 / 64.0;
/// Added to [`PRICE`] for each weighed region (at most [`MOST_SAMPLED_REGIONS`]), in nats: the rest of a word that lost
/// letters looks misread now and then.
const PRICE_PER_REGION: f64 = 3.0;
/// The strange words by themselves must explain at least this share of the price, from 0 to 1, before the words around
/// them are weighed, too.
const LEAST_HINT: f64 = 0.5;

// How often letters of the paper are misread.

/// At most 200 regions are weighed to learn how often letters are misread, spread evenly. More cost time and hardly
/// change the estimate. A judgement, no measurement recorded.
const MOST_SAMPLED_REGIONS: usize = 200;
/// Rounds of expectation-maximisation. A judgement, no measurement recorded.
const ROUNDS: usize = 4;
/// Misread words for each strange one: half of all misread words are another word of the lexicon and are not seen.
const MISREAD_PER_STRANGE: f64 = 2.0;
/// Letters of a word of Vietnamese text on average.
const LETTERS_PER_WORD: f64 = 3.3;
/// Lowest and highest rate of misread letters, as a multiple of the rate on the pages of the confusion table. A
/// judgement, no measurement recorded.
const RATE_RANGE: (f64, f64) = (0.01, 6.0);

/// What is believed of a paper whose letters were misread.
pub struct Belief {
    /// The channel with the cost of a misread letter as its only loss.
    pub channel: Channel,
    /// How much better misread letters explain the weighed regions than leaving them alone, in nats. From `believe`:
    /// less the price, so above 0. Infinite where an OCR gave its confidence.
    pub gain: f64,
}

/// Estimates how often letters of a text of `words` words are misread, from its strange words, which begin at some of
/// the byte offsets `places`. `None` where it has too few of them, or too few of these are one letter off a syllable.
/// Also `None` where misread letters do not explain the regions around them better than no change by more than the
/// price ([`PRICE`]), or the strange words alone by [`LEAST_HINT`] of it.
pub(crate) fn believe(text: &str, places: &[usize], words: u32) -> Option<Belief> {
    if !may_be_misread(places.len(), words) {
        return None;
    }
    let strange = strange_words(text, places);
    if !may_be_misread(strange.len(), words) {
        return None;
    }
    // Most clean papers end here, before any lattice is made.
    let explained = strange.iter().filter(|word| is_one_letter_off(text, **word)).count();
    if STRANGE_PER_EXPLAINED * explained < strange.len() {
        return None;
    }
    let mut regions = Regions::new(text, MOST_REGION_BYTES);
    strange.into_iter().for_each(|word| regions.add(word));
    let regions = StrangeRegions { text, regions: regions.finish(), words: f64::from(words) };
    // The strange words by themselves tell less than with the words around them, but cost little to weigh.
    let hint = regions.weigh(false);
    if hint.gain < LEAST_HINT * regions.price() {
        return None;
    }
    let belief = regions.weigh(true);
    let gain = belief.gain - regions.price();
    (gain > 0.0).then_some(Belief { gain, ..belief })
}

/// Whether a paper of `words` words, `strange` of them strange, may have misread letters.
fn may_be_misread(strange: usize, words: u32) -> bool {
    strange >= LEAST_STRANGE && strange * WORDS_PER_STRANGE >= words as usize
}

/// The strange words of a text that begin at some of `places`. Words without marks are no evidence: they are foreign,
/// or their marks were never written. Nor are words of names. A tone mark on an unusual vowel is a habit of typists,
/// unless most strange words are no syllables at all: then an OCR saw it where none was printed.
fn strange_words(text: &str, places: &[usize]) -> Vec<Span> {
    let word = |at: &usize| {
        let end = text[*at..].find(|letter: char| !letters::is_letter(letter));
        Span::new(*at, end.map_or(text.len(), |end| at + end))
    };
    let is_in_lexicon = |word: &str| lexicon().entry(word).is_some_and(|entry| entry.is_whole);
    let is_strange = |word: &Span| !word.of(text).is_ascii() && !is_in_lexicon(word.of(text));
    let strange = places.iter().map(word).filter(is_strange);
    let mut strange: Vec<Span> = strange.filter(|word| !is_likely_name(text, *word)).collect();
    let is_toned_elsewhere = |word: &Span| lexicon().entry_of_unusual(word.of(text)).is_some();
    let toned_elsewhere = strange.iter().filter(|word| is_toned_elsewhere(word)).count();
    if 2 * toned_elsewhere >= strange.len() {
        strange.retain(|word| !is_toned_elsewhere(word));
    }
    strange
}

/// Whether a strange word is likely part of a name or of a foreign word: a hyphen joins it to another (`Ê-đê`,
/// `xi-măng`), a capital begins both it and a word beside it (`Niê Kdăm`), or it is a word of the names of peoples and
/// places.
fn is_likely_name(text: &str, word: Span) -> bool {
    let (before, behind) = (&text[..word.start], &text[word.end..]);
    let mut earlier = before.chars().rev();
    let mut later = behind.chars();
    let (sign_before, sign_behind) = (earlier.next(), later.next());
    let (last, next) = (earlier.next(), later.next());
    let joins = |sign: Option<char>, beyond: Option<char>| {
        sign == Some('-') && beyond.is_some_and(letters::is_letter)
    };
    if joins(sign_before, last) || joins(sign_behind, next) {
        return true;
    }
    let is_capitalised = |word: &str| {
        let mut letters = word.chars();
        letters.next().is_some_and(char::is_uppercase)
            && letters.next().is_some_and(char::is_lowercase)
    };
    let word_before = before.strip_suffix(' ').map(letters::at_end);
    let word_behind = behind.strip_prefix(' ').map(letters::at_start);
    let written = word.of(text);
    is_capitalised(written)
        && (word_before.is_some_and(is_capitalised) || word_behind.is_some_and(is_capitalised))
        || names::is_part_of_name(written)
}

/// Whether exchanging one letter for another that is confused with it makes the word a syllable.
fn is_one_letter_off(text: &str, word: Span) -> bool {
    let mut letters: Vec<char> = word.of(text).chars().map(letters::lower).collect();
    if !(2..=LONGEST).contains(&letters.len()) {
        return false;
    }
    for at in 0..letters.len() {
        let read = letters[at];
        for printed in possible_letters(read) {
            letters[at] = printed.letter;
            if syllable(&letters).is_some() {
                return true;
            }
        }
        letters[at] = read;
    }
    false
}

/// The regions of a paper that hold strange words.
struct StrangeRegions<'t> {
    /// The text of the paper.
    text: &'t str,
    /// The regions, in order.
    regions: Vec<Span>,
    /// Number of words of the whole paper.
    words: f64,
}

impl StrangeRegions<'_> {
    /// The distance of weighed regions: 1 where all are weighed, 2 where every second is.
    fn step(&self) -> usize {
        self.regions.len().div_ceil(MOST_SAMPLED_REGIONS).max(1)
    }

    /// What misread letters must explain before they are believed, in nats.
    fn price(&self) -> f64 {
        let sampled = self.regions.len().div_ceil(self.step());
        PRICE + PRICE_PER_WORD * self.words + PRICE_PER_REGION * sampled as f64
    }

    /// Estimates how often letters are misread, and what that explains: in `all_words` of the regions, or in the
    /// strange words alone.
    fn weigh(&self, all_words: bool) -> Belief {
        let mut channel = Channel::lossless(std::iter::empty());
        let lossless = channel.clone();
        channel.set(LossId::MISREAD, 0.0);
        let hypothesis = Hypothesis::Misread { all_words };
        let lattice = |region: &Span| {
            Lattice::new(self.text, *region, hypothesis, Some(&channel), Purpose::Repair)
        };
        let lattices: Vec<Lattice> =
            self.regions.iter().step_by(self.step()).map(lattice).collect();
        let table_rate = f64::from(confusions().misread_share);
        let (lowest, highest) = RATE_RANGE;
        for _ in 0..ROUNDS {
            let misread: f64 =
                lattices.iter().map(|lattice| expected_misread_letters(lattice, &channel)).sum();
            let in_paper = MISREAD_PER_STRANGE * misread * self.step() as f64;
            // As a multiple of the rate on the pages of the table, to which the costs of confusions are relative.
            let rate = in_paper / (LETTERS_PER_WORD * self.words * table_rate);
            channel.set(LossId::MISREAD, -(rate.clamp(lowest, highest)).ln() as f32);
        }
        let mut gain = 0.0;
        for lattice in &lattices {
            gain += lattice.sums(&channel).total - lattice.sums(&lossless).total;
        }
        Belief { channel, gain }
    }
}

/// The expected number of misread letters in a lattice, as a sum of posteriors.
fn expected_misread_letters(lattice: &Lattice, channel: &Channel) -> f64 {
    let posteriors = lattice.posteriors(channel);
    let edges = lattice.edges.iter().zip(&posteriors.edges);
    edges.map(|(edge, posterior)| edge.losses.len() as f64 * f64::from(*posterior)).sum()
}

/// All of a text, cut into regions of at most `MOST_REGION_BYTES`. Each ends behind a line break; where a line is
/// longer, behind a blank; where it has no blank, anywhere between two characters.
pub fn regions_of_all(text: &str) -> Vec<Span> {
    let mut regions = Vec::new();
    let mut start = 0;
    while start < text.len() {
        let most = text.floor_char_boundary(start + MOST_REGION_BYTES);
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

/// What is believed of words for which an OCR gave its confidence: any may be misread, as often as the table of
/// confidences says. Needs no evidence of the paper, so its gain is infinite.
pub fn belief_with_ocr_confidence() -> Belief {
    let mut channel = Channel::lossless(std::iter::empty());
    channel.set(LossId::MISREAD, 0.0);
    Belief { channel, gain: f64::INFINITY }
}

/// The word of an edge in the case in which `piece`, its cells, was read: in capitals where more than half of the cells
/// are, else with a capital first letter where the first cell is one.
pub(crate) fn spell(edge: &Edge, piece: &[Cell]) -> String {
    let capitals = piece.iter().filter(|cell| cell.letter.is_uppercase()).count();
    let all_capitals = piece.len() > 1 && 2 * capitals > piece.len();
    let begins_with_capital = piece.first().is_some_and(|cell| cell.letter.is_uppercase());
    // The word may have more letters than were read, where a second reading has them.
    let in_case = |(at, letter): (usize, char)| {
        let is_capital = all_capitals || at == 0 && begins_with_capital;
        if is_capital { letters::upper(letter) } else { letter }
    };
    model().word(edge.id).chars().enumerate().map(in_case).collect()
}

#[cfg(test)]
mod tests {
    use crate::repair::repair_and_rate;
    use crate::repair::tests::{mends_lines as mends, stays as leaves};
    use crate::span::Span;
    use crate::{Evidence, OcrWord};

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
        let sure =
            |span: Span| (span, OcrWord::read_once(if span.of(text) == word { sure } else { 97 }));
        let evidence = Evidence { words: starts.map(sure).collect(), ..Evidence::default() };
        repair_and_rate(text, evidence, None).mended.text.into_owned()
    }

    #[test]
    fn a_word_is_mended_where_an_ocr_says_that_it_may_be_wrong() {
        let text = "Kế hoạch phát triên kinh tế - xã hội của tỉnh được phê duyệt";
        assert_eq!(repair_and_rate(text, Evidence::default(), None).mended.text, text);
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

    #[test]
    fn names_and_foreign_words_stay() {
        for text in [
            "Các dân tộc Xơ Đăng, Giẻ Triêng, Brâu, Rơ Măm, Ba Na, Hrê và Gia Rai sinh sống lâu đời ở Kon Tum.",
            "Đồng bào M'nông, K'ho, Xtiêng, Chu Ru, Ra Glai; người H'Mông ở Mèo Vạc; người Khơ Mú, Xinh Mun, Pà Thẻn.",
            "Các xã Đắk Rông, Kroong, Đắk Ruồng, Ngọk Bay, Đắk Blà, Ia Chim, Kon Đào, Pô Kô, Đắk Trăm, Văn Lem, Ngọk Tụ.",
            "Xã Ia Pếch, Ia Krái, Ia Khươl, Ia Ka, Ia Phí, Hà Tây, Chư Đăng Ya, Đăk Tơ Ver, huyện Chư Păh và Ia Grai.",
            "Xã Dliê Yang, Ea Hiao, Ea Ral, Cư Mốt, Ea Tir, Ea Wy, Cư A Mung thuộc huyện Ea H'leo, tỉnh Đắk Lắk.",
            "Các đồng chí Y Thanh Hà Niê Kđăm, Rơ Châm Long, Ksor H'Bơ Khăp, Điểu Kré, Lò Văn Phương, Thào A Sềnh dự họp.",
            "Già làng Y Xuyên Mlô, A Bhướt, Alăng Ngước, Bríu Pố, Zơrâm Nhất, Coor Blúi được biểu dương năm nay.",
            "Đoàn đi Xanh Pê-téc-bua, Ba-cu, Ki-ép, Bu-đa-pét, Vác-sa-va; gặp các ông Pu-tin, Lu-ca-sen-cô, Giô-ô Lu-rên-xô.",
            "Thăm Viêng Chăn, Xa-vẳn-na-khệt, Át-ta-pư, Phông-xa-lỳ; tiếp Thủ tướng Xỏn-xay Xi-phăn-đon và ông Hun Xen.",
            "Mua máy phô-tô-cóp-pi, ca-mê-ra, pa-nô, áp-phích, vắc-xin, a-xít, prô-tê-in, cao su, xê-ri, cáp-xun, gờ-ram.",
            "Sản phẩm gồm xenlulôzơ, prôtêin, hyđrô, êtylen, crôm, brôm, pôlime, amôniắc, đôlômít, bazơ, glucôzơ.",
        ] {
            leaves(text);
            leaves(&format!("{text}\n{text}\n{text}"));
        }
    }
}
