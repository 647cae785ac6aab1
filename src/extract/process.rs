//! Runs another program on bytes, for so long and no longer.
//! In: a command and what it reads. Out: what it wrote, or that it took too long.
//! Never leaves the program running, never waits on a program that does not read.

use std::io::{Read as _, Write as _};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::Duration;

/// What became of a program that was started.
pub enum Ended {
    /// It closed its output: what it wrote, and how it ended where that is known.
    Said(Vec<u8>, Option<ExitStatus>),
    /// It took longer than it may.
    TooLong,
}

/// Runs `command` on `input` for at most `time`.
pub fn run(mut command: Command, input: Vec<u8>, time: Duration) -> std::io::Result<Ended> {
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut child = command.spawn()?;
    let said = talk(&mut child, input, time);
    if said.is_none() {
        // It may be at work still; nobody waits for it any more.
        let _ = child.kill();
    }
    let status = child.wait().ok();
    Ok(said.map_or(Ended::TooLong, |said| Ended::Said(said, status)))
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
        assert!(matches!(ended, Ended::Said(said, _) if said == much));
        let mut sleep = Command::new("sleep");
        sleep.arg("60");
        let ended = run(sleep, Vec::new(), Duration::from_millis(50)).expect("it runs");
        assert!(matches!(ended, Ended::TooLong));
    }
}
