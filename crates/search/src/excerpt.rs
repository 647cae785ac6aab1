//! Chooses the passage that is shown of a section, and the numbered item that it lies in.
//! In: the text of a section, its matches, the spans of its items. Out: one span of the text, and the smallest item
//! that holds the matches shown; the span lies inside that item.
//! Never cuts a word. Keeps to whole sentences, except for a very long one, and keeps a short item whole.

use vankien_engine::analyse::Tokens;
use vankien_text::span::{self, Span};

use super::matches::TextMatch;
use super::weights::{PASSAGE_CHARS, PASSAGE_OTHER_MARKS, REPEATED_MATCH, WHOLE_ITEM_CHARS};

/// What is shown of a section.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Passage {
    /// The bytes of the section's text that are shown.
    pub span: Span,
    /// The index of the item that it lies in; `None` where only the section as a whole holds the matches shown.
    pub item: Option<usize>,
}

/// The best passage for the matches `found`, which are in order, with `context` more sentences on either side. `items`
/// are the spans of the numbered items inside the text, each with the items below it, in order of their starts. The
/// default for a text without a sentence.
pub fn best_passage(text: &str, found: &[TextMatch], items: &[Span], context: usize) -> Passage {
    let sentences = cut_at_items(sentences(text), text, items);
    let lengths = sentences.iter().map(|sentence| char_count(text, *sentence)).collect();
    let chooser = Chooser { text, sentences, lengths, found, items };
    let (mut item, Some(mut run)) = (None, chooser.best_run(None)) else {
        return Passage::default();
    };
    while let Some((inner, narrower)) = chooser.narrower(item, &run) {
        (item, run) = (Some(inner), narrower);
    }
    Passage { span: chooser.passage(item, &run, context), item }
}

/// The sentences in order; one that goes on in the next item is cut where that item begins.
fn cut_at_items(sentences: Vec<Span>, text: &str, items: &[Span]) -> Vec<Span> {
    let mut cut = Vec::with_capacity(sentences.len());
    for mut rest in sentences {
        let first = items.partition_point(|item| item.start <= rest.start);
        for item in items[first..].iter().take_while(|item| item.start < rest.end) {
            let before = span::slice(text, rest.start, item.start).trim_end().len();
            if before > 0 {
                cut.push(Span::new(rest.start, rest.start + before));
            }
            rest.start = item.start;
        }
        cut.push(rest);
    }
    cut
}

/// Neighbouring sentences, and the value of the matches in them.
#[derive(Clone, Copy, Debug)]
struct SentenceRun {
    /// The index of the first sentence.
    first: usize,
    /// The index of the last sentence (included).
    last: usize,
    /// How much of the question they show.
    value: MatchValue,
}

/// How much of the question some matches show.
#[derive(Clone, Copy, Debug, Default)]
struct MatchValue {
    /// The parts of the question that they match, as bits.
    parts: u64,
    /// The value of the first match of each part.
    once: f32,
    /// The value of all matches; further ones of a part count [`REPEATED_MATCH`].
    total: f32,
}

impl MatchValue {
    fn of<'a>(found: impl Iterator<Item = &'a TextMatch>) -> MatchValue {
        let mut value = MatchValue::default();
        for found in found {
            let new = (found.parts & !value.parts).count_ones() as f32;
            let again = (found.parts & value.parts).count_ones() as f32;
            let sure = if found.folded { PASSAGE_OTHER_MARKS } else { 1.0 };
            value.once += sure * new;
            value.total += sure * (new + REPEATED_MATCH * again);
            value.parts |= found.parts;
        }
        value
    }

    /// Whether these matches show each part that `other` shows, under no worse marks.
    fn shows_as_much_as(&self, other: &MatchValue) -> bool {
        self.parts & other.parts == other.parts && self.once >= other.once
    }
}

/// A section whose passage is chosen.
struct Chooser<'t> {
    /// The text of the section.
    text: &'t str,
    /// Its sentences in order, cut where items begin.
    sentences: Vec<Span>,
    /// The length of each sentence, in characters.
    lengths: Vec<usize>,
    /// The matches in the text, in order.
    found: &'t [TextMatch],
    /// The spans of the items, each with the items below it, in order of their starts.
    items: &'t [Span],
}

impl<'t> Chooser<'t> {
    /// The span of an item, or of the whole text.
    fn extent(&self, item: Option<usize>) -> Span {
        item.map_or(Span::new(0, self.text.len()), |item| self.items[item])
    }

    /// The matches that lie in an item.
    fn found_in(&self, item: Option<usize>) -> Vec<&'t TextMatch> {
        let extent = self.extent(item);
        self.found.iter().filter(|found| extent.contains(found.span)).collect()
    }

    /// The run of sentences of an item, no longer than a passage, whose matches are worth most; the first of equals. A
    /// single sentence may be longer.
    fn best_run(&self, item: Option<usize>) -> Option<SentenceRun> {
        let (extent, found) = (self.extent(item), self.found_in(item));
        let begin = self.sentences.partition_point(|sentence| sentence.start < extent.start);
        let behind = self.sentences.partition_point(|sentence| sentence.start < extent.end);
        let mut best: Option<SentenceRun> = None;
        for first in begin..behind {
            let sentence = self.sentences[first];
            let from = found.partition_point(|found| found.span.end <= sentence.start);
            let has_match = found.get(from).is_some_and(|found| found.span.start < sentence.end);
            if !has_match && first > begin {
                continue;
            }
            let (mut last, mut length) = (first, self.lengths[first]);
            while last + 1 < behind && length + self.lengths[last + 1] <= PASSAGE_CHARS {
                last += 1;
                length += self.lengths[last];
            }
            let end = self.sentences[last].end;
            let shown = found[from..].iter().copied().take_while(|found| found.span.start < end);
            let value = MatchValue::of(shown);
            if best.is_none_or(|best| value.total > best.value.total) {
                best = Some(SentenceRun { first, last, value });
            }
        }
        best
    }

    /// The span from the first sentence of a run to its last.
    fn span_of(&self, run: &SentenceRun) -> Span {
        Span::new(self.sentences[run.first].start, self.sentences[run.last].end)
    }

    /// A smaller item inside `item`, with its best run: the one that holds all matches of `run`; else, where these are
    /// spread over several items, one whose matches show as much.
    fn narrower(&self, item: Option<usize>, run: &SentenceRun) -> Option<(usize, SentenceRun)> {
        let (extent, span) = (self.extent(item), self.span_of(run));
        let found = self.found_in(item);
        let shown: Vec<Span> =
            found.iter().map(|found| found.span).filter(|found| found.overlaps(span)).collect();
        let all = Span::new(shown.first()?.start, shown.last()?.end);
        let inside = item.map_or(0, |item| item + 1)..self.items.len();
        let mut inside = inside.filter(|inner| extent.contains(self.items[*inner]));
        let holds = |span: Span| move |inner: &usize| self.items[*inner].contains(span);
        if let Some(inner) = inside.clone().rfind(holds(all)) {
            return self.best_run(Some(inner)).map(|run| (inner, run));
        }
        // A match in the item's own text belongs to no smaller item.
        if !shown.iter().all(|found| inside.clone().any(|inner| holds(*found)(&inner))) {
            return None;
        }
        let mut best: Option<(usize, SentenceRun)> = None;
        let mut end = extent.start;
        while let Some(child) = inside.find(|inner| self.items[*inner].start >= end) {
            end = self.items[child].end;
            let Some(other) = self.best_run(Some(child)) else { continue };
            let is_better = best.is_none_or(|(_, best)| other.value.total > best.value.total);
            if is_better && other.value.shows_as_much_as(&run.value) {
                best = Some((child, other));
            }
        }
        best
    }

    /// The span that is shown of a run: all of a short item, a part of a very long sentence, else the run with its
    /// context.
    fn passage(&self, item: Option<usize>, run: &SentenceRun, context: usize) -> Span {
        let whole = self.span_of(run);
        if run.first == run.last && char_count(self.text, whole) > LONG_SENTENCE_CHARS {
            return densest_part(self.text, whole, &self.found_in(item));
        }
        let (first, last) = self.whole_item(item, run);
        let extent = self.extent(item);
        let begin = self.sentences.partition_point(|sentence| sentence.start < extent.start);
        let behind = self.sentences.partition_point(|sentence| sentence.start < extent.end);
        let from = first.saturating_sub(context).max(begin);
        let to = last.saturating_add(context).min(behind - 1);
        Span::new(self.sentences[from].start, self.sentences[to].end)
    }

    /// The first and last sentence of a run, extended to all text of the innermost item of its first match (without the
    /// items below it), where that is short.
    fn whole_item(&self, item: Option<usize>, run: &SentenceRun) -> (usize, usize) {
        let span = self.span_of(run);
        let first = self.found_in(item).into_iter().find(|found| found.span.overlaps(span));
        let Some(first) = first else { return (run.first, run.last) };
        let behind = self.items.partition_point(|item| item.start <= first.span.start);
        let Some(start) = behind.checked_sub(1).map(|at| self.items[at].start) else {
            return (run.first, run.last);
        };
        let end = self.items.get(behind).map_or(self.text.len(), |next| next.start);
        let from = self.sentences.partition_point(|sentence| sentence.end <= start).min(run.first);
        let to = self.sentences.partition_point(|sentence| sentence.start < end);
        let to = to.saturating_sub(1).max(run.last);
        let whole = Span::new(self.sentences[from].start, self.sentences[to].end);
        if char_count(self.text, whole) <= WHOLE_ITEM_CHARS {
            (from, to)
        } else {
            (run.first, run.last)
        }
    }
}

/// Characters of the longest sentence that is shown whole (included): two passages. A judgement; test
/// `a_very_long_sentence_is_cut_between_words`.
const LONG_SENTENCE_CHARS: usize = 2 * PASSAGE_CHARS;

/// Characters before the first match in a part of a long sentence, so that it can be read: a fifth of the passage. A
/// judgement.
const LEAD_IN_CHARS: usize = PASSAGE_CHARS / 5;

/// Bytes behind a span in which [`whole_words`] looks for the end of the last word. Above the length of any word; only
/// saves analysing the rest of the text.
const WORD_END_BYTES: usize = 256;

/// The part of one very long sentence whose matches are worth most, cut between words.
fn densest_part(text: &str, sentence: Span, found: &[&TextMatch]) -> Span {
    let inside = found.iter().copied().filter(|found| found.span.overlaps(sentence));
    let inside: Vec<&TextMatch> = inside.collect();
    let reach = |from: usize| {
        let all = span::slice(text, from, sentence.end).char_indices().nth(PASSAGE_CHARS);
        all.map_or(sentence.end, |(length, _)| from + length)
    };
    let mut best = (f32::MIN, sentence.start);
    for (at, first) in inside.iter().enumerate() {
        // A match may begin in the sentence before.
        let start = first.span.start.max(sentence.start);
        let end = reach(start);
        let shown = inside[at..].iter().copied().take_while(|found| found.span.end <= end);
        let value = MatchValue::of(shown).total;
        if value > best.0 {
            best = (value, start);
        }
    }
    let before = span::slice(text, sentence.start, best.1).char_indices().rev().nth(LEAD_IN_CHARS);
    let from = before.map_or(sentence.start, |(at, _)| sentence.start + at);
    whole_words(text, Span::new(from, reach(from).max(best.1)))
}

/// The span without the parts of words at its ends.
fn whole_words(text: &str, span: Span) -> Span {
    let mut tokens =
        Tokens::new(text.get(..(span.end + WORD_END_BYTES).min(text.len())).unwrap_or(text));
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

fn char_count(text: &str, span: Span) -> usize {
    span.of(text).chars().count()
}

/// The sentences of a text; the blanks between them belong to none. A line end or `;` ends one, too; an abbreviation
/// (`TP.`, city) or the number of an item does not. An ellipsis, `…` or three points, ends one where it stands behind a
/// word and no small letter follows; more points are a blank to be filled in.
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
    let (before, mark) = match before.strip_suffix("..") {
        Some(before) if mark == '.' => (before, '…'),
        _ => (before, mark),
    };
    let next = after.trim_start().chars().next();
    let begins = next.is_some_and(|next| {
        "-+(\"“".contains(next) || !(next.is_lowercase() || next.is_ascii_punctuation())
    });
    let word = before.rsplit(|letter: char| !letter.is_alphanumeric()).next().unwrap_or_default();
    // `TP. HCM`, `Tp. Cần Thơ` and `12. Tiêu đề` end nothing.
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
        for ellipsis in ["…", "..."] {
            let text = |rest: &str| format!("Rồi{ellipsis}{rest}");
            check(&text(" Thế là"), &[&text(""), "Thế là"]);
            for rest in [" thế là", ", Thế là", "Thế là"] {
                check(&text(rest), &[&text(rest)]);
            }
        }
        check("Họ tên ..... Ngày", &["Họ tên ..... Ngày"]);
        check("Họ tên..... Ngày", &["Họ tên..... Ngày"]);
        check("Họ tên…… Ngày", &["Họ tên…… Ngày"]);
        check("tăng 7,12%. năm 2024. Năm", &["tăng 7,12%. năm 2024.", "Năm"]);
        check("một; hai", &["một;", "hai"]);
    }

    fn at(text: &str, word: &str, parts: u64) -> TextMatch {
        let start = text.find(word).expect("the text holds it");
        TextMatch {
            span: Span::new(start, start + word.len()),
            parts,
            folded: false,
            is_second: false,
        }
    }

    #[test]
    fn the_passage_holds_most_of_the_question() {
        let filler = "Câu này không nói gì cả về việc đó và dài như mọi câu khác. ".repeat(12);
        let text = format!("Đầu tiên có alpha. {filler}Rồi alpha và beta.");
        let found = [at(&text, "alpha", 1), at(&text, "alpha và", 1), at(&text, "beta", 2)];
        let passage = best_passage(&text, &found, &[], 0).span;
        assert!(passage.of(&text).contains("alpha và beta"), "{}", passage.of(&text));
        assert!(passage.of(&text).chars().count() <= PASSAGE_CHARS);
    }

    #[test]
    fn a_short_item_is_kept_whole() {
        let filler = "Câu này dài như mọi câu khác và không nói gì. ".repeat(5);
        let text =
            format!("1. Mở đầu. {filler}\n2. Lời đầu của mục. {filler}Rồi alpha. Hết.\n3. Sau.");
        let found = [at(&text, "alpha", 1)];
        let shown =
            |items: &[Span]| best_passage(&text, &found, items, 0).span.of(&text).to_owned();
        let whole = shown(&items(&text, &[("1. ", "2. "), ("2. ", "3. "), ("3. ", "")]));
        assert!(whole.starts_with("2. Lời đầu") && whole.ends_with("Hết."), "{whole}");
        assert!(shown(&[]).starts_with("Rồi alpha."), "{}", shown(&[]));
        let long = text.replace("Rồi alpha", &format!("{}Rồi alpha", filler.repeat(3)));
        let passage =
            best_passage(&long, &[at(&long, "alpha", 1)], &items(&long, &[("2. ", "3. ")]), 0);
        assert_eq!(passage.span.of(&long), "Rồi alpha. Hết.");
    }

    #[test]
    fn a_match_that_begins_before_a_very_long_sentence_is_shown() {
        let text = format!("Trước hết có alpha. Beta {}", "lời này ".repeat(300));
        let found = [at(&text, "alpha. Beta", 1), at(&text, "lời này", 2)];
        let passage = best_passage(&text, &found, &[], 0).span;
        assert!(passage.of(&text).starts_with("Beta lời này"), "{}", passage.of(&text));
    }

    #[test]
    fn a_very_long_sentence_is_cut_between_words() {
        let text = format!("{}alpha {}", "lời này ".repeat(300), "lời kia ".repeat(300));
        let passage = best_passage(&text, &[at(&text, "alpha", 1)], &[], 0).span;
        let shown = passage.of(&text);
        assert!(shown.contains("alpha") && shown.starts_with(['l', 'n']), "{shown}");
        assert!(shown.chars().count() <= PASSAGE_CHARS + 10);
    }

    /// Items from where a text holds the first words to where it holds the second; none: its end.
    fn items(text: &str, ends: &[(&str, &str)]) -> Vec<Span> {
        let place = |words: &str| text.find(words).expect("the text holds them");
        let end = |words: &str| if words.is_empty() { text.len() } else { place(words) };
        ends.iter().map(|(from, to)| Span::new(place(from), end(to))).collect()
    }

    const ARTICLE: &str = "Điều 5. Đất đai gamma\n1. Nhà nước giao alpha. Việc giao được công bố.\n\
        a) Cho thuê đất;\nb) Thu hồi delta, bồi thường eps\n2. Người dân nhận alpha và beta. \
        Việc nhận được ghi.\n3. Khoản cuối nói zeta. Hết.";

    /// The clauses and points of the article.
    fn clauses() -> Vec<Span> {
        items(
            ARTICLE,
            &[("1. ", "2. "), ("a) ", "b) "), ("b) ", "2. "), ("2. ", "3. "), ("3. ", "")],
        )
    }

    /// What is shown for words of the article, each a part of the question, and the item it lies in.
    #[track_caller]
    fn shows(words: &[&str], context: usize, item: Option<usize>, shown: &str) {
        let found = words.iter().enumerate().flat_map(|(part, word)| {
            let places = ARTICLE.match_indices(word);
            places.map(move |(at, _)| TextMatch {
                span: Span::new(at, at + word.len()),
                parts: 1 << part,
                folded: false,
                is_second: false,
            })
        });
        let mut found: Vec<TextMatch> = found.collect();
        found.sort_by_key(|found| found.span);
        let passage = best_passage(ARTICLE, &found, &clauses(), context);
        assert_eq!((passage.item, passage.span.of(ARTICLE)), (item, shown), "{words:?}");
    }

    #[test]
    fn a_passage_keeps_to_the_item_of_its_matches() {
        let clause = "2. Người dân nhận alpha và beta. Việc nhận được ghi.";
        let last = "3. Khoản cuối nói zeta. Hết.";
        for context in [0, 1, 9] {
            shows(&["zeta"], context, Some(4), last);
            shows(&["delta"], context, Some(2), "b) Thu hồi delta, bồi thường eps");
            // Both words stand in one clause; one of them in another, too.
            shows(&["alpha", "beta"], context, Some(3), clause);
        }
        // Points together are their clause, clauses together the article.
        let first = clauses()[0].of(ARTICLE).trim_end();
        shows(&["delta", "Cho thuê"], 1, Some(0), first);
        shows(&["delta", "zeta"], 0, None, ARTICLE);
    }

    #[test]
    fn a_match_in_the_heading_belongs_to_the_article() {
        shows(&["gamma"], 0, None, ARTICLE);
        shows(&["gamma", "zeta"], 0, None, ARTICLE);
        shows(&[], 0, None, ARTICLE);
    }

    #[test]
    fn a_match_across_two_items_belongs_to_what_holds_both() {
        shows(&["delta, bồi thường eps\n2. Người"], 0, None, ARTICLE);
    }

    #[test]
    fn a_sentence_that_goes_on_in_the_next_item_is_cut() {
        let text = "1. Lời đầu, alpha, 2. lời sau beta. Hết.";
        let items = items(text, &[("1. ", "2. "), ("2. ", "")]);
        let shown = |word: &str| {
            let passage = best_passage(text, &[at(text, word, 1)], &items, 1);
            (passage.item, passage.span.of(text))
        };
        assert_eq!(shown("alpha"), (Some(0), "1. Lời đầu, alpha,"));
        assert_eq!(shown("beta"), (Some(1), "2. lời sau beta. Hết."));
    }
}
