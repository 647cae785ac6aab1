//! The table of all settings of `vankien.toml`. `file` checks a file against it, and `vankien config` prints from it.
//! In: nothing. Out: names, kinds and defaults.

use serde::Serialize;
use vankien_system::budget::{Budgets, Limit};

use super::folders::ocr_cache;

/// The value of a key.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Value {
    /// A text, a path, an address with its port, or one of several words.
    Text(String),
    /// A whole number from 0.
    Count(u64),
    /// A list of texts, paths or IP addresses.
    Texts(Vec<String>),
}

/// What a value may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A text.
    Text,
    /// A path; a relative one starts at the folder of the file.
    Path,
    /// A list of paths.
    Paths,
    /// A list of texts.
    Texts,
    /// A list of IP addresses.
    Addresses,
    /// A whole number from 0.
    Count,
    /// An IP address with a port, on which to listen. A host name is refused.
    Address,
    /// One of these words.
    OneOf(&'static [&'static str]),
}

impl Kind {
    /// What a message tells the user to write.
    pub fn expectation(self) -> String {
        match self {
            Kind::Text | Kind::Path => "a text in quotation marks".into(),
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

/// The value of a key where the file does not set it.
#[derive(Clone, Copy, Debug)]
pub enum Default {
    /// A text.
    Text(&'static str),
    /// A number.
    Count(u64),
    /// An empty list.
    Nothing,
    /// The folder of the OCR cache in the cache folder of the user; an empty text if the user has none.
    OcrCache,
}

impl Default {
    /// The default as a [`Value`].
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

/// A key of the file.
#[derive(Clone, Copy, Debug)]
pub struct Key {
    /// Its name in the file.
    pub name: &'static str,
    /// What its value may be.
    pub kind: Kind,
    /// Its value where the file does not set it.
    pub default: Default,
    /// What it means, in one line, which `vankien config` prints.
    pub description: &'static str,
}

const fn key(name: &'static str, kind: Kind, default: Default, description: &'static str) -> Key {
    Key { name, kind, default, description }
}

const fn limit(limit: Limit) -> Key {
    key(
        limit.name(),
        Kind::Count,
        Default::Count(Budgets::DEFAULT.value(limit)),
        limit.description(),
    )
}

/// All keys of `vankien.toml`, in the order in which `vankien config` prints them.
pub const KEYS: [Key; 38] = [
    key("index", Kind::Path, Default::Text("index"), "folder of the index"),
    key("cluster", Kind::Texts, Default::Nothing, "nodes of a cluster that holds the index"),
    key("cluster_store", Kind::Text, Default::Text("vankien"), "name of the index in the cluster"),
    key("origin", Kind::Text, Default::Text(""), "name of this machine there; none: its host name"),
    key(
        "cluster_credentials",
        Kind::Path,
        Default::Text(""),
        "file with user and password, or token, for the cluster",
    ),
    key("cluster_ca", Kind::Path, Default::Text(""), "certificate of the authority of its nodes"),
    key("cluster_shards", Kind::Count, Default::Count(3), "parts of a new index in the cluster"),
    key("cluster_replicas", Kind::Count, Default::Count(1), "copies of each of these parts"),
    key(
        "cluster_refresh",
        Kind::Count,
        Default::Count(5),
        "seconds after which readers see what is being written",
    ),
    key("paths", Kind::Paths, Default::Nothing, "what ingest and watch read; none: as last time"),
    key("include", Kind::Texts, Default::Nothing, "patterns of files to read; none: all files"),
    key("exclude", Kind::Texts, Default::Nothing, "patterns of files to leave out"),
    key(
        "follow",
        Kind::OneOf(&["never", "always"]),
        Default::Text("never"),
        "whether links that lead out of the folders are followed",
    ),
    key("jobs", Kind::Count, Default::Count(0), "papers read at once; 0: one per core"),
    key(
        "max_file_size",
        Kind::Count,
        Default::Count(vankien_ingest::MAX_FILE_SIZE),
        "bytes above which a file is left out",
    ),
    limit(Limit::TextBytes),
    limit(Limit::Lines),
    limit(Limit::Pages),
    limit(Limit::PageGlyphs),
    limit(Limit::PdfDrawings),
    limit(Limit::RepairWork),
    limit(Limit::ReaderSeconds),
    limit(Limit::ReaderBytes),
    key(
        "ocr",
        Kind::OneOf(&["never", "auto"]),
        Default::Text("never"),
        "whether OCR reads new scans",
    ),
    key("ocr_cache", Kind::Path, Default::OcrCache, "folder of OCR results for all indexes"),
    limit(Limit::OcrPages),
    limit(Limit::OcrSeconds),
    key(
        "color",
        Kind::OneOf(&["auto", "always", "never"]),
        Default::Text("auto"),
        "when colours are used",
    ),
    key("listen", Kind::Address, Default::Text(LISTEN), "address on which serve listens"),
    key("hosts", Kind::Texts, Default::Nothing, "host names of serve"),
    key(
        "trusted_proxies",
        Kind::Addresses,
        Default::Nothing,
        "proxies whose headers name the real caller of serve",
    ),
    key(
        "connections",
        Kind::Count,
        Default::Count(CONNECTIONS),
        "connections that serve keeps open at once",
    ),
    key(
        "head_seconds",
        Kind::Count,
        Default::Count(HEAD_SECONDS),
        "seconds in which the head of a request must arrive",
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
        "seconds after which serve drops a caller that reads nothing",
    ),
    key(
        "unsent_bytes",
        Kind::Count,
        Default::Count(UNSENT_BYTES),
        "bytes of unsent answers above which serve works on no question",
    ),
    key("settle", Kind::Count, Default::Count(2), "seconds without a change before watch reads"),
    key("rescan", Kind::Count, Default::Count(10), "minutes after which watch looks at all files"),
];

/// The address on which `serve` listens without a setting: only this machine can reach it.
pub const LISTEN: &str = "127.0.0.1:8080";

// The limits of the server are judgements from the numbers given with each. `benches/load.py` and `benches/siege.py`
// show what they do under many, slow and silent callers.

/// At most 512 connections are open at once, unless the file sets another number. Twenty browsers open about six each;
/// this is some four times that, and half of the 1,024 files that systems commonly let a process open.
pub const CONNECTIONS: u64 = 512;

/// Seconds in which the head of a request must arrive, else the connection is closed. A head fits into one packet, and
/// a lost packet is sent again within three seconds.
pub const HEAD_SECONDS: u64 = 10;

/// Seconds after which the server gives up a question, the wait for its turn included. Proxies commonly wait for 60.
pub const ANSWER_SECONDS: u64 = 30;

/// Seconds without progress after which a caller that does not read its answer is dropped; while questions wait for
/// memory, half a second. The system reports progress in thirds of the send buffer (85 kB), so a caller that reads 5 kB
/// a second stays as long as no question waits for memory.
pub const UNREAD_SECONDS: u64 = 20;

/// Bytes of answers that wait to be sent, all callers together, from which on the server begins no work; three quarters
/// of it for a caller that asks much. 256 MiB: four answers of the largest size (`max_file_size`, 64 MiB).
pub const UNSENT_BYTES: u64 = 256 << 20;
