//! The places of a text worth a second look, kept from pass to pass of repair.
//! In: text; later, the edits made to it. Out: regions, words written twice, the census. After edits only the lines
//! around them are scanned again; the result is the same as a scan of the whole text. Whether the marks of the text
//! were stripped is decided once, for the text as it arrived: repaired text hides what was wrong.

use std::borrow::Cow;

use super::census::{self, Census};
use super::harmless;
use super::lexicon::lexicon;
use super::memory::RepairMemory;
use super::region::{self, CoreFinder, Regions};
use super::scan::{self, Signal, is_word_byte};
use super::stripped_marks;
use crate::language::{letters, words};
use crate::mended::Edit;
use crate::span::Span;

// The values are judgements, no measurement recorded, except where a result is named. `cargo bench --bench stages`
// shows the cost of others, `vankien-lab evaluate-repair --kind clean,letters-1-2 --seed 11` their effect.

/// A text with more than 1 odd place in 8 bytes is hopeless: no damaged Vietnamese but another language or no text at
/// all.
const BYTES_PER_ODD_PLACE: usize = 8;
/// So is one with more than 2 odd places for 3 words. Words that may be joined or torn do not count for either.
const ODD_PLACES_PER_WORD: (usize, usize) = (2, 3);
/// Only with more odd places than this may a text be given up for one of these reasons: a shorter one may have lost
/// nearly all its marked letters, and costs little to look at.
const LEAST_ODD_PLACES: usize = 250_000;
/// A paper must have at least 3 strange words for lost letters to be looked for inside words, unless its census misses
/// letters.
const LEAST_STRANGE: u32 = 3;
/// At least 1 word in 1,000 must be strange for that. 1 in 250 cost 0.7 points of recall in `letters-1-2` and saved 1 %
/// of the instructions (benches/RESULTS.md, 2026-11-22).
const WORDS_PER_STRANGE: u32 = 1000;

/// What one scan of a text found. Places are byte offsets, in order.
#[derive(Debug, Default)]
pub struct ScanState {
    /// The odd places, and words that may be joined or torn.
    odd: Vec<OddPlace>,
    /// Where words begin that are not in the lexicon as complete words; see [`Signal::Strange`].
    pub strange: Vec<usize>,
    /// Where the gaps begin that may hold a number whose blanks are wrong; see [`Signal::Figure`].
    pub figures: Vec<usize>,
    /// The words written twice, each span with both words; see [`Signal::Doubled`].
    pub doubled: Vec<Span>,
    /// The census of all words and letters.
    pub census: Census,
    /// Whether lost letters and spaces are not looked for; see [`BYTES_PER_ODD_PLACE`] and [`ODD_PLACES_PER_WORD`].
    is_hopeless: bool,
    /// Whether the words lost their marks and nothing else; see [`stripped_marks`].
    is_stripped: bool,
}

/// An odd place.
#[derive(Clone, Copy, Debug)]
struct OddPlace {
    /// Its byte offset.
    at: usize,
    /// Whether it is a word that may be joined or torn; see [`Signal::RunOn`].
    is_run_on: bool,
    /// The bytes that readings with lost letters or other spaces cover around it; `None` where there is no such
    /// reading.
    core: Option<Span>,
}

impl ScanState {
    /// Scans all of `text`.
    pub fn of(text: &str) -> ScanState {
        let whole = Span::new(0, text.len());
        let mut state = ScanState::within(text, whole, stripped_marks::is_stripped(text));
        state.is_hopeless = state.has_too_many_odd_places(text);
        if !state.is_hopeless {
            state.find_cores(text);
        }
        state
    }

    /// What a scan of `span` finds, without the cores.
    fn within(text: &str, span: Span, is_stripped: bool) -> ScanState {
        let mut found = ScanState { is_stripped, ..ScanState::default() };
        found.census = scan::scan(text, span, |signal| match signal {
            Signal::Odd(at)
                if harmless::is_hyphenated(text, at) || harmless::is_list_letter(text, at) => {}
            Signal::Odd(at) => found.odd.push(OddPlace { at, is_run_on: false, core: None }),
            Signal::RunOn(_) if is_stripped => {}
            Signal::RunOn(at) => found.odd.push(OddPlace { at, is_run_on: true, core: None }),
            Signal::Strange(at) => found.strange.push(at),
            Signal::Figure(at) => found.figures.push(at),
            Signal::Doubled(span) => found.doubled.push(span),
        });
        found
    }

    /// Finds the core of each odd place. Places where words might be joined or torn, and are not, are dropped.
    fn find_cores(&mut self, text: &str) {
        let mut finder = CoreFinder::new(text);
        for odd in &mut self.odd {
            odd.core = if odd.is_run_on {
                finder.core_of_spaces(odd.at)
            } else if self.is_stripped && stripped_marks::tells_nothing(text, odd.at) {
                None
            } else {
                finder.core(odd.at)
            };
        }
        self.odd.retain(|odd| !odd.is_run_on || odd.core.is_some());
    }

    /// Whether the text, which this is the state of, is hopeless.
    fn has_too_many_odd_places(&self, text: &str) -> bool {
        let count = self.odd.iter().filter(|odd| !odd.is_run_on).count();
        let (places, words) = ODD_PLACES_PER_WORD;
        count > LEAST_ODD_PLACES && count * words > self.census.tally.words as usize * places
            || is_too_dense(count, text)
    }

    /// The byte offsets of the odd places, in order, words that may be joined or torn among them; none in a hopeless
    /// text.
    pub fn odd(&self) -> impl Iterator<Item = usize> {
        let odd = if self.is_hopeless { &[][..] } else { &self.odd[..] };
        odd.iter().map(|odd| odd.at)
    }

    /// Whether its letters and spaces are not repaired, because it has far too many odd places.
    pub fn is_hopeless(&self) -> bool {
        self.is_hopeless
    }

    /// The regions of `text`, the scanned text, in which gaps may stand for letters, or words may be joined or torn;
    /// none in a hopeless text.
    pub fn regions(&self, text: &str) -> Vec<Span> {
        if self.is_hopeless {
            return Vec::new();
        }
        regions_of(text, self.odd.iter().filter_map(|odd| odd.core))
    }

    /// The same, with the places besides at which one of `signs` touches a letter; without them where they are so many
    /// that the text is no damaged Vietnamese.
    pub fn regions_with_signs(&self, text: &str, signs: &[char]) -> Vec<Span> {
        let mut finder = CoreFinder::new(text);
        // A digit beside it may stand for a letter as well; that is no gap.
        let touches_letter = |(at, sign): &(usize, &str)| {
            let beside = [text[..*at].chars().next_back(), text[at + sign.len()..].chars().next()];
            let holds = |has: fn(char) -> bool| beside.iter().flatten().any(|one| has(*one));
            holds(letters::is_letter) && !holds(|one| one.is_ascii_digit())
        };
        let places = text.match_indices(signs).filter(touches_letter);
        let places: Vec<usize> = places.map(|(at, _)| at).collect();
        if is_too_dense(places.len(), text) {
            return self.regions(text);
        }
        let mut cores: Vec<Span> = places.iter().filter_map(|at| finder.core(*at)).collect();
        cores.extend(self.odd.iter().filter_map(|odd| odd.core));
        cores.sort_unstable();
        regions_of(text, cores.into_iter())
    }

    /// The byte offsets of the strange words outside the `explained` regions, which are in order.
    pub fn strange_outside(&self, explained: &[Span]) -> Cow<'_, [usize]> {
        if explained.is_empty() {
            return Cow::Borrowed(&self.strange);
        }
        let is_inside = |at: usize| {
            let next = explained.partition_point(|region| region.end <= at);
            explained.get(next).is_some_and(|region| region.start <= at)
        };
        Cow::Owned(self.strange.iter().copied().filter(|at| !is_inside(*at)).collect())
    }

    /// Whether letters may be lost inside words: enough words at the places `strange` are strange. Where these are all
    /// strange words of the text, letters that the paper misses are reason enough. Never in a foreign text: there
    /// something else is wrong (an encoding, an OCR without Vietnamese, another language).
    pub fn may_have_lost_letters(
        &self,
        text: &str,
        memory: &RepairMemory,
        strange: &[usize],
    ) -> bool {
        let tally = self.census.tally;
        if self.is_hopeless || census::is_foreign(tally) && !memory.misses_block() {
            return false;
        }
        if strange.len() == self.strange.len() {
            return is_many_strange(tally.strange, tally.words)
                || memory.missing_letters().next().is_some();
        }
        let count = strange.iter().filter(|at| may_be_rest_of_word(text, **at)).count();
        is_many_strange(count as u32, tally.words)
    }

    /// The state of the text `new`, which `edits` made of `old`, whose state this is.
    pub fn after(self, old: &str, edits: &[Edit], new: &str) -> ScanState {
        if self.is_hopeless {
            return ScanState::of(new);
        }
        let is_stripped = self.is_stripped;
        let mut all =
            ScanState { census: self.census.clone(), is_stripped, ..ScanState::default() };
        let (mut old_end, mut new_end) = (0, 0);
        for Stretch { before, after } in stretches(old, edits) {
            all.copy_places(&self, Span::new(old_end, before.start), new_end);
            let mut rescanned = ScanState::within(new, after, is_stripped);
            rescanned.find_cores(new);
            let census_before = scan::scan(old, before, |_| ());
            all.census = all.census.exchanged(&census_before, &rescanned.census);
            all.odd.extend(rescanned.odd);
            all.strange.extend(rescanned.strange);
            all.figures.extend(rescanned.figures);
            all.doubled.extend(rescanned.doubled);
            (old_end, new_end) = (before.end, after.end);
        }
        all.copy_places(&self, Span::new(old_end, usize::MAX), new_end);
        all.is_hopeless = all.has_too_many_odd_places(new);
        all
    }

    /// Copies the places of `span` of the old text, which now begins at `new_start`.
    fn copy_places(&mut self, old: &ScanState, span: Span, new_start: usize) {
        let moved = |at: usize| at + new_start - span.start;
        let moved_span = |one: Span| Span::new(moved(one.start), moved(one.end));
        let first = old.odd.partition_point(|odd| odd.at < span.start);
        for odd in old.odd[first..].iter().take_while(|odd| odd.at < span.end) {
            self.odd.push(OddPlace { at: moved(odd.at), core: odd.core.map(moved_span), ..*odd });
        }
        let copy = |from: &[usize], to: &mut Vec<usize>| {
            let first = from.partition_point(|at| *at < span.start);
            let inside = from[first..].iter().take_while(|at| **at < span.end);
            to.extend(inside.map(|at| moved(*at)));
        };
        copy(&old.strange, &mut self.strange);
        copy(&old.figures, &mut self.figures);
        let first = old.doubled.partition_point(|one| one.start < span.start);
        let inside = old.doubled[first..].iter().take_while(|one| one.start < span.end);
        self.doubled.extend(inside.map(|one| moved_span(*one)));
    }
}

/// The regions of these cores, which are in order.
fn regions_of(text: &str, cores: impl Iterator<Item = Span>) -> Vec<Span> {
    let mut regions = Regions::new(text, region::MOST_BYTES);
    cores.for_each(|core| regions.add(core));
    regions.finish()
}

/// Whether `strange` strange words among `words` words show that letters may be lost inside words.
fn is_many_strange(strange: u32, words: u32) -> bool {
    strange >= LEAST_STRANGE && strange * WORDS_PER_STRANGE >= words
}

/// Whether the word at byte `at` may be the rest of another: neither a single letter nor a name, nor a word with its
/// tone mark on an unusual vowel.
fn may_be_rest_of_word(text: &str, at: usize) -> bool {
    let length = text.as_bytes()[at..].iter().take_while(|byte| is_word_byte(**byte)).count();
    let word = &text[at..at + length];
    word.chars().nth(1).is_some()
        && !words::is_capital(word)
        && lexicon().entry_of_unusual(word).is_none()
}

/// Whether so many odd places are too many for the bytes of `text`.
fn is_too_dense(places: usize, text: &str) -> bool {
    places > LEAST_ODD_PLACES && places * BYTES_PER_ODD_PLACE > text.len()
}

/// A stretch of lines that is scanned again: its place in the text before the edits and after them.
struct Stretch {
    /// Its bytes in the text before the edits.
    before: Span,
    /// Its bytes in the text after the edits.
    after: Span,
}

/// The lines of `text` that `edits` change, each with the line before it: a scan looks at a place no further than its
/// line and the white space before that. A stretch begins and ends where the first word of a line begins, as
/// [`scan::scan`] demands.
fn stretches(text: &str, edits: &[Edit]) -> Vec<Stretch> {
    let mut all: Vec<Stretch> = Vec::new();
    let (mut line_end, mut added, mut removed) = (0, 0, 0);
    for edit in edits {
        let added_before = added;
        added += edit.to.len();
        if all.is_empty() || edit.span.end > line_end {
            line_end = end_of_line(text, edit.span.end);
            let span =
                Span::new(start_of_line_before(text, edit.span.start), first_word(text, line_end));
            match all.last_mut() {
                Some(last) if span.start < last.before.end => last.before.end = span.end,
                _ => {
                    let after = Span::new(span.start + added_before - removed, 0);
                    all.push(Stretch { before: span, after });
                }
            }
        }
        removed += edit.span.len();
        if let Some(last) = all.last_mut() {
            last.after.end = last.before.end + added - removed;
        }
    }
    all
}

/// Where the first word of the line before the one that holds byte `at` begins. Lines without words do not count.
fn start_of_line_before(text: &str, at: usize) -> usize {
    let line_end_before = |at: usize| memchr::memrchr(b'\n', &text.as_bytes()[..at]);
    let Some(end) = line_end_before(at) else { return 0 };
    let last_word = text.as_bytes()[..end].iter().rposition(|byte| is_word_byte(*byte));
    let Some(start) = last_word.and_then(line_end_before) else { return 0 };
    first_word(text, start)
}

fn end_of_line(text: &str, at: usize) -> usize {
    memchr::memchr(b'\n', &text.as_bytes()[at..]).map_or(text.len(), |end| at + end)
}

/// Where the first word at or behind byte `at` begins; the end of the text where there is none.
fn first_word(text: &str, at: usize) -> usize {
    let word = text.as_bytes()[at..].iter().position(|byte| is_word_byte(*byte));
    word.map_or(text.len(), |word| at + word)
}
