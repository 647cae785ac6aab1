//! The set of all sections that answer a question.
//! In: what a store found. Out: the same set, to be passed back to that store. Never enumerated outside the store: only
//! the store counts in it.

use crate::bits::SegmentBits;

/// A set of sections. It is valid only for the state of the store that made it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FoundSections {
    /// The sections, by segment and document number in the store.
    pub(crate) sections: SegmentBits,
}
