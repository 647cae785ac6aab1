//! Answers that go out in pieces while they are made: whatever their length, they take little memory.
//! In: what makes an answer, on the thread of its work. Out: its head and a body for HTTP.
//! Never ends an answer as if it were whole where it is not: its connection is broken off. Never holds a right to work
//! while its reader is slow.

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

/// How many bytes a piece has; a shorter answer goes out whole, with its length.
const PIECE: usize = 64 << 10;

/// So many pieces are made ahead of the reader.
const AHEAD: usize = 4;

/// What becomes of an answer.
pub enum Told {
    /// All of it is there.
    Whole(Reply, Option<Unsent>),
    /// Its head, and what its body comes from.
    InPieces(Reply, mpsc::Receiver<Piece>),
}

/// Who is told what becomes of an answer.
pub type Teller = oneshot::Sender<Result<Told, Problem>>;

/// A part of a body.
pub enum Piece {
    /// Bytes, counted until they have left.
    Bytes(Kept<Vec<u8>, Option<Unsent>>),
    /// The body is whole.
    End,
}

/// Bytes and what goes with them.
pub struct Kept<B, K> {
    bytes: B,
    _keeper: K,
}

impl<B: AsRef<[u8]>, K> AsRef<[u8]> for Kept<B, K> {
    fn as_ref(&self) -> &[u8] {
        self.bytes.as_ref()
    }
}

/// Bytes that drop `keeper` when the last of them was handed to the system, or their connection ends.
fn kept<B, K>(bytes: B, keeper: K) -> Bytes
where
    B: AsRef<[u8]> + Send + 'static,
    K: Send + 'static,
{
    Bytes::from_owner(Kept { bytes, _keeper: keeper })
}

/// A body of such bytes.
pub fn body_with<B, K>(bytes: B, keeper: K) -> Body
where
    B: AsRef<[u8]> + Send + 'static,
    K: Send + 'static,
{
    Body::from(kept(bytes, keeper))
}

/// Takes the bytes of an answer as they are made.
pub struct Outflow {
    reply: Option<Reply>,
    teller: Option<Teller>,
    turn: Option<Turn>,
    buffer: Vec<u8>,
    pieces: Option<mpsc::Sender<Piece>>,
    /// What the work itself takes while it goes on, counted as if it were bytes of its answer.
    _state: Option<Unsent>,
}

impl Outflow {
    /// For an answer with this head, whose work has a right to go on while its `turn` lasts.
    pub fn new(reply: Reply, teller: Teller, turn: Option<Turn>) -> Outflow {
        let state = turn.as_ref().map(Turn::state);
        Outflow {
            reply: Some(reply),
            teller: Some(teller),
            turn,
            buffer: Vec::new(),
            pieces: None,
            _state: state,
        }
    }

    /// The work ended: the answer is whole, or breaks off where its head has gone out.
    pub fn end(mut self, made: Result<(), Problem>) {
        if self.pieces.is_some() {
            // Who has gone is told nothing.
            let _ = made.is_ok().then(|| self.send_rest());
            return;
        }
        let (Some(teller), Some(mut reply)) = (self.teller.take(), self.reply.take()) else {
            return;
        };
        reply.body = std::mem::take(&mut self.buffer);
        let unsent = self.turn.as_ref().map(|turn| turn.answered(reply.body.capacity()));
        let _ = teller.send(made.map(|()| Told::Whole(reply, unsent)));
    }

    fn send_rest(&mut self) -> io::Result<()> {
        if !self.buffer.is_empty() {
            self.send_buffer()?;
        }
        self.send(Piece::End)
    }

    fn send_buffer(&mut self) -> io::Result<()> {
        let bytes = std::mem::take(&mut self.buffer);
        let unsent = self.turn.as_ref().map(|turn| turn.answered(bytes.capacity()));
        self.send(Piece::Bytes(Kept { bytes, _keeper: unsent }))
    }

    /// Hands a piece on. Where the reader is behind, the right to work is left to others until there is room.
    fn send(&mut self, piece: Piece) -> io::Result<()> {
        if let (Some(teller), Some(reply)) = (self.teller.take(), self.reply.take()) {
            let (pieces, body) = mpsc::channel(AHEAD);
            self.pieces = Some(pieces);
            teller.send(Ok(Told::InPieces(reply, body))).map_err(|_| gone())?;
        }
        let pieces = self.pieces.as_ref().ok_or_else(gone)?;
        let piece = match pieces.try_send(piece) {
            Ok(()) => return Ok(()),
            Err(TrySendError::Closed(_)) => return Err(gone()),
            Err(TrySendError::Full(piece)) => piece,
        };
        let turn = self.turn.as_mut();
        Handle::current().block_on(async {
            let Some(turn) = turn else { return pieces.send(piece).await.map_err(|_| gone()) };
            turn.pause();
            pieces.send(piece).await.map_err(|_| gone())?;
            tokio::select! {
                () = turn.resume() => Ok(()),
                () = pieces.closed() => Err(gone()),
            }
        })
    }
}

fn gone() -> io::Error {
    io::ErrorKind::BrokenPipe.into()
}

impl Write for Outflow {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        // The last piece is kept back until the work has ended well.
        if self.buffer.len() == PIECE {
            self.send_buffer()?;
        }
        if self.buffer.capacity() == 0 {
            self.buffer.reserve_exact(PIECE);
        }
        let (taken, _) = bytes.split_at(bytes.len().min(PIECE - self.buffer.len()));
        self.buffer.extend_from_slice(taken);
        Ok(taken.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The body of an answer that is still made.
pub struct InPieces {
    pieces: mpsc::Receiver<Piece>,
    answering: Arc<Answering>,
    /// Ends the work when the body goes.
    _guard: StopOnDrop,
    /// For how long the reader may yet wait for pieces, all waits together.
    left: Duration,
    /// Since when it waits, and until when it may.
    waits: Option<(Instant, Pin<Box<Sleep>>)>,
    is_over: bool,
}

impl InPieces {
    /// A body of `pieces`, for which the reader may wait for a time that is `left`. Its work ends with `guard`.
    pub fn new(
        pieces: mpsc::Receiver<Piece>,
        answering: Arc<Answering>,
        guard: StopOnDrop,
        left: Duration,
    ) -> InPieces {
        InPieces { pieces, answering, _guard: guard, left, waits: None, is_over: false }
    }

    /// The answer will never be whole.
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
                let bytes = kept(bytes, self.answering.clone());
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
    ) -> (Result<Told, Problem>, Arc<Work>) {
        let work = Arc::new(Work::new(4, 64 << 20, Pressure::default()));
        let caller = Caller::of("192.0.2.1".parse().expect("an address"));
        let turn = work.turn(caller).await.expect("its turn");
        let (teller, told) = oneshot::channel();
        tokio::task::spawn_blocking(move || {
            let mut outflow = Outflow::new(Reply::new("text/plain", ""), teller, Some(turn));
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
    async fn read(told: Told, left: Duration) -> (Result<Bytes, axum::Error>, bool) {
        let Told::InPieces(_, pieces) = told else { panic!("it is long") };
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
            assert!(work.unsent() <= state + (AHEAD + 1) * PIECE, "{}", work.unsent());
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
                out.write_all(&[0; PIECE])?;
                Err(Problem::new(410, "it changed"))
            };
            assert_eq!(told(failed).await.0.err().map(|problem| problem.status), Some(410));
            let short = |out: &mut Outflow| Ok(writeln!(out, "a row")?);
            let Ok(Told::Whole(reply, _)) = told(short).await.0 else { panic!("it is short") };
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
