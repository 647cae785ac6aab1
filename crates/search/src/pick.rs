//! Picks the sections that are shown and makes hits of them.
//! In: sections in order. Out: hits; a paragraph that stands in several papers is one, with the others
//! listed under it. Never ranks.

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
use crate::searcher::{Searcher, meant};

/// How many hits are made at once, where there is a bound to the bytes of all.
const AT_ONCE: usize = 16;

/// Makes hits of sections as far as they are needed.
pub struct Picking<'p> {
    /// Where the sections are stored.
    pub searcher: &'p Searcher,
    /// Finds the matches in a section.
    pub matcher: &'p Matcher,
    /// The numbers asked for that several papers bear.
    pub namesakes: &'p BTreeMap<String, Namesakes>,
    /// How to answer; the limit is that of the rows to pick.
    pub options: SearchOptions,
    /// The papers that are shown already, where each is shown once.
    pub shown_papers: &'p BTreeSet<String>,
    /// The records of papers read so far.
    pub papers: BTreeMap<String, PaperRecord>,
    /// How many bytes the hits so far take.
    pub bytes: usize,
}

impl Picking<'_> {
    /// The hits that are shown, in order, each with the section it was made of.
    pub fn pick(&mut self, best: &[Candidate], folds: bool) -> Result<Vec<(Candidate, Hit)>> {
        let (mut best, counts) = match self.options.by_paper {
            true => self.by_paper(best)?,
            false => (best.to_vec(), BTreeMap::new()),
        };
        if self.options.by_date {
            self.newest_first(&mut best)?;
        }
        let mut picked: Vec<(Candidate, Hit)> = Vec::new();
        let mut prints: Vec<Option<Fingerprint>> = Vec::new();
        let mut rest = &best[..];
        while !rest.is_empty()
            && (self.options.limit == 0 || picked.len() < self.options.limit)
            && !self.is_full()
        {
            let more = match self.options.limit {
                0 => rest.len(),
                limit => rest.len().min(limit - picked.len()),
            };
            let more = if self.options.most_bytes == 0 { more } else { more.min(AT_ONCE) };
            let (now, later) = rest.split_at(more);
            rest = later;
            for (ranked, mut hit) in now.iter().zip(self.hits(now)?) {
                hit.in_paper = counts.get(&hit.path).copied();
                let print = if folds && !hit.bears { Fingerprint::of(&core(&hit)) } else { None };
                let twin = print.as_ref().and_then(|print| {
                    let same = |(other, known): (&Option<Fingerprint>, &(Candidate, Hit))| {
                        let elsewhere = known.1.path != hit.path;
                        elsewhere
                            && other.as_ref().is_some_and(|other| other.is_same_paragraph(print))
                    };
                    prints.iter().zip(&picked).position(same)
                });
                match twin {
                    Some(at) => picked[at].1.near_duplicates.push(NearDuplicate::of(hit)),
                    None if self.is_full() => {
                        rest = &[];
                        break;
                    }
                    None if picked.len() < self.options.skip => {
                        picked.push((*ranked, hit.slim()));
                        prints.push(print);
                    }
                    None => {
                        hit.rank = picked.len() + 1;
                        self.bytes += hit.weight();
                        picked.push((*ranked, hit));
                        prints.push(print);
                    }
                }
            }
        }
        Ok(picked)
    }

    /// Whether the hits so far take as many bytes as all may.
    pub fn is_full(&self) -> bool {
        self.options.most_bytes > 0 && self.bytes >= self.options.most_bytes
    }

    /// Sorts by the date of the paper, those without one last; of one date the better comes first.
    fn newest_first(&mut self, best: &mut [Candidate]) -> Result<()> {
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
        best.iter_mut().zip(dated).for_each(|(place, (_, one))| *place = one);
        Ok(())
    }

    /// The best section of each paper, and how many sections of each answer.
    fn by_paper(&self, best: &[Candidate]) -> Result<(Vec<Candidate>, BTreeMap<String, usize>)> {
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

    /// The paths of the papers of sections, each looked up once.
    fn paths(&self, best: &[Candidate]) -> Result<Vec<String>> {
        let paths = self.searcher.store.paths_of(&mut best.iter().map(|one| one.id.paper))?;
        Ok(best.iter().map(|one| paths[&one.id.paper].clone()).collect())
    }

    /// Reads the sections in the order in which they are stored, which unpacks each block once.
    fn hits(&mut self, best: &[Candidate]) -> Result<Vec<Hit>> {
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
            let meant = meant(&section, paper, self.namesakes);
            let hit = hit::hit(section, paper, self.matcher, self.options);
            hits.push((at, Hit { score: *score, bears: *bears, meant, ..hit }));
        }
        hits.sort_by_key(|(at, _)| *at);
        Ok(hits.into_iter().map(|(_, hit)| hit).collect())
    }
}

/// The paragraphs of the passage that hold a match.
fn core(hit: &Hit) -> String {
    let mut core = String::new();
    let mut start = 0;
    for paragraph in hit.text.split_inclusive('\n') {
        let end = start + paragraph.chars().count();
        if hit.highlights.iter().any(|(from, to)| *from < end && *to > start) {
            core.push_str(paragraph);
        }
        start = end;
    }
    core
}
