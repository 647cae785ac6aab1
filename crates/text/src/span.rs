//! Places in a text and the way back to where they came from.
//! In: byte ranges of one stage. Out: byte ranges, lines and columns of the stage before it.
//! Never holds text of its own, never fails: a range past the end is clipped.

mod cover;

pub use self::cover::Cover;

/// A half-open range of bytes in the text of one stage.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Span {
    /// The first byte.
    pub start: usize,
    /// The byte after the last.
    pub end: usize,
}

impl Span {
    /// The range `start..end`.
    pub fn new(start: usize, end: usize) -> Span {
        Span { start, end }
    }

    /// How many bytes it holds.
    pub fn len(self) -> usize {
        self.end.saturating_sub(self.start)
    }

    /// Whether it holds no byte.
    pub fn is_empty(self) -> bool {
        self.start >= self.end
    }

    /// Whether the two share at least one byte.
    pub fn overlaps(self, other: Span) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// Whether all of `other` lies in it.
    pub fn contains(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// The text it covers, as [`slice()`] cuts it.
    pub fn of(self, text: &str) -> &str {
        slice(text, self.start, self.end)
    }
}

/// The text between two byte offsets. Never panics: an offset past the end is the end, one inside
/// a letter is the letter's beginning, and where `from` stands behind `to` there is no text.
pub fn slice(text: &str, from: usize, to: usize) -> &str {
    text.get(from..to).unwrap_or_else(|| {
        let (from, to) = (text.floor_char_boundary(from), text.floor_char_boundary(to));
        text.get(from..to).unwrap_or_default()
    })
}

/// The text that stands before a byte offset, cut as [`slice()`] cuts it.
pub fn before(text: &str, offset: usize) -> &str {
    slice(text, 0, offset)
}

/// The text that begins at a byte offset, cut as [`slice()`] cuts it.
pub fn after(text: &str, offset: usize) -> &str {
    slice(text, offset, text.len())
}

/// One stretch of a later text and the stretch of the earlier text it was made from.
/// Stretches of equal length are read as copied byte by byte.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Piece {
    /// Where it stands in the later text.
    pub to: Span,
    /// Where it came from in the earlier text.
    pub from: Span,
}

impl Piece {
    fn is_copy(&self) -> bool {
        self.to.len() == self.from.len()
    }
}

/// The way from a later text back to an earlier one. A map without pieces is the identity.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Map {
    pieces: Vec<Piece>,
}

impl Map {
    /// The map of a text that was not changed at all.
    pub fn identity() -> Map {
        Map::default()
    }

    /// Whether the later text is the earlier one, byte for byte.
    pub fn is_identity(&self) -> bool {
        self.pieces.is_empty()
    }

    /// The stretches in order of the later text; empty for the identity.
    pub fn pieces(&self) -> &[Piece] {
        &self.pieces
    }

    /// The ranges of the earlier text that `span` of the later text was made from, in order of the
    /// later text; neighbours that touch are joined. Text that was put in from nowhere adds none.
    pub fn back(&self, span: Span) -> Vec<Span> {
        if self.is_identity() {
            return vec![span];
        }
        let first = self.pieces.partition_point(|piece| piece.to.end <= span.start);
        let mut ranges: Vec<Span> = Vec::new();
        for piece in self.pieces[first..].iter().take_while(|piece| piece.to.start < span.end) {
            let range = part(piece, span);
            match ranges.last_mut() {
                Some(last) if last.end == range.start => last.end = range.end,
                _ => ranges.push(range),
            }
        }
        ranges
    }

    /// The smallest range of the later text that holds all that was made from `span` of the
    /// earlier text, or `None` where nothing was.
    pub fn forward(&self, span: Span) -> Option<Span> {
        if self.is_identity() {
            return Some(span);
        }
        forward(self.pieces.iter(), span)
    }

    /// [`Map::forward`] of many spans, in the order of the earlier text, at the cost of one.
    pub fn forward_all(&self, spans: &[Span]) -> Vec<Option<Span>> {
        // Hardly any text has spans to move: the pieces are put in order for those alone.
        if self.is_identity() || spans.is_empty() {
            return spans.iter().copied().map(Some).collect();
        }
        let mut pieces = self.pieces.clone();
        pieces.sort_by_key(|piece| piece.from);
        let sorted = Map { pieces };
        let mut first = 0;
        let forward = |span: &Span| {
            let ended = |piece: &&Piece| piece.from.end <= span.start;
            first += sorted.pieces[first..].iter().take_while(ended).count();
            let pieces = sorted.pieces[first..].iter();
            forward(pieces.take_while(|piece| piece.from.start < span.end), *span)
        };
        spans.iter().map(forward).collect()
    }

    /// The map from the later text of `self` to the earlier text of `earlier`, where the earlier
    /// text of `self` is the later text of `earlier`.
    pub fn after(&self, earlier: &Map) -> Map {
        if earlier.is_identity() {
            return self.clone();
        }
        if self.is_identity() {
            return earlier.clone();
        }
        let pieces = self.pieces.iter().flat_map(|piece| through(piece, earlier)).collect();
        Map { pieces }
    }
}

/// The smallest range of the later text that holds what those of `pieces` that overlap `span` of the earlier one made
/// of it.
fn forward<'p>(pieces: impl Iterator<Item = &'p Piece>, span: Span) -> Option<Span> {
    let ranges = pieces.filter(|piece| piece.from.overlaps(span)).map(|piece| {
        let turned = Piece { to: piece.from, from: piece.to };
        part(&turned, span)
    });
    ranges.reduce(|all, range| Span::new(all.start.min(range.start), all.end.max(range.end)))
}

/// The part of `piece.from` that stands behind `span`: exact in a copy, the whole of a change.
fn part(piece: &Piece, span: Span) -> Span {
    if !piece.is_copy() {
        return piece.from;
    }
    let start = span.start.max(piece.to.start) - piece.to.start;
    let end = span.end.min(piece.to.end) - piece.to.start;
    Span::new(piece.from.start + start, piece.from.start + end.max(start))
}

/// `piece`, which leads into a text that `earlier` leads on from, cut where `earlier` is cut.
fn through(piece: &Piece, earlier: &Map) -> Vec<Piece> {
    let ranges = earlier.back(piece.from);
    if !piece.is_copy() {
        return ranges.into_iter().map(|from| Piece { to: piece.to, from }).take(1).collect();
    }
    let first = earlier.pieces.partition_point(|inner| inner.to.end <= piece.from.start);
    let inner = earlier.pieces[first..].iter().take_while(|inner| inner.to.start < piece.from.end);
    inner
        .map(|inner| {
            let start = inner.to.start.max(piece.from.start);
            let end = inner.to.end.min(piece.from.end);
            let to = Span::new(
                piece.to.start + start - piece.from.start,
                piece.to.start + end - piece.from.start,
            );
            Piece { to, from: part(inner, Span::new(start, end)) }
        })
        .collect()
}

/// Writes a later text piece by piece and keeps its map.
#[derive(Debug, Default)]
pub struct Rewriter {
    text: String,
    pieces: Vec<Piece>,
}

impl Rewriter {
    /// An empty later text.
    pub fn new() -> Rewriter {
        Rewriter::default()
    }

    /// An empty later text with room for so many bytes in so many pieces.
    pub fn with_room(bytes: usize, pieces: usize) -> Rewriter {
        Rewriter { text: String::with_capacity(bytes), pieces: Vec::with_capacity(pieces) }
    }

    /// How many bytes were written so far.
    pub fn len(&self) -> usize {
        self.text.len()
    }

    /// Whether nothing was written yet.
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// What was written so far.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Copies `span` of the earlier text `source` as it is.
    pub fn copy(&mut self, source: &str, span: Span) {
        self.replace(span, span.of(source));
    }

    /// Writes `text` for `span` of the earlier text.
    pub fn replace(&mut self, span: Span, text: &str) {
        if text.is_empty() {
            return;
        }
        let to = Span::new(self.text.len(), self.text.len() + text.len());
        self.text.push_str(text);
        let piece = Piece { to, from: span };
        match self.pieces.last_mut() {
            Some(last) if last.is_copy() && piece.is_copy() && last.from.end == span.start => {
                last.to.end = to.end;
                last.from.end = span.end;
            }
            _ => self.pieces.push(piece),
        }
    }

    /// Writes `text` that stands for nothing of the earlier text.
    pub fn insert(&mut self, text: &str) {
        self.text.push_str(text);
    }

    /// The later text and its map.
    pub fn finish(self) -> (String, Map) {
        (self.text, Map { pieces: self.pieces })
    }
}

/// Where the lines of a text begin, to tell the line and column of a byte.
#[derive(Clone, Debug)]
pub struct Lines {
    starts: Vec<usize>,
}

impl Lines {
    /// Reads the line starts of `text`. A line ends at `\n`; the last may lack it.
    pub fn of(text: &str) -> Lines {
        let mut starts = vec![0];
        starts.extend(memchr::memchr_iter(b'\n', text.as_bytes()).map(|at| at + 1));
        Lines { starts }
    }

    /// How many lines there are; a text that ends in a line end has an empty last one.
    pub fn count(&self) -> usize {
        self.starts.len()
    }

    /// The 1-based line that holds the byte at `offset`.
    pub fn line(&self, offset: usize) -> u32 {
        self.starts.partition_point(|start| *start <= offset) as u32
    }

    /// The same, where it is likely `near` or the next.
    pub fn line_near(&self, near: u32, offset: usize) -> u32 {
        let begins = |line: u32| self.starts.get(line as usize - 1).copied().unwrap_or(usize::MAX);
        let holds = |line: &u32| (begins(*line)..begins(*line + 1)).contains(&offset);
        [near.max(1), near + 1].into_iter().find(holds).unwrap_or_else(|| self.line(offset))
    }

    /// The byte at which the 1-based `line` begins.
    pub fn start(&self, line: u32) -> usize {
        self.starts[(line as usize - 1).min(self.starts.len() - 1)]
    }

    /// First and last line of a range, inclusive; an empty range lies on one line.
    pub fn range(&self, span: Span) -> (u32, u32) {
        (self.line(span.start), self.line(span.end.max(span.start + 1) - 1))
    }

    /// The 0-based column, in Unicode scalar values, of the byte at `offset` of `text`.
    pub fn column(&self, text: &str, offset: usize) -> u32 {
        self.column_on(self.line(offset), text, offset)
    }

    /// The same, where the 1-based `line` that holds the byte is known.
    pub fn column_on(&self, line: u32, text: &str, offset: usize) -> u32 {
        slice(text, self.start(line), offset).chars().count() as u32
    }
}

/// Tells line and column of places that come in order, without counting a long line anew each time.
#[derive(Debug)]
pub struct Columns<'a> {
    lines: &'a Lines,
    text: &'a str,
    offset: usize,
    column: u32,
}

impl<'a> Columns<'a> {
    /// Stands at the beginning of `text`, whose lines are `lines`.
    pub fn new(lines: &'a Lines, text: &'a str) -> Columns<'a> {
        Columns { lines, text, offset: 0, column: 0 }
    }

    /// The 1-based line and 0-based column, in Unicode scalar values, of the byte at `offset`.
    pub fn place(&mut self, offset: usize) -> (u32, u32) {
        let line = self.lines.line(offset);
        let begin = self.lines.start(line);
        if begin > self.offset || offset < self.offset {
            (self.offset, self.column) = (begin, 0);
        }
        self.column += slice(self.text, self.offset, offset).chars().count() as u32;
        self.offset = offset;
        (line, self.column)
    }
}

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
