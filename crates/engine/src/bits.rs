//! A bit set of documents, one bit set per segment.
//! In: segment and document number. Out: whether the document is in the set.
//! Never knows what the documents hold. A store without segments (`memory`) uses a single one.

/// A set of documents: for each segment, words of 64 bits. Documents are numbered from 0 in each segment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SegmentBits(Vec<Vec<u64>>);

impl SegmentBits {
    /// The empty set over segments with these numbers of documents.
    pub fn none(sizes: impl Iterator<Item = usize>) -> SegmentBits {
        SegmentBits(sizes.map(|size| vec![0; size.div_ceil(64)]).collect())
    }

    /// Adds a document. Ignored for a segment that the set does not have, and for a document beyond the size of its
    /// segment, rounded up to a multiple of 64.
    #[inline]
    pub fn insert(&mut self, segment: usize, doc: u32) {
        if let Some(word) =
            self.0.get_mut(segment).and_then(|words| words.get_mut(doc as usize / 64))
        {
            *word |= 1 << (doc % 64);
        }
    }

    /// The documents of a segment that are in the set, sorted. None for a segment that the set does not have.
    pub fn in_segment(&self, segment: usize) -> impl Iterator<Item = u32> {
        let words = self.0.get(segment).into_iter().flatten();
        (0u32..).step_by(64).zip(words).flat_map(|(first, word)| {
            (0..64).filter(move |bit| word & (1 << bit) != 0).map(move |bit| first + bit)
        })
    }

    /// Whether a document is in the set. False for a segment that the set does not have.
    #[inline]
    pub fn contains(&self, segment: usize, doc: u32) -> bool {
        let word = self.0.get(segment).and_then(|words| words.get(doc as usize / 64));
        word.is_some_and(|word| word & (1 << (doc % 64)) != 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documents_are_kept_by_segment() {
        let mut some = SegmentBits::none([70, 3].into_iter());
        some.insert(0, 65);
        some.insert(7, 1);
        some.insert(0, 3);
        assert_eq!(some.in_segment(0).collect::<Vec<_>>(), [3, 65]);
        assert!(some.contains(0, 65) && !some.contains(1, 1) && !some.contains(0, 1));
    }
}
