//! An OCR of Vietnamese takes letters for others.
//! In: a page. Out: the page with letters misread as often as on printed, degraded and read pages.
//! The counts are of other pages than those that repair learnt from (`vankien train-ocr --only judge-`).

use std::collections::BTreeMap;
use std::sync::OnceLock;

use vankien_text::repair::misread::table;

use super::super::dice::Dice;
use super::super::page::Page;

/// Counts of pages that repair has not seen.
const TABLE: &str = include_str!("confusions.tsv");

/// How much clearer or worse than others one paper is.
const CLEARNESS: [f64; 4] = [0.3, 0.7, 1.0, 2.0];

/// Misreads letters `level` times as often as on the pages of the table, on average.
pub fn read(page: &mut Page, dice: &mut Dice, level: f64) {
    let level = level * dice.one(&CLEARNESS);
    page.each(|letter, out| {
        let ways = ways().get(&letter.now);
        let read = ways.filter(|ways| dice.falls(level * ways.share)).map(|ways| ways.one(dice));
        out.push(read.map_or(letter, |read| letter.turned(read)));
    });
}

/// What a letter is taken for.
struct Ways {
    /// How often it is taken for another.
    share: f64,
    /// The others, with the sums of their counts so far.
    others: Vec<(char, usize)>,
}

impl Ways {
    fn one(&self, dice: &mut Dice) -> char {
        let all = self.others.last().map_or(0, |last| last.1);
        let fallen = dice.below(all);
        let at = self.others.partition_point(|(_, sum)| *sum <= fallen);
        self.others[at].0
    }
}

fn ways() -> &'static BTreeMap<char, Ways> {
    static WAYS: OnceLock<BTreeMap<char, Ways>> = OnceLock::new();
    WAYS.get_or_init(|| {
        let mut counts: BTreeMap<char, Vec<(char, usize)>> = BTreeMap::new();
        for row in table::rows(TABLE) {
            counts.entry(row.printed).or_default().push((row.read, row.count as usize));
        }
        let ways = counts.into_iter().filter_map(|(printed, reads)| {
            let all: usize = reads.iter().map(|(_, count)| count).sum();
            let mut sum = 0;
            let others = reads.into_iter().filter(|(read, _)| *read != printed);
            let others: Vec<(char, usize)> = others
                .map(|(read, count)| {
                    sum += count;
                    (read, sum)
                })
                .collect();
            (sum > 0).then_some((printed, Ways { share: sum as f64 / all as f64, others }))
        });
        ways.collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_misread_as_often_as_asked() {
        let text = "số tổ của đồng chí ở tỉnh ".repeat(400);
        let wrong = |level| {
            let mut wrong = 0;
            for paper in 0..8 {
                let mut page = Page::of(&text);
                read(&mut page, &mut Dice::new(1, "misread", paper), level);
                wrong += page.hurt().iter().filter(|hurt| **hurt).count();
            }
            wrong
        };
        let (few, many) = (wrong(0.3), wrong(3.0));
        assert!(few > 0 && many > 5 * few, "{few} {many}");
        assert_eq!(wrong(0.0), 0);
    }
}
