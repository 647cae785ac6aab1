//! What can go wrong at the edges, where files are read and written.
//! Every message names the file, the place and a way out. The middle stages cannot fail.

use std::path::PathBuf;

use crate::budget::Met;

/// An error with file, place and way out.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The file or folder could not be read.
    #[error("{path}: cannot be read ({source}); check that it exists and that you may read it")]
    Read {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The file could not be written.
    #[error("{path}: cannot be written ({source}); check the folder's rights and the free space")]
    Write {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// Bytes that are not text in the encoding the file claims.
    #[error(
        "{path}: byte {offset} is not {encoding}; convert the file to UTF-8 first (for instance with iconv)"
    )]
    NotText {
        /// The file.
        path: PathBuf,
        /// The first bad byte, from 0.
        offset: usize,
        /// The encoding that was expected.
        encoding: &'static str,
    },
    /// A format this program does not read.
    #[error("{path}: {what} is not read yet; {way_out}")]
    Format {
        /// The file.
        path: PathBuf,
        /// What the file is.
        what: String,
        /// What to do instead.
        way_out: &'static str,
    },
    /// A file of a known format that cannot be read.
    #[error("{path}: {what}; {way_out}")]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What is wrong, and where.
        what: String,
        /// What to do.
        way_out: String,
    },
    /// A guard ended the reader of a file.
    #[error("{path}: {what}; {way_out}")]
    Guarded {
        /// The file.
        path: PathBuf,
        /// What was too much.
        what: String,
        /// What follows of it, and what to do.
        way_out: String,
        /// The guard.
        guard: Met,
    },
    /// The reader of a file could not be started, whatever the file holds.
    #[error(
        "{path}: its reader could not be started ({what}); what was known of it stays, try again when the machine has room"
    )]
    NotStarted {
        /// The file.
        path: PathBuf,
        /// What the system said.
        what: String,
    },
    /// A file met a limit; what was read of it up to there is kept.
    #[error("{path}: {}; {}", met.words(), met.consequence())]
    Limited {
        /// The file.
        path: PathBuf,
        /// The limit, and where.
        met: Met,
    },
    /// The programs that read scanned pages are not there.
    #[error(
        "OCR: {missing} is missing, so pages without text stay unread; install it with `apt install \
         tesseract-ocr tesseract-ocr-vie poppler-utils`"
    )]
    NoOcr {
        /// What was looked for.
        missing: String,
    },
    /// What OCR read cannot be kept, or what was kept cannot be read.
    #[error("OCR cache: {path}: {what}")]
    OcrCache {
        /// The folder or entry.
        path: PathBuf,
        /// What is wrong, and what follows of it.
        what: String,
    },
    /// The file is larger than the limit.
    #[error("{path}: {size} bytes, over the limit of {limit}; raise --max-file-size to read it")]
    TooLarge {
        /// The file.
        path: PathBuf,
        /// Its size in bytes.
        size: u64,
        /// The limit in bytes.
        limit: u64,
    },
    /// A file without any text.
    #[error("{path}: holds no text; nothing was indexed from it")]
    Empty {
        /// The file.
        path: PathBuf,
    },
    /// The walk of a folder stumbled: a broken link, a loop of links, a folder that may not be entered.
    #[error("{path}: {what}; it was left out")]
    Walk {
        /// Where.
        path: PathBuf,
        /// What the walk said.
        what: String,
    },
    /// A file or folder that papers came from is missing or empty.
    #[error(
        "{path}: {what}; {papers} paper(s) of it stay in the index: put it back, or take them out with \
         `vankien ingest --prune`, the folder too with `vankien forget`"
    )]
    Vanished {
        /// The file or folder, as it was given.
        path: PathBuf,
        /// What is found in its place.
        what: String,
        /// How many papers of the index came from it.
        papers: u64,
    },
    /// A rebuild cannot read papers that only the index in use holds.
    #[error(
        "{path}: {what}; a rebuild would lose its papers, so the index is as it was: put it back, or \
         go on without them with --prune"
    )]
    WouldLose {
        /// The file or folder, as it was given.
        path: PathBuf,
        /// What is found in its place.
        what: String,
    },
    /// A file of rules that cannot be read in part.
    #[error("{path}: {what}; the other lines hold")]
    Rules {
        /// The file.
        path: PathBuf,
        /// Which lines, and what is wrong with them.
        what: String,
    },
    /// A file of defaults that cannot be read.
    #[error("{path}, line {line}: {what}")]
    Config {
        /// The file.
        path: PathBuf,
        /// The 1-based line.
        line: usize,
        /// What is wrong, with which key, and what would be right.
        what: String,
    },
    /// There is no index.
    #[error("{path}: no index there; run `vankien ingest` first, or name another with --index")]
    NoIndex {
        /// The folder of the index.
        path: PathBuf,
    },
    /// The index was made by another version of the program.
    #[error(
        "{path}: made with {found}, this program needs {wanted}; run `vankien ingest --rebuild`"
    )]
    IndexVersion {
        /// The folder of the index.
        path: PathBuf,
        /// What the index says of itself.
        found: String,
        /// What the program wants.
        wanted: String,
    },
    /// Another run holds the index.
    #[error(
        "{path}: {holder} is at work on this index; try again when it has ended, or wait for it with --wait"
    )]
    Busy {
        /// The folder of the index.
        path: PathBuf,
        /// The process that holds it, and since when.
        holder: String,
    },
    /// The folder that was named for an index holds other things.
    #[error(
        "{path}: holds {holds} and is no index; nothing was changed. Name an empty or new folder, such as \
         --index {example}"
    )]
    Foreign {
        /// The folder.
        path: PathBuf,
        /// The first thing in it that is not of an index.
        holds: PathBuf,
        /// A folder that would do.
        example: PathBuf,
    },
    /// A right on a file of the index is missing.
    #[error("{path}: the right to {right} is missing; its owner can give it")]
    Rights {
        /// The file or folder.
        path: PathBuf,
        /// Which right.
        right: &'static str,
    },
    /// There is no room for the index.
    #[error(
        "{folder}: {what}; the index is as it was before. Make room for about {megabytes} MB there and run it again"
    )]
    Full {
        /// The folder of the index.
        folder: PathBuf,
        /// What ran out.
        what: &'static str,
        /// How much room the run needs, about.
        megabytes: u64,
    },
    /// A file of the index is not as it was written.
    #[error("{path}: {what}; {way_out}")]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        what: String,
        /// What the program does about it, or the reader can.
        way_out: String,
    },
    /// An index is to be made anew, and papers of the old one would be lost.
    #[error("{path}: not made anew, and nothing was changed: {what}")]
    Rebuild {
        /// The folder of the index.
        path: PathBuf,
        /// What would be lost, and what to do.
        what: String,
    },
    /// A run was told to end.
    #[error("the run was told to end; the index is as it was before")]
    Stopped,
    /// The engine below failed.
    #[error(
        "{path}: the index failed ({what}); if it happens again, run `vankien ingest --rebuild`"
    )]
    Index {
        /// The folder of the index.
        path: PathBuf,
        /// What the engine said.
        what: String,
    },
    /// A line of a file of rows that is none.
    #[error(
        "{path}, line {line}: {what}; each line must be a JSON object with the fields of --help"
    )]
    Row {
        /// The file.
        path: PathBuf,
        /// The 1-based line.
        line: u64,
        /// What is wrong with it.
        what: String,
    },
    /// The server cannot be reached at this address.
    #[error("{address}: cannot be served ({source}); choose another with --listen")]
    Serve {
        /// The address.
        address: std::net::SocketAddr,
        /// What the system said.
        source: std::io::Error,
    },
    /// The server would be open to other machines without a token.
    #[error(
        "{address}: other machines can reach this address; set --token (or VANKIEN_TOKEN), or listen on 127.0.0.1"
    )]
    Open {
        /// The address.
        address: std::net::SocketAddr,
    },
    /// A paper that was asked for and is not there, or not one alone.
    #[error("{question}: {what}")]
    Paper {
        /// How the paper was named.
        question: String,
        /// What was found instead, and what to do.
        what: String,
    },
    /// A question that cannot be answered as put.
    #[error("{}: {what}", shortened(question))]
    Question {
        /// The question.
        question: String,
        /// Why, and what to do.
        what: String,
    },
}

impl Error {
    /// Its code, which stays as it is: other programs read it.
    pub fn code(&self) -> &'static str {
        match self {
            Error::Read { .. } => "cannot-be-read",
            Error::Write { .. } => "cannot-be-written",
            Error::NotText { .. } => "not-text",
            Error::Format { .. } => "foreign-format",
            Error::Unreadable { .. } => "unreadable",
            Error::Guarded { .. } => "stopped-by-guard",
            Error::NotStarted { .. } => "not-started",
            Error::Limited { .. } => "over-budget",
            Error::NoOcr { .. } => "no-ocr",
            Error::OcrCache { .. } => "ocr-cache",
            Error::TooLarge { .. } => "too-large",
            Error::Empty { .. } => "empty",
            Error::Walk { .. } => "cannot-be-walked",
            Error::Vanished { .. } => "vanished",
            Error::WouldLose { .. } => "would-lose",
            Error::Rules { .. } => "bad-rules",
            Error::Config { .. } => "bad-config",
            Error::NoIndex { .. } => "no-index",
            Error::IndexVersion { .. } => "index-version",
            Error::Busy { .. } => "index-busy",
            Error::Foreign { .. } => "foreign-folder",
            Error::Rights { .. } => "missing-rights",
            Error::Full { .. } => "disk-full",
            Error::Damaged { .. } => "index-damaged",
            Error::Rebuild { .. } => "needs-rebuild",
            Error::Stopped => "stopped",
            Error::Index { .. } => "index-fault",
            Error::Row { .. } => "bad-row",
            Error::Serve { .. } => "cannot-be-served",
            Error::Open { .. } => "cannot-be-opened",
            Error::Paper { .. } => "paper-unknown",
            Error::Question { .. } => "question-refused",
        }
    }
}

/// As much of a question as a message can hold.
fn shortened(question: &str) -> String {
    let end = question.char_indices().nth(80).map(|(at, _)| at);
    end.map_or_else(|| question.to_owned(), |end| format!("{}…", &question[..end]))
}

/// The result of everything that touches files.
pub type Result<T> = std::result::Result<T, Error>;
