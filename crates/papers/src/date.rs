//! Reads dates in the ways the papers print them.
//! In: text that begins with a date. Out: its length and its ISO form (`2020-08-05`, `2024-06`).
//! Never guesses a missing year; one of two digits is none.

/// The length in bytes and the ISO form of the date with which `text` begins: `ngày 18 tháng 6 năm 2024` (day, month,
/// year), `05/8/2020`, `05-8-2020`, `24.1.2025`, `tháng 6 năm 2024`, `6/2024`. The word `ngày` may lead, in any case.
/// Without a day the form is `2024-06`. `None` for no date, for a day that the month does not have, and for a year
/// before 1900 or from 2100 on.
pub fn read(text: &str) -> Option<(usize, String)> {
    let after = skip_word(text, "ngày").unwrap_or(text);
    let (length, iso) = words(after).or_else(|| figures(after))?;
    Some((text.len() - after.len() + length, iso))
}

/// The day that comes so many days after `iso`, in ISO form. `None` where that is no whole date.
pub fn days_after(iso: &str, days: u32) -> Option<String> {
    let mut parts = iso.splitn(3, '-').map(|part| part.parse::<u32>().ok());
    let (mut year, mut month, day) = (parts.next()??, parts.next()??, parts.next()??);
    if !(1..=12).contains(&month) || day < 1 || day > days_of(month, year) {
        return None;
    }
    let mut day = day.checked_add(days)?;
    while day > days_of(month, year) {
        day -= days_of(month, year);
        (year, month) = if month == 12 { (year + 1, 1) } else { (year, month + 1) };
    }
    Some(format!("{year:04}-{month:02}-{day:02}"))
}

/// What stands around a figure that was filled in by hand: blanks, and the dots or lines of the form.
const FILLING: [char; 5] = [' ', '.', '…', '_', '\t'];

/// `text` behind `word` (in any case), and behind the blanks or dots before a figure. A lost blank (`ngày18`) is no
/// hindrance. `None` where the text does not begin with the word.
fn skip_word<'a>(text: &'a str, word: &str) -> Option<&'a str> {
    let end = text.char_indices().nth(word.chars().count()).map_or(text.len(), |(at, _)| at);
    let (head, rest) = text.split_at(end);
    let apart = rest.starts_with(|next: char| {
        next.is_whitespace() || next.is_ascii_digit() || FILLING.contains(&next)
    });
    if head.to_lowercase() != word || !apart {
        return None;
    }
    let bare = rest.trim_start_matches(FILLING);
    // Dots belong to the blank only before a figure.
    Some(if bare.starts_with(is_figure) { bare } else { rest.trim_start() })
}

/// Length in bytes and ISO form of a date in words: `18 tháng 6 năm 2024`, `tháng 6 năm 2024`.
fn words(text: &str) -> Option<(usize, String)> {
    let (day, rest) = match printed_number(text) {
        Some((day, length)) => (Some(day), text[length..].trim_start_matches(FILLING)),
        None => (None, text),
    };
    let rest = skip_word(rest, "tháng")?;
    let (month, length) = printed_number(rest)?;
    let rest = rest[length..].trim_start_matches(FILLING);
    let rest = rest.strip_prefix(',').unwrap_or(rest).trim_start();
    let rest = skip_word(rest, "năm")?;
    let (year, length) = printed_number(rest)?;
    let end = text.len() - rest.len() + length;
    iso(day, month, year).map(|iso| (end, iso))
}

/// Whether a character is a figure, or a letter that a scan reads in its place.
fn is_figure(letter: char) -> bool {
    letter.is_ascii_digit() || matches!(letter, 'l' | 'I' | 'O' | 'o')
}

/// The number at the head of `text` and its length in bytes, for a date in words. A scan reads `l` or `I` for 1 and `O`
/// for 0; at least one figure must be a true one.
fn printed_number(text: &str) -> Option<(u32, usize)> {
    let length = text.bytes().take_while(|byte| is_figure(char::from(*byte))).count();
    let (printed, rest) = text.split_at(length);
    let is_whole = !rest.starts_with(char::is_alphabetic);
    let mended = printed.replace(['l', 'I'], "1").replace(['O', 'o'], "0");
    if printed.bytes().all(|byte| byte.is_ascii_digit()) {
        return number(text);
    }
    let sure = printed.bytes().any(|byte| byte.is_ascii_digit());
    (sure && is_whole).then(|| number(&mended)).flatten()
}

/// Length in bytes and ISO form of a date in figures: `05/8/2020`, `05-8-2020`, `24.1.2025`, `6/2024`.
fn figures(text: &str) -> Option<(usize, String)> {
    let (first, length) = number(text)?;
    let mark = text[length..].chars().next().filter(|mark| "/-.".contains(*mark))?;
    let rest = &text[length + 1..];
    let (second, next) = number(rest)?;
    let end = length + 1 + next;
    match text[end..].strip_prefix(mark).and_then(number) {
        Some((year, last)) => iso(Some(first), second, year).map(|iso| (end + 1 + last, iso)),
        None if mark == '/' => iso(None, first, second).map(|iso| (end, iso)),
        None => None,
    }
}

/// The number of one to four figures at the head of `text`, and its length; `None` for none or more.
fn number(text: &str) -> Option<(u32, usize)> {
    let length = text.bytes().take_while(u8::is_ascii_digit).count();
    if length > 4 {
        return None;
    }
    Some((text[..length].parse().ok()?, length))
}

/// The ISO form of a date; `None` for one that does not exist or a year outside of 1900 to 2099.
fn iso(day: Option<u32>, month: u32, year: u32) -> Option<String> {
    if !(1..=12).contains(&month) {
        return None;
    }
    let days = days_of(month, year);
    if !(1900..2100).contains(&year) || day.is_some_and(|day| day < 1 || day > days) {
        return None;
    }
    Some(match day {
        Some(day) => format!("{year}-{month:02}-{day:02}"),
        None => format!("{year}-{month:02}"),
    })
}

/// The days of a month (1 to 12) of a year from 1900 to 2399.
fn days_of(month: u32, year: u32) -> u32 {
    match month {
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year == 2000) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_dates_of_every_form() {
        for (text, expected) in [
            ("ngày 18 tháng 6 năm 2024", "2024-06-18"),
            ("Ngày 29 tháng 3 năm 2024, Ban", "2024-03-29"),
            ("05/8/2020", "2020-08-05"),
            ("ngày 05-8-2020 của", "2020-08-05"),
            ("24.1.2025", "2025-01-24"),
            ("tháng 6 năm 2024", "2024-06"),
            ("6/2024", "2024-06"),
            ("ngày18 tháng 4 năm2024", "2024-04-18"),
            ("ngày l3 tháng 1O năm 2O24", "2024-10-13"),
            ("NGÀY 05 THÁNG 8 NĂM 2020", "2020-08-05"),
            ("ngày ..18.. tháng ..4.. năm 2024", "2024-04-18"),
            ("ngày …18… tháng _4_ năm 2024", "2024-04-18"),
        ] {
            assert_eq!(read(text).map(|(_, iso)| iso).as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn leaves_what_is_no_date() {
        for text in
            ["16/19 chỉ tiêu", "17-1", "31/2/2024", "ngày mai", "5.000", "12/1899", "2020-2025"]
        {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
