//! Which paper and which section of it, in one state of a store.
//! In: nothing. Out: plain values. Never a path: the store tells it.

/// A paper in one state of a store. The number says nothing outside of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PaperId(pub u64);

/// A section: its paper, and which section of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SectionId {
    /// The paper.
    pub paper: PaperId,
    /// Which section of the paper, from 0.
    pub ordinal: u32,
}
