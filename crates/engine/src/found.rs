//! The sections that answer a question, however many.
//! In: what a store found. Out: the same, to be handed back to that store. Never listed: a store counts in them.

use crate::bits::Bits;

/// The sections that a store found. They say something to that state of the store alone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// Numbers of sections as the store laid them out.
    pub(crate) sections: Bits,
}
