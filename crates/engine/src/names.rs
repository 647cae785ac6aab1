//! Normalises the names of kinds, bodies, places and people, for filters and facets.
//! In: a name as written in a masthead or in a filter. Out: a key that is equal for all its spellings, and the spelling
//! to show. Never distinguishes names by the place of a tone mark or by punctuation, nor by case, but for abbreviations
//! that are also a syllable.
//!
//! Abbreviations of bodies and areas in the table `language/abbreviations` are expanded (`UBND` = `Ủy ban nhân dân`,
//! people's committee). Those with several meanings are not. One that is also a syllable (`CA`, *công an*, police) is
//! expanded only in its own case, and only if the name is not all capitals: there it may be a word.

use std::sync::LazyLock;

use vankien_text::language::abbreviations::{self, Abbreviation};
use vankien_text::language::{letters, syllable};
use vankien_text::span::Span;

use crate::analyse::{self, Tokens};

/// The character between the key and the spelling to show, in the value of a column.
const SHOWN_SEPARATOR: char = '\u{1}';

/// A normalised name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Name {
    /// Its words in lower case with their marks, abbreviations expanded, one blank between them.
    pub key: String,
    /// The spelling to show: as written, but with abbreviations expanded, quotation marks removed, tones placed as in
    /// `key`, and a capital in front. Signs before the first word and behind the last one are left out.
    pub shown: String,
}

/// An abbreviation with the words of its short and long form.
struct NameAbbreviation {
    /// The keys of the words of the short form.
    short: Vec<String>,
    /// The keys of the words of the long form.
    long: Vec<String>,
    /// The row of the table.
    abbreviation: Abbreviation,
}

/// The abbreviations that are expanded in names, those of most words first.
static ABBREVIATIONS_IN_NAMES: LazyLock<Vec<NameAbbreviation>> = LazyLock::new(|| {
    let word_keys = |text: &str| words(text).into_iter().map(|word| word.key).collect::<Vec<_>>();
    let row = |one: &Abbreviation| NameAbbreviation {
        short: word_keys(one.short),
        long: word_keys(one.long),
        abbreviation: *one,
    };
    let mut rows: Vec<NameAbbreviation> = abbreviations::IN_NAMES.iter().map(row).collect();
    rows.sort_by_key(|row| std::cmp::Reverse(row.short.len()));
    rows
});

/// A word of a name.
struct NameWord {
    span: Span,
    key: String,
}

fn words(text: &str) -> Vec<NameWord> {
    let mut tokens = Tokens::new(text);
    let mut words = Vec::new();
    while tokens.advance() {
        let key = analyse::shown(tokens.term()).to_owned();
        words.push(NameWord { span: tokens.span(), key });
    }
    words
}

impl Name {
    /// Normalises the name in `text`; `None` if it has no word (no letter or digit).
    pub fn of(text: &str) -> Option<Name> {
        let words = words(text);
        let is_capital = !text.chars().any(char::is_lowercase);
        let (mut key, mut shown): (Vec<&str>, String) = (Vec::new(), String::new());
        let (mut at, mut end) = (0, words.first()?.span.start);
        while at < words.len() {
            let row =
                ABBREVIATIONS_IN_NAMES.iter().find(|row| row.opens(text, &words[at..], is_capital));
            push_gap(&mut shown, &text[end..words[at].span.start]);
            match row {
                Some(row) => {
                    key.extend(row.long.iter().map(String::as_str));
                    shown.push_str(row.abbreviation.long);
                    at += row.short.len();
                    end = words[at - 1].span.end;
                    // The full stop of `TP. Cần Thơ` belongs to the abbreviation.
                    let has_stop = text[end..].starts_with('.');
                    end += usize::from(has_stop);
                    if has_stop && words.get(at).is_some_and(|next| next.span.start == end) {
                        shown.push(' ');
                    }
                }
                None => {
                    key.push(&words[at].key);
                    push_word(&mut shown, words[at].span.of(text), &words[at].key);
                    (at, end) = (at + 1, words[at].span.end);
                }
            }
        }
        Some(Name { key: key.join(" "), shown: letters::capitalised(&shown) })
    }

    /// The value of a column for this name: the key, the character U+0001, the spelling to show.
    pub fn to_column(&self) -> String {
        format!("{}{SHOWN_SEPARATOR}{}", self.key, self.shown)
    }
}

/// The key and the spelling in a value of a column. Both are `value` itself if it is not of [`Name::to_column`].
pub fn split_column_value(value: &str) -> (&str, &str) {
    value.split_once(SHOWN_SEPARATOR).unwrap_or((value, value))
}

impl NameAbbreviation {
    /// Whether `words` of `text` begin with the abbreviation. One whose words are all valid syllables (`CA`) must be
    /// printed in its own case, in a name that also has lower-case letters.
    fn opens(&self, text: &str, words: &[NameWord], is_capital: bool) -> bool {
        let mut pairs = self.short.iter().zip(words);
        if self.short.len() > words.len() || !pairs.all(|(short, word)| *short == word.key) {
            return false;
        }
        let printed = Span::new(words[0].span.start, words[self.short.len() - 1].span.end);
        let is_printed = !is_capital && printed.of(text) == self.abbreviation.short;
        is_printed || !self.short.iter().all(|word| syllable::is_valid(word))
    }
}

/// Appends the text between two words, without quotation marks and with white space reduced to one blank.
fn push_gap(shown: &mut String, gap: &str) {
    for letter in gap.chars().filter(|letter| !letters::QUOTES.contains(letter)) {
        if !letter.is_whitespace() {
            shown.push(letter);
        } else if !shown.ends_with(' ') {
            shown.push(' ');
        }
    }
}

/// Appends a word with the tone placed as in its key: `Uỷ` is shown as `Ủy`.
fn push_word(shown: &mut String, word: &str, key: &str) {
    let pairs = || word.chars().zip(key.chars());
    let base = |letter: char| letters::base(letters::lower(letter));
    let is_same = word.chars().count() == key.chars().count()
        && pairs().all(|(printed, letter)| base(printed) == base(letter));
    if !is_same {
        shown.push_str(word);
        return;
    }
    for (printed, letter) in pairs() {
        if printed.is_uppercase() {
            shown.extend(letter.to_uppercase());
        } else {
            shown.push(letter);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn same(spellings: &[&str], shown: &str) {
        for spelling in spellings {
            let (one, wanted) = (Name::of(spelling), Name::of(shown));
            assert_eq!(one.map(|name| name.key), wanted.map(|name| name.key), "{spelling}");
        }
        assert_eq!(Name::of(spellings[0]).map(|name| name.shown), Some(shown.to_owned()));
    }

    #[test]
    fn spellings_of_one_name_share_a_key() {
        same(
            &[
                "UBND tỉnh An Lộc",
                "ubnd tỉnh An Lộc",
                "Uỷ Ban Nhân Dân Tỉnh An Lộc",
                "UBND TỈNH AN LỘC",
            ],
            "Ủy ban nhân dân tỉnh An Lộc",
        );
        same(&["Uỷ ban nhân dân tỉnh", "ỦY BAN NHÂN DÂN TỈNH"], "Ủy ban nhân dân tỉnh");
        same(
            &["TP. Hồ Chí Minh", "TP.Hồ Chí Minh", "Tp Hồ Chí Minh", "TP.HCM"],
            "Thành phố Hồ Chí Minh",
        );
        same(&["Sở  KHCN"], "Sở khoa học và công nghệ");
        same(&["Ban Chỉ đạo “Toàn dân đoàn kết”"], "Ban Chỉ đạo Toàn dân đoàn kết");
        same(&["CA tỉnh An Lộc"], "Công an tỉnh An Lộc");
        same(&["Nguyễn Hoà Bình", "NGUYỄN HÒA BÌNH"], "Nguyễn Hòa Bình");
    }

    #[test]
    fn what_is_not_the_same_stays_apart() {
        let key = |text: &str| Name::of(text).map(|name| name.key);
        assert_ne!(key("Tỉnh ủy Vân Hải 8"), key("Tỉnh ủy Vân Hải"));
        assert_ne!(key("Gia Lai"), key("Giá Lai"));
        assert_eq!(key("Công ty CP An Lộc").as_deref(), Some("công ty cp an lộc"));
        assert_eq!((key(""), key("—")), (None, None));
    }

    #[test]
    fn a_column_holds_key_and_spelling() {
        let name = Name::of("UBND xã Tân Giang").expect("a name");
        assert_eq!(split_column_value(&name.to_column()), (&*name.key, &*name.shown));
    }
}
