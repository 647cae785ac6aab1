//! Reads files of untrusted formats apart: in a process of the same program with limits of memory and
//! time, so that a crash, a loop or a stack that overflows costs one file and not the run.
//! In: the bytes of a file. Out: what its reader says, or that the reader failed.
//! A program that did not name itself with [`run_by`] reads in a thread of its own.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;
use std::time::Duration;

use super::fault::{Fault, Read};
use super::process::{self, Ended};
use super::read_format;
use super::sniff::sniff;
use crate::document::Extracted;

/// The hidden command of the program that reads one file from its standard input.
pub const COMMAND: &str = "read-apart";

/// How long one file may take.
const TIME: Duration = Duration::from_secs(120);
/// How much memory it may take, in bytes.
const MEMORY: u64 = 4 << 30;
/// The stack of a reader: formats nest, and what nests is read by functions that call themselves.
const STACK: usize = 64 << 20;

static PROGRAM: OnceLock<PathBuf> = OnceLock::new();

/// Says which program knows the command [`COMMAND`]; the first one counts.
pub fn run_by(program: PathBuf) {
    PROGRAM.get_or_init(|| program);
}

/// Reads `bytes` of the file at `path`.
pub fn read(path: &Path, bytes: Vec<u8>) -> Read<Extracted> {
    match PROGRAM.get() {
        Some(program) => in_process(program, path, bytes),
        None => in_thread(path, bytes),
    }
}

/// The other end: reads a file from `input`, whose name is `path`, and writes what it says.
pub fn serve(
    path: &Path,
    mut input: impl std::io::Read,
    out: &mut impl Write,
) -> std::io::Result<()> {
    limit();
    let mut bytes = Vec::new();
    input.read_to_end(&mut bytes)?;
    let answer = in_thread(path, bytes);
    let answer = postcard::to_stdvec(&answer).map_err(std::io::Error::other)?;
    out.write_all(&answer)
}

/// The limits of this process. Where the system has none, the time that the other end keeps stands.
fn limit() {
    #[cfg(unix)]
    {
        use rlimit::Resource;
        let seconds = TIME.as_secs();
        for (resource, most) in
            [(Resource::AS, MEMORY), (Resource::CPU, seconds), (Resource::CORE, 0)]
        {
            // A limit that is lower already stays.
            if let Ok((_, hard)) = resource.get() {
                let _ = resource.set(most.min(hard), most.min(hard));
            }
        }
    }
}

fn in_thread(path: &Path, bytes: Vec<u8>) -> Read<Extracted> {
    let Some(format) = sniff(path, &bytes) else {
        return Err(Fault::foreign("is of no known format"));
    };
    let work = move || read_format(format, bytes);
    let thread = std::thread::Builder::new().stack_size(STACK).spawn(work);
    let thread = thread.map_err(|error| failed(&format!("could not be started ({error})")))?;
    thread.join().unwrap_or_else(|_| Err(failed("failed on it")))
}

fn in_process(program: &Path, path: &Path, bytes: Vec<u8>) -> Read<Extracted> {
    let mut command = Command::new(program);
    let name = path.file_name().unwrap_or(path.as_os_str());
    command.arg(COMMAND).arg("--").arg(name);
    let started = |error| failed(&format!("could not be started ({error})"));
    match process::run(command, bytes, TIME).map_err(started)? {
        Ended::Said(bytes, status) => postcard::from_bytes(&bytes).unwrap_or_else(|_| {
            let crashed = status.and_then(|status| (!status.success()).then(|| status.to_string()));
            let how = crashed.map_or_else(String::new, |how| format!(" ({how})"));
            Err(failed(&format!("crashed on it or ran out of memory{how}")))
        }),
        Ended::TooLong => Err(failed(&format!("took longer than {} seconds", TIME.as_secs()))),
    }
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
        let fault = in_process(Path::new("false"), path, b"%PDF-".to_vec()).expect_err("it dies");
        assert!(fault.what.contains("crashed on it"), "{}", fault.what);
        let fault = in_process(Path::new("/nowhere"), path, Vec::new()).expect_err("no program");
        assert!(fault.what.contains("could not be started"), "{}", fault.what);
    }
}
