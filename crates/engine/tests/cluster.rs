//! A store in a real cluster gives back what was put into it. Needs one: `.ci/opensearch/nodes` starts three nodes.
#![cfg(all(feature = "cluster", feature = "fixture"))]
#![allow(clippy::unwrap_used, missing_docs)]

use std::sync::atomic::{AtomicU32, Ordering};

use vankien_engine::cluster::{Address, Client, ClusterStore, Settings};
use vankien_engine::fixture::{change_cluster, change_memory, paper};
use vankien_engine::memory::Memory;
use vankien_engine::{Error, EvaluationPaper, Papers};

/// The nodes that `VANKIEN_CLUSTER` names.
fn client() -> Client {
    let urls = std::env::var("VANKIEN_CLUSTER").expect("VANKIEN_CLUSTER names the nodes");
    Client::new(Address::parse(&urls, None).unwrap())
}

/// A store of its own for each test.
fn settings() -> Settings {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let next = NEXT.fetch_add(1, Ordering::Relaxed);
    let name = format!("test-{}-{next}", std::process::id());
    Settings { name, ..Settings::default() }
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
fn same(cluster: &ClusterStore, memory: &Memory) {
    let told = |store: &dyn Papers| {
        let papers = store.papers().unwrap();
        let some = papers.iter().step_by(1 + papers.len() / 50);
        let sections: Vec<_> =
            some.flat_map(|paper| store.sections(&paper.path).unwrap()).collect();
        (papers, sections, store.paths().unwrap(), store.duplicates().unwrap())
    };
    assert!(told(cluster) == told(memory), "{} papers", cluster.papers().unwrap().len());
    assert_eq!(cluster.manifest().totals, memory.manifest().totals);
    assert_eq!(cluster.manifest().shown, memory.manifest().shown);
}

#[test]
#[ignore = "needs a cluster of OpenSearch"]
fn cluster_gives_back_what_was_put() {
    let settings = settings();
    let missing = ClusterStore::open(client(), settings.clone());
    assert!(matches!(missing, Err(Error::NoIndex { .. })));
    let mut cluster = ClusterStore::open_or_create(client(), settings.clone()).unwrap();
    let mut memory = Memory::default();
    same(&cluster, &memory);
    let resolution = |at: u32| format!("Nghị quyết thứ {at} về đất đai");
    let some: Vec<EvaluationPaper> =
        (0..1_200).map(|at| evaluation(&format!("thư mục/{at:04}.txt"), &resolution(at))).collect();
    change_cluster(&mut cluster, "máy 1", &[], &some).unwrap();
    change_memory(&mut memory, &[], &some);
    same(&cluster, &memory);
    let before = cluster.version();
    // Replaced, removed, added.
    let changed =
        [evaluation("thư mục/0003.txt", "khác"), evaluation("mới.txt", "mới \u{2}5\u{6}")];
    let out = [some[3].clone(), some[4].clone()];
    change_cluster(&mut cluster, "máy 1", &out, &changed).unwrap();
    change_memory(&mut memory, &out, &changed);
    same(&cluster, &memory);
    assert_ne!(cluster.version(), before);
    // Opened anew, it is the same.
    let again = ClusterStore::open_or_create(client(), settings).unwrap();
    same(&again, &memory);
    assert_eq!(again.version(), cluster.version());
    assert!(again.paper("không có.txt").unwrap().is_none());
    assert!(again.sections_at("không có.txt").unwrap().is_empty());
}
