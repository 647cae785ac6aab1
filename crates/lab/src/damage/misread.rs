//! Letters that an OCR of Vietnamese takes for others.
//! In: a page. Out: the page with letters misread as often as on pages that were printed, degraded and read by tesseract.
//! Never uses the counts that repair learnt from: these are of other pages (`vankien-lab train-ocr --only judge-`).

use std::collections::BTreeMap;
use std::sync::OnceLock;

use vankien_text::repair::misread::table;

use super::super::dice::Dice;
use super::super::page::Page;

/// Counts of pages that repair did not learn from: printed letter, letter that was read, how often.
const TABLE: &str = include_str!("confusions.tsv");

/// Factors for the rate of misread letters of a paper, each as likely: some are clear, some are bad. Their mean is 1. A judgement.
const PAPER_FACTORS: [f64; 4] = [0.3, 0.7, 1.0, 2.0];

/// Misreads letters `rate` times as often as on the pages of the table, on average over papers.
pub fn misread_letters(page: &mut Page, dice: &mut Dice, rate: f64) {
    let paper_rate = rate * dice.pick(&PAPER_FACTORS);
    page.rewrite(|letter, out| match confusions().get(&letter.now) {
        Some(confusions) if dice.chance(paper_rate * confusions.share) => {
            out.push(letter.as_character(confusions.pick(dice)));
        }
        _ => out.push(letter),
    });
}

/// What one letter is taken for.
struct Confusions {
    /// Share of its occurrences that are misread, from 0 to 1.
    share: f64,
    /// The letters it is taken for, with the running sum of their counts.
    others: Vec<(char, usize)>,
}

impl Confusions {
    /// One of the letters it is taken for, by their counts.
    fn pick(&self, dice: &mut Dice) -> char {
        let all = self.others.last().map_or(0, |last| last.1);
        let drawn = dice.below(all);
        let at = self.others.partition_point(|(_, sum)| *sum <= drawn);
        self.others[at].0
    }
}

/// By printed letter.
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
