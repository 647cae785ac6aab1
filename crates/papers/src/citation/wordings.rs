//! Finds the new wording that an amending paper gives to another: what it quotes in lines of their own,
//! `“2. Phạt tiền …”`.
//! In: the text of a section. Out: the stretches. What stands in them is said by the amended paper, not by this one.
//! Never takes a title or a word in quotation marks inside a line for one.

use std::sync::LazyLock;

use memchr::memmem::Finder;
use vankien_text::span::{Cover, Span};

/// The stretches of new wording in `text`: each begins at the head of a line whose first character behind white space
/// is `“`, and ends with the `”` by which as many marks are closed as were opened; other quotation marks do not count.
/// One that is not closed before the next begins, or before the end, ends with its first line. Linear in the text.
pub fn new_wordings(text: &str) -> Cover {
    Cover::of(stretches(text))
}

fn stretches(text: &str) -> Vec<Span> {
    static MARK: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("“"));
    let mut found = Vec::new();
    if MARK.find(text.as_bytes()).is_none() {
        return found;
    }
    let mut open: Option<(usize, usize)> = None;
    let mut depth = 0usize;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if line.trim_start().starts_with('“') {
            found.extend(open.map(|(start, end)| Span::new(start, end)));
            open = Some((at, at + line.len()));
            depth = 0;
        }
        if let Some((start, _)) = open {
            for (mark, letter) in line.char_indices() {
                match letter {
                    '“' => depth += 1,
                    '”' => depth = depth.saturating_sub(1),
                    _ => continue,
                }
                if depth == 0 {
                    found.push(Span::new(start, at + mark + letter.len_utf8()));
                    open = None;
                    break;
                }
            }
        }
        at += line.len();
    }
    found.extend(open.map(|(start, end)| Span::new(start, end)));
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn new_wording_opens_a_line() {
        let text = "1. Sửa đổi khoản 2 như sau:\n“2. Theo “Mẫu” này.\n3. Khác.”.\nKế hoạch “về việc” này.\n“Không hết\nSau";
        let found: Vec<&str> = stretches(text).iter().map(|one| one.of(text)).collect();
        assert_eq!(found, ["“2. Theo “Mẫu” này.\n3. Khác.”", "“Không hết\n"]);
        let unclosed = "“Một.\nHai.\n“Ba.\nBốn.”\nNăm";
        let found: Vec<&str> = stretches(unclosed).iter().map(|one| one.of(unclosed)).collect();
        assert_eq!(found, ["“Một.\n", "“Ba.\nBốn.”"]);
        let inside = text.find("Khác").expect("a word");
        let wordings = new_wordings(text);
        assert!(wordings.overlaps(Span::new(inside, inside + 1)));
        assert!(!wordings.overlaps(Span::new(0, 1)));
    }
}
