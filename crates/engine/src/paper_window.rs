//! Reads a paper section by section and gives a window of it, so that of a long paper no more is in memory than the
//! sections of the window and the one behind it. A section is always read whole, even if the window shows a part of it.
//! In: an open store, a paper, a position. Out: sections in order, the first perhaps cut, and the next position. Never
//! runs a stage of ingest, never reads the file of the paper.

use vankien_text::span::Span;

use crate::engine::{Papers, SectionReader};
use crate::error::Result;
use crate::record::{PaperRecord, SectionRecord};
use crate::section::SectionId;
use crate::section_part::{self, WINDOW_BYTES};

/// A position in a paper: a section, and a byte of its text. Written `2.300`, or `2` for the start of a section.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// The index of the section, from 0.
    pub section: usize,
    /// The byte of its text, from 0.
    pub at: usize,
}

impl Position {
    /// The position packed into one number, for cursors: the byte takes the 32 lowest bits, the section those above.
    pub fn number(self) -> usize {
        self.section << 32 | self.at
    }

    /// Where a window should begin that is to show byte `at` of a section: at the start of the section if `at` lies in
    /// its first bytes, a quarter of [`WINDOW_BYTES`]; else a sixteenth of it before `at`. These are bytes of text.
    /// Where citations or edits stand so close that the text before `at` fills a window with them, the window ends
    /// before `at`.
    pub fn to_show(section: &SectionRecord, at: usize) -> Position {
        let at = if at < WINDOW_BYTES / 4 {
            0
        } else {
            section.text.floor_char_boundary(at - WINDOW_BYTES / 16)
        };
        Position { section: section.ordinal as usize, at }
    }

    /// The position that [`Position::number`] packed.
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

/// Adjacent sections of a paper.
pub struct PaperWindow {
    /// The sections, in order. Only the first may be cut: at its start if the window begins inside it, at its end if it
    /// alone is too long. A section behind it that does not fit is left to the next window, unless it has one character
    /// or none.
    pub sections: Vec<SectionRecord>,
    /// The position where the next window begins; `None` if this window reaches the end of the paper.
    pub next: Option<Position>,
}

/// The sections of one paper, read one at a time.
pub struct PaperSections<'s> {
    ids: Vec<SectionId>,
    reader: Box<dyn SectionReader + 's>,
}

impl<'s> PaperSections<'s> {
    /// The sections of the paper at `path`, none if there is no such paper or it is a duplicate. Reads none of them
    /// yet.
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

    /// The section at this index, from 0; `None` behind the last one.
    ///
    /// # Errors
    /// Where it cannot be read.
    pub fn section(&self, section: usize) -> Result<Option<SectionRecord>> {
        self.ids.get(section).map(|id| self.reader.read_section(*id)).transpose()
    }

    /// The window from a position on that takes at most `most` bytes to show, as [`section_part::shown_bytes`]
    /// estimates. It holds at least one character, even if that takes more, unless the position lies at the end of its
    /// section or behind. Sections of one character or none behind the others are taken even if they do not fit.
    ///
    /// # Errors
    /// Where a section cannot be read.
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
    /// Whether the paper may be too long for one window of [`WINDOW_BYTES`], estimated by its tokens, lines and
    /// sections. Citations and edits are not counted, so that a paper with very many of them may be too long all the
    /// same. A link to a place in a long paper must name the section.
    pub fn is_long(&self) -> bool {
        /// Estimated bytes of a token with the blank behind it. A judgement, not measured; too much is harmless.
        const TOKEN_BYTES: u64 = 6;
        /// Estimated bytes that a section or line adds to what is shown. A judgement, not measured.
        const LINE_OR_SECTION_BYTES: u64 = 200;
        let text_bytes = self.tokens.saturating_mul(TOKEN_BYTES);
        text_bytes + u64::from(self.sections + self.lines) * LINE_OR_SECTION_BYTES
            > WINDOW_BYTES as u64
    }
}
