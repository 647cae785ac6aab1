//! Duplicates: files that hold the same paper, whatever their format and the layout of their lines (of a paper that was
//! not read in full: files of the same bytes). The first of them by path *represents* the others, in whatever order the
//! files were read; only its sections are indexed.
//! In: texts; the papers of an index. Out: a key that duplicates share; which papers represent others.
//! Never gives one key to papers whose sections, as repaired, differ in a word or figure. Page numbers and running
//! heads do not count: the same paper may be printed on other pages.

use std::collections::BTreeMap;

use twox_hash::XxHash3_128;
use vankien_text::blocks;

use crate::paper_path;
use crate::record::{KnownPapers, PaperRecord};

/// The key of a paper with these section texts: a hash of its words with the signs at them, in their case. ASCII white
/// space and control characters below U+0020 do not count, nor do pieces between them without a letter or digit
/// (bullets, rules of hyphens). `×` and `÷` count, and so does a piece of more than four bytes that holds a sign beyond
/// ASCII (`———`). 0 if there is no word.
pub(crate) fn text_key<'t>(texts: impl Iterator<Item = &'t str>) -> u128 {
    let mut hasher = XxHash3_128::new();
    let mut has_words = false;
    for text in texts.map(str::as_bytes) {
        // Words with one blank behind each are hashed in one run, as they make up most of a text.
        let (mut run, mut at) = (0, 0);
        while at < text.len() {
            // Most words begin with a letter. For anything else the slower `has_word` decides.
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

/// The key of a file by its bytes, for papers whose text cannot tell duplicates: pages were not read, a budget was met,
/// or there is no word. (A file whose reader was killed by a guard has the key 0.)
pub fn bytes_key(bytes: &[u8]) -> u128 {
    let mut hasher = XxHash3_128::with_seed(1);
    hasher.write(bytes);
    hasher.finish_128()
}

/// Whether a piece that begins with `byte` counts as a word without a further look: an ASCII digit or letter, or the
/// first byte of a Latin letter with marks (which `×` and `÷` share).
fn opens_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() | (0xC3..=0xC6).contains(&byte) | (byte == 0xE1)
}

/// The byte behind the word at `at`: that of the next white space or control character, or the end of the text.
fn end_of_word(text: &[u8], at: usize) -> usize {
    text[at..].iter().position(|byte| *byte <= b' ').map_or(text.len(), |end| at + end)
}

/// The byte behind the last word of a run. A run begins at `at`; its words have one blank between them, and each begins
/// as [`opens_word`] demands.
fn end_of_words(text: &[u8], at: usize) -> usize {
    let breaks = |one: u8, next: u8| (one < b' ') | (one == b' ') & !opens_word(next);
    let passed = at + blocks::skip_blocks::<64>(&text[at..], |one, next| !breaks(one, next));
    let rest = text[passed..].windows(2).position(|two| breaks(two[0], two[1]));
    rest.map_or_else(
        || text.len() - usize::from(text.last().is_some_and(|last| *last <= b' ')),
        |end| passed + end,
    )
}

/// Whether a piece between white space counts as a word: it holds a letter or digit, or more than four bytes with a
/// character beyond ASCII.
fn has_word(piece: &[u8]) -> bool {
    match piece.iter().find(|byte| byte.is_ascii_alphanumeric() || !byte.is_ascii()) {
        Some(first) if first.is_ascii() => true,
        // A single bullet or dash takes up to four bytes.
        Some(_) if piece.len() <= 4 => {
            std::str::from_utf8(piece).is_ok_and(|piece| piece.chars().any(char::is_alphanumeric))
        }
        Some(_) => true,
        None => false,
    }
}

/// For each key ([`PaperRecord::duplicate_key`]) the first path, in sorted order, of the papers seen so far.
#[derive(Default)]
pub struct FirstPaths(BTreeMap<u128, String>);

impl FirstPaths {
    /// Adds a paper. Returns whether a paper seen so far has the same key and an earlier path, so that it represents
    /// this one. Always false for the key 0.
    pub fn has_earlier(&mut self, paper: &PaperRecord) -> bool {
        if paper.duplicate_key == 0 {
            return false;
        }
        let first = self.0.entry(paper.duplicate_key).or_insert_with(|| paper.path.clone());
        if *first > paper.path {
            first.clone_from(&paper.path);
        }
        *first != paper.path
    }
}

/// The changes to an index after which, in each group of duplicates, the paper whose path sorts first represents the
/// others. The caller also empties [`PaperRecord::also_in`] of the papers in `lower`. Papers are named by their origins
/// ([`PaperRecord::origin`]).
#[derive(Debug, Default, PartialEq)]
pub struct DuplicateChanges {
    /// Duplicates that become representatives: their sections must be indexed.
    pub raise: Vec<String>,
    /// Papers that become duplicates: their sections must be removed.
    pub lower: Vec<String>,
    /// Representatives whose [`PaperRecord::also_in`] changes: the origin, and the new list (paths, sorted; may be
    /// empty).
    pub update: Vec<(String, Vec<String>)>,
}

/// The papers that other machines put into the same store; none in a store of one machine.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Elsewhere {
    /// The name of the machine whose papers are looked at. Empty in a store of one machine.
    pub own: String,
    /// The papers of others: the key that duplicates share, the path, the machine.
    pub papers: Vec<(u128, String, String)>,
}

impl DuplicateChanges {
    /// The changes that the papers and duplicates of a machine need; empty if each group is in order. Papers of other
    /// machines are looked at and never changed. Of equal paths that of the first machine by name represents.
    pub fn of(known: &KnownPapers, elsewhere: &Elsewhere) -> DuplicateChanges {
        let mut all: Vec<(u128, &str, &str, Option<&String>)> = known
            .iter()
            .map(|(file, paper)| {
                (paper.duplicate_key, paper.path.as_str(), elsewhere.own.as_str(), Some(file))
            })
            .collect();
        all.extend(
            elsewhere
                .papers
                .iter()
                .map(|(key, path, origin)| (*key, path.as_str(), origin.as_str(), None)),
        );
        all.sort_unstable();
        let mut order = DuplicateChanges::default();
        // A key of 0 means that nothing is known: such papers are never duplicates.
        for group in all.chunk_by(|one, other| one.0 == other.0 && one.0 != 0) {
            let Some(((_, _, _, first), others)) = group.split_first() else { continue };
            if let Some(first) = first {
                let also_in: Vec<String> = others.iter().map(|one| name_of(*one)).collect();
                let paper = &known[*first];
                if paper.is_duplicate {
                    order.raise.push((*first).clone());
                }
                if paper.also_in != also_in {
                    order.update.push(((*first).clone(), also_in));
                }
            }
            let own = others.iter().filter_map(|(_, _, _, file)| *file);
            order.lower.extend(own.filter(|file| !known[*file].is_duplicate).cloned());
        }
        order
    }
}

/// How the record of a representative names a duplicate: a paper of another machine with its machine.
fn name_of((_, path, origin, own): (u128, &str, &str, Option<&String>)) -> String {
    if own.is_some() { path.to_owned() } else { paper_path::with_origin(path, origin) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(texts: &[&str]) -> u128 {
        text_key(texts.iter().copied())
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
        assert_ne!(bytes_key(b"a"), key(&["a"]));
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
            let paper = PaperRecord {
                path: path.into(),
                duplicate_key: same,
                is_duplicate,
                ..PaperRecord::default()
            };
            (format!("/{path}"), paper)
        };
        let known: KnownPapers =
            [paper("a", 7, true), paper("b", 7, false), paper("c", 0, false), paper("d", 0, false)]
                .into();
        let order = DuplicateChanges::of(&known, &Elsewhere::default());
        assert_eq!((order.raise, order.lower), (vec!["/a".to_owned()], vec!["/b".to_owned()]));
        assert_eq!(order.update, [("/a".to_owned(), vec!["b".to_owned()])]);
        // A copy on another machine comes behind, or stands for both.
        let elsewhere = |path: &str, origin: &str| Elsewhere {
            own: "m".into(),
            papers: vec![(7, path.into(), origin.into())],
        };
        let order = DuplicateChanges::of(&known, &elsewhere("a", "n"));
        let also_in = vec!["a\0n".to_owned(), "b".to_owned()];
        assert_eq!(order.update, [("/a".to_owned(), also_in)]);
        assert_eq!((order.raise.len(), order.lower.len()), (1, 1));
        let order = DuplicateChanges::of(&known, &elsewhere("a", "l"));
        assert_eq!((order.raise.len(), order.lower.len(), order.update.len()), (0, 1, 0));
        let mut firsts = FirstPaths::default();
        let mut has_earlier = |path: &str| firsts.has_earlier(&paper(path, 7, false).1);
        assert_eq!(["b", "c", "a", "b"].map(&mut has_earlier), [false, true, false, true]);
    }
}
