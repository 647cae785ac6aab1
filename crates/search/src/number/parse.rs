//! Parses one number of a paper, in any usual spelling.
//! In: the tokens of a question and the place of the first. Out: the number and how many tokens it takes.
//! A number is a lead (kind, `số`), a serial number, and a tail (year, symbol, bodies). Never takes a date with its day
//! for a number, but for day and month with a point behind a kind (`nghị quyết 30.4`), which may be a number of a
//! series; nor an amount or a count without a kind before it; see [`find_numbers`](super::find_numbers).

use vankien_papers::number::form::{self, is_assembly, is_year};
use vankien_text::span::{self, Span};

use super::kinds::{KINDS, is_body, is_kind, is_old_code, is_symbol};
use super::token::NumberToken;
use super::value::Number;

/// Parses the number that begins with the token at index `at`; gives how many tokens it takes, and the number. `None`
/// where no number begins there.
pub fn parse_number_at(all: &[NumberToken], at: usize) -> Option<(usize, Number)> {
    let words = &all[at..];
    let lead = parse_lead(words, at.checked_sub(1).map(|before| &all[before]))?;
    let first = words.get(lead.taken)?;
    let figures = span::after(&first.folded, lead.glued.unwrap_or_default());
    if !is_serial(figures) {
        return None;
    }
    let mut typed = figures.to_owned();
    let mut taken = lead.taken + 1;
    // A number of a series: `66.7/2025/NQ-CP`.
    if let Some(next) = words.get(taken).filter(|next| next.gap == ".")
        && form::figures(&next.folded) > 0
    {
        let in_series = format!(".{}", next.folded);
        if form::series(&in_series) != Some(in_series.len()) {
            return None;
        }
        typed.push_str(&in_series);
        taken += 1;
    }
    let tail = parse_tail(&words[taken..], &lead)?;
    let names_kind = !lead.symbols.is_empty() || tail.symbol.is_some();
    let is_law = tail.symbol.as_deref().is_some_and(is_assembly);
    let is_whole = if is_law {
        tail.year.is_some() || !tail.bodies.is_empty()
    } else if names_kind {
        !tail.bodies.is_empty()
    } else {
        tail.bodies.len() >= 2
    };
    if !is_whole && !is_partial_number(&lead, &tail, figures, words.get(taken)) {
        return None;
    }
    let has_symbol = lead.has_symbol || tail.symbol.is_some();
    let symbols = tail.symbol.map_or(lead.symbols, |symbol| vec![symbol]);
    let span = Span::new(words[0].span.start, words[taken + tail.taken - 1].span.end);
    let serial = form::without_zeros(&typed).to_owned();
    let (year, bodies) = (tail.year, tail.bodies);
    let number = Number {
        span,
        serial,
        typed,
        year,
        symbols,
        has_symbol,
        bodies,
        is_whole,
        ..Number::default()
    };
    Some((taken + tail.taken, number))
}

/// What stands before the serial number.
struct Lead {
    /// How many tokens it takes.
    taken: usize,
    /// The symbols that the named kind may have; empty where no kind stands there.
    symbols: Vec<String>,
    /// Where the symbol is glued to the digits (`NQ59`), the bytes that it takes of their token; else `None`.
    glued: Option<usize>,
    /// Whether the symbol itself was typed, not only the name of the kind.
    has_symbol: bool,
    /// Whether the word `số` (number) stands before the digits.
    is_numbered: bool,
    /// Whether one word alone names the kind, which may be an ordinary word: `luật` (law), `lệnh` (order).
    is_weak: bool,
}

/// Whether what is not a whole number is a number all the same. It is with a symbol or a body behind the digits. Digits
/// behind the name of a kind may count something, by the word that follows (`báo cáo 6 tháng`, a report of 6 months),
/// or be a year (`kế hoạch 2024`, plan of 2024); a kind of one word may be no kind (`luật 5`).
fn is_partial_number(lead: &Lead, tail: &Tail, figures: &str, next: Option<&NumberToken>) -> bool {
    if tail.symbol.is_some() || !tail.bodies.is_empty() {
        return true;
    }
    let counts = next
        .is_some_and(|next| ["nam", "thang", "ngay", "quy"].contains(&next.folded.as_str()))
        && tail.taken == 0;
    let is_weak = lead.is_weak && tail.year.is_none();
    let is_year = !lead.is_numbered && is_year(figures);
    !lead.symbols.is_empty() && !is_weak && !counts && !is_year
}

/// How many tokens the lead at the head of `words` takes: a kind (its name, its symbol, or a code of the National
/// Assembly) and `số` (number), each of which may be missing; 0 where none stands there. Marks do not count: `Sở` is a
/// `số`. `None` where there are no tokens, or digits are glued to the symbol that they follow (`NQ59`).
pub fn lead_length(words: &[NumberToken]) -> Option<usize> {
    parse_lead(words, None).filter(|lead| lead.glued.is_none()).map(|lead| lead.taken)
}

/// Parses kind and `số` before the digits; `None` where there are no tokens.
fn parse_lead(words: &[NumberToken], before: Option<&NumberToken>) -> Option<Lead> {
    let mut lead = parse_kind_name(words, before);
    if lead.symbols.is_empty() {
        let first = words.first()?.folded.as_str();
        if let Some(length) = glued_symbol_length(first) {
            lead.symbols = vec![span::before(first, length).to_owned()];
            lead.glued = Some(length);
            lead.has_symbol = true;
            return Some(lead);
        }
        if is_kind(first) {
            lead.symbols = vec![first.to_owned()];
            lead.has_symbol = true;
            lead.taken = 1;
        }
    }
    while words.get(lead.taken).is_some_and(|word| word.folded == "so") {
        lead.taken += 1;
        lead.is_numbered = true;
    }
    Some(lead)
}

/// What stands behind the serial number.
#[derive(Default)]
struct Tail {
    /// How many tokens it takes.
    taken: usize,
    /// The year.
    year: Option<String>,
    /// The symbol of the kind.
    symbol: Option<String>,
    /// The codes of the bodies, in order.
    bodies: Vec<String>,
}

/// Parses what stands behind the digits; `None` where they go on as no number does: `16/19`.
fn parse_tail(words: &[NumberToken], lead: &Lead) -> Option<Tail> {
    let mut tail = Tail::default();
    tail.take_year(words, lead);
    tail.take_symbol(words);
    let goes_on = words.get(tail.taken).is_some_and(|next| {
        let is_number = form::figures(&next.folded) == next.folded.len();
        is_number && (next.is_joined() || [".", ","].contains(&next.gap.as_str()))
    });
    let is_no_number = tail.symbol.is_none() && goes_on;
    tail.take_bodies(words, lead);
    if is_no_number { None } else { Some(tail) }
}

impl Tail {
    /// Takes the year: `/2020/NĐ-CP`, ` 2020 nđ cp`. `/2019` alone is a year where the kind was named before.
    fn take_year(&mut self, words: &[NumberToken], lead: &Lead) {
        let Some(year) = words.first() else { return };
        let next = words.get(1);
        let is_kind_next = next.is_some_and(|next| is_kind(&next.folded));
        let is_taken = match (is_year(&year.folded), year.is_joined()) {
            (true, true) => {
                next.is_some_and(NumberToken::is_joined) || is_kind_next || has_kind(lead)
            }
            (true, false) => {
                let is_law = next.is_some_and(|next| is_assembly(&next.folded));
                year.is_apart() && is_kind_next && (is_law || has_code(words, 1))
            }
            // A year of two digits: `15/98/NĐ-CP`.
            (false, true) => {
                let is_short = year.folded.len() == 2 && form::figures(&year.folded) == 2;
                is_short && is_kind_next && next.is_some_and(NumberToken::is_joined)
            }
            _ => false,
        };
        if is_taken {
            self.taken = 1;
            self.year = Some(year.folded.clone());
        }
    }

    /// Takes the symbol of the kind. Behind a blank it needs the code of a body: `59 nq tw` is a number, `59 nq` is
    /// not.
    fn take_symbol(&mut self, words: &[NumberToken]) {
        let Some(word) = words.get(self.taken).filter(|word| is_kind(&word.folded)) else { return };
        let is_taken = word.is_joined() || (word.is_apart() && has_code(words, self.taken));
        // A code of the National Assembly (Quốc hội) behind blanks names body and kind by itself.
        let is_law = word.is_apart() && is_assembly(&word.folded) && self.year.is_some();
        if is_taken || is_law {
            self.taken += 1;
            self.symbol = Some(word.folded.clone());
        }
    }

    /// Takes the codes of bodies. Without a kind before it, the first code must be a known one or open the codes of an
    /// old number.
    fn take_bodies(&mut self, words: &[NumberToken], lead: &Lead) {
        let has_kind = has_kind(lead) || self.symbol.is_some();
        while let Some(word) = words.get(self.taken) {
            let is_known = is_body(word.code());
            let is_code = word.folded.starts_with(|one: char| one.is_alphabetic());
            let is_first = self.bodies.is_empty();
            let is_compound =
                matches!(word.sign(), Some('.' | '&')) && word.is_tight() && !is_first;
            // `64CP`
            let is_glued = word.gap.is_empty() && self.taken == 0;
            let is_taken = if is_known && word.is_apart() {
                is_first && (has_kind || is_glued && is_old_code(&word.folded))
            } else if is_known {
                // `59/NQ.TW`: a point behind the symbol that was typed.
                let is_pointed = self.symbol.is_some()
                    && matches!(word.sign(), Some('.' | '_'))
                    && word.is_tight()
                    && is_first;
                word.is_joined() || is_compound || is_pointed
            } else if word.sign() == Some('&') {
                // The second half of `BLĐTB&XH`.
                word.is_tight() && is_code && !is_first
            } else if is_first && !has_kind && word.is_tight() {
                is_code && opens_old_codes(words, self.taken)
            } else if word.is_tight() {
                word.is_joined() && is_code
            } else if is_first {
                // `61 / TTr – CAT – PC06`, but not `59-NQ/TW - hội nhập`.
                word.is_joined() && is_code && self.symbol.is_some()
            } else {
                word.is_joined() && is_code && can_be_no_word(&word.folded)
            };
            if !is_taken {
                break;
            }
            self.bodies.push(word.code().to_owned());
            self.taken += 1;
        }
    }
}

/// Whether token `at`, whose code no table of bodies holds, opens the codes of an old number or of one of an unknown
/// kind: `215-NV`, `1288-VH/QĐ`, `2870-CVNS/BTCTW`.
fn opens_old_codes(words: &[NumberToken], at: usize) -> bool {
    let word = &words[at];
    let goes_on = words.get(at + 1).is_some_and(|next| {
        let is_code = is_body(next.code()) || is_symbol(&next.folded);
        is_code && next.is_joined() && next.is_tight()
    });
    let is_glued = word.gap.is_empty();
    (word.is_joined() || is_glued) && is_old_code(&word.folded) || word.is_joined() && goes_on
}

fn has_kind(lead: &Lead) -> bool {
    !lead.symbols.is_empty()
}

/// Whether a token can be no word, only a code: it has no vowel, or it has a digit.
fn can_be_no_word(folded: &str) -> bool {
    !folded.contains(['a', 'e', 'i', 'o', 'u', 'y'])
        || folded.bytes().any(|one| one.is_ascii_digit())
}

/// Whether the token behind token `at` is the code of a body that belongs to it: a known code joined to it or behind a
/// blank, or any other that a sign joins without blanks and that does not begin with a digit.
fn has_code(words: &[NumberToken], at: usize) -> bool {
    words.get(at + 1).is_some_and(|next| {
        is_body(next.code()) && (next.is_joined() || next.is_apart())
            || next.is_joined() && next.is_tight() && form::figures(&next.folded) == 0
    })
}

/// The lead made of the name of a kind at the head of `words`, or an empty one. The `luật` of
/// `văn bản quy phạm pháp luật` (legal documents) is no kind.
fn parse_kind_name(words: &[NumberToken], before: Option<&NumberToken>) -> Lead {
    // `Bộ luật` (a code of law) is a `Luật` (law).
    let is_code = usize::from(words.first().is_some_and(|word| word.folded == "bo"));
    let names = |(_, name): &&(String, Vec<String>)| {
        let words = if name.len() == 1 { &words[is_code..] } else { words };
        name.len() <= words.len()
            && name.iter().zip(words).all(|(part, word)| *part == word.folded)
            && !(name.len() == 1 && before.is_some_and(|before| before.folded == "phap"))
    };
    let longest = KINDS.iter().filter(names).map(|(_, name)| name.len()).max().unwrap_or(0);
    let found = KINDS.iter().filter(names).filter(|(_, name)| name.len() == longest);
    let symbols = found.map(|(symbol, _)| symbol.clone()).collect();
    Lead {
        taken: if longest == 1 { 1 + is_code } else { longest },
        symbols,
        glued: None,
        has_symbol: false,
        is_numbered: false,
        is_weak: longest == 1,
    }
}

/// The bytes of the symbol in a token like `NQ59`: the symbol of a kind with digits glued to it.
fn glued_symbol_length(word: &str) -> Option<usize> {
    let at = word.find(|letter: char| letter.is_ascii_digit())?;
    let (symbol, figures) = word.split_at(at);
    (is_symbol(symbol) && is_serial(figures)).then_some(at)
}

/// Whether a token is a serial number: 1 to [`form::MOST_FIGURES`] digits, with one small letter behind them or
/// without.
fn is_serial(word: &str) -> bool {
    let length = form::figures(word);
    let letter = span::after(word, length);
    (1..=form::MOST_FIGURES).contains(&length)
        && (letter.is_empty() || letter.len() == 1 && letter.as_bytes()[0].is_ascii_lowercase())
}
