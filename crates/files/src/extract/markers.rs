//! Markers: private-use characters that carry evidence through the layout of lines.
//!
//! A reader knows of single letters and words more than their text: the letter that the shape of a glyph shows, what an
//! OCR says of a word. Positions in the text are not known before its lines are laid out, so the evidence stands
//! in the text as a marker until then. The readers that write markers (PDF, OCR) let no private-use character of a file
//! through.
//! In: glyph shapes and words of an OCR. Out: [`Evidence`], and the text without the markers.

use vankien_text::span::Span;
use vankien_text::{Evidence, OcrWord};

use crate::extracted::Extracted;

/// The code point of the first marker for a letter; marker `n` is for entry `n` of [`Markers::letters`].
const FIRST_LETTER_MARKER: u32 = 0xe000;
/// The code point of the last marker for a letter.
const LAST_LETTER_MARKER: u32 = 0xf8ff;
/// The code point of the first marker before an OCR word; marker `n` is for entry `n` of [`Markers::words`].
const FIRST_WORD_MARKER: u32 = 0xf_0000;
/// The code point of the last marker before an OCR word.
const LAST_WORD_MARKER: u32 = 0xf_fffd;

/// The letters and words that have a marker in a text.
#[derive(Debug, Default)]
pub struct Markers {
    /// For each marker: the text that the file gives for the glyph, and the letter that its shape shows.
    letters: Vec<(String, char)>,
    /// For each marker: what the OCR says of the word behind it.
    words: Vec<OcrWord>,
}

/// Whether a character is in a private-use area, from which the markers are taken.
pub fn is_private_use(character: char) -> bool {
    matches!(character, '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..)
}

impl Markers {
    /// The marker that stands before a word of which an OCR says this. `None` where all are taken, at 65,534 words.
    pub fn word(&mut self, word: OcrWord) -> Option<char> {
        let code = FIRST_WORD_MARKER + u32::try_from(self.words.len()).ok()?;
        if code > LAST_WORD_MARKER {
            return None;
        }
        self.words.push(word);
        char::from_u32(code)
    }

    /// The marker for a glyph whose shape shows `letter` and for which the file gives the text `mapped`. Equal pairs
    /// share a marker. If all markers are taken, `letter` itself is given.
    #[cfg_attr(not(feature = "pdf"), expect(dead_code, reason = "an OCR tells no shapes"))]
    pub fn letter(&mut self, mapped: &str, letter: char) -> char {
        let known = self.letters.iter().position(|(text, one)| text == mapped && *one == letter);
        let number = known.unwrap_or_else(|| {
            self.letters.push((mapped.to_owned(), letter));
            self.letters.len() - 1
        });
        // Real files need far fewer markers than the 6,400 code points; beyond them the letter itself is written.
        char::from_u32(FIRST_LETTER_MARKER + number as u32)
            .filter(|marker| u32::from(*marker) <= LAST_LETTER_MARKER)
            .unwrap_or(letter)
    }

    /// Replaces each letter marker by the text of the file, removes the word markers, and puts what they say into
    /// [`Extracted::evidence`].
    pub fn split_off_evidence(&self, extracted: Extracted) -> Extracted {
        let mut text = String::with_capacity(extracted.text.len());
        let mut starts = extracted.page_starts.iter().copied().peekable();
        let mut page_starts = Vec::with_capacity(extracted.page_starts.len());
        let mut evidence = Evidence::default();
        // The current OCR word, and the byte at which it begins.
        let mut word: Option<(&OcrWord, usize)> = None;
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
                    let number = (code - FIRST_WORD_MARKER) as usize;
                    word = self.words.get(number).map(|word| (word, text.len()));
                }
                FIRST_LETTER_MARKER..=LAST_LETTER_MARKER => {
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

/// The span of a word that ends at byte `end`, and what the OCR says of it.
fn finished_word((word, start): (&OcrWord, usize), end: usize) -> (Span, OcrWord) {
    (Span::new(start, end), word.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_become_evidence() {
        let mut signs = Markers::default();
        let (one, other) = (signs.letter("D", 'ộ'), signs.letter("\u{fffd}", 'ế'));
        assert_eq!(signs.letter("D", 'ộ'), one);
        let said = OcrWord { confidence: 7, second: Some("thế".into()) };
        let markers = [OcrWord::read_once(92), said.clone(), OcrWord::read_once(0)]
            .map(|word| signs.word(word).expect("one is left"));
        let [first, second, third] = markers;
        let text = format!("{first}b{one} {second}th{other}\n{third}x\nba");
        let start = text.len() - "ba".len();
        let read = Extracted { text, page_starts: vec![start], ..Extracted::default() };
        let Extracted { text, page_starts, evidence, .. } = signs.split_off_evidence(read);
        assert_eq!(
            (text.as_str(), page_starts),
            ("bD th\u{fffd}\nx\nba", vec!["bD th\u{fffd}\nx\n".len()])
        );
        let letters: Vec<_> =
            evidence.letters.iter().map(|(at, one)| (at.of(&text), *one)).collect();
        assert_eq!(letters, [("D", 'ộ'), ("\u{fffd}", 'ế')]);
        let words: Vec<_> =
            evidence.words.into_iter().map(|(at, word)| (at.of(&text), word)).collect();
        let wanted =
            [("bD", OcrWord::read_once(92)), ("th\u{fffd}", said), ("x", OcrWord::read_once(0))];
        assert_eq!(words, wanted);
    }
}
