//! Finds which units of another paper the items of an amending paper change:
//! `1. Sửa đổi, bổ sung khoản 2 Điều 5 như sau:` (clause 2 of article 5 is amended as follows).
//! In: the text of the items. Out: the units in order. Never reads the new wording, which stands in quotation marks.

use std::cmp::Reverse;

use super::provisions::{Provision, named_units};

/// Verbs with which such an item begins, in small letters.
const VERBS: [&str; 8] =
    ["sửa đổi", "bổ sung", "bãi bỏ", "thay thế", "thay", "hủy bỏ", "huỷ bỏ", "bỏ"];

/// Bytes of a line in which the verb must stand, and bytes behind it that may name units. Judgements: a label and its
/// verb take 40, a long list of clauses 300.
const HEAD: usize = 80;
const LIST: usize = 400;

/// A unit of another paper that an item changes.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ChangedUnit {
    /// The unit.
    pub unit: Provision,
    /// Whether it is repealed, not amended.
    pub is_repealed: bool,
}

/// The units of another paper that the lines of `text` change, without the number of that paper.
pub fn changed_units(text: &str) -> Vec<ChangedUnit> {
    let mut units: Vec<ChangedUnit> = Vec::new();
    let mut quotes = 0i32;
    // The article that was named last: `4. Sửa đổi Điều 4:` + `a) Sửa đổi điểm b khoản 1:`.
    let mut article: Option<String> = None;
    for line in text.lines() {
        let is_quoted = quotes > 0 || line.trim_start().starts_with(['“', '"']);
        quotes += line.matches('“').count() as i32 - line.matches('”').count() as i32;
        quotes = quotes.max(0);
        if !is_quoted {
            let mut of_line = units_of_line(line);
            for ChangedUnit { unit, .. } in &mut of_line {
                let is_inner = unit.clause.is_some() || unit.point.is_some();
                match &unit.article {
                    Some(named) => article = Some(named.clone()),
                    None if is_inner => unit.article.clone_from(&article),
                    None => {}
                }
            }
            units.extend(of_line);
        }
    }
    let mut seen = std::collections::HashSet::new();
    units.retain(|unit| seen.insert(unit.clone()));
    units
}

fn units_of_line(line: &str) -> Vec<ChangedUnit> {
    let small = line.to_lowercase();
    // The capitals of Vietnamese take as many bytes as the small letters; a line where some do not is left out.
    if small.len() != line.len() {
        return Vec::new();
    }
    // The first verb; of two that begin there the longer one.
    let verbs = VERBS.iter().filter_map(|verb| Some((small.find(verb)?, Reverse(verb.len()))));
    let Some((at, Reverse(length))) = verbs.min() else { return Vec::new() };
    let verb = at + length;
    if verb > HEAD {
        return Vec::new();
    }
    let is_of_words = is_of_words(&small[verb..]);
    let is_repealed = small[at..].starts_with("bãi bỏ") && !is_of_words;
    let rest = match is_of_words {
        true => &line[small.rfind(" tại ").map_or(line.len(), |at| at + " tại ".len())..],
        false => cut(&line[verb..], &small[verb..]),
    };
    let starts: Vec<usize> = word_starts(rest).take_while(|at| *at < LIST).collect();
    let mut units = Vec::new();
    let mut at = 0;
    for start in starts.iter().copied() {
        if start < at {
            continue;
        }
        let ends = starts.iter().copied().filter(|end| *end > start).chain([rest.len()]);
        let ends: Vec<usize> = ends.collect();
        let found = ends.iter().rev().find_map(|end| {
            let end = start + rest[start..*end].trim_end_matches([' ', ',', ';', '.', ':']).len();
            named_units(&rest[start..end]).map(|found| (end, found))
        });
        if let Some((end, found)) = found {
            units.extend(found.into_iter().map(|unit| ChangedUnit { unit, is_repealed }));
            at = end;
        }
    }
    units
}

/// Whether words of the paper are changed: `thay thế cụm từ “…” bằng cụm từ “…” tại khoản 1 Điều 7`. The units stand at the end.
fn is_of_words(behind_verb: &str) -> bool {
    let rest = behind_verb.trim_start();
    let rest = rest.strip_prefix("một số").map_or(rest, str::trim_start);
    rest.starts_with("cụm từ") || rest.starts_with("từ “")
}

/// The part of a line that names units: up to the new wording, or the place where something is put in.
fn cut<'t>(rest: &'t str, small: &str) -> &'t str {
    const ENDS: [&str; 6] = ["như sau", "vào sau", "vào trước", "“", "\"", "bằng cụm từ"];
    let end = ENDS.iter().filter_map(|words| small.find(words)).min().unwrap_or(rest.len());
    &rest[..end]
}

fn word_starts(text: &str) -> impl Iterator<Item = usize> {
    let mut before = ' ';
    text.char_indices().filter_map(move |(at, letter)| {
        let begins = letter.is_alphanumeric() && !before.is_alphanumeric();
        before = letter;
        begins.then_some(at)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn changes(text: &str, units: &[&str]) {
        let words = |one: &ChangedUnit| {
            let mark = if one.is_repealed { "-" } else { "" };
            format!("{mark}{}", one.unit.words())
        };
        let found: Vec<String> = changed_units(text).iter().map(words).collect();
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
             2. Bổ sung Điều 5a vào sau Điều 5 như sau:\n“Điều 5a. Sửa đổi Điều 9”\n3. Bãi bỏ điểm a khoản 1 Điều 6.",
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
        changes("Điều 5. Xử phạt\n1. Người vi phạm khoản 2 Điều 5 bị phạt.", &[]);
    }
}
