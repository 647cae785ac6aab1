//! Reads one filter as it is typed.
//! In: the text from its name on. Out: the filter, its values, and how many bytes it takes.
//! Never looks into the index.

use vankien_engine::keys::folded_words;
use vankien_text::language::letters::QUOTES;
use vankien_text::span::{self, Span};

use super::parts::{Key, Value};
use crate::number;

/// A filter as it stands in a question.
#[derive(Debug)]
pub struct Typed {
    /// What it looks at.
    pub key: Key,
    /// Its name, folded.
    pub name: String,
    /// Its values; their days are not read yet.
    pub values: Vec<Value>,
    /// How many bytes it takes.
    pub length: usize,
}

/// The filter at the head of `text`. A name typed with marks (`số: 59`, `nơi: …`) is one only where the value follows
/// at once.
pub fn filter(text: &str) -> Option<Typed> {
    let colon = text.char_indices().take(12).find(|(_, letter)| *letter == ':')?.0;
    // A mark before the name (`"noi: …"`) opens a phrase.
    let name = Some(span::before(text, colon)).filter(|name| !name.contains(QUOTES))?;
    let key = Key::named(name)?;
    let mut rest = span::after(text, colon + 1);
    if name.is_ascii() {
        rest = rest.trim_start();
    }
    let mut values = Vec::new();
    loop {
        let (value, length) = value(key, rest)?;
        if length == 0 && values.is_empty() && !name.is_ascii() {
            return None;
        }
        values.push(value);
        rest = span::after(rest, length);
        let Some(behind) = rest.strip_prefix(',') else { break };
        // A comma with a blank behind it ends the filter, as in a sentence.
        rest = behind;
        if behind.is_empty() || behind.starts_with(char::is_whitespace) {
            break;
        }
    }
    Some(Typed { key, name: folded_words(name), values, length: text.len() - rest.len() })
}

/// The value at the head of `text`, and how many bytes it takes; `None` where its quotation marks do not close.
fn value(key: Key, text: &str) -> Option<(Value, usize)> {
    let contains = key.is_name() && text.starts_with('~');
    let bare = if contains { span::after(text, 1) } else { text };
    let before = text.len() - bare.len();
    if let Some(inside) = bare.strip_prefix(QUOTES) {
        let end = inside.find(QUOTES)?;
        let closing = span::after(inside, end).chars().next().map_or(0, char::len_utf8);
        let length = text.len() - inside.len() + end + closing;
        let typed = span::before(inside, end).to_owned();
        return Some((Value { typed, contains, ..Value::default() }, length));
    }
    let ends = |one: char| one.is_whitespace() || one == ')' || one == ',';
    let word = bare.find(ends).unwrap_or(bare.len());
    let end = match key {
        Key::Kind => kind_at_head(bare).unwrap_or(word),
        Key::Number => number_at_head(bare).unwrap_or(word),
        _ => word,
    };
    let typed = span::before(bare, end).to_owned();
    let is_null = typed == "?" && !contains;
    Some((Value { typed, is_null, contains, ..Value::default() }, before + end))
}

/// How many bytes the longest name of a kind takes at the head of `text`.
fn kind_at_head(text: &str) -> Option<usize> {
    let text = span::before(text, text.find(',').unwrap_or(text.len()));
    let words: Vec<Span> = words(text).take(5).collect();
    let kinds = vankien_papers::number::kinds();
    (1..=words.len()).rev().map(|count| words[count - 1].end).find(|end| {
        let asked = folded_words(span::before(text, *end));
        kinds.iter().any(|kind| folded_words(kind.name) == asked)
    })
}

/// How many bytes the number at the head of `text` takes.
fn number_at_head(text: &str) -> Option<usize> {
    let text = span::before(text, text.find(',').unwrap_or(text.len()));
    let number = number::find(text).into_iter().next()?;
    (number.span.start == 0).then_some(number.span.end)
}

/// The words of a text by their blanks.
fn words(text: &str) -> impl Iterator<Item = Span> {
    let start = move |word: &str| word.as_ptr() as usize - text.as_ptr() as usize;
    text.split_whitespace().map(move |word| Span::new(start(word), start(word) + word.len()))
}

/// A whole argument of a command that is one filter for a name, with the quotation marks around its values that the
/// shell took away; `None` for all else. A comma with no blank behind it parts values.
pub fn quoted_whole(argument: &str) -> Option<String> {
    let (name, value) = argument.split_once(':')?;
    let is_filter = |name: &str| Key::named(name).is_some();
    let mut words = value.split_whitespace();
    let others = words.any(|word| word.split_once(':').is_some_and(|(name, _)| is_filter(name)));
    let is_open = Key::named(name).is_some_and(Key::is_name) && !others;
    if !is_open || !value.trim().contains(char::is_whitespace) || value.contains(QUOTES) {
        return None;
    }
    let mut values: Vec<String> = Vec::new();
    for piece in value.split(',') {
        match values.last_mut() {
            Some(last) if piece.is_empty() || piece.starts_with(char::is_whitespace) => {
                last.push(',');
                last.push_str(piece);
            }
            _ => values.push(piece.to_owned()),
        }
    }
    let quoted = values.iter().map(|value| match value.trim().strip_prefix('~') {
        Some(contained) => format!("~\"{}\"", contained.trim()),
        None => format!("\"{}\"", value.trim()),
    });
    Some(format!("{name}:{}", quoted.collect::<Vec<_>>().join(",")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_argument_that_is_a_filter_gets_its_quotation_marks_back() {
        let quoted = |argument: &str| quoted_whole(argument).unwrap_or_default();
        assert_eq!(quoted("coquan:Tỉnh ủy Vân Hải"), "coquan:\"Tỉnh ủy Vân Hải\"");
        assert_eq!(quoted("coquan:~Tỉnh ủy"), "coquan:~\"Tỉnh ủy\"");
        assert_eq!(
            quoted("coquan:Bộ Văn hóa, Thể thao và Du lịch,Sở Nội vụ"),
            "coquan:\"Bộ Văn hóa, Thể thao và Du lịch\",\"Sở Nội vụ\""
        );
        for other in ["coquan:UBND,HĐND", "noi:Huế nam:2024", "loai:nghị quyết", "coquan:\"a b\""]
        {
            assert_eq!(quoted_whole(other), None, "{other}");
        }
    }
}
