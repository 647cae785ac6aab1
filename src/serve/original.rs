//! Sends the original file of a paper, byte for byte.
//! In: the id of a paper. Out: the bytes of its file. Never takes a path from a caller. Never lets a browser run what a
//! file holds.

use std::fs::File;
use std::io::{self, Read, Seek};
use std::path::Path;

use vankien_engine::{PaperRecord, paper_path};
use vankien_files::extract::source::{Sources, Stat};
use vankien_system::{stop, times};

use super::asked::Asked;
use super::reply::{Problem, Reply};

/// Size in bytes of the buffer in which a file is checked for UTF-8: 64 KiB. It is read through in pieces of this size,
/// so that memory does not grow with the file. A judgement, not measured.
const BUFFER_BYTES: usize = 64 << 10;

/// Media types of files that a browser may show, by file extension; a text only if it is UTF-8. Other files are offered
/// for download. A web page is shown as its source, so that it cannot run.
const SHOWN_IN_BROWSER: [(&str, &str); 5] = [
    ("pdf", "application/pdf"),
    ("txt", "text/plain; charset=utf-8"),
    ("md", "text/plain; charset=utf-8"),
    ("html", "text/plain; charset=utf-8"),
    ("htm", "text/plain; charset=utf-8"),
];

/// Answers with the original file of the paper or duplicate whose `id` the request names. A browser shows it if its
/// type is in [`SHOWN_IN_BROWSER`] and it is a PDF or UTF-8; other files are downloaded.
///
/// Problems: status 404 if the index has no such paper; 410 if the file has changed since it was ingested, or can no
/// longer be read.
pub fn original(asked: &Asked) -> Result<Reply, Problem> {
    let id = asked.value("id").unwrap_or_default();
    let state = &asked.state;
    let path = state.names()?.path(id);
    let path = path.ok_or_else(|| Problem::new(404, "no paper of the index has this id"))?;
    let store = state.searcher.store();
    let paper =
        store.paper(path)?.map_or_else(|| store.duplicate(path), |paper| Ok(Some(paper)))?;
    let paper = paper.ok_or_else(|| Problem::new(404, "this paper left the index"))?;
    let mut source = open(&paper).map_err(|problem| match paper_path::split(&paper.path) {
        // On another machine the file of that path is another one, or none.
        (path, Some(origin)) if !asked.state.is_of(origin) => {
            Problem::new(404, format!("the original {path} lies on the machine {origin}"))
        }
        _ => problem,
    })?;
    let path = paper_path::split(path).0;
    let name = Path::new(path).file_name().unwrap_or_default().to_string_lossy().into_owned();
    let extension =
        Path::new(path).extension().unwrap_or_default().to_string_lossy().to_lowercase();
    let shown = SHOWN_IN_BROWSER.iter().find(|(known, _)| *known == extension);
    // A text in an old encoding is downloaded: shown, its media type would wrongly say UTF-8.
    let is_right = |media: &&str| *media == "application/pdf" || source.is_utf8().unwrap_or(false);
    let shown = shown.map(|(_, media)| *media).filter(is_right);
    let disposition = if shown.is_some() { "inline" } else { "attachment" };
    let disposition = format!("{disposition}; filename*=UTF-8''{}", percent_encoded(&name));
    let reply = source.reply(shown.unwrap_or("application/octet-stream"), paper);
    // Nothing in a file may run or load anything. A PDF gets no `sandbox` and may have styles: the PDF viewer of a
    // browser needs its own style.
    let policy = match shown {
        Some("application/pdf") => "default-src 'none'; style-src 'unsafe-inline'",
        _ => "default-src 'none'; sandbox",
    };
    Ok(reply.with("content-disposition", disposition).with("content-security-policy", policy))
}

/// Whether the file of a paper has another size or modification time than when it was ingested, or is gone. The page
/// and the JSON of a paper say so.
pub fn is_changed(paper: &PaperRecord) -> bool {
    let now = Sources::default().stat(Path::new(&paper.origin));
    now.ok() != Some(Stat { size: paper.size, changed: paper.changed })
}

/// Where the bytes of an original come from.
enum Source {
    /// A file, which is read while its bytes are sent.
    File(File),
    /// The unpacked bytes of an entry of a zip archive.
    Bytes(Vec<u8>),
}

impl Source {
    /// Whether all bytes are UTF-8. A file is read to its end, and then set back to its beginning.
    fn is_utf8(&mut self) -> io::Result<bool> {
        match self {
            Source::Bytes(bytes) => is_utf8(&bytes[..]),
            Source::File(file) => {
                let is_utf8 = is_utf8(&mut *file)?;
                file.rewind()?;
                Ok(is_utf8)
            }
        }
    }

    /// The reply with the bytes of the file of `paper`. A file is read while it is sent. If it changes meanwhile, the
    /// reply is cut off, or it becomes a problem if nothing has been sent yet.
    fn reply(self, media: &'static str, paper: PaperRecord) -> Reply {
        let file = match self {
            Source::Bytes(bytes) => return Reply::new(media, bytes),
            Source::File(file) => file,
        };
        let size = paper.size.to_string();
        let reply = Reply::in_pieces(media, move |out| {
            let read = io::copy(&mut (&file).take(paper.size), out)?;
            let now = stat(&file).map_err(|_| unreadable(&paper))?;
            check_unchanged(&paper, now)?;
            if read == paper.size { Ok(()) } else { Err(unreadable(&paper)) }
        });
        reply.with("content-length", size)
    }
}

/// The file of a paper, if it is still the one that was ingested; else a problem (status 410). Size, time and bytes
/// come from one file handle, so that they belong together even if the file is replaced meanwhile. An entry of a zip
/// archive is unpacked at once, and its size and time are compared before and after.
fn open(paper: &PaperRecord) -> Result<Source, Problem> {
    let path = Path::new(&paper.origin);
    if path.is_file() {
        let file = File::open(path).map_err(|_| unreadable(paper))?;
        check_unchanged(paper, stat(&file).map_err(|_| unreadable(paper))?)?;
        return Ok(Source::File(file));
    }
    let sources = Sources::default();
    check_unchanged(paper, sources.stat(path).map_err(|_| unreadable(paper))?)?;
    let mut bytes = sources.read(path, paper.size).map_err(|_| unreadable(paper))?;
    // The server's limit of unsent bytes counts the capacity of the buffer, not its length.
    bytes.shrink_to_fit();
    check_unchanged(paper, sources.stat(path).map_err(|_| unreadable(paper))?)?;
    Ok(Source::Bytes(bytes))
}

/// The problem (status 410) of a file that cannot be read. It leaves out the error of the system, which may name a path
/// of this machine.
fn unreadable(paper: &PaperRecord) -> Problem {
    Problem::new(
        410,
        format!(
            "{} can no longer be read; ingest its folder again",
            paper_path::shown(&paper.path)
        ),
    )
}

fn check_unchanged(paper: &PaperRecord, now: Stat) -> Result<(), Problem> {
    if now == (Stat { size: paper.size, changed: paper.changed }) {
        return Ok(());
    }
    let what = format!(
        "{} has changed since it was ingested; ingest it again",
        paper_path::shown(&paper.path)
    );
    Err(Problem::new(410, what))
}

fn stat(file: &File) -> io::Result<Stat> {
    let data = file.metadata()?;
    Ok(Stat { size: data.len(), changed: times::modified_nanos(&data) })
}

/// Whether all bytes of `from` are UTF-8.
fn is_utf8(mut from: impl Read) -> io::Result<bool> {
    let mut buffer = vec![0; BUFFER_BYTES];
    // Bytes at the beginning of the buffer: a character whose end is not read yet.
    let mut unfinished = 0;
    loop {
        stop::check();
        let read = from.read(&mut buffer[unfinished..])?;
        if read == 0 {
            return Ok(unfinished == 0);
        }
        let filled = unfinished + read;
        unfinished = match simdutf8::compat::from_utf8(&buffer[..filled]) {
            Ok(_) => 0,
            // The last character may continue in the next part.
            Err(error) if error.error_len().is_none() => {
                buffer.copy_within(error.valid_up_to()..filled, 0);
                filled - error.valid_up_to()
            }
            Err(_) => return Ok(false),
        };
    }
}

/// Percent-encodes the UTF-8 bytes of `text`, each byte but ASCII letters, ASCII digits, `-`, `.` and `_`. The result
/// is valid in a `filename*` parameter (RFC 5987) and in a query of a URL.
pub fn percent_encoded(text: &str) -> String {
    let one = |byte: u8| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' => {
            char::from(byte).to_string()
        }
        other => format!("%{other:02X}"),
    };
    text.bytes().map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_that_lie_in_two_parts_are_whole() {
        let text = format!("{}ử lý", "a".repeat(BUFFER_BYTES - 1));
        assert!(is_utf8(text.as_bytes()).expect("read"));
        assert!(
            !is_utf8(&text.as_bytes()[..BUFFER_BYTES]).expect("read"),
            "the letter does not end"
        );
        assert!(!is_utf8(&[text.as_bytes(), b"\xff"].concat()[..]).expect("read"));
    }
}
