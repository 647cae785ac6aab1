//! The letter stages on the real papers, and on kept-out text that was damaged on purpose.

use std::collections::BTreeMap;

use vankien_testing::{Dice, shared};
use vankien_text::repair;

use crate::damage::{damage, papers};

#[test]
#[ignore = "needs the real papers beside the project (../shared)"]
fn shared_the_real_papers_come_out_as_they_were_printed() {
    let (seeds, truth) = (shared("seeds"), shared("truth/seed_truth.jsonl"));
    let mut repaired: BTreeMap<(String, usize), String> = BTreeMap::new();
    for row in std::fs::read_to_string(truth).unwrap().lines() {
        let row: serde_json::Value = serde_json::from_str(row).unwrap();
        let key =
            (row["file"].as_str().unwrap().to_owned(), row["line"].as_u64().unwrap() as usize);
        repaired.insert(key, row["repaired"].as_str().unwrap().to_owned());
    }
    let (mut edits, mut mended) = (0, 0);
    let mut files: Vec<_> =
        std::fs::read_dir(seeds).unwrap().map(|file| file.unwrap().path()).collect();
    files.sort();
    for file in files {
        let name = file.file_name().unwrap().to_string_lossy().into_owned();
        let text = std::fs::read_to_string(&file).unwrap();
        let letters = vankien_text::mend(&text);
        edits += letters.edits.len();
        assert_eq!(letters.text.split('\n').count(), text.split('\n').count(), "{name}");
        for (at, (printed, line)) in text.split('\n').zip(letters.text.split('\n')).enumerate() {
            let truth = repaired.get(&(name.clone(), at + 1));
            mended += usize::from(truth.is_some());
            assert_eq!(line, truth.map_or(printed, String::as_str), "{name}:{}", at + 1);
        }
        assert_eq!(vankien_text::mend(&letters.text).edits, [], "{name} twice");
    }
    assert_eq!((edits, mended), (30, 17));
}

#[test]
#[ignore = "needs the real papers beside the project (../shared)"]
fn shared_damage_of_any_letters_is_mended() {
    let seeds = shared("seeds");
    let mut dice = Dice::new(1);
    let mut files: Vec<_> =
        std::fs::read_dir(seeds).unwrap().map(|file| file.unwrap().path()).collect();
    files.sort();
    let clean = |file| vankien_text::mend(&std::fs::read_to_string(file).unwrap()).text;
    let (mut left, mut all) = (0, 0);
    for paper in files.iter().map(clean).flat_map(|text| papers(&text)) {
        for _ in 0..8 {
            let (damaged, lost) = damage(&paper, 3, &mut dice);
            let after = repair::repair(&damaged);
            assert_eq!(after.text.matches('\n').count(), paper.matches('\n').count());
            let wrong =
                |text: &str| text.lines().zip(paper.lines()).filter(|(a, b)| a != b).count();
            left += wrong(&after.text);
            all += wrong(&damaged);
            assert!(wrong(&after.text) <= wrong(&damaged), "{lost:?}");
        }
    }
    assert!(left * 20 <= all, "{left} of {all} damaged lines are left");
}
