//! `vankien ingest [PATH]…` and `vankien forget ROOT`: bring the index up to date.

use std::io::{IsTerminal, Write};
use std::path::{Component, Path, PathBuf};

use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use serde_json::json;
use vankien_engine::Globs;
use vankien_files::extract::ocr::Mode;
use vankien_ingest::{IngestOptions, MAX_FILE_SIZE, Progress, Summary};

use super::context::Context;
use super::outcome::{Answer, Failure, Outcome};
use super::output::{json_line, say};
use crate::error::WayOut;

#[derive(Debug, Args)]
#[command(after_help = "\
Reads PDF, Word (DOCX, DOC), ODT, RTF, web pages, .txt and .md; what a file is, its first bytes tell. \
Looks into .zip archives, one level deep. \
Names every other file and goes on. A page that is an image is read with --ocr alone; without it its paper is marked poor. \
What OCR read is kept for all indexes (ocr_cache in vankien.toml) and taken from there by any ingest, --no-ocr too.
Only what changed is read again, by size and time (with --check all); papers whose file is gone leave the index. The \
folders given are remembered: without PATH they are read again (at first: corpus). Papers of a folder that is missing or \
empty as a whole stay until --prune or `vankien forget`. Links that lead out of a folder are named and left without --follow.
GLOB is a pattern as .gitignore has them: *.pdf, drafts/, /2024/**. Patterns are remembered with the folders \
they were given for and hold until others are given or --no-rules; a paper that they leave out leaves the \
index. A file .vankienignore in any folder read leaves out what it names, there and below. README, README.md, \
README.*.md and README.txt are left out unless they are given or named by a pattern.
DIR must be empty, new or an index; all else in it is left alone. Damage in the index is named; --rebuild without PATH takes the \
folders that are known and changes nothing where one has nothing to read.
Exit code: 0 also when files were left out or a folder is missing (2 with --strict), 2 when nothing could be read.")]
pub struct Ingest {
    /// Folders and files to read; none for those of the last time.
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Read everything anew into a new index, and switch to it when it is done.
    #[arg(long)]
    rebuild: bool,
    /// Exit with 2 if any file was left out, or a folder is missing or empty.
    #[arg(long)]
    strict: bool,
    /// Read every file again, those too whose size and time are as they were.
    #[arg(long)]
    check: bool,
    /// Take out the papers of folders that are missing or empty now; without it they stay.
    #[arg(long)]
    prune: bool,
    /// Give the index, what OCR reads and the verdicts to the group of the folder, now and for all later
    /// runs; otherwise they are for the user alone.
    #[arg(long)]
    shared: bool,
    /// Where another ingest is at work on the index, wait for it to end.
    #[arg(long)]
    wait: bool,
    #[command(flatten)]
    how: How,
    /// Print the summary as JSON.
    #[arg(long)]
    json: bool,
}

/// What of the folders is read, and how.
#[derive(Debug, Args)]
pub struct How {
    /// How many papers to read at once; 0 for as many as there are cores [default: 0].
    #[arg(long, value_name = "N")]
    jobs: Option<usize>,
    /// Read pages that hold no Vietnamese text by OCR: `tesseract` with Vietnamese data and
    /// `pdftoppm` must be there. Pages read before are not read again, with --rebuild only those that
    /// other versions of the programs read.
    #[arg(long, conflicts_with = "no_ocr")]
    ocr: bool,
    /// Call no OCR, though the file of defaults says so; pages read before keep their text.
    #[arg(long)]
    no_ocr: bool,
    /// Leave out files larger than this, in bytes [default: 67108864].
    #[arg(long, value_name = "BYTES")]
    max_file_size: Option<u64>,
    /// Read only files that GLOB matches, or that lie in a folder that it matches; may be repeated.
    #[arg(long, value_name = "GLOB")]
    include: Vec<String>,
    /// Leave out the files and folders that GLOB matches; may be repeated.
    #[arg(long, value_name = "GLOB")]
    exclude: Vec<String>,
    /// Follow links that lead out of the folders, from now on.
    #[arg(long, conflicts_with = "no_follow")]
    follow: bool,
    /// Leave links that lead out of the folders, though they were followed before.
    #[arg(long)]
    no_follow: bool,
    /// Forget the --include and --exclude that the folders were read with before.
    #[arg(long, conflicts_with_all = ["include", "exclude"])]
    no_rules: bool,
}

impl How {
    /// What to bring into the index: what was given, or else the file of defaults says.
    pub fn options(&self, paths: &[PathBuf], context: &Context) -> IngestOptions {
        let mut options = options(context);
        if !paths.is_empty() {
            options.paths = paths.iter().map(|path| plain(path)).collect();
        }
        if let Some(jobs) = self.jobs {
            options.jobs = jobs_of(jobs);
        }
        options.max_file_size = self.max_file_size.unwrap_or(options.max_file_size);
        options.ocr = match (self.ocr, self.no_ocr) {
            (true, _) => Mode::UnreadPages,
            (_, true) => Mode::CacheOnly,
            _ => options.ocr,
        };
        options.follow = match (self.follow, self.no_follow) {
            (true, _) => Some(true),
            (_, true) => Some(false),
            _ => options.follow,
        };
        let (include, exclude) = (self.include.clone(), self.exclude.clone());
        if self.no_rules || !include.is_empty() || !exclude.is_empty() {
            options.globs = Some(Globs { include, exclude });
        }
        options
    }
}

/// What to bring into the index where nothing is given.
pub fn options(context: &Context) -> IngestOptions {
    let config = &context.config;
    IngestOptions {
        index: context.index.clone(),
        paths: config.paths().iter().map(|path| plain(path)).collect(),
        jobs: jobs_of(config.count("jobs").unwrap_or_default() as usize),
        max_file_size: config.count("max_file_size").unwrap_or(MAX_FILE_SIZE),
        budgets: config.budgets(),
        ocr: config.ocr(),
        ocr_cache: config.ocr_cache(),
        globs: config.globs(),
        follow: config.follow(),
        verdicts: Some(context.verdicts.clone()),
        ..IngestOptions::default()
    }
}

/// As many as there are cores where none are asked for.
fn jobs_of(jobs: usize) -> usize {
    if jobs > 0 { jobs } else { IngestOptions::default().jobs }
}

#[derive(Debug, Args)]
pub struct Forget {
    /// A folder or file that was given to ingest.
    root: PathBuf,
}

impl Ingest {
    pub fn run(&self, context: &Context, out: &mut impl Write) -> Answer {
        let options = self.how.options(&self.paths, context);
        let Ingest { rebuild, check, prune, shared, wait: waits, .. } = *self;
        let mut options = IngestOptions { rebuild, check, prune, shared, waits, ..options };
        // The file of defaults says what new scans get; old ones are read again for the flag alone.
        if self.rebuild && self.how.ocr {
            options.ocr = Mode::Outdated;
        }
        let mut bar = Bar::new(std::io::stderr().is_terminal());
        let summary = vankien_ingest::ingest(&options, &mut bar)?;
        bar.finish();
        say_skipped(&summary);
        say_ocr(&summary, &options);
        write(out, &summary, self.json)?;
        if is_in_vain(&summary) {
            return Err(nothing(&options.paths));
        }
        if self.strict && !summary.skipped.is_empty() {
            let what = format!("{} left out, and --strict was asked for", summary.skipped.len());
            return Err(vankien_search::Error::Question { question: "ingest".into(), what }.into());
        }
        Ok(Outcome::Found)
    }
}

/// Whether nothing could be read, though no known folder is missing and none was emptied on purpose.
fn is_in_vain(summary: &Summary) -> bool {
    let is_vanished = |(_, error): &(PathBuf, vankien_ingest::Error)| {
        matches!(error, vankien_ingest::Error::Vanished { .. })
    };
    let vanished = summary.skipped.iter().filter(|one| is_vanished(one)).count();
    let has_unread = summary.skipped.len() > vanished;
    let did_nothing = summary.totals.papers == 0 && summary.removed == 0 && vanished == 0;
    let read = summary.added + summary.changed + summary.unchanged;
    read == 0 && (has_unread || did_nothing)
}

fn nothing(paths: &[PathBuf]) -> Failure {
    let names: Vec<String> = paths.iter().map(|path| path.display().to_string()).collect();
    let question = if names.is_empty() { "corpus".into() } else { names.join(", ") };
    let what =
        "nothing could be read there; name a folder with papers (PDF, Word, ODT, RTF, HTML, mail, text)"
            .into();
    vankien_search::Error::Question { question, what }.into()
}

impl Forget {
    pub fn run(&self, context: &Context, out: &mut impl Write) -> Answer {
        let kept = context.config.ocr_cache();
        let summary = vankien_ingest::forget(&context.index, &self.root, kept.as_deref())?;
        summary.ocr_troubles.iter().for_each(|error| say(&error.told()));
        write(out, &summary, false)?;
        Ok(Outcome::Found)
    }
}

/// The path without `./` in front, doubled slashes and a slash at the end: one root, one spelling.
fn plain(path: &Path) -> PathBuf {
    let parts = path.components().filter(|part| *part != Component::CurDir);
    let bare: PathBuf = parts.collect();
    if bare.as_os_str().is_empty() { path.to_path_buf() } else { bare }
}

/// Names every file that was left out, and what was damaged, and why.
pub fn say_skipped(summary: &Summary) {
    summary.skipped.iter().for_each(|(_, reason)| say(&reason.told()));
    summary.limited.iter().for_each(|(_, reason)| say(&reason.told()));
    summary.troubles.iter().for_each(|trouble| say(&trouble.told()));
}

/// Tells what would make poor papers better, and what could not be kept.
fn say_ocr(summary: &Summary, options: &IngestOptions) {
    ocr_messages(summary, options).iter().for_each(|message| say(message));
    if summary.no_ocr.is_none() && summary.poor > 0 && options.ocr == Mode::CacheOnly {
        let poor = summary.poor;
        say(&format!("{poor} paper(s) with poor text; `vankien ingest --ocr` reads scanned pages"));
    }
}

/// What is missing for OCR, and where what it read cannot be kept.
pub fn ocr_messages(summary: &Summary, options: &IngestOptions) -> Vec<String> {
    let mut messages: Vec<String> =
        summary.no_ocr.iter().chain(&summary.ocr_troubles).map(WayOut::told).collect();
    if options.ocr_cache.is_none() && options.ocr != Mode::CacheOnly && summary.no_ocr.is_none() {
        let own = options.index.join("ocr").display().to_string();
        messages.push(format!(
            "OCR cache: no folder of the user is known; what OCR reads is kept in {own} \
             (`ocr_cache` in vankien.toml names another)"
        ));
    }
    messages
}

/// Writes what a run did.
pub fn write(out: &mut impl Write, summary: &Summary, json: bool) -> std::io::Result<()> {
    let Summary {
        added,
        changed,
        unchanged,
        removed,
        kept,
        totals,
        edits,
        skipped,
        poor,
        ignored,
        limited,
        ..
    } = summary;
    if json {
        let edits: serde_json::Map<_, _> =
            edits.iter().map(|(why, count)| (why.name().to_owned(), json!(count))).collect();
        let [skipped, limited] = [skipped, limited].map(|all| {
            let row = |(path, reason): &(PathBuf, vankien_ingest::Error)| json!({ "path": path.to_string_lossy(), "reason": reason.told(), "reason_code": reason.code() });
            all.iter().map(row).collect::<Vec<_>>()
        });
        let value = json!({
            "type": "summary", "added": added, "changed": changed, "unchanged": unchanged,
            "removed": removed, "kept": kept, "papers": totals.papers, "sections": totals.sections,
            "passages": totals.passages, "duplicates": totals.duplicates, "poor": poor, "edits": edits, "ignored": ignored,
            "limited": limited, "skipped": skipped,
        });
        return json_line(out, &value);
    }
    let (papers, sections, passages) = (totals.papers, totals.sections, totals.passages);
    writeln!(out, "{papers} papers, {sections} sections, {passages} passages")?;
    if totals.duplicates > 0 {
        writeln!(out, "{} files more hold papers that are there already", totals.duplicates)?;
    }
    writeln!(out, "{added} new, {changed} changed, {unchanged} as before, {removed} gone")?;
    let edits: Vec<String> =
        edits.iter().map(|(why, count)| format!("{count} {}", why.name())).collect();
    writeln!(out, "edits: {}", if edits.is_empty() { "none".into() } else { edits.join(", ") })?;
    if *kept > 0 {
        writeln!(out, "{kept} kept of folders that are missing or empty (named on stderr)")?;
    }
    if *ignored > 0 {
        writeln!(out, "{ignored} passed over by rule")?;
    }
    if !limited.is_empty() {
        let paths: std::collections::BTreeSet<&PathBuf> =
            limited.iter().map(|(path, _)| path).collect();
        writeln!(out, "{} met a limit (named on stderr)", paths.len())?;
    }
    if !skipped.is_empty() {
        writeln!(out, "{} left out (named on stderr)", skipped.len())?;
    }
    Ok(())
}

/// A bar on a terminal, silence elsewhere.
pub struct Bar {
    bar: ProgressBar,
}

impl Bar {
    pub fn new(shown: bool) -> Bar {
        let bar = if shown { ProgressBar::new(0) } else { ProgressBar::hidden() };
        Bar { bar }
    }

    pub fn finish(&self) {
        self.bar.finish_and_clear();
    }
}

impl Progress for Bar {
    fn begin(&mut self, files: u64, bytes: u64) {
        let template = "{wide_bar} {bytes}/{total_bytes} {msg} {eta}";
        if let Ok(style) = ProgressStyle::with_template(template) {
            self.bar.set_style(style);
        }
        self.bar.set_length(bytes);
        self.bar.set_message(format!("{files} files"));
    }

    fn file(&mut self, _path: &Path, bytes: u64) {
        self.bar.inc(bytes);
    }
}
