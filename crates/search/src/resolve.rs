//! Finds the paper that somebody names.
//! In: a path, an unambiguous end of one, or a document number. Out: the path in the index.
//! Never chooses among several: it names them.

use std::path::Path;

use tantivy::schema::Term;
use vankien_engine::Store;

use super::{number, terms};
use crate::error::{Error, Result};

/// How many candidates an error names.
const NAMED: usize = 5;

/// The path of the one paper that `question` names.
pub fn resolve(store: &Store, question: &str) -> Result<String> {
    if store.paper(question)?.is_some() {
        return Ok(question.to_owned());
    }
    let mut paths = bearers(store, question)?;
    if paths.is_empty() {
        let wanted = Path::new(question.trim_start_matches("./"));
        let all = store.papers()?.into_iter();
        let all = all.flat_map(|paper| std::iter::once(paper.path).chain(paper.also_in));
        let ends = |path: &String| Path::new(path).ends_with(wanted) || path.ends_with(question);
        paths = all.filter(ends).collect();
        let whole: Vec<String> =
            paths.iter().filter(|path| Path::new(path).ends_with(wanted)).cloned().collect();
        if whole.len() == 1 {
            paths = whole;
        }
    }
    match &paths[..] {
        [path] => Ok(path.clone()),
        [] => Err(error(
            question,
            "no paper of the index has this path, end of a path or number".into(),
        )),
        many => {
            let more = many.len().saturating_sub(NAMED);
            let mut named = many.iter().take(NAMED).cloned().collect::<Vec<_>>().join(", ");
            if more > 0 {
                named.push_str(&format!(" and {more} more"));
            }
            Err(error(
                question,
                format!("{} papers are meant by this: {named}; name one by its path", many.len()),
            ))
        }
    }
}

fn error(question: &str, what: String) -> Error {
    Error::Paper { question: question.to_owned(), what }
}

/// The paths of the papers that bear the number, if the question is one.
pub(super) fn bearers(store: &Store, question: &str) -> Result<Vec<String>> {
    let numbers = number::find(question);
    let [number] = &numbers[..] else { return Ok(Vec::new()) };
    if number.span.len() != question.trim().len() {
        return Ok(Vec::new());
    }
    let (_, keys) = terms::number(store, number, true)?;
    let places = store.places()?;
    let mut paths = Vec::new();
    for key in keys {
        let term = Term::from_field_text(
            store.fields.text,
            &format!("{}{key}", vankien_engine::analyse::OWN),
        );
        for (segment, doc) in store.docs(term)? {
            paths.push(places.named(segment, doc)?.0);
        }
    }
    paths.sort();
    paths.dedup();
    Ok(paths)
}
