//! What is put to the test: the library, or an optimised program given by `VANKIEN_PROGRAM`.
//! In: a folder of papers, then questions. Out: what `show --json` prints of each paper, and the rows
//! that `mentions --json` lists.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;
use vankien_files::pipeline;
use vankien_ingest::{IngestOptions, ingest};
use vankien_search::Searcher;
use vankien_search::mentions::Wanted;

/// A row of a list of mentions.
#[derive(Clone, Debug)]
pub struct Row {
    pub path: String,
    pub lines: (u32, u32),
    pub surface: String,
    pub form: String,
    pub how: Vec<String>,
    pub canonical: Option<String>,
}

impl Row {
    fn of(row: &Value) -> Row {
        let text = |key: &str| row[key].as_str().unwrap_or_default().to_owned();
        let line = |at: usize| row["lines"][at].as_u64().expect("a line") as u32;
        let how = row["how"].as_array().expect("ways").iter();
        Row {
            path: text("path"),
            lines: (line(0), line(1)),
            surface: text("surface"),
            form: text("form"),
            how: how.filter_map(|one| one.as_str().map(str::to_owned)).collect(),
            canonical: row["canonical"].as_str().map(str::to_owned),
        }
    }
}

/// A paper as `show --json` prints it, and the text that was read from its file.
pub struct Shown {
    pub show: Value,
    pub extracted: String,
}

/// Who answers.
pub enum Subject {
    /// The library of this build.
    Library(Box<Searcher>),
    /// A program, and its index.
    Program(PathBuf, PathBuf),
}

impl Subject {
    /// Ingests `papers` into the folder `index`; by the program, where one is given.
    pub fn new(papers: &Path, index: &Path, program: Option<&Path>) -> Subject {
        let Some(program) = program else {
            let paths = vec![papers.to_owned()];
            let options =
                IngestOptions { index: index.to_owned().into(), paths, ..IngestOptions::default() };
            ingest(&options, &mut ()).expect("the papers can be read");
            return Subject::Library(Box::new(Searcher::open(index).expect("an index")));
        };
        let subject = Subject::Program(program.to_owned(), index.to_owned());
        subject.run(&["ingest", &papers.to_string_lossy()], 0);
        subject
    }

    /// All papers, in order of path.
    pub fn papers(&self) -> Vec<Shown> {
        let paths: Vec<String> = match self {
            Subject::Library(searcher) => {
                let papers = searcher.store().papers().expect("papers");
                papers.into_iter().map(|paper| paper.path).collect()
            }
            Subject::Program(..) => self.rows(&["list", "--json"], 0, |row| {
                row["path"].as_str().expect("a path").to_owned()
            }),
        };
        let mut paths = paths;
        paths.sort();
        all(&paths, |path| self.paper(path))
    }

    fn paper(&self, path: &str) -> Shown {
        match self {
            Subject::Library(_) => {
                let extracted = pipeline::read(Path::new(path), u64::MAX).expect("a paper");
                let document = pipeline::document(&extracted);
                let view = vankien::present::paper::view(path, &extracted.text, &document);
                let show = serde_json::to_value(view).expect("JSON");
                Shown { show, extracted: extracted.text }
            }
            Subject::Program(..) => {
                let output = self.run(&["show", path, "--json"], 0);
                let show = serde_json::from_slice(&output.stdout).expect("JSON");
                let output = self.run(&["show", path, "--stage", "extracted"], 0);
                Shown { show, extracted: String::from_utf8(output.stdout).expect("UTF-8") }
            }
        }
    }

    /// The list of mentions that a question gets.
    pub fn mentions(&self, question: &str) -> Vec<Row> {
        match self {
            Subject::Library(searcher) => {
                let mut rows = Vec::new();
                let outline = searcher.mentions(question, Wanted::default(), |mention| {
                    let view = vankien::present::mentions::view(mention);
                    rows.push(Row::of(&serde_json::to_value(view).expect("JSON")));
                    true
                });
                outline.unwrap_or_else(|error| panic!("{question}: {error}"));
                rows
            }
            Subject::Program(..) => {
                let rows = self.rows(&["mentions", "--json", "--", question], 1, |row| {
                    (row["type"] == "mention").then(|| Row::of(row))
                });
                rows.into_iter().flatten().collect()
            }
        }
    }

    fn rows<T>(&self, arguments: &[&str], worst: i32, read: impl Fn(&Value) -> T) -> Vec<T> {
        let output = self.run(arguments, worst);
        let text = String::from_utf8(output.stdout).expect("UTF-8");
        let rows = text.lines().map(|line| serde_json::from_str(line).expect("a row of JSON"));
        rows.map(|row: Value| read(&row)).collect()
    }

    /// Runs the program; its exit code may be `worst` at most.
    fn run(&self, arguments: &[&str], worst: i32) -> Output {
        let Subject::Program(program, index) = self else { unreachable!("only programs run") };
        let output = Command::new(program).arg("--index").arg(index).args(arguments).output();
        let output = output.unwrap_or_else(|error| panic!("{}: {error}", program.display()));
        let said = String::from_utf8_lossy(&output.stderr);
        let code = output.status.code().unwrap_or(i32::MAX);
        assert!(code <= worst, "{arguments:?} ended with {code}: {said}");
        output
    }
}

/// What `one` makes of all `items`, in order, on all cores.
pub fn all<T: Sync, R: Send>(items: &[T], one: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let share = items.len().div_ceil(threads).max(1);
    let one = &one;
    std::thread::scope(|scope| {
        let parts = items.chunks(share);
        let threads: Vec<_> = parts
            .map(|part| scope.spawn(move || part.iter().map(one).collect::<Vec<R>>()))
            .collect();
        threads
            .into_iter()
            .flat_map(|thread| {
                thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
            })
            .collect()
    })
}
