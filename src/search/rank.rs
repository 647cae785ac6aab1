//! Orders the sections that answer a question.
//! In: a question and an index. Out: the best sections and how many there are in all.
//! Never reads stored text; ties are broken by path and section, never by address.

use std::collections::BTreeSet;

use super::best::{Best, Candidate};
use super::closer::{Closer, Looked};
use super::number::Number;
use super::phrase::Holder;
use super::question::{self, Part, Question, Word};
use super::score::{Entries, Scores};
use super::synonym::{Synonym, Synonyms};
use super::weights::{
    AFTER_EXACT, ASIDE, CLOSER, COMMON, COMMON_AT_LEAST, NUMBER, OTHER_MARKS, PHRASE, SECOND,
    SYNONYM, TITLE, WEAK,
};
use super::{phrase, terms, weak};
use crate::error::Result;
use crate::index::{Store, keys};

/// A section that answers.
#[derive(Clone, Debug, PartialEq)]
pub struct Ranked {
    /// Whether it stands in a paper that bears the number asked for, where that number is told.
    pub bears: bool,
    /// Its score.
    pub score: f32,
    /// The path of its paper.
    pub path: String,
    /// Which section of it.
    pub ordinal: u64,
    /// Its segment.
    pub segment: usize,
    /// Its document there.
    pub doc: u32,
}

/// All that was found.
#[derive(Debug, Default)]
pub struct Ranking {
    /// The best, in order.
    pub best: Vec<Ranked>,
    /// How many there are in all.
    pub total: usize,
    /// For each part of the question, the keys of the numbers it stands for.
    pub keys: Vec<Vec<String>>,
    /// What the reader should know.
    pub notes: Vec<String>,
}

/// The best `limit` sections; 0 for all.
pub fn rank(
    store: &Store,
    question: &Question,
    synonyms: &Synonyms,
    limit: usize,
) -> Result<Ranking> {
    let mut scoring = Scoring {
        store,
        others: Vec::new(),
        scores: Scores::new(store)?,
        required: 0,
        bearers: BTreeSet::new(),
        notes: question.filters.conflict().into_iter().collect(),
        admitted: None,
        looked: Vec::new(),
        runs: question
            .runs
            .iter()
            .map(|run| run.iter().map(|w| w.term.clone()).collect())
            .collect(),
        weak: weak::weak(&question.runs),
    };
    let selection = question.filters.select(store)?;
    if let Some(selection) = &selection {
        scoring.admitted = Some(store.places()?.among(&selection.paths)?);
        scoring.notes.extend(selection.left_out());
    }
    let mut keys = Vec::new();
    let others = synonyms.all.iter().map(|one| Ok((one, one.holders(store)?)));
    let others: Vec<(&Synonym, Vec<Holder>)> = others.collect::<Result<_>>()?;
    for (at, part) in question.parts.iter().enumerate() {
        let same = others.iter().filter(|(synonym, _)| synonym.of.contains(&at));
        scoring.others = same.flat_map(|(_, holders)| holders).copied().collect();
        keys.push(scoring.part(part)?);
    }
    let (best, total) = scoring.best(limit)?;
    Ok(Ranking { best, total, keys, notes: scoring.notes })
}

struct Scoring<'s> {
    store: &'s Store,
    /// The sections that hold the part at hand in another spelling.
    others: Vec<Holder>,
    scores: Scores<'s>,
    required: u16,
    /// The sections, by segment and document, in which papers tell the number asked for as theirs.
    bearers: BTreeSet<(usize, u32)>,
    notes: Vec<String>,
    /// For each segment, which sections stand in papers that the filters admit; `None` for all.
    admitted: Option<Vec<Vec<bool>>>,
    /// The words as they were looked up, for a closer look.
    looked: Vec<Looked>,
    /// The terms of the words in the order typed.
    runs: Vec<Vec<String>>,
    /// The terms that only ask.
    weak: BTreeSet<String>,
}

impl Scoring<'_> {
    /// Scores one part; gives the keys of the number it is.
    fn part(&mut self, part: &Part) -> Result<Vec<String>> {
        match part {
            Part::Word(word) => self.word(word)?,
            Part::Words(words) => words.iter().try_for_each(|word| self.word(word))?,
            Part::Phrase(words) => self.phrase(words, part)?,
            Part::Number(number, words) => return self.number(number, words, part),
        }
        Ok(Vec::new())
    }

    fn word(&mut self, word: &Word) -> Result<()> {
        if word.has_marks() && self.common_word(word)? {
            return Ok(());
        }
        let fields = self.store.fields;
        let found = terms::word(self.store, fields.text, word)?;
        self.scores.count(fields.text, &found.exact)?;
        self.count_others();
        let second = terms::word(self.store, fields.second, word)?;
        let second = weighed(second.exact, SECOND);
        self.scores.count(fields.second, &second)?;
        let exact = self.scores.sections_found();
        let other = weighed(found.other, OTHER_MARKS);
        self.scores.count(fields.text, &other)?;
        let sections = if exact > 0 { exact } else { self.scores.sections_found() };
        let in_titles = terms::word(self.store, fields.title, word)?;
        let title = joined(in_titles.exact, weighed(in_titles.other, OTHER_MARKS));
        self.scores.count(fields.title, &weighed(title.clone(), TITLE))?;
        self.scores.settle(sections, self.weight(word), false);
        self.look(word, [joined(found.exact, other), title, second], sections);
        Ok(())
    }

    /// Keeps what was looked up for a closer look, which words that only ask are not worth.
    fn look(&mut self, word: &Word, [text, title, second]: [Entries; 3], sections: u64) {
        if self.weak.contains(&word.term) {
            return;
        }
        let others = self.others.iter().map(|holder| (*holder, SYNONYM)).collect();
        let (term, worth) = (word.term.clone(), self.scores.rarity(sections));
        self.looked.push(Looked { term, text, title, second, worth, others });
    }

    /// What a word weighs.
    fn weight(&self, word: &Word) -> f32 {
        if self.weak.contains(&word.term) { WEAK } else { 1.0 }
    }

    /// Counts the part at hand where it is written otherwise.
    fn count_others(&mut self) {
        for holder in &self.others {
            let count = SYNONYM * holder.exact as f32;
            self.scores.count_one(holder.segment, holder.doc, count);
        }
    }

    /// Scores a word that is common as typed, and so is looked for in no other way.
    fn common_word(&mut self, word: &Word) -> Result<bool> {
        let fields = self.store.fields;
        let typed = terms::as_typed(self.store, fields.text, word)?;
        let sections = self.scores.live_sections(fields.text, &typed)?;
        if sections < COMMON_AT_LEAST || sections * COMMON < self.store.manifest.totals.sections {
            return Ok(false);
        }
        let in_titles = terms::as_typed(self.store, fields.title, word)?;
        if self.others.is_empty() {
            let weight = self.weight(word);
            self.scores.settle_at_once((&typed, &in_titles), TITLE, sections, weight)?;
            self.look(word, [typed, in_titles, Entries::new()], sections);
        } else {
            self.scores.count(fields.text, &typed)?;
            self.count_others();
            self.scores.count(fields.title, &weighed(in_titles.clone(), TITLE))?;
            self.scores.settle(sections, self.weight(word), false);
            self.look(word, [typed, in_titles, Entries::new()], sections);
        }
        Ok(true)
    }

    fn phrase(&mut self, words: &[Word], part: &Part) -> Result<()> {
        let holders = phrase::find(self.store, words, false)?;
        let exact = holders.iter().filter(|holder| holder.exact > 0).count();
        if exact == 0
            && !holders.is_empty()
            && self.others.is_empty()
            && words.iter().any(Word::has_marks)
        {
            self.notes.push(format!(
                "{part} does not occur with these marks; shown are matches that ignore marks"
            ));
        }
        for holder in &holders {
            let other = if exact > 0 { AFTER_EXACT } else { OTHER_MARKS };
            let count = holder.exact as f32 + other * holder.other as f32;
            self.scores.count_one(holder.segment, holder.doc, count);
        }
        self.count_others();
        for holder in phrase::find_second(self.store, words, words.iter().any(Word::has_marks))? {
            let count = SECOND * (holder.exact + holder.other) as f32;
            self.scores.count_one(holder.segment, holder.doc, count);
        }
        let sections = if exact > 0 { exact as u64 } else { self.scores.sections_found() };
        self.scores.settle(sections, PHRASE, true);
        self.required = self.required.saturating_add(1);
        Ok(())
    }

    fn number(&mut self, number: &Number, words: &[Word], part: &Part) -> Result<Vec<String>> {
        let (mentions, mut keys) = terms::number(self.store, number, false)?;
        if keys.is_empty() {
            if number.is_whole {
                self.notes.push(format!("no paper bears or cites {part}; shown are places where its words stand side by side"));
            }
            return self.part(&question::fallback(number, words));
        }
        let (own, _) = terms::number(self.store, number, true)?;
        self.scores.count(self.store.fields.text, &own)?;
        self.bearers.extend(self.scores.live());
        self.scores.drop_counts();
        self.scores.count(self.store.fields.text, &mentions)?;
        let sections = self.scores.sections_found();
        let asides: Vec<String> = keys.iter().map(|key| keys::aside_key(key)).collect();
        let opens = number.kinds().into_iter().map(|kind| keys::open_key(number.digits(), kind));
        let others: Vec<String> = asides.into_iter().chain(opens).collect();
        for key in &others {
            let found = terms::key(self.store, key)?;
            self.scores.count(self.store.fields.text, &weighed(found, ASIDE))?;
        }
        keys.extend(others);
        self.scores.settle(sections, NUMBER, true);
        self.required = self.required.saturating_add(1);
        Ok(keys)
    }

    /// The best of all live sections that meet what is required, after a closer look at those that
    /// promise most.
    fn best(&self, limit: usize) -> Result<(Vec<Ranked>, usize)> {
        let found = self.promising(if limit == 0 { 0 } else { limit.max(CLOSER) });
        let total = found.total;
        let mut candidates = found.finish();
        self.look_closer(&mut candidates)?;
        candidates.sort_by(Candidate::compare);
        if limit > 0 && candidates.len() > limit {
            // All that equal the last: their paths decide.
            let last = candidates[limit - 1];
            candidates.retain(|one| one.compare(&last).is_le());
        }
        let mut best = self.named(&candidates)?;
        best.sort_by(|one, other| {
            let by_score = other.bears.cmp(&one.bears).then(other.score.total_cmp(&one.score));
            by_score.then_with(|| one.path.cmp(&other.path)).then(one.ordinal.cmp(&other.ordinal))
        });
        if limit > 0 {
            best.truncate(limit);
        }
        Ok((best, total))
    }

    /// The sections with the best scores so far.
    fn promising(&self, limit: usize) -> Best {
        let mut found = Best::new(limit);
        for (segment, scored) in self.scores.segments.iter().enumerate() {
            for (doc, score) in (0u32..).zip(&scored.scores) {
                let is_met =
                    self.required == 0 || scored.met.get(doc as usize) == Some(&self.required);
                let admitted = self.admitted.as_ref().is_none_or(|all| all[segment][doc as usize]);
                if *score > 0.0 && is_met && admitted && !scored.reader.is_deleted(doc) {
                    let bears = !self.bearers.is_empty() && self.bearers.contains(&(segment, doc));
                    found.push(Candidate { bears, score: *score, segment, doc });
                }
            }
        }
        found
    }

    /// Gives the candidates that promise most the score of a closer look; the others stay in their
    /// order behind them.
    fn look_closer(&self, candidates: &mut [Candidate]) -> Result<()> {
        if self.looked.len() < 2 || candidates.is_empty() {
            return Ok(());
        }
        candidates.sort_by(Candidate::compare);
        let last = candidates[candidates.len().min(CLOSER) - 1];
        let count = candidates.partition_point(|one| one.compare(&last).is_le());
        let (closer, rest) = candidates.split_at_mut(count);
        let scores = Closer::new(&self.looked, &self.runs).scores(self.store, closer)?;
        let mut floor = f32::MAX;
        for (candidate, score) in closer.iter_mut().zip(scores) {
            let required = &self.scores.segments[candidate.segment].required;
            let required = required.get(candidate.doc as usize).copied().unwrap_or_default();
            candidate.score = score + required;
            floor = floor.min(candidate.score);
        }
        rest.iter_mut().for_each(|one| one.score *= floor / last.score);
        Ok(())
    }

    fn named(&self, found: &[Candidate]) -> Result<Vec<Ranked>> {
        let places = self.store.places()?;
        let named = found.iter().map(|Candidate { bears, score, segment, doc }| {
            let (ord, ordinal) = places.of(*segment, *doc);
            let path = places.path(*segment, ord)?;
            let (bears, score, segment, doc) = (*bears, *score, *segment, *doc);
            Ok(Ranked { bears, score, path, ordinal, segment, doc })
        });
        named.collect()
    }
}

/// The entries of both, segment by segment.
fn joined(mut entries: Entries, more: Entries) -> Entries {
    for (entries, more) in entries.iter_mut().zip(more) {
        entries.extend(more);
    }
    entries
}

fn weighed(mut entries: Entries, weight: f32) -> Entries {
    for (_, one) in entries.iter_mut().flatten() {
        *one *= weight;
    }
    entries
}
