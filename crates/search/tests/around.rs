//! The papers around one: who cites whom, one step and two.

use vankien_search::around::{Around, Node};
use vankien_testing::index::World;

fn paper(number: &str, date: &str, cites: &[&str]) -> String {
    let cites: Vec<String> = cites
        .iter()
        .map(|number| format!("Các cấp ủy thực hiện Nghị quyết số {number}."))
        .collect();
    let [year, month, day] =
        <[&str; 3]>::try_from(date.split('-').collect::<Vec<_>>()).expect("a date");
    format!(
        "TỈNH ỦY VÂN HẢI\n\nSố {number}\n\nVân Hải, ngày {day} tháng {month} năm {year}\n\nNGHỊ QUYẾT\n\n{}\n",
        cites.join("\n\n")
    )
}

fn around(world: &World, name: &str, steps: usize) -> Around {
    let searcher = world.searcher();
    let path = searcher.resolve(name).expect("a paper");
    searcher.around(&path, steps).expect("its neighbours")
}

fn name(node: &Node) -> String {
    let held = if node.path.is_some() { "" } else { "*" };
    format!("{}{held}@{}", node.number.as_deref().unwrap_or("-"), node.column)
}

/// `a→b×2` for each edge, in order.
fn edges(around: &Around) -> Vec<String> {
    let end = |at: usize| around.nodes[at].number.clone().unwrap_or_default();
    let told = around
        .edges
        .iter()
        .map(|edge| format!("{}→{}×{}", end(edge.from), end(edge.to), edge.count));
    let mut told: Vec<String> = told.collect();
    told.sort();
    told
}

fn world() -> World {
    let far = paper("11-NQ/TU", "2020-01-10", &["59-NQ/TW"]);
    let middle = paper("12-NQ/TU", "2021-01-10", &["11-NQ/TU", "11-NQ/TU", "12-NQ/TU"]);
    let near = paper("13-NQ/TU", "2022-01-10", &["12-NQ/TU", "11-NQ/TU"]);
    let last = paper("14-NQ/TU", "2023-01-10", &["13-NQ/TU"]);
    let alone = paper("19-NQ/TU", "2023-01-10", &[]);
    World::new(&[
        ("1.txt", &far),
        ("2.txt", &middle),
        ("3.txt", &near),
        ("4.txt", &last),
        ("9.txt", &alone),
    ])
}

#[test]
fn one_step_holds_what_cites_and_what_is_cited() {
    let world = world();
    let one = around(&world, "12-NQ/TU", 1);
    let nodes: Vec<String> = one.nodes.iter().map(name).collect();
    assert_eq!(nodes, ["12-NQ/TU@0", "11-NQ/TU@1", "13-NQ/TU@-1"], "itself is not beside itself");
    assert_eq!(edges(&one), ["12-NQ/TU→11-NQ/TU×2", "13-NQ/TU→12-NQ/TU×1"]);
    assert_eq!((one.left_out, one.is_cut), (0, false));
    let alone = around(&world, "19-NQ/TU", 2);
    assert_eq!((alone.nodes.len(), alone.edges.len()), (1, 0));
}

#[test]
fn two_steps_hold_what_lies_behind_and_papers_known_by_number_alone() {
    let two = around(&world(), "12-NQ/TU", 2);
    let mut nodes: Vec<String> = two.nodes.iter().map(name).collect();
    nodes.sort();
    assert_eq!(nodes, ["11-NQ/TU@1", "12-NQ/TU@0", "13-NQ/TU@-1", "14-NQ/TU@-2", "59-NQ/TW*@2"]);
    let all = [
        "11-NQ/TU→59-NQ/TW×1",
        "12-NQ/TU→11-NQ/TU×2",
        "13-NQ/TU→11-NQ/TU×1",
        "13-NQ/TU→12-NQ/TU×1",
        "14-NQ/TU→13-NQ/TU×1",
    ];
    assert_eq!(edges(&two), all);
}

#[test]
fn namesakes_are_told_apart_by_their_dates() {
    let old = paper("15-NQ/TU", "2015-03-02", &[]);
    let new = paper("15-NQ/TU", "2022-05-04", &[]);
    let cites = paper("16-NQ/TU", "2023-01-10", &["15-NQ/TU, ngày 04/5/2022"]);
    let world = World::new(&[("old.txt", &old), ("new.txt", &new), ("cites.txt", &cites)]);
    let of = |name: &str| edges(&around(&world, name, 1));
    assert_eq!(of("new.txt"), ["16-NQ/TU→15-NQ/TU×1"]);
    assert_eq!(of("old.txt"), [""; 0]);
    let cited = around(&world, "cites.txt", 1);
    let path = cited.nodes[1].path.as_deref().expect("held");
    assert!(path.ends_with("new.txt"), "{path}");
}

#[test]
fn a_year_is_the_date_of_a_paper_with_a_day_in_it() {
    let old = paper("15-NQ/TU", "2015-03-02", &[]);
    let new = paper("15-NQ/TU", "2022-05-04", &[]);
    let cites = paper("16-NQ/TU", "2023-01-10", &["15-NQ/TU năm 2022"]);
    let world = World::new(&[("old.txt", &old), ("new.txt", &new), ("cites.txt", &cites)]);
    let of = |name: &str| edges(&around(&world, name, 1));
    assert_eq!(of("new.txt"), ["16-NQ/TU→15-NQ/TU×1"]);
    assert_eq!(of("old.txt"), [""; 0]);
    let path = around(&world, "cites.txt", 1).nodes[1].path.clone().expect("held");
    assert!(path.ends_with("new.txt"), "{path}");
}

/// More mentions than are read of the cited paper's number.
#[test]
fn citations_are_counted_in_the_citing_paper_where_it_is_read() {
    let many = paper("18-NQ/TU", "2023-01-10", &["11-NQ/TU"; 1_100]);
    let cited = paper("11-NQ/TU", "2020-01-10", &[]);
    let world = World::new(&[("many.txt", &many), ("cited.txt", &cited)]);
    for name in ["many.txt", "cited.txt"] {
        let two = around(&world, name, 2);
        assert_eq!(edges(&two), ["18-NQ/TU→11-NQ/TU×1100"], "{name}");
        assert!(two.is_cut, "{name}");
    }
}

#[test]
fn no_more_are_held_than_can_be_looked_at_and_it_is_told() {
    let numbers: Vec<String> = (100..160).map(|number| format!("{number}-NQ/TU")).collect();
    let mut cited: Vec<&str> = numbers.iter().map(String::as_str).collect();
    cited.push("159-NQ/TU");
    let many = paper("17-NQ/TU", "2023-01-10", &cited);
    let world = World::new(&[("many.txt", &many)]);
    let around = around(&world, "17-NQ/TU", 2);
    assert_eq!((around.nodes.len(), around.left_out), (25, 36));
    assert_eq!(around.nodes[1].number.as_deref(), Some("159-NQ/TU"), "the most cited first");
}
