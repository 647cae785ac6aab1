//! Checks the index against the files it was made from, and against itself.
//! In: the folder of an index. Out: which papers, files and parts of the index do not agree.
//! Reads every file again; never writes.

use std::path::{Path, PathBuf};

use super::again::read_again;
use super::generations;
use super::manifest::Root;
use super::plan::{Known, Plan, below};
use super::run;
use super::store::{Store, failed_in};
use super::target::found_again;
use super::walk::{lies_below, walk};
use super::{record::PaperRecord, schema};
use crate::error::{Error, Result};
use crate::pipeline;

/// What was found.
#[derive(Debug, Default)]
pub struct Verified {
    /// How many papers are as their files are.
    pub agree: u64,
    /// Papers whose file holds another text now, or another name leads to it.
    pub changed: Vec<String>,
    /// Papers whose file is gone.
    pub gone: Vec<String>,
    /// Files below the roots that are not in the index, though they can be read.
    pub new: Vec<String>,
    /// What cannot be read, and why; such files cost nothing where they are not in the index.
    pub unreadable: Vec<(PathBuf, Error)>,
    /// Files of the index itself that are not as they were written.
    pub damaged: Vec<PathBuf>,
}

impl Verified {
    /// Whether the index holds what the files hold, and is whole.
    pub fn agrees(&self) -> bool {
        let papers = [&self.changed, &self.gone, &self.new];
        papers.iter().all(|papers| papers.is_empty()) && self.damaged.is_empty()
    }
}

/// Reads every file below the roots of the index again, however old. `max_file_size` is in bytes.
///
/// # Errors
/// Where there is no index, or it cannot be opened.
pub fn verify(folder: &Path, max_file_size: u64) -> Result<Verified> {
    let generation = generations::current(folder)
        .ok_or_else(|| Error::NoIndex { path: folder.to_path_buf() })?;
    let mut verified = Verified { damaged: damaged(folder, &generation)?, ..Verified::default() };
    if !verified.damaged.is_empty() {
        // What a damaged index says of its papers is worth nothing.
        return Ok(verified);
    }
    let store = Store::open_generation(folder, &generation)?;
    let papers = store.papers()?;
    let known: Known = papers.iter().map(|paper| (paper.origin.clone(), paper.clone())).collect();
    let mut roots: Vec<Root> = Vec::new();
    for root in &store.manifest().roots {
        match found_again(root) {
            Ok(root) => roots.push(root),
            Err(missing) => verified.unreadable.push(missing),
        }
    }
    let found = walk(&roots, folder);
    verified.gone = gone(&papers, &found.unseen, &roots, &found.files);
    // No paper is known by its age here: all files are to be read.
    let plan = Plan::of(&Known::new(), found, &roots, &|_| true);
    verified.unreadable.extend(plan.skipped);
    for file in plan.read {
        let path = run::name(&file.path);
        let Some(paper) = known.get(&file.origin) else {
            match pipeline::read(&file.path, max_file_size) {
                Ok(_) => verified.new.push(path),
                Err(error) => verified.unreadable.push((file.path, error)),
            }
            continue;
        };
        match read_again(folder, paper, max_file_size) {
            Ok((_, true)) => verified.agree += 1,
            Ok((_, false)) | Err(_) => verified.changed.push(paper.path.clone()),
        }
    }
    Ok(verified)
}

/// The papers whose files were not found, where they could have been.
fn gone(
    papers: &[PaperRecord],
    unseen: &[String],
    roots: &[Root],
    files: &[super::walk::Found],
) -> Vec<String> {
    let found: std::collections::BTreeSet<&str> =
        files.iter().map(|file| file.origin.as_str()).collect();
    let is_gone = |paper: &&PaperRecord| {
        let origin = paper.origin.as_str();
        !found.contains(origin)
            && (!below(origin, roots) || !unseen.iter().any(|folder| lies_below(origin, folder)))
    };
    papers.iter().filter(is_gone).map(|paper| paper.path.clone()).collect()
}

/// The files of a generation whose content is not what was written.
fn damaged(folder: &Path, generation: &Path) -> Result<Vec<PathBuf>> {
    let failed = failed_in(folder);
    let (index, _) = schema::open(generation).map_err(&failed)?;
    let damaged = index.validate_checksum().map_err(&failed)?;
    let mut damaged: Vec<PathBuf> = damaged.into_iter().map(|file| generation.join(file)).collect();
    damaged.sort();
    Ok(damaged)
}
