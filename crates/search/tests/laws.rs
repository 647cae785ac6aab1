//! Laws cited by name alone, resolved by the laws of the index.

use vankien_engine::PaperRecord;
use vankien_search::mentions::Wanted;
use vankien_testing::index::World;

fn law(number: &str, day: &str, title: &str, last: &str) -> String {
    format!(
        "QUỐC HỘI\n\nLuật số: {number}\n\nHà Nội, {day}\n\nLUẬT\n\n{title}\n\nĐiều 1. Phạm vi điều chỉnh\n\nLuật này quy định về chế độ.\n\nĐiều 2. Hiệu lực thi hành\n\n{last}\n"
    )
}

fn paper(day: &str, text: &str) -> String {
    format!(
        "UBND TỈNH AN LỘC\n\nSố: 12/BC-UBND\n\nAn Lộc, {day}\n\nBÁO CÁO\n\nVề việc thực hiện\n\n{text}\n"
    )
}

fn world() -> World {
    let old = law(
        "45/2013/QH13",
        "ngày 29 tháng 11 năm 2013",
        "Đất đai",
        "Luật này có hiệu lực thi hành từ ngày 01 tháng 7 năm 2014.",
    );
    let new = law(
        "31/2024/QH15",
        "ngày 18 tháng 01 năm 2024",
        "Đất đai",
        "Luật này có hiệu lực thi hành từ ngày 01 tháng 8 năm 2024.",
    );
    let housing = law(
        "65/2014/QH13",
        "ngày 25 tháng 11 năm 2014",
        "Nhà ở",
        "Luật này có hiệu lực thi hành từ ngày 01 tháng 7 năm 2015.",
    );
    let ending = law(
        "27/2023/QH15",
        "ngày 27 tháng 11 năm 2023",
        "Kinh doanh nhà ở",
        "Luật này có hiệu lực thi hành từ ngày 01 tháng 8 năm 2024. Luật Nhà ở số 65/2014/QH13 hết hiệu lực kể từ ngày Luật này có hiệu lực thi hành.",
    );
    let cites = "Thực hiện khoản 1 Điều 1 Luật Đất đai và Luật Nhà ở, các đơn vị rà soát.";
    World::new(&[
        ("cu.txt", &old),
        ("moi.txt", &new),
        ("nha.txt", &housing),
        ("het.txt", &ending),
        ("a2020.txt", &paper("ngày 05 tháng 3 năm 2020", cites)),
        ("b2025.txt", &paper("ngày 05 tháng 3 năm 2025", cites)),
        (
            "c2025.txt",
            &paper(
                "ngày 06 tháng 3 năm 2025",
                "Theo Luật Đất đai năm 2013 và Luật Đất đai năm 1993.",
            ),
        ),
        ("d.txt", "Thông báo\n\nTheo Luật Đất đai thì khác.\n"),
    ])
}

/// For each mention: the file, its form, and the number of the law that is meant, or the numbers that may be.
fn mentioned(world: &World, question: &str) -> Vec<String> {
    let mut rows = Vec::new();
    let outline = world.searcher().mentions(question, Wanted::default(), |mention| {
        let path =
            |paper: &PaperRecord| paper.path.rsplit('/').next().unwrap_or_default().to_owned();
        let form = vankien_search::mentions::form_name(mention.form());
        if form == "title" {
            let decision = mention.decision;
            let candidates: Vec<&str> =
                decision.candidates.iter().map(|one| one.canonical.as_str()).collect();
            let meant = decision.number.clone().unwrap_or_else(|| candidates.join(" or "));
            rows.push(format!("{} {meant}", path(mention.paper)));
        }
        true
    });
    let outline = outline.expect("a list");
    assert_eq!(outline.tally.by_form.get("title").copied().unwrap_or(0), rows.len());
    rows
}

#[test]
fn a_name_means_the_latest_law_before_the_paper() {
    let world = world();
    assert_eq!(
        mentioned(&world, "45/2013/QH13"),
        ["a2020.txt 45/2013/QH13", "c2025.txt 45/2013/QH13", "d.txt 31/2024/QH15 or 45/2013/QH13",]
    );
    assert_eq!(
        mentioned(&world, "31/2024/QH15"),
        ["b2025.txt 31/2024/QH15", "d.txt 31/2024/QH15 or 45/2013/QH13"]
    );
}

#[test]
fn a_law_that_had_ended_by_then_stays_open() {
    let world = world();
    assert_eq!(
        mentioned(&world, "65/2014/QH13"),
        ["a2020.txt 65/2014/QH13", "b2025.txt 65/2014/QH13"],
        "the second is a candidate alone"
    );
    let searcher = world.searcher();
    let mut decided = Vec::new();
    let list = searcher.mentions("65/2014/QH13", Wanted::default(), |mention| {
        decided.push(mention.decision.number.is_some());
        true
    });
    list.expect("a list");
    assert_eq!(decided.iter().filter(|one| **one).count(), 1);
}

#[test]
fn an_article_of_a_law_is_asked_for_by_its_number() {
    let world = world();
    assert_eq!(
        mentioned(&world, "Điều 1 Luật Đất đai số 45/2013/QH13"),
        ["a2020.txt 45/2013/QH13"]
    );
    let found = world.searcher().dossier("45/2013/QH13", None).expect("a dossier");
    let cited_by = &found.namesakes[0].cited_by;
    assert_eq!((cited_by.total, found.unassigned.len()), (2, 1), "{:?}", found.unassigned);
}
