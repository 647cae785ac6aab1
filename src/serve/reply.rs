//! What goes back to a caller: an answer, or a problem said in the form of RFC 9457.
//! In: values. Out: status, headers, bytes. Never tells a path of this machine beyond what the index does.

use serde::Serialize;
use vankien_system::crash::Crash;
use vankien_system::error::Error as SystemError;

use crate::error::{Error, Usage, from_every_error};
use crate::present::visible;

/// An answer.
#[derive(Debug)]
pub struct Reply {
    /// The status of HTTP.
    pub status: u16,
    /// The media type.
    pub media: &'static str,
    /// Headers beside the usual ones.
    pub headers: Vec<(&'static str, String)>,
    /// The bytes.
    pub body: Vec<u8>,
}

impl Reply {
    /// A reply with these bytes.
    pub fn new(media: &'static str, body: impl Into<Vec<u8>>) -> Reply {
        Reply { status: 200, media, headers: Vec::new(), body: body.into() }
    }

    /// A value as JSON.
    pub fn json(value: &impl Serialize) -> Result<Reply, Problem> {
        let failed = |error| Problem::new(500, format!("the answer cannot be written: {error}"));
        Ok(Reply::new("application/json", visible::json(value).map_err(failed)?))
    }

    /// The same with one more header.
    pub fn with(mut self, name: &'static str, value: impl Into<String>) -> Reply {
        self.headers.push((name, value.into()));
        self
    }
}

/// Why there is no answer.
#[derive(Debug, Serialize)]
pub struct Problem {
    r#type: &'static str,
    title: &'static str,
    /// The status of HTTP.
    pub status: u16,
    /// What is wrong and what to do.
    pub detail: String,
    /// What the log calls a fault of the program.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
}

impl Problem {
    /// A problem with its status.
    pub fn new(status: u16, detail: impl Into<String>) -> Problem {
        let title = match status {
            400 => "Bad question",
            401 => "Token needed",
            403 => "Not allowed",
            404 => "Not found",
            405 => "Not a way to ask",
            410 => "Gone",
            429 | 503 => "Too busy",
            _ => "Not answered",
        };
        Problem { r#type: "about:blank", title, status, detail: detail.into(), id: None }
    }

    /// The problem of a caller whose question the program failed at.
    pub fn crash(crash: &Crash) -> Problem {
        let detail = format!(
            "the program failed at this question (id {}); please report it with the line of the log \
             that holds this id",
            crash.id
        );
        Problem { id: Some(crash.id.clone()), ..Problem::new(500, detail) }
    }

    /// The reply that tells it.
    pub fn reply(&self) -> Reply {
        let body = visible::json(self).unwrap_or_default();
        let reply = Reply { status: self.status, ..Reply::new("application/problem+json", body) };
        match self.status {
            401 => reply.with("www-authenticate", "Bearer"),
            429 => reply.with("retry-after", "1"),
            // The answer took too long, or too many answers wait for their readers.
            503 => reply.with("retry-after", "5"),
            _ => reply,
        }
    }
}

from_every_error!(Problem, Problem::of);

impl Problem {
    /// The problem of a question that was refused, or that could not be answered.
    fn of(error: Error) -> Problem {
        let status = match &error {
            Error::Search(vankien_search::Error::Question { .. })
            | Error::Program(Usage::Question { .. }) => 400,
            Error::Search(vankien_search::Error::Paper { .. })
            | Error::Program(Usage::Paper { .. }) => 404,
            // The file behind a paper went away or cannot be read any more; the index is in order.
            Error::System(SystemError::Read { .. }) => 410,
            Error::Files(
                vankien_files::Error::Format { .. }
                | vankien_files::Error::Unreadable { .. }
                | vankien_files::Error::Empty { .. }
                | vankien_files::Error::NotText { .. }
                | vankien_files::Error::TooLarge { .. },
            ) => 410,
            _ => 500,
        };
        Problem::new(status, error.to_string())
    }
}
