//! Finds where the masthead of a paper begins, and those of further papers in the file.
//! In: the printed lines. Out: the first head that is sure, else the one that most evidence speaks for; the lines at
//! which further heads begin.
//! Lines before the masthead do not count for or against it: they are front matter.

use super::body_name::opens_body_name;
use super::cell::{Cell, classify, day_word};
use super::evidence::Evidence;
use super::formula::{Formula, begins_formula, formula};
use super::head::Head;
use super::reader::read;
use super::title::is_promulgation;
use super::units::{Unit, units};
use crate::document::{Masthead, Place};
use crate::heading;
use crate::line::{Line, is_capital};

/// At most 60 printed lines for a masthead. A judgement, not measured.
const LONGEST: usize = 60;

/// The first 400 lines are searched for the masthead: front matter may be a whole mail. A judgement, not measured.
const LATEST: usize = 400;

/// At most 8 lines from the name of the issuing body down to the first part that is sure; also, two heads that begin
/// fewer than 8 lines apart count as one. A judgement, not measured.
const ABOVE: usize = 8;

/// The head of the first paper in `lines`, with the front matter before it. A head further down than the first line is
/// taken only if its evidence is enough and its score is higher. Where no masthead is found, the head is not official
/// and takes nothing but drawn rules at the top.
pub fn masthead<'a>(lines: &[Line<'a>]) -> Head<'a> {
    let mut best = head_at(lines, 0);
    if best.evidence.is_full() {
        return best;
    }
    let mut at = 0;
    while let Some(sure) = next_sure(lines, at) {
        let head = best_around(lines, sure, at);
        at = head.taken.max(sure + 1);
        if head.evidence.is_enough() && head.evidence.score() > best.evidence.score() {
            best = head;
        }
        // The first one that is surely a masthead is the paper's own.
        if best.evidence.is_sure() {
            break;
        }
    }
    weigh(&mut best.masthead, &best.evidence);
    let front = lines[..best.start].iter().map(|line| (Place::Front, *line));
    best.lines.splice(..0, front);
    best
}

/// The head that begins with the first of `lines`: for a paper whose beginning is known. It has no front matter, and
/// its evidence does not lower the confidence of its fields.
pub fn head_at_start<'a>(lines: &[Line<'a>]) -> Head<'a> {
    head_at(lines, 0)
}

/// Where further papers begin in `lines`, which are those behind the first masthead: indexes into `lines`, ascending. A
/// further paper has a masthead with a heading, a number, and a kind or a dateline, or is a regulation that the paper
/// promulgates.
pub fn later_heads(lines: &[Line<'_>]) -> Vec<usize> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(heading) = next_heading(lines, at) {
        let head = best_around(lines, heading, at);
        let evidence = &head.evidence;
        at = heading + 1;
        // A form to be filled in leaves its number open.
        let is_numbered = head.masthead.number.is_some();
        if evidence.heading && is_numbered && (evidence.kind || evidence.dateline) {
            found.push(head.start);
            at = at.max(head.taken);
        }
    }
    found.extend(promulgated(lines));
    found.sort_unstable();
    // Of a regulation with the heading above it, the heading is the beginning.
    found.dedup_by(|later, earlier| later.abs_diff(*earlier) < ABOVE);
    found
}

/// Where the regulations begin that the paper promulgates, as indexes into `lines`: a kind on a line of its own, a
/// title, and `(Ban hành kèm theo Quyết định số …)` (promulgated with decision no. …), without a label of an item
/// between.
fn promulgated(lines: &[Line<'_>]) -> Vec<usize> {
    let mut found = Vec::new();
    for at in 0..lines.len() {
        if !is_promulgation(lines[at].text) {
            continue;
        }
        let from = at.saturating_sub(LONGEST_TITLE);
        let kind = (from..at).rev().find(|row| is_kind_line(&lines[*row]));
        // A label stands there in a form or an annex, which has no title of a regulation.
        let is_annex = |row: usize| heading::label(lines[row].text).is_some();
        if let Some(kind) = kind.filter(|kind| !(*kind..at).any(is_annex)) {
            found.push(kind);
        }
    }
    found
}

/// At most 8 lines from the kind of a regulation down to the words that say with what it is promulgated. A judgement,
/// not measured.
const LONGEST_TITLE: usize = 8;

/// Whether the line names a kind, in capitals and alone.
fn is_kind_line(line: &Line<'_>) -> bool {
    is_capital(line.text)
        && matches!(classify(line.text), Cell::Kind(_, length) if length == line.text.len())
}

/// The head whose first part that is sure stands on line `sure`. It begins there, or at most [`ABOVE`] lines higher
/// with the name of a body or a formula, but not before `earliest`: where its evidence has the highest score, and of
/// equals highest up.
fn best_around<'a>(lines: &[Line<'a>], sure: usize, earliest: usize) -> Head<'a> {
    let mut best = head_at(lines, sure);
    for start in (sure.saturating_sub(ABOVE).max(earliest)..sure).rev() {
        let text = lines[start].text;
        if !opens_body_name(text) && !begins_formula(text) && formula(text).is_none() {
            continue;
        }
        // Of two that say as much, the longer one has the names of the bodies above.
        let head = head_at(lines, start);
        if head.evidence.score() >= best.evidence.score() {
            best = head;
        }
    }
    best
}

/// The head that begins with line `start`; `start` and `taken` are set, the lines of front matter are not added.
fn head_at<'a>(lines: &[Line<'a>], start: usize) -> Head<'a> {
    // Most texts have no masthead, or a short one: the rest of the window is looked at where the first lines say so.
    let mut head = read_window(lines, start, SHORT);
    if head.taken + 2 >= SHORT {
        head = read_window(lines, start, LONGEST);
    }
    head.taken += start;
    head.start = start;
    head
}

/// The first 14 lines are read as a masthead; if it takes 12 of them or more, [`LONGEST`] lines are read. It saves
/// work. A judgement, not measured.
const SHORT: usize = 14;

/// The head that begins with line `start` and has at most `most` lines; its `taken` counts from `start`.
fn read_window<'a>(lines: &[Line<'a>], start: usize, most: usize) -> Head<'a> {
    let window = &lines[start..lines.len().min(start + most)];
    read(&units(window), window)
}

/// The index of the first line from `from` on that holds a part which no running text has on a line of its own: a
/// heading, a motto, a number, a dateline with place and date. Only the first [`LATEST`] lines are looked at.
fn next_sure(lines: &[Line<'_>], from: usize) -> Option<usize> {
    let end = lines.len().min(LATEST);
    (from..end).find(|at| is_sure(&lines[*at]))
}

/// At most 240 bytes (inclusive) for a line that is searched for a sure part or a heading. A judgement, not measured.
const LONGEST_SURE: usize = 240;

/// Whether the line alone holds a part that no running text has on a line of its own.
fn is_sure(line: &Line<'_>) -> bool {
    let is_part = |unit: &Unit<'_>| match &unit.what {
        Cell::Formula(Formula::Heading | Formula::Motto) | Cell::Number(Some(_)) => true,
        Cell::PlaceDate(place, Some(_)) => !place.is_empty(),
        _ => false,
    };
    may_be_sure(line) && units(std::slice::from_ref(line)).iter().any(is_part)
}

/// A quick look whether a line may hold a number, a dateline or a formula: most lines of a text do not, and are not
/// looked at more closely. A dateline ends with its year; a formula is in capitals or short.
fn may_be_sure(line: &Line<'_>) -> bool {
    let text = line.text;
    let Some(first) = text.chars().next() else { return false };
    if text.len() > LONGEST_SURE || (first.is_lowercase() && !line.gaps) {
        return false;
    }
    let holds = |word: &str| memchr::memmem::find(text.as_bytes(), word.as_bytes()).is_some();
    let is_short =
        text.len() <= SHORT_FORMULA && matches!(first, 'C' | 'c' | 'Đ' | 'đ' | 'D' | 'G');
    let ends_with_year =
        text.trim_end_matches(['.', ' ', ',']).ends_with(|last: char| last.is_ascii_digit());
    let is_dateline = ends_with_year && day_word(text).is_some();
    let is_number = first == 'S' || ends_with_year && (holds("số") || holds("Số") || holds("SỐ"));
    line.gaps || is_short || is_dateline || is_number || is_capital(text)
}

/// At most 70 bytes (inclusive) for a line in small letters that may be a formula. A judgement, not measured.
const SHORT_FORMULA: usize = 70;

/// The index of the first line from `from` on that holds the name of the State or the Party in capitals, or the last
/// words of it whose first stand on the line above. Both names end in `NAM`.
fn next_heading(lines: &[Line<'_>], from: usize) -> Option<usize> {
    (from..lines.len()).find(|at| {
        let (text, gaps) = (lines[*at].text, lines[*at].gaps);
        text.len() <= LONGEST_SURE
            && (gaps || is_capital(text) || text.ends_with("NAM"))
            && memchr::memmem::find(text.as_bytes(), b"NAM").is_some()
            && is_heading(&lines[at.saturating_sub(1).max(from)..=*at])
    })
}

/// Whether the name of the State or the Party stands on these lines.
fn is_heading(lines: &[Line<'_>]) -> bool {
    units(lines).iter().any(|unit| matches!(unit.what, Cell::Formula(Formula::Heading)))
}

/// Multiplies the confidence of the fields that are one text each by that of the masthead they stand in.
fn weigh(masthead: &mut Masthead, evidence: &Evidence) {
    let factor = evidence.confidence();
    for field in masthead.texts_mut().into_iter().flatten() {
        field.confidence *= factor;
    }
}
