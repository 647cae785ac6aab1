//! `vankien show PAPER`: the masthead and the sections of a paper, its text after one stage, or its edits.
//! In: a file or a paper of the index. Out: text or JSON.

use std::io::Write;

use clap::{Args, ValueEnum};
use serde_json::json;
use vankien_engine::{PaperRecord, PaperSections, paper_path};
use vankien_search::Searcher;
use vankien_text::MendOptions;

use super::context::Context;
use super::outcome::{CommandResult, Outcome};
use super::output::json_line;
use crate::present::edits::{self, EditView};
use crate::present::{paper, stored};

#[derive(Debug, Args)]
pub struct Show {
    /// A file (in the index or not), the end of the path of a paper in the index, or its number.
    paper: String,
    /// Print the text after this stage.
    #[arg(long, value_name = "STAGE")]
    stage: Option<Stage>,
    /// Print the edits: each change with its place and reason.
    #[arg(long)]
    edits: bool,
    #[command(flatten)]
    ocr_flags: super::paper::OcrFlags,
    /// Print JSON: one object; with --edits, one object per edit.
    #[arg(long)]
    json: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, ValueEnum)]
enum Stage {
    /// The text of the file, unchanged.
    Extracted,
    /// With one spelling for each letter (Unicode, encodings).
    Normalised,
    /// With repaired letters and the same lines.
    Repaired,
    /// Section by section, with joined lines.
    Sections,
}

impl Show {
    /// Whether the output is data: hidden characters stay, and there are no colours. True for the text of a stage; for
    /// `--stage sections`, too, which prints the same view as no stage. Never with `--edits` or `--json`.
    pub fn prints_data(&self) -> bool {
        self.stage.is_some() && !self.edits && !self.json
    }

    pub fn run(&self, context: &Context, out: &mut impl Write) -> CommandResult {
        if let Some((searcher, paper)) = super::paper::in_remote_store(&self.paper, context)? {
            return self.run_stored(&searcher, &paper, context, out);
        }
        let path = super::paper::resolve(&self.paper, context)?;
        let shown = path.to_string_lossy().into_owned();
        let extracted = self.ocr_flags.read(&path, context)?;
        let verdicts = context.verdicts_on(&extracted)?;
        let wish = MendOptions { verdicts: &verdicts, ..MendOptions::default() };
        match self.stage {
            Some(stage) if stage != Stage::Sections && !self.edits => {
                let letters = super::paper::mended(&path, &extracted, wish);
                let text = match stage {
                    Stage::Extracted => &extracted.text,
                    Stage::Normalised => letters.normalised.text.as_ref(),
                    _ => &letters.text,
                };
                if self.json {
                    let stage = stage.to_possible_value().map(|value| value.get_name().to_owned());
                    json_line(out, &json!({ "path": shown, "stage": stage, "text": text }))?;
                } else {
                    out.write_all(text.as_bytes())?;
                }
            }
            _ => {
                let document = super::paper::document(&path, &extracted, wish);
                if self.edits {
                    let views = edits::views(Some(&shown), &extracted.text, &document.edits);
                    if self.json {
                        views.iter().try_for_each(|view| json_line(out, view))?;
                    } else {
                        edits::write_text(out, &views)?;
                    }
                } else {
                    let view = paper::view(&shown, &extracted.text, &document);
                    if self.json {
                        json_line(out, &view)?;
                    } else {
                        paper::write_text(out, &view, context.style)?;
                    }
                }
            }
        }
        Ok(Outcome::Found)
    }

    /// Shows a paper of a store on other machines, without its file.
    fn run_stored(
        &self,
        searcher: &Searcher,
        record: &PaperRecord,
        context: &Context,
        out: &mut impl Write,
    ) -> CommandResult {
        if let Some(stage) = self.stage.filter(|stage| *stage != Stage::Sections && !self.edits) {
            let stage = stage.to_possible_value().map(|value| value.get_name().to_owned());
            let (path, origin) = paper_path::split(&record.path);
            let what = format!(
                "the index holds sections, not the text of the stage {}; name the file {path} on the machine {}",
                stage.unwrap_or_default(),
                origin.unwrap_or_default(),
            );
            let question = self.paper.clone();
            return Err(vankien_search::Error::Paper { question, what }.into());
        }
        let reader = PaperSections::of(searcher.store(), &record.path)?;
        let mut sections = Vec::with_capacity(reader.count());
        for at in 0..reader.count() {
            sections.extend(reader.section(at)?);
        }
        let view = stored::view(record, &sections).paper;
        match (self.edits, self.json) {
            (true, true) => {
                let path = Some(record.path.as_str());
                let edits = view.edits.into_iter().map(|edit| EditView { path, ..edit });
                edits.into_iter().try_for_each(|edit| json_line(out, &edit))?;
            }
            (true, false) => edits::write_text(out, &view.edits)?,
            (false, true) => json_line(out, &view)?,
            (false, false) => paper::write_text(out, &view, context.style)?,
        }
        Ok(Outcome::Found)
    }
}
