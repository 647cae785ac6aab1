//! Reads a masthead that begins with a given unit.
//! In: units in order. Out: the place of each, the fields, what speaks for the masthead.
//! Before the title a short unit that cannot be read does not end the masthead, where more of it follows soon. From the
//! title on it does, unless it stands beside a unit of the masthead or is in capitals behind the line of the kind.

use super::body_name::{issuer, joined, opens_body_name};
use super::cell::{Cell, OwnNumber};
use super::formula::Formula;
use super::head::Head;
use super::title;
use super::units::Unit;
use crate::document::{Field, Masthead, Place};
use crate::heading;
use crate::line::{Line, is_capital, is_drawn};
use crate::list::List;

/// Once 7 cells are taken for the name of the issuing body and those above it, no more are. A judgement, not measured.
const MOST_ISSUER_LINES: usize = 7;

/// The next 8 units behind one that cannot be read are searched for more of the masthead. A judgement, not measured.
const LOOKED_AHEAD: usize = 8;

/// At most 110 characters (inclusive) for a unit that cannot be read and that more of the masthead may follow; a wider
/// one is a paragraph of the body. A judgement, not measured.
const WIDEST_UNREAD: usize = 110;

/// Reads the masthead that begins with the first of `units`. `lines` are the lines from which the units were made; the
/// `taken` of the head counts from the first of them, and its `start` is left 0. Where no masthead is read, the head is
/// not official, its `masthead` is empty, and it takes only drawn rules at the top; its evidence may name an issuer.
pub fn read<'a>(units: &[Unit<'a>], lines: &[Line<'a>]) -> Head<'a> {
    let mut reader = Reader::default();
    let mut end = units.len();
    for at in 0..units.len() {
        if !reader.take(units, at, lines) {
            end = at;
            break;
        }
        if reader.state == State::Done {
            end = at + 1;
            break;
        }
    }
    // The first line that holds a unit of the body.
    let body = units[end..].iter().map(|unit| unit.lines.0).min();
    let last = units[..end].iter().map(|unit| unit.lines.1 + 1).max().unwrap_or_default();
    reader.head.taken =
        body.map_or(last, |body| body.min(last).max(units.first().map_or(0, |unit| unit.lines.0)));
    reader.finish(lines)
}

/// Which part of the masthead comes next.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
enum State {
    /// Issuer, heading, number, dateline in any order, then the kind.
    #[default]
    Top,
    /// The title: behind the line of the kind, or the subject of a công văn (official letter).
    Title,
    /// The list of addressees: behind `Kính gửi`.
    Addressees,
    /// The masthead has ended.
    Done,
}

/// A masthead that is being read.
#[derive(Default)]
struct Reader<'a> {
    head: Head<'a>,
    state: State,
    /// The cells of the title so far.
    title: Vec<Line<'a>>,
    /// The cells of the names of the issuing body and those above it so far.
    issuer: Vec<Line<'a>>,
    addressees: List<'a>,
    /// The index of the last line of the unit that was taken last.
    row: Option<usize>,
    /// Whether a line of the kind was read, so that what follows is the title.
    has_kind_line: bool,
}

impl<'a> Reader<'a> {
    /// Takes the unit at index `at` into the masthead. `false` where it belongs to the body, which then begins with it.
    fn take(&mut self, units: &[Unit<'a>], at: usize, lines: &[Line<'a>]) -> bool {
        let unit = &units[at];
        let next = lines.get(unit.lines.1 + 1);
        let line = &lines[unit.lines.0];
        let place = match self.place(unit, line, next) {
            Some(place) => place,
            // What stands beside a unit of the masthead belongs to it.
            None if !unit.is_alone && self.row == Some(unit.lines.0) => Place::Masthead,
            None if self.state == State::Top && self.goes_on_behind(units, at) => {
                self.head.evidence.unread += 1;
                Place::Masthead
            }
            None => return false,
        };
        self.row = Some(unit.lines.1);
        self.head.lines.extend(unit.cells.iter().map(|cell| (place, *cell)));
        true
    }

    /// Whether more of the masthead follows behind the unit at index `at`, which cannot be read: a part not found so
    /// far among the next [`LOOKED_AHEAD`] units, before any paragraph.
    fn goes_on_behind(&self, units: &[Unit<'a>], at: usize) -> bool {
        let is_short = |unit: &Unit<'_>| {
            let width: usize = unit.cells.iter().map(|cell| cell.width).sum();
            width <= WIDEST_UNREAD && !unit.text.ends_with(['.', ';', ':'])
        };
        if !self.head.is_official
            || !is_short(&units[at])
            || heading::label(&units[at].text).is_some()
        {
            return false;
        }
        let found = &self.head.evidence;
        for unit in units[at + 1..].iter().take(LOOKED_AHEAD) {
            match &unit.what {
                Cell::Formula(Formula::Heading) if !found.heading => return true,
                Cell::Formula(Formula::Motto) if !found.motto => return true,
                Cell::Number(Some(_)) if !found.number => return true,
                Cell::PlaceDate(place, Some(_)) if !found.dateline && !place.is_empty() => {
                    return true;
                }
                Cell::Kind(..) if !found.kind && is_capital(&unit.text) => return true,
                Cell::Addressees => return !found.addressees,
                Cell::Other if !is_short(unit) => return false,
                _ => {}
            }
        }
        false
    }

    /// Reads a unit and gives its place; `None` where it is no part of the masthead. `line` is its first line, `next`
    /// the line below it.
    fn place(
        &mut self,
        unit: &Unit<'a>,
        line: &Line<'a>,
        next: Option<&Line<'a>>,
    ) -> Option<Place> {
        if self.state == State::Addressees {
            return self.addressee(unit);
        }
        let in_title = self.state == State::Title && !self.title.is_empty();
        // A line of the title is not cut, whatever its words are elsewhere.
        if in_title
            && !unit.is_alone
            && self.row == Some(unit.lines.0)
            && self.title_goes_on_beside(unit)
        {
            self.title.extend(&unit.cells);
            return Some(Place::Title);
        }
        let has_number = self.head.masthead.number.is_some();
        match &unit.what {
            Cell::Drawn => {
                if in_title && self.head.masthead.kind.is_some() {
                    self.state = State::Done;
                }
                Some(Place::Masthead)
            }
            Cell::Formula(what) => Some(self.formula(*what, unit)),
            // `Về sơ kết Nghị quyết` / `số 59-NQ/TW`: the subject goes on.
            Cell::Number(_) if in_title && (has_number || unit.text.starts_with('s')) => {
                self.words(unit, line, next, is_capital(&unit.text))
            }
            Cell::Number(number) => Some(self.number(number.as_ref(), unit)),
            Cell::PlaceDate(place, _)
                if in_title && (place.is_empty() || self.head.masthead.date.is_some()) =>
            {
                self.words(unit, line, next, is_capital(&unit.text))
            }
            Cell::PlaceDate(place, date) => Some(self.dateline(place, date.as_deref(), unit)),
            Cell::Kind(name, length) if self.state == State::Top && self.is_kind(unit, next) => {
                Some(self.kind(name, *length, unit))
            }
            Cell::Addressees => {
                self.head.is_official = true;
                self.head.evidence.addressees = true;
                self.state = State::Addressees;
                self.addressees.begin(unit.first());
                Some(Place::Addressees)
            }
            Cell::Kind(..) | Cell::Capitals => self.words(unit, line, next, true),
            Cell::Other => self.words(unit, line, next, false),
        }
    }

    /// Whether the last cell of the title stands directly before this unit on the same line, so that it goes on with
    /// it.
    fn title_goes_on_beside(&self, unit: &Unit<'_>) -> bool {
        self.title.last().is_some_and(|last| {
            last.number == unit.first().number && unit.first().span.start <= last.span.end + 1
        })
    }

    /// Takes a formula. A mark of secrecy or urgency fills its field, if that is empty; the others are evidence alone.
    fn formula(&mut self, what: Formula, unit: &Unit<'_>) -> Place {
        let masthead = &mut self.head.masthead;
        let slot = match what {
            Formula::Heading => {
                self.head.evidence.heading = true;
                None
            }
            Formula::Motto => {
                self.head.evidence.motto = true;
                None
            }
            Formula::Secrecy => Some(&mut masthead.secrecy),
            Formula::Urgency => Some(&mut masthead.urgency),
            Formula::Other => None,
        };
        if let Some(slot) = slot.filter(|slot| slot.is_none()) {
            *slot = joined(&unit.cells, " ");
        }
        self.masthead()
    }

    /// Takes the number (`None`: it was left open). The first fills the field, and the kind that its symbol tells.
    fn number(&mut self, number: Option<&OwnNumber>, unit: &Unit<'_>) -> Place {
        self.head.evidence.number = true;
        if let Some(number) = number.filter(|_| self.head.masthead.number.is_none()) {
            if let Some(kind) = number.kind.filter(|_| self.head.masthead.kind.is_none()) {
                self.head.masthead.kind = field(kind.to_owned(), unit, 0.8);
            }
            self.head.masthead.number = field(number.canonical.clone(), unit, 0.99);
        }
        self.masthead()
    }

    /// Takes a dateline: `place` is empty where none is printed, `date` is `None` where it was left open. The first of
    /// each fills its field.
    fn dateline(&mut self, place: &str, date: Option<&str>, unit: &Unit<'_>) -> Place {
        self.head.evidence.date = true;
        if !place.is_empty() {
            self.head.evidence.dateline = true;
            if self.head.masthead.place.is_none() {
                self.head.masthead.place = field(place.to_owned(), unit, 0.97);
            }
        }
        if let Some(date) = date.filter(|_| self.head.masthead.date.is_none()) {
            self.head.masthead.date = field(date.to_owned(), unit, 0.97);
        }
        self.masthead()
    }

    /// Takes the line of the kind, whose `name` has `length` bytes. Where more stands on it, all of it begins the
    /// title, the name of the kind included.
    fn kind(&mut self, name: &str, length: usize, unit: &Unit<'a>) -> Place {
        self.head.masthead.kind = field(name.to_owned(), unit, 0.97);
        self.head.is_official = true;
        self.head.evidence.kind = true;
        (self.state, self.has_kind_line) = (State::Title, true);
        if length < unit.text.len() {
            self.title.extend(&unit.cells);
        }
        Place::Title
    }

    /// Makes the head official; gives the place of its parts.
    fn masthead(&mut self) -> Place {
        self.head.is_official = true;
        Place::Masthead
    }

    /// Whether a unit that names a kind is the line of the kind: it is in capitals, or the head has begun and goes on
    /// (`Thông báo`, notice, in small letters).
    fn is_kind(&self, unit: &Unit<'_>, next: Option<&Line<'_>>) -> bool {
        is_capital(&unit.text) || (self.head.is_official && next.is_some())
    }

    /// Takes a unit without a form of its own as title, subject or name of the issuing body; `None` where it is none of
    /// them.
    fn words(
        &mut self,
        unit: &Unit<'a>,
        line: &Line<'a>,
        next: Option<&Line<'a>>,
        capitals: bool,
    ) -> Option<Place> {
        let cell = unit.first();
        // What follows the title of a regulation names the decision that promulgates it.
        if self.has_kind_line && title::is_promulgation(cell.text) {
            self.state = State::Done;
            return Some(Place::Masthead);
        }
        if self.state == State::Title {
            let goes_on = match self.title.is_empty() {
                true => title::begins(cell, next),
                false => title::goes_on(&self.title, cell, line, &self.issuer_line()),
            };
            if goes_on {
                self.title.extend(&unit.cells);
                return Some(Place::Title);
            }
            let item = heading::label(cell.text).is_some();
            return (capitals && self.has_kind_line && !item).then_some(Place::Masthead);
        }
        let subject = ["V/v", "V/V", "Về ", "v/v", "VỀ VIỆC "];
        let is_subject = subject.iter().any(|word| cell.text.starts_with(word));
        if is_subject && self.head.evidence.number && self.title.is_empty() {
            self.state = State::Title;
            self.title.extend(&unit.cells);
            return Some(Place::Title);
        }
        let is_name = capitals || (self.may_be_issuer(unit) && opens_body_name(cell.text));
        if is_name && self.issuer.len() < MOST_ISSUER_LINES {
            self.head.evidence.issuer |= opens_body_name(cell.text);
            self.issuer.extend(&unit.cells);
            return Some(Place::Masthead);
        }
        None
    }

    /// Whether a name in small letters may be the issuer's, of which nothing was read yet: it has at most 60 characters
    /// and no mark at its end, and stands beside a part of the masthead or above the first one.
    fn may_be_issuer(&self, unit: &Unit<'_>) -> bool {
        let width: usize = unit.cells.iter().map(|cell| cell.width).sum();
        width <= 60
            && self.issuer.is_empty()
            && !unit.text.ends_with(['.', ';', ':', ','])
            && (!unit.is_alone || !self.head.is_official)
    }

    /// The names of the issuing body and those above it so far, on one line.
    fn issuer_line(&self) -> String {
        self.issuer.iter().map(|line| line.text).collect::<Vec<_>>().join(" ")
    }

    /// Takes a unit into the list of addressees; `None` where the list has ended.
    fn addressee(&mut self, unit: &Unit<'a>) -> Option<Place> {
        match unit.what {
            Cell::Drawn => {
                self.state = State::Done;
                return Some(Place::Masthead);
            }
            Cell::PlaceDate(..) | Cell::Number(_) | Cell::Formula(_) | Cell::Kind(..) => {
                return None;
            }
            Cell::Addressees | Cell::Capitals | Cell::Other => {}
        }
        let cell = unit.first();
        if !self.addressees.goes_on(cell) {
            return None;
        }
        self.addressees.add(cell);
        Some(Place::Addressees)
    }

    /// The head that was read, with title, issuer and addressees filled in.
    fn finish(mut self, lines: &[Line<'a>]) -> Head<'a> {
        if !self.head.is_official {
            // Rules above the text are layout; a line that holds words beside one belongs to the body.
            let rules = lines.iter().take_while(|line| is_drawn(line.text));
            self.head.lines = rules.map(|rule| (Place::Masthead, *rule)).collect();
            self.head.taken = self.head.lines.len();
            self.head.masthead = Masthead::default();
            return self.head;
        }
        let masthead = &mut self.head.masthead;
        masthead.title = joined(&self.title, " ");
        masthead.issuer = issuer(&self.issuer);
        masthead.addressees = self.addressees.field();
        self.head
    }
}

/// A field read from all cells of a unit.
fn field<T>(value: T, unit: &Unit<'_>, confidence: f32) -> Option<Field<T>> {
    let (first, last) = (unit.cells.first()?, unit.cells.last()?);
    Some(Field { value, lines: (first.number, last.number), confidence })
}
