//! Pages that an OCR reads, and what is kept of them: the program is run as others run it, with programs
//! that stand for those of the OCR and tell when they are called.
#![cfg(unix)]
#![allow(clippy::unwrap_used, missing_docs)]

use std::fs;
use std::ops::Deref;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::{Duration, SystemTime};

use serde_json::Value;
use twox_hash::XxHash3_128;
use vankien_files::extract::ocr::{self, Cache, Ocr};
use vankien_testing::build::pdf;

use crate::program::{Folder, program};

struct World(Folder);

impl Deref for World {
    type Target = Folder;

    fn deref(&self) -> &Folder {
        &self.0
    }
}

impl World {
    /// A folder `k` with a paper of five pages, of which 2, 3 and 5 are images. The others hold so few
    /// words that OCR looks at them, too.
    fn new() -> World {
        let world = World(Folder::new(&[("k/half.pdf", &half())]));
        world.programs();
        world
    }

    /// Programs that stand for those of the OCR: every page reads as two words, with another version
    /// as three. A page whose number lies in the file `fails` beside them cannot be drawn.
    fn programs(&self) {
        let row = |word: u32, left: u32, text: &str| {
            format!("5\\t1\\t1\\t1\\t1\\t{word}\\t{left}\\t100\\t90\\t40\\t96\\t{text}\\n")
        };
        let page = "1\\t1\\t0\\t0\\t0\\t0\\t0\\t0\\t2480\\t3508\\t-1\\t\\n";
        let (rows, more) = (row(1, 100, "rừng") + &row(2, 210, "%s"), row(3, 320, "xanh"));
        let tesseract = format!(
            "#!/bin/sh\necho \"tesseract $1\" >>programs/calls\ncase \"$1\" in\n\
             --version) echo tesseract $(cat programs/version);;\n\
             --list-langs) printf 'List of available languages (1):\\nvie\\n';;\n\
             *) read -r _ page\ncase \"$page\" in 2) tree=tràm;; 3) tree=thông;; *) tree=dừa;; esac\n\
             printf '{page}{rows}' \"$tree\"\n\
             if [ \"$(cat programs/version)\" != 5.3.0 ]; then printf '{more}'; fi;;\nesac\n"
        );
        let pdftoppm = "#!/bin/sh\necho \"pdftoppm $1\" >>programs/calls\ncase \"$1\" in\n\
             -v) echo pdftoppm 22.12.0;;\n\
             *) if [ \"$5\" = \"$(cat programs/fails)\" ]; then exit 1; fi; echo page \"$5\";;\nesac\n";
        for (name, script) in [("tesseract", tesseract.as_str()), ("pdftoppm", pdftoppm)] {
            self.write(&format!("programs/{name}"), script.as_bytes());
            let path = self.path(&format!("programs/{name}"));
            fs::set_permissions(path, fs::Permissions::from_mode(0o755)).unwrap();
        }
        self.write("programs/version", b"5.3.0");
        self.write("programs/fails", b"");
        self.write("programs/calls", b"");
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = program(self.root(), arguments);
        let usual = std::env::var("PATH").unwrap_or_default();
        command.env("PATH", format!("{}:{usual}", self.path("programs").display()));
        command.env("HOME", self.path("home"));
        command
    }

    fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().expect("the program runs")
    }

    /// What a command that succeeds says beside its answer.
    fn said(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(output.status.success(), "{arguments:?}: {said}");
        said
    }

    fn json(&self, arguments: &[&str]) -> Value {
        let output = self.run(&[arguments, &["--json"]].concat());
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        let last = String::from_utf8(output.stdout).unwrap().lines().last().map(str::to_owned);
        serde_json::from_str(&last.unwrap_or_else(|| panic!("{arguments:?}: {said}"))).unwrap()
    }

    /// How often `rừng` stands in the papers of an index, and how many pages nobody has read.
    fn found(&self, index: &str) -> (u64, u64) {
        let told = self.json(&["mentions", "rừng", "--index", index]);
        (told["total"].as_u64().unwrap(), told["unread"]["pages"].as_u64().unwrap())
    }

    fn digest(&self, index: &str) -> String {
        String::from_utf8(self.run(&["stats", "--digest", "--index", index]).stdout).unwrap()
    }

    /// How many pages were drawn, and whether the programs were called at all, since the last call.
    fn calls(&self) -> (usize, bool) {
        let calls = fs::read_to_string(self.path("programs/calls")).unwrap();
        self.write("programs/calls", b"");
        (calls.lines().filter(|call| *call == "pdftoppm -r").count(), !calls.is_empty())
    }

    /// The entry of a page of `half.pdf` in the cache of the user.
    fn entry(&self, page: u32) -> PathBuf {
        self.path(&format!("cache/vankien/ocr/{:032x}/{page:05}.tsv", ocr::id(&half())))
    }
}

fn half() -> Vec<u8> {
    pages("10010", "Báo cáo về rừng phòng hộ")
}

/// Pages of a PDF: `1` holds words, `0` is an image.
fn pages(kinds: &str, words: &str) -> Vec<u8> {
    let lines = [(72.0, 700.0, 12.0, words)];
    let page = |kind: char| if kind == '1' { &lines[..] } else { &[] };
    pdf(&kinds.chars().map(page).collect::<Vec<_>>())
}

/// Added, changed, unchanged, removed.
fn counts(summary: &Value) -> [u64; 4] {
    ["added", "changed", "unchanged", "removed"].map(|key| summary[key].as_u64().unwrap())
}

const NONE: (usize, bool) = (0, false);

#[test]
fn pages_that_an_ocr_read_are_read() {
    let world = World::new();
    world.write("programs/fails", b"5");
    world.said(&["ingest", "k"]);
    assert_eq!((world.found("index"), world.calls()), ((2, 3), NONE));
    world.said(&["ingest", "--ocr"]);
    assert_eq!((world.found("index"), world.calls().0), ((4, 1), 5));
    // What failed is told from the cache as it was by the programs, and tried again by them.
    let digest = world.digest("index");
    let obtained = |index: &str| {
        world.json(&["report", "--index", index])["poor"]["named"][0]["obtained"].clone()
    };
    let told = obtained("index");
    assert!(told.as_str().unwrap().contains("1 pages not read: pdftoppm failed"), "{told}");
    world.said(&["ingest", "--rebuild"]);
    assert_eq!((world.digest("index"), obtained("index"), world.calls()), (digest, told, NONE));
    assert_eq!(world.json(&["verify"])["agrees"], true);
    world.write("programs/fails", b"");
    world.said(&["ingest", "--ocr"]);
    assert_eq!((world.found("index"), world.calls().0), ((5, 0), 1));
}

#[test]
fn what_was_read_is_kept_without_ocr() {
    let world = World::new();
    world.said(&["ingest", "k", "--ocr"]);
    assert_eq!((world.found("index"), world.calls().0), ((5, 0), 5));
    let (digest, shown) = (world.digest("index"), world.run(&["show", "half.pdf"]).stdout);

    for arguments in [
        &["ingest", "--rebuild"][..],
        &["ingest", "--rebuild", "--no-ocr"],
        &["ingest", "k", "--index", "other"],
        &["ingest"],
        &["ingest", "--no-ocr"],
    ] {
        assert_eq!(world.said(arguments), "", "{arguments:?}");
        let index = if arguments.contains(&"other") { "other" } else { "index" };
        assert_eq!((world.digest(index), world.found(index)), (digest.clone(), (5, 0)));
        assert_eq!(world.calls(), NONE, "{arguments:?}");
    }
    // Without any program, too.
    let mut alone = world.command(&["ingest", "--rebuild"]);
    assert!(alone.env("PATH", "").output().unwrap().status.success());
    assert_eq!(world.digest("index"), digest);
    assert_eq!(world.run(&["show", "half.pdf"]).stdout, shown);
    assert_eq!(world.json(&["verify"])["agrees"], true);
    assert_eq!(world.calls(), NONE);

    // Nothing is new: nothing is read or written.
    let state = || {
        let files = walkdir::WalkDir::new(world.path("index")).sort_by_file_name().into_iter();
        let files = files.map(|file| file.unwrap());
        let time = |file: &walkdir::DirEntry| file.metadata().unwrap().modified().unwrap();
        let files = files.filter(|file| file.file_type().is_file() && file.file_name() != "LOCK");
        files.map(|file| (file.path().to_owned(), time(&file))).collect::<Vec<_>>()
    };
    let before = state();
    assert_eq!(counts(&world.json(&["ingest"])), [0, 0, 1, 0]);
    assert_eq!(state(), before);
}

#[test]
fn flags_win_over_the_file_of_defaults() {
    let world = World::new();
    world.write("vankien.toml", b"ocr = \"auto\"\nocr_cache = \"kept\"\n");
    world.said(&["ingest", "k", "--no-ocr"]);
    assert_eq!((world.found("index"), world.calls()), ((2, 3), NONE));
    world.said(&["ingest"]);
    assert_eq!((world.found("index"), world.calls().0), ((5, 0), 5));
    assert!(world.path("kept").is_dir() && !world.path("cache").exists());
    let digest = world.digest("index");
    world.said(&["ingest", "--no-ocr", "--rebuild"]);
    assert_eq!((world.digest("index"), world.calls()), (digest.clone(), NONE));
    // The file says what new scans get; with other versions the old ones stay as they are.
    world.write("programs/version", b"5.4.0");
    world.said(&["ingest", "--rebuild"]);
    assert_eq!((world.digest("index"), world.calls().0), (digest, 0));
    let set = |more: &[&str]| {
        let config = world.json(&[&["config"], more].concat());
        let values = config["values"].as_array().unwrap();
        let cache = values.iter().find(|value| value["key"] == "ocr_cache").unwrap();
        (cache["value"].as_str().unwrap().to_owned(), cache["from"].clone())
    };
    assert_eq!(set(&[]), ("kept".to_owned(), "file".into()));
    world.write("none.toml", b"");
    let usual = world.path("cache/vankien/ocr").display().to_string();
    assert_eq!(set(&["--config", "none.toml"]), (usual, "default".into()));
    let both = world.run(&["ingest", "--ocr", "--no-ocr"]);
    assert_eq!(both.status.code(), Some(2));
}

#[test]
fn what_another_index_read_is_picked_up() {
    let world = World::new();
    world.said(&["ingest", "k"]);
    world.said(&["ingest", "k", "--index", "other", "--ocr"]);
    assert_eq!(world.calls().0, 5);
    assert_eq!(world.json(&["verify"])["changed"], serde_json::json!(["k/half.pdf"]));
    assert_eq!(counts(&world.json(&["ingest"])), [0, 1, 0, 0]);
    assert_eq!((world.found("index"), world.calls()), ((5, 0), NONE));
    assert_eq!(world.digest("index"), world.digest("other"));
    assert_eq!(world.json(&["verify"])["agrees"], true);

    // Another version reads again where both flags ask for it, and the other index follows.
    world.write("programs/version", b"5.4.0");
    let before = world.digest("index");
    world.said(&["ingest", "--ocr"]);
    assert_eq!((world.digest("index"), world.calls().0), (before.clone(), 0));
    world.said(&["ingest", "--ocr", "--rebuild"]);
    assert_eq!(world.calls().0, 5);
    assert_eq!(world.json(&["mentions", "xanh"])["total"], 3);
    world.said(&["ingest", "--index", "other"]);
    assert!(world.digest("index") != before && world.digest("other") == world.digest("index"));
    world.calls();
    world.said(&["ingest", "--ocr", "--rebuild"]);
    assert_eq!(world.calls().0, 0, "all is read by the versions that are there");
    // Where the programs fail now, what was read before stays.
    world.write("programs/version", b"5.5.0");
    world.write("programs/fails", b"3");
    world.said(&["ingest", "--ocr", "--rebuild"]);
    assert_eq!((world.found("index"), world.calls().0), ((5, 0), 5));
}

/// Moves the entries of `half.pdf` to where format 1 had them; `change` is made to each table.
fn make_old(world: &World, change: impl Fn(&str) -> String) {
    for page in 1..=5 {
        let text = fs::read_to_string(world.entry(page)).unwrap();
        let mut parts = text.splitn(4, '\n').skip(1);
        let (key, _, table) = (parts.next().unwrap(), parts.next(), parts.next().unwrap());
        let name = format!("index/ocr/{:032x}.tsv", XxHash3_128::oneshot(key.as_bytes()));
        world.write(&name, format!("{key}\n{}", change(table)).as_bytes());
    }
    fs::remove_dir_all(world.path("cache")).unwrap();
}

#[test]
fn entries_of_the_old_cache_are_valid() {
    let world = World::new();
    world.said(&["ingest", "k", "--ocr"]);
    let digest = world.digest("index");
    make_old(&world, str::to_owned);
    world.calls();
    world.said(&["ingest", "--rebuild"]);
    assert_eq!((world.digest("index"), world.calls()), (digest.clone(), NONE));
    assert_eq!(world.json(&["verify"])["agrees"], true);
    assert!(!world.path("cache").exists(), "without OCR nothing is written");
    // With OCR they move to where all indexes find them; they have all that is asked for.
    world.said(&["ingest", "--rebuild", "--ocr"]);
    assert_eq!((world.digest("index"), world.calls().0), (digest.clone(), 0));
    assert!(world.entry(2).exists() && fs::read_dir(world.path("index/ocr")).unwrap().count() == 5);

    // Those without the places of words are read again, where both flags ask for it.
    make_old(&world, |table| table.lines().skip(1).map(|row| format!("{row}\n")).collect());
    let boxes = |page: u32| {
        let own = world.path("index/ocr");
        let ocr = Ocr::cache_only(Cache::new(Some(&world.path("cache/vankien/ocr")), Some(&own)));
        let bytes = half();
        ocr.file(&bytes).boxes(page)
    };
    assert_eq!(boxes(2), None);
    world.said(&["ingest", "--ocr"]);
    world.said(&["ingest", "--rebuild"]);
    assert_eq!((world.digest("index"), world.calls().0, boxes(2)), (digest.clone(), 0, None));
    world.said(&["ingest", "--rebuild", "--ocr"]);
    assert_eq!((world.digest("index"), world.calls().0), (digest, 5));
    let read = boxes(2).unwrap();
    let words =
        read.words.iter().map(|word| (word.text.as_str(), word.left, word.top, word.height));
    assert_eq!((read.width, read.height, read.dpi), (2480.0, 3508.0, 300));
    assert_eq!(
        words.collect::<Vec<_>>(),
        [("rừng", 100.0, 100.0, 40.0), ("tràm", 210.0, 100.0, 40.0)]
    );
    assert_eq!(boxes(6), None, "there is no such page");
}

#[test]
fn a_cache_that_cannot_be_written_stops_nothing() {
    let world = World::new();
    world.write("vankien.toml", b"ocr_cache = \"file\"\n");
    world.write("file", b"no folder");
    let said = world.said(&["ingest", "k", "--ocr"]);
    assert_eq!(said.matches("OCR cache: file: cannot be written").count(), 1, "{said}");
    assert!(said.contains("is kept in index/ocr instead"), "{said}");
    assert_eq!((world.found("index"), world.calls().0), ((5, 0), 5));
    let digest = world.digest("index");
    assert_eq!(world.said(&["ingest", "--rebuild"]), "");
    assert_eq!((world.digest("index"), world.calls()), (digest.clone(), NONE));

    // Nor does a user of whom no folder is known.
    fs::remove_file(world.path("vankien.toml")).unwrap();
    let mut nobody = world.command(&["ingest", "k", "--ocr", "--index", "other"]);
    let output = nobody.env_remove("XDG_CACHE_HOME").env_remove("HOME").output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.success() && said.contains("kept in other/ocr"), "{said}");
    assert_eq!(world.digest("other"), digest);
}

#[test]
fn a_damaged_entry_is_named_and_read_anew() {
    let world = World::new();
    world.said(&["ingest", "k", "--ocr"]);
    let digest = world.digest("index");
    let whole = fs::read(world.entry(3)).unwrap();
    fs::write(world.entry(3), &whole[..whole.len() - 2]).unwrap();
    world.calls();
    let said = world.said(&["ingest", "--rebuild"]);
    assert_eq!(said.matches("00003.tsv: is damaged").count(), 1, "{said}");
    assert_eq!((world.found("index"), world.calls()), ((4, 1), NONE));
    let said = world.said(&["ingest", "--ocr"]);
    assert!(said.contains("00003.tsv: is damaged"), "{said}");
    assert_eq!((world.digest("index"), world.calls().0), (digest, 1));
    assert_eq!(world.said(&["ingest", "--ocr"]), "");
    assert_eq!(fs::read(world.entry(3)).unwrap(), whole);
}

#[test]
fn a_cache_that_is_gone_takes_nothing_from_the_index() {
    let world = World::new();
    world.said(&["ingest", "k", "--ocr"]);
    let digest = world.digest("index");
    fs::remove_dir_all(world.path("cache")).unwrap();
    world.calls();
    let file = fs::File::options().append(true).open(world.path("k/half.pdf")).unwrap();
    file.set_modified(SystemTime::now() - Duration::from_secs(99)).unwrap();
    for _ in 0..2 {
        assert_eq!(counts(&world.json(&["ingest"])), [0, 0, 1, 0]);
        assert_eq!((world.digest("index"), world.calls()), (digest.clone(), NONE));
    }
    let verified = world.json(&["verify"]);
    assert_eq!((&verified["agrees"], &verified["papers"]), (&true.into(), &1.into()));
    assert_eq!(verified["uncached"], serde_json::json!(["k/half.pdf"]));
    let text = String::from_utf8(world.run(&["verify"]).stdout).unwrap();
    assert!(text.contains("uncached k/half.pdf\n") && text.contains("--ocr --rebuild"), "{text}");
    assert_eq!(world.calls(), NONE);
}

#[test]
fn two_ingests_at_once_keep_whole_entries() {
    let world = World::new();
    let start = |index: &str| {
        let mut command = world.command(&["ingest", "k", "--ocr", "--index", index]);
        command.stderr(Stdio::piped()).stdout(Stdio::null()).spawn().unwrap()
    };
    for child in [start("one"), start("two")] {
        assert!(child.wait_with_output().unwrap().status.success());
    }
    world.calls();
    assert_eq!((world.found("one"), world.digest("one")), ((5, 0), world.digest("two")));
    assert_eq!(world.said(&["ingest", "k", "--index", "three"]), "");
    assert_eq!((world.digest("three"), world.calls()), (world.digest("one"), NONE));
}

#[test]
fn pages_read_and_pages_that_wait_are_told_apart() {
    let world = World::new();
    world.write("k/a.txt", "Công văn về bảo vệ rừng phòng hộ.".as_bytes());
    world.write("programs/fails", b"3");
    world.said(&["ingest", "k"]);
    let told = |command: &str| {
        let told = world.json(&[command]);
        let text = String::from_utf8(world.run(&[command]).stdout).unwrap();
        let line = text.lines().find(|line| line.contains("OCR")).map(str::to_owned);
        (told["ocr_pages"].as_u64(), told["unread_pages"].as_u64(), line)
    };
    let line = "0 page(s) read by OCR, 3 wait for it (vankien ingest --ocr)";
    for command in ["verify", "report"] {
        assert_eq!(told(command), (Some(0), Some(3), Some(line.into())), "{command}");
    }
    world.said(&["ingest", "--ocr"]);
    let line = "2 page(s) read by OCR, 1 wait for it (vankien ingest --ocr)";
    for command in ["verify", "report"] {
        assert_eq!(told(command), (Some(2), Some(1), Some(line.into())), "{command}");
    }
    // A twin counts once.
    world.write("programs/fails", b"");
    world.write("k/same.pdf", &half());
    world.said(&["ingest", "--ocr"]);
    let line = "3 page(s) read by OCR, none waits for it";
    for command in ["verify", "report"] {
        assert_eq!(told(command), (Some(3), Some(0), Some(line.into())), "{command}");
    }
    let page = String::from_utf8(world.run(&["report", "--html", "--lang", "en"]).stdout).unwrap();
    assert!(page.contains("Pages read by OCR: 3; Pages that nobody has read: 0"), "{page}");
    // The twin that stands for itself when the first one goes keeps its pages.
    world.calls();
    fs::remove_file(world.path("k/half.pdf")).unwrap();
    world.said(&["ingest"]);
    assert_eq!((world.found("index"), world.calls()), ((6, 0), NONE));
    fs::remove_file(world.path("k/same.pdf")).unwrap();
    world.said(&["ingest"]);
    assert_eq!(told("verify"), (Some(0), Some(0), None));
}

/// A real scan, read by the real programs.
#[test]
#[ignore = "needs the real papers beside the project (../shared)"]
fn shared_a_scan_keeps_its_text_and_its_places() {
    if vankien_testing::ocr().is_none() {
        return;
    }
    let path = vankien_testing::shared("data/files/scan-without-text.pdf");
    let world = World::new();
    fs::remove_file(world.path("k/half.pdf")).unwrap();
    fs::copy(&path, world.path("k/scan.pdf")).unwrap();
    let ingest = |arguments: &[&str], path: &Path| {
        let mut command = world.command(&[&["ingest", "k"], arguments].concat());
        assert!(command.env("PATH", path).output().unwrap().status.success());
        (world.digest("index"), world.run(&["show", "scan.pdf", "--json"]).stdout)
    };
    let usual = PathBuf::from(std::env::var_os("PATH").unwrap());
    let read = ingest(&["--ocr"], &usual);
    assert_eq!(ingest(&["--rebuild"], Path::new("")), read);
    assert_eq!(ingest(&["--rebuild", "--ocr"], &usual), read);
    assert_eq!(world.calls(), NONE);
    let shown: Value = serde_json::from_slice(&read.1).unwrap();
    let obtained = shown["obtained"].as_str().unwrap();
    assert!(obtained.starts_with("pdf, 2 of 2 pages by tesseract"), "{obtained}");
    assert_eq!(shown["obtained_code"], "pdf-ocr");

    let bytes = fs::read(&path).unwrap();
    let ocr = Ocr::cache_only(Cache::new(Some(&world.path("cache/vankien/ocr")), None));
    let boxes = ocr.file(&bytes).boxes(1).expect("tesseract tells places");
    assert!(boxes.words.len() > 100 && boxes.dpi == 300, "{}", boxes.words.len());
    for word in &boxes.words {
        assert!(word.left + word.width <= boxes.width && word.top + word.height <= boxes.height);
    }
}

#[test]
fn one_run_calls_the_programs_for_so_many_pages_and_the_next_goes_on() {
    let world = World::new();
    world.write("vankien.toml", b"ocr_pages = 2\n");
    let said = world.said(&["ingest", "k", "--ocr"]);
    assert!(said.contains("k/half.pdf: page 3: more than ocr_pages = 2"), "{said}");
    // Page 1 holds few words, page 2 none.
    assert_eq!((world.calls().0, world.found("index").1), (2, 2));
    let told = world.json(&["mentions", "rừng"]);
    assert_eq!(told["unread"]["named"][0]["why"], "pages-without-text over-budget");
    // What was read costs nothing again.
    world.said(&["ingest", "--ocr"]);
    assert_eq!((world.calls().0, world.found("index").1), (2, 1));
    world.said(&["ingest", "--ocr"]);
    assert_eq!((world.calls().0, world.found("index").1), (1, 0));
    assert_eq!(world.json(&["mentions", "rừng"])["complete"], true);
    assert_eq!(world.json(&["report"])["limited"]["papers"], 0);
}

#[test]
fn pages_that_take_too_long_are_few_in_one_run() {
    let world = World::new();
    let slow = "#!/bin/sh\necho \"pdftoppm $1\" >>programs/calls\ncase \"$1\" in\n\
                -v) echo pdftoppm 22.12.0;;\n*) exec sleep 60;;\nesac\n";
    world.write("programs/pdftoppm", slow.as_bytes());
    world.write("vankien.toml", b"ocr_seconds = 1\n");
    let said = world.said(&["ingest", "k", "--ocr"]);
    assert!(said.contains("k/half.pdf: page 4: more than ocr_seconds = 1"), "{said}");
    assert_eq!(world.calls().0, 3, "of five");
    // The next run goes on with the pages that nobody has tried.
    let slow = "#!/bin/sh\ncase \"$*\" in\n*'-f 1 '* | *'-f 2 '* | *'-f 3 '*)\n\
                echo \"pdftoppm $1\" >>programs/calls; exec sleep 60;;\nesac\n\
                exec programs/draw \"$@\"\n";
    world.programs();
    fs::copy(world.path("programs/pdftoppm"), world.path("programs/draw")).unwrap();
    world.write("programs/pdftoppm", slow.as_bytes());
    world.write("vankien.toml", b"ocr_seconds = 1\n");
    world.said(&["ingest", "--ocr"]);
    // Page 1 holds a few words, pages 2 and 3 none.
    assert_eq!(world.found("index").1, 2);
    // With time for them the next run reads what is there.
    world.programs();
    world.write("vankien.toml", b"");
    world.said(&["ingest", "--ocr"]);
    assert_eq!(world.found("index").1, 0);
}
