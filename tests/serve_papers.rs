//! The view of a paper in the server: what `show` says of it, from the index alone, however long it is and whatever
//! becomes of its file.

use std::io::Read;
use std::path::Path;
use std::time::{Duration, Instant};

use serde_json::Value;
use vankien_testing::shared;

use crate::program::{Folder, Server, program};

fn started(folder: &Folder) -> Server {
    Server::start(folder.root(), |_| {})
}

/// The ids of the papers by their paths.
fn ids(server: &Server) -> Vec<(String, String)> {
    let (_, papers) = server.json("/api/v1/papers?n=0");
    let text = |paper: &Value, key: &str| paper[key].as_str().expect("a text").to_owned();
    let papers = papers["papers"].as_array().expect("papers").iter();
    papers.map(|paper| (text(paper, "path"), text(paper, "id"))).collect()
}

fn only_id(server: &Server) -> String {
    let ids = ids(server);
    assert_eq!(ids.len(), 1, "{ids:?}");
    ids[0].1.clone()
}

/// The rows of a command with `--json`.
fn rows(folder: &Path, arguments: &[&str]) -> Vec<Value> {
    let output = program(folder, arguments).arg("--json").output().expect("it runs");
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    text.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
}

/// Fails where the API says anything else of a paper of `folders` than `show` and `citations`.
fn agree(papers: &[&Path]) {
    let folder = Folder::new(&[]);
    let mut ingest = program(folder.root(), &["ingest"]);
    assert!(ingest.args(papers).output().expect("it runs").status.success());
    let server = started(&folder);
    for (path, id) in ids(&server) {
        let (status, view) = server.json(&format!("/api/v1/papers/{id}"));
        assert_eq!(
            (status, &view["changed"], &view["next"]),
            (200, &Value::Bool(false), &Value::Null),
            "{path}"
        );
        let shown = rows(folder.root(), &["show", &path]);
        for (key, value) in shown[0].as_object().expect("an object") {
            assert_eq!(Some(value), view.get(key), "{key} of {path}");
        }
        let cited = rows(folder.root(), &["citations", &path]);
        let cited: Vec<&Value> = cited.iter().filter(|row| row["type"] == "citation").collect();
        let (_, told) = server.json(&format!("/api/v1/papers/{id}/citations"));
        let told: Vec<&Value> = told["citations"].as_array().expect("rows").iter().collect();
        assert_eq!(told, cited, "{path}");
    }
}

#[test]
fn the_index_says_what_show_says_of_sample_papers() {
    agree(&[&Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus")]);
}

#[test]
#[ignore = "needs the real papers beside the project (../shared)"]
fn shared_the_index_says_what_show_says_of_real_papers() {
    let (seeds, wild) = (shared("seeds"), shared("data/wild/papers"));
    agree(&[&seeds, &wild]);
}

#[test]
fn edits_that_fall_in_no_section_are_told_too() {
    // The head of each page is no part of a section; a letter of it was lost.
    let mut text = String::new();
    for page in 1..4 {
        text.push_str(&format!("ĐẢNG ỦY X C NG VIÊN{:>50}\n\n", page));
        for line in 0..20 {
            text.push_str(&format!(
                "Dòng {line} của trang {page} nói về c ng tác của chi bộ năm nay.\n"
            ));
        }
        text.push('\u{c}');
    }
    let folder = Folder::of_texts(&[("papers/a.txt", &text), ("papers/empty.md", "# \n\n")]);
    assert!(folder.run(&["ingest", "papers"]).status.success());
    agree(&[&folder.path("papers")]);
}

#[test]
fn a_file_that_changed_or_is_gone_is_shown_as_it_was_and_said_to_be() {
    let text = "Số 7-CV/TU\n\nKính gửi: các chi bộ\n\nNội dung của công văn này rất rõ ràng.\n";
    let folder = Folder::of_texts(&[("papers/a.txt", text)]);
    folder.said(&["ingest", "papers"], 0);
    let server = started(&folder);
    let id = only_id(&server);
    let view = format!("/api/v1/papers/{id}");
    let (page, original) = (format!("/papers/{id}"), format!("/papers/{id}/original"));
    let (_, before) = server.json(&view);
    assert_eq!(before["changed"], false);
    assert!(!server.get(&page, "").contains("thay đổi"));
    assert!(server.get(&original, "").ends_with(text));
    for change in ["longer", "shorter", "gone", "a folder"] {
        let path = folder.path("papers/a.txt");
        match change {
            "longer" => std::fs::write(&path, format!("{text}{text}")).expect("written"),
            "shorter" => std::fs::write(&path, "").expect("written"),
            "gone" => std::fs::remove_file(&path).expect("removed"),
            _ => std::fs::create_dir(&path).expect("made"),
        }
        let (status, after) = server.json(&view);
        assert_eq!((status, &after["changed"]), (200, &Value::Bool(true)), "{change}");
        assert_eq!(
            (&after["sections"], &after["masthead"]),
            (&before["sections"], &before["masthead"])
        );
        let shown = server.get(&page, "");
        assert!(
            shown.starts_with("HTTP/1.1 200 ") && shown.contains("thay đổi"),
            "{change}: {shown}"
        );
        assert!(server.get(&format!("{page}?lang=en"), "").contains("has changed or is gone"));
        assert!(server.get(&original, "").starts_with("HTTP/1.1 410 "), "{change}");
    }
}

#[test]
fn a_file_that_is_cut_while_it_is_sent_costs_nothing() {
    let text = "một dòng văn bản để gửi đi\n".repeat(300_000);
    let page = format!("<p>Số 7-CV/TU</p><p>cán bộ</p><!--{text}-->");
    let folder = Folder::of_texts(&[("papers/a.html", &page)]);
    folder.said(&["ingest", "papers"], 0);
    let server = started(&folder);
    let original = format!("/papers/{}/original", only_id(&server));
    for round in 0..3 {
        let mut reading = server.begun(&original, "Connection: close\r\n\r\n");
        reading.read_exact(&mut [0; 12]).expect("the answer begins");
        let file = std::fs::OpenOptions::new().write(true).open(folder.path("papers/a.html"));
        file.expect("the file").set_len(100 >> round).expect("cut");
        // All of it, or the connection breaks off: never a part that looks whole.
        let mut rest = Vec::new();
        let ended = reading.read_to_end(&mut rest);
        assert!(round > 0 || ended.is_err() || rest.ends_with(b"-->"), "{} bytes", rest.len());
        assert!(server.get("/api/v1/health", "").starts_with("HTTP/1.1 200 "));
        assert!(server.get(&original, "").starts_with("HTTP/1.1 410 "));
    }
}

/// A paper of many numbered sections and one of a single endless line.
fn long_papers() -> Folder {
    let mut many = String::from("Số 7-CV/TU\n\n");
    for item in 1..1_200 {
        many.push_str(&format!("{item}. Nội dung thứ {item} của văn bản dài này.\n\nĐoạn văn của mục {item} nói thêm đôi điều về công tác năm nay và các năm sau nữa, theo Nghị quyết số {item}-NQ/TW.\n\n"));
    }
    let line = "xã nhà chi bộ ".repeat(6_000);
    Folder::of_texts(&[("papers/many.txt", &many), ("papers/line.txt", &line)])
}

#[test]
fn a_long_paper_comes_in_stretches_that_say_all_of_it_once() {
    let folder = long_papers();
    folder.said(&["ingest", "papers"], 0);
    let server = started(&folder);
    let at_rest = server.peak();
    for (path, id) in ids(&server) {
        let shown = &rows(folder.root(), &["show", &path])[0];
        let (mut text, mut next) = (String::new(), String::new());
        let (mut citations, mut edits) = (0, 0);
        loop {
            let (status, view) = server.json(&format!("/api/v1/papers/{id}?cursor={next}"));
            assert_eq!(status, 200, "{view}");
            for row in view["sections"].as_array().expect("rows") {
                text.push_str(row["text"].as_str().expect("a text"));
            }
            citations += view["citations"].as_array().expect("rows").len();
            edits += view["edits"].as_array().expect("rows").len();
            let Some(cursor) = view["next"].as_str() else { break };
            next = cursor.to_owned();
        }
        let all = shown["sections"].as_array().expect("rows").iter();
        let whole: String = all.map(|row| row["text"].as_str().expect("a text")).collect();
        // A part that ends with a blank is shown without it.
        let plain =
            |text: &str| text.chars().filter(|one| !one.is_whitespace()).collect::<String>();
        assert!(plain(&text) == plain(&whole), "{path}: {} and {} bytes", text.len(), whole.len());
        assert_eq!(citations, shown["citations"].as_array().expect("rows").len(), "{path}");
        assert_eq!(edits, shown["edits"].as_array().expect("rows").len(), "{path}");
        // Its page is bounded, and leads from stretch to stretch up to the end.
        let (mut address, mut sum, mut pages) = (format!("/papers/{id}?q=x%C3%A3"), 0, 0);
        loop {
            let page = server.get(&address, "");
            assert!(
                page.starts_with("HTTP/1.1 200 ") && page.len() < 8 << 20,
                "{address}: {}",
                page.len()
            );
            sum += page.matches("<mark").count();
            pages += 1;
            let link = page.split("rel=\"next\" href=\"").nth(1);
            let Some(next) = link.and_then(|rest| rest.split('"').next()) else { break };
            address = next.replace("&amp;", "&");
            assert!(pages < 40 || path.ends_with("line.txt"));
            if pages == 40 {
                break;
            }
        }
        assert!(pages > 1, "{path}");
        assert!(sum > 0 || path.ends_with("many.txt"), "{path}");
    }
    if let (Some(before), Some(after)) = (at_rest, server.peak()) {
        let taken = after.saturating_sub(before) >> 20;
        assert!(taken < 200, "{taken} MB");
    }
}

#[test]
fn a_hit_in_a_long_paper_leads_to_the_stretch_that_holds_it() {
    let folder = long_papers();
    folder.said(&["ingest", "papers"], 0);
    let server = started(&folder);
    for address in ["/?q=1190-NQ/TW", "/mentions?q=1190-NQ/TW"] {
        let found = server.get(address, "");
        let links =
            found.split("href=\"/papers/").skip(1).filter_map(|rest| rest.split('"').next());
        let link = links.into_iter().find(|link| link.contains('#'));
        let link = link.unwrap_or_else(|| panic!("no link in {found}")).replace("&amp;", "&");
        let (path, line) = link.split_once('#').expect("a line");
        let page = server.get(&format!("/papers/{path}"), "");
        assert!(page.contains(&format!("id=\"{line}\"")), "{address}: {link}");
        assert!(page.contains("<mark") && page.contains("1190-NQ/TW"), "{address}: {link}");
    }
    let (_, id) =
        ids(&server).into_iter().find(|(path, _)| path.ends_with("many.txt")).expect("it");
    // Without a place the first hit decides.
    let page = server.get(&format!("/papers/{id}?q=1190-NQ/TW"), "");
    assert!(page.contains("<mark"), "the stretch with the hit");
    for wrong in ["x", "-1", "1.x"] {
        let answer = server.get(&format!("/papers/{id}?from={wrong}"), "");
        assert!(answer.starts_with("HTTP/1.1 400 "), "{wrong}: {answer}");
    }
    for behind in ["999999", "3.99999999"] {
        let answer = server.get(&format!("/papers/{id}?from={behind}"), "");
        assert!(answer.starts_with("HTTP/1.1 200 "), "{behind}: {answer}");
    }
}

#[test]
fn one_endless_paper_does_not_hold_up_the_server() {
    let folder = Folder::of_texts(&[("papers/m.txt", &"a ".repeat(12_000))]);
    folder.said(&["ingest", "papers"], 0);
    let server = started(&folder);
    let path = format!("/api/v1/papers/{}", only_id(&server));
    let at_rest = server.peak();
    let begun = Instant::now();
    std::thread::scope(|scope| {
        let asking: Vec<_> = (0..8).map(|_| scope.spawn(|| server.get(&path, "").len())).collect();
        assert!(server.get("/api/v1/health", "").starts_with("HTTP/1.1 200 "));
        for one in asking {
            assert!(one.join().expect("an answer") > 24_000);
        }
    });
    assert!(begun.elapsed() < Duration::from_secs(20), "{:?}", begun.elapsed());
    if let (Some(before), Some(after)) = (at_rest, server.peak()) {
        assert!(after.saturating_sub(before) >> 20 < 400, "{} MB", (after - before) >> 20);
    }
}

/// Waits until so many questions are worked on; fails after ten seconds.
fn works_on(server: &Server, questions: usize) {
    let begun = Instant::now();
    while server.metric("vankien_working") < questions {
        assert!(begun.elapsed() < Duration::from_secs(10), "{questions} are worked on");
        std::thread::sleep(Duration::from_millis(50));
    }
}

/// Waits until nothing is worked on; fails after ten seconds.
fn rests(server: &Server) {
    let begun = Instant::now();
    while server.metric("vankien_working") > 0 {
        assert!(begun.elapsed() < Duration::from_secs(10), "the work goes on");
        std::thread::sleep(Duration::from_millis(50));
    }
}

#[test]
fn a_deadline_ends_the_work_and_so_does_a_caller_that_went_away() {
    let folder = Folder::of_texts(&[
        ("papers/a.txt", "Số 7-CV/TU\n\nNội dung của công văn này rất rõ ràng.\n"),
        ("vankien.toml", "answer_seconds = 1\n"),
    ]);
    folder.said(&["ingest", "papers"], 0);
    let server = Server::start(folder.root(), |command| {
        command.env("VANKIEN_LINGER_ON", "lâu");
    });
    for path in [
        "/api/v1/search?q=l%C3%A2u",
        "/api/v1/mentions?q=l%C3%A2u",
        "/?q=l%C3%A2u",
        "/api/v1/facets?q=l%C3%A2u",
    ] {
        let answer = server.get(path, "");
        assert!(answer.starts_with("HTTP/1.1 503 "), "{path}: {answer}");
        assert!(answer.to_lowercase().contains("\r\nretry-after: "), "{path}: {answer}");
        rests(&server);
    }
    folder.write("vankien.toml", "answer_seconds = 600\n");
    let server = Server::start(folder.root(), |command| {
        command.env("VANKIEN_LINGER_ON", "lâu");
    });
    // One question begins alone, so that it takes no permit of callers with several: those get half of all permits.
    let mut left = vec![server.begun("/?q=l%C3%A2u", "\r\n")];
    works_on(&server, 1);
    left.extend((0..2).map(|_| server.begun("/?q=l%C3%A2u", "\r\n")));
    works_on(&server, 3);
    assert!(server.get("/api/v1/health", "").starts_with("HTTP/1.1 200 "));
    drop(left);
    rests(&server);
    assert!(server.get("/api/v1/search?q=7-CV/TU", "").starts_with("HTTP/1.1 200 "));
}
