//! Runs another program on bytes, for so long and no longer.
//! In: a command and what it reads. Out: what it wrote, or that it took too long.
//! Never leaves the program running, never waits on a program that does not read.

use std::io::{Read as _, Write as _};
use std::process::{Child, ChildStderr, Command, ExitStatus, Stdio};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::Duration;

/// So many bytes of what a program complains of are kept.
const COMPLAINT: u64 = 1 << 12;

/// What became of a program that was started.
pub enum Ended {
    /// It closed its output.
    Said(Said),
    /// It took longer than it may.
    TooLong,
}

/// What a program said.
pub struct Said {
    /// What it wrote to its standard output.
    pub bytes: Vec<u8>,
    /// How it ended, where that is known.
    pub status: Option<ExitStatus>,
    /// The beginning of what it wrote to its standard error.
    pub complaint: String,
}

/// Runs `command` on `input` for at most `time`.
pub fn run(mut command: Command, input: Vec<u8>, time: Duration) -> std::io::Result<Ended> {
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn()?;
    let complaint = child.stderr.take().map(|errors| std::thread::spawn(|| complained(errors)));
    let said = talk(&mut child, input, time);
    if said.is_none() {
        // It may be at work still; nobody waits for it any more.
        let _ = child.kill();
    }
    let status = child.wait().ok();
    let Some(bytes) = said else { return Ok(Ended::TooLong) };
    let complaint = complaint.and_then(|thread| thread.join().ok()).unwrap_or_default();
    Ok(Ended::Said(Said { bytes, status, complaint }))
}

/// Whether the system ended a program because it used up its seconds of the processor: it counts them, and may be
/// done before the clock is.
pub fn is_out_of_time(status: ExitStatus) -> bool {
    signal(status) == Some(SIGXCPU)
}

/// Whether the system ended a program: it has no memory left itself.
pub fn is_killed(status: ExitStatus) -> bool {
    signal(status) == Some(SIGKILL)
}

/// The signals of all systems that know them.
const SIGXCPU: i32 = 24;
const SIGKILL: i32 = 9;

#[cfg(unix)]
fn signal(status: ExitStatus) -> Option<i32> {
    std::os::unix::process::ExitStatusExt::signal(&status)
}

#[cfg(not(unix))]
fn signal(_: ExitStatus) -> Option<i32> {
    None
}

/// The beginning of what a program complains of; the rest is read and dropped, so that it can go on.
fn complained(mut errors: ChildStderr) -> String {
    let mut complaint = Vec::new();
    let _ = errors.by_ref().take(COMPLAINT).read_to_end(&mut complaint);
    let _ = std::io::copy(&mut errors, &mut std::io::sink());
    String::from_utf8_lossy(&complaint).into_owned()
}

/// Hands the bytes over and waits for the answer; `None` where it does not come in time.
fn talk(child: &mut Child, bytes: Vec<u8>, time: Duration) -> Option<Vec<u8>> {
    let (Some(mut input), Some(mut output)) = (child.stdin.take(), child.stdout.take()) else {
        return Some(Vec::new());
    };
    let (sender, receiver) = channel();
    // One thread writes and one reads: a program may write much before it has read all.
    std::thread::spawn(move || {
        // A program that ends early does not want the rest.
        let _ = input.write_all(&bytes);
    });
    std::thread::spawn(move || {
        let mut answer = Vec::new();
        let _ = output.read_to_end(&mut answer);
        let _ = sender.send(answer);
    });
    match receiver.recv_timeout(time) {
        Ok(answer) => Some(answer),
        Err(RecvTimeoutError::Timeout) => None,
        Err(RecvTimeoutError::Disconnected) => Some(Vec::new()),
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn a_program_answers_or_is_ended() {
        let mut cat = Command::new("cat");
        cat.arg("-");
        // More than a pipe holds: reading and writing must go side by side.
        let much = vec![b'a'; 1 << 20];
        let ended = run(cat, much.clone(), Duration::from_secs(60)).expect("it runs");
        assert!(matches!(ended, Ended::Said(said) if said.bytes == much));
        let mut sleep = Command::new("sleep");
        sleep.arg("60");
        let ended = run(sleep, Vec::new(), Duration::from_millis(50)).expect("it runs");
        assert!(matches!(ended, Ended::TooLong));
    }

    #[test]
    fn the_beginning_of_a_complaint_is_kept() {
        let mut shell = Command::new("sh");
        // More than is kept, and more than a pipe holds.
        shell.args(["-c", "yes no | head -c 200000 >&2; echo done"]);
        let ended = run(shell, Vec::new(), Duration::from_secs(60)).expect("it runs");
        let Ended::Said(said) = ended else { panic!("it ends") };
        assert_eq!(said.bytes, b"done\n");
        assert!(said.complaint.starts_with("no\nno\n"));
        assert_eq!(said.complaint.len() as u64, COMPLAINT);
    }
}
