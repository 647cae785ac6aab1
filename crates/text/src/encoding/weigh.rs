//! What a piece of text costs as Vietnamese, in nats.
//! In: a run without blanks. Out: its first and last word and the cost of all that is inside.
//! Never compares; `line` does.

use crate::language::letters::{is_letter, lower_word};
use crate::language::model::{Id, Model};
use crate::language::words::{Kind, Token, tokens};

/// What a word outside the vocabulary costs beyond what the model says, where it is of ASCII alone.
const FOREIGN: f32 = 2.0;
/// The same where it is not: few names hold such letters, and text that was misread is full of them.
const STRANGE: f32 = 10.0;
/// A capital behind a small letter.
const CAPITAL: f32 = 4.0;
/// A character that no clean text holds, or not beside a letter.
const ODD: f32 = 6.0;
/// A sign of Windows that papers of the State have no use for.
const RARE: f32 = 10.0;
/// A sign of ASCII that seldom touches a letter.
const SIGN: f32 = 4.0;

/// A run without blanks, weighed.
#[derive(Clone, Copy, Debug)]
pub struct Weight {
    /// The number of its first word; `None` where it holds nothing.
    pub first: Option<Id>,
    /// The number of its last word.
    pub last: Id,
    /// What it costs but for the first word after what stands before.
    pub inner: f32,
    /// Whether it holds words, and all of them are of the vocabulary.
    pub known: bool,
}

/// Weighs `text`.
pub fn weigh(text: &str, model: &Model) -> Weight {
    let mut weight = Weight { first: None, last: model.punctuation(), inner: 0.0, known: false };
    let (mut words, mut unknown) = (0, 0);
    for token in tokens(text) {
        let (id, penalty) = match token.kind {
            Kind::Number => (model.digits(), 0.0),
            Kind::Punctuation => (model.punctuation(), odd(text, token)),
            Kind::Word => {
                words += 1;
                let (id, penalty) = word(token.span.of(text), model);
                unknown += usize::from(id == model.unknown());
                (id, penalty)
            }
        };
        weight.inner += penalty;
        match weight.first {
            None => weight.first = Some(id),
            Some(_) => weight.inner += after(weight.last, id, model),
        }
        weight.last = id;
    }
    weight.known = words > 0 && unknown == 0;
    weight
}

/// What `second` costs after `first`. Marks with a blank between them are one mark.
pub fn after(first: Id, second: Id, model: &Model) -> f32 {
    let one = first == second && first == model.punctuation();
    if one { 0.0 } else { model.cost(first, second) }
}

fn word(word: &str, model: &Model) -> (Id, f32) {
    // The Icelandic letter stands for đ in many papers that are otherwise in order.
    let lower = if word.contains(['ð', 'Ð']) {
        word.replace(['ð', 'Ð'], "đ")
    } else {
        word.to_owned()
    };
    let id = model.find(&lower_word(&lower));
    let mut letters = word.chars().peekable();
    let mut penalty = 0.0;
    while let (Some(letter), Some(next)) = (letters.next(), letters.peek()) {
        penalty += if letter.is_lowercase() && next.is_uppercase() { CAPITAL } else { 0.0 };
    }
    match id {
        Some(id) => (id, penalty),
        None if word.is_ascii() || is_abbreviation(word) => (model.unknown(), penalty + FOREIGN),
        None => (model.unknown(), penalty + STRANGE),
    }
}

/// Capitals, `Đ` among them: LĐLĐ, QĐ.
fn is_abbreviation(word: &str) -> bool {
    word.chars().all(|letter| letter.is_ascii_uppercase() || letter == 'Đ')
}

/// What the characters of a run of marks cost beyond a mark.
fn odd(text: &str, token: Token) -> f32 {
    let marks = token.span.of(text);
    let before = text[..token.span.start].chars().next_back().is_some_and(is_letter);
    let after = text[token.span.end..].chars().next().is_some_and(is_letter);
    let last = marks.chars().count() - 1;
    let cost = |(at, mark): (usize, char)| {
        let (left, right) = (before && at == 0, after && at == last);
        match mark {
            '^' | '~' | '`' | '\\' if left || right => SIGN,
            '?' | '+' | '(' | '\'' if left && right => SIGN / 2.0,
            _ if mark.is_ascii() => {
                if mark.is_ascii_control() {
                    ODD
                } else {
                    0.0
                }
            }
            '“' | '”' | '‘' | '’' | '–' | '—' | '…' | '•' | '°' | '²' | '³' | '½' | '«' | '»'
            | '±' => {
                if left && right {
                    ODD
                } else {
                    0.0
                }
            }
            '§' | '₫' if !left && !right => 0.0,
            '†' | '‡' | 'ˆ' | '‰' | '‹' | '›' | '˜' | '™' | '‚' | '„' => RARE,
            _ => ODD,
        }
    };
    marks.chars().enumerate().map(cost).sum()
}
