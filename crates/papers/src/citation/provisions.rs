//! Finds which provisions of a paper a citation cites: `điểm a khoản 2 Điều 5 Nghị định số 100/2019/NĐ-CP` (point a,
//! clause 2, article 5 of a decree).
//! In: the text of a section and a citation in it. Out: one [`Provision`] for each unit that is listed.
//! Never looks beyond the sentence. Between units and citation only these may stand: separators, the name of the cited
//! kind or of an annexed paper, and before a parenthesis behind it the date, issuer and quoted title.
//!
//! The words before the citation are read backwards, as long as each is the name of a level, a label or a separator
//! ([`tokens_before`]): most citations end that at the first word. The tokens are then read forwards as items, a level
//! with its labels ([`items`]), and each item is put below the item that it is a part of ([`items::Parents`]).

mod expression;
mod items;
mod level;
mod named;
mod tokens;
mod unit;

use std::sync::LazyLock;

use super::behind::behind;
use super::title::title_behind;
use crate::document::{Citation, Form};
use crate::number;
use crate::table::Openings;
use expression::{MOST_UNITS, ending_at, units_of};
use items::Item;
use tokens::{Token, tokens_before};

pub use tokens::start_before;

pub use named::named_units;
pub use unit::Provision;

/// The provisions of the cited paper that `citation`, which stands in `text`, cites: those before it, then those in
/// parentheses behind it. Empty where it cites the paper as a whole, and for the paper's own number in its masthead.
pub fn provisions(text: &str, citation: &Citation) -> Vec<Provision> {
    if citation.form == Form::Own {
        return Vec::new();
    }
    let mut units = units_of(&before(text, citation));
    units.extend(units_of(&inside_parentheses(text, citation)));
    units.truncate(MOST_UNITS);
    units
}

/// [`parted_units_start`] looks back at most so many bytes; what stands before is not seen. The longest list
/// in the web copies takes 1,500. [`provisions`] itself reads longer lists (`tokens::REACH`).
const LONGEST_LIST: usize = 2_000;

/// The byte at which the run of unit words and separators begins that ends at byte `start`, on the same line
/// and at most [`LONGEST_LIST`] before it: `Điều 5; khoản 2 Điều 7 Thông tư số …`. It may begin with a
/// separator. `None` if it holds no semicolon, or only white space behind the last one.
pub fn parted_units_start(text: &str, start: usize) -> Option<usize> {
    let reach =
        (start.saturating_sub(LONGEST_LIST)..=start).find(|at| text.is_char_boundary(*at))?;
    let line = text[reach..start].rfind('\n').map_or(reach, |end| reach + end + 1);
    if !text[line..start].contains(';') {
        return None;
    }
    let from = start_before(text, start).max(line);
    let (_, last) = text[from..start].rsplit_once(';')?;
    // `…; Nghị quyết số …`: nothing stands between.
    (!last.trim().is_empty()).then_some(from)
}

/// The items that stand before a citation and belong to it.
fn before(text: &str, citation: &Citation) -> Vec<Item> {
    let start = citation.span.start;
    let direct = ending_at(text, start);
    if !direct.is_empty() {
        return direct;
    }
    if let Some(end) = before_promulgation(&text[..start]) {
        let annexed = ending_at(text, end);
        // `Phụ lục` alone is all that is named: what stands before it is no name.
        if !annexed.is_empty() || strip_words(&text[..end], "phụ lục").is_some() {
            return annexed;
        }
        return before_annexed_paper(text, end);
    }
    let surface = citation.span.of(text);
    if surface.starts_with("số") || surface.starts_with(|first: char| first.is_ascii_digit()) {
        return before_named_kind(text, start);
    }
    Vec::new()
}

/// The length of `text` without the words at its end that say "promulgated or attached with": `ban hành kèm
/// theo`, `kèm theo`, `đính kèm`, `ban hành theo` …, any case. `None` without such words, and for `(Kèm theo
/// …` where the parenthesis opens a line: that is the head of an annex.
pub fn before_promulgation(text: &str) -> Option<usize> {
    const LAST: [&str; 3] = ["kèm theo", "kèm", "ban hành theo"];
    const BEFORE: [&str; 6] = ["ban hành", "bổ sung", "mới", "đính", "được", "("];
    let mut rest = LAST.iter().find_map(|words| strip_words(text, words))?;
    while let Some(shorter) = BEFORE.iter().find_map(|words| strip_words(rest, words)) {
        rest = shorter;
    }
    // `(Kèm theo …)` on a line of its own stands below the head of an annex.
    let is_heading = text[rest.len()..].trim_start().starts_with('(')
        && rest.trim_end_matches([' ', '\t']).ends_with('\n');
    (!is_heading).then_some(rest.len())
}

/// `text` without white space and `words`, given in small letters, at its end.
fn strip_words<'t>(text: &'t str, words: &str) -> Option<&'t str> {
    let mut rest = text;
    for word in words.rsplit(' ') {
        let bare = rest.trim_end();
        let (at, _) = bare.char_indices().rev().nth(word.chars().count() - 1)?;
        let parted = !bare[..at].ends_with(char::is_alphanumeric) || word == "(";
        if !parted || bare[at..].to_lowercase() != word {
            return None;
        }
        rest = &bare[..at];
    }
    Some(rest)
}

/// Words of the name of a paper that is promulgated with another, or stands between a kind and its number. Names of
/// laws and regulations are seldom longer than 30. A judgement, not measured.
const LONGEST_NAME: usize = 50;

/// The words before byte `end` of `text`, from the last to the first, with the byte at which each begins: as long as
/// they may be the name of a paper, which neither a sentence, a line nor another number interrupts.
fn name_before(text: &str, end: usize) -> impl Iterator<Item = (usize, &str)> {
    let mut at = end;
    let words = std::iter::from_fn(move || {
        let gap_start = text[..at].trim_end_matches(|letter: char| !letter.is_alphanumeric()).len();
        if text[gap_start..at].contains([';', '.', ':', '(', ')', '\n', '/', '[', ']']) {
            return None;
        }
        let word = text[..gap_start].trim_end_matches(char::is_alphanumeric).len();
        at = word;
        let this = &text[word..gap_start];
        (!this.is_empty() && this != "này").then_some((word, this))
    });
    words.take(LONGEST_NAME)
}

/// The items before the name of what is promulgated with the cited paper, a name that ends at byte `end`:
/// `Điều 5 Quy chế làm việc ban hành kèm theo …`.
fn before_annexed_paper(text: &str, end: usize) -> Vec<Item> {
    // Where the last two words begin and end, the nearer to `at` first.
    let mut last: [(usize, &str); 2] = [(end, ""); 2];
    for (at, word) in name_before(text, end) {
        // `Phụ lục III danh mục địa bàn ưu đãi ban hành kèm theo …`: an annex with its name in small letters.
        let [(label, number), (_, level)] = [last[1], last[0]];
        if word.to_lowercase() == "phụ" && level.to_lowercase() == "lục" && !number.is_empty() {
            return ending_at(text, label + number.len());
        }
        last = [(at, word), last[0]];
        // The head of an annex names itself: `Phụ lục I DANH MỤC … (Kèm theo …)`.
        let may_begin = word.starts_with(char::is_uppercase) && !is_capitals(word) || word == "về";
        if may_begin {
            let opening = text[..at].trim_end_matches(['“', '"', ' ']).len();
            let found = ending_at(text, opening);
            if !found.is_empty() {
                return found;
            }
        }
    }
    Vec::new()
}

/// Whether the word is printed in capitals alone, and has more than one letter.
fn is_capitals(word: &str) -> bool {
    word.chars().nth(1).is_some() && word.chars().all(|letter| !letter.is_lowercase())
}

/// The items before a kind of paper with its name, which ends at byte `end`, before the number:
/// `Điều 5 Luật Đất đai số …`.
fn before_named_kind(text: &str, end: usize) -> Vec<Item> {
    for (at, _) in name_before(text, end) {
        if !is_kind(&text[at..]) {
            continue;
        }
        let found = ending_at(text, at);
        // `Luật sửa đổi, bổ sung một số điều của Luật …`: the name may hold that of another law.
        if !found.is_empty() || strip_words(&text[..at], "của").is_none() {
            return found;
        }
    }
    Vec::new()
}

/// Whether a kind of paper opens `text`, with a capital.
fn is_kind(text: &str) -> bool {
    static KINDS: LazyLock<Openings> = LazyLock::new(|| {
        let names = number::kinds().iter().map(|kind| kind.name);
        Openings::of(names.chain(["Bộ luật", "Hiến pháp"]))
    });
    let ends_there = |length: usize| !text[length..].starts_with(char::is_alphanumeric);
    text.starts_with(char::is_uppercase)
        && KINDS.at_start(text).any(|(_, length)| ends_there(length))
}

/// At most so many bytes may stand between the opening and the closing parenthesis of a list of provisions. A
/// judgement, not measured.
const LONGEST_PARENTHESIS: usize = 600;

/// At most so many bytes may stand between a number and such a parenthesis: its date, issuer and quoted title. A
/// judgement, not measured.
const LONGEST_TITLE: usize = 2_000;

/// The items in parentheses behind a citation, its date, issuer and quoted title:
/// `Nghị định số 100/2019/NĐ-CP (Điều 5, khoản 2)`. Nothing where the parentheses hold other words.
fn inside_parentheses(text: &str, citation: &Citation) -> Vec<Item> {
    let end = citation.span.end;
    let bytes = &text.as_bytes()[end..(end + LONGEST_TITLE).min(text.len())];
    if memchr::memchr(b'(', bytes).is_none() {
        return Vec::new();
    }
    let said = end + behind(&text[end..]).length;
    let from = title_behind(text, citation).map_or(said, |(_, end)| end.max(said));
    let rest = &text[from..];
    let open = from + (rest.len() - rest.trim_start().len());
    if !text[open..].starts_with('(') {
        return Vec::new();
    }
    let inside = open + 1;
    let bytes = &text.as_bytes()[inside..(inside + LONGEST_PARENTHESIS).min(text.len())];
    let Some(length) = memchr::memchr(b')', bytes) else { return Vec::new() };
    let tokens = tokens_before(&text[..inside + length], inside + length);
    // The opening parenthesis is a token as well: it is the first where all that it holds are tokens.
    let opened = tokens.iter().rposition(|token| *token == Token::Open);
    let Some(opened) = opened.filter(|_| tokens::is_all(text, inside, inside + length)) else {
        return Vec::new();
    };
    let inner = &tokens[opened + 1..];
    match inner.last() {
        Some(Token::Label(_)) => items::items(inner),
        _ => Vec::new(),
    }
}
