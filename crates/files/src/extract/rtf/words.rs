//! RTF as a row of groups, words and text.
//! In: the bytes of the file. Out: one [`Item`] after the other. Never follows a length that leads
//! behind the end.

/// What comes next.
#[derive(Clone, Debug, PartialEq)]
pub enum Item<'a> {
    /// `{`
    Open,
    /// `}`
    Close,
    /// `\word5`: a word with its number, if it has one.
    Word(&'a str, Option<i32>),
    /// `\*`: what follows may be passed over.
    Passable,
    /// A letter written as itself, as `\'e9`, or a sign behind a backslash that stands for itself.
    Byte(u8),
}

/// Reads a file.
pub struct Words<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Words<'a> {
    /// Reads `bytes`.
    pub fn new(bytes: &'a [u8]) -> Words<'a> {
        Words { bytes, at: 0 }
    }

    /// How many bytes were read.
    pub fn at(&self) -> usize {
        self.at
    }

    fn word(&mut self) -> Option<Item<'a>> {
        let bytes = self.bytes;
        let start = self.at;
        let letters = bytes[start..].iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
        let word = std::str::from_utf8(&bytes[start..start + letters]).ok()?;
        let mut end = start + letters;
        let sign = usize::from(bytes.get(end) == Some(&b'-'));
        let digits = bytes[end + sign..].iter().take_while(|byte| byte.is_ascii_digit()).count();
        let mut number = None;
        if digits > 0 {
            let text = std::str::from_utf8(&bytes[end..end + sign + digits]).ok()?;
            number = text.parse().ok();
            end += sign + digits;
        }
        // One blank behind a word belongs to it.
        self.at = end + usize::from(bytes.get(end) == Some(&b' '));
        if word == "bin" {
            let length = usize::try_from(number.unwrap_or(0)).unwrap_or(0);
            self.at = self.at.saturating_add(length).min(bytes.len());
        }
        Some(Item::Word(word, number))
    }

    fn escaped(&mut self) -> Option<Item<'a>> {
        let byte = *self.bytes.get(self.at)?;
        if byte.is_ascii_alphabetic() {
            return self.word();
        }
        self.at += 1;
        Some(match byte {
            b'*' => Item::Passable,
            b'\'' => {
                let digits = self.bytes.get(self.at..self.at + 2).unwrap_or_default();
                let code = std::str::from_utf8(digits).ok();
                let code = code.and_then(|digits| u8::from_str_radix(digits, 16).ok());
                self.at = (self.at + 2).min(self.bytes.len());
                Item::Byte(code.unwrap_or(b'?'))
            }
            b'~' => Item::Byte(0xa0),
            b'_' => Item::Byte(b'-'),
            b'\n' | b'\r' => Item::Word("par", None),
            // A place where a word may be parted shows nothing.
            b'-' | b':' | b'|' => Item::Word("", None),
            other => Item::Byte(other),
        })
    }
}

impl<'a> Iterator for Words<'a> {
    type Item = Item<'a>;

    fn next(&mut self) -> Option<Item<'a>> {
        loop {
            let byte = *self.bytes.get(self.at)?;
            self.at += 1;
            return match byte {
                b'{' => Some(Item::Open),
                b'}' => Some(Item::Close),
                b'\\' => self.escaped(),
                b'\n' | b'\r' | 0 => continue,
                other => Some(Item::Byte(other)),
            };
        }
    }
}
