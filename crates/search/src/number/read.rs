//! Reads one number from the words of a question, in any usual spelling.
//! In: folded words and the place of the first. Out: the number and how many words it takes.
//! Never takes a sum, a date or a count for a number.

use vankien_papers::number::form::{self, is_assembly, is_year};
use vankien_text::span::{self, Span};

use super::kinds::{KINDS, is_body, is_kind, is_symbol};
use super::value::Number;
use super::word::NumberToken;

/// Reads a number that begins with word `at`; gives how many words it took.
pub fn read(all: &[NumberToken], at: usize) -> Option<(usize, Number)> {
    let words = &all[at..];
    let lead = lead(words, at.checked_sub(1).map(|before| &all[before]))?;
    let first = words.get(lead.taken)?;
    let figures = span::after(&first.folded, lead.glued.unwrap_or_default());
    if !is_serial(figures) {
        return None;
    }
    let mut typed = figures.to_owned();
    let mut taken = lead.taken + 1;
    // `66.7/2025/NQ-CP`
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
    let tail = tail(&words[taken..], &lead)?;
    let names_kind = !lead.symbols.is_empty() || tail.symbol.is_some();
    let is_law = tail.symbol.as_deref().is_some_and(is_assembly);
    let is_whole = match (is_law, names_kind) {
        (true, _) => tail.year.is_some() || !tail.bodies.is_empty(),
        (_, true) => !tail.bodies.is_empty(),
        _ => tail.bodies.len() >= 2,
    };
    if !is_whole && !may_be_partial(&lead, &tail, figures, words.get(taken)) {
        return None;
    }
    let has_symbol = lead.has_symbol || tail.symbol.is_some();
    let symbols = tail.symbol.map_or(lead.symbols, |symbol| vec![symbol]);
    let span = Span::new(words[0].span.start, words[taken + tail.taken - 1].span.end);
    let serial = form::without_zeros(&typed).to_owned();
    let (year, bodies) = (tail.year, tail.bodies);
    let number = Number { span, serial, typed, year, symbols, has_symbol, bodies, is_whole };
    Some((taken + tail.taken, number))
}

/// What stands before the figures of a number.
struct Lead {
    /// How many words.
    taken: usize,
    /// The symbols that the kind may have.
    symbols: Vec<String>,
    /// Whether the symbol itself stands there, and how many bytes of it in the word of the figures.
    glued: Option<usize>,
    has_symbol: bool,
    /// Whether the word `số` stands before the figures.
    is_numbered: bool,
    /// Whether one word names the kind, which may be a word like any other: `luật`, `lệnh`.
    is_weak: bool,
}

/// Whether a number without its body is one, by the word that follows the figures: they may count
/// something (`báo cáo 6 tháng`) or be a year (`kế hoạch 2024`).
fn may_be_partial(lead: &Lead, tail: &Tail, figures: &str, next: Option<&NumberToken>) -> bool {
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

/// How many words of kind and `số` stand at the head of `words`; `None` where figures are glued to them.
pub fn lead_length(words: &[NumberToken]) -> Option<usize> {
    lead(words, None).filter(|lead| lead.glued.is_none()).map(|lead| lead.taken)
}

/// Reads kind and `số` before the figures; `None` where the words begin no number.
fn lead(words: &[NumberToken], before: Option<&NumberToken>) -> Option<Lead> {
    let (mut taken, symbols, is_weak) = kind_name(words, before);
    let mut lead =
        Lead { taken, symbols, glued: None, has_symbol: false, is_numbered: false, is_weak };
    if lead.symbols.is_empty() {
        let first = words.first()?.folded.as_str();
        if let Some(length) = symbol_length(first) {
            lead.symbols = vec![span::before(first, length).to_owned()];
            (lead.glued, lead.has_symbol) = (Some(length), true);
            return Some(lead);
        }
        if is_kind(first) {
            lead.symbols = vec![first.to_owned()];
            (taken, lead.has_symbol) = (1, true);
        }
    }
    while words.get(taken).is_some_and(|word| word.folded == "so") {
        (taken, lead.is_numbered) = (taken + 1, true);
    }
    Some(Lead { taken, ..lead })
}

/// Year, kind and bodies behind the figures.
#[derive(Default)]
struct Tail {
    /// How many words.
    taken: usize,
    year: Option<String>,
    symbol: Option<String>,
    bodies: Vec<String>,
}

/// Reads what stands behind the figures; `None` where they go on as no number does: `16/19`.
fn tail(words: &[NumberToken], lead: &Lead) -> Option<Tail> {
    let mut tail = Tail::default();
    tail.year(words, lead);
    tail.symbol(words);
    let goes_on = words.get(tail.taken).is_some_and(|next| {
        let is_number = form::figures(&next.folded) == next.folded.len();
        is_number && (next.is_joined() || [".", ","].contains(&next.gap.as_str()))
    });
    let is_ended = tail.symbol.is_none() && goes_on;
    tail.bodies(words, lead);
    (!is_ended).then_some(tail)
}

impl Tail {
    /// `/2020/NĐ-CP`, ` 2020 nđ cp`; `/2019` ends a number whose kind was named.
    fn year(&mut self, words: &[NumberToken], lead: &Lead) {
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
            // `15/98/NĐ-CP`
            (false, true) => {
                let is_short = year.folded.len() == 2 && form::figures(&year.folded) == 2;
                is_short && is_kind_next && next.is_some_and(NumberToken::is_joined)
            }
            _ => false,
        };
        if is_taken {
            (self.taken, self.year) = (1, Some(year.folded.clone()));
        }
    }

    /// The symbol of the kind. Behind a blank it needs a code: `59 nq tw` is a number, `59 nq` none.
    fn symbol(&mut self, words: &[NumberToken]) {
        let Some(word) = words.get(self.taken).filter(|word| is_kind(&word.folded)) else { return };
        let is_taken = word.is_joined() || (word.is_apart() && has_code(words, self.taken));
        // A code of the Quốc hội behind blanks names body and kind by itself.
        let is_law = word.is_apart() && is_assembly(&word.folded) && self.year.is_some();
        if is_taken || is_law {
            (self.taken, self.symbol) = (self.taken + 1, Some(word.folded.clone()));
        }
    }

    /// The codes of bodies; without a kind before it, the first must be known.
    fn bodies(&mut self, words: &[NumberToken], lead: &Lead) {
        let has_kind = has_kind(lead) || self.symbol.is_some();
        while let Some(word) = words.get(self.taken) {
            let is_known = is_body(word.code());
            let is_code = word.folded.starts_with(|one: char| one.is_alphabetic());
            let is_first = self.bodies.is_empty();
            let dotted = matches!(word.sign(), Some('.' | '&')) && word.is_tight() && !is_first;
            let is_taken = match is_known {
                true if word.is_apart() => is_first && has_kind,
                true => word.is_joined() || dotted,
                // `BLĐTB&XH`
                false if word.sign() == Some('&') => word.is_tight() && is_code && !is_first,
                false if word.is_tight() => word.is_joined() && is_code && (has_kind || !is_first),
                // `61 / TTr – CAT – PC06`, but not `59-NQ/TW - hội nhập`.
                false if is_first => word.is_joined() && is_code && self.symbol.is_some(),
                false => word.is_joined() && is_code && is_no_word(&word.folded),
            };
            if !is_taken {
                break;
            }
            self.bodies.push(word.code().to_owned());
            self.taken += 1;
        }
    }
}

fn has_kind(lead: &Lead) -> bool {
    !lead.symbols.is_empty()
}

/// Whether letters can be no word, only a code: they hold no vowel, or a figure.
fn is_no_word(folded: &str) -> bool {
    !folded.contains(['a', 'e', 'i', 'o', 'u', 'y'])
        || folded.bytes().any(|one| one.is_ascii_digit())
}

/// Whether the word behind word `at` is the code of a body that belongs to it.
fn has_code(words: &[NumberToken], at: usize) -> bool {
    words.get(at + 1).is_some_and(|next| {
        is_body(next.code()) && (next.is_joined() || next.is_apart())
            || next.is_joined() && next.is_tight() && form::figures(&next.folded) == 0
    })
}

/// How many words name a kind, the symbols it may have, and whether it is one word alone. The tail of
/// `văn bản quy phạm pháp luật` is no kind.
fn kind_name(words: &[NumberToken], before: Option<&NumberToken>) -> (usize, Vec<String>, bool) {
    // `Bộ luật` (a code of law) is a `Luật`.
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
    let taken = if longest == 1 { 1 + is_code } else { longest };
    (taken, symbols, longest == 1)
}

/// How long the symbol of a kind is to which figures are glued: `NQ59`.
fn symbol_length(word: &str) -> Option<usize> {
    let at = word.find(|letter: char| letter.is_ascii_digit())?;
    let (symbol, figures) = word.split_at(at);
    (is_symbol(symbol) && is_serial(figures)).then_some(at)
}

/// Figures, with a letter behind them or without.
fn is_serial(word: &str) -> bool {
    let length = form::figures(word);
    let letter = span::after(word, length);
    (1..=form::MOST_FIGURES).contains(&length)
        && (letter.is_empty() || letter.len() == 1 && letter.as_bytes()[0].is_ascii_lowercase())
}
