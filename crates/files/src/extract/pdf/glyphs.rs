//! Collects the glyphs of a page with their places, in the order in which the file draws them.
//! In: the drawing calls of the PDF interpreter. Out: glyphs, and the number of images and curves.
//! Never guesses a letter: a glyph without a letter in the file becomes U+FFFD; one that draws nothing, or the box for
//! missing glyphs, becomes a blank.

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

use hayro_interpret::font::{Glyph, GlyphId, GlyphRun};
use hayro_interpret::hayro_cmap::BfString;
use hayro_interpret::hayro_syntax::object::Dict;
use hayro_interpret::kurbo::{Affine, BezPath, PathEl, Point};
use hayro_interpret::{
    BlendMode, ClipPath, Device, DrawMode, DrawProps, Image, ImageDrawProps, Paint, SoftMask,
};
use vankien_system::budget::Limit;
use vankien_text::encoding::as_windows_1252;

use super::super::font::LegacyFont;
use super::super::{font, markers};
use super::placed_glyph::PlacedGlyph;
use super::shapes::Shapes;

/// Collects what a page draws.
#[derive(Default)]
pub struct Collector {
    /// The glyphs of the page, in the order in which they are drawn.
    pub glyphs: Vec<PlacedGlyph>,
    /// How many images the page draws.
    pub images: usize,
    /// How many curves are drawn outside of glyphs. Text that was turned into outlines has many.
    pub curves: usize,
    /// The outlines of the glyphs of the file.
    pub shapes: Shapes,
    /// How many glyphs the page may hold; one more ends it.
    max_glyphs: usize,
    /// How many drawing operations the file may still take.
    pub drawings_left: u64,
    /// The budget that ended the page; `None` if none did.
    pub exceeded: Option<Limit>,
    /// The base line of the last run whose width factor is known, and that factor.
    last_stretch: Option<(f64, f64)>,
}

/// The payload with which the collector unwinds out of the interpreter, which has no other way to be stopped.
struct BudgetExceeded;

/// Glyph space units per em: PDF fonts are drawn on a square of 1,000 units.
const UNITS_PER_EM: f64 = 1_000.0;
/// The width of a glyph for which the font gives none, in those units: the half em of an average letter.
const DEFAULT_ADVANCE: f32 = 500.0;
/// Width factors (distance of two letters divided by the width that the font gives the first) that count: 0.3 up to,
/// but not, 1.8. Others come from letters that are not one after the other. A judgement, not measured; `cargo test -p
/// vankien-files round_trips::` shows the effect.
const STRETCH_FACTORS: std::ops::Range<f64> = 0.3..1.8;
/// A run that is filled and then stroked stands on the same place if it is less than 0.1 points away.
const SAME_PLACE_POINTS: f64 = 0.1;

/// Runs `draw`, which hands the drawing calls of a page to `collector`, until it ends or a budget is exceeded; then
/// [`Collector::exceeded`] tells. A panic of `draw` goes on.
pub fn within_budget(collector: &mut Collector, draw: impl FnOnce(&mut Collector)) {
    let drawn = catch_unwind(AssertUnwindSafe(|| draw(collector)));
    match drawn {
        Err(payload) if !payload.is::<BudgetExceeded>() => resume_unwind(payload),
        _ => {}
    }
}

impl Collector {
    /// A collector for a page that may hold `max_glyphs`, in a file that may still take `drawings_left` operations.
    pub fn within(max_glyphs: usize, drawings_left: u64) -> Collector {
        Collector { max_glyphs, drawings_left, ..Collector::default() }
    }

    /// Counts drawing operations; ends the page if they exceed the budget.
    fn count(&mut self, drawings: usize) {
        match self.drawings_left.checked_sub(drawings as u64) {
            Some(left) => self.drawings_left = left,
            None => self.end_page(Limit::PdfDrawings),
        }
    }

    /// Ends the page by unwinding to [`within_budget`].
    fn end_page(&mut self, limit: Limit) {
        self.exceeded = Some(limit);
        resume_unwind(Box::new(BudgetExceeded));
    }

    fn glyph(&mut self, glyph: &Glyph<'_>, place: Affine, font: Option<LegacyFont>) {
        let (text, shape) = self.text(glyph, font);
        if let Some(last) = self.glyphs.last_mut()
            && !text.is_empty()
            && text.chars().all(is_combining)
        {
            last.text.push_str(&text);
            // The shape of the glyph is only a part of the letter now.
            last.shape = None;
            return;
        }
        let advance = match glyph {
            Glyph::Outline(glyph) => glyph.advance_width(),
            Glyph::Type3(glyph) => glyph.advance_width(),
        };
        let [a, b, c, d, _, _] = place.as_coeffs();
        let size = UNITS_PER_EM * c.hypot(d);
        let advance = f64::from(advance.unwrap_or(DEFAULT_ADVANCE)) / UNITS_PER_EM;
        let Point { x, y } = place * Point::ZERO;
        if ![x, y, size, advance].iter().all(|number| number.is_finite()) || size <= 0.0 {
            return;
        }
        let turn = quarter_turns(a, b);
        // Turns the page so that the text runs from left to right.
        let (x, y) = match turn {
            0 => (x, y),
            1 => (y, -x),
            2 => (-x, -y),
            3 => (-y, x),
            _ => {
                let (sine, cosine) = b.atan2(a).sin_cos();
                (x * cosine + y * sine, y * cosine - x * sine)
            }
        };
        self.glyphs.push(PlacedGlyph {
            text,
            x,
            y,
            width: advance * size,
            size,
            turn,
            font,
            after_blank: false,
            ocr_word: None,
            shape,
            color: 0,
        });
    }

    /// Corrects the widths of the glyphs from `start` on, which are one run. Text may be drawn narrower or wider than
    /// its font; the median distance of its letters tells. A run with fewer than two distances gets the factor of the
    /// run before it on the same line.
    fn stretch_run(&mut self, start: usize) {
        let run = &mut self.glyphs[start..];
        let pairs =
            run.windows(2).filter(|pair| pair[0].turn == pair[1].turn && pair[0].width > 0.0);
        let ratios = pairs.map(|pair| (pair[1].x - pair[0].x) / pair[0].width);
        let mut ratios: Vec<f64> = ratios.filter(|ratio| STRETCH_FACTORS.contains(ratio)).collect();
        ratios.sort_by(f64::total_cmp);
        let Some(y) = run.first().map(|glyph| glyph.y) else { return };
        let factor = match (ratios.get(ratios.len() / 2), self.last_stretch) {
            (Some(median), _) if ratios.len() > 1 => *median,
            (_, Some((last_y, factor))) if last_y == y => factor,
            _ => return,
        };
        self.last_stretch = Some((y, factor));
        run.iter_mut().for_each(|glyph| glyph.width *= factor);
    }

    /// The text of a glyph, and the number of its shape if the shape may show another letter.
    fn text(&mut self, glyph: &Glyph<'_>, font: Option<LegacyFont>) -> (String, Option<usize>) {
        let mapped = match glyph.as_unicode() {
            Some(BfString::Char(letter)) => String::from(letter),
            Some(BfString::String(text)) => text,
            None => String::new(),
        };
        if font.is_some() && mapped.chars().all(|letter| matches!(letter, '\u{f020}'..='\u{f0ff}'))
        {
            let code = u8::try_from(glyph.char_code()).ok().filter(|code| *code >= 0x20);
            let text = code.map(|code| as_windows_1252(&[code]));
            return (text.unwrap_or_else(|| char::REPLACEMENT_CHARACTER.into()), None);
        }
        match mapped.chars().next() {
            Some(white) if white.is_whitespace() && mapped.trim().is_empty() => {
                return (" ".to_owned(), None);
            }
            // Bullets of symbol fonts.
            Some('\u{f020}'..='\u{f0ff}') => {
                return (
                    mapped.chars().map(super::super::number_format::unicode_bullet).collect(),
                    None,
                );
            }
            _ => {}
        }
        let is_known = !mapped.is_empty() && mapped.chars().all(is_printable);
        let shape = match glyph {
            // An old font gives letters of its own encoding, which cannot be compared with shapes.
            Glyph::Outline(glyph) if font.is_none() => {
                let key = (glyph.identifier().cache_key(), glyph.char_code());
                self.shapes.number(key, &mapped, || glyph.outline())
            }
            _ => None,
        };
        if is_known {
            return (mapped, shape);
        }
        if self.draws_ink(glyph, shape) {
            (char::REPLACEMENT_CHARACTER.into(), shape)
        } else {
            (" ".to_owned(), None)
        }
    }

    /// Whether a glyph without a letter draws anything. The box that a font draws for missing glyphs does not count; a
    /// glyph without a number in [`Shapes`] does.
    fn draws_ink(&self, glyph: &Glyph<'_>, shape: Option<usize>) -> bool {
        let is_blank = u8::try_from(glyph.char_code()) == Ok(b' ');
        let is_box = match glyph {
            Glyph::Outline(glyph) => glyph.glyph_id() == GlyphId::NOTDEF,
            Glyph::Type3(_) => false,
        };
        !is_blank && !is_box && shape.is_none_or(|shape| self.shapes.has_ink(shape))
    }
}

/// The tangent of the angle (about 8 degrees) above which text is slanted. Scanned pages are turned by up to 3. A
/// judgement, not measured; `cargo test -p vankien-files wild::` holds a watermark.
const SLANTED: f64 = 0.14;

/// The writing direction in quarter turns, from the first two coefficients of the matrix of a glyph; 4 for text that is
/// slanted.
fn quarter_turns(a: f64, b: f64) -> u8 {
    let (along, across) = (a.abs().max(b.abs()), a.abs().min(b.abs()));
    if across > SLANTED * along {
        return 4;
    }
    if a.abs() >= b.abs() {
        return if a >= 0.0 { 0 } else { 2 };
    }
    if b > 0.0 { 1 } else { 3 }
}

/// Whether a character is none of: control, U+FFFD, private use.
fn is_printable(letter: char) -> bool {
    let code = u32::from(letter);
    code >= 0x20
        && letter != '\u{fffd}'
        && !matches!(code, 0x7f..=0x9f)
        && !markers::is_private_use(letter)
}

fn is_combining(letter: char) -> bool {
    matches!(letter, '\u{300}'..='\u{36f}')
}

/// The font of a glyph if it is older than Unicode.
fn legacy_font(glyph: &Glyph<'_>) -> Option<LegacyFont> {
    match glyph {
        Glyph::Outline(glyph) => font::legacy_font(&glyph.font_data()?.postscript_name?),
        Glyph::Type3(_) => None,
    }
}

impl<'a> Device<'a> for Collector {
    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, 'a>, props: DrawProps<'a>, mode: &DrawMode) {
        // Text that is filled and stroked is drawn twice.
        let is_repeated = matches!(mode, DrawMode::Stroke(_)) && self.repeats(run, props.transform);
        self.count(1 + run.glyphs().len());
        if is_repeated {
            return;
        }
        if self.glyphs.len() + run.glyphs().len() > self.max_glyphs {
            self.end_page(Limit::PageGlyphs);
        }
        let font = run.glyphs().first().and_then(|glyph| legacy_font(glyph));
        let start = self.glyphs.len();
        for glyph in run.glyphs() {
            self.glyph(glyph, props.transform * glyph.transform(), font);
        }
        let color = match &props.paint {
            Paint::Color(color) => u32::from_be_bytes(color.to_rgba().to_rgba8()),
            Paint::Pattern(_) => 0,
        };
        self.glyphs[start..].iter_mut().for_each(|glyph| glyph.color = color);
        self.stretch_run(start);
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
    /// Whether the last glyphs, as many as this run has, begin where it does. `false` if they are turned.
    fn repeats(&self, run: &GlyphRun<'_, '_>, place: Affine) -> bool {
        let (Some(first), Some(at)) =
            (run.glyphs().first(), self.glyphs.len().checked_sub(run.glyphs().len()))
        else {
            return false;
        };
        let Point { x, y } = place * first.transform() * Point::ZERO;
        let before = &self.glyphs[at];
        let is_near = |distance: f64| distance.abs() < SAME_PLACE_POINTS;
        before.turn == 0 && is_near(before.x - x) && is_near(before.y - y)
    }
}
