//! Composes a base letter and its marks to one code point.
//! In: a word. Out: the same, composed, also where a mark stands twice or the marks stand in an order that Unicode does
//! not compose (`a`, acute, circumflex becomes `ấ`). Never changes a base letter.

use unicode_normalization::char::is_combining_mark;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfd_quick};

/// Combining marks that make another vowel: circumflex, breve, horn.
const SHAPES: &str = "\u{302}\u{306}\u{31b}";
/// Combining marks of the tones: grave (huyền), acute (sắc), tilde (ngã), hook above (hỏi), dot below (nặng).
const TONES: &str = "\u{300}\u{301}\u{303}\u{309}\u{323}";

/// `word` in Normalization Form C of Unicode.
pub fn nfc(word: &str) -> String {
    word.nfc().collect()
}

/// `word` composed, with the marks of each vowel in the order shape, tone, others and each shape and tone once; a vowel
/// with two different shapes or tones keeps its order. `None` where that is `word` itself.
pub fn mend(word: &str) -> Option<String> {
    // The fast path: most words of other alphabets have no marks.
    if is_nfd_quick(word.chars()) == IsNormalized::Yes && !word.contains(is_combining_mark) {
        return None;
    }
    let apart: Vec<char> = word.nfd().collect();
    let mut ordered = String::with_capacity(word.len());
    let mut at = 0;
    while at < apart.len() {
        let end = end_of_cluster(&apart, at);
        push_ordered(&mut ordered, &apart[at..end]);
        at = end;
    }
    let mended = nfc(&ordered);
    (mended != word).then_some(mended)
}

/// The end of the base and its marks that begin at `at`.
fn end_of_cluster(apart: &[char], at: usize) -> usize {
    let marks = apart[at + 1..].iter().take_while(|mark| is_combining_mark(**mark)).count();
    at + 1 + marks
}

/// Writes a base and its marks: shape, tone, all others. A cluster on no vowel, or with two different shapes or tones,
/// is no Vietnamese letter and is written unchanged.
fn push_ordered(out: &mut String, cluster: &[char]) {
    let (base, marks) = (cluster[0], &cluster[1..]);
    let (shapes, tones) = (only_mark(marks, SHAPES), only_mark(marks, TONES));
    let (OnlyMark::Consistent(shape), OnlyMark::Consistent(tone)) = (shapes, tones) else {
        return out.extend(cluster);
    };
    if !"aeiouyAEIOUY".contains(base) {
        return out.extend(cluster);
    }
    out.push(base);
    out.extend(shape.into_iter().chain(tone));
    out.extend(marks.iter().filter(|mark| !SHAPES.contains(**mark) && !TONES.contains(**mark)));
}

/// The marks of one set in a cluster.
enum OnlyMark {
    /// No mark, or one mark, however often it is repeated.
    Consistent(Option<char>),
    /// Two different marks.
    Contradictory,
}

/// The mark of `set` that `marks` hold.
fn only_mark(marks: &[char], set: &str) -> OnlyMark {
    let mut found = marks.iter().copied().filter(|mark| set.contains(*mark));
    let first = found.next();
    if found.all(|mark| Some(mark) == first) {
        OnlyMark::Consistent(first)
    } else {
        OnlyMark::Contradictory
    }
}
