//! XML as a sequence of opening tags, closing tags and text.
//! In: the text of a part of a zip document. Out: one [`Item`] after the other; names without their prefixes.
//! Never expands entities other than the five of XML and character numbers; never nests deeper than a limit.

use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};
use quick_xml::reader::Reader;

use super::fault::{Fault, ReaderResult};

/// At most 200 elements may be open at once; a file with more is refused, because the readers are recursive. A
/// judgement, not measured.
const MAX_DEPTH: usize = 200;

/// What comes next.
#[derive(Debug)]
pub enum Item {
    /// An element opens; an empty one closes at once.
    Open(Element),
    /// An element of this name closes. Closing tags are not compared with opening ones.
    Close(String),
    /// Text, or a part of one: a reference (`&amp;`) comes as an item of its own.
    Text(String),
    /// The end of the part.
    End,
}

/// The name of an element and its attributes.
#[derive(Debug)]
pub struct Element {
    /// Without prefix.
    pub name: String,
    attributes: Vec<(String, String)>,
}

impl Element {
    /// The value of an attribute, named without its prefix; `None` if the element has none of this name.
    pub fn get(&self, name: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|(one, _)| one == name);
        found.map(|(_, value)| value.as_str())
    }
}

/// A parser of one part. A clone reads ahead.
#[derive(Clone)]
pub struct Xml<'a> {
    reader: Reader<&'a [u8]>,
    /// The name of the part, for messages.
    part: &'a str,
    /// How many elements are open.
    depth: usize,
    /// The name of an empty element whose `Close` comes next.
    open_empty: Option<String>,
}

impl<'a> Xml<'a> {
    /// A parser of `text`, the contents of the part of this name.
    pub fn new(text: &'a str, part: &'a str) -> Xml<'a> {
        let mut reader = Reader::from_str(text);
        reader.config_mut().check_end_names = false;
        Xml { reader, part, depth: 0, open_empty: None }
    }

    /// Skips the rest of the element that was opened last.
    pub fn skip(&mut self) -> ReaderResult<()> {
        let mut depth = 1;
        while depth > 0 {
            match self.next()? {
                Item::Open(_) => depth += 1,
                Item::Close(_) => depth -= 1,
                Item::End => return Err(self.cut()),
                Item::Text(_) => {}
            }
        }
        Ok(())
    }

    /// The fault of a part that ends inside an element.
    pub fn cut(&self) -> Fault {
        Fault::damaged(format!("its part {} is cut short", self.part))
    }

    /// The next item. An error if the XML is damaged or nested too deep.
    pub fn next(&mut self) -> ReaderResult<Item> {
        if let Some(name) = self.open_empty.take() {
            return Ok(Item::Close(name));
        }
        loop {
            let at = self.reader.buffer_position();
            let event = self.reader.read_event().map_err(|error| {
                Fault::damaged(format!("its part {} is damaged at byte {at} ({error})", self.part))
            })?;
            let item = match event {
                Event::Start(start) => {
                    self.depth += 1;
                    if self.depth > MAX_DEPTH {
                        let what = format!("its part {} is nested too deep", self.part);
                        return Err(Fault::too_much(what));
                    }
                    Item::Open(element(&start))
                }
                Event::Empty(start) => {
                    let element = element(&start);
                    self.open_empty = Some(element.name.clone());
                    Item::Open(element)
                }
                Event::End(end) => {
                    self.depth = self.depth.saturating_sub(1);
                    Item::Close(end.local_name().as_ref().to_owned())
                }
                Event::Text(text) => Item::Text(text.xml10_content().into_owned()),
                Event::CData(text) => Item::Text(text.xml10_content().into_owned()),
                Event::GeneralRef(reference) => match letter(&reference.xml10_content()) {
                    Some(letter) => Item::Text(letter.to_string()),
                    None => continue,
                },
                Event::Eof => Item::End,
                _ => continue,
            };
            return Ok(item);
        }
    }
}

fn element(start: &BytesStart<'_>) -> Element {
    let name = start.local_name().as_ref().to_owned();
    let mut all = start.attributes();
    let attributes = all.with_checks(false).flatten().filter_map(|attribute| {
        let name = attribute.key.local_name().as_ref().to_owned();
        let value = attribute.normalized_value(XmlVersion::Implicit1_0).ok()?.into_owned();
        Some((name, value))
    });
    Element { name, attributes: attributes.collect() }
}

/// The character of one of the five entities of XML, or of a character number. Other entities would come from a
/// document type and are left out.
fn letter(name: &str) -> Option<char> {
    let number =
        |digits: &str, base| u32::from_str_radix(digits, base).ok().and_then(char::from_u32);
    match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => match name.strip_prefix('#') {
            Some(digits) => match digits.strip_prefix(['x', 'X']) {
                Some(digits) => number(digits, 16),
                None => number(digits, 10),
            },
            None => None,
        },
    }
}

/// The text of a part: UTF-8, or UTF-16 with a byte order mark. An error for other bytes; `part` is the name that the
/// error gives.
pub fn text(bytes: &[u8], part: &str) -> ReaderResult<String> {
    let wide = |unit: fn([u8; 2]) -> u16| {
        let (pairs, _) = bytes[2..].as_chunks::<2>();
        let units: Vec<u16> = pairs.iter().map(|pair| unit(*pair)).collect();
        String::from_utf16_lossy(&units)
    };
    match bytes {
        [0xff, 0xfe, ..] => Ok(wide(u16::from_le_bytes)),
        [0xfe, 0xff, ..] => Ok(wide(u16::from_be_bytes)),
        _ => match simdutf8::compat::from_utf8(bytes) {
            Ok(text) => Ok(text.trim_start_matches('\u{feff}').to_owned()),
            Err(error) => {
                let at = error.valid_up_to();
                Err(Fault::damaged(format!("its part {part} is no UTF-8 at byte {at}")))
            }
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn items(text: &str) -> ReaderResult<String> {
        let (mut xml, mut all) = (Xml::new(text, "part"), String::new());
        loop {
            match xml.next()? {
                Item::Open(element) => all += &format!("<{}>", element.name),
                Item::Close(name) => all += &format!("</{name}>"),
                Item::Text(text) => all += &text,
                Item::End => return Ok(all),
            }
        }
    }

    #[test]
    fn names_lose_their_prefix_and_entities_are_those_of_xml() {
        let read = items("<w:p><w:t>Đ&#x1ea3;ng &amp; &lt;&big;</w:t><w:br/></w:p>");
        assert_eq!(read.expect("fine"), "<p><t>Đảng & <</t><br></br></p>");
    }

    #[test]
    fn entities_of_a_document_type_never_grow() {
        let bomb = "<!DOCTYPE a [<!ENTITY b \"cccc\"><!ENTITY d \"&b;&b;\">]><a>&d;</a>";
        assert_eq!(items(bomb).expect("fine"), "<a></a>");
    }

    #[test]
    fn deep_nesting_is_refused() {
        assert!(items(&"<a>".repeat(1_000)).expect_err("deep").what.contains("too deep"));
    }
}
