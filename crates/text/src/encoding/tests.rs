//! One line per case, then the laws: what is written in an encoding comes back, what is in order stays.

use proptest::prelude::*;
use proptest::test_runner::FileFailurePersistence;

use super::code_pages::CodePage;
use super::*;

const PLAIN: &str = "Cộng hòa xã hội chủ nghĩa Việt Nam, Quyết định số 06/QĐ-TTg và Nghị quyết 59-NQ/TW của Bộ Chính trị";

/// `text` after all changes that are found.
fn read(text: &str) -> String {
    let (mut out, mut done) = (String::new(), 0);
    for change in changes(text) {
        out.push_str(&text[done..change.span.start]);
        out.push_str(&change.to);
        done = change.span.end;
    }
    out + &text[done..]
}

fn reads(text: &str, written: &str) {
    assert_eq!(read(text), written, "from {text:?}");
}

fn leaves(text: &str) {
    assert_eq!(changes(text), [], "in {text:?}");
}

#[test]
fn every_encoding_is_told_and_read() {
    for encoding in Encoding::ALL.into_iter().filter(|encoding| *encoding != Encoding::Latin1) {
        let bytes = encode(PLAIN, encoding).expect("it holds every letter");
        let text = if encoding == Encoding::Utf8Twice {
            as_windows_1252(&bytes)
        } else if encoding == Encoding::Viqr {
            String::from_utf8(bytes).expect("VIQR is ASCII")
        } else {
            as_windows_1252(&bytes)
        };
        reads(&text, PLAIN);
        assert!(changes(&text).iter().all(|change| change.encoding == encoding), "{encoding:?}");
    }
}

#[test]
fn bytes_are_read_without_a_detour() {
    let tables = [Encoding::Tcvn3, Encoding::Vni, Encoding::Vps, Encoding::Viscii];
    for encoding in tables.into_iter().chain([Encoding::Windows1258]) {
        let decoded = decode(&encode(PLAIN, encoding).expect("it holds every letter"));
        let decoded = decoded.expect("one encoding explains it");
        assert_eq!((decoded.text.as_str(), decoded.is_mixed), (PLAIN, false));
        assert_eq!(decoded.encodings, [encoding]);
        let mut mixed = format!("{PLAIN}\n").into_bytes();
        mixed.extend(encode(PLAIN, encoding).expect("it holds every letter"));
        let decoded = decode(&mixed).expect("one encoding explains it");
        assert_eq!((decoded.text, decoded.is_mixed), (format!("{PLAIN}\n{PLAIN}"), true));
    }
    assert!(decode(b"\xc0\xc1 caf\xe9 \xfc\xfd\xfe").is_none(), "unknown is said");
}

#[test]
fn a_paragraph_among_others_is_read() {
    let old = as_windows_1252(&encode(PLAIN, Encoding::Tcvn3).expect("it holds every letter"));
    reads(
        &format!("Điều 1. Phạm vi\n{old}\nĐiều 2."),
        &format!("Điều 1. Phạm vi\n{PLAIN}\nĐiều 2."),
    );
    // Half a line, in a paper that is otherwise in order.
    reads("Phª duyÖt quy ho¹ch giao thông đường bộ", "Phê duyệt quy hoạch giao thông đường bộ");
    // A line that says little, where others were written so.
    reads(&format!("{old}\nB¸o c¸o"), &format!("{PLAIN}\nBáo cáo"));
    // Signs inside words that are words of Vietnamese in one encoding can be nothing else.
    reads("B¸o c¸o", "Báo cáo");
    reads(&format!("{old}\nChư\u{ad}ơng trình"), &format!("{PLAIN}\nChư\u{ad}ơng trình"));
}

#[test]
fn lost_bytes_are_found_again() {
    let lose = |stands: &str| {
        let lost = |byte: char| "\u{81}\u{8d}\u{8f}\u{90}\u{9d}".contains(byte);
        as_windows_1252("Điều kiện của người lao động ở các trường học".as_bytes())
            .replace(lost, stands)
    };
    for stands in ["", "?", " ", "\u{fffd}"] {
        reads(&lose(stands), "Điều kiện của người lao động ở các trường học");
    }
}

#[test]
fn capitals_of_tcvn3_follow_their_word() {
    reads("CéNG HOµ X· HéI CHñ NGHÜA VIÖT NAM", "CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM");
    // Latin-1 reads a quotation mark as a control.
    let quoted = as_windows_1252(b"\x93\xa7\xb6ng ta\x94 l\xb7nh \xae\xb9o c\xb8ch m\xb9ng");
    reads(&quoted, "“Đảng ta” lãnh đạo cách mạng");
    let controls = quoted.replace('“', "\u{93}").replace('”', "\u{94}");
    reads(&controls, "“Đảng ta” lãnh đạo cách mạng");
    reads("Së GTVT tØnh Hµ Giang göi UBND x·", "Sở GTVT tỉnh Hà Giang gửi UBND xã");
    reads(
        "Së GTVT ký víi ViÖn (Bé GTVT), göi UBND tØnh",
        "Sở GTVT ký với Viện (Bộ GTVT), gửi UBND tỉnh",
    );
}

#[test]
fn signs_of_viqr_are_marks_or_punctuation() {
    reads(
        "Co^.ng ho`a xa~ ho^.i la` gi`? To^i kho^ng theo.",
        "Cộng hòa xã hội là gì? Tôi không theo.",
    );
    leaves("if (a^b) { x ~= y ? `z` : c + d; } // a.b.c, e^x + i^2, http://www.a.vn/~b?c=d");
}

#[test]
fn what_is_in_order_stays() {
    leaves(
        "Công ty Peugeot à côté de Hôtel de Ville, Œuvre complète, café crème, déjà vu, naïve, Noël",
    );
    leaves(
        "Der Präsident der Österreichischen Universität, Herr Müller aus Zürich, grüßt die Straße",
    );
    leaves("São Paulo, João, Conceição: ação e coração; não há solução, promoções às 10 horas");
    leaves("Giá £5.00, €20, ¥300; © 2020 Công ty A™, µm, 5 µg/m³, ±5 %, 3×4, 10÷2, ¼ lít");
    leaves("Björk Guðmundsdóttir, Þór Þórsson, Sigurður và Ægir Ólafsson đến từ Reykjavík, Ísland");
    leaves(
        "Ðảng ủy xã Ðông Hòa, UBND xã Ðồng Tiến, Ðiều 5, QÐ-TTg, NÐ-CP, HÐND, và ðoàn thể, ðại học",
    );
    leaves("là và có cá bà cô chú lúa mía xã xóa hóa tòa tóc bóc góc đó không phải là ông và bà");
    leaves("ngài Ñuñez, Peña Nieto, El niño comió piñas en España; ¿dónde está la señora? ¡Olé!");
    leaves("Москва, Αθήνα, 北京, 🙂🙂🙂");
    leaves("Путин: Вторая мировая война; Ві, Гі, «б»… № 5; год 1945 г.");
    leaves("Λόγος, Πολιτεία; ประเทศไทย แปล โรง แบบ เป็น");
    leaves("Łódź, Škoda, Dvořák, Čapek, Gdańsk, Poznań, Kraków, Ångström, Fußball, Straße");
    leaves("Ãngelo, ÃO; ông Müller đến thăm; Bön; ngài Björk ở Köln");
    leaves("├───────┼───────┤\n│ Đà    │ Nẵng  │\n└───────┴───────┘");
    leaves("√2 + ∑x ≠ ∫f ≈ π; x ≤ y ≥ z; ∆t = 5; Ω, µm, ƒ(x), 10‰");
}

/// `text` after the whole stage, which undoes one wrong decoding after the other.
fn mended(text: &str) -> String {
    crate::normalise::normalise(text).text.into_owned()
}

/// `text` in UTF-8, decoded with the code page `page`.
fn shown(text: &str, page: CodePage) -> String {
    text.bytes().map(|byte| page.char_of(byte)).collect()
}

#[test]
fn utf_8_in_any_code_page_is_read() {
    let short = "Đồng chí Nguyễn Thị Hồng";
    let capitals = "ỦY BAN NHÂN DÂN TỈNH";
    let numbers = "Số 06/QĐ-TTg ngày 05/8/2020, 30/2020/NĐ-CP";
    for page in CodePage::ALL {
        for text in [PLAIN, short, capitals, numbers] {
            assert_eq!(mended(&shown(text, page)), text, "{page:?}");
        }
        for other in CodePage::ALL {
            let twice = shown(&shown(PLAIN, page), other);
            assert_eq!(mended(&twice), PLAIN, "{page:?}, then {other:?}");
        }
    }
    let written = [
        // One word in a paper that is otherwise in order; of the second only the vowel shows it.
        ("Theo quy định của Ch√≠nh ph·ªß và các bộ", "Theo quy định của Chính phủ và các bộ"),
        ("Thành phố Cß║ºn Thơ", "Thành phố Cần Thơ"),
        ("quyбєїt định", "quyết định"),
        ("Nghá»‹ quyết", "Nghị quyết"),
        // Lines in order, lines in two code pages.
        (
            "Điều 1. Phạm vi\nƒêi·ªÅu 2. ƒê·ªëi t∆∞·ª£ng\nĐiều 3",
            "Điều 1. Phạm vi\nĐiều 2. Đối tượng\nĐiều 3",
        ),
        (
            "ƒê·∫£ng b·ªô t·ªânh\nCß╗Öng h├▓a x├ú hß╗Öi chß╗º ngh─⌐a",
            "Đảng bộ tỉnh\nCộng hòa xã hội chủ nghĩa",
        ),
        ("Tr√¨nh Th·ªß t∆∞·ªõng \"ch√≠nh s√°ch\"", "Trình Thủ tướng \"chính sách\""),
        ("CЖЎ quan cбєҐp tб»‰nh", "Cơ quan cấp tỉnh"),
        ("เธฤเน", "เธฤเน"), // Thai letters that make no UTF-8 of Vietnamese.
    ];
    for (text, right) in written {
        assert_eq!(mended(text), right, "from {text:?}");
        assert_eq!(mended(right), right, "twice, from {text:?}");
    }
}

#[test]
fn lost_no_break_spaces_are_found_again() {
    let text = "Đây là các nhà máy và toàn bộ hàng hóa của thành phố, mà Nhà nước là chủ";
    let mojibake = shown(text, CodePage::Windows1252);
    let blanks = mojibake.replace('\u{a0}', " ");
    let losses = [
        blanks.clone(),
        blanks.replace("  ", " "),
        mojibake.replace('\u{a0}', ""),
        blanks.replace(['\u{90}', '\u{9d}', '\u{8f}', '\u{8d}', '\u{81}'], "\u{fffd}"),
        blanks.replace(['\u{90}', '\u{9d}', '\u{8f}', '\u{8d}', '\u{81}'], ""),
        mojibake.replace('\u{a0}', "").replace(['\u{90}', '\u{9d}', '\u{8f}'], "?"),
        // Latin-1 without its control characters.
        shown(text, CodePage::Latin1).replace(|one| ('\u{80}'..'\u{a0}').contains(&one), ""),
    ];
    for damaged in losses {
        assert_eq!(mended(&damaged), text, "from {damaged:?}");
    }
}

#[test]
fn latin_1_as_windows_1258_is_read() {
    let cases = [
        ("tŕnh", "trình"),
        ("v\u{301} vậy", "vì vậy"),
        (
            "Tôi sẽ cố tŕnh bày rơ ràng để quư vị phân biệt",
            "Tôi sẽ cố trình bày rõ ràng để quý vị phân biệt",
        ),
        ("T\u{300}NH H\u{300}NH VÀ NGUYÊN NHÂN", "TÌNH HÌNH VÀ NGUYÊN NHÂN"),
        ("tầm nh\u{301}n đến năm 2030", "tầm nhìn đến năm 2030"),
        ("pḥng, chống tham nhũng", "phòng, chống tham nhũng"),
        ("người lao động c̣n nợ 12.000 đồng", "người lao động còn nợ 12.000 đồng"),
        ("đ\u{323}i hỏi gia đ\u{301}nh", "đòi hỏi gia đình"),
        ("B́nh Định, thị xă Quảng Trị", "Bình Định, thị xã Quảng Trị"),
        ("h́nh thức văn bản, góp ư kiến", "hình thức văn bản, góp ý kiến"),
        // A line that only the others explain.
        ("Chương tŕnh\nlănh đạo, theo dơi, quản lư", "Chương trình\nlãnh đạo, theo dõi, quản lý"),
        ("VĂN PH\u{309}NG TỈNH ỦY", "VĂN PHÒNG TỈNH ỦY"),
    ];
    for (text, right) in cases {
        assert_eq!(mended(text), right, "from {text:?}");
        assert_eq!(mended(right), right, "twice, from {text:?}");
    }
    leaves("Gdańsk, Kraków, Ḥusayn, Ṣalāḥ, ông Ḥasan; xă hội, quư vị");
}

#[test]
fn names_in_old_encodings_among_others_are_read() {
    let cases = [
        ("Ông NguyÔn V¨n Hïng, Chủ tịch", "Ông Nguyễn Văn Hùng, Chủ tịch"),
        ("ở thủ đô Haø Noäi và các tỉnh", "ở thủ đô Hà Nội và các tỉnh"),
        ("1. Traàn Thò Höông\n2. Lê Thị Mai", "1. Trần Thị Hương\n2. Lê Thị Mai"),
        ("Lê Thị Mai\tViÖt Nam", "Lê Thị Mai\tViệt Nam"),
    ];
    for (text, right) in cases {
        assert_eq!(mended(text), right, "from {text:?}");
    }
}

/// Phrases of papers, of which texts are made.
const PHRASES: [&str; 8] = [
    "Căn cứ Luật Tổ chức chính quyền địa phương",
    "Ủy ban nhân dân tỉnh Quảng Trị",
    "các đồng chí trong Ban Thường vụ Tỉnh ủy",
    "phát triển kinh tế - xã hội năm 2030",
    "Nghị quyết số 59-NQ/TW ngày 05/8/2020",
    "phòng, chống tham nhũng, lãng phí",
    "“Đảng ta là đạo đức, là văn minh”",
    "trách nhiệm của người đứng đầu đơn vị",
];

proptest! {
    #![proptest_config(ProptestConfig {
        failure_persistence: Some(Box::new(FileFailurePersistence::WithSource("regressions"))),
        ..ProptestConfig::default()
    })]

    #[test]
    fn any_text_is_read_without_panic(text in "([ÃÂáºâ»€™aeiou^.?'dµ·¸√ƒ∆├─ßДб»แºÄ‘r\u{301}\u{323}ŕ( \u{81}\u{a0}\u{fffd}\n]|\\PC){0,60}") {
        let mut last = 0;
        for change in changes(&text) {
            prop_assert!(change.span.start >= last && change.span.of(&text) != change.to);
            last = change.span.end;
        }
        prop_assert_eq!(read(&text).matches('\n').count(), text.matches('\n').count());
    }

    #[test]
    fn any_code_pages_give_the_text_back(
        phrases in prop::collection::vec(prop::sample::select(PHRASES.to_vec()), 1..12),
        separators in prop::collection::vec(prop::sample::select(vec!["\n", "; ", ". "]), 12),
        pages in prop::collection::vec(prop::sample::select(CodePage::ALL.to_vec()), 1..3),
    ) {
        let parts = phrases.iter().zip(&separators);
        let text: String = parts.map(|(phrase, behind)| format!("{phrase}{behind}")).collect();
        let wrong = pages.iter().fold(text.clone(), |text, page| shown(&text, *page));
        prop_assert_eq!(mended(&wrong), text);
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        if let Some(decoded) = decode(&bytes) {
            prop_assert_eq!(
                decoded.text.matches('\n').count(),
                bytes.iter().filter(|byte| **byte == b'\n').count()
            );
        }
    }
}
