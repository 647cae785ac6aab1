//! Access control: a caller must use a host name of this server, and send the token if one is set.
//! In: the headers of a request. Out: yes, or the problem. Never reveals how much of a guessed token was right.

use std::hint::black_box;
use std::net::IpAddr;

use crate::error::{Result, Usage};

use super::options::Options;
use super::reply::Problem;

/// The name of the cookie that keeps the token of a browser.
pub const COOKIE: &str = "vankien";

/// The rules of one server.
#[derive(Debug)]
pub struct Guard {
    token: Option<String>,
    hosts: Vec<String>,
}

impl Guard {
    /// The rules of `options`. If other machines can reach the address, a token is required.
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

    /// Checks the host name of a request. An unknown name may come from a page of somebody else that makes the user's
    /// browser ask this server (DNS rebinding). IP addresses are safe from that.
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

    /// Checks that one of these is the token.
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

/// Compares in a time that depends only on the length of `given`, so that timing reveals nothing of the token.
fn is_same(wanted: &str, given: &str) -> bool {
    let (wanted, given) = (wanted.as_bytes(), given.as_bytes());
    let mut difference = u8::from(wanted.len() != given.len());
    for (at, byte) in given.iter().enumerate() {
        // `black_box` keeps the compiler from ending the loop early.
        difference |= black_box(byte ^ wanted[at % wanted.len().max(1)]);
    }
    black_box(difference) == 0
}

/// A host without its port.
fn name_of(host: &str) -> &str {
    match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => host,
    }
}

fn is_address(name: &str) -> bool {
    let bare = name.strip_prefix('[').and_then(|name| name.strip_suffix(']'));
    bare.unwrap_or(name).parse::<IpAddr>().is_ok()
}

/// The bytes of a text in hexadecimal digits.
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
