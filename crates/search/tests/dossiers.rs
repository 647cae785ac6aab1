//! Dossiers: what became of a paper, who cites it, what it rests on.

use vankien_search::dossier::{Dossier, Entry, State};
use vankien_testing::index::World;

const OLD: &str = "CHÍNH PHỦ\n\nSố: 46/2016/NĐ-CP\n\nHà Nội, ngày 26 tháng 5 năm 2016\n\nNGHỊ ĐỊNH\n\nQuy định xử phạt vi phạm hành chính\n\n\
Căn cứ Luật Xử lý vi phạm hành chính số 15/2012/QH13;\n\n\
Điều 1. Phạm vi\n\nNghị định này quy định hình thức xử phạt.\n\nĐiều 2. Hiệu lực thi hành\n\n1. Nghị định này có hiệu lực thi hành từ ngày 01 tháng 8 năm 2016.\n";

const NEW: &str = "CHÍNH PHỦ\n\nSố: 100/2019/NĐ-CP\n\nHà Nội, ngày 30 tháng 12 năm 2019\n\nNGHỊ ĐỊNH\n\nQuy định xử phạt vi phạm hành chính\n\n\
Căn cứ Luật Xử lý vi phạm hành chính số 15/2012/QH13;\n\n\
Điều 1. Phạm vi\n\nNghị định này quy định hình thức xử phạt.\n\nĐiều 85. Hiệu lực thi hành\n\n\
1. Nghị định này có hiệu lực thi hành kể từ ngày 01 tháng 01 năm 2020 và thay thế Nghị định số 46/2016/NĐ-CP ngày 26 tháng 5 năm 2016 của Chính phủ.\n\n\
2. Bãi bỏ Điều 7 Nghị định số 28/2015/NĐ-CP và một số điều của Nghị định số 29/2015/NĐ-CP.\n\n\
3. Quyết định số 7/2014/QĐ-TTg hết hiệu lực kể từ ngày Nghị định này có hiệu lực thi hành.\n";

const AMENDING: &str = "CHÍNH PHỦ\n\nSố: 123/2021/NĐ-CP\n\nHà Nội, ngày 28 tháng 12 năm 2021\n\nNGHỊ ĐỊNH\n\nSửa đổi, bổ sung một số điều của Nghị định số 100/2019/NĐ-CP\n\n\
Điều 1. Sửa đổi, bổ sung một số điều của Nghị định số 100/2019/NĐ-CP\n\n\
1. Sửa đổi khoản 2 Điều 5 như sau:\n\n“2. Phạt tiền theo Điều 9.”\n\n2. Bổ sung Điều 5a vào sau Điều 5 như sau:\n\n“Điều 5a. Bãi bỏ Điều 8”\n\n\
Điều 2. Hiệu lực thi hành\n\nNghị định này có hiệu lực thi hành từ ngày 01 tháng 01 năm 2022.\n";

fn world() -> World {
    World::new(&[
        ("cu.txt", OLD),
        ("moi.txt", NEW),
        ("sua.txt", AMENDING),
        (
            "bao-cao.txt",
            "UBND TỈNH AN LỘC\n\nSố: 12/BC-UBND\n\nAn Lộc, ngày 05 tháng 3 năm 2023\n\nBÁO CÁO\n\nVề việc thực hiện\n\n\
             Thực hiện khoản 1 Điều 6 Nghị định số 100/2019/NĐ-CP (được sửa đổi, bổ sung bởi Nghị định số 123/2021/NĐ-CP), các đơn vị rà soát.\n\n\
             Nghị định số 34/2016/NĐ-CP đã hết hiệu lực thi hành từ ngày 01/7/2021. Chỉ thị số 5/CT-TTg bị đình chỉ thi hành.\n",
        ),
    ])
}

fn dossier(world: &World, question: &str, at: Option<&str>) -> Dossier {
    world.searcher().dossier(question, at).expect("a dossier")
}

fn only(dossier: &Dossier) -> &Entry {
    let [entry] = &dossier.namesakes[..] else { panic!("one paper: {:?}", dossier.namesakes) };
    entry
}

/// The states of a paper: name, acting paper, day, units.
fn states(entry: &Entry) -> Vec<String> {
    let state = |one: &vankien_search::dossier::Status| {
        let units: Vec<String> = one.provisions.iter().map(|unit| unit.words()).collect();
        let (by, from) = (one.by.as_deref(), one.from.as_deref());
        let said = [one.state.name(), by.unwrap_or("-"), from.unwrap_or("-"), &units.join("; ")];
        said.join(" ").trim_end().to_owned()
    };
    entry.status.iter().map(state).collect()
}

#[test]
fn a_replaced_paper_says_by_whom_and_since_when() {
    let found = dossier(&world(), "46/2016/NĐ-CP", None);
    let entry = only(&found);
    assert_eq!(found.number.as_deref(), Some("46/2016/NĐ-CP"));
    assert_eq!(entry.held.len(), 1);
    assert_eq!((entry.stated.by, entry.stated.date.as_deref()), ("itself", Some("2016-05-26")));
    assert_eq!(states(entry), ["in_force_from - 2016-08-01", "replaced 100/2019/NĐ-CP 2020-01-01"]);
    let replaced = &entry.status[1];
    assert!(replaced.path.ends_with("moi.txt") && replaced.sentence.contains("thay thế"));
    assert_eq!(replaced.lines, (19, 19));
    let grounds: Vec<_> = entry.grounds.iter().map(|one| one.number.as_deref()).collect();
    assert_eq!(grounds, [Some("15/2012/QH13")]);
}

#[test]
fn an_amended_paper_names_the_units_of_the_items() {
    let world = world();
    for question in ["100/2019/NĐ-CP", "nghi dinh 100/2019", "moi.txt"] {
        let found = dossier(&world, question, None);
        let entry = only(&found);
        assert_eq!(
            states(entry),
            [
                "in_force_from - 2020-01-01",
                "amended 123/2021/NĐ-CP 2022-01-01 khoản 1 Điều 6",
                "amended 123/2021/NĐ-CP 2022-01-01 khoản 2 Điều 5; Điều 5a",
            ],
            "{question}"
        );
        let acts: Vec<_> =
            entry.acts.iter().map(|one| (one.relation, one.number.as_deref())).collect();
        assert_eq!(
            acts,
            [
                ("replaces", Some("46/2016/NĐ-CP")),
                ("repeals", Some("28/2015/NĐ-CP")),
                ("amends", Some("29/2015/NĐ-CP")),
                ("repeals", Some("07/2014/QĐ-TTg")),
            ]
        );
        let cited_by = &entry.cited_by;
        assert_eq!((cited_by.total, cited_by.papers), (3, 2));
        assert_eq!(cited_by.by_provision.get("khoản 1 Điều 6"), Some(&1));
        assert_eq!(cited_by.by_year.get("2023"), Some(&1));
    }
}

#[test]
fn a_part_is_not_the_whole_and_what_nobody_states_is_unknown() {
    let world = world();
    let state = |number: &str| states(only(&dossier(&world, number, None)));
    assert_eq!(state("28/2015/NĐ-CP"), ["repealed 100/2019/NĐ-CP 2020-01-01 Điều 7"]);
    assert_eq!(state("29/2015/NĐ-CP"), ["amended 100/2019/NĐ-CP 2020-01-01"]);
    assert_eq!(state("7/2014/QĐ-TTg"), ["repealed 100/2019/NĐ-CP 2020-01-01"]);
    assert_eq!(state("34/2016/NĐ-CP"), ["expired - 2021-07-01"]);
    let label = World::new(&[(
        "tt.txt",
        "Thông tư\n\nĐiều 2. Thông tư số 12/2010/TT-BTC hết hiệu lực kể từ ngày Thông tư này có hiệu lực.\n\n\
         Điều 3. Thay thế Điều lệ ban hành kèm theo Thông tư số 13/2010/TT-BTC.\n",
    )]);
    let of_label = |number: &str| {
        let found = dossier(&label, number, None);
        only(&found).status.iter().map(|one| one.state).collect::<Vec<_>>()
    };
    assert_eq!(of_label("12/2010/TT-BTC"), [State::Repealed], "the label names no part");
    assert_eq!(of_label("13/2010/TT-BTC"), [State::Replaced]);
    assert!(state("15/2012/QH13").is_empty(), "cited alone: nothing is known of its state");
    let none = dossier(&world, "999/2019/NĐ-CP", None);
    assert!(none.namesakes.is_empty() && none.unassigned.is_empty());
    assert!(world.searcher().dossier("no paper of this name", None).is_err());
}

#[test]
fn a_day_tells_what_held_then() {
    let world = world();
    let held = |at: &str| -> Vec<(State, Option<bool>)> {
        let found = dossier(&world, "46/2016/NĐ-CP", Some(at));
        only(&found).status.iter().map(|one| (one.state, one.in_effect)).collect()
    };
    let (begun, replaced) = (State::InForceFrom, State::Replaced);
    assert_eq!(held("2016-07-31"), [(begun, Some(false)), (replaced, Some(false))]);
    assert_eq!(held("2019-12-31"), [(begun, Some(true)), (replaced, Some(false))]);
    assert_eq!(held("2020-01-01"), [(begun, Some(true)), (replaced, Some(true))]);
}

#[test]
fn namesakes_have_an_entry_each_and_what_fits_none_is_unassigned() {
    let paper = |day: &str, title: &str| {
        format!(
            "BỘ CHÍNH TRỊ\n\nSố: 59-NQ/TW\n\nHà Nội, {day}\n\nNGHỊ QUYẾT\n\n{title}\n\n1. Nội dung.\n"
        )
    };
    let (one, two) = (
        paper("ngày 05 tháng 8 năm 2020", "Về xây dựng thành phố"),
        paper("ngày 24 tháng 01 năm 2025", "Về hội nhập quốc tế"),
    );
    let world = World::new(&[
        ("mot.txt", &one),
        ("hai.txt", &two),
        ("a.txt", "Thực hiện Nghị quyết số 59-NQ/TW ngày 05/8/2020 của Bộ Chính trị.\n"),
        ("b.txt", "Thực hiện Nghị quyết số 59-NQ/TW của Bộ Chính trị.\n"),
        ("c.txt", "Thay thế Nghị quyết số 59-NQ/TW ngày 24/01/2025 của Bộ Chính trị.\n"),
    ]);
    let found = dossier(&world, "59-NQ/TW", None);
    let said: Vec<_> = found
        .namesakes
        .iter()
        .map(|one| (one.stated.date.as_deref(), one.held.len(), one.cited_by.total, states(one)))
        .collect();
    let replaced = world.corpus().join("c.txt");
    assert_eq!(
        said,
        [
            (Some("2020-08-05"), 1, 1, Vec::new()),
            (Some("2025-01-24"), 1, 1, vec![format!("replaced {} -", replaced.display())]),
        ]
    );
    let unassigned: Vec<_> = found.unassigned.iter().map(|one| &one.candidates).collect();
    assert_eq!(unassigned, [&["2025-01-24", "2020-08-05"]]);
    let one = dossier(&world, "mot.txt", None);
    assert_eq!(one.namesakes.len(), 1, "a paper that is named has its own entry alone");
}

#[test]
#[ignore = "needs the real papers beside the project (../shared)"]
fn shared_dossiers_say_what_a_reader_found() {
    let searcher = vankien_testing::index::Indexed::wild().searcher();
    let mut read: std::collections::BTreeMap<&str, Vec<String>> = Default::default();
    for row in include_str!("dossiers.tsv").lines().filter(|row| !row.starts_with('#')) {
        let columns: Vec<&str> = row.split('\t').collect();
        let said = columns[1..5].iter().map(|one| if one.is_empty() { "-" } else { one });
        read.entry(columns[0]).or_default().push(said.collect::<Vec<_>>().join(" "));
    }
    let (mut right, mut missed, mut wrong) = (0, 0, 0);
    for (number, wanted) in &read {
        let found = searcher.dossier(number, None).expect("a dossier");
        let mut said = Vec::new();
        for one in found.namesakes.iter().flat_map(|entry| &entry.status) {
            let (by, from) = (one.by.as_deref().unwrap_or("-"), one.from.as_deref().unwrap_or("-"));
            let units: Vec<String> = one.provisions.iter().map(|unit| unit.words()).collect();
            let units = if units.is_empty() { vec!["-".to_owned()] } else { units };
            said.extend(
                units.iter().map(|unit| format!("{} {by} {from} {unit}", one.state.name())),
            );
        }
        said.sort();
        said.dedup();
        let is_read = |row: &&String| wanted.contains(row);
        right += said.iter().filter(is_read).count();
        for row in wanted.iter().filter(|row| !said.contains(row)) {
            missed += 1;
            vankien_testing::say(&format!("{number}: not said: {row}"));
        }
        for row in said.iter().filter(|row| !wanted.contains(row)) {
            wrong += 1;
            vankien_testing::say(&format!("{number}: not read: {row}"));
        }
    }
    vankien_testing::say(&format!("dossiers: {right} right, {missed} missed, {wrong} wrong"));
    assert!(right >= 70 && wrong <= 7, "{right} right, {missed} missed, {wrong} wrong");
}
