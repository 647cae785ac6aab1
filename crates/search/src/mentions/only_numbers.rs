//! Tells whether a question is numbers of papers and nothing else.
//! In: the text of a question and the numbers that `crate::number` found in it. Out: each number with its date and all
//! words that belong to it (units, issuer, name of the law); nothing where other words stand around them.
//! Never looks into the index.

use vankien_papers::{citation, date};
use vankien_text::span::{self, Span};

use crate::number::{self, Number};
use crate::question;

/// A number with the words that belong to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NumberWithContext {
    /// The number as typed.
    pub number: Number,
    /// The date behind it, in ISO form, as exact as it was typed; `None` where none was typed.
    pub date: Option<String>,
    /// Bytes of the question, with what belongs to the number: before it units and the name of the law, behind it
    /// units, date and issuer.
    pub span: Span,
}

/// The numbers of `text`, if it holds nothing but these, their units, dates and issuers, the names of their laws, and
/// `và` (and), `hoặc` (or) or punctuation between them; else `None`.
pub fn only_numbers(text: &str, numbers: &[Number]) -> Option<Vec<NumberWithContext>> {
    let mut named: Vec<NumberWithContext> = Vec::with_capacity(numbers.len());
    let mut at = 0;
    for (index, number) in numbers.iter().enumerate() {
        let units = number.units_span.filter(|units| units.end <= number.span.start);
        // Between two numbers a conjunction may stand.
        let between = span::slice(text, at, units.map_or(number.span.start, |units| units.start));
        let between =
            if index > 0 { without_conjunctions(between) } else { without_signs(between) };
        // The name of the law stands behind the units.
        let before = match units {
            Some(_) if !question::parse_words(between).is_empty() => return None,
            Some(units) => without_signs(span::slice(text, units.end, number.span.start)),
            None => between,
        };
        // `Phụ lục I ban hành kèm theo Nghị định …`
        let is_annexed = units.is_some() && number::is_promulgation(before);
        let before = if is_annexed { "" } else { before };
        let has_law_name = !question::parse_words(before).is_empty();
        if has_law_name && !names_law(before, number, number.span.of(text)) {
            return None;
        }
        let start = match units {
            Some(units) => units.start,
            None if has_law_name => number.span.start - before.len(),
            None => number.span.start,
        };
        // What belongs to a number ends where the next one begins: in `168/2024/NĐ-CP, 01/2024/NĐ-CP` the second number
        // is not the date `01/2024`.
        let limit = numbers.get(index + 1).map_or(text.len(), |next| next.start());
        let (date, length) = date_and_issuer(span::slice(text, number.span.end, limit));
        at = number.end().max(number.span.end + length);
        named.push(NumberWithContext { number: number.clone(), date, span: Span::new(start, at) });
    }
    question::parse_words(span::after(text, at)).is_empty().then_some(named)
}

/// `text` without the punctuation and the words for "and" and "or" at its head.
fn without_conjunctions(text: &str) -> &str {
    const CONJUNCTIONS: [&str; 5] = ["va", "hoac", "hay", "and", "or"];
    let mut rest = without_signs(text);
    loop {
        let end = rest.find(|one: char| !one.is_alphanumeric()).unwrap_or(rest.len());
        let is_conjunction = question::parse_words(span::before(rest, end))
            .first()
            .is_some_and(|word| CONJUNCTIONS.contains(&word.folded()));
        if !is_conjunction {
            return rest;
        }
        rest = without_signs(span::after(rest, end));
    }
}

/// `text` from its first letter or digit on.
fn without_signs(text: &str) -> &str {
    text.trim_start_matches(|one: char| !one.is_alphanumeric())
}

/// Words with which a sentence refers to the number behind them, and with which no name of a law ends: according to,
/// at, based on, carrying out, in, about, of, by, and. With their marks: `thiên tai` (disaster) and `cảnh vệ` (guard)
/// end names of laws.
const REFERRING_WORDS: [&str; 9] =
    ["theo", "tại", "căn cứ", "thực hiện", "trong", "về", "của", "bởi", "và"];

/// Words of the longest name of a law (included). A judgement, not measured; the tests of this file hold names.
const MAX_LAW_NAME_WORDS: usize = 40;

/// Whether `before` names the law whose number follows, printed as `surface`: `Luật Đất đai` in
/// `Luật Đất đai số 31/2024/QH15`.
fn names_law(before: &str, number: &Number, surface: &str) -> bool {
    let words = question::parse_words(before);
    let folded: Vec<&str> = words.iter().map(question::QuestionWord::folded).collect();
    let is_law = match folded[..] {
        ["bo", "luat", _, ..] | ["phap", "lenh", _, ..] => true,
        // `luật sư` is a lawyer.
        ["luat", next, ..] => next != "su",
        _ => false,
    };
    // The name goes on to the number without punctuation but commas.
    let ends = before.trim_end_matches(|one: char| one.is_whitespace() || one == ',');
    let is_tied = ends.ends_with(char::is_alphanumeric);
    // `… theo Luật số 64/2025/QH15`: the number has a kind of its own, so the words before it are no name.
    let is_bare = surface.starts_with(|one: char| one.is_ascii_digit())
        || question::parse_words(surface).first().is_some_and(|word| word.folded() == "so");
    let of_assembly = number.is_whole && number.kinds().contains(&"Luật");
    is_law
        && is_tied
        && is_bare
        && of_assembly
        && words.len() <= MAX_LAW_NAME_WORDS
        && !refers(&words)
        && (is_amending(&folded) || !holds_another_law(&folded))
}

/// Whether `words` end with one of [`REFERRING_WORDS`].
fn refers(words: &[question::QuestionWord]) -> bool {
    let typed: Vec<&str> = words.iter().map(|word| word.typed.as_str()).collect();
    REFERRING_WORDS.iter().any(|referring| {
        let referring: Vec<&str> = referring.split(' ').collect();
        typed.ends_with(&referring)
    })
}

/// Whether a law's name, folded, begins with `sửa đổi` (amending): then it holds the name of another law.
fn is_amending(folded: &[&str]) -> bool {
    matches!(folded, ["luat", "sua", "doi", ..] | [_, "luat" | "lenh", "sua", "doi", ..])
}

/// Whether a word for a law stands among the folded words behind the first two, which may be `Bộ luật`. That of `pháp
/// luật` (the law as a whole) and `kỷ luật` (discipline) is none.
fn holds_another_law(folded: &[&str]) -> bool {
    let is_law = |pair: &[&str]| {
        pair == ["phap", "lenh"] || pair[1] == "luat" && !["phap", "ky"].contains(&pair[0])
    };
    folded.get(1..).unwrap_or_default().windows(2).any(is_law)
}

/// The date behind a number, and how many bytes date and issuer take together.
fn date_and_issuer(text: &str) -> (Option<String>, usize) {
    let said = citation::behind(text);
    match date_behind(span::after(text, said.length)) {
        (None, _) => (said.date, said.length),
        (date, more) => (date, said.length + more),
    }
}

/// The date at the head of the text behind a number, and its bytes with the signs around it: `ngày 05/8/2020`, `năm
/// 2020`, `(2020)`. 0 bytes without a date.
fn date_behind(text: &str) -> (Option<String>, usize) {
    let rest = text.trim_start_matches([' ', ',', '(']);
    let year = rest.strip_prefix("năm ").or_else(|| rest.strip_prefix("nam ")).unwrap_or(rest);
    let day = rest.strip_prefix("ngay ").unwrap_or(rest);
    let of_day = date::read(day).map(|(length, iso)| (rest.len() - day.len() + length, iso));
    let read = of_day.or_else(|| {
        let digits = year.bytes().take_while(u8::is_ascii_digit).count();
        let is_year = digits == 4 && (year.starts_with("19") || year.starts_with("20"));
        is_year.then(|| (rest.len() - year.len() + 4, span::before(year, 4).to_owned()))
    });
    match read {
        Some((length, date)) => {
            let end = text.len() - rest.len() + length;
            (Some(date), end + usize::from(span::after(text, end).starts_with(')')))
        }
        None => (None, 0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<Vec<(String, Option<String>)>> {
        let named = only_numbers(text, &number::find_numbers(text))?;
        Some(named.into_iter().map(|one| (one.span.of(text).to_owned(), one.date)).collect())
    }

    #[track_caller]
    fn whole(text: &str) {
        assert_eq!(read(text).map(|all| all.len()), Some(1), "{text}");
        assert_eq!(read(text).expect("one")[0].0, text);
    }

    #[test]
    fn one_number_with_all_that_belongs_to_it() {
        for text in [
            "Luật số 64/2025/QH15",
            "luat so 64/2025/qh15",
            "LUẬT SỐ 64/2025/QH15",
            "Luật 64/2025/QH15",
            "Bộ luật số 91/2015/QH13",
            "Luật Đất đai số 31/2024/QH15",
            "Bộ luật Dân sự số 91/2015/QH13",
            "Luật Ban hành văn bản quy phạm pháp luật số 64/2025/QH15",
            "Luật Thực hiện dân chủ ở cơ sở số 10/2022/QH15",
            "luat thuc hien dan chu o co so so 10/2022/qh15",
            "Luật Tương trợ tư pháp về dân sự số 102/2025/QH15",
            "Luật Căn cước số 26/2023/QH15",
            "Luật Cảnh vệ số 13/2017/QH14",
            "luat phong chong thien tai so 33/2013/qh13",
            "Luật Đầu tư theo phương thức đối tác công tư số 64/2020/QH14",
            "Luật Hòa giải, đối thoại tại Tòa án số 58/2020/QH14",
            "Luật An toàn thực phẩm 55/2010/QH12",
            "Luật Sửa đổi, bổ sung một số điều của Luật Đấu thầu số 22/2023/QH15",
            "Pháp lệnh Ưu đãi người có công với cách mạng số 02/2020/UBTVQH14",
            "Nghị định số 168/2024/NĐ-CP",
            "Nghị quyết 59-NQ/TW ngày 24/01/2025 của Bộ Chính trị",
            "59-NQ/TW của Bộ Chính trị ngày 24 tháng 01 năm 2025",
            "nghi quyet 59-nq/tw ngay 24/01/2025",
            "66.7/2025/NQ-CP",
            "nghị quyết 57 nq/tw",
        ] {
            whole(text);
        }
    }

    #[test]
    fn several_numbers() {
        for text in [
            "168/2024/NĐ-CP, 01/2024/NĐ-CP",
            "168/2024/NĐ-CP và 01/2024/NĐ-CP",
            "168/2024/NĐ-CP hoặc nghị định 01/2024/NĐ-CP",
            "Luật Đất đai số 31/2024/QH15 và Luật Nhà ở số 27/2023/QH15",
            "59-NQ/TW 98/NQ-CP",
            "59-NQ/TW / 98/NQ-CP",
            "59-NQ/TW; 98/NQ-CP.",
            "59-NQ/TW - Nghị quyết 98/NQ-CP",
        ] {
            let read = read(text);
            assert_eq!(read.as_ref().map(Vec::len), Some(2), "{text}: {read:?}");
        }
    }

    #[test]
    fn a_number_inside_other_words() {
        for text in [
            "thực hiện Nghị quyết số 59-NQ/TW",
            "Nghị quyết số 59-NQ/TW về hội nhập quốc tế",
            "luật sư theo Luật số 64/2025/QH15",
            "theo Luật Đất đai số 31/2024/QH15",
            "Luật Đất đai thực hiện theo Luật số 31/2024/QH15",
            "luat dat dai thuc hien theo luat so 31/2024/qh15",
            "Luật Đất đai quy định tại số 31/2024/QH15",
            "Luật Đất đai áp dụng theo Luật Nhà ở số 27/2023/QH15",
            "Luật Đất đai và Luật Nhà ở số 27/2023/QH15",
            "Luật Đất đai, số 31/2024/QH15 thay thế",
            "Luật Đất đai và nghị định 168/2024/NĐ-CP",
            "59-NQ/TW, chuyển đổi số",
            "pháp luật số 64/2025/QH15",
            "và Nghị quyết số 98/NQ-CP",
            "59-NQ/TW, 98/NQ-CP và",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
