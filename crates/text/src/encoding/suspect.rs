//! Suspects: characters from U+0080 to U+00FF that wrongly decoded text holds, and Vietnamese text hardly ever.
//! In: the two bytes of a character in UTF-8, or a text. Out: whether that character is suspect, by one look at a bit
//! set, so that clean text pays next to nothing; how many suspects a text holds. A suspect proves nothing: names and
//! prices hold them, too.

/// The suspects among the signs from U+0080 to U+00BF, by their second byte: all but the ones named here, which papers
/// use (no-break space, §, «, soft hyphen, °, ±, ², ³, », ½).
const SUSPECT_SIGNS: u64 = !bits(&[0xa0, 0xa7, 0xab, 0xad, 0xb0, 0xb1, 0xb2, 0xb3, 0xbb, 0xbd]);
/// The suspects among the characters from U+00C0 to U+00FF, by their second byte: those that are no letters of
/// Vietnamese, without `Ð` and `ð`, which stand for `Đ` and `đ` in papers that are otherwise in order.
const SUSPECT_LETTERS: u64 = bits(&[
    0x84, 0x85, 0x86, 0x87, 0x8b, 0x8e, 0x8f, 0x91, 0x96, 0x97, 0x98, 0x9b, 0x9c, 0x9e, 0x9f, 0xa4,
    0xa5, 0xa6, 0xa7, 0xab, 0xae, 0xaf, 0xb0, 0xb1, 0xb6, 0xb7, 0xb8, 0xbb, 0xbc, 0xbe, 0xbf,
]);

/// The set of these bytes, which are from 0x80 to 0xBF: the lowest bit stands for 0x80.
const fn bits(bytes: &[u8]) -> u64 {
    let (mut set, mut at) = (0, 0);
    while at < bytes.len() {
        set |= 1 << (bytes[at] - 0x80);
        at += 1;
    }
    set
}

/// Whether the character with these two bytes in UTF-8 is suspect.
#[inline]
pub fn is_suspect(first: u8, second: u8) -> bool {
    let set = match first {
        0xc2 => SUSPECT_SIGNS,
        0xc3 => SUSPECT_LETTERS,
        _ => return false,
    };
    set >> (second & 0x3f) & 1 == 1
}

/// Whether `text` holds a character that is not ASCII, no composed letter of Vietnamese, none of `– — ‘ ’ “ ” …` and no
/// no-break space. Combining marks and signs such as `§` and `°` count as unusual. Every wrongly decoded line holds
/// one, except VIQR, which is ASCII, and lines in which each wrong character is a Vietnamese vowel. One pass over the
/// bytes, because nearly all lines hold none.
pub(crate) fn holds_unusual(text: &str) -> bool {
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let byte = |offset: usize| bytes.get(at + offset).copied().unwrap_or(0);
        at += match (byte(0), byte(1)) {
            (0x00..=0x7f, _) => 1,
            (0xc3, second) if !is_suspect(0xc3, second) && !matches!(second, 0x90 | 0xb0) => 2,
            // Ă ă Đ đ Ĩ ĩ Ũ ũ Ơ ơ Ư ư.
            (0xc4, 0x82 | 0x83 | 0x90 | 0x91 | 0xa8 | 0xa9) | (0xc5, 0xa8 | 0xa9) => 2,
            (0xc6, 0xa0 | 0xa1 | 0xaf | 0xb0) => 2,
            (0xe1, 0xba | 0xbb) => 3,
            // – — ‘ ’ “ ” …
            (0xe2, 0x80) if matches!(byte(2), 0x93 | 0x94 | 0x98 | 0x99 | 0x9c | 0x9d | 0xa6) => 3,
            // The no-break space.
            (0xc2, 0xa0) => 2,
            _ => return true,
        };
    }
    false
}

/// How many vowels of `text` have behind them what a combining tone of Windows-1258 is wrongly decoded as (`aò`, `ôÌ`,
/// `ýì`). Only small vowels but `i` and `u` are counted, and none at the very beginning of `text`. Counted up to
/// `most`.
pub(crate) fn count_tones(text: &str, most: usize) -> usize {
    let is_tone = |two: [u8; 2]| matches!(two, [0xc3, 0x8c | 0x92 | 0x9e | 0xac | 0xb2]);
    let is_vowel = |byte: u8, before: u8| match byte {
        b'a' | b'e' | b'o' | b'y' => true,
        // â ã ê ô õ ý
        0xa2 | 0xa3 | 0xaa | 0xb4 | 0xb5 | 0xbd => before == 0xc3,
        _ => false,
    };
    let bytes = text.as_bytes().windows(4);
    let pairs = bytes.filter(|four| is_tone([four[2], four[3]]) && is_vowel(four[1], four[0]));
    pairs.take(most).count()
}

/// How many suspects `text` holds, counted up to `most`.
pub(crate) fn count(text: &str, most: usize) -> usize {
    let bytes = text.as_bytes();
    let leads = memchr::memchr2_iter(0xc2, 0xc3, bytes);
    leads.filter(|at| is_suspect(bytes[*at], bytes[at + 1])).take(most).count()
}
