//! Reads words that were typed with the input method off: `nghij quyeets` (Telex), `tham nhu4ng` (VNI).
//! In: the tokens of a question without marks, and an index. Out: the words that the keys stand for.
//! Never reads a word so where the papers hold it as typed: see `weights::DAMAGE_EVIDENCE`.

use vankien_engine::Engine;
use vankien_text::language::keyboard::{self, Method};

use super::token::{Correction, Token};
use crate::error::Result;
use crate::question::word;
use crate::weights::DAMAGE_EVIDENCE;

/// Letters that a word must have at least before its trailing digits, so that it alone proves that the input method was
/// off. A shorter one may be a name (`co2`). A judgement, not measured; tests of `crates/search/tests/questions.rs`
/// hold cases.
const MIN_PROVING_LETTERS: usize = 3;

/// The words that were typed by the keys of an input method (Telex first, then VNI), in order; `None` where nothing
/// proves that it was off.
pub(super) fn corrections(store: &dyn Engine, tokens: &[Token]) -> Result<Option<Vec<Correction>>> {
    for method in [Method::Telex, Method::Vni] {
        let mut corrections = Vec::new();
        for (at, token) in tokens.iter().enumerate().filter(|(_, token)| token.is_free) {
            if let Some(word) = word_of_keys(store, token, method)? {
                corrections.push(Correction { first: at, last: at, word });
            }
        }
        if is_proven(tokens, &corrections) {
            return Ok(Some(corrections));
        }
    }
    Ok(None)
}

/// The syllable that the keys of a word stand for, if the papers hold it far more often than the word as typed.
fn word_of_keys(store: &dyn Engine, token: &Token, method: Method) -> Result<Option<String>> {
    let Some(word) = keyboard::syllable_of(&token.word, method) else { return Ok(None) };
    let Some(parsed) = word::parse_words(&word).pop() else { return Ok(None) };
    let sections = store.sections_holding(&parsed.term)?;
    let sections_as_typed = store.sections_holding(&token.term)?;
    let is_meant = sections > 0 && sections_as_typed * DAMAGE_EVIDENCE <= sections;
    Ok(if is_meant { Some(word) } else { None })
}

/// Whether the words prove that the input method was off: several of them are keys, or one of enough letters or with a
/// digit in its middle.
fn is_proven(tokens: &[Token], corrections: &[Correction]) -> bool {
    let proves = |one: &Correction| {
        let word = tokens[one.first].word.as_str();
        let letters = word.trim_end_matches(|last: char| last.is_ascii_digit());
        letters.len() >= MIN_PROVING_LETTERS || letters.contains(|one: char| one.is_ascii_digit())
    };
    corrections.len() > 1 || corrections.iter().any(proves)
}
