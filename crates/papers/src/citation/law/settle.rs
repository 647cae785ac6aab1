//! The numbers of laws cited by name that the same paper cites with a number elsewhere.
//! In: the sections of a paper with their citations. Out: the same, names with their numbers or with candidates.
//! Never looks into other papers.

use std::collections::BTreeMap;

use super::name::{CONSTITUTION, KINDS, is_by_name, is_law, key};
use crate::document::{Basis, Citation, Form, Masthead, Place, Section};
use crate::number::form;

/// Gives names without a number the one with which the same paper cites the law elsewhere, where that is one alone; and
/// drops the own title of a paper that is a law itself.
pub fn settle(sections: &mut [Section], masthead: &Masthead) {
    let open = |one: &Citation| is_by_name(one) && one.canonical.is_none();
    if masthead.kind.as_ref().is_some_and(|kind| is_law(&kind.value)) {
        let heads = |place: Place| matches!(place, Place::Title | Place::Masthead);
        for section in sections.iter_mut().filter(|section| heads(section.place)) {
            let start = section.text.len() - section.text.trim_start().len();
            section.citations.retain(|one| !(open(one) && one.span.start == start));
        }
    }
    if !sections.iter().any(|section| section.citations.iter().any(open)) {
        return;
    }
    let known = numbers_by_name(sections);
    if known.is_empty() {
        return;
    }
    for section in sections {
        for citation in section.citations.iter_mut().filter(|one| open(one)) {
            let surface = citation.span.of(&section.text);
            let numbers = name_key(surface).and_then(|name| known.get(&name));
            let Some(numbers) = numbers else { continue };
            let year = year_at_end(surface);
            let fits =
                |number: &&String| year.is_none_or(|year| number.split('/').nth(1) == Some(year));
            let numbers: Vec<&String> = numbers.iter().filter(fits).collect();
            match numbers[..] {
                [only] => {
                    citation.canonical = Some(only.clone());
                    (citation.basis, citation.confidence) = (Basis::Twin, 0.8);
                }
                _ => citation.candidates = numbers.into_iter().cloned().collect(),
            }
        }
    }
}

/// A name is not compared with more numbers than this that the paper gives it. A judgement, not measured.
const MOST_NUMBERS: usize = 20;

/// The numbers with which a paper cites laws by name, by [`name_key`]. What a web page prints around the paper does not
/// count.
fn numbers_by_name(sections: &[Section]) -> BTreeMap<String, Vec<String>> {
    let mut known: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for section in sections.iter().filter(|section| section.place.is_of_paper()) {
        let full = section.citations.iter().filter(|one| one.form == Form::Full);
        for citation in full.filter(|one| one.kind.as_deref().is_some_and(is_law)) {
            let name = name_key(citation.span.of(&section.text));
            let Some((name, number)) = name.zip(citation.canonical.as_ref()) else { continue };
            let numbers = known.entry(name).or_default();
            if numbers.len() < MOST_NUMBERS && !numbers.contains(number) {
                numbers.push(number.clone());
            }
        }
    }
    known
}

/// The name of a law, as all its spellings share it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LawName {
    /// Its words, the kind first, each as a key: small letters without tone, the tone as a figure behind them, `i` for
    /// `y`. `hiến pháp` as printed for every constitution.
    pub words: String,
    /// The year at its end: `Luật Đất đai năm 2013`.
    pub year: Option<String>,
}

/// The name of the law that `surface` cites, or that is the kind and title of a law; `None` for a kind without a name.
/// Whether `surface` is about a law at all is not checked.
pub fn law_name(surface: &str) -> Option<LawName> {
    let year = year_at_end(surface).map(str::to_owned);
    if surface.starts_with(CONSTITUTION) {
        return Some(LawName { words: CONSTITUTION.to_lowercase(), year });
    }
    name_key(surface).map(|words| LawName { words, year })
}

/// What all spellings of a law's name share: its words without number, year or date. `None` where no name is left.
fn name_key(surface: &str) -> Option<String> {
    let words = surface.split(|letter: char| !letter.is_alphanumeric());
    let mut words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    let counts = |word: &str| word.contains(|one: char| one.is_ascii_digit());
    let is_mark = |pair: &[&str]| ["số", "năm", "ngày"].contains(&pair[0]) && counts(pair[1]);
    if let Some(mark) = words.windows(2).position(is_mark) {
        words.truncate(mark);
    }
    while words.last().is_some_and(|word| counts(word)) {
        words.pop();
    }
    let name = words.join(" ");
    (!KINDS.iter().any(|(printed, _)| *printed == name))
        .then(|| words.into_iter().map(key).collect::<Vec<_>>().join(" "))
}

/// The year at the end of a name: `Luật Đất đai năm 2013`, `Luật Giá ngày 19 tháng 6 năm 2023`.
fn year_at_end(surface: &str) -> Option<&str> {
    let start = surface.len().checked_sub(4)?;
    surface.get(start..).filter(|year| form::is_year(year))
}
