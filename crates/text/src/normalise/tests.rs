//! One line per case, then the laws for all text.

use proptest::prelude::*;
use proptest::test_runner::FileFailurePersistence;

use super::*;

fn mends(from: &str, to: &str) {
    assert_eq!(normalise(from).text, to, "from {from:?}");
    assert!(!normalise(from).edits.is_empty(), "an edit for {from:?}");
}

fn composes(from: &str, to: &str) {
    assert_eq!(normalise(from).text, to, "from {from:?}");
    assert_eq!(normalise(from).edits, [], "no edit for {from:?}");
}

fn leaves(text: &str) {
    let after = normalise(text);
    assert_eq!(after.text, text);
    assert!(after.map.is_identity() && after.edits.is_empty());
}

#[test]
fn gives_the_letters_that_were_meant() {
    mends("Trung ƣơng Đảng, Bí thƣ", "Trung ương Đảng, Bí thư");
    mends("BAN THƢỜNG VỤ", "BAN THƯỜNG VỤ");
    mends("Ðảng và ðoàn", "Đảng và đoàn");
    mends("Chủ tịch HÐND; 589/QÐ-TTg; NÐ-CP", "Chủ tịch HĐND; 589/QĐ-TTg; NĐ-CP");
    mends("của nướcÐức và củaÐảng", "của nướcĐức và củaĐảng");
    mends("Ɖảng; khóa XIV, Ð.", "Đảng; khóa XIV, Đ.");
    mends("ÐƢỜNG", "ĐƯỜNG");
    mends("cоng tác", "cong tác"); // The second letter is Cyrillic.
    mends("ｖăn ｋiện số １２", "văn kiện số 12");
    mends("bıên bản", "biên bản");
    mends("Ban Chấp hànḥ", "Ban Chấp hành");
    mends("Trunġ ương; cộnɡ hòa; Quyết địոh", "Trung ương; cộng hòa; Quyết định");
    mends("𝐍𝐠𝐡ị quyết; cąn bộ ở xā; τrung ương", "Nghị quyết; cạn bộ ở xã; trung ương");
    mends("Üy ban nhân dân, ñhưñg ñi; năm sσ kết", "Ủy ban nhân dân, nhưng đi; năm sơ kết");
    mends("τһεо Đảng; ĐỔΙ mới; huỿ động", "theo Đảng; ĐỔI mới; huy động");
    mends(
        "Nghị định З0/2020/NĐ‐CP, 5⁄2021/TT∕BTC, 𝟓𝟗-NQ/ТW",
        "Nghị định 30/2020/NĐ-CP, 5/2021/TT/BTC, 59-NQ/TW",
    );
    mends(
        "ngày 0∣/07/20∣8, có 1.𑁇00 hộ; năm 20↿4, khóa XIV, Luật số 07/20∣7/QH∣4 và 80/2015/QH꣎3",
        "ngày 01/07/2018, có 1.100 hộ; năm 2014, khóa XIV, Luật số 07/2017/QH14 và 80/2015/QH13",
    );
    mends(
        "799/QĐ-TTɡ, 290/2005/QĐ-ŢŢɡ, 07/Ƨ0Ƨ1/TT-BKHCN, 82/2006/𜳦H𜳞𜳞, 𜳞𜳞/20𜳞2/TT-BTP, ꟾꟾ/2011/NĐ-CP, 94/2021/TT-вQΡ",
        "799/QĐ-TTg, 290/2005/QĐ-TTg, 07/2021/TT-BKHCN, 82/2006/QH11, 11/2012/TT-BTP, 11/2011/NĐ-CP, 94/2021/TT-BQP",
    );
    mends("qµyết định của Lµật; ngµy 5 th¸ng 6", "quyết định của Luật; ngày 5 tháng 6");
    leaves("5 µm và 3 µg, hệ số µ");
    leaves("Nghị định 100∣2019; cột 12│34 của bảng, 5∣10");
    leaves("Đồng chí Guðmundur và Łukasz, Dvořák, Tōkyō, Diyarbakır, Müller");
    leaves("mật độ ρ, hệ số α và β; 5 µm, 3 × 4, x ∨ y; ∣5∣");
    leaves("thủ đô Москва của Nga, báo Правда, Ελλάδα");
    leaves("từ 10–20, 1900–1945; A – B; 25 ºC; 1.000₫");
    leaves("Москва, Αθήνα");
    leaves("“Điều 1” – khoản 2… §3, 50 °C, 30 m², ½");
}

/// A word of a hundred thousand letters that all ask about the word takes no time for each of them.
#[test]
fn an_endless_word_is_asked_once() {
    let mended = normalise(&"Ð".repeat(100_000)).text.into_owned();
    assert!(mended == "Đ".repeat(100_000));
    let signs = "∣".repeat(100_000) + "1";
    assert!(normalise(&signs).text == signs);
    let digits = "1".repeat(100_000) + &"ð".repeat(100_000);
    assert!(normalise(&digits).text == digits);
}

#[test]
fn spaces_are_plain() {
    mends("Cần Thơ\u{a0}", "Cần Thơ ");
    mends("Thành ủy\u{a0}chỉ\u{202f}đạo", "Thành ủy chỉ đạo");
    mends("Đả\u{200b}ng\u{feff} ta", "Đảng ta");
    mends("phát\u{ad}triển", "pháttriển");
    leaves("một\thai\r\nba\u{c}");
}

#[test]
fn marks_come_together() {
    composes("nghi\u{323} quye\u{302}\u{301}t", "nghị quyết");
    composes("e\u{323}\u{302}", "ệ");
    mends("a\u{301}\u{302}", "ấ");
    mends("đầ\u{300}u", "đầu");
    mends("thƣ\u{300}a", "thừa");
}

#[test]
fn an_edit_is_one_syllable() {
    let text = "Ðảng, HÐND\u{a0}xã";
    let edits = normalise(text).edits;
    let found: Vec<_> = edits.iter().map(|e| (e.from.as_str(), e.to.as_str(), e.why)).collect();
    assert_eq!(
        found,
        [
            ("Ðảng", "Đảng", Why::Lookalike),
            ("HÐND", "HĐND", Why::Lookalike),
            ("\u{a0}", " ", Why::Space)
        ]
    );
    assert!(edits.iter().all(|edit| edit.span.of(text) == edit.from));
}

proptest! {
    #![proptest_config(ProptestConfig {
        failure_persistence: Some(Box::new(FileFailurePersistence::WithSource("regressions"))),
        ..ProptestConfig::default()
    })]

    #[test]
    fn is_lawful_on_any_text(text in "([a-zđấƣÐðⅠ\u{300}-\u{323}\u{a0}\u{200b}\u{ad}\\n ]|\\PC){0,40}") {
        let once = normalise(&text);
        prop_assert_eq!(once.text.matches('\n').count(), text.matches('\n').count());
        let twice = normalise(&once.text);
        prop_assert_eq!(&twice.text, &once.text);
        let mut last = 0;
        for edit in &once.edits {
            prop_assert!(edit.span.start >= last && text.is_char_boundary(edit.span.start));
            prop_assert_eq!(edit.span.of(&text), edit.from.as_str());
            last = edit.span.end;
        }
    }
}
