//! Reads on from the digits of a number: year, kind, body, in both orders of the separators.
//! In: a text and the byte at which the figures begin. Out: one [`Number`], or nothing.
//! Never looks at what stands before the digits (`numbers` does).

use vankien_text::span::Span;

use super::bodies::{body_row, kinds, symbol};
use super::form::{self, HYPHENS};

/// Reads the number whose figures begin at byte `start`; `None` where they begin none. `named` tells that a word before
/// them says that a number comes. Then a number without a kind is believed, too: of one body of the table, or with a
/// hyphen in the code of a body that the table does not have.
pub fn read(text: &str, start: usize, named: bool) -> Option<Number> {
    let length = figures(&text[start..])?;
    let behind = &text[start + length..];
    let (suffix, parts) = match of_series(text, behind) {
        Some(found) => found,
        None => plain(text, behind, named)?,
    };
    // Letters read as figures prove themselves only by a body that is known.
    if length != form::figures(&text[start..]) && parts.body.party.is_none() {
        return None;
    }
    let serial: String = text[start..start + length].chars().filter_map(figure).collect();
    let serial = format!("{:0>2}{suffix}", serial.trim_start_matches('0'));
    let span = Span::new(start, parts.end);
    let canonical = canonical(&serial, &parts);
    let (body, party) = (parts.body.code, parts.body.party);
    Some(Number { span, canonical, kind: parts.kind, body, party })
}

/// The place in a series behind the figures, with its point, and what follows it: `.7`, then the parts of
/// `/2025/NQ-CP`. Only numbers with a year in full are of a series; all else with a point in it is a sum.
fn of_series<'a>(text: &'a str, behind: &'a str) -> Option<(&'a str, Parts)> {
    let (suffix, rest) = behind.split_at(form::series(behind)?);
    let parts = Scanner { text, rest }.law()?;
    (parts.year.as_deref().is_some_and(form::is_year)).then_some((suffix, parts))
}

/// The small letter behind the figures (empty where there is none), and the parts that follow it. Tried in order: with
/// a year, with a kind, with a body alone.
fn plain<'a>(text: &'a str, behind: &'a str, named: bool) -> Option<(&'a str, Parts)> {
    let is_lettered = behind.starts_with(|letter: char| letter.is_ascii_lowercase())
        && behind[1..].trim_start_matches(' ').starts_with(['-', '/']);
    let (suffix, rest) = behind.split_at(usize::from(is_lettered));
    let scanner = Scanner { text, rest };
    let parts = scanner.law().or_else(|| scanner.administrative());
    Some((suffix, parts.or_else(|| scanner.letter(named))?))
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

/// The code of a body.
struct Body {
    /// As the table prints it, or as it stands in the text; those of several bodies and units have the printed `-`, `.`
    /// or `&` between.
    code: String,
    /// Whether the first code is that of a Party body (`false`: of the State); `None` where it is not in the table.
    party: Option<bool>,
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
    /// The byte of the text at which the number ends.
    end: usize,
}

/// The canonical form: Party bodies print `59-NQ/TW`, State bodies `98/NQ-CP`, numbers with a year `30/2020/NĐ-CP`.
fn canonical(serial: &str, parts: &Parts) -> String {
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

/// What stands between two pieces of a number.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Joint {
    Slash,
    Hyphen,
    /// A point or an underscore, with or without blanks around it.
    Point,
    /// Only white space, or nothing at all.
    Odd,
}

impl Joint {
    /// Whether it is a slash or a hyphen, the signs that print sets between the pieces of a number.
    fn is_sign(self) -> bool {
        matches!(self, Joint::Slash | Joint::Hyphen)
    }
}

/// A place in a text at which a number is being read; white space around separators does not count.
#[derive(Clone, Copy)]
struct Scanner<'a> {
    /// The whole text.
    text: &'a str,
    /// What is not read yet: the end of `text`.
    rest: &'a str,
}

/// At most 12 bytes (inclusive) for the symbol of a kind; a longer word is not looked up. No symbol of `kinds.tsv` has
/// more.
const LONGEST_SYMBOL: usize = 12;

/// At most 64 bytes (inclusive) for the code of one body; a longer word is none. A judgement, not measured.
const LONGEST: usize = 64;

impl<'a> Scanner<'a> {
    /// The byte of the text at which `rest` begins.
    fn end(&self) -> usize {
        self.text.len() - self.rest.len()
    }

    /// The place at which `rest` begins, the end of the same text.
    fn at(self, rest: &'a str) -> Scanner<'a> {
        Scanner { rest, ..self }
    }

    /// The text from here to a later place.
    fn until(&self, later: Scanner<'a>) -> &'a str {
        &self.text[self.end()..later.end()]
    }

    /// What stands here between two pieces, and the place behind it and its white space.
    fn joint(self) -> (Joint, Scanner<'a>) {
        let rest = self.rest.trim_start();
        let parted = |joint, rest: &'a str| (joint, self.at(rest.trim_start()));
        if let Some(rest) = rest.strip_prefix('/') {
            return parted(Joint::Slash, rest);
        }
        if let Some(rest) = rest.strip_prefix(HYPHENS) {
            return parted(Joint::Hyphen, rest);
        }
        if let Some(rest) = rest.strip_prefix(['.', '_']) {
            return parted(Joint::Point, rest);
        }
        parted(Joint::Odd, rest)
    }

    /// The place behind a slash and the white space around it; `None` where none stands here.
    fn slash(self) -> Option<Scanner<'a>> {
        let (joint, after) = self.joint();
        (joint == Joint::Slash).then_some(after)
    }

    /// The symbol of a kind that stands here, as the table prints it, and the place behind it: a run of letters in any
    /// case, a symbol in capitals cut in two by a blank, or one with the code of a body of the table glued to it.
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

    /// The run of letters and digits that stands here; may be empty.
    fn word(&self) -> &'a str {
        let end = self.rest.find(|letter: char| !letter.is_alphanumeric());
        &self.rest[..end.unwrap_or(self.rest.len())]
    }

    /// How many bytes the run of letters takes that stands here.
    fn letters(&self) -> usize {
        self.rest.find(|letter: char| !letter.is_alphabetic()).unwrap_or(self.rest.len())
    }

    /// The code of a body that stands here, with those of its units and of bodies that issue together: `BCA-BTC`,
    /// `STC-VP`, `VP.HĐND-TH`. `spaced` lets blanks stand around the signs between them.
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

    /// One code, whether a Party body has it, and the place behind it: a code of the table in any case, or a word of
    /// mostly capitals that may be one (`None` for Party then).
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

    /// A further code behind `-`, `.` or `&`: of a body, or of a unit of one such as `VP` (office), `TH`, `V1`.
    fn unit(self) -> Option<(String, Option<bool>, Scanner<'a>)> {
        self.code().or_else(|| {
            let word = self.word();
            let opens = word.starts_with(char::is_uppercase) && word.chars().count() <= 12;
            let lower = word.chars().filter(|letter| letter.is_lowercase()).count();
            (opens && lower <= 1)
                .then(|| (word.to_owned(), None, self.at(&self.rest[word.len()..])))
        })
    }

    /// `QH15`, `UBTVQH15`: the Quốc hội (National Assembly) or its standing committee, with the number of the term. The
    /// code in capitals, and the place behind it.
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

    /// The parts of a number with a year: `/2022/QH15`, `/2020/NĐ-CP`, `/1999 TTLT/BCN-BTC`. A year of two figures
    /// needs a slash behind it. Its body counts as one of the State.
    fn law(self) -> Option<Parts> {
        let after = self.slash()?;
        let length = form::figures(after.rest);
        let year = &after.rest[..length];
        let full = form::is_year(year);
        if !full && length != 2 {
            return None;
        }
        let (joint, after) = after.at(&after.rest[length..]).joint();
        if !full && joint != Joint::Slash {
            return None;
        }
        let year = Some(year.to_owned());
        if let Some((code, end)) = after.congress().filter(|_| full && joint.is_sign()) {
            let body = Body { code, party: Some(false) };
            return Some(Parts { year, kind: None, body, hyphen: false, end: end.end() });
        }
        let (kind, after) = after.kind()?;
        let (_, after) = after.joint();
        let (body, after) = after.body(is_joint(kind))?;
        let body = Body { party: Some(false), ..body };
        Some(Parts { year, kind: Some(kind), body, hyphen: true, end: after.end() })
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
        let hyphen = second == Joint::Hyphen;
        Some(Parts { year: None, kind: Some(kind), body, hyphen, end: after.end() })
    }

    /// The parts of a number without kind and year: `/STC-VP` of a công văn (official letter) of the State, whose kind
    /// has no symbol; `/HĐBT` in old papers. `named` as for [`read`]; blanks may stand in the code only then.
    fn letter(self, named: bool) -> Option<Parts> {
        let (body, after) = self.slash()?.body(named)?;
        let known = body.party.is_some() && (named || body.code.contains('-'));
        let believed = named && body.code.contains('-');
        let parts = Parts { year: None, kind: None, body, hyphen: true, end: after.end() };
        (known || believed).then_some(parts)
    }
}

/// Whether papers of this kind (a symbol) are issued by several bodies together: it ends in `LT` (liên tịch, joint).
fn is_joint(kind: &str) -> bool {
    kind.ends_with("LT")
}

/// Whether the word is not empty and all of it is capitals.
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
    /// Bytes of the text, from its first figure (which may be a letter that a scan misread) to the end of the body.
    pub span: Span,
    /// `59-NQ/TW`: a serial of at least two digits (`05`), symbols and codes as the tables print them, separators in
    /// the order that the issuing body uses.
    pub canonical: String,
    /// The symbol of the kind as the table prints it; `None` where the number has none: of a State công văn (official
    /// letter), and of papers of the Quốc hội such as `45/2022/QH15`.
    pub kind: Option<&'static str>,
    /// The code of the body, as the table prints it or as it stands in the text; those of units and of further bodies
    /// are joined to it.
    pub body: String,
    /// Whether a Party body issued it. A number with a year counts as one of the State; without a year `None` where the
    /// first body is not in the table.
    pub party: Option<bool>,
}
