//! A day that a person types.
//! In: text. Out: the day in ISO form, or what is wrong with it.

use vankien_papers::date;

/// The ISO form of a day that was typed as `2023-05-01` or as papers print it, day before month (`01/5/2023`,
/// `1.5.2023`, `ngày 1 tháng 5 năm 2023`). Else a message: also for a day that does not exist, for a month without a
/// day, and, except in the ISO form, for a year outside 1900 to 2099.
pub fn parse(typed: &str) -> Result<String, String> {
    let typed = typed.trim();
    let is_iso = typed.len() == 10 && date::days_after(typed, 0).as_deref() == Some(typed);
    if is_iso {
        return Ok(typed.to_owned());
    }
    match date::read(typed) {
        Some((length, iso)) if length == typed.len() && iso.len() == 10 => Ok(iso),
        _ => Err(format!("{typed:?} is no day; type one such as 2023-05-01 or 01/5/2023")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read_in_both_forms() {
        assert_eq!(parse("2023-05-01").as_deref(), Ok("2023-05-01"));
        assert_eq!(parse("01/5/2023").as_deref(), Ok("2023-05-01"));
        for wrong in ["2023-02-30", "2023", "5/2023", "heute", "", "2023-13-01"] {
            assert!(parse(wrong).is_err(), "{wrong}");
        }
    }
}
