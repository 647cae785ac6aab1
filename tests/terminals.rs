//! No paper, name or question commands the terminal: control, bidi and zero-width signs are shown, on a terminal and on
//! a pipe; JSON escapes them and data keeps them. The program is run as others run it.
#![cfg(all(unix, feature = "page"))] // All commands are called; names of files hold any byte.
#![allow(clippy::unwrap_used, missing_docs)]

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::Value;

/// What a terminal would obey or not show: a colour, a title of the window, a control of one byte in old encodings, an
/// order from right to left, a joiner, a space without width, a line separator, a soft hyphen, a byte order mark.
const HOSTILE: &str = "\u{1b}[31mA\u{1b}]0;PWNED\u{7}\u{9b}31m\u{202e}B\u{2066}\u{200d}C\u{200b}\u{2028}D\u{ad}\u{feff}";

/// The name of a file that holds some of them.
const NAME: &str = "p/a\u{1b}]0;NAME\u{7}\u{202e}\u{200b}.txt";

fn text() -> String {
    format!("Số: 12-NQ/TU\n\nNghị quyết về lúa {HOSTILE} xong, theo Nghị quyết số 59-NQ/TW.\n")
}

/// Written apart from the table of the program, for the same reason.
fn is_hidden(letter: char) -> bool {
    letter.is_control() && !matches!(letter, '\n' | '\t')
        || matches!(letter, '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}')
        || matches!(letter, '\u{2060}'..='\u{206f}' | '\u{feff}')
}

struct World(tempfile::TempDir);

impl World {
    fn new() -> World {
        let world = World(tempfile::tempdir().unwrap());
        fs::create_dir(world.path("p")).unwrap();
        fs::write(world.path(NAME), text()).unwrap();
        fs::write(world.path("p/b.txt"), "Thông báo về lúa.\n").unwrap();
        // A file that is named as left out, and rules that are none.
        fs::write(world.path(&format!("p/{}.jpg", HOSTILE)), b"\xff\xd8\xff").unwrap();
        fs::write(world.path("p/.vankienignore"), format!("{HOSTILE}[z-b]\n")).unwrap();
        let asked = serde_json::json!({ "jsonrpc": "2.0", "id": 1, "method": "tools/call", "params":
            { "name": "search", "arguments": { "question": format!("lúa {HOSTILE}") } } });
        fs::write(world.path("asked.jsonl"), format!("{asked}\n")).unwrap();
        world
    }

    fn path(&self, path: &str) -> PathBuf {
        self.0.path().join(path)
    }

    fn command(&self, program: &Path, arguments: &[String], input: Stdio) -> Output {
        let mut command = Command::new(program);
        command.args(arguments).current_dir(self.0.path());
        command.env("XDG_CACHE_HOME", self.path("cache")).env_remove("NO_COLOR");
        command.stdin(input).stdout(Stdio::piped()).stderr(Stdio::piped()).output().unwrap()
    }

    fn piped(&self, arguments: &[String]) -> Output {
        let asked = File::open(self.path("asked.jsonl")).unwrap();
        self.command(Path::new(env!("CARGO_BIN_EXE_vankien")), arguments, asked.into())
    }

    fn said(&self, arguments: &[&str]) -> Vec<u8> {
        self.piped(&owned(arguments)).stdout
    }

    /// What the program shows on a terminal, stdout and stderr together; `None` where none can be had.
    fn shown(&self, arguments: &[String]) -> Option<String> {
        let script =
            "import os, pty, sys; sys.exit(os.waitstatus_to_exitcode(pty.spawn(sys.argv[1:])))";
        let program = owned(&["-c", script, env!("CARGO_BIN_EXE_vankien")]);
        let program = [&program, arguments].concat();
        // What is typed a terminal shows by itself.
        let output = self.command(Path::new("python3"), &program, Stdio::null());
        // The terminal ends lines with both signs.
        let shown = String::from_utf8_lossy(&output.stdout).replace("\r\n", "\n");
        (!output.stderr.starts_with(b"Traceback")).then_some(shown)
    }
}

fn owned(arguments: &[&str]) -> Vec<String> {
    arguments.iter().map(|one| (*one).to_owned()).collect()
}

/// Every command with hostile arguments, or over hostile papers: `Q` is a question, `F` the file.
const CALLS: [&[&str]; 47] = [
    &["search", "lúa"],
    &["search", "Q"],
    &["search", "zzz", "Q"],
    &["search", "lúa", "loai:Q"],
    &["search", "lúa", "--explain"],
    &["search", "--why-not", "F", "lúa"],
    &["search", "--n\u{1b}]0;X\u{7}", "lúa"],
    &["mentions", "lúa"],
    &["mentions", "zzz Q"],
    &["mentions", "\"Q"],
    &["mentions", "--sort", "Q", "lúa"],
    &["citations", "F"],
    &["citations", "Q"],
    &["cites", "F"],
    &["cited-by", "59-NQ/TW"],
    &["cited-by", "Q"],
    &["dossier", "59-NQ/TW"],
    &["dossier", "Q"],
    &["timeline", "lúa"],
    &["timeline", "Q"],
    &["facets", "lúa"],
    &["facets", "Q"],
    &["list"],
    &["list", "coquan:Q"],
    &["stats"],
    &["report"],
    &["review"],
    &["review", "--paper", "Q"],
    &["review", "set", "Q", "Q"],
    &["verify"],
    &["config", "--index", "Q"],
    &["config", "--config", "Q"],
    &["serve", "--listen", "Q"],
    &["mcp"],
    &["watch", "--config", "Q"],
    &["forget", "Q"],
    &["completions", "Q"],
    &["man", "Q"],
    &["show", "F"],
    &["show", "F", "--edits"],
    &["show", "Q"],
    &["repair", "F", "--edits"],
    &["repair", "F", "--diff"],
    &["repair", "F", "--channel"],
    &["repair", "Q"],
    &["ingest", "Q", "p"],
    &["Q"],
];

fn call(arguments: &[&str]) -> Vec<String> {
    let filled = |one: &&str| one.replace('Q', HOSTILE).replace('F', NAME);
    arguments.iter().map(filled).collect()
}

#[test]
fn every_command_is_called() {
    let world = World::new();
    let help = String::from_utf8(world.said(&["--help"])).unwrap();
    let commands = help.split("Commands:").nth(1).unwrap().split("Options:").next().unwrap();
    let names = commands
        .lines()
        .filter_map(|line| line.strip_prefix("  "))
        .filter(|line| !line.starts_with(' '));
    for name in
        names.filter_map(|line| line.split_whitespace().next()).filter(|name| *name != "help")
    {
        assert!(CALLS.iter().any(|call| call[0] == name), "{name} is called");
    }
}

#[test]
fn nothing_hidden_leaves_on_a_pipe() {
    let world = World::new();
    world.said(&["ingest", "p"]);
    for arguments in CALLS {
        let output = world.piped(&call(arguments));
        for bytes in [&output.stdout, &output.stderr] {
            let text = std::str::from_utf8(bytes).unwrap();
            let hidden = text.find(is_hidden);
            let around = hidden.map(|at| text[at..].chars().take(20).collect::<String>());
            assert_eq!(around, None, "{arguments:?}: {text:?}");
        }
    }
    let listed = String::from_utf8(world.said(&["list"])).unwrap();
    assert!(listed.contains("p/a<U+001B>]0;NAME<U+0007><U+202E><U+200B>.txt"), "{listed}");
}

/// Row `terminal-escape` of the table of faults, for all commands.
#[test]
fn nothing_hidden_commands_a_terminal() {
    let world = World::new();
    world.said(&["ingest", "p"]);
    // An assistant speaks over pipes.
    for arguments in CALLS.into_iter().filter(|call| call[0] != "mcp") {
        let Some(shown) = world.shown(&call(arguments)) else {
            return vankien_testing::say("SKIPPED: python3 gives no terminal");
        };
        // Our own colours are the only commands, and the bar of progress is cleared at the end.
        let own = ["[0m", "[1m", "[2m", "[1;33m", "[4;32m"].map(|own| format!("\u{1b}{own}"));
        let mut rest = own.iter().fold(shown.clone(), |rest, own| rest.replace(own, ""));
        if arguments[0] == "ingest" {
            ["\r", "\u{1b}[2K", "\u{1b}[1A", "\u{1b}[K", "\u{1b}[J"]
                .iter()
                .for_each(|one| rest = rest.replace(one, ""));
        }
        assert_eq!(rest.find(is_hidden), None, "{arguments:?}: {rest:?}");
    }
    let shown = world.shown(&call(&["mentions", "lúa"])).unwrap();
    assert!(shown.contains("\u{1b}[1;33mlúa\u{1b}[0m <U+001B>[31m"), "{shown:?}");
}

#[test]
fn json_escapes_what_it_gives_back() {
    let world = World::new();
    world.said(&["ingest", "p"]);
    for arguments in [
        &["search", "lúa", "--json"][..],
        &["mentions", "lúa", "--json"],
        &["timeline", "lúa", "--json"],
        &["list", "--json"],
        &["show", NAME, "--json"],
        &["show", NAME, "--stage", "extracted", "--json"],
        &["show", NAME, "--edits", "--json"],
        &["citations", NAME, "--json"],
        &["report", "--json"],
        &["review", "--json"],
        &["ingest", "--json"],
        &["verify", "--json"],
        &["mcp"],
    ] {
        let text = String::from_utf8(world.said(arguments)).unwrap();
        assert_eq!(text.find(is_hidden), None, "{arguments:?}: {text:?}");
        text.lines().for_each(|line| drop(serde_json::from_str::<Value>(line).unwrap()));
    }
    let rows = String::from_utf8(world.said(&["list", "--json"])).unwrap();
    let paths =
        rows.lines().map(|line| serde_json::from_str::<Value>(line).unwrap()["path"].clone());
    assert!(paths.into_iter().any(|path| path == NAME), "{rows}");
    assert!(rows.contains("\\u202e\\u200b.txt"), "{rows}");
    let shown = world.said(&["show", NAME, "--stage", "extracted", "--json"]);
    assert_eq!(serde_json::from_slice::<Value>(&shown).unwrap()["text"], text());
    let addresses = vankien::serve::Addresses::over(&world.path("index"));
    let (_, body) = addresses.get("/api/v1/papers", &[]).unwrap();
    let body = String::from_utf8(body).unwrap();
    assert!(body.contains("\\u202e") && body.find(is_hidden).is_none(), "{body}");
}

#[test]
fn data_passes_unchanged() {
    let world = World::new();
    world.said(&["ingest", "p"]);
    assert_eq!(
        String::from_utf8(world.said(&["show", NAME, "--stage", "extracted"])).unwrap(),
        text()
    );
    // What the stages make of it, with all that they leave.
    let text = text();
    let letters = vankien_text::mend_as(&text, vankien_text::MendOptions::default());
    let repaired = letters.text.clone();
    assert!(repaired.contains("\u{1b}]0;PWNED\u{7}"), "{repaired:?}");
    for arguments in [&["repair", NAME][..], &["show", NAME, "--stage", "repaired"]] {
        assert_eq!(String::from_utf8(world.said(arguments)).unwrap(), repaired);
    }
    let normalised = world.said(&["show", NAME, "--stage", "normalised"]);
    assert_eq!(String::from_utf8(normalised).unwrap(), letters.normalised.text);
    for arguments in [&["repair", NAME, "--reflow"][..], &["show", NAME, "--stage", "sections"]] {
        assert!(String::from_utf8(world.said(arguments)).unwrap().contains("\u{1b}]0;PWNED\u{7}"));
    }
    let table = String::from_utf8(world.said(&["mentions", "lúa", "--csv"])).unwrap();
    assert!(table.contains(NAME) && table.contains("\u{1b}]0;PWNED\u{7}"), "{table:?}");
}

/// On a page each text that a paper gave stands in a box of its own (`bdi`, a block), and no other text is turned round.
#[test]
fn no_page_is_turned_round() {
    let world = World::new();
    world.said(&["ingest", "p"]);
    let addresses = vankien::serve::Addresses::over(&world.path("index"));
    let (_, body) = addresses.get("/api/v1/papers", &[]).unwrap();
    let papers: Value = serde_json::from_slice(&body).unwrap();
    let id = papers["papers"][0]["id"].as_str().unwrap().to_owned();
    let mut seen = 0;
    for (address, values) in [
        ("/", &[("q", "lúa")][..]),
        ("/", &[("q", "loai:\"\"")]),
        ("/mentions", &[("q", "lúa")]),
        ("/papers/{id}", &[("id", &id), ("q", "lúa")]),
        ("/report", &[]),
    ] {
        let (_, body) = addresses.get(address, values).unwrap();
        let page = String::from_utf8(body).unwrap();
        for (at, _) in page.match_indices('\u{202e}') {
            seen += 1;
            let before = &page[..at];
            let is_in = |tag: &str, end: &str| {
                before.rfind(tag).is_some_and(|begin| !before[begin..].contains(end))
            };
            let boxes = [
                ("<bdi>", "</bdi>"),
                ("<p class=\"passage\"", "</p>"),
                ("<p class=\"title\"", "</p>"),
                ("<section id=\"S", "</section>"),
                ("=\"", "\""),
            ];
            assert!(
                boxes.iter().any(|(tag, end)| is_in(tag, end)),
                "{address}: {:?}",
                &page[at.saturating_sub(200)..at]
            );
        }
    }
    assert!(seen > 6, "{seen}");
}
