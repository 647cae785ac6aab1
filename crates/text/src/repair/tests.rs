//! One line per case, then the laws for all text.

use proptest::prelude::*;
use proptest::test_runner::FileFailurePersistence;

use super::*;

/// A page of clean text that holds most letters, so that a census has something to count.
const PAGE: &str = "\
Ban Thường vụ Thành ủy yêu cầu các cấp ủy, tổ chức đảng tiếp tục lãnh đạo, chỉ đạo thực hiện tốt\n\
nhiệm vụ phát triển kinh tế - xã hội, bảo đảm quốc phòng, an ninh; những kết quả đạt được đã góp\n\
phần giữ vững ổn định chính trị, trật tự an toàn xã hội trên địa bàn thành phố. Ủy ban nhân dân\n\
thành phố báo cáo Hội đồng nhân dân xem xét, quyết định. Đồng chí Bí thư Thành ủy kết luận.\n";

/// The page with `line` as a paragraph of its own.
fn paper(line: &str) -> String {
    format!("{PAGE}\n{line} \n\n{PAGE}")
}

/// The same lines often enough that the paper shows damage.
#[track_caller]
pub fn mends_lines(damaged: &str, whole: &str) {
    let (damaged, whole) = ([damaged; 4].join("\n"), [whole; 4].join("\n"));
    assert_eq!(repair(&damaged).text, whole);
}

#[track_caller]
pub fn stays(text: &str) {
    assert_eq!(repair(text).text, text);
}

#[track_caller]
fn mends(from: &str, to: &str) {
    assert_eq!(repair(&paper(from)).text, paper(to));
}

#[track_caller]
fn leaves(line: &str) {
    let text = paper(line);
    let after = repair(&text);
    assert_eq!(after.edits, []);
    assert_eq!(after.text, text);
}

#[test]
fn a_word_with_a_mark_as_a_sign_behind_it_stays() {
    leaves("phòng, chống tham nh ng~ và nh ng` người");
}

#[test]
fn gives_back_lost_letters() {
    mends(
        "phòng, chống tham nh ng, c ng như công tác",
        "phòng, chống tham nhũng, cũng như công tác",
    );
    mends(
        "nhất là chu i các hoạt động hướng đến Gi  Tổ Hùng Vương; chu i giá trị",
        "nhất là chuỗi các hoạt động hướng đến Giỗ Tổ Hùng Vương; chuỗi giá trị",
    );
    // A letter lost at the end of a word, inside, and at its beginning.
    mends("đường X  Vi t Nghệ T nh,  à N ng", "đường Xô Viết Nghệ Tĩnh, Đà Nẵng");
}

#[test]
fn gives_back_letters_lost_inside_words() {
    // Long enough that what is strange in it is no chance.
    let page = paper("phòng, chống tham nhũng; kể từ ngày ký, Quyết định số 12/QĐ-TTg; Sở Tư pháp");
    let page = format!("{page}\n{page}");
    let without = |letters: &str, stands: &str| page.replace(|one| letters.contains(one), stands);
    // Nothing stands for the letter; what is left may be a word by itself (`thng`, but `bo` too).
    for letters in ["ư", "ự", "ả", "ế", "ố"] {
        assert_eq!(repair(&without(letters, "")).text, page, "{letters}");
    }
    // One character for each letter, as fonts without a map give.
    let swapped = |pairs: &[(char, &str)]| {
        pairs.iter().fold(page.clone(), |text, (letter, stands)| text.replace(*letter, stands))
    };
    for pairs in [&[('ộ', "3")][..], &[('ố', "£"), ('ế', "f")], &[('đ', "8"), ('ả', "~")]]
    {
        let damaged = swapped(pairs);
        assert_eq!(repair(&damaged).text, page, "{damaged}");
    }
}

/// Text without any marks, or of which nothing can be read, lost more than some letters.
#[test]
fn leaves_what_is_no_marked_vietnamese() {
    let unmarked =
        "Ban Thuong vu Thanh uy yeu cau cac cap uy, to chuc dang tiep tuc lanh dao\n".repeat(40);
    assert_eq!(repair(&unmarked).edits, []);
    let misread =
        "Äá»“ng chÃ\u{ad} BÃ\u{ad} thÆ° ThÃ nh á»§y káº¿t luáº\u{ad}n cuá»™c há»p\n".repeat(40);
    assert_eq!(repair(&misread).edits, []);
}

#[test]
fn leaves_foreign_words_and_units() {
    leaves("rộng 20 m2, 40 m2 và 60 m2; cao 3m, 4m; khí CO2, CO2, SO2");
    leaves("xem show của fan club, show thời trang, clip và cup; wifi, email, wifi, email");
    leaves("ngân hàng NH, các NH; MC Cao Vy, MC Phan Anh; ông T.M.L, bà T.M.L");
    leaves("xóm Lạch Bạng, cửa Lạch Bạng, sông Lạch Bạng");
}

#[test]
fn leaves_what_only_looks_damaged() {
    leaves("kinh tế - xã hội  thành phố; ngành y tế; khóa XV, lần thứ X");
    leaves("Tết Chôl Chnăm Thmây; dịch vụ logistics; GRDP; COVID-19");
    leaves("KT. THỦ TƯỚNG, TM. CHÍNH PHỦ, TL. BỘ TRƯỞNG; KT. CHỦ TỊCH");
    leaves("T/L BAN THƯỜNG VỤ; T/M THÀNH ỦY; đ/c Nguyễn Văn A, B và C; TP. HCM");
    leaves("a) dài 5 km, nặng 3 kg; b) ý kiến i và ii; Phụ lục I");
    leaves("Lê Th. Ng. và Trần V. H.; ông K. nói");
}

#[test]
fn mends_the_slips_of_the_author() {
    mends("theo Nghị quyết số số 45/2022/QH15 của", "theo Nghị quyết số 45/2022/QH15 của");
    mends("thực hiện các các chính sách", "thực hiện các chính sách");
    mends("chỉ đạo Ủy ban nhân nhân thành phố", "chỉ đạo Ủy ban nhân dân thành phố");
}

#[test]
fn leaves_words_that_are_right_twice() {
    leaves("xử lý các hành vi vi phạm; luôn luôn; ngày ngày; năm năm; cơ sở sở hữu");
    leaves("hàng không không bắt buộc; đang tồn tại tại địa phương; hệ số số 12");
    leaves("chị Thu Thu, anh Lý Lý; đình chỉ chỉ được thực hiện; tiềm năng năng lượng");
}

#[test]
fn the_slip_alone_is_the_edit() {
    let text = paper("chỉ đạo Ủy ban nhân nhân thành phố");
    let edits = repair(&text).edits;
    assert_eq!((edits[0].from.as_str(), edits[0].to.as_str()), ("nhân", "dân"));
    let text = paper("theo Nghị quyết số số 45/2022/QH15");
    let edits = repair(&text).edits;
    assert_eq!((edits[0].from.as_str(), edits[0].to.as_str()), ("số số", "số"));
}

#[test]
fn knows_poor_text() {
    assert_eq!(quality(PAGE), Quality::Good);
    let unmarked =
        "Ban Thuong vu Thanh uy yeu cau cac cap uy to chuc dang tiep tuc lanh dao ".repeat(5);
    assert_eq!(quality(&unmarked), Quality::Poor);
    let english = "the quick brown fox jumps over the lazy dog and runs away from there ".repeat(5);
    assert_eq!(quality(&english), Quality::Poor);
    assert_eq!(quality("Decision No 5"), Quality::Good);
}

/// What is kept from turn to turn is what reading all of the text again would find.
fn kept_places_are_right(text: &str) -> Result<(), TestCaseError> {
    let before = ScanState::of(text);
    let memory = RepairMemory::new(text, &before.census, &before.strange);
    let (evidence, work) = (&Evidence::default(), &Work::of(None));
    let edits = Pass { text, state: &before, memory: &memory, evidence, work }.edits();
    let (after, _) = apply(text, &edits);
    let (kept, anew) = (before.after(text, &edits, &after), ScanState::of(&after));
    prop_assert_eq!(kept.regions(&after), anew.regions(&after));
    prop_assert_eq!(kept.doubled, anew.doubled);
    prop_assert_eq!(kept.census, anew.census);
    Ok(())
}

/// A line in which every syllable may be broken. Each piece may be many words.
fn broken_syllables(count: usize) -> String {
    let broken = ["b ng", "k  nh", "Tr ường", "h ợp", "x  t", "ng", "đ ng", "qu n"];
    let word = |at: usize| broken[(at * at + at / 7) % broken.len()];
    (0..count).flat_map(|at| [word(at), " "]).collect()
}

#[test]
fn a_line_of_broken_syllables_comes_to_rest() {
    let text = broken_syllables(300);
    assert_eq!(repair(&repair(&text).text).edits, []);
}

#[test]
fn repair_ends_where_its_work_does() {
    let text = broken_syllables(200) + "\n" + &broken_syllables(1_000);
    let whole = Evidence::default();
    let Repaired { mended, ran_out_at_line, .. } = repair_and_rate(&text, whole, Some(1));
    assert_eq!((ran_out_at_line, mended.edits.is_empty()), (Some(1), false));
    // A line end stands for itself, so that places are told by lines of what came in.
    assert_eq!(mended.text.matches('\n').count(), 1);
}

fn lawful(text: &str) -> Result<(), TestCaseError> {
    let once = repair(text);
    prop_assert_eq!(once.text.matches('\n').count(), text.matches('\n').count());
    let mut applied = String::new();
    let mut done = 0;
    for edit in &once.edits {
        prop_assert!(edit.span.start >= done && edit.span.end > edit.span.start);
        prop_assert_eq!(edit.span.of(text), edit.from.as_str());
        applied.push_str(&text[done..edit.span.start]);
        applied.push_str(&edit.to);
        done = edit.span.end;
    }
    applied.push_str(&text[done..]);
    prop_assert_eq!(&applied, once.text.as_ref());
    prop_assert_eq!(&repair(&once.text).text, &once.text);
    kept_places_are_right(text)?;
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig {
        failure_persistence: Some(Box::new(FileFailurePersistence::WithSource("regressions"))),
        cases: 64,
        ..ProptestConfig::default()
    })]

    #[test]
    fn is_lawful_on_any_text(text in "([a-zđấũ \\n,.?]|\\PC){0,200}") {
        lawful(&text)?;
    }

    #[test]
    fn a_change_is_seen_from_the_lines_around_it(
        lines in proptest::collection::vec(0..8_usize, 0..24),
    ) {
        const LINES: [&str; 8] = [
            "", "   ", "phòng, ch ng tham nh ng", "theo Nghị quyết số số 45/2022/QH15", " c ng như",
            "chỉ đạo Ủy ban nhân nhân thành phố", "QĐ-TTg  kx", "các các đồng chí nh",
        ];
        let lines: Vec<&str> = lines.iter().map(|at| LINES[*at]).collect();
        kept_places_are_right(&paper(&lines.join("\n")))?;
    }

    #[test]
    fn is_lawful_on_damaged_text(
        letters in proptest::sample::subsequence(('à'..='ỹ').filter(|l| letters::number(*l).is_some()).collect::<Vec<_>>(), 0..9),
        stands in proptest::sample::select(vec![" ", "", "\u{fffd}", "?", "\u{f06d}"]),
    ) {
        let text = paper("phòng, chống tham nhũng, lãng phí; cũng như chuỗi các hoạt động hướng đến Giỗ Tổ");
        let lost = |letter: char| letters.contains(&letter);
        lawful(&text.replace(lost, stands))?;
    }
}

#[test]
fn leaves_words_with_their_tone_on_another_vowel() {
    leaves("hòan thành kế họach năm, thanh tóan các khỏan nợ, phân lọai tài sản, an tòan lao động");
    leaves("Kết qủa qúa trình qủan lý qúy III, khai thác khóang sản, tòan dân đòan kết, thỏai mái");
    leaves(
        "KẾ HỌACH THANH TÓAN; Kế Họach; đựơc ngừơi; cuả nghiã vụ; tíên độ thụân lợi, gỉai quyết",
    );
    mends(
        "hòan thành kế họach phòng, chống tham nh ng; thanh tóan nh ng khỏan nợ c a Đ ng bộ",
        "hòan thành kế họach phòng, chống tham nhũng; thanh tóan những khỏan nợ của Đảng bộ",
    );
}

#[test]
fn words_with_their_tone_on_another_vowel_are_good_text() {
    let line = "tòan dân đòan kết, khóan sản phẩm, hòang hôn, thỏai mái, thanh tóan, kế họach, lọai, đựơc\n";
    let text = line.repeat(8);
    assert_eq!(repair(&text).edits, []);
    assert_eq!(quality(&text), Quality::Good);
    let usual = "toàn dân đoàn kết, khoán sản phẩm, hoàng hôn, thoải mái, thanh toán, kế hoạch, loại, được\n";
    assert_eq!(tally(&text), tally(&usual.repeat(8)));
    assert_eq!(marks::restore(&text), []);
}
