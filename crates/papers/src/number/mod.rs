//! Reads numbers of papers by their grammar: `59-NQ/TW`, `98/NQ-CP`, `45/2022/QH15`, `53/STC-VP`.
//! In: any text. Out: the numbers in it with their canonical form. A kind of the table or the code of the National
//! Assembly makes a number: `16/19`, `COVID-19`, `30/4/1975` and `2020-2025` have neither and are none. Numbers without
//! a kind (`53/STC-VP`), old ones (`64-CP`) and those of kinds that no table knows need a known body, or a kind or `số`
//! before them.
//! Never reads what stands behind a number (`citation` does), never joins two cells of a table.

mod bodies;
pub mod form;
pub(crate) mod lead;
mod old;
mod rank;
mod regular;
mod scan;
mod scanner;

use vankien_text::blocks;
use vankien_text::language::letters;
use vankien_text::span::{self, Span};

pub use self::bodies::{Kind, OldCode, bodies, kind_name, kinds, old_code, old_codes};
pub use self::rank::{is_of_later_year, may_change, may_guide};
pub use self::regular::regular;
use self::scan::Before;
pub use self::scan::Number;

/// All numbers of papers in `text`, in order; none overlaps another. Numbers inside addresses of the web, of mail and
/// of files are left out.
pub fn numbers(text: &str) -> Vec<Number> {
    let mut found: Vec<Number> = Vec::new();
    let mut at = 0;
    while let Some(digit) = next_digit(text, at) {
        let start = digit - misread_before(&text[at..digit]);
        let begins = goes_on(&text[digit..]).then(|| begins(text, start)).flatten();
        let number = begins.and_then(|is_named| {
            let is_listed = || found.last().is_some_and(|last| is_listed(text, last, start));
            scan::read(text, start, Before { is_named, is_listed: &is_listed })
        });
        let number = number.filter(|number| !in_address(text, number.span));
        at = number.as_ref().map_or(digit + form::figures(&text[digit..]), |one| one.span.end);
        found.extend(number);
    }
    found
}

/// Whether the number that begins at `start` is listed behind an old number: `12-TC/TCT, 30-TC/CĐKT`.
fn is_listed(text: &str, last: &Number, start: usize) -> bool {
    /// More bytes than these part no two numbers of a list: blanks, `và`, `;`. A judgement, not measured.
    const MOST: usize = 8;
    let between = &text[last.span.end..start];
    last.is_old() && between.len() <= MOST && [",", "và", ";"].contains(&between.trim())
}

/// Whether something stands behind the figures at the head of `text` that may belong to a number: a
/// separator, two capitals, or a short word with a separator behind it.
fn goes_on(text: &str) -> bool {
    let joint = |text: &str| {
        let next = text.trim_start().chars().next();
        next.is_some_and(|next| {
            matches!(next, '/' | '-' | '.' | '_' | '\\' | '|')
                || !next.is_ascii()
                    && (form::is_hyphen(next) || form::is_slash(next) || form::is_tight_slash(next))
        })
    };
    let figure = |byte: &&u8| byte.is_ascii_digit() || b"OoIl".contains(byte);
    let after = &text[text.as_bytes().iter().take_while(figure).count()..];
    if joint(after) {
        return true;
    }
    let word = after.trim_start();
    if word.chars().take(2).filter(|letter| letter.is_uppercase()).count() == 2 {
        return true;
    }
    let end = word.char_indices().take(12).find(|(_, letter)| !letters::is_letter(*letter));
    end.is_some_and(|(end, _)| end > 0 && joint(&word[end..]))
}

/// The index of the first byte from `from` on that is an ASCII digit; `None` where there is none.
pub(crate) fn next_digit(text: &str, from: usize) -> Option<usize> {
    let bytes = &text.as_bytes()[from..];
    let start = blocks::skip_blocks::<32>(bytes, |byte, _| !byte.is_ascii_digit());
    bytes[start..].iter().position(u8::is_ascii_digit).map(|at| from + start + at)
}

/// How many letters (`O`, `I`, `l`) at the end of `before` may be figures that a scan misread: 1 in `l8`. 0 where
/// another letter or figure stands before them.
fn misread_before(before: &str) -> usize {
    let length = before.bytes().rev().take_while(|byte| b"OIl".contains(byte)).count();
    if length == 0 {
        return 0;
    }
    let alone = !before[..before.len() - length].ends_with(|letter: char| letter.is_alphanumeric());
    if alone { length } else { 0 }
}

/// Whether a number of a paper may begin at byte `start`: `None` where it may not, `Some(true)` where a word before it
/// (`số`, number; `văn bản`, document; `công văn`, official letter; `nghị định`, decree) says that one comes, else
/// `Some(false)`. It must not go on from a word, a date, a sum or an open number, nor stand behind a word of
/// [`names_form`]; only a lost space may join it to `số` or to the symbol of its kind.
fn begins(text: &str, start: usize) -> Option<bool> {
    let before = &text[..start];
    let bare = before.trim_end();
    let so = ["số", "Số", "SỐ", "số:", "Số:", "SỐ:"].iter().find_map(|so| bare.strip_suffix(so));
    if let Some(before) = so.filter(|before| !before.ends_with(char::is_alphanumeric)) {
        return (!names_form(before)).then_some(true);
    }
    let Some(last) = before.chars().next_back() else { return Some(false) };
    let inside = before.trim_end_matches(['.', ',', '-', '–', '_']);
    let tied =
        inside.len() < before.len() && inside.ends_with(|letter: char| letter.is_alphanumeric());
    if last.is_alphabetic() {
        let word = before.trim_end_matches(char::is_alphabetic).len();
        let joined = kinds().iter().any(|kind| kind.symbol == &before[word..]);
        return (joined && !before[..word].ends_with(char::is_alphanumeric)).then_some(false);
    }
    // `…/2018/NĐ-CP` was left open; `QCVN 06:2022/BXD` and `19:09` go on.
    let open = bare.ends_with('/');
    let goes_on = last == ':' && bare[..bare.len() - 1].ends_with(|one: char| one.is_ascii_digit());
    if tied || open || goes_on || names_form(bare) {
        return None;
    }
    Some(ends_with_any(bare.trim_end_matches(':'), &["văn bản", "công văn", "nghị định"]))
}

/// Whether `before` ends with a word for something other than a paper that has numbers (form, table, invoice, receipt,
/// account): `mẫu số 27/TB-ĐKT`, `hóa đơn số 45/HĐ-TM`.
fn names_form(before: &str) -> bool {
    ends_with_any(
        before.trim_end(),
        &["mẫu", "biểu", "hóa đơn", "hoá đơn", "biên lai", "tài khoản"],
    )
}

/// Whether `text` ends with one of these `words` of at most 13 characters, in any case. The last letter is compared
/// first: most texts end with another.
fn ends_with_any(text: &str, words: &[&str]) -> bool {
    let Some(last) = text.chars().next_back().map(letters::lower) else { return false };
    words.iter().any(|word| word.ends_with(last)) && {
        let start = text.char_indices().rev().nth(12).map_or(0, |(at, _)| at);
        let ending = text[start..].to_lowercase();
        words.iter().any(|word| ending.ends_with(word))
    }
}

/// At most 1,000 bytes before and behind a number are looked at for the address that it stands in. A judgement, not
/// measured.
const ADDRESS: usize = 1_000;

/// Whether the number stands inside an address of the web, of mail or of a file.
fn in_address(text: &str, number: Span) -> bool {
    let (from, to) = (number.start.saturating_sub(ADDRESS), number.end + ADDRESS);
    let before = span::slice(text, from, number.start);
    let before = before.rsplit(char::is_whitespace).next().unwrap_or_default();
    let behind = span::slice(text, number.end, to);
    let behind = behind.split(char::is_whitespace).next().unwrap_or_default();
    let word = &text[number.start - before.len()..number.end + behind.len()];
    if !word.contains(['.', '@', ':']) {
        return false;
    }
    let lower = word.to_ascii_lowercase();
    let parts = ["://", "www.", "@", ".vn/", ".com/", ".html", ".pdf", ".doc", ".htm"];
    parts.iter().any(|part| lower.contains(part))
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
    fn reads_a_point_between_kind_and_body() {
        reads("Nghị quyết số 59/NQ.TW ngày 24/01/2025", &["59-NQ/TW"]);
        reads("59-NQ.TW, 59/NQ_TW và 12-NQ.TU.", &["59-NQ/TW", "59-NQ/TW", "12-NQ/TU"]);
        reads("số 2836/QĐ.UBND của", &["2836/QĐ-UBND"]);
        reads("98/NQ.CP; 06/QĐ.TTg; 45-KH.ThU", &["98/NQ-CP", "06/QĐ-TTg", "45-KH/ThU"]);
        reads("59-NQ.T.Ư, 06–QĐ.TƯ", &["59-NQ/TW", "06-QĐ/TW"]);
        reads("12-NQ/T.U; 12-NQ.T.U, 12-NQ/T.Ư", &["12-NQ/TU", "12-NQ/TU", "12-NQ/TW"]);
        reads("12/NQ-T.U của Tỉnh ủy, 12-NQ/T.W", &["12-NQ/TU", "12-NQ/TW"]);
        reads("12-NQ/T.Uông, 12-NQ/T. U", &[]);
        reads("1188/QĐ.UBND.VX", &["1188/QĐ-UBND.VX"]);
        reads("(59/NQ.TWngày 24/01/2025)", &["59-NQ/TW"]);
        for text in [
            // The point ends a sentence or a short word.
            "theo Kế hoạch 10/KH. UBND tỉnh giao",
            "Kế hoạch số 5 - KH.UBND tỉnh",
            "10-KH.\nUBND",
            "khu phố 12/TT.Tu Bông",
            "khu 3/TT.Vp",
            "5/Lt.CP",
            "12/ct.tu",
            // No body of the table, no sign before the kind.
            "10/TT.ABC",
            "số 02/HĐ.TP",
            "59 NQ.TW",
            "59.NQ.TW",
            "59_NQ_TW",
            "http://x.vn/59-NQ.TW.html",
        ] {
            reads(text, &[]);
        }
    }

    #[test]
    fn reads_numbers_of_a_series() {
        reads("Nghị quyết số 66.7/2025/NQ-CP ngày 15", &["66.7/2025/NQ-CP"]);
        reads("số: 66.13/2025/NQ-CP", &["66.13/2025/NQ-CP"]);
        reads("(66.1/2025/nq-cp)", &["66.1/2025/NQ-CP"]);
        reads("Nghị quyết 76.2/2024/QH15", &["76.2/2024/QH15"]);
        reads("5.2/2026/TT-BTC, 05.10/2026/TT-BTC", &["05.2/2026/TT-BTC", "05.10/2026/TT-BTC"]);
        reads("66.7/2025/NQ–CP và 66/2025/NQ-CP", &["66.7/2025/NQ-CP", "66/2025/NQ-CP"]);
        reads("số 66.7/2025/\nNQ-CP", &["66.7/2025/NQ-CP"]);
        // Sums, dates and items are of no series.
        for text in
            ["66.7-NQ/TW", "1.259/2025/NQ-CP", "1.2.7/2025/NQ-CP", "66.7/25/NQ-CP", "6.5/NQ-CP"]
        {
            reads(text, &[]);
        }
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
        for table in [
            include_str!("kinds.tsv"),
            include_str!("bodies.tsv"),
            include_str!("../citation/issuers.tsv"),
        ] {
            let rows: Vec<&str> = table.lines().collect();
            assert!(rows[0].starts_with("# "));
            assert!(rows[1..].is_sorted() && rows[1..].windows(2).all(|pair| pair[0] != pair[1]));
            assert!(rows[1..].iter().all(|row| row.split('\t').count() == 4), "four columns");
            assert!(unicode_normalization::is_nfc(table));
        }
    }
}
