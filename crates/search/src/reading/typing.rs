//! Reads words that were typed with the input method off: `nghij quyeets`, `tham nhu4ng`.
//! In: the words of a question without marks, and an index. Out: the words that the keys stand for.
//! Never where the index knows a word as it was typed about as well as what it would be read as.

use vankien_engine::Engine;
use vankien_text::language::keyboard::{self, Method};

use super::token::{Correction, Token};
use crate::error::Result;
use crate::question::word;
use crate::weights::DAMAGE_EVIDENCE;

/// A word of fewer letters with one figure behind it may be a name (`co2`), where nothing else tells.
const TELLING: usize = 3;

/// The words that were typed by the keys of an input method; `None` where none was.
pub(super) fn read(store: &dyn Engine, tokens: &[Token]) -> Result<Option<Vec<Correction>>> {
    for method in [Method::Telex, Method::Vni] {
        let mut read = Vec::new();
        for (at, token) in tokens.iter().enumerate().filter(|(_, token)| token.is_free) {
            if let Some(word) = meant(store, token, method)? {
                read.push(Correction { first: at, last: at, word });
            }
        }
        if is_sure(tokens, &read) {
            return Ok(Some(read));
        }
    }
    Ok(None)
}

/// The syllable that the keys of a word stand for, if the papers hold it and hardly the word itself.
fn meant(store: &dyn Engine, token: &Token, method: Method) -> Result<Option<String>> {
    let word = match keyboard::syllable_of(&token.word, method) {
        Some(word) => word,
        None => return Ok(None),
    };
    let Some(term) = word::parse_words(&word).pop().map(|word| word.term) else { return Ok(None) };
    let sections = store.sections_holding(&term)?;
    let known = store.sections_holding(&token.term)?;
    Ok((sections > 0 && known * DAMAGE_EVIDENCE <= sections).then_some(word))
}

/// Whether the words tell that the input method was off: several of them do, or one with a mark in the
/// middle or of some letters.
fn is_sure(tokens: &[Token], read: &[Correction]) -> bool {
    let tells = |one: &Correction| {
        let word = tokens[one.first].word.as_str();
        let letters = word.trim_end_matches(|last: char| last.is_ascii_digit());
        letters.len() >= TELLING || letters.contains(|one: char| one.is_ascii_digit())
    };
    read.len() > 1 || read.iter().any(tells)
}
