//! Blocks of Unicode whose letters a paper lacks as a whole: a font, a code page or a program that knew none of them lost
//! them all (`Lut T chc chính quyn đa phương` of `Luật Tổ chức chính quyền địa phương`, law on local government).
//! In: text, its census and strange words. Out: the blocks. Empty for clean text at the cost of a few sums; for other
//! languages and for text whose marks were stripped, because its words are no pieces of Vietnamese ones.
//!
//! Of a short paper each letter tells little, all letters of a block together much: sixty words hold some thirty
//! letters of Latin Extended Additional.

use std::sync::OnceLock;

use super::census::{self, Census};
use super::loss::{LossId, Replacement};
use super::skeleton::skeletons;
use crate::language::letters;
use crate::language::model::model;

// The values are judgements, chosen with `vankien-lab evaluate-repair --kind letters-block --seed 901`.

/// At least this many strange words must be what is left of Vietnamese words.
const LEAST_PIECES: usize = 5;
/// At least this share of the strange words must be, in percent; others may be names, abbreviations, foreign words.
const LEAST_PIECES_PERCENT: usize = 70;

/// The blocks of Unicode that hold marked letters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Block {
    /// Latin-1 Supplement: `à`, `ê`, `ý`.
    Latin1,
    /// Latin Extended-A and -B: `ă`, `đ`, `ĩ`, `ũ`, `ơ`, `ư`.
    Extended,
    /// Latin Extended Additional: `ạ`, `ế`, `ự`.
    Additional,
}

/// All of them.
const BLOCKS: [Block; 3] = [Block::Latin1, Block::Extended, Block::Additional];

impl Block {
    /// The block of the letter that `loss` concerns. Not for losses of no letter (spaces).
    pub fn of(loss: LossId) -> Block {
        match u32::from(loss.printed()) {
            ..=0xff => Block::Latin1,
            0x100..=0x1dff => Block::Extended,
            _ => Block::Additional,
        }
    }
}

/// The missing blocks of `text`, whose letters `counts` tells and whose strange words begin at the byte offsets `strange`.
pub fn missing_blocks(text: &str, counts: &Census, strange: &[usize]) -> Vec<Block> {
    if strange.len() < LEAST_PIECES {
        return Vec::new();
    }
    let mut left = [0; BLOCKS.len()];
    LossId::of_letters(Replacement::Nothing)
        .for_each(|loss| left[Block::of(loss) as usize] += counts.left(loss));
    let is_too_rare = |block: &Block| {
        let expected = f64::from(counts.tally.words) * letters_per_word()[*block as usize];
        census::are_too_rare(expected, left[*block as usize])
    };
    let missing: Vec<Block> = BLOCKS.into_iter().filter(is_too_rare).collect();
    if missing.is_empty() || are_pieces(text, strange) { missing } else { Vec::new() }
}

/// How many letters of each block a word has on average in clean text, in the order of [`BLOCKS`].
fn letters_per_word() -> &'static [f64; BLOCKS.len()] {
    static MEANS: OnceLock<[f64; BLOCKS.len()]> = OnceLock::new();
    MEANS.get_or_init(|| {
        let mut means = [0.0; BLOCKS.len()];
        for loss in LossId::of_letters(Replacement::Nothing) {
            let (number, upper) = loss.letter();
            means[Block::of(loss) as usize] += f64::from(model().letters_per_word(number, upper));
        }
        means
    })
}

/// Whether nearly all of the words at `strange` are what is left of Vietnamese words that lost letters.
fn are_pieces(text: &str, strange: &[usize]) -> bool {
    let is_piece = |at: &&usize| {
        let rest = &text[**at..];
        let end = rest.find(|one: char| !letters::is_letter(one)).unwrap_or(rest.len());
        !skeletons().closed(&letters::lower_word(&rest[..end])).is_empty()
    };
    let pieces = strange.iter().filter(is_piece).count();
    pieces >= LEAST_PIECES && pieces * 100 >= strange.len() * LEAST_PIECES_PERCENT
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::repair::letters;
    use crate::repair::repair;
    use crate::repair::scan_state::ScanState;

    const NOTICE: &str = "BAN CHẤP HÀNH TRUNG ƯƠNG\nTHÔNG BÁO\nĐồng chí Chủ tịch kết luận hội nghị về công tác \
                          tổ chức, cán bộ; yêu cầu các đơn vị, chính quyền địa phương tiếp tục thực hiện nghiêm nghị \
                          quyết của Bộ Chính trị, bảo đảm tiến độ các dự án trọng điểm trước ngày 30 tháng 9.\n";

    /// `text` without the marked letters in these ranges of code points.
    fn without(text: &str, ranges: &[(u32, u32)]) -> String {
        let is_lost = |letter: char| {
            let code = u32::from(letter);
            letters::number(letter).is_some()
                && ranges.iter().any(|(first, last)| (*first..=*last).contains(&code))
        };
        text.chars().filter(|letter| !is_lost(*letter)).collect()
    }

    fn missing_in(text: &str) -> Vec<Block> {
        let state = ScanState::of(text);
        missing_blocks(text, &state.census, &state.strange)
    }

    #[test]
    fn a_block_that_a_paper_lacks_is_missing() {
        assert_eq!(missing_in(NOTICE), []);
        let additional = (0x1ea0, 0x1eff);
        assert_eq!(missing_in(&without(NOTICE, &[additional])), [Block::Additional]);
        let beyond_latin_1 = without(NOTICE, &[(0x100, 0x1eff)]);
        assert_eq!(missing_in(&beyond_latin_1), [Block::Extended, Block::Additional]);
    }

    #[test]
    fn letters_of_a_missing_block_come_back() {
        let damaged = without(NOTICE, &[(0x1ea0, 0x1eff)]);
        assert_eq!(repair(&damaged).text, NOTICE);
        let damaged = without(NOTICE, &[(0x100, 0x1eff)]);
        assert!(repair(&damaged).text.contains("chính quyền địa phương tiếp tục thực hiện"));
    }

    #[test]
    fn other_languages_and_stripped_text_miss_no_block() {
        let stripped = "Thuc hien Nghi quyet cua Bo Chinh tri ve cong tac phong, chong tham nhung, hoc tap va lam theo; \
                        viec nay o cac cap uy phai duoc to chuc chu dao, hoac bao cao bang van ban.";
        let english = "The meeting was held in the afternoon to discuss the plan of the province for the next year and \
                       the budget that the people of the district had asked for in their letter of last month.";
        let french = "Tous les êtres humains naissent libres et égaux en dignité et en droits. Ils sont doués de raison \
                      et de conscience et doivent agir les uns envers les autres dans un esprit de fraternité.";
        let indonesian = "Semua orang dilahirkan merdeka dan mempunyai martabat dan hak-hak yang sama. Mereka \
                          dikaruniai akal dan hati nurani dan hendaknya bergaul satu sama lain dalam semangat.";
        for text in [stripped, english, french, indonesian] {
            assert_eq!(missing_in(text), [], "{text}");
            assert_eq!(repair(text).edits, [], "{text}");
        }
    }
}
