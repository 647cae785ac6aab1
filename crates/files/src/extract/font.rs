//! Vietnamese fonts older than Unicode (`.VnTime`, `VNI-Times`), recognised by their names.
//! In: the name of a font, or text in such a font. Out: the encoding of the font, or the text in Unicode.
//! Leaves a run as it is that is already Unicode although its font is old, as far as its letters tell ([`decode`]).

use std::sync::OnceLock;

use vankien_text::Encoding;
use vankien_text::encoding::decode_known;
use vankien_text::language::letters::lower_word;
use vankien_text::language::syllable;

/// A font that is older than Unicode.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LegacyFont {
    /// The encoding of its text.
    pub encoding: Encoding,
    /// Whether it draws small letters as capitals.
    pub capitals: bool,
}

/// The old font of this name, by the first row of `fonts.tsv` that the name begins with, whatever its case. `None` for
/// Unicode fonts and for unknown ones.
pub fn legacy_font(name: &str) -> Option<LegacyFont> {
    // A PDF that embeds a subset of a font writes six letters and `+` before its name: `ABCDEF+.VnArialH,Bold`. Any
    // other `+` ends the name.
    let name = match name.split_once('+') {
        Some((tag, name)) if tag.len() == 6 => name,
        Some((before_plus, _)) => before_plus,
        None => name,
    };
    let name = name.trim();
    let lower = name.to_lowercase();
    let row = font_table().iter().find(|row| lower.starts_with(row.prefix))?;
    // `.VnArialH,Bold` and `.VnArialH-Bold`: the family ends where its style begins.
    let mut family = name.split([',', ' ']).next().unwrap_or(name);
    if row.has_capital_fonts {
        family = family.split_once('-').map_or(family, |(family, _)| family);
    }
    let capitals = row.has_capital_fonts && family.ends_with('H');
    Some(LegacyFont { encoding: row.encoding, capitals })
}

/// A row of `fonts.tsv`.
struct FontRow {
    /// How the names begin, in small letters.
    prefix: &'static str,
    encoding: Encoding,
    /// Whether fonts whose names end in `H` draw small letters as capitals.
    has_capital_fonts: bool,
}

fn font_table() -> &'static [FontRow] {
    static TABLE: OnceLock<Vec<FontRow>> = OnceLock::new();
    TABLE.get_or_init(|| {
        let lines = include_str!("fonts.tsv").lines().filter(|line| !line.starts_with('#'));
        lines.filter_map(parse_font_row).collect()
    })
}

fn parse_font_row(line: &'static str) -> Option<FontRow> {
    let mut cells = line.split('\t');
    let (prefix, name, capitals) = (cells.next()?, cells.next()?, cells.next()?);
    let encoding = Encoding::ALL.into_iter().find(|encoding| encoding.name() == name)?;
    Some(FontRow { prefix, encoding, has_capital_fonts: capitals == "H" })
}

/// The Unicode text of `text`, which is set in `font`. `None` if it is Unicode already: it holds a Vietnamese letter
/// that Windows-1252 lacks, or decoding it would lower its [`syllable_score`]. `begins_sentence` decides the case of
/// its first letter where the encoding does not tell.
pub fn decode(text: &str, font: LegacyFont, begins_sentence: bool) -> Option<String> {
    let bytes = without_private_use(text);
    if bytes.chars().any(is_only_in_unicode) {
        return None;
    }
    let decoded = decode_known(&bytes, font.encoding, begins_sentence);
    if syllable_score(&decoded) < syllable_score(&bytes) {
        return None;
    }
    Some(if font.capitals { decoded.to_uppercase() } else { decoded })
}

/// Symbol fonts have their character codes at U+F020 to U+F0FF; gives the codes themselves.
fn without_private_use(text: &str) -> String {
    let code = |letter: char| match letter {
        '\u{f020}'..='\u{f0ff}' => char::from((u32::from(letter) - 0xf000) as u8),
        _ => letter,
    };
    text.chars().map(code).collect()
}

/// Whether this is a letter or a combining mark of Vietnamese that Windows-1252 lacks. A text in an old font shows as
/// letters of Windows-1252, so a text with such a letter is Unicode.
fn is_only_in_unicode(letter: char) -> bool {
    matches!(letter, '\u{1ea0}'..='\u{1ef9}' | 'ă' | 'Ă' | 'đ' | 'Đ' | 'ơ' | 'Ơ' | 'ư' | 'Ư')
        || matches!(letter, 'ĩ' | 'Ĩ' | 'ũ' | 'Ũ' | '\u{300}'..='\u{323}')
}

/// Among the words with letters beyond ASCII: those that are valid syllables minus those that are not.
fn syllable_score(text: &str) -> i64 {
    let words = text.split(|letter: char| !letter.is_alphanumeric() && letter.is_ascii());
    let mut score = 0;
    for word in words.filter(|word| !word.is_ascii()) {
        score += if syllable::is_valid(&lower_word(word)) { 1 } else { -1 };
    }
    score
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_tells_the_encoding() {
        let told = |name: &str| legacy_font(name).map(|font| (font.encoding, font.capitals));
        assert_eq!(told(".VnTime"), Some((Encoding::Tcvn3, false)));
        assert_eq!(told(".VnTimeH"), Some((Encoding::Tcvn3, true)));
        assert_eq!(told("ABCDEF+.VnArialH,Bold"), Some((Encoding::Tcvn3, true)));
        assert_eq!(told("VNI-Times"), Some((Encoding::Vni, false)));
        assert_eq!(told("VPS Times"), Some((Encoding::Vps, false)));
        assert_eq!(told("Times New Roman"), None);
    }

    #[test]
    fn text_in_an_old_font_is_read_and_unicode_stays() {
        let read = |text: &str, name: &str| decode(text, legacy_font(name).expect("old"), true);
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
        assert_eq!(font_table().len(), rows.len());
    }
}
