//! Reads files of untrusted formats in a sandbox: a second process of the same program with limits of memory and
//! time. A crash, an endless loop or a stack overflow costs one file and not the whole run.
//! In: the bytes of a file. Out: the extracted text, or why there is none.
//! A program that never called [`set_program`] reads in a separate thread instead.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;
use std::time::Duration;

use vankien_system::budget::{Budgets, Limit};

use super::fault::{Fault, ReaderResult};
use super::formats::read_format;
use super::process::{self, ProgramOutput, RunResult};
use super::sniff::sniff;
use crate::extracted::Extracted;

/// The hidden command of the program that reads one file from its standard input.
pub const COMMAND: &str = "read-apart";

/// The stack of a reader has 64 MiB, because the readers of nested formats are recursive functions. A judgement, not
/// measured; `cargo test -p vankien-files` reads files nested to the limits of each format.
const READER_STACK_BYTES: usize = 64 << 20;

/// Pause between two checks of a reader that its parent process still exists. A judgement, not measured: short beside a
/// run, and ten checks a second cost nothing.
#[cfg(unix)]
const PARENT_CHECK_INTERVAL: Duration = Duration::from_millis(100);

/// The program that [`set_program`] named.
static PROGRAM: OnceLock<PathBuf> = OnceLock::new();

/// Names the program that has the command [`COMMAND`]. Only the first call counts.
pub fn set_program(program: PathBuf) {
    PROGRAM.get_or_init(|| program);
}

/// Extracts the text from `bytes` of the file at `path` within `budgets`: in a process of its own if a program is
/// named, else in a thread, where time and memory are not limited. Text beyond a budget is cut, which is no error.
pub fn extract(path: &Path, bytes: Vec<u8>, budgets: &Budgets) -> ReaderResult<Extracted> {
    match PROGRAM.get() {
        Some(program) => in_process(program, path, bytes, budgets),
        None => in_thread(path, bytes, budgets),
    }
}

/// The work of the second process: reads a file named `path` from `input` and writes the result to `out`. `limits` are
/// the values of all limits, in the order of [`Limit::all`].
pub fn run_reader(
    path: &Path,
    limits: &[u64],
    mut input: impl std::io::Read,
    out: &mut impl Write,
) -> std::io::Result<()> {
    let mut budgets = Budgets::default();
    for (limit, value) in Limit::all().zip(limits) {
        budgets = budgets.with(limit, *value);
    }
    limit_process(&budgets);
    end_with_parent();
    let mut bytes = Vec::new();
    input.read_to_end(&mut bytes)?;
    let answer = in_thread(path, bytes, &budgets);
    let answer = postcard::to_stdvec(&answer).map_err(std::io::Error::other)?;
    out.write_all(&answer)
}

/// Seconds between the soft limit of processor time, which ends the process with SIGXCPU, and the hard limit, which
/// kills it without a reason that the parent could tell. A judgement, not measured.
#[cfg(unix)]
const HARD_LIMIT_DELAY_SECONDS: u64 = 5;

/// Sets the limits of this process. On systems without such limits only the clock of the parent process ends it.
fn limit_process(budgets: &Budgets) {
    #[cfg(unix)]
    {
        use rlimit::Resource;
        // The address space limit counts all memory of the process; that of the program itself is added.
        let memory = budgets
            .value(Limit::ReaderBytes)
            .saturating_add(program_bytes())
            .saturating_add(READER_STACK_BYTES as u64);
        // Some systems refuse larger numbers.
        let seconds = budgets.value(Limit::ReaderSeconds).min(u64::from(u32::MAX));
        for (resource, soft, hard) in [
            (Resource::AS, memory, memory),
            (Resource::CPU, seconds, seconds + HARD_LIMIT_DELAY_SECONDS),
            // No core dump: it would hold the text of the paper.
            (Resource::CORE, 0, 0),
        ] {
            // A lower limit that the process already has stays.
            if let Ok((_, current_hard)) = resource.get() {
                let _ = resource.set(soft.min(current_hard), hard.min(current_hard));
            }
        }
    }
    #[cfg(not(unix))]
    let _ = budgets;
}

/// Bytes of address space that the program takes before it reads anything.
#[cfg(unix)]
fn program_bytes() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let size = status.lines().find_map(|line| line.strip_prefix("VmSize:"));
    let size = size.and_then(|rest| rest.trim().strip_suffix(" kB")?.trim().parse::<u64>().ok());
    size.map_or(UNKNOWN_PROGRAM_BYTES, |kilobytes| kilobytes << 10)
}

/// The bytes of the program on systems that do not tell: 192 MiB. A judgement, not measured: with too large a number
/// the guard only ends the reader later.
#[cfg(unix)]
const UNKNOWN_PROGRAM_BYTES: u64 = 192 << 20;

/// An environment variable for the allocator mimalloc: it reserves address space in steps of 16,384 KiB. Its default
/// step of 1 GiB would exceed the address space limit although the memory is not used.
const ALLOCATOR_STEP: (&str, &str) = ("MIMALLOC_ARENA_RESERVE", "16384");

/// Ends this process soon after its parent has ended, because nobody would read the answer.
fn end_with_parent() {
    #[cfg(unix)]
    {
        let parent = std::os::unix::process::parent_id();
        std::thread::spawn(move || {
            while std::os::unix::process::parent_id() == parent {
                std::thread::sleep(PARENT_CHECK_INTERVAL);
            }
            std::process::exit(1);
        });
    }
}

fn in_thread(path: &Path, bytes: Vec<u8>, budgets: &Budgets) -> ReaderResult<Extracted> {
    let Some(format) = sniff(path, &bytes) else {
        return Err(Fault::foreign("is of no known format"));
    };
    let own = *budgets;
    let work = move || {
        let mut extracted = read_format(format, bytes, &own)?;
        extracted.cut(&own);
        Ok(extracted)
    };
    let thread = std::thread::Builder::new().stack_size(READER_STACK_BYTES).spawn(work);
    // A thread that cannot be started has no memory for its stack.
    let thread = thread.map_err(|_| no_memory(budgets))?;
    thread.join().unwrap_or_else(|_| Err(failed("failed on it")))
}

fn in_process(
    program: &Path,
    path: &Path,
    bytes: Vec<u8>,
    budgets: &Budgets,
) -> ReaderResult<Extracted> {
    let mut command = Command::new(program);
    let name = path.file_name().unwrap_or(path.as_os_str());
    let limits: Vec<String> = Limit::all().map(|limit| budgets.value(limit).to_string()).collect();
    command.args([COMMAND, "--limits", &limits.join(","), "--"]).arg(name);
    command.env(ALLOCATOR_STEP.0, ALLOCATOR_STEP.1);
    let not_started = |error: std::io::Error| Fault::not_started(error.to_string());
    let time = Duration::from_secs(budgets.value(Limit::ReaderSeconds));
    match process::run(command, bytes, time).map_err(not_started)? {
        RunResult::Finished(output) => postcard::from_bytes(&output.stdout)
            .unwrap_or_else(|_| Err(no_answer_fault(&output, budgets))),
        RunResult::TimedOut => Err(too_long(budgets)),
    }
}

/// Why a reader ended without an answer.
fn no_answer_fault(output: &ProgramOutput, budgets: &Budgets) -> Fault {
    // The message with which the standard library aborts when memory runs out.
    if output.stderr.contains("memory allocation of") {
        return no_memory(budgets);
    }
    let Some(status) = output.status else { return failed("crashed on it") };
    if process::is_out_of_time(status) {
        return too_long(budgets);
    }
    if process::is_killed(status) {
        return no_memory(budgets);
    }
    if status.success() {
        return failed("crashed on it");
    }
    failed(&format!("crashed on it ({status})"))
}

fn too_long(budgets: &Budgets) -> Fault {
    let exceeded = budgets.exceeded(Limit::ReaderSeconds);
    let what = format!("its reader takes longer than {} seconds", exceeded.value);
    Fault::stopped(what, exceeded)
}

fn no_memory(budgets: &Budgets) -> Fault {
    let exceeded = budgets.exceeded(Limit::ReaderBytes);
    let what = format!("its reader takes more than {} bytes of memory", exceeded.value);
    Fault::stopped(what, exceeded)
}

fn failed(what: &str) -> Fault {
    Fault::damaged(format!("its reader {what}"))
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn a_reader_that_dies_says_so() {
        let path = Path::new("a.pdf");
        let read = |program: &str, bytes: &[u8]| {
            in_process(Path::new(program), path, bytes.to_vec(), &Budgets::default())
        };
        let fault = read("false", b"%PDF-").expect_err("it dies");
        assert!(fault.what.contains("crashed on it") && fault.guard.is_none(), "{}", fault.what);
        let fault = read("/nowhere", b"").expect_err("no program");
        assert!(fault.is_not_started, "{}", fault.what);
    }

    #[test]
    fn a_reader_without_memory_was_stopped_by_its_guard() {
        let output = |stderr: &str| ProgramOutput {
            stdout: Vec::new(),
            status: None,
            stderr: stderr.into(),
        };
        let budgets = Budgets::default();
        let fault = no_answer_fault(&output("memory allocation of 99 bytes failed"), &budgets);
        assert_eq!(fault.guard, Some(budgets.exceeded(Limit::ReaderBytes)));
        assert_eq!(no_answer_fault(&output("thread panicked"), &budgets).guard, None);
    }
}
