//! Gives back the letters that the paper lost on its way, with proof.
//! In: normalised text; for letters that only the file tells, text as it was extracted. Out: the same lines, mended, with an [`Edit`] for each change.
//! Never fails; never touches what it has no evidence against.

mod alike;
mod bare;
mod bonds;
mod cell;
mod census;
mod chain;
mod channel;
mod cipher;
mod closed;
mod decode;
mod edge;
mod estimate;
mod glyph_shapes;
mod kept;
mod known;
mod lattice;
mod lexicon;
pub mod marks;
pub mod misread;
mod op;
mod orderly;
mod places;
mod region;
mod scan;
mod skeleton;
mod slips;
mod slot;
mod spaced_headings;
mod spaces;
mod suspects;
mod swapped;
mod symbol;
mod thirds;
mod trigram_rescoring;
mod window;

use std::borrow::Cow;

use self::channel::Channel;
use self::estimate::Estimate;
use self::known::Known;
use self::lattice::{Lattice, Manner};
use self::places::Places;
use crate::evidence::Evidence;
use crate::mended::{Edit, Mended, joined};
use crate::quality::Quality;
use crate::span::{Map, Rewriter, Span};

pub use self::cipher::is_enciphered;
pub use self::op::pairs;
pub use crate::language::{letters, syllable, words};

/// How many regions are looked at to learn which letters are lost; spread over the whole text.
const SAMPLE: usize = 200;
/// Where the lattices of so many regions hold more steps than this each, nearly every word could be
/// many others: that is no damaged Vietnamese but none at all.
const HEAVIEST: usize = 3_000;
/// No more steps than this are weighed in all.
const MOST_WEIGHT: usize = 80_000;
/// So many bytes of a paper tell whether letters are lost inside words.
const STRETCH: usize = 12_000;
/// So many are, to see whether letters are lost inside words at all.
const FIRST_WEIGHT: usize = 8_000;
/// So many lattices are weighed before that is judged.
const MANY: usize = 50;
/// How often a text is taken up again; each turn takes damage away, so few are ever needed.
const TURNS: usize = 12;

/// Mends the letters of `text`, until nothing is left to mend.
pub fn repair(text: &str) -> Mended<'_> {
    judged(text, Evidence::default()).0
}

/// Mends the letters of `text`, of whose words an OCR told how sure it was, and tells whether the text can be trusted, in
/// the same pass. Letters that a file tells are taken by [`told`] before.
pub(crate) fn judged(text: &str, mut evidence: Evidence) -> (Mended<'_>, Quality) {
    let mut mended = Mended::untouched(text);
    let mut places = Places::of(text);
    // What the paper lost is told by what it held when it came, until that tells nothing more.
    let came = places.census.clone();
    let mut known = Known::new(&came);
    for _ in 0..TURNS {
        let mut edits = turn(&mended.text, &places, &known, &evidence);
        if edits.is_empty() && !mended.edits.is_empty() {
            edits = turn(&mended.text, &places, &Known::new(&places.census), &evidence);
        }
        known.learn(&edits);
        if edits.is_empty() {
            return (mended, census::quality(places.census.tally));
        }
        let (after, map) = applied(&mended.text, &edits);
        places = places.after(&mended.text, &edits, &after);
        evidence = evidence.without(&edits).forward(&map);
        mended = further(text, mended, (after, map), edits);
    }
    // Text that never comes to rest is not understood, and stays as it came.
    (Mended::untouched(text), quality(text))
}

/// `text` with the letters that a file tells although it lost them. Comes before all else: what the file has in their
/// place may look like anything.
pub fn told<'t>(text: &'t str, evidence: &Evidence) -> Mended<'t> {
    let untouched = Mended::untouched(text);
    match glyph_shapes::edits(text, &evidence.letters) {
        told if told.is_empty() => untouched,
        told => further(text, untouched, applied(text, &told), told),
    }
}

/// What became of `text`, with the marks restored that its words lost; only where a reader asked.
pub(crate) fn with_marks(text: &str, mended: Mended<'_>) -> Mended<'static> {
    let restored = marks::restore(&mended.text);
    let applied = applied(&mended.text, &restored);
    further(text, mended, applied, restored)
}

/// What became of `text` when `edits` were made to the `mended` one, which led to the text and map `after`.
fn further(
    text: &str,
    mended: Mended<'_>,
    after: (String, Map),
    edits: Vec<Edit>,
) -> Mended<'static> {
    let map = after.1.after(&mended.map);
    let edits = joined(text, &mended.map, mended.edits, edits);
    Mended { text: Cow::Owned(after.0), map, edits }
}

/// What else may stand in mended text: where words lost their marks, what they may have been.
pub fn readings(text: &str) -> Vec<Edit> {
    if bare::may_be_unmarked(text) && is_unmarked(text) { marks::restore(text) } else { Vec::new() }
}

/// Whether the words of `text` lost their marks, nearly all of them.
pub fn is_unmarked(text: &str) -> bool {
    census::is_unmarked(tally(text))
}

/// Whether `text` can be trusted to be Vietnamese.
pub fn quality(text: &str) -> Quality {
    census::quality(tally(text))
}

/// How many words of `text` are what.
pub fn tally(text: &str) -> words::Tally {
    scan::scan(text, Span::new(0, text.len()), |_| ()).tally
}

/// The changes of one turn: headings set apart first, then letters and spaces, and the author's slips only where
/// nothing is missing.
fn turn(text: &str, places: &Places, known: &Known, evidence: &Evidence) -> Vec<Edit> {
    let unmarked = census::is_unmarked(places.census.tally);
    let ways: [&dyn Fn() -> Vec<Edit>; 3] = [
        &|| spaced_headings::set_apart(text, places.odd()),
        &|| lost_letters(text, places, known, evidence),
        &|| {
            if unmarked { Vec::new() } else { slips::slips(text, &places.doubled) }
        },
    ];
    ways.iter().map(|way| way()).find(|edits| !edits.is_empty()).unwrap_or_default()
}

/// Lost letters, those that left a gap or those inside words, whichever explains more.
fn lost_letters(text: &str, places: &Places, known: &Known, evidence: &Evidence) -> Vec<Edit> {
    let gaps = Finding::of(text, places.regions(text), Manner::Gaps, known);
    // Where hardly a word bears marks, letters were not lost: their marks were, and words that
    // were different look the same.
    let unmarked = census::is_unmarked(places.census.tally);
    // What gaps explain is no reason to look inside words; what they leave is, in this turn or the next.
    let explained = gaps.as_ref().map_or(&[][..], |gaps| &gaps.regions);
    let strange = places.strange_outside(explained);
    let inside = !unmarked && places.is_strange(text, known.census, &strange);
    let channel = gaps.as_ref().map(|gaps| &gaps.estimate.channel);
    let inside = inside.then(|| inside_words(text, &strange, known, channel)).flatten();
    let misread = misread_letters(text, places, &strange, known, evidence);
    let mut findings: Vec<Finding> = gaps.into_iter().chain(inside).chain(misread).collect();
    findings.sort_by(|one, other| other.estimate.gain.total_cmp(&one.estimate.gain));
    let mut edits = findings.iter().map(|finding| finding.edits(text, known, evidence));
    edits.find(|edits| !edits.is_empty()).unwrap_or_default()
}

/// Letters for which nothing or another character stands. Once it is known which, every word is
/// looked at: what is left of one may be another. `places` are strange; `gaps` explain others.
fn inside_words(
    text: &str,
    places: &[usize],
    known: &Known,
    gaps: Option<&Channel>,
) -> Option<Finding> {
    let supposed = Channel::supposed(known, gaps);
    // A stretch of the paper tells whether anything is lost; what it is, more of it tells better.
    let part = stretch(text);
    let estimate = |part: Span, weight: usize| {
        let first = places.partition_point(|at| *at < part.start);
        let last = places.partition_point(|at| *at < part.end);
        let strange = suspects::strange(text, &places[first..last], &supposed);
        let lattices = sample(text, &strange, Manner::Words, Some(&supposed), weight);
        estimate::estimate(lattices, known)
    };
    estimate(part, FIRST_WEIGHT)?;
    let estimate = estimate(Span::new(0, text.len()), MOST_WEIGHT)?;
    let regions = suspects::touched(text, &estimate.channel.with_doubt(known));
    Some(Finding { regions, manner: Manner::Words, estimate })
}

/// Letters that an OCR took for others: in words of which it says how sure it was; and in all others, where those that
/// are none say so.
fn misread_letters(
    text: &str,
    places: &Places,
    strange: &[usize],
    known: &Known,
    evidence: &Evidence,
) -> Vec<Finding> {
    let (tally, read) = (places.census.tally, &evidence.words);
    if places.is_hopeless() || known.is_foreign() {
        return Vec::new();
    }
    let finding = |regions: Vec<Span>, manner: Manner, belief: misread::Belief| {
        let misread::Belief { channel, gain } = belief;
        Finding { regions, manner, estimate: Estimate { channel, gain } }
    };
    if read.is_empty() {
        let belief = misread::believe(text, strange, tally.words).into_iter();
        let manner = Manner::Misread { all: true };
        return belief.map(|belief| finding(misread::all(text), manner, belief)).collect();
    }
    let is_read = |region: &Span| {
        let next = read.partition_point(|(word, _)| word.end <= region.start);
        read.get(next).is_some_and(|(word, _)| word.start < region.end)
    };
    let (by_word, others) = misread::all(text).into_iter().partition(is_read);
    let mut findings = vec![finding(by_word, Manner::Read, misread::read())];
    let is_other = |at: &usize| misread::word_at(read, *at).is_none();
    let strange: Vec<usize> = strange.iter().copied().filter(is_other).collect();
    let words = tally.words.saturating_sub(read.len() as u32);
    if let Some(belief) = misread::believe(text, &strange, words) {
        findings.push(finding(others, Manner::Misread { all: true }, belief));
    }
    findings
}

/// A stretch out of the middle of a long text, from white to white.
fn stretch(text: &str) -> Span {
    if text.len() <= STRETCH {
        return Span::new(0, text.len());
    }
    let white = |at: usize| {
        let white = text.as_bytes()[at..].iter().position(u8::is_ascii_whitespace);
        white.map_or(text.len(), |white| at + white)
    };
    let start = white((text.len() - STRETCH) / 2);
    Span::new(start, white((start + STRETCH).min(text.len())))
}

/// What was found out of the letters that are lost.
struct Finding {
    regions: Vec<Span>,
    manner: Manner,
    estimate: Estimate,
}

impl Finding {
    fn of(text: &str, regions: Vec<Span>, manner: Manner, known: &Known) -> Option<Finding> {
        if regions.is_empty() {
            return None;
        }
        let lattices = sample(text, &regions, manner, None, MOST_WEIGHT);
        let estimate = estimate::estimate(lattices, known)?;
        Some(Finding { regions, manner, estimate })
    }

    fn edits(&self, text: &str, known: &Known, evidence: &Evidence) -> Vec<Edit> {
        let channel = &self.estimate.channel;
        let doubt = channel.with_doubt(known);
        let belief =
            decode::Belief { manner: self.manner, channel, doubt: &doubt, read: &evidence.words };
        let decode = |region: &Span| decode::decode(text, *region, &belief);
        self.regions.iter().flat_map(decode).collect()
    }
}

/// The lattices from which is learnt what is lost; none where that would be guessing.
fn sample(
    text: &str,
    regions: &[Span],
    manner: Manner,
    supposed: Option<&Channel>,
    most: usize,
) -> Vec<Lattice> {
    let spread = regions.iter().step_by(regions.len().div_ceil(SAMPLE).max(1));
    let mut lattices: Vec<Lattice> =
        spread.map(|region| Lattice::new(text, *region, manner, supposed)).collect();
    let weight: usize = lattices.iter().map(Lattice::weight).sum();
    let guess = lattices.len() > MANY && weight > HEAVIEST * lattices.len();
    match manner {
        Manner::Gaps if guess => return Vec::new(),
        Manner::Gaps | Manner::Misread { .. } | Manner::Read => {}
        // Inside words much may be lost everywhere. Places that can be read in few ways tell most.
        Manner::Words => {
            let mut weights: Vec<usize> = lattices.iter().map(Lattice::weight).collect();
            weights.sort_unstable();
            let mut sum = 0;
            let fits = |weight: &&usize| {
                sum += **weight;
                sum <= most
            };
            let heaviest = weights.iter().take_while(fits).last().copied().unwrap_or_default();
            lattices.retain(|lattice| lattice.weight() <= heaviest);
        }
    }
    lattices
}

/// `text` with `edits` made to it, and the way back.
fn applied(text: &str, edits: &[Edit]) -> (String, Map) {
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
