//! Which paper is meant: a file, the end of the path of an ingested paper, or its number.

use std::path::PathBuf;

use super::Context;
use crate::error::Error;
use crate::search::Searcher;

/// The file of the paper that `question` names. A file that is there needs no index.
pub fn resolve(question: &str, context: &Context) -> Result<PathBuf, Error> {
    let path = PathBuf::from(question);
    if path.is_file() {
        return Ok(path);
    }
    match Searcher::open(&context.index) {
        Ok(searcher) => searcher.resolve(question).map(PathBuf::from),
        Err(Error::NoIndex { .. }) => {
            let what = "no such file, and no index to look it up in; name a file, or run \
                        `vankien ingest` first"
                .into();
            Err(Error::Paper { question: question.to_owned(), what })
        }
        Err(error) => Err(error),
    }
}
