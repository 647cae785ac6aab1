//! The author's own slips: a word written twice, and a wrong word in a set phrase (`ban nhân nhân` of `ban nhân dân`,
//! people's committee).
//! In: text and the places where a word follows itself. Out: edits.
//! Never touches two words that are both right: that the model knows side by side (`luôn luôn`, always), or that each
//! belong to a neighbour of their own (`hành vi vi phạm`, an act that infringes).

use std::collections::BTreeMap;
use std::sync::OnceLock;

use super::lexicon::lexicon;
use crate::language::model::{Id, model};
use crate::language::words::{self, Kind};
use crate::mended::Edit;
use crate::span::Span;
use crate::why::Why;

/// Words that are never right twice, and where; the head of the table tells its columns and source.
const TABLE: &str = include_str!("doubled.tsv");
/// Words of [`TABLE`] that make another word with the one behind them: `của cải` and `của nả` (goods), `các ten`
/// (cartel).
const COMPOUNDS: [(&str, &str); 3] = [("của", "cải"), ("của", "nả"), ("các", "ten")];

// The values were set by hand, no measurement recorded, and decide against an edit where in doubt. `cargo test -p
// vankien-text repair::author_slips` and `vankien-lab evaluate-repair --kind clean --seed 11` show the effect of
// others.

/// At most 200 doubled words: a paper with more is a list or a poem, and none of them counts as a slip.
const MOST_DOUBLED: usize = 200;
/// A word that costs at most this many nats behind itself is known to come twice, so that it is no slip.
const LEAST_COST_AFTER_ITSELF: f32 = 8.5;
/// A word that costs less than this many nats by itself (unigram) is common. Only common words count as doubled by
/// slip.
const COMMON_WORD_COST: f32 = 8.5;
/// Two words belong together if the pair is likelier than by chance by more than this many nats.
const LEAST_BOND: f32 = 3.0;
/// A listed word is removed only if its bond to the word before, if one stands there, is at least this, in nats. A
/// judgement; of 16 doubled words of real papers the two that hid another word are below (`công tại tại`, `xảy tại
/// tại`).
const LEAST_BOND_OF_LISTED: f32 = -0.25;
/// Another word replaces one of two only if it makes the text cheaper by more than this many nats.
const LEAST_GAIN: f32 = 6.0;
/// Bytes on each side in which the paper is searched for the phrase with the right word.
const PHRASE_REACH_BYTES: usize = 50_000;
/// At most 500 places of the doubled word are looked at there. It bounds the time.
const MOST_PHRASE_PLACES: usize = 500;
/// Bytes on each side of a word in which its neighbours are looked for.
const NEIGHBOUR_REACH_BYTES: usize = 48;

/// Confidence of an edit of a word of [`TABLE`].
const CONFIDENCE_LISTED: f32 = 0.95;
/// Confidence of an edit of a doubled word that the language model finds.
const CONFIDENCE_BY_MODEL: f32 = 0.8;
/// Confidence of an edit of a wrong word.
const CONFIDENCE_WRONG_WORD: f32 = 0.9;

/// The slips among the `doubled` words of `text`, as edits in order. Each span of `doubled` holds both words; the spans
/// are in order. Empty where there are more than [`MOST_DOUBLED`].
pub fn slips(text: &str, doubled: &[Span]) -> Vec<Edit> {
    if doubled.len() > MOST_DOUBLED {
        return Vec::new();
    }
    let mut occurrences: BTreeMap<String, usize> = BTreeMap::new();
    for span in doubled {
        *occurrences.entry(span.of(text).to_lowercase()).or_default() += 1;
    }
    let mut edits: Vec<Edit> = Vec::new();
    for span in doubled {
        let Some(place) = DoubledWord::find(text, *span) else { continue };
        let is_repeated =
            occurrences.get(&span.of(text).to_lowercase()).is_some_and(|count| *count > 1);
        let edit = place.wrong_word(text).or_else(|| place.written_twice(text, is_repeated));
        if let Some(edit) = edit
            && edits.last().is_none_or(|last| last.span.end <= edit.span.start)
        {
            edits.push(edit);
        }
    }
    edits
}

/// The token beside a doubled word; punctuation and numbers count as words here.
struct Neighbour {
    /// Its number in the model; that of punctuation where there is no token.
    id: Id,
    /// In lower case; empty where there is none.
    word: String,
}

impl Neighbour {
    /// A token of `text`; punctuation where there is none.
    fn of(text: &str, token: Option<words::Token>) -> Neighbour {
        let Some(token) = token else {
            return Neighbour { id: model().punctuation(), word: String::new() };
        };
        let word = token.span.of(text).to_lowercase();
        let id = match token.kind {
            Kind::Punctuation => model().punctuation(),
            Kind::Number => model().digits(),
            Kind::Word => lexicon().id_as_printed(&word).unwrap_or(model().unknown()),
        };
        Neighbour { id, word }
    }
}

/// A word that is written twice, with its neighbours.
struct DoubledWord {
    /// The bytes of the first of the two.
    first: Span,
    /// The bytes of the second.
    second: Span,
    /// The number of the word in the vocabulary.
    id: Id,
    /// What stands before the first and behind the second.
    before: Neighbour,
    after: Neighbour,
}

impl DoubledWord {
    /// The two words at `span`; `None` where they are not in the lexicon.
    fn find(text: &str, span: Span) -> Option<DoubledWord> {
        let mut both = words::tokens(span.of(text));
        let (one, two) = (both.next()?, both.next()?);
        let in_text = |token: Span| Span::new(token.start + span.start, token.end + span.start);
        let head = &text[reach_before(text, span.start)..span.start];
        let tail = &text[span.end..reach_after(text, span.end)];
        let before = Neighbour::of(head, words::tokens(head).last());
        let after = Neighbour::of(tail, words::tokens(tail).next());
        let id = lexicon().id(one.span.of(span.of(text)))?;
        Some(DoubledWord { first: in_text(one.span), second: in_text(two.span), id, before, after })
    }

    /// Whether the second word begins with a capital and is not all in capitals, so that the two may be a name.
    fn may_be_name(&self, text: &str) -> bool {
        let second = self.second.of(text);
        words::is_capital(second) && second.chars().any(char::is_lowercase)
    }

    /// The edit that removes one of the two, if the word was meant once. `is_repeated`: the paper doubles it elsewhere,
    /// too; then only a word of [`TABLE`] is removed.
    fn written_twice(&self, text: &str, is_repeated: bool) -> Option<Edit> {
        let listed = entries().find(|entry| lexicon().id(entry.word) == Some(self.id));
        let confidence = match listed {
            Some(entry)
                if entry.applies_to(self) && self.is_free(text) && !self.may_hide_another() =>
            {
                CONFIDENCE_LISTED
            }
            None if !is_repeated && !self.may_be_name(text) && self.is_loose() => {
                CONFIDENCE_BY_MODEL
            }
            Some(_) | None => return None,
        };
        let span = Span::new(self.first.start, self.second.end);
        let (from, to) = (span.of(text).to_owned(), self.first.of(text).to_owned());
        Some(Edit { span, from, to, why: Why::DoubledWord, confidence })
    }

    /// Whether the second word is tied to nothing: it is no name, stands before no hyphen, and is not half of a
    /// compound.
    fn is_free(&self, text: &str) -> bool {
        let second = self.second.of(text).to_lowercase();
        let is_tied = text[self.second.end..].starts_with(['-', '–'])
            || COMPOUNDS.contains(&(second.as_str(), &self.after.word));
        !self.may_be_name(text) && !is_tied
    }

    /// Whether the first of the two hardly ever stands behind the word before it: it may stand for another word (`xảy
    /// tại tại` of `xảy ra tại`, happened at).
    fn may_hide_another(&self) -> bool {
        self.before.id < model().punctuation()
            && model().bond(self.before.id, self.id) < LEAST_BOND_OF_LISTED
    }

    /// Whether the model does not know the word behind itself, and exactly one of the two has a neighbour that it
    /// belongs to. Where both have (`hành vi`, `vi phạm`), both are right. A rare word is excluded: it is half of a
    /// reduplication (`xôn xao`, astir) more often than it is doubled by mistake.
    fn is_loose(&self) -> bool {
        let model = model();
        let bond_before = model.bond(self.before.id, self.id);
        let bond_after = model.bond(self.id, self.after.id);
        let neighbours_are_words =
            self.before.id < model.punctuation() && self.after.id < model.punctuation();
        neighbours_are_words
            && model.unigram_cost(self.id) < COMMON_WORD_COST
            && model.cost(self.id, self.id) > LEAST_COST_AFTER_ITSELF
            && bond_before.max(bond_after) > LEAST_BOND
            && bond_before.min(bond_after) < 0.0
    }

    /// The edit that replaces the second word, where the paper itself has another word in this phrase elsewhere: `ban
    /// nhân nhân thành phố` in a paper that writes `ban nhân dân`.
    fn wrong_word(&self, text: &str) -> Option<Edit> {
        let model = model();
        if self.before.id >= model.punctuation()
            || self.after.id >= model.punctuation()
            || self.may_be_name(text)
            || model.bond(self.id, self.after.id) >= 0.0
        {
            return None;
        }
        let near = Span::new(
            reach_before(text, self.first.start.saturating_sub(PHRASE_REACH_BYTES)),
            reach_after(text, (self.second.end + PHRASE_REACH_BYTES).min(text.len())),
        );
        let word = self.first.of(text).to_lowercase();
        let not = [self.after.word.as_str(), word.as_str()];
        let meant = usual_word_after(near.of(text), &self.before.word, &word, not)?;
        let id = lexicon().id(&meant)?;
        let cost_now = model.cost(self.id, self.id) + model.cost(self.id, self.after.id);
        let cost_then = model.cost(self.id, id) + model.cost(id, self.after.id);
        let fits = id != self.after.id && model.bond(self.id, id) > LEAST_BOND;
        if !fits || cost_now - cost_then <= LEAST_GAIN {
            return None;
        }
        let second = self.second.of(text);
        Some(Edit {
            span: self.second,
            from: second.to_owned(),
            to: in_case_of(second, meant),
            why: Why::WrongWord,
            confidence: CONFIDENCE_WRONG_WORD,
        })
    }
}

/// The word that stands most often behind `before` and `word` (both given in lower case) in `text`, where `word` is
/// written in lower case, other than those of `not`; of several the last by alphabet. `None` where no other word stands
/// there.
fn usual_word_after(text: &str, before: &str, word: &str, not: [&str; 2]) -> Option<String> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    let end_of_before = format!(" {before}");
    for (at, _) in text.match_indices(word).take(MOST_PHRASE_PLACES) {
        let head = &text[reach_before(text, at)..at];
        if !head.to_lowercase().trim_end().ends_with(&end_of_before) {
            continue;
        }
        let end = at + word.len();
        let Some(tail) = text[end..reach_after(text, end)].strip_prefix(' ') else { continue };
        let Some(next) = words::tokens(tail).next() else { continue };
        let next = next.span.of(tail).to_lowercase();
        if !not.contains(&next.as_str()) {
            *counts.entry(next).or_default() += 1;
        }
    }
    counts.into_iter().max_by_key(|(_, count)| *count).map(|(word, _)| word)
}

/// `word` in capitals where `like` is.
fn in_case_of(like: &str, word: String) -> String {
    if like.chars().all(char::is_uppercase) { word.to_uppercase() } else { word }
}

/// The character boundary [`NEIGHBOUR_REACH_BYTES`] before byte `at`, or the next one.
fn reach_before(text: &str, at: usize) -> usize {
    text.ceil_char_boundary(at.saturating_sub(NEIGHBOUR_REACH_BYTES))
}

/// The character boundary [`NEIGHBOUR_REACH_BYTES`] behind byte `at`, or the next one.
fn reach_after(text: &str, at: usize) -> usize {
    text.ceil_char_boundary((at + NEIGHBOUR_REACH_BYTES).min(text.len()))
}

/// A row of [`TABLE`].
struct TableEntry {
    /// The word that is never right twice, in lower case.
    word: &'static str,
    /// Whether the word is wrong only before digits.
    before_digits: bool,
    /// Words after which both are right, separated by commas; `-` for none.
    not_after: &'static str,
}

impl TableEntry {
    fn applies_to(&self, place: &DoubledWord) -> bool {
        let follows = !self.before_digits || place.after.id == model().digits();
        follows && !self.not_after.split(',').any(|word| word == place.before.word)
    }
}

fn entries() -> impl Iterator<Item = &'static TableEntry> {
    static ENTRIES: OnceLock<Vec<TableEntry>> = OnceLock::new();
    let parse = |line: &'static str| {
        let mut cells = line.split('\t');
        let (word, follows, not_after) = (cells.next()?, cells.next()?, cells.next()?);
        Some(TableEntry { word, before_digits: follows == "digits", not_after })
    };
    let lines = TABLE.lines().filter(|line| !line.starts_with('#'));
    ENTRIES.get_or_init(|| lines.filter_map(parse).collect()).iter()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_has_a_header_an_order_and_no_duplicates() {
        assert!(TABLE.starts_with("# "));
        let words: Vec<&str> = entries().map(|entry| entry.word).collect();
        assert!(words.is_sorted_by(|a, b| a < b));
        assert!(words.iter().all(|word| lexicon().id(word).is_some()));
        assert_eq!(words.len(), TABLE.lines().filter(|line| !line.starts_with('#')).count());
        assert!(unicode_normalization::is_nfc(TABLE));
    }
}
