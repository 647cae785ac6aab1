//! What `vankien.toml` may hold, in one table: it checks a file, and `vankien config` is printed from it.
//! In: nothing. Out: names, kinds and defaults.

use serde::Serialize;
use vankien_system::budget::{Budgets, Limit};

use super::folders::ocr_cache;

/// The value of a key.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Value {
    /// A text.
    Text(String),
    /// A whole number from 0.
    Count(u64),
    /// A list of texts.
    Texts(Vec<String>),
}

/// What a value may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A path; from the folder of the file on, where it is not whole.
    Path,
    /// A list of paths.
    Paths,
    /// A list of texts.
    Texts,
    /// A list of IP addresses.
    Addresses,
    /// A whole number from 0.
    Count,
    /// An address and port to listen on.
    Address,
    /// One of these words.
    OneOf(&'static [&'static str]),
}

impl Kind {
    /// What a reader is told to write.
    pub fn words(self) -> String {
        match self {
            Kind::Path => "a text in quotation marks".into(),
            Kind::Paths | Kind::Texts => "a list of texts, such as [\"a\", \"b\"]".into(),
            Kind::Addresses => "a list of IP addresses, such as [\"127.0.0.1\"]".into(),
            Kind::Count => "a whole number from 0".into(),
            Kind::Address => "an address such as \"127.0.0.1:8080\"".into(),
            Kind::OneOf(words) => {
                let words: Vec<String> = words.iter().map(|word| format!("\"{word}\"")).collect();
                words.join(" or ")
            }
        }
    }
}

/// What holds where nothing is said.
#[derive(Clone, Copy, Debug)]
pub enum Default {
    /// A text.
    Text(&'static str),
    /// A number.
    Count(u64),
    /// An empty list.
    Nothing,
    /// The folder of the user for what OCR read.
    OcrCache,
}

impl Default {
    /// The same as a value.
    pub fn value(self) -> Value {
        match self {
            Default::Text(text) => Value::Text(text.into()),
            Default::Count(count) => Value::Count(count),
            Default::Nothing => Value::Texts(Vec::new()),
            Default::OcrCache => {
                Value::Text(ocr_cache().map_or(String::new(), |path| path.display().to_string()))
            }
        }
    }
}

/// A key with what it may be, what holds without it, and what it means.
#[derive(Clone, Copy, Debug)]
pub struct Key {
    /// As it is written in the file.
    pub name: &'static str,
    /// What its value may be.
    pub kind: Kind,
    /// What holds without it.
    pub default: Default,
    /// What it means, in a line.
    pub what: &'static str,
}

const fn key(name: &'static str, kind: Kind, default: Default, what: &'static str) -> Key {
    Key { name, kind, default, what }
}

const fn limit(limit: Limit) -> Key {
    key(
        limit.name(),
        Kind::Count,
        Default::Count(Budgets::DEFAULT.value(limit)),
        limit.description(),
    )
}

/// All keys, in the order in which they are printed.
pub const KEYS: [Key; 29] = [
    key("index", Kind::Path, Default::Text("index"), "the folder of the index"),
    key("paths", Kind::Paths, Default::Nothing, "what ingest and watch read; none: as last time"),
    key("include", Kind::Texts, Default::Nothing, "patterns of what is read; none: all"),
    key("exclude", Kind::Texts, Default::Nothing, "patterns of what is left out"),
    key(
        "follow",
        Kind::OneOf(&["never", "always"]),
        Default::Text("never"),
        "whether links out of the folders are followed",
    ),
    key("jobs", Kind::Count, Default::Count(0), "papers read at once; 0: as many as cores"),
    key(
        "max_file_size",
        Kind::Count,
        Default::Count(vankien_ingest::MAX_FILE_SIZE),
        "larger files are left out, in bytes",
    ),
    limit(Limit::TextBytes),
    limit(Limit::Lines),
    limit(Limit::Pages),
    limit(Limit::PageGlyphs),
    limit(Limit::PdfDrawings),
    limit(Limit::ReaderSeconds),
    limit(Limit::ReaderBytes),
    key(
        "ocr",
        Kind::OneOf(&["never", "auto"]),
        Default::Text("never"),
        "whether new scans are read",
    ),
    key("ocr_cache", Kind::Path, Default::OcrCache, "where what OCR read is kept for all indexes"),
    limit(Limit::OcrPages),
    limit(Limit::OcrSeconds),
    key("color", Kind::OneOf(&["auto", "always", "never"]), Default::Text("auto"), "colours"),
    key("listen", Kind::Address, Default::Text(LISTEN), "where serve listens"),
    key("hosts", Kind::Texts, Default::Nothing, "names by which serve may be called"),
    key(
        "trusted_proxies",
        Kind::Addresses,
        Default::Nothing,
        "proxies that serve believes about who asks",
    ),
    key("connections", Kind::Count, Default::Count(CONNECTIONS), "open to serve at once"),
    key(
        "head_seconds",
        Kind::Count,
        Default::Count(HEAD_SECONDS),
        "seconds in which the head of a request has to come",
    ),
    key(
        "answer_seconds",
        Kind::Count,
        Default::Count(ANSWER_SECONDS),
        "seconds after which serve gives up a question",
    ),
    key(
        "unread_seconds",
        Kind::Count,
        Default::Count(UNREAD_SECONDS),
        "seconds after which a reader that takes nothing is dropped",
    ),
    key(
        "unsent_bytes",
        Kind::Count,
        Default::Count(UNSENT_BYTES),
        "bytes of answers that may wait for readers before serve works on no question",
    ),
    key("settle", Kind::Count, Default::Count(2), "seconds without a change before watch reads"),
    key("rescan", Kind::Count, Default::Count(10), "minutes after which watch looks at all files"),
];

/// Where `serve` listens.
pub const LISTEN: &str = "127.0.0.1:8080";

/// Connections open at once: some twenty browsers with six each, four times over; half of the 1,024 files that
/// systems commonly let a process open.
pub const CONNECTIONS: u64 = 512;

/// Seconds for the head of a request: a head is one packet, and a packet that was lost comes again within three.
pub const HEAD_SECONDS: u64 = 10;

/// Seconds for an answer, the wait for its turn included: proxies commonly give up after 60.
pub const ANSWER_SECONDS: u64 = 30;

/// Seconds without progress after which a reader is dropped. The system tells progress by thirds of the send buffer
/// (85 kB), so that a reader of 5 kB/s stays.
pub const UNREAD_SECONDS: u64 = 20;

/// Bytes of answers that wait for readers: four answers of the largest size (`max_file_size`).
pub const UNSENT_BYTES: u64 = 256 << 20;
