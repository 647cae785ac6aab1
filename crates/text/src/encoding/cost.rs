//! The cost of a run of characters as Vietnamese, in nats.
//! In: a run without blanks. Out: its first and last token, and the cost of all inside it. Never compares;
//! `line_decoding` does.

use crate::language::letters::{is_letter, lower_word};
use crate::language::model::{Id, Model};
use crate::language::words::{Kind, Token, tokens};

// Costs in nats beyond those of the language model. They were set by hand, no measurement recorded; `vankien-lab
// evaluate-repair --kind clean,legacy-whole,legacy-mixed,mojibake-once,mojibake-lost --seed 11` shows the effect of
// others.

/// A word outside the vocabulary that is of ASCII letters alone or an abbreviation of capitals.
const FOREIGN_WORD: f32 = 2.0;
/// Any other word outside the vocabulary. Few names have letters beyond ASCII, and wrongly decoded text is full of
/// them.
const STRANGE_WORD: f32 = 10.0;
/// Each capital directly behind a small letter.
const CAPITAL_INSIDE: f32 = 4.0;
/// A control character, or a sign beyond ASCII that clean text does not hold, or does not hold at this place (a
/// quotation mark between two letters).
const ODD_CHARACTER: f32 = 6.0;
/// A sign of Windows-1252 for which papers of the State have no use: `†`, `‰`, `™`.
const RARE_SIGN: f32 = 10.0;
/// A sign of ASCII that seldom touches a letter, where it does: `^`, `~`, the grave accent, the backslash.
const ASCII_SIGN_AT_LETTER: f32 = 4.0;
/// A sign of ASCII that seldom stands between two letters, where it does: `?`, `+`, `(`, `'`.
const ASCII_SIGN_BETWEEN_LETTERS: f32 = 2.0;

/// The cost of a run without blanks.
#[derive(Clone, Copy, Debug)]
pub struct RunCost {
    /// The number of its first token (word, number or punctuation); `None` where it holds none.
    pub first: Option<Id>,
    /// The number of its last token; that of punctuation where it holds none.
    pub last: Id,
    /// Its cost in nats, without that of the first token behind what stands before the run.
    pub inner: f32,
    /// Whether it holds words, and all of them are in the vocabulary.
    pub is_known: bool,
}

/// The cost of the run `text`, which holds no blank.
pub fn run_cost(text: &str, model: &Model) -> RunCost {
    let mut cost = RunCost { first: None, last: model.punctuation(), inner: 0.0, is_known: false };
    let (mut words, mut unknown) = (0, 0);
    for token in tokens(text) {
        let (id, penalty) = match token.kind {
            Kind::Number => (model.digits(), 0.0),
            Kind::Punctuation => (model.punctuation(), punctuation_penalty(text, token)),
            Kind::Word => {
                words += 1;
                let (id, penalty) = word_penalty(token.span.of(text), model);
                unknown += usize::from(id == model.unknown());
                (id, penalty)
            }
        };
        cost.inner += penalty;
        match cost.first {
            None => cost.first = Some(id),
            Some(_) => cost.inner += cost_after(cost.last, id, model),
        }
        cost.last = id;
    }
    cost.is_known = words > 0 && unknown == 0;
    cost
}

/// The cost of the token `second` after `first`, in nats. Punctuation after punctuation costs nothing: the model counts
/// both as one token.
pub fn cost_after(first: Id, second: Id, model: &Model) -> f32 {
    let is_one_token = first == second && first == model.punctuation();
    if is_one_token { 0.0 } else { model.cost(first, second) }
}

/// The number of a word, and its penalty in nats.
fn word_penalty(word: &str, model: &Model) -> (Id, f32) {
    // The Icelandic letter ð stands for đ in many papers that are otherwise in order.
    let with_d = if word.contains(['ð', 'Ð']) {
        word.replace(['ð', 'Ð'], "đ")
    } else {
        word.to_owned()
    };
    let mut letters = word.chars().peekable();
    let mut penalty = 0.0;
    while let (Some(letter), Some(next)) = (letters.next(), letters.peek()) {
        if letter.is_lowercase() && next.is_uppercase() {
            penalty += CAPITAL_INSIDE;
        }
    }
    match model.find(&lower_word(&with_d)) {
        Some(id) => (id, penalty),
        None if word.is_ascii() || is_abbreviation(word) => {
            (model.unknown(), penalty + FOREIGN_WORD)
        }
        None => (model.unknown(), penalty + STRANGE_WORD),
    }
}

/// Whether a word is of ASCII capitals and `Đ` alone: `QĐ` (decision), `LĐLĐ` (federation of labour).
fn is_abbreviation(word: &str) -> bool {
    word.chars().all(|letter| letter.is_ascii_uppercase() || letter == 'Đ')
}

/// The penalty of the characters of a run of punctuation.
fn punctuation_penalty(text: &str, token: Token) -> f32 {
    let signs = token.span.of(text);
    let letter_before = text[..token.span.start].chars().next_back().is_some_and(is_letter);
    let letter_behind = text[token.span.end..].chars().next().is_some_and(is_letter);
    let last = signs.chars().count() - 1;
    let mut penalty = 0.0;
    for (at, sign) in signs.chars().enumerate() {
        let touches_before = letter_before && at == 0;
        let touches_behind = letter_behind && at == last;
        penalty += sign_penalty(sign, touches_before, touches_behind);
    }
    penalty
}

/// The penalty of one sign, by whether it touches a letter before and behind it.
fn sign_penalty(sign: char, touches_before: bool, touches_behind: bool) -> f32 {
    let touches = touches_before || touches_behind;
    let is_between = touches_before && touches_behind;
    match sign {
        '^' | '~' | '`' | '\\' if touches => ASCII_SIGN_AT_LETTER,
        '?' | '+' | '(' | '\'' if is_between => ASCII_SIGN_BETWEEN_LETTERS,
        _ if sign.is_ascii_control() => ODD_CHARACTER,
        _ if sign.is_ascii() => 0.0,
        '“' | '”' | '‘' | '’' | '–' | '—' | '…' | '•' | '°' | '²' | '³' | '½' | '«' | '»' | '±'
            if !is_between =>
        {
            0.0
        }
        '§' | '₫' if !touches => 0.0,
        '†' | '‡' | 'ˆ' | '‰' | '‹' | '›' | '˜' | '™' | '‚' | '„' => RARE_SIGN,
        _ => ODD_CHARACTER,
    }
}
