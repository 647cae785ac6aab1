//! A request: the parameters that a route knows.
//! In: names and values as they came. Out: checked values. A wrong value gives status 400 with the right form, except
//! that a number above its limit counts as the limit, a switch with an unknown value is off, and any `lang` but `en` is
//! Vietnamese.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use twox_hash::XxHash3_128;
use vankien_engine::{PaperRecord, Position};
use vankien_search::Scope;
use vankien_system::{crash, stop};

use super::cursor::{Cursor, parse_cursor};
use super::reply::Problem;
use super::state::OpenState;
use crate::present::words::Language;

/// A question has at most 2,000 Unicode scalar values; a longer one is refused. A judgement, not measured: a page of
/// text is about 2,000.
const MAX_QUESTION_CHARS: usize = 2_000;

/// One request, with the state of the index that answers it.
pub struct Asked {
    /// The state of the index.
    pub state: Arc<OpenState>,
    /// The path of its route, or the name of the tool of an assistant. It identifies the list or view.
    pub list: &'static str,
    /// The parameters of path and query by name.
    pub values: BTreeMap<String, String>,
    /// Path and query as they came, without a host; empty for an assistant.
    pub address: String,
}

/// The part of a list that is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// How many rows lie before the part.
    pub skip: usize,
    /// How many rows the part has at most.
    pub limit: usize,
}

impl Window {
    /// Whether the row with this index, from 0, is asked for.
    pub fn holds(self, row: usize) -> bool {
        (self.skip..self.skip.saturating_add(self.limit)).contains(&row)
    }

    /// Which rows of a run of `count` rows are asked for, counted from the beginning of the run; `first` is the index
    /// of its first row.
    pub fn within(self, first: usize, count: usize) -> Range<usize> {
        let from = self.skip.saturating_sub(first).min(count);
        let to = self.skip.saturating_add(self.limit).saturating_sub(first).min(count);
        from..to
    }

    /// How many rows lie before the next part of a list of `total` rows; `None` at its end.
    pub fn after(self, total: usize) -> Option<usize> {
        let next = self.skip.saturating_add(self.limit);
        (next < total).then_some(next)
    }
}

impl Asked {
    /// The value of a parameter; `None` if it is left out.
    pub fn value(&self, name: &str) -> Option<&str> {
        self.values.get(name).map(String::as_str)
    }

    /// The question, without blanks at its ends. A missing, empty or too long one is a problem (status 400).
    pub fn question(&self) -> Result<&str, Problem> {
        match self.question_or_none()? {
            "" => Err(Problem::new(400, "q is missing; say what to look for, such as ?q=59-NQ/TW")),
            question => Ok(question),
        }
    }

    /// The question, without blanks at its ends; empty if there is none. A too long one is a problem (status 400).
    pub fn question_or_none(&self) -> Result<&str, Problem> {
        let question = self.value("q").unwrap_or_default().trim();
        if question.chars().count() > MAX_QUESTION_CHARS {
            let what = format!("q is too long; use at most {MAX_QUESTION_CHARS} letters");
            return Err(Problem::new(400, what));
        }
        crash::panic_for_test(question);
        stop::linger_for_test(question);
        Ok(question)
    }

    /// Whether a switch is on: its value is `1`, `true` or `yes`, or it has a name and no value.
    pub fn is_set(&self, name: &str) -> bool {
        matches!(self.value(name), Some("" | "1" | "true" | "yes"))
    }

    /// The number that a parameter gives, or `default` without one; a larger one than `max` counts as `max`. A value
    /// that is no whole number from 0 is a problem (status 400).
    pub fn count(&self, name: &str, default: usize, max: usize) -> Result<usize, Problem> {
        match self.value(name).filter(|value| !value.is_empty()) {
            None => Ok(default.min(max)),
            Some(value) => value.parse::<usize>().map(|count| count.min(max)).map_err(|_| {
                Problem::new(400, format!("{name} is a number from 0 to {max}, not {value:?}"))
            }),
        }
    }

    /// The rows that are asked for: `n` of them after the cursor, or from the first on without one. `n=0` stands for
    /// `max`.
    pub fn window(&self, default: usize, max: usize) -> Result<Window, Problem> {
        let limit = match self.count("n", default, max)? {
            0 => max,
            count => count,
        };
        let skip = match self.value("cursor").filter(|cursor| !cursor.is_empty()) {
            Some(cursor) => self.number_of(cursor)?,
            None => 0,
        };
        Ok(Window { skip, limit })
    }

    /// The place in a paper at which an answer begins: that of the cursor, or the beginning of the paper.
    pub fn position(&self) -> Result<Position, Problem> {
        match self.value("cursor").filter(|cursor| !cursor.is_empty()) {
            Some(cursor) => Ok(Position::of_number(self.number_of(cursor)?)),
            None => Ok(Position::default()),
        }
    }

    /// The cursor with which this list, in this state of the index, continues after `skip` rows; `None` for `None`. For
    /// the text of a paper `skip` is the number of a [`Position`].
    pub fn cursor(&self, skip: Option<usize>) -> Option<String> {
        skip.map(|skip| format!("{}.{:08x}.{skip}", self.state.version, self.stamp()))
    }

    /// The number in a cursor, which must have been given for this list.
    fn number_of(&self, cursor: &str) -> Result<usize, Problem> {
        let Cursor { stamp, number, .. } = parse_cursor(cursor)?;
        if stamp != self.stamp() {
            let what = "this cursor belongs to another paper, question or list; leave it out to start from the beginning";
            return Err(Problem::new(400, what));
        }
        Ok(number)
    }

    /// A hash of everything that decides which rows the list has and in which order. A cursor is valid only for a list
    /// with the same hash.
    fn stamp(&self) -> u32 {
        // One paper may be named in several ways; its path is hashed.
        let id = self.value("id").map(|id| self.path().unwrap_or_else(|_| id.to_owned()));
        let defaults = ["path", "score"];
        let sort = self.value("sort").filter(|sort| !defaults.contains(sort)).unwrap_or_default();
        let scope = self.scope().map(Scope::name).unwrap_or_default();
        let question = self.value("q").unwrap_or_default().trim();
        let group = self.value("group").unwrap_or_default();
        let mut hasher = XxHash3_128::new();
        for part in [self.list, &id.unwrap_or_default(), question, sort, scope, group] {
            hasher.write(part.as_bytes());
            hasher.write(&[0]);
        }
        let switches =
            ["verbatim", "body", "no_expand", "all"].map(|name| u8::from(self.is_set(name)));
        hasher.write(&switches);
        hasher.finish_128() as u32
    }

    /// The path of the paper that the parameter `id` names: by its id, its number or the end of its path.
    pub fn path(&self) -> Result<String, Problem> {
        let id = self.value("id").unwrap_or_default();
        if let Some(path) = self.state.names()?.path(id) {
            return Ok(path.to_owned());
        }
        Ok(self.state.searcher.resolve(id)?)
    }

    /// The paper that the parameter `id` names. If it names a copy of a file, the paper that stands for all copies.
    pub fn paper(&self) -> Result<PaperRecord, Problem> {
        let path = self.path()?;
        let paper = self.state.paper(&path)?;
        paper.ok_or_else(|| Problem::new(404, "this paper left the index"))
    }

    /// Whether a section or a whole paper must hold all parts of the question: the parameter `scope`.
    pub fn scope(&self) -> Result<Scope, Problem> {
        let scope = Scope::named(self.value("scope").unwrap_or_default());
        scope.ok_or_else(|| Problem::new(400, "scope is section or paper"))
    }

    /// The scope as a parameter of a link: empty for the default.
    pub fn scope_in_link(&self) -> &'static str {
        match self.scope() {
            Ok(scope) if scope != Scope::default() => scope.name(),
            _ => "",
        }
    }

    /// The language of the page: English for `lang=en`, else Vietnamese.
    pub fn language(&self) -> Language {
        if self.value("lang") == Some("en") { Language::English } else { Language::Vietnamese }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn windows_neither_skip_nor_repeat() {
        let mut window = Window { skip: 0, limit: 3 };
        let (mut rows, mut again) = (Vec::new(), Vec::new());
        loop {
            rows.extend((0..8).filter(|row| window.holds(*row)));
            let parts = [(0, 3), (3, 4), (7, 1)]
                .map(|(first, count)| window.within(first, count).map(move |row| row + first));
            again.extend(parts.into_iter().flatten());
            let Some(skip) = window.after(8) else { break };
            window.skip = skip;
        }
        assert_eq!(rows, (0..8).collect::<Vec<_>>());
        assert_eq!(again, rows, "whole parts of a list tell the same");
        assert_eq!(Window { skip: 0, limit: 3 }.after(3), None);
    }

    #[test]
    fn reads_its_own_cursors_alone() {
        let read = Cursor { version: "abc", stamp: 255, number: 12 };
        assert_eq!(parse_cursor("abc.000000ff.12").expect("a cursor"), read);
        for wrong in ["", "12", "abc.", "abc.12", "abc.ff.-1", "abc.ff.x", "abc.x.1"] {
            assert_eq!(parse_cursor(wrong).expect_err("none").status, 400, "{wrong}");
        }
    }
}
