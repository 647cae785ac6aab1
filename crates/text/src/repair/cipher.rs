//! Text whose letters were exchanged for others throughout: a font printed without the table of its letters.
//! In: text. Out: whether it looks so. Never solves it.
//! Words keep their lengths, and Vietnamese ones are short; but hardly any is a syllable, marks or not.

use crate::language::{letters, syllable};

/// Fewer words tell nothing.
const LEAST_WORDS: usize = 50;
/// No syllable has more letters.
const LONGEST: usize = 7;
/// So many in a hundred words are longer at most: names, addresses.
const LONG: usize = 4;
/// How many letters a hundred words have, at least and at most.
const LETTERS: std::ops::RangeInclusive<usize> = 230..=420;
/// So many in a hundred words are syllables at most.
const SYLLABLES: usize = 25;

/// Whether the letters of `text` were exchanged throughout.
pub fn is_enciphered(text: &str) -> bool {
    let (mut words, mut long, mut all, mut syllables) = (0, 0, 0, 0);
    let written =
        text.split_whitespace().filter(|word| !word.contains(|one: char| one.is_ascii_digit()));
    let bare = written.map(|word| word.trim_matches(|one: char| one.is_ascii_punctuation()));
    for word in bare.filter(|word| !word.is_empty()) {
        let length = word.chars().count();
        words += 1;
        long += usize::from(length > LONGEST);
        all += length;
        syllables += usize::from(syllable::is_valid(&letters::lower_word(word)));
    }
    words >= LEAST_WORDS
        && long * 100 <= LONG * words
        && LETTERS.contains(&(all * 100 / words))
        && syllables * 100 <= SYLLABLES * words
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAPER: &str = "Thực hiện Nghị quyết của Tỉnh ủy về tăng cường sự lãnh đạo của Đảng đối với công tác phòng, chống \
        tham nhũng, lãng phí, tiêu cực; Ban Thường vụ yêu cầu các cấp ủy, tổ chức đảng tiếp tục quán triệt, nâng cao nhận thức, \
        trách nhiệm của cán bộ, đảng viên, nhất là người đứng đầu, trong việc rà soát, sửa đổi, bổ sung các quy định.";

    /// Each letter as the one so many places on.
    fn exchanged(text: &str, by: u32) -> String {
        let other = |one: char| match one {
            'a'..='z' => char::from(b'a' + ((one as u32 - 97 + by) % 26) as u8),
            'A'..='Z' => char::from(b'A' + ((one as u32 - 65 + by) % 26) as u8),
            _ if one.is_alphabetic() => {
                char::from_u32(0xa1 + (one as u32 * 7 + by) % 94).unwrap_or(one)
            }
            _ => one,
        };
        text.chars().map(other).collect()
    }

    #[test]
    fn letters_exchanged_throughout_are_seen() {
        for by in [3, 5, 11, 20] {
            assert!(is_enciphered(&exchanged(PAPER, by)), "{}", exchanged(PAPER, by));
        }
    }

    #[test]
    fn other_texts_are_none() {
        let unmarked = "Thuc hien Nghi quyet cua Tinh uy ve tang cuong su lanh dao cua Dang doi voi cong tac phong chong ".repeat(3);
        let english = "The committee requests all members to review their regulations and to improve the responsibility of \
            every organisation for the prevention of corruption ".repeat(3);
        assert!(![PAPER, &unmarked, &english, "xkq wvt"].iter().any(|text| is_enciphered(text)));
    }
}
