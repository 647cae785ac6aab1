//! What papers do to others, and what they say of two others, in the forms in which they say it.

use vankien_papers::citation::Relations;
use vankien_papers::document::{Form, LineKind};

/// The citations of others in a text, each with its relation, and the statements of two others.
fn read(text: &str) -> (Vec<String>, Vec<String>) {
    let document = vankien_papers::structure(text, &[], LineKind::Paragraph);
    let (mut relations, mut stated) = (Vec::new(), Vec::new());
    for section in &document.sections {
        let name = |at: usize| section.citations[at].canonical.clone().unwrap_or_default();
        let done = Relations::of_section(section);
        for (at, citation) in section.citations.iter().enumerate() {
            if !matches!(citation.form, Form::Itself | Form::Own | Form::Title) {
                relations.push(format!("{} {}", name(at), done.to(at).unwrap_or("-")));
            }
        }
        for one in done.statements() {
            stated.push(format!("{} {} {}", name(one.subject), one.relation, name(one.object)));
        }
    }
    (relations, stated)
}

#[track_caller]
fn has(text: &str, relations: &[&str], stated: &[&str]) {
    // A paper with a kind may speak of itself.
    let paper = format!("NGHỊ ĐỊNH\nVề việc chung\n\nĐiều 1. Nội dung\n{text}\n");
    assert_eq!(read(&paper), (owned(relations), owned(stated)), "{text}");
}

fn owned(rows: &[&str]) -> Vec<String> {
    rows.iter().map(|row| (*row).to_owned()).collect()
}

#[test]
fn what_the_paper_does_itself() {
    has("Căn cứ Luật số 64/2025/QH15;", &["64/2025/QH15 based_on"], &[]);
    has("Thực hiện Nghị quyết số 18-NQ/TW, các cơ quan sắp xếp.", &["18-NQ/TW implements"], &[]);
    has(
        "Sửa đổi, bổ sung một số điều của Nghị định số 10/2016/NĐ-CP:",
        &["10/2016/NĐ-CP amends"],
        &[],
    );
    has("Nghị định này thay thế Nghị định số 10/2016/NĐ-CP.", &["10/2016/NĐ-CP replaces"], &[]);
    has("Nghị định này thay cho Nghị định số 10/2016/NĐ-CP.", &["10/2016/NĐ-CP replaces"], &[]);
    has("Bãi bỏ Nghị định số 10/2016/NĐ-CP.", &["10/2016/NĐ-CP repeals"], &[]);
    has(
        "Đình chỉ việc thi hành Quyết định số 12/2020/QĐ-UBND.",
        &["12/2020/QĐ-UBND suspends"],
        &[],
    );
    has(
        "Ngưng hiệu lực Thông tư số 12/2020/TT-BTC đến hết năm.",
        &["12/2020/TT-BTC suspends"],
        &[],
    );
    has("Đính chính Thông tư số 12/2020/TT-BTC như sau.", &["12/2020/TT-BTC corrects"], &[]);
    has(
        "Thay thế cụm từ “Sở Nội vụ” tại Điều 3 Nghị định số 10/2016/NĐ-CP.",
        &["10/2016/NĐ-CP amends"],
        &[],
    );
    has(
        "Sửa đổi Quy chế ban hành kèm theo Quyết định số 12/2020/QĐ-UBND.",
        &["12/2020/QĐ-UBND amends"],
        &[],
    );
    has(
        "Quy chế ban hành kèm theo Quyết định số 12/2020/QĐ-UBND.",
        &["12/2020/QĐ-UBND annexed"],
        &[],
    );
    has(
        "Chính phủ ban hành Nghị định sửa đổi, bổ sung Nghị định số 10/2016/NĐ-CP.",
        &["10/2016/NĐ-CP amends"],
        &[],
    );
}

#[test]
fn what_is_done_to_others_by_this_paper() {
    has(
        "Nghị định số 10/2016/NĐ-CP hết hiệu lực kể từ ngày Nghị định này có hiệu lực.",
        &["10/2016/NĐ-CP repeals"],
        &[],
    );
    has(
        "Nghị định số 10/2016/NĐ-CP ngày 01 tháng 02 năm 2016 của Chính phủ quy định về cơ quan hết hiệu lực thi hành kể từ ngày Nghị định này có hiệu lực.",
        &["10/2016/NĐ-CP repeals"],
        &[],
    );
    has("Nghị định số 10/2016/NĐ-CP hết hiệu lực từ năm 2019.", &["10/2016/NĐ-CP -"], &[]);
    has(
        "Điều 16 Nghị định số 69/2010/NĐ-CP được sửa đổi, bổ sung tại Điều 12 Nghị định này.",
        &["69/2010/NĐ-CP amends"],
        &[],
    );
    has(
        "Nghị định số 69/2010/NĐ-CP được thay thế bằng Nghị định này.",
        &["69/2010/NĐ-CP replaces"],
        &[],
    );
}

#[test]
fn the_verb_that_governs_the_number_tells() {
    has(
        "Sửa đổi, bổ sung và thay thế một số nội dung của Thông tư số 07/2019/TT-BCT.",
        &["07/2019/TT-BCT amends"],
        &[],
    );
    has(
        "Quỹ thực hiện việc đánh giá theo quy định tại Điều 16 Nghị định số 267/2025/NĐ-CP.",
        &["267/2025/NĐ-CP implements"],
        &[],
    );
    has(
        "Nghị định này hết hiệu lực từ ngày 01/3/2027, trừ trường hợp tại Điều 60 Nghị định số 152/2025/NĐ-CP.",
        &["152/2025/NĐ-CP -"],
        &[],
    );
    has(
        "Kể từ ngày Nghị định này có hiệu lực, Nghị định số 94/2024/NĐ-CP ngày 24 tháng 7 năm 2024 hết hiệu lực.",
        &["94/2024/NĐ-CP repeals"],
        &[],
    );
    has(
        "Kể từ ngày Nghị định này có hiệu lực, Nghị định số 94/2024/NĐ-CP của Chính phủ quy định chi tiết một số điều của Luật số 29/2023/QH15 về hệ thống thông tin hết hiệu lực thi hành.",
        &["94/2024/NĐ-CP repeals", "29/2023/QH15 -"],
        &["94/2024/NĐ-CP guides 29/2023/QH15"],
    );
    has(
        "Căn cứ Thông tư số 01/2026/TT-BNG ngày 01/01/2026 của Bộ trưởng Bộ Ngoại giao quy định chi tiết thi hành một số điều của Luật số 06/2022/QH15 và Nghị định số 152/2025/NĐ-CP;",
        &["01/2026/TT-BNG based_on", "06/2022/QH15 -", "152/2025/NĐ-CP -"],
        &["01/2026/TT-BNG guides 06/2022/QH15", "01/2026/TT-BNG guides 152/2025/NĐ-CP"],
    );
    has(
        "Nghị định này quy định một số biện pháp thi hành Nghị định số 25/2026/NĐ-CP.",
        &["25/2026/NĐ-CP guides"],
        &[],
    );
    has(
        "Căn cứ Nghị định số 127/2007/NĐ-CP của Chính phủ hướng dẫn thi hành Luật số 68/2006/QH11; Nghị định số 67/2009/NĐ-CP của Chính phủ;",
        &["127/2007/NĐ-CP based_on", "68/2006/QH11 -", "67/2009/NĐ-CP based_on"],
        &["127/2007/NĐ-CP guides 68/2006/QH11"],
    );
}

#[test]
fn lists_behind_one_cue() {
    has(
        "Bãi bỏ Nghị định số 10/2016/NĐ-CP, Nghị định số 11/2016/NĐ-CP và Nghị định số 12/2016/NĐ-CP.",
        &["10/2016/NĐ-CP repeals", "11/2016/NĐ-CP repeals", "12/2016/NĐ-CP repeals"],
        &[],
    );
    has(
        "Nghị định này thay thế Nghị định số 10/2016/NĐ-CP ngày 01 tháng 02 năm 2016 của Chính phủ quy định về cơ quan; Nghị định số 11/2016/NĐ-CP.",
        &["10/2016/NĐ-CP replaces", "11/2016/NĐ-CP replaces"],
        &[],
    );
    has(
        "Nghị định số 10/2016/NĐ-CP và Nghị định số 11/2016/NĐ-CP hết hiệu lực kể từ ngày Nghị định này có hiệu lực.",
        &["10/2016/NĐ-CP repeals", "11/2016/NĐ-CP repeals"],
        &[],
    );
    has(
        "Căn cứ Luật số 64/2025/QH15;\nTheo đề nghị của Bộ trưởng, Luật số 65/2025/QH15 nêu rõ.",
        &["64/2025/QH15 based_on", "65/2025/QH15 -"],
        &[],
    );
}

#[test]
fn units_that_semicolons_part_share_the_verb() {
    has(
        "2. Bãi bỏ Điều 5; điểm d, điểm đ khoản 2 Điều 7 và Điều 8 Thông tư số 02/2015/TT-BNNPTNT.",
        &["02/2015/TT-BNNPTNT repeals"],
        &[],
    );
    has("Bãi bỏ Điều 5;\nĐiều 8 Thông tư số 02/2015/TT-BNNPTNT", &["02/2015/TT-BNNPTNT -"], &[]);
}

#[test]
fn what_is_said_of_two_others() {
    has(
        "Căn cứ Luật số 64/2025/QH15 được sửa đổi, bổ sung bởi Luật số 87/2025/QH15;",
        &["64/2025/QH15 based_on", "87/2025/QH15 -"],
        &["87/2025/QH15 amends 64/2025/QH15"],
    );
    has(
        "Theo Luật số 64/2025/QH15 (được sửa đổi, bổ sung bởi Luật số 87/2025/QH15), các cơ quan",
        &["64/2025/QH15 implements", "87/2025/QH15 -"],
        &["87/2025/QH15 amends 64/2025/QH15"],
    );
    has(
        "Căn cứ Luật số 14/2008/QH12 đã được sửa đổi, bổ sung một số điều theo Luật số 32/2013/QH13, Luật số 71/2014/QH13 và Luật số 12/2022/QH15;",
        &["14/2008/QH12 based_on", "32/2013/QH13 -", "71/2014/QH13 -", "12/2022/QH15 -"],
        &[
            "32/2013/QH13 amends 14/2008/QH12",
            "71/2014/QH13 amends 14/2008/QH12",
            "12/2022/QH15 amends 14/2008/QH12",
        ],
    );
    has(
        "Nghị định số 74/2019/NĐ-CP ngày 23 tháng 9 năm 2019 của Chính phủ sửa đổi, bổ sung một số điều của Nghị định số 61/2015/NĐ-CP nêu rõ.",
        &["74/2019/NĐ-CP -", "61/2015/NĐ-CP -"],
        &["74/2019/NĐ-CP amends 61/2015/NĐ-CP"],
    );
    has(
        "Quyết định số 12/2020/QĐ-TTg đã bị bãi bỏ bởi Quyết định số 34/2021/QĐ-TTg.",
        &["12/2020/QĐ-TTg -", "34/2021/QĐ-TTg -"],
        &["34/2021/QĐ-TTg repeals 12/2020/QĐ-TTg"],
    );
    has(
        "Căn cứ Luật số 18/2012/QH13 (sửa đổi, bổ sung tại khoản 2 Điều 5 Luật số 72/2025/QH15);",
        &["18/2012/QH13 based_on", "72/2025/QH15 -"],
        &["72/2025/QH15 amends 18/2012/QH13"],
    );
    has(
        "Căn cứ Luật số 18/2012/QH13 (sửa đổi, bổ sung theo Luật số 72/2025/QH15);",
        &["18/2012/QH13 based_on", "72/2025/QH15 -"],
        &["72/2025/QH15 amends 18/2012/QH13"],
    );
    has(
        "Thông tư số 12/2020/TT-BTC hướng dẫn thi hành Nghị định số 10/2016/NĐ-CP còn hiệu lực.",
        &["12/2020/TT-BTC -", "10/2016/NĐ-CP -"],
        &["12/2020/TT-BTC guides 10/2016/NĐ-CP"],
    );
    has(
        "Nghị định số 10/2016/NĐ-CP được thay thế bằng Nghị định số 20/2020/NĐ-CP và Nghị định số 21/2020/NĐ-CP.",
        &["10/2016/NĐ-CP -", "20/2020/NĐ-CP -", "21/2020/NĐ-CP -"],
        &["20/2020/NĐ-CP replaces 10/2016/NĐ-CP", "21/2020/NĐ-CP replaces 10/2016/NĐ-CP"],
    );
}

#[test]
fn papers_that_do_nothing_to_one_another() {
    has(
        "Thực hiện Nghị quyết số 18-NQ/TW. Nghị quyết số 19-NQ/TW đã được sơ kết.",
        &["18-NQ/TW implements", "19-NQ/TW -"],
        &[],
    );
    has(
        "Nghị định số 10/2016/NĐ-CP và Nghị định số 11/2016/NĐ-CP còn hiệu lực.",
        &["10/2016/NĐ-CP -", "11/2016/NĐ-CP -"],
        &[],
    );
    has(
        "Thay thế Công văn số 77-CV/TU ngày 01/3/2020; Nghị quyết số 12-NQ/TU được giữ nguyên.",
        &["77-CV/TU replaces", "12-NQ/TU -"],
        &[],
    );
    has("Nghị định số 10/2016/NĐ-CP đã được sửa đổi năm 2019.", &["10/2016/NĐ-CP -"], &[]);
    has("Hướng dẫn số 05-HD/BTCTW nêu rõ.", &["05-HD/BTCTW -"], &[]);
    has("Cơ quan theo dõi Nghị quyết số 18-NQ/TW.", &["18-NQ/TW -"], &[]);
}

/// The relations of all citations of a paper, in order: `number relation`.
fn of_paper(text: &str) -> Vec<String> {
    let document =
        vankien_papers::structure(text, &[], vankien_papers::document::LineKind::Paragraph);
    let mut found = Vec::new();
    for section in &document.sections {
        let relations = Relations::of_section(section);
        for (at, citation) in section.citations.iter().enumerate() {
            let number = citation.canonical.as_deref().unwrap_or("?");
            found.push(format!("{number} {}", relations.to(at).unwrap_or("-")));
        }
    }
    found
}

#[test]
fn the_words_above_a_list_hold_for_each_item() {
    let list = "1. Bãi bỏ toàn bộ các thông tư sau đây:\n\
                a) Thông tư số 12/2013/TT-BTTTT ngày 13 tháng 5 năm 2013 quy định về mạng.\n\
                b) Thông tư số 25/2015/TT-BTTTT ngày 09 tháng 9 năm 2015 quy định về quản lý kho số.\n\
                c) Điều 5 và khoản 2 Điều 7 Thông tư số 30/2021/TT-BTTTT.\n\
                d) Biên bản theo Thông tư số 31/2021/TT-BTTTT.\n\
                2. Thông tư số 32/2021/TT-BTTTT còn hiệu lực.\n";
    let wanted = [
        "12/2013/TT-BTTTT repeals",
        "25/2015/TT-BTTTT repeals",
        "30/2021/TT-BTTTT repeals",
        "31/2021/TT-BTTTT implements",
        "32/2021/TT-BTTTT -",
    ];
    assert_eq!(of_paper(&format!("Điều 3. Điều khoản thi hành\n{list}")), wanted);
    assert_eq!(of_paper(list), wanted, "items that are sections of their own");
    let ended = "Điều 9. Hiệu lực\n1. Nghị định này có hiệu lực từ ngày 01 tháng 7 năm 2025.\n\
                 2. Các văn bản sau đây hết hiệu lực kể từ ngày Nghị định này có hiệu lực thi hành:\n\
                 a) Nghị định số 34/2016/NĐ-CP.\nb) Nghị định số 35/2016/NĐ-CP.\n";
    assert_eq!(of_paper(ended), ["34/2016/NĐ-CP repeals", "35/2016/NĐ-CP repeals"]);
}

#[test]
fn titles_between_the_members_of_a_list() {
    has(
        "Tiếp tục thực hiện theo Nghị định số 10/2016/NĐ-CP ngày 01 tháng 7 năm 2016 của Chính phủ quy định về hóa đơn, chứng từ và Điều 58 Nghị định số 12/2020/NĐ-CP.",
        &["10/2016/NĐ-CP implements", "12/2020/NĐ-CP implements"],
        &[],
    );
    has(
        "Bãi bỏ Thông tư số 10/2016/TT-BTC quy định về phí, lệ phí, Thông tư số 12/2020/TT-BTC.",
        &["10/2016/TT-BTC repeals", "12/2020/TT-BTC repeals"],
        &[],
    );
    has(
        "Bãi bỏ Thông tư liên tịch số 15/2010/TTLT-BTC-BGDĐT ngày 29/01/2010 của Bộ Tài chính và Bộ Giáo dục và Đào tạo hướng dẫn kinh phí thực hiện Chương trình trường học và Thông tư số 12/2020/TT-BTC.",
        &["15/2010/TTLT-BTC-BGDĐT repeals", "12/2020/TT-BTC repeals"],
        &[],
    );
    has(
        "Thông tư số 143/2013/TTLT-BTC-BGDĐT ngày 18/10/2013 của Bộ Tài chính và Bộ Giáo dục và Đào tạo sửa đổi, bổ sung một số điều của Thông tư số 15/2010/TTLT-BTC-BGDĐT.",
        &["143/2013/TTLT-BTC-BGDĐT -", "15/2010/TTLT-BTC-BGDĐT -"],
        &["143/2013/TTLT-BTC-BGDĐT amends 15/2010/TTLT-BTC-BGDĐT"],
    );
    // Units joined by commas join no papers.
    has(
        "Nghị định này quy định chi tiết, quy định một số nội dung tại điểm c khoản 3 Điều 9, khoản 10 Điều 11 Luật số 74/2025/QH15.",
        &["74/2025/QH15 guides"],
        &[],
    );
    has(
        "Thông tư này hướng dẫn quy định tại Nghị định số 147/2024/NĐ-CP (viết tắt là Nghị định số 147/2024/NĐ-CP) và Nghị định số 115/2025/NĐ-CP.",
        &["147/2024/NĐ-CP guides", "147/2024/NĐ-CP guides", "115/2025/NĐ-CP guides"],
        &[],
    );
}

#[test]
fn what_is_promulgated_with_a_paper_is_changed() {
    has(
        "Sửa đổi, bổ sung Phụ lục II, Phụ lục VIII được ban hành kèm theo Thông tư số 12/2021/TT-BXD.",
        &["12/2021/TT-BXD amends"],
        &[],
    );
    has(
        "Thay thế, bãi bỏ một số từ, cụm từ tại Quy định kèm theo Thông tư số 12/2021/TT-BXD.",
        &["12/2021/TT-BXD amends"],
        &[],
    );
    has(
        "Các quy định sau đây hết hiệu lực kể từ ngày Nghị định này có hiệu lực thi hành:\na) Điều 3, Phụ lục I, II ban hành kèm theo Nghị định số 69/2010/NĐ-CP;\nb) Nghị định số 108/2011/NĐ-CP.",
        &["69/2010/NĐ-CP repeals", "108/2011/NĐ-CP repeals"],
        &[],
    );
}

#[test]
fn a_heading_announces_what_ends() {
    let paper = "THÔNG TƯ\nVề việc chung\n\nĐiều 1. Bãi bỏ toàn bộ 2 văn bản quy phạm pháp luật\n1. Thông tư số 12/2016/TT-BTC của Bộ trưởng Bộ Tài chính về phí.\n2. Thông tư số 15/2017/TT-BTC về lệ phí.\nĐiều 2. Tổ chức\n1. Thông tư số 16/2017/TT-BTC còn hiệu lực.\n";
    let wanted = ["12/2016/TT-BTC repeals", "15/2017/TT-BTC repeals", "16/2017/TT-BTC -"];
    assert_eq!(read(paper).0, owned(&wanted));
}

#[test]
fn what_a_paper_goes_by() {
    has(
        "Nội dung hướng dẫn tại khoản 3 Điều 21 Thông tư số 200/2014/TT-BTC vẫn tiếp tục thực hiện.",
        &["200/2014/TT-BTC implements"],
        &[],
    );
    has("Theo hướng dẫn của Thông tư số 200/2014/TT-BTC.", &["200/2014/TT-BTC implements"], &[]);
    has(
        "Việc xử lý vi phạm căn cứ quy định tại Điều 8 Nghị định số 118/2021/NĐ-CP.",
        &["118/2021/NĐ-CP implements"],
        &[],
    );
    has(
        "Khi có một trong các căn cứ quy định tại Điều 68 Nghị định số 216/2025/NĐ-CP.",
        &["216/2025/NĐ-CP -"],
        &[],
    );
    has(
        "Quyền hạn chưa có pháp luật điều chỉnh thực hiện theo quy định của Nghị định số 72/2025/NĐ-CP.",
        &["72/2025/NĐ-CP implements"],
        &[],
    );
    has(
        "Theo khoản 02 Điều 14 Thông tư số 95/2020/TT-BTC hướng dẫn giám sát (được sửa đổi tại khoản 3 Điều 14 Nghị định này).",
        &["95/2020/TT-BTC implements"],
        &[],
    );
    has(
        "Bãi bỏ khoản 5 Điều 1 Thông tư số 25/2016/TT-NHNN của Thống đốc Ngân hàng Nhà nước Việt Nam về sửa đổi, bổ sung một số điều tại Thông tư số 11/2013/TT-NHNN.",
        &["25/2016/TT-NHNN repeals", "11/2013/TT-NHNN -"],
        &["25/2016/TT-NHNN amends 11/2013/TT-NHNN"],
    );
}

#[test]
fn what_only_points_at_a_paper() {
    has(
        "Kế hoạch thực hiện dự án của cơ quan ký hợp đồng quy định tại Điều 10 Nghị định số 173/2025/NĐ-CP.",
        &["173/2025/NĐ-CP -"],
        &[],
    );
    has(
        "Không mang theo băng, cờ, trừ trường hợp quy định tại Điều 101 Nghị định số 15/2020/NĐ-CP.",
        &["15/2020/NĐ-CP -"],
        &[],
    );
    has(
        "Giấy phép đã được cấp theo Nghị định số 15/2020/NĐ-CP còn giá trị.",
        &["15/2020/NĐ-CP -"],
        &[],
    );
    has(
        "Thực hiện các nhiệm vụ quy định tại Điều 5 Nghị định số 15/2020/NĐ-CP.",
        &["15/2020/NĐ-CP implements"],
        &[],
    );
    has(
        "Tuân thủ đúng, đầy đủ nguyên tắc chi tiêu quy định tại Điều 3 Nghị định số 15/2020/NĐ-CP.",
        &["15/2020/NĐ-CP implements"],
        &[],
    );
    has(
        "Người khiếu nại đến trực tiếp theo quy định tại Điều 8 Nghị định số 15/2020/NĐ-CP.",
        &["15/2020/NĐ-CP implements"],
        &[],
    );
    has(
        "Văn bản được đính chính theo cách thức quy định tại Điều 68 Nghị định số 78/2025/NĐ-CP.",
        &["78/2025/NĐ-CP implements"],
        &[],
    );
    has(
        "Trên cơ sở quy định tại Nghị định số 197/2025/NĐ-CP, Thông tư số 12/2020/TT-BTC và hồ sơ.",
        &["197/2025/NĐ-CP implements", "12/2020/TT-BTC implements"],
        &[],
    );
    has(
        "Sổ kế toán ban hành kèm Thông tư số 107/2017/TT-BTC hướng dẫn chế độ kế toán và Biểu số 03 ban hành kèm theo Thông tư số 137/2017/TT-BTC.",
        &["107/2017/TT-BTC annexed", "137/2017/TT-BTC annexed"],
        &[],
    );
    has(
        "Điều 12 và Phụ lục II kèm theo Nghị định số 128/2025/NĐ-CP quy định về phân quyền; Điều 58 Nghị định số 129/2025/NĐ-CP hết hiệu lực kể từ ngày Nghị định này có hiệu lực.",
        &["128/2025/NĐ-CP repeals", "129/2025/NĐ-CP repeals"],
        &[],
    );
    has(
        "Nghị định số 70/2016/NĐ-CP (được sửa đổi bởi Nghị định số 147/2018/NĐ-CP; Nghị định số 69/2022/NĐ-CP) còn hiệu lực.",
        &["70/2016/NĐ-CP -", "147/2018/NĐ-CP -", "69/2022/NĐ-CP -"],
        &["147/2018/NĐ-CP amends 70/2016/NĐ-CP", "69/2022/NĐ-CP amends 70/2016/NĐ-CP"],
    );
    has(
        "Thay thế Thông tư số 01/2024/TT-TTCP ngày 20 tháng 01 năm 2024 của Thanh tra Chính phủ quy định chế độ báo cáo và Điều 6 Thông tư số 02/2025/TT-TTCP.",
        &["01/2024/TT-TTCP replaces", "02/2025/TT-TTCP replaces"],
        &[],
    );
}

#[test]
fn a_list_goes_on_behind_the_title_of_a_member() {
    has(
        "Hạn ngạch được phân giao theo quy định tại Nghị định số 69/2018/NĐ-CP ngày 15 tháng 5 năm 2018 của Chính phủ quy định chi tiết một số điều của Luật Quản lý ngoại thương, Nghị định số 146/2025/NĐ-CP ngày 12 tháng 6 năm 2025 của Chính phủ quy định về phân quyền.",
        &["69/2018/NĐ-CP implements", "146/2025/NĐ-CP implements"],
        &["69/2018/NĐ-CP guides "],
    );
    has(
        "Thực hiện đúng các quy định tại Nghị định số 67/2013/NĐ-CP quy định chi tiết một số điều của Luật Phòng, chống tác hại của thuốc lá số 09/2012/QH13, Thông tư số 21/2013/TT-BCT ngày 25 tháng 9 năm 2013.",
        &["67/2013/NĐ-CP implements", "09/2012/QH13 -", "21/2013/TT-BCT implements"],
        &["67/2013/NĐ-CP guides 09/2012/QH13"],
    );
    // What the decree may act on stays its own.
    has(
        "Thực hiện Nghị định số 67/2013/NĐ-CP hướng dẫn Luật số 09/2012/QH13, Luật số 10/2012/QH13.",
        &["67/2013/NĐ-CP implements", "09/2012/QH13 -", "10/2012/QH13 -"],
        &["67/2013/NĐ-CP guides 09/2012/QH13", "67/2013/NĐ-CP guides 10/2012/QH13"],
    );
}

#[test]
fn several_verbs_that_make_one_act() {
    has(
        "Nghị định này quy định chi tiết và hướng dẫn thi hành Điều 22, Điều 23 Nghị quyết số 222/2025/QH15 ngày 27 tháng 6 năm 2025 của Quốc hội.",
        &["222/2025/QH15 guides"],
        &[],
    );
    has("Bãi bỏ các cụm từ của Nghị định số 66/2019/NĐ-CP.", &["66/2019/NĐ-CP amends"], &[]);
    has(
        "Thay thế những từ sau đây của Nghị định số 66/2019/NĐ-CP.",
        &["66/2019/NĐ-CP amends"],
        &[],
    );
}

#[test]
fn a_longer_cue_that_ends_inside_a_word_hides_no_shorter_one() {
    has("Thay thế từng phần Nghị định số 66/2019/NĐ-CP.", &["66/2019/NĐ-CP replaces"], &[]);
    has(
        "Kể từ ngày Nghị định này có hiệu lực, Nghị định số 34/2016/NĐ-CP chưa hết hiệu lực.",
        &["34/2016/NĐ-CP -"],
        &[],
    );
    // The sentence before tells when this paper begins, not why the other ended.
    has(
        "Nghị định này có hiệu lực từ ngày 01/7/2021. Nghị định số 34/2016/NĐ-CP đã hết hiệu lực.",
        &["34/2016/NĐ-CP -"],
        &[],
    );
}

#[test]
fn what_ends_when_the_paper_takes_effect() {
    let list = "1. Thông tư này có hiệu lực từ ngày 13 tháng 8 năm 2016.\n2. Kể từ ngày Thông tư này có hiệu lực thi hành, các điều, khoản sau đây hết hiệu lực thi hành:\na) Mục 6 Thông tư số 07/2001/TT-NHNN ngày 31/8/2001 của Thống đốc Ngân hàng Nhà nước Việt Nam hướng dẫn thực hiện Quy chế quản lý tiền của nước có chung biên giới tại khu vực biên giới và khu vực kinh tế cửa khẩu Việt Nam ban hành kèm theo Quyết định số 140/2000/QĐ-TTg ngày 8/12/2000 của Thủ tướng Chính phủ;\nb) Khoản 2 Điều 1, Điều 6 Thông tư số 29/2015/TT-NHNN ngày 22/12/2015 của Thống đốc Ngân hàng Nhà nước Việt Nam sửa đổi một số văn bản quy phạm pháp luật.";
    has(list, &["07/2001/TT-NHNN repeals", "140/2000/QĐ-TTg -", "29/2015/TT-NHNN repeals"], &[]);
    has(
        "2. Bãi bỏ các nội dung quy định về tỷ giá khi xác định doanh thu tại:\na) Điều 8 và khoản 3 Điều 9 của Luật Thuế thu nhập doanh nghiệp số 14/2008/QH12 đã được sửa đổi theo Luật số 32/2013/QH13;\nb) Khoản 1 Điều 6 của Luật Thuế thu nhập cá nhân số 04/2007/QH11.",
        &["14/2008/QH12 repeals", "32/2013/QH13 -", "04/2007/QH11 repeals"],
        &["32/2013/QH13 amends 14/2008/QH12"],
    );
    has(
        "2. Kể từ ngày Nghị định này có hiệu lực thi hành, các nghị định và các điều khoản sau đây hết hiệu lực thi hành:\na) Nghị định số 61/2015/NĐ-CP quy định về chính sách hỗ trợ tạo việc làm;\nb) Nghị định số 74/2019/NĐ-CP sửa đổi Nghị định số 61/2015/NĐ-CP;\nc) Điều 1 và Mẫu số 1 Phụ lục kèm theo Nghị định số 104/2022/NĐ-CP sửa đổi các nghị định về sổ hộ khẩu.",
        &[
            "61/2015/NĐ-CP repeals",
            "74/2019/NĐ-CP repeals",
            "61/2015/NĐ-CP -",
            "104/2022/NĐ-CP repeals",
        ],
        &["74/2019/NĐ-CP amends 61/2015/NĐ-CP"],
    );
}

#[test]
fn titles_in_capitals_between_the_members_of_a_list() {
    let paper = "BỘ XÂY DỰNG\nSố: 60/2025/TT-BXD\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\nHà Nội, ngày 30 tháng 12 năm 2025\nTHÔNG TƯ\nSỬA ĐỔI, BỔ SUNG MỘT SỐ NỘI DUNG CÁC THÔNG TƯ SỐ 11/2021/TT-BXD NGÀY 31 THÁNG 8 NĂM 2021 CỦA BỘ TRƯỞNG BỘ XÂY DỰNG HƯỚNG DẪN MỘT SỐ NỘI DUNG XÁC ĐỊNH CHI PHÍ; THÔNG TƯ SỐ 12/2021/TT-BXD NGÀY 31 THÁNG 8 NĂM 2021 CỦA BỘ TRƯỞNG BỘ XÂY DỰNG BAN HÀNH ĐỊNH MỨC; THÔNG TƯ SỐ 13/2021/TT-BXD\n\nĐiều 1. Nội dung\nChung.\n";
    assert_eq!(
        read(paper),
        (
            owned(&["11/2021/TT-BXD amends", "12/2021/TT-BXD amends", "13/2021/TT-BXD amends"]),
            owned(&[])
        )
    );
}

#[test]
fn all_members_of_a_list_end() {
    has(
        "Thông tư này thay thế Thông tư số 29/2023/TT-BGDĐT ngày 29 tháng 12 năm 2023 của Bộ trưởng Bộ Giáo dục và Đào tạo quy định chi tiết thi hành một số điều của Luật Thi đua, khen thưởng đối với ngành Giáo dục và Thông tư số 10/2024/TT-BGDĐT ngày 26 tháng 8 năm 2024.",
        &["29/2023/TT-BGDĐT replaces", "10/2024/TT-BGDĐT replaces"],
        &["29/2023/TT-BGDĐT guides "],
    );
    has(
        "3. Nghị quyết số 107/2015/QH13 ngày 26 tháng 11 năm 2015 của Quốc hội về thực hiện chế định Thừa phát lại; Luật Thi hành án dân sự số 26/2008/QH12 đã được sửa đổi, bổ sung một số điều theo Luật số 64/2014/QH13, Luật số 23/2018/QH14 và Luật số 84/2025/QH15 hết hiệu lực kể từ ngày Nghị định này có hiệu lực thi hành.",
        &[
            "107/2015/QH13 repeals",
            "26/2008/QH12 repeals",
            "64/2014/QH13 -",
            "23/2018/QH14 -",
            "84/2025/QH15 -",
        ],
        &[
            "64/2014/QH13 amends 26/2008/QH12",
            "23/2018/QH14 amends 26/2008/QH12",
            "84/2025/QH15 amends 26/2008/QH12",
        ],
    );
    // What the decree may act on belongs to its title.
    has(
        "Thực hiện Nghị định số 67/2013/NĐ-CP quy định chi tiết Luật số 09/2012/QH13 về thuốc lá và Luật số 10/2012/QH13.",
        &["67/2013/NĐ-CP implements", "09/2012/QH13 -", "10/2012/QH13 -"],
        &["67/2013/NĐ-CP guides 09/2012/QH13", "67/2013/NĐ-CP guides 10/2012/QH13"],
    );
}

#[test]
fn the_line_below_a_heading_that_repeals_is_repealed() {
    let paper = "BỘ Y TẾ\nSố: 03/2026/TT-BYT\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\nHà Nội, ngày 30 tháng 01 năm 2026\nTHÔNG TƯ\nBãi bỏ một số văn bản\n\nĐiều 1. Bãi bỏ toàn bộ 01 văn bản quy phạm pháp luật do Bộ trưởng Bộ Y tế ban hành\nThông tư số 20/2024/TT-BYT ngày 14 tháng 10 năm 2024 của Bộ trưởng Bộ Y tế sửa đổi, bổ sung một số điều của Thông tư số 09/2015/TT-BYT.\nĐiều 2. Hiệu lực\nTheo Thông tư số 21/2024/TT-BYT.\n";
    assert_eq!(
        read(paper).0,
        owned(&["20/2024/TT-BYT repeals", "09/2015/TT-BYT -", "21/2024/TT-BYT implements"])
    );
}
