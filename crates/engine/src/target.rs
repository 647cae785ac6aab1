//! What an ingest writes into: a store, for the time of one run.
//! In: the papers of a run. Out: what the store knew before; a batch that changes it.
//! Never seen by readers before [`RunTarget::put_into_use`], where a run fills something new.

use std::collections::BTreeSet;

use vankien_system::rights::Rights;

use crate::batch::Batch;
use crate::duplicates::Elsewhere;
use crate::error::{Error, Result};
use crate::manifest::Manifest;
use crate::record::KnownPapers;

/// Whether an ingest into a store on other machines fills a new generation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rebuild {
    /// Whether it does.
    pub is_wanted: bool,
    /// Whether the new generation is put into use at the end although other origins have not filled theirs.
    pub switches: bool,
}

/// A store that one run changes. No other run changes the same papers meanwhile.
pub trait RunTarget {
    /// The manifest of the papers that this run is responsible for; the caller updates it before a commit.
    fn manifest(&mut self) -> &mut Manifest;

    /// Whether this run fills something new that is not in use yet.
    fn is_new(&self) -> bool;

    /// The papers and duplicates that this run is responsible for, by their origins.
    ///
    /// # Errors
    /// Where a record cannot be read.
    fn known_papers(&self) -> Result<KnownPapers>;

    /// The papers that other machines put into the same store and that have one of these keys
    /// ([`PaperRecord::duplicate_key`](crate::PaperRecord::duplicate_key)).
    ///
    /// # Errors
    /// Where they cannot be looked up.
    fn elsewhere(&self, _keys: &BTreeSet<u128>) -> Result<Elsewhere> {
        Ok(Elsewhere::default())
    }

    /// Begins a transaction. `needed` is about how many bytes it will write, for the message about a full disk.
    ///
    /// # Errors
    /// Where nothing can be written.
    fn batch(&self, needed: u64) -> Result<Box<dyn Batch>>;

    /// Whether a commit is needed even without changed papers: the manifest changed, or a damaged file must be written
    /// again.
    ///
    /// # Errors
    /// Where the last commit cannot be read.
    fn is_outdated(&self) -> Result<bool>;

    /// Puts what was committed into use. Gives what went wrong and does not undo the commit.
    ///
    /// # Errors
    /// Where that fails.
    fn put_into_use(&mut self) -> Result<Option<Error>>;

    /// Takes out the damage that was found and did not keep the store from being used.
    fn take_troubles(&mut self) -> Vec<Error>;

    /// Removes what a run that failed before its commit wrote, as far as it belongs to no commit.
    fn abandon(&mut self);

    /// The access rights of files that belong to the store.
    fn rights(&self) -> Rights;
}
