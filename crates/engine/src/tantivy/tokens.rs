//! Hands the tokens of a text to the engine.
//! In: text made by `marked_up`. Out: the engine's tokens with their positions.
//! Never analyses anything itself.

use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

use crate::term_cache::TermCache;
use crate::tokenizer::Positioned;

/// The name under which the engine knows the tokenizer.
pub const NAME: &str = "vankien";

/// The engine's door to [`Positioned`].
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
