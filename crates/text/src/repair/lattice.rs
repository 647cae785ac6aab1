//! The lattice of a region: all readings of a short stretch of text side by side, and how likely each is.
//! In: text, a range, the channel. Out: readings with their probabilities. Leaving the text alone is one of the paths.
//! Never holds a cycle: a step always leads to a reading that begins later.
//!
//! Costs are in nats (negative natural logarithms of probabilities). Sums over paths are made with the forward
//! algorithm, on logarithms.

use super::cell::{self, Cell, CellClass};
use super::channel::Channel;
use super::edge::Edge;
use super::gap_letters::{self, CLOSERS};
use super::harmless;
use super::hypothesis::{Hypothesis, Purpose};
use super::lexicon::lexicon;
use super::loss::LossId;
use crate::language::model::model;
use crate::span::Span;

// The costs of layout below are in nats and were set by hand, no measurement recorded. `vankien-lab evaluate-repair
// --kind letters-3-4,layout-medium,layout-high --seed 11` shows what another value gives back and what it harms.

/// Factor for the costs of the language model. It is below 1 because pairs of words see less than a reader does, and
/// the model is therefore surer than it should be. Set by hand; `vankien-lab evaluate-repair --kind all --reliability`
/// shows whether confidences agree with how often edits are right.
pub const MODEL_WEIGHT: f32 = 0.8;
/// Cost of each space too many in a gap, in nats.
const EXTRA_SPACE: f32 = 3.5;
/// At most 3 spaces too many in one gap are charged: longer runs are layout.
const MOST_EXTRA_SPACES: usize = 3;
/// Cost of a space before a closing mark or after an opening one, in nats.
const SPACE_INSIDE_PUNCTUATION: f32 = 4.0;
/// Cost of a placeholder sign that is left as it stands and touches no letter (it may be a bullet), in nats.
const LONE_SIGN: f32 = 5.0;
/// Cost of a placeholder sign that is left as it stands beside a letter, in nats.
const SIGN_BESIDE_LETTER: f32 = 12.0;
/// Cost of a word and a number without a space between them, in nats.
const NO_SPACE_AT_NUMBER: f32 = 3.0;
/// Cost of a tone mark on an unusual vowel where letters were misread, in nats: there it is more often a mark that an
/// OCR saw where none was printed. Chosen with `vankien-lab evaluate-repair --kind ocr-200,ocr-100,tone-place --seed
/// 901`.
const UNUSUAL_TONE_PLACE: f32 = 5.0;
/// At most 2,000 readings in one lattice. A region with more is halved by [`Lattice::of_parts`]; where it has no blank
/// to halve it at, and by [`Lattice::new`], only the readings without a loss stay. It bounds time and memory. A
/// judgement, no measurement recorded; `cargo test --test program doubling:: -- --ignored` shows the cost of hostile
/// text.
const MOST_EDGES: usize = 2000;
/// A path that is less likely than the likeliest by more than this, in nats, adds nothing to a sum. e^-40 is below the
/// precision of an `f64` (2^-53 = e^-36.7).
const NEGLIGIBLE_NATS: f64 = 40.0;

/// The readings of a region and how they follow on each other.
pub struct Lattice {
    /// The characters of the region.
    pub cells: Vec<Cell>,
    /// The readings, in order of their first cell. Other lists index them by their place here.
    pub edges: Vec<Edge>,
    /// The steps from reading to reading, in order of the later reading.
    pub links: Vec<Link>,
    /// For each reading, the cost in nats of beginning with it; `None` where another word must stand before it.
    pub start_costs: Vec<Option<f32>>,
    /// For each reading, whether it may be the last: no letter or digit stands behind it.
    pub may_end: Vec<bool>,
    /// Whether readings with losses were left out, because there were too many.
    is_incomplete: bool,
}

/// A step from one reading to the next.
pub struct Link {
    /// Index of the earlier edge.
    pub from: u32,
    /// Index of the later edge.
    pub to: u32,
    /// Cost of the step in nats: that of the language model, weighted, and that of what stands between.
    pub cost: f32,
    /// Whether punctuation stands between them.
    pub has_punctuation: bool,
}

/// Sums of probabilities over the paths of a lattice, as natural logarithms. A path is a way to read the whole region.
pub struct PathSums {
    /// For each edge, its own log probability.
    own: Vec<f64>,
    /// For each edge, the sum over all beginnings of paths that end with it.
    forward: Vec<f64>,
    /// For each link, its part of the sum at its later edge, from 0 to 1 (no logarithm).
    link_shares: Vec<f64>,
    /// The sum over all whole paths; 0 where there is none.
    pub total: f64,
}

/// The posterior probability of every reading of a lattice.
pub struct Posteriors {
    /// For each edge, its probability among all paths, from 0 to 1.
    pub edges: Vec<f32>,
}

impl Lattice {
    /// The lattice of `span`. With a channel, only losses of finite cost are supposed; without one, all of them.
    /// Readings of [`Hypothesis::InsideWords`] need a channel.
    pub fn new(
        text: &str,
        span: Span,
        hypothesis: Hypothesis<'_>,
        channel: Option<&Channel>,
        purpose: Purpose,
    ) -> Lattice {
        let cells = cell::cells(text, span);
        let toned_elsewhere = words_with_unusual_tone_place(&cells);
        let stands = |edge: &Edge| {
            let overlaps = |word: &Span| edge.start < word.end && word.start < edge.end;
            toned_elsewhere.iter().any(overlaps)
        };
        let is_misread = matches!(hypothesis, Hypothesis::Misread { .. } | Hypothesis::OcrWords(_));
        let mut edges = Vec::new();
        for start in 0..cells.len() {
            let first = edges.len();
            hypothesis.add_readings(&cells, start, channel, &mut edges);
            let mut kept = first;
            for at in first..edges.len() {
                let edge = &edges[at];
                let is_possible = channel.is_none_or(|channel| channel.cost(edge).is_finite());
                if is_possible
                    && (is_misread || !stands(edge))
                    && !harmless::is_misled(text, &cells, edge, purpose)
                {
                    edges.swap(kept, at);
                    kept += 1;
                }
            }
            edges.truncate(kept);
            if let Some(mut intact) = gap_letters::intact(&cells, start) {
                if is_misread && stands(&intact) {
                    intact.base += UNUSUAL_TONE_PLACE;
                }
                intact.base += unknown_word_cost(&intact, &edges[first..], channel);
                edges.push(intact);
            }
        }
        // Of a run that is read as several words, all are found where the first begins.
        edges.sort_by_key(|edge| edge.start);
        let is_incomplete = edges.len() > MOST_EDGES;
        if is_incomplete {
            edges.retain(|edge| edge.losses.is_empty());
        }
        let mut lattice = Lattice {
            cells,
            edges,
            links: Vec::new(),
            start_costs: Vec::new(),
            may_end: Vec::new(),
            is_incomplete,
        };
        let replacements = hypothesis.replacements(&lattice.cells, channel);
        lattice.link(&replacements);
        lattice
    }

    /// The lattices of `span` as by [`Lattice::new`], in order: one, or more where it would have too many readings.
    pub fn of_parts(
        text: &str,
        span: Span,
        hypothesis: Hypothesis<'_>,
        channel: Option<&Channel>,
        purpose: Purpose,
    ) -> Vec<Lattice> {
        let lattice = Lattice::new(text, span, hypothesis, channel, purpose);
        let halves = if lattice.is_incomplete { halves(text, span) } else { None };
        let Some(halves) = halves else { return vec![lattice] };
        let parts = halves
            .into_iter()
            .flat_map(|half| Lattice::of_parts(text, half, hypothesis, channel, purpose));
        parts.collect()
    }

    /// Finds the steps between readings: one may follow another where no letter or digit stands between them.
    /// `replacements` tells of each cell whether it is a sign that stands for letters elsewhere.
    fn link(&mut self, replacements: &[bool]) {
        let mut by_end: Vec<Vec<u32>> = vec![Vec::new(); self.cells.len() + 1];
        for (at, edge) in self.edges.iter().enumerate() {
            by_end[edge.end].push(at as u32);
        }
        // A digit beside a sign may stand for a letter as well.
        let is_beside_letter = |at: usize| {
            let holds =
                |class: CellClass| cell::beside(&self.cells, at).any(|cell| cell.class == class);
            holds(CellClass::Letter) && !holds(CellClass::Digit)
        };
        // What signs cost that are left as they stand, from one cell to another.
        let cost_of_signs = |start: usize, end: usize| {
            let left = (start..end).filter(|at| replacements[*at] && is_beside_letter(*at));
            SIGN_BESIDE_LETTER * left.count() as f32
        };
        for (to, edge) in self.edges.iter().enumerate() {
            let first_end = self.end_of_word_before(edge.start);
            let start_cost = || {
                MODEL_WEIGHT * model().cost(model().punctuation(), edge.id)
                    + cost_of_signs(0, edge.start)
            };
            self.start_costs.push((first_end == 0).then(start_cost));
            let word_follows = self.cells[edge.end..].iter().any(is_word_cell);
            self.may_end.push(!word_follows);
            for (end, ended) in by_end.iter().enumerate().take(edge.start + 1).skip(first_end) {
                if ended.is_empty() {
                    continue;
                }
                let mut gap = Gap::between(&self.cells, end, edge.start);
                gap.cost += cost_of_signs(end, edge.start);
                for from in ended {
                    let cost = gap.step_cost(&self.edges[*from as usize], edge);
                    self.links.extend(cost.map(|cost| Link {
                        from: *from,
                        to: to as u32,
                        cost,
                        has_punctuation: gap.has_punctuation,
                    }));
                }
            }
        }
    }

    /// Index of the cell after the last letter or digit before `start`; 0 where there is none.
    fn end_of_word_before(&self, start: usize) -> usize {
        self.cells[..start].iter().rposition(is_word_cell).map_or(0, |at| at + 1)
    }

    /// Takes out the readings with a loss of infinite cost in `channel`. Indices of readings change.
    pub fn restrict(&mut self, channel: &Channel) {
        let stays: Vec<bool> =
            self.edges.iter().map(|edge| channel.cost(edge).is_finite()).collect();
        let mut new_index: Vec<u32> = Vec::with_capacity(stays.len());
        let mut count = 0;
        for stays in &stays {
            new_index.push(count);
            count += u32::from(*stays);
        }
        self.links.retain_mut(|link| {
            let (from, to) = (link.from as usize, link.to as usize);
            (link.from, link.to) = (new_index[from], new_index[to]);
            stays[from] && stays[to]
        });
        let kept = |at: &usize| stays[*at];
        self.edges = (0..stays.len()).filter(kept).map(|at| self.edges[at]).collect();
        self.start_costs = (0..stays.len()).filter(kept).map(|at| self.start_costs[at]).collect();
        self.may_end = (0..stays.len()).filter(kept).map(|at| self.may_end[at]).collect();
    }

    /// Whether some reading supposes a loss.
    pub fn has_losses(&self) -> bool {
        self.edges.iter().any(|edge| !edge.losses.is_empty())
    }

    /// Number of links, to which the time of each sum over paths is proportional.
    pub fn size(&self) -> usize {
        self.links.len()
    }

    /// The sums over the paths of this lattice when letters are lost as `channel` says.
    pub fn sums(&self, channel: &Channel) -> PathSums {
        let own = |edge: &Edge| -f64::from(edge.base + channel.cost(edge));
        let own: Vec<f64> = self.edges.iter().map(own).collect();
        let mut forward = Vec::with_capacity(own.len());
        let mut link_shares = Vec::with_capacity(self.links.len());
        self.extend_forward(&own, &mut forward, &mut link_shares);
        let total = self.total(&forward);
        PathSums { own, forward, link_shares, total }
    }

    /// What [`PathSums::total`] is over the paths in which no reading supposes `loss`. `sums` are those of this
    /// lattice.
    pub fn total_without(&self, loss: LossId, sums: &PathSums) -> f64 {
        let holds = |edge: &Edge| edge.losses.as_slice().contains(&loss);
        let Some(first) = self.edges.iter().position(holds) else { return sums.total };
        let mut own = sums.own.clone();
        for (own, edge) in own.iter_mut().zip(&self.edges).skip(first) {
            if holds(edge) {
                *own = f64::NEG_INFINITY;
            }
        }
        // Sums at readings before the first that changes stay as they are.
        let mut forward = sums.forward[..first].to_vec();
        self.extend_forward(&own, &mut forward, &mut Vec::with_capacity(self.links.len()));
        self.total(&forward)
    }

    /// The posterior of every reading when letters are lost as `channel` says.
    pub fn posteriors(&self, channel: &Channel) -> Posteriors {
        self.posteriors_of(&self.sums(channel))
    }

    /// The posterior of every reading by the sums of this lattice.
    pub fn posteriors_of(&self, sums: &PathSums) -> Posteriors {
        let PathSums { forward, link_shares, total, .. } = sums;
        let ends = forward.iter().zip(&self.may_end);
        let end_posterior = |(sum, may_end): (&f64, &bool)| {
            if *may_end && sum.is_finite() { (sum - total).exp() } else { 0.0 }
        };
        let mut posteriors: Vec<f64> = ends.map(end_posterior).collect();
        // Backwards: a reading hands its posterior to the readings before it, by their shares of its forward sum.
        for (link, share) in self.links.iter().zip(link_shares).rev() {
            posteriors[link.from as usize] += posteriors[link.to as usize] * share;
        }
        Posteriors { edges: posteriors.into_iter().map(|posterior| posterior as f32).collect() }
    }

    /// Computes the forward sums of the edges from `forward.len()` on, and the shares of the links that lead to them.
    fn extend_forward(&self, own: &[f64], forward: &mut Vec<f64>, link_shares: &mut Vec<f64>) {
        let first = self.links.partition_point(|link| (link.to as usize) < forward.len());
        let mut rest = &self.links[first..];
        for (to, own) in own.iter().enumerate().skip(forward.len()) {
            let count = rest.iter().take_while(|link| link.to as usize == to).count();
            let (here, after) = rest.split_at(count);
            rest = after;
            let start = self.start_costs[to].map_or(f64::NEG_INFINITY, |cost| -f64::from(cost));
            let first_share = link_shares.len();
            let sums = here.iter().map(|link| forward[link.from as usize] - f64::from(link.cost));
            link_shares.extend(sums);
            let shares = &mut link_shares[first_share..];
            let highest = shares.iter().copied().fold(start, f64::max);
            shares.iter_mut().for_each(|sum| *sum = ratio(highest, *sum));
            let all = shares.iter().sum::<f64>() + ratio(highest, start);
            if all > 0.0 {
                shares.iter_mut().for_each(|share| *share /= all);
            }
            forward.push(if highest.is_finite() { highest + all.ln() } else { highest } + own);
        }
    }

    /// The log sum over all whole paths; 0 where there is none.
    fn total(&self, forward: &[f64]) -> f64 {
        let ends = || forward.iter().zip(&self.may_end).filter(|(_, may_end)| **may_end);
        let highest = ends().fold(f64::NEG_INFINITY, |highest, (end, _)| highest.max(*end));
        let all: f64 = ends().map(|(end, _)| ratio(highest, *end)).sum();
        if highest.is_finite() { highest + all.ln() } else { 0.0 }
    }
}

/// A span halved behind a line end or a space between two characters that are none; `None` where there is no such
/// place.
fn halves(text: &str, span: Span) -> Option<[Span; 2]> {
    let bytes = span.of(text).as_bytes();
    let is_blank = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_whitespace);
    let is_between = |at: &usize| is_blank(*at) && !is_blank(at - 1) && !is_blank(at + 1);
    let middle = bytes.len() / 2;
    let before = (1..middle).rev().find(is_between);
    let at = before.or_else(|| (middle.max(1)..bytes.len().saturating_sub(1)).find(is_between))?;
    let border = span.start + at + 1;
    Some([Span::new(span.start, border), Span::new(border, span.end)])
}

/// What it costs, in nats, to leave a word as it is where `readings` of the same cells suppose losses that `channel`
/// believes; 0 for a word of the vocabulary.
fn unknown_word_cost(intact: &Edge, readings: &[Edge], channel: Option<&Channel>) -> f32 {
    let Some(channel) = channel.filter(|_| intact.id == model().unknown()) else { return 0.0 };
    let is_explained = readings.iter().any(|edge| channel.believes(edge));
    if is_explained { channel.unknown_word_cost() } else { 0.0 }
}

/// The runs of letters among `cells` that are whole words with their tone mark on an unusual vowel. They lost no
/// letter, so that nothing else is read in their place, unless an OCR took letters for others.
fn words_with_unusual_tone_place(cells: &[Cell]) -> Vec<Span> {
    let mut found = Vec::new();
    let mut start = 0;
    for run in cells.chunk_by(|one, next| cell::is_letter(one) && cell::is_letter(next)) {
        let word: String = run.iter().map(|cell| cell.letter).collect();
        if lexicon().entry_of_unusual(&word).is_some_and(|entry| entry.is_whole) {
            found.push(Span::new(start, start + run.len()));
        }
        start += run.len();
    }
    found
}

/// `e^(sum - highest)`; 0 where that is below the precision of the sum (see [`NEGLIGIBLE_NATS`]).
fn ratio(highest: f64, sum: f64) -> f64 {
    if sum > highest - NEGLIGIBLE_NATS { (sum - highest).exp() } else { 0.0 }
}

fn is_word_cell(cell: &Cell) -> bool {
    matches!(cell.class, CellClass::Letter | CellClass::Digit)
}

/// What stands between two words: white space, punctuation, signs.
struct Gap {
    is_empty: bool,
    /// Cost of its layout, in nats.
    cost: f32,
    has_punctuation: bool,
}

impl Gap {
    /// The gap from cell `start` to cell `end`.
    fn between(cells: &[Cell], start: usize, end: usize) -> Gap {
        let between = &cells[start..end];
        let count = |class: CellClass| between.iter().filter(|cell| cell.class == class).count();
        let has_punctuation = count(CellClass::Punctuation) + count(CellClass::SoftPlaceholder) > 0;
        let is_sign =
            |cell: Option<&Cell>| cell.is_some_and(|cell| cell.class == CellClass::Placeholder);
        let is_letter = |cell: Option<&Cell>| cell.is_some_and(cell::is_letter);
        let touches_letter =
            is_sign(between.first()) && start > 0 && is_letter(cells.get(start - 1))
                || is_sign(between.last()) && is_letter(cells.get(end));
        let sign_cost = if touches_letter { SIGN_BESIDE_LETTER } else { LONE_SIGN };
        let signs_cost = sign_cost * count(CellClass::Placeholder) as f32;
        let spaces = count(CellClass::Space);
        let cost = if count(CellClass::Newline) > 0 {
            // The spaces around a line end are layout.
            signs_cost
        } else if has_punctuation {
            signs_cost + punctuation_spaces_cost(between, spaces)
        } else {
            signs_cost + extra_spaces_cost(spaces.saturating_sub(1))
        };
        Gap { is_empty: between.is_empty(), cost, has_punctuation }
    }

    /// The cost of `edge` following `before` over this gap. `None` where two words touch that are not read as joined.
    fn step_cost(&self, before: &Edge, edge: &Edge) -> Option<f32> {
        let model = model();
        if self.is_empty && before.id != model.digits() && edge.id != model.digits() {
            let is_joined = edge.losses.as_slice().first() == Some(&LossId::JOINED);
            return is_joined.then(|| MODEL_WEIGHT * model.cost(before.id, edge.id));
        }
        let words = if self.has_punctuation {
            model.cost(before.id, model.punctuation()) + model.cost(model.punctuation(), edge.id)
        } else {
            model.cost(before.id, edge.id)
        };
        let no_space = if self.is_empty { NO_SPACE_AT_NUMBER } else { 0.0 };
        Some(self.cost + no_space + MODEL_WEIGHT * words)
    }
}

/// The cost of the spaces in a gap with punctuation, which must not be empty. Two spaces, one on each side, are in
/// order.
fn punctuation_spaces_cost(between: &[Cell], spaces: usize) -> f32 {
    let is_space = |cell: &Cell| cell.class == CellClass::Space;
    let before = between.iter().take_while(|cell| is_space(cell)).count();
    let closer_next = between.get(before).is_some_and(|cell| CLOSERS.contains(cell.letter));
    let space_before_closer = is_space(&between[0]) && closer_next;
    let opener_before_last = between.len() > 1 && "([“".contains(between[between.len() - 2].letter);
    let space_after_opener = opener_before_last && is_space(&between[between.len() - 1]);
    let misplaced = u8::from(space_before_closer) + u8::from(space_after_opener);
    f32::from(misplaced) * SPACE_INSIDE_PUNCTUATION + extra_spaces_cost(spaces.saturating_sub(2))
}

fn extra_spaces_cost(spaces: usize) -> f32 {
    EXTRA_SPACE * spaces.min(MOST_EXTRA_SPACES) as f32
}
