//! Which reader reads which format.
//! In: bytes and their format. Out: the text. Plain text alone is read elsewhere.

use vankien_papers::Provenance;
use vankien_papers::document::LineKind;
use vankien_papers::provenance::Format as Source;
use vankien_system::budget::Budgets;

use super::archive::Archive;
use super::fault::{Fault, Read};
use super::sniff::Format;
use super::writing::{Writing, lay_out};
use super::{doc, docx, html, mail, odt, pdf, rtf};
use crate::extracted::{Extracted, Paging};

/// Reads a format that is not plain text.
pub fn read_format(format: Format, bytes: Vec<u8>, budgets: &Budgets) -> Read<Extracted> {
    match format {
        Format::Zip => {
            let archive = Archive::open(&bytes)?;
            if archive.holds(odt::KIND) && archive.holds("content.xml") {
                return Ok(written(Provenance::of(Source::Odt), &odt::read(&bytes)?));
            }
            if archive.holds(docx::MAIN) || archive.holds("[Content_Types].xml") {
                return Ok(written(Provenance::of(Source::Docx), &docx::read(&bytes)?));
            }
            Err(Fault::new(
                "is a zip archive, but neither DOCX nor ODT",
                "if it holds papers, unpack it or let its name end in .zip",
            ))
        }
        Format::Ole => Ok(written(Provenance::of(Source::Doc), &doc::read(&bytes)?)),
        Format::Pdf => pdf::read(bytes, budgets),
        Format::Html => {
            let (writing, encodings) = html::read(&bytes);
            Ok(written(Provenance::encoded(Source::Html, encodings), &writing))
        }
        Format::Mail => mail::read(&bytes),
        Format::Rtf => Ok(written(Provenance::of(Source::Rtf), &rtf::read(&bytes)?)),
        Format::Plain => Err(Fault::foreign("is plain text, which is read elsewhere")),
    }
}

/// The text of what a word processor wrote.
fn written(provenance: Provenance, writing: &Writing) -> Extracted {
    let laid = lay_out(writing);
    Extracted {
        text: laid.text,
        page_starts: laid.page_starts,
        provenance: Provenance { fonts: laid.encodings, ..provenance },
        lines: LineKind::Paragraph,
        paging: Paging::Flowing,
        ..Extracted::default()
    }
}
