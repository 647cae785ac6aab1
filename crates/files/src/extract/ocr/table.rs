//! The table of words that tesseract writes (TSV), with their places on the page.
//! In: the table. Out: words with confidences; glyphs for the line builder of PDF pages; boxes to be drawn.
//! Never changes a word, except that private-use characters are removed; leaves out what is dirt on the paper.
//!
//! The thresholds are judgements by eye on scanned papers, not measured one by one. `cargo test -p vankien-files ocr::`
//! holds their cases; `vankien show --ocr FILE` shows what they keep of a real scan.

use std::collections::BTreeMap;

use vankien_text::OcrWord;
use vankien_text::language::syllable;

use super::super::markers::{self, Markers};
use super::super::pdf::placed_glyph::PlacedGlyph;

/// Confidence (0 to 100) below which a word is kept only if it is a valid syllable or holds a figure. The edge of a
/// stamp or a stroke of a pen is read with less.
const MIN_WORD_CONFIDENCE: f32 = 20.0;
/// Confidence (0 to 100) below which a word of punctuation alone is left out: specks are read as full stops and dashes.
const MIN_PUNCTUATION_CONFIDENCE: f32 = 50.0;
/// Height of a word divided by the median height of its line, above which a word that is no syllable is a pen stroke.
const MAX_HEIGHT_RATIO: f64 = 1.8;
/// Where the base line is taken to be in a line of which every word has a descender, or neither letter nor figure: this
/// share of the height of a word below its top.
const BASE_LINE_SHARE: f64 = 0.8;
/// Characters that reach below the base line.
const DESCENDERS: &str = "gjpqyQ,;()[]/ạậặẹệịọộợụựỵẠẬẶẸỆỊỌỘỢỤỰỴ";

/// A word on the page. Places are in dots from the upper left corner.
#[derive(Clone, Debug, PartialEq)]
pub struct Word {
    line: LineNumber,
    pub(super) left: f64,
    pub(super) top: f64,
    pub(super) width: f64,
    pub(super) height: f64,
    /// The confidence of tesseract, from 0 to 100.
    pub confidence: f32,
    /// The text.
    pub text: String,
    /// What a second reading of the page has at its place ([`OcrWord::second`]).
    pub second: Option<String>,
}

/// The line of a word, as tesseract counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct LineNumber {
    block: u32,
    paragraph: u32,
    line: u32,
}

/// The words of a table in its order, without what is taken for dirt: words of little confidence that are no syllable
/// and hold no figure; and, however sure they are, words without letter and figure that hold no usual punctuation
/// (rules, frames; also `?` or `@` as a word of its own). Pen strokes are still among them.
pub fn parse_words(table: &str) -> Vec<Word> {
    all_words(table).filter(|word| !is_dirt(word)).collect()
}

/// All words of a table in its order.
pub fn all_words(table: &str) -> impl Iterator<Item = Word> + '_ {
    table.lines().filter_map(parse_word)
}

/// A page as it was drawn, and where its words stand on it.
#[derive(Clone, Debug, PartialEq)]
pub struct Boxes {
    /// The width of the drawn page in dots.
    pub width: f64,
    /// Its height in dots.
    pub height: f64,
    /// The resolution at which it was drawn, in dots per inch.
    pub dpi: u32,
    /// Its words without dirt, in the order of the table.
    pub words: Vec<WordBox>,
}

/// Where a word stands: dots from the upper left corner of the page.
#[derive(Clone, Debug, PartialEq)]
pub struct WordBox {
    /// The left edge.
    pub left: f64,
    /// The upper edge.
    pub top: f64,
    /// The width.
    pub width: f64,
    /// The height.
    pub height: f64,
    /// The text of the word.
    pub text: String,
}

/// The boxes of the words; `None` if the table does not give the size of the page.
pub fn boxes(table: &str, dpi: u32) -> Option<Boxes> {
    let (width, height) = size_of_page(table)?;
    let word_box =
        |Word { left, top, width, height, text, .. }| WordBox { left, top, width, height, text };
    let words = parse_words(table).into_iter().map(word_box).collect();
    Some(Boxes { width, height, dpi, words })
}

/// Width and height of the page in dots; `None` if the table does not give them.
pub fn size_of_page(table: &str) -> Option<(f64, f64)> {
    table.lines().find_map(page_size)
}

/// Width and height of the page, if `row` is the row of the page (level 1).
fn page_size(row: &str) -> Option<(f64, f64)> {
    let cells: Vec<&str> = row.split('\t').collect();
    let ["1", _, _, _, _, _, _, _, width, height, ..] = cells[..] else { return None };
    let size = |cell: &str| cell.parse::<f64>().ok().filter(|size| size.is_finite() && *size > 0.0);
    Some((size(width)?, size(height)?))
}

/// The word of a row: level, page, block, paragraph, line, word, left, top, width, height, confidence, text. Rows of
/// words have level 5; `None` for all others, and for words without text.
fn parse_word(row: &str) -> Option<Word> {
    let cells: Vec<&str> = row.split('\t').collect();
    let [level, _, block, paragraph, line, _, left, top, width, height, confidence, text] =
        cells[..]
    else {
        return None;
    };
    let number = |cell: &str| cell.parse::<f64>().ok().filter(|number| number.is_finite());
    if level != "5" || text.trim().is_empty() {
        return None;
    }
    Some(Word {
        line: LineNumber {
            block: block.parse().ok()?,
            paragraph: paragraph.parse().ok()?,
            line: line.parse().ok()?,
        },
        left: number(left)?,
        top: number(top)?,
        width: number(width)?,
        height: number(height)?,
        confidence: confidence.parse().ok()?,
        // Private-use characters are not printed text, and would be taken for markers (`markers.rs`).
        text: text.trim().replace(markers::is_private_use, ""),
        second: None,
    })
}

fn is_dirt(word: &Word) -> bool {
    let letters: String = word.text.chars().filter(|letter| letter.is_alphabetic()).collect();
    if word.text.chars().any(|letter| letter.is_ascii_digit()) {
        return false;
    }
    if letters.is_empty() {
        return word.confidence < MIN_PUNCTUATION_CONFIDENCE
            || !word.text.chars().any(is_punctuation_of_papers);
    }
    word.confidence < MIN_WORD_CONFIDENCE && !syllable::is_valid(&letters.to_lowercase())
}

/// Whether papers print this character as a word of its own. Rules and frames are read as other characters.
fn is_punctuation_of_papers(character: char) -> bool {
    "-–—+*.,;:…/()[]\"“”'‘’%&=<>§°•".contains(character)
}

/// The words as glyphs for `pdf/lines`, line by line as tesseract counts them. A glyph that is a blank follows each
/// word. All words of a line get one base line and one size. Pen strokes are left out. `markers` keep what the OCR says
/// of each word.
pub fn glyphs_of_words(words: &[Word], markers: &mut Markers) -> Vec<PlacedGlyph> {
    let mut lines: BTreeMap<LineNumber, Vec<&Word>> = BTreeMap::new();
    for word in words {
        lines.entry(word.line).or_default().push(word);
    }
    let mut glyphs = Vec::with_capacity(words.len());
    for line in lines.values() {
        let (y, size) = (base_line(line), median(line.iter().map(|word| word.height)));
        let glyph = |text: &str, x: f64, width: f64, ocr_word: Option<char>| PlacedGlyph {
            text: text.to_owned(),
            x,
            y,
            width,
            size,
            turn: 0,
            font: None,
            after_blank: false,
            ocr_word,
            shape: None,
            color: 0,
        };
        // A blank follows each word, so that words are separated however near they stand.
        for word in line.iter().filter(|word| !is_pen_stroke(word, size)) {
            let confidence = word.confidence.clamp(0.0, 100.0).round() as u8;
            let ocr_word = OcrWord { confidence, second: word.second.clone() };
            glyphs.push(glyph(&word.text, word.left, word.width, markers.word(ocr_word)));
            glyphs.push(glyph(" ", word.left + word.width / 2.0, 0.0, None));
        }
    }
    glyphs
}

/// Whether a word is a stroke of a pen or of a stamp: much higher than its line, and no syllable.
fn is_pen_stroke(word: &Word, size: f64) -> bool {
    let letters: String = word.text.chars().filter(|letter| letter.is_alphanumeric()).collect();
    word.height > MAX_HEIGHT_RATIO * size && !syllable::is_valid(&letters.to_lowercase())
}

/// The base line of a line, in dots from the top: the median lower edge of the words without descenders.
fn base_line(line: &[&Word]) -> f64 {
    let has_no_descender = |word: &&&Word| {
        let has_letters = word.text.chars().any(char::is_alphanumeric);
        has_letters && !word.text.contains(|letter| DESCENDERS.contains(letter))
    };
    let lower_edge = |word: &&Word| word.top + word.height;
    let lower_edges: Vec<f64> = line.iter().filter(has_no_descender).map(lower_edge).collect();
    if lower_edges.is_empty() {
        return median(line.iter().map(|word| word.top + BASE_LINE_SHARE * word.height));
    }
    median(lower_edges.into_iter())
}

pub(super) fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(line: u32, (left, top, width, height): (u32, u32, u32, u32), rest: &str) -> String {
        format!("5\t1\t1\t1\t{line}\t1\t{left}\t{top}\t{width}\t{height}\t{rest}\n")
    }

    #[test]
    fn reads_words_and_leaves_dirt_out() {
        let table = [
            "level\tpage_num\tblock_num\n".to_owned(),
            "4\t1\t1\t1\t1\t0\t239\t167\t2031\t67\t-1\t\n".to_owned(),
            row(1, (100, 100, 90, 50), "93.2\tCÔNG"),
            row(1, (200, 100, 20, 50), "10.5\t^Ẻx¬"),
            row(1, (230, 100, 10, 10), "45\t."),
            row(1, (250, 100, 80, 50), "12\tTin"),
            row(1, (340, 100, 80, 50), "9\t4l5"),
            row(1, (340, 100, 80, 50), "9\tcut short").replace("\t9\t", "\t"),
        ];
        let read = parse_words(&table.concat());
        let texts: Vec<&str> = read.iter().map(|word| word.text.as_str()).collect();
        assert_eq!(texts, ["CÔNG", "Tin", "4l5"]);
    }

    #[test]
    fn boxes_need_the_size_of_the_page() {
        let word = row(1, (100, 120, 90, 50), "93.2\tCÔNG");
        assert_eq!(boxes(&word, 300), None);
        let page = "1\t1\t0\t0\t0\t0\t0\t0\t2480\t3508\t-1\t\n";
        let word_box =
            WordBox { left: 100.0, top: 120.0, width: 90.0, height: 50.0, text: "CÔNG".into() };
        let wanted = Boxes { width: 2480.0, height: 3508.0, dpi: 300, words: vec![word_box] };
        assert_eq!(boxes(&format!("{page}{word}"), 300), Some(wanted));
        assert_eq!(boxes(page, 300).map(|page| page.words.len()), Some(0));
    }

    #[test]
    fn words_of_a_line_stand_on_one_base_line() {
        let table =
            [row(1, (0, 100, 90, 50), "93\tCÔNG"), row(1, (100, 115, 90, 45), "93\tngày")].concat();
        let glyphs = glyphs_of_words(&parse_words(&table), &mut Markers::default());
        let texts: Vec<&str> = glyphs.iter().map(|glyph| glyph.text.as_str()).collect();
        assert_eq!(texts, ["CÔNG", " ", "ngày", " "]);
        assert!(glyphs[2].ocr_word.is_some() && glyphs[3].ocr_word.is_none());
        assert!(glyphs.iter().all(|glyph| glyph.y == 150.0 && glyph.size == glyphs[0].size));
    }
}
