//! Verdicts: what a person said about single repairs. They are kept in a file of their own that outlives the index.
//!
//! In: a file of JSON lines. Out: verdicts by text. Only appends to the file: the last line about a place counts. A
//! line that was not written completely, as on a full disk, is skipped and reported; the others count.
//!
//! The file lies beside the folder of the index, because that folder may be deleted at any time, and the folders of
//! papers are never written into. It names texts by hash, not papers by path: papers may move, and a verdict on a text
//! that changed is not used any more.

use std::collections::BTreeMap;
use std::fs::OpenOptions;
use std::io::{ErrorKind, Read as _, Seek as _, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use vankien_engine::folder::IndexMark;
use vankien_engine::{Location, RemoteStore};
use vankien_files::Extracted;
use vankien_system::rights::{Rights, check_file_size, unreadable, unwritable};
use vankien_text::{Judgement, Verdict};

use super::fingerprint::hash;
use crate::error::{Error, Result};

/// The default name of the file of verdicts.
pub(crate) const NAME: &str = "vankien-review.jsonl";

/// A verdict as the file holds it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct GivenVerdict {
    /// The id of the place: the first 12 digits of the hash of its text, the line and the column, with hyphens between.
    pub id: String,
    /// The hash of the extracted text, in 32 hexadecimal digits.
    pub text: String,
    /// The path of the paper when the verdict was given; only to be shown.
    pub path: String,
    /// The 1-based line of the extracted text.
    pub line: u32,
    /// The 0-based column, in Unicode scalar values.
    pub col: u32,
    /// The extracted text at the place.
    pub from: String,
    /// What repair had made of it.
    pub repair: String,
    /// What it shall be read as: `repair` if that was accepted, `from` if it was rejected, or another text.
    pub to: String,
    /// The judgement of the person; `None` if it was withdrawn.
    pub verdict: Option<Judgement>,
}

impl GivenVerdict {
    /// The verdict for the file pipeline; `None` if it was withdrawn.
    pub fn verdict(&self) -> Option<Verdict> {
        let (line, column) = (self.line, self.col);
        let (from, to) = (self.from.clone(), self.to.clone());
        self.verdict.map(|judgement| Verdict { line, column, from, to, judgement })
    }
}

/// The verdicts of one file or store, without those that were withdrawn.
#[derive(Debug, Default)]
pub struct Verdicts {
    kept: Kept,
    /// The verdicts by id, without those that were withdrawn.
    given: BTreeMap<String, GivenVerdict>,
    /// The 1-based lines that were not written completely.
    cut: Vec<u64>,
    /// The access rights of the file if it is created.
    rights: Rights,
}

/// Where verdicts are kept.
#[derive(Debug)]
enum Kept {
    /// In a file.
    File(PathBuf),
    /// On other machines.
    Remote(Arc<dyn RemoteStore>),
}

impl Default for Kept {
    fn default() -> Kept {
        Kept::File(PathBuf::new())
    }
}

/// The default path of the verdicts for the index in `folder`: `vankien-review.jsonl` beside that folder.
pub fn beside(folder: &Path) -> PathBuf {
    let named = if folder.file_name().is_some() {
        folder.to_path_buf()
    } else {
        folder.canonicalize().unwrap_or_else(|_| folder.to_path_buf())
    };
    named.parent().map_or_else(|| NAME.into(), |parent| parent.join(NAME))
}

/// The id of a place in the text with this hash.
pub(crate) fn place_id(hash: u128, line: u32, column: u32) -> String {
    format!("{}-{line}-{column}", &text_id(hash)[..12])
}

/// The hash of a text as the file writes it.
pub(crate) fn text_id(hash: u128) -> String {
    format!("{hash:032x}")
}

impl Verdicts {
    /// Reads the file at `path`. A missing file holds no verdicts.
    ///
    /// # Errors
    /// Where the file cannot be read, or a complete line of it is no verdict.
    pub fn read(path: &Path) -> Result<Verdicts> {
        let bytes = match std::fs::read(path) {
            Err(source) if source.kind() == ErrorKind::NotFound => Vec::new(),
            read => read.map_err(|source| Error::System(unreadable(path, source)))?,
        };
        let (mut given, mut cut) = (BTreeMap::new(), Vec::new());
        for (line, row) in (1..).zip(bytes.split(|byte| *byte == b'\n')) {
            if row.trim_ascii().is_empty() {
                continue;
            }
            match serde_json::from_slice::<GivenVerdict>(row) {
                Ok(one) => drop(given.insert(one.id.clone(), one)),
                // A line that was being written when the power went is cut short, or ends with zeros.
                Err(error) if error.is_eof() || row.contains(&0) => cut.push(line),
                Err(error) => {
                    let what = format!("is no verdict ({error})");
                    return Err(Error::Verdict { path: path.to_path_buf(), line, what });
                }
            }
        }
        given.retain(|_, one| one.verdict.is_some());
        Ok(Verdicts { kept: Kept::File(path.to_path_buf()), given, cut, rights: Rights::User })
    }

    /// The verdicts for the index at `index`: those in the file `given`; else in the default file beside the folder of
    /// the index, or those that the store on other machines keeps.
    ///
    /// # Errors
    /// As [`Verdicts::read`]; where that store cannot be read.
    pub fn open(given: Option<&Path>, index: &Location) -> Result<Verdicts> {
        match (given, index) {
            (Some(file), _) => Verdicts::read(file),
            (None, Location::Folder(folder)) => Verdicts::read(&beside(folder)),
            (None, Location::Remote(remote)) => Verdicts::of_remote(remote),
        }
    }

    fn of_remote(remote: &Arc<dyn RemoteStore>) -> Result<Verdicts> {
        let mut given = BTreeMap::new();
        for (line, row) in (1..).zip(remote.verdicts()?) {
            match serde_json::from_str::<GivenVerdict>(&row) {
                Ok(one) => drop(given.insert(one.id.clone(), one)),
                Err(error) => {
                    let what = format!("is no verdict ({error})");
                    return Err(Error::Verdict { path: remote.to_string().into(), line, what });
                }
            }
        }
        given.retain(|_, one| one.verdict.is_some());
        let kept = Kept::Remote(Arc::clone(remote));
        Ok(Verdicts { kept, given, ..Verdicts::default() })
    }

    /// Where the verdicts are kept, for messages.
    pub fn place(&self) -> String {
        match &self.kept {
            Kept::File(path) => path.display().to_string(),
            Kept::Remote(remote) => remote.to_string(),
        }
    }

    /// Takes out a warning about the lines that were skipped; `None` if there are none, or it was taken before.
    pub fn take_trouble(&mut self) -> Option<Error> {
        let lines: Vec<String> = self.cut.drain(..).map(|line| line.to_string()).collect();
        if lines.is_empty() {
            return None;
        }
        Some(Error::VerdictsCut { path: self.place().into(), lines: lines.join(", ") })
    }

    /// Gives the group the right to read and write the file (mode 0660): now if it exists, else when
    /// [`Verdicts::add`] creates it. Does nothing, without an error, if another user owns the file or the system
    /// has no such rights.
    pub fn share(&mut self) -> Result<()> {
        self.rights = Rights::Group;
        match &self.kept {
            Kept::File(path) if path.exists() => {
                self.rights.set_on(path, false).map_err(|source| failed(path, source))
            }
            _ => Ok(()),
        }
    }

    /// Sets the rights that the file gets if [`Verdicts::add`] creates it: those of the index at `index`, or
    /// only the user's if its mark cannot be read. Creates nothing; an existing file keeps its rights.
    pub fn beside_index(self, index: &Location) -> Verdicts {
        let mark = index.folder().and_then(IndexMark::read);
        let rights = mark.map_or(Rights::User, |mark| mark.rights());
        Verdicts { rights, ..self }
    }

    /// The verdicts on the text with this hash ([`PaperRecord::hash`](vankien_engine::PaperRecord::hash)), sorted by
    /// line and column.
    pub fn on_hash(&self, hash: u128) -> Vec<Verdict> {
        if self.given.is_empty() {
            return Vec::new();
        }
        let text = text_id(hash);
        // Ids begin with the first 12 digits of the hash.
        let from_text = self.given.range(text[..12].to_owned()..);
        let mut found = Vec::new();
        for (_, one) in from_text.take_while(|(id, _)| id.starts_with(&text[..12])) {
            if one.text == text {
                found.extend(one.verdict());
            }
        }
        found.sort();
        found
    }

    /// The verdicts on an extracted text, sorted by line and column.
    pub fn on_text(&self, extracted: &Extracted) -> Vec<Verdict> {
        if self.given.is_empty() { Vec::new() } else { self.on_hash(hash(extracted)) }
    }

    /// The verdict on the place with this id; `None` if there is none, or it was withdrawn.
    pub fn get(&self, id: &str) -> Option<&GivenVerdict> {
        self.given.get(id)
    }

    /// All verdicts, sorted by id.
    pub fn all(&self) -> impl Iterator<Item = &GivenVerdict> {
        self.given.values()
    }

    /// Adds verdicts. A file is created if it is missing, and gets them with one write behind its end. One whose
    /// `verdict` is `None` withdraws an earlier one.
    ///
    /// # Errors
    /// Where the file or the store cannot be written.
    pub fn add(&mut self, news: &[GivenVerdict]) -> Result<()> {
        match &self.kept {
            Kept::File(path) => self.append(path, news)?,
            Kept::Remote(remote) => {
                let row = |one: &GivenVerdict| {
                    let text = serde_json::to_string(one);
                    (one.id.clone(), text.expect("a plain value can always be written to memory"))
                };
                remote.add_verdicts(&news.iter().map(row).collect::<Vec<_>>())?;
            }
        }
        for one in news {
            self.given.insert(one.id.clone(), one.clone());
        }
        self.given.retain(|_, one| one.verdict.is_some());
        Ok(())
    }

    fn append(&self, path: &Path, news: &[GivenVerdict]) -> Result<()> {
        let mut rows = Vec::new();
        for one in news {
            let row =
                serde_json::to_string(one).expect("a plain value can always be written to memory");
            rows.extend_from_slice(row.as_bytes());
            rows.push(b'\n');
        }
        match self.rights.create_file(path) {
            Err(source) if source.kind() != ErrorKind::AlreadyExists => {
                return Err(failed(path, source));
            }
            _ => {}
        }
        let mut options = OpenOptions::new();
        let opened = options.read(true).append(true).open(path);
        let written = opened.and_then(|mut file| {
            // If the last line was not written completely, the next one must not continue it.
            let mut last = [b'\n'];
            if file.metadata()?.len() > 0 {
                file.seek(SeekFrom::End(-1))?;
                file.read_exact(&mut last)?;
            }
            if last != [b'\n'] {
                rows.insert(0, b'\n');
            }
            check_file_size(file.metadata()?.len() + rows.len() as u64)?;
            file.write_all(&rows)?;
            file.sync_all()
        });
        written.map_err(|source| failed(path, source))
    }
}

fn failed(path: &Path, source: std::io::Error) -> Error {
    let folder = path.parent().unwrap_or(Path::new("."));
    Error::System(unwritable(folder, path, source, 0))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn given(hash: u128, line: u32, verdict: Option<Judgement>) -> GivenVerdict {
        GivenVerdict {
            id: place_id(hash, line, 3),
            text: text_id(hash),
            path: "a.txt".into(),
            line,
            col: 3,
            from: "x".into(),
            repair: "y".into(),
            to: "y".into(),
            verdict,
        }
    }

    #[test]
    fn the_last_word_on_a_place_counts() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = beside(&folder.path().join("index"));
        assert_eq!(path, folder.path().join(NAME));
        let mut verdicts = Verdicts::read(&path).expect("none yet");
        verdicts
            .add(&[given(7, 12, Some(Judgement::Accept)), given(7, 2, Some(Judgement::Accept))])
            .expect("kept");
        verdicts.add(&[given(7, 12, Some(Judgement::Reject)), given(8, 1, None)]).expect("kept");
        let again = Verdicts::read(&path).expect("readable");
        for verdicts in [&verdicts, &again] {
            let found = verdicts.on_hash(7);
            let told: Vec<_> = found.iter().map(|one| (one.line, one.judgement)).collect();
            assert_eq!(told, [(2, Judgement::Accept), (12, Judgement::Reject)]);
            assert_eq!((verdicts.on_hash(8), verdicts.all().count()), (Vec::new(), 2));
        }
    }

    #[test]
    fn a_line_that_was_cut_costs_no_other() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join(NAME);
        let mut verdicts = Verdicts::read(&path).expect("none yet");
        let place = |line| given(7, line, Some(Judgement::Accept));
        verdicts.add(&[place(1), place(2)]).expect("kept");
        let whole = std::fs::read(&path).expect("written");
        let first = whole.iter().position(|byte| *byte == b'\n').expect("a line") + 1;
        for cut in first + 1..whole.len() - 1 {
            std::fs::write(&path, &whole[..cut]).expect("written");
            let mut verdicts = Verdicts::read(&path).expect("readable");
            let trouble = verdicts.take_trouble().expect("told").to_string();
            assert!(trouble.contains("line 2 was cut"), "{trouble}");
            assert_eq!(verdicts.all().count(), 1);
            verdicts.add(&[place(3)]).expect("kept");
            let again = Verdicts::read(&path).expect("readable");
            assert_eq!(again.all().map(|one| one.line).collect::<Vec<_>>(), [1, 3]);
        }
    }

    #[test]
    fn a_line_that_is_none_is_named() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join(NAME);
        std::fs::write(&path, "\n{\"id\":1}\n").expect("written");
        let error = Verdicts::read(&path).expect_err("no verdict").to_string();
        assert!(error.contains("line 2"), "{error}");
    }
}
