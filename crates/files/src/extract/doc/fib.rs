//! The file information block (FIB) of an old Word file: where everything else is ([MS-DOC] 2.5).
//! In: the main stream. Out: offsets in the table stream, and the lengths of the parts of the text.
//! The numbers in this file come from the specification.

use super::super::fault::{Fault, ReaderResult};
use super::bytes::{index_at, slice, u16_at};

/// The first two bytes of the main stream (`wIdent`).
const SIGNATURE: u16 = 0xa5ec;
/// The format version of Word 97 (`nFib`); older formats have lower numbers and are not read.
const WORD_97: u16 = 0x00c1;
/// Offset in bytes of the pairs of offset and length (`FibRgFcLcb`).
const PAIRS_OFFSET: usize = 0x9a;
/// Offset in bytes of the lengths of the parts of the text (`ccpText` and those behind it).
const LENGTHS_OFFSET: usize = 0x4c;

/// The file information block.
pub struct Fib<'a> {
    main: &'a [u8],
    /// The name of the table stream in use: `0Table` or `1Table`.
    pub table: &'static str,
    /// Lengths in UTF-16 units of the parts of the text: body, footnotes, headers, macros, comments, endnotes, text
    /// boxes.
    pub lengths: [usize; 7],
}

/// A structure in the table stream. The value is the index (from 0) of its pair of offset and length in the block.
#[derive(Clone, Copy, Debug)]
pub enum Part {
    /// The style sheet.
    Styles = 1,
    /// Where each footnote begins in the text of footnotes, in UTF-16 units.
    Notes = 3,
    /// The list of the formatting pages for characters.
    Characters = 12,
    /// The list of the formatting pages for paragraphs.
    Paragraphs = 13,
    /// The names of fonts.
    Fonts = 15,
    /// The piece table.
    Pieces = 33,
    /// Where each endnote begins in the text of endnotes, in UTF-16 units.
    EndNotes = 47,
    /// List definitions.
    Lists = 73,
    /// Lists, each of which refers to a definition and may override it.
    Overrides = 74,
}

impl<'a> Fib<'a> {
    /// Parses the block at the beginning of the main stream. An error if it is cut short, is not of Word, is older than
    /// Word 97, or says that the file is encrypted.
    pub fn parse(main: &'a [u8]) -> ReaderResult<Fib<'a>> {
        let cut = || Fault::damaged("its file information block is cut short");
        let number = |at| u16_at(main, at).ok_or_else(cut);
        if number(0)? != SIGNATURE {
            return Err(Fault::foreign("is not a Word file although its container says so"));
        }
        let flags = number(0x0a)?;
        if flags & 0x0100 != 0 {
            return Err(Fault::locked());
        }
        if number(2)? < WORD_97 {
            return Err(Fault::foreign("was written by Word 95 or an older one"));
        }
        let table = if flags & 0x0200 != 0 { "1Table" } else { "0Table" };
        let mut lengths = [0; 7];
        for (length, at) in lengths.iter_mut().zip((LENGTHS_OFFSET..).step_by(4)) {
            *length = index_at(main, at).ok_or_else(cut)?;
        }
        Ok(Fib { main, table, lengths })
    }

    /// The bytes of a structure in `table`, the table stream; empty if the file has none or it reaches beyond the end.
    pub fn part<'t>(&self, part: Part, table: &'t [u8]) -> &'t [u8] {
        let (at, length) = self.place(part);
        slice(table, at, length).unwrap_or_default()
    }

    /// Offset and length in bytes of a structure in the table stream; both 0 if the block has no pair for it. The
    /// levels of [`Part::Lists`] stand behind that length.
    pub fn place(&self, part: Part) -> (usize, usize) {
        let at = PAIRS_OFFSET + 8 * part as usize;
        match (index_at(self.main, at), index_at(self.main, at + 4)) {
            (Some(start), Some(length)) => (start, length),
            _ => (0, 0),
        }
    }
}
