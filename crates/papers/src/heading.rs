//! Recognises the words that open an item: `Điều 5.`, `II-`, `2.1.`, `a)`, `- `.
//! In: one printed line. Out: its style, number and the text behind, or `None` for plain text.
//! Never looks at the lines around it: whether the item is real, `outline` decides.

use super::line::opens_with;

/// How an item is numbered. The order says nothing of rank: papers nest them as they like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// `Phần thứ nhất`, `PHẦN I`.
    Part,
    /// `Chương I`.
    Chapter,
    /// `Mục 1`.
    Division,
    /// `Tiểu mục 1`.
    Subdivision,
    /// `Điều 5.`
    Article,
    /// `PHỤ LỤC I`.
    Appendix,
    /// `I-`, `II.`
    Roman,
    /// `A.`, `B-`.
    Capital,
    /// `1-`, `2.`, `3)`.
    Number,
    /// `1.1-`, `1.2.3.`, with the count of its numbers.
    Decimal(usize),
    /// `a)`.
    Letter,
    /// `(1)`.
    Bracket,
    /// `- `, `+ `, `• `, `* `.
    Sign(char),
}

/// The opening of an item.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Label<'a> {
    /// How it is numbered.
    pub style: Style,
    /// Its number as printed (`5`, `II`, `a`); empty for a sign.
    pub number: &'a str,
    /// Its place in its row, from 1; 0 for a sign, which has none.
    pub rank: usize,
    /// What stands behind, white space cut off.
    pub rest: &'a str,
}

/// Reads the label at the head of `line`, which begins without white space.
pub fn label(line: &str) -> Option<Label<'_>> {
    let first = line.chars().next()?;
    match first {
        '-' | '–' | '+' | '•' | '*' | '●' | '▪' | '◦' => sign(line, first),
        '(' => bracket(line),
        '0'..='9' => numbered(line),
        _ => named(line).or_else(|| roman(line)).or_else(|| letter(line)),
    }
}

/// `- người`: a sign, white space, and a word.
fn sign(line: &str, first: char) -> Option<Label<'_>> {
    let rest = &line[first.len_utf8()..];
    let plain = if first == '–' { '-' } else { first };
    let worded =
        rest.trim_start().starts_with(|letter: char| letter.is_alphanumeric() || letter == '“');
    let apart = rest.starts_with(char::is_whitespace) || matches!(first, '•' | '●' | '▪' | '◦');
    let label = Label { style: Style::Sign(plain), number: "", rank: 0, rest: rest.trim_start() };
    (worded && apart).then_some(label)
}

/// `(1) Việc`.
fn bracket(line: &str) -> Option<Label<'_>> {
    let (number, rest) = line[1..].split_once(')')?;
    let rank = small_number(number)?;
    let apart = rest.starts_with(char::is_whitespace);
    apart.then(|| Label { style: Style::Bracket, number, rank, rest: rest.trim_start() })
}

/// `1-`, `1.`, `1)`, `1.1-`, `1.2.3.`. A date, a sum or a span of years is none: what follows must
/// not be a digit, and the number is short.
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
    let rest = &line[end..];
    let behind = rest.strip_prefix(['.', '-', ')', '–', ':']);
    let body =
        behind.map(|text| text.strip_prefix('-').unwrap_or(text)).or((count > 1).then_some(rest))?;
    let letters = body.trim_start();
    let begins =
        letters.starts_with(|letter: char| letter.is_alphabetic() || "“\"(".contains(letter));
    // `2-Tiếp` is an item, `59-NQ/TW` and `5-KH` are numbers of papers.
    let number_of_paper = body.len() == letters.len()
        && letters.split(char::is_whitespace).next().is_some_and(|word| word.contains('/'));
    let style = if count > 1 { Style::Decimal(count) } else { Style::Number };
    let label = Label { style, number: &line[..end], rank: last, rest: letters };
    (begins && !number_of_paper && count <= 5).then_some(label)
}

/// A number of one to three digits that does not begin with 0.
fn small_number(text: &str) -> Option<usize> {
    let short = (1..=3).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    if short && !text.starts_with('0') { text.parse().ok() } else { None }
}

/// The words that name a level, in the three ways they are printed.
const NAMES: [(&str, Style); 6] = [
    ("tiểu mục", Style::Subdivision),
    ("phần", Style::Part),
    ("chương", Style::Chapter),
    ("mục", Style::Division),
    ("điều", Style::Article),
    ("phụ lục", Style::Appendix),
];

const ORDINALS: [&str; 12] =
    ["nhất", "hai", "ba", "tư", "năm", "sáu", "bảy", "tám", "chín", "mười", "mười một", "mười hai"];

/// `Điều 5. Đảng viên dự bị`, `CHƯƠNG II`, `Phần thứ nhất`, `Phụ lục 1`.
fn named(line: &str) -> Option<Label<'_>> {
    if !line.starts_with(char::is_uppercase) {
        return None;
    }
    let (style, name) = NAMES
        .iter()
        .find_map(|(name, style)| opens_with(line, name).map(|end| (*style, &line[..end])))?;
    let rest = line[name.len()..].strip_prefix(char::is_whitespace)?.trim_start();
    if let Some(ordinal) = rest.strip_prefix("thứ ").or_else(|| rest.strip_prefix("THỨ ")) {
        let ordinal = ordinal.trim();
        let rank = ORDINALS.iter().position(|word| *word == ordinal.to_lowercase())? + 1;
        return Some(Label { style, number: ordinal, rank, rest: "" });
    }
    let end = rest.find(|letter: char| !letter.is_ascii_alphanumeric()).unwrap_or(rest.len());
    let (number, behind) = rest.split_at(end);
    let rank = small_number(number.trim_end_matches(|letter: char| letter.is_ascii_lowercase()))
        .or_else(|| roman_value(number))
        .or_else(|| capital_rank(number))?;
    let apart = behind.is_empty() || behind.starts_with(['.', ':', '-', ' ']);
    let text = behind.trim_start_matches(['.', ':', '-', ' ']);
    // `Điều 5 của Luật này` cites an article; the article itself has a mark or a capital behind it.
    let marked = behind.is_empty() || behind.starts_with(['.', ':']);
    let opens =
        marked || text.starts_with(|letter: char| letter.is_uppercase()) && style != Style::Article;
    (apart && opens).then_some(Label { style, number, rank, rest: text })
}

/// `II- QUY ĐỊNH CHUNG`, `I.`; one letter alone may also be an initial, so a mark must follow.
fn roman(line: &str) -> Option<Label<'_>> {
    let end = line.find(|letter: char| !"IVXL".contains(letter)).unwrap_or(line.len());
    let rank = roman_value(&line[..end])?;
    let body = line[end..].strip_prefix(['-', '.', ')', '–', ':'])?;
    let rest = body.trim_start();
    let worded = rest.starts_with(|letter: char| letter.is_alphabetic() || letter == '“');
    let label = Label { style: Style::Roman, number: &line[..end], rank, rest };
    (worded && (body.len() > rest.len() || rest.chars().count() > 3)).then_some(label)
}

/// `a) Số văn bản`, `A. TÌNH HÌNH`.
fn letter(line: &str) -> Option<Label<'_>> {
    let first = line.chars().next()?;
    let (number, behind) = line.split_at(first.len_utf8());
    let body = behind.strip_prefix([')', '.', '-'])?;
    let rest = body.trim_start();
    let apart = body.len() > rest.len() && !rest.is_empty();
    let small = first.is_lowercase() && behind.starts_with(')');
    let capital = first.is_uppercase() && super::line::is_capital(rest);
    let rank = if small { letter_rank(first)? } else { capital_rank(number)? };
    let style = if small { Style::Letter } else { Style::Capital };
    (apart && (small || capital)).then_some(Label { style, number, rank, rest })
}

/// The Vietnamese order of items: đ follows d; f, j, w and z are not used.
fn letter_rank(letter: char) -> Option<usize> {
    "abcdđeghiklmnopqrstuvxy".chars().position(|other| other == letter).map(|index| index + 1)
}

fn capital_rank(number: &str) -> Option<usize> {
    let mut letters = number.chars();
    let (first, none) = (letters.next()?, letters.next());
    if none.is_some() || !first.is_uppercase() {
        return None;
    }
    letter_rank(first.to_lowercase().next()?)
}

/// `XIV` as 14; only the one way in which a number is written counts.
fn roman_value(text: &str) -> Option<usize> {
    const TENS: [&str; 10] = ["", "X", "XX", "XXX", "XL", "L", "LX", "LXX", "LXXX", "XC"];
    const ONES: [&str; 10] = ["", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"];
    if text.is_empty() || text.len() > 8 {
        return None;
    }
    (1..100).find(|value| {
        let (tens, ones) = (TENS[value / 10], ONES[value % 10]);
        text.len() == tens.len() + ones.len() && text.starts_with(tens) && text.ends_with(ones)
    })
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
        opens("đ) Số văn bản", Style::Letter, "đ", "Số văn bản");
        opens("A. TÌNH HÌNH", Style::Capital, "A", "TÌNH HÌNH");
        opens("(2) Việc cụ thể hóa", Style::Bracket, "2", "Việc cụ thể hóa");
        opens("- Tập trung", Style::Sign('-'), "", "Tập trung");
        opens("+ Tập trung", Style::Sign('+'), "", "Tập trung");
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
            "Mục tiêu của chương trình",
            "Phần lớn các hộ dân",
            "f) không có",
            "-----",
            "V/v rà soát",
            "XV, nhiệm kỳ 2025 - 2030",
            "(mở rộng)",
            "Chương trình hành động",
            "M. Gorki nói",
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
