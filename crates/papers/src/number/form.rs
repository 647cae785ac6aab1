//! The parts of the number of a paper, in texts and in questions alike: serial, place in a series, year, term of the
//! Quốc hội (the National Assembly), separators.
//! In: a piece of a number. Out: whether it is such a part, and how long.
//! Never reads a whole number: `scan` does in texts, `search::number` in questions.

/// The signs of Unicode that print as a hyphen, a dash or a minus between two parts of a number.
const HYPHENS: [char; 15] =
    ['-', '‐', '‑', '‒', '–', '—', '―', '−', '⁃', '˗', '➖', '﹘', '﹣', '－', '᠆'];

/// The signs of Unicode that print as a slash.
const SLASHES: [char; 7] = ['/', '⁄', '∕', '／', '⧸', '╱', '⟋'];

/// The signs that stand for a slash only between two parts without blanks: elsewhere they part the
/// cells of a table or the folders of a path.
const TIGHT_SLASHES: [char; 8] = ['\\', '|', '＼', '｜', '∖', '⧵', '﹨', '∣'];

/// Whether print uses `sign` for the hyphen between two parts.
pub fn is_hyphen(sign: char) -> bool {
    sign == '-' || !sign.is_ascii() && HYPHENS.contains(&sign)
}

/// Whether print uses `sign` for the slash between two parts.
pub fn is_slash(sign: char) -> bool {
    sign == '/' || !sign.is_ascii() && SLASHES.contains(&sign)
}

/// Whether `sign` stands for a slash where no blank is beside it.
pub fn is_tight_slash(sign: char) -> bool {
    matches!(sign, '\\' | '|') || !sign.is_ascii() && TIGHT_SLASHES.contains(&sign)
}

/// What the codes of the Quốc hội and of its standing committee begin with; the number of the term follows: `QH15`,
/// `UBTVQH14`.
pub(crate) const ASSEMBLY: [&str; 2] = ["UBTVQH", "QH"];

/// Other spellings of codes of Party bodies, in capitals, each with the code that the table of bodies has: `TW` (Trung
/// ương, the Central Committee) and `TU` (Tỉnh ủy, a provincial committee).
pub(crate) const SPELLED_CODES: [(&str, &str); 4] =
    [("T.Ư", "TW"), ("T.W", "TW"), ("TƯ", "TW"), ("T.U", "TU")];

/// At most 5 figures (inclusive) for a serial number; a longer run of figures begins no number. A judgement, not
/// measured.
pub const MOST_FIGURES: usize = 5;

/// At most 2 figures for the place in a series (the 7 of `66.7/2025/NQ-CP`): three figures behind a point are
/// thousands.
const MOST_IN_SERIES: usize = 2;

/// How many ASCII digits stand at the head of `text`; 0 where none do.
pub fn figures(text: &str) -> usize {
    text.bytes().take_while(u8::is_ascii_digit).count()
}

/// Whether `part` is a year in full and nothing else: four figures, from 1900 to 2099.
pub fn is_year(part: &str) -> bool {
    part.len() == 4 && figures(part) == 4 && (part.starts_with("19") || part.starts_with("20"))
}

/// How many bytes of `behind`, the text behind the first figures of a serial, the place in a series takes with its
/// point: 2 for the `.7` of `66.7/2025/NQ-CP`. `None` where no point and one or two figures stand there.
pub fn series(behind: &str) -> Option<usize> {
    let length = figures(behind.strip_prefix('.')?);
    (1..=MOST_IN_SERIES).contains(&length).then_some(1 + length)
}

/// Whether a code is that of the Quốc hội or of its standing committee with a term of one or two figures, in any case:
/// `QH15`, `ubtvqh14`, but not `QH`.
pub fn is_assembly(code: &str) -> bool {
    let term = ASSEMBLY.iter().find_map(|body| {
        let head = code.get(..body.len())?;
        head.eq_ignore_ascii_case(body).then_some(&code[body.len()..])
    });
    term.is_some_and(|term| (1..=2).contains(&term.len()) && figures(term) == term.len())
}

/// The serial number at the head of a canonical number, with its series and its letter, without
/// leading zeros: `66.7` in `66.7/2025/NQ-CP`, `12a` in `12a/2020/NĐ-CP`, `6` in `06/QĐ-TTg`.
pub fn serial(canonical: &str) -> &str {
    without_zeros(&canonical[..serial_length(canonical)])
}

/// How many bytes the serial takes at the head of a canonical number, with its place in a series and its small letter:
/// 4 of `66.7/2025/NQ-CP`, 3 of `12a/2020/NĐ-CP`.
pub fn serial_length(canonical: &str) -> usize {
    let end = figures(canonical);
    let end = end + series(&canonical[end..]).unwrap_or_default();
    end + usize::from(canonical[end..].starts_with(|one: char| one.is_ascii_lowercase()))
}

/// The serial number and the year at the end of a short citation: `100` and `2019` in `Nghị định 100/2019`, `59` in
/// `Nghị quyết 59` (decree, resolution). A symbol joined behind them is passed over (`100/2019/NĐ`, `59/NQ`, `59-NQ`).
/// The serial is empty where no figures stand there.
pub fn short_number(surface: &str) -> (&str, Option<&str>) {
    let is_sign = |letter: char| is_slash(letter) || is_hyphen(letter);
    let kindless = match surface.rsplit_once(is_sign) {
        Some((before, symbol)) if !symbol.is_empty() && symbol.chars().all(char::is_alphabetic) => {
            before
        }
        _ => surface,
    };
    if let Some((before, year)) = kindless.rsplit_once(is_slash)
        && is_year(year)
    {
        return (serial(figures_at_end(before)), Some(year));
    }
    (serial(figures_at_end(kindless)), None)
}

/// The figures at the end of `text`.
fn figures_at_end(text: &str) -> &str {
    &text[text.trim_end_matches(|letter: char| letter.is_ascii_digit()).len()..]
}

/// The last code of a number, that of the body or of its last unit: `CP` in `98/NQ-CP`.
pub fn last_code(number: &str) -> &str {
    number.rsplit(['/', '-']).next().unwrap_or_default()
}

/// Figures without leading zeros; a zero alone stays.
pub fn without_zeros(figures: &str) -> &str {
    let bare = figures.trim_start_matches('0');
    if bare.starts_with(|one: char| one.is_ascii_digit()) { bare } else { figures }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_parts_of_a_number() {
        assert!(is_assembly("QH15") && is_assembly("ubtvqh14") && !is_assembly("QH"));
        assert!(!is_assembly("QHĐT") && !is_assembly("UBND") && !is_assembly("QH155"));
        assert!(is_year("2025") && !is_year("1875") && !is_year("25") && !is_year("20255"));
        assert_eq!(series(".7/2025"), Some(2));
        assert_eq!(series(".259-NQ"), None);
        assert_eq!(short_number("Nghị định 0100/2019"), ("100", Some("2019")));
        assert_eq!(short_number("NĐ100∕2019"), ("100", Some("2019")));
        assert_eq!(short_number("nghị định số 168/2024/ND"), ("168", Some("2024")));
        assert_eq!(short_number("Nghị quyết số 59"), ("59", None));
        assert_eq!(short_number("Nghị quyết 59/NQ"), ("59", None));
        assert_eq!(short_number("Nghị quyết số 059-NQ"), ("59", None));
        assert_eq!(short_number("Nghị định 168/2024-NĐ"), ("168", Some("2024")));
        assert_eq!(short_number("Nghị quyết"), ("", None));
        assert_eq!(short_number("Nghị quyết/NQ"), ("", None));
        for (canonical, wanted) in [
            ("66.7/2025/NQ-CP", "66.7"),
            ("66.16/2025/NQ-CP", "66.16"),
            ("06/QĐ-TTg", "6"),
            ("12a/2020/NĐ-CP", "12a"),
            ("1106/NQ-UBTVQH15", "1106"),
            ("0", "0"),
        ] {
            assert_eq!(serial(canonical), wanted, "{canonical}");
        }
    }
}
