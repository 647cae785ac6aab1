//! Tells whether two passages are the same paragraph, as it stands in several papers.
//! In: passages. Out: yes or no, the same whichever comes first.
//! Never for a short passage, which says the same by chance, nor where figures differ.

use std::collections::BTreeMap;

use super::weights::SAME;
use crate::index::analyse::{self, Tokens};

/// A passage of fewer words has no twins.
const SHORTEST: usize = 12;

/// What is compared of a passage.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Print {
    /// How often each two words stand side by side, without marks.
    pairs: BTreeMap<(String, String), usize>,
    count: usize,
    /// The figures in order.
    figures: Vec<String>,
}

impl Print {
    /// Reads a passage; `None` where it is too short.
    pub fn of(text: &str) -> Option<Print> {
        let mut tokens = Tokens::new(text);
        let mut words: Vec<String> = Vec::new();
        while tokens.advance() {
            words.push(analyse::folded(tokens.term()).to_owned());
        }
        if words.len() < SHORTEST {
            return None;
        }
        let mut print = Print { count: words.len() - 1, ..Print::default() };
        for pair in words.windows(2) {
            *print.pairs.entry((pair[0].clone(), pair[1].clone())).or_default() += 1;
        }
        words.retain(|word| word.bytes().any(|byte| byte.is_ascii_digit()));
        print.figures = words;
        Some(print)
    }

    /// Whether both are the same paragraph.
    pub fn is_twin(&self, other: &Print) -> bool {
        let most = self.count.max(other.count) as f32;
        if self.count.min(other.count) as f32 / most < SAME || self.figures != other.figures {
            return false;
        }
        let held = |(pair, count): (&(String, String), &usize)| {
            other.pairs.get(pair).map_or(0, |other| *count.min(other))
        };
        self.pairs.iter().map(held).sum::<usize>() as f32 / most >= SAME
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "Tiếp tục đẩy mạnh công tác phòng, chống tham nhũng, lãng phí trong toàn bộ \
        hệ thống chính trị của tỉnh, gắn với trách nhiệm của người đứng đầu từng cơ quan, đơn vị.";

    fn is_twin(one: &str, other: &str) -> bool {
        match (Print::of(one), Print::of(other)) {
            (Some(one), Some(other)) => {
                assert_eq!(one.is_twin(&other), other.is_twin(&one));
                one.is_twin(&other)
            }
            _ => false,
        }
    }

    #[test]
    fn the_same_paragraph_is_a_twin() {
        assert!(is_twin(TEXT, TEXT));
        assert!(is_twin(TEXT, &TEXT.replace("phòng, chống", "phong chống").to_uppercase()));
        assert!(is_twin(TEXT, &TEXT.replace("từng cơ quan", "mỗi cơ quan")));
    }

    #[test]
    fn another_one_is_none() {
        assert!(!is_twin(TEXT, &TEXT.replace("tham nhũng, lãng phí", "dịch bệnh trên gia súc")));
        assert!(!is_twin(&format!("{TEXT} Năm 2024."), &format!("{TEXT} Năm 2025.")));
        assert!(!is_twin("Điều khoản thi hành", "Điều khoản thi hành"));
    }
}
