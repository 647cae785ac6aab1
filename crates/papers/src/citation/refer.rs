//! Where a paper speaks of itself (`Công văn này`) or of what it cited before (`Nghị quyết nói trên`).
//! In: the sections of a paper with their citations. Out: the same with those references.
//! Never guesses where neither the paper's own kind nor an earlier citation tells.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::LazyLock;

use memchr::memmem::Finder;
use vankien_text::span::{Cover, Span};

use super::wordings::new_wordings;
use crate::document::{Basis, Citation, Form, Masthead, Place, Section};
use crate::number::lead::kind_at_end;

/// Adds the references of a paper to itself and to what it cited.
pub fn refer(sections: &mut [Section], masthead: &Masthead) {
    let own_kind = masthead.kind.as_ref().map(|field| field.value.to_lowercase());
    let article = sections.iter().any(|section| section.place == Place::Headline);
    let cites = sections.iter().any(|section| !section.citations.is_empty());
    if own_kind.is_none() && !cites {
        return;
    }
    // In a paper without a kind `Nghị quyết này` may mean the paper itself as well as what it cites, so it counts for
    // nothing. A newspaper article means what it cites.
    let with_itself = own_kind.is_some() || article;
    let own = Own { kind: own_kind, masthead };
    let mut last: BTreeMap<String, Citation> = BTreeMap::new();
    for section in sections {
        let mut found: Vec<Citation> = Vec::new();
        let mut cited = section.citations.iter().peekable();
        let places = references(&section.text, with_itself);
        let wordings =
            if places.is_empty() { Cover::default() } else { new_wordings(&section.text) };
        for (span, kind, here) in places {
            while let Some(one) = cited.next_if(|one| one.span.end <= span.start) {
                remember(&mut last, one);
            }
            let taken = cited.peek().is_some_and(|one| one.span.overlaps(span));
            let small = kind.to_lowercase();
            let itself = own.kind.as_deref() == Some(small.as_str());
            match last.get(&small) {
                _ if taken => {}
                // `“… Điều 5 Nghị định này”`: the amended paper speaks.
                _ if itself && here && wordings.overlaps(Span::new(span.start, span.start + 1)) => {
                }
                _ if itself && here => found.push(own.citation(span, kind)),
                Some(earlier) => found.push(back(span, earlier)),
                None => {}
            }
        }
        cited.for_each(|one| remember(&mut last, one));
        if !found.is_empty() {
            section.citations.extend(found);
            section.citations.sort_by_key(|citation| citation.span);
        }
    }
}

fn remember(last: &mut BTreeMap<String, Citation>, citation: &Citation) {
    if let (Some(kind), Some(_)) = (&citation.kind, &citation.canonical) {
        last.insert(kind.to_lowercase(), citation.clone());
    }
}

/// The places of `text` where a kind with a capital points back, in order, and whether by `này` (this):
/// `Nghị quyết này`, `Nghị quyết nói trên`. Those by `này` only if `with_itself`.
fn references(text: &str, with_itself: bool) -> Vec<(Span, &'static str, bool)> {
    static POINTERS: LazyLock<[Finder<'static>; 2]> =
        LazyLock::new(|| [Finder::new("trên"), Finder::new("này")]);
    let pointers = if with_itself { &POINTERS[..] } else { &POINTERS[..1] };
    let all = pointers.iter().enumerate().flat_map(|(at, finder)| {
        let found = finder.find_iter(text.as_bytes());
        found.map(move |start| (start, start + finder.needle().len(), at == 1))
    });
    let mut found = Vec::new();
    for (start, end, itself) in all {
        let whole = !text[..start].ends_with(char::is_alphanumeric)
            && !text[end..].starts_with(char::is_alphanumeric);
        if !whole {
            continue;
        }
        let mut before = text[..start].trim_end();
        let mut end = end;
        if !itself {
            let said = ["nói", "nêu", "kể"].iter().find_map(|word| before.strip_suffix(word));
            let behind = text[end..].trim_start_matches(' ');
            before = said.unwrap_or(before).trim_end();
            // `Nghị quyết trên địa bàn` is no reference: nothing but the pointer may go on.
            match behind.strip_prefix("đây") {
                Some(rest) if said.is_none() => end = text.len() - rest.len(),
                _ if said.is_none() && behind.starts_with(char::is_alphabetic) => continue,
                _ => {}
            }
        }
        if let Some((start, kind)) = kind_at_end(before)
            && text[start..].starts_with(char::is_uppercase)
        {
            found.push((Span::new(start, end), kind, itself));
        }
    }
    found.sort_unstable_by_key(|(span, ..)| *span);
    found
}

/// What a paper is called by itself.
struct Own<'m> {
    kind: Option<String>,
    masthead: &'m Masthead,
}

impl Own<'_> {
    fn citation(&self, span: Span, kind: &'static str) -> Citation {
        let value = |field: &Option<crate::document::Field<String>>| {
            field.as_ref().map(|field| field.value.clone())
        };
        Citation {
            span,
            canonical: value(&self.masthead.number),
            kind: Some(Cow::Borrowed(kind)),
            issuer: value(&self.masthead.issuer).map(Cow::Owned),
            date: None,
            of_date: value(&self.masthead.date),
            form: Form::Itself,
            basis: Basis::Itself,
            confidence: 0.9,
            candidates: Vec::new(),
        }
    }
}

fn back(span: Span, earlier: &Citation) -> Citation {
    Citation {
        span,
        date: None,
        form: Form::Alias,
        basis: Basis::LastOfKind,
        confidence: 0.6,
        ..earlier.clone()
    }
}
