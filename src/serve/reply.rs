//! Replies to a caller: an answer, or a problem in the form of RFC 9457.
//! In: values. Out: status, headers, bytes. The message of an error may name the path of a paper, of its file, or of a
//! file of the index.

use std::io::Write;

use serde::Serialize;
use vankien_system::crash::Crash;
use vankien_system::error::Error as SystemError;

use crate::error::{Error, from_every_error};
use crate::present::visible;

/// An answer.
#[derive(Debug)]
pub struct Reply {
    /// The HTTP status.
    pub status: u16,
    /// The media type.
    pub media: &'static str,
    /// Headers that this reply has beside its media type, by name in small letters.
    pub headers: Vec<(&'static str, String)>,
    /// The bytes; empty if they are made later by `pieces`.
    pub body: Vec<u8>,
    /// Makes the bytes of an answer that may be long, while it is sent; `None` if `body` holds all of them.
    pub pieces: Option<Pieces>,
}

/// A function that writes the bytes of an answer. It is called once, after the parameters of the request were checked;
/// what is wrong with the question itself may still be found then.
pub struct Pieces(Box<WriteAnswer>);

type WriteAnswer = dyn FnOnce(&mut dyn Write) -> Result<(), Problem> + Send;

impl Pieces {
    /// Writes the bytes. A failing write means that the caller has gone.
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
    /// A reply with these bytes and status 200.
    pub fn new(media: &'static str, body: impl Into<Vec<u8>>) -> Reply {
        Reply { status: 200, media, headers: Vec::new(), body: body.into(), pieces: None }
    }

    /// A reply with status 200 whose bytes `make` writes while they are sent.
    pub fn in_pieces(
        media: &'static str,
        make: impl FnOnce(&mut dyn Write) -> Result<(), Problem> + Send + 'static,
    ) -> Reply {
        Reply { pieces: Some(Pieces(Box::new(make))), ..Reply::new(media, "") }
    }

    /// The reply with all its bytes in `body`, for callers without a socket.
    pub fn whole(mut self) -> Result<Reply, Problem> {
        if let Some(pieces) = self.pieces.take() {
            pieces.make(&mut self.body)?;
        }
        Ok(self)
    }

    /// A value as a reply in JSON. A value that cannot be written as JSON is a problem (status 500).
    pub fn json(value: &impl Serialize) -> Result<Reply, Problem> {
        let failed = |error| Problem::new(500, format!("the answer cannot be written: {error}"));
        Ok(Reply::new("application/json", visible::json(value).map_err(failed)?))
    }

    /// Adds a header.
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
    /// The HTTP status.
    pub status: u16,
    /// What is wrong, and what to do.
    pub detail: String,
    /// The id of a crash, by which the log names it; `None` if the program did not crash.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
}

impl Problem {
    /// A problem with this HTTP status. The title follows from the status; `detail` says what is wrong, and what to do.
    pub fn new(status: u16, detail: impl Into<String>) -> Problem {
        let title = match status {
            400 => "Bad question",
            401 => "Token needed",
            403 => "Not allowed",
            404 => "Not found",
            405 => "Method not allowed",
            410 => "Gone",
            429 | 503 => "Too busy",
            _ => "Not answered",
        };
        Problem { r#type: "about:blank", title, status, detail: detail.into(), id: None }
    }

    /// The problem of a question at which the program crashed.
    pub fn crash(crash: &Crash) -> Problem {
        let detail = format!(
            "the program crashed at this question (id {}); please report it with the line of the log \
             that holds this id",
            crash.id
        );
        Problem { id: Some(crash.id.clone()), ..Problem::new(500, detail) }
    }

    /// The problem as a reply.
    pub fn reply(&self) -> Reply {
        let body = visible::json(self).unwrap_or_default();
        let reply = Reply { status: self.status, ..Reply::new("application/problem+json", body) };
        match self.status {
            401 => reply.with("www-authenticate", "Bearer"),
            429 => reply.with("retry-after", "1"),
            // The answer took too long, or too many answers wait to be sent.
            503 => reply.with("retry-after", "5"),
            _ => reply,
        }
    }
}

impl From<std::io::Error> for Problem {
    /// An answer cannot be sent, mostly because its caller has gone; or an original file cannot be read to its end.
    fn from(error: std::io::Error) -> Problem {
        Problem::new(500, format!("the answer cannot be sent: {}", error.kind()))
    }
}

from_every_error!(Problem, Problem::of);

impl Problem {
    /// The problem for an error of the program or its libraries.
    fn of(error: Error) -> Problem {
        let status = match &error {
            Error::Search(vankien_search::Error::Question { .. }) => 400,
            Error::Search(vankien_search::Error::Paper { .. }) => 404,
            // The file of a paper is gone or cannot be read any more; the index itself is in order.
            Error::System(SystemError::Read { .. }) => 410,
            Error::Files(
                vankien_files::Error::Format { .. }
                | vankien_files::Error::Unreadable { .. }
                | vankien_files::Error::Empty { .. }
                | vankien_files::Error::NotText { .. }
                | vankien_files::Error::TooLarge { .. },
            ) => 410,
            // A cluster that is away or red may be back soon.
            Error::Engine(engine) if engine.may_pass() => 503,
            _ => 500,
        };
        Problem::new(status, error.to_string())
    }
}
