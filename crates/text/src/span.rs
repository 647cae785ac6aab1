//! Byte ranges of a text, maps from a later text back to an earlier one, lines and columns.
//! In: byte ranges of the text of one stage. Out: byte ranges of the text of another stage; lines and columns.
//! Never fails on a range past the end: it is clipped. Only the map of an unchanged text, which does not know how long
//! the text is, gives such a range back as it is.

mod cover;
mod lines;
mod map;
mod range;

// A set of bytes; lines and columns; the map and its writer; one range of bytes.
pub use self::cover::Cover;
pub use self::lines::{Columns, Lines};
pub use self::map::{Map, Piece, Rewriter};
pub use self::range::{Span, after, before, slice};

#[cfg(test)]
mod tests {
    use super::*;

    fn changed() -> (String, Map) {
        // "c ng nhu" → "cũng nhu": the gap became a letter.
        let source = "c ng nhu";
        let mut rewriter = Rewriter::new();
        rewriter.copy(source, Span::new(0, 1));
        rewriter.replace(Span::new(1, 2), "ũ");
        rewriter.copy(source, Span::new(2, 8));
        rewriter.finish()
    }

    #[test]
    fn a_slice_by_wrong_offsets_is_clipped() {
        let text = "cũng như";
        assert_eq!(Span::new(1, 3).of(text), "ũ");
        assert_eq!((slice(text, 0, 2), slice(text, 2, 4)), ("c", "ũn"), "inside a letter");
        assert_eq!((slice(text, 6, 99), slice(text, 98, 99)), ("như", ""), "past the end");
        assert_eq!((slice(text, 5, 1), Span::new(5, 1).len()), ("", 0), "the wrong way round");
        assert_eq!((before(text, 1), after(text, 6)), ("c", "như"));
    }

    #[test]
    fn leads_back_through_a_change() {
        let (text, map) = changed();
        assert_eq!(text, "cũng nhu");
        assert_eq!(map.back(Span::new(0, 5)), vec![Span::new(0, 4)]);
        assert_eq!(map.back(Span::new(6, 9)), vec![Span::new(5, 8)]);
    }

    #[test]
    fn leads_forward_through_a_change() {
        let (_, map) = changed();
        assert_eq!(map.forward(Span::new(0, 4)), Some(Span::new(0, 5)));
        assert_eq!(map.forward(Span::new(5, 8)), Some(Span::new(6, 9)));
        let spans: Vec<Span> = (0..8).map(|start| Span::new(start, start + 1)).collect();
        let one_by_one: Vec<_> = spans.iter().map(|span| map.forward(*span)).collect();
        assert_eq!(map.forward_all(&spans), one_by_one);
    }

    #[test]
    fn two_maps_make_one() {
        let (text, map) = changed();
        let mut rewriter = Rewriter::new();
        rewriter.copy(&text, Span::new(6, 9));
        rewriter.insert(" ");
        rewriter.copy(&text, Span::new(0, 5));
        let (later, second) = rewriter.finish();
        assert_eq!(later, "nhu cũng");
        let both = second.after(&map);
        assert_eq!(both.back(Span::new(0, 3)), vec![Span::new(5, 8)]);
        assert_eq!(both.back(Span::new(4, 9)), vec![Span::new(0, 4)]);
        assert_eq!(both.back(Span::new(0, 9)), vec![Span::new(5, 8), Span::new(0, 4)]);
    }

    #[test]
    fn counts_lines_and_columns() {
        let text = "một\n\nhai ba";
        let lines = Lines::of(text);
        let ba = text.find("ba").expect("the text holds it");
        assert_eq!((lines.line(ba), lines.column(text, ba)), (3, 4));
        assert_eq!(lines.range(Span::new(0, text.len())), (1, 3));
        assert_eq!(lines.count(), 3);
    }
}
