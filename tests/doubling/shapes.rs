//! Hostile papers of any size: each repeats one thing that a stage may look at again and again.
//! In: about how many bytes of it there shall be. Out: the bytes of a file.
//! Twice the size is twice the thing, so that work that grows faster than the paper is seen.

use std::fmt::Write as _;
use std::io::{Cursor, Write as _};
use std::ops::RangeInclusive;

use vankien_testing::build;
use vankien_text::encoding::{Encoding, as_windows_1252, encode};
use vankien_text::language::letters;
use zip::write::SimpleFileOptions;

/// A paper that repeats one thing.
pub struct Shape {
    /// What it repeats; the name of its test.
    pub name: &'static str,
    /// The ending of its file.
    pub ending: &'static str,
    /// The size of the smaller of the two papers that are compared, in bytes of what is repeated.
    pub size: usize,
    /// Its bytes at a size.
    pub make: fn(usize) -> Vec<u8>,
}

/// The shapes and a test of each.
macro_rules! shapes {
    ($($name:ident: $ending:literal, $size:expr, $make:expr;)*) => {
        /// All shapes.
        pub const SHAPES: &[Shape] = &[
            $(Shape { name: stringify!($name), ending: $ending, size: $size, make: $make },)*
        ];

        $(
            #[test]
            #[ignore = "counts instructions: run by .ci/slow with an optimised program"]
            fn $name() {
                super::holds(stringify!($name));
            }
        )*
    };
}

/// A sentence of a resolution, in order.
const SENTENCE: &str = "Tăng cường sự lãnh đạo của Đảng đối với công tác phòng, chống tham nhũng, lãng phí trong \
     các cơ quan, tổ chức, đơn vị của tỉnh.";

/// `piece` until there are `size` bytes.
fn repeated(piece: &str, size: usize) -> Vec<u8> {
    piece.repeat(size.div_ceil(piece.len())).into_bytes()
}

/// What `piece` gives for 1, 2, … until there are `size` bytes.
fn counted(size: usize, piece: impl Fn(usize) -> String) -> Vec<u8> {
    let mut text = String::with_capacity(size);
    for number in 1.. {
        if text.len() >= size {
            break;
        }
        text += &piece(number);
    }
    text.into_bytes()
}

/// The same with a word behind: a paper without text is refused.
fn ended(mut bytes: Vec<u8>) -> Vec<u8> {
    bytes.extend("\nNghị quyết".bytes());
    bytes
}

/// `text` as a program leaves it that knows Latin-1 alone: `?` for each letter that this lacks.
fn lossy(text: &str) -> String {
    text.chars().map(|letter| if letter <= '\u{ff}' { letter } else { '?' }).collect()
}

/// Words of random Vietnamese letters with lengths out of `lengths`, hardly two of them alike, and one usual word in five;
/// `size` bytes once they are wrongly decoded.
fn random_words(size: usize, lengths: RangeInclusive<usize>) -> String {
    let marked: Vec<char> = (0..letters::MARKED).map(letters::marked).collect();
    let letters: Vec<char> = marked.into_iter().chain("aeiouybcdghklmnpqrstvx".chars()).collect();
    // A linear congruential generator: the same words at every run.
    let mut state = 5_u64;
    let mut random = |most: usize| {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % most
    };
    let mut text = String::new();
    // A letter of two or three bytes becomes as many letters of two bytes or more.
    while text.len() * 2 < size {
        if random(5) == 0 {
            text += "trong";
        } else {
            let length = lengths.start() + random(lengths.end() + 1 - lengths.start());
            text.extend((0..length).map(|_| letters[random(letters.len())]));
        }
        text.push(if random(12) == 0 { '\n' } else { ' ' });
    }
    text
}

/// The bytes of `text`, decoded so many times as Windows-1252 with U+FFFD for undefined bytes.
fn wrongly_decoded(text: &str, times: usize) -> Vec<u8> {
    (0..times)
        .fold(text.to_owned(), |text, _| {
            let letters = as_windows_1252(text.as_bytes());
            letters
                .chars()
                .map(|one| if ('\u{80}'..='\u{9f}').contains(&one) { '\u{fffd}' } else { one })
                .collect()
        })
        .into_bytes()
}

/// `number` as `I`, `II`, `III`, ….
fn roman(number: usize) -> String {
    const SIGNS: [(usize, &str); 13] = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    let (mut rest, mut text) = (number, String::new());
    for (value, sign) in SIGNS {
        while rest >= value {
            text += sign;
            rest -= value;
        }
    }
    text
}

/// `number` in letters, so that each is a word of its own.
fn letters(mut number: usize) -> String {
    let mut word = String::new();
    while number > 0 {
        word.push(char::from(b'a' + (number % 26) as u8));
        number /= 26;
    }
    word
}

fn in_encoding(size: usize, encoding: Encoding) -> Vec<u8> {
    let line = encode(&format!("{SENTENCE}\n"), encoding).expect("the encoding has the letters");
    line.repeat(size.div_ceil(line.len()))
}

fn text(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).expect("UTF-8")
}

fn docx(body: &str) -> Vec<u8> {
    build::docx(body, &[])
}

fn paragraph(text: &str) -> String {
    format!("<w:p><w:r><w:t xml:space='preserve'>{text}</w:t></w:r></w:p>")
}

/// Words in rows of a PDF page, so many pages.
fn pdf(pages: usize, rows: usize, word: &str) -> Vec<u8> {
    let row = |row: usize| (70.0, 800.0 - 740.0 * row as f64 / rows as f64, 12.0, word);
    let page: Vec<build::Word<'_>> = (0..rows).map(row).collect();
    build::pdf(&vec![page.as_slice(); pages])
}

/// An archive with so many papers.
fn entries(count: usize) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for number in 0..count {
        let name = format!("{number}.txt");
        zip.start_file(name, SimpleFileOptions::default()).expect("an entry");
        zip.write_all(format!("{SENTENCE} {number}").as_bytes()).expect("its bytes");
    }
    zip.finish().expect("an archive").into_inner()
}

/// A mail with so many parts, each a text.
fn parts(count: usize) -> Vec<u8> {
    let mut mail = String::from(
        "From: a@example.vn\nSubject: Thong bao\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=\"b\"\n\n",
    );
    for _ in 0..count {
        let _ = write!(mail, "--b\nContent-Type: text/plain; charset=utf-8\n\n{SENTENCE}\n");
    }
    mail += "--b--\n";
    mail.into_bytes()
}

shapes! {
    // Words that are none, or hardly.
    lone_vowels: "txt", 4_000, |size| repeated("a ", size);
    lone_consonants: "txt", 1_000, |size| repeated("n ", size);
    lone_letters_on_lines: "txt", 8_000, |size| repeated("a\n", size);
    letters_set_apart: "txt", 8_000, |size| repeated("Đ Ả N G   C Ộ N G   S Ả N\n", size);
    lost_letters: "txt", 8_000, |size| repeated(
        "Ph ng, ch ng tham nh ng, l ng ph  trong c c c  quan, t  ch c c a t nh.\n",
        size
    );
    letters_lost_inside_words: "txt", 8_000, |size| repeated(
        "Phng, chng tham nhng, lng ph trong cc c quan, t chc ca tnh.\n",
        size
    );
    letters_shown_as_signs: "txt", 8_000, |size| repeated(
        "Ph?ng, ch?ng tham nh?ng, l?ng ph? trong c?c c? quan, t? ch?c c?a t?nh.\n",
        size
    );
    replacement_characters: "txt", 2_000, |size| repeated(
        "nh\u{fffd}ng \u{fffd} \u{fffd}\u{fffd} ",
        size
    );
    misread_letters: "txt", 16_000, |size| repeated(
        "Nghj quyét cúa Bo Chinh trj vé cóng tac phong, chông tham nhúng, lâng phi.\n",
        size
    );
    words_torn: "txt", 40_000, |size| repeated("ph òng ch ống th am nh ũng l ãng ph í\n", size);
    words_run_together_without_end: "txt", 40_000, |size| repeated(
        "phòngchốngthamnhũnglãngphí",
        size
    );
    text_without_marks: "txt", 40_000, |size| repeated(
        "Tang cuong su lanh dao cua Dang doi voi cong tac phong, chong tham nhung.\n",
        size
    );
    text_without_marks_or_sentences: "txt", 40_000, |size| repeated(
        "nghi quyet cua dang bo tinh ve ",
        size
    );
    text_without_marks_or_blanks: "txt", 40_000, |size| repeated("nghi-quyet-cua-dang-bo-tinh-ve-", size);
    letters_for_questions: "txt", 4_000, |size| repeated(&lossy(SENTENCE), size);
    random_syllables_wrongly_decoded: "txt", 8_000, |size| wrongly_decoded(&random_words(size, 2..=7), 1);
    random_syllables_wrongly_decoded_twice: "txt", 8_000, |size| wrongly_decoded(&random_words(size, 2..=7), 2);
    random_runs_wrongly_decoded: "txt", 8_000, |size| wrongly_decoded(&random_words(size, 30..=60), 1);
    words_twice: "txt", 40_000, |size| repeated("của của các các và và ", size);
    words_of_another_language: "txt", 80_000, |size| repeated(
        "The quick brown fox jumps over the lazy dog again. ",
        size
    );
    words_all_different: "txt", 80_000, |size| counted(size, |number| format!(
        "{} ",
        letters(number * 7919)
    ));
    capitals: "txt", 80_000, |size| repeated("HỘI NGHỊ BAN CHẤP HÀNH\n", size);
    // Signs.
    combining_marks: "txt", 80_000, |size| repeated("ngh\u{69}\u{323} quye\u{302}\u{301}t ", size);
    marks_upon_marks: "txt", 80_000, |size| repeated("\u{301}\u{323}\u{302}", size);
    zero_width_signs: "txt", 80_000, |size| repeated("nghị\u{200b} quyết\u{200d}\u{feff}", size);
    quoted_words: "txt", 80_000, |size| repeated("“nghị” \"quyết\" 'đảng' ", size);
    hyphens: "txt", 80_000, |size| repeated("a-", size);
    slashes: "txt", 80_000, |size| repeated("1/", size);
    figures: "txt", 80_000, |size| repeated("0123456789", size);
    hyphens_at_line_ends: "txt", 80_000, |size| repeated("thuộc Bộ Ngo-\nại giao\n", size);
    tcvn3_as_text: "txt", 40_000, |size| as_windows_1252(&in_encoding(size, Encoding::Tcvn3)).into_bytes();
    vni_as_text: "txt", 40_000, |size| as_windows_1252(&in_encoding(size, Encoding::Vni)).into_bytes();
    tcvn3_on_one_line: "txt", 40_000, |size| text(
        as_windows_1252(&in_encoding(size, Encoding::Tcvn3)).into_bytes()
    )
    .replace('\n', " ")
    .into_bytes();
    // Lines and pages.
    form_feeds: "txt", 40_000, |size| ended(repeated("\u{c}", size));
    a_word_a_page: "txt", 80_000, |size| repeated("văn bản\n\u{c}", size);
    pages_with_head_and_foot: "txt", 80_000, |size| counted(size, |number| format!(
        "CÔNG BÁO/Số 127\n{SENTENCE}\nTrang {number}\n\u{c}"
    ));
    page_numbers: "txt", 80_000, |size| counted(size, |number| format!(
        "{}{number}\n",
        "chữ dài và\n".repeat(13)
    ));
    numbers_on_lines: "txt", 80_000, |size| counted(size, |number| format!("{}\n", number % 1000));
    pages_begun_by_a_space: "txt", 80_000, |size| repeated(
        "dòng một \n\ndòng hai \n dòng ba \n\n",
        size
    );
    empty_lines: "txt", 80_000, |size| ended(repeated("\n", size));
    blanks: "txt", 80_000, |size| ended(repeated(" ", size));
    one_line: "txt", 80_000, |size| text(repeated(SENTENCE, size)).into_bytes();
    cells_with_tabs: "txt", 80_000, |size| repeated("Sở Y tế\t12\t34,5\tđạt\n", size);
    // What papers are made of.
    numbers_of_papers: "txt", 80_000, |size| counted(size, |number| format!("{number}-NQ/TW\n"));
    one_number_on_one_line: "txt", 80_000, |size| repeated("59-NQ/TW, ", size);
    numbers_without_blanks: "txt", 80_000, |size| repeated("59-NQ/TW,", size);
    numbers_torn: "txt", 80_000, |size| repeated("13/ CP, 161/2012/TT- BTC; ", size);
    citations: "txt", 80_000, |size| counted(size, |number| format!(
        "khoản 1 Điều {number} Luật Phòng, chống tham nhũng số 36/2018/QH14;\n"
    ));
    names_with_numbers: "txt", 80_000, |size| counted(size, |number| format!(
        "Nghị quyết số {number}-NQ/TW ngày 24/01/2025 của Bộ Chính trị về hội nhập quốc tế (sau đây gọi tắt là Nghị quyết {number}).\n"
    ));
    abbreviations: "txt", 80_000, |size| counted(size, |number| format!(
        "Ủy ban nhân dân (sau đây gọi tắt là {}) và {}.\n",
        letters(number * 7919).to_uppercase(),
        letters(number * 7919).to_uppercase()
    ));
    dates: "txt", 80_000, |size| repeated("ngày 2 tháng 3 năm 2024\n", size);
    footnotes: "txt", 80_000, |size| counted(size, |number| {
        let mark = number % 99 + 1;
        format!(
            "chủ trương đầu tư\n{mark}\n; kiên quyết thu hồi \n\nthời gian.\n\n                        \n{mark}\n Qua rà soát \n\n\u{c}"
        )
    });
    notes_without_pages: "txt", 80_000, |size| counted(size, |number| {
        let mark = number % 99 + 1;
        format!(
            "chủ trương đầu tư\n{mark}\n; kiên quyết\n\n                        \n{mark} Qua rà soát\n"
        )
    });
    anchors_without_notes: "txt", 80_000, |size| counted(size, |number| format!(
        "chủ trương\n{}\nđầu tư và\n",
        number % 99
    ));
    items_deep_down: "txt", 80_000, |size| counted(size, |number| format!(
        "{number}. Một là:\na) Hai là:\n- Ba là:\n+ Bốn là:\n{number}.1. Năm là:\n{number}.1.1. Sáu là:\n{number}.1.1.1. Bảy là.\n"
    ));
    items_ever_deeper: "txt", 40_000, |size| {
        let mut label = String::from("1");
        let mut all = String::new();
        while all.len() < size {
            let _ = writeln!(all, "{label}. Một là:");
            label += if label.len() < 400 { ".1" } else { "" };
        }
        all.into_bytes()
    };
    items_announced: "txt", 40_000, |size| repeated("1. Một là:\n", size);
    items_in_one_article: "txt", 80_000, |size| {
        let items = counted(size, |number| format!("{}. Cán bộ theo khoản 1 Điều {number} Luật này.\n", number % 900 + 1));
        ["Điều 1. Phạm vi\n".as_bytes(), &items].concat()
    };
    dashes: "txt", 80_000, |size| repeated("- Tiếp tục thực hiện.\n", size);
    dashes_below_numbers: "txt", 80_000, |size| {
        [b"1. M\xe1\xbb\xa5c ti\xc3\xaau\n".to_vec(), repeated("- Tiếp tục.\n", size)].concat()
    };
    articles: "txt", 80_000, |size| counted(size, |number| format!("Điều {number}. Phạm vi\n"));
    chapters: "txt", 80_000, |size| counted(size, |number| format!(
        "Chương {}\n",
        roman(number % 3000 + 1)
    ));
    headings_without_text: "txt", 80_000, |size| counted(size, |number| format!(
        "{}. MỤC TIÊU, NHIỆM VỤ\n",
        roman(number % 3000 + 1)
    ));
    a_heading_without_end: "txt", 80_000, |size| {
        [b"Ch\xc6\xb0\xc6\xa1ng I\n".to_vec(), repeated("QUY ĐỊNH CHUNG\n", size)].concat()
    };
    mastheads: "txt", 80_000, |size| counted(size, |number| format!(
        "TỈNH ỦY VÂN HẢI    ĐẢNG CỘNG SẢN VIỆT NAM\n*    Vân Hải, ngày 2 tháng 3 năm 2024\nSố {number}-NQ/TU\n\nNGHỊ QUYẾT\nvề công tác cán bộ\n-----\n"
    ));
    signatures: "txt", 80_000, |size| repeated(
        "T/M BAN THƯỜNG VỤ\nBÍ THƯ\n(Đã ký)\nNguyễn Văn A\n\n",
        size
    );
    recipients: "txt", 80_000, |size| {
        let list = "- Các ban đảng, các đảng ủy trực thuộc,\n";
        [
            format!("{SENTENCE}\n\nNơi nhận:\n").into_bytes(),
            repeated(list, size),
            "T/M BAN THƯỜNG VỤ\nBÍ THƯ\nNguyễn Văn A\n".as_bytes().to_vec(),
        ]
        .concat()
    };
    lists_of_recipients: "txt", 80_000, |size| repeated(
        "Nơi nhận:\n- Như trên;\n- Lưu VT.\n\n",
        size
    );
    // Other formats.
    markdown_tables: "md", 80_000, |size| [
        b"| a | b |\n|---|---|\n".to_vec(),
        repeated("| Sở Y tế | 12 |\n", size)
    ]
    .concat();
    markdown_bars_of_a_line: "md", 80_000, |size| repeated("| a ", size);
    markdown_emphasis: "md", 8_000, |size| repeated("**a *b ", size);
    markdown_brackets: "md", 80_000, |size| repeated("[![a](", size);
    markdown_tags: "md", 80_000, |size| repeated("<p <td> ", size);
    markdown_indented: "md", 80_000, |size| repeated("    **và** rà\n", size);
    markdown_page_marks: "md", 80_000, |size| counted(size, |number| format!("# Page {number}\n\nvà\n\n"));
    quoted_articles: "txt", 80_000, |size| counted(size, |number| format!("“Điều {number}. Phạm vi\n1. Một.\n"));
    promulgations: "txt", 80_000, |size| repeated("QUY CHẾ\nLàm việc\n(Ban hành kèm theo Quyết định số 12/QĐ-BYT)\n\n", size);
    forms: "txt", 80_000, |size| counted(size, |number| format!("Mẫu số {}\n1. Tên tôi là\n", number % 90 + 1));
    rows_that_begin_again: "txt", 80_000, |size| repeated("1. Một.\n2. Hai.\n", size);
    links_behind_a_paper: "txt", 80_000, |size| [
        b"S\xe1\xbb\x91: 12/Q\xc4\x90-BYT\n".to_vec(),
        counted(size / 2, |number| format!("Điều {number}. Một\n")),
        counted(size / 2, |number| format!("Điều {number}. Một\nKhoản 1\n")),
    ]
    .concat();
    docx_pages_of_a_word: "docx", 80_000, |size| docx(&text(repeated(
        "<w:p><w:r><w:t>và</w:t><w:br w:type='page'/></w:r></w:p>",
        size
    )));
    docx_lone_vowels: "docx", 4_000, |size| docx(&paragraph(&text(repeated("a ", size))));
    docx_cells: "docx", 80_000, |size| docx(&format!(
        "<w:tbl>{}</w:tbl>",
        text(repeated(
            "<w:tr><w:tc><w:p><w:r><w:t>và</w:t></w:r></w:p></w:tc><w:tc><w:p/></w:tc></w:tr>",
            size
        ))
    ));
    html_nested: "html", 80_000, |size| {
        let depth = size / 11;
        format!("<html><body>{}và{}", "<div>".repeat(depth), "</div>".repeat(depth)).into_bytes()
    };
    html_never_closed: "html", 80_000, |size| repeated("<b><p><i>và ", size);
    rtf_groups: "rtf", 80_000, |size| {
        let body = "{\\b và}\\par ".repeat(size / 12);
        format!("{{\\rtf1\\ansi {body}}}").into_bytes()
    };
    odt_notes: "odt", 80_000, |size| build::odt(
        "",
        &text(counted(size, |number| format!(
            "<text:p>và<text:note><text:note-citation>{number}</text:note-citation><text:note-body><text:p>rà soát</text:p></text:note-body></text:note></text:p>"
        )))
    );
    eml_parts: "eml", 40_000, |size| parts(size / 200);
    eml_headers: "eml", 80_000, |size| [
        repeated("X-A: b\nReceived: by c\n", size),
        b"Subject: Thong bao\n\nv\xc3\xa0\n".to_vec()
    ]
    .concat();
    pdf_pages: "pdf", 160_000, |size| pdf(size / 400, 1, "và");
    pdf_glyphs: "pdf", 40_000, |size| pdf(1, size / 40, "và");
    pdf_one_line: "pdf", 40_000, |size| pdf(1, 1, &"và ".repeat(size / 12));
    zip_entries: "zip", 40_000, |size| entries(size / 200);
}
