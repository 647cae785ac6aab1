//! Reads the files of an evaluation: the rows of a corpus, and questions with the rows that answer them.
//! In: JSON Lines, plain or compressed with Zstandard (`.zst`). Out: values, each id once.
//! Never skips a broken line: it is an error that names file and line.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;

use ruzstd::decoding::StreamingDecoder;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use vankien_system::error::Error as SystemError;

use crate::error::{Error, Result};

/// A row of the corpus: a section of a paper.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct CorpusRow {
    /// Its identifier; no other row has it.
    pub id: String,
    /// The identifier of its paper: the rows of a paper are its sections, in order. For a row without one, [`corpus`]
    /// sets its own id: it is a paper of its own.
    #[serde(default)]
    pub document: String,
    /// Its heading; or the name of its paper, where all rows of the paper have the same title.
    #[serde(default)]
    pub title: String,
    /// Its text.
    pub text: String,
}

/// A question.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Query {
    /// Its identifier; no other question has it.
    pub id: String,
    /// The question as it is typed.
    pub text: String,
    /// The ids of the rows that answer it; `evaluate` counts those that are no row.
    pub relevant: Vec<String>,
}

/// Reads the rows of a corpus. An error where the file cannot be read, holds nothing, a broken line, or an id twice.
pub fn corpus(path: &Path) -> Result<Vec<CorpusRow>> {
    let mut rows: Vec<CorpusRow> = read(path, |row: &CorpusRow| &row.id)?;
    for row in rows.iter_mut().filter(|row| row.document.is_empty()) {
        row.document = row.id.clone();
    }
    Ok(rows)
}

/// Reads questions; errors as for [`corpus`].
pub fn queries(path: &Path) -> Result<Vec<Query>> {
    read(path, |query: &Query| &query.id)
}

/// Reads the values of a file; `id` gives the identifier of a value.
fn read<T: DeserializeOwned>(path: &Path, id: impl Fn(&T) -> &String) -> Result<Vec<T>> {
    let failed = |source| Error::System(SystemError::Read { path: path.to_path_buf(), source });
    let file = BufReader::new(File::open(path).map_err(failed)?);
    let is_compressed = path.extension().is_some_and(|ending| ending == "zst");
    let plain: Box<dyn Read> = if is_compressed {
        let decoder = StreamingDecoder::new(file);
        Box::new(decoder.map_err(|error| failed(std::io::Error::other(error.to_string())))?)
    } else {
        Box::new(file)
    };
    let (mut all, mut ids) = (Vec::new(), BTreeSet::new());
    for (number, line) in (1..).zip(BufReader::new(plain).lines()) {
        let line = line.map_err(failed)?;
        if line.trim().is_empty() {
            continue;
        }
        let wrong = |what| Error::Row { path: path.to_path_buf(), line: number, what };
        let one: T = serde_json::from_str(&line).map_err(|error| wrong(error.to_string()))?;
        if !ids.insert(id(&one).clone()) {
            return Err(wrong(format!("the id {} stands twice", id(&one))));
        }
        all.push(one);
    }
    if all.is_empty() {
        return Err(vankien_files::Error::Empty { path: path.to_path_buf() }.into());
    }
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(text: &str) -> (tempfile::TempDir, std::path::PathBuf) {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("rows.jsonl");
        std::fs::write(&path, text).expect("written");
        (folder, path)
    }

    #[test]
    fn a_row_without_a_paper_is_one() {
        let (_folder, path) = file("{\"id\":\"a\",\"text\":\"b\"}\n\n");
        let rows = corpus(&path).expect("rows");
        assert_eq!((rows.len(), rows[0].document.as_str(), rows[0].title.as_str()), (1, "a", ""));
    }

    #[test]
    fn what_is_no_row_is_named_with_its_line() {
        for text in [
            "{\"id\":\"a\",\"text\":\"b\"}\n{\"id\":\"a\",\"text\":\"c\"}\n",
            "{\"id\":\"a\",\"text\":\"b\"}\n[]\n",
        ] {
            let (_folder, path) = file(text);
            let error = corpus(&path).expect_err("no row").to_string();
            assert!(error.contains("rows.jsonl, line 2: "), "{error}");
        }
        assert!(corpus(&file("\n").1).is_err());
    }
}
