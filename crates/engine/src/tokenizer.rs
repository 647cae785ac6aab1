//! Hands the tokens of `analyse` to the engine, with the inlays that were written among them: numbers of papers, and
//! abbreviations as they are printed.
//! In: text made by `marked_up`. Out: the engine's tokens, an inlay at the place of its first token.
//! Never analyses anything itself.

use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

use super::analyse::{END, NUMBER, OWN, PRINTED, Tokens};
use super::keys::DATE;
use super::second::APART;
use super::seen::Seen;

/// The name under which the engine knows the tokenizer.
pub(crate) const NAME: &str = "vankien";

/// What is written into a text before it is indexed, as a term of its own.
pub struct Inlay {
    /// The byte of the text before which it stands.
    pub at: usize,
    /// What it is: [`NUMBER`], [`OWN`] or [`PRINTED`].
    pub lead: char,
    /// What [`super::keys::number_key`] made of a number; the letters of an abbreviation.
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
        marked.push(END);
        at = inlay.at;
    }
    push_clean(&mut marked, &text[at..]);
    marked
}

/// The paper's own control characters must not pass for ours.
fn push_clean(marked: &mut String, text: &str) {
    let is_ours = |one: char| (NUMBER..=END).contains(&one);
    let bytes = text.as_bytes();
    if memchr::memchr3(NUMBER as u8, OWN as u8, END as u8, bytes).is_some()
        || memchr::memchr2(PRINTED as u8, DATE as u8, bytes).is_some()
    {
        marked.push_str(&text.replace(is_ours, " "));
    } else {
        marked.push_str(text);
    }
}

/// The engine's door to `analyse`.
#[derive(Clone, Default)]
pub struct Analyser {
    token: Token,
    seen: Seen,
}

impl Tokenizer for Analyser {
    type TokenStream<'a> = Stream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Stream<'a> {
        self.token.reset();
        self.seen.enable();
        let tokens = Tokens::with_inlays(text, std::mem::take(&mut self.seen));
        Stream { tokens, text, position: 0, last_end: None, is_placed: false, analyser: self }
    }
}

/// How far the positions of two words are apart with nothing but blanks between them.
pub const PLAIN: u32 = 2;

/// How far they are apart with anything else between them: punctuation, a line end. So a phrase can
/// be found with or without what stands between its words, and no third word fits between.
pub const BROKEN: u32 = 3;

/// The tokens of one text.
pub struct Stream<'a> {
    tokens: Tokens<'a>,
    text: &'a str,
    position: u32,
    /// Where the last word ended.
    last_end: Option<usize>,
    /// Whether an inlay has taken the position of the word that comes.
    is_placed: bool,
    analyser: &'a mut Analyser,
}

impl Stream<'_> {
    /// The position of the token that begins at byte `start`.
    fn place(&mut self, start: usize) -> usize {
        if let Some(end) = self.last_end.filter(|_| !self.is_placed) {
            let between = &self.text[end..start];
            self.position += match is_plain(between) {
                true => PLAIN,
                false if between.contains(APART) => 2 * BROKEN,
                false => BROKEN,
            };
        }
        self.is_placed = self.tokens.is_inlay();
        self.position as usize
    }
}

/// Whether nothing but blanks stands between two words.
fn is_plain(between: &str) -> bool {
    between == " "
        || (!between.is_empty()
            && !between.contains('\n')
            && between.chars().all(char::is_whitespace))
}

impl Drop for Stream<'_> {
    fn drop(&mut self) {
        self.analyser.seen = self.tokens.take_seen();
    }
}

impl TokenStream for Stream<'_> {
    fn advance(&mut self) -> bool {
        if !self.tokens.advance() {
            return false;
        }
        let span = self.tokens.span();
        let position = self.place(span.start);
        if !self.tokens.is_inlay() {
            self.last_end = Some(span.end);
        }
        let token = &mut self.analyser.token;
        token.offset_from = span.start;
        token.offset_to = span.end;
        token.position = position;
        self.tokens.swap_term(&mut token.text);
        true
    }

    fn token(&self) -> &Token {
        &self.analyser.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.analyser.token
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tokens(text: &str) -> Vec<(usize, String)> {
        let mut analyser = Analyser::default();
        let mut stream = analyser.token_stream(text);
        let mut all = Vec::new();
        while stream.advance() {
            all.push((stream.token().position, stream.token().text.replace('\u{1}', "|")));
        }
        all
    }

    #[test]
    fn a_number_stands_at_its_first_token() {
        let text = "theo “59-NQ/TW” của";
        let at = text.find("59").expect("the text holds it");
        let inlay = Inlay { at, lead: NUMBER, key: "59-nq/tw".into() };
        let found = tokens(&marked_up(text, &[inlay]));
        let wanted: [(usize, &str); 6] = [
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
        let inlay = Inlay { at: 2, lead: PRINTED, key: "B".into() };
        assert_eq!(at(&marked_up("a b", &[inlay])), [0, 2, 2]);
    }

    #[test]
    fn control_characters_of_the_paper_are_no_numbers() {
        assert_eq!(tokens(&marked_up("a\u{2}b\u{6} c\u{3}", &[])).len(), 3);
        assert_eq!(tokens(&marked_up("a\u{4}b\u{5}c", &[])).len(), 3);
    }
}
