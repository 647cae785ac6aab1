//! Papers that cost more than a paper may: what they meet is named, what was read of them is kept, and the run
//! goes on. The program is run as others run it.
#![allow(clippy::unwrap_used, missing_docs)]

use std::fs;
use std::io::{BufRead, BufReader, Cursor, Write};

use serde_json::Value;
use vankien_testing::build;

use crate::program::Folder;

const OTHER: (&str, &[u8]) = ("p/khac.txt", "Nghị quyết về cây lúa.\n".as_bytes());

/// Lines of some forty bytes, each with a number of its own.
fn lines(count: usize) -> String {
    (1..=count).map(|at| format!("Dòng thứ {at} nói về rừng dừa nước.\n")).collect()
}

/// A folder with a paper beside an ordinary one, ingested within `limits`, and what that says.
fn ingested(path: &str, bytes: &[u8], limits: &str) -> (Folder, String) {
    let folder = Folder::new(&[OTHER, (path, bytes)]);
    folder.write("vankien.toml", limits);
    let said = folder.said(&["ingest", "p"], 0);
    (folder, said)
}

/// The last object of `mentions QUESTION --json`, whether or not there are any.
fn summary(folder: &Folder, question: &str) -> Value {
    let output = folder.run(&["mentions", question, "--json"]);
    let text = String::from_utf8(output.stdout).unwrap();
    serde_json::from_str(text.lines().last().expect("a summary")).unwrap()
}

/// The paper of `report --json` that met a limit, and there is no other.
fn limited(folder: &Folder) -> Value {
    let report = folder.json(&["report"], 0);
    assert_eq!(report["limited"]["papers"], 1, "{report}");
    report["limited"]["named"][0].clone()
}

#[test]
fn a_text_is_read_up_to_its_budget_and_further_when_that_is_raised() {
    let text = lines(200);
    let (folder, said) = ingested("p/dai.txt", text.as_bytes(), "text_bytes = 4000\n");
    let last = text[..4000].matches('\n').count();
    let wanted = format!("p/dai.txt: line {last}: more than text_bytes = 4000");
    assert!(said.contains(&wanted), "{said}");
    assert_eq!(summary(&folder, "lúa")["total"], 1, "the other paper is there");
    let told = summary(&folder, "\"rừng dừa\"");
    assert_eq!(told["total"], last, "{told}");
    assert_eq!(told["complete"], false);
    assert_eq!(told["unread"]["named"][0]["path"], "p/dai.txt");
    assert_eq!(told["unread"]["named"][0]["why"], "over-budget");
    // Chosen by a filter as well.
    let chosen = summary(&folder, "\"rừng dừa\" coquan:?");
    assert_eq!((&chosen["complete"], &chosen["unread"]["papers"]), (&false.into(), &1.into()));
    let paper = limited(&folder);
    assert_eq!(paper["path"], "p/dai.txt");
    let limit = &paper["limits"][0];
    assert_eq!((&limit["limit"], &limit["value"]), (&"text_bytes".into(), &4000.into()));
    assert_eq!(limit["line"], last);
    // It is as it was until something changes.
    let again = folder.json(&["ingest"], 0);
    assert_eq!((&again["unchanged"], &again["changed"]), (&2.into(), &0.into()));
    assert!(folder.json(&["verify"], 0)["agrees"].as_bool().unwrap());
    folder.write("vankien.toml", "text_bytes = 400000\n");
    let again = folder.json(&["ingest"], 0);
    assert_eq!((&again["unchanged"], &again["changed"]), (&1.into(), &1.into()), "{again}");
    assert_eq!(summary(&folder, "\"rừng dừa\"")["total"], 200);
    assert_eq!(summary(&folder, "\"rừng dừa\"")["complete"], true);
    assert_eq!(folder.json(&["report"], 0)["limited"]["papers"], 0);
}

#[test]
fn a_damaged_text_is_read_whole_and_repaired_as_far_as_the_budget_goes() {
    let lost = |line: &str| line.replace(['ừ', 'ơ', 'ộ', 'ứ', 'ả'], "?");
    let text: String = (1..=300)
        .map(|at| lost(&format!("Điều {at}. Bảo vệ rừng dừa nước, quản lý đất đai và mở rộng cơ sở hạ tầng của cả nước.\n")))
        .collect();
    let (folder, said) = ingested("p/mat.txt", text.as_bytes(), "repair_work = 20000\n");
    let told = said.split("p/mat.txt: line ").nth(1).expect(&said);
    let (line, rest) = told.split_once(": ").unwrap();
    assert!(rest.starts_with("more than repair_work = 20000; what follows"), "{said}");
    let line: usize = line.parse().unwrap();
    assert!((2..300).contains(&line), "{said}");
    // The text behind is there as it stands; a list of mentions does not call itself complete.
    assert_eq!(summary(&folder, "\"Điều 300\"")["total"], 1);
    let told = summary(&folder, "\"cơ sở hạ tầng\"");
    assert_eq!(told["complete"], false);
    // What was lost makes the text poor besides.
    let why = told["unread"]["named"][0]["why"].as_str().unwrap();
    assert!(why.ends_with("over-budget"), "{why}");
    let found = told["total"].as_u64().unwrap() as usize;
    assert!(found > 0 && found < 300, "{told}");
    assert_eq!(limited(&folder)["limits"][0]["limit"], "repair_work");
    assert!(folder.json(&["verify"], 0)["agrees"].as_bool().unwrap());
    for command in [&["repair", "p/mat.txt"][..], &["show", "p/mat.txt"]] {
        let shown = folder.run(command);
        let said = String::from_utf8(shown.stderr).unwrap();
        assert!(shown.status.success() && said.contains("more than repair_work = 20000"), "{said}");
    }
    let again = folder.json(&["ingest"], 0);
    assert_eq!((&again["unchanged"], &again["changed"]), (&2.into(), &0.into()));
    folder.write("vankien.toml", "repair_work = 100000000\n");
    let again = folder.json(&["ingest"], 0);
    assert_eq!((&again["unchanged"], &again["changed"]), (&1.into(), &1.into()), "{again}");
    let told = summary(&folder, "\"cơ sở hạ tầng\"");
    assert_eq!((&told["total"], &told["complete"]), (&300.into(), &true.into()));
}

#[test]
fn every_format_keeps_to_the_budget_of_text() {
    let paragraphs: String =
        lines(200).lines().map(|line| format!("<w:p><w:r><w:t>{line}</w:t></w:r></w:p>")).collect();
    let page: String = lines(200).lines().map(|line| format!("<p>{line}</p>")).collect();
    let words: Vec<(f64, f64, f64, &str)> = (0..60)
        .map(|at| (50.0, 830.0 - 12.0 * f64::from(at), 10.0, "rừng dừa nước xanh"))
        .collect();
    let pages: Vec<&[_]> = (0..20).map(|_| &words[..]).collect();
    let folder = Folder::new(&[
        OTHER,
        ("p/a.docx", &build::docx(&paragraphs, &[])),
        ("p/b.html", format!("<html><body>{page}</body></html>").as_bytes()),
        ("p/c.pdf", &build::pdf(&pages)),
    ]);
    folder.write("vankien.toml", "text_bytes = 4000\n");
    let said = folder.said(&["ingest", "p"], 0);
    for name in ["a.docx", "b.html", "c.pdf"] {
        assert!(said.contains(&format!("p/{name}: line ")), "{said}");
    }
    let unread = &summary(&folder, "\"rừng dừa\"")["unread"];
    assert_eq!(unread["named"].as_array().unwrap().len(), 3, "{unread}");
    let shown = folder.run(&["show", "p/a.docx"]);
    let said = String::from_utf8(shown.stderr).unwrap();
    assert!(shown.status.success() && said.contains("more than text_bytes = 4000"), "{said}");
}

/// A page with so many glyphs.
fn crowded(glyphs: usize) -> Vec<u8> {
    let line = "rừng dừa ".repeat(100);
    let words: Vec<(f64, f64, f64, &str)> =
        (0..glyphs / 900).map(|at| (0.0, 840.0 - at as f64, 1.0, line.as_str())).collect();
    let after: [(f64, f64, f64, &str); 1] = [(50.0, 700.0, 12.0, "trang sau")];
    build::pdf(&[&words, &after])
}

#[test]
fn a_page_of_too_many_glyphs_ends_and_the_next_is_read() {
    let (folder, said) = ingested("p/day.pdf", &crowded(9_000), "page_glyphs = 2000\n");
    assert!(said.contains("p/day.pdf: page 1: more than page_glyphs = 2000"), "{said}");
    assert_eq!(summary(&folder, "\"trang sau\"")["total"], 1);
    assert!(summary(&folder, "rừng")["total"].as_u64().unwrap() > 100);
    assert_eq!(limited(&folder)["limits"][0]["page"], 1);
}

#[test]
fn a_paper_of_too_many_pages_ends_with_a_page() {
    let pages: String = (1..=9).map(|page| format!("Trang thứ {page} về rừng.\n\u{c}")).collect();
    let (folder, said) = ingested("p/nhieu.txt", pages.as_bytes(), "pages = 4\n");
    assert!(said.contains("p/nhieu.txt: page 4: more than pages = 4"), "{said}");
    assert_eq!(summary(&folder, "rừng")["total"], 4);
    assert_eq!(limited(&folder)["limits"][0]["page"], 4);
}

#[test]
fn a_file_that_draws_too_much_is_kept_up_to_there() {
    let (folder, said) = ingested("p/day.pdf", &crowded(9_000), "pdf_drawings = 3000\n");
    assert!(said.contains("p/day.pdf: page 1: more than pdf_drawings = 3000"), "{said}");
    assert_eq!(summary(&folder, "\"trang sau\"")["total"], 0, "nothing behind it is read");
    assert!(summary(&folder, "rừng")["total"].as_u64().unwrap() > 100);
}

#[test]
fn what_a_guard_ended_is_known_by_its_path_and_tried_again() {
    let (folder, said) =
        ingested("p/day.pdf", &crowded(900_000), "reader_seconds = 1\npage_glyphs = 10000000\n");
    assert!(said.contains("p/day.pdf: more than reader_seconds = 1"), "{said}");
    assert_eq!(folder.papers(), ["p/day.pdf", "p/khac.txt"]);
    let told = summary(&folder, "lúa");
    assert_eq!((&told["total"], &told["complete"]), (&1.into(), &false.into()));
    assert_eq!(told["unread"]["named"][0]["why"], "stopped-by-guard");
    assert_eq!(limited(&folder)["limits"][0]["limit"], "reader_seconds");
    // A paper without text is one for every command.
    for arguments in [&["search", "lúa"][..], &["facets"], &["stats"], &["list"], &["verify"]] {
        folder.said(arguments, 0);
    }
    // The next run tries it again, whatever the limits, and tells no news where there is none.
    let before = folder.digest();
    let said = folder.said(&["ingest"], 0);
    assert!(said.contains("p/day.pdf: its reader takes longer than 1 seconds"), "{said}");
    assert_eq!(folder.digest(), before);
    folder.write("vankien.toml", "page_glyphs = 2000\n");
    let again = folder.json(&["ingest"], 0);
    assert_eq!(again["changed"], 1, "{again}");
    assert_eq!(summary(&folder, "\"trang sau\"")["total"], 1);
}

#[test]
fn a_paper_that_was_read_once_is_not_lost_to_a_guard() {
    let folder = Folder::new(&[OTHER, ("p/day.pdf", &crowded(900_000))]);
    folder.write("vankien.toml", "page_glyphs = 2000\n");
    folder.said(&["ingest", "p"], 0);
    folder.write("vankien.toml", "page_glyphs = 10000000\nreader_seconds = 1\n");
    let said = folder.said(&["ingest", "--check"], 0);
    assert!(said.contains("p/day.pdf: its reader takes longer than 1 seconds"), "{said}");
    assert_eq!(summary(&folder, "\"trang sau\"")["total"], 1);
}

#[test]
fn a_paper_that_grows_beyond_its_budget_says_so_and_one_that_shrinks_does_no_more() {
    let (short, long) = (lines(44), lines(300));
    let folder = Folder::new(&[OTHER, ("p/a.txt", short.as_bytes())]);
    // What is kept of the long one is the short one, letter for letter.
    folder.write("vankien.toml", &format!("text_bytes = {}\n", short.len() + 5));
    folder.said(&["ingest", "p"], 0);
    let whole = folder.digest();
    assert_eq!(summary(&folder, "\"rừng dừa\"")["complete"], true);
    folder.write("p/a.txt", &long);
    let said = folder.said(&["ingest"], 0);
    assert!(said.contains("p/a.txt: line 44: more than text_bytes"), "{said}");
    let told = summary(&folder, "\"rừng dừa\"");
    assert_eq!((&told["total"], &told["complete"]), (&44.into(), &false.into()));
    assert_ne!(folder.digest(), whole);
    // A limit raised within the next line is told with its new value.
    let raised = short.len() + 6;
    folder.write("vankien.toml", &format!("text_bytes = {raised}\n"));
    folder.said(&["ingest"], 0);
    assert_eq!(limited(&folder)["limits"][0]["value"], raised);
    let cut = folder.digest();
    folder.said(&["ingest", "--rebuild"], 0);
    assert_eq!(folder.digest(), cut);
    folder.write("p/a.txt", &short);
    folder.said(&["ingest"], 0);
    assert_eq!(summary(&folder, "\"rừng dừa\"")["complete"], true);
    assert_eq!(folder.digest(), whole);
}

#[test]
fn a_paper_whose_budget_ends_before_its_text_is_known_and_told() {
    let blank = "<w:p><w:r><w:t> </w:t></w:r></w:p>".repeat(3_000);
    let late = format!("{blank}<w:p><w:r><w:t>rừng dừa</w:t></w:r></w:p>");
    let folder = Folder::new(&[
        OTHER,
        ("p/a.docx", &build::docx(&late, &[])),
        ("p/b.pdf", &build::pdf(&[&[(50.0, 700.0, 12.0, "rừng dừa nước")]])),
    ]);
    folder.said(&["ingest", "p"], 0);
    assert_eq!(summary(&folder, "\"rừng dừa\"")["total"], 2);
    folder.write("vankien.toml", "text_bytes = 1000\npage_glyphs = 1\n");
    let told = folder.json(&["ingest", "--check"], 0);
    assert_eq!((&told["removed"], &told["changed"]), (&0.into(), &2.into()), "{told}");
    assert_eq!(folder.papers(), ["p/a.docx", "p/b.pdf", "p/khac.txt"]);
    let told = summary(&folder, "\"rừng dừa\"");
    assert_eq!((&told["complete"], &told["unread"]["papers"]), (&false.into(), &2.into()));
}

#[test]
fn too_little_memory_for_any_reader_takes_no_paper_out() {
    let text = "<w:p><w:r><w:t>rừng dừa</w:t></w:r></w:p>";
    let folder = Folder::new(&[OTHER, ("p/a.docx", &build::docx(text, &[]))]);
    folder.said(&["ingest", "p"], 0);
    folder.write("vankien.toml", "reader_bytes = 1\n");
    let said = folder.said(&["ingest", "--check"], 0);
    assert!(said.contains("p/a.docx: its reader takes more than 1 bytes of memory"), "{said}");
    assert_eq!(summary(&folder, "\"rừng dừa\"")["total"], 1, "the same file was read before");
    assert_eq!(folder.json(&["ingest", "--check"], 0)["removed"], 0);
}

#[test]
#[cfg(unix)]
fn a_machine_without_room_for_a_reader_takes_no_paper_out() {
    let text = "<w:p><w:r><w:t>rừng dừa</w:t></w:r></w:p>";
    let folder = Folder::new(&[OTHER, ("p/a.docx", &build::docx(text, &[]))]);
    folder.said(&["ingest", "p"], 0);
    // The program itself was found; the one that it starts is gone meanwhile.
    let copy = folder.path("vankien");
    fs::copy(env!("CARGO_BIN_EXE_vankien"), &copy).unwrap();
    let mut watch = std::process::Command::new(&copy)
        .args(["watch", "p", "--settle", "0"])
        .current_dir(folder.root())
        .env("XDG_CACHE_HOME", folder.path("cache"))
        .stdin(std::process::Stdio::null())
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    let mut first = String::new();
    BufReader::new(watch.stdout.take().unwrap()).read_line(&mut first).unwrap();
    let (sender, said) = std::sync::mpsc::channel();
    let messages = BufReader::new(watch.stderr.take().unwrap());
    std::thread::spawn(move || {
        messages.lines().map_while(Result::ok).try_for_each(|line| sender.send(line))
    });
    fs::remove_file(&copy).unwrap();
    folder.write("p/a.docx", &build::docx(&text.replace("dừa", "thông"), &[]));
    let is_told = |line: &String| line.contains("its reader could not be started");
    let told = std::iter::from_fn(|| said.recv_timeout(std::time::Duration::from_secs(60)).ok());
    let told = { told }.find(is_told);
    watch.kill().unwrap();
    watch.wait().unwrap();
    assert!(told.is_some(), "{first}");
    assert_eq!(summary(&folder, "\"rừng dừa\"")["total"], 1);
}

#[test]
fn a_reader_without_memory_costs_its_file_alone() {
    let large = format!("<w:p><w:r><w:t>{}</w:t></w:r></w:p>", "rừng dừa ".repeat(700_000));
    let (folder, said) =
        ingested("p/to.docx", &build::docx(&large, &[]), "reader_bytes = 4000000\n");
    assert!(said.contains("p/to.docx: more than reader_bytes = 4000000"), "{said}");
    assert_eq!(summary(&folder, "lúa")["unread"]["named"][0]["why"], "stopped-by-guard");
}

#[test]
fn an_archive_whose_files_share_their_bytes_is_refused() {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file("a.txt", zip::write::SimpleFileOptions::default()).unwrap();
    zip.write_all(lines(100).as_bytes()).unwrap();
    for copy in 0..50 {
        zip.shallow_copy_file("a.txt", &format!("b{copy}.txt")).unwrap();
    }
    let bytes = zip.finish().unwrap().into_inner();
    let folder = Folder::new(&[OTHER, ("p/chung.zip", &bytes)]);
    let said = folder.said(&["ingest", "p"], 0);
    assert!(said.contains("p/chung.zip: holds files that share their bytes"), "{said}");
    assert_eq!(folder.papers(), ["p/khac.txt"]);
}

#[test]
fn a_file_of_rules_that_is_too_long_leaves_its_folder_as_it_was() {
    let folder = Folder::new(&[OTHER, ("p/a/trong.txt", "Thông báo về rừng.\n".as_bytes())]);
    folder.said(&["ingest", "p"], 0);
    let many: String = (0..2_001).map(|at| format!("**/a{at}*/[a-z]?b\n")).collect();
    let long = format!("# {}\n", "x".repeat(1 << 20));
    for (rules, told) in [(many, "more than 2000 patterns"), (long, "longer than 1048576 bytes")] {
        folder.write("p/a/.vankienignore", &rules);
        let said = folder.said(&["ingest"], 0);
        assert!(said.contains("p/a/.vankienignore") && said.contains(told), "{said}");
        assert_eq!(folder.papers(), ["p/a/trong.txt", "p/khac.txt"], "nobody knows what it wants");
    }
    // One line that is too long is named, and the others hold.
    let line = format!("{}\ntrong.txt\n", "b".repeat(5_000));
    folder.write("p/a/.vankienignore", &line);
    let said = folder.said(&["ingest"], 0);
    assert!(said.contains("line 1 is longer than 4096 bytes"), "{said}");
    assert_eq!(folder.papers(), ["p/khac.txt"]);
    // Patterns of the folders above count too.
    let half: String = (0..1_500).map(|at| format!("x{at}\n")).collect();
    folder.write("p/.vankienignore", &half);
    folder.write("p/a/.vankienignore", &half);
    let said = folder.said(&["ingest"], 0);
    assert!(said.contains("p/a/.vankienignore") && said.contains("more than 2000"), "{said}");
    let many: Vec<String> = (0..2_001).map(|at| format!("--exclude=y{at}")).collect();
    let arguments: Vec<&str> =
        ["ingest"].into_iter().chain(many.iter().map(|one| &**one)).collect();
    assert!(folder.said(&arguments, 2).contains("2001 patterns are more than 2000"));
}

/// The process that `parent` started and that reads a file apart.
#[cfg(target_os = "linux")]
fn reader_of(parent: u32) -> Option<u32> {
    let children = fs::read_to_string(format!("/proc/{parent}/task/{parent}/children"));
    let mut all: Vec<u32> = children.ok()?.split(' ').filter_map(|one| one.parse().ok()).collect();
    for task in fs::read_dir(format!("/proc/{parent}/task")).ok()?.flatten() {
        let children = fs::read_to_string(task.path().join("children")).unwrap_or_default();
        all.extend(children.split(' ').filter_map(|one| one.parse::<u32>().ok()));
    }
    let reads = |child: &u32| {
        let command = fs::read(format!("/proc/{child}/cmdline")).unwrap_or_default();
        String::from_utf8_lossy(&command).contains("read-apart")
    };
    all.into_iter().find(reads)
}

#[test]
#[cfg(target_os = "linux")]
fn a_reader_ends_when_the_run_is_killed() {
    use std::time::{Duration, Instant};
    let folder = Folder::new(&[("p/day.pdf", &crowded(900_000))]);
    folder.write("vankien.toml", "page_glyphs = 10000000\nreader_seconds = 120\n");
    let mut run = crate::program::program(folder.root(), &["ingest", "p"]).spawn().unwrap();
    let wait = |what: &str, is_so: &mut dyn FnMut() -> bool| {
        let end = Instant::now() + Duration::from_secs(60);
        while !is_so() {
            assert!(Instant::now() < end, "{what}");
            std::thread::sleep(Duration::from_millis(10));
        }
    };
    let mut reader = None;
    wait("the reader begins", &mut || {
        reader = reader_of(run.id());
        reader.is_some()
    });
    run.kill().unwrap();
    run.wait().unwrap();
    let name = format!("/proc/{}/cmdline", reader.unwrap());
    // A process that ended but was not waited for has no command line any more.
    let is_there = || fs::read(&name).is_ok_and(|command| !command.is_empty());
    let begin = Instant::now();
    wait("the reader ends", &mut || !is_there());
    assert!(begin.elapsed() < Duration::from_secs(10), "long before it could end by itself");
}
