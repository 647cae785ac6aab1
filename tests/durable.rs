//! Nothing is ever lost: the index touches what is its own alone, damage is survived and named, reading
//! needs no right to write, a full disk leaves the old state. The program is run as others run it.
#![cfg(unix)]
#![allow(clippy::unwrap_used, missing_docs)]

mod advice;
mod before;
mod damage;
mod own;
mod rights;
mod room;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// A folder with papers in `p`, and an index in `i`.
struct World(tempfile::TempDir);

/// What the program did.
struct Done {
    code: Option<i32>,
    out: String,
    said: String,
}

const PAPERS: [(&str, &str); 4] = [
    ("p/a.txt", "TỈNH ỦY\n*\nSố 12-NQ/TU\n\nNGHỊ QUYẾT\nvề trồng lúa\n\n1. Mở rộng ruộng lúa.\n"),
    ("p/b.txt", "TỈNH ỦY\n*\nSố 5-CT/TU\n\nCHỈ THỊ\nvề chăm chè\n\nThu hái chè đúng vụ.\n"),
    ("p/c/d.md", "Báo cáo kết quả trồng rừng, lúa và chè."),
    ("q/e.txt", "Kế hoạch nuôi tôm ven biển, không trồng lúa."),
];

impl World {
    /// The papers, not read yet.
    fn bare() -> World {
        let world = World(tempfile::tempdir().unwrap());
        for (path, text) in PAPERS {
            world.write(path, text);
        }
        world
    }

    /// The papers, read into the index `i`.
    fn new() -> World {
        let world = World::bare();
        assert_eq!(world.run(&["ingest", "p", "q"]).code, Some(0));
        world
    }

    fn path(&self, path: impl AsRef<Path>) -> PathBuf {
        self.0.path().join(path)
    }

    fn write(&self, path: &str, text: impl AsRef<[u8]>) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// The program with `--index i`, in the folder, with nothing of the user's own.
    fn command(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        command.current_dir(self.0.path());
        command.env_remove("VANKIEN_PANIC_ON").env("XDG_CACHE_HOME", self.path("cache"));
        command.env("HOME", self.path("home")).env("NO_COLOR", "1");
        command
    }

    fn run(&self, arguments: &[&str]) -> Done {
        let mut command = self.command(env!("CARGO_BIN_EXE_vankien"));
        command.args(arguments);
        if !arguments.contains(&"--index") {
            command.args(["--index", "i"]);
        }
        Done::of(command.output().unwrap())
    }

    /// What a question answers.
    fn answer(&self) -> String {
        self.run(&["search", "-n", "0", "--json", "lúa"]).out
    }

    fn digest(&self) -> String {
        let done = self.run(&["stats", "--digest"]);
        assert_eq!(done.code, Some(0), "{}", done.said);
        done.out
    }

    /// The folder of the only generation.
    fn generation(&self) -> PathBuf {
        let all = fs::read_dir(self.path("i")).unwrap().map(|entry| entry.unwrap().path());
        let is_one = |path: &PathBuf| {
            path.file_name().unwrap().to_str().unwrap().starts_with("gen-") && path.is_dir()
        };
        let all: Vec<PathBuf> = all.filter(is_one).collect();
        assert_eq!(all.len(), 1, "{all:?}");
        all[0].clone()
    }

    /// The file of the generation whose name ends so.
    fn part(&self, ending: &str) -> PathBuf {
        let mut files = files_below(&self.generation());
        files.retain(|file| file.to_str().unwrap().ends_with(ending));
        files.swap_remove(0)
    }
}

impl Done {
    fn of(output: Output) -> Done {
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        Done { code: output.status.code(), out: text(output.stdout), said: text(output.stderr) }
    }

    /// The commands that the messages name, without the name of the program.
    fn advice(&self) -> Vec<Vec<String>> {
        let all = format!("{}\n{}", self.said, self.out);
        let quoted =
            all.split('`').skip(1).step_by(2).filter_map(|one| one.strip_prefix("vankien "));
        quoted.map(|one| one.split(' ').map(str::to_owned).collect()).collect()
    }
}

/// All files below a folder, in order.
fn files_below(folder: &Path) -> Vec<PathBuf> {
    let files = walkdir::WalkDir::new(folder).sort_by_file_name().into_iter().map(Result::unwrap);
    files.filter(|file| file.file_type().is_file()).map(|file| file.into_path()).collect()
}

/// Turns one bit of a file.
fn flip(path: &Path, at: usize) {
    let mut bytes = fs::read(path).unwrap();
    bytes[at] ^= 1 << (at % 8);
    fs::write(path, bytes).unwrap();
}

/// Copies a folder with all that lies in it.
fn copy(from: &Path, to: &Path) {
    for file in files_below(from) {
        let target = to.join(file.strip_prefix(from).unwrap());
        fs::create_dir_all(target.parent().unwrap()).unwrap();
        fs::copy(&file, &target).unwrap();
        let data = fs::metadata(&file).unwrap();
        let copied = fs::File::options().append(true).open(&target).unwrap();
        copied.set_modified(data.modified().unwrap()).unwrap();
    }
}
