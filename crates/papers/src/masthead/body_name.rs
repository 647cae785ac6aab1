//! Names of the bodies that issue papers, as the head prints them.
//! In: the text of a cell, or the cells of the block in which the head names the issuing body. Out: whether a cell
//! opens as such a name; the name and those of the bodies above it, a line each.
//! Never completes a name: the module `issuer` does.

use std::sync::LazyLock;

use crate::document::Field;
use crate::line::{Line, opens_with};
use crate::table::Openings;

/// Whether `text` begins with whole words of `bodies.tsv`, in any case, as the names of issuing bodies do: `Ủy ban`
/// (committee), `Bộ` (ministry), `Sở` (provincial department).
pub fn opens_body_name(text: &str) -> bool {
    static OPENINGS: LazyLock<Openings> =
        LazyLock::new(|| Openings::of_table(include_str!("bodies.tsv")));
    let ends_there = |end: usize| !text[end..].starts_with(|next: char| next.is_alphanumeric());
    OPENINGS.at_start(text).any(|(_, end)| ends_there(end))
}

/// Words that open the name of an area, in small letters: province, city, rural and urban district, town, township,
/// ward, commune, special zone, zone. A cell that begins so begins a line of the issuer.
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

/// The issuing body as printed, superiors above, one line for each cell that begins the name of a body or of an area,
/// so that the last line may be an area alone (`TỈNH VÂN HẢI`), which `crate::issuer` joins. Other cells go on with the
/// line above (`VĂN PHÒNG CHÍNH` / `PHỦ`). Cells before the first body are left out, unless none is one. `None` for no
/// cells.
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

/// The Central Committee, in capitals only. Where the name of an office stands behind it on the same line
/// (`BAN CHẤP HÀNH TRUNG ƯƠNG VĂN PHÒNG`), [`issuer`] puts a line break between them.
const CENTRE: &str = "BAN CHẤP HÀNH TRUNG ƯƠNG";

/// The texts of `lines`, each with single blanks inside, with `glue` between them, as a field from the first line to
/// the last; `None` for no lines. Used for issuers, titles and marks of secrecy or urgency. Its confidence is always
/// 0.9, a judgement, not measured.
pub fn joined(lines: &[Line<'_>], glue: &str) -> Option<Field<String>> {
    let words = |line: &Line<'_>| line.text.split_whitespace().collect::<Vec<_>>().join(" ");
    let (first, last) = (lines.first()?.number, lines.last()?.number);
    let value = lines.iter().map(words).collect::<Vec<_>>().join(glue);
    Some(Field { value, lines: (first, last), confidence: 0.9 })
}
