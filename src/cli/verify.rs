//! `vankien verify`: whether the index holds what the files hold.

use std::io::Write;

use clap::Args;
use serde_json::json;

use super::{Answer, Context, Outcome, json_line, say};
use crate::index;
use crate::present::report::ocr_line;

#[derive(Debug, Args)]
pub struct Verify {
    /// The size in bytes above which a file was left out [default: 67108864].
    #[arg(long, value_name = "BYTES")]
    max_file_size: Option<u64>,
    /// Print JSON: one object.
    #[arg(long)]
    json: bool,
}

impl Verify {
    pub fn run(&self, context: &Context, out: &mut impl Write) -> Answer {
        let limit = self.max_file_size.or_else(|| context.config.count("max_file_size"));
        let limit = limit.unwrap_or(index::MAX_FILE_SIZE);
        let verified = index::verify(&context.index, limit, context.config.ocr_cache().as_deref())?;
        verified.unreadable.iter().for_each(|(_, error)| say(&error.to_string()));
        verified.ocr_troubles.iter().for_each(|error| say(&error.to_string()));
        let damaged: Vec<_> =
            verified.damaged.iter().map(|one| one.path.display().to_string()).collect();
        let is_lost = verified.damaged.iter().any(|one| !one.is_held_twice);
        if self.json {
            let unreadable: Vec<_> =
                verified.unreadable.iter().map(|(path, _)| path.display().to_string()).collect();
            let value = json!({
                "agrees": verified.agrees(), "papers": verified.agree, "changed": verified.changed,
                "gone": verified.gone, "new": verified.new, "unreadable": unreadable,
                "damaged": damaged, "ocr_pages": verified.ocr_pages,
                "unread_pages": verified.unread_pages, "uncached": verified.uncached,
            });
            json_line(out, &value)?;
        } else {
            let all = [
                ("changed", &verified.changed),
                ("gone", &verified.gone),
                ("new", &verified.new),
                ("damaged", &damaged),
                ("uncached", &verified.uncached),
            ];
            for (what, paths) in all {
                for path in paths {
                    writeln!(out, "{what:<8} {path}")?;
                }
            }
            writeln!(out, "{} paper(s) as their files are", verified.agree)?;
            if verified.ocr_pages + verified.unread_pages > 0 {
                writeln!(out, "{}", ocr_line(verified.ocr_pages, verified.unread_pages))?;
            }
            if !verified.uncached.is_empty() {
                let what =
                    "what OCR read of the uncached is in the index alone; a rebuild loses it";
                writeln!(out, "{what} (vankien ingest --ocr --rebuild reads it again)")?;
            }
            let way_out = match (verified.agrees(), damaged.is_empty(), is_lost) {
                (true, ..) => "the index agrees with the files",
                (_, true, _) => "run `vankien ingest` to bring the index up to date",
                (_, _, false) => {
                    "other files hold what is damaged; run `vankien ingest` to write it again"
                }
                (_, _, true) => "the index is damaged; run `vankien ingest --rebuild`",
            };
            writeln!(out, "{way_out}")?;
        }
        Ok(if verified.agrees() { Outcome::Found } else { Outcome::Nothing })
    }
}
