//! Reads the units of a paper that stand beside its number in a question: `khoản 2 Điều 5 Nghị định 100/2019/NĐ-CP`
//! (clause 2, article 5 of a decree).
//! In: a question and its numbers. Out: each number with its units. Never takes words that are no unit.

use vankien_papers::citation::{Provision, named_units};
use vankien_text::span::{self, Span};

use super::token::folded_tokens;
use super::value::Number;

/// Words before a number that are looked at, at most: its units, then perhaps the name of a law. A judgement, not
/// measured.
const MOST_WORDS: usize = 60;

/// Finds the units before each of `numbers`, or else behind it: `Nghị định 100/2019/NĐ-CP, Điều 5`.
pub fn add_units(question: &str, numbers: &mut [Number]) {
    for at in 0..numbers.len() {
        let from = at.checked_sub(1).map_or(0, |before| numbers[before].end());
        let before = Span::new(from, numbers[at].span.start);
        if let Some((span, units)) = units_before(question, before) {
            (numbers[at].units, numbers[at].units_span) = (units, Some(span));
        }
    }
    for at in 0..numbers.len() {
        let next = numbers.get(at + 1);
        let to = next.map_or(question.len(), |next| {
            next.units_span.map_or(next.span.start, |units| units.start)
        });
        if numbers[at].units.is_empty()
            && let Some((span, units)) = units_behind(question, Span::new(numbers[at].span.end, to))
        {
            (numbers[at].units, numbers[at].units_span) = (units, Some(span));
        }
    }
}

/// The units at the end of the stretch `before` of a question, or before the words that end it: the name of a law, or
/// `ban hành kèm theo` (promulgated with). `None` where the stretch begins behind another number and ends with a comma
/// or semicolon.
fn units_before(question: &str, before: Span) -> Option<(Span, Vec<Provision>)> {
    // `Nghị định 100/2019/NĐ-CP Điều 5, Nghị định …`: they stand behind the number before.
    let is_parted = before.of(question).trim_end().ends_with([',', ';']);
    if before.start > 0 && is_parted {
        return None;
    }
    let words = last_words(question, before);
    let is_law = |at: &usize| {
        let rest = span::slice(question, *at, before.end);
        opens_law_name(rest) || is_promulgation(rest)
    };
    // `Điều 10. Nghị định …`, `Điều 10 - Nghị định …`
    let is_sign = |one: char| !one.is_alphanumeric() && one != ')';
    let bare = before.start + before.of(question).trim_end_matches(is_sign).len();
    let ends = [before.end, bare].into_iter().chain(words.iter().copied().filter(is_law));
    for end in ends {
        for start in words.iter().copied().take_while(|start| *start < end) {
            if let Some(units) = named_units(span::slice(question, start, end)) {
                return Some((Span::new(start, end), units));
            }
        }
    }
    None
}

/// The units in the stretch `behind` a number, where nothing but signs stands beside them there.
fn units_behind(question: &str, behind: Span) -> Option<(Span, Vec<Provision>)> {
    let is_sign = |letter: char| !letter.is_alphanumeric();
    let text = behind.of(question);
    let start = behind.end - text.trim_start_matches(is_sign).len();
    let end = behind.start + text.trim_end_matches(is_sign).len();
    if start >= end {
        return None;
    }
    named_units(span::slice(question, start, end)).map(|units| (Span::new(start, end), units))
}

/// The bytes at which the last words of a stretch begin, in order; at most [`MOST_WORDS`].
fn last_words(question: &str, stretch: Span) -> Vec<usize> {
    let text = stretch.of(question);
    let mut starts = Vec::new();
    let mut end = text.len();
    while starts.len() < MOST_WORDS {
        let bare = span::before(text, end).trim_end_matches(|one: char| !one.is_alphanumeric());
        if bare.is_empty() {
            break;
        }
        end = bare.trim_end_matches(char::is_alphanumeric).len();
        starts.push(stretch.start + end);
    }
    starts.reverse();
    starts
}

/// Whether a text begins with a kind of law, as the name of a law does.
fn opens_law_name(text: &str) -> bool {
    let head: String = text.chars().take(16).collect();
    let words = folded_tokens(&head);
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    matches!(
        words[..],
        ["luat", ..] | ["bo", "luat", ..] | ["phap", "lenh", ..] | ["hien", "phap", ..]
    )
}

/// Whether a text is nothing but `ban hành kèm theo` (promulgated with), also with `được` before it, or a shorter form:
/// `kèm theo` in `Phụ lục I kèm theo Nghị định …`.
pub fn is_promulgation(text: &str) -> bool {
    let words = folded_tokens(text).join(" ");
    matches!(
        words.as_str(),
        "ban hanh kem theo" | "kem theo" | "ban hanh theo" | "duoc ban hanh kem theo"
    )
}
