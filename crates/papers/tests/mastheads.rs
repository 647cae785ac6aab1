//! Mastheads in the forms in which strangers' tools leave them: what is read, and what is left empty.

use vankien_papers::document::{Document, LineKind, Masthead, Place};

/// A paper without any damage.
const PAPER: &str = "CHÍNH PHỦ                 CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n\
    Số: 28/2021/NĐ-CP              Độc lập - Tự do - Hạnh phúc\n\
    \x20                          Hà Nội, ngày 26 tháng 3 năm 2021\n\n\
    NGHỊ ĐỊNH\nQuy định cơ chế quản lý tài chính\n\n\
    Căn cứ Luật Tổ chức Chính phủ ngày 19 tháng 6 năm 2015;\n\n\
    Điều 1. Phạm vi điều chỉnh\nNghị định này quy định cơ chế.\n";

fn read(text: &str) -> Document {
    vankien_papers::structure(text, &[], LineKind::Open)
}

fn value<'a>(masthead: &'a Masthead, name: &str) -> &'a str {
    if name == "signer" {
        return masthead.signer.as_ref().map_or("-", |signer| &signer.value.name);
    }
    let texts = masthead.texts();
    let field = texts.iter().find(|(field, _)| *field == name).expect("the field is known").1;
    field.as_ref().map_or("-", |field| &field.value)
}

#[track_caller]
fn has(text: &str, fields: &[(&str, &str)]) {
    let document = read(text);
    for (field, wanted) in fields {
        assert_eq!(value(&document.masthead, field), *wanted, "{field} of\n{text}");
    }
}

#[test]
fn lines_before_a_masthead_cost_none_of_its_fields() {
    for front in [
        "1\n",
        "Trang 1/12\n",
        "Ký bởi: Cổng Thông tin điện tử Chính phủ\nThời gian ký: 26.03.2021 15:24:30 +07:00\n",
        "2               CÔNG BÁO/Số 561 + 562/Ngày 12-4-2021\n",
        "Trang chủ\n>\nVăn bản\nTHÔNG BÁO\nTIN TỨC\nTải về\n",
        "ĐẾN\nSố: 1234\nNgày: 15/4/2024\nChuyển: Phòng Tổng hợp\n",
        "Digitally signed by Office\nDate: 2021.03.26 15:24:30 +07'00'\nReason: released\n",
        "VGP News | 15/04/2021 10:22\n",
        "Nghị định số 28/2021/NĐ-CP quy định cơ chế quản lý tài chính\nCòn hiệu lực\nNgày có hiệu lực: 15/05/2021\n",
        "Kính gửi anh Nam,\nEm gửi anh nghị định mới ạ.\nTrân trọng.\n",
        "-----\nBẢN SAO\n\n",
    ] {
        let text = format!("{front}\n{PAPER}");
        has(
            &text,
            &[
                ("number", "28/2021/NĐ-CP"),
                ("kind", "Nghị định"),
                ("date", "2021-03-26"),
                ("place", "Hà Nội"),
                ("issuer", "Chính phủ"),
                ("title", "Quy định cơ chế quản lý tài chính"),
            ],
        );
    }
}

#[test]
fn what_stands_before_a_masthead_is_front_matter() {
    let document = read(&format!("Trang chủ\nVăn bản pháp luật số 12/2020/NĐ-CP\n\n{PAPER}"));
    let front: Vec<_> =
        document.sections.iter().filter(|section| section.place == Place::Front).collect();
    assert_eq!((front.len(), front[0].lines), (1, (1, 2)));
    assert_eq!(front[0].citations.len(), 1, "its numbers are listed");
}

/// A letter whose masthead has this number line and dateline.
fn letter(number: &str, dateline: &str) -> String {
    format!(
        "SỞ Y TẾ          CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n{number}          Độc lập - Tự do - Hạnh phúc\n\
         \x20                   {dateline}\n\nKính gửi: Sở Nội vụ.\n\n\
         Thực hiện Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020, đề nghị các đơn vị báo cáo.\n"
    )
}

#[test]
fn datelines_have_many_forms() {
    for (dateline, place, date) in [
        ("TP. HCM, ngày 18 tháng 4 năm 2024", "TP. HCM", "2024-04-18"),
        ("Tp.HCM, ngày 18 tháng 4 năm 2024", "Tp.HCM", "2024-04-18"),
        ("Tp. Hồ Chí Minh, ngày 18/4/2024", "Tp. Hồ Chí Minh", "2024-04-18"),
        ("HÀ NỘI, NGÀY 18 THÁNG 4 NĂM 2024", "HÀ NỘI", "2024-04-18"),
        ("An Lộc, ngày18 tháng 4 năm2024", "An Lộc", "2024-04-18"),
        ("An Lộc, ngày l8 tháng O4 năm 2024", "An Lộc", "2024-04-18"),
        ("An Lộc, ngày ..18.. tháng ..4.. năm 2024", "An Lộc", "2024-04-18"),
        ("An Lộc, ngày  18  tháng  4  năm 2024", "An Lộc", "2024-04-18"),
        ("Bà Rịa - Vũng Tàu, ngày 18 tháng 4 năm 2024", "Bà Rịa - Vũng Tàu", "2024-04-18"),
        ("Thành phố Huế, ngày 18 tháng 4 năm 2024", "Thành phố Huế", "2024-04-18"),
        ("An Lộc ngày 18 tháng 4 năm 2024", "An Lộc", "2024-04-18"),
        ("An Lộc, ngày      tháng      năm 2024", "An Lộc", "-"),
        ("An Lộc, ngày 32 tháng 4 năm 2024", "An Lộc", "-"),
    ] {
        has(&letter("Số: 15/SYT-VP", dateline), &[("place", place), ("date", date)]);
    }
    // Glued to the line of the number.
    let glued = "BỘ Y TẾ\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n\
        Số: 3467/QĐ-BYT Hà Nội, ngày 15 tháng 11 năm 2024\nQUYẾT ĐỊNH\nVề giá dịch vụ\nCăn cứ Luật;\n";
    has(glued, &[("number", "3467/QĐ-BYT"), ("date", "2024-11-15"), ("place", "Hà Nội")]);
}

#[test]
fn numbers_of_letters_have_many_forms() {
    for (printed, number) in [
        ("Số: 15/SYT-VP", "15/SYT-VP"),
        ("Số 1539/VLO-QLDN3", "1539/VLO-QLDN3"),
        ("Số:  36/TB-SYT", "36/TB-SYT"),
        ("SỐ: 15/QĐ-SYT", "15/QĐ-SYT"),
        ("Số:15/QĐ-SYT", "15/QĐ-SYT"),
        ("Số:      /SYT-VP", "-"),
    ] {
        let text = letter(printed, "An Lộc, ngày 18 tháng 4 năm 2024");
        has(&text, &[("number", number), ("date", "2024-04-18")]);
    }
}

#[test]
fn a_date_of_something_else_is_not_the_papers() {
    for line in [
        "Căn cứ Luật số 91/2015/QH13 đã được Quốc hội thông qua ngày 24 tháng 11 năm 2015;",
        "Căn cứ Luật Tổ chức Chính phủ ngày 19 tháng 6 năm 2015;",
        "Theo Biên bản họp ngày 12 tháng 3 năm 2024,",
        "Ông Trần Văn An, sinh ngày 12 tháng 3 năm 1964, quê Nam Định.",
        "Hội nghị họp ngày 12/3/2024 tại An Lộc.",
        "Quyết định số 12/QĐ-UBND ngày 12 tháng 3 năm 2020 của Ủy ban nhân dân tỉnh;",
        "Luật Đất đai được Quốc hội khóa XV thông qua ngày 18 tháng 01 năm 2024 quy định như sau.",
        "- Căn cứ Nghị quyết được Hội đồng nhân dân thông qua ngày 10 tháng 12 năm 2023;",
        "Thời hạn nộp: ngày 30 tháng 6 năm 2024.",
        "Áp dụng từ ngày 01 tháng 01 năm 2025.",
    ] {
        let text = format!(
            "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n\nQUY CHẾ\n\
             Tổ chức và hoạt động của Hội\n\n{line}\nĐiều 1. Tên gọi\nHội có tên như trên.\n"
        );
        has(&text, &[("kind", "Quy chế"), ("date", "-")]);
    }
}

#[test]
fn wrapped_and_merged_mastheads_are_read() {
    let fields = [
        ("number", "384-QĐ/TW"),
        ("date", "2025-11-19"),
        ("kind", "Quy định"),
        ("place", "Hà Nội"),
    ];
    for head in [
        "BAN CHẤP HÀNH\nTRUNG ƯƠNG\n*\nĐẢNG CỘNG SẢN\nVIỆT NAM\n---------------\nSố 384-QĐ/TW\nHà Nội, ngày 19\ntháng 11 năm 2025\n",
        "BAN CHẤP HÀNH TRUNG ƯƠNG   ĐẢNG CỘNG SẢN VIỆT NAM\nSố 384-QĐ/TW   Hà Nội, ngày 19 tháng 11 năm 2025\n",
        "BAN CHẤP HÀNH TRUNG ƯƠNG ĐẢNG CỘNG SẢN VIỆT NAM\nSố 384-QĐ/TW Hà Nội, ngày 19 tháng 11 năm 2025\n",
        "ĐẢNG CỘNG SẢN VIỆT NAM\nBAN CHẤP HÀNH TRUNG ƯƠNG\nSố 384-QĐ/TW\nHà Nội, ngày 19 tháng 11 năm 2025\n",
        "BAN CHẤP HÀNH TRUNG ƯƠNG\nSố 384-\nQĐ/TW\nĐẢNG CỘNG SẢN VIỆT NAM\nHà Nội,\nngày 19 tháng 11 năm 2025\n",
        "Ban Chấp hành Trung ương\tĐảng Cộng sản Việt Nam\nSố 384-QĐ/TW\tHà Nội, ngày 19 tháng 11 năm 2025\n",
        "BAN CHẤP HÀNH TRUNG ƯƠNG *\nĐẢNG CỘNG SẢN VIỆT NAM ---------------\nSố 384-QĐ/TW\nHà Nội, ngày 19 tháng 11 năm 2025\n",
        "BAN CHẤP HÀNH TRUNG ƯƠNG\nĐẢNG CÔNG SAN VIÊT NAM\nSố 384-QĐ/TW\nHà Nội, ngày 19 tháng 11 năm 2025\n",
        "BAN CHẤP HÀNH TRUNG ƯƠNG\nxyz 12\nĐẢNG CỘNG SẢN VIỆT NAM\nSố 384-QĐ/TW\nHà Nội, ngày 19 tháng 11 năm 2025\n",
        "Số 384-QĐ/TW\nBAN CHẤP HÀNH TRUNG ƯƠNG\nHà Nội, ngày 19 tháng 11 năm 2025\nĐẢNG CỘNG SẢN VIỆT NAM\n",
    ] {
        let text = format!(
            "{head}\nQUY ĐỊNH\n\nVỀ\nKẾT NỐI DỮ LIỆU\n-----\n\nBan Bí thư quy định như sau:\n\nĐiều 1. Phạm vi\nQuy định này quy định.\n"
        );
        has(&text, &fields);
    }
}

#[test]
fn signers_stand_behind_stamps_and_signatures() {
    for (block, name) in [
        (
            "TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\nKý bởi: Ủy ban nhân dân tỉnh\nThời gian ký: 2026.08.14 08:30:15 +07:00\nTrần Sỹ Thanh",
            "Trần Sỹ Thanh",
        ),
        ("TỔNG GIÁM ĐỐC\n(Đã ký)\nNguyễn Văn Bình", "Nguyễn Văn Bình"),
        ("KT. BỘ TRƯỞNG\nTHỨ TRƯỞNG\nĐã ký: Lê Thị Hoa", "Lê Thị Hoa"),
        ("CHỦ TỊCH\n[Đã ký] Phạm Quang Hưng", "Phạm Quang Hưng"),
        ("TM. ỦY BAN NHÂN\nDÂN\nCHỦ TỊCH\nVõ Tấn Đức", "Võ Tấn Đức"),
        ("KT. BỘ TRƯỞNG,\nCHỦ NHIỆM\nPHÓ CHỦ NHIỆM\nTrịnh Mạnh Linh", "Trịnh Mạnh Linh"),
        ("HIỆU TRƯỞNG\n\n\nPGS.TS. Đỗ Văn Dũng", "PGS.TS. Đỗ Văn Dũng"),
        ("CỤC TRƯỞNG\nNGUYỄN VĂN CẨN", "NGUYỄN VĂN CẨN"),
        ("TM. ỦY BAN NHÂN DÂN CHỦ TỊCH Trần Văn An", "Trần Văn An"),
        ("TL. CHỦ TỊCH\nCHÁNH VĂN PHÒNG\nĐinh Thị Mai", "Đinh Thị Mai"),
        ("T/M BAN THƯỜNG VỤ\nPHÓ BÍ THƯ\n*\nLê Văn Tám", "Lê Văn Tám"),
    ] {
        let text = format!("{PAPER}Nơi nhận:\n- Như trên;\n- Lưu: VT.\nHuy (23 bản)\n\n{block}\n");
        has(&text, &[("signer", name)]);
    }
}

#[test]
fn issuers_are_named_as_the_paper_tells() {
    has(
        "ỦY BAN THƯỜNG VỤ\nQUỐC HỘI\n-------\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\nNghị quyết số: 87/2025/UBTVQH15\nHà Nội, ngày 10 tháng 7 năm 2025\nNGHỊ QUYẾT\nĐIỀU CHỈNH CHƯƠNG TRÌNH\nMột câu.",
        &[("issuer", "Ủy ban Thường vụ Quốc hội"), ("number", "87/2025/UBTVQH15")],
    );
    // A post is no body.
    has(
        "Kính gửi: Công ty An Bình.\nMột câu trả lời.\nNơi nhận:\n- Như trên;\n- Lưu: VT.\nTL. CỤC TRƯỞNG\nKT. TRƯỞNG BAN\nPHÓ TRƯỞNG BAN\nTrần Văn An",
        &[("issuer", "-"), ("signer", "Trần Văn An")],
    );
    has(
        "Kính gửi: Công ty An Bình.\nMột câu trả lời.\nNơi nhận:\n- Như trên;\n- Lưu: VT.\nTL. BỘ TRƯỞNG BỘ TÀI CHÍNH\nVỤ TRƯỞNG\nTrần Văn An",
        &[("issuer", "Bộ Tài chính"), ("signer", "Trần Văn An")],
    );
    for (head, issuer) in [
        (
            "BAN CHẤP HÀNH TRUNG ƯƠNG\nVĂN PHÒNG\n*\nĐẢNG CỘNG SẢN VIỆT NAM\nSố 07-KL/VPTW",
            "Văn phòng Trung ương Đảng",
        ),
        (
            "BAN CHẤP HÀNH TRUNG ƯƠNG\nBAN TỔ CHỨC\n*\nĐẢNG CỘNG SẢN VIỆT NAM\nSố 07-HD/BTCTW",
            "Ban Tổ chức Trung ương",
        ),
        (
            "UBND TỈNH AN LỘC\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nSố: 12/UBND-VP",
            "UBND tỉnh An Lộc",
        ),
        (
            "VĂN PHÒNG CHÍNH\nPHỦ\n-------\nCỘNG HÒA XÃ HỘI\nCHỦ NGHĨA VIỆT NAM\nSố: 623/TB-VPCP",
            "Văn phòng Chính phủ",
        ),
        (
            "HỘI ĐỒNG NHÂN\nDÂN\nTHÀNH PHỐ HUẾ\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nSố: 35/2025/NQ-HĐND",
            "Hội đồng nhân dân thành phố Huế",
        ),
        (
            "CỤC THUẾ\nTHUẾ TỈNH VĨNH LONG\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nSố: 1539/VLO-QLDN3",
            "Thuế tỉnh Vĩnh Long",
        ),
        ("TIN TỨC\nLIÊN HỆ\nBỘ Y TẾ\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nSố: 12/QĐ-BYT", "Bộ Y tế"),
        (
            "TỈNH ỦY VÂN HẢI\nBAN TỔ CHỨC\n*\nĐẢNG CỘNG SẢN VIỆT NAM\nSố 12-HD/BTCTU",
            "Ban Tổ chức Tỉnh ủy Vân Hải",
        ),
        (
            "TỈNH UỶ VÂN HẢI\nUỶ BAN KIỂM TRA\n*\nĐẢNG CỘNG SẢN VIỆT NAM\nSố 12-KL/UBKTTU",
            "Uỷ ban Kiểm tra Tỉnh uỷ Vân Hải",
        ),
        (
            "ĐẢNG BỘ TỈNH VÂN HẢI\nTỈNH UỶ\n*\nĐẢNG CỘNG SẢN VIỆT NAM\nSố 12-KL/TU",
            "Tỉnh uỷ Vân Hải",
        ),
    ] {
        let text = format!(
            "{head}\nHà Nội, ngày 19 tháng 11 năm 2025\n\nTHÔNG BÁO\nvề việc họp\n\n1. Nội dung một.\n2. Nội dung hai.\n"
        );
        has(&text, &[("issuer", issuer)]);
    }
    for (authority, issuer) in [("BAN BÍ THƯ", "Ban Bí thư"), ("BỘ CHÍNH TRỊ", "Bộ Chính trị")]
    {
        let text = format!(
            "BAN CHẤP HÀNH TRUNG ƯƠNG\n*\nSố 383-QĐ/TW\nĐẢNG CỘNG SẢN VIỆT NAM\nHà Nội, ngày 19 tháng 11 năm 2025\n\nQUY ĐỊNH\nvề lưu trữ\n\nĐiều 1. Phạm vi\nQuy định này quy định.\n\nT/M {authority}\nTHƯỜNG TRỰC\n\nTrần Cẩm Tú\n"
        );
        has(&text, &[("issuer", issuer)]);
    }
}

#[test]
fn titles_are_whole_and_printed_as_they_are() {
    let head = "ỦY BAN NHÂN DÂN\nTỈNH QUẢNG TRỊ\n-------\nSố: 06/CT-UBND\n\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n---------------\nQuảng Trị, ngày 25 tháng 11 năm 2025\n\nCHỈ THỊ\n";
    for (title, wanted) in [
        (
            "VỀ VIỆC XỬ LÝ LẤN CHIẾM RỪNG TRÊN ĐỊA BÀN\nTỈNH QUẢNG TRỊ",
            "Về việc xử lý lấn chiếm rừng trên địa bàn tỉnh Quảng Trị",
        ),
        ("Về việc tăng cường quản lý đất đai", "Về việc tăng cường quản lý đất đai"),
        ("BAN\nHÀNH QUY CHẾ LÀM VIỆC", "Ban hành quy chế làm việc"),
        (
            "VỀ\nCÔNG TÁC LƯU TRỮ CỦA ĐẢNG CỘNG SẢN VIỆT NAM",
            "Về công tác lưu trữ của Đảng Cộng sản Việt Nam",
        ),
        (
            "Về sơ kết Nghị quyết\nsố 59-NQ/TW của Bộ Chính trị",
            "Về sơ kết Nghị quyết số 59-NQ/TW của Bộ Chính trị",
        ),
        (
            "SỬA ĐỔI NGHỊ QUYẾT\nSỐ 11/2022/NQ-HĐND NGÀY 14 THÁNG 7 NĂM 2022",
            "Sửa đổi nghị quyết số 11/2022/NQ-HĐND ngày 14 tháng 7 năm 2022",
        ),
    ] {
        let text = format!(
            "{head}{title}\n\n1. Các cơ quan của Đảng Cộng sản Việt Nam thực hiện.\n2. Nội dung hai của chỉ thị này.\n\nTM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\n\nTrần Văn An\n"
        );
        let document = read(&text);
        let found = value(&document.masthead, "title");
        assert_eq!(found.to_lowercase(), wanted.to_lowercase(), "{text}");
        if wanted.contains("lý") {
            assert_eq!(found, wanted);
        }
    }
}

#[test]
fn several_papers_in_one_file_are_parts() {
    let regulation = "QUY CHẾ\nQuản lý tài chính\n(Ban hành kèm theo Nghị định số 28/2021/NĐ-CP ngày 26 tháng 3 năm 2021 của Chính phủ)\n\nChương I\nQUY ĐỊNH CHUNG\nĐiều 1. Phạm vi\nQuy chế này quy định về tài chính.\n";
    let document = read(&format!("{PAPER}\n{regulation}"));
    let parts: Vec<(&str, &str)> = document
        .parts
        .iter()
        .map(|part| (value(&part.masthead, "kind"), value(&part.masthead, "number")))
        .collect();
    assert_eq!(parts, [("Nghị định", "28/2021/NĐ-CP"), ("Quy chế", "-")]);
    assert_eq!(value(&document.parts[1].masthead, "title"), "Quản lý tài chính");
    assert_eq!(value(&document.masthead, "kind"), "Nghị định", "the first is the paper's own");
    let paths: Vec<&str> =
        document.sections.iter().flat_map(|one| one.rows()).map(|row| row.path).collect();
    assert!(paths.contains(&"1") && paths.contains(&"P2/I/1"), "{paths:?}");
    let second = PAPER.replace("28/2021", "29/2021");
    let gazette = read(&format!("{PAPER}\n{second}"));
    let numbers: Vec<&str> =
        gazette.parts.iter().map(|part| value(&part.masthead, "number")).collect();
    assert_eq!(numbers, ["28/2021/NĐ-CP", "29/2021/NĐ-CP"]);
    assert!(read(PAPER).parts.is_empty(), "one paper has no parts");
}

#[test]
fn a_field_without_evidence_stays_empty() {
    for text in [
        "Biên bản làm việc\nHôm nay, tại trụ sở công ty, hai bên cùng họp và thống nhất như sau.\nBên A giao hàng cho bên B.\n",
        "Điều 5. Phạm vi\nLuật này quy định về đất đai.\n",
        "Kính thưa các đồng chí!\nHôm nay chúng ta họp bàn về công tác xây dựng Đảng.\nXin cảm ơn.\n",
    ] {
        has(text, &[("number", "-"), ("date", "-"), ("issuer", "-"), ("place", "-")]);
    }
}

#[test]
fn a_recipient_without_a_dash_is_one_all_the_same() {
    let document = read(
        "Điều 1. Một\nMột câu.\nNơi nhận:\n- Như Điều 3;\nVăn phòng Chính phủ;\n- Lưu: VT.\nBỘ TRƯỞNG\nTrần Văn An",
    );
    let recipients = document.masthead.recipients.expect("listed");
    assert_eq!(recipients.value, ["Như Điều 3", "Văn phòng Chính phủ", "Lưu: VT"]);
    assert_eq!(recipients.lines, (3, 6));
}

#[test]
fn the_lines_of_an_issuer_are_those_that_name_it() {
    let document = read(
        "BAN CHẤP HÀNH TRUNG ƯƠNG\nĐẢNG CỘNG SẢN VIỆT NAM\nSố 12-CT/TW\nHà Nội, ngày 1 tháng 2 năm 2024\nCHỈ THỊ\nvề công tác lưu trữ\n\nThực hiện Nghị quyết của Đại hội, công tác lưu trữ đã có nhiều tiến bộ.\n1. Việc thứ nhất là lưu.\n2. Việc thứ hai là giữ.\nT/M BAN BÍ THƯ\nTrần Văn An",
    );
    let issuer = document.masthead.issuer.expect("named");
    assert_eq!((issuer.value.as_str(), issuer.lines), ("Ban Bí thư", (11, 12)));
}

#[test]
fn a_kind_with_its_tone_on_another_vowel_is_that_kind() {
    let text = "TỈNH ỦY AN LỘC\n*\nSố 12-KH/TU\n\nKẾ HỌACH\ntriển khai công tác năm 2024\n\n\
        Căn cứ Kế họach số 15-KH/TU ngày 01/02/2023, Quýêt định số 7-QĐ/TU, Baó caó số 9-BC/TU.\n";
    has(text, &[("kind", "Kế hoạch"), ("number", "12-KH/TU")]);
    let kinds = vankien_papers::citation::citations(text.lines().last().unwrap_or_default());
    let kinds: Vec<_> = kinds.iter().map(|one| one.kind.as_deref().unwrap_or("-")).collect();
    assert_eq!(kinds, ["Kế hoạch", "Quyết định", "Báo cáo"]);
}
