//! How often an OCR misreads words of which it says that it is so sure.
//! In: `confidences.tsv`, embedded, as `train-ocr` wrote it. Out: what it costs, in nats, that such a word was misread,
//! beyond what it costs for any word.

use std::sync::OnceLock;

/// As `train-ocr` wrote it.
const TABLE: &str = include_str!("confidences.tsv");
/// So many words tell how often they are misread.
const ENOUGH: f32 = 200.0;
/// How sure an OCR can be.
const SUREST: usize = 100;

/// What words cost by how sure an OCR was of them; one for the program.
pub struct Confidences {
    costs: Vec<f32>,
}

/// The table.
pub(crate) fn confidences() -> &'static Confidences {
    static CONFIDENCES: OnceLock<Confidences> = OnceLock::new();
    CONFIDENCES.get_or_init(|| Confidences::of(TABLE))
}

impl Confidences {
    fn of(table: &str) -> Confidences {
        let mut counts = vec![(0.0, 0.0); SUREST + 1];
        for (sure, words, wrong) in rows(table) {
            if let Some(count) = counts.get_mut(usize::from(sure)) {
                *count = (words, wrong);
            }
        }
        let sum = |counts: &[(f32, f32)]| {
            counts.iter().fold((0.0, 0.0), |sum, one| (sum.0 + one.0, sum.1 + one.1))
        };
        let odds = |(words, wrong): (f32, f32)| (wrong + 0.5) / (words - wrong + 0.5);
        let all = odds(sum(&counts));
        // Few words have been less sure than most: as many of those around as are enough tell.
        let cost = |sure: usize| {
            let around =
                |width: usize| &counts[sure.saturating_sub(width)..=(sure + width).min(SUREST)];
            let width =
                (0..=SUREST).find(|width| sum(around(*width)).0 >= ENOUGH).unwrap_or(SUREST);
            (all / odds(sum(around(width)))).ln()
        };
        Confidences { costs: (0..=SUREST).map(cost).collect() }
    }

    /// What it costs that a word was misread of which the OCR was so sure, from 0 to 100.
    pub fn cost(&self, sure: u8) -> f32 {
        self.costs.get(usize::from(sure)).copied().unwrap_or(f32::INFINITY)
    }
}

/// The rows of a table: how sure, how many words, how many of them were misread.
fn rows(table: &str) -> impl Iterator<Item = (u8, f32, f32)> + '_ {
    let rows = table.lines().filter(|row| !row.starts_with('#'));
    rows.filter_map(|row| {
        let mut cells = row.split('\t');
        let sure = cells.next()?.parse().ok()?;
        Some((sure, cells.next()?.parse().ok()?, cells.next()?.parse().ok()?))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_sure_costs_much() {
        let table = Confidences::of("# a\n30\t150\t60\n40\t150\t60\n96\t10000\t50\n");
        assert!(table.cost(30) < -2.0 && table.cost(35) < -2.0 && table.cost(0) < -2.0);
        assert!(table.cost(96) > 0.0 && table.cost(101) == f32::INFINITY);
    }

    #[test]
    fn the_table_is_whole() {
        assert!(TABLE.starts_with('#'));
        assert!(rows(TABLE).count() > 50 && rows(TABLE).all(|(_, words, wrong)| wrong <= words));
        assert!(confidences().cost(96) > 0.0 && confidences().cost(60) < -1.0);
    }
}
