//! The type of a row in the table of routes.
//! In: nothing. Out: plain values. Never answers; the functions that a route names do.

use super::asked::Asked;
use super::reply::{Problem, Reply};

/// The function that answers an address.
pub type Answer = fn(&Asked) -> Result<Reply, Problem>;

/// One address.
pub struct Route {
    /// The path; `{id}` stands for the id of a paper.
    pub path: &'static str,
    /// What it gives, in one sentence.
    pub summary: &'static str,
    /// The media type of its answer. An original file is sent with its own instead, if a browser may show it.
    pub media: &'static str,
    /// Its parameters.
    pub parameters: &'static [Parameter],
    /// The keys of the JSON object that it answers with, and their types. Empty for an answer that is no JSON object,
    /// or whose keys are not described.
    pub keys: &'static [(&'static str, Kind)],
    /// The function that answers it.
    pub answer: Answer,
}

impl Route {
    /// Whether it needs no permit for work: the health check and the static files of the page.
    pub fn is_free(&self) -> bool {
        self.path == "/api/v1/health" || self.path.starts_with("/static/")
    }
}

/// A parameter of the query, or `{id}` of the path.
pub struct Parameter {
    /// Its name.
    pub name: &'static str,
    /// What it means.
    pub what: &'static str,
    /// Whether a request without it is refused.
    pub required: bool,
    /// The type of its values.
    pub kind: Kind,
}

/// The type of a value.
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
