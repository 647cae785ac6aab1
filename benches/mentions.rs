//! Whether `mentions --verbatim --count` agrees with a plain scan of the repaired text, and how long
//! both take: `cargo bench --bench mentions -- FOLDER INDEX PHRASE…`. INDEX was made from FOLDER.
#![allow(clippy::print_stdout, clippy::unwrap_used, missing_docs)]

use std::path::Path;
use std::time::Instant;

use vankien_files::pipeline;
use vankien_search::Searcher;
use vankien_search::mentions::Wanted;

/// How often `phrase` stands in `text`, both small, as whole words, none inside the one before.
fn occurrences(text: &str, phrase: &str) -> usize {
    let whole = |at: &usize| {
        !text[..*at].ends_with(char::is_alphanumeric)
            && !text[at + phrase.len()..].starts_with(char::is_alphanumeric)
    };
    text.match_indices(phrase).map(|(at, _)| at).filter(whole).count()
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|one| one != "--bench").collect();
    let [folder, index, phrases @ ..] = &arguments[..] else {
        println!("usage: cargo bench --bench mentions -- FOLDER INDEX PHRASE…");
        return;
    };
    let mut scanned = vec![0; phrases.len()];
    let small: Vec<String> = phrases.iter().map(|phrase| phrase.to_lowercase()).collect();
    let begun = Instant::now();
    for entry in walkdir::WalkDir::new(folder).into_iter().filter_map(Result::ok) {
        let Ok(extracted) = pipeline::read(entry.path(), u64::MAX) else { continue };
        for section in pipeline::document(&extracted).sections {
            let text = section.text.to_lowercase();
            for (count, phrase) in scanned.iter_mut().zip(&small) {
                *count += occurrences(&text, phrase);
            }
        }
    }
    println!("read, repaired and scanned in {:.1?}", begun.elapsed());
    let searcher = Searcher::open(Path::new(index)).unwrap();
    let wanted = Wanted { verbatim: true, expand: false, ..Wanted::default() };
    for (phrase, scanned) in phrases.iter().zip(scanned) {
        let begun = Instant::now();
        let total = searcher.count(&format!("\"{phrase}\""), wanted).unwrap().tally.total;
        let took = begun.elapsed();
        let verdict = if total == scanned { "equal" } else { "DIFFERENT" };
        println!("{phrase}: counted {total} in {took:.1?}, scanned {scanned}: {verdict}");
    }
}
