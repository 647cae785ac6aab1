//! Completes the name of the body that issued a paper, where the head does not print it whole.
//! In: the masthead and the sections. Out: the masthead with the issuer as far as the paper itself tells (by its
//! number, place, signature and sections), and with issuer and title in the case of the running text, where they are in
//! capitals.
//! Never uses more than the paper, the table of bodies, the table of abbreviations and the rules of syllables.

use vankien_text::language::abbreviations::ABBREVIATIONS;
use vankien_text::language::{letters, syllable};

use super::line::is_capital;
use super::number;
use super::signature::post_end;
use crate::document::{Field, Masthead, Place, Section};

/// Fills in the issuer where the head does not print it: by the number, else by the signature. Where the code of the
/// number or the last two lines of the issuer tell the body, the name in the table replaces it; else, where the head
/// names the Central Committee alone, the body that acts for it does. Any other issuer becomes one line (the body, and
/// its superior where the name needs one) and, if in capitals, gets the case of the running text. So does the title, in
/// every case.
pub fn complete(masthead: &mut Masthead, sections: &[Section]) {
    if masthead.issuer.is_none() {
        masthead.issuer = by_number(masthead, sections).or_else(|| by_signature(masthead));
    }
    let of_head = || named_by_code(masthead).or_else(|| named_on_two_lines(masthead));
    let known = match of_head() {
        Some(name) => Some((name, None)),
        None => centre_acting_as(masthead, sections).map(|(name, lines)| (name, Some(lines))),
    };
    if let Some((name, lines)) = known
        && let Some(issuer) = &mut masthead.issuer
    {
        issuer.value = name.to_owned();
        issuer.lines = lines.unwrap_or(issuer.lines);
        return complete_title(masthead, sections);
    }
    if let Some(issuer) = &mut masthead.issuer {
        issuer.value = with_superior(&issuer.value);
        issuer.value = in_running_case(&issuer.value, sections, true);
    }
    complete_title(masthead, sections);
}

/// Gives a title in capitals the case that the running text uses.
fn complete_title(masthead: &mut Masthead, sections: &[Section]) {
    if let Some(title) = &mut masthead.title
        && is_capital(&title.value)
    {
        title.value = in_running_case(&title.value, sections, false);
    }
}

/// The whole name of the body, where its code in the number tells it and the last line of the issuer is its first words
/// or all of it: `VĂN PHÒNG` (office) with `07-KL/VPTW` is the `Văn phòng Trung ương Đảng` (Party Central Office).
/// `None` where two bodies share the code.
fn named_by_code(masthead: &Masthead) -> Option<&'static str> {
    let printed = masthead.issuer.as_ref()?.value.rsplit('\n').next()?.to_lowercase();
    let name = body_of_code(code(&masthead.number.as_ref()?.value))?;
    let is_one = !name.contains(" hoặc ");
    (is_one && name.to_lowercase().starts_with(&printed)).then_some(name)
}

/// The code of the body in a number, without the term of the National Assembly behind it: `UBTVQH` of
/// `87/2025/UBTVQH15`.
fn code(number: &str) -> &str {
    number::form::last_code(number).trim_end_matches(|letter: char| letter.is_ascii_digit())
}

/// The name of the body that has exactly this code, as `bodies.tsv` prints it. Two bodies that share a code stand in
/// one name with ` hoặc ` (or) between.
fn body_of_code(code: &str) -> Option<&'static str> {
    number::bodies().iter().find(|row| row[0] == code).map(|row| row[1])
}

/// The body of the table whose whole name the last two lines of the issuer print together: `ỦY BAN THƯỜNG VỤ` above
/// `QUỐC HỘI` (Standing Committee of the National Assembly). Marks and case do not count.
fn named_on_two_lines(masthead: &Masthead) -> Option<&'static str> {
    let mut lines = masthead.issuer.as_ref()?.value.rsplit('\n');
    let (below, above) = (lines.next()?, lines.next()?);
    let printed = bare(&format!("{above} {below}"));
    let row = number::bodies().iter().find(|row| bare(row[1]) == printed)?;
    Some(row[1])
}

/// `text` in small letters without marks, as names are compared: tones stand on either vowel (`UỶ BAN`, `ỦY BAN`).
fn bare(text: &str) -> String {
    text.chars().map(letters::lower).map(letters::base).collect()
}

/// The Central Committee in small letters, as the head of its papers prints it.
const CENTRE: &str = "ban chấp hành trung ương";

/// The bodies whose papers print only the Central Committee in their head: Secretariat, Politburo.
const CENTRE_BODIES: [&str; 2] = ["Ban Bí thư", "Bộ Chính trị"];

/// Words that follow the name of the body that enacts, in small letters: decides, rules, issues, asks, directs,
/// concludes, puts forth, guides.
const ENACTING: [&str; 8] =
    ["quyết định", "quy định", "ban hành", "yêu cầu", "chỉ thị", "kết luận", "ra ", "hướng dẫn"];

/// The body that signs or enacts a paper whose head names the Central Committee alone, and the first and last line (of
/// the file, from 1) of the signature or of the section that says so. Only the first three sections of the body are
/// looked at. `None` for any other issuer.
fn centre_acting_as(
    masthead: &Masthead,
    sections: &[Section],
) -> Option<(&'static str, (u32, u32))> {
    let printed = masthead.issuer.as_ref()?.value.replace('\n', " ").to_lowercase();
    if printed != CENTRE {
        return None;
    }
    if let Some(signer) = &masthead.signer {
        let authority = signer.value.authority.to_lowercase();
        let signs = |body: &&&str| authority.contains(&body.to_lowercase());
        if let Some(body) = CENTRE_BODIES.iter().find(signs) {
            return Some((body, signer.lines));
        }
    }
    let body = sections.iter().filter(|section| section.place == Place::Body).take(3);
    body.flat_map(|section| CENTRE_BODIES.iter().map(move |body| (section, *body)))
        .find(|(section, body)| enacts(&section.text, body))
        .map(|(section, body)| (body, section.lines))
}

/// Whether a sentence, clause or line of `text` begins with the body and a word that enacts: `Bộ Chính trị quyết định`
/// (the Politburo decides).
fn enacts(text: &str, body: &str) -> bool {
    text.match_indices(body).any(|(at, _)| {
        let rest = text[at + body.len()..].trim_start();
        let before = text[..at].trim_end();
        let opens = before.is_empty()
            || before.ends_with(['.', ',', ';', ':', '\n'])
            || text[..at].ends_with('\n');
        opens && ENACTING.iter().any(|word| rest.to_lowercase().starts_with(word))
    })
}

/// Bodies that exist below many others, in capitals: office, organisation board, inspection committee, boards of
/// propaganda, mass mobilisation and internal affairs, Party committees of province, city, district, urban district.
/// Their name alone does not tell whose they are. The whole last line of an issuer is compared, without marks.
const DEPENDENT: [&str; 10] = [
    "VĂN PHÒNG",
    "BAN TỔ CHỨC",
    "ỦY BAN KIỂM TRA",
    "BAN TUYÊN GIÁO",
    "BAN DÂN VẬN",
    "BAN NỘI CHÍNH",
    "TỈNH ỦY",
    "THÀNH ỦY",
    "HUYỆN ỦY",
    "QUẬN ỦY",
];

/// Words that open the name of an area, not of a body, in capitals: province, city, rural and urban district, town,
/// township, ward, commune.
const AREAS: [&str; 8] =
    ["TỈNH ", "THÀNH PHỐ ", "HUYỆN ", "QUẬN ", "THỊ XÃ ", "THỊ TRẤN ", "PHƯỜNG ", "XÃ "];

/// Words that stay in small letters inside a name where neither the running text nor the table of bodies writes them:
/// and, of, the (plural), about, with, for.
const JOINING: [&str; 6] = ["và", "của", "các", "về", "với", "cho"];

/// The issuer on one line, from `lines` as the head prints them: superiors above, the body last. Behind a body of
/// [`DEPENDENT`] stands its superior (`BAN TỔ CHỨC TỈNH ỦY VÂN HẢI`); any other body stands alone. A last line that
/// names an area is the end of the name on the line above.
fn with_superior(lines: &str) -> String {
    let (above, body) = match lines.rsplit_once('\n') {
        Some((above, body)) => (above.replace('\n', " "), body),
        None => return lines.to_owned(),
    };
    let bare_body = bare(body);
    if !DEPENDENT.iter().any(|name| bare(name) == bare_body) {
        // `ỦY BAN NHÂN DÂN` above `TỈNH VÂN HẢI` is one name on two lines.
        let is_area = AREAS.iter().any(|area| body.starts_with(area));
        let first = lines.rsplit('\n').nth(1).filter(|_| is_area);
        return first.map_or_else(|| body.to_owned(), |first| format!("{first} {body}"));
    }
    // `ĐẢNG BỘ THÀNH PHỐ CẦN THƠ` above `THÀNH ỦY` only gives the place.
    let place = ["ĐẢNG BỘ TỈNH ", "ĐẢNG BỘ THÀNH PHỐ ", "ĐẢNG BỘ HUYỆN ", "ĐẢNG BỘ QUẬN "]
        .iter()
        .find_map(|head| above.strip_prefix(head));
    format!("{body} {}", place.unwrap_or(&above))
}

/// The issuer that the code of the number tells, with the place behind it for codes that end in `TU`: `1023-CV/TU` of
/// `Cần Thơ` is the Thành ủy (city committee) Cần Thơ. Where two bodies share the code, the one that the sections name
/// more often; `None` where they name both equally often.
fn by_number(masthead: &Masthead, sections: &[Section]) -> Option<Field<String>> {
    let number = masthead.number.as_ref()?;
    let code = code(&number.value);
    let name = body_of_code(code)?;
    let mut confidence = 0.7;
    let mut value = match name.split_once(" hoặc ") {
        None => name.to_owned(),
        Some((first, second)) => {
            let short = first.rsplit(' ').take(2).collect::<Vec<_>>();
            let short = format!("{} {}", short.get(1)?, short.first()?);
            let count = |word: &str| -> usize {
                sections.iter().map(|section| section.text.matches(word).count()).sum()
            };
            let (ours, theirs) = (count(&short), count(second));
            confidence = 0.6;
            match ours.cmp(&theirs) {
                std::cmp::Ordering::Greater => first.to_owned(),
                std::cmp::Ordering::Less => format!("{}{second}", first.strip_suffix(&short)?),
                std::cmp::Ordering::Equal => return None,
            }
        }
    };
    if let Some(place) = masthead.place.as_ref().filter(|_| code.ends_with("TU")) {
        value = format!("{value} {}", place.value);
    }
    Some(Field { value, lines: number.lines, confidence })
}

/// The body behind the first mark of authority: `T/M` (in the name of) or `T/L` (by order of, where a post may stand
/// before the body). `None` for `K/T` (for), which names only a post.
fn by_signature(masthead: &Masthead) -> Option<Field<String>> {
    let signer = masthead.signer.as_ref()?;
    let first = signer.value.authority.split(", ").next()?;
    let body = first.split_once([' ', '.']).map(|(_, body)| body.trim())?;
    // `TL. BỘ TRƯỞNG BỘ TÀI CHÍNH`: a post is no body; its body may stand behind it.
    let body = post_end(body).map_or(body, |end| body[end..].trim_start());
    let office = !body.is_empty() && !first.starts_with('K');
    let lines = (signer.lines.0, signer.lines.0);
    office.then(|| Field { value: body.to_owned(), lines, confidence: 0.6 })
}

/// About so many bytes of the text, first sections first, show the case of a name; sections in capitals are left out.
/// The last section is cut by characters, not bytes, so that up to three times as much may be read. A judgement, not
/// measured: names of the head come again early.
const LOOKED_THROUGH: usize = 20_000;

/// A name or title in capitals as the running text or the table of bodies writes it, stretch by stretch:
/// `TỈNH ỦY VÂN HẢI` is `Tỉnh ủy` + `Vân Hải`. A word that neither writes gets a capital in a name (`is_name`), unless
/// it is one of [`JOINING`], and is in small letters in a title; abbreviations and Roman numbers stay in capitals. The
/// first letter is a capital. A text not in capitals comes back as it is.
fn in_running_case(name: &str, sections: &[Section], is_name: bool) -> String {
    if !is_capital(name) {
        return name.to_owned();
    }
    let mut running = String::new();
    for section in sections.iter().filter(|section| !is_capital(&section.text)) {
        let room = LOOKED_THROUGH.saturating_sub(running.len());
        running.extend(section.text.chars().take(room).chain(['\n']));
    }
    let of_paper = running.len();
    // The names of bodies in the table tell where the paper itself does not.
    running.extend(number::bodies().iter().flat_map(|row| row[1].chars().chain(['\n'])));
    let with_other_tone_place = running[of_paper..].replace("ủy", "uỷ").replace("Ủy", "Uỷ");
    running += &with_other_tone_place;
    let lower = lower_in_place(&running);
    let words: Vec<String> = name.split_whitespace().map(str::to_lowercase).collect();
    let mut written: Vec<String> = Vec::new();
    let (mut at, mut in_area) = (0, false);
    while at < words.len() {
        let longest = (at + 1..=words.len()).rev().find_map(|end| {
            // In a title one word alone is a name only where the running text writes it so inside a sentence.
            let inside = !is_name && end == at + 1;
            let length = if inside { of_paper } else { running.len() };
            let (running, lower) = (running.get(..length)?, lower.get(..length)?);
            written_as(&words[at..end].join(" "), running, lower, inside).map(|found| (found, end))
        });
        let area = area_at(&words, at).filter(|_| at > 0 && is_name);
        let longest = match (longest, area) {
            // `Ủy ban nhân dân tỉnh`, but `Ban Tổ chức Tỉnh ủy`.
            (longest, Some(count)) if longest.as_ref().is_none_or(|one| one.1 <= at + count) => {
                in_area = true;
                Some((words[at..at + count].join(" "), at + count))
            }
            // A word of the name of an area is a name, whatever it is elsewhere (`An`, `Công an`).
            (Some((_, end)), _) if in_area && end == at + 1 => None,
            (longest, _) => {
                in_area = in_area && longest.is_none();
                longest
            }
        };
        let (found, end) = longest.unwrap_or_else(|| {
            let roman = words[at].chars().all(|letter| "ivxl".contains(letter));
            let word = match abbreviation(&words[at]) {
                Some(short) => short,
                None if roman => words[at].to_uppercase(),
                // What nobody writes in small letters here is most likely the name of a place.
                None if is_name && !JOINING.contains(&words[at].as_str()) => {
                    letters::capitalised(&words[at])
                }
                None => words[at].clone(),
            };
            (word, at + 1)
        });
        written.push(found);
        at = end;
    }
    letters::capitalised(&written.join(" "))
}

/// How many words from index `at` on name a sort of area, where a name follows them: 1 for `tỉnh` (province), 2 for
/// `thành phố` (city). `None` where none does.
fn area_at(words: &[String], at: usize) -> Option<usize> {
    let counts = AREAS.iter().filter_map(|area| {
        let area: Vec<String> = area.split_whitespace().map(str::to_lowercase).collect();
        (words[at..].starts_with(&area) && words.len() > at + area.len()).then_some(area.len())
    });
    counts.max()
}

/// How the abbreviation `word`, given in small letters, is printed: as the table prints it, or in capitals if it has no
/// vowel. `None` for a valid syllable, which is more likely a word, and for anything else.
fn abbreviation(word: &str) -> Option<String> {
    let is_plain = word.chars().count() > 1 && word.chars().all(char::is_alphabetic);
    if !is_plain || syllable::is_valid(word) {
        return None;
    }
    let known = ABBREVIATIONS.iter().find(|row| row.short.to_lowercase() == word);
    let is_vowel =
        |letter: char| matches!(letters::base(letter), 'a' | 'e' | 'i' | 'o' | 'u' | 'y');
    match known {
        Some(row) => Some(row.short.to_owned()),
        None => (!word.chars().any(is_vowel)).then(|| word.to_uppercase()),
    }
}

/// `text` in small letters, each where its capital stands: one whose small letter takes another number of bytes stays
/// as it is.
fn lower_in_place(text: &str) -> String {
    let small = |letter: char| {
        let small = letters::lower(letter);
        if small.len_utf8() == letter.len_utf8() { small } else { letter }
    };
    text.chars().map(small).collect()
}

/// How `running` writes `words`: with a capital at the beginning, if at least half of the first fifty places do, else
/// without. `words` and `lower` (the same text as `running`, byte for byte) are in small letters. Only whole words
/// count that are not all in capitals; with `inside`, none with which a sentence or a line begins. `None` where nothing
/// counts.
fn written_as(words: &str, running: &str, lower: &str, inside: bool) -> Option<String> {
    let whole = |at: usize| {
        let before = lower[..at].chars().next_back();
        let after = lower[at + words.len()..].chars().next();
        !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric)
    };
    let begins = |at: usize| {
        let before = lower[..at].trim_end_matches([' ', '“', '"', '(', '-']);
        before.is_empty() || before.ends_with(['\n', '.', ':', ';', '!', '?'])
    };
    let counts = |at: usize| whole(at) && !(inside && begins(at));
    let found = lower.match_indices(words).filter(|(at, _)| counts(*at));
    let found =
        found.map(|(at, _)| &running[at..at + words.len()]).filter(|as_is| !is_capital(as_is));
    let capital = |text: &&str| text.starts_with(|letter: char| letter.is_uppercase());
    let (names, others): (Vec<&str>, Vec<&str>) = found.take(50).partition(capital);
    let most = if names.len() >= others.len() { names } else { others };
    most.first().map(|written| (*written).to_owned())
}
