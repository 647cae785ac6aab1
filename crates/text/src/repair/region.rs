//! Regions: the stretches of text that are decoded, each a suspicious place and the words around it.
//! In: text and suspicious places, in order. Out: regions that do not overlap and are merged only up to a given length;
//! one long place makes a longer one. Where no lost letter and no other space would make a syllable, [`CoreFinder`]
//! gives no core, and so no region.

use super::cell::{self, Cell};
use super::edge::Edge;
use super::scan::is_word_byte;
use super::{gap_letters, spaces};
use crate::span::Span;

/// Regions of gaps are merged up to this many bytes. It bounds the time of one lattice, whatever the text is. A
/// judgement, no measurement recorded; `cargo test --test program doubling:: -- --ignored` shows the cost of hostile
/// text.
pub const MOST_BYTES: usize = 600;
/// Bytes that a search for neighbouring words goes in each direction: far more than two words of Vietnamese have. A
/// judgement, not measured.
const SEARCH_BYTES: usize = 256;
/// How many words on each side of a suspicious place belong to its region: the language model looks two words back.
const CONTEXT_WORDS: usize = 2;

/// Finds what readings cover around suspicious places, one place after the other.
pub struct CoreFinder<'t> {
    text: &'t str,
    /// Kept so that its memory is used again.
    edges: Vec<Edge>,
    /// The stretch of the last call of [`CoreFinder::core`], and its core: several places of one word have the same.
    last: Option<(Span, Option<Span>)>,
}

impl<'t> CoreFinder<'t> {
    /// A finder for places of `text`.
    pub fn new(text: &'t str) -> CoreFinder<'t> {
        CoreFinder { text, edges: Vec::new(), last: None }
    }

    /// The bytes around byte `at`, on the same line, that readings with lost letters or with other spaces cover; `None`
    /// where there is no such reading.
    pub fn core(&mut self, at: usize) -> Option<Span> {
        let near = self.near(at, CONTEXT_WORDS);
        if let Some((_, core)) = self.last.filter(|(last, _)| *last == near) {
            return core;
        }
        let core = self.covered(near, |cells, start, edges| {
            gap_letters::add_readings(cells, start, edges);
            spaces::add_readings(cells, start, edges);
        });
        self.last = Some((near, core));
        core
    }

    /// The same for readings with other spaces alone, of the word at byte `at` and one word on each side.
    pub fn core_of_spaces(&mut self, at: usize) -> Option<Span> {
        self.covered(self.near(at, 1), spaces::add_readings)
    }

    /// The word at byte `at` and `context` words on each side, on the same line.
    fn near(&self, at: usize, context: usize) -> Span {
        Span::new(
            start_of_words_before(self.text, at, context, LineEnds::Stop),
            end_of_words_after(self.text, at, context, LineEnds::Stop),
        )
    }

    /// What the readings of the words `near` cover.
    fn covered(
        &mut self,
        near: Span,
        add_readings: impl Fn(&[Cell], usize, &mut Vec<Edge>),
    ) -> Option<Span> {
        let cells = cell::cells(self.text, near);
        self.edges.clear();
        for start in 0..cells.len() {
            add_readings(&cells, start, &mut self.edges);
        }
        let byte = |cell: usize| cells.get(cell).map_or(near.end, |cell| cell.at);
        let first = self.edges.iter().map(|edge| edge.start).min()?;
        let end = self.edges.iter().map(|edge| edge.end).max()?;
        Some(Span::new(byte(first), byte(end)))
    }
}

/// Collects regions. Their *cores*, the suspicious places, come in order.
pub struct Regions<'t> {
    /// The text.
    text: &'t str,
    /// The length in bytes up to which cores and regions are merged.
    most_bytes: usize,
    /// The cores so far, in order, without overlap.
    cores: Vec<Span>,
}

impl<'t> Regions<'t> {
    /// A collector without regions. It merges cores and regions only up to `most_bytes`.
    pub fn new(text: &'t str, most_bytes: usize) -> Regions<'t> {
        Regions { text, most_bytes, cores: Vec::new() }
    }

    /// Adds a core; merges it with the one before, if they touch and stay short enough. Of a core that overlaps the one
    /// before, the rest is added.
    pub fn add(&mut self, core: Span) {
        match self.cores.last_mut() {
            Some(last)
                if core.start <= last.end
                    && core.end.max(last.end) - last.start <= self.most_bytes =>
            {
                *last = Span::new(last.start.min(core.start), last.end.max(core.end));
            }
            Some(last) if core.start < last.end => {
                let start = last.end;
                if core.end > start {
                    self.cores.push(Span::new(start, core.end));
                }
            }
            _ => self.cores.push(core),
        }
    }

    /// The regions, in order, without overlap: the cores with [`CONTEXT_WORDS`] on each side, also across line ends.
    pub fn finish(self) -> Vec<Span> {
        let mut regions: Vec<Span> = Vec::with_capacity(self.cores.len());
        let mut last_core_end = 0;
        for core in self.cores {
            let start =
                start_of_words_before(self.text, core.start, CONTEXT_WORDS, LineEnds::Cross)
                    .max(last_core_end);
            let end = end_of_words_after(self.text, core.end, CONTEXT_WORDS, LineEnds::Cross);
            let mut region = Span::new(start, end);
            match regions.last_mut() {
                Some(last) if last.end > start && region.end - last.start <= self.most_bytes => {
                    last.end = region.end;
                }
                Some(last) => {
                    last.end = last.end.min(core.start);
                    region.start = region.start.max(last.end);
                    regions.push(region);
                }
                None => regions.push(region),
            }
            last_core_end = core.end;
        }
        regions
    }
}

/// What a search for words does at a line end.
#[derive(Clone, Copy, PartialEq)]
enum LineEnds {
    /// It ends there; the line end is taken in.
    Stop,
    /// It goes on.
    Cross,
}

/// The byte at which the `count`-th word before `at` begins, or the farthest that begins within [`SEARCH_BYTES`]; `at`
/// where none does. A word at `at` does not count. With [`LineEnds::Stop`], the line end where that comes first.
fn start_of_words_before(text: &str, at: usize, count: usize, line_ends: LineEnds) -> usize {
    let bytes = text.as_bytes();
    let floor = at.saturating_sub(SEARCH_BYTES);
    let (mut start, mut found) = (at, at);
    while start > 0 && is_word_byte(bytes[start - 1]) && start > floor {
        start -= 1;
    }
    for _ in 0..count {
        while start > floor && !is_word_byte(bytes[start - 1]) {
            start -= 1;
            if line_ends == LineEnds::Stop && bytes[start] == b'\n' {
                return start;
            }
        }
        if start == 0 {
            return 0;
        }
        while start > floor && is_word_byte(bytes[start - 1]) {
            start -= 1;
        }
        if start <= floor && start > 0 {
            return found;
        }
        found = start;
    }
    found
}

/// The byte at which the `count`-th word after `at` ends, or the farthest that ends within [`SEARCH_BYTES`]; `at` where
/// none does. The word that holds `at` or follows it is one more. With [`LineEnds::Stop`], the byte behind the line end
/// where that comes first.
fn end_of_words_after(text: &str, at: usize, count: usize, line_ends: LineEnds) -> usize {
    let bytes = text.as_bytes();
    let ceiling = (at + SEARCH_BYTES).min(bytes.len());
    let (mut end, mut found) = (at, at);
    for _ in 0..=count {
        while end < ceiling && !is_word_byte(bytes[end]) {
            end += 1;
            if line_ends == LineEnds::Stop && bytes[end - 1] == b'\n' {
                return end;
            }
        }
        if end == bytes.len() {
            return end;
        }
        while end < ceiling && is_word_byte(bytes[end]) {
            end += 1;
        }
        if end >= ceiling && end < bytes.len() {
            return found;
        }
        found = end;
    }
    found
}
