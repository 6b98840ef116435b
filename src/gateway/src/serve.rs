//! Connections: how many, how long one may take to say what it wants, and how they end.

use axum::Router;
use hyper::server::conn::http1;
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    server::graceful::GracefulShutdown,
    service::TowerToHyperService,
};
use std::{io, sync::Arc, time::Duration};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    sync::Semaphore,
    time::timeout,
};

/// After this an unfinished request is cut when the gateway stops.
const LAST_WORDS: Duration = Duration::from_secs(5);
/// Connections beyond the limit that are told so at the same time; the rest are closed without a word.
const REFUSALS: usize = 64;
/// A connection that is refused gets no more time than this.
const REFUSAL: Duration = Duration::from_secs(2);
/// What a connection beyond the limit is told. Nothing of its request was read, so nothing is lost.
const FULL: &str = "HTTP/1.1 503 Service Unavailable\r\ncontent-type: application/problem+json\r\nretry-after: 5\r\n\
    cache-control: no-store\r\nconnection: close\r\ncontent-length: 167\r\n\r\n\
    {\"type\":\"https://qinghe.dev/problems/slow-down\",\"title\":\"The gateway is busy.\",\"status\":503,\
    \"detail\":\"It has as many connections as it may have. Wait and send again.\"}";
/// Largest head of a request, in bytes; a launch token has 4 096 at most.
const HEAD_MAX: usize = 16 * 1024;

/// How much a connection is given.
#[derive(Clone, Copy)]
pub struct Patience {
    /// Most connections at a time.
    pub connections: usize,
    /// Until the head of a request must be there.
    pub head: Duration,
}

/// Serves until `until` resolves, then finishes what has begun.
///
/// # Errors
/// What the system says.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    patience: Patience,
    until: impl Future<Output = ()>,
) -> io::Result<()> {
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(patience.head).max_buf_size(HEAD_MAX);
    let (places, refusals) =
        (Arc::new(Semaphore::new(patience.connections)), Arc::new(Semaphore::new(REFUSALS)));
    let graceful = GracefulShutdown::new();
    tokio::pin!(until);
    loop {
        let stream = tokio::select! {
            accepted = listener.accept() => accepted,
            () = &mut until => break,
        };
        let stream = match stream {
            Ok((stream, _)) => stream,
            Err(why) => {
                // Out of file descriptors, most likely: they come back when connections end.
                tracing::warn!(%why, "a connection could not be accepted");
                tokio::time::sleep(Duration::from_millis(100)).await;
                continue;
            }
        };
        let Ok(place) = places.clone().try_acquire_owned() else {
            if let Ok(turn) = refusals.clone().try_acquire_owned() {
                tokio::spawn(async move {
                    // Whoever does not take the refusal does not get one.
                    let _given_up = timeout(REFUSAL, refuse(stream)).await;
                    drop(turn);
                });
            }
            continue;
        };
        // An answer is one small write; waiting for more would only delay it.
        let _without = stream.set_nodelay(true);
        let service = TowerToHyperService::new(router.clone());
        let connection = graceful.watch(http.serve_connection(TokioIo::new(stream), service));
        tokio::spawn(async move {
            // The other side may go whenever it likes.
            let _gone = connection.await;
            drop(place);
        });
    }
    drop(listener);
    let _cut = timeout(LAST_WORDS, graceful.shutdown()).await;
    Ok(())
}

/// Unread bytes would turn the refusal into a reset, so some are read first.
async fn refuse(mut stream: TcpStream) -> io::Result<()> {
    let mut some = [0; 4096];
    let _read = stream.read(&mut some).await?;
    stream.write_all(FULL.as_bytes()).await?;
    stream.shutdown().await
}

/// Lets the process open as many files as `connections` need; how many connections it can then have.
#[must_use]
pub fn make_room(connections: usize) -> usize {
    /// Database, keys, assets, the platforms.
    const OTHERS: u64 = 128;
    #[cfg(unix)]
    {
        use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
        let Rlimit { current, maximum } = getrlimit(Resource::Nofile);
        let wanted = connections as u64 + OTHERS;
        let Some(current) = current.filter(|current| *current < wanted) else { return connections };
        let most = maximum.map_or(wanted, |maximum| maximum.min(wanted));
        let have = match setrlimit(Resource::Nofile, Rlimit { current: Some(most), maximum }) {
            Ok(()) => most,
            Err(_) => current,
        };
        let fit = usize::try_from(have.saturating_sub(OTHERS)).unwrap_or(connections).clamp(16, connections);
        if fit < connections {
            tracing::warn!(fit, connections, "the system allows fewer open files than `connections` needs");
        }
        fit
    }
    #[cfg(not(unix))]
    connections
}
