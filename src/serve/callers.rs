//! The caller of a request. Limits hold for each caller, so that one cannot use up what is there for all.
//! In: the address of a connection, and the headers of a trusted proxy. Out: a caller.
//! Never trusts a header that no trusted proxy has set.

use std::net::{IpAddr, Ipv6Addr, SocketAddr};

use axum::http::{HeaderMap, HeaderName, header};

/// A caller as limits count it: an IPv4 address, or the /64 network of an IPv6 address, because one machine gets a
/// whole /64 network.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Caller(IpAddr);

impl Caller {
    /// The caller at this address.
    pub fn of(address: IpAddr) -> Caller {
        Caller(match address.to_canonical() {
            IpAddr::V6(address) => {
                let network = address.to_bits() & (u128::MAX << 64);
                IpAddr::V6(Ipv6Addr::from_bits(network))
            }
            v4 => v4,
        })
    }
}

/// The share of `whole` that one caller may take: three quarters, rounded up, at least 1. A judgement, not measured: a
/// single caller loses little, and something is left for a second one. Of a `whole` below 4 one caller may take all.
pub fn share_of_one(whole: usize) -> usize {
    (whole - whole / 4).max(1)
}

/// The proxies whose headers are believed.
#[derive(Clone, Debug, Default)]
pub struct Proxies(Vec<IpAddr>);

impl Proxies {
    /// The proxies at these addresses.
    pub fn new(addresses: &[IpAddr]) -> Proxies {
        Proxies(addresses.iter().map(IpAddr::to_canonical).collect())
    }

    /// Whether there is a proxy at this address.
    pub fn holds(&self, address: IpAddr) -> bool {
        self.0.contains(&address.to_canonical())
    }

    /// The caller behind a connection from `peer`. Proxies append the address that they see, so the last address that
    /// is no trusted proxy is the caller. A proxy sets only one of the two headers and may pass on the other one as the
    /// caller forged it; if they disagree, or name no caller, the request is counted for the proxy.
    pub fn caller(&self, peer: IpAddr, headers: &HeaderMap) -> Caller {
        if !self.holds(peer) {
            return Caller::of(peer);
        }
        let forwarded = self.last_stranger(headers, header::FORWARDED, forwarded_for);
        let x_forwarded_for = HeaderName::from_static("x-forwarded-for");
        let listed = self.last_stranger(headers, x_forwarded_for, address);
        let address = match (forwarded, listed) {
            (Some(one), Some(other)) if one != other => None,
            (one, other) => one.or(other),
        };
        Caller::of(address.unwrap_or(peer))
    }

    /// The last address in all headers of this name that is no trusted proxy, found from the end; `None` if something
    /// that is no address is met before it, or if there is none.
    fn last_stranger(
        &self,
        headers: &HeaderMap,
        name: HeaderName,
        parse: fn(&str) -> Option<IpAddr>,
    ) -> Option<IpAddr> {
        let values = headers.get_all(name);
        let values: Vec<&str> = values.iter().filter_map(|value| value.to_str().ok()).collect();
        for hop in values.join(",").rsplit(',') {
            let address = parse(hop.trim())?;
            if !self.holds(address) {
                return Some(address.to_canonical());
            }
        }
        None
    }
}

/// The address in one element of `Forwarded` (RFC 7239), such as `for="[2001:db8::1]:4711";proto=https`; `None` if it
/// holds none.
fn forwarded_for(element: &str) -> Option<IpAddr> {
    for pair in element.split(';') {
        if let Some((name, value)) = pair.split_once('=')
            && name.trim().eq_ignore_ascii_case("for")
        {
            return address(value.trim().trim_matches('"'));
        }
    }
    None
}

/// The address in `text`, with or without a port, in brackets or not; `None` if it is no address.
fn address(text: &str) -> Option<IpAddr> {
    let bare = text.strip_prefix('[').and_then(|text| text.strip_suffix(']')).unwrap_or(text);
    let with_port = || text.parse().ok().map(|address: SocketAddr| address.ip());
    bare.parse().ok().or_else(with_port)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ip(text: &str) -> IpAddr {
        text.parse().expect("an address")
    }

    fn told(headers: &[(&'static str, &str)]) -> Caller {
        let proxies = Proxies::new(&[ip("10.0.0.1"), ip("10.0.0.2")]);
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.append(*name, value.parse().expect("a value"));
        }
        assert_eq!(proxies.caller(ip("192.0.2.9"), &map), Caller::of(ip("192.0.2.9")));
        proxies.caller(ip("::ffff:10.0.0.1"), &map)
    }

    #[test]
    fn the_last_address_that_is_no_proxy_is_the_caller() {
        let is = |headers: &[(&'static str, &str)], address: &str| {
            assert_eq!(told(headers), Caller::of(ip(address)), "{headers:?}");
        };
        is(&[], "10.0.0.1");
        is(&[("x-forwarded-for", "203.0.113.7")], "203.0.113.7");
        is(&[("x-forwarded-for", "6.6.6.6, 203.0.113.7:80, 10.0.0.2")], "203.0.113.7");
        is(&[("x-forwarded-for", "6.6.6.6"), ("x-forwarded-for", "203.0.113.7")], "203.0.113.7");
        is(&[("x-forwarded-for", "6.6.6.6, nobody")], "10.0.0.1");
        is(&[("forwarded", "for=192.0.2.60;proto=http;by=203.0.113.43")], "192.0.2.60");
        is(&[("forwarded", "for=6.6.6.6, proto=https; For=\"[2001:db8::1]:4711\"")], "2001:db8::1");
        is(&[("forwarded", "for=unknown")], "10.0.0.1");
        // The second header came through the proxy as the caller wrote it.
        is(&[("forwarded", "for=6.6.6.6"), ("x-forwarded-for", "203.0.113.7")], "10.0.0.1");
        is(&[("forwarded", "for=203.0.113.7"), ("x-forwarded-for", "203.0.113.7")], "203.0.113.7");
    }

    #[test]
    fn a_network_of_ipv6_is_one_caller() {
        assert_eq!(Caller::of(ip("2001:db8::1")), Caller::of(ip("2001:db8::ffff:1")));
        assert_ne!(Caller::of(ip("2001:db8::1")), Caller::of(ip("2001:db8:0:1::1")));
        assert_eq!(Caller::of(ip("::ffff:192.0.2.1")), Caller::of(ip("192.0.2.1")));
        assert_ne!(Caller::of(ip("192.0.2.1")), Caller::of(ip("192.0.2.2")));
    }

    #[test]
    fn a_share_leaves_something_for_others() {
        assert_eq!([1, 2, 4, 8, 512].map(share_of_one), [1, 2, 3, 6, 384]);
    }
}
