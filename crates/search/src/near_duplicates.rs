//! Tells whether two passages are the same paragraph, as it stands in several papers.
//! In: passages. Out: yes or no, the same whichever comes first.
//! Never for a short passage, which says the same by chance, nor where figures differ.

use twox_hash::XxHash3_128;
use vankien_engine::analyse::{self, Tokens};

use super::weights::SAME;

/// A passage of fewer words is not compared.
const SHORTEST: usize = 12;

/// What is compared of a passage.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Print {
    /// Each two words that stand side by side, without marks, as one number; in order.
    pairs: Vec<u64>,
    /// The figures in order.
    figures: Vec<String>,
}

impl Print {
    /// Reads a passage; `None` where it is too short.
    pub fn of(text: &str) -> Option<Print> {
        let mut tokens = Tokens::new(text);
        let (mut print, mut last) = (Print::default(), String::new());
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
        (print.pairs.len() + 1 >= SHORTEST).then_some(print)
    }

    /// Whether both are the same paragraph.
    pub fn is_same_paragraph(&self, other: &Print) -> bool {
        let (one, two) = (&self.pairs, &other.pairs);
        let most = one.len().max(two.len()) as f32;
        if one.len().min(two.len()) as f32 / most < SAME || self.figures != other.figures {
            return false;
        }
        let (mut at, mut held) = (0, 0);
        for pair in one {
            at += two[at..].partition_point(|other| other < pair);
            if two.get(at) == Some(pair) {
                (at, held) = (at + 1, held + 1);
            }
        }
        held as f32 / most >= SAME
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "Tiếp tục đẩy mạnh công tác phòng, chống tham nhũng, lãng phí trong toàn bộ \
        hệ thống chính trị của tỉnh, gắn với trách nhiệm của người đứng đầu từng cơ quan, đơn vị.";

    fn is_same_paragraph(one: &str, other: &str) -> bool {
        match (Print::of(one), Print::of(other)) {
            (Some(one), Some(other)) => {
                assert_eq!(one.is_same_paragraph(&other), other.is_same_paragraph(&one));
                one.is_same_paragraph(&other)
            }
            _ => false,
        }
    }

    #[test]
    fn the_same_paragraph_is_a_twin() {
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
