//! What a file is, told by its first bytes; its ending counts only where these say nothing.
//! In: the name and the bytes of a file. Out: its format, or `None` for one that is not read.

use std::fs::File;
use std::io::Read as _;
use std::path::Path;

/// A format that is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Plain text.
    Plain,
    /// Word since 2007, OpenDocument, or another zip archive.
    Zip,
    /// Word before 2007, or another file of that container.
    Ole,
    /// The Portable Document Format.
    Pdf,
    /// The Rich Text Format.
    Rtf,
    /// A web page.
    Html,
    /// A mail, or a web page saved as one.
    Mail,
}

/// So far into a file its head may begin.
pub const HEAD: usize = 1024;

/// Endings of files that are read.
const ENDINGS: [&str; 15] = [
    "txt", "md", "markdown", "text", "pdf", "docx", "doc", "odt", "rtf", "htm", "html", "xhtml",
    "eml", "mht", "mhtml",
];

/// Whether the name of a file ends as those that are read do.
pub fn is_known(path: &Path) -> bool {
    ENDINGS.contains(&ending(path).as_str())
}

/// The first bytes of a file; `None` where it cannot be read.
pub fn head(path: &Path) -> Option<Vec<u8>> {
    let mut head = Vec::with_capacity(HEAD);
    File::open(path).ok()?.take(HEAD as u64).read_to_end(&mut head).ok()?;
    Some(head)
}

/// The ending of a name in small letters.
pub fn ending(path: &Path) -> String {
    let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
    ending.to_ascii_lowercase()
}

/// Whether the name of a file says that it holds Markdown.
pub fn is_markdown(path: &Path) -> bool {
    ["md", "markdown"].contains(&ending(path).as_str())
}

/// The format of `bytes`.
pub fn sniff(path: &Path, bytes: &[u8]) -> Option<Format> {
    let head = &bytes[..bytes.len().min(HEAD)];
    let text = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start();
    let ending = ending(path);
    let plain = ["txt", "text"].contains(&ending.as_str()) || is_markdown(path);
    let format = match head {
        [b'P', b'K', 3 | 5, 4 | 6, ..] => Format::Zip,
        [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, ..] => Format::Ole,
        _ if text.starts_with(b"%PDF-") => Format::Pdf,
        _ if text.starts_with(b"{\\rtf") => Format::Rtf,
        _ if plain => Format::Plain,
        _ if memchr::memmem::find(head, b"%PDF-").is_some() => Format::Pdf,
        _ if ["eml", "mht", "mhtml"].contains(&ending.as_str()) || is_mail(text) => Format::Mail,
        _ if ["htm", "html", "xhtml"].contains(&ending.as_str()) || is_page(text) => Format::Html,
        _ => return None,
    };
    Some(format)
}

/// Whether text opens as a web page does; Word saves such pages under `.doc`.
fn is_page(text: &[u8]) -> bool {
    let opens = |tag: &[u8]| text.len() >= tag.len() && text[..tag.len()].eq_ignore_ascii_case(tag);
    let is_xml = opens(b"<?xml") && memchr::memmem::find(text, b"<html").is_some();
    opens(b"<!doctype html") || opens(b"<html") || is_xml
}

/// Names with which the heads of a mail begin.
const HEADS: [&str; 10] = [
    "mime-version",
    "from",
    "to",
    "date",
    "subject",
    "received",
    "return-path",
    "message-id",
    "delivered-to",
    "content-type",
];

/// Whether text opens as a mail does: with two heads at least. Word saves such pages under `.doc`.
fn is_mail(text: &[u8]) -> bool {
    let name = |line: &[u8]| {
        let end = memchr::memchr(b':', line)?;
        Some(line[..end].to_ascii_lowercase())
    };
    // A head may go on in lines that begin with a blank.
    let lines = text.split(|byte| *byte == b'\n').take_while(|line| !line.trim_ascii().is_empty());
    let mut lines = lines.filter(|line| !line.starts_with(b" ") && !line.starts_with(b"\t"));
    let is_head = |line: &[u8]| {
        name(line).is_some_and(|name| HEADS.iter().any(|head| head.as_bytes() == name))
    };
    lines.next().is_some_and(is_head) && lines.any(is_head)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bytes_tell_more_than_the_name() {
        let told = |name: &str, bytes: &[u8]| sniff(Path::new(name), bytes);
        assert_eq!(told("a.doc", b"{\\rtf1 a}"), Some(Format::Rtf));
        assert_eq!(told("a.doc", b"\n<HTML><body>"), Some(Format::Html));
        assert_eq!(told("a.doc", b"MIME-Version: 1.0\r\nContent-Type: x"), Some(Format::Mail));
        assert_eq!(told("a.eml", b"X-Any: thing"), Some(Format::Mail));
        assert_eq!(told("a", b"Subject: one head alone\n\nTo: b"), None);
        assert_eq!(told("a.txt", b"From: a\nTo: b\n"), Some(Format::Plain));
        assert_eq!(told("a.txt", b"%PDF-1.4"), Some(Format::Pdf));
        assert_eq!(told("a.txt", b"<html>"), Some(Format::Plain));
        assert_eq!(told("a.txt", b""), Some(Format::Plain));
        assert_eq!(told("a.xyz", b"abc"), None);
    }
}
