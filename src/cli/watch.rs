//! `vankien watch [PATH]…`: keeps the index current until Ctrl-C or SIGTERM.

use std::collections::BTreeSet;
use std::io::{self, Write};
use std::path::PathBuf;
use std::time::Duration;

use clap::Args;
use vankien_ingest::{IngestOptions, StopHandle, Summary, WatchEvent, WatchOptions, watch};

use super::context::Context;
use super::ingest::{self, How};
use super::outcome::{Answer, Outcome};
use super::output::say;
use crate::error::WayOut as _;
use crate::serve::told_to_end;

/// How long an ingest under way may take to end when the program is told to.
const GRACE: Duration = Duration::from_secs(5);

#[derive(Debug, Args)]
#[command(after_help = "\
Reads like ingest, once and then whenever files below the folders were changed, and prints a line for each \
change of the index. A file that is being written is left until nothing has changed for --settle seconds. \
Where the system cannot tell of changes (network drives, too many folders), all files are looked at \
every --rescan minutes, as they are in any case.
Exit code: 0 when it was told to end, 2 error.")]
pub struct Watch {
    /// Folders and files to read; none for those of the last time.
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    #[command(flatten)]
    how: How,
    /// How many seconds nothing must have changed before it is read [default: 2].
    #[arg(long, value_name = "SECONDS")]
    settle: Option<u64>,
    /// After how many minutes all files are looked at again [default: 10].
    #[arg(long, value_name = "MINUTES")]
    rescan: Option<u64>,
    /// Print a JSON object a change of the index.
    #[arg(long)]
    json: bool,
}

impl Watch {
    pub fn run(&self, context: &Context, out: &mut impl Write) -> Answer {
        let or_set = |given: Option<u64>, key| given.or_else(|| context.config.count(key));
        let settle = or_set(self.settle, "settle").unwrap_or(2);
        let rescan = or_set(self.rescan, "rescan").unwrap_or(10).max(1);
        let options = WatchOptions {
            ingest: self.how.options(&self.paths, context),
            settle: Duration::from_secs(settle).max(Duration::from_millis(100)),
            rescan: Duration::from_secs(rescan.saturating_mul(60)),
        };
        let ending = StopHandle::default();
        end_when_told(ending.clone())?;
        let ingest = options.ingest.clone();
        let mut log = Log {
            json: self.json,
            said: BTreeSet::new(),
            unwatched: BTreeSet::new(),
            is_first: true,
            ingest,
        };
        let mut failed = None;
        watch(&options, &ending, &mut |told| {
            if let Err(error) = log.tell(&told, rescan, out) {
                // Nobody reads what is said: there is no more to do.
                failed.get_or_insert(error);
                ending.now();
            }
        })?;
        failed.map_or(Ok(Outcome::Found), |error| Err(error.into()))
    }
}

/// Has a thread wait for Ctrl-C or SIGTERM.
fn end_when_told(ending: StopHandle) -> io::Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let told = {
        let _inside = runtime.enter();
        told_to_end()?
    };
    std::thread::Builder::new().spawn(move || {
        runtime.block_on(told);
        ending.now();
        std::thread::sleep(GRACE);
        // A file takes long to read; what is not committed leaves the index as it was.
        std::process::exit(0);
    })?;
    Ok(())
}

/// What was said already is not said again.
struct Log {
    json: bool,
    /// What of files and OCR was said, as long as it holds.
    said: BTreeSet<String>,
    /// What was said of folders whose changes are not told.
    unwatched: BTreeSet<String>,
    is_first: bool,
    /// What each ingest was asked for.
    ingest: IngestOptions,
}

impl Log {
    fn tell(&mut self, told: &WatchEvent<'_>, rescan: u64, out: &mut impl Write) -> io::Result<()> {
        match told {
            WatchEvent::Done(summary) => return self.done(summary, out),
            WatchEvent::Failed(error) => say(&error.told()),
            WatchEvent::Unwatched(path, why) => {
                let what = format!("{}: changes are not told ({why})", path.display());
                say_once(&mut self.unwatched, format!("{what}; looking every {rescan} minutes"));
            }
        }
        Ok(())
    }

    fn done(&mut self, summary: &Summary, out: &mut impl Write) -> io::Result<()> {
        let mut skipped: BTreeSet<String> =
            summary.skipped.iter().chain(&summary.limited).map(|(_, error)| error.told()).collect();
        skipped.extend(ingest::ocr_messages(summary, &self.ingest));
        skipped.iter().cloned().for_each(|one| say_once(&mut self.said, one));
        // What is in order again is said anew when it breaks again.
        self.said.retain(|said| skipped.contains(said));
        if !std::mem::take(&mut self.is_first) && !summary.committed {
            return Ok(());
        }
        if self.json {
            ingest::write(out, summary, true)?;
        } else {
            let Summary { added, changed, removed, totals, .. } = summary;
            let papers = totals.papers;
            writeln!(out, "{added} new, {changed} changed, {removed} gone: {papers} papers")?;
        }
        out.flush()
    }
}

fn say_once(said: &mut BTreeSet<String>, message: String) {
    if !said.contains(&message) {
        say(&message);
        said.insert(message);
    }
}
