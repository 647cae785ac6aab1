//! Finds which units of another paper the items of an amending paper change:
//! `1. Sửa đổi, bổ sung khoản 2 Điều 5 như sau:` (clause 2 of article 5 is amended as follows).
//! In: the texts of the items. Out: the units in order. Never reads the new wording, which stands in quotation marks.

use std::collections::HashSet;

use vankien_text::language::letters;
use vankien_text::span::{self, Span};

use super::provisions::{Provision, named_units};
use super::wordings::new_wordings;
use crate::heading::{label, roman_value};

/// Verbs with which such an item begins, in small letters (amends, adds, repeals, replaces, cancels, strikes out), and
/// the relation that each tells. Of two that fit the longer stands first.
const VERBS: [(&str, &str); 8] = [
    ("sửa đổi", AMENDS),
    ("bổ sung", AMENDS),
    ("bãi bỏ", "repeals"),
    ("thay thế", "replaces"),
    ("thay", "replaces"),
    ("hủy bỏ", "repeals"),
    ("huỷ bỏ", "repeals"),
    ("bỏ", AMENDS),
];

/// What is done to a unit whose words are changed.
const AMENDS: &str = "amends";

/// Bytes behind the verb that may name units: the longest list in the web copies takes 1,500. Of a longer one what
/// stands before the last semicolon within them is read, or else before the last comma and `điều` (article); nothing where
/// they hold neither.
const LIST: usize = 2_000;

/// A unit of another paper that an item changes.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ChangedUnit {
    /// The unit.
    pub unit: Provision,
    /// What is done to it: amends, replaces, or repeals.
    pub relation: &'static str,
}

/// Collects the units that texts change; the texts are read one after the other.
#[derive(Debug, Default)]
pub struct ChangedUnits {
    units: Vec<ChangedUnit>,
    seen: HashSet<ChangedUnit>,
    /// The article that was named last: `4. Sửa đổi Điều 4:` + `a) Sửa đổi điểm b khoản 1:`.
    article: Option<String>,
}

impl ChangedUnits {
    /// Reads the lines of `text` in `range`. A line for which `is_of_other` is true (given its bytes) is about another
    /// paper and is skipped, like a line that begins in new wording.
    pub fn read(&mut self, text: &str, range: Span, is_of_other: impl Fn(Span) -> bool) {
        let wordings = new_wordings(text);
        let mut at = range.start;
        for line in range.of(text).split_inclusive('\n') {
            let here = Span::new(at, at + line.len());
            at = here.end;
            if !is_of_other(here) && !wordings.overlaps(opening_of(line, here)) {
                self.read_line(line.trim_end());
            }
        }
    }

    fn read_line(&mut self, line: &str) {
        for mut one in units_of_line(line) {
            let is_inner = one.unit.clause.is_some() || one.unit.point.is_some();
            match &one.unit.article {
                Some(named) => self.article = Some(named.clone()),
                None if is_inner => one.unit.article.clone_from(&self.article),
                None => {}
            }
            if self.seen.insert(one.clone()) {
                self.units.push(one);
            }
        }
    }

    /// The units, each once, in the order of the texts.
    pub fn finish(self) -> Vec<ChangedUnit> {
        self.units
    }
}

/// The first byte of a line that is no white space. It tells whether the line begins in new wording.
fn opening_of(line: &str, here: Span) -> Span {
    let start = here.start + line.len() - line.trim_start().len();
    Span::new(start, start + 1)
}

fn units_of_line(line: &str) -> Vec<ChangedUnit> {
    let words = label(line).map_or(line, |label| label.rest).trim_start();
    // Letter by letter, so that the bytes stay where they are.
    let small: String = words
        .chars()
        .map(|letter| match letters::lower(letter) {
            small if small.len_utf8() == letter.len_utf8() => small,
            _ => letter,
        })
        .collect();
    let mut units = Vec::new();
    let mut start = 0;
    // `Sửa đổi khoản 3 Điều 7, bãi bỏ khoản 4 Điều 7`: each verb has its own units.
    while let Some((verb, relation)) = verb_at(&small, start) {
        let behind = start + verb.len();
        let is_of_words = is_of_words(span::after(&small, behind));
        let end = if is_of_words { small.len() } else { next_verb(&small, behind) };
        let from = if is_of_words {
            span::after(&small, behind).rfind(" tại ").map_or(end, |at| behind + at + " tại ".len())
        } else {
            behind
        };
        let rest = cut(span::slice(words, from, end), span::slice(&small, from, end));
        let relation = if is_of_words { AMENDS } else { relation };
        units.extend(units_in(rest).into_iter().map(|unit| ChangedUnit { unit, relation }));
        start = end;
        if rest.len() < end - from {
            break;
        }
    }
    units
}

/// The verb that begins at byte `at` of `small`, and its relation.
fn verb_at(small: &str, at: usize) -> Option<(&'static str, &'static str)> {
    let rest = span::after(small, at);
    VERBS.iter().find(|(verb, _)| rest.starts_with(verb)).copied()
}

/// Where the next verb begins behind byte `from` that a comma, a semicolon or `và` (and) parts from the units before
/// it; the length of `small` where there is none.
fn next_verb(small: &str, from: usize) -> usize {
    let rest = span::after(small, from);
    let is_joint = |at: &usize| {
        let before = span::before(rest, *at);
        before.ends_with([',', ';']) || before.ends_with(" và")
    };
    let blanks = rest.match_indices(' ').map(|(at, _)| at).filter(is_joint);
    let mut begins = blanks.map(|at| from + at + 1);
    begins.find(|at| verb_at(small, *at).is_some()).unwrap_or(small.len())
}

/// The units that `text` names among other words.
fn units_in(text: &str) -> Vec<Provision> {
    let words: Vec<(usize, &str)> = words(text).collect();
    let mut units = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let (start, word) = words[at];
        if !opens_units(word) {
            at += 1;
            continue;
        }
        let run = words[at..].iter().take_while(|(_, word)| may_be_of_units(word)).count();
        let found = (at + 1..=at + run).rev().find_map(|behind| {
            let (last, word) = words[behind - 1];
            let end = last + word.len();
            named_units(span::slice(text, start, end)).map(|found| (behind, found))
        });
        match found {
            Some((behind, found)) => {
                units.extend(found);
                at = behind;
            }
            None => at += 1,
        }
    }
    units
}

/// Whether a word may begin an expression that names units.
fn opens_units(word: &str) -> bool {
    const OPENINGS: [&str; 11] =
        ["tiết", "điểm", "khoản", "điều", "tiểu", "mục", "chương", "phần", "phụ", "các", "từ"];
    OPENINGS.contains(&word.to_lowercase().as_str())
}

/// Whether a word may stand inside one: a name of a level, a label, or a word between them.
fn may_be_of_units(word: &str) -> bool {
    const BETWEEN: [&str; 9] = ["và", "hoặc", "của", "đến", "tới", "hết", "số", "thứ", "lục"];
    let is_label = word.chars().count() <= 2
        || word.starts_with(|first: char| first.is_ascii_digit())
        || roman_value(word).is_some();
    is_label || opens_units(word) || BETWEEN.contains(&word.to_lowercase().as_str())
}

/// Whether words of the paper are changed: `thay thế cụm từ “…” bằng cụm từ “…” tại khoản 1 Điều 7`. The units stand at
/// the end.
fn is_of_words(behind_verb: &str) -> bool {
    let rest = behind_verb.trim_start();
    let rest = rest.strip_prefix("một số").map_or(rest, str::trim_start);
    rest.starts_with("cụm từ") || rest.starts_with("từ “")
}

/// The part of a line that names units: up to the new wording, the place where something is put in, or ` bằng ` (by)
/// and what replaces them. At most [`LIST`] bytes.
fn cut<'t>(rest: &'t str, small: &str) -> &'t str {
    const ENDS: [&str; 6] = ["như sau", "vào sau", "vào trước", "“", "\"", " bằng "];
    let end = ENDS.iter().filter_map(|words| small.find(words)).min().unwrap_or(rest.len());
    if end <= LIST {
        return span::before(rest, end);
    }
    // What a cut would part from its article is left out.
    let head = span::before(small, small.floor_char_boundary(LIST));
    let last = head.rfind(';').or_else(|| head.rfind(", điều")).unwrap_or(0);
    span::before(rest, last)
}

/// The words of a text, each with the byte at which it begins.
fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at + text[at..].find(char::is_alphanumeric)?;
        let end = text[start..].find(|letter: char| !letter.is_alphanumeric());
        at = end.map_or(text.len(), |length| start + length);
        Some((start, &text[start..at]))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn changes(text: &str, units: &[&str]) {
        let words = |one: &ChangedUnit| {
            let mark = match one.relation {
                "repeals" => "-",
                "replaces" => "=",
                _ => "",
            };
            format!("{mark}{}", one.unit.words())
        };
        let mut changed = ChangedUnits::default();
        changed.read(text, Span::new(0, text.len()), |_| false);
        let found: Vec<String> = changed.finish().iter().map(words).collect();
        assert_eq!(found, units, "{text}");
    }

    #[test]
    fn an_item_below_an_article_changes_a_part_of_it() {
        changes(
            "1. Sửa đổi, bổ sung Điều 4 như sau:\na) Sửa đổi điểm b khoản 1:\nb) Bãi bỏ khoản 5.",
            &["Điều 4", "điểm b khoản 1 Điều 4", "-khoản 5 Điều 4"],
        );
    }

    #[test]
    fn items_name_what_they_change() {
        changes(
            "1. Sửa đổi, bổ sung khoản 2 Điều 5 như sau:\n“2. Phạt tiền theo khoản 3 Điều 7.”\n\
             2. Bổ sung Điều 5a vào sau Điều 5 như sau:\n“Điều 5a. Sửa đổi Điều 9\nBãi bỏ Điều 8”\n3. Bãi bỏ điểm a khoản 1 Điều 6.",
            &["khoản 2 Điều 5", "Điều 5a", "-điểm a khoản 1 Điều 6"],
        );
        changes("a) Sửa đổi điểm a và điểm b khoản 3:", &["điểm a khoản 3", "điểm b khoản 3"]);
        changes(
            "Bãi bỏ các điều 5, 6 và 7; khoản 1 Điều 9.",
            &["-Điều 5", "-Điều 6", "-Điều 7", "-khoản 1 Điều 9"],
        );
        changes("SỬA ĐỔI ĐIỀU 3", &["Điều 3"]);
        changes(
            "7. Thay thế cụm từ “Bộ A, Điều 1” bằng cụm từ “Bộ B” tại khoản 1, khoản 2 Điều 7; khoản 2 Điều 8.",
            &["khoản 1 Điều 7", "khoản 2 Điều 7", "khoản 2 Điều 8"],
        );
        changes(
            "Điều 2. Sửa đổi khoản 3 Điều 7, bãi bỏ khoản 4 Điều 7",
            &["khoản 3 Điều 7", "-khoản 4 Điều 7"],
        );
        changes(
            "Sửa đổi, bổ sung khoản 1 Điều 2; thay thế Điều 3 và hủy bỏ Điều 4",
            &["khoản 1 Điều 2", "=Điều 3", "-Điều 4"],
        );
        changes(
            "Thay thế Phụ lục I, Phụ lục II ban hành kèm theo Thông tư số 37/2013/TT-BCT bằng Phụ lục III ban hành kèm theo Thông tư này.",
            &["=Phụ lục I", "=Phụ lục II"],
        );
        changes("Điều 5. Xử phạt\n1. Người vi phạm khoản 2 Điều 5 bị phạt.", &[]);
        changes("2. Hồ sơ bổ sung theo Điều 7 Thông tư này.", &[]);
        changes("İİ sửa đổi Điều 5 ẞẞ", &[]);
        changes("Sửa đổi İ Điều 5 ẞ", &["Điều 5"]);
    }

    /// Each verb looks no farther than to the next one.
    #[test]
    fn a_line_of_verbs_is_read_once() {
        changes(&"bãi bỏ, ".repeat(100_000), &[]);
    }

    #[test]
    fn a_long_list_ends_with_a_whole_member() {
        let members: Vec<String> = (1..400).map(|at| format!("khoản 1 Điều {at}")).collect();
        let text = format!("Bãi bỏ {}", members.join("; "));
        let mut changed = ChangedUnits::default();
        changed.read(&text, Span::new(0, text.len()), |_| false);
        let found = changed.finish();
        assert!(found.len() > 50 && found.iter().all(|one| one.unit.article.is_some()));
        let members: Vec<String> = (1..400).map(|at| format!("Điều {at}")).collect();
        let text = format!("Bãi bỏ {}", members.join(", "));
        let mut changed = ChangedUnits::default();
        changed.read(&text, Span::new(0, text.len()), |_| false);
        assert!(changed.finish().len() > 100);
    }
}
