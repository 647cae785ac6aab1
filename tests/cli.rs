//! The command line as others use it: the examples of the documents, and the contract of JSON and
//! exit codes.

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::Value;

/// A folder with the sample papers and nothing else.
struct Folder(tempfile::TempDir);

impl Folder {
    fn new() -> Folder {
        let folder = tempfile::tempdir().expect("a folder");
        let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
        for entry in walkdir::WalkDir::new(&source) {
            let entry = entry.expect("the sample papers can be walked");
            let inner = entry.path().strip_prefix(&source).expect("below the folder");
            let target = folder.path().join("corpus").join(inner);
            if entry.file_type().is_dir() {
                std::fs::create_dir_all(target).expect("a folder");
            } else {
                std::fs::copy(entry.path(), target).expect("a copy");
            }
        }
        Folder(folder)
    }

    fn run(&self, arguments: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_vankien"));
        command.args(arguments).current_dir(self.0.path()).env_remove("NO_COLOR");
        command.env("XDG_CACHE_HOME", self.0.path().join("cache"));
        command.stdin(Stdio::null()).output().expect("the program runs")
    }

    /// The objects that a command prints with `--json`, and its exit code.
    fn json(&self, arguments: &[&str]) -> (Vec<Value>, i32) {
        let output = self.run(arguments);
        let text = String::from_utf8(output.stdout).expect("UTF-8");
        let rows = text.lines().map(|line| serde_json::from_str(line).expect("JSON a line"));
        (rows.collect(), output.status.code().expect("it ends by itself"))
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }
}

fn has_keys(value: &Value, keys: &[&str]) {
    for key in keys {
        assert!(value.get(key).is_some(), "{key} is missing in {value}");
    }
}

/// The documents of the project, with their text.
fn documents() -> Vec<(PathBuf, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let below = walkdir::WalkDir::new(root.join("docs")).sort_by_file_name();
    let below = below.into_iter().filter_map(Result::ok).map(walkdir::DirEntry::into_path);
    let pages = below.filter(|path| path.extension().is_some_and(|ending| ending == "md"));
    let top = ["README.md", "README.vi.md", "ARCHITECTURE.md", "CONTRIBUTING.md"];
    let all = top.iter().map(|name| root.join(name)).chain(pages);
    all.map(|path| (path.clone(), std::fs::read_to_string(path).expect("a document"))).collect()
}

/// Every example of the documents (a `console` block) prints what they show. `UPDATE_EXPECT=1` writes it anew.
#[test]
fn the_examples_of_the_documents_are_true() {
    let folder = Folder::new();
    let mut examples = 0;
    for (path, text) in documents() {
        let mut fresh = String::new();
        let mut rest = text.as_str();
        while let Some((before, block)) = rest.split_once("```console\n") {
            let (block, after) = block.split_once("```").expect("a block ends");
            let command = block.lines().next().and_then(|line| line.strip_prefix("$ vankien "));
            let command = command.expect("a block begins with its command");
            let output = folder.run(&words(command).iter().map(String::as_str).collect::<Vec<_>>());
            let printed = String::from_utf8(output.stdout).expect("UTF-8");
            let lines: Vec<&str> = printed.lines().map(str::trim_end).collect();
            let lines = lines.join("\n");
            fresh += &format!("{before}```console\n$ vankien {command}\n{}\n```", lines.trim_end());
            (rest, examples) = (after, examples + 1);
        }
        fresh += rest;
        if std::env::var_os("UPDATE_EXPECT").is_some() {
            std::fs::write(path, fresh).expect("a document can be written");
        } else {
            assert!(fresh == text, "{} shows something else:\n{fresh}", path.display());
        }
    }
    assert!(examples >= 5, "{examples} examples");
}

/// Documents are short, and their links lead to files that are there.
#[test]
fn documents_are_short_and_their_links_lead_somewhere() {
    for (path, text) in documents() {
        let most = if path.file_name().is_some_and(|name| name == "README.md") { 150 } else { 200 };
        assert!(text.lines().count() <= most, "{} is longer than {most} lines", path.display());
        for link in text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            let (file, heading) = link.split_once('#').unwrap_or((link, ""));
            if link.contains("://") {
                continue;
            }
            let target = match file {
                "" => path.clone(),
                _ => path.parent().expect("a folder").join(file),
            };
            assert!(target.exists(), "{}: {link} leads nowhere", path.display());
            if !heading.is_empty() {
                let text = std::fs::read_to_string(&target).expect("a document");
                let headings = text.lines().filter_map(|line| line.strip_prefix("## "));
                let mut names = headings.map(|name| name.to_lowercase().replace(' ', "-"));
                assert!(names.any(|name| name == heading), "{}: {link}", path.display());
            }
        }
    }
}

/// Splits a command at spaces outside quotes.
fn words(command: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut quote = None;
    for letter in command.chars() {
        match (letter, quote) {
            (' ', None) => words.push(String::new()),
            ('"' | '\'', None) => quote = Some(letter),
            (_, Some(open)) if letter == open => quote = None,
            _ => words.last_mut().expect("there is one").push(letter),
        }
    }
    words
}

/// The page on JSON tells each key of a summary, so that nobody has to guess what a count says.
#[test]
fn every_key_of_a_summary_is_told() {
    let folder = Folder::new();
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/json.md");
    let text = std::fs::read_to_string(page).expect("the page");
    for command in ["search", "mentions", "timeline"] {
        let (rows, _) = folder.json(&[command, "--json", "tham nhung"]);
        let summary = rows.last().and_then(Value::as_object).expect("a summary");
        for key in summary.keys() {
            assert!(text.contains(key.as_str()), "{key} of {command} is told nowhere");
        }
    }
}

/// The exit code says whether a row is shown; each row says why it is there, each count what it counts.
#[test]
fn rows_that_do_not_answer_say_so() {
    let folder = Folder::new();
    for (question, code, read_as, tier) in [
        ("tham nhung", 0, Some("tham nhũng"), None),
        ("tham nhu4ng", 0, Some("tham nhũng"), None),
        ("thàm nhủng", 0, None, Some("other_reading")),
        ("tham nhũng vũ trụ", 0, None, Some("partial")),
        ("xyzw qwrt", 1, None, None),
    ] {
        let (rows, found) = folder.json(&["search", "--json", question]);
        let (summary, hits) = rows.split_last().expect("a summary closes the list");
        assert_eq!((found, summary["read_as"].as_str()), (code, read_as), "{question}");
        assert_eq!(summary["shown"], hits.len(), "{question}");
        let of = |key: &str| hits.iter().filter(|hit| hit[key] == true).count();
        assert_eq!(summary["partial"], of("partial"), "{question}");
        match tier {
            Some(tier) => assert!(of(tier) > 0 && summary["total"] == 0, "{question}: {summary}"),
            None => assert_eq!(summary["total"] == 0, code == 1, "{question}: {summary}"),
        }
    }
}

#[test]
fn the_first_question_builds_an_index_and_leaves_the_rest_alone() {
    let folder = Folder::new();
    let output = folder.run(&["search", "59-NQ/TW"]);
    assert_eq!(output.status.code(), Some(0));
    let messages = String::from_utf8_lossy(&output.stderr);
    assert!(messages.contains("corpus"), "{messages}");
    assert!(folder.path("index/CURRENT").exists());
}

#[test]
fn hits_have_every_key_and_agree_with_their_text() {
    let folder = Folder::new();
    let (rows, code) = folder.json(&["search", "-n", "0", "--json", "\"tham nhũng\""]);
    assert_eq!(code, 0);
    let (summary, hits) = rows.split_last().expect("a summary closes the list");
    has_keys(summary, &["type", "total", "shown", "complete"]);
    has_keys(summary, &["as_phrase", "partial", "other_readings", "read_as", "readings"]);
    assert_eq!(summary["total"].as_u64(), Some(hits.len() as u64));
    assert_eq!(summary["complete"], true);
    for (rank, hit) in (1..).zip(hits) {
        has_keys(
            hit,
            &[
                "type",
                "rank",
                "score",
                "path",
                "document",
                "title",
                "date",
                "section",
                "within",
                "page",
                "lines",
                "text",
                "highlights",
                "match_lines",
                "matches",
                "edits",
            ],
        );
        assert_eq!(hit["rank"].as_u64(), Some(rank));
        let text: Vec<char> = hit["text"].as_str().expect("text").chars().collect();
        for range in hit["highlights"].as_array().expect("ranges") {
            let end = |at: usize| range[at].as_u64().expect("a number") as usize;
            let found: String = text[end(0)..end(1)].iter().collect();
            assert_eq!(
                found.to_lowercase().split_whitespace().collect::<Vec<_>>(),
                ["tham", "nhũng"]
            );
        }
        let matches = hit["matches"].as_array().expect("matches");
        assert_eq!(matches.len(), hit["match_lines"].as_array().expect("lines").len());
        for found in matches {
            has_keys(found, &["lines", "page", "surface", "repaired", "folded"]);
        }
        for edit in hit["edits"].as_array().expect("edits") {
            has_keys(edit, &["line", "col", "from", "to", "why", "why_code", "confidence"]);
        }
    }
    let repaired = hits.iter().flat_map(|hit| hit["matches"].as_array().expect("matches"));
    assert!(repaired.clone().any(|found| found["repaired"] == true), "a repaired match is found");
    let path = hits[0]["path"].as_str().expect("a path");
    assert!(folder.path(path).exists(), "the path leads to the file");
}

#[test]
fn answers_tell_of_themselves() {
    let folder = Folder::new();
    let (rows, code) =
        folder.json(&["search", "-n", "3", "--explain", "--json", "chuyển đổi số )"]);
    assert_eq!((code, rows.len()), (0, 4));
    for hit in &rows[..3] {
        let explain = &hit["explain"];
        has_keys(explain, &["score", "factor", "gains", "parts"]);
        let gains = explain["gains"].as_array().expect("gains").iter();
        let sum: f64 = gains.map(|gain| gain["gives"].as_f64().expect("a number")).sum();
        assert!((sum - hit["score"].as_f64().expect("a score")).abs() < 1e-3, "{explain}");
        has_keys(hit, &["duplicates", "in_paper", "printed", "printed_highlights"]);
    }
    has_keys(&rows[3], &["literal", "read_as", "expanded", "notes", "suggestion"]);
    let (rows, _) = folder.json(&["search", "--json", "-n", "1", "cầu AND (đường"]);
    let summary = rows.last().expect("a summary");
    let literal = &summary["literal"][0];
    assert_eq!((literal["position"].as_u64(), literal["text"].as_str()), (Some(8), Some("(")));
    assert_eq!(literal["why_code"], "open-alone");
    let why = "`(` has no partner; it was ignored";
    let text = format!("character 8 (`(`): {why}");
    let note = serde_json::json!({
        "code": "left-aside", "text": text, "position": 8, "typed": "(", "why_code": "open-alone", "why": why,
    });
    assert_eq!(summary["notes"], serde_json::json!([note]));
    let said = folder.run(&["search", "-n", "1", "cầu AND (đường"]).stderr;
    assert_eq!(String::from_utf8_lossy(&said), format!("vankien: {text}\n"));
    let why = ["search", "--json", "--why-not", "12-NQ/TU", "\"chuyển đổi số\" AND cầu"];
    let (rows, code) = folder.json(&why);
    assert_eq!((code, rows[0]["clause"].as_str()), (1, Some("\"chuyển đổi số\"")));
    has_keys(&rows[0], &["type", "path", "rank", "total", "score", "filter", "lacking", "section"]);
    let (rows, code) = folder.json(&["search", "--json", "--why-not", "12-NQ/TU", "12-nq/tu"]);
    assert_eq!((code, rows[0]["rank"].as_u64()), (0, Some(1)));
    let help = folder.run(&["search", "--help"]);
    let help = String::from_utf8_lossy(&help.stdout).into_owned();
    assert!(["chuy*", "AND", "~3", "=hi", "--why-not"].iter().all(|one| help.contains(one)));
}

#[test]
fn the_bearer_of_a_number_comes_first() {
    let folder = Folder::new();
    for question in ["12-NQ/TU", "12/NQ-TU", "12 nq tu"] {
        let (rows, code) = folder.json(&["search", "--json", question]);
        assert_eq!(code, 0, "{question}");
        assert_eq!(rows[0]["document"], "12-NQ/TU", "{question}");
        assert_eq!(rows[0]["path"], "corpus/nghi-quyet/01-ha-tang-cau-van-hai-2.txt", "{question}");
        assert_eq!(rows[0]["bears"], true, "{question}");
    }
}

#[test]
fn exit_codes_tell_found_nothing_and_error() {
    let folder = Folder::new();
    assert_eq!(folder.run(&["ingest"]).status.code(), Some(0));
    assert_eq!(folder.run(&["ingest", "--strict"]).status.code(), Some(2));
    assert_eq!(folder.run(&["ingest", "no-such-folder"]).status.code(), Some(2));
    let (rows, code) = folder.json(&["search", "--json", "qwxyz"]);
    assert_eq!((code, rows.len()), (1, 1));
    assert_eq!((&rows[0]["total"], &rows[0]["complete"]), (&Value::from(0), &Value::from(true)));
    assert_eq!(folder.run(&["search", "--", "-12-NQ/TU"]).status.code(), Some(0));
    assert_eq!(folder.run(&["search", "\"\""]).status.code(), Some(2));
    assert_eq!(folder.run(&["search", "--index", "elsewhere", "a"]).status.code(), Some(2));
    assert_eq!(folder.run(&["show", "nothing-like-it"]).status.code(), Some(2));
    assert_eq!(folder.run(&["forget", "elsewhere"]).status.code(), Some(2));
    assert_eq!(folder.run(&["forget", "corpus"]).status.code(), Some(0));
}

#[test]
fn papers_are_shown_and_listed_with_every_key() {
    let folder = Folder::new();
    let (papers, code) = folder.json(&["list", "--json"]);
    assert_eq!(code, 0);
    let keys = ["path", "number", "kind", "issuer", "date", "title", "pages", "quality"];
    papers.iter().for_each(|paper| has_keys(paper, &keys));
    for paper in [
        "12-NQ/TU",
        "01-ha-tang-cau-van-hai-2.txt",
        "corpus/nghi-quyet/01-ha-tang-cau-van-hai-2.txt",
    ] {
        let (rows, code) = folder.json(&["show", paper, "--json"]);
        assert_eq!((rows.len(), code), (1, 0), "{paper}");
        let keys =
            ["path", "pages", "quality", "obtained", "obtained_code", "masthead", "sections"];
        has_keys(&rows[0], &[keys.as_slice(), &["citations", "notes", "edits"]].concat());
        assert_eq!(
            (&rows[0]["obtained"], &rows[0]["obtained_code"]),
            (&"utf-8".into(), &"utf-8".into())
        );
        let fields = [
            "number",
            "kind",
            "issuer",
            "place",
            "date",
            "title",
            "signer",
            "addressees",
            "recipients",
        ];
        has_keys(&rows[0]["masthead"], &fields);
        has_keys(&rows[0]["masthead"]["signer"]["value"], &["name", "post", "authority"]);
        assert_eq!(rows[0]["masthead"]["number"]["value"], "12-NQ/TU");
        for section in rows[0]["sections"].as_array().expect("sections") {
            let keys = ["path", "within", "title", "place", "page", "lines", "text"];
            has_keys(section, &keys);
            let (path, within) = (section["path"].as_str(), section["within"].as_str());
            let (path, within) = (path.expect("a path"), within.expect("a path"));
            assert!(path.starts_with(within), "{path} stands inside {within}");
        }
        for citation in rows[0]["citations"].as_array().expect("citations") {
            has_keys(citation, &CITATION);
        }
    }
    assert_eq!(
        folder.run(&["show", "so-ket-nghi-quyet-12.txt"]).status.code(),
        Some(2),
        "two end so"
    );
}

/// The keys of a citation.
const CITATION: [&str; 17] = [
    "type",
    "path",
    "surface",
    "canonical",
    "kind",
    "issuer",
    "date",
    "form",
    "relation",
    "lines",
    "page",
    "where",
    "confidence",
    "candidates",
    "reason",
    "reason_code",
    "provisions",
];

#[test]
fn mentions_have_every_key_and_their_total_is_the_list() {
    let folder = Folder::new();
    for question in ["12-NQ/TU", "Tỉnh ủy", "tham nhung", "chuyển đổi số nam:2024"] {
        let (rows, code) = folder.json(&["mentions", "--json", question]);
        assert_eq!(code, 0, "{question}");
        let (summary, rows) = rows.split_last().expect("a summary");
        let keys =
            ["type", "total", "papers", "by_form", "by_where", "by_year", "complete", "unread"];
        has_keys(summary, &keys);
        has_keys(&summary["unread"], &["papers", "pages", "poor", "named"]);
        assert_eq!(summary["complete"], true);
        for row in rows {
            let keys = [
                "type",
                "path",
                "document",
                "section",
                "page",
                "lines",
                "surface",
                "quote",
                "form",
                "where",
                "how",
                "folded",
                "repaired",
                "canonical",
                "candidates",
                "reason",
                "reason_code",
            ];
            has_keys(row, &keys);
            let (quote, surface) = (row["quote"].as_str(), row["surface"].as_str());
            assert!(quote.expect("words").contains(surface.expect("words")), "{row}");
        }
        let counted = |form: &str| ["full", "number", "short", "phrase"].contains(&form);
        let total = rows.iter().filter(|row| row["form"].as_str().is_some_and(counted)).count();
        assert_eq!(summary["total"], total, "{question}");
        let sum = |key: &str| -> u64 {
            summary[key].as_object().expect("counts").values().filter_map(Value::as_u64).sum()
        };
        assert_eq!(sum("by_form"), rows.len() as u64);
        assert_eq!((sum("by_where"), sum("by_year")), (total as u64, total as u64));
        let count = folder.run(&["mentions", "--count", question]);
        assert_eq!(String::from_utf8_lossy(&count.stdout).trim(), total.to_string());
        let csv = folder.run(&["mentions", "--csv", question]);
        let lines = String::from_utf8(csv.stdout).expect("UTF-8");
        assert_eq!(lines.lines().count(), rows.len() + 1, "{question}");
    }
    assert_eq!(folder.run(&["mentions", "qwxyz"]).status.code(), Some(1));
    assert_eq!(folder.run(&["mentions", "nam:2024"]).status.code(), Some(2));
    assert_eq!(folder.run(&["mentions", "số nam:xưa"]).status.code(), Some(2));
}

#[test]
fn citations_have_every_key_in_both_directions() {
    let folder = Folder::new();
    let paper = "corpus/ket-luan/01-so-ket-nghi-quyet-12.txt";
    for arguments in [
        ["citations", "--json", paper],
        ["cites", "--json", paper],
        ["cited-by", "--json", "12 nq tu"],
    ] {
        let (rows, code) = folder.json(&arguments);
        assert_eq!(code, 0, "{arguments:?}");
        let (summary, rows) = rows.split_last().expect("a summary");
        assert_eq!(summary["total"], rows.len());
        rows.iter().for_each(|row| has_keys(row, &CITATION));
    }
    let (rows, _) = folder.json(&["cited-by", "--json", "12-NQ/TU"]);
    assert!(rows.iter().any(|row| row["path"] == paper && row["relation"] == "reviews"));
    let (graph, _) = folder.json(&["cited-by", "12-NQ/TU", "--graph", "json"]);
    assert!(graph[0]["edges"].as_array().is_some_and(|edges| !edges.is_empty()));
    let dot = folder.run(&["cites", paper, "--graph", "dot"]);
    assert!(String::from_utf8_lossy(&dot.stdout).starts_with("digraph"));
}

#[test]
fn a_dossier_has_every_key_and_says_what_became_of_a_paper() {
    let folder = Folder::new();
    let (objects, code) = folder.json(&["dossier", "17-QĐ/TU", "--at", "2022-06-05", "--json"]);
    assert_eq!((objects.len(), code), (1, 0));
    let keys =
        ["number", "at", "namesakes", "unassigned", "unassigned_total", "complete", "unread"];
    has_keys(&objects[0], &keys);
    let entry = &objects[0]["namesakes"][0];
    has_keys(entry, &["number", "held", "stated", "status", "cited_by", "grounds", "acts"]);
    has_keys(&entry["cited_by"], &["total", "papers", "by_relation", "by_year", "by_provision"]);
    let (held, _) = folder.json(&["dossier", "31-QĐ/TU", "--json"]);
    let ground = &held[0]["namesakes"][0]["grounds"][0];
    has_keys(ground, &["number", "surface", "relation", "provisions", "path", "page", "lines"]);
    has_keys(&entry["stated"], &["title", "kind", "issuer", "date", "effective", "by"]);
    let status = &entry["status"][0];
    let keys = [
        "state",
        "by",
        "from",
        "provisions",
        "sentence",
        "path",
        "page",
        "lines",
        "places",
        "in_effect",
    ];
    has_keys(status, &keys);
    assert_eq!(status["state"], "replaced");
    assert_eq!(
        (&status["by"], &status["from"], &status["in_effect"]),
        (&"31-QĐ/TU".into(), &"2022-06-06".into(), &false.into())
    );
    let (objects, code) = folder.json(&["dossier", "9999/2019/NĐ-CP", "--json"]);
    assert_eq!((objects[0]["namesakes"].as_array().map(Vec::len), code), (Some(0), 1));
    for wrong in [["dossier", "17-QĐ/TU", "--at", "mai"], ["dossier", "no such", "paper", "--json"]]
    {
        assert_eq!(folder.run(&wrong).status.code(), Some(2), "{wrong:?}");
    }
}

#[test]
fn papers_are_counted_and_set_in_order_of_time() {
    let folder = Folder::new();
    let (rows, code) = folder.json(&["facets", "--json"]);
    assert_eq!((rows.len(), code), (1, 0));
    has_keys(&rows[0], &["papers", "kind", "issuer", "place", "year", "signer"]);
    let (papers, _) = folder.json(&["list", "--json"]);
    assert_eq!(rows[0]["papers"], papers.len());
    let (some, _) = folder.json(&["list", "--json", "loai:NQ"]);
    assert!(!some.is_empty() && some.iter().all(|paper| paper["kind"] == "Nghị quyết"));
    let (rows, code) = folder.json(&["timeline", "--json", "12-NQ/TU"]);
    assert_eq!(code, 0);
    let (summary, rows) = rows.split_last().expect("a summary");
    has_keys(summary, &["type", "total", "undated", "periods", "complete", "unread"]);
    let dates: Vec<&str> = rows.iter().filter_map(|row| row["date"].as_str()).collect();
    assert!(dates.is_sorted());
}

#[test]
fn every_stage_is_shown() {
    let folder = Folder::new();
    let paper = "corpus/thong-bao/01-ket-luan-hoi-nghi.txt";
    let stage = |name: &str| folder.run(&["show", paper, "--stage", name]).stdout;
    assert_eq!(stage("extracted"), std::fs::read(folder.path(paper)).expect("the paper"));
    let lines = |text: &[u8]| text.iter().filter(|byte| **byte == b'\n').count();
    assert_eq!(lines(&stage("repaired")), lines(&stage("extracted")));
    assert!(!String::from_utf8(stage("normalised")).expect("UTF-8").contains('ƣ'));
    assert_eq!(folder.run(&["repair", paper]).stdout, stage("repaired"));
}

#[test]
fn edits_are_the_same_wherever_they_are_asked_for() {
    let folder = Folder::new();
    let paper = "corpus/thong-bao/01-ket-luan-hoi-nghi.txt";
    let (shown, _) = folder.json(&["show", paper, "--edits", "--json"]);
    let (repaired, _) = folder.json(&["repair", paper, "--edits", "--json"]);
    assert_eq!(shown, repaired);
    assert!(shown.len() > 5);
    let text = std::fs::read_to_string(folder.path(paper)).expect("the paper");
    for edit in &shown {
        has_keys(edit, &["path", "line", "col", "from", "to", "why", "why_code", "confidence"]);
        let number = |key: &str| edit[key].as_u64().expect("a number") as usize;
        let line = text.split('\n').nth(number("line") - 1).expect("the line is there");
        let from = edit["from"].as_str().expect("text");
        let found: String = line.chars().skip(number("col")).take(from.chars().count()).collect();
        assert_eq!(found, from);
    }
}

#[test]
fn rows_are_repaired_in_order_and_bad_ones_are_named() {
    let folder = Folder::new();
    let rows = "{\"id\":1,\"text\":\"Trung ƣơng Ðảng\"}\nnot json\n{\"id\":\"b\",\"text\":\"một\\nhai\"}\n";
    std::fs::write(folder.path("rows.jsonl"), rows).expect("a file");
    let output = folder.run(&["repair", "--jsonl", "rows.jsonl"]);
    assert_eq!(output.status.code(), Some(2));
    let messages = String::from_utf8_lossy(&output.stderr);
    assert_eq!(messages.matches("line 2").count(), 1, "{messages}");
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    let rows: Vec<Value> =
        text.lines().map(|row| serde_json::from_str(row).expect("JSON")).collect();
    assert_eq!(
        (rows[0]["id"].as_i64(), &rows[0]["text"]),
        (Some(1), &Value::from("Trung ương Đảng"))
    );
    assert_eq!(rows[0]["edits"].as_array().map(Vec::len), Some(2));
    // A row that cannot be read keeps its place, so that rows stay in step.
    assert!(rows[1]["id"].is_null() && rows[1]["error"].is_string());
    assert_eq!((&rows[2]["id"], &rows[2]["text"]), (&Value::from("b"), &Value::from("một\nhai")));
    let output = folder.run(&["repair", "--jsonl", "corpus"]);
    assert_eq!((output.status.code(), output.stdout.len()), (Some(2), 0));
    assert!(String::from_utf8_lossy(&output.stderr).contains("corpus"));
}

#[test]
fn all_that_is_said_of_a_paper_is_told() {
    let folder = Folder::new();
    let text = "UBND TỈNH AN LỘC\n\nSố: 12/BC-UBND\n\nAn Lộc, ngày 05 tháng 3 năm 2023\n\nBÁO CÁO\n\nVề việc thực hiện\n\n\
        Theo Nghị định số 100/2019/NĐ-CP (được sửa đổi bởi Nghị định số 123/2021/NĐ-CP), các đơn vị rà soát; Nghị định số 46/2016/NĐ-CP được thay thế bởi Nghị định số 100/2019/NĐ-CP.\n";
    std::fs::write(folder.path("corpus/bao-cao.txt"), text).expect("a file");
    folder.run(&["ingest"]);
    let (rows, _) = folder.json(&["cited-by", "--json", "46/2016/NĐ-CP"]);
    let stated: Vec<&Value> = rows.iter().filter(|row| row["type"] == "stated").collect();
    assert_eq!(stated.len(), 1, "{rows:?}");
    let (rows, _) = folder.json(&["cited-by", "--json", "100/2019/NĐ-CP"]);
    let stated: Vec<&Value> = rows.iter().filter(|row| row["type"] == "stated").collect();
    assert_eq!(stated.len(), 2, "{rows:?}");
}

#[test]
fn a_closed_pipe_is_no_error() {
    let folder = Folder::new();
    folder.run(&["ingest"]);
    let mut child = Command::new(env!("CARGO_BIN_EXE_vankien"))
        .args(["search", "-n", "0", "tỉnh ủy vân hải"])
        .current_dir(folder.0.path())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program runs");
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("it ends");
    assert_eq!(output.status.code(), Some(0));
    assert!(output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
}
