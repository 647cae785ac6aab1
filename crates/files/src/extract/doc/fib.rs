//! The file information block: where in an old Word file everything is ([MS-DOC] 2.5).
//! In: the main stream. Out: places in the table stream and lengths of the parts of the text.

use super::super::fault::{Fault, Read};
use super::bytes::{index_at, slice, u16_at};

/// What the first bytes of the main stream are.
const SIGNATURE: u16 = 0xa5ec;
/// Files before Word 97 have a lower number.
const WORD_97: u16 = 0x00c1;
/// Where the pairs of place and length begin, in bytes.
const PAIRS: usize = 0x9a;

/// What the block tells.
pub struct Fib<'a> {
    main: &'a [u8],
    /// Which of the two table streams is in use.
    pub table: &'static str,
    /// How many characters the parts of the text have: body, notes, heads, macros, remarks, end
    /// notes, boxes.
    pub lengths: [usize; 7],
}

/// What the pairs are for; their numbers in the block.
#[derive(Clone, Copy, Debug)]
pub enum Part {
    /// The style sheet.
    Styles = 1,
    /// Where notes begin, in their own text.
    Notes = 3,
    /// Pages of the looks of characters.
    Characters = 12,
    /// Pages of the looks of paragraphs.
    Paragraphs = 13,
    /// The names of fonts.
    Fonts = 15,
    /// The piece table.
    Pieces = 33,
    /// Where end notes begin.
    EndNotes = 47,
    /// How lists are numbered.
    Lists = 73,
    /// Which lists there are.
    Overrides = 74,
}

impl<'a> Fib<'a> {
    /// Reads the block at the beginning of the main stream.
    pub fn read(main: &'a [u8]) -> Read<Fib<'a>> {
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
        for (length, at) in lengths.iter_mut().zip((0x4c..).step_by(4)) {
            *length = index_at(main, at).ok_or_else(cut)?;
        }
        Ok(Fib { main, table, lengths })
    }

    /// The bytes of a part in the table stream; empty where the file has none.
    pub fn part<'t>(&self, part: Part, table: &'t [u8]) -> &'t [u8] {
        let (at, length) = self.place(part);
        slice(table, at, length).unwrap_or_default()
    }

    /// Where a part stands in the table stream, and its length; some go on behind it.
    pub fn place(&self, part: Part) -> (usize, usize) {
        let at = PAIRS + 8 * part as usize;
        match (index_at(self.main, at), index_at(self.main, at + 4)) {
            (Some(start), Some(length)) => (start, length),
            _ => (0, 0),
        }
    }
}
