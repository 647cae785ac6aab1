//! The command line of `vankien-lab`: parses the arguments, runs the command, gives the exit code.
//! In: arguments. Out: figures on stdout, messages on stderr, both without control characters of terminals; an exit
//! code. 0 means success, 1 that the text of `evaluate-repair` holds no paper, 2 an error. Where other input is empty,
//! it is 0 (pages of an OCR, facts) or 2 (rows, questions). If the reader of stdout closes the pipe, the exit code is
//! 0.

mod evaluate;
mod evaluate_mastheads;
mod evaluate_repair;
mod evaluation;
mod outcome;
mod output;
mod train;
mod train_ocr;

use std::io::{self, BufWriter, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use vankien::present::visible::OutputFilter;

use self::outcome::{Failure, Outcome};
use self::output::fail;

/// Measures what vankien makes of texts and questions whose truth is known, and trains its models.
#[derive(Debug, Parser)]
// 100 columns: the greatest width of the help text, as in `vankien`. A judgement, not measured.
#[command(name = "vankien-lab", version, max_term_width = 100)]
struct Arguments {
    // Only `evaluate` uses it. Without it `evaluate` builds its index in a temporary folder and removes it afterwards.
    /// The folder of an index that is kept and used again.
    #[arg(long, global = true, value_name = "DIR")]
    index: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Measure search with questions whose answers are known.
    Evaluate(evaluate::Evaluate),
    /// Measure how mastheads are read, of papers whose facts are known.
    EvaluateMastheads(evaluate_mastheads::EvaluateMastheads),
    /// Damage clean text on purpose and measure how much of it repair gives back.
    EvaluateRepair(evaluate_repair::EvaluateRepair),
    /// Train the language model from plain text.
    Train(train::Train),
    /// Learn which letters an OCR takes for which, from pages printed for that.
    TrainOcr(train_ocr::TrainOcr),
}

/// Parses the arguments of this process, runs the command that they name, and gives the exit code of the process. For
/// `--help`, `--version` and wrong arguments, clap ends the process itself.
pub fn run() -> ExitCode {
    let arguments = Arguments::parse();
    let mut stdout = BufWriter::new(io::stdout().lock());
    // `false`: no colours.
    let mut out = OutputFilter::for_text(&mut stdout, false);
    let answer = match &arguments.command {
        Command::Evaluate(evaluate) => evaluate.run(arguments.index.as_deref(), &mut out),
        Command::EvaluateMastheads(evaluate) => evaluate.run(&mut out),
        Command::EvaluateRepair(evaluate) => evaluate.run(&mut out),
        Command::Train(train) => train.run(&mut out),
        Command::TrainOcr(train) => train.run(&mut out),
    };
    // An error of the last write appears only when the buffer is flushed.
    match answer.and_then(|outcome| out.flush().map(|()| outcome).map_err(Failure::from)) {
        Ok(Outcome::Found) => ExitCode::SUCCESS,
        Ok(Outcome::Nothing) => ExitCode::from(1),
        Err(Failure::Output(error)) if error.kind() == io::ErrorKind::BrokenPipe => {
            ExitCode::SUCCESS
        }
        Err(Failure::Output(error)) => fail(&format!("the answer cannot be written: {error}")),
        Err(Failure::Said(error)) => fail(&error.to_string()),
    }
}
