//! Laws that hold for any text and any bytes.

use std::path::Path;

use proptest::prelude::*;
use proptest::test_runner::FileFailurePersistence;
use vankien_files::{Extracted, extract, pipeline};

fn settings(cases: u32) -> ProptestConfig {
    let kept = FileFailurePersistence::WithSource("regressions");
    ProptestConfig { cases, failure_persistence: Some(Box::new(kept)), ..ProptestConfig::default() }
}

/// Text such as papers hold: words, numbers, gaps, labels, odd letters, in lines.
fn papers() -> impl Strategy<Value = String> {
    const PIECES: [&str; 40] = [
        "Nghị quyết",
        "số",
        "59-NQ/TW",
        "98/NQ-CP",
        "1-",
        "2-",
        "a)",
        "- ",
        "Điều 5.",
        "Chương I",
        "tham nh ng",
        "Trung ƣơng",
        "Ðảng",
        "\n",
        "\n\n",
        "\n ",
        "  ",
        "      ",
        "-----",
        "Nơi nhận:",
        "T/M BAN THƯỜNG VỤ",
        "Kính gửi:",
        "1",
        "ngày 05/8/2020",
        "của Bộ Chính trị",
        "Cần Thơ, ngày 18 tháng 6 năm 2024",
        "…",
        "”",
        "(",
        "\u{a0}",
        "\u{200b}",
        "e\u{302}\u{301}",
        "\u{fffd}",
        "\t",
        "\u{c}",
        "\r",
        "🙂",
        "BÁO CÁO",
        "PHÓ BÍ THƯ",
        "Phạm Văn Hiểu",
    ];
    let piece = prop_oneof![
        8 => prop::sample::select(&PIECES[..]).prop_map(str::to_owned),
        1 => any::<char>().prop_map(String::from),
        2 => Just(" ".to_owned()),
    ];
    prop::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(settings(300))]

    /// The letter stages keep every line, and doing it twice changes nothing more.
    #[test]
    fn letters_keep_lines_and_come_to_rest(text in papers()) {
        let once = vankien_text::mend(&text);
        prop_assert_eq!(once.text.matches('\n').count(), text.matches('\n').count());
        let twice = vankien_text::mend(&once.text);
        prop_assert_eq!(&twice.text, &once.text);
    }

    /// The edits, put into the text, give the mended text but for composition.
    #[test]
    fn edits_stand_where_they_say(text in papers()) {
        let letters = vankien_text::mend(&text);
        let mut end = 0;
        for edit in &letters.edits {
            prop_assert!(edit.span.start >= end && edit.span.end <= text.len());
            prop_assert_eq!(edit.span.of(&text), edit.from.as_str());
            prop_assert!(edit.from != edit.to);
            end = edit.span.end;
        }
    }

    /// Every section leads back into the text it was made from.
    #[test]
    fn sections_lead_back(text in papers()) {
        let extracted = Extracted { text: text.clone(), ..Extracted::default() };
        let document = pipeline::document(&extracted);
        let lines = text.split('\n').count() as u32;
        prop_assert_eq!(document.pages.first(), Some(&1));
        prop_assert!(document.pages.is_sorted());
        for section in &document.sections {
            prop_assert!(1 <= section.lines.0 && section.lines.0 <= section.lines.1);
            prop_assert!(section.lines.1 <= lines);
            let all = vankien_text::span::Span::new(0, section.text.len());
            for range in section.map.back(all) {
                prop_assert!(text.is_char_boundary(range.start) && text.is_char_boundary(range.end));
            }
            for citation in &section.citations {
                prop_assert!(section.text.is_char_boundary(citation.span.start));
                prop_assert!(section.text.is_char_boundary(citation.span.end));
            }
        }
    }
}

proptest! {
    #![proptest_config(settings(300))]

    /// Any bytes are text or an error with a way out, never a panic.
    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        if let Ok(extracted) = extract::extract(Path::new("a.txt"), bytes) {
            pipeline::document(&extracted);
        }
    }
}
