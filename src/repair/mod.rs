//! Gives back the letters that the paper lost on its way, with proof.
//! In: normalised text. Out: the same lines, mended, with an [`Edit`] for each change.
//! Never fails; never touches what it has no evidence against.

mod census;
mod channel;
mod closed;
mod decode;
mod lattice;
mod lexicon;
mod places;
mod region;
mod scan;
mod skeleton;
mod slips;
pub mod train;
mod window;

use std::borrow::Cow;

use crate::language::model;
pub use crate::language::{letters, syllable, words};

use self::census::Census;
use self::lattice::{Lattice, Manner};
use self::places::Places;
use crate::document::{Edit, Mended, Quality, joined};
use crate::span::{Map, Rewriter, Span};

/// How many regions are looked at to learn which letters are lost; spread over the whole text.
const SAMPLE: usize = 200;
/// Where the lattices of so many regions hold more steps than this each, nearly every word could be
/// many others: that is no damaged Vietnamese but none at all.
const HEAVIEST: usize = 3_000;
/// So many lattices are weighed before that is judged.
const MANY: usize = 50;
/// How often a text is taken up again; each turn takes damage away, so few are ever needed.
const TURNS: usize = 12;

/// Mends the letters of `text`, until nothing is left to mend.
pub fn repair(text: &str) -> Mended<'_> {
    judged(text).0
}

/// Mends the letters of `text` and tells whether the text can be trusted, in the same pass.
pub fn judged(text: &str) -> (Mended<'_>, Quality) {
    let mut mended = Mended::untouched(text);
    let mut places = Places::of(text);
    for _ in 0..TURNS {
        let edits = turn(&mended.text, &places);
        if edits.is_empty() {
            return (mended, census::quality(places.census.tally));
        }
        let (after, map) = applied(&mended.text, &edits);
        places = places.after(&mended.text, &edits, &after);
        let map = map.after(&mended.map);
        let edits = joined(text, &mended.map, mended.edits, edits);
        mended = Mended { text: Cow::Owned(after), map, edits };
    }
    // Text that never comes to rest is not understood, and stays as it came.
    (Mended::untouched(text), quality(text))
}

/// Whether `text` can be trusted to be Vietnamese.
pub fn quality(text: &str) -> Quality {
    census::quality(scan::scan(text, Span::new(0, text.len()), |_| ()).tally)
}

/// The changes of one turn: letters first, and the author's slips only where no letter is missing.
fn turn(text: &str, places: &Places) -> Vec<Edit> {
    let mut edits = lost_letters(text, &places.regions(text), Manner::Gaps, &places.census);
    if edits.is_empty() {
        let closed = places.closed(text);
        edits = lost_letters(text, &closed, Manner::Closed, &places.census);
    }
    if edits.is_empty() {
        edits = slips::slips(text, &places.doubled);
    }
    edits
}

fn lost_letters(text: &str, regions: &[Span], manner: Manner, census: &Census) -> Vec<Edit> {
    if regions.is_empty() {
        return Vec::new();
    }
    let mut lattices = sample(text, regions, manner);
    let Some(channel) = channel::estimate(&mut lattices, census) else { return Vec::new() };
    let doubt = channel.with_doubt(census);
    let decode = |region: &Span| decode::decode(text, *region, manner, &channel, &doubt);
    regions.iter().flat_map(decode).collect()
}

/// The lattices from which is learnt what is lost; none where that would be guessing.
fn sample(text: &str, regions: &[Span], manner: Manner) -> Vec<Lattice> {
    let spread = regions.iter().step_by(regions.len().div_ceil(SAMPLE));
    let lattices: Vec<Lattice> =
        spread.map(|region| Lattice::new(text, *region, manner, None)).collect();
    let weight: usize = lattices.iter().map(Lattice::weight).sum();
    let guess = lattices.len() > MANY && weight > HEAVIEST * lattices.len();
    if guess { Vec::new() } else { lattices }
}

/// `text` with `edits` made to it, and the way back.
fn applied(text: &str, edits: &[Edit]) -> (String, Map) {
    let mut rewriter = Rewriter::with_room(text.len(), 2 * edits.len() + 1);
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
