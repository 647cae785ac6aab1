//! Lines of real papers that open a section, and lines that only look so: which are found, and below which others they
//! hang. `section-lines.tsv` was labelled by two readers on their own before the program was run on these papers.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;

use vankien_files::pipeline;
use vankien_testing::{shared, unpack};
use vankien_text::span::Lines;

/// The sections of a paper: for each path the line on which it begins first, and for each line the paths that begin there.
struct Sections {
    first: HashMap<String, u32>,
    at: HashMap<u32, Vec<String>>,
}

impl Sections {
    fn of(path: &Path) -> Sections {
        let extracted = pipeline::read(path, u64::MAX).expect("the file can be read");
        let document = pipeline::document(&extracted);
        let lines = Lines::of(&extracted.text);
        let mut all = Sections { first: HashMap::new(), at: HashMap::new() };
        for section in &document.sections {
            for row in section.rows().filter(|row| !row.path.is_empty()) {
                let line = section.lines_of(row.span, &lines).0;
                all.first.entry(row.path.to_owned()).or_insert(line);
                all.at.entry(line).or_default().push(row.path.to_owned());
            }
        }
        all
    }

    /// The line of the nearest section above the one that begins on `line`, 0 for none; `None` where none begins there.
    fn above(&self, line: u32) -> Option<u32> {
        let mut path = self.at.get(&line)?.last()?.as_str();
        while let Some((outer, _)) = path.rsplit_once('/') {
            if let Some(line) = self.first.get(outer) {
                return Some(*line);
            }
            path = outer;
        }
        Some(0)
    }
}

#[test]
#[ignore = "needs ../shared"]
fn shared_section_lines_are_found_and_nested() {
    let folder = tempfile::tempdir().expect("a folder");
    unpack(&shared("data/wild/web.tar.zst"), folder.path());
    let mut papers: BTreeMap<&str, Sections> = BTreeMap::new();
    let (mut opening, mut missed, mut elsewhere, mut others, mut wrong) = (0, 0, 0, 0, 0);
    for row in include_str!("section-lines.tsv").lines().filter(|row| !row.starts_with('#')) {
        let columns: Vec<&str> = row.split('\t').collect();
        let (name, line) = (columns[0], columns[1].parse().expect("a line"));
        let sections = papers.entry(name).or_insert_with(|| {
            let web = folder.path().join("web").join(name);
            Sections::of(&if web.exists() {
                web
            } else {
                shared(&format!("data/wild/papers/{name}"))
            })
        });
        let found = sections.above(line);
        if columns[2] == "yes" {
            opening += 1;
            let above: u32 = columns[3].parse().expect("a line");
            missed += usize::from(found.is_none());
            elsewhere += usize::from(found.is_some_and(|found| found != above));
        } else {
            others += 1;
            wrong += usize::from(found.is_some());
        }
    }
    vankien_testing::say(&format!(
        "{opening} lines open a section: {missed} missed, {elsewhere} below another; {others} do not: {wrong} taken for one"
    ));
    assert!(missed * 100 <= opening, "{missed} of {opening} are missed");
    assert!(elsewhere * 100 < opening, "{elsewhere} of {opening} hang below another section");
    assert!(wrong * 100 <= others * 4, "{wrong} of {others} are no sections");
}
