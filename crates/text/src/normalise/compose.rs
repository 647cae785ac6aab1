//! Base letters and marks become one code point each.
//! In: a word. Out: the same, composed, also where the marks came twice or in an order that
//! Unicode does not compose (`a` + acute + circumflex is `ấ`). Never changes a base letter.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Marks that shape a vowel: circumflex, breve, horn.
const SHAPES: &str = "\u{302}\u{306}\u{31b}";
/// Marks that tone it: huyền, sắc, ngã, hỏi, nặng.
const TONES: &str = "\u{300}\u{301}\u{303}\u{309}\u{323}";

/// `word` in Unicode's own composed form.
pub fn nfc(word: &str) -> String {
    word.nfc().collect()
}

/// `word` composed with its marks in order, where that is not what Unicode makes of it.
pub fn mend(word: &str) -> Option<String> {
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

fn end_of_cluster(apart: &[char], at: usize) -> usize {
    let marks = apart[at + 1..].iter().take_while(|mark| is_combining_mark(**mark)).count();
    at + 1 + marks
}

/// Writes a base and its marks: shape, tone, all others. A cluster that holds two different
/// shapes or tones is no Vietnamese letter and is written as it came.
fn push_ordered(out: &mut String, cluster: &[char]) {
    let (base, marks) = (cluster[0], &cluster[1..]);
    let shape = single(marks, SHAPES);
    let tone = single(marks, TONES);
    let (Some(shape), Some(tone)) = (shape, tone) else {
        return out.extend(cluster);
    };
    if !"aeiouyAEIOUY".contains(base) {
        return out.extend(cluster);
    }
    out.push(base);
    out.extend(shape.into_iter().chain(tone));
    out.extend(marks.iter().filter(|mark| !SHAPES.contains(**mark) && !TONES.contains(**mark)));
}

/// The one mark of `set` among `marks`, however often; `Some(None)` where there is none, `None`
/// where there are two different ones.
fn single(marks: &[char], set: &str) -> Option<Option<char>> {
    let mut found = marks.iter().copied().filter(|mark| set.contains(*mark));
    let first = found.next();
    found.all(|mark| Some(mark) == first).then_some(first)
}
