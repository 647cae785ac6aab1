//! Scores the clauses of a plan, one after the other.
//! In: a clause. Out: scores, and the document frequency of each word.
//! Never decides which sections answer (`choose` does).

use tantivy::schema::Field;

use crate::analyse::{NUMBER_LEAD, OWN_LEAD};
use crate::coverage::CoverageWeights;
use crate::engine::WordFound;
use crate::error::Result;
use crate::plan::{ClauseKind, Numbers, Phrase, RankedWord};
use crate::tantivy::places::address;
use crate::tantivy::question::first_pass::FirstPass;
use crate::tantivy::question::near;
use crate::tantivy::question::phrase::{self, SectionMatches};
use crate::tantivy::question::postings::{self, WeightedPostings, weighed};
use crate::tantivy::question::scores::CommonWord;
use crate::tantivy::question::segment::CoverageStep;
use crate::terms::Terms;

/// A factor below 1 that makes up for rounding errors of `f32` in the bound by which sections are skipped, so that none
/// is skipped wrongly. A judgement, not measured: `f32` errs by less than a millionth per addition.
/// `cargo test -p vankien-search --test search stores::` compares all scores with those of a store that skips nothing.
const ROUNDING_MARGIN: f32 = 0.999;

impl FirstPass<'_> {
    /// Scores a clause that is not banned; `clause` is its index.
    pub(super) fn score(&mut self, clause: usize, kind: &ClauseKind) -> Result<()> {
        match kind {
            ClauseKind::Word(word) => self.score_word(clause, word),
            ClauseKind::Phrase(words) => self.score_phrase(words),
            ClauseKind::Near(words, far) => self.score_near(words, *far),
            ClauseKind::Numbers(numbers) => self.score_numbers(numbers),
        }
    }

    fn score_word(&mut self, clause: usize, word: &RankedWord) -> Result<()> {
        if word.may_be_common && self.common_word(clause, word)? {
            return Ok(());
        }
        let fields = self.store.fields;
        let text = self.postings(fields.text, &word.terms)?;
        self.scores.count(fields.text, &text)?;
        self.count_spellings();
        if self.weighting.second > 0.0 {
            let second = self.postings(fields.second, &word.terms)?;
            self.scores.count(fields.second, &weighed(second, self.weighting.second))?;
        }
        let sections = self.scores.count_live_counted();
        self.add_coverage(word, sections);
        let title = self.postings(fields.title, &word.terms)?;
        self.scores.count(fields.title, &weighed(title, self.weighting.title))?;
        self.scores.score_clause(sections, word.weight, false);
        self.words.push(WordFound { clause, sections, is_common: false });
        Ok(())
    }

    /// The posting lists of a word. Terms with other marks than typed count less.
    fn postings(&self, field: Field, terms: &Terms) -> Result<WeightedPostings> {
        Ok(postings::of_word(self.store, field, terms)?.joined(self.weighting.other_marks))
    }

    /// Adds the weight of a content word to the sections in which it was counted so far.
    fn add_coverage(&mut self, word: &RankedWord, sections: u64) {
        let weight = self.content_weight(word, sections);
        if weight > 0 {
            self.scores.add_word_weight(weight);
        }
    }

    /// The weight of a word in the coverage condition; 0 if it is no content word.
    fn content_weight(&mut self, word: &RankedWord, sections: u64) -> u32 {
        let rarity = self.scores.rarity(sections);
        match (&mut self.covered, &word.content) {
            (Some(covered), Some(content)) => covered.add_word(content, rarity),
            _ => 0,
        }
    }

    /// Whether a word that this many sections hold is common.
    fn is_common(&self, sections: u64) -> bool {
        sections >= self.weighting.common_at_least
            && sections * self.weighting.common >= self.store.manifest.totals.sections
    }

    /// Marks the sections that hold a clause under NOT, without adding to their scores. Only exact matches count.
    pub(super) fn mark_banned(&mut self, kind: &ClauseKind) -> Result<()> {
        let text = self.store.fields.text;
        let holders = match kind {
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

    /// Counts the other spellings of the current clause.
    fn count_spellings(&mut self) {
        for holder in &self.spelled {
            let count = self.weighting.spelling * holder.exact as f32;
            self.scores.count_one(holder.segment, holder.doc, count);
        }
    }

    /// Whether the word is common. Then it is scored by its exact terms only: later, by `score_common_words`; or at
    /// once where parts are tracked or the word has other spellings, which count too.
    fn common_word(&mut self, clause: usize, word: &RankedWord) -> Result<bool> {
        let fields = self.store.fields;
        let text = postings::of_word(self.store, fields.text, &word.terms)?.exact;
        let sections = self.scores.live_sections(fields.text, &text)?;
        if !self.is_common(sections) {
            return Ok(false);
        }
        let titles = postings::of_word(self.store, fields.title, &word.terms)?.exact;
        self.words.push(WordFound { clause, sections, is_common: true });
        if self.spelled.is_empty() && !self.must_track_parts() {
            let worth = word.weight * self.scores.rarity(sections);
            let weight = self.content_weight(word, sections);
            self.common.push(CommonWord { worth, weight, text, titles });
        } else {
            self.scores.count(fields.text, &text)?;
            self.count_spellings();
            self.add_coverage(word, sections);
            self.scores.count(fields.title, &weighed(titles, self.weighting.title))?;
            self.scores.score_clause(sections, word.weight, false);
        }
        Ok(true)
    }

    /// Scores the common words that were put off, those of most worth (weight times rarity) first. Where
    /// [`FirstPass::may_skip_scores`] holds, scores are skipped from the first word on whose worth is below
    /// `common_floor`: a section that the words from there on cannot lift into the rerank window is only marked as an
    /// answer (max-score pruning). A section that can no longer meet the coverage condition is left out.
    pub(super) fn score_common_words(&mut self) -> Result<()> {
        let mut common = std::mem::take(&mut self.common);
        common.sort_by(|one, other| other.worth.total_cmp(&one.worth));
        // The saturated count of BM25 is at most k1 + 1.
        let max_count = self.weighting.k1 + 1.0;
        // The most that all words from the current one on can add to a score.
        let mut max_rest: f32 = common.iter().map(|word| max_count * word.worth).sum();
        // The sum of the coverage weights of the words from the current one on.
        let mut open_weight: u32 = common.iter().map(|word| word.weight).sum();
        let required = self.covered.as_ref().map_or(0, CoverageWeights::required);
        let mut floor = 0.0;
        let mut has_floor = !self.may_skip_scores();
        for word in &common {
            if !has_floor && word.worth < self.weighting.common_floor {
                floor = self.least_of_best() * ROUNDING_MARGIN - max_rest;
                has_floor = true;
            }
            let mut coverage = None;
            if self.covered.is_some() {
                let least = required.saturating_sub(open_weight);
                coverage = Some(CoverageStep { least, weight: word.weight });
            }
            self.scores.score_common_word(word, self.weighting.title, floor, coverage)?;
            max_rest -= max_count * word.worth;
            open_weight -= word.weight;
        }
        Ok(())
    }

    fn score_phrase(&mut self, words: &[Terms]) -> Result<()> {
        let holders = phrase::find_adjacent(self.store, self.store.fields.text, words)?;
        let second = phrase::find(self.store, &Phrase::in_second_reading(words.to_vec()))?;
        self.score_matches(&holders, &second);
        Ok(())
    }

    fn score_near(&mut self, words: &[Terms], far: u32) -> Result<()> {
        let holders = near::find(self.store, words, far)?;
        self.score_matches(&holders, &[]);
        Ok(())
    }

    /// Scores a phrase or NEAR that matches in the text of `holders`, and in second readings of `second`.
    fn score_matches(&mut self, holders: &[SectionMatches], second: &[SectionMatches]) {
        let exact = holders.iter().filter(|holder| holder.exact > 0).count();
        for holder in holders {
            let count = holder.exact as f32 + self.weighting.other_marks * holder.other as f32;
            self.scores.count_one(holder.segment, holder.doc, count);
        }
        self.count_spellings();
        for holder in second {
            let count = self.weighting.second_phrase * (holder.exact + holder.other) as f32;
            self.scores.count_one(holder.segment, holder.doc, count);
        }
        let sections = if exact > 0 { exact as u64 } else { self.scores.count_live_counted() };
        self.scores.score_clause(sections, self.weighting.phrase, true);
        self.required = self.required.saturating_add(1);
    }

    fn score_numbers(&mut self, numbers: &Numbers) -> Result<()> {
        let text = self.store.fields.text;
        self.scores.count(text, &self.keys(OWN_LEAD, &numbers.own)?)?;
        self.bearers.extend(self.scores.live_counted());
        self.scores.drop_counts();
        self.scores.count(text, &self.keys(NUMBER_LEAD, &numbers.cited)?)?;
        for (segment, doc) in numbers.units.iter().map(|unit| address(*unit)) {
            self.scores.count_one(segment, doc, 1.0);
            self.bearers.insert((segment, doc));
        }
        let sections = self.scores.count_live_counted();
        for key in &numbers.aside {
            let found = self.keys(NUMBER_LEAD, std::slice::from_ref(key))?;
            self.scores.count(text, &weighed(found, self.weighting.aside))?;
        }
        self.scores.score_clause(sections, self.weighting.number, true);
        self.required = self.required.saturating_add(1);
        Ok(())
    }

    /// The posting lists of the keys with this lead.
    fn keys(&self, lead: char, keys: &[String]) -> Result<WeightedPostings> {
        let terms: Vec<String> = keys.iter().map(|key| format!("{lead}{key}")).collect();
        postings::of_terms(self.store, self.store.fields.text, terms.iter())
    }
}
