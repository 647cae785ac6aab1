//! Whether the confidence of edits agrees with how often they are right (calibration).
//! In: a damaged page, the edits of its repair. Out: counts by confidence.
//! An edit is right where its syllables are those of the clean text, letter for letter; other characters before and
//! behind them do not count. Never judges what was not edited, nor edits of inserted letters alone.

use std::ops::AddAssign;

use vankien_text::Edit;

use super::page::{Page, is_part_of_syllable};

/// Lower ends of the bins of confidence (included); the last bin ends at 1. They are narrower where most edits are. A
/// judgement, not measured.
pub const BINS: [f32; 8] = [0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99];

/// The edits of one bin.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Bin {
    /// The number of edits.
    pub edits: usize,
    /// The number of edits that were right.
    pub right: usize,
    /// The sum of the confidences of the edits.
    pub confidence_sum: f64,
}

/// Counts of edits by confidence.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Reliability {
    /// One bin for each of [`BINS`], in that order.
    pub bins: [Bin; BINS.len()],
}

impl AddAssign for Reliability {
    fn add_assign(&mut self, other: Reliability) {
        for (bin, other) in self.bins.iter_mut().zip(other.bins) {
            bin.edits += other.edits;
            bin.right += other.right;
            bin.confidence_sum += other.confidence_sum;
        }
    }
}

impl Reliability {
    /// Judges the edits of the damaged text of `page`. They must be in order of their spans.
    pub fn of(page: &Page, edits: &[Edit]) -> Reliability {
        let mut found = Reliability::default();
        let (mut at, mut byte) = (0, 0);
        // The index of the letter at a byte offset; offsets must ascend.
        let mut letter_at = |offset: usize| {
            while byte < offset {
                byte += page.letters[at].now.len_utf8();
                at += 1;
            }
            at
        };
        for edit in edits {
            let letters = letter_at(edit.span.start)..letter_at(edit.span.end);
            let Some(clean) = page.clean_syllables_at(letters) else { continue };
            let bare =
                |text: &str| text.trim_matches(|letter| !is_part_of_syllable(letter)).to_owned();
            let index = BINS.iter().rposition(|least| edit.confidence >= *least).unwrap_or(0);
            let bin = &mut found.bins[index];
            bin.edits += 1;
            bin.right += usize::from(bare(&clean) == bare(&edit.to));
            bin.confidence_sum += f64::from(edit.confidence);
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::super::page::Letter;
    use super::*;
    use vankien_text::Why;
    use vankien_text::span::Span;

    #[test]
    fn an_edit_is_right_where_it_gives_back_what_stood_there() {
        let mut page = Page::of("phòng, chống tham nhũng");
        page.rewrite(|letter, out| match letter.now {
            'ũ' | 'ố' => out.push(letter.as_character(' ')),
            _ => out.push(letter),
        });
        page.letters.push(Letter::inserted('\n'));
        let edit = |start, end, to: &str, confidence| {
            let span = Span::new(start, end);
            let from = span.of(&page.text()).to_owned();
            Edit { span, from, to: to.to_owned(), why: Why::LetterLost, confidence }
        };
        let edits = [edit(8, 13, "chống", 0.97), edit(19, 24, "những", 0.55)];
        let found = Reliability::of(&page, &edits);
        assert_eq!((found.bins[6].edits, found.bins[6].right), (1, 1));
        assert_eq!((found.bins[1].edits, found.bins[1].right), (1, 0));
    }
}
