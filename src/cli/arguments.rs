//! The grammar of the command line: the commands, and the flags that all commands share.
//! In: nothing. Out: types that `clap` parses. Doc comments here are help texts. Never runs a command.

use std::path::PathBuf;
use std::time::Duration;

use clap::{Parser, Subcommand, ValueEnum};

use super::{
    cite, config, dossier, ingest, list, manual, mentions, read_apart, repair, report, review,
    search, show, timeline, verify,
};
#[cfg(feature = "page")]
use super::{mcp, serve, watch};

/// Finds every mention in a folder of Vietnamese Party and State papers (văn kiện), and proves it
/// with page and line of the untouched original.
#[derive(Debug, Parser)]
#[command(version, max_term_width = 100)]
pub struct Arguments {
    /// Folder of the index [default: index].
    #[arg(long, global = true, value_name = "DIR")]
    pub index: Option<PathBuf>,
    /// Nodes of a cluster of OpenSearch that holds the index; instead of --index.
    #[arg(
        long,
        global = true,
        value_name = "URL",
        value_delimiter = ',',
        conflicts_with = "index"
    )]
    pub cluster: Vec<String>,
    /// Name of this machine in the cluster, where papers of several come together [default: its host name].
    #[arg(long, global = true, value_name = "NAME")]
    pub origin: Option<String>,
    /// File with people's verdicts on repairs [default: vankien-review.jsonl beside the index; a cluster keeps its own].
    #[arg(long, global = true, value_name = "FILE")]
    pub verdicts: Option<PathBuf>,
    /// File of settings [default: vankien.toml in the current folder, if there is one].
    #[arg(long, global = true, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// When to mark matches and repairs in colour: auto, always or never [default: auto].
    #[arg(long, global = true, value_name = "WHEN", hide_possible_values = true)]
    pub color: Option<ColourMode>,
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum ColourMode {
    Auto,
    Always,
    Never,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Find passages by words, "phrases" or numbers of papers.
    Search(search::Search),
    /// List every mention of a number, phrase or topic, and say whether the list is complete.
    Mentions(mentions::Mentions),
    /// List every place where a paper or a text cites another paper (by number, short form or name) or itself.
    Citations(cite::Citations),
    /// List the places where a paper cites other papers, and what it does to each (implements, amends, …).
    Cites(cite::Cites),
    /// List the places where other papers cite a paper.
    CitedBy(cite::CitedBy),
    /// Tell all that the index knows of a paper: what became of it, who cites it, what it rests on.
    Dossier(dossier::Dossier),
    /// Show mentions by the date of their papers, with a chart of months or years.
    Timeline(timeline::Timeline),
    /// Count papers by kind, issuer, place, year, signer and text quality.
    Facets(list::Facets),
    /// Read folders of papers into the index, or update the index.
    Ingest(ingest::Ingest),
    /// Read folders as ingest does, and again whenever a file in them changes.
    #[cfg(feature = "page")]
    Watch(watch::Watch),
    /// Remove a folder and its papers from the index.
    Forget(ingest::Forget),
    /// List the papers of the index, all or those that filters choose.
    List(list::List),
    /// Count what the index holds.
    Stats(list::Stats),
    /// Report problems of the papers: poor text, unread pages, repairs to check by eye.
    Report(report::Report),
    /// List the least certain repairs, and record your verdicts on them.
    Review(review::Review),
    /// Check that the index agrees with the files; exit code 1 if it does not.
    Verify(verify::Verify),
    /// Print all settings, and where each comes from (vankien.toml).
    Config(config::print::Print),
    /// Serve a web page and an API.
    #[cfg(feature = "page")]
    Serve(serve::Serve),
    /// Answer an AI assistant on standard input and output (Model Context Protocol).
    #[cfg(feature = "page")]
    Mcp(mcp::Mcp),
    /// Print a completion script for a shell.
    Completions(manual::Completions),
    /// Print the manual page of the program or of one command, for `man`.
    Man(manual::Man),
    /// Read one file from standard input under limits, for another process of this program.
    #[command(hide = true, name = vankien_files::extract::sandbox::COMMAND)]
    ReadApart(read_apart::ReadApart),
    /// Show a paper: its masthead and sections, or its text after one stage.
    Show(show::Show),
    /// Repair the letters of a text and print it, with the same lines.
    Repair(repair::Repair),
}

impl Command {
    /// How long the command asks a cluster that is away before it fails. Judgements: an ingest waits longer than a node
    /// takes to start again, a question longer than the cluster takes to miss a node that was killed; callers of the
    /// server come again.
    pub fn patience(&self) -> Duration {
        let seconds = match self {
            Command::Ingest(_) | Command::Forget(_) => 180,
            #[cfg(feature = "page")]
            Command::Watch(_) => 180,
            #[cfg(feature = "page")]
            Command::Serve(_) | Command::Mcp(_) => 12,
            _ => 25,
        };
        Duration::from_secs(seconds)
    }

    /// Whether the command prints data, which other programs read byte for byte. In all other output, text or JSON,
    /// hidden characters are made visible.
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
