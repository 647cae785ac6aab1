//! Access control: a caller must use a host name of this server, and send the token if one is set.
//! In: the host name and the tokens of a request. Out: nothing if access is allowed, else the problem with its status.
//! Never reveals how much of a guessed token was right.
//!
//! Tokens are kept and compared as hexadecimal digits (see [`hex`]), because a cookie may contain neither blanks nor
//! most punctuation.

use std::hint::black_box;
use std::net::IpAddr;

use crate::error::{Result, Usage};

use super::options::Options;
use super::reply::Problem;

/// The name of the cookie in which a browser keeps the token, as hexadecimal digits. The server sets it when a page is
/// opened with `?token=TOKEN`.
pub const COOKIE: &str = "vankien";

/// The rules of one server: which host names and which token it accepts.
#[derive(Debug)]
pub struct Guard {
    /// The token as hexadecimal digits; `None` if no token is needed.
    token: Option<String>,
    /// Host names beside `localhost` and IP addresses, in lower case, without port.
    hosts: Vec<String>,
}

impl Guard {
    /// The rules of `options`. An empty token counts as none. Fails if the address is not a loopback address and there
    /// is no token, as other machines could then read all papers.
    pub fn new(options: &Options) -> Result<Guard> {
        let token = options.token.as_deref().filter(|token| !token.is_empty());
        let token = token.map(self::hex);
        let open = !options.listen.ip().is_loopback() && token.is_none();
        if open {
            return Err(Usage::Open { address: options.listen }.into());
        }
        let hosts = options.hosts.iter().map(|host| host.to_lowercase()).collect();
        Ok(Guard { token, hosts })
    }

    /// Checks the `Host` header of a request; the port is ignored. Status 403 if the name is unknown or missing.
    ///
    /// This stops DNS rebinding: an attacker lets the host name of a web page resolve to the address of this server, so
    /// that the page may read answers from here in the user's browser. Such requests bear the host name of the
    /// attacker, never `localhost` or an IP address.
    pub fn check_host(&self, host: Option<&str>) -> std::result::Result<(), Problem> {
        let name = host.map(name_of).unwrap_or_default().to_lowercase();
        let known = name == "localhost" || is_address(&name) || self.hosts.contains(&name);
        if known {
            return Ok(());
        }
        let what =
            "this server does not know that host name; start it with --host NAME to allow it";
        Err(Problem::new(403, what))
    }

    /// Whether `given`, in hexadecimal digits, is the token; false if no token is set.
    pub fn is_token(&self, given: &str) -> bool {
        self.token.as_ref().is_some_and(|token| is_same(token, given))
    }

    /// Checks that one of `given` is the token. Each is what a caller sent, as hexadecimal digits: the cookie, the
    /// header `Authorization: Bearer` or the parameter `token`. Status 401 if none is. Passes if no token is set.
    pub fn check_token<'a>(
        &self,
        mut given: impl Iterator<Item = &'a str>,
    ) -> std::result::Result<(), Problem> {
        match &self.token {
            Some(token) if !given.any(|given| is_same(token, given)) => {
                let what = "a token is needed: Authorization: Bearer TOKEN, or ?token=TOKEN once";
                Err(Problem::new(401, what))
            }
            _ => Ok(()),
        }
    }
}

/// Whether both are equal. Takes a time that depends only on the length of `given`, so that timing reveals nothing of
/// the token.
fn is_same(wanted: &str, given: &str) -> bool {
    let (wanted, given) = (wanted.as_bytes(), given.as_bytes());
    let mut difference = u8::from(wanted.len() != given.len());
    for (at, byte) in given.iter().enumerate() {
        // `black_box` keeps the compiler from ending the loop early.
        difference |= black_box(byte ^ wanted[at % wanted.len().max(1)]);
    }
    black_box(difference) == 0
}

/// A host name without its port: `localhost:80` gives `localhost`.
fn name_of(host: &str) -> &str {
    match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => host,
    }
}

/// Whether a host is an IP address; IPv6 addresses may stand in brackets.
fn is_address(name: &str) -> bool {
    let bare = name.strip_prefix('[').and_then(|name| name.strip_suffix(']'));
    bare.unwrap_or(name).parse::<IpAddr>().is_ok()
}

/// The bytes of `text` as hexadecimal digits, two for each byte: the form in which tokens are kept and compared.
pub fn hex(text: &str) -> String {
    text.bytes().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn guard(token: Option<&str>) -> Guard {
        Guard { token: token.map(str::to_owned), hosts: vec!["vankien.example".into()] }
    }

    #[test]
    fn only_known_names_lead_here() {
        let guard = guard(None);
        for host in ["localhost", "LOCALHOST:80", "127.0.0.1:8080", "[::1]:80", "vankien.example"] {
            assert!(guard.check_host(Some(host)).is_ok(), "{host}");
        }
        for host in ["evil.example", "127.0.0.1.evil.example", "localhost.evil", "", ":80"] {
            assert!(guard.check_host(Some(host)).is_err(), "{host}");
        }
        assert!(guard.check_host(None).is_err());
    }

    #[test]
    fn only_the_whole_token_opens() {
        let guard = guard(Some("abc"));
        assert!(guard.check_token(["abc"].into_iter()).is_ok());
        for wrong in ["", "a", "ab", "abcd", "abd", "abcabc"] {
            assert!(guard.check_token([wrong].into_iter()).is_err(), "{wrong}");
        }
        assert!(guard.check_token(std::iter::empty()).is_err());
    }
}
