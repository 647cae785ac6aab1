//! What goes back to a caller: an answer, or a problem said in the form of RFC 9457.
//! In: values. Out: status, headers, bytes. Never tells a path of this machine beyond what the index does.

use std::io::Write;

use serde::Serialize;
use vankien_system::crash::Crash;
use vankien_system::error::Error as SystemError;

use crate::error::{Error, from_every_error};
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
    /// The bytes; none where they come in pieces.
    pub body: Vec<u8>,
    /// What makes the bytes of an answer that may be long.
    pub pieces: Option<Pieces>,
}

/// What makes the bytes of an answer: called once, after the question was found to be in order.
pub struct Pieces(Box<Make>);

type Make = dyn FnOnce(&mut dyn Write) -> Result<(), Problem> + Send;

impl Pieces {
    /// Makes them. What they cannot be written to has lost its reader.
    pub fn make(self, out: &mut dyn Write) -> Result<(), Problem> {
        (self.0)(out)
    }
}

impl std::fmt::Debug for Pieces {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Pieces")
    }
}

impl Reply {
    /// A reply with these bytes.
    pub fn new(media: &'static str, body: impl Into<Vec<u8>>) -> Reply {
        Reply { status: 200, media, headers: Vec::new(), body: body.into(), pieces: None }
    }

    /// A reply whose bytes `make` writes while they go out.
    pub fn in_pieces(
        media: &'static str,
        make: impl FnOnce(&mut dyn Write) -> Result<(), Problem> + Send + 'static,
    ) -> Reply {
        Reply { pieces: Some(Pieces(Box::new(make))), ..Reply::new(media, "") }
    }

    /// The same with all its bytes, for callers in this program.
    pub fn whole(mut self) -> Result<Reply, Problem> {
        if let Some(pieces) = self.pieces.take() {
            pieces.make(&mut self.body)?;
        }
        Ok(self)
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

impl From<std::io::Error> for Problem {
    /// An answer cannot be written: nobody reads it any more.
    fn from(error: std::io::Error) -> Problem {
        Problem::new(500, format!("the answer cannot be sent: {}", error.kind()))
    }
}

from_every_error!(Problem, Problem::of);

impl Problem {
    /// The problem of a question that was refused, or that could not be answered.
    fn of(error: Error) -> Problem {
        let status = match &error {
            Error::Search(vankien_search::Error::Question { .. }) => 400,
            Error::Search(vankien_search::Error::Paper { .. }) => 404,
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
