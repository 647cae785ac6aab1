//! The keys under which document numbers and defined abbreviations are indexed.
//!
//! In: canonical numbers, citations, definitions. Out: keys. Never decides what a citation means (`papers` does).
//!
//! | key | of |
//! |---|---|
//! | `59-nq/tw` | a number |
//! | `59-nq/tw␅2020-08-05` | a number with the date of its paper, which tells namesakes apart |
//! | `59!nghi quyet` | an open number: a citation by digits and kind alone (*nghị quyết* is resolution) |
//! | `100/2019!nghi dinh` | an open number with its year (*nghị định* is decree) |
//! | `~59-nq/tw` | an alias: a citation of that number by name |

use vankien_papers::document::{Citation, Form};
use vankien_papers::number::form::short_number;
use vankien_papers::number::regular;

use crate::analyse::{self, Tokens};

/// The character between a number and the date in a dated key.
pub const DATE_SEPARATOR: char = '\u{5}';

/// The character between the digits and the kind in the key of an open number. It sorts before all digits.
pub(crate) const OPEN_SEPARATOR: char = '!';

/// The first character of an alias key: the paper is cited by a name, or cites itself ("this resolution").
pub const ALIAS_LEAD: char = '~';

/// The key of a number, equal for all its spellings: lower case, no leading zeros, one form of separators (`64/cp` for
/// `64-CP`, `64/CP` and `64CP`).
pub fn number_key(canonical: &str) -> String {
    let canonical = &*regular(canonical);
    let digits = canonical.trim_start_matches('0');
    let kept =
        if digits.starts_with(|first: char| first.is_ascii_digit()) { digits } else { canonical };
    kept.to_lowercase()
}

/// The key of a number with the date of the paper that bears it.
pub(crate) fn dated_key(canonical: &str, date: &str) -> String {
    format!("{}{DATE_SEPARATOR}{date}", number_key(canonical))
}

/// The key of an open number: `59!nghi quyet`, `100/2019!nghi dinh`.
pub fn open_key(serial: &str, year: Option<&str>, kind: &str) -> String {
    let serial = serial.trim_start_matches('0');
    let kind = folded_words(kind);
    match year {
        Some(year) => format!("{serial}/{year}{OPEN_SEPARATOR}{kind}"),
        None => format!("{serial}{OPEN_SEPARATOR}{kind}"),
    }
}

/// The serial number, the year and the kind in the key of an open number; `None` for other keys.
pub fn parse_open_key(key: &str) -> Option<(&str, Option<&str>, &str)> {
    let (number, kind) = key.split_once(OPEN_SEPARATOR)?;
    let (serial, year) =
        number.split_once('/').map_or((number, None), |(serial, year)| (serial, Some(year)));
    Some((serial, year, kind))
}

/// The alias key of a paper; `number_key` is the key of its number.
pub fn alias_key(number_key: &str) -> String {
    format!("{ALIAS_LEAD}{number_key}")
}

/// The words of `text` in folded form (lower case, no marks), with one blank between them; empty if it has no word.
pub fn folded_words(text: &str) -> String {
    let mut tokens = Tokens::new(text);
    let mut words = String::new();
    while tokens.advance() {
        if !words.is_empty() {
            words.push(' ');
        }
        words.push_str(analyse::folded(tokens.term()));
    }
    words
}

/// The character between the three parts of a definition key. It sorts before all letters.
const DEFINITION_SEPARATOR: char = '\0';

/// The two keys of an abbreviation that a paper defines. Each is a folded form by which it is looked up (the short one
/// first, then the long one), followed by both forms as written.
pub fn definition_keys(short: &str, long: &str) -> [String; 2] {
    let definition = format!("{DEFINITION_SEPARATOR}{short}{DEFINITION_SEPARATOR}{long}");
    [format!("{}{definition}", folded_words(short)), format!("{}{definition}", folded_words(long))]
}

/// The range (start, end exclusive) of the definition keys where `words` is the short or the long form.
pub(crate) fn definition_range(words: &str) -> (String, String) {
    let from = folded_words(words);
    (format!("{from}{DEFINITION_SEPARATOR}"), format!("{from}\u{1}"))
}

/// The short and the long form, as written, in a definition key; `None` if it is no such key.
pub(crate) fn parse_definition_key(key: &str) -> Option<(&str, &str)> {
    let mut parts = key.split(DEFINITION_SEPARATOR).skip(1);
    Some((parts.next()?, parts.next()?))
}

/// Whether a key is neither dated nor that of an open number. An alias key is plain.
pub fn is_plain(key: &str) -> bool {
    !key.contains([DATE_SEPARATOR, OPEN_SEPARATOR])
}

/// The keys of a citation in a section with this text. With a number: its plain key, then the dated one if its date is
/// known; only the alias key if it is cited by a name or title, or cites itself. Without a number: the open key of a
/// citation by kind and digits (`Form::Short` with a kind); else none.
pub fn citation_keys(text: &str, citation: &Citation) -> Vec<String> {
    if let Some(canonical) = &citation.canonical {
        if matches!(citation.form, Form::Alias | Form::Itself | Form::Title) {
            return vec![alias_key(&number_key(canonical))];
        }
        let dated = citation.of_date.iter().map(|date| dated_key(canonical, date));
        return std::iter::once(number_key(canonical)).chain(dated).collect();
    }
    match (&citation.kind, citation.form) {
        (Some(kind), Form::Short) => {
            let (serial, year) = short_number(citation.span.of(text));
            vec![open_key(serial, year, kind)]
        }
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_equal_without_leading_zeros() {
        assert_eq!(number_key("06/QĐ-TTg"), "6/qđ-ttg");
        assert_eq!(number_key("59-NQ/TW"), "59-nq/tw");
        assert_eq!(number_key("0"), "0");
        assert_eq!(open_key("059", None, "Nghị quyết"), "59!nghi quyet");
        assert_eq!(open_key("100", Some("2019"), "Nghị định"), "100/2019!nghi dinh");
        for old in ["64-CP", "64/CP", "64CP", "064-cp"] {
            assert_eq!(number_key(old), "64/cp");
        }
        assert_eq!(number_key("12-TC/TCT"), number_key("12/TC-TCT"));
        assert!(!is_plain(&dated_key("59-NQ/TW", "2020-08-05")) && is_plain("59-nq/tw"));
    }
}
