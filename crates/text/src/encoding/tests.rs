//! One line per case, then the laws: what is written in an encoding comes back, what is in order stays.

use proptest::prelude::*;
use proptest::test_runner::FileFailurePersistence;

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
    for encoding in Encoding::ALL {
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
    leaves("B¸o c¸o");
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
}

proptest! {
    #![proptest_config(ProptestConfig {
        failure_persistence: Some(Box::new(FileFailurePersistence::WithSource("regressions"))),
        ..ProptestConfig::default()
    })]

    #[test]
    fn any_text_is_read_without_panic(text in "([ÃÂáºâ»€™aeiou^.?'dµ·¸ \u{81}\u{fffd}\n]|\\PC){0,60}") {
        let mut last = 0;
        for change in changes(&text) {
            prop_assert!(change.span.start >= last && change.span.of(&text) != change.to);
            last = change.span.end;
        }
        prop_assert_eq!(read(&text).matches('\n').count(), text.matches('\n').count());
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
