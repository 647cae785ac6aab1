//! Tells whether two passages are the same paragraph, as it stands in several papers.
//! In: passages. Out: yes or no; the order of the two does not matter.
//! Never yes for a short passage, which may say the same by chance, nor where figures (numbers, dates) differ.

use twox_hash::XxHash3_128;
use vankien_engine::analyse::{self, Tokens};

use super::weights::SAME_PARAGRAPH;

/// Words that a passage must have at least to be compared. A judgement, not measured; the tests of this file hold it.
const SHORTEST_WORDS: usize = 12;

/// The fingerprint of a passage: what is compared of it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Fingerprint {
    /// A hash of each two neighbouring words (marks taken off), sorted.
    pairs: Vec<u64>,
    /// The words with a digit in them, in the order of the text.
    figures: Vec<String>,
}

impl Fingerprint {
    /// The fingerprint of a passage; `None` where it has fewer words than [`SHORTEST_WORDS`].
    pub fn of(text: &str) -> Option<Fingerprint> {
        let mut tokens = Tokens::new(text);
        let mut print = Fingerprint::default();
        let mut last = String::new();
        let mut both = String::new();
        while tokens.advance() {
            let word = analyse::folded(tokens.term());
            if !last.is_empty() {
                both.clear();
                both.extend([&last, " ", word]);
                print.pairs.push(XxHash3_128::oneshot(both.as_bytes()) as u64);
            }
            if word.bytes().any(|byte| byte.is_ascii_digit()) {
                print.figures.push(word.to_owned());
            }
            last.clear();
            last.push_str(word);
        }
        print.pairs.sort_unstable();
        (print.pairs.len() + 1 >= SHORTEST_WORDS).then_some(print)
    }

    /// Whether both are the same paragraph: the same figures in the same order, and at least the share
    /// [`SAME_PARAGRAPH`] of the pairs of the longer one in common.
    pub fn is_same_paragraph(&self, other: &Fingerprint) -> bool {
        let (own, others) = (&self.pairs, &other.pairs);
        let longer = own.len().max(others.len()) as f32;
        let shorter = own.len().min(others.len()) as f32;
        if shorter / longer < SAME_PARAGRAPH || self.figures != other.figures {
            return false;
        }
        let mut at = 0;
        let mut common = 0;
        for pair in own {
            at += others[at..].partition_point(|other| other < pair);
            if others.get(at) == Some(pair) {
                at += 1;
                common += 1;
            }
        }
        common as f32 / longer >= SAME_PARAGRAPH
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "Tiếp tục đẩy mạnh công tác phòng, chống tham nhũng, lãng phí trong toàn bộ \
        hệ thống chính trị của tỉnh, gắn với trách nhiệm của người đứng đầu từng cơ quan, đơn vị.";

    fn is_same_paragraph(one: &str, other: &str) -> bool {
        match (Fingerprint::of(one), Fingerprint::of(other)) {
            (Some(one), Some(other)) => {
                assert_eq!(one.is_same_paragraph(&other), other.is_same_paragraph(&one));
                one.is_same_paragraph(&other)
            }
            _ => false,
        }
    }

    #[test]
    fn the_same_paragraph_is_recognised() {
        assert!(is_same_paragraph(TEXT, TEXT));
        assert!(is_same_paragraph(
            TEXT,
            &TEXT.replace("phòng, chống", "phong chống").to_uppercase()
        ));
        assert!(is_same_paragraph(TEXT, &TEXT.replace("từng cơ quan", "mỗi cơ quan")));
    }

    #[test]
    fn another_one_is_none() {
        assert!(!is_same_paragraph(
            TEXT,
            &TEXT.replace("tham nhũng, lãng phí", "dịch bệnh trên gia súc")
        ));
        assert!(!is_same_paragraph(&format!("{TEXT} Năm 2024."), &format!("{TEXT} Năm 2025.")));
        assert!(!is_same_paragraph("Điều khoản thi hành", "Điều khoản thi hành"));
    }
}
