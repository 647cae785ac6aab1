//! The hits of an answer in three tiers: sections that answer the question as it is read, sections that answer only
//! under other marks, sections that hold only some of its words.
//! In: a question, and which sections a tier holds. Out: hits in order, each tier below the one before.
//! Never shows a section in two tiers; where each paper is shown once, never a paper in two.

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

/// Sections ranked at first beyond twice the number shown, since near duplicates fold into one hit. Where they do not
/// suffice, the search is repeated with [`WIDENING`] times as many in all. A judgement, not measured; it decides time
/// alone.
const SPARE_SECTIONS: usize = 40;

/// By what the number of ranked sections is multiplied when too few hits came of them. A judgement, not measured.
const WIDENING: usize = 4;

/// The tiers, the best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tier {
    /// Sections that answer the question as it is read.
    Answers,
    /// Sections that answer it only under other marks.
    OtherReadings,
    /// Sections that hold only some of its words.
    Partial,
}

/// The hits of an answer so far.
pub struct TieredHits<'r> {
    /// The index that is asked.
    searcher: &'r Searcher,
    /// Other spellings of the question.
    synonyms: &'r Synonyms,
    /// How to answer.
    options: SearchOptions,
    /// The hits in order: tier by tier, the best first, or the newest first where the options sort by date. The hits
    /// that `skip` leaves out are among them, without texts.
    pub hits: Vec<Hit>,
    /// The sections that were ranked for the tiers so far; no later tier shows them.
    held: BTreeSet<SectionId>,
    /// Bytes that the hits take as JSON, estimated.
    bytes: usize,
    /// Whether `bytes` reached `SearchOptions::most_bytes`; never where that is 0. No further hit is added then. The
    /// hit that reached it is kept, so there may be none that was left out.
    pub is_full: bool,
}

impl<'r> TieredHits<'r> {
    /// No hits yet.
    pub fn new(
        searcher: &'r Searcher,
        synonyms: &'r Synonyms,
        options: SearchOptions,
    ) -> TieredHits<'r> {
        TieredHits {
            searcher,
            synonyms,
            options,
            hits: Vec::new(),
            held: BTreeSet::new(),
            bytes: 0,
            is_full: false,
        }
    }

    /// Adds the hits of a tier until there are `limit` hits in all (`None`: no limit). Gives the ranking of the tier
    /// with an empty `best`; where no more hits are wanted, only its `total` is filled.
    pub fn add(
        &mut self,
        tier: Tier,
        question: &Question,
        which: Which<'_>,
        limit: Option<usize>,
    ) -> Result<Ranking> {
        let wanted = if self.is_full {
            Some(0)
        } else {
            limit.map(|limit| limit.saturating_sub(self.hits.len()))
        };
        let (store, recipe) = (self.searcher.store(), &self.searcher.recipe);
        if wanted == Some(0) {
            let total = rank::count(store, recipe, question, self.synonyms, which)?;
            return Ok(Ranking { total, ..Ranking::default() });
        }
        let (mut ranking, picked) = self.rank_and_pick(question, which, wanted)?;
        let (shown, mut hits): (Vec<Candidate>, Vec<Hit>) = picked.into_iter().unzip();
        let scale = self.score_scale(hits.first());
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

    /// Ranks as many sections of a tier as it takes, and picks those that are shown.
    fn rank_and_pick(
        &mut self,
        question: &Question,
        which: Which<'_>,
        wanted: Option<usize>,
    ) -> Result<(Ranking, Vec<(Candidate, Hit)>)> {
        let (store, recipe) = (self.searcher.store(), &self.searcher.recipe);
        let SearchOptions { all, by_paper, by_date, .. } = self.options;
        // Near duplicates are folded only in a limited list of sections: who asks for all hits, or for whole papers,
        // gets each place.
        let folds = !all && self.options.limit > 0 && question.scope == Scope::Section;
        let limit = wanted.unwrap_or(0);
        // How many sections are ranked; 0 for all.
        let mut reach = if by_paper || by_date || limit == 0 {
            0
        } else if folds {
            limit.saturating_mul(2).saturating_add(SPARE_SECTIONS)
        } else {
            limit.saturating_add(self.held.len())
        };
        let shown_papers = if by_paper {
            self.hits.iter().map(|hit| hit.path.clone()).collect()
        } else {
            BTreeSet::new()
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
            reach = reach.saturating_mul(WIDENING);
        }
    }

    /// By what the scores of a tier are multiplied, so that its first hit scores no more than the last one of the tiers
    /// before. Where the options sort by date, other hits of the tier may score more.
    fn score_scale(&self, first: Option<&Hit>) -> f32 {
        match (self.hits.last(), first) {
            (Some(last), Some(first)) if first.score > last.score => last.score / first.score,
            _ => 1.0,
        }
    }
}
