//! Measures repair on pages that an OCR has read and whose printed text is known.
//! In: what was printed, what was read. Out: a [`Score`].
//! A syllable counts as damaged where it is not in the longest common subsequence of what was printed and what was
//! read.

use std::path::Path;

use vankien_files::extract::ocr;
use vankien_files::{Extracted, pipeline};
use vankien_system::error::Error as SystemError;

use super::score::{Score, kept, score};
use crate::error::{Error, Result};

/// Scores the pages of `folder` whose names begin with `only`, as `benches/ocr-pages.py` wrote them (NAME.truth,
/// NAME.tsv). Each `together` pages (at least 1) in order of their names are one paper; the last may have fewer.
/// Returns the number of papers and their score: 0 papers where the folder holds no such page or cannot be listed.
pub fn of_folder(folder: &Path, only: &str, together: usize) -> Result<(usize, Score)> {
    let mut pages = Vec::new();
    for file in walkdir::WalkDir::new(folder)
        .sort_by_file_name()
        .into_iter()
        .filter_map(std::result::Result::ok)
    {
        let name = file.file_name().to_string_lossy();
        if name.starts_with(only) && name.ends_with(".truth") {
            let table = read(&file.path().with_extension("tsv"))?;
            pages.push((read(file.path())?, ocr::page_of_table(&table)));
        }
    }
    let papers: Vec<_> = pages.chunks(together.max(1)).collect();
    let mut all = Score::default();
    for paper in &papers {
        let printed: String = paper.iter().map(|page| page.0.as_str()).collect();
        let mut read = Extracted::default();
        for (_, page) in *paper {
            read.evidence.add(page.evidence.clone().moved(0, read.text.len()));
            read.text.push_str(&page.text);
        }
        let damaged: Vec<bool> =
            kept(&printed, &read.text).into_iter().map(|is_kept| !is_kept).collect();
        let repaired = pipeline::mend_extracted(&read, vankien_text::MendOptions::default()).text;
        all += score(&printed, &damaged, &repaired, false);
    }
    Ok((papers.len(), all))
}

fn read(path: &Path) -> Result<String> {
    std::fs::read_to_string(path)
        .map_err(|source| Error::System(SystemError::Read { path: path.to_path_buf(), source }))
}
