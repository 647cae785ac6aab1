//! Finds what a text cites: `Nghị quyết số 59-NQ/TW ngày 05/8/2020 của Bộ Chính trị`.
//! In: the joined text of a section. Out: its citations that carry a number, in order.
//! Never decides a kind by `QĐ` alone: the word in front does. A bare number (`Chỉ thị số 35`) is
//! read only where its issuer stands beside it or the same paper cites it in full.

use std::collections::{BTreeMap, HashMap};
use std::sync::OnceLock;

use super::date;
use super::line::opens_with;
use super::number::{self, Number};
use super::table::rows;
use crate::document::{Citation, Form, Section};
use crate::span::Span;

/// The citations of `text` that stand for themselves; short ones may lack their canonical number
/// until [`resolve`] has seen the whole paper.
pub fn citations(text: &str) -> Vec<Citation> {
    if !text.bytes().any(|byte| byte.is_ascii_digit()) {
        return Vec::new();
    }
    let numbers = number::numbers(text);
    let mut found: Vec<Citation> = numbers.iter().map(|number| full(text, number)).collect();
    found.extend(shorts(text, &numbers));
    found.sort_by_key(|citation| citation.span);
    found
}

/// Gives short citations the number that the same paper cites in full, and drops those that stay
/// without one.
pub fn resolve(sections: &mut [Section]) {
    let mut known: BTreeMap<(String, String), Vec<String>> = BTreeMap::new();
    for citation in sections.iter().flat_map(|section| &section.citations) {
        if let (Some(canonical), Some(kind)) = (&citation.canonical, &citation.kind) {
            let names = known.entry((kind.to_lowercase(), serial(canonical))).or_default();
            if !names.contains(canonical) {
                names.push(canonical.clone());
            }
        }
    }
    for section in sections {
        for citation in section.citations.iter_mut().filter(|c| c.canonical.is_none()) {
            let kind = citation.kind.as_deref().unwrap_or_default().to_lowercase();
            let key = (kind, serial(citation.surface.rsplit(' ').next().unwrap_or_default()));
            if let Some([only]) = known.get(&key).map(Vec::as_slice) {
                citation.canonical = Some(only.clone());
            }
        }
        section.citations.retain(|citation| citation.canonical.is_some());
    }
}

/// The digits at the head of a number, without leading zeros.
fn serial(number: &str) -> String {
    let end = number.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(number.len());
    number[..end].trim_start_matches('0').to_owned()
}

fn full(text: &str, number: &Number) -> Citation {
    let lead = lead(text, number.span.start);
    let named = lead.kind.map(str::to_owned);
    let by_symbol = || number.kind.and_then(|symbol| number::kind_name(symbol, number.party));
    let (date, issuer) = behind(&text[number.span.end..]);
    let span = Span::new(lead.start, number.span.end);
    Citation {
        span,
        surface: one_line(span.of(text)),
        canonical: Some(number.canonical.clone()),
        kind: named.or_else(|| by_symbol().map(str::to_owned)),
        issuer: issuer.map(|(body, _)| body).or_else(|| issuer_of(number)),
        date,
        form: if lead.kind.is_some() { Form::Full } else { Form::Number },
        confidence: if number.party.is_some() { 0.99 } else { 0.9 },
    }
}

/// The name of the body in the number, where its code names one body alone.
fn issuer_of(number: &Number) -> Option<String> {
    if number.body.starts_with("QH") {
        return Some("Quốc hội".into());
    }
    if number.body.starts_with("UBTVQH") {
        return Some("Ủy ban Thường vụ Quốc hội".into());
    }
    let row = number::bodies().iter().find(|row| row[0] == number.body)?;
    let shared =
        row[1].contains(" hoặc ") || row[0] == "TW" || row[0] == "UBND" || row[0] == "HĐND";
    (!shared).then(|| row[1].to_owned())
}

/// What stands before a number: where the citation begins, and the kind it names.
struct Lead {
    start: usize,
    kind: Option<&'static str>,
    numbered: bool,
}

fn lead(text: &str, start: usize) -> Lead {
    let mut end = start;
    let mut numbered = false;
    loop {
        let before = text[..end].trim_end().trim_end_matches(':').trim_end();
        let Some(rest) = strip_word(before, "số") else { break };
        (end, numbered) = (rest, true);
    }
    let before = text[..end].trim_end();
    match kind_at_end(before) {
        Some((at, kind)) => Lead { start: at, kind: Some(kind), numbered },
        None => Lead { start: end, kind: None, numbered },
    }
}

/// Where the last word of `text` begins, if it is `word` in any case and stands alone.
fn strip_word(text: &str, word: &str) -> Option<usize> {
    let start = text.char_indices().rev().nth(word.chars().count() - 1)?.0;
    let alone = !text[..start].ends_with(|letter: char| letter.is_alphanumeric());
    (alone && opens_with(&text[start..], word).is_some()).then_some(start)
}

/// The words of a kind in small letters, from the last to the first, and its name.
type KindName = (Vec<String>, &'static str);

/// The names of kinds by their last word.
fn names_by_last_word() -> &'static HashMap<String, Vec<KindName>> {
    static NAMES: OnceLock<HashMap<String, Vec<KindName>>> = OnceLock::new();
    NAMES.get_or_init(|| {
        let mut names: HashMap<String, Vec<KindName>> = HashMap::new();
        for kind in number::kinds() {
            let words: Vec<String> = kind.name.rsplit(' ').map(str::to_lowercase).collect();
            names.entry(words[0].clone()).or_default().push((words, kind.name));
        }
        names
    })
}

/// The longest name of a kind at the end of `text`, and where it begins. White space inside may be
/// a line end.
fn kind_at_end(text: &str) -> Option<(usize, &'static str)> {
    let start = text.char_indices().rev().take(10).find(|(_, letter)| letter.is_whitespace());
    let last = &text[start.map_or(0, |(at, letter)| at + letter.len_utf8())..];
    if last.is_empty() || last.len() > 24 {
        return None;
    }
    let names = names_by_last_word().get(&last.to_lowercase())?.iter();
    names
        .filter_map(|(words, name)| ends_with_words(text, words).map(|start| (start, *name)))
        .min_by_key(|(start, _)| *start)
}

fn ends_with_words(text: &str, words: &[String]) -> Option<usize> {
    let mut end = text.len();
    for word in words {
        end = strip_word(text[..end].trim_end(), word)?;
    }
    Some(end)
}

/// A body, and its row in the table of issuers if it is there.
type Issuer = (String, Option<&'static [&'static str; 3]>);

/// Date and issuer printed behind a number: `, ngày 05/8/2020 của Bộ Chính trị`. The issuer comes
/// with the row of its table.
fn behind(text: &str) -> (Option<String>, Option<Issuer>) {
    let mut rest = text.trim_start();
    rest = rest.strip_prefix(',').unwrap_or(rest).trim_start();
    let mut date = None;
    if rest.starts_with("ngày") || rest.starts_with("năm") {
        if let Some((length, iso)) = date::read(rest) {
            (date, rest) = (Some(iso), rest[length..].trim_start());
        }
        rest = rest.strip_prefix(',').unwrap_or(rest).trim_start();
    }
    let issuer = rest.strip_prefix("của").map(str::trim_start).and_then(issuer);
    (date, issuer)
}

fn issuers() -> &'static [[&'static str; 3]] {
    static ISSUERS: OnceLock<Vec<[&'static str; 3]>> = OnceLock::new();
    ISSUERS.get_or_init(|| rows(include_str!("issuers.tsv")).collect())
}

/// The body at the head of `text`: one of the table, or a local one by its first words.
fn issuer(text: &str) -> Option<Issuer> {
    let head: String =
        one_line(&text[..text.char_indices().nth(60).map_or(text.len(), |(at, _)| at)]);
    let known = issuers().iter().filter(|row| head.starts_with(row[0]));
    if let Some(row) = known.max_by_key(|row| row[0].len()) {
        return Some((row[0].to_owned(), Some(row)));
    }
    const LOCAL: [&str; 12] = [
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
    ];
    LOCAL.iter().find(|name| head.starts_with(*name))?;
    let end = head.find([',', ';', '.', '(', '“', '"', ':']).unwrap_or(head.len());
    let words: Vec<&str> = head[..end].split(' ').collect();
    let stop = words.iter().position(|word| ["về", "ban", "là", "và", "đã"].contains(word));
    Some((words[..stop.unwrap_or(words.len()).min(8)].join(" "), None))
}

/// Citations by kind and bare number: `Nghị quyết số 59 của Bộ Chính trị`, `Nghị quyết 59`.
fn shorts(text: &str, numbers: &[Number]) -> Vec<Citation> {
    let mut found = Vec::new();
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        if !bytes[at].is_ascii_digit() {
            at += 1;
            continue;
        }
        let start = at;
        while at < bytes.len() && bytes[at].is_ascii_digit() {
            at += 1;
        }
        let bare = at - start <= 4
            && text[..start].ends_with(char::is_whitespace)
            && !text[at..]
                .starts_with(|letter: char| letter.is_alphanumeric() || "-/%–".contains(letter))
            && !(text[at..].starts_with(['.', ','])
                && text[at + 1..].starts_with(|c: char| c.is_ascii_digit()));
        let inside = |number: &Number| number.span.start <= start && start < number.span.end;
        if bare && !numbers.iter().any(inside) {
            found.extend(short(text, Span::new(start, at)));
        }
    }
    found
}

fn short(text: &str, digits: Span) -> Option<Citation> {
    let lead = lead(text, digits.start);
    let kind = lead.kind?;
    let bare = digits.of(text);
    let (date, issuer) = behind(&text[digits.end..]);
    let (body, row) = issuer.map_or((None, None), |(body, row)| (Some(body), row));
    let symbol = number::kinds().iter().find(|row| row.name == kind)?.symbol;
    let serial = format!("{:0>2}", bare.trim_start_matches('0'));
    let canonical = row.filter(|row| !row[1].is_empty()).map(|row| match row[2] {
        "-" => format!("{serial}-{symbol}/{}", row[1]),
        _ => format!("{serial}/{symbol}-{}", row[1]),
    });
    // `Kế hoạch 2024`, `Chương trình 135 xã`: without `số` and issuer only a full twin proves it.
    let year = bare.len() == 4;
    if canonical.is_none() && (year || text[lead.start..].starts_with(|c: char| c.is_lowercase())) {
        return None;
    }
    let span = Span::new(lead.start, digits.end);
    Some(Citation {
        span,
        surface: one_line(span.of(text)),
        canonical,
        kind: Some(kind.to_owned()),
        issuer: body,
        date,
        form: Form::Short,
        confidence: if lead.numbered { 0.8 } else { 0.7 },
    })
}

/// The text with every run of white space as one space.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cites(text: &str, expected: &[(&str, &str, Form)]) {
        let mut section = Section { citations: citations(text), ..Section::default() };
        resolve(std::slice::from_mut(&mut section));
        let found: Vec<(&str, &str, Form)> = section
            .citations
            .iter()
            .map(|c| (c.surface.as_str(), c.canonical.as_deref().unwrap_or("?"), c.form))
            .collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn reads_kind_date_and_issuer() {
        let found =
            citations("thực hiện Nghị quyết \nsố 59-NQ/TW, ngày 05-8-2020 của Bộ Chính trị về");
        assert_eq!(found[0].surface, "Nghị quyết số 59-NQ/TW");
        assert_eq!(found[0].kind.as_deref(), Some("Nghị quyết"));
        assert_eq!(found[0].date.as_deref(), Some("2020-08-05"));
        assert_eq!(found[0].issuer.as_deref(), Some("Bộ Chính trị"));
    }

    #[test]
    fn the_word_in_front_decides_the_kind() {
        assert_eq!(citations("Quy định số 37-QĐ/TW")[0].kind.as_deref(), Some("Quy định"));
        assert_eq!(citations("theo 37-QĐ/TW")[0].kind, None);
        assert_eq!(citations("theo 98/NQ-CP")[0].kind.as_deref(), Some("Nghị quyết"));
        assert_eq!(citations("số 80/2021/TT-BTC")[0].kind.as_deref(), Some("Thông tư"));
    }

    #[test]
    fn a_bare_number_needs_its_issuer_or_its_twin() {
        cites(
            "Nghị quyết số 59 của Bộ Chính trị",
            &[("Nghị quyết số 59", "59-NQ/TW", Form::Short)],
        );
        cites("Chỉ thị số 35 của Bộ Chính trị về", &[("Chỉ thị số 35", "35-CT/TW", Form::Short)]);
        cites("Nghị quyết 12 nêu rõ", &[]);
        cites(
            "Nghị quyết số 12-NQ/TU và Nghị quyết 12",
            &[
                ("Nghị quyết số 12-NQ/TU", "12-NQ/TU", Form::Full),
                ("Nghị quyết 12", "12-NQ/TU", Form::Short),
            ],
        );
    }

    #[test]
    fn the_word_number_may_stand_twice() {
        cites(
            "theo Nghị quyết số số 45/2022/QH15",
            &[("Nghị quyết số số 45/2022/QH15", "45/2022/QH15", Form::Full)],
        );
    }

    #[test]
    fn leaves_what_is_no_citation() {
        for text in [
            "Kế hoạch 2024",
            "Chương trình 5 năm",
            "16/19 chỉ tiêu Nghị quyết",
            "thông báo 3 nội dung",
            "Báo cáo 6 tháng",
        ] {
            cites(text, &[]);
        }
    }
}
