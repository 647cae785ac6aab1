//! Gives back the letters that a paper lost on its way into text, with proof.
//! In: normalised text; for letters that only the file tells, text as it was extracted. Out: the same lines, mended,
//! with an [`Edit`] for each change.
//! Never fails; never changes what it has no evidence against.
//!
//! Repair is a noisy-channel model. Damage is a property of the paper, not of a word: `census` counts its letters,
//! `estimate` learns from the suspicious places which letters it lost (the `channel`), and `decode` finds the likeliest
//! reading of each place in a `lattice` of syllables. Passes follow until nothing changes.

mod author_slips;
mod base_groups;
mod cell;
mod census;
mod channel;
mod cipher;
mod decode;
mod dropped_letters;
mod edge;
mod estimate;
mod forward_backward;
mod gap_letters;
mod glyph_shapes;
mod harmless;
mod hypothesis;
mod kept_readings;
mod lattice;
mod lexicon;
mod loss;
pub mod marks; // tones and marks that words lost
mod memory;
pub mod misread; // letters that an OCR took for others
mod region;
mod scan;
mod scan_state;
mod skeleton;
mod spaced_headings;
mod spaces;
mod stripped_marks;
mod substituted_letters;
mod suspect_words;
mod symbol;
mod trigram_forward_backward;
mod trigram_rescoring;
mod window_word;
mod word_cache;

use std::borrow::Cow;
use std::collections::BTreeMap;

use self::cell::CellClass;
use self::channel::Channel;
use self::estimate::Estimate;
use self::hypothesis::{Hypothesis, Purpose};
use self::lattice::Lattice;
use self::loss::LossId;
use self::memory::RepairMemory;
use self::scan_state::ScanState;
use crate::evidence::Evidence;
use crate::mended::{Edit, Mended, join_edits};
use crate::quality::Quality;
use crate::span::{Map, Rewriter, Span};

// Whether all letters were exchanged; what an edit says of lost letters; the language modules under their usual paths.
pub use self::cipher::is_enciphered;
pub use self::loss::lost_letters;
pub use crate::language::{letters, syllable, words};

// The values bound the time that a paper costs. They are judgements, no measurement recorded, except where a result is
// named. `cargo bench --bench stages` shows their cost, `cargo test --test program doubling:: -- --ignored` that of
// hostile text, and `vankien-lab evaluate-repair --kind all --seed 11` their effect.

/// At most 200 regions are weighed to learn which letters are lost. They are spread evenly over the text.
const MOST_SAMPLED_REGIONS: usize = 200;
/// A text is given up if the lattices of its gaps have more than 3,000 links on average: nearly every word could be
/// many others, so the text is no damaged Vietnamese.
const MOST_MEAN_LINKS: usize = 3_000;
/// That average is judged only over more than 50 lattices.
const LEAST_LATTICES_FOR_MEAN: usize = 50;
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
/// At most 12 passes over a text. Each takes damage away, so few are ever needed. Text that still changes in the last
/// one is left as it came.
const MOST_PASSES: usize = 12;

/// Mends the letters of the normalised `text`, pass by pass, until nothing is left to mend.
pub fn repair(text: &str) -> Mended<'_> {
    repair_and_rate(text, Evidence::default()).0
}

/// Mends the letters of `text`, and tells in the same run whether the mended text can be trusted to be Vietnamese.
/// `evidence` holds the words that an OCR read with its confidence for each; its letters must have been put in before,
/// by [`letters_of_glyph_shapes`].
pub(crate) fn repair_and_rate(text: &str, mut evidence: Evidence) -> (Mended<'_>, Quality) {
    let mut mended = Mended::untouched(text);
    let mut state = ScanState::of(text);
    // What the paper lost is judged by the census of the text as it arrived: later passes only see what is left of the
    // damage.
    let arrived = state.census.clone();
    let mut memory = RepairMemory::new(&arrived);
    for _ in 0..MOST_PASSES {
        let mut edits = pass(&mended.text, &state, &memory, &evidence);
        if edits.is_empty() && !mended.edits.is_empty() {
            // The last pass remembers nothing, so that repairing the result once more changes nothing.
            let fresh = RepairMemory::new(&state.census);
            edits = pass(&mended.text, &state, &fresh, &evidence);
        }
        if edits.is_empty() {
            return (mended, census::quality(state.census.tally));
        }
        memory.learn(&edits);
        let (after, map) = apply(&mended.text, &edits);
        state = state.after(&mended.text, &edits, &after);
        evidence = evidence.without(&edits).forward(&map);
        mended = with_edits(text, mended, (after, map), edits);
    }
    (Mended::untouched(text), quality(text))
}

/// The extracted `text` with the letters that the shapes of glyphs tell ([`Evidence::letters`]). Comes before all other
/// stages, because what the text has in their place may look like anything.
pub fn letters_of_glyph_shapes<'t>(text: &'t str, evidence: &Evidence) -> Mended<'t> {
    let untouched = Mended::untouched(text);
    let edits = glyph_shapes::edits(text, &evidence.letters);
    if edits.is_empty() {
        return untouched;
    }
    with_edits(text, untouched, apply(text, &edits), edits)
}

/// `mended`, which was made of `text`, with the marks restored that its words lost. To be called only where the caller
/// asked for it ([`crate::MendOptions::restore_marks`]).
pub(crate) fn with_marks(text: &str, mended: Mended<'_>) -> Mended<'static> {
    let edits = marks::restore(&mended.text);
    let applied = apply(&mended.text, &edits);
    with_edits(text, mended, applied, edits)
}

/// `mended`, made of `text`, with further `edits` made to it, which gave the text and map `applied`.
fn with_edits(
    text: &str,
    mended: Mended<'_>,
    applied: (String, Map),
    edits: Vec<Edit>,
) -> Mended<'static> {
    let (after, map) = applied;
    let map = map.after(&mended.map);
    let edits = join_edits(text, &mended.map, mended.edits, edits);
    Mended { text: Cow::Owned(after), map, edits }
}

/// The second readings of a mended `text`, as edits in order: where nearly all its words lost their marks, what they
/// may have been. Empty for any other text.
pub fn second_readings(text: &str) -> Vec<Edit> {
    if stripped_marks::may_be_unmarked(text) && is_unmarked(text) {
        marks::restore(text)
    } else {
        Vec::new()
    }
}

/// Whether nearly all words of `text` lost their marks. False for a text of few words (see `census`).
pub fn is_unmarked(text: &str) -> bool {
    census::is_unmarked(tally(text))
}

/// Whether `text` can be trusted to be Vietnamese.
pub fn quality(text: &str) -> Quality {
    census::quality(tally(text))
}

/// How many words `text` has, and how many of them are in the lexicon, marked or strange.
pub fn tally(text: &str) -> words::Tally {
    scan::scan(text, Span::new(0, text.len()), |_| ()).tally
}

/// The edits of one pass, all of one kind. The kinds are tried in this order until one finds edits: headings whose
/// letters stand apart; lost letters and spaces; the author's slips, in text that has its marks.
fn pass(text: &str, state: &ScanState, memory: &RepairMemory, evidence: &Evidence) -> Vec<Edit> {
    let headings = spaced_headings::set_apart(text, state.odd());
    if !headings.is_empty() {
        return headings;
    }
    let letters = lost_letters_and_spaces(text, state, memory, evidence);
    if !letters.is_empty() {
        return letters;
    }
    // Without marks, words that were different look the same.
    if census::is_unmarked(state.census.tally) {
        return Vec::new();
    }
    author_slips::slips(text, &state.doubled)
}

/// The edits of the explanation with the highest gain that changes anything: letters that left gaps, letters lost
/// inside words, letters that an OCR misread.
fn lost_letters_and_spaces(
    text: &str,
    state: &ScanState,
    memory: &RepairMemory,
    evidence: &Evidence,
) -> Vec<Edit> {
    let gaps = Explanation::of_gaps(text, state, memory);
    // What gaps explain is no reason to look inside words. What they leave is, in this pass or a later one.
    let explained = gaps.as_ref().map_or(&[][..], |gaps| &gaps.regions);
    let strange = state.strange_outside(explained);
    // Where hardly a word has marks, no letters were lost: their marks were.
    let is_unmarked = census::is_unmarked(state.census.tally);
    let mut explanations = Vec::new();
    let mut inside_words = None;
    if !is_unmarked && state.may_have_lost_letters(text, memory.census, &strange) {
        let channel = gaps.as_ref().map(|gaps| &gaps.estimate.channel);
        inside_words = Explanation::of_letters_inside_words(text, &strange, memory, channel);
    }
    let misread = misread_letters(text, state, &strange, memory, evidence);
    explanations.extend(gaps);
    explanations.extend(inside_words);
    explanations.extend(misread);
    explanations.sort_by(|one, other| other.estimate.gain.total_cmp(&one.estimate.gain));
    for explanation in explanations {
        let edits = explanation.edits(text, memory, evidence);
        if !edits.is_empty() {
            return edits;
        }
    }
    Vec::new()
}

/// The explanations by letters that an OCR took for others: one for the words for which it gave its confidence, and one
/// for all other words where the `strange` ones, given by their byte offsets, show it. Empty in foreign text.
fn misread_letters(
    text: &str,
    state: &ScanState,
    strange: &[usize],
    memory: &RepairMemory,
    evidence: &Evidence,
) -> Vec<Explanation> {
    let (tally, ocr_words) = (state.census.tally, &evidence.words);
    if state.is_hopeless() || memory.is_foreign() {
        return Vec::new();
    }
    let explanation = |regions: Vec<Span>, hypothesis: Hypothesis, belief: misread::Belief| {
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
    let mut explanations = vec![explanation(with_confidence, Hypothesis::OcrConfidence, belief)];
    let is_other = |at: &usize| misread::ocr_word_at(ocr_words, *at).is_none();
    let strange_others: Vec<usize> = strange.iter().copied().filter(is_other).collect();
    let other_words = tally.words.saturating_sub(ocr_words.len() as u32);
    if let Some(belief) = misread::believe(text, &strange_others, other_words) {
        explanations.push(explanation(others, all_words, belief));
    }
    explanations
}

/// What explains the damage of a paper: a hypothesis, the channel under it, and the regions to be decoded with both.
struct Explanation {
    /// The regions that are decoded, in order.
    regions: Vec<Span>,
    /// The kind of damage that is supposed.
    hypothesis: Hypothesis,
    /// The channel, and how much the explanation gains, by which explanations are ranked.
    estimate: Estimate,
}

impl Explanation {
    /// Letters for which a space or a sign stands, and spaces too many or too few. `None` where that explains nothing.
    fn of_gaps(text: &str, state: &ScanState, memory: &RepairMemory) -> Option<Explanation> {
        let mut regions = state.regions(text);
        if regions.is_empty() {
            return None;
        }
        let hypothesis = Hypothesis::Gaps;
        let lattices = sampled_lattices(text, &regions, hypothesis, None);
        if is_given_up(&lattices) {
            return None;
        }
        let mut estimate = estimate::estimate(lattices, memory)?;
        estimate.channel.believe_capitals(memory);
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
    fn of_letters_inside_words(
        text: &str,
        strange: &[usize],
        memory: &RepairMemory,
        gaps: Option<&Channel>,
    ) -> Option<Explanation> {
        let supposed = Channel::supposed(memory, gaps);
        let estimate = |part: Span, most_links: usize| {
            let first = strange.partition_point(|at| *at < part.start);
            let end = strange.partition_point(|at| *at < part.end);
            let regions = suspect_words::learning_regions(text, &strange[first..end], &supposed);
            let hypothesis = Hypothesis::InsideWords;
            let mut lattices = sampled_lattices(text, &regions, hypothesis, Some(&supposed));
            keep_smallest(&mut lattices, most_links);
            estimate::estimate(lattices, memory)
        };
        // A probe tells cheaply whether anything is lost; the whole paper tells better what.
        estimate(probe(text), MOST_PROBE_LINKS)?;
        let mut estimate = estimate(Span::new(0, text.len()), MOST_LINKS)?;
        estimate.channel.believe_capitals(memory);
        let doubt = estimate.channel.with_doubt(memory);
        let regions = suspect_words::regions_of_believed_losses(text, &doubt);
        Some(Explanation { regions, hypothesis: Hypothesis::InsideWords, estimate })
    }

    /// The edits of all regions, in order.
    fn edits(&self, text: &str, memory: &RepairMemory, evidence: &Evidence) -> Vec<Edit> {
        let channel = &self.estimate.channel;
        let doubt = channel.with_doubt(memory);
        let belief = decode::Belief {
            hypothesis: self.hypothesis,
            channel,
            doubt: &doubt,
            ocr_words: &evidence.words,
        };
        let decode = |region: &Span| decode::decode(text, *region, &belief);
        self.regions.iter().flat_map(decode).collect()
    }
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

/// The lattices of [`MOST_SAMPLED_REGIONS`] regions, spread evenly over all.
fn sampled_lattices(
    text: &str,
    regions: &[Span],
    hypothesis: Hypothesis,
    supposed: Option<&Channel>,
) -> Vec<Lattice> {
    let step = regions.len().div_ceil(MOST_SAMPLED_REGIONS).max(1);
    let sampled = regions.iter().step_by(step);
    sampled
        .map(|region| Lattice::new(text, *region, hypothesis, supposed, Purpose::Learning))
        .collect()
}

/// Whether the lattices are so large on average that estimating from them would be guessing.
fn is_given_up(lattices: &[Lattice]) -> bool {
    let links: usize = lattices.iter().map(Lattice::size).sum();
    lattices.len() > LEAST_LATTICES_FOR_MEAN && links > MOST_MEAN_LINKS * lattices.len()
}

/// Keeps the smallest lattices, `most_links` together or a few more where several are of one size. Letters lost inside
/// words are possible nearly everywhere, and places with few readings tell most.
fn keep_smallest(lattices: &mut Vec<Lattice>, most_links: usize) {
    let mut sizes: Vec<usize> = lattices.iter().map(Lattice::size).collect();
    sizes.sort_unstable();
    let (mut largest_kept, mut links) = (0, 0);
    for size in sizes {
        links += size;
        if links > most_links {
            break;
        }
        largest_kept = size;
    }
    lattices.retain(|lattice| lattice.size() <= largest_kept);
}

/// `text` with `edits` made to it, and the map back.
fn apply(text: &str, edits: &[Edit]) -> (String, Map) {
    let added: usize = edits.iter().map(|edit| edit.to.len()).sum();
    let mut rewriter = Rewriter::with_room(text.len() + added, 2 * edits.len() + 1);
    let mut done = 0;
    for edit in edits {
        rewriter.copy(text, Span::new(done, edit.span.start));
        rewriter.replace(edit.span, &edit.to);
        done = edit.span.end;
    }
    rewriter.copy(text, Span::new(done, text.len()));
    rewriter.finish()
}

#[cfg(test)]
mod tests;
