//! The encoding of a web page: its mark, what it says of itself, what makes Vietnamese of it.
//! In: bytes. Out: text and its encodings.

use vankien_papers::provenance::TextEncoding;
use vankien_text::Encoding;
use vankien_text::encoding::{as_windows_1252, decode_known};

use super::super::encoding;

/// So far into a page it must say its encoding.
const HEAD: usize = 4096;

/// The text of a page and its encodings; the encoding is `told` from outside, or by the page itself.
pub fn text(bytes: &[u8], told: Option<&str>) -> (String, Vec<TextEncoding>) {
    let of_page = || charset(&bytes[..bytes.len().min(HEAD)]);
    text_as(bytes, told.map(str::to_owned).or_else(of_page).as_deref())
}

/// The text of `bytes` and their encodings; they are `told` to be in one.
pub fn text_as(bytes: &[u8], told: Option<&str>) -> (String, Vec<TextEncoding>) {
    let named = |text: String, encoding| (text, vec![encoding]);
    let wide = |bytes: &[u8], unit: fn([u8; 2]) -> u16| {
        let (pairs, _) = bytes.as_chunks::<2>();
        let units: Vec<u16> = pairs.iter().map(|pair| unit(*pair)).collect();
        String::from_utf16_lossy(&units)
    };
    match bytes {
        [0xff, 0xfe, rest @ ..] => {
            return named(wide(rest, u16::from_le_bytes), TextEncoding::Utf16Le);
        }
        [0xfe, 0xff, rest @ ..] => {
            return named(wide(rest, u16::from_be_bytes), TextEncoding::Utf16Be);
        }
        _ => {}
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    if let Ok(text) = simdutf8::basic::from_utf8(bytes) {
        return named(text.to_owned(), TextEncoding::UTF8);
    }
    let decode = |encoding: Encoding| {
        let lines = as_windows_1252(bytes);
        let lines = lines.split_inclusive('\n').map(|line| decode_known(line, encoding, false));
        named(lines.collect(), TextEncoding::Known(encoding))
    };
    match told {
        Some("windows-1258" | "cp1258" | "x-cp1258") => decode(Encoding::Windows1258),
        Some("viscii" | "x-viet-viscii") => decode(Encoding::Viscii),
        Some("x-viet-vps") => decode(Encoding::Vps),
        Some("x-viet-tcvn5712" | "tcvn" | "tcvn-5712") => decode(Encoding::Tcvn3),
        // What a page without an encoding or with a wrong one is, its letters tell; where its fonts
        // do, they are read run by run.
        _ => encoding::read(bytes)
            .unwrap_or_else(|| named(as_windows_1252(bytes), TextEncoding::Windows1252)),
    }
}

/// The encoding that the head of a page names, in small letters.
fn charset(head: &[u8]) -> Option<String> {
    let head = head.to_ascii_lowercase();
    let at = memchr::memmem::find(&head, b"charset")?;
    let rest = &head[at + b"charset".len()..];
    let start = rest.iter().position(|byte| !b" =\"'".contains(byte))?;
    let name = rest[start..]
        .iter()
        .take_while(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(byte));
    String::from_utf8(name.copied().collect()).ok().filter(|name| !name.is_empty())
}
