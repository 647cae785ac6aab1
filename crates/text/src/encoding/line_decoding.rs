//! Decodes one line with one decoder, word by word, against leaving it as it stands.
//! In: a line and a decoder. Out: what the best path gains over the line as it stands, and its words.
//! Never decides whether the line is changed; `detect` does.
//!
//! The path is found with the Viterbi algorithm. Each word is either *plain* (in order as it stands) or decoded; going
//! from one to the other has a price, so that a path does so seldom.

use std::rc::Rc;

use super::cost::{RunCost, cost_after};
use super::decoder::Decoder;
use super::decodings::{DecodedWord, DecodedWords, WordDecodings};
use super::{capitals, open_case};
use crate::encoding::kind::Encoding;
use crate::language::model::{Id, model};
use crate::span::Span;

// Costs in nats. They were set by hand, no measurement recorded; `vankien-lab evaluate-repair --kind
// legacy-mixed,mojibake-lost --seed 11` shows the effect of others.

/// Cost of going from decoded text to plain text or back.
const SWITCH: f32 = 5.0;
/// Cost of a line beginning with plain text: of two equally good paths, the decoded one is likelier.
const PLAIN_START: f32 = 0.5;
/// A path is given up that costs over this much more than the cheapest path and a switch ([`SWITCH`]). It saves time.
const GIVEN_UP: f32 = 15.0;
/// Least and greatest confidence of a decoded word: no decoding is certain or impossible. A judgement, not measured.
const CONFIDENCE_RANGE: (f32, f32) = (0.01, 0.99);

/// A line that was decoded.
#[derive(Clone, Debug, Default)]
pub struct DecodedLine {
    /// How much likelier the decoded line is than the line as it stands, in nats. Negative where it is less likely.
    pub gain: f32,
    /// How many words are decoded to others.
    pub changed: usize,
    /// How many of these decode to words of the vocabulary alone.
    pub known: usize,
    /// How many letters of these words had lost a byte.
    pub lost_bytes: usize,
    /// All words, in order.
    path: Vec<ChosenWord>,
}

/// A word on the best path.
#[derive(Clone, Debug)]
struct ChosenWord {
    /// The byte of the text where it begins.
    start: usize,
    word: Rc<WordDecodings>,
    /// Which decoding; `None` where it stands as it is.
    choice: Option<usize>,
    /// The probability of that choice among the decodings of the word, within [`CONFIDENCE_RANGE`].
    confidence: f32,
}

/// Decodes `line` of `text`, which holds no line break, along the cheapest path. `words` is the cache of decoded words.
pub fn decode_line<'t>(
    words: &mut DecodedWords<'t>,
    text: &'t str,
    line: Span,
    decoder: Decoder,
) -> DecodedLine {
    let mut paths = Paths::default();
    let mut spans = decoder.words(text, line).peekable();
    while let Some(span) = spans.next() {
        // A sentence may end before a capital and at the end of the line.
        let next = spans.peek().and_then(|next| next.of(text).chars().next());
        let may_end_sentence = next.is_none_or(char::is_uppercase);
        paths.add_word(span.start, words.word(text, span, decoder), may_end_sentence);
    }
    paths.best()
}

impl DecodedLine {
    /// The words of the line, letter by letter, with places in `text`. For TCVN3 capitals are restored; `lost_capitals`
    /// says that toned capitals at the start of small words were lost, too.
    pub fn words(&self, text: &str, decoder: Decoder, lost_capitals: bool) -> Vec<DecodedWord> {
        let mut words: Vec<DecodedWord> = self.path.iter().map(|word| word.decoded(text)).collect();
        let start = self.path.first().map_or(0, |word| word.start);
        if decoder.encoding() == Encoding::Tcvn3 {
            capitals::restore(&mut words);
            if lost_capitals {
                capitals::restore_first(&mut words, begins_sentence(&text[..start]));
            }
        }
        open_case::restore(&mut words, || begins_sentence(&text[..start]));
        words
    }
}

impl ChosenWord {
    /// Its letters with their places in `text`.
    fn decoded(&self, text: &str) -> DecodedWord {
        let mut decoded = Vec::new();
        self.word.letters(self.choice.unwrap_or(0), |from, letters| {
            let from = Span::new(from.start + self.start, from.end + self.start);
            if self.choice.is_some() {
                decoded.push((from, letters));
                return;
            }
            // What stands as it is may be several characters of the text.
            for (at, letter) in from.of(text).char_indices() {
                let at = from.start + at;
                decoded.push((Span::new(at, at + letter.len_utf8()), [letter, '\0']));
            }
        });
        let open_case = match self.choice {
            Some(_) => self.word.open_case(),
            None => Vec::new(),
        };
        DecodedWord { letters: decoded, open_case, confidence: self.confidence }
    }
}

/// Whether a sentence begins behind the text `before`: it ends a sentence, or an empty line or the beginning of the
/// text stands between. Behind a part of a line, always.
fn begins_sentence(before: &str) -> bool {
    let trimmed = before.trim_end_matches(char::is_whitespace);
    trimmed.ends_with(['.', ':', '!', '?']) || before[trimmed.len()..].matches('\n').count() != 1
}

/// One way to take a word of the line, at the end of the cheapest path to it.
struct Node {
    /// Whether the text is plain here.
    is_plain: bool,
    /// Which decoding; `None` where the word stands as it is.
    choice: Option<usize>,
    /// The number of the last token of the word.
    last: Id,
    /// Whether it holds words, and all of them are in the vocabulary.
    is_known: bool,
    /// The cost of the path, in nats.
    total: f32,
    /// The index of the node before; 0 for nodes of the first word.
    back: usize,
}

/// A word of the line, with the index of its first node.
struct Step {
    /// The byte of the text where the word begins.
    start: usize,
    /// The index of its first node; the nodes of a word lie side by side.
    first_node: usize,
    /// The word with its decodings.
    word: Rc<WordDecodings>,
}

/// All paths through a line.
#[derive(Default)]
struct Paths {
    /// The nodes of all words, in order of the words.
    nodes: Vec<Node>,
    /// The words so far, in order.
    steps: Vec<Step>,
    /// The cost of the line as it stands, in nats.
    plain: f32,
    /// The number of the last token of the line as it stands; `None` before the first word.
    plain_last: Option<Id>,
}

impl Paths {
    /// Extends all paths by a word that begins at byte `start`.
    fn add_word(&mut self, start: usize, word: Rc<WordDecodings>, may_end_sentence: bool) {
        let model = model();
        let last = self.plain_last.unwrap_or(model.punctuation());
        self.plain += cost_behind(last, &word.plain);
        self.plain_last = Some(word.plain.first.map_or(last, |_| word.plain.last));
        let first_node = self.nodes.len();
        let before = self.steps.last().map_or(0..0, |step| step.first_node..first_node);
        let totals = self.nodes[before.clone()].iter().map(|node| node.total);
        let most = totals.fold(f32::INFINITY, f32::min) + SWITCH + GIVEN_UP;
        let plain = (true, None, &word.plain, 0.0);
        let decoded = word.decodings.iter().map(|one| {
            let penalty = if may_end_sentence { one.penalty_at_end } else { one.penalty_inside };
            (false, one.choice, &one.cost, penalty)
        });
        for (is_plain, choice, run, penalty) in std::iter::once(plain).chain(decoded) {
            let (mut total, mut back) = (f32::INFINITY, 0);
            if before.is_empty() {
                let start_cost = if is_plain { PLAIN_START } else { 0.0 };
                total = cost_behind(model.punctuation(), run) + start_cost;
            }
            for at in before.clone().filter(|at| self.nodes[*at].total <= most) {
                let from = &self.nodes[at];
                let switch = if from.is_plain == is_plain { 0.0 } else { SWITCH };
                let by_node = from.total + switch + cost_behind(from.last, run);
                if by_node < total {
                    (total, back) = (by_node, at);
                }
            }
            let (last, is_known) = (run.last, run.is_known);
            let total = total + penalty;
            self.nodes.push(Node { is_plain, choice, last, is_known, total, back });
        }
        self.steps.push(Step { start, first_node, word });
    }

    /// The cheapest path.
    fn best(mut self) -> DecodedLine {
        let mut line = DecodedLine::default();
        let Some(last_step) = self.steps.last() else { return line };
        let by_total =
            |one: &usize, two: &usize| self.nodes[*one].total.total_cmp(&self.nodes[*two].total);
        let ends = last_step.first_node..self.nodes.len();
        let Some(mut at) = ends.min_by(by_total) else { return line };
        line.gain = self.plain - self.nodes[at].total;
        let mut end = self.nodes.len();
        while let Some(Step { start, first_node, word }) = self.steps.pop() {
            let node = &self.nodes[at];
            if node.choice.is_some() {
                line.changed += 1;
                line.known += usize::from(node.is_known);
                line.lost_bytes += word.lost_bytes;
            }
            let confidence = confidence(&self.nodes[first_node..end], node.total);
            line.path.push(ChosenWord { start, word, choice: node.choice, confidence });
            (at, end) = (node.back, first_node);
        }
        line.path.reverse();
        line
    }
}

/// The cost of a run behind the word `last`.
fn cost_behind(last: Id, run: &RunCost) -> f32 {
    run.inner + run.first.map_or(0.0, |first| cost_after(last, first, model()))
}

/// The probability of a decoding with the path cost `total` among the `nodes` of its word that are decoded.
fn confidence(nodes: &[Node], total: f32) -> f32 {
    let decoded = nodes.iter().filter(|node| !node.is_plain);
    let sum: f32 = decoded.map(|node| (total - node.total).exp()).sum();
    let (least, greatest) = CONFIDENCE_RANGE;
    (1.0 / sum.max(1.0)).clamp(least, greatest)
}
