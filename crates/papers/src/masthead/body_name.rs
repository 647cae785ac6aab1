//! Names of the bodies that issue papers, as the head prints them.
//! In: the text of a cell; the lines of the block above the number. Out: whether it opens as such a name; the name
//! and those of the bodies above, a line each.
//! Never completes a name: `issuer` does.

use std::sync::LazyLock;

use crate::document::Field;
use crate::line::{Line, opens_with};
use crate::table::Openings;

/// Whether `text` opens as the names of issuing bodies do: `Ủy ban`, `Bộ`, `Sở`.
pub fn opens_body_name(text: &str) -> bool {
    static OPENINGS: LazyLock<Openings> =
        LazyLock::new(|| Openings::of_table(include_str!("bodies.tsv")));
    let ends_there = |end: usize| !text[end..].starts_with(|next: char| next.is_alphanumeric());
    OPENINGS.at_start(text).any(|(_, end)| ends_there(end))
}

/// Words that open the name of an area: it is a line of its own behind the body's.
const AREAS: [&str; 11] = [
    "tỉnh",
    "thành phố",
    "tp",
    "huyện",
    "quận",
    "thị xã",
    "thị trấn",
    "phường",
    "xã",
    "đặc khu",
    "khu",
];

/// The name of the issuing body and of those above it, a line each. A line of a narrow column goes on with
/// the one before (`VĂN PHÒNG CHÍNH` / `PHỦ`). What stands before the first name of a body is no part of it.
pub fn issuer(lines: &[Line<'_>]) -> Option<Field<String>> {
    let first = lines.iter().position(|line| opens_body_name(line.text)).unwrap_or_default();
    let lines = lines.get(first..)?;
    let begins = |text: &str| {
        let is_area = AREAS.iter().any(|area| {
            opens_with(text, area).is_some_and(|end| text[end..].starts_with([' ', '.']))
        });
        is_area || opens_body_name(text)
    };
    let mut names = joined(lines.get(..1)?, " ")?;
    for line in &lines[1..] {
        names.value.push(if begins(line.text) { '\n' } else { ' ' });
        names.value.push_str(&line.text.split_whitespace().collect::<Vec<_>>().join(" "));
        names.lines.1 = line.number;
    }
    // `BAN CHẤP HÀNH TRUNG ƯƠNG VĂN PHÒNG`: the body may stand on the line of the one above it.
    let below = names.value.strip_prefix(CENTRE).filter(|rest| opens_body_name(rest.trim_start()));
    if let Some(below) = below {
        names.value = format!("{CENTRE}\n{}", below.trim_start());
    }
    Some(names)
}

/// The Central Committee, which the offices below it print above their own name.
const CENTRE: &str = "BAN CHẤP HÀNH TRUNG ƯƠNG";

/// The texts of `lines` with `glue` between them, as a field.
pub fn joined(lines: &[Line<'_>], glue: &str) -> Option<Field<String>> {
    let words = |line: &Line<'_>| line.text.split_whitespace().collect::<Vec<_>>().join(" ");
    let (first, last) = (lines.first()?.number, lines.last()?.number);
    let value = lines.iter().map(words).collect::<Vec<_>>().join(glue);
    Some(Field { value, lines: (first, last), confidence: 0.9 })
}
