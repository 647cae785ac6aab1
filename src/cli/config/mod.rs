//! `vankien.toml`, the settings of a folder of papers, and `vankien config`, which prints them.
//! In: the file named with `--config`, or `vankien.toml` in the current folder. Out: values. Flags win over them.

mod file;
mod folders;
mod keys;
pub mod print;

use std::path::{Path, PathBuf};

use vankien_engine::Globs;
use vankien_files::extract::ocr::Mode;
use vankien_system::budget::{Budgets, Limit};

use self::file::Values;
use self::keys::Value;
use crate::error::Result;

#[cfg(feature = "page")]
use std::time::Duration;

#[cfg(feature = "page")]
use crate::serve::{Limits, Patience};

#[cfg(feature = "page")]
pub use self::keys::LISTEN;

/// The name of the file that is looked for in the current folder, if none is named.
const FILE: &str = "vankien.toml";

/// The settings of a file; empty without a file. What the file does not set is `None` or empty, except where a function
/// names a default.
#[derive(Debug, Default)]
pub struct Config {
    file: Option<PathBuf>,
    values: Values,
}

impl Config {
    /// Loads the named file, or else `vankien.toml` in the current folder, if there is one. An error if the file cannot
    /// be read or has a wrong line.
    pub fn load(named: Option<&Path>) -> Result<Config> {
        let file = match named {
            Some(named) => Some(named.to_path_buf()),
            None => Some(PathBuf::from(FILE)).filter(|file| file.exists()),
        };
        let values = file.as_deref().map(file::load).transpose()?.unwrap_or_default();
        Ok(Config { file, values })
    }

    fn text(&self, name: &str) -> Option<&str> {
        match self.values.get(name) {
            Some((Value::Text(text), _)) => Some(text),
            _ => None,
        }
    }

    fn texts(&self, name: &str) -> Option<&[String]> {
        match self.values.get(name) {
            Some((Value::Texts(texts), _)) => Some(texts),
            _ => None,
        }
    }

    /// The number that the file sets for the key `name`.
    pub fn count(&self, name: &str) -> Option<u64> {
        match self.values.get(name) {
            Some((Value::Count(count), _)) => Some(*count),
            _ => None,
        }
    }

    /// The folder of the index.
    pub fn index(&self) -> Option<PathBuf> {
        self.text("index").map(PathBuf::from)
    }

    /// The nodes of the cluster that holds the index; none for an index in a folder.
    pub fn cluster(&self) -> Vec<String> {
        self.texts("cluster").unwrap_or_default().to_vec()
    }

    /// The name of this machine in the cluster.
    pub fn origin(&self) -> Option<String> {
        self.text("origin").map(str::to_owned)
    }

    /// When to use colours: `auto`, `always` or `never`.
    pub fn colour(&self) -> Option<&str> {
        self.text("color")
    }

    /// The paths that `ingest` reads if none is given.
    pub fn paths(&self) -> Vec<PathBuf> {
        self.texts("paths").unwrap_or_default().iter().map(PathBuf::from).collect()
    }

    /// The patterns of files to read and to leave out; `None` if the file sets neither `include` nor `exclude`.
    pub fn globs(&self) -> Option<Globs> {
        let (include, exclude) = (self.texts("include"), self.texts("exclude"));
        let owned = |texts: Option<&[String]>| texts.unwrap_or_default().to_vec();
        if include.is_none() && exclude.is_none() {
            return None;
        }
        Some(Globs { include: owned(include), exclude: owned(exclude) })
    }

    /// Whether links that lead out of folders are followed, if the file sets it.
    pub fn follow(&self) -> Option<bool> {
        self.text("follow").map(|when| when == "always")
    }

    /// The limits of a paper: those that the file sets, and the default of each other one.
    pub fn budgets(&self) -> Budgets {
        let mut budgets = Budgets::default();
        for limit in Limit::all() {
            if let Some(value) = self.count(limit.name()) {
                budgets = budgets.with(limit, value);
            }
        }
        budgets
    }

    /// The OCR mode that holds without a flag: [`Mode::CacheOnly`], or [`Mode::UnreadPages`] for `ocr = "auto"`.
    pub fn ocr(&self) -> Mode {
        if self.text("ocr") == Some("auto") { Mode::UnreadPages } else { Mode::CacheOnly }
    }

    /// The folder of the OCR cache for all indexes: that of the file, or else one in the cache folder of the user;
    /// `None` if the user has none.
    pub fn ocr_cache(&self) -> Option<PathBuf> {
        self.text("ocr_cache").map(PathBuf::from).or_else(folders::ocr_cache)
    }
}

#[cfg(feature = "cluster")]
impl Config {
    /// The name of the store in the cluster.
    pub fn cluster_store(&self) -> Option<String> {
        self.text("cluster_store").map(str::to_owned)
    }

    /// The file with the user and the password, or the token, for the cluster.
    pub fn cluster_credentials(&self) -> Option<PathBuf> {
        self.text("cluster_credentials").map(PathBuf::from)
    }

    /// The certificate of the authority that vouches for the nodes.
    pub fn cluster_ca(&self) -> Option<PathBuf> {
        self.text("cluster_ca").map(PathBuf::from)
    }
}

#[cfg(feature = "page")]
impl Config {
    /// The address on which the server listens.
    pub fn listen(&self) -> Option<std::net::SocketAddr> {
        self.text("listen")?.parse().ok()
    }

    /// The host names of the server.
    pub fn hosts(&self) -> Vec<String> {
        self.texts("hosts").unwrap_or_default().to_vec()
    }

    /// The proxies whose headers name the real caller.
    pub fn proxies(&self) -> Vec<std::net::IpAddr> {
        let texts = self.texts("trusted_proxies").unwrap_or_default();
        texts.iter().filter_map(|text| text.parse().ok()).collect()
    }

    /// The limits of the server: those that the file sets, or else defaults. Each is at least 1, whatever the file
    /// sets, and times are at most a day.
    pub fn limits(&self) -> Limits {
        let value = |name, default: u64| self.count(name).unwrap_or(default).max(1);
        let number = |name, default| usize::try_from(value(name, default)).unwrap_or(usize::MAX);
        // At most a day: other limits are a few times these, and must not overflow.
        const MAX_SECONDS: u64 = 86_400;
        let seconds = |name, default| Duration::from_secs(value(name, default).min(MAX_SECONDS));
        Limits {
            connections: number("connections", keys::CONNECTIONS),
            unsent_bytes: number("unsent_bytes", keys::UNSENT_BYTES),
            answer: seconds("answer_seconds", keys::ANSWER_SECONDS),
            patience: Patience {
                head: seconds("head_seconds", keys::HEAD_SECONDS),
                unread: seconds("unread_seconds", keys::UNREAD_SECONDS),
            },
        }
    }
}
