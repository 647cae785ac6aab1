//! What a file tells about its text beyond the letters: shapes of glyphs, the confidence of an OCR for each word, which
//! bytes are markup.
//! In: nothing. Out: plain values, moved with the text. Never reads a file, never prints.

use crate::mended::Edit;
use crate::span::{Map, Span};

/// What is known about single letters and words of a text. Spans are bytes of that text; each list is sorted by them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Evidence {
    /// Letters that the shape of a glyph tells. At these places the extracted text has another character or U+FFFD.
    pub letters: Vec<(Span, char)>,
    /// The words that an OCR read, each with what it says of it.
    pub words: Vec<(Span, OcrWord)>,
    /// Bytes that are markup and no text (`**`, `<br>`), and the character that stands for them in the text (a tab
    /// between cells of a table); `None` where nothing stands for them.
    pub markup: Vec<(Span, Option<char>)>,
}

/// What an OCR says of a word that it read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct OcrWord {
    /// How sure it is of the word, from 0 to 100.
    pub confidence: u8,
    /// What a second reading of the page, drawn at another scale, has at its place: a word, several with blanks between,
    /// or nothing (`""`). `None` where the page was read once.
    pub second: Option<String>,
}

impl OcrWord {
    /// A word that was read once, with this confidence, from 0 to 100.
    pub fn read_once(confidence: u8) -> OcrWord {
        OcrWord { confidence, second: None }
    }
}

impl Evidence {
    /// The same with every span shifted by `to - from` bytes. No span may begin before byte `from`.
    pub fn moved(mut self, from: usize, to: usize) -> Evidence {
        let moved = |span: Span| Span::new(span.start - from + to, span.end - from + to);
        self.letters.iter_mut().for_each(|(span, _)| *span = moved(*span));
        self.words.iter_mut().for_each(|(span, _)| *span = moved(*span));
        self.markup.iter_mut().for_each(|(span, _)| *span = moved(*span));
        self
    }

    /// What lies wholly within `part` of the text. Spans stay those of the whole text.
    pub fn within(&self, part: Span) -> Evidence {
        let inside = |span: &Span| part.start <= span.start && span.end <= part.end;
        let letters = self.letters.iter().filter(|(span, _)| inside(span));
        let words = self.words.iter().filter(|(span, _)| inside(span));
        let markup = self.markup.iter().filter(|(span, _)| inside(span));
        Evidence {
            letters: letters.copied().collect(),
            words: words.cloned().collect(),
            markup: markup.copied().collect(),
        }
    }

    /// Adds what is known about a later part of the same text.
    pub fn add(&mut self, later: Evidence) {
        self.letters.extend(later.letters);
        self.words.extend(later.words);
        self.markup.extend(later.markup);
    }

    /// The same without the words that overlap one of these edits, which are in order of place: the confidence of an
    /// OCR does not hold for a repaired word.
    pub fn without(mut self, edits: &[Edit]) -> Evidence {
        self.words.retain(|(span, _)| {
            let next = edits.partition_point(|edit| edit.span.end <= span.start);
            edits.get(next).is_none_or(|edit| !edit.span.overlaps(*span))
        });
        self
    }

    /// The same with spans of a later text that was made of this one. `map` leads from the later text back to this one.
    /// Entries whose place is gone from the later text are left out.
    pub fn forward(&self, map: &Map) -> Evidence {
        if map.is_identity() {
            return self.clone();
        }
        Evidence {
            letters: forward(&self.letters, map),
            words: forward(&self.words, map),
            markup: forward(&self.markup, map),
        }
    }
}

/// The entries at the places in the later text that their places went to, without those that are gone.
fn forward<T: Clone>(all: &[(Span, T)], map: &Map) -> Vec<(Span, T)> {
    let spans: Vec<Span> = all.iter().map(|(span, _)| *span).collect();
    let places = map.forward_all(&spans).into_iter().zip(all);
    places.filter_map(|(to, (_, known))| Some((to?, known.clone()))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Why;
    use crate::span::Rewriter;

    /// Of the text `một hai ba`: the `ộ`, and how sure an OCR was of each word.
    fn evidence() -> Evidence {
        let words = [(Span::new(0, 5), 90), (Span::new(6, 9), 50), (Span::new(10, 12), 7)];
        let words = words.map(|(span, sure)| (span, OcrWord::read_once(sure))).to_vec();
        Evidence { letters: vec![(Span::new(1, 4), 'ộ')], words, markup: Vec::new() }
    }

    #[test]
    fn a_part_is_told_by_itself_and_moved() {
        assert_eq!("một hai ba".len(), 12);
        let part = evidence().within(Span::new(6, 12)).moved(6, 100);
        let words = [(Span::new(100, 103), 50), (Span::new(104, 106), 7)];
        let words = words.map(|(span, sure)| (span, OcrWord::read_once(sure))).to_vec();
        assert_eq!(part, Evidence { words, ..Evidence::default() });
        assert_eq!(evidence().within(Span::new(0, 12)).moved(0, 0), evidence());
    }

    #[test]
    fn goes_on_with_the_text_but_for_words_that_change() {
        let text = "một hai ba";
        let mut rewriter = Rewriter::new();
        rewriter.copy(text, Span::new(0, 6));
        rewriter.replace(Span::new(6, 9), "hải");
        rewriter.copy(text, Span::new(9, 12));
        let (_, map) = rewriter.finish();
        let (from, to) = ("hai".to_owned(), "hải".to_owned());
        let edit = Edit { span: Span::new(6, 9), from, to, why: Why::Misread, confidence: 1.0 };
        let after = evidence().without(&[edit]).forward(&map);
        let words: Vec<_> = after.words.iter().map(|(at, word)| (*at, word.confidence)).collect();
        assert_eq!(words, [(Span::new(0, 5), 90), (Span::new(12, 14), 7)]);
        assert_eq!(after.letters, evidence().letters);
    }
}
