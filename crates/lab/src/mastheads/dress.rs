//! Dresses the text of a paper as other programs hand it on: wrapped, as Markdown, as a web page, behind menus and
//! signatures.
//! In: the text of a paper, dice. Out: text and the ending of a file name.
//! Never changes a word of the paper, except that [`Dress::Ocr`] misreads letters of the heading; [`Dress::Markdown`]
//! leaves out drawn rules.

use crate::dice::Dice;

/// How a paper is dressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dress {
    /// As it is.
    Plain,
    /// Each line broken before the word that would pass this many characters; runs of blanks become one, indents go.
    Wrapped(usize),
    /// The lines of each paragraph joined, then broken before the word that would pass this many characters.
    Rewrapped(usize),
    /// As a converter writes Markdown: perhaps a page mark first; perhaps the first four blocks in a table; each other
    /// line of the masthead, drawn by lot, bold, italic, a heading or plain. Drawn rules in the masthead are left out.
    Markdown,
    /// As a web page with the first four blocks of the masthead in a table, perhaps below a menu.
    Html,
    /// Behind lines that are none of the paper: in any order, one to three of a menu, a signature, and a page mark,
    /// running head or stamp.
    Front,
    /// Some letters misread, as in bad scans, in those of the first 20 lines that hold words of the heading of the
    /// State or the Party (`CỘNG HÒA`, republic; `VIỆT NAM`, also in the name of a body) or of the motto (`Độc lập`,
    /// independence); a dash may become a hyphen.
    Ocr,
    /// The first four blocks in two columns side by side, as printers set a masthead. Without four blocks before the
    /// body, the text as it is.
    Columns,
}

/// The dresses with their names on the command line.
pub const DRESSES: [(&str, Dress); 10] = [
    ("plain", Dress::Plain),
    ("wrap60", Dress::Wrapped(60)),
    ("wrap100", Dress::Wrapped(100)),
    ("rewrap60", Dress::Rewrapped(60)),
    ("rewrap100", Dress::Rewrapped(100)),
    ("markdown", Dress::Markdown),
    ("html", Dress::Html),
    ("front", Dress::Front),
    ("ocr", Dress::Ocr),
    ("columns", Dress::Columns),
];

/// A dressed paper.
#[derive(Clone, Debug)]
pub struct Dressed {
    /// The ending of its file name, without a dot.
    pub extension: &'static str,
    /// Its text.
    pub text: String,
}

impl Dress {
    /// The dress of this name; `None` for a name that is not among [`DRESSES`].
    pub fn named(name: &str) -> Option<Dress> {
        DRESSES.iter().find(|(one, _)| *one == name).map(|(_, dress)| *dress)
    }

    /// Its name; empty for a width that is not among [`DRESSES`].
    pub fn name(self) -> &'static str {
        DRESSES.iter().find(|(_, dress)| *dress == self).map_or("", |(name, _)| name)
    }

    /// The paper `text` in this dress, drawing what differs from paper to paper from `dice`.
    pub fn put_on(self, text: &str, dice: &mut Dice) -> Dressed {
        let (extension, text) = match self {
            Dress::Plain => ("txt", text.to_owned()),
            Dress::Wrapped(width) => ("txt", wrapped(text, width)),
            Dress::Rewrapped(width) => ("txt", rewrapped(text, width)),
            Dress::Markdown => ("md", markdown(text, dice)),
            Dress::Html => ("html", html(text, dice)),
            Dress::Front => ("txt", format!("{}\n{text}", front(dice))),
            Dress::Ocr => ("txt", misread_heading(text, dice)),
            Dress::Columns => ("txt", columns(text)),
        };
        Dressed { extension, text }
    }
}

/// Each line broken before the word that would pass `width` characters.
fn wrapped(text: &str, width: usize) -> String {
    text.lines().map(|line| fill(line, width)).collect::<Vec<_>>().join("\n")
}

/// The lines of each paragraph joined, then broken.
fn rewrapped(text: &str, width: usize) -> String {
    let joined = |block: &str| block.split_whitespace().collect::<Vec<_>>().join(" ");
    let blocks: Vec<String> = text.split("\n\n").map(|block| fill(&joined(block), width)).collect();
    blocks.join("\n\n")
}

fn fill(line: &str, width: usize) -> String {
    let mut filled = String::new();
    let mut column = 0;
    for word in line.split_whitespace() {
        let length = word.chars().count();
        if column > 0 && column + 1 + length > width {
            filled.push('\n');
            column = 0;
        } else if column > 0 {
            filled.push(' ');
            column += 1;
        }
        filled.push_str(word);
        column += length;
    }
    filled
}

/// The blocks of the masthead, and those of the body. The masthead ends before the first block that opens a body
/// (`Căn cứ`, pursuant to; `Kính gửi`, to …), after ten blocks at most; after eight where no block opens one.
fn masthead_blocks<'a>(blocks: &[&'a str]) -> (Vec<&'a str>, Vec<&'a str>) {
    let opens = |block: &&str| {
        let first = block.trim_start_matches(['-', ' ']);
        ["Căn cứ", "Thực hiện", "Kính gửi", "Ngày ", "Chiều ", "Hội nghị"]
            .iter()
            .any(|opening| first.starts_with(opening))
    };
    let end = blocks.iter().position(opens).unwrap_or(8).min(10).min(blocks.len());
    (blocks[..end].to_vec(), blocks[end..].to_vec())
}

/// Marks of pages as converters write them. Half of the papers in [`Dress::Markdown`] begin with one, drawn by lot.
const PAGE_MARKS: [&str; 6] = [
    "# Page 1",
    "--- Page 1 ---",
    "{0}------------------------------------------------",
    "<!-- image -->",
    "![](_page_0_Picture_0.jpeg)",
    "<!-- PageNumber=\"1\" -->",
];

fn markdown(text: &str, dice: &mut Dice) -> String {
    let blocks: Vec<&str> = text.split("\n\n").collect();
    let (head, body) = masthead_blocks(&blocks);
    let mut out = String::new();
    if dice.chance(0.5) {
        out.push_str(dice.pick::<&str>(&PAGE_MARKS));
        out.push_str("\n\n");
    }
    let is_table = dice.chance(0.4);
    let is_rule = |line: &str| line.chars().all(|one| "-*_ ".contains(one));
    if is_table && head.len() >= 4 {
        let cell = |block: &str| {
            let lines =
                block.lines().map(str::trim).filter(|line| !line.is_empty() && !is_rule(line));
            lines.map(|line| format!("**{line}**")).collect::<Vec<_>>().join("<br>")
        };
        let row = format!(
            "| {} | {} |\n|---|---|\n| {} | {} |\n\n",
            cell(head[0]),
            cell(head[1]),
            cell(head[2]).replace("**", ""),
            cell(head[3]).replace("**", "*")
        );
        out.push_str(&row);
    }
    let skipped = if is_table && head.len() >= 4 { 4 } else { 0 };
    for block in &head[skipped..] {
        for line in block.lines().map(str::trim).filter(|line| !line.is_empty() && !is_rule(line)) {
            let marked = match dice.below(4) {
                0 => format!("**{line}**"),
                1 => format!("## {line}"),
                2 => format!("*{line}*"),
                _ => line.to_owned(),
            };
            out.push_str(&marked);
            out.push_str("\n\n");
        }
    }
    for block in body {
        out.push_str(block.trim());
        out.push_str("\n\n");
    }
    out
}

fn html(text: &str, dice: &mut Dice) -> String {
    let escaped = text.replace('&', "&amp;").replace('<', "&lt;");
    let blocks: Vec<&str> = escaped.split("\n\n").collect();
    let (head, body) = masthead_blocks(&blocks);
    let cell = |block: &str| {
        let lines = block.lines().map(str::trim).filter(|line| !line.is_empty());
        format!("<td><p>{}</p></td>", lines.collect::<Vec<_>>().join("<br>"))
    };
    let mut out =
        String::from("<html><head><meta charset=\"utf-8\"><title>Văn bản</title></head><body>\n");
    if dice.chance(0.5) {
        out.push_str("<nav><a href=\"/\">Trang chủ</a> <a href=\"/vb\">Văn bản</a></nav>\n");
    }
    out.push_str("<table>");
    for pair in head.chunks(2).take(2) {
        out.push_str("<tr>");
        pair.iter().for_each(|block| out.push_str(&cell(block)));
        out.push_str("</tr>");
    }
    out.push_str("</table>\n");
    for block in head.iter().skip(4).chain(&body) {
        let joined = block.split_whitespace().collect::<Vec<_>>().join(" ");
        out.push_str(&format!("<p>{joined}</p>\n"));
    }
    out.push_str("</body></html>\n");
    out
}

/// Lines that stand before papers, as sites, scanners and signing programs write them.
fn front(dice: &mut Dice) -> String {
    let menus = [
        "Trang chủ\n>\nVăn bản pháp luật\n>\nTRANG CHỦ\nGIỚI THIỆU\nTIN TỨC\nVĂN BẢN PHÁP LUẬT\nLIÊN HỆ\nNội dung\nThuộc tính\nTải về\n",
        "Đăng nhập | Đăng ký\nTHÔNG BÁO\nTIN TỨC - SỰ KIỆN\nVăn bản mới\nTình trạng hiệu lực: Còn hiệu lực\nNgày cập nhật: 15/04/2026\n",
        "Skip to content\nMENU\nHome / Documents\nIn | Gửi email | A A+\n",
    ];
    let signatures = [
        "Ký bởi: Cổng Thông tin điện tử Chính phủ\nEmail: thongtin@example.vn\nCơ quan: Văn phòng Chính phủ\nThời gian ký: 26.03.2021 15:24:30 +07:00\n",
        "Người ký: Văn phòng\nNgày ký: 12/03/2024 08:10:00\n",
        "Signed by: Office\nDate: 2024-03-12\n",
    ];
    let heads = [
        "2               CÔNG BÁO/Số 561 + 562/Ngày 12-4-2021\n",
        "1\n",
        "Trang 1/12\n",
        "VGP News\n15/04/2024 10:22\n",
        "ĐẾN   Số: 1234   Ngày: 15/4/2024\nChuyển: Phòng Tổng hợp\n",
    ];
    let mut parts = [*dice.pick(&menus), *dice.pick(&signatures), *dice.pick(&heads)];
    let count = dice.between(1, 3);
    let order = dice.sample(count, &[0, 1, 2]);
    order.into_iter().map(|index| std::mem::take(&mut parts[index])).collect()
}

/// The heading and the motto with some letters misread, as bad scans give them.
fn misread_heading(text: &str, dice: &mut Dice) -> String {
    let swaps = [
        ('Ộ', 'Ô'),
        ('Ò', 'O'),
        ('Ã', 'A'),
        ('Ủ', 'U'),
        ('Ệ', 'Ê'),
        ('Ả', 'À'),
        ('Ộ', 'O'),
        ('ộ', 'ô'),
        ('ậ', 'â'),
        ('ạ', 'a'),
        ('ú', 'u'),
        ('–', '-'),
    ];
    let mut seen = 0;
    let lines = text.split('\n').map(|line| {
        let is_heading = ["CỘNG HÒA", "CHỦ NGHĨA", "ĐẢNG CỘNG SẢN", "VIỆT NAM", "Độc lập"]
            .iter()
            .any(|words| line.contains(words));
        seen += 1;
        if seen > 20 || !is_heading {
            return line.to_owned();
        }
        let misread = |letter: char| match swaps.iter().find(|(from, _)| *from == letter) {
            Some((_, to)) if dice.chance(0.4) => *to,
            _ => letter,
        };
        line.chars().map(misread).collect()
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// The first blocks side by side: issuer and heading, number and dateline.
fn columns(text: &str) -> String {
    let blocks: Vec<&str> = text.split("\n\n").collect();
    let (head, body) = masthead_blocks(&blocks);
    if head.len() < 4 {
        return text.to_owned();
    }
    let lines = |block: &str| -> Vec<String> {
        let joined = block.lines().map(str::trim).filter(|line| !line.is_empty());
        joined.map(str::to_owned).collect()
    };
    let mut out = String::new();
    for pair in head[..4].chunks(2) {
        let (left, right) = (lines(pair[0]), lines(pair[1]));
        for row in 0..left.len().max(right.len()) {
            let left = left.get(row).map_or("", String::as_str);
            let right = right.get(row).map_or("", String::as_str);
            let gap = 44_usize.saturating_sub(left.chars().count()).max(3);
            out.push_str(&format!("{left}{}{right}\n", " ".repeat(gap)));
        }
    }
    out.push('\n');
    out.push_str(&head[4..].iter().chain(&body).copied().collect::<Vec<_>>().join("\n\n"));
    out
}
