//! Damage by OCR: letters are replaced by letters that an OCR of Vietnamese confuses them with.
//! In: the text of a paper. Out: the text with letters misread as tesseract misreads them on printed and degraded
//! pages.
//! Never uses the confusion counts that repair learnt from. Those come from other pages (`train-ocr --only learn-`);
//! the counts used here come from pages that are kept for judging (`train-ocr --only judge-`).

use std::collections::BTreeMap;
use std::sync::OnceLock;

use vankien_text::repair::misread::table;

use super::super::dice::Dice;
use super::super::page::Page;

/// How often each printed character (letter, digit or sign) was read as which, right readings included: printed, read,
/// count. Made by `vankien-lab train-ocr --only judge- --least 2` (confusions seen once are left out; right readings
/// stay) from pages that `benches/ocr-pages.py` prints, degrades and has tesseract read.
const TABLE: &str = include_str!("confusions.tsv");

/// Factors by which the rate of misread letters of one paper is multiplied. One is drawn for each paper, all equally
/// likely, because some scans are clear and some are bad. Their mean must be 1, so that the mean rate over papers is
/// the one that was asked for. A judgement, not measured. `vankien-lab evaluate-repair --kind ocr-200,ocr-100` shows
/// the effect.
const PAPER_FACTORS: [f64; 4] = [0.3, 0.7, 1.0, 2.0];

/// Replaces letters of `page`, the text of one paper. `rate` is a multiple of the rate in `confusions.tsv`, on average
/// over papers: with 1 letters are misread as often as on the pages of the table, with 0 never. The kinds `ocr-200` and
/// `ocr-100` in `crate::kind` set it.
pub fn misread_letters(page: &mut Page, dice: &mut Dice, rate: f64) {
    let paper_rate = rate * dice.pick(&PAPER_FACTORS);
    page.rewrite(|letter, out| match confusions().get(&letter.now) {
        Some(confusions) if dice.chance(paper_rate * confusions.share) => {
            out.push(letter.as_character(confusions.pick(dice)));
        }
        _ => out.push(letter),
    });
}

/// The confusions of one printed letter.
struct Confusions {
    /// Share of its occurrences that are misread, from 0 to 1.
    share: f64,
    /// The letters that were read instead, each with the sum of its count and all counts before it.
    others: Vec<(char, usize)>,
}

impl Confusions {
    /// Draws one of the letters that were read instead, with probabilities in proportion to their counts.
    fn pick(&self, dice: &mut Dice) -> char {
        let all = self.others.last().map_or(0, |last| last.1);
        let drawn = dice.below(all);
        let at = self.others.partition_point(|(_, sum)| *sum <= drawn);
        self.others[at].0
    }
}

/// The confusions by printed letter, without letters that were always read rightly. Built from [`TABLE`] on first use.
fn confusions() -> &'static BTreeMap<char, Confusions> {
    static CONFUSIONS: OnceLock<BTreeMap<char, Confusions>> = OnceLock::new();
    CONFUSIONS.get_or_init(|| {
        let mut counts: BTreeMap<char, Vec<(char, usize)>> = BTreeMap::new();
        for row in table::rows(TABLE) {
            counts.entry(row.printed).or_default().push((row.read, row.count as usize));
        }
        let mut confusions = BTreeMap::new();
        for (printed, reads) in counts {
            let all: usize = reads.iter().map(|(_, count)| count).sum();
            let mut misread = 0;
            let mut others = Vec::new();
            for (read, count) in reads {
                if read != printed {
                    misread += count;
                    others.push((read, misread));
                }
            }
            if misread > 0 {
                let share = misread as f64 / all as f64;
                confusions.insert(printed, Confusions { share, others });
            }
        }
        confusions
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_misread_as_often_as_asked() {
        let text = "số tổ của đồng chí ở tỉnh ".repeat(400);
        let wrong = |rate| {
            let mut wrong = 0;
            for paper in 0..8 {
                let mut page = Page::of(&text);
                misread_letters(&mut page, &mut Dice::new(1, "misread", paper), rate);
                wrong += page.damaged_syllables().iter().filter(|hurt| **hurt).count();
            }
            wrong
        };
        let (few, many) = (wrong(0.3), wrong(3.0));
        assert!(few > 0 && many > 5 * few, "{few} {many}");
        assert_eq!(wrong(0.0), 0);
    }
}
