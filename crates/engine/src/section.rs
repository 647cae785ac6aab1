//! The ids of papers and sections in one state of a store.
//! In: nothing. Out: plain values. Never a path: the store maps ids to paths.

/// The id of a paper: a number that only the store that made it understands. It is valid only for that state of the
/// store, and need not sort by path.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PaperId(pub u64);

/// The id of a section, valid as long as that of its paper. Sorts by paper, then by ordinal.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SectionId {
    /// The paper.
    pub paper: PaperId,
    /// The index of the section in its paper, from 0.
    pub ordinal: u32,
}
