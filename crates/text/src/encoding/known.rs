//! Reads text whose encoding is known, because the format names the font that shows it.
//! In: text as Windows-1252 reads its bytes, and the encoding. Out: the letters.
//! Never judges; whoever calls knows that the font is one of that encoding.

use super::capitals;
use super::reader::Reader;
use super::unit::Unit;
use super::word::{Read, push};
use crate::encoding::kind::Encoding;
use crate::span::Span;

/// What `text`, written in `encoding` and read as Windows-1252, says. `begins`: it opens a sentence.
pub fn known(text: &str, encoding: Encoding, begins: bool) -> String {
    let reader = Reader { encoding, stands: '\0' };
    let places: Vec<Span> = reader.words(text, Span::new(0, text.len())).collect();
    let mut words: Vec<Read> = places.iter().map(|place| letters(text, *place, reader)).collect();
    if encoding == Encoding::Tcvn3 {
        capitals::restore(&mut words);
        if !capitals::has_own(text) {
            capitals::restore_first(&mut words, begins);
        }
    }
    let (mut read, mut done) = (String::with_capacity(text.len() * 3 / 2), 0);
    for (place, word) in places.iter().zip(words) {
        read.push_str(&text[done..place.start]);
        word.letters.into_iter().for_each(|(_, letter)| push(&mut read, letter));
        done = place.end;
    }
    read.push_str(&text[done..]);
    read
}

fn letters(text: &str, place: Span, reader: Reader) -> Read {
    let units = reader.units(place.of(text)).into_iter();
    let at = |from: Span| Span::new(place.start + from.start, place.start + from.end);
    let letters = units.map(|unit| (at(unit.from), [letter(&unit), '\0'])).collect();
    Read { letters, confidence: 1.0 }
}

/// A code that may be a capital or a sign of Windows is the sign where papers use it.
fn letter(unit: &Unit) -> char {
    match unit.or.first() {
        Some([capital, '\0']) if capital.is_alphabetic() && !"“”‘’–—…•".contains(unit.to) => {
            *capital
        }
        _ => unit.to,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::encoding::{encode, misread};

    #[test]
    fn every_encoding_of_a_font_comes_back() {
        let text = "Số 12 ngày 05/8: Ủy ban nhân dân tỉnh Vân Hải được giao\tnhiệm vụ.";
        for encoding in [Encoding::Tcvn3, Encoding::Vni, Encoding::Vps, Encoding::Viscii] {
            let written = misread(&encode(text, encoding).expect("all letters are there"));
            assert_eq!(known(&written, encoding, true), text, "{encoding:?}");
        }
    }

    #[test]
    fn capitals_that_tcvn3_lacks_come_back() {
        assert_eq!(known("CéNG HßA X· HéI", Encoding::Tcvn3, true), "CỘNG HÒA XÃ HỘI");
        assert_eq!(known("ñy ban", Encoding::Tcvn3, true), "Ủy ban");
    }
}
