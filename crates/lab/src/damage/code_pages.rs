//! Text that a program decoded with a wrong code page: UTF-8 as any of nine, once or twice, with bytes lost or without;
//! Latin-1 as Windows-1258.
//! In: a page. Out: the page as that program shows it (`đồng` as `ƒë·ªìng` in Mac OS Roman). The code pages and what is
//! lost are drawn for each paper. Never uses the tables of `encoding`.

use std::sync::OnceLock;

use unicode_normalization::char::compose;

use super::super::dice::Dice;
use super::super::page::{Letter, Page};

/// The code pages; the head of the table tells its columns and source. Latin-1 needs no rows.
const TABLE: &str = include_str!("code-pages.tsv");
/// The names of all code pages.
const CODE_PAGES: [&str; 9] = [
    "ibm-437",
    "ibm-850",
    "latin-1",
    "macintosh",
    "windows-1250",
    "windows-1251",
    "windows-1252",
    "windows-1258",
    "windows-874",
];
/// The code pages in which bytes of Vietnamese letters are undefined, print as nothing, or are no-break spaces.
const LOSING_PAGES: [&str; 6] =
    ["latin-1", "windows-1250", "windows-1251", "windows-1252", "windows-1258", "windows-874"];

// Shares are judgements, no measurement recorded. Another value changes the rows `mojibake-pages-*` and
// `latin1-as-1258` of `vankien-lab evaluate-repair`.

/// Probability that the second program takes the code page of the first; else its own is drawn from all, that of the
/// first included.
const SAME_PAGE: f64 = 0.5;
/// Probability that soft hyphens are lost, where bytes are lost.
const LOST_SOFT_HYPHENS: f64 = 0.5;
/// Probability that all lines of a paper are Latin-1 decoded as Windows-1258; else each line is with probability 0.5.
const WHOLE_PAPER: f64 = 0.7;
/// Probability, for a paper, that a tone of Windows-1258 is composed with the letter before it where Unicode has such a
/// letter (`r` and acute: `ŕ`).
const COMPOSED: f64 = 0.7;

/// Decodes the page wrongly once.
pub fn once(page: &mut Page, dice: &mut Dice) {
    let code_page = *dice.pick(&CODE_PAGES);
    decode_wrongly(page, code_page);
}

/// Decodes the page wrongly twice, with the same code page or another.
pub fn twice(page: &mut Page, dice: &mut Dice) {
    for code_page in two_pages(dice, &CODE_PAGES) {
        decode_wrongly(page, code_page);
    }
}

/// Decodes the page wrongly once and loses bytes.
pub fn once_with_lost_bytes(page: &mut Page, dice: &mut Dice) {
    let code_page = *dice.pick(&LOSING_PAGES);
    decode_wrongly(page, code_page);
    lose(page, &Loss::drawn(dice));
}

/// Decodes the page wrongly twice, and loses bytes each time.
pub fn twice_with_lost_bytes(page: &mut Page, dice: &mut Dice) {
    for code_page in two_pages(dice, &LOSING_PAGES) {
        decode_wrongly(page, code_page);
        lose(page, &Loss::drawn(dice));
    }
}

/// Decodes as Windows-1258 the letters that Latin-1 has (U+00C0 to U+00FF), in all lines or in some. The other letters
/// were written as entities of HTML and stay as they are.
pub fn latin_1_as_windows_1258(page: &mut Page, dice: &mut Dice) {
    let share = if dice.chance(WHOLE_PAPER) { 1.0 } else { 0.5 };
    let is_composed = dice.chance(COMPOSED);
    let upper = upper_half("windows-1258");
    let mut is_wrong = dice.chance(share);
    page.rewrite(|letter, out| {
        if letter.now == '\n' {
            is_wrong = dice.chance(share);
        }
        let shown = match letter.now {
            '\u{c0}'..='\u{ff}' if is_wrong => upper[letter.now as usize - 0x80],
            _ => letter.now,
        };
        let composed = out.last().and_then(|before| compose(before.now, shown));
        match (composed, out.last_mut()) {
            (Some(both), Some(before)) if is_composed && shown != letter.now => {
                *before = before.as_character(both);
            }
            _ => out.push(letter.as_character(shown)),
        }
    });
}

/// The code pages of two programs.
fn two_pages(dice: &mut Dice, pages: &[&'static str]) -> [&'static str; 2] {
    let first = *dice.pick(pages);
    let second = if dice.chance(SAME_PAGE) { first } else { *dice.pick(pages) };
    [first, second]
}

/// Shows each byte of the UTF-8 of a letter as the character of a code page; an undefined byte as the control character
/// of the same number. `code_page` must be one of `CODE_PAGES`.
pub fn decode_wrongly(page: &mut Page, code_page: &str) {
    let upper = upper_half(code_page);
    page.rewrite(|letter, out| {
        let mut bytes = [0; 4];
        for (at, byte) in letter.now.encode_utf8(&mut bytes).bytes().enumerate() {
            let now = if byte < 0x80 { char::from(byte) } else { upper[usize::from(byte) - 0x80] };
            out.push(if at == 0 { letter.as_character(now) } else { Letter::inserted(now) });
        }
    });
}

/// What becomes of the characters that programs lose.
struct Loss {
    /// What stands for an undefined byte or a control character: `None` where nothing does.
    undefined: Option<char>,
    /// What becomes of no-break spaces.
    spaces: LostSpace,
    /// Whether soft hyphens vanish.
    soft_hyphens: bool,
}

/// What becomes of a no-break space.
#[derive(Clone, Copy, PartialEq)]
enum LostSpace {
    /// It stays.
    Kept,
    /// It becomes a blank.
    Blank,
    /// It becomes a blank, but vanishes beside a blank.
    Collapsed,
    /// It vanishes.
    Vanished,
}

impl Loss {
    fn drawn(dice: &mut Dice) -> Loss {
        let spaces = [LostSpace::Kept, LostSpace::Blank, LostSpace::Collapsed, LostSpace::Vanished];
        Loss {
            undefined: *dice.pick(&[None, Some('\u{fffd}'), Some('?'), Some(' ')]),
            spaces: *dice.pick(&spaces),
            soft_hyphens: dice.chance(LOST_SOFT_HYPHENS),
        }
    }
}

/// Loses the control characters from U+0080 to U+009F, which stand for undefined bytes, no-break spaces, soft hyphens.
fn lose(page: &mut Page, loss: &Loss) {
    let before: Vec<char> = page.letters.iter().map(|letter| letter.now).collect();
    let mut at = 0;
    page.rewrite(|letter, out| {
        let is_beside_blank = before.get(at + 1) == Some(&' ') || at > 0 && before[at - 1] == ' ';
        at += 1;
        let now = match letter.now {
            '\u{80}'..='\u{9f}' => loss.undefined,
            '\u{ad}' if loss.soft_hyphens => None,
            '\u{a0}' => match loss.spaces {
                LostSpace::Kept => Some('\u{a0}'),
                LostSpace::Blank => Some(' '),
                LostSpace::Collapsed => (!is_beside_blank).then_some(' '),
                LostSpace::Vanished => None,
            },
            other => Some(other),
        };
        out.extend(now.map(|now| letter.as_character(now)));
    });
}

/// The characters of the bytes from 0x80 on; for undefined bytes the control characters of the same numbers. Empty for
/// a name that is not among [`CODE_PAGES`].
fn upper_half(code_page: &str) -> &'static [char] {
    static PAGES: OnceLock<Vec<(&str, Vec<char>)>> = OnceLock::new();
    let pages = PAGES.get_or_init(|| CODE_PAGES.map(|name| (name, parse(name))).to_vec());
    pages.iter().find(|(name, _)| *name == code_page).map_or(&[], |(_, upper)| upper)
}

fn parse(code_page: &str) -> Vec<char> {
    let mut upper: Vec<char> = ('\u{80}'..='\u{ff}').collect();
    let rows = TABLE.lines().filter_map(|line| line.strip_prefix(code_page)?.strip_prefix('\t'));
    for row in rows {
        let Some((first, cells)) = row.split_once('\t') else { continue };
        let first = usize::from_str_radix(first, 16).unwrap_or(0x80) - 0x80;
        for (at, cell) in cells.split(' ').enumerate() {
            if let Some(letter) = u32::from_str_radix(cell, 16).ok().and_then(char::from_u32) {
                upper[first + at] = letter;
            }
        }
    }
    upper
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str, code_page: &str) -> String {
        let mut page = Page::of(text);
        decode_wrongly(&mut page, code_page);
        page.text()
    }

    #[test]
    fn decodes_as_programs_do() {
        assert_eq!(shown("đồng chí", "windows-1252"), "Ä‘á»“ng chÃ\u{ad}");
        assert_eq!(shown("đồng chí", "macintosh"), "ƒë·ªìng ch√≠");
        assert_eq!(shown("đồng chí", "ibm-437"), "─æß╗ông ch├¡");
        assert_eq!(shown("văn", "windows-1251"), "vДѓn");
        assert_eq!(shown("văn", "windows-1250"), "vÄ\u{83}n");
    }

    #[test]
    fn every_code_page_has_its_rows() {
        let rows = TABLE.lines().filter(|line| !line.starts_with('#'));
        assert_eq!(rows.count(), 8 * (CODE_PAGES.len() - 1));
        for code_page in CODE_PAGES {
            assert_eq!(upper_half(code_page).len(), 128);
            assert_eq!(
                upper_half(code_page)[0x43] == 'Ã',
                matches!(code_page, "latin-1" | "windows-1252")
            );
        }
    }

    #[test]
    fn latin_1_is_shown_as_windows_1258_shows_it() {
        let mut shown = Vec::new();
        for seed in 0..20 {
            let mut page = Page::of("quý trình, còn đã rõ");
            latin_1_as_windows_1258(&mut page, &mut Dice::new(seed, "test", 0));
            shown.push(page.text());
        }
        assert!(shown.iter().any(|text| text == "quư tŕnh, c\u{323}n đă rơ"));
    }

    #[test]
    fn spaces_collapse_beside_blanks() {
        let mut page = Page::of("Ã\u{a0} toÃ\u{a0}n");
        let loss = Loss { undefined: None, spaces: LostSpace::Collapsed, soft_hyphens: false };
        lose(&mut page, &loss);
        assert_eq!(page.text(), "Ã toÃ n");
    }
}
