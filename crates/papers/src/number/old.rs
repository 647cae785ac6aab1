//! Old numbers, which name no kind: `64-CP`, `388-HĐBT`, `12-TC/TCT`, `1288-VH/QĐ`.
//! In: the place behind the figures of a number. Out: the codes that stand there, and whether they make a number.
//! Never takes a house, a class or a share for one: a kind, `số`, a list of such numbers or the code of a known body
//! proves it.

use super::bodies::{OldCode, old_code, symbol};
use super::form;
use super::lead::{Lead, is_of_date, lead};
use super::scan::Before;
use super::scanner::{Joint, Scanner};

impl<'a> Scanner<'a> {
    /// The codes of an old number, in the order of print.
    pub fn old(self) -> Option<Old<'a>> {
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

/// An old number that one code alone proves ([`OldCode::Alone`]) has at most so many figures: more may be a sum
/// (`1200/CP`). A judgement, not measured.
const MOST_FIGURES_ALONE: usize = 3;

/// Kinds whose names often stand before figures that are no number of a paper: `Dự án 661/NN` (project). Scheme,
/// programme, project, option, contract, plan, report, law, order.
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
pub struct Old<'a> {
    /// What stands between the figures and the year, or the first code where there is no year.
    gap: &'a str,
    /// The sign in it: `/`, `-`, or nothing.
    sign: &'static str,
    /// The first code, and whether it is of the Party, if the table of bodies has it.
    pub code: String,
    pub party: Option<bool>,
    /// All that stands behind the figures, without blanks.
    pub printed: String,
    /// How many codes there are.
    count: usize,
    pub after: Scanner<'a>,
}

impl Old<'_> {
    /// Whether this is the number of a paper: a kind or `số` stands before it (mostly enough), it is listed behind an
    /// old number, or its code proves it (see [`OldCode`]). `false` where a word goes on, and behind the word for a
    /// part of a date.
    pub fn is_number(&self, from: Scanner<'_>, start: usize, before: Before<'_>) -> bool {
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
