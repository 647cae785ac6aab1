//! The server as browsers and programs meet it: every address, its headers, who is let in, and that
//! the API says what the command line says.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Command, Output, Stdio};

#[allow(dead_code)] // Files of one format are needed here.
use vankien_testing::build;

use crate::program::{Server, program, unchunked};
use serde_json::Value;

/// A server over an index of its own; ends with its value.
struct Served {
    folder: tempfile::TempDir,
    server: Server,
}

/// An answer of HTTP.
struct Got {
    status: u16,
    head: String,
    body: String,
}

impl Got {
    fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().find_map(|line| {
            let (found, value) = line.split_once(": ")?;
            found.eq_ignore_ascii_case(name).then_some(value)
        })
    }

    fn json(&self) -> Value {
        serde_json::from_str(&self.body).expect("JSON")
    }
}

fn run(folder: &Path, arguments: &[&str]) -> Output {
    program(folder, arguments).output().expect("the program runs")
}

/// The sample papers and one that means harm.
fn papers(folder: &Path) {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    for entry in walkdir::WalkDir::new(&source) {
        let entry = entry.expect("the sample papers can be walked");
        let inner = entry.path().strip_prefix(&source).expect("below the folder");
        let target = folder.join("corpus").join(inner);
        if entry.file_type().is_dir() {
            std::fs::create_dir_all(target).expect("a folder");
        } else {
            std::fs::copy(entry.path(), target).expect("a copy");
        }
    }
    std::fs::write(folder.join("corpus/<b>hại.txt"), HOSTILE).expect("a paper");
}

const HOSTILE: &str = "ỦY BAN NHÂN DÂN\n\nSố 99-CV/TU\n\nCông văn <script>alert(1)</script>\n\n\
    1. Kiểm tra chữ ký <img src=x onerror=alert(2)> và \"><svg onload=alert(3)> theo \
    \u{202e}Nghị quyết số 59-NQ/TW\u{202c} của Bộ Chính trị về kẻ gian.\n=HYPERLINK(\"x\") kẻ gian\n";

impl Served {
    fn new() -> Served {
        let folder = tempfile::tempdir().expect("a folder");
        papers(folder.path());
        let output = run(folder.path(), &["ingest", "corpus"]);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        Served::over(folder, &[])
    }

    /// Beside the sample papers one with text of poor quality.
    fn with_poor() -> Served {
        let folder = tempfile::tempdir().expect("a folder");
        papers(folder.path());
        let poor = "Minutes of a meeting, taken down by hand and never typed again. ".repeat(12);
        std::fs::write(folder.path().join("corpus/kém.txt"), poor).expect("a paper");
        assert!(run(folder.path(), &["ingest", "corpus"]).status.success());
        Served::over(folder, &[])
    }

    fn over(folder: tempfile::TempDir, more: &[&str]) -> Served {
        Served::panicking(folder, more, "")
    }

    /// A server that panics at questions with this word.
    fn panicking(folder: tempfile::TempDir, more: &[&str], word: &str) -> Served {
        let server = Server::start(folder.path(), |command| {
            command.args(more).env("VANKIEN_PANIC_ON", word);
        });
        Served { folder, server }
    }

    fn ask(&self, path: &str, headers: &[&str]) -> Got {
        self.send(
            &format!("GET {path} HTTP/1.1"),
            &format!("Host: {}", self.server.address),
            headers,
        )
    }

    fn send(&self, first: &str, host: &str, headers: &[&str]) -> Got {
        let mut stream = TcpStream::connect(self.server.address).expect("the server is there");
        let mut request = format!("{first}\r\n{host}\r\nConnection: close\r\n");
        headers.iter().for_each(|header| request.push_str(&format!("{header}\r\n")));
        request.push_str("\r\n");
        stream.write_all(request.as_bytes()).expect("it listens");
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).expect("it answers");
        let end = memchr::memmem::find(&answer, b"\r\n\r\n").expect("a head and a body");
        let (head, body) = (String::from_utf8_lossy(&answer[..end]), &answer[end + 4..]);
        let body = match head.contains("transfer-encoding: chunked") {
            true => {
                let (body, is_whole) = unchunked(body);
                assert!(is_whole, "an answer that broke off after {} bytes", body.len());
                String::from_utf8_lossy(&body).into_owned()
            }
            false => String::from_utf8_lossy(body).into_owned(),
        };
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok());
        Got { status: status.expect("a status"), head: head.replace('\r', ""), body }
    }

    fn get(&self, path: &str) -> Got {
        self.ask(path, &[])
    }

    /// The objects that the command line prints with `--json`.
    fn cli(&self, arguments: &[&str]) -> Vec<Value> {
        let output = run(self.folder.path(), arguments);
        let text = String::from_utf8(output.stdout).expect("UTF-8");
        text.lines().map(|line| serde_json::from_str(line).expect("JSON a line")).collect()
    }

    fn id(&self, end: &str) -> String {
        let papers = self.get("/api/v1/papers?n=0").json();
        let papers = papers["papers"].as_array().expect("papers").clone();
        let ends = |paper: &&Value| paper["path"].as_str().is_some_and(|path| path.ends_with(end));
        papers.iter().find(ends).expect("a paper")["id"].as_str().expect("an id").to_owned()
    }
}

/// A value as it stands in an address.
fn encoded(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

/// The citations that a command prints, and what the papers say of two others.
fn rows_and_stated(served: &Served, command: &[&str]) -> (Value, Value) {
    let mut rows = served.cli(command);
    rows.pop();
    let (stated, rows) = rows.into_iter().partition(|row| row["type"] == "stated");
    (Value::Array(rows), Value::Array(stated))
}

#[test]
fn every_address_answers_with_its_headers() {
    let served = Served::new();
    let id = served.id("<b>hại.txt");
    let described = served.get("/api/v1/openapi.json").json();
    assert_eq!(described["openapi"], "3.1.0");
    let paths = described["paths"].as_object().expect("paths");
    assert!(paths.len() >= 10);
    for (path, operation) in paths {
        let path = path.replace("{id}", &id);
        let asked = operation["get"]["parameters"].as_array().expect("a list");
        let needs =
            |name: &str| asked.iter().any(|one| one["name"] == name && one["required"] == true);
        let address = if needs("q") { format!("{path}?q=59-NQ%2FTW") } else { path.clone() };
        let got = served.get(&address);
        assert_eq!(got.status, 200, "{address}: {}", got.body);
        let media = &operation["get"]["responses"]["200"]["content"];
        let media = media.as_object().expect("one").keys().next().expect("one").clone();
        assert!(got.header("content-type").expect("a type").starts_with(&media), "{address}");
        if media == "application/json" && path != "/api/v1/openapi.json" {
            // The table of addresses tells exactly the keys that are there.
            let schema = &operation["get"]["responses"]["200"]["content"][&media]["schema"];
            let mut told: Vec<&String> =
                schema["properties"].as_object().expect("keys").keys().collect();
            let json = got.json();
            let mut found: Vec<&String> = json.as_object().expect("an object").keys().collect();
            told.sort();
            found.sort();
            assert_eq!(told, found, "{address}");
        }
        if needs("q") {
            let got = served.get(&path);
            assert_eq!(got.status, 400, "{path}");
            assert_eq!(got.header("content-type"), Some("application/problem+json"));
            assert_eq!(got.json()["status"], 400);
        }
    }
    let pages = ["/", "/?q=tham+nhung", "/mentions?q=59-NQ/TW", "/metrics", "/static/page.css"];
    let paper = format!("/papers/{id}");
    for address in pages.into_iter().chain([paper.as_str()]) {
        let got = served.get(address);
        assert_eq!(got.status, 200, "{address}: {}", got.body);
        let policy = got.header("content-security-policy").expect("a policy");
        assert!(policy.contains("default-src 'none'") && !policy.contains("unsafe"), "{policy}");
        assert_eq!(got.header("x-content-type-options"), Some("nosniff"));
        assert_eq!(got.header("referrer-policy"), Some("no-referrer"));
        assert!(!got.body.contains("style=\"") && !got.body.contains("onclick"), "{address}");
    }
    for address in ["/nowhere", "/papers/../../etc/passwd/original", "/papers/corpus/original"] {
        let got = served.get(address);
        assert_eq!(
            (got.status, got.header("content-type")),
            (404, Some("application/problem+json"))
        );
    }
    let got = served.send(
        "POST / HTTP/1.1",
        &format!("Host: {}", served.server.address),
        &["Content-Length: 0"],
    );
    assert_eq!((got.status, got.header("content-type")), (405, Some("application/problem+json")));
}

#[test]
fn the_api_says_what_the_command_line_says() {
    let served = Served::new();
    let questions = [
        "59-NQ/TW",
        "59 nq tw",
        "NQ59",
        "tham nhũng",
        "tham nhung",
        "\"cán bộ\"",
        "Ban Thường vụ",
        "BTV",
        "chuyển đổi số",
        "loai:\"Nghị quyết\" cán bộ",
        "nam:2024 đảng viên",
        "kiểm tra",
        "\"ban thuong vu\"",
        "kỷ luật",
        "xây dựng Đảng",
        "06/QĐ-TTg",
        "dân",
        "khong co chu nay dau",
        "<script>",
        "học tập và làm theo tư tưởng",
    ];
    for question in questions {
        let q = encoded(question);
        let mut hits = served.cli(&["search", "--json", "--", question]);
        let summary = hits.pop().expect("a summary");
        let mut got = served.get(&format!("/api/v1/search?q={q}")).json();
        let found = got["hits"].take();
        assert_eq!(found, Value::Array(hits), "{question}");
        for key in ["total", "shown", "complete", "understood", "notes", "suggestion", "namesakes"]
        {
            assert_eq!(got[key], summary[key], "{key} of {question}");
        }
        let mut rows = served.cli(&["mentions", "--json", "--", question]);
        let got = served.get(&format!("/api/v1/mentions?q={q}"));
        // A question that the command line refuses is refused here too.
        let Some(summary) = rows.pop() else {
            assert_eq!(got.status, 400, "{question}");
            continue;
        };
        let mut got = got.json();
        assert_eq!(got["mentions"].take(), Value::Array(rows), "{question}");
        for key in ["total", "papers", "by_form", "by_where", "by_year", "complete", "unread"] {
            assert_eq!(got[key], summary[key], "{key} of {question}");
        }
    }
    let question = encoded("kiểm tra nam:2024 AND (");
    let notes = served.get(&format!("/api/v1/search?q={question}")).json()["notes"].take();
    let codes: Vec<&str> =
        notes.as_array().unwrap().iter().map(|note| note["code"].as_str().unwrap()).collect();
    assert!(codes.contains(&"left-aside") && codes.contains(&"undated-left-out"), "{notes}");
    let page = |lang: &str| served.get(&format!("/?q={question}&lang={lang}")).body;
    assert!(page("vi").contains("văn bản chưa rõ ngày") && page("vi").contains("thiếu dấu"));
    assert!(page("en").contains("have no date") && page("en").contains("has no partner"));
    let rows = served.cli(&["list", "--json"]);
    assert_eq!(served.get("/api/v1/papers?n=0").json()["papers"], Value::Array(rows.clone()));
    for row in &rows {
        let (id, path) =
            (row["id"].as_str().expect("an id"), row["path"].as_str().expect("a path"));
        let whole = served.cli(&["show", path, "--json"]).pop().expect("a paper");
        let got = served.get(&format!("/api/v1/papers/{id}")).json();
        for (key, value) in whole.as_object().expect("an object") {
            assert_eq!(Some(value), got.get(key), "{key} of {path}");
        }
        let (cited, stated) = rows_and_stated(&served, &["citations", path, "--json"]);
        let got = served.get(&format!("/api/v1/papers/{id}/citations")).json();
        assert_eq!(got["citations"], cited, "{path}");
        assert_eq!(got["stated"], stated, "{path}");
    }
    let (rows, stated) = rows_and_stated(&served, &["cited-by", "59-NQ/TW", "--json"]);
    assert!(!rows.as_array().expect("rows").is_empty());
    assert!(!stated.as_array().expect("rows").is_empty());
    let got = served.get("/api/v1/cited-by?q=59-NQ/TW").json();
    assert_eq!((&got["citations"], &got["stated"]), (&rows, &stated));
    let dossier = served.cli(&["dossier", "59-NQ/TW", "--at", "2024-01-01", "--json"]).pop();
    let got = served.get("/api/v1/dossier?q=59-NQ/TW&at=01/01/2024").json();
    assert_eq!(Some(got), dossier);
    assert_eq!(served.get("/api/v1/dossier?q=59-NQ/TW&at=soon").status, 400);
    let facets = served.cli(&["facets", "--json"]).pop().expect("counts");
    assert_eq!(served.get("/api/v1/facets").json(), facets);
    let report = served.cli(&["report", "--json"]).pop().expect("a report");
    assert_eq!(served.get("/api/v1/report").json(), report);
    let report = served.cli(&["report", "--json", "-n", "1", "--samples", "9"]).pop();
    assert_eq!(served.get("/api/v1/report?n=1&samples=9").json(), report.expect("a report"));
    let table = run(served.folder.path(), &["mentions", "59-NQ/TW", "--csv"]).stdout;
    let table = String::from_utf8(table).expect("UTF-8");
    assert_eq!(served.get("/api/v1/mentions.csv?q=59-NQ/TW").body, table);
}

#[test]
fn pages_of_a_list_neither_skip_nor_repeat_while_the_index_changes() {
    let served = Served::new();
    for (address, key) in [
        ("/api/v1/search?q=c%C3%A1n", "hits"),
        ("/api/v1/mentions?q=c%C3%A1n", "mentions"),
        ("/api/v1/papers?", "papers"),
    ] {
        let whole = served.get(&format!("{address}&n=0")).json();
        let mut rows = Vec::new();
        let mut cursor = String::new();
        for part in 0.. {
            let got = served.get(&format!("{address}&n=4{cursor}")).json();
            rows.extend(got[key].as_array().expect("rows").clone());
            let Some(next) = got["next"].as_str() else { break };
            cursor = format!("&cursor={next}");
            if part == 0 {
                let name = format!("corpus/mới-{key}.txt");
                std::fs::write(served.folder.path().join(name), "Số 7-CV/TU\n\ncán bộ, cán bộ\n")
                    .expect("a paper");
                assert!(run(served.folder.path(), &["ingest"]).status.success());
            }
        }
        assert!(rows.len() > 4, "{address}");
        assert_eq!(Value::Array(rows), whole[key], "{address}");
    }
    assert_eq!(served.get("/api/v1/papers?cursor=x").status, 400);
    assert_eq!(served.get("/api/v1/papers?cursor=0000000000000000.00000000.4").status, 410);
}

#[test]
fn a_cursor_goes_on_with_its_own_list_alone() {
    let served = Served::new();
    let papers = served.get("/api/v1/papers?n=0").json();
    let ids: Vec<&str> = papers["papers"]
        .as_array()
        .expect("papers")
        .iter()
        .filter_map(|paper| paper["id"].as_str())
        .collect();
    let citing = |id: &&&str| {
        served.get(&format!("/api/v1/papers/{id}/citations")).json()["total"].as_u64() > Some(2)
    };
    let citing: Vec<&&str> = ids.iter().filter(citing).take(2).collect();
    let [one, other] = citing[..] else { panic!("two papers cite others") };
    for (list, of_another) in [
        (
            format!("/api/v1/papers/{one}/citations?n=1"),
            format!("/api/v1/papers/{other}/citations?n=1"),
        ),
        ("/api/v1/mentions?q=c%C3%A1n&n=1".into(), "/api/v1/mentions?q=b%E1%BB%99&n=1".into()),
        (
            "/api/v1/mentions?q=c%C3%A1n&n=1".into(),
            "/api/v1/mentions?q=c%C3%A1n&n=1&sort=date".into(),
        ),
        ("/api/v1/search?q=c%C3%A1n&n=1".into(), "/api/v1/search?q=b%E1%BB%99&n=1".into()),
        ("/api/v1/search?q=c%C3%A1n&n=1".into(), "/api/v1/mentions?q=c%C3%A1n&n=1".into()),
        ("/api/v1/papers?n=1".into(), format!("/api/v1/papers/{one}?")),
    ] {
        let told = served.get(&list).json();
        let next = told["next"].as_str().unwrap_or_else(|| panic!("{list} goes on"));
        assert_eq!(served.get(&format!("{list}&cursor={next}")).status, 200, "{list}");
        let refused = served.get(&format!("{of_another}&cursor={next}"));
        assert_eq!(refused.status, 400, "{of_another}");
        assert!(
            refused.json()["detail"]
                .as_str()
                .is_some_and(|told| told.contains("belongs to another"))
        );
    }
}

#[test]
fn an_answer_that_is_still_true_is_not_sent_again() {
    let served = Served::new();
    let address = "/api/v1/search?q=c%C3%A1n+b%E1%BB%99";
    let tag = served.get(address).header("etag").expect("a tag").to_owned();
    let kept = format!("If-None-Match: {tag}");
    let got = served.ask(address, &[&kept]);
    assert_eq!((got.status, got.body.as_str()), (304, ""));
    assert_eq!(served.ask(&format!("{address}&n=3"), &[&kept]).status, 200);
    // What is told of one paper depends on its file as well.
    let id = served.id("<b>hại.txt");
    for address in [format!("/papers/{id}"), format!("/api/v1/papers/{id}")] {
        assert_eq!(served.get(&address).header("etag"), None, "{address}");
    }
    std::fs::write(served.folder.path().join("corpus/mới.txt"), "cán bộ mới\n").expect("a paper");
    assert!(run(served.folder.path(), &["ingest"]).status.success());
    let got = served.ask(address, &[&kept]);
    assert_eq!(got.status, 200);
    assert!(got.body.contains("mới.txt"), "the server sees what was ingested");
}

#[test]
fn nothing_in_a_paper_reaches_the_page_as_markup() {
    let served = Served::new();
    let id = served.id("<b>hại.txt");
    let pages = [
        format!("/?q={}", encoded("kẻ gian")),
        format!("/?q={}", encoded("<script>alert(1)</script>\" onfocus=\"x")),
        format!("/mentions?q={}", encoded("kẻ gian")),
        format!("/mentions?q={}", encoded("\"<script>\"")),
        format!("/papers/{id}?q={}", encoded("kẻ gian")),
        format!("/papers/{}", encoded("<script>alert(9)</script>")),
    ];
    for address in pages {
        let body = served.get(&address).body;
        for harm in ["<script>", "<img", "<svg onload", "<b>", "\" onfocus"] {
            assert!(!body.contains(harm), "{harm} in {address}: {body}");
        }
    }
    let shown = served.get(&format!("/papers/{id}")).body;
    assert!(shown.contains("&lt;script&gt;alert(1)"), "{shown}");
    let got = served.get(&format!("/papers/{id}/original"));
    assert_eq!(got.body, HOSTILE);
    assert_eq!(got.header("content-type"), Some("text/plain; charset=utf-8"));
    assert!(got.header("content-security-policy").expect("a policy").contains("sandbox"));
    assert_eq!(
        got.header("content-disposition"),
        Some("inline; filename*=UTF-8''%3Cb%3Eh%E1%BA%A1i.txt")
    );
    std::fs::write(served.folder.path().join("corpus/<b>hại.txt"), "khác").expect("a paper");
    assert_eq!(served.get(&format!("/papers/{id}/original")).status, 410);
    let view = served.get(&format!("/api/v1/papers/{id}"));
    assert!(view.status == 200 && view.body.contains("\"changed\":true"), "{}", view.body);
}

#[test]
fn links_to_other_forms_of_a_list_keep_what_is_listed() {
    let served = Served::new();
    let page = served.get("/mentions?q=59-NQ/TW&body=1&sort=date").body;
    for address in ["/api/v1/mentions.csv?", "/api/v1/mentions?", "/mentions?"] {
        let links: Vec<&str> = page.split("href=\"").skip(1).collect();
        let is_it = |link: &&&str| link.starts_with(address);
        let link = links.iter().find(is_it).expect("a link").split('"').next().unwrap_or_default();
        assert!(link.contains("body=1") && link.contains("sort=date"), "{link}");
    }
}

#[test]
fn only_those_who_may_ask_are_answered() {
    let served = Served::new();
    for host in ["Host: evil.example", "Host: 127.0.0.1.evil.example:80", "X-No: host"] {
        assert!(matches!(served.send("GET / HTTP/1.1", host, &[]).status, 400 | 403), "{host}");
    }
    assert_eq!(served.send("GET / HTTP/1.1", "Host: localhost:9", &[]).status, 200);

    let folder = tempfile::tempdir().expect("a folder");
    let refused = run(folder.path(), &["serve", "--listen", "0.0.0.0:0"]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&refused.stderr).contains("--token"));

    let served = Served::over(folder, &["--token", "bí mật"]);
    for path in ["/", "/api/v1/health", "/metrics", "/static/page.js", "/nowhere", "/?token=x"] {
        let got = served.get(path);
        assert_eq!((got.status, got.header("www-authenticate")), (401, Some("Bearer")), "{path}");
    }
    let got = served.get("/?q=a%26b&token=b%C3%AD%20m%E1%BA%ADt");
    assert_eq!((got.status, got.header("location")), (303, Some("/?q=a%26b")));
    let cookie = got.header("set-cookie").expect("a cookie");
    assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict"), "{cookie}");
    let cookie = format!("Cookie: other=1; {}", cookie.split(';').next().expect("a value"));
    assert_eq!(served.ask("/", &[&cookie]).status, 200);
    // A wrong token in an address takes nobody's right one away.
    let got = served.ask("/?token=x", &[&cookie]);
    assert_eq!((got.status, got.header("set-cookie")), (200, None));
    assert_eq!(served.ask("/api/v1/health", &["Authorization: Bearer bí mật"]).status, 200);
    assert_eq!(served.ask("/api/v1/health", &["Authorization: Bearer bí"]).status, 401);
}

#[test]
fn an_empty_index_greets_and_the_first_papers_appear() {
    let folder = tempfile::tempdir().expect("a folder");
    let served = Served::over(folder, &[]);
    let page = served.get("/");
    assert_eq!(page.status, 200);
    assert!(page.body.contains("<html lang=\"vi\">") && page.body.contains("vankien ingest"));
    assert_eq!(page.body.matches("name=\"q\"").count(), 1);
    assert!(served.get("/?lang=en").body.contains("<html lang=\"en\">"));
    let got = served.get("/api/v1/search?q=c%C3%A1n").json();
    assert_eq!((got["total"].as_u64(), got["next"].is_null()), (Some(0), true));
    assert_eq!(served.get("/api/v1/mentions?q=59-NQ/TW").json()["total"], 0);
    assert_eq!(served.get("/api/v1/papers").json()["total"], 0);
    papers(served.folder.path());
    assert!(run(served.folder.path(), &["ingest", "corpus"]).status.success());
    assert!(served.get("/api/v1/papers").json()["total"].as_u64() > Some(10));
    assert!(!served.get("/").body.contains("vankien ingest"));
}

#[test]
fn a_number_leads_to_its_paper_and_a_hit_to_its_place() {
    let served = Served::new();
    let page = served.get("/?q=ke+gian").body;
    assert!(page.contains("<mark>kẻ gian</mark>") || page.contains("<mark>kẻ</mark>"), "{page}");
    let link = page.split("<h2><a href=\"").nth(1).and_then(|rest| rest.split('"').next());
    let link = link.expect("a link").replace("&amp;", "&");
    let (address, anchor) = link.split_once('#').expect("a place");
    let paper = served.get(address).body;
    assert!(paper.contains(&format!("id=\"{anchor}\"")), "{anchor} in {paper}");
    assert!(paper.contains("id=\"hit-1\"") && paper.contains("id=\"P1\""));
    let suggested = served.get("/api/v1/suggest?q=99-c").json();
    assert_eq!(suggested["suggestions"][0]["text"], "99-CV/TU");
    let first = served.get("/api/v1/search?q=99%20cv%20tu").json();
    assert_eq!(first["hits"][0]["document"], "99-CV/TU");
}

#[test]
fn an_assistant_lists_the_tools_and_calls_them() {
    let folder = tempfile::tempdir().expect("a folder");
    papers(folder.path());
    assert!(run(folder.path(), &["ingest", "corpus"]).status.success());
    let call = |id: u64, tool: &str, name: &str, asked: &str| {
        let params = serde_json::json!({ "name": tool, "arguments": { name: asked } });
        serde_json::json!({ "jsonrpc": "2.0", "id": id, "method": "tools/call", "params": params })
            .to_string()
    };
    let version = r#"{"protocolVersion":"2025-03-26","capabilities":{},"clientInfo":{}}"#;
    let lines = [
        format!(r#"{{"jsonrpc":"2.0","id":1,"method":"initialize","params":{version}}}"#),
        r#"{"jsonrpc":"2.0","method":"notifications/initialized"}"#.into(),
        r#"{"jsonrpc":"2.0","id":"two","method":"tools/list"}"#.into(),
        call(3, "search", "question", "59-NQ/TW"),
        call(4, "mentions", "question", "59-NQ/TW"),
        call(5, "paper", "paper", "12-NQ/TU"),
        call(6, "citations", "paper", "12-NQ/TU"),
        call(7, "paper", "paper", "no such paper"),
        call(8, "mend", "question", "x"),
        call(9, "search", "paper", "x"),
        "{".into(),
        r#"{"jsonrpc":"2.0","id":10,"method":"nothing"}"#.into(),
    ];
    let mut child = Command::new(env!("CARGO_BIN_EXE_vankien"))
        .arg("mcp")
        .current_dir(folder.path())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the program runs");
    let mut input = child.stdin.take().expect("its input");
    input.write_all((lines.join("\n") + "\n").as_bytes()).expect("it listens");
    drop(input);
    let output = child.wait_with_output().expect("it ends with its input");
    assert_eq!(output.status.code(), Some(0));
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    let answers: Vec<Value> =
        text.lines().map(|line| serde_json::from_str(line).expect("JSON a line")).collect();
    assert_eq!(answers.len(), 11, "what is told and not asked has no answer");
    assert_eq!(answers[0]["result"]["protocolVersion"], "2025-03-26");
    let tools = answers[1]["result"]["tools"].as_array().expect("tools");
    let names: Vec<_> = tools.iter().map(|tool| tool["name"].as_str().expect("a name")).collect();
    assert_eq!(
        (&answers[1]["id"], names),
        (&Value::from("two"), vec!["search", "mentions", "paper", "citations", "dossier"])
    );
    for tool in tools {
        let first = tool["inputSchema"]["required"][0].as_str().expect("one is required");
        assert_eq!(tool["inputSchema"]["properties"][first]["type"], "string");
    }
    let told = |at: usize| -> Value {
        assert_eq!(answers[at]["result"]["isError"], false, "{}", answers[at]);
        let text = answers[at]["result"]["content"][0]["text"].as_str().expect("a text");
        serde_json::from_str(text).expect("JSON")
    };
    let cli = |arguments: &[&str]| -> Vec<Value> {
        let text = String::from_utf8(run(folder.path(), arguments).stdout).expect("UTF-8");
        text.lines().map(|line| serde_json::from_str(line).expect("JSON a line")).collect()
    };
    let mut hits = cli(&["search", "59-NQ/TW", "--json", "-n", "50"]);
    hits.pop();
    assert_eq!(told(2)["hits"], Value::Array(hits));
    let mut rows = cli(&["mentions", "59-NQ/TW", "--json"]);
    let total = rows.pop().expect("a summary")["total"].take();
    assert_eq!((&told(3)["mentions"], &told(3)["total"]), (&Value::Array(rows), &total));
    assert_eq!(told(4)["masthead"]["number"]["value"], "12-NQ/TU");
    assert!(told(5)["total"].as_u64() > Some(0));
    assert_eq!(answers[6]["result"]["isError"], true);
    let codes: Vec<_> =
        answers[7..].iter().map(|answer| answer["error"]["code"].as_i64()).collect();
    assert_eq!(codes, [Some(-32602), Some(-32602), Some(-32700), Some(-32601)]);
}

/// Builds with debug assertions panic where they are told to.
#[cfg(debug_assertions)]
#[test]
fn a_panic_costs_one_answer() {
    let folder = tempfile::tempdir().expect("a folder");
    papers(folder.path());
    assert!(run(folder.path(), &["ingest", "corpus"]).status.success());
    let mut served = Served::panicking(folder, &[], "bí mật");
    let ids: Vec<String> = ["/api/v1/search", "/api/v1/mentions", "/mentions", "/"]
        .into_iter()
        .map(|path| {
            let got = served.get(&format!("{path}?q={}", encoded("tin bí mật")));
            assert_eq!(got.status, 500, "{path}");
            assert_eq!(got.header("content-type"), Some("application/problem+json"));
            assert!(!got.body.contains("mật"), "{}", got.body);
            let id = got.json()["id"].as_str().expect("an id").to_owned();
            assert!(got.json()["detail"].as_str().is_some_and(|detail| detail.contains(&id)));
            let got = served.get(&format!("{path}?q={}", encoded("tham nhũng")));
            assert_eq!(got.status, 200, "{path} afterwards");
            id
        })
        .collect();
    let metrics = served.get("/metrics").body;
    assert!(metrics.contains("outcome=\"failed\"} 4") && metrics.contains("vankien_waiting 0"));
    served.server.child.kill().expect("it is there");
    let mut log = String::new();
    served.server.messages.read_to_string(&mut log).expect("UTF-8");
    let lines: Vec<&str> = log.lines().collect();
    assert_eq!(lines.len(), 4, "{log}");
    for (line, id) in lines.iter().zip(&ids) {
        assert!(line.starts_with(&format!("vankien: panic {id} at crates/")), "{line}");
    }
    assert!(lines[0].ends_with("answering /api/v1/search"), "{log}");
    assert!(!log.contains("mật") && !log.contains("%"), "{log}");
}

/// As above, for an assistant and on the command line.
#[cfg(debug_assertions)]
#[test]
fn a_panic_ends_neither_a_conversation_nor_the_program_without_a_word() {
    let folder = tempfile::tempdir().expect("a folder");
    papers(folder.path());
    assert!(run(folder.path(), &["ingest", "corpus"]).status.success());
    let start = |arguments: &[&str], word: &str, input: &str| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_vankien"));
        command.args(arguments).current_dir(folder.path()).env("VANKIEN_PANIC_ON", word);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("the program runs");
        // A program that asks for nothing may have ended.
        let _ = child.stdin.take().expect("its input").write_all(input.as_bytes());
        let output = child.wait_with_output().expect("it ends");
        let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
        (output.status.code(), text(output.stdout), text(output.stderr))
    };
    let call = r#"{"jsonrpc":"2.0","id":1,"method":"tools/call","params":
        {"name":"search","arguments":{"question":"tin bí mật"}}}"#;
    let input = call.replace('\n', "") + "\n{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"ping\"}\n";
    let (code, out, log) = start(&["mcp"], "bí mật", &input);
    let answers: Vec<Value> =
        out.lines().map(|line| serde_json::from_str(line).expect("JSON a line")).collect();
    assert_eq!((code, answers.len()), (Some(0), 2), "{out}");
    assert_eq!(answers[0]["result"]["isError"], true, "{out}");
    let id = log.strip_prefix("vankien: panic ").and_then(|rest| rest.split(' ').next());
    let id = id.unwrap_or_else(|| panic!("no id in {log}"));
    let told = answers[0]["result"]["content"][0]["text"].as_str().expect("a text");
    assert!(told.contains(id) && !told.contains("mật"), "{told}");
    assert_eq!(answers[1]["result"], serde_json::json!({}));
    assert!(log.lines().count() == 1 && !log.contains("mật"), "{log}");

    let (_, out, _) = start(&["mcp"], "ping", &input);
    assert!(out.lines().count() == 2 && out.contains("-32603"), "{out}");

    for command in ["search", "mentions", "timeline", "cited-by", "facets"] {
        let (code, out, log) = start(&[command, "tin bí mật"], "bí mật", "");
        assert_eq!((code, out.as_str()), (Some(2), ""), "{command}: {log}");
        assert!(
            log.contains("a fault of the program at crates/") && log.contains("report"),
            "{log}"
        );
        assert!(!log.contains("mật"), "{log}");
    }
}

#[cfg(unix)]
#[test]
fn ends_when_it_is_told_to() {
    let mut served = Served::over(tempfile::tempdir().expect("a folder"), &[]);
    // A caller that says nothing does not hold it back.
    let _silent = TcpStream::connect(served.server.address).expect("the server is there");
    let told = Command::new("kill").args(["-TERM", &served.server.child.id().to_string()]).status();
    assert!(told.expect("told").success());
    let begun = std::time::Instant::now();
    let ended = served.server.child.wait().expect("it ends");
    assert!(begun.elapsed().as_secs() < 10);
    assert_eq!(ended.code(), Some(0));
}

/// What the command line is asked for by its flags, the API is by its parameters.
#[test]
fn flags_of_search_are_parameters_of_the_api() {
    let served = Served::new();
    let asked = [
        (&["--all"][..], "all=1"),
        (&["--group", "paper"], "group=paper"),
        (&["--sort", "date"], "sort=date"),
        (&["--explain"], "explain=true"),
        (
            &["--group", "paper", "--sort", "date", "--explain", "--all"],
            "group=paper&sort=date&explain&all",
        ),
    ];
    let mut plain = served.cli(&["search", "--json", "cán bộ"]);
    plain.pop();
    for (flags, query) in asked {
        let mut hits = served.cli(&[&["search", "--json"], flags, &["cán bộ"]].concat());
        let summary = hits.pop().expect("a summary");
        let mut got = served.get(&format!("/api/v1/search?q={}&{query}", encoded("cán bộ"))).json();
        assert!(query == "all=1" || hits != plain, "{query} changes something");
        assert_eq!(got["hits"].take(), Value::Array(hits), "{query}");
        assert_eq!((&got["total"], &got["complete"]), (&summary["total"], &summary["complete"]));
    }
    for query in ["group=section", "sort=name"] {
        assert_eq!(served.get(&format!("/api/v1/search?q=a&{query}")).status, 400, "{query}");
    }
}

#[test]
fn papers_are_chosen_by_the_quality_of_their_text() {
    let served = Served::with_poor();
    let poor = served.cli(&["list", "--json", "chatluong:kém"]);
    let good = served.cli(&["list", "--json", "quality:good"]);
    assert_eq!(poor.iter().map(|row| &row["path"]).collect::<Vec<_>>(), ["corpus/kém.txt"]);
    assert_eq!(poor.len() + good.len(), served.cli(&["list", "--json"]).len());
    let facets = served.get("/api/v1/facets").json();
    let counts = serde_json::json!([{ "value": "good", "count": good.len() }, { "value": "poor", "count": 1 }]);
    assert_eq!(facets["quality"], counts);
    let page = served.get("/").body;
    assert!(page.contains("chatluong%3A%22poor%22") && page.contains("chữ kém tin cậy"), "{page}");
    assert!(served.get("/?q=chatluong:poor").body.contains("corpus/kém.txt"));
    assert_eq!(served.get("/api/v1/papers?q=chatluong:soso").status, 400);
    let refused = run(served.folder.path(), &["list", "chatluong:soso"]);
    assert_eq!(refused.status.code(), Some(2));
}

/// `complete` tells whether all was read, not whether a page of the list was cut.
#[test]
fn complete_says_of_which_text_in_api_page_and_tool() {
    let served = Served::with_poor();
    let folder = served.folder.path();
    let words = [(72.0, 700.0, 12.0, "Báo cáo về cán bộ")];
    std::fs::write(folder.join("corpus/quét.pdf"), build::pdf(&[&words, &[], &[]]))
        .expect("a paper");
    assert!(run(folder, &["ingest"]).status.success());
    let summary = served.cli(&["mentions", "cán bộ", "--json"]).pop().expect("a summary");
    assert_eq!((&summary["complete"], &summary["unread"]["papers"]), (&false.into(), &2.into()));
    let q = encoded("cán bộ");
    let good = encoded("cán bộ chatluong:good");
    let whole = served.get(&format!("/api/v1/mentions?q={q}")).json();
    let part = served.get(&format!("/api/v1/mentions?q={q}&n=2")).json();
    for got in [&whole, &part] {
        assert_eq!((&got["complete"], &got["unread"]), (&false.into(), &summary["unread"]));
    }
    assert!(whole["next"].is_null() && part["next"].is_string());
    let part = served.get(&format!("/api/v1/mentions?q={good}&n=2")).json();
    assert_eq!((&part["complete"], &part["unread"]["papers"]), (&true.into(), &0.into()));
    assert!(part["next"].is_string(), "the list is cut, and complete all the same");

    let page = served.get(&format!("/mentions?q={q}")).body;
    let read = "đủ trong phần chữ đã đọc; 1 văn bản có trang quét chưa có chữ: \
        <code>vankien ingest --ocr</code>; 1 văn bản có chất lượng nhận dạng kém: ";
    assert!(page.contains(read), "{page}");
    let english = served.get(&format!("/mentions?q={q}&lang=en&format=html")).body;
    let read = "complete for the text that was read; 1 paper has scanned pages without text: \
        <code>vankien ingest --ocr</code>; 1 paper has text of poor quality: ";
    assert!(english.contains(read), "{english}");
    let page = served.get(&format!("/mentions?q={good}")).body;
    assert!(page.contains("văn kiện: đầy đủ</p>") && !page.contains("ingest --ocr"), "{page}");

    let asked = serde_json::json!({ "jsonrpc": "2.0", "id": 1, "method": "tools/call", "params":
        { "name": "mentions", "arguments": { "question": "cán bộ", "n": 2 } } });
    let mut child = Command::new(env!("CARGO_BIN_EXE_vankien"))
        .arg("mcp")
        .current_dir(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the program runs");
    let mut input = child.stdin.take().expect("its input");
    input.write_all(format!("{asked}\n").as_bytes()).expect("it listens");
    drop(input);
    let output = child.wait_with_output().expect("it ends with its input");
    let answer: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let text = answer["result"]["content"][0]["text"].as_str().expect("a text");
    let got: Value = serde_json::from_str(text).expect("JSON");
    assert_eq!((&got["complete"], &got["unread"]), (&false.into(), &summary["unread"]));
    assert!(got["next"].is_string());
}

#[test]
fn mentions_are_counted_by_paper_part_and_year_and_can_be_printed() {
    let served = Served::new();
    let told = served.get("/api/v1/mentions?q=12-NQ/TU").json();
    let page = served.get("/mentions?q=12-NQ/TU").body;
    let words = [("body", "nội dung"), ("title", "trích yếu")];
    for (place, word) in words {
        let count = told["by_where"][place].as_u64().expect("a count");
        assert!(page.contains(&format!("<li>{word}: {count}</li>")), "{word} {count} in {page}");
    }
    assert!(page.contains("Theo văn kiện") && page.contains("Theo năm"));
    assert!(page.contains("/mentions?q=12-NQ%2FTU&amp;format=html"), "{page}");
    let print = served.get("/mentions?q=12-NQ/TU&format=html").body;
    assert_eq!(print.matches("<mark>").count(), told["shown"].as_u64().expect("a count") as usize);
    let papers: std::collections::BTreeSet<&str> = told["mentions"]
        .as_array()
        .expect("rows")
        .iter()
        .filter_map(|row| row["path"].as_str())
        .collect();
    assert_eq!(print.matches("<section><h2>").count(), papers.len());
    assert!(print.contains("class=\"where\"") && !print.contains("rel=\"next\""));
    assert_eq!(served.get("/mentions?q=a&format=pdf").status, 400);
}

/// A table opened in a spreadsheet reckons what begins like a formula, and one line may be a whole paper.
#[test]
fn formulas_stay_text_and_a_line_of_a_megabyte_is_shown() {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::create_dir(folder.path().join("corpus")).expect("a folder");
    let formulas = "=HYPERLINK(\"x\") lúa mì\n\n+1 lúa mì\n\n-2 lúa mì\n\n@SUM lúa mì\n";
    std::fs::write(folder.path().join("corpus/=cells.txt"), formulas).expect("a paper");
    let line = "lúa mì <script>alert(1)</script> trên đồng ".repeat(25_000);
    std::fs::write(folder.path().join("corpus/line.txt"), &line).expect("a paper");
    assert!(run(folder.path(), &["ingest", "corpus"]).status.success());
    let served = Served::over(folder, &[]);
    let table = served.get(&format!("/api/v1/mentions.csv?q={}", encoded("lúa mì"))).body;
    assert_eq!(table.lines().count(), 1 + 4 + 25_000);
    for cell in table.lines().flat_map(|row| row.split(',')) {
        let cell = cell.trim_start_matches('"');
        assert!(!cell.starts_with(['=', '+', '-', '@']), "{cell}");
    }
    for place in ["line.txt", "=cells.txt"] {
        let got = served.get(&format!("/papers/{}?q={}", served.id(place), encoded("lúa mì")));
        assert_eq!(got.status, 200);
        assert!(!got.body.contains("<script>alert"));
    }
    assert_eq!(served.get(&format!("/?q={}", encoded("lúa mì"))).status, 200);
}

#[test]
fn the_original_of_a_pdf_opens_at_its_page() {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::create_dir(folder.path().join("corpus")).expect("made");
    let word = |line: f64, text: &'static str| (70.0, 800.0 - 20.0 * line, 12.0, text);
    let first = [word(1.0, "Số 7-CV/TU"), word(3.0, "Các cấp ủy thực hiện nghị quyết của Đảng.")];
    let second = [word(1.0, "Chương trình trồng rừng ven biển của tỉnh."), word(3.0, "Hết.")];
    let file = build::pdf(&[&first, &second]);
    std::fs::write(folder.path().join("corpus/a.pdf"), file).expect("written");
    std::fs::write(folder.path().join("corpus/b.txt"), "Chương trình trồng rừng.\n")
        .expect("written");
    assert!(run(folder.path(), &["ingest", "corpus"]).status.success());
    let served = Served::over(folder, &[]);
    let id = served.id("a.pdf");
    let original = format!("/papers/{id}/original");
    let hits = served.get("/?q=trong+rung").body;
    assert!(hits.contains(&format!("href=\"{original}#page=2\"")), "{hits}");
    assert_eq!(hits.matches("/original").count(), 1, "a text file has no pages to open at");
    let mentions = served.get("/mentions?q=trong+rung").body;
    assert!(mentions.contains(&format!("href=\"{original}#page=2\"")), "{mentions}");
    let paper = served.get(&format!("/papers/{id}?q=trong+rung")).body;
    assert!(paper.contains(&format!("<a href=\"{original}#page=2\" data-original>")), "{paper}");
    assert!(paper.contains(&format!("id=\"P1\"><a href=\"{original}#page=1\">")), "{paper}");
    assert!(paper.contains(&format!("<iframe src=\"{original}#page=2\"")), "{paper}");
    let text = served.get(&format!("/papers/{}", served.id("b.txt"))).body;
    assert!(!text.contains("#page=") && text.contains("/original"));
}

#[test]
fn a_paper_without_pages_is_cited_by_item_and_line() {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::create_dir(folder.path().join("corpus")).expect("made");
    let text = "Điều 5. Phạm vi\n\n1. Trồng lúa nước.\n\n2. Trồng rừng ven biển theo Nghị quyết \
                số 12-NQ/TU.\n\nĐiều 6. Hiệu lực\n\nTừ ngày ký.\n";
    std::fs::write(folder.path().join("corpus/a.md"), text).expect("written");
    assert!(run(folder.path(), &["ingest", "corpus"]).status.success());
    let served = Served::over(folder, &[]);
    let paper = format!("/papers/{}?q=trong+rung", served.id("a.md"));
    for address in ["/?q=trong+rung", "/mentions?q=trong+rung", &paper] {
        let page = served.get(address).body;
        assert!(page.contains("ven biển") && !page.contains("trang"), "{address}: {page}");
    }
    let hits = served.get("/?q=trong+rung").body;
    assert!(hits.contains("data-copy=\"corpus/a.md, khoản 2 Điều 5, dòng 5: "), "{hits}");
    assert!(hits.contains("thuộc mục 5 <bdi>Phạm vi</bdi>"), "{hits}");
    let mentions = served.get("/mentions?q=trong+rung").body;
    assert!(mentions.contains("khoản 2 Điều 5, dòng 5"), "{mentions}");
    let answer = served.get("/api/v1/search?q=trong+rung").json();
    let hit = &answer["hits"][0];
    assert_eq!(
        (&hit["page"], &hit["section"], &hit["within"]),
        (&Value::Null, &"5/2".into(), &"5".into())
    );
    let shown = served.get(&format!("/api/v1/papers/{}", served.id("a.md"))).json();
    assert!(shown["pages"].is_null() && shown["sections"][0]["page"].is_null(), "{shown}");
}

#[test]
fn the_papers_around_one_are_a_picture_with_links_and_a_list() {
    let served = Served::new();
    let id = served.id("02-hoi-nhap-quoc-te.txt");
    let paper = served.get(&format!("/papers/{id}")).body;
    assert!(paper.contains(&format!("href=\"/papers/{id}/graph\"")), "{paper}");
    let page = served.get(&format!("/papers/{id}/graph")).body;
    let picture = page.split("<svg").nth(1).and_then(|rest| rest.split("</svg>").next());
    let picture = picture.expect("a picture");
    let cited = served.cli(&["cites", "02-hoi-nhap-quoc-te.txt", "--json"]);
    let number = cited[0]["canonical"].as_str().expect("a number");
    assert!(picture.contains(number) && page.matches(number).count() > 1, "{number} in {page}");
    let boxes = picture.matches("<rect").count();
    assert!(boxes > 1 && picture.matches("<a href=").count() == boxes, "each box is a link");
    assert!(page.contains(" → ") && page.contains("marker-end"));
    let two = served.get(&format!("/papers/{id}/graph?steps=2&lang=en")).body;
    assert!(two.matches("<rect").count() >= boxes && two.contains("Papers around"));
    assert_eq!(served.get(&format!("/papers/{id}/graph?steps=x")).status, 400);
    assert_eq!(served.get("/papers/nothing/graph").status, 404);
}

#[test]
fn what_several_papers_name_is_suggested() {
    let served = Served::new();
    let suggested = |typed: &str| {
        let got = served.get(&format!("/api/v1/suggest?q={}", encoded(typed))).json();
        let all = got["suggestions"].as_array().expect("a list").clone();
        let told = |one: &Value| {
            format!(
                "{}: {}",
                one["kind"].as_str().expect("a kind"),
                one["text"].as_str().expect("a text")
            )
        };
        all.iter().map(told).collect::<Vec<_>>()
    };
    let issuers = served.cli(&["facets", "--json"]).pop().expect("counts")["issuer"].clone();
    let most = issuers.as_array().expect("a list").iter().find(|one| !one["value"].is_null());
    let most = most.expect("an issuer")["value"].as_str().expect("a name").to_owned();
    assert!(
        suggested(&most).contains(&format!("phrase: {most}")),
        "{most}: {:?}",
        suggested(&most)
    );
    let phrases =
        |typed: &str| suggested(typed).iter().filter(|one| one.starts_with("phrase")).count();
    assert!(phrases("t") <= 3 && phrases("khong co chu nay") == 0);
    assert!(suggested("12-n")[0].starts_with("number: 12-NQ"));
}
