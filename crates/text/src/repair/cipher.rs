//! Text whose letters were exchanged for others throughout, as by a font that was embedded without the table of its
//! letters.
//! In: text. Out: whether it looks so. Never deciphers it. Words keep their lengths, and Vietnamese words are short;
//! but hardly any is a syllable, with marks or without.

use crate::language::{letters, syllable};

// The limits are judgements, no measurement recorded; the tests below hold a text on each side of them.

/// At least 50 words: a text with fewer never counts as enciphered.
const LEAST_WORDS: usize = 50;
/// Letters of the longest syllable (`nghiêng`).
const LONGEST_SYLLABLE: usize = 7;
/// At most 4 percent of the words may be longer than a syllable: names, addresses.
const MOST_LONG_PERCENT: usize = 4;
/// Characters of a hundred words on average, at least and at most, as in Vietnamese text.
const LETTERS_PER_HUNDRED_WORDS: std::ops::RangeInclusive<usize> = 230..=420;
/// At most 25 percent of the words may be valid syllables, by chance.
const MOST_SYLLABLES_PERCENT: usize = 25;

/// Whether the letters of `text` were exchanged throughout: its words are as long as Vietnamese ones, but few are
/// syllables. Words with digits do not count.
pub fn is_enciphered(text: &str) -> bool {
    let (mut words, mut long, mut letter_count, mut syllables) = (0, 0, 0, 0);
    for written in text.split_whitespace() {
        if written.contains(|one: char| one.is_ascii_digit()) {
            continue;
        }
        let word = written.trim_matches(|one: char| one.is_ascii_punctuation());
        if word.is_empty() {
            continue;
        }
        let length = word.chars().count();
        words += 1;
        long += usize::from(length > LONGEST_SYLLABLE);
        letter_count += length;
        syllables += usize::from(syllable::is_valid(&letters::lower_word(word)));
    }
    words >= LEAST_WORDS
        && long * 100 <= MOST_LONG_PERCENT * words
        && LETTERS_PER_HUNDRED_WORDS.contains(&(letter_count * 100 / words))
        && syllables * 100 <= MOST_SYLLABLES_PERCENT * words
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
