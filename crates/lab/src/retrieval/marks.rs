//! Strips marks and tones from a text: `Nghị định` (decree) becomes `Nghi dinh`.
//! In: any text. Out: the same letters without marks. Never joins or splits words.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// `text` without marks and tones; `đ` becomes `d`.
pub fn stripped(text: &str) -> String {
    let without_bar = |letter| match letter {
        'đ' => 'd',
        'Đ' => 'D',
        other => other,
    };
    text.nfd().filter(|letter| !is_combining_mark(*letter)).map(without_bar).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_stay_and_marks_go() {
        assert_eq!(stripped("Nghị định số 59-NĐ/TW, đường"), "Nghi dinh so 59-ND/TW, duong");
    }
}
