//! Series of numbers with known gaps and doubles.

use vankien_papers::document::{Field, PaperPart};

use super::*;

fn masthead(number: &str, kind: &str, date: &str, issuer: &str) -> Masthead {
    let field = |value: &str| {
        let value = value.to_owned();
        (!value.is_empty()).then_some(Field { value, lines: (1, 1), confidence: 1.0 })
    };
    Masthead {
        number: field(number),
        kind: field(kind),
        date: field(date),
        issuer: field(issuer),
        ..Masthead::default()
    }
}

/// Papers from rows of number, kind, date and issuer with `|` between; the path is that of the row, from 0.
fn papers(rows: &[&str]) -> Vec<PaperRecord> {
    let paper = |(at, row): (usize, &&str)| {
        let fields: Vec<&str> = row.split('|').map(str::trim).chain(["", "", ""]).collect();
        let masthead = masthead(fields[0], fields[1], fields[2], fields[3]);
        PaperRecord { path: at.to_string(), masthead, ..PaperRecord::default() }
    };
    rows.iter().enumerate().map(paper).collect()
}

fn series(papers: &[PaperRecord]) -> AllSeries {
    let mut counter = Counter::new(usize::MAX);
    papers.iter().for_each(|paper| counter.add(paper));
    let mut shared = counter.finish();
    papers.iter().for_each(|paper| shared.add(paper));
    shared.finish()
}

/// One line a series: pattern, period, what is held, what is missing, what is not sure, the doubles.
fn told(rows: &[&str]) -> Vec<String> {
    told_of(&series(&papers(rows)))
}

fn told_of(all: &AllSeries) -> Vec<String> {
    let ranges = |ranges: &[Range]| {
        let words = ranges.iter().map(|(first, last)| {
            if first == last { first.to_string() } else { format!("{first}-{last}") }
        });
        words.collect::<Vec<_>>().join(",")
    };
    let line = |one: &Series| {
        let period = match one.period {
            Some(Period::Year(year)) => year.to_string(),
            Some(Period::PartyTerm(term)) => term.to_owned(),
            Some(Period::AssemblyTerm(term)) => format!("QH{term}"),
            None => "?".to_owned(),
        };
        let doubles = one.doubles.iter().map(|double| {
            let paths: Vec<&str> = double.papers.iter().map(|paper| paper.path.as_str()).collect();
            format!(" {}={}", double.number, paths.join("+"))
        });
        format!(
            "{} {period} {}..{}: {} held, no {}, unsure {}{}",
            one.pattern,
            one.first,
            one.last,
            one.held,
            ranges(&one.missing),
            ranges(&one.unsure),
            doubles.collect::<String>()
        )
    };
    all.named.iter().map(line).collect()
}

#[test]
fn gaps_and_doubles_of_one_series() {
    let rows = [
        "02/2020/NĐ-CP||2020-01-05",
        "04/2020/NĐ-CP||2020-01-10",
        "4/2020/NĐ-CP||2020-02-10",
        "10/2020/NĐ-CP||2020-03-01",
        "12a/2020/NĐ-CP||2020-03-02",
        // Another year.
        "11/2021/NĐ-CP||2021-03-01",
    ];
    assert_eq!(
        told(&rows),
        ["…/2020/NĐ-CP 2020 2..12a: 4 held, no 3,5-9,11-12, unsure  04/2020/NĐ-CP=1+2"]
    );
    let all = series(&papers(&rows));
    assert_eq!((all.series, all.single, all.missing, all.doubles), (2, 1, 8, 1));
}

#[test]
fn the_year_is_that_of_the_number_or_of_the_date() {
    let rows = [
        "589/QĐ-TTg||2020-12-30",
        "591/QĐ-TTg||2020-12-31",
        "589/QĐ-TTg||2021-05-04",
        "593/QĐ-TTg||2021-05-05",
        // Numbers with a year are counted apart, and the year of the number decides.
        "01/2020/QĐ-TTg||2021-01-02",
        "03/2020/QĐ-TTg||",
    ];
    let mut found = told(&rows);
    found.sort();
    assert_eq!(
        found,
        [
            "…/2020/QĐ-TTg 2020 1..3: 2 held, no 2, unsure ",
            "…/QĐ-TTg 2020 589..591: 2 held, no 590, unsure ",
            "…/QĐ-TTg 2021 589..593: 2 held, no 590-592, unsure ",
        ]
    );
}

#[test]
fn party_numbers_begin_again_with_a_term() {
    let rows = [
        "57-NQ/TW||2020-05-01",
        "59-NQ/TW||2020-08-05",
        "59-NQ/TW||2025-01-24",
        "61-NQ/TW||2025-03-01",
    ];
    let mut found = told(&rows);
    found.sort();
    assert_eq!(
        found,
        [
            "…-NQ/TW XII 57..59: 2 held, no 58, unsure ",
            "…-NQ/TW XIII 59..61: 2 held, no 60, unsure ",
        ]
    );
}

#[test]
fn what_is_not_dated_is_no_gap_and_no_double() {
    let rows = ["57-NQ/TW||2022", "60-NQ/TW||2023", "59-NQ/TW||", "59-NQ/TW||2021-02-01"];
    assert_eq!(
        told(&rows),
        ["…-NQ/TW XIII 57..60: 2 held, no 58, unsure 59"],
        "59 may be the one of 2021 or of 2022"
    );
    let all = series(&papers(&rows));
    let unplaced: Vec<_> = all.unplaced_named.iter().map(|one| (&*one.path, one.why)).collect();
    assert_eq!(unplaced, [("2", Doubt::Period), ("3", Doubt::Period)]);
    let undated = ["57-NQ/TW", "59-NQ/TW", "59-NQ/TW"];
    assert_eq!(told(&undated), ["…-NQ/TW ? 57..59: 2 held, no , unsure "]);
}

#[test]
fn bodies_that_share_a_code_are_told_apart() {
    let rows = [
        "12/QĐ-UBND||2020-01-01|Ủy ban nhân dân tỉnh Vân Hải",
        "14/QĐ-UBND||2020-01-01|UBND tỉnh Vân Hải",
        "12/QĐ-UBND||2020-02-01|Ủy ban nhân dân tỉnh Sơn Đông",
        "20/QĐ-UBND||2020-02-01",
        "30/QĐ-UBND||2020-02-01",
    ];
    assert_eq!(
        told(&rows),
        [
            "…/QĐ-UBND 2020 12..14: 2 held, no 13, unsure ",
            "…/QĐ-UBND 2020 20..30: 2 held, no , unsure ",
        ]
    );
    assert_eq!(series(&papers(&rows)).unplaced_named[0].why, Doubt::Issuer);
}

#[test]
fn an_office_may_count_kinds_together() {
    let together = ["12/QĐ-BTC||2020-01-01", "13/KH-BTC||2020-01-02", "15/QĐ-BTC||2020-01-03"];
    assert_eq!(told(&together), ["…/QĐ-BTC 2020 12..15: 2 held, no 14, unsure 13"]);
    // A plan and a decision share a number: they are counted apart.
    let apart = [&together[..], &["15/KH-BTC||2020-02-03"]].concat();
    assert_eq!(
        told(&apart),
        [
            "…/KH-BTC 2020 13..15: 2 held, no 14, unsure ",
            "…/QĐ-BTC 2020 12..15: 2 held, no 13-14, unsure ",
        ]
    );
    // Kinds of the Party and of papers with a year have a series of their own.
    let of_party = ["12-NQ/TW||2022", "13-CT/TW||2022", "15-NQ/TW||2022"];
    assert_eq!(told(&of_party), ["…-NQ/TW XIII 12..15: 2 held, no 13-14, unsure "]);
    let of_law = ["1/2020/QĐ-BTC", "2/2020/TT-BTC", "3/2020/QĐ-BTC"];
    assert_eq!(told(&of_law), ["…/2020/QĐ-BTC 2020 1..3: 2 held, no 2, unsure "]);
    // One symbol for two kinds of Party papers.
    let of_two_kinds =
        ["37-QĐ/TW|Quy định|2022", "38-QĐ/TW|Quyết định|2022", "40-QĐ/TW|Quy định|2022"];
    assert_eq!(told(&of_two_kinds), ["…-QĐ/TW XIII 37..40: 2 held, no 39, unsure 38"]);
    // A congress has one series for all kinds.
    let of_congress = ["01-NQ/ĐH||2020-10|Đại hội Vân Hải", "03-BC/ĐH||2020-10|Đại hội Vân Hải"];
    assert_eq!(told(&of_congress), ["…/ĐH 2020 1..3: 2 held, no 2, unsure "]);
}

#[test]
fn kinds_that_no_table_knows_are_counted_as_far_as_a_rule_tells() {
    // The Party counts each kind apart, whatever it is.
    let of_party =
        ["12-CVNS/BTCTW||2022", "14-CVNS/BTCTW||2022", "13-CVNS/BTCTW||", "13-CV/BTCTW||2022"];
    assert_eq!(told(&of_party), ["…-CVNS/BTCTW XIII 12..14: 2 held, no , unsure 13"]);
    // What an office counts with them, nobody knows.
    let of_office = ["12/TC-TCT||1992-01-01", "15/TC-CĐKT||1992-01-02"];
    assert_eq!(told(&of_office), ["…/TC 1992 12..15: 2 held, no 13-14, unsure "]);
}

#[test]
fn the_assembly_counts_laws_and_resolutions_by_term() {
    let rows = [
        "43/2022/QH15|Nghị quyết",
        "45/2022/QH15|Nghị quyết",
        "46/2023/QH15|Nghị quyết",
        "45/2023/QH15|Luật",
        "46/2013/QH13|Nghị quyết",
    ];
    assert_eq!(told(&rows), ["…/QH15 QH15 43..46: 3 held, no 44, unsure "]);
}

#[test]
fn copies_are_no_doubles() {
    let mut both = papers(&["106/2025/TT-BCA||2025-11-17", "106/2025/TT-BCA||2015-11-17"]);
    assert_eq!(series(&both).doubles, 0, "2015 is a misprint: the number bears 2025");
    let copies = series(&papers(&["1/2025/TT-BCA", "2/2025/TT-BCA", "01/2025/TT-BCA"]));
    let copies = &copies.named[0].copies;
    assert_eq!((copies.len(), &copies[0].papers[0].also_in), (1, &vec!["2".to_owned()]));
    let mut date = |value: &str| {
        let date = both[1].masthead.date.as_mut().expect("a date");
        date.value = value.into();
        series(&both).doubles
    };
    assert_eq!((date("2025-11-17"), date("2025-11"), date("2025-11-18")), (0, 0, 1));
    both[0].also_in = vec!["copy".into()];
    let found = series(&both);
    assert_eq!(found.named.len(), 1, "a double is told even where the series is a single number");
    assert_eq!(found.named[0].doubles[0].papers[0].also_in, ["copy"]);
}

#[test]
fn a_part_with_a_number_of_its_own_counts() {
    let mut gazette = papers(&["11/2020/NĐ-CP"]);
    let part = |number: &str| PaperPart { masthead: masthead(number, "", "", ""), lines: (1, 1) };
    gazette[0].parts = ["11/2020/NĐ-CP", "", "011/2020/NĐ-CP", "13/2020/NĐ-CP"].map(part).to_vec();
    let found = series(&gazette);
    assert_eq!(told_of(&found), ["…/2020/NĐ-CP 2020 11..13: 2 held, no 12, unsure "]);
    assert_eq!((found.doubles, found.unplaced), (0, 0));
}

#[test]
fn a_number_of_another_kind_fills_no_gap_and_makes_none() {
    let rows = [
        "99/2025/TT-BCA|Thông tư",
        "100/2025/TT-BCA|Nghị định",
        "102/2025/TT-BCA|Thông tư",
        "190/2025/TT-BCA|Nghị định",
        "ABC",
    ];
    assert_eq!(told(&rows), ["…/2025/TT-BCA 2025 99..102: 2 held, no 101, unsure 100"]);
    let all = series(&papers(&rows));
    let why: Vec<Doubt> = all.unplaced_named.iter().map(|one| one.why).collect();
    assert_eq!((all.unplaced, why), (3, vec![Doubt::Kind, Doubt::Kind, Doubt::Form]));
}

#[test]
fn the_order_of_the_papers_is_all_one() {
    let rows = [
        "12/QĐ-UBND||2020-01-01|Ủy ban nhân dân tỉnh Vân Hải",
        "012/QĐ-UBND||2020-01-02|UBND TỈNH VÂN HẢI",
        "15/QĐ-UBND.VX||2020-01-02|UBND tỉnh Vân Hải",
        "59-NQ/TW||",
    ];
    let mut all = papers(&rows);
    let before = series(&all);
    all.reverse();
    let after = series(&all);
    assert_eq!(before.named, after.named);
    assert_eq!(before.named[0].issuer.as_deref(), Some("Ủy ban nhân dân tỉnh Vân Hải"));
}

#[test]
fn a_list_that_is_cut_counts_all() {
    let rows =
        ["1/2020/TT-BTC", "3/2020/TT-BTC", "1/2020/TT-BYT", "4/2020/TT-BYT", "5/2020/TT-BYT"];
    let mut counter = Counter::new(1);
    papers(&rows).iter().for_each(|paper| counter.add(paper));
    let cut = counter.finish().finish();
    assert_eq!(told_of(&cut), ["…/2020/TT-BYT 2020 1..5: 3 held, no 2-3, unsure "]);
    assert_eq!((cut.series, cut.listed, cut.missing), (2, 2, 3));
}
