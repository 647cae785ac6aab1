//! Blanks inside numbers of papers, dates and figures.
//! In: text and a gap between two parts of a number. Out: the blanks to take out. Never takes out one where the whole is no
//! number.

use super::grammar::{
    NumberParts, figure_digits, is_date, is_figures, is_grouped, is_part, is_whole_number,
    lead_before, token_end, token_start,
};
use crate::span::Span;

/// What is done at a place of the text.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Change {
    /// A blank is put in before this byte.
    Part(usize),
    /// These blanks are taken out.
    Join(Span),
}

impl Change {
    /// The bytes that are replaced; none where a blank is put in.
    pub fn span(self) -> Span {
        match self {
            Change::Part(at) => Span::new(at, at),
            Change::Join(span) => span,
        }
    }
}

/// At most 2 blanks stand inside a torn number. A wider gap parts columns. A judgement, not measured.
pub const MOST_BLANKS: usize = 2;

/// At most 6 gaps inside one number are closed. A judgement, not measured.
const MOST_GAPS: usize = 6;

/// Adds the gaps of the number that the blanks at `gap` tear; nothing where they tear none.
pub fn add_joins(text: &str, gap: Span, changes: &mut Vec<Change>) {
    let bytes = text.as_bytes();
    let (before, behind) = (bytes[gap.start - 1], bytes[gap.end]);
    let touches_sign = b"/-".contains(&before) || b"/-".contains(&behind);
    let touches_group = before == b'.' || b".,".contains(&behind);
    let between_digits = before.is_ascii_digit() && behind.is_ascii_digit();
    if changes.last() == Some(&Change::Join(gap)) {
        return;
    }
    if touches_sign {
        changes.extend(gaps_of_number(text, gap).into_iter().map(Change::Join));
    } else if between_digits && is_torn_figure(text, gap)
        || touches_group && is_torn_group(text, gap)
    {
        changes.push(Change::Join(gap));
    }
}

/// The blanks inside the number of a paper, or the date, around the blanks at `gap`, which touch `/` or `-`; empty where
/// the whole is none.
fn gaps_of_number(text: &str, gap: Span) -> Vec<Span> {
    let bytes = text.as_bytes();
    let mut gaps = vec![gap];
    let mut start = token_start(text, gap.start);
    let mut end = token_end(text, gap.end);
    // Further blanks beside `/` and `-`, to the left and to the right.
    while gaps.len() < MOST_GAPS
        && let Some(before) = blanks_before(bytes, start)
        && (b"/-".contains(&bytes[before.start - 1]) || b"/-".contains(&bytes[start]))
    {
        start = token_start(text, before.start);
        gaps.insert(0, before);
    }
    while gaps.len() < MOST_GAPS
        && let Some(behind) = blanks_behind(bytes, end)
        && (b"/-".contains(&bytes[end - 1]) || b"/-".contains(&bytes[behind.end]))
    {
        end = token_end(text, behind.end);
        gaps.push(behind);
    }
    // From the longest stretch down: what stands at an end may be no part of the number.
    while !gaps.is_empty() {
        let begin = (0..=gaps.iter().position(|one| *one == gap).unwrap_or_default())
            .map(|first| if first == 0 { start } else { gaps[first - 1].end });
        for (first, begin) in begin.enumerate() {
            let behind = &bytes[gaps[gaps.len() - 1].end..end];
            if !behind.iter().any(|byte| is_part(*byte)) {
                continue;
            }
            let joined = without(text, Span::new(begin, end), &gaps[first..]);
            let lead = lead_before(text, begin);
            if is_whole_number(&joined, &lead, &gaps[first..], text) {
                return gaps.split_off(first);
            }
        }
        let Some(last) = gaps.pop().filter(|last| *last != gap) else { break };
        end = last.start;
    }
    Vec::new()
}

/// The text at `span` without the blanks at `gaps`, and without signs that close a sentence at its end.
fn without(text: &str, span: Span, gaps: &[Span]) -> String {
    let mut joined = String::with_capacity(span.len());
    let mut done = span.start;
    for gap in gaps {
        joined += &text[done..gap.start];
        done = gap.end;
    }
    joined += &text[done..span.end];
    let length = joined.trim_end_matches(|one: char| !one.is_alphanumeric()).len();
    joined.truncate(length);
    joined
}

/// One or two blanks before byte `at`, with something of a number before them.
fn blanks_before(bytes: &[u8], at: usize) -> Option<Span> {
    let blanks = bytes[..at].iter().rev().take_while(|byte| **byte == b' ').count();
    let start = at - blanks;
    let follows = start > 0 && (is_part(bytes[start - 1]) || b"/-".contains(&bytes[start - 1]));
    ((1..=MOST_BLANKS).contains(&blanks) && follows && at < bytes.len())
        .then(|| Span::new(start, at))
}

/// One or two blanks from byte `at` on, with something of a number behind them.
fn blanks_behind(bytes: &[u8], at: usize) -> Option<Span> {
    let blanks = bytes[at..].iter().take_while(|byte| **byte == b' ').count();
    let end = at + blanks;
    let follows = bytes.get(end).is_some_and(|byte| is_part(*byte) || b"/-".contains(byte));
    ((1..=MOST_BLANKS).contains(&blanks) && follows && at > 0).then(|| Span::new(at, end))
}

/// Whether the blanks at `gap`, with a digit on each side, tear a serial behind `số`, a day, a month or a year.
fn is_torn_figure(text: &str, gap: Span) -> bool {
    let start = token_start(text, gap.start);
    let end = token_end(text, gap.end);
    let (left, right) = (&text[start..gap.start], &text[gap.end..end]);
    let right = right.trim_end_matches(|one: char| !one.is_alphanumeric());
    let joined = format!("{left}{right}");
    let lead = lead_before(text, start);
    // `2/2 020/QĐ-TTg`, `15/1 0/2020`: the left piece is no number, and no list ends inside one.
    if left.contains('/') {
        let has_year = NumberParts::of(&joined).is_some_and(|number| number.has_year);
        return has_year || is_date(&joined);
    }
    if !is_figures(left) {
        return false;
    }
    let digits = figure_digits(&joined);
    let value = joined[..digits].parse::<u32>().unwrap_or_default();
    let next = text[gap.end + figure_digits(right)..].trim_start();
    match lead.as_str() {
        "số" => {
            digits <= 5
                && !right.is_empty()
                && !is_figures(right)
                && NumberParts::of(&joined).is_some()
        }
        "ngày" => {
            digits == 2
                && (10..=31).contains(&value)
                && (next.starts_with("tháng") || is_date(&joined))
        }
        "tháng" => {
            digits == 2
                && (10..=12).contains(&value)
                && (next.starts_with("năm") || next.starts_with('/'))
        }
        "năm" => digits == 4 && is_figures(right) && (1900..=2099).contains(&value),
        _ => false,
    }
}

/// Whether the blanks at `gap`, which touch a full stop, tear a figure in groups of three: `12 .500`, `1. 234,5`. The
/// label of an item first on its line is none.
fn is_torn_group(text: &str, gap: Span) -> bool {
    let start = token_start(text, gap.start);
    let end = token_end(text, gap.end);
    let (left, right) = (&text[start..gap.start], &text[gap.end..end]);
    let right = right.trim_end_matches(|one: char| !one.is_ascii_digit());
    let joined = format!("{left}{right}");
    let is_first =
        text[..start].trim_end_matches(' ').chars().next_back().is_none_or(|one| one == '\n');
    // `98 ,5%`: no list has a blank before its comma.
    if let Some(decimals) = right.strip_prefix(',') {
        let is_whole = (1..=3).contains(&left.len()) && is_figures(left);
        return is_whole && !is_first && (1..=2).contains(&decimals.len()) && is_figures(decimals);
    }
    let is_one_sided = left.ends_with('.') != right.starts_with('.');
    let groups = joined.split(',').next().unwrap_or_default();
    let decimals = joined
        .split_once(',')
        .is_none_or(|(_, rest)| (1..=3).contains(&rest.len()) && is_figures(rest));
    // One group behind a stop and a blank may be the beginning of a sentence.
    let is_sure = right.contains(['.', ',']) || left.trim_end_matches('.').contains('.');
    is_one_sided && is_sure && !is_first && is_grouped(groups) && decimals
}
