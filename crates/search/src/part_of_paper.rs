//! Tells whether a paper acts on a part of another that it does not name: `Bãi bỏ một số điều của Nghị định …` (some
//! articles of a decree are repealed).
//! In: a section and a citation in it. Out: yes or no. Never names the part.

use vankien_engine::SectionRecord;
use vankien_text::span;

/// Words between a verb and the cited paper that name a part of it, in small letters: some, the phrase, article,
/// clause, point, content, provided in, annex, form, table, list, chapter, section, part, name, paragraph.
const PARTS: [&str; 16] = [
    "một số",
    "cụm từ",
    "điều",
    "khoản",
    "điểm",
    "nội dung",
    "quy định tại",
    "phụ lục",
    "mẫu",
    "biểu",
    "danh mục",
    "chương",
    "mục",
    "phần",
    "tên",
    "đoạn",
];

/// Words that hold one of [`PARTS`] but name no part: `điều kiện` is a condition, `tài khoản` an account.
const OTHERS: [&str; 12] = [
    "điều lệ",
    "điều kiện",
    "điều chỉnh",
    "điều hành",
    "điều tra",
    "điều ước",
    "mục tiêu",
    "mục đích",
    "phần mềm",
    "thành phần",
    "địa điểm",
    "tài khoản",
];

/// Verbs with which a paper ends another, in small letters: repeal, replace, cancel, suspend, lose effect.
const VERBS: [&str; 7] =
    ["bãi bỏ", "thay thế", "hủy bỏ", "huỷ bỏ", "đình chỉ", "ngưng hiệu lực", "hết hiệu lực"];

/// How far before a citation the verb that acts on it is looked for, in bytes. A judgement, not measured.
const REACH: usize = 160;

/// How far before a citation the verb before the first member of its list is looked for, in bytes. A judgement, not
/// measured.
const REACH_OF_LIST: usize = 1_000;

/// Whether the words before the citation with index `at` say that a part of the paper is meant: `một số điều của` (some
/// articles of). They are those behind the last of [`VERBS`]; without a verb, those behind the citation before it,
/// where both stand in one sentence and close together. `lead` are the words that announce the list in which the
/// citation opens an item: they may say it too.
pub fn concerns_part(section: &SectionRecord, at: usize, lead: Option<&str>) -> bool {
    if lead.is_some_and(|lead| lead.contains(" một số điều")) {
        return true;
    }
    let start = section.citations[at].span.start;
    // `một số điều của A, B và C`: what is said of the first holds for the whole list.
    let sentence = end_within(span::before(&section.text, start), REACH_OF_LIST).to_lowercase();
    let sentence = sentence.rsplit(['\n', ';']).next().unwrap_or_default();
    let of_list = behind_verb(sentence).unwrap_or_default().trim_start();
    if of_list.starts_with("một số") || of_list.starts_with("cụm từ") {
        return true;
    }
    let from = at.checked_sub(1).map_or(0, |before| section.citations[before].span.end);
    let before = span::slice(&section.text, from.min(start), start);
    // Behind another member of a list the verb need not stand again: `A và một số điều của B`.
    let goes_on = at > 0 && before.len() <= REACH && !before.contains(['\n', ';', '.']);
    let before = end_within(before, REACH).to_lowercase();
    let words = behind_verb(&before).or(goes_on.then_some(before.as_str()));
    words.is_some_and(names_part)
}

/// What stands behind the last verb of a text; `None` where it has none.
fn behind_verb(text: &str) -> Option<&str> {
    let ends = VERBS.iter().filter_map(|verb| Some(text.rfind(verb)? + verb.len()));
    ends.max().map(|end| span::after(text, end))
}

/// Whether `words` hold one of [`PARTS`] as whole words, outside [`OTHERS`].
fn names_part(words: &str) -> bool {
    let words = OTHERS.iter().fold(format!(" {words} "), |words, other| words.replace(other, ""));
    let is_word = |(at, part): (usize, &str)| {
        let behind = span::after(&words, at + part.len());
        let parted = span::before(&words, at).ends_with(|one: char| !one.is_alphanumeric());
        parted && behind.starts_with(|one: char| !one.is_alphanumeric())
    };
    PARTS.iter().any(|part| words.match_indices(*part).any(is_word))
}

/// The last `bytes` bytes of a text, or some more to whole letters.
pub fn end_within(text: &str, bytes: usize) -> &str {
    span::after(text, text.len().saturating_sub(bytes))
}
