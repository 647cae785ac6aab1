//! The letter stages on the real papers, and on kept-out text that was damaged on purpose.

use std::collections::BTreeMap;

use vankien_testing::{Dice, shared};
use vankien_text::repair;

use crate::damage::{damage, papers};

#[test]
#[ignore = "needs the real papers beside the project (../shared)"]
fn shared_the_real_papers_come_out_as_they_were_printed() {
    let (seeds, truth) = (shared("seeds"), shared("truth/seed_truth.jsonl"));
    let mut repaired: BTreeMap<(String, usize), String> = BTreeMap::new();
    for row in std::fs::read_to_string(truth).unwrap().lines() {
        let row: serde_json::Value = serde_json::from_str(row).unwrap();
        let key =
            (row["file"].as_str().unwrap().to_owned(), row["line"].as_u64().unwrap() as usize);
        repaired.insert(key, row["repaired"].as_str().unwrap().to_owned());
    }
    let (mut edits, mut mended) = (0, 0);
    let mut files: Vec<_> =
        std::fs::read_dir(seeds).unwrap().map(|file| file.unwrap().path()).collect();
    files.sort();
    for file in files {
        let name = file.file_name().unwrap().to_string_lossy().into_owned();
        let text = std::fs::read_to_string(&file).unwrap();
        let letters = vankien_text::mend(&text);
        edits += letters.edits.len();
        assert_eq!(letters.text.split('\n').count(), text.split('\n').count(), "{name}");
        for (at, (printed, line)) in text.split('\n').zip(letters.text.split('\n')).enumerate() {
            let truth = repaired.get(&(name.clone(), at + 1));
            mended += usize::from(truth.is_some());
            assert_eq!(line, truth.map_or(printed, String::as_str), "{name}:{}", at + 1);
        }
        assert_eq!(vankien_text::mend(&letters.text).edits, [], "{name} twice");
    }
    assert_eq!((edits, mended), (30, 17));
}

/// A text of `cases.tsv` with its line breaks and characters.
fn unescaped(text: &str) -> String {
    let mut parts = text.split("\\u{");
    let mut whole = parts.next().expect("an escape").to_owned();
    for part in parts {
        let (code, rest) = part.split_once('}').expect("an escape");
        whole.push(
            char::from_u32(u32::from_str_radix(code, 16).expect("an escape")).expect("an escape"),
        );
        whole.push_str(rest);
    }
    whole.replace("\\n", "\n")
}

/// Of the words of papers that lost letters without a trace at most 1 in so many may stay wrong: some may have been
/// either of two words. In all other papers none may.
const WORDS_PER_WRONG: usize = 50;

/// Papers of our own, ten of each kind of damage and of each kind of clean text that was once taken for damage.
#[test]
fn papers_of_each_kind_come_out_right() {
    let (mut words, mut wrong) = (0, Vec::new());
    for row in include_str!("cases.tsv").lines().filter(|row| !row.starts_with('#')) {
        let cells: Vec<&str> = row.split('\t').collect();
        let [kind, arrived, right] = cells[..] else { panic!("{row}") };
        let right = unescaped(if right == "=" { arrived } else { right });
        let mended = vankien_text::mend(&unescaped(arrived)).text;
        if kind == "letters-deleted-without-trace" {
            let (right, mended): (Vec<&str>, Vec<&str>) =
                (right.split_whitespace().collect(), mended.split_whitespace().collect());
            assert_eq!(right.len(), mended.len(), "{mended:?}");
            words += right.len();
            let both = right.iter().zip(mended).filter(|(right, mended)| *right != mended);
            wrong.extend(both.map(|(right, mended)| format!("{right}: {mended}")));
        } else {
            assert_eq!(mended, right, "{kind}");
        }
    }
    assert!(words > 300 && wrong.len() * WORDS_PER_WRONG <= words, "{wrong:?} of {words}");
}

/// The rows of CASES.tsv on letters, codes and abbreviations that were taken for damage: no letter of these papers is lost.
#[test]
#[ignore = "needs the real papers beside the project (../shared)"]
fn shared_letters_codes_and_abbreviations_stay() {
    for name in [
        "letter-lost-KT.txt",
        "letter-lost-N.txt",
        "letter-lost-diem-d.txt",
        "letter-lost-virus-B.txt",
    ] {
        let file = shared(&format!("data/wild/cases/{name}"));
        let text = std::fs::read_to_string(file).unwrap();
        let edits = vankien_text::mend(&text).edits;
        let lost = edits.iter().filter(|edit| edit.why == vankien_text::Why::LetterLost);
        assert_eq!(lost.count(), 0, "{name}: {edits:?}");
    }
}

/// The row of CASES.tsv on names of peoples, places and persons and on foreign words.
#[test]
#[ignore = "needs the real papers beside the project (../shared)"]
fn shared_names_of_peoples_and_places_stay() {
    let text = std::fs::read_to_string(shared("data/wild/cases/ethnic-names.txt")).unwrap();
    assert_eq!(vankien_text::mend(&text).edits, []);
}

/// The rows of CASES.tsv on wrong decodings: what a file must hold afterwards, and what it must not hold.
#[test]
#[ignore = "needs the real papers beside the project (../shared)"]
fn shared_wrongly_decoded_papers_are_read() {
    let mended = |name: &str| {
        let file = shared(&format!("data/wild/cases/{name}"));
        let mended = vankien_text::mend(&std::fs::read_to_string(file).unwrap()).text;
        assert_eq!(vankien_text::mend(&mended).edits, [], "{name} twice");
        mended
    };
    let paper = mended("misread-1258.txt");
    for right in [
        "trình bày rõ ràng để quý vị",
        "nguyên tắc thì mọi chuyện",
        "vì không còn gì khó",
        "góp ý kiến về chương trình, hình thức, tình hình",
        "phòng chống tham nhũng, hòa giải",
        "đã hoàn thành nhiệm vụ; xã hội chủ nghĩa; lãnh đạo; đòi hỏi; vì vậy; giữ gìn",
        "I- TÌNH HÌNH VÀ NGUYÊN NHÂN",
        "tầm nhìn dài hạn",
        "quý III năm 2021; hằng quý báo cáo",
        "theo dõi việc xử lý",
    ] {
        assert!(paper.contains(right), "{right}");
    }
    let is_consonant_with_tone =
        |letter: char| "ŕńǵĺḱḿṕẃ\u{300}\u{301}\u{309}\u{323}".contains(letter);
    assert!(!paper.contains(is_consonant_with_tone));
    let paper = mended("mojibake-macroman.txt");
    let right = "\
        Trích xuất thông tin từ văn bản pháp luật Việt Nam: số hiệu, cơ quan ban hành, người ký, ngày hiệu lực.\n\
        Căn cứ Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020 của Chính phủ về công tác văn thư;\n\
        Cộng hòa xã hội chủ nghĩa Việt Nam, Độc lập - Tự do - Hạnh phúc.\n\
        Điều 1. Phòng, chống tham nhũng, lãng phí; ĐẢNG ỦY, ỦY BAN NHÂN DÂN, HỘI ĐỒNG, NGHỊ QUYẾT, KỶ NIỆM, Ở CỬA HỘI.";
    assert_eq!(paper.trim_end(), right);
}

/// The row of CASES.tsv on letters that were deleted with nothing in their place. What its `hữu cơ` and the name of its
/// province were cannot be told.
#[test]
#[ignore = "needs the real papers beside the project (../shared)"]
fn shared_letters_deleted_without_trace_come_back() {
    let text = std::fs::read_to_string(shared("data/wild/cases/letters-dropped.txt")).unwrap();
    let mended = vankien_text::mend(&text).text;
    for right in [
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "QUYẾT ĐỊNH\n",
        "cần cung cấp theo kết quả phân tích đất\n",
        "Căn cứ Luật Tổ chức chính quyền địa phương ngày 19",
        "Xét đề nghị của Giám đốc Sở Nông nghiệp và Phát triển nông thôn,",
        "Điều 1. Phê duyệt kết quả thực hiện nhiệm vụ phòng, chống tham nhũng.",
    ] {
        assert!(mended.contains(right), "{right}: {mended}");
    }
}

#[test]
#[ignore = "needs the real papers beside the project (../shared)"]
fn shared_damage_of_any_letters_is_mended() {
    let seeds = shared("seeds");
    let mut dice = Dice::new(1);
    let mut files: Vec<_> =
        std::fs::read_dir(seeds).unwrap().map(|file| file.unwrap().path()).collect();
    files.sort();
    let clean = |file| vankien_text::mend(&std::fs::read_to_string(file).unwrap()).text;
    let (mut left, mut all) = (0, 0);
    for paper in files.iter().map(clean).flat_map(|text| papers(&text)) {
        for _ in 0..8 {
            let (damaged, lost) = damage(&paper, 3, &mut dice);
            let after = repair::repair(&damaged);
            assert_eq!(after.text.matches('\n').count(), paper.matches('\n').count());
            let wrong =
                |text: &str| text.lines().zip(paper.lines()).filter(|(a, b)| a != b).count();
            left += wrong(&after.text);
            all += wrong(&damaged);
            assert!(wrong(&after.text) <= wrong(&damaged), "{lost:?}");
        }
    }
    assert!(left * 20 <= all, "{left} of {all} damaged lines are left");
}
