//! Cuts text into tokens and writes each as a term: `Hoà` becomes `hoa␁hòa`, `59` becomes `59␁`.
//! In: text of a paper or of a question, the same way for both (law 3). Out: terms with byte offsets.
//! Never allocates for a token, never changes shown text, never decides by case.
//!
//! A term is the folded syllable (small, no tone, no marks, đ→d), [`HALVES_SEPARATOR`], and the marked form,
//! which is left out where it equals the folded one. So all forms of `tham` stand side by side in
//! the dictionary, and a question without marks reads one range of it. Two spellings that are both
//! right are one term: the tone on either vowel of `oa oe uy` (`hoà`, `hòa`), and `i` or `y` after
//! a lone `h k l m s t` (`kĩ`, `kỹ`).

use vankien_system::stop;
use vankien_text::language::syllable;
use vankien_text::span::Span;

use crate::fold::{self, ASCII, LETTERS, Letter, Letters, SEPARATOR};
use crate::term_cache::TermCache;

/// Between the folded and the marked half of a term.
pub const HALVES_SEPARATOR: char = '\u{1}';

/// The first character of the term of a document number that is mentioned.
pub const NUMBER_LEAD: char = '\u{2}';

/// The first character of the term of the paper's own number.
pub const OWN_LEAD: char = '\u{3}';

/// The first character of the term of an abbreviation as it is printed, see [`crate::abbreviated`].
pub const PRINTED_LEAD: char = '\u{4}';

/// Ends what [`NUMBER_LEAD`], [`OWN_LEAD`] or [`PRINTED_LEAD`] began, where it is written into a text. All terms of words sort behind
/// it.
pub const INLAY_END: char = '\u{6}';

/// More letters than this do not enter a term: a run that long is no word.
const LONGEST: usize = 64;

/// The tokens of a text, one after the other.
pub struct Tokens<'t> {
    text: &'t str,
    at: usize,
    letters: &'static Letters,
    term: String,
    marked: String,
    has_marks: bool,
    span: Span,
    /// The byte below which a control character begins an inlay; 0 where none was written in.
    inlays_below: u8,
    seen: TermCache,
}

impl<'t> Tokens<'t> {
    /// Stands before the first token of `text`.
    pub fn new(text: &'t str) -> Tokens<'t> {
        let (term, marked) = (String::with_capacity(96), String::with_capacity(96));
        let (letters, span) = (&*LETTERS, Span::default());
        let seen = TermCache::default();
        Tokens { text, at: 0, letters, term, marked, has_marks: false, span, inlays_below: 0, seen }
    }

    /// The same over a text into which inlays were written, each from [`NUMBER_LEAD`], [`OWN_LEAD`] or [`PRINTED_LEAD`] to
    /// [`INLAY_END`]; each is a token of its own, in front of the word that follows.
    /// `seen` holds the terms of syllables met before; [`take_seen`](Tokens::take_seen) gives it back.
    pub fn with_inlays(text: &'t str, seen: TermCache) -> Tokens<'t> {
        Tokens { inlays_below: INLAY_END as u8, seen, ..Tokens::new(text) }
    }

    /// The terms met, for the next text.
    pub fn take_seen(&mut self) -> TermCache {
        std::mem::take(&mut self.seen)
    }

    /// Goes to the next token; `false` at the end of the text.
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
        if let Some(length) = self.seen.recall(&self.text.as_bytes()[self.at..], &mut self.term) {
            self.at += length;
            self.span.end = self.at;
            return true;
        }
        self.marked.clear();
        self.has_marks = false;
        let mut last = self.read_letters();
        if self.has_marks && last.base.is_ascii_digit() {
            last = self.leave_digits().unwrap_or(last);
        }
        self.span.end = self.at;
        self.settle(last);
        self.seen.keep(&self.text.as_bytes()[self.span.start..], self.span.len(), &self.term);
        true
    }

    /// Whether this token is an inlay.
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

    /// The term of this token.
    pub fn term(&self) -> &str {
        &self.term
    }

    /// Gives the term away for the room of an `other`, so that nobody copies it.
    pub(crate) fn swap_term(&mut self, other: &mut String) {
        std::mem::swap(&mut self.term, other);
    }

    /// Where this token stands in the text, in bytes.
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

    /// Reads to the end of the token; gives the last letter, taken apart.
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

    /// Leaves the digits at the end of a syllable to the next token: the mark of a footnote in
    /// `nhũng1`, a lost space in `số59`. Gives the last letter before them; `None` where the letters
    /// are no syllable (`QĐ59`).
    fn leave_digits(&mut self) -> Option<Letter> {
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
        if self.term.len() >= LONGEST {
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

    /// A letter of another script stands in both halves; a loose combining mark in the marked one.
    fn push_foreign(&mut self, mark: char) {
        if self.term.len() >= LONGEST {
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

    /// Brings the two spellings of one syllable to one, and joins both halves.
    fn settle(&mut self, last: Letter) {
        if last.plain && (last.base == b'i' || last.base == b'y') {
            self.settle_i(last);
        }
        if last.tone != 0 && last.plain {
            self.settle_tone(last);
        }
        self.term.push(HALVES_SEPARATOR);
        if self.has_marks {
            self.term.push_str(&self.marked);
        }
    }

    /// `kĩ` is `kỹ`, `lí` is `lý`; `thi` and `nghi` stay.
    fn settle_i(&mut self, last: Letter) {
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

    /// `hoà` is `hòa`, `uỷ` is `ủy`; `quý` stays, its `u` belongs to the `q`.
    fn settle_tone(&mut self, last: Letter) {
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

/// About how many tokens `text` holds, counted byte by byte without making them. Signs of three bytes
/// (`“`, `…`) part words as [`Tokens`] has it; the rare two-byte signs (`×`, `÷`) count as letters, and
/// a syllable with digits behind it as one.
pub fn count(text: &str) -> u64 {
    // So many bytes are counted in one byte; there are no questions in the loop, so that several are
    // looked at together.
    const BLOCK: usize = 192;
    let opens =
        |byte: u8| byte.is_ascii_alphanumeric() | (byte >= 0xC3) & (byte != 0xE2) & (byte != 0xEF);
    let parts = |byte: u8| (byte < 0x80) & !byte.is_ascii_alphanumeric();
    let bytes = text.as_bytes();
    let behind = bytes.get(1..).unwrap_or_default();
    let begun = |(before, now): (&[u8], &[u8])| {
        let both = before.iter().zip(now).map(|(one, next)| u8::from(parts(*one) & opens(*next)));
        u64::from(both.fold(0, u8::wrapping_add))
    };
    let plain: u64 = bytes.chunks(BLOCK).zip(behind.chunks(BLOCK)).map(begun).sum();
    // Behind a sign of more than one byte, too.
    let signs = memchr::memchr3_iter(0xC2, 0xE2, 0xEF, bytes);
    let length = |at: usize| if bytes[at] == 0xC2 { 2 } else { 3 };
    let behind_signs = signs.filter(|at| bytes.get(at + length(*at)).is_some_and(|b| opens(*b)));
    u64::from(bytes.first().is_some_and(|first| opens(*first)))
        + plain
        + behind_signs.count() as u64
}

/// The folded half of a term.
pub fn folded(term: &str) -> &str {
    let end = term.bytes().position(|byte| byte == HALVES_SEPARATOR as u8);
    &term[..end.unwrap_or(term.len())]
}

/// How a term is written for a reader: its marked half, or the folded one where both are equal.
pub fn shown(term: &str) -> &str {
    match term.split_once(HALVES_SEPARATOR) {
        Some((folded, "")) => folded,
        Some((_, marked)) => marked,
        None => term,
    }
}

/// Whether the term bears marks.
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
        assert_eq!((all.len(), all[0].len()), (2, LONGEST + 1));
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
            assert_eq!(count(&text), terms(&text).len() as u64, "{letter:?} {:x}", letter as u32);
        }
    }
}
