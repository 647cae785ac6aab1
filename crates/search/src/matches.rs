//! Finds the matches of a question in the text of one section.
//! In: a question and a section's record. Out: every match with its place, in order.
//! Analyses the text as `index` did; never guesses from scores.

use std::collections::BTreeSet;

use vankien_engine::record::SectionRecord;
use vankien_engine::{keys, second};
use vankien_text::span::{self, Span};

use super::near::Near;
use super::question::{self, Part, Question, Word};
use super::synonym::{Synonym, Synonyms};
use super::vocabulary::{self, Seen, Vocabulary};

/// A place in a section that answers a part of the question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Bytes of the section's text.
    pub span: Span,
    /// Which parts of the question it answers, as bits; the last bit stands for all further parts.
    pub parts: u64,
    /// Whether it bears other marks than typed.
    pub folded: bool,
    /// Whether it matches only by a second reading of the text.
    pub is_second: bool,
}

/// A question made ready to be matched with many sections.
pub struct Matcher {
    vocabulary: Vocabulary,
    /// For each folded word, the words of the question that it may be, where they are asked for alone.
    alone: Vec<Vec<usize>>,
    /// The words that are asked for alone.
    words: Vec<Alone>,
    /// Which of those stand side by side in the question, by their numbers.
    pairs: BTreeSet<(usize, usize)>,
    /// Rows of words.
    phrases: Vec<Row>,
    /// Words near one another.
    nears: Vec<(u64, Near)>,
    /// The keys of the numbers asked for.
    numbers: Vec<(u64, Vec<String>)>,
}

/// A word that is asked for alone.
struct Alone {
    /// Which parts ask for it.
    parts: u64,
    word: Word,
}

/// A token that is a word asked for alone.
struct Lone<'s> {
    seen: &'s Seen,
    parts: u64,
    folded: bool,
    /// Which of the words it may be.
    words: Vec<usize>,
    /// Whether it stands beside the word that is its neighbour in the question, too.
    is_paired: bool,
}

/// Words that must stand in a row.
struct Row {
    /// Which parts ask for them.
    parts: u64,
    /// Their numbers.
    numbers: Vec<Vec<usize>>,
    /// They themselves.
    words: Vec<Word>,
    /// For another spelling of a part, the papers in which alone it is one, or all.
    other: Option<Option<BTreeSet<String>>>,
}

impl Row {
    fn find(&self, seen: &[Seen], path: &str) -> Vec<Found> {
        if matches!(&self.other, Some(Some(only)) if !only.contains(path)) {
            return Vec::new();
        }
        let found = |row: &[Seen]| {
            let mut folded = false;
            for (seen, word) in row.iter().zip(&self.words) {
                folded |= !word.meets(&seen.term)?;
            }
            let found =
                Found { span: vocabulary::span(row), parts: self.parts, folded, is_second: false };
            (!folded || self.other.is_none()).then_some(found)
        };
        vocabulary::rows(seen, &self.numbers).filter_map(found).collect()
    }
}

/// The matches in order, each place once: one that lies inside another is part of it.
fn once(mut found: Vec<Found>) -> Vec<Found> {
    found.sort_by_key(|found| (found.span.start, std::cmp::Reverse(found.span.end)));
    let mut kept: Vec<Found> = Vec::with_capacity(found.len());
    for one in found {
        match kept.last_mut() {
            Some(last) if one.span.end <= last.span.end => {
                last.parts |= one.parts;
                if one.span == last.span {
                    last.is_second = if last.folded { one.is_second } else { last.is_second };
                    last.folded &= one.folded;
                }
            }
            _ => kept.push(one),
        }
    }
    kept
}

impl Matcher {
    /// Gets ready. `keys` are the number keys that the index holds for each part; a number without
    /// keys is matched as a phrase.
    pub fn new(question: &Question, keys: &[Vec<String>], synonyms: &Synonyms) -> Matcher {
        let (vocabulary, pairs) = (Vocabulary::default(), BTreeSet::new());
        let (alone, words) = (Vec::new(), Vec::new());
        let (phrases, nears, numbers) = (Vec::new(), Vec::new(), Vec::new());
        let mut matcher = Matcher { vocabulary, alone, words, pairs, phrases, nears, numbers };
        for (at, (part, keys)) in question.parts.iter().zip(keys).enumerate() {
            if question.seeks(at) {
                matcher.add(bit(at), part, keys, question.loose.contains(&at));
            }
        }
        for two in question.runs.iter().flat_map(|run| run.windows(2)) {
            let known = |word: &Word| matcher.words.iter().position(|one| one.word == *word);
            let pair = known(&two[0]).zip(known(&two[1]));
            matcher.pairs.extend(pair);
        }
        for Synonym { of, spelling } in &synonyms.all {
            let parts = of.iter().fold(0, |parts, at| parts | bit(*at));
            matcher.add_row(parts, &spelling.words, Some(spelling.only.clone()));
        }
        matcher
    }

    fn add(&mut self, bit: u64, part: &Part, keys: &[String], is_loose: bool) {
        match part {
            Part::Word(word) => self.add_word(bit, word),
            Part::Words(words) => words.iter().for_each(|word| self.add_word(bit, word)),
            Part::Phrase(words) => self.add_row(bit, words, None),
            Part::Near(words, far) => {
                let near = Near::new(words, *far, &mut self.vocabulary);
                self.alone.resize(self.vocabulary.len(), Vec::new());
                self.nears.push((bit, near));
            }
            Part::Number(number, words) if keys.is_empty() => {
                let words = question::fallback(number, words, is_loose);
                self.add(bit, &words, keys, is_loose);
            }
            Part::Number(..) => self.numbers.push((bit, keys.to_vec())),
        }
    }

    fn add_row(&mut self, parts: u64, words: &[Word], other: Option<Option<BTreeSet<String>>>) {
        let numbers = words.iter().map(|word| self.learn(word)).collect();
        self.phrases.push(Row { parts, numbers, words: words.to_vec(), other });
    }

    fn add_word(&mut self, bit: u64, word: &Word) {
        let number = match self.words.iter().position(|one| one.word == *word) {
            Some(number) => number,
            None => {
                self.words.push(Alone { parts: 0, word: word.clone() });
                self.words.len() - 1
            }
        };
        self.words[number].parts |= bit;
        for at in self.learn(word) {
            if !self.alone[at].contains(&number) {
                self.alone[at].push(number);
            }
        }
    }

    fn learn(&mut self, word: &Word) -> Vec<usize> {
        let numbers = self.vocabulary.learn(word);
        self.alone.resize(self.vocabulary.len(), Vec::new());
        numbers
    }

    /// The phrases, and the words near one another.
    fn together(&self, seen: &[Seen], path: &str) -> Vec<Found> {
        let mut found: Vec<Found> =
            self.phrases.iter().flat_map(|row| row.find(seen, path)).collect();
        for (parts, near) in &self.nears {
            let one = |(span, is_exact): (Span, bool)| Found {
                span,
                parts: *parts,
                folded: !is_exact,
                is_second: false,
            };
            found.extend(near.find(seen).into_iter().map(one));
        }
        found.sort_by_key(|found| (found.span.start, found.span.end));
        found
    }

    /// All matches in a section, in order; a word inside a matching phrase is no match of its own.
    pub fn find(&self, section: &SectionRecord) -> Vec<Found> {
        let mut found = self.find_numbers(section);
        if self.vocabulary.len() > 0 {
            let seen = self.vocabulary.see(&section.text);
            found.extend(self.together(&seen, &section.path));
            found.sort_by_key(|found| (found.span.start, found.span.end));
            let alone = self.find_alone(&section.text, &seen, &found);
            found.extend(alone);
            if !section.readings.is_empty() {
                found.extend(self.find_second(section));
            }
        }
        once(found)
    }

    /// What is a match only by a second reading.
    fn find_second(&self, section: &SectionRecord) -> Vec<Found> {
        let mut all = Vec::new();
        for second in second::second_readings(section) {
            let seen = self.vocabulary.see(&second.text);
            let found = self.together(&seen, &section.path);
            let alone = self.find_alone(&second.text, &seen, &found);
            for one in found.into_iter().chain(alone) {
                let (span, is_second) = second.back(one.span);
                if is_second {
                    all.push(Found { span, is_second, ..one });
                }
            }
        }
        all
    }

    fn find_numbers(&self, section: &SectionRecord) -> Vec<Found> {
        let mut found = Vec::new();
        for citation in &section.citations {
            let Some(key) = keys::citation_keys(&section.text, citation).into_iter().next() else {
                continue;
            };
            for (bit, keys) in &self.numbers {
                if keys.contains(&key) {
                    found.push(Found {
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

    /// Words alone, outside `phrases`; neighbours with nothing but blanks between them are one match. Where
    /// two neighbours of the question stand side by side, neither of them is a match elsewhere by itself:
    /// beside `tham nhũng` the `tham` of `tham gia` says nothing.
    fn find_alone(&self, text: &str, seen: &[Seen], phrases: &[Found]) -> Vec<Found> {
        let mut found = self.lone(seen, phrases);
        let mut in_pairs: BTreeSet<usize> = BTreeSet::new();
        for at in 1..found.len() {
            let (before, behind) = found.split_at_mut(at);
            let (Some(one), Some(next)) = (before.last_mut(), behind.first_mut()) else { continue };
            if one.seen.ordinal + 1 != next.seen.ordinal {
                continue;
            }
            for pair in one.words.iter().flat_map(|one| next.words.iter().map(|next| (*one, *next)))
            {
                if self.pairs.contains(&pair) {
                    in_pairs.extend([pair.0, pair.1]);
                    (one.is_paired, next.is_paired) = (true, true);
                }
            }
        }
        let says_nothing =
            |one: &Lone<'_>| !one.is_paired && one.words.iter().all(|word| in_pairs.contains(word));
        found.retain(|one| !says_nothing(one));
        joined(text, &found)
    }

    /// The tokens outside `phrases` that are words asked for alone.
    fn lone<'s>(&self, seen: &'s [Seen], phrases: &[Found]) -> Vec<Lone<'s>> {
        let mut found = Vec::new();
        let mut behind = 0;
        for seen in seen {
            while phrases.get(behind).is_some_and(|phrase| phrase.span.end <= seen.span.start) {
                behind += 1;
            }
            let is_inside =
                phrases.get(behind).is_some_and(|phrase| phrase.span.overlaps(seen.span));
            if is_inside {
                continue;
            }
            let (mut parts, mut folded, mut words) = (0, true, Vec::new());
            for number in &self.alone[seen.word] {
                let Alone { parts: asked, word } = &self.words[*number];
                if let Some(is_exact) = word.meets(&seen.term) {
                    parts |= asked;
                    folded &= !is_exact;
                    words.push(*number);
                }
            }
            if !words.is_empty() {
                found.push(Lone { seen, parts, folded, words, is_paired: false });
            }
        }
        found
    }
}

/// Tokens as matches; neighbours with nothing but blanks between them are one.
fn joined(text: &str, lone: &[Lone<'_>]) -> Vec<Found> {
    let mut runs: Vec<(usize, Found)> = Vec::new();
    for Lone { seen, parts, folded, .. } in lone {
        match runs.last_mut() {
            Some((ordinal, run))
                if *ordinal + 1 == seen.ordinal
                    && span::slice(text, run.span.end, seen.span.start).trim().is_empty() =>
            {
                *ordinal += 1;
                run.span.end = seen.span.end;
                run.parts |= parts;
                run.folded |= folded;
            }
            _ => {
                let (parts, folded) = (*parts, *folded);
                runs.push((
                    seen.ordinal,
                    Found { span: seen.span, parts, folded, is_second: false },
                ));
            }
        }
    }
    runs.into_iter().map(|(_, run)| run).collect()
}

/// The bit of a part; the last one stands for all further parts.
fn bit(part: usize) -> u64 {
    1 << part.min(63)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(asked: &str, text: &str, wanted: &[(&str, bool)]) {
        let question = question::read(asked).expect("a question");
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
    fn a_word_inside_a_phrase_is_no_match_of_its_own() {
        check(
            "\"nghị quyết\" quyết",
            "nghị quyết quyết",
            &[("nghị quyết", false), ("quyết", false)],
        );
    }
}
