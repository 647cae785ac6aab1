//! The files inside a zip archive of papers, one level deep.
//! In: the path of the archive. Out: names and sizes of its entries; the bytes of one entry.
//! Never writes to disk, so an entry name can lead nowhere; never gives more bytes of an entry than it declares. Each
//! entry that is left out is listed with a reason, except folders and hidden files; also those that the `zip` library
//! drops (see `Bundle::list_dropped`).
//!
//! The limits are judgements about real archives, not measured; `benches/mutants.py` runs damaged archives against
//! them.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{BufReader, Read as _, Seek, SeekFrom};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use zip::ZipArchive;
use zip::read::ZipFile;
use zip::result::ZipResult;

use super::fault::{Fault, ReaderResult};
use super::sniff::{self, PROBE_BYTES, sniff};

/// At most 20,000 entries in one archive, folders and hidden files included. An archive with more is refused as a
/// whole.
const MAX_ENTRIES: usize = 20_000;
/// At most 16 MiB are read from an archive to find its directory of entries. One that needs more is refused as a whole.
const MAX_DIRECTORY_BYTES: u64 = 16 << 20;
/// The entries of an archive may declare at most 4 GiB unpacked, all together; refused entries and hidden files do not
/// count. An archive with more is refused as a whole.
const MAX_UNPACKED_BYTES: u64 = 4 << 30;
/// An entry may declare at most 400 times its packed size (see [`RATIO_EXEMPT_BYTES`]). One with more is refused. Real
/// papers reach about 50.
const MAX_COMPRESSION_RATIO: u64 = 400;
/// An entry of at most 8 MiB unpacked may exceed the ratio: so few bytes are harmless.
const RATIO_EXEMPT_BYTES: u64 = 8 << 20;

/// A zip file with one of these entries is a document (DOCX, ODT, EPUB and the like) and no archive of papers.
const DOCUMENT_PARTS: [&str; 2] = ["[Content_Types].xml", "mimetype"];

/// An opened archive.
pub struct Bundle {
    zip: ZipArchive<LimitedFile>,
    /// By name: the index of the entry in the archive, and its unpacked size in bytes.
    entries: BTreeMap<String, (usize, u64)>,
    /// The names of entries that are not read, and why, in the order of the archive.
    refused: Vec<(String, Fault)>,
    is_paper: bool,
}

impl Bundle {
    /// Opens the archive at `path` and lists its entries. A document in a zip container is opened too, but its entries
    /// are not listed. An error if the file cannot be read, is no zip file, has entries that share bytes, or a limit
    /// refuses it as a whole.
    pub fn open(path: &Path) -> ReaderResult<Bundle> {
        let opened = catch_unwind(AssertUnwindSafe(|| open(path)));
        opened.unwrap_or_else(|_| Err(Fault::damaged("its zip container cannot be understood")))
    }

    /// Whether the file is a document in a zip container (DOCX, ODT, …) and not an archive of papers.
    pub fn is_paper(&self) -> bool {
        self.is_paper
    }

    /// Names and unpacked sizes (bytes) of the entries, sorted by name. Folders, hidden files and refused entries are
    /// not among them.
    pub fn entries(&self) -> impl Iterator<Item = (&str, u64)> {
        self.entries.iter().map(|(name, (_, size))| (name.as_str(), *size))
    }

    /// The names of the entries that are not read, and why, in the order of the archive. An entry that cannot be opened
    /// is named by its number, from 1: `entry 3`. Folders and hidden files are not among them, unless they cannot be
    /// opened or their names lead out of the archive.
    pub fn refused(&self) -> &[(String, Fault)] {
        &self.refused
    }

    /// The unpacked size in bytes that an entry declares; `None` if [`Bundle::entries`] has no such name.
    pub fn size(&self, name: &str) -> Option<u64> {
        self.entries.get(name).map(|(_, size)| *size)
    }

    /// Whether an entry has a known format, by its file extension or else by its first bytes. `false` also if
    /// [`Bundle::entries`] has no such name, or the first bytes are needed and cannot be unpacked.
    pub fn reads(&mut self, name: &str) -> bool {
        let path = Path::new(name);
        let Some((index, _)) = self.entries.get(name) else { return false };
        if sniff::has_known_extension(path) {
            return true;
        }
        let Ok(entry) = self.zip.by_index(*index) else { return false };
        let mut head = Vec::new();
        let is_read = entry.take(PROBE_BYTES as u64).read_to_end(&mut head).is_ok();
        is_read && sniff(path, &head).is_some()
    }

    /// The unpacked bytes of an entry. An error if [`Bundle::entries`] has no such name, or if the entry is damaged or
    /// unpacks to another size than it declares.
    pub fn unpack(&mut self, name: &str) -> ReaderResult<Vec<u8>> {
        let Some((at, size)) = self.entries.get(name).copied() else {
            return Err(Fault::damaged("is no longer in its archive"));
        };
        let damaged = |what: String| Fault::damaged(format!("is damaged in its archive ({what})"));
        let part = self.zip.by_index(at).map_err(|error| damaged(error.to_string()))?;
        let mut bytes = Vec::new();
        let read = part.take(size + 1).read_to_end(&mut bytes);
        read.map_err(|error| damaged(error.to_string()))?;
        if bytes.len() as u64 != size {
            return Err(damaged(format!("it declares {size} bytes and holds others")));
        }
        Ok(bytes)
    }
}

fn open(path: &Path) -> ReaderResult<Bundle> {
    let damaged = |error: String| {
        let what = format!("its zip archive cannot be opened ({error})");
        Fault::new(what, "pack it again, or unpack it")
    };
    let file = File::open(path).map_err(|error| damaged(error.to_string()))?;
    let directory = file.try_clone().map_err(|error| damaged(error.to_string()))?;
    let bytes_left = Arc::new(AtomicU64::new(MAX_DIRECTORY_BYTES));
    // A buffer of 1 KiB, because the directory is read in small steps, and each seek drops what is in the buffer. The
    // limit counts the bytes that `zip` asks for, not those that fill the buffer.
    let source = LimitedFile {
        file: BufReader::with_capacity(1 << 10, file),
        bytes_left: Arc::clone(&bytes_left),
    };
    let zip = ZipArchive::new(source).map_err(|error| damaged(error.to_string()))?;
    bytes_left.store(u64::MAX, Ordering::Relaxed);
    let is_paper = DOCUMENT_PARTS.iter().any(|part| zip.index_for_name(part).is_some());
    let mut bundle = Bundle { zip, entries: BTreeMap::new(), refused: Vec::new(), is_paper };
    if is_paper {
        return Ok(bundle);
    }
    let headers = read_directory(directory, bundle.zip.central_directory_start());
    let headers = headers.map_err(|error| damaged(error.to_string()))?;
    let count = bundle.zip.len().max(headers.len());
    if count > MAX_ENTRIES {
        return Err(too_much(format!("holds {count} files, more than {MAX_ENTRIES}")));
    }
    let mut ranges: Vec<(u64, u64)> =
        (0..bundle.zip.len()).filter_map(|index| bundle.list(index)).collect();
    bundle.list_dropped(&headers);
    ranges.sort_unstable();
    if ranges.windows(2).any(|pair| pair[0].1 > pair[1].0) {
        return Err(too_much("holds files that share their bytes".into()));
    }
    let total = bundle.entries.values().fold(0_u64, |total, (_, size)| total.saturating_add(*size));
    if total > MAX_UNPACKED_BYTES {
        return Err(too_much(format!("unpacks to {total} bytes, more than {MAX_UNPACKED_BYTES}")));
    }
    Ok(bundle)
}

/// The entries in the directory of an archive, which begins at byte `start`: the byte at which the header of each
/// begins, and its name as the file has it. Their number is not looked up: they go on as long as headers follow one
/// another, for [`MAX_DIRECTORY_BYTES`] at most.
fn read_directory(mut file: File, start: u64) -> std::io::Result<Vec<(u64, Vec<u8>)>> {
    /// Bytes of a header without its name, extra fields and comment, whose lengths stand at bytes 28, 30 and 32.
    const HEADER_BYTES: usize = 46;
    file.seek(SeekFrom::Start(start))?;
    let mut reader = BufReader::new(file.take(MAX_DIRECTORY_BYTES));
    let (mut headers, mut at) = (Vec::new(), start);
    let mut header = [0; HEADER_BYTES];
    while fills(&mut reader, &mut header)? && header.starts_with(b"PK\x01\x02") {
        let [name, extra, comment] =
            [28, 30, 32].map(|at| usize::from(u16::from_le_bytes([header[at], header[at + 1]])));
        let mut bytes = vec![0; name + extra + comment];
        if !fills(&mut reader, &mut bytes)? {
            break;
        }
        let length = HEADER_BYTES + bytes.len();
        bytes.truncate(name);
        headers.push((at, bytes));
        at += length as u64;
    }
    Ok(headers)
}

/// Reads `bytes`. `false` where the file ends before they are full.
fn fills(reader: &mut impl std::io::Read, bytes: &mut [u8]) -> std::io::Result<bool> {
    match reader.read_exact(bytes) {
        Err(error) if error.kind() == std::io::ErrorKind::UnexpectedEof => Ok(false),
        read => read.map(|()| true),
    }
}

fn too_much(what: String) -> Fault {
    Fault::new(what, "unpack it, or pack it in several")
}

impl Bundle {
    /// Adds the entry of this index to `entries` or to `refused`. Gives its byte range in the archive, from the
    /// beginning of its header to the end of its data; `None` for an entry that cannot be opened.
    fn list(&mut self, index: usize) -> Option<(u64, u64)> {
        let part = match self.zip.by_index_raw(index) {
            Ok(part) => part,
            Err(error) => {
                let name = format!("entry {}", index + 1);
                self.refused.push((name, Fault::damaged(format!("is damaged ({error})"))));
                return None;
            }
        };
        let start = part.header_start();
        let end = part.data_start().unwrap_or(start).saturating_add(part.compressed_size());
        if !part.is_dir() {
            let (declared_name, size, fault) = (part_name(&part), part.size(), entry_fault(&part));
            drop(part);
            self.add(index, &declared_name, size, fault);
        }
        Some((start, end))
    }

    /// Adds to `refused` the entries of the directory that the `zip` library dropped: of several with one name it keeps
    /// the last, and it reads no more than the archive declares, whose number wraps at 65,536.
    fn list_dropped(&mut self, headers: &[(u64, Vec<u8>)]) {
        let kept: BTreeSet<u64> = (0..self.zip.len())
            .filter_map(|index| Some(self.zip.by_index_data(index).ok()?.central_header_start()))
            .collect();
        for (_, raw) in headers.iter().filter(|(at, _)| !kept.contains(at)) {
            let same = self.zip.index_for_name_raw(raw);
            let same = same.and_then(|index| self.zip.by_index_data(index).ok());
            let (name, why) = match same {
                Some(part) => {
                    (entry_name(raw, part.name()), "is there twice; only the last one counts")
                }
                None => (
                    entry_name(raw, Ok(String::from_utf8_lossy(raw))),
                    "is one more than the entries that its archive declares",
                ),
            };
            // Folders have no safe name. One that leads out is listed by the entry that was kept.
            let shown = safe_name(&name).filter(|name| !is_hidden(name));
            self.refused.extend(shown.map(|name| (name, refused(why))));
        }
    }

    /// Adds an entry to `entries`, or to `refused` if there is a `fault`, its name leads out of the archive, or an
    /// entry before it has the same name. Hidden files are skipped.
    fn add(&mut self, index: usize, declared_name: &str, size: u64, fault: Option<Fault>) {
        let Some(name) = safe_name(declared_name) else {
            let shown = declared_name.escape_debug().to_string();
            return self.refused.push((shown, refused("has a name that leads out of its archive")));
        };
        if is_hidden(&name) {
            return;
        }
        match fault {
            Some(fault) => self.refused.push((name, fault)),
            None if self.entries.contains_key(&name) => {
                self.refused.push((name, refused("is there twice")));
            }
            None => {
                self.entries.insert(name, (index, size));
            }
        }
    }
}

/// Why an entry is refused; `None` for one that is read.
fn entry_fault(part: &ZipFile<'_, LimitedFile>) -> Option<Fault> {
    if part.encrypted() {
        return Some(Fault::locked());
    }
    if part.is_symlink() {
        return Some(refused("is a link, which is not followed"));
    }
    let (size, packed) = (part.size(), part.compressed_size());
    if size > packed.saturating_mul(MAX_COMPRESSION_RATIO).max(RATIO_EXEMPT_BYTES) {
        return Some(too_much(format!("would unpack from {packed} to {size} bytes")));
    }
    if part_name(part).to_ascii_lowercase().ends_with(".zip") {
        return Some(refused("is an archive inside an archive"));
    }
    None
}

fn refused(what: &str) -> Fault {
    Fault::new(what, "unpack it beside its archive")
}

fn part_name(part: &ZipFile<'_, LimitedFile>) -> String {
    entry_name(part.name_raw(), part.name())
}

/// The name of an entry, of its bytes: as UTF-8 whatever its flag says, because many programs write UTF-8 without the
/// flag; else in an old encoding of Vietnamese; else as `zip` decodes it, mostly in code page 437, the default of zip
/// files, in which every byte is a character.
fn entry_name(raw: &[u8], decoded: ZipResult<Cow<'_, str>>) -> String {
    if let Ok(name) = std::str::from_utf8(raw) {
        return name.to_owned();
    }
    if let Some((name, _)) = super::encoding::decode_vietnamese(raw) {
        return name;
    }
    decoded.map_or_else(|_| String::from_utf8_lossy(raw).into(), Into::into)
}

/// The name with `/` between its parts and without `.` parts. `None` if it leads out of the archive (a part that is
/// empty, `..` or ends with `:`), has no part or holds control characters.
fn safe_name(name: &str) -> Option<String> {
    let parts: Vec<&str> = name.split(['/', '\\']).filter(|part| *part != ".").collect();
    if parts.is_empty() || name.chars().any(char::is_control) {
        return None;
    }
    let leads_out = |part: &&str| part.is_empty() || *part == ".." || part.ends_with(':');
    if parts.iter().any(leads_out) {
        return None;
    }
    Some(parts.join("/"))
}

/// Whether a part of the name begins with a dot.
fn is_hidden(name: &str) -> bool {
    name.split('/').any(|part| part.starts_with('.'))
}

/// The file of an archive. Reading it fails when no bytes are left.
struct LimitedFile {
    file: BufReader<File>,
    /// Bytes that may still be read; `u64::MAX` for no limit.
    bytes_left: Arc<AtomicU64>,
}

impl std::io::Read for LimitedFile {
    fn read(&mut self, bytes: &mut [u8]) -> std::io::Result<usize> {
        let left = self.bytes_left.load(Ordering::Relaxed);
        if left == 0 {
            return Err(std::io::Error::other("its directory is too long"));
        }
        let most = bytes.len().min(usize::try_from(left).unwrap_or(usize::MAX));
        let read = self.file.read(&mut bytes[..most])?;
        if left != u64::MAX {
            self.bytes_left.store(left - read as u64, Ordering::Relaxed);
        }
        Ok(read)
    }
}

impl Seek for LimitedFile {
    fn seek(&mut self, to: SeekFrom) -> std::io::Result<u64> {
        self.file.seek(to)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The entries that are read, and those that are refused, of an archive with these bytes.
    fn opened(bytes: &[u8]) -> (Vec<String>, Vec<String>) {
        let mut file = tempfile::NamedTempFile::new().expect("a file");
        std::io::Write::write_all(&mut file, bytes).expect("written");
        let bundle = Bundle::open(file.path()).expect("an archive");
        let refused = bundle.refused().iter().map(|(name, fault)| format!("{name} {}", fault.what));
        (bundle.entries().map(|(name, _)| name.to_owned()).collect(), refused.collect())
    }

    #[test]
    fn entries_with_one_name_are_told() {
        // Names of the same length: their headers differ in nothing else that counts.
        let names = ["a.txt", "b.txt", "c.txt", "./a.t", ".h.tx", "d.tx/"];
        let parts: Vec<(&str, &str)> = names.iter().map(|name| (*name, "x")).collect();
        let archive = vankien_testing::build::zipped(&parts);
        let named = |from: &str, to: &str| {
            let mut text = archive.clone();
            for at in 0..text.len() - from.len() {
                if text[at..].starts_with(from.as_bytes()) {
                    text[at..at + from.len()].copy_from_slice(to.as_bytes());
                }
            }
            text
        };
        let all = ["a.t", "a.txt", "b.txt", "c.txt"].map(str::to_owned).to_vec();
        assert_eq!(opened(&archive), (all, Vec::new()));
        let (entries, refused) = opened(&named("b.txt", "a.txt"));
        assert_eq!(entries, ["a.t", "a.txt", "c.txt"]);
        assert_eq!(refused, ["a.txt is there twice; only the last one counts"]);
        // Hidden files and folders.
        assert_eq!(opened(&named("b.txt", ".h.tx")).1, [""; 0]);
        assert_eq!(opened(&named("b.txt", "d.tx/")).1, [""; 0]);
        // The number of entries in the record at the end.
        let mut fewer = archive.clone();
        let end = fewer.len() - 22;
        (fewer[end + 8], fewer[end + 10]) = (2, 2);
        let (entries, refused) = opened(&fewer);
        assert_eq!((entries, refused.len()), (vec!["a.txt".to_owned(), "b.txt".to_owned()], 2));
        assert!(refused[0].starts_with("c.txt is one more"), "{refused:?}");
    }

    #[test]
    fn names_lead_nowhere_else() {
        assert_eq!(safe_name("a/b.txt").as_deref(), Some("a/b.txt"));
        assert_eq!(safe_name("./a\\b.txt").as_deref(), Some("a/b.txt"));
        for name in ["/etc/passwd", "../a", "a/../../b", "C:\\a", "a//b", "", "a\u{1b}[2J", "a/"] {
            assert_eq!(safe_name(name), None, "{name}");
        }
    }
}
