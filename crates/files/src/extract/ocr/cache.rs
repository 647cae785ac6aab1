//! The cache of OCR results, so that no page is read in two runs but one on which OCR failed or whose result is outdated.
//! In: the hash of a file, the number of a page, the result. Out: the same result in any later run.
//! Never fails: a folder that cannot be written and an entry that is damaged are reported; the page is read again when
//! OCR may, if no other folder has it. Never deletes an entry, but a new result of a page replaces the old one in its
//! folder.
//!
//! An entry is the file `HASH/PAGE.tsv`. Line 1: format and checksum; line 2: file, page, resolution and version of the
//! programs; line 3: `table` or `failed`; then the table of words (both tables, where the page was read
//! twice: [`super::second`]), or the reason. In format 1, which is still read, all
//! entries lay in the folder `ocr` of an index, each named by the hash of its first line. It has no checksum: damage is
//! seen only in its first line, where the file ends with that, and where it is no UTF-8.
//!
//! A file is given by the 128-bit hash of its bytes ([`super::id`]), a page by its number from 1.

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

/// The OCR result of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Versions of the programs and the hash of the language data ([`super::engine::Engine::version`]).
    pub version: String,
    /// The resolution at which the page was drawn, in dots per inch.
    pub dpi: u32,
    /// The words, or why there are none.
    pub outcome: Outcome,
}

/// The words of a page, or why there are none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The table of its words (TSV), as tesseract wrote it; that of a second reading behind it, where there is one.
    Table(String),
    /// Why the page could not be read.
    Failed(String),
}

/// The folders of entries. Without folders nothing is kept.
#[derive(Debug, Default)]
pub struct Cache {
    /// The folder that all indexes of a user share.
    shared: Option<PathBuf>,
    /// The folder of one index: read after the shared one; written if the shared one cannot be, or is not given.
    own: Option<PathBuf>,
    /// The access rights of new entries.
    rights: Rights,
    /// The entries of format 1 in the own folder: paths by file hash and page, then by version. Listed when first
    /// needed.
    format_1: OnceLock<BTreeMap<(u128, u32), BTreeMap<String, PathBuf>>>,
    problems: Mutex<Problems>,
}

/// What went wrong so far.
#[derive(Debug, Default)]
struct Problems {
    /// Errors that nobody has taken yet.
    errors: Vec<Error>,
    /// Folders that could not be written. They are not tried again.
    unwritable: BTreeSet<PathBuf>,
    /// Entries that could not be read. Each is reported once.
    damaged: BTreeSet<PathBuf>,
}

impl Cache {
    /// A cache in a folder that all indexes share and in a folder of one index. Both are made with their first entry.
    pub fn new(shared: Option<&Path>, own: Option<&Path>) -> Cache {
        let (shared, own) = (shared.map(Path::to_path_buf), own.map(Path::to_path_buf));
        Cache { shared, own, ..Cache::default() }
    }

    /// The same cache, with these access rights for new entries and for the folders made for them. With those of a
    /// group, the first entry of a file also gives them to the folder of the cache itself, even if it existed before.
    pub fn with_rights(self, rights: Rights) -> Cache {
        Cache { rights, ..self }
    }

    /// Whether there may be an entry for the file with this hash. Of entries of format 2 only the folders are looked
    /// at.
    pub fn holds(&self, file: u128) -> bool {
        let mut format_1 = self.format_1().range((file, 0)..=(file, u32::MAX));
        self.changed(file).is_some() || format_1.next().is_some()
    }

    /// When an entry of a file was last added, in nanoseconds since 1970: the later time of change of its two folders.
    /// `None` if it has no folder. Entries of format 1 do not count.
    pub fn changed(&self, file: u128) -> Option<i128> {
        let folders = self.folders().map(|folder| folder.join(folder_name(file)));
        folders
            .filter_map(|folder| folder.metadata().ok())
            .map(|data| times::modified_nanos(&data))
            .max()
    }

    /// The entry of a page: of the shared folder, else of the own folder, else of format 1. `version` only chooses
    /// among entries of format 1: that version is taken, or else the alphabetically last one, so that the choice is the
    /// same in every run. An entry that is damaged counts as missing; but if the chosen one of format 1 is damaged
    /// behind its first line, no other version is tried. `None` if no entry is left.
    pub fn get(&self, file: u128, page: u32, version: Option<&str>) -> Option<Entry> {
        for folder in self.folders() {
            if let Some(entry) = self.load(&entry_path(folder, file, page), file, page) {
                return Some(entry);
            }
        }
        let versions = self.format_1().get(&(file, page))?;
        let wanted = version.and_then(|version| versions.get(version));
        let path = wanted.or_else(|| versions.values().next_back())?;
        self.load_format_1(path, file, page)
    }

    /// Keeps the result of a page, as drawn at the present resolution (`DPI`), in the shared folder, or in the own
    /// folder if the shared one cannot be written. If neither can, the result is not kept, and [`Cache::take_errors`]
    /// tells, once for each folder: one that failed is not tried again. Not for a result of another resolution.
    pub fn put(&self, file: u128, page: u32, version: &str, outcome: &Outcome) {
        let text = entry_text(file, page, version, outcome);
        for folder in self.folders() {
            if self.problems().unwritable.contains(folder) {
                continue;
            }
            match write_entry(&entry_path(folder, file, page), &text, self.rights) {
                Ok(()) => return,
                Err(error) => self.report_unwritable(folder, &error),
            }
        }
    }

    /// Whether the shared folder has a file for the entry of the page, which may be damaged. `true` without a shared
    /// folder.
    pub fn is_shared(&self, file: u128, page: u32) -> bool {
        self.shared.as_ref().is_none_or(|folder| entry_path(folder, file, page).exists())
    }

    /// The errors since the last call of this function. Each folder and each entry is reported once in a run.
    pub fn take_errors(&self) -> Vec<Error> {
        std::mem::take(&mut self.problems().errors)
    }

    fn folders(&self) -> impl Iterator<Item = &PathBuf> {
        self.shared.iter().chain(&self.own)
    }

    fn problems(&self) -> MutexGuard<'_, Problems> {
        self.problems.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Reports a folder that cannot be written, once.
    fn report_unwritable(&self, folder: &Path, error: &std::io::Error) {
        let other = self.own.as_deref().filter(|own| *own != folder);
        let instead = match other {
            Some(own) => format!("what OCR reads is kept in {} instead", own.display()),
            None => "what OCR reads is not kept".to_owned(),
        };
        let what = format!("cannot be written ({error}); {instead}");
        let mut problems = self.problems();
        if problems.unwritable.insert(folder.to_path_buf()) {
            problems.errors.push(Error::OcrCache { path: folder.to_path_buf(), what });
        }
    }

    /// Reports a damaged entry, once. Its page counts as not read.
    fn report_damaged(&self, path: &Path, how: &str) {
        let mut problems = self.problems();
        if problems.damaged.insert(path.to_path_buf()) {
            let what = format!("{how}; this page of a scan counts as not read");
            problems.errors.push(Error::OcrCache { path: path.to_path_buf(), what });
        }
    }

    /// The text of an entry; `None` if there is no such file, or it cannot be read, which is reported.
    fn load_text(&self, path: &Path) -> Option<String> {
        match std::fs::read(path).map(String::from_utf8) {
            Ok(Ok(text)) => return Some(text),
            Ok(Err(_)) => self.report_damaged(path, "is damaged"),
            Err(error)
                if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {}
            Err(error) => self.report_damaged(path, &format!("cannot be read ({error})")),
        }
        None
    }

    fn load(&self, path: &Path, file: u128, page: u32) -> Option<Entry> {
        let entry = parse_entry(&self.load_text(path)?, file, page);
        if entry.is_none() {
            self.report_damaged(path, "is damaged");
        }
        entry
    }

    fn load_format_1(&self, path: &Path, file: u128, page: u32) -> Option<Entry> {
        let entry = parse_entry_of_format_1(&self.load_text(path)?, file, page);
        if entry.is_none() {
            self.report_damaged(path, "is damaged");
        }
        entry
    }

    /// The entries of format 1. The folder is listed once, at the first call. Files that have the name of an entry and
    /// are none are reported then.
    fn format_1(&self) -> &BTreeMap<(u128, u32), BTreeMap<String, PathBuf>> {
        self.format_1.get_or_init(|| {
            let mut found: BTreeMap<_, BTreeMap<_, _>> = BTreeMap::new();
            let files = self.own.as_deref().and_then(|own| own.read_dir().ok());
            for file in files.into_iter().flatten().flatten().map(|file| file.path()) {
                match key_of_format_1(&file) {
                    Ok(Some(line)) => {
                        let Some(key) = Key::parse(&line) else { continue };
                        let versions = found.entry((key.file, key.page)).or_default();
                        versions.insert(key.version.to_owned(), file);
                    }
                    Ok(None) => {}
                    Err(how) => self.report_damaged(&file, &how),
                }
            }
            found
        })
    }
}

/// Line 2 of an entry (line 1 in format 1): which page was read, at which resolution and by which programs.
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

/// The name of the folder for the file with this hash.
fn folder_name(file: u128) -> String {
    format!("{file:032x}")
}

fn entry_path(folder: &Path, file: u128, page: u32) -> PathBuf {
    folder.join(folder_name(file)).join(format!("{page:05}.tsv"))
}

fn entry_text(file: u128, page: u32, version: &str, outcome: &Outcome) -> String {
    let key = Key { file, page, dpi: DPI, version }.line();
    let (kind, text) = match outcome {
        Outcome::Table(table) => ("table", table),
        Outcome::Failed(why) => ("failed", why),
    };
    let body = format!("{key}\n{kind}\n{text}");
    format!("{FORMAT} {:032x}\n{body}", XxHash3_128::oneshot(body.as_bytes()))
}

/// The entry in `text`; `None` if its format or checksum is wrong or it is about another page.
fn parse_entry(text: &str, file: u128, page: u32) -> Option<Entry> {
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

/// The entry of format 1 in `text`; `None` if its first line is no key, is cut, or is about another page.
fn parse_entry_of_format_1(text: &str, file: u128, page: u32) -> Option<Entry> {
    let (key, table) = text.split_once('\n')?;
    let key = Key::parse(key).filter(|key| (key.file, key.page) == (file, page))?;
    let outcome = Outcome::Table(table.to_owned());
    Some(Entry { version: key.version.to_owned(), dpi: key.dpi, outcome })
}

/// The first line of an entry of format 1, which holds its [`Key`]; `None` for a file that is no entry. The error says
/// what is wrong with a file that has the name of one.
fn key_of_format_1(path: &Path) -> Result<Option<String>, String> {
    if path.extension().is_none_or(|extension| extension != "tsv") {
        return Ok(None);
    }
    let name = path.file_stem().and_then(|name| name.to_str()).filter(|name| name.len() == 32);
    let hash = name.and_then(|name| u128::from_str_radix(name, 16).ok());
    let line = match first_line(path) {
        Ok(line) => line,
        Err(_) if hash.is_none() => return Ok(None),
        Err(error) if error.kind() == ErrorKind::InvalidData => return Err("is damaged".into()),
        Err(error) => return Err(format!("cannot be read ({error})")),
    };
    let is_key = Key::parse(&line).is_some();
    match hash {
        Some(hash) if !is_key || hash != XxHash3_128::oneshot(line.as_bytes()) => {
            Err("is damaged".into())
        }
        _ => Ok(is_key.then_some(line)),
    }
}

/// Writes an entry under a temporary name and renames it, so that no reader ever sees half of it.
fn write_entry(path: &Path, text: &str, rights: Rights) -> std::io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    let is_new = !folder.exists();
    let mut builder = std::fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.recursive(true).create(folder)?;
    if rights == Rights::Group && is_new {
        folder.ancestors().take(2).try_for_each(|folder| rights.set_on(folder, true))?;
    }
    let mut file = tempfile::NamedTempFile::new_in(folder)?;
    file.write_all(text.as_bytes())?;
    rights.set_on(file.path(), false)?;
    file.persist(path).map(drop).map_err(|error| error.error)
}

fn first_line(path: &Path) -> std::io::Result<String> {
    let mut line = String::new();
    BufReader::new(std::fs::File::open(path)?).read_line(&mut line)?;
    Ok(line.trim_end_matches('\n').to_owned())
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
        for (path, mode) in [(entry_path(&shared, 7, 1), 0o600), (shared.clone(), 0o700)] {
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
        let path = entry_path(folder.path(), 7, 1);
        let whole = std::fs::read(&path).expect("written");
        for damaged in [&whole[..whole.len() - 1], &[&whole[..], b"c"].concat(), b"", b"\xff"] {
            std::fs::write(&path, damaged).expect("written");
            let cache = Cache::new(Some(folder.path()), None);
            assert_eq!((outcome(&cache, 1), outcome(&cache, 1)), (None, None));
            let told = cache.take_errors();
            assert!(told.len() == 1 && told[0].to_string().contains("00001.tsv: is damaged"));
        }
        std::fs::write(folder.path().join(folder_name(7)).join("00002.tsv"), &whole)
            .expect("written");
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
        let told: Vec<String> = cache.take_errors().iter().map(Error::to_string).collect();
        assert!(told.len() == 1 && told[0].contains("cannot be written"), "{told:?}");
        assert!(told[0].contains("own instead") && cache.take_errors().is_empty(), "{told:?}");
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
        assert!(cache.take_errors().is_empty());
    }

    #[test]
    fn damaged_entries_of_format_1_are_told() {
        let key = Key { file: 7, page: 1, dpi: 300, version: "tesseract 5 x" }.line();
        let other = Key { file: 8, page: 1, dpi: 300, version: "tesseract 5 x" }.line();
        let cases: [&[u8]; 5] =
            [key.as_bytes(), b"", b"\xff\n", b"no key\n", &[other.as_bytes(), b"\na"].concat()];
        for text in cases {
            let folder = tempfile::tempdir().expect("a folder");
            let name = format!("{:032x}.tsv", XxHash3_128::oneshot(key.as_bytes()));
            std::fs::write(folder.path().join(&name), text).expect("written");
            let cache = Cache::new(None, Some(folder.path()));
            assert_eq!((outcome(&cache, 1), outcome(&cache, 1)), (None, None));
            assert_eq!(cache.get(8, 1, None), None);
            let told: Vec<String> = cache.take_errors().iter().map(Error::to_string).collect();
            assert!(
                told.len() == 1 && told[0].contains(&format!("{name}: is damaged")),
                "{told:?}"
            );
        }
    }
}
