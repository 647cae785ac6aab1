//! Steps over the pieces of a number: separators, symbols of kinds, codes of bodies.
//! In: a text and a place in it. Out: the piece that stands there, and the place behind it.
//! Never decides what is a number; `scan` does. Never steps from one cell of a table to the next.

use super::bodies::{body_row, kinds, symbol};
use super::form;

/// The code of a body.
pub struct Body {
    /// As the table prints it, or as it stands in the text; those of several bodies and units have the printed `-`, `.`
    /// or `&` between.
    pub code: String,
    /// Whether the first code is that of a Party body (`false`: of the State); `None` where it is not in the table.
    pub party: Option<bool>,
}

/// What stands between two pieces of a number.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Joint {
    Slash,
    Hyphen,
    /// A point or an underscore, with or without blanks around it.
    Point,
    /// None of these: white space is passed, or nothing at all.
    Odd,
}

impl Joint {
    /// Whether it is a slash or a hyphen, the signs that print sets between the pieces of a number.
    pub fn is_sign(self) -> bool {
        matches!(self, Joint::Slash | Joint::Hyphen)
    }
}

/// A place in a text at which a number is being read; white space around separators does not count.
#[derive(Clone, Copy)]
pub struct Scanner<'a> {
    pub text: &'a str,
    pub rest: &'a str,
}

/// At most 12 bytes (inclusive) for the symbol of a kind; a longer word is not looked up. No symbol of `kinds.tsv` has
/// more.
pub const LONGEST_SYMBOL: usize = 12;

/// At most 64 bytes (inclusive) for the code of one body; a longer word is none. A judgement, not measured.
const LONGEST: usize = 64;

impl<'a> Scanner<'a> {
    pub fn end(&self) -> usize {
        self.text.len() - self.rest.len()
    }

    pub fn at(self, rest: &'a str) -> Scanner<'a> {
        Scanner { rest, ..self }
    }

    /// The text from here to a later place.
    pub fn until(&self, later: Scanner<'a>) -> &'a str {
        &self.text[self.end()..later.end()]
    }

    /// What stands here between two pieces, and the place behind it and its white space.
    pub fn joint(self) -> (Joint, Scanner<'a>) {
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

    pub fn slash(self) -> Option<Scanner<'a>> {
        let (joint, after) = self.joint();
        (joint == Joint::Slash).then_some(after)
    }

    /// The symbol of a kind that stands here, as the table prints it, and the place behind it: a run of letters in any
    /// case, a symbol in capitals cut in two by a blank, or one with the code of a body of the table glued to it.
    pub fn kind(self) -> Option<(&'static str, Scanner<'a>)> {
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
    pub fn word(&self) -> &'a str {
        let end = self.rest.find(|letter: char| !letter.is_alphanumeric());
        &self.rest[..end.unwrap_or(self.rest.len())]
    }

    /// How many bytes the run of letters takes that stands here.
    pub fn letters(&self) -> usize {
        self.rest.find(|letter: char| !letter.is_alphabetic()).unwrap_or(self.rest.len())
    }

    /// The code of a body that stands here, with those of its units and of bodies that issue together: `BCA-BTC`,
    /// `STC-VP`, `VP.HĐND-TH`. `spaced` lets blanks stand around the signs between them.
    pub fn body(self, spaced: bool) -> Option<(Body, Scanner<'a>)> {
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
    pub fn code(self) -> Option<(String, Option<bool>, Scanner<'a>)> {
        if let Some((body, after)) = self.congress() {
            return Some((body, Some(false), after));
        }
        let spelled = form::SPELLED_CODES
            .iter()
            .find_map(|(spelling, code)| Some((*code, self.rest.strip_prefix(spelling)?)));
        if let Some((code, rest)) =
            spelled.filter(|(_, rest)| !rest.starts_with(char::is_alphanumeric))
        {
            return Some((code.to_owned(), Some(true), self.at(rest)));
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
    pub fn unit(self) -> Option<(String, Option<bool>, Scanner<'a>)> {
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
    pub fn congress(self) -> Option<(String, Scanner<'a>)> {
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
}

/// `rest` behind the blanks that may part two pieces of a number. A tab, an empty line or many blanks part two cells of
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

/// A year whose figures blanks tear apart, and how many bytes it takes: `202 5` in `26/202 5/NĐ-CP`. A slash must
/// follow.
pub fn torn_year(rest: &str) -> Option<(String, usize)> {
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

fn is_capital(word: &str) -> bool {
    !word.is_empty() && word.chars().all(char::is_uppercase)
}

/// Whether a word has two capitals or more, as symbols and codes have.
pub fn is_loud(word: &str) -> bool {
    word.chars().filter(|letter| letter.is_uppercase()).nth(1).is_some()
}
