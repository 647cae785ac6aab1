//! The glyphs of a page with their places, in the order in which the file draws them.
//! In: what the interpreter draws. Out: glyphs, and how many images and curves there are.
//! Never guesses a letter: a glyph for which the file names none is U+FFFD; one that draws nothing is a blank.

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

use hayro_interpret::font::{Glyph, GlyphId, GlyphRun};
use hayro_interpret::hayro_cmap::BfString;
use hayro_interpret::hayro_syntax::object::Dict;
use hayro_interpret::kurbo::{Affine, BezPath, PathEl, Point};
use hayro_interpret::{
    BlendMode, ClipPath, Device, DrawMode, DrawProps, Image, ImageDrawProps, SoftMask,
};
use vankien_system::budget::Limit;
use vankien_text::encoding::as_windows_1252;

use super::super::font;
use super::super::font::Legacy;
use super::placed::Placed;
use super::shapes::Shapes;

/// Collects what a page draws.
#[derive(Default)]
pub struct Collector {
    /// The glyphs.
    pub glyphs: Vec<Placed>,
    /// How many images there are.
    pub images: usize,
    /// How many curves are drawn that belong to no glyph: text that was turned into outlines has many.
    pub curves: usize,
    /// What the glyphs of the file look like.
    pub shapes: Shapes,
    /// How many glyphs the page may hold.
    most_glyphs: usize,
    /// How often the file may still draw something.
    pub drawings: u64,
    /// The budget that ended the page.
    pub met: Option<Limit>,
    /// The base line of the last run and how much wider than its font it was.
    stretched: Option<(f64, f64)>,
}

/// Unwinds out of the interpreter, which has no other way to be told that it is enough.
struct Enough;

/// Runs `draw`, which hands what a page draws to `collector`, until it ends or a budget is met.
pub fn within_budget(collector: &mut Collector, draw: impl FnOnce(&mut Collector)) {
    let drawn = catch_unwind(AssertUnwindSafe(|| draw(collector)));
    match drawn {
        Err(payload) if !payload.is::<Enough>() => resume_unwind(payload),
        _ => {}
    }
}

impl Collector {
    /// For a page of at most so many glyphs, of a file that may still draw something so often.
    pub fn within(most_glyphs: usize, drawings: u64) -> Collector {
        Collector { most_glyphs, drawings, ..Collector::default() }
    }

    /// Counts something that is drawn; ends the page where that is too much.
    fn count(&mut self, drawings: usize) {
        match self.drawings.checked_sub(drawings as u64) {
            Some(left) => self.drawings = left,
            None => self.end(Limit::PdfDrawings),
        }
    }

    fn end(&mut self, limit: Limit) {
        self.met = Some(limit);
        resume_unwind(Box::new(Enough));
    }

    fn glyph(&mut self, glyph: &Glyph<'_>, place: Affine, font: Option<Legacy>) {
        let (text, shape) = self.text(glyph, font);
        if let Some(last) = self.glyphs.last_mut()
            && !text.is_empty()
            && text.chars().all(is_combining)
        {
            last.text.push_str(&text);
            // What is drawn is a part of the letter now.
            last.shape = None;
            return;
        }
        let advance = match glyph {
            Glyph::Outline(glyph) => glyph.advance_width(),
            Glyph::Type3(glyph) => glyph.advance_width(),
        };
        let [a, b, c, d, _, _] = place.as_coeffs();
        // A glyph is drawn a thousand units high.
        let size = 1_000.0 * c.hypot(d);
        let advance = f64::from(advance.unwrap_or(500.0)) / 1_000.0;
        let Point { x, y } = place * Point::ZERO;
        if ![x, y, size, advance].iter().all(|number| number.is_finite()) || size <= 0.0 {
            return;
        }
        let turn = match (a, b) {
            _ if a.abs() >= b.abs() => {
                if a >= 0.0 {
                    0
                } else {
                    2
                }
            }
            _ if b > 0.0 => 1,
            _ => 3,
        };
        // The page is turned so that the writing runs from left to right.
        let (x, y) = match turn {
            0 => (x, y),
            1 => (y, -x),
            2 => (-x, -y),
            _ => (-y, x),
        };
        self.glyphs.push(Placed {
            text,
            x,
            y,
            width: advance * size,
            size,
            turn,
            font,
            after_blank: false,
            sure: None,
            shape,
        });
    }

    /// Text may be drawn narrower or wider than its font is; how far the letters of a run stand from
    /// each other tells. A run that is too short is drawn as the one before it on the line.
    fn stretch(&mut self, start: usize) {
        let run = &mut self.glyphs[start..];
        let pairs =
            run.windows(2).filter(|pair| pair[0].turn == pair[1].turn && pair[0].width > 0.0);
        let ratios = pairs.map(|pair| (pair[1].x - pair[0].x) / pair[0].width);
        let mut ratios: Vec<f64> = ratios.filter(|ratio| STRETCHES.contains(ratio)).collect();
        ratios.sort_by(f64::total_cmp);
        let Some(y) = run.first().map(|glyph| glyph.y) else { return };
        let usual = match (ratios.get(ratios.len() / 2), self.stretched) {
            (Some(usual), _) if ratios.len() > 1 => *usual,
            (_, Some((before, usual))) if before == y => usual,
            _ => return,
        };
        self.stretched = Some((y, usual));
        run.iter_mut().for_each(|glyph| glyph.width *= usual);
    }

    /// What a glyph says, and the number of its shape where that may say more.
    fn text(&mut self, glyph: &Glyph<'_>, font: Option<Legacy>) -> (String, Option<usize>) {
        let told = match glyph.as_unicode() {
            Some(BfString::Char(letter)) => String::from(letter),
            Some(BfString::String(text)) => text,
            None => String::new(),
        };
        if font.is_some() && told.chars().all(|letter| matches!(letter, '\u{f020}'..='\u{f0ff}')) {
            let code = u8::try_from(glyph.char_code()).ok().filter(|code| *code >= 0x20);
            let text = code.map(|code| as_windows_1252(&[code]));
            return (text.unwrap_or_else(|| char::REPLACEMENT_CHARACTER.into()), None);
        }
        match told.chars().next() {
            Some(white) if white.is_whitespace() && told.trim().is_empty() => {
                return (" ".to_owned(), None);
            }
            // Bullets of fonts of signs.
            Some('\u{f020}'..='\u{f0ff}') => {
                return (told.chars().map(super::super::count::bullet).collect(), None);
            }
            _ => {}
        }
        let is_told = !told.is_empty() && told.chars().all(is_sign);
        let shape = match glyph {
            // What an old font gives as a letter is one of its encoding.
            Glyph::Outline(glyph) if font.is_none() => {
                let key = (glyph.identifier().cache_key(), glyph.char_code());
                self.shapes.number(key, &told, || glyph.outline())
            }
            _ => None,
        };
        if is_told {
            return (told, shape);
        }
        match self.draws(glyph, shape) {
            true => (char::REPLACEMENT_CHARACTER.into(), shape),
            false => (" ".to_owned(), None),
        }
    }

    /// Whether anything is drawn for a glyph that has no letter. The box that stands for what a font lacks is nothing.
    fn draws(&self, glyph: &Glyph<'_>, shape: Option<usize>) -> bool {
        let is_blank = u8::try_from(glyph.char_code()) == Ok(b' ');
        let is_box = match glyph {
            Glyph::Outline(glyph) => glyph.glyph_id() == GlyphId::NOTDEF,
            Glyph::Type3(_) => false,
        };
        !is_blank && !is_box && shape.is_none_or(|shape| self.shapes.has_ink(shape))
    }
}

/// Whether a character is neither a control nor the sign for what cannot be read nor for private use.
fn is_sign(letter: char) -> bool {
    let code = u32::from(letter);
    code >= 0x20 && letter != '\u{fffd}' && !matches!(code, 0x7f..=0x9f | 0xe000..=0xf8ff)
}

/// So much may letters be narrowed or set apart; what goes beyond is no writing in one go.
const STRETCHES: std::ops::Range<f64> = 0.3..1.8;

fn is_combining(letter: char) -> bool {
    matches!(letter, '\u{300}'..='\u{36f}')
}

/// What the name of the font of a glyph tells.
fn legacy(glyph: &Glyph<'_>) -> Option<Legacy> {
    match glyph {
        Glyph::Outline(glyph) => font::legacy(&glyph.font_data()?.postscript_name?),
        Glyph::Type3(_) => None,
    }
}

impl<'a> Device<'a> for Collector {
    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, 'a>, props: DrawProps<'a>, mode: &DrawMode) {
        // What is filled and stroked comes twice.
        let again = matches!(mode, DrawMode::Stroke(_)) && self.repeats(run, props.transform);
        self.count(1 + run.glyphs().len());
        if again {
            return;
        }
        if self.glyphs.len() + run.glyphs().len() > self.most_glyphs {
            self.end(Limit::PageGlyphs);
        }
        let font = run.glyphs().first().and_then(|glyph| legacy(glyph));
        let start = self.glyphs.len();
        for glyph in run.glyphs() {
            self.glyph(glyph, props.transform * glyph.transform(), font);
        }
        self.stretch(start);
    }

    fn draw_image(&mut self, _: Image<'a, '_>, _: ImageDrawProps<'a>) {
        self.count(1);
        self.images += 1;
    }

    fn draw_path(&mut self, path: &BezPath, _: DrawProps<'a>, _: &DrawMode) {
        self.count(1 + path.elements().len());
        let is_curve = |one: &&PathEl| matches!(one, PathEl::CurveTo(..) | PathEl::QuadTo(..));
        self.curves += path.elements().iter().filter(is_curve).count();
    }
    fn push_clip_path(&mut self, _: &ClipPath) {
        self.count(1);
    }
    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'a>>, _: BlendMode) {
        self.count(1);
    }
    fn pop_clip(&mut self) {}
    fn pop_transparency_group(&mut self) {}
    fn begin_marked_content(&mut self, _: &[u8], _: Option<&Dict<'_>>) {}
}

impl Collector {
    /// Whether the glyphs drawn last stand where this run does.
    fn repeats(&self, run: &GlyphRun<'_, '_>, place: Affine) -> bool {
        let (Some(first), Some(at)) =
            (run.glyphs().first(), self.glyphs.len().checked_sub(run.glyphs().len()))
        else {
            return false;
        };
        let Point { x, y } = place * first.transform() * Point::ZERO;
        let before = &self.glyphs[at];
        before.turn == 0 && (before.x - x).abs() < 0.1 && (before.y - y).abs() < 0.1
    }
}
