//! Scores the clauses of a plan, one after the other.
//! In: a clause. Out: scores, and in how many sections each word was found.
//! Never decides which sections answer.

use tantivy::schema::Field;

use crate::analyse::{NUMBER_LEAD, OWN_LEAD};
use crate::coverage::CoverageWeights;
use crate::engine::WordFound;
use crate::error::Result;
use crate::plan::{ClauseKind, Numbers, Phrase, RankedWord};
use crate::tantivy::question::first_pass::{Common, FirstPass};
use crate::tantivy::question::near;
use crate::tantivy::question::phrase::{self, SectionMatches};
use crate::tantivy::question::postings::{self, WeightedPostings, weighed};
use crate::terms::Terms;

/// Takes off what rounding may have put on.
const ALMOST: f32 = 0.999;

impl FirstPass<'_> {
    /// Scores the clause with this number.
    pub(super) fn sought(&mut self, clause: usize, sought: &ClauseKind) -> Result<()> {
        match sought {
            ClauseKind::Word(word) => self.word(clause, word),
            ClauseKind::Phrase(words) => self.row(words),
            ClauseKind::Near(words, far) => self.near(words, *far),
            ClauseKind::Numbers(numbers) => self.numbers(numbers),
        }
    }

    fn word(&mut self, clause: usize, word: &RankedWord) -> Result<()> {
        if word.may_be_common && self.common_word(clause, word)? {
            return Ok(());
        }
        let fields = self.store.fields;
        let text = self.postings(fields.text, &word.terms)?;
        self.scores.count(fields.text, &text)?;
        self.count_others();
        if self.weighting.second > 0.0 {
            let second = self.postings(fields.second, &word.terms)?;
            self.scores.count(fields.second, &weighed(second, self.weighting.second))?;
        }
        let sections = self.scores.count_live_counted();
        self.hold(word, sections);
        let title = self.postings(fields.title, &word.terms)?;
        self.scores.count(fields.title, &weighed(title, self.weighting.title))?;
        self.scores.score_clause(sections, word.weight, false);
        self.words.push(WordFound { clause, sections, is_common: false });
        Ok(())
    }

    /// The entries of a word; under marks other than its own it counts less.
    fn postings(&self, field: Field, terms: &Terms) -> Result<WeightedPostings> {
        Ok(postings::of_word(self.store, field, terms)?.joined(self.weighting.other_marks))
    }

    /// Keeps which sections hold a word of which enough must be there: those it was counted in so far.
    fn hold(&mut self, word: &RankedWord, sections: u64) {
        let weight = self.content_weight(word, sections);
        if weight > 0 {
            self.scores.add_word_weight(weight);
        }
    }

    /// What a word weighs among those of which enough must be there; 0 where it is none of them.
    fn content_weight(&mut self, word: &RankedWord, sections: u64) -> u32 {
        let rarity = self.scores.rarity(sections);
        match (&mut self.covered, &word.content) {
            (Some(covered), Some(content)) => covered.add_word(content, rarity),
            _ => 0,
        }
    }

    /// Whether so many sections make a word common.
    fn is_common(&self, sections: u64) -> bool {
        sections >= self.weighting.common_at_least
            && sections * self.weighting.common >= self.store.manifest.totals.sections
    }

    /// Marks the sections that hold a clause which must not be there: as typed, where marks were typed.
    pub(super) fn banned(&mut self, sought: &ClauseKind) -> Result<()> {
        let text = self.store.fields.text;
        let holders = match sought {
            ClauseKind::Word(word) => {
                let found = postings::of_word(self.store, text, &word.terms)?;
                self.scores.count(text, &found.exact)?;
                Vec::new()
            }
            ClauseKind::Phrase(words) => phrase::find_adjacent(self.store, text, words)?,
            ClauseKind::Near(words, far) => near::find(self.store, words, *far)?,
            ClauseKind::Numbers(numbers) => {
                self.scores.count(text, &self.keys(NUMBER_LEAD, &numbers.cited)?)?;
                Vec::new()
            }
        };
        for holder in holders.iter().filter(|holder| holder.exact > 0) {
            self.scores.count_one(holder.segment, holder.doc, 1.0);
        }
        self.scores.score_clause(0, 0.0, false);
        Ok(())
    }

    /// Counts the clause at hand where it is written otherwise.
    fn count_others(&mut self) {
        for holder in &self.others {
            let count = self.weighting.spelling * holder.exact as f32;
            self.scores.count_one(holder.segment, holder.doc, count);
        }
    }

    /// Scores a word that is common as typed, and so is looked for in no other way.
    fn common_word(&mut self, clause: usize, word: &RankedWord) -> Result<bool> {
        let fields = self.store.fields;
        let text = postings::of_word(self.store, fields.text, &word.terms)?.exact;
        let sections = self.scores.live_sections(fields.text, &text)?;
        if !self.is_common(sections) {
            return Ok(false);
        }
        let titles = postings::of_word(self.store, fields.title, &word.terms)?.exact;
        self.words.push(WordFound { clause, sections, is_common: true });
        if self.others.is_empty() && !self.is_traced() {
            let worth = word.weight * self.scores.rarity(sections);
            let weight = self.content_weight(word, sections);
            self.common.push(Common { worth, weight, text, titles });
        } else {
            self.scores.count(fields.text, &text)?;
            self.count_others();
            self.hold(word, sections);
            self.scores.count(fields.title, &weighed(titles, self.weighting.title))?;
            self.scores.score_clause(sections, word.weight, false);
        }
        Ok(true)
    }

    /// Scores the common words, after all others, the rarest first. Once the rest of them cannot bring a
    /// section among those that promise most, they only tell that it answers.
    pub(super) fn common_words(&mut self) -> Result<()> {
        let mut common = std::mem::take(&mut self.common);
        common.sort_by(|one, other| other.worth.total_cmp(&one.worth));
        // More than this a word never gives for each unit of its worth.
        let most = self.weighting.k1 + 1.0;
        let mut rest: f32 = common.iter().map(|word| most * word.worth).sum();
        let (mut floor, mut is_known) = (0.0, !self.may_pass_over());
        let need = self.covered.as_ref().map_or(0, CoverageWeights::required);
        let mut open: u32 = common.iter().map(|word| word.weight).sum();
        for Common { worth, weight, text, titles } in &common {
            if !is_known && *worth < self.weighting.little {
                (floor, is_known) = (self.least_of_best() * ALMOST - rest, true);
            }
            let holding = self.covered.is_some().then(|| (need.saturating_sub(open), *weight));
            let entries = (text, titles);
            self.scores.score_common_word(entries, self.weighting.title, *worth, floor, holding)?;
            rest -= most * worth;
            open -= weight;
        }
        Ok(())
    }

    fn row(&mut self, words: &[Terms]) -> Result<()> {
        let holders = phrase::find_adjacent(self.store, self.store.fields.text, words)?;
        let second = phrase::find(self.store, &Phrase::in_second_reading(words.to_vec()))?;
        self.settle_rows(&holders, &second);
        Ok(())
    }

    fn near(&mut self, words: &[Terms], far: u32) -> Result<()> {
        let holders = near::find(self.store, words, far)?;
        self.settle_rows(&holders, &[]);
        Ok(())
    }

    /// Scores words that stand together in `holders`, or in a second reading in `second`.
    fn settle_rows(&mut self, holders: &[SectionMatches], second: &[SectionMatches]) {
        let exact = holders.iter().filter(|holder| holder.exact > 0).count();
        for holder in holders {
            let count = holder.exact as f32 + self.weighting.other_marks * holder.other as f32;
            self.scores.count_one(holder.segment, holder.doc, count);
        }
        self.count_others();
        for holder in second {
            let count = self.weighting.second_row * (holder.exact + holder.other) as f32;
            self.scores.count_one(holder.segment, holder.doc, count);
        }
        let sections = if exact > 0 { exact as u64 } else { self.scores.count_live_counted() };
        self.scores.score_clause(sections, self.weighting.row, true);
        self.required = self.required.saturating_add(1);
    }

    fn numbers(&mut self, numbers: &Numbers) -> Result<()> {
        let text = self.store.fields.text;
        self.scores.count(text, &self.keys(OWN_LEAD, &numbers.own)?)?;
        self.bearers.extend(self.scores.live_counted());
        self.scores.drop_counts();
        self.scores.count(text, &self.keys(NUMBER_LEAD, &numbers.cited)?)?;
        let sections = self.scores.count_live_counted();
        for key in &numbers.aside {
            let found = self.keys(NUMBER_LEAD, std::slice::from_ref(key))?;
            self.scores.count(text, &weighed(found, self.weighting.aside))?;
        }
        self.scores.score_clause(sections, self.weighting.number, true);
        self.required = self.required.saturating_add(1);
        Ok(())
    }

    /// The entries of keys under a lead.
    fn keys(&self, lead: char, keys: &[String]) -> Result<WeightedPostings> {
        let terms: Vec<String> = keys.iter().map(|key| format!("{lead}{key}")).collect();
        postings::of_terms(self.store, self.store.fields.text, terms.iter())
    }
}
