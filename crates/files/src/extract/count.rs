//! Numbers as the lists of word processors print them.
//! In: a number and the name of its format. Out: `5`, `V`, `e`; a bullet in a font of signs as one of
//! Unicode.

/// Writes `number` in a format of Word or OpenDocument; unknown ones are arabic.
pub fn write(number: u32, format: &str) -> String {
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

/// No Roman number of a list is larger.
const LARGEST_ROMAN: u32 = 3_999;

fn roman(number: u32) -> String {
    if number > LARGEST_ROMAN {
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

/// a, b, …, z, aa, bb, as Word counts.
fn letters(number: u32) -> String {
    let Some(before) = number.checked_sub(1) else { return String::new() };
    let letter = char::from(b'a' + (before % 26) as u8);
    std::iter::repeat_n(letter, (before / 26 + 1).min(20) as usize).collect()
}

/// A bullet as Unicode has it: fonts of signs (Symbol, Wingdings) use the private area, and the
/// letter o stands for a ring.
pub fn bullet(sign: char) -> char {
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
        assert_eq!(write(14, "upperRoman"), "XIV");
        assert_eq!(write(28, "lowerLetter"), "bb");
        assert_eq!(write(7, "decimalZero"), "07");
        assert_eq!(write(7, "whatever"), "7");
        assert_eq!(write(u32::MAX, "upperRoman"), u32::MAX.to_string());
    }
}
