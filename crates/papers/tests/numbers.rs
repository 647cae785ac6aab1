//! Numbers in the forms in which papers print them: which are cited, how, and what only looks like one.

use vankien_papers::document::{Document, Form, LineKind};

fn structure(text: &str) -> Document {
    vankien_papers::structure(text, &[], LineKind::Open)
}

/// Holds what a paper cites by number: the canonical number, or the surface and `?` where it stays open.
#[track_caller]
fn cites(text: &str, wanted: &[&str]) {
    let document = structure(text);
    let mut found: Vec<String> = Vec::new();
    for section in &document.sections {
        for one in &section.citations {
            match (one.form, &one.canonical) {
                (Form::Full | Form::Number, Some(canonical)) => found.push(canonical.clone()),
                (Form::Short, Some(canonical)) => found.push(format!("short {canonical}")),
                (Form::Short, None) => found.push(format!("{}?", one.surface(&section.text))),
                _ => {}
            }
        }
    }
    assert_eq!(found, wanted, "{text}");
}

#[track_caller]
fn leaves(texts: &[&str]) {
    for text in texts {
        cites(text, &[]);
    }
}

#[test]
fn a_number_may_have_its_year_alone() {
    cites("Theo Nghị định 100/2019, người vi phạm bị phạt.", &["Nghị định 100/2019?"]);
    cites("Theo Nghị định 100/2019 của Chính phủ, phạt.", &["short 100/2019/NĐ-CP"]);
    cites(
        "Nghị định 123/2021 sửa đổi Nghị định 100/2019.",
        &["Nghị định 123/2021?", "Nghị định 100/2019?"],
    );
    cites(
        "Áp dụng Thông tư 200/2014 và Thông tư số 133/2016 của Bộ Tài chính; hết.",
        &["Thông tư 200/2014?", "short 133/2016/TT-BTC"],
    );
    cites(
        "Căn cứ Nghị định 15/2020, NĐ15/2020 và NĐ 100/2019.",
        &["Nghị định 15/2020?", "NĐ15/2020?", "NĐ 100/2019?"],
    );
    cites("theo nghị định số 168/2024 đã ban hành", &["nghị định số 168/2024?"]);
    cites("Quyết định số 1719/2021 phê duyệt", &["Quyết định số 1719/2021?"]);
    cites("Luật 45/2019 và Nghị quyết 76/2021 đã", &["Luật 45/2019?", "Nghị quyết 76/2021?"]);
    cites("Nghị định 168/2024/NĐ quy định", &["Nghị định 168/2024/NĐ?"]);
    cites(
        "Kế hoạch số 15/2023 và Kế hoạch 45/2023",
        &["Kế hoạch số 15/2023?", "Kế hoạch 45/2023?"],
    );
    cites(
        "Nghị định 46/2016, 100/2019 và 123/2021 quy định",
        &["Nghị định 46/2016?", "100/2019?", "123/2021?"],
    );
    cites("Nghị định 100∕2019 quy định", &["Nghị định 100∕2019?"]);
    cites("Nghị quyết 18/2017 của Trung ương", &["short 18-NQ/TW"]);
}

#[test]
fn a_number_with_its_year_is_the_one_that_the_paper_cites_in_full() {
    cites(
        "Căn cứ Nghị định số 100/2019/NĐ-CP ngày 30/12/2019.\nTheo Nghị định 100/2019 và Nghị định 100/2018.",
        &["100/2019/NĐ-CP", "short 100/2019/NĐ-CP", "Nghị định 100/2018?"],
    );
    cites(
        "Căn cứ Quyết định số 1719/QĐ-TTg ngày 14/10/2021.\nQuyết định 1719/2021 nêu; Quyết định 1719/2020 nêu.",
        &["1719/QĐ-TTg", "short 1719/QĐ-TTg", "Quyết định 1719/2020?"],
    );
    let text = "Quyết định 1719/2021 của Thủ tướng.";
    let document = structure(text);
    let citation = &document.sections[0].citations[0];
    assert_eq!(citation.form, Form::Short);
    assert_eq!(citation.candidates, ["1719/QĐ-TTg", "1719/2021/QĐ-TTg"]);
}

#[test]
fn dates_and_shares_are_no_short_numbers() {
    leaves(&[
        "đạt 16/19 chỉ tiêu",
        "Kế hoạch tháng 6/2024 của tỉnh",
        "Kế hoạch 6/2024 của phòng",
        "ngày 5/2019 và tháng 12/2019",
        "Báo cáo 9/2023 về tình hình",
        "Nghị quyết đạt 16/19 chỉ tiêu",
        "Nghị quyết 16/19 chỉ tiêu",
        "quý 3/2019, năm 2019/2020",
        "pháp luật 5/2019",
        "Quyết định ngày 5/2019 của Tòa",
        "Thông báo tháng 7/2020",
        "Chương trình 135/2018 xã",
        "Nghị định 5/2019/19",
        "tỷ lệ 100/2019 hộ",
    ]);
}

#[test]
fn old_numbers_have_no_kind() {
    cites("Căn cứ Nghị định số 24-CP ngày 18 tháng 3 năm 1993 của Chính phủ;", &["24-CP"]);
    cites("Nghị định số 64-CP; Nghị định số 64/CP; Nghị định 64CP.", &["64-CP", "64/CP", "64CP"]);
    cites("Nghị định số 388-HĐBT ngày 20-11-1991; Quyết định 176/HĐBT.", &["388-HĐBT", "176/HĐBT"]);
    cites("Quyết định số 327-CT ngày 15-9-1992, Chỉ thị số 299-TTg.", &["327-CT", "299-TTg"]);
    cites("Theo Sắc lệnh số 64/SL, sắc lệnh 63-SL năm 1945", &["64/SL", "63-SL"]);
    cites(
        "Thông tư số 12-TC/TCT, Thông tư 30-TC/CĐKT ngày 18-3-1995",
        &["12-TC/TCT", "30-TC/CĐKT"],
    );
    cites("Thông tư 215-NV; Thông tư liên bộ số 29/TTLB ngày 5/12/1992", &["215-NV", "29/TTLB"]);
    cites("Quyết định số 1288-VH/QĐ ngày 16/11/1988", &["1288-VH/QĐ"]);
    cites("Công văn số 2870-CVNS/BTCTW ngày 26/5/2022", &["2870-CVNS/BTCTW"]);
    cites("theo 24-CP và 352-TTg, 388/HĐBT", &["24-CP", "352-TTg", "388/HĐBT"]);
    // Ten more forms.
    cites("Quyết định số 217 HĐBT ngày 14-11-1987", &["217HĐBT"]);
    cites("Quyết định số 123-NN-TCCB/QĐ ngày 4/3/1993", &["123-NN-TCCB/QĐ"]);
    cites("Nghị định 26/2003/CP ngày", &["26/2003/CP"]);
    cites("Thông tư số 14 TC/TCT ngày 15/3/1994", &["14TC/TCT"]);
    cites("Thông tư 12-TC/TCT, 30-TC/CĐKT và 31-TC/TCT", &["12-TC/TCT", "30-TC/CĐKT", "31-TC/TCT"]);
    cites("Nghị định 24-CP, 26-CP và 63-CP của Chính phủ", &["24-CP", "26-CP", "63-CP"]);
    cites("Thông tư số 05-LĐTBXH/TT ngày 12/2/1996", &["05-LĐTBXH/TT"]);
    cites("Chỉ thị số 15–TTg, Quyết định số 91∕TTg", &["15-TTg", "91/TTg"]);
    cites("Quyết định số 57/VHTT-QĐ ngày 1/2/1999", &["57/VHTT-QĐ"]);
    cites("Nghị định số 64-CPngày 27/9/1993", &["64-CP"]);
    cites("Thông tư số 02/TT-LB ngày 4/4/1994", &["02/TT-LB"]);
    cites("Quyết định số 25/QĐ ngày 5/3/1990", &["25/QĐ"]);
}

#[test]
fn what_looks_like_an_old_number() {
    leaves(&[
        "lãi 1200/CP, giá 25.000/CP",
        "Công ty CP 32, TNHH 5-CP1",
        "lớp 12-NV, phòng 5-NN",
        "đội 4-TC và tổ 12-CT",
        "căn hộ số 12/CT2, lô 15/KDC",
        "số 3/ĐBP, quận 5-TP",
        "Nghị quyết số 18-NQ trong toàn tỉnh",
        "tháng 5-CP, ngày 6-TTg",
        "Dự án 661-NN, Đề án 06-QĐ",
        "mẫu số 12-TC/TCT",
        "64CP và 12HĐBT",
        "súng 12-ABC/XYZ",
        "Hội nghị TW5, khóa 12",
    ]);
    cites("Nghị quyết số 5 HĐND tỉnh ban hành", &["Nghị quyết số 5?"]);
}

#[test]
fn every_slash_and_dash_parts_a_number() {
    for slash in ["/", "⁄", "∕", "／", "\\", "|", "⧸", "＼", "｜", "∖"] {
        let text = format!("Nghị định số 30{slash}2020{slash}NĐ-CP; Luật số 13{slash}2012/QH13.");
        cites(&text, &["30/2020/NĐ-CP", "13/2012/QH13"]);
    }
    for dash in ["-", "‐", "‑", "‒", "–", "—", "―", "−", "－", "﹣", "⁃"] {
        let text = format!("Nghị quyết số 59{dash}NQ/TW và Quyết định số 06/QĐ{dash}TTg");
        cites(&text, &["59-NQ/TW", "06/QĐ-TTg"]);
    }
}

#[test]
fn blanks_may_tear_a_year() {
    cites("Căn cứ Nghị định số 26 /202 5/NĐ-CP của", &["26/2025/NĐ-CP"]);
    cites("tại Nghị định số 123/20 1 8/NĐ-CP ngày", &["123/2018/NĐ-CP"]);
    leaves(&["01-N/STNMT", "0806-N/BTNMT", "26 /202 5/ABC", "KH1, KH2"]);
}

#[test]
fn a_kind_may_be_unknown() {
    cites("Quyết định số 165-QĐNS/TW; số 12-CVNS/TU", &["165-QĐNS/TW", "12-CVNS/TU"]);
    cites("theo 45/2019/QCPH-BCA-BQP", &["45/2019/QCPH-BCA-BQP"]);
    cites("văn bản 01/2021/CTPH-BTC", &["01/2021/CTPH-BTC"]);
    cites("số 77-BBLV/BTCTW và 5-TBNS/TW", &["77-BBLV/BTCTW", "05-TBNS/TW"]);
    leaves(&["12-ABC/XYZ", "5-abc/TW", "2019/ABC/XYZ", "lô 45/2019/AB-12", "59 - ABC / TW"]);
}

#[test]
fn numbers_are_listed_behind_a_kind() {
    let open = |wanted: &[&'static str]| wanted.to_vec();
    cites("Nghị quyết 59, 70 và 71", &open(&["Nghị quyết 59?", "70?", "71?"]));
    cites("bốn Nghị quyết 59 70 71 72", &open(&["Nghị quyết 59?", "70?", "71?", "72?"]));
    cites(
        "Nghị quyết 57, 59, 66, 68 tạo nên bước ngoặt",
        &open(&["Nghị quyết 57?", "59?", "66?", "68?"]),
    );
    cites("Nghị quyết số 59, 70 của Bộ Chính trị", &["short 59-NQ/TW", "short 70-NQ/TW"]);
    cites("các Chỉ thị số 27/2019, 28/2019/CT-TTg", &["short 27/2019/CT-TTg", "28/2019/CT-TTg"]);
    cites(
        "Nghị quyết số 59-NQ/TW, số 70-NQ/TW. Nghị quyết 59, 70 và 71 đã",
        &["59-NQ/TW", "70-NQ/TW", "short 59-NQ/TW", "short 70-NQ/TW", "71?"],
    );
    cites("Nghị quyết số 18, 19 và 20 người", &open(&["Nghị quyết số 18?", "19?"]));
    cites("Nghị quyết số 68 10 nhiệm vụ", &open(&["Nghị quyết số 68?"]));
}

#[test]
fn a_series_has_decimals() {
    cites("Nghị quyết 66.4/2025/NQ-CP ngày 12/9/2025.", &["66.4/2025/NQ-CP"]);
    cites(
        "Nghị quyết số 66.7∕2025∕NQ–CP; 66.16/2025/NQ-CP",
        &["66.7/2025/NQ-CP", "66.16/2025/NQ-CP"],
    );
}

#[test]
fn no_number_is_made_of_two_cells() {
    leaves(&[
        "Tháng 6/2024\tNQ/TW trong toàn tỉnh",
        "Tháng 6/2024\n\tNQ/TW trong toàn tỉnh",
        "59-\tNQ/TW",
        "59\tNQ/TW",
        "30/2020\tNĐ-CP",
        "30/2020     NĐ-CP",
        "59-NQ\t/TW",
        "tháng 6/2024 NQ/TW",
        "Ngày 6/2024 QĐ/TU",
        "| 30 | 2020 | NĐ-CP |",
        "|30|2020|NĐ-CP|",
        "59        -NQ/TW",
        "64    CP và 64\tCP",
        "12-\tTC/TCT",
    ]);
    cites("Nghị định 64\tCP", &["Nghị định 64?"]);
    cites("59-\nNQ/TW và 13/ CP", &["59-NQ/TW"]);
    cites("Theo Nghị định số 161/2012/ NĐ- CP", &["161/2012/NĐ-CP"]);
}
