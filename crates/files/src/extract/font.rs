//! The fonts of Vietnamese that are older than Unicode, told by their names.
//! In: the name of a font, or text that stands in such a font. Out: its encoding, or the letters.
//! Never touches a run that is Unicode although its font is old.

use std::sync::OnceLock;

use vankien_text::Encoding;
use vankien_text::encoding::decode_known;
use vankien_text::language::letters::lower_word;
use vankien_text::language::syllable;

/// A font that is older than Unicode.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Legacy {
    /// How its text is written.
    pub encoding: Encoding,
    /// Whether it shows capitals for small letters.
    pub capitals: bool,
}

/// What the name of a font tells; `None` for fonts of Unicode and for unknown ones.
pub fn legacy(name: &str) -> Option<Legacy> {
    // A PDF writes six letters before the name of a font of which it holds a part.
    let name =
        name.split_once('+').map_or(name, |(tag, name)| if tag.len() == 6 { name } else { tag });
    let name = name.trim();
    let lower = name.to_lowercase();
    let row = table().iter().find(|row| lower.starts_with(row.begins))?;
    let style = name.split([',', ' ']).next().unwrap_or(name);
    let family = style.split_once('-').filter(|_| row.capitals).map_or(style, |(family, _)| family);
    Some(Legacy { encoding: row.encoding, capitals: row.capitals && family.ends_with('H') })
}

struct Row {
    begins: &'static str,
    encoding: Encoding,
    capitals: bool,
}

fn table() -> &'static [Row] {
    static TABLE: OnceLock<Vec<Row>> = OnceLock::new();
    TABLE.get_or_init(|| {
        let rows = include_str!("fonts.tsv").lines().filter(|line| !line.starts_with('#'));
        let row = |line: &'static str| {
            let mut cells = line.split('\t');
            let (begins, name, capitals) = (cells.next()?, cells.next()?, cells.next()?);
            let encoding = Encoding::ALL.into_iter().find(|one| one.name() == name)?;
            Some(Row { begins, encoding, capitals: capitals == "H" })
        };
        rows.filter_map(row).collect()
    })
}

/// The letters of `text`, which stands in a font of that kind; `None` where it is Unicode already.
/// `begins`: it opens a sentence.
pub fn decode(text: &str, font: Legacy, begins: bool) -> Option<String> {
    let bytes = from_private(text);
    if bytes.chars().any(is_vietnamese_alone) {
        return None;
    }
    let read = decode_known(&bytes, font.encoding, begins);
    if score(&read) < score(&bytes) {
        return None;
    }
    Some(if font.capitals { read.to_uppercase() } else { read })
}

/// Fonts that are marked as symbols have their codes in the private area of Unicode.
fn from_private(text: &str) -> String {
    let code = |letter: char| match letter {
        '\u{f020}'..='\u{f0ff}' => char::from((u32::from(letter) - 0xf000) as u8),
        _ => letter,
    };
    text.chars().map(code).collect()
}

/// Letters that Windows-1252 does not have: a text with them was never read as such.
fn is_vietnamese_alone(letter: char) -> bool {
    matches!(letter, '\u{1ea0}'..='\u{1ef9}' | 'ă' | 'Ă' | 'đ' | 'Đ' | 'ơ' | 'Ơ' | 'ư' | 'Ư')
        || matches!(letter, 'ĩ' | 'Ĩ' | 'ũ' | 'Ũ' | '\u{300}'..='\u{323}')
}

/// How many words with letters beyond ASCII are syllables, less those that are none.
fn score(text: &str) -> i64 {
    let words = text.split(|letter: char| !letter.is_alphanumeric() && letter.is_ascii());
    let beyond = words.filter(|word| !word.is_ascii());
    beyond.map(|word| if syllable::is_valid(&lower_word(word)) { 1 } else { -1 }).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_tells_the_encoding() {
        let told = |name: &str| legacy(name).map(|font| (font.encoding, font.capitals));
        assert_eq!(told(".VnTime"), Some((Encoding::Tcvn3, false)));
        assert_eq!(told(".VnTimeH"), Some((Encoding::Tcvn3, true)));
        assert_eq!(told("ABCDEF+.VnArialH,Bold"), Some((Encoding::Tcvn3, true)));
        assert_eq!(told("VNI-Times"), Some((Encoding::Vni, false)));
        assert_eq!(told("VPS Times"), Some((Encoding::Vps, false)));
        assert_eq!(told("Times New Roman"), None);
    }

    #[test]
    fn text_in_an_old_font_is_read_and_unicode_stays() {
        let read = |text: &str, name: &str| decode(text, legacy(name).expect("old"), true);
        assert_eq!(read("Uû ban nh©n d©n", ".VnTime").as_deref(), Some("Uỷ ban nhân dân"));
        assert_eq!(read("uû ban nh©n d©n", ".VnTimeH").as_deref(), Some("UỶ BAN NHÂN DÂN"));
        assert_eq!(read("Coäng hoøa", "VNI-Times").as_deref(), Some("Cộng hòa"));
        assert_eq!(read("Ủy ban nhân dân", ".VnTime"), None);
        assert_eq!(read("Hà Thành có tên là Hà", "VNI-Times"), None);
        assert_eq!(read("\u{f055}\u{f0fb} ban", ".VnTime").as_deref(), Some("Uỷ ban"));
    }

    #[test]
    fn the_table_is_in_order() {
        let text = include_str!("fonts.tsv");
        let rows: Vec<&str> = text.lines().filter(|line| !line.starts_with('#')).collect();
        assert!(text.starts_with("# ") && rows.is_sorted_by(|one, other| one < other));
        assert_eq!(table().len(), rows.len());
    }
}
