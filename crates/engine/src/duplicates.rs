//! Papers that are there more than once: the same text in several files, whatever their format and the
//! layout of their lines. The first of them by path stands for all, whatever came first.
//! In: texts; the papers of an index. Out: what they have in common; which of them stands for others.
//! Never takes papers for one that differ in a word or figure.

use std::collections::BTreeMap;

use twox_hash::XxHash3_128;
use vankien_text::blocks;

use crate::record::{Known, PaperRecord};

/// What the papers with these texts, in this order, share: their words and signs, but not the blanks and
/// lines between them, nor bullets and rules. 0 where there is no word.
pub(crate) fn of_text<'t>(texts: impl Iterator<Item = &'t str>) -> u128 {
    let mut hasher = XxHash3_128::new();
    let mut has_words = false;
    for text in texts.map(str::as_bytes) {
        // Words with one blank behind each are taken in one run: most of a text is such.
        let (mut run, mut at) = (0, 0);
        while at < text.len() {
            // Most words begin with a letter; the others are looked at closely.
            let opens = opens_word(text[at]);
            let end = if opens { end_of_words(text, at) } else { end_of_word(text, at) };
            let is_word = opens || has_word(&text[at..end]);
            has_words |= is_word;
            if !is_word {
                hasher.write(&text[run..at]);
                run = end + 1;
            } else if text.get(end) != Some(&b' ') {
                hasher.write(&text[run..end]);
                hasher.write(b" ");
                run = end + 1;
            }
            at = end + 1;
        }
        hasher.write(text.get(run..).unwrap_or_default());
    }
    if has_words { hasher.finish_128() } else { 0 }
}

/// What files with the same bytes share, where the text does not tell all.
pub fn of_bytes(bytes: &[u8]) -> u128 {
    let mut hasher = XxHash3_128::with_seed(1);
    hasher.write(bytes);
    hasher.finish_128()
}

/// Whether a word begins with `byte`: a figure or a Latin letter, marked or not.
fn opens_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() | (0xC3..=0xC6).contains(&byte) | (byte == 0xE1)
}

/// Where the word at `at` ends.
fn end_of_word(text: &[u8], at: usize) -> usize {
    text[at..].iter().position(|byte| *byte <= b' ').map_or(text.len(), |end| at + end)
}

/// Where the last of the words ends that follow one another from `at` on with one blank between.
fn end_of_words(text: &[u8], at: usize) -> usize {
    let breaks = |one: u8, next: u8| (one < b' ') | (one == b' ') & !opens_word(next);
    let passed = at + blocks::skip_blocks::<64>(&text[at..], |one, next| !breaks(one, next));
    let rest = text[passed..].windows(2).position(|two| breaks(two[0], two[1]));
    rest.map_or_else(
        || text.len() - usize::from(text.last().is_some_and(|last| *last <= b' ')),
        |end| passed + end,
    )
}

fn has_word(piece: &[u8]) -> bool {
    match piece.iter().find(|byte| byte.is_ascii_alphanumeric() || !byte.is_ascii()) {
        Some(first) if first.is_ascii() => true,
        // A dash, a bullet and the like take few bytes; nothing else is looked at closely.
        Some(_) if piece.len() <= 4 => {
            std::str::from_utf8(piece).is_ok_and(|piece| piece.chars().any(char::is_alphanumeric))
        }
        Some(_) => true,
        None => false,
    }
}

/// The first paths of papers, by what they share, as far as they are known while papers come in.
#[derive(Default)]
pub struct Firsts(BTreeMap<u128, String>);

impl Firsts {
    /// Counts a paper in; whether an earlier path stands for it already.
    pub fn has_earlier(&mut self, paper: &PaperRecord) -> bool {
        if paper.same == 0 {
            return false;
        }
        let first = self.0.entry(paper.same).or_insert_with(|| paper.path.clone());
        if *first > paper.path {
            first.clone_from(&paper.path);
        }
        *first != paper.path
    }
}

/// What is to be done so that the first of each paper stands for the others.
#[derive(Debug, Default, PartialEq)]
pub struct Order {
    /// Origins of duplicates that must stand for themselves: their sections are not in the index.
    pub raise: Vec<String>,
    /// Origins of papers that another one stands for.
    pub lower: Vec<String>,
    /// Origins of papers with the paths of those that they stand for, where these are others than before.
    pub tell: Vec<(String, Vec<String>)>,
}

impl Order {
    /// What is to be done with the papers of an index.
    pub fn of(known: &Known) -> Order {
        let mut all: Vec<(u128, &str, &String)> =
            known.iter().map(|(origin, paper)| (paper.same, paper.path.as_str(), origin)).collect();
        all.sort_unstable();
        let mut order = Order::default();
        // Where nothing tells what a paper shares, it stands alone.
        for group in all.chunk_by(|one, other| one.0 == other.0 && one.0 != 0) {
            let Some(((_, _, first), others)) = group.split_first() else { continue };
            let also_in: Vec<String> =
                others.iter().map(|(_, path, _)| (*path).to_owned()).collect();
            let paper = &known[*first];
            if paper.is_duplicate {
                order.raise.push((*first).clone());
            }
            if paper.also_in != also_in {
                order.tell.push(((*first).clone(), also_in));
            }
            let lowered = others.iter().filter(|(_, _, origin)| !known[*origin].is_duplicate);
            order.lower.extend(lowered.map(|(_, _, origin)| (*origin).clone()));
        }
        order
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(texts: &[&str]) -> u128 {
        of_text(texts.iter().copied())
    }

    #[test]
    fn layout_is_no_difference_and_a_figure_is() {
        let one = key(&["KẾ HOẠCH\n\n- Thu 5 tỷ đồng", "Nơi nhận"]);
        assert_eq!(one, key(&["KẾ  HOẠCH", "•\tThu 5 tỷ\nđồng\n-----\nNơi nhận"]));
        assert_ne!(one, key(&["KẾ HOẠCH", "- Thu 6 tỷ đồng", "Nơi nhận"]));
        assert_ne!(one, key(&["KẾ HOẠCH", "- Thu -5 tỷ đồng", "Nơi nhận"]));
        assert_eq!(key(&["- …", "*"]), 0);
        assert_eq!(key(&["a b "]), key(&[" a  -\tb"]));
        assert_ne!(key(&["a b"]), key(&["ab"]));
        assert_eq!(key(&["a", "b"]), key(&["", "a b", "\n"]));
        assert_ne!(of_bytes(b"a"), key(&["a"]));
    }

    #[test]
    fn a_break_anywhere_in_a_long_text_is_no_difference() {
        let words = "Thực hiện 5 nghị quyết của Đảng ủy ".repeat(8);
        let whole = key(&[&words]);
        for (blank, _) in words.match_indices(' ') {
            for breaks in ["\n", "  ", " -\t", "\n\n• "] {
                let (before, after) = words.split_at(blank);
                assert_eq!(key(&[&format!("{before}{breaks}{}", &after[1..])]), whole);
            }
        }
        assert_eq!(key(&[words.trim_end()]), whole);
        assert_ne!(key(&[&words.replacen("5 nghị", "5nghị", 1)]), whole);
    }

    #[test]
    fn the_first_path_stands_for_the_others() {
        let paper = |path: &str, same, is_duplicate| {
            let paper =
                PaperRecord { path: path.into(), same, is_duplicate, ..PaperRecord::default() };
            (format!("/{path}"), paper)
        };
        let known: Known =
            [paper("a", 7, true), paper("b", 7, false), paper("c", 0, false), paper("d", 0, false)]
                .into();
        let order = Order::of(&known);
        assert_eq!((order.raise, order.lower), (vec!["/a".to_owned()], vec!["/b".to_owned()]));
        assert_eq!(order.tell, [("/a".to_owned(), vec!["b".to_owned()])]);
        let mut firsts = Firsts::default();
        let mut has_earlier = |path: &str| firsts.has_earlier(&paper(path, 7, false).1);
        assert_eq!(["b", "c", "a", "b"].map(&mut has_earlier), [false, true, false, true]);
    }
}
