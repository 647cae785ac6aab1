//! The kinds of papers and the bodies that issue them, by symbol and code.
//! In: `kinds.tsv`, `bodies.tsv`, `old_codes.tsv`. Out: rows. Never reads a number; `scan` does.

use std::collections::HashMap;
use std::sync::OnceLock;

use crate::table::rows;

/// A row of `kinds.tsv`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Kind {
    /// What numbers print for the kind: `NQ`. Two kinds may share one symbol.
    pub symbol: &'static str,
    /// The name of the kind: `Nghị quyết` (resolution).
    pub name: &'static str,
    /// Whose papers have the symbol in this sense: `party`, `state` or `both`.
    pub system: &'static str,
}

/// The rows of `kinds.tsv`, sorted by symbol, then by name.
pub fn kinds() -> &'static [Kind] {
    static KINDS: OnceLock<Vec<Kind>> = OnceLock::new();
    KINDS.get_or_init(|| {
        rows(include_str!("kinds.tsv"))
            .map(|[symbol, name, system]| Kind { symbol, name, system })
            .collect()
    })
}

/// The rows of `bodies.tsv`, sorted by code: code, name, `party` or `state`. A name with ` hoặc ` (or) in it is that of
/// two bodies that share the code.
pub fn bodies() -> &'static [[&'static str; 3]] {
    static BODIES: OnceLock<Vec<[&'static str; 3]>> = OnceLock::new();
    BODIES.get_or_init(|| rows(include_str!("bodies.tsv")).collect())
}

/// The name of the kind that a symbol stands for. `party` is as in [`Number::party`](super::Number::party); `None` lets
/// kinds of both count. `None` comes back where no kind fits or more than one does. The case must be that of the table.
pub fn kind_name(symbol: &str, party: Option<bool>) -> Option<&'static str> {
    let fits = |kind: &&Kind| match party {
        Some(party) => kind.system == "both" || (kind.system == "party") == party,
        None => true,
    };
    let mut names = kinds().iter().filter(|kind| kind.symbol == symbol).filter(fits);
    let first = names.next()?;
    names.next().is_none().then_some(first.name)
}

/// The symbol that `word` is in any case, as the table prints it; `None` for any other word. In capitals only, `Q` and
/// `N` (whose Đ was lost) and `QD` and `ND` (whose Đ lost its bar) are QĐ and NĐ, too.
pub fn symbol(word: &str) -> Option<&'static str> {
    static SYMBOLS: OnceLock<HashMap<String, &'static str>> = OnceLock::new();
    let symbols = SYMBOLS.get_or_init(|| {
        kinds().iter().rev().map(|kind| (kind.symbol.to_lowercase(), kind.symbol)).collect()
    });
    symbols.get(&word.to_lowercase()).copied().or(match word {
        "Q" | "QD" => Some("QĐ"),
        "N" | "ND" => Some("NĐ"),
        _ => None,
    })
}

/// What the code of an old number (`64-CP`, which names no kind) proves by itself. Any of these codes makes a number
/// behind `số`, behind an old number of the same list and, mostly, behind a kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OldCode {
    /// It proves a number of up to three figures, joined by a hyphen or slash without blanks: `388-HĐBT`.
    Alone,
    /// It proves a number if a further code stands behind it: `TC` in `12-TC/TCT`.
    Body,
    /// It proves no number: a kind, `số` or a list must stand before it: `Quyết định 327-CT`.
    Named,
}

/// The codes of `old_codes.tsv`.
pub fn old_codes() -> impl Iterator<Item = &'static str> {
    rows(include_str!("old_codes.tsv")).map(|[code]| code)
}

/// The row of `old_codes.tsv` with this code: its name, and how sure it is. Case decides.
pub fn old_code(code: &str) -> Option<(&'static str, OldCode)> {
    static CODES: OnceLock<HashMap<&'static str, (&'static str, OldCode)>> = OnceLock::new();
    let codes = CODES.get_or_init(|| {
        let all = rows(include_str!("old_codes.tsv"));
        let row = |[code, name, stands]: [&'static str; 3]| {
            let sure = match stands {
                "alone" => OldCode::Alone,
                "body" => OldCode::Body,
                _ => OldCode::Named,
            };
            (code, (name, sure))
        };
        all.map(row).collect()
    });
    codes.get(code).copied()
}

/// The row of a body, by its code in any case.
pub fn body_row(code: &str) -> Option<&'static [&'static str; 3]> {
    static CODES: OnceLock<HashMap<String, &'static [&'static str; 3]>> = OnceLock::new();
    let codes =
        CODES.get_or_init(|| bodies().iter().map(|row| (row[0].to_lowercase(), row)).collect());
    codes.get(&code.to_lowercase()).copied()
}
