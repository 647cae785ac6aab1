//! Takes a request from the socket to its answer: checks the caller, finds the route, chooses the state of the index,
//! lets the function of the route answer, and says what the browser may cache.
//! In: HTTP requests. Out: HTTP responses. Never runs the function of a route on the threads that serve connections,
//! which must not wait. Never lets a caller wait longer than the time limit; for an answer in pieces the time in which
//! its caller reads is not counted.

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
use super::guard::{COOKIE, hex};
use super::listener::Peer;
use super::pieces::{AnswerSender, Answered, InPieces, Outflow, body_with};
use super::reply::{Problem, Reply};
use super::route::Route;
use super::routes::{METRICS, ROUTES};
use super::server::Server;
use super::state::OpenStates;
use super::work::{Turn, Unsent};

/// The content security policy of the page: it may load only what comes from this server, and no inline script or
/// style.
const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; \
     connect-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'self'";

/// The parameters behind `?`, by name, in the order of the address.
type QueryPairs = Query<Vec<(String, String)>>;

/// The router of the server: all addresses of the table `ROUTES`, the metrics, and errors 404 and 405 for the rest.
/// Every request passes the checks of [`guarded`] first.
pub fn router(server: Arc<Server>) -> Router {
    let mut router = Router::new();
    for route in ROUTES {
        let handler = move |State(server): State<Arc<Server>>,
                            Extension(caller): Extension<(Caller, Arc<Answering>)>,
                            names: Option<Path<BTreeMap<String, String>>>,
                            query: Result<QueryPairs, axum::extract::rejection::QueryRejection>,
                            request: Request| async move {
            let mut values = BTreeMap::new();
            match query {
                Ok(Query(pairs)) => values.extend(pairs),
                Err(_) => return respond(Problem::new(400, "the question cannot be read").reply()),
            }
            values.extend(names.map(|Path(names)| names).into_iter().flatten());
            // A request may name a whole URL. Links on the page must not lead to its host, so only the path and the
            // parameters are kept.
            let address = request.uri().path_and_query();
            let address = address.map_or_else(|| "/".to_owned(), ToString::to_string);
            let cached = request.headers().get(header::IF_NONE_MATCH).cloned();
            answer(server, caller, Question { route, values, address, cached }).await
        };
        router = router.route(route.path, get(handler));
    }
    router
        .route(METRICS, get(metrics))
        .fallback(async || respond(Problem::new(404, "there is no such address").reply()))
        .method_not_allowed_fallback(async || {
            respond(Problem::new(405, "this server only answers GET requests").reply())
        })
        .layer(middleware::from_fn_with_state(server.clone(), guarded))
        .with_state(server)
}

/// Wraps every request: lets it through if its caller may ask, sets the security headers of the answer, and counts the
/// answer by its status (answered below 400, refused below 500, failed from 500).
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
    let mut response = match catch_crash(&path, || check_access(&server, &request)) {
        Ok(None) => next.run(request).await,
        Ok(Some(redirect)) => redirect,
        Err(problem) => respond(problem.reply()),
    };
    let headers = response.headers_mut();
    for (name, value) in [
        ("content-security-policy", CONTENT_SECURITY_POLICY),
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
    if response.extensions().get::<InProgress>().is_some() {
        return response;
    }
    let (head, body) = response.into_parts();
    // Every other body is in memory already, so this does not wait, copy or fail.
    let bytes = to_bytes(body, usize::MAX).await.unwrap_or_default();
    Response::from_parts(head, body_with(bytes, answering))
}

/// Checks host name and token. `Ok(None)` lets the request through. `Ok(Some(response))` is a redirect: a page was
/// requested with a `token` in its address. The redirect sets this `token` as a cookie and leads to the address without
/// it.
fn check_access(server: &Server, request: &Request) -> Result<Option<Response>, Problem> {
    let headers = request.headers();
    let text = |name| headers.get(name).and_then(|value: &HeaderValue| value.to_str().ok());
    server.guard.check_host(text(header::HOST))?;
    let bearer = headers.get(header::AUTHORIZATION).map(HeaderValue::as_bytes);
    let bearer = bearer.and_then(|value| std::str::from_utf8(value).ok()?.strip_prefix("Bearer "));
    let cookies = text(header::COOKIE).unwrap_or_default().split("; ");
    let cookie = cookies.filter_map(|one| one.strip_prefix(COOKIE)?.strip_prefix('='));
    let query = Query::<Vec<(String, String)>>::try_from_uri(request.uri());
    let query = query.map(|Query(pairs)| pairs).unwrap_or_default();
    let in_address = query.iter().find(|(name, _)| name == "token").map(|(_, value)| hex(value));
    let bearer_hex = bearer.map(hex);
    // A cookie may hold neither blanks nor most punctuation, so the token is compared and kept as hexadecimal digits.
    let tokens = cookie.map(str::to_owned).chain(bearer_hex).chain(in_address.clone());
    let tokens: Vec<String> = tokens.collect();
    server.guard.check_token(tokens.iter().map(String::as_str))?;
    let is_page = !request.uri().path().starts_with("/api/");
    // Only the right token becomes the cookie: one of the others may have let the caller in.
    let Some(token) = in_address.filter(|token| is_page && server.guard.is_token(token)) else {
        return Ok(None);
    };
    if leads_to_another_host(request.uri().path()) {
        return Err(Problem::new(404, "there is no such address"));
    }
    let rest = query.iter().filter(|(name, _)| name != "token");
    let rest: Vec<String> = rest
        .map(|(name, value)| {
            format!(
                "{}={}",
                super::original::percent_encoded(name),
                super::original::percent_encoded(value)
            )
        })
        .collect();
    let to = format!("{}?{}", request.uri().path(), rest.join("&"));
    let cookie = format!("{COOKIE}={token}; HttpOnly; SameSite=Strict; Path=/");
    let reply = Reply { status: 303, ..Reply::new("text/plain", "") };
    Ok(Some(respond(reply.with("location", to).with("set-cookie", cookie))))
}

/// Whether a browser that is redirected to this path would ask another host: it takes `//host/` and `/\host/` as the
/// address of `host`.
fn leads_to_another_host(path: &str) -> bool {
    path.strip_prefix('/').is_none_or(|rest| rest.starts_with(['/', '\\']))
}

/// A request whose route is known.
struct Question {
    route: &'static Route,
    /// The parameters of the query and of the path by name. Of several with one name in the query the last one counts;
    /// a parameter of the path replaces one of the query.
    values: BTreeMap<String, String>,
    /// Path and query as they came, without a host.
    address: String,
    /// The entity tags of the answers that the caller has cached (`If-None-Match`).
    cached: Option<HeaderValue>,
}

/// Answers one request. Except for free routes ([`Route::is_free`]) it waits for its turn, because only some questions
/// are worked on at once. The time limit of the server includes this wait. Once an answer in pieces has begun, only the
/// time in which its caller waits for pieces counts.
async fn answer(
    server: Arc<Server>,
    (caller, answering): (Caller, Arc<Answering>),
    question: Question,
) -> Response {
    let (stop, time_limit, start) = (Stop::default(), server.time_limit, Instant::now());
    // Dropping this value stops the work. It is dropped when the time is over or the caller goes away.
    let stop_on_drop = stop.on_drop();
    let work = async move {
        let turn =
            if question.route.is_free() { None } else { Some(server.work.turn(caller).await?) };
        let (sender, result) = oneshot::channel();
        // The turn (the permits for work on one question) moves to the thread of the work. So the permits are released
        // when the work ends, not when the caller goes away.
        tokio::task::spawn_blocking(move || work_on(&server.states, question, &stop, turn, sender));
        result.await.unwrap_or_else(|_| Err(Problem::new(500, "the answer failed")))
    };
    match tokio::time::timeout(time_limit, work).await {
        Ok(Ok(Answered::Whole(reply, unsent))) => respond_counted(reply, unsent),
        Ok(Ok(Answered::InPieces(reply, pieces))) => {
            let left = time_limit.saturating_sub(start.elapsed());
            let body = InPieces::new(pieces, answering, stop_on_drop, left);
            let mut response = response_with(reply, Body::new(body));
            response.extensions_mut().insert(InProgress);
            response
        }
        Ok(Err(problem)) => respond(problem.reply()),
        Err(_) => respond(too_late().reply()),
    }
}

/// Marks a response whose body is still being made and is sent in pieces. [`guarded`] must not wait for such a body.
#[derive(Clone, Copy)]
struct InProgress;

/// Does the work of one request on a thread that may block, and sends the answer to `sender`: whole, or its head first
/// and then the body in pieces.
fn work_on(
    states: &OpenStates,
    question: Question,
    stop: &Stop,
    turn: Option<Turn>,
    sender: AnswerSender,
) {
    let Question { route, values, address, cached } = question;
    let path = address.split('?').next().unwrap_or_default().to_owned();
    let work = || reply_or_not_modified(states, route, values, address, cached.as_ref());
    let result = catch_crash(&path, || {
        stop::run_until(stop, work).unwrap_or_else(|Stopped| Err(too_late()))
    });
    // Sending fails if the caller has gone; then there is nobody to tell.
    let mut reply = match result {
        Ok(reply) => reply,
        Err(problem) => return drop(sender.send(Err(problem))),
    };
    let Some(pieces) = reply.pieces.take() else {
        let unsent = turn.as_ref().map(|turn| turn.count_unsent(reply.body.capacity()));
        return drop(sender.send(Ok(Answered::Whole(reply, unsent))));
    };
    let mut outflow = Outflow::new(reply, sender, turn);
    let work = || pieces.make(&mut outflow);
    let result = catch_crash(&path, || {
        stop::run_until(stop, work).unwrap_or_else(|Stopped| Err(too_late()))
    });
    outflow.end(result);
}

/// The problem of an answer that takes longer than the time limit: status 503.
fn too_late() -> Problem {
    Problem::new(503, "the answer takes too long; ask for less, or ask again later")
}

/// Runs `work`. A panic in it becomes a problem, so that the server goes on. `path` is the address without the
/// parameters, for the log: what users ask is not logged.
fn catch_crash<T>(path: &str, work: impl FnOnce() -> Result<T, Problem>) -> Result<T, Problem> {
    crash::catch(work).unwrap_or_else(|crash| {
        crash.log(&format!("answering {path}"));
        Err(Problem::crash(&crash))
    })
}

/// The answer of `route`, or status 304 if the answer that the caller has cached is still right.
///
/// `values` are the parameters by name. The parameter `cursor` names the state of the index that answers; without it,
/// or with an empty one, the newest state does. `address` is path and query as they came. `cached` is the header
/// `If-None-Match`: the entity tags of the answers that the caller has.
///
/// The entity tag of an answer is made of the state of the index, the version of the program and the address. Answers
/// at or below `/papers/{id}` and `/api/v1/papers/{id}` have none: they depend on the file of the paper as well. A
/// route of another path that reads more than the index must be added to the test here.
pub fn reply_or_not_modified(
    states: &OpenStates,
    route: &Route,
    values: BTreeMap<String, String>,
    address: String,
    cached: Option<&HeaderValue>,
) -> Result<Reply, Problem> {
    let cursor = values.get("cursor").map(String::as_str);
    let state = states.for_cursor(cursor)?;
    let about = format!("{} {address}", env!("CARGO_PKG_VERSION"));
    let tag =
        format!("\"{}-{:016x}\"", state.version, XxHash3_128::oneshot(about.as_bytes()) as u64);
    let asked = Asked { state, list: route.path, values, address };
    let cached_tags = cached.and_then(|tags| tags.to_str().ok()).unwrap_or_default();
    // Answers about one paper also depend on its file, which may change while the index does not.
    let depends_on_index_alone =
        !route.path.starts_with("/papers/{id}") && !route.path.starts_with("/api/v1/papers/{id}");
    let is_cached = cached_tags.split(',').any(|one| one.trim().trim_start_matches("W/") == tag);
    if depends_on_index_alone && is_cached {
        let reply = Reply { status: 304, ..Reply::new(route.media, "") };
        return Ok(reply.with("etag", tag));
    }
    let reply = (route.answer)(&asked)?;
    Ok(if depends_on_index_alone { reply.with("etag", tag) } else { reply })
}

/// A reply as axum sends it. Its bytes are not counted as unsent: it is for short replies, such as errors.
fn respond(reply: Reply) -> Response {
    respond_counted(reply, None)
}

/// A reply as axum sends it. `unsent` counts its bytes against the memory limit until the last one has left.
fn respond_counted(mut reply: Reply, unsent: Option<Unsent>) -> Response {
    let bytes = std::mem::take(&mut reply.body);
    response_with(reply, body_with(bytes, unsent))
}

/// A response with the status and headers of `reply`, and with `body`.
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

/// The counters of the server in the text format of Prometheus.
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
