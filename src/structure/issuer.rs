//! Completes the name of the body that issued a paper, where the head does not print it whole.
//! In: the masthead and the sections. Out: the masthead with issuer and kind as far as the paper
//! itself tells: from its number, its place and its signature. Never goes beyond the paper.

use super::line::is_capital;
use super::number;
use crate::document::{Field, Masthead, Section};

/// Fills in the issuer where the head does not print it, and gives names in capitals the case that
/// the running text uses.
pub fn complete(masthead: &mut Masthead, sections: &[Section]) {
    if masthead.issuer.is_none() {
        masthead.issuer = by_number(masthead, sections).or_else(|| by_signature(masthead));
    }
    if let Some(issuer) = &mut masthead.issuer {
        issuer.value = in_running_case(&issuer.value, sections);
    }
    if let Some(title) = &mut masthead.title
        && is_capital(&title.value)
    {
        title.value = in_running_case(&title.value, sections);
    }
}

/// `1023-CV/TU` of `Cần Thơ` in a paper that speaks of its `Thành ủy`: the Thành ủy Cần Thơ.
fn by_number(masthead: &Masthead, sections: &[Section]) -> Option<Field<String>> {
    let number = masthead.number.as_ref()?;
    let code = number.value.rsplit(['/', '-']).next()?;
    let name = number::bodies().iter().find(|row| row[0] == code)?[1];
    let mut confidence = 0.7;
    let mut value = match name.split_once(" hoặc ") {
        None => name.to_owned(),
        Some((first, second)) => {
            let short = first.rsplit(' ').take(2).collect::<Vec<_>>();
            let short = format!("{} {}", short.get(1)?, short.first()?);
            let count = |word: &str| -> usize {
                sections.iter().map(|section| section.text.matches(word).count()).sum()
            };
            let (ours, theirs) = (count(&short), count(second));
            confidence = 0.6;
            match ours.cmp(&theirs) {
                std::cmp::Ordering::Greater => first.to_owned(),
                std::cmp::Ordering::Less => format!("{}{second}", first.strip_suffix(&short)?),
                std::cmp::Ordering::Equal => return None,
            }
        }
    };
    if let Some(place) = masthead.place.as_ref().filter(|_| code.ends_with("TU")) {
        value = format!("{value} {}", place.value);
    }
    Some(Field { value, lines: number.lines, confidence })
}

/// The body after `T/M`, or the one whose office signs `T/L`.
fn by_signature(masthead: &Masthead) -> Option<Field<String>> {
    let signer = masthead.signer.as_ref()?;
    let first = signer.value.authority.split(", ").next()?;
    let body = first.split_once([' ', '.']).map(|(_, body)| body.trim())?;
    let office = !body.is_empty() && !first.starts_with('K');
    let lines = (signer.lines.0, signer.lines.0);
    office.then(|| Field { value: body.to_owned(), lines, confidence: 0.6 })
}

/// A name in capitals as the running text writes it, if it does; else with one capital in front.
fn in_running_case(name: &str, sections: &[Section]) -> String {
    if !is_capital(name) {
        return name.to_owned();
    }
    let wanted = name.to_lowercase();
    for section in sections {
        let lower = section.text.to_lowercase();
        // Lower case may differ in length for a few foreign letters; then offsets mean nothing.
        if lower.len() != section.text.len() {
            continue;
        }
        let found =
            lower.match_indices(&wanted).map(|(at, _)| &section.text[at..at + wanted.len()]);
        if let Some(written) = found
            .filter(|written| !is_capital(written))
            .find(|written| written.starts_with(|letter: char| letter.is_uppercase()))
        {
            return written.to_owned();
        }
    }
    let mut letters = wanted.chars();
    letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
}
