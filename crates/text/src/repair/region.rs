//! The stretches of text that are decoded: a suspicious place and the words around it.
//! In: text and signals in order. Out: regions that do not overlap, each of bounded length.
//! Only a place where a lost letter would make a syllable becomes a region.

use super::cell::{self, Cell};
use super::edge::Edge;
use super::scan::is_word_byte;
use super::{spaces, window};
use crate::span::Span;

/// No region is longer, in bytes, so that no text can make one slow.
pub const LONGEST: usize = 600;
/// How far a search for the end of a word or a gap goes.
const REACH: usize = 64;
/// How many words on each side are context.
const CONTEXT: usize = 2;

/// Looks at suspicious places one after the other.
pub struct Looker<'t> {
    text: &'t str,
    edges: Vec<Edge>,
}

impl<'t> Looker<'t> {
    /// Looks at places of `text`.
    pub fn new(text: &'t str) -> Looker<'t> {
        Looker { text, edges: Vec::new() }
    }

    /// What around `at`, on its line, lost letters would explain, or spaces.
    pub fn core(&mut self, at: usize) -> Option<Span> {
        self.explained(at, CONTEXT, |cells, start, edges| {
            window::damaged(cells, start, edges);
            spaces::readings(cells, start, edges);
        })
    }

    /// The same for a word at `at` that spaces alone would explain.
    pub fn spaces(&mut self, at: usize) -> Option<Span> {
        self.explained(at, 1, spaces::readings)
    }

    /// What the `readings` of so many words on each side of `at` take up.
    fn explained(
        &mut self,
        at: usize,
        context: usize,
        readings: impl Fn(&[Cell], usize, &mut Vec<Edge>),
    ) -> Option<Span> {
        let near =
            Span::new(back(self.text, at, context, false), on(self.text, at, context, false));
        let cells = cell::cells(self.text, near);
        self.edges.clear();
        for start in 0..cells.len() {
            readings(&cells, start, &mut self.edges);
        }
        let byte = |cell: usize| cells.get(cell).map_or(near.end, |cell| cell.at);
        let first = self.edges.iter().map(|edge| edge.start).min()?;
        let last = self.edges.iter().map(|edge| edge.end).max()?;
        Some(Span::new(byte(first), byte(last)))
    }
}

/// Collects regions as places come, in order.
pub struct Regions<'t> {
    text: &'t str,
    longest: usize,
    cores: Vec<Span>,
}

impl<'t> Regions<'t> {
    /// No region yet; none will be longer than `longest`.
    pub fn new(text: &'t str, longest: usize) -> Regions<'t> {
        Regions { text, longest, cores: Vec::new() }
    }

    /// Takes a place in as it is.
    pub fn add(&mut self, core: Span) {
        match self.cores.last_mut() {
            Some(last)
                if core.start <= last.end
                    && core.end.max(last.end) - last.start <= self.longest =>
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

    /// The regions with their context.
    pub fn finish(self) -> Vec<Span> {
        let mut regions: Vec<Span> = Vec::with_capacity(self.cores.len());
        let mut last_core_end = 0;
        for core in self.cores {
            let start = back(self.text, core.start, CONTEXT, true).max(last_core_end);
            let mut region = Span::new(start, on(self.text, core.end, CONTEXT, true));
            match regions.last_mut() {
                Some(last) if last.end > start && region.end - last.start <= self.longest => {
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

/// The byte at which the `count`-th word before `at` begins; a line end stops the search and is
/// taken in, unless `lines` may be crossed.
fn back(text: &str, at: usize, count: usize, lines: bool) -> usize {
    let bytes = text.as_bytes();
    let floor = at.saturating_sub(4 * REACH);
    let (mut start, mut found) = (at, at);
    while start > 0 && is_word_byte(bytes[start - 1]) && start > floor {
        start -= 1;
    }
    for _ in 0..count {
        while start > floor && !is_word_byte(bytes[start - 1]) {
            start -= 1;
            if !lines && bytes[start] == b'\n' {
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

/// The byte at which the `count`-th word after `at` ends, or after the line end before that.
fn on(text: &str, at: usize, count: usize, lines: bool) -> usize {
    let bytes = text.as_bytes();
    let roof = (at + 4 * REACH).min(bytes.len());
    let (mut end, mut found) = (at, at);
    for _ in 0..=count {
        while end < roof && !is_word_byte(bytes[end]) {
            end += 1;
            if !lines && bytes[end - 1] == b'\n' {
                return end;
            }
        }
        if end == bytes.len() {
            return end;
        }
        while end < roof && is_word_byte(bytes[end]) {
            end += 1;
        }
        if end >= roof && end < bytes.len() {
            return found;
        }
        found = end;
    }
    found
}
