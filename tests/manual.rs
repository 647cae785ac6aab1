//! Completions and the manual: made from the command line, so they know every command that is for people.

use std::path::Path;
use std::process::{Command, Stdio};

fn run(arguments: &[&str]) -> (String, i32) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_vankien"));
    let output = command.args(arguments).stdin(Stdio::null()).output().expect("the program runs");
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    (text, output.status.code().expect("it ends by itself"))
}

/// The commands that `--help` lists.
fn commands() -> Vec<String> {
    let (help, _) = run(&["--help"]);
    let part = help.split("Commands:\n").nth(1).and_then(|rest| rest.split("\n\n").next());
    let lines = part.expect("a list of commands").lines();
    let names = lines.filter(|line| line.starts_with("  ") && !line.starts_with("   "));
    names.filter_map(|line| line.split_whitespace().next().map(str::to_owned)).collect()
}

#[test]
fn every_shell_completes_every_command() {
    let commands = commands();
    assert!(commands.len() > 20 && commands.contains(&"cited-by".to_owned()), "{commands:?}");
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let (script, code) = run(&["completions", shell]);
        assert_eq!(code, 0);
        for command in &commands {
            assert!(script.contains(command.as_str()), "{command} for {shell}");
        }
        for (flag, plain) in [("--verbatim", "verbatim"), ("--index", "index")] {
            assert!(script.contains(flag) || script.contains(plain), "{flag} for {shell}");
        }
        assert!(!script.contains("read-apart"), "what is hidden stays so in {shell}");
    }
    assert_eq!(run(&["completions", "dos"]).1, 2);
}

/// bash itself reads the script and offers what begins as typed.
#[test]
fn bash_offers_what_begins_as_typed() {
    if !Path::new("/bin/bash").exists() {
        return;
    }
    let (script, _) = run(&["completions", "bash"]);
    let ask = "\nCOMP_WORDS=(vankien cit); COMP_CWORD=1; _vankien vankien cit vankien; echo ${COMPREPLY[@]}\n";
    let mut command = Command::new("/bin/bash");
    let output = command.args(["-c", &(script + ask)]).output().expect("bash runs");
    assert_eq!(String::from_utf8_lossy(&output.stdout).trim(), "citations cites cited-by");
}

#[test]
fn the_manual_has_a_page_for_each_command() {
    let (page, code) = run(&["man"]);
    assert!(
        code == 0 && page.contains(".TH vankien 1") && page.contains("vankien\\-mentions(1)"),
        "{page}"
    );
    let (page, code) = run(&["man", "mentions"]);
    assert!(code == 0 && page.contains(".TH vankien-mentions 1"), "{page}");
    assert!(page.contains("\\-\\-verbatim") && page.contains("\\-\\-index"), "{page}");
    assert_eq!(run(&["man", "nothing"]).1, 2);
    let folder = tempfile::tempdir().expect("a folder");
    let into = folder.path().join("man1");
    assert_eq!(run(&["man", "--dir", &into.to_string_lossy()]).1, 0);
    for command in commands().iter().filter(|command| *command != "help") {
        assert!(into.join(format!("vankien-{command}.1")).is_file(), "{command}");
    }
    assert!(into.join("vankien.1").is_file() && !into.join("vankien-read-apart.1").exists());
}
