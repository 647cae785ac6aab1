//! RTF as a sequence of braces, control words and text.
//! In: the bytes of the file. Out: one [`Token`] after the other. Never reads beyond the end, whatever length a
//! control word gives.

/// A token of RTF.
#[derive(Clone, Debug, PartialEq)]
pub enum Token<'a> {
    /// `{`
    Open,
    /// `}`
    Close,
    /// `\word5`: a control word, with its number if it has one. A backslash at the end of a line is `par`; signs that
    /// print nothing have an empty word.
    ControlWord(&'a str, Option<i32>),
    /// `\*`: a reader that does not know the next control word leaves its group out.
    Ignorable,
    /// A letter in the code page of its font: written as itself or as `\'e9`, or behind a backslash that makes a sign
    /// stand for itself (`\{`). Also the no-break space `\~` and the hyphen `\_`.
    Byte(u8),
}

/// The tokens of a file.
pub struct Tokens<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Tokens<'a> {
    /// The tokens of `bytes`.
    pub fn new(bytes: &'a [u8]) -> Tokens<'a> {
        Tokens { bytes, at: 0 }
    }

    /// How many bytes were read: the offset of the next token.
    pub fn position(&self) -> usize {
        self.at
    }

    fn control_word(&mut self) -> Option<Token<'a>> {
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
        // One blank after a control word belongs to it.
        self.at = end + usize::from(bytes.get(end) == Some(&b' '));
        if word == "bin" {
            let length = usize::try_from(number.unwrap_or(0)).unwrap_or(0);
            self.at = self.at.saturating_add(length).min(bytes.len());
        }
        Some(Token::ControlWord(word, number))
    }

    fn after_backslash(&mut self) -> Option<Token<'a>> {
        let byte = *self.bytes.get(self.at)?;
        if byte.is_ascii_alphabetic() {
            return self.control_word();
        }
        self.at += 1;
        Some(match byte {
            b'*' => Token::Ignorable,
            b'\'' => {
                let digits = self.bytes.get(self.at..self.at + 2).unwrap_or_default();
                let code = std::str::from_utf8(digits).ok();
                let code = code.and_then(|digits| u8::from_str_radix(digits, 16).ok());
                self.at = (self.at + 2).min(self.bytes.len());
                Token::Byte(code.unwrap_or(b'?'))
            }
            b'~' => Token::Byte(0xa0),
            b'_' => Token::Byte(b'-'),
            b'\n' | b'\r' => Token::ControlWord("par", None),
            // An optional hyphen and index marks print nothing.
            b'-' | b':' | b'|' => Token::ControlWord("", None),
            other => Token::Byte(other),
        })
    }
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        loop {
            let byte = *self.bytes.get(self.at)?;
            self.at += 1;
            return match byte {
                b'{' => Some(Token::Open),
                b'}' => Some(Token::Close),
                b'\\' => self.after_backslash(),
                b'\n' | b'\r' | 0 => continue,
                other => Some(Token::Byte(other)),
            };
        }
    }
}
