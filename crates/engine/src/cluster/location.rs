//! Where a store in a cluster lies, and on which terms it is used.
//! In: addresses, names. Out: an open store, or one to write into. Connects only when it is opened.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use crate::cluster::address::Address;
use crate::cluster::client::Client;
use crate::cluster::generations;
use crate::cluster::mapping::{Names, Settings};
use crate::cluster::notes;
use crate::cluster::store::{ClusterStore, read_version};
use crate::cluster::target::{ClusterTarget, own_papers};
use crate::engine::Engine;
use crate::error::{ClusterFault, Error, Result};
use crate::location::{RemoteStore, RemoteTarget};
use crate::manifest::Manifest;
use crate::record::KnownPapers;
use crate::tantivy::folder::generations::Access;
use crate::target::Rebuild;

/// The kind of the notes that hold verdicts.
const VERDICT: &str = "verdict";

/// Where a store in a cluster lies.
#[derive(Clone)]
pub struct Location {
    client: Arc<Client>,
    /// Its name, and how it is laid out if it is created.
    settings: Settings,
    /// The name of this machine, under which its papers are kept.
    origin: String,
}

impl Location {
    /// A store on the nodes at `address`, which are asked for as long as `patience` before a fault is told. Nothing is
    /// sent yet.
    ///
    /// # Errors
    /// [`ClusterFault::Address`] where the name of the store or the origin cannot be used; where a certificate cannot be
    /// read.
    pub fn new(
        address: Address,
        settings: Settings,
        origin: String,
        patience: Duration,
    ) -> Result<Location> {
        let refused = |what: &str| {
            let (at, fault) = (address.urls.join(","), ClusterFault::Address);
            Error::Cluster { at, fault, what: what.to_owned() }
        };
        if !is_name_of_store(&settings.name) {
            return Err(refused("the name of a store has small letters, digits, - and _"));
        }
        if !is_name_of_origin(&origin) {
            return Err(refused("the name of an origin has no : and no /, and at most 200 bytes"));
        }
        let client = Arc::new(Client::new(address)?.with_patience(patience));
        Ok(Location { client, settings, origin })
    }

    fn open_store(&self) -> Result<ClusterStore> {
        ClusterStore::open(Arc::clone(&self.client), &self.settings.name)
    }
}

/// Whether a store may have this name: it stands in the names of indexes.
fn is_name_of_store(name: &str) -> bool {
    let is_plain =
        |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"-_".contains(&byte);
    let begins_well = name.bytes().next().is_some_and(|first| first.is_ascii_alphanumeric());
    begins_well && name.len() <= 100 && name.bytes().all(is_plain)
}

/// Whether an origin may have this name: it stands before paths, with `:` between.
fn is_name_of_origin(name: &str) -> bool {
    let is_plain = |one: char| !one.is_control() && !":/\\".contains(one);
    !name.trim().is_empty() && name.len() <= 200 && name.chars().all(is_plain)
}

impl RemoteStore for Location {
    fn open(&self) -> Result<Box<dyn Engine>> {
        Ok(Box::new(self.open_store()?))
    }

    fn origin(&self) -> &str {
        &self.origin
    }

    fn commit_stamp(&self) -> Result<Option<String>> {
        let store = &self.settings.name;
        let Some(generation) = generations::in_use(&self.client, store)? else { return Ok(None) };
        let names = Names { store: store.clone(), generation: None };
        Ok(Some(format!("{generation} {}", read_version(&self.client, &names)?)))
    }

    fn own_manifest(&self) -> Result<Manifest> {
        self.open_store()?.manifest_of(&self.origin)
    }

    fn own_papers(&self) -> Result<KnownPapers> {
        own_papers(&self.open_store()?, &self.origin)
    }

    fn target(&self, access: Access, rebuild: Rebuild) -> Result<RemoteTarget> {
        let Location { client, settings, origin } = self;
        let mut target = ClusterTarget::open(client, settings, origin, access, rebuild)?;
        let in_use = target.in_use.take();
        Ok(RemoteTarget { target: Box::new(target), in_use })
    }

    fn verdicts(&self) -> Result<Vec<String>> {
        notes::read(&self.client, &self.settings.name, VERDICT)
    }

    fn add_verdicts(&self, verdicts: &[(String, String)]) -> Result<()> {
        notes::write(&self.client, &self.settings, VERDICT, verdicts)
    }
}

impl fmt::Debug for Location {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{self}")
    }
}

impl fmt::Display for Location {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{} ({})", self.client.at(), self.settings.name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_cannot_be_used_are_refused() {
        let location = |store: &str, origin: &str| {
            let settings = Settings { name: store.to_owned(), ..Settings::default() };
            let address = Address::parse("http://127.0.0.1:1", None).expect("good");
            Location::new(address, settings, origin.to_owned(), Duration::ZERO).is_ok()
        };
        assert!(location("văn-kiện".replace(['ă', 'ệ'], "a").as_str(), "máy 1"));
        for store in ["", "-a", "_a", "A", "a b", "a*", "a,b"] {
            assert!(!location(store, "m"), "{store}");
        }
        for origin in ["", " ", "a:b", "a/b", "a\nb"] {
            assert!(!location("v", origin), "{origin:?}");
        }
    }
}
