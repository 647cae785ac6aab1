//! Reads one line in one way, word by word, against leaving it as it stands.
//! In: a line and a reader. Out: what the best path gains over the line as it is, and its words.
//! Words that the reader cannot have written stay; changing sides has a price, so that a path does so
//! seldom. Never decides whether the line is changed; `detect` does.

use std::rc::Rc;

use super::capitals;
use super::reader::Reader;
use super::weigh::{Weight, after};
use super::word::{Read, Word, Words};
use crate::encoding::kind::Encoding;
use crate::language::model::{Id, model};
use crate::span::Span;

/// What it costs to go from text that was misread to text that was not, in nats.
const SWITCH: f32 = 10.0;
/// What it costs a line that was misread to begin in order: of equals the other is the likelier.
const IN_ORDER: f32 = 0.5;
/// A path that is so much dearer than another, beyond a change of sides, is given up.
const HOPELESS: f32 = 15.0;

/// What a reader makes of a line.
#[derive(Clone, Debug, Default)]
pub struct Outcome {
    /// How much likelier the line is than as it stands, in nats.
    pub gain: f32,
    /// How many words become others.
    pub changed: usize,
    /// How many of them are then words of the vocabulary.
    pub known: usize,
    /// How many letters had lost a byte.
    pub lost: usize,
    /// All words: where they begin, how they are read, how sure that is.
    path: Vec<(usize, Rc<Word>, Option<usize>, f32)>,
}

/// Reads `span` of `text`, which holds no line end.
pub fn read<'t>(words: &mut Words<'t>, text: &'t str, span: Span, reader: Reader) -> Outcome {
    let mut path = Path::default();
    let mut spans = reader.words(text, span).peekable();
    while let Some(span) = spans.next() {
        // A sentence may end before a capital and at the end of the line.
        let next = spans.peek().and_then(|next| next.of(text).chars().next());
        let end = next.is_none_or(char::is_uppercase);
        path.step(span.start, words.read(text, span, reader), end);
    }
    path.outcome()
}

impl Outcome {
    /// The words of the line, letter by letter. `first`: capitals at the head of small words were lost.
    pub fn words(&self, text: &str, reader: Reader, first: bool) -> Vec<Read> {
        let mut words = Vec::with_capacity(self.path.len());
        for (start, word, choice, confidence) in &self.path {
            let mut letters = Vec::new();
            word.letters(choice.unwrap_or(0), |from, letter| {
                let from = Span::new(from.start + start, from.end + start);
                match choice {
                    Some(_) => letters.push((from, letter)),
                    // What stands as it is may be several characters of the text.
                    None => {
                        for (at, letter) in from.of(text).char_indices() {
                            let at = from.start + at;
                            letters.push((Span::new(at, at + letter.len_utf8()), [letter, '\0']));
                        }
                    }
                }
            });
            words.push(Read { letters, confidence: *confidence });
        }
        if reader.encoding == Encoding::Tcvn3 {
            capitals::restore(&mut words);
            let start = self.path.first().map_or(0, |(start, ..)| *start);
            if first {
                capitals::restore_first(&mut words, begins_sentence(&text[..start]));
            }
        }
        words
    }
}

/// Whether a sentence begins behind `before`.
fn begins_sentence(before: &str) -> bool {
    let blank = before.trim_end_matches(char::is_whitespace);
    blank.ends_with(['.', ':', '!', '?']) || before[blank.len()..].matches('\n').count() != 1
}

/// A word read in one way, at the end of the best path to it.
struct Node {
    /// Whether the text is in order here.
    plain: bool,
    choice: Option<usize>,
    last: Id,
    known: bool,
    /// The cost of the path, and the node before.
    total: f32,
    back: usize,
}

/// All paths through a line.
#[derive(Default)]
struct Path {
    nodes: Vec<Node>,
    /// Where the nodes of each word begin.
    steps: Vec<(usize, usize, Rc<Word>)>,
    /// What the line costs as it stands, and its last word.
    plain: f32,
    last: Option<Id>,
}

impl Path {
    fn step(&mut self, start: usize, word: Rc<Word>, end: bool) {
        let model = model();
        let last = self.last.unwrap_or(model.punctuation());
        self.plain += cost(last, &word.plain);
        self.last = Some(word.plain.first.map_or(last, |_| word.plain.last));
        let first = self.nodes.len();
        let before = self.steps.last().map_or(0..0, |(_, begin, _)| *begin..first);
        let plain = (true, None, &word.plain, 0.0);
        let others = word.readings.iter();
        let others =
            others.map(|one| (false, one.choice, &one.weight, one.penalty[usize::from(end)]));
        let totals = self.nodes[before.clone()].iter().map(|node| node.total);
        let hopeless = totals.fold(f32::INFINITY, f32::min) + SWITCH + HOPELESS;
        for (plain, choice, weight, penalty) in std::iter::once(plain).chain(others) {
            let mut best = (f32::INFINITY, 0);
            for at in before.clone().filter(|at| self.nodes[*at].total <= hopeless) {
                let from = &self.nodes[at];
                let switch = if from.plain == plain { 0.0 } else { SWITCH };
                let total = from.total + switch + cost(from.last, weight);
                best = if total < best.0 { (total, at) } else { best };
            }
            if before.is_empty() {
                best = (cost(model.punctuation(), weight) + if plain { IN_ORDER } else { 0.0 }, 0);
            }
            let (total, back) = (best.0 + penalty, best.1);
            let (last, known) = (weight.last, weight.known);
            self.nodes.push(Node { plain, choice, last, known, total, back });
        }
        self.steps.push((start, first, word));
    }

    fn outcome(mut self) -> Outcome {
        let mut outcome = Outcome::default();
        let Some((_, first, _)) = self.steps.last() else { return outcome };
        let ends = *first..self.nodes.len();
        let least =
            |one: &usize, two: &usize| self.nodes[*one].total.total_cmp(&self.nodes[*two].total);
        let Some(mut at) = ends.min_by(least) else { return outcome };
        outcome.gain = self.plain - self.nodes[at].total;
        let mut end = self.nodes.len();
        while let Some((start, first, word)) = self.steps.pop() {
            let node = &self.nodes[at];
            if node.choice.is_some() {
                outcome.changed += 1;
                outcome.known += usize::from(node.known);
                outcome.lost += word.lost;
            }
            let sure = sure(&self.nodes[first..end], node.total);
            outcome.path.push((start, word, node.choice, sure));
            (at, end) = (node.back, first);
        }
        outcome.path.reverse();
        outcome
    }
}

/// What a word costs after `last`.
fn cost(last: Id, weight: &Weight) -> f32 {
    weight.inner + weight.first.map_or(0.0, |first| after(last, first, model()))
}

/// How sure the choice of a reading among those of the word is.
fn sure(nodes: &[Node], total: f32) -> f32 {
    let rivals = nodes.iter().filter(|node| !node.plain);
    let sum: f32 = rivals.map(|node| (total - node.total).exp()).sum();
    (1.0 / sum.max(1.0)).clamp(0.01, 0.99)
}
