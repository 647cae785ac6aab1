//! Reads on from the digits of a number: year, kind, body, in both orders of the separators.
//! In: a text and the byte at which the figures begin. Out: one [`Number`], or nothing.
//! `numbers` has looked at what stands before the digits. Here it is looked at only for the word of a date, the line of
//! a table, and the kind or `số` that an old number needs.

use vankien_text::span::Span;

use super::bodies::{OldCode, body_row, old_code};
use super::form;
use super::lead::is_of_date;
use super::scanner::{Body, Joint, LONGEST_SYMBOL, Scanner, is_loud, torn_year};

/// What stands before a number.
#[derive(Clone, Copy)]
pub struct Before<'a> {
    /// Whether a word says that a number comes: `số`, `công văn` and others (see `begins`). Then a body that the table
    /// does not hold is believed, if the code of a unit stands behind it.
    pub is_named: bool,
    /// Whether it is listed behind an old number. A function, as few numbers ask.
    pub is_listed: &'a dyn Fn() -> bool,
}

/// Reads the number whose figures begin at byte `start`; `None` where they begin none.
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

/// The place in a series behind the figures, with its point, and what follows it: `.7`, then the parts of
/// `/2025/NQ-CP`. Only numbers with a year in full are of a series; all else with a point in it is a sum.
fn of_series<'a>(text: &'a str, behind: &'a str) -> Option<(&'a str, Parts)> {
    let (suffix, rest) = behind.split_at(form::series(behind)?);
    let parts = Scanner { text, rest }.law(true)?;
    (parts.year.as_deref().is_some_and(form::is_year)).then_some((suffix, parts))
}

/// The small letter behind the figures (empty where there is none), and the parts that follow it. Tried in order: with
/// a year, with a kind, with a body alone, without a kind that the table knows.
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

/// How many bytes of figures stand at the head of `text`, letters that a scan read for figures included. `None` without
/// a true digit, and for more than [`form::MOST_FIGURES`].
fn figures(text: &str) -> Option<usize> {
    let length = text.chars().map_while(figure).take(form::MOST_FIGURES + 1).count();
    let sure = text.bytes().take(length).any(|byte| byte.is_ascii_digit());
    (sure && length <= form::MOST_FIGURES).then_some(length)
}

/// The figure that a character stands for. A scan reads `O` or `o` where 0 is printed, and `l` or `I` for 1.
fn figure(letter: char) -> Option<char> {
    match letter {
        '0'..='9' => Some(letter),
        'O' | 'o' => Some('0'),
        'l' | 'I' => Some('1'),
        _ => None,
    }
}

/// What stands behind the serial number.
struct Parts {
    /// As printed, with two figures or four.
    year: Option<String>,
    /// The symbol of the kind, as the table prints it.
    kind: Option<&'static str>,
    body: Body,
    /// Whether a hyphen stands between kind and body, as State bodies print it. It decides the order of the separators
    /// where the table does not tell Party or State.
    hyphen: bool,
    /// What stands behind the serial number as it is printed, without blanks; `None` where the table tells
    /// how the body prints it.
    printed: Option<String>,
    end: usize,
}

/// The canonical form: Party bodies print `59-NQ/TW`, State bodies `98/NQ-CP`, numbers with a year `30/2020/NĐ-CP`.
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

impl<'a> Scanner<'a> {
    /// The parts of a number with a year: `/2022/QH15`, `/2020/NĐ-CP`, `/1999 TTLT/BCN-BTC`. Where the figures before
    /// it are the month of a date (`is_sure` is false) no blank may part year and kind.
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
        // `144/2025QH15`: nothing else is written so.
        let is_glued = after.rest[length..].starts_with(char::is_alphabetic);
        let (joint, after) = after.at(&after.rest[length..]).joint();
        if !full && joint != Joint::Slash || !is_sure && !joint.is_sign() {
            return None;
        }
        let year = Some(year);
        if let Some((code, end)) =
            after.congress().filter(|_| full && (joint.is_sign() || is_glued))
        {
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

    /// The parts of a number without a year: kind and body, as in `/NQ-CP`, `-NQ/TW`, `/QĐ/TU`, `CV/ĐUK`, `/QĐ.UBND`.
    /// Unless one separator is a slash and the other a hyphen, the body must stand in the table.
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

    /// The parts of a number without kind and year: `/STC-VP` of a công văn (official letter) of the State, whose kind
    /// has no symbol; `/HĐBT` in old papers. `named` is [`Before::is_named`]; blanks may stand in the code only then.
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
}

/// The first of several codes that are joined by hyphens.
fn first_code(codes: &str) -> &str {
    codes.split('-').next().unwrap_or_default()
}

/// Whether papers of this kind (a symbol) are issued by several bodies together: it ends in `LT` (liên tịch, joint).
fn is_joint(kind: &str) -> bool {
    kind.ends_with("LT") || kind == "TTLB"
}

/// A number of a paper, as it stands in a text.
#[derive(Clone, Debug, PartialEq)]
pub struct Number {
    /// Bytes of the text, from its first figure (which may be a letter that a scan misread) to the end of the body.
    pub span: Span,
    /// `59-NQ/TW`: a serial of at least two digits (`05`), symbols and codes as the tables print them, separators in
    /// the order that the issuing body uses.
    pub canonical: String,
    /// The symbol of the kind as the table prints it; `None` where the number has none that the table knows: of a State
    /// công văn (official letter), of an old number, and of papers of the Quốc hội such as `45/2022/QH15`.
    pub kind: Option<&'static str>,
    /// The code of the body, as the table prints it or as it stands in the text; those of units and of further bodies
    /// are joined to it.
    pub body: String,
    /// Whether a Party body issued it. A number with a year and a known kind counts as one of the State; else `None`
    /// where the first body is not in the table.
    pub party: Option<bool>,
}

impl Number {
    /// Whether it names no kind that the table knows, and its body stands in the table of old codes: `64-CP`,
    /// `12-TC/TCT`.
    pub(crate) fn is_old(&self) -> bool {
        self.kind.is_none() && old_code(&self.body).is_some()
    }
}
