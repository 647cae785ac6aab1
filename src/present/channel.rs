//! Describes the damage of a paper: which letters are lost and what stands for them, its encoding, how often words are
//! split or joined. `vankien repair --channel` prints it. In the noisy-channel model of repair, the channel is what
//! damaged the text between the author and the file.
//! In: the edits of a paper (the changes that repair made), its repaired text. Out: rows with counts, most frequent
//! first.
//! Never counts anything but edits: damage that was not repaired is only named as a whole, by [`write_text`].

use std::collections::BTreeMap;
use std::io::{Result, Write};

use serde::Serialize;
use vankien_text::{Edit, Quality, Why, repair};

use super::edits::show_spaces;

/// One kind of damage, with how often it occurs.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DamageRow {
    /// The reason of its edits, as [`Why::name`] gives it: `letter-lost`.
    pub why: &'static str,
    /// The same value as `why`. JSON promises that this key never changes and is never translated.
    pub why_code: &'static str,
    /// The character that stands in the paper instead of the letter, such as a space; empty if nothing does. `None` if
    /// the damage is not about single letters.
    pub stood: Option<String>,
    /// The letter that was meant; `None` if `stood` is `None`.
    pub letter: Option<String>,
    /// How often it occurs. With a `letter`: how many letters. Without: how many edits, mostly of one syllable each.
    pub count: usize,
}

/// The damage that the edits of a paper show, most frequent first, ties by reason, character and letter. Lost letters
/// and look-alikes have a row for each pair of letter and character in its place. Every other reason has one row.
pub fn damage_rows(edits: &[Edit]) -> Vec<DamageRow> {
    type Kind = (&'static str, Option<String>, Option<String>);
    let mut counts: BTreeMap<Kind, usize> = BTreeMap::new();
    for edit in edits {
        let why = edit.why.name();
        if !matches!(edit.why, Why::LetterLost | Why::Lookalike) {
            *counts.entry((why, None, None)).or_default() += 1;
            continue;
        }
        for (stood, letter) in repair::lost_letters(&edit.from, &edit.to) {
            let stood = stood.map(String::from).unwrap_or_default();
            *counts.entry((why, Some(stood), Some(letter.to_string()))).or_default() += 1;
        }
    }
    let row =
        |((why, stood, letter), count)| DamageRow { why, why_code: why, stood, letter, count };
    let mut rows: Vec<DamageRow> = counts.into_iter().map(row).collect();
    rows.sort_by_key(|row| std::cmp::Reverse(row.count));
    rows
}

/// Writes the rows as English sentences, one a line; without rows, a sentence that nothing is wrong with the letters.
/// If `text`, the repaired text, is of poor quality, a last line says what is probably wrong with the whole of it.
pub fn write_text(out: &mut impl Write, rows: &[DamageRow], text: &str) -> Result<()> {
    if rows.is_empty() {
        writeln!(out, "Nothing is wrong with the letters.")?;
    }
    for row in rows {
        writeln!(out, "{}", sentence(row))?;
    }
    let poor = repair::quality(text) == Quality::Poor;
    if poor && repair::is_unmarked(text) {
        writeln!(
            out,
            "The marks are gone from nearly all words; --restore-marks shows a likely reading."
        )?;
    } else if poor && repair::is_enciphered(text) {
        writeln!(
            out,
            "The letters were exchanged for others throughout (a font without the table of its letters): words are \
             as long as Vietnamese ones, but hardly any is one. Get the paper from another source, or scan it and use --ocr."
        )?;
    } else if poor {
        writeln!(
            out,
            "Too few words are Vietnamese: an OCR without Vietnamese, or another language."
        )?;
    }
    Ok(())
}

fn sentence(row: &DamageRow) -> String {
    let times = if row.count == 1 { "once".into() } else { format!("{} times", row.count) };
    let syllables =
        if row.count == 1 { "1 syllable".into() } else { format!("{} syllables", row.count) };
    match (&row.letter, row.stood.as_deref()) {
        (Some(letter), Some("")) => format!("{letter} is lost, nothing stands for it: {times}"),
        (Some(letter), Some(" ")) => format!("{letter} is lost, a space stands for it: {times}"),
        (Some(letter), Some(stood)) => {
            format!("{} stands for {letter}: {times}", show_spaces(stood))
        }
        _ => match row.why {
            "words-joined" => format!("words run together: {times}"),
            "word-split" => format!("words torn by a space: {times}"),
            "letters-apart" => format!("words with their letters set apart: {times}"),
            "misread" => format!("letters that an OCR took for others: {syllables}"),
            "mark-order" => format!("marks doubled or out of order: {syllables}"),
            "space" => format!("odd or invisible spaces: {times}"),
            "doubled-word" => format!("a word written twice by the author: {times}"),
            "wrong-word" => format!("a wrong word by the author: {times}"),
            "marks-restored" => format!("marks restored: {syllables}"),
            encoding => format!("{encoding}: {syllables}"),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn told(text: &str) -> String {
        let letters = vankien_text::mend_as(text, vankien_text::MendOptions::default());
        let mut out = Vec::new();
        write_text(&mut out, &damage_rows(&letters.edits), &letters.text)
            .expect("memory takes all");
        String::from_utf8(out).expect("UTF-8")
    }

    #[test]
    fn tells_what_a_paper_suffered() {
        assert_eq!(told("nghị quyết của Đảng bộ"), "Nothing is wrong with the letters.\n");
        let line = "phòng, chống tham nh ng, lãng phí của Trung ƣơng và nh ng cơ quan của Đảng\n";
        expect_test::expect![[r#"
            ũ is lost, a space stands for it: 6 times
            ữ is lost, a space stands for it: 6 times
            ƣ stands for ư: 6 times
        "#]]
        .assert_eq(&told(&line.repeat(6)));
    }
}
