//! Word since 2007 (DOCX): a zip container with XML parts.
//! In: the bytes of the file. Out: its blocks and notes in order, without tracked deletions and comments. Page headers
//! and footers are left out: they repeat on every page.

mod body;
mod numbering;
mod styles;

use std::collections::HashMap;

use self::body::Body;
use self::styles::Styles;
use super::archive::Archive;
use super::fault::{Fault, ReaderResult};
use super::list::Numbering;
use super::writing::Writing;
use super::xml::{self, Item, Xml};

/// The usual name of the main part, which holds the text.
pub const MAIN: &str = "word/document.xml";

/// Reads the file in `bytes`. Footnotes and endnotes are numbered together, from 1, in the order in which the text
/// refers to them; a note to which nothing refers is left out. An error if the file is damaged or encrypted, has no
/// main part, or exceeds a limit of `archive` or `xml`.
pub fn parse(bytes: &[u8]) -> ReaderResult<Writing> {
    let mut archive = Archive::open(bytes)?;
    let main = main_part(&mut archive)?;
    let folder = main.rsplit_once('/').map_or("", |(folder, _)| folder).to_owned();
    let mut text = |name: &str| -> ReaderResult<Option<String>> {
        let name = if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") };
        archive.part(&name)?.map(|bytes| xml::text(&bytes, &name)).transpose()
    };
    let styles = match text("styles.xml")? {
        Some(text) => Styles::parse(&text)?,
        None => Styles::default(),
    };
    let numbering = match text("numbering.xml")? {
        Some(text) => numbering::parse_numbering(&text, &styles)?,
        None => Numbering::default(),
    };
    let mut notes = HashMap::new();
    for (part, name) in [("footnotes.xml", "footnote"), ("endnotes.xml", "endnote")] {
        if let Some(text) = text(part)? {
            let mut body = Body::new(&text, part, &styles, &numbering);
            while let Some((id, blocks)) = body.note(name)? {
                notes.insert((name, id), blocks);
            }
        }
    }
    let part = main.rsplit('/').next().unwrap_or(&main);
    let Some(document) = text(part)? else { return Err(Fault::damaged("has no main part")) };
    let mut body = Body::new(&document, part, &styles, &numbering);
    let blocks = body.document()?;
    let mut numbered_notes = Vec::new();
    for (index, reference) in body.note_references.iter().enumerate() {
        if let Some(blocks) = notes.remove(reference) {
            numbered_notes.push(((index + 1).to_string(), blocks));
        }
    }
    Ok(Writing { blocks, notes: numbered_notes, ..Writing::default() })
}

/// The name of the main part. A few programs use another name than [`MAIN`] and give it in `_rels/.rels`.
fn main_part(archive: &mut Archive<'_>) -> ReaderResult<String> {
    if archive.holds(MAIN) {
        return Ok(MAIN.to_owned());
    }
    let Some(bytes) = archive.part("_rels/.rels")? else {
        return Err(Fault::damaged("has no main part"));
    };
    let text = xml::text(&bytes, "_rels/.rels")?;
    let mut xml = Xml::new(&text, "_rels/.rels");
    loop {
        match xml.next()? {
            Item::Open(element) if element.name == "Relationship" => {
                let is_main =
                    element.get("Type").is_some_and(|kind| kind.ends_with("/officeDocument"));
                if let Some(target) = element.get("Target").filter(|_| is_main) {
                    return Ok(target.trim_start_matches('/').to_owned());
                }
            }
            Item::End => return Err(Fault::damaged("has no main part")),
            _ => {}
        }
    }
}
