//! Reads from when papers have effect: `Nghị định này có hiệu lực thi hành từ ngày 01/01/2020` (this decree takes
//! effect on …).
//! In: the text of a section. Out: what begins, ends or pauses, and on which day. Never computes a day that the text
//! does not tell: `kể từ ngày đăng Công báo` (when it is published) stays open.

use std::sync::LazyLock;

use memchr::memmem::Finder;
use vankien_text::language::letters;
use vankien_text::span::{Lines, Span};

use super::citation::wordings::new_wordings;
use super::date;
use super::document::{Field, Masthead, Place, Section};
use super::number::lead::kind_at_end;

/// A statement about the effect of a paper.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Effect {
    /// The bytes of the words, from `có hiệu lực` (or `hết`, `ngưng`) to the end of the day; without a day to the end
    /// of `hiệu lực`.
    pub span: Span,
    /// What happens.
    pub change: Change,
    /// On which day; `None` where neither a printed date nor a signing or passing follows the words. Between may stand
    /// only `thi hành`, `kể từ`, an hour and the like. A day that stands before the words, and one so many days after a
    /// printed date, are not read.
    pub day: Option<Day>,
}

/// What becomes of the effect of a paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// `có hiệu lực`: it begins.
    Begins,
    /// `hết hiệu lực`, `không còn hiệu lực`: it ends.
    Ends,
    /// `ngưng hiệu lực`, `tạm ngưng hiệu lực`: it is suspended.
    Pauses,
}

/// The day from which something holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Day {
    /// A printed date, in ISO form; the month (`2024-06`) where no day is printed.
    On(String),
    /// So many days after the citing paper was signed or passed; 0 for the day itself.
    AfterSigning(u32),
}

impl Day {
    /// The day in ISO form, where `signed` is the date of the paper that says so. `None` for a day that counts from the
    /// signing where `signed` is unknown, and for one day after it or more where it is known to the month only.
    pub fn iso(&self, signed: Option<&str>) -> Option<String> {
        match self {
            Day::On(iso) => Some(iso.clone()),
            Day::AfterSigning(0) => signed.map(str::to_owned),
            Day::AfterSigning(days) => date::days_after(signed?, *days),
        }
    }
}

/// The statements about effect in `text`, in its order; those in the new wording of another paper are left out. Whose
/// effect it is the caller must see ([`is_of_itself`]). What is denied is none: `chưa hết hiệu lực` (not yet expired).
/// Linear in the text.
pub fn effects(text: &str) -> Vec<Effect> {
    let whole = |verb: Verb| {
        let (day, length) = day(&text[verb.end..]);
        Effect { span: Span::new(verb.start, verb.end + length), change: verb.change, day }
    };
    verbs(text).into_iter().map(whole).collect()
}

/// `có hiệu lực` and the like.
struct Verb {
    start: usize,
    /// The byte behind `hiệu lực`.
    end: usize,
    change: Change,
}

/// The verbs of `text`, in order; those in the new wording of another paper left out.
fn verbs(text: &str) -> Vec<Verb> {
    static CORE: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("iệu lực"));
    let found = CORE.find_iter(text.as_bytes());
    let mut verbs: Vec<Verb> =
        found.filter_map(|at| verb_at(text, at, at + CORE.needle().len())).collect();
    if !verbs.is_empty() {
        let wordings = new_wordings(text);
        verbs.retain(|verb| !wordings.overlaps(Span::new(verb.start, verb.end)));
    }
    verbs
}

/// The verb whose word `hiệu lực` has its core at these bytes.
fn verb_at(text: &str, at: usize, end: usize) -> Option<Verb> {
    let before = text[..at].strip_suffix(['h', 'H'])?.trim_end();
    const VERBS: [(&str, Change); 5] = [
        ("có", Change::Begins),
        ("hết", Change::Ends),
        ("không còn", Change::Ends),
        ("tạm ngưng", Change::Pauses),
        ("ngưng", Change::Pauses),
    ];
    VERBS.into_iter().find_map(|(verb, change)| {
        let start = before.len().checked_sub(verb.len())?;
        let is_verb = before.is_char_boundary(start)
            && is_same(&before[start..], verb)
            && !before[..start].ends_with(char::is_alphanumeric)
            && !is_denied(&before[..start]);
        is_verb.then_some(Verb { start, end, change })
    })
}

/// Whether the verb behind `before` is denied: its last word is `chưa` (not yet) or `không` (not).
pub fn is_denied(before: &str) -> bool {
    let word = before.trim_end().rsplit(|one: char| !one.is_alphanumeric()).next();
    word.is_some_and(|word| ["chưa", "không"].iter().any(|denial| is_same(word, denial)))
}

/// Whether two texts have the same letters, in any case.
fn is_same(one: &str, other: &str) -> bool {
    one.chars().map(letters::lower).eq(other.chars().map(letters::lower))
}

/// The day behind `hiệu lực`, and how many bytes the words up to its end take.
fn day(text: &str) -> (Option<Day>, usize) {
    let mut rest = skip(text, "thi hành");
    let days = days_later(rest);
    if let Some((_, behind)) = days {
        rest = behind;
    }
    rest = skip(skip(skip(skip(rest, ","), "bắt đầu"), "kể"), "từ");
    rest = skip_hour(rest);
    if let Some((length, iso)) = date::read(rest.trim_start())
        && days.is_none()
    {
        return (Some(Day::On(iso)), text.len() - rest.trim_start().len() + length);
    }
    const SIGNING: [&str; 9] = [
        "ngày ký ban hành",
        "ngày ký",
        "ngày ban hành",
        "ngày Quốc hội thông qua",
        "ngày được Quốc hội",
        "ngày thông qua",
        "ngày được thông qua",
        "ký ban hành",
        "ký",
    ];
    match SIGNING.iter().map(|words| skip(rest, words)).find(|behind| behind.len() < rest.len()) {
        Some(behind) => {
            let count = days.map_or(0, |(count, _)| count);
            (Some(Day::AfterSigning(count)), text.len() - behind.len())
        }
        None => (None, 0),
    }
}

/// `sau 45 ngày` (after 45 days) or `sau 45 (bốn mươi lăm) ngày` at the head of a text: the days, and what stands
/// behind.
fn days_later(text: &str) -> Option<(u32, &str)> {
    let rest = skip(text, "sau");
    if rest.len() == text.len() {
        return None;
    }
    let rest = rest.trim_start();
    let figures = rest.bytes().take_while(u8::is_ascii_digit).count();
    let days = rest[..figures].parse().ok().filter(|days| *days <= 1_000)?;
    let mut rest = rest[figures..].trim_start();
    if let Some(words) = rest.strip_prefix('(') {
        // `(bốn mươi lăm)` takes 20 bytes.
        let close = words.bytes().take(60).position(|byte| byte == b')')?;
        rest = &words[close + 1..];
    }
    let behind = skip(rest, "ngày");
    (behind.len() < rest.len()).then_some((days, behind))
}

/// The text behind `0 giờ` and the like.
fn skip_hour(text: &str) -> &str {
    let rest = text.trim_start();
    let figures = rest.bytes().take_while(u8::is_ascii_digit).count();
    let behind = skip(&rest[figures..], "giờ");
    let is_hour = (1..=2).contains(&figures) && behind.len() < rest.len() - figures;
    if !is_hour {
        return text;
    }
    let minutes = behind.trim_start().trim_start_matches(|one: char| one.is_ascii_digit());
    let rest = skip(minutes, "phút");
    if rest.len() < minutes.len() { rest } else { behind }
}

/// The text behind `words`, in any case, with any white space before and between them; the text itself where others
/// stand there.
fn skip<'t>(text: &'t str, words: &str) -> &'t str {
    let mut rest = text;
    for word in words.split(' ') {
        let bare = rest.trim_start();
        let count = word.chars().count();
        let end = bare.char_indices().nth(count).map_or(bare.len(), |(at, _)| at);
        let ends_there = word == "," || !bare[end..].starts_with(char::is_alphanumeric);
        if !ends_there || !is_same(&bare[..end], word) {
            return text;
        }
        rest = &bare[end..];
    }
    rest
}

/// Fills in from when the paper has effect: by the first statement in its body that the paper as a whole takes effect,
/// on a day that can be told in ISO form ([`Day::iso`]). Nothing where there is none. Date and kind of `masthead` must
/// be filled in before.
pub fn complete(masthead: &mut Masthead, text: &str, sections: &[Section]) {
    let signed = masthead.date.as_ref().map(|date| date.value.clone());
    let kind = masthead.kind.as_ref().map(|kind| kind.value.clone());
    let body = sections.iter().filter(|section| section.place == Place::Body);
    for section in body {
        for verb in verbs(&section.text) {
            let is_own = || is_of_itself(&section.text, verb.start, kind.as_deref());
            if verb.change != Change::Begins || !is_own() {
                continue;
            }
            let (day, length) = day(&section.text[verb.end..]);
            let Some(day) = day else { continue };
            let Some(value) = day.iso(signed.as_deref()) else { continue };
            let confidence = if matches!(day, Day::On(_)) { 0.95 } else { 0.85 };
            let span = Span::new(verb.start, verb.end + length);
            let lines = section.lines_of(span, &Lines::of(text));
            masthead.effective = Some(Field { value, lines, confidence });
            return;
        }
    }
}

/// How far before its verb the subject may begin, in bytes. A judgement: `Quy định này` takes 17, a long name 200.
const SUBJECT: usize = 300;

/// Whether the subject of the verb at byte `verb` is the paper as a whole: `Nghị định này`, `Luật này`, or the kind
/// alone; of the kind `own`, where that is known. Not `Điều 5 Nghị định này`.
pub fn is_of_itself(text: &str, verb: usize, own: Option<&str>) -> bool {
    // Most verbs have another subject, which their last word tells.
    let subject = text[..verb].trim_end();
    let subject = subject.strip_suffix("này").map_or(subject, str::trim_end);
    let Some((_, kind)) = kind_at_end(subject) else { return false };
    if own.is_some_and(|own| !is_same(own, kind)) {
        return false;
    }
    let from = (verb.saturating_sub(SUBJECT)..verb).find(|at| text.is_char_boundary(*at));
    let before = &text[from.unwrap_or(verb)..verb];
    let clause = before.rsplit(['\n', ';', ':', '.']).next().unwrap_or_default().trim();
    // `1. Nghị định này`: the label ended with a point; `1) …`, `a) …` did not.
    let clause =
        clause.split_once(") ").filter(|(label, _)| label.len() <= 3).map_or(clause, |one| one.1);
    let named = clause.strip_suffix("này").map_or(clause, str::trim_end);
    kind_at_end(named).is_some_and(|(at, _)| at == 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn says(text: &str, change: Change, day: Option<Day>) {
        let found = effects(text);
        assert_eq!(found.len(), 1, "{text}: {found:?}");
        assert_eq!((found[0].change, found[0].day.clone()), (change, day), "{text}");
    }

    fn on(iso: &str) -> Option<Day> {
        Some(Day::On(iso.into()))
    }

    #[test]
    fn days_are_read_as_printed() {
        let begins = Change::Begins;
        says(
            "Nghị định này có hiệu lực thi hành từ ngày 01 tháng 01 năm 2020.",
            begins,
            on("2020-01-01"),
        );
        says("có hiệu lực kể từ ngày 15/02/2020 và thay thế", begins, on("2020-02-15"));
        says("Luật này có hiệu lực thi hành từ 0 giờ ngày 01/7/2025", begins, on("2025-07-01"));
        says("có hiệu lực thi hành kể từ ngày ký.", begins, Some(Day::AfterSigning(0)));
        says("có hiệu lực kể từ ký ban hành", begins, Some(Day::AfterSigning(0)));
        says("có hiệu lực từ ngày ký ban hành", begins, Some(Day::AfterSigning(0)));
        says(
            "có hiệu lực thi hành sau 45 ngày, kể từ ngày ký",
            begins,
            Some(Day::AfterSigning(45)),
        );
        says(
            "có hiệu lực sau 10 (mười) ngày kể từ ngày ký ban hành",
            begins,
            Some(Day::AfterSigning(10)),
        );
        says("có hiệu lực kể từ ngày Quốc hội thông qua", begins, Some(Day::AfterSigning(0)));
        says("có hiệu lực thi hành sau 45 ngày kể từ ngày đăng Công báo", begins, None);
        says("khi Luật này có hiệu lực thì", begins, None);
        says("hết hiệu lực kể từ ngày 01/7/2025", Change::Ends, on("2025-07-01"));
        says("không còn hiệu lực", Change::Ends, None);
        says("ngưng hiệu lực thi hành từ ngày 01/3/2021", Change::Pauses, on("2021-03-01"));
        let quoted = "Sửa đổi như sau:\n“Điều 20. Luật này có hiệu lực từ ngày 01/01/2020.”";
        assert_eq!(effects(quoted), []);
        for text in [
            "phát huy hiệu lực",
            "hiệu lực thi hành",
            "Điều 3. Hiệu lực thi hành",
            "iệu lực",
            "Nghị định này chưa có hiệu lực",
            "quy định không có hiệu lực",
            "Giấy phép chưa hết hiệu lực",
        ] {
            assert_eq!(effects(text), [], "{text}");
        }
    }

    #[test]
    fn the_day_counts_from_the_signing() {
        assert_eq!(Day::AfterSigning(45).iso(Some("2019-12-30")).as_deref(), Some("2020-02-13"));
        assert_eq!(Day::AfterSigning(0).iso(Some("2019-12")).as_deref(), Some("2019-12"));
        assert_eq!(Day::AfterSigning(3).iso(Some("2019-12")), None);
        assert_eq!(Day::AfterSigning(3).iso(None), None);
    }

    #[test]
    fn the_subject_is_the_paper_as_a_whole() {
        let of = |text: &str| is_of_itself(text, text.find("có hiệu").expect("a verb"), None);
        for text in [
            "Điều 9. Hiệu lực thi hành\n1. Nghị định này có hiệu lực",
            "Điều 2. Quyết định này có hiệu lực",
            "Quyết định có hiệu lực",
            "a) Thông tư liên tịch này có hiệu lực",
            "Điều 5. Hiệu lực\nLuật này có hiệu lực",
        ] {
            assert!(of(text), "{text}");
        }
        for text in [
            "Điều 5 Nghị định này có hiệu lực",
            "Quy định tại Điều 3 của Luật này có hiệu lực",
            "trước ngày Luật này có hiệu lực",
            "kể từ khi Nghị định này có hiệu lực",
            "Nghị định số 5/2020/NĐ-CP có hiệu lực",
        ] {
            assert!(!of(text), "{text}");
        }
        let text = "3. Quyết định có hiệu lực";
        let verb = text.find("có").expect("a verb");
        assert!(is_of_itself(text, verb, Some("Quyết định")));
        assert!(!is_of_itself(text, verb, Some("Luật")));
    }
}
