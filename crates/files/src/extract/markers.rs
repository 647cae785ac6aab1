//! Markers: private-use characters that carry evidence through the layout of lines.
//!
//! A reader knows of single letters and words more than their text: the letter that the shape of a glyph shows, the
//! confidence of an OCR word. Positions in the text are not known before its lines are laid out, so the evidence stands
//! in the text as a marker until then. The readers that write markers (PDF, OCR) let no private-use character of a file
//! through.
//! In: glyph shapes and confidences. Out: [`Evidence`], and the text without the markers.

use vankien_text::Evidence;
use vankien_text::span::Span;

use crate::extracted::Extracted;

/// The code point of the first marker for a letter; marker `n` is for entry `n` of [`Markers::letters`].
const FIRST_LETTER_MARKER: u32 = 0xe000;
/// The code point of the marker before an OCR word with confidence 0.
const FIRST_WORD_MARKER: u32 = 0xf000;
/// The code point of the marker before an OCR word with confidence 100.
const LAST_WORD_MARKER: u32 = FIRST_WORD_MARKER + 100;

/// The letters that have a marker in a text.
#[derive(Debug, Default)]
pub struct Markers {
    /// For each marker: the text that the file gives for the glyph, and the letter that its shape shows.
    letters: Vec<(String, char)>,
}

/// The marker that stands before an OCR word of this confidence (0 to 100, rounded; what lies outside counts as 0 or
/// 100).
pub fn confidence_marker(confidence: f32) -> char {
    let max = (LAST_WORD_MARKER - FIRST_WORD_MARKER) as f32;
    let step = confidence.clamp(0.0, max).round() as u32;
    char::from_u32(FIRST_WORD_MARKER + step).unwrap_or_default()
}

impl Markers {
    /// The marker for a glyph whose shape shows `letter` and for which the file gives the text `mapped`. Equal pairs
    /// share a marker. If all markers are taken, `letter` itself is given.
    #[cfg_attr(not(feature = "pdf"), expect(dead_code, reason = "an OCR tells no shapes"))]
    pub fn letter(&mut self, mapped: &str, letter: char) -> char {
        let known = self.letters.iter().position(|(text, one)| text == mapped && *one == letter);
        let number = known.unwrap_or_else(|| {
            self.letters.push((mapped.to_owned(), letter));
            self.letters.len() - 1
        });
        // Real files need far fewer markers than the 4,096 code points; beyond them the letter itself is written.
        char::from_u32(FIRST_LETTER_MARKER + number as u32)
            .filter(|marker| u32::from(*marker) < FIRST_WORD_MARKER)
            .unwrap_or(letter)
    }

    /// Replaces each letter marker by the text of the file, removes the word markers, and puts what they say into
    /// [`Extracted::evidence`].
    pub fn split_off_evidence(&self, extracted: Extracted) -> Extracted {
        let mut text = String::with_capacity(extracted.text.len());
        let mut starts = extracted.page_starts.iter().copied().peekable();
        let mut page_starts = Vec::with_capacity(extracted.page_starts.len());
        let mut evidence = Evidence::default();
        // The current OCR word: its confidence, and the byte at which it begins.
        let mut word: Option<(u8, usize)> = None;
        for (at, one) in extracted.text.char_indices() {
            while starts.next_if(|start| *start <= at).is_some() {
                page_starts.push(text.len());
            }
            let code = u32::from(one);
            let is_word_marker = matches!(code, FIRST_WORD_MARKER..=LAST_WORD_MARKER);
            if one.is_whitespace() || is_word_marker {
                evidence.words.extend(word.take().map(|word| finished_word(word, text.len())));
            }
            match code {
                FIRST_WORD_MARKER..=LAST_WORD_MARKER => {
                    word = Some(((code - FIRST_WORD_MARKER) as u8, text.len()));
                }
                FIRST_LETTER_MARKER..FIRST_WORD_MARKER => {
                    let number = (code - FIRST_LETTER_MARKER) as usize;
                    let Some((mapped, letter)) = self.letters.get(number) else { continue };
                    let span = Span::new(text.len(), text.len() + mapped.len());
                    evidence.letters.push((span, *letter));
                    text.push_str(mapped);
                }
                _ => text.push(one),
            }
        }
        page_starts.extend(starts.map(|_| text.len()));
        evidence.words.extend(word.map(|word| finished_word(word, text.len())));
        Extracted { text, page_starts, evidence, ..extracted }
    }
}

/// The span and the confidence of a word that ends at byte `end`.
fn finished_word((confidence, start): (u8, usize), end: usize) -> (Span, u8) {
    (Span::new(start, end), confidence)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_become_evidence() {
        let mut signs = Markers::default();
        let (one, other) = (signs.letter("D", 'ộ'), signs.letter("\u{fffd}", 'ế'));
        assert_eq!(signs.letter("D", 'ộ'), one);
        let text = format!(
            "{}b{one} {}th{other}\n{}x\n{}ba",
            confidence_marker(91.6),
            confidence_marker(7.0),
            confidence_marker(-1.0),
            confidence_marker(1e9)
        );
        let start = text.len() - "ba".len() - confidence_marker(0.0).len_utf8();
        let read = Extracted { text, page_starts: vec![start], ..Extracted::default() };
        let Extracted { text, page_starts, evidence, .. } = signs.split_off_evidence(read);
        assert_eq!(
            (text.as_str(), page_starts),
            ("bD th\u{fffd}\nx\nba", vec!["bD th\u{fffd}\nx\n".len()])
        );
        let letters: Vec<_> =
            evidence.letters.iter().map(|(at, one)| (at.of(&text), *one)).collect();
        assert_eq!(letters, [("D", 'ộ'), ("\u{fffd}", 'ế')]);
        let words: Vec<_> = evidence.words.iter().map(|(at, sure)| (at.of(&text), *sure)).collect();
        assert_eq!(words, [("bD", 92), ("th\u{fffd}", 7), ("x", 0), ("ba", 100)]);
    }
}
