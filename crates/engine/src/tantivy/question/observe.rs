//! Observes the words of a question in some sections.
//! In: words, and sections. Out: counts, places, lengths. Never reads stored text: postings tell.

use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::{Postings, SegmentPostings};
use tantivy::schema::{Field, IndexRecordOption};

use crate::error::Result;
use crate::observed::{ObservationRequest, Observations, Observing};
use crate::section::SectionId;
use crate::tantivy::places::address;
use crate::tantivy::question::phrase::{self, seek_forward};
use crate::tantivy::question::postings::{self, WeightedPostings, weighed};
use crate::tantivy::store::Store;

/// What stands in `ids`, which are in order.
pub fn observe(
    store: &Store,
    ids: Vec<SectionId>,
    watch: &ObservationRequest<'_>,
) -> Result<Observations> {
    let words = Looked::up(store, watch)?;
    let mut segment: Option<(usize, Segment)> = None;
    let mut spelled = Spelled::of(store, watch, &ids)?;
    let mut observations = Observations::empty(ids, watch);
    observations.each(|id, mut observing| {
        let (at, doc) = address(id);
        if segment.as_ref().is_none_or(|(open, _)| *open != at) {
            segment = Some((at, Segment::open(store, watch, &words, at)?));
        }
        let Some((_, segment)) = &mut segment else { return Ok((0.0, 0.0)) };
        let lengths = segment.count(doc, words.text.len(), &mut observing);
        spelled.add(&mut observing);
        Ok::<_, crate::Error>(lengths)
    })?;
    Ok(observations)
}

/// The words as the dictionary holds them, each with what it counts.
struct Looked {
    text: Vec<WeightedPostings>,
    second: Vec<Option<WeightedPostings>>,
    title: Vec<WeightedPostings>,
}

impl Looked {
    fn up(store: &Store, watch: &ObservationRequest<'_>) -> Result<Looked> {
        let mut looked = Looked { text: Vec::new(), second: Vec::new(), title: Vec::new() };
        for word in &watch.words {
            let look = |field: Field| {
                Ok::<_, crate::Error>(
                    postings::of_word(store, field, word.terms)?.joined(watch.other_marks),
                )
            };
            looked.text.push(look(store.fields.text)?);
            looked.title.push(look(store.fields.title)?);
            looked.second.push(match word.second > 0.0 {
                true => Some(weighed(look(store.fields.second)?, word.second)),
                false => None,
            });
        }
        Ok(looked)
    }
}

/// How often the other spellings of each word stand in the sections, section by section; empty where there are none.
struct Spelled {
    counts: Vec<f32>,
    words: usize,
    /// The section that comes next.
    next: usize,
}

impl Spelled {
    fn of(store: &Store, watch: &ObservationRequest<'_>, ids: &[SectionId]) -> Result<Spelled> {
        let words = watch.words.len();
        let mut spelled = Spelled { counts: Vec::new(), words, next: 0 };
        if watch.words.iter().all(|word| word.spellings.is_empty()) {
            return Ok(spelled);
        }
        spelled.counts = vec![0.0; words * ids.len()];
        let places: Vec<(usize, u32)> = ids.iter().map(|id| address(*id)).collect();
        for (number, row) in watch.spellings.iter().enumerate() {
            let of = watch.words.iter().enumerate();
            let of = of.flat_map(|(at, word)| word.spellings.iter().map(move |one| (at, *one)));
            let of: Vec<usize> = of.filter(|(_, one)| *one == number).map(|(at, _)| at).collect();
            if of.is_empty() {
                continue;
            }
            phrase::count_in_sections(store, row, &places, |at, exact, _| {
                for word in &of {
                    spelled.counts[at * words + word] += watch.spelling * exact as f32;
                }
            })?;
        }
        Ok(spelled)
    }

    fn add(&mut self, observing: &mut Observing<'_>) {
        if !self.counts.is_empty() {
            let counts = &self.counts[self.next * self.words..][..self.words];
            observing.spelled.copy_from_slice(counts);
            observing.counts.iter_mut().zip(counts).for_each(|(sum, count)| *sum += count);
        }
        self.next += 1;
    }
}

/// The words of a question in one segment, read section by section.
struct Segment {
    entries: Vec<Entry>,
    /// The lengths of texts, and those of headings.
    lengths: (FieldNormReader, FieldNormReader),
    /// The positions at hand.
    found: Vec<u32>,
}

/// An entry of the dictionary that stands for a word.
struct Entry {
    word: usize,
    weight: f32,
    stands: Stands,
    postings: SegmentPostings,
}

/// Where an entry stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stands {
    /// In the text; where is told too.
    Somewhere,
    /// In the text.
    InText,
    InHeading,
}

impl Segment {
    fn open(
        store: &Store,
        watch: &ObservationRequest<'_>,
        words: &Looked,
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
        let of_text = if watch.with_places { Stands::Somewhere } else { Stands::InText };
        let mut entries = Vec::new();
        for word in 0..words.text.len() {
            let texts = words.text[word][at].iter().map(|entry| (&text, of_text, entry));
            let seconds = words.second[word].iter().flat_map(|second| &second[at]);
            let seconds = seconds.map(|entry| (&second, Stands::InText, entry));
            let titles =
                words.title[word][at].iter().map(|entry| (&title, Stands::InHeading, entry));
            for (index, stands, (info, weight)) in texts.chain(seconds).chain(titles) {
                let option = match stands {
                    Stands::Somewhere => IndexRecordOption::WithFreqsAndPositions,
                    Stands::InText | Stands::InHeading => IndexRecordOption::WithFreqs,
                };
                let postings = index.read_postings_from_terminfo(info, option);
                let postings = postings.map_err(|error| store.failed(error))?;
                entries.push(Entry { word, weight: *weight, stands, postings });
            }
        }
        Ok(Segment { entries, lengths, found: Vec::new() })
    }

    /// Counts the words of section `doc`, which is behind the one before; `words` is how many words there are. Gives
    /// the lengths of its text and of its heading.
    fn count(&mut self, doc: u32, words: usize, observing: &mut Observing<'_>) -> (f32, f32) {
        for Entry { word, weight, stands, postings } in &mut self.entries {
            if seek_forward(postings, doc) != doc {
                continue;
            }
            let in_heading = if *stands == Stands::InHeading { words } else { 0 };
            observing.counts[in_heading + *word] += *weight * postings.term_freq() as f32;
            if *stands == Stands::Somewhere {
                postings.positions(&mut self.found);
                observing.add_run(*word, *weight, self.found.iter().copied());
            }
        }
        let (text, heading) = &self.lengths;
        (text.fieldnorm(doc) as f32, heading.fieldnorm(doc) as f32)
    }
}
