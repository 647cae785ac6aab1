//! Tells where a title ends. Titles are broken by hand into short lines; the grounds of the paper (the papers it rests
//! on) follow.
//! In: the lines of the title so far and the next one. Out: whether the title goes on with it.
//! Never fills in a field of the masthead.

use crate::heading;
use crate::line::{Line, is_capital, is_drawn, opens_with};

/// At most 240 bytes (inclusive) for a line that says with which paper a regulation is promulgated. A judgement, not
/// measured.
const LONGEST_PROMULGATION: usize = 240;

/// Whether the line says with which paper the one above it is promulgated: `(Ban hành kèm theo Quyết định số …)`
/// (promulgated with decision no. …).
pub fn is_promulgation(text: &str) -> bool {
    let bare = text.trim_start_matches(['(', ' ']);
    text.len() <= LONGEST_PROMULGATION
        && ["ban hành kèm theo", "kèm theo", "ban hành theo"]
            .iter()
            .any(|words| opens_with(bare, words).is_some())
}

/// At most 12 cells (most are whole lines) for a title. A judgement, not measured.
const MOST_LINES: usize = 12;

/// At most 72 characters (inclusive) for a line of a title in small letters; a wider one is a paragraph, if nothing
/// says that the title goes on. A judgement, not measured.
const WIDEST: usize = 72;

/// Whether a title begins with this line, which stands behind the kind: not where it opens the body, and not behind
/// more than three blank lines. A line above a drawn rule (`next`) is a title, whatever it begins with.
pub fn begins(line: &Line<'_>, next: Option<&Line<'_>>) -> bool {
    let is_ruled = next.is_some_and(|next| is_drawn(next.text));
    (is_ruled || !opens_body(line.text)) && line.blank_before <= 3
}

/// Whether the title `lines` goes on with `cell`, a cell of `line`. It goes on if its last line is open (its last word
/// or mark cannot end a title) or `cell` begins with a small letter; else only with a cell in the same case, behind at
/// most two blank lines. It ends behind `.`, `:` and `”`, and before words that open the body. `issuer` is the name of
/// the issuing body as printed, empty where none is: a line that names it ends a title that is not open. `false` where
/// `lines` is empty.
pub fn goes_on(lines: &[Line<'_>], cell: &Line<'_>, line: &Line<'_>, issuer: &str) -> bool {
    let Some(last) = lines.last() else { return false };
    let is_open = last.text.ends_with([',', '-', '–', '“']) || ends_open(last.text);
    let is_small = cell.text.starts_with(|letter: char| letter.is_lowercase());
    if !is_open && names_issuer(cell.text, issuer) {
        return false;
    }
    if last.text.ends_with(['.', ':', '”']) || lines.len() >= MOST_LINES || opens_body(cell.text)
    {
        return false;
    }
    let goes_on = is_open || is_small;
    let is_capital_title = is_capital(last.text);
    let is_changed = is_capital(cell.text) != is_capital_title;
    // A line of small letters as wide as a paragraph is one.
    let is_paragraph = !is_capital_title && line.width > WIDEST;
    if !goes_on && (is_changed || is_paragraph) {
        return false;
    }
    goes_on || line.blank_before <= 2
}

/// Whether the line, in capitals, names the body that issues the paper (its whole name, at least two first words of it,
/// or it at the end of the line): papers name it again before their grounds.
fn names_issuer(text: &str, issuer: &str) -> bool {
    if issuer.is_empty() || !is_capital(text) {
        return false;
    }
    let (lower, issuer) = (text.to_lowercase(), issuer.to_lowercase());
    let is_first_part = lower.contains(' ')
        && issuer.strip_prefix(&lower).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '));
    is_first_part || lower.ends_with(&issuer)
}

/// Words after which a title cannot end, in small letters: and, of, about, at, in, with, for, to, from, by, the, some,
/// number, year, the act of.
const OPEN: [&str; 15] = [
    "và", "của", "về", "tại", "trong", "với", "cho", "đến", "từ", "theo", "các", "những", "số",
    "năm", "việc",
];

/// Whether the last word is one after which a title cannot end.
fn ends_open(text: &str) -> bool {
    text.rsplit(' ').next().is_some_and(|word| OPEN.contains(&word.to_lowercase().as_str()))
}

/// Words with which the body of a paper opens, in this case: its grounds, the time, the occasion, the addressees.
const OPENINGS: [&str; 16] = [
    "Căn cứ",
    "- Căn cứ",
    "Thực hiện",
    "Ngày ",
    "Để ",
    "Xét ",
    "- Xét",
    "Theo ",
    "Trong ",
    "Sau ",
    "Qua ",
    "Nhằm ",
    "Vừa qua",
    "Thời gian qua",
    "Tiếp tục",
    "Kính gửi",
];

/// Whether the line begins with a label of an item or with words that open the body.
fn opens_body(text: &str) -> bool {
    heading::label(text).is_some() || OPENINGS.iter().any(|opening| text.starts_with(opening))
}
