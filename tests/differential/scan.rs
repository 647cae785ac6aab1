//! A plain scan of what `show --json` prints: the truth beside which lists of mentions are held.
//! In: the JSON of papers, and the text that was read from their files. Out: where words stand in a
//! row, and where numbers are cited. Written apart from the program: it shares no code with it.

use std::collections::HashMap;

use serde_json::Value;
use unicode_normalization::UnicodeNormalization;

/// A place as a scan knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The file.
    pub path: String,
    /// First and last line of the file.
    pub lines: (u32, u32),
    /// Whether the lines are exact; otherwise the place lies somewhere between them.
    pub is_exact: bool,
    /// First and last line of its section.
    pub within: (u32, u32),
    /// The text there, each run of blanks as one.
    pub surface: String,
}

/// A citation as `show --json` lists it.
#[derive(Clone, Debug)]
pub struct Cited {
    pub lines: (u32, u32),
    pub surface: String,
    pub canonical: Option<String>,
    pub kind: Option<String>,
    pub form: String,
}

/// An indexed section: its rows in order, joined.
#[derive(Debug, Default)]
pub struct Section {
    pub text: String,
    pub tokens: Vec<Token>,
    /// For each token its lines, where the scan found them in the file.
    lines: Option<Vec<(u32, u32)>>,
    /// Where each row begins, and its lines.
    rows: Vec<(usize, (u32, u32))>,
}

/// A word of a section: where it stands, and the numbers of its two forms.
#[derive(Clone, Copy, Debug)]
pub struct Token {
    pub start: usize,
    pub end: usize,
    folded: u32,
    marked: u32,
}

/// A paper with its sections and citations.
#[derive(Debug)]
pub struct Paper {
    pub path: String,
    /// The letters of each line of the file.
    printed: Vec<String>,
    pub sections: Vec<Section>,
    pub citations: Vec<Cited>,
}

/// All papers of a folder, in order of path.
#[derive(Debug, Default)]
pub struct Corpus {
    pub papers: Vec<Paper>,
    numbers: HashMap<String, u32>,
    /// Where each form of a word stands: paper, section, token; by its number.
    stands: Vec<Vec<(usize, usize, usize)>>,
}

impl Corpus {
    /// Takes in the paper that `show --json` printed, and the text that was read from its file.
    pub fn add(&mut self, show: &Value, extracted: &str) {
        let text = |value: &Value, key: &str| value[key].as_str().unwrap_or_default().to_owned();
        let mut sections: Vec<Section> = Vec::new();
        for row in show["sections"].as_array().expect("sections") {
            if row["path"] == row["within"] || sections.is_empty() {
                sections.push(Section::default());
            }
            let section = sections.last_mut().expect("one was pushed");
            if !section.text.is_empty() {
                section.text.push('\n');
            }
            section.rows.push((section.text.len(), lines(row)));
            section.text.push_str(row["text"].as_str().expect("text"));
        }
        let printed: Vec<String> = extracted.split('\n').map(letters).collect();
        let paper = self.papers.len();
        for (at, section) in sections.iter_mut().enumerate() {
            section.tokens = self.tokens(&section.text);
            section.lines = section.find_lines(&printed);
            self.stands.resize(self.numbers.len(), Vec::new());
            for (token, Token { folded, marked, .. }) in section.tokens.iter().enumerate() {
                self.stands[*folded as usize].push((paper, at, token));
                if marked != folded {
                    self.stands[*marked as usize].push((paper, at, token));
                }
            }
        }
        let citations = show["citations"].as_array().expect("citations").iter();
        let citations = citations.map(|one| Cited {
            lines: lines(one),
            surface: text(one, "surface"),
            canonical: one["canonical"].as_str().map(str::to_owned),
            kind: one["kind"].as_str().map(str::to_owned),
            form: text(one, "form"),
        });
        let citations = citations.collect();
        self.papers.push(Paper { path: text(show, "path"), printed, sections, citations });
    }

    fn tokens(&mut self, text: &str) -> Vec<Token> {
        let mut number = |form: String| {
            let next = self.numbers.len() as u32;
            *self.numbers.entry(form).or_insert(next)
        };
        words(text)
            .into_iter()
            .map(|(start, end)| {
                let (folded, marked) = forms(&text[start..end]);
                Token { start, end, folded: number(folded), marked: number(marked) }
            })
            .collect()
    }

    /// Where the words of `phrase` stand in a row, none inside the one before. Marks decide where the
    /// phrase bears some, in quotation marks word by word; case and punctuation never do.
    pub fn phrase(&self, phrase: &str, is_quoted: bool) -> Vec<Place> {
        let asked: Vec<(String, String)> =
            words(phrase).into_iter().map(|(start, end)| forms(&phrase[start..end])).collect();
        let is_marked = |(folded, marked): &(String, String)| folded != marked;
        let any_marked = asked.iter().any(is_marked);
        let form = |word: &(String, String)| {
            let decides = if is_quoted { is_marked(word) } else { any_marked };
            let number = self.numbers.get(if decides { &word.1 } else { &word.0 }).copied();
            number.map(|number| (number, decides))
        };
        let Some(asked) = asked.iter().map(form).collect::<Option<Vec<(u32, bool)>>>() else {
            return Vec::new();
        };
        let Some((first, _)) = asked.first() else { return Vec::new() };
        let same = |row: &[Token]| {
            row.iter().zip(&asked).all(|(token, (asked, decides))| {
                *asked == if *decides { token.marked } else { token.folded }
            })
        };
        let mut found = Vec::new();
        let mut free = (0, 0, 0);
        for place @ (paper, section, at) in self.stands[*first as usize].iter().copied() {
            let Paper { path, sections, .. } = &self.papers[paper];
            let row = sections[section].tokens.get(at..at + asked.len());
            if place >= free && row.is_some_and(same) {
                found.push(sections[section].place(path, at, at + asked.len()));
                free = (paper, section, at + asked.len());
            }
        }
        found
    }

    /// Whether lines of a paper hold the letters of `surface`.
    pub fn holds(&self, path: &str, lines: (u32, u32), surface: &str) -> bool {
        let paper = self.papers.iter().find(|paper| paper.path == path);
        let range = lines.0 as usize - 1..lines.1 as usize;
        let printed = paper.and_then(|paper| paper.printed.get(range));
        printed.is_some_and(|lines| lines.concat().contains(&letters(surface)))
    }

    /// Where the number is cited that `key` tells (see [`key`]): in full, by number or shortened.
    pub fn number(&self, asked: &str) -> Vec<Place> {
        let mut found = Vec::new();
        for paper in &self.papers {
            let cited = paper.citations.iter().filter(|one| {
                ["full", "number", "short"].contains(&one.form.as_str())
                    && one.canonical.as_ref().is_some_and(|canonical| key(canonical) == asked)
            });
            found.extend(cited.map(|one| Place {
                path: paper.path.clone(),
                lines: one.lines,
                is_exact: true,
                within: one.lines,
                surface: one.surface.clone(),
            }));
        }
        found
    }
}

impl Section {
    /// The place of the tokens from one to before another.
    fn place(&self, path: &str, from: usize, to: usize) -> Place {
        let (first, last) = (self.tokens[from], self.tokens[to - 1]);
        let row = |at: usize| self.rows[self.rows.partition_point(|(start, _)| *start <= at) - 1].1;
        let (lines, is_exact) = match &self.lines {
            Some(lines) => ((lines[from].0, lines[to - 1].1), true),
            None => ((row(first.start).0, row(last.start).1), false),
        };
        let surface = self.text[first.start..last.end].split_whitespace().collect::<Vec<_>>();
        let surface = surface.join(" ");
        let within =
            (self.rows[0].1.0, self.rows.iter().map(|(_, lines)| lines.1).max().unwrap_or(0));
        Place { path: path.to_owned(), lines, is_exact, within, surface }
    }

    /// The lines of each token: the printed lines are laid over the text one after the other, letters
    /// without marks; a line that does not go on from the one before (a page number) is passed over.
    /// `None` where letters were mended, so that the text is not that of the file.
    fn find_lines(&self, printed: &[String]) -> Option<Vec<(u32, u32)>> {
        let first = self.rows.iter().map(|(_, lines)| lines.0).min()?;
        let last = self.rows.iter().map(|(_, lines)| lines.1).max()?;
        let joined: Vec<String> =
            self.tokens.iter().map(|token| letters(&self.text[token.start..token.end])).collect();
        let whole = joined.concat();
        let mut at = 0;
        // The byte of `whole` at which each line begins.
        let mut begins: Vec<(usize, u32)> = Vec::new();
        for number in first..=last {
            let line = printed.get(number as usize - 1)?;
            if !line.is_empty() && whole[at..].starts_with(line.as_str()) {
                begins.push((at, number));
                at += line.len();
            }
        }
        if at < whole.len() {
            return None;
        }
        let line_at =
            |at: usize| begins[begins.partition_point(|(start, _)| *start <= at).max(1) - 1].1;
        let mut start = 0;
        let lines = joined.iter().map(|token| {
            let place = (line_at(start), line_at(start + token.len().max(1) - 1));
            start += token.len();
            place
        });
        Some(lines.collect())
    }
}

fn lines(row: &Value) -> (u32, u32) {
    let line = |at: usize| row["lines"][at].as_u64().expect("a line") as u32;
    (line(0), line(1))
}

/// What two spellings of one number share: small letters, no zeros at its head.
pub fn key(canonical: &str) -> String {
    canonical.trim_start_matches('0').to_lowercase()
}

/// The letters and digits of a text alone, small and without marks.
pub fn letters(text: &str) -> String {
    text.chars()
        .flat_map(char::to_lowercase)
        .flat_map(unmarked)
        .filter(|one| one.is_alphanumeric())
        .collect()
}

/// A Vietnamese letter without its marks, any other letter as it is.
fn unmarked(letter: char) -> impl Iterator<Item = char> {
    let (base, _, _) = taken_apart(letter);
    std::iter::once(base)
}

/// The tone marks: grave, acute, tilde, hook, dot below.
const TONES: [char; 5] = ['\u{300}', '\u{301}', '\u{303}', '\u{309}', '\u{323}'];

/// Circumflex, breve and horn make other vowels.
const SHAPES: [char; 3] = ['\u{302}', '\u{306}', '\u{31b}'];

/// A small letter as its base letter, the mark that makes it another vowel, and its tone. Letters that
/// Vietnamese does not have stay whole.
fn taken_apart(letter: char) -> (char, Option<char>, Option<char>) {
    if letter == 'đ' {
        return ('d', Some('-'), None);
    }
    let parts: Vec<char> = std::iter::once(letter).nfd().collect();
    let (base, marks) = (parts[0], &parts[1..]);
    let shape = marks.iter().copied().find(|mark| SHAPES.contains(mark));
    let tone = marks.iter().copied().find(|mark| TONES.contains(mark));
    let is_vowel = match shape {
        None => "aeiouy".contains(base),
        Some('\u{302}') => "aeo".contains(base),
        Some('\u{306}') => base == 'a',
        Some(_) => "ou".contains(base),
    };
    let known = usize::from(shape.is_some()) + usize::from(tone.is_some());
    if marks.is_empty() || !is_vowel || known != marks.len() {
        return (letter, None, None);
    }
    (base, shape, tone)
}

/// The words of a text: runs of letters and digits. Digits behind a syllable that bears marks are a
/// word of their own (the anchor of a note).
pub fn words(text: &str) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut start = None;
    let inner = |one: char| one.is_alphanumeric() || ('\u{300}'..='\u{36f}').contains(&one);
    for (at, one) in text.char_indices().chain([(text.len(), ' ')]) {
        match (start, inner(one)) {
            (None, true) if one.is_alphanumeric() => start = Some(at),
            (Some(from), false) => {
                push_word(text, from, at, &mut found);
                start = None;
            }
            _ => {}
        }
    }
    found
}

fn push_word(text: &str, from: usize, to: usize, found: &mut Vec<(usize, usize)>) {
    let word = &text[from..to];
    let bare = word.trim_end_matches(|one: char| one.is_ascii_digit());
    if bare.len() < word.len() && !bare.is_ascii() && is_syllable(bare) {
        found.push((from, from + bare.len()));
        found.push((from + bare.len(), to));
    } else {
        found.push((from, to));
    }
}

/// Whether letters can be said as one syllable: an onset, vowels, a coda, one tone at most.
fn is_syllable(word: &str) -> bool {
    const ONSETS: [&str; 27] = [
        "ngh", "ch", "gh", "gi", "kh", "ng", "nh", "ph", "qu", "th", "tr", "b", "c", "d", "g", "h",
        "k", "l", "m", "n", "p", "r", "s", "t", "v", "x", "",
    ];
    const CODAS: [&str; 9] = ["ch", "ng", "nh", "c", "m", "n", "p", "t", ""];
    let small = word.to_lowercase();
    let tones = small.chars().filter(|one| taken_apart(*one).2.is_some()).count();
    let plain: String = small.chars().flat_map(unmarked).collect();
    word.chars().count() >= 2
        && tones <= 1
        && ONSETS.iter().filter_map(|onset| plain.strip_prefix(onset)).any(|rest| {
            CODAS.iter().filter_map(|coda| rest.strip_suffix(coda)).any(|vowels| {
                (1..=3).contains(&vowels.len()) && vowels.chars().all(|one| "aeiouy".contains(one))
            })
        })
}

/// The two forms of a word: small without marks, and small with them. Two right spellings are one: the
/// tone on either vowel of `oa oe uy` at the end, `i` or `y` behind a lone `h k l m s t`.
pub fn forms(word: &str) -> (String, String) {
    let small: String = word.to_lowercase().nfc().collect();
    let mut parts: Vec<(char, Option<char>, Option<char>)> =
        small.chars().map(taken_apart).collect();
    if let [(onset, None, None), (vowel @ 'i', None, _)] = &mut parts[..]
        && "hklmst".contains(*onset)
    {
        *vowel = 'y';
    }
    if let [rest @ .., first, last] = &mut parts[..]
        && let ('o', None, 'a' | 'e', None) | ('u', None, 'y', None) =
            (first.0, first.1, last.0, last.1)
        && !(first.0 == 'u' && rest.last().is_some_and(|before| before.0 == 'q'))
        && first.2.is_none()
    {
        first.2 = last.2.take();
    }
    let folded = parts.iter().map(|(base, ..)| *base).filter(|one| one.is_alphanumeric());
    let marked = parts
        .iter()
        .flat_map(|(base, shape, tone)| std::iter::once(*base).chain(*shape).chain(*tone));
    (folded.collect(), marked.collect())
}

/// `text` with small letters and no marks, all else as it is.
pub fn without_marks(text: &str) -> String {
    text.nfc().flat_map(char::to_lowercase).flat_map(unmarked).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_scan_knows_the_letters() {
        assert_eq!(forms("Nghị"), ("nghi".into(), "nghi\u{323}".into()));
        assert_eq!(forms("HOÀ"), forms("hòa"));
        assert_eq!(forms("kĩ"), forms("kỹ"));
        assert_ne!(forms("quý").1, forms("qúy").1);
        assert_ne!(forms("hóa").1, forms("hòa").1);
        assert_eq!(forms("đ").0, "d");
        assert_eq!(letters("Đảng ủy, 59-NQ/TW"), "danguy59nqtw");
        let cut = |text: &'static str| -> Vec<&str> {
            words(text).into_iter().map(|(from, to)| &text[from..to]).collect()
        };
        assert_eq!(
            cut("những1 QĐ59 — NQ59, 66.7/2025"),
            ["những", "1", "QĐ59", "NQ59", "66", "7", "2025"]
        );
    }
}
