//! Word 97 to 2003 (DOC): a container of streams; a piece table says which bytes are text; formatting stands on pages
//! of 512 bytes.
//! In: the bytes of the file. Out: its blocks and notes in order, after the specification [MS-DOC].
//! Page headers and footers and comments are left out; text boxes follow the body.

mod bytes;
mod fib;
mod formatting;
mod lists;
mod pieces;
mod styles;
mod text;

use std::io::{Cursor, Read as _};

use self::bytes::plc;
use self::fib::{Fib, Part};
use self::pieces::PlacedChar;
use self::styles::Styles;
use self::text::{Formatting, TextReader};
use super::fault::{Fault, ReaderResult};
use super::writing::{Block, Writing};

/// Reads the file in `bytes`. An error if it is encrypted, damaged, not of Word, or older than Word 97.
pub fn parse(bytes: &[u8]) -> ReaderResult<Writing> {
    let damaged =
        |error: std::io::Error| Fault::damaged(format!("its container is damaged ({error})"));
    let mut container = cfb::CompoundFile::open(Cursor::new(bytes)).map_err(damaged)?;
    if container.is_stream("/EncryptedPackage") {
        return Err(Fault::locked());
    }
    if !container.is_stream("/WordDocument") {
        return Err(Fault::foreign("is an old Office file, but not of Word"));
    }
    let limit = bytes.len() as u64;
    let mut stream = |name: &str| -> ReaderResult<Vec<u8>> {
        let mut content = Vec::new();
        let stream = container.open_stream(name).map_err(damaged)?;
        stream.take(limit).read_to_end(&mut content).map_err(damaged)?;
        Ok(content)
    };
    let main = stream("/WordDocument")?;
    let fib = Fib::parse(&main)?;
    let table = stream(fib.table)?;
    let characters = pieces::characters(fib.part(Part::Pieces, &table), &main)?;
    let formatting = Formatting {
        characters: formatting::characters(fib.part(Part::Characters, &table), &main),
        paragraphs: formatting::paragraphs(fib.part(Part::Paragraphs, &table), &main),
        styles: Styles::parse(fib.part(Part::Styles, &table)),
        fonts: styles::parse_fonts(fib.part(Part::Fonts, &table)),
        numbering: lists::parse_numbering(&fib, &table),
    };
    Ok(writing(&fib, &table, &characters, &formatting))
}

/// The body, the text boxes and the notes, which are parts of one sequence of characters. Notes without text and empty
/// paragraphs of text boxes are left out. Notes are numbered from 1; endnotes count on from the footnotes.
fn writing(
    fib: &Fib<'_>,
    table: &[u8],
    characters: &[PlacedChar],
    formatting: &Formatting,
) -> Writing {
    let part = |number: usize| -> &[PlacedChar] {
        let start: usize =
            fib.lengths[..number].iter().fold(0, |sum, one| sum.saturating_add(*one));
        let start = start.min(characters.len());
        let end = start.saturating_add(fib.lengths[number]).min(characters.len());
        &characters[start..end]
    };
    // Indexes into `Fib::lengths`.
    const BODY: usize = 0;
    const NOTES: usize = 1;
    const END_NOTES: usize = 5;
    const BOXES: usize = 6;
    let mut text = TextReader::new(formatting);
    let mut blocks = text.blocks(part(BODY));
    blocks.extend(text.blocks(part(BOXES)).into_iter().filter(holds_text));
    let mut notes = Vec::new();
    for (kind, places) in [(NOTES, Part::Notes), (END_NOTES, Part::EndNotes)] {
        let whole = part(kind);
        for (start, end, _) in plc(fib.part(places, table), 0) {
            let Some(note) = whole.get(start as usize..end as usize) else { continue };
            let note = text.blocks(note);
            if note.iter().any(holds_text) {
                notes.push(((notes.len() + 1).to_string(), note));
            }
        }
    }
    Writing { blocks, notes, ..Writing::default() }
}

fn holds_text(block: &Block) -> bool {
    match block {
        Block::Paragraph(runs) => runs.iter().any(|run| !run.text.trim().is_empty()),
        Block::Table(_) => true,
    }
}
