//! Builds an index from papers that stand in no files of their own.
//! In: papers made elsewhere, in their order. Out: a whole index, in one commit.
//! Never touches an index that holds anything else.

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

/// A paper that was read elsewhere.
#[derive(Clone, Debug, Default)]
pub struct EvaluationPaper {
    /// The name it is kept under, as a path.
    pub path: String,
    /// Its text before the letter stages.
    pub extracted: String,
    /// What was made of that.
    pub document: Document,
}

/// Builds the index in `folder` from as many papers as there are `weights` (about their bytes), which
/// `paper` makes on several threads. `root` says what they are: an index that holds just that is left
/// as it is, one that holds anything else is an error.
pub fn build_evaluation_index(
    folder: &Path,
    root: &Root,
    weights: &[u64],
    paper: impl Fn(usize) -> EvaluationPaper + Sync,
) -> Result<()> {
    if generations::current(folder)? != Current::Nothing {
        return check(folder, root);
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
    let (mut totals, mut unread, mut shown) =
        (Totals::default(), Unread::default(), StateTotals::default());
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
    (manifest.totals, manifest.unread, manifest.shown) = (totals, unread, shown);
    target.manifest.remember(root.clone());
    // Segments that could not be joined answer all the same.
    batch.commit(&target.manifest).map(drop)
}

fn check(folder: &Path, root: &Root) -> Result<()> {
    let store = Store::open(folder)?;
    if store.manifest().roots[..] == [root.clone()] {
        return Ok(());
    }
    Err(Error::Other { folder: folder.to_path_buf() })
}
