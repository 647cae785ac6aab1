//! Papers of the shapes that are hardest to cut: very long sentences and lines, matches across the
//! ends of lines, pages, sections and footnotes, letters that take many bytes.
//! In: nothing. Out: papers by file name, the same each time.

use vankien_testing::Dice;

/// The papers.
pub fn papers() -> Vec<(String, String)> {
    let mut dice = Dice::new(59);
    let mut papers: Vec<(String, String)> =
        (0..2).map(|at| (format!("dài-{at}.txt"), long(&mut dice))).collect();
    for at in 0..3 {
        papers.push((format!("trang-{at}.txt"), broken(&mut dice)));
        papers.push((format!("lạ-{at}.txt"), odd(&mut dice)));
    }
    papers.push(("trống.txt".into(), "\n\u{c}\n\n".into()));
    papers.push(("một chữ.txt".into(), "Đ".into()));
    papers.push(("một dòng.txt".into(), format!("{}\n", "lời này ".repeat(2_000))));
    papers
}

/// Phrases that stand in several papers, so that a match across any end of one is asked for again.
pub const PHRASES: [&str; 14] = [
    "đất đai chăn nuôi",
    "viên chức cán bộ công chức",
    "Nghị quyết số 59-NQ/TW ngày 05/12/2024 của Bộ Chính trị",
    "Nghị định số 168/2024/NĐ-CP và Nghị định số 01/2024/NĐ-CP",
    "khoản 2 Điều 14 Luật số 31/2024/QH15",
    "Ban Thường vụ (sau đây gọi tắt là BTV)",
    "Quyết định này thay thế Quyết định số 06/QĐ-TTg",
    "của các của các của các",
    "hòa bình, hoà bình; quý, quí",
    "phát triển kinh tế - xã hội giai đoạn 2021-2025",
    "TP. HCM. Q. 1",
    "tham nhũng, tiêu cực",
    "điểm a, b, c, d, đ khoản 1",
    "Ủy ban nhân dân tỉnh (UBND)",
];

fn phrase(dice: &mut Dice) -> &'static str {
    PHRASES[dice.roll(PHRASES.len())]
}

const HEAD: &str = "ĐẢNG CỘNG SẢN VIỆT NAM\n\nSố 59-NQ/TW\nHà Nội, ngày 05 tháng 12 năm 2024\n\n\
    NGHỊ QUYẾT\nvề những câu rất dài\n-----\n\n";

/// A sentence of five thousand letters with phrases across both of its ends.
fn long(dice: &mut Dice) -> String {
    let mut text = HEAD.to_owned();
    for article in 1..5 {
        text.push_str(&format!("Điều {article}. {}. ", phrase(dice)));
        for sentence in 0..3 {
            // Half of a phrase before the end, half behind it.
            let words: Vec<&str> = phrase(dice).split(' ').collect();
            let (before, behind) = words.split_at(dice.roll(words.len() + 1));
            // A sentence begins with a capital.
            let mut behind = behind.join(" ");
            let first = behind.chars().next().map_or(0, char::len_utf8);
            let capital = behind[..first].to_uppercase();
            behind.replace_range(..first, &capital);
            text.push_str(&format!("{}. {behind} ", before.join(" ")));
            let end = text.len() + 7_000 / (1 + 3 * sentence);
            while text.len() < end {
                text.push_str(phrase(dice).trim_end_matches('.'));
                text.push_str([" ", ", ", " và ", " \u{301}", " 😀 "][dice.roll(5)]);
            }
        }
        text.push_str([".\n", ";\n", "\n\n", "\u{c}"][dice.roll(4)]);
    }
    text
}

/// Phrases whose words are parted by ends of lines, pages, items, sections and footnotes.
fn broken(dice: &mut Dice) -> String {
    const ENDS: [&str; 16] = [
        "\n",
        "\n\n",
        "-\n",
        "\n12\n\u{c}",
        "\u{c}",
        "\n_____________\n1 Chú thích về đất đai.\n\u{c}chăn nuôi",
        "\n1. ",
        "\na) ",
        "\n- ",
        "\nĐiều 7. ",
        "\nChương II\nNHỮNG QUY ĐỊNH\n",
        "\t",
        "     ",
        ".\n",
        "; ",
        "(1) ",
    ];
    let mut text = HEAD.to_owned();
    for _ in 0..30 {
        for word in phrase(dice).split(' ') {
            text.push_str(word);
            text.push_str(if dice.roll(3) == 0 { ENDS[dice.roll(ENDS.len())] } else { " " });
        }
    }
    text.push_str("\nNơi nhận:\n- Như trên,\n- Lưu.\nT/M BAN THƯỜNG VỤ\nBÍ THƯ\n\nNguyễn Văn A\n");
    text
}

/// Phrases with letters between and inside their words that are not those of Vietnamese.
fn odd(dice: &mut Dice) -> String {
    const ODD: [&str; 23] = [
        "ẃỰn",
        "\u{1}",
        "\u{1b}[31m",
        "\u{7f}",
        "\u{85}",
        "\u{ad}",
        "\u{200b}",
        "\u{200d}",
        "\u{202e}",
        "\u{feff}",
        "\u{fffd}",
        "\u{301}\u{323}\u{31b}",
        "𝔞𝔟",
        "😀",
        "한글",
        "漢字",
        "ﬁ",
        "İ",
        "ß",
        "Ⅳ",
        "１２",
        "\u{2028}",
        "ǰ",
    ];
    let mut text = HEAD.to_owned();
    for _ in 0..120 {
        for letter in phrase(dice).chars() {
            text.push(letter);
            if dice.roll(12) == 0 {
                text.push_str(ODD[dice.roll(ODD.len())]);
            }
        }
        text.push_str([" ", ". ", "\n", "; "][dice.roll(4)]);
    }
    text
}
