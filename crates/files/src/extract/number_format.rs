//! Numbers of automatic lists, as word processors print them.
//! In: a number and the name of its format. Out: `5`, `V`, `e`. Also maps bullets of symbol fonts to Unicode.

/// Writes `number` in a number format that Word, OpenDocument or HTML names. `none` is empty; an unknown format gives
/// arabic figures; 0 as a Roman numeral or a letter is empty. Letters above 26 are repeated as in Word (28 is `bb`),
/// for HTML and OpenDocument too.
pub fn format_number(number: u32, format: &str) -> String {
    match format {
        "none" => String::new(),
        "upperRoman" | "I" => roman(number),
        "lowerRoman" | "i" => roman(number).to_lowercase(),
        "upperLetter" | "A" => letters(number).to_uppercase(),
        "lowerLetter" | "a" => letters(number),
        "decimalZero" => format!("{number:02}"),
        _ => number.to_string(),
    }
}

/// The largest number that Roman numerals write without a bar; larger ones are written in arabic figures.
const MAX_ROMAN: u32 = 3_999;

fn roman(number: u32) -> String {
    if number > MAX_ROMAN {
        return number.to_string();
    }
    const SIGNS: [(u32, &str); 13] = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    let (mut left, mut text) = (number, String::new());
    for (value, sign) in SIGNS {
        while left >= value {
            text.push_str(sign);
            left -= value;
        }
    }
    text
}

/// A letter is repeated at most 20 times, so item 521 and later ones have the labels of earlier items. A judgement, not
/// measured: no list is that long.
const MAX_REPEATED_LETTERS: u32 = 20;

/// a, b, …, z, aa, bb, …: Word repeats the letter where spreadsheets would write `ab`.
fn letters(number: u32) -> String {
    let Some(index) = number.checked_sub(1) else { return String::new() };
    let letter = char::from(b'a' + (index % 26) as u8);
    std::iter::repeat_n(letter, (index / 26 + 1).min(MAX_REPEATED_LETTERS) as usize).collect()
}

/// The Unicode character for a sign of a symbol font. U+F02D is `-`, U+F02B is `+`, all other characters of the private
/// use area (there Symbol and Wingdings have their signs) are `•`. The letter `o` is `•` too: in Courier New Word uses
/// it as a bullet. All other characters stay. The font is not looked at: the caller knows that it is a bullet or a
/// symbol.
pub fn unicode_bullet(sign: char) -> char {
    match sign {
        '\u{f02d}' => '-',
        '\u{f02b}' => '+',
        'o' | '\u{e000}'..='\u{f8ff}' => '•',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_word_does() {
        assert_eq!(format_number(14, "upperRoman"), "XIV");
        assert_eq!(format_number(28, "lowerLetter"), "bb");
        assert_eq!(format_number(7, "decimalZero"), "07");
        assert_eq!(format_number(7, "whatever"), "7");
        assert_eq!(format_number(u32::MAX, "upperRoman"), u32::MAX.to_string());
    }
}
