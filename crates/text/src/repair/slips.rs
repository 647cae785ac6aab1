//! The author's own slips: a word written twice, and a wrong word where a word was to come twice.
//! In: text and the places where a word follows itself. Out: edits.
//! `hành vi vi phạm` and `luôn luôn` are right: two words that the model knows side by side, or
//! that each belong to a neighbour of their own, are left alone.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use super::lexicon::lexicon;
use crate::language::model::{Id, model};
use crate::language::words::{self, Kind};
use crate::mended::Edit;
use crate::span::Span;
use crate::why::Why;

/// Words that are never right twice, and where.
const TABLE: &str = include_str!("doubled.tsv");

/// A paper with more doubled words than this is a list or a poem, and has no slips.
const MOST: usize = 200;
/// A word that costs less than this after itself is known to come twice.
const KNOWN_TWICE: f32 = 8.5;
/// A word that costs less than this by itself is common.
const COMMON: f32 = 8.5;
/// From here on two words belong together, in nats beyond chance.
const BOUND: f32 = 3.0;
/// How much cheaper the text must become by another word in place of one of the two.
const MARGIN: f32 = 6.0;
/// How far around it the paper is searched for what it writes elsewhere.
const NEAR: usize = 50_000;
/// How far around a doubled word its neighbours are looked for, in bytes.
const REACH: usize = 48;

/// Words of the table that make another word with the one behind them.
const PARTNERS: [(&str, &str); 3] = [("của", "cải"), ("của", "nả"), ("các", "ten")];

/// The slips among the `doubled` words of `text`.
pub fn slips(text: &str, doubled: &[Span]) -> Vec<Edit> {
    if doubled.len() > MOST {
        return Vec::new();
    }
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for span in doubled {
        *seen.entry(span.of(text).to_lowercase()).or_default() += 1;
    }
    let mut edits: Vec<Edit> = Vec::new();
    for span in doubled {
        let often = seen.get(&span.of(text).to_lowercase()).is_some_and(|times| *times > 1);
        let Some(place) = Place::read(text, *span) else {
            continue;
        };
        let edit = place.wrong_word(text).or_else(|| place.twice(text, often));
        let free = |edit: &Edit| edits.last().is_none_or(|last| last.span.end <= edit.span.start);
        edits.extend(edit.filter(free));
    }
    edits
}

/// A doubled word with its neighbours; punctuation and numbers are neighbours too.
struct Place {
    first: Span,
    second: Span,
    word: Id,
    before: Id,
    before_word: String,
    after: Id,
    after_word: String,
}

impl Place {
    fn read(text: &str, span: Span) -> Option<Place> {
        let mut both = words::tokens(span.of(text));
        let (one, two) = (both.next()?, both.next()?);
        let moved = |token: Span| Span::new(token.start + span.start, token.end + span.start);
        let head = &text[floor(text, span.start)..span.start];
        let tail = &text[span.end..roof(text, span.end)];
        let before = words::tokens(head).last();
        let after = words::tokens(tail).next();
        let named = |source: &str, token: Option<words::Token>| match token {
            None => (model().mark(), String::new()),
            Some(token) => {
                let word = token.span.of(source).to_lowercase();
                let id = match token.kind {
                    Kind::Mark => model().mark(),
                    Kind::Number => model().digits(),
                    Kind::Word => lexicon().id(&word).unwrap_or(model().unknown()),
                };
                (id, word)
            }
        };
        let ((before, before_word), (after, after_word)) =
            (named(head, before), named(tail, after));
        let word = lexicon().id(one.span.of(span.of(text)))?;
        let (first, second) = (moved(one.span), moved(two.span));
        Some(Place { first, second, word, before, before_word, after, after_word })
    }

    /// Two capitals in a row may be a name.
    fn is_name(&self, text: &str) -> bool {
        let second = self.second.of(text);
        words::is_capital(second) && second.chars().any(char::is_lowercase)
    }

    /// The word is written twice and was meant once.
    fn twice(&self, text: &str, often: bool) -> Option<Edit> {
        let listed = rows().find(|row| lexicon().id(row.word) == Some(self.word));
        let confidence = match listed {
            Some(row) => (row.fits(self) && self.stands_free(text)).then_some(0.95)?,
            None => (!often && !self.is_name(text) && self.is_loose()).then_some(0.8)?,
        };
        let span = Span::new(self.first.start, self.second.end);
        let (from, to) = (span.of(text).to_owned(), self.first.of(text).to_owned());
        Some(Edit { span, from, to, why: Why::DoubledWord, confidence })
    }

    /// Whether neither of the two is tied to what follows: a second word with a capital may be a
    /// name, and one before a hyphen or with a partner of its own (`của cải`) is half of another.
    fn stands_free(&self, text: &str) -> bool {
        let tied = text[self.second.end..].starts_with(['-', '–'])
            || PARTNERS.contains(&(self.second.of(text).to_lowercase().as_str(), &self.after_word));
        !self.is_name(text) && !tied
    }

    /// Whether the model never saw the two together, and only one of them has a neighbour that it
    /// belongs to: where both have (`hành vi`, `vi phạm`), both are right.
    fn is_loose(&self) -> bool {
        let model = model();
        let (left, right) = (model.bond(self.before, self.word), model.bond(self.word, self.after));
        let words = [self.before, self.after].iter().all(|id| *id < model.mark());
        // A rare word is half of a doubled one (`xôn xao`) more often than it is doubled itself.
        let common = model.single(self.word) < COMMON;
        words
            && common
            && model.cost(self.word, self.word) > KNOWN_TWICE
            && left.max(right) > BOUND
            && left.min(right) < 0.0
    }

    /// The second of the two stands where the paper itself has another word elsewhere:
    /// `ban nhân nhân thành phố` in a paper that writes `ban nhân dân`.
    fn wrong_word(&self, text: &str) -> Option<Edit> {
        let model = model();
        let (word, second) = (self.first.of(text), self.second.of(text));
        if self.before >= model.mark() || self.after >= model.mark() || self.is_name(text) {
            return None;
        }
        if model.bond(self.word, self.after) >= 0.0 {
            return None;
        }
        let near = Span::new(
            floor(text, self.first.start.saturating_sub(NEAR)),
            roof(text, (self.second.end + NEAR).min(text.len())),
        );
        let text = near.of(text);
        let phrase = format!("{} {} ", self.before_word, word.to_lowercase());
        let meant = following(text, &phrase, &self.after_word, word)?;
        let id = lexicon().id(&meant)?;
        let now = model.cost(self.word, self.word) + model.cost(self.word, self.after);
        let then = model.cost(self.word, id) + model.cost(id, self.after);
        let fits = id != self.after && model.bond(self.word, id) > BOUND;
        let confidence = 0.9;
        (fits && now - then > MARGIN).then(|| Edit {
            span: self.second,
            from: second.to_owned(),
            to: dressed(&meant, second),
            why: Why::WrongWord,
            confidence,
        })
    }
}

/// The word that follows `phrase` in `text` most often, where it is neither `not` nor `nor`.
fn following(text: &str, phrase: &str, not: &str, nor: &str) -> Option<String> {
    let last = phrase.split(' ').nth(1)?;
    let mut found: BTreeMap<String, usize> = BTreeMap::new();
    for (at, _) in text.match_indices(last).take(500) {
        let head = &text[floor(text, at)..at];
        let tail = &text[at + last.len()..roof(text, at + last.len())];
        let next = tail
            .strip_prefix(' ')
            .and_then(|tail| words::tokens(tail).next().map(|t| t.span.of(tail)));
        let before = phrase.split(' ').next()?;
        if !head.to_lowercase().trim_end().ends_with(&format!(" {before}")) {
            continue;
        }
        let Some(next) = next.map(str::to_lowercase) else {
            continue;
        };
        if next != not && next != nor.to_lowercase() {
            *found.entry(next).or_default() += 1;
        }
    }
    found.into_iter().max_by_key(|(_, times)| *times).map(|(word, _)| word)
}

/// `word` in the case of `model`.
fn dressed(word: &str, like: &str) -> String {
    if like.chars().all(char::is_uppercase) { word.to_uppercase() } else { word.to_owned() }
}

fn floor(text: &str, at: usize) -> usize {
    let floor = at.saturating_sub(REACH);
    (floor..=at).find(|at| text.is_char_boundary(*at)).unwrap_or(at)
}

fn roof(text: &str, at: usize) -> usize {
    let roof = (at + REACH).min(text.len());
    (roof..text.len()).find(|at| text.is_char_boundary(*at)).unwrap_or(text.len())
}

struct Row {
    word: &'static str,
    before_digits: bool,
    not_after: &'static str,
}

impl Row {
    fn fits(&self, place: &Place) -> bool {
        let follows = !self.before_digits || place.after == model().digits();
        follows && !self.not_after.split(',').any(|word| word == place.before_word)
    }
}

fn rows() -> impl Iterator<Item = &'static Row> {
    static ROWS: OnceLock<Vec<Row>> = OnceLock::new();
    let read = |line: &'static str| {
        let mut cells = line.split('\t');
        let (word, follows, not_after) = (cells.next()?, cells.next()?, cells.next()?);
        Some(Row { word, before_digits: follows == "digits", not_after })
    };
    let lines = TABLE.lines().filter(|line| !line.starts_with('#'));
    ROWS.get_or_init(|| lines.filter_map(read).collect()).iter()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_has_a_header_an_order_and_no_twins() {
        assert!(TABLE.starts_with("# "));
        let words: Vec<&str> = rows().map(|row| row.word).collect();
        assert!(words.is_sorted_by(|a, b| a < b));
        assert!(words.iter().all(|word| lexicon().id(word).is_some()));
        assert_eq!(words.len(), TABLE.lines().filter(|line| !line.starts_with('#')).count());
        assert!(unicode_normalization::is_nfc(TABLE));
    }
}
