//! Accepts connections, as many as there is room for.
//! In: an address to listen on. Out: streams with time limits. Never reads what they carry.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;

use axum::extract::connect_info::Connected;
use axum::serve::{IncomingStream, Listener};
use tokio::net::{TcpListener, TcpSocket};

use super::connections::{Connection, Connections};
use super::stream::{Patience, Stream};

/// Bytes of the send buffer of a connection, 256 KiB. A caller must read about a third of it before the system reports
/// progress. The default of the system can grow to 4 MB; this is enough for 20 Mbit/s at a delay of 100 ms (20 Mbit/s
/// times 0.1 s is 250 kB).
const SEND_BUFFER_BYTES: u32 = 256 << 10;

/// The system holds at most 1,024 connections until they are accepted, or as many as its own limit allows. A judgement,
/// not measured.
const BACKLOG: u32 = 1024;

/// A listener whose connections are counted and timed.
#[derive(Debug)]
pub struct Bounded {
    inner: TcpListener,
    connections: Arc<Connections>,
    patience: Patience,
}

impl Bounded {
    /// Listens on `address`. An error if the system refuses it, for instance because another program listens there.
    pub fn bind(
        address: SocketAddr,
        connections: Arc<Connections>,
        patience: Patience,
    ) -> io::Result<Bounded> {
        let socket = if address.is_ipv4() { TcpSocket::new_v4() } else { TcpSocket::new_v6() }?;
        // Lets a restarted server use its address at once. On other systems this would let two servers share it.
        #[cfg(unix)]
        socket.set_reuseaddr(true)?;
        socket.set_send_buffer_size(SEND_BUFFER_BYTES)?;
        socket.bind(address)?;
        Ok(Bounded { inner: socket.listen(BACKLOG)?, connections, patience })
    }
}

impl Listener for Bounded {
    type Io = Stream;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Stream, SocketAddr) {
        loop {
            let (inner, address) = Listener::accept(&mut self.inner).await;
            // A connection of a caller with too many is closed at once.
            let Some(entered) = self.connections.enter(address.ip()).await else { continue };
            // Small answers leave at once. If this cannot be set, they leave a little later.
            let _ = inner.set_nodelay(true);
            return (Stream::new(inner, entered, self.patience), address);
        }
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        self.inner.local_addr()
    }
}

/// The connection that a request came over.
#[derive(Clone, Debug)]
pub struct Peer(pub Arc<Connection>);

impl Connected<IncomingStream<'_, Bounded>> for Peer {
    fn connect_info(stream: IncomingStream<'_, Bounded>) -> Peer {
        Peer(stream.io().connection().clone())
    }
}
