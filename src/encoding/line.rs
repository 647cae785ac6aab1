//! Reads one line in one way, word by word, against leaving it as it stands.
//! In: a line and a reader. Out: what the best path gains over the line as it is, and its changes.
//! Words that the reader cannot have written stay; changing sides has a price, so that a path does so
//! seldom. Never decides whether the line is changed; `detect` does.

use super::capitals;
use super::reader::{Reader, Unit};
use super::weigh::{Weight, after, weigh};
use crate::document::Encoding;
use crate::language::model::model;
use crate::span::Span;

/// What it costs to go from text that was misread to text that was not, in nats.
const SWITCH: f32 = 10.0;
/// What it costs that a word stands as it is in a text that marks its letters by signs.
const LITERAL: f32 = 12.0;
/// What it costs that a sign behind a vowel is no mark of it, and the same where a sentence may end.
const SIGN: f32 = 4.0;
const SIGN_AT_END: f32 = 1.0;
/// So many readings of one word are weighed.
const MOST: usize = 64;

/// What a reader makes of a line.
#[derive(Clone, Debug, Default)]
pub struct Outcome {
    /// How much likelier the line is than as it stands, in nats.
    pub gain: f32,
    /// How many words become others.
    pub changed: usize,
    /// How many of them are then words of the vocabulary.
    pub known: usize,
    /// How many of its letters had lost a byte.
    pub lost: usize,
    /// All words in order.
    pub words: Vec<Word>,
}

/// A word, changed or not: its letters, and how sure they are.
#[derive(Clone, Debug)]
pub struct Word {
    /// Where each letter stood, and what it is.
    pub letters: Vec<(Span, String)>,
    /// From 0 to 1.
    pub confidence: f32,
}

/// Reads `span` of `text`, which holds no line end.
pub fn read(text: &str, span: Span, reader: Reader) -> Outcome {
    let units = reader.units(text, span);
    let blank = |unit: &Unit| unit.or.is_empty() && unit.to.is_ascii_whitespace();
    let mut path = Path::default();
    let mut words = units.split(blank).filter(|word| !word.is_empty()).peekable();
    while let Some(word) = words.next() {
        // A sentence may end before a capital and at the end of the line.
        let end = words.peek().is_none_or(|next| next[0].to.is_uppercase());
        path.step(text, word, reader, end);
    }
    let mut outcome = path.outcome(text, reader);
    outcome.lost = units.iter().filter(|unit| unit.lost).count();
    outcome
}

/// A way to read a word.
struct Node {
    /// Whether it stands as it is; a word that no reading changes stands on both sides.
    plain: bool,
    weight: Weight,
    penalty: f32,
    /// Which of its readings.
    choice: usize,
    /// The cost of the best path to here, and the node before.
    total: f32,
    back: usize,
}

#[derive(Default)]
struct Path<'u> {
    steps: Vec<(&'u [Unit], Vec<Node>)>,
    /// What the line costs as it stands.
    plain: f32,
    last: Option<Weight>,
}

impl<'u> Path<'u> {
    fn step(&mut self, text: &str, word: &'u [Unit], reader: Reader, end: bool) {
        let model = model();
        let whole = Span::new(word[0].from.start, word[word.len() - 1].from.end).of(text);
        let as_is = weigh(whole, model);
        let last = self.last.map_or(model.mark(), |weight| weight.last);
        self.plain += as_is.inner + as_is.first.map_or(0.0, |first| after(last, first, model));
        self.last = Some(Weight { last: as_is.first.map_or(last, |_| as_is.last), ..as_is });
        let node = |plain, weight, penalty, choice| Node {
            plain, weight, penalty, choice, total: 0.0, back: 0,
        };
        let mut nodes = vec![node(true, as_is, 0.0, usize::MAX)];
        let mut spelled = String::new();
        for choice in 0..readings(word) {
            spelled.clear();
            let (mut signs, mut last) = (0, false);
            spell(word, choice, |_, letters| {
                spelled.push_str(letters);
                last = letters.chars().nth(1).is_some();
                signs += usize::from(last);
            });
            // Behind a vowel a sign is a mark rather than punctuation, but for the end of a sentence.
            let at_end = if end && last { SIGN - SIGN_AT_END } else { 0.0 };
            let penalty = SIGN * signs as f32 - at_end;
            if spelled == whole {
                nodes.push(node(false, as_is, penalty, usize::MAX));
            } else {
                nodes.push(node(false, weigh(&spelled, model), penalty, choice));
            }
        }
        if reader.encoding == Encoding::Viqr && spelled != whole {
            nodes.push(node(false, as_is, LITERAL, usize::MAX));
        }
        let before = self.steps.last().map(|(_, nodes)| nodes.as_slice());
        for node in &mut nodes {
            (node.total, node.back) = best(before, node);
        }
        self.steps.push((word, nodes));
    }

    fn outcome(self, text: &str, reader: Reader) -> Outcome {
        let mut outcome = Outcome::default();
        let Some((_, nodes)) = self.steps.last() else { return outcome };
        let least = |one: &(usize, &Node), other: &(usize, &Node)| one.1.total.total_cmp(&other.1.total);
        let Some((mut at, end)) = nodes.iter().enumerate().min_by(least) else { return outcome };
        outcome.gain = self.plain - end.total;
        for (word, nodes) in self.steps.iter().rev() {
            let node = &nodes[at];
            let mut letters = Vec::with_capacity(word.len());
            if node.choice == usize::MAX {
                let letter = |unit: &Unit| (unit.from, unit.from.of(text).to_owned());
                letters.extend(word.iter().map(letter));
            } else {
                outcome.changed += 1;
                outcome.known += usize::from(node.weight.known);
                spell(word, node.choice, |from, to| letters.push((from, to.to_owned())));
            }
            outcome.words.push(Word { letters, confidence: sure(nodes, at) });
            at = node.back;
        }
        outcome.words.reverse();
        if reader.encoding == Encoding::Tcvn3 {
            capitals::restore(&mut outcome.words);
        }
        outcome
    }
}

/// The cost of the best path to `node`, and the node before it.
fn best(before: Option<&[Node]>, node: &Node) -> (f32, usize) {
    let model = model();
    let own = node.weight.inner + node.penalty;
    let first = |last| node.weight.first.map_or(0.0, |first| after(last, first, model));
    let Some(before) = before else { return (own + first(model.mark()), 0) };
    let mut found = (f32::INFINITY, 0);
    for (at, from) in before.iter().enumerate() {
        let switch = if from.plain == node.plain { 0.0 } else { SWITCH };
        let total = from.total + switch + own + first(from.weight.last);
        if total < found.0 {
            found = (total, at);
        }
    }
    found
}

/// How sure the choice of one reading among those of the word is.
fn sure(nodes: &[Node], at: usize) -> f32 {
    let rivals = nodes.iter().filter(|node| !node.plain);
    let sum: f32 = rivals.map(|node| (nodes[at].total - node.total).exp()).sum();
    (1.0 / sum.max(1.0)).clamp(0.01, 0.99)
}

/// How many readings a word has; of too many the last letters keep their first.
fn readings(word: &[Unit]) -> usize {
    let mut count = 1;
    for unit in word {
        if count * (unit.or.len() + 1) > MOST {
            break;
        }
        count *= unit.or.len() + 1;
    }
    count
}

/// Gives the letters of reading `choice` one by one.
fn spell(word: &[Unit], mut choice: usize, mut letter: impl FnMut(Span, &str)) {
    let mut buffer = [0; 8];
    for unit in word {
        let ways = unit.or.len() + 1;
        let way = choice % ways;
        choice /= ways;
        let [first, second] = if way == 0 { [unit.to, '\0'] } else { unit.or[way - 1] };
        let length = first.encode_utf8(&mut buffer).len();
        let more = if second == '\0' { 0 } else { second.encode_utf8(&mut buffer[length..]).len() };
        letter(unit.from, std::str::from_utf8(&buffer[..length + more]).unwrap_or_default());
    }
}
