//! The server as callers meet it that mean harm or have stopped: slow heads, too many connections, readers that do
//! not read, paths that lead elsewhere.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};

/// A server over an index of its own; ends with its value.
struct Served {
    _folder: tempfile::TempDir,
    child: Child,
    address: SocketAddr,
}

impl Drop for Served {
    fn drop(&mut self) {
        // A server that ended by itself fails the test elsewhere.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn program(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_vankien"));
    command.args(arguments).current_dir(folder).stdin(Stdio::null());
    command.env("XDG_CACHE_HOME", folder.join("cache")).env_remove("VANKIEN_TOKEN");
    command
}

impl Served {
    /// A server without papers; `config` is its `vankien.toml`.
    fn empty(config: &str, flags: &[&str]) -> Served {
        Served::over(tempfile::tempdir().expect("a folder"), config, flags)
    }

    fn over(folder: tempfile::TempDir, config: &str, flags: &[&str]) -> Served {
        std::fs::write(folder.path().join("vankien.toml"), config).expect("the defaults");
        let mut command = program(folder.path(), &["serve", "--listen", "127.0.0.1:0"]);
        let mut child = command.args(flags).stderr(Stdio::piped()).spawn().expect("it starts");
        let mut said = Vec::new();
        let mut messages = child.stderr.take().expect("its messages");
        let mut byte = [0];
        while messages.read(&mut byte).expect("its messages") == 1 && byte != *b"\n" {
            said.push(byte[0]);
        }
        let said = String::from_utf8(said).expect("UTF-8");
        let address = said.split("http://").nth(1).and_then(|rest| rest.split('/').next());
        let address = address.unwrap_or_else(|| panic!("no address in {said}"));
        Served { _folder: folder, child, address: address.parse().expect("an address") }
    }

    fn connect(&self) -> TcpStream {
        TcpStream::connect(self.address).expect("the server is there")
    }

    /// The whole answer to one request.
    fn get(&self, path: &str, headers: &str) -> String {
        let mut stream = self.connect();
        let host = self.address;
        let request =
            format!("GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n{headers}\r\n");
        stream.write_all(request.as_bytes()).expect("it listens");
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).expect("it answers");
        String::from_utf8_lossy(&answer).into_owned()
    }
}

#[test]
fn no_redirect_leads_to_another_host() {
    let served = Served::empty("", &["--token", "x"]);
    for path in ["//evil.example/", "///evil.example", "/\\evil.example/", "//evil.example/..%2f"] {
        let answer = served.get(&format!("{path}?token=x"), "");
        let status = answer.split(' ').nth(1).expect("a status");
        assert!(matches!(status, "400" | "404"), "{path}: {answer}");
        assert!(!answer.to_lowercase().contains("location:"), "{path}: {answer}");
    }
    let answer = served.get("/mentions?q=a&token=x", "").to_lowercase();
    assert!(answer.contains("\r\nlocation: /mentions?q=a\r\n"), "{answer}");
    // A whole URL in the first line does not become the base of links on the page.
    let page = served.get("http://evil.example/?q=a", "Authorization: Bearer x\r\n");
    assert!(page.starts_with("HTTP/1.1 200 ") && !page.contains("evil.example"), "{page}");
}
