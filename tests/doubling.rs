//! The work on a paper grows with the paper: twice the lines, pages, notes or numbers cost about twice the instructions.
//!
//! Each hostile shape (`doubling/shapes.rs`) is read at a size and at twice that, by `ingest` and, where it makes much to
//! show, by `show --json`. valgrind counts the instructions, those of the process that reads foreign formats too; what an
//! almost empty paper costs is taken away from both. Such counts hardly vary, so that a limit can be tight where one of
//! seconds could not. `.ci/slow` runs it: `VANKIEN_PROGRAM=… cargo test --test program doubling:: -- --ignored`. With
//! `VANKIEN_SHAPES=DIR` the shapes are written there, a megabyte each.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;

use vankien_text::language::letters;

use shapes::SHAPES;

mod shapes;

/// Twice the size may cost so many times as much. What is linear costs 1.9 to 2.2 times; what is quadratic 4.
const GROWTH: f64 = 2.6;
/// Fewer instructions than this are no work that could grow.
const LITTLE: f64 = 4e6;
/// What is built once, when first needed, may fall on the larger paper alone: an automaton takes 4 to 10 million
/// instructions, a large block of memory set to zero 7 million.
const ONCE: f64 = 12e6;
/// A paper whose marks were taken away may cost so many times what it costs with them: 2.89 as measured. A third of it is
/// the sums over its readings (`repair/forward_backward.rs`), a third the index of second readings.
const STRIPPED: f64 = 3.0;

/// No limit ends what is counted, and under valgrind all takes fifty times as long.
const LIMITS: &str = "text_bytes = 1000000000\nlines = 1000000000\npages = 1000000000\npage_glyphs = 1000000000\npdf_drawings = 1000000000000\n\
                      reader_seconds = 3600\nreader_bytes = 64000000000\nrepair_work = 1000000000000\n";

/// Shapes that make many sections, citations, edits or pages, all of which `show --json` prints.
const SHOWN: [&str; 14] = [
    "a_word_a_page",
    "pages_with_head_and_foot",
    "misread_letters",
    "tcvn3_on_one_line",
    "one_number_on_one_line",
    "citations",
    "names_with_numbers",
    "footnotes",
    "notes_without_pages",
    "items_deep_down",
    "items_announced",
    "items_in_one_article",
    "dashes",
    "combining_marks",
];

/// Runs the program under valgrind in a folder; the instructions of all its processes.
fn instructions(folder: &Path, arguments: &[&str]) -> f64 {
    let counts = tempfile::tempdir_in(folder).expect("a folder");
    let program = std::env::var_os("VANKIEN_PROGRAM")
        .map_or_else(|| PathBuf::from(env!("CARGO_BIN_EXE_vankien")), PathBuf::from);
    let out = format!("--cachegrind-out-file={}/%p", counts.path().display());
    let done = Command::new("valgrind")
        .args(["--quiet", "--tool=cachegrind", "--cache-sim=no", "--trace-children=yes", &out])
        .arg(program)
        .args(arguments)
        .current_dir(folder)
        .env("XDG_CACHE_HOME", folder.join("cache"))
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .output()
        .expect("valgrind runs");
    let said = String::from_utf8_lossy(&done.stderr);
    assert_eq!(done.status.code(), Some(0), "{arguments:?}: {said}");
    assert!(!said.contains("vankien.toml"), "a limit was met: {said}");
    let counts = fs::read_dir(counts.path()).expect("counts").filter_map(Result::ok);
    let count = |entry: fs::DirEntry| -> Option<f64> {
        let text = fs::read_to_string(entry.path()).ok()?;
        text.lines().find_map(|line| line.strip_prefix("summary: "))?.trim().parse().ok()
    };
    let all: f64 = counts.filter_map(count).sum();
    assert!(all > 0.0, "nothing was counted");
    all
}

/// What `ingest` and `show --json` of one file cost.
#[derive(Clone, Copy)]
struct Cost {
    ingest: f64,
    show: f64,
}

/// What a file costs; `show` is not asked where nothing is said of it.
fn cost(name: &str, bytes: &[u8], shows: bool) -> Cost {
    let folder = tempfile::tempdir().expect("a folder");
    fs::create_dir(folder.path().join("papers")).expect("made");
    fs::write(folder.path().join("papers").join(name), bytes).expect("written");
    fs::write(folder.path().join("vankien.toml"), LIMITS).expect("written");
    let ingest =
        instructions(folder.path(), &["--index", "index", "ingest", "papers", "--jobs", "1"]);
    let path = format!("papers/{name}");
    let show = if shows { instructions(folder.path(), &["show", &path, "--json"]) } else { 0.0 };
    Cost { ingest, show }
}

/// What an almost empty paper costs.
fn nothing() -> Cost {
    static NOTHING: OnceLock<Cost> = OnceLock::new();
    *NOTHING.get_or_init(|| cost("a.txt", "Nghị quyết".as_bytes(), true))
}

/// Holds the work on a shape against that on twice of it.
#[track_caller]
fn holds(name: &str) {
    let shape = SHAPES.iter().find(|shape| shape.name == name).expect("a shape");
    let shows = SHOWN.contains(&name);
    let file = format!("paper.{}", shape.ending);
    let [one, two] = [1, 2].map(|times| cost(&file, &(shape.make)(times * shape.size), shows));
    let least = nothing();
    let grows = |command: &str, one: f64, two: f64, least: f64| {
        let (one, two) = ((one - least).max(LITTLE), (two - least).max(LITTLE));
        let a_byte = two / (2 * shape.size) as f64;
        vankien_testing::say(&format!(
            "{name}: {command} {:.2} times, {a_byte:.0} a byte",
            two / one
        ));
        let limit = GROWTH * one + ONCE;
        assert!(two <= limit, "{name}: {command} costs {:.2} times for twice", two / one);
    };
    grows("ingest", one.ingest, two.ingest, least.ingest);
    if shows {
        grows("show", one.show, two.show, least.show);
    }
}

/// Clean papers, and the same without any mark.
fn papers() -> (String, String) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/truth/corpus");
    let files = walkdir::WalkDir::new(folder).sort_by_file_name().into_iter();
    let files = files.filter_map(Result::ok).filter(|entry| entry.file_type().is_file());
    let text: String =
        files.map(|file| fs::read_to_string(file.path()).expect("a paper")).collect();
    let bare = text.chars().map(|letter| match letters::base(letters::lower(letter)) {
        base if letter.is_uppercase() => base.to_ascii_uppercase(),
        base => base,
    });
    let bare = bare.collect();
    (text, bare)
}

#[test]
#[ignore = "counts instructions: run by .ci/slow with an optimised program"]
fn a_paper_without_marks() {
    let (text, bare) = papers();
    let [whole, bare] = [text, bare].map(|text| cost("paper.txt", text.as_bytes(), false).ingest);
    let least = nothing().ingest;
    let times = (bare - least) / (whole - least);
    vankien_testing::say(&format!("a paper without marks: ingest {times:.2} times"));
    assert!(times <= STRIPPED, "a paper without marks costs {times:.2} times");
}

#[test]
fn twice_the_size_is_twice_the_thing() {
    let work = std::env::var_os("VANKIEN_SHAPES").map(PathBuf::from);
    for shape in SHAPES {
        let [one, two] = [1, 2].map(|times| (shape.make)(times * shape.size));
        assert!(!one.is_empty() && SHAPES.iter().filter(|one| one.name == shape.name).count() == 1);
        // A container packs what it holds, so that its own size tells little.
        if !["docx", "odt"].contains(&shape.ending) {
            let times = two.len() as f64 / one.len() as f64;
            assert!((1.8..=2.1).contains(&times), "{}: {times:.2} times the bytes", shape.name);
        }
        if let Some(work) = &work {
            let file = work.join(format!("{}.{}", shape.name, shape.ending));
            fs::write(file, (shape.make)(1_000_000)).expect("written");
        }
    }
    assert!(SHOWN.iter().all(|name| SHAPES.iter().any(|shape| shape.name == *name)));
    let (text, bare) = papers();
    let marked = |text: &str| text.chars().filter(|one| letters::number(*one).is_some()).count();
    assert!(text.len() > 50_000 && marked(&text) > 10_000 && marked(&bare) == 0);
}
