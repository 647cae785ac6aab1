//! Answers that are sent in pieces while they are made, so that a long answer takes little memory.
//! In: the bytes of an answer, from the thread that works on it. Out: its head, and a body for HTTP.
//! An answer that fails after its first piece never ends as if it were complete: its connection is reset. Never holds a
//! permit for work while its caller reads slowly.

use std::future::Future;
use std::io::{self, Write};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

use axum::body::{Body, Bytes, HttpBody};
use http_body::Frame;
use tokio::runtime::Handle;
use tokio::sync::mpsc::error::TrySendError;
use tokio::sync::{mpsc, oneshot};
use tokio::time::Sleep;
use vankien_system::stop::StopOnDrop;

use super::connections::Answering;
use super::reply::{Problem, Reply};
use super::work::{Turn, Unsent};

/// A piece has at most 64 KiB. If an answer that is made in pieces has at most this size in all, it is sent whole, with
/// its length. A judgement, not measured.
const PIECE_BYTES: usize = 64 << 10;

/// At most 4 pieces wait for the caller to read them. With the piece that is being made, they take 320 KiB for each
/// answer. A judgement, not measured.
const MAX_PIECES_AHEAD: usize = 4;

/// A successful answer.
pub enum Answered {
    /// The whole answer, and the count of its unsent bytes; `None` if the route is free
    /// ([`super::route::Route::is_free`]).
    Whole(Reply, Option<Unsent>),
    /// Status and headers of the answer, and the receiver of its body.
    InPieces(Reply, mpsc::Receiver<Piece>),
}

/// The channel on which the thread of the work sends the answer.
pub type AnswerSender = oneshot::Sender<Result<Answered, Problem>>;

/// A part of a body.
pub enum Piece {
    /// Bytes, counted as unsent until they have left.
    Bytes(WithKeeper<Vec<u8>, Option<Unsent>>),
    /// The end of a complete body. A body that ends without it was cut off.
    End,
}

/// Bytes, and a value that is dropped together with them.
pub struct WithKeeper<B, K> {
    bytes: B,
    _keeper: K,
}

impl<B: AsRef<[u8]>, K> AsRef<[u8]> for WithKeeper<B, K> {
    fn as_ref(&self) -> &[u8] {
        self.bytes.as_ref()
    }
}

/// Bytes that drop `keeper` when the last of them was handed to the system, or when their connection ends.
fn bytes_with<B, K>(bytes: B, keeper: K) -> Bytes
where
    B: AsRef<[u8]> + Send + 'static,
    K: Send + 'static,
{
    Bytes::from_owner(WithKeeper { bytes, _keeper: keeper })
}

/// A body of `bytes`, which drops `keeper` when the last byte was handed to the system, or when the connection ends.
pub fn body_with<B, K>(bytes: B, keeper: K) -> Body
where
    B: AsRef<[u8]> + Send + 'static,
    K: Send + 'static,
{
    Body::from(bytes_with(bytes, keeper))
}

/// The writer into which an answer is made. It sends full pieces to the body, and waits while the caller is behind.
pub struct Outflow {
    /// Status and headers of the answer, until they are sent with the first piece; `sender` is their channel.
    reply: Option<Reply>,
    sender: Option<AnswerSender>,
    turn: Option<Turn>,
    buffer: Vec<u8>,
    pieces: Option<mpsc::Sender<Piece>>,
    /// The memory of the work itself, counted like bytes of its answer.
    _overhead: Option<Unsent>,
}

impl Outflow {
    /// A writer for an answer with the status and headers of `reply`. Its work holds the permits of `turn`; `None` for
    /// a free route.
    pub fn new(reply: Reply, sender: AnswerSender, turn: Option<Turn>) -> Outflow {
        let overhead = turn.as_ref().map(Turn::count_overhead);
        Outflow {
            reply: Some(reply),
            sender: Some(sender),
            turn,
            buffer: Vec::new(),
            pieces: None,
            _overhead: overhead,
        }
    }

    /// Ends the answer with the result of its work: sends what is left, or the problem. If pieces have been sent
    /// already, a problem cuts the answer off instead.
    pub fn end(mut self, result: Result<(), Problem>) {
        if self.pieces.is_some() {
            if result.is_ok() {
                // An error means that the caller has gone.
                let _ = self.send_rest();
            }
            return;
        }
        let (Some(sender), Some(mut reply)) = (self.sender.take(), self.reply.take()) else {
            return;
        };
        reply.body = std::mem::take(&mut self.buffer);
        let unsent = self.turn.as_ref().map(|turn| turn.count_unsent(reply.body.capacity()));
        let _ = sender.send(result.map(|()| Answered::Whole(reply, unsent)));
    }

    fn send_rest(&mut self) -> io::Result<()> {
        if !self.buffer.is_empty() {
            self.send_buffer()?;
        }
        self.send(Piece::End)
    }

    fn send_buffer(&mut self) -> io::Result<()> {
        let bytes = std::mem::take(&mut self.buffer);
        let unsent = self.turn.as_ref().map(|turn| turn.count_unsent(bytes.capacity()));
        self.send(Piece::Bytes(WithKeeper { bytes, _keeper: unsent }))
    }

    /// Sends a piece. If the caller is behind, the permits for work are given back until there is room.
    fn send(&mut self, piece: Piece) -> io::Result<()> {
        if let (Some(sender), Some(reply)) = (self.sender.take(), self.reply.take()) {
            let (pieces, body) = mpsc::channel(MAX_PIECES_AHEAD);
            self.pieces = Some(pieces);
            sender.send(Ok(Answered::InPieces(reply, body))).map_err(|_| caller_gone())?;
        }
        let pieces = self.pieces.as_ref().ok_or_else(caller_gone)?;
        let piece = match pieces.try_send(piece) {
            Ok(()) => return Ok(()),
            Err(TrySendError::Closed(_)) => return Err(caller_gone()),
            Err(TrySendError::Full(piece)) => piece,
        };
        let turn = self.turn.as_mut();
        Handle::current().block_on(async {
            let Some(turn) = turn else {
                return pieces.send(piece).await.map_err(|_| caller_gone());
            };
            turn.pause();
            pieces.send(piece).await.map_err(|_| caller_gone())?;
            tokio::select! {
                () = turn.resume() => Ok(()),
                () = pieces.closed() => Err(caller_gone()),
            }
        })
    }
}

fn caller_gone() -> io::Error {
    io::ErrorKind::BrokenPipe.into()
}

impl Write for Outflow {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        // A full piece is sent only when more bytes come, so that the last piece waits for the end of the work.
        if self.buffer.len() == PIECE_BYTES {
            self.send_buffer()?;
        }
        if self.buffer.capacity() == 0 {
            self.buffer.reserve_exact(PIECE_BYTES);
        }
        let (taken, _) = bytes.split_at(bytes.len().min(PIECE_BYTES - self.buffer.len()));
        self.buffer.extend_from_slice(taken);
        Ok(taken.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The body of an answer that is still being made.
pub struct InPieces {
    pieces: mpsc::Receiver<Piece>,
    answering: Arc<Answering>,
    /// Stops the work when the body is dropped.
    _stop: StopOnDrop,
    /// The time that the caller may still wait for pieces, all waits together. It does not run while the caller reads.
    left: Duration,
    /// While the caller waits: since when, and the timer of `left`.
    waits: Option<(Instant, Pin<Box<Sleep>>)>,
    is_over: bool,
}

impl InPieces {
    /// A body of `pieces`, for which the caller may wait for `left` altogether. Dropping it stops the work of `stop`.
    pub fn new(
        pieces: mpsc::Receiver<Piece>,
        answering: Arc<Answering>,
        stop: StopOnDrop,
        left: Duration,
    ) -> InPieces {
        InPieces { pieces, answering, _stop: stop, left, waits: None, is_over: false }
    }

    /// Cuts the answer off: its connection will be reset.
    fn break_off(&mut self) -> Poll<Option<io::Result<Frame<Bytes>>>> {
        self.is_over = true;
        self.answering.break_off();
        Poll::Ready(Some(Err(io::ErrorKind::ConnectionAborted.into())))
    }
}

impl HttpBody for InPieces {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<io::Result<Frame<Bytes>>>> {
        if self.is_over {
            return Poll::Ready(None);
        }
        let Poll::Ready(piece) = self.pieces.poll_recv(context) else {
            let left = self.left;
            let wait = || (Instant::now(), Box::pin(tokio::time::sleep(left)));
            let (_, until) = self.waits.get_or_insert_with(wait);
            return match until.as_mut().poll(context) {
                Poll::Ready(()) => self.break_off(),
                Poll::Pending => Poll::Pending,
            };
        };
        if let Some((since, _)) = self.waits.take() {
            self.left = self.left.saturating_sub(since.elapsed());
        }
        match piece {
            Some(Piece::Bytes(bytes)) => {
                let bytes = bytes_with(bytes, self.answering.clone());
                Poll::Ready(Some(Ok(Frame::data(bytes))))
            }
            Some(Piece::End) => {
                self.is_over = true;
                Poll::Ready(None)
            }
            None => self.break_off(),
        }
    }
}

#[cfg(test)]
mod tests {
    use axum::body::to_bytes;

    use super::*;
    use crate::serve::callers::{Caller, Proxies};
    use crate::serve::connections::{Connection, Connections};
    use crate::serve::work::{Pressure, Work};
    use vankien_system::stop::Stop;

    /// So many rows are some MB.
    const ROWS: usize = 500_000;

    fn run(test: impl Future<Output = ()>) {
        let mut runtime = tokio::runtime::Builder::new_multi_thread();
        runtime.enable_time().build().expect("a runtime").block_on(test);
    }

    /// What becomes of an answer that `make` makes, and where its work is counted.
    async fn told(
        make: impl FnOnce(&mut Outflow) -> Result<(), Problem> + Send + 'static,
    ) -> (Result<Answered, Problem>, Arc<Work>) {
        let work = Arc::new(Work::new(4, 64 << 20, Pressure::default()));
        let caller = Caller::of("192.0.2.1".parse().expect("an address"));
        let turn = work.turn(caller).await.expect("its turn");
        let (sender, told) = oneshot::channel();
        tokio::task::spawn_blocking(move || {
            let mut outflow = Outflow::new(Reply::new("text/plain", ""), sender, Some(turn));
            let made = make(&mut outflow);
            outflow.end(made);
        });
        (told.await.expect("told"), work)
    }

    async fn connection() -> Arc<Connection> {
        let connections = Arc::new(Connections::new(4, Proxies::default()));
        let peer = "192.0.2.1".parse().expect("an address");
        connections.enter(peer).await.expect("room").0
    }

    /// The body of an answer, and whether its connection may go on; its reader waits for `left` at most.
    async fn read(told: Answered, left: Duration) -> (Result<Bytes, axum::Error>, bool) {
        let Answered::InPieces(_, pieces) = told else { panic!("it is long") };
        let connection = connection().await;
        let answering = Arc::new(connection.answering());
        let body = InPieces::new(pieces, answering, Stop::default().on_drop(), left);
        (to_bytes(Body::new(body), usize::MAX).await, !connection.is_broken())
    }

    fn rows(out: &mut Outflow) -> Result<(), Problem> {
        for row in 0..ROWS {
            writeln!(out, "{row}")?;
        }
        Ok(())
    }

    #[test]
    fn a_long_answer_is_whole_and_holds_no_permit_while_its_reader_is_slow() {
        run(async {
            let (told, work) = told(rows).await;
            while work.working() > 0 {
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
            let state = (64 << 20) / 256;
            let ahead = (MAX_PIECES_AHEAD + 1) * PIECE_BYTES;
            assert!(work.unsent() <= state + ahead, "{}", work.unsent());
            let (bytes, goes_on) = read(told.expect("no problem"), Duration::from_secs(60)).await;
            let bytes = bytes.expect("whole");
            let text = std::str::from_utf8(&bytes).expect("UTF-8");
            assert!(goes_on && text.lines().zip(0..).all(|(row, at)| row == at.to_string()));
            assert_eq!(text.lines().count(), ROWS);
        });
    }

    #[test]
    fn what_is_not_whole_breaks_off() {
        run(async {
            let failed = |out: &mut Outflow| {
                rows(out)?;
                Err(Problem::new(500, "no more"))
            };
            let (told, _) = told(failed).await;
            let (bytes, goes_on) = read(told.expect("begun"), Duration::from_secs(60)).await;
            assert!(bytes.is_err() && !goes_on);
        });
        run(async {
            // The next piece never comes.
            let (ended, ends) = std::sync::mpsc::channel::<()>();
            let endless = move |out: &mut Outflow| {
                rows(out)?;
                let _ = ends.recv();
                Ok(())
            };
            let (told, _) = told(endless).await;
            let (bytes, goes_on) = read(told.expect("begun"), Duration::from_millis(200)).await;
            assert!(bytes.is_err() && !goes_on);
            drop(ended);
        });
    }

    #[test]
    fn what_fails_before_its_first_piece_is_a_problem_and_what_is_short_is_whole() {
        run(async {
            let failed = |out: &mut Outflow| {
                writeln!(out, "a head")?;
                Err(Problem::new(400, "a bad question"))
            };
            assert_eq!(told(failed).await.0.err().map(|problem| problem.status), Some(400));
            let failed = |out: &mut Outflow| {
                out.write_all(&[0; PIECE_BYTES])?;
                Err(Problem::new(410, "it changed"))
            };
            assert_eq!(told(failed).await.0.err().map(|problem| problem.status), Some(410));
            let short = |out: &mut Outflow| Ok(writeln!(out, "a row")?);
            let Ok(Answered::Whole(reply, _)) = told(short).await.0 else { panic!("it is short") };
            assert_eq!(reply.body, b"a row\n");
        });
    }

    #[test]
    fn work_whose_reader_has_gone_ends() {
        run(async {
            let (ended, has_ended) = oneshot::channel();
            let made = |out: &mut Outflow| {
                let made = rows(out);
                let _ = ended.send(made.is_err());
                made
            };
            let (told, _) = told(made).await;
            drop(told);
            assert_eq!(has_ended.await, Ok(true));
        });
    }
}
