//! What an index held that is to be made anew, so that nothing of it is lost.
//! In: the folder of the index, whatever state it is in. Out: its roots and papers, as far as they are known.
//! Never trusts a damaged file: what it seems to say is only told to the reader.

use std::fs;
use std::path::{Path, PathBuf};

use vankien_engine::files::META;
use vankien_engine::generations::{self, Lock};
use vankien_engine::manifest::{Manifest, Root};
use vankien_engine::record::KnownPapers;
use vankien_engine::store::{self, Store, committed};
use vankien_engine::{choose, target};

use crate::error::{Error, Result};

/// What an index held.
#[derive(Debug, Default)]
pub struct Old {
    /// Its roots; `None` where nobody knows them.
    pub roots: Option<Vec<Root>>,
    /// Its papers; `None` where they cannot be read.
    pub known: Option<KnownPapers>,
}

impl Old {
    /// What the index in `folder` holds.
    pub fn read(folder: &Path, lock: &Lock) -> Result<Old> {
        let all = generations::newest_first(folder)?;
        let chosen = choose::to_read(folder).ok();
        let in_order = chosen.iter().map(|chosen| &chosen.generation).chain(&all);
        let roots = in_order.clone().find_map(|generation| roots_of(generation));
        let marked = (!lock.roots().is_empty()).then(|| lock.roots().to_vec());
        let is_new = all.iter().all(|generation| is_empty(generation));
        let read = || Store::open(folder).and_then(|store| target::known_papers(&store));
        let known = match &chosen {
            Some(chosen) => store::caught(chosen, read).ok(),
            None => is_new.then(KnownPapers::new),
        };
        Ok(Old { roots: roots.or(marked).or(is_new.then(Vec::new)), known })
    }

    /// Refuses to begin where nobody knows what is to be read.
    pub fn check_roots(&self, folder: &Path, given: &[PathBuf]) -> Result<()> {
        if self.roots.is_some() || !given.is_empty() {
            return Ok(());
        }
        let seem: Vec<String> = (seeming_roots(folder)?.iter())
            .map(|root| root.canonical.display().to_string())
            .collect();
        let seem = match seem.is_empty() {
            true => String::new(),
            false => format!(" (as far as can be read: {})", seem.join(", ")),
        };
        Err(Error::RootsLost { path: folder.to_path_buf(), seem })
    }
}

/// The roots of a generation; a damaged manifest tells none.
fn roots_of(generation: &Path) -> Option<Vec<Root>> {
    Manifest::roots_of(Some(&committed(generation).ok()??))
}

/// Whether nothing was ever committed into a generation.
fn is_empty(generation: &Path) -> bool {
    committed(generation).is_ok_and(|text| text.is_none())
}

/// The roots that a damaged manifest seems to hold.
fn seeming_roots(folder: &Path) -> Result<Vec<Root>> {
    for generation in generations::newest_first(folder)? {
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
