//! A passage keeps to the section that its label names: hits and mentions are held against the sections
//! of `show --json`, over papers written by hand and over papers as strangers' tools left them.
//! The latter test is skipped where those papers are not at hand.

use std::collections::HashMap;
use std::path::Path;
use std::time::Instant;

use serde_json::Value;
use vankien::present;
use vankien::present::style::Style;
use vankien_files::pipeline;
use vankien_search::mentions::Wanted;
use vankien_search::{SearchOptions, Searcher};
use vankien_testing::index::{Indexed, World};
use vankien_testing::{Dice, say};

/// An index, and the sections of its papers as `show --json` prints them.
struct Papers {
    searcher: Searcher,
    shown: HashMap<String, Vec<Value>>,
    /// How many hits so far lie in an item inside the indexed section.
    in_items: usize,
}

impl Papers {
    fn open(index: &Path) -> Papers {
        let searcher = Searcher::open(index).expect("an index");
        Papers { searcher, shown: HashMap::new(), in_items: 0 }
    }

    /// The sections of the paper at `path`, in order.
    fn sections(&mut self, path: &str) -> &[Value] {
        self.shown.entry(path.to_owned()).or_insert_with(|| {
            let extracted = pipeline::read(Path::new(path), u64::MAX).expect("a paper");
            let document = pipeline::document(&extracted);
            let view = present::paper::view(path, &extracted.text, &document);
            let view = serde_json::to_value(view).expect("JSON");
            view["sections"].as_array().expect("sections").clone()
        })
    }

    /// The hits of a question as JSON.
    fn hits(&self, question: &str, context: usize) -> Vec<Value> {
        let options = SearchOptions { limit: 20, context, ..SearchOptions::default() };
        let Ok(answer) = self.searcher.search(question, options) else { return Vec::new() };
        let view = |hit| serde_json::to_value(present::hits::hit(hit, &answer.parts));
        answer.hits.iter().map(|hit| view(hit).expect("JSON")).collect()
    }

    /// The first forty mentions of a question as JSON.
    fn mentions(&self, question: &str) -> Vec<Value> {
        let mut rows = Vec::new();
        let listed = self.searcher.mentions(question, Wanted::default(), |mention| {
            rows.push(serde_json::to_value(present::mentions::view(mention)).expect("JSON"));
            rows.len() < 40
        });
        listed.map_or(Vec::new(), |_| rows)
    }

    /// What is wrong with the hits and mentions of a question; how many there are.
    fn faults(&mut self, question: &str) -> (usize, Vec<String>) {
        let hits = [0, 1].into_iter().flat_map(|context| self.hits(question, context));
        let hits: Vec<Value> = hits.collect();
        let mentions = self.mentions(question);
        let count = hits.len() + mentions.len();
        self.in_items += hits.iter().filter(|hit| !hit["within"].is_null()).count();
        let mut faults: Vec<(String, Value)> = Vec::new();
        for hit in hits {
            let sections = self.sections(hit["path"].as_str().expect("a path"));
            let fault = unclear(&hit).or_else(|| misplaced(&hit, &hit["text"], sections));
            faults.extend(fault.map(|fault| (fault, hit)));
        }
        for mention in mentions {
            let sections = self.sections(mention["path"].as_str().expect("a path"));
            let fault = misplaced(&mention, &mention["surface"], sections);
            faults.extend(fault.map(|fault| (fault, mention)));
        }
        let told = |(fault, row): (String, Value)| format!("{question:?}: {fault}\n  {row}");
        (count, faults.into_iter().map(told).collect())
    }
}

/// What a hit says of its matches that cannot be.
fn unclear(hit: &Value) -> Option<String> {
    let letters = hit["text"].as_str()?.chars().count() as u64;
    let highlights = hit["highlights"].as_array()?.iter();
    for range in highlights {
        let (from, to) = (range[0].as_u64()?, range[1].as_u64()?);
        if from >= to || to > letters {
            return Some(format!("highlight {range} in {letters} letters"));
        }
    }
    let every = hit["match_lines"].as_array()?.len() == hit["matches"].as_array()?.len();
    (!every).then(|| "match_lines and matches differ".to_owned())
}

/// Why a passage does not lie in the section that its label names, those below it included. A path
/// may stand in a paper more than once: one of its places must hold the passage.
fn misplaced(row: &Value, text: &Value, sections: &[Value]) -> Option<String> {
    let label = row["section"].as_str()?;
    let place = row.get("place").or_else(|| row.get("where"))?;
    let mut fault = format!("no section {label:?} in {place}");
    for (at, section) in sections.iter().enumerate() {
        let within = &section["within"];
        let is_mention = row["type"] == "mention";
        let is_indexed =
            if row["within"].is_null() { within == label } else { *within == row["within"] };
        if section["path"] != label || section["place"] != *place || !(is_mention || is_indexed) {
            continue;
        }
        let below = format!("{label}/");
        let is_below = |other: &&Value| {
            other["within"] == *within
                && other["path"].as_str().expect("a path").starts_with(&below)
        };
        let inside = sections[at + 1..].iter().take_while(is_below);
        let inside: Vec<&Value> = std::iter::once(section).chain(inside).collect();
        match outside(row, text.as_str()?, &inside) {
            None => return None,
            Some(found) => fault = found,
        }
    }
    Some(fault)
}

/// What of a passage lies outside of these sections, which stand one behind the other.
fn outside(row: &Value, text: &str, sections: &[&Value]) -> Option<String> {
    let lines = |row: &Value| (row["lines"][0].as_u64(), row["lines"][1].as_u64());
    let (first, last) = lines(row);
    let from = sections.iter().map(|section| lines(section).0).min()?;
    let to = sections.iter().map(|section| lines(section).1).max()?;
    if first < from || last > to {
        return Some(format!("lines outside of {from:?} to {to:?}"));
    }
    let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let texts: Vec<&str> = sections.iter().filter_map(|section| section["text"].as_str()).collect();
    let whole = words(&texts.join("\n"));
    (!whole.contains(&words(text))).then(|| format!("its text is not in {whole:?}"))
}

/// Questions by a seed: words in a row, two rows of one section, a phrase.
fn questions(papers: &Papers, count: usize, seed: u64) -> Vec<String> {
    let store = papers.searcher.store();
    let paths = store.paths().expect("paths");
    let sections = paths.iter().flat_map(|path| store.sections(path).expect("sections"));
    let texts: Vec<String> = sections.map(|section| section.text.replace('"', " ")).collect();
    let mut dice = Dice::new(seed);
    let question = |number: usize| {
        let words: Vec<&str> = texts[dice.roll(texts.len())].split_whitespace().collect();
        let mut row = |longest: usize| {
            let from = dice.roll(words.len());
            words[from..].iter().take(1 + dice.roll(longest)).copied().collect::<Vec<_>>().join(" ")
        };
        match number % 3 {
            0 => row(6),
            1 => format!("{} {}", row(2), row(2)),
            _ => format!("\"{}\"", row(4)),
        }
    };
    (0..count).map(question).collect()
}

/// Asks every question, half of them on each of two threads; none may have a hit or a mention
/// outside of its section.
fn ask(index: &Path, questions: &[String]) {
    let half = |questions: &[String]| {
        let mut papers = Papers::open(index);
        let (mut passages, mut faults) = (0, Vec::new());
        for question in questions {
            let (found, wrong) = papers.faults(question);
            passages += found;
            faults.extend(wrong);
        }
        (passages, papers.in_items, faults)
    };
    let (one, other) = questions.split_at(questions.len() / 2);
    let (one, other) = std::thread::scope(|scope| {
        let thread = scope.spawn(|| half(one));
        (half(other), thread.join().expect("it ends"))
    });
    let (count, in_items) = (one.0 + other.0, one.1 + other.1);
    let faults: Vec<String> = one.2.into_iter().chain(other.2).collect();
    say(&format!("{} questions, {count} passages, {in_items} hits in items", questions.len()));
    assert!(in_items >= questions.len(), "{in_items} hits in items prove too little");
    assert!(faults.is_empty(), "{} of {count}:\n{}", faults.len(), faults.join("\n"));
}

#[test]
#[ignore = "needs the real papers beside the project (../shared)"]
fn shared_no_passage_leaves_the_section_it_names() {
    let begun = Instant::now();
    let wild = Indexed::wild();
    say(&format!("read in {:.1?}", begun.elapsed()));
    let questions = questions(&Papers::open(&wild.index()), 500, 1);
    ask(&wild.index(), &questions);
    say(&format!("asked after {:.1?}", begun.elapsed()));
}

/// A paper whose clauses and points say where they stand.
const DECREE: &str = "\
Điều 5. Phạm vi alpha
1. Nhà nước quản lý đất đai thống nhất trong cả nước beta.
a) Giao đất gamma cho hộ gia đình, cá nhân sử dụng ổn định lâu dài;
b) Thu hồi đất delta theo quy định của pháp luật.
2. Người sử dụng đất có quyền epsilon và nghĩa vụ theo luật.
1. Phần này đánh số lại từ đầu với zeta.
Điều 6. Hiệu lực
1. Có hiệu lực từ ngày ký eta.
2. Thay thế các văn bản trước theta.
";

#[test]
fn the_label_is_the_smallest_item_that_holds_the_matches_shown() {
    let world = World::new(&[("decree.txt", DECREE)]);
    let mut papers = Papers::open(&world.index());
    for (question, section, within, text) in [
        ("alpha", "5", None, "Điều 5. Phạm vi alpha"),
        ("beta", "5/1", Some("5"), "1. Nhà nước"),
        ("gamma", "5/1/a", Some("5"), "a) Giao đất"),
        ("gamma delta", "5/1", Some("5"), "1. Nhà nước"),
        ("beta gamma", "5/1", Some("5"), "1. Nhà nước"),
        ("epsilon", "5/2", Some("5"), "2. Người sử dụng"),
        ("zeta", "5/1~2", Some("5"), "1. Phần này"),
        ("delta epsilon", "5", None, "Điều 5. Phạm vi alpha"),
        ("theta", "6/2", Some("6"), "2. Thay thế"),
    ] {
        let hits = papers.hits(question, 1);
        let hit = &hits[0];
        let found = (hit["section"].as_str(), hit["within"].as_str());
        assert_eq!(found, (Some(section), within), "{question}");
        assert!(hit["text"].as_str().expect("a text").starts_with(text), "{question}: {hit}");
        assert_eq!(papers.faults(question).1, Vec::<String>::new());
    }
}

#[test]
fn text_output_names_the_section_around_an_item() {
    let world = World::new(&[("decree.txt", DECREE)]);
    const PLAIN: Style = Style { colour: false };
    let mut text = Vec::new();
    present::hits::write_text(&mut text, &world.search("theta"), PLAIN).expect("text");
    let text = String::from_utf8(text).expect("UTF-8");
    assert!(text.contains("khoản 2 Điều 6, in section 6 Hiệu lực"), "{text}");
}
