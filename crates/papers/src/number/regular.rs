//! The one form of a number whose separators print sets in several ways: `64-CP`, `64CP` and `64/CP`.
//! In: a canonical number. Out: the number under which an index holds it, in the same case.
//! Never touches a number with a year, or one with the separators of the Party whose kind the table knows: their
//! canonical form is one already.

use std::borrow::Cow;

use super::bodies::{OldCode, body_row, old_code, symbol};
use super::form;

/// A canonical number with the separators under which an index holds it. Old numbers, which are canonical
/// as printed, have a slash behind the serial number and hyphens behind that: `64/CP` for `64-CP`,
/// `12/TC-TCT` for `12-TC/TCT`.
pub fn regular(canonical: &str) -> Cow<'_, str> {
    let (serial, rest) = canonical.split_at(form::serial_length(canonical));
    let is_sign = |letter: char| matches!(letter, '/' | '-');
    let codes = rest.strip_prefix(is_sign).unwrap_or(rest);
    if codes.is_empty() || !codes.starts_with(char::is_alphabetic) {
        return Cow::Borrowed(canonical);
    }
    let (first, others) = codes.split_once(is_sign).unwrap_or((codes, ""));
    let of_party = body_row(others).map(|row| row[2] == "party");
    let opens_codes = old_code(first).is_some_and(|(_, sure)| sure == OldCode::Body);
    let names_kind = symbol(first).is_some() && (of_party == Some(true) || !opens_codes);
    let is_party =
        rest.starts_with('-') && names_kind && !others.is_empty() && of_party != Some(false);
    if is_party || rest.starts_with('/') && !codes.contains('/') {
        return Cow::Borrowed(canonical);
    }
    Cow::Owned(format!("{serial}/{}", codes.replace('/', "-")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_an_old_number_are_one() {
        for (canonical, wanted) in [
            ("64-CP", "64/CP"),
            ("64CP", "64/CP"),
            ("64/CP", "64/CP"),
            ("388-HĐBT", "388/HĐBT"),
            ("12-TC/TCT", "12/TC-TCT"),
            ("12/TC-TCT", "12/TC-TCT"),
            ("1288-VH/QĐ", "1288/VH-QĐ"),
            ("1288/VH/QĐ", "1288/VH-QĐ"),
            ("327-CT", "327/CT"),
            ("2870-CVNS/BTCTW", "2870/CVNS-BTCTW"),
            ("59-NQ/TW", "59-NQ/TW"),
            ("12-CT/TU", "12-CT/TU"),
            ("45-KH/ABC", "45-KH/ABC"),
            ("98/NQ-CP", "98/NQ-CP"),
            ("100/2019/NĐ-CP", "100/2019/NĐ-CP"),
            ("66.7/2025/NQ-CP", "66.7/2025/NQ-CP"),
            ("53/STC-VP", "53/STC-VP"),
            ("59", "59"),
            ("", ""),
        ] {
            assert_eq!(regular(canonical), wanted, "{canonical}");
            assert_eq!(regular(wanted), wanted, "{wanted}");
        }
    }
}
