//! `vankien verify`: checks that the index agrees with the files.
//! In: the index and the files. Out: what differs, and what to do. Never changes the index.

use std::io::Write;

use clap::Args;
use serde_json::json;
use vankien_ingest::Verified;

use super::context::Context;
use super::outcome::{CommandResult, Outcome};
use super::output::{json_line, print_message};
use crate::error::WayOut as _;
use crate::present::report::ocr_line;

#[derive(Debug, Args)]
pub struct Verify {
    /// Size in bytes above which `ingest` left files out [default: 67108864].
    #[arg(long, value_name = "BYTES")]
    max_file_size: Option<u64>,
    /// Print JSON: one object.
    #[arg(long)]
    json: bool,
}

impl Verify {
    pub fn run(&self, context: &Context, out: &mut impl Write) -> CommandResult {
        let mut options = super::ingest::options(context);
        options.max_file_size = self.max_file_size.unwrap_or(options.max_file_size);
        let verified = vankien_ingest::verify(&options)?;
        verified.unreadable.iter().for_each(|(_, error)| print_message(&error.full_message()));
        verified.ocr_troubles.iter().for_each(|error| print_message(&error.full_message()));
        let damaged: Vec<_> =
            verified.damaged.iter().map(|one| one.path.display().to_string()).collect();
        if self.json {
            let unreadable: Vec<_> =
                verified.unreadable.iter().map(|(path, _)| path.display().to_string()).collect();
            let value = json!({
                "agrees": verified.agrees(), "papers": verified.agree, "changed": verified.changed,
                "unnoticed": verified.unnoticed, "gone": verified.gone, "away": verified.away, "new": verified.new, "unreadable": unreadable,
                "damaged": damaged, "ocr_pages": verified.ocr_pages,
                "unread_pages": verified.unread_pages, "uncached": verified.uncached,
            });
            json_line(out, &value)?;
        } else {
            let all = [
                ("changed", &verified.changed),
                ("gone", &verified.gone),
                ("away", &verified.away),
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
            let way_out = way_out(&verified);
            writeln!(out, "{way_out}")?;
        }
        Ok(if verified.agrees() { Outcome::Found } else { Outcome::Nothing })
    }
}

/// What to do about what was found. Of several problems only the first in this order counts: lost data, other damage,
/// changes that `ingest` does not notice, other changes of files, missing folders.
fn way_out(verified: &Verified) -> String {
    let is_current =
        [&verified.changed, &verified.gone, &verified.new].iter().all(|one| one.is_empty());
    let (unnoticed, away) = (verified.unnoticed.len(), verified.away.len());
    if verified.agrees() {
        "the index agrees with the files".into()
    } else if verified.is_lost() {
        "the index is damaged; run `vankien ingest --rebuild`".into()
    } else if !verified.damaged.is_empty() {
        "other files hold what is damaged; run `vankien ingest` to write it again".into()
    } else if unnoticed > 0 {
        format!(
            "{unnoticed} file(s) changed though size and time are as they were, or were read within other limits; \
             run `vankien ingest --check`, which reads all files again"
        )
    } else if is_current {
        format!(
            "{away} paper(s) came from folders that are missing or empty: put them back, or run \
             `vankien ingest --prune` or `vankien forget`"
        )
    } else {
        "run `vankien ingest` to bring the index up to date".into()
    }
}
