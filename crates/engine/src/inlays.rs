//! The inlays of a section (see [`crate::tokenizer`]): its document numbers, and abbreviations as they are printed.
//! In: a section of a `Document`. Out: inlays, sorted by place. Never writes them into a text: the tokenizer does.

use vankien_papers::document::{Citation, Form, Section};

use crate::abbreviated;
use crate::analyse::{NUMBER_LEAD, OWN_LEAD, PRINTED_LEAD};
use crate::keys;
use crate::tokenizer::Inlay;

/// The inlays of a section, sorted by the byte before which each is written. `unstated_number` is the key of the
/// paper's own number if no section states it and this section shall bear it: it is then added at byte 0.
pub(crate) fn of_section(section: &Section, unstated_number: Option<String>) -> Vec<Inlay> {
    let mut inlays: Vec<Inlay> = Vec::new();
    if let Some(key) = unstated_number {
        inlays.push(Inlay { at: 0, lead: OWN_LEAD, key: key.clone() });
        inlays.push(Inlay { at: 0, lead: NUMBER_LEAD, key });
    }
    push_numbers(&mut inlays, &section.text, &section.citations);
    for (at, letters) in abbreviated::places(&section.text, &section.citations) {
        inlays.push(Inlay { at, lead: PRINTED_LEAD, key: letters.to_owned() });
    }
    inlays.sort_by_key(|inlay| inlay.at);
    inlays
}

/// Adds the keys of the citations ([`keys::citation_keys`]: numbers, aliases, open numbers), each before the word in
/// which its citation begins.
fn push_numbers(inlays: &mut Vec<Inlay>, text: &str, citations: &[Citation]) {
    for citation in citations {
        let at = word_start(text, citation.span.start);
        for key in keys::citation_keys(text, citation) {
            if citation.form == Form::Own {
                inlays.push(Inlay { at, lead: OWN_LEAD, key: key.clone() });
            }
            inlays.push(Inlay { at, lead: NUMBER_LEAD, key });
        }
    }
}

/// The start of the word that contains byte `at`; `at` itself if no word does, 0 if it is no character boundary of the
/// text.
fn word_start(text: &str, at: usize) -> usize {
    let Some((before, after)) = text.split_at_checked(at) else { return 0 };
    let before = before.trim_end_matches(char::is_alphanumeric).len();
    if after.starts_with(char::is_alphanumeric) { before } else { at }
}
