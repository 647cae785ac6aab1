//! `vankien.toml`, the defaults of a folder of papers, and `vankien config`, which prints what holds.
//! In: a file named with `--config`, or `vankien.toml` where the program was started. Out: values; flags win.

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

/// The name of the file that is looked for.
const FILE: &str = "vankien.toml";

/// What a file of defaults says.
#[derive(Debug, Default)]
pub struct Config {
    file: Option<PathBuf>,
    values: Values,
}

impl Config {
    /// Reads the file that was named, or else the one that lies here, if there is one.
    pub fn read(named: Option<&Path>) -> Result<Config> {
        let file = match named {
            Some(named) => Some(named.to_path_buf()),
            None => Some(PathBuf::from(FILE)).filter(|file| file.exists()),
        };
        let values = file.as_deref().map(file::read).transpose()?.unwrap_or_default();
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

    /// A number that the file sets.
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

    /// When to use colours: `auto`, `always` or `never`.
    pub fn colour(&self) -> Option<&str> {
        self.text("color")
    }

    /// What is read where no path is given.
    pub fn paths(&self) -> Vec<PathBuf> {
        self.texts("paths").unwrap_or_default().iter().map(PathBuf::from).collect()
    }

    /// What of it is read, where the file says anything of that.
    pub fn globs(&self) -> Option<Globs> {
        let (include, exclude) = (self.texts("include"), self.texts("exclude"));
        let owned = |texts: Option<&[String]>| texts.unwrap_or_default().to_vec();
        (include.is_some() || exclude.is_some())
            .then(|| Globs { include: owned(include), exclude: owned(exclude) })
    }

    /// Whether links that lead out of folders are followed, where the file says anything of that.
    pub fn follow(&self) -> Option<bool> {
        self.text("follow").map(|when| when == "always")
    }

    /// The limits of a paper.
    pub fn budgets(&self) -> Budgets {
        let said = Limit::all().filter_map(|limit| Some((limit, self.count(limit.name())?)));
        said.fold(Budgets::default(), |budgets, (limit, value)| budgets.with(limit, value))
    }

    /// Which scanned pages are read where no flag says so.
    pub fn ocr(&self) -> Mode {
        if self.text("ocr") == Some("auto") { Mode::UnreadPages } else { Mode::CacheOnly }
    }

    /// The folder in which what OCR read is kept for all indexes, where there is one.
    pub fn ocr_cache(&self) -> Option<PathBuf> {
        self.text("ocr_cache").map(PathBuf::from).or_else(folders::ocr_cache)
    }
}

#[cfg(feature = "page")]
impl Config {
    /// Where the server listens.
    pub fn listen(&self) -> Option<std::net::SocketAddr> {
        self.text("listen")?.parse().ok()
    }

    /// By which names the server may be called.
    pub fn hosts(&self) -> Vec<String> {
        self.texts("hosts").unwrap_or_default().to_vec()
    }

    /// Which proxies are believed about who asks.
    pub fn proxies(&self) -> Vec<std::net::IpAddr> {
        let texts = self.texts("trusted_proxies").unwrap_or_default();
        texts.iter().filter_map(|text| text.parse().ok()).collect()
    }

    /// What callers of the server may take.
    pub fn limits(&self) -> Limits {
        let value = |name, usual: u64| self.count(name).unwrap_or(usual).max(1);
        let number = |name, usual| usize::try_from(value(name, usual)).unwrap_or(usize::MAX);
        // The limit for silence is a few times that for a head, which must not overflow.
        let seconds = |name, usual| Duration::from_secs(value(name, usual).min(86_400));
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
