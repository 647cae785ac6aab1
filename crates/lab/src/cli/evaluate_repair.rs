//! `vankien-lab evaluate-repair`: damages clean text on purpose and prints what the repair gives back.

use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::json;
use vankien_files::{Extracted, pipeline};
use vankien_papers::document::Place;
use vankien_system::error::Error as SystemError;

use super::outcome::{Answer, Outcome};
use super::output::json_line;
use crate::error::Error;
use crate::kind::{self, KINDS, Kind};
use crate::papers::papers;
use crate::reliability::{BINS, Reliability};
use crate::repair::{self, KindResult};
use crate::scans;

/// Papers that `--worst` writes for each kind, at most. A judgement, not measured.
const WORST_PAPERS: usize = 5;
/// Weight of one harmed syllable when `--worst` chooses papers, in syllables left damaged: harm is worse than damage
/// that stays. A judgement, not measured.
const ERRORS_PER_HARM: usize = 10;
/// The folder with the clean originals of the sample papers, below the root of a clone of the project, in which the
/// command must run.
const ORIGINALS: &str = "tests/truth/corpus";

#[derive(Debug, Args)]
pub struct EvaluateRepair {
    /// Which kinds of damage, separated by commas; `all` for all, `list` prints their names.
    #[arg(long, default_value = "all", value_name = "KIND,…")]
    kind: String,
    /// The same seed gives the same damage.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Clean text, one paragraph a line (`-`: standard input); none: the clean originals of the
    /// sample papers.
    #[arg(long, value_name = "FILE")]
    text: Option<PathBuf>,
    /// Number of papers to take, spread over the text; 0 takes all.
    #[arg(long, default_value_t = 0, value_name = "N")]
    papers: usize,
    /// Write the worst papers of each kind into this folder: clean, damaged, repaired.
    #[arg(long, value_name = "DIR")]
    worst: Option<PathBuf>,
    /// Print how often edits of each confidence were right, over all kinds that keep lines.
    #[arg(long, conflicts_with = "json")]
    reliability: bool,
    /// Measure on pages that an OCR has read instead: a folder that benches/ocr-pages.py filled.
    #[arg(long, value_name = "DIR", conflicts_with_all = ["text", "worst", "reliability"])]
    pages: Option<PathBuf>,
    /// Take only the pages whose names begin with this.
    #[arg(long, default_value = "judge-", value_name = "PREFIX", requires = "pages")]
    only: String,
    /// Number of those pages that make one paper.
    #[arg(long, default_value_t = 4, value_name = "N", requires = "pages")]
    together: usize,
    /// Print one JSON object for each kind.
    #[arg(long)]
    json: bool,
}

impl EvaluateRepair {
    /// Prints a row for each kind, or one row for the pages of an OCR, even if there are none; for `--kind list` the
    /// names of all kinds. Gives [`Outcome::Nothing`] where the text holds no paper.
    pub fn run(&self, out: &mut impl Write) -> Answer {
        if self.kind == "list" {
            KINDS.iter().try_for_each(|kind| writeln!(out, "{}", kind.name))?;
            return Ok(Outcome::Found);
        }
        if let Some(folder) = &self.pages {
            let (papers, score) = scans::of_folder(folder, &self.only, self.together)?;
            let result =
                KindResult { kind: "pages", papers, score, reliability: Reliability::default() };
            if self.json {
                self.write_json(out, &result)?
            } else {
                write_header(out)?;
                write_row(out, &result)?
            }
            return Ok(Outcome::Found);
        }
        let kinds = kind::named(&self.kind).map_err(|name| {
            let what = format!("no kind is named {name}; --kind list prints all");
            Error::Asked { asked: self.kind.clone(), what }
        })?;
        let papers = self.read_papers()?;
        if papers.is_empty() {
            return Ok(Outcome::Nothing);
        }
        if !self.json {
            write_header(out)?;
        }
        let mut reliability = Reliability::default();
        for kind in &kinds {
            let result = repair::run_kind(kind, &papers, self.seed);
            reliability += result.reliability;
            if self.json {
                self.write_json(out, &result)?
            } else {
                write_row(out, &result)?
            }
            out.flush()?;
            if let Some(folder) = &self.worst {
                self.write_worst(kind, &papers, folder)?;
            }
        }
        if self.reliability {
            write_bins(out, &reliability)?;
        }
        Ok(Outcome::Found)
    }

    fn write_json(&self, out: &mut impl Write, result: &KindResult) -> io::Result<()> {
        let score = result.score;
        json_line(
            out,
            &json!({
                "kind": result.kind, "seed": self.seed, "papers": result.papers,
                "syllables": score.syllables, "damaged": score.damaged, "mended": score.mended,
                "harmed": score.harmed, "extra": score.extra, "numbers": score.numbers,
                "numbers_right": score.exact, "recall": score.recall(), "harm": score.harm(),
                "numbers_exact": score.numbers_exact(),
            }),
        )
    }

    fn read_papers(&self) -> Result<Vec<String>, Error> {
        let text = match &self.text {
            None => read_originals(Path::new(ORIGINALS))?,
            Some(path) if path == Path::new("-") => {
                let mut text = String::new();
                let failed =
                    |source| Error::System(SystemError::Read { path: path.clone(), source });
                io::stdin().lock().read_to_string(&mut text).map_err(failed)?;
                text
            }
            Some(path) => std::fs::read_to_string(path).map_err(|source| {
                Error::System(SystemError::Read { path: path.clone(), source })
            })?,
        };
        let all = papers(&text);
        let step = all.len().checked_div(self.papers).map_or(1, |step| step.max(1));
        let most = if self.papers == 0 { all.len() } else { self.papers };
        Ok(all.into_iter().step_by(step).take(most).collect())
    }

    /// Writes the [`WORST_PAPERS`] papers with the most errors into `folder`, each in three files: clean, damaged,
    /// repaired. Errors are syllables left damaged, and [`ERRORS_PER_HARM`] for each harmed one.
    fn write_worst(&self, kind: &Kind, papers: &[String], folder: &Path) -> Result<(), Error> {
        let failed =
            |source| Error::System(SystemError::Write { path: folder.to_path_buf(), source });
        std::fs::create_dir_all(folder).map_err(failed)?;
        let trials = papers.iter().enumerate();
        let trials =
            trials.map(|(at, paper)| (at, paper, repair::run_trial(kind, paper, self.seed, at)));
        let mut trials: Vec<_> = trials.collect();
        trials.sort_by_key(|(_, _, trial)| {
            let score = trial.score;
            let errors = score.damaged - score.mended + ERRORS_PER_HARM * score.harmed;
            std::cmp::Reverse(errors)
        });
        for (at, clean, trial) in trials.iter().take(WORST_PAPERS) {
            let parts =
                [("clean", *clean), ("damaged", &trial.damaged), ("repaired", &trial.repaired)];
            for (part, text) in parts {
                let path = folder.join(format!("{}-{at}-{part}.txt", kind.name));
                std::fs::write(path, text).map_err(failed)?;
            }
        }
        Ok(())
    }
}

fn write_header(out: &mut impl Write) -> io::Result<()> {
    writeln!(
        out,
        "kind                  syllables  damaged  recall %  harm /10,000  numbers  exact %"
    )
}

/// Writes a line for each bin of confidence that holds edits.
fn write_bins(out: &mut impl Write, reliability: &Reliability) -> io::Result<()> {
    writeln!(out, "\nconfidence      edits   said %  right %")?;
    for (at, bin) in reliability.bins.iter().enumerate().filter(|(_, bin)| bin.edits > 0) {
        let end = BINS.get(at + 1).copied().unwrap_or(1.0);
        let said = 100.0 * (bin.confidence_sum / bin.edits as f64);
        let right = 100.0 * (bin.right as f64 / bin.edits as f64);
        writeln!(out, "{:.2} to {end:.2}  {:>8}  {said:>7.2}  {right:>7.2}", BINS[at], bin.edits)?;
    }
    Ok(())
}

/// The text of all sections of the files below `folder`, running heads aside, as the pipeline reads them; each section ends
/// with a line end.
/// Folders that cannot be listed are skipped. An error where `folder` is no folder or a file cannot be read.
fn read_originals(folder: &Path) -> Result<String, Error> {
    if !folder.is_dir() {
        let what = "the clean originals of the sample papers stand in a clone of the project only; \
                    give --text FILE";
        return Err(Error::Asked { asked: folder.display().to_string(), what: what.into() });
    }
    let files = walkdir::WalkDir::new(folder).sort_by_file_name().into_iter();
    let files = files.filter_map(Result::ok).filter(|entry| entry.file_type().is_file());
    let mut text = String::new();
    for file in files {
        let path = file.path();
        let read = std::fs::read_to_string(path).map_err(|source| {
            Error::System(SystemError::Read { path: path.to_path_buf(), source })
        })?;
        let paper = pipeline::document(&Extracted { text: read, ..Extracted::default() });
        for section in paper.sections.iter().filter(|one| one.place != Place::Running) {
            text.push_str(&section.text);
            text.push('\n');
        }
    }
    Ok(text)
}

fn write_row(out: &mut impl Write, result: &KindResult) -> io::Result<()> {
    let score = result.score;
    let figure = |figure: Option<f64>| figure.map_or("-".into(), |figure| format!("{figure:.2}"));
    writeln!(
        out,
        "{:<20} {:>10} {:>8} {:>9} {:>13} {:>8} {:>8}",
        result.kind,
        score.syllables,
        score.damaged,
        figure(score.recall()),
        figure(score.harm()),
        score.numbers,
        figure(score.numbers_exact()),
    )
}
