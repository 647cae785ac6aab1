//! The program as others run it: in a folder of its own, as a server.
//! In: files, arguments. Out: what it prints, where it listens. Both go away with their values.

use std::fs;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStderr, Command, Output, Stdio};

use serde_json::Value;

/// The program with these arguments in `folder`, with a cache of its own.
pub fn program(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_vankien"));
    command.args(arguments).current_dir(folder).stdin(Stdio::null());
    command.env("XDG_CACHE_HOME", folder.join("cache")).env_remove("VANKIEN_TOKEN");
    command
}

/// A folder in which the program runs.
pub struct Folder(tempfile::TempDir);

impl Folder {
    /// Holds these files.
    pub fn new(files: &[(&str, &[u8])]) -> Folder {
        let folder = Folder(tempfile::tempdir().expect("a folder"));
        files.iter().for_each(|(path, bytes)| folder.write(path, *bytes));
        folder
    }

    /// The same for texts.
    pub fn of_texts(files: &[(&str, &str)]) -> Folder {
        let files: Vec<(&str, &[u8])> =
            files.iter().map(|(path, text)| (*path, text.as_bytes())).collect();
        Folder::new(&files)
    }

    /// The folder.
    pub fn root(&self) -> &Path {
        self.0.path()
    }

    /// A path in it.
    pub fn path(&self, path: &str) -> PathBuf {
        self.0.path().join(path)
    }

    /// Writes a file, with the folders above it.
    pub fn write(&self, path: &str, bytes: &(impl AsRef<[u8]> + ?Sized)) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().expect("a folder above it")).expect("made");
        fs::write(path, bytes).expect("written");
    }

    /// Runs the program.
    pub fn run(&self, arguments: &[&str]) -> Output {
        program(self.root(), arguments).output().expect("the program runs")
    }

    /// What a command that ends with `code` says on stderr.
    pub fn said(&self, arguments: &[&str], code: i32) -> String {
        let output = self.run(arguments);
        let said = String::from_utf8(output.stderr).expect("UTF-8");
        assert_eq!(output.status.code(), Some(code), "{arguments:?}: {said}");
        said
    }

    /// The last object that a command prints with `--json`; the command ends with `code`.
    pub fn json(&self, arguments: &[&str], code: i32) -> Value {
        let output = self.run(&[arguments, &["--json"]].concat());
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(code), "{arguments:?}: {said}");
        let text = String::from_utf8(output.stdout).expect("UTF-8");
        let last = text.lines().last();
        last.map_or(Value::Null, |line| serde_json::from_str(line).expect("JSON"))
    }

    /// The paths of the papers of the index.
    pub fn papers(&self) -> Vec<String> {
        let text = String::from_utf8(self.run(&["list", "--json"]).stdout).expect("UTF-8");
        let rows = text.lines().map(|line| serde_json::from_str::<Value>(line).expect("JSON"));
        rows.map(|row| row["path"].as_str().expect("a path").to_owned()).collect()
    }

    /// The digest of the index.
    pub fn digest(&self) -> String {
        String::from_utf8(self.run(&["stats", "--digest"]).stdout).expect("UTF-8")
    }
}

/// A server that was started; it ends with its value.
pub struct Server {
    /// Its process.
    pub child: Child,
    /// Where it listens.
    pub address: SocketAddr,
    /// What it says after its address.
    pub messages: ChildStderr,
}

impl Server {
    /// Starts `vankien serve` on a free port in `folder`; `change` adds to the command.
    pub fn start(folder: &Path, change: impl FnOnce(&mut Command)) -> Server {
        let mut command = program(folder, &["serve", "--listen", "127.0.0.1:0"]);
        change(&mut command);
        let mut child = command.stderr(Stdio::piped()).spawn().expect("the server starts");
        let mut said = Vec::new();
        let mut messages = child.stderr.take().expect("its messages");
        let mut byte = [0];
        while messages.read(&mut byte).expect("its messages") == 1 && byte != *b"\n" {
            said.push(byte[0]);
        }
        let said = String::from_utf8(said).expect("UTF-8");
        let address = said.split("http://").nth(1).and_then(|rest| rest.split('/').next());
        let address = address.unwrap_or_else(|| panic!("no address in {said}"));
        Server { child, address: address.parse().expect("an address"), messages }
    }
}

impl Server {
    /// A connection that sent the head of a request, without the line that ends it.
    pub fn begun(&self, path: &str, headers: &str) -> TcpStream {
        let mut stream = TcpStream::connect(self.address).expect("the server is there");
        let head = format!("GET {path} HTTP/1.1\r\nHost: {}\r\n{headers}", self.address);
        stream.write_all(head.as_bytes()).expect("it listens");
        stream
    }

    /// The whole answer to one request.
    pub fn get(&self, path: &str, headers: &str) -> String {
        let mut stream = self.begun(path, &format!("Connection: close\r\n{headers}"));
        stream.write_all(b"\r\n").expect("it listens");
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).expect("it answers");
        String::from_utf8_lossy(&answer).into_owned()
    }

    /// Status and JSON of the answer to one request.
    pub fn json(&self, path: &str) -> (u16, Value) {
        let answer = self.get(path, "");
        let status = answer.split(' ').nth(1).and_then(|status| status.parse().ok());
        let body = answer.split_once("\r\n\r\n").map_or("", |(_, body)| body);
        let body = serde_json::from_str(body).unwrap_or_else(|_| panic!("no JSON: {answer}"));
        (status.expect("a status"), body)
    }

    /// A number that `/metrics` tells.
    pub fn metric(&self, name: &str) -> usize {
        let metrics = self.get("/metrics", "");
        let told = metrics.lines().find_map(|line| line.strip_prefix(name)?.trim().parse().ok());
        told.unwrap_or_else(|| panic!("no {name} in {metrics}"))
    }

    /// The memory that the server has taken at most so far, in bytes, where the system tells.
    pub fn peak(&self) -> Option<usize> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id())).ok()?;
        let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
        Some(peak.trim().split(' ').next()?.parse::<usize>().ok()? * 1024)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // A server that ended by itself is what some tests want.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The body of an answer that came in chunks, and whether its last one, which is empty, is there. A chunk may end inside
/// a letter.
pub fn unchunked(mut chunks: &[u8]) -> (Vec<u8>, bool) {
    let mut body = Vec::new();
    while let Some(end) = memchr::memmem::find(chunks, b"\r\n") {
        let length = std::str::from_utf8(&chunks[..end]).ok();
        let length = length.and_then(|length| usize::from_str_radix(length, 16).ok());
        let Some(length) = length else { break };
        let rest = &chunks[end + 2..];
        if length == 0 {
            return (body, true);
        }
        let Some(chunk) = rest.get(..length) else { break };
        body.extend_from_slice(chunk);
        chunks = rest.get(length + 2..).unwrap_or_default();
    }
    (body, false)
}
