//! The rows of an answer in their tiers: sections that answer the question as it is read, those that answer
//! it only under other marks, those that hold only some of its words.
//! In: a question, and which sections a tier holds. Out: hits in order, each tier below the one before.
//! Never shows a section, or where each is shown once a paper, in two tiers.

use std::collections::{BTreeMap, BTreeSet};

use vankien_engine::SectionId;
use vankien_engine::engine::Candidate;

use crate::error::Result;

use super::matches::Matcher;
use super::pick::Picking;
use super::plan::Which;
use super::question::Question;
use super::rank::{self, Ranking};
use super::scope::Scope;
use super::synonym::Synonyms;
use crate::hit::Hit;
use crate::options::SearchOptions;
use crate::searcher::Searcher;

/// So many sections more than are shown are ranked at first, for some fold into others.
const SPARE: usize = 40;

/// How the sections of a tier relate to the question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tier {
    /// They answer it as it is read.
    Answers,
    /// They answer it under other marks.
    OtherReadings,
    /// They hold some of its words.
    Partial,
}

/// The rows so far.
pub struct TieredHits<'r> {
    searcher: &'r Searcher,
    synonyms: &'r Synonyms,
    options: SearchOptions,
    /// The hits in order, the best first.
    pub hits: Vec<Hit>,
    /// The sections that the tiers so far hold, where all of them were ranked.
    held: BTreeSet<SectionId>,
    /// How many bytes the hits take.
    bytes: usize,
    /// Whether that is as many as they may.
    pub is_full: bool,
}

impl<'r> TieredHits<'r> {
    /// No rows yet.
    pub fn new(
        searcher: &'r Searcher,
        synonyms: &'r Synonyms,
        options: SearchOptions,
    ) -> TieredHits<'r> {
        let (hits, held) = (Vec::new(), BTreeSet::new());
        TieredHits { searcher, synonyms, options, hits, held, bytes: 0, is_full: false }
    }

    /// Adds the rows of a tier until there are `limit` in all (`None`: all of them); gives its ranking.
    pub fn add(
        &mut self,
        tier: Tier,
        question: &Question,
        which: Which<'_>,
        limit: Option<usize>,
    ) -> Result<Ranking> {
        let wanted = limit.map(|limit| limit.saturating_sub(self.hits.len()));
        let wanted = if self.is_full { Some(0) } else { wanted };
        let (store, recipe) = (self.searcher.store(), &self.searcher.recipe);
        if wanted == Some(0) {
            let total = rank::count(store, recipe, question, self.synonyms, which)?;
            return Ok(Ranking { total, ..Ranking::default() });
        }
        let (mut ranking, picked) = self.picked(question, which, wanted)?;
        let (shown, mut hits): (Vec<Candidate>, Vec<Hit>) = picked.into_iter().unzip();
        let scale = self.scale(hits.first());
        if self.options.explain {
            let explained =
                rank::explain_scores(store, recipe, question, self.synonyms, &shown, which)?;
            for (hit, mut one) in hits.iter_mut().zip(explained) {
                one.factor *= scale;
                hit.explained = Some(one);
            }
        }
        for mut hit in hits {
            hit.score *= scale;
            hit.partial = tier == Tier::Partial;
            hit.other_reading = tier == Tier::OtherReadings;
            hit.rank = self.hits.len() + 1;
            self.hits.push(hit);
        }
        let best = std::mem::take(&mut ranking.best);
        self.held.extend(best.iter().map(|one| one.id));
        Ok(ranking)
    }

    /// Ranks the sections of a tier, as many as it takes, and picks those that are shown.
    fn picked(
        &mut self,
        question: &Question,
        which: Which<'_>,
        wanted: Option<usize>,
    ) -> Result<(Ranking, Vec<(Candidate, Hit)>)> {
        let (store, recipe) = (self.searcher.store(), &self.searcher.recipe);
        let SearchOptions { all, by_paper, by_date, .. } = self.options;
        // All rows are all of them, and of a paper each place is shown: none is folded into another.
        let folds = !all && self.options.limit > 0 && question.scope == Scope::Section;
        let limit = wanted.unwrap_or(0);
        let mut reach = match (by_paper || by_date || limit == 0, folds) {
            (true, _) => 0,
            (_, true) => limit.saturating_mul(2).saturating_add(SPARE),
            _ => limit.saturating_add(self.held.len()),
        };
        let shown_papers = match by_paper {
            true => self.hits.iter().map(|hit| hit.path.clone()).collect(),
            false => BTreeSet::new(),
        };
        loop {
            let mut ranking = rank::rank(store, recipe, question, self.synonyms, reach, which)?;
            let ranked = ranking.best.len();
            ranking.best.retain(|one| !self.held.contains(&one.id));
            let matcher = Matcher::new(question, &ranking.keys, self.synonyms);
            let namesakes = self.searcher.namesakes(&ranking.keys)?;
            let mut picking = Picking {
                searcher: self.searcher,
                matcher: &matcher,
                namesakes: &namesakes,
                options: SearchOptions {
                    limit,
                    skip: self.options.skip.saturating_sub(self.hits.len()),
                    ..self.options
                },
                bytes: self.bytes,
                shown_papers: &shown_papers,
                papers: BTreeMap::new(),
            };
            let picked = picking.pick(&ranking.best, folds)?;
            if picking.is_full() {
                (self.bytes, self.is_full) = (picking.bytes, true);
                return Ok((ranking, picked));
            }
            let bytes = picking.bytes;
            if Some(picked.len()) == wanted || reach == 0 || ranked >= ranking.total {
                self.bytes = bytes;
                return Ok((ranking, picked));
            }
            reach = reach.saturating_mul(4);
        }
    }

    /// What the scores of a tier are multiplied by, so that none is above those of the tiers before.
    fn scale(&self, first: Option<&Hit>) -> f32 {
        match (self.hits.last(), first) {
            (Some(last), Some(first)) if first.score > last.score => last.score / first.score,
            _ => 1.0,
        }
    }
}
