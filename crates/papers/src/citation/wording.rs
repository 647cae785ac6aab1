//! A text on one line.
//! In: text. Out: the same, every run of white space as one space. Never changes a letter.

/// The text with every run of white space as one space.
pub fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
