//! `vankien repair [FILE|-]`: bytes in, mended UTF-8 out, as many lines as it read.

use std::io::{self, BufRead, Read, Write};
use std::path::Path;

use clap::Args;
use serde::{Deserialize, Serialize};
use serde_json::json;
use vankien_files::{Extracted, pipeline};
use vankien_system::error::Error as SystemError;
use vankien_text::Wish;

use super::context::Context;
use super::outcome::{Answer, Outcome};
use super::output::json_line;
use crate::error::Error;
use crate::present::{channel, diff, edits};

#[derive(Debug, Args)]
pub struct Repair {
    /// The file to mend; `-` or none reads standard input.
    #[arg(default_value = "-", value_name = "FILE")]
    file: String,
    /// Join printed lines to paragraphs.
    #[arg(long, conflicts_with = "jsonl")]
    reflow: bool,
    /// Restore tones and marks of words that lost them. A likely reading, not a proven one; each is
    /// an edit of its own.
    #[arg(long)]
    restore_marks: bool,
    #[command(flatten)]
    reading: super::paper::Reading,
    /// Print the edits instead of the text.
    #[arg(long, conflicts_with_all = ["jsonl", "reflow"])]
    edits: bool,
    /// Print the changed lines, old and new, as a diff.
    #[arg(long, conflicts_with_all = ["jsonl", "reflow", "edits"])]
    diff: bool,
    /// Tell in words what the text suffered: which letters are lost, what stands for them, how often.
    #[arg(long, conflicts_with_all = ["jsonl", "reflow", "edits", "diff"])]
    channel: bool,
    /// With --edits or --channel: one JSON object a row.
    #[arg(long, conflicts_with_all = ["jsonl", "reflow", "diff"])]
    json: bool,
    /// Read {"id","text"} a line and write {"id","text","edits"} a line.
    #[arg(long)]
    jsonl: bool,
}

/// A line of `--jsonl`.
#[derive(Deserialize)]
struct Row {
    id: serde_json::Value,
    text: String,
}

/// What a line of `--jsonl` becomes.
#[derive(Serialize)]
struct Mended<'a> {
    id: &'a serde_json::Value,
    text: &'a str,
    edits: Vec<edits::EditView<'a>>,
}

impl Repair {
    /// Whether the text is asked for, and not what was done to it.
    pub fn prints_data(&self) -> bool {
        !self.edits && !self.diff && !self.channel
    }

    pub fn run(&self, context: &Context, out: &mut impl Write) -> Answer {
        if self.jsonl {
            return self.rows(out);
        }
        let extracted = self.read(context)?;
        let verdicts = context.verdicts_on(&extracted)?;
        let wish = Wish { verdicts: &verdicts, ..self.wish() };
        if self.edits {
            let letters = pipeline::mend_extracted(&extracted, wish);
            let views = edits::views(Some(&self.file), &extracted.text, &letters.edits);
            if self.json {
                views.iter().try_for_each(|view| json_line(out, view))?;
            } else {
                edits::write_text(out, &views)?;
            }
        } else if self.channel {
            let letters = pipeline::mend_extracted(&extracted, self.wish());
            let rows = channel::rows(&letters.edits);
            if self.json {
                rows.iter().try_for_each(|row| json_line(out, row))?;
            } else {
                channel::write_text(out, &rows, &letters.text)?;
            }
        } else if self.diff {
            let letters = pipeline::mend_extracted(&extracted, wish);
            diff::write(out, &self.file, &extracted.text, &letters.text, context.style)?;
        } else if self.reflow {
            for section in pipeline::document_with(&extracted, wish).sections {
                writeln!(out, "{}", section.text)?;
            }
        } else {
            out.write_all(pipeline::mend_extracted(&extracted, wish).text.as_bytes())?;
        }
        Ok(Outcome::Found)
    }

    fn wish(&self) -> Wish<'static> {
        Wish { restore_marks: self.restore_marks, verdicts: &[] }
    }

    /// The whole input; an input without text stays as it is.
    fn read(&self, context: &Context) -> Result<Extracted, Error> {
        let path = Path::new(&self.file);
        let failed = |source| Error::System(SystemError::Read { path: path.to_path_buf(), source });
        let bytes = if self.file == "-" {
            let mut bytes = Vec::new();
            io::stdin().lock().read_to_end(&mut bytes).map_err(failed)?;
            bytes
        } else {
            std::fs::read(path).map_err(failed)?
        };
        let named = if self.file == "-" { Path::new("standard input.txt") } else { path };
        let blank = bytes.iter().all(u8::is_ascii_whitespace);
        if blank {
            let text = String::from_utf8_lossy(&bytes).into_owned();
            return Ok(Extracted { text, ..Extracted::default() });
        }
        self.reading.read_bytes(named, bytes, context)
    }

    /// One text a line; memory holds one at a time. A line that is none of ours gives a row with an
    /// `error`, so that rows stay in step, and the exit code says so.
    fn rows(&self, out: &mut impl Write) -> Answer {
        let input: Box<dyn BufRead> = if self.file == "-" {
            Box::new(io::stdin().lock())
        } else {
            let failed = |source| {
                Error::System(SystemError::Read { path: self.file.clone().into(), source })
            };
            Box::new(io::BufReader::new(std::fs::File::open(&self.file).map_err(failed)?))
        };
        let mut bad = None;
        for (index, line) in input.lines().enumerate() {
            let read = line.map_err(|error| error.to_string()).and_then(|line| {
                serde_json::from_str::<Row>(&line).map_err(|error| error.to_string())
            });
            let row = match read {
                Ok(row) => row,
                Err(what) => {
                    let what = format!(
                        "line {}: {what}; each line must be {{\"id\",\"text\"}}",
                        index + 1
                    );
                    let row = json!({ "id": null, "text": null, "edits": [], "error": what });
                    json_line(out, &row)?;
                    bad.get_or_insert(what);
                    continue;
                }
            };
            let letters = vankien_text::mend_as(&row.text, self.wish());
            let views = edits::views(None, &row.text, &letters.edits);
            json_line(out, &Mended { id: &row.id, text: &letters.text, edits: views })?;
        }
        match bad {
            None => Ok(Outcome::Found),
            Some(what) => {
                Err(vankien_search::Error::Question { question: self.file.clone(), what }.into())
            }
        }
    }
}
