//! Picks the sections that are shown and makes hits of them.
//! In: ranked sections. Out: hits. A paragraph that stands in several papers is one hit, with the others listed under
//! it.
//! Never ranks; it sorts by date where that is asked for.

use std::collections::{BTreeMap, BTreeSet};

use vankien_engine::PaperRecord;
use vankien_engine::engine::Candidate;

use super::hit;
use super::matches::Matcher;
use super::near_duplicates::Fingerprint;
use crate::error::Result;
use crate::hit::{Hit, NearDuplicate};
use crate::namesakes::Namesakes;
use crate::options::SearchOptions;
use crate::searcher::{Searcher, decide_meant};

/// Hits made at once, at most, where the bytes of all hits are bounded: no more are made in vain. A judgement, not
/// measured; larger batches read records in better order.
const BATCH: usize = 16;

/// Makes hits of sections as far as they are needed.
pub struct Picking<'p> {
    /// Where the sections are stored.
    pub searcher: &'p Searcher,
    /// Finds the matches of the question in a section.
    pub matcher: &'p Matcher,
    /// The numbers asked for under which several papers are known.
    pub namesakes: &'p BTreeMap<String, Namesakes>,
    /// How to answer; `limit` and `skip` count the hits to pick here, not those of the whole answer.
    pub options: SearchOptions,
    /// The paths of papers that are shown already, where each paper is shown once.
    pub shown_papers: &'p BTreeSet<String>,
    /// The records of papers read so far, by path.
    pub papers: BTreeMap<String, PaperRecord>,
    /// Bytes that the hits so far take as JSON, estimated. Those that `skip` leaves out do not count.
    pub bytes: usize,
}

impl Picking<'_> {
    /// The hits of `ranked` that are shown, in order, each with the section it was made of; those that `skip` leaves
    /// out are among them, without texts, and count towards `limit`. `folds` says that near duplicates are folded into
    /// one hit; sections that state the number asked for are not.
    pub fn pick(&mut self, ranked: &[Candidate], folds: bool) -> Result<Vec<(Candidate, Hit)>> {
        let (mut sections, counts) = if self.options.by_paper {
            self.best_of_each_paper(ranked)?
        } else {
            (ranked.to_vec(), BTreeMap::new())
        };
        if self.options.by_date {
            self.sort_newest_first(&mut sections)?;
        }
        let mut picked: Vec<(Candidate, Hit)> = Vec::new();
        // The fingerprint of each picked hit, where near duplicates are folded.
        let mut prints: Vec<Option<Fingerprint>> = Vec::new();
        let mut rest = &sections[..];
        while !rest.is_empty()
            && (self.options.limit == 0 || picked.len() < self.options.limit)
            && !self.is_full()
        {
            let mut batch_size = rest.len();
            if self.options.limit > 0 {
                batch_size = batch_size.min(self.options.limit - picked.len());
            }
            if self.options.most_bytes > 0 {
                batch_size = batch_size.min(BATCH);
            }
            let (batch, later) = rest.split_at(batch_size);
            rest = later;
            for (section, mut hit) in batch.iter().zip(self.make_hits(batch)?) {
                hit.in_paper = counts.get(&hit.path).copied();
                let print = if folds && !hit.bears {
                    Fingerprint::of(&matching_paragraphs(&hit))
                } else {
                    None
                };
                if let Some(at) = same_paragraph(&hit, print.as_ref(), &picked, &prints) {
                    picked[at].1.near_duplicates.push(NearDuplicate::of(hit));
                    continue;
                }
                if self.is_full() {
                    return Ok(picked);
                }
                if picked.len() < self.options.skip {
                    hit = hit.without_texts();
                } else {
                    hit.rank = picked.len() + 1;
                    self.bytes += hit.estimated_bytes();
                }
                picked.push((*section, hit));
                prints.push(print);
            }
        }
        Ok(picked)
    }

    /// Whether the hits so far take at least as many bytes as all may; never without a limit.
    pub fn is_full(&self) -> bool {
        self.options.most_bytes > 0 && self.bytes >= self.options.most_bytes
    }

    /// Sorts sections by the date of their paper, the newest first, those without a date last. Sections of one date
    /// keep their order.
    fn sort_newest_first(&mut self, best: &mut [Candidate]) -> Result<()> {
        let paths = self.paths(best)?;
        let mut dates: BTreeMap<&str, Option<String>> = BTreeMap::new();
        for path in &paths {
            if !dates.contains_key(path.as_str()) {
                let paper = self.searcher.store.paper(path)?.unwrap_or_default();
                dates.insert(path, paper.masthead.date.map(|date| date.value));
            }
        }
        let mut dated: Vec<(&Option<String>, Candidate)> = paths
            .iter()
            .zip(best.iter())
            .map(|(path, one)| (&dates[path.as_str()], *one))
            .collect();
        dated.sort_by(|(one, _), (other, _)| other.cmp(one));
        for (place, (_, one)) in best.iter_mut().zip(dated) {
            *place = one;
        }
        Ok(())
    }

    /// The best section of each paper that is not shown yet, and how many of the sections `best` each of these papers
    /// has.
    fn best_of_each_paper(
        &self,
        best: &[Candidate],
    ) -> Result<(Vec<Candidate>, BTreeMap<String, usize>)> {
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        let mut first = Vec::new();
        for (path, one) in self.paths(best)?.into_iter().zip(best) {
            if self.shown_papers.contains(&path) {
                continue;
            }
            let count = counts.entry(path).or_default();
            *count += 1;
            if *count == 1 {
                first.push(*one);
            }
        }
        Ok((first, counts))
    }

    /// The path of the paper of each section.
    fn paths(&self, best: &[Candidate]) -> Result<Vec<String>> {
        let paths = self.searcher.store.paths_of(&mut best.iter().map(|one| one.id.paper))?;
        Ok(best.iter().map(|one| paths[&one.id.paper].clone()).collect())
    }

    /// Makes hits of sections. Reads these in the order in which they are stored, which unpacks each block once.
    fn make_hits(&mut self, best: &[Candidate]) -> Result<Vec<Hit>> {
        let store = &self.searcher.store;
        let mut order: Vec<usize> = (0..best.len()).collect();
        order.sort_by_key(|at| best[*at].id);
        let mut hits: Vec<(usize, Hit)> = Vec::with_capacity(best.len());
        for at in order {
            let Candidate { id, score, bears, .. } = &best[at];
            let section = store.section(*id)?;
            if !self.papers.contains_key(&section.path) {
                let paper = store.paper(&section.path)?.unwrap_or_default();
                self.papers.insert(section.path.clone(), paper);
            }
            let paper = &self.papers[&section.path];
            let meant = decide_meant(&section, paper, self.namesakes);
            let hit = hit::make_hit(section, paper, *bears, self.matcher, self.options);
            hits.push((at, Hit { score: *score, meant, ..hit }));
        }
        hits.sort_by_key(|(at, _)| *at);
        Ok(hits.into_iter().map(|(_, hit)| hit).collect())
    }
}

/// The index of the first picked hit that shows the same paragraph of another paper.
fn same_paragraph(
    hit: &Hit,
    print: Option<&Fingerprint>,
    picked: &[(Candidate, Hit)],
    prints: &[Option<Fingerprint>],
) -> Option<usize> {
    let print = print?;
    prints.iter().zip(picked).position(|(other, (_, shown))| {
        shown.path != hit.path && other.as_ref().is_some_and(|other| other.is_same_paragraph(print))
    })
}

/// The paragraphs of the passage that hold a match.
fn matching_paragraphs(hit: &Hit) -> String {
    let mut matching = String::new();
    let mut start = 0;
    for paragraph in hit.text.split_inclusive('\n') {
        let end = start + paragraph.chars().count();
        if hit.highlights.iter().any(|(from, to)| *from < end && *to > start) {
            matching.push_str(paragraph);
        }
        start = end;
    }
    matching
}
