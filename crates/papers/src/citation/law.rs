//! Laws cited by name: `Luật Bảo hiểm y tế` (law on health insurance), `Bộ luật Dân sự năm 2015` (civil code of 2015),
//! `Hiến pháp` (the constitution), `Luật Dữ liệu số 60/2024/QH15` (a name with its number).
//! In: a text, the place of a word for a law, the numbers cited in the text. Out: where the name ends, and the number
//! that it bears. Then, for all sections of a paper: the numbers of names that the paper cites with one elsewhere.
//! Never takes `luật sư`, `pháp luật`, `Luật này` or `Khoa Luật` for a name; never looks into other papers.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::LazyLock;

use vankien_text::language::letters;
use vankien_text::span::Span;

use crate::date;
use crate::document::{Basis, Citation, Form, Masthead, Place, Section};
use crate::number::form;
use crate::table::rows;

/// The words for a law as they are printed, with the kind that they name. A word in small letters must be followed by a
/// capital, and the table of laws must hold the name.
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

/// The one law that needs no name.
const CONSTITUTION: &str = "Hiến pháp";

/// A name without an entry in the table of laws has at most so many syllables. A judgement, not measured.
const MOST_SYLLABLES: usize = 12;

/// A name before its number has at most so many syllables: the longest of the table has 32.
const MOST_BEFORE_NUMBER: usize = 40;

/// A number stands at most so far behind the word for a law, in bytes: 40 syllables with their blanks.
const NUMBER_REACH: usize = 400;

/// So many words may stand between `sửa đổi` (amending) and the law that is amended. A judgement, not measured:
/// `bổ sung một số điều của` has six.
const MOST_AMENDED: usize = 24;

/// A law cited by name.
#[derive(Debug, PartialEq)]
pub struct Law {
    /// Where the name ends, with the year, date or number behind it.
    pub end: usize,
    /// Which of the citations given bears its number.
    pub number: Option<usize>,
    /// The date printed behind the name, ISO.
    pub date: Option<String>,
}

/// The law whose name follows the word `printed` (from [`KINDS`]) at byte `at`. `numbered` are the citations with a
/// number, in order.
pub fn law(text: &str, at: usize, printed: &str, numbered: &[Citation]) -> Option<Law> {
    let from = at + printed.len();
    let first = text[from..].trim_start().chars().next();
    let small = printed.starts_with(|letter: char| letter.is_lowercase());
    if small && !first.is_some_and(char::is_uppercase) {
        return None;
    }
    // `Luật số 60/2024/QH15` is read already.
    let behind = numbered.partition_point(|one| one.span.end <= at);
    if numbered.get(behind).is_some_and(|one| one.span.start <= at) {
        return None;
    }
    let ahead = &numbered[behind..];
    let mut found = if printed == CONSTITUTION {
        constitution(text, from)
    } else {
        amending(text, from, ahead).or_else(|| plain(text, from, ahead, small))
    }?;
    found.number = found.number.map(|index| index + behind);
    let before = &text[..at];
    let of_person = || is_of_person(before) && known(text, from).is_none();
    let unsure = || small && known(text, from).is_none();
    let is_name = found.number.is_some() || !(is_of_school(before) || of_person() || unsure());
    is_name.then_some(found)
}

/// Whether two words with a capital stand directly before: `Trần Văn Luật` is a person.
fn is_of_person(before: &str) -> bool {
    let mut words = before.trim_end_matches(' ').rsplit(' ').take(2);
    words.all(|word| word.starts_with(char::is_uppercase) && word.chars().all(char::is_alphabetic))
}

/// Whether the words at the end of `before` show that the name is that of a school, a firm or a subject: `Khoa Luật`.
fn is_of_school(before: &str) -> bool {
    let mut words = before.trim_end_matches(' ').rsplit(' ');
    let (Some(last), one_before) = (words.next(), words.next()) else { return false };
    // The longest of the table has six letters.
    if last.len() > 24 {
        return false;
    }
    let last = letters::lower_word(last);
    let both = one_before.filter(|word| word.len() <= 24);
    let both = both.map(|word| format!("{} {last}", letters::lower_word(word)));
    has(Role::Before, &last) || both.is_some_and(|both| has(Role::Before, &both))
}

/// `Hiến pháp`, `Hiến pháp năm 2013`, `Hiến pháp nước Cộng hòa xã hội chủ nghĩa Việt Nam`.
fn constitution(text: &str, from: usize) -> Option<Law> {
    let next = next_word(text, from);
    if next.is_some_and(|word| word.gap != Gap::Comma && word.text == "này") {
        return None;
    }
    if text[from..].starts_with(char::is_alphanumeric) {
        return None;
    }
    let end = next.and_then(|_| known(text, from)).map_or(from, |name| name.end);
    Some(dated(text, end))
}

/// ` sửa đổi, bổ sung một số điều của Luật Đầu tư công`: a law that amends others is called by their names. A number
/// behind the last name is its own; where several of the names bear one, each is that of its own law.
fn amending(text: &str, from: usize, numbered: &[Citation]) -> Option<Law> {
    let first = next_word(text, from)?;
    let second = next_word(text, first.end)?;
    let is_amending = letters::lower_word(first.text) == "sửa" && second.text == "đổi";
    if !is_amending {
        return None;
    }
    let mut name = amended(text, second.end)?;
    loop {
        let law = plain(text, name, numbered, true)?;
        let next = listed(text, law.end);
        if law.number.is_some() {
            let bears =
                |next| plain(text, next, numbered, true).is_some_and(|one| one.number.is_some());
            return (!next.is_some_and(bears)).then_some(law);
        }
        match next {
            Some(next) if law.date.is_none() && plain(text, next, numbered, true).is_some() => {
                name = next;
            }
            _ => return Some(law),
        }
    }
}

/// Behind the word for the law that is amended, from the end of `sửa đổi` on.
fn amended(text: &str, from: usize) -> Option<usize> {
    let mut end = from;
    for _ in 0..MOST_AMENDED {
        let word = next_word(text, end)?;
        if let Some(name) = kind_at(text, word.start) {
            return Some(name);
        }
        let counted = word.text.starts_with(|one: char| one.is_ascii_digit());
        let short = word.text.chars().count() == 1;
        if !(counted || short || has(Role::Amends, &letters::lower_word(word.text))) {
            return None;
        }
        end = word.end;
    }
    None
}

/// Behind the word for a law that is listed from byte `from` on: `, Luật`, ` và Luật`.
fn listed(text: &str, from: usize) -> Option<usize> {
    let mut word = next_word(text, from)?;
    let and = word.text == "và";
    if and {
        word = next_word(text, word.end)?;
    }
    (and || word.gap == Gap::Comma).then(|| kind_at(text, word.start)).flatten()
}

/// Where the word for a law ends that begins at byte `at` and is followed by a capital; the constitution needs none.
fn kind_at(text: &str, at: usize) -> Option<usize> {
    let rest = &text[at..];
    let (printed, _) = KINDS.iter().find(|(printed, _)| rest.starts_with(printed))?;
    let behind = &rest[printed.len()..];
    let named = behind.trim_start().starts_with(char::is_uppercase);
    let apart = behind.starts_with(char::is_whitespace);
    (apart && named).then_some(at + printed.len())
}

/// The law whose name begins behind byte `from`. `strict`: the name has a capital.
fn plain(text: &str, from: usize, numbered: &[Citation], strict: bool) -> Option<Law> {
    let first = next_word(text, from)?;
    if !matches!(first.gap, Gap::Blank | Gap::Line) {
        return None;
    }
    if let Some(index) = number_behind(text, from, numbered) {
        return Some(Law { end: numbered[index].span.end, number: Some(index), date: None });
    }
    let capital = first.text.starts_with(char::is_uppercase);
    if !capital && strict {
        return None;
    }
    // `Luật năm 2013`, `Luật 2013`.
    if !strict && (first.text == "năm" || first.text.starts_with(|one: char| one.is_ascii_digit()))
    {
        let law = dated(text, from);
        return (law.end > from).then_some(law);
    }
    if let Some(name) = known(text, from) {
        let whole = !goes_on(text, name.end);
        if whole || capital && name.syllables > 1 {
            return Some(dated(text, name.end));
        }
    }
    if !capital {
        return None;
    }
    let name = spelled(text, from)?;
    let law = dated(text, name);
    if law.end > name {
        return Some(law);
    }
    Some(year_behind(text, from).unwrap_or(law))
}

/// Which of the citations in `numbered` bears the number of the law whose name begins behind byte `from`: nothing but
/// the name stands between.
fn number_behind(text: &str, from: usize, numbered: &[Citation]) -> Option<usize> {
    let index = numbered.partition_point(|one| one.span.start < from);
    let number = numbered.get(index).filter(|one| one.span.start - from <= NUMBER_REACH)?;
    if !is_of_law(number) {
        return None;
    }
    let mut end = from;
    for _ in 0..MOST_BEFORE_NUMBER {
        let Some(word) = next_word(text, end).filter(|word| word.end <= number.span.start) else {
            let between = text[end..number.span.start].trim();
            return (end > from && ["", ","].contains(&between)).then_some(index);
        };
        let figure = word.text.starts_with(|one: char| one.is_ascii_digit());
        if figure || opens(Role::Never, text, word) || kind_at(text, word.start).is_some() {
            return None;
        }
        end = word.end;
    }
    None
}

/// Whether a citation is the number of a law or pháp lệnh before which no kind stands: `số 60/2024/QH15`.
fn is_of_law(citation: &Citation) -> bool {
    let Some(number) = &citation.canonical else { return false };
    let by_kind = citation.kind.as_deref().is_some_and(is_law);
    let code = number.rsplit(['/', '-']).next().unwrap_or_default();
    let by_code = citation.kind.is_none() && form::is_assembly(code);
    citation.form == Form::Number && (by_kind || by_code)
}

/// Whether a kind of paper is that of a law.
fn is_law(kind: &str) -> bool {
    KINDS.iter().any(|(_, law)| *law == kind)
}

/// A name of the table of laws.
struct Known {
    end: usize,
    syllables: usize,
}

/// The longest name of the table that stands behind byte `from`. A comma of the table may be left out in the text.
fn known(text: &str, from: usize) -> Option<Known> {
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

/// Where a name ends that the table lacks: capital at its first word, then small words up to a mark, a figure, another
/// capital, or a word that no name goes on with.
fn spelled(text: &str, from: usize) -> Option<usize> {
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
fn goes_on(text: &str, end: usize) -> bool {
    next_word(text, end).is_some_and(|word| {
        let small = word.gap == Gap::Blank && word.text.starts_with(char::is_lowercase);
        small && !opens(Role::End, text, word) && !opens(Role::Never, text, word)
    })
}

/// ` Hôn nhân và gia đình năm 2014`: the year shows how far a name goes that the table lacks.
fn year_behind(text: &str, from: usize) -> Option<Law> {
    let mut end = from;
    for _ in 0..MOST_SYLLABLES {
        let word = next_word(text, end)?;
        let figure = word.text.starts_with(|one: char| one.is_ascii_digit());
        if figure || opens(Role::Never, text, word) || kind_at(text, word.start).is_some() {
            return None;
        }
        end = word.end;
        let law = dated(text, end);
        if law.end > end {
            return Some(law);
        }
    }
    None
}

/// The name that ends at byte `end` with the year or date behind it: ` năm 2015`, ` 2013`, `, ngày 18/01/2024`.
fn dated(text: &str, end: usize) -> Law {
    let name = Law { end, number: None, date: None };
    let rest = &text[end..];
    let bare = rest.trim_start();
    let year = bare.strip_prefix("năm").unwrap_or(bare).trim_start();
    if bare.len() < rest.len() && year.get(..4).is_some_and(form::is_year) {
        let behind = &year[4..];
        let goes_on = behind.starts_with('/') || behind.starts_with(char::is_alphanumeric);
        return if goes_on { name } else { Law { end: text.len() - behind.len(), ..name } };
    }
    let dated = bare.strip_prefix(',').unwrap_or(bare).trim_start();
    match dated.starts_with("ngày").then(|| date::read(dated)).flatten() {
        Some((length, date)) => {
            Law { end: text.len() - dated.len() + length, date: Some(date), ..name }
        }
        None => name,
    }
}

/// What parts a word from the one before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Gap {
    Blank,
    /// The end of a line.
    Line,
    Comma,
    Dash,
}

#[derive(Clone, Copy)]
struct Word<'t> {
    gap: Gap,
    start: usize,
    end: usize,
    text: &'t str,
}

/// The word behind byte `from`, where nothing but white space, a comma or a dash stands before it.
fn next_word(text: &str, from: usize) -> Option<Word<'_>> {
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
fn key(word: &str) -> String {
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

/// What a word of the table of words tells of names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Role {
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

/// Whether the table of words gives `words`, in small letters, this role.
fn has(role: Role, words: &str) -> bool {
    static WORDS: LazyLock<HashMap<Role, HashSet<String>>> = LazyLock::new(|| {
        let mut words: HashMap<Role, HashSet<String>> = HashMap::new();
        for [row, name] in rows(include_str!("law_words.tsv")) {
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
fn opens(role: Role, text: &str, word: Word<'_>) -> bool {
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

/// Gives names without a number the one with which the same paper cites the law elsewhere, where that is one alone; and
/// drops the own title of a paper that is a law itself.
pub fn settle(sections: &mut [Section], masthead: &Masthead) {
    let open = |one: &Citation| {
        let by_name =
            one.form == Form::Title && one.basis == Basis::Name && one.canonical.is_none();
        by_name && one.kind.as_deref().is_some_and(is_law)
    };
    if masthead.kind.as_ref().is_some_and(|kind| is_law(&kind.value)) {
        let heads = |place: Place| matches!(place, Place::Title | Place::Masthead);
        for section in sections.iter_mut().filter(|section| heads(section.place)) {
            let start = section.text.len() - section.text.trim_start().len();
            section.citations.retain(|one| !(open(one) && one.span.start == start));
        }
    }
    if !sections.iter().any(|section| section.citations.iter().any(open)) {
        return;
    }
    let known = numbers_by_name(sections);
    if known.is_empty() {
        return;
    }
    for section in sections {
        for citation in section.citations.iter_mut().filter(|one| open(one)) {
            let surface = citation.span.of(&section.text);
            let numbers = name_key(surface).and_then(|name| known.get(&name));
            let Some(numbers) = numbers else { continue };
            let year = year_at_end(surface);
            let fits =
                |number: &&String| year.is_none_or(|year| number.split('/').nth(1) == Some(year));
            let numbers: Vec<&String> = numbers.iter().filter(fits).collect();
            match numbers[..] {
                [only] => {
                    citation.canonical = Some(only.clone());
                    (citation.basis, citation.confidence) = (Basis::Twin, 0.8);
                }
                _ => citation.candidates = numbers.into_iter().cloned().collect(),
            }
        }
    }
}

/// A name is not compared with more numbers than this that the paper gives it. A judgement, not measured.
const MOST_NUMBERS: usize = 20;

/// The numbers with which a paper cites laws by name.
fn numbers_by_name(sections: &[Section]) -> BTreeMap<String, Vec<String>> {
    let mut known: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for section in sections.iter().filter(|section| section.place.is_of_paper()) {
        let full = section.citations.iter().filter(|one| one.form == Form::Full);
        for citation in full.filter(|one| one.kind.as_deref().is_some_and(is_law)) {
            let name = name_key(citation.span.of(&section.text));
            let Some((name, number)) = name.zip(citation.canonical.as_ref()) else { continue };
            let numbers = known.entry(name).or_default();
            if numbers.len() < MOST_NUMBERS && !numbers.contains(number) {
                numbers.push(number.clone());
            }
        }
    }
    known
}

/// What all spellings of a law's name share: its words without number, year or date. `None` where no name is left.
fn name_key(surface: &str) -> Option<String> {
    let words = surface.split(|letter: char| !letter.is_alphanumeric());
    let mut words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    let counts = |word: &str| word.contains(|one: char| one.is_ascii_digit());
    let is_mark = |pair: &[&str]| ["số", "năm", "ngày"].contains(&pair[0]) && counts(pair[1]);
    if let Some(mark) = words.windows(2).position(is_mark) {
        words.truncate(mark);
    }
    while words.last().is_some_and(|word| counts(word)) {
        words.pop();
    }
    let name = words.join(" ");
    (!KINDS.iter().any(|(printed, _)| *printed == name))
        .then(|| words.into_iter().map(key).collect::<Vec<_>>().join(" "))
}

/// The year at the end of a name: `Luật Đất đai năm 2013`, `Luật Giá ngày 19 tháng 6 năm 2023`.
fn year_at_end(surface: &str) -> Option<&str> {
    let start = surface.len().checked_sub(4)?;
    surface.get(start..).filter(|year| form::is_year(year))
}

/// The kind that a word of [`KINDS`] names.
pub fn kind(printed: &str) -> &'static str {
    KINDS.iter().find(|(word, _)| *word == printed).map_or("Luật", |(_, kind)| kind)
}

/// A citation by the name at `span`, of which nothing else is known.
pub fn citation(span: Span, kind: &'static str, date: Option<String>) -> Citation {
    Citation {
        span,
        canonical: None,
        kind: Some(kind.into()),
        issuer: None,
        of_date: date.clone(),
        date,
        form: Form::Title,
        basis: Basis::Name,
        confidence: 0.7,
        candidates: Vec::new(),
    }
}
