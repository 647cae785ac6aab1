//! Makes items of tokens, and puts each below the item that it is a part of.
//! In: the tokens of an expression such as `khoản 1 và 2 Điều 5, Điều 7`. Out: its items, and the parent of each.
//! Never makes an item without a level, or of a label that the level cannot have.

use super::level::Level;
use super::tokens::Token;
use crate::heading::{letter_rank, roman_of, roman_value};

/// A level with a label, or with the labels that `các` (each of) binds together.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    /// The level.
    pub level: Level,
    /// The labels as printed.
    pub labels: Vec<String>,
    /// What parts it from the item before.
    parted: Parted,
    /// Whether it stands in parentheses behind the item that it is a part of.
    inside: bool,
}

/// What stands between two items.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Parted {
    /// Nothing, or `của`.
    No,
    /// A comma.
    Comma,
    /// `và`, `hoặc`, a semicolon.
    And,
}

/// The state of reading tokens.
#[derive(Default)]
struct Reader {
    items: Vec<Item>,
    /// The level whose labels are being read.
    level: Option<Level>,
    /// Whether the last token that counts was a level, which still lacks its label.
    lacks_label: bool,
    /// Whether `các` binds the labels that follow.
    each: bool,
    /// Whether the labels that follow go into the last item.
    bound: bool,
    comma: bool,
    and: bool,
    to: bool,
    dash: Option<bool>,
    /// The number of items before a parenthesis that is open.
    opened: Option<usize>,
}

/// The items of `tokens`. Where a token fits nowhere, the items before it are dropped: what is left stands at the end.
pub fn items(tokens: &[Token]) -> Vec<Item> {
    let mut reader = Reader::default();
    for token in tokens {
        reader.read(token);
    }
    if let Some(opened) = reader.opened {
        // The parenthesis holds the citation as well; what stands before it is another statement.
        reader.items.drain(..opened.min(reader.items.len()));
    }
    if reader.lacks_label { Vec::new() } else { reader.items }
}

impl Reader {
    fn read(&mut self, token: &Token) {
        if self.lacks_label
            && !matches!(token, Token::Label(_) | Token::Numbered | Token::Quote | Token::Open)
        {
            // `Điều, khoản của …`: nothing is named.
            self.forget();
        }
        match token {
            Token::Level(level) => {
                if self.each || self.level != Some(*level) {
                    self.bound = false;
                }
                (self.level, self.lacks_label) = (Some(*level), true);
            }
            Token::Label(label) => self.label(label),
            Token::Comma => self.comma = true,
            Token::And => self.and = true,
            Token::To => self.to = true,
            Token::Dash { apart } => self.dash = Some(*apart),
            Token::Each => self.each = true,
            Token::Of => {}
            Token::Numbered if self.lacks_label => {}
            Token::Numbered => self.forget(),
            Token::Open if self.lacks_label => {}
            Token::Open => self.opened = Some(self.items.len()),
            Token::Close => self.close(),
            // `điểm “a”`
            Token::Quote => {}
        }
    }

    /// Drops all that was read.
    fn forget(&mut self) {
        *self = Reader::default();
    }

    fn close(&mut self) {
        let Some(opened) = self.opened.take() else { return };
        let Some(before) = opened.checked_sub(1).map(|at| self.items[at].level) else { return };
        let inner = &mut self.items[opened..];
        if inner.first().is_some_and(|first| first.level < before) {
            inner.iter_mut().for_each(|item| item.inside = true);
        }
        // What follows continues the item before the parenthesis.
        self.level = Some(before);
        self.bound = false;
    }

    fn label(&mut self, label: &str) {
        let Some(level) = self.level else { return };
        if !fits(level, label) {
            self.forget();
            return;
        }
        let parted = match (self.and, self.comma || self.dash.is_some() || self.to) {
            (true, _) => Parted::And,
            (false, true) => Parted::Comma,
            (false, false) => Parted::No,
        };
        // Two labels side by side: the second is the mark of a note.
        if !self.lacks_label && parted == Parted::No {
            return;
        }
        let (lacked, to, dash) = (self.lacks_label, self.to, self.dash.take());
        (self.and, self.comma, self.to, self.lacks_label) = (false, false, false, false);
        let last = self.items.last_mut().filter(|last| last.level == level);
        let mut labels = vec![label.to_owned()];
        if let Some(last) = last
            && (to || dash.is_some())
            && let Some(from) = last.labels.last()
        {
            match range(from, label) {
                Some(range) => labels = range,
                // `Phụ lục II-3` is one label.
                None if dash == Some(false) && !lacked => {
                    let joined = format!("{from}-{label}");
                    last.labels.pop();
                    last.labels.push(joined);
                    return;
                }
                None => {}
            }
        }
        if self.each && lacked {
            (self.each, self.bound) = (false, true);
            self.items.push(Item { level, labels, parted, inside: false });
            return;
        }
        if self.bound
            && let Some(last) = self.items.last_mut().filter(|last| last.level == level)
        {
            last.labels.extend(labels);
            return;
        }
        for label in labels {
            self.items.push(Item { level, labels: vec![label], parted, inside: false });
        }
    }
}

/// Whether a level may have the label: articles and clauses have figures, what is above them no small letters alone.
fn fits(level: Level, label: &str) -> bool {
    let starts_with_figure = label.starts_with(|first: char| first.is_ascii_digit());
    let is_small_letter =
        label.chars().count() == 1 && label.starts_with(|first: char| first.is_lowercase());
    match level {
        Level::Article | Level::Clause => starts_with_figure,
        Level::Point | Level::Subpoint => true,
        _ => !is_small_letter,
    }
}

/// The labels behind `from` up to `to`: figures, Roman numbers, or letters in the Vietnamese order. `None` where they
/// are not of one kind or do not ascend.
fn range(from: &str, to: &str) -> Option<Vec<String>> {
    if let (Some(first), Some(last)) = (figures(from), figures(to)) {
        return ascending(first, last).map(|all| all.map(|number| number.to_string()).collect());
    }
    if let (Some(first), Some(last)) = (letter(from), letter(to)) {
        let letters = ascending(first, last)?.filter_map(letter_of);
        return Some(letters.map(|letter| letter.to_string()).collect());
    }
    let (first, last) = (roman_value(from)?, roman_value(to)?);
    ascending(first, last).map(|all| all.map(roman_of).collect())
}

fn ascending(first: usize, last: usize) -> Option<std::ops::RangeInclusive<usize>> {
    (first < last).then(|| first + 1..=last)
}

fn figures(label: &str) -> Option<usize> {
    label.bytes().all(|byte| byte.is_ascii_digit()).then(|| label.parse().ok()).flatten()
}

/// The rank of a small letter that stands alone.
fn letter(label: &str) -> Option<usize> {
    let mut letters = label.chars();
    let (first, rest) = (letters.next()?, letters.next());
    if rest.is_some() { None } else { letter_rank(first) }
}

fn letter_of(rank: usize) -> Option<char> {
    ('a'..='y').chain(['đ']).find(|letter| letter_rank(*letter) == Some(rank))
}

/// For each item the item that it is a part of.
pub struct Parents {
    of: Vec<Option<usize>>,
    is_parent: Vec<bool>,
}

impl Parents {
    /// Finds the parents of `items`. Most expressions go outwards, `khoản 2 Điều 5`: an item belongs to the next one of
    /// a higher level. Some go inwards, `Điều 5, khoản 2`: an item belongs to the last one of a higher level.
    pub fn of(items: &[Item]) -> Parents {
        let (next, last) = (next_higher(items), last_higher(items));
        let is_inwards = is_inwards(items);
        let mut of = vec![None; items.len()];
        for at in 0..items.len() {
            let item = &items[at];
            let outwards = next[at].filter(|next| !stands_apart(item, &items[*next]));
            let inwards = last[at];
            let joined = item.parted == Parted::No
                && at > 0
                && inwards == Some(at - 1)
                && items.get(at + 1).is_some_and(|next| next.parted != Parted::No);
            of[at] = match is_inwards || item.inside || joined {
                true => inwards,
                false if outwards.is_some() => outwards,
                // An article or what is above it stands for itself: `Chương II và Điều 5`.
                false if item.parted == Parted::And && item.level >= Level::Article => None,
                false => inwards,
            };
        }
        let mut is_parent = vec![false; items.len()];
        of.iter().flatten().for_each(|parent| is_parent[*parent] = true);
        Parents { of, is_parent }
    }

    /// Whether another item is a part of this one.
    pub fn is_parent(&self, at: usize) -> bool {
        self.is_parent[at]
    }

    /// The item itself, what it is a part of, and so on outwards. Levels rise, so that it ends.
    pub fn outwards(&self, at: usize) -> impl Iterator<Item = usize> {
        std::iter::successors(Some(at), |at| self.of[*at])
    }
}

/// Whether `và` or a semicolon before `higher` makes of both units of their own: an article needs no chapter to be
/// found, a clause needs its article.
fn stands_apart(item: &Item, higher: &Item) -> bool {
    higher.parted == Parted::And && item.level >= Level::Article
}

/// For each item the next one behind it of a higher level, outside parentheses.
fn next_higher(items: &[Item]) -> Vec<Option<usize>> {
    let mut nearest: [Option<usize>; Level::NAMED.len()] = Default::default();
    let mut found = vec![None; items.len()];
    for at in (0..items.len()).rev() {
        let level = items[at].level as usize;
        found[at] = nearest[level + 1..].iter().flatten().min().copied();
        if !items[at].inside {
            nearest[level] = Some(at);
        }
    }
    found
}

/// For each item the last one before it of a higher level.
fn last_higher(items: &[Item]) -> Vec<Option<usize>> {
    let mut nearest: [Option<usize>; Level::NAMED.len()] = Default::default();
    let mut found = vec![None; items.len()];
    for at in 0..items.len() {
        let level = items[at].level as usize;
        found[at] = nearest[level + 1..].iter().flatten().max().copied();
        nearest[level] = Some(at);
    }
    found
}

/// Whether the levels fall where they first change, and where they last change: `Điều 5, khoản 2; Điều 6, khoản 3`.
fn is_inwards(items: &[Item]) -> bool {
    let outer: Vec<Level> =
        items.iter().filter(|item| !item.inside).map(|item| item.level).collect();
    let mut changes =
        outer.windows(2).filter(|pair| pair[0] != pair[1]).map(|pair| pair[0] > pair[1]);
    let first = changes.next();
    let last = changes.next_back().or(first);
    first == Some(true) && last == Some(true)
}
