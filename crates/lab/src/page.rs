//! A clean text together with its damaged form, letter by letter. "Letter" here is any character: blanks, digits and
//! signs, too.
//! In: clean text; changes, letter by letter. Out: the damaged text, and which syllables are damaged.
//! Every letter of the damaged text knows which letter of the clean text it was, or that it was inserted, whatever is
//! done to it.

use unicode_normalization::char::is_combining_mark;

/// A letter (any character) of the damaged text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Letter {
    /// The character that stands there now.
    pub now: char,
    /// The index of the character of the clean text that it was; `None` for an inserted one.
    pub source: Option<u32>,
}

impl Letter {
    /// The letter with the character `now` in its place; it still counts as the same letter of the clean text.
    pub fn as_character(self, now: char) -> Letter {
        Letter { now, ..self }
    }

    /// A letter that the clean text does not hold.
    pub fn inserted(now: char) -> Letter {
        Letter { now, source: None }
    }
}

/// A clean text and its damaged form.
#[derive(Clone, Debug)]
pub struct Page {
    /// The characters of the clean text.
    clean: Vec<char>,
    /// The damaged text.
    pub letters: Vec<Letter>,
}

impl Page {
    /// A page with nothing damaged.
    pub fn of(text: &str) -> Page {
        let clean: Vec<char> = text.chars().collect();
        let letters = (0..).zip(&clean).map(|(at, now)| Letter { now: *now, source: Some(at) });
        Page { letters: letters.collect(), clean }
    }

    /// The clean text.
    pub fn clean_text(&self) -> String {
        self.clean.iter().collect()
    }

    /// The damaged text.
    pub fn text(&self) -> String {
        self.letters.iter().map(|letter| letter.now).collect()
    }

    /// Replaces each letter by the letters that `change` appends for it; by nothing where it appends none.
    pub fn rewrite(&mut self, mut change: impl FnMut(Letter, &mut Vec<Letter>)) {
        let mut after = Vec::with_capacity(self.letters.len());
        for letter in &self.letters {
            change(*letter, &mut after);
        }
        self.letters = after;
    }

    /// The lines, as ranges of indexes of `letters`; the line ends belong to none. A text without line ends is one
    /// line.
    pub fn lines(&self) -> Vec<std::ops::Range<usize>> {
        let mut lines = Vec::new();
        let mut start = 0;
        for (at, letter) in self.letters.iter().enumerate() {
            if letter.now == '\n' {
                lines.push(start..at);
                start = at + 1;
            }
        }
        lines.push(start..self.letters.len());
        lines
    }

    /// For each syllable or number of the clean text, whether it is damaged: its letters do not stand together
    /// unchanged, or another letter stands in one word with them.
    pub fn damaged_syllables(&self) -> Vec<bool> {
        // For the first letter of each unchanged run, the length of the run.
        let mut unchanged = vec![0; self.clean.len()];
        let now: Vec<char> = self.letters.iter().map(|letter| letter.now).collect();
        for run in runs(&now) {
            let letters = &self.letters[run];
            let Some(first) = letters[0].source else { continue };
            let follows = |(letter, at): (&Letter, u32)| {
                letter.source == Some(at) && letter.now == self.clean[at as usize]
            };
            if letters.iter().zip(first..).all(follows) {
                unchanged[first as usize] = letters.len();
            }
        }
        let is_damaged = |run: std::ops::Range<usize>| unchanged[run.start] != run.len();
        runs(&self.clean).map(is_damaged).collect()
    }

    /// The part of the clean text from the first to the last letter that stands at `letters` (indexes of the damaged
    /// text), extended by the letters of syllables directly beside it: where it begins or ends with a blank, by the
    /// syllable beyond that. `None` where no letter of the clean text stands there.
    pub fn clean_syllables_at(&self, letters: std::ops::Range<usize>) -> Option<String> {
        let sources = || self.letters[letters.clone()].iter().filter_map(|letter| letter.source);
        let (first, last) = (sources().min()? as usize, sources().max()? as usize);
        let is_inside = |letter: &&char| is_part_of_syllable(**letter);
        let start = first - self.clean[..first].iter().rev().take_while(is_inside).count();
        let end = last + 1 + self.clean[last + 1..].iter().take_while(is_inside).count();
        Some(self.clean[start..end].iter().collect())
    }
}

/// The syllables and numbers of a text, in order: the longest runs of characters of which [`is_part_of_syllable`] is
/// true.
pub fn syllables(text: &str) -> Vec<&str> {
    text.split(|letter| !is_part_of_syllable(letter))
        .filter(|syllable| !syllable.is_empty())
        .collect()
}

/// The runs of letters that are a syllable or a number.
fn runs(letters: &[char]) -> impl Iterator<Item = std::ops::Range<usize>> + '_ {
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at + letters[at..].iter().position(|letter| is_part_of_syllable(*letter))?;
        let rest = letters[start..].iter().position(|letter| !is_part_of_syllable(*letter));
        at = rest.map_or(letters.len(), |end| start + end);
        Some(start..at)
    })
}

/// Whether the character is part of the syllable it stands in: a letter, a digit; also what damage puts there, a
/// combining mark, an invisible character (U+AD, U+200B to U+200F, U+2060, U+FEFF), a placeholder for a lost letter
/// (U+FFFD, private use from U+E000 to U+F8FF).
pub fn is_part_of_syllable(letter: char) -> bool {
    letter.is_alphanumeric()
        || !letter.is_ascii()
            && (is_combining_mark(letter)
                || matches!(letter, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
                || matches!(letter, '\u{fffd}' | '\u{e000}'..='\u{f8ff}'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_what_is_damaged() {
        let mut page = Page::of("phòng, chống tham nhũng");
        assert_eq!(page.damaged_syllables(), [false; 4]);
        page.rewrite(|letter, out| match letter.now {
            'ũ' => {}
            _ => out.push(letter),
        });
        assert_eq!(
            (page.text().as_str(), page.damaged_syllables()),
            ("phòng, chống tham nhng", vec![false, false, false, true])
        );
    }

    #[test]
    fn joining_and_splitting_damages() {
        let mut page = Page::of("của Đảng ta");
        page.rewrite(|letter, out| {
            if letter.source != Some(3) {
                out.push(letter);
            }
            if letter.source == Some(9) {
                out.push(Letter::inserted(' '));
            }
        });
        assert_eq!(
            (page.text().as_str(), page.damaged_syllables()),
            ("củaĐảng t a", vec![true, true, true])
        );
    }

    #[test]
    fn layout_damages_nothing() {
        let mut page = Page::of("một hai");
        page.rewrite(|letter, out| {
            out.push(letter);
            out.extend((letter.now == ' ').then_some(Letter::inserted('\n')));
        });
        assert_eq!(page.damaged_syllables(), [false, false]);
    }
}
