//! The server: a web page and an API.
//! In: the folder of an index and an address. Out: answers over HTTP until the program is told to end.
//! Never writes a file; every answer comes from one state of the index.

mod addresses;
mod answer;
mod api;
mod asked;
mod assistant;
mod callers;
mod connections;
mod cursor;
mod guard;
mod listener;
mod names;
mod openapi;
mod options;
mod original;
mod page;
mod pieces;
mod reply;
mod route;
mod routes;
mod server;
mod state;
mod stream;
mod work;

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use crate::error::{Result, Usage};
use axum::serve::Listener;
use tokio::sync::Notify;

use self::server::{Counts, Server};
use callers::Proxies;
use connections::Connections;
use guard::Guard;
use listener::{Bounded, Peer};
use state::OpenStates;
use work::Work;

pub use self::options::{Limits, Options}; // what `serve` needs
pub use crate::present::words::Language; // the language of a page
pub use addresses::Addresses; // the addresses without a socket
pub use assistant::serve_assistant; // the protocol for AI assistants
pub use page::report_page; // the report as a self-contained page
pub use stream::Patience; // the time limits of a caller

/// How many questions are worked on at once: two per processor, and at least four. A long question then does not hold
/// up short ones; more would share the same processors and take more memory. A judgement; `benches/load.py` shows it.
fn questions_at_once() -> usize {
    2 * std::thread::available_parallelism().map_or(2, usize::from).max(2)
}

/// The time that running requests have after the program was told to end. A judgement, not measured: the server must
/// end within 10 seconds of SIGTERM.
const END_GRACE: Duration = Duration::from_secs(5);

/// The time that threads still at work have after [`END_GRACE`]. A judgement, not measured.
const RUNTIME_GRACE: Duration = Duration::from_secs(1);

/// Serves until the program is told to end. Calls `ready` with the address once the server listens.
pub fn serve(options: &Options, ready: impl FnOnce(SocketAddr)) -> Result<()> {
    let guard = Guard::new(options)?;
    let (limits, proxies) = (options.limits, Proxies::new(&options.proxies));
    let connections = Arc::new(Connections::new(limits.connections, proxies.clone()));
    let server = Arc::new(Server {
        states: OpenStates::new(options.index.clone()),
        guard,
        proxies,
        work: Arc::new(Work::new(
            questions_at_once(),
            limits.unsent_bytes,
            connections.pressure.clone(),
        )),
        connections,
        time_limit: limits.answer,
        counts: Counts::default(),
    });
    // A damaged or foreign index is reported at the start, not with the first question. A missing one counts as empty.
    server.states.current()?;
    let failed = |source: io::Error| Usage::Serve { address: options.listen, source };
    let runtime = tokio::runtime::Builder::new_multi_thread();
    let runtime = { runtime }.enable_all().build().map_err(failed)?;
    let served = runtime.block_on(run(server, options, ready)).map_err(failed);
    runtime.shutdown_timeout(RUNTIME_GRACE);
    Ok(served?)
}

async fn run(
    server: Arc<Server>,
    options: &Options,
    ready: impl FnOnce(SocketAddr),
) -> io::Result<()> {
    let connections = server.connections.clone();
    let listener = Bounded::bind(options.listen, connections, options.limits.patience)?;
    // Signals are caught before the address is announced: whoever reads it may end the server at once.
    let told_to_end = told_to_end()?;
    ready(listener.local_addr()?);
    let told = Arc::new(Notify::new());
    let heard = told.clone();
    let router = answer::router(server).into_make_service_with_connect_info::<Peer>();
    let graceful =
        axum::serve(listener, router).with_graceful_shutdown(async move { heard.notified().await });
    let ends = async {
        told_to_end.await;
        told.notify_one();
        tokio::time::sleep(END_GRACE).await;
    };
    tokio::select! {
        served = graceful => served,
        () = ends => Ok(()),
    }
}

/// A future that ends with Ctrl-C or, on Unix, SIGTERM. Signals count from this call on (elsewhere from the first
/// poll). Must be called inside a tokio runtime.
pub(crate) fn told_to_end() -> io::Result<impl Future<Output = ()>> {
    #[cfg(unix)]
    let told = {
        use tokio::signal::unix::{SignalKind, signal};
        let mut terminate = signal(SignalKind::terminate())?;
        let mut interrupt = signal(SignalKind::interrupt())?;
        async move {
            tokio::select! { _ = interrupt.recv() => (), _ = terminate.recv() => () }
        }
    };
    #[cfg(not(unix))]
    let told = async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    Ok(told)
}
