//! Applies verdicts: what a person said about places of a paper.
//! In: what the letter stages made of a text, and verdicts. Out: the same with those places as the person said.
//! Never touches the original. A verdict changes nothing if the extracted text has something else at its place.

use unicode_normalization::UnicodeNormalization;

use crate::mended::{Edit, MendedText};
use crate::span::{Lines, Map, Piece, Rewriter, Span};
use crate::verdict::Verdict;

/// Applies `verdicts` to `mended`, which was made of the extracted `text`. Edits and second readings that overlap the
/// place of a verdict are removed as a whole; around the place the original stands again, composed. Of several verdicts
/// on one edit or one composed letter the first in the text holds, and the others change nothing. A verdict that keeps
/// the original makes no edit; any other that holds makes one of confidence 1.
pub fn apply(text: &str, mended: &mut MendedText<'_>, verdicts: &[Verdict]) {
    let changes = changes(text, mended, verdicts);
    let Some((repaired, map)) = rewritten(text, mended, &changes) else { return };
    let is_kept = |edit: &Edit| {
        let at = changes.partition_point(|change| change.whole.end <= edit.span.start);
        changes.get(at).is_none_or(|change| !change.whole.overlaps(edit.span))
    };
    mended.edits.retain(is_kept);
    mended.readings.retain(is_kept);
    mended.edits.extend(changes.iter().filter_map(Change::edit));
    mended.edits.sort_by_key(|edit| edit.span);
    (mended.text, mended.map) = (repaired, map);
}

/// A verdict with its place. Spans are bytes of the extracted text.
struct Change<'v> {
    /// The place that the verdict names.
    span: Span,
    /// The place with all that the letter stages changed together with it.
    whole: Span,
    /// What the person said.
    verdict: &'v Verdict,
}

impl Change<'_> {
    /// The edit that the verdict makes; `None` where the original stays.
    fn edit(&self) -> Option<Edit> {
        let Verdict { from, to, judgement, .. } = self.verdict;
        let (from, to, why) = (from.clone(), to.clone(), judgement.why());
        (from != to).then_some(Edit { span: self.span, from, to, why, confidence: 1.0 })
    }

    /// Writes the whole place: the verdict's text, and the original, composed, around it.
    fn write(&self, text: &str, rewriter: &mut Rewriter) {
        let original = |span: Span| span.of(text).nfc().collect::<String>();
        let before = Span::new(self.whole.start, self.span.start);
        let behind = Span::new(self.span.end, self.whole.end);
        let is_rejected = self.verdict.from == self.verdict.to;
        let to = if is_rejected { original(self.span) } else { self.verdict.to.clone() };
        rewriter.replace(before, &original(before));
        rewriter.replace(self.span, &to);
        rewriter.replace(behind, &original(behind));
    }
}

/// The changes that `verdicts` make, in order and without overlap.
fn changes<'v>(text: &str, mended: &MendedText<'_>, verdicts: &'v [Verdict]) -> Vec<Change<'v>> {
    if verdicts.is_empty() {
        return Vec::new();
    }
    let lines = Lines::of(text);
    let placed = verdicts.iter().filter_map(|verdict| {
        let span = place(text, &lines, verdict)?;
        Some(Change { span, whole: whole(span, mended), verdict })
    });
    let mut changes: Vec<Change<'v>> = placed.collect();
    changes.sort_by_key(|change| change.span);
    // Of several verdicts on what the letter stages changed as one, the first holds.
    changes.dedup_by(|later, first| later.whole.start < first.whole.end);
    changes
}

/// The place of a verdict; `None` where something else stands there.
fn place(text: &str, lines: &Lines, verdict: &Verdict) -> Option<Span> {
    let line_exists = (1..=lines.count() as u32).contains(&verdict.line);
    if !line_exists || verdict.from.is_empty() {
        return None;
    }
    let line_start = lines.start(verdict.line);
    let characters = text[line_start..].char_indices().map(|(at, _)| at);
    let offset = characters.chain([text.len() - line_start]).nth(verdict.column as usize)?;
    let start = line_start + offset;
    let is_there = text[start..].starts_with(&verdict.from) && lines.line(start) == verdict.line;
    is_there.then(|| Span::new(start, start + verdict.from.len()))
}

/// `span`, widened by every edit and every composed letter that it overlaps.
fn whole(span: Span, mended: &MendedText<'_>) -> Span {
    let mut whole = span;
    let mut widen = |other: Span| {
        if other.overlaps(whole) {
            whole = Span::new(whole.start.min(other.start), whole.end.max(other.end));
        }
    };
    let first = mended.edits.partition_point(|edit| edit.span.end <= span.start);
    let edits = mended.edits[first..].iter().take_while(|edit| edit.span.start < span.end);
    edits.for_each(|edit| widen(edit.span));
    let pieces = mended.map.pieces();
    let first = pieces.partition_point(|piece| piece.from.end <= span.start);
    let pieces = pieces[first..].iter().take_while(|piece| piece.from.start < span.end);
    pieces.filter(|piece| !is_copy(piece)).for_each(|piece| widen(piece.from));
    whole
}

fn is_copy(piece: &Piece) -> bool {
    piece.to.len() == piece.from.len()
}

/// The repaired text with the changes made to it, and the map back; `None` where nothing changes. The pieces of the old
/// map are copied one by one, cut where a change begins, with the changes between them.
fn rewritten(text: &str, mended: &MendedText<'_>, changes: &[Change<'_>]) -> Option<(String, Map)> {
    if changes.is_empty() {
        return None;
    }
    let repaired = &mended.text;
    let all = Span::new(0, repaired.len());
    let identity = [Piece { to: all, from: all }];
    let pieces = if mended.map.is_identity() { &identity[..] } else { mended.map.pieces() };
    let mut rewriter = Rewriter::with_room(repaired.len(), pieces.len() + 2 * changes.len());
    let mut changes = changes.iter().peekable();
    let (mut written, mut done) = (0, 0);
    for piece in pieces {
        // Repaired text that stands for nothing of the original.
        rewriter.insert(repaired.get(written..piece.to.start)?);
        written = piece.to.end;
        done = piece.from.start.max(done);
        while done < piece.from.end {
            let next = changes.peek().map_or(usize::MAX, |change| change.whole.start);
            if next <= done {
                let change = changes.next()?;
                change.write(text, &mut rewriter);
                done = done.max(change.whole.end);
                continue;
            }
            let end = next.min(piece.from.end);
            let from = Span::new(done, end);
            if is_copy(piece) {
                let behind = |at: usize| piece.to.start + (at - piece.from.start);
                rewriter.replace(from, repaired.get(behind(done)..behind(end))?);
            } else {
                rewriter.replace(piece.from, piece.to.of(repaired));
            }
            done = end;
        }
    }
    changes.for_each(|change| change.write(text, &mut rewriter));
    rewriter.insert(repaired.get(written..)?);
    Some(rewriter.finish())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::mend::{mend, mend_as};
    use crate::mended::MendOptions;
    use crate::{Judgement, Why};

    const PAPER: &str = "Cuộc đấu tranh chống tham nhũng ở Trung ƣơng và địa phƣơng, số số 12.\n\n\
        Đa\u{301}p ứng yêu cầu của nhân dân, các cấp ủy thực hiện nghị quyết của Ðảng.\n";

    fn verdict(text: &str, edit: &Edit, judgement: Judgement) -> Verdict {
        let lines = Lines::of(text);
        let (line, column) = (lines.line(edit.span.start), lines.column(text, edit.span.start));
        let to = match judgement {
            Judgement::Accept => edit.to.clone(),
            Judgement::Reject => edit.from.clone(),
            Judgement::Set => "tỉnh ta".to_owned(),
        };
        Verdict { line, column, from: edit.from.clone(), to, judgement }
    }

    fn with<'t>(text: &'t str, verdicts: &[Verdict]) -> MendedText<'t> {
        mend_as(text, MendOptions { verdicts, ..MendOptions::default() })
    }

    #[test]
    fn each_verdict_is_what_is_read() {
        let plain = mend(PAPER);
        let told: Vec<&str> = plain.edits.iter().map(|edit| edit.from.as_str()).collect();
        assert_eq!(told, ["ƣơng", "phƣơng", "số số", "Ðảng"]);
        let judge = |at: usize, judgement| verdict(PAPER, &plain.edits[at], judgement);
        let verdicts = [
            judge(0, Judgement::Reject),
            judge(1, Judgement::Set),
            judge(2, Judgement::Accept),
            judge(3, Judgement::Reject),
        ];
        let read = with(PAPER, &verdicts);
        assert_eq!(
            read.text,
            "Cuộc đấu tranh chống tham nhũng ở Trung ƣơng và địa tỉnh ta, số 12.\n\n\
             Đáp ứng yêu cầu của nhân dân, các cấp ủy thực hiện nghị quyết của Ðảng.\n"
        );
        let told: Vec<_> =
            read.edits.iter().map(|edit| (edit.to.as_str(), edit.why, edit.confidence)).collect();
        assert_eq!(told, [("tỉnh ta", Why::SetByPerson, 1.0), ("số", Why::Confirmed, 1.0)]);
    }

    #[test]
    fn what_repair_left_alone_can_be_set_and_what_is_not_there_changes_nothing() {
        let at = |line, column, from: &str| Verdict {
            line,
            column,
            from: from.into(),
            to: "đảng viên".into(),
            judgement: Judgement::Set,
        };
        let read = with(PAPER, &[at(3, 21, "nhân dân")]);
        assert!(read.text.contains("của đảng viên, các"), "{}", read.text);
        let read =
            with(PAPER, &[at(3, 20, "nhân dân"), at(99, 0, "a"), at(1, 900, "a"), at(0, 0, "C")]);
        assert_eq!(read.text, mend(PAPER).text);
        // Inside what was composed, all of it is read anew.
        let read = with(PAPER, &[at(3, 1, "a\u{301}")]);
        assert!(read.text.contains("\n\nĐđảng viênp ứng"), "{}", read.text);
    }

    fn words() -> impl Strategy<Value = String> {
        let words = [
            "Trung",
            "ƣơng",
            "phƣơng",
            "số",
            "số",
            "\n",
            "  ",
            "nh ng",
            "đấu",
            "tranh",
            "Ðảng",
            "a\u{301}p",
            "chống",
            "tham",
            "nhũng",
            "\u{a0}",
            "Céng",
            "hoµ",
            "x·",
            "héi",
            "chñ",
            "nghÜa",
            ".",
        ];
        prop::collection::vec(prop::sample::select(words.to_vec()), 0..60)
            .prop_map(|words| words.join(" "))
    }

    proptest! {
        #[test]
        fn the_map_stays_right_under_any_verdicts(
            text in words(),
            said in prop::collection::vec(0..4_u8, 60),
        ) {
            let plain = mend(&text);
            let judged: Vec<(&Edit, Judgement)> = plain.edits.iter().zip(said).filter_map(|(edit, said)| {
                let all = [Judgement::Accept, Judgement::Reject, Judgement::Set];
                Some((edit, *all.get(said as usize)?))
            }).collect();
            let verdicts: Vec<Verdict> =
                judged.iter().map(|(edit, judgement)| verdict(&text, edit, *judgement)).collect();
            let read = with(&text, &verdicts);
            prop_assert_eq!(read.text.matches('\n').count(), text.matches('\n').count());
            for pair in read.edits.windows(2) {
                prop_assert!(pair[0].span.end <= pair[1].span.start);
            }
            for edit in &read.edits {
                prop_assert_eq!(edit.span.of(&text), &edit.from);
            }
            for ((edit, _), verdict) in judged.iter().zip(&verdicts) {
                let now = read.map.forward(edit.span).map_or("", |span| span.of(&read.text));
                prop_assert_eq!(now, verdict.to.nfc().collect::<String>());
                let found = read.edits.iter().find(|other| other.span.overlaps(edit.span));
                prop_assert_eq!(found.is_some(), verdict.judgement != Judgement::Reject);
                prop_assert!(found.is_none_or(|found| found.confidence == 1.0));
            }
            // Whatever stands elsewhere is as it was.
            let untouched = plain.edits.iter().filter(|edit| judged.iter().all(|(one, _)| one != edit));
            for edit in untouched {
                prop_assert!(read.edits.contains(edit));
            }
        }

        #[test]
        fn no_verdict_breaks_any_text(text: String, line in 0..9_u32, column in 0..9_u32, from: String) {
            let verdict = Verdict { line, column, from, to: "x".into(), judgement: Judgement::Set };
            let read = with(&text, &[verdict]);
            prop_assert_eq!(read.text.matches('\n').count() <= text.matches('\n').count(), true);
        }
    }
}
