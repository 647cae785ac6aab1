//! What explains the damage of a paper: the kinds that are supposed of it, each with what it gains.
//! In: a text with its state. Out: explanations, and the edits of one of them. Which of them is believed `repair`
//! decides.

use std::collections::BTreeMap;

use super::cell::{self, CellClass};
use super::channel::Channel;
use super::decode;
use super::estimate::{self, Estimate};
use super::hypothesis::{Hypothesis, Purpose};
use super::lattice::Lattice;
use super::loss::LossId;
use super::memory::RepairMemory;
use super::misread;
use super::scan_state::ScanState;
use super::suspect_words;
use super::work::Work;
use crate::evidence::Evidence;
use crate::mended::Edit;
use crate::span::Span;

// The values bound the time that a paper costs. They are judgements, no measurement recorded, except where a result is
// named. `cargo bench --bench stages` shows their cost, `cargo test --test program doubling:: -- --ignored` that of
// hostile text, and `vankien-lab evaluate-repair --kind all --seed 11` their effect.

/// At most 200 regions are weighed to learn which letters are lost. They are spread evenly over the text.
const MOST_SAMPLED_REGIONS: usize = 200;
/// They are taken in 8 rounds, each of which is spread over the whole text.
const SAMPLING_ROUNDS: usize = 8;
/// No further round is taken with more than 200,000 links in the lattices of gaps.
const MOST_GAP_LINKS: usize = 200_000;
/// About 80,000 links at most, in all lattices together, are weighed to learn which letters are lost inside words. The
/// smallest lattices are kept.
const MOST_LINKS: usize = 80_000;
/// About 8,000 links at most are weighed to see whether letters are lost inside words at all ([`PROBE_BYTES`]).
const MOST_PROBE_LINKS: usize = 8_000;
/// Bytes out of the middle of a paper that are weighed to see whether letters are lost inside words at all. Where they
/// show nothing, the rest of the paper is not weighed.
const PROBE_BYTES: usize = 12_000;
/// A sign stands for letters wherever it touches one if it does so at this many suspicious places.
const LEAST_SIGNS: usize = 3;

/// What explains the damage of a paper: a hypothesis, the channel under it, and the regions to be decoded with both.
pub struct Explanation<'e> {
    /// The regions that are decoded, in order.
    pub regions: Vec<Span>,
    /// The kind of damage that is supposed.
    hypothesis: Hypothesis<'e>,
    /// The channel, and how much the explanation gains, by which explanations are ranked.
    pub estimate: Estimate,
}

impl Explanation<'_> {
    /// Letters for which a space or a sign stands, and spaces too many or too few. `None` where that explains nothing.
    pub fn of_gaps(text: &str, state: &ScanState, memory: &RepairMemory) -> Option<Self> {
        let mut regions = state.regions(text);
        if regions.is_empty() {
            return None;
        }
        let hypothesis = Hypothesis::Gaps;
        let lattices = sampled_lattices(text, &regions, hypothesis, None, MOST_GAP_LINKS);
        let mut estimate = estimate::estimate(lattices, memory)?;
        estimate.channel.believe_capitals(memory);
        estimate.channel.believe_missing_blocks(memory);
        if estimate.channel.believed().any(LossId::is_replaced_by_sign) {
            // What is left of a word may be a word (`^ổi` of `đổi`), which is odd nowhere by itself.
            let signs = signs_at_letters(text, &regions);
            if !signs.is_empty() {
                regions = state.regions_with_signs(text, &signs);
            }
        }
        Some(Explanation { regions, hypothesis, estimate })
    }

    /// Letters for which nothing or another character stands. Once it is known which, every word is looked at: what is
    /// left of one may be another word. `strange` has the byte offsets of strange words; `gaps` is the channel of
    /// letters that left gaps.
    pub fn of_letters_inside_words(
        text: &str,
        strange: &[usize],
        memory: &RepairMemory,
        gaps: Option<&Channel>,
    ) -> Option<Self> {
        let supposed = Channel::supposed(memory, gaps);
        let estimate = |part: Span, most_links: usize| {
            let first = strange.partition_point(|at| *at < part.start);
            let end = strange.partition_point(|at| *at < part.end);
            let regions = suspect_words::learning_regions(text, &strange[first..end], &supposed);
            let hypothesis = Hypothesis::InsideWords;
            let mut lattices =
                sampled_lattices(text, &regions, hypothesis, Some(&supposed), usize::MAX);
            keep_smallest(&mut lattices, most_links, memory.misses_block());
            estimate::estimate(lattices, memory)
        };
        // A probe tells cheaply whether anything is lost; the whole paper tells better what.
        let probed = estimate(probe(text), MOST_PROBE_LINKS);
        let learnt = probed.and_then(|_| estimate(Span::new(0, text.len()), MOST_LINKS));
        // Strange words tell what is lost; what is left of others tells nothing once those are mended.
        let mut estimate = learnt.or_else(|| estimate::of_missing_blocks(memory))?;
        estimate.channel.believe_capitals(memory);
        estimate.channel.believe_missing_blocks(memory);
        let doubt = estimate.channel.with_doubt(memory);
        let regions = suspect_words::regions_of_believed_losses(text, &doubt);
        Some(Explanation { regions, hypothesis: Hypothesis::InsideWords, estimate })
    }

    /// The edits of all regions, in order, as far as the work allows.
    pub fn edits(&self, text: &str, memory: &RepairMemory, work: &Work) -> Vec<Edit> {
        let channel = &self.estimate.channel;
        let doubt = channel.with_doubt(memory);
        let belief = decode::Belief { hypothesis: self.hypothesis, channel, doubt: &doubt, work };
        let regions = self.regions.iter().take_while(|region| work.is_left_at(region.start));
        regions.flat_map(|region| decode::decode(text, *region, &belief)).collect()
    }
}

/// The explanations by letters that an OCR took for others: one for the words for which it gave its confidence, and one
/// for all other words where the `strange` ones, given by their byte offsets, show it. Empty in foreign or hopeless
/// text.
pub fn misread_letters<'e>(
    text: &str,
    state: &ScanState,
    strange: &[usize],
    memory: &RepairMemory,
    evidence: &'e Evidence,
) -> Vec<Explanation<'e>> {
    let (tally, ocr_words) = (state.census.tally, &evidence.words);
    if state.is_hopeless() || memory.is_foreign() {
        return Vec::new();
    }
    let explanation = |regions: Vec<Span>, hypothesis: Hypothesis<'e>, belief: misread::Belief| {
        let misread::Belief { channel, gain } = belief;
        Explanation { regions, hypothesis, estimate: Estimate { channel, gain } }
    };
    let all_words = Hypothesis::Misread { all_words: true };
    let regions = || misread::regions_of_all(text);
    if ocr_words.is_empty() {
        return match misread::believe(text, strange, tally.words) {
            Some(belief) => vec![explanation(regions(), all_words, belief)],
            None => Vec::new(),
        };
    }
    let holds_ocr_word = |region: &Span| {
        let next = ocr_words.partition_point(|(word, _)| word.end <= region.start);
        ocr_words.get(next).is_some_and(|(word, _)| word.start < region.end)
    };
    let (with_confidence, others) = regions().into_iter().partition(holds_ocr_word);
    let belief = misread::belief_with_ocr_confidence();
    let mut explanations =
        vec![explanation(with_confidence, Hypothesis::OcrWords(ocr_words), belief)];
    let is_other = |at: &usize| misread::ocr_words::at(ocr_words, *at).is_none();
    let strange_others: Vec<usize> = strange.iter().copied().filter(is_other).collect();
    let other_words = tally.words.saturating_sub(ocr_words.len() as u32);
    if let Some(belief) = misread::believe(text, &strange_others, other_words) {
        explanations.push(explanation(others, all_words, belief));
    }
    explanations
}

/// The signs that may stand for letters ([`CellClass::SoftPlaceholder`]) and touch letters at [`LEAST_SIGNS`] places of
/// the regions or more.
fn signs_at_letters(text: &str, regions: &[Span]) -> Vec<char> {
    let mut counts: BTreeMap<char, usize> = BTreeMap::new();
    for region in regions {
        let cells = cell::cells(text, *region);
        for (at, one) in cells.iter().enumerate() {
            if one.class == CellClass::SoftPlaceholder
                && cell::beside(&cells, at).any(cell::is_letter)
            {
                *counts.entry(one.letter).or_default() += 1;
            }
        }
    }
    counts.into_iter().filter(|(_, count)| *count >= LEAST_SIGNS).map(|(sign, _)| sign).collect()
}

/// A stretch of [`PROBE_BYTES`] out of the middle of a text, from white space to white space; all of a shorter text.
fn probe(text: &str) -> Span {
    if text.len() <= PROBE_BYTES {
        return Span::new(0, text.len());
    }
    let next_white = |at: usize| {
        let white = text.as_bytes()[at..].iter().position(u8::is_ascii_whitespace);
        white.map_or(text.len(), |white| at + white)
    };
    let start = next_white((text.len() - PROBE_BYTES) / 2);
    Span::new(start, next_white((start + PROBE_BYTES).min(text.len())))
}

/// The lattices of [`MOST_SAMPLED_REGIONS`] regions, spread evenly over all; of fewer where these have more than
/// `most_links` links together.
fn sampled_lattices(
    text: &str,
    regions: &[Span],
    hypothesis: Hypothesis<'_>,
    supposed: Option<&Channel>,
    most_links: usize,
) -> Vec<Lattice> {
    let step = regions.len().div_ceil(MOST_SAMPLED_REGIONS).max(1);
    let sampled: Vec<&Span> = regions.iter().step_by(step).collect();
    let mut lattices = BTreeMap::new();
    let mut links = 0;
    for first in 0..SAMPLING_ROUNDS {
        for at in (first..sampled.len()).step_by(SAMPLING_ROUNDS) {
            let purpose = Purpose::Learning;
            let parts = Lattice::of_parts(text, *sampled[at], hypothesis, supposed, purpose);
            links += parts.iter().map(Lattice::size).sum::<usize>();
            lattices.insert(at, parts);
        }
        if links > most_links {
            break;
        }
    }
    lattices.into_values().flatten().collect()
}

/// Keeps the smallest lattices, `most_links` together or a few more where several are of one size, and with `at_least_one`
/// the smallest in any case. Letters lost inside words are possible nearly everywhere, and places with few readings tell
/// most.
fn keep_smallest(lattices: &mut Vec<Lattice>, most_links: usize, at_least_one: bool) {
    let mut sizes: Vec<usize> = lattices.iter().map(Lattice::size).collect();
    sizes.sort_unstable();
    let (mut largest_kept, mut links) = (0, 0);
    for size in sizes {
        links += size;
        if links > most_links && (largest_kept > 0 || !at_least_one) {
            break;
        }
        largest_kept = size;
    }
    lattices.retain(|lattice| lattice.size() <= largest_kept);
}
