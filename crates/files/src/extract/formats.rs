//! Which reader reads which format.
//! In: bytes and their format. Out: the text. Plain text alone is read elsewhere.

use vankien_papers::document::LineKind;
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
                return Ok(written("odt", &odt::read(&bytes)?));
            }
            if archive.holds(docx::MAIN) || archive.holds("[Content_Types].xml") {
                return Ok(written("docx", &docx::read(&bytes)?));
            }
            Err(Fault::new(
                "is a zip archive, but neither DOCX nor ODT",
                "if it holds papers, unpack it or let its name end in .zip",
            ))
        }
        Format::Ole => Ok(written("doc", &doc::read(&bytes)?)),
        Format::Pdf => pdf::read(bytes, budgets),
        Format::Html => {
            let (writing, encoding) = html::read(&bytes);
            Ok(written(&format!("html, {encoding}"), &writing))
        }
        Format::Mail => mail::read(&bytes),
        Format::Rtf => Ok(written("rtf", &rtf::read(&bytes)?)),
        Format::Plain => Err(Fault::foreign("is plain text, which is read elsewhere")),
    }
}

/// The text of what a word processor wrote.
fn written(name: &str, writing: &Writing) -> Extracted {
    let laid = lay_out(writing);
    let fonts: Vec<&str> = laid.encodings.iter().map(|encoding| encoding.name()).collect();
    let obtained = match fonts.is_empty() {
        true => name.to_owned(),
        false => format!("{name}, fonts in {}", fonts.join(" and ")),
    };
    Extracted {
        text: laid.text,
        page_starts: laid.page_starts,
        obtained,
        lines: LineKind::Paragraph,
        paging: Paging::Flowing,
        ..Extracted::default()
    }
}
