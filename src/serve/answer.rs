//! The way of a request: who asks, which address, which state of the index, what may be kept.
//! In: HTTP. Out: HTTP. Never works on the threads that hold connections, never without a limit.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{ConnectInfo, Extension, Path, Query, Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::Response;
use axum::routing::get;
use tokio::sync::oneshot;
use twox_hash::XxHash3_128;
use vankien_system::crash;
use vankien_system::stop::{self, Stop, Stopped};

use super::asked::Asked;
use super::callers::Caller;
use super::connections::Answering;
use super::generation::Generations;
use super::guard::{COOKIE, hex};
use super::listener::Peer;
use super::pieces::{InPieces, Outflow, Teller, Told, body_with};
use super::reply::{Problem, Reply};
use super::route::Route;
use super::routes::{METRICS, ROUTES};
use super::server::Server;
use super::work::{Turn, Unsent};

/// What the page may load and do: only what comes from this server, no script or style in the text.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; \
     connect-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'self'";

type Asking = Query<Vec<(String, String)>>;

/// All addresses, guarded.
pub fn router(server: Arc<Server>) -> Router {
    let mut router = Router::new();
    for route in ROUTES {
        let handler = move |State(server): State<Arc<Server>>,
                            Extension(caller): Extension<(Caller, Arc<Answering>)>,
                            names: Option<Path<BTreeMap<String, String>>>,
                            query: Result<Asking, axum::extract::rejection::QueryRejection>,
                            request: Request| async move {
            let mut values = BTreeMap::new();
            match query {
                Ok(Query(pairs)) => values.extend(pairs),
                Err(_) => return respond(Problem::new(400, "the question cannot be read").reply()),
            }
            values.extend(names.map(|Path(names)| names).into_iter().flatten());
            // A request may name a whole URL; links on the page must not lead to the host in it.
            let address = request.uri().path_and_query();
            let address = address.map_or_else(|| "/".to_owned(), ToString::to_string);
            let kept = request.headers().get(header::IF_NONE_MATCH).cloned();
            answer(server, caller, Question { route, values, address, kept }).await
        };
        router = router.route(route.path, get(handler));
    }
    router
        .route(METRICS, get(metrics))
        .fallback(async || respond(Problem::new(404, "there is no such address").reply()))
        .method_not_allowed_fallback(async || {
            respond(Problem::new(405, "this server is only read from: use GET").reply())
        })
        .layer(middleware::from_fn_with_state(server.clone(), guarded))
        .with_state(server)
}

/// Lets a request through if its caller may ask; gives every answer its headers.
async fn guarded(
    State(server): State<Arc<Server>>,
    ConnectInfo(Peer(connection)): ConnectInfo<Peer>,
    mut request: Request,
    next: Next,
) -> Response {
    let answering = Arc::new(connection.answering());
    let caller = server.proxies.caller(connection.peer, request.headers());
    request.extensions_mut().insert((caller, answering.clone()));
    let path = request.uri().path().to_owned();
    let mut response = match survived(&path, || admitted(&server, &request)) {
        Ok(None) => next.run(request).await,
        Ok(Some(kept)) => kept,
        Err(problem) => respond(problem.reply()),
    };
    let headers = response.headers_mut();
    for (name, value) in [
        ("content-security-policy", POLICY),
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "no-referrer"),
        ("cross-origin-resource-policy", "same-origin"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cache-control", "private, no-cache"),
    ] {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
    let counts = &server.counts;
    let counter = match response.status().as_u16() {
        ..400 => &counts.answered,
        400..500 => &counts.refused,
        _ => &counts.failed,
    };
    counter.fetch_add(1, Ordering::Relaxed);
    if response.extensions().get::<StillMade>().is_some() {
        return response;
    }
    let (head, body) = response.into_parts();
    // Every other body is in memory already: nothing is waited for or copied, and nothing can fail.
    let bytes = to_bytes(body, usize::MAX).await.unwrap_or_default();
    Response::from_parts(head, body_with(bytes, answering))
}

/// Whether the caller may ask. A token in the address is kept as a cookie, and the address forgotten.
fn admitted(server: &Server, request: &Request) -> Result<Option<Response>, Problem> {
    let headers = request.headers();
    let text = |name| headers.get(name).and_then(|value: &HeaderValue| value.to_str().ok());
    server.guard.host(text(header::HOST))?;
    let bearer = headers.get(header::AUTHORIZATION).map(HeaderValue::as_bytes);
    let bearer = bearer.and_then(|value| std::str::from_utf8(value).ok()?.strip_prefix("Bearer "));
    let cookies = text(header::COOKIE).unwrap_or_default().split("; ");
    let cookie = cookies.filter_map(|one| one.strip_prefix(COOKIE)?.strip_prefix('='));
    let query = Query::<Vec<(String, String)>>::try_from_uri(request.uri());
    let query = query.map(|Query(pairs)| pairs).unwrap_or_default();
    let typed = query.iter().find(|(name, _)| name == "token").map(|(_, value)| value.as_str());
    let typed_hex = typed.map(hex);
    let bearer_hex = bearer.map(hex);
    // A cookie holds no blanks and signs; the token is kept in it as hexadecimal digits.
    let given = cookie.map(str::to_owned).chain(bearer_hex).chain(typed_hex.clone());
    let given: Vec<String> = given.collect();
    server.guard.token(given.iter().map(String::as_str))?;
    let is_page = !request.uri().path().starts_with("/api/");
    let Some(typed) = typed_hex.filter(|_| is_page) else { return Ok(None) };
    if leads_to_another_host(request.uri().path()) {
        return Err(Problem::new(404, "there is no such address"));
    }
    let rest = query.iter().filter(|(name, _)| name != "token");
    let rest: Vec<String> = rest
        .map(|(name, value)| {
            format!("{}={}", super::original::encoded(name), super::original::encoded(value))
        })
        .collect();
    let to = format!("{}?{}", request.uri().path(), rest.join("&"));
    let cookie = format!("{COOKIE}={typed}; HttpOnly; SameSite=Strict; Path=/");
    let reply = Reply { status: 303, ..Reply::new("text/plain", "") };
    Ok(Some(respond(reply.with("location", to).with("set-cookie", cookie))))
}

/// Whether a browser that is redirected to this path asks another host: it reads `//host/` and
/// `/\host/` as the address of `host`.
fn leads_to_another_host(path: &str) -> bool {
    path.strip_prefix('/').is_none_or(|rest| rest.starts_with(['/', '\\']))
}

/// What is asked of an address.
struct Question {
    route: &'static Route,
    values: BTreeMap<String, String>,
    address: String,
    /// The tags of the answers that the caller keeps.
    kept: Option<HeaderValue>,
}

/// Answers one request, within the limits of work and time.
async fn answer(
    server: Arc<Server>,
    (caller, answering): (Caller, Arc<Answering>),
    question: Question,
) -> Response {
    let (stop, longest, begun) = (Stop::default(), server.longest, Instant::now());
    // Where the time is over, and where the caller goes away, so does this value, and the work ends with it.
    let guard = stop.on_drop();
    let work = async move {
        let turn =
            if question.route.is_free() { None } else { Some(server.work.turn(caller).await?) };
        let (teller, told) = oneshot::channel();
        // The right to work goes with the work, which is stopped where nobody waits for it.
        tokio::task::spawn_blocking(move || {
            worked(&server.generations, question, &stop, turn, teller)
        });
        told.await.unwrap_or_else(|_| Err(Problem::new(500, "the answer failed")))
    };
    match tokio::time::timeout(longest, work).await {
        Ok(Ok(Told::Whole(reply, unsent))) => respond_counted(reply, unsent),
        Ok(Ok(Told::InPieces(reply, pieces))) => {
            let left = longest.saturating_sub(begun.elapsed());
            let body = InPieces::new(pieces, answering, guard, left);
            let mut response = response_with(reply, Body::new(body));
            response.extensions_mut().insert(StillMade);
            response
        }
        Ok(Err(problem)) => respond(problem.reply()),
        Err(_) => respond(late().reply()),
    }
}

/// Marks a response whose body is still made.
#[derive(Clone, Copy)]
struct StillMade;

/// The work of one request; `teller` is told what comes of it.
fn worked(
    generations: &Generations,
    question: Question,
    stop: &Stop,
    turn: Option<Turn>,
    teller: Teller,
) {
    let Question { route, values, address, kept } = question;
    let path = address.split('?').next().unwrap_or_default().to_owned();
    let work = || fresh(generations, route, values, address, kept.as_ref());
    let made =
        survived(&path, || stop::run_until(stop, work).unwrap_or_else(|Stopped| Err(late())));
    // Where the caller has gone, nobody hears what it is told.
    let mut reply = match made {
        Ok(reply) => reply,
        Err(problem) => return drop(teller.send(Err(problem))),
    };
    let Some(pieces) = reply.pieces.take() else {
        let unsent = turn.as_ref().map(|turn| turn.answered(reply.body.capacity()));
        return drop(teller.send(Ok(Told::Whole(reply, unsent))));
    };
    let mut outflow = Outflow::new(reply, teller, turn);
    let work = || pieces.make(&mut outflow);
    let made =
        survived(&path, || stop::run_until(stop, work).unwrap_or_else(|Stopped| Err(late())));
    outflow.end(made);
}

fn late() -> Problem {
    Problem::new(503, "the answer takes too long; ask for less, or again later")
}

/// What `work` gives; a panic in it costs this answer alone. `path` is the address without the
/// question.
fn survived<T>(path: &str, work: impl FnOnce() -> Result<T, Problem>) -> Result<T, Problem> {
    crash::catch(work).unwrap_or_else(|crash| {
        crash.log(&format!("answering {path}"));
        Err(Problem::crash(&crash))
    })
}

/// The answer, or that the one the caller keeps is still true.
pub fn fresh(
    generations: &Generations,
    route: &Route,
    values: BTreeMap<String, String>,
    address: String,
    kept: Option<&HeaderValue>,
) -> Result<Reply, Problem> {
    let cursor = values.get("cursor").map(String::as_str);
    let generation = generations.for_cursor(cursor)?;
    let about = format!("{} {address}", env!("CARGO_PKG_VERSION"));
    let tag = format!(
        "\"{}-{:016x}\"",
        generation.version,
        XxHash3_128::oneshot(about.as_bytes()) as u64
    );
    let asked = Asked { generation, list: route.path, values, address };
    let given = kept.and_then(|kept| kept.to_str().ok()).unwrap_or_default();
    // What stands in files is not told by the state of the index.
    let is_told =
        !route.path.starts_with("/papers/{id}/") && !route.path.starts_with("/api/v1/papers/{id}");
    if is_told && given.split(',').any(|one| one.trim().trim_start_matches("W/") == tag) {
        let reply = Reply { status: 304, ..Reply::new(route.media, "") };
        return Ok(reply.with("etag", tag));
    }
    let reply = (route.answer)(&asked)?;
    Ok(if is_told { reply.with("etag", tag) } else { reply })
}

/// A reply as axum sends it, whose bytes are few.
fn respond(reply: Reply) -> Response {
    respond_counted(reply, None)
}

/// A reply as axum sends it; its bytes are counted until the last one has left.
fn respond_counted(mut reply: Reply, unsent: Option<Unsent>) -> Response {
    let bytes = std::mem::take(&mut reply.body);
    response_with(reply, body_with(bytes, unsent))
}

/// The head of a reply with a body.
fn response_with(reply: Reply, body: Body) -> Response {
    let mut headers = HeaderMap::new();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(reply.media));
    for (name, value) in reply.headers {
        if let Ok(value) = HeaderValue::from_str(&value) {
            headers.insert(HeaderName::from_static(name), value);
        }
    }
    let mut response = Response::new(body);
    *response.status_mut() =
        StatusCode::from_u16(reply.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    *response.headers_mut() = headers;
    response
}

/// Counts for Prometheus.
async fn metrics(State(server): State<Arc<Server>>) -> Response {
    let counts = &server.counts;
    let read = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
    let text = format!(
        "# HELP vankien_requests_total Requests by how they ended.\n\
         # TYPE vankien_requests_total counter\n\
         vankien_requests_total{{outcome=\"answered\"}} {}\n\
         vankien_requests_total{{outcome=\"refused\"}} {}\n\
         vankien_requests_total{{outcome=\"failed\"}} {}\n\
         # HELP vankien_waiting Questions that wait for their turn.\n\
         # TYPE vankien_waiting gauge\n\
         vankien_waiting {}\n\
         # HELP vankien_working Questions that are worked on.\n\
         # TYPE vankien_working gauge\n\
         vankien_working {}\n\
         # HELP vankien_connections Open connections.\n\
         # TYPE vankien_connections gauge\n\
         vankien_connections {}\n\
         # HELP vankien_connections_dropped_total Connections closed to make room, or refused.\n\
         # TYPE vankien_connections_dropped_total counter\n\
         vankien_connections_dropped_total {}\n\
         # HELP vankien_unsent_bytes Bytes of answers that wait for their readers.\n\
         # TYPE vankien_unsent_bytes gauge\n\
         vankien_unsent_bytes {}\n",
        read(&counts.answered),
        read(&counts.refused),
        read(&counts.failed),
        server.work.waiting(),
        server.work.working(),
        server.connections.count(),
        server.connections.dropped(),
        server.work.unsent(),
    );
    respond(Reply::new("text/plain; version=0.0.4; charset=utf-8", text))
}
