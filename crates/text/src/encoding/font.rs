//! Decodes text whose encoding is known, because the file names the font that shows it.
//! In: text whose bytes were decoded as Windows-1252, and the encoding. Out: what was written.
//! Never judges: the caller knows that the font is one of that encoding.

use super::capitals;
use super::decoder::Decoder;
use super::decodings::DecodedWord;
use super::letter::{DecodedLetter, push_letters};
use crate::encoding::kind::Encoding;
use crate::span::Span;

/// What was written where `text` was written in `encoding` and decoded as Windows-1252. `begins_sentence` says whether
/// a sentence begins with `text`; only TCVN3 needs it, to restore a capital.
pub fn decode_known(text: &str, encoding: Encoding, begins_sentence: bool) -> String {
    let decoder = Decoder::of(encoding);
    let places: Vec<Span> = decoder.words(text, Span::new(0, text.len())).collect();
    let mut words: Vec<DecodedWord> =
        places.iter().map(|place| decoded_word(text, *place, decoder)).collect();
    if encoding == Encoding::Tcvn3 {
        capitals::restore(&mut words);
        if !capitals::has_own(text) {
            capitals::restore_first(&mut words, begins_sentence);
        }
    }
    let (mut decoded, mut done) = (String::with_capacity(text.len() * 3 / 2), 0);
    for (place, word) in places.iter().zip(words) {
        decoded.push_str(&text[done..place.start]);
        for (_, letters) in word.letters {
            push_letters(&mut decoded, letters);
        }
        done = place.end;
    }
    decoded.push_str(&text[done..]);
    decoded
}

/// The word at a place of `text`, each letter without its alternatives.
fn decoded_word(text: &str, place: Span, decoder: Decoder) -> DecodedWord {
    let in_text = |from: Span| Span::new(place.start + from.start, place.start + from.end);
    let letters = decoder.letters(place.of(text)).into_iter();
    let letters = letters.map(|letter| (in_text(letter.from), [meant(&letter), '\0'])).collect();
    DecodedWord { letters, open_case: Vec::new(), confidence: 1.0 }
}

/// The letter that is meant. A code that may be a capital or a sign of Windows-1252 is the capital, unless papers use
/// the sign.
fn meant(letter: &DecodedLetter) -> char {
    match letter.alternatives.first() {
        Some([capital, '\0']) if capital.is_alphabetic() && !"“”‘’–—…•".contains(letter.letter) => {
            *capital
        }
        _ => letter.letter,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::encoding::{as_windows_1252, encode};

    #[test]
    fn every_encoding_of_a_font_comes_back() {
        let text = "Số 12 ngày 05/8: Ủy ban nhân dân tỉnh Vân Hải được giao\tnhiệm vụ.";
        for encoding in [Encoding::Tcvn3, Encoding::Vni, Encoding::Vps, Encoding::Viscii] {
            let written = as_windows_1252(&encode(text, encoding).expect("all letters are there"));
            assert_eq!(decode_known(&written, encoding, true), text, "{encoding:?}");
        }
    }

    #[test]
    fn capitals_that_tcvn3_lacks_come_back() {
        assert_eq!(decode_known("CéNG HßA X· HéI", Encoding::Tcvn3, true), "CỘNG HÒA XÃ HỘI");
        assert_eq!(decode_known("ñy ban", Encoding::Tcvn3, true), "Ủy ban");
    }
}
