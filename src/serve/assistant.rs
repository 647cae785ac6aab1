//! The Model Context Protocol (MCP) on standard input and output, for AI assistants.
//! In: one JSON-RPC message per line. Out: one answer per line to each message that wants one, from the functions of
//! the API.
//! Never ends at a message it cannot parse; never writes anything else to the output.

use std::collections::BTreeMap;
use std::io::{BufRead, Read, Write};

use serde_json::{Value, json};
use vankien_engine::Location;
use vankien_system::crash;

use super::api;
use super::asked::Asked;
use super::reply::{Problem, Reply};
use super::state::OpenStates;
use crate::present::visible;

/// Versions of the protocol that are spoken. The first, the newest, is offered to a client that asks for any other. The
/// tools are the same in all. Batches (several requests in a JSON array) are refused in every version.
const VERSIONS: [&str; 3] = ["2025-06-18", "2025-03-26", "2024-11-05"];

/// Bytes of a line that are kept (1 MiB). Of a longer line the rest is skipped, so that it is answered as no JSON
/// ([`PARSE_ERROR`]). A judgement, not measured: a question has at most 2,000 characters. The value only bounds memory.
const MAX_MESSAGE_BYTES: u64 = 1 << 20;

/// Rows in an answer if the assistant gives no `n`, or one that is no whole number from 0 (`"20"`, `-1`, `20.0`); text,
/// as the API takes it. A judgement, not measured: fewer rows cost the assistant less to read, and more calls with
/// `cursor`.
const DEFAULT_ROWS: &str = "50";

// Error codes of JSON-RPC 2.0.

/// The message is no JSON.
const PARSE_ERROR: i32 = -32700;
/// The message is JSON, but no request.
const INVALID_REQUEST: i32 = -32600;
/// The server has no such method.
const METHOD_NOT_FOUND: i32 = -32601;
/// The tool is unknown, or its required argument is missing, blank or no string. `n` and `cursor` of a wrong type are
/// no error: they count as not given.
const INVALID_PARAMS: i32 = -32602;
/// Handling the message panicked outside of a tool. The server goes on. A panic inside a tool is no such error: it
/// becomes a result with `isError`.
const INTERNAL_ERROR: i32 = -32603;

/// A function that an assistant may call.
struct Tool {
    name: &'static str,
    description: &'static str,
    /// Its required argument.
    argument: Argument,
    /// Whether it answers with rows, of which the assistant may ask for `n`. A long paper comes in parts of fixed size.
    has_rows: bool,
    answer: fn(&Asked) -> Result<Reply, Problem>,
}

/// The required argument of a tool.
struct Argument {
    name: &'static str,
    description: &'static str,
    /// The parameter of the API that gets its value.
    parameter: &'static str,
}

/// The argument of tools that take a question.
const QUESTION: Argument = Argument {
    name: "question",
    description: "Words, \"phrases\", numbers of papers, filters such as nam:2024.",
    parameter: "q",
};
/// The argument of tools that take a paper.
const PAPER: Argument = Argument {
    name: "paper",
    description: "The number of a paper, the end of its path, or an id from another answer.",
    parameter: "id",
};

/// The argument of `dossier`: a number, also one that only other papers cite, or the end of the path of a paper of the
/// index. Unlike [`PAPER`] it takes no id; unlike [`QUESTION`] no words and filters, though it is named `question` too.
const NUMBER: Argument = Argument {
    name: "question",
    description: "The number of a paper, or the end of its path.",
    parameter: "q",
};

/// All tools, in the order in which they are listed.
static TOOLS: [Tool; 5] = [
    Tool {
        name: "search",
        description: "Ranked passages with path, section, page and lines of the original.",
        argument: QUESTION,
        has_rows: true,
        answer: api::search,
    },
    Tool {
        name: "mentions",
        description: "Every mention of a number or phrase with its quotation and place. The totals count all rows; \
                      `complete` and `unread` say whether some text could not be read.",
        argument: QUESTION,
        has_rows: true,
        answer: api::mentions,
    },
    Tool {
        name: "paper",
        description: "One paper: number, date, title, signer, sections with their text, citations, edits.",
        argument: PAPER,
        has_rows: false,
        answer: api::paper,
    },
    Tool {
        name: "citations",
        description: "What one paper cites: in which form, where, and what it does to the cited paper.",
        argument: PAPER,
        has_rows: true,
        answer: api::citations,
    },
    Tool {
        name: "dossier",
        description: "What became of a paper (in force from, amended, replaced, repealed, suspended, expired), by whom and \
                      since when, with the sentences that say so; who cites it, and what it is based on. A state that is \
                      not listed is unknown.",
        argument: NUMBER,
        has_rows: false,
        answer: api::dossier,
    },
];

/// The error of a message: the code of JSON-RPC, and what is wrong.
type RpcError = (i32, String);

/// Answers messages from `input` on `output` until the input ends. `index` is the folder of the index; if there is
/// none, the tools answer as from one without papers, so the caller checks it before. An error if the input cannot be
/// read or the output cannot be written.
pub fn serve_assistant(
    index: &Location,
    mut input: impl BufRead,
    output: &mut impl Write,
) -> std::io::Result<()> {
    let states = OpenStates::new(index.clone());
    loop {
        let mut line = Vec::new();
        if (&mut input).take(MAX_MESSAGE_BYTES).read_until(b'\n', &mut line)? == 0 {
            return Ok(());
        }
        let is_cut = line.last() != Some(&b'\n') && line.len() as u64 == MAX_MESSAGE_BYTES;
        if is_cut {
            input.skip_until(b'\n')?;
        }
        if line.trim_ascii().is_empty() {
            continue;
        }
        if let Some(answer) = answer_message(&states, &line) {
            writeln!(output, "{}", visible::json(&answer)?)?;
            output.flush()?;
        }
    }
}

/// The answer to one message; `None` for a notification and for an answer of the client, which want none.
fn answer_message(states: &OpenStates, line: &[u8]) -> Option<Value> {
    let failed = |id: &Value, (code, message): RpcError| json!({ "jsonrpc": "2.0", "id": id, "error": { "code": code, "message": message } });
    let Ok(message) = serde_json::from_slice::<Value>(line) else {
        return Some(failed(&Value::Null, (PARSE_ERROR, "the line is not JSON".into())));
    };
    let Some(method) = message["method"].as_str() else {
        // A message without a method may be an answer, which is ignored: nothing was asked.
        if message.get("result").is_some() || message.get("error").is_some() {
            return None;
        }
        let error = (INVALID_REQUEST, "the message has no method".to_owned());
        return Some(failed(&message["id"], error));
    };
    let id = message.get("id")?;
    let work = || call_method(states, method, &message["params"]);
    let result = crash::catch(work).unwrap_or_else(|crash| {
        crash.log("answering an assistant");
        Err((INTERNAL_ERROR, Problem::crash(&crash).detail))
    });
    Some(match result {
        Ok(result) => json!({ "jsonrpc": "2.0", "id": id, "result": result }),
        Err(refusal) => failed(id, refusal),
    })
}

fn call_method(states: &OpenStates, method: &str, params: &Value) -> Result<Value, RpcError> {
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
                                 page and lines; edits say which letters were repaired.",
            }))
        }
        "ping" => Ok(json!({})),
        "tools/list" => {
            Ok(json!({ "tools": TOOLS.iter().map(tool_description).collect::<Vec<_>>() }))
        }
        "tools/call" => call_tool(states, params),
        other => Err((METHOD_NOT_FOUND, format!("there is no method {other}"))),
    }
}

fn tool_description(tool: &Tool) -> Value {
    let Argument { name, description, .. } = tool.argument;
    let mut properties = json!({ name: { "type": "string", "description": description } });
    if tool.has_rows {
        properties["n"] =
            json!({ "type": "integer", "minimum": 1, "description": "Number of rows." });
    }
    properties["cursor"] = json!({
        "type": "string", "description": "`next` of the answer before, to go on behind it.",
    });
    json!({
        "name": tool.name,
        "description": tool.description,
        "inputSchema": { "type": "object", "properties": properties, "required": [name] },
        "annotations": { "readOnlyHint": true },
    })
}

/// Calls a tool. An error of the question is a result with `isError`, so that the assistant sees it and can ask again.
fn call_tool(states: &OpenStates, params: &Value) -> Result<Value, RpcError> {
    let named = params["name"].as_str().unwrap_or_default();
    let tool = TOOLS.iter().find(|tool| tool.name == named);
    let tool = tool.ok_or_else(|| (INVALID_PARAMS, format!("there is no tool {named}")))?;
    let arguments = &params["arguments"];
    let Argument { name, parameter, .. } = tool.argument;
    let value = arguments[name].as_str().filter(|value| !value.trim().is_empty());
    let value = value
        .ok_or_else(|| (INVALID_PARAMS, format!("{} needs the argument {name}", tool.name)))?;
    let mut values = BTreeMap::from([(parameter.to_owned(), value.to_owned())]);
    if tool.has_rows {
        let count =
            arguments["n"].as_u64().map_or_else(|| DEFAULT_ROWS.to_owned(), |n| n.to_string());
        values.insert("n".into(), count);
    }
    values.extend(arguments["cursor"].as_str().map(|cursor| ("cursor".into(), cursor.into())));
    let cursor = values.get("cursor").map(String::as_str);
    let work = || {
        let state = states.for_cursor(cursor)?;
        let (list, values) = (tool.name, values.clone());
        (tool.answer)(&Asked { state, list, values, address: String::new() })
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
