//! Citations by kind and bare number: `Nghị quyết số 59 của Bộ Chính trị`, `Nghị quyết 59`, `NQ59`.
//! In: a text and the whole numbers in it. Out: short citations; the canonical number is there where
//! the issuer behind them gives it.
//! Never takes a figure that counts something for a number: `Kế hoạch 5 năm`, `Thông báo 3 nội dung`.

use std::borrow::Cow;

use super::behind::behind;
use super::lead::{Lead, lead, symbol_at_end};
use crate::document::{Basis, Citation, Form};
use crate::span::Span;
use crate::structure::number::{self, Number};

/// All short citations of `text` outside `numbers`.
pub fn shorts(text: &str, numbers: &[Number]) -> Vec<Citation> {
    let mut found = Vec::new();
    let bytes = text.as_bytes();
    let mut behind = 0;
    let mut at = 0;
    while let Some(offset) = bytes[at..].iter().position(u8::is_ascii_digit) {
        let start = at + offset;
        at = start + bytes[start..].iter().take_while(|byte| byte.is_ascii_digit()).count();
        while numbers.get(behind).is_some_and(|number| number.span.end <= start) {
            behind += 1;
        }
        let inside = numbers.get(behind).is_some_and(|number| number.span.start <= start);
        if !inside && at - start <= 4 && is_bare(&text[..start], &text[at..]) {
            found.extend(short(text, Span::new(start, at)));
        }
    }
    found
}

/// Whether figures between `before` and `after` stand alone: no part of a sum, a date or a share.
fn is_bare(before: &str, after: &str) -> bool {
    let next = after.chars().next();
    let goes_on = next.is_some_and(|next| next.is_alphanumeric() || "-/%–".contains(next));
    let sum = after.starts_with(['.', ','])
        && after[1..].starts_with(|letter: char| letter.is_ascii_digit());
    let opens = before.ends_with(char::is_whitespace)
        || symbol_at_end(before.strip_suffix('-').unwrap_or(before)).is_some();
    opens && !goes_on && !sum
}

fn short(text: &str, digits: Span) -> Option<Citation> {
    let joined = text[..digits.start].strip_suffix('-').unwrap_or(&text[..digits.start]);
    let lead = match symbol_at_end(joined) {
        Some((start, kind)) => Lead { start, kind: Some(kind), numbered: false },
        None => lead(text, digits.start),
    };
    let kind = lead.kind?;
    let said = behind(&text[digits.end..]);
    let (body, row) = said.issuer.map_or((None, None), |(body, row)| (Some(body), row));
    let symbol = number::kinds().iter().find(|row| row.name == kind)?.symbol;
    let serial = serial(digits.of(text));
    let canonical = row.filter(|row| !row[1].is_empty()).map(|row| match row[2] {
        "-" => format!("{serial}-{symbol}/{}", row[1]),
        _ => format!("{serial}/{symbol}-{}", row[1]),
    });
    // `Kế hoạch 2024`, `Chương trình 135 xã`: without `số` and issuer only a full twin proves it.
    let year = digits.len() == 4;
    let small = text[lead.start..].starts_with(|letter: char| letter.is_lowercase());
    if canonical.is_none() && (year || small) {
        return None;
    }
    let sure = lead.numbered || canonical.is_some() || is_followed_as_name(&text[digits.end..]);
    Some(Citation {
        span: Span::new(lead.start, digits.end),
        basis: if canonical.is_some() { Basis::Issuer } else { Basis::Open },
        canonical,
        kind: Some(Cow::Borrowed(kind)),
        issuer: body,
        date: said.date.clone(),
        of_date: said.date,
        form: Form::Short,
        // What has neither `số` nor a word behind it that a name takes needs a twin in the paper.
        confidence: if sure { 0.8 } else { super::NEEDS_TWIN },
        candidates: Vec::new(),
    })
}

/// `059` and `59` as the canonical form prints them: `59`; `6` as `06`.
pub fn serial(digits: &str) -> String {
    format!("{:0>2}", digits.trim_start_matches('0'))
}

/// Whether what follows figures shows that they count nothing: the sentence ends or a word follows
/// that goes on from a name.
pub fn is_followed_as_name(after: &str) -> bool {
    const GOES_ON: [&str; 28] = [
        "của", "về", "ngày", "đã", "là", "được", "và", "với", "nêu", "do", "cho", "tại", "này",
        "trên", "khóa", "cũng", "đến", "để", "như", "xác", "quy", "yêu", "đặt", "chỉ", "có", "thì",
        "trong", "vào",
    ];
    let after = after.trim_start_matches([' ', '\u{a0}', '\n']);
    let word = after.split(|letter: char| !letter.is_alphabetic()).next().unwrap_or_default();
    word.is_empty() || GOES_ON.contains(&word)
}
