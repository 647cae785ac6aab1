//! Series of numbers: which numbers are missing between those that papers bear, and which several papers bear.
//! In: the records of all papers, given twice: to count the numbers, then to tell those apart that share one. Out: the
//! series with their gaps and doubles.
//! Never tells a gap or a double of papers whose issuer or period is not known. Keeps a few bytes of each number, and
//! path, date and title only of papers that share one; the time is linear in the papers.

mod body; // Whose numbers they are.
mod counted; // The numbers of a series, as they are counted.
mod doubles; // Tells the papers apart that bear one number.
mod gaps; // The numbers that are missing in a series.
mod pool; // The series of one body in one period, which may be one.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use vankien_engine::keys::number_key;
use vankien_engine::record::PaperRecord;
use vankien_papers::document::{Field, Masthead};
use vankien_papers::series::{Numbered, Period, Serial, numbered};

use self::body::{Body, SeriesKey};
use self::counted::Counted;
pub use self::doubles::Bearer; // A paper that shares its number with others.
pub use self::gaps::{Range, count}; // A range of numbers; how many numbers several hold.
use super::least::Least;

/// The series of numbers of all papers.
#[derive(Debug, Default)]
pub struct AllSeries {
    /// How many series there are whose body and period are known.
    pub series: u64,
    /// How many of them hold a single number, so that they have no gap.
    pub single: u64,
    /// How many series have something to tell, those whose body or period is not known included: two numbers at least,
    /// or a double. All of these are named where the list is not cut.
    pub listed: u64,
    /// How many numbers are missing in all series.
    pub missing: u64,
    /// How many numbers are borne by several papers.
    pub doubles: u64,
    /// How many numbers belong to no known series.
    pub unplaced: u64,
    /// At most [`Bounds::names`](super::Bounds::names) of these, by path.
    pub unplaced_named: Vec<Unplaced>,
    /// At most [`Bounds::names`](super::Bounds::names) of the series: those with most doubles first, then those that
    /// hold most numbers; those whose body or period is not known come last.
    pub named: Vec<Series>,
}

/// A series of numbers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Series {
    /// The numbers with `…` for the serial: `…-NQ/TW`.
    pub pattern: String,
    /// The body that issued the papers; `None` where many bodies have its code and the papers do not tell which.
    pub issuer: Option<String>,
    /// The kind of the papers; `None` where it is not known, or all kinds are counted together.
    pub kind: Option<&'static str>,
    /// When the papers were counted; `None` where their dates do not tell.
    pub period: Option<Period>,
    /// The first serial that a paper bears: `3`, `12a`.
    pub first: String,
    /// The last one.
    pub last: String,
    /// How many different serials papers bear.
    pub held: u64,
    /// The numbers between the first and the last that no paper bears, as ascending ranges. Empty where body or period
    /// is not known, and for a kind that no table knows where the office decides which kinds it counts together.
    pub missing: Vec<Range>,
    /// The numbers between that only papers bear of which it is not sure whether they are of the series: their kind may
    /// be counted with this one, or their period is not known. In the same form.
    pub unsure: Vec<Range>,
    /// The numbers that several papers bear, ascending.
    pub doubles: Vec<Double>,
    /// The numbers that several files bear which seem to hold one paper, though not word for word (as two scans of it
    /// do). Files with the same words are duplicates and counted once.
    pub copies: Vec<Double>,
}

/// A number that several files bear.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Double {
    /// The number as one of them bears it.
    pub number: String,
    /// The different papers in these files, by date.
    pub papers: Vec<Bearer>,
}

/// A number that belongs to no known series.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unplaced {
    /// The path of the paper that bears it.
    pub path: String,
    /// The number.
    pub number: String,
    /// Why.
    pub why: Doubt,
}

/// Why a number belongs to no known series.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doubt {
    /// Its parts are not known.
    Form,
    /// The kind that the paper prints is not the one that the number tells.
    Kind,
    /// Many bodies have its code, and the paper does not tell which it is.
    Issuer,
    /// The paper has no date, or one that may be of two terms.
    Period,
}

/// Counts the numbers of all papers: the first of two times that they are given.
#[derive(Debug)]
pub struct Counter {
    bodies: BTreeMap<Body, BTreeMap<SeriesKey, Counted>>,
    unplaced: u64,
    unplaced_named: Least<(String, String), Unplaced>,
    /// At most so many entries of a list are named.
    names: usize,
}

impl Counter {
    /// Counts nothing yet. Each list will name at most `names` entries.
    pub fn new(names: usize) -> Counter {
        let unplaced_named = Least::new(names);
        Counter { bodies: BTreeMap::new(), unplaced: 0, unplaced_named, names }
    }

    /// Counts the numbers of a paper and of its parts.
    pub fn add(&mut self, paper: &PaperRecord) {
        for (printed, masthead) in mastheads(paper) {
            let Some(number) = numbered(masthead) else {
                self.add_unplaced(paper, printed, Doubt::Form);
                continue;
            };
            let (body, issuer) = Body::of(masthead, &number.series);
            if let Some(why) = doubt(&body, &number) {
                self.add_unplaced(paper, printed, why);
            }
            let Numbered { serial, series, pattern, is_doubtful } = number;
            let of_body = self.bodies.entry(body).or_default();
            let counted = of_body.entry(SeriesKey::of(series)).or_default();
            if is_doubtful {
                counted.loose.push(serial.number);
                continue;
            }
            counted.pattern = pattern.max(std::mem::take(&mut counted.pattern));
            counted.issuer = issuer.max(counted.issuer.take());
            counted.serials.push(serial);
        }
    }

    fn add_unplaced(&mut self, paper: &PaperRecord, number: &str, why: Doubt) {
        let (path, number) = (paper.path.clone(), number.to_owned());
        self.unplaced += 1;
        self.unplaced_named.add((path.clone(), number.clone()), || Unplaced { path, number, why });
    }

    /// Ends the count. What comes back takes the papers that share a number, where there are any.
    pub fn finish(mut self) -> Shared {
        let mut is_any = false;
        for (body, series) in &mut self.bodies {
            for (key, counted) in series {
                counted.serials.sort_unstable();
                counted.loose.sort_unstable();
                if body.is_known() && key.period.is_some() {
                    let pairs = counted.serials.windows(2).filter(|pair| pair[0] == pair[1]);
                    counted.shared = pairs.map(|pair| (pair[0], BTreeMap::new())).collect();
                    is_any |= !counted.shared.is_empty();
                }
            }
        }
        Shared { counter: self, is_any }
    }
}

/// Takes the papers that share a number: the second of two times that all are given.
#[derive(Debug)]
pub struct Shared {
    counter: Counter,
    is_any: bool,
}

impl Shared {
    /// Whether papers share a number, so that they are needed once more.
    pub fn is_any(&self) -> bool {
        self.is_any
    }

    /// Keeps what tells a paper from others if it shares a number with them.
    pub fn add(&mut self, paper: &PaperRecord) {
        for (printed, masthead) in mastheads(paper) {
            let Some(number) = numbered(masthead).filter(|number| !number.is_doubtful) else {
                continue;
            };
            let (body, _) = Body::of(masthead, &number.series);
            let period = number.series.period;
            let series = self.counter.bodies.get_mut(&body);
            let counted = series.and_then(|all| all.get_mut(&SeriesKey::of(number.series)));
            let shared = counted.and_then(|counted| counted.shared.get_mut(&number.serial));
            if let Some(shared) = shared {
                let same = shared.entry(number_key(printed)).or_default();
                if same.number.is_empty() || *printed < *same.number {
                    printed.clone_into(&mut same.number);
                }
                same.bearers.push(bearer(paper, masthead, period));
            }
        }
    }

    /// The series with their gaps and doubles.
    pub fn finish(self) -> AllSeries {
        let Counter { bodies, unplaced, unplaced_named, names } = self.counter;
        let unplaced_named = unplaced_named.into_values();
        let mut all = AllSeries { unplaced, unplaced_named, ..AllSeries::default() };
        let mut named = Least::new(names);
        for (body, series) in bodies {
            let is_known = body.is_known();
            for (key, counted, gaps) in pool::with_gaps(body.counting, is_known, series) {
                let is_placed = is_known && key.period.is_some();
                let Some(series) = finish_series(key, counted, gaps) else { continue };
                if is_placed {
                    all.count(&series);
                }
                if series.held > 1 || !series.doubles.is_empty() {
                    all.listed += 1;
                    let most = Reverse((series.doubles.len(), series.held));
                    let name = (series.issuer.clone(), series.pattern.clone());
                    named.add((!is_placed, most, name, series.kind, series.period), || series);
                }
            }
        }
        all.named = named.into_values();
        all
    }
}

impl AllSeries {
    fn count(&mut self, series: &Series) {
        self.series += 1;
        self.single += u64::from(series.held == 1);
        self.missing += count(&series.missing);
        self.doubles += series.doubles.len() as u64;
    }
}

/// Why the number belongs to no known series; `None` where it belongs to one.
fn doubt(body: &Body, number: &Numbered) -> Option<Doubt> {
    if number.is_doubtful {
        Some(Doubt::Kind)
    } else if !body.is_known() {
        Some(Doubt::Issuer)
    } else if number.series.period.is_none() {
        Some(Doubt::Period)
    } else {
        None
    }
}

/// The numbers of a paper with their mastheads: its own, then those of its parts that none before has.
fn mastheads(paper: &PaperRecord) -> impl Iterator<Item = (&str, &Masthead)> {
    let mut seen = BTreeSet::new();
    let all = std::iter::once(&paper.masthead).chain(paper.parts.iter().map(|part| &part.masthead));
    all.filter_map(move |masthead| {
        let number = &masthead.number.as_ref()?.value;
        seen.insert(number_key(number)).then_some((number.as_str(), masthead))
    })
}

fn bearer(paper: &PaperRecord, masthead: &Masthead, period: Option<Period>) -> Bearer {
    let text = |field: &Option<Field<String>>| field.as_ref().map(|field| field.value.clone());
    // A date of another year than the number is a misprint, as is seen in web copies.
    let is_of_year = |date: &String| match period {
        Some(Period::Year(year)) => date.starts_with(&year.to_string()),
        _ => true,
    };
    Bearer {
        date: text(&masthead.date).filter(is_of_year),
        path: paper.path.clone(),
        title: text(&masthead.title),
        also_in: paper.also_in.clone(),
    }
}

/// The series that was counted; `None` where it holds no number for sure.
fn finish_series(key: SeriesKey, counted: Counted, gaps: gaps::Gaps) -> Option<Series> {
    let mut serials = counted.serials;
    serials.dedup();
    let (first, last) = (serials.first()?, serials.last()?);
    let (mut found, mut copies) = (Vec::new(), Vec::new());
    for shared in counted.shared.into_values().flat_map(BTreeMap::into_values) {
        let bearers = shared.bearers.len();
        let double = Double { number: shared.number, papers: doubles::different(shared.bearers) };
        if double.papers.len() > 1 {
            found.push(double);
        } else if bearers > 1 {
            copies.push(double);
        }
    }
    Some(Series {
        pattern: counted.pattern,
        issuer: counted.issuer,
        kind: key.kind,
        period: key.period,
        first: words(*first),
        last: words(*last),
        held: serials.len() as u64,
        missing: gaps.missing,
        unsure: gaps.unsure,
        doubles: found,
        copies,
    })
}

/// A serial as it is printed, without leading zeros: `12a`.
fn words(serial: Serial) -> String {
    let letter = serial.letter.map_or(String::new(), String::from);
    format!("{}{letter}", serial.number)
}

#[cfg(test)]
mod tests;
