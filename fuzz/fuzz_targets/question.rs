#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use vankien_ingest::{ingest, IngestOptions};
use vankien::present::hits;
use vankien_search::mentions::Wanted;
use vankien_search::{Scope, SearchOptions, Searcher};

/// Two small papers: one with a very long sentence, one cut at ends of lines and pages.
const PAPERS: [(&str, &str, usize); 2] = [
    (
        "Số 59-NQ/TW\nngày 05/12/2024\n\nNGHỊ QUYẾT\nvề đất đai\n\nĐiều 1. Đất đai. Chăn nuôi ",
        "đất đai chăn nuôi của các cán bộ, công chức theo Nghị định số 168/2024/NĐ-CP ",
        80,
    ),
    (
        "Số 12-QĐ/TU\n\nQUYẾT ĐỊNH\nvề hoà bình\n\n1. Ban Thường vụ (BTV) ẃỰn ",
        "xây dựng\nnông thôn\n\u{c}mới.\na) hòa bình; Nghị quyết số\n59-NQ/TW\n",
        20,
    ),
];

/// The index of these papers, made with the first question.
static SEARCHER: LazyLock<Searcher> = LazyLock::new(|| {
    let folder = tempfile::tempdir().expect("a folder").keep();
    let papers = folder.join("papers");
    std::fs::create_dir(&papers).expect("a folder");
    for (at, (head, line, count)) in PAPERS.iter().enumerate() {
        let text = format!("{head}{}", line.repeat(*count));
        std::fs::write(papers.join(format!("{at}.txt")), text).expect("written");
    }
    let index = folder.join("index");
    let options = IngestOptions { index: index.clone().into(), paths: vec![papers], ..Default::default() };
    ingest(&options, &mut ()).expect("ingested");
    Searcher::open(&index).expect("an index")
});

fuzz_target!(|data: &[u8]| {
    // The first byte chooses options, the rest is the question.
    let (switches, question) = data.split_first().unwrap_or((&0, data));
    let question = String::from_utf8_lossy(question);
    let is_set = |bit: u32| switches >> bit & 1 == 1;
    // All bits have their meaning: the length of the question chooses the scope.
    let scope = if question.len() % 2 == 0 { Scope::Section } else { Scope::Paper };
    let options = SearchOptions {
        limit: if is_set(0) { 0 } else { 1 },
        context: usize::from(is_set(1)),
        expand: is_set(2),
        all: is_set(3),
        by_paper: is_set(4),
        by_date: is_set(5),
        explain: is_set(6),
        scope,
        ..SearchOptions::default()
    };
    // A question that is refused is answered, too.
    if let Ok(answer) = SEARCHER.search(&question, options) {
        for hit in &answer.hits {
            hits::hit(hit, &answer.parts);
        }
    }
    let (verbatim, body, expand) = (is_set(7), is_set(1), is_set(2));
    let wanted = Wanted { verbatim, body, expand, scope, ..Wanted::default() };
    let _ = SEARCHER.mentions(&question, wanted, |_| true);
    let _ = SEARCHER.count(&question, wanted);
    let _ = SEARCHER.count_other_marks(&question, wanted);
    let _ = SEARCHER.facets(&question, scope);
    let _ = SEARCHER.papers(&question);
    let _ = SEARCHER.why_not(&question, "59-NQ/TW", is_set(2), scope);
    let _ = SEARCHER.resolve(&question);
});
