//! What ingest asks of a store: papers that go into it and out of it together.
//! In: prepared papers, records, paths. Out: one commit with what the store says of itself. Never half of it.

use crate::error::{Error, Result};
use crate::manifest::Manifest;
use crate::parallel::Permit;
use crate::prepare::Prepared;
use crate::record::PaperRecord;

/// Changes of a store that readers see together, once they are committed. Without a commit nothing has changed.
pub trait Batch {
    /// Adds a paper that is not in the store. The permit counts until the store took all of it.
    ///
    /// # Errors
    /// Where it cannot be written.
    fn put(&self, prepared: Prepared, permit: Permit) -> Result<()>;

    /// Adds the record of a paper, without sections.
    ///
    /// # Errors
    /// Where it cannot be written.
    fn put_record(&self, paper: &PaperRecord) -> Result<()>;

    /// Gives a paper another record; its sections stay.
    ///
    /// # Errors
    /// Where it cannot be written.
    fn touch(&self, paper: &PaperRecord) -> Result<()>;

    /// Takes a paper out.
    ///
    /// # Errors
    /// Where that cannot be written.
    fn remove(&self, path: &str) -> Result<()>;

    /// Commits all that was put in and taken out, with what the store says of itself. Gives what went wrong afterwards,
    /// where the commit stands all the same.
    ///
    /// # Errors
    /// Where it cannot be written: then nothing has changed.
    fn commit(self: Box<Self>, manifest: &Manifest) -> Result<Option<Error>>;
}
