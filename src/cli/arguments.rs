//! What can be typed: the flags of all commands, and the commands.
//! In: nothing. Out: the grammar of the command line. Never runs a command.

use std::path::PathBuf;

use clap::{Parser, Subcommand, ValueEnum};

use super::{
    cite, config, ingest, list, manual, mentions, read_apart, repair, report, review, search, show,
    timeline, verify,
};
#[cfg(feature = "page")]
use super::{mcp, serve, watch};

/// Finds every mention in a folder of Vietnamese Party and State papers (văn kiện), and proves it
/// with page and line of the untouched original.
#[derive(Debug, Parser)]
#[command(version, max_term_width = 100)]
pub struct Arguments {
    /// The folder of the index [default: index].
    #[arg(long, global = true, value_name = "DIR")]
    pub index: Option<PathBuf>,
    /// The file with what was said of repairs [default: vankien-review.jsonl beside the index].
    #[arg(long, global = true, value_name = "FILE")]
    pub verdicts: Option<PathBuf>,
    /// The file of defaults [default: vankien.toml, where there is one].
    #[arg(long, global = true, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Whether to mark matches and repairs in colour: auto, always or never [default: auto].
    #[arg(long, global = true, value_name = "WHEN", hide_possible_values = true)]
    pub color: Option<When>,
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum When {
    Auto,
    Always,
    Never,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Find passages: words, "phrases", numbers of papers.
    Search(search::Search),
    /// List every mention of a number, a phrase or a topic: complete, and it says of what.
    Mentions(mentions::Mentions),
    /// List what a paper or a text cites: numbers, short forms, names, itself.
    Citations(cite::Citations),
    /// List the papers that a paper cites, with what it does to them.
    Cites(cite::Cites),
    /// List where a paper is cited, and by what.
    CitedBy(cite::CitedBy),
    /// Show mentions in order of the dates of the papers that hold them, with a chart.
    Timeline(timeline::Timeline),
    /// Count papers by kind, issuer, place, year, signer and quality of their text.
    Facets(list::Facets),
    /// Read folders of papers into the index, or bring it up to date.
    Ingest(ingest::Ingest),
    /// Read folders as ingest does, and again whenever something in them changes.
    #[cfg(feature = "page")]
    Watch(watch::Watch),
    /// Take a folder that was ingested, with its papers, out of the index.
    Forget(ingest::Forget),
    /// List the papers of the index, all or those that filters choose.
    List(list::List),
    /// Count what the index holds.
    Stats(list::Stats),
    /// Tell the state of the papers: poor text, what could not be read, edits to check by eye.
    Report(report::Report),
    /// List the repairs that are least sure, and keep what a person says of them.
    Review(review::Review),
    /// Check that the index holds what the files hold; exit code 1 where it does not.
    Verify(verify::Verify),
    /// Print what holds by default, and where it comes from (vankien.toml).
    Config(config::print::Print),
    /// Serve a page in the browser and an API.
    #[cfg(feature = "page")]
    Serve(serve::Serve),
    /// Answer an assistant over standard input and output (Model Context Protocol).
    #[cfg(feature = "page")]
    Mcp(mcp::Mcp),
    /// Print a script that completes what one types in a shell.
    Completions(manual::Completions),
    /// Print the manual of the program or of one command, in the form of man.
    Man(manual::Man),
    /// Read one file of a foreign format, apart from the program that asks.
    #[command(hide = true, name = vankien_files::extract::sandbox::COMMAND)]
    ReadApart(read_apart::ReadApart),
    /// Show a paper: what it says of itself, its sections, or one stage of its text.
    Show(show::Show),
    /// Mend the letters of a text and print it, line for line.
    Repair(repair::Repair),
}

impl Command {
    /// Whether it prints data, which other programs read byte for byte; all else is text or JSON, whose hidden signs
    /// are made visible.
    pub fn prints_data(&self) -> bool {
        match self {
            Command::Repair(repair) => repair.prints_data(),
            Command::Show(show) => show.prints_data(),
            Command::Mentions(mentions) => mentions.csv,
            Command::Report(report) => report.prints_data(),
            Command::ReadApart(_) | Command::Completions(_) | Command::Man(_) => true,
            _ => false,
        }
    }
}
