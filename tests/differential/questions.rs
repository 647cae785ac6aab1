//! Draws questions from papers by a seed.
//! In: a corpus as the scan knows it. Out: questions, and what the scan must find for each.

use vankien_papers::citation::named_units;
use vankien_testing::Dice;

use super::scan::{Cited, Corpus, Paper, Place, Section, key, letters, without_marks, words};

/// What a question asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sort {
    /// A row of words, in quotation marks or without.
    Words,
    /// A number, by its key.
    Number(String),
    /// A number by the key, with words around it: these words in a row, the number in any spelling.
    Inside(String),
}

/// A question, and the words it is made of.
#[derive(Clone, Debug)]
pub struct Question {
    pub typed: String,
    /// The words, without quotation marks.
    pub words: String,
    pub sort: Sort,
}

/// `count` questions; the same seed draws the same.
pub fn draw(corpus: &Corpus, count: usize, dice: &mut Dice) -> Vec<Question> {
    let papers: Vec<&Paper> = corpus.papers.iter().filter(|one| !one.sections.is_empty()).collect();
    let mut questions: Vec<Question> = Vec::with_capacity(count);
    while questions.len() < count {
        let paper = papers[dice.roll(papers.len())];
        let section = &paper.sections[dice.roll(paper.sections.len())];
        let question = match dice.roll(10) {
            0..=3 => phrase(section, 2 + dice.roll(5), dice),
            4 => phrase(section, 1, dice),
            5 => name(section, dice),
            6..=8 => number(paper, dice),
            _ => inside(paper, dice),
        };
        questions.extend(question);
    }
    questions
}

/// A row of words of a section, typed in some other way than it is printed.
fn phrase(section: &Section, length: usize, dice: &mut Dice) -> Option<Question> {
    let last = section.tokens.len().checked_sub(length)?;
    let from = dice.roll(last + 1);
    let row = &section.tokens[from..from + length];
    let text = &section.text[row[0].start..row[length - 1].end];
    words_of(text, dice)
}

/// Words that begin with a capital, one behind the other.
fn name(section: &Section, dice: &mut Dice) -> Option<Question> {
    let capital = |at: usize| {
        let token = section.tokens[at];
        section.text[token.start..token.end].starts_with(char::is_uppercase)
    };
    let near = |at: usize| {
        section.text[section.tokens[at - 1].end..section.tokens[at].start].trim().is_empty()
    };
    let count = section.tokens.len();
    let mut runs: Vec<(usize, usize)> = Vec::new();
    for at in (0..count).filter(|at| capital(*at)) {
        match runs.last_mut() {
            Some((_, end)) if *end == at && near(at) => *end += 1,
            _ => runs.push((at, at + 1)),
        }
    }
    runs.retain(|(from, to)| (2..=6).contains(&(to - from)));
    let (from, to) = *runs.get(dice.roll(runs.len()))?;
    words_of(&section.text[section.tokens[from].start..section.tokens[to - 1].end], dice)
}

/// What stands between words does not decide.
const BETWEEN: [&str; 5] = [", ", " - ", "; ", " / ", "  "];

fn words_of(text: &str, dice: &mut Dice) -> Option<Question> {
    let text = text.replace(QUOTES, " ");
    let mut typed = text.split_whitespace().collect::<Vec<_>>().join(" ");
    typed = match dice.roll(6) {
        0 => without_marks(&typed),
        1 => typed.to_uppercase(),
        2 => typed.to_lowercase(),
        3 => {
            let between = BETWEEN[dice.roll(BETWEEN.len())];
            let all = words(&typed).into_iter().map(|(from, to)| &typed[from..to]);
            all.collect::<Vec<_>>().join(between)
        }
        _ => typed,
    };
    // Without quotation marks figures may be the number of a paper, and `loai:` a filter.
    let may_be_more = typed.contains(|one: char| one.is_ascii_digit() || one == ':');
    let quoted = may_be_more || dice.roll(2) == 0;
    let question = if quoted { format!("\"{typed}\"") } else { typed.clone() };
    (!typed.is_empty()).then_some(Question { typed: question, words: typed, sort: Sort::Words })
}

const QUOTES: [char; 7] = ['"', '“', '”', '„', '‟', '«', '»'];

/// Symbols of kinds, and the codes of bodies, that everybody knows: only those can be told from words
/// where no sign stands between them.
const SYMBOLS: [&str; 13] =
    ["NQ", "QĐ", "NĐ", "TT", "CT", "KL", "HD", "KH", "BC", "TB", "CV", "TTr", "TTLT"];
const BODIES: [&str; 14] = [
    "TW", "TU", "CP", "TTg", "UBND", "HĐND", "BTC", "BNV", "BCA", "BYT", "BXD", "BTP", "BTCTW",
    "VPCP",
];

/// Names of laws, which belong to the number behind them.
const LAWS: [&str; 4] = ["Luật", "Bộ luật", "Luật Đất đai", "Bộ luật Tố tụng hình sự"];

/// A number that a paper cites, in one of its spellings.
fn number(paper: &Paper, dice: &mut Dice) -> Option<Question> {
    let cited = cited(paper, dice)?;
    let canonical = cited.canonical.clone()?;
    let typed = spelt(&canonical, cited.kind.as_deref(), dice)?;
    Some(Question { words: typed.clone(), typed, sort: Sort::Number(key(&canonical)) })
}

/// A citation by number.
fn cited<'p>(paper: &'p Paper, dice: &mut Dice) -> Option<&'p Cited> {
    let forms = ["full", "number"];
    let all: Vec<&Cited> = paper
        .citations
        .iter()
        .filter(|one| one.canonical.is_some() && forms.contains(&one.form.as_str()))
        .collect();
    all.get(dice.roll(all.len())).copied()
}

/// A spelling of a number; `None` for codes that no table need know.
fn spelt(canonical: &str, kind: Option<&str>, dice: &mut Dice) -> Option<String> {
    let parts: Vec<&str> = canonical.split(['/', '-']).collect();
    let code = |part: &&&str| {
        part.contains(char::is_alphabetic) && !part.starts_with(|one: char| one.is_ascii_digit())
    };
    let codes: Vec<&str> = parts.iter().filter(code).copied().collect();
    let is_law = codes.len() == 1 && codes[0].starts_with(['Q', 'U']) && codes[0].contains("QH");
    let knows_symbol = is_law || codes.len() > 1 && SYMBOLS.contains(&codes[0]);
    let knows_body = is_law || codes.len() == 2 && knows_symbol && BODIES.contains(&codes[1]);
    if !knows_symbol {
        return None;
    }
    let spelling = match dice.roll(8) {
        0 if knows_body => parts.join(" "),
        1 => canonical.replace('-', "\u{0}").replace('/', "-").replace('\u{0}', "/"),
        2 => canonical.replace('-', " – ").replace('/', " / "),
        3 => format!("0{canonical}"),
        4 if codes.last() == Some(&"TW") => canonical.replace("TW", "TƯ"),
        5 if codes.last() == Some(&"TW") => canonical.replace("TW", "T.Ư"),
        _ => canonical.to_owned(),
    };
    let named = match (kind, dice.roll(4)) {
        (Some(kind), 0) => format!("{kind} số {spelling}"),
        (Some(kind), 1) => format!("{kind} {spelling}"),
        _ if is_law && dice.roll(3) == 0 => {
            format!("{} số {spelling}", LAWS[dice.roll(LAWS.len())])
        }
        (_, 2) => format!("số {spelling}"),
        _ => spelling,
    };
    Some(match dice.roll(4) {
        // `TƯ` without its mark is `TU`, another body.
        0 if !named.contains('Ư') => without_marks(&named),
        1 => named.to_lowercase(),
        2 => named.to_uppercase(),
        _ => named,
    })
}

/// A citation with words before or behind it, as they stand there.
fn inside(paper: &Paper, dice: &mut Dice) -> Option<Question> {
    let cited = cited(paper, dice)?;
    let canonical = cited.canonical.clone()?;
    let section = paper.sections.iter().find(|one| one.text.contains(&cited.surface))?;
    let at = section.text.find(&cited.surface)?;
    let end = at + cited.surface.len();
    let first = section.tokens.partition_point(|token| token.end <= at);
    let behind = section.tokens.partition_point(|token| token.start < end);
    let (before, after) = (1 + dice.roll(3), dice.roll(3));
    let from = section.tokens.get(first.checked_sub(before)?)?.start;
    let to = section.tokens.get((behind + after).checked_sub(1)?)?.end;
    // Figures before it may be another number, and two numbers are no phrase.
    let is_plain = !section.text.get(from..at)?.contains(|one: char| one.is_ascii_digit());
    let text =
        section.text.get(from..to).filter(|_| is_plain)?.replace(QUOTES, " ").replace(':', " ");
    let typed = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let typed = match dice.roll(3) {
        0 => without_marks(&typed),
        1 => typed.to_uppercase(),
        _ => typed,
    };
    // The name of a law or of a kind before its number is no other word.
    let small = letters(&typed);
    let is_law = ["luat", "boluat", "phaplenh"].iter().any(|law| small.starts_with(law));
    let before = letters(section.text.get(from..at)?);
    let before = before.strip_suffix("so").unwrap_or(&before);
    let mut kinds = paper.citations.iter().filter_map(|one| one.kind.as_deref());
    let is_name = is_law || kinds.any(|kind| letters(kind) == before);
    // `Điều 5 Nghị định số …` asks for an article (crates/search/tests/articles.rs), not for a phrase.
    let around = [section.text.get(from..at)?, section.text.get(end..to).unwrap_or_default()];
    if around.iter().any(|words| named_units(words.trim()).is_some()) {
        return None;
    }
    let sort = Sort::Inside(key(&canonical));
    (!is_name || after > 0).then(|| Question { words: typed.clone(), typed, sort })
}

/// What the scan finds for a question.
pub fn truth(corpus: &Corpus, question: &Question) -> Vec<Place> {
    match &question.sort {
        Sort::Number(key) => corpus.number(key),
        Sort::Words | Sort::Inside(_) => {
            corpus.phrase(&question.words, question.typed.starts_with('"'))
        }
    }
}

/// Whether a row that the scan did not find holds the number of the question in another spelling,
/// between the same words.
pub fn is_other_spelling(corpus: &Corpus, question: &Question, path: &str, surface: &str) -> bool {
    let Sort::Inside(asked) = &question.sort else { return false };
    let (row, typed) = (letters(surface), letters(&question.words));
    let paper = corpus.papers.iter().find(|paper| paper.path == path);
    let mut spellings = paper
        .into_iter()
        .flat_map(|paper| &paper.citations)
        .filter(|one| one.canonical.as_ref().is_some_and(|canonical| key(canonical) == *asked));
    spellings.any(|one| {
        let (before, after) = match row.split_once(&letters(&one.surface)) {
            Some(around) => around,
            None => return false,
        };
        typed.starts_with(before) && typed.ends_with(after)
    })
}
