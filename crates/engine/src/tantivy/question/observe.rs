//! Observes the words of a question in given sections, for the second pass.
//! In: words and sections. Out: counts and positions, from postings; lengths in tokens, from field norms, which round long
//! ones down (see `length.rs`). Never reads stored text.

use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::{Postings, SegmentPostings};
use tantivy::schema::{Field, IndexRecordOption};

use crate::error::Result;
use crate::observed::{ObservationRequest, Observations, Observing, SECOND_POSITIONS};
use crate::section::SectionId;
use crate::tantivy::places::address;
use crate::tantivy::question::phrase::{self, seek_forward};
use crate::tantivy::question::postings::{self, WeightedPostings, weighed};
use crate::tantivy::store::Store;

/// The observations of the sections `ids`, which are sorted by id and without duplicates.
pub fn observe(
    store: &Store,
    ids: Vec<SectionId>,
    request: &ObservationRequest<'_>,
) -> Result<Observations> {
    let words = FieldPostings::look_up(store, request)?;
    let mut segment: Option<(usize, Segment)> = None;
    let mut spelled = SpellingCounts::of(store, request, &ids)?;
    let mut observations = Observations::empty(ids, request);
    observations.each(|id, mut observing| {
        let (at, doc) = address(id);
        if segment.as_ref().is_none_or(|(open, _)| *open != at) {
            segment = Some((at, Segment::open(store, request, &words, at)?));
        }
        let Some((_, segment)) = &mut segment else { return Ok((0.0, 0.0)) };
        let lengths = segment.count(doc, words.text.len(), &mut observing);
        spelled.add_next(&mut observing);
        Ok::<_, crate::Error>(lengths)
    })?;
    Ok(observations)
}

/// The posting lists of each word, by field.
struct FieldPostings {
    /// Those of each word in the text.
    text: Vec<WeightedPostings>,
    /// Those of each word in second readings; `None` for a word that is not looked for there.
    second: Vec<Option<WeightedPostings>>,
    /// Those of each word in the heading.
    title: Vec<WeightedPostings>,
}

impl FieldPostings {
    fn look_up(store: &Store, request: &ObservationRequest<'_>) -> Result<FieldPostings> {
        let mut looked = FieldPostings { text: Vec::new(), second: Vec::new(), title: Vec::new() };
        for word in &request.words {
            let look = |field: Field| {
                Ok::<_, crate::Error>(
                    postings::of_word(store, field, word.terms)?.joined(request.other_marks),
                )
            };
            looked.text.push(look(store.fields.text)?);
            looked.title.push(look(store.fields.title)?);
            looked.second.push(if word.second > 0.0 {
                Some(weighed(look(store.fields.second)?, word.second))
            } else {
                None
            });
        }
        Ok(looked)
    }
}

/// The counts of other spellings.
struct SpellingCounts {
    /// For each section the count of each word; empty if no word has other spellings.
    counts: Vec<f32>,
    /// How many words there are.
    words: usize,
    /// The index of the section that is observed next.
    next: usize,
}

impl SpellingCounts {
    fn of(
        store: &Store,
        request: &ObservationRequest<'_>,
        ids: &[SectionId],
    ) -> Result<SpellingCounts> {
        let words = request.words.len();
        let mut spelled = SpellingCounts { counts: Vec::new(), words, next: 0 };
        if request.words.iter().all(|word| word.spellings.is_empty()) {
            return Ok(spelled);
        }
        spelled.counts = vec![0.0; words * ids.len()];
        let places: Vec<(usize, u32)> = ids.iter().map(|id| address(*id)).collect();
        for (number, phrase) in request.spellings.iter().enumerate() {
            // The words that this is a spelling of; a word that lists it twice counts twice.
            let mut of: Vec<usize> = Vec::new();
            for (at, word) in request.words.iter().enumerate() {
                of.extend(word.spellings.iter().filter(|one| **one == number).map(|_| at));
            }
            if of.is_empty() {
                continue;
            }
            phrase::count_in_sections(store, phrase, &places, |at, exact, _| {
                for word in &of {
                    spelled.counts[at * words + word] += request.spelling * exact as f32;
                }
            })?;
        }
        Ok(spelled)
    }

    /// Adds the counts of the next section to its observation.
    fn add_next(&mut self, observing: &mut Observing<'_>) {
        if !self.counts.is_empty() {
            let counts = &self.counts[self.next * self.words..][..self.words];
            observing.spelled.copy_from_slice(counts);
            observing.counts.iter_mut().zip(counts).for_each(|(sum, count)| *sum += count);
        }
        self.next += 1;
    }
}

/// The posting lists of the words in one segment, read section by section.
struct Segment {
    /// All posting lists, sorted by word.
    lists: Vec<TermPostings>,
    /// The lengths of texts and of headings.
    lengths: (FieldNormReader, FieldNormReader),
    /// A buffer for the positions in one section.
    positions: Vec<u32>,
}

/// The posting list of a term that a word stands for.
struct TermPostings {
    /// The index of the word.
    word: usize,
    /// What an occurrence counts.
    weight: f32,
    /// What is read of the list.
    kind: ListKind,
    /// The posting list; it only moves forward.
    postings: SegmentPostings,
}

/// What is read of a posting list.
#[derive(Clone, Copy, PartialEq, Eq)]
enum ListKind {
    /// Counts and positions in the text or in second readings; each position is told as so much more.
    Positions(u32),
    /// Counts in the text or in second readings.
    Counts,
    /// Counts in the heading.
    HeadingCounts,
}

impl Segment {
    fn open(
        store: &Store,
        request: &ObservationRequest<'_>,
        words: &FieldPostings,
        at: usize,
    ) -> Result<Segment> {
        let segment = &store.segments()[at];
        let index =
            |field: Field| segment.inverted_index(field).map_err(|error| store.failed(error));
        let [text, title, second] = [store.fields.text, store.fields.title, store.fields.second];
        let lengths = |field: Field| {
            segment.get_fieldnorms_reader(field).map_err(|error| store.failed(error))
        };
        let lengths = (lengths(text)?, lengths(title)?);
        let [text, title, second] = [index(text)?, index(title)?, index(second)?];
        let kind = |behind: u32| match request.with_places {
            true => ListKind::Positions(behind),
            false => ListKind::Counts,
        };
        let (of_text, of_second) = (kind(0), kind(SECOND_POSITIONS));
        let mut lists = Vec::new();
        for word in 0..words.text.len() {
            let texts = words.text[word][at].iter().map(|entry| (&text, of_text, entry));
            let seconds = words.second[word].iter().flat_map(|second| &second[at]);
            let seconds = seconds.map(|entry| (&second, of_second, entry));
            let titles =
                words.title[word][at].iter().map(|entry| (&title, ListKind::HeadingCounts, entry));
            for (index, kind, (info, weight)) in texts.chain(seconds).chain(titles) {
                let option = match kind {
                    ListKind::Positions(_) => IndexRecordOption::WithFreqsAndPositions,
                    ListKind::Counts | ListKind::HeadingCounts => IndexRecordOption::WithFreqs,
                };
                let postings = index.read_postings_from_terminfo(info, option);
                let postings = postings.map_err(|error| store.failed(error))?;
                lists.push(TermPostings { word, weight: *weight, kind, postings });
            }
        }
        Ok(Segment { lists, lengths, positions: Vec::new() })
    }

    /// Counts the words in section `doc`; the sections of successive calls increase. `words` is how many words there
    /// are.
    /// Returns the lengths of its text and of its heading, in tokens.
    fn count(&mut self, doc: u32, words: usize, observing: &mut Observing<'_>) -> (f32, f32) {
        for TermPostings { word, weight, kind, postings } in &mut self.lists {
            if seek_forward(postings, doc) != doc {
                continue;
            }
            let first = if *kind == ListKind::HeadingCounts { words } else { 0 };
            observing.counts[first + *word] += *weight * postings.term_freq() as f32;
            if let ListKind::Positions(behind) = kind {
                postings.positions_with_offset(*behind, &mut self.positions);
                observing.add_run(*word, *weight, self.positions.iter().copied());
            }
        }
        let (text, heading) = &self.lengths;
        (text.fieldnorm(doc) as f32, heading.fieldnorm(doc) as f32)
    }
}
