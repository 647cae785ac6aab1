//! Finds the matches of a question in the text of one section, to highlight them and to choose a passage.
//! In: a question and the record of a section. Out: every match with its place, in order.
//! Analyses the text as indexing does. Never infers a match from a score.

use std::collections::BTreeSet;

use vankien_engine::record::SectionRecord;
use vankien_engine::{keys, second};
use vankien_papers::citation::Provision;
use vankien_text::span::{self, Span};

use super::held_units;
use super::near::NearMatcher;
use super::question::{self, Part, Question, QuestionWord};
use super::synonym::{Synonym, Synonyms};
use super::vocabulary::{self, KnownToken, Vocabulary};

/// A place in a section that matches parts of the question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextMatch {
    /// Where it stands, in bytes of the section's text.
    pub span: Span,
    /// The parts of the question that it matches, as bits. Bit 63 stands for part 63 and all further ones.
    pub parts: u64,
    /// Whether it bears other marks than the words of the question.
    pub folded: bool,
    /// Whether it matches only in a second reading of the text.
    pub is_second: bool,
}

/// A question made ready to be matched with many sections.
pub struct Matcher {
    /// The words of the question, by which the tokens of a text are recognised.
    vocabulary: Vocabulary,
    /// For each number of the vocabulary, the single words (indexes of `words`) that it may be.
    words_by_number: Vec<Vec<usize>>,
    /// The words that are asked for singly, not in a phrase.
    words: Vec<SingleWord>,
    /// Pairs of these (indexes of `words`) that stand side by side in the question.
    pairs: BTreeSet<(usize, usize)>,
    /// Phrases, and other spellings of parts.
    phrases: Vec<PhraseMatcher>,
    /// Words near one another, each with the bits of its parts.
    nears: Vec<(u64, NearMatcher)>,
    /// The keys of the numbers asked for, each with the bits of its parts.
    numbers: Vec<(u64, Vec<String>)>,
    /// The articles and other units that were typed with these numbers.
    units: Vec<Provision>,
}

/// A word that is asked for singly.
struct SingleWord {
    /// The bits of the parts that ask for it.
    parts: u64,
    /// The word.
    word: QuestionWord,
}

/// A token of a text that is a word asked for singly.
struct SingleToken<'s> {
    /// The token.
    token: &'s KnownToken,
    /// The bits of the parts that ask for it.
    parts: u64,
    /// Whether it bears other marks than the question.
    folded: bool,
    /// The indexes of the single words that it may be.
    words: Vec<usize>,
    /// Whether it stands beside a word that is its neighbour in the question too.
    is_paired: bool,
}

/// Words that must stand side by side.
struct PhraseMatcher {
    /// The bits of the parts that ask for them.
    parts: u64,
    /// For each word, its numbers in the vocabulary.
    numbers: Vec<Vec<usize>>,
    /// The words, in order.
    words: Vec<QuestionWord>,
    /// Where they come from.
    source: PhraseSource,
}

/// Where the words of a phrase come from.
enum PhraseSource {
    /// They were typed.
    Question,
    /// They are another spelling of a part. `only` holds the paths of the only papers in which it is one; `None` for
    /// all papers.
    OtherSpelling { only: Option<BTreeSet<String>> },
}

impl PhraseMatcher {
    /// The matches among the tokens of a section of the paper at `path`.
    fn find(&self, tokens: &[KnownToken], path: &str) -> Vec<TextMatch> {
        let is_typed = match &self.source {
            PhraseSource::Question => true,
            PhraseSource::OtherSpelling { only: Some(only) } if !only.contains(path) => {
                return Vec::new();
            }
            PhraseSource::OtherSpelling { .. } => false,
        };
        let mut found = Vec::new();
        for run in vocabulary::adjacent_tokens(tokens, &self.numbers) {
            if let Some(folded) = self.is_folded(run)
                // Another spelling must bear its own marks.
                && (is_typed || !folded)
            {
                let span = vocabulary::span(run);
                found.push(TextMatch { span, parts: self.parts, folded, is_second: false });
            }
        }
        found
    }

    /// Whether any token of a run bears other marks than its word; `None` where one is another word.
    fn is_folded(&self, run: &[KnownToken]) -> Option<bool> {
        let mut folded = false;
        for (token, word) in run.iter().zip(&self.words) {
            folded |= !word.meets(&token.term)?;
        }
        Some(folded)
    }
}

/// The matches in order. A match inside another one is merged into it. Of two at the same place, one in the text itself
/// tells the marks before one in a second reading.
fn merged(mut found: Vec<TextMatch>) -> Vec<TextMatch> {
    found.sort_by_key(|found| (found.span.start, std::cmp::Reverse(found.span.end)));
    let mut kept: Vec<TextMatch> = Vec::with_capacity(found.len());
    for one in found {
        match kept.last_mut() {
            Some(last) if one.span.end <= last.span.end => {
                last.parts |= one.parts;
                if one.span == last.span {
                    match (last.is_second, one.is_second) {
                        (false, true) => {}
                        (true, false) => (last.is_second, last.folded) = (false, one.folded),
                        _ => last.folded &= one.folded,
                    }
                }
            }
            _ => kept.push(one),
        }
    }
    kept
}

impl Matcher {
    /// A matcher for a question. `keys` are, for each part, the keys of numbers that the index holds; a number without
    /// keys is matched as words.
    pub fn new(question: &Question, keys: &[Vec<String>], synonyms: &Synonyms) -> Matcher {
        let mut matcher = Matcher {
            vocabulary: Vocabulary::default(),
            words_by_number: Vec::new(),
            words: Vec::new(),
            pairs: BTreeSet::new(),
            phrases: Vec::new(),
            nears: Vec::new(),
            numbers: Vec::new(),
            units: Vec::new(),
        };
        for (at, (part, keys)) in question.parts.iter().zip(keys).enumerate() {
            if question.seeks(at) {
                matcher.add_part(bit(at), part, keys, question.loose.contains(&at));
            }
        }
        for neighbours in question.runs.iter().flat_map(|run| run.windows(2)) {
            let known =
                |word: &QuestionWord| matcher.words.iter().position(|one| one.word == *word);
            let pair = known(&neighbours[0]).zip(known(&neighbours[1]));
            matcher.pairs.extend(pair);
        }
        for Synonym { of, spelling } in &synonyms.all {
            let parts = of.iter().fold(0, |parts, at| parts | bit(*at));
            let source = PhraseSource::OtherSpelling { only: spelling.only.clone() };
            matcher.add_phrase(parts, &spelling.words, source);
        }
        matcher
    }

    fn add_part(&mut self, bit: u64, part: &Part, keys: &[String], is_loose: bool) {
        match part {
            Part::Word(word) => self.add_word(bit, word),
            Part::Words(words) => words.iter().for_each(|word| self.add_word(bit, word)),
            Part::Phrase(words) => self.add_phrase(bit, words, PhraseSource::Question),
            Part::Near(words, far) => {
                let near = NearMatcher::new(words, *far, &mut self.vocabulary);
                self.words_by_number.resize(self.vocabulary.len(), Vec::new());
                self.nears.push((bit, near));
            }
            Part::Number(number, words) if keys.is_empty() => {
                let as_words = question::unknown_number_as_words(number, words, is_loose);
                self.add_part(bit, &as_words, keys, is_loose);
            }
            Part::Number(number, _) => {
                self.numbers.push((bit, keys.to_vec()));
                self.units.extend_from_slice(&number.units);
            }
        }
    }

    fn add_phrase(&mut self, parts: u64, words: &[QuestionWord], source: PhraseSource) {
        let numbers = words.iter().map(|word| self.add_to_vocabulary(word)).collect();
        self.phrases.push(PhraseMatcher { parts, numbers, words: words.to_vec(), source });
    }

    fn add_word(&mut self, bit: u64, word: &QuestionWord) {
        let number = match self.words.iter().position(|one| one.word == *word) {
            Some(number) => number,
            None => {
                self.words.push(SingleWord { parts: 0, word: word.clone() });
                self.words.len() - 1
            }
        };
        self.words[number].parts |= bit;
        for at in self.add_to_vocabulary(word) {
            if !self.words_by_number[at].contains(&number) {
                self.words_by_number[at].push(number);
            }
        }
    }

    /// The numbers of a word in the vocabulary.
    fn add_to_vocabulary(&mut self, word: &QuestionWord) -> Vec<usize> {
        let numbers = self.vocabulary.add(word);
        self.words_by_number.resize(self.vocabulary.len(), Vec::new());
        numbers
    }

    /// The first word of the unit asked for, in a section that is or holds it, as a match of every part. Where the
    /// section holds only the article to which the unit belongs: the first word of the article. `None` where it holds
    /// neither.
    pub fn find_unit(&self, section: &SectionRecord) -> Option<TextMatch> {
        let start = held_units::unit_start(section, &self.units)?;
        let rest = span::after(&section.text, start);
        let length = rest.find(char::is_whitespace).unwrap_or(rest.len());
        let span = Span::new(start, start + length);
        Some(TextMatch { span, parts: u64::MAX, folded: false, is_second: false })
    }

    /// All matches in a section, in order. A word inside a matching phrase is no match of its own.
    pub fn find(&self, section: &SectionRecord) -> Vec<TextMatch> {
        let mut found = self.find_numbers(section);
        if self.vocabulary.len() > 0 {
            let tokens = self.vocabulary.known_tokens(&section.text);
            found.extend(self.find_phrases(&tokens, &section.path));
            found.sort_by_key(|found| (found.span.start, found.span.end));
            let single = self.find_single_words(&section.text, &tokens, &found);
            found.extend(single);
            if !section.readings.is_empty() {
                found.extend(self.find_in_second_readings(section));
            }
        }
        merged(found)
    }

    /// The matches of phrases and of words near one another, in order.
    fn find_phrases(&self, tokens: &[KnownToken], path: &str) -> Vec<TextMatch> {
        let mut found: Vec<TextMatch> =
            self.phrases.iter().flat_map(|phrase| phrase.find(tokens, path)).collect();
        for (parts, near) in &self.nears {
            for (span, is_exact) in near.spans(tokens) {
                found.push(TextMatch { span, parts: *parts, folded: !is_exact, is_second: false });
            }
        }
        found.sort_by_key(|found| (found.span.start, found.span.end));
        found
    }

    /// The matches that touch a second reading. [`merged`] joins those whose place matches in the text itself too.
    fn find_in_second_readings(&self, section: &SectionRecord) -> Vec<TextMatch> {
        let mut all = Vec::new();
        for second in second::second_readings(section) {
            let tokens = self.vocabulary.known_tokens(&second.text);
            let phrases = self.find_phrases(&tokens, &section.path);
            let single = self.find_single_words(&second.text, &tokens, &phrases);
            for one in phrases.into_iter().chain(single) {
                let (span, is_second) = second.back(one.span);
                if is_second {
                    all.push(TextMatch { span, is_second, ..one });
                }
            }
        }
        all
    }

    /// The citations of the numbers asked for.
    fn find_numbers(&self, section: &SectionRecord) -> Vec<TextMatch> {
        let mut found = Vec::new();
        for citation in &section.citations {
            let Some(key) = keys::citation_keys(&section.text, citation).into_iter().next() else {
                continue;
            };
            for (bit, keys) in &self.numbers {
                if keys.contains(&key) {
                    found.push(TextMatch {
                        span: citation.span,
                        parts: *bit,
                        folded: false,
                        is_second: false,
                    });
                }
            }
        }
        found
    }

    /// The matches of single words outside `phrases`; neighbours with nothing but blanks between them are one match.
    /// Where two neighbours of the question stand side by side, neither is a match elsewhere by itself: in an answer to
    /// `tham nhũng` (corruption), the `tham` of `tham gia` (take part) is no match.
    fn find_single_words(
        &self,
        text: &str,
        tokens: &[KnownToken],
        phrases: &[TextMatch],
    ) -> Vec<TextMatch> {
        let mut found = self.single_tokens(tokens, phrases);
        // The words that stand beside their neighbour of the question anywhere in the text.
        let mut paired_words: BTreeSet<usize> = BTreeSet::new();
        for at in 1..found.len() {
            let (before, behind) = found.split_at_mut(at);
            let (Some(one), Some(next)) = (before.last_mut(), behind.first_mut()) else { continue };
            if one.token.ordinal + 1 != next.token.ordinal {
                continue;
            }
            for first in &one.words {
                for second in &next.words {
                    if self.pairs.contains(&(*first, *second)) {
                        paired_words.extend([*first, *second]);
                        (one.is_paired, next.is_paired) = (true, true);
                    }
                }
            }
        }
        found.retain(|one| {
            one.is_paired || !one.words.iter().all(|word| paired_words.contains(word))
        });
        join_neighbours(text, &found)
    }

    /// The tokens outside `phrases` that are words asked for singly.
    fn single_tokens<'s>(
        &self,
        tokens: &'s [KnownToken],
        phrases: &[TextMatch],
    ) -> Vec<SingleToken<'s>> {
        let mut found = Vec::new();
        let mut next_phrase = 0;
        for token in tokens {
            while phrases.get(next_phrase).is_some_and(|one| one.span.end <= token.span.start) {
                next_phrase += 1;
            }
            if phrases.get(next_phrase).is_some_and(|one| one.span.overlaps(token.span)) {
                continue;
            }
            let mut single =
                SingleToken { token, parts: 0, folded: true, words: Vec::new(), is_paired: false };
            for number in &self.words_by_number[token.word] {
                let SingleWord { parts, word } = &self.words[*number];
                if let Some(is_exact) = word.meets(&token.term) {
                    single.parts |= parts;
                    single.folded &= !is_exact;
                    single.words.push(*number);
                }
            }
            if !single.words.is_empty() {
                found.push(single);
            }
        }
        found
    }
}

/// Tokens as matches; neighbours with nothing but blanks between them are one match.
fn join_neighbours(text: &str, tokens: &[SingleToken<'_>]) -> Vec<TextMatch> {
    // Each match with the ordinal of its last token.
    let mut runs: Vec<(usize, TextMatch)> = Vec::new();
    for SingleToken { token, parts, folded, .. } in tokens {
        match runs.last_mut() {
            Some((ordinal, run))
                if *ordinal + 1 == token.ordinal
                    && span::slice(text, run.span.end, token.span.start).trim().is_empty() =>
            {
                *ordinal += 1;
                run.span.end = token.span.end;
                run.parts |= parts;
                run.folded |= folded;
            }
            _ => {
                let (span, parts, folded) = (token.span, *parts, *folded);
                runs.push((token.ordinal, TextMatch { span, parts, folded, is_second: false }));
            }
        }
    }
    runs.into_iter().map(|(_, run)| run).collect()
}

/// The bit of the part with this index; the last bit stands for part 63 and all further ones.
fn bit(part: usize) -> u64 {
    1 << part.min(63)
}

#[cfg(test)]
mod tests {
    use super::*;
    use vankien_engine::record::PlacedEdit;
    use vankien_text::Why;

    #[track_caller]
    fn check(asked: &str, text: &str, wanted: &[(&str, bool)]) {
        let question = question::parse_question(asked).expect("a question");
        let keys = vec![Vec::new(); question.parts.len()];
        let section = SectionRecord { text: text.into(), ..Default::default() };
        let found = Matcher::new(&question, &keys, &Synonyms::default()).find(&section);
        let found: Vec<(&str, bool)> =
            found.iter().map(|found| (found.span.of(text), found.folded)).collect();
        assert_eq!(found, wanted);
    }

    #[test]
    fn finds_phrases_across_marks_and_lines() {
        check("\"phòng chống\"", "phòng, chống và phòng\nchông", &[("phòng, chống", false)]);
        check("\"phong chong\"", "Phòng chống", &[("Phòng chống", true)]);
        check("\"a a\"", "a a a", &[("a a", false), ("a a", false)]);
    }

    #[test]
    fn neighbours_are_one_match() {
        check("nghị quyết", "Nghị quyết, nghị", &[("Nghị quyết", false)]);
        check("nghị quyết", "Nghị, quyết quyết", &[("Nghị", false), ("quyết", false)]);
        check("nghị quyết", "quyết nghị", &[("quyết nghị", false)]);
    }

    #[test]
    fn a_place_that_matches_in_the_text_too_is_not_one_of_a_second_reading() {
        let found = |asked: &str, text: &str| {
            let reading = PlacedEdit {
                span: Span::new(0, text.find(' ').unwrap_or(0)),
                line: 1,
                column: 0,
                from: String::new(),
                to: "tham".into(),
                why: Why::Misread,
                confidence: 0.5,
            };
            let section =
                SectionRecord { text: text.into(), readings: vec![reading], ..Default::default() };
            let question = question::parse_question(asked).expect("a question");
            let keys = vec![Vec::new(); question.parts.len()];
            let found = Matcher::new(&question, &keys, &Synonyms::default()).find(&section);
            let found: Vec<_> = found.iter().map(|one| (one.folded, one.is_second)).collect();
            found
        };
        let (under_other_marks, in_second_reading) = ([(true, false)], [(false, true)]);
        assert_eq!(found("\"tham nhung\"", "thám nhung"), under_other_marks);
        assert_eq!(found("\"tham nhung\"", "thám nhũng"), under_other_marks);
        assert_eq!(found("\"tham nhung\"", "thấm nhung"), under_other_marks);
        assert_eq!(found("\"=tham nhung\"", "thám nhung"), in_second_reading);
    }

    #[test]
    fn a_word_inside_a_phrase_is_no_match_of_its_own() {
        check(
            "\"nghị quyết\" quyết",
            "nghị quyết quyết",
            &[("nghị quyết", false), ("quyết", false)],
        );
    }
}
