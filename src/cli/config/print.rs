//! `vankien config`: prints what holds.
//! In: the file of defaults and the flags. Out: each value with where it comes from. Never changes one.

use std::io::Write;

use clap::Args;
use serde_json::json;

use super::keys::{KEYS, Value};
use crate::cli::context::Context;
use crate::cli::outcome::{Answer, Outcome};
use crate::cli::output::json_line;

#[derive(Debug, Args)]
#[command(after_help = "\
Defaults are read from vankien.toml in the folder where the program is started, or from the file that \
--config names. What is given on the command line wins over it; paths in it lead on from its folder. \
Without such a file the defaults hold.
Exit code: 0, or 2 where the file cannot be read.")]
pub struct Print {
    /// Print JSON: one object.
    #[arg(long)]
    json: bool,
}

/// A value that holds, and where it comes from.
struct Held {
    value: Value,
    from: &'static str,
    line: Option<usize>,
}

impl Print {
    pub fn run(&self, context: &Context, out: &mut impl Write) -> Answer {
        let file = context.config.file.as_deref().map(|file| file.display().to_string());
        let held = KEYS.map(|key| (key, held(context, key.name, key.default.value())));
        if self.json {
            let values = held.iter().map(|(key, held)| {
                let Held { value, from, line } = held;
                json!({ "key": key.name, "value": value, "from": from, "line": line })
            });
            json_line(out, &json!({ "file": file, "values": values.collect::<Vec<_>>() }))?;
            return Ok(Outcome::Found);
        }
        for (key, Held { value, from, line }) in held {
            let value = serde_json::to_string(&value).map_err(std::io::Error::from)?;
            let from = match (line, &file) {
                (Some(line), Some(file)) => format!("{file}, line {line}"),
                _ => from.to_owned(),
            };
            writeln!(out, "{:<40} # {from}: {}", format!("{} = {value}", key.name), key.what)?;
        }
        Ok(Outcome::Found)
    }
}

fn held(context: &Context, name: &str, default: Value) -> Held {
    if let Some(value) = context.flags.iter().find(|(flag, _)| *flag == name) {
        return Held { value: Value::Text(value.1.clone()), from: "flag", line: None };
    }
    match context.config.values.get(name) {
        Some((value, line)) => Held { value: value.clone(), from: "file", line: Some(*line) },
        None => Held { value: default, from: "default", line: None },
    }
}
