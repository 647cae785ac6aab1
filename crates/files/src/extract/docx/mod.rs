//! Word since 2007 (DOCX): a zip archive with XML parts.
//! In: the bytes of the file. Out: its blocks and notes in order, tracked deletions left out.
//! Headers and footers are no part of the text: they stand on every page and say nothing of their own.

mod body;
mod numbering;
mod styles;

use std::collections::HashMap;

use self::body::Body;
use self::styles::Styles;
use super::archive::Archive;
use super::fault::{Fault, Read};
use super::list::Numbering;
use super::writing::{Block, Writing};
use super::xml::{self, Item, Xml};

/// The main part of a usual file.
pub const MAIN: &str = "word/document.xml";

/// Reads the file in `bytes`.
pub fn read(bytes: &[u8]) -> Read<Writing> {
    let mut archive = Archive::open(bytes)?;
    let main = main_part(&mut archive)?;
    let folder = main.rsplit_once('/').map_or("", |(folder, _)| folder).to_owned();
    let mut text = |name: &str| -> Read<Option<String>> {
        let name = if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") };
        archive.part(&name)?.map(|bytes| xml::text(&bytes, &name)).transpose()
    };
    let styles =
        text("styles.xml")?.map(|text| Styles::read(&text)).transpose()?.unwrap_or_default();
    let numbering = text("numbering.xml")?.map(|text| numbering::read(&text, &styles));
    let numbering = numbering.transpose()?.unwrap_or_default();
    let mut notes = HashMap::new();
    for (part, name) in [("footnotes.xml", "footnote"), ("endnotes.xml", "endnote")] {
        if let Some(text) = text(part)? {
            read_notes(&text, name, &styles, &numbering, &mut notes)?;
        }
    }
    let document = main.rsplit('/').next().unwrap_or(&main);
    let Some(document) = text(document)? else { return Err(Fault::damaged("has no main part")) };
    let mut body = Body::new(&document, &styles, &numbering);
    let blocks = body.document()?;
    let mut found = Vec::new();
    for (at, id) in body.noted.iter().enumerate() {
        if let Some(blocks) = notes.remove(id) {
            found.push(((at + 1).to_string(), blocks));
        }
    }
    Ok(Writing { blocks, notes: found })
}

/// The name of the main part; a few programs call it otherwise and say so.
fn main_part(archive: &mut Archive<'_>) -> Read<String> {
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

/// The notes of a part by kind and number; those that draw the rule hold no text.
fn read_notes(
    text: &str,
    name: &'static str,
    styles: &Styles,
    numbering: &Numbering,
    notes: &mut HashMap<(&'static str, String), Vec<Block>>,
) -> Read<()> {
    let mut body = Body::new(text, styles, numbering);
    while let Some((id, blocks)) = body.note(name)? {
        notes.insert((name, id), blocks);
    }
    Ok(())
}
