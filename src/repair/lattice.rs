//! All readings of a short stretch side by side, and how likely each is.
//! In: text, a range, which letters may be lost. Out: readings with their probabilities.
//! Leaving the text alone is one of the readings. Never longer than a region, never a loop.

use super::channel::Channel;
use super::closed;
use super::model::{Id, model};
use super::window::{self, CLOSERS, Cell, Class, Edge};
use crate::span::Span;

/// How far the language model is trusted: pairs of words see less than a reader does, and are
/// surer than they should be.
const TRUST: f32 = 0.8;
/// What a space too many costs, in nats; long runs are layout and cost no more.
const EXTRA_SPACE: f32 = 3.5;
/// What a space before a comma costs.
const STRAY_SPACE: f32 = 4.0;
/// What a sign that is neither letter nor punctuation costs.
const STRAY_SIGN: f32 = 5.0;
/// More readings than this in one region are no evidence of anything.
const MOST_EDGES: usize = 600;

/// What the letters that are lost left behind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Manner {
    /// A space or a sign for each.
    Gaps,
    /// Nothing.
    Closed,
}

/// The readings of a region and how they follow on each other.
pub struct Lattice {
    /// The characters.
    pub cells: Vec<Cell>,
    /// The readings, in order of their first cell.
    pub edges: Vec<Edge>,
    links: Vec<Link>,
    opens: Vec<Option<f32>>,
    closes: Vec<bool>,
}

struct Link {
    from: u32,
    to: u32,
    cost: f32,
}

/// The chances of every reading of a lattice.
pub struct Chances {
    /// The probability of each edge.
    pub edges: Vec<f32>,
    /// The logarithm of the sum over all paths.
    pub total: f64,
}

impl Lattice {
    /// The lattice of `span`. Only letters that `channel` lets be lost are put in.
    pub fn new(text: &str, span: Span, manner: Manner, channel: &Channel) -> Lattice {
        let cells = window::cells(text, span);
        let mut edges = Vec::new();
        for start in 0..cells.len() {
            let first = edges.len();
            match manner {
                Manner::Gaps => window::damaged(&cells, start, &mut edges),
                Manner::Closed => closed::damaged(&cells, start, &mut edges),
            }
            let mut kept = first;
            for at in first..edges.len() {
                if channel.cost(&edges[at]).is_finite() {
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
            for ended in &by_end[floor..=edge.start] {
                for from in ended {
                    let before = &self.edges[*from as usize];
                    if let Some(cost) = self.step(before, edge) {
                        self.links.push(Link { from: *from, to: to as u32, cost });
                    }
                }
            }
        }
    }

    /// The cell after the last word cell before `start`.
    fn last_word_cell(&self, start: usize) -> usize {
        self.cells[..start].iter().rposition(is_word_cell).map_or(0, |at| at + 1)
    }

    /// What it costs that `edge` follows `before`.
    fn step(&self, before: &Edge, edge: &Edge) -> Option<f32> {
        let model = model();
        let between = &self.cells[before.end..edge.start];
        if between.is_empty() && before.id != model.digits() && edge.id != model.digits() {
            return None;
        }
        let (cost, mark) = gap(between);
        let words =
            if mark { pair_over_mark(before.id, edge.id) } else { model.cost(before.id, edge.id) };
        Some(cost + TRUST * words)
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

    /// The chance of every reading when letters are lost as `channel` says.
    pub fn chances(&self, channel: &Channel) -> Chances {
        let own: Vec<f64> =
            self.edges.iter().map(|edge| -f64::from(edge.base + channel.cost(edge))).collect();
        let count = self.edges.len();
        let mut forward = vec![f64::NEG_INFINITY; count];
        let mut at = 0;
        for to in 0..count {
            let mut sum = self.opens[to].map_or(f64::NEG_INFINITY, |cost| -f64::from(cost));
            while at < self.links.len() && self.links[at].to as usize == to {
                let link = &self.links[at];
                sum = add(sum, forward[link.from as usize] - f64::from(link.cost));
                at += 1;
            }
            forward[to] = sum + own[to];
        }
        let mut backward: Vec<f64> = self
            .closes
            .iter()
            .map(|closes| if *closes { 0.0 } else { f64::NEG_INFINITY })
            .collect();
        for link in self.links.iter().rev() {
            let (from, to) = (link.from as usize, link.to as usize);
            backward[from] = add(backward[from], backward[to] + own[to] - f64::from(link.cost));
        }
        let ends = (0..count).filter(|at| self.closes[*at]);
        let total = ends.fold(f64::NEG_INFINITY, |sum, at| add(sum, forward[at]));
        let chance = |at: usize| ((forward[at] + backward[at] - total).exp()) as f32;
        let edges =
            if total.is_finite() { (0..count).map(chance).collect() } else { vec![0.0; count] };
        Chances { edges, total: if total.is_finite() { total } else { 0.0 } }
    }
}

fn is_word_cell(cell: &Cell) -> bool {
    matches!(cell.class, Class::Letter | Class::Digit)
}

fn pair_over_mark(first: Id, second: Id) -> f32 {
    let mark = model().mark();
    model().cost(first, mark) + model().cost(mark, second)
}

/// What the white and the punctuation between two words cost, and whether there is punctuation.
fn gap(between: &[Cell]) -> (f32, bool) {
    let is = |class: Class| between.iter().filter(|cell| cell.class == class).count();
    let (spaces, signs) = (is(Class::Space), is(Class::Hole));
    let mark = is(Class::Mark) + is(Class::SoftHole) > 0;
    let sign = STRAY_SIGN * signs as f32;
    if is(Class::Newline) > 0 {
        return (sign, mark);
    }
    if !mark {
        return (sign + extra(spaces.saturating_sub(1)), false);
    }
    let (first, last) = (between[0], between[between.len() - 1]);
    let before = between.iter().take_while(|cell| cell.class == Class::Space).count();
    let next = between.get(before).is_some_and(|cell| CLOSERS.contains(cell.letter));
    let stray = first.class == Class::Space && next;
    let opener = between.len() > 1 && "([“".contains(between[between.len() - 2].letter);
    let stray =
        f32::from(u8::from(stray)) + f32::from(u8::from(opener && last.class == Class::Space));
    (sign + stray * STRAY_SPACE + extra(spaces.saturating_sub(2)), true)
}

fn extra(spaces: usize) -> f32 {
    EXTRA_SPACE * spaces.min(3) as f32
}

/// The logarithm of the sum of two numbers given by their logarithms.
fn add(a: f64, b: f64) -> f64 {
    let (high, low) = if a > b { (a, b) } else { (b, a) };
    if low == f64::NEG_INFINITY { high } else { high + (low - high).exp().ln_1p() }
}
