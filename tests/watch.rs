//! `vankien watch` and `vankien.toml`, as others use them: real files, a real process.
#![allow(clippy::unwrap_used, missing_docs)]

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Output, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use serde_json::Value;
use vankien_ingest::{IngestOptions, StopHandle, WatchEvent, WatchOptions, watch};

struct World(tempfile::TempDir);

impl World {
    fn new() -> World {
        let world = World(tempfile::tempdir().unwrap());
        fs::create_dir(world.path("k")).unwrap();
        world
    }

    fn path(&self, path: &str) -> PathBuf {
        self.0.path().join(path)
    }

    fn write(&self, path: &str, text: &str) {
        fs::write(self.path(path), text).unwrap();
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_vankien"));
        command.args(arguments).current_dir(self.0.path()).stdin(Stdio::null());
        command.env("XDG_CACHE_HOME", self.path("cache"));
        command
    }

    fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().unwrap()
    }

    fn said(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }
}

/// A watch under way, and the lines that it prints.
struct Watch {
    child: Child,
    lines: Receiver<String>,
}

impl Watch {
    fn new(world: &World, arguments: &[&str]) -> Watch {
        let mut command = world.command(&[&["watch", "k", "--json"], arguments].concat());
        let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
        let out = BufReader::new(child.stdout.take().unwrap());
        let (sender, lines) = channel();
        std::thread::spawn(move || {
            out.lines().map_while(Result::ok).try_for_each(|line| sender.send(line))
        });
        Watch { child, lines }
    }

    /// Added, changed, removed, as the next line tells.
    fn next(&self) -> [u64; 3] {
        let line = self.lines.recv_timeout(Duration::from_secs(60)).expect("a line in time");
        let told: Value = serde_json::from_str(&line).unwrap();
        ["added", "changed", "removed"].map(|key| told[key].as_u64().unwrap())
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[cfg(unix)]
#[test]
fn a_watch_keeps_the_index_current_until_it_is_told_to_end() {
    let world = World::new();
    world.write("k/a.txt", "Thông báo về chuyển đổi số");
    let mut watch = Watch::new(&world, &["--settle", "1"]);
    assert_eq!(watch.next(), [1, 0, 0]);

    // A file that is written bit by bit is read when it is whole.
    let begun = Instant::now();
    for part in 1..=4 {
        world.write("k/b.txt", &"Kế hoạch giải ngân vốn. ".repeat(part));
        std::thread::sleep(Duration::from_millis(400));
    }
    assert_eq!(watch.next(), [1, 0, 0]);
    assert!(begun.elapsed() >= Duration::from_secs(2));
    assert_eq!(world.said(&["mentions", "--count", "giải ngân"]).trim(), "4");

    // A new folder, a file in it, a change and a deletion.
    fs::create_dir(world.path("k/mới")).unwrap();
    world.write("k/mới/c.txt", "Chỉ thị về cải cách hành chính");
    assert_eq!(watch.next(), [1, 0, 0]);
    world.write("k/mới/c.txt", "Chỉ thị về phòng cháy, chữa cháy rừng");
    fs::remove_file(world.path("k/a.txt")).unwrap();
    assert_eq!(watch.next(), [0, 1, 1]);
    // What changes nothing in the index is told by no line.
    assert!(world.said(&["verify"]).contains("agrees"));
    fs::create_dir(world.path("k/empty")).unwrap();
    assert!(watch.lines.recv_timeout(Duration::from_secs(4)).is_err());

    let told = Command::new("kill").args(["-TERM", &watch.child.id().to_string()]).status();
    assert!(told.unwrap().success());
    let begun = Instant::now();
    let ended = loop {
        match watch.child.try_wait().unwrap() {
            Some(status) => break status,
            None => std::thread::sleep(Duration::from_millis(20)),
        }
        assert!(begun.elapsed() < Duration::from_secs(10), "it does not end");
    };
    assert_eq!(ended.code(), Some(0));
}

#[test]
fn the_index_may_lie_in_a_folder_that_is_watched() {
    let world = World::new();
    world.write("k/a.txt", "Thông báo về chuyển đổi số");
    let watch = Watch::new(&world, &["--settle", "1", "--index", "k/index"]);
    assert_eq!(watch.next(), [1, 0, 0]);
    world.write("k/b.txt", "Kế hoạch giải ngân vốn");
    assert_eq!(watch.next(), [1, 0, 0]);
    // What the program writes itself gives it nothing to do.
    assert!(watch.lines.recv_timeout(Duration::from_secs(4)).is_err());
}

/// A folder that is replaced by another one is told of by nobody: looking at all files finds it.
#[test]
fn what_the_system_does_not_tell_is_found_by_looking() {
    let world = World::new();
    world.write("k/a.txt", "Thông báo về chuyển đổi số");
    let options = WatchOptions {
        ingest: IngestOptions {
            index: world.path("index").into(),
            paths: vec![world.path("k")],
            ..IngestOptions::default()
        },
        settle: Duration::from_millis(100),
        rescan: Duration::from_millis(500),
    };
    let (ending, (sender, told)) = (StopHandle::default(), channel());
    let watching = {
        let ending = ending.clone();
        std::thread::spawn(move || {
            watch(&options, &ending, &mut |told| {
                if let WatchEvent::Done(summary) = told
                    && summary.committed
                {
                    let _ = sender.send([summary.added, summary.changed, summary.removed]);
                }
            })
        })
    };
    let next = || told.recv_timeout(Duration::from_secs(60)).expect("told in time");
    assert_eq!(next(), [1, 0, 0]);
    fs::create_dir(world.path("new")).unwrap();
    world.write("new/b.txt", "Kế hoạch giải ngân vốn");
    world.write("new/c.txt", "Chỉ thị về phòng cháy");
    fs::rename(world.path("k"), world.path("old")).unwrap();
    std::thread::sleep(Duration::from_millis(700));
    fs::rename(world.path("new"), world.path("k")).unwrap();
    assert_eq!(next(), [2, 0, 1]);
    fs::remove_file(world.path("k/c.txt")).unwrap();
    assert_eq!(next(), [0, 0, 1]);
    ending.now();
    watching.join().unwrap().unwrap();
}

/// A folder that vanishes keeps its papers, and is heard again when it is back.
#[test]
fn a_folder_that_vanishes_is_waited_for() {
    let world = World::new();
    world.write("k/a.txt", "Thông báo về chuyển đổi số");
    let watch = Watch::new(&world, &["--settle", "1"]);
    assert_eq!(watch.next(), [1, 0, 0]);
    fs::rename(world.path("k"), world.path("away")).unwrap();
    assert!(watch.lines.recv_timeout(Duration::from_secs(4)).is_err(), "nothing changed");
    assert_eq!(world.said(&["list"]).lines().count(), 1);
    world.write("away/b.txt", "Kế hoạch giải ngân vốn");
    fs::rename(world.path("away"), world.path("k")).unwrap();
    assert_eq!(watch.next(), [1, 0, 0]);
    world.write("k/c.txt", "Chỉ thị về phòng cháy");
    assert_eq!(watch.next(), [1, 0, 0]);
}

#[test]
fn the_file_of_defaults_holds_and_flags_win() {
    let world = World::new();
    fs::create_dir_all(world.path("conf/papers")).unwrap();
    world.write("conf/papers/a.txt", "Thông báo về chuyển đổi số");
    world.write("conf/papers/b.md", "Ghi chép về giải ngân");
    let text = "# of this office\nindex = \"idx\"\npaths = [\"papers\"]\nexclude = ['*.md']\n";
    world.write("conf/vankien.toml", text);
    world.said(&["ingest", "--config", "conf/vankien.toml"]);
    assert!(world.path("conf/idx/CURRENT").exists(), "paths lead on from the file");
    let list = |arguments: &[&str]| world.said(&[&["list"], arguments].concat());
    assert_eq!(list(&["--config", "conf/vankien.toml"]).lines().count(), 1);

    // Where the program is started in that folder, nothing has to be named.
    let mut command = world.command(&["ingest", "--exclude", "a.*", "--json"]);
    let output = command.current_dir(world.path("conf")).output().unwrap();
    let told: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!((&told["added"], &told["removed"]), (&1.into(), &1.into()));
    world.said(&["ingest", "k/../conf/papers", "--index", "other"]);
    assert_eq!(list(&["--index", "other"]).lines().count(), 2);

    let config = |arguments: &[&str]| -> Value {
        let printed = world.said(&[&["config", "--json"], arguments].concat());
        serde_json::from_str(&printed).unwrap()
    };
    let value = |config: &Value, key: &str| -> (Value, Value, Value) {
        let found = config["values"].as_array().unwrap().iter().find(|one| one["key"] == key);
        let found = found.unwrap();
        (found["value"].clone(), found["from"].clone(), found["line"].clone())
    };
    let plain = config(&[]);
    assert_eq!(plain["file"], Value::Null);
    assert_eq!(value(&plain, "index"), ("index".into(), "default".into(), Value::Null));
    let set = config(&["--config", "conf/vankien.toml"]);
    assert_eq!(value(&set, "index"), ("conf/idx".into(), "file".into(), 2.into()));
    assert_eq!(value(&set, "exclude"), (vec!["*.md"].into(), "file".into(), 4.into()));
    let flag = config(&["--config", "conf/vankien.toml", "--index", "z"]);
    assert_eq!(value(&flag, "index"), ("z".into(), "flag".into(), Value::Null));
    let printed = world.said(&["config", "--config", "conf/vankien.toml"]);
    assert!(printed.contains("conf/vankien.toml, line 3"), "{printed}");
    assert!(printed.contains("listen = \"127.0.0.1:8080\""), "{printed}");

    world.write("bad.toml", "\njobs = 2\nindx = \"a\"\n");
    let output = world.run(&["stats", "--config", "bad.toml"]);
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(2));
    for part in ["bad.toml", "line 3", "`indx`", "`index`"] {
        assert!(told.contains(part), "{told}");
    }
    assert_eq!(world.run(&["list", "--config", "none.toml"]).status.code(), Some(2));
}
