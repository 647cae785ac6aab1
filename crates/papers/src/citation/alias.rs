//! Short names that a paper defines for what it cites: `(sau đây gọi là Nghị quyết 59)` (hereinafter resolution 59),
//! `(Nghị quyết Đại hội Đảng bộ thành phố)` (resolution of the city's party congress); and titles in quotation marks
//! that it repeats.
//! In: the text and citations of a section. Out: definitions, and the places where a name stands.
//! Never takes `(mở rộng)`, `(nếu có)` or `(CT)` for a name. Words such as `sau đây gọi là` must announce it, or a kind
//! of paper opens it, or it is a symbol such as `NQĐH`.

use std::collections::{BTreeMap, BTreeSet};

use aho_corasick::{AhoCorasick, MatchKind};
use vankien_text::language::letters;
use vankien_text::span::Span;

use super::law;
use super::short::is_followed_as_name;
use super::title::title_behind;
use super::wording::one_line;
use crate::document::{Basis, Citation, Form};
use crate::number;

/// A name that stands for a paper from its definition to the end of the paper that defines it.
#[derive(Clone, Debug)]
pub struct Alias {
    /// The name.
    name: String,
    /// The words, in small letters, with which a title goes on behind the name; empty for a name that is no title.
    rest: Vec<String>,
    /// The section and the byte behind which it is known.
    from: (usize, usize),
    /// What it stands for.
    target: Citation,
    /// How the target is named where it is defined.
    surface: String,
    form: Form,
}

/// Words in parentheses that say that a name follows: hereinafter called, called for short, abbreviated as, called.
/// They begin among the first 12 bytes.
const SAYS: [&str; 9] = [
    "dưới đây gọi tắt là",
    "dưới đây gọi là",
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
    for open in memchr::memchr_iter(b'(', text.as_bytes()) {
        let inside = &text[open + 1..];
        let Some(length) = inside.char_indices().take(160).find(|(_, mark)| *mark == ')') else {
            continue;
        };
        // Most of what stands in parentheses neither says that a name follows nor opens with a kind.
        let head = inside[..length.0].trim_start_matches([' ', '“', '"']);
        if !head.contains(" là") && kind_at_head(head).is_none() && !is_symbol(head.trim_end()) {
            continue;
        }
        let inside = one_line(&inside[..length.0]);
        let says = |says: &&str| inside.find(*says).filter(|at| *at < 12).map(|at| at + says.len());
        let said = if inside.contains(" là") { SAYS.iter().find_map(says) } else { None };
        let said = said.map(|at| &inside[at..]);
        let name = said.unwrap_or(&inside).trim().trim_matches(['“', '”', '"', '\'', ':', ' ']);
        if !(is_name(name, said.is_some())) {
            continue;
        }
        let Some(target) = target(text, open, citations, name) else { continue };
        let surface = target.surface(text);
        found.extend(alias(name, "", (ordinal, open), target, surface));
    }
    found
}

/// A name, or with the `rest` of a title the head of one.
fn alias(
    name: &str,
    rest: &str,
    from: (usize, usize),
    target: &Citation,
    surface: String,
) -> Option<Alias> {
    let (name, target) = (name.to_owned(), target.clone());
    words(&name).next()?;
    let rest: Vec<String> = words(rest).map(|word| word.of(rest).to_lowercase()).collect();
    // `(Nghị quyết 18)` is a short form that its definition decides.
    let serial = target.canonical.as_deref().map(|number| number.split(['-', '/']).next());
    let bare = name.rsplit(' ').next().is_some_and(|last| {
        serial.flatten().is_some_and(|serial| {
            let last = number::form::short_number(last).0;
            !last.is_empty() && last == serial.trim_start_matches('0')
        })
    });
    let same = kind_at_head(&name).is_some_and(|kind| target.kind.as_deref() == Some(kind));
    let form = match rest.is_empty() {
        true if bare && same => Form::Short,
        true => Form::Alias,
        false => Form::Title,
    };
    Some(Alias { name, rest, from, target, surface, form })
}

/// Whether what stands in parentheses names a paper. `said`: words of [`SAYS`] announce it.
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

/// `NQĐH`, `ĐA06`: one word of letters and figures that opens with the symbol of a kind and goes on for two bytes or
/// more.
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
    if text.starts_with(|first: char| first.is_ascii() && !first.is_ascii_uppercase()) {
        return None;
    }
    let names = number::kinds().iter().map(|kind| kind.name).chain(["Bộ luật", "Hiến pháp"]);
    names
        .filter(|name| {
            text.strip_prefix(name).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
        })
        .max_by_key(|name| name.len())
}

/// The citation that the parenthesis at `open` speaks of: the last one before it in its sentence that has the kind of
/// the name; where there is none, the last one that cites no law by name. If the kind of the name is printed between
/// that one and the parenthesis, the name must bear its number. What stands inside a quoted title does not count.
fn target<'c>(
    text: &str,
    open: usize,
    citations: &'c [Citation],
    name: &str,
) -> Option<&'c Citation> {
    let mut before = text[..open].trim_end();
    let window = floor(text, before.len().saturating_sub(REACH));
    if before.ends_with(['”', '"']) {
        let title = before.trim_end_matches(['”', '"']);
        before = &title[..window.max(title[window..].rfind(['“', '"'])? + window)];
    }
    let near = &before[window.min(before.len())..];
    let sentence = near.rfind(['\n', ';']).map_or(0, |at| at + 1);
    let sentence = window + near.rfind(". ").map_or(sentence, |at| sentence.max(at + 2));
    let end = citations.partition_point(|one| one.span.end <= before.len());
    let near = || citations[..end].iter().rev().take_while(|one| one.span.start >= sentence);
    let kind = kind_at_head(name);
    if let Some(same) = near().find(|one| kind.is_some() && one.kind.as_deref() == kind) {
        return Some(same);
    }
    // What bears another name than that of a law is no law cited by name.
    let nearest = near().find(|one| !law::is_by_name(one))?;
    // A name of another kind names what stands directly before it, unless it bears the number.
    let between = before.get(nearest.span.end..).unwrap_or_default();
    let other = kind.is_some_and(|kind| between.contains(kind));
    let figures = |text: &str| -> String {
        let digits = text.chars().skip_while(|one| !one.is_ascii_digit());
        let digits: String = digits.take_while(char::is_ascii_digit).collect();
        digits.trim_start_matches('0').to_owned()
    };
    let number = nearest.canonical.as_deref().map(figures);
    let bears = number.is_some_and(|number| !number.is_empty() && figures(name) == number);
    (!other || bears).then_some(nearest)
}

/// How far before its definition a name looks for what it stands for, in bytes. A judgement, not measured.
const REACH: usize = 2000;

/// The last byte at or before byte `at` at which a character begins.
fn floor(text: &str, at: usize) -> usize {
    (0..=at).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

/// The titles in quotation marks behind the numbered citations of a section, as the names by which the paper may cite
/// them again: `Nghị quyết về xây dựng và phát triển …` (resolution on building and developing …).
pub fn titles(ordinal: usize, text: &str, citations: &[Citation]) -> Vec<Alias> {
    /// So many words of a title are its name; a title must have more. A judgement, not measured.
    const WORDS: usize = 5;
    let mut found = Vec::new();
    /// The quotation mark of a title begins within so many bytes behind its number. A judgement, not measured.
    const NEAR: usize = 300;
    for citation in citations.iter().filter(|one| one.canonical.is_some()) {
        let near = &text.as_bytes()[citation.span.end..(citation.span.end + NEAR).min(text.len())];
        if memchr::memchr2(b'"', "“".as_bytes()[0], near).is_none() {
            continue;
        }
        let (Some((title, end)), Some(kind)) = (title_behind(text, citation), &citation.kind)
        else {
            continue;
        };
        let title = title.strip_prefix("Về").or(title.strip_prefix("về")).unwrap_or(&title);
        let parts: Vec<Span> = words(title).collect();
        let Some(last) = parts.get(WORDS) else { continue };
        let name = format!("{kind} về {}", &title[..last.start]);
        let surface = citation.surface(text);
        found.extend(alias(&name, &title[last.start..], (ordinal, end), citation, surface));
    }
    found
}

/// The names that a paper defined: however many there are, a text is gone through once.
pub struct Names {
    names: Node,
    /// What looks for their first words, in all the cases in which they may be printed.
    firsts: AhoCorasick,
}

/// Names word by word.
#[derive(Default)]
struct Node {
    next: BTreeMap<String, Node>,
    ends: Vec<Alias>,
}

impl Names {
    /// Takes up `aliases`.
    pub fn of(aliases: Vec<Alias>) -> Names {
        let mut names = Node::default();
        for alias in aliases {
            let mut node = &mut names;
            for word in words(&alias.name) {
                node = node.next.entry(word.of(&alias.name).to_lowercase()).or_default();
            }
            node.ends.push(alias);
        }
        let mut firsts: BTreeSet<String> = BTreeSet::new();
        for first in names.next.keys() {
            firsts.extend([letters::capitalised(first), first.to_uppercase(), first.clone()]);
        }
        let kind = MatchKind::LeftmostLongest;
        let firsts = AhoCorasick::builder().match_kind(kind).build(firsts);
        let firsts = firsts.expect("the first words of names make an automaton");
        Names { names, firsts }
    }

    /// Where the names stand in `text`, section `ordinal`, in order. What is cited there already (`cited`) has
    /// precedence, unless it has no number or is a law cited by name.
    pub fn mentions(&self, ordinal: usize, text: &str, cited: &[Citation]) -> Vec<Citation> {
        let places = self.firsts.find_iter(text).filter(|seen| {
            !text[..seen.start()].ends_with(char::is_alphanumeric)
                && !text[seen.end()..].starts_with(char::is_alphanumeric)
        });
        let mut found: Vec<Citation> = Vec::new();
        let mut cited = cited.iter().peekable();
        for at in places.map(|seen| seen.start()) {
            let Some((end, alias)) = self.names.longest(text, (ordinal, at)) else { continue };
            let span = Span::new(at, end);
            while cited.next_if(|one| one.span.end <= span.start).is_some() {}
            // What the paper calls by this name is known better than a name alone.
            let weaker = |one: &Citation| one.canonical.is_none() || law::is_by_name(one);
            let taken = cited.peek().is_some_and(|one| one.span.overlaps(span) && !weaker(one))
                || found.last().is_some_and(|one| one.span.overlaps(span));
            if !taken {
                found.push(alias.citation(span));
            }
        }
        found
    }
}

impl Node {
    /// The longest name at the place `at`, its section and byte of `text`, that is known there; of equal ones the one
    /// defined last. Gives the byte at which it ends, with what a title goes on with.
    fn longest(&self, text: &str, at: (usize, usize)) -> Option<(usize, &Alias)> {
        let mut node = self;
        let mut longest = None;
        for (index, word) in words(&text[at.1..]).enumerate() {
            let Some(next) = node.next.get(&word.of(&text[at.1..]).to_lowercase()) else { break };
            node = next;
            let end = at.1 + word.end;
            let known = node.ends.iter().filter(|alias| alias.from < at);
            if let Some(alias) = known.max_by_key(|alias| alias.from)
                && alias.stands(text, Span::new(at.1, end), index + 1)
            {
                longest = Some((alias.goes_on(text, end), alias));
            }
        }
        longest
    }
}

/// The words of a text, without what parts them.
fn words(text: &str) -> impl Iterator<Item = Span> {
    let mut at = 0;
    // Nearly all letters beyond ASCII are Vietnamese, which a small table tells.
    let is_part = |letter: char| letters::number(letter).is_some() || letter.is_alphanumeric();
    std::iter::from_fn(move || {
        let start = at + text[at..].find(is_part)?;
        let length = text[start..].find(|letter: char| !is_part(letter));
        at = length.map_or(text.len(), |length| start + length);
        Some(Span::new(start, at))
    })
}

impl Alias {
    /// Whether `span`, `count` words long, is the name and not a part of another. A name of one or two words without a
    /// figure must begin with a capital; `dự thảo` (draft) must not stand before it, nor words behind it that name
    /// another paper.
    fn stands(&self, text: &str, span: Span, count: usize) -> bool {
        let figure = self.name.contains(|one: char| one.is_ascii_digit());
        if count >= 3 || figure {
            return true;
        }
        let capital = span.of(text).starts_with(char::is_uppercase);
        let draft = text[..span.start].trim_end().ends_with("dự thảo");
        capital && !draft && !names_another(&text[span.end..])
    }

    /// Where a title ends that begins with the name before byte `end`.
    fn goes_on(&self, text: &str, end: usize) -> usize {
        let same = words(&text[end..])
            .zip(&self.rest)
            .take_while(|(word, wanted)| word.of(&text[end..]).to_lowercase() == **wanted);
        same.last().map_or(end, |(word, _)| end + word.end)
    }

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

/// A short name such as `Luật` is another paper's where a number, a name or a word follows that goes on with it:
/// `Nghị quyết liên tịch` (joint resolution), `Nghị quyết của Hội đồng nhân dân` (resolution of the people's council).
fn names_another(after: &str) -> bool {
    let bare = after.trim_start();
    let word = bare.split(|letter: char| !letter.is_alphanumeric()).next().unwrap_or_default();
    let parted = bare.len() == after.len() || word.is_empty();
    !parted && (["số", "của", "liên"].contains(&word) || !is_followed_as_name(bare))
}
