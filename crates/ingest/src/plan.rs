//! Plans an ingest: which files to read, and which papers to remove.
//! In: the papers in the index and the files found. Out: a plan.
//! Never opens a file: its size, time and path decide whether it must be read, and what `must_reread` says of its
//! paper.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use vankien_engine::manifest::Root;
use vankien_engine::record::{KnownPapers, PaperRecord};

use super::walk::{FoundFile, Walk, lies_below};
use crate::error::Error;

/// The plan of an ingest.
#[derive(Debug, Default)]
pub struct Plan {
    /// The files to read, sorted by path as walked.
    pub read: Vec<FoundFile>,
    /// The origins of papers and duplicates to remove.
    pub gone: Vec<String>,
    /// How many papers and duplicates need not be read.
    pub unchanged: u64,
    /// How many papers and duplicates stay although their root vanished.
    pub kept: u64,
    /// The files and folders that are skipped, and why.
    pub skipped: Vec<(PathBuf, Error)>,
}

impl Plan {
    /// The plan that brings the papers below `roots` up to date with the files that `walk` found there. `kept` are the
    /// origins of papers whose root vanished; they stay, and the plan does not count them. `must_reread` tells whether
    /// a paper is read again although its file did not change.
    pub fn of(
        known: &KnownPapers,
        walk: Walk,
        roots: &[Root],
        kept: &BTreeSet<String>,
        must_reread: &dyn Fn(&PaperRecord) -> bool,
    ) -> Plan {
        let mut plan = Plan { skipped: walk.skipped, ..Plan::default() };
        let mut origins_by_path = origins_by_path(known);
        let mut seen = BTreeSet::new();
        for mut file in walk.files {
            // A root that is one file may lie in another root, and be an empty file now.
            if kept.contains(&file.origin) {
                continue;
            }
            seen.insert(file.origin.clone());
            // The same relative path from two working folders names two files. The second gets its absolute path.
            let path = file.path.to_string_lossy().into_owned();
            if origins_by_path.get(&path).is_some_and(|origin| *origin != file.origin) {
                file.path = PathBuf::from(&file.origin);
            }
            origins_by_path.insert(file.path.to_string_lossy().into_owned(), file.origin.clone());
            match known.get(&file.origin) {
                Some(paper) if is_unchanged(paper, &file) && !must_reread(paper) => {
                    plan.unchanged += 1;
                }
                _ => plan.read.push(file),
            }
        }
        let is_gone = |origin: &&String| {
            below(origin, roots)
                && !kept.contains(*origin)
                && !seen.contains(*origin)
                && !walk.unseen.iter().any(|folder| lies_below(origin, folder))
        };
        plan.gone = known.keys().filter(is_gone).cloned().collect();
        plan
    }

    /// The plan that removes the papers below `roots`, except those that also lie below a root in `kept`.
    pub fn without(known: &KnownPapers, roots: &[Root], kept: &[Root]) -> Plan {
        let is_gone = |origin: &&String| below(origin, roots) && !below(origin, kept);
        let gone: Vec<String> = known.keys().filter(is_gone).cloned().collect();
        let unchanged = (known.len() - gone.len()) as u64;
        Plan { gone, unchanged, ..Plan::default() }
    }
}

fn origins_by_path(known: &KnownPapers) -> BTreeMap<String, String> {
    known.values().map(|paper| (paper.path.clone(), paper.origin.clone())).collect()
}

/// Whether size, time and path of the file are those that it had when the paper was read.
pub(super) fn is_unchanged(paper: &PaperRecord, file: &FoundFile) -> bool {
    paper.size == file.size
        && paper.changed == file.changed
        && file.path.to_str() == Some(&paper.path)
}

/// Whether the origin is one of the roots or lies below one.
pub(super) fn below(origin: &str, roots: &[Root]) -> bool {
    roots.iter().any(|root| lies_below(origin, &root.canonical.to_string_lossy()))
}
