//! Blanks in the wrong place around figures: numbers and dates that a blank tears (`91 /2015/NĐ-CP`, `ngày 1 5/10/2020`),
//! words and figures without the blank between them (`khoản14`, `tăng10%`).
//! In: text and the gaps between its words that may hold such a place. Out: edits, one a number. Never joins over the end
//! of a line ([`continues`] tells whether one may), never changes a letter or a figure.
//!
//! A number is joined only where the whole is the number of a paper, a date or a figure with groups of three; a list
//! (`số 1, 2/2020`) and the label of an item (`1. 234 hộ`) are none.

mod grammar;
mod torn;

pub use self::grammar::continues;
use self::grammar::{is_part, word_before};
use self::torn::{Change, MOST_BLANKS, add_joins};
use super::lexicon::lexicon;
use crate::language::letters;
use crate::mended::Edit;
use crate::span::Span;
use crate::why::Why;

/// Confidence of an edit. All 104 on 204 real papers and 4.8 MB of law and news were read, and none is wrong
/// (benches/RESULTS.md, 2026-11-30); a judgement below that share.
const CONFIDENCE: f32 = 0.95;

/// Words, in lower case, that are numbered or counted by the figure behind them. Behind any other word a figure of one or
/// two digits may be the mark of a note (`trung ương1`).
const NUMBERED: [&str; 21] = [
    "điều",
    "khoản",
    "điểm",
    "mục",
    "chương",
    "phần",
    "số",
    "ngày",
    "tháng",
    "quý",
    "trang",
    "khóa",
    "khoá",
    "kỳ",
    "đợt",
    "lớp",
    "quận",
    "phường",
    "bảng",
    "lục",
    "hình",
];
/// Words of two syllables, in lower case, whose second one is in [`NUMBERED`], but which no number follows: a figure at one
/// is the mark of a note (`quan điểm4`).
const NOT_NUMBERED: [&str; 49] = [
    "bách số",
    "bất kỳ",
    "biến số",
    "cao điểm",
    "chỉ số",
    "chu kỳ",
    "chuyên mục",
    "con số",
    "cổ phần",
    "cơ số",
    "dân số",
    "danh mục",
    "doanh số",
    "đa phần",
    "đa số",
    "đại số",
    "đặc điểm",
    "đầu mục",
    "đề mục",
    "địa điểm",
    "điều khoản",
    "định kỳ",
    "góp phần",
    "hạng mục",
    "hệ số",
    "hiến chương",
    "học kỳ",
    "huân chương",
    "khuyết điểm",
    "luận điểm",
    "một số",
    "nhiệm kỳ",
    "nhược điểm",
    "quan điểm",
    "quốc kỳ",
    "tài khoản",
    "thành phần",
    "thiểu số",
    "thời điểm",
    "thời kỳ",
    "thông số",
    "tiêu điểm",
    "tổng số",
    "trọng điểm",
    "trung điểm",
    "trường kỳ",
    "từng phần",
    "ưu điểm",
    "văn chương",
];
/// The first syllables of what is counted, in lower case (`cơ` of `cơ quan`): behind a figure, one of these shows that it
/// is no mark of a note.
const COUNTED: [&str; 32] = [
    "năm",
    "tháng",
    "ngày",
    "tuần",
    "giờ",
    "phút",
    "lần",
    "người",
    "hộ",
    "tỷ",
    "tỉ",
    "triệu",
    "nghìn",
    "ngàn",
    "đồng",
    "tấn",
    "điểm",
    "xã",
    "huyện",
    "tỉnh",
    "cơ",
    "đơn",
    "cán",
    "đảng",
    "trường",
    "văn",
    "dự",
    "nhiệm",
    "nhóm",
    "mục",
    "khoản",
    "loại",
];

/// Whether a gap between two words (no letter) may hold a torn number or touch a word with a figure.
/// Quick, and true for many gaps in which nothing is wrong.
pub fn may_be_misplaced(gap: &[u8]) -> bool {
    let (Some(first), Some(last)) = (gap.first(), gap.last()) else { return false };
    if first.is_ascii_digit() || last.is_ascii_digit() || *last == b'%' && gap.len() > 1 {
        return true;
    }
    let is_separator = |byte: u8| matches!(byte, b'/' | b'-');
    let is_blank = |byte: u8| byte.is_ascii_whitespace();
    match gap {
        [b' ', sign] | [sign, b' '] => is_separator(*sign),
        [b' ', sign, b' '] => *sign == b'/',
        [b' ', sign, next, ..] if is_separator(*sign) && !is_blank(*next) => true,
        [.., before, sign, b' '] if is_separator(*sign) && !is_blank(*before) => true,
        _ => gap.windows(3).any(|three| {
            let is_part =
                |byte: u8| byte.is_ascii_digit() || is_separator(byte) || b".,".contains(&byte);
            three[1] == b' ' && (is_part(three[0]) || three[0] == b' ') && is_part(three[2])
        }),
    }
}

/// The edits that put the blanks of numbers right. `gaps` are the bytes at which the gaps between words begin that may
/// hold one ([`may_be_misplaced`]), in order.
pub fn edits(text: &str, gaps: &[usize]) -> Vec<Edit> {
    let mut changes: Vec<Change> = Vec::new();
    for at in gaps {
        let end = end_of_gap(text.as_bytes(), *at);
        add_changes(text, Span::new(*at, end), &mut changes);
    }
    changes.sort_by_key(|change| (change.span().start, change.span().end));
    changes.dedup();
    let mut edits: Vec<Edit> = Vec::new();
    let mut start = 0;
    while start < changes.len() {
        let mut token = token_around(text, changes[start].span());
        let mut end = start + 1;
        while let Some(next) = changes.get(end).map(|next| token_around(text, next.span()))
            && next.start <= token.end
        {
            token = Span::new(token.start, next.end.max(token.end));
            end += 1;
        }
        edits.push(edit(text, token, &changes[start..end]));
        start = end;
    }
    edits
}

/// The edit that makes `changes`, which are in order, to the token at `span`.
fn edit(text: &str, span: Span, changes: &[Change]) -> Edit {
    let mut to = String::with_capacity(span.len() + changes.len());
    let mut done = span.start;
    for change in changes {
        to += &text[done..change.span().start];
        if let Change::Part(_) = change {
            to.push(' ');
        }
        done = change.span().end;
    }
    to += &text[done..span.end];
    let joins = changes.iter().any(|change| matches!(change, Change::Join(_)));
    let why = if joins { Why::WordSplit } else { Why::WordsJoined };
    Edit { span, from: span.of(text).to_owned(), to, why, confidence: CONFIDENCE }
}

/// The words and figures that a place touches, without signs at either end.
fn token_around(text: &str, place: Span) -> Span {
    let bytes = text.as_bytes();
    let is_inside = |at: usize| {
        let byte = bytes[at];
        is_part(byte)
            || b"/-.,".contains(&byte) && bytes.get(at + 1).is_some_and(|next| is_part(*next))
    };
    let mut start = place.start;
    while start > 0 && (is_part(bytes[start - 1]) || b"/-.,".contains(&bytes[start - 1])) {
        start -= 1;
    }
    while start < place.start && !is_part(bytes[start]) {
        start += 1;
    }
    let mut end = place.end;
    // A sign directly behind the blanks that are taken out belongs to the number.
    while end < bytes.len() && (is_inside(end) || end == place.end && b"/-.".contains(&bytes[end]))
    {
        end += 1;
    }
    Span::new(start, end)
}

/// Where the gap ends that begins at byte `at`: at the next letter.
fn end_of_gap(bytes: &[u8], at: usize) -> usize {
    let is_letter = |byte: &u8| byte.is_ascii_alphabetic() || *byte >= 0x80;
    bytes[at..].iter().position(is_letter).map_or(bytes.len(), |length| at + length)
}

/// Adds what is wrong in one gap.
fn add_changes(text: &str, gap: Span, changes: &mut Vec<Change>) {
    let bytes = text.as_bytes();
    if bytes.get(gap.start).is_some_and(u8::is_ascii_digit) && lacks_blank_before(text, gap.start) {
        changes.push(Change::Part(gap.start));
    }
    let mut at = gap.start;
    while at < gap.end {
        if bytes[at] != b' ' {
            at += 1;
            continue;
        }
        let end = at + bytes[at..].iter().take_while(|byte| **byte == b' ').count();
        if end - at <= MOST_BLANKS && at > 0 && end < bytes.len() {
            add_joins(text, Span::new(at, end), changes);
        }
        at = end;
    }
    let closes = gap.end.checked_sub(1).filter(|last| *last >= gap.start).map(|last| bytes[last]);
    if closes.is_some_and(|last| last.is_ascii_digit() || last == b'%')
        && gap.end < bytes.len()
        && lacks_blank_behind(text, gap.end, changes)
    {
        changes.push(Change::Part(gap.end));
    }
}

/// The figure that begins at byte `at`: digits, with `.`, `,`, `/` or `-` between digits.
fn figure(bytes: &[u8], at: usize) -> usize {
    let mut end = at;
    while end < bytes.len() {
        let is_sign = b".,/-".contains(&bytes[end])
            && bytes.get(end + 1).is_some_and(u8::is_ascii_digit)
            && end > at;
        if !(bytes[end].is_ascii_digit() || is_sign) {
            break;
        }
        end += 1;
    }
    end
}

/// Whether a word in lower case is one of the usual words of the language and can be no abbreviation, unit or foreign
/// word: it has a letter beyond ASCII, and two letters at least.
fn is_surely_word(lower: &str) -> bool {
    !lower.is_ascii() && lower.chars().nth(1).is_some() && lexicon().is_common_word(lower)
}

/// Whether the blank is missing between the word that ends at byte `at` and the figure that begins there.
fn lacks_blank_before(text: &str, at: usize) -> bool {
    let bytes = text.as_bytes();
    let (start, word) = word_before(text, at);
    let touches = text[..start].chars().next_back();
    if word.is_empty()
        || touches.is_some_and(|one| one.is_ascii_digit() || "/-_.@&=#+'’".contains(one))
    {
        return false;
    }
    let end = figure(bytes, at);
    if bytes.get(end).is_some_and(|byte| byte.is_ascii_alphabetic() || *byte >= 0x80)
        && !is_word_behind(text, end)
    {
        return false;
    }
    let lower = letters::lower_word(word);
    let figure = &bytes[at..end];
    let is_plain = figure.iter().all(u8::is_ascii_digit);
    let is_year = is_plain && figure.len() == 4;
    let tells_much = figure.len() >= 3 || bytes.get(end) == Some(&b'%');
    if lower == "năm" {
        return is_year;
    }
    if !tells_much && !is_numbered(text, start, &lower) && !is_counted(text, end) {
        return false;
    }
    const PLAIN: [&str; 5] = ["trong", "theo", "cho", "sau", "trang"];
    NUMBERED.contains(&lower.as_str()) || PLAIN.contains(&lower.as_str()) || is_surely_word(&lower)
}

/// Whether the word `lower`, which begins at byte `start`, is numbered by the figure behind it.
fn is_numbered(text: &str, start: usize, lower: &str) -> bool {
    if !NUMBERED.contains(&lower) {
        return false;
    }
    let Some(before) = text[..start].strip_suffix(' ') else { return true };
    let first = letters::lower_word(word_before(text, before.len()).1);
    !NOT_NUMBERED.contains(&format!("{first} {lower}").as_str())
}

/// Whether the word behind a figure, beyond one blank, says what it counts.
fn is_counted(text: &str, end: usize) -> bool {
    let Some(behind) = text[end..].strip_prefix(' ') else { return false };
    let length = behind.find(|one: char| !one.is_alphabetic()).unwrap_or(behind.len());
    COUNTED.contains(&letters::lower_word(&behind[..length]).as_str())
}

/// Whether a usual word begins at byte `at` and ends where words do. It needs a mark, so that it is no unit, but behind a
/// percent sign.
fn is_word_behind(text: &str, at: usize) -> bool {
    let rest = &text[at..];
    let length = rest.find(|one: char| !one.is_alphabetic()).unwrap_or(rest.len());
    let next = rest[length..].chars().next();
    let ends = next.is_none_or(|one| !one.is_ascii_digit() && !"/_@=".contains(one));
    let lower = letters::lower_word(&rest[..length]);
    let behind_percent = text[..at].ends_with('%');
    let is_word = || lower.len() > 1 && behind_percent && lexicon().is_common_word(&lower);
    ends && (is_surely_word(&lower) || is_word())
}

/// Whether the blank is missing between the figure that ends at byte `at` and the word that begins there. `changes`
/// tell whether the figure is parted from a word before it.
fn lacks_blank_behind(text: &str, at: usize, changes: &[Change]) -> bool {
    let bytes = text.as_bytes();
    let digits = at - usize::from(bytes[at - 1] == b'%');
    let mut start = digits;
    while start > 0 && (bytes[start - 1].is_ascii_digit() || b".,/".contains(&bytes[start - 1])) {
        start -= 1;
    }
    let is_parted = || changes.iter().rev().take(4).any(|change| *change == Change::Part(start));
    let before = start.checked_sub(1).map(|before| bytes[before]);
    let stands_alone = before.is_none_or(|byte| b" \t\n\r(\x0c".contains(&byte)) || is_parted();
    start < digits && bytes[start].is_ascii_digit() && stands_alone && is_word_behind(text, at)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mended(text: &str) -> String {
        let mended = crate::repair::repair(text);
        mended.text.into_owned()
    }

    #[test]
    fn numbers_of_papers_are_one() {
        for (torn, whole) in [
            ("Nghị định số 91 /2015/NĐ-CP ngày 13", "Nghị định số 91/2015/NĐ-CP ngày 13"),
            ("theo Thông tư 15/ 2019/TT-BCA.", "theo Thông tư 15/2019/TT-BCA."),
            (
                "Chỉ thị số 05-CT/ TW, Nghị quyết 55-NQ- TW",
                "Chỉ thị số 05-CT/TW, Nghị quyết 55-NQ-TW",
            ),
            (
                "Kết luận số 79- KL/TW; số 87/2011/TT -BQP",
                "Kết luận số 79-KL/TW; số 87/2011/TT-BQP",
            ),
            ("Quyết định số 1 2/2020/QĐ-TTg của", "Quyết định số 12/2020/QĐ-TTg của"),
            ("Nghị định số 91 / 2015 / NĐ- CP của", "Nghị định số 91/2015/NĐ-CP của"),
            ("Quyết định số 1719 / QĐ - TTg của", "Quyết định số 1719/QĐ-TTg của"),
            ("Quyết định 12/2 020/QĐ-TTg của", "Quyết định 12/2020/QĐ-TTg của"),
            ("Luật số 45/ 2019/ QH14 quy định", "Luật số 45/2019/QH14 quy định"),
        ] {
            assert_eq!(mended(torn), whole);
            assert_eq!(mended(whole), whole, "whole");
        }
    }

    #[test]
    fn dates_and_figures_are_one() {
        for (torn, whole) in [
            ("ngày 1 5/10/2020 của", "ngày 15/10/2020 của"),
            ("ngày 26/ 3/2021, ngày 26/3/ 2021", "ngày 26/3/2021, ngày 26/3/2021"),
            ("ngày 1 5 tháng 1 0 năm 20 20 của", "ngày 15 tháng 10 năm 2020 của"),
            ("chi 5.000. 000 đồng, đạt 98 ,5%", "chi 5.000.000 đồng, đạt 98,5%"),
            ("cả thảy 12 .500 hộ và 1. 234,5 tỷ", "cả thảy 12.500 hộ và 1.234,5 tỷ"),
        ] {
            assert_eq!(mended(torn), whole);
            assert_eq!(mended(whole), whole, "whole");
        }
    }

    #[test]
    fn words_and_figures_are_parted() {
        for (joined, parted) in [
            (
                "theo khoản14 Điều5 của Luật số28/2012/QH13",
                "theo khoản 14 Điều 5 của Luật số 28/2012/QH13",
            ),
            (
                "tốc độ tăng10% so với năm2020, ngày26 tháng3",
                "tốc độ tăng 10% so với năm 2020, ngày 26 tháng 3",
            ),
            ("đạt1.234,5 tỷ đồng và 3.500hộ", "đạt 1.234,5 tỷ đồng và 3.500 hộ"),
            ("theo khoản14Điều 5", "theo khoản 14 Điều 5"),
            ("tăng 10%so với", "tăng 10% so với"),
            ("ngày 26tháng 3 năm 2020của tỉnh", "ngày 26 tháng 3 năm 2020 của tỉnh"),
            ("ĐIỀU5 QUY ĐỊNH", "ĐIỀU 5 QUY ĐỊNH"),
        ] {
            assert_eq!(mended(joined), parted);
            assert_eq!(mended(parted), parted, "parted");
        }
    }

    #[test]
    fn what_is_right_stays() {
        for text in [
            "kinh tế - xã hội, Bà Rịa - Vũng Tàu, 12 - 15 hộ, 2020 - 2025",
            "số 1, 2/2020/QĐ-TTg và số 3; Điều 10 và 11; 12 20 30",
            "1. 234 hộ nghèo\n2. 345,5 ha rừng",
            "của Trung ương1, theo quy định2; khí CO2, H5N1, vắc xin AZD1222, B52, T54, máy bay Su30",
            "quan điểm4 này, đặc điểm2, tài khoản3, danh mục1, hiến chương2, cổ phần3, dân số4, nhiệm kỳ5, đạt2 được",
            "tăng3 nhanh, quý mến, cấp trên4, nghị quyết5, một số6, ta6",
            "nhà 5/ KP3, đường số 3; 30km, 5kg, 60m2, 3G, 10h30, 1a, 2b, tổ 12A",
            "tại Điều 3 8 (chú thích), năm 20 người, ngày 1 tháng 2",
            "a1@b2.vn/x3 và https://c4.vn/đ5?x=đạt100",
            "2.345 hộ. 234 người; từ 12. 345 người",
            "khoản 6, 8 Điều 5; 12, 4% và 6,8%",
            "khoản 1- Điều 5, mục 2/ Phần B; Tờ 3/ PL",
            "giai đoạn 2021- 2025, 15/5 -20/5",
            "17/10/2023 - 16:40, 17/10/2023 – 16:40, số 12/2020/NĐ-CP - 13/2020/NĐ-CP",
            "Chỉ thị số 05 - CT/TW và Quyết định số 126 - QĐ/TW",
        ] {
            assert_eq!(mended(text), text);
        }
    }

    #[test]
    fn a_number_goes_on_in_the_next_line() {
        for (before, after, goes_on) in [
            ("theo Thông tư số 87/2011/TT-", "BQP của Bộ Quốc phòng", true),
            ("Nghị định số 91/", "2015/NĐ-CP, ngày", true),
            ("Nghị định số 91", "/2015/NĐ-CP, ngày", true),
            ("Nghị quyết số 59-", "NQ/TW.", true),
            ("từ ngày 26/", "3/2021 đến", true),
            ("kinh tế -", "xã hội", false),
            ("thuộc Bà Rịa-", "Vũng Tàu", false),
            ("giai đoạn 2021-", "2025 theo đúng", true),
            ("tổng số tiền là 1.250.", "000.000 đồng", true),
            ("Luật số 47/20", "19/QH14 và", true),
            ("trong năm 2020.", "150 đơn vị", false),
            ("khoản 6 Điều 15.", "300 hộ", false),
            ("từ 12-", "15 hộ", false),
            ("ngày 5/4", "2 người", false),
            ("", "- Một", false),
            ("theo Nghị định số 12/2015/NĐ-CP", "- Một", false),
            ("theo Nghị định số 12/2015/NĐ-CP", "-Một là", false),
            ("theo Nghị định số 12/2015/", "Một là", false),
        ] {
            assert_eq!(continues(before, after), goes_on, "{before}|{after}");
        }
    }
}
