//! The untouched file of a paper.
//! In: the id of a paper. Out: its bytes. Never takes a path from a caller; never lets a browser run
//! what a file holds.

use std::fs::File;
use std::io::{self, Read, Seek};
use std::path::Path;

use vankien_engine::PaperRecord;
use vankien_files::extract::source::{Sources, Stat};
use vankien_system::{stop, times};

use super::asked::Asked;
use super::reply::{Problem, Reply};

/// How much of a file is looked at at once, in bytes.
const PART: usize = 64 << 10;

/// What a browser may show itself, by the ending of the name; all else it keeps as a file. A web page
/// is shown as its source.
const SHOWN: [(&str, &str); 5] = [
    ("pdf", "application/pdf"),
    ("txt", "text/plain; charset=utf-8"),
    ("md", "text/plain; charset=utf-8"),
    ("html", "text/plain; charset=utf-8"),
    ("htm", "text/plain; charset=utf-8"),
];

/// Answers with the file.
pub fn original(asked: &Asked) -> Result<Reply, Problem> {
    let id = asked.value("id").unwrap_or_default();
    let generation = &asked.generation;
    let path = generation.names()?.path(id);
    let path = path.ok_or_else(|| Problem::new(404, "no paper of the index has this id"))?;
    let store = generation.searcher.store();
    let paper =
        store.paper(path)?.map_or_else(|| store.duplicate(path), |paper| Ok(Some(paper)))?;
    let paper = paper.ok_or_else(|| Problem::new(404, "this paper left the index"))?;
    let mut source = open(&paper)?;
    let name = Path::new(path).file_name().unwrap_or_default().to_string_lossy().into_owned();
    let ending = Path::new(path).extension().unwrap_or_default().to_string_lossy().to_lowercase();
    let shown = SHOWN.iter().find(|(known, _)| *known == ending).map(|(_, media)| *media);
    // A text in an older encoding would be shown wrongly under the name of UTF-8.
    let is_told = |media: &&str| *media == "application/pdf" || source.is_utf8().unwrap_or(false);
    let shown = shown.filter(is_told);
    let how = if shown.is_some() { "inline" } else { "attachment" };
    let disposition = format!("{how}; filename*=UTF-8''{}", encoded(&name));
    let reply = source.reply(shown.unwrap_or("application/octet-stream"), paper);
    // A viewer of PDF needs its own style; nothing of a file may run or reach out.
    let policy = match shown {
        Some("application/pdf") => "default-src 'none'; style-src 'unsafe-inline'",
        _ => "default-src 'none'; sandbox",
    };
    Ok(reply.with("content-disposition", disposition).with("content-security-policy", policy))
}

/// Whether the file of a paper has another size or time than the one that was read, or is gone.
pub fn is_changed(paper: &PaperRecord) -> bool {
    let now = Sources::default().stat(Path::new(&paper.origin));
    now.ok() != Some(Stat { size: paper.size, changed: paper.changed })
}

/// Where the bytes of a file come from.
enum Source {
    /// A file, which is read while its bytes go out.
    File(File),
    /// What was unpacked.
    Bytes(Vec<u8>),
}

impl Source {
    /// Whether it is text in UTF-8.
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

    /// The reply with the bytes of the file of `paper`. Where the file changes while they go out, it breaks off.
    fn reply(self, media: &'static str, paper: PaperRecord) -> Reply {
        let file = match self {
            Source::Bytes(bytes) => return Reply::new(media, bytes),
            Source::File(file) => file,
        };
        let size = paper.size.to_string();
        let reply = Reply::in_pieces(media, move |out| {
            let read = io::copy(&mut (&file).take(paper.size), out)?;
            let now = stat(&file).map_err(|_| lost(&paper))?;
            is_same(&paper, now)?;
            if read == paper.size { Ok(()) } else { Err(lost(&paper)) }
        });
        reply.with("content-length", size)
    }
}

/// The file of a paper, if it is still the one that the index knows. One handle tells size, time and bytes: of a file
/// that is replaced meanwhile, all of them are the old ones.
fn open(paper: &PaperRecord) -> Result<Source, Problem> {
    let path = Path::new(&paper.origin);
    if path.is_file() {
        let file = File::open(path).map_err(|_| lost(paper))?;
        is_same(paper, stat(&file).map_err(|_| lost(paper))?)?;
        return Ok(Source::File(file));
    }
    let sources = Sources::default();
    is_same(paper, sources.stat(path).map_err(|_| lost(paper))?)?;
    let mut bytes = sources.read(path, paper.size).map_err(|_| lost(paper))?;
    // They are counted as they lie in memory.
    bytes.shrink_to_fit();
    is_same(paper, sources.stat(path).map_err(|_| lost(paper))?)?;
    Ok(Source::Bytes(bytes))
}

/// What the system says names a path of this machine.
fn lost(paper: &PaperRecord) -> Problem {
    Problem::new(410, format!("{} can no longer be read", paper.path))
}

fn is_same(paper: &PaperRecord, now: Stat) -> Result<(), Problem> {
    if now == (Stat { size: paper.size, changed: paper.changed }) {
        return Ok(());
    }
    let what = format!("{} was changed since it was ingested; ingest it again", paper.path);
    Err(Problem::new(410, what))
}

fn stat(file: &File) -> io::Result<Stat> {
    let data = file.metadata()?;
    Ok(Stat { size: data.len(), changed: times::modified_nanos(&data) })
}

/// Whether all that is read is text in UTF-8.
fn is_utf8(mut from: impl Read) -> io::Result<bool> {
    let (mut buffer, mut kept) = (vec![0; PART], 0);
    loop {
        stop::check();
        let read = from.read(&mut buffer[kept..])?;
        if read == 0 {
            return Ok(kept == 0);
        }
        let filled = kept + read;
        kept = match simdutf8::compat::from_utf8(&buffer[..filled]) {
            Ok(_) => 0,
            // A letter may go on in the next part.
            Err(error) if error.error_len().is_none() => {
                buffer.copy_within(error.valid_up_to()..filled, 0);
                filled - error.valid_up_to()
            }
            Err(_) => return Ok(false),
        };
    }
}

/// A value as RFC 5987 writes it: every byte that is no letter or digit in hexadecimal digits.
pub fn encoded(text: &str) -> String {
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
        let text = format!("{}ử lý", "a".repeat(PART - 1));
        assert!(is_utf8(text.as_bytes()).expect("read"));
        assert!(!is_utf8(&text.as_bytes()[..PART]).expect("read"), "the letter does not end");
        assert!(!is_utf8(&[text.as_bytes(), b"\xff"].concat()[..]).expect("read"));
    }
}
