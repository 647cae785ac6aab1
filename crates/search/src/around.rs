//! The graph of citations around one paper: what it cites, what cites it, and the same for those papers, step by step.
//! In: a paper and an index. Out: papers (nodes) and citations between them (edges); each step adds a limited number of
//! papers.
//! Never cuts silently: how many papers were left out is counted.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use vankien_engine::PaperRecord;
use vankien_engine::PaperSections;
use vankien_papers::document::Citation;

use super::identity::dates_agree;
use super::known::{Known, key_of};
use super::mentions::{Mention, Wanted};
use super::resolve;
use crate::error::Result;
use crate::searcher::Searcher;

/// Papers that each step adds, at most: those with most citations from and to the papers that the step before added. A
/// judgement, not measured: more cannot be drawn side by side.
const PAPERS_PER_STEP: usize = 24;

/// Mentions of one paper's number that are read, at most, to see who cites the paper. A judgement, not measured: each
/// reads a section.
const MAX_MENTIONS_READ: usize = 1_000;

/// A paper of the graph. What is not known of it is `None`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Node {
    /// Its path; `None` for a paper that is cited, but not in the index, and where several papers in the index may be
    /// the one that is cited.
    pub path: Option<String>,
    /// Its number in its normal spelling; as it is printed where no table knows its form.
    pub number: Option<String>,
    /// Its date in ISO form, as exact as it is known: `2024-06-18`, `2024-06` or `2024`.
    pub date: Option<String>,
    /// Its title.
    pub title: Option<String>,
    /// Its column in a drawing: 0 for the paper in the middle; one more than the paper that cites it, one less than the
    /// paper that it cites, as the walk found it.
    pub column: i32,
}

/// One paper of the graph cites another. Only citations with a known number count, and only those in the citing paper's
/// own text: not in front or back matter, nor in stamps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Edge {
    /// The index of the citing paper in [`Around::nodes`].
    pub from: usize,
    /// The index of the cited paper in [`Around::nodes`].
    pub to: usize,
    /// How many citations of it the citing paper holds. Where the walk did not read the citing paper itself: how many
    /// are among the first 1,000 mentions of the cited paper's number.
    pub count: usize,
}

/// The graph of citations around one paper.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Around {
    /// The papers. The first one is the paper in the middle.
    pub nodes: Vec<Node>,
    /// The citations between them that the walk met, sorted by `from`, then `to`. The papers that the last step added
    /// are not read themselves.
    pub edges: Vec<Edge>,
    /// How many papers the limit left out, summed over the steps. A paper that two steps left out counts twice. One
    /// that a later step added after all still counts, though it is among `nodes`.
    pub left_out: usize,
    /// Whether some paper is mentioned 1,000 times or more: its first 1,000 mentions were read, and any others were
    /// not.
    pub is_cut: bool,
}

/// What identifies a paper of the graph.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum PaperKey {
    /// A paper in the index, by its path.
    InIndex(String),
    /// A paper that is only cited, by its number and its date, if that is known.
    Cited(String, Option<String>),
}

/// A neighbour of a paper in the graph.
struct Neighbour {
    /// The neighbour.
    key: PaperKey,
    /// How many citations lead from one to the other.
    count: usize,
    /// 1 where the neighbour is cited, -1 where it cites.
    side: i32,
}

/// The graph of citations around the paper at `path`, `steps` steps wide; with 0 steps, or for a path that the index
/// lacks, the paper in the middle alone.
pub(crate) fn around(searcher: &Searcher, path: &str, steps: usize) -> Result<Around> {
    let mut walk =
        Walk { searcher, bearers: BTreeMap::new(), edges: BTreeMap::new(), is_cut: false };
    let middle = PaperKey::InIndex(path.to_owned());
    let mut known = BTreeMap::from([(middle.clone(), 0)]);
    let (mut order, mut outermost) = (vec![middle.clone()], vec![middle]);
    let mut left_out = 0;
    for _ in 0..steps {
        // For each paper that is new: how many citations lead to it or from it, and its column.
        let mut found: BTreeMap<PaperKey, (usize, i32)> = BTreeMap::new();
        for key in &outermost {
            let column = known.get(key).copied().unwrap_or_default();
            for Neighbour { key: other, count, side } in walk.neighbours(key)? {
                if !known.contains_key(&other) {
                    found.entry(other).or_insert((0, column + side)).0 += count;
                }
            }
        }
        let mut by_count: Vec<(PaperKey, (usize, i32))> = found.into_iter().collect();
        by_count.sort_by_key(|(_, (count, _))| Reverse(*count));
        left_out += by_count.len().saturating_sub(PAPERS_PER_STEP);
        by_count.truncate(PAPERS_PER_STEP);
        outermost = by_count.iter().map(|(key, _)| key.clone()).collect();
        order.extend(outermost.iter().cloned());
        known.extend(by_count.into_iter().map(|(key, (_, column))| (key, column)));
    }
    let place: BTreeMap<&PaperKey, usize> = order.iter().zip(0..).collect();
    let edges = walk.edges.iter().filter_map(|((from, to), count)| {
        Some(Edge { from: *place.get(from)?, to: *place.get(to)?, count: *count })
    });
    let mut edges: Vec<Edge> = edges.collect();
    edges.sort_by_key(|edge| (edge.from, edge.to));
    let nodes = order.iter().map(|key| walk.node(key, known.get(key).copied().unwrap_or_default()));
    let nodes = nodes.collect::<Result<Vec<_>>>()?;
    Ok(Around { nodes, edges, left_out, is_cut: walk.is_cut })
}

/// A walk over the graph, and what was read on it so far.
struct Walk<'s> {
    /// Where papers and mentions are looked up.
    searcher: &'s Searcher,
    /// By number, the paths of the papers in the index that bear it, with their dates.
    bearers: BTreeMap<String, Vec<(String, Option<String>)>>,
    /// How often one paper (the first) cites another (the second).
    edges: BTreeMap<(PaperKey, PaperKey), usize>,
    /// As [`Around::is_cut`].
    is_cut: bool,
}

impl Walk<'_> {
    /// The papers that a paper cites, and those that cite it.
    fn neighbours(&mut self, key: &PaperKey) -> Result<Vec<Neighbour>> {
        let PaperKey::InIndex(path) = key else { return Ok(Vec::new()) };
        let Some(paper) = self.searcher.store().paper(path)? else { return Ok(Vec::new()) };
        let mut neighbours = Vec::new();
        for (other, count) in self.cited(&paper)? {
            self.edges.insert((key.clone(), other.clone()), count);
            neighbours.push(Neighbour { key: other, count, side: 1 });
        }
        for (other, count) in self.citing(&paper)? {
            // The citing paper, where it was read, tells more.
            let count = *self.edges.entry((other.clone(), key.clone())).or_insert(count);
            neighbours.push(Neighbour { key: other, count, side: -1 });
        }
        Ok(neighbours)
    }

    /// The papers that a paper cites, with how often.
    fn cited(&mut self, paper: &PaperRecord) -> Result<BTreeMap<PaperKey, usize>> {
        let sections = PaperSections::of(self.searcher.store(), &paper.path)?;
        let mut keys = BTreeSet::new();
        for at in 0..sections.count() {
            let Some(section) = sections.section(at)? else { break };
            if !section.place.is_of_paper() {
                continue;
            }
            keys.extend(section.citations.iter().filter(|one| is_outward(one)).filter_map(key_of));
        }
        let known = Known::of(self.searcher.store(), keys)?;
        let mut cited = BTreeMap::new();
        for at in 0..sections.count() {
            let Some(section) = sections.section(at)? else { break };
            let outward = section.citations.iter().filter(|one| is_outward(one));
            for citation in outward.filter(|_| section.place.is_of_paper()) {
                let Some(number) = &citation.canonical else { continue };
                let decision = known.decide(&section.text, citation, &paper.masthead);
                let date = decision.date.or_else(|| citation.of_date.clone());
                let key = self.key_of_cited(number, date)?;
                if key != PaperKey::InIndex(paper.path.clone()) {
                    *cited.entry(key).or_default() += 1;
                }
            }
        }
        Ok(cited)
    }

    /// The papers that cite a paper, with how often.
    fn citing(&mut self, paper: &PaperRecord) -> Result<BTreeMap<PaperKey, usize>> {
        let mut citing = BTreeMap::new();
        let Some(number) = &paper.masthead.number else { return Ok(citing) };
        let date = paper.masthead.date.as_ref().map(|date| date.value.as_str());
        let mut read = 0;
        let is_meant = |mention: &Mention<'_>| match (mention.decision.date.as_deref(), date) {
            (Some(meant), Some(date)) => dates_agree(meant, date),
            _ => mention.decision.candidates.is_empty(),
        };
        self.searcher.mentions(&number.value, Wanted::default(), |mention| {
            read += 1;
            let is_other = mention.section.path != paper.path;
            if is_other
                && mention.citation.is_some_and(is_outward)
                && mention.section.place.is_of_paper()
                && is_meant(mention)
            {
                *citing.entry(PaperKey::InIndex(mention.section.path.clone())).or_default() += 1;
            }
            read < MAX_MENTIONS_READ
        })?;
        self.is_cut |= read >= MAX_MENTIONS_READ;
        Ok(citing)
    }

    /// The key of a cited paper: the paper in the index with this number and date, if it is exactly one. Where no date
    /// is equal, one that is less exact or not known, here or in the index, fits too.
    fn key_of_cited(&mut self, number: &str, date: Option<String>) -> Result<PaperKey> {
        if !self.bearers.contains_key(number) {
            let store = self.searcher.store();
            let mut bearers = Vec::new();
            for path in resolve::papers_with_number(store, number)? {
                let date = store.paper(&path)?.and_then(|paper| paper.masthead.date);
                bearers.push((path, date.map(|date| date.value)));
            }
            self.bearers.insert(number.to_owned(), bearers);
        }
        let bearers = self.bearers.get(number).map(Vec::as_slice).unwrap_or_default();
        let is_equal = |of: &Option<String>| of.is_some() && *of == date;
        let may_be_equal = |of: &Option<String>| match (of, &date) {
            (Some(of), Some(date)) => dates_agree(of, date),
            _ => true,
        };
        let path = only_path(bearers, is_equal).or_else(|| only_path(bearers, may_be_equal));
        Ok(match path {
            Some(path) => PaperKey::InIndex(path.to_owned()),
            None => PaperKey::Cited(number.to_owned(), date),
        })
    }

    /// The node of a paper.
    fn node(&self, key: &PaperKey, column: i32) -> Result<Node> {
        Ok(match key {
            PaperKey::Cited(number, date) => {
                Node { number: Some(number.clone()), date: date.clone(), column, ..Node::default() }
            }
            PaperKey::InIndex(path) => {
                let paper = self.searcher.store().paper(path)?.unwrap_or_default();
                let masthead = paper.masthead;
                let [number, date, title] = [masthead.number, masthead.date, masthead.title]
                    .map(|field| field.map(|field| field.value));
                Node { path: Some(path.clone()), number, date, title, column }
            }
        })
    }
}

/// The path of the only one of `bearers` (path and date) whose date fits; `None` where none or several do.
fn only_path(
    bearers: &[(String, Option<String>)],
    fits: impl Fn(&Option<String>) -> bool,
) -> Option<&str> {
    let mut fitting = bearers.iter().filter(|(_, date)| fits(date));
    let (path, _) = fitting.next()?;
    if fitting.next().is_some() { None } else { Some(path) }
}

/// Whether a citation leads to another paper: it is not the paper's own number, nor a word for itself.
fn is_outward(citation: &Citation) -> bool {
    !citation.form.is_of_itself()
}
