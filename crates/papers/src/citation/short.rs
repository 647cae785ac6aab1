//! Citations by kind and bare number: `Nghị quyết số 59 của Bộ Chính trị`, `Nghị quyết 59`, `NQ59`, and by number and
//! year: `Nghị định 100/2019`.
//! In: a text and the whole numbers in it. Out: short citations; the canonical number is there where the issuer behind
//! them, or a whole number in the same list, gives it.
//! Never takes a figure that counts something for a number (`Kế hoạch 5 năm`, a plan of five years), nor a date or a
//! share (`tháng 6/2024`, June 2024; `16/19 chỉ tiêu`, 16 of 19 targets).

use std::borrow::Cow;

use vankien_text::language::letters;
use vankien_text::span::Span;

use super::behind::{Behind, behind};
use crate::document::{Basis, Citation, Form};
use crate::number::lead::{Lead, lead, symbol_at_end};
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
        if !inside
            && opens_figures(&text[..digits.start])
            && let Some(first) = member(text, digits)
        {
            let series = series(text, first, &numbers[passed..]);
            at = series.members.last().map_or(at, |last| last.span.end);
            found.extend(short(text, &series));
        }
    }
    found
}

/// The figures at byte `start`.
fn figures(text: &str, start: usize) -> Span {
    Span::new(start, start + form::figures(&text[start..]))
}

/// A bare number, or one with its year.
#[derive(Clone, Copy)]
struct Member {
    /// All of it: `59`, `100/2019`, `168/2024/NĐ`.
    span: Span,
    /// The figures of the serial number.
    serial: Span,
    /// The figures of the year.
    year: Option<Span>,
}

/// A number without a year has at most so many figures (included).
const MOST_FIGURES: usize = 4;

/// The number whose serial number is `serial`, if the figures end there.
fn member(text: &str, serial: Span) -> Option<Member> {
    let after = &text[serial.end..];
    if let Some(rest) = after.strip_prefix(form::is_slash)
        && serial.len() <= form::MOST_FIGURES
        && let year = figures(text, text.len() - rest.len())
        && form::is_year(year.of(text))
    {
        // The body behind the symbol may be lost: `168/2024/NĐ`.
        let behind = &text[year.end..];
        let symbol = behind.strip_prefix(form::is_slash).map_or(0, |rest| {
            let end = rest.find(|letter: char| !letter.is_alphabetic()).unwrap_or(rest.len());
            let known = number::kinds().iter().any(|kind| kind.symbol == &rest[..end]);
            if known { behind.len() - rest.len() + end } else { 0 }
        });
        let span = Span::new(serial.start, year.end + symbol);
        return ends_figures(&text[span.end..]).then_some(Member {
            span,
            serial,
            year: Some(year),
        });
    }
    let is_bare = serial.len() <= MOST_FIGURES && ends_figures(after);
    is_bare.then_some(Member { span: serial, serial, year: None })
}

/// Bare numbers that share one kind: `số 18, 19 và 21`, `59 70 71`.
struct Series {
    members: Vec<Member>,
    /// What the whole number behind them shares with them: `-NQ/TW` in `số 27, 28-NQ/TW`.
    shared: Option<String>,
}

/// Fewer numbers that nothing but blanks part are no list: `Nghị quyết 68 10 nhiệm vụ`. A judgement,
/// not measured.
const LEAST_PARTED_BY_BLANKS: usize = 3;

/// The numbers that go on from `first`; `numbers` are the whole ones behind it.
fn series(text: &str, first: Member, numbers: &[Number]) -> Series {
    let mut series = Series { members: vec![first], shared: None };
    let mut end = first.span.end;
    // How many members stand before the first that only a blank parts from the one before.
    let mut parted = None;
    loop {
        let rest = text[end..].trim_start();
        let sign = [",", "và", ";", "hoặc"].iter().find_map(|sign| rest.strip_prefix(*sign));
        let only_blank = sign.is_none() && rest.len() + 1 == text.len() - end;
        if sign.is_none() && !only_blank {
            break;
        }
        let rest = sign.unwrap_or(rest).trim_start();
        let rest = rest.strip_prefix("số").map_or(rest, str::trim_start);
        let start = text.len() - rest.len();
        let next = figures(text, start);
        if next.is_empty() {
            break;
        }
        if let Some(whole) = numbers.iter().take(1).find(|one| one.span.start == start) {
            let serial = form::serial_length(&whole.canonical);
            series.shared = Some(whole.canonical[serial..].to_owned()).filter(|_| !only_blank);
            break;
        }
        let short = |one: &Member| one.year.is_some() || one.serial.len() <= MOST_LISTED_FIGURES;
        let Some(next) = member(text, next).filter(short) else { break };
        if !opens_figures(&text[..start]) {
            break;
        }
        if only_blank && parted.is_none() {
            parted = Some(series.members.len());
        }
        series.members.push(next);
        end = next.span.end;
    }
    if let Some(before) = parted
        && series.members.len() < LEAST_PARTED_BY_BLANKS
    {
        series.members.truncate(before);
        series.shared = None;
    }
    series
}

/// A number without a year behind the first of a list has at most so many figures (included): longer ones are years or
/// sums.
const MOST_LISTED_FIGURES: usize = 3;

/// Whether figures may begin behind `before`: as a word of their own, or behind the symbol of a kind.
fn opens_figures(before: &str) -> bool {
    let joined = before.strip_suffix('-').unwrap_or(before);
    before.ends_with(char::is_whitespace)
        || joined.ends_with(char::is_alphabetic) && symbol_at_end(joined).is_some()
}

/// Whether figures end before `after`: neither a word nor a date, a share or a sum goes on there.
pub fn ends_figures(after: &str) -> bool {
    let next = after.chars().next();
    let goes_on = next.is_some_and(|next| {
        matches!(next, '/' | '%')
            || form::is_hyphen(next)
            || form::is_slash(next)
            || letters::is_letter(next)
            || next.is_numeric()
    });
    let sum = after.starts_with(['.', ','])
        && after[1..].starts_with(|letter: char| letter.is_ascii_digit());
    !goes_on && !sum
}

fn short(text: &str, series: &Series) -> Vec<Citation> {
    let first = series.members[0];
    let Some((lead, kind, by_symbol)) = kind_before(text, first.span.start) else {
        return Vec::new();
    };
    let last = series.members[series.members.len() - 1];
    let after = &text[last.span.end..];
    // `… các Thông tư` + `1. Thông tư số …`: the label of an item below the kind.
    let is_on_next_line = text[lead.start..first.span.start].contains('\n');
    if is_on_next_line && text[first.span.end..].starts_with(['.', ')']) {
        return Vec::new();
    }
    let Behind { date: date_behind, issuer, .. } = behind(after);
    let (body, row) = issuer.map_or((None, None), |(body, row)| (Some(body), row));
    let by_issuer = || suffix(kind, row?);
    let suffix = series.shared.clone().or_else(by_issuer);
    let dated = first.year.is_some();
    // `Kế hoạch 2024`, `Chương trình 135 xã`: without `số` and issuer only a full twin proves it.
    let small = text[lead.start..].starts_with(|letter: char| letter.is_lowercase());
    let is_year = first.serial.len() == 4 && !dated;
    // `nghị định 100/2019` is a number in small letters too; `luật 5/2019` may be none.
    let is_word = !kind.contains(' ');
    if suffix.is_none() && (is_year || small && (!dated || is_word)) {
        return Vec::new();
    }
    let count = series.members.len();
    let named = is_followed_as_name(after) || count > 2 && !is_counting(after);
    // `KH1` is more often a column than a Kế hoạch.
    let is_label = by_symbol && first.serial.len() == 1 && !dated;
    let sure = lead.numbered || suffix.is_some() || named && !is_label || dated;
    // `Báo cáo 6/2024` may be that of June.
    let may_be_month =
        dated && !lead.numbered && !is_normative(kind) && is_month(first.serial.of(text));
    // `số 18, 19 người`: the last of several may count something.
    let several = count > 1 && suffix.is_none() && !named && last.year.is_none();
    let said = Said {
        kind,
        body,
        suffix,
        in_series: series.shared.is_some(),
        // What has neither `số` nor a word behind it that a name takes needs a twin in the paper.
        confidence: if sure && !may_be_month { 0.8 } else { self::NEEDS_TWIN },
    };
    let members = &series.members[..count - usize::from(several)];
    let mut found: Vec<Citation> =
        members.iter().map(|member| said.citation(text, *member)).collect();
    found[0].span.start = lead.start;
    if let Some(citation) = found.last_mut().filter(|one| one.span.end == last.span.end) {
        citation.of_date = date_behind.clone().or(citation.of_date.take());
        citation.date = date_behind;
    }
    found
}

/// The kind before the figures at `start`, with where the citation begins, and whether it is a symbol (`NQ59`).
fn kind_before(text: &str, start: usize) -> Option<(Lead, &'static str, bool)> {
    let before = &text[..start];
    let joined = before.strip_suffix('-').unwrap_or(before);
    let by_symbol = symbol_at_end(joined);
    let lead = match by_symbol {
        // `xe NQ5`, `căn hộ 12/CT2`
        Some((start, _)) if names_product(&text[..start]) || goes_on(&text[..start]) => {
            return None;
        }
        Some((start, kind)) => Lead { start, kind: Some(kind), numbered: false },
        None => lead(text, start),
    };
    let kind = lead.kind.filter(|kind| lead.numbered || !NAMED_BY_FIGURE.contains(kind))?;
    Some((lead, kind, by_symbol.is_some()))
}

/// What is said of all numbers of a list.
struct Said {
    kind: &'static str,
    body: Option<Cow<'static, str>>,
    /// What a whole number has behind the serial number, or behind the year.
    suffix: Option<String>,
    /// Whether it is that of a whole number in the list.
    in_series: bool,
    confidence: f32,
}

impl Said {
    /// The citation by one number, without what stands before it.
    fn citation(&self, text: &str, member: Member) -> Citation {
        let (kind, body) = (self.kind, self.body.as_deref());
        let meant = meant(text, member, kind, self.suffix.as_deref(), body);
        let (canonical, candidates) = match meant.len() {
            1 => (meant.into_iter().next(), Vec::new()),
            _ => (None, meant),
        };
        let basis = match &canonical {
            Some(_) if self.in_series => Basis::Series,
            Some(_) => Basis::Issuer,
            None => Basis::Open,
        };
        Citation {
            span: member.span,
            canonical,
            kind: Some(Cow::Borrowed(kind)),
            issuer: self.body.clone(),
            date: None,
            of_date: member.year.map(|year| year.of(text).to_owned()),
            form: Form::Short,
            basis,
            confidence: self.confidence,
            candidates,
        }
    }
}

/// The numbers that a bare one may mean, by what the issuer or a list tells; none where neither tells. `suffix` is what
/// its number has behind the serial number, or behind the year.
fn meant(
    text: &str,
    member: Member,
    kind: &str,
    suffix: Option<&str>,
    body: Option<&str>,
) -> Vec<String> {
    let serial = serial(member.serial.of(text));
    let Some(year) = member.year else {
        return suffix.map(|suffix| format!("{serial}{suffix}")).into_iter().collect();
    };
    let year = year.of(text);
    let ministry = || body.and_then(|body| suffix_of_ministry(kind, body));
    let Some(suffix) = suffix.map(str::to_owned).or_else(ministry) else { return Vec::new() };
    // In a list the whole number may have a year of its own: `số 27/2018, 28/2019/NĐ-CP`.
    let own_year =
        suffix.get(1..5).is_some_and(|year| suffix.starts_with('/') && form::is_year(year));
    let behind = if own_year { &suffix[5..] } else { &suffix[..] };
    if suffix.starts_with('-') {
        // Numbers of the Party have no year.
        return vec![format!("{serial}{suffix}")];
    }
    let with_year = format!("{serial}/{year}{behind}");
    if own_year || ALWAYS_WITH_YEAR.contains(&kind) {
        return vec![with_year];
    }
    vec![format!("{serial}{suffix}"), with_year]
}

/// What follows the year in numbers of this kind by a ministry: `/TT-BTC`. `None` where no code or several are known
/// for it, and for a kind of the Party.
fn suffix_of_ministry(kind: &str, body: &str) -> Option<String> {
    let mut codes = number::bodies().iter().filter(|row| row[1] == body && row[2] == "state");
    let code = codes.next().filter(|_| codes.next().is_none())?[0];
    let symbol = number::kinds().iter().find(|one| one.name == kind && one.system != "party")?;
    Some(format!("/{}-{code}", symbol.symbol))
}

/// Kinds whose numbers have had a year since 1997.
const ALWAYS_WITH_YEAR: [&str; 3] = ["Nghị định", "Thông tư", "Thông tư liên tịch"];

/// Whether papers of this kind lay down rules, so that a number and a year behind the kind are no month:
/// `Quyết định 5/2019`, but `Báo cáo 5/2019`.
fn is_normative(kind: &str) -> bool {
    const KINDS: [&str; 9] = [
        "Nghị định",
        "Thông tư",
        "Thông tư liên tịch",
        "Nghị quyết",
        "Nghị quyết liên tịch",
        "Quyết định",
        "Chỉ thị",
        "Luật",
        "Pháp lệnh",
    ];
    KINDS.contains(&kind)
}

fn is_month(figures: &str) -> bool {
    figures.parse().is_ok_and(|month: u32| (1..=12).contains(&month))
}

/// Kinds that bear a name with a figure, which is no number of their issuer unless `số` stands before it: `Đề án 06`
/// (project 06).
const NAMED_BY_FIGURE: [&str; 4] = ["Đề án", "Chương trình", "Dự án", "Phương án"];

/// What follows the serial in numbers of this kind by the body of a row of `issuers.tsv`: `-NQ/TW`. `None` where the
/// row has no code, and for a kind that its system lacks.
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

/// Whether `before` ends with a slash or hyphen behind a figure: `12/` before `CT2`.
fn goes_on(before: &str) -> bool {
    let bare = before.trim_end_matches(|sign| form::is_slash(sign) || form::is_hyphen(sign));
    bare.len() < before.len() && bare.ends_with(|last: char| last.is_ascii_digit())
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

/// Whether what follows a list of figures shows that the last of them counts it: `59, 70 và 71 người`.
fn is_counting(after: &str) -> bool {
    const COUNTED: [&str; 22] = [
        "người",
        "nội",
        "nhiệm",
        "đồng",
        "chi",
        "tỉnh",
        "xã",
        "ngày",
        "tháng",
        "năm",
        "điểm",
        "đơn",
        "cơ",
        "hộ",
        "trường",
        "phường",
        "huyện",
        "tập",
        "mục",
        "triệu",
        "tỷ",
        "chỉ",
    ];
    let after = after.trim_start_matches([' ', '\u{a0}', '\n']);
    let word = after.split(|letter: char| !letter.is_alphabetic()).next().unwrap_or_default();
    COUNTED.contains(&word)
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
