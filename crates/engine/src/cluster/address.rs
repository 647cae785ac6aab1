//! Where the nodes of a cluster are, and who asks.
//! In: a list of URLs, a user and password or a token. Out: the same, checked. Never connects.

use std::path::PathBuf;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;

use crate::error::{ClusterFault, Error, Result};

/// The nodes of a cluster.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    /// The URL of each node, without a slash at its end: `http://10.0.0.1:9200`.
    pub urls: Vec<String>,
    /// Who asks; `None` for a cluster without security.
    pub credentials: Option<Credentials>,
    /// The file with the certificate (PEM) of the authority that vouches for nodes at `https://`; `None` for the
    /// authorities that the system trusts.
    pub authority: Option<PathBuf>,
}

/// Who asks a cluster.
#[derive(Clone, PartialEq, Eq)]
pub enum Credentials {
    /// A user and a password.
    Password {
        /// The user.
        user: String,
        /// The password.
        password: String,
    },
    /// A bearer token.
    Token(String),
}

// The password must not come into a log or a message.
impl std::fmt::Debug for Credentials {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Credentials::Password { user, .. } => write!(out, "Password of {user}"),
            Credentials::Token(_) => out.write_str("Token"),
        }
    }
}

impl Credentials {
    /// The value of the header `Authorization`.
    pub(super) fn header(&self) -> String {
        match self {
            Credentials::Password { user, password } => {
                format!("Basic {}", BASE64_STANDARD.encode(format!("{user}:{password}")))
            }
            Credentials::Token(token) => format!("Bearer {token}"),
        }
    }
}

impl Address {
    /// Parses URLs with commas between them.
    ///
    /// # Errors
    /// Where there is no URL; where one does not begin with `http://` or `https://`, holds a user or a password (they
    /// would stand in lists of processes), or has a path, a question or a blank.
    pub fn parse(list: &str, credentials: Option<Credentials>) -> Result<Address> {
        let mut urls = Vec::new();
        for url in list.split(',').map(str::trim).filter(|url| !url.is_empty()) {
            let url = url.trim_end_matches('/');
            let refused = |what: &str| {
                // What stands before `@` may be a password.
                let shown =
                    url.rsplit_once('@').map_or(url.to_owned(), |(_, host)| format!("…@{host}"));
                Error::Cluster { at: shown, fault: ClusterFault::Address, what: what.to_owned() }
            };
            let host = url.strip_prefix("http://").or_else(|| url.strip_prefix("https://"));
            let Some(host) = host else {
                return Err(refused("a URL begins with http:// or https://"));
            };
            if host.contains('@') {
                return Err(refused("a user and a password do not belong into a URL"));
            }
            let is_plain = |one: char| one.is_ascii_graphic() && !"/?#\\\"<>".contains(one);
            if host.is_empty() || !host.chars().all(is_plain) {
                return Err(refused("a URL is a host and a port, without a path"));
            }
            if url.starts_with("https://") && !cfg!(feature = "cluster-tls") {
                return Err(refused("this program was built without TLS (feature cluster-tls)"));
            }
            urls.push(url.to_owned());
        }
        if urls.is_empty() {
            let what = "no URL of a node".to_owned();
            return Err(Error::Cluster { at: list.to_owned(), fault: ClusterFault::Address, what });
        }
        Ok(Address { urls, credentials, authority: None })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn urls_are_checked_and_passwords_are_never_shown() {
        let address = Address::parse("http://a:9200/, http://[::1]:9201,", None).expect("good");
        assert_eq!(address.urls, ["http://a:9200", "http://[::1]:9201"]);
        for bad in ["", " , ", "a:9200", "http://", "http://a/b", "http://a b", "ftp://a"] {
            assert!(Address::parse(bad, None).is_err(), "{bad:?}");
        }
        let error = Address::parse("http://an:secret@a:9200", None).expect_err("a password");
        assert!(!error.to_string().contains("secret"), "{error}");
        let password = Credentials::Password { user: "an".into(), password: "secret".into() };
        assert_eq!(format!("{password:?}"), "Password of an");
        assert_eq!(password.header(), "Basic YW46c2VjcmV0");
        assert_eq!(Credentials::Token("t".into()).header(), "Bearer t");
    }
}
