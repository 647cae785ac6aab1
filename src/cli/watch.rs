//! `vankien watch [PATH]…`: keeps the index up to date until Ctrl-C or SIGTERM.
//! In: folders and files. Out: one line for the first run, and one for each change of the index. Messages go to stderr:
//! a failed run each time, all others once as long as they hold.

use std::collections::BTreeSet;
use std::io::{self, Write};
use std::path::PathBuf;
use std::time::Duration;

use clap::Args;
use vankien_ingest::{IngestOptions, StopHandle, Summary, WatchEvent, WatchOptions, watch};

use super::context::Context;
use super::ingest::{self, IngestFlags};
use super::outcome::{CommandResult, Outcome};
use super::output::print_message;
use crate::error::WayOut as _;
use crate::serve::told_to_end;

/// The time that a running ingest has to end after Ctrl-C or SIGTERM. What is not committed by then is dropped, and the
/// index stays as it was. A judgement, not measured: systems commonly kill a service after ten or more seconds.
const END_GRACE: Duration = Duration::from_secs(5);

/// Seconds without a change before files are read, where neither flag nor setting says. The default of the key `settle`
/// is the same. A judgement, not measured.
const DEFAULT_SETTLE_SECONDS: u64 = 2;
/// Minutes after which all files are looked at, where neither flag nor setting says; 0 counts as 1. The default of the
/// key `rescan` is the same. A judgement, not measured.
const DEFAULT_RESCAN_MINUTES: u64 = 10;
/// The shortest wait for files to settle, used for `--settle 0`: the system reports one change in several notices. A
/// judgement, not measured.
const MIN_SETTLE: Duration = Duration::from_millis(100);

#[derive(Debug, Args)]
#[command(after_help = "\
Reads the folders as ingest does, and again whenever a file below them changes; prints one line for each change of the \
index. A file that is being written is read once nothing has changed for --settle seconds. All files are looked at every \
--rescan minutes too, because some systems do not report changes (network drives, too many folders).
Exit code: 0 after Ctrl-C or SIGTERM, 2 error.")]
pub struct Watch {
    /// Folders and files to read; none for those of the settings, or else all that are remembered.
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    #[command(flatten)]
    flags: IngestFlags,
    /// Seconds without a change before files are read [default: 2].
    #[arg(long, value_name = "SECONDS")]
    settle: Option<u64>,
    /// Minutes after which all files are looked at again [default: 10].
    #[arg(long, value_name = "MINUTES")]
    rescan: Option<u64>,
    /// Print JSON: one object per change of the index.
    #[arg(long)]
    json: bool,
}

impl Watch {
    pub fn run(&self, context: &Context, out: &mut impl Write) -> CommandResult {
        let flag_or_setting = |flag: Option<u64>, key| flag.or_else(|| context.config.count(key));
        let settle = flag_or_setting(self.settle, "settle").unwrap_or(DEFAULT_SETTLE_SECONDS);
        let rescan =
            flag_or_setting(self.rescan, "rescan").unwrap_or(DEFAULT_RESCAN_MINUTES).max(1);
        let options = WatchOptions {
            ingest: self.flags.options(&self.paths, context),
            settle: Duration::from_secs(settle).max(MIN_SETTLE),
            rescan: Duration::from_secs(rescan.saturating_mul(60)),
        };
        let ending = StopHandle::default();
        end_when_told(ending.clone())?;
        let ingest = options.ingest.clone();
        let mut log = Log {
            json: self.json,
            printed: BTreeSet::new(),
            unwatched: BTreeSet::new(),
            is_first: true,
            ingest,
        };
        let mut failed = None;
        watch(&options, &ending, &mut |told| {
            if let Err(error) = log.tell(&told, rescan, out) {
                // Nobody reads the output any more.
                failed.get_or_insert(error);
                ending.now();
            }
        })?;
        failed.map_or(Ok(Outcome::Found), |error| Err(error.into()))
    }
}

/// Starts a thread that waits for Ctrl-C or SIGTERM and then ends the watch.
fn end_when_told(ending: StopHandle) -> io::Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let told = {
        let _inside = runtime.enter();
        told_to_end()?
    };
    std::thread::Builder::new().spawn(move || {
        runtime.block_on(told);
        ending.now();
        std::thread::sleep(END_GRACE);
        // A file may take long to read. Ending here is safe: what is not committed leaves the index as it was.
        std::process::exit(0);
    })?;
    Ok(())
}

/// The output of a watch. It prints a message about files or OCR once, and again only if the message has ceased to hold
/// in between; that a folder is not watched once; that a run failed each time.
struct Log {
    json: bool,
    /// Messages about files and OCR that are printed and still hold.
    printed: BTreeSet<String>,
    /// Printed messages about folders whose changes the system does not report.
    unwatched: BTreeSet<String>,
    /// Whether no ingest has ended yet.
    is_first: bool,
    /// The options of each ingest.
    ingest: IngestOptions,
}

impl Log {
    fn tell(&mut self, told: &WatchEvent<'_>, rescan: u64, out: &mut impl Write) -> io::Result<()> {
        match told {
            WatchEvent::Done(summary) => return self.done(summary, out),
            WatchEvent::Failed(error) => print_message(&error.full_message()),
            WatchEvent::Unwatched(path, why) => {
                let what = format!(
                    "{}: the system does not report changes ({why}); looking every {rescan} minutes",
                    path.display()
                );
                print_once(&mut self.unwatched, what);
            }
        }
        Ok(())
    }

    fn done(&mut self, summary: &Summary, out: &mut impl Write) -> io::Result<()> {
        let mut messages: BTreeSet<String> = summary
            .skipped
            .iter()
            .chain(&summary.limited)
            .map(|(_, error)| error.full_message())
            .collect();
        messages.extend(ingest::ocr_messages(summary, &self.ingest));
        messages.iter().cloned().for_each(|message| print_once(&mut self.printed, message));
        // A message that holds no more is forgotten, so that it is printed when it holds again.
        self.printed.retain(|message| messages.contains(message));
        if !std::mem::take(&mut self.is_first) && !summary.committed {
            return Ok(());
        }
        if self.json {
            ingest::write(out, summary, true)?;
        } else {
            let Summary { added, changed, removed, totals, .. } = summary;
            let papers = totals.papers;
            writeln!(out, "{added} new, {changed} changed, {removed} removed: {papers} papers")?;
        }
        out.flush()
    }
}

fn print_once(printed: &mut BTreeSet<String>, message: String) {
    if !printed.contains(&message) {
        print_message(&message);
        printed.insert(message);
    }
}
