//! Calls the reader of a format.
//! In: bytes and their format. Out: the text. Plain text does not come here: `plain` reads it.

use vankien_papers::Provenance;
use vankien_papers::document::LineKind;
use vankien_papers::provenance::Format as Source;
use vankien_system::budget::Budgets;

use super::archive::Archive;
use super::fault::{Fault, ReaderResult};
use super::sniff::Format;
use super::writing::{Writing, lay_out};
use super::{doc, docx, html, mail, odt, pdf, rtf};
use crate::extracted::{Extracted, Paging};

/// Extracts the text of a file that is not plain text. For a zip container its parts tell ODT from DOCX. `budgets`
/// limit the work on a PDF only; the caller cuts the text of all formats ([`Extracted::cut`]). An error for plain text,
/// for a zip container that is neither ODT nor DOCX, and for files that their reader refuses.
pub fn read_format(format: Format, bytes: Vec<u8>, budgets: &Budgets) -> ReaderResult<Extracted> {
    match format {
        Format::Zip => {
            let archive = Archive::open(&bytes)?;
            if archive.holds(odt::KIND) && archive.holds("content.xml") {
                return Ok(written(Provenance::of(Source::Odt), &odt::parse(&bytes)?));
            }
            if archive.holds(docx::MAIN) || archive.holds("[Content_Types].xml") {
                return Ok(written(Provenance::of(Source::Docx), &docx::parse(&bytes)?));
            }
            Err(Fault::new(
                "is a zip archive, but neither DOCX nor ODT",
                "if it holds papers, unpack it or let its name end in .zip",
            ))
        }
        Format::Ole => Ok(written(Provenance::of(Source::Doc), &doc::parse(&bytes)?)),
        Format::Pdf => pdf::parse(bytes, budgets),
        Format::Html => {
            let (writing, encodings) = html::parse(&bytes);
            Ok(written(Provenance::encoded(Source::Html, encodings), &writing))
        }
        Format::Mail => mail::parse(&bytes),
        Format::Rtf => Ok(written(Provenance::of(Source::Rtf), &rtf::parse(&bytes)?)),
        Format::Plain => Err(Fault::foreign("is plain text, which is read elsewhere")),
    }
}

/// The text of paragraphs and tables, laid out as lines.
fn written(provenance: Provenance, writing: &Writing) -> Extracted {
    let laid = lay_out(writing);
    Extracted {
        text: laid.text,
        page_starts: laid.page_starts,
        outside_lines: laid.outside_lines,
        provenance: Provenance { fonts: laid.encodings, ..provenance },
        lines: LineKind::Paragraph,
        paging: Paging::Flowing,
        ..Extracted::default()
    }
}
