//! What the shapes of the glyphs of a file tell of their letters: a glyph that is drawn with the outline of an `o`,
//! the hat of an `ô` and the dot of an `ọ` is an `ộ`, whatever letter the file gives for it.
//! In: outlines and the letters that the file gives for them. Out: letters, where one alone fits.
//! Never guesses: only outlines that are the same to the unit are.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use hayro_interpret::kurbo::{BezPath, PathEl, Point, Shape as _};
use twox_hash::XxHash3_128;
use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::compose;
use vankien_text::language::letters;

/// A letter with its marks is drawn in no more contours than this.
const MOST_CONTOURS: usize = 12;
/// No more glyphs of a file are looked at.
const MOST_GLYPHS: usize = 4_096;
/// No more letters without marks, and no more marks, are learnt: fonts have far fewer of either.
const MOST_KNOWN: usize = 2_000;
/// No glyph stands further from its origin, in units of a thousandth of the font.
const FARTHEST: f64 = 1e6;
/// So much is added before places are rounded: fonts are drawn on a grid whose points would else fall on the
/// border between two numbers.
const OFF_GRID: f64 = 0.137;
/// The marks of Vietnamese as combining characters: hat, breve, and the five tones.
const MARKS: [char; 7] =
    ['\u{302}', '\u{306}', '\u{300}', '\u{309}', '\u{303}', '\u{301}', '\u{323}'];

/// A closed line of a glyph, wherever it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Contour {
    /// Its form.
    form: u128,
    /// Where it ends above and begins below, in units of a thousandth of the font; upward.
    top: i32,
    bottom: i32,
}

/// A mark of a letter: its form, and whether it stands below the letter.
type Mark = (u128, bool);

/// A glyph as the file has it.
struct Glyph {
    /// The letter that the file gives for it.
    told: Option<char>,
    /// From top to bottom.
    contours: Vec<Contour>,
    /// The letter that its shape tells, where it is another one.
    read: Option<char>,
}

/// The glyphs of a file.
#[derive(Default)]
pub struct Shapes {
    glyphs: Vec<Glyph>,
    numbers: HashMap<(u128, u32, Option<char>), usize>,
    /// How many of them were judged.
    judged: usize,
}

impl Shapes {
    /// The number of a glyph: `key` names its outline, `code` what the file calls it. It is told as `told`.
    pub fn number(
        &mut self,
        (key, code): (u128, u32),
        told: &str,
        outline: impl FnOnce() -> BezPath,
    ) -> Option<usize> {
        let mut letters = told.nfc();
        let told = letters.next();
        if letters.next().is_some() {
            return None;
        }
        if let Some(number) = self.numbers.get(&(key, code, told)) {
            return Some(*number);
        }
        if self.glyphs.len() >= MOST_GLYPHS {
            return None;
        }
        self.glyphs.push(Glyph { told, contours: contours(&outline()), read: None });
        self.numbers.insert((key, code, told), self.glyphs.len() - 1);
        Some(self.glyphs.len() - 1)
    }

    /// Whether anything is drawn for the glyph.
    pub fn has_ink(&self, number: usize) -> bool {
        !self.glyphs[number].contours.is_empty()
    }

    /// The letter that the shape of a glyph tells, where the file gives none or another.
    pub fn read(&self, number: usize) -> Option<char> {
        self.glyphs[number].read
    }

    /// Compares all glyphs with those whose letters are told; nothing where few came since.
    pub fn judge(&mut self) {
        if self.judged + self.judged / 4 >= self.glyphs.len() {
            return;
        }
        self.judged = self.glyphs.len();
        let known = Known::of(&self.glyphs);
        for glyph in &mut self.glyphs {
            glyph.read = known.letter(&glyph.contours).filter(|letter| glyph.told != Some(*letter));
        }
    }
}

/// What the letters that are told look like.
struct Known {
    /// Letters without marks of this form, `i` and `j` without their dots too.
    bases: Vec<(char, Vec<Contour>)>,
    /// The marks that are drawn so, and the letters that are told to bear them.
    marks: BTreeMap<Vec<Mark>, BTreeMap<Vec<char>, BTreeSet<char>>>,
}

impl Known {
    fn of(glyphs: &[Glyph]) -> Known {
        let drawn = |one: &&Glyph| (1..=MOST_CONTOURS).contains(&one.contours.len());
        let told = glyphs.iter().filter(drawn).filter_map(|one| Some((one.told?, &one.contours)));
        let mut told: Vec<(char, &Vec<Contour>)> = told.collect();
        told.sort();
        told.dedup();
        let mut known = Known { bases: Vec::new(), marks: BTreeMap::new() };
        for (letter, contours) in told.iter().filter(|(letter, _)| is_base(*letter)) {
            known.bases.push((*letter, (*contours).clone()));
            if matches!(letter, 'i' | 'j') && contours.len() == 2 {
                known.bases.push((*letter, contours[1..].to_vec()));
            }
        }
        known.bases.sort();
        known.bases.dedup();
        known.bases.truncate(MOST_KNOWN);
        known.learn_marks(&told);
        known.learn_bases(&told);
        known.learn_marks(&told);
        known
    }

    /// Marks are what is drawn beside a letter that is told without them. That the dot of an `i` is none is learnt too.
    fn learn_marks(&mut self, told: &[(char, &Vec<Contour>)]) {
        for (letter, contours) in told {
            let (base, borne) = taken_apart(*letter);
            let first = self.bases.partition_point(|(letter, _)| *letter < base);
            let same = self.bases[first..].iter().take_while(|(letter, _)| *letter == base);
            for drawn in same.filter_map(|(_, base)| beside(contours, base)) {
                if self.marks.len() >= MOST_KNOWN && !self.marks.contains_key(&drawn) {
                    continue;
                }
                let marks = self.marks.entry(drawn).or_default();
                marks.entry(borne.clone()).or_default().insert(*letter);
            }
        }
    }

    /// A letter that is never told without marks is what is drawn beside the marks of another.
    fn learn_bases(&mut self, told: &[(char, &Vec<Contour>)]) {
        let mut drawn: BTreeMap<&[char], Vec<&Vec<Mark>>> = BTreeMap::new();
        for one in self.marks.keys() {
            if let Some(marks) = self.together(one).filter(|marks| !marks.is_empty()) {
                drawn.entry(marks).or_default().push(one);
            }
        }
        let mut bases = Vec::new();
        for (letter, contours) in told {
            let (base, borne) = taken_apart(*letter);
            let same = drawn.get(borne.as_slice()).into_iter().flatten();
            bases.extend(same.filter_map(|one| Some((base, without(contours, one)?))));
            if bases.len() >= MOST_KNOWN {
                break;
            }
        }
        self.bases.extend(bases);
        self.bases.sort();
        self.bases.dedup();
    }

    /// The one letter with marks that is drawn so.
    fn letter(&self, contours: &[Contour]) -> Option<char> {
        let mut found = BTreeSet::new();
        for (base, outline) in &self.bases {
            let Some(drawn) = beside(contours, outline) else { continue };
            found.extend(self.borne(&drawn).and_then(|marks| composed(*base, &marks)));
        }
        let one = found.pop_first();
        one.filter(|_| found.is_empty())
    }

    /// What marks these are: together as on other letters, or each by itself as on others.
    fn borne(&self, drawn: &[Mark]) -> Option<Vec<char>> {
        if self.marks.contains_key(drawn) {
            return self.together(drawn).cloned();
        }
        let alone = drawn.iter().map(|one| self.together(std::slice::from_ref(one)).cloned());
        Some(alone.collect::<Option<Vec<_>>>()?.concat())
    }

    /// The marks that most letters that are drawn so are told to bear: a font map that is wrong is so for few. Of as
    /// many, those told to bear none are wrong: more is drawn than them.
    fn together(&self, drawn: &[Mark]) -> Option<&Vec<char>> {
        let told = self.marks.get(drawn)?;
        let most = told.values().map(BTreeSet::len).max()?;
        let mut likely = told.iter().filter(|(_, letters)| letters.len() == most);
        let (mut marks, _) = likely.next()?;
        if marks.is_empty() {
            marks = likely.next().map_or(marks, |(marks, _)| marks);
        }
        likely.next().is_none().then_some(marks)
    }
}

/// The Vietnamese letter with these marks, where there is one. The hat stands before the tone.
fn composed(base: char, marks: &[char]) -> Option<char> {
    let mut marks = marks.to_vec();
    marks.sort_by_key(|mark| MARKS.iter().position(|one| one == mark));
    let mut composed = std::iter::once(base).chain(marks).nfc();
    let letter = composed.next().filter(|letter| letters::number(*letter).is_some())?;
    composed.next().is_none().then_some(letter)
}

/// The marks that are drawn beside the letter `base`; `None` where that is not drawn, or nothing beside it.
fn beside(contours: &[Contour], base: &[Contour]) -> Option<Vec<Mark>> {
    if contours.len() <= base.len() || contours.len() > MOST_CONTOURS {
        return None;
    }
    let mut rest = contours.to_vec();
    for one in base {
        // A letter stands on its line with marks and without.
        let same =
            |other: &Contour| other.form == one.form && other.bottom.abs_diff(one.bottom) < 3;
        rest.remove(rest.iter().position(same)?);
    }
    let (top, bottom) =
        (base.iter().map(|one| one.top).max()?, base.iter().map(|one| one.bottom).min()?);
    let below = |one: &Contour| one.top + one.bottom < top + bottom;
    let mut marks: Vec<Mark> = rest.iter().map(|one| (one.form, below(one))).collect();
    marks.sort();
    Some(marks)
}

/// The contours without these marks; `None` where they are not drawn so, or nothing else is.
fn without(contours: &[Contour], marks: &[Mark]) -> Option<Vec<Contour>> {
    let mut rest = contours.to_vec();
    for (form, below) in marks {
        let is = |one: &Contour| one.form == *form;
        let at = if *below { rest.iter().rposition(is) } else { rest.iter().position(is) };
        rest.remove(at?);
    }
    let same = beside(contours, &rest).is_some_and(|drawn| drawn == marks);
    Some(rest).filter(|_| same)
}

/// Whether a letter bears no mark that may stand apart from it.
fn is_base(letter: char) -> bool {
    letter.is_ascii_alphabetic() || "đĐơƠưƯ".contains(letter)
}

/// A letter without its marks, and the marks in the order of their code points.
fn taken_apart(letter: char) -> (char, Vec<char>) {
    let (mut base, mut marks) = (letter, Vec::new());
    for part in std::iter::once(letter).nfd() {
        match MARKS.contains(&part) {
            true => marks.push(part),
            // `ư` and `ơ` are letters, not a letter and a mark.
            false if part == '\u{31b}' => base = compose(base, part).unwrap_or(base),
            false => base = part,
        }
    }
    marks.sort_unstable();
    (base, marks)
}

/// The contours of a glyph from top to bottom; no more than tell that they are too many for a letter.
fn contours(outline: &BezPath) -> Vec<Contour> {
    let mut contours: Vec<Contour> = Vec::new();
    let elements = outline.elements();
    let starts = |element: &PathEl| matches!(element, PathEl::MoveTo(_));
    let mut at = 0;
    while at < elements.len() && contours.len() <= MOST_CONTOURS {
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
    let is_near = |at: f64| at.abs() < FARTHEST;
    if ![area.x0, area.x1, area.y0, area.y1].into_iter().all(is_near) {
        return None;
    }
    let place = |point: Point| {
        let round = |number: f64| ((number + OFF_GRID).round() as i32).to_le_bytes();
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
        let numbers = (0..).zip(glyphs).map(|(key, (told, parts))| {
            shapes.number((key, 0), told, || drawn(parts)).expect("few glyphs")
        });
        let numbers: Vec<usize> = numbers.collect();
        shapes.judge();
        numbers.into_iter().map(|number| shapes.read(number)).collect()
    }

    #[test]
    fn marks_of_others_tell_a_letter_that_is_not_told() {
        let (o, e) = ((10, 0.0, 0.0), (11, 0.0, 0.0));
        let glyphs: [(&str, &[_]); 7] = [
            ("o", &[o]),
            ("ô", &[o, (HAT, 20.0, 300.0)]),
            ("ọ", &[o, (DOT, 30.0, -300.0)]),
            ("", &[o, (HAT, 20.0, 300.0), (DOT, 30.0, -300.0)]),
            // No `e` is told without marks; a wrong letter is told for the last one.
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
