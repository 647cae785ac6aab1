//! Write access to a store: a transaction that adds, replaces and removes papers.
//! In: prepared papers, records, paths. Out: one commit, together with the manifest. Never a partial commit.

use crate::error::{Error, Result};
use crate::manifest::Manifest;
use crate::parallel::Permit;
use crate::prepare::Prepared;
use crate::record::PaperRecord;

/// A transaction. Readers see its changes only after [`Batch::commit`]; dropped without a commit it changes nothing.
pub trait Batch {
    /// Adds a paper with its sections. Its path must not be in the store yet. The store drops the permit once it holds
    /// the whole paper, which lets further papers be read.
    ///
    /// # Errors
    /// Where it cannot be written.
    fn put(&self, prepared: Prepared, permit: Permit) -> Result<()>;

    /// Adds the record of a duplicate, or of a paper without sections. Its path must not be in the store yet.
    ///
    /// # Errors
    /// Where it cannot be written.
    fn put_record(&self, paper: &PaperRecord) -> Result<()>;

    /// Replaces the record of the paper or duplicate at the same path, or adds it if there is none. The sections stay
    /// as they are, with the values of the columns ([`Column`](crate::column::Column)) that they were put with. So the
    /// record must have the same values, and must stay that of a paper or that of a duplicate.
    ///
    /// # Errors
    /// Where it cannot be written.
    fn replace_record(&self, paper: &PaperRecord) -> Result<()>;

    /// Removes the paper or duplicate at `path` (as walked): its record and its sections. Nothing happens if there is
    /// none.
    ///
    /// # Errors
    /// Where that cannot be written.
    fn remove(&self, path: &str) -> Result<()>;

    /// Commits all changes together with `manifest`. `Ok(Some(error))` means that the commit succeeded, but that the
    /// disk was too full for the clean-up behind it (merging segments).
    ///
    /// # Errors
    /// Where the commit cannot be written: then nothing has changed. Any other failure of the clean-up is an error too;
    /// the changes are committed then, and stay.
    fn commit(self: Box<Self>, manifest: &Manifest) -> Result<Option<Error>>;
}
