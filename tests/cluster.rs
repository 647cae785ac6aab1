//! The program over a real cluster of three nodes, which `.ci/cluster` starts: machines that share an index, runs that
//! are killed, nodes that die. `VANKIEN_CLUSTER` names the nodes, `VANKIEN_CLUSTER_FOLDER` the folder of
//! `.ci/opensearch/nodes`, by which they are killed and started again.
#![cfg(feature = "cluster")]

use std::collections::BTreeSet;
use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::process::Command;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::program::{Folder, Server, program};

fn urls() -> String {
    std::env::var("VANKIEN_CLUSTER").expect("VANKIEN_CLUSTER names the nodes")
}

/// The settings of a machine that keeps its papers in the store `store`.
fn settings(store: &str, origin: &str) -> String {
    let urls: Vec<String> = urls().split(',').map(|url| format!("\"{url}\"")).collect();
    let (urls, process) = (urls.join(", "), std::process::id());
    format!(
        "cluster = [{urls}]\ncluster_store = \"{store}-{process}\"\norigin = \"{origin}\"\ncluster_refresh = 1\n"
    )
}

/// A machine with these papers.
fn machine(store: &str, origin: &str, papers: &[(&str, &str)]) -> Folder {
    let folder = Folder::of_texts(papers);
    folder.write("vankien.toml", &settings(store, origin));
    folder
}

/// A paper of several sections about the number `at`.
fn paper(at: usize) -> String {
    let articles: Vec<String> = (1..=12)
        .map(|article| {
            format!("Điều {article}. Nội dung thứ {article}\n\nĐiều này quy định về đất đai, số {at}, và giao các sở thực hiện.\n")
        })
        .collect();
    format!(
        "TỈNH ỦY VÂN HẢI\n\nSố: {at}-NQ/TU\n\nNGHỊ QUYẾT\nVề việc thứ {at}\n\n{}",
        articles.join("\n")
    )
}

fn write_papers(folder: &Folder, numbers: std::ops::Range<usize>) {
    for at in numbers {
        folder.write(&format!("papers/{at:04}.txt"), &paper(at));
    }
}

/// Paths with origins, sorted.
fn rows(folder: &Folder) -> Vec<(String, String)> {
    let text = String::from_utf8(folder.run(&["list", "--json"]).stdout).expect("UTF-8");
    let rows = text.lines().map(|line| serde_json::from_str::<Value>(line).expect("JSON"));
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    rows.map(|row| (text(&row["path"]), text(&row["origin"]))).collect()
}

fn named(rows: &[(&str, &str)]) -> Vec<(String, String)> {
    rows.iter().map(|(path, origin)| ((*path).to_owned(), (*origin).to_owned())).collect()
}

#[test]
#[ignore = "needs a cluster of OpenSearch"]
fn cluster_machines_with_equal_paths_share_an_index() {
    let one =
        machine("share", "máy-1", &[("papers/a.txt", &paper(101)), ("papers/b.txt", &paper(102))]);
    let other =
        machine("share", "máy-2", &[("papers/a.txt", &paper(103)), ("papers/c.txt", &paper(102))]);
    assert!(one.said(&["search", "đất đai"], 2).contains("no index there"));
    assert_eq!(one.json(&["ingest", "papers"], 0)["added"], 2);
    assert_eq!(one.json(&["ingest"], 0)["unchanged"], 2);
    assert_eq!(other.json(&["ingest", "papers"], 0)["added"], 2);
    // `c.txt` is the paper that `b.txt` is; equal paths are two papers.
    let all = [("papers/a.txt", "máy-1"), ("papers/a.txt", "máy-2"), ("papers/b.txt", "máy-1")];
    assert_eq!(rows(&one), named(&all));
    one.json(&["ingest"], 0);
    let found = one.json(&["list", "số:102-NQ/TU"], 0);
    assert_eq!(found["also_in"], json!(["máy-2:papers/c.txt"]), "{found}");
    let shown = other.json(&["show", "máy-2:papers/a.txt"], 0);
    assert_eq!((&shown["path"], &shown["origin"]), (&json!("papers/a.txt"), &json!("máy-2")));
    assert_eq!(shown["masthead"]["number"]["value"], "103-NQ/TU");
    let asked = one.json(&["search", "việc thứ"], 0);
    assert_eq!(asked["total"], other.json(&["search", "việc thứ"], 0)["total"]);
    // A run and `forget` remove papers of their own machine alone.
    std::fs::remove_file(one.path("papers/a.txt")).expect("removed");
    assert_eq!(one.json(&["ingest"], 0)["removed"], 1);
    other.said(&["forget", "papers"], 0);
    assert_eq!(rows(&other), named(&[("papers/b.txt", "máy-1")]));
    assert!(other.said(&["forget", "papers"], 2).contains("not among the roots"));
    // The duplicate stays a paper when what represented it is gone.
    other.json(&["ingest", "papers"], 0);
    one.said(&["forget", "papers"], 0);
    other.json(&["ingest"], 0);
    assert_eq!(rows(&one), named(&[("papers/a.txt", "máy-2"), ("papers/c.txt", "máy-2")]));
}

#[test]
#[ignore = "needs a cluster of OpenSearch"]
fn cluster_keeps_verdicts() {
    let text =
        "Kế hoạch phòng, chống tham nh ng và tiêu cực, giao các sở, ngành tổ chức thực hi n tốt.\n"
            .repeat(3);
    let one = machine("verdicts", "máy-1", &[("papers/a.txt", &text)]);
    let other = machine("verdicts", "máy-2", &[]);
    one.json(&["ingest", "papers"], 0);
    let doubt = one.run(&["review", "--below", "1", "--json"]).stdout;
    let doubt = String::from_utf8(doubt).expect("UTF-8");
    let id = serde_json::from_str::<Value>(doubt.lines().next().expect("a repair")).expect("JSON");
    let id = id["id"].as_str().expect("an id").to_owned();
    other.said(&["review", "reject", &id], 0);
    assert!(
        !one.path("vankien-review.jsonl").exists() && !other.path("vankien-review.jsonl").exists()
    );
    assert_eq!(one.json(&["ingest"], 0)["changed"], 1);
    let given = one.json(&["review", "--given"], 0);
    assert_eq!((&given["verdicts"], &given["waiting"]), (&json!(1), &json!(0)), "{given}");
}

/// What questions find in the index of a folder, without what differs between stores.
fn answers(folder: &Folder) -> Vec<Value> {
    let questions: [&[&str]; 5] = [
        &["search", "đất đai"],
        &["mentions", "giao các sở"],
        &["mentions", "207-NQ/TU"],
        &["search", "việc thứ 212"],
        &["facets"],
    ];
    let answer = |question: &&[&str]| {
        let mut told = folder.json(question, 0);
        let told = told.as_object_mut().expect("an object");
        json!([told.remove("total"), told.remove("papers"), told.remove("kind")])
    };
    questions.iter().map(answer).collect()
}

#[test]
#[ignore = "needs a cluster of OpenSearch"]
fn cluster_heals_a_run_that_was_killed() {
    let one = machine("killed", "máy-1", &[]);
    write_papers(&one, 0..300);
    let plain = Folder::of_texts(&[]);
    write_papers(&plain, 0..300);
    // Killed while papers are new, while they change and while they go.
    for (turn, pause) in [300, 900, 1500, 700, 1100].into_iter().enumerate() {
        let mut run =
            program(one.root(), &["ingest", "papers", "--jobs", "1"]).spawn().expect("it runs");
        std::thread::sleep(Duration::from_millis(pause));
        run.kill().expect("killed");
        run.wait().expect("ended");
        let changed = turn * 20..turn * 20 + 20;
        for at in changed {
            for folder in [&one, &plain] {
                let path = format!("papers/{at:04}.txt");
                match at % 3 {
                    0 => std::fs::remove_file(folder.path(&path)).expect("removed"),
                    1 => folder.write(&path, &paper(at + 1_000)),
                    _ => folder.write(&path, "Thông báo ngắn về đất đai, giao các sở.\n"),
                }
            }
        }
    }
    one.json(&["ingest", "papers"], 0);
    plain.json(&["ingest", "papers"], 0);
    assert_eq!(answers(&one), answers(&plain));
    assert_eq!(one.papers(), plain.papers());
    assert_eq!(one.json(&["verify"], 0)["agrees"], true);
    let unchanged = |folder: &Folder| folder.json(&["ingest"], 0)["unchanged"].clone();
    assert_eq!(unchanged(&one), unchanged(&plain));
}

#[test]
#[ignore = "needs a cluster of OpenSearch"]
fn cluster_rebuilds_each_origin_in_turn() {
    let one = machine("rebuild", "máy-1", &[("papers/a.txt", &paper(1))]);
    let other = machine("rebuild", "máy-2", &[("papers/b.txt", &paper(2))]);
    one.json(&["ingest", "papers"], 0);
    other.json(&["ingest", "papers"], 0);
    one.write("papers/c.txt", &paper(3));
    assert_eq!(one.json(&["ingest", "--rebuild"], 0)["added"], 2);
    // Readers see the old generation until the other machine has rebuilt its part, too.
    assert_eq!(one.papers(), ["papers/a.txt", "papers/b.txt"]);
    assert_eq!(other.json(&["ingest", "--rebuild"], 0)["added"], 1);
    assert_eq!(one.papers(), ["papers/a.txt", "papers/b.txt", "papers/c.txt"]);
    // Or until it is told not to wait.
    one.json(&["ingest", "--rebuild", "--switch"], 0);
    assert_eq!(one.papers(), ["papers/a.txt", "papers/c.txt"]);
    assert_eq!(other.json(&["ingest", "papers"], 0)["added"], 1);
    assert_eq!(one.papers().len(), 3);
}

#[test]
#[ignore = "needs a cluster of OpenSearch"]
fn cluster_runs_of_one_origin_do_not_meet() {
    let one = machine("lease", "máy-1", &[]);
    write_papers(&one, 0..200);
    let mut first =
        program(one.root(), &["ingest", "papers", "--jobs", "1"]).spawn().expect("it runs");
    // As soon as the first holds the store, a second one is refused; with --wait it waits.
    let begun = Instant::now();
    while !one.said(&["ingest", "papers"], 2).contains("is at work on this index") {
        assert!(begun.elapsed() < Duration::from_secs(20), "the first run is seen");
    }
    assert_eq!(one.json(&["ingest", "papers", "--wait"], 0)["unchanged"], 200);
    assert!(first.wait().expect("ended").success());
}

/// Runs `.ci/opensearch/nodes` on the nodes of this test.
fn nodes(arguments: &[&str]) {
    let folder = std::env::var("VANKIEN_CLUSTER_FOLDER").expect("VANKIEN_CLUSTER_FOLDER");
    let (command, rest) = arguments.split_first().expect("a command");
    let mut script = Command::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.ci/opensearch/nodes"));
    let ran = script.arg(command).arg(folder).args(rest).status().expect("it runs");
    assert!(ran.success(), "{arguments:?}");
}

/// Sends JSON to the first node, as an administrator would.
fn administer(path: &str, body: &Value) {
    let urls = urls();
    let node = urls.split(',').next().and_then(|url| url.strip_prefix("http://")).expect("a URL");
    let mut stream = TcpStream::connect(node).expect("the node is there");
    let body = body.to_string();
    write!(
        stream,
        "PUT /{path} HTTP/1.1\r\nHost: {node}\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    )
    .expect("sent");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("answered");
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
}

/// The status of an answer of the server, and whether it tells when to come back.
fn status(server: &Server) -> (u16, bool) {
    let answer = server.get("/api/v1/search?q=%C4%91%E1%BA%A5t", "").to_lowercase();
    let status = answer.split(' ').nth(1).and_then(|status| status.parse().ok());
    (status.expect("a status"), answer.contains("\r\nretry-after: "))
}

/// Nodes are killed while papers come in and while questions are asked, the disk is full, most nodes are gone. One test,
/// because it disturbs all others.
#[test]
#[ignore = "needs a cluster of OpenSearch that nothing else uses"]
fn nodes_die_and_come_back() {
    let one = machine("nodes", "máy-1", &[("papers/first.txt", &paper(1_000))]);
    one.json(&["ingest", "papers"], 0);
    write_papers(&one, 0..300);
    let run = program(one.root(), &["ingest", "papers", "--jobs", "1"]).spawn();
    let mut run = run.expect("it runs");
    std::thread::sleep(Duration::from_millis(1_000));
    nodes(&["kill", "2"]);
    assert!(run.wait().expect("ended").success(), "a node that dies ends no ingest");
    let papers: BTreeSet<String> = one.papers().into_iter().collect();
    assert_eq!(papers.len(), 301, "nothing is lost");
    nodes(&["restart", "2"]);
    nodes(&["wait"]);
    let before = answers(&one);
    nodes(&["kill", "3"]);
    assert_eq!(answers(&one), before, "answers go on");
    nodes(&["restart", "3"]);
    nodes(&["wait"]);

    // A disk over its flood stage, as OpenSearch marks it.
    let store = format!("nodes-{}", std::process::id());
    let block = |is_full: Value| {
        let body = json!({ "index.blocks.read_only_allow_delete": is_full });
        administer(&format!("{store}-*/_settings"), &body);
    };
    block(json!(true));
    one.write("papers/new.txt", &paper(2_000));
    let said = one.said(&["ingest", "papers"], 2);
    assert!(said.contains("a disk of the cluster is full"), "{said}");
    block(Value::Null);
    assert_eq!(one.json(&["ingest", "papers"], 0)["added"], 1);

    // Two of three nodes gone: most parts of the index are on no node.
    let server = Server::start(one.root(), |_| {});
    assert_eq!(status(&server), (200, false));
    nodes(&["kill", "2"]);
    nodes(&["kill", "3"]);
    let said = one.said(&["search", "đất đai"], 2);
    assert!(
        said.contains("on no node that answers") || said.contains("no node of the cluster answers"),
        "{said}"
    );
    assert_eq!(status(&server), (503, true));
    nodes(&["restart", "2"]);
    nodes(&["restart", "3"]);
    nodes(&["wait"]);
    let begun = Instant::now();
    while status(&server).0 != 200 {
        assert!(begun.elapsed() < Duration::from_secs(60), "it recovers by itself");
        std::thread::sleep(Duration::from_secs(1));
    }
    assert_eq!(one.papers().len(), 302);
}
