//! Finds the labels (`Điều 5.`, article 5; `2.`; `a)`) that may open items: not those inside a quotation, a table of
//! contents or a list of forms.
//! In: the printed lines of the running text. Out: for each line its label, or `None`.
//! Never looks at the numbering: `outline` does.

use std::collections::HashMap;

use super::heading::{Label, label};
use super::line::{Line, opens_with};

/// One entry for each of `lines`: its label if it may open an item; `None` for plain text, in a quotation, in a table
/// of contents and in a list of forms.
pub fn labels<'a>(lines: &[Line<'a>]) -> Vec<Option<Label<'a>>> {
    let mut labels: Vec<Option<Label<'a>>> = lines.iter().map(|line| label(line.text)).collect();
    let quoted = quoted(lines, &labels);
    for (index, line) in lines.iter().enumerate() {
        if labels[index].is_some() && (quoted[index] || is_entry_of_contents(line.text)) {
            labels[index] = None;
        }
    }
    drop_lists_of_headings(&mut labels);
    labels
}

/// At least 3 headings one below the other, without text between them, are a list. A judgement, not measured.
const LIST_OF_HEADINGS: usize = 3;

/// Takes away the labels of each list of headings of which more than half stand further down once more: a table of
/// contents, a list of forms.
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

/// At most 500 headings are taken as one list; it bounds the work, since each is compared with all before it. A
/// judgement, not measured.
const LONGEST_LIST: usize = 500;

/// At most 2,000 lines for a quotation that an amendment puts in; one without an end within them is no quotation. A
/// judgement, not measured.
const LONGEST_QUOTATION: usize = 2_000;

/// For each line whether it stands inside a quotation that began on an earlier one with an item: an article that an
/// amendment quotes (`“Điều 5. …` to `…”`) is no article of the paper.
fn quoted(lines: &[Line<'_>], labels: &[Option<Label<'_>>]) -> Vec<bool> {
    let mut quoted = vec![false; lines.len()];
    // The label of the amending provision that was met last: what it quotes follows it.
    let mut amending: Option<Label<'_>> = None;
    let mut at = 0;
    while at < lines.len() {
        amending = labels[at].filter(amends).or(amending);
        // Marks of emphasis, as converters leave them, may stand between the mark and the label.
        let inner = lines[at].text.strip_prefix('“');
        let inner = inner.map(|inner| inner.trim_start_matches(['*', '_', ' ']));
        let end = inner
            .filter(|inner| label(inner).is_some())
            .and_then(|_| quotation(&lines[at..], &labels[at..], amending.as_ref()));
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

/// How many of `lines` a quotation takes that begins with the first of them: up to the line on which as many quotation
/// marks are closed as were opened, that line included, or up to the line before the next amending provision behind
/// `amending`, the one that quotes. `None` where it has no end within [`LONGEST_QUOTATION`] lines.
fn quotation(
    lines: &[Line<'_>],
    labels: &[Option<Label<'_>>],
    amending: Option<&Label<'_>>,
) -> Option<usize> {
    let (mut opened, mut closed) = (0, 0);
    let follows = |next: &Label<'_>| {
        amending.is_some_and(|last| {
            next.style == last.style
                && (next.rank, next.suffix) > (last.rank, last.suffix)
                && next.rank <= last.rank + 1
        })
    };
    for (index, line) in lines.iter().take(LONGEST_QUOTATION).enumerate() {
        // Where the closing mark was lost, the next amending provision ends the quotation.
        if index > 0 && labels[index].is_some_and(|next| amends(&next) && follows(&next)) {
            return Some(index);
        }
        opened += line.text.matches('“').count();
        closed += line.text.matches('”').count();
        if closed >= opened {
            return Some(index + 1);
        }
    }
    None
}

/// How a provision begins that changes another paper, in small letters: amends, adds, replaces, repeals.
const AMENDING: [&str; 4] = ["sửa đổi", "bổ sung", "thay thế", "bãi bỏ"];

/// Whether the text behind a label is that of a provision that changes another paper. Its first words may be all that
/// stand on the line: `3. Sửa đổi,`.
fn amends(label: &Label<'_>) -> bool {
    let wrapped = ["sửa", "bổ", "thay", "bãi"];
    AMENDING.iter().any(|words| opens_with(label.rest, words).is_some())
        || wrapped.iter().any(|word| opens_with(label.rest, word) == Some(label.rest.len()))
}

/// Whether the line is an entry of a table of contents: a heading, leaders (at least four points or underscores, an
/// ellipsis, or a tab), and a page number at its end.
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
