//! Sample papers in foreign formats, made by hand. In: nothing. Out: their bytes, with all that a word processor, a
//! printer or a program of mail puts into such a file.

use crate::build::{Paragraph, articles, doc, docx, pdf};

/// A paragraph of a DOCX file.
fn p(text: &str) -> String {
    format!("<w:p><w:r><w:t xml:space='preserve'>{text}</w:t></w:r></w:p>")
}

/// The lists of [`decision`]: level 0 counts `Điều 1.` (article 1), level 1 `a)`.
const NUMBERING: &str = "<w:numbering xmlns:w='w'><w:abstractNum w:abstractNumId='3'>\
    <w:lvl w:ilvl='0'><w:start w:val='1'/><w:numFmt w:val='decimal'/><w:lvlText w:val='Điều %1.'/></w:lvl>\
    <w:lvl w:ilvl='1'><w:start w:val='1'/><w:numFmt w:val='lowerLetter'/><w:lvlText w:val='%2)'/></w:lvl>\
    </w:abstractNum><w:num w:numId='7'><w:abstractNumId w:val='3'/></w:num></w:numbering>";

/// The footnotes of [`decision`]: a separator, and one note.
const NOTES: &str = "<w:footnotes xmlns:w='w'><w:footnote w:id='0' w:type='separator'><w:p/></w:footnote>\
    <w:footnote w:id='2'><w:p><w:r><w:t>Theo báo cáo của các sở.</w:t></w:r></w:p></w:footnote></w:footnotes>";

/// A decision (*quyết định*) as DOCX, with all that a word processor puts into one: tables, lists, a footnote, tracked
/// changes, fields, fonts of an old encoding.
pub fn decision() -> Vec<u8> {
    let item = |level: u8, text: &str| {
        format!(
            "<w:p><w:pPr><w:numPr><w:ilvl w:val='{level}'/><w:numId w:val='7'/></w:numPr></w:pPr>\
             <w:r><w:t>{text}</w:t></w:r></w:p>"
        )
    };
    let cell = |lines: &[&str]| -> String {
        format!("<w:tc>{}</w:tc>", lines.iter().map(|line| p(line)).collect::<String>())
    };
    let row = |left: &[&str], right: &[&str]| format!("<w:tr>{}{}</w:tr>", cell(left), cell(right));
    let motto = ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"];
    let head = row(&["ỦY BAN NHÂN DÂN", "TỈNH VÂN HẢI"], &motto);
    let number = row(&["Số: 45/QĐ-UBND"], &["Vân Hải, ngày 12 tháng 3 năm 2024"]);
    let body = [
        format!("<w:tbl>{head}{number}</w:tbl>"),
        p("QUYẾT ĐỊNH"),
        "<w:p><w:r><w:rPr><w:caps/></w:rPr><w:t>Về chương trình phát triển cây xanh</w:t></w:r></w:p>".into(),
        "<w:p><w:r><w:rPr><w:rFonts w:ascii='.VnTimeH' w:hAnsi='.VnTimeH'/></w:rPr><w:t>ñy ban nh©n d©n tØnh</w:t></w:r></w:p>".into(),
        "<w:p><w:r><w:t>Căn cứ Luật </w:t></w:r><w:del><w:r><w:delText>Đất đai</w:delText></w:r></w:del>\
         <w:ins><w:r><w:t>Lâm nghiệp</w:t></w:r></w:ins><w:r><w:footnoteReference w:id='2'/></w:r><w:r><w:t>;</w:t></w:r></w:p>".into(),
        item(0, "Phạm vi"),
        item(1, "Các huyện;"),
        item(1, "Các xã."),
        "<w:p><w:r><w:rPr><w:rFonts w:hAnsi='.VnTime'/></w:rPr><w:t>§ång chÝ NguyÔn V¨n A</w:t><w:lastRenderedPageBreak/><w:t> vµ c¸c së.</w:t></w:r></w:p>".into(),
        item(0, "Hiệu lực"),
        "<w:p><w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText>DATE</w:instrText></w:r>\
         <w:r><w:fldChar w:fldCharType='separate'/></w:r><w:r><w:t>Từ ngày 01/4/2024.</w:t></w:r></w:p>".into(),
        format!("<w:tbl>{}</w:tbl>", row(&["Nơi nhận:", "- Như Điều 2;", "- Lưu: VT."], &["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "", "Trần Thị Bình"])),
    ];
    docx(&body.concat(), &[("word/numbering.xml", NUMBERING), ("word/footnotes.xml", NOTES)])
}

/// A letter (*công văn*) as Word 97 file in three fonts, two of them of an old encoding, with a table.
pub fn old_paper() -> Vec<u8> {
    let in_table: &[u8] = &[0x16, 0x24, 1];
    let counted: &[u8] = &[0x0b, 0x46, 1, 0];
    let ends_row: &[u8] = &[0x16, 0x24, 1, 0x17, 0x24, 1];
    let line = |text, narrow, font, changes| Paragraph { text, narrow, font, changes };
    let paragraphs = [
        line("TỈNH ỦY VÂN HẢI\rSố 12-CV/TU\u{7}", false, 0, in_table),
        line("ĐẢNG CỘNG SẢN VIỆT NAM\rVân Hải, ngày 05 tháng 8 năm 2020\u{7}", false, 0, in_table),
        line("\u{7}", false, 0, ends_row),
        line("V\u{d2} viÖc x©y dùng n«ng th«n míi\r", true, 1, &[]),
        line("kÝnh göi\r", true, 2, &[]),
        line("A \u{13} HYPERLINK x \u{14}kết quả\u{15}\u{b}dòng\u{1e}hai\u{c}", false, 0, &[]),
        line("Phạm vi\r", false, 0, counted),
        line("Hiệu lực\r", false, 0, counted),
    ];
    doc(&paragraphs, &["Times New Roman", ".VnTime", ".VnTimeH"], &articles())
}

/// A report (*báo cáo*) as PDF: a page of text drawn out of order, a page of one line, and a page that is an image.
pub fn printed() -> Vec<u8> {
    let first = [
        (330.0, 780.0, 12.0, "ĐẢNG CỘNG SẢN VIỆT NAM"),
        (60.0, 781.0, 12.0, "TỈNH ỦY VÂN HẢI"),
        (60.0, 765.0, 12.0, "Số 12-BC/TU"),
        (330.0, 765.0, 12.0, "Vân Hải, ngày 05 tháng 8 năm 2020"),
        (250.0, 730.0, 14.0, "BÁO CÁO"),
        (60.0, 690.0, 12.0, "Tình hình kinh tế của tỉnh trong năm qua tiếp tục phát triển và"),
        (60.0, 674.0, 12.0, "ổn định, các chỉ tiêu đều đạt kế hoạch."),
    ];
    let second = [(60.0, 780.0, 12.0, "Trang hai.")];
    pdf(&[&first, &second, &[]])
}

/// A mail (EML) with a text that is there twice (plain and HTML), an attached PDF, and a mail inside.
pub const MAIL: &str = "Return-Path: <vp@vanhai.example>\r\nReceived: from mail (localhost)\r\n\
    From: =?UTF-8?B?VsSDbiBwaMOybmcgVOG7iW5oIOG7p3k=?= <vp@vanhai.example>\r\n\
    To: cacso@vanhai.example\r\nDate: Tue, 18 Jun 2024 09:30:00 +0700\r\n\
    Subject: =?UTF-8?Q?V=E1=BB=81_vi=E1=BB=87c_tri=E1=BB=83n_khai?=\r\n =?UTF-8?Q?_Ngh=E1=BB=8B_quy=E1=BA=BFt_s=E1=BB=91_12-NQ/TU?=\r\n\
    MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=\"ngoai\"\r\n\r\n\
    --ngoai\r\nContent-Type: multipart/alternative; boundary=\"trong\"\r\n\r\n\
    --trong\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n\
    K=C3=ADnh g=E1=BB=ADi c=C3=A1c s=E1=BB=9F,\r\nVăn ph=C3=B2ng đ=E1=BB=81 ngh=E1=BB=8B th=\r\n=E1=BB=B1c hi=E1=BB=87n Công văn số 1023-CV/TU.\r\n\
    --trong\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<p>Kính gửi <b>các sở</b>, bản HTML</p>\r\n--trong--\r\n\
    --ngoai\r\nContent-Type: application/pdf; name=\"cong-van.pdf\"\r\nContent-Disposition: attachment; filename=\"Công văn 1023.pdf\"\r\n\
    Content-Transfer-Encoding: base64\r\n\r\nJVBERi0xLjQK\r\n\
    --ngoai\r\nContent-Type: message/rfc822\r\n\r\nSubject: Trao đổi trước\r\nFrom: a@b.example\r\n\r\nnội dung\r\n\
    --ngoai--\r\n";

/// A web page as Word saves it (MHTML), its text in the code page 1258 of Windows, with a picture.
pub fn page() -> Vec<u8> {
    let head = "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=\"=x\"; type=\"text/html\"\r\n\r\n\
        --=x\r\nContent-Location: file:///C:/trang.htm\r\nContent-Transfer-Encoding: quoted-printable\r\n\
        Content-Type: text/html; charset=\"windows-1258\"\r\n\r\n\
        <html><style>p {}</style><body><table><tr><td>TI=D2NH=\r\n</td><td>S=F4=EC 12</td></tr></table><p>=D0a=D2ng vi=EAn, nh=E2n d=E2n</p></body></html>\r\n\
        --=x\r\nContent-Location: file:///C:/anh.png\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=\r\n--=x--\r\n";
    head.as_bytes().to_vec()
}
