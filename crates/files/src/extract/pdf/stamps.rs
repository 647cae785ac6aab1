//! Sets watermarks and stamps apart from the lines that they are drawn across: by the size and by the colour of their
//! letters.
//! In: the glyphs of one page in one writing direction. Out: those of the text, and those of the stamp.
//! Never decides by what the letters say. Slanted text is set apart before (`lines`).

use std::collections::BTreeMap;

use super::placed_glyph::PlacedGlyph;

/// Size of a glyph divided by the median of its page, above which it may be a watermark.
const WATERMARK_SIZE: f64 = 2.5;
/// The large glyphs of a page are its watermark if other glyphs are drawn into at least 30 of 100 of them.
const WATERMARK_CROSSED: f64 = 0.3;
/// A watermark has at most 200 glyphs; a page with more large glyphs has large text and no watermark.
const MAX_WATERMARK_GLYPHS: usize = 200;
/// On a page with more than 2,000 glyphs in such colours no stamp is looked for: it is a coloured page, and each glyph is
/// compared with the text beside it. A judgement, not measured.
const MAX_COLORED_GLYPHS: usize = 2_000;
/// A line of another colour is a stamp if text of the page is drawn into at least 30 of 100 of its glyphs.
const STAMP_CROSSED: f64 = WATERMARK_CROSSED;
/// Two lines of a stamp are at most 2 sizes of its letters apart, from base line to base line. A judgement, not measured.
const STAMP_LINES: f64 = 2.0;

/// The glyphs of a page without its watermark, and those of the watermark: large glyphs into which the lines of the
/// page are drawn. The second list is empty if there is no watermark.
pub fn without_watermark(glyphs: Vec<PlacedGlyph>) -> (Vec<PlacedGlyph>, Vec<PlacedGlyph>) {
    let mut sizes: Vec<f64> = glyphs.iter().map(|glyph| glyph.size).collect();
    sizes.sort_by(f64::total_cmp);
    let Some(median) = sizes.get(sizes.len() / 2).copied() else { return (glyphs, Vec::new()) };
    let is_large = |glyph: &PlacedGlyph| glyph.size > WATERMARK_SIZE * median;
    let large: Vec<&PlacedGlyph> =
        glyphs.iter().filter(|glyph| is_large(glyph) && has_ink(glyph)).collect();
    if large.is_empty() || large.len() > MAX_WATERMARK_GLYPHS {
        return (glyphs, Vec::new());
    }
    let is_crossed = |large: &&&PlacedGlyph| {
        let inside = |glyph: &PlacedGlyph| {
            let middle = glyph.x + 0.5 * glyph.width;
            let is_beside = middle > large.x && middle < large.x + large.width;
            is_beside && glyph.y < large.y && glyph.y > large.y - 0.7 * large.size
        };
        glyphs.iter().any(|glyph| !is_large(glyph) && has_ink(glyph) && inside(glyph))
    };
    let crossed = large.iter().filter(is_crossed).count();
    if (crossed as f64) < WATERMARK_CROSSED * large.len() as f64 {
        return (glyphs, Vec::new());
    }
    glyphs.into_iter().partition(|glyph| !is_large(glyph))
}

/// The glyphs of a page without its coloured stamps, and those of the stamps: neighbouring lines of one colour, not that
/// of most glyphs of the page, of which one is drawn across the text. The second list is empty if there is none.
pub fn without_colored_stamps(glyphs: Vec<PlacedGlyph>) -> (Vec<PlacedGlyph>, Vec<PlacedGlyph>) {
    // The glyphs of each colour, by their indexes.
    let mut colors: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
    for (at, glyph) in glyphs.iter().enumerate() {
        colors.entry(glyph.color).or_default().push(at);
    }
    let ink = |all: &[usize]| all.iter().filter(|at| has_ink(&glyphs[**at])).count();
    // Of colours with as many glyphs the darkest is that of the text.
    let usual = colors.iter().max_by_key(|(color, all)| (ink(all), std::cmp::Reverse(**color)));
    let usual = usual.map(|(color, _)| *color).unwrap_or_default();
    let usual = colors.remove(&usual).unwrap_or_default();
    colors.retain(|_, all| (1..=MAX_WATERMARK_GLYPHS).contains(&ink(all)));
    let count: usize = colors.values().map(Vec::len).sum();
    if count == 0 || count > MAX_COLORED_GLYPHS {
        return (glyphs, Vec::new());
    }
    let text = usual.iter().map(|at| &glyphs[*at]).filter(|glyph| has_ink(glyph));
    let mut text: Vec<&PlacedGlyph> = text.collect();
    text.sort_by(|one, other| one.y.total_cmp(&other.y));
    let mut is_stamp = vec![false; glyphs.len()];
    for of_color in colors.into_values() {
        for block in blocks(&glyphs, of_color) {
            if block.iter().any(|line| is_crossed(&glyphs, line, &text)) {
                block.concat().into_iter().for_each(|at| is_stamp[at] = true);
            }
        }
    }
    let mut of_stamp = is_stamp.into_iter();
    glyphs.into_iter().partition(|_| !of_stamp.next().unwrap_or_default())
}

/// The lines of the glyphs `chosen` (indexes into `glyphs`), each a list of indexes: those that stand close below one
/// another make a block.
fn blocks(glyphs: &[PlacedGlyph], mut chosen: Vec<usize>) -> Vec<Vec<Vec<usize>>> {
    chosen.sort_by(|one, other| glyphs[*one].y.total_cmp(&glyphs[*other].y));
    let mut blocks: Vec<Vec<Vec<usize>>> = Vec::new();
    let mut last: Option<&PlacedGlyph> = None;
    for at in chosen {
        let glyph = &glyphs[at];
        let distance = last.map_or(f64::INFINITY, |last| glyph.y - last.y);
        match blocks.last_mut().zip(last) {
            Some((block, last)) if distance <= STAMP_LINES * last.size.max(glyph.size) => {
                match block.last_mut().filter(|_| distance < SAME_LINE * glyph.size) {
                    Some(line) => line.push(at),
                    None => block.push(vec![at]),
                }
            }
            _ => blocks.push(vec![vec![at]]),
        }
        last = Some(glyph);
    }
    blocks
}

/// Base lines closer than this share of the size of the letters are one. A judgement, not measured.
const SAME_LINE: f64 = 0.3;

/// Whether `text`, sorted by base lines, is drawn into at least [`STAMP_CROSSED`] of the glyphs of a line. A glyph of the
/// same text there is a shadow, no crossing.
fn is_crossed(glyphs: &[PlacedGlyph], line: &[usize], text: &[&PlacedGlyph]) -> bool {
    let inked: Vec<&PlacedGlyph> =
        line.iter().map(|at| &glyphs[*at]).filter(|glyph| has_ink(glyph)).collect();
    let crosses = |stamp: &&&PlacedGlyph| {
        let reach = CROSSED_HEIGHT * stamp.size;
        let from = text.partition_point(|glyph| glyph.y < stamp.y - reach);
        let near = text[from..].iter().take_while(|glyph| glyph.y <= stamp.y + reach);
        let mut near = near.filter(|glyph| {
            let middle = glyph.x + 0.5 * glyph.width;
            middle > stamp.x && middle < stamp.x + stamp.width
        });
        near.any(|glyph| glyph.text != stamp.text)
    };
    let crossed = inked.iter().filter(crosses).count();
    !inked.is_empty() && crossed as f64 >= STAMP_CROSSED * inked.len() as f64
}

/// Text crosses a glyph if their base lines are at most this share of its size apart. A judgement, not measured: lines of
/// text are a whole size apart or more.
const CROSSED_HEIGHT: f64 = 0.6;

pub fn has_ink(glyph: &PlacedGlyph) -> bool {
    !glyph.text.trim().is_empty()
}
