//! `vankien config`: prints all settings.
//! In: the file of settings, and the flags `--index` and `--color`. Out: each value with its source, in text with its
//! meaning too. Never changes one.

use std::io::Write;

use clap::Args;
use serde_json::json;

use super::keys::{KEYS, Value};
use crate::cli::context::Context;
use crate::cli::outcome::{CommandResult, Outcome};
use crate::cli::output::json_line;

#[derive(Debug, Args)]
#[command(after_help = "\
Settings come from vankien.toml in the current folder, or from the file that --config names. Flags of the command line \
win over them. Relative paths in the file start at its folder. A setting that the file does not hold has its default.
Exit code: 0, or 2 if the file cannot be read.")]
pub struct Print {
    /// Print JSON: one object.
    #[arg(long)]
    json: bool,
}

/// The value of a setting, and where it comes from.
struct Setting {
    value: Value,
    /// `flag`, `file` or `default`.
    source: &'static str,
    /// The line of the file (from 1), if the value comes from there.
    line: Option<usize>,
}

impl Print {
    pub fn run(&self, context: &Context, out: &mut impl Write) -> CommandResult {
        let file = context.config.file.as_deref().map(|file| file.display().to_string());
        let settings = KEYS.map(|key| (key, setting(context, key.name, key.default.value())));
        if self.json {
            let values = settings.iter().map(|(key, setting)| {
                let Setting { value, source, line } = setting;
                json!({ "key": key.name, "value": value, "from": source, "line": line })
            });
            json_line(out, &json!({ "file": file, "values": values.collect::<Vec<_>>() }))?;
            return Ok(Outcome::Found);
        }
        for (key, Setting { value, source, line }) in settings {
            let value = serde_json::to_string(&value).map_err(std::io::Error::from)?;
            let source = match (line, &file) {
                (Some(line), Some(file)) => format!("{file}, line {line}"),
                _ => source.to_owned(),
            };
            let assignment = format!("{} = {value}", key.name);
            writeln!(out, "{assignment:<40} # {source}: {}", key.description)?;
        }
        Ok(Outcome::Found)
    }
}

/// The setting of this name: from a flag (only `index` and `color`), else from the file, else its default.
fn setting(context: &Context, name: &str, default: Value) -> Setting {
    if let Some((_, value)) = context.flags.iter().find(|(flag, _)| *flag == name) {
        return Setting { value: Value::Text(value.clone()), source: "flag", line: None };
    }
    match context.config.values.get(name) {
        Some((value, line)) => Setting { value: value.clone(), source: "file", line: Some(*line) },
        None => Setting { value: default, source: "default", line: None },
    }
}
