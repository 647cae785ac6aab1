//! Reads files of untrusted formats apart: in a process of the same program with limits of memory and
//! time, so that a crash, a loop or a stack that overflows costs one file and not the run.
//! In: the bytes of a file. Out: what its reader says, or that the reader failed.
//! A program that did not name itself with [`run_by`] reads in a thread of its own.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;
use std::time::Duration;

use vankien_system::budget::{Budgets, Limit};

use super::fault::{Fault, Read};
use super::formats::read_format;
use super::process::{self, Ended, Said};
use super::sniff::sniff;
use crate::extracted::Extracted;

/// The hidden command of the program that reads one file from its standard input.
pub const COMMAND: &str = "read-apart";

/// The stack of a reader: formats nest, and what nests is read by functions that call themselves.
const STACK: usize = 64 << 20;

/// How often a reader looks whether the program that started it is still there.
#[cfg(unix)]
const LOOK: Duration = Duration::from_millis(100);

static PROGRAM: OnceLock<PathBuf> = OnceLock::new();

/// Says which program knows the command [`COMMAND`]; the first one counts.
pub fn run_by(program: PathBuf) {
    PROGRAM.get_or_init(|| program);
}

/// Reads `bytes` of the file at `path` within `budgets`.
pub fn read(path: &Path, bytes: Vec<u8>, budgets: &Budgets) -> Read<Extracted> {
    match PROGRAM.get() {
        Some(program) => in_process(program, path, bytes, budgets),
        None => in_thread(path, bytes, budgets),
    }
}

/// The other end: reads a file from `input`, whose name is `path`, and writes what it says. `limits` are the values of
/// all limits in order.
pub fn serve(
    path: &Path,
    limits: &[u64],
    mut input: impl std::io::Read,
    out: &mut impl Write,
) -> std::io::Result<()> {
    let budgets = Limit::all()
        .zip(limits)
        .fold(Budgets::default(), |budgets, (limit, value)| budgets.with(limit, *value));
    limit(&budgets);
    end_with_parent();
    let mut bytes = Vec::new();
    input.read_to_end(&mut bytes)?;
    let answer = in_thread(path, bytes, &budgets);
    let answer = postcard::to_stdvec(&answer).map_err(std::io::Error::other)?;
    out.write_all(&answer)
}

/// The limits of this process. Where the system has none, the time that the other end keeps stands.
fn limit(budgets: &Budgets) {
    #[cfg(unix)]
    {
        use rlimit::Resource;
        // What the program itself takes is no memory of the file.
        let memory =
            budgets.of(Limit::ReaderBytes).saturating_add(own()).saturating_add(STACK as u64);
        // Numbers that no system takes are no limit.
        let seconds = budgets.of(Limit::ReaderSeconds).min(u64::from(u32::MAX));
        // At the hard limit of seconds the system kills without saying why; the soft one comes before it.
        for (resource, soft, most) in [
            (Resource::AS, memory, memory),
            (Resource::CPU, seconds, seconds + 5),
            (Resource::CORE, 0, 0),
        ] {
            // A limit that is lower already stays.
            if let Ok((_, hard)) = resource.get() {
                let _ = resource.set(soft.min(hard), most.min(hard));
            }
        }
    }
    #[cfg(not(unix))]
    let _ = budgets;
}

/// The bytes of addresses that the program has taken before it read anything.
#[cfg(unix)]
fn own() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let size = status.lines().find_map(|line| line.strip_prefix("VmSize:"));
    let size = size.and_then(|rest| rest.trim().strip_suffix(" kB")?.trim().parse::<u64>().ok());
    size.map_or(OWN, |kilobytes| kilobytes << 10)
}

/// The same where the system does not tell.
#[cfg(unix)]
const OWN: u64 = 192 << 20;

/// The allocator of the program takes addresses in steps of so many kilobytes: steps of a gigabyte, as it has them
/// by itself, could not be told from memory that is used.
const ARENA: (&str, &str) = ("MIMALLOC_ARENA_RESERVE", "16384");

/// Ends this process soon after the one that started it: nobody would read the answer.
fn end_with_parent() {
    #[cfg(unix)]
    {
        let parent = std::os::unix::process::parent_id();
        std::thread::spawn(move || {
            while std::os::unix::process::parent_id() == parent {
                std::thread::sleep(LOOK);
            }
            std::process::exit(1);
        });
    }
}

fn in_thread(path: &Path, bytes: Vec<u8>, budgets: &Budgets) -> Read<Extracted> {
    let Some(format) = sniff(path, &bytes) else {
        return Err(Fault::foreign("is of no known format"));
    };
    let own = *budgets;
    let work = move || {
        let mut extracted = read_format(format, bytes, &own)?;
        extracted.cut(&own);
        Ok(extracted)
    };
    let thread = std::thread::Builder::new().stack_size(STACK).spawn(work);
    // The stack is memory of the reader; without it there is none for the file.
    let thread = thread.map_err(|_| no_memory(budgets))?;
    thread.join().unwrap_or_else(|_| Err(failed("failed on it")))
}

fn in_process(program: &Path, path: &Path, bytes: Vec<u8>, budgets: &Budgets) -> Read<Extracted> {
    let mut command = Command::new(program);
    let name = path.file_name().unwrap_or(path.as_os_str());
    let limits: Vec<String> = Limit::all().map(|limit| budgets.of(limit).to_string()).collect();
    command.args([COMMAND, "--limits", &limits.join(","), "--"]).arg(name).env(ARENA.0, ARENA.1);
    let started = |error: std::io::Error| Fault::not_started(error.to_string());
    let time = Duration::from_secs(budgets.of(Limit::ReaderSeconds));
    match process::run(command, bytes, time).map_err(started)? {
        Ended::Said(said) => {
            postcard::from_bytes(&said.bytes).unwrap_or_else(|_| Err(ended(&said, budgets)))
        }
        Ended::TooLong => Err(too_long(budgets)),
    }
}

/// Why a reader ended without an answer.
fn ended(said: &Said, budgets: &Budgets) -> Fault {
    if said.complaint.contains("memory allocation of") {
        return no_memory(budgets);
    }
    if said.status.is_some_and(process::is_out_of_time) {
        return too_long(budgets);
    }
    if said.status.is_some_and(process::is_killed) {
        return no_memory(budgets);
    }
    let crashed = said.status.and_then(|status| (!status.success()).then(|| status.to_string()));
    failed(&format!("crashed on it{}", crashed.map_or_else(String::new, |how| format!(" ({how})"))))
}

fn too_long(budgets: &Budgets) -> Fault {
    let met = budgets.met(Limit::ReaderSeconds);
    Fault::stopped(format!("its reader takes longer than {} seconds", met.value), met)
}

fn no_memory(budgets: &Budgets) -> Fault {
    let met = budgets.met(Limit::ReaderBytes);
    Fault::stopped(format!("its reader takes more than {} bytes of memory", met.value), met)
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
        let said =
            |complaint: &str| Said { bytes: Vec::new(), status: None, complaint: complaint.into() };
        let budgets = Budgets::default();
        let fault = ended(&said("memory allocation of 99 bytes failed"), &budgets);
        assert_eq!(fault.guard, Some(budgets.met(Limit::ReaderBytes)));
        assert_eq!(ended(&said("thread panicked"), &budgets).guard, None);
    }
}
