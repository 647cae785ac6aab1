//! Finds out how UTF-8 was wrongly decoded: with which code page, once or twice, and what was lost.
//! In: a text and a line of it. Out: the few decoders that suit the line. A code page suits where the characters are
//! valid UTF-8 when they are taken as its bytes: other text hardly ever is. Never judges whether a line was wrongly
//! decoded; `detect` does.

use std::collections::{BTreeMap, HashMap};
use std::sync::OnceLock;

use super::code_pages::CodePage;
use super::decoder::Decoder;
use super::lost_bytes::{Layer, layer_of, length_of};
use super::utf8;
use crate::language::letters::number;

/// A code page is tried if it makes valid at least this many tenths of the bytes that the best one makes valid. A
/// judgement, not measured; `cargo test -p vankien-text encoding` holds cases of each code page.
const TENTHS_OF_BEST: usize = 8;
/// What was lost, and which code page suits the whole text best, is judged by this many bytes at its beginning at most.
/// A judgement, not measured.
const CENSUS_BYTES: usize = 1 << 18;
/// A code page suits a line if at most one in so many of its unusual characters is no byte of Vietnamese in UTF-8. In
/// text in Thai letters, which holds sequences of UTF-8 by chance, one in three is none.
const SIGNS_PER_FOREIGN: usize = 8;

/// The wrong decodings that were found in a text so far.
pub struct WrongDecodings<'t> {
    text: &'t str,
    /// How many bytes at the beginning of the text ([`CENSUS_BYTES`]) are valid UTF-8 in each code page: of the text as
    /// it stands (`None`), or after the wrong decoding with one code page was undone.
    counts: HashMap<Option<CodePage>, [usize; CodePage::ALL.len()]>,
    /// The decoder of each code page, with what was lost.
    once: HashMap<CodePage, Decoder>,
    /// The decoder of each pair of code pages, the last wrong decoding first.
    twice: HashMap<(CodePage, CodePage), Decoder>,
}

impl<'t> WrongDecodings<'t> {
    /// Those of `text`, none of which is found yet.
    pub fn of(text: &'t str) -> WrongDecodings<'t> {
        WrongDecodings { text, counts: HashMap::new(), once: HashMap::new(), twice: HashMap::new() }
    }

    /// The decoders that suit `line`, which is a part of the text: none for most text in order, often several for text
    /// that was wrongly decoded, because code pages share characters. Those of the code page that suits the whole text
    /// best come first; of each code page, that which undoes one wrong decoding stands before those that undo two.
    pub fn decoders(&mut self, line: &str) -> Vec<Decoder> {
        let line: Vec<char> = line.chars().collect();
        let mut decoders = Vec::new();
        for outer in self.best_pages(&line, None) {
            if !is_foreign(&line, outer) {
                decoders.push(self.once(outer));
            }
            for inner in self.best_inner_pages(&line, outer) {
                decoders.push(self.twice(outer, inner));
            }
        }
        decoders
    }

    /// The code pages that suit a line best after the last wrong decoding, with the code page `outer`, is undone. Which
    /// letters are likely where bytes were lost depends on them.
    fn best_inner_pages(&mut self, line: &[char], outer: CodePage) -> Vec<CodePage> {
        let text: String = line.iter().collect();
        let letters = utf8::characters(&text);
        let mut pages = Vec::new();
        for inner in CodePage::ALL {
            let once = utf8::decoded(&letters, Layer::lossless(outer), Some(inner));
            let once: Vec<char> = once.iter().map(|letter| letter.letter).collect();
            if is_foreign(&once, inner) {
                continue;
            }
            if let Some(rank) =
                self.best_pages(&once, Some(outer)).iter().position(|page| *page == inner)
            {
                pages.push((rank, inner));
            }
        }
        pages.sort_unstable();
        pages.into_iter().map(|(_, page)| page).collect()
    }

    /// The code pages in which most of `line` is valid UTF-8, those that suit the whole text best first; none where no
    /// letter is. `outer` is the code page whose wrong decoding was undone in `line`.
    fn best_pages(&mut self, line: &[char], outer: Option<CodePage>) -> Vec<CodePage> {
        let in_line = counts(line);
        let most = in_line.iter().copied().max().unwrap_or(0);
        if most == 0 {
            return Vec::new();
        }
        let suits = |count: usize| count > 0 && count * 10 >= most * TENTHS_OF_BEST;
        let text = start_of(self.text);
        let in_text = self.counts.entry(outer).or_insert_with(|| {
            let letters: Vec<char> = text.chars().collect();
            counts(&match outer {
                Some(outer) => utf8::decoded_plainly(&letters, outer),
                None => letters,
            })
        });
        let pages = CodePage::ALL.into_iter().zip(in_line).filter(|(_, count)| suits(*count));
        let mut pages: Vec<CodePage> = pages.map(|(page, _)| page).collect();
        pages.sort_by_key(|page| std::cmp::Reverse(in_text[*page as usize]));
        pages
    }

    fn once(&mut self, page: CodePage) -> Decoder {
        let text = start_of(self.text);
        *self
            .once
            .entry(page)
            .or_insert_with(|| Decoder::Utf8(layer_of(&utf8::characters(text), page, None)))
    }

    fn twice(&mut self, outer: CodePage, inner: CodePage) -> Decoder {
        let text = start_of(self.text);
        *self.twice.entry((outer, inner)).or_insert_with(|| {
            let letters = utf8::characters(text);
            let outer = layer_of(&letters, outer, Some(inner));
            let once = utf8::decoded(&letters, outer, Some(inner));
            Decoder::Utf8Twice { outer, inner: layer_of(&once, inner, None) }
        })
    }
}

/// The first [`CENSUS_BYTES`] of `text`.
fn start_of(text: &str) -> &str {
    &text[..text.floor_char_boundary(CENSUS_BYTES)]
}

/// How many bytes of `letters` are valid UTF-8 in each code page, in the order of [`CodePage::ALL`].
fn counts(letters: &[char]) -> [usize; CodePage::ALL.len()] {
    CodePage::ALL.map(|page| utf8::count_sequences(letters, page))
}

/// Whether too many of the unusual characters of a line are no bytes of Vietnamese in UTF-8 in the code page.
fn is_foreign(line: &[char], page: CodePage) -> bool {
    let is_byte = |byte: u8| (0x80..0xc0).contains(&byte) || utf8::UTF8_LEADS.contains(&byte);
    let (mut signs, mut foreign) = (0, 0);
    for sign in line.iter().filter(|sign| !is_usual(**sign)) {
        signs += 1;
        foreign += usize::from(!page.byte_of(*sign).is_some_and(is_byte));
    }
    foreign * SIGNS_PER_FOREIGN > signs
}

/// Whether a character is ASCII, a Vietnamese letter or a sign that papers use, or stands for a lost byte.
fn is_usual(character: char) -> bool {
    character.is_ascii()
        || number(character).is_some()
        || "\u{a0}\u{ad}–—‘’“”•…§«°±²³»½€".contains(character)
        || character == char::REPLACEMENT_CHARACTER
}

/// Whether `word` holds a character that wrongly decoded UTF-8 holds in some code page, and text in Vietnamese hardly
/// ever.
pub fn holds_sign(word: &str) -> bool {
    static SIGNS: OnceLock<Vec<char>> = OnceLock::new();
    let signs = SIGNS.get_or_init(signs);
    word.chars().any(|letter| !letter.is_ascii() && signs.binary_search(&letter).is_ok())
}

/// The characters of the bytes that UTF-8 of Vietnamese holds, in all code pages, in order; without Vietnamese letters
/// and the signs that papers use.
fn signs() -> Vec<char> {
    let bytes = (0x80..0xc0).chain(utf8::UTF8_LEADS);
    let all = CodePage::ALL
        .into_iter()
        .flat_map(|page| bytes.clone().map(move |byte| page.char_of(byte)));
    let mut signs: Vec<char> = all.filter(|letter| !is_usual(*letter)).collect();
    signs.sort_unstable();
    signs.dedup();
    signs
}

/// In which code pages a character stands for a byte of a sequence of UTF-8; each bit is a code page.
#[derive(Clone, Copy, Default)]
struct Roles {
    /// For the first byte of sequences of two, three and four bytes.
    first: [u16; 3],
    /// For a byte behind the first.
    later: u16,
}

impl Roles {
    fn of(character: char) -> Roles {
        static ROLES: OnceLock<BTreeMap<char, Roles>> = OnceLock::new();
        if character.is_ascii() {
            return Roles::default();
        }
        let roles = ROLES.get_or_init(|| {
            let mut roles: BTreeMap<char, Roles> = BTreeMap::new();
            for page in CodePage::ALL {
                for byte in 0x80..=0xff {
                    let roles = roles.entry(page.char_of(byte)).or_default();
                    match length_of(byte) {
                        0 => roles.later |= u16::from(byte < 0xc0) << page as u16,
                        length => roles.first[length - 2] |= 1 << page as u16,
                    }
                }
            }
            roles
        });
        roles.get(&character).copied().unwrap_or_default()
    }
}

/// Whether `line` holds a sign as by [`holds_sign`], and characters side by side that are a sequence of UTF-8 in one
/// code page. Other text may hold both by chance.
pub fn holds_sequences(line: &str) -> bool {
    // The code pages in which one, two or three more bytes complete a sequence.
    let mut incomplete = [0_u16; 3];
    let mut completes = |character: char| {
        let Roles { first, later } = Roles::of(character);
        let is_complete = incomplete[0] & later != 0;
        let [_, two, three] = incomplete.map(|pages| pages & later);
        incomplete = [first[0] | two, first[1] | three, first[2]];
        is_complete
    };
    holds_sign(line) && line.chars().any(&mut completes)
}
