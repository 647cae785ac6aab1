//! Builds an index for evaluation from papers that are not files: rows of a data set, for instance.
//! In: papers that the caller made, in order. Out: an index, in one commit.
//! Never changes an index that holds anything else.

use std::path::Path;

use vankien_papers::document::Document;

use crate::engine::Papers;
use crate::error::{Error, Result};
use crate::manifest::{Root, StateTotals, Totals};
use crate::parallel::in_order;
use crate::prepare::prepare;
use crate::tantivy::folder::generations::{self, Access, Current, Lock};
use crate::tantivy::store::Store;
use crate::tantivy::target::Target;
use crate::unread::Unread;

/// A paper that the caller made.
#[derive(Clone, Debug, Default)]
pub struct EvaluationPaper {
    /// The name that serves as its path and origin; no other paper has it.
    pub path: String,
    /// Its text before normalisation and repair.
    pub extracted: String,
    /// The document that was made of it.
    pub document: Document,
}

/// Builds an index in `folder`, in one commit. `weights` holds about the bytes of each paper; `paper` makes the paper
/// at an index of `weights`, on several threads. `root` identifies the set of papers: an index that has this root alone
/// is left as it is, whatever papers it holds.
///
/// # Errors
/// Where the folder holds an index of other roots ([`Error::Other`]), one that cannot be opened, or other files, or
/// cannot be written.
pub fn build_evaluation_index(
    folder: &Path,
    root: &Root,
    weights: &[u64],
    paper: impl Fn(usize) -> EvaluationPaper + Sync,
) -> Result<()> {
    if generations::current_generation(folder)? != Current::Nothing {
        return check_root(folder, root);
    }
    let lock = Lock::take(folder, Access::default())?;
    let mut target = Target::open(folder, &lock, Some(Vec::new()))?;
    let generation = target.generation.clone();
    let written = write(&mut target, root, weights, paper);
    written.inspect_err(|_| lock.tidy(&generation, true))?;
    lock.switch(&generation)
}

fn write(
    target: &mut Target,
    root: &Root,
    weights: &[u64],
    paper: impl Fn(usize) -> EvaluationPaper + Sync,
) -> Result<()> {
    let batch = target.batch(weights.iter().sum())?;
    let mut totals = Totals::default();
    let mut unread = Unread::default();
    let mut shown = StateTotals::default();
    let jobs = std::thread::available_parallelism().map_or(1, usize::from);
    let make = |task: usize| {
        let EvaluationPaper { path, extracted, document } = paper(task);
        let mut prepared = prepare(&path, &extracted, document);
        prepared.paper.size = extracted.len() as u64;
        prepared.paper.origin = path;
        prepared
    };
    in_order(weights, jobs, make, |_, prepared, permit| {
        totals.add(&prepared.paper);
        unread.add(&prepared.paper);
        shown.add(&prepared.paper);
        batch.put(prepared, permit)
    })?;
    let manifest = &mut target.manifest;
    manifest.totals = totals;
    manifest.unread = unread;
    manifest.shown = shown;
    manifest.remember(root.clone());
    // If segments could not be merged, the index is complete all the same.
    batch.commit(&target.manifest).map(drop)
}

/// Fails if the index in `folder` has other roots than `root` alone.
fn check_root(folder: &Path, root: &Root) -> Result<()> {
    let store = Store::open(folder)?;
    if store.manifest().roots[..] == [root.clone()] {
        return Ok(());
    }
    Err(Error::Other { folder: folder.to_path_buf() })
}
