//! Reads the head of a paper: number, place and date, kind, title, addressees.
//! In: the printed lines. Out: the lines of the head with their parts, and what the paper says of
//! itself. A field that is not printed stays empty; a head that is not there takes no line.

use super::cell::{Cell, classify, head_cells};
use super::line::{Line, is_capital, is_drawn};
use super::list::List;
use super::number::{self, Number};
use crate::document::{Field, Masthead, Place};

/// The head of a paper.
#[derive(Debug, Default)]
pub struct Head<'a> {
    /// Its lines, cut at columns, each with the part it belongs to.
    pub lines: Vec<(Place, Line<'a>)>,
    /// What it says.
    pub masthead: Masthead,
    /// How many lines of the paper it takes.
    pub taken: usize,
    /// Whether anything but drawn rules was found.
    pub official: bool,
}

/// No head is longer, in printed lines.
const LONGEST_HEAD: usize = 60;

/// Reads the head from the first of `lines`.
pub fn head<'a>(lines: &[Line<'a>]) -> Head<'a> {
    let mut reader = Reader::default();
    for (index, line) in lines.iter().enumerate().take(LONGEST_HEAD) {
        if !reader.take(line, lines.get(index + 1)) {
            break;
        }
        reader.head.taken = index + 1;
        if reader.state == State::Done {
            break;
        }
    }
    reader.finish()
}

#[derive(Clone, Copy, Debug, Default, PartialEq)]
enum State {
    #[default]
    Top,
    /// After the line of the kind, or in the trích yếu of a công văn.
    Title,
    Addressees,
    Done,
}

#[derive(Default)]
struct Reader<'a> {
    head: Head<'a>,
    state: State,
    title: Vec<Line<'a>>,
    issuer: Vec<Line<'a>>,
    addressees: List<'a>,
    numbered: bool,
    /// A trích yếu stands under the number; a title under the kind.
    titled: bool,
}

impl<'a> Reader<'a> {
    /// Takes `line` into the head, or says that the body begins with it.
    fn take(&mut self, line: &Line<'a>, next: Option<&Line<'a>>) -> bool {
        let mut taken = Vec::new();
        for (span, text) in head_cells(line) {
            let width = text.chars().count();
            let cell = Line { span, text, width, ..*line };
            match self.place(&cell, line, next) {
                Some(place) => taken.push((place, cell)),
                None => return false,
            }
        }
        self.head.lines.extend(taken);
        true
    }

    /// The part that a cell belongs to, or `None` where the head has ended before it.
    fn place(
        &mut self,
        cell: &Line<'a>,
        line: &Line<'a>,
        next: Option<&Line<'a>>,
    ) -> Option<Place> {
        let kind = classify(cell);
        if self.state == State::Addressees {
            return self.addressee(cell, &kind);
        }
        match kind {
            Cell::Drawn => {
                if self.state == State::Title
                    && self.head.masthead.kind.is_some()
                    && !self.title.is_empty()
                {
                    self.state = State::Done;
                }
                Some(Place::Masthead)
            }
            Cell::Formula(what) => Some(self.formula(what, cell)),
            // `Về sơ kết Nghị quyết` / `số 59-NQ/TW`: the subject goes on.
            Cell::Number(_) if self.state == State::Title && cell.text.starts_with('s') => {
                self.words(cell, line, next, false)
            }
            Cell::Number(number) => Some(self.number(number, cell)),
            Cell::PlaceDate(place, date) => {
                if !place.is_empty() && self.head.masthead.place.is_none() {
                    self.head.masthead.place = field(place, cell, 0.97);
                }
                if let Some(date) = date.filter(|_| self.head.masthead.date.is_none()) {
                    self.head.masthead.date = field(date, cell, 0.97);
                }
                // Alone it may be the first words of the body; with a place it is not.
                Some(self.masthead())
            }
            Cell::Kind(name, rest) if self.state == State::Top && self.is_kind(cell, next) => {
                self.head.masthead.kind = field(name.to_owned(), cell, 0.97);
                self.head.official = true;
                (self.state, self.titled) = (State::Title, true);
                if !rest.is_empty() {
                    self.title.push(*cell);
                }
                Some(Place::Title)
            }
            Cell::Addressees => {
                self.head.official = true;
                self.state = State::Addressees;
                self.addressees.begin(cell);
                Some(Place::Addressees)
            }
            _ => self.words(cell, line, next, matches!(kind, Cell::Capitals | Cell::Kind(..))),
        }
    }

    /// A mark of secrecy or urgency is a field of its own.
    fn formula(&mut self, what: &str, cell: &Line<'_>) -> Place {
        let masthead = &mut self.head.masthead;
        let slot = match what {
            "secrecy" => Some(&mut masthead.secrecy),
            "urgency" => Some(&mut masthead.urgency),
            _ => None,
        };
        if let Some(slot) = slot.filter(|slot| slot.is_none()) {
            *slot = joined(&[*cell], " ");
        }
        self.masthead()
    }

    fn number(&mut self, number: Option<Number>, cell: &Line<'_>) -> Place {
        self.numbered = true;
        if let Some(number) = number.filter(|_| self.head.masthead.number.is_none()) {
            self.kind_of(&number, cell);
            self.head.masthead.number = field(number.canonical, cell, 0.99);
        }
        self.masthead()
    }

    fn masthead(&mut self) -> Place {
        self.head.official = true;
        Place::Masthead
    }

    /// A line that only says `Thông báo` in small letters is a kind where the head goes on.
    fn is_kind(&self, cell: &Line<'_>, next: Option<&Line<'_>>) -> bool {
        is_capital(cell.text) || (self.head.official && next.is_some())
    }

    /// Only the symbols that name one kind are taken from the number.
    fn kind_of(&mut self, number: &Number, cell: &Line<'_>) {
        let name = match number.kind {
            Some(symbol) => number::kind_name(symbol, number.party),
            None if number.body.contains("QH") => None,
            None => Some("Công văn"),
        };
        if let Some(name) = name.filter(|_| self.head.masthead.kind.is_none()) {
            self.head.masthead.kind = field(name.to_owned(), cell, 0.8);
        }
    }

    /// A line without a form of its own: title, trích yếu or name of the issuing body.
    fn words(
        &mut self,
        cell: &Line<'a>,
        line: &Line<'a>,
        next: Option<&Line<'a>>,
        capitals: bool,
    ) -> Option<Place> {
        if self.state == State::Title {
            if self.goes_on(cell, line, next, capitals) {
                self.title.push(*cell);
                return Some(Place::Title);
            }
            let item = super::heading::label(cell.text).is_some();
            return (capitals && self.titled && !item).then_some(Place::Masthead);
        }
        let subject = ["V/v", "V/V", "Về ", "v/v"].iter().any(|word| cell.text.starts_with(word));
        if subject && self.numbered && self.title.is_empty() {
            self.state = State::Title;
            self.title.push(*cell);
            return Some(Place::Title);
        }
        if capitals && self.issuer.len() < 6 {
            self.issuer.push(*cell);
            return Some(Place::Masthead);
        }
        None
    }

    /// Whether a title goes on with this line: it is broken by hand into short lines, and ends
    /// before a line that opens the body.
    fn goes_on(
        &self,
        cell: &Line<'_>,
        line: &Line<'_>,
        next: Option<&Line<'_>>,
        capitals: bool,
    ) -> bool {
        let Some(last) = self.title.last() else {
            // What stands over a rule is a title, whatever it begins with.
            let ruled = next.is_some_and(|next| is_drawn(next.text));
            return (ruled || !opens_body(cell.text)) && line.blank_before <= 3;
        };
        // The body that issues the paper is named again before the grounds.
        let lower = cell.text.to_lowercase();
        if self.issuer.iter().any(|issuer| lower.ends_with(&issuer.text.to_lowercase())) {
            return false;
        }
        let ended = last.text.ends_with(['.', ':', '”']) || self.title.len() >= 10;
        let open = last.text.ends_with([',', '-', '–', '“']) || ends_open(last.text);
        let small = cell.text.starts_with(|letter: char| letter.is_lowercase());
        let changed = capitals != is_capital(last.text) && !open && !small;
        let longer = line.width > 72 && !open && !small;
        let proper = !opens_body(cell.text) && line.blank_before <= 2;
        !ended && !changed && !longer && !opens_body(cell.text) && (open || small || proper)
    }

    fn addressee(&mut self, cell: &Line<'a>, kind: &Cell) -> Option<Place> {
        if matches!(kind, Cell::Drawn) {
            self.state = State::Done;
            return Some(Place::Masthead);
        }
        if let Cell::PlaceDate(..) | Cell::Number(_) | Cell::Formula(_) | Cell::Kind(..) = kind {
            return None;
        }
        self.addressees.goes_on(cell).then(|| {
            self.addressees.add(cell);
            Place::Addressees
        })
    }

    fn finish(mut self) -> Head<'a> {
        if !self.head.official {
            let taken = self.head.lines.iter().take_while(|(_, line)| is_drawn(line.text)).count();
            self.head.lines.truncate(taken);
            self.head.taken = taken;
            self.head.masthead = Masthead::default();
            return self.head;
        }
        let masthead = &mut self.head.masthead;
        masthead.title = joined(&self.title, " ");
        masthead.issuer = joined(&self.issuer, "\n");
        masthead.addressees = self.addressees.field();
        self.head
    }
}

fn field<T>(value: T, line: &Line<'_>, confidence: f32) -> Option<Field<T>> {
    Some(Field { value, lines: (line.number, line.number), confidence })
}

fn joined(lines: &[Line<'_>], glue: &str) -> Option<Field<String>> {
    let words = |line: &Line<'_>| line.text.split_whitespace().collect::<Vec<_>>().join(" ");
    let (first, last) = (lines.first()?.number, lines.last()?.number);
    let value = lines.iter().map(words).collect::<Vec<_>>().join(glue);
    Some(Field { value, lines: (first, last), confidence: 0.9 })
}

/// Words after which a title cannot end.
fn ends_open(text: &str) -> bool {
    const OPEN: [&str; 14] = [
        "và", "của", "về", "tại", "trong", "với", "cho", "đến", "từ", "theo", "các", "những", "số",
        "năm",
    ];
    text.rsplit(' ').next().is_some_and(|word| OPEN.contains(&word.to_lowercase().as_str()))
}

/// Words with which the body of a paper opens.
fn opens_body(text: &str) -> bool {
    const OPENINGS: [&str; 16] = [
        "Căn cứ",
        "- Căn cứ",
        "Thực hiện",
        "Ngày ",
        "Để ",
        "Xét ",
        "- Xét",
        "Theo ",
        "Trong ",
        "Sau ",
        "Qua ",
        "Nhằm ",
        "Vừa qua",
        "Thời gian qua",
        "Tiếp tục",
        "Kính gửi",
    ];
    let item = super::heading::label(text).is_some();
    item || OPENINGS.iter().any(|opening| text.starts_with(opening))
}
