//! What a question costs beside the bare engine, both in this process, asked in turn:
//! `cargo bench --bench questions -- INDEX BARE QUESTIONS [THREADS]`.
//! In: an index, one of the same folder by `bare ingest`, questions as JSON lines with `text`. Out: milliseconds,
//! of each question the least of some rounds, and the ratios. With THREADS so many ask at once, and every
//! answer counts.
#![allow(clippy::print_stdout, missing_docs)]

mod engine;

use std::error::Error;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use vankien_search::{SearchOptions, Searcher};

use engine::Engine;

/// The allocator of the program, for both.
#[global_allocator]
static MEMORY: mimalloc::MiMalloc = mimalloc::MiMalloc;

const ROUNDS: usize = 5;

fn main() -> Result<(), Box<dyn Error>> {
    let words: Vec<String> = std::env::args().skip(1).filter(|one| one != "--bench").collect();
    let (index, bare, questions, threads) = match &words[..] {
        [index, bare, questions] => (index, bare, questions, 1),
        [index, bare, questions, threads] => (index, bare, questions, threads.parse()?),
        _ => {
            println!("usage: cargo bench --bench questions -- INDEX BARE QUESTIONS [THREADS]");
            return Ok(());
        }
    };
    let rows = std::fs::read_to_string(questions)?;
    let texts = rows.lines().map(serde_json::from_str::<serde_json::Value>);
    let texts: Vec<String> = texts
        .filter_map(|row| row.map(|row| row["text"].as_str().map(str::to_owned)).transpose())
        .collect::<Result<_, _>>()?;
    let (ours, bare) = (Searcher::open(Path::new(index))?, Engine::open(Path::new(bare))?);
    let ask_bare = |text: &str| bare.search(text).map_or(0, |(hits, _)| hits.len());
    let ask_ours = |text: &str| {
        ours.search(text, SearchOptions::default()).map_or(0, |answer| answer.hits.len())
    };
    let (bare, ours) = match threads {
        1 => alternating(&texts, &ask_bare, &ask_ours),
        _ => (crowded(&texts, threads, &ask_bare), crowded(&texts, threads, &ask_ours)),
    };
    if threads == 1 {
        let ratios = sorted(bare.iter().zip(&ours).map(|(bare, ours)| ours / bare).collect());
        println!("ours beside bare, question by question: median {:.2}", at(&ratios, 0.5));
    }
    let (bare, ours) = (sorted(bare), sorted(ours));
    for (name, times) in [("bare", &bare), ("ours", &ours)] {
        let (median, high, most) = (at(times, 0.5), at(times, 0.99), at(times, 1.0));
        println!("{name}: median {median:.2} ms, 99th percentile {high:.2}, most {most:.2}");
    }
    let ratio = |share| at(&ours, share) / at(&bare, share);
    println!("ratio of medians {:.2}, of 99th percentiles {:.2}", ratio(0.5), ratio(0.99));
    Ok(())
}

/// Of each question the least time of some rounds, in milliseconds.
fn alternating(
    texts: &[String],
    one: &dyn Fn(&str) -> usize,
    other: &dyn Fn(&str) -> usize,
) -> (Vec<f64>, Vec<f64>) {
    let mut least = (vec![f64::MAX; texts.len()], vec![f64::MAX; texts.len()]);
    for _ in 0..ROUNDS {
        for (at, text) in texts.iter().enumerate() {
            least.0[at] = least.0[at].min(timed(text, one));
            least.1[at] = least.1[at].min(timed(text, other));
        }
    }
    least
}

/// The times of all answers, each question asked some times, by so many threads at once.
fn crowded(texts: &[String], threads: usize, ask: &(dyn Fn(&str) -> usize + Sync)) -> Vec<f64> {
    let (next, all) = (AtomicUsize::new(0), ROUNDS * texts.len());
    let work = || {
        let mut times = Vec::new();
        loop {
            match next.fetch_add(1, Ordering::Relaxed) {
                turn if turn < all => times.push(timed(&texts[turn % texts.len()], ask)),
                _ => return times,
            }
        }
    };
    std::thread::scope(|scope| {
        let workers: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
        workers.into_iter().flat_map(|worker| worker.join().unwrap_or_default()).collect()
    })
}

fn timed(text: &str, ask: impl Fn(&str) -> usize) -> f64 {
    let begun = Instant::now();
    std::hint::black_box(ask(text));
    begun.elapsed().as_secs_f64() * 1e3
}

fn sorted(mut times: Vec<f64>) -> Vec<f64> {
    times.sort_by(f64::total_cmp);
    times
}

fn at(sorted: &[f64], share: f64) -> f64 {
    let last = sorted.len().saturating_sub(1);
    sorted.get((share * last as f64).round() as usize).copied().unwrap_or_default()
}
