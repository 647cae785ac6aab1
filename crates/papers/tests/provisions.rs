//! Which articles, clauses, points and other units of a paper a citation cites.

use vankien_papers::citation::{Provision, provisions};
use vankien_papers::document::LineKind;
use vankien_papers::structure;

/// A decree that holds `text`, so that `Nghị định này` is the paper itself.
fn decree(text: &str) -> String {
    format!(
        "CHÍNH PHỦ\nSố: 7/2026/NĐ-CP\nNGHỊ ĐỊNH\nvề việc chung\n\nĐiều 1. Việc chung\n1. {text}\n"
    )
}

/// A unit in words, from the inside out.
fn in_words(unit: &Provision) -> String {
    let levels = [
        ("tiết", &unit.subpoint),
        ("điểm", &unit.point),
        ("khoản", &unit.clause),
        ("điều", &unit.article),
        ("tiểu mục", &unit.subsection),
        ("mục", &unit.section),
        ("chương", &unit.chapter),
        ("phần", &unit.part),
        ("phụ lục", &unit.annex),
    ];
    let named = levels
        .iter()
        .filter_map(|(name, label)| label.as_ref().map(|label| format!("{name} {label}")));
    named.collect::<Vec<_>>().join(" ")
}

/// The provisions that the citations of a text cite: `units of each, with ; between = number or words of the citation`.
fn cited(text: &str) -> Vec<String> {
    let document = structure(&decree(text), &[], LineKind::Paragraph);
    let mut rows = Vec::new();
    for section in &document.sections {
        for citation in &section.citations {
            let units = provisions(&section.text, citation);
            let units: Vec<String> = units.iter().map(in_words).collect();
            if !units.is_empty() {
                let surface = citation.surface(&section.text);
                let name = surface.rsplit(' ').next().filter(|name| name.contains('/'));
                rows.push(format!("{} = {}", units.join("; "), name.unwrap_or(&surface)));
            }
        }
    }
    rows
}

#[track_caller]
fn check(cases: &[(&str, &[&str])]) {
    let mut wrong = Vec::new();
    for (text, wanted) in cases {
        let found = cited(text);
        if found != *wanted {
            wrong.push(format!("{text}\n    found {found:?}\n    wanted {wanted:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn one_unit() {
    check(&[
        (
            "theo điểm a khoản 2 Điều 5 Nghị định số 100/2019/NĐ-CP",
            &["điểm a khoản 2 điều 5 = 100/2019/NĐ-CP"],
        ),
        ("theo Điều 5 của Nghị định số 100/2019/NĐ-CP", &["điều 5 = 100/2019/NĐ-CP"]),
        (
            "theo tiết a1 điểm đ khoản 2a Điều 46b Nghị định số 100/2019/NĐ-CP",
            &["tiết a1 điểm đ khoản 2a điều 46b = 100/2019/NĐ-CP"],
        ),
        ("theo khoản 1 Mục III Thông tư số 8/2020/TT-BTC", &["khoản 1 mục III = 8/2020/TT-BTC"]),
        ("theo điểm 1, mục II, Nghị quyết số 59-NQ/TW", &["điểm 1 mục II = 59-NQ/TW"]),
        (
            "quy định tại Mục 2 Chương III Phần thứ hai của Nghị quyết số 59-NQ/TW",
            &["mục 2 chương III phần hai = 59-NQ/TW"],
        ),
        (
            "theo tiểu mục 2 Mục 1 Chương II Nghị định số 3/2020/NĐ-CP",
            &["tiểu mục 2 mục 1 chương II = 3/2020/NĐ-CP"],
        ),
        ("theo mục 2.1 Phần B Kế hoạch số 12-KH/TU", &["mục 2.1 phần B = 12-KH/TU"]),
        ("Điều 3 Nghị định này", &["điều 3 = Nghị định này"]),
        ("tại khoản 4\nĐiều 9 của\nNghị định này", &["khoản 4 điều 9 = Nghị định này"]),
        (
            "THEO ĐIỂM A KHOẢN 1 ĐIỀU 5 NGHỊ ĐỊNH SỐ 100/2019/NĐ-CP",
            &["điểm a khoản 1 điều 5 = 100/2019/NĐ-CP"],
        ),
        (
            "gạch đầu dòng thứ nhất điểm a khoản 1 Điều 5 Nghị định số 1/2020/NĐ-CP",
            &["điểm a khoản 1 điều 5 = 1/2020/NĐ-CP"],
        ),
        (
            "theo điểm “a” khoản (1) Điều 5 Nghị định số 1/2020/NĐ-CP",
            &["điểm a khoản 1 điều 5 = 1/2020/NĐ-CP"],
        ),
        (
            "theo khoản 1 thuộc Điều 5 (Nghị định số 1/2020/NĐ-CP)",
            &["khoản 1 điều 5 = 1/2020/NĐ-CP"],
        ),
    ]);
}

#[test]
fn lists() {
    check(&[
        (
            "khoản 1 và 2 Điều 5 Nghị định số 1/2020/NĐ-CP",
            &["khoản 1 điều 5; khoản 2 điều 5 = 1/2020/NĐ-CP"],
        ),
        (
            "các điều 5, 6 và 7 Nghị định số 1/2020/NĐ-CP",
            &["điều 5; điều 6; điều 7 = 1/2020/NĐ-CP"],
        ),
        ("tại Điều 5, Điều 7 Luật Đất đai số 31/2024/QH15", &["điều 5; điều 7 = 31/2024/QH15"]),
        (
            "điểm a, b khoản 2 Điều 5; khoản 1 Điều 7 Nghị định số 1/2020/NĐ-CP",
            &["điểm a khoản 2 điều 5; điểm b khoản 2 điều 5; khoản 1 điều 7 = 1/2020/NĐ-CP"],
        ),
        (
            "điểm a khoản 1, khoản 3 Điều 5 và Điều 8 của Nghị định này",
            &["điểm a khoản 1 điều 5; khoản 3 điều 5; điều 8 = Nghị định này"],
        ),
        (
            "khoản 2 các Điều 5, 6 và 7 Nghị định này",
            &["khoản 2 điều 5; khoản 2 điều 6; khoản 2 điều 7 = Nghị định này"],
        ),
        ("khoản 2 Điều 5, 6 Nghị định này", &["khoản 2 điều 5; điều 6 = Nghị định này"]),
        (
            "các điểm a, b và c khoản 1; các khoản 2, 3 Điều 9 Nghị định này",
            &[
                "điểm a khoản 1 điều 9; điểm b khoản 1 điều 9; điểm c khoản 1 điều 9; khoản 2 điều 9; khoản 3 điều 9 = Nghị định này",
            ],
        ),
        ("Điều 5 và Chương II Nghị định này", &["điều 5; chương II = Nghị định này"]),
        ("Chương I, II và IV Nghị định này", &["chương I; chương II; chương IV = Nghị định này"]),
        (
            "điểm a), b) khoản 2 Điều 5 Nghị định này",
            &["điểm a khoản 2 điều 5; điểm b khoản 2 điều 5 = Nghị định này"],
        ),
        (
            "Điều 5 Nghị định số 1/2020/NĐ-CP và khoản 2 Điều 6 Nghị định số 2/2020/NĐ-CP",
            &["điều 5 = 1/2020/NĐ-CP", "khoản 2 điều 6 = 2/2020/NĐ-CP"],
        ),
        (
            "khoản 1 Điều 5 Nghị định số 1/2020/NĐ-CP được sửa đổi, bổ sung tại khoản 3 Điều 1 Nghị định số 2/2021/NĐ-CP",
            &["khoản 1 điều 5 = 1/2020/NĐ-CP", "khoản 3 điều 1 = 2/2021/NĐ-CP"],
        ),
    ]);
}

#[test]
fn remarks_and_annexes_without_a_label_interrupt_nothing() {
    check(&[
        (
            "khoản 1, khoản 7 (trừ loại đặc biệt) và khoản 10 Điều 143 của Nghị định này",
            &["khoản 1 điều 143; khoản 7 điều 143; khoản 10 điều 143 = Nghị định này"],
        ),
        ("Điều 5 (đã được sửa đổi) của Nghị định này", &["điều 5 = Nghị định này"]),
        ("Điều 5 và Phụ lục Nghị định này", &["điều 5 = Nghị định này"]),
        (
            "Phụ lục I “Định mức chung” ban hành kèm theo Nghị định này",
            &["phụ lục I = Nghị định này"],
        ),
        ("theo Điều 5 bỏ (trừ khoản 1) Nghị định này", &[]),
    ]);
}

#[test]
fn ranges() {
    check(&[
        (
            "từ Điều 5 đến Điều 9 Nghị định số 1/2020/NĐ-CP",
            &["điều 5; điều 6; điều 7; điều 8; điều 9 = 1/2020/NĐ-CP"],
        ),
        (
            "từ điểm a đến điểm đ khoản 1 Điều 5 Nghị định này",
            &[
                "điểm a khoản 1 điều 5; điểm b khoản 1 điều 5; điểm c khoản 1 điều 5; điểm d khoản 1 điều 5; điểm đ khoản 1 điều 5 = Nghị định này",
            ],
        ),
        (
            "các điểm e đến h khoản 1 Điều 5 Nghị định này",
            &[
                "điểm e khoản 1 điều 5; điểm g khoản 1 điều 5; điểm h khoản 1 điều 5 = Nghị định này",
            ],
        ),
        (
            "khoản 1 đến hết khoản 3 Điều 2 Nghị định này",
            &["khoản 1 điều 2; khoản 2 điều 2; khoản 3 điều 2 = Nghị định này"],
        ),
        ("Điều 5 - 7 Nghị định này", &["điều 5; điều 6; điều 7 = Nghị định này"]),
        ("Phụ lục II-3 Nghị định này", &["phụ lục II-3 = Nghị định này"]),
        (
            "từ Chương II đến Chương IV Nghị định này",
            &["chương II; chương III; chương IV = Nghị định này"],
        ),
        (
            "khoản 1 Điều 5 đến khoản 2 Điều 7 Nghị định này",
            &["khoản 1 điều 5; khoản 2 điều 7 = Nghị định này"],
        ),
        ("Điều 9 đến Điều 5 Nghị định này", &["điều 9; điều 5 = Nghị định này"]),
    ]);
}

#[test]
fn from_the_outside_in() {
    check(&[
        ("tại Điều 5, khoản 2, điểm a Nghị định này", &["điểm a khoản 2 điều 5 = Nghị định này"]),
        (
            "tại Điều 5 khoản 1, 2; Điều 6 khoản 3 Nghị định này",
            &["khoản 1 điều 5; khoản 2 điều 5; khoản 3 điều 6 = Nghị định này"],
        ),
        (
            "tại Điều 5 (khoản 1, 2), Điều 6 (khoản 3) Nghị định này",
            &["khoản 1 điều 5; khoản 2 điều 5; khoản 3 điều 6 = Nghị định này"],
        ),
        ("tại Điều 5, khoản 2 Điều 6 Nghị định này", &["điều 5; khoản 2 điều 6 = Nghị định này"]),
        ("tại Phần II, mục 3 Nghị định này", &["mục 3 phần II = Nghị định này"]),
    ]);
}

#[test]
fn behind_the_number_in_parentheses() {
    check(&[
        (
            "theo Nghị định số 100/2019/NĐ-CP (Điều 5, khoản 2)",
            &["khoản 2 điều 5 = 100/2019/NĐ-CP"],
        ),
        (
            "theo Nghị định số 100/2019/NĐ-CP ngày 30/12/2019 của Chính phủ (tại các khoản 1, 2 Điều 5)",
            &["khoản 1 điều 5; khoản 2 điều 5 = 100/2019/NĐ-CP"],
        ),
        (
            "theo Nghị quyết số 59-NQ/TW của Bộ Chính trị “về việc chung” (mục II)",
            &["mục II = 59-NQ/TW"],
        ),
        ("theo Nghị định số 100/2019/NĐ-CP (sửa đổi Điều 5)", &[]),
        ("theo Nghị định số 100/2019/NĐ-CP (02 điều)", &[]),
        ("theo Nghị định số 100/2019/NĐ-CP (Điều 5 còn hiệu lực)", &[]),
        ("theo Nghị định số 100/2019/NĐ-CP. (Điều 5)", &[]),
    ]);
}

#[test]
fn what_is_promulgated_with_the_paper() {
    check(&[
        ("theo Phụ lục I ban hành kèm theo Nghị định này", &["phụ lục I = Nghị định này"]),
        (
            "theo Phụ lục II ban hành bổ sung kèm theo Nghị định này",
            &["phụ lục II = Nghị định này"],
        ),
        (
            "theo các phụ lục I, III kèm theo Thông tư số 8/2020/TT-BTC",
            &["phụ lục I; phụ lục III = 8/2020/TT-BTC"],
        ),
        (
            "theo mục 2 Phụ lục số 01 (ban hành kèm theo Thông tư số 8/2020/TT-BTC)",
            &["mục 2 phụ lục 01 = 8/2020/TT-BTC"],
        ),
        (
            "sửa đổi khoản 3 Điều 15 Quy chế tổ chức và hoạt động của trung tâm ban hành kèm theo Thông tư số 1/2023/TT-BGDĐT",
            &["khoản 3 điều 15 = 1/2023/TT-BGDĐT"],
        ),
        (
            "Phụ lục XI Hướng dẫn thu thập giá ban hành kèm theo Thông tư số 11/2021/TT-BXD",
            &["phụ lục XI = 11/2021/TT-BXD"],
        ),
        ("thay Phụ lục I bằng Phụ lục ban hành kèm theo Thông tư số 8/2020/TT-BTC", &[]),
        (
            "khoản 1 Điều 1 của Thông tư được chi tiết tại Phụ lục kèm theo Thông tư số 8/2020/TT-BTC",
            &[],
        ),
        ("bãi bỏ một số điều, phụ lục kèm theo Thông tư số 8/2020/TT-BTC", &[]),
    ]);
}

#[test]
fn a_law_between_its_article_and_its_number() {
    check(&[
        (
            "theo Điều 8 Luật Phòng, chống tác hại của rượu, bia số 44/2019/QH14",
            &["điều 8 = 44/2019/QH14"],
        ),
        (
            "theo khoản 1 Điều 2 Luật sửa đổi, bổ sung một số điều của Luật Nhà ở số 43/2024/QH15",
            &["khoản 1 điều 2 = 43/2024/QH15"],
        ),
        ("theo Điều 5 Luật Đất đai, Luật Nhà ở số 27/2023/QH15", &["điều 5 = Luật Đất đai"]),
        ("theo Điều 5 và Luật Nhà ở số 27/2023/QH15", &[]),
        ("theo Điều 5 Luật Đất đai năm 2024", &["điều 5 = Luật Đất đai năm 2024"]),
        ("theo Điều 5 Điều lệ Đảng", &["điều 5 = Điều lệ Đảng"]),
    ]);
}

#[test]
fn what_is_no_provision_or_another_papers() {
    for text in [
        "Điều kiện theo Nghị định số 100/2019/NĐ-CP",
        "khoản tiền theo Nghị định số 100/2019/NĐ-CP",
        "các khoản của Nghị định số 100/2019/NĐ-CP",
        "Mục tiêu 2 của Nghị quyết số 59-NQ/TW",
        "danh mục 2 của Nghị quyết số 59-NQ/TW",
        "quan điểm 3 của Nghị quyết số 59-NQ/TW",
        "tại Phần Lan, Nghị quyết số 59-NQ/TW",
        "điểm a của trường theo Nghị định số 100/2019/NĐ-CP",
        "thi được 8 điểm, Nghị định số 100/2019/NĐ-CP",
        "một số điều của Nghị định số 100/2019/NĐ-CP",
        "có 5 điều Nghị định số 100/2019/NĐ-CP bỏ",
        "theo Điều 5. Nghị định số 100/2019/NĐ-CP quy định",
        "theo Điều 5; Nghị định số 100/2019/NĐ-CP quy định",
        "theo Điều 5 và Nghị định số 100/2019/NĐ-CP",
        "theo khoản 1 Điều này và Nghị định số 100/2019/NĐ-CP",
        "Điều 5 đến nay Nghị định số 100/2019/NĐ-CP",
        "theo Điều 5 được sửa đổi bởi Nghị định số 100/2019/NĐ-CP",
        "tổ 5, Nghị định số 100/2019/NĐ-CP",
        "chương trình 5 Nghị quyết số 59-NQ/TW",
        "Điều 5: Nghị định này có hiệu lực",
        "khoản a Điều b Nghị định này",
    ] {
        assert_eq!(cited(text), [""; 0], "{text}");
    }
}

#[test]
fn headings_are_no_provisions_of_what_stands_below() {
    check(&[
        ("Việc chung.\nChương II\nNghị định này có hiệu lực", &[]),
        ("Việc chung.\nPhụ lục I\n(Kèm theo Nghị định số 7/2026/NĐ-CP)", &[]),
        ("Việc chung.\nPhụ lục I\nDANH MỤC CHUNG\n(Kèm theo Nghị định số 7/2026/NĐ-CP)", &[]),
    ]);
}

#[test]
fn the_papers_own_number_has_no_provisions() {
    let document = structure(&decree("Việc."), &[], LineKind::Paragraph);
    let all = document.sections.iter().flat_map(|section| {
        section.citations.iter().map(|citation| provisions(&section.text, citation))
    });
    assert!(all.flatten().next().is_none());
}

#[test]
fn an_absurd_list_is_cut() {
    let list = "từ Điều 1 đến Điều 999, ".repeat(50);
    let document =
        structure(&decree(&format!("{list}Điều 5 Nghị định này")), &[], LineKind::Paragraph);
    let longest = document.sections.iter().flat_map(|section| {
        section.citations.iter().map(|citation| provisions(&section.text, citation).len())
    });
    assert_eq!(longest.max(), Some(1_000));
}
