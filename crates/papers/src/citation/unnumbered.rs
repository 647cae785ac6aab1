//! Citations of papers without a number that are yet identifiable: `Luật Đất đai năm 2024` (land law of 2024),
//! `Nghị quyết Đại hội Đảng bộ thành phố lần thứ XIV` (resolution of a congress), `Đề án 06` (project 06).
//! In: a text and its citations with a number. Out: its title citations; a number behind the name of a law becomes one
//! citation with the name. Never resolves them: the paper may define an alias.

use std::borrow::Cow;
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};
use vankien_text::span::Span;

use super::behind;
use super::law::{self, law};
use super::short::{ends_figures, is_followed_as_name};
use crate::document::{Citation, Form};

/// How the words behind a kind must go on to name one paper.
#[derive(Clone, Copy)]
enum Shape {
    /// The name of a law, as `law` reads it.
    Law,
    /// A congress, a plenum, or a task with year and issuer.
    Party,
    /// A figure: `Đề án 06`.
    Figure,
    /// An abbreviation: `NQTW 4`, `NQĐH XIII`.
    Short,
    /// The words alone: `Điều lệ Đảng`.
    Only,
}

/// Kinds other than laws that are cited by name.
const NAMED: [(&str, Shape); 7] = [
    ("Nghị quyết", Shape::Party),
    ("Kết luận", Shape::Party),
    ("Văn kiện", Shape::Party),
    ("Đề án", Shape::Figure),
    ("Chương trình", Shape::Figure),
    ("NQ", Shape::Short),
    ("Điều lệ", Shape::Only),
];

/// All title citations of `text`, in order. `numbered` are its citations with a number, in order: of those, what bears
/// the name of a law begins with it.
pub fn unnumbered(text: &str, numbered: &mut [Citation]) -> Vec<Citation> {
    let mut found = Vec::new();
    let mut read = 0;
    for (at, (kind, shape)) in kinds(text) {
        if at < read {
            continue;
        }
        let rest = &text[at + kind.len()..];
        let joined = matches!(shape, Shape::Short) && rest.starts_with(char::is_alphabetic);
        // `Hiến pháp,` is a whole name.
        let is_law = matches!(shape, Shape::Law);
        if !(joined || is_law || rest.starts_with(char::is_whitespace))
            || text[..at].ends_with(char::is_alphanumeric)
        {
            continue;
        }
        let length = match shape {
            Shape::Law => {
                let Some(law) = law(text, at, kind, numbered) else { continue };
                let span = Span::new(at, law.end);
                let name = law::kind(kind);
                read = law.end;
                match law.number.map(|index| &mut numbered[index]) {
                    Some(number) => {
                        (number.span, number.form) = (span, Form::Full);
                        number.kind = Some(Cow::Borrowed(name));
                    }
                    None => found.push(law::citation(span, name, law.date)),
                }
                continue;
            }
            Shape::Party => party(rest),
            Shape::Figure => figure(rest),
            Shape::Short => short(rest),
            Shape::Only => rules(rest),
        };
        if let Some(length) = length {
            let span = Span::new(at, at + kind.len() + length);
            let kind = if matches!(shape, Shape::Short) { "Nghị quyết" } else { kind };
            found.push(law::citation(span, kind, None));
        }
    }
    found
}

/// Laws and the other kinds.
fn all_kinds() -> impl Iterator<Item = (&'static str, Shape)> {
    law::KINDS.into_iter().map(|(printed, _)| (printed, Shape::Law)).chain(NAMED)
}

/// The kinds that stand in `text`, each with its first byte.
fn kinds(text: &str) -> impl Iterator<Item = (usize, (&'static str, Shape))> + '_ {
    static KINDS: LazyLock<AhoCorasick> = LazyLock::new(|| {
        // With this kind of match the automaton compares many bytes at once.
        let kind = MatchKind::LeftmostFirst;
        let kinds =
            AhoCorasick::builder().match_kind(kind).build(all_kinds().map(|(kind, _)| kind));
        kinds.expect("fifteen short words make an automaton")
    });
    static ALL: LazyLock<Vec<(&'static str, Shape)>> = LazyLock::new(|| all_kinds().collect());
    KINDS.find_iter(text).map(|found| (found.start(), ALL[found.pattern().as_usize()]))
}

fn party(rest: &str) -> Option<usize> {
    congress(rest).or_else(|| plenum(rest)).or_else(|| short(rest)).or_else(|| task(rest))
}

/// `TW 4`, ` TW4 khóa XII`, `ĐH XIII`, ` T.Ư 5`: a plenum or congress in short.
fn short(rest: &str) -> Option<usize> {
    let name = rest.trim_start_matches(' ');
    let (length, is_congress) = ["TW", "TƯ", "T.Ư", "T.W", "Trung ương", "ĐH", "Đại hội"]
        .into_iter()
        .find(|body| name.starts_with(body))
        .map(|body| (body.len(), body.starts_with('Đ')))?;
    let counted = name[length..].trim_start_matches(' ');
    let end = counted.find(|letter: char| !letter.is_alphanumeric()).unwrap_or(counted.len());
    let ordinal = &counted[..end];
    let figures = ordinal.starts_with(|first: char| first.is_ascii_digit());
    let party = is_ordinal(ordinal) && !(is_congress && figures) && ends_figures(&counted[end..]);
    party.then(|| rest.len() - counted.len() + end + term(&counted[end..]))
}

/// The length of ` khóa XII`, ` (khóa XII)`; nothing where none stands there.
fn term(after: &str) -> usize {
    let inside = after.trim_start_matches([' ', '(']);
    let named =
        ["khóa ", "khoá ", "Khóa ", "khóa\n"].iter().find_map(|word| inside.strip_prefix(word));
    let Some(counted) = named else { return 0 };
    let end = counted.find(|letter: char| !letter.is_alphanumeric()).unwrap_or(counted.len());
    let closed = after.trim_start().starts_with('(');
    match is_ordinal(&counted[..end]) && (!closed || counted[end..].starts_with(')')) {
        true => after.len() - counted.len() + end + usize::from(closed),
        false => 0,
    }
}

/// ` Đảng`, ` Đảng Cộng sản Việt Nam`: the rules of the Party; those of other bodies are many.
fn rules(rest: &str) -> Option<usize> {
    let name = rest.strip_prefix(" Đảng")?;
    let goes_on = name.starts_with(" bộ") || name.starts_with(char::is_alphanumeric);
    let whole =
        [" Cộng sản Việt Nam", " cộng sản Việt Nam"].iter().find(|end| name.starts_with(**end));
    (!goes_on).then(|| " Đảng".len() + whole.map_or(0, |end| end.len()))
}

/// A word of the text, with the byte at which it ends and what parts it from the word before.
struct Word<'t> {
    text: &'t str,
    end: usize,
    /// Whether a comma or dash stood before it.
    apart: bool,
}

/// The words at the head of `text`, at most `most`, up to a line end or a mark that no name goes across.
fn words(text: &str, most: usize) -> Vec<Word<'_>> {
    let mut words = Vec::new();
    let mut at = 0;
    while words.len() < most {
        let rest = &text[at..];
        let gap = rest.len() - rest.trim_start_matches([' ', ',', '-', '–', '\n']).len();
        if rest[..gap].matches('\n').count() > 0 && !words.is_empty() {
            break;
        }
        let start = at + gap;
        let length = text[start..].find(|letter: char| !letter.is_alphanumeric());
        let end = length.map_or(text.len(), |length| start + length);
        if end == start {
            break;
        }
        let apart = rest[..gap].contains([',', '-', '–']);
        words.push(Word { text: &text[start..end], end, apart });
        at = end;
    }
    words
}

fn is_year(word: &str) -> bool {
    word.len() == 4
        && word.bytes().all(|byte| byte.is_ascii_digit())
        && (word.starts_with("19") || word.starts_with("20"))
}

/// Whether the word counts a congress or a term: `XIV`, `16`.
fn is_ordinal(word: &str) -> bool {
    let roman = (1..=6).contains(&word.len()) && word.bytes().all(|byte| b"IVXL".contains(&byte));
    roman || ((1..=2).contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_digit()))
}

/// ` Đại hội Đảng bộ thành phố Cần Thơ lần thứ XIV, nhiệm kỳ 2020 - 2025`, ` Đại hội XIII của Đảng`.
fn congress(rest: &str) -> Option<usize> {
    let words = words(rest, 22);
    let begin = usize::from(words.first()?.text == "của");
    let is = |at: usize, text: &str| words.get(at).is_some_and(|word| word.text == text);
    if !(is(begin, "Đại") && is(begin + 1, "hội")) {
        return None;
    }
    let mut end = None;
    for (at, word) in words.iter().enumerate().skip(begin + 2) {
        if word.apart {
            break;
        }
        let counted = at >= 2 && is(at - 2, "lần") && is(at - 1, "thứ");
        if is_ordinal(word.text) && (counted || at == begin + 2) {
            end = Some(at);
            break;
        }
    }
    let mut at = end?;
    if is(at + 1, "của") && is(at + 2, "Đảng") {
        at += 2;
    }
    if is(at + 1, "nhiệm") && is(at + 2, "kỳ") && words.get(at + 4).is_some_and(|w| is_year(w.text))
    {
        at += 4;
    }
    Some(words[at].end)
}

/// ` Trung ương 4 khóa XII`, ` Hội nghị lần thứ sáu Ban Chấp hành Trung ương Đảng khóa XIII`.
fn plenum(rest: &str) -> Option<usize> {
    let words = words(rest, 20);
    let is = |at: usize, text: &str| words.get(at).is_some_and(|word| word.text == text);
    let meeting = is(0, "Hội") && is(1, "nghị") || is(0, "hội") && is(1, "nghị");
    let centre_first = is(0, "Trung") && is(1, "ương");
    if !meeting && !centre_first {
        return None;
    }
    let centre = (0..words.len()).take_while(|at| *at == 0 || !words[*at].apart);
    let centre = centre.into_iter().find(|at| is(*at, "Trung") && is(at + 1, "ương"))?;
    let next = centre + 2;
    let mut end = words.get(next).filter(|word| is_ordinal(word.text)).map(|_| next);
    let counted = (0..centre).any(|at| is(at, "lần") && is(at + 1, "thứ"));
    if end.is_none() && counted {
        end = Some(if is(next, "Đảng") { next } else { centre + 1 });
    }
    let mut at = end?;
    if is(at + 1, "Đảng") {
        at += 1;
    }
    let end = words[at].end;
    Some(end + term(&rest[end..]))
}

/// ` nhiệm vụ năm 2024 của Thành ủy`.
fn task(rest: &str) -> Option<usize> {
    let words = words(rest, 10);
    let at = words.iter().position(|word| word.text == "năm")?;
    let apart = words.iter().take(at + 2).any(|word| word.apart);
    let year = words.get(at + 1).filter(|word| is_year(word.text) && !apart)?;
    if at == 0 || words[..at].iter().any(|word| ["số", "ngày"].contains(&word.text)) {
        return None;
    }
    let said = behind::behind(&rest[year.end..]);
    said.issuer.map(|_| year.end + said.length)
}

/// ` 06`: one to three figures that count nothing.
fn figure(rest: &str) -> Option<usize> {
    let figures = rest.strip_prefix(' ')?;
    let length = figures.bytes().take_while(|byte| byte.is_ascii_digit()).count();
    let after = &figures[length..];
    let named = (1..=3).contains(&length) && ends_figures(after) && is_followed_as_name(after);
    named.then_some(1 + length)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_is_found_wherever_it_stands() {
        for (kind, _) in all_kinds() {
            for before in 0..70 {
                let text = format!("{}{kind} x", " ".repeat(before));
                let found: Vec<(usize, &str)> =
                    kinds(&text).map(|(at, kind)| (at, kind.0)).collect();
                assert_eq!(found, [(before, kind)]);
            }
        }
    }

    #[track_caller]
    fn reads(text: &str, wanted: &[&str]) {
        let found: Vec<&str> =
            unnumbered(text, &mut []).iter().map(|one| one.span.of(text)).collect();
        assert_eq!(found, wanted);
    }

    #[test]
    fn laws_by_name_and_year() {
        reads(
            "theo Luật Đất đai năm 2024 và Luật Cán bộ, công chức 2008",
            &["Luật Đất đai năm 2024", "Luật Cán bộ, công chức 2008"],
        );
        reads(
            "Bộ luật Hình sự năm 2015, Hiến pháp 2013",
            &["Bộ luật Hình sự năm 2015", "Hiến pháp 2013"],
        );
        reads(
            "Luật này có hiệu lực từ năm 2024; theo Luật Đất đai thì năm 2024",
            &["Luật Đất đai"],
        );
    }

    #[test]
    fn congresses_and_plenums() {
        reads(
            "Nghị quyết Đại hội Đảng bộ thành phố Cần Thơ lần thứ XIV, nhiệm kỳ 2020 - 2025 (gọi",
            &["Nghị quyết Đại hội Đảng bộ thành phố Cần Thơ lần thứ XIV, nhiệm kỳ 2020 - 2025"],
        );
        reads("Nghị quyết Đại hội XIII của Đảng", &["Nghị quyết Đại hội XIII của Đảng"]);
        reads("Nghị quyết Trung ương 4 khóa XII về", &["Nghị quyết Trung ương 4 khóa XII"]);
        reads("Kết luận hội nghị Trung ương 9.", &["Kết luận hội nghị Trung ương 9"]);
        reads(
            "Nghị quyết nhiệm vụ năm 2024 của Thành ủy",
            &["Nghị quyết nhiệm vụ năm 2024 của Thành ủy"],
        );
        reads("Nghị quyết Đại hội đảng bộ các cấp", &[]);
        reads(
            "Nghị quyết TW4, NQTW 4, NQ T.Ư 5 khóa XI, NQĐH XIII, Nghị quyết TW 7 (khoá XII)",
            &[
                "Nghị quyết TW4",
                "NQTW 4",
                "NQ T.Ư 5 khóa XI",
                "NQĐH XIII",
                "Nghị quyết TW 7 (khoá XII)",
            ],
        );
        reads("NQ TW 40%, 59-NQ/TW 4, NQ TU 4, NQĐH 5 năm", &[]);
    }

    #[test]
    fn the_rules_of_the_party() {
        reads(
            "theo Điều lệ Đảng và Điều lệ Đảng Cộng sản Việt Nam",
            &["Điều lệ Đảng", "Điều lệ Đảng Cộng sản Việt Nam"],
        );
        reads("Điều lệ Đảng bộ, Điều lệ Công đoàn, Điều lệ đảng phái", &[]);
    }

    #[test]
    fn projects_by_figure() {
        reads("triển khai Đề án 06 của Chính phủ", &["Đề án 06"]);
        reads("Chương trình 5 năm, Đề án 3 nội dung", &[]);
    }
}
