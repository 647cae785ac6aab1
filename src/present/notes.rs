//! Notes on answers and papers, as JSON and as sentences.
//! In: notes of the crates (enums with fields). Out: objects with code, sentence and fields; sentences from
//! `words.tsv`.
//! Never decides which notes there are.

use serde::{Serialize, Serializer};
use vankien_papers::PaperNote;
use vankien_search::{Literal, Note, Oddity};

use super::words::{Language, Parameters, parameters};

/// A note in JSON: `{code, text, …}`, `text` in English.
#[derive(Clone, Copy, Debug)]
pub struct NoteView<'a, N>(&'a N);

impl<N: Serialize> Serialize for NoteView<'_, N> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut note = fields(self.0, Language::English);
        let text = sentence(&note, Language::English);
        note.insert("text".into(), text.into());
        note.serialize(serializer)
    }
}

/// The views of all notes, in order.
pub fn views<N>(notes: &[N]) -> Vec<NoteView<'_, N>> {
    notes.iter().map(NoteView).collect()
}

/// Serialises notes as their views, for `serde`.
pub fn serialize<N: Serialize, S: Serializer>(
    notes: &[N],
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(views(notes))
}

/// A note on an answer as a sentence.
pub fn text(note: &Note, language: Language) -> String {
    sentence(&fields(note, language), language)
}

/// A note on a paper as a sentence.
pub fn text_of_paper(note: &PaperNote, language: Language) -> String {
    sentence(&fields(note, language), language)
}

/// A part of a question that has no meaning in its place and was ignored, in JSON.
#[derive(Debug, Serialize)]
pub struct LiteralView<'a> {
    position: usize,
    text: &'a str,
    why: String,
    #[serde(flatten)]
    oddity: Oddity,
}

/// The views of the parts of a question that were ignored.
pub fn literals(literals: &[Literal]) -> Vec<LiteralView<'_>> {
    let view = |one: &'_ Literal| why(one.oddity, Language::English);
    literals
        .iter()
        .map(|one| LiteralView {
            position: one.position,
            text: &one.text,
            why: view(one),
            oddity: one.oddity,
        })
        .collect()
}

/// Why a part of a question was ignored, and what was done instead, as a sentence.
pub fn why(oddity: Oddity, language: Language) -> String {
    aside(&parameters(&oddity), language).unwrap_or_default()
}

/// The fields of a note as parameters of its sentence. A note on an ignored part also gets the sentence that says why.
fn fields(note: &impl Serialize, language: Language) -> Parameters {
    let mut fields = parameters(note);
    if let Some(why) = aside(&fields, language) {
        fields.insert("why".into(), why.into());
    }
    fields
}

fn aside(fields: &Parameters, language: Language) -> Option<String> {
    let code = fields.get("why_code")?.as_str()?;
    Some(language.fill(&format!("aside.{code}"), fields))
}

fn sentence(fields: &Parameters, language: Language) -> String {
    let code = fields.get("code").and_then(|code| code.as_str()).unwrap_or_default();
    language.fill(&format!("note.{code}"), fields)
}

#[cfg(test)]
mod tests {
    use super::super::words::parameters_of;
    use super::*;
    use vankien_search::Aside;
    use vankien_system::budget::{Budgets, Limit};

    fn oddities() -> Vec<Oddity> {
        vec![
            Oddity::QuoteAlone,
            Oddity::QuotesEmpty,
            Oddity::PhraseCut { most: 256 },
            Oddity::DistanceMissing,
            Oddity::StarAlone,
            Oddity::TildeAlone,
            Oddity::DistanceTooFar { far: 9, most: 2 },
            Oddity::OpenAlone,
            Oddity::CloseAlone,
            Oddity::NestedTooDeep { most: 32 },
            Oddity::ParenthesesEmpty,
            Oddity::NothingBefore,
            Oddity::NothingAfter,
            Oddity::OnlyBans,
        ]
    }

    fn notes() -> Vec<Note> {
        let text = || "x".to_owned();
        let list = || vec!["x".to_owned(), "y".to_owned()];
        let aside = |oddity| Aside { position: 3, typed: text(), oddity };
        let mut all = vec![
            Note::QuestionCut { bytes: 1 },
            Note::TooManyWords { most: 1 },
            Note::TooManyConditions { most: 1 },
            Note::TooManyWordsOfPaper { most: 1 },
            Note::ReadAs { question: text() },
            Note::NothingDemanded,
            Note::Abbreviations { expansions: list() },
            Note::AbbreviationsCapped,
            Note::ExpandedToNothing { word: text() },
            Note::Expanded { word: text(), to: list() },
            Note::ExpandedToMany { word: text(), count: 9, to: list() },
            Note::ExpandedInPart { word: text(), of: 9, count: 8 },
            Note::TooManyExpansions { most: 8, word: text(), others: 1 },
            Note::NumberUnknown { number: text() },
            Note::NumberAsPhrase { number: text() },
            Note::NumberAsWords,
            Note::NumberOpen { count: 2, numbers: list() },
            Note::YearsNotListed { numbers: list() },
            Note::PhraseWithNumber { phrase: text() },
            Note::PhraseAsWords { phrase: text() },
            Note::FiltersContradict { first: text(), second: text() },
            Note::UndatedLeftOut { papers: 1 },
            Note::FilterContains { field: text(), value: text() },
        ];
        all.extend(oddities().into_iter().map(|oddity| Note::LeftAside(aside(oddity))));
        all
    }

    fn notes_of_papers() -> Vec<PaperNote> {
        let met = |limit| Budgets::DEFAULT.exceeded(limit);
        vec![
            PaperNote::PagesWithoutText { pages: 1, of: 2 },
            PaperNote::PoorText,
            PaperNote::limit(met(Limit::Lines)),
            PaperNote::limit(met(Limit::ReaderBytes)),
        ]
    }

    /// Every note has a sentence in both languages, and every parameter of a sentence is a field.
    #[test]
    fn sentences_and_fields_fit() {
        let of_answers = notes().into_iter().map(|note| parameters(&note));
        let of_papers = notes_of_papers().into_iter().map(|note| parameters(&note));
        for mut fields in of_answers.chain(of_papers) {
            let code = fields["code"].as_str().expect("a code").to_owned();
            for language in [Language::English, Language::Vietnamese] {
                if let Some(why) = aside(&fields, language) {
                    let why_code = fields["why_code"].as_str().expect("a code");
                    let names = parameters_of(&format!("aside.{why_code}"));
                    assert!(names.iter().all(|name| fields.contains_key(*name)), "{why_code}");
                    assert!(!why.is_empty(), "{why_code} has no sentence");
                    fields.insert("why".into(), why.into());
                }
                assert!(!sentence(&fields, language).is_empty(), "{code} has no sentence");
            }
            let names = parameters_of(&format!("note.{code}"));
            assert!(names.iter().all(|name| fields.contains_key(*name)), "{code}: {names:?}");
        }
    }

    /// No sentence is left without a note.
    #[test]
    fn every_sentence_is_used() {
        let code = |fields: Parameters, key: &str| fields[key].as_str().expect("a code").to_owned();
        let mut used: Vec<String> =
            notes().iter().map(|note| format!("note.{}", code(parameters(note), "code"))).collect();
        used.extend(
            notes_of_papers().iter().map(|note| format!("note.{}", code(parameters(note), "code"))),
        );
        used.extend(
            oddities().iter().map(|one| format!("aside.{}", code(parameters(one), "why_code"))),
        );
        for key in super::super::words::keys() {
            let is_note = key.starts_with("note.") || key.starts_with("aside.");
            assert!(!is_note || used.iter().any(|one| one == key), "{key}");
        }
    }

    #[test]
    fn what_was_left_aside_says_why() {
        let oddity = Oddity::DistanceTooFar { far: 9, most: 2 };
        let note = Note::LeftAside(Aside { position: 12, typed: "tham~9".into(), oddity });
        assert_eq!(
            text(&note, Language::English),
            "character 12 (`tham~9`): ~9 is too far; ~2 was used instead"
        );
        let json = serde_json::to_value(NoteView(&note)).expect("JSON");
        let wanted = serde_json::json!({
            "code": "left-aside", "position": 12, "typed": "tham~9", "why_code": "distance-too-far", "far": 9,
            "most": 2, "why": "~9 is too far; ~2 was used instead",
            "text": "character 12 (`tham~9`): ~9 is too far; ~2 was used instead",
        });
        assert_eq!(json, wanted);
    }
}
