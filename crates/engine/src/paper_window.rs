//! A paper stretch by stretch: whatever its length, no more of it is in memory than is shown.
//! In: an open index, a paper, where to begin. Out: sections in order, the last of them perhaps cut, and where to go on.
//! Never runs a stage, never reads the file.

use vankien_text::span::Span;

use crate::engine::{Papers, SectionReader};
use crate::error::Result;
use crate::record::{PaperRecord, SectionRecord};
use crate::section::SectionId;
use crate::section_part::{self, WINDOW_BYTES};

/// A place in a paper: a section, and a byte of its text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// Which section, from 0.
    pub section: usize,
    /// The byte of its text.
    pub at: usize,
}

impl Position {
    /// The place as one number.
    pub fn number(self) -> usize {
        self.section << 32 | self.at
    }

    /// Where to begin to show a byte of a section with something before it: with the section, unless it is long.
    pub fn to_show(section: &SectionRecord, at: usize) -> Position {
        let at = if at < WINDOW_BYTES / 4 {
            0
        } else {
            section.text.floor_char_boundary(at - WINDOW_BYTES / 16)
        };
        Position { section: section.ordinal as usize, at }
    }

    /// The place that [`Position::number`] gave a number to.
    pub fn of_number(number: usize) -> Position {
        Position { section: number >> 32, at: number & u32::MAX as usize }
    }
}

impl std::fmt::Display for Position {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.at {
            0 => write!(formatter, "{}", self.section),
            at => write!(formatter, "{}.{at}", self.section),
        }
    }
}

impl std::str::FromStr for Position {
    type Err = std::num::ParseIntError;

    fn from_str(text: &str) -> std::result::Result<Position, Self::Err> {
        let (section, at) = text.split_once('.').unwrap_or((text, "0"));
        Ok(Position { section: section.parse()?, at: at.parse()? })
    }
}

/// Some sections of a paper.
pub struct PaperWindow {
    /// The sections; the first or the last may be a part of one.
    pub sections: Vec<SectionRecord>,
    /// Where the paper goes on; `None` at its end.
    pub next: Option<Position>,
}

/// The sections of one paper, read one at a time.
pub struct PaperSections<'s> {
    ids: Vec<SectionId>,
    reader: Box<dyn SectionReader + 's>,
}

impl<'s> PaperSections<'s> {
    /// Those of the paper at `path`, none of which is read yet.
    ///
    /// # Errors
    /// Where they cannot be looked up.
    pub fn of(papers: &'s dyn Papers, path: &str) -> Result<PaperSections<'s>> {
        Ok(PaperSections { ids: papers.sections_at(path)?, reader: papers.section_reader()? })
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.ids.len()
    }

    /// The section with this number.
    ///
    /// # Errors
    /// Where it cannot be read.
    pub fn section(&self, section: usize) -> Result<Option<SectionRecord>> {
        self.ids.get(section).map(|id| self.reader.read_section(*id)).transpose()
    }

    /// The sections from a place on that weigh no more than `most`, as [`section_part::shown_bytes`] tells: at least one, or as much
    /// of it as that.
    pub fn window(&self, from: Position, most: usize) -> Result<PaperWindow> {
        let (mut sections, mut left) = (Vec::new(), most);
        let mut position = from;
        while let Some(section) = self.section(position.section)? {
            let length = section.text.len();
            let at = section.text.floor_char_boundary(position.at);
            let is_first = sections.is_empty();
            let end = section_part::end_within(&section, at, if is_first { most } else { left });
            if end < length && !is_first {
                return Ok(PaperWindow { sections, next: Some(position) });
            }
            left = left.saturating_sub(section_part::shown_bytes(&section, Span::new(at, end)));
            sections.push(if (at, end) == (0, length) {
                section
            } else {
                section.part(Span::new(at, end))
            });
            if end < length {
                position.at = end;
                return Ok(PaperWindow { sections, next: Some(position) });
            }
            position = Position { section: position.section + 1, at: 0 };
        }
        Ok(PaperWindow { sections, next: None })
    }
}

impl PaperRecord {
    /// Whether its sections may be more than one stretch shows: then a link to a place in it names the section.
    pub fn is_long(&self) -> bool {
        // A token and the blank behind it take six bytes on average; a section has a line and a name.
        self.tokens.saturating_mul(6) + u64::from(self.sections + self.lines) * 200
            > WINDOW_BYTES as u64
    }
}
