//! Items in the forms in which papers number them: which are found, and below which others they hang.

use vankien_papers::document::LineKind;

#[track_caller]
fn has(text: &str, wanted: &[&str]) {
    let document = vankien_papers::structure(text, &[], LineKind::Open);
    let rows = document.sections.iter().flat_map(|section| section.rows());
    let found: Vec<&str> = rows.map(|row| row.path).filter(|path| !path.is_empty()).collect();
    assert_eq!(found, wanted, "{text}");
}

#[test]
fn labels_have_many_forms() {
    has(
        "I/ TÌNH HÌNH\nMột câu.\n1/ Thuận lợi\nHai câu.\na/ Nhân sự\nBa câu.\nb/ Kinh phí\nBốn câu.\nII/ KẾT QUẢ\nNăm câu.",
        &["I", "I/1", "I/1/a", "I/1/b", "II"],
    );
    has("I - TÌNH HÌNH\nMột câu.\nII - KẾT QUẢ\nHai câu.", &["I", "II"]);
    has(
        "l. TÌNH HÌNH\nMột câu.\nIl. KẾT QUẢ\nHai câu.\nlll. NHIỆM VỤ\nBa câu.\nlV. THỰC HIỆN\nBốn câu.",
        &["I", "II", "III", "IV"],
    );
    has(
        "Điều 3. Giải thích\n1. Một.\n1a. Một nữa.\n1b. Thêm nữa.\n2. Hai.",
        &["3", "3/1", "3/1a", "3/1b", "3/2"],
    );
    has("Điều 3.[1] Giải thích\n1.[2] Một.\n2.[3] Hai.\n3. Ba.", &["3", "3/1", "3/2", "3/3"]);
    has(
        "10. Về hệ thống tổ chức\n10.1. Hệ thống lập tương ứng.\n10.2. Thí điểm đảng bộ.",
        &["10", "10/1", "10/2"],
    );
    has(
        "2.1- Xét tặng giấy khen\na) Chi bộ tự nhận xét.\nb) Đảng ủy thẩm định.",
        &["2.1", "2.1/a", "2.1/b"],
    );
    has("1. Một.\n2. Hai.\n7. Bảy.\n8. Tám.", &["1", "2", "7", "8"]);
    has("Điều 1. Một\nMột câu.\nĐiều 2. Hai\nHai câu.\nĐiều 9. Chín\nBa câu.", &["1", "2", "9"]);
    has("A. TÌNH HÌNH\nMột câu.\nB. KẾT QUẢ\nHai câu.", &["A", "B"]);
    has("Điều 3 . Giải thích\n1. Một.\nĐiều 4 : Áp dụng\n1. Hai.", &["3", "3/1", "4", "4/1"]);
    has("1. Mục tiêu:\na. Về kiến thức:\nMột câu.\nb. Về kỹ năng:\nHai câu.", &["1", "1/a", "1/b"]);
    has(
        "1. Việc ghi sổ\na) Đối với sổ kế toán:\na1) Phần nhận về.\na2) Phần bàn giao.\nb) Đối với báo cáo:\nb1) Phần nhận về.",
        &["1", "1/a", "1/a/a1", "1/a/a2", "1/b", "1/b/b1"],
    );
}

#[test]
fn numbers_in_brackets_are_labels() {
    has(
        "1. Phân loại nợ\na) Nhóm 4 bao gồm:\n(i) Nợ quá hạn 90 ngày;\n(ii) Nợ cơ cấu lại;\n(iv) Nợ khác.\nb) Nhóm 5 bao gồm:\n(i) Nợ quá hạn trên 360 ngày;\n- Một dòng.\n(ii) Nợ khác.\n2. Hai câu.",
        &["1", "1/a", "1/a/i", "1/a/ii", "1/a/iv", "1/b", "1/b/i", "1/b/i/1", "1/b/ii", "2"],
    );
    has(
        "1. Hồ sơ\n(a) Đơn đề nghị.\n(b) Bản sao.\n(i) Có chứng thực.\n(ii) Có dịch thuật.\n(c) Giấy ủy quyền.",
        &["1", "1/a", "1/b", "1/b/i", "1/b/ii", "1/c"],
    );
    // A sentence that counts up, and a Roman number written in no right way.
    has("1. Hồ sơ gồm: (i) đơn;\n(iiii) bản sao.\n2. Hai câu.", &["1", "2"]);
}

#[test]
fn the_first_item_stands_below_a_heading_of_several_lines() {
    has(
        "Điều 7. Thẩm quyền thu thập, quản lý tài liệu lưu trữ và cơ sở dữ\nliệu tài liệu lưu trữ tại lưu trữ lịch sử của Đảng ở các cấp uỷ\n\n1. Lưu trữ lịch sử của Đảng được tổ chức ở Trung\nương và cấp tỉnh.\n\n2. Hai câu.\nba dòng chữ nhỏ\nbốn dòng.",
        &["7", "7/1", "7/2"],
    );
}

#[test]
fn articles_run_on_below_the_headings_of_party_papers() {
    has(
        "I- QUY ĐỊNH CHUNG\nĐiều 1. Phạm vi\nMột câu.\nĐiều 2. Đối tượng\nHai câu.\nII- QUẢN LÝ\nĐiều 3. Nguyên tắc\nBa câu.\nIII- THI HÀNH\nĐiều 4. Hiệu lực\nBốn câu.",
        &["I", "I/1", "I/2", "II", "II/3", "III", "III/4"],
    );
    has(
        "Chương I\nQUY ĐỊNH CHUNG\nĐiều 1. Phạm vi\nI. Một việc\n1. Nội dung.\nĐiều 2. Đối tượng\nHai câu.",
        &["I", "I/1", "I/1/I", "I/1/I/1", "I/2"],
    );
}

#[test]
fn annexes_and_forms_stand_beside_the_body() {
    has(
        "Chương I\nCHUNG\nĐiều 1. Một\nMột câu.\nPHỤ LỤC\nDANH MỤC\n1. Hàng một.\n2. Hàng hai.",
        &["I", "I/1", "PL", "PL/1", "PL/2"],
    );
    has(
        "Điều 1. Một\nMột câu.\nPHỤ LỤC II\nDANH MỤC\n1. Hàng một.\nMẫu số 04\n1. Tên tôi là.\n2. Địa chỉ.",
        &["1", "PLII", "PLII/1", "M04", "M04/1", "M04/2"],
    );
    has(
        "Điều 1. Một\nMột câu.\nPL1\nDANH MỤC\n1. Hàng một.\nPL2\n1. Hàng hai.",
        &["1", "PL1", "PL1/1", "PL2", "PL2/1"],
    );
    has(
        "Điều 1. Một\nMột câu.\nMẫu 5: Sổ gốc cấp giấy\n1. Hàng một.\nDùng thử\nMẫu 4 của lô hàng.",
        &["1", "M5", "M5/1"],
    );
    has(
        "Điều 1. Dùng Mẫu số 04 ban hành kèm theo\nMẫu số 04 ban hành kèm theo Thông tư này được dùng.",
        &["1"],
    );
}

#[test]
fn quotations_and_tables_of_contents_open_nothing() {
    has(
        "Điều 1. Sửa đổi, bổ sung một số điều\n1. Sửa đổi Điều 5 như sau:\n“Điều 5. Phạm vi\n1. Cấp tỉnh.\n2. Cấp xã.”.\n2. Sửa đổi Điều 6 như sau:\n“Điều 6. Hiệu lực\na) Từ ngày ký;\nb) Hết hiệu lực.”\nĐiều 2. Hiệu lực thi hành\nTừ ngày ký.",
        &["1", "1/1", "1/2", "2"],
    );
    has(
        "Điều 1. Phạm vi ............ 3\nĐiều 2. Đối tượng ........... 4\nĐiều 1. Phạm vi\nMột câu.\nĐiều 2. Đối tượng\nHai câu.",
        &["1", "2"],
    );
    has(
        "Điều 1. Phạm vi\nĐiều 2. Đối tượng\nĐiều 3. Hiệu lực\nĐiều 1. Phạm vi\nMột câu.\nĐiều 2. Đối tượng\nHai câu.\nĐiều 3. Hiệu lực\nBa câu.",
        &["1", "2", "3"],
    );
}

#[test]
fn a_quotation_whose_mark_was_lost_ends_before_the_next_amendment() {
    has(
        "Điều 1. Sửa đổi, bổ sung một số điều\n1. Sửa đổi Điều 5 như sau:\n“Điều 5. Phạm vi\n1. Cấp tỉnh.\na) Một.\nb) Hai.\n2. Sửa đổi,\nbổ sung Điều 6 như sau:\n“*Điều 6. Hiệu lực\na) Từ ngày ký;\nb) Hết hiệu lực.”\nĐiều 2. Hiệu lực thi hành\nTừ ngày ký.",
        &["1", "1/1", "1/2", "2"],
    );
    has(
        "Điều 1. Bổ sung Điều 5 như sau:\n“9. Căn cứ xử lý.\na) Một.\n10. Hai.\nĐiều 2. Sửa đổi Điều 6 như sau:\n“6. Ba.”\nĐiều 3. Bãi bỏ Điều 7\nMột câu.",
        &["1", "2", "3"],
    );
}

#[test]
fn no_path_stands_twice() {
    has("1. Một.\n2. Hai.\n1. Lại một.\n2. Lại hai.", &["1", "2", "1~2", "2~2"]);
    has("I- MỘT\n1. Một.\nI- LẠI\n1. Một.", &["I", "I/1", "I~2", "I~2/1"]);
}
