//! Where the name of a law ends: by the table of laws, else by the way such names are printed.
//! In: a text and the byte behind the word for a law. Out: the byte at which the name ends.
//! Never reads the year, date or number behind the name (`law` does).

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use vankien_text::language::letters;

use crate::document::{Basis, Citation, Form};
use crate::table::rows;

/// The words for a law as they are printed, each with the kind that it names. A word in small letters counts
/// only if a capital follows, and either the table of laws holds the name or the number of the law stands
/// behind it.
pub const KINDS: [(&str, &str); 8] = [
    ("Luật", "Luật"),
    ("Bộ luật", "Bộ luật"),
    ("Bộ Luật", "Bộ luật"),
    ("Pháp lệnh", "Pháp lệnh"),
    (CONSTITUTION, CONSTITUTION),
    ("luật", "Luật"),
    ("bộ luật", "Bộ luật"),
    ("pháp lệnh", "Pháp lệnh"),
];

/// The kinds of laws.
pub const LAW_KINDS: [&str; 4] = ["Luật", "Bộ luật", "Pháp lệnh", CONSTITUTION];

/// The one law that needs no name.
pub const CONSTITUTION: &str = "Hiến pháp";

/// Limit of syllables for a name that is not in the table of laws and has no number: 12 before a year, 11
/// otherwise (the word behind it is looked at as well). A longer one gives no citation. A judgement, not
/// measured.
pub const MOST_SYLLABLES: usize = 12;

/// The kind that a word of [`KINDS`] names.
pub fn kind(printed: &str) -> &'static str {
    KINDS.iter().find(|(word, _)| *word == printed).map_or("Luật", |(_, kind)| kind)
}

/// Whether a kind of paper is that of a law.
pub fn is_law(kind: &str) -> bool {
    KINDS.iter().any(|(_, law)| *law == kind)
}

/// Whether a citation is that of a law by its name alone.
pub fn is_by_name(citation: &Citation) -> bool {
    let by_title = citation.form == Form::Title && citation.basis != Basis::Title;
    by_title && citation.kind.as_deref().is_some_and(is_law)
}

/// The end of the word of [`KINDS`] that begins at byte `at`, if white space and a capital follow. This holds
/// for the constitution too: `None` for `Hiến pháp năm 2013`.
pub fn kind_at(text: &str, at: usize) -> Option<usize> {
    let rest = &text[at..];
    let (printed, _) = KINDS.iter().find(|(printed, _)| rest.starts_with(printed))?;
    let behind = &rest[printed.len()..];
    let named = behind.trim_start().starts_with(char::is_uppercase);
    let apart = behind.starts_with(char::is_whitespace);
    (apart && named).then_some(at + printed.len())
}

/// A name of the table of laws that was found in a text: the byte of the text at which it ends, and how many
/// syllables it has.
pub struct Known {
    pub end: usize,
    pub syllables: usize,
}

/// The longest name of the table that stands behind byte `from`. A comma of the table may be left out in the text.
pub fn known(text: &str, from: usize) -> Option<Known> {
    let mut node = names();
    let mut longest = None;
    let mut end = from;
    let mut syllables = 0;
    while let Some(word) = next_word(text, end) {
        let key = key(word.text);
        let plain =
            (word.gap != Gap::Comma).then(|| node.next.get(&(false, key.clone()))).flatten();
        let Some(next) = plain.or_else(|| node.next.get(&(true, key))) else { break };
        if word.gap == Gap::Dash {
            break;
        }
        node = next;
        end = word.end;
        syllables += 1;
        if node.ends {
            longest = Some(Known { end, syllables });
        }
    }
    longest
}

/// The end of a name that is not in the table: a word with a capital, then words in small letters, with the
/// commas and capitals that `words.tsv` allows; or one word all in capitals. `None` if it has one syllable,
/// 12 or more, or opens with a word of role `NoName`.
pub fn spelled(text: &str, from: usize) -> Option<usize> {
    let first = next_word(text, from)?;
    if !first.text.starts_with(char::is_uppercase) || opens(Role::NoName, text, first) {
        return None;
    }
    // `Luật PCTN`: letters that stand for a name.
    let capitals = first.text.chars().filter(|letter| letter.is_uppercase()).count();
    if capitals >= 2 && capitals == first.text.chars().count() {
        return Some(first.end);
    }
    let mut last = first;
    for _ in 1..MOST_SYLLABLES {
        let next = next_word(text, last.end);
        let Some(word) = next.filter(|word| belongs(text, last, *word)) else {
            // One syllable alone is a person or a place: `Luật Hà Nội`.
            return (last.end > first.end).then_some(last.end);
        };
        last = word;
    }
    None
}

/// Whether a name of laws goes on from `last` with `word`.
fn belongs(text: &str, last: Word<'_>, word: Word<'_>) -> bool {
    let ends = || opens(Role::End, text, word) || opens(Role::Never, text, word);
    match word.gap {
        Gap::Line | Gap::Dash => false,
        Gap::Comma => {
            let (last, first) = (letters::lower_word(last.text), letters::lower_word(word.text));
            has(Role::Pair, &format!("{last},{first}"))
        }
        Gap::Blank if word.text.starts_with(char::is_lowercase) => !ends(),
        Gap::Blank => opens(Role::Inside, text, word) || closes(Role::Inside, last, word),
    }
}

/// Whether a word in small letters follows that a name may go on with.
pub fn goes_on(text: &str, end: usize) -> bool {
    next_word(text, end).is_some_and(|word| {
        let small = word.gap == Gap::Blank && word.text.starts_with(char::is_lowercase);
        small && !opens(Role::End, text, word) && !opens(Role::Never, text, word)
    })
}

/// What parts a word from the one before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gap {
    Blank,
    /// The end of a line.
    Line,
    Comma,
    Dash,
}

#[derive(Clone, Copy)]
pub struct Word<'t> {
    pub gap: Gap,
    pub start: usize,
    pub end: usize,
    pub text: &'t str,
}

/// The word behind byte `from`. Before it must stand white space, with at most one comma or one dash (`-`,
/// `–`) and at most one end of line. `None` otherwise, and if the word begins at `from` itself.
pub fn next_word(text: &str, from: usize) -> Option<Word<'_>> {
    let (mut lines, mut gap, mut start) = (0, Gap::Blank, None);
    for (at, letter) in text[from..].char_indices() {
        match letter {
            '\n' => lines += 1,
            ',' if gap == Gap::Blank => gap = Gap::Comma,
            '-' | '–' if gap == Gap::Blank => gap = Gap::Dash,
            letter if letter.is_whitespace() => {}
            letter if letter.is_alphanumeric() && at > 0 => {
                start = Some(from + at);
                break;
            }
            _ => return None,
        }
    }
    let start = start.filter(|_| lines < 2)?;
    let length = text[start..].find(|letter: char| !letter.is_alphanumeric());
    let end = length.map_or(text.len(), |length| start + length);
    let gap = if lines == 1 && gap == Gap::Blank { Gap::Line } else { gap };
    Some(Word { gap, start, end, text: &text[start..end] })
}

/// Names of laws word by word.
#[derive(Default)]
struct Node {
    /// By the key of the next word, and whether a comma stands before it.
    next: HashMap<(bool, String), Node>,
    ends: bool,
}

fn names() -> &'static Node {
    static NAMES: LazyLock<Node> = LazyLock::new(|| {
        let mut names = Node::default();
        for [name] in rows(include_str!("laws.tsv")) {
            let mut node = &mut names;
            let mut comma = false;
            for word in name.split(' ') {
                let bare = word.trim_end_matches(',');
                node = node.next.entry((comma, key(bare))).or_default();
                comma = bare.len() < word.len();
            }
            node.ends = true;
        }
        names
    });
    &NAMES
}

/// A syllable in small letters, its tone behind it, `i` for `y`: `hoá` and `hóa`, `kỹ` and `kĩ` are one.
pub fn key(word: &str) -> String {
    let mut key = String::with_capacity(word.len() + 1);
    let mut tone = 0;
    for letter in word.chars() {
        let (toneless, own) = letters::tone(letters::lower(letter));
        key.push(if toneless == 'y' { 'i' } else { toneless });
        tone = tone.max(own);
    }
    key.push(char::from(b'0' + tone));
    key
}

/// A role of a word in `words.tsv`: `Never` in any name; `End`: ends a name not in `laws.tsv`; `Pair`: at a
/// comma in a name; `Inside`: a capital in a name; `Before`: a school or firm; `NoName`: opens no name;
/// `Amends`: may stand between `sửa đổi` and the amended law.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    Never,
    End,
    Pair,
    Inside,
    Before,
    NoName,
    Amends,
}

impl Role {
    const ALL: [(Role, &'static str); 7] = [
        (Role::Never, "never"),
        (Role::End, "end"),
        (Role::Pair, "pair"),
        (Role::Inside, "inside"),
        (Role::Before, "before"),
        (Role::NoName, "no-name"),
        (Role::Amends, "amends"),
    ];
}

/// Whether the table of words gives `words` (small letters, one blank between two) this role. For
/// [`Role::Pair`]: only the words beside the comma, without a blank: `chính,viễn` for `bưu chính, viễn
/// thông`.
pub fn has(role: Role, words: &str) -> bool {
    static WORDS: LazyLock<HashMap<Role, HashSet<String>>> = LazyLock::new(|| {
        let mut words: HashMap<Role, HashSet<String>> = HashMap::new();
        for [row, name] in rows(include_str!("words.tsv")) {
            let Some((role, _)) = Role::ALL.iter().find(|(_, role)| *role == name) else {
                continue;
            };
            // Of `phòng, chống` the words beside the comma are looked up.
            let row = match row.split_once(", ") {
                Some((left, right)) => {
                    let left = left.rsplit(' ').next().unwrap_or_default();
                    format!("{left},{}", right.split(' ').next().unwrap_or_default())
                }
                None => letters::lower_word(row),
            };
            words.entry(*role).or_default().insert(row);
        }
        words
    });
    WORDS.get(&role).is_some_and(|set| set.contains(words))
}

/// Whether `word`, or it and the next, have this role.
pub fn opens(role: Role, text: &str, word: Word<'_>) -> bool {
    let one = letters::lower_word(word.text);
    if has(role, &one) {
        return true;
    }
    let next = next_word(text, word.end).filter(|next| matches!(next.gap, Gap::Blank | Gap::Line));
    next.is_some_and(|next| has(role, &format!("{one} {}", letters::lower_word(next.text))))
}

/// Whether `last` and `word` together have this role.
fn closes(role: Role, last: Word<'_>, word: Word<'_>) -> bool {
    has(role, &format!("{} {}", letters::lower_word(last.text), letters::lower_word(word.text)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_are_in_order() {
        for (table, columns) in [(include_str!("laws.tsv"), 2), (include_str!("words.tsv"), 3)] {
            let rows: Vec<&str> = table.lines().collect();
            assert!(rows[0].starts_with("# "));
            assert!(rows[1..].is_sorted() && rows[1..].windows(2).all(|pair| pair[0] != pair[1]));
            assert!(rows[1..].iter().all(|row| row.split('\t').count() == columns));
            assert!(unicode_normalization::is_nfc(table));
        }
    }

    #[test]
    fn every_row_of_the_words_has_a_role() {
        let roles: HashSet<&str> = Role::ALL.iter().map(|(_, name)| *name).collect();
        for [words, role] in rows(include_str!("words.tsv")) {
            assert!(roles.contains(role), "{words}: {role}");
        }
    }

    #[test]
    fn every_law_of_the_table_is_read_to_its_end() {
        for [law] in rows(include_str!("laws.tsv")) {
            for text in [format!(" {law}"), format!(" {law} quy định"), format!(" {law}, luật")]
            {
                let end = known(&text, 0).map(|name| name.end);
                assert_eq!(end, Some(1 + law.len()), "{text}");
            }
        }
    }

    #[test]
    fn spellings_of_a_syllable_are_one() {
        assert_eq!(key("Hoá"), key("hóa"));
        assert_eq!(key("kĩ"), key("Kỹ"));
        assert_ne!(key("giá"), key("gia"));
    }
}
