//! Verifies an index: its own files by checksum, and its papers against the files they were read from.
//! In: the place of an index. Out: which papers and files differ, and which files of the index are damaged.
//! Reads every file again, unless data of the index is lost; never writes.

use std::path::PathBuf;

use vankien_engine::PaperRecord;
use vankien_engine::folder::{Current, Damage, current_generation, find_damage};

use super::options::IngestOptions;
use super::plan::{Plan, below, is_unchanged};
use super::reading;
use super::reread::{RereadResult, Rereader};
use super::roots::{RootRequest, Roots, Vanished};
use super::walk::{FoundFile, walk};
use crate::error::{Error, Result};

/// The result of [`verify`]. Papers and duplicates are named by their paths. If data of the index is lost
/// ([`Verified::is_lost`]), only `damaged` is filled in.
#[derive(Debug, Default)]
pub struct Verified {
    /// How many papers agree with their files.
    pub agree: u64,
    /// The papers among them with pages that an OCR read and that are missing from the OCR cache now.
    pub uncached: Vec<String>,
    /// How many pages of all papers an OCR has read, by the manifest.
    pub ocr_pages: u64,
    /// How many pages of all papers have no text, by the manifest.
    pub unread_pages: u64,
    /// The papers whose file gives another text now, or cannot be read.
    pub changed: Vec<String>,
    /// The papers among them whose file has the same size and time: only an ingest with
    /// [`IngestOptions::check`] finds them.
    pub unnoticed: Vec<String>,
    /// The papers whose file is gone, is left out by rules now, or lies below no root any more.
    pub gone: Vec<String>,
    /// The papers whose root vanished: an ingest keeps them.
    pub away: Vec<String>,
    /// The readable files below the roots that are not in the index, by their paths.
    pub new: Vec<String>,
    /// The files, folders and roots that are skipped or cannot be read, and why. They do not count as a difference.
    pub unreadable: Vec<(PathBuf, Error)>,
    /// The errors of the OCR cache.
    pub ocr_troubles: Vec<Error>,
    /// The damaged files of the index.
    pub damaged: Vec<Damage>,
}

impl Verified {
    /// Whether the index agrees with all files, and none of its own files is damaged.
    pub fn agrees(&self) -> bool {
        let papers = [&self.changed, &self.gone, &self.away, &self.new];
        papers.iter().all(|papers| papers.is_empty()) && self.damaged.is_empty()
    }

    /// Whether data of the index is lost by damage.
    pub fn is_lost(&self) -> bool {
        self.damaged.iter().any(|damage| !damage.is_held_twice)
    }
}

/// Reads every file below the roots of the index again (in a cluster: those of this machine), and compares it with the
/// index. Of `options` it uses the place of the index, the size limit, the budgets and the OCR cache. If data of the index is lost, no file is read.
///
/// # Errors
/// Where there is no index, or it cannot be opened.
pub fn verify(options: &IngestOptions) -> Result<Verified> {
    let folder = options.index.folder();
    let mut verified = Verified::default();
    // A cluster checks its files itself.
    if let Some(folder) = folder {
        if current_generation(folder)? == Current::Nothing {
            let path = folder.to_path_buf();
            return Err(Error::Engine(vankien_engine::Error::NoIndex { path }));
        }
        verified.damaged = find_damage(folder)?;
    }
    if verified.is_lost() {
        // The records of a damaged index cannot be trusted.
        return Ok(verified);
    }
    let (manifest, known) = options.index.own_papers()?;
    verified.ocr_pages = manifest.totals.ocr_pages;
    verified.unread_pages = manifest.unread.pages;
    let remembered = &manifest.roots;
    let mut roots = Roots::of(remembered, true, RootRequest::default());
    let away = roots.find_vanished(remembered, Some(&known), folder);
    let path_of = |origin: &String| known[origin].path.clone();
    // All files are read again, whatever their size and time.
    let plan = Plan::of(&known, walk(&roots.present, folder)?, &roots.present, &away, &|_| true);
    // Papers that lie below no root any more are gone as well.
    let lies_nowhere = |origin: &&String| !below(origin, remembered) && !away.contains(*origin);
    verified.gone =
        plan.gone.iter().chain(known.keys().filter(lies_nowhere)).map(path_of).collect();
    verified.away = away.iter().map(path_of).collect();
    verified.gone.sort();
    verified.away.sort();
    verified.unreadable = roots.vanished.iter().map(Vanished::warning).collect();
    verified.unreadable.extend(plan.skipped);
    let shared = options.ocr_cache.as_deref();
    let rereader = Rereader::new(&options.index, shared, options.max_file_size, options.budgets);
    for file in plan.read {
        match known.get(&file.origin) {
            Some(paper) => verified.compare(paper, &file, &rereader),
            None => verified.try_new_file(file, &rereader),
        }
    }
    verified.ocr_troubles = rereader.take_errors();
    Ok(verified)
}

impl Verified {
    /// Reads the file of a paper again, and notes whether it agrees with the index.
    fn compare(&mut self, paper: &PaperRecord, file: &FoundFile, rereader: &Rereader) {
        match rereader.read(paper) {
            Ok((_, RereadResult::Same)) => self.agree += 1,
            Ok((_, RereadResult::Uncached)) => {
                self.agree += 1;
                self.uncached.push(paper.path.clone());
            }
            // A guard killed its reader at the ingest, and does so again.
            Err(Error::Files(vankien_files::Error::Guarded { .. })) if paper.is_stopped() => {
                self.agree += 1;
            }
            Ok((_, RereadResult::Other)) | Err(_) => {
                if is_unchanged(paper, file) {
                    self.unnoticed.push(paper.path.clone());
                }
                self.changed.push(paper.path.clone());
            }
        }
    }

    /// Notes whether a file that is not in the index can be read.
    fn try_new_file(&mut self, file: FoundFile, rereader: &Rereader) {
        match rereader.read_new(&file.path) {
            Ok(_) => self.new.push(reading::path_text(&file.path)),
            Err(error) => self.unreadable.push((file.path, error)),
        }
    }
}
