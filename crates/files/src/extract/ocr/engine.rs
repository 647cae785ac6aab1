//! Calls the OCR programs: `pdftoppm` draws a page, `tesseract` reads it.
//! In: a PDF and the number of a page. Out: the table of words (TSV) that tesseract writes.
//! Each call handles one page with one thread, within a limit of time and, on Unix, of memory.

use std::io::ErrorKind;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use twox_hash::XxHash3_128;
use vankien_system::budget::{Budgets, Limit};

use super::super::fault::{Fault, ReaderResult};
use super::super::process;
use super::super::process::RunResult;

/// Resolution at which pages are drawn, in dots per inch: the one that the documentation of tesseract asks for.
/// Entries of the cache with another resolution count as outdated.
pub const DPI: u32 = 300;
/// Resolution at which a page is drawn for its second reading, in dots per inch. At 400 both readings differ in few words
/// of pages of any resolution; at 200 the second reading is wrong in 6 words of 100 on pages scanned at 100 dots
/// (benches/RESULTS.md, 2026-11-30).
pub const SECOND_DPI: u32 = 400;

/// Address space that each program may take, in KiB: 2 GiB. A program that needs more fails. Set on Unix only. A
/// judgement, not measured: an A0 page at 300 dpi in grey is 140 MB.
const MEMORY_KIB: u64 = 2 << 20;
/// The name of tesseract's language data for Vietnamese.
const LANGUAGE: &str = "vie";
/// The page segmentation mode of tesseract (`--psm`): 6 takes a page as one block of lines. Papers have one column. The
/// two columns of a masthead stand on common lines, and `pdf/lines` separates them.
const PAGE_SEGMENTATION: &str = "6";

/// The two programs, which were found on this machine.
#[derive(Debug)]
pub struct Engine {
    /// Identifies the programs: versions, language, hash of the language data, layout mode. Results of another version
    /// count as outdated.
    pub version: String,
}

impl Engine {
    /// Finds the programs and the language data; the error names what is missing.
    pub fn find() -> Result<Engine, String> {
        let tesseract = program_info("tesseract", "--version")?;
        let pdftoppm = program_info("pdftoppm", "-v")?;
        let name = tesseract.lines().next().unwrap_or("tesseract").trim().to_owned();
        let languages = program_info("tesseract", "--list-langs")?;
        if !languages.lines().any(|line| line.trim() == LANGUAGE) {
            return Err(format!("the Vietnamese data of {name}"));
        }
        // `List of available languages in "/usr/share/…/tessdata/" (3):`
        let folder = languages.lines().next().and_then(|line| line.split('"').nth(1));
        let data_file =
            folder.map(|folder| Path::new(folder).join(format!("{LANGUAGE}.traineddata")));
        let data = data_file.and_then(|path| std::fs::read(path).ok()).unwrap_or_default();
        let data_hash = XxHash3_128::oneshot(&data);
        let pdftoppm = pdftoppm.lines().next().unwrap_or_default();
        let version = format!(
            "{name} {LANGUAGE} {data_hash:032x} layout {PAGE_SEGMENTATION} again {SECOND_DPI} {pdftoppm}"
        );
        Ok(Engine { version })
    }

    /// The table of the words (TSV) on page `number` (from 1) of the PDF in `file`, drawn with `dpi` dots per inch. Each of
    /// the two programs may take the time of [`Limit::OcrSeconds`]. An error if a program fails, draws nothing or takes
    /// longer; only the fault of one that took longer has a guard.
    pub fn read_page(
        &self,
        file: &Path,
        number: u32,
        dpi: u32,
        budgets: &Budgets,
    ) -> ReaderResult<String> {
        let (number, dpi) = (number.to_string(), dpi.to_string());
        let mut draw = limited_command("pdftoppm", budgets);
        draw.args(["-r", &dpi, "-gray", "-f", &number, "-l", &number]).arg(file);
        let image = program_output("pdftoppm", draw, Vec::new(), budgets)?;
        if image.is_empty() {
            return Err(Fault::damaged("pdftoppm draws nothing of it"));
        }
        let mut read = limited_command("tesseract", budgets);
        read.args(["-", "-", "-l", LANGUAGE, "--dpi", &dpi, "--psm", PAGE_SEGMENTATION, "tsv"]);
        let table = program_output("tesseract", read, image, budgets)?;
        Ok(String::from_utf8_lossy(&table).into_owned())
    }
}

/// The name to show for a version ([`Engine::version`]): `tesseract 5.3.0 vie`.
pub fn short_name(version: &str) -> &str {
    let name = version.split(" layout ").next().unwrap_or(version);
    name.rsplit_once(' ').map_or(name, |(name, _hash_of_data)| name)
}

/// A command for `program` with limits of memory and processor time, which the shell sets on every Unix. With
/// `setpriv` (Linux) the program also ends when this process does.
fn limited_command(program: &str, budgets: &Budgets) -> Command {
    let mut command = if cfg!(unix) {
        let mut shell = Command::new("sh");
        let limits = format!(
            "ulimit -v {MEMORY_KIB} 2>/dev/null; ulimit -t {} 2>/dev/null; \
             if setpriv --pdeathsig KILL true 2>/dev/null; then exec setpriv --pdeathsig KILL \"$@\"; fi; \
             exec \"$@\"",
            budgets.value(Limit::OcrSeconds)
        );
        shell.args(["-c", &limits, "sh", program]);
        shell
    } else {
        Command::new(program)
    };
    command.env("OMP_THREAD_LIMIT", "1");
    command
}

/// The standard output of a program; an error if it cannot be started, fails, or takes longer than
/// [`Limit::OcrSeconds`].
fn program_output(
    program: &str,
    command: Command,
    input: Vec<u8>,
    budgets: &Budgets,
) -> ReaderResult<Vec<u8>> {
    let failed = |how: String| Fault::damaged(format!("{program} {how}"));
    let too_long = || {
        let exceeded = budgets.exceeded(Limit::OcrSeconds);
        Fault::stopped(format!("{program} took longer than {} seconds", exceeded.value), exceeded)
    };
    let time = Duration::from_secs(budgets.value(Limit::OcrSeconds));
    let ended = process::run(command, input, time);
    match ended.map_err(|error| failed(format!("could not be started ({error})")))? {
        RunResult::Finished(output) => match output.status {
            Some(status) if status.success() => Ok(output.stdout),
            Some(status) if process::is_out_of_time(status) => Err(too_long()),
            Some(status) => Err(failed(format!("failed ({status})"))),
            None => Err(failed("failed".to_owned())),
        },
        RunResult::TimedOut => Err(too_long()),
    }
}

/// What a program prints about itself, on standard output or standard error. The error is its name if it is missing.
fn program_info(program: &str, argument: &str) -> Result<String, String> {
    let mut command = Command::new(program);
    command.arg(argument).stdin(Stdio::null());
    match command.output() {
        Ok(output) => {
            let printed = [output.stdout, output.stderr].concat();
            Ok(String::from_utf8_lossy(&printed).into_owned())
        }
        Err(error) if error.kind() == ErrorKind::NotFound => Err(program.to_owned()),
        Err(error) => Err(format!("{program} ({error})")),
    }
}
