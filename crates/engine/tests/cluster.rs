//! A store in a real cluster gives back what was put into it. Needs one: `.ci/opensearch/nodes` starts three nodes.
#![cfg(all(feature = "cluster", feature = "fixture"))]
#![allow(clippy::unwrap_used, missing_docs)]

use std::time::Duration;

use vankien_engine::cluster::{Address, Location, Settings};
use vankien_engine::fixture::{change_memory, change_remote, paper};
use vankien_engine::memory::Memory;
use vankien_engine::paper_path::with_origin;
use vankien_engine::{Error, EvaluationPaper, Papers, RemoteStore as _};

/// A store of its own for each test, on the nodes that `VANKIEN_CLUSTER` names.
fn location(name: &str, origin: &str) -> Location {
    let urls = std::env::var("VANKIEN_CLUSTER").expect("VANKIEN_CLUSTER names the nodes");
    let name = format!("test-{}-{name}", std::process::id());
    let settings = Settings { name, ..Settings::default() };
    Location::new(
        Address::parse(&urls, None).unwrap(),
        settings,
        origin.into(),
        Duration::from_secs(60),
    )
    .unwrap()
}

/// The paper as the store in memory gets it: with its origin in its path.
fn of_origin(paper: &EvaluationPaper, origin: &str) -> EvaluationPaper {
    EvaluationPaper { path: with_origin(&paper.path, origin), ..paper.clone() }
}

fn evaluation(path: &str, text: &str) -> EvaluationPaper {
    let text = format!("{text}; theo Nghị quyết 59-NQ/TW, số 12-NQ/TW");
    EvaluationPaper {
        path: path.into(),
        document: paper(&text, Some("12-NQ/TW"), &["59-NQ/TW"]),
        extracted: text,
    }
}

/// The store of the cluster and the one in memory tell the same of papers and sections.
fn same(cluster: &dyn Papers, memory: &Memory) {
    let told = |store: &dyn Papers| {
        let papers = store.papers().unwrap();
        let some = papers.iter().step_by(1 + papers.len() / 50);
        let sections: Vec<_> =
            some.flat_map(|paper| store.sections(&paper.path).unwrap()).collect();
        // The path in the record of a section is that of the store.
        let told: Vec<_> =
            papers.iter().map(|paper| (paper.path.clone(), paper.sections)).collect();
        (told, sections, store.paths().unwrap(), store.duplicates().unwrap().len())
    };
    assert!(told(cluster) == told(memory), "{} papers", cluster.papers().unwrap().len());
    assert_eq!(cluster.manifest().totals, memory.manifest().totals);
    assert_eq!(cluster.manifest().shown, memory.manifest().shown);
}

#[test]
#[ignore = "needs a cluster of OpenSearch"]
fn cluster_gives_back_what_was_put() {
    let here = location("put", "máy 1");
    assert!(matches!(here.open(), Err(Error::NoIndex { .. })));
    let mut memory = Memory::default();
    let resolution = |at: u32| format!("Nghị quyết thứ {at} về đất đai");
    let some: Vec<EvaluationPaper> =
        (0..1_200).map(|at| evaluation(&format!("thư mục/{at:04}.txt"), &resolution(at))).collect();
    let change = |memory: &mut Memory, out: &[EvaluationPaper], into: &[EvaluationPaper]| {
        change_remote(&here, out, into).unwrap();
        let [out, into] = [out, into]
            .map(|all| all.iter().map(|one| of_origin(one, "máy 1")).collect::<Vec<_>>());
        change_memory(memory, &out, &into);
    };
    change(&mut memory, &[], &some);
    let cluster = here.open().unwrap();
    same(&*cluster, &memory);
    let before = cluster.version();
    // Replaced, removed, added.
    let changed =
        [evaluation("thư mục/0003.txt", "khác"), evaluation("mới.txt", "mới \u{2}5\u{6}")];
    change(&mut memory, &[some[3].clone(), some[4].clone()], &changed);
    let cluster = here.open().unwrap();
    same(&*cluster, &memory);
    assert_ne!(cluster.version(), before);
    assert!(cluster.paper("không có.txt").unwrap().is_none());
    assert!(cluster.sections_at("không có.txt").unwrap().is_empty());
    // A path without its origin is found as well.
    assert!(cluster.paper("mới.txt").unwrap().is_some_and(|paper| paper.path == "mới.txt\0máy 1"));
}
