//! Scores the parts of a question, one after the other.
//! In: a part. Out: scores, and what a closer look needs of its words.
//! Never decides which sections answer.

use tantivy::schema::Field;
use vankien_engine::keys;

use super::gate::Gate;
use super::scoring::{Common, Scoring};
use crate::closer::Looked;
use crate::error::Result;
use crate::note::Note;
use crate::number::Number;
use crate::phrase::{self, Holder};
use crate::question::{self, Part, Word};
use crate::score::{self, Entries};
use crate::weights::{
    ASIDE, COMMON, COMMON_AT_LEAST, LITTLE, NUMBER, OTHER_MARKS, PHRASE, SECOND, SYNONYM,
};
use crate::{near, terms};

/// Takes off what rounding may have put on.
const ALMOST: f32 = 0.999;

impl Scoring<'_> {
    /// Scores one part; gives the keys of the number it is.
    pub(super) fn part(&mut self, part: &Part) -> Result<Vec<String>> {
        match part {
            Part::Word(word) => self.word(word)?,
            Part::Words(words) => words.iter().try_for_each(|word| self.word(word))?,
            Part::Phrase(words) => self.phrase(words)?,
            Part::Near(words, far) => self.near(words, *far)?,
            Part::Number(number, words) => return self.number(number, words, part),
        }
        Ok(Vec::new())
    }

    fn word(&mut self, word: &Word) -> Result<()> {
        if word.is_plain() && !word.any_marks && self.common_word(word)? {
            return Ok(());
        }
        let fields = self.store.fields;
        let text = self.entries(fields.text, word)?;
        self.scores.count(fields.text, &text)?;
        self.count_others();
        let second = match self.recipe.second > 0.0 {
            true => weighed(self.entries(fields.second, word)?, self.recipe.second),
            false => Entries::new(),
        };
        self.scores.count(fields.second, &second)?;
        let sections = self.scores.sections_found();
        self.hold(word, sections);
        let title = self.entries(fields.title, word)?;
        self.scores.count(fields.title, &weighed(title.clone(), self.recipe.title))?;
        self.scores.settle(sections, self.weight(word), false);
        self.look(word, [text, title, second], sections);
        Ok(())
    }

    /// The entries of a word; under marks other than its own it counts less.
    fn entries(&self, field: Field, word: &Word) -> Result<Entries> {
        let found = terms::word(self.store, field, word)?;
        Ok(joined(found.exact, weighed(found.other, OTHER_MARKS)))
    }

    /// Keeps which sections hold a word of which enough must be there: those it was counted in so far.
    fn hold(&mut self, word: &Word, sections: u64) {
        let weight = self.content_weight(word, sections);
        if weight > 0 {
            self.scores.hold_words(weight);
        }
    }

    /// What a word weighs among those of which enough must be there; 0 where it is none of them.
    fn content_weight(&mut self, word: &Word, sections: u64) -> u32 {
        let (is_content, rarity) = (self.is_content(word), self.scores.rarity(sections));
        match self.gate.as_mut().filter(|_| self.is_loose && is_content) {
            Some(gate) => gate.weigh(word, rarity),
            None => 0,
        }
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
                    return self.ban(&question::fallback(number, words, false));
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
            let weight = self.content_weight(word, sections);
            let (text, titles) = (typed.clone(), in_titles.clone());
            self.common.push(Common { worth, weight, text, titles });
            self.look(word, [typed, in_titles, Entries::new()], sections);
        } else {
            self.scores.count(fields.text, &typed)?;
            self.count_others();
            self.hold(word, sections);
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
        let need = self.gate.as_ref().map_or(0, Gate::need);
        let mut open: u32 = common.iter().map(|word| word.weight).sum();
        for Common { worth, weight, text, titles } in &common {
            if !is_known && *worth < LITTLE {
                (floor, is_known) = (self.least_of_best() * ALMOST - rest, true);
            }
            let holding = self.gate.is_some().then(|| (need.saturating_sub(open), *weight));
            let entries = (text, titles);
            self.scores.settle_at_once(entries, self.recipe.title, *worth, floor, holding)?;
            rest -= score::MOST * worth;
            open -= weight;
        }
        Ok(())
    }

    fn phrase(&mut self, words: &[Word]) -> Result<()> {
        let holders = phrase::find(self.store, words, false)?;
        self.settle_rows(words, &holders, true)
    }

    fn near(&mut self, words: &[Word], far: u32) -> Result<()> {
        let holders = near::find(self.store, words, far)?;
        self.settle_rows(words, &holders, false)
    }

    /// Scores words that stand together in `holders`.
    fn settle_rows(&mut self, words: &[Word], holders: &[Holder], in_seconds: bool) -> Result<()> {
        let exact = holders.iter().filter(|holder| holder.exact > 0).count();
        for holder in holders {
            let count = holder.exact as f32 + OTHER_MARKS * holder.other as f32;
            self.scores.count_one(holder.segment, holder.doc, count);
        }
        self.count_others();
        let seconds = match in_seconds {
            true => phrase::find_second(self.store, words, false)?,
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
                self.notes.push(Note::NumberAsPhrase { number: part.to_string() });
            }
            return self.part(&question::fallback(number, words, self.is_loose));
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
