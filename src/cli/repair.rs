//! `vankien repair [FILE|-]`: repairs the letters of a text.
//! In: a file or standard input. Out: UTF-8 text with the lines of the extracted text (with `--reflow`, paragraphs), or
//! a description of the edits. With `--jsonl`, many texts as lines of JSON, without verdicts and OCR.

use std::io::{self, BufRead, ErrorKind, Read, Write};
use std::path::Path;

use clap::Args;
use serde::{Deserialize, Serialize};
use serde_json::json;
use vankien_files::Extracted;
use vankien_system::error::Error as SystemError;
use vankien_text::MendOptions;
use vankien_text::span::Lines;

use super::context::Context;
use super::outcome::{CommandResult, Outcome};
use super::output::json_line;
use super::paper;
use crate::error::Error;
use crate::present::{channel, diff, edits};

#[derive(Debug, Args)]
pub struct Repair {
    /// File to repair; `-` or none for standard input.
    #[arg(default_value = "-", value_name = "FILE")]
    file: String,
    /// Join printed lines into paragraphs.
    #[arg(long, conflicts_with = "jsonl")]
    reflow: bool,
    /// Restore tones and marks that are missing from all words. Likely readings, not proven ones; each is an edit.
    #[arg(long)]
    restore_marks: bool,
    #[command(flatten)]
    ocr_flags: super::paper::OcrFlags,
    /// Print the edits instead of the text.
    #[arg(long, conflicts_with_all = ["jsonl", "reflow"])]
    edits: bool,
    /// Print the changed lines, old and new, as a diff.
    #[arg(long, conflicts_with_all = ["jsonl", "reflow", "edits"])]
    diff: bool,
    /// Describe the damage: which letters are lost, what stands for them, and how often.
    #[arg(long, conflicts_with_all = ["jsonl", "reflow", "edits", "diff"])]
    channel: bool,
    /// With --edits or --channel: print JSON, one object per line.
    #[arg(long, conflicts_with_all = ["jsonl", "reflow", "diff"])]
    json: bool,
    /// Read one {"id","text"} per line, and write one {"id","text","edits"} per line.
    #[arg(long)]
    jsonl: bool,
}

/// An input line of `--jsonl`.
#[derive(Deserialize)]
struct InputLine {
    id: serde_json::Value,
    text: String,
}

/// An output line of `--jsonl`.
#[derive(Serialize)]
struct OutputLine<'a> {
    id: &'a serde_json::Value,
    text: &'a str,
    edits: Vec<edits::EditView<'a>>,
}

impl Repair {
    /// Whether the command prints the repaired text (alone, or in the JSON of `--jsonl`), and not only a description of
    /// the edits.
    pub fn prints_data(&self) -> bool {
        !self.edits && !self.diff && !self.channel
    }

    pub fn run(&self, context: &Context, out: &mut impl Write) -> CommandResult {
        if self.jsonl {
            return self.repair_lines(out);
        }
        let path = Path::new(&self.file);
        let extracted = self.extract(context)?;
        let verdicts = context.verdicts_on(&extracted)?;
        let wish = MendOptions { verdicts: &verdicts, ..self.wish() };
        if self.edits {
            let letters = paper::mended(path, &extracted, wish);
            let views = edits::views(Some(&self.file), &extracted.text, &letters.edits);
            if self.json {
                views.iter().try_for_each(|view| json_line(out, view))?;
            } else {
                edits::write_text(out, &views)?;
            }
        } else if self.channel {
            let letters = paper::mended(path, &extracted, self.wish());
            let rows = channel::damage_rows(&letters.edits);
            if self.json {
                rows.iter().try_for_each(|row| json_line(out, row))?;
            } else {
                channel::write_text(out, &rows, &letters.text)?;
            }
        } else if self.diff {
            let letters = paper::mended(path, &extracted, wish);
            diff::write(out, &self.file, &extracted.text, &letters.text, context.style)?;
        } else if self.reflow {
            let document = paper::document(path, &extracted, wish);
            out.write_all(document.reflowed(&Lines::of(&extracted.text)).as_bytes())?;
        } else {
            out.write_all(paper::mended(path, &extracted, wish).text.as_bytes())?;
        }
        Ok(Outcome::Found)
    }

    fn wish(&self) -> MendOptions<'static> {
        MendOptions { restore_marks: self.restore_marks, ..MendOptions::default() }
    }

    /// The text of the input. An empty input, or one of blanks and line ends of ASCII alone, is no error here: it is
    /// printed as it is.
    fn extract(&self, context: &Context) -> Result<Extracted, Error> {
        let path = Path::new(&self.file);
        let failed = |source| Error::System(SystemError::Read { path: path.to_path_buf(), source });
        let bytes = if self.file == "-" {
            let mut bytes = Vec::new();
            io::stdin().lock().read_to_end(&mut bytes).map_err(failed)?;
            bytes
        } else {
            std::fs::read(path).map_err(failed)?
        };
        // The extension makes standard input plain text, unless it begins as a PDF, RTF, ZIP or old Office file does.
        let named = if self.file == "-" { Path::new("standard input.txt") } else { path };
        let is_blank = bytes.iter().all(u8::is_ascii_whitespace);
        if is_blank {
            let text = String::from_utf8_lossy(&bytes).into_owned();
            return Ok(Extracted { text, ..Extracted::default() });
        }
        self.ocr_flags.read_bytes(named, bytes, context)
    }

    /// Repairs one text per line, with one line in memory at a time. A line that cannot be parsed, an empty one too,
    /// gives an output line with `error`, so that input and output keep step; the command then ends with an error.
    fn repair_lines(&self, out: &mut impl Write) -> CommandResult {
        let input: Box<dyn BufRead> = if self.file == "-" {
            Box::new(io::stdin().lock())
        } else {
            let failed = |source| {
                Error::System(SystemError::Read { path: self.file.clone().into(), source })
            };
            Box::new(io::BufReader::new(std::fs::File::open(&self.file).map_err(failed)?))
        };
        let mut first_error = None;
        for (index, line) in input.lines().enumerate() {
            let line = match line {
                // A line that is no UTF-8 is one line; the next one can be read.
                Err(source) if source.kind() != ErrorKind::InvalidData => {
                    let path = self.file.clone().into();
                    return Err(Error::System(SystemError::Read { path, source }).into());
                }
                line => line,
            };
            let parsed = line.map_err(|error| error.to_string()).and_then(|line| {
                serde_json::from_str::<InputLine>(&line).map_err(|error| error.to_string())
            });
            let row = match parsed {
                Ok(row) => row,
                Err(what) => {
                    let what = format!(
                        "line {}: {what}; each line must be a JSON object with \"id\" and \"text\"",
                        index + 1
                    );
                    let row = json!({ "id": null, "text": null, "edits": [], "error": what });
                    json_line(out, &row)?;
                    first_error.get_or_insert(what);
                    continue;
                }
            };
            let mended = vankien_text::mend_as(&row.text, self.wish());
            let views = edits::views(None, &row.text, &mended.edits);
            json_line(out, &OutputLine { id: &row.id, text: &mended.text, edits: views })?;
        }
        match first_error {
            None => Ok(Outcome::Found),
            Some(what) => {
                Err(vankien_search::Error::Question { question: self.file.clone(), what }.into())
            }
        }
    }
}
