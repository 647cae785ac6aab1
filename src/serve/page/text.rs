//! Pieces that all views share: places, dates, repaired letters, notes.
//! In: values. Out: HTML. Never decides what is shown.

use maud::{Markup, html};

use super::words::Language;
use crate::index::{PlacedEdit, paper_id};
use crate::present::edits::visible;

/// A repaired stretch: what stands there now, and on focus what stood there and why. The author's slip
/// is shown as printed, with the correction beside it.
pub fn repaired(text: &Markup, edit: &PlacedEdit, language: Language) -> Markup {
    let (from, why) = (visible(&edit.from), language.why(edit.why));
    html! {
        span.fix tabindex="0" {
            @if edit.why.is_slip() { s { (from) } " " }
            ins { (text) }
            span.why role="note" { " (" (language.say("stood")) ": " q { (from) } ", " (why) ")" }
        }
    }
}

/// Page and lines.
pub fn place(page: u32, lines: (u32, u32), language: Language) -> String {
    let (page_word, line) = (language.say("page"), language.say("line"));
    match lines {
        (first, last) if first == last => format!("{page_word} {page}, {line} {first}"),
        (first, last) => format!("{page_word} {page}, {line} {first}–{last}"),
    }
}

/// Where in a paper: its section, page and lines.
pub fn whole_place(section: &str, page: u32, lines: (u32, u32), language: Language) -> String {
    let place = place(page, lines, language);
    if section.is_empty() {
        place
    } else {
        format!("{} {section}, {place}", language.say("section"))
    }
}

/// The address of the untouched file of the paper at `path`; that of a PDF opens at its page.
pub fn original_at(path: &str, page: u32) -> String {
    let address = format!("/papers/{}/original", paper_id(path));
    let is_pdf = path.to_lowercase().ends_with(".pdf");
    if is_pdf { format!("{address}#page={page}") } else { address }
}

/// What a reader should know, one line each.
pub fn notes(notes: &[String]) -> Markup {
    html! {
        @if !notes.is_empty() {
            ul.notes { @for note in notes { li { (note) } } }
        }
    }
}
