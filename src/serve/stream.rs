//! The bytes of one connection, with time limits.
//! In: a connection of the system. Out: its bytes, until a time limit is over or the connection must make room.
//! Never parses the bytes: the code that answers a request reports that it is complete.

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

/// The longest silence between two requests, as a multiple of the time limit for a head: one minute by default. A
/// judgement, not measured: browsers ask again within a minute, and an idle connection is the first to be closed when
/// room is needed.
const IDLE_HEAD_LIMITS: u32 = 6;

/// The time limit for a caller that reads nothing while questions wait for memory. A judgement, not measured:
/// `benches/siege.py` runs callers that do not read.
const STALLED_UNDER_PRESSURE: Duration = Duration::from_millis(500);

/// The time limits of a caller.
#[derive(Clone, Copy, Debug)]
pub struct Patience {
    /// The longest time for the head of a request: from the opening of the connection, or from the first byte of a
    /// later request, to the end of the head.
    pub head: Duration,
    /// The longest time in which the caller reads none of the bytes that are ready for it. While questions wait for
    /// memory, it is half a second at most.
    pub unread: Duration,
}

/// A connection that fails when its caller exceeds a time limit, or when it must make room for another one.
#[derive(Debug)]
pub struct Stream {
    inner: TcpStream,
    connection: Arc<Connection>,
    /// Closed when the connection must make room; `None` afterwards.
    closed: Option<oneshot::Receiver<()>>,
    patience: Patience,
    /// How many requests were complete when the timer for heads was last reset.
    requests: u64,
    /// Whether a byte of the next request has come.
    head_begun: bool,
    head_timer: Timer,
    write_timer: Timer,
    /// How long the caller has read nothing, without the time that is running in `write_timer`.
    stalled: Duration,
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
            head_timer: Timer::new(),
            write_timer: Timer::new(),
            stalled: Duration::ZERO,
        }
    }

    /// The entry among the open connections.
    pub fn connection(&self) -> &Arc<Connection> {
        &self.connection
    }

    /// Whether the connection must make room for another one.
    fn must_close(&mut self, context: &mut Context<'_>) -> bool {
        if let Some(closed) = &mut self.closed
            && Pin::new(closed).poll(context).is_ready()
        {
            self.closed = None;
        }
        self.closed.is_none()
    }

    /// Whether the head of a request, or the first byte of the next request, is late. While a request is being answered
    /// nothing is expected, because bodies of requests are not read.
    fn head_is_late(&mut self, context: &mut Context<'_>) -> bool {
        if self.connection.is_answering() {
            return false;
        }
        let is_next = self.requests > 0 && !self.head_begun;
        let limit =
            if is_next { self.patience.head * IDLE_HEAD_LIMITS } else { self.patience.head };
        self.head_timer.is_over(limit, context)
    }

    /// Resets the timer for heads if another request has become complete.
    fn count_requests(&mut self) {
        let requests = self.connection.requests();
        if requests != self.requests {
            self.requests = requests;
            self.head_begun = false;
            self.head_timer.stop();
        }
    }

    /// Whether the caller has read nothing for too long. It is checked in short steps, because the limit becomes
    /// shorter when questions begin to wait.
    fn is_stalled(&mut self, context: &mut Context<'_>) -> bool {
        let Patience { unread, .. } = self.patience;
        let step = STALLED_UNDER_PRESSURE.min(unread);
        while self.write_timer.is_over(step, context) {
            self.write_timer.stop();
            self.stalled += step;
            if self.stalled >= unread || self.connection.is_pressed() {
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
            self.write_timer.stop();
            self.stalled = Duration::ZERO;
        } else if self.is_stalled(context) {
            // Makes the system drop the bytes that it still holds for this caller.
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
        if self.must_close(context) {
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
            self.head_timer.stop();
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

    // With these two functions an answer goes to the system as it is. Without them it would be copied once more, and
    // the copy would not be counted as unsent bytes.
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
            // Resets the connection: after an orderly end a caller without a length would take the answer for complete.
            let _ = self.inner.set_zero_linger();
        }
        self.connection.leave();
    }
}

/// A timer that starts when it is first asked.
#[derive(Debug)]
struct Timer {
    sleep: Pin<Box<Sleep>>,
    is_running: bool,
}

impl Timer {
    fn new() -> Timer {
        Timer { sleep: Box::pin(tokio::time::sleep(Duration::ZERO)), is_running: false }
    }

    fn stop(&mut self) {
        self.is_running = false;
    }

    /// Whether `limit` has passed since the first call after the last stop. The task is woken when it has.
    fn is_over(&mut self, limit: Duration, context: &mut Context<'_>) -> bool {
        if !self.is_running {
            self.sleep.as_mut().reset(Instant::now() + limit);
            self.is_running = true;
        }
        self.sleep.as_mut().poll(context).is_ready()
    }
}
