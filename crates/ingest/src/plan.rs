//! Decides what a run has to do.
//! In: the papers in the index and the files found. Out: what to read, what to take out.
//! Never opens a file: size and time decide whether one has to be looked at.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use vankien_engine::manifest::Root;
use vankien_engine::record::{KnownPapers, PaperRecord};

use super::walk::{Found, Walk, lies_below};
use crate::error::Error;

/// What a run has to do.
#[derive(Debug, Default)]
pub struct Plan {
    /// The files to be looked at, in order of their paths.
    pub read: Vec<Found>,
    /// The origins of papers to be taken out.
    pub gone: Vec<String>,
    /// How many papers need not be looked at.
    pub unchanged: u64,
    /// How many papers stay though their root vanished.
    pub kept: u64,
    /// What is left out and why.
    pub skipped: Vec<(PathBuf, Error)>,
}

impl Plan {
    /// What brings the papers below `roots` up to date with what was found there. Papers that are to
    /// be read `again` are, though their file is as it was. Those whose root vanished are `kept`.
    pub fn of(
        known: &KnownPapers,
        walk: Walk,
        roots: &[Root],
        kept: &BTreeSet<String>,
        again: &dyn Fn(&PaperRecord) -> bool,
    ) -> Plan {
        let mut plan = Plan { skipped: walk.skipped, ..Plan::default() };
        let mut taken = paths(known);
        let mut seen = BTreeSet::new();
        // A root that is one file may lie in another root, and be empty there.
        let there = walk.files.into_iter().filter(|file| !kept.contains(&file.origin));
        for mut file in there {
            seen.insert(file.origin.clone());
            // The same name seen from two working folders is two files: the second is told apart.
            let path = file.path.to_string_lossy().into_owned();
            if taken.get(&path).is_some_and(|origin| *origin != file.origin) {
                file.path = PathBuf::from(&file.origin);
            }
            taken.insert(file.path.to_string_lossy().into_owned(), file.origin.clone());
            match known.get(&file.origin) {
                Some(paper) if is_as_it_was(paper, &file) && !again(paper) => plan.unchanged += 1,
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

    /// What takes out the papers below `roots` that lie below none of those `kept`.
    pub fn without(known: &KnownPapers, roots: &[Root], kept: &[Root]) -> Plan {
        let is_gone = |origin: &&String| below(origin, roots) && !below(origin, kept);
        let gone: Vec<String> = known.keys().filter(is_gone).cloned().collect();
        let unchanged = (known.len() - gone.len()) as u64;
        Plan { gone, unchanged, ..Plan::default() }
    }
}

fn paths(known: &KnownPapers) -> BTreeMap<String, String> {
    known.values().map(|paper| (paper.path.clone(), paper.origin.clone())).collect()
}

/// Whether size, time and path of the file are those of the paper that was read from it.
pub(super) fn is_as_it_was(paper: &PaperRecord, file: &Found) -> bool {
    paper.size == file.size
        && paper.changed == file.changed
        && file.path.to_str() == Some(&paper.path)
}

/// Whether the origin lies below one of the roots.
pub(super) fn below(origin: &str, roots: &[Root]) -> bool {
    roots.iter().any(|root| lies_below(origin, &root.canonical.to_string_lossy()))
}
