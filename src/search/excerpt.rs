//! Picks the passage of a section that answers best.
//! In: the section's text and its matches. Out: one range of the text.
//! Never cuts a word; keeps to sentences, and keeps a short section whole.

use super::matches::Found;
use super::weights::{AGAIN, ITEM, PASSAGE};
use crate::index::analyse::Tokens;
use crate::span::{self, Span};

/// The best passage, with `context` sentences more on either side; `items` are the places where
/// numbered items inside the text begin, in order.
pub fn best(text: &str, found: &[Found], items: &[usize], context: usize) -> Span {
    let sentences = sentences(text);
    let Some((first, last)) = best_run(text, &sentences, found) else { return Span::new(0, 0) };
    let whole = Span::new(sentences[first].start, sentences[last].end);
    if first == last && letters(text, whole) > 2 * PASSAGE {
        return densest(text, whole, found);
    }
    let (first, last) = whole_item(text, &sentences, found, items, (first, last));
    let from = first.saturating_sub(context);
    let to = (last + context).min(sentences.len() - 1);
    Span::new(sentences[from].start, sentences[to].end)
}

/// The run of sentences with the rest of the numbered item in which its first match stands, where
/// that is short.
fn whole_item(
    text: &str,
    sentences: &[Span],
    found: &[Found],
    items: &[usize],
    (first, last): (usize, usize),
) -> (usize, usize) {
    let run = Span::new(sentences[first].start, sentences[last].end);
    let Some(found) = found.iter().find(|found| found.span.overlaps(run)) else {
        return (first, last);
    };
    let behind = items.partition_point(|start| *start <= found.span.start);
    let Some(start) = behind.checked_sub(1).map(|at| items[at]) else { return (first, last) };
    let end = items.get(behind).copied().unwrap_or(text.len());
    let from = sentences.partition_point(|sentence| sentence.end <= start).min(first);
    let to = sentences.partition_point(|sentence| sentence.start < end).saturating_sub(1).max(last);
    let whole = Span::new(sentences[from].start, sentences[to].end);
    if letters(text, whole) <= ITEM { (from, to) } else { (first, last) }
}

/// The run of sentences, not longer than a passage, whose matches weigh most; the first of equals.
fn best_run(text: &str, sentences: &[Span], found: &[Found]) -> Option<(usize, usize)> {
    let mut best: Option<(f32, usize, usize)> = None;
    let lengths: Vec<usize> = sentences.iter().map(|sentence| letters(text, *sentence)).collect();
    for (first, sentence) in sentences.iter().enumerate() {
        let from = found.partition_point(|found| found.span.end <= sentence.start);
        let has_match = found.get(from).is_some_and(|found| found.span.start < sentence.end);
        if !has_match && first > 0 {
            continue;
        }
        let (mut last, mut length) = (first, lengths[first]);
        while last + 1 < sentences.len() && length + lengths[last + 1] <= PASSAGE {
            last += 1;
            length += lengths[last];
        }
        let end = sentences[last].end;
        let weight = weight(found[from..].iter().take_while(|found| found.span.start < end));
        if best.is_none_or(|(most, _, _)| weight > most) {
            best = Some((weight, first, last));
        }
    }
    best.map(|(_, first, last)| (first, last))
}

fn weight<'a>(found: impl Iterator<Item = &'a Found>) -> f32 {
    let (mut parts, mut weight) = (0u64, 0.0);
    for found in found {
        let new = (found.parts & !parts).count_ones() as f32;
        let sure = if found.folded { 0.5 } else { 1.0 };
        weight += sure * (new + AGAIN * (found.parts & parts).count_ones() as f32);
        parts |= found.parts;
    }
    weight
}

/// The best stretch of one very long sentence, cut between words.
fn densest(text: &str, sentence: Span, found: &[Found]) -> Span {
    let inside: Vec<&Found> = found.iter().filter(|found| found.span.overlaps(sentence)).collect();
    let reach = |from: usize| {
        let all = span::slice(text, from, sentence.end).char_indices().nth(PASSAGE);
        all.map_or(sentence.end, |(length, _)| from + length)
    };
    let mut best = (f32::MIN, sentence.start);
    for (at, first) in inside.iter().enumerate() {
        // A match may begin in the sentence before.
        let start = first.span.start.max(sentence.start);
        let end = reach(start);
        let weight = weight(inside[at..].iter().copied().take_while(|found| found.span.end <= end));
        if weight > best.0 {
            best = (weight, start);
        }
    }
    // A fifth of the passage stands before its first match, so that it can be read.
    let before = span::slice(text, sentence.start, best.1).char_indices().rev().nth(PASSAGE / 5);
    let from = before.map_or(sentence.start, |(at, _)| sentence.start + at);
    whole_words(text, Span::new(from, reach(from).max(best.1)))
}

fn whole_words(text: &str, span: Span) -> Span {
    let mut tokens = Tokens::new(text.get(..(span.end + 256).min(text.len())).unwrap_or(text));
    let (mut start, mut end) = (None, span.end);
    while tokens.advance() {
        let token = tokens.span();
        if token.start >= span.start && start.is_none() {
            start = Some(token.start);
        }
        if token.end > span.end {
            break;
        }
        end = token.end;
    }
    let start = start.unwrap_or(span.start);
    Span::new(start, end.max(start))
}

fn letters(text: &str, span: Span) -> usize {
    span.of(text).chars().count()
}

/// The sentences of a text; blanks between them belong to none.
pub fn sentences(text: &str) -> Vec<Span> {
    let mut sentences = Vec::new();
    let mut start = 0;
    let mut push = |from: usize, to: usize| {
        let part = span::slice(text, from, to);
        let begin = from + part.len() - part.trim_start().len();
        if begin < to && !part.trim().is_empty() {
            sentences.push(Span::new(begin, begin + part.trim().len()));
        }
    };
    for (at, byte) in text.bytes().enumerate() {
        let mark = match byte {
            b'\n' | b'.' | b'!' | b'?' | b';' => byte as char,
            0xE2 if span::after(text, at).starts_with('…') => '…',
            _ => continue,
        };
        let after = at + mark.len_utf8();
        if mark == '\n' || ends(span::slice(text, start, at), mark, span::after(text, after)) {
            push(start, after);
            start = after;
        }
    }
    push(start, text.len());
    sentences
}

/// Whether `mark` between `before` and `after` ends a sentence.
fn ends(before: &str, mark: char, after: &str) -> bool {
    if !after.starts_with([' ', '\u{a0}', '\t']) {
        return false;
    }
    if mark == ';' {
        return true;
    }
    let next = after.trim_start().chars().next();
    let begins = next.is_some_and(|next| {
        "-+(\"“".contains(next) || !(next.is_lowercase() || next.is_ascii_punctuation())
    });
    let word = before.rsplit(|letter: char| !letter.is_alphanumeric()).next().unwrap_or_default();
    // `TP. HCM`, `Tp. Cần Thơ`, `12. Tiêu đề` and an ellipsis end nothing.
    let is_item = before.trim() == word && word.bytes().all(|byte| byte.is_ascii_digit());
    let is_capitals = word.chars().count() <= 3 && word.chars().all(char::is_uppercase);
    let is_short = mark == '.' && (is_item || is_capitals);
    let is_title = mark == '.' && ["Tp", "Tx", "ThS", "TS", "PGS", "GS", "đ"].contains(&word);
    begins && !is_short && !is_title && !word.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, wanted: &[&str]) {
        let found: Vec<&str> = sentences(text).into_iter().map(|span| span.of(text)).collect();
        assert_eq!(found, wanted);
    }

    #[test]
    fn sentences_end_at_marks_and_lines() {
        check("Một là. Hai là!\nBa", &["Một là.", "Hai là!", "Ba"]);
        check("Ở TP. HCM có Q. 1. Và", &["Ở TP. HCM có Q. 1.", "Và"]);
        check("12. Tiêu đề. Lời", &["12. Tiêu đề.", "Lời"]);
        check("Rồi... Thế là", &["Rồi... Thế là"]);
        check("tăng 7,12%. năm 2024. Năm", &["tăng 7,12%. năm 2024.", "Năm"]);
        check("một; hai", &["một;", "hai"]);
    }

    fn at(text: &str, word: &str, parts: u64) -> Found {
        let start = text.find(word).expect("the text holds it");
        Found { span: Span::new(start, start + word.len()), parts, folded: false, is_second: false }
    }

    #[test]
    fn the_passage_holds_most_of_the_question() {
        let filler = "Câu này không nói gì cả về việc đó và dài như mọi câu khác. ".repeat(12);
        let text = format!("Đầu tiên có alpha. {filler}Rồi alpha và beta.");
        let found = [at(&text, "alpha", 1), at(&text, "alpha và", 1), at(&text, "beta", 2)];
        let passage = best(&text, &found, &[], 0);
        assert!(passage.of(&text).contains("alpha và beta"), "{}", passage.of(&text));
        assert!(passage.of(&text).chars().count() <= PASSAGE);
    }

    #[test]
    fn a_short_item_is_kept_whole() {
        let filler = "Câu này dài như mọi câu khác và không nói gì. ".repeat(5);
        let text =
            format!("1. Mở đầu. {filler}\n2. Lời đầu của mục. {filler}Rồi alpha. Hết.\n3. Sau.");
        let items = ["1. ", "2. ", "3. "].map(|item| text.find(item).expect("it stands there"));
        let found = [at(&text, "alpha", 1)];
        let shown = |items: &[usize]| best(&text, &found, items, 0).of(&text).to_owned();
        assert!(shown(&items).starts_with("2. Lời đầu") && shown(&items).contains("Hết."));
        assert!(shown(&[]).starts_with("Rồi alpha."), "{}", shown(&[]));
        let long = text.replace("Rồi alpha", &format!("{}Rồi alpha", filler.repeat(3)));
        let found = [at(&long, "alpha", 1)];
        let start = long.find("2. ").expect("it stands there");
        assert!(best(&long, &found, &[start], 0).of(&long).starts_with("Rồi alpha."));
    }

    #[test]
    fn a_match_that_begins_before_a_very_long_sentence_is_shown() {
        let text = format!("Trước hết có alpha. Beta {}", "lời này ".repeat(300));
        let found = [at(&text, "alpha. Beta", 1), at(&text, "lời này", 2)];
        let passage = best(&text, &found, &[], 0);
        assert!(passage.of(&text).starts_with("Beta lời này"), "{}", passage.of(&text));
    }

    #[test]
    fn a_very_long_sentence_is_cut_between_words() {
        let text = format!("{}alpha {}", "lời này ".repeat(300), "lời kia ".repeat(300));
        let passage = best(&text, &[at(&text, "alpha", 1)], &[], 0);
        let shown = passage.of(&text);
        assert!(shown.contains("alpha") && shown.starts_with(['l', 'n']), "{shown}");
        assert!(shown.chars().count() <= PASSAGE + 10);
    }
}
