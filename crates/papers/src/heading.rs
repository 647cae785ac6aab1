//! Recognises the words that open an item: `Điều 5.`, `II-`, `2.1.`, `a)`, `- `.
//! In: one printed line. Out: its style, number and the text behind, or `None` for plain text.
//! Never looks at the lines around it: whether the item is real, `outline` decides.

use std::sync::OnceLock;

use super::line::opens_with;

/// How an item is numbered. The order of the variants says nothing of nesting: papers nest items as they like.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Style {
    /// Phần (part): `Phần thứ nhất` (part one), `PHẦN I`.
    Part,
    /// Chương (chapter): `Chương I`.
    Chapter,
    /// Mục (division of a chapter): `Mục 1`.
    Division,
    /// Tiểu mục (subdivision): `Tiểu mục 1`.
    Subdivision,
    /// Điều (article): `Điều 5.`
    Article,
    /// `PHỤ LỤC I`, `PL1` (annex); [`Label::number`] may be empty.
    Appendix,
    /// `Mẫu số 04` (form).
    Form,
    /// A Roman number and a mark: `I-`, `II.`
    Roman,
    /// A capital and a mark before words in capitals: `A.`, `B-`.
    Capital,
    /// A number and a mark: `1-`, `2.`, `3)`.
    Number,
    /// Two to five numbers with points between: `1.1-`, `1.2.3.`. Holds how many there are: 2 for `1.1`.
    Decimal(usize),
    /// A small letter and a mark: `a)`, `a/`; `a.` only before a capital.
    Letter,
    /// `a4)`: the fourth item below point a.
    LetterNumber,
    /// A number in brackets: `(1)`.
    Bracket,
    /// A small Roman number in brackets: `(iv)`.
    BracketRoman,
    /// A small letter in brackets: `(a)`; not one that is a Roman number as well: `(i)`.
    BracketLetter,
    /// A bullet without a number: `- `, `+ `, `• `, `* `. A long dash (`–`) is held as `-`.
    Sign(char),
}

/// The opening of an item.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Label<'a> {
    /// How it is numbered.
    pub style: Style,
    /// Its number as printed (`5`, `1.2`, `II`, `a`), with its suffix (`1b`); a misread Roman number as it should be.
    /// Behind `thứ` the ordinal in words (`nhất`, first). Empty for a sign and for an annex without a number.
    pub number: &'a str,
    /// Its value, from 1: 2 for `II`, for `1.2` and for `b`; 1 for an annex without a number; 0 for a sign. Letters
    /// count in the Vietnamese order, so that `đ` is 5.
    pub rank: usize,
    /// The letter behind its number as a value, 1 for `a`; 0 where there is none, and for annexes and forms. `1b`
    /// stands between `1a` and `2`.
    pub suffix: usize,
    /// What stands behind the number and its mark on the line, without white space and the mark of a note (`[3]`)
    /// before it. May be empty.
    pub rest: &'a str,
}

impl Label<'_> {
    /// Whether it opens a heading: of an article, of a level above articles (part, chapter, division, subdivision), or
    /// of an annex or a form.
    pub fn is_heading(&self) -> bool {
        matches!(
            self.style,
            Style::Part
                | Style::Chapter
                | Style::Division
                | Style::Subdivision
                | Style::Article
                | Style::Appendix
                | Style::Form
        )
    }
}

/// The label with which `line` begins; `line` has no white space before it. `None` where it begins with plain words.
pub fn label(line: &str) -> Option<Label<'_>> {
    let first = line.chars().next()?;
    match first {
        '-' | '–' | '+' | '•' | '*' | '●' | '▪' | '◦' => sign(line, first),
        '(' => bracket(line),
        '0'..='9' => numbered(line),
        _ => named(line).or_else(|| roman(line)).or_else(|| letter(line)),
    }
}

/// `- người`: a sign, white space, and a word, which may have `“` before it. Behind `•`, `●`, `▪` and `◦` the white
/// space may be missing.
fn sign(line: &str, first: char) -> Option<Label<'_>> {
    let rest = &line[first.len_utf8()..];
    let plain = if first == '–' { '-' } else { first };
    let worded =
        rest.trim_start().starts_with(|letter: char| letter.is_alphanumeric() || letter == '“');
    let apart = rest.starts_with(char::is_whitespace) || matches!(first, '•' | '●' | '▪' | '◦');
    let rest_bare = rest.trim_start();
    let label =
        Label { style: Style::Sign(plain), number: "", rank: 0, suffix: 0, rest: rest_bare };
    (worded && apart).then_some(label)
}

/// `(1) Việc`, `(iv) Ủy thác cho vay`, `(a) Về nhân sự`.
fn bracket(line: &str) -> Option<Label<'_>> {
    let (number, rest) = line[1..].split_once(')')?;
    let (style, rank) = in_brackets(number)?;
    let apart = rest.starts_with(char::is_whitespace);
    let rest = rest.trim_start();
    apart.then_some(Label { style, number, rank, suffix: 0, rest })
}

/// The style and the value of a number in brackets.
fn in_brackets(number: &str) -> Option<(Style, usize)> {
    if let Some(rank) = small_number(number) {
        return Some((Style::Bracket, rank));
    }
    let is_roman = (1..=LONGEST_SMALL_ROMAN).contains(&number.len())
        && number.bytes().all(|byte| b"ivx".contains(&byte));
    if is_roman {
        return Some((Style::BracketRoman, roman_value(&number.to_ascii_uppercase())?));
    }
    let mut letters = number.chars();
    let (first, none) = (letters.next()?, letters.next());
    none.is_none().then(|| letter_rank(first)).flatten().map(|rank| (Style::BracketLetter, rank))
}

/// At most 6 letters for a small Roman number in brackets: `xxviii`. A judgement, not measured.
const LONGEST_SMALL_ROMAN: usize = 6;

/// `1-`, `1.`, `1)`, `1:`, `1/`, `1b.`, `1.1-`, `1.2.3.`; a number with points (`1.1`) needs no mark. A date, a sum, a
/// span of years or the number of a paper is no label: a letter, a quotation mark or a bracket must follow, and each
/// number has at most three digits and does not begin with 0.
fn numbered(line: &str) -> Option<Label<'_>> {
    let digits =
        |text: &str| text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let mut end = digits(line);
    let (mut count, mut last) = (1, small_number(&line[..end])?);
    while line[end..].starts_with('.') && digits(&line[end + 1..]) > 0 {
        let next = end + 1 + digits(&line[end + 1..]);
        last = small_number(&line[end + 1..next])?;
        (end, count) = (next, count + 1);
    }
    let (suffix, length) = suffix(&line[end..]);
    end += length;
    let rest = &line[end..];
    // A slash is a mark only before a blank: `1/ Thuận lợi`, not `1/2`.
    let slash = rest.strip_prefix('/').filter(|rest| rest.starts_with(char::is_whitespace));
    let behind = rest.strip_prefix(['.', '-', ')', '–', ':']).or(slash);
    let body =
        behind.map(|text| text.strip_prefix('-').unwrap_or(text)).or((count > 1).then_some(rest))?;
    let letters = without_note(body).trim_start();
    let begins =
        letters.starts_with(|letter: char| letter.is_alphabetic() || "“\"(".contains(letter));
    // `2-Tiếp` is an item, `59-NQ/TW` and `5-KH` are numbers of papers.
    let number_of_paper = body.len() == letters.len()
        && letters.split(char::is_whitespace).next().is_some_and(|word| word.contains('/'));
    let style = if count > 1 { Style::Decimal(count) } else { Style::Number };
    let label = Label { style, number: &line[..end], rank: last, suffix, rest: letters };
    (begins && !number_of_paper && count <= 5).then_some(label)
}

/// The value of the letter behind a number and its length in bytes, where the mark of an item follows: `1b.`.
/// `(0, 0)` where there is none.
fn suffix(text: &str) -> (usize, usize) {
    let Some(first) = text.chars().next() else { return (0, 0) };
    let rest = &text[first.len_utf8()..];
    match letter_rank(first) {
        Some(rank) if rest.starts_with(['.', ')', '-']) => (rank, first.len_utf8()),
        _ => (0, 0),
    }
}

/// `text` without the mark of a note that a consolidated law prints before it: `[3] Bộ trưởng`. Without such a mark
/// the text comes back as it is.
fn without_note(text: &str) -> &str {
    let note = text.trim_start().strip_prefix('[').and_then(|rest| rest.split_once(']'));
    match note {
        Some((number, rest)) if small_number(number).is_some() => rest,
        _ => text,
    }
}

/// A number of one to three digits that does not begin with 0.
fn small_number(text: &str) -> Option<usize> {
    let short = (1..=3).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    if short && !text.starts_with('0') { text.parse().ok() } else { None }
}

/// The words that name a level, in small letters, as printed and without marks, with its style. The first that a line
/// begins with (in any case) counts, so `mẫu biểu` stands before `mẫu`.
const NAMES: [(&str, &str, Style); 9] = [
    ("tiểu mục", "tieu muc", Style::Subdivision),
    ("phần", "phan", Style::Part),
    ("chương", "chuong", Style::Chapter),
    ("mục", "muc", Style::Division),
    ("điều", "dieu", Style::Article),
    ("phụ lục", "phu luc", Style::Appendix),
    ("mẫu biểu", "mau bieu", Style::Form),
    ("biểu mẫu", "bieu mau", Style::Form),
    ("mẫu", "mau", Style::Form),
];

/// The ordinals behind `thứ`, in small letters, as printed and without marks: first to twelfth.
const ORDINALS: [(&str, &str); 12] = [
    ("nhất", "nhat"),
    ("hai", "hai"),
    ("ba", "ba"),
    ("tư", "tu"),
    ("năm", "nam"),
    ("sáu", "sau"),
    ("bảy", "bay"),
    ("tám", "tam"),
    ("chín", "chin"),
    ("mười", "muoi"),
    ("mười một", "muoi mot"),
    ("mười hai", "muoi hai"),
];

/// `Điều 5. Đảng viên dự bị`, `CHƯƠNG II`, `Phần thứ nhất`, `Phụ lục 1`, `Mẫu số 04`.
fn named(line: &str) -> Option<Label<'_>> {
    if !line.starts_with(char::is_uppercase) {
        return None;
    }
    if let Some(label) = short_appendix(line) {
        return Some(label);
    }
    let (style, name) = NAMES.iter().find_map(|(name, bare, style)| {
        let end = opens_with(line, name).or_else(|| opens_with(line, bare))?;
        Some((*style, &line[..end]))
    })?;
    let behind_name = &line[name.len()..];
    if style == Style::Appendix && behind_name.trim_matches([' ', ':', '.']).is_empty() {
        return Some(Label { style, number: "", rank: 1, suffix: 0, rest: "" });
    }
    let rest = behind_name.strip_prefix(char::is_whitespace)?.trim_start();
    if matches!(style, Style::Appendix | Style::Form) {
        return annexed(line, style, rest);
    }
    if let Some(end) = opens_with(rest, "thứ ").or_else(|| opens_with(rest, "thu ")) {
        let ordinal = rest[end..].trim();
        let small = ordinal.to_lowercase();
        let rank = ORDINALS.iter().position(|(word, bare)| small == *word || small == *bare)? + 1;
        return Some(Label { style, number: ordinal, rank, suffix: 0, rest: "" });
    }
    let end = rest.find(|letter: char| !letter.is_ascii_alphanumeric()).unwrap_or(rest.len());
    let (number, behind) = rest.split_at(end);
    // `Điều 3 . Phạm vi`: a blank may stand before the mark.
    let behind =
        behind.strip_prefix(' ').filter(|mark| mark.starts_with(['.', ':'])).unwrap_or(behind);
    let digits = number.trim_end_matches(|letter: char| letter.is_ascii_lowercase());
    let rank =
        small_number(digits).or_else(|| roman_value(number)).or_else(|| capital_rank(number))?;
    let letters = &number[digits.len()..];
    let suffix = letters.chars().next().filter(|_| letters.len() == 1).and_then(letter_rank);
    let apart = behind.is_empty() || behind.starts_with(['.', ':', '-', ' ']);
    let text = without_note(behind.trim_start_matches(['.', ':', '-', ' ']));
    let text = text.trim_start();
    // `Điều 5 của Luật này` cites an article: an article has `.`, `:` or nothing behind its number. At the other levels
    // a text with a capital may follow, too.
    let marked = behind.is_empty() || behind.starts_with(['.', ':']);
    let opens =
        marked || text.starts_with(|letter: char| letter.is_uppercase()) && style != Style::Article;
    let suffix = suffix.unwrap_or_default();
    (apart && opens).then_some(Label { style, number, rank, suffix, rest: text })
}

/// `PL1`, `PL.02`: the short name of an annex, which stands alone on its line.
fn short_appendix(line: &str) -> Option<Label<'_>> {
    let number = line.strip_prefix("PL")?.trim_start_matches(['.', '-', ' ']);
    let rank = any_number(number)?;
    Some(Label { style: Style::Appendix, number, rank, suffix: 0, rest: "" })
}

/// What follows `Phụ lục` (annex) or `Mẫu` (form): `số 04`, `II`, `01a`, `02/ĐKT`. A sentence that cites one is
/// none.
fn annexed<'a>(line: &'a str, style: Style, rest: &'a str) -> Option<Label<'a>> {
    let number = opens_with(rest, "số").or_else(|| opens_with(rest, "so"));
    let numbered = number.map_or(rest, |end| &rest[end..]);
    let is_numbered = numbered.len() < rest.len();
    let numbered = numbered.trim_start_matches([' ', ':', '.']);
    let end = numbered
        .find(|letter: char| {
            letter.is_whitespace() || matches!(letter, '.' | ':' | '/' | '-' | '–' | '(' | ',')
        })
        .unwrap_or(numbered.len());
    let (number, behind) = numbered.split_at(end);
    let digits = number.trim_end_matches(|letter: char| letter.is_lowercase());
    let rank = any_number(number).or_else(|| any_number(digits))?;
    let text = behind.trim_start_matches(|letter: char| !letter.is_alphanumeric() && letter != '“');
    // A form needs the word, a colon or capitals: `Mẫu 4` may be a sample of anything.
    let is_named = style == Style::Appendix
        || is_numbered
        || behind.starts_with(':')
        || super::line::is_capital(line);
    let is_heading = behind.is_empty()
        || behind.starts_with(['.', ':', '/', '-', '–', '('])
        || text.starts_with(char::is_uppercase);
    let is_cited =
        behind.starts_with(',') || text.starts_with(char::is_lowercase) && behind.starts_with(' ');
    let label = Label { style, number, rank, suffix: 0, rest: text };
    (is_named && is_heading && !is_cited).then_some(label)
}

/// The value of a number as annexes print it: `1`, `04`, `II`, `B`.
fn any_number(text: &str) -> Option<usize> {
    let figures = text.trim_start_matches('0');
    let bare = if text.len() <= 3 { figures } else { text };
    small_number(bare).or_else(|| roman_value(text)).or_else(|| capital_rank(text))
}

/// `II- QUY ĐỊNH CHUNG` (general provisions): a Roman number, a mark and words. Without a blank behind the mark, which
/// may not be `/` then, the words have more than three characters: one letter and a point may be an initial. A scan
/// reads `l`, `1` or `|` for `I`: `Il.`, `lll.`, `lV.`.
fn roman(line: &str) -> Option<Label<'_>> {
    let end = line.find(|letter: char| !"IVXLl1|".contains(letter)).unwrap_or(line.len());
    let printed = &line[..end];
    // `I - TÌNH HÌNH`: a blank may stand before the dash.
    let dashed = line[end..].strip_prefix(' ').filter(|rest| rest.starts_with(['-', '–']));
    let body = dashed.unwrap_or(&line[end..]).strip_prefix(['-', '.', ')', '–', ':', '/'])?;
    let rest = without_note(body).trim_start();
    let (number, rank) = match roman_value(printed) {
        Some(rank) => (printed, rank),
        None => {
            // `l)` is the letter of a point.
            let is_misread = !line[end..].starts_with(')') && rest.starts_with(char::is_uppercase);
            misread_roman(printed).filter(|_| is_misread)?
        }
    };
    let worded = rest.starts_with(|letter: char| match dashed {
        Some(_) => letter.is_uppercase(),
        None => letter.is_alphabetic() || letter == '“',
    });
    let is_slash = line[end..].starts_with('/');
    let label = Label { style: Style::Roman, number, rank, suffix: 0, rest };
    let apart = body.len() > rest.len() || (!is_slash && rest.chars().count() > 3);
    (worded && apart).then_some(label)
}

/// A Roman number of which a scan misread letters (`lV`): as it should be written (`IV`), and its value (4). `None`
/// where the letters make no such number below 100, and for figures alone.
fn misread_roman(printed: &str) -> Option<(&'static str, usize)> {
    static WRITTEN: OnceLock<Vec<String>> = OnceLock::new();
    // Figures alone are a number.
    if printed.is_empty() || printed.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let mended = printed.replace(['l', '1', '|'], "I");
    let rank = roman_value(&mended)?;
    let written = WRITTEN.get_or_init(|| (1..100).map(roman_of).collect());
    Some((written.get(rank - 1)?, rank))
}

/// `a) Số văn bản`, `a/ Về nhân sự`, `A. TÌNH HÌNH`.
fn letter(line: &str) -> Option<Label<'_>> {
    let first = line.chars().next()?;
    let (number, behind) = line.split_at(first.len_utf8());
    if behind.starts_with(|next: char| next.is_ascii_digit()) {
        return letter_number(line);
    }
    let body = behind.strip_prefix([')', '.', '-', '/'])?;
    let rest = without_note(body).trim_start();
    let apart = body.len() > rest.len() && !rest.is_empty();
    let is_sentence = rest.starts_with(char::is_uppercase);
    let small = first.is_lowercase()
        && (behind.starts_with([')', '/']) || is_sentence && behind.starts_with('.'));
    let capital = first.is_uppercase() && super::line::is_capital(rest) && !behind.starts_with('/');
    let rank = if small { letter_rank(first)? } else { capital_rank(number)? };
    let style = if small { Style::Letter } else { Style::Capital };
    (apart && (small || capital)).then_some(Label { style, number, rank, suffix: 0, rest })
}

/// `a4) Phần giá trị`: the fourth item below point a.
fn letter_number(line: &str) -> Option<Label<'_>> {
    let (number, body) = line.split_once(')')?;
    let mut characters = number.chars();
    letter_rank(characters.next()?)?;
    let rank = small_number(characters.as_str())?;
    let rest = body.trim_start();
    let begins = rest.starts_with(|letter: char| letter.is_alphabetic() || letter == '“');
    begins.then_some(Label { style: Style::LetterNumber, number, rank, suffix: 0, rest })
}

/// The value of a small letter, from 1, in the Vietnamese order of items: đ follows d; f, j, w and z are not used.
pub fn letter_rank(letter: char) -> Option<usize> {
    "abcdđeghiklmnopqrstuvxy".chars().position(|other| other == letter).map(|index| index + 1)
}

/// The value of a single capital, from 1, in the Vietnamese order of items.
fn capital_rank(number: &str) -> Option<usize> {
    let mut letters = number.chars();
    let (first, none) = (letters.next()?, letters.next());
    if none.is_some() || !first.is_uppercase() {
        return None;
    }
    letter_rank(first.to_lowercase().next()?)
}

/// `XIV` as 14. `None` from 100 on, and for a number not written in the one right way (`IIII`).
pub fn roman_value(text: &str) -> Option<usize> {
    if text.is_empty() || text.len() > 8 || !text.bytes().all(|byte| b"IVXLC".contains(&byte)) {
        return None;
    }
    (1..100).find(|value| roman_of(*value) == text)
}

/// 14 as `XIV`, for values below 100.
pub fn roman_of(value: usize) -> String {
    const TENS: [&str; 10] = ["", "X", "XX", "XXX", "XL", "L", "LX", "LXX", "LXXX", "XC"];
    const ONES: [&str; 10] = ["", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"];
    [TENS[value / 10], ONES[value % 10]].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn opens(line: &str, style: Style, number: &str, rest: &str) {
        let found = label(line).unwrap_or_else(|| panic!("no label in {line:?}"));
        assert_eq!((found.style, found.number, found.rest), (style, number, rest), "{line}");
    }

    fn plain(line: &str) {
        assert_eq!(label(line), None, "{line}");
    }

    #[test]
    fn reads_every_way_an_item_opens() {
        opens("Điều 5. Đảng viên dự bị", Style::Article, "5", "Đảng viên dự bị");
        opens("Điều 12a. Chuyển tiếp", Style::Article, "12a", "Chuyển tiếp");
        opens("CHƯƠNG II", Style::Chapter, "II", "");
        opens("Chương I QUY ĐỊNH CHUNG", Style::Chapter, "I", "QUY ĐỊNH CHUNG");
        opens("Phần thứ nhất", Style::Part, "nhất", "");
        opens("Tiểu mục 2. Thi hành", Style::Subdivision, "2", "Thi hành");
        opens("PHỤ LỤC I", Style::Appendix, "I", "");
        opens("I- QUY ĐỊNH CHUNG", Style::Roman, "I", "QUY ĐỊNH CHUNG");
        opens("IV. Tổ chức thực hiện", Style::Roman, "IV", "Tổ chức thực hiện");
        opens("1- Tiếp tục", Style::Number, "1", "Tiếp tục");
        opens("2.Tiếp tục", Style::Number, "2", "Tiếp tục");
        opens("1.1- Về", Style::Decimal(2), "1.1", "Về");
        opens("1.3.1. Thể thức", Style::Decimal(3), "1.3.1", "Thể thức");
        opens("l) Điểm này", Style::Letter, "l", "Điểm này");
        opens("đ) Số văn bản", Style::Letter, "đ", "Số văn bản");
        opens("A. TÌNH HÌNH", Style::Capital, "A", "TÌNH HÌNH");
        opens("(2) Việc cụ thể hóa", Style::Bracket, "2", "Việc cụ thể hóa");
        opens("(iv) Ủy thác cho vay;", Style::BracketRoman, "iv", "Ủy thác cho vay;");
        opens("(i) Cho vay khác;", Style::BracketRoman, "i", "Cho vay khác;");
        opens("(đ) Về nhân sự", Style::BracketLetter, "đ", "Về nhân sự");
        opens("- Tập trung", Style::Sign('-'), "", "Tập trung");
        opens("+ Tập trung", Style::Sign('+'), "", "Tập trung");
        opens("I/ ĐẶC ĐIỂM", Style::Roman, "I", "ĐẶC ĐIỂM");
        opens("1/ Thuận lợi", Style::Number, "1", "Thuận lợi");
        opens("a/ Về nhân sự", Style::Letter, "a", "Về nhân sự");
        opens("I - TÌNH HÌNH", Style::Roman, "I", "TÌNH HÌNH");
        opens("Il. KẾT QUẢ", Style::Roman, "II", "KẾT QUẢ");
        opens("lll. NHIỆM VỤ", Style::Roman, "III", "NHIỆM VỤ");
        opens("lV. TỔ CHỨC", Style::Roman, "IV", "TỔ CHỨC");
        opens("1b. Cơ quan", Style::Number, "1b", "Cơ quan");
        opens("2.[3] Bộ trưởng", Style::Number, "2", "Bộ trưởng");
        opens("Điều 4.[12] Phạm vi", Style::Article, "4", "Phạm vi");
        opens("PHỤ LỤC", Style::Appendix, "", "");
        opens("PL1", Style::Appendix, "1", "");
        opens("Phụ lục số 02: Danh mục", Style::Appendix, "02", "Danh mục");
        opens("Mẫu số 04", Style::Form, "04", "");
        opens("MẪU SỐ 01a/ĐKT", Style::Form, "01a", "ĐKT");
        opens("Dieu 5. Dang vien du bi", Style::Article, "5", "Dang vien du bi");
        opens("CHUONG II", Style::Chapter, "II", "");
        opens("Phan thu nhat", Style::Part, "nhat", "");
        opens("Tieu muc 2. Thi hanh", Style::Subdivision, "2", "Thi hanh");
        opens("Phu luc so 02: Danh muc", Style::Appendix, "02", "Danh muc");
    }

    #[test]
    fn leaves_what_only_looks_like_an_item() {
        for line in [
            "2020 - 2025 đã được ban hành",
            "2024 - 2029 theo kế hoạch",
            "30.000 đồng",
            "12.5% so với cùng kỳ",
            "59-NQ/TW ngày 05/8/2020",
            "17/01/2022 - 19:09",
            "17-1, hội nghị",
            "Điều 5 của Luật này",
            "Dieu 5 cua Luat nay",
            "Phan Thi Lan",
            "Phan lon cac ho dan",
            "Mục tiêu của chương trình",
            "Phần lớn các hộ dân",
            "f) không có",
            "-----",
            "V/v rà soát",
            "XV, nhiệm kỳ 2025 - 2030",
            "(mở rộng)",
            "Chương trình hành động",
            "M. Gorki nói",
            "1/2 diện tích",
            "Mẫu số 04 ban hành kèm theo Thông tư này",
            "Phụ lục I, II ban hành kèm theo",
            "Mẫu 4 trong số",
        ] {
            plain(line);
        }
    }

    #[test]
    fn knows_the_order_of_letters_and_roman_numbers() {
        assert!(letter_rank('đ') > letter_rank('d') && letter_rank('e') > letter_rank('đ'));
        assert_eq!(
            (roman_value("XIV"), roman_value("IIII"), roman_value("XL")),
            (Some(14), None, Some(40))
        );
    }
}
