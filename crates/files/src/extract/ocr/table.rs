//! The table of words that tesseract writes (TSV), and the places of the words on the page.
//! In: the table. Out: words with confidences; glyphs for the line builder of PDF pages; boxes to be drawn.
//! Never changes a word; leaves out what is dirt on the paper and no word.

use std::collections::BTreeMap;

use vankien_text::language::syllable;

use super::super::pdf::placed::Placed;

/// Of a word less sure than this only what can be Vietnamese or holds a figure is kept: the edge
/// of a stamp and a stroke of the pen are read with less.
const DIRT: f32 = 20.0;
/// Of signs alone more is asked: specks are read as full stops and dashes.
const SPECK: f32 = 50.0;
/// Words so many times higher than their line are no print of it.
const HIGH: f64 = 1.8;
/// What reaches below the base line.
const DESCENDERS: &str = "gjpqyQ,;()[]/ạậặẹệịọộợụựỵẠẬẶẸỆỊỌỘỢỤỰỴ";

/// A word on the page; places in dots from the upper left corner.
#[derive(Clone, Debug, PartialEq)]
pub struct Word {
    /// Block, paragraph and line, as tesseract counts them.
    line: (u32, u32, u32),
    left: f64,
    top: f64,
    width: f64,
    height: f64,
    /// How sure tesseract is, from 0 to 100.
    pub confidence: f32,
    /// What it read.
    pub text: String,
}

/// The words of a table, in its order.
pub fn words(table: &str) -> Vec<Word> {
    table.lines().filter_map(word).filter(|word| !is_dirt(word)).collect()
}

/// A page as it was drawn, and where its words stand on it.
#[derive(Clone, Debug, PartialEq)]
pub struct Boxes {
    /// The width of the drawn page in dots.
    pub width: f64,
    /// Its height in dots.
    pub height: f64,
    /// How finely it was drawn, in dots per inch.
    pub dpi: u32,
    /// Its words, in the order of the table.
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
    /// What was read there.
    pub text: String,
}

/// Where the words stand; `None` where the table does not tell how large the page is.
pub fn boxes(table: &str, dpi: u32) -> Option<Boxes> {
    let (width, height) = table.lines().find_map(page_size)?;
    let place =
        |Word { left, top, width, height, text, .. }| WordBox { left, top, width, height, text };
    Some(Boxes { width, height, dpi, words: words(table).into_iter().map(place).collect() })
}

/// The size that the row of the page tells; it is of level 1.
fn page_size(row: &str) -> Option<(f64, f64)> {
    let cells: Vec<&str> = row.split('\t').collect();
    let ["1", _, _, _, _, _, _, _, width, height, ..] = cells[..] else { return None };
    let size = |cell: &str| cell.parse::<f64>().ok().filter(|size| size.is_finite() && *size > 0.0);
    Some((size(width)?, size(height)?))
}

/// A row: level, page, block, paragraph, line, word, left, top, width, height, confidence, text.
/// Rows of words are of level 5.
fn word(row: &str) -> Option<Word> {
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
        line: (block.parse().ok()?, paragraph.parse().ok()?, line.parse().ok()?),
        left: number(left)?,
        top: number(top)?,
        width: number(width)?,
        height: number(height)?,
        confidence: confidence.parse().ok()?,
        // Code points for private use are no print, and mean other things to those who lay lines out.
        text: text.trim().replace(|one| matches!(one, '\u{e000}'..='\u{f8ff}'), ""),
    })
}

fn is_dirt(word: &Word) -> bool {
    let letters: String = word.text.chars().filter(|letter| letter.is_alphabetic()).collect();
    if word.text.chars().any(|letter| letter.is_ascii_digit()) {
        return false;
    }
    match letters.is_empty() {
        true => word.confidence < SPECK || !word.text.chars().any(is_printed),
        false => word.confidence < DIRT && !syllable::is_valid(&letters.to_lowercase()),
    }
}

/// Whether a sign is one that papers print by itself; rules and frames are read as other signs.
fn is_printed(sign: char) -> bool {
    "-–—+*.,;:…/()[]\"“”'‘’%&=<>§°•".contains(sign)
}

/// The words as glyphs: all of a line on one base line and of one size.
pub fn placed(words: &[Word]) -> Vec<Placed> {
    let mut lines: BTreeMap<(u32, u32, u32), Vec<&Word>> = BTreeMap::new();
    words.iter().for_each(|word| lines.entry(word.line).or_default().push(word));
    let mut glyphs = Vec::with_capacity(words.len());
    for line in lines.values() {
        let (y, size) = (base(line), median(line.iter().map(|word| word.height)));
        let glyph = |text: &str, x: f64, width: f64, sure: Option<f32>| Placed {
            text: text.to_owned(),
            x,
            y,
            width,
            size,
            turn: 0,
            font: None,
            after_blank: false,
            sure,
            shape: None,
        };
        // Words are words however near they stand: a blank lies between each and the next.
        for word in line.iter().filter(|word| !is_stroke(word, size)) {
            glyphs.push(glyph(&word.text, word.left, word.width, Some(word.confidence)));
            glyphs.push(glyph(" ", word.left + word.width / 2.0, 0.0, None));
        }
    }
    glyphs
}

/// Whether a word is so much higher than its line that it is a stroke of the pen or of a stamp.
fn is_stroke(word: &Word, size: f64) -> bool {
    let letters: String = word.text.chars().filter(|letter| letter.is_alphanumeric()).collect();
    word.height > HIGH * size && !syllable::is_valid(&letters.to_lowercase())
}

/// The base line: where words end that have no letter below it.
fn base(line: &[&Word]) -> f64 {
    let stands = |word: &&&Word| {
        let letters = word.text.chars().any(char::is_alphanumeric);
        letters && !word.text.contains(|letter| DESCENDERS.contains(letter))
    };
    let bottom = |word: &&Word| word.top + word.height;
    let standing: Vec<f64> = line.iter().filter(stands).map(bottom).collect();
    match standing.is_empty() {
        true => median(line.iter().map(|word| word.top + 0.8 * word.height)),
        false => median(standing.into_iter()),
    }
}

fn median(values: impl Iterator<Item = f64>) -> f64 {
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
        let read = words(&table.concat());
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
        let glyphs = placed(&words(&table));
        let texts: Vec<&str> = glyphs.iter().map(|glyph| glyph.text.as_str()).collect();
        assert_eq!(texts, ["CÔNG", " ", "ngày", " "]);
        assert_eq!(glyphs[2].sure, Some(93.0));
        assert!(glyphs.iter().all(|glyph| glyph.y == 150.0 && glyph.size == glyphs[0].size));
    }
}
