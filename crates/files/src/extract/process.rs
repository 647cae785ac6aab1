//! Runs another program on bytes, with a limit of time.
//! In: a command and its standard input. Out: its standard output, or that it took too long.
//! The limit holds until the program closes its standard output. Then its end is waited for without a limit. Never
//! leaves the program running; never blocks on a program that does not read its input.

use std::io::{Read as _, Write as _};
use std::process::{Child, ChildStderr, Command, ExitStatus, Stdio};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::Duration;

/// At most the first 4 KiB of standard error are kept, enough for a message of an aborted program. A judgement, not
/// measured.
const STDERR_BYTES: u64 = 1 << 12;

/// How a run of a program ended.
pub enum RunResult {
    /// The program closed its standard output within its time, and ended.
    Finished(ProgramOutput),
    /// The program took longer than its limit and was killed.
    TimedOut,
}

/// What a program wrote, and how it ended.
pub struct ProgramOutput {
    /// Its standard output.
    pub stdout: Vec<u8>,
    /// Its exit status; `None` if the system does not tell.
    pub status: Option<ExitStatus>,
    /// The beginning of its standard error.
    pub stderr: String,
}

/// Runs `command` on `input`. A program that has not closed its standard output after `time` of the clock is killed. An
/// error if it cannot be started.
pub fn run(mut command: Command, input: Vec<u8>, time: Duration) -> std::io::Result<RunResult> {
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn()?;
    let stderr = child.stderr.take().map(|stderr| std::thread::spawn(|| read_stderr(stderr)));
    let stdout = exchange(&mut child, input, time);
    if stdout.is_none() {
        // The program may still be running, and nobody waits for its answer.
        let _ = child.kill();
    }
    let status = child.wait().ok();
    let Some(stdout) = stdout else { return Ok(RunResult::TimedOut) };
    let stderr = stderr.and_then(|thread| thread.join().ok()).unwrap_or_default();
    Ok(RunResult::Finished(ProgramOutput { stdout, status, stderr }))
}

/// Whether the system ended a program because it used up its limit of processor seconds. A program with several
/// threads can do so before the same time has passed on the clock.
pub fn is_out_of_time(status: ExitStatus) -> bool {
    signal(status) == Some(SIGXCPU)
}

/// Whether a program was killed (SIGKILL). [`run`] kills only programs that took too long, and gives no status of
/// these. So the system killed this one, most likely because memory ran out.
pub fn is_killed(status: ExitStatus) -> bool {
    signal(status) == Some(SIGKILL)
}

/// The signal for used-up processor seconds. The numbers are those of Linux (on x86 and ARM), macOS and the BSDs.
const SIGXCPU: i32 = 24;
/// The signal that ends a program at once.
const SIGKILL: i32 = 9;

#[cfg(unix)]
fn signal(status: ExitStatus) -> Option<i32> {
    std::os::unix::process::ExitStatusExt::signal(&status)
}

#[cfg(not(unix))]
fn signal(_: ExitStatus) -> Option<i32> {
    None
}

/// The beginning of standard error. The rest is read and dropped, because a full pipe would block the program.
fn read_stderr(mut stderr: ChildStderr) -> String {
    let mut beginning = Vec::new();
    let _ = stderr.by_ref().take(STDERR_BYTES).read_to_end(&mut beginning);
    let _ = std::io::copy(&mut stderr, &mut std::io::sink());
    String::from_utf8_lossy(&beginning).into_owned()
}

/// Writes `bytes` to the program and gives its standard output; `None` if it does not close it in time.
fn exchange(child: &mut Child, bytes: Vec<u8>, time: Duration) -> Option<Vec<u8>> {
    let (Some(mut input), Some(mut output)) = (child.stdin.take(), child.stdout.take()) else {
        return Some(Vec::new());
    };
    let (sender, receiver) = channel();
    // One thread writes and one reads, because a program may write much before it has read all of its input.
    std::thread::spawn(move || {
        // An error means that the program ended early and does not want the rest.
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
        assert!(matches!(ended, RunResult::Finished(output) if output.stdout == much));
        let mut sleep = Command::new("sleep");
        sleep.arg("60");
        let ended = run(sleep, Vec::new(), Duration::from_millis(50)).expect("it runs");
        assert!(matches!(ended, RunResult::TimedOut));
    }

    #[test]
    fn the_beginning_of_a_complaint_is_kept() {
        let mut shell = Command::new("sh");
        // More than is kept, and more than a pipe holds.
        shell.args(["-c", "yes no | head -c 200000 >&2; echo done"]);
        let ended = run(shell, Vec::new(), Duration::from_secs(60)).expect("it runs");
        let RunResult::Finished(output) = ended else { panic!("it ends") };
        assert_eq!(output.stdout, b"done\n");
        assert!(output.stderr.starts_with("no\nno\n"));
        assert_eq!(output.stderr.len() as u64, STDERR_BYTES);
    }
}
