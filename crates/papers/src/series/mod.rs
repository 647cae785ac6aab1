//! Tells to which series a number belongs. A body counts its papers from 01 on, each kind apart or all together, and
//! begins again every year or every term.
//! In: a masthead. Out: the serial in its number, and the series with its period.
//! Never guesses a period: it is `None` where neither the number nor the date tells it.

mod terms; // The terms of committees, by level and date.

use std::collections::HashMap;
use std::sync::OnceLock;

use crate::document::{Field, Masthead};
use crate::number::{self, Number, form};
use crate::table::rows;

/// The place of a number in its series: 12 before 12a before 13.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Serial {
    /// The figures; of `66.7/2025/NQ-CP` the 7, for its series is that of 66.
    pub number: u32,
    /// The small letter behind them: the `a` of `12a/2020/NĐ-CP`.
    pub letter: Option<char>,
}

/// By which rule a body counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Counting {
    /// Papers of the State whose number bears the year: each kind has a series of its own in a year (Nghị định 30/2020,
    /// Điều 15).
    YearInNumber,
    /// Papers of the State whose number bears no year: a body has one series or several in a year, each of one kind or
    /// of many; the head of the office decides (Nghị định 30/2020, Điều 15).
    Year,
    /// Papers of the National Assembly and its Standing Committee: each kind has a series of its own in a term, which
    /// the number bears (`45/2022/QH15`: 15); the year in it parts no series.
    AssemblyTerm,
    /// Party papers: each kind has a series of its own in a term of the committee (36-HD/VPTW, 1.3.1).
    PartyTerm,
    /// Papers of a Party congress: one series for all kinds (36-HD/VPTW, 1.3.1). Its period is the year of the date.
    Congress,
}

/// The year or the term in which the numbers of a series were given: one particular stretch of time, not a length. In
/// the next one they begin again at 01. A congress has the year of its date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Period {
    /// A calendar year.
    Year(u16),
    /// A term of the National Assembly, by its number: 15.
    AssemblyTerm(u8),
    /// A term of a Party committee, by its name in `terms.tsv`: `XIII` of the centre, `2020-2025` of others.
    PartyTerm(&'static str),
}

/// A series of numbers, as far as number, date and kind of a masthead tell it. Where `body` is `None`, many bodies
/// share the code: equal values are then one series only if the issuers are the same too, which the caller compares.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct NumberSeries {
    /// The rule by which the body counts.
    pub counting: Counting,
    /// The name of the body where only one in the country has its code: `Bộ Y tế` (Ministry of Health).
    pub body: Option<&'static str>,
    /// Where many bodies share the code: the code in small letters, without those of units behind it. Else empty.
    pub shared_code: String,
    /// The number in front of the point where the number is one of a series: 66 in `66.7/2025/NQ-CP`.
    pub parent: Option<u32>,
    /// From the year or term in the number, else from the date. `None` where that is missing, may be of two terms or is
    /// of a term that no row of `terms.tsv` has.
    pub period: Option<Period>,
    /// The kind of the papers, as the table of kinds writes it; `None` where it is not known and for congresses.
    pub kind: Option<&'static str>,
    /// The symbol of the kind (`NQ`); as printed if no table has it. `None` if none is printed, and for congresses.
    pub symbol: Option<String>,
}

/// A number in its series.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Numbered {
    /// Where in the series it stands.
    pub serial: Serial,
    /// The series.
    pub series: NumberSeries,
    /// The numbers of the series with `…` for the serial: `…-NQ/TW`, `…/2025/NĐ-CP`.
    pub pattern: String,
    /// Whether the kind that the paper prints is not the one that its number tells: the number may be that of the paper
    /// which promulgates it, or may be misread.
    pub is_doubtful: bool,
}

/// The number of a paper in its series; `None` where the masthead has no number, or one whose parts are not known.
pub fn numbered(masthead: &Masthead) -> Option<Numbered> {
    let printed = &masthead.number.as_ref()?.value;
    let number = parse(printed)?;
    let (parent, serial) = serial(printed)?;
    let codes = Codes::of(printed, &number);
    let row = numbering(codes.table_code());
    let counting = counting(&number, &codes, row);
    let kind = kind(&number, counting, value(&masthead.kind));
    let symbol = if counting == Counting::Congress { None } else { codes.symbol.clone() };
    let pattern = codes.pattern(counting, parent);
    let is_one = row.is_some_and(|row| row.is_one);
    let body = if is_one { body_name(codes.table_code()) } else { None };
    let shared_code = body.map_or_else(|| codes.body.to_lowercase(), |_| String::new());
    let period = period(counting, &codes, row, masthead);
    let series =
        NumberSeries { counting, body, shared_code, parent, period, kind: kind.name, symbol };
    Some(Numbered { serial, series, pattern, is_doubtful: kind.is_doubtful })
}

fn value(field: &Option<Field<String>>) -> Option<&str> {
    field.as_ref().map(|field| field.value.as_str())
}

/// The number in `printed`, which must be all of it.
fn parse(printed: &str) -> Option<Number> {
    // Old numbers (`327-CT`) are numbers behind this word only.
    const LEAD: &str = "số ";
    let text = format!("{LEAD}{printed}");
    let number = number::numbers(&text).into_iter().next()?;
    (number.span.start == LEAD.len() && number.span.end == text.len()).then_some(number)
}

/// The serial of a number, with the number in front of its point.
fn serial(printed: &str) -> Option<(Option<u32>, Serial)> {
    let serial = form::serial(printed);
    let figures = serial.trim_end_matches(|letter: char| letter.is_ascii_lowercase());
    let letter = serial[figures.len()..].chars().next();
    let (parent, number) = match figures.split_once('.') {
        Some((parent, number)) => (Some(parent.parse().ok()?), number),
        None => (None, figures),
    };
    Some((parent, Serial { number: number.parse().ok()?, letter }))
}

/// What stands behind the serial of a number.
struct Codes {
    /// The year as printed, with four figures or two.
    year: Option<String>,
    /// The symbol of the kind.
    symbol: Option<String>,
    /// The code of the body, without those of units behind it: `UBND` in `1188/QĐ-UBND.VX`.
    body: String,
}

impl Codes {
    fn of(printed: &str, number: &Number) -> Codes {
        let is_sign = |letter: char| matches!(letter, '/' | '-');
        let rest = printed[form::serial_length(printed)..].trim_start_matches(is_sign);
        let digits = form::figures(rest);
        let has_year = rest[digits..].starts_with(is_sign) && matches!(digits, 2 | 4);
        let year = has_year.then(|| rest[..digits].to_owned());
        let codes = rest[if has_year { digits } else { 0 }..].trim_start_matches(is_sign);
        let first = codes.split(is_sign).next().unwrap_or_default();
        let body = without_units(&number.body).to_owned();
        let printed_symbol = (!number.body.starts_with(first)).then(|| first.to_owned());
        let symbol = number.kind.map(str::to_owned).or(printed_symbol);
        Codes { year, symbol, body }
    }

    /// The code as the tables have it: that of the National Assembly is without its term.
    fn table_code(&self) -> &str {
        let bare = self.body.trim_end_matches(|letter: char| letter.is_ascii_digit());
        if form::is_assembly(&self.body) { bare } else { &self.body }
    }

    /// The term in the code of the National Assembly.
    fn assembly_term(&self) -> Option<u8> {
        self.body[self.table_code().len()..].parse().ok()
    }

    fn pattern(&self, counting: Counting, parent: Option<u32>) -> String {
        let Codes { year, symbol, body } = self;
        let parent = parent.map_or(String::new(), |parent| format!("{parent}."));
        match (counting, symbol, year) {
            (Counting::PartyTerm, Some(symbol), _) => format!("{parent}…-{symbol}/{body}"),
            (Counting::YearInNumber, Some(symbol), Some(year)) => {
                format!("{parent}…/{year}/{symbol}-{body}")
            }
            (Counting::YearInNumber, None, Some(year)) => format!("{parent}…/{year}/{body}"),
            (Counting::Year | Counting::AssemblyTerm, Some(symbol), _) => {
                format!("{parent}…/{symbol}-{body}")
            }
            _ => format!("{parent}…/{body}"),
        }
    }
}

/// The code of a body without those of the units behind it: `BGDĐT` of `BGDĐT-VP`, but all of `VP.HĐND`, an office.
fn without_units(codes: &str) -> &str {
    let first = codes.split('-').next().unwrap_or_default();
    match first.split_once('.') {
        Some((body, unit)) if numbering(body).is_some() && numbering(unit).is_none() => body,
        _ => first,
    }
}

/// A row of `numbering.tsv`.
#[derive(Clone, Copy)]
struct Numbering {
    /// Whether only one body of the country has the code.
    is_one: bool,
    /// When its numbers begin again.
    restart: &'static str,
}

fn numbering(code: &str) -> Option<Numbering> {
    static ROWS: OnceLock<HashMap<&'static str, Numbering>> = OnceLock::new();
    let all = ROWS.get_or_init(|| {
        let row = |[code, holder, restart]: [&'static str; 3]| {
            (code, Numbering { is_one: holder == "one", restart })
        };
        rows(include_str!("numbering.tsv")).map(row).collect()
    });
    all.get(code).copied()
}

fn body_name(code: &str) -> Option<&'static str> {
    let row = number::bodies().iter().find(|row| row[0] == code).map(|row| row[1]);
    row.or_else(|| number::old_code(code).map(|(name, _)| name))
}

fn counting(number: &Number, codes: &Codes, row: Option<Numbering>) -> Counting {
    match row.map(|row| row.restart) {
        Some("assembly") => return Counting::AssemblyTerm,
        Some("congress") => return Counting::Congress,
        _ => {}
    }
    // The Party prints a hyphen first: `45-KH/ABC`.
    let behind = &number.canonical[form::serial_length(&number.canonical)..];
    let has_party_form = behind.starts_with('-') && number.kind.is_some();
    if number.party.unwrap_or(has_party_form) {
        Counting::PartyTerm
    } else if codes.year.is_some() {
        Counting::YearInNumber
    } else {
        Counting::Year
    }
}

/// The kind of a paper, as its number and its masthead tell it together.
struct NamedKind {
    name: Option<&'static str>,
    is_doubtful: bool,
}

fn kind(number: &Number, counting: Counting, printed: Option<&str>) -> NamedKind {
    let known = |name: &str| number::kinds().iter().find(|kind| kind.name == name);
    let printed = printed.and_then(known).map(|kind| kind.name);
    if counting == Counting::Congress {
        return NamedKind { name: None, is_doubtful: false };
    }
    let Some(symbol) = number.kind else {
        return NamedKind { name: printed, is_doubtful: false };
    };
    let system = if counting == Counting::PartyTerm { "party" } else { "state" };
    let mut names: Vec<&'static str> = Vec::new();
    for kind in number::kinds() {
        if kind.symbol == symbol && [system, "both"].contains(&kind.system) {
            names.push(kind.name);
        }
    }
    let agreed = names.iter().find(|name| Some(**name) == printed).copied();
    let only = if let [only] = names[..] { Some(only) } else { None };
    NamedKind {
        name: agreed.or(only),
        is_doubtful: printed.is_some() && agreed.is_none() && !names.is_empty(),
    }
}

fn period(
    counting: Counting,
    codes: &Codes,
    row: Option<Numbering>,
    masthead: &Masthead,
) -> Option<Period> {
    let date = value(&masthead.date);
    let year_of_date = || date?.get(..4)?.parse().ok();
    match counting {
        Counting::AssemblyTerm => codes.assembly_term().map(Period::AssemblyTerm),
        Counting::Year | Counting::Congress => year_of_date().map(Period::Year),
        Counting::YearInNumber => {
            let year: u16 = codes.year.as_ref()?.parse().ok()?;
            // Two figures are of the last century: the year has had four since about 1996.
            Some(Period::Year(if year < 100 { 1900 + year } else { year }))
        }
        Counting::PartyTerm => {
            let level = row.map_or("unknown", |row| row.restart);
            terms::term(level, value(&masthead.issuer), date?).map(Period::PartyTerm)
        }
    }
}

#[cfg(test)]
mod tests;
