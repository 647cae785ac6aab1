//! Ingest keeps the index equal to the folders, whatever happens to them and in whatever order.
#![allow(clippy::unwrap_used, missing_docs)]

use std::fs;
use std::path::{Path, PathBuf};

use tempfile::TempDir;
use vankien_engine::Error as EngineError;
use vankien_engine::manifest::Root;
use vankien_engine::{Globs, Papers, Store, digest};
use vankien_ingest::Error;
use vankien_ingest::{IngestOptions, Summary, forget, ingest, verify};

struct World {
    folder: TempDir,
}

impl World {
    fn new(files: &[(&str, &str)]) -> World {
        let world = World { folder: tempfile::tempdir().unwrap() };
        for (path, text) in files {
            world.write(path, text);
        }
        world
    }

    fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    fn write(&self, path: &str, text: impl AsRef<[u8]>) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn options(&self, roots: &[&str]) -> IngestOptions {
        let paths = roots.iter().map(|root| self.path(root)).collect();
        IngestOptions { index: self.path("index").into(), paths, jobs: 2, ..Default::default() }
    }

    fn ingest(&self, roots: &[&str]) -> Summary {
        ingest(&self.options(roots), &mut ()).unwrap()
    }

    fn papers(&self) -> Vec<String> {
        let papers = Store::open(&self.path("index")).unwrap().papers().unwrap();
        let name = |path: &str| path.rsplit('/').next().unwrap().to_owned();
        papers.iter().map(|paper| name(&paper.path)).collect()
    }

    /// The path of a paper in the folder `corpus`, as it was walked.
    fn paper(&self, name: &str) -> String {
        self.path("corpus").join(name).to_string_lossy().into_owned()
    }

    fn digest(&self) -> String {
        digest(&Store::open(&self.path("index")).unwrap()).unwrap()
    }

    fn skips(summary: &Summary) -> Vec<String> {
        let name = |path: &Path| path.file_name().unwrap().to_string_lossy().into_owned();
        summary.skipped.iter().map(|(path, _)| name(path)).collect()
    }
}

/// Added, changed, unchanged, removed.
fn counts(summary: &Summary) -> [u64; 4] {
    [summary.added, summary.changed, summary.unchanged, summary.removed]
}

const PAPERS: [(&str, &str); 3] = [
    ("corpus/a.txt", "Nghị quyết về chuyển đổi số"),
    ("corpus/b.txt", "Thông báo kết luận\n\nVề phòng, chống tham nhũng"),
    ("corpus/c/d.md", "Kế hoạch giải ngân"),
];

#[test]
fn reads_only_what_changed() {
    let world = World::new(&PAPERS);
    let first = world.ingest(&["corpus"]);
    assert_eq!((counts(&first), first.totals.papers, first.totals.passages), ([3, 0, 0, 0], 3, 4));
    assert_eq!(counts(&world.ingest(&["corpus"])), [0, 0, 3, 0]);
    world.write("corpus/a.txt", "Nghị quyết khác");
    world.write("corpus/e.txt", "Công văn mới");
    fs::remove_file(world.path("corpus/b.txt")).unwrap();
    assert_eq!(counts(&world.ingest(&[])), [1, 1, 1, 1]);
    assert_eq!(world.papers(), ["a.txt", "d.md", "e.txt"]);
}

#[test]
fn a_file_that_was_only_touched_is_unchanged() {
    let world = World::new(&PAPERS);
    world.ingest(&["corpus"]);
    let digest = world.digest();
    let file = fs::File::options().append(true).open(world.path("corpus/a.txt")).unwrap();
    file.set_modified(std::time::SystemTime::UNIX_EPOCH).unwrap();
    assert_eq!(counts(&world.ingest(&["corpus"])), [0, 0, 3, 0]);
    assert_eq!((world.digest(), world.papers().len()), (digest, 3));
}

#[test]
fn roots_are_apart_and_can_be_forgotten() {
    let world = World::new(&PAPERS);
    world.write("other/x.txt", "Báo cáo");
    world.ingest(&["corpus"]);
    fs::remove_file(world.path("corpus/a.txt")).unwrap();
    assert_eq!(counts(&world.ingest(&["other"])), [1, 0, 0, 0]);
    assert_eq!(world.papers(), ["a.txt", "b.txt", "d.md", "x.txt"]);
    let summary = forget(&world.path("index").into(), &world.path("corpus"), None).unwrap();
    assert_eq!((counts(&summary), world.papers()), ([0, 0, 1, 3], vec!["x.txt".to_owned()]));
    let again = forget(&world.path("index").into(), &world.path("corpus"), None);
    assert!(matches!(again, Err(Error::UnknownRoot { .. })));
    assert_eq!(counts(&world.ingest(&[])), [0, 0, 1, 0]);
}

#[test]
fn another_spelling_of_a_root_doubles_nothing() {
    let world = World::new(&PAPERS);
    world.ingest(&["corpus"]);
    assert_eq!(counts(&world.ingest(&["corpus/../corpus"])), [0, 3, 0, 0]);
    assert_eq!(world.papers().len(), 3);
    assert_eq!(counts(&world.ingest(&["corpus/c"])), [0, 1, 0, 0]);
    assert_eq!(world.papers().len(), 3);
    assert_eq!(Store::open(&world.path("index")).unwrap().manifest().roots.len(), 2);
}

/// Patterns and links of a request reach the roots inside the given paths, in a rebuild as in an update.
#[test]
fn a_rebuild_chooses_the_files_that_an_update_chooses() {
    let choose = |world: &World, rebuild: bool| {
        let globs = Globs { exclude: vec!["*.md".to_owned()], ..Globs::default() };
        let (globs, follow) = (Some(globs), Some(true));
        let options = IngestOptions { globs, follow, rebuild, ..world.options(&["corpus"]) };
        ingest(&options, &mut ()).unwrap();
        let roots = Store::open(&world.path("index")).unwrap().manifest().roots.clone();
        let place = |root: Root| (root.given, root.globs.exclude, root.follow);
        let mut roots: Vec<_> = roots.into_iter().map(place).collect();
        roots.sort();
        (world.papers(), roots.into_iter().map(|root| (root.1, root.2)).collect::<Vec<_>>())
    };
    let world = || {
        let world = World::new(&PAPERS);
        world.write("other/x.md", "Báo cáo");
        world.ingest(&["corpus", "corpus/c", "other"]);
        world
    };
    let updated = choose(&world(), false);
    assert_eq!(updated.0, ["a.txt", "b.txt", "x.md"]);
    let patterns = vec!["*.md".to_owned()];
    assert_eq!(updated.1, [(patterns.clone(), true), (patterns, true), (vec![], false)]);
    assert_eq!(choose(&world(), true), updated);
}

#[test]
fn the_digest_tells_the_content_and_not_its_history() {
    let one = World::new(&PAPERS);
    one.ingest(&["corpus"]);
    let whole = one.digest();
    // Another order, other jobs, increments, a change and a deletion in between.
    fs::remove_dir_all(one.path("index")).unwrap();
    one.write("corpus/z.txt", "Sẽ bị xóa");
    one.write("corpus/a.txt", "Sẽ đổi");
    one.ingest(&["corpus/z.txt", "corpus/c"]);
    fs::remove_file(one.path("corpus/z.txt")).unwrap();
    ingest(&IngestOptions { jobs: 1, ..one.options(&["corpus"]) }, &mut ()).unwrap();
    forget(&one.path("index").into(), &one.path("corpus/c"), None).unwrap();
    assert_ne!(one.digest(), whole);
    one.write("corpus/a.txt", PAPERS[0].1);
    one.ingest(&["corpus"]);
    let sorted = Store::open(&one.path("index")).unwrap().papers().unwrap();
    assert!(sorted.windows(2).all(|pair| pair[0].path < pair[1].path));
    assert_eq!(one.digest(), whole);
    ingest(&IngestOptions { rebuild: true, ..one.options(&[]) }, &mut ()).unwrap();
    assert_eq!(one.digest(), whole);
}

#[test]
fn a_rebuild_switches_generations_and_leaves_other_files() {
    let world = World::new(&PAPERS);
    world.write("index/README.md", "words");
    world.write("index/.gitignore", "*");
    world.ingest(&["corpus"]);
    world.write("index/gen-000007/paper.txt", "of somebody else");
    let summary = ingest(&IngestOptions { rebuild: true, ..world.options(&[]) }, &mut ()).unwrap();
    assert_eq!(counts(&summary), [3, 0, 0, 0]);
    let mut names: Vec<String> = fs::read_dir(world.path("index"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    let all = [".gitignore", "CURRENT", "LOCK", "README.md", "VANKIEN", "gen-000007", "gen-000008"];
    assert_eq!(names, all);
}

#[test]
fn a_second_run_at_once_is_turned_away() {
    struct Second<'w>(&'w World, Vec<Error>);
    impl vankien_ingest::Progress for Second<'_> {
        fn begin(&mut self, _files: u64, _bytes: u64) {
            self.1.extend(ingest(&self.0.options(&["corpus"]), &mut ()).err());
        }
    }
    let world = World::new(&PAPERS);
    let mut second = Second(&world, Vec::new());
    ingest(&world.options(&["corpus"]), &mut second).unwrap();
    assert!(matches!(second.1[..], [Error::Engine(EngineError::Busy { .. })]));
}

#[test]
fn an_index_of_another_version_is_refused_and_can_be_rebuilt() {
    let world = World::new(&PAPERS);
    world.ingest(&["corpus"]);
    let meta = world.path("index/gen-000001/meta.json");
    let text = fs::read_to_string(&meta).unwrap();
    let print = vankien_engine::fingerprint();
    assert!(text.contains(&print));
    fs::write(&meta, text.replace(&print, "00")).unwrap();
    // The other version wrote a checksum of its own.
    fs::remove_file(world.path("index/gen-000001/SUMS")).unwrap();
    let refused = ingest(&world.options(&["corpus"]), &mut ());
    assert!(matches!(refused, Err(Error::Engine(EngineError::IndexVersion { .. }))));
    assert!(matches!(Store::open(&world.path("index")), Err(EngineError::IndexVersion { .. })));
    let summary = ingest(&IngestOptions { rebuild: true, ..world.options(&[]) }, &mut ()).unwrap();
    assert_eq!(counts(&summary), [3, 0, 0, 0]);
}

#[test]
fn what_cannot_be_read_is_named_and_the_rest_goes_on() {
    let world = World::new(&PAPERS);
    world.write("corpus/random.txt", [0xC3, 0x28, 0xFF, 0x00, 0x9F].repeat(100));
    world.write("corpus/empty.txt", "");
    world.write("corpus/scan.pdf", "%PDF");
    world.write("corpus/.hidden.txt", "ẩn");
    world.write("corpus/.git/x.txt", "ẩn");
    world.write("corpus/large.txt", "a ".repeat(600));
    world.write("corpus/vie\u{323}\u{302}t.txt", "Tên ở dạng NFD");
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink("nowhere", world.path("corpus/broken.txt")).unwrap();
        std::os::unix::fs::symlink("..", world.path("corpus/c/loop")).unwrap();
    }
    let options = IngestOptions { max_file_size: 1000, ..world.options(&["corpus", "missing"]) };
    let summary = ingest(&options, &mut ()).unwrap();
    let wanted =
        ["broken.txt", "loop", "empty.txt", "large.txt", "random.txt", "scan.pdf", "missing"];
    assert_eq!(World::skips(&summary), wanted);
    for (path, error) in &summary.skipped {
        assert!(error.to_string().contains(path.file_name().unwrap().to_str().unwrap()), "{error}");
    }
    assert_eq!(world.papers(), ["a.txt", "b.txt", "d.md", "vie\u{323}\u{302}t.txt"]);
    assert_eq!(counts(&ingest(&options, &mut ()).unwrap()), [0, 0, 4, 0]);
}

#[test]
#[cfg(unix)]
fn a_file_without_rights_is_named() {
    use std::os::unix::fs::PermissionsExt;
    let world = World::new(&PAPERS);
    let locked = world.path("corpus/a.txt");
    fs::set_permissions(&locked, fs::Permissions::from_mode(0o000)).unwrap();
    let readable = fs::read(&locked).is_ok(); // For root no file is locked.
    let summary = world.ingest(&["corpus"]);
    assert_eq!(World::skips(&summary).is_empty(), readable);
    assert_eq!(summary.added, if readable { 3 } else { 2 });
}

#[test]
fn a_file_that_broke_is_taken_out_and_comes_back() {
    let world = World::new(&PAPERS);
    world.ingest(&["corpus"]);
    world.write("corpus/a.txt", [0xFF, 0xFF, 0xFF]);
    let summary = world.ingest(&[]);
    assert_eq!(
        (counts(&summary), World::skips(&summary)),
        ([0, 0, 2, 1], vec!["a.txt".to_owned()])
    );
    world.write("corpus/a.txt", PAPERS[0].1);
    assert_eq!(counts(&world.ingest(&[])), [1, 0, 2, 0]);
}

#[test]
fn a_root_that_is_gone_loses_nothing() {
    let world = World::new(&PAPERS);
    world.ingest(&["corpus"]);
    fs::rename(world.path("corpus"), world.path("elsewhere")).unwrap();
    let summary = world.ingest(&[]);
    assert_eq!((counts(&summary)[3], World::skips(&summary)), (0, vec!["corpus".to_owned()]));
    assert_eq!(world.papers().len(), 3);
}

#[test]
fn no_index_says_so() {
    let world = World::new(&[]);
    assert!(matches!(Store::open(&world.path("index")), Err(EngineError::NoIndex { .. })));
    assert!(matches!(
        forget(&world.path("index").into(), &world.path("corpus"), None),
        Err(Error::Engine(EngineError::NoIndex { .. }))
    ));
}

#[test]
fn one_endless_line_is_read() {
    let world = World::new(&[]);
    world.write("corpus/long.txt", "nghị quyết ".repeat(200_000));
    world.write("corpus/word.txt", "a".repeat(2_000_000));
    assert_eq!(world.ingest(&["corpus"]).totals.papers, 2);
}

#[test]
fn the_index_may_lie_below_a_root() {
    let world = World::new(&PAPERS);
    world.write("index/README.md", "words");
    for _ in 0..2 {
        let summary = world.ingest(&["."]);
        assert_eq!((summary.totals.papers, summary.skipped.len()), (3, 0));
    }
}

/// The paths of the papers, each with those it stands for.
fn standing(world: &World) -> Vec<(String, Vec<String>)> {
    let name = |path: &str| path.rsplit('/').next().unwrap().to_owned();
    let papers = Store::open(&world.path("index")).unwrap().papers().unwrap().into_iter();
    papers
        .map(|paper| (name(&paper.path), paper.also_in.iter().map(|path| name(path)).collect()))
        .collect()
}

#[test]
fn a_paper_that_is_there_twice_counts_once() {
    let world = World::new(&[
        ("corpus/b.txt", "Nghị quyết về chuyển đổi số\n\nĐiều 1. Phạm vi."),
        ("corpus/c.txt", "Thông báo kết luận"),
        ("corpus/d.md", "Nghị quyết về  chuyển đổi số\nĐiều 1. Phạm vi.\n"),
    ]);
    let first = world.ingest(&["corpus"]);
    assert_eq!(
        (counts(&first), first.totals.papers, first.totals.duplicates),
        ([3, 0, 0, 0], 2, 1)
    );
    let both = [("b.txt".to_owned(), vec!["d.md".to_owned()]), ("c.txt".to_owned(), vec![])];
    assert_eq!(standing(&world), both);
    assert_eq!(counts(&world.ingest(&[])), [0, 0, 3, 0]);
    assert!(verify(&world.options(&[])).unwrap().agrees());

    // An earlier path takes over; where it goes, the next one does, unread until then.
    world.write("corpus/a.txt", "Nghị quyết về chuyển đổi số\n\nĐiều 1. Phạm vi.");
    assert_eq!(counts(&world.ingest(&[])), [1, 0, 3, 0]);
    assert_eq!(standing(&world)[0], ("a.txt".to_owned(), vec!["b.txt".into(), "d.md".into()]));
    assert_eq!(
        Store::open(&world.path("index")).unwrap().sections(&world.paper("b.txt")).unwrap(),
        []
    );
    fs::remove_file(world.path("corpus/a.txt")).unwrap();
    world.write("corpus/b.txt", "Nghị quyết khác");
    assert_eq!(counts(&world.ingest(&[])), [0, 1, 2, 1]);
    let wanted = [("b.txt", 1), ("c.txt", 1), ("d.md", 2)];
    for (name, sections) in wanted {
        let store = Store::open(&world.path("index")).unwrap();
        let found = store.sections(&world.paper(name)).unwrap();
        assert_eq!(found.len(), sections, "{name}");
    }
    let digest = world.digest();
    ingest(&IngestOptions { rebuild: true, ..world.options(&[]) }, &mut ()).unwrap();
    assert_eq!(world.digest(), digest);
}

/// Whatever comes, goes and changes, in whatever order, the index is the one that a rebuild makes.
#[test]
fn duplicates_leave_no_trace_of_their_history() {
    const TEXTS: [&str; 4] = ["Nghị quyết một", "Thông báo hai", "Chỉ thị ba", "Nghị quyết  một\n"];
    const NAMES: [&str; 6] = ["x/a.txt", "x/b.md", "x/c.txt", "y/a.txt", "y/b.txt", "z/a.md"];
    for seed in 0..8 {
        let world =
            World::new(&[("x/0.txt", "Báo cáo"), ("y/0.txt", "Báo cáo"), ("z/0.txt", "Tờ trình")]);
        world.ingest(&["x", "y", "z"]);
        let mut dice = vankien_testing::Dice::new(seed);
        for _ in 0..6 {
            for _ in 0..1 + dice.roll(4) {
                let name = NAMES[dice.roll(NAMES.len())];
                match dice.roll(4) {
                    0 => drop(fs::remove_file(world.path(name))),
                    _ => world.write(name, TEXTS[dice.roll(TEXTS.len())]),
                }
            }
            match dice.roll(5) {
                0 => drop(forget(&world.path("index").into(), &world.path("y"), None)),
                1 => drop(world.ingest(&["y"])),
                2 => drop(world.ingest(&["x", "z"])),
                _ => drop(world.ingest(&[])),
            }
        }
        world.ingest(&["x", "y", "z"]);
        let (digest, found) = (world.digest(), standing(&world));
        assert!(verify(&world.options(&[])).unwrap().agrees(), "seed {seed}");
        let rebuilt = IngestOptions { rebuild: true, jobs: 1, ..world.options(&[]) };
        ingest(&rebuilt, &mut ()).unwrap();
        assert_eq!((world.digest(), standing(&world)), (digest, found), "seed {seed}");
    }
}

#[test]
fn verify_tells_what_does_not_agree() {
    let world = World::new(&[
        ("papers/a.txt", "Thông báo về công tác cán bộ của Thành ủy.\n"),
        ("papers/b.txt", "Kết luận về phòng, chống tham nhũng, tiêu cực.\n"),
        ("papers/c.txt", "Chỉ thị về cải cách hành chính.\n"),
    ]);
    world.ingest(&["papers"]);
    let check = || verify(&world.options(&[])).unwrap();
    assert!(check().agrees());
    assert_eq!(check().agree, 3);

    // Of the same size, and as old as it was: only its bytes tell.
    let path = world.path("papers/a.txt");
    let old = fs::metadata(&path).unwrap().modified().unwrap();
    world.write("papers/a.txt", "Thông báo về công tác đảng viên Thành ủy.\n".replace("viên ", ""));
    fs::File::options().write(true).open(&path).unwrap().set_modified(old).unwrap();
    fs::remove_file(world.path("papers/b.txt")).unwrap();
    world.write("papers/d.txt", "Công văn về chuyển đổi số.\n");
    let found = check();
    let names = |paths: &[String]| -> Vec<String> {
        paths.iter().map(|path| path.rsplit('/').next().unwrap().to_owned()).collect()
    };
    assert!(!found.agrees());
    assert_eq!(names(&found.changed), ["a.txt"]);
    assert_eq!(names(&found.gone), ["b.txt"]);
    assert_eq!(names(&found.new), ["d.txt"]);
    assert_eq!((found.agree, found.damaged.len()), (1, 0));
}

#[test]
fn verify_sees_a_damaged_index() {
    let world = World::new(&[("papers/a.txt", "Thông báo về công tác cán bộ của Thành ủy.\n")]);
    world.ingest(&["papers"]);
    let files = walkdir::WalkDir::new(world.path("index")).into_iter().map(Result::unwrap);
    let store = files
        .map(walkdir::DirEntry::into_path)
        .find(|path| path.extension().is_some_and(|end| end == "store"));
    let store = store.unwrap();
    let mut bytes = fs::read(&store).unwrap();
    bytes[3] ^= 0x55;
    let _ = fs::remove_file(&store);
    fs::write(&store, bytes).unwrap();
    let found = verify(&world.options(&[])).unwrap();
    assert!(!found.agrees());
    assert_eq!(found.damaged.len(), 1);
    assert!(found.damaged[0].path == store && !found.damaged[0].is_held_twice);
}
