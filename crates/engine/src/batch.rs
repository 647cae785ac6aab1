//! Write access to a store: a transaction that adds, replaces and removes papers.
//! In: prepared papers, records, paths. Out: one commit, together with the manifest. Never a partial commit.

use crate::error::{Error, Result};
use crate::manifest::Manifest;
use crate::parallel::Permit;
use crate::prepare::Prepared;
use crate::record::PaperRecord;

/// A transaction. Readers see its changes only after [`Batch::commit`]; dropped without a commit it changes nothing.
pub trait Batch {
    /// Adds a paper that is not in the store yet. The store drops the permit once it holds the whole paper, which lets
    /// further papers be read.
    ///
    /// # Errors
    /// Where it cannot be written.
    fn put(&self, prepared: Prepared, permit: Permit) -> Result<()>;

    /// Adds the record of a paper without sections, such as a duplicate.
    ///
    /// # Errors
    /// Where it cannot be written.
    fn put_record(&self, paper: &PaperRecord) -> Result<()>;

    /// Replaces the record of a paper. Its sections stay as they are.
    ///
    /// # Errors
    /// Where it cannot be written.
    fn replace_record(&self, paper: &PaperRecord) -> Result<()>;

    /// Removes a paper: its record and its sections.
    ///
    /// # Errors
    /// Where that cannot be written.
    fn remove(&self, path: &str) -> Result<()>;

    /// Commits all changes together with `manifest`. `Ok(Some(error))` means that the commit succeeded, but later clean-up
    /// (merging segments) failed with that error.
    ///
    /// # Errors
    /// Where the commit cannot be written: then nothing has changed. Damage that is found only after the commit is an
    /// error too, and then the changes stay.
    fn commit(self: Box<Self>, manifest: &Manifest) -> Result<Option<Error>>;
}
