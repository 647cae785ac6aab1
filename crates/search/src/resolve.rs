//! Finds the paper that somebody names.
//! In: a path, an unambiguous end of one, or a document number. Out: the path in the index.
//! Never chooses among several: it names them.

use std::collections::BTreeSet;
use std::path::Path;

use vankien_engine::Engine;

use vankien_engine::analyse::OWN_LEAD;

use super::{keyed, number};
use crate::error::{Error, Result};

/// How many candidates an error names.
const NAMED: usize = 5;

/// The path of the one paper that `question` names.
pub fn resolve(store: &dyn Engine, question: &str) -> Result<String> {
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
pub(super) fn bearers(store: &dyn Engine, question: &str) -> Result<Vec<String>> {
    let numbers = number::find(question);
    let [number] = &numbers[..] else { return Ok(Vec::new()) };
    if number.span.len() != question.trim().len() {
        return Ok(Vec::new());
    }
    let mut papers = BTreeSet::new();
    for key in keyed::keys(store, number, OWN_LEAD)? {
        let sections = store.sections_with(&format!("{OWN_LEAD}{key}"), usize::MAX)?;
        papers.extend(sections.into_iter().map(|id| id.paper));
    }
    let mut paths: Vec<String> = store.paths_of(&mut papers.into_iter())?.into_values().collect();
    paths.sort();
    paths.dedup();
    Ok(paths)
}
