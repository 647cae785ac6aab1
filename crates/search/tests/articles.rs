//! Questions for an article of a paper: who cites it, and the article itself.

use vankien_search::SearchOptions;
use vankien_search::mentions::Wanted;
use vankien_testing::index::World;

const DECREE: &str = "CHÍNH PHỦ\n\nSố: 100/2019/NĐ-CP\n\nHà Nội, ngày 30 tháng 12 năm 2019\n\nNGHỊ ĐỊNH\n\nQuy định xử phạt vi phạm hành chính trong lĩnh vực giao thông\n\n\
Chương I\n\nQUY ĐỊNH CHUNG\n\nĐiều 1. Phạm vi điều chỉnh\n\n1. Nghị định này quy định về hành vi vi phạm.\n\n2. Các hành vi khác áp dụng quy định khác.\n\n\
Chương II\n\nHÀNH VI VI PHẠM\n\nĐiều 5. Xử phạt người điều khiển xe ô tô\n\n1. Phạt tiền từ 200.000 đồng đối với hành vi sau đây:\n\na) Không chấp hành hiệu lệnh;\n\nb) Chuyển hướng không nhường quyền.\n\n2. Phạt tiền từ 400.000 đồng đối với hành vi dừng xe.\n\n\
Điều 6. Xử phạt người điều khiển xe mô tô\n\n1. Như quy định tại Điều 5 Nghị định này.\n";

fn world() -> World {
    World::new(&[
        ("nghi-dinh.txt", DECREE),
        (
            "cong-van.txt",
            "Công văn\n\nThực hiện điểm a khoản 1 Điều 5 Nghị định số 100/2019/NĐ-CP, các đơn vị rà soát.\n\nTheo Điều 6 Nghị định số 100/2019/NĐ-CP thì khác.\n",
        ),
        (
            "thong-bao.txt",
            "Thông báo\n\nCăn cứ Nghị định số 100/2019/NĐ-CP ngày 30/12/2019 của Chính phủ.\n\nCác điều 5 và 7 Nghị định số 100/2019/NĐ-CP được áp dụng.\n",
        ),
        (
            "khac.txt",
            "Thông báo\n\nĐiều 5 Nghị định số 30/2020/NĐ-CP về công tác văn thư, và Nghị định số 100/2019/NĐ-CP.\n",
        ),
    ])
}

/// The surface of each mention that counts, with the file and the form.
fn mentioned(world: &World, question: &str) -> Vec<String> {
    let searcher = world.searcher();
    let mut rows = Vec::new();
    let outline = searcher.mentions(question, Wanted::default(), |mention| {
        let path = mention.paper.path.rsplit('/').next().unwrap_or_default();
        let form = vankien_search::mentions::form_name(mention.form());
        rows.push(format!("{path} {} {form}", mention.lines().0));
        true
    });
    let total = outline.expect("a list").tally.total;
    let counted = searcher.count(question, Wanted::default()).expect("a count").tally.total;
    assert_eq!(total, counted, "{question}");
    rows.sort();
    rows
}

#[test]
fn an_article_is_mentioned_where_it_or_a_part_of_it_is_cited() {
    let world = world();
    let all = ["cong-van.txt 3 full", "nghi-dinh.txt 37 self", "thong-bao.txt 5 full"];
    for question in [
        "Điều 5 Nghị định 100/2019/NĐ-CP",
        "điều 5 nghị định số 100/2019/NĐ-CP",
        "dieu 5 nghi dinh 100/2019/nd-cp",
        "Điều 5 của Nghị định 100/2019/NĐ-CP ngày 30/12/2019",
        "100/2019/NĐ-CP Điều 5",
        "100/2019/NĐ-CP, Điều 5",
        "Điều 5 NĐ 100/2019",
        "Đ5 NĐ 100/2019/NĐ-CP",
        "Điều 5. Nghị định 100/2019/NĐ-CP",
        "Điều 5 - Nghị định 100/2019/NĐ-CP",
    ] {
        assert_eq!(mentioned(&world, question), all, "{question}");
    }
    assert_eq!(
        mentioned(&world, "khoản 1 Điều 5 Nghị định 100/2019/NĐ-CP"),
        ["cong-van.txt 3 full"]
    );
    assert_eq!(
        mentioned(&world, "Điều 6 và Điều 7 Nghị định 100/2019/NĐ-CP"),
        ["cong-van.txt 5 full", "thong-bao.txt 5 full"]
    );
    let two = "Điều 6 Nghị định 100/2019/NĐ-CP và Điều 5 Nghị định 30/2020/NĐ-CP";
    assert_eq!(mentioned(&world, two), ["cong-van.txt 5 full", "khac.txt 3 full"]);
}

#[test]
fn the_article_of_a_held_paper_comes_first() {
    let world = world();
    let searcher = world.searcher();
    for (question, begins) in [
        ("Điều 5 Nghị định 100/2019/NĐ-CP", "Điều 5."),
        ("dieu 5 nghi dinh 100/2019/nd-cp", "Điều 5."),
        ("khoản 2 Điều 5 Nghị định 100/2019/NĐ-CP", "2. Phạt tiền"),
        ("100/2019/NĐ-CP Điều 6", "Điều 6."),
        ("xử phạt Điều 1 Nghị định 100/2019", "Điều 1."),
        ("Chương II Nghị định 100/2019/NĐ-CP", "Chương II"),
        ("khoản 9 Điều 6 Nghị định 100/2019/NĐ-CP", "Điều 6."),
    ] {
        let answer = searcher.search(question, SearchOptions::default()).expect("an answer");
        let first = answer.hits.first().expect("a hit");
        assert!(first.path.ends_with("nghi-dinh.txt") && first.bears, "{question}: {first:?}");
        assert!(first.text.starts_with(begins), "{question}: {}", first.text);
        let answering = answer.hits.iter().filter(|hit| hit.answers()).count();
        assert_eq!(answer.total, answering, "{question}: the total is the list");
    }
    let answer = searcher
        .search("Điều 99 Nghị định 100/2019/NĐ-CP", SearchOptions::default())
        .expect("an answer");
    assert!(!answer.hits.is_empty());
    assert!(answer.hits.iter().all(|hit| !hit.text.starts_with("Điều 5.")));
}

/// The end of a path as the tables name it, and a line: `web/doc_000323.txt:85`.
fn place(path: &str, line: u32) -> String {
    let mut parts: Vec<&str> = path.rsplit('/').take(2).collect();
    parts.reverse();
    format!("{}:{line}", parts.join("/"))
}

#[test]
#[ignore = "needs the real papers beside the project (../shared)"]
fn shared_questions_for_an_article_give_what_a_reader_lists() {
    let searcher = vankien_testing::index::Indexed::wild().searcher();
    let rows = include_str!("articles.tsv").lines().filter(|row| !row.starts_with('#'));
    let (mut asked, mut wrong) = (0, Vec::new());
    for row in rows {
        let columns: Vec<&str> = row.split('\t').collect();
        let [question, mentions, first] = columns[..] else { panic!("three columns: {row}") };
        asked += 1;
        let mut found: Vec<String> = Vec::new();
        let list = searcher.mentions(question, Wanted::default(), |mention| {
            if vankien_search::mentions::is_counted(mention.form()) {
                found.push(place(&mention.paper.path, mention.lines().0));
            }
            true
        });
        list.expect("a list");
        found.sort();
        let mut wanted: Vec<String> = mentions.split_whitespace().map(str::to_owned).collect();
        wanted.sort();
        if found != wanted {
            wrong.push(format!("{question}: found {found:?}, a reader {wanted:?}"));
        }
        if !first.is_empty() {
            let answer = searcher.search(question, SearchOptions::default()).expect("an answer");
            let hit = &answer.hits[0];
            if place(&hit.path, hit.lines.0) != first {
                wrong.push(format!("{question}: {} first", place(&hit.path, hit.lines.0)));
            }
        }
    }
    wrong.iter().for_each(|row| vankien_testing::say(row));
    assert!(asked >= 20 && wrong.len() <= 3, "{} of {asked} differ", wrong.len());
}

#[test]
fn words_of_promulgation_without_a_unit_are_words() {
    let world = World::new(&[
        ("a.txt", "Mẫu số 1\n\nKèm theo Nghị quyết số 11/2022/NQ-HĐND ngày 01/3/2022.\n"),
        ("b.txt", "Phụ lục II ban hành kèm theo Nghị quyết số 11/2022/NQ-HĐND của tỉnh.\n"),
    ]);
    assert_eq!(mentioned(&world, "kèm theo nghị quyết số 11/2022/NQ-HĐND").len(), 2);
    assert_eq!(
        mentioned(&world, "Phụ lục II ban hành kèm theo Nghị quyết 11/2022/NQ-HĐND"),
        ["b.txt 1 full"]
    );
}
