//! Measures how mastheads are read: papers of which the facts are known, as they are and in other dresses.
//! In: facts, papers, a dress and a seed. Out: for each field how often it was right, wrong or missing.
//! The pipeline learns nothing of the dress but the ending of the file name (`.html`).

pub mod dress; // ways to dress the text of a paper
pub mod facts; // what people read in the papers

use std::path::{Path, PathBuf};

use vankien_engine::names::Name;
use vankien_files::{extract, pipeline};
use vankien_papers::document::Masthead;
use vankien_system::error::Error as SystemError;

use self::dress::Dress;
use self::facts::{FIELDS, Facts};
use crate::dice::Dice;
use crate::error::{Error, Result};

/// How often a field whose value is known was read right, wrong, or not at all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    /// Read as the facts say; case, spelling of abbreviations and leading zeros of numbers do not matter.
    pub right: usize,
    /// Read as something else.
    pub wrong: usize,
    /// Left empty.
    pub missing: usize,
}

/// A field that was read wrong or is missing.
#[derive(Clone, Debug)]
pub struct Fault {
    /// The file of the paper.
    pub path: PathBuf,
    /// The name of the field, one of [`FIELDS`].
    pub field: &'static str,
    /// The value that the facts give.
    pub wanted: String,
    /// The value that was read; `None` where none was.
    pub found: Option<String>,
}

/// What was measured in one dress.
#[derive(Clone, Debug, Default)]
pub struct Table {
    /// How many papers were read.
    pub papers: usize,
    /// One count for each of [`FIELDS`], in that order.
    pub counts: [Count; FIELDS.len()],
    /// The fields that were not right, in order of the papers.
    pub faults: Vec<Fault>,
}

/// Puts each paper of `facts` (a file of plain text in UTF-8 below `folder`) into `dress`, reads its masthead, and
/// compares that with the facts. The same seed gives the same dress. Bytes that are not UTF-8 become U+FFFD.
///
/// # Errors
/// Where a file cannot be read or no text can be extracted from it.
pub fn table(folder: &Path, facts: &[Facts], dress: Dress, seed: u64) -> Result<Table> {
    let mut table = Table::default();
    for (index, fact) in facts.iter().enumerate() {
        let path = folder.join(&fact.file);
        let bytes = std::fs::read(&path)
            .map_err(|source| SystemError::Read { path: path.clone(), source })?;
        let text = String::from_utf8_lossy(&bytes);
        let mut dice = Dice::new(seed, dress.name(), index);
        let dressed = dress.put_on(&text, &mut dice);
        let name = path.with_extension(dressed.extension);
        let extracted = extract::extract(&name, dressed.text.into_bytes()).map_err(Error::from)?;
        let masthead = pipeline::document(&extracted).masthead;
        table.add(&path, fact, &masthead);
    }
    Ok(table)
}

impl Table {
    fn add(&mut self, path: &Path, fact: &Facts, masthead: &Masthead) {
        self.papers += 1;
        let found = read_fields(masthead);
        for ((field, found), count) in FIELDS.iter().zip(found).zip(&mut self.counts) {
            let Some(wanted) = fact.get(field) else { continue };
            match &found {
                None => count.missing += 1,
                Some(found) if is_same(field, wanted, found) => {
                    count.right += 1;
                    continue;
                }
                Some(_) => count.wrong += 1,
            }
            let (path, wanted) = (path.to_owned(), wanted.to_owned());
            self.faults.push(Fault { path, field, wanted, found });
        }
    }
}

/// The values of a masthead in order of [`FIELDS`].
fn read_fields(masthead: &Masthead) -> [Option<String>; FIELDS.len()] {
    let text = |field: &Option<vankien_papers::document::Field<String>>| {
        field.as_ref().map(|field| field.value.clone())
    };
    let signer = masthead.signer.as_ref().map(|field| field.value.name.clone());
    [
        text(&masthead.number),
        text(&masthead.kind),
        text(&masthead.issuer),
        text(&masthead.date),
        text(&masthead.title),
        signer,
        text(&masthead.place),
    ]
}

/// Whether two values of a field say the same: names and titles in any case and with any spelling of their
/// abbreviations, numbers with or without a zero before them.
fn is_same(field: &str, wanted: &str, found: &str) -> bool {
    match field {
        "date" => wanted == found,
        "number" => {
            let bare = |number: &str| number.trim_start_matches('0').to_lowercase();
            bare(wanted) == bare(found)
        }
        _ => {
            let key = |text: &str| Name::of(text).map(|name| name.key);
            key(wanted) == key(found)
        }
    }
}
