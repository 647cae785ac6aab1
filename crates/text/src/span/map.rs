//! Maps from a later text back to the earlier text that it was made from.
//! In: what was copied and what was replaced. Out: ranges of one text for ranges of the other. Never holds text, but
//! for the `Rewriter` that writes a later text with its map.

use super::range::Span;

/// A stretch of a later text and the stretch of the earlier text it was made from. Where both have as many bytes, each
/// byte counts as made from the byte at the same place; otherwise the whole was made from the whole (a change).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Piece {
    /// Its bytes in the later text.
    pub to: Span,
    /// The bytes of the earlier text that it was made from.
    pub from: Span,
}

impl Piece {
    fn is_copy(&self) -> bool {
        self.to.len() == self.from.len()
    }
}

/// A map from a later text back to an earlier one. A map without pieces is the identity.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Map {
    /// In order of the later text. Inserted text lies between them.
    pieces: Vec<Piece>,
}

impl Map {
    /// The map of a text that was not changed.
    pub fn identity() -> Map {
        Map::default()
    }

    /// Whether it is the map of a text that was not changed: it has no pieces.
    pub fn is_identity(&self) -> bool {
        self.pieces.is_empty()
    }

    /// The pieces in order of the later text; empty for the identity.
    pub fn pieces(&self) -> &[Piece] {
        &self.pieces
    }

    /// The ranges of the earlier text that `span` of the later text was made from, in order of the later text; ranges
    /// that touch are merged. A change counts whole, also where `span` holds part of it. Empty for inserted text.
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

    /// The smallest range of the later text that holds all that was made from `span` of the earlier text; `None` where
    /// nothing was made from it. A change counts whole, also where `span` holds part of it.
    pub fn forward(&self, span: Span) -> Option<Span> {
        if self.is_identity() {
            return Some(span);
        }
        forward(self.pieces.iter(), span)
    }

    /// [`Map::forward`] of many spans, one result for each, in one pass over the pieces. The spans must be sorted and
    /// must not overlap.
    pub fn forward_all(&self, spans: &[Span]) -> Vec<Option<Span>> {
        // Hardly any text has spans to move: the pieces are sorted only for those that have.
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

    /// The composition of two maps: from the later text of `self` to the earlier text of `earlier`. The earlier text of
    /// `self` must be the later text of `earlier`.
    pub fn after(&self, earlier: &Map) -> Map {
        if earlier.is_identity() {
            return self.clone();
        }
        if self.is_identity() {
            return earlier.clone();
        }
        let pieces = self.pieces.iter().flat_map(|piece| composed(piece, earlier)).collect();
        Map { pieces }
    }
}

/// The smallest range of the later text that holds what `pieces` made of `span` of the earlier text. Pieces that do not
/// overlap `span` do not count.
fn forward<'p>(pieces: impl Iterator<Item = &'p Piece>, span: Span) -> Option<Span> {
    let ranges = pieces.filter(|piece| piece.from.overlaps(span)).map(|piece| {
        let turned = Piece { to: piece.from, from: piece.to };
        part(&turned, span)
    });
    ranges.reduce(|all, range| Span::new(all.start.min(range.start), all.end.max(range.end)))
}

/// The part of `piece.from` that `span` of the later text was made from: the same bytes of a copy, the whole of a
/// change.
fn part(piece: &Piece, span: Span) -> Span {
    if !piece.is_copy() {
        return piece.from;
    }
    let start = span.start.max(piece.to.start) - piece.to.start;
    let end = span.end.min(piece.to.end) - piece.to.start;
    Span::new(piece.from.start + start, piece.from.start + end.max(start))
}

/// `piece`, which leads into the later text of `earlier`, led on into the earlier text of `earlier`: a copy is cut
/// where `earlier` is cut. Of a change only the first range of the earlier text is kept; a change made from nothing
/// gives none.
fn composed(piece: &Piece, earlier: &Map) -> Vec<Piece> {
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

/// Writes a later text piece by piece, and its map.
#[derive(Debug, Default)]
pub struct Rewriter {
    /// The later text so far.
    text: String,
    /// The pieces of its map so far.
    pieces: Vec<Piece>,
}

impl Rewriter {
    /// An empty later text.
    pub fn new() -> Rewriter {
        Rewriter::default()
    }

    /// An empty later text with memory for `bytes` bytes and `pieces` pieces.
    pub fn with_room(bytes: usize, pieces: usize) -> Rewriter {
        Rewriter { text: String::with_capacity(bytes), pieces: Vec::with_capacity(pieces) }
    }

    /// The number of bytes written so far.
    pub fn len(&self) -> usize {
        self.text.len()
    }

    /// Whether nothing was written so far.
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// The text written so far.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Copies `span` of the earlier text `source` to the end of the later text.
    pub fn copy(&mut self, source: &str, span: Span) {
        self.replace(span, span.of(source));
    }

    /// Writes `text` to the end of the later text, as made from `span` of the earlier text. An empty `text` writes
    /// nothing: `span` is left out.
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

    /// Writes `text` to the end of the later text, as made from nothing of the earlier text.
    pub fn insert(&mut self, text: &str) {
        self.text.push_str(text);
    }

    /// The later text and its map. The map of an unchanged text is one piece, not the identity. Where nothing of the
    /// earlier text was written, the map has no pieces and counts as the identity.
    pub fn finish(self) -> (String, Map) {
        (self.text, Map { pieces: self.pieces })
    }
}
