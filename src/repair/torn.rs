//! Words that print tore or ran together: `N G H Ị  Q U Y Ế T`, `củaĐảng`, `ngh ị`.
//! In: text and its odd places. Out: edits, one for each syllable that is put together or parted.
//! No letter is changed. A place where a lost letter explains the gap better is left to `channel`.

use super::lexicon::lexicon;
use super::model::{Id, model};
use super::words::{self, Kind};
use super::{letters, syllable};
use crate::document::{Edit, Why};
use crate::span::Span;

/// So many single letters in a row are a word set apart.
const LETTERS: usize = 4;
/// How far around a place its neighbours are looked for, in bytes.
const REACH: usize = 48;
/// What a torn word must save, in nats, so that it is put together.
const SPLIT: f32 = 6.0;
/// What words run together must save, so that they are parted.
const JOINED: f32 = 3.0;
/// How much less is asked where the paper has shown such damage.
const DOUBTFUL: f32 = 6.0;
/// The same where a capital inside the word shows the place.
const AT_CAPITAL: f32 = 0.0;
/// What a word costs that is none, by itself and with what follows.
const NO_WORD: f32 = 13.0;
/// What another letter of such a word costs: a long foreign word is no two Vietnamese ones.
const LETTER: f32 = 0.8;
/// Of all gaps in odd places, this share must be closed by putting words together; else letters are
/// lost, and the gap stands for one.
const MOSTLY: f32 = 0.5;

/// A paper with fewer words run together or torn than this has a slip or a name that looks so.
const LEAST: usize = 3;
/// The same as a share: one in so many words.
const SELDOM: usize = 2_000;

/// Whether so many torn words in a paper of `words` words are damage.
pub fn is_damage(torn: usize, words: usize) -> bool {
    torn >= LEAST && torn * SELDOM >= words
}

/// Headings whose letters are set apart.
pub fn set_apart(text: &str, odd: impl Iterator<Item = (usize, bool)>) -> Vec<Edit> {
    let mut edits: Vec<Edit> = Vec::new();
    let mut done = 0;
    for (at, _) in odd.filter(|(at, _)| stands_alone(text, *at)) {
        if at < done {
            continue;
        }
        let line = line_of(text, at);
        done = line.end;
        edits.extend(heading(text, line));
    }
    edits
}

/// Whether the letter at byte `at` is followed by white.
fn stands_alone(text: &str, at: usize) -> bool {
    let mut rest = text[at..].chars();
    rest.next().is_some_and(letters::is_letter) && rest.next().is_none_or(char::is_whitespace)
}

/// The line that holds byte `at`.
fn line_of(text: &str, at: usize) -> Span {
    let bytes = text.as_bytes();
    let start = memchr::memrchr(b'\n', &bytes[..at]).map_or(0, |end| end + 1);
    let end = memchr::memchr(b'\n', &bytes[at..]).map_or(text.len(), |end| at + end);
    Span::new(start, end)
}

/// The words of a line whose letters stand one by one.
fn heading(text: &str, line: Span) -> Vec<Edit> {
    let mut edits = Vec::new();
    let mut run: Vec<Span> = Vec::new();
    for piece in pieces(text, line) {
        let mark = !run.is_empty() && matches!(piece.of(text), "," | "." | ";" | ":");
        let single = piece.of(text).chars().count() == 1
            && piece.of(text).chars().all(|one| letters::is_letter(one) || mark);
        if !single {
            edits.extend(together(text, &std::mem::take(&mut run)));
            continue;
        }
        run.push(piece);
    }
    edits.extend(together(text, &run));
    edits
}

/// What stands between blanks, in a stretch of one line.
fn pieces(text: &str, line: Span) -> impl Iterator<Item = Span> + '_ {
    let mut at = line.start;
    std::iter::from_fn(move || {
        let rest = &text[at..line.end];
        let start = at + rest.find(|one: char| !one.is_whitespace())?;
        let rest = &text[start..line.end];
        at = rest.find(char::is_whitespace).map_or(line.end, |end| start + end);
        Some(Span::new(start, at))
    })
}

/// The syllables that single letters make: a wider gap parts two; where all gaps are alike, the
/// fewest and most usual words that all of them make.
fn together(text: &str, letters: &[Span]) -> Vec<Edit> {
    if letters.len() < LETTERS {
        return Vec::new();
    }
    let gap = |pair: &[Span]| pair[1].start - pair[0].end;
    let narrow = letters.windows(2).map(gap).min().unwrap_or(1);
    let wide = letters.windows(2).any(|pair| gap(pair) > narrow);
    let words: Vec<&[Span]> = if wide {
        letters.chunk_by(|one, next| next.start - one.end == narrow).collect()
    } else {
        segment(text, letters)
    };
    let known = |word: &&[Span]| word.len() == 1 || syllable::is_valid(&lower(text, word));
    let good = words.iter().filter(|word| known(word)).count();
    if words.is_empty() || good * 4 < words.len() * 3 {
        return Vec::new();
    }
    let put = |word: &&[Span]| -> Edit {
        let to = word.iter().map(|letter| letter.of(text)).collect();
        edit(text, Span::new(word[0].start, word[word.len() - 1].end), to, Why::LettersApart, 0.99)
    };
    words.iter().filter(|word| word.len() > 1).map(put).collect()
}

fn lower(text: &str, word: &[Span]) -> String {
    let word: String = word.iter().map(|letter| letter.of(text)).collect();
    letters::lower_word(word.trim_end_matches([',', '.', ';', ':']))
}

/// The likeliest words of letters without gaps between them; none where there are no words.
fn segment<'s>(text: &str, letters: &'s [Span]) -> Vec<&'s [Span]> {
    let longest = 7;
    let mut best: Vec<Option<(f32, usize, Id)>> = vec![Some((0.0, 0, model().mark()))];
    for end in 1..=letters.len() {
        let from = |start: usize| {
            let (cost, _, before) = best[start]?;
            let id = lexicon().id_of_lower(&lower(text, &letters[start..end]))?;
            model().is_syllable(id).then(|| (cost + model().cost(before, id), start, id))
        };
        let ways = (end.saturating_sub(longest)..end).filter_map(from);
        let least = ways.min_by(|one, other| one.0.total_cmp(&other.0));
        best.push(least);
    }
    let mut words = Vec::new();
    let mut end = letters.len();
    while let Some((_, start, _)) = best[end].filter(|_| end > 0) {
        words.push(&letters[start..end]);
        end = start;
    }
    if end > 0 {
        words.clear();
    }
    words.reverse();
    words
}

/// Words run together, each parted where the model sees two or three words. Where a paper shows
/// enough that are beyond doubt, the doubtful ones are parted as well.
pub fn run_together(text: &str, places: &[Span]) -> Vec<Edit> {
    let found = places.iter().filter_map(|place| parted(text, *place));
    let found: Vec<(f32, Edit)> = found.collect();
    let sure = found.iter().filter(|(gain, _)| *gain > 0.0).count();
    let least = if sure >= LEAST { -DOUBTFUL } else { 0.0 };
    found.into_iter().filter(|(gain, _)| *gain > least).map(|(_, edit)| edit).collect()
}

/// How much is gained by parting a word beyond the margin, and the edit.
fn parted(text: &str, place: Span) -> Option<(f32, Edit)> {
    let written = place.of(text);
    let whole = written.trim_matches(|one| !letters::is_letter(one));
    let place = Span::new(
        place.start + written.find(whole)?,
        place.start + written.find(whole)? + whole.len(),
    );
    if whole.chars().count() > 21 || lexicon().id(whole).is_some() {
        return None;
    }
    let (before, after) = neighbours(text, place);
    let mut ways: Vec<(f32, Vec<usize>)> = Vec::new();
    let cuts: Vec<usize> = whole.char_indices().map(|(at, _)| at).skip(1).collect();
    for (index, cut) in cuts.iter().enumerate() {
        ways.extend(cost_of(whole, &[*cut], before, after).map(|cost| (cost, vec![*cut])));
        for other in &cuts[index + 1..] {
            let both = [*cut, *other];
            ways.extend(cost_of(whole, &both, before, after).map(|cost| (cost, both.to_vec())));
        }
    }
    ways.sort_by(|one, other| one.0.total_cmp(&other.0));
    let (cost, cuts) = ways.first()?;
    let capital = |at: &usize| whole[*at..].starts_with(char::is_uppercase);
    let small = whole.contains(char::is_lowercase);
    let needed = if small && cuts.iter().all(capital) { AT_CAPITAL } else { JOINED };
    let alone = NO_WORD + LETTER * whole.chars().count() as f32;
    let gain = alone - cost - needed;
    let to = apart(whole, cuts).collect::<Vec<_>>().join(" ");
    Some((gain, edit(text, place, to, Why::WordsJoined, sure(gain))))
}

/// The pieces of a word that is cut at these bytes.
fn apart<'w>(whole: &'w str, cuts: &'w [usize]) -> impl Iterator<Item = &'w str> {
    let starts = std::iter::once(0).chain(cuts.iter().copied());
    starts.zip(cuts.iter().copied().chain([whole.len()])).map(|(from, to)| &whole[from..to])
}

/// What the pieces cost between their neighbours; `None` where one is no word that may stand alone.
fn cost_of(whole: &str, cuts: &[usize], before: Id, after: Id) -> Option<f32> {
    let (mut cost, mut last) = (0.0, before);
    for piece in apart(whole, cuts) {
        let id = lexicon().id(piece)?;
        let letter = piece.chars().count() == 1 && piece.is_ascii();
        let symbol = !piece.contains(char::is_lowercase) && piece.len() > 1;
        if letter || !(model().is_syllable(id) || symbol) {
            return None;
        }
        cost += model().cost(last, id);
        last = id;
    }
    Some(cost + model().cost(last, after))
}

/// Syllables torn in two, where putting them together makes the text likelier by far.
/// `odd` are the odd places, each with whether a lost letter may explain it.
pub fn torn(text: &str, odd: impl Iterator<Item = (usize, bool)>) -> Vec<Edit> {
    let (mut edits, mut gaps): (Vec<Edit>, f32) = (Vec::new(), 0.0);
    for (at, is_gap) in odd {
        let here = Span::new(back(text, at), ahead(text, at));
        let mut tokens = words::tokens(here.of(text))
            .map(|token| Span::new(here.start + token.span.start, here.start + token.span.end));
        let mut before = None;
        let Some(odd) = tokens.by_ref().find(|token| {
            let found = token.end > at;
            before = if found { before } else { Some(*token) };
            found
        }) else {
            continue;
        };
        let pairs = before.map(|before| (before, odd)).into_iter();
        let pairs = pairs.chain(tokens.next().map(|after| (odd, after)));
        let found = pairs.filter_map(|(first, second)| whole(text, first, second));
        let best = found.max_by(|one, other| one.confidence.total_cmp(&other.confidence));
        if edits.last().is_some_and(|last| last.span.end > at) {
            // Both pieces of one word are odd: one place.
            continue;
        }
        gaps += f32::from(u8::from(best.is_some() || is_gap));
        edits.extend(
            best.filter(|best| edits.last().is_none_or(|last| last.span.end <= best.span.start)),
        );
    }
    if edits.len() as f32 >= MOSTLY * gaps { edits } else { Vec::new() }
}

/// Where a stretch of about `REACH` bytes before `at` begins, not before its line.
fn back(text: &str, at: usize) -> usize {
    let from = at.saturating_sub(REACH);
    let line = memchr::memrchr(b'\n', &text.as_bytes()[from..at]).map(|end| from + end + 1);
    (line.unwrap_or(from)..=at).find(|at| text.is_char_boundary(*at)).unwrap_or(at)
}

/// Where such a stretch behind `at` ends.
fn ahead(text: &str, at: usize) -> usize {
    let to = text.len().min(at + REACH);
    let line = memchr::memchr(b'\n', &text.as_bytes()[at..to]).map(|end| at + end);
    (at..=line.unwrap_or(to)).rev().find(|to| text.is_char_boundary(*to)).unwrap_or(at)
}

/// Two neighbouring pieces put together.
fn whole(text: &str, first: Span, second: Span) -> Option<Edit> {
    let gap = &text[first.end..second.start];
    let (one, other) = (first.of(text), second.of(text));
    let is_word = |piece: &str| piece.chars().all(letters::is_letter);
    if gap.is_empty() || gap.len() > 2 || !gap.chars().all(|one| one == ' ') {
        return None;
    }
    // `A ở` may stand so; what follows inside a word is small unless all of it is great.
    let case = !other.starts_with(char::is_uppercase) || !one.contains(char::is_lowercase);
    if !is_word(one) || !is_word(other) || !case || is_inside(text, first.start, second.end) {
        return None;
    }
    let to = format!("{one}{other}");
    let id = lexicon().id(&to).filter(|id| model().is_syllable(*id))?;
    let place = Span::new(first.start, second.end);
    let (before, after) = neighbours(text, place);
    let together = model().cost(before, id) + model().cost(id, after);
    let word = |piece: &str| lexicon().id(piece).filter(|id| lexicon().is_quiet(*id));
    let apart = match (word(one), word(other)) {
        (Some(one), Some(other)) => {
            model().cost(before, one) + model().cost(one, other) + model().cost(other, after)
        }
        (Some(known), None) => model().cost(before, known) + NO_WORD,
        (None, Some(known)) => NO_WORD + model().cost(known, after),
        (None, None) => 2.0 * NO_WORD,
    };
    let gain = apart - together - SPLIT;
    (gain > 0.0).then(|| edit(text, place, to, Why::WordSplit, sure(gain)))
}

/// Whether a sign parts the stretch from letters beside it: `cá nh:n` is no torn word.
fn is_inside(text: &str, start: usize, end: usize) -> bool {
    let (mut before, mut after) = (text[..start].chars().rev(), text[end..].chars());
    let sign = |one: char| !one.is_whitespace() && !letters::is_letter(one);
    let cut = |beside: &mut dyn Iterator<Item = char>| {
        beside.next().is_some_and(sign) && beside.next().is_some_and(letters::is_letter)
    };
    cut(&mut before) || cut(&mut after)
}

/// The words beside a place; punctuation where there is none.
fn neighbours(text: &str, place: Span) -> (Id, Id) {
    let (from, to) = (back(text, place.start), ahead(text, place.end));
    let id = |piece: &str, kind: Kind| match kind {
        Kind::Mark => model().mark(),
        Kind::Number => model().digits(),
        Kind::Word => lexicon().id(piece).unwrap_or(model().unknown()),
    };
    let (left, right) = (&text[from..place.start], &text[place.end..to]);
    let before = words::tokens(left).last().map(|token| id(token.span.of(left), token.kind));
    let after = words::tokens(right).next().map(|token| id(token.span.of(right), token.kind));
    (before.unwrap_or(model().mark()), after.unwrap_or(model().mark()))
}

/// A chance out of what is gained beyond the margin.
fn sure(gain: f32) -> f32 {
    (1.0 - 0.1 * (-gain / 2.0).exp()).min(0.999)
}

fn edit(text: &str, span: Span, to: String, why: Why, confidence: f32) -> Edit {
    Edit { span, from: span.of(text).to_owned(), to, why, confidence }
}

#[cfg(test)]
mod tests {
    use crate::repair::repair;

    /// The same line often enough that the paper shows damage.
    #[track_caller]
    fn mends(damaged: &str, whole: &str) {
        let (damaged, whole) = ([damaged; 4].join("\n"), [whole; 4].join("\n"));
        assert_eq!(repair(&damaged).text, whole);
    }

    #[track_caller]
    fn leaves(text: &str) {
        assert_eq!(repair(text).text, text);
    }

    #[test]
    fn letters_set_apart() {
        mends("N G H Ị  Q U Y Ế T\nvề công tác cán bộ", "NGHỊ  QUYẾT\nvề công tác cán bộ");
        mends("N G H Ị Q U Y Ế T\nvề công tác cán bộ", "NGHỊ QUYẾT\nvề công tác cán bộ");
        leaves("các khu A B C D của thành phố\nđiểm a, b, c, d và đ của khoản này");
    }

    #[test]
    fn words_run_together() {
        mends(
            "nghị quyết củaĐảng và chính sách của Nhànước",
            "nghị quyết của Đảng và chính sách của Nhà nước",
        );
        mends("các cơ quanđã thực hiện đầy đủ", "các cơ quan đã thực hiện đầy đủ");
        leaves("xã Đắkđrông, hãng Vinfast và ông Nguyễn Văn Bảy, trang vănphòng.vn");
    }

    #[test]
    fn words_torn() {
        mends("thực hiện ngh ị quyết củ a Đảng bộ", "thực hiện nghị quyết của Đảng bộ");
        mends("đạo đứ c, lối sống c ủa cán bộ", "đạo đức, lối sống của cán bộ");
        leaves("Một ngh ị quyết và rất nhiều văn bản khác đã được ban hành");
    }
}
