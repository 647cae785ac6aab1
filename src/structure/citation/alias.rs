//! Short names that a paper defines for what it cites: `(sau đây gọi là Nghị quyết 59)`,
//! `(Nghị quyết Đại hội Đảng bộ thành phố)`; and titles in quotation marks that it repeats.
//! In: the text and citations of a section. Out: definitions, and the places where a name stands.
//! Never takes `(mở rộng)`, `(nếu có)` or `(CT)` for a name: a kind of paper opens it.

use super::behind::quoted;
use super::one_line;
use crate::document::{Basis, Citation, Form};
use crate::span::Span;
use crate::structure::number;

/// A name that stands for a paper from its definition to the end of the paper that defines it.
#[derive(Clone, Debug)]
pub struct Alias {
    /// The words of the name.
    words: Vec<String>,
    /// The section and the byte from which on it is known.
    from: (usize, usize),
    /// What it stands for.
    target: Citation,
    /// How the target is named where it is defined.
    surface: String,
    form: Form,
}

/// Words in parentheses that say that a name follows.
const SAYS: [&str; 7] = [
    "sau đây gọi tắt là",
    "sau đây viết tắt là",
    "sau đây gọi chung là",
    "sau đây gọi là",
    "gọi tắt là",
    "viết tắt là",
    "gọi là",
];

/// The names that `text`, section `ordinal` of the paper, defines for its `citations`.
pub fn definitions(ordinal: usize, text: &str, citations: &[Citation]) -> Vec<Alias> {
    let mut found = Vec::new();
    if citations.is_empty() {
        return found;
    }
    for (open, _) in text.match_indices('(') {
        let inside = &text[open + 1..];
        let Some(length) = inside.char_indices().take(160).find(|(_, mark)| *mark == ')') else {
            continue;
        };
        let inside = one_line(&inside[..length.0]);
        let said = SAYS.iter().find_map(|says| {
            let at = inside.to_lowercase().find(says).filter(|at| *at < 12)?;
            inside.get(at + says.len()..)
        });
        let name = said.unwrap_or(&inside).trim().trim_matches(['“', '”', '"', '\'', ':', ' ']);
        if !(is_name(name, said.is_some())) {
            continue;
        }
        let Some(target) = target(text, open, citations, name) else { continue };
        let surface = target.surface(text);
        let from = (ordinal, open + 1 + length.0);
        found.extend(alias(name, from, target, surface, Form::Alias));
    }
    found
}

fn alias(
    name: &str,
    from: (usize, usize),
    target: &Citation,
    surface: String,
    form: Form,
) -> Option<Alias> {
    let words: Vec<String> = name.split_whitespace().map(str::to_owned).collect();
    (!words.is_empty()).then(|| Alias { words, from, target: target.clone(), surface, form })
}

/// Whether what stands in parentheses names a paper.
fn is_name(name: &str, said: bool) -> bool {
    let letters = name.chars().filter(|letter| letter.is_alphabetic()).count();
    if name.chars().count() > 120 || letters < 2 {
        return false;
    }
    let kind = kind_at_head(name);
    if said {
        return name.starts_with(char::is_uppercase) && (letters > 3 || is_symbol(name));
    }
    let longer = kind.is_some_and(|kind| name.len() > kind.len() + 1);
    longer && name.split(' ').count() >= 3 || is_symbol(name)
}

/// `NQĐH`, `ĐA06`: capitals that open with the symbol of a kind and go on.
fn is_symbol(name: &str) -> bool {
    const OPENINGS: [&str; 6] = ["NQ", "CTr", "ĐA", "KL", "QĐ", "KH"];
    let short = !name.contains(' ') && name.chars().all(char::is_alphanumeric);
    short
        && OPENINGS
            .iter()
            .any(|opening| name.starts_with(opening) && name.len() > opening.len() + 1)
}

/// The kind of paper that opens `text`, as a name with a capital.
fn kind_at_head(text: &str) -> Option<&'static str> {
    let names = number::kinds().iter().map(|kind| kind.name).chain(["Bộ luật", "Hiến pháp"]);
    names
        .filter(|name| {
            text.strip_prefix(name).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
        })
        .max_by_key(|name| name.len())
}

/// The citation that the parenthesis at `open` speaks of: the last one of its sentence, of the kind
/// that the name says if there is one; what stands inside a quoted title does not count.
fn target<'c>(
    text: &str,
    open: usize,
    citations: &'c [Citation],
    name: &str,
) -> Option<&'c Citation> {
    let mut before = text[..open].trim_end();
    if let Some(title) = before.strip_suffix(['”', '"']) {
        before = &title[..title.rfind(['“', '"'])?];
    }
    let sentence = before.rfind(['\n', ';']).map_or(0, |at| at + 1);
    let sentence = before.rfind(". ").map_or(sentence, |at| sentence.max(at + 2));
    let near = citations.iter().rev().filter(|one| one.span.end <= before.len());
    let near: Vec<&Citation> = near.take_while(|one| one.span.start >= sentence).collect();
    let kind = kind_at_head(name);
    let same = near.iter().find(|one| kind.is_some() && one.kind.as_deref() == kind);
    same.or(near.first()).copied()
}

/// The titles in quotation marks behind the numbered citations of a section, as the names by which
/// the paper may cite them again: `Nghị quyết về xây dựng và phát triển …`.
pub fn titles(ordinal: usize, text: &str, citations: &[Citation]) -> Vec<Alias> {
    /// Fewer words of a title than these name nothing.
    const WORDS: usize = 5;
    let mut found = Vec::new();
    for citation in citations.iter().filter(|one| one.canonical.is_some()) {
        let after = super::behind::behind(&text[citation.span.end..]).length;
        let rest = text[citation.span.end + after..].trim_start_matches([' ', ',']);
        let (Some((title, length)), Some(kind)) = (quoted(rest), &citation.kind) else { continue };
        let title = title.strip_prefix("Về").or(title.strip_prefix("về")).unwrap_or(&title);
        let words: Vec<&str> = title.split_whitespace().take(WORDS).collect();
        if words.len() == WORDS {
            let name = format!("{kind} về {}", words.join(" "));
            let from = (ordinal, text.len() - rest.len() + length);
            found.extend(alias(&name, from, citation, citation.surface(text), Form::Title));
        }
    }
    found
}

/// Where the names of `aliases` stand in `text`, section `ordinal`, outside what is cited already.
pub fn mentions(
    ordinal: usize,
    text: &str,
    cited: &[Citation],
    aliases: &[Alias],
) -> Vec<Citation> {
    let mut found: Vec<Citation> = Vec::new();
    for alias in aliases.iter().filter(|alias| alias.from.0 <= ordinal) {
        let known = if alias.from.0 == ordinal { alias.from.1 } else { 0 };
        for (at, _) in text.match_indices(alias.words[0].as_str()) {
            let Some(length) = stands_at(&text[at..], &alias.words) else { continue };
            let span = Span::new(at, at + length);
            let whole = !text[..at].ends_with(char::is_alphanumeric)
                && !text[span.end..].starts_with(char::is_alphanumeric);
            let taken = cited.iter().chain(&found).any(|one| one.span.overlaps(span));
            let goes_on = alias.words.len() <= 2 && names_another(&text[span.end..]);
            if at >= known && whole && !taken && !goes_on {
                found.push(alias.citation(span));
            }
        }
    }
    found
}

impl Alias {
    fn citation(&self, span: Span) -> Citation {
        let (target, own) = (&self.target, self.target.canonical.is_some());
        let candidates = if own { Vec::new() } else { vec![self.surface.clone()] };
        Citation {
            span,
            canonical: target.canonical.clone(),
            kind: target.kind.clone(),
            issuer: target.issuer.clone(),
            date: None,
            of_date: target.of_date.clone(),
            form: self.form,
            basis: if self.form == Form::Title { Basis::Title } else { Basis::Alias },
            confidence: if self.form == Form::Title { 0.75 } else { 0.9 },
            candidates,
        }
    }
}

/// The bytes that `words` take at the head of `text`, whatever the white space between them.
fn stands_at(text: &str, words: &[String]) -> Option<usize> {
    let mut at = 0;
    for (index, word) in words.iter().enumerate() {
        let rest = &text[at..];
        let gap = rest.len() - rest.trim_start().len();
        if (index > 0) != (gap > 0) || !rest[gap..].starts_with(word.as_str()) {
            return None;
        }
        at += gap + word.len();
    }
    Some(at)
}

/// A short name such as `Luật` is another paper's where a number or a name follows it.
fn names_another(after: &str) -> bool {
    let after = after.trim_start();
    let word = after.split(|letter: char| !letter.is_alphanumeric()).next().unwrap_or_default();
    word == "số"
        || word.starts_with(|letter: char| letter.is_uppercase() || letter.is_ascii_digit())
}
