//! The changes of repair as a diff, line by line.
//! In: a text before and after repair, with the same number of lines. Out: the changed lines, old and new.
//! Never searches for matching lines: line n of the one is line n of the other. Lines that only one of them has are not
//! shown, nor are changes of line ends.

use std::io::{Result, Write};

use super::style::Style;

/// Writes the lines that differ between `old` and `new`, below two head lines with `name`. Writes nothing if none
/// differs.
pub fn write(out: &mut impl Write, name: &str, old: &str, new: &str, style: Style) -> Result<()> {
    let changed = (1_u32..).zip(old.lines().zip(new.lines()));
    let mut is_headed = false;
    for (number, (before, after)) in changed.filter(|(_, (before, after))| before != after) {
        if !is_headed {
            writeln!(out, "--- {name}")?;
            writeln!(out, "+++ {name}, repaired")?;
            is_headed = true;
        }
        writeln!(out, "{}", style.quiet(&format!("@@ -{number} +{number} @@")))?;
        writeln!(out, "{}", style.quiet(&format!("-{before}")))?;
        writeln!(out, "{}", style.strong(&format!("+{after}")))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shows_what_changed_and_nothing_else() {
        let mut out = Vec::new();
        let (old, new) = ("một\nTrung ƣơng\nba\n", "một\nTrung ương\nba\n");
        write(&mut out, "a.txt", old, new, Style { colour: false }).expect("memory");
        let wanted = "--- a.txt\n+++ a.txt, repaired\n@@ -2 +2 @@\n-Trung ƣơng\n+Trung ương\n";
        assert_eq!(String::from_utf8(out).expect("UTF-8"), wanted);
        let mut out = Vec::new();
        write(&mut out, "a.txt", old, old, Style { colour: false }).expect("memory");
        assert!(out.is_empty());
    }
}
