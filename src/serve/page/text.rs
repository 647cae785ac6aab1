//! Parts that several pages share: places, repaired letters, notes, links to the original.
//! In: values. Out: HTML. Never decides what is shown.

use maud::{Markup, html};
use vankien_engine::paper_path;
use vankien_engine::{PlacedEdit, paper_id};
use vankien_search::Note;

use crate::present::edits::show_spaces;
use crate::present::notes::text;
use crate::present::words::Language;

/// A repaired place: its text now, and on focus the original text and the reason. A mistake of the author is shown as
/// printed, with the correction beside it.
pub fn repaired(text: &Markup, edit: &PlacedEdit, language: Language) -> Markup {
    let (from, why) = (show_spaces(&edit.from), language.why(edit.why));
    html! {
        span.fix tabindex="0" {
            @if edit.why.is_slip() { s { (from) } " " }
            ins { (text) }
            span.why role="note" { " (" (language.say("stood")) ": " q { (from) } ", " (why) ")" }
        }
    }
}

/// Page, if it is known, and lines (first and last, from 1, both inclusive), in words.
pub fn place(page: Option<u32>, lines: (u32, u32), language: Language) -> String {
    let line = language.say("line");
    let lines = match lines {
        (first, last) if first == last => format!("{line} {first}"),
        (first, last) => format!("{line} {first}–{last}"),
    };
    page.map_or_else(|| lines.clone(), |page| format!("{} {page}, {lines}", language.say("page")))
}

/// An item of a paper, with the names that a page may use for it.
#[derive(Clone, Copy)]
pub struct Item<'a> {
    /// As an office cites it, if it belongs to an article: `khoản 2 Điều 5` (clause 2 of Article 5).
    pub provision: Option<&'a str>,
    /// Item numbers such as `2/3`; empty outside of items.
    pub path: &'a str,
}

/// A place in a paper, in words: item, page and lines. The item is left out for text outside of items.
pub fn whole_place(
    item: Item<'_>,
    page: Option<u32>,
    lines: (u32, u32),
    language: Language,
) -> String {
    let place = place(page, lines, language);
    match item {
        Item { provision: Some(provision), .. } => format!("{provision}, {place}"),
        Item { path: "", .. } => place,
        Item { path, .. } => format!("{} {path}, {place}", language.say("section")),
    }
}

/// The address of the unchanged file of the paper at `path`. A PDF opens at `page` (from 1), if it is given.
pub fn original_at(path: &str, page: Option<u32>) -> String {
    let address = format!("/papers/{}/original", paper_id(path));
    match page.filter(|_| is_pdf(path)) {
        Some(page) => format!("{address}#page={page}"),
        None => address,
    }
}

/// Whether a browser shows the original of the paper at `path` page by page.
pub fn is_pdf(path: &str) -> bool {
    paper_path::split(path).0.to_lowercase().ends_with(".pdf")
}

/// Notes on an answer as a list; nothing without notes.
pub fn notes(notes: &[Note], language: Language) -> Markup {
    html! {
        @if !notes.is_empty() {
            ul.notes { @for note in notes { li { (text(note, language)) } } }
        }
    }
}
