//! Recognises document numbers in a question, in any usual spelling.
//! In: the words of a question. Out: which stretch of them is a number, and its parts.
//! Never decides whether such a paper exists; never looks at a paper's text (`structure` does). What
//! numbers are made of stands in `structure::number`, for texts and questions alike.

mod read;

use vankien_engine::analyse::{self, Tokens};
use vankien_papers::number;
use vankien_papers::number::form::{self, is_assembly};
use vankien_text::span::{self, Span};

use self::read::{KINDS, is_body, is_kind, lead_length, read};

/// A number as typed. All codes are folded: small, without marks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Number {
    /// Where it stands in the question, with the words before it that belong to it.
    pub span: Span,
    /// The serial number without leading zeros: `59`, `12a`, `66.7`.
    serial: String,
    /// The same as typed.
    typed: String,
    /// The year in it.
    year: Option<String>,
    /// The symbol of its kind, or those that the name of a kind before it stands for: `nq`.
    symbols: Vec<String>,
    /// Whether the symbol itself was typed, and not only a name of the kind.
    has_symbol: bool,
    /// The codes of its bodies: `tw`; `stc`, `vp`.
    bodies: Vec<String>,
    /// Whether body and kind are there, so that it can be nothing but a number.
    pub is_whole: bool,
}

impl Number {
    /// Whether a canonical number or its key is the one that was typed. A year that was not typed
    /// does not decide, nor the kind of a number that names none (`45/2022/QH15`).
    pub fn fits(&self, canonical: &str) -> bool {
        let small = canonical.to_lowercase();
        if form::serial(&small) != self.serial {
            return false;
        }
        let (year, codes) = year_and_codes(&small);
        if self.year.is_some() && self.year != year {
            return false;
        }
        if codes.len() == 1 && is_assembly(&codes[0]) && self.bodies.is_empty() {
            let of_assembly = || self.kinds().iter().any(|kind| ASSEMBLY.contains(kind));
            let names_term = self.symbols.iter().any(|symbol| is_assembly(symbol));
            return if names_term { self.symbols.contains(&codes[0]) } else { of_assembly() };
        }
        self.fits_codes(&codes, year.is_some())
    }

    /// Whether the codes of kind and bodies are those that were typed, or begin with them.
    fn fits_codes(&self, codes: &[String], has_year: bool) -> bool {
        let same_bodies = |codes: &[String]| match self.is_whole {
            true => codes == self.bodies,
            false => codes.starts_with(&self.bodies),
        };
        // `Nghị định 203/HĐBT`: old numbers name no kind. `Nghị định 24-CP` is none of those with a
        // year, which name it.
        let is_old = !self.has_symbol && !self.bodies.is_empty();
        if self.symbols.is_empty() || (is_old && codes == self.bodies) {
            return same_bodies(codes);
        }
        let Some((symbol, bodies)) = codes.split_first() else { return false };
        self.symbols.contains(symbol) && same_bodies(bodies) && !(is_old && has_year)
    }

    /// Whether a canonical number that fits has a year and this one was typed as a whole without:
    /// `05/2017/NĐ-CP` for `05/NĐ-CP`.
    pub fn lacks_year_of(&self, canonical: &str) -> bool {
        self.is_whole
            && self.year.is_none()
            && year_and_codes(&canonical.to_lowercase()).0.is_some()
    }

    /// Its parts as words in the printed order, for where no such number is known.
    pub fn words(&self) -> Vec<String> {
        let symbol = self.symbols.first().filter(|_| self.has_symbol || self.bodies.is_empty());
        let parts = self.year.iter().chain(symbol).chain(&self.bodies);
        std::iter::once(&self.typed).chain(parts).cloned().collect()
    }

    /// The kinds it may be of, by the symbol in it; those of the Quốc hội where it names that.
    pub fn kinds(&self) -> Vec<&'static str> {
        let codes = || self.symbols.iter().chain(&self.bodies);
        if codes().any(|code| is_assembly(code)) {
            return ASSEMBLY.to_vec();
        }
        let rows = KINDS.iter().zip(number::kinds());
        let named = rows.filter(|((symbol, _), _)| codes().any(|code| code == symbol));
        let mut names: Vec<&'static str> = named.map(|(_, kind)| kind.name).collect();
        names.sort_unstable();
        names.dedup();
        names
    }

    /// Whether a paper of this kind, where it is known, may bear the number.
    pub fn allows(&self, kind: Option<&str>) -> bool {
        let (kinds, Some(kind)) = (self.kinds(), kind) else { return true };
        !ASSEMBLY.contains(&kind) || kinds.is_empty() || kinds.contains(&kind)
    }

    /// The number itself, without leading zeros.
    pub fn digits(&self) -> &str {
        &self.serial
    }

    /// Whether texts may hold it in a form that is not read as a citation: cut behind its year or its
    /// place in a series (`Nghị định 100/2019`, `Nghị quyết 66.7`), or old, without a symbol of its
    /// kind (`24-CP`).
    pub fn may_be_words(&self) -> bool {
        let is_cut = !self.is_whole && (self.year.is_some() || self.serial.contains('.'));
        is_cut || (!self.has_symbol && !self.bodies.is_empty())
    }
}

/// The kinds of paper whose numbers name the Quốc hội and no kind.
const ASSEMBLY: [&str; 3] = ["Luật", "Nghị quyết", "Pháp lệnh"];

/// One word of the question.
#[derive(Debug)]
struct Word {
    folded: String,
    /// Whether it is written `TƯ`, as the code `TW` may be.
    is_centre: bool,
    span: Span,
    /// What stands between it and the word before.
    gap: String,
}

impl Word {
    /// As the code of a body.
    fn code(&self) -> &str {
        if self.is_centre { "tw" } else { &self.folded }
    }

    /// The one sign that parts it from the word before, if blanks alone stand around it.
    fn sign(&self) -> Option<char> {
        let mut signs = self.gap.chars().filter(|one| !one.is_whitespace());
        signs.next().filter(|_| signs.next().is_none())
    }

    /// Whether a slash or a hyphen parts it from the word before.
    fn is_joined(&self) -> bool {
        self.sign().is_some_and(|sign| sign == '/' || form::HYPHENS.contains(&sign))
    }

    /// Whether a sign and no blank parts it from the word before.
    fn is_tight(&self) -> bool {
        !self.gap.contains(char::is_whitespace)
    }

    /// Whether blanks alone part it from the word before.
    fn is_apart(&self) -> bool {
        self.gap.trim().is_empty()
    }
}

/// All numbers in a question, in order.
pub fn find(question: &str) -> Vec<Number> {
    let words = words(question).into_iter().flat_map(unglued).collect::<Vec<_>>();
    let mut numbers = Vec::new();
    let mut at = 0;
    while at < words.len() {
        match read(&words, at) {
            Some((length, number)) => {
                numbers.push(number);
                at += length;
            }
            None => at += 1,
        }
    }
    numbers
}

/// The year of a canonical number in small letters, and the codes behind it.
fn year_and_codes(canonical: &str) -> (Option<String>, Vec<String>) {
    let mut codes = folded(span::after(canonical, form::serial_length(canonical)));
    let has_year = codes.first().is_some_and(|code| form::figures(code) == code.len());
    let year = has_year.then(|| codes.remove(0));
    (year, codes)
}

/// Whether a text is made as a number is, of codes that may be unknown: `215-NV`, `Công văn 12/ABC-XY`.
pub fn looks_like_number(text: &str) -> bool {
    let words = words(text);
    let Some(taken) = lead_length(&words) else { return false };
    let (serial, codes) = match words[taken.min(words.len())..].split_first() {
        Some((serial, codes)) => (&serial.folded, codes),
        None => return false,
    };
    let is_joined = |word: &Word| word.is_joined() && word.is_tight();
    let has_letters = |word: &Word| form::figures(&word.folded) < word.folded.len();
    form::figures(serial) > 0
        && codes.iter().all(is_joined)
        && codes.last().is_some_and(has_letters)
}

fn folded(text: &str) -> Vec<String> {
    words(text).into_iter().map(|word| word.folded).collect()
}

fn words(text: &str) -> Vec<Word> {
    let mut tokens = Tokens::new(text);
    let mut words = Vec::new();
    let mut end = 0;
    while tokens.advance() {
        let span = tokens.span();
        let gap = span::slice(text, end, span.start).to_owned();
        let folded = analyse::folded(tokens.term()).to_owned();
        let is_centre = is_centre(tokens.term());
        end = span.end;
        // `T.Ư`, `T.W`
        if gap.trim() == "."
            && ["tw", "w", "u"].contains(&folded.as_str())
            && let Some(last) = words.last_mut().filter(|last: &&mut Word| last.folded == "t")
        {
            last.folded = "tw".to_owned();
            last.span.end = span.end;
            continue;
        }
        words.push(Word { folded, is_centre, span, gap });
    }
    words
}

/// `57nq` is two words, `57` and `nq`: figures with a code glued to them.
fn unglued(word: Word) -> Vec<Word> {
    let length = form::figures(&word.folded);
    let (figures, code) = word.folded.split_at(length);
    if length == 0 || !(is_kind(code) || is_body(code)) || code.len() < 2 {
        return vec![word];
    }
    let Span { start, end } = word.span;
    let middle = start + length;
    let part = |folded: &str, span, gap| {
        let (folded, is_centre) = (folded.to_owned(), false);
        Word { folded, is_centre, span, gap }
    };
    let second = part(code, Span::new(middle, end), String::new());
    vec![part(figures, Span::new(start, middle), word.gap.clone()), second]
}

/// `TƯ` is written for `TW`, and is not `TU`.
fn is_centre(term: &str) -> bool {
    term == "tu\u{1}tư"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn reads(question: &str, canonical: &str) {
        let numbers = find(question);
        assert_eq!(numbers.len(), 1, "{question}: {numbers:?}");
        assert!(numbers[0].fits(canonical), "{question}: {numbers:?}");
    }

    #[test]
    fn reads_every_usual_spelling() {
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
            reads(question, "59-NQ/TW");
        }
        reads("06/qd-ttg", "06/QĐ-TTg");
        for question in
            ["thong tu 80/2021/tt-btc", "Thông tư số 80/2021", "THÔNG TƯ 80", "tt 80/2021"]
        {
            reads(question, "80/2021/TT-BTC");
        }
        reads("thong tu lien tich so 05/2012/ttlt-bca-btc", "05/2012/TTLT-BCA-BTC");
        reads("45/2022/QH15", "45/2022/QH15");
        reads("nghị định 30/2020/NĐ-CP", "30/2020/NĐ-CP");
        reads("1106/NQ-UBTVQH15", "1106/NQ-UBTVQH15");
        reads("quy định 66", "66-QĐ/TW");
        reads("1234/BGDĐT-VP", "1234/BGDĐT-VP");
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
            reads(question, "168/2024/NĐ-CP");
        }
        for question in [
            "nghị quyết 57 nq/tw",
            "nq 57 tw",
            "nghi quyet so 57 nq tw",
            "57/nq/tw",
            "NQ57/TW",
            "57nq/tw",
        ] {
            reads(question, "57-NQ/TW");
        }
        reads("Luật số 64/2025/QH15", "64/2025/QH15");
        reads("luat 64 2025 qh15", "64/2025/QH15");
        reads("Bộ luật số 91/2015/QH13", "91/2015/QH13");
        reads("12/VP.HĐND-TH", "12/VP.HĐND-TH");
        reads("Nghị định 203/HĐBT", "203/HĐBT");
        reads("15/98/NĐ-CP", "15/98/NĐ-CP");
        reads("thong tu so 002/2015/tt-bldtb&xh", "02/2015/TT-BLĐTB&XH");
        reads("61 / ttr – cat – pc06", "61/TTr-CAT-PC06");
        reads("59-NQ/TW - cách làm", "59-NQ/TW");
    }

    #[test]
    fn reads_numbers_of_a_series() {
        for question in [
            "66.7/2025/NQ-CP",
            "66.7/2025/nq-cp",
            "66.7 2025 nq cp",
            "Nghị quyết số 66.7/2025/NQ-CP",
            "nghi quyet 66.7",
            "NQ 66.7/2025",
            "nq66.7",
        ] {
            reads(question, "66.7/2025/NQ-CP");
            assert!(!find(question)[0].fits("66/2025/NQ-CP"), "{question}");
            assert!(!find(question)[0].fits("66.17/2025/NQ-CP"), "{question}");
        }
        assert!(!find("66/2025/NQ-CP")[0].fits("66.7/2025/NQ-CP"));
        assert!(!find("nghị quyết 66")[0].fits("66.7/2025/NQ-CP"));
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
            assert_eq!(find(question), vec![], "{question}");
        }
    }

    #[test]
    fn a_year_or_kind_that_is_not_typed_does_not_decide() {
        reads("nghị định 45", "45/2021/NĐ-CP");
        reads("45/NĐ-CP", "45/2021/NĐ-CP");
        reads("Nghị quyết 45", "45/2022/QH15");
        assert!(!find("45/2020/NĐ-CP")[0].fits("45/2021/NĐ-CP"));
        assert!(!find("nghị định 45")[0].fits("45/2022/QH15"));
        assert!(!find("nghị quyết 45")[0].allows(Some("Luật")));
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
    fn tells_numbers_apart() {
        let number = &find("59-NQ/TW")[0];
        assert!(!find("Nghị định 24-CP")[0].fits("24/2014/NĐ-CP"));
        assert!(find("Nghị quyết 59-TW")[0].fits("59-NQ/TW"));
        for other in ["159-NQ/TW", "59-NQ/TU", "59-KL/TW", "59-NQ/TW-VP", "5-NQ/TW"] {
            assert!(!number.fits(other), "{other}");
        }
        let both = find("59-NQ/TW và 98/NQ-CP");
        assert_eq!(both.len(), 2);
        assert!(both[1].fits("98/NQ-CP"));
    }
}
