//! Recognises document numbers in a question, in any usual spelling: `59-NQ/TW`, `59 nq tw`, `NQ59`, `nghị quyết 59`
//! (resolution 59).
//! In: the text of a question. Out: each number with its bytes in the question and its parts.
//!
//! A document number is a serial number (`59`), sometimes a year, and codes. One code is the symbol of the kind of
//! paper (`NQ`: nghị quyết, a resolution). The others name the issuing bodies (`TW`: the Central Committee).
//!
//! An article or another unit of the paper may stand with its number: `Điều 5 Nghị định 100/2019/NĐ-CP`.
//!
//! Never decides whether such a paper exists. Never searches a whole paper for numbers: `papers::citation` does. The
//! tables of symbols and bodies are in `papers::number`; questions and papers share them.

mod glued;
mod kinds;
mod parse;
mod token;
mod units;
mod value;

use vankien_papers::number::form;

use self::glued::unglued;
use self::parse::{lead_length, parse_number_at};
use self::token::{NumberToken, number_tokens};

pub use self::units::is_promulgation; // Words between a unit and the number of its paper.
pub use self::value::Number; // A number as it was typed.

/// All document numbers in a question, in reading order; they do not overlap. A bare serial number (`59`) or a date
/// with its day is none, but for day and month with a point behind a kind (`nghị quyết 30.4`), which may be a number of
/// a series. Behind a kind these are none: a year, figures with `năm`, `tháng`, `ngày` or `quý` behind them
/// (`báo cáo 6 tháng`, report of 6 months), an amount with thousands (`1.259`), figures alone behind a kind of one word
/// (`luật 5`). Other amounts and counts behind a kind are taken for numbers: `báo cáo 59 trường hợp` (report of 59
/// cases).
pub fn find_numbers(question: &str) -> Vec<Number> {
    let tokens = number_tokens(question).into_iter().flat_map(unglued).collect::<Vec<_>>();
    let mut numbers = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        match parse_number_at(&tokens, at) {
            Some((length, number)) => {
                numbers.push(number);
                at += length;
            }
            None => at += 1,
        }
    }
    units::add_units(question, &mut numbers);
    numbers
}

/// Whether a whole text has the shape of a document number, whatever its codes are: `215-NV`, `Công văn 12/ABC-XY`
/// (official letter 12/ABC-XY).
///
/// The shape: perhaps a kind and `số` (number); a token that begins with a digit; then one or more codes, each joined
/// by a slash or a hyphen without blanks; the last code holds a letter. It is asked only where [`find_numbers`] finds
/// nothing. Then the words are searched as a phrase, with a note that the number is unknown.
pub fn looks_like_number(text: &str) -> bool {
    let tokens = number_tokens(text);
    let Some(lead) = lead_length(&tokens) else { return false };
    let Some((serial, codes)) = tokens[lead.min(tokens.len())..].split_first() else {
        return false;
    };
    let is_tightly_joined = |token: &NumberToken| token.is_joined() && token.is_tight();
    let has_letters = |token: &NumberToken| form::figures(&token.folded) < token.folded.len();
    form::figures(&serial.folded) > 0
        && codes.iter().all(is_tightly_joined)
        && codes.last().is_some_and(has_letters)
}

/// Whether a canonical number, or its key, has a year.
pub fn has_year(canonical: &str) -> bool {
    value::year_and_codes(&canonical.to_lowercase()).0.is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn parses(question: &str, canonical: &str) {
        let numbers = find_numbers(question);
        assert_eq!(numbers.len(), 1, "{question}: {numbers:?}");
        assert!(numbers[0].fits(canonical), "{question}: {numbers:?}");
    }

    #[test]
    fn parses_every_usual_spelling() {
        for question in [
            "59-NQ/TW",
            "59/NQ-TW",
            "59 nq tw",
            "NQ59",
            "nq 59-tw",
            "NQ-59",
            "NQ số 59",
            "nghị quyết 59",
            "Nghị quyết số 59-NQ/TW",
            "số 059-NQ/TW",
            "59 - NQ/TW",
            "nghi quyet so 59",
            "59-NQ/TƯ",
            "59-NQ/T.Ư",
            "59 nq tư",
        ] {
            parses(question, "59-NQ/TW");
        }
        for question in ["12-NQ/T.U", "12/nq-t.u", "12 NQ T.U", "Nghị quyết số 12-NQ.T.U"] {
            parses(question, "12-NQ/TU");
            assert!(!find_numbers(question)[0].fits("12-NQ/TW"), "{question}");
        }
        for question in ["12-NQ/T.W", "12/nq-t.ư", "12 NQ T.Ư"] {
            parses(question, "12-NQ/TW");
            assert!(!find_numbers(question)[0].fits("12-NQ/TU"), "{question}");
        }
        parses("06/qd-ttg", "06/QĐ-TTg");
        parses("2836/QĐ.UBND", "2836/QĐ-UBND");
        for question in
            ["thong tu 80/2021/tt-btc", "Thông tư số 80/2021", "THÔNG TƯ 80", "tt 80/2021"]
        {
            parses(question, "80/2021/TT-BTC");
        }
        parses("thong tu lien tich so 05/2012/ttlt-bca-btc", "05/2012/TTLT-BCA-BTC");
        parses("45/2022/QH15", "45/2022/QH15");
        parses("nghị định 30/2020/NĐ-CP", "30/2020/NĐ-CP");
        parses("1106/NQ-UBTVQH15", "1106/NQ-UBTVQH15");
        parses("quy định 66", "66-QĐ/TW");
        parses("1234/BGDĐT-VP", "1234/BGDĐT-VP");
        for question in [
            "168/2024/NĐ-CP",
            "nghi dinh 168 2024 nd cp",
            "168 2024 nd cp",
            "168 2024 nđ/cp",
            "NĐ 168/2024",
            "NĐ168/2024",
            "Nghị định 168/2024",
            "nghị định số 168/2024/ND",
            "Nghị định số số 168/2024/NĐ-CP",
            "168-2024-nd-cp",
            "168 / 2024 / NĐ – CP",
        ] {
            parses(question, "168/2024/NĐ-CP");
        }
        for question in [
            "nghị quyết 57 nq/tw",
            "nq 57 tw",
            "nghi quyet so 57 nq tw",
            "57/nq/tw",
            "NQ57/TW",
            "57nq/tw",
            "57/nq.tw",
            "57-NQ.TW",
            "57/NQ_TW",
            "nghị quyết số 57/NQ.T.Ư",
        ] {
            parses(question, "57-NQ/TW");
        }
        parses("Luật số 64/2025/QH15", "64/2025/QH15");
        parses("luat 64 2025 qh15", "64/2025/QH15");
        parses("Bộ luật số 91/2015/QH13", "91/2015/QH13");
        parses("12/VP.HĐND-TH", "12/VP.HĐND-TH");
        parses("Nghị định 203/HĐBT", "203/HĐBT");
        parses("15/98/NĐ-CP", "15/98/NĐ-CP");
        parses("thong tu so 002/2015/tt-bldtb&xh", "02/2015/TT-BLĐTB&XH");
        parses("61 / ttr – cat – pc06", "61/TTr-CAT-PC06");
        parses("59-NQ/TW - cách làm", "59-NQ/TW");
    }

    #[test]
    fn parses_numbers_of_a_series() {
        for question in [
            "66.7/2025/NQ-CP",
            "66.7/2025/nq-cp",
            "66.7 2025 nq cp",
            "Nghị quyết số 66.7/2025/NQ-CP",
            "nghi quyet 66.7",
            "NQ 66.7/2025",
            "nq66.7",
        ] {
            parses(question, "66.7/2025/NQ-CP");
            assert!(!find_numbers(question)[0].fits("66/2025/NQ-CP"), "{question}");
            assert!(!find_numbers(question)[0].fits("66.17/2025/NQ-CP"), "{question}");
        }
        assert!(!find_numbers("66/2025/NQ-CP")[0].fits("66.7/2025/NQ-CP"));
        assert!(!find_numbers("nghị quyết 66")[0].fits("66.7/2025/NQ-CP"));
    }

    #[test]
    fn leaves_what_is_no_number() {
        for question in [
            "16/19 chỉ tiêu",
            "30/4/1975",
            "COVID-19",
            "2020-2025",
            "báo cáo 6 tháng",
            "kế hoạch 2024",
            "điều 5",
            "luật 5",
            "quyết định 1.259 tỷ",
            "nghị quyết 16/19",
            "báo cáo tháng 6/2024",
            "nghị quyết 05/8/2020",
            "pháp luật 5",
            "Chính phủ 2024",
        ] {
            assert_eq!(find_numbers(question), vec![], "{question}");
        }
    }

    #[test]
    fn a_year_or_kind_that_is_not_typed_does_not_decide() {
        parses("nghị định 45", "45/2021/NĐ-CP");
        parses("45/NĐ-CP", "45/2021/NĐ-CP");
        parses("Nghị quyết 45", "45/2022/QH15");
        assert!(!find_numbers("45/2020/NĐ-CP")[0].fits("45/2021/NĐ-CP"));
        assert!(!find_numbers("nghị định 45")[0].fits("45/2022/QH15"));
        assert!(!find_numbers("nghị quyết 45")[0].allows_kind(Some("Luật")));
    }

    #[test]
    fn some_numbers_have_codes_that_no_table_holds() {
        for text in ["215-NV", "Thông tư 215-NV", "công văn số 12/abc-xy", "số 7/QQQ", "24-CP"]
        {
            assert!(looks_like_number(text), "{text}");
        }
        for text in
            ["COVID-19", "16/19", "30/4/1975", "tháng 6/2024", "kinh tế - xã hội", "4 - A", "59"]
        {
            assert!(!looks_like_number(text), "{text}");
        }
    }

    #[test]
    fn parses_old_numbers_and_short_ones() {
        for question in ["64-CP", "64/CP", "64CP", "64cp", "Nghị định 64CP", "nghi dinh so 64 / CP"]
        {
            for canonical in ["64-CP", "64/CP", "64CP", "64/cp"] {
                parses(question, canonical);
            }
            assert!(!find_numbers(question)[0].fits("64/2012/NĐ-CP"), "{question}");
        }
        for question in ["12-TC/TCT", "12/TC-TCT", "Thông tư số 12-TC/TCT", "12 – TC/TCT"] {
            parses(question, "12-TC/TCT");
        }
        for (question, canonical) in [
            ("1288-VH/QĐ", "1288-VH/QĐ"),
            ("Quyết định số 1288-VH/QĐ", "1288/VH-QĐ"),
            ("2870-CVNS/BTCTW", "2870-CVNS/BTCTW"),
            ("215-NV", "215-NV"),
            ("327-CT", "327-CT"),
            ("Quyết định 327/CT", "327-CT"),
            ("63-SL", "63-SL"),
            ("352-ttg", "352-TTg"),
            ("29/TTLB", "29/TTLB"),
            ("388 - HĐBT", "388-HĐBT"),
            ("Nghị định 100⁄2019⁄NĐ‑CP", "100/2019/NĐ-CP"),
            ("35\\2020\\NĐ-CP", "35/2020/NĐ-CP"),
            ("36|2020|NĐ-CP", "36/2020/NĐ-CP"),
            ("Nghị định 100/2019", "100/2019/NĐ-CP"),
        ] {
            parses(question, canonical);
        }
        for question in ["12-abc", "COVID-19", "16/19", "tháng 6/2024"] {
            assert!(find_numbers(question).iter().all(|one| one.bodies != ["abc"]), "{question}");
        }
    }

    #[test]
    fn tells_numbers_apart() {
        let number = &find_numbers("59-NQ/TW")[0];
        assert!(!find_numbers("Nghị định 24-CP")[0].fits("24/2014/NĐ-CP"));
        assert!(find_numbers("Nghị quyết 59-TW")[0].fits("59-NQ/TW"));
        for other in ["159-NQ/TW", "59-NQ/TU", "59-KL/TW", "59-NQ/TW-VP", "5-NQ/TW"] {
            assert!(!number.fits(other), "{other}");
        }
        let both = find_numbers("59-NQ/TW và 98/NQ-CP");
        assert_eq!(both.len(), 2);
        assert!(both[1].fits("98/NQ-CP"));
    }
}
