//! Asks the nodes of a cluster over HTTP: turns to the next node where one does not answer, waits where the cluster is
//! busy, and tells what kind of fault it is where that does not help.
//! In: requests that may be sent twice without harm. Out: answers in JSON. Never knows what is asked.

use std::sync::Mutex;
use std::sync::PoisonError;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::Value;
use ureq::Agent;
use ureq::http::{Method, Request};
use vankien_system::stop;

use crate::cluster::address::Address;
#[cfg(feature = "cluster-tls")]
use crate::cluster::tls;
use crate::error::{ClusterFault, Error, Result};

/// How long a node may take to accept a connection. A judgement, not measured: nodes of one network answer within
/// milliseconds.
const CONNECT: Duration = Duration::from_secs(5);

/// How long a node may take for one answer. A judgement, not measured: a slow node is given up and the next one asked.
const ANSWER: Duration = Duration::from_secs(60);

/// How long a request is tried again, over all nodes, before the fault is told. A judgement: a node that was killed is
/// left out of its cluster within seconds (20 seconds in the trial with three nodes).
const PATIENCE: Duration = Duration::from_secs(60);

/// The first pause before a request is tried again; each further one is twice as long, up to [`LONGEST_PAUSE`].
const FIRST_PAUSE: Duration = Duration::from_millis(50);

/// The longest pause between two trials of a request.
const LONGEST_PAUSE: Duration = Duration::from_secs(5);

/// How long a node that did not answer is asked last. A judgement, not measured.
const SHUNNED: Duration = Duration::from_secs(10);

/// Largest answer that is read, in bytes (512 MiB). A judgement: a page of rows takes a few MiB.
const MOST_ANSWER_BYTES: u64 = 512 << 20;

/// Asks the nodes of one cluster. Threads may share it.
pub struct Client {
    agent: Agent,
    address: Address,
    /// The number of requests so far: each begins at the next node.
    asked: AtomicUsize,
    /// For each node, until when it is asked last.
    shunned: Mutex<Vec<Option<Instant>>>,
    /// As [`PATIENCE`].
    patience: Duration,
}

/// What a cluster answered.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The HTTP status: 200 to 299, 404 or 409.
    pub status: u16,
    /// The body; null if it is empty.
    pub body: Value,
}

/// One trial that gave no answer.
struct Failure {
    fault: ClusterFault,
    what: String,
    /// How long the node asks to wait.
    wait: Option<Duration>,
}

impl Failure {
    /// A node that did not answer, or not to the end.
    fn of(error: ureq::Error) -> Failure {
        Failure { fault: ClusterFault::Away, what: error.to_string(), wait: None }
    }

    /// A node that answered with a status of failure.
    fn of_status(status: u16, body: &Value, wait: Option<Duration>) -> Failure {
        let reason = reason(body).unwrap_or_else(|| format!("HTTP {status}"));
        let is_full = reason.contains("flood-stage") || reason.contains("disk usage exceeded");
        // A node that has just died is still asked by the others: 500.
        let is_red =
            ["all shards failed", "no shard available", "missing shards", "node_not_connected"]
                .into_iter()
                .any(|words| reason.contains(words));
        let fault = match status {
            _ if is_full => ClusterFault::Full,
            // More values or clauses than the cluster takes: another trial does not help.
            _ if reason.contains("too_many_") => ClusterFault::Refused,
            _ if is_red => ClusterFault::Red,
            401 | 403 => ClusterFault::Denied,
            429 => ClusterFault::Busy,
            502..=504 => ClusterFault::Red,
            _ => ClusterFault::Refused,
        };
        Failure { fault, what: reason, wait }
    }

    /// Whether another trial may help.
    fn may_pass(&self) -> bool {
        matches!(self.fault, ClusterFault::Away | ClusterFault::Busy | ClusterFault::Red)
    }
}

/// The reason of a failure as a cluster tells it: that of its root cause, or the error itself.
fn reason(body: &Value) -> Option<String> {
    let error = &body["error"];
    let cause = error["root_cause"].get(0).unwrap_or(error);
    let told = |of: &Value| {
        let reason = of["reason"].as_str().or_else(|| of.as_str()).unwrap_or_default();
        let kind = of["type"].as_str().unwrap_or_default();
        [kind, reason].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(": ")
    };
    [cause, error].into_iter().map(told).find(|told| !told.is_empty())
}

impl Client {
    /// A client of the nodes at `address`. Nothing is sent yet.
    ///
    /// # Errors
    /// Where a certificate cannot be read.
    pub fn new(address: Address) -> Result<Client> {
        Client::with_answer_time(address, ANSWER)
    }

    fn with_answer_time(address: Address, answer: Duration) -> Result<Client> {
        let agent = Agent::config_builder()
            .timeout_connect(Some(CONNECT))
            .timeout_global(Some(answer))
            .http_status_as_error(false)
            .proxy(None)
            .max_redirects(0)
            .user_agent(concat!("vankien/", env!("CARGO_PKG_VERSION")));
        #[cfg(feature = "cluster-tls")]
        let agent = if address.urls.iter().any(|url| url.starts_with("https://")) {
            agent.tls_config(tls::config(&address.urls, address.authority.as_deref())?)
        } else {
            agent
        };
        let agent = agent.build().new_agent();
        let shunned = Mutex::new(vec![None; address.urls.len()]);
        Ok(Client { agent, address, asked: AtomicUsize::new(0), shunned, patience: PATIENCE })
    }

    /// The same client with another time for which a request is tried again.
    #[must_use]
    pub fn with_patience(self, patience: Duration) -> Client {
        Client { patience, ..self }
    }

    /// The URLs of the nodes, as messages name them.
    pub fn at(&self) -> String {
        self.address.urls.join(",")
    }

    /// `GET path`.
    ///
    /// # Errors
    /// [`Error::Cluster`].
    pub fn get(&self, path: &str) -> Result<Answer> {
        self.ask(&Method::GET, path, None)
    }

    /// `POST path` with a body of JSON.
    ///
    /// # Errors
    /// [`Error::Cluster`].
    pub fn post(&self, path: &str, body: &Value) -> Result<Answer> {
        self.ask(&Method::POST, path, Some(&body.to_string()))
    }

    /// `PUT path` with a body of JSON.
    ///
    /// # Errors
    /// [`Error::Cluster`].
    pub fn put(&self, path: &str, body: &Value) -> Result<Answer> {
        self.ask(&Method::PUT, path, Some(&body.to_string()))
    }

    /// `DELETE path`, with a body where the call wants one.
    ///
    /// # Errors
    /// [`Error::Cluster`].
    pub fn delete(&self, path: &str, body: Option<&Value>) -> Result<Answer> {
        self.ask(&Method::DELETE, path, body.map(Value::to_string).as_deref())
    }

    /// `POST path` with lines of JSON, each ended by a line end.
    ///
    /// # Errors
    /// [`Error::Cluster`].
    pub fn post_lines(&self, path: &str, lines: &str) -> Result<Answer> {
        self.ask(&Method::POST, path, Some(lines))
    }

    /// Sends a request, which may reach the cluster more than once.
    fn ask(&self, method: &Method, path: &str, body: Option<&str>) -> Result<Answer> {
        let begun = Instant::now();
        let mut pause = FIRST_PAUSE;
        loop {
            let mut last = None;
            for node in self.order() {
                stop::check();
                match self.try_node(node, method, path, body) {
                    Ok(answer) => return Ok(answer),
                    Err(failure) if failure.may_pass() => {
                        // A busy cluster is busy at every node: the others are asked after a pause.
                        let is_away = failure.fault == ClusterFault::Away;
                        self.shun(node, is_away);
                        last = Some(failure);
                        if !is_away {
                            break;
                        }
                    }
                    Err(failure) => return Err(self.error(failure)),
                }
            }
            let Some(failure) = last else { continue };
            let wait = failure.wait.unwrap_or(pause).min(LONGEST_PAUSE);
            if begun.elapsed() + wait >= self.patience {
                return Err(self.error(failure));
            }
            thread::sleep(wait);
            pause = (2 * pause).min(LONGEST_PAUSE);
        }
    }

    /// The nodes in the order in which they are asked: one after the other takes its turn, those that did not answer
    /// come last.
    fn order(&self) -> Vec<usize> {
        let nodes = self.address.urls.len();
        let first = self.asked.fetch_add(1, Ordering::Relaxed);
        let mut order: Vec<usize> = (0..nodes).map(|at| (first + at) % nodes).collect();
        let shunned = self.shunned.lock().unwrap_or_else(PoisonError::into_inner);
        let now = Instant::now();
        order.sort_by_key(|node| shunned[*node].is_some_and(|until| until > now));
        order
    }

    fn shun(&self, node: usize, is_away: bool) {
        let mut shunned = self.shunned.lock().unwrap_or_else(PoisonError::into_inner);
        shunned[node] = is_away.then(|| Instant::now() + SHUNNED);
    }

    fn try_node(
        &self,
        node: usize,
        method: &Method,
        path: &str,
        body: Option<&str>,
    ) -> std::result::Result<Answer, Failure> {
        let url = format!("{}/{path}", self.address.urls[node]);
        let mut request = Request::builder().method(method).uri(url);
        if let Some(credentials) = &self.address.credentials {
            request = request.header("authorization", credentials.header());
        }
        let sent = match body {
            Some(body) => request
                .header("content-type", "application/json")
                .body(body)
                .map_err(ureq::Error::from)
                .and_then(|request| self.agent.run(request)),
            None => request
                .body(())
                .map_err(ureq::Error::from)
                .and_then(|request| self.agent.run(request)),
        };
        let mut response = sent.map_err(Failure::of)?;
        let status = response.status().as_u16();
        let wait = response.headers().get("retry-after").and_then(|value| value.to_str().ok());
        let wait = wait.and_then(|seconds| seconds.parse().ok()).map(Duration::from_secs);
        let read = response.body_mut().with_config().limit(MOST_ANSWER_BYTES).read_to_vec();
        let read = read.map_err(Failure::of)?;
        let body = if read.is_empty() { Ok(Value::Null) } else { serde_json::from_slice(&read) };
        match (status, body) {
            (200..=299 | 404 | 409, Ok(body)) => Ok(Answer { status, body }),
            (200..=299, Err(_)) => Err(Failure {
                fault: ClusterFault::Refused,
                what: "what answered is no OpenSearch: no JSON came back".to_owned(),
                wait: None,
            }),
            (_, body) => Err(Failure::of_status(status, &body.unwrap_or_default(), wait)),
        }
    }

    /// Waits before what a busy cluster refused is sent again.
    pub(super) fn pause(&self) {
        thread::sleep(LONGEST_PAUSE.min(self.patience));
    }

    /// A fault that the content of an answer tells.
    pub(super) fn fault(&self, fault: ClusterFault, what: String) -> Error {
        Error::Cluster { at: self.at(), fault, what }
    }

    fn error(&self, failure: Failure) -> Error {
        self.fault(failure.fault, failure.what)
    }
}

/// A name as it may stand in the path of a URL.
pub fn escaped(name: &str) -> String {
    let mut escaped = String::with_capacity(name.len());
    for byte in name.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => {
                escaped.push(byte as char);
            }
            _ => escaped.push_str(&format!("%{byte:02X}")),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use std::io::{BufRead, BufReader, Read, Write};
    use std::net::TcpListener;
    use std::sync::Arc;

    use super::*;

    /// A node that gives the answers of a list, one to each connection, and keeps what it was sent. After the last one it
    /// closes each connection without an answer.
    struct Stub {
        url: String,
        asked: Arc<Mutex<Vec<String>>>,
    }

    fn stub(answers: Vec<(u16, &'static str)>) -> Stub {
        let listener = TcpListener::bind("127.0.0.1:0").expect("free");
        let url = format!("http://{}", listener.local_addr().expect("bound"));
        let asked = Arc::new(Mutex::new(Vec::new()));
        let kept = Arc::clone(&asked);
        thread::spawn(move || {
            let mut answers = answers.into_iter();
            for stream in listener.incoming() {
                let Ok(mut stream) = stream else { return };
                let mut reader = BufReader::new(stream.try_clone().expect("a stream"));
                let mut head = String::new();
                while !head.ends_with("\r\n\r\n") && reader.read_line(&mut head).unwrap_or(0) > 0 {}
                let small = head.to_ascii_lowercase();
                let length = small
                    .split_once("content-length: ")
                    .and_then(|(_, rest)| rest.split("\r\n").next()?.parse::<usize>().ok());
                let mut body = vec![0; length.unwrap_or(0)];
                reader.read_exact(&mut body).expect("a body");
                kept.lock().expect("kept").push(head + &String::from_utf8_lossy(&body));
                if let Some((status, body)) = answers.next() {
                    let length = body.len();
                    let _ = write!(
                        stream,
                        "HTTP/1.1 {status} OK\r\ncontent-type: application/json\r\nconnection: close\r\n\
                         content-length: {length}\r\n\r\n{body}"
                    );
                }
            }
        });
        Stub { url, asked }
    }

    fn client(stubs: &[&Stub]) -> Client {
        let urls: Vec<&str> = stubs.iter().map(|stub| stub.url.as_str()).collect();
        let address = Address::parse(&urls.join(","), None).expect("good");
        Client::new(address).expect("good").with_patience(Duration::from_secs(3))
    }

    fn fault(result: Result<Answer>) -> (ClusterFault, String) {
        match result {
            Err(Error::Cluster { fault, what, .. }) => (fault, what),
            other => panic!("no fault: {other:?}"),
        }
    }

    #[test]
    fn the_next_node_is_asked_where_one_is_away() {
        let (away, there) = (stub(Vec::new()), stub(vec![(200, r#"{"a": 1}"#); 4]));
        let client = client(&[&away, &there]);
        for _ in 0..4 {
            let answer = client.get("_cluster/health").expect("answered");
            assert_eq!((answer.status, &answer.body["a"]), (200, &Value::from(1)));
        }
        // The node that was away is asked once, then last.
        assert_eq!(away.asked.lock().expect("kept").len(), 1);
        assert_eq!(there.asked.lock().expect("kept").len(), 4);
    }

    #[test]
    fn a_slow_node_is_given_up_and_the_next_one_asked() {
        // It takes connections and says nothing.
        let slow = TcpListener::bind("127.0.0.1:0").expect("free");
        let there = stub(vec![(200, r#"{"a": 1}"#); 2]);
        let urls = format!("http://{},{}", slow.local_addr().expect("bound"), there.url);
        let address = Address::parse(&urls, None).expect("good");
        let client = Client::with_answer_time(address, Duration::from_millis(300)).expect("good");
        let begun = Instant::now();
        for _ in 0..2 {
            assert_eq!(client.get("x").expect("answered").body["a"], 1);
        }
        assert!(begun.elapsed() < Duration::from_secs(20), "{:?}", begun.elapsed());
    }

    #[test]
    fn a_busy_cluster_is_asked_again_and_a_refusal_is_not() {
        let busy = stub(vec![(429, "{}"), (503, ""), (200, "{}")]);
        client(&[&busy]).post("_bulk", &Value::from("x")).expect("in the end");
        let asked = busy.asked.lock().expect("kept");
        assert_eq!(asked.len(), 3);
        assert!(asked.iter().all(|sent| sent.ends_with("\"x\"")), "{asked:?}");
        let denied = stub(vec![(401, "Unauthorized"), (200, "{}")]);
        assert_eq!(fault(client(&[&denied]).get("")).0, ClusterFault::Denied);
        let reason = r#"{"error": {"root_cause": [{"type": "cluster_block_exception", "reason": "index [a] blocked by: [TOO_MANY_REQUESTS/12/disk usage exceeded flood-stage watermark, index has read-only-allow-delete block];"}]}, "status": 429}"#;
        let full = stub(vec![(429, reason), (200, "{}")]);
        let (kind, what) = fault(client(&[&full]).get(""));
        assert!(kind == ClusterFault::Full && what.contains("flood-stage"), "{kind:?} {what}");
        let wrong =
            stub(vec![(400, r#"{"error": {"type": "parsing_exception", "reason": "no"}}"#)]);
        let (kind, what) = fault(client(&[&wrong]).get(""));
        assert_eq!((kind, what.as_str()), (ClusterFault::Refused, "parsing_exception: no"));
        let other = stub(vec![(200, "<html>")]);
        assert_eq!(fault(client(&[&other]).get("")).0, ClusterFault::Refused);
    }

    #[test]
    fn what_lasts_is_told() {
        let away = stub(Vec::new());
        let gone = client(&[&away]).with_patience(Duration::from_millis(200));
        assert_eq!(fault(gone.get("")).0, ClusterFault::Away);
        let red = stub(vec![
            (
                503,
                r#"{"error": {"type": "search_phase_execution_exception", "reason": "all shards failed"}}"#
            );
            9
        ]);
        let red = client(&[&red]).with_patience(Duration::from_millis(200));
        assert_eq!(fault(red.get("a/_search")).0, ClusterFault::Red);
    }

    #[test]
    fn what_is_not_there_is_an_answer() {
        let missing = stub(vec![(404, r#"{"found": false}"#)]);
        assert_eq!(client(&[&missing]).get("a/_doc/1").expect("an answer").status, 404);
    }

    #[test]
    fn a_name_stands_in_a_url() {
        assert_eq!(escaped("máy 1/a"), "m%C3%A1y%201%2Fa");
    }
}
