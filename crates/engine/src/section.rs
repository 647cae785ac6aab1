//! The ids of papers and sections in one state of a store.
//! In: nothing. Out: plain values. Never a path: the store maps ids to paths.

/// The id of a paper. It is valid only for the state of the store that made it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PaperId(pub u64);

/// The id of a section.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SectionId {
    /// The paper.
    pub paper: PaperId,
    /// The index of the section in its paper, from 0.
    pub ordinal: u32,
}
