//! A range of bytes of a text, and the text it covers.
//! In: byte offsets. Out: text. Never panics: an offset past the end is clipped.

/// A half-open range of bytes of some text: of a stage, a section, a question. Which text it is, the owner says. It may
/// end before it starts; then it is empty.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Span {
    /// The first byte.
    pub start: usize,
    /// The byte behind the last one.
    pub end: usize,
}

impl Span {
    /// The range `start..end`.
    pub fn new(start: usize, end: usize) -> Span {
        Span { start, end }
    }

    /// Its length in bytes; 0 where it ends before it starts.
    pub fn len(self) -> usize {
        self.end.saturating_sub(self.start)
    }

    /// Whether it holds no byte.
    pub fn is_empty(self) -> bool {
        self.start >= self.end
    }

    /// Whether the two share at least one byte. An empty span overlaps where it lies strictly inside the other.
    pub fn overlaps(self, other: Span) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// Whether all of `other` lies in this span; both may have the same start or end.
    pub fn contains(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// The text it covers, as by [`slice()`].
    pub fn of(self, text: &str) -> &str {
        slice(text, self.start, self.end)
    }
}

/// The text between two byte offsets. Never panics: an offset past the end counts as the end, one inside a character as
/// the beginning of that character; where `from` is behind `to`, the text is empty.
pub fn slice(text: &str, from: usize, to: usize) -> &str {
    text.get(from..to).unwrap_or_else(|| {
        let (from, to) = (text.floor_char_boundary(from), text.floor_char_boundary(to));
        text.get(from..to).unwrap_or_default()
    })
}

/// The text before a byte offset, cut as by [`slice()`].
pub fn before(text: &str, offset: usize) -> &str {
    slice(text, 0, offset)
}

/// The text from a byte offset on, cut as by [`slice()`].
pub fn after(text: &str, offset: usize) -> &str {
    slice(text, offset, text.len())
}
