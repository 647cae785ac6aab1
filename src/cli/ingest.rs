//! `vankien ingest [PATH]…` and `vankien forget ROOT`: update the index.
//! In: folders and files. Out: an index that holds their papers, and a summary. Messages go to stderr.

use std::io::{IsTerminal, Write};
use std::path::{Component, Path, PathBuf};

use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use serde_json::json;
use vankien_engine::Globs;
use vankien_files::extract::ocr::Mode;
use vankien_ingest::{IngestOptions, MAX_FILE_SIZE, Progress, Summary};

use super::context::Context;
use super::outcome::{CommandResult, Failure, Outcome};
use super::output::{json_line, print_message};
use crate::error::WayOut;

#[derive(Debug, Args)]
#[command(after_help = "\
Files: PDF, Word (DOCX, DOC), ODT, RTF, web pages, mail, .txt and .md, recognised by their first bytes; also inside .zip \
archives, one level deep. Every other file is named on stderr and left out.
Scans: a page that is an image is read only with --ocr; without it its paper is marked as poor. OCR results are kept for \
all indexes (ocr_cache in vankien.toml), and every ingest uses them, with --no-ocr too.
Updates: a file is read again if its size or time changed (with --check, always). A paper whose file is gone leaves the \
index. The folders are remembered: without PATH they are read again (the first time: corpus). If a whole folder is \
missing or empty, its papers stay until --prune or `vankien forget`. Links that lead out of a folder are named, and \
followed only with --follow.
Patterns: GLOB is a pattern as in .gitignore: *.pdf, drafts/, /2024/**. Patterns are remembered with their folders until \
others are given, or --no-rules; a paper that they exclude leaves the index. A file .vankienignore excludes what it \
names, in its folder and below. README, README.md, README.*.md and README.txt are excluded unless they are given or \
named by a pattern.
Index: DIR must be new, empty or an index; other files in it are not touched. Damage is named. --rebuild without PATH \
reads the remembered folders, and changes nothing if one of them has nothing to read.
Exit code: 0, also if files were left out or a folder is missing (2 with --strict); 2 if nothing could be read.")]
pub struct Ingest {
    /// Folders and files to read; none for those of the settings, or else all that are remembered.
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Read all files into a new index, and switch to it at the end.
    #[arg(long)]
    rebuild: bool,
    /// With --rebuild in a cluster: put the new index into use though other machines have not rebuilt theirs.
    #[arg(long, requires = "rebuild")]
    switch: bool,
    /// Exit with 2 if a file was left out, or a folder is missing or empty.
    #[arg(long)]
    strict: bool,
    /// Read every file again, even if its size and time are unchanged.
    #[arg(long)]
    check: bool,
    /// Remove the papers of folders that are missing or empty now.
    #[arg(long)]
    prune: bool,
    /// Share the index, the OCR results and the verdicts with the group of the folder, in this and all later runs;
    /// otherwise only the user can read them.
    #[arg(long)]
    shared: bool,
    /// If another ingest is writing the index, wait until it has ended.
    #[arg(long)]
    wait: bool,
    #[command(flatten)]
    flags: IngestFlags,
    /// Print the summary as JSON.
    #[arg(long)]
    json: bool,
}

/// The flags of `ingest` and `watch`.
#[derive(Debug, Args)]
pub struct IngestFlags {
    /// Number of papers read at once; 0 for one per core [default: 0].
    #[arg(long, value_name = "N")]
    jobs: Option<usize>,
    /// Read pages without Vietnamese text by OCR; needs `tesseract` with Vietnamese data and `pdftoppm`. A page is
    /// read once; with --rebuild, pages that other versions of these programs read are read again.
    #[arg(long, conflicts_with = "no_ocr")]
    ocr: bool,
    /// Do not run OCR, even if the file of settings asks for it; pages read before keep their text.
    #[arg(long)]
    no_ocr: bool,
    /// Leave out files larger than this, in bytes [default: 67108864].
    #[arg(long, value_name = "BYTES")]
    max_file_size: Option<u64>,
    /// Read only files that match GLOB, or lie in a folder that matches; may be repeated.
    #[arg(long, value_name = "GLOB")]
    include: Vec<String>,
    /// Leave out files and folders that match GLOB; may be repeated.
    #[arg(long, value_name = "GLOB")]
    exclude: Vec<String>,
    /// Follow links that lead out of the folders, in this and all later runs.
    #[arg(long, conflicts_with = "no_follow")]
    follow: bool,
    /// Do not follow links that lead out of the folders, in this and all later runs.
    #[arg(long)]
    no_follow: bool,
    /// Forget the patterns of --include and --exclude of earlier runs.
    #[arg(long, conflicts_with_all = ["include", "exclude"])]
    no_rules: bool,
}

impl IngestFlags {
    /// The options of a run: flags, or else the file of settings, or else defaults.
    pub fn options(&self, paths: &[PathBuf], context: &Context) -> IngestOptions {
        let mut options = options(context);
        if !paths.is_empty() {
            options.paths = paths.iter().map(|path| normal_path(path)).collect();
        }
        if let Some(jobs) = self.jobs {
            options.jobs = jobs_or_cores(jobs);
        }
        options.max_file_size = self.max_file_size.unwrap_or(options.max_file_size);
        if self.ocr {
            options.ocr = Mode::UnreadPages;
        } else if self.no_ocr {
            options.ocr = Mode::CacheOnly;
        }
        if self.follow {
            options.follow = Some(true);
        } else if self.no_follow {
            options.follow = Some(false);
        }
        let (include, exclude) = (self.include.clone(), self.exclude.clone());
        if self.no_rules || !include.is_empty() || !exclude.is_empty() {
            options.globs = Some(Globs { include, exclude });
        }
        options
    }
}

/// The options of a run without flags: the file of settings, or else defaults.
pub fn options(context: &Context) -> IngestOptions {
    let config = &context.config;
    IngestOptions {
        index: context.index.clone(),
        paths: config.paths().iter().map(|path| normal_path(path)).collect(),
        jobs: jobs_or_cores(config.count("jobs").unwrap_or_default() as usize),
        max_file_size: config.count("max_file_size").unwrap_or(MAX_FILE_SIZE),
        budgets: config.budgets(),
        ocr: config.ocr(),
        ocr_cache: config.ocr_cache(),
        globs: config.globs(),
        follow: config.follow(),
        verdicts: context.verdicts.clone(),
        ..IngestOptions::default()
    }
}

/// The number of jobs; 0 stands for the number of cores.
fn jobs_or_cores(jobs: usize) -> usize {
    if jobs > 0 { jobs } else { IngestOptions::default().jobs }
}

#[derive(Debug, Args)]
pub struct Forget {
    /// A folder or file that was given to `vankien ingest`.
    root: PathBuf,
}

impl Ingest {
    pub fn run(&self, context: &Context, out: &mut impl Write) -> CommandResult {
        let options = self.flags.options(&self.paths, context);
        let Ingest { rebuild, switch, check, prune, shared, wait: waits, .. } = *self;
        let mut options = IngestOptions { rebuild, switch, check, prune, shared, waits, ..options };
        // Pages that older programs read are read again only for the flag --ocr, not for `ocr = "auto"` in the
        // settings.
        if self.rebuild && self.flags.ocr {
            options.ocr = Mode::Outdated;
        }
        let mut bar = Bar::new(std::io::stderr().is_terminal());
        let summary = vankien_ingest::ingest(&options, &mut bar)?;
        bar.finish();
        print_skipped(&summary);
        print_ocr_messages(&summary, &options);
        write(out, &summary, self.json)?;
        if has_read_nothing(&summary) {
            return Err(nothing_read(&options.paths));
        }
        if self.strict && !summary.skipped.is_empty() {
            let what = format!(
                "{} file(s) or folder(s) were left out, which --strict forbids; they are named above",
                summary.skipped.len()
            );
            return Err(vankien_search::Error::Question { question: "ingest".into(), what }.into());
        }
        Ok(Outcome::Found)
    }
}

/// Whether the run has no paper to show: no file could be read, or there was none. A known folder that is missing, or
/// that was emptied, is no such case.
fn has_read_nothing(summary: &Summary) -> bool {
    let is_vanished = |(_, error): &(PathBuf, vankien_ingest::Error)| {
        matches!(error, vankien_ingest::Error::Vanished { .. })
    };
    let vanished_folders = summary.skipped.iter().filter(|one| is_vanished(one)).count();
    let has_unread_files = summary.skipped.len() > vanished_folders;
    let found_nothing = summary.totals.papers == 0 && summary.removed == 0 && vanished_folders == 0;
    let papers = summary.added + summary.changed + summary.unchanged;
    papers == 0 && (has_unread_files || found_nothing)
}

fn nothing_read(paths: &[PathBuf]) -> Failure {
    let names: Vec<String> = paths.iter().map(|path| path.display().to_string()).collect();
    let question = if names.is_empty() { "corpus".into() } else { names.join(", ") };
    let what =
        "no paper could be read there; name a folder with papers (PDF, Word, ODT, RTF, HTML, mail, text)"
            .into();
    vankien_search::Error::Question { question, what }.into()
}

impl Forget {
    pub fn run(&self, context: &Context, out: &mut impl Write) -> CommandResult {
        let ocr_cache = context.config.ocr_cache();
        let summary = vankien_ingest::forget(&context.index, &self.root, ocr_cache.as_deref())?;
        summary.ocr_troubles.iter().for_each(|error| print_message(&error.full_message()));
        write(out, &summary, false)?;
        Ok(Outcome::Found)
    }
}

/// The path without a leading `./`, doubled slashes and a slash at the end, so that each folder has one spelling.
fn normal_path(path: &Path) -> PathBuf {
    let parts = path.components().filter(|part| *part != Component::CurDir);
    let bare: PathBuf = parts.collect();
    if bare.as_os_str().is_empty() { path.to_path_buf() } else { bare }
}

/// Prints on stderr each file and folder that was left out and each limit that a file met, with the reason. Also prints
/// what else went wrong and did not end the run: damage of the index or of the verdicts, failed writes after the
/// commit. Errors of OCR are not among them: see [`ocr_messages`].
pub fn print_skipped(summary: &Summary) {
    summary.skipped.iter().for_each(|(_, reason)| print_message(&reason.full_message()));
    summary.limited.iter().for_each(|(_, reason)| print_message(&reason.full_message()));
    summary.troubles.iter().for_each(|trouble| print_message(&trouble.full_message()));
}

/// Says on stderr what is missing for OCR, and whether OCR would improve poor papers.
fn print_ocr_messages(summary: &Summary, options: &IngestOptions) {
    ocr_messages(summary, options).iter().for_each(|message| print_message(message));
    if summary.no_ocr.is_none() && summary.poor > 0 && options.ocr == Mode::CacheOnly {
        let poor = summary.poor;
        print_message(&format!(
            "{poor} paper(s) with poor text; `vankien ingest --ocr` reads scanned pages"
        ));
    }
}

/// Messages about missing OCR programs or Vietnamese data, and the errors of the OCR cache (folders that cannot be
/// written, damaged entries). If OCR runs and no shared cache folder is known, also where the results are kept.
pub fn ocr_messages(summary: &Summary, options: &IngestOptions) -> Vec<String> {
    let mut messages: Vec<String> =
        summary.no_ocr.iter().chain(&summary.ocr_troubles).map(WayOut::full_message).collect();
    if options.ocr_cache.is_none() && options.ocr != Mode::CacheOnly && summary.no_ocr.is_none() {
        let own = options.index.folder().map(|folder| folder.join("ocr").display().to_string());
        let own = own.unwrap_or_else(|| "no folder".to_owned());
        messages.push(format!(
            "OCR cache: the cache folder of the user is not known; OCR results are kept in {own} \
             (set `ocr_cache` in vankien.toml to use another folder)"
        ));
    }
    messages
}

/// Writes the summary of a run.
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
            let row = |(path, reason): &(PathBuf, vankien_ingest::Error)| json!({ "path": path.to_string_lossy(), "reason": reason.full_message(), "reason_code": reason.code() });
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
        writeln!(out, "{} more file(s) are copies of these papers", totals.duplicates)?;
    }
    writeln!(out, "{added} new, {changed} changed, {unchanged} unchanged, {removed} removed")?;
    let edits: Vec<String> =
        edits.iter().map(|(why, count)| format!("{count} {}", why.name())).collect();
    writeln!(out, "edits: {}", if edits.is_empty() { "none".into() } else { edits.join(", ") })?;
    if *kept > 0 {
        writeln!(out, "{kept} kept from folders that are missing or empty (named on stderr)")?;
    }
    if *ignored > 0 {
        writeln!(out, "{ignored} excluded by patterns")?;
    }
    if !limited.is_empty() {
        let paths: std::collections::BTreeSet<&PathBuf> =
            limited.iter().map(|(path, _)| path).collect();
        writeln!(out, "{} read only in part because of a limit (named on stderr)", paths.len())?;
    }
    if !skipped.is_empty() {
        writeln!(out, "{} left out (named on stderr)", skipped.len())?;
    }
    Ok(())
}

/// A progress bar on a terminal; nothing elsewhere.
pub struct Bar {
    bar: ProgressBar,
}

impl Bar {
    /// A bar, not yet drawn; `shown` says whether stderr is a terminal. Without one nothing is ever drawn.
    pub fn new(shown: bool) -> Bar {
        let bar = if shown { ProgressBar::new(0) } else { ProgressBar::hidden() };
        Bar { bar }
    }

    /// Removes the bar from the terminal.
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
