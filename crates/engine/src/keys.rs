//! The keys under which the numbers of papers are indexed.
//! In: canonical numbers, citations. Out: `59-nq/tw`, with its date `59-nq/tw␅2020-08-05`, and for a
//! short form that stays open `59!nghi quyet`.
//! Never decides what a citation means (`structure` does).

use vankien_papers::document::{Citation, Form};

use crate::analyse::{self, Tokens};

/// Between a number and the date that tells it from its namesakes.
pub const DATE_SEPARATOR: char = '\u{5}';

/// Between the digits and the kind of a short form that stays open. Sorts before all digits.
pub(crate) const OPEN_SEPARATOR: char = '!';

/// Before the key of a number that a paper mentions by a name, or by speaking of itself.
pub const ALIAS_LEAD: char = '~';

/// What two spellings of one document number share: small letters, no leading zeros.
pub fn number_key(canonical: &str) -> String {
    let digits = canonical.trim_start_matches('0');
    let kept =
        if digits.starts_with(|first: char| first.is_ascii_digit()) { digits } else { canonical };
    kept.to_lowercase()
}

/// A number and the date of the paper that bears it.
pub(crate) fn dated_key(canonical: &str, date: &str) -> String {
    format!("{}{DATE_SEPARATOR}{date}", number_key(canonical))
}

/// The key of a bare number of a kind: `59!nghi quyet`.
pub fn open_key(digits: &str, kind: &str) -> String {
    let digits = digits.trim_start_matches('0');
    format!("{digits}{OPEN_SEPARATOR}{}", folded_words(kind))
}

/// The key under which names of a paper are indexed, by the key of its number.
pub fn alias_key(number: &str) -> String {
    format!("{ALIAS_LEAD}{number}")
}

/// The words of `text`, folded, with one space between them.
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

/// Between what is looked up of an abbreviation and what is told of it. Sorts before all letters.
const DEFINITION_SEPARATOR: char = '\0';

/// The keys of an abbreviation that a paper defines: by its short form, and by what it stands for.
pub fn definition_keys(short: &str, long: &str) -> [String; 2] {
    let told = format!("{DEFINITION_SEPARATOR}{short}{DEFINITION_SEPARATOR}{long}");
    [format!("{}{told}", folded_words(short)), format!("{}{told}", folded_words(long))]
}

/// All keys of what papers define for `words`, on either side, lie from the first to the second.
pub(crate) fn definition_range(words: &str) -> (String, String) {
    let from = folded_words(words);
    (format!("{from}{DEFINITION_SEPARATOR}"), format!("{from}\u{1}"))
}

/// The abbreviation and what it stands for, as told by a key.
pub(crate) fn parse_definition_key(key: &str) -> Option<(&str, &str)> {
    let mut parts = key.split(DEFINITION_SEPARATOR).skip(1);
    Some((parts.next()?, parts.next()?))
}

/// Whether a key is a whole number without date.
pub fn is_plain(key: &str) -> bool {
    !key.contains([DATE_SEPARATOR, OPEN_SEPARATOR])
}

/// The keys of a citation in a section with this text; the first is the one without date.
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
            let surface = citation.span.of(text);
            let digits = surface.trim_end_matches(|last: char| last.is_ascii_digit()).len();
            vec![open_key(&surface[digits..], kind)]
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
        assert_eq!(open_key("059", "Nghị quyết"), "59!nghi quyet");
        assert!(!is_plain(&dated_key("59-NQ/TW", "2020-08-05")) && is_plain("59-nq/tw"));
    }
}
