//! The papers around one: what it cites, what cites it, and the same of those.
//! In: a paper and an index. Out: papers and who cites whom, the most cited first, no more than can be
//! looked at; how many were left out is told.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use vankien_engine::PaperRecord;
use vankien_engine::PaperSections;
use vankien_papers::document::{Citation, Form};

use super::known::{Known, key_of};
use super::mentions::{Mention, Wanted};
use super::resolve;
use crate::error::Result;
use crate::searcher::Searcher;

/// How many papers each step adds.
const ADDED: usize = 24;

/// So many mentions of a paper are read to see who cites it.
const READ: usize = 1_000;

/// A paper among others.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Node {
    /// Its path, where the index holds it.
    pub path: Option<String>,
    /// Its number.
    pub number: Option<String>,
    /// Its date.
    pub date: Option<String>,
    /// Its title.
    pub title: Option<String>,
    /// On which side: what it is cited by lies below 0, what it cites above.
    pub column: i32,
}

/// One paper cites another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Edge {
    /// The number of the one that cites among the nodes.
    pub from: usize,
    /// The number of the one that is cited.
    pub to: usize,
    /// How often.
    pub count: usize,
}

/// Papers and who cites whom.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Around {
    /// The papers; the first one is that in the middle.
    pub nodes: Vec<Node>,
    /// Who cites whom, in order.
    pub edges: Vec<Edge>,
    /// How many papers were left out.
    pub left_out: usize,
    /// Whether some paper is mentioned so often that not all who cite it were looked for.
    pub is_cut: bool,
}

/// What tells a paper from all others.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    /// The index holds it, under this path.
    Held(String),
    /// It is known by number alone, perhaps with its date.
    Named(String, Option<String>),
}

/// The papers around the one at `path`, so many `steps` away.
pub(crate) fn around(searcher: &Searcher, path: &str, steps: usize) -> Result<Around> {
    let mut walk =
        Walk { searcher, bearers: BTreeMap::new(), edges: BTreeMap::new(), is_cut: false };
    let middle = Key::Held(path.to_owned());
    let mut known = BTreeMap::from([(middle.clone(), 0)]);
    let (mut order, mut outermost) = (vec![middle.clone()], vec![middle]);
    let mut left_out = 0;
    for _ in 0..steps {
        let mut found: BTreeMap<Key, (usize, i32)> = BTreeMap::new();
        for key in &outermost {
            let column = known.get(key).copied().unwrap_or_default();
            for (other, count, side) in walk.beside(key)? {
                if !known.contains_key(&other) {
                    found.entry(other).or_insert((0, column + side)).0 += count;
                }
            }
        }
        let mut found: Vec<(Key, (usize, i32))> = found.into_iter().collect();
        found.sort_by_key(|(_, (count, _))| Reverse(*count));
        left_out += found.len().saturating_sub(ADDED);
        found.truncate(ADDED);
        outermost = found.iter().map(|(key, _)| key.clone()).collect();
        order.extend(outermost.iter().cloned());
        known.extend(found.into_iter().map(|(key, (_, column))| (key, column)));
    }
    let place: BTreeMap<&Key, usize> = order.iter().zip(0..).collect();
    let edges = walk.edges.iter().filter_map(|((from, to), count)| {
        Some(Edge { from: *place.get(from)?, to: *place.get(to)?, count: *count })
    });
    let mut edges: Vec<Edge> = edges.collect();
    edges.sort_by_key(|edge| (edge.from, edge.to));
    let nodes = order.iter().map(|key| walk.node(key, known.get(key).copied().unwrap_or_default()));
    let nodes = nodes.collect::<Result<Vec<_>>>()?;
    Ok(Around { nodes, edges, left_out, is_cut: walk.is_cut })
}

/// What was read so far.
struct Walk<'s> {
    searcher: &'s Searcher,
    /// The papers that bear a number, with their dates.
    bearers: BTreeMap<String, Vec<(String, Option<String>)>>,
    edges: BTreeMap<(Key, Key), usize>,
    is_cut: bool,
}

impl Walk<'_> {
    /// The papers that one cites and that cite it, how often, and on which side they lie.
    fn beside(&mut self, key: &Key) -> Result<Vec<(Key, usize, i32)>> {
        let Key::Held(path) = key else { return Ok(Vec::new()) };
        let Some(paper) = self.searcher.store().paper(path)? else { return Ok(Vec::new()) };
        let mut beside = Vec::new();
        for (other, count) in self.cited(&paper)? {
            self.edges.insert((key.clone(), other.clone()), count);
            beside.push((other, count, 1));
        }
        for (other, count) in self.citing(&paper)? {
            self.edges.insert((other.clone(), key.clone()), count);
            beside.push((other, count, -1));
        }
        Ok(beside)
    }

    fn cited(&mut self, paper: &PaperRecord) -> Result<BTreeMap<Key, usize>> {
        let sections = PaperSections::of(self.searcher.store(), &paper.path)?;
        let mut keys = BTreeSet::new();
        for at in 0..sections.count() {
            let Some(section) = sections.section(at)? else { break };
            keys.extend(section.citations.iter().filter(|one| is_outward(one)).filter_map(key_of));
        }
        let known = Known::of(self.searcher.store(), keys)?;
        let mut cited = BTreeMap::new();
        for at in 0..sections.count() {
            let Some(section) = sections.section(at)? else { break };
            for citation in section.citations.iter().filter(|one| is_outward(one)) {
                let Some(number) = &citation.canonical else { continue };
                let decision = known.decide(&section.text, citation, &paper.masthead);
                let date = decision.date.or_else(|| citation.of_date.clone());
                let key = self.key(number, date)?;
                if key != Key::Held(paper.path.clone()) {
                    *cited.entry(key).or_default() += 1;
                }
            }
        }
        Ok(cited)
    }

    fn citing(&mut self, paper: &PaperRecord) -> Result<BTreeMap<Key, usize>> {
        let mut citing = BTreeMap::new();
        let Some(number) = &paper.masthead.number else { return Ok(citing) };
        let date = paper.masthead.date.as_ref().map(|date| date.value.as_str());
        let mut read = 0;
        let is_meant = |mention: &Mention<'_>| match (mention.decision.date.as_deref(), date) {
            (Some(meant), Some(date)) => meant == date,
            _ => mention.decision.candidates.is_empty(),
        };
        self.searcher.mentions(&number.value, Wanted::default(), |mention| {
            read += 1;
            let is_other = mention.section.path != paper.path;
            if is_other && mention.citation.is_some_and(is_outward) && is_meant(mention) {
                *citing.entry(Key::Held(mention.section.path.clone())).or_default() += 1;
            }
            read < READ
        })?;
        self.is_cut |= read >= READ;
        Ok(citing)
    }

    /// The paper of this number and date, where the index holds it and it is one alone.
    fn key(&mut self, number: &str, date: Option<String>) -> Result<Key> {
        if !self.bearers.contains_key(number) {
            let store = self.searcher.store();
            let mut bearers = Vec::new();
            for path in resolve::bearers(store, number)? {
                let date = store.paper(&path)?.and_then(|paper| paper.masthead.date);
                bearers.push((path, date.map(|date| date.value)));
            }
            self.bearers.insert(number.to_owned(), bearers);
        }
        let bearers = self.bearers.get(number).into_iter().flatten();
        let fits = |of: &Option<String>| of.is_none() || date.is_none() || *of == date;
        let fitting: Vec<&String> =
            bearers.filter(|(_, of)| fits(of)).map(|(path, _)| path).collect();
        Ok(match &fitting[..] {
            [path] => Key::Held((*path).clone()),
            _ => Key::Named(number.to_owned(), date),
        })
    }

    fn node(&self, key: &Key, column: i32) -> Result<Node> {
        Ok(match key {
            Key::Named(number, date) => {
                Node { number: Some(number.clone()), date: date.clone(), column, ..Node::default() }
            }
            Key::Held(path) => {
                let paper = self.searcher.store().paper(path)?.unwrap_or_default();
                let masthead = paper.masthead;
                let [number, date, title] = [masthead.number, masthead.date, masthead.title]
                    .map(|field| field.map(|field| field.value));
                Node { path: Some(path.clone()), number, date, title, column }
            }
        })
    }
}

fn is_outward(citation: &Citation) -> bool {
    !matches!(citation.form, Form::Own | Form::Itself)
}
