//! The untouched file of a paper.
//! In: the id of a paper. Out: its bytes. Never takes a path from a caller; never lets a browser run
//! what a file holds.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use vankien_engine::PaperRecord;
use vankien_files::extract::source::{Sources, Stat};
use vankien_system::times;

use super::asked::Asked;
use super::reply::{Problem, Reply};

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
    let paper = store.paper(path)?.map_or_else(|| store.twin(path), |paper| Ok(Some(paper)))?;
    let paper = paper.ok_or_else(|| Problem::new(404, "this paper left the index"))?;
    let bytes = read(&paper)?;
    let name = Path::new(path).file_name().unwrap_or_default().to_string_lossy().into_owned();
    let ending = Path::new(path).extension().unwrap_or_default().to_string_lossy().to_lowercase();
    let shown = SHOWN.iter().find(|(known, _)| *known == ending).map(|(_, media)| *media);
    // A text in an older encoding would be shown wrongly under the name of UTF-8.
    let shown = shown.filter(|media| *media == "application/pdf" || is_utf8(&bytes));
    let how = if shown.is_some() { "inline" } else { "attachment" };
    let disposition = format!("{how}; filename*=UTF-8''{}", encoded(&name));
    let reply = Reply::new(shown.unwrap_or("application/octet-stream"), bytes);
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

/// The bytes of the file, if it is still the one that the index knows: before and after they are read.
fn read(paper: &PaperRecord) -> Result<Vec<u8>, Problem> {
    let path = Path::new(&paper.origin);
    // What the system says names a path of this machine.
    let lost = || Problem::new(410, format!("{} can no longer be read", paper.path));
    let is_same = |now: Stat| match now == (Stat { size: paper.size, changed: paper.changed }) {
        true => Ok(()),
        false => {
            let what = format!("{} was changed since it was ingested; ingest it again", paper.path);
            Err(Problem::new(410, what))
        }
    };
    let sources = Sources::default();
    if !path.is_file() {
        is_same(sources.stat(path).map_err(|_| lost())?)?;
        let bytes = sources.read(path, paper.size).map_err(|_| lost())?;
        is_same(sources.stat(path).map_err(|_| lost())?)?;
        return Ok(bytes);
    }
    // One handle tells size, time and bytes: of a file that is replaced meanwhile, all of them are the old ones.
    let file = File::open(path).map_err(|_| lost())?;
    let stat = || -> std::io::Result<Stat> {
        let data = file.metadata()?;
        Ok(Stat { size: data.len(), changed: times::changed(&data) })
    };
    is_same(stat().map_err(|_| lost())?)?;
    let mut bytes = Vec::with_capacity(usize::try_from(paper.size).unwrap_or_default());
    (&file).take(paper.size + 1).read_to_end(&mut bytes).map_err(|_| lost())?;
    let read = stat().map_err(|_| lost())?;
    is_same(Stat { size: bytes.len() as u64, ..read })?;
    Ok(bytes)
}

fn is_utf8(bytes: &[u8]) -> bool {
    simdutf8::basic::from_utf8(bytes).is_ok()
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
