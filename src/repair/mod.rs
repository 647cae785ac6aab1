//! Gives back the letters that the paper lost on its way, with proof.
//! In: normalised text. Out: the same lines, mended, with an [`Edit`] for each change.
//! Never fails; never touches what it has no evidence against.

mod census;
mod channel;
mod closed;
mod decode;
mod lattice;
pub mod letters;
mod lexicon;
mod model;
mod region;
mod scan;
mod skeleton;
mod slips;
pub mod syllable;
pub mod train;
mod window;
pub mod words;

use std::borrow::Cow;
use std::cell::OnceCell;

use self::census::Census;
use self::channel::Channel;
use self::lattice::{Lattice, Manner};
use self::region::Regions;
use self::scan::Signal;
use self::words::Tally;
use crate::document::{Edit, Mended, Quality, joined};
use crate::span::{Rewriter, Span};

/// How many regions are looked at to learn which letters are lost; spread over the whole text.
const SAMPLE: usize = 200;
/// How often a text is taken up again; each turn takes damage away, so few are ever needed.
const TURNS: usize = 12;

/// A paper with fewer words than this of which letters seem lost without a trace has lost none.
const LEAST_CLOSED: usize = 3;

/// Mends the letters of `text`, until nothing is left to mend.
pub fn repair(text: &str) -> Mended<'_> {
    judged(text).0
}

/// Mends the letters of `text` and tells whether the text can be trusted, in the same pass.
pub fn judged(text: &str) -> (Mended<'_>, Quality) {
    let mut mended = Mended::untouched(text);
    for _ in 0..TURNS {
        let (edits, tally) = turn(&mended.text);
        if edits.is_empty() {
            return (mended, census::quality(tally));
        }
        mended = followed_by(text, mended, edits);
    }
    // Text that never comes to rest is not understood, and stays as it came.
    (Mended::untouched(text), quality(text))
}

/// Whether `text` can be trusted to be Vietnamese.
pub fn quality(text: &str) -> Quality {
    census::quality(scan::scan(text, |_| ()))
}

/// The changes of one turn: letters first, and the author's slips only where no letter is missing.
fn turn(text: &str) -> (Vec<Edit>, Tally) {
    let (mut regions, mut doubled) = (Regions::new(text), Vec::new());
    let (mut closed, mut closed_count) = (Regions::new(text), 0);
    let tally = scan::scan(text, |signal| match signal {
        Signal::Odd(at) => {
            regions.look(at);
            if let Some(word) = closed::candidate(text, at) {
                closed.add(word);
                closed_count += 1;
            }
        }
        Signal::Doubled(span) => doubled.push(span),
    });
    let census = OnceCell::new();
    let mut edits = lost_letters(text, &regions.finish(), Manner::Gaps, &census, tally.words);
    if edits.is_empty() && closed_count >= LEAST_CLOSED {
        edits = lost_letters(text, &closed.finish(), Manner::Closed, &census, tally.words);
    }
    if edits.is_empty() {
        edits = slips::slips(text, &doubled);
    }
    (edits, tally)
}

fn lost_letters(
    text: &str,
    regions: &[Span],
    manner: Manner,
    census: &OnceCell<Census>,
    words: u32,
) -> Vec<Edit> {
    if regions.is_empty() {
        return Vec::new();
    }
    let census = census.get_or_init(|| Census::of(text, words));
    let open = Channel::open(census);
    let sample = regions.iter().step_by(regions.len().div_ceil(SAMPLE));
    let mut lattices: Vec<Lattice> =
        sample.map(|region| Lattice::new(text, *region, manner, &open)).collect();
    let Some(channel) = channel::estimate(&mut lattices, census) else { return Vec::new() };
    let doubt = channel.with_doubt(census);
    let decode = |region: &Span| decode::decode(text, *region, manner, &channel, &doubt);
    regions.iter().flat_map(decode).collect()
}

/// `mended` with more `edits` made to its text; an edit on the place of an earlier one joins it.
fn followed_by<'t>(source: &'t str, mended: Mended<'t>, edits: Vec<Edit>) -> Mended<'t> {
    let before = mended.text;
    let mut rewriter = Rewriter::new();
    let mut done = 0;
    for edit in &edits {
        rewriter.copy(&before, Span::new(done, edit.span.start));
        rewriter.replace(edit.span, &edit.to);
        done = edit.span.end;
    }
    rewriter.copy(&before, Span::new(done, before.len()));
    let (text, map) = rewriter.finish();
    let edits = joined(source, &mended.map, mended.edits, edits);
    Mended { text: Cow::Owned(text), map: map.after(&mended.map), edits }
}

#[cfg(test)]
mod tests;
