//! The program reads files of foreign formats in a process of its own. What is read from them is tested in `crates/files`.

use std::path::Path;
use std::process::{Command, Output, Stdio};

use vankien_testing::build::pdf;
use vankien_testing::samples::{MAIL, decision, old_paper, page, printed};

fn run(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_vankien"));
    command.args(arguments).current_dir(folder).env("XDG_CACHE_HOME", folder.join("cache"));
    command.stdin(Stdio::null()).output().expect("it runs")
}

/// The files are read by a process of their own, and one that cannot be read costs no other.
#[test]
fn a_folder_of_all_formats_is_ingested() {
    let folder = tempfile::tempdir().expect("a folder");
    let cut = &old_paper()[..3000];
    let files = [
        ("a.docx", &decision()[..]),
        ("b.doc", &old_paper()),
        ("c.pdf", &printed()),
        ("d.doc", cut),
        ("e.html", "<p>Ủy ban nhân dân tỉnh</p>".as_bytes()),
        ("f.bin", b"\x00\x01"),
        ("scan.pdf", &pdf(&[&[], &[]])),
    ];
    for (name, bytes) in files {
        std::fs::write(folder.path().join(name), bytes).expect("a file");
    }
    let output = run(folder.path(), &["ingest", "."]);
    assert!(output.status.success());
    let said = String::from_utf8(output.stderr).expect("UTF-8");
    assert!(said.contains("d.doc: its container is damaged") && said.contains("f.bin"), "{said}");
    let listed = String::from_utf8(run(folder.path(), &["list", "--json"]).stdout).expect("UTF-8");
    assert_eq!(listed.lines().count(), 5, "{listed}");
    let scan = listed.lines().find(|line| line.contains("scan.pdf")).expect("listed");
    assert!(scan.contains("\"quality\":\"poor\"") && scan.contains("\"pages\":2"), "{scan}");
    let found = run(folder.path(), &["mentions", "45/QĐ-UBND", "--json"]);
    assert!(String::from_utf8_lossy(&found.stdout).contains("a.docx"));
    let shown = run(folder.path(), &["show", "scan.pdf"]);
    assert!(String::from_utf8_lossy(&shown.stdout).contains("2 of 2 pages scanned"));
}

/// The program reads mails in a process apart, like all foreign formats.
#[test]
fn the_program_reads_mails_into_the_index() {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::create_dir(folder.path().join("corpus")).expect("made");
    std::fs::write(folder.path().join("corpus/thu.eml"), MAIL).expect("written");
    std::fs::write(folder.path().join("corpus/trang.mhtml"), page()).expect("written");
    let run = |arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_vankien"));
        command.args(arguments).current_dir(folder.path()).stdin(Stdio::null());
        String::from_utf8(command.output().expect("the program runs").stdout).expect("UTF-8")
    };
    run(&["ingest", "corpus"]);
    assert_eq!(run(&["mentions", "1023-CV/TU", "--count"]), "1\n");
    assert_eq!(run(&["mentions", "nhân dân", "--count"]), "1\n");
}
