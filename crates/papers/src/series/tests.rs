//! The series of numbers of each form, and the terms of committees.

use super::*;

fn masthead(number: &str, kind: &str, date: &str, issuer: &str) -> Masthead {
    let field = |value: &str| {
        (!value.is_empty()).then(|| Field {
            value: value.to_owned(),
            lines: (1, 1),
            confidence: 1.0,
        })
    };
    Masthead {
        number: field(number),
        kind: field(kind),
        date: field(date),
        issuer: field(issuer),
        ..Masthead::default()
    }
}

fn of(number: &str, kind: &str, date: &str) -> Numbered {
    numbered(&masthead(number, kind, date, "")).unwrap_or_else(|| panic!("{number}"))
}

#[test]
fn each_form_of_number_has_its_series() {
    for (number, kind, pattern, body, name, period) in [
        ("30/2020/NĐ-CP", "", "…/2020/NĐ-CP", "Chính phủ", "Nghị định", Period::Year(2020)),
        ("98/NQ-CP", "", "…/NQ-CP", "Chính phủ", "Nghị quyết", Period::Year(2021)),
        (
            "1234/BGDĐT-VP",
            "Công văn",
            "…/BGDĐT",
            "Bộ Giáo dục và Đào tạo",
            "Công văn",
            Period::Year(2021),
        ),
        (
            "45/2022/QH15",
            "Nghị quyết",
            "…/QH15",
            "Quốc hội",
            "Nghị quyết",
            Period::AssemblyTerm(15),
        ),
        (
            "1106/NQ-UBTVQH15",
            "",
            "…/NQ-UBTVQH15",
            "Ủy ban Thường vụ Quốc hội",
            "Nghị quyết",
            Period::AssemblyTerm(15),
        ),
        ("59-NQ/TW", "", "…-NQ/TW", "Trung ương", "Nghị quyết", Period::PartyTerm("XIII")),
        ("37-QĐ/TW", "Quy định", "…-QĐ/TW", "Trung ương", "Quy định", Period::PartyTerm("XIII")),
        ("64-CP", "Nghị định", "…/CP", "Chính phủ", "Nghị định", Period::Year(2021)),
        ("66.7/2025/NQ-CP", "", "66.…/2025/NQ-CP", "Chính phủ", "Nghị quyết", Period::Year(2025)),
        ("12/98/NĐ-CP", "", "…/98/NĐ-CP", "Chính phủ", "Nghị định", Period::Year(1998)),
        ("03/2026/BCT", "Thông tư", "…/2026/BCT", "Bộ Công Thương", "Thông tư", Period::Year(2026)),
    ] {
        let found = of(number, kind, "2021-06-01");
        let series = &found.series;
        assert_eq!(
            (found.pattern.as_str(), series.body, series.kind, series.period),
            (pattern, Some(body), Some(name), Some(period)),
            "{number}"
        );
    }
}

#[test]
fn serials_are_read_with_letter_and_place() {
    for (number, parent, wanted, letter) in [
        ("05/2020/NĐ-CP", None, 5, None),
        ("12a/2020/NĐ-CP", None, 12, Some('a')),
        ("66.13/2025/NQ-CP", Some(66), 13, None),
    ] {
        let found = of(number, "", "");
        let Serial { number, letter: read } = found.serial;
        assert_eq!((found.series.parent, number, read), (parent, wanted, letter));
    }
    assert!(numbered(&masthead("ABC", "", "", "")).is_none());
    assert!(numbered(&masthead("", "", "", "")).is_none());
}

#[test]
fn units_behind_a_body_count_with_it() {
    for (number, code) in
        [("1188/QĐ-UBND.VX", "ubnd"), ("12/VP.HĐND-TH", "vp.hđnd"), ("53/STC-VP", "stc")]
    {
        let series = of(number, "", "").series;
        assert_eq!((series.body, series.shared_code.as_str()), (None, code));
    }
    // Two codes of one ministry are one body.
    assert_eq!(of("1/QĐ-BNN", "", "").series.body, of("1/QĐ-BNNPTNT", "", "").series.body);
}

#[test]
fn a_term_is_known_or_it_is_not_told() {
    let term = |number: &str, issuer: &str, date: &str| {
        let found = numbered(&masthead(number, "", date, issuer)).expect("a number");
        match found.series.period {
            Some(Period::PartyTerm(term)) => Some(term),
            _ => None,
        }
    };
    for (date, wanted) in [
        ("2021-01-24", Some("XII")),
        ("2021-01-31", None),
        ("2021-02-02", Some("XIII")),
        ("2021", None),
        ("2021-02", None),
        ("2021-03", Some("XIII")),
        ("2022", Some("XIII")),
        ("2026-01-24", Some("XIV")),
        ("1975-01-01", None),
        ("2031-01-01", None),
        ("", None),
    ] {
        assert_eq!(term("59-NQ/TW", "", date), wanted, "{date}");
    }
    for (issuer, date, wanted) in [
        ("Tỉnh ủy Vân Hải", "2020-06-01", Some("2015-2020")),
        ("Tỉnh ủy Vân Hải", "2020-10-01", None),
        ("Tỉnh ủy Vân Hải", "2020-11-01", Some("2020-2025")),
        ("Ban Tổ chức Tỉnh uỷ Vân Hải", "2021-06-01", Some("2020-2025")),
        ("Thành ủy Cần Thơ", "2020-06-01", Some("2015-2020")),
        // A city below a province: its congress may have been before June.
        ("Thành ủy Vân Hải", "2020-06-01", None),
    ] {
        assert_eq!(term("12-NQ/TU", issuer, date), wanted, "{issuer} {date}");
    }
    for number in ["12-NQ/CB", "367-QĐ/TWĐTN-VP"] {
        assert_eq!(term(number, "", "2021-06-01"), None);
    }
}

#[test]
fn a_congress_counts_all_kinds_together() {
    let (one, other) = (of("02-NQ/ĐH", "", "2020-10-15"), of("03-BC/ĐH", "", "2020-10-16"));
    assert_eq!(one.series, other.series);
    assert_eq!(one.series.counting, Counting::Congress);
}

#[test]
fn a_kind_that_is_not_that_of_the_number_is_doubtful() {
    assert!(of("100/2025/TT-BCA", "Nghị định", "").is_doubtful);
    assert!(of("12-QĐ/TW", "Quy chế", "2022").is_doubtful);
    assert!(!of("12-QĐ/TW", "Quyết định", "2022").is_doubtful);
    assert!(!of("100/2025/TT-BCA", "", "").is_doubtful);
}

#[test]
fn the_tables_are_in_order() {
    let numbering = include_str!("numbering.tsv");
    let codes: Vec<&str> = rows(numbering).map(|[code]| code).collect();
    assert!(codes.is_sorted_by(|one, other| one < other));
    let of_tables = number::bodies().iter().map(|row| row[0]).chain(number::old_codes());
    let mut wanted: Vec<&str> = of_tables.collect();
    wanted.sort_unstable();
    wanted.dedup();
    assert_eq!(codes, wanted, "a row for each body");
    let levels = ["centre", "province", "local", "unknown"];
    let restarts = ["year", "assembly", "congress", "none"];
    for [code, holder, restart, source] in rows(numbering) {
        assert!(["one", "many"].contains(&holder) && !source.is_empty(), "{code}");
        assert!(levels.contains(&restart) || restarts.contains(&restart), "{code}");
        assert!(holder == "many" || body_name(code).is_some(), "{code} has a name");
    }
    let terms: Vec<[&str; 5]> = rows(include_str!("terms.tsv")).collect();
    for level in levels {
        let days = terms.iter().filter(|row| row[0] == level).flat_map(|row| [row[1], row[2]]);
        assert!(days.is_sorted(), "{level}");
    }
    assert!(terms.iter().all(|row| levels.contains(&row[0]) && !row[4].is_empty()));
    for table in [numbering, include_str!("terms.tsv"), include_str!("provincial.tsv")] {
        assert!(table.starts_with("# ") && unicode_normalization::is_nfc(table));
    }
}
