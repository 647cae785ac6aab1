//! Words with their tone mark on another vowel (`kế họach`, plan): found, counted and shown like the usual spelling,
//! and left as they are printed.
#![allow(clippy::unwrap_used)]

use unicode_normalization::UnicodeNormalization;
use vankien_engine::analyse::Tokens;
use vankien_files::pipeline;
use vankien_search::mentions::Wanted;
use vankien_testing::index::{Indexed, World};
use vankien_testing::{project, shared};
use vankien_text::language::tone_place;

#[test]
#[ignore = "needs the papers beside the project (../shared)"]
fn shared_every_mention_is_counted_and_nothing_is_edited() {
    let path = shared("data/wild/cases/tone-place.txt");
    let extracted = pipeline::read(&path, u64::MAX).unwrap();
    assert_eq!(pipeline::document(&extracted).edits, []);
    let searcher = Indexed::of(vec![path]);
    let searcher = searcher.searcher();
    for phrase in [
        "kế hoạch",
        "thanh toán",
        "khoản nợ",
        "an toàn",
        "quản lý",
        "quý III",
        "toàn dân",
        "đoàn kết",
        "phân loại",
        "kết quả quá trình",
        "kế họach",
        "ke hoach",
    ] {
        let count = searcher.count(phrase, Wanted::default()).unwrap().tally.total;
        assert_eq!(count, 1, "{phrase}");
    }
}

/// A paper in each form: its name, its text, and a phrase of it in the usual spelling.
const FORMS: [(&str, &str, &str); 12] = [
    ("capitals", "KẾ HỌACH CẢI TẠO VƯỜN HOA", "kế hoạch cải tạo vườn hoa"),
    ("title-case", "Thông qua Kế Họach Trồng Rừng.", "kế hoạch trồng rừng"),
    ("decomposed", "Thanh tóan tiền điện, hòan lại tiền thừa.", "thanh toán tiền điện"),
    ("qu", "Cơ quan qủan lý báo cáo qúy III.", "quản lý báo cáo quý III"),
    ("gi", "Niêm yết gía cả, nêu gỉai pháp.", "giá cả, nêu giải pháp"),
    ("three-vowels", "Bắt ngừơi ở ngòai khơi, gãy khủyu tay.", "người ở ngoài khơi, gãy khuỷu tay"),
    ("shapes", "Tạo điều kiện thụân lợi để đựơc tíên cử.", "thuận lợi để được tiến cử"),
    ("end", "Nghiã vụ cuả công dân đôí vơí Tổ quốc.", "nghĩa vụ của công dân đối với"),
    ("wrapped", "Xây dựng khối đại đòan\nkết tòan dân tộc.", "đại đoàn kết toàn dân tộc"),
    ("table", "| Số | Hạng mục |\n| 1 | Khỏan vay ưu đãi |\n| 2 | Hòan thuế |", "khoản vay ưu đãi"),
    (
        "lost-letters",
        "Phòng, chống tham nh ng; an tòan hồ đập. Nh ng việc c n làm đ  chống tham nh ng.",
        "an toàn hồ đập",
    ),
    ("usual", "Phân loại hàng dự trữ.", "phân loại hàng dự trữ"),
];

#[test]
fn papers_are_found_by_any_place_of_the_tone() {
    let papers = FORMS.map(|(name, text, _)| {
        let text = if name == "decomposed" { text.nfd().collect() } else { text.to_owned() };
        (format!("{name}.txt"), format!("{text}\n"))
    });
    let papers = papers.each_ref().map(|(name, text)| (name.as_str(), text.as_str()));
    let world = World::new(&papers);
    let searcher = world.searcher();
    for (name, _, usual) in FORMS {
        let unmarked = vankien_engine::keys::folded_words(usual);
        let decomposed: String = usual.nfd().collect();
        for question in [usual, &moved(usual), &unmarked, &usual.to_uppercase(), &decomposed] {
            assert_eq!(world.finds(&format!("\"{question}\"")), [name], "{question}");
            let count = searcher.count(question, Wanted::default()).unwrap().tally.total;
            assert_eq!(count, 1, "{question}");
        }
        let first = world.finds(usual).into_iter().next();
        assert_eq!(first.as_deref(), Some(name), "{usual}");
    }
}

#[test]
fn a_hit_shows_what_is_printed() {
    let world = World::new(&[("a.txt", "Cơ quan phân lọai tài sản và thanh tóan nợ.\n")]);
    let answer = world.search("\"phân loại tài sản\"");
    let hit = &answer.hits[0];
    assert!(hit.text.contains("phân lọai tài sản và thanh tóan"), "{}", hit.text);
    let shown = |(from, to): &(usize, usize)| hit.text.chars().take(*to).skip(*from).collect();
    let shown: Vec<String> = hit.highlights.iter().map(shown).collect();
    assert_eq!(shown.join(" "), "phân lọai tài sản");
}

/// Whole papers with every tone moved that can stand elsewhere: the same terms, and no edit more.
#[test]
fn papers_with_all_tones_moved_have_the_same_terms() {
    let mut changed = 0;
    let papers = files(&project("tests/truth/corpus"));
    for path in papers {
        let text = std::fs::read_to_string(&path).unwrap();
        let printed = moved(&text);
        changed += usize::from(printed != text);
        assert_eq!(terms(&printed), terms(&text), "{}", path.display());
        let edits = |text: &str| vankien_text::mend(text).edits.len();
        assert_eq!(edits(&printed), edits(&text), "{}", path.display());
    }
    assert!(changed > 10, "{changed}");
}

/// The files in the folders of a folder.
fn files(folder: &std::path::Path) -> Vec<std::path::PathBuf> {
    let inside = |path: &std::path::Path| {
        let entries = std::fs::read_dir(path).unwrap();
        entries.map(|entry| entry.unwrap().path()).collect::<Vec<_>>()
    };
    inside(folder).iter().flat_map(|below| inside(below)).collect()
}

fn terms(text: &str) -> Vec<String> {
    let mut tokens = Tokens::new(text);
    let mut terms = Vec::new();
    while tokens.advance() {
        terms.push(tokens.term().to_owned());
    }
    terms
}

/// `text` with the tone of each syllable on another vowel, where it has one.
fn moved(text: &str) -> String {
    let mut printed = String::with_capacity(text.len());
    let words = text.split_inclusive(|letter: char| !letter.is_alphabetic());
    for piece in words {
        let word = piece.trim_end_matches(|letter: char| !letter.is_alphabetic());
        printed.push_str(tone_place::unusual(word).first().map_or(word, String::as_str));
        printed.push_str(&piece[word.len()..]);
    }
    printed
}
