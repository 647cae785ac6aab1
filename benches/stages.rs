//! How long each stage takes: `cargo bench --bench stages -- FOLDER`, in CPU-bound wall time of one
//! thread, best of three rounds. Without a folder it reads `corpus/`.

#![allow(missing_docs, clippy::print_stdout)]

use std::path::PathBuf;
use std::time::{Duration, Instant};

use vankien_files::extract;
use vankien_text::{normalise, repair};

fn main() {
    let named = std::env::args().skip(1).find(|argument| !argument.starts_with("--"));
    let folder = PathBuf::from(named.unwrap_or_else(|| "corpus".into()));
    let files: Vec<(PathBuf, Vec<u8>)> = walkdir::WalkDir::new(&folder)
        .sort_by_file_name()
        .into_iter()
        .filter_map(Result::ok)
        .filter(|entry| entry.path().extension().is_some_and(|ending| ending == "txt"))
        .filter_map(|entry| Some((entry.path().to_path_buf(), std::fs::read(entry.path()).ok()?)))
        .collect();
    let bytes: usize = files.iter().map(|(_, bytes)| bytes.len()).sum();
    println!("{} files, {:.1} MB", files.len(), bytes as f64 / 1e6);
    let mut best = [Duration::MAX; 4];
    for _ in 0..3 {
        let round = round(&files);
        for (best, time) in best.iter_mut().zip(round) {
            *best = (*best).min(time);
        }
    }
    for (name, time) in ["extract", "normalise", "repair", "structure"].iter().zip(best) {
        let seconds = time.as_secs_f64();
        println!("{name:<10} {seconds:8.3} s  {:8.1} MB/s", bytes as f64 / 1e6 / seconds.max(1e-9));
    }
}

fn round(files: &[(PathBuf, Vec<u8>)]) -> [Duration; 4] {
    let mut times = [Duration::ZERO; 4];
    for (path, bytes) in files {
        let start = Instant::now();
        let Ok(extracted) = extract::extract(path, bytes.clone()) else { continue };
        times[0] += start.elapsed();
        let start = Instant::now();
        let normalised = normalise::normalise(&extracted.text);
        times[1] += start.elapsed();
        let start = Instant::now();
        let repaired = repair::repair(&normalised.text);
        times[2] += start.elapsed();
        let start = Instant::now();
        let document =
            vankien_papers::structure(&repaired.text, &extracted.page_starts, extracted.lines);
        times[3] += start.elapsed();
        std::hint::black_box(document);
    }
    times
}
