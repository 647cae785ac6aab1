//! Every store gives the same answers: the index on disk and the one in memory, which finds all by looking at every
//! section. Papers are made of the paragraphs of `corpus/`; questions are drawn from them.
#![allow(clippy::unwrap_used)]

use std::fmt::Write as _;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use vankien_engine::EvaluationPaper;
use vankien_engine::fixture::{change_index, change_memory};
use vankien_engine::memory::Memory;
use vankien_files::pipeline;
use vankien_search::mentions::{Sort, Wanted};
use vankien_search::{Scope, SearchOptions, Searcher};
use vankien_testing::Dice;

/// So many papers.
const PAPERS: usize = 300;

/// So many questions, and so many of them wherever all tests run.
const QUESTIONS: usize = 1_000;
const FEW: usize = 120;

/// One of some things.
fn one<'a, T>(dice: &mut Dice, all: &'a [T]) -> &'a T {
    &all[dice.roll(all.len())]
}

/// The texts of `corpus/`.
fn corpus() -> Vec<String> {
    let root = vankien_testing::project("corpus");
    let mut paths: Vec<PathBuf> = std::fs::read_dir(root)
        .unwrap()
        .flat_map(|folder| std::fs::read_dir(folder.unwrap().path()).into_iter().flatten())
        .map(|file| file.unwrap().path())
        .filter(|path| path.extension().is_some_and(|one| one == "txt"))
        .collect();
    paths.sort();
    paths.iter().map(|path| std::fs::read_to_string(path).unwrap()).collect()
}

/// The same letters without marks.
fn without_marks(text: &str) -> String {
    vankien_engine::keys::folded_words(text)
}

/// Papers with the head of one of `corpus/` and paragraphs of all of them; some have no marks, some another number.
fn papers(texts: &[String], dice: &mut Dice) -> Vec<EvaluationPaper> {
    let paragraphs: Vec<&str> = texts.iter().flat_map(|text| text.split("\n\n")).collect();
    let mut papers = Vec::with_capacity(PAPERS);
    for number in 0..PAPERS {
        let head = one(dice, texts);
        let mut text: String =
            head.split("\n\n").take(2 + dice.roll(6)).collect::<Vec<_>>().join("\n\n");
        if dice.roll(3) == 0 {
            text =
                text.replacen(|one: char| one.is_ascii_digit(), &(1 + dice.roll(9)).to_string(), 1);
        }
        for _ in 0..1 + dice.roll(14) {
            let paragraph = one(dice, &paragraphs);
            match dice.roll(12) {
                0 => write!(text, "\n\n{}", without_marks(paragraph)).unwrap(),
                1 => write!(text, "\n\n{}", paragraph.to_uppercase()).unwrap(),
                _ => write!(text, "\n\n{paragraph}").unwrap(),
            }
        }
        // A paper that lost all its marks has second readings from end to end.
        if dice.roll(10) == 0 {
            text = text.lines().map(without_marks).collect::<Vec<_>>().join("\n");
        }
        let path = format!("{}/{number:03}.txt", ["công văn", "a", "zz"][dice.roll(3)]);
        let extracted =
            pipeline::extracted(Path::new(&path), text.into_bytes(), Default::default());
        let extracted = extracted.unwrap();
        let document = pipeline::document(&extracted);
        papers.push(EvaluationPaper { path, extracted: extracted.text.to_string(), document });
    }
    papers.sort_by(|one, other| one.path.cmp(&other.path));
    papers
}

/// Draws questions of every form out of the words and numbers of the papers.
struct Questions<'t> {
    words: Vec<&'t str>,
    numbers: Vec<&'t str>,
    filters: Vec<String>,
}

impl<'t> Questions<'t> {
    fn of(texts: &'t [String]) -> Questions<'t> {
        let words: Vec<&str> = texts.iter().flat_map(|text| text.split_whitespace()).collect();
        let numbers = words.iter().copied().filter(|word| word.contains('/') && word.contains('-'));
        let numbers = numbers.map(|word| word.trim_matches(|one: char| !one.is_alphanumeric()));
        let numbers: Vec<&str> = numbers.filter(|word| word.len() > 4).collect();
        let filters = [
            "loai:nghị quyết",
            "loai:CT,CV",
            "nam:2024",
            "nam:2020-2024",
            "tu:2025",
            "den:6/2024",
            "coquan:UBND",
            "coquan:?",
            "noi:\"Vân Hải\"",
            "nguoiky:?",
            "so:?",
            "chatluong:tốt",
            "chatluong:kém",
            "loai:xyz",
            "nam:?,2025",
        ];
        Questions { words, numbers, filters: filters.map(str::to_owned).to_vec() }
    }

    fn run(&self, dice: &mut Dice, most: usize) -> String {
        let length = 1 + dice.roll(most);
        let from = dice.roll(self.words.len() - length);
        let words = self.words[from..from + length].join(" ");
        let words: String = words.chars().filter(|one| !"\"()~*:=".contains(*one)).collect();
        match dice.roll(4) {
            0 => without_marks(&words),
            1 => words.to_lowercase(),
            _ => words,
        }
    }

    fn question(&self, dice: &mut Dice) -> String {
        let question = match dice.roll(15) {
            0 => one(dice, &self.numbers).to_string(),
            14 => format!("điều {} {}", 1 + dice.roll(4), one(dice, &self.numbers)),
            1 => one(dice, &self.numbers).split('-').next().unwrap_or_default().to_owned(),
            2 => format!("{} {}", one(dice, &self.numbers), self.run(dice, 4)),
            3 => format!("\"{}\"", self.run(dice, 4)),
            4 => format!("\"{}\" {}", self.run(dice, 3), self.run(dice, 6)),
            5 => format!("\"{}\"~{}", self.run(dice, 3), dice.roll(8)),
            6 => format!("{} AND NOT {}", self.run(dice, 2), self.run(dice, 1)),
            7 => format!("({} OR {}) {}", self.run(dice, 1), self.run(dice, 1), self.run(dice, 2)),
            8 => format!("{}* {}", self.run(dice, 1), self.run(dice, 2)),
            9 => format!("{}~1", self.run(dice, 1)),
            10 => format!("={} {}", self.run(dice, 1), self.run(dice, 3)),
            11 => ["UBND", "BCH", "BTV", "HĐND", "TW", "MTTQ"][dice.roll(6)].to_owned(),
            12 => self.run(dice, 20),
            _ => self.run(dice, 6),
        };
        match dice.roll(4) {
            0 => format!("{question} {}", one(dice, &self.filters)),
            _ => question,
        }
    }
}

/// All that is told of a question: hits in order with their scores, totals, mentions, facets.
fn told(searcher: &Searcher, question: &str, options: SearchOptions, sort: Sort) -> Vec<String> {
    let mut told = Vec::new();
    match searcher.search(question, options) {
        Ok(answer) => {
            told.push(format!(
                "{:?}",
                (answer.total, answer.complete, answer.papers, answer.as_phrase)
            ));
            told.push(format!("{:?}", (answer.other_readings, answer.partial, &answer.suggestion)));
            told.push(format!("{:?} {:?} {:?}", answer.notes, answer.filters, answer.namesakes));
            told.extend(answer.hits.iter().map(|hit| format!("{hit:?}")));
        }
        Err(error) => told.push(error.to_string()),
    }
    let wanted = Wanted { sort, scope: options.scope, ..Wanted::default() };
    let mut rows = Vec::new();
    let listed = searcher.mentions(question, wanted, |mention| {
        let (path, lines) = (&mention.section.path, mention.lines());
        rows.push(format!("{path} {lines:?} {:?} {:?}", mention.place, mention.decision));
        true
    });
    let total = |outline: Result<_, vankien_search::Error>| {
        outline.map_or_else(
            |error| error.to_string(),
            |outline: vankien_search::mentions::Outline| {
                format!("{} {:?}", outline.tally.total, outline.notes)
            },
        )
    };
    told.append(&mut rows);
    told.push(total(listed));
    told.push(total(searcher.count(question, wanted)));
    told.push(format!("{:?}", searcher.count_other_marks(question, wanted).ok()));
    told.push(format!("{:?}", searcher.facets(question, options.scope).ok()));
    told
}

/// Asks both stores a question of its own; gives how much was told.
fn asked(
    questions: &Questions<'_>,
    number: usize,
    compared: &Searcher,
    in_memory: &Searcher,
) -> usize {
    let dice = &mut Dice::new(number as u64);
    let question = questions.question(dice);
    let scope = if dice.roll(6) == 0 { Scope::Paper } else { Scope::Section };
    let limit = [10, 10, 10, 3, 0][dice.roll(5)];
    let by_paper = dice.roll(5) == 0;
    let (explain, expand) = (dice.roll(8) == 0, dice.roll(8) > 0);
    let options =
        SearchOptions { scope, limit, by_paper, explain, expand, ..SearchOptions::default() };
    let sort = [Sort::Path, Sort::Path, Sort::Date, Sort::Paper][dice.roll(4)];
    let one = told(compared, &question, options, sort);
    let other = told(in_memory, &question, options, sort);
    for (one, other) in one.iter().zip(&other) {
        assert_eq!(one, other, "question {number}: {question}");
    }
    assert_eq!(one.len(), other.len(), "question {number}: {question}");
    one.len()
}

/// The questions with these numbers are answered alike by both stores.
fn are_answered_alike(numbers: Range<usize>) {
    let texts = corpus();
    let papers = papers(&texts, &mut Dice::new(7));
    let questions = Questions::of(&texts);
    let (folder, mut memory) = (tempfile::tempdir().unwrap(), Memory::default());
    change_index(folder.path(), &[], &papers);
    change_memory(&mut memory, &[], &papers);
    let on_disk = || Searcher::open(folder.path()).unwrap();
    ask(&questions, numbers.clone(), on_disk, &memory);
    // Papers that go and papers that come again with other texts leave no trace in either store.
    for (out, into) in changes(&papers) {
        change_index(folder.path(), &out, &into);
        change_memory(&mut memory, &out, &into);
    }
    let quarter = numbers.end..numbers.end + numbers.len() / 4;
    ask(&questions, quarter, on_disk, &memory);
}

/// Papers that go and papers that come: a sixth goes, another sixth comes again with other texts.
fn changes(papers: &[EvaluationPaper]) -> [(Vec<EvaluationPaper>, Vec<EvaluationPaper>); 3] {
    let (gone, rest) = papers.split_at(papers.len() / 6);
    let (old, others) = rest.split_at(papers.len() / 6);
    let path = |(old, other): (&EvaluationPaper, &EvaluationPaper)| EvaluationPaper {
        path: old.path.clone(),
        ..other.clone()
    };
    let new = old.iter().zip(others).map(path).collect();
    [(gone.to_vec(), Vec::new()), (old.to_vec(), Vec::new()), (Vec::new(), new)]
}

/// Asks both stores, in as many threads as there are cores. `open` opens the store that is compared with the one in
/// memory.
fn ask(
    questions: &Questions<'_>,
    numbers: Range<usize>,
    open: impl Fn() -> Searcher + Sync,
    memory: &Memory,
) {
    let next = Mutex::new(numbers.clone());
    let worker = || {
        let compared = open();
        let in_memory = Searcher::of(Box::new(memory.clone()));
        let next = std::iter::from_fn(|| next.lock().unwrap().next());
        next.map(|number| asked(questions, number, &compared, &in_memory)).collect::<Vec<usize>>()
    };
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let told: Vec<usize> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..threads).map(|_| scope.spawn(worker)).collect();
        threads.into_iter().flat_map(|one| one.join().unwrap()).collect()
    });
    // Questions that find nothing prove nothing.
    let answered = told.iter().filter(|told| **told > 8).count();
    assert!(answered > numbers.len() / 2, "{answered} of {}", numbers.len());
}

#[test]
fn questions_are_answered_alike() {
    are_answered_alike(0..FEW);
}

#[test]
#[ignore = "takes minutes: `.ci/slow` runs it"]
fn a_thousand_questions_are_answered_alike() {
    are_answered_alike(0..QUESTIONS);
}

/// A store in a cluster gives the same answers. `VANKIEN_CLUSTER` names the nodes, `VANKIEN_QUESTIONS` how many
/// questions are asked.
#[cfg(feature = "cluster")]
#[test]
#[ignore = "needs a cluster of OpenSearch"]
fn cluster_questions_are_answered_alike() {
    use vankien_engine::RemoteStore as _;
    use vankien_engine::cluster::{Address, Location, Settings};
    use vankien_engine::fixture::change_remote;
    use vankien_engine::paper_path::with_origin;

    let urls = std::env::var("VANKIEN_CLUSTER").expect("VANKIEN_CLUSTER names the nodes");
    let number = std::env::var("VANKIEN_QUESTIONS").ok().and_then(|number| number.parse().ok());
    let numbers = 0..number.unwrap_or(FEW);
    let settings =
        Settings { name: format!("alike-{}", std::process::id()), ..Settings::default() };
    let here = Location::new(
        Address::parse(&urls, None).unwrap(),
        settings,
        "máy 1".into(),
        std::time::Duration::from_secs(60),
    )
    .unwrap();
    let texts = corpus();
    let papers = papers(&texts, &mut Dice::new(7));
    let questions = Questions::of(&texts);
    let mut memory = Memory::default();
    // In memory a paper has its origin in its path.
    let change = |memory: &mut Memory, out: &[EvaluationPaper], into: &[EvaluationPaper]| {
        change_remote(&here, out, into).unwrap();
        let named = |paper: &EvaluationPaper| EvaluationPaper {
            path: with_origin(&paper.path, "máy 1"),
            ..paper.clone()
        };
        let [out, into] = [out, into].map(|all| all.iter().map(named).collect::<Vec<_>>());
        change_memory(memory, &out, &into);
    };
    change(&mut memory, &[], &papers);
    let open = || Searcher::of(here.open().unwrap());
    ask(&questions, numbers.clone(), open, &memory);
    for (out, into) in changes(&papers) {
        change(&mut memory, &out, &into);
    }
    let quarter = numbers.end..numbers.end + numbers.len() / 4;
    ask(&questions, quarter, open, &memory);
}
