//! Citations by kind and bare number: `Nghị quyết số 59 của Bộ Chính trị`, `Nghị quyết 59`, `NQ59`.
//! In: a text and the whole numbers in it. Out: short citations; the canonical number is there where
//! the issuer behind them gives it.
//! Never takes a figure that counts something for a number: `Kế hoạch 5 năm`, `Thông báo 3 nội dung`.

use std::borrow::Cow;

use vankien_text::language::letters;
use vankien_text::span::Span;

use super::behind::behind;
use super::lead::{Lead, lead, symbol_at_end};
use crate::document::{Basis, Citation, Form};
use crate::number::{self, Number, form};

/// The confidence of a short form that counts only where the same paper cites the number in full.
pub const NEEDS_TWIN: f32 = 0.5;

/// All short citations of `text` outside `numbers`.
pub fn shorts(text: &str, numbers: &[Number]) -> Vec<Citation> {
    let mut found = Vec::new();
    let mut passed = 0;
    let mut at = 0;
    while let Some(start) = number::next_digit(text, at) {
        let digits = figures(text, start);
        at = digits.end;
        while numbers.get(passed).is_some_and(|number| number.span.end <= digits.start) {
            passed += 1;
        }
        let inside = numbers.get(passed).is_some_and(|number| number.span.start <= digits.start);
        if !inside && digits.len() <= 4 && is_bare(&text[..digits.start], &text[digits.end..]) {
            let series = series(text, digits, &numbers[passed..]);
            at = series.members.last().map_or(at, |last| last.end);
            found.extend(short(text, &series));
        }
    }
    found
}

/// The figures at byte `start`.
fn figures(text: &str, start: usize) -> Span {
    let digits = text.as_bytes()[start..].iter().take_while(|byte| byte.is_ascii_digit());
    Span::new(start, start + digits.count())
}

/// Bare numbers that share one kind: `số 18, 19 và 21`.
struct Series {
    members: Vec<Span>,
    /// What the whole number behind them shares with them: `-NQ/TW` in `số 27, 28-NQ/TW`.
    shared: Option<String>,
}

/// The numbers that go on from `first`; `numbers` are the whole ones behind it.
fn series(text: &str, first: Span, numbers: &[Number]) -> Series {
    let mut series = Series { members: vec![first], shared: None };
    let mut end = first.end;
    loop {
        let rest = text[end..].trim_start();
        let Some(rest) = rest.strip_prefix(',').or_else(|| rest.strip_prefix("và")) else { break };
        let rest = rest.trim_start();
        let rest = rest.strip_prefix("số").map_or(rest, str::trim_start);
        let start = text.len() - rest.len();
        let next = figures(text, start);
        if next.is_empty() {
            break;
        }
        if let Some(whole) = numbers.iter().take(1).find(|one| one.span.start == start) {
            let serial = form::serial_length(&whole.canonical);
            series.shared = Some(whole.canonical[serial..].to_owned());
            break;
        }
        if next.len() > 3 || !is_bare(&text[..start], &text[next.end..]) {
            break;
        }
        series.members.push(next);
        end = next.end;
    }
    series
}

/// Whether figures between `before` and `after` stand alone: no part of a sum, a date or a share.
fn is_bare(before: &str, after: &str) -> bool {
    let joined = before.strip_suffix('-').unwrap_or(before);
    let opens = before.ends_with(char::is_whitespace)
        || joined.ends_with(char::is_alphabetic) && symbol_at_end(joined).is_some();
    opens && ends_figures(after)
}

/// Whether figures end before `after`: neither a word nor a date, a share or a sum goes on there.
pub fn ends_figures(after: &str) -> bool {
    let next = after.chars().next();
    let goes_on = next.is_some_and(|next| {
        matches!(next, '-' | '/' | '%' | '–') || letters::is_letter(next) || next.is_numeric()
    });
    let sum = after.starts_with(['.', ','])
        && after[1..].starts_with(|letter: char| letter.is_ascii_digit());
    !goes_on && !sum
}

fn short(text: &str, series: &Series) -> Vec<Citation> {
    let digits = series.members[0];
    let joined = text[..digits.start].strip_suffix('-').unwrap_or(&text[..digits.start]);
    let lead = match symbol_at_end(joined) {
        Some((start, _)) if names_product(&text[..start]) => return Vec::new(),
        Some((start, kind)) => Lead { start, kind: Some(kind), numbered: false },
        None => lead(text, digits.start),
    };
    let Some(kind) = lead.kind.filter(|kind| lead.numbered || !NAMED_BY_FIGURE.contains(kind))
    else {
        return Vec::new();
    };
    let last = series.members[series.members.len() - 1];
    let said = behind(&text[last.end..]);
    let (body, row) = said.issuer.map_or((None, None), |(body, row)| (Some(body), row));
    let suffix = series.shared.clone().or_else(|| suffix(kind, row?));
    // `Kế hoạch 2024`, `Chương trình 135 xã`: without `số` and issuer only a full twin proves it.
    let year = digits.len() == 4;
    let small = text[lead.start..].starts_with(|letter: char| letter.is_lowercase());
    if suffix.is_none() && (year || small) {
        return Vec::new();
    }
    let named = is_followed_as_name(&text[last.end..]);
    let sure = lead.numbered || suffix.is_some() || named;
    let basis = match (&series.shared, &suffix) {
        (Some(_), _) => Basis::Series,
        (None, Some(_)) => Basis::Issuer,
        (None, None) => Basis::Open,
    };
    // `số 18, 19 người`: the last of several may count something.
    let several = series.members.len() > 1 && suffix.is_none() && !named;
    let members = &series.members[..series.members.len() - usize::from(several)];
    let one = |member: &Span| Citation {
        span: Span::new(
            if member.start == digits.start { lead.start } else { member.start },
            member.end,
        ),
        basis,
        canonical: suffix.as_ref().map(|suffix| format!("{}{suffix}", serial(member.of(text)))),
        kind: Some(Cow::Borrowed(kind)),
        issuer: body.clone(),
        date: said.date.clone().filter(|_| *member == last),
        of_date: said.date.clone().filter(|_| *member == last),
        form: Form::Short,
        // What has neither `số` nor a word behind it that a name takes needs a twin in the paper.
        confidence: if sure { 0.8 } else { self::NEEDS_TWIN },
        candidates: Vec::new(),
    };
    members.iter().map(one).collect()
}

/// Kinds that bear a name with a figure, which is no number of their issuer: `Đề án 06`.
const NAMED_BY_FIGURE: [&str; 4] = ["Đề án", "Chương trình", "Dự án", "Phương án"];

/// What follows the serial in numbers of this kind by the body of a row: `-NQ/TW`.
fn suffix(kind: &str, row: &[&str; 3]) -> Option<String> {
    let party = row[2] == "-";
    let system = if party { "party" } else { "state" };
    let symbols = || number::kinds().iter().filter(|one| one.name == kind);
    // `QĐ` and `QĐi` are both Quy định of the Party; the usual one is the shortest of its system.
    let own = symbols().filter(|one| one.system == system).min_by_key(|one| one.symbol.len());
    let symbol = own.or_else(|| symbols().find(|one| one.system == "both"))?.symbol;
    let body = row[1];
    (!body.is_empty()).then(|| match party {
        true => format!("-{symbol}/{body}"),
        false => format!("/{symbol}-{body}"),
    })
}

/// Whether `before` ends with a word for a thing that bears letters and figures: `xe NQ5`.
fn names_product(before: &str) -> bool {
    const THINGS: [&str; 9] = ["xe", "máy", "in", "hàng", "thép", "mã", "hiệu", "dòng", "hp"];
    let before = before.trim_end();
    let word = before.rsplit(|letter: char| !letter.is_alphanumeric()).next().unwrap_or_default();
    word.len() <= 8 && THINGS.contains(&word.to_lowercase().as_str())
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
