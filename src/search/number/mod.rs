//! Recognises document numbers in a question, in any usual spelling.
//! In: the words of a question. Out: which stretch of them is a number, and its parts.
//! Never decides whether such a paper exists; never looks at a paper's text (`structure` does).

use std::sync::LazyLock;

use crate::index::analyse::{self, Tokens};
use crate::span::{self, Span};
use crate::structure::number;

/// A number as typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Number {
    /// Where it stands in the question, with the words before it that belong to it.
    pub span: Span,
    /// Folded, in the order of the printed form, each with its equals: `59`, then `nq`, then `tw`.
    pub parts: Vec<Vec<String>>,
    /// The digits as typed, with their zeros.
    pub typed: String,
    /// Whether body and kind are there, so that it can be nothing but a number.
    pub is_whole: bool,
}

impl Number {
    /// Whether a canonical number or its key is the one that was typed. A year that was not typed
    /// does not decide, nor the kind of a number that names none (`45/2022/QH15`).
    pub fn fits(&self, canonical: &str) -> bool {
        let mut found = parts_of(canonical);
        if found.len() > 2 && is_year(&found[1]) && !self.has_year() {
            found.remove(1);
        }
        if found.len() == 2 && is_assembly(&found[1]) && self.parts.len() == 2 {
            let same = self.parts[0].contains(&found[0]);
            return same && self.kinds().iter().any(|kind| ASSEMBLY.contains(kind));
        }
        let begins = self.parts.iter().zip(&found).all(|(wanted, found)| wanted.contains(found));
        begins
            && found.len() >= self.parts.len()
            && (!self.is_whole || found.len() == self.parts.len())
    }

    /// Its parts as words in the printed order, for where no such number is known.
    pub fn words(&self) -> Vec<String> {
        let parts = self.parts.iter().skip(1).filter_map(|part| part.first());
        std::iter::once(&self.typed).chain(parts).cloned().collect()
    }

    /// The kinds it may be of, by the symbol in it; those of the Quốc hội where it names that.
    pub fn kinds(&self) -> Vec<&'static str> {
        let parts: Vec<&String> = self.parts.iter().skip(1).flatten().collect();
        if parts.iter().any(|part| is_assembly(part)) {
            return ASSEMBLY.to_vec();
        }
        let rows = KINDS.iter().zip(number::kinds());
        let named = rows.filter(|((symbol, _), _)| parts.contains(&symbol));
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

    fn has_year(&self) -> bool {
        self.parts.get(1).is_some_and(|part| part.iter().any(|part| is_year(part)))
    }

    /// The number itself, without leading zeros.
    pub fn digits(&self) -> &str {
        self.parts.first().and_then(|part| part.first()).map_or("", |digits| digits)
    }
}

/// The kinds of paper whose numbers name the Quốc hội and no kind.
const ASSEMBLY: [&str; 3] = ["Luật", "Nghị quyết", "Pháp lệnh"];

/// One word of the question.
#[derive(Debug)]
struct Word {
    folded: String,
    span: Span,
    /// What stands between it and the word before, without blanks.
    joint: String,
}

/// Symbols and names of kinds, folded.
static KINDS: LazyLock<Vec<(String, Vec<String>)>> = LazyLock::new(|| {
    let rows = number::kinds().iter();
    rows.map(|kind| (folded(kind.symbol).concat(), folded(kind.name))).collect()
});

static KNOWN_BODIES: LazyLock<Vec<String>> =
    LazyLock::new(|| number::bodies().iter().map(|row| folded(row[0]).concat()).collect());

/// All numbers in a question, in order.
pub fn find(question: &str) -> Vec<Number> {
    let words = words(question);
    let mut numbers = Vec::new();
    let mut at = 0;
    while at < words.len() {
        match read(&words[at..]) {
            Some((length, number)) => {
                numbers.push(number);
                at += length;
            }
            None => at += 1,
        }
    }
    numbers
}

/// The parts of a number, folded: `06/QĐ-TTg` is `6`, `qd`, `ttg`.
fn parts_of(number: &str) -> Vec<String> {
    let mut parts = folded(number);
    if let Some(first) = parts.first_mut() {
        *first = without_zeros(first).to_owned();
    }
    parts
}

fn without_zeros(digits: &str) -> &str {
    let bare = digits.trim_start_matches('0');
    if bare.is_empty() { digits } else { bare }
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
        let joint: String = span::slice(text, end, span.start).split_whitespace().collect();
        let folded = centre(tokens.term()).unwrap_or(analyse::folded(tokens.term())).to_owned();
        end = span.end;
        // `T.Ư`, `T.W`
        if joint == "."
            && ["tw", "w", "u"].contains(&folded.as_str())
            && let Some(last) = words.last_mut().filter(|last: &&mut Word| last.folded == "t")
        {
            last.folded = "tw".to_owned();
            last.span.end = span.end;
            continue;
        }
        words.push(Word { folded, span, joint });
    }
    words
}

/// `TƯ` is written for `TW`, and is not `TU`.
fn centre(term: &str) -> Option<&'static str> {
    (term == "tu\u{1}tư").then_some("tw")
}

/// Reads a number that begins with the first of `words`; gives how many it took.
fn read(words: &[Word]) -> Option<(usize, Number)> {
    let (mut taken, mut kinds) = kind_name(words);
    if !kinds.is_empty() && words.get(taken).is_some_and(|word| word.folded == "so") {
        taken += 1;
    }
    let first = words.get(taken)?;
    let named = !kinds.is_empty();
    let mut digits = first.folded.as_str();
    if !named {
        if let Some((symbol, rest)) = symbol_and_digits(digits) {
            kinds = vec![symbol.to_owned()];
            digits = rest;
        } else if is_kind(digits) {
            kinds = vec![digits.to_owned()];
            taken += 1;
            if words.get(taken).is_some_and(|word| word.folded == "so") {
                taken += 1;
            }
            digits = words.get(taken)?.folded.as_str();
        } else if digits == "so" {
            taken += 1;
            digits = words.get(taken)?.folded.as_str();
        }
    }
    if !is_digits(digits) {
        return None;
    }
    let rest = &words[taken + 1..];
    let (tail, parts) = read_tail(rest, &kinds);
    let is_whole = parts.len() >= 2;
    // A kind and digits are a number, unless the digits count something: `báo cáo 6 tháng`, `kế hoạch 2024`.
    let counts = rest
        .first()
        .is_some_and(|next| ["nam", "thang", "ngay", "quy"].contains(&next.folded.as_str()));
    let named_so = taken > 0 && words[taken - 1].folded == "so";
    let year =
        !named_so && digits.len() == 4 && (digits.starts_with("19") || digits.starts_with("20"));
    if parts.is_empty() || (!is_whole && (counts || year)) {
        return None;
    }
    let span = Span::new(words[0].span.start, words[taken + tail].span.end);
    let typed = digits.to_owned();
    let parts = std::iter::once(vec![without_zeros(digits).to_owned()]).chain(parts).collect();
    Some((taken + 1 + tail, Number { span, parts, typed, is_whole }))
}

/// Reads year, kind and body behind the digits; gives how many words, and the parts.
fn read_tail(words: &[Word], kinds: &[String]) -> (usize, Vec<Vec<String>>) {
    let mut parts: Vec<Vec<String>> = Vec::new();
    let mut taken = 0;
    let joined = |at: usize| words.get(at).is_some_and(|word| is_joint(&word.joint));
    if joined(0) && words[0].folded.len() == 4 && is_digits(&words[0].folded) && joined(1) {
        parts.push(vec![words[0].folded.clone()]);
        taken = 1;
    }
    match words.get(taken) {
        Some(word) if is_kind(&word.folded) && (joined(taken) || kinds.is_empty()) => {
            // `59 nq tw` needs a body to be a number; `59-NQ` does not.
            let has_body = words.get(taken + 1).is_some_and(|next| is_body(&next.folded));
            if !joined(taken) && !has_body {
                return (0, Vec::new());
            }
            parts.push(vec![word.folded.clone()]);
            taken += 1;
        }
        Some(word) if kinds.is_empty() && joined(taken) && is_body(&word.folded) => {}
        _ if !kinds.is_empty() => parts.push(kinds.to_vec()),
        _ => return (0, Vec::new()),
    }
    let before = taken;
    while let Some(word) = words.get(taken) {
        let is_alone = taken == before && word.joint.is_empty() && is_body(&word.folded);
        if !joined(taken) && !is_alone {
            break;
        }
        parts.push(vec![word.folded.clone()]);
        taken += 1;
    }
    (taken, parts)
}

/// How many words name a kind, and the symbols it may have.
fn kind_name(words: &[Word]) -> (usize, Vec<String>) {
    let names = |(_, name): &&(String, Vec<String>)| {
        name.len() > 1
            && name.len() <= words.len()
            && name.iter().zip(words).all(|(part, word)| *part == word.folded)
    };
    let longest = KINDS.iter().filter(names).map(|(_, name)| name.len()).max().unwrap_or(0);
    let found = KINDS.iter().filter(names).filter(|(_, name)| name.len() == longest);
    (longest, found.map(|(symbol, _)| symbol.clone()).collect())
}

fn symbol_and_digits(word: &str) -> Option<(&str, &str)> {
    let at = word.find(|letter: char| letter.is_ascii_digit())?;
    let (symbol, digits) = word.split_at(at);
    (is_kind(symbol) && is_digits(digits)).then_some((symbol, digits))
}

fn is_kind(word: &str) -> bool {
    KINDS.iter().any(|(symbol, _)| symbol == word) || is_assembly(word)
}

/// `QH15`, `UBTVQH14`: kind and body in one.
fn is_assembly(word: &str) -> bool {
    let term = word.strip_prefix("ubtv").unwrap_or(word).strip_prefix("qh");
    term.is_some_and(|term| (1..=2).contains(&term.len()) && is_digits(term))
}

fn is_year(part: &str) -> bool {
    part.len() == 4 && is_digits(part) && (part.starts_with("19") || part.starts_with("20"))
}

fn is_body(word: &str) -> bool {
    KNOWN_BODIES.iter().any(|body| body == word) || is_assembly(word)
}

fn is_digits(word: &str) -> bool {
    let digits = word.trim_end_matches(|letter: char| letter.is_ascii_lowercase());
    (1..=5).contains(&digits.len())
        && word.len() <= digits.len() + 1
        && digits.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_joint(joint: &str) -> bool {
    ["-", "/", "–", "—", "‑"].contains(&joint)
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
        ] {
            reads(question, "59-NQ/TW");
        }
        reads("06/qd-ttg", "06/QĐ-TTg");
        reads("45/2022/QH15", "45/2022/QH15");
        reads("nghị định 30/2020/NĐ-CP", "30/2020/NĐ-CP");
        reads("1106/NQ-UBTVQH15", "1106/NQ-UBTVQH15");
        reads("quy định 66", "66-QĐ/TW");
        reads("1234/BGDĐT-VP", "1234/BGDĐT-VP");
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
    fn tells_numbers_apart() {
        let number = &find("59-NQ/TW")[0];
        for other in ["159-NQ/TW", "59-NQ/TU", "59-KL/TW", "59-NQ/TW-VP", "5-NQ/TW"] {
            assert!(!number.fits(other), "{other}");
        }
        let both = find("59-NQ/TW và 98/NQ-CP");
        assert_eq!(both.len(), 2);
        assert!(both[1].fits("98/NQ-CP"));
    }
}
