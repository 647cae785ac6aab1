//! Reads the words before a citation backwards as the parts of an expression such as `các điểm a, b khoản 2 Điều 5`.
//! In: a text and the byte at which the expression ends. Out: its tokens in the order of the text.
//! Never goes beyond a word that is no part of such an expression (but skips a remark in parentheses behind a label),
//! nor beyond the end of a sentence.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::level::Level;
use crate::heading::{letter_rank, roman_value};
use crate::table::rows;

/// A part of an expression that names provisions.
#[derive(Clone, Debug, PartialEq)]
pub enum Token {
    /// `khoản`.
    Level(Level),
    /// `2`, `a`, `đ1`, `II`, `2.1`, `nhất`.
    Label(String),
    /// `và` (and), `hoặc` (or), a semicolon: another label or unit follows. An article, or what is above it, is then no
    /// part of a unit on the other side.
    And,
    /// A comma.
    Comma,
    /// A dash: a range between labels of one level, else as a comma. Whether blanks stand around it.
    Dash {
        /// `5 - 9`, not `II-3`.
        apart: bool,
    },
    /// `đến`, `tới` (to): a range from the label before it to the one behind it. `đến hết` (up to and with) gives two.
    To,
    /// `của` (of), `tại`, `thuộc`, `trong` (in), `từ` (from): may stand between units, or between them and the paper,
    /// and changes nothing. Of `quy định tại` only `tại` is read; the expression begins behind `định`.
    Of,
    /// `các` (plural): the labels behind it make one item, so that a unit before it is part of each: `điểm a các khoản
    /// 1, 2` is point a of clause 1 and point a of clause 2.
    Each,
    /// `số`, a colon: they may stand between a level and its label.
    Numbered,
    /// `(`.
    Open,
    /// `)`.
    Close,
    /// A quotation mark.
    Quote,
}

/// Tokens that begin more than this many bytes before `end` are left out. The longest list in the 191 web copies of
/// benches/RESULTS.md takes 1,500; five times that is a judgement, not measured: a lower value cuts long lists.
const REACH: usize = 8_000;

/// The tokens before byte `end`, in the order of the text, back to the first word that is none, to a blank line, to
/// parentheses with other words, or to [`REACH`]. A remark in parentheses behind a label is skipped: `khoản 7 (trừ …)
/// và khoản 10`.
pub fn tokens_before(text: &str, end: usize) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut at = end;
    while let Some((start, found)) = last_token(text, at) {
        if end - start > REACH {
            break;
        }
        at = start;
        if found[..] == [Token::Close] {
            match parenthesis(text, start) {
                Parenthesis::Provisions => {}
                Parenthesis::Remark { open } => {
                    at = open;
                    continue;
                }
                Parenthesis::Words => break,
            }
        }
        tokens.extend(found.into_iter().rev());
    }
    tokens.reverse();
    tokens
}

/// The byte at which the unbroken run of tokens begins that ends at byte `end`; at most [`REACH`] before it. Unlike
/// [`tokens_before`] it skips no remark in parentheses: it stops at the last word of the remark that is no token.
pub fn start_before(text: &str, end: usize) -> usize {
    let mut at = end;
    while let Some((start, _)) = last_token(text, at) {
        if end - start > REACH {
            break;
        }
        at = start;
    }
    at
}

/// What a closing parenthesis ends.
enum Parenthesis {
    /// Provisions, or it is the mark of a label: `Điều 5 (khoản 1)`, `điểm a)`.
    Provisions,
    /// Other words behind a label, from the byte of the opening one: `khoản 7 (trừ loại đặc biệt) và khoản 10`.
    Remark { open: usize },
    /// Other words: what stands before them does not go on behind them.
    Words,
}

/// How far before a `)` its `(` is sought, in bytes. If it is not found, the `)` counts as the mark of a label (`a)`),
/// so that what stands before a longer remark is lost. A judgement, not measured.
const LONGEST_REMARK: usize = 300;

/// Reads the parenthesis that closes at byte `close`.
fn parenthesis(text: &str, close: usize) -> Parenthesis {
    let from = (close.saturating_sub(LONGEST_REMARK)..close).find(|at| text.is_char_boundary(*at));
    let from = from.unwrap_or(close);
    let sign = text[from..close].rfind(['(', ')', '\n']).map(|at| from + at);
    let Some(open) = sign.filter(|at| text[*at..].starts_with('(')) else {
        return Parenthesis::Provisions;
    };
    if is_all(text, open + 1, close) {
        return Parenthesis::Provisions;
    }
    match last_token(text, open) {
        Some((_, found)) if matches!(found[..], [.., Token::Label(_)]) => {
            Parenthesis::Remark { open }
        }
        // `(theo điểm a), b) khoản 2`
        _ if is_one_letter(&last_word(&text[..close])) => Parenthesis::Provisions,
        _ => Parenthesis::Words,
    }
}

/// Whether all that stands from byte `start` to byte `end` are tokens.
pub fn is_all(text: &str, start: usize, end: usize) -> bool {
    let mut at = end;
    while !text[start..at].trim().is_empty() {
        match last_token(text, at) {
            Some((before, _)) if before >= start => at = before,
            _ => return false,
        }
    }
    true
}

/// The token that ends at byte `end`, white space aside, and the byte at which it begins. Two tokens where a blank was
/// left out: `Điều5`.
fn last_token(text: &str, end: usize) -> Option<(usize, Vec<Token>)> {
    let before = text[..end].trim_end();
    // A blank line ends a paragraph.
    if text[before.len()..end].matches('\n').count() > 1 {
        return None;
    }
    let last = before.chars().next_back()?;
    if !last.is_alphanumeric() {
        let start = before.len() - last.len_utf8();
        let is_apart = |text: &str| text.is_empty() || text.ends_with(char::is_whitespace);
        let sign = match last {
            ',' => Token::Comma,
            ';' => Token::And,
            '-' | '–' | '—' => {
                let apart = is_apart(&text[..start]) || before.len() < end;
                Token::Dash { apart }
            }
            '(' => Token::Open,
            ')' => Token::Close,
            ':' => Token::Numbered,
            '“' | '”' | '"' | '\'' | '‘' | '’' => Token::Quote,
            _ => return None,
        };
        return Some((start, vec![sign]));
    }
    let start = word_start(before);
    let word = &before[start..];
    word_tokens(text, start, word)
}

/// Where the last word of `text` begins; the points inside `2.1` belong to it.
fn word_start(text: &str) -> usize {
    let mut start = text.len();
    loop {
        start = text[..start].trim_end_matches(char::is_alphanumeric).len();
        let Some(before) = text[..start].strip_suffix('.') else { return start };
        if !before.ends_with(char::is_alphanumeric) {
            return start;
        }
        start = before.len();
    }
}

/// A word of more bytes is no part of an expression. The longest word has 8 (`chương`), a label such as `XXXVIII.12`
/// has 10. A judgement, not measured: it only spares the work on long words.
const LONGEST_WORD: usize = 24;

fn word_tokens(text: &str, start: usize, word: &str) -> Option<(usize, Vec<Token>)> {
    if word.len() > LONGEST_WORD {
        return None;
    }
    let small = word.to_lowercase();
    let one = |token: Token| Some((start, vec![token]));
    match small.as_str() {
        "và" | "hoặc" => return one(Token::And),
        "của" | "tại" | "thuộc" | "trong" | "từ" => return one(Token::Of),
        "các" => return one(Token::Each),
        "số" => return one(Token::Numbered),
        "đến" | "tới" => return one(Token::To),
        // `đến hết Điều 9`: up to and with.
        "hết" => return one(Token::To).filter(|_| last_word(&text[..start]) == "đến"),
        _ => {}
    }
    if is_label(word) {
        let level = level_at_end(&text[..start]);
        let is_capitals = level.is_some_and(|(at, _)| is_capital(text, at));
        // An annex is named as it is printed: `Phụ lục 01`.
        let is_of_annex = level.is_some_and(|(_, level)| level == Some(Level::Annex))
            || last_word(&text[..start]) == "số";
        let label = match () {
            () if is_capitals => label_of_capitals(word),
            () if is_of_annex => word.to_owned(),
            () => without_zeros(word).to_owned(),
        };
        return one(Token::Label(label));
    }
    if let Some((at, level)) = level_at_end(&text[..start + word.len()]) {
        return level.map(|level| (at, vec![Token::Level(level)]));
    }
    if ORDINALS.contains(&small.as_str()) {
        return ordinal(text, start, &small);
    }
    // `Điều5`
    let name = word.trim_end_matches(|digit: char| digit.is_ascii_digit());
    let label = &word[name.len()..];
    let (at, level) = level_at_end(&text[..start + name.len()])?;
    let is_glued = (1..=3).contains(&label.len());
    level
        .filter(|_| is_glued)
        .map(|level| (at, vec![Token::Level(level), Token::Label(label.to_owned())]))
}

/// How parts and chapters are counted in words.
const ORDINALS: [&str; 11] =
    ["nhất", "một", "hai", "ba", "tư", "năm", "sáu", "bảy", "tám", "chín", "mười"];

/// `thứ hai`, or `hai` directly behind the level: `Phần hai`.
fn ordinal(text: &str, start: usize, small: &str) -> Option<(usize, Vec<Token>)> {
    let label = vec![Token::Label(small.to_owned())];
    let before = text[..start].trim_end();
    if let Some(at) = before.len().checked_sub("thứ".len())
        && before.is_char_boundary(at)
        && last_word(before) == "thứ"
    {
        return Some((at, label));
    }
    let (_, level) = level_at_end(before)?;
    let is_counted = level.is_some_and(|level| matches!(level, Level::Part | Level::Chapter));
    is_counted.then_some((start, label))
}

/// The last word of `text`, in small letters.
fn last_word(text: &str) -> String {
    let text = text.trim_end();
    let word = &text[text.trim_end_matches(char::is_alphanumeric).len()..];
    if word.len() > LONGEST_WORD { String::new() } else { word.to_lowercase() }
}

/// Whether the word is one letter.
fn is_one_letter(word: &str) -> bool {
    let mut letters = word.chars();
    letters.next().is_some_and(char::is_alphabetic) && letters.next().is_none()
}

/// Whether the word at byte `at` is printed in capitals.
fn is_capital(text: &str, at: usize) -> bool {
    text[at..].chars().take_while(|letter| letter.is_alphabetic()).all(char::is_uppercase)
}

/// A label of digits without the zeros before it: `khoản 02` is clause 2.
fn without_zeros(word: &str) -> &str {
    let is_number = word.bytes().all(|byte| byte.is_ascii_digit());
    let bare = word.trim_start_matches('0');
    if is_number && !bare.is_empty() { bare } else { word }
}

/// A label among capitals: `ĐIỂM A KHOẢN 1A` has the labels `a` and `1a`, `CHƯƠNG II` the label `II`.
fn label_of_capitals(word: &str) -> String {
    if roman_value(word).is_some() { word.to_owned() } else { word.to_lowercase() }
}

/// The name of a level that ends `text`, and the byte at which it begins; no level where the last word is part of
/// another word: `danh mục`.
fn level_at_end(text: &str) -> Option<(usize, Option<Level>)> {
    static LEVELS: LazyLock<HashMap<&str, Option<Level>>> = LazyLock::new(|| {
        let level = |name: &str| Level::NAMED.iter().find(|row| row.0 == name).map(|row| row.1);
        rows(include_str!("../provisions.tsv")).map(|[words, name]| (words, level(name))).collect()
    });
    let text = text.trim_end();
    let last = last_word(text);
    if last.is_empty() {
        return None;
    }
    let start = text.trim_end_matches(char::is_alphanumeric).len();
    let before = text[..start].trim_end();
    let previous = last_word(before);
    if !previous.is_empty()
        && let Some(level) = LEVELS.get(format!("{previous} {last}").as_str())
    {
        let at = before.trim_end_matches(char::is_alphanumeric).len();
        return Some((at, *level));
    }
    LEVELS.get(last.as_str()).map(|level| (start, *level))
}

/// Whether the word may be a label: groups of letters and figures with points between, such as `2`, `5a`, `a1`, `II`,
/// `I.2`.
fn is_label(word: &str) -> bool {
    word.split('.').all(is_group)
}

/// One to three figures, also with a letter behind them or before them; one letter; a Roman number, also with a letter
/// behind it.
fn is_group(group: &str) -> bool {
    let is_short = |figures: &str| {
        (1..=3).contains(&figures.len()) && figures.bytes().all(|byte| byte.is_ascii_digit())
    };
    let is_letter = |letter: char| letter.to_lowercase().next().and_then(letter_rank).is_some();
    let mut letters = group.chars();
    let (Some(first), rest) = (letters.next(), letters.as_str()) else { return false };
    let figures = group.trim_end_matches(is_letter);
    let suffix = &group[figures.len()..];
    is_short(group)
        || is_letter(first) && (rest.is_empty() || is_short(rest))
        || is_short(figures) && suffix.chars().count() == 1
        || roman_value(group).is_some()
        || roman_value(figures_of_roman(group)).is_some()
}

/// `IIa` without its letter.
fn figures_of_roman(group: &str) -> &str {
    group.strip_suffix(|letter: char| letter.is_ascii_lowercase() || letter == 'A').unwrap_or(group)
}
