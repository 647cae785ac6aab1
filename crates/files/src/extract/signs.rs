//! What a reader knows of single letters and words beyond their text, as signs that stand in the text until its lines
//! are laid out.
//! In: letters that only their shape tells; how sure an OCR is of a word. Out: [`Evidence`], and the text without
//! the signs. They are code points for private use, which no reader lets through from a file.

use vankien_text::Evidence;
use vankien_text::span::Span;

use crate::extracted::Extracted;

/// The first sign for a letter.
const LETTERS: u32 = 0xe000;
/// The sign before a word of which nothing is sure; those behind it are for words that are surer.
const WORDS: u32 = 0xf000;
/// The sign before a word of which an OCR is as sure as it can be.
const LAST: u32 = WORDS + 100;

/// The letters that have a sign in a text.
#[derive(Debug, Default)]
pub struct Signs {
    /// What the file gives for each, and the letter.
    letters: Vec<(String, char)>,
}

/// The sign that stands before a word that is so sure, from 0 to 100.
pub fn sure(confidence: f32) -> char {
    let step = (confidence.clamp(0.0, (LAST - WORDS) as f32)).round() as u32;
    char::from_u32(WORDS + step).unwrap_or_default()
}

impl Signs {
    /// The sign that stands for `letter`, for which the file gives the text `told`.
    #[cfg_attr(not(feature = "pdf"), expect(dead_code, reason = "an OCR tells no shapes"))]
    pub fn letter(&mut self, told: &str, letter: char) -> char {
        let known = self.letters.iter().position(|(text, one)| text == told && *one == letter);
        let number = known.unwrap_or_else(|| {
            self.letters.push((told.to_owned(), letter));
            self.letters.len() - 1
        });
        // There are fewer letters that a glyph can be and fewer that it can be told as.
        char::from_u32(LETTERS + number as u32)
            .filter(|sign| u32::from(*sign) < WORDS)
            .unwrap_or(letter)
    }

    /// The text with what the file gives for each sign of a letter, without those of words; and what they say.
    pub fn taken_out(&self, extracted: Extracted) -> Extracted {
        let mut text = String::with_capacity(extracted.text.len());
        let mut starts = extracted.page_starts.iter().copied().peekable();
        let mut page_starts = Vec::with_capacity(extracted.page_starts.len());
        let mut evidence = Evidence::default();
        // The word under way: how sure it is, and where it begins.
        let mut word: Option<(u8, usize)> = None;
        for (at, one) in extracted.text.char_indices() {
            while starts.next_if(|start| *start <= at).is_some() {
                page_starts.push(text.len());
            }
            if one.is_whitespace() || matches!(u32::from(one), WORDS..=LAST) {
                evidence.words.extend(word.take().map(|word| ended(word, text.len())));
            }
            match u32::from(one) {
                code @ WORDS..=LAST => word = Some(((code - WORDS) as u8, text.len())),
                code @ LETTERS..WORDS => {
                    let Some((told, letter)) = self.letters.get((code - LETTERS) as usize) else {
                        continue;
                    };
                    let span = Span::new(text.len(), text.len() + told.len());
                    evidence.letters.push((span, *letter));
                    text.push_str(told);
                }
                _ => text.push(one),
            }
        }
        page_starts.extend(starts.map(|_| text.len()));
        evidence.words.extend(word.map(|word| ended(word, text.len())));
        Extracted { text, page_starts, evidence, ..extracted }
    }
}

/// A word that ends at byte `end`, with how sure it is.
fn ended((sure, start): (u8, usize), end: usize) -> (Span, u8) {
    (Span::new(start, end), sure)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_become_evidence() {
        let mut signs = Signs::default();
        let (one, other) = (signs.letter("D", 'ộ'), signs.letter("\u{fffd}", 'ế'));
        assert_eq!(signs.letter("D", 'ộ'), one);
        let text = format!(
            "{}b{one} {}th{other}\n{}x\n{}ba",
            sure(91.6),
            sure(7.0),
            sure(-1.0),
            sure(1e9)
        );
        let start = text.len() - "ba".len() - sure(0.0).len_utf8();
        let read = Extracted { text, page_starts: vec![start], ..Extracted::default() };
        let Extracted { text, page_starts, evidence, .. } = signs.taken_out(read);
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
