//! Laws cited by name: where a name ends, which number it bears, and what only looks like a name.

use vankien_papers::citation::citations;
use vankien_papers::document::{Citation, Document, Form, LineKind};

/// The surfaces of all citations of a kind of law in `text`, each with its kind.
fn laws(text: &str) -> Vec<(String, Form)> {
    let found = citations(text).into_iter();
    found.map(|one| (one.surface(text), one.form)).collect()
}

/// Checks that the citations of `text` are these names, none of them with a number.
#[track_caller]
fn names(text: &str, wanted: &[&str]) {
    let wanted: Vec<(String, Form)> =
        wanted.iter().map(|name| ((*name).to_owned(), Form::Title)).collect();
    assert_eq!(laws(text), wanted, "{text}");
}

/// Checks that the citations of `text` are these, each with its number and kind.
#[track_caller]
fn numbered(text: &str, wanted: &[(&str, &str, &str)]) {
    let found = citations(text);
    let found: Vec<(String, &str, &str)> = found
        .iter()
        .map(|one| {
            let number = one.canonical.as_deref().unwrap_or("-");
            (one.surface(text), number, one.kind.as_deref().unwrap_or("-"))
        })
        .collect();
    let wanted: Vec<(String, &str, &str)> =
        wanted.iter().map(|(name, number, kind)| ((*name).to_owned(), *number, *kind)).collect();
    assert_eq!(found, wanted, "{text}");
}

#[test]
fn names_of_laws() {
    for (text, name) in [
        ("theo quy định của Luật Bảo hiểm y tế và các văn bản", "Luật Bảo hiểm y tế"),
        ("Bộ luật Dân sự năm 2015 quy định", "Bộ luật Dân sự năm 2015"),
        ("theo Luật Đất đai 2013.", "Luật Đất đai 2013"),
        (
            "theo Pháp lệnh Ưu đãi người có công với cách mạng, cơ quan",
            "Pháp lệnh Ưu đãi người có công với cách mạng",
        ),
        ("tuân theo Hiến pháp và pháp luật", "Hiến pháp"),
        ("Hiến pháp năm 2013 ghi nhận", "Hiến pháp năm 2013"),
        (
            "Căn cứ Hiến pháp nước Cộng hòa xã hội chủ nghĩa Việt Nam;",
            "Hiến pháp nước Cộng hòa xã hội chủ nghĩa Việt Nam",
        ),
        ("chấp hành Điều lệ Đảng, nghị quyết", "Điều lệ Đảng"),
        ("khoản 2 Điều 14 Luật Các tổ chức tín dụng được sửa đổi", "Luật Các tổ chức tín dụng"),
        ("dự án Luật Đất đai (sửa đổi)", "Luật Đất đai"),
        ("Luật Thuế thu nhập doanh nghiệp của Việt Nam;", "Luật Thuế thu nhập doanh nghiệp"),
        (
            "trước ngày Luật Thuế thu nhập doanh nghiệp có hiệu lực",
            "Luật Thuế thu nhập doanh nghiệp",
        ),
        ("tại khoản 5 Điều 76 của Luật Nhà ở không có hợp đồng", "Luật Nhà ở"),
        ("khoản 4 Điều 13 Luật Bảo hiểm xã hội còn phải đóng", "Luật Bảo hiểm xã hội"),
        ("theo Luật Kế toán, các văn bản hướng dẫn", "Luật Kế toán"),
        ("thi hành Luật Phí và lệ phí; nộp", "Luật Phí và lệ phí"),
        ("của Luật Thi đua, khen thưởng và các tiêu chuẩn sau", "Luật Thi đua, khen thưởng"),
        ("Điều 13 Luật Thể dục thể thao năm 2006 (sửa đổi)", "Luật Thể dục thể thao năm 2006"),
        (
            "Luật Xuất cảnh, nhập cảnh của công dân Việt Nam ngày 22 tháng 11 năm 2019;",
            "Luật Xuất cảnh, nhập cảnh của công dân Việt Nam ngày 22 tháng 11 năm 2019",
        ),
        ("Căn cứ Luật Giá, ngày 19/6/2023 và", "Luật Giá, ngày 19/6/2023"),
        (
            "Điều 9 của Luật Người lao động Việt Nam đi làm việc ở nước ngoài theo hợp đồng.",
            "Luật Người lao động Việt Nam đi làm việc ở nước ngoài theo hợp đồng",
        ),
        ("Luật Tổ chức Chính quyền địa phương quy định", "Luật Tổ chức Chính quyền địa phương"),
        ("Bộ Luật Hình sự năm 2015", "Bộ Luật Hình sự năm 2015"),
        ("theo Luật Hoá chất", "Luật Hoá chất"),
        (
            "Căn cứ Luật tổ chức Chính phủ ngày 25 tháng 12 năm 2001;",
            "Luật tổ chức Chính phủ ngày 25 tháng 12 năm 2001",
        ),
        ("theo Luật đất đai, Nhà nước", "Luật đất đai"),
        ("theo luật Doanh nghiệp thì", "luật Doanh nghiệp"),
        ("theo Luật PCTN và các văn bản hướng dẫn", "Luật PCTN"),
        (
            "theo Luật Phòng, chống tác hại của thuốc lá, người",
            "Luật Phòng, chống tác hại của thuốc lá",
        ),
        ("Luật Bảo vệ môi\ntrường năm 2020", "Luật Bảo vệ môi trường năm 2020"),
        ("trên cơ sở Luật Giá trong nước", "Luật Giá"),
        // Names that no table holds.
        ("theo Luật Khai thác thủy triều thì", "Luật Khai thác thủy triều"),
        ("theo Luật Khai thác thủy triều năm 2031", "Luật Khai thác thủy triều năm 2031"),
        ("theo Luật Phòng, chống sương muối, người", "Luật Phòng, chống sương muối"),
        (
            "Luật Khai thác và bảo quản băng tuyết năm 2031",
            "Luật Khai thác và bảo quản băng tuyết năm 2031",
        ),
        ("thi hành Luật Vận tải đường ống Việt Nam.", "Luật Vận tải đường ống Việt Nam"),
    ] {
        names(text, &[name]);
    }
}

#[test]
fn lists_of_laws() {
    names(
        "theo Luật Kế toán, Luật Ngân sách nhà nước và Luật Đầu tư công.",
        &["Luật Kế toán", "Luật Ngân sách nhà nước", "Luật Đầu tư công"],
    );
    names(
        "Bộ luật Hình sự, Bộ luật Tố tụng hình sự; Hiến pháp, luật, nghị quyết của Quốc hội",
        &["Bộ luật Hình sự", "Bộ luật Tố tụng hình sự", "Hiến pháp"],
    );
}

#[test]
fn laws_that_amend_others() {
    for name in [
        "Luật sửa đổi, bổ sung một số điều của Luật Đầu tư công",
        "Luật Sửa đổi, bổ sung một số điều của Luật Tổ chức Chính phủ và Luật Tổ chức chính quyền địa phương",
        "Luật sửa đổi, bổ sung Điều 4 và khoản 1a Điều 7 của Bộ luật Hình sự",
        "Luật sửa đổi, bổ sung một số điều của Luật Chứng khoán, Luật Kế toán, Luật Quản lý thuế ngày 29 tháng 11 năm 2024",
        "Pháp lệnh sửa đổi, bổ sung một số điều của Pháp lệnh Ngoại hối",
    ] {
        names(&format!("Căn cứ {name};"), &[name]);
    }
    numbered(
        "Luật sửa đổi, bổ sung một số điều của Luật Đấu thầu, Luật Hải quan số 90/2025/QH15;",
        &[(
            "Luật sửa đổi, bổ sung một số điều của Luật Đấu thầu, Luật Hải quan số 90/2025/QH15",
            "90/2025/QH15",
            "Luật",
        )],
    );
    // Each of the laws amended bears a number of its own.
    numbered(
        "Luật sửa đổi, bổ sung một số điều của Luật Đất đai số 31/2024/QH15, Luật Nhà ở số 27/2023/QH15",
        &[
            ("Luật Đất đai số 31/2024/QH15", "31/2024/QH15", "Luật"),
            ("Luật Nhà ở số 27/2023/QH15", "27/2023/QH15", "Luật"),
        ],
    );
    names("Luật sửa đổi, bổ sung một số điều của 11 luật", &[]);
    names("Sửa đổi, bổ sung một số điều của Luật Giá như sau", &["Luật Giá"]);
}

#[test]
fn a_name_with_its_number_is_one_citation() {
    for (name, number, kind) in [
        ("Luật Quy hoạch đô thị số 144/2025QH15", "144/2025/QH15", "Luật"),
        ("Nghị quyết số 89/2025UBTVQH15", "89/2025/UBTVQH15", "Nghị quyết"),
        ("Luật Dữ liệu số 60/2024/QH15", "60/2024/QH15", "Luật"),
        ("Bộ luật Lao động số 45/2019/QH14", "45/2019/QH14", "Bộ luật"),
        ("Luật Thuế giá trị gia tăng số 48/2024/QH15", "48/2024/QH15", "Luật"),
        ("Luật Tổ chức chính quyền địa phương số 72/2025/QH15", "72/2025/QH15", "Luật"),
        ("Luật Ban hành văn bản quy phạm pháp luật số 64/2025/QH15", "64/2025/QH15", "Luật"),
        ("Luật ban hành văn bản quy phạm pháp\nluật số 64/2025/QH15", "64/2025/QH15", "Luật"),
        ("Pháp lệnh Ngoại hối số 28/2005/PL-UBTVQH11", "28/2005/PL-UBTVQH11", "Pháp lệnh"),
        ("Pháp lệnh Quản lý thị trường số 11/2016/UBTVQH13", "11/2016/UBTVQH13", "Pháp lệnh"),
        ("Luật Khai thác thủy triều và băng tuyết số 12/2031/QH17", "12/2031/QH17", "Luật"),
        ("Luật Đất đai 31/2024/QH15", "31/2024/QH15", "Luật"),
        ("Luật Giá, số: 16/2023/QH15", "16/2023/QH15", "Luật"),
        ("luật Cư trú số 68/2020/QH14", "68/2020/QH14", "Luật"),
    ] {
        let text = format!("Căn cứ {name} ngày 30 tháng 11 năm 2024;");
        let printed = name.replace('\n', " ");
        numbered(&text, &[(&printed, number, kind)]);
        assert_eq!(citations(&text)[0].form, Form::Full, "{name}");
        assert_eq!(citations(&text)[0].date.as_deref(), Some("2024-11-30"), "{name}");
    }
    numbered("Luật số 60/2024/QH15", &[("Luật số 60/2024/QH15", "60/2024/QH15", "Luật")]);
    numbered(
        "theo Luật Kế toán, Luật Ngân sách nhà nước số 89/2025/QH15",
        &[
            ("Luật Kế toán", "-", "Luật"),
            ("Luật Ngân sách nhà nước số 89/2025/QH15", "89/2025/QH15", "Luật"),
        ],
    );
    numbered(
        "Luật Giá và Nghị định số 85/2024/NĐ-CP",
        &[("Luật Giá", "-", "Luật"), ("Nghị định số 85/2024/NĐ-CP", "85/2024/NĐ-CP", "Nghị định")],
    );
    numbered(
        "Luật Luật sư số 65/2006/QH11",
        &[("Luật Luật sư số 65/2006/QH11", "65/2006/QH11", "Luật")],
    );
}

#[test]
fn what_is_no_name_of_a_law() {
    for text in [
        "luật sư Nguyễn Văn An",
        "Luật sư phải",
        "pháp luật Việt Nam",
        "Pháp luật Việt Nam",
        "kỷ luật Đảng",
        "Luật này có hiệu lực",
        "quy định tại Luật này.",
        "Bộ luật này",
        "Hiến pháp này",
        "các luật, pháp lệnh của Quốc hội",
        "Khoa Luật Kinh tế",
        "Khoa Luật",
        "Trường Đại học Luật Hà Nội",
        "Đại học Luật Thành phố Hồ Chí Minh",
        "cử nhân Luật Kinh tế",
        "Công ty Luật TNHH Một thành viên",
        "ông Trần Văn Luật Trưởng phòng",
        "LUẬT",
        "LUẬT\nĐẤT ĐAI",
        "Luật",
        "Luật.",
        "Luật và các văn bản",
        "dự án Luật",
        "quy luật Giá trị",
        "Điều lệ Đảng bộ",
        "Luật Hiến pháp là môn học",
        "nghị quyết, pháp lệnh",
        "Hiến pháp Tây Ban Nha",
        "Tòa án Hiến pháp, đại diện",
    ] {
        names(text, &[]);
    }
}

/// The citations of a paper of these lines.
fn paper(text: &str) -> (Document, Vec<Citation>) {
    let document = vankien_papers::structure(text, &[], LineKind::Paragraph);
    let all = document.sections.iter().flat_map(|section| section.citations.clone()).collect();
    (document, all)
}

#[test]
fn a_name_takes_the_number_that_the_paper_gives_it() {
    let numbers = |text: &str| -> Vec<Option<String>> {
        let (_, all) = paper(text);
        let titles = all.into_iter().filter(|one| one.form == Form::Title);
        titles.map(|one| one.canonical).collect()
    };
    let known = Some("25/2008/QH12".to_owned());
    assert_eq!(
        numbers(
            "Theo Luật Bảo hiểm y tế.\n\nCăn cứ Luật Bảo hiểm y tế số 25/2008/QH12.\n\nLuật bảo hiểm y tế năm 2008 thì.\n\nLuật Bảo hiểm y tế năm 2014.\n\nLuật Giá."
        ),
        [known.clone(), known, None, None]
    );
    // Two numbers: it stays open, and both are candidates.
    let (_, all) = paper(
        "Luật Nhà ở số 65/2014/QH13.\n\nLuật Nhà ở số 27/2023/QH15.\n\nTheo Luật Nhà ở.\n\nLuật Nhà ở năm 2014.",
    );
    assert_eq!(all[2].canonical, None);
    assert_eq!(all[2].candidates, ["65/2014/QH13", "27/2023/QH15"]);
    assert_eq!(all[3].canonical.as_deref(), Some("65/2014/QH13"));
    assert_eq!(
        numbers("Luật số 25/2008/QH12.\n\nLuật năm 2008.\n\nLuật Bảo hiểm y tế."),
        [None, None]
    );
}

#[test]
fn a_law_does_not_cite_itself_in_its_head() {
    let (document, all) = paper(
        "QUỐC HỘI\n\nLuật số: 16/2031/QH17\n\nLUẬT\n\nKHAI THÁC THỦY TRIỀU\n\nCăn cứ Hiến pháp nước Cộng hòa xã hội chủ nghĩa Việt Nam;\n\nQuốc hội ban hành Luật Khai thác thủy triều.\n\nĐiều 1. Phạm vi\n\nLuật này quy định.",
    );
    assert_eq!(document.masthead.kind.map(|kind| kind.value).as_deref(), Some("Luật"));
    let titles = all.iter().filter(|one| one.form == Form::Title);
    assert_eq!(titles.count(), 2, "{all:#?}");
}
