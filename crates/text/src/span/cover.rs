//! The set of bytes that some spans cover, for many questions about overlap.
//! In: spans in any order. Out: whether another span shares a byte with one of them, by binary search.

use super::range::Span;

/// The set of bytes that some spans cover.
#[derive(Clone, Debug, Default)]
pub struct Cover {
    /// The covered ranges, in order, without overlap.
    parts: Vec<Span>,
}

impl Cover {
    /// The bytes that `spans` cover; these may overlap and come in any order.
    pub fn of(spans: impl IntoIterator<Item = Span>) -> Cover {
        let mut spans: Vec<Span> = spans.into_iter().filter(|span| !span.is_empty()).collect();
        spans.sort_unstable();
        let mut parts: Vec<Span> = Vec::with_capacity(spans.len());
        for span in spans {
            match parts.last_mut() {
                Some(last) if span.start < last.end => last.end = last.end.max(span.end),
                _ => parts.push(span),
            }
        }
        Cover { parts }
    }

    /// Whether one of the spans shares a byte with `span`. An empty `span` overlaps where it lies inside a covered
    /// range.
    pub fn overlaps(&self, span: Span) -> bool {
        let first = self.parts.partition_point(|part| part.end <= span.start);
        self.parts.get(first).is_some_and(|part| part.overlaps(span))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn says_what_a_look_at_each_says(
            spans in prop::collection::vec((0..60_usize, 0..9_usize), 0..20),
            (start, length) in (0..60_usize, 0..9_usize),
        ) {
            let spans: Vec<Span> =
                spans.into_iter().map(|(start, length)| Span::new(start, start + length)).collect();
            let asked = Span::new(start, start + length);
            let wanted = spans.iter().any(|span| !span.is_empty() && span.overlaps(asked));
            prop_assert_eq!(Cover::of(spans).overlaps(asked), wanted);
        }
    }
}
