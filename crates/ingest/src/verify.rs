//! Checks the index against the files it was made from, and against itself.
//! In: the folder of an index. Out: which papers, files and parts of the index do not agree.
//! Reads every file again; never writes.

use std::path::PathBuf;

use vankien_engine::check::{self, Damage};
use vankien_engine::generations::{self, Current};
use vankien_engine::target::known;
use vankien_engine::{Papers, Store};

use super::options::IngestOptions;
use super::plan::{Plan, below, is_as_it_was};
use super::reading;
use super::reread::{Again, Now};
use super::roots::{Roots, Vanished, Wanted};
use super::walk::walk;
use crate::error::{Error, Result};

/// What was found.
#[derive(Debug, Default)]
pub struct Verified {
    /// How many papers are as their files are.
    pub agree: u64,
    /// Those of them whose files are as they were, but what OCR read of them is no longer kept.
    pub uncached: Vec<String>,
    /// How many pages of the papers an OCR has read.
    pub ocr_pages: u64,
    /// How many pages nobody has read.
    pub unread_pages: u64,
    /// Papers whose file holds another text now, or another name leads to it.
    pub changed: Vec<String>,
    /// Those of them whose size and time are as they were: an ingest finds them only where it checks all files.
    pub unnoticed: Vec<String>,
    /// Papers whose file is gone.
    pub gone: Vec<String>,
    /// Papers whose whole root is missing or empty: an ingest keeps them.
    pub away: Vec<String>,
    /// Files below the roots that are not in the index, though they can be read.
    pub new: Vec<String>,
    /// What cannot be read, and why; such files cost nothing where they are not in the index.
    pub unreadable: Vec<(PathBuf, Error)>,
    /// What of the pages that OCR read cannot be taken from where they are kept.
    pub ocr_troubles: Vec<Error>,
    /// Files of the index itself that are not as they were written.
    pub damaged: Vec<Damage>,
}

impl Verified {
    /// Whether the index holds what the files hold, and is whole.
    pub fn agrees(&self) -> bool {
        let papers = [&self.changed, &self.gone, &self.away, &self.new];
        papers.iter().all(|papers| papers.is_empty()) && self.damaged.is_empty()
    }

    /// Whether something is damaged that stands nowhere else.
    pub fn is_lost(&self) -> bool {
        self.damaged.iter().any(|damage| !damage.is_held_twice)
    }
}

/// Reads every file below the roots of the index again, however old, as `options` say: their folder of the index,
/// sizes, budgets, and the folder in which what OCR read is kept by all indexes.
///
/// # Errors
/// Where there is no index, or it cannot be opened.
pub fn verify(options: &IngestOptions) -> Result<Verified> {
    let folder = &options.index;
    if generations::current(folder)? == Current::Nothing {
        return Err(Error::Engine(vankien_engine::Error::NoIndex { path: folder.to_path_buf() }));
    }
    let mut verified = Verified { damaged: check::of_index(folder)?, ..Verified::default() };
    if verified.damaged.iter().any(|damage| !damage.is_held_twice) {
        // What a damaged index says of its papers is worth nothing.
        return Ok(verified);
    }
    let store = Store::open(folder)?;
    let known = known(&store)?;
    verified.ocr_pages = store.manifest().totals.ocr_pages;
    verified.unread_pages = store.manifest().unread.pages;
    let remembered = &store.manifest().roots;
    let mut roots = Roots::of(remembered, true, Wanted::default());
    let away = roots.find_vanished(remembered, Some(&known), folder);
    let path_of = |origin: &String| known[origin].path.clone();
    // However old they are, all files are read again.
    let plan = Plan::of(&known, walk(&roots.present, folder)?, &roots.present, &away, &|_| true);
    // What lies below no root any more is gone with it.
    let is_lost = |origin: &&String| !below(origin, remembered) && !away.contains(*origin);
    verified.gone = plan.gone.iter().chain(known.keys().filter(is_lost)).map(path_of).collect();
    verified.away = away.iter().map(path_of).collect();
    verified.gone.sort();
    verified.away.sort();
    verified.unreadable = roots.vanished.iter().map(Vanished::warning).collect();
    verified.unreadable.extend(plan.skipped);
    let shared = options.ocr_cache.as_deref();
    let again = Again::new(folder, shared, options.max_file_size, options.budgets);
    for file in plan.read {
        let path = reading::name(&file.path);
        let Some(paper) = known.get(&file.origin) else {
            match again.read_new(&file.path) {
                Ok(_) => verified.new.push(path),
                Err(error) => verified.unreadable.push((file.path, error)),
            }
            continue;
        };
        match again.read(paper) {
            Ok((_, Now::Same)) => verified.agree += 1,
            Ok((_, Now::Uncached)) => {
                verified.agree += 1;
                verified.uncached.push(paper.path.clone());
            }
            // Nobody has read it yet, and this is no time to.
            Err(Error::Files(vankien_files::Error::Guarded { .. })) if paper.is_stopped() => {
                verified.agree += 1
            }
            Ok((_, Now::Other)) | Err(_) => {
                if is_as_it_was(paper, &file) {
                    verified.unnoticed.push(paper.path.clone());
                }
                verified.changed.push(paper.path.clone());
            }
        }
    }
    verified.ocr_troubles = again.take_errors();
    Ok(verified)
}
