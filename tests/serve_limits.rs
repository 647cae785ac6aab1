//! The server as callers meet it that mean harm or have stopped: slow heads, too many connections, readers that do
//! not read, paths that lead elsewhere.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use crate::program::{Server, program, unchunked};

/// A server over an index of its own; ends with its value.
struct Served {
    folder: tempfile::TempDir,
    server: Server,
}

impl Served {
    /// A server without papers; `config` is its `vankien.toml`.
    fn empty(config: &str, flags: &[&str]) -> Served {
        Served::over(tempfile::tempdir().expect("a folder"), config, flags)
    }

    fn over(folder: tempfile::TempDir, config: &str, flags: &[&str]) -> Served {
        std::fs::write(folder.path().join("vankien.toml"), config).expect("the defaults");
        let server = Server::start(folder.path(), |command| {
            command.args(flags);
        });
        Served { folder, server }
    }

    fn connect(&self) -> TcpStream {
        TcpStream::connect(self.server.address).expect("the server is there")
    }

    /// As [`Server::begun`].
    fn begun(&self, path: &str, headers: &str) -> TcpStream {
        self.server.begun(path, headers)
    }

    /// As [`Server::get`].
    fn get(&self, path: &str, headers: &str) -> String {
        self.server.get(path, headers)
    }

    /// As [`Server::metric`].
    fn metric(&self, name: &str) -> usize {
        self.server.metric(name)
    }
}

impl Served {
    /// Fails where the server does not say within a second that it is well, or holds back what pages are made of.
    fn is_well(&self, headers: &str) {
        for path in ["/api/v1/health", "/static/page.css", "/metrics"] {
            let begun = Instant::now();
            let answer = self.get(path, headers);
            assert!(answer.starts_with("HTTP/1.1 200 "), "{path}: {answer}");
            assert!(begun.elapsed() < Duration::from_secs(1), "{path}: {:?}", begun.elapsed());
        }
    }
}

/// Whether the server closes the connection within `patience`. What it sends before does not count.
fn closes(stream: &mut TcpStream, patience: Duration) -> bool {
    let end = Instant::now() + patience;
    let mut bytes = vec![0; 1 << 16];
    loop {
        let left = end.saturating_duration_since(Instant::now()).max(Duration::from_millis(1));
        stream.set_read_timeout(Some(left)).expect("a time");
        match stream.read(&mut bytes) {
            Ok(0) => return true,
            Ok(_) => {}
            Err(error) => {
                let is_open = [std::io::ErrorKind::WouldBlock, std::io::ErrorKind::TimedOut];
                return !is_open.contains(&error.kind());
            }
        }
    }
}

#[test]
fn slow_heads_hold_nobody_up() {
    let served = Served::empty("head_seconds = 1\n", &["--token", "x"]);
    let mut slow: Vec<TcpStream> = (0..64).map(|_| served.begun("/", "")).collect();
    let mut silent: Vec<TcpStream> = (0..8).map(|_| served.connect()).collect();
    let begun = Instant::now();
    while begun.elapsed() < Duration::from_millis(2_000) {
        for stream in &mut slow {
            // The server may have closed it by now.
            let _ = stream.write_all(b"X-A: b\r\n");
        }
        served.is_well("Authorization: Bearer x\r\n");
        std::thread::sleep(Duration::from_millis(100));
    }
    for stream in slow.iter_mut().chain(&mut silent) {
        assert!(closes(stream, Duration::from_secs(3)), "a head that does not end is given up");
    }
}

#[test]
fn a_connection_is_kept_between_requests_and_its_next_head_is_timed_too() {
    let served = Served::empty("head_seconds = 1\n", &[]);
    let mut kept = served.begun("/api/v1/health", "\r\n");
    let mut answers = [0; 4096];
    assert!(kept.read(&mut answers).expect("an answer") > 0);
    std::thread::sleep(Duration::from_millis(1_500));
    let head = format!("GET /static/page.css HTTP/1.1\r\nHost: {}\r\n", served.server.address);
    kept.write_all(format!("{head}\r\n").as_bytes()).expect("it listens");
    assert!(!closes(&mut kept, Duration::from_millis(500)), "silence between requests is longer");
    kept.write_all(head.as_bytes()).expect("it listens");
    let begun = Instant::now();
    assert!(closes(&mut kept, Duration::from_secs(4)));
    assert!(begun.elapsed() > Duration::from_millis(500));
    let mut silent = served.begun("/api/v1/health", "\r\n");
    assert!(closes(&mut silent, Duration::from_secs(9)), "silence ends too");
}

#[test]
fn a_new_connection_takes_the_place_of_the_oldest_without_a_whole_request() {
    let served = Served::empty("connections = 8\n", &[]);
    let mut begun: Vec<TcpStream> = (0..40).map(|_| served.begun("/", "")).collect();
    served.is_well("");
    assert!(served.metric("vankien_connections_dropped_total") >= 34);
    let (oldest, newest) = begun.split_at_mut(34);
    for stream in oldest {
        assert!(closes(stream, Duration::from_secs(2)));
    }
    // Others of the six may have made room for the questions above.
    let last = newest.last_mut().expect("six");
    assert!(!closes(last, Duration::from_millis(100)));
    last.write_all(b"Connection: close\r\n\r\n").expect("it listens");
    let mut answer = String::new();
    last.set_read_timeout(None).expect("a time");
    last.read_to_string(&mut answer).expect("it answers");
    assert!(answer.starts_with("HTTP/1.1 200 "), "{answer}");
}

#[test]
fn a_body_is_not_waited_for() {
    let served = Served::empty("", &[]);
    for method in ["GET", "POST"] {
        let mut stream = served.connect();
        let head = format!(
            "{method} /api/v1/health HTTP/1.1\r\nHost: {}\r\nContent-Length: 1000000\r\n\r\na",
            served.server.address
        );
        stream.write_all(head.as_bytes()).expect("it listens");
        let mut answer = [0; 12];
        stream.read_exact(&mut answer).expect("it answers");
        let status = if method == "GET" { b"HTTP/1.1 200" } else { b"HTTP/1.1 405" };
        assert_eq!(&answer, status);
        let begun = Instant::now();
        // A byte now and then does not keep it open.
        while !closes(&mut stream, Duration::from_millis(100)) {
            assert!(begun.elapsed() < Duration::from_secs(2), "{method}");
            let _ = stream.write_all(b"a");
        }
    }
    served.is_well("");
}

#[test]
fn readers_that_do_not_read_are_dropped_and_only_their_caller_waits() {
    const SIZE: usize = 3_000_000;
    let folder = tempfile::tempdir().expect("a folder");
    let comment = "một lời ghi chú dài ".repeat(SIZE / 26);
    let text = format!("<p>Số 7-CV/TU</p><p>cán bộ</p><!--{comment}-->");
    std::fs::create_dir(folder.path().join("papers")).expect("a folder");
    // What lies in an archive is whole in memory before it goes out.
    let archive = std::fs::File::create(folder.path().join("papers/a.zip")).expect("an archive");
    let mut archive = zip::ZipWriter::new(archive);
    let stored =
        zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    archive.start_file("large.html", stored).expect("an entry");
    archive.write_all(text.as_bytes()).expect("written");
    archive.finish().expect("written");
    let ingested = program(folder.path(), &["ingest", "papers"]).output().expect("it runs");
    assert!(ingested.status.success(), "{}", String::from_utf8_lossy(&ingested.stderr));
    // One caller may have three quarters of it, the fourth answer passes that.
    let config = format!("unread_seconds = 8\nunsent_bytes = {}\n", text.len() * 5);
    let served = Served::over(folder, &config, &["--trusted-proxy", "127.0.0.1"]);
    let (one, other) = ("X-Forwarded-For: 192.0.2.1\r\n", "X-Forwarded-For: 192.0.2.2\r\n");
    // The other one has asked for nothing yet.
    let papers = served.get("/api/v1/papers", "X-Forwarded-For: 192.0.2.3\r\n");
    let id = papers.split("\"id\":\"").nth(1).and_then(|rest| rest.split('"').next());
    let address = format!("/papers/{}/original", id.expect("an id"));
    let begun = Instant::now();
    let mut slow = Vec::new();
    for _ in 0..4 {
        slow.push(served.begun(&address, &format!("{one}\r\n")));
    }
    for stream in &mut slow {
        stream.read_exact(&mut [0; 12]).expect("the answer begins");
    }
    assert_eq!(served.metric("vankien_unsent_bytes"), text.len() * 4);
    // What is no question is answered to its caller too.
    served.is_well(one);
    assert!(served.get("/?q=can+bo", other).starts_with("HTTP/1.1 200 "));
    assert!(begun.elapsed() < Duration::from_secs(8), "others did not wait");
    assert!(served.get("/?q=can+bo", one).starts_with("HTTP/1.1 200 "));
    let waited = begun.elapsed();
    assert!(waited < Duration::from_secs(20), "{waited:?}");
    // How soon depends on how much was worked for it; never before one of its readers is gone.
    assert!(served.metric("vankien_unsent_bytes") < text.len() * 4);
    while served.metric("vankien_unsent_bytes") > 0 {
        assert!(begun.elapsed() < Duration::from_secs(25), "all are dropped");
        std::thread::sleep(Duration::from_millis(100));
    }
    for mut stream in slow {
        stream.set_read_timeout(Some(Duration::from_secs(2))).expect("a time");
        let mut rest = Vec::new();
        // What was on its way may come before the end.
        let _ = stream.read_to_end(&mut rest);
        assert!(rest.len() < text.len() / 2, "{}", rest.len());
    }
    let whole = served.get(&address, one);
    assert!(whole.ends_with("-->") && whole.len() > text.len(), "who reads has all of it");
}

#[test]
fn no_redirect_leads_to_another_host() {
    let served = Served::empty("", &["--token", "x"]);
    for path in ["//evil.example/", "///evil.example", "/\\evil.example/", "//evil.example/..%2f"] {
        let answer = served.get(&format!("{path}?token=x"), "");
        let status = answer.split(' ').nth(1).expect("a status");
        assert!(matches!(status, "400" | "404"), "{path}: {answer}");
        assert!(!answer.to_lowercase().contains("location:"), "{path}: {answer}");
    }
    let answer = served.get("/mentions?q=a&token=x", "").to_lowercase();
    assert!(answer.contains("\r\nlocation: /mentions?q=a\r\n"), "{answer}");
    // A whole URL in the first line does not become the base of links on the page.
    let page = served.get("http://evil.example/?q=a", "Authorization: Bearer x\r\n");
    assert!(page.starts_with("HTTP/1.1 200 ") && !page.contains("evil.example"), "{page}");
}

/// So many mentions, each with its sentence, make a table of some 20 MB.
const MENTIONS: usize = 24_000;

/// A server over a paper with [`MENTIONS`] mentions of `cán bộ` in one sentence.
fn with_many_mentions(config: &str) -> Served {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::create_dir(folder.path().join("papers")).expect("a folder");
    let text = "cán bộ xã, cán bộ phường, cán bộ huyện,\n".repeat(MENTIONS / 3);
    std::fs::write(folder.path().join("papers/a.txt"), text).expect("a paper");
    let ingested = program(folder.path(), &["ingest", "papers"]).output().expect("it runs");
    assert!(ingested.status.success());
    Served::over(folder, config, &[])
}

/// The most memory the server ever took, in MB; `None` where the system does not tell.
fn most_memory(served: &Served) -> Option<usize> {
    let status =
        std::fs::read_to_string(format!("/proc/{}/status", served.server.child.id())).ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    Some(line.split_whitespace().nth(1)?.parse::<usize>().ok()? >> 10)
}

const TABLE: &str = "/api/v1/mentions.csv?q=c%C3%A1n%20b%E1%BB%99";

/// What a server says to a request for the table, up to the end or to where the connection broke off; whether it ended in
/// order.
fn table(served: &Served, version: &str) -> (String, Vec<u8>, bool) {
    let address = served.server.address;
    let head =
        format!("GET {TABLE} HTTP/{version}\r\nHost: {address}\r\nConnection: close\r\n\r\n");
    let mut stream = served.connect();
    stream.write_all(head.as_bytes()).expect("it listens");
    let mut answer = Vec::new();
    let mut ended = stream.read_to_end(&mut answer).is_ok();
    let Some(at) = answer.windows(4).position(|end| end == b"\r\n\r\n") else {
        return (String::new(), answer, false);
    };
    let mut rest = answer.split_off(at + 4);
    let head = String::from_utf8(answer).expect("a head");
    if head.contains("transfer-encoding: chunked") {
        let (body, is_whole) = unchunked(&rest);
        (rest, ended) = (body, ended && is_whole);
    }
    (head, rest, ended)
}

fn lines(table: &[u8]) -> usize {
    table.iter().filter(|byte| **byte == b'\n').count()
}

#[test]
fn a_table_of_any_length_is_whole_and_takes_little_memory() {
    let served = with_many_mentions("");
    served.get("/api/v1/mentions?n=1&q=c%C3%A1n%20b%E1%BB%99", "");
    let before = most_memory(&served);
    let (head, table, ended) = table(&served, "1.1");
    assert!(head.starts_with("HTTP/1.1 200 ") && head.contains("chunked"), "{head}");
    assert!(ended && table.len() > 16 << 20, "{}", table.len());
    assert_eq!(lines(&table), MENTIONS + 1);
    let after = most_memory(&served);
    if let (Some(before), Some(after)) = (before, after) {
        // In the end nothing of it is left; half of it never was there.
        let most = before + (table.len() >> 21);
        assert!(after < most, "{before} MB, then {after} MB");
    }
    let printed = program(served.folder.path(), &["mentions", "--csv", "cán bộ"]).output();
    assert!(printed.expect("it runs").stdout == table, "the same as on the command line");
}

#[test]
fn a_table_that_takes_too_long_never_ends_as_if_it_were_whole() {
    let served = with_many_mentions("answer_seconds = 1\n");
    for version in ["1.0", "1.1"] {
        let (head, table, ended) = table(&served, version);
        // An answer that has not begun in time is told so.
        let is_refused = head.contains(" 503 ");
        let is_whole = lines(&table) == MENTIONS + 1;
        assert_eq!(ended, is_refused || is_whole, "{version}: {} bytes", table.len());
    }
    served.is_well("");
}
