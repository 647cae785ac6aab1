//! The tokens of a text with their positions, and the inlays that were written among them: numbers of papers, and
//! abbreviations as they are printed.
//! In: text made by `marked_up`. Out: terms, each with its position; an inlay stands at that of its first token.
//! Never analyses anything itself; every store indexes what this gives.

use crate::analyse::{INLAY_END, NUMBER_LEAD, OWN_LEAD, PRINTED_LEAD, Tokens};
use crate::keys::DATE_SEPARATOR;
use crate::second::APART;
use crate::term_cache::TermCache;

/// What is written into a text before it is indexed, as a term of its own.
pub struct Inlay {
    /// The byte of the text before which it stands.
    pub at: usize,
    /// What it is: [`NUMBER_LEAD`], [`OWN_LEAD`] or [`PRINTED_LEAD`].
    pub lead: char,
    /// What [`crate::keys::number_key`] made of a number; the letters of an abbreviation.
    pub key: String,
}

/// `text` with the inlays before their first tokens; `inlays` are in order of place.
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

/// The paper's own control characters must not pass for ours.
fn push_clean(marked: &mut String, text: &str) {
    let is_ours = |one: char| (NUMBER_LEAD..=INLAY_END).contains(&one);
    let bytes = text.as_bytes();
    if memchr::memchr3(NUMBER_LEAD as u8, OWN_LEAD as u8, INLAY_END as u8, bytes).is_some()
        || memchr::memchr2(PRINTED_LEAD as u8, DATE_SEPARATOR as u8, bytes).is_some()
    {
        marked.push_str(&text.replace(is_ours, " "));
    } else {
        marked.push_str(text);
    }
}

/// How far the positions of two words are apart with nothing but blanks between them.
pub const PLAIN_STEP: u32 = 2;

/// How far they are apart with anything else between them: punctuation, a line end. So a phrase can
/// be found with or without what stands between its words, and no third word fits between.
pub const BROKEN_STEP: u32 = 3;

/// The tokens of one text, each with its position.
pub struct Positioned<'a> {
    tokens: Tokens<'a>,
    text: &'a str,
    position: u32,
    /// Where the last word ended.
    last_end: Option<usize>,
    /// Whether an inlay has taken the position of the word that comes.
    is_placed: bool,
}

impl<'a> Positioned<'a> {
    /// The tokens of a text that is read once.
    pub fn new(text: &'a str) -> Positioned<'a> {
        Positioned::remembering(text, TermCache::default())
    }

    /// The tokens of one of many texts, by what was seen in those before.
    pub(crate) fn remembering(text: &'a str, seen: TermCache) -> Positioned<'a> {
        let tokens = Tokens::with_inlays(text, seen);
        Positioned { tokens, text, position: 0, last_end: None, is_placed: false }
    }

    /// Goes to the next token; `false` at the end of the text.
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

    /// Finds the position of the token that begins at byte `start`.
    fn place(&mut self, start: usize) {
        if let Some(end) = self.last_end.filter(|_| !self.is_placed) {
            let between = &self.text[end..start];
            self.position += match is_plain(between) {
                true => PLAIN_STEP,
                false if between.contains(APART) => 2 * BROKEN_STEP,
                false => BROKEN_STEP,
            };
        }
        self.is_placed = self.tokens.is_inlay();
    }

    /// The position of the token at hand.
    pub fn position(&self) -> u32 {
        self.position
    }

    /// The token at hand, to read its term and span.
    pub fn token(&self) -> &Tokens<'a> {
        &self.tokens
    }

    /// The token at hand, to take its term.
    pub(crate) fn token_mut(&mut self) -> &mut Tokens<'a> {
        &mut self.tokens
    }
}

/// Whether nothing but blanks stands between two words.
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
