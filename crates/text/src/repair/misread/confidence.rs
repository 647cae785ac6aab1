//! How much more or less likely it is that a word was misread, given the confidence that an OCR gave for it.
//! In: `confidences.tsv`, embedded. Out: the cost, in nats, of the assumption that such a word was misread. A
//! confidence at which words are misread as often as on average costs 0.
//! Never judges a single word; `misread` adds the cost to other evidence.

use std::sync::OnceLock;

/// The table that was counted: one row for each confidence, with tabs. Columns: the confidence, from 0 to 100; the
/// words that the OCR read with it; how many of these were misread. `vankien-lab train-ocr --pages DIR --only learn-
/// --out DIR` counts it anew, on pages that `benches/ocr-pages.py` made.
const TABLE: &str = include_str!("confidences.tsv");
/// Least number of words over which a share of misread words is taken. The standard error of a share over 200 words is
/// at most 3.6 percentage points (the square root of 0.25 / 200). A judgement, not measured; `vankien-lab
/// evaluate-repair --pages DIR` shows the effect of another value.
const LEAST_WORDS: f32 = 200.0;
/// The upper end of the scale of confidence, which begins at 0: that of tesseract ends at 100.
const MOST_CONFIDENCE: usize = 100;
/// Words added to the count of misread words, and to that of words read rightly, so that the odds stay finite where a
/// count is 0. A judgement, not measured: half a word hardly changes a count of [`LEAST_WORDS`]. `vankien-lab
/// evaluate-repair --pages DIR` shows the effect of another value.
const PSEUDO_COUNT: f32 = 0.5;

/// For each confidence, the cost of the assumption that a word read with it was misread.
pub struct Confidences {
    /// Costs in nats; the index is the confidence, from 0 to [`MOST_CONFIDENCE`].
    costs: Vec<f32>,
}

/// The costs, computed from the embedded table on first use; one table for the program.
pub(crate) fn confidences() -> &'static Confidences {
    static CONFIDENCES: OnceLock<Confidences> = OnceLock::new();
    CONFIDENCES.get_or_init(|| Confidences::parse(TABLE))
}

/// How many words were read with some confidence, and how many of these were misread.
#[derive(Clone, Copy, Default)]
struct WordCount {
    /// All words read with that confidence.
    all: f32,
    /// Those of them that were misread.
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

    /// The odds that one of the words was misread: misread words by words read rightly.
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
            // Few words were read with most of the confidences. So those within `width` points on both sides are added,
            // with the least width that gives enough words.
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

    /// The cost, in nats, of the assumption that a word with this confidence (0 to 100) was misread: the log-odds that
    /// any word is misread, minus those for this confidence. It is negative if such a word is likelier to be misread
    /// than the average word. Infinite for a confidence above 100.
    pub fn cost(&self, confidence: u8) -> f32 {
        self.costs.get(usize::from(confidence)).copied().unwrap_or(f32::INFINITY)
    }
}

/// The rows of a table like [`TABLE`]: confidence and counts. Comments (`#`) and lines that are no row are left out.
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
