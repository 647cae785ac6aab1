//! Makes sections with joined text out of the runs of lines of a paper.
//! In: runs of printed lines, each with its place. Out: [`Section`]s in order of the file; a footnote stands behind the
//! section before it.
//! An article (`Điều`) is one section with what hangs below it, and so is a small item.

use std::collections::HashMap;

use vankien_text::span::{Map, Rewriter, Span};

use super::citation;
use super::footnote::Footnote;
use super::line::{Line, is_drawn};
use super::number::{Number, numbers};
use super::outline::{Item, outline};
use super::paragraph::{Measure, join, without_walls};
use crate::document::{Form, Masthead, Place, Section, SubSection};

/// What one section is made of: its printed lines with what will be the path, title and place of the section.
#[derive(Debug, Default)]
pub struct SectionDraft<'a> {
    /// Item numbers from the outside in; empty outside the items. Of a footnote: the item that holds its anchor.
    path: String,
    /// The heading; of a footnote its number.
    title: String,
    place: Place,
    lines: Vec<Line<'a>>,
    /// Where the items inside it begin: the index of their first line in `lines`, their path and title; ascending.
    inner: Vec<(usize, String, String)>,
}

impl SectionDraft<'_> {
    /// The path of the last item inside that begins on `line` (of the file, from 1) or before it; that of the part
    /// where none does.
    fn path_at(&self, line: u32) -> String {
        let begins = |index: usize| self.lines.get(index).map_or(u32::MAX, |line| line.number);
        let begun = self.inner.partition_point(|(index, ..)| begins(*index) <= line);
        let inner = begun.checked_sub(1).map(|last| &self.inner[last]);
        inner.map_or_else(|| self.path.clone(), |(_, path, _)| path.clone())
    }
}

/// Lines of one place as one part. A line joins one of the last three parts, if that has its place: columns printed
/// side by side (signature and recipients) make two parts, not one for each line.
pub fn runs(lines: Vec<(Place, Line<'_>)>) -> Vec<SectionDraft<'_>> {
    let mut parts: Vec<SectionDraft<'_>> = Vec::new();
    for (place, line) in lines {
        match parts.iter_mut().rev().take(3).find(|part| part.place == place) {
            Some(part) => part.lines.push(line),
            None => {
                parts.push(SectionDraft { place, lines: vec![line], ..SectionDraft::default() })
            }
        }
    }
    parts
}

/// Lines that the file sets apart (stamps, menus) as parts of this place: lines whose numbers follow one another are
/// one.
pub fn set_apart<'a>(place: Place, lines: &[Line<'a>]) -> Vec<SectionDraft<'a>> {
    let runs = lines.chunk_by(|one, next| next.number == one.number + 1);
    let draft =
        |run: &[Line<'a>]| SectionDraft { place, lines: run.to_vec(), ..SectionDraft::default() };
    runs.map(draft).collect()
}

/// A numbered item of at most 1,500 bytes (inclusive), all that hangs below it counted, is one section with it. A
/// section for each part of it would say too little to be ranked by, and cost the index more than it tells. A
/// judgement, not measured.
const SMALL: usize = 1_500;

/// The numbered items of the running text `lines` as parts, and the text outside of items as parts without a path. An
/// article (`Điều`) and an item of at most [`SMALL`] bytes hold what hangs below them; of a larger item only its own
/// lines are a part.
pub fn items<'a>(lines: &[Line<'a>], measure: Measure) -> Vec<SectionDraft<'a>> {
    let items = outline(lines, measure);
    let sizes = sizes(&items);
    let mut parts: Vec<SectionDraft<'a>> = Vec::new();
    // How deep the item stands that holds what hangs below it.
    let mut holder: Option<usize> = None;
    for (item, size) in items.into_iter().zip(sizes) {
        let (depth, path) = (item.depth, item.path);
        holder = holder.filter(|holder| *holder < depth);
        match parts.last_mut() {
            Some(part) if holder.is_some() => {
                part.inner.push((part.lines.len(), path, item.title));
                part.lines.extend(item.lines);
            }
            _ => {
                holder = (depth > 0 && (item.is_article || size <= SMALL)).then_some(depth);
                let (title, lines) = (item.title, item.lines);
                parts.push(SectionDraft { path, title, lines, ..SectionDraft::default() });
            }
        }
    }
    parts
}

/// The size of each item in bytes of its lines, with all that hangs below it.
fn sizes(items: &[Item<'_>]) -> Vec<usize> {
    let mut sizes = vec![0; items.len()];
    let mut above: Vec<usize> = Vec::new();
    for (index, item) in items.iter().enumerate() {
        above.retain(|outer| items[*outer].depth < item.depth);
        above.push(index);
        let own: usize = item.lines.iter().map(|line| line.span.len()).sum();
        above.iter().for_each(|outer| sizes[*outer] += own);
    }
    sizes
}

/// The lines of a newspaper article as parts: each line outside the body is a part of its own, and each run of body
/// lines is cut into its items.
pub fn article<'a>(lines: Vec<(Place, Line<'a>)>, measure: Measure) -> Vec<SectionDraft<'a>> {
    let mut parts = Vec::new();
    let mut body: Vec<Line<'a>> = Vec::new();
    for (place, line) in lines {
        if is_outer(place) {
            parts.extend(items(&std::mem::take(&mut body), measure));
            parts.push(SectionDraft { place, lines: vec![line], ..SectionDraft::default() });
        } else {
            body.push(line);
        }
    }
    parts.extend(items(&body, measure));
    parts
}

/// Gives each item of the body a path of its own. Where numbering begins again under the same item, the second item 1
/// becomes `1~2`, the third `1~3`, and the paths of what hangs below change with it.
pub fn make_unique(parts: &mut [SectionDraft<'_>]) {
    // How often each path was met.
    let mut turns: HashMap<String, usize> = HashMap::new();
    // What stands now for each path that was renamed, the last time it was met.
    let mut now: HashMap<String, String> = HashMap::new();
    for part in parts.iter_mut().filter(|part| part.place == Place::Body) {
        let inner = part.inner.iter_mut().map(|(_, path, _)| path);
        for path in std::iter::once(&mut part.path).chain(inner).filter(|path| !path.is_empty()) {
            let below =
                path.rsplit_once('/').and_then(|(outer, last)| Some((now.get(outer)?, last)));
            let named = below.map(|(outer, last)| format!("{outer}/{last}"));
            let named = named.as_deref().unwrap_or(path);
            let turn = match turns.get_mut(named) {
                Some(turn) => turn,
                None => turns.entry(named.to_owned()).or_default(),
            };
            *turn += 1;
            let unique = if *turn == 1 { named.to_owned() } else { format!("{named}~{turn}") };
            if unique != *path {
                now.insert(std::mem::replace(path, unique.clone()), unique);
            }
        }
    }
}

/// Puts the paths of the `number`th paper of a file (from 2) below a level of their own: `P2/I/1`. Empty paths stay
/// empty.
pub fn put_below(parts: &mut [SectionDraft<'_>], number: usize) {
    for part in parts {
        let inner = part.inner.iter_mut().map(|(_, path, _)| path);
        for path in std::iter::once(&mut part.path).chain(inner) {
            if !path.is_empty() {
                *path = format!("P{number}/{path}");
            }
        }
    }
}

/// Adds each note as a part: behind the last part that begins before the note does, with the path of the item that
/// holds its anchor. A note without an anchor takes the path of the item before it.
pub fn attach<'a>(parts: &mut Vec<SectionDraft<'a>>, notes: Vec<Footnote<'a>>) {
    if notes.is_empty() {
        return;
    }
    let begins = |part: &SectionDraft<'_>| part.lines.first().map_or(0, |line| line.number);
    let (latest, earliest) = beginnings(parts, begins);
    let mut placed: Vec<(usize, SectionDraft<'a>)> = Vec::with_capacity(notes.len());
    for note in notes {
        let Some(first) = note.lines.first().map(|line| line.number) else { continue };
        let at = note.anchor.unwrap_or(first);
        let holder = earliest.partition_point(|line| *line <= at).checked_sub(1);
        let path = holder.map(|index| parts[index].path_at(at)).unwrap_or_default();
        let behind = latest.partition_point(|line| *line <= first);
        let title = note.number.to_owned();
        let part = SectionDraft {
            path,
            title,
            place: Place::Footnote,
            lines: note.lines,
            ..SectionDraft::default()
        };
        placed.push((behind, part));
    }
    // Notes come in order of their lines, so that they stay in order before the same part.
    placed.sort_by_key(|(behind, _)| *behind);
    let mut placed = placed.into_iter().peekable();
    let mut all = Vec::with_capacity(parts.len() + placed.len());
    for (index, part) in std::mem::take(parts).into_iter().enumerate() {
        while let Some((_, note)) = placed.next_if(|(behind, _)| *behind == index) {
            all.push(note);
        }
        all.push(part);
    }
    all.extend(placed.map(|(_, note)| note));
    *parts = all;
}

/// Two line numbers for each part: the latest line with which a part up to this one begins, and the earliest with which
/// a part of the body from this one on begins. Both lists ascend, so that they can be searched by halves, whatever the
/// order of the parts.
fn beginnings(
    parts: &[SectionDraft<'_>],
    begins: impl Fn(&SectionDraft<'_>) -> u32,
) -> (Vec<u32>, Vec<u32>) {
    let up_to = parts.iter().scan(0, |latest, part| {
        *latest = begins(part).max(*latest);
        Some(*latest)
    });
    let mut from_on: Vec<u32> = Vec::with_capacity(parts.len());
    let mut earliest = u32::MAX;
    for part in parts.iter().rev() {
        if part.place == Place::Body {
            earliest = earliest.min(begins(part));
        }
        from_on.push(earliest);
    }
    from_on.reverse();
    (up_to.collect(), from_on)
}

/// The sections made of `parts`, one each, with what they cite. `text` is the text of the whole file. A part of nothing
/// but drawn rules makes no section. In each section of the masthead the first citation of the paper's own number gets
/// [`Form::Own`].
pub fn sections(
    text: &str,
    parts: Vec<SectionDraft<'_>>,
    measure: Measure,
    masthead: &mut Masthead,
) -> Vec<Section> {
    let own = masthead.number.as_ref().map(|field| (field.value.clone(), field.lines.0));
    parts
        .into_iter()
        .filter(|part| part.lines.iter().any(|line| !is_drawn(line.text)))
        .map(|part| section(text, part, measure, own.as_ref()))
        .collect()
}

/// Takes out the blanks and line ends behind `/` and `-` inside numbers of papers that print tore apart: `13/ CP`,
/// `161/2012/TT- BTC`. The map leads back to where the given one does.
fn close_numbers((text, map): (String, Map)) -> (String, Map) {
    let gaps = torn_gaps(&text);
    if gaps.is_empty() {
        return (text, map);
    }
    let numbers = numbers(&text);
    let mut closed = Rewriter::with_room(text.len(), 2 * gaps.len());
    let (mut done, mut first) = (0, 0);
    for gap in gaps {
        // Numbers stand in order, one behind the other.
        first += numbers[first..].iter().take_while(|number| number.span.end <= gap.start).count();
        let inside = |number: &Number| number.span.start < gap.start && gap.end < number.span.end;
        if numbers.get(first).is_some_and(inside) {
            closed.copy(&text, Span::new(done, gap.start));
            closed.replace(gap, "");
            done = gap.end;
        }
    }
    closed.copy(&text, Span::new(done, text.len()));
    let (closed, later) = closed.finish();
    (closed, later.after(&map))
}

/// The one or two blanks or line ends behind a `/` or `-` that has a letter or figure directly before it, where a
/// letter or figure follows them.
fn torn_gaps(text: &str) -> Vec<Span> {
    let bytes = text.as_bytes();
    let is_part =
        |at: usize| bytes.get(at).is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte >= 0x80);
    let gap = |at: usize| {
        let after = &bytes[at + 1..];
        let blanks = after.iter().take_while(|byte| matches!(byte, b' ' | b'\n')).count();
        let torn =
            (1..=2).contains(&blanks) && at > 0 && is_part(at - 1) && is_part(at + 1 + blanks);
        torn.then(|| Span::new(at + 1, at + 1 + blanks))
    };
    memchr::memchr2_iter(b'/', b'-', bytes).filter_map(gap).collect()
}

/// The section made of one part that holds more than drawn rules. `own` is the paper's own number and its line.
fn section(
    text: &str,
    part: SectionDraft<'_>,
    measure: Measure,
    own: Option<&(String, u32)>,
) -> Section {
    // Drawn rules are layout, not text.
    let written: Vec<Line<'_>> =
        part.lines.iter().filter(|line| !is_drawn(line.text)).copied().collect();
    let (first, last) = (written[0], written[written.len() - 1]);
    let by_line = matches!(
        part.place,
        Place::Masthead
            | Place::Signature
            | Place::Front
            | Place::Back
            | Place::Stamp
            | Place::Running
    );
    let measure = if by_line { measure.by_line() } else { measure };
    let (joined, map) = close_numbers(join(text, &written, measure));
    let mut citations = citation::citations(&joined);
    let joined = without_walls(joined);
    if part.place == Place::Masthead
        && let Some((number, _)) = own
    {
        let own = citations.iter_mut().find(|citation| citation.canonical.as_ref() == Some(number));
        own.into_iter().for_each(|citation| citation.form = Form::Own);
    }
    let line = |index: &usize| part.lines.get(*index);
    let spans: Vec<Span> =
        part.inner.iter().filter_map(|(index, ..)| Some(line(index)?.span)).collect();
    let starts = map.forward_all(&spans);
    let inner = part.inner.into_iter().zip(starts).filter_map(|((index, path, title), start)| {
        let page = Some(line(&index)?.page);
        Some(SubSection { start: start?.start, path, title, page })
    });
    let inner = inner.collect();
    Section {
        path: part.path,
        title: part.title,
        lead: String::new(),
        place: part.place,
        page: Some(first.page),
        lines: (first.number, last.number),
        text: joined,
        map,
        citations,
        inner,
    }
}

/// Whether a place stands outside the running text.
fn is_outer(place: Place) -> bool {
    place != Place::Body
}
