//! Letters that the file tells of although its text has lost them, or has others: the shape of a glyph shows which
//! one it is.
//! In: text, where such letters stand. Out: edits, one for each word. A glyph is one letter throughout: what makes
//! no words of words is not believed anywhere.

use std::collections::{BTreeMap, BTreeSet};

use super::lexicon::lexicon;
use crate::language::letters;
use crate::language::model::model;
use crate::mended::Edit;
use crate::span::Span;
use crate::why::Why;

/// How sure such a letter is: its outline is the same to the unit.
const SURE: f32 = 0.999;
/// What a word costs that nobody knows, in nats.
const UNKNOWN: f32 = 20.0;
/// So much rarer, in nats a word, may the words with the letter be than those without: half of all words are others
/// with other marks, and a shape is no accident.
const RARER: f32 = 4.0;
/// No word is longer, in bytes.
const LONGEST: usize = 64;

/// A letter that is told, and where.
type Told = (Span, char);

/// The words with the letters that were told, in order and without overlap.
pub fn edits(text: &str, told: &[Told]) -> Vec<Edit> {
    let words: Vec<(Span, &[Told])> = words(text, told);
    let mut gains: BTreeMap<(&str, char), f32> = BTreeMap::new();
    for (word, told) in &words {
        let gain = cost(word.of(text)) - cost(&read(text, *word, told, |_| true));
        let different: BTreeSet<(&str, char)> =
            told.iter().map(|(span, letter)| (span.of(text), *letter)).collect();
        for one in different {
            *gains.entry(one).or_default() += gain + RARER;
        }
    }
    // Where the file gives no letter at all, any is better.
    let is_gap = |span: Span| span.of(text).contains(char::REPLACEMENT_CHARACTER);
    let believed = |(span, letter): &Told| {
        is_gap(*span) || gains.get(&(span.of(text), *letter)).is_some_and(|gain| *gain > 0.0)
    };
    let edit = |(span, told): &(Span, &[Told])| {
        let (from, to) = (span.of(text).to_owned(), read(text, *span, told, believed));
        (from != to).then_some(Edit {
            span: *span,
            from,
            to,
            why: Why::LetterLost,
            confidence: SURE,
        })
    };
    words.iter().filter_map(edit).collect()
}

/// A word with those of the letters that are `believed`.
fn read(text: &str, word: Span, told: &[Told], believed: impl Fn(&Told) -> bool) -> String {
    let (mut read, mut done) = (String::with_capacity(word.len() + 8), word.start);
    for one in told.iter().filter(|one| believed(one)) {
        if one.0.start < done {
            continue;
        }
        read.push_str(Span::new(done, one.0.start).of(text));
        read.push(one.1);
        done = one.0.end;
    }
    read.push_str(Span::new(done, word.end).of(text));
    read
}

/// What it costs that this word stands there, in nats.
fn cost(word: &str) -> f32 {
    let id = lexicon().id_of_lower(&letters::lower_word(word));
    id.map_or(UNKNOWN, |id| model().single(id))
}

/// The words in which letters are told, each with these.
fn words<'t>(text: &str, told: &'t [Told]) -> Vec<(Span, &'t [Told])> {
    let mut words: Vec<(Span, &[Told])> = Vec::new();
    let mut first = 0;
    while let Some((span, _)) = told.get(first) {
        let mut word = Span::new(start(text, *span), end(text, *span));
        let mut last = first + 1;
        // A letter that is told may be no letter of the text, and so end the word before it.
        while let Some((next, _)) = told.get(last).filter(|(next, _)| next.start <= word.end) {
            word.end = word.end.max(end(text, *next));
            last += 1;
        }
        let before = words.last().map_or(0, |(word, _)| word.end);
        if span.start >= before {
            word.start = word.start.max(before);
            words.push((word, &told[first..last]));
        }
        first = last;
    }
    words
}

/// Where the letters before a place begin.
fn start(text: &str, place: Span) -> usize {
    let before = text[..place.start].char_indices().rev();
    let letters = before.take_while(|(at, one)| at + LONGEST > place.start && is_part(*one));
    letters.last().map_or(place.start, |(at, _)| at)
}

/// Where the letters behind a place end.
fn end(text: &str, place: Span) -> usize {
    let behind = text[place.end..].char_indices();
    let letters = behind.take_while(|(at, one)| *at < LONGEST && is_part(*one));
    letters.last().map_or(place.end, |(at, one)| place.end + at + one.len_utf8())
}

fn is_part(one: char) -> bool {
    letters::is_letter(one) || one == char::REPLACEMENT_CHARACTER
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The edits where these places of `text`, each marked with `|` behind it, are told to be these letters.
    fn mended(text: &str, told: &str) -> Vec<(String, String)> {
        let (mut plain, mut places) = (String::new(), Vec::new());
        for one in text.chars() {
            match one {
                '|' => places.push(plain.char_indices().last().expect("a letter").0),
                _ => plain.push(one),
            }
        }
        let length = |at: usize| plain[at..].chars().next().map_or(0, char::len_utf8);
        let spans = places.iter().map(|at| Span::new(*at, at + length(*at)));
        let told: Vec<Told> = spans.zip(told.chars()).collect();
        let edits = edits(&plain, &told);
        assert!(edits.iter().all(|edit| edit.span.of(&plain) == edit.from));
        edits.into_iter().map(|edit| (edit.from, edit.to)).collect()
    }

    #[test]
    fn letters_come_back_word_by_word() {
        let found = mended("th\u{fffd}| tr\u{fffd}|\u{fffd}|ng, L0|c th0|], (\u{fffd}|)", "ếườộếÔ");
        let found: Vec<(&str, &str)> =
            found.iter().map(|(from, to)| (from.as_str(), to.as_str())).collect();
        let wanted = [
            ("th\u{fffd}", "thế"),
            ("tr\u{fffd}\u{fffd}ng", "trường"),
            ("L0c", "Lộc"),
            ("th0", "thế"),
            ("\u{fffd}", "Ô"),
        ];
        assert_eq!(found, wanted);
    }

    #[test]
    fn a_glyph_that_makes_fewer_words_is_not_believed() {
        assert_eq!(mended("gi|ao thi|ch quyền tai| i|", "ịịịị"), []);
        let found = mended("đo|c lập của đảng bo| mo|t", "ộộộ");
        assert_eq!(found.len(), 3);
    }
}
