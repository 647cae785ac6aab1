//! The encoding of a web page: that of its byte order mark, else UTF-8 if the bytes are valid, else the Vietnamese
//! encoding that the page or the mail around it declares, else the one that makes Vietnamese of the bytes.
//! In: bytes. Out: text and its encodings. Never fails: bytes that nothing explains are read as Windows-1252.

use vankien_papers::provenance::TextEncoding;
use vankien_text::Encoding;
use vankien_text::encoding::{as_windows_1252, decode_known};

use super::super::encoding;

/// The declared encoding of a page is looked for in its first 4,096 bytes. HTML asks for the first 1,024; old pages put
/// it later. A judgement, not measured.
const CHARSET_PROBE_BYTES: usize = 4096;

/// The text of a page and its encodings. `declared` is the encoding that a mail names for it, in small letters; without
/// one the page is searched for its own declaration.
pub fn decode_page(bytes: &[u8], declared: Option<&str>) -> (String, Vec<TextEncoding>) {
    let own = || declared_charset(&bytes[..bytes.len().min(CHARSET_PROBE_BYTES)]);
    decode_as(bytes, declared.map(str::to_owned).or_else(own).as_deref())
}

/// The text of `bytes` and its encodings. `declared` (in small letters) counts only if the bytes are not UTF-8, do not
/// begin with the byte order mark of UTF-16, and it is one of the Vietnamese encodings below.
pub fn decode_as(bytes: &[u8], declared: Option<&str>) -> (String, Vec<TextEncoding>) {
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
    match declared {
        Some("windows-1258" | "cp1258" | "x-cp1258") => decode(Encoding::Windows1258),
        Some("viscii" | "x-viet-viscii") => decode(Encoding::Viscii),
        Some("x-viet-vps") => decode(Encoding::Vps),
        Some("x-viet-tcvn5712" | "tcvn" | "tcvn-5712") => decode(Encoding::Tcvn3),
        // Without a declared Vietnamese encoding the letters decide. Text in old fonts is decoded later, run by run.
        _ => encoding::decode_vietnamese(bytes)
            .unwrap_or_else(|| named(as_windows_1252(bytes), TextEncoding::Windows1252)),
    }
}

/// The encoding that the beginning of a page declares, in small letters; `None` if it declares none.
fn declared_charset(head: &[u8]) -> Option<String> {
    let head = head.to_ascii_lowercase();
    let at = memchr::memmem::find(&head, b"charset")?;
    let rest = &head[at + b"charset".len()..];
    let start = rest.iter().position(|byte| !b" =\"'".contains(byte))?;
    let name = rest[start..]
        .iter()
        .take_while(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(byte));
    String::from_utf8(name.copied().collect()).ok().filter(|name| !name.is_empty())
}
