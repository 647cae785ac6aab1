//! Mail (EML), and web pages saved in the format of a mail (MHTML).
//! In: the bytes of the file. Out: lines for sender, date and subject; the text; the names of the attachments. Where a
//! mail has its text both plain and as HTML, the plain text is taken. Attachments are not read, nor are pictures, sound
//! and video among its text. Of a saved web page: the text of the page alone.

use aho_corasick::AhoCorasick;
use mail_parser::decoders::base64::base64_decode;
use mail_parser::decoders::quoted_printable::quoted_printable_decode;
use mail_parser::{Encoding, Message, MessageParser, MessagePart, MimeHeaders, PartType};
use vankien_papers::Provenance;
use vankien_papers::document::LineKind;
use vankien_papers::provenance::{Format, TextEncoding};

use super::fault::{Fault, ReaderResult};
use super::html;
use super::writing::lay_out;
use crate::extracted::{Extracted, Paging};

/// At most 200 attachments of a mail are named; the others are only counted. A judgement, not measured.
const MAX_NAMED_ATTACHMENTS: usize = 200;

/// At most 500 places in a file may look like the head of a part that holds other parts, wherever they stand
/// ([`container_parts`]). A file with more is refused, because the time to parse it grows with the number of such parts
/// times their depth. A judgement, not measured; `cargo test -p vankien-files mail::` holds hostile mails.
const MAX_CONTAINER_PARTS: usize = 500;

/// Reads the file in `bytes`. An error if it has no head of a mail, or too many parts that hold parts.
pub fn parse(bytes: &[u8]) -> ReaderResult<Extracted> {
    if container_parts(bytes) > MAX_CONTAINER_PARTS {
        return Err(Fault::too_much(format!(
            "holds more than {MAX_CONTAINER_PARTS} mails or parts one in the other"
        )));
    }
    let message = MessageParser::default().parse(bytes);
    let message = message.ok_or_else(|| Fault::damaged("holds no heads of a mail"))?;
    let is_page = is_page(&message);
    let mut letter = MailText::default();
    if !is_page {
        letter.heads(&message);
    }
    let is_text =
        |part: &&MessagePart<'_>| matches!(part.body, PartType::Text(_) | PartType::Html(_));
    // A picture that the mail shows among its text is a body to the parser.
    for part in message.text_bodies().filter(is_text) {
        letter.part(&message, part);
        // The first body is the page; the others are its frames.
        if is_page {
            break;
        }
    }
    if !is_page {
        letter.attachments(&message);
    }
    let format = if is_page { Format::Mhtml } else { Format::Eml };
    Ok(Extracted {
        text: letter.text,
        page_starts: letter.page_starts,
        outside_lines: letter.outside_lines,
        provenance: Provenance::encoded(format, letter.encodings.concat()),
        lines: if letter.is_laid_out { LineKind::Paragraph } else { LineKind::Open },
        paging: Paging::Flowing,
        ..Extracted::default()
    })
}

/// Counts the parts that may hold other parts, up to one more than the limit, without parsing the mail: each place with
/// `boundary` or `content-type: message/` counts as one.
fn container_parts(bytes: &[u8]) -> usize {
    let container_heads = AhoCorasick::builder()
        .ascii_case_insensitive(true)
        .build(["content-type: message/", "boundary"]);
    container_heads.map_or(0, |heads| heads.find_iter(bytes).take(MAX_CONTAINER_PARTS + 1).count())
}

/// Whether this is a page that a browser or Word saved, and not a mail that was sent: HTML or `multipart/related`,
/// without receiver and without heads of the post.
fn is_page(message: &Message<'_>) -> bool {
    let root = message.root_part();
    let is = |kind: &str, sub: &str| root.is_content_type(kind, sub);
    let went = ["To", "Cc", "Received", "Message-ID", "Return-Path", "Delivered-To"];
    (is("multipart", "related") || is("text", "html"))
        && went.iter().all(|name| message.header_raw(*name).is_none())
}

/// The text of the mail so far.
#[derive(Default)]
struct MailText {
    text: String,
    page_starts: Vec<usize>,
    outside_lines: Vec<u32>,
    /// How many bytes of `text` were searched for line ends, and how many were found.
    counted: (usize, u32),
    /// For each body part its encodings; a list that is there already is not added again.
    encodings: Vec<Vec<TextEncoding>>,
    /// Whether a part of the text comes from HTML. Then each line of the text counts as a paragraph.
    is_laid_out: bool,
}

impl MailText {
    /// Adds the first sender, the date and the subject, each on a line if the mail has it, and an empty line.
    fn heads(&mut self, message: &Message<'_>) {
        let from = message.from().and_then(|from| from.first());
        let from = from.map(|from| match (from.name(), from.address()) {
            (Some(name), Some(address)) => format!("{name} <{address}>"),
            (name, address) => name.or(address).unwrap_or_default().to_owned(),
        });
        let date = message.header_raw("Date").map(str::to_owned);
        let subject = message.subject().map(str::to_owned);
        for (name, value) in [("From", from), ("Date", date), ("Subject", subject)] {
            if let Some(value) = value {
                self.line(&format!("{name}: {}", one_line(&value)));
            }
        }
        self.line("");
    }

    /// How many lines the text has so far.
    fn lines(&mut self) -> u32 {
        let (bytes, lines) = self.counted;
        let more = memchr::memchr_iter(b'\n', &self.text.as_bytes()[bytes..]).count() as u32;
        self.counted = (self.text.len(), lines + more);
        self.counted.1
    }

    fn line(&mut self, line: &str) {
        self.text.push_str(line);
        self.text.push('\n');
    }

    fn part(&mut self, message: &Message<'_>, part: &MessagePart<'_>) {
        let charset = part.content_type().and_then(|kind| kind.attribute("charset"));
        let charset = charset.map(str::to_ascii_lowercase);
        let bytes = content(message, part);
        let encodings = if matches!(part.body, PartType::Html(_)) {
            let (writing, encodings) = html::parse_as(&bytes, charset.as_deref());
            let laid = lay_out(&writing);
            let before = self.text.len();
            self.page_starts.extend(laid.page_starts.iter().map(|start| before + start));
            let lines = self.lines();
            self.outside_lines.extend(laid.outside_lines.iter().map(|line| lines + line));
            self.text.push_str(&laid.text);
            self.is_laid_out = true;
            encodings
        } else {
            let (text, encodings) = html::encoding::decode_as(&bytes, charset.as_deref());
            let text = text.replace("\r\n", "\n").replace('\r', "\n");
            let shown = |letter: &char| !letter.is_control() || matches!(letter, '\n' | '\t');
            self.text.extend(text.chars().filter(shown));
            encodings
        };
        if !self.text.ends_with('\n') {
            self.text.push('\n');
        }
        if !self.encodings.contains(&encodings) {
            self.encodings.push(encodings);
        }
    }

    fn attachments(&mut self, message: &Message<'_>) {
        let count = message.attachment_count();
        for part in message.attachments().take(MAX_NAMED_ATTACHMENTS) {
            let name = match &part.body {
                PartType::Message(inner) => inner.subject(),
                _ => part.attachment_name(),
            };
            self.line(&format!("Attachment: {}", one_line(name.unwrap_or("without a name"))));
        }
        if count > MAX_NAMED_ATTACHMENTS {
            self.line(&format!("Attachment: {} more", count - MAX_NAMED_ATTACHMENTS));
        }
    }
}

/// The bytes of a part, without its transfer encoding (base64, quoted-printable). The mail parser's own decoding of
/// letters is not used: it does not know the old encodings of Vietnamese. It is taken only for a part whose transfer
/// encoding is broken.
fn content(message: &Message<'_>, part: &MessagePart<'_>) -> Vec<u8> {
    let raw = message.raw_message();
    let (start, end) = (part.offset_body as usize, part.offset_end as usize);
    let raw = raw.get(start..end.max(start)).unwrap_or_default();
    let decoded = match part.encoding {
        Encoding::None => Some(raw.to_vec()),
        Encoding::QuotedPrintable => quoted_printable_decode(raw),
        Encoding::Base64 => base64_decode(raw),
    };
    decoded.unwrap_or_else(|| part.contents().to_vec())
}

fn one_line(text: &str) -> String {
    let shown: String = text.chars().map(|one| if one.is_control() { ' ' } else { one }).collect();
    shown.split_whitespace().collect::<Vec<_>>().join(" ")
}
