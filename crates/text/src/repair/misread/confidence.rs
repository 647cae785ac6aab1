//! How much more or less likely it is that a word was misread, given the confidence that an OCR gave for it.
//! In: `confidences.tsv`, embedded. Out: the cost, in nats, of the assumption that such a word was misread, by its
//! confidence and by whether a second reading has the same word. A confidence at which words are misread as often as on
//! average costs 0.
//! Never judges a single word; `misread` adds the cost to other evidence.

use std::sync::OnceLock;

/// The table that was counted: one row for each confidence and outcome of the second reading, with tabs. Columns: the
/// confidence, from 0 to 100; whether the second reading was the `same` or `other`; the words that the OCR read so; how
/// many of these were misread. `vankien-lab train-ocr --pages DIR --only learn- --out DIR` counts it anew, on pages that
/// `benches/ocr-pages.py` made.
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

/// For each confidence and outcome of the second reading, the cost of the assumption that a word read so was misread.
pub struct Confidences {
    /// Costs in nats by [`Compared`]; the index is the confidence, from 0 to [`MOST_CONFIDENCE`].
    costs: [Vec<f32>; 3],
}

/// How a second reading of a word compares with the first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Compared {
    /// The word was read once: what is known of words read twice, whatever the second reading has.
    No,
    /// Both readings are the same.
    Same,
    /// They differ.
    Different,
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
        let empty = || vec![WordCount::default(); MOST_CONFIDENCE + 1];
        let mut counts = [empty(), empty(), empty()];
        for (confidence, compared, count) in rows(table) {
            for of in [Compared::No, compared] {
                if let Some(entry) = counts[of as usize].get_mut(usize::from(confidence)) {
                    *entry = WordCount::sum(&[*entry, count]);
                }
            }
        }
        let any_word = WordCount::sum(&counts[Compared::No as usize]).odds_misread();
        Confidences { costs: counts.map(|counts| costs(&counts, any_word)) }
    }

    /// The cost, in nats, of the assumption that a word with this confidence (0 to 100) and second reading was misread:
    /// the log-odds that any word is misread, minus those for such a word. It is negative if such a word is likelier to
    /// be misread than the average word. Infinite for a confidence above 100.
    pub fn cost(&self, confidence: u8, compared: Compared) -> f32 {
        let costs = &self.costs[compared as usize];
        costs.get(usize::from(confidence)).copied().unwrap_or(f32::INFINITY)
    }
}

/// The cost for each confidence, by the words that were read with each; `any_word`: the odds that any word is misread.
fn costs(counts: &[WordCount], any_word: f32) -> Vec<f32> {
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
    (0..=MOST_CONFIDENCE).map(cost).collect()
}

/// The rows of a table like [`TABLE`]: confidence, second reading and counts. Comments (`#`) and lines that are no row are
/// left out.
fn rows(table: &str) -> impl Iterator<Item = (u8, Compared, WordCount)> + '_ {
    let rows = table.lines().filter(|row| !row.starts_with('#'));
    rows.filter_map(|row| {
        let mut cells = row.split('\t');
        let confidence = cells.next()?.parse().ok()?;
        let compared = match cells.next()? {
            "same" => Compared::Same,
            "other" => Compared::Different,
            _ => return None,
        };
        let (all, misread) = (cells.next()?.parse().ok()?, cells.next()?.parse().ok()?);
        Some((confidence, compared, WordCount { all, misread }))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_sure_costs_much() {
        let table = Confidences::parse(
            "# a\n30\tsame\t150\t60\n40\tsame\t150\t60\n96\tsame\t10000\t50\n96\tother\t300\t200\n",
        );
        let cost = |confidence| table.cost(confidence, Compared::Same);
        assert!(cost(30) < -2.0 && cost(35) < -2.0 && cost(0) < -2.0);
        assert!(cost(96) > 0.0 && cost(101) == f32::INFINITY);
        assert!(table.cost(96, Compared::Different) < -2.0);
        assert!(table.cost(96, Compared::No) < cost(96));
    }

    #[test]
    fn the_table_is_whole() {
        assert!(TABLE.starts_with('#'));
        assert!(
            rows(TABLE).count() > 50 && rows(TABLE).all(|(_, _, count)| count.misread <= count.all)
        );
        let cost = |confidence| confidences().cost(confidence, Compared::No);
        assert!(cost(96) > 0.0 && cost(60) < -1.0);
        assert!(confidences().cost(96, Compared::Different) < cost(96));
    }
}
