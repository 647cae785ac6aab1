//! Reads what stands behind a number: date, issuer, quoted title.
//! In: the text that follows a number. Out: what it says of the cited paper.
//! Never looks before the number (`lead` does).

use std::borrow::Cow;
use std::sync::OnceLock;

use super::wording::one_line;
use crate::table::rows;
use crate::{date, number};

/// A body, and its row in the table of issuers if it is there.
pub type Issuer = (Cow<'static, str>, Option<&'static [&'static str; 3]>);

/// What a text says of the paper whose number it follows.
#[derive(Default)]
pub struct Behind {
    /// The date in ISO form; where no more is printed, month (`2020-08`) or year (`2020`) alone.
    pub date: Option<String>,
    /// The body, with the row of its table.
    pub issuer: Option<Issuer>,
    /// How many bytes of the text date and issuer take; 0 where there is neither.
    pub length: usize,
}

/// Date and issuer: `, ngày 05/8/2020 của Bộ Chính trị`, `năm 2020`; also the issuer first, and the date in
/// parentheses.
pub fn behind(text: &str) -> Behind {
    let mut found = Behind::default();
    let mut rest = bare(text);
    for _ in 0..2 {
        let opened = rest.strip_prefix('(').unwrap_or(rest);
        if found.date.is_none()
            && (opened.starts_with("ngày") || opened.starts_with("năm"))
            && let Some((length, iso)) = date::read(opened).or_else(|| year(opened))
        {
            found.date = Some(iso);
            let after = &opened[length..];
            let after = if opened.len() < rest.len() {
                after.strip_prefix(')').unwrap_or(after)
            } else {
                after
            };
            found.length = text.len() - after.len();
            rest = bare(after);
        }
        if found.issuer.is_none()
            && let Some(body) = rest.strip_prefix("của").map(str::trim_start)
            && let Some((issuer, length)) = issuer(body)
        {
            found.issuer = Some(issuer);
            let after = without_more_issuers(&body[length..]);
            found.length = text.len() - after.len();
            rest = bare(after);
        }
    }
    found
}

/// `text` behind the further bodies of a joint paper: `… của Bộ Tài chính và Bộ Giáo dục và Đào tạo`.
fn without_more_issuers(text: &str) -> &str {
    let mut rest = text;
    while let Some(body) = [",", " và", "và"].iter().find_map(|mark| rest.strip_prefix(mark))
        && let body = body.trim_start()
        && body.starts_with(char::is_uppercase)
        && let Some((_, length)) = issuer(body)
    {
        rest = &body[length..];
    }
    rest
}

/// `năm 2020` (the year 2020) at the head of a text: its length in bytes, and the year, from 1900 to 2099.
fn year(text: &str) -> Option<(usize, String)> {
    let rest = text.strip_prefix("năm")?.trim_start();
    let figures = rest.bytes().take_while(u8::is_ascii_digit).count();
    let year = figures == 4 && (rest.starts_with("19") || rest.starts_with("20"));
    year.then(|| (text.len() - rest.len() + 4, rest[..4].to_owned()))
}

/// Without white space and the comma that parts it from what stands before.
fn bare(text: &str) -> &str {
    let text = text.trim_start();
    text.strip_prefix(',').unwrap_or(text).trim_start()
}

fn issuers() -> &'static [[&'static str; 3]] {
    static ISSUERS: OnceLock<Vec<[&'static str; 3]>> = OnceLock::new();
    ISSUERS.get_or_init(|| rows(include_str!("issuers.tsv")).collect())
}

/// The body at the head of `text`, with its length in bytes: one of the table, a ministry, or a local one by its first
/// words. The first 70 characters are looked at.
fn issuer(text: &str) -> Option<(Issuer, usize)> {
    let end = text.char_indices().nth(70).map_or(text.len(), |(at, _)| at);
    let head = one_line(&text[..end]);
    let known = issuers().iter().filter(|row| head.starts_with(row[0]));
    if let Some(row) = known.max_by_key(|row| row[0].len()) {
        return Some(((Cow::Borrowed(row[0]), Some(row)), length_of(text, row[0])));
    }
    const LOCAL: [&str; 17] = [
        "Ban Chấp hành Đảng bộ",
        "Ban Thường vụ",
        "Tỉnh ủy",
        "Thành ủy",
        "Huyện ủy",
        "Quận ủy",
        "Đảng ủy",
        "Ủy ban nhân dân",
        "UBND",
        "Hội đồng nhân dân",
        "HĐND",
        "Bộ ",
        "BTV ",
        "Thống đốc",
        "Chánh án",
        "Viện trưởng",
        "Tổng Kiểm toán",
    ];
    if let Some(name) = ministry(&head) {
        let length = length_of(text, name);
        return Some(((Cow::Owned(name.to_owned()), None), length));
    }
    let local = LOCAL.iter().find(|name| head.starts_with(*name))?;
    let named = local.split_whitespace().count();
    let end = head.find([',', ';', '.', '(', '“', '"', ':']).unwrap_or(head.len());
    let words: Vec<&str> = head[..end].split(' ').collect();
    let stops = |word: &&str| BEHIND_NAME.contains(word);
    let stop = words.iter().skip(named).position(stops).map(|at| at + named);
    let name = words[..stop.unwrap_or(words.len()).min(named + 6)].join(" ");
    let length = length_of(text, &name);
    Some(((Cow::Owned(name), None), length))
}

/// The ministry, or its head, that opens `head`, by the table of bodies: `Bộ trưởng Bộ Thông tin và Truyền thông`.
fn ministry(head: &str) -> Option<&str> {
    let of_head = head.strip_prefix("Bộ trưởng ").unwrap_or(head);
    if !of_head.starts_with("Bộ ") {
        return None;
    }
    let names = number::bodies().iter().map(|row| row[1]);
    let opens = |name: &&str| {
        of_head.strip_prefix(*name).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
    };
    let name =
        names.filter(|name| name.starts_with("Bộ ")).filter(opens).max_by_key(|name| name.len())?;
    Some(&head[..head.len() - of_head.len() + name.len()])
}

/// Words in small letters that stand behind the name of a body, and in none: about, promulgates, is, and, has, rules,
/// guides, amends, replaces, repeals, annexed, is (done), ceases, has, by, at, states.
const BEHIND_NAME: [&str; 18] = [
    "về", "ban", "là", "và", "đã", "quy", "hướng", "sửa", "thay", "bãi", "kèm", "được", "bị",
    "hết", "có", "theo", "tại", "nêu",
];

/// How many bytes of `text` the words of `name` take there, whatever the white space between them.
fn length_of(text: &str, name: &str) -> usize {
    let mut at = 0;
    for word in name.split(' ') {
        at += text[at..].len() - text[at..].trim_start().len();
        at = (at + word.len()).min(text.len());
    }
    at
}

/// The title in quotation marks at the head of `text`, on one line, with its length in bytes, marks included. `None`
/// where the closing mark is not among the first 400 characters.
pub fn quoted(text: &str) -> Option<(String, usize)> {
    let inside = text.strip_prefix('“').or_else(|| text.strip_prefix('"'))?;
    let end = inside.char_indices().take(400).find(|(_, mark)| ['”', '"'].contains(mark))?.0;
    let closing = inside[end..].chars().next().map_or(0, char::len_utf8);
    Some((one_line(&inside[..end]), text.len() - inside.len() + end + closing))
}
