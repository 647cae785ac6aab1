//! Finds the paper that a reader names.
//! In: a path, the end of one, or the number of a paper. Out: the path of the paper, or of a duplicate of it where the
//! end of that path was named.
//! Never chooses among several papers: the error names the first of them.

use std::collections::BTreeSet;
use std::path::Path;

use vankien_engine::Engine;
use vankien_engine::paper_path;

use vankien_engine::analyse::OWN_LEAD;

use super::{number, number_keys};
use crate::error::{Error, Result};

/// Papers that the error for an ambiguous name lists, at most. A judgement: enough for one message.
const LISTED_PAPERS: usize = 5;

/// The path of the one paper that `question` names: by its whole path, else by its number, else by the end of its path
/// or of a duplicate's. An error where it names none, or several.
pub fn resolve(store: &dyn Engine, question: &str) -> Result<String> {
    if let Some(paper) = store.paper(question)? {
        return Ok(paper.path);
    }
    let mut paths = papers_with_number(store, question)?;
    if paths.is_empty() {
        paths = papers_with_path_end(store, question)?;
    }
    match &paths[..] {
        [path] => Ok(path.clone()),
        [] => Err(paper_error(
            question,
            "no paper of the index has this path, end of a path or number".into(),
        )),
        many => {
            let more = many.len().saturating_sub(LISTED_PAPERS);
            let mut named = many
                .iter()
                .take(LISTED_PAPERS)
                .map(|path| paper_path::shown(path))
                .collect::<Vec<_>>()
                .join(", ");
            if more > 0 {
                named.push_str(&format!(" and {more} more"));
            }
            Err(paper_error(
                question,
                format!("{} papers are meant by this: {named}; name one by its path", many.len()),
            ))
        }
    }
}

fn paper_error(question: &str, what: String) -> Error {
    Error::Paper { question: question.to_owned(), what }
}

/// For each paper whose path, or that of a duplicate, ends with `end`, the first path that does. Only one paper where
/// `end` is whole parts of one paper's path: a whole file name wins over the end of a longer one, for a paper and among
/// papers.
fn papers_with_path_end(store: &dyn Engine, end: &str) -> Result<Vec<String>> {
    let parts = Path::new(end.trim_start_matches("./"));
    let ends_with_parts = |path: &&String| Path::new(paper_path::split(path).0).ends_with(parts);
    let mut paths = Vec::new();
    for paper in store.papers()? {
        let own: Vec<String> = std::iter::once(paper.path).chain(paper.also_in).collect();
        let whole = own.iter().find(ends_with_parts);
        paths.extend(
            whole
                .or_else(|| own.iter().find(|path| paper_path::split(path).0.ends_with(end)))
                .cloned(),
        );
    }
    let whole: Vec<String> = paths.iter().filter(ends_with_parts).cloned().collect();
    Ok(if whole.len() == 1 { whole } else { paths })
}

/// The paths of the papers that bear the number, sorted, if the whole question is one number; else none.
pub(super) fn papers_with_number(store: &dyn Engine, question: &str) -> Result<Vec<String>> {
    let numbers = number::find_numbers(question);
    let [number] = &numbers[..] else { return Ok(Vec::new()) };
    if number.span.len() != question.trim().len() {
        return Ok(Vec::new());
    }
    let mut papers = BTreeSet::new();
    for key in number_keys::fitting_keys(store, number, OWN_LEAD)? {
        let sections = store.sections_with(&format!("{OWN_LEAD}{key}"), usize::MAX)?;
        papers.extend(sections.into_iter().map(|id| id.paper));
    }
    let mut paths: Vec<String> = store.paths_of(&mut papers.into_iter())?.into_values().collect();
    paths.sort();
    paths.dedup();
    Ok(paths)
}
