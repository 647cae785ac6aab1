//! Parses one filter as it is typed.
//! In: the text from the name of the filter on. Out: its field, its values, and how many bytes it takes.
//! Never looks into the index, and never checks values: `checked` does.

use vankien_engine::keys::folded_words;
use vankien_text::language::letters::QUOTES;
use vankien_text::span::{self, Span};

use super::parts::{FilterKey, FilterValue};
use crate::number;

/// A filter as it stands in a question.
#[derive(Debug)]
pub struct TypedFilter {
    /// The field that it looks at.
    pub key: FilterKey,
    /// The name typed for the field, folded.
    pub name: String,
    /// Its values; the days of dates are not filled in yet.
    pub values: Vec<FilterValue>,
    /// How many bytes of the question the filter takes, with its name.
    pub length: usize,
}

/// Characters from the start of a filter within which the colon behind its name must stand (included). The longest
/// name, `chatluong` (quality), has 9; typed with marks and a blank (`chất lượng`) 10.
const MAX_NAME_CHARS: usize = 12;

/// Words of the longest name of a kind of paper that is tried: as many as in the table `kinds`, with some reserve.
const MAX_KIND_WORDS: usize = 5;

/// The filter at the head of `text`; `None` where none stands there or its quotation marks do not close. Where the name
/// is typed with marks (`số: 59`, number; `nơi: …`, place), as in a sentence, it is a filter only if the value follows
/// the colon at once.
pub fn parse_filter(text: &str) -> Option<TypedFilter> {
    let colon = text.char_indices().take(MAX_NAME_CHARS).find(|(_, letter)| *letter == ':')?.0;
    // A quotation mark before the name (`"noi: …"`) opens a phrase, a parenthesis a group.
    let is_syntax = |one: char| QUOTES.contains(&one) || "()".contains(one);
    let name = Some(span::before(text, colon)).filter(|name| !name.contains(is_syntax))?;
    let key = FilterKey::named(name)?;
    let mut rest = span::after(text, colon + 1);
    if name.is_ascii() {
        rest = rest.trim_start();
    }
    let mut values = Vec::new();
    loop {
        let (value, length) = parse_value(key, rest)?;
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
    Some(TypedFilter { key, name: folded_words(name), values, length: text.len() - rest.len() })
}

/// The value at the head of `text`, and how many bytes it takes; `None` where its quotation marks do not close.
fn parse_value(key: FilterKey, text: &str) -> Option<(FilterValue, usize)> {
    let contains = key.is_name() && text.starts_with('~');
    let bare = if contains { span::after(text, 1) } else { text };
    let before = text.len() - bare.len();
    if let Some(inside) = bare.strip_prefix(QUOTES) {
        let end = inside.find(QUOTES)?;
        let closing = span::after(inside, end).chars().next().map_or(0, char::len_utf8);
        let length = text.len() - inside.len() + end + closing;
        let typed = span::before(inside, end).to_owned();
        return Some((FilterValue { typed, contains, ..FilterValue::default() }, length));
    }
    let ends = |one: char| one.is_whitespace() || one == ')' || one == ',';
    let word = bare.find(ends).unwrap_or(bare.len());
    let end = match key {
        FilterKey::Kind => kind_length(bare).unwrap_or(word),
        FilterKey::Number => number_length(bare).unwrap_or(word),
        _ => word,
    };
    let typed = span::before(bare, end).to_owned();
    let is_null = typed == "?" && !contains;
    Some((FilterValue { typed, is_null, contains, ..FilterValue::default() }, before + end))
}

/// How many bytes the longest name of a kind takes at the head of `text`; `None` where none stands there.
fn kind_length(text: &str) -> Option<usize> {
    let text = up_to_comma(text);
    let words: Vec<Span> = blank_separated(text).take(MAX_KIND_WORDS).collect();
    let kinds = vankien_papers::number::kinds();
    (1..=words.len()).rev().map(|count| words[count - 1].end).find(|end| {
        let asked = folded_words(span::before(text, *end));
        kinds.iter().any(|kind| folded_words(kind.name) == asked)
    })
}

/// How many bytes the number at the head of `text` takes; `None` where none stands there.
fn number_length(text: &str) -> Option<usize> {
    let text = up_to_comma(text);
    let number = number::find_numbers(text).into_iter().next()?;
    (number.span.start == 0).then_some(number.span.end)
}

/// The text up to its first comma, which parts the values of a filter.
fn up_to_comma(text: &str) -> &str {
    span::before(text, text.find(',').unwrap_or(text.len()))
}

/// The words of a text, parted by blanks.
fn blank_separated(text: &str) -> impl Iterator<Item = Span> {
    let start = move |word: &str| word.as_ptr() as usize - text.as_ptr() as usize;
    text.split_whitespace().map(move |word| Span::new(start(word), start(word) + word.len()))
}

/// Puts back the quotation marks that a shell took away: for an argument that is one filter with a name of several
/// words (`coquan:Tỉnh ủy Vân Hải`), the filter with quotation marks around its values; `None` for all other arguments.
/// A comma with no blank behind it parts values.
pub fn with_shell_quotes(argument: &str) -> Option<String> {
    let (name, value) = argument.split_once(':')?;
    let is_filter = |name: &str| FilterKey::named(name).is_some();
    let mut words = value.split_whitespace();
    let others = words.any(|word| word.split_once(':').is_some_and(|(name, _)| is_filter(name)));
    let is_name_filter = FilterKey::named(name).is_some_and(FilterKey::is_name) && !others;
    if !is_name_filter || !value.trim().contains(char::is_whitespace) || value.contains(QUOTES) {
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
        let quoted = |argument: &str| with_shell_quotes(argument).unwrap_or_default();
        assert_eq!(quoted("coquan:Tỉnh ủy Vân Hải"), "coquan:\"Tỉnh ủy Vân Hải\"");
        assert_eq!(quoted("coquan:~Tỉnh ủy"), "coquan:~\"Tỉnh ủy\"");
        assert_eq!(
            quoted("coquan:Bộ Văn hóa, Thể thao và Du lịch,Sở Nội vụ"),
            "coquan:\"Bộ Văn hóa, Thể thao và Du lịch\",\"Sở Nội vụ\""
        );
        for other in ["coquan:UBND,HĐND", "noi:Huế nam:2024", "loai:nghị quyết", "coquan:\"a b\""]
        {
            assert_eq!(with_shell_quotes(other), None, "{other}");
        }
    }
}
