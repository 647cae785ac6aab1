//! The command line: reads it, runs the command, gives the exit code.
//! In: arguments. Out: answers on stdout, everything else on stderr; 0 found or done, 1 nothing
//! found, 2 error. A closed pipe is no error. Never holds logic that a library user would miss.

mod cite;
mod config;
mod ingest;
mod list;
mod manual;
#[cfg(feature = "page")]
mod mcp;
mod mentions;
mod paper;
mod read_apart;
mod repair;
mod report;
mod review;
mod search;
#[cfg(feature = "page")]
mod serve;
mod show;
mod timeline;
mod verify;
#[cfg(feature = "page")]
mod watch;

use std::ffi::OsString;
use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand, ValueEnum};
use vankien_files::Extracted;
use vankien_ingest::verdicts::{self, Verdicts};
use vankien_search::Note;
use vankien_system::crash;
use vankien_system::error::Error;
use vankien_text::Verdict;

use self::config::Config;
use crate::present::notes;
use crate::present::style::Style;
use crate::present::visible::{self, Door};
use crate::present::words::Language;

/// Finds every mention in a folder of Vietnamese Party and State papers (văn kiện), and proves it
/// with page and line of the untouched original.
#[derive(Debug, Parser)]
#[command(version, max_term_width = 100)]
struct Arguments {
    /// The folder of the index [default: index].
    #[arg(long, global = true, value_name = "DIR")]
    index: Option<PathBuf>,
    /// The file with what was said of repairs [default: vankien-review.jsonl beside the index].
    #[arg(long, global = true, value_name = "FILE")]
    verdicts: Option<PathBuf>,
    /// The file of defaults [default: vankien.toml, where there is one].
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Whether to mark matches and repairs in colour: auto, always or never [default: auto].
    #[arg(long, global = true, value_name = "WHEN", hide_possible_values = true)]
    color: Option<When>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum When {
    Auto,
    Always,
    Never,
}

#[derive(Debug, Subcommand)]
enum Command {
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
    Config(config::Print),
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
    #[command(hide = true, name = vankien_files::extract::apart::COMMAND)]
    ReadApart(read_apart::ReadApart),
    /// Show a paper: what it says of itself, its sections, or one stage of its text.
    Show(show::Show),
    /// Mend the letters of a text and print it, line for line.
    Repair(repair::Repair),
}

impl Command {
    /// Whether it prints data, which other programs read byte for byte; all else is text or JSON, whose hidden signs
    /// are made visible.
    fn prints_data(&self) -> bool {
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

/// Why a command ended early.
#[derive(Debug)]
enum Failure {
    /// With a message for the reader.
    Said(Error),
    /// The reader of our output went away, or the output failed.
    Output(io::Error),
}

impl From<Error> for Failure {
    fn from(error: Error) -> Failure {
        Failure::Said(error)
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Failure {
        Failure::Output(error)
    }
}

/// Whether a command found what it looked for.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Outcome {
    Found,
    Nothing,
}

type Answer = std::result::Result<Outcome, Failure>;

/// What every command is given beside its own arguments.
struct Context {
    index: PathBuf,
    /// The file with what was said of repairs.
    verdicts: PathBuf,
    style: Style,
    /// What the file of defaults says.
    config: Config,
    /// The values of keys of that file that were given on the command line for all commands.
    flags: Vec<(&'static str, String)>,
}

impl Context {
    /// What was said of repairs; lines that were cut are told.
    fn verdicts(&self) -> Result<Verdicts, Error> {
        let mut verdicts = Verdicts::read(&self.verdicts)?.beside_index(&self.index);
        verdicts.take_trouble().iter().for_each(|trouble| say(&trouble.to_string()));
        Ok(verdicts)
    }

    /// What was said of the repairs of a text.
    fn verdicts_on(&self, extracted: &Extracted) -> Result<Vec<Verdict>, Error> {
        Ok(self.verdicts()?.on_text(extracted))
    }
}

/// Runs the command line of this process. A panic is an error that asks to be reported.
pub fn run() -> ExitCode {
    if let Ok(program) = std::env::current_exe() {
        vankien_files::extract::apart::run_by(program);
    }
    crash::hide_messages();
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) if error.use_stderr() => return ExitCode::from(misunderstood(&error)),
        Err(help) => help.exit(),
    };
    let work = || answer_to(&arguments, &mut BufWriter::new(io::stdout().lock()));
    ExitCode::from(crash::caught(work).unwrap_or_else(|crash| {
        // The engine relies on its bytes and may panic on others.
        let index = context(&arguments).map(|context| context.index);
        match index.and_then(|index| vankien_engine::sound(&index)) {
            Err(damaged @ Error::Damaged { .. }) => fail(&damaged.to_string()),
            _ => fail(&format!(
                "a fault of the program at {}; please report this place and what was asked",
                crash.place
            )),
        }
    }))
}

/// Runs one command line, whose first argument is the name of the program: answers go to `out`,
/// messages to stderr. Gives the exit code. Panics where the program has a fault.
pub fn answer(arguments: impl IntoIterator<Item = OsString>, out: &mut impl Write) -> u8 {
    match Arguments::try_parse_from(arguments) {
        Ok(arguments) => answer_to(&arguments, out),
        Err(error) => misunderstood(&error),
    }
}

/// Says what of a command line is not understood; it quotes what was typed.
#[expect(clippy::print_stderr, reason = "messages belong on stderr")]
fn misunderstood(error: &clap::Error) -> u8 {
    eprint!("{}", visible::text(&error.to_string()));
    2
}

fn answer_to(arguments: &Arguments, out: &mut impl Write) -> u8 {
    let context = match context(arguments) {
        Ok(context) => context,
        Err(error) => return fail(&error.to_string()),
    };
    let mut door = match arguments.command.prints_data() {
        true => Door::for_data(out),
        false => Door::for_text(out, context.style.colour),
    };
    let answer = dispatch(&arguments.command, &context, &mut door);
    let answer = answer.and_then(|outcome| door.flush().map(|()| outcome).map_err(Failure::from));
    match answer {
        Ok(Outcome::Found) => 0,
        Ok(Outcome::Nothing) => 1,
        Err(Failure::Output(error)) if error.kind() == io::ErrorKind::BrokenPipe => 0,
        Err(Failure::Output(error)) => fail(&format!("the answer cannot be written: {error}")),
        Err(Failure::Said(error)) => fail(&cause_of(error).to_string()),
    }
}

/// The damaged file that made the engine fail, where that is why.
fn cause_of(error: Error) -> Error {
    match &error {
        Error::Index { path, .. } => {
            let folders = path.ancestors().take(2);
            folders.filter_map(|folder| vankien_engine::sound(folder).err()).next().unwrap_or(error)
        }
        _ => error,
    }
}

/// What holds for all commands: what was given, or else the file of defaults says.
fn context(arguments: &Arguments) -> Result<Context, Error> {
    // The other end of a reader asks for nothing but what comes in.
    let config = match arguments.command {
        Command::ReadApart(_) => Config::default(),
        _ => Config::read(arguments.config.as_deref())?,
    };
    let mut flags = Vec::new();
    if let Some(index) = &arguments.index {
        flags.push(("index", index.display().to_string()));
    }
    if let Some(value) = arguments.color.and_then(|when| when.to_possible_value()) {
        flags.push(("color", value.get_name().to_owned()));
    }
    let when = config.colour().and_then(|when| When::from_str(when, false).ok());
    let colour = match arguments.color.or(when).unwrap_or(When::Auto) {
        _ if arguments.command.prints_data() => false,
        When::Always => true,
        When::Never => false,
        When::Auto => io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none(),
    };
    let index = arguments.index.clone().or_else(|| config.index());
    let index = index.unwrap_or_else(|| PathBuf::from("index"));
    let verdicts = arguments.verdicts.clone().unwrap_or_else(|| verdicts::beside(&index));
    Ok(Context { index, verdicts, style: Style { colour }, config, flags })
}

fn dispatch(command: &Command, context: &Context, out: &mut impl Write) -> Answer {
    match command {
        Command::Search(search) => search.run(context, out),
        Command::Mentions(mentions) => mentions.run(context, out),
        Command::Citations(citations) => citations.run(context, out),
        Command::Cites(cites) => cites.run(context, out),
        Command::CitedBy(cited_by) => cited_by.run(context, out),
        Command::Timeline(timeline) => timeline.run(context, out),
        Command::Facets(facets) => facets.run(context, out),
        Command::Ingest(ingest) => ingest.run(context, out),
        #[cfg(feature = "page")]
        Command::Watch(watch) => watch.run(context, out),
        Command::Forget(forget) => forget.run(context, out),
        Command::List(list) => list.run(context, out),
        Command::Stats(stats) => stats.run(context, out),
        Command::Report(report) => report.run(context, out),
        Command::Review(review) => review.run(context, out),
        Command::Verify(verify) => verify.run(context, out),
        Command::Config(config) => config.run(context, out),
        #[cfg(feature = "page")]
        Command::Mcp(mcp) => mcp.run(context, out),
        #[cfg(feature = "page")]
        Command::Serve(serve) => serve.run(context, out),
        Command::Completions(completions) => completions.run(out),
        Command::Man(man) => man.run(out),
        Command::ReadApart(read_apart) => read_apart.run(out),
        Command::Show(show) => show.run(context, out),
        Command::Repair(repair) => repair.run(context, out),
    }
}

/// The question that several arguments make. An argument that is a filter for a name is one whatever
/// blanks its value holds: the shell took its quotation marks away.
fn question(arguments: &[String]) -> String {
    let quoted = |argument: &String| {
        vankien_search::quoted_whole(argument).unwrap_or_else(|| argument.clone())
    };
    let question = arguments.iter().map(quoted).collect::<Vec<_>>().join(" ");
    crash::inject(&question);
    question
}

#[expect(clippy::print_stderr, reason = "messages belong on stderr")]
fn say(message: &str) {
    eprintln!("vankien: {}", visible::text(message));
}

/// Says what the reader should know of an answer, a line each.
fn say_notes(notes: &[Note]) {
    notes.iter().for_each(|note| say(&notes::text(note, Language::English)));
}

fn fail(message: &str) -> u8 {
    say(message);
    2
}

/// Writes one JSON value on a line of its own.
fn json_line(out: &mut impl Write, value: &impl serde::Serialize) -> io::Result<()> {
    let mut line = visible::json(value)?;
    line.push('\n');
    out.write_all(line.as_bytes())
}
