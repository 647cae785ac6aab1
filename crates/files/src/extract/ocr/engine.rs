//! The programs that draw and read a page, and which versions they are.
//! In: a PDF and the number of a page. Out: the table of words that tesseract writes.
//! Never runs more than one page, one thread, so much memory and so much time.

use std::io::ErrorKind;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use twox_hash::XxHash3_128;
use vankien_system::budget::{Budgets, Limit};

use super::super::fault::{Fault, Read};
use super::super::process;
use super::super::process::Ended;

/// How finely pages are drawn, in dots per inch: what tesseract was trained on.
pub const DPI: u32 = 300;

/// How much memory it may take, in kilobytes.
const MEMORY: u64 = 2 << 20;
/// The name of the data of tesseract for Vietnamese.
const LANGUAGE: &str = "vie";
/// How tesseract looks for lines: `6` takes a page as one block of lines. Papers have one column
/// but for the masthead, whose two stand on common lines, as `pdf/lines` wants them.
const LAYOUT: &str = "6";

/// The programs, as they were found.
#[derive(Debug)]
pub struct Engine {
    /// All that tells their results from those of others: versions and data.
    pub version: String,
}

impl Engine {
    /// Finds the programs and the data, or tells what is missing.
    pub fn find() -> Result<Engine, String> {
        let tesseract = told("tesseract", "--version")?;
        let drawn = told("pdftoppm", "-v")?;
        let name = tesseract.lines().next().unwrap_or("tesseract").trim().to_owned();
        let languages = told("tesseract", "--list-langs")?;
        if !languages.lines().any(|line| line.trim() == LANGUAGE) {
            return Err(format!("the Vietnamese data of {name}"));
        }
        // `List of available languages in "/usr/share/…/tessdata/" (3):`
        let folder = languages.lines().next().and_then(|line| line.split('"').nth(1));
        let data = folder.map(|folder| Path::new(folder).join(format!("{LANGUAGE}.traineddata")));
        let data = data.and_then(|data| std::fs::read(data).ok()).unwrap_or_default();
        let data = XxHash3_128::oneshot(&data);
        let drawn = drawn.lines().next().unwrap_or_default();
        let version = format!("{name} {LANGUAGE} {data:032x} layout {LAYOUT} {drawn}");
        Ok(Engine { version })
    }

    /// The table of the words on page `number` of the PDF in `file`; each program may work within the guard
    /// of `budgets`.
    pub fn read(&self, file: &Path, number: u32, budgets: &Budgets) -> Read<String> {
        let (number, dpi) = (number.to_string(), DPI.to_string());
        let mut draw = limited("pdftoppm", budgets);
        draw.args(["-r", &dpi, "-gray", "-f", &number, "-l", &number]).arg(file);
        let image = said("pdftoppm", draw, Vec::new(), budgets)?;
        if image.is_empty() {
            return Err(Fault::damaged("pdftoppm draws nothing of it"));
        }
        let mut read = limited("tesseract", budgets);
        read.args(["-", "-", "-l", LANGUAGE, "--dpi", &dpi, "--psm", LAYOUT, "tsv"]);
        let table = said("tesseract", read, image, budgets)?;
        Ok(String::from_utf8_lossy(&table).into_owned())
    }
}

/// What to call the programs of a version: `tesseract 5.3.0 vie`.
pub fn name_of(version: &str) -> &str {
    let name = version.split(" layout ").next().unwrap_or(version);
    name.rsplit_once(' ').map_or(name, |(name, _hash_of_data)| name)
}

/// `program` under limits of memory and processor time; the shell of every Unix can set them. Where the
/// system can, it ends with the program that started it.
fn limited(program: &str, budgets: &Budgets) -> Command {
    let mut command = if cfg!(unix) {
        let mut shell = Command::new("sh");
        let limits = format!(
            "ulimit -v {MEMORY} 2>/dev/null; ulimit -t {} 2>/dev/null; \
             if setpriv --pdeathsig KILL true 2>/dev/null; then exec setpriv --pdeathsig KILL \"$@\"; fi; \
             exec \"$@\"",
            budgets.of(Limit::OcrSeconds)
        );
        shell.args(["-c", &limits, "sh", program]);
        shell
    } else {
        Command::new(program)
    };
    command.env("OMP_THREAD_LIMIT", "1");
    command
}

/// What a program wrote of a page.
fn said(program: &str, command: Command, input: Vec<u8>, budgets: &Budgets) -> Read<Vec<u8>> {
    let failed = |how: String| Fault::damaged(format!("{program} {how}"));
    let too_long = || {
        let met = budgets.met(Limit::OcrSeconds);
        Fault::stopped(format!("{program} took longer than {} seconds", met.value), met)
    };
    let time = Duration::from_secs(budgets.of(Limit::OcrSeconds));
    let ended = process::run(command, input, time);
    match ended.map_err(|error| failed(format!("could not be started ({error})")))? {
        Ended::Said(said) => match said.status {
            Some(status) if status.success() => Ok(said.bytes),
            Some(status) if process::is_out_of_time(status) => Err(too_long()),
            Some(status) => Err(failed(format!("failed ({status})"))),
            None => Err(failed("failed".to_owned())),
        },
        Ended::TooLong => Err(too_long()),
    }
}

/// What a program tells of itself, on whichever of its outputs; or its name, where it is missing.
fn told(program: &str, argument: &str) -> Result<String, String> {
    let mut command = Command::new(program);
    command.arg(argument).stdin(Stdio::null());
    match command.output() {
        Ok(told) => Ok(String::from_utf8_lossy(&[told.stdout, told.stderr].concat()).into_owned()),
        Err(error) if error.kind() == ErrorKind::NotFound => Err(program.to_owned()),
        Err(error) => Err(format!("{program} ({error})")),
    }
}
