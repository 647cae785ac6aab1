//! The format of a file, by its first bytes and its file extension; which of them counts first, [`sniff()`] tells.
//! In: the name and the bytes of a file. Out: its format, or `None` for a format that is not read.

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

/// Only the first 1,024 bytes of a file are looked at. The PDF specification lets the `%PDF-` header stand within them.
pub const PROBE_BYTES: usize = 1024;

/// Extensions of files that are read, in small letters, without the dot.
const EXTENSIONS: [&str; 15] = [
    "txt", "md", "markdown", "text", "pdf", "docx", "doc", "odt", "rtf", "htm", "html", "xhtml",
    "eml", "mht", "mhtml",
];

/// Whether the file extension, in capitals or not, is one of a format that is read. The file is not opened.
pub fn has_known_extension(path: &Path) -> bool {
    EXTENSIONS.contains(&extension(path).as_str())
}

/// The first [`PROBE_BYTES`] bytes of a file; `None` if it cannot be read.
pub fn first_bytes(path: &Path) -> Option<Vec<u8>> {
    let mut head = Vec::with_capacity(PROBE_BYTES);
    File::open(path).ok()?.take(PROBE_BYTES as u64).read_to_end(&mut head).ok()?;
    Some(head)
}

/// The file extension in small letters, without its dot; empty if there is none.
pub fn extension(path: &Path) -> String {
    let extension = path.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
    extension.to_ascii_lowercase()
}

/// Whether the name of a file says that it holds Markdown.
pub fn is_markdown(path: &Path) -> bool {
    ["md", "markdown"].contains(&extension(path).as_str())
}

/// The format of `bytes`, of the file at `path`; `None` for one that is not read. The signatures of ZIP, old Office,
/// PDF and RTF at the beginning count before the extension. The extension of plain text counts before signs of web
/// pages and mails, which a plain text may quote. For these two either the extension or the signs suffice, but `%PDF-`
/// anywhere in the first [`PROBE_BYTES`] bytes counts before both.
pub fn sniff(path: &Path, bytes: &[u8]) -> Option<Format> {
    let head = &bytes[..bytes.len().min(PROBE_BYTES)];
    let text = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start();
    let extension = extension(path);
    let has_extension = |extensions: &[&str]| extensions.contains(&extension.as_str());
    let format = match head {
        [b'P', b'K', 3 | 5, 4 | 6, ..] => Format::Zip,
        [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, ..] => Format::Ole,
        _ if text.starts_with(b"%PDF-") => Format::Pdf,
        _ if text.starts_with(b"{\\rtf") => Format::Rtf,
        _ if has_extension(&["txt", "md", "markdown", "text"]) => Format::Plain,
        _ if memchr::memmem::find(head, b"%PDF-").is_some() => Format::Pdf,
        _ if has_extension(&["eml", "mht", "mhtml"]) || is_mail(text) => Format::Mail,
        _ if has_extension(&["htm", "html", "xhtml"]) || is_page(text) => Format::Html,
        _ => return None,
    };
    Some(format)
}

/// Whether the text begins as a web page does. Word saves such pages under `.doc`.
fn is_page(text: &[u8]) -> bool {
    let opens = |tag: &[u8]| text.len() >= tag.len() && text[..tag.len()].eq_ignore_ascii_case(tag);
    let is_xml = opens(b"<?xml") && memchr::memmem::find(text, b"<html").is_some();
    opens(b"<!doctype html") || opens(b"<html") || is_xml
}

/// Names of header lines by which a mail is recognised, in small letters.
const MAIL_HEADERS: [&str; 10] = [
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

/// Whether the text begins as a mail does: its first line and another one before the first empty line are known mail
/// headers. Word saves web pages in this form under `.doc`.
fn is_mail(text: &[u8]) -> bool {
    let is_header = |line: &[u8]| {
        let Some(colon) = memchr::memchr(b':', line) else { return false };
        let name = line[..colon].to_ascii_lowercase();
        MAIL_HEADERS.iter().any(|header| header.as_bytes() == name)
    };
    let lines = text.split(|byte| *byte == b'\n').take_while(|line| !line.trim_ascii().is_empty());
    // Lines that begin with a blank continue the header before them.
    let mut lines = lines.filter(|line| !line.starts_with(b" ") && !line.starts_with(b"\t"));
    lines.next().is_some_and(is_header) && lines.any(is_header)
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
