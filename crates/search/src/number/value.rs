//! The number of a paper, as it is asked for.
//! In: the parts that `parse` found in a question. Out: whether a canonical number is the one asked for, and the words
//! under which an unknown number is looked up. Never looks into the index.

use vankien_papers::citation::Provision;
use vankien_papers::number;
use vankien_papers::number::form::{self, is_assembly};
use vankien_text::span::{self, Span};

use super::kinds::KINDS;
use super::token::folded_tokens;

/// A number as typed. All codes are folded: small, without marks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Number {
    /// Bytes of the question, with the name of the kind and `số` (number) before it.
    pub span: Span,
    /// The serial number without leading zeros: `59`, `12a`, `66.7`.
    pub serial: String,
    /// The serial number as typed.
    pub typed: String,
    /// The year in it, as typed; `None` where none was typed.
    pub year: Option<String>,
    /// The symbol of its kind (`nq`), a code of the National Assembly (`qh15`), or all symbols that the name of the
    /// kind before it may stand for. Empty where no kind was typed.
    pub symbols: Vec<String>,
    /// Whether the symbol itself was typed, not only the name of the kind.
    pub has_symbol: bool,
    /// The codes of its bodies, in order: `tw`; `stc`, `vp`.
    pub bodies: Vec<String>,
    /// Whether so much was typed that it can be nothing but the number of a paper: kind and body, two bodies, or a code
    /// of the National Assembly with a year or body.
    pub is_whole: bool,
    /// The articles, clauses, … of the paper that were typed with the number; empty where the paper is asked for.
    pub units: Vec<Provision>,
    /// The bytes of the question that name `units`, before the number or behind it; `None` where it has none.
    pub units_span: Option<Span>,
}

impl Number {
    /// The byte of the question at which the number and its units end.
    pub fn end(&self) -> usize {
        self.units_span.map_or(self.span.end, |units| units.end.max(self.span.end))
    }

    /// The byte of the question at which the number or its units begin.
    pub fn start(&self) -> usize {
        self.units_span.map_or(self.span.start, |units| units.start.min(self.span.start))
    }

    /// Whether the paper as a whole is asked for, or one at least of `provisions`, the units that a citation cites, is
    /// among the units asked for or a part of one.
    pub fn asks_for(&self, provisions: impl FnOnce() -> Vec<Provision>) -> bool {
        self.units.is_empty() || {
            let is_asked = |cited: &Provision| self.units.iter().any(|unit| cited.is_within(unit));
            provisions().iter().any(is_asked)
        }
    }

    /// Whether a canonical number, or its key, is the one that was typed. A number typed without a year fits those of
    /// any year and those without, but see [`Number::fits_codes`]. A number of the National Assembly prints no kind
    /// (`45/2022/QH15`): it fits any kind that the Assembly issues.
    pub fn fits(&self, canonical: &str) -> bool {
        let small = number::regular(canonical).to_lowercase();
        if form::serial(&small) != self.serial {
            return false;
        }
        let (year, codes) = year_and_codes(&small);
        if self.year.is_some() && self.year != year {
            return false;
        }
        if codes.len() == 1 && is_assembly(&codes[0]) && self.bodies.is_empty() {
            let of_assembly = || self.kinds().iter().any(|kind| ASSEMBLY.contains(kind));
            let names_term = self.symbols.iter().any(|symbol| is_assembly(symbol));
            return if names_term { self.symbols.contains(&codes[0]) } else { of_assembly() };
        }
        self.fits_codes(&codes, year.is_some())
    }

    /// Whether the codes of kind and bodies (of a number with or without a year) are those that were typed; for a
    /// number that was not typed whole, whether they begin with these.
    pub fn fits_codes(&self, codes: &[String], has_year: bool) -> bool {
        let has_same_bodies = |codes: &[String]| {
            if self.is_whole { codes == self.bodies } else { codes.starts_with(&self.bodies) }
        };
        // Old numbers have no symbol of a kind: `Nghị định 203/HĐBT`. So `Nghị định 24-CP` fits no number with a year,
        // which would have a symbol.
        let is_old = !self.has_symbol && !self.bodies.is_empty();
        if self.symbols.is_empty() || (is_old && codes == self.bodies) {
            return has_same_bodies(codes);
        }
        let Some((symbol, bodies)) = codes.split_first() else { return false };
        self.symbols.contains(symbol) && has_same_bodies(bodies) && !(is_old && has_year)
    }

    /// Whether a number of a paper may be both this one and `other`: no part of one contradicts the other. Codes that
    /// old numbers leave out or add may still keep them apart.
    pub fn may_be_same(&self, other: &Number) -> bool {
        let agree = |one: &Option<String>, other: &Option<String>| {
            one.is_none() || other.is_none() || one == other
        };
        let has_same_bodies = if self.is_whole && other.is_whole {
            self.bodies == other.bodies
        } else {
            self.bodies.iter().zip(&other.bodies).all(|(one, other)| one == other)
        };
        let (kinds, others) = (self.kinds(), other.kinds());
        let has_same_kind =
            kinds.is_empty() || others.is_empty() || kinds.iter().any(|kind| others.contains(kind));
        self.serial == other.serial
            && agree(&self.year, &other.year)
            && has_same_bodies
            && has_same_kind
    }

    /// Whether this number was typed whole without a year, and `canonical`, which fits, has one: `05/2017/NĐ-CP` for
    /// `05/NĐ-CP`.
    pub fn lacks_year_of(&self, canonical: &str) -> bool {
        self.is_whole
            && self.year.is_none()
            && year_and_codes(&canonical.to_lowercase()).0.is_some()
    }

    /// The same number without its year, and the year, where it was typed cut behind the year: many numbers have no
    /// year, and `Quyết định 1719/2021` (decision) means 1719/QĐ-TTg of 2021. `None` for other numbers.
    pub fn parted_from_year(&self) -> Option<(Number, String)> {
        let year = self.year.clone().filter(|_| !self.is_whole)?;
        Some((Number { year: None, ..self.clone() }, year))
    }

    /// Its parts as words in the printed order, to be looked up as a phrase where no such number is known.
    pub fn words(&self) -> Vec<String> {
        let symbol = self.symbols.first().filter(|_| self.has_symbol || self.bodies.is_empty());
        let parts = self.year.iter().chain(symbol).chain(&self.bodies);
        std::iter::once(&self.typed).chain(parts).cloned().collect()
    }

    /// The names of the kinds of paper that may bear it, by its symbols, sorted; with a code of the National Assembly
    /// (Quốc hội) the kinds that it issues. Empty where it names no kind.
    pub fn kinds(&self) -> Vec<&'static str> {
        let codes = || self.symbols.iter().chain(&self.bodies);
        if codes().any(|code| is_assembly(code)) {
            return ASSEMBLY.to_vec();
        }
        let rows = KINDS.iter().zip(number::kinds());
        let named = rows.filter(|((symbol, _), _)| codes().any(|code| code == symbol));
        let mut names: Vec<&'static str> = named.map(|(_, kind)| kind.name).collect();
        names.sort_unstable();
        names.dedup();
        names
    }

    /// Whether a paper of this kind may bear the number. Not, where the National Assembly issues the kind and the
    /// number names other kinds; an unknown kind (`None`) may.
    pub fn allows_kind(&self, kind: Option<&str>) -> bool {
        let Some(kind) = kind else { return true };
        let kinds = self.kinds();
        !ASSEMBLY.contains(&kind) || kinds.is_empty() || kinds.contains(&kind)
    }

    /// The serial number, without leading zeros; with more than digits where it has more (`12a`, `66.7`).
    pub fn digits(&self) -> &str {
        &self.serial
    }

    /// Whether texts may hold it in a form that is not recognised as a citation: cut behind its year or behind its
    /// place in a series (`Nghị định 100/2019`, `Nghị quyết 66.7`), or old, without a symbol of its kind (`24-CP`).
    pub fn may_stand_uncited(&self) -> bool {
        let is_cut = !self.is_whole && (self.year.is_some() || self.serial.contains('.'));
        is_cut || (!self.has_symbol && !self.bodies.is_empty())
    }
}

/// The kinds of paper that the National Assembly issues: law, resolution, ordinance. Their numbers have its code in
/// place of a symbol.
const ASSEMBLY: [&str; 3] = ["Luật", "Nghị quyết", "Pháp lệnh"];

/// The year of a canonical number in small letters, and the codes of kind and bodies behind it.
pub fn year_and_codes(canonical: &str) -> (Option<String>, Vec<String>) {
    let mut codes = folded_tokens(span::after(canonical, form::serial_length(canonical)));
    let has_year = codes.first().is_some_and(|code| form::figures(code) == code.len());
    let year = has_year.then(|| codes.remove(0));
    (year, codes)
}
