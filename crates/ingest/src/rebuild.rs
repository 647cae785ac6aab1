//! What an index holds that will be rebuilt, so that no root or paper is lost by the rebuild.
//! In: the folder of the index, in whatever state it is. Out: its roots and papers, as far as they can be read.
//! Never uses the contents of a damaged file, except in a message.

use std::fs;
use std::path::{Path, PathBuf};

use vankien_engine::Store;
use vankien_engine::folder::META;
use vankien_engine::folder::{self, Lock, generations_newest_first};
use vankien_engine::manifest::{Manifest, Root};
use vankien_engine::record::KnownPapers;

use crate::error::{Error, Result};

/// What an index holds before a rebuild.
#[derive(Debug, Default)]
pub struct OldIndex {
    /// Its roots, empty for an index without any commit; `None` if they are unknown.
    pub roots: Option<Vec<Root>>,
    /// Its papers and duplicates, by origin; `None` if they cannot be read.
    pub known: Option<KnownPapers>,
}

impl OldIndex {
    /// Reads what the index in `folder` holds: the roots from the manifest of the generation in use, else of the newest
    /// generation that has one, else from the mark of the index. Fails only if the folder cannot be read.
    pub fn read(folder: &Path, lock: &Lock) -> Result<OldIndex> {
        let all = generations_newest_first(folder)?;
        let chosen = folder::generation_to_read(folder).ok();
        let in_order = chosen.iter().map(|chosen| &chosen.generation).chain(&all);
        let roots = in_order.clone().find_map(|generation| roots_of(generation));
        let marked = (!lock.roots().is_empty()).then(|| lock.roots().to_vec());
        let is_new = all.iter().all(|generation| is_empty(generation));
        let read = || Store::open(folder).and_then(|store| folder::known_papers(&store));
        let known = match &chosen {
            Some(chosen) => folder::catch_panics(chosen, read).ok(),
            None => is_new.then(KnownPapers::new),
        };
        Ok(OldIndex { roots: roots.or(marked).or(is_new.then(Vec::new)), known })
    }

    /// Fails if the roots are unknown and no paths are given: then nothing says what to read.
    pub fn check_roots(&self, folder: &Path, given: &[PathBuf]) -> Result<()> {
        if self.roots.is_some() || !given.is_empty() {
            return Ok(());
        }
        let roots = roots_in_damaged_manifest(folder)?;
        let paths: Vec<String> =
            roots.iter().map(|root| root.canonical.display().to_string()).collect();
        let mut seem = String::new();
        if !paths.is_empty() {
            seem = format!(" (as far as can be read: {})", paths.join(", "));
        }
        Err(Error::RootsLost { path: folder.to_path_buf(), seem })
    }
}

/// The roots in the manifest of a generation; `None` if it is damaged, or nothing was committed.
fn roots_of(generation: &Path) -> Option<Vec<Root>> {
    Manifest::roots_of(Some(&folder::committed_manifest(generation).ok()??))
}

/// Whether nothing was ever committed to a generation.
fn is_empty(generation: &Path) -> bool {
    folder::committed_manifest(generation).is_ok_and(|text| text.is_none())
}

/// The roots that a damaged manifest seems to hold, for a message.
fn roots_in_damaged_manifest(folder: &Path) -> Result<Vec<Root>> {
    for generation in generations_newest_first(folder)? {
        let text = fs::read(generation.join(META)).unwrap_or_default();
        let text = String::from_utf8_lossy(&text).replace("\\\"", "\"");
        let Some((_, list)) = text.split_once("\"roots\":") else { continue };
        let mut values = serde_json::Deserializer::from_str(list).into_iter::<Vec<Root>>();
        if let Some(Ok(roots)) = values.next() {
            return Ok(roots);
        }
    }
    Ok(Vec::new())
}
