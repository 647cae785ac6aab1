//! OpenDocument text (ODT): a zip container with XML parts.
//! In: the bytes of the file. Out: its blocks and notes in order. Tracked deletions, comments, page headers and
//! footers are left out.

mod body;
mod styles;

use self::body::Body;
use self::styles::Styles;
use super::archive::Archive;
use super::fault::{Fault, ReaderResult};
use super::writing::Writing;
use super::xml;

/// The name of the part that says what kind of document the container is.
pub const KIND: &str = "mimetype";

/// Reads the file in `bytes`. An error if it is encrypted or damaged, or has no `content.xml`.
pub fn parse(bytes: &[u8]) -> ReaderResult<Writing> {
    let mut archive = Archive::open(bytes)?;
    if let Some(manifest) = archive.part("META-INF/manifest.xml")?
        && memchr::memmem::find(&manifest, b"encryption-data").is_some()
    {
        return Err(Fault::locked());
    }
    let mut styles = Styles::default();
    if let Some(part) = archive.part("styles.xml")? {
        styles.add(&xml::text(&part, "styles.xml")?, "styles.xml")?;
    }
    let Some(content) = archive.part("content.xml")? else {
        return Err(Fault::damaged("has no part content.xml"));
    };
    let content = xml::text(&content, "content.xml")?;
    styles.add(&content, "content.xml")?;
    let mut body = Body::new(&content, &styles);
    let blocks = body.document()?;
    Ok(Writing { blocks, notes: body.notes, ..Writing::default() })
}
