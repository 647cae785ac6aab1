//! Answers a question: ranks, picks what is shown, makes hits, explains.
//! In: a question and how to answer it. Out: an [`Answer`], or why a paper is not in it.
//! Never drops a section silently: what is folded into a hit is listed under it.

use std::collections::BTreeMap;

use super::best::Candidate;
use super::identity::Namesakes;
use super::matches::Matcher;
use super::question::{self, Question};
use super::rank;
use super::synonym::Synonyms;
use super::twins::Print;
use super::{Answer, Hit, SearchOptions, Searcher, Twin, damage, expand, hit, meant, suggest};
use crate::error::Result;
use crate::index::PaperRecord;

/// A question with all that an index says its words stand for.
pub struct Asked {
    /// The question.
    pub question: Question,
    /// What else says the same.
    pub synonyms: Synonyms,
    /// The words that stand for others.
    pub expanded: Vec<expand::Expanded>,
}

/// So many sections more than are shown are ranked at first, for some fold into others.
const SPARE: usize = 40;

/// With so few hits another spelling is offered for words that the index does not hold.
const FEW: usize = 3;

impl Searcher {
    /// Answers `question`; the same content gives the same answer.
    pub fn search(&self, question: &str, options: SearchOptions) -> Result<Answer> {
        let typed = question;
        let Asked { question, synonyms, expanded } = self.ask(question, options.expand)?;
        let SearchOptions { limit, skip, all, by_paper, by_date, .. } = options;
        let limit = if limit == 0 { 0 } else { limit.saturating_add(skip) };
        // All hits are all of them: none is folded into another.
        let folds = !all && limit > 0;
        let mut reach = match (by_paper || by_date || limit == 0, folds) {
            (true, _) => 0,
            (_, true) => limit.saturating_mul(2).saturating_add(SPARE),
            _ => limit,
        };
        let (ranking, picked, matcher, namesakes) = loop {
            let ranking = rank::rank(&self.store, &self.recipe, &question, &synonyms, reach)?;
            let matcher = Matcher::new(&question, &ranking.keys, &synonyms);
            let namesakes = self.namesakes(&ranking.keys)?;
            let mut picking = Picking {
                searcher: self,
                matcher: &matcher,
                namesakes: &namesakes,
                options: SearchOptions { limit, ..options },
                papers: BTreeMap::new(),
            };
            let picked = picking.pick(&ranking.best, folds)?;
            if picked.len() == limit || ranking.best.len() >= ranking.total {
                break (ranking, picked, matcher, namesakes);
            }
            reach = reach.saturating_mul(4);
        };
        drop(matcher);
        let (shown, mut hits): (Vec<Candidate>, Vec<Hit>) = picked.into_iter().skip(skip).unzip();
        if options.explain {
            let explained =
                rank::explained(&self.store, &self.recipe, &question, &synonyms, &shown)?;
            hits.iter_mut().zip(explained).for_each(|(hit, one)| hit.explained = Some(one));
        }
        let suggestion = match ranking.total <= FEW {
            true => suggest::suggest(&self.store, typed, &question)?,
            false => None,
        };
        let understood = question.understood();
        let parts = question.parts.iter().map(ToString::to_string).collect();
        let mut notes = question.notes;
        notes.extend(synonyms.notes);
        notes.extend(ranking.notes);
        let covered: usize = hits.iter().map(Hit::covers).sum();
        Ok(Answer {
            complete: covered == ranking.total,
            total: ranking.total,
            understood,
            parts,
            hits,
            notes,
            literal: question.literal,
            read_as: question.read_as,
            expanded,
            suggestion,
            namesakes: namesakes.into_values().flat_map(|known| known.identities).collect(),
        })
    }

    /// Reads a question and finds what its words stand for in this index.
    pub(super) fn ask(&self, question: &str, expand: bool) -> Result<Asked> {
        let read = question::read_with(question, |text| damage::mend(&self.store, text))?;
        let mut question = question::asking(question, read)?;
        let expanded = expand::expand(&self.store, &mut question)?;
        let synonyms = match expand {
            true => Synonyms::of(&self.store, &question)?,
            false => Synonyms::default(),
        };
        Ok(Asked { question, synonyms, expanded })
    }
}

/// Makes hits of sections as far as they are needed.
struct Picking<'p> {
    searcher: &'p Searcher,
    matcher: &'p Matcher,
    namesakes: &'p BTreeMap<String, Namesakes>,
    options: SearchOptions,
    papers: BTreeMap<String, PaperRecord>,
}

impl Picking<'_> {
    /// The hits that are shown, in order, each with the section it was made of.
    fn pick(&mut self, best: &[Candidate], folds: bool) -> Result<Vec<(Candidate, Hit)>> {
        let (mut best, counts) = match self.options.by_paper {
            true => self.by_paper(best)?,
            false => (best.to_vec(), BTreeMap::new()),
        };
        if self.options.by_date {
            self.newest_first(&mut best)?;
        }
        let mut picked: Vec<(Candidate, Hit)> = Vec::new();
        let mut prints: Vec<Option<Print>> = Vec::new();
        let mut rest = &best[..];
        while !rest.is_empty() && (self.options.limit == 0 || picked.len() < self.options.limit) {
            let more = match self.options.limit {
                0 => rest.len(),
                limit => rest.len().min(limit - picked.len()),
            };
            let (now, later) = rest.split_at(more);
            rest = later;
            for (ranked, mut hit) in now.iter().zip(self.hits(now)?) {
                hit.in_paper = counts.get(&hit.path).copied();
                let print = if folds && !hit.bears { Print::of(&core(&hit)) } else { None };
                let twin = print.as_ref().and_then(|print| {
                    let same = |(other, known): (&Option<Print>, &(Candidate, Hit))| {
                        let elsewhere = known.1.path != hit.path;
                        elsewhere && other.as_ref().is_some_and(|other| other.is_twin(print))
                    };
                    prints.iter().zip(&picked).position(same)
                });
                match twin {
                    Some(at) => picked[at].1.twins.push(Twin::of(hit)),
                    None => {
                        hit.rank = picked.len() + 1;
                        picked.push((*ranked, hit));
                        prints.push(print);
                    }
                }
            }
        }
        Ok(picked)
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
        let places = self.searcher.store.places()?;
        let paper = |one: &Candidate| (one.segment, places.paper(one.segment, one.doc));
        let papers: Vec<(usize, u64)> = best.iter().map(paper).collect();
        let paths = places.paths(papers.iter().copied())?;
        Ok(papers.iter().map(|paper| paths[paper].clone()).collect())
    }

    /// Reads the sections in the order in which they are stored, which unpacks each block once.
    fn hits(&mut self, best: &[Candidate]) -> Result<Vec<Hit>> {
        let store = &self.searcher.store;
        let mut order: Vec<usize> = (0..best.len()).collect();
        order.sort_by_key(|at| (best[*at].segment, best[*at].doc));
        let mut hits: Vec<(usize, Hit)> = Vec::with_capacity(best.len());
        for at in order {
            let Candidate { segment, doc, score, bears } = &best[at];
            let section = store.section(*segment, *doc)?;
            if !self.papers.contains_key(&section.path) {
                let paper = store.paper(&section.path)?.unwrap_or_default();
                self.papers.insert(section.path.clone(), paper);
            }
            let paper = &self.papers[&section.path];
            let meant = meant(&section, paper, self.namesakes);
            let hit = hit::hit(section, paper, self.matcher, self.options.context);
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
