//! Keeps what OCR read of a page, so that no page is read twice.
//! In: the hash of a file, the number of a page, what was read. Out: the same again, in any later run.
//! Never fails and never deletes: what cannot be kept or is damaged is told, and read again.
//!
//! An entry is the file `HASH/PAGE.tsv`: a line with the format and a checksum, a line that says what was
//! read by what, a line `table` or `failed`, then the table of words or the reason. Up to format 1 all
//! entries lay in the `ocr` folder of an index: a file named by the hash of its first line, then the table.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead as _, BufReader, ErrorKind, Write as _};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};

use twox_hash::XxHash3_128;
use vankien_system::rights::Rights;
use vankien_system::times;

use super::engine::DPI;
use crate::error::Error;

/// The first word of an entry, with the number of its format.
const FORMAT: &str = "vankien-ocr-2";

/// What was read of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The programs and data that read it.
    pub version: String,
    /// How finely the page was drawn, in dots per inch.
    pub dpi: u32,
    /// What came of it.
    pub outcome: Outcome,
}

/// What came of reading a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The table of its words (TSV).
    Table(String),
    /// Why there is none.
    Failed(String),
}

/// The folders of entries; without any nothing is kept.
#[derive(Debug, Default)]
pub struct Cache {
    /// The folder that all indexes of a user share.
    shared: Option<PathBuf>,
    /// The folder of one index: read after the shared one, written where that one cannot be.
    own: Option<PathBuf>,
    /// Who may read and write what is kept from now on.
    rights: Rights,
    /// The entries of format 1 in the own folder: by file and page the path for each version.
    flat: OnceLock<BTreeMap<(u128, u32), BTreeMap<String, PathBuf>>>,
    troubles: Mutex<Troubles>,
}

/// What went wrong so far.
#[derive(Debug, Default)]
struct Troubles {
    told: Vec<Error>,
    /// Folders that could not be written: they are not tried again.
    refused: BTreeSet<PathBuf>,
    /// Entries that could not be read.
    damaged: BTreeSet<PathBuf>,
}

impl Cache {
    /// The entries in a folder that all indexes share and in one of an index; both are made with
    /// their first entry.
    pub fn new(shared: Option<&Path>, own: Option<&Path>) -> Cache {
        let (shared, own) = (shared.map(Path::to_path_buf), own.map(Path::to_path_buf));
        Cache { shared, own, ..Cache::default() }
    }

    /// The same, kept with the rights of an index.
    pub fn with_rights(self, rights: Rights) -> Cache {
        Cache { rights, ..self }
    }

    /// Whether anything may be kept of a file: one look at each folder, none at an entry.
    pub fn holds(&self, file: u128) -> bool {
        let mut flat = self.flat().range((file, 0)..=(file, u32::MAX));
        self.changed(file).is_some() || flat.next().is_some()
    }

    /// When an entry of a file was written last, in nanoseconds since 1970; `None` where there is none.
    pub fn changed(&self, file: u128) -> Option<i128> {
        let folders = self.folders().map(|folder| folder.join(name(file)));
        folders.filter_map(|folder| folder.metadata().ok()).map(|data| times::changed(&data)).max()
    }

    /// What was kept of a page. Of entries of format 1 the one by `version` is taken, or else the one
    /// by the last version in the order of letters: the choice is the same in every run.
    pub fn get(&self, file: u128, page: u32, version: Option<&str>) -> Option<Entry> {
        let kept =
            self.folders().find_map(|folder| self.read(&path(folder, file, page), file, page));
        kept.or_else(|| {
            let versions = self.flat().get(&(file, page))?;
            let meant = version.and_then(|version| versions.get(version));
            self.read_flat(meant.or_else(|| versions.values().next_back())?, file, page)
        })
    }

    /// Keeps what was read of a page: in the shared folder, or, where that cannot be, in the own one.
    pub fn put(&self, file: u128, page: u32, version: &str, outcome: &Outcome) {
        let text = written(file, page, version, outcome);
        for folder in self.folders() {
            if self.troubles().refused.contains(folder) {
                continue;
            }
            match write(&path(folder, file, page), &text, self.rights) {
                Ok(()) => return,
                Err(error) => self.refuse(folder, &error),
            }
        }
    }

    /// Whether a page is kept where all indexes find it, or could not be.
    pub fn is_shared(&self, file: u128, page: u32) -> bool {
        self.shared.as_ref().is_none_or(|folder| path(folder, file, page).exists())
    }

    /// What went wrong since the last call.
    pub fn take_troubles(&self) -> Vec<Error> {
        std::mem::take(&mut self.troubles().told)
    }

    fn folders(&self) -> impl Iterator<Item = &PathBuf> {
        self.shared.iter().chain(&self.own)
    }

    fn troubles(&self) -> MutexGuard<'_, Troubles> {
        self.troubles.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn refuse(&self, folder: &Path, error: &std::io::Error) {
        let other = self.own.as_deref().filter(|own| *own != folder);
        let instead = match other {
            Some(own) => format!("what OCR reads is kept in {} instead", own.display()),
            None => "what OCR reads is not kept".to_owned(),
        };
        let what = format!("cannot be written ({error}); {instead}");
        let mut troubles = self.troubles();
        if troubles.refused.insert(folder.to_path_buf()) {
            troubles.told.push(Error::OcrCache { path: folder.to_path_buf(), what });
        }
    }

    /// An entry that is damaged is told once and counts as none.
    fn damaged(&self, path: &Path, how: &str) {
        let mut troubles = self.troubles();
        if troubles.damaged.insert(path.to_path_buf()) {
            let what = format!("{how}; this page of a scan counts as not read");
            troubles.told.push(Error::OcrCache { path: path.to_path_buf(), what });
        }
    }

    fn text(&self, path: &Path) -> Option<String> {
        match std::fs::read(path).map(String::from_utf8) {
            Ok(Ok(text)) => return Some(text),
            Ok(Err(_)) => self.damaged(path, "is damaged"),
            Err(error)
                if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {}
            Err(error) => self.damaged(path, &format!("cannot be read ({error})")),
        }
        None
    }

    fn read(&self, path: &Path, file: u128, page: u32) -> Option<Entry> {
        let entry = parse(&self.text(path)?, file, page);
        if entry.is_none() {
            self.damaged(path, "is damaged");
        }
        entry
    }

    fn read_flat(&self, path: &Path, file: u128, page: u32) -> Option<Entry> {
        let text = self.text(path)?;
        let (key, table) = text.split_once('\n')?;
        let key = Key::parse(key).filter(|key| (key.file, key.page) == (file, page))?;
        let outcome = Outcome::Table(table.to_owned());
        Some(Entry { version: key.version.to_owned(), dpi: key.dpi, outcome })
    }

    /// The entries of format 1, found with the first question for one.
    fn flat(&self) -> &BTreeMap<(u128, u32), BTreeMap<String, PathBuf>> {
        self.flat.get_or_init(|| {
            let mut found: BTreeMap<_, BTreeMap<_, _>> = BTreeMap::new();
            let files = self.own.as_deref().and_then(|own| own.read_dir().ok());
            for file in files.into_iter().flatten().flatten().map(|file| file.path()) {
                let Some(first) = first_line(&file) else { continue };
                let Some(key) = Key::parse(&first) else { continue };
                let versions = found.entry((key.file, key.page)).or_default();
                versions.insert(key.version.to_owned(), file);
            }
            found
        })
    }
}

/// What was read by what, as the line of an entry says it.
struct Key<'k> {
    file: u128,
    page: u32,
    dpi: u32,
    version: &'k str,
}

impl<'k> Key<'k> {
    fn line(&self) -> String {
        let Key { file, page, dpi, version } = self;
        format!("{file:032x} page {page} {dpi} dpi {version}")
    }

    fn parse(line: &'k str) -> Option<Key<'k>> {
        let (file, rest) = line.split_once(" page ")?;
        let (page, rest) = rest.split_once(' ')?;
        let (dpi, version) = rest.split_once(" dpi ")?;
        let file = u128::from_str_radix(file, 16).ok()?;
        Some(Key { file, page: page.parse().ok()?, dpi: dpi.parse().ok()?, version })
    }
}

fn name(file: u128) -> String {
    format!("{file:032x}")
}

fn path(folder: &Path, file: u128, page: u32) -> PathBuf {
    folder.join(name(file)).join(format!("{page:05}.tsv"))
}

fn written(file: u128, page: u32, version: &str, outcome: &Outcome) -> String {
    let key = Key { file, page, dpi: DPI, version }.line();
    let (kind, text) = match outcome {
        Outcome::Table(table) => ("table", table),
        Outcome::Failed(why) => ("failed", why),
    };
    let body = format!("{key}\n{kind}\n{text}");
    format!("{FORMAT} {:032x}\n{body}", XxHash3_128::oneshot(body.as_bytes()))
}

/// The entry in `text`, if it is whole and about this page.
fn parse(text: &str, file: u128, page: u32) -> Option<Entry> {
    let (head, body) = text.split_once('\n')?;
    let (format, checksum) = head.split_once(' ')?;
    let checksum = u128::from_str_radix(checksum, 16).ok()?;
    if format != FORMAT || checksum != XxHash3_128::oneshot(body.as_bytes()) {
        return None;
    }
    let (key, rest) = body.split_once('\n')?;
    let key = Key::parse(key).filter(|key| (key.file, key.page) == (file, page))?;
    let (kind, rest) = rest.split_once('\n')?;
    let outcome = match kind {
        "table" => Outcome::Table(rest.to_owned()),
        "failed" => Outcome::Failed(rest.to_owned()),
        _ => return None,
    };
    Some(Entry { version: key.version.to_owned(), dpi: key.dpi, outcome })
}

/// Written beside and renamed, so that no half of it is ever seen; for the eyes of the user alone, or those of
/// the group too.
fn write(path: &Path, text: &str, rights: Rights) -> std::io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    let is_new = !folder.exists();
    let mut builder = std::fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.recursive(true).create(folder)?;
    if rights == Rights::Group && is_new {
        folder.ancestors().take(2).try_for_each(|folder| rights.give(folder, true))?;
    }
    let mut file = tempfile::NamedTempFile::new_in(folder)?;
    file.write_all(text.as_bytes())?;
    rights.give(file.path(), false)?;
    file.persist(path).map(drop).map_err(|error| error.error)
}

fn first_line(path: &Path) -> Option<String> {
    if path.extension()? != "tsv" {
        return None;
    }
    let mut line = String::new();
    BufReader::new(std::fs::File::open(path).ok()?).read_line(&mut line).ok()?;
    Some(line.trim_end_matches('\n').to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(text: &str) -> Outcome {
        Outcome::Table(text.to_owned())
    }

    fn outcome(cache: &Cache, page: u32) -> Option<Outcome> {
        cache.get(7, page, None).map(|entry| entry.outcome)
    }

    #[test]
    fn keeps_what_it_was_given_and_nothing_else() {
        let folder = tempfile::tempdir().expect("a folder");
        let (shared, own) = (folder.path().join("a/shared"), folder.path().join("own"));
        let cache = Cache::new(Some(&shared), Some(&own));
        assert_eq!((cache.holds(7), cache.changed(7), outcome(&cache, 1)), (false, None, None));
        cache.put(7, 1, "một", &table("a\nb"));
        cache.put(7, 2, "một", &Outcome::Failed("too dark".into()));
        let entry = cache.get(7, 1, None).expect("kept");
        assert_eq!(entry, Entry { version: "một".into(), dpi: DPI, outcome: table("a\nb") });
        assert_eq!(outcome(&cache, 2), Some(Outcome::Failed("too dark".into())));
        assert!(cache.holds(7) && cache.changed(7).is_some() && !cache.holds(8) && !own.exists());
        assert!(cache.is_shared(7, 1) && !cache.is_shared(7, 3));
        cache.put(7, 1, "hai", &table("c"));
        assert_eq!(outcome(&cache, 1), Some(table("c")), "the last reading counts");
        #[cfg(unix)]
        for (path, mode) in [(path(&shared, 7, 1), 0o600), (shared.clone(), 0o700)] {
            use std::os::unix::fs::PermissionsExt as _;
            assert_eq!(path.metadata().expect("there").permissions().mode() & 0o777, mode);
        }
        Cache::default().put(7, 1, "một", &table("a"));
        assert_eq!(outcome(&Cache::default(), 1), None);
    }

    #[test]
    fn what_is_damaged_is_told_and_not_taken() {
        let folder = tempfile::tempdir().expect("a folder");
        let cache = Cache::new(Some(folder.path()), None);
        cache.put(7, 1, "một", &table("a\nb"));
        let path = path(folder.path(), 7, 1);
        let whole = std::fs::read(&path).expect("written");
        for damaged in [&whole[..whole.len() - 1], &[&whole[..], b"c"].concat(), b"", b"\xff"] {
            std::fs::write(&path, damaged).expect("written");
            let cache = Cache::new(Some(folder.path()), None);
            assert_eq!((outcome(&cache, 1), outcome(&cache, 1)), (None, None));
            let told = cache.take_troubles();
            assert!(told.len() == 1 && told[0].to_string().contains("00001.tsv: is damaged"));
        }
        std::fs::write(folder.path().join(name(7)).join("00002.tsv"), &whole).expect("written");
        assert_eq!(outcome(&cache, 2), None, "it is about another page");
    }

    #[test]
    fn a_folder_that_cannot_be_written_is_told_once() {
        let folder = tempfile::tempdir().expect("a folder");
        let (shared, own) = (folder.path().join("file"), folder.path().join("own"));
        std::fs::write(&shared, "no folder").expect("written");
        let cache = Cache::new(Some(&shared), Some(&own));
        assert_eq!(outcome(&cache, 1), None);
        cache.put(7, 1, "một", &table("a"));
        cache.put(7, 2, "một", &table("b"));
        assert_eq!((outcome(&cache, 1), outcome(&cache, 2)), (Some(table("a")), Some(table("b"))));
        let told: Vec<String> = cache.take_troubles().iter().map(Error::to_string).collect();
        assert!(told.len() == 1 && told[0].contains("cannot be written"), "{told:?}");
        assert!(told[0].contains("own instead") && cache.take_troubles().is_empty(), "{told:?}");
    }

    #[test]
    fn entries_of_format_1_are_read() {
        let folder = tempfile::tempdir().expect("a folder");
        let key = |page, version| Key { file: 7, page, dpi: 300, version }.line();
        for (page, version) in [(1, "tesseract 4 x"), (1, "tesseract 5 x"), (2, "tesseract 4 x")] {
            let key = key(page, version);
            let name = format!("{:032x}.tsv", XxHash3_128::oneshot(key.as_bytes()));
            let text = format!("{key}\n{page} {version}\n");
            std::fs::write(folder.path().join(name), text).expect("written");
        }
        std::fs::write(folder.path().join("x.tsv"), "no key\n").expect("written");
        let cache = Cache::new(None, Some(folder.path()));
        assert!(cache.holds(7) && !cache.holds(6) && !cache.holds(8) && cache.changed(7).is_none());
        assert_eq!(outcome(&cache, 1), Some(table("1 tesseract 5 x\n")));
        assert_eq!(outcome(&cache, 2), Some(table("2 tesseract 4 x\n")));
        let meant = cache.get(7, 1, Some("tesseract 4 x")).expect("kept");
        assert_eq!(
            (meant.version.as_str(), meant.outcome),
            ("tesseract 4 x", table("1 tesseract 4 x\n"))
        );
        assert_eq!(cache.get(7, 3, None), None);
    }
}
