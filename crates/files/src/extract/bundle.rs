//! The files inside a zip archive, one level deep.
//! In: the path of the archive. Out: names and sizes of what it holds; the bytes of one of them.
//! Never writes to a disk, so that no name leads anywhere; never unpacks more than an entry declares;
//! what is left out is named with a reason.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufReader, Read as _, Seek, SeekFrom};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use zip::ZipArchive;
use zip::read::ZipFile;

use super::fault::{Fault, Read};
use super::sniff::{self, HEAD, sniff};

/// No archive of papers has more entries.
const ENTRIES: usize = 20_000;
/// So many bytes at most are read to learn what an archive holds.
const DIRECTORY: u64 = 16 << 20;
/// No archive of papers unpacks to more bytes in all.
const TOTAL: u64 = 4 << 30;
/// Real papers shrink to a fiftieth at most; only small ones may shrink more.
const RATIO: u64 = 400;
const SMALL: u64 = 8 << 20;

/// Parts that make a paper, or something else, of a zip container.
const PARTS: [&str; 2] = ["[Content_Types].xml", "mimetype"];

/// An archive that was opened.
pub struct Bundle {
    zip: ZipArchive<Source>,
    /// Where an entry stands in the archive, and its size in bytes, by its name.
    entries: BTreeMap<String, (usize, u64)>,
    refused: Vec<(String, Fault)>,
    is_paper: bool,
}

impl Bundle {
    /// Opens the archive at `path` and reads what it says of its entries.
    pub fn open(path: &Path) -> Read<Bundle> {
        let opened = catch_unwind(AssertUnwindSafe(|| open(path)));
        opened.unwrap_or_else(|_| Err(Fault::damaged("its zip container cannot be understood")))
    }

    /// Whether it is no archive but a paper in a zip container, or another thing of that kind.
    pub fn is_paper(&self) -> bool {
        self.is_paper
    }

    /// The names of the files in it and their sizes in bytes, in order; those that are refused not.
    pub fn entries(&self) -> impl Iterator<Item = (&str, u64)> {
        self.entries.iter().map(|(name, (_, size))| (name.as_str(), *size))
    }

    /// What is not read, and why.
    pub fn refused(&self) -> &[(String, Fault)] {
        &self.refused
    }

    /// The size of an entry in bytes.
    pub fn size(&self, name: &str) -> Option<u64> {
        self.entries.get(name).map(|(_, size)| *size)
    }

    /// Whether an entry is of a kind that is read: its name says so, or its first bytes do.
    pub fn reads(&mut self, name: &str) -> bool {
        let path = Path::new(name);
        let mut head = Vec::new();
        let mut look = |part: ZipFile<'_, Source>| part.take(HEAD as u64).read_to_end(&mut head);
        let Some((at, _)) = self.entries.get(name) else { return false };
        sniff::is_known(path)
            || self.zip.by_index(*at).is_ok_and(|part| look(part).is_ok())
                && sniff(path, &head).is_some()
    }

    /// The bytes of an entry.
    pub fn unpack(&mut self, name: &str) -> Read<Vec<u8>> {
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

fn open(path: &Path) -> Read<Bundle> {
    let damaged = |error: String| {
        let what = format!("its zip archive cannot be opened ({error})");
        Fault::new(what, "pack it again, or unpack it")
    };
    let file = File::open(path).map_err(|error| damaged(error.to_string()))?;
    let left = Arc::new(AtomicU64::new(DIRECTORY));
    let source = Source { file: BufReader::with_capacity(1 << 10, file), left: Arc::clone(&left) };
    let zip = ZipArchive::new(source).map_err(|error| damaged(error.to_string()))?;
    left.store(u64::MAX, Ordering::Relaxed);
    let is_paper = PARTS.iter().any(|part| zip.index_for_name(part).is_some());
    let mut bundle = Bundle { zip, entries: BTreeMap::new(), refused: Vec::new(), is_paper };
    if is_paper {
        return Ok(bundle);
    }
    let count = bundle.zip.len();
    if count > ENTRIES {
        return Err(too_much(format!("holds {count} files, more than {ENTRIES}")));
    }
    let mut ranges: Vec<(u64, u64)> = (0..count).filter_map(|at| bundle.list(at)).collect();
    ranges.sort_unstable();
    if ranges.windows(2).any(|pair| pair[0].1 > pair[1].0) {
        return Err(too_much("holds files that share their bytes".into()));
    }
    let total = bundle.entries.values().fold(0_u64, |total, (_, size)| total.saturating_add(*size));
    if total > TOTAL {
        return Err(too_much(format!("unpacks to {total} bytes, more than {TOTAL}")));
    }
    Ok(bundle)
}

fn too_much(what: String) -> Fault {
    Fault::new(what, "unpack it, or pack it in several")
}

impl Bundle {
    /// Lists the entry at `at`, or says why it is refused. Gives its place in the archive, from the beginning of its
    /// header to the end of its data; `None` where it has none that can be told.
    fn list(&mut self, at: usize) -> Option<(u64, u64)> {
        let part = match self.zip.by_index_raw(at) {
            Ok(part) => part,
            Err(error) => {
                let name = format!("entry {}", at + 1);
                self.refused.push((name, Fault::damaged(format!("is damaged ({error})"))));
                return None;
            }
        };
        let start = part.header_start();
        let end = part.data_start().unwrap_or(start).saturating_add(part.compressed_size());
        if !part.is_dir() {
            let (name, size, fault) = described(&part);
            drop(part);
            self.add(at, &name, size, fault);
        }
        Some((start, end))
    }

    /// Adds the entry at `at`, or what is wrong with it.
    fn add(&mut self, at: usize, told: &str, size: u64, fault: Option<Fault>) {
        let Some(name) = plain(told) else {
            let shown = told.escape_debug().to_string();
            return self.refused.push((shown, refused("has a name that leads out of its archive")));
        };
        if name.split('/').any(|part| part.starts_with('.')) {
            return;
        }
        match fault {
            Some(fault) => self.refused.push((name, fault)),
            None if self.entries.contains_key(&name) => {
                self.refused.push((name, refused("is there twice")));
            }
            None => {
                self.entries.insert(name, (at, size));
            }
        }
    }
}

/// The name and size of an entry, and why it is refused, where it is.
fn described(part: &ZipFile<'_, Source>) -> (String, u64, Option<Fault>) {
    let told = told_name(part);
    let (size, packed) = (part.size(), part.compressed_size());
    let fault = match () {
        () if part.encrypted() => Some(Fault::locked()),
        () if part.is_symlink() => Some(refused("is a link, which is not followed")),
        () if size > packed.saturating_mul(RATIO).max(SMALL) => {
            Some(too_much(format!("would unpack from {packed} to {size} bytes")))
        }
        () if told.to_ascii_lowercase().ends_with(".zip") => {
            Some(refused("is an archive inside an archive"))
        }
        () => None,
    };
    (told, size, fault)
}

fn refused(what: &str) -> Fault {
    Fault::new(what, "unpack it beside its archive")
}

/// The name of an entry. Programs that set no flag write UTF-8 all the same, or an old encoding of
/// Vietnamese; the first encoding of zip, by which every byte is some letter, comes last.
fn told_name(part: &ZipFile<'_, Source>) -> String {
    let raw = part.name_raw();
    let told = || part.name().map_or_else(|_| String::from_utf8_lossy(raw).into(), Into::into);
    match std::str::from_utf8(raw) {
        Ok(name) => name.to_owned(),
        Err(_) => super::encoding::read(raw).map_or_else(told, |(name, _)| name),
    }
}

/// A name with one way to write it; `None` where it leads elsewhere or cannot be shown.
fn plain(name: &str) -> Option<String> {
    let parts: Vec<&str> = name.split(['/', '\\']).filter(|part| *part != ".").collect();
    let leads_out = |part: &&str| part.is_empty() || *part == ".." || part.ends_with(':');
    let is_odd = name.chars().any(char::is_control) || parts.is_empty();
    (!is_odd && !parts.iter().any(leads_out)).then(|| parts.join("/"))
}

/// The file of an archive, of which so many bytes may still be read.
struct Source {
    file: BufReader<File>,
    left: Arc<AtomicU64>,
}

impl std::io::Read for Source {
    fn read(&mut self, bytes: &mut [u8]) -> std::io::Result<usize> {
        let left = self.left.load(Ordering::Relaxed);
        if left == 0 {
            return Err(std::io::Error::other("its directory is too long"));
        }
        let most = bytes.len().min(usize::try_from(left).unwrap_or(usize::MAX));
        let read = self.file.read(&mut bytes[..most])?;
        if left != u64::MAX {
            self.left.store(left - read as u64, Ordering::Relaxed);
        }
        Ok(read)
    }
}

impl Seek for Source {
    fn seek(&mut self, to: SeekFrom) -> std::io::Result<u64> {
        self.file.seek(to)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_lead_nowhere_else() {
        assert_eq!(plain("a/b.txt").as_deref(), Some("a/b.txt"));
        assert_eq!(plain("./a\\b.txt").as_deref(), Some("a/b.txt"));
        for name in ["/etc/passwd", "../a", "a/../../b", "C:\\a", "a//b", "", "a\u{1b}[2J", "a/"] {
            assert_eq!(plain(name), None, "{name}");
        }
    }
}
