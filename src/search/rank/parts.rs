//! Scores the parts of a question, one after the other.
//! In: a part. Out: scores, and what a closer look needs of its words.
//! Never decides which sections answer.

use std::collections::BTreeSet;

use tantivy::schema::Field;

use super::{Common, Scoring};
use crate::error::Result;
use crate::index::keys;
use crate::search::closer::Looked;
use crate::search::number::Number;
use crate::search::phrase::{self, Holder};
use crate::search::question::{self, Part, Word};
use crate::search::score::{self, Entries};
use crate::search::terms::Found;
use crate::search::weights::{
    AFTER_EXACT, ASIDE, COMMON, COMMON_AT_LEAST, LITTLE, NUMBER, OTHER_MARKS, PHRASE, SECOND,
    SYNONYM,
};
use crate::search::{near, terms};

/// Takes off what rounding may have put on.
const ALMOST: f32 = 0.999;

impl Scoring<'_> {
    /// Scores one part; gives the keys of the number it is.
    pub(super) fn part(&mut self, part: &Part) -> Result<Vec<String>> {
        match part {
            Part::Word(word) => self.word(word)?,
            Part::Words(words) => words.iter().try_for_each(|word| self.word(word))?,
            Part::Phrase(words) => self.phrase(words, part)?,
            Part::Near(words, far) => self.near(words, *far, part)?,
            Part::Number(number, words) => return self.number(number, words, part),
        }
        Ok(Vec::new())
    }

    fn word(&mut self, word: &Word) -> Result<()> {
        if word.is_plain() && word.has_marks() && self.common_word(word)? {
            return Ok(());
        }
        let fields = self.store.fields;
        let left_out = self.other_words(word)?;
        let found = self.entries(fields.text, word, &left_out)?;
        self.scores.count(fields.text, &found.exact)?;
        self.count_others();
        let second = match self.recipe.second > 0.0 {
            true => {
                weighed(self.entries(fields.second, word, &left_out)?.exact, self.recipe.second)
            }
            false => Entries::new(),
        };
        self.scores.count(fields.second, &second)?;
        let exact = self.scores.sections_found();
        let other = weighed(found.other, self.recipe.other_marks);
        self.scores.count(fields.text, &other)?;
        let sections = if exact > 0 { exact } else { self.scores.sections_found() };
        let in_titles = self.entries(fields.title, word, &left_out)?;
        let title = joined(in_titles.exact, weighed(in_titles.other, self.recipe.other_marks));
        self.scores.count(fields.title, &weighed(title.clone(), self.recipe.title))?;
        self.scores.settle(sections, self.weight(word), false);
        self.look(word, [joined(found.exact, other), title, second], sections);
        Ok(())
    }

    /// The entries of a word, under other marks where the recipe has it, but for terms `left_out`.
    fn entries(&self, field: Field, word: &Word, left_out: &BTreeSet<Vec<u8>>) -> Result<Found> {
        match self.recipe.other_marks > 0.0 || !word.has_marks() {
            true => terms::word_but(self.store, field, word, left_out),
            false => Ok(Found::exactly(terms::as_typed(self.store, field, word)?)),
        }
    }

    /// The terms with the letters of `word` that are common words of their own (`từ` beside `tự`), where
    /// the word stands often enough as typed.
    fn other_words(&self, word: &Word) -> Result<BTreeSet<Vec<u8>>> {
        let (text, mut found) = (self.store.fields.text, BTreeSet::new());
        if !word.is_plain() || !word.has_marks() {
            return Ok(found);
        }
        let all = terms::same_letters(self.store, text, word)?;
        let Some(typed) = all.get(word.term.as_bytes()) else { return Ok(found) };
        if self.scores.live_sections(text, typed)? >= COMMON_AT_LEAST {
            for (term, entries) in &all {
                if self.is_common(self.scores.live_sections(text, entries)?) {
                    found.insert(term.clone());
                }
            }
        }
        Ok(found)
    }

    /// Whether so many sections make a word common.
    fn is_common(&self, sections: u64) -> bool {
        sections >= COMMON_AT_LEAST && sections * COMMON >= self.store.manifest.totals.sections
    }

    /// Keeps what was looked up for a closer look, which words that only ask are not worth.
    fn look(&mut self, word: &Word, [text, title, second]: [Entries; 3], sections: u64) {
        if word.is_plain() && self.weak.contains(&word.term) {
            return;
        }
        let others = self.others.iter().map(|holder| (*holder, SYNONYM)).collect();
        let (term, worth) = (word.key(), self.scores.rarity(sections));
        self.looked.push(Looked { term, text, title, second, worth, others });
    }

    /// Marks the sections that hold a part which must not be there: as typed, where marks were typed.
    pub(super) fn ban(&mut self, part: &Part) -> Result<Vec<String>> {
        let text = self.store.fields.text;
        let holders = match part {
            Part::Word(word) => {
                let found = terms::word(self.store, text, word)?;
                self.scores.count(text, &found.exact)?;
                Vec::new()
            }
            Part::Words(words) | Part::Phrase(words) => phrase::find(self.store, words, false)?,
            Part::Near(words, far) => near::find(self.store, words, *far)?,
            Part::Number(number, words) => {
                let (mentions, keys) = terms::number(self.store, number, false)?;
                if keys.is_empty() {
                    return self.ban(&question::fallback(number, words));
                }
                self.scores.count(text, &mentions)?;
                Vec::new()
            }
        };
        for holder in holders.iter().filter(|holder| holder.exact > 0) {
            self.scores.count_one(holder.segment, holder.doc, 1.0);
        }
        self.scores.settle(0, 0.0, false);
        Ok(Vec::new())
    }

    /// What a word weighs.
    fn weight(&self, word: &Word) -> f32 {
        if word.is_plain() && self.weak.contains(&word.term) { self.recipe.weak } else { 1.0 }
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
        if !self.is_common(sections) {
            return Ok(false);
        }
        let in_titles = terms::as_typed(self.store, fields.title, word)?;
        if self.others.is_empty() && !self.is_traced() {
            let worth = self.weight(word) * self.scores.rarity(sections);
            self.common.push(Common { worth, text: typed.clone(), titles: in_titles.clone() });
            self.look(word, [typed, in_titles, Entries::new()], sections);
        } else {
            self.scores.count(fields.text, &typed)?;
            self.count_others();
            self.scores.count(fields.title, &weighed(in_titles.clone(), self.recipe.title))?;
            self.scores.settle(sections, self.weight(word), false);
            self.look(word, [typed, in_titles, Entries::new()], sections);
        }
        Ok(true)
    }

    /// Scores the common words, after all others, the rarest first. Once the rest of them cannot bring a
    /// section among those that promise most, they only tell that it answers.
    pub(super) fn common_words(&mut self) -> Result<()> {
        let mut common = std::mem::take(&mut self.common);
        common.sort_by(|one, other| other.worth.total_cmp(&one.worth));
        let mut rest: f32 = common.iter().map(|word| score::MOST * word.worth).sum();
        let (mut floor, mut is_known) = (0.0, !self.may_pass_over());
        for Common { worth, text, titles } in &common {
            if !is_known && *worth < LITTLE {
                (floor, is_known) = (self.least_of_best() * ALMOST - rest, true);
            }
            self.scores.settle_at_once((text, titles), self.recipe.title, *worth, floor)?;
            rest -= score::MOST * worth;
        }
        Ok(())
    }

    fn phrase(&mut self, words: &[Word], part: &Part) -> Result<()> {
        let holders = phrase::find(self.store, words, false)?;
        self.settle_rows(words, part, &holders, true)
    }

    fn near(&mut self, words: &[Word], far: u32, part: &Part) -> Result<()> {
        let holders = near::find(self.store, words, far)?;
        self.settle_rows(words, part, &holders, false)
    }

    /// Scores words that stand together in `holders`.
    fn settle_rows(
        &mut self,
        words: &[Word],
        part: &Part,
        holders: &[Holder],
        in_seconds: bool,
    ) -> Result<()> {
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
        for holder in holders {
            let other = if exact > 0 { AFTER_EXACT } else { OTHER_MARKS };
            let count = holder.exact as f32 + other * holder.other as f32;
            self.scores.count_one(holder.segment, holder.doc, count);
        }
        self.count_others();
        let seconds = match in_seconds {
            true => phrase::find_second(self.store, words, words.iter().any(Word::has_marks))?,
            false => Vec::new(),
        };
        for holder in seconds {
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
