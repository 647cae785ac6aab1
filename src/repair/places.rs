//! The places of a text worth a second look, kept from turn to turn.
//! In: text; later, the changes made to it. Out: regions, words written twice, the census.
//! After a change only the lines around it are read again; the result is as if all were. Whether the marks were stripped is
//! told by the text as it came: what is mended hides what was wrong.

use std::borrow::Cow;

use super::bare;
use super::census::{self, Census};
use super::orderly;
use super::region::{self, Looker, Regions};
use super::scan::{self, Signal, is_word_byte};
use super::words;
use crate::document::Edit;
use crate::span::Span;

/// Text with more than one odd place in so many bytes is no damaged Vietnamese but none at all.
const DENSE: usize = 8;
/// So many odd places are looked at before that is judged.
const FEW: usize = 2000;
/// A paper with fewer strange words than this, or a smaller share of them, has lost no letters inside
/// words.
const LEAST_STRANGE: u32 = 3;
/// See [`LEAST_STRANGE`]: one in so many words.
const STRANGE: u32 = 1000;

/// What one reading of a text found.
#[derive(Debug, Default)]
pub struct Places {
    odd: Vec<Odd>,
    /// Where words begin that are none, or are so short that they may be what is left of one.
    pub strange: Vec<usize>,
    /// The words written twice.
    pub doubled: Vec<Span>,
    /// All words and letters.
    pub census: Census,
    hopeless: bool,
    /// Whether the words lost their marks, and nothing else; see [`bare`].
    is_stripped: bool,
}

/// An odd place and what may have been lost there.
#[derive(Clone, Copy, Debug)]
struct Odd {
    at: usize,
    /// Where gaps stand for letters.
    core: Option<Span>,
}

impl Places {
    /// Reads all of `text`.
    pub fn of(text: &str) -> Places {
        Places::within(text, Span::new(0, text.len()), bare::is_stripped(text))
    }

    fn within(text: &str, span: Span, is_stripped: bool) -> Places {
        let (mut odd, mut doubled, mut hopeless) = (Vec::new(), Vec::new(), false);
        let mut strange = Vec::new();
        let mut looker = Looker::new(text);
        let census = scan::scan(text, span, |signal| match signal {
            Signal::Odd(at) if orderly::is_hyphenated(text, at) || orderly::is_listed(text, at) => {
            }
            Signal::Odd(at) => {
                hopeless |= is_dense(odd.len(), at);
                let is_idle = hopeless || is_stripped && bare::tells_nothing(text, at);
                let core = if is_idle { None } else { looker.core(at) };
                odd.push(Odd { at, core });
            }
            Signal::Strange(at) => strange.push(at),
            Signal::Doubled(span) => doubled.push(span),
            Signal::RunOn(at) => {
                let core = if hopeless || is_stripped { None } else { looker.spaces(at) };
                odd.extend(core.map(|core| Odd { at, core: Some(core) }));
            }
        });
        Places { odd, strange, doubled, census, hopeless, is_stripped }
    }

    /// The odd places, in order; none in a text that is no Vietnamese.
    pub fn odd(&self) -> impl Iterator<Item = usize> {
        let odd = if self.hopeless { &[][..] } else { &self.odd[..] };
        odd.iter().map(|odd| odd.at)
    }

    /// Whether the text is none to be mended.
    pub fn is_hopeless(&self) -> bool {
        self.hopeless
    }

    /// The regions in which gaps may stand for letters; none in a text that is no Vietnamese.
    pub fn regions(&self, text: &str) -> Vec<Span> {
        let cores = self.odd.iter().filter_map(|odd| odd.core);
        if self.hopeless { Vec::new() } else { joined(text, cores) }
    }

    /// The strange words outside the `explained` regions.
    pub fn strange_outside(&self, explained: &[Span]) -> Cow<'_, [usize]> {
        if explained.is_empty() {
            return Cow::Borrowed(&self.strange);
        }
        let inside = |at: &usize| {
            let next = explained.partition_point(|region| region.end <= *at);
            explained.get(next).is_some_and(|region| region.start <= *at)
        };
        Cow::Owned(self.strange.iter().copied().filter(|at| !inside(at)).collect())
    }

    /// Whether so many of the words at the places `left` are none, or, where that is all of them, letters
    /// missing in what `came`, that they may be lost inside words.
    pub fn is_strange(&self, text: &str, came: &Census, left: &[usize]) -> bool {
        let tally = self.census.tally;
        // Where hardly a word is whole, or hardly one bears marks, another thing is wrong: an encoding,
        // an OCR without Vietnamese, another language.
        if self.hopeless || census::is_foreign(tally) {
            return false;
        }
        if left.len() == self.strange.len() {
            return is_many(tally.strange, tally.words) || came.missing().next().is_some();
        }
        let left = left.iter().filter(|at| is_strange(text, **at));
        is_many(left.count() as u32, tally.words)
    }

    /// The places of `new`, which `edits` made of `old`, whose places these are.
    pub fn after(self, old: &str, edits: &[Edit], new: &str) -> Places {
        if self.hopeless {
            return Places::of(new);
        }
        let is_stripped = self.is_stripped;
        let mut all = Places { census: self.census.clone(), is_stripped, ..Places::default() };
        let (mut done, mut written) = (0, 0);
        for Stretch { before, after } in stretches(old, edits) {
            all.take(&self, Span::new(done, before.start), written);
            let fresh = Places::within(new, after, is_stripped);
            let gone = scan::scan(old, before, |_| ());
            all.census = all.census.exchanged(&gone, &fresh.census);
            all.odd.extend(fresh.odd);
            all.strange.extend(fresh.strange);
            all.doubled.extend(fresh.doubled);
            (done, written) = (before.end, after.end);
        }
        all.take(&self, Span::new(done, usize::MAX), written);
        all.hopeless = (0..).zip(&all.odd).any(|(count, odd)| is_dense(count, odd.at));
        all
    }

    /// Takes over the places of `span`, which now begins at `start`.
    fn take(&mut self, from: &Places, span: Span, start: usize) {
        let place = |at: usize| at + start - span.start;
        let moved = |one: Span| Span::new(place(one.start), place(one.end));
        let first = from.odd.partition_point(|odd| odd.at < span.start);
        let odd = from.odd[first..].iter().take_while(|odd| odd.at < span.end);
        self.odd.extend(odd.map(|odd| Odd { at: place(odd.at), core: odd.core.map(moved) }));
        let first = from.strange.partition_point(|at| *at < span.start);
        let inside = from.strange[first..].iter().take_while(|at| **at < span.end);
        self.strange.extend(inside.map(|at| place(*at)));
        let first = from.doubled.partition_point(|one| one.start < span.start);
        let inside = from.doubled[first..].iter().take_while(|one| one.start < span.end);
        self.doubled.extend(inside.map(|one| moved(*one)));
    }
}

/// Whether so many `strange` words among `words` may be what is left of others.
pub fn is_many(strange: u32, words: u32) -> bool {
    strange >= LEAST_STRANGE && strange * STRANGE >= words
}

/// Whether the word at byte `at` may be what is left of another: neither a letter alone nor a name.
fn is_strange(text: &str, at: usize) -> bool {
    let length = text.as_bytes()[at..].iter().take_while(|byte| is_word_byte(**byte)).count();
    let word = &text[at..at + length];
    word.chars().nth(1).is_some() && !words::is_capital(word)
}

/// Whether a text that holds `before` odd places and one more at `at` is none to be mended.
fn is_dense(before: usize, at: usize) -> bool {
    before >= FEW && (before + 1) * DENSE > at
}

fn joined(text: &str, cores: impl Iterator<Item = Span>) -> Vec<Span> {
    let mut regions = Regions::new(text, region::LONGEST);
    cores.for_each(|core| regions.add(core));
    regions.finish()
}

/// A stretch to be read again: where it stood, and where it stands now.
struct Stretch {
    before: Span,
    after: Span,
}

/// The lines of `text` that `edits` change, each with the line before it: what looks at a place looks
/// no further than its line, and at the white before that. A stretch begins and ends where the
/// first word of a line begins; there the reading knows nothing of what came before.
fn stretches(text: &str, edits: &[Edit]) -> Vec<Stretch> {
    let mut all: Vec<Stretch> = Vec::new();
    let (mut line_end, mut added, mut removed) = (0, 0, 0);
    for edit in edits {
        let begun = added;
        added += edit.to.len();
        if all.is_empty() || edit.span.end > line_end {
            line_end = end_of_line(text, edit.span.end);
            let span = Span::new(line_before(text, edit.span.start), first_word(text, line_end));
            match all.last_mut() {
                Some(last) if span.start < last.before.end => last.before.end = span.end,
                _ => {
                    let after = Span::new(span.start + begun - removed, 0);
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

/// The first word of the line before the one that holds `at`, lines without words not counted.
fn line_before(text: &str, at: usize) -> usize {
    let begin = |at: usize| memchr::memrchr(b'\n', &text.as_bytes()[..at]);
    let Some(line) = begin(at) else { return 0 };
    let word = text.as_bytes()[..line].iter().rposition(|byte| is_word_byte(*byte));
    let Some(line) = word.and_then(begin) else { return 0 };
    first_word(text, line)
}

fn end_of_line(text: &str, at: usize) -> usize {
    memchr::memchr(b'\n', &text.as_bytes()[at..]).map_or(text.len(), |end| at + end)
}

fn first_word(text: &str, at: usize) -> usize {
    let word = text.as_bytes()[at..].iter().position(|byte| is_word_byte(*byte));
    word.map_or(text.len(), |word| at + word)
}
