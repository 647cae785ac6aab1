//! Finds what a text cites: `Nghị quyết số 59-NQ/TW ngày 05/8/2020 của Bộ Chính trị` (resolution of the Politburo).
//! In: the joined text of a section, then all sections of a paper. Out: citations in order: numbers, short forms, names
//! that the paper defined, the paper itself, papers known by title.
//! Never decides a kind by `QĐ` alone: the word in front does. Never invents a number: a short form that neither its
//! issuer nor the paper explains stays open or is dropped.

mod alias;
mod behind;
mod changed;
mod cue;
mod law;
mod link;
mod lists;
mod provisions;
mod refer;
mod relation;
mod short;
mod stated;
mod title;
mod unnumbered;
mod wording;
pub(crate) mod wordings;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use vankien_text::span::{Cover, Span};

use self::short::NEEDS_TWIN;
use super::number::{self, Number, form};
use crate::document::{Basis, Citation, Form, Masthead, Section};
use number::lead::lead;

pub use self::title::{quoted_title, title_said};
pub use behind::behind;
pub use changed::{ChangedUnit, ChangedUnits};
pub use law::{LAW_KINDS, LawName, is_by_name as is_law_by_name, law_name};
pub use provisions::{Provision, named_units, provisions};
pub use relation::{Relations, is_possible};
pub use stated::Statement;

/// The citations that `text` alone shows, in order; short ones and laws cited by name may lack their canonical number
/// until `settle` has seen the whole paper, which also adds the other citations.
pub fn citations(text: &str) -> Vec<Citation> {
    let mut found: Vec<Citation> = Vec::new();
    if number::next_digit(text, 0).is_some() {
        let numbers = number::numbers(text);
        found.extend(numbers.iter().map(|number| full(text, number)));
        found.extend(short::shorts(text, &numbers));
    }
    found.sort_by_key(|citation| citation.span);
    let named = unnumbered::unnumbered(text, &mut found).into_iter();
    let taken = Cover::of(found.iter().map(|citation| citation.span));
    found.extend(named.filter(|named| !taken.overlaps(named.span)));
    found.sort_by_key(|citation| citation.span);
    share_kinds(text, &mut found);
    found
}

/// A number that is listed behind another is of its kind, where its symbol leaves that open:
/// `Quy định số 08-QĐi/TW, 37-QĐ/TW`.
fn share_kinds(text: &str, citations: &mut [Citation]) {
    for at in 1..citations.len() {
        let (before, after) = citations.split_at_mut(at);
        let (one, next) = (&before[at - 1], &mut after[0]);
        if next.kind.is_none() && one.span.end <= next.span.start {
            let between = text[one.span.end..next.span.start].trim();
            if [",", "và", ";"].contains(&between) {
                next.kind.clone_from(&one.kind);
            }
        }
    }
}

/// Settles what only the whole paper tells: the number of short forms and of laws cited by name, the date of numbers,
/// the places where names stand that the paper defined, and where it speaks of itself. Drops short forms that nothing
/// proves.
pub(crate) fn settle(sections: &mut [Section], masthead: &Masthead) {
    for citation in sections.iter_mut().flat_map(|section| &mut section.citations) {
        if citation.form == Form::Own {
            citation.of_date = masthead.date.as_ref().map(|field| field.value.clone());
        }
    }
    if sections.iter().any(|section| !section.citations.is_empty()) {
        twins(sections);
        dates(sections);
        law::settle(sections, masthead);
        names(sections);
    }
    refer::refer(sections, masthead);
}

/// Full citations with one serial number that short ones are compared with, at most: the first in order of the text. It
/// bounds the work; a judgement, not measured.
const MOST_TWINS: usize = 100;

/// Whether other citations of the paper may tell the number of this one: a short form that has it from no list
/// ([`Basis::Series`]).
fn may_have_twin(citation: &Citation) -> bool {
    citation.form == Form::Short && citation.basis != Basis::Series
}

/// Gives short citations the number that the same paper cites in full. Drops those that are left without a number and
/// prove nothing by themselves: no surer than [`NEEDS_TWIN`], or without a year and of a kind that does not stay open.
fn twins(sections: &mut [Section]) {
    let shorts = sections.iter().flat_map(|section| {
        let shorts = section.citations.iter().filter(|one| may_have_twin(one));
        shorts.map(|one| form::short_number(one.span.of(&section.text)).0.to_owned())
    });
    let shorts: BTreeSet<String> = shorts.collect();
    if shorts.is_empty() {
        return;
    }
    let known = full_numbers(sections, &shorts);
    for section in sections {
        let text = &section.text;
        section.citations.retain_mut(|citation| {
            if may_have_twin(citation) {
                take_number_of_twin(citation, citation.span.of(text), &known);
            }
            let open = citation.form == Form::Short && citation.canonical.is_none();
            let dated = || form::short_number(citation.span.of(text)).1.is_some();
            !open || citation.confidence > NEEDS_TWIN && (stays_open(citation) || dated())
        });
    }
}

/// The numbers that a paper cites in full, by serial number; only serial numbers in `shorts`, and for each at most
/// [`MOST_TWINS`]. What a web page prints around the paper does not count.
fn full_numbers(sections: &[Section], shorts: &BTreeSet<String>) -> BTreeMap<String, Vec<Twin>> {
    let mut known: BTreeMap<String, Vec<Twin>> = BTreeMap::new();
    // A short number with its year is as sure as a full one where its issuer tells the rest.
    let is_full = |section: &Section, one: &Citation| match one.form {
        Form::Full | Form::Number | Form::Own => true,
        Form::Short => form::short_number(one.span.of(&section.text)).1.is_some(),
        _ => false,
    };
    for section in sections.iter().filter(|section| section.place.is_of_paper()) {
        for citation in section.citations.iter().filter(|one| is_full(section, one)) {
            let Some(canonical) = &citation.canonical else { continue };
            let serial = form::serial(canonical);
            if !shorts.contains(serial) {
                continue;
            }
            let names = known.entry(serial.to_owned()).or_default();
            let kind = citation.kind.as_deref().map(str::to_owned);
            let of_date = citation.of_date.clone();
            let twin = Twin { canonical: canonical.clone(), kind, of_date };
            if names.len() < MOST_TWINS && !names.contains(&twin) {
                names.push(twin);
            }
        }
    }
    known
}

/// Gives a short citation, printed as `surface`, the one of the `known` numbers that it may mean. Of several all are
/// its candidates, unless it has a number already, which then stays.
fn take_number_of_twin(
    citation: &mut Citation,
    surface: &str,
    known: &BTreeMap<String, Vec<Twin>>,
) {
    let (serial, year) = form::short_number(surface);
    let same = known.get(serial).map(Vec::as_slice).unwrap_or_default();
    let same = same.iter().filter(|twin| twin.is_of(citation, surface, year));
    let mut twins: Vec<String> = same.map(|twin| twin.canonical.clone()).collect();
    twins.sort();
    twins.dedup();
    match &twins[..] {
        [only] => {
            citation.canonical = Some(only.clone());
            (citation.basis, citation.confidence) = (Basis::Twin, 0.8);
        }
        [] => {}
        _ if citation.canonical.is_none() => citation.candidates = twins,
        _ => {}
    }
}

/// A number that the paper cites in full, for which its short citations may stand.
#[derive(PartialEq)]
struct Twin {
    canonical: String,
    kind: Option<String>,
    of_date: Option<String>,
}

impl Twin {
    /// Whether a short citation may mean it: both have the same kind, or the number holds the symbol that is printed in
    /// the citation. The body that the issuer of the citation tells must be that of the number, and a year that is
    /// printed there that of the paper.
    fn is_of(&self, citation: &Citation, surface: &str, year: Option<&str>) -> bool {
        let canonical = &self.canonical;
        let digits = |one: char| one.is_ascii_digit();
        let symbol = match year {
            Some(year) => surface.rsplit_once(year).map_or(surface, |(before, _)| before),
            None => surface,
        };
        let symbol = symbol.trim_end_matches(form::is_slash).trim_end_matches(digits);
        let symbol = symbol.trim_end_matches(['-', ' ']).trim_end_matches("số").trim_end();
        let by_kind = self.kind.is_some() && self.kind.as_deref() == citation.kind.as_deref();
        let by_symbol =
            !symbol.is_empty() && canonical.split(['-', '/']).any(|part| part == symbol);
        let is_of_body = |own: &str| form::last_code(own) == form::last_code(canonical);
        let told = citation.canonical.as_deref().is_none_or(is_of_body);
        (by_kind || by_symbol) && told && year.is_none_or(|year| self.may_be_of(year))
    }

    /// Whether the year in the number, or else the date printed with it, is `year` or unknown.
    fn may_be_of(&self, year: &str) -> bool {
        let own = self.canonical[form::serial_length(&self.canonical)..].get(1..5);
        match own.filter(|own| form::is_year(own)) {
            Some(own) => own == year,
            None => self.of_date.as_deref().is_none_or(|date| date.starts_with(year)),
        }
    }
}

/// Whether a bare number of this kind names a paper even where nothing tells which.
fn stays_open(citation: &Citation) -> bool {
    const KINDS: [&str; 12] = [
        "Nghị quyết",
        "Chỉ thị",
        "Kết luận",
        "Quyết định",
        "Quy định",
        "Nghị định",
        "Thông tư",
        "Thông tri",
        "Hướng dẫn",
        "Kế hoạch",
        "Công văn",
        "Sắc lệnh",
    ];
    citation.kind.as_deref().is_some_and(|kind| KINDS.contains(&kind))
}

/// A number cited without its date takes the one that the same paper gave it before, if only one.
fn dates(sections: &mut [Section]) {
    let mut known: HashMap<String, Vec<String>> = HashMap::new();
    for citation in sections.iter_mut().flat_map(|section| &mut section.citations) {
        let Some(canonical) = &citation.canonical else { continue };
        match (&citation.of_date, known.get_mut(canonical)) {
            // More than one says as much as many.
            (Some(date), Some(dates)) if dates.len() < 2 && !dates.contains(date) => {
                dates.push(date.clone());
            }
            (Some(date), None) => drop(known.insert(canonical.clone(), vec![date.clone()])),
            (None, Some(dates)) => {
                if let [only] = &dates[..] {
                    citation.of_date = Some(only.clone());
                }
            }
            _ => {}
        }
    }
}

/// Finds the names that the paper defined, from their definition on. They replace citations at the same place that have
/// no number, or that cite a law by name.
fn names(sections: &mut [Section]) {
    let mut aliases = Vec::new();
    for (ordinal, section) in sections.iter().enumerate() {
        aliases.extend(alias::definitions(ordinal, &section.text, &section.citations));
        aliases.extend(alias::titles(ordinal, &section.text, &section.citations));
    }
    if aliases.is_empty() {
        return;
    }
    let names = alias::Names::of(aliases);
    for (ordinal, section) in sections.iter_mut().enumerate() {
        let found = names.mentions(ordinal, &section.text, &section.citations);
        if !found.is_empty() {
            let named = |one: &Citation| found.iter().any(|name| name.span.overlaps(one.span));
            let weaker = |one: &Citation| one.canonical.is_none() || law::is_by_name(one);
            section.citations.retain(|one| !(weaker(one) && named(one)));
            section.citations.extend(found);
            section.citations.sort_by_key(|citation| citation.span);
        }
    }
}

fn full(text: &str, number: &Number) -> Citation {
    let lead = lead(text, number.span.start);
    let by_symbol = || number.kind.and_then(|symbol| number::kind_name(symbol, number.party));
    let said = behind(&text[number.span.end..]);
    Citation {
        span: Span::new(lead.start, number.span.end),
        canonical: Some(number.canonical.clone()),
        kind: lead.kind.or_else(by_symbol).map(Cow::Borrowed),
        issuer: said.issuer.map(|(body, _)| body).or_else(|| issuer_of(number).map(Cow::Borrowed)),
        of_date: said.date.clone(),
        date: said.date,
        form: if lead.kind.is_some() { Form::Full } else { Form::Number },
        basis: Basis::Printed,
        confidence: if number.party.is_some() { 0.99 } else { 0.9 },
        candidates: Vec::new(),
    }
}

/// The name of the body in the number, where its code names one body alone.
fn issuer_of(number: &Number) -> Option<&'static str> {
    if number.body.starts_with("QH") {
        return Some("Quốc hội");
    }
    if number.body.starts_with("UBTVQH") {
        return Some("Ủy ban Thường vụ Quốc hội");
    }
    let Some(row) = number::bodies().iter().find(|row| row[0] == number.body) else {
        return number::old_code(&number.body).map(|(name, _)| name);
    };
    let shared =
        row[1].contains(" hoặc ") || row[0] == "TW" || row[0] == "UBND" || row[0] == "HĐND";
    (!shared).then_some(row[1])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cites(text: &str, expected: &[(&str, &str, Form)]) {
        let mut paper =
            [Section { citations: citations(text), text: text.into(), ..Section::default() }];
        settle(&mut paper, &Masthead::default());
        let found: Vec<(String, &str, Form)> = paper[0]
            .citations
            .iter()
            .map(|c| (c.surface(text), c.canonical.as_deref().unwrap_or("?"), c.form))
            .collect();
        let expected: Vec<(String, &str, Form)> =
            expected.iter().map(|(s, c, f)| ((*s).to_owned(), *c, *f)).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn reads_kind_date_and_issuer() {
        let text = "thực hiện Nghị quyết \nsố 59-NQ/TW, ngày 05-8-2020 của Bộ Chính trị về";
        let found = citations(text);
        assert_eq!(found[0].surface(text), "Nghị quyết số 59-NQ/TW");
        assert_eq!(found[0].kind.as_deref(), Some("Nghị quyết"));
        assert_eq!(found[0].date.as_deref(), Some("2020-08-05"));
        assert_eq!(found[0].issuer.as_deref(), Some("Bộ Chính trị"));
    }

    #[test]
    fn the_word_in_front_decides_the_kind() {
        assert_eq!(citations("Quy định số 37-QĐ/TW")[0].kind.as_deref(), Some("Quy định"));
        assert_eq!(citations("theo 37-QĐ/TW")[0].kind, None);
        assert_eq!(citations("theo 98/NQ-CP")[0].kind.as_deref(), Some("Nghị quyết"));
        assert_eq!(citations("số 80/2021/TT-BTC")[0].kind.as_deref(), Some("Thông tư"));
    }

    #[test]
    fn a_bare_number_needs_its_issuer_or_its_twin() {
        cites(
            "Nghị quyết số 59 của Bộ Chính trị",
            &[("Nghị quyết số 59", "59-NQ/TW", Form::Short)],
        );
        cites("Chỉ thị số 35 của Bộ Chính trị về", &[("Chỉ thị số 35", "35-CT/TW", Form::Short)]);
        cites("Nghị quyết 12 nêu rõ", &[("Nghị quyết 12", "?", Form::Short)]);
        cites("Quyết định 12 nội dung", &[]);
        cites(
            "Nghị quyết số 12-NQ/TU và Nghị quyết 12",
            &[
                ("Nghị quyết số 12-NQ/TU", "12-NQ/TU", Form::Full),
                ("Nghị quyết 12", "12-NQ/TU", Form::Short),
            ],
        );
    }

    #[test]
    fn the_word_number_may_stand_twice() {
        cites(
            "theo Nghị quyết số số 45/2022/QH15",
            &[("Nghị quyết số số 45/2022/QH15", "45/2022/QH15", Form::Full)],
        );
    }

    #[test]
    fn leaves_what_is_no_citation() {
        for text in [
            "Kế hoạch 2024",
            "Chương trình 5 năm",
            "16/19 chỉ tiêu Nghị quyết",
            "thông báo 3 nội dung",
            "Báo cáo 6 tháng",
        ] {
            cites(text, &[]);
        }
    }
}
