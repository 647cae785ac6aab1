//! The analyser: splits text into tokens and makes a term of each. `Hoà` becomes `hoa␁hòa`, `59` becomes `59␁`.
//! In: text of a paper or of a question, analysed the same way (law 3). Out: terms with byte offsets.
//! Never changes the text that is shown, never distinguishes case. Allocates for a token only if its tone stands on an
//! unusual vowel, or if digits end a token with marks.
//!
//! A term is the folded form of a syllable (lower case, no tone, no marks, đ→d), [`HALVES_SEPARATOR`], and the marked
//! form (lower case with all marks). The marked form is left empty if it equals the folded one. So all forms of `tham`
//! are adjacent in the dictionary, and a word typed without marks is one range of it. Two accepted spellings of a
//! syllable become one term: the tone on either vowel of `oa oe uy` (`hoà`, `hòa`), and `i` or `y` after a single
//! `h k l m s t` (`kĩ`, `kỹ`). A tone on any other vowel of its syllable, a slip of typists, changes no term either
//! (`họach`, `hoạch`).

use vankien_system::stop;
use vankien_text::language::{syllable, tone_place};
use vankien_text::span::Span;

use crate::fold::{self, ASCII, LETTERS, Letter, Letters, SEPARATOR};
use crate::term_cache::TermCache;

/// The character between the folded and the marked half of a term. It sorts before all letters, so that all terms with
/// one folded form are adjacent in the dictionary.
pub const HALVES_SEPARATOR: char = '\u{1}';

/// The first character (lead) of the term of a document number that a section cites or bears.
pub const NUMBER_LEAD: char = '\u{2}';

/// The lead of the term of the paper's own number, in the section that states it; in the first section of the paper if
/// none states it.
pub const OWN_LEAD: char = '\u{3}';

/// The lead of the term of an abbreviation as it is printed; see [`crate::abbreviated`].
pub const PRINTED_LEAD: char = '\u{4}';

/// The last character of an inlay in a text (see [`crate::tokenizer`]); it is no part of the term. All terms of words
/// sort behind it.
pub const INLAY_END: char = '\u{6}';

/// Once the folded half of a term has this many bytes, further letters of the token are dropped from both halves. A
/// judgement, not measured: far longer than any word, so that only garbage is cut. Test `an_endless_word_is_cut`.
const MAX_TERM_BYTES: usize = 64;

/// Iterates over the tokens of a text.
pub struct Tokens<'t> {
    text: &'t str,
    /// The byte behind the current token.
    at: usize,
    /// The table of letters with marks.
    letters: &'static Letters,
    /// The term of the current token; while it is analysed, the folded half.
    term: String,
    /// The marked half while a token is analysed; used only if `has_marks`.
    marked: String,
    /// Whether the token that is being analysed has a letter with marks so far.
    has_marks: bool,
    /// The bytes of the current token.
    span: Span,
    /// Bytes above [`HALVES_SEPARATOR`] and below this one begin an inlay; 0 if the text has no inlays.
    inlays_below: u8,
    /// The terms of tokens seen before; never hits if it is not enabled.
    cache: TermCache,
}

impl<'t> Tokens<'t> {
    /// Starts before the first token of `text`.
    pub fn new(text: &'t str) -> Tokens<'t> {
        Tokens {
            text,
            at: 0,
            letters: &LETTERS,
            // Room for the term of any real word; a longer one only reallocates.
            term: String::with_capacity(96),
            marked: String::with_capacity(96),
            has_marks: false,
            span: Span::default(),
            inlays_below: 0,
            cache: TermCache::default(),
        }
    }

    /// Starts before the first token of a text with inlays. An inlay goes from [`NUMBER_LEAD`], [`OWN_LEAD`] or
    /// [`PRINTED_LEAD`] to [`INLAY_END`] (without one, to the end of the text) and is a token of its own. `cache` holds
    /// the terms of earlier texts; [`Tokens::take_cache`] gives it back.
    pub fn with_inlays(text: &'t str, cache: TermCache) -> Tokens<'t> {
        Tokens { inlays_below: INLAY_END as u8, cache, ..Tokens::new(text) }
    }

    /// Takes the term cache out, for the next text.
    pub fn take_cache(&mut self) -> TermCache {
        std::mem::take(&mut self.cache)
    }

    /// Moves to the next token; `false` at the end of the text.
    pub fn advance(&mut self) -> bool {
        stop::check();
        self.skip_separators();
        let Some(first) = self.text.as_bytes().get(self.at) else { return false };
        self.term.clear();
        self.span.start = self.at;
        if *first < self.inlays_below {
            self.read_inlay();
            return true;
        }
        if let Some(length) = self.cache.recall(&self.text.as_bytes()[self.at..], &mut self.term) {
            self.at += length;
            self.span.end = self.at;
            return true;
        }
        self.marked.clear();
        self.has_marks = false;
        let mut last = self.read_letters();
        if self.has_marks && last.base.is_ascii_digit() {
            last = self.split_off_digits().unwrap_or(last);
        }
        self.span.end = self.at;
        self.finish_term(last);
        self.cache.keep(&self.text.as_bytes()[self.span.start..], self.span.len(), &self.term);
        true
    }

    /// Whether the current token is an inlay.
    pub(crate) fn is_inlay(&self) -> bool {
        self.term.starts_with([NUMBER_LEAD, OWN_LEAD, PRINTED_LEAD])
    }

    fn read_inlay(&mut self) {
        let rest = &self.text[self.at..];
        let length = rest.find(INLAY_END).unwrap_or(rest.len());
        self.term.push_str(&rest[..length]);
        self.span.end = self.at + length;
        self.at = (self.span.end + 1).min(self.text.len());
    }

    /// The term of the current token. An inlay is its lead and key. Empty before the first token.
    pub fn term(&self) -> &str {
        &self.term
    }

    /// Swaps the term with `other`, which saves copying it.
    pub(crate) fn swap_term(&mut self, other: &mut String) {
        std::mem::swap(&mut self.term, other);
    }

    /// The bytes of the current token in the text. The span of an inlay has its lead, not its [`INLAY_END`].
    pub fn span(&self) -> Span {
        self.span
    }

    fn skip_separators(&mut self) {
        let bytes = self.text.as_bytes();
        while let Some(byte) = bytes.get(self.at) {
            if byte.is_ascii() {
                let starts_inlay = *byte < self.inlays_below && *byte > HALVES_SEPARATOR as u8;
                if ASCII[*byte as usize] != SEPARATOR || starts_inlay {
                    return;
                }
                self.at += 1;
                continue;
            }
            let letter = char_at(self.text, self.at);
            if self.letters.get(letter).is_some() || letter.is_alphanumeric() {
                return;
            }
            self.at += letter.len_utf8();
        }
    }

    /// Reads to the end of the token and fills both halves of its term. Returns the last letter, decomposed; the
    /// default value if that has no ASCII base (see [`Letter::base`]).
    fn read_letters(&mut self) -> Letter {
        let bytes = self.text.as_bytes();
        let mut last = Letter::default();
        while let Some(byte) = bytes.get(self.at) {
            if byte.is_ascii() {
                let small = ASCII[*byte as usize];
                if small == SEPARATOR {
                    break;
                }
                last = ascii(small);
                self.at += 1;
            } else {
                let mark = char_at(self.text, self.at);
                if let Some(letter) = self.letters.get(mark) {
                    last = letter;
                } else if mark.is_alphanumeric() || fold::is_combining(mark) {
                    self.at += mark.len_utf8();
                    self.push_foreign(mark);
                    last = Letter::default();
                    continue;
                } else {
                    break;
                }
                self.at += mark.len_utf8();
            }
            self.push(last);
        }
        last
    }

    /// Splits digits off the end of a syllable, so that they become the next token: a footnote mark in `nhũng1`, a lost
    /// space in `số59` (*số* is number). Returns the last letter before them; `None` if the letters are a single one or
    /// no valid syllable (`QĐ59`, part of a document number): the token then stays whole.
    fn split_off_digits(&mut self) -> Option<Letter> {
        let syllable = self.marked.trim_end_matches(|last: char| last.is_ascii_digit());
        let digits = self.marked.len() - syllable.len();
        let last = match syllable.chars().next_back()? {
            small if small.is_ascii() => ascii(small as u8),
            mark => self.letters.get(mark)?,
        };
        if syllable.chars().count() < 2 || !syllable::is_valid(syllable) {
            return None;
        }
        self.marked.truncate(self.marked.len() - digits);
        self.term.truncate(self.term.len() - digits);
        self.at -= digits;
        Some(last)
    }

    fn push(&mut self, letter: Letter) {
        if self.term.len() >= MAX_TERM_BYTES {
            return;
        }
        if !self.has_marks && !letter.marked.is_ascii() {
            self.has_marks = true;
            self.marked.push_str(&self.term);
        }
        if self.has_marks {
            self.marked.push(letter.marked);
        }
        self.term.push(letter.base as char);
    }

    /// Appends a letter of another script to both halves, or a combining mark without a precomposed letter to the
    /// marked half.
    fn push_foreign(&mut self, mark: char) {
        if self.term.len() >= MAX_TERM_BYTES {
            return;
        }
        if fold::is_combining(mark) && !self.has_marks {
            self.has_marks = true;
            self.marked.push_str(&self.term);
        }
        for small in mark.to_lowercase() {
            if self.has_marks {
                self.marked.push(small);
            }
            if !fold::is_combining(mark) {
                self.term.push(small);
            }
        }
    }

    /// Unifies the spellings of a syllable, and joins both halves to the term.
    fn finish_term(&mut self, last: Letter) {
        if last.plain && (last.base == b'i' || last.base == b'y') {
            self.unify_i_and_y(last);
        }
        if self.has_marks
            && let Some(usual) = tone_place::usual(&self.marked)
        {
            self.marked = usual;
        } else if last.tone != 0 && last.plain {
            self.unify_tone_place(last);
        }
        self.term.push(HALVES_SEPARATOR);
        if self.has_marks {
            self.term.push_str(&self.marked);
        }
    }

    /// Writes `y` for `i` after a single `h k l m s t`: `kĩ` becomes `kỹ`, `lí` becomes `lý`. `vi`, `thi` and `nghi`
    /// stay.
    fn unify_i_and_y(&mut self, last: Letter) {
        let [onset, b'i'] = self.term.as_bytes() else { return };
        if !b"hklmst".contains(onset)
            || (self.has_marks && !self.marked.starts_with(*onset as char))
        {
            return;
        }
        self.term.pop();
        self.term.push('y');
        if self.has_marks {
            self.marked.pop();
            self.marked.push(fold::with_tone('y', last.tone));
        }
    }

    /// Moves the tone of `oa`, `oe`, `uy` at the end of a token to the first vowel: `hoà` becomes `hòa`, `uỷ` becomes
    /// `ủy`. `quý` stays, as its `u` belongs to the consonant `qu`.
    fn unify_tone_place(&mut self, last: Letter) {
        let folded = self.term.as_bytes();
        let (first, second) = match folded {
            [.., b'q', b'u', b'y'] => return,
            [.., b'o', b'a'] => ('o', 'a'),
            [.., b'o', b'e'] => ('o', 'e'),
            [.., b'u', b'y'] => ('u', 'y'),
            _ => return,
        };
        let bare = self.marked.len() - last.marked.len_utf8();
        if last.base != second as u8 || !self.marked[..bare].ends_with(first) {
            return;
        }
        self.marked.truncate(bare - 1);
        self.marked.push(fold::with_tone(first, last.tone));
        self.marked.push(second);
    }
}

fn ascii(small: u8) -> Letter {
    Letter { base: small, tone: 0, plain: true, marked: small as char }
}

fn char_at(text: &str, at: usize) -> char {
    text[at..].chars().next().expect("the offset lies before the end, on a boundary")
}

/// An estimate of the number of tokens in `text`, from its bytes alone: the places where a letter or digit follows a
/// separator or begins the text. The number of [`Tokens`] may differ: signs such as `×`, `÷` and emoji count as letters
/// here, a syllable with digits behind it counts as one token, and a token does not count if it begins with a letter
/// whose first byte is 0xE2 or 0xEF.
pub fn estimate_tokens(text: &str) -> u64 {
    /// Bytes per block. The count of a block must fit a `u8` (at most 255), so that the compiler can use vector
    /// instructions on the loop; 192 is a multiple of all vector lengths.
    const BLOCK_BYTES: usize = 192;
    let is_token_start =
        |byte: u8| byte.is_ascii_alphanumeric() | (byte >= 0xC3) & (byte != 0xE2) & (byte != 0xEF);
    let is_separator = |byte: u8| (byte < 0x80) & !byte.is_ascii_alphanumeric();
    let bytes = text.as_bytes();
    let following = bytes.get(1..).unwrap_or_default();
    let starts_in_block = |(block, next_bytes): (&[u8], &[u8])| {
        let pairs = block.iter().zip(next_bytes);
        let starts = pairs.map(|(one, next)| u8::from(is_separator(*one) & is_token_start(*next)));
        u64::from(starts.fold(0, u8::wrapping_add))
    };
    let after_ascii: u64 =
        bytes.chunks(BLOCK_BYTES).zip(following.chunks(BLOCK_BYTES)).map(starts_in_block).sum();
    // Separators of two bytes (first byte 0xC2) and of three (0xE2, 0xEF), such as `“` and `…`.
    let signs = memchr::memchr3_iter(0xC2, 0xE2, 0xEF, bytes);
    let length = |at: usize| if bytes[at] == 0xC2 { 2 } else { 3 };
    let after_signs =
        signs.filter(|at| bytes.get(at + length(*at)).is_some_and(|next| is_token_start(*next)));
    u64::from(bytes.first().is_some_and(|first| is_token_start(*first)))
        + after_ascii
        + after_signs.count() as u64
}

/// The folded half of a term; all of it if it has no halves (a document number or a printed abbreviation).
pub fn folded(term: &str) -> &str {
    let end = term.bytes().position(|byte| byte == HALVES_SEPARATOR as u8);
    &term[..end.unwrap_or(term.len())]
}

/// The spelling of a term to show to a reader: its marked half, or the folded half if it has no marks. A term without
/// halves is returned as it is.
pub fn shown(term: &str) -> &str {
    match term.split_once(HALVES_SEPARATOR) {
        Some((folded, "")) => folded,
        Some((_, marked)) => marked,
        None => term,
    }
}

/// Whether the term of a word bears marks. Meaningless (true) for a term without halves.
pub fn has_marks(term: &str) -> bool {
    !term.ends_with(HALVES_SEPARATOR)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn terms(text: &str) -> Vec<String> {
        let mut tokens = Tokens::new(text);
        let mut all = Vec::new();
        while tokens.advance() {
            all.push(tokens.term().replace(HALVES_SEPARATOR, "|"));
        }
        all
    }

    #[track_caller]
    fn same(one: &str, other: &str) {
        assert_eq!(terms(one), terms(other));
    }

    #[track_caller]
    fn differ(one: &str, other: &str) {
        assert_ne!(terms(one), terms(other));
    }

    #[test]
    fn a_term_holds_the_folded_and_the_marked_form() {
        assert_eq!(terms("Đảng BỘ tham 59"), ["dang|đảng", "bo|bộ", "tham|", "59|"]);
    }

    #[test]
    fn the_place_of_the_tone_does_not_matter() {
        same("hoà", "hòa");
        same("KHOẺ", "khỏe");
        same("Uỷ", "ủy");
        same("thuỷ", "thủy");
        assert_eq!(terms("quý"), ["quy|quý"]);
        assert_eq!(terms("hoá toán hoàn"), ["hoa|hóa", "toan|toán", "hoan|hoàn"]);
        differ("hòa", "hóa");
        differ("hoa", "hòa");
    }

    #[test]
    fn a_tone_on_another_vowel_makes_no_other_word() {
        same("kế họach thanh tóan", "kế hoạch thanh toán");
        same("QỦAN LÝ QÚY III", "quản lý quý III");
        same("đựơc cuả ngừơi vơí khủyu", "được của người với khuỷu");
        assert_eq!(terms("họach2"), ["hoach|hoạch", "2|"]);
        differ("họach", "hoách");
        // Neither is a syllable.
        differ("dùrch", "dụrch");
    }

    /// Every syllable of the vocabulary with its tone on each other vowel, in both cases.
    #[test]
    fn every_place_of_the_tone_gives_the_same_term() {
        let model = vankien_text::language::model::model();
        for word in (0..model.size()).map(|id| model.word(id as u16)) {
            for spelled in tone_place::unusual(word) {
                same(&spelled, word);
                same(&spelled.to_uppercase(), word);
            }
        }
    }

    #[test]
    fn i_and_y_are_one_after_a_lone_consonant() {
        same("kĩ", "kỹ");
        same("lí", "lý");
        same("tỉ", "tỷ");
        same("ki thuat", "ky thuat");
        differ("thi", "thy");
        differ("vì", "vỳ");
        differ("qui", "quy");
        differ("tì", "tỳ hưu");
    }

    #[test]
    fn d_with_a_bar_folds_to_d() {
        assert_eq!(terms("đ/c Đ"), ["d|đ", "c|", "d|đ"]);
    }

    #[test]
    fn letters_and_digits_make_tokens_and_all_else_parts_them() {
        assert_eq!(terms("59-NQ/TW, NQ59"), ["59|", "nq|", "tw|", "nq59|"]);
        assert_eq!(
            terms("(126.838) COVID-19…“ngày”"),
            ["126|", "838|", "covid|", "19|", "ngay|ngày"]
        );
        assert_eq!(terms(" \n\t"), Vec::<String>::new());
        assert_eq!(
            terms("nhũng1 số59 Hoà2"),
            ["nhung|nhũng", "1|", "so|số", "59|", "hoa|hòa", "2|"]
        );
        assert_eq!(terms("QĐ59 Đ1 H5N1 bộ1a"), ["qd59|qđ59", "d1|đ1", "h5n1|", "bo1a|bộ1a"]);
    }

    #[test]
    fn other_scripts_and_loose_marks_are_kept() {
        assert_eq!(terms("Москва"), ["москва|"]);
        assert_eq!(terms("x\u{306}y"), ["xy|x\u{306}y"]);
    }

    #[test]
    fn an_endless_word_is_cut() {
        let long = "a".repeat(100_000);
        let all = terms(&format!("{long} b"));
        assert_eq!((all.len(), all[0].len()), (2, MAX_TERM_BYTES + 1));
    }

    #[test]
    fn offsets_are_those_of_the_text() {
        let text = "— Đảng, bộ";
        let mut tokens = Tokens::new(text);
        assert!(tokens.advance());
        assert_eq!(tokens.span().of(text), "Đảng");
        assert!(tokens.advance());
        assert_eq!(tokens.span().of(text), "bộ");
        assert!(!tokens.advance());
    }

    #[test]
    fn counting_agrees_with_reading() {
        // Printable ASCII, the letters of Vietnamese, and the signs that papers print.
        let ascii = (0x20..0x7F).filter_map(char::from_u32);
        let letters = (0xC0..0x1EFA).filter_map(char::from_u32);
        let letters = letters.filter(|letter| LETTERS.get(*letter).is_some());
        let signs = "“”‘’…–—•\u{a0}§°".chars();
        for letter in ascii.chain(letters).chain(signs) {
            let text = format!("đ{letter}e {letter} {letter}é");
            assert_eq!(
                estimate_tokens(&text),
                terms(&text).len() as u64,
                "{letter:?} {:x}",
                letter as u32
            );
        }
    }
}
