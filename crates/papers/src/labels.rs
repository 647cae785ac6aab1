//! Finds the labels that may open items: not those inside a quotation, a table of contents or a list of forms.
//! In: the printed lines of the running text. Out: for each line its label, or `None`.
//! Never looks at the numbering: `outline` does.

use std::collections::HashMap;

use super::heading::{Label, label};
use super::line::Line;

/// The label of each line that may open an item: not in a quotation, not in a table of contents.
pub fn labels<'a>(lines: &[Line<'a>]) -> Vec<Option<Label<'a>>> {
    let mut labels: Vec<Option<Label<'a>>> = lines.iter().map(|line| label(line.text)).collect();
    let quoted = quoted(lines);
    for (index, line) in lines.iter().enumerate() {
        if labels[index].is_some() && (quoted[index] || is_entry_of_contents(line.text)) {
            labels[index] = None;
        }
    }
    drop_lists_of_headings(&mut labels);
    labels
}

/// So many headings one below the other, without text between them, are a list.
const LIST_OF_HEADINGS: usize = 3;

/// Takes the labels of lists of headings away, whose headings stand further down once more: a table of contents, a
/// list of forms.
fn drop_lists_of_headings(labels: &mut [Option<Label<'_>>]) {
    let heading = |at: usize| {
        let label = labels[at].filter(Label::is_heading)?;
        Some((label.style, label.number))
    };
    let mut last = HashMap::new();
    for index in 0..labels.len() {
        if let Some(heading) = heading(index) {
            last.insert(heading, index);
        }
    }
    let mut lists = Vec::new();
    let mut start = 0;
    while start < labels.len() {
        // A heading that stands once more begins the text itself.
        let mut listed = Vec::new();
        while let Some(next) =
            (start + listed.len() < labels.len()).then(|| heading(start + listed.len())).flatten()
            && !listed.contains(&next)
            && listed.len() < LONGEST_LIST
        {
            listed.push(next);
        }
        let end = start + listed.len();
        let repeated =
            listed.iter().filter(|one| last.get(one).is_some_and(|last| *last >= end)).count();
        if listed.len() >= LIST_OF_HEADINGS && repeated * 2 > listed.len() {
            lists.push(start..end);
        }
        start = end.max(start + 1);
    }
    for list in lists {
        labels[list].fill(None);
    }
}

/// A list of headings is looked at so far at once.
const LONGEST_LIST: usize = 500;

/// A quotation that an amendment puts in is no longer than this, in lines.
const LONGEST_QUOTATION: usize = 2_000;

/// For each line whether it stands inside a quotation that began on an earlier one with an item: an article that an
/// amendment quotes (`“Điều 5. …` to `…”`) is no article of the paper.
fn quoted(lines: &[Line<'_>]) -> Vec<bool> {
    let mut quoted = vec![false; lines.len()];
    let mut at = 0;
    while at < lines.len() {
        let inner = lines[at].text.strip_prefix('“');
        let end =
            inner.filter(|inner| label(inner).is_some()).and_then(|_| quotation(&lines[at..]));
        match end {
            Some(length) if length > 1 => {
                quoted[at + 1..at + length].fill(true);
                at += length;
            }
            _ => at += 1,
        }
    }
    quoted
}

/// How many of `lines` a quotation takes that begins with the first: to the line on which as many are closed as
/// were opened. `None` where it is not closed.
fn quotation(lines: &[Line<'_>]) -> Option<usize> {
    let (mut opened, mut closed) = (0, 0);
    for (index, line) in lines.iter().take(LONGEST_QUOTATION).enumerate() {
        opened += line.text.matches('“').count();
        closed += line.text.matches('”').count();
        if closed >= opened {
            return Some(index + 1);
        }
    }
    None
}

/// Whether the line is one of a table of contents: its heading, dots, a page.
fn is_entry_of_contents(text: &str) -> bool {
    let bare = text.trim_end_matches(|one: char| one.is_ascii_digit());
    bare.len() < text.len() && {
        let head = bare.trim_end_matches(['.', '…', ' ', '\t', '_']);
        let leaders = &bare[head.len()..];
        leaders.chars().filter(|one| *one == '.' || *one == '_').count() >= 4
            || leaders.contains('…')
            || leaders.contains('\t')
    }
}
