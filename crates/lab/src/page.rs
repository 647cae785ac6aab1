//! A clean text and what becomes of each of its letters: the truth that damage leaves behind.
//! In: clean text, changes letter by letter. Out: the damaged text, and which syllables it hurt.
//! Whatever is done, each letter knows which letter of the clean text it was.

use unicode_normalization::char::is_combining_mark;

/// A letter of the damaged text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Letter {
    /// As it stands there now.
    pub now: char,
    /// Which letter of the clean text it was; `None` where none was.
    pub was: Option<u32>,
}

impl Letter {
    /// The same letter of the clean text, which now looks like `now`.
    pub fn turned(self, now: char) -> Letter {
        Letter { now, ..self }
    }

    /// A letter that was not in the clean text.
    pub fn added(now: char) -> Letter {
        Letter { now, was: None }
    }
}

/// A text on its way from clean to damaged.
#[derive(Clone, Debug)]
pub struct Page {
    clean: Vec<char>,
    /// As it stands now.
    pub letters: Vec<Letter>,
}

impl Page {
    /// A clean text.
    pub fn of(text: &str) -> Page {
        let clean: Vec<char> = text.chars().collect();
        let letters = (0..).zip(&clean).map(|(at, now)| Letter { now: *now, was: Some(at) });
        Page { letters: letters.collect(), clean }
    }

    /// The text as it stands now.
    pub fn text(&self) -> String {
        self.letters.iter().map(|letter| letter.now).collect()
    }

    /// Puts what `change` writes in place of each letter.
    pub fn each(&mut self, mut change: impl FnMut(Letter, &mut Vec<Letter>)) {
        let mut after = Vec::with_capacity(self.letters.len());
        for letter in &self.letters {
            change(*letter, &mut after);
        }
        self.letters = after;
    }

    /// The lines, as ranges of `letters`; the line ends belong to none.
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

    /// Whether each syllable of the clean text is hurt: its letters do not stand together and as
    /// they were, or something else stands in one word with them.
    pub fn hurt(&self) -> Vec<bool> {
        // How many letters stand together as they were, from each letter on.
        let mut whole = vec![0; self.clean.len()];
        let now: Vec<char> = self.letters.iter().map(|letter| letter.now).collect();
        for run in runs(&now) {
            let letters = &self.letters[run];
            let Some(first) = letters[0].was else { continue };
            let follows = |(letter, at): (&Letter, u32)| {
                letter.was == Some(at) && letter.now == self.clean[at as usize]
            };
            if letters.iter().zip(first..).all(follows) {
                whole[first as usize] = letters.len();
            }
        }
        let is_hurt = |run: std::ops::Range<usize>| whole[run.start] != run.len();
        runs(&self.clean).map(is_hurt).collect()
    }
}

impl Page {
    /// The syllables of the clean text whose letters stand, or stood, at `letters` of the damaged one;
    /// `None` where nothing of the clean text does.
    pub fn clean_at(&self, letters: std::ops::Range<usize>) -> Option<String> {
        let was = || self.letters[letters.clone()].iter().filter_map(|letter| letter.was);
        let (first, last) = (was().min()? as usize, was().max()? as usize);
        let inside = |letter: &&char| belongs(**letter);
        let first = first - self.clean[..first].iter().rev().take_while(inside).count();
        let last = last + 1 + self.clean[last + 1..].iter().take_while(inside).count();
        Some(self.clean[first..last].iter().collect())
    }
}

/// The syllables and figures of a text.
pub fn syllables(text: &str) -> Vec<&str> {
    text.split(|letter| !belongs(letter)).filter(|syllable| !syllable.is_empty()).collect()
}

/// The runs of letters that make a syllable or a figure.
fn runs(letters: &[char]) -> impl Iterator<Item = std::ops::Range<usize>> + '_ {
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at + letters[at..].iter().position(|letter| belongs(*letter))?;
        let rest = letters[start..].iter().position(|letter| !belongs(*letter));
        at = rest.map_or(letters.len(), |end| start + end);
        Some(start..at)
    })
}

/// Whether the character is a part of the syllable it stands in, be it one that should not be there.
pub fn belongs(letter: char) -> bool {
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
    fn knows_what_was_hurt() {
        let mut page = Page::of("phòng, chống tham nhũng");
        assert_eq!(page.hurt(), [false; 4]);
        page.each(|letter, out| match letter.now {
            'ũ' => {}
            _ => out.push(letter),
        });
        assert_eq!(
            (page.text().as_str(), page.hurt()),
            ("phòng, chống tham nhng", vec![false, false, false, true])
        );
    }

    #[test]
    fn joining_and_splitting_hurts() {
        let mut page = Page::of("của Đảng ta");
        page.each(|letter, out| {
            if letter.was != Some(3) {
                out.push(letter);
            }
            if letter.was == Some(9) {
                out.push(Letter::added(' '));
            }
        });
        assert_eq!((page.text().as_str(), page.hurt()), ("củaĐảng t a", vec![true, true, true]));
    }

    #[test]
    fn layout_hurts_nothing() {
        let mut page = Page::of("một hai");
        page.each(|letter, out| {
            out.push(letter);
            out.extend((letter.now == ' ').then_some(Letter::added('\n')));
        });
        assert_eq!(page.hurt(), [false, false]);
    }
}
