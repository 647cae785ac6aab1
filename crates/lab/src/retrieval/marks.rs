//! Takes marks and tones off a text: `Nghị định` becomes `Nghi dinh`.
//! In: any text. Out: the same letters bare. Never joins or parts words.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// `text` without marks and tones.
pub fn stripped(text: &str) -> String {
    let bare = |letter| match letter {
        'đ' => 'd',
        'Đ' => 'D',
        other => other,
    };
    text.nfd().filter(|letter| !is_combining_mark(*letter)).map(bare).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_stay_and_marks_go() {
        assert_eq!(stripped("Nghị định số 59-NĐ/TW, đường"), "Nghi dinh so 59-ND/TW, duong");
    }
}
