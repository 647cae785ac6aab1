//! Reads numbers of papers by their grammar: `59-NQ/TW`, `98/NQ-CP`, `45/2022/QH15`, `53/STC-VP`.
//! In: any text. Out: the numbers in it with their canonical form. The table of kinds is the gate:
//! `16/19`, `COVID-19`, `30/4/1975` and `2020-2025` have no kind and are none.
//! Never reads the words around a number (`citation` does).

use std::collections::HashMap;
use std::sync::OnceLock;

use super::table::rows;
use crate::span::Span;

/// A number of a paper, as it stands in a text.
#[derive(Clone, Debug, PartialEq)]
pub struct Number {
    /// Bytes of the text, from its first digit to the end of the body.
    pub span: Span,
    /// `59-NQ/TW`: at least two digits, symbols as the tables print them, separators in the order
    /// that the issuing body uses.
    pub canonical: String,
    /// The symbol of the kind as the table prints it; `None` for a State công văn and for a law.
    pub kind: Option<&'static str>,
    /// The code of the body, as the table prints it or as it stands in the text.
    pub body: String,
    /// Whether a Party body issued it; `None` where the body is not in the table.
    pub party: Option<bool>,
}

/// A row of `kinds.tsv`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Kind {
    /// `NQ`.
    pub symbol: &'static str,
    /// `Nghị quyết`.
    pub name: &'static str,
    /// `party`, `state` or `both`.
    pub system: &'static str,
}

/// The kinds of papers with their symbols, from `kinds.tsv`.
pub fn kinds() -> &'static [Kind] {
    static KINDS: OnceLock<Vec<Kind>> = OnceLock::new();
    KINDS.get_or_init(|| {
        rows(include_str!("kinds.tsv"))
            .map(|[symbol, name, system]| Kind { symbol, name, system })
            .collect()
    })
}

/// The bodies: code, name, `party` or `state`, from `bodies.tsv`.
pub fn bodies() -> &'static [[&'static str; 3]] {
    static BODIES: OnceLock<Vec<[&'static str; 3]>> = OnceLock::new();
    BODIES.get_or_init(|| rows(include_str!("bodies.tsv")).collect())
}

/// The kind that a symbol names for a Party or State body; `None` where two kinds share it.
pub fn kind_name(symbol: &str, party: Option<bool>) -> Option<&'static str> {
    let fits = |kind: &&Kind| match party {
        Some(party) => kind.system == "both" || (kind.system == "party") == party,
        None => true,
    };
    let mut names = kinds().iter().filter(|kind| kind.symbol == symbol).filter(fits);
    let first = names.next()?;
    names.next().is_none().then_some(first.name)
}

/// All numbers in `text`, in order.
pub fn numbers(text: &str) -> Vec<Number> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(start) = next_digit(text, at) {
        let digits = digits(&text[start..]);
        let number = begins_number(text, start).then(|| read(text, start)).flatten();
        at = number.as_ref().map_or(start + digits, |number| number.span.end);
        found.extend(number);
    }
    found
}

fn next_digit(text: &str, from: usize) -> Option<usize> {
    text.as_bytes()[from..].iter().position(u8::is_ascii_digit).map(|at| from + at)
}

fn digits(text: &str) -> usize {
    text.bytes().take_while(u8::is_ascii_digit).count()
}

/// A number of a paper does not go on from a word, a date or a sum; only a lost space may join it
/// to the word `số`.
fn begins_number(text: &str, start: usize) -> bool {
    let before = &text[..start];
    let Some(last) = before.chars().next_back() else { return true };
    let inside = before.trim_end_matches(['.', ',', '-', '–', '/']);
    let tied =
        inside.len() < before.len() && inside.ends_with(|letter: char| letter.is_alphanumeric());
    if last.is_alphabetic() {
        return before.ends_with("số") || before.ends_with("Số") || before.ends_with("SỐ");
    }
    !tied
}

/// Reads the number whose first digit is at `start`.
fn read(text: &str, start: usize) -> Option<Number> {
    let length = digits(&text[start..]);
    if length > 5 {
        return None;
    }
    let serial = text[start..start + length].trim_start_matches('0');
    let mut rest = &text[start + length..];
    let mut suffix = "";
    if rest.starts_with(|letter: char| letter.is_ascii_lowercase())
        && rest[1..].starts_with(['-', '/'])
    {
        (suffix, rest) = rest.split_at(1);
    }
    let serial = format!("{serial:0>2}{suffix}");
    let scanner = Scanner { text, rest };
    let parts = scanner.law().or_else(|| scanner.state()).or_else(|| scanner.party());
    let parts = parts.or_else(|| scanner.letter())?;
    let span = Span::new(start, parts.end);
    let canonical = canonical(&serial, &parts);
    Some(Number { span, canonical, kind: parts.kind, body: parts.body, party: parts.party })
}

/// What stands behind the serial number.
struct Parts {
    year: Option<String>,
    kind: Option<&'static str>,
    body: String,
    /// Whether the body came after a hyphen, as State bodies do.
    hyphen: bool,
    party: Option<bool>,
    end: usize,
}

fn canonical(serial: &str, parts: &Parts) -> String {
    let body = &parts.body;
    match (&parts.year, parts.kind) {
        (Some(year), Some(kind)) => format!("{serial}/{year}/{kind}-{body}"),
        (Some(year), None) => format!("{serial}/{year}/{body}"),
        (None, Some(kind)) => {
            let party = parts.party.unwrap_or(!parts.hyphen);
            if party {
                format!("{serial}-{kind}/{body}")
            } else {
                format!("{serial}/{kind}-{body}")
            }
        }
        (None, None) => format!("{serial}/{body}"),
    }
}

/// Reads on from a place in the text; white space around separators does not count.
#[derive(Clone, Copy)]
struct Scanner<'a> {
    text: &'a str,
    rest: &'a str,
}

impl<'a> Scanner<'a> {
    fn end(&self) -> usize {
        self.text.len() - self.rest.len()
    }

    /// Steps over one of `marks` and the white space around it.
    fn over(self, marks: &[char]) -> Option<Scanner<'a>> {
        let rest = self.rest.trim_start().strip_prefix(marks)?;
        Some(Scanner { rest: rest.trim_start(), ..self })
    }

    fn slash(self) -> Option<Scanner<'a>> {
        self.over(&['/'])
    }

    fn hyphen(self) -> Option<Scanner<'a>> {
        self.over(&['-', '–', '—', '‑', '−'])
    }

    /// A run of letters that is a symbol of the table, in any case.
    fn kind(self) -> Option<(&'static str, Scanner<'a>)> {
        let end = self.rest.find(|letter: char| !letter.is_alphabetic()).unwrap_or(self.rest.len());
        let word = &self.rest[..end];
        if word.is_empty() || word.len() > 8 {
            return None;
        }
        let symbol = symbol(word)?;
        Some((symbol, Scanner { rest: &self.rest[end..], ..self }))
    }

    /// The code of a body: letters, Đ, digits, also joined by `-`, `.` and `&`.
    fn body(self) -> Option<(String, Option<bool>, Scanner<'a>)> {
        let mut end = 0;
        let mut letters = self.rest.char_indices().peekable();
        while let Some((at, letter)) = letters.next() {
            let joins = "-.&".contains(letter)
                && at > 0
                && letters.peek().is_some_and(|(_, next)| next.is_uppercase());
            if !(letter.is_alphanumeric() || joins) {
                break;
            }
            end = at + letter.len_utf8();
        }
        let code = &self.rest[..end];
        let after = Scanner { rest: &self.rest[end..], ..self };
        let head = code.split(['-', '.', '&']).next().unwrap_or_default();
        if let Some(row) = body_row(head) {
            let code = format!("{}{}", row[0], &code[head.len()..]);
            return Some((code, Some(row[2] == "party"), after));
        }
        let capitals = head.chars().filter(|letter| letter.is_uppercase()).count();
        let plausible = capitals >= 2
            && capitals * 3 >= head.chars().count() * 2
            && (2..=24).contains(&head.chars().count());
        plausible.then(|| (code.to_owned(), None, after))
    }

    /// `/2022/QH15`, `/2020/NĐ-CP`.
    fn law(self) -> Option<Parts> {
        let after = self.slash()?;
        let length = digits(after.rest);
        let year = &after.rest[..length];
        let full = length == 4 && (year.starts_with("19") || year.starts_with("20"));
        if !full && length != 2 {
            return None;
        }
        let after = Scanner { rest: &after.rest[length..], ..after }.slash()?;
        let year = Some(year.to_owned());
        if let Some((body, end)) = full.then(|| after.congress()).flatten() {
            return Some(Parts { year, kind: None, body, hyphen: false, party: Some(false), end });
        }
        let (kind, after) = after.kind()?;
        let (body, _, after) = after.hyphen()?.body()?;
        Some(Parts {
            year,
            kind: Some(kind),
            body,
            hyphen: true,
            party: Some(false),
            end: after.end(),
        })
    }

    /// `QH15`, `UBTVQH15`: the Quốc hội and its term.
    fn congress(self) -> Option<(String, usize)> {
        let code = ["UBTVQH", "QH"].into_iter().find(|code| {
            self.rest.get(..code.len()).is_some_and(|head| head.eq_ignore_ascii_case(code))
        })?;
        let term = self.rest[code.len()..].trim_start_matches(' ');
        let length = digits(term);
        let after = Scanner { rest: &term[length..], ..self };
        (1..=2).contains(&length).then(|| (format!("{code}{}", &term[..length]), after.end()))
    }

    /// `/NQ-CP`, `/NQ-UBTVQH15`.
    fn state(self) -> Option<Parts> {
        let (kind, after) = self.slash()?.kind()?;
        let (body, party, after) = after.hyphen()?.body()?;
        Some(Parts { year: None, kind: Some(kind), body, hyphen: true, party, end: after.end() })
    }

    /// `-NQ/TW`.
    fn party(self) -> Option<Parts> {
        let spaced = self.rest.trim_start();
        let (kind, after) =
            self.hyphen().or((spaced.len() < self.rest.len()).then_some(self.skip()))?.kind()?;
        let (body, party, after) = after.slash()?.body()?;
        Some(Parts { year: None, kind: Some(kind), body, hyphen: false, party, end: after.end() })
    }

    fn skip(self) -> Scanner<'a> {
        Scanner { rest: self.rest.trim_start(), ..self }
    }

    /// `/STC-VP`: a công văn of the State, which has no symbol of its own. The body must be known.
    fn letter(self) -> Option<Parts> {
        let (body, party, after) = self.slash()?.body()?;
        let known = party.is_some() && body.contains('-');
        known.then(|| Parts { year: None, kind: None, body, hyphen: true, party, end: after.end() })
    }
}

/// The symbol as the table prints it. `Q` and `N` alone are QĐ and NĐ whose Đ was lost.
fn symbol(word: &str) -> Option<&'static str> {
    static SYMBOLS: OnceLock<HashMap<String, &'static str>> = OnceLock::new();
    let symbols = SYMBOLS.get_or_init(|| {
        kinds().iter().rev().map(|kind| (kind.symbol.to_lowercase(), kind.symbol)).collect()
    });
    symbols.get(&word.to_lowercase()).copied().or(match word {
        "Q" => Some("QĐ"),
        "N" => Some("NĐ"),
        _ => None,
    })
}

/// The row of a body, by its code in any case.
fn body_row(code: &str) -> Option<&'static [&'static str; 3]> {
    static CODES: OnceLock<HashMap<String, &'static [&'static str; 3]>> = OnceLock::new();
    let codes =
        CODES.get_or_init(|| bodies().iter().map(|row| (row[0].to_lowercase(), row)).collect());
    codes.get(&code.to_lowercase()).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reads(text: &str, expected: &[&str]) {
        let found: Vec<String> = numbers(text).into_iter().map(|number| number.canonical).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn reads_every_form() {
        reads("Nghị quyết số 59-NQ/TW ngày 05/8/2020", &["59-NQ/TW"]);
        reads("số 98/NQ-CP của Chính phủ", &["98/NQ-CP"]);
        reads("số số 45/2022/QH15 của", &["45/2022/QH15"]);
        reads("30/2020/NĐ-CP và 80/2021/TT-BTC", &["30/2020/NĐ-CP", "80/2021/TT-BTC"]);
        reads("589/QĐ-TTg, 06/QĐ-TTg.", &["589/QĐ-TTg", "06/QĐ-TTg"]);
        reads("1106/NQ-UBTVQH15", &["1106/NQ-UBTVQH15"]);
        reads("Số 1023-CV/TU", &["1023-CV/TU"]);
        reads("367 - QĐ/TWĐTN-VP", &["367-QĐ/TWĐTN-VP"]);
        reads("số31-QĐ/TW", &["31-QĐ/TW"]);
        reads("53/STC-VP", &["53/STC-VP"]);
        reads("08-QĐi/TW", &["08-QĐi/TW"]);
        reads("5-ctr/TU", &["05-CTr/TU"]);
        reads("59–NQ/TW", &["59-NQ/TW"]);
        reads("12/VP.HĐND-TH", &["12/VP.HĐND-TH"]);
    }

    #[test]
    fn puts_the_separators_in_the_order_of_the_body() {
        reads("59/NQ-TW", &["59-NQ/TW"]);
        reads("98-NQ/CP", &["98/NQ-CP"]);
        reads("005-NQ/TW", &["05-NQ/TW"]);
        reads("59-\nNQ/TW", &["59-NQ/TW"]);
        reads("124/2004/Q-TTg", &["124/2004/QĐ-TTg"]);
    }

    #[test]
    fn a_longer_number_is_another_number() {
        reads("159-NQ/TW", &["159-NQ/TW"]);
        reads("12a/2020/NĐ-CP", &["12a/2020/NĐ-CP"]);
        reads("1.259-NQ/TW", &[]);
    }

    #[test]
    fn leaves_what_only_looks_like_a_number() {
        for text in [
            "16/19 chỉ tiêu",
            "11/19",
            "COVID-19",
            "30/4/1975 - 30/4/2024",
            "2020-2025",
            "17-1",
            "126.838 tỷ",
            "7,12%",
            "(CT) - Sáng 17-1",
            "24/7",
            "A/H5N1",
            "5-KH",
            "12/2024",
            "số 5 - KH",
            "quốc lộ 1A/QL",
            "0292.3820888",
            "10/CT",
            "TCVN 5945-2005",
            "http://x.vn/59-nq-tw.html",
        ] {
            reads(text, &[]);
        }
    }

    #[test]
    fn the_tables_are_in_order() {
        for table in
            [include_str!("kinds.tsv"), include_str!("bodies.tsv"), include_str!("issuers.tsv")]
        {
            let rows: Vec<&str> = table.lines().collect();
            assert!(rows[0].starts_with("# "));
            assert!(rows[1..].is_sorted() && rows[1..].windows(2).all(|pair| pair[0] != pair[1]));
            assert!(rows[1..].iter().all(|row| row.split('\t').count() == 4), "four columns");
            assert!(unicode_normalization::is_nfc(table));
        }
    }
}
