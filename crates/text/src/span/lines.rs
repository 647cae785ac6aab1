//! Lines and columns of the bytes of a text.
//! In: byte offsets. Out: lines, counted from 1, and columns, counted from 0 in Unicode scalar values.
//! Never copies the text.

use super::range::{Span, slice};

/// Where the lines of a text begin, by which the line and column of a byte are found.
#[derive(Clone, Debug)]
pub struct Lines {
    /// The byte offset at which each line begins.
    starts: Vec<usize>,
}

impl Lines {
    /// The lines of `text`. A line ends with `\n`; the last may lack it.
    pub fn of(text: &str) -> Lines {
        let mut starts = vec![0];
        starts.extend(memchr::memchr_iter(b'\n', text.as_bytes()).map(|at| at + 1));
        Lines { starts }
    }

    /// The number of lines. A text that ends with a line end has an empty last line.
    pub fn count(&self) -> usize {
        self.starts.len()
    }

    /// The 1-based line that holds the byte at `offset`; the last line where `offset` lies behind the text. A line
    /// break belongs to the line it ends.
    pub fn line(&self, offset: usize) -> u32 {
        self.starts.partition_point(|start| *start <= offset) as u32
    }

    /// The same as [`Lines::line`], faster where the line is `near` (1-based) or the one behind it.
    pub fn line_near(&self, near: u32, offset: usize) -> u32 {
        let start = |line: u32| self.starts.get(line as usize - 1).copied().unwrap_or(usize::MAX);
        let holds = |line: &u32| (start(*line)..start(*line + 1)).contains(&offset);
        [near.max(1), near + 1].into_iter().find(holds).unwrap_or_else(|| self.line(offset))
    }

    /// The byte offset at which the 1-based `line` begins; that of the last line where the text has fewer lines.
    pub fn start(&self, line: u32) -> usize {
        self.starts[(line as usize - 1).min(self.starts.len() - 1)]
    }

    /// The 1-based first and last line of a range, both included; an empty range lies on one line.
    pub fn range(&self, span: Span) -> (u32, u32) {
        (self.line(span.start), self.line(span.end.max(span.start + 1) - 1))
    }

    /// The 0-based column, in Unicode scalar values, of the byte at `offset` of `text`.
    pub fn column(&self, text: &str, offset: usize) -> u32 {
        self.column_on(self.line(offset), text, offset)
    }

    /// The same as [`Lines::column`], for a byte on the known 1-based `line`.
    pub fn column_on(&self, line: u32, text: &str, offset: usize) -> u32 {
        slice(text, self.start(line), offset).chars().count() as u32
    }
}

/// Finds line and column of places. Places may come in any order; those in ascending order are cheap, because it counts
/// on from the place before: many on one long line cost linear time.
#[derive(Debug)]
pub struct Columns<'a> {
    lines: &'a Lines,
    text: &'a str,
    /// The byte offset of the last place.
    offset: usize,
    /// The column of the last place.
    column: u32,
}

impl<'a> Columns<'a> {
    /// A finder for places of `text`, whose lines are `lines`.
    pub fn new(lines: &'a Lines, text: &'a str) -> Columns<'a> {
        Columns { lines, text, offset: 0, column: 0 }
    }

    /// The 1-based line and 0-based column, in Unicode scalar values, of the byte at `offset`.
    pub fn place(&mut self, offset: usize) -> (u32, u32) {
        let line = self.lines.line(offset);
        let begin = self.lines.start(line);
        if begin > self.offset || offset < self.offset {
            (self.offset, self.column) = (begin, 0);
        }
        self.column += slice(self.text, self.offset, offset).chars().count() as u32;
        self.offset = offset;
        (line, self.column)
    }
}
