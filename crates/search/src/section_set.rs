//! A set of sections, one bit each.
//! In: sections by segment and document. Out: whether one is among them. Never knows what they hold.

/// Sections, by segment and document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SectionSet(Vec<Vec<u64>>);

impl SectionSet {
    /// No section of segments of these sizes.
    pub fn none(sizes: impl Iterator<Item = usize>) -> SectionSet {
        SectionSet(sizes.map(|size| vec![0; size.div_ceil(64)]).collect())
    }

    /// Puts a section in.
    pub fn insert(&mut self, segment: usize, doc: u32) {
        if let Some(word) =
            self.0.get_mut(segment).and_then(|words| words.get_mut(doc as usize / 64))
        {
            *word |= 1 << (doc % 64);
        }
    }

    /// The sections of a segment, in order.
    pub fn of_segment(&self, segment: usize) -> impl Iterator<Item = u32> {
        let words = self.0.get(segment).into_iter().flatten();
        (0u32..).step_by(64).zip(words).flat_map(|(first, word)| {
            (0..64).filter(move |bit| word & (1 << bit) != 0).map(move |bit| first + bit)
        })
    }

    /// Whether the section is among them.
    pub fn contains(&self, segment: usize, doc: u32) -> bool {
        let word = self.0.get(segment).and_then(|words| words.get(doc as usize / 64));
        word.is_some_and(|word| word & (1 << (doc % 64)) != 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sections_are_kept_by_segment() {
        let mut some = SectionSet::none([70, 3].into_iter());
        some.insert(0, 65);
        some.insert(7, 1);
        some.insert(0, 3);
        assert_eq!(some.of_segment(0).collect::<Vec<_>>(), [3, 65]);
        assert!(some.contains(0, 65) && !some.contains(1, 1) && !some.contains(0, 1));
    }
}
