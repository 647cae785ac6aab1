//! The tokenizer that is registered with tantivy.
//! In: an indexed text: one made by `tokenizer::marked_up`, second readings, or a heading. Out: tokens of tantivy with
//! their positions.
//! Never analyses anything itself: it wraps [`Positioned`].

use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

use crate::term_cache::TermCache;
use crate::tokenizer::Positioned;

/// The name under which the tokenizer is registered; the schema of the index holds it.
pub const NAME: &str = "vankien";

/// Wraps [`Positioned`] as a tokenizer of tantivy. It keeps the term cache from text to text.
#[derive(Clone, Default)]
pub struct Analyser {
    token: Token,
    seen: TermCache,
}

impl Tokenizer for Analyser {
    type TokenStream<'a> = Stream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Stream<'a> {
        self.token.reset();
        self.seen.enable();
        let tokens = Positioned::with_cache(text, std::mem::take(&mut self.seen));
        Stream { tokens, analyser: self }
    }
}

/// The tokens of one text.
pub struct Stream<'a> {
    tokens: Positioned<'a>,
    analyser: &'a mut Analyser,
}

impl Drop for Stream<'_> {
    fn drop(&mut self) {
        self.analyser.seen = self.tokens.token_mut().take_cache();
    }
}

impl TokenStream for Stream<'_> {
    #[inline]
    fn advance(&mut self) -> bool {
        if !self.tokens.advance() {
            return false;
        }
        let span = self.tokens.token().span();
        let token = &mut self.analyser.token;
        token.offset_from = span.start;
        token.offset_to = span.end;
        token.position = self.tokens.position() as usize;
        self.tokens.token_mut().swap_term(&mut token.text);
        true
    }

    fn token(&self) -> &Token {
        &self.analyser.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.analyser.token
    }
}
