//! The bytes of one connection, under clocks.
//! In: a connection of the system. Out: its bytes, until a clock runs out or room is made for another connection.
//! Never reads what the bytes say: that a request is whole is told by who answers it.

use std::future::Future;
use std::io::{self, IoSlice};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::sync::oneshot;
use tokio::time::{Instant, Sleep};

use super::connections::Connection;

/// How long a connection may be silent between two requests, in limits for a head: browsers ask again within a
/// minute, and a connection that waits is the first to be closed where room is needed.
const SILENCE: u32 = 6;

/// How long a reader may stop while questions wait because all answers do.
const HURRY: Duration = Duration::from_millis(500);

/// How long a caller may take.
#[derive(Clone, Copy, Debug)]
pub struct Patience {
    /// From the opening of a connection, or the first byte of a later request, to the end of its head.
    pub head: Duration,
    /// Without taking any of the bytes that are ready for it.
    pub unread: Duration,
}

/// A connection that fails where its other end takes too long.
#[derive(Debug)]
pub struct Stream {
    inner: TcpStream,
    connection: Arc<Connection>,
    /// Ends when the connection has to make room; `None` afterwards.
    closed: Option<oneshot::Receiver<()>>,
    patience: Patience,
    /// How many requests were whole when the clock for heads was set last.
    requests: u64,
    /// Whether a byte of the next request came.
    head_begun: bool,
    reading: Clock,
    writing: Clock,
    /// How long nothing was taken, but for the time that `writing` tells.
    stuck: Duration,
}

impl Stream {
    /// A connection with its entry among the open ones.
    pub fn new(
        inner: TcpStream,
        (connection, closed): (Arc<Connection>, oneshot::Receiver<()>),
        patience: Patience,
    ) -> Stream {
        Stream {
            inner,
            connection,
            closed: Some(closed),
            patience,
            requests: 0,
            head_begun: false,
            reading: Clock::new(),
            writing: Clock::new(),
            stuck: Duration::ZERO,
        }
    }

    /// The entry among the open connections.
    pub fn connection(&self) -> &Arc<Connection> {
        &self.connection
    }

    /// Whether the connection has to make room for another one.
    fn has_to_close(&mut self, context: &mut Context<'_>) -> bool {
        if let Some(closed) = &mut self.closed
            && Pin::new(closed).poll(context).is_ready()
        {
            self.closed = None;
        }
        self.closed.is_none()
    }

    /// Whether the head of a request, or the first byte of the next request, is late. While a request is answered
    /// nothing has to come: bodies are not read.
    fn head_is_late(&mut self, context: &mut Context<'_>) -> bool {
        if self.connection.is_answering() {
            return false;
        }
        let is_next = self.requests > 0 && !self.head_begun;
        let limit = if is_next { self.patience.head * SILENCE } else { self.patience.head };
        self.reading.runs_out(limit, context)
    }

    /// Sets the clock for heads anew where another request was whole since.
    fn count_requests(&mut self) {
        let requests = self.connection.requests();
        if requests != self.requests {
            self.requests = requests;
            self.head_begun = false;
            self.reading.stop();
        }
    }

    /// Whether the reader has taken nothing for too long. Looked at every so often, for that time is shorter while
    /// questions wait.
    fn is_stuck(&mut self, context: &mut Context<'_>) -> bool {
        let Patience { unread, .. } = self.patience;
        let step = HURRY.min(unread);
        while self.writing.runs_out(step, context) {
            self.writing.stop();
            self.stuck += step;
            if self.stuck >= unread || self.connection.is_pressed() {
                return true;
            }
        }
        false
    }

    /// Fails a write that has waited for too long.
    fn timed<T>(
        &mut self,
        written: Poll<io::Result<T>>,
        context: &mut Context<'_>,
    ) -> Poll<io::Result<T>> {
        if written.is_ready() {
            self.writing.stop();
            self.stuck = Duration::ZERO;
        } else if self.is_stuck(context) {
            // What the system still holds for this reader is dropped with the connection.
            self.inner.set_zero_linger()?;
            return Poll::Ready(Err(io::ErrorKind::TimedOut.into()));
        }
        written
    }
}

impl AsyncRead for Stream {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        if self.has_to_close(context) {
            return Poll::Ready(Err(io::ErrorKind::ConnectionAborted.into()));
        }
        self.count_requests();
        let read = Pin::new(&mut self.inner).poll_read(context, buffer);
        if read.is_pending() {
            if self.head_is_late(context) {
                return Poll::Ready(Err(io::ErrorKind::TimedOut.into()));
            }
        } else if self.requests > 0 && !self.head_begun && !self.connection.is_answering() {
            self.head_begun = true;
            self.reading.stop();
        }
        read
    }
}

impl AsyncWrite for Stream {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.inner).poll_write(context, bytes);
        self.timed(written, context)
    }

    // An answer is handed to the system as it is: without these two it would be copied once more, and the copy
    // would not be among the bytes that are counted.
    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        parts: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.inner).poll_write_vectored(context, parts);
        self.timed(written, context)
    }

    fn is_write_vectored(&self) -> bool {
        self.inner.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        if self.connection.is_broken() {
            return Poll::Ready(Err(io::ErrorKind::ConnectionAborted.into()));
        }
        Pin::new(&mut self.inner).poll_shutdown(context)
    }
}

impl Drop for Stream {
    fn drop(&mut self) {
        if self.connection.is_broken() {
            // A reader that knows no length takes an orderly end for the end of the answer.
            let _ = self.inner.set_zero_linger();
        }
        self.connection.leave();
    }
}

/// A limit of time that begins when it is first asked for.
#[derive(Debug)]
struct Clock {
    sleep: Pin<Box<Sleep>>,
    is_running: bool,
}

impl Clock {
    fn new() -> Clock {
        Clock { sleep: Box::pin(tokio::time::sleep(Duration::ZERO)), is_running: false }
    }

    fn stop(&mut self) {
        self.is_running = false;
    }

    /// Whether `limit` is over since the first call after the last stop; the task is woken when it will be.
    fn runs_out(&mut self, limit: Duration, context: &mut Context<'_>) -> bool {
        if !self.is_running {
            self.sleep.as_mut().reset(Instant::now() + limit);
            self.is_running = true;
        }
        self.sleep.as_mut().poll(context).is_ready()
    }
}
