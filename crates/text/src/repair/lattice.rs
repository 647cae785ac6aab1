//! All readings of a short stretch side by side, and how likely each is.
//! In: text, a range, which letters may be lost. Out: readings with their probabilities.
//! Leaving the text alone is one of the readings. Never longer than a region, never a loop.

use super::cell::{self, Cell, Class};
use super::channel::Channel;
use super::edge::Edge;
use super::misread::readings;
use super::op::Op;
use super::window::{self, CLOSERS};
use super::{closed, spaces, swapped};
use crate::language::model::model;
use crate::span::Span;

/// How far the language model is trusted: pairs of words see less than a reader does, and are
/// surer than they should be.
pub const TRUST: f32 = 0.8;
/// What a space too many costs, in nats; long runs are layout and cost no more.
const EXTRA_SPACE: f32 = 3.5;
/// What a space before a comma costs.
const STRAY_SPACE: f32 = 4.0;
/// What a sign that is neither letter nor punctuation costs.
const STRAY_SIGN: f32 = 5.0;
/// The same, beside a letter: there it is no bullet.
const SIGN_IN_WORD: f32 = 12.0;
/// What it costs that a word and figures stand together without a space.
const NO_SPACE: f32 = 3.0;
/// More readings than this in one region are no evidence of anything.
const MOST_EDGES: usize = 2000;

/// What the letters that are lost left behind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Manner {
    /// A space or a sign for each; spaces too many or too few.
    Gaps,
    /// Nothing, or another character.
    Words,
    /// Another letter each time, as an OCR takes one for another; in words that are none, or in all.
    Misread {
        /// Whether in all.
        all: bool,
    },
    /// The same, in words of which the OCR says how sure it was.
    Read,
}

/// The readings of a region and how they follow on each other.
pub struct Lattice {
    /// The characters.
    pub cells: Vec<Cell>,
    /// The readings, in order of their first cell.
    pub edges: Vec<Edge>,
    /// The steps from reading to reading, in order of the later one.
    pub links: Vec<Link>,
    /// What it costs to begin with each reading, where that can be.
    pub opens: Vec<Option<f32>>,
    /// Whether each reading may be the last.
    pub closes: Vec<bool>,
}

/// A step from reading to reading.
pub struct Link {
    /// The number of the first.
    pub from: u32,
    /// The number of the second.
    pub to: u32,
    /// What the step costs.
    pub cost: f32,
    /// Whether punctuation stands between them.
    pub mark: bool,
}

/// The sums over the paths of a lattice, as logarithms.
pub struct Sums {
    /// The chance of each edge by itself.
    own: Vec<f64>,
    /// Over all paths that lead to each edge and with it.
    forward: Vec<f64>,
    /// Which part of that came by each link.
    shares: Vec<f64>,
    /// Over all paths.
    pub total: f64,
}

/// The chances of every reading of a lattice.
pub struct Chances {
    /// The probability of each edge.
    pub edges: Vec<f32>,
}

impl Lattice {
    /// The lattice of `span`. Only letters that `channel` lets be lost are put in; all without one.
    pub fn new(text: &str, span: Span, manner: Manner, channel: Option<&Channel>) -> Lattice {
        let cells = cell::cells(text, span);
        let mut edges = Vec::new();
        for start in 0..cells.len() {
            let first = edges.len();
            match manner {
                Manner::Gaps => {
                    window::damaged(&cells, start, &mut edges);
                    spaces::readings(&cells, start, &mut edges);
                }
                Manner::Words => {
                    let Some(channel) = channel else { continue };
                    closed::damaged(&cells, start, channel, &mut edges);
                    swapped::damaged(&cells, start, channel, &mut edges);
                }
                Manner::Read => readings::readings(&cells, start, true, &mut edges),
                Manner::Misread { all } => readings::readings(&cells, start, all, &mut edges),
            }
            let mut kept = first;
            for at in first..edges.len() {
                if channel.is_none_or(|channel| channel.cost(&edges[at]).is_finite()) {
                    edges.swap(kept, at);
                    kept += 1;
                }
            }
            edges.truncate(kept);
            edges.extend(window::intact(&cells, start));
        }
        if edges.len() > MOST_EDGES {
            edges.retain(|edge| edge.losses == 0);
        }
        let mut lattice =
            Lattice { cells, edges, links: Vec::new(), opens: Vec::new(), closes: Vec::new() };
        lattice.link();
        lattice
    }

    fn link(&mut self) {
        let mut by_end: Vec<Vec<u32>> = vec![Vec::new(); self.cells.len() + 1];
        for (at, edge) in self.edges.iter().enumerate() {
            by_end[edge.end].push(at as u32);
        }
        for (to, edge) in self.edges.iter().enumerate() {
            let floor = self.last_word_cell(edge.start);
            let opens = (floor == 0).then(|| TRUST * model().cost(model().mark(), edge.id));
            self.opens.push(opens);
            let word_follows = self.cells[edge.end..].iter().any(is_word_cell);
            self.closes.push(!word_follows);
            for (end, ended) in by_end.iter().enumerate().take(edge.start + 1).skip(floor) {
                if !ended.is_empty() {
                    let gap = Gap::of(&self.cells, end, edge.start);
                    for from in ended {
                        let cost = gap.step(&self.edges[*from as usize], edge);
                        self.links.extend(cost.map(|cost| Link {
                            from: *from,
                            to: to as u32,
                            cost,
                            mark: gap.mark,
                        }));
                    }
                }
            }
        }
    }

    /// The cell after the last word cell before `start`.
    fn last_word_cell(&self, start: usize) -> usize {
        self.cells[..start].iter().rposition(is_word_cell).map_or(0, |at| at + 1)
    }

    /// Takes out the readings that lose a letter which `channel` does not let be lost.
    pub fn restrict(&mut self, channel: &Channel) {
        let stays: Vec<bool> =
            self.edges.iter().map(|edge| channel.cost(edge).is_finite()).collect();
        let mut next = 0;
        let places: Vec<u32> = stays
            .iter()
            .map(|stays| {
                next += u32::from(*stays);
                next.wrapping_sub(1)
            })
            .collect();
        self.links.retain_mut(|link| {
            let (from, to) = (link.from as usize, link.to as usize);
            (link.from, link.to) = (places[from], places[to]);
            stays[from] && stays[to]
        });
        let kept = |at: &usize| stays[*at];
        self.edges = (0..stays.len()).filter(kept).map(|at| self.edges[at]).collect();
        self.opens = (0..stays.len()).filter(kept).map(|at| self.opens[at]).collect();
        self.closes = (0..stays.len()).filter(kept).map(|at| self.closes[at]).collect();
    }

    /// Whether some reading supposes a loss.
    pub fn is_open(&self) -> bool {
        self.edges.iter().any(|edge| edge.losses > 0)
    }

    /// How many steps from reading to reading it holds: what it costs to weigh it.
    pub fn weight(&self) -> usize {
        self.links.len()
    }

    /// The sums over its paths when letters are lost as `channel` says.
    pub fn sums(&self, channel: &Channel) -> Sums {
        let own = |edge: &Edge| -f64::from(edge.base + channel.cost(edge));
        let own: Vec<f64> = self.edges.iter().map(own).collect();
        let mut forward = Vec::with_capacity(own.len());
        let mut shares = Vec::with_capacity(self.links.len());
        self.go_on(&own, &mut forward, &mut shares);
        let total = self.ended(&forward);
        Sums { own, forward, shares, total }
    }

    /// The total of `sums` without the readings that lose a letter in the way of `op`.
    pub fn total_without(&self, op: Op, sums: &Sums) -> f64 {
        let holds = |edge: &Edge| edge.lost[..edge.losses].contains(&op);
        let Some(first) = self.edges.iter().position(holds) else { return sums.total };
        let mut own = sums.own.clone();
        for (own, edge) in own.iter_mut().zip(&self.edges).skip(first) {
            if holds(edge) {
                *own = f64::NEG_INFINITY;
            }
        }
        // What leads to the readings before the first one is as it was.
        let mut forward = sums.forward[..first].to_vec();
        self.go_on(&own, &mut forward, &mut Vec::with_capacity(self.links.len()));
        self.ended(&forward)
    }

    /// The chance of every reading when letters are lost as `channel` says.
    pub fn chances(&self, channel: &Channel) -> Chances {
        let Sums { forward, shares, total, .. } = self.sums(channel);
        let ends = forward.iter().zip(&self.closes);
        let chance = |(sum, closes): (&f64, &bool)| {
            if *closes && sum.is_finite() { (sum - total).exp() } else { 0.0 }
        };
        let mut chances: Vec<f64> = ends.map(chance).collect();
        // What a reading has, those before it share among them.
        for (link, share) in self.links.iter().zip(shares).rev() {
            chances[link.from as usize] += chances[link.to as usize] * share;
        }
        Chances { edges: chances.into_iter().map(|chance| chance as f32).collect() }
    }

    /// Adds to `forward` the sums over all paths that lead to the readings not yet in it, and to
    /// `shares` which part of a sum came by each link.
    fn go_on(&self, own: &[f64], forward: &mut Vec<f64>, shares: &mut Vec<f64>) {
        let first = self.links.partition_point(|link| (link.to as usize) < forward.len());
        let mut rest = &self.links[first..];
        for (to, own) in own.iter().enumerate().skip(forward.len()) {
            let links = rest.iter().take_while(|link| link.to as usize == to).count();
            let (here, after) = rest.split_at(links);
            rest = after;
            let opens = self.opens[to].map_or(f64::NEG_INFINITY, |cost| -f64::from(cost));
            let begun = shares.len();
            let sums = here.iter().map(|link| forward[link.from as usize] - f64::from(link.cost));
            shares.extend(sums);
            let shares = &mut shares[begun..];
            let highest = shares.iter().copied().fold(opens, f64::max);
            shares.iter_mut().for_each(|sum| *sum = below(highest, *sum));
            let all = shares.iter().sum::<f64>() + below(highest, opens);
            if all > 0.0 {
                shares.iter_mut().for_each(|share| *share /= all);
            }
            forward.push(if highest.is_finite() { highest + all.ln() } else { highest } + own);
        }
    }

    /// The sum over all paths that end; nothing where none does.
    fn ended(&self, forward: &[f64]) -> f64 {
        let ends = || forward.iter().zip(&self.closes).filter(|(_, closes)| **closes);
        let highest = ends().fold(f64::NEG_INFINITY, |highest, (end, _)| highest.max(*end));
        let all: f64 = ends().map(|(end, _)| below(highest, *end)).sum();
        if highest.is_finite() { highest + all.ln() } else { 0.0 }
    }
}

/// How much `sum` is of the `highest` one, both given by their logarithms; nothing where it is less
/// than the last bit of it.
fn below(highest: f64, sum: f64) -> f64 {
    if sum > highest - 40.0 { (sum - highest).exp() } else { 0.0 }
}

fn is_word_cell(cell: &Cell) -> bool {
    matches!(cell.class, Class::Letter | Class::Digit)
}

/// The white and the punctuation between two words.
struct Gap {
    is_empty: bool,
    cost: f32,
    /// Whether there is punctuation.
    mark: bool,
}

impl Gap {
    /// What stands from cell `start` to cell `end`.
    fn of(cells: &[Cell], start: usize, end: usize) -> Gap {
        let between = &cells[start..end];
        let is = |class: Class| between.iter().filter(|cell| cell.class == class).count();
        let (spaces, signs) = (is(Class::Space), is(Class::Hole));
        let sign = |cell: Option<&Cell>| cell.is_some_and(|cell| cell.class == Class::Hole);
        let letter = |cell: Option<&Cell>| cell.is_some_and(cell::is_present);
        let beside = sign(between.first()) && start > 0 && letter(cells.get(start - 1))
            || sign(between.last()) && letter(cells.get(end));
        let stray = if beside { SIGN_IN_WORD } else { STRAY_SIGN };
        let mark = is(Class::Mark) + is(Class::SoftHole) > 0;
        let sign = stray * signs as f32;
        let cost = match (between.first(), is(Class::Newline) > 0) {
            (Some(first), false) if mark => sign + around_mark(between, *first, spaces),
            (_, false) => sign + extra(spaces.saturating_sub(1)),
            (_, true) => sign,
        };
        Gap { is_empty: between.is_empty(), cost, mark }
    }

    /// What it costs that `edge` follows `before`, with this between them.
    fn step(&self, before: &Edge, edge: &Edge) -> Option<f32> {
        let model = model();
        if self.is_empty && before.id != model.digits() && edge.id != model.digits() {
            let joined = edge.lost[..edge.losses].first() == Some(&Op::JOINED);
            return joined.then(|| TRUST * model.cost(before.id, edge.id));
        }
        let words = if self.mark {
            model.cost(before.id, model.mark()) + model.cost(model.mark(), edge.id)
        } else {
            model.cost(before.id, edge.id)
        };
        let joined = if self.is_empty { NO_SPACE } else { 0.0 };
        Some(self.cost + joined + TRUST * words)
    }
}

/// What the spaces around punctuation cost.
fn around_mark(between: &[Cell], first: Cell, spaces: usize) -> f32 {
    let before = between.iter().take_while(|cell| cell.class == Class::Space).count();
    let next = between.get(before).is_some_and(|cell| CLOSERS.contains(cell.letter));
    let stray = first.class == Class::Space && next;
    let opener = between.len() > 1 && "([“".contains(between[between.len() - 2].letter);
    let last = between[between.len() - 1];
    let stray =
        f32::from(u8::from(stray)) + f32::from(u8::from(opener && last.class == Class::Space));
    stray * STRAY_SPACE + extra(spaces.saturating_sub(2))
}

fn extra(spaces: usize) -> f32 {
    EXTRA_SPACE * spaces.min(3) as f32
}
