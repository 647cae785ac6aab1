//! Reads on from the digits of a number: year, kind, body, in both orders of the separators.
//! In: a text and the place of its first digit. Out: one [`Number`], or nothing.
//! Never looks at what stands before the digits (`numbers` does).

use vankien_text::span::Span;

use super::bodies::{OldCode, body_row, kinds, old_code, symbol};
use super::form;
use super::lead::{Lead, lead};

/// What stands before a number.
#[derive(Clone, Copy)]
pub struct Before<'a> {
    /// Whether a word says that a number comes: `số`, `công văn`. Then a body that the table does not hold
    /// is believed.
    pub is_named: bool,
    /// Whether it is listed behind an old number. Few numbers ask.
    pub is_listed: &'a dyn Fn() -> bool,
}

/// Reads the number whose figures begin at `start`.
pub fn read(text: &str, start: usize, before: Before<'_>) -> Option<Number> {
    let length = figures(&text[start..])?;
    let behind = &text[start + length..];
    let (suffix, parts) = match of_series(text, behind) {
        Some(found) => found,
        None => plain(text, start, behind, before)?,
    };
    // Letters read as figures prove themselves only by a body that is known.
    if length != form::figures(&text[start..]) && parts.body.party.is_none() {
        return None;
    }
    let serial: String = text[start..start + length].chars().filter_map(figure).collect();
    let serial = format!("{:0>2}{suffix}", serial.trim_start_matches('0'));
    let span = Span::new(start, parts.end);
    // The lines between the cells of a table are no slashes.
    let in_cell = text[..start].ends_with(form::is_tight_slash);
    if in_cell && span.of(text).contains(form::is_tight_slash) {
        return None;
    }
    let canonical = canonical(&serial, &parts);
    let (body, party) = (parts.body.code, parts.body.party);
    Some(Number { span, canonical, kind: parts.kind, body, party })
}

/// The place in a series behind the figures, and what follows it: `.7`, then `/2025/NQ-CP`. Only
/// numbers with a year are of a series; all else with a point in it is a sum.
fn of_series<'a>(text: &'a str, behind: &'a str) -> Option<(&'a str, Parts)> {
    let (suffix, rest) = behind.split_at(form::series(behind)?);
    let parts = Scanner { text, rest }.law(true)?;
    (parts.year.as_deref().is_some_and(form::is_year)).then_some((suffix, parts))
}

/// The letter behind the figures, if there is one, and what follows it.
fn plain<'a>(
    text: &'a str,
    start: usize,
    behind: &'a str,
    before: Before<'_>,
) -> Option<(&'a str, Parts)> {
    let is_lettered = behind.starts_with(|letter: char| letter.is_ascii_lowercase())
        && behind[1..].trim_start_matches(' ').starts_with(['-', '/']);
    let (suffix, mut rest) = behind.split_at(usize::from(is_lettered));
    if before.is_named {
        // `Số: 12      -CV/TU`: a form that was filled in by hand.
        let filled = rest.trim_start_matches(char::is_whitespace);
        let mut next = filled.chars();
        let has_sign =
            next.next().is_some_and(|sign| form::is_slash(sign) || form::is_hyphen(sign));
        if has_sign && next.next().is_some_and(char::is_alphabetic) {
            rest = filled;
        }
    }
    let scanner = Scanner { text, rest };
    let parts = scanner.law(!is_of_date(&text[..start])).or_else(|| scanner.administrative());
    let parts = parts.or_else(|| scanner.letter(before.is_named));
    Some((suffix, parts.or_else(|| scanner.without_kind(start, before))?))
}

/// Whether `before` ends with the word for a part of a date: `tháng 6/2024` is no number, whatever follows.
fn is_of_date(before: &str) -> bool {
    let before = before.trim_end();
    let word = before.trim_end_matches(char::is_alphabetic).len();
    matches!(&before[word..], "tháng" | "Tháng" | "ngày" | "Ngày" | "quý" | "Quý" | "năm" | "Năm")
}

/// The figures at the head of `text`, in bytes; at least one must be a true one.
fn figures(text: &str) -> Option<usize> {
    let length = text.chars().map_while(figure).take(form::MOST_FIGURES + 1).count();
    let sure = text.bytes().take(length).any(|byte| byte.is_ascii_digit());
    (sure && length <= form::MOST_FIGURES).then_some(length)
}

/// The figure that a character is. A scan takes 0 for `O` and 1 for `l` or `I`.
fn figure(letter: char) -> Option<char> {
    match letter {
        '0'..='9' => Some(letter),
        'O' | 'o' => Some('0'),
        'l' | 'I' => Some('1'),
        _ => None,
    }
}

/// The code of a body.
struct Body {
    /// As the table prints it or as it stands in the text; several are joined by `-`.
    code: String,
    /// Whether a Party body; `None` where the first code is not in the table.
    party: Option<bool>,
}

/// What stands behind the serial number.
struct Parts {
    year: Option<String>,
    kind: Option<&'static str>,
    body: Body,
    /// Whether the body came after a hyphen, as State bodies do.
    hyphen: bool,
    /// What stands behind the serial number as it is printed, without blanks; `None` where the table tells
    /// how the body prints it.
    printed: Option<String>,
    end: usize,
}

fn canonical(serial: &str, parts: &Parts) -> String {
    if let Some(printed) = &parts.printed {
        return format!("{serial}{printed}");
    }
    let body = &parts.body.code;
    match (&parts.year, parts.kind) {
        (Some(year), Some(kind)) => format!("{serial}/{year}/{kind}-{body}"),
        (Some(year), None) => format!("{serial}/{year}/{body}"),
        (None, Some(kind)) => {
            let party = parts.body.party.unwrap_or(!parts.hyphen);
            if party {
                format!("{serial}-{kind}/{body}")
            } else {
                format!("{serial}/{kind}-{body}")
            }
        }
        (None, None) => format!("{serial}/{body}"),
    }
}

/// What parts two pieces of a number.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Joint {
    Slash,
    Hyphen,
    /// A point or an underscore, with or without blanks around it.
    Point,
    /// A blank, or nothing at all.
    Odd,
}

impl Joint {
    /// Whether it is a sign that print sets between the pieces of a number.
    fn is_sign(self) -> bool {
        matches!(self, Joint::Slash | Joint::Hyphen)
    }
}

/// Reads on from a place in the text; white space around separators does not count.
#[derive(Clone, Copy)]
struct Scanner<'a> {
    text: &'a str,
    rest: &'a str,
}

/// No symbol of a kind is longer, in bytes.
const LONGEST_SYMBOL: usize = 12;

/// No code of a body is longer, in bytes.
const LONGEST: usize = 64;

impl<'a> Scanner<'a> {
    fn end(&self) -> usize {
        self.text.len() - self.rest.len()
    }

    fn at(self, rest: &'a str) -> Scanner<'a> {
        Scanner { rest, ..self }
    }

    /// The text from here to a later place.
    fn until(&self, later: Scanner<'a>) -> &'a str {
        &self.text[self.end()..later.end()]
    }

    /// Steps over what parts two pieces.
    fn joint(self) -> (Joint, Scanner<'a>) {
        let rest = skip_gap(self.rest);
        let parted = |joint, rest: &'a str| (joint, self.at(skip_gap(rest)));
        if let Some(rest) = rest.strip_prefix(form::is_slash) {
            return parted(Joint::Slash, rest);
        }
        if let Some(rest) = rest.strip_prefix(form::is_hyphen) {
            return parted(Joint::Hyphen, rest);
        }
        if let Some(rest) = self.rest.strip_prefix(form::is_tight_slash)
            && !rest.starts_with(char::is_whitespace)
        {
            return (Joint::Slash, self.at(rest));
        }
        if let Some(rest) = rest.strip_prefix(['.', '_']) {
            return parted(Joint::Point, rest);
        }
        parted(Joint::Odd, rest)
    }

    fn slash(self) -> Option<Scanner<'a>> {
        let (joint, after) = self.joint();
        (joint == Joint::Slash).then_some(after)
    }

    /// A run of letters that is a symbol of the table, in any case; a symbol cut in two by a blank;
    /// or one with a body that is known glued to it.
    fn kind(self) -> Option<(&'static str, Scanner<'a>)> {
        let end = self.letters();
        let word = &self.rest[..end];
        if word.is_empty() || word.len() > 40 {
            return None;
        }
        let short = word.len() <= LONGEST_SYMBOL;
        if let Some(symbol) = short.then(|| symbol(word)).flatten() {
            return Some((symbol, self.at(&self.rest[end..])));
        }
        let after = self.at(&self.rest[end..]);
        if let Some(next) = after.rest.strip_prefix(' ').map(|rest| after.at(rest))
            && is_capital(word)
            && let length = next.letters()
            && is_capital(&next.rest[..length])
            && let Some(symbol) = symbol(&format!("{word}{}", &next.rest[..length]))
        {
            return Some((symbol, next.at(&next.rest[length..])));
        }
        // Most words that stand here are no symbols: those have a second capital.
        let kinds = if is_loud(word) { kinds() } else { &[] };
        let glued = kinds.iter().map(|kind| kind.symbol).filter(|symbol| {
            word.strip_prefix(symbol).is_some_and(|body| body_row(body).is_some())
        });
        let symbol = glued.max_by_key(|symbol| symbol.len())?;
        Some((symbol, self.at(&self.rest[symbol.len()..])))
    }

    /// The letters and digits that stand here.
    fn word(&self) -> &'a str {
        let end = self.rest.find(|letter: char| !letter.is_alphanumeric());
        &self.rest[..end.unwrap_or(self.rest.len())]
    }

    /// How many bytes of letters stand here.
    fn letters(&self) -> usize {
        self.rest.find(|letter: char| !letter.is_alphabetic()).unwrap_or(self.rest.len())
    }

    /// The code of a body, with those that issue together. `spaced` lets blanks stand around the
    /// hyphens between them.
    fn body(self, spaced: bool) -> Option<(Body, Scanner<'a>)> {
        let (mut code, party, mut after) = self.code()?;
        loop {
            let (mark, next) = match after.rest.chars().next() {
                Some(mark @ ('-' | '.' | '&')) => (mark, after.at(&after.rest[1..])),
                _ if spaced => match after.joint() {
                    (Joint::Hyphen, next) => ('-', next),
                    _ => break,
                },
                _ => break,
            };
            let next = if spaced { next.at(next.rest.trim_start()) } else { next };
            let Some((more, _, end)) = next.unit() else { break };
            code = format!("{code}{mark}{more}");
            after = end;
        }
        Some((Body { code, party }, after))
    }

    /// One code: of the table in any case, or some capitals that may be one.
    fn code(self) -> Option<(String, Option<bool>, Scanner<'a>)> {
        if let Some((body, after)) = self.congress() {
            return Some((body, Some(false), after));
        }
        let centre = form::CENTRE.iter().find_map(|form| self.rest.strip_prefix(form));
        if let Some(rest) = centre.filter(|rest| !rest.starts_with(char::is_alphanumeric)) {
            return Some(("TW".to_owned(), Some(true), self.at(rest)));
        }
        let word = self.word();
        if word.len() > LONGEST {
            return None;
        }
        if let Some(row) = body_row(word) {
            let after = self.at(&self.rest[word.len()..]);
            return Some((row[0].to_owned(), Some(row[2] == "party"), after));
        }
        // `CPngày`: the blank behind the body is lost.
        let capitals = word.trim_end_matches(char::is_lowercase);
        let lost =
            word.char_indices().map(|(at, _)| at).rev().filter(|at| *at <= capitals.len() + 1);
        for cut in lost.filter(|at| *at >= 2) {
            let goes_on =
                word[cut..].chars().count() > 1 && word[cut..].starts_with(char::is_lowercase);
            if goes_on && let Some(row) = super::bodies().iter().find(|row| row[0] == &word[..cut])
            {
                let after = self.at(&self.rest[cut..]);
                return Some((row[0].to_owned(), Some(row[2] == "party"), after));
            }
        }
        let count = |is: fn(char) -> bool| word.chars().filter(|letter| is(*letter)).count();
        let (large, small) = (count(char::is_uppercase), count(char::is_lowercase));
        let plausible = large >= 2 && small * 3 <= large && word.starts_with(char::is_uppercase);
        let plausible = plausible && word.chars().count() <= 24;
        plausible.then(|| (word.to_owned(), None, self.at(&self.rest[word.len()..])))
    }

    /// A further code behind a hyphen: a body, or a unit of one such as `VP`, `TH`, `V1`.
    fn unit(self) -> Option<(String, Option<bool>, Scanner<'a>)> {
        self.code().or_else(|| {
            let word = self.word();
            let opens = word.starts_with(char::is_uppercase) && word.chars().count() <= 12;
            let lower = word.chars().filter(|letter| letter.is_lowercase()).count();
            (opens && lower <= 1)
                .then(|| (word.to_owned(), None, self.at(&self.rest[word.len()..])))
        })
    }

    /// `QH15`, `UBTVQH15`: the Quốc hội and its term.
    fn congress(self) -> Option<(String, Scanner<'a>)> {
        let code = form::ASSEMBLY.into_iter().find(|code| {
            self.rest.get(..code.len()).is_some_and(|head| head.eq_ignore_ascii_case(code))
        })?;
        let term = self.rest[code.len()..].trim_start_matches(' ');
        let length = form::figures(term);
        // A small letter goes on where the blank behind the number is lost: `QH13đang`.
        let goes_on = |letter: char| letter.is_alphanumeric() && !letter.is_lowercase();
        let ends = !term[length..].starts_with(goes_on);
        let is_term = (1..=2).contains(&length) && ends;
        is_term.then(|| (format!("{code}{}", &term[..length]), self.at(&term[length..])))
    }

    /// `/2022/QH15`, `/2020/NĐ-CP`, `/1999 TTLT/BCN-BTC`.
    /// Where the figures before it are the month of a date (`is_sure` is false) no blank may part year and
    /// kind.
    fn law(self, is_sure: bool) -> Option<Parts> {
        let after = self.slash()?;
        let length = form::figures(after.rest);
        let year = &after.rest[..length];
        let torn = if length < 4 { torn_year(after.rest) } else { None };
        let (year, length) = torn.unwrap_or_else(|| (year.to_owned(), length));
        let full = form::is_year(&year);
        if !full && length != 2 {
            return None;
        }
        let (joint, after) = after.at(&after.rest[length..]).joint();
        if !full && joint != Joint::Slash || !is_sure && !joint.is_sign() {
            return None;
        }
        let year = Some(year);
        if let Some((code, end)) = after.congress().filter(|_| full && joint.is_sign()) {
            let body = Body { code, party: Some(false) };
            return Some(Parts {
                year,
                kind: None,
                body,
                hyphen: false,
                printed: None,
                end: end.end(),
            });
        }
        let Some((kind, after)) = after.kind() else {
            let year = year.filter(|_| full && joint.is_sign())?;
            let (symbol, body, after) = after.unknown_kind(Joint::Hyphen)?;
            let printed = Some(format!("/{year}/{symbol}-{}", body.code));
            return Some(Parts { year: None, kind: None, body, hyphen: true, printed, end: after });
        };
        let (_, after) = after.joint();
        let (body, after) = after.body(is_joint(kind))?;
        let body = Body { party: Some(false), ..body };
        Some(Parts { year, kind: Some(kind), body, hyphen: true, printed: None, end: after.end() })
    }

    /// `/NQ-CP`, `-NQ/TW`, `/QĐ/TU`, `CV/ĐUK`, `/QĐ.UBND`: kind and body without a year. Where the
    /// separators are not those of a number, the body must be known.
    fn administrative(self) -> Option<Parts> {
        let (first, symbol) = self.joint();
        let (kind, behind) = symbol.kind()?;
        let (second, code) = behind.joint();
        let (body, after) = code.body(is_joint(kind))?;
        let regular = matches!(
            (first, second),
            (Joint::Slash, Joint::Hyphen) | (Joint::Hyphen, Joint::Slash)
        );
        // A point may end a sentence or a short word (`10/TT. UBND xã`, `12/TT.Tu Bông`): nothing but
        // signs and capitals makes a number of it.
        let pointed = second == Joint::Point
            && first.is_sign()
            && !self.until(after).contains(char::is_whitespace)
            && is_loud(symbol.until(behind))
            && is_loud(code.until(after));
        if !(second.is_sign() || pointed) || (!regular && body.party.is_none()) {
            return None;
        }
        // `01-N/STNMT`, a form: only the Government issues a `NĐ` whose Đ was lost.
        if symbol.until(behind).trim_end() == "N" && !["CP", "HĐBT"].contains(&body.code.as_str())
        {
            return None;
        }
        // `12-TC/TCT`: the code of a body that is a symbol too.
        let is_body = old_code(kind).is_some_and(|(_, sure)| sure == OldCode::Body);
        if is_body && body.party != Some(true) {
            return None;
        }
        let hyphen = second == Joint::Hyphen;
        let kind = Some(kind);
        Some(Parts { year: None, kind, body, hyphen, printed: None, end: after.end() })
    }

    /// `/STC-VP`: a công văn of the State, which has no symbol of its own; `/HĐBT` in old papers.
    fn letter(self, named: bool) -> Option<Parts> {
        let (body, after) = self.slash()?.body(named)?;
        let known = body.party.is_some() && (named || body.code.contains('-'));
        let believed = named && body.code.contains('-');
        let end = after.end();
        (known || believed).then_some(Parts {
            year: None,
            kind: None,
            body,
            hyphen: true,
            printed: None,
            end,
        })
    }

    /// A symbol of capitals that no table knows with a body that it knows, parted by `second` and without
    /// blanks: the symbol, the body, and where it ends.
    fn unknown_kind(self, second: Joint) -> Option<(&'a str, Body, usize)> {
        let end = self.letters();
        let symbol = &self.rest[..end];
        if end > LONGEST_SYMBOL || !is_loud(symbol) {
            return None;
        }
        let behind = self.at(&self.rest[end..]);
        let (joint, code) = behind.joint();
        let (body, after) = code.body(false)?;
        let is_tight = !self.until(after).contains(char::is_whitespace);
        let is_known = body_row(first_code(&body.code)).is_some() || body.party.is_some();
        (joint == second && is_tight && is_known).then(|| (symbol, body, after.end()))
    }

    /// A number without a symbol that the table knows: `-CVNS/BTCTW`, `-CP`, `CP`, `-VH/QĐ`.
    fn without_kind(self, start: usize, before: Before<'_>) -> Option<Parts> {
        let (joint, after) = self.joint();
        let is_tight = !self.until(after).contains(char::is_whitespace);
        if joint == Joint::Hyphen
            && is_tight
            && let Some((symbol, body, end)) = after.unknown_kind(Joint::Slash)
            && body.party == Some(true)
        {
            let printed = Some(format!("-{symbol}/{}", body.code));
            return Some(Parts { year: None, kind: None, body, hyphen: false, printed, end });
        }
        let old = self.old()?;
        old.is_number(self, start, before).then(|| {
            let body = Body { code: old.code, party: old.party };
            let printed = Some(old.printed);
            Parts { year: None, kind: None, body, hyphen: true, printed, end: old.after.end() }
        })
    }

    /// The codes of an old number, in the order of print.
    fn old(self) -> Option<Old<'a>> {
        let (joint, after) = self.joint();
        let gap = self.until(after);
        let sign = match joint {
            Joint::Slash => "/",
            Joint::Hyphen => "-",
            Joint::Odd if gap.is_empty() || gap == " " => "",
            _ => return None,
        };
        let mut printed = sign.to_owned();
        let mut next = after;
        let length = form::figures(next.rest);
        if !sign.is_empty() && form::is_year(&next.rest[..length]) {
            let (joint, behind) = next.at(&next.rest[length..]).joint();
            if !joint.is_sign() || behind.end() > next.end() + length + 1 {
                return None;
            }
            printed.push_str(&next.rest[..length]);
            printed.push('/');
            next = behind;
        }
        let (code, party, mut after) = next.code()?;
        printed.push_str(&code);
        let mut count = 1;
        while count < MOST_CODES {
            let Some(sign) = after.rest.chars().next() else { break };
            let mark = match sign {
                '.' | '&' => sign,
                _ if form::is_slash(sign) => '/',
                _ if form::is_hyphen(sign) => '-',
                _ => break,
            };
            let behind = after.at(&after.rest[sign.len_utf8()..]);
            let Some((more, _, end)) = behind.unit() else { break };
            printed.push(mark);
            printed.push_str(&more);
            after = end;
            count += 1;
        }
        Some(Old { gap, sign, code, party, printed, count, after })
    }
}

/// An old number has at most so many codes: `123-NN-TCCB/QĐ`. A judgement, not measured.
const MOST_CODES: usize = 4;

/// An old number that nothing but its code proves has at most so many figures: more may be a sum
/// (`1200/CP`). A judgement, not measured.
const MOST_FIGURES_ALONE: usize = 3;

/// Kinds whose names often stand before figures that are no number of a paper: `Dự án 661/NN`.
const FIGURED_KINDS: [&str; 9] = [
    "Đề án",
    "Chương trình",
    "Dự án",
    "Phương án",
    "Hợp đồng",
    "Kế hoạch",
    "Báo cáo",
    "Luật",
    "Lệnh",
];

/// What may be an old number, behind its figures.
struct Old<'a> {
    /// What stands between the figures and the first code.
    gap: &'a str,
    /// The sign in it: `/`, `-`, or nothing.
    sign: &'static str,
    /// The first code, and whether it is of the Party, if the table of bodies has it.
    code: String,
    party: Option<bool>,
    /// All that stands behind the figures, without blanks.
    printed: String,
    /// How many codes there are.
    count: usize,
    after: Scanner<'a>,
}

impl Old<'_> {
    /// Whether this is the number of a paper: a kind or `số` stands before it, or its code is that of a body
    /// which numbers are known by.
    fn is_number(&self, from: Scanner<'_>, start: usize, before: Before<'_>) -> bool {
        if !self.ends_here() || is_of_date(&from.text[..start]) {
            return false;
        }
        let row = old_code(&self.code).map(|(_, sure)| sure);
        let known = row.is_some() || self.party.is_some();
        let is_spaced = self.gap.contains(char::is_whitespace);
        let Lead { kind, numbered, .. } = lead(from.text, start);
        if let Some(kind) = kind {
            let kind_alone = row.is_none() && self.count == 1 && symbol(&self.code).is_some();
            let is_sure = self.party.is_some() || row == Some(OldCode::Alone);
            let named = numbered || is_sure || !FIGURED_KINDS.contains(&kind);
            return match (self.sign, is_spaced) {
                // `Quyết định 217 HĐBT ngày`, but not `Nghị quyết số 5 HĐND tỉnh`.
                (_, true) => known && (self.count > 1 || self.is_followed_by_date()),
                ("", false) => known,
                _ if kind_alone => self.is_followed_by_date(),
                _ => named,
            };
        }
        if self.sign.is_empty() || is_spaced {
            return false;
        }
        if numbered {
            return known || self.is_followed_by_date();
        }
        let figures = from.end() - start;
        let alone = row == Some(OldCode::Alone) && figures <= MOST_FIGURES_ALONE;
        alone || row == Some(OldCode::Body) && self.count > 1 || (before.is_listed)()
    }

    /// Whether neither a word nor a further code goes on here.
    fn ends_here(&self) -> bool {
        let rest = self.after.rest;
        let mut next = rest.chars();
        match next.next() {
            // `CPngày`: `code` found that the blank is lost.
            Some(letter) if letter.is_lowercase() => self.party.is_some(),
            Some(letter) if letter.is_alphanumeric() => false,
            // A sentence may begin without a blank.
            Some('.') => {
                !next.next().is_some_and(char::is_alphanumeric)
                    || next.next().is_some_and(char::is_lowercase)
            }
            Some(sign) if form::is_slash(sign) || form::is_hyphen(sign) => {
                !next.next().is_some_and(char::is_alphanumeric)
            }
            _ => true,
        }
    }

    fn is_followed_by_date(&self) -> bool {
        self.after.rest.trim_start_matches([' ', ',', '\n']).starts_with("ngày")
    }
}

/// The first of several codes that are joined by hyphens.
fn first_code(codes: &str) -> &str {
    codes.split('-').next().unwrap_or_default()
}

/// `rest` behind the blanks that may part two pieces of a number. A tab or many blanks part two cells of
/// a table or two columns: then nothing is skipped, so that no piece begins there.
fn skip_gap(rest: &str) -> &str {
    /// More blanks part columns. A judgement, not measured; torn numbers have one or two.
    const MOST_BLANKS: usize = 2;
    if !rest.starts_with(|next: char| next.is_whitespace()) {
        return rest;
    }
    let behind = rest.trim_start();
    let gap = &rest[..rest.len() - behind.len()];
    let (line, blanks) = gap.rsplit_once('\n').map_or((false, gap), |(_, indent)| (true, indent));
    let is_wide = gap.contains('\t')
        || gap.matches('\n').count() > 1
        || !line && blanks.chars().count() > MOST_BLANKS;
    if is_wide { rest } else { behind }
}

/// A year whose figures blanks tear apart, and how many bytes it takes: `202 5` in `26/202 5/NĐ-CP`. A slash must follow.
fn torn_year(rest: &str) -> Option<(String, usize)> {
    let mut year = String::new();
    let mut blank = true;
    for (at, letter) in rest.char_indices() {
        match letter {
            '0'..='9' if year.len() < 4 => {
                year.push(letter);
                blank = false;
            }
            ' ' if !blank => blank = true,
            _ if form::is_slash(letter) && form::is_year(&year) => {
                return Some((year, at - usize::from(blank)));
            }
            _ => return None,
        }
    }
    None
}

/// Whether papers of this kind are issued by several bodies together.
fn is_joint(kind: &str) -> bool {
    kind.ends_with("LT") || kind == "TTLB"
}

fn is_capital(word: &str) -> bool {
    !word.is_empty() && word.chars().all(char::is_uppercase)
}

/// Whether a word has two capitals or more, as symbols and codes have.
fn is_loud(word: &str) -> bool {
    word.chars().filter(|letter| letter.is_uppercase()).nth(1).is_some()
}

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

impl Number {
    /// Whether it names no kind that the table knows: `64-CP`, `12-TC/TCT`.
    pub(crate) fn is_old(&self) -> bool {
        self.kind.is_none() && old_code(&self.body).is_some()
    }
}
