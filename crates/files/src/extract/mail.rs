//! Mail (EML) and web pages saved as one (MHTML).
//! In: the bytes of the file. Out: who wrote when about what, the text, and the names of what was
//! attached. Plain text is taken before a web page that says the same. What is attached is not read.

use aho_corasick::AhoCorasick;
use mail_parser::decoders::base64::base64_decode;
use mail_parser::decoders::quoted_printable::quoted_printable_decode;
use mail_parser::{Encoding, Message, MessageParser, MessagePart, MimeHeaders, PartType};
use vankien_papers::Provenance;
use vankien_papers::document::LineKind;
use vankien_papers::provenance::{Format, TextEncoding};

use super::fault::{Fault, Read};
use super::html;
use super::writing::lay_out;
use crate::extracted::{Extracted, Paging};

/// So many attachments are named; the others are counted.
const NAMED: usize = 200;

/// So many parts that hold parts are looked into: reading takes as long as they are many and deep.
const DEEPEST: usize = 500;

/// Counts what may hold other parts, as far as it matters.
fn nested(bytes: &[u8]) -> usize {
    let holders = AhoCorasick::builder()
        .ascii_case_insensitive(true)
        .build(["content-type: message/", "boundary"]);
    holders.map_or(0, |holders| holders.find_iter(bytes).take(DEEPEST + 1).count())
}

/// Reads the file in `bytes`.
pub fn read(bytes: &[u8]) -> Read<Extracted> {
    if nested(bytes) > DEEPEST {
        return Err(Fault::too_much(format!(
            "holds more than {DEEPEST} mails or parts one in the other"
        )));
    }
    let message = MessageParser::default().parse(bytes);
    let message = message.ok_or_else(|| Fault::damaged("holds no heads of a mail"))?;
    let is_page = is_page(&message);
    let mut letter = Letter::default();
    if !is_page {
        letter.heads(&message);
    }
    for part in message.text_bodies() {
        letter.part(&message, part);
        // Frames of a page follow as parts of their own; the first one is the page.
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
        provenance: Provenance::encoded(format, letter.encodings.concat()),
        lines: if letter.is_laid_out { LineKind::Paragraph } else { LineKind::Open },
        paging: Paging::Flowing,
        ..Extracted::default()
    })
}

/// Whether this is a page that a browser or Word saved, not a mail that went its way.
fn is_page(message: &Message<'_>) -> bool {
    let root = message.root_part();
    let is = |kind: &str, sub: &str| root.is_content_type(kind, sub);
    let went = ["To", "Cc", "Received", "Message-ID", "Return-Path", "Delivered-To"];
    (is("multipart", "related") || is("text", "html"))
        && went.iter().all(|name| message.header_raw(*name).is_none())
}

/// What was read so far.
#[derive(Default)]
struct Letter {
    text: String,
    page_starts: Vec<usize>,
    /// The encodings of its parts; parts that are alike count once.
    encodings: Vec<Vec<TextEncoding>>,
    /// Whether a web page is in it, whose lines are paragraphs.
    is_laid_out: bool,
}

impl Letter {
    /// From whom, when, about what; each on a line.
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

    fn line(&mut self, line: &str) {
        self.text.push_str(line);
        self.text.push('\n');
    }

    fn part(&mut self, message: &Message<'_>, part: &MessagePart<'_>) {
        let told = part.content_type().and_then(|kind| kind.attribute("charset"));
        let told = told.map(str::to_ascii_lowercase);
        let bytes = content(message, part);
        let encodings = if matches!(part.body, PartType::Html(_)) {
            let (writing, encodings) = html::read_as(&bytes, told.as_deref());
            let laid = lay_out(&writing);
            let before = self.text.len();
            self.page_starts.extend(laid.page_starts.iter().map(|start| before + start));
            self.text.push_str(&laid.text);
            self.is_laid_out = true;
            encodings
        } else {
            let (text, encodings) = html::encoding::text_as(&bytes, told.as_deref());
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
        for part in message.attachments().take(NAMED) {
            let name = match &part.body {
                PartType::Message(inner) => inner.subject(),
                _ => part.attachment_name(),
            };
            self.line(&format!("Attachment: {}", one_line(name.unwrap_or("without a name"))));
        }
        if count > NAMED {
            self.line(&format!("Attachment: {} more", count - NAMED));
        }
    }
}

/// The bytes of a part as its writer had them. Which encoding they are in, our own tables know better
/// than those of mail.
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
