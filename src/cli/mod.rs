//! The command line: parses the arguments, runs the command, gives the exit code.
//! In: arguments. Out: answers on stdout, messages on stderr; exit code 0 found or done, 1 nothing found, 2 error. A
//! closed pipe is no error. Never holds logic that a user of the libraries would need.

mod arguments;
mod cite;
mod cluster;
mod config;
mod context;
mod dossier;
mod ingest;
mod list;
mod manual;
#[cfg(feature = "page")]
mod mcp;
mod mentions;
mod outcome;
mod output;
mod paper;
mod question;
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

use clap::{CommandFactory, Parser, ValueEnum};
use vankien_engine::Location;
use vankien_ingest::verdicts;
use vankien_system::crash;

use self::arguments::{Arguments, ColourMode, Command};
use self::config::Config;
use self::context::Context;
use self::outcome::{CommandResult, Failure, Outcome};
use self::output::print_error;
use crate::error::Error;
use crate::present::style::Style;
use crate::present::visible::{self, OutputFilter};

/// Runs the command line of this process. A panic becomes an error message: it names a damaged file of the index, or
/// else asks for a report.
pub fn run() -> ExitCode {
    if let Ok(program) = std::env::current_exe() {
        vankien_files::extract::sandbox::set_program(program);
    }
    crash::hide_messages();
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) if error.use_stderr() => return ExitCode::from(misunderstood(&error)),
        Err(help) => help.exit(),
    };
    let work = || answer_to(&arguments, &mut BufWriter::new(io::stdout().lock()));
    ExitCode::from(crash::catch(work).unwrap_or_else(|crash| {
        // The library of the index trusts its files and may panic on damaged ones. Then the damage is named instead.
        let checked = context(&arguments).and_then(|context| {
            let folder = context.index.folder();
            Ok(folder.map_or(Ok(Vec::new()), vankien_engine::folder::check_index)?)
        });
        match checked {
            Err(damaged @ Error::Engine(vankien_engine::Error::Damaged { .. })) => {
                print_error(&damaged.to_string())
            }
            _ => print_error(&format!(
                "a fault of the program at {}; please report this place and the command that you gave",
                crash.place
            )),
        }
    }))
}

/// Runs one command line, whose first argument is the name of the program. Answers go to `out`, messages to stderr.
/// Gives the exit code. Does not catch panics. `--help` and `--version` count as errors here: their text goes to
/// stderr, and the exit code is 2.
pub fn answer(arguments: impl IntoIterator<Item = OsString>, out: &mut impl Write) -> u8 {
    match Arguments::try_parse_from(arguments) {
        Ok(arguments) => answer_to(&arguments, out),
        Err(error) => misunderstood(&error),
    }
}

/// Prints why a command line cannot be parsed. The message quotes what was typed, so its hidden characters are made
/// visible. Gives the exit code 2.
#[expect(clippy::print_stderr, reason = "messages belong on stderr")]
fn misunderstood(error: &clap::Error) -> u8 {
    eprint!("{}", visible::text(&error.to_string()));
    2
}

fn answer_to(arguments: &Arguments, out: &mut impl Write) -> u8 {
    let context = match context(arguments) {
        Ok(context) => context,
        Err(error) => return print_error(&error.to_string()),
    };
    let mut out = if arguments.command.prints_data() {
        OutputFilter::for_data(out)
    } else {
        OutputFilter::for_text(out, context.style.colour)
    };
    let result = run_command(&arguments.command, &context, &mut out);
    let result = result.and_then(|outcome| out.flush().map(|()| outcome).map_err(Failure::from));
    match result {
        Ok(Outcome::Found) => 0,
        Ok(Outcome::Nothing) => 1,
        Err(Failure::Output(error)) if error.kind() == io::ErrorKind::BrokenPipe => 0,
        Err(Failure::Output(error)) => {
            print_error(&format!("the answer cannot be written: {error}"))
        }
        Err(Failure::Error(error)) => print_error(&cause_of(error).to_string()),
    }
}

/// If the index failed because one of its files is damaged or may not be read, the error that names that file; else
/// `error`.
fn cause_of(error: Error) -> Error {
    match &error {
        Error::Engine(vankien_engine::Error::Index { path, .. }) => {
            let folders = path.ancestors().take(2);
            let mut damaged =
                folders.filter_map(|folder| vankien_engine::folder::check_index(folder).err());
            damaged.next().map_or(error, Error::from)
        }
        _ => error,
    }
}

/// The values for all commands: flags, or else the file of settings, or else defaults.
fn context(arguments: &Arguments) -> Result<Context, Error> {
    // The reader in a sandbox must not depend on any file but the one it is given.
    let config = match arguments.command {
        Command::ReadApart(_) => Config::default(),
        _ => Config::load(arguments.config.as_deref())?,
    };
    let mut flags = Vec::new();
    if let Some(index) = &arguments.index {
        flags.push(("index", index.display().to_string()));
    }
    if !arguments.cluster.is_empty() {
        flags.push(("cluster", arguments.cluster.join(",")));
    }
    flags.extend(arguments.origin.iter().map(|origin| ("origin", origin.clone())));
    if let Some(value) = arguments.color.and_then(|when| when.to_possible_value()) {
        flags.push(("color", value.get_name().to_owned()));
    }
    let configured = config.colour().and_then(|mode| ColourMode::from_str(mode, false).ok());
    let colour = match arguments.color.or(configured).unwrap_or(ColourMode::Auto) {
        _ if arguments.command.prints_data() => false,
        ColourMode::Always => true,
        ColourMode::Never => false,
        ColourMode::Auto => io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none(),
    };
    let index = location(arguments, &config)?;
    let beside = || Some(verdicts::beside(index.folder()?));
    let verdicts = arguments.verdicts.clone().or_else(beside);
    Ok(Context { index, verdicts, style: Style { colour }, config, flags })
}

/// Where the index lies. A folder that is named with `--index` counts more than a cluster in the file of settings.
fn location(arguments: &Arguments, config: &Config) -> Result<Location, Error> {
    let urls = if arguments.cluster.is_empty() && arguments.index.is_none() {
        config.cluster()
    } else {
        arguments.cluster.clone()
    };
    if urls.is_empty() || matches!(arguments.command, Command::ReadApart(_)) {
        let folder = arguments.index.clone().or_else(|| config.index());
        return Ok(Location::Folder(folder.unwrap_or_else(|| PathBuf::from("index"))));
    }
    let origin = arguments.origin.clone().or_else(|| config.origin());
    cluster::location(&urls, origin, config, arguments.command.patience())
}

fn run_command(command: &Command, context: &Context, out: &mut impl Write) -> CommandResult {
    match command {
        Command::Search(search) => search.run(context, out),
        Command::Mentions(mentions) => mentions.run(context, out),
        Command::Citations(citations) => citations.run(context, out),
        Command::Cites(cites) => cites.run(context, out),
        Command::CitedBy(cited_by) => cited_by.run(context, out),
        Command::Dossier(dossier) => dossier.run(context, out),
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
        Command::Completions(completions) => completions.run(&Arguments::command(), out),
        Command::Man(man) => man.run(&Arguments::command(), out),
        Command::ReadApart(read_apart) => read_apart.run(out),
        Command::Show(show) => show.run(context, out),
        Command::Repair(repair) => repair.run(context, out),
    }
}
