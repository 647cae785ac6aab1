//! How much more or less likely a word is misread, given the confidence that an OCR gave for it.
//! In: `confidences.tsv`, embedded, as `vankien-lab train-ocr` wrote it. Out: the cost, in nats, that such a word was
//! misread, relative to any word of the pages that were counted.

use std::sync::OnceLock;

/// Rows of confidence, words read with it, words of these that were misread.
const TABLE: &str = include_str!("confidences.tsv");
/// Least number of words from which a share of misread words is taken. The standard error
/// of a share of 200 words is at most 3.6 %. A judgement; `vankien-lab evaluate-repair --pages DIR` shows its effect.
const LEAST_WORDS: f32 = 200.0;
/// Highest confidence that an OCR gives.
const MOST_CONFIDENCE: usize = 100;
/// Added to both counts of a share, so that the odds of a count of 0 are finite.
const PSEUDO_COUNT: f32 = 0.5;

/// Costs of misread words by confidence; one table for the program.
pub struct Confidences {
    /// In nats, by confidence from 0 to [`MOST_CONFIDENCE`].
    costs: Vec<f32>,
}

/// The table, built on first use.
pub(crate) fn confidences() -> &'static Confidences {
    static CONFIDENCES: OnceLock<Confidences> = OnceLock::new();
    CONFIDENCES.get_or_init(|| Confidences::parse(TABLE))
}

/// Words that were read with some confidence.
#[derive(Clone, Copy, Default)]
struct WordCount {
    all: f32,
    misread: f32,
}

impl WordCount {
    fn sum(counts: &[WordCount]) -> WordCount {
        let mut sum = WordCount::default();
        for count in counts {
            sum.all += count.all;
            sum.misread += count.misread;
        }
        sum
    }

    fn odds_misread(self) -> f32 {
        (self.misread + PSEUDO_COUNT) / (self.all - self.misread + PSEUDO_COUNT)
    }
}

impl Confidences {
    fn parse(table: &str) -> Confidences {
        let mut counts = vec![WordCount::default(); MOST_CONFIDENCE + 1];
        for (confidence, count) in rows(table) {
            if let Some(entry) = counts.get_mut(usize::from(confidence)) {
                *entry = count;
            }
        }
        let any_word = WordCount::sum(&counts).odds_misread();
        let cost = |confidence: usize| {
            // Most confidences were told for few words: neighbouring ones are added until there are enough.
            let around = |width: usize| {
                let last = (confidence + width).min(MOST_CONFIDENCE);
                WordCount::sum(&counts[confidence.saturating_sub(width)..=last])
            };
            let width = (0..=MOST_CONFIDENCE)
                .find(|width| around(*width).all >= LEAST_WORDS)
                .unwrap_or(MOST_CONFIDENCE);
            (any_word / around(width).odds_misread()).ln()
        };
        Confidences { costs: (0..=MOST_CONFIDENCE).map(cost).collect() }
    }

    /// The cost, in nats, that a word with this confidence (0 to 100) was misread; negative where that is likelier than for
    /// any word. Infinite for other confidences.
    pub fn cost(&self, confidence: u8) -> f32 {
        self.costs.get(usize::from(confidence)).copied().unwrap_or(f32::INFINITY)
    }
}

/// The rows of a table; lines that are no row are left out.
fn rows(table: &str) -> impl Iterator<Item = (u8, WordCount)> + '_ {
    let rows = table.lines().filter(|row| !row.starts_with('#'));
    rows.filter_map(|row| {
        let mut cells = row.split('\t');
        let confidence = cells.next()?.parse().ok()?;
        let (all, misread) = (cells.next()?.parse().ok()?, cells.next()?.parse().ok()?);
        Some((confidence, WordCount { all, misread }))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_sure_costs_much() {
        let table = Confidences::parse("# a\n30\t150\t60\n40\t150\t60\n96\t10000\t50\n");
        assert!(table.cost(30) < -2.0 && table.cost(35) < -2.0 && table.cost(0) < -2.0);
        assert!(table.cost(96) > 0.0 && table.cost(101) == f32::INFINITY);
    }

    #[test]
    fn the_table_is_whole() {
        assert!(TABLE.starts_with('#'));
        assert!(
            rows(TABLE).count() > 50 && rows(TABLE).all(|(_, count)| count.misread <= count.all)
        );
        assert!(confidences().cost(96) > 0.0 && confidences().cost(60) < -1.0);
    }
}
