//! Runs another program on bytes, with a limit of time.
//! In: a command and its standard input. Out: its standard output, or that it took too long.
//! The limit holds until the program has ended, also if it closes its standard output before. Never leaves the program
//! running; never blocks on a program that does not read its input, nor on one whose own children outlive it.

use std::io::{ErrorKind, Read as _, Write as _};
use std::process::{Child, ChildStderr, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// At most the first 4 KiB of standard error are kept, enough for a message of an aborted program. A judgement, not
/// measured.
const STDERR_BYTES: usize = 1 << 12;

/// After the end of a program, its standard error is waited for at most one second. What the program wrote is read by
/// then; only a child of it can still hold the pipe open. A judgement, not measured.
const STDERR_WAIT: Duration = Duration::from_secs(1);

/// The longest pause between two looks whether a program that closed its standard output has ended. The first pause is
/// a hundredth of it, since most programs end at once. A judgement, not measured.
const LONGEST_PAUSE: Duration = Duration::from_millis(20);

/// How a run of a program ended.
pub enum RunResult {
    /// The program closed its standard output and ended, within its time.
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

/// Runs `command` on `input`. A program that has not ended after `time` of the clock is killed. An error if it cannot be
/// started.
pub fn run(mut command: Command, input: Vec<u8>, time: Duration) -> std::io::Result<RunResult> {
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn()?;
    let start = Instant::now();
    let stderr = child.stderr.take().map(Stderr::read);
    let answer = exchange(&mut child, input, time);
    let answer = answer.filter(|_| ends_within(&mut child, time.saturating_sub(start.elapsed())));
    if answer.is_none() {
        // The program may still be running, and nobody waits for its answer.
        let _ = child.kill();
    }
    let status = child.wait().ok();
    let Some(stdout) = answer else { return Ok(RunResult::TimedOut) };
    let stderr = stderr.map(Stderr::text).unwrap_or_default();
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

/// Standard error, read by a thread of its own.
struct Stderr {
    /// What was read so far: at most the first [`STDERR_BYTES`].
    beginning: Arc<Mutex<Vec<u8>>>,
    /// Disconnected when all is read.
    reader: Receiver<()>,
}

impl Stderr {
    /// Begins to read. What is not kept is read and dropped, because a full pipe would block the program.
    fn read(mut stderr: ChildStderr) -> Stderr {
        let beginning = Arc::new(Mutex::new(Vec::new()));
        let (sender, reader) = channel();
        let kept = Arc::clone(&beginning);
        std::thread::spawn(move || {
            let _until_the_end = sender;
            let mut bytes = [0; STDERR_BYTES];
            loop {
                match stderr.read(&mut bytes) {
                    Ok(0) => return,
                    Ok(read) => {
                        let mut kept = kept.lock().unwrap_or_else(PoisonError::into_inner);
                        let wanted = read.min(STDERR_BYTES - kept.len());
                        kept.extend(&bytes[..wanted]);
                    }
                    Err(error) if error.kind() == ErrorKind::Interrupted => {}
                    Err(_) => return,
                }
            }
        });
        Stderr { beginning, reader }
    }

    /// The beginning, for a program that has ended.
    fn text(self) -> String {
        let _ = self.reader.recv_timeout(STDERR_WAIT);
        let beginning = self.beginning.lock().unwrap_or_else(PoisonError::into_inner);
        String::from_utf8_lossy(&beginning).into_owned()
    }
}

/// Whether a program that closed its standard output ends within `time`.
fn ends_within(child: &mut Child, time: Duration) -> bool {
    let start = Instant::now();
    let mut pause = LONGEST_PAUSE / 100;
    // An error means that there is nothing to wait for.
    while let Ok(None) = child.try_wait() {
        let left = time.saturating_sub(start.elapsed());
        if left.is_zero() {
            return false;
        }
        std::thread::sleep(pause.min(left));
        pause = (2 * pause).min(LONGEST_PAUSE);
    }
    true
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

    /// Runs a script in the shell for at most `time`, and checks that the answer comes at once.
    fn shell(script: &str, time: Duration) -> RunResult {
        let mut shell = Command::new("sh");
        shell.args(["-c", script]);
        let start = Instant::now();
        let ended = run(shell, Vec::new(), time).expect("it runs");
        assert!(start.elapsed() < Duration::from_secs(8), "{script}");
        ended
    }

    #[test]
    fn a_program_that_closes_its_output_and_goes_on_is_ended() {
        let ended = shell("exec >&-; exec sleep 10", Duration::from_millis(200));
        assert!(matches!(ended, RunResult::TimedOut));
        let ended = shell("exec >&-; sleep 0.1; exit 3", Duration::from_secs(60));
        let RunResult::Finished(output) = ended else { panic!("it ends") };
        assert_eq!(output.status.and_then(|status| status.code()), Some(3));
    }

    #[test]
    fn a_child_that_outlives_its_program_is_not_waited_for() {
        let ended = shell("sleep 10 >/dev/null & echo no >&2; echo done", Duration::from_secs(60));
        let RunResult::Finished(output) = ended else { panic!("it ends") };
        assert_eq!((&*output.stdout, &*output.stderr), (&b"done\n"[..], "no\n"));
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
        assert_eq!(output.stderr.len(), STDERR_BYTES);
    }
}
