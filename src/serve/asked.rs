//! What a caller asks: the parts of an address that a route knows.
//! In: names and values as they came. Out: values that were checked. Never guesses: what cannot be
//! read is a problem of status 400 that says what would be.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use twox_hash::XxHash3_128;
use vankien_engine::{PaperRecord, Position};
use vankien_search::Scope;
use vankien_system::{crash, stop};

use super::cursor::{Cursor, cursor_of};
use super::generation::Generation;
use super::reply::Problem;
use crate::present::words::Language;

/// The longest question, in Unicode scalar values.
const LONGEST: usize = 2_000;

/// One request, with the state of the index that answers it.
pub struct Asked {
    /// The state of the index.
    pub generation: Arc<Generation>,
    /// Which list or view: the path of its route.
    pub list: &'static str,
    /// The parts of the address by name.
    pub values: BTreeMap<String, String>,
    /// The address behind the host, as it came.
    pub address: String,
}

/// How much of a list is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// How many rows were given before.
    pub skip: usize,
    /// How many rows at most.
    pub limit: usize,
}

impl Window {
    /// Whether the row with this number, from 0, is asked for.
    pub fn holds(self, row: usize) -> bool {
        (self.skip..self.skip.saturating_add(self.limit)).contains(&row)
    }

    /// Which of `count` rows in a row, the first of which has the number `first`, are asked for.
    pub fn within(self, first: usize, count: usize) -> Range<usize> {
        let from = self.skip.saturating_sub(first).min(count);
        let to = self.skip.saturating_add(self.limit).saturating_sub(first).min(count);
        from..to
    }

    /// How many rows lie before the next part of a list of `total`; `None` at its end.
    pub fn after(self, total: usize) -> Option<usize> {
        let next = self.skip.saturating_add(self.limit);
        (next < total).then_some(next)
    }
}

impl Asked {
    /// A value that may be left out.
    pub fn value(&self, name: &str) -> Option<&str> {
        self.values.get(name).map(String::as_str)
    }

    /// The question, without which nothing can be answered.
    pub fn question(&self) -> Result<&str, Problem> {
        match self.question_or_none()? {
            "" => Err(Problem::new(400, "q is missing: what to look for, such as ?q=59-NQ/TW")),
            question => Ok(question),
        }
    }

    /// The question, empty where there is none.
    pub fn question_or_none(&self) -> Result<&str, Problem> {
        let question = self.value("q").unwrap_or_default().trim();
        if question.chars().count() > LONGEST {
            let what = format!("q is too long: more than {LONGEST} letters");
            return Err(Problem::new(400, what));
        }
        crash::panic_for_test(question);
        stop::linger_for_test(question);
        Ok(question)
    }

    /// A switch: `1`, `true` or its bare name for yes.
    pub fn is_set(&self, name: &str) -> bool {
        matches!(self.value(name), Some("" | "1" | "true" | "yes"))
    }

    /// A number from 0 to `most`; a larger one counts as `most`.
    pub fn count(&self, name: &str, usual: usize, most: usize) -> Result<usize, Problem> {
        match self.value(name).filter(|value| !value.is_empty()) {
            None => Ok(usual.min(most)),
            Some(value) => value.parse::<usize>().map(|count| count.min(most)).map_err(|_| {
                Problem::new(400, format!("{name} is a number from 0 to {most}, not {value:?}"))
            }),
        }
    }

    /// Which rows: `n` of them after those that the cursor stands for. 0 is as many as one answer
    /// holds, `most`.
    pub fn window(&self, usual: usize, most: usize) -> Result<Window, Problem> {
        let limit = match self.count("n", usual, most)? {
            0 => most,
            count => count,
        };
        let skip = match self.value("cursor").filter(|cursor| !cursor.is_empty()) {
            Some(cursor) => self.number_of(cursor)?,
            None => 0,
        };
        Ok(Window { skip, limit })
    }

    /// Where in a paper an answer begins: where its cursor says.
    pub fn position(&self) -> Result<Position, Problem> {
        match self.value("cursor").filter(|cursor| !cursor.is_empty()) {
            Some(cursor) => Ok(Position::of_number(self.number_of(cursor)?)),
            None => Ok(Position::default()),
        }
    }

    /// The cursor that goes on after so many rows of this list in this state of the index.
    pub fn cursor(&self, skip: Option<usize>) -> Option<String> {
        skip.map(|skip| format!("{}.{:08x}.{skip}", self.generation.version, self.stamp()))
    }

    /// The number in a cursor, which must have been given for this list.
    fn number_of(&self, cursor: &str) -> Result<usize, Problem> {
        let Cursor { stamp, number, .. } = cursor_of(cursor)?;
        if stamp != self.stamp() {
            let what = "this cursor belongs to another paper, question or list; leave it out to begin anew";
            return Err(Problem::new(400, what));
        }
        Ok(number)
    }

    /// Tells this list from all others: what is asked, and all that decides which rows it has, in which order.
    fn stamp(&self) -> u32 {
        // A paper has several names.
        let id = self.value("id").map(|id| self.path().unwrap_or_else(|_| id.to_owned()));
        let usual = ["path", "score"];
        let sort = self.value("sort").filter(|sort| !usual.contains(sort)).unwrap_or_default();
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

    /// The path of the paper named by its id; any other name of it (number, end of a path) too.
    pub fn path(&self) -> Result<String, Problem> {
        let id = self.value("id").unwrap_or_default();
        if let Some(path) = self.generation.names()?.path(id) {
            return Ok(path.to_owned());
        }
        Ok(self.generation.searcher.resolve(id)?)
    }

    /// The paper named, or the one that stands for it.
    pub fn paper(&self) -> Result<PaperRecord, Problem> {
        let path = self.path()?;
        let paper = self.generation.paper(&path)?;
        paper.ok_or_else(|| Problem::new(404, "this paper left the index"))
    }

    /// What must hold all that is asked for.
    pub fn scope(&self) -> Result<Scope, Problem> {
        let scope = Scope::named(self.value("scope").unwrap_or_default());
        scope.ok_or_else(|| Problem::new(400, "scope is section or paper"))
    }

    /// The same as a value of a link: empty where it is the usual one.
    pub fn scope_in_link(&self) -> &'static str {
        match self.scope() {
            Ok(scope) if scope != Scope::default() => scope.name(),
            _ => "",
        }
    }

    /// In which language the page speaks.
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
        assert_eq!(cursor_of("abc.000000ff.12").expect("a cursor"), read);
        for wrong in ["", "12", "abc.", "abc.12", "abc.ff.-1", "abc.ff.x", "abc.x.1"] {
            assert_eq!(cursor_of(wrong).expect_err("none").status, 400, "{wrong}");
        }
    }
}
