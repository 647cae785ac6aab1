//! Finds the letters of glyphs by their outlines. A glyph that is drawn with the outline of an `o`, the circumflex of
//! an `ô` and the dot of an `ọ` is an `ộ`, whatever letter the font map of the file (ToUnicode) gives for it.
//! In: outlines and the letters that the file gives for them. Out: a letter, if exactly one fits.
//! Never guesses: only outlines that are equal to the unit count as the same.
//!
//! In this file a letter is mapped if the font map gives it. The effect on PDFs with broken font maps was measured
//! (benches/RESULTS.md, "letters told by shapes"); `cargo test -p vankien-files round_trips::letters_that` holds it.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use hayro_interpret::kurbo::{BezPath, PathEl, Point, Shape as _};
use twox_hash::XxHash3_128;
use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::compose;
use vankien_text::language::letters;

/// A letter with marks has at most 12 contours; a glyph with more is no letter. A judgement, not measured: `ỗ` has four
/// or five.
const MAX_CONTOURS: usize = 12;
/// At most 4,096 different glyphs of a file are compared; further ones are not looked at. A judgement, not measured: it
/// bounds the time for hostile files, and real files have some hundred.
const MAX_GLYPHS: usize = 4_096;
/// About 2,000 letters without marks in each of two steps, and at most 2,000 combinations of marks, are learnt from a
/// file. A judgement, not measured: it bounds the time for hostile files, and fonts have far fewer.
const MAX_LEARNT: usize = 2_000;
/// A contour that reaches this far from the origin, in thousandths of the font size, is damage and is left out. A
/// judgement, not measured.
const MAX_COORDINATE: f64 = 1e6;
/// Added to coordinates before they are rounded, in thousandths of the font size. Fonts are drawn on a grid; without
/// this, grid points could fall on the border between two integers and equal outlines round to different ones. Any
/// value that is no multiple of a usual grid step would do.
const ROUNDING_OFFSET: f64 = 0.137;
/// Two contours stand at the same height if their lower edges differ by less than 3 thousandths of the font size. A
/// judgement, not measured.
const SAME_HEIGHT: u32 = 3;
/// The marks of Vietnamese as combining characters: hat, breve, and the five tones.
const MARKS: [char; 7] =
    ['\u{302}', '\u{306}', '\u{300}', '\u{309}', '\u{303}', '\u{301}', '\u{323}'];

/// A closed line of a glyph. Equal forms at different places have equal hashes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Contour {
    /// The hash of its points relative to its lower left corner.
    form: u128,
    /// Its upper edge, in thousandths of the font size above the base line.
    top: i32,
    /// Its lower edge.
    bottom: i32,
}

/// A drawn mark: the hash of its form, and whether it stands below the letter.
type DrawnMark = (u128, bool);

/// A glyph of the file.
struct Glyph {
    /// The letter that the file gives for it, if it gives one.
    mapped: Option<char>,
    /// Its contours from top to bottom.
    contours: Vec<Contour>,
    /// The letter that its shape shows; `None` if the shape shows none, or the letter of the file.
    by_shape: Option<char>,
}

/// The glyphs of a file.
#[derive(Default)]
pub struct Shapes {
    glyphs: Vec<Glyph>,
    /// The numbers of glyphs by outline key, character code and mapped letter.
    numbers: HashMap<(u128, u32, Option<char>), usize>,
    /// How many glyphs there were at the last comparison.
    compared: usize,
}

impl Shapes {
    /// The number of a glyph; equal glyphs have one number. `key` identifies its outline, `code` is its character code
    /// in the file, `mapped` the text that the file gives for it (empty for none). `None` if `mapped` has several
    /// letters, or the glyph is new and there are too many glyphs.
    pub fn number(
        &mut self,
        (key, code): (u128, u32),
        mapped: &str,
        outline: impl FnOnce() -> BezPath,
    ) -> Option<usize> {
        let mut letters = mapped.nfc();
        let mapped = letters.next();
        if letters.next().is_some() {
            return None;
        }
        if let Some(number) = self.numbers.get(&(key, code, mapped)) {
            return Some(*number);
        }
        if self.glyphs.len() >= MAX_GLYPHS {
            return None;
        }
        self.glyphs.push(Glyph { mapped, contours: contours(&outline()), by_shape: None });
        self.numbers.insert((key, code, mapped), self.glyphs.len() - 1);
        Some(self.glyphs.len() - 1)
    }

    /// Whether anything is drawn for the glyph with this number.
    pub fn has_ink(&self, number: usize) -> bool {
        !self.glyphs[number].contours.is_empty()
    }

    /// The letter that the shape of a glyph shows, if the file gives none or another. `None` also before the first call
    /// of [`Shapes::judge`], and if not exactly one letter fits.
    pub fn letter_by_shape(&self, number: usize) -> Option<char> {
        self.glyphs[number].by_shape
    }

    /// Compares all glyphs with those whose letters are mapped. Does nothing if the glyphs have grown by a quarter or
    /// less since the last comparison, so that the work stays linear in the number of pages.
    pub fn judge(&mut self) {
        if self.compared + self.compared / 4 >= self.glyphs.len() {
            return;
        }
        self.compared = self.glyphs.len();
        let learnt = LearntShapes::from_glyphs(&self.glyphs);
        for glyph in &mut self.glyphs {
            let letter = learnt.letter(&glyph.contours);
            glyph.by_shape = letter.filter(|letter| glyph.mapped != Some(*letter));
        }
    }
}

/// The shapes of the mapped letters and of their marks.
struct LearntShapes {
    /// Letters without marks and their contours, sorted; `i` and `j` also without their dots.
    bases: Vec<(char, Vec<Contour>)>,
    /// For each combination of drawn marks: the combining characters that mapped letters bear with it, and those
    /// letters.
    marks: BTreeMap<Vec<DrawnMark>, BTreeMap<Vec<char>, BTreeSet<char>>>,
}

impl LearntShapes {
    fn from_glyphs(glyphs: &[Glyph]) -> LearntShapes {
        let mut mapped: Vec<(char, &Vec<Contour>)> = Vec::new();
        for glyph in glyphs {
            if let Some(letter) = glyph.mapped
                && (1..=MAX_CONTOURS).contains(&glyph.contours.len())
            {
                mapped.push((letter, &glyph.contours));
            }
        }
        mapped.sort();
        mapped.dedup();
        let mut known = LearntShapes { bases: Vec::new(), marks: BTreeMap::new() };
        for (letter, contours) in mapped.iter().filter(|(letter, _)| is_base(*letter)) {
            known.bases.push((*letter, (*contours).clone()));
            if matches!(letter, 'i' | 'j') && contours.len() == 2 {
                known.bases.push((*letter, contours[1..].to_vec()));
            }
        }
        known.bases.sort();
        known.bases.dedup();
        known.bases.truncate(MAX_LEARNT);
        known.learn_marks(&mapped);
        known.learn_bases(&mapped);
        // New bases show new marks.
        known.learn_marks(&mapped);
        known
    }

    /// Learns marks: the contours that a mapped letter has beside those of its base letter. The dot of an `i` is learnt
    /// as no mark.
    fn learn_marks(&mut self, mapped: &[(char, &Vec<Contour>)]) {
        for (letter, contours) in mapped {
            let (base, borne) = taken_apart(*letter);
            let first = self.bases.partition_point(|(letter, _)| *letter < base);
            let same = self.bases[first..].iter().take_while(|(letter, _)| *letter == base);
            for drawn in same.filter_map(|(_, base)| marks_beside(contours, base)) {
                if self.marks.len() >= MAX_LEARNT && !self.marks.contains_key(&drawn) {
                    continue;
                }
                let marks = self.marks.entry(drawn).or_default();
                marks.entry(borne.clone()).or_default().insert(*letter);
            }
        }
    }

    /// Learns base letters that are never mapped without marks: the contours that remain without the known marks.
    fn learn_bases(&mut self, mapped: &[(char, &Vec<Contour>)]) {
        let mut drawn: BTreeMap<&[char], Vec<&Vec<DrawnMark>>> = BTreeMap::new();
        for drawn_marks in self.marks.keys() {
            let marks = self.marks_by_majority(drawn_marks).filter(|marks| !marks.is_empty());
            if let Some(marks) = marks {
                drawn.entry(marks).or_default().push(drawn_marks);
            }
        }
        let mut bases = Vec::new();
        for (letter, contours) in mapped {
            let (base, borne) = taken_apart(*letter);
            let same = drawn.get(borne.as_slice()).into_iter().flatten();
            bases.extend(same.filter_map(|marks| Some((base, without_marks(contours, marks)?))));
            if bases.len() >= MAX_LEARNT {
                break;
            }
        }
        self.bases.extend(bases);
        self.bases.sort();
        self.bases.dedup();
    }

    /// The letter with marks that is drawn with these contours; `None` if none or more than one fits.
    fn letter(&self, contours: &[Contour]) -> Option<char> {
        let mut candidates = BTreeSet::new();
        for (base, outline) in &self.bases {
            let Some(drawn) = marks_beside(contours, outline) else { continue };
            let marks = self.combining_marks(&drawn);
            candidates.extend(marks.and_then(|marks| compose_letter(*base, &marks)));
        }
        let letter = candidates.pop_first()?;
        if candidates.is_empty() { Some(letter) } else { None }
    }

    /// The combining characters for drawn marks: as a combination that other letters bear, or else one by one. `None`
    /// if a mark is not known, or no majority tells what it is.
    fn combining_marks(&self, drawn: &[DrawnMark]) -> Option<Vec<char>> {
        if self.marks.contains_key(drawn) {
            return self.marks_by_majority(drawn).cloned();
        }
        let mut marks = Vec::new();
        for mark in drawn {
            marks.extend(self.marks_by_majority(std::slice::from_ref(mark))?);
        }
        Some(marks)
    }

    /// The combining characters that most mapped letters with these drawn marks bear. A wrong font map is wrong for few
    /// letters, so the majority is right. In a tie between none and some, some are right, because marks are drawn. Any
    /// other tie gives `None`.
    fn marks_by_majority(&self, drawn: &[DrawnMark]) -> Option<&Vec<char>> {
        let mapped = self.marks.get(drawn)?;
        let most = mapped.values().map(BTreeSet::len).max()?;
        let mut winners = mapped.iter().filter(|(_, letters)| letters.len() == most);
        let (mut marks, _) = winners.next()?;
        if marks.is_empty() {
            marks = winners.next().map_or(marks, |(marks, _)| marks);
        }
        winners.next().is_none().then_some(marks)
    }
}

/// The Vietnamese letter with these marks, if there is one.
fn compose_letter(base: char, marks: &[char]) -> Option<char> {
    // Unicode composes circumflex and breve before the tone; MARKS has them first.
    let mut marks = marks.to_vec();
    marks.sort_by_key(|mark| MARKS.iter().position(|one| one == mark));
    let mut composed = std::iter::once(base).chain(marks).nfc();
    let letter = composed.next().filter(|letter| letters::number(*letter).is_some())?;
    composed.next().is_none().then_some(letter)
}

/// The marks that are drawn beside the letter `base`. `None` if the contours of `base` are not among `contours`,
/// nothing else is, or there are more than [`MAX_CONTOURS`].
fn marks_beside(contours: &[Contour], base: &[Contour]) -> Option<Vec<DrawnMark>> {
    if contours.len() <= base.len() || contours.len() > MAX_CONTOURS {
        return None;
    }
    let mut rest = contours.to_vec();
    for one in base {
        // A letter stands at the same height with marks and without.
        let is_same = |other: &Contour| {
            other.form == one.form && other.bottom.abs_diff(one.bottom) < SAME_HEIGHT
        };
        rest.remove(rest.iter().position(is_same)?);
    }
    let top = base.iter().map(|one| one.top).max()?;
    let bottom = base.iter().map(|one| one.bottom).min()?;
    // Compares the middle of the contour with the middle of the base, both times two.
    let is_below = |one: &Contour| one.top + one.bottom < top + bottom;
    let mut marks: Vec<DrawnMark> = rest.iter().map(|one| (one.form, is_below(one))).collect();
    marks.sort();
    Some(marks)
}

/// The contours without these marks. `None` if the marks are not among them, nothing else is, or beside what remains
/// these marks would not be found again.
fn without_marks(contours: &[Contour], marks: &[DrawnMark]) -> Option<Vec<Contour>> {
    let mut rest = contours.to_vec();
    for (form, is_below) in marks {
        let has_form = |one: &Contour| one.form == *form;
        // Contours are sorted from top to bottom, so a mark below the letter is the last one of its form.
        let index = if *is_below {
            rest.iter().rposition(has_form)
        } else {
            rest.iter().position(has_form)
        };
        rest.remove(index?);
    }
    let is_consistent = marks_beside(contours, &rest).is_some_and(|drawn| drawn == marks);
    if is_consistent { Some(rest) } else { None }
}

/// Whether a letter bears no separate mark. The bar of `đ` and the horns of `ơ` and `ư` are parts of the letter.
fn is_base(letter: char) -> bool {
    letter.is_ascii_alphabetic() || "đĐơƠưƯ".contains(letter)
}

/// A letter without its marks, and the marks in the order of their code points.
fn taken_apart(letter: char) -> (char, Vec<char>) {
    const HORN: char = '\u{31b}';
    let (mut base, mut marks) = (letter, Vec::new());
    for part in std::iter::once(letter).nfd() {
        if MARKS.contains(&part) {
            marks.push(part);
        } else if part == HORN {
            base = compose(base, part).unwrap_or(base);
        } else {
            base = part;
        }
    }
    marks.sort_unstable();
    (base, marks)
}

/// The contours of a glyph from top to bottom. Stops one above [`MAX_CONTOURS`], because the glyph is no letter then.
fn contours(outline: &BezPath) -> Vec<Contour> {
    let mut contours: Vec<Contour> = Vec::new();
    let elements = outline.elements();
    let starts = |element: &PathEl| matches!(element, PathEl::MoveTo(_));
    let mut at = 0;
    while at < elements.len() && contours.len() <= MAX_CONTOURS {
        let next =
            elements[at + 1..].iter().position(starts).map_or(elements.len(), |n| at + 1 + n);
        contours.extend(contour(&elements[at..next]));
        at = next;
    }
    contours.sort_by_key(|one| std::cmp::Reverse((one.top, one.bottom, one.form)));
    contours
}

fn contour(elements: &[PathEl]) -> Option<Contour> {
    if elements.len() < 3 || !matches!(elements[0], PathEl::MoveTo(_)) {
        return None;
    }
    let area = elements.bounding_box();
    let is_near = |at: f64| at.abs() < MAX_COORDINATE;
    if ![area.x0, area.x1, area.y0, area.y1].into_iter().all(is_near) {
        return None;
    }
    let place = |point: Point| {
        let round = |number: f64| ((number + ROUNDING_OFFSET).round() as i32).to_le_bytes();
        [round(point.x - area.x0), round(point.y - area.y0)].concat()
    };
    let mut form = Vec::with_capacity(elements.len() * 24);
    for element in elements {
        let (kind, points): (u8, &[Point]) = match element {
            PathEl::MoveTo(one) => (0, &[*one]),
            PathEl::LineTo(one) => (1, &[*one]),
            PathEl::QuadTo(one, two) => (2, &[*one, *two]),
            PathEl::CurveTo(one, two, three) => (3, &[*one, *two, *three]),
            PathEl::ClosePath => (4, &[]),
        };
        form.push(kind);
        form.extend(points.iter().flat_map(|point| place(*point)));
    }
    let (bottom, top) = (area.y0.round() as i32, area.y1.round() as i32);
    Some(Contour { form: XxHash3_128::oneshot(&form), top, bottom })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A shape of its own for each `form`, with its lower left corner at `x` and `y`.
    fn drawn(parts: &[Part]) -> BezPath {
        let mut path = BezPath::new();
        for (form, x, y) in parts {
            path.move_to((*x, *y));
            path.line_to((x + 100.0, *y));
            path.line_to((x + 50.0, y + 100.0 + f64::from(*form)));
            path.close_path();
        }
        path
    }

    const HAT: u32 = 1;
    const DOT: u32 = 2;
    const TONE: u32 = 3;

    /// Its form and where it stands.
    type Part = (u32, f64, f64);

    fn judged(glyphs: &[(&str, &[Part])]) -> Vec<Option<char>> {
        let mut shapes = Shapes::default();
        let numbers = (0..).zip(glyphs).map(|(key, (mapped, parts))| {
            shapes.number((key, 0), mapped, || drawn(parts)).expect("few glyphs")
        });
        let numbers: Vec<usize> = numbers.collect();
        shapes.judge();
        numbers.into_iter().map(|number| shapes.letter_by_shape(number)).collect()
    }

    #[test]
    fn marks_of_others_tell_a_letter_that_is_not_told() {
        let (o, e) = ((10, 0.0, 0.0), (11, 0.0, 0.0));
        let glyphs: [(&str, &[_]); 7] = [
            ("o", &[o]),
            ("ô", &[o, (HAT, 20.0, 300.0)]),
            ("ọ", &[o, (DOT, 30.0, -300.0)]),
            ("", &[o, (HAT, 20.0, 300.0), (DOT, 30.0, -300.0)]),
            // No `e` is mapped without marks; a wrong letter is mapped for the last one.
            ("ệ", &[e, (HAT, 25.0, 300.0), (DOT, 35.0, -300.0)]),
            ("D", &[e, (HAT, 25.0, 300.0)]),
            ("", &[(12, 0.0, 0.0), (HAT, 25.0, 300.0)]),
        ];
        let read = judged(&glyphs);
        assert_eq!(read, [None, None, None, Some('ộ'), None, None, None]);
        // Once its hat and dot are known together, the `e` is known too.
        let more: [(&str, &[_]); 2] = [
            ("ậ", &[(13, 0.0, 0.0), (HAT, 0.0, 300.0), (DOT, 0.0, -300.0)]),
            ("a", &[(13, 0.0, 0.0)]),
        ];
        let all: Vec<_> = glyphs.into_iter().chain(more).collect();
        assert_eq!(judged(&all)[5], Some('ê'));
    }

    #[test]
    fn the_dot_of_a_small_i_is_no_mark() {
        let stem = (10, 0.0, 0.0);
        let read = judged(&[
            ("i", &[stem, (DOT, 0.0, 300.0)]),
            ("í", &[stem, (TONE, 0.0, 300.0)]),
            ("ỵ", &[(14, 0.0, -250.0), (DOT, 0.0, -300.0)]),
            ("y", &[(14, 0.0, -250.0)]),
            ("ị", &[stem, (DOT, 0.0, 300.0), (DOT, 0.0, -300.0)]),
            ("", &[stem, (DOT, 0.0, 300.0), (DOT, 0.0, -300.0)]),
        ]);
        assert_eq!(read, [None, None, None, None, None, Some('ị')]);
    }

    #[test]
    fn a_wrong_map_is_outvoted() {
        let (a, o) = ((10, 0.0, 0.0), (11, 0.0, 0.0));
        let (hat, dot) = ((HAT, 0.0, 300.0), (DOT, 0.0, -300.0));
        let read = judged(&[
            ("a", &[a]),
            ("ậ", &[a, hat, dot]),
            ("o", &[o]),
            ("o", &[o, hat, dot]),
            ("x", &[]),
        ]);
        assert_eq!(read, [None, None, None, Some('ộ'), None]);
    }
}
