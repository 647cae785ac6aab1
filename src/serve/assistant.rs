//! The Model Context Protocol over standard input and output: an assistant asks, and is given
//! quotations with their places.
//! In: one JSON-RPC message a line. Out: one answer a line, from the same functions as the API.
//! Never ends at a message it cannot read; never writes anything else to the output.

use std::collections::BTreeMap;
use std::io::{BufRead, Read, Write};
use std::path::Path;

use serde_json::{Value, json};
use vankien_system::crash;

use super::api;
use super::asked::Asked;
use super::generation::Generations;
use super::reply::{Problem, Reply};
use crate::present::visible;

/// The versions of the protocol that are spoken, the newest first. Tools are the same in all of them.
const VERSIONS: [&str; 3] = ["2025-06-18", "2025-03-26", "2024-11-05"];

/// The longest message that is read, in bytes.
const LONGEST: u64 = 1 << 20;

/// How many rows an assistant is given where it names no number; it has to read them all.
const ROWS: &str = "50";

/// The errors of JSON-RPC.
const NO_JSON: i32 = -32700;
const NO_REQUEST: i32 = -32600;
const NO_METHOD: i32 = -32601;
const NO_ARGUMENT: i32 = -32602;
const FAULT: i32 = -32603;

/// What an assistant may call.
struct Tool {
    name: &'static str,
    what: &'static str,
    /// The argument that is required, what it means, and its name in the API.
    asks: (&'static str, &'static str, &'static str),
    /// Whether the answer is a list of which a part may be asked for.
    is_list: bool,
    answer: fn(&Asked) -> Result<Reply, Problem>,
}

const QUESTION: (&str, &str, &str) =
    ("question", "Words, \"phrases\", numbers of papers, filters such as nam:2024.", "q");
const PAPER: (&str, &str, &str) =
    ("paper", "The number of a paper, the end of its path, or an id from another answer.", "id");

static TOOLS: [Tool; 4] = [
    Tool {
        name: "search",
        what: "Ranked passages with path, section, page and lines of the original.",
        asks: QUESTION,
        is_list: true,
        answer: api::search,
    },
    Tool {
        name: "mentions",
        what: "Every mention of a number or phrase with its quotation and place; totals count all rows, \
               `complete` and `unread` tell whether there is text that nobody could read.",
        asks: QUESTION,
        is_list: true,
        answer: api::mentions,
    },
    Tool {
        name: "paper",
        what: "One paper: number, date, title, signer, sections with their text, citations, edits.",
        asks: PAPER,
        is_list: false,
        answer: api::paper,
    },
    Tool {
        name: "citations",
        what: "What one paper cites, in which form, where, and what it does to the cited paper.",
        asks: PAPER,
        is_list: false,
        answer: api::citations,
    },
];

/// Why a message gets no result: the code of JSON-RPC and what is wrong.
type Refusal = (i32, String);

/// Answers messages until the input ends.
pub fn converse(
    index: &Path,
    mut input: impl BufRead,
    output: &mut impl Write,
) -> std::io::Result<()> {
    let generations = Generations::new(index.to_path_buf());
    loop {
        let mut line = Vec::new();
        if (&mut input).take(LONGEST).read_until(b'\n', &mut line)? == 0 {
            return Ok(());
        }
        let is_cut = line.last() != Some(&b'\n') && line.len() as u64 == LONGEST;
        if is_cut {
            input.skip_until(b'\n')?;
        }
        if line.trim_ascii().is_empty() {
            continue;
        }
        if let Some(answer) = answered(&generations, &line) {
            writeln!(output, "{}", visible::json(&answer)?)?;
            output.flush()?;
        }
    }
}

/// The answer to one message; `None` where it is told and not asked.
fn answered(generations: &Generations, line: &[u8]) -> Option<Value> {
    let failed = |id: &Value, (code, message): Refusal| json!({ "jsonrpc": "2.0", "id": id, "error": { "code": code, "message": message } });
    let Ok(message) = serde_json::from_slice::<Value>(line) else {
        return Some(failed(&Value::Null, (NO_JSON, "the line is not JSON".into())));
    };
    let Some(method) = message["method"].as_str() else {
        // An answer to a question that was never asked, or no message at all.
        let is_answer = message.get("result").is_some() || message.get("error").is_some();
        let refusal = (NO_REQUEST, "a request has a method".to_owned());
        return (!is_answer).then(|| failed(&message["id"], refusal));
    };
    let id = message.get("id")?;
    let work = || result(generations, method, &message["params"]);
    let result = crash::catch(work).unwrap_or_else(|crash| {
        crash.log("answering an assistant");
        Err((FAULT, Problem::crash(&crash).detail))
    });
    Some(match result {
        Ok(result) => json!({ "jsonrpc": "2.0", "id": id, "result": result }),
        Err(refusal) => failed(id, refusal),
    })
}

fn result(generations: &Generations, method: &str, params: &Value) -> Result<Value, Refusal> {
    crash::panic_for_test(method);
    match method {
        "initialize" => {
            let asked = params["protocolVersion"].as_str().unwrap_or_default();
            let version = VERSIONS.into_iter().find(|version| *version == asked);
            Ok(json!({
                "protocolVersion": version.unwrap_or(VERSIONS[0]),
                "capabilities": { "tools": {} },
                "serverInfo": { "name": env!("CARGO_PKG_NAME"), "version": env!("CARGO_PKG_VERSION") },
                "instructions": "Answers come from Vietnamese Party and State papers. Quote with path, \
                                 page and lines; edits tell which letters were repaired.",
            }))
        }
        "ping" => Ok(json!({})),
        "tools/list" => Ok(json!({ "tools": TOOLS.iter().map(description).collect::<Vec<_>>() })),
        "tools/call" => call(generations, params),
        other => Err((NO_METHOD, format!("there is no method {other}"))),
    }
}

fn description(tool: &Tool) -> Value {
    let (name, what, _) = tool.asks;
    let mut properties = json!({ name: { "type": "string", "description": what } });
    if tool.is_list {
        properties["n"] =
            json!({ "type": "integer", "minimum": 1, "description": "How many rows." });
        properties["cursor"] =
            json!({ "type": "string", "description": "`next` of the answer before: goes on." });
    }
    json!({
        "name": tool.name,
        "description": tool.what,
        "inputSchema": { "type": "object", "properties": properties, "required": [name] },
        "annotations": { "readOnlyHint": true },
    })
}

/// Calls a tool. What the question is to blame for is told to the assistant, which may ask better.
fn call(generations: &Generations, params: &Value) -> Result<Value, Refusal> {
    let named = params["name"].as_str().unwrap_or_default();
    let tool = TOOLS.iter().find(|tool| tool.name == named);
    let tool = tool.ok_or_else(|| (NO_ARGUMENT, format!("there is no tool {named}")))?;
    let arguments = &params["arguments"];
    let (name, _, key) = tool.asks;
    let asked = arguments[name].as_str().filter(|asked| !asked.trim().is_empty());
    let asked = asked.ok_or_else(|| (NO_ARGUMENT, format!("{} needs {name}", tool.name)))?;
    let mut values = BTreeMap::from([(key.to_owned(), asked.to_owned())]);
    if tool.is_list {
        let count = arguments["n"].as_u64().map_or_else(|| ROWS.to_owned(), |n| n.to_string());
        values.insert("n".into(), count);
        values.extend(arguments["cursor"].as_str().map(|cursor| ("cursor".into(), cursor.into())));
    }
    let cursor = values.get("cursor").map(String::as_str);
    let work = || {
        let generation = generations.for_cursor(cursor)?;
        let (list, values) = (tool.name, values.clone());
        (tool.answer)(&Asked { generation, list, values, address: String::new() })
    };
    let reply = crash::catch(work).unwrap_or_else(|crash| {
        crash.log(&format!("answering an assistant, tool {}", tool.name));
        Err(Problem::crash(&crash))
    });
    let (text, is_error) = match reply {
        Ok(reply) => (String::from_utf8_lossy(&reply.body).into_owned(), false),
        Err(problem) => (problem.detail, true),
    };
    Ok(json!({ "content": [{ "type": "text", "text": text }], "isError": is_error }))
}
