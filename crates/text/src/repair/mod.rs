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
mod best_fit;
mod cell;
mod census;
mod channel;
mod cipher;
mod decode;
mod dropped_letters;
mod edge;
mod estimate;
mod explanation;
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
mod missing_blocks;
pub mod number_spacing; // blanks in the wrong place around figures
mod region;
mod scan;
mod scan_state;
mod skeleton;
mod spaced_headings;
mod spaces;
mod stripped_marks;
mod substituted_letters;
mod surroundings;
mod suspect_words;
mod symbol;
mod trigram_forward_backward;
mod trigram_rescoring;
mod window_word;
mod word_cache;
mod work;

use std::borrow::Cow;

use self::explanation::Explanation;
use self::memory::RepairMemory;
use self::scan_state::ScanState;
use self::work::Work;
use crate::evidence::Evidence;
use crate::mended::{Edit, Mended, join_edits};
use crate::quality::Quality;
use crate::span::{Lines, Map, Rewriter, Span};

// Whether all letters were exchanged; what an edit says of lost letters; the language modules under their usual paths.
pub use self::cipher::is_enciphered;
pub use self::loss::lost_letters;
pub use crate::language::{letters, syllable, words};

/// At most 12 passes over a text. Each takes damage away, so few are ever needed. Text that still changes in the last
/// one is left as it came. A judgement, no measurement recorded.
const MOST_PASSES: usize = 12;

/// Mends the letters of the normalised `text`, pass by pass, until nothing is left to mend.
pub fn repair(text: &str) -> Mended<'_> {
    repair_and_rate(text, Evidence::default(), None).mended
}

/// What repair made of a text.
pub(crate) struct Repaired<'a> {
    /// The mended text.
    pub mended: Mended<'a>,
    /// Whether it can be trusted to be Vietnamese.
    pub quality: Quality,
    /// The line, from 1, at which the work that was allowed ran out; `None` where it sufficed.
    pub ran_out_at_line: Option<u32>,
}

/// Mends the letters of `text`, and tells in the same run whether the mended text can be trusted to be Vietnamese.
/// `evidence` holds the words that an OCR read with what it says of each; its letters must have been put in before,
/// by [`letters_of_glyph_shapes`]. `most_work` bounds the readings that are weighed; see [`Work`].
pub(crate) fn repair_and_rate(
    text: &str,
    mut evidence: Evidence,
    most_work: Option<u64>,
) -> Repaired<'_> {
    let work = &Work::of(most_work);
    let mut mended = Mended::untouched(text);
    let mut state = ScanState::of(text);
    // What the paper lost is judged by the text as it arrived: later passes only see what is left of the damage.
    let mut memory = RepairMemory::new(text, &state.census, &state.strange);
    for _ in 0..MOST_PASSES {
        let pass =
            |memory| Pass { text: &mended.text, state: &state, memory, evidence: &evidence, work };
        let mut edits = pass(&memory).edits();
        if edits.is_empty() && !mended.edits.is_empty() {
            // The last pass remembers nothing, so that repairing the result once more changes nothing.
            edits = pass(&RepairMemory::new(&mended.text, &state.census, &state.strange)).edits();
        }
        let ran_out_at_line = work.ran_out_at().map(|at| Lines::of(&mended.text).line(at));
        let is_last = edits.is_empty() || ran_out_at_line.is_some();
        if !edits.is_empty() {
            memory.learn(&edits);
            let (after, map) = apply(&mended.text, &edits);
            state = state.after(&mended.text, &edits, &after);
            evidence = evidence.without(&edits).forward(&map);
            mended = with_edits(text, mended, (after, map), edits);
        }
        if is_last {
            let quality = census::quality(state.census.tally);
            return Repaired { mended, quality, ran_out_at_line };
        }
    }
    Repaired { mended: Mended::untouched(text), quality: quality(text), ran_out_at_line: None }
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

/// One pass over a text.
struct Pass<'p> {
    /// The text as the pass before left it.
    text: &'p str,
    /// What a scan of it finds.
    state: &'p ScanState,
    /// What earlier passes gave back.
    memory: &'p RepairMemory,
    /// What the file tells of its letters.
    evidence: &'p Evidence,
    /// What may still be done.
    work: &'p Work,
}

impl Pass<'_> {
    /// The edits of the pass, all of one kind. The kinds are tried in this order until one finds edits: headings whose
    /// letters stand apart; letters that a code page lacks; lost letters and spaces; the author's slips, in text that has
    /// its marks; the blanks of numbers.
    fn edits(&self) -> Vec<Edit> {
        let headings = spaced_headings::set_apart(self.text, self.state.odd());
        if !headings.is_empty() {
            return headings;
        }
        let of_code_page = best_fit::edits(self.text, &self.state.census, self.work);
        if !of_code_page.is_empty() {
            return of_code_page;
        }
        let letters = self.lost_letters_and_spaces();
        if !letters.is_empty() {
            return letters;
        }
        // Without marks, words that were different look the same.
        if census::is_unmarked(self.state.census.tally) {
            return Vec::new();
        }
        let slips = author_slips::slips(self.text, &self.state.doubled);
        if !slips.is_empty() {
            return slips;
        }
        number_spacing::edits(self.text, &self.state.figures)
    }

    /// The edits of the explanation with the highest gain that changes anything: letters that left gaps, letters lost
    /// inside words, letters that an OCR misread.
    fn lost_letters_and_spaces(&self) -> Vec<Edit> {
        let Pass { text, state, memory, evidence, work } = *self;
        let gaps = Explanation::of_gaps(text, state, memory);
        // What gaps explain is no reason to look inside words. What they leave is, in this pass or a later one.
        let explained = gaps.as_ref().map_or(&[][..], |gaps| &gaps.regions);
        let strange = state.strange_outside(explained);
        // Where hardly a word has marks and most words are whole, no letters were lost: their marks were.
        let is_unmarked = census::is_unmarked(state.census.tally) && !memory.misses_block();
        let mut explanations = Vec::new();
        let mut inside_words = None;
        if !is_unmarked && state.may_have_lost_letters(text, memory, &strange) {
            let channel = gaps.as_ref().map(|gaps| &gaps.estimate.channel);
            inside_words = Explanation::of_letters_inside_words(text, &strange, memory, channel);
        }
        let misread = explanation::misread_letters(text, state, &strange, memory, evidence);
        explanations.extend(gaps);
        explanations.extend(inside_words);
        explanations.extend(misread);
        explanations.sort_by(|one, other| other.estimate.gain.total_cmp(&one.estimate.gain));
        for explanation in explanations {
            let edits = explanation.edits(text, memory, work);
            if !edits.is_empty() {
                return edits;
            }
        }
        Vec::new()
    }
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
