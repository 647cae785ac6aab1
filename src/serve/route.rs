//! What the table of addresses tells of one address.
//! In: nothing. Out: plain values. Never answers; the functions it names do.

use super::asked::Asked;
use super::reply::{Problem, Reply};

/// How an address is answered.
pub type Answer = fn(&Asked) -> Result<Reply, Problem>;

/// One address.
pub struct Route {
    /// The path, with `{id}` where a name stands.
    pub path: &'static str,
    /// What it gives.
    pub summary: &'static str,
    /// The media type of its answer.
    pub media: &'static str,
    /// What may be asked.
    pub parameters: &'static [Parameter],
    /// The keys of its JSON with their types.
    pub keys: &'static [(&'static str, Kind)],
    /// Who answers.
    pub answer: Answer,
}

impl Route {
    /// Whether it is answered beside all work: what tells that the server is alive, and what pages are made of.
    pub fn is_free(&self) -> bool {
        self.path == "/api/v1/health" || self.path.starts_with("/static/")
    }
}

/// What stands in an address beside its path, or as `{id}` in it.
pub struct Parameter {
    /// Its name.
    pub name: &'static str,
    /// What it means.
    pub what: &'static str,
    /// Whether nothing can be answered without it.
    pub required: bool,
    /// What values it takes.
    pub kind: Kind,
}

/// What a value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Any text.
    Text,
    /// Text, or null.
    MaybeText,
    /// A whole number from 0.
    Count,
    /// A whole number from 0, or null.
    MaybeCount,
    /// Yes or no.
    Truth,
    /// A list of objects.
    Objects,
    /// A list of texts.
    Texts,
    /// An object.
    Object,
}
