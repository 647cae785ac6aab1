//! The ways in which a question can be put: the commands, the API, the assistant, the library.
//! In: a question. Out: what went wrong, where something did: a panic, an exit code that is none, a
//! server error.

use std::ffi::OsString;
use std::panic::{self, AssertUnwindSafe};
use std::path::{Path, PathBuf};
use std::sync::Once;

use serde_json::{Value, json};
use vankien::cli;
use vankien::serve::Addresses;
use vankien::serve::serve_assistant;
use vankien_testing::Dice;

/// Where questions are put.
pub struct Desk {
    index: PathBuf,
    addresses: Addresses,
    /// The ids of some papers.
    ids: Vec<String>,
    /// Their paths and numbers.
    names: Vec<String>,
}

/// One way to put a question.
pub struct Way {
    /// What it is called.
    pub name: &'static str,
    put: fn(&Desk, &str, &mut Dice) -> Result<(), String>,
}

/// The ways, those that matter most several times: question after question takes the next one.
pub static WAYS: [Way; 17] = [
    Way { name: "search", put: search },
    Way { name: "API", put: api },
    Way { name: "mentions", put: mentions },
    Way { name: "search", put: search },
    Way { name: "assistant", put: assistant },
    Way { name: "timeline", put: timeline },
    Way { name: "API", put: api },
    Way { name: "cited-by", put: cited_by },
    Way { name: "search", put: search },
    Way { name: "facets", put: facets },
    Way { name: "mentions", put: mentions },
    Way { name: "API", put: api },
    Way { name: "why-not", put: why_not },
    Way { name: "list", put: list },
    Way { name: "dossier", put: dossier },
    Way { name: "cites, citations, show", put: paper },
    Way { name: "paper page", put: paper_page },
];

impl Desk {
    /// A desk over the index in this folder.
    pub fn new(index: &Path) -> Desk {
        hide_expected_panics();
        let addresses = Addresses::over(index);
        let (_, body) = addresses.get("/api/v1/papers", &[("n", "40")]).expect("an address");
        let papers: Value = serde_json::from_slice(&body).expect("JSON");
        let texts = |key: &str| -> Vec<String> {
            let papers = papers["papers"].as_array().expect("papers").iter();
            papers.filter_map(|paper| paper[key].as_str().map(str::to_owned)).collect()
        };
        let mut names = texts("number");
        names.extend(texts("path"));
        Desk { index: index.to_path_buf(), ids: texts("id"), names, addresses }
    }

    /// What goes wrong where the question is put so; `None` where all is well.
    pub fn crashes(&self, way: &Way, question: &str, dice: &mut Dice) -> Option<String> {
        let put = || (way.put)(self, question, dice);
        IS_TRIED.set(true);
        let ended = panic::catch_unwind(AssertUnwindSafe(put));
        IS_TRIED.set(false);
        match ended {
            Ok(ended) => ended.err(),
            Err(_) => Some(format!("panic {}", TOLD.take())),
        }
    }

    /// Runs a command with switches, each or not, and the question behind them.
    fn run(
        &self,
        command: &str,
        switches: &[&[&str]],
        question: &str,
        dice: &mut Dice,
    ) -> Result<(), String> {
        let mut arguments: Vec<&str> = vec![command];
        for choices in switches {
            arguments.extend(choices[dice.roll(choices.len())].split_whitespace());
        }
        // Without these a question that begins with `-` is an option, mostly one that is not there.
        if dice.roll(10) > 0 {
            arguments.push("--");
        }
        if dice.roll(3) == 0 && !["cites", "citations", "show"].contains(&command) {
            arguments.extend(question.split(' '));
        } else {
            arguments.push(question);
        }
        let index = [OsString::from("vankien"), "--index".into(), self.index.clone().into()];
        let all = index.into_iter().chain(arguments.iter().map(OsString::from));
        match cli::answer(all, &mut std::io::sink()) {
            0..=2 => Ok(()),
            code => Err(format!("exit code {code} for {arguments:?}")),
        }
    }
}

const SCOPE: &[&str] = &["", "", "--scope paper"];
const JSON: &[&str] = &["", "--json"];
const COLOUR: &[&str] = &["", "", "--color always"];

fn search(desk: &Desk, question: &str, dice: &mut Dice) -> Result<(), String> {
    let switches: [&[&str]; 10] = [
        &["-n 0", "-n 1", "-n 10", ""],
        SCOPE,
        &["", "", "--context 1", "--context 9"],
        &["", "--all"],
        &["", "--group paper"],
        &["", "--sort date"],
        &["", "--explain"],
        &["", "", "--no-expand"],
        JSON,
        COLOUR,
    ];
    desk.run("search", &switches, question, dice)
}

fn why_not(desk: &Desk, question: &str, dice: &mut Dice) -> Result<(), String> {
    let name = &desk.names[dice.roll(desk.names.len())];
    // Names with blanks would fall into two arguments.
    let name = name.split(' ').next_back().unwrap_or_default();
    let why = format!("--why-not={name}");
    desk.run("search", &[&[&why], JSON, &["", "--no-expand"]], question, dice)
}

fn mentions(desk: &Desk, question: &str, dice: &mut Dice) -> Result<(), String> {
    let switches: [&[&str]; 7] = [
        SCOPE,
        &["", "", "--verbatim"],
        &["", "", "--body"],
        &["", "", "--no-expand"],
        &["", "--count", "--csv", "--json"],
        &["", "--sort path", "--sort paper", "--sort date"],
        COLOUR,
    ];
    desk.run("mentions", &switches, question, dice)
}

fn timeline(desk: &Desk, question: &str, dice: &mut Dice) -> Result<(), String> {
    let by: &[&str] = &["", "--by auto", "--by month", "--by year"];
    desk.run("timeline", &[by, JSON, COLOUR], question, dice)
}

fn dossier(desk: &Desk, question: &str, dice: &mut Dice) -> Result<(), String> {
    let at: &[&str] = &["", "--at 2023-05-01"];
    desk.run("dossier", &[at, JSON, COLOUR], question, dice)
}

fn cited_by(desk: &Desk, question: &str, dice: &mut Dice) -> Result<(), String> {
    let shape: &[&str] = &["", "--json", "--graph dot", "--graph json"];
    desk.run("cited-by", &[shape, COLOUR], question, dice)
}

fn facets(desk: &Desk, question: &str, dice: &mut Dice) -> Result<(), String> {
    desk.run("facets", &[SCOPE, JSON], question, dice)
}

fn list(desk: &Desk, question: &str, dice: &mut Dice) -> Result<(), String> {
    desk.run("list", &[JSON], question, dice)
}

/// The commands that are given the name of a paper.
fn paper(desk: &Desk, question: &str, dice: &mut Dice) -> Result<(), String> {
    // The standard input is not there to be read, nor are folders of this machine.
    if question.trim() == "-" || Path::new(question).exists() {
        return Ok(());
    }
    let shape: &[&str] = &["", "--json", "--graph dot", "--graph json"];
    let stage: &[&str] = &["", "--edits", "--json", "--stage repaired", "--stage sections --json"];
    match dice.roll(3) {
        0 => desk.run("cites", &[shape], question, dice),
        1 => desk.run("citations", &[JSON], question, dice),
        _ => desk.run("show", &[stage], question, dice),
    }
}

/// Some values for what an address takes beside the question.
fn value(name: &str, dice: &mut Dice) -> &'static str {
    let values: &[&str] = match name {
        "n" => &["", "0", "1", "10", "x", "99999999999999999999"],
        "cursor" => &["", "", "", "x", "0.5", "."],
        "context" => &["", "1", "50", "999", "-1"],
        "sort" => &["", "path", "paper", "date", "score"],
        "group" => &["", "paper", "x"],
        "format" => &["", "", "html"],
        "lang" => &["vi", "en", ""],
        "steps" => &["", "1", "2", "3"],
        _ => &["", "1", "0"],
    };
    values[dice.roll(values.len())]
}

/// Puts the question to the address, with what else it takes.
fn get(desk: &Desk, path: &str, id: &str, question: &str, dice: &mut Dice) -> Result<(), String> {
    let (_, names) = Addresses::all().find(|(one, _)| *one == path).expect("an address");
    let mut values = Vec::new();
    for name in names {
        match name {
            "q" => values.push((name, question)),
            "id" => values.push((name, id)),
            _ if dice.roll(2) == 0 => values.push((name, value(name, dice))),
            _ => {}
        }
    }
    let (status, body) = desk.addresses.get(path, &values).expect("an address");
    if status < 500 {
        return Ok(());
    }
    Err(format!("status {status} for {path} {values:?}: {}", String::from_utf8_lossy(&body)))
}

/// Any address that is given a question or the name of a paper.
fn api(desk: &Desk, question: &str, dice: &mut Dice) -> Result<(), String> {
    let all = Addresses::all().map(|(path, names)| (path, names.collect::<Vec<_>>()));
    let all = all.filter(|(_, names)| names.contains(&"q") || names.contains(&"id"));
    let paths: Vec<&str> = all.map(|(path, _)| path).collect();
    let path = paths[dice.roll(paths.len())];
    let id = if dice.roll(2) == 0 { question } else { &desk.ids[dice.roll(desk.ids.len())] };
    get(desk, path, id, question, dice)
}

/// The page of a paper, which marks where the question stands in it.
fn paper_page(desk: &Desk, question: &str, dice: &mut Dice) -> Result<(), String> {
    let id = &desk.ids[dice.roll(desk.ids.len())];
    get(desk, "/papers/{id}", id, question, dice)
}

fn assistant(desk: &Desk, question: &str, dice: &mut Dice) -> Result<(), String> {
    let (tool, argument) = [
        ("search", "question"),
        ("mentions", "question"),
        ("paper", "paper"),
        ("citations", "paper"),
    ][dice.roll(4)];
    let count = [json!(0), json!(1), json!("x"), json!(-1), json!(null)][dice.roll(5)].take();
    let arguments = json!({ argument: question, "n": count });
    let params = json!({ "name": tool, "arguments": arguments });
    let call = json!({ "jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": params });
    let input = format!("{call}\n{}\n", json!({ "jsonrpc": "2.0", "id": 2, "method": "ping" }));
    let mut output = Vec::new();
    serve_assistant(&desk.index.clone().into(), input.as_bytes(), &mut output)
        .map_err(|error| error.to_string())?;
    let output = String::from_utf8_lossy(&output);
    let answers: Vec<Value> =
        output.lines().filter_map(|line| serde_json::from_str(line).ok()).collect();
    let [first, second] = &answers[..] else { return Err(format!("no two answers: {output}")) };
    let text = first["result"]["content"][0]["text"].as_str().unwrap_or_default();
    let is_fault = first["result"]["isError"] == true && text.contains("the program failed");
    if is_fault || first["error"]["code"] == -32603 || second["result"] != json!({}) {
        return Err(format!("{tool}: {output} {}", TOLD.take()));
    }
    Ok(())
}

thread_local! {
    static IS_TRIED: std::cell::Cell<bool> = const { std::cell::Cell::new(false) };
    static TOLD: std::cell::RefCell<String> = const { std::cell::RefCell::new(String::new()) };
}

/// A panic at a question is kept for the report; others are told as always.
fn hide_expected_panics() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let usual = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            if IS_TRIED.try_with(std::cell::Cell::get).unwrap_or_default() {
                TOLD.set(info.to_string());
            } else {
                usual(info);
            }
        }));
    });
}
