//! Finds abbreviations that a paper defines itself: `giải phóng mặt bằng (GPMB)` (site clearance).
//! In: the sections of a paper. Out: each abbreviation with the words it stands for.
//! Never takes `(CT)` or `(mở rộng)` alone: its letters must be the first letters of the words before the parenthesis.

use std::collections::BTreeMap;

use unicode_normalization::UnicodeNormalization;

use crate::document::Section;

/// At most 12 characters (inclusive) for an abbreviation, `&` and `-` counted. A judgement, not measured.
const LONGEST: usize = 12;

/// The abbreviations of a paper, each once, with the words of its first definition; sorted by abbreviation.
pub fn abbreviations(sections: &[Section]) -> Vec<(String, String)> {
    let mut found: BTreeMap<String, String> = BTreeMap::new();
    for section in sections {
        for (short, long) in definitions(&section.text) {
            found.entry(short).or_insert(long);
        }
    }
    found.into_iter().collect()
}

/// The definitions in a text, in order: abbreviation and words; one may come twice. A parenthesis that does not close
/// within 60 characters defines nothing.
fn definitions(text: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for open in memchr::memchr_iter(b'(', text.as_bytes()) {
        let inside = &text[open + 1..];
        let Some(close) = inside.char_indices().take(60).find(|(_, mark)| *mark == ')') else {
            continue;
        };
        let inside = &inside[..close.0];
        let short = ["sau đây gọi tắt là", "sau đây viết tắt là", "viết tắt là", "gọi tắt là"]
            .iter()
            .find_map(|says| inside.strip_prefix(says))
            .unwrap_or(inside)
            .trim_matches([' ', '“', '”', '"', ':']);
        if is_short(short)
            && let Some(long) = opened_by(&text[..open], short)
        {
            found.push((short.to_owned(), long));
        }
    }
    found
}

/// Whether the text has the form of an abbreviation: two capitals or more, at most [`LONGEST`] characters, and nothing
/// else but `&` and `-`.
fn is_short(text: &str) -> bool {
    let capitals = text.chars().filter(|letter| letter.is_uppercase()).count();
    let others = text.chars().filter(|letter| !letter.is_uppercase());
    capitals >= 2
        && text.chars().count() <= LONGEST
        && others.into_iter().all(|other| "&-".contains(other))
}

/// The words at the end of `before` whose first letters spell `short`; `và` (and) and `của` (of) need no letter. `None`
/// where they do not spell it, or one word alone does.
fn opened_by(before: &str, short: &str) -> Option<String> {
    let mut letters = short.chars().rev().filter(|letter| letter.is_uppercase()).peekable();
    let before = before.trim_end();
    let mut start = before.len();
    while let Some(letter) = letters.peek() {
        let rest = before[..start].trim_end_matches(|mark: char| " ,-–\u{a0}".contains(mark));
        let word = rest.trim_end_matches(char::is_alphanumeric).len();
        let first = rest[word..].chars().next()?;
        // `án` is spelt `A` or `Á`.
        let bare = std::iter::once(first).nfd().next().unwrap_or(first);
        let same = [first, bare].iter().any(|one| one.to_uppercase().eq(std::iter::once(*letter)));
        if !same && !["và", "của"].contains(&&rest[word..]) {
            return None;
        }
        if same {
            letters.next();
        }
        start = word;
    }
    let long = before[start..].split_whitespace().collect::<Vec<_>>().join(" ");
    (long.split(' ').count() >= 2).then_some(long)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn reads(text: &str, wanted: &[(&str, &str)]) {
        let found = definitions(text);
        let found: Vec<(&str, &str)> =
            found.iter().map(|(s, l)| (s.as_str(), l.as_str())).collect();
        assert_eq!(found, wanted);
    }

    #[test]
    fn letters_open_the_words() {
        reads("công tác giải phóng mặt bằng (GPMB) và", &[("GPMB", "giải phóng mặt bằng")]);
        reads("Ban Quản lý dự án (sau đây viết tắt là BQLDA)", &[("BQLDA", "Ban Quản lý dự án")]);
        reads("phòng, chống tham nhũng (PCTN)", &[("PCTN", "phòng, chống tham nhũng")]);
        reads("khoa học và công nghệ (KHCN)", &[("KHCN", "khoa học và công nghệ")]);
    }

    #[test]
    fn what_the_letters_do_not_open_is_none() {
        reads("báo cáo (CT), hội nghị (mở rộng), Tăng trưởng kinh tế (GRDP), (1), (I)", &[]);
    }
}
