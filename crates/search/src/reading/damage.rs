//! Repairs damaged words of a question, as pasted from damaged papers: `tham nh ng`, `nh?ng`, `nghị quyêt`.
//! In: the tokens of a question and an index. Out: which tokens are read as which syllable of the index.
//! A question is too short for letter statistics. So only what can be no syllable is replaced, and only by a syllable
//! of the index that fits letter by letter. Never replaces a token that is a known abbreviation by itself.

use vankien_engine::Engine;
use vankien_engine::analyse::{self, HALVES_SEPARATOR};
use vankien_text::language::model::{Id, Model, model};
use vankien_text::language::{letters, syllable};
use vankien_text::span;

use super::token::{Correction, Token};
use crate::distance::{SpelledWord, is_vowel};
use crate::error::Result;
use crate::question::word;
use crate::weights::{DAMAGE_EDIT_NATS, DAMAGE_EVIDENCE};
use crate::{abbreviation, dictionary};

/// Characters that may stand in place of a lost letter, beside a blank and digits.
const PLACEHOLDERS: [char; 6] = ['?', '\u{fffd}', '□', '_', '¿', '*'];

/// Ways to read damaged places of one question that are tried, at most; each costs look-ups for all candidate
/// syllables. A judgement, not measured.
const MAX_PLACES: usize = 16;

/// Bytes of the longest syllable (included), with some reserve (UTF-8 needs up to three bytes for a marked letter). A
/// longer token, or pair of torn tokens, is not looked at.
const MAX_SYLLABLE_BYTES: usize = 16;

/// A damaged place, by what may have happened to it.
enum Damage {
    /// At most one letter lost between these two parts: `nh?ng`, `tham nh ng`.
    Between(String, String),
    /// One letter lost anywhere: the vowel, since none is left. `thnh`.
    Lacking(String),
    /// The right letters with marks that no syllable has: `quyêt`.
    Marks(String),
}

/// The damaged tokens that are read as another word, in order. Tokens that are read as typed are not among them.
pub(super) fn corrections(
    store: &dyn Engine,
    text: &str,
    tokens: &[Token],
) -> Result<Vec<Correction>> {
    let mut corrections: Vec<Correction> = Vec::new();
    let mut places = 0;
    let mut at = 0;
    while at < tokens.len() {
        let mut next = at + 1;
        for (last, damage) in damage_at(text, tokens, at) {
            places += 1;
            if places > MAX_PLACES {
                break;
            }
            let context = PlaceContext::of(tokens, at, last);
            if let Some(word) = best_syllable(store, &damage, &context)? {
                corrections.push(Correction { first: at, last, word });
                next = last + 1;
                break;
            }
        }
        at = next;
    }
    Ok(corrections)
}

/// The damage that may begin at a token: as two torn tokens, then as one token. Each with its last token.
fn damage_at(text: &str, tokens: &[Token], at: usize) -> Vec<(usize, Damage)> {
    let mut found = Vec::new();
    if let Some(damage) = tokens.get(at + 1).and_then(|next| torn_apart(text, &tokens[at], next)) {
        found.push((at + 1, damage));
    }
    if let Some(damage) = damaged_token(&tokens[at]) {
        found.push((at, damage));
    }
    found
}

/// The context of a damaged place.
struct PlaceContext<'q> {
    /// The term of the token at the place; `None` where the place is two tokens.
    typed: Option<&'q str>,
    /// The word before in the language model; `None` where there is none, or it is unknown.
    before: Option<Id>,
    /// The word behind in the language model.
    behind: Option<Id>,
}

impl<'q> PlaceContext<'q> {
    fn of(tokens: &'q [Token], first: usize, last: usize) -> PlaceContext<'q> {
        let find = |token: Option<&Token>| token.and_then(|token| model().find(&token.word));
        let before = first.checked_sub(1).and_then(|before| tokens.get(before));
        let typed = (first == last).then(|| tokens[first].term.as_str());
        PlaceContext { typed, before: find(before), behind: find(tokens.get(last + 1)) }
    }
}

/// Two tokens of which at least one has no vowel, with one blank or placeholder between them.
fn torn_apart(text: &str, one: &Token, next: &Token) -> Option<Damage> {
    let mut between = span::slice(text, one.span.end, next.span.start).chars();
    let (gap, None) = (between.next()?, between.next()) else { return None };
    let is_gap = gap == ' ' || PLACEHOLDERS.contains(&gap);
    let fits = one.word.len() + next.word.len() <= MAX_SYLLABLE_BYTES
        && is_gap
        && one.is_open
        && next.is_open
        && (lacks_vowel(one) || lacks_vowel(next));
    fits.then(|| Damage::Between(one.word.clone(), next.word.clone()))
}

/// The damage of a single token; `None` where it may be a syllable, an abbreviation or a name.
fn damaged_token(token: &Token) -> Option<Damage> {
    let word = &token.word;
    if word.len() > MAX_SYLLABLE_BYTES {
        return None;
    }
    if let Some(digit) = word.find(|one: char| one.is_ascii_digit()) {
        // `nh3ng`: digits in place of a letter, with the end of a syllable behind (at most three bytes: `ng`, `nh`, a
        // marked vowel).
        let before = span::before(word, digit);
        let behind = span::after(word, digit).trim_start_matches(|one: char| one.is_ascii_digit());
        let fits = token.is_open
            && !before.is_empty()
            && (1..4).contains(&behind.len())
            && behind.chars().all(char::is_alphabetic);
        return fits.then(|| Damage::Between(before.to_owned(), behind.to_owned()));
    }
    if syllable::is_valid(word) || !word.chars().all(char::is_alphabetic) {
        return None;
    }
    if token.is_open && lacks_vowel(token) && word.chars().count() > 1 {
        return Some(Damage::Lacking(word.clone()));
    }
    // A word typed without marks needs no repair of marks: `restore_marks` reads it.
    (token.is_free && analyse::has_marks(&token.term)).then(|| Damage::Marks(word.clone()))
}

/// Whether a token is letters without a vowel, so that it can be no syllable.
fn lacks_vowel(token: &Token) -> bool {
    let folded = analyse::folded(&token.term);
    folded.chars().all(|one| one.is_ascii_lowercase() && !is_vowel(one))
}

impl Damage {
    /// The terms of syllables that fit, each with its cost in nats. Where letters were lost, the index may not hold
    /// them.
    fn candidates(&self, store: &dyn Engine) -> Result<Vec<(f32, String)>> {
        let Damage::Marks(word) = self else {
            let terms = self.spellings().into_iter().filter_map(|word| term(&word));
            return Ok(terms.map(|term| (0.0, term)).collect());
        };
        let typed = SpelledWord::new(word);
        let Some(own) = term(word) else { return Ok(Vec::new()) };
        let all =
            dictionary::word_terms(store, &format!("{}{HALVES_SEPARATOR}", analyse::folded(&own)))?;
        let valid = all.into_iter().filter(|term| syllable::is_valid(analyse::shown(term)));
        let cost =
            |term: &str| DAMAGE_EDIT_NATS * typed.distance(&SpelledWord::new(analyse::shown(term)));
        Ok(valid.map(|term| (cost(&term), term)).collect())
    }

    /// The syllables that fit with the lost letter put back, sorted.
    fn spellings(&self) -> Vec<String> {
        let mut found = Vec::new();
        let mut keep = |before: &str, behind: &str, letter: Option<char>| {
            let word: String = before.chars().chain(letter).chain(behind.chars()).collect();
            if syllable::is_valid(&word) {
                found.push(word);
            }
        };
        match self {
            Damage::Between(before, behind) => {
                keep(before, behind, None);
                all_letters().for_each(|letter| keep(before, behind, Some(letter)));
            }
            Damage::Lacking(word) => {
                for (at, _) in word.char_indices().chain([(word.len(), ' ')]) {
                    let (before, behind) = word.split_at(at);
                    all_letters().for_each(|letter| keep(before, behind, Some(letter)));
                }
            }
            Damage::Marks(_) => {}
        }
        found.sort();
        found.dedup();
        found
    }
}

/// The letters from a to z, and all marked letters of Vietnamese.
fn all_letters() -> impl Iterator<Item = char> {
    ('a'..='z').chain((0..letters::MARKED).map(letters::marked))
}

/// The term of one word.
fn term(word: &str) -> Option<String> {
    word::parse_words(word).pop().map(|word| word.term)
}

/// The syllable of the index that fits best between its neighbours; `None` where none fits, the papers hold the word as
/// typed too often ([`DAMAGE_EVIDENCE`]), or it is a known abbreviation.
fn best_syllable(
    store: &dyn Engine,
    damage: &Damage,
    context: &PlaceContext<'_>,
) -> Result<Option<String>> {
    let PlaceContext { typed, before, behind } = context;
    if typed.is_some_and(|term| abbreviation::is_short(analyse::shown(term))) {
        return Ok(None);
    }
    let sections_as_typed = match typed {
        Some(term) => store.sections_holding(term)?,
        None => 0,
    };
    let model = model();
    let mut best: Option<(f32, String)> = None;
    for (damage_cost, term) in damage.candidates(store)? {
        let shown = analyse::shown(&term);
        let cost = damage_cost + context_cost(model, *before, model.find(shown), *behind);
        if best.as_ref().is_some_and(|(least, _)| *least <= cost) {
            continue;
        }
        let sections = store.sections_holding(&term)?;
        if sections > 0 && sections_as_typed * DAMAGE_EVIDENCE <= sections {
            best = Some((cost, shown.to_owned()));
        }
    }
    Ok(best.map(|(_, shown)| shown))
}

/// The cost of a word between its neighbours by the language model, in nats (negative log-likelihood).
fn context_cost(model: &Model, before: Option<Id>, word: Option<Id>, behind: Option<Id>) -> f32 {
    let word = word.unwrap_or(model.unknown());
    let first = before.map_or(model.unigram_cost(word), |before| model.cost(before, word));
    first + behind.map_or(0.0, |behind| model.cost(word, behind))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_gap_is_one_letter_or_none() {
        let between =
            |before: &str, behind: &str| Damage::Between(before.into(), behind.into()).spellings();
        let holds = |found: Vec<String>, word: &str| found.iter().any(|one| one == word);
        assert!(holds(between("nh", "ng"), "nhũng") && holds(between("ngh", "ị"), "nghị"));
        assert!(!holds(between("nh", "ng"), "nhương"));
        assert_eq!(between("điểm", "c"), Vec::<String>::new());
        assert!(holds(Damage::Lacking("thnh".into()).spellings(), "thính"));
        assert!(!holds(Damage::Lacking("thnh".into()).spellings(), "than"));
    }

    #[test]
    fn only_what_can_be_no_word_is_looked_at() {
        let count = |text: &str| {
            let tokens = crate::reading::token::tokens(
                text,
                &[vankien_text::span::Span::new(0, text.len())],
            );
            (0..tokens.len()).map(|at| damage_at(text, &tokens, at).len()).sum::<usize>()
        };
        for text in ["tham nh ng", "nh?ng", "nh3ng", "h i nghị", "nghị quyêt", "thnh phố"] {
            assert!(count(text) > 0, "{text}");
        }
        for text in
            ["tham nhũng", "59-NQ/TW", "TP HCM", "covid 19", "quyet dinh", "=quyêt", "nh*", "nh~1"]
        {
            assert_eq!(count(text), 0, "{text}");
        }
    }
}
