//! The token stream that a store indexes: the tokens of a text with their positions, and inlays among them.
//!
//! An inlay is an extra term that is written into the text before it is indexed: a document number, or an abbreviation
//! as printed. It has the position of the token that follows it.
//!
//! In: an indexed text: one made by `marked_up`, second readings, or a heading. Out: terms, each with its position.
//! Never analyses letters itself: [`crate::analyse`] does. Every store indexes exactly this stream.

use crate::analyse::{INLAY_END, NUMBER_LEAD, OWN_LEAD, PRINTED_LEAD, Tokens};
use crate::keys::DATE_SEPARATOR;
use crate::second::STRETCH_SEPARATOR;
use crate::term_cache::TermCache;

/// An extra term that is written into a text.
pub struct Inlay {
    /// The byte of the text before which it is written.
    pub at: usize,
    /// Its kind, which is the first character of its term: [`NUMBER_LEAD`], [`OWN_LEAD`] or [`PRINTED_LEAD`].
    pub lead: char,
    /// The rest of its term: the key of a number (see [`crate::keys`]), or the letters of an abbreviation.
    pub key: String,
}

/// `text` with the inlays written into it. `inlays` are sorted by place.
pub(crate) fn marked_up(text: &str, inlays: &[Inlay]) -> String {
    let room: usize = inlays.iter().map(|inlay| inlay.key.len() + 2).sum();
    let mut marked = String::with_capacity(text.len() + room);
    let mut at = 0;
    for inlay in inlays {
        push_clean(&mut marked, &text[at..inlay.at]);
        marked.push(inlay.lead);
        marked.push_str(&inlay.key);
        marked.push(INLAY_END);
        at = inlay.at;
    }
    push_clean(&mut marked, &text[at..]);
    marked
}

/// Appends `text`. Control characters that mark inlays are replaced by blanks: those in a paper must not make an inlay.
fn push_clean(marked: &mut String, text: &str) {
    let is_reserved = |one: char| (NUMBER_LEAD..=INLAY_END).contains(&one);
    let bytes = text.as_bytes();
    if memchr::memchr3(NUMBER_LEAD as u8, OWN_LEAD as u8, INLAY_END as u8, bytes).is_some()
        || memchr::memchr2(PRINTED_LEAD as u8, DATE_SEPARATOR as u8, bytes).is_some()
    {
        marked.push_str(&text.replace(is_reserved, " "));
    } else {
        marked.push_str(text);
    }
}

/// The distance between the positions of two adjacent words with only blanks between them. Part of the index format:
/// with 2 and 3 as the two steps, a distance up to [`BROKEN_STEP`] never has a third word between (two steps are at
/// least 4).
pub const PLAIN_STEP: u32 = 2;

/// The distance between the positions of two adjacent words with anything else between them, such as punctuation or a
/// line end, or nothing at all (`nhũng1`). The difference to [`PLAIN_STEP`] lets a phrase be matched with or without
/// such breaks. Part of the index format.
pub const BROKEN_STEP: u32 = 3;

/// Iterates over the tokens of one text, each with its position.
pub struct Positioned<'a> {
    tokens: Tokens<'a>,
    text: &'a str,
    /// The position of the current token.
    position: u32,
    /// The byte at which the last word ended.
    last_end: Option<usize>,
    /// Whether the position of the next word is set already, because an inlay stands before it.
    is_placed: bool,
}

impl<'a> Positioned<'a> {
    /// Starts before the first token of `text`, without a term cache.
    pub fn new(text: &'a str) -> Positioned<'a> {
        Positioned::with_cache(text, TermCache::default())
    }

    /// Starts before the first token of `text`, with the cache that earlier texts filled.
    pub(crate) fn with_cache(text: &'a str, cache: TermCache) -> Positioned<'a> {
        let tokens = Tokens::with_inlays(text, cache);
        Positioned { tokens, text, position: 0, last_end: None, is_placed: false }
    }

    /// Moves to the next token; `false` at the end of the text.
    #[inline]
    pub fn advance(&mut self) -> bool {
        if !self.tokens.advance() {
            return false;
        }
        let span = self.tokens.span();
        self.place(span.start);
        if !self.tokens.is_inlay() {
            self.last_end = Some(span.end);
        }
        true
    }

    /// Sets the position of the token that begins at byte `start`. Between two stretches of second readings the step is
    /// so large that no phrase crosses it.
    fn place(&mut self, start: usize) {
        if let Some(end) = self.last_end.filter(|_| !self.is_placed) {
            let between = &self.text[end..start];
            self.position += if is_plain(between) {
                PLAIN_STEP
            } else if between.contains(STRETCH_SEPARATOR) {
                2 * BROKEN_STEP
            } else {
                BROKEN_STEP
            };
        }
        self.is_placed = self.tokens.is_inlay();
    }

    /// The position of the current token; that of the first token is 0.
    pub fn position(&self) -> u32 {
        self.position
    }

    /// The current token: its term and span.
    pub fn token(&self) -> &Tokens<'a> {
        &self.tokens
    }

    /// The current token, to swap its term out without a copy.
    pub(crate) fn token_mut(&mut self) -> &mut Tokens<'a> {
        &mut self.tokens
    }
}

/// Whether the text between two words is blanks only, without a line end.
fn is_plain(between: &str) -> bool {
    between == " "
        || (!between.is_empty()
            && !between.contains('\n')
            && between.chars().all(char::is_whitespace))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tokens(text: &str) -> Vec<(u32, String)> {
        let mut tokens = Positioned::new(text);
        let mut all = Vec::new();
        while tokens.advance() {
            all.push((tokens.position(), tokens.token().term().replace('\u{1}', "|")));
        }
        all
    }

    #[test]
    fn a_number_stands_at_its_first_token() {
        let text = "theo “59-NQ/TW” của";
        let at = text.find("59").expect("the text holds it");
        let inlay = Inlay { at, lead: NUMBER_LEAD, key: "59-nq/tw".into() };
        let found = tokens(&marked_up(text, &[inlay]));
        let wanted: [(u32, &str); 6] = [
            (0, "theo|"),
            (3, "\u{2}59-nq/tw"),
            (3, "59|"),
            (6, "nq|"),
            (9, "tw|"),
            (12, "cua|của"),
        ];
        assert_eq!(found.iter().map(|(at, term)| (*at, term.as_str())).collect::<Vec<_>>(), wanted);
    }

    #[test]
    fn what_stands_between_words_shows_in_their_distance() {
        let at = |text: &str| tokens(text).into_iter().map(|(at, _)| at).collect::<Vec<_>>();
        assert_eq!(at("a b  c, d\ne-f"), [0, 2, 4, 7, 10, 13]);
        let inlay = Inlay { at: 2, lead: PRINTED_LEAD, key: "B".into() };
        assert_eq!(at(&marked_up("a b", &[inlay])), [0, 2, 2]);
    }

    #[test]
    fn control_characters_of_the_paper_are_no_numbers() {
        assert_eq!(tokens(&marked_up("a\u{2}b\u{6} c\u{3}", &[])).len(), 3);
        assert_eq!(tokens(&marked_up("a\u{4}b\u{5}c", &[])).len(), 3);
    }
}
