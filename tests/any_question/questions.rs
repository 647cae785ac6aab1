//! Makes questions of every kind that a reader, or a program, may put.
//! In: the texts that are asked about and a seed. Out: questions; the same seed gives the same ones.

use unicode_normalization::UnicodeNormalization;
use vankien_testing::Dice;

const KINDS: [&str; 22] = [
    "nghị quyết",
    "NQ",
    "Quyết định",
    "QĐ",
    "thông báo",
    "TB",
    "chỉ thị",
    "CT",
    "kế hoạch",
    "KH",
    "công văn",
    "nghị định",
    "NĐ",
    "thông tư liên tịch",
    "TTLT",
    "hướng dẫn",
    "Luật",
    "bộ luật",
    "Hiến pháp",
    "văn bản hợp nhất",
    "sắc lệnh",
    "QyĐ",
];

const ISSUERS: [&str; 18] = [
    "Bộ Chính trị",
    "Ban Bí thư",
    "Ban Chấp hành Trung ương",
    "TW",
    "TU",
    "CP",
    "TTg",
    "Thủ tướng Chính phủ",
    "UBND",
    "Ủy ban nhân dân tỉnh",
    "HĐND",
    "QH15",
    "UBTVQH14",
    "BTC",
    "Bộ Tài chính",
    "BTGTW",
    "UBKTTW",
    "BCĐ",
];

const SHORT_KINDS: [&str; 8] = ["NQ", "QĐ", "NĐ", "TT", "CT", "TB", "KL", "TTLT"];

const SHORT_ISSUERS: [&str; 8] = ["TW", "CP", "TTg", "BTC", "UBND", "TU", "QH15", "BTC-BNV"];

const WORDS: [&str; 20] = [
    "tham nhũng",
    "tham nhung",
    "cán bộ",
    "đất đai",
    "và",
    "của các",
    "tự",
    "từ",
    "a",
    "y",
    "Điều 5",
    "khoản 2 Điều 14",
    "điểm đ",
    "Đảng",
    "gì quý",
    "hoà",
    "hòa",
    "gi",
    "qu",
    "nghiêng",
];

const KEYS: [&str; 26] = [
    "loai:",
    "so:",
    "chatluong:",
    "coquan:",
    "nguoiky:",
    "noi:",
    "nam:",
    "tu:",
    "den:",
    "kind:",
    "number:",
    "quality:",
    "issuer:",
    "signer:",
    "place:",
    "year:",
    "from:",
    "to:",
    "loại:",
    "số:",
    "cơ quan:",
    "người ký:",
    "NĂM:",
    "từ:",
    "đến:",
    "khác:",
];

const VALUES: [&str; 28] = [
    "?",
    "~UBND",
    "~\"tỉnh ủy\",?",
    "NQ,CT,",
    "\"a\",\"b\"",
    "~",
    "",
    "2024",
    "2020-2025",
    "2020..2025",
    "2025-2020",
    "24",
    "0",
    "99999999999999999999",
    "2024-02-30",
    "30/02/2024",
    "01-2024",
    "13/2024",
    "2024-1",
    "\u{663}",
    "NQ",
    "good",
    "poor",
    "tốt",
    "59-NQ/TW",
    "-",
    ":",
    "\"",
];

const SIGNS: [&str; 32] = [
    "AND",
    "OR",
    "NOT",
    "and",
    "AND AND",
    "-",
    "--",
    "(",
    ")",
    "((",
    "))",
    "()",
    "*",
    "**",
    "~",
    "~1",
    "~2",
    "~9",
    "~99999999999999999999",
    "=",
    "==",
    "+",
    "|",
    "&",
    "!",
    "/",
    "//",
    ".",
    ",",
    ";",
    ":",
    "…",
];

const QUOTES: [&str; 14] =
    ["\"", "\"\"", "“", "”", "„", "‟", "«", "»", "'", "‘", "’", "\"~3", "\"~", "\"*"];

/// Letters that texts seldom hold: other bases, other planes, marks alone, what is not seen.
const EXOTIC: [&str; 48] = [
    "ẃ",
    "Ự",
    "ẃỰn",
    "ß",
    "ẞ",
    "ﬁ",
    "ŉ",
    "İ",
    "ı",
    "Ǆ",
    "ǰ",
    "𝔞",
    "𐐀",
    "𝟙",
    "😀",
    "👩\u{200d}👧",
    "\u{301}",
    "\u{323}",
    "\u{31b}",
    "e\u{302}\u{301}",
    "\u{1b0}\u{323}",
    "\u{200b}",
    "\u{200c}",
    "\u{202e}",
    "\u{0}",
    "\u{7}",
    "\u{1b}[31m",
    "\u{7f}",
    "\u{85}",
    "\u{ad}",
    "\u{feff}",
    "\u{fffd}",
    "\u{2028}",
    "\u{a0}",
    "\u{3000}",
    "\t",
    "\n",
    "\r\n",
    "\u{c}",
    "１２",
    "٣",
    "²",
    "½",
    "Ⅳ",
    "한",
    "漢字",
    "ก็",
    "Đð",
];

/// Questions about texts, one after the other.
pub struct Questions<'a> {
    dice: Dice,
    texts: &'a [String],
}

impl<'a> Questions<'a> {
    /// Questions about these texts.
    pub fn new(texts: &'a [String], seed: u64) -> Questions<'a> {
        Questions { dice: Dice::new(seed), texts }
    }

    /// The next question.
    pub fn next(&mut self) -> String {
        // Most questions are short; some are as long as an answer lets them be, and longer.
        let count = match self.dice.roll(40) {
            0 => 200,
            1..=4 => 7 + self.dice.roll(12),
            _ => 1 + self.dice.roll(5),
        };
        let mut question = String::new();
        for at in 0..count {
            if at > 0 {
                question
                    .push_str(self.one(&[" ", " ", " ", " ", "", ", ", "; ", " - ", "/", "\n"]));
            }
            let piece = self.piece();
            question.push_str(&piece);
        }
        for _ in 0..self.dice.roll(3) {
            question = self.changed(question);
        }
        question
    }

    fn one<'b>(&mut self, all: &[&'b str]) -> &'b str {
        all[self.dice.roll(all.len())]
    }

    fn piece(&mut self) -> String {
        match self.dice.roll(22) {
            0 => self.one(&KINDS).to_owned(),
            1 => self.one(&ISSUERS).to_owned(),
            2 => self.one(&WORDS).to_owned(),
            3 | 4 => self.number(),
            5 => self.day(),
            6 | 7 => self.filter(),
            8 => self.one(&SIGNS).to_owned(),
            9 => self.one(&QUOTES).to_owned(),
            10 => self.one(&EXOTIC).to_owned(),
            11 => self.exotic_word(),
            12 => self.word_with_sign(),
            13..=15 => self.phrase_in_quotes(),
            16 => self.nested(),
            17 => self.numbers(),
            18 => self.exact_number(),
            _ => self.cut(),
        }
    }

    /// The number of a paper, in a usual spelling or nearly.
    fn number(&mut self) -> String {
        let digits = 1 + self.dice.roll(4);
        let mut number: String = (0..digits).map(|_| self.digit()).collect();
        if self.dice.roll(30) == 0 {
            number = "9".repeat(30);
        }
        if self.dice.roll(3) == 0 {
            number = format!("{number}/{}", 1945 + self.dice.roll(90));
        }
        let between = self.one(&["-", "/", " ", "", " - ", "–"]);
        let (kind, issuer) = (self.one(&KINDS), self.one(&ISSUERS));
        let slash = self.one(&["/", "-", " ", ""]);
        match self.dice.roll(6) {
            0 => format!("{kind}{number}"),
            1 => format!("{kind} số {number} của {issuer}"),
            2 => format!("số: {number}{between}{kind}"),
            3 => number,
            _ => format!("{number}{between}{kind}{slash}{issuer}"),
        }
    }

    /// A number as its paper prints it.
    fn exact_number(&mut self) -> String {
        let number = 1 + self.dice.roll(300);
        let (kind, issuer) = (self.one(&SHORT_KINDS), self.one(&SHORT_ISSUERS));
        match self.dice.roll(3) {
            0 => format!("{number:02}-{kind}/{issuer}"),
            1 => format!("{number}/{}/{kind}-{issuer}", 2000 + self.dice.roll(26)),
            _ => format!("{number:02}/{}/{kind}-{issuer}", 2000 + self.dice.roll(26)),
        }
    }

    /// Several numbers in a row, so that one may be read into the next.
    fn numbers(&mut self) -> String {
        let between = self.one(&[", ", ", ", " ", "; ", " và ", ",", "/", " OR ", " - ", "\n"]);
        let count = 2 + self.dice.roll(3);
        let numbers: Vec<String> = (0..count)
            .map(|_| if self.dice.roll(4) == 0 { self.number() } else { self.exact_number() })
            .collect();
        numbers.join(between)
    }

    fn digit(&mut self) -> char {
        char::from(b'0' + self.dice.roll(10) as u8)
    }

    fn day(&mut self) -> String {
        let (day, month, year) = (self.dice.roll(33), self.dice.roll(14), self.dice.roll(2100));
        match self.dice.roll(5) {
            0 => format!("ngày {day} tháng {month} năm {year}"),
            1 => format!("{day}/{month}/{year}"),
            2 => format!("năm {year}"),
            3 => format!("{year}-{}", self.dice.roll(2100)),
            _ => format!("{}", 1990 + self.dice.roll(40)),
        }
    }

    fn filter(&mut self) -> String {
        let key = self.one(&KEYS);
        let value = match self.dice.roll(4) {
            0 => self.number(),
            1 => self.one(&ISSUERS).to_owned(),
            2 => self.cut(),
            _ => self.one(&VALUES).to_owned(),
        };
        let sign = self.one(&["", "", "", "-", "NOT ", "(", "\""]);
        match self.dice.roll(4) {
            0 => format!("{sign}{key}\"{value}\""),
            1 => format!("{sign}{key} {value}"),
            _ => format!("{sign}{key}{value}"),
        }
    }

    fn exotic_word(&mut self) -> String {
        let mut word = String::new();
        for _ in 0..1 + self.dice.roll(4) {
            let letter = match self.dice.roll(3) {
                0 => self.one(&EXOTIC).to_owned(),
                // Latin Extended Additional holds the letters of Vietnamese, and many others.
                1 => char::from_u32(0x1e00 + self.dice.roll(256) as u32).into_iter().collect(),
                _ => self.one(&["n", "a", "u", "gi", "qu", "đ", "Ơ", "1"]).to_owned(),
            };
            word.push_str(&letter);
        }
        word
    }

    fn word_with_sign(&mut self) -> String {
        let word = match self.dice.roll(3) {
            0 => self.exotic_word(),
            1 => self.one(&WORDS).to_owned(),
            _ => self.cut(),
        };
        let before = self.one(&["", "", "=", "-", "=\"", "~", "*"]);
        let behind = self.one(&["*", "~1", "~2", "~", "~7", "**", "*~1", "~1*", ""]);
        format!("{before}{word}{behind}")
    }

    fn phrase_in_quotes(&mut self) -> String {
        let inner = match self.dice.roll(5) {
            0 => format!("{} {}", self.one(&WORDS), self.one(&KINDS)),
            1 => self.number(),
            2 => self.word_with_sign(),
            _ => self.cut(),
        };
        let (open, close) = match self.dice.roll(6) {
            0 => ("“", "”"),
            1 => ("«", "»"),
            2 => ("\"", self.one(&QUOTES)),
            _ => ("\"", "\""),
        };
        let behind = self.one(&["", "", "", "~0", "~1", "~3", "~8", "~500", "*"]);
        format!("{open}{inner}{close}{behind}")
    }

    fn nested(&mut self) -> String {
        let depth = match self.dice.roll(20) {
            0 => 300,
            _ => 1 + self.dice.roll(4),
        };
        let (mut inner, operator) = (self.cut(), self.one(&[" AND ", " OR ", " NOT ", " -", " "]));
        for _ in 0..depth {
            let side = self.one(&WORDS);
            inner = format!("({side}{operator}{inner})");
        }
        inner
    }

    /// Letters of a text between two places, wherever these fall; mostly whole words.
    fn cut(&mut self) -> String {
        if self.texts.is_empty() {
            return String::new();
        }
        let text = &self.texts[self.dice.roll(self.texts.len())];
        let mut from = self.dice.roll(text.len());
        // Where a line or a sentence ends, questions reach across.
        if self.dice.roll(3) == 0 {
            let marks = ['\n', '.', ';', '\u{c}'];
            let end = text.get(from..).and_then(|rest| rest.find(marks)).unwrap_or(0);
            from = (from + end).saturating_sub(self.dice.roll(30));
        }
        let mut from = text.floor_char_boundary(from);
        if self.dice.roll(3) > 0 {
            // Words that are whole are found again.
            from = text[..from]
                .rfind(char::is_whitespace)
                .map_or(0, |at| text.ceil_char_boundary(at + 1));
            let words = text[from..].split_whitespace().take(1 + self.dice.roll(7));
            return words.collect::<Vec<_>>().join(" ");
        }
        let length = match self.dice.roll(30) {
            0 => 2_500,
            1 => 1_000,
            _ => 3 + self.dice.roll(60),
        };
        text[from..].chars().take(length).collect()
    }

    /// The same question in another case, order or spelling, with or without marks.
    fn changed(&mut self, question: String) -> String {
        match self.dice.roll(12) {
            0 => question.to_uppercase(),
            1 => question.to_lowercase(),
            2 => self.with_each(&question, |dice, letter| match dice.roll(2) {
                0 => letter.to_uppercase().collect(),
                _ => letter.to_lowercase().collect(),
            }),
            3 => unmarked(&question),
            4 => question.nfd().collect(),
            5 => question.nfkc().collect(),
            6 => self.shuffled(&question),
            7 => self.with_each(&question, |dice, letter| match dice.roll(12) {
                0 => String::new(),
                1 => format!("{letter}{letter}"),
                2 => format!("{letter} "),
                _ => letter.to_string(),
            }),
            8 => self.with_each(&question, |dice, letter| match dice.roll(15) {
                0 => format!("{letter}{}", EXOTIC[dice.roll(EXOTIC.len())]),
                1 => EXOTIC[dice.roll(EXOTIC.len())].to_owned(),
                _ => letter.to_string(),
            }),
            9 => format!("\"{question}\"~{}", self.dice.roll(6)),
            10 => format!("{question} {} {question}", self.one(&["AND", "OR", "NOT", ""])),
            _ => question
                .split_whitespace()
                .collect::<Vec<_>>()
                .join(self.one(&["\n", "  ", "\u{a0}"])),
        }
    }

    fn with_each(&mut self, question: &str, change: impl Fn(&mut Dice, char) -> String) -> String {
        question.chars().map(|letter| change(&mut self.dice, letter)).collect()
    }

    fn shuffled(&mut self, question: &str) -> String {
        let mut words: Vec<&str> = question.split_whitespace().collect();
        for at in (1..words.len()).rev() {
            words.swap(at, self.dice.roll(at + 1));
        }
        words.join(" ")
    }
}

/// The letters without marks.
fn unmarked(text: &str) -> String {
    let is_mark = unicode_normalization::char::is_combining_mark;
    let letters = text.nfd().filter(|letter| !is_mark(*letter));
    letters.map(|letter| if letter == 'đ' { 'd' } else { letter }).collect()
}
