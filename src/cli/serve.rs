//! `vankien serve`: a web page and an API, until Ctrl-C or SIGTERM.
//! In: flags and settings. Out: a running server. The server itself is `src/serve`.

use std::io::Write;
use std::net::{IpAddr, SocketAddr};

use crate::error::{Error, WayOut as _};
use clap::Args;

use super::config::LISTEN;
use super::context::Context;
use super::outcome::{CommandResult, Outcome};
use super::output::print_message;
use crate::serve::{Options, serve};

#[derive(Debug, Args)]
#[command(after_help = "\
Access: only this machine can reach the server, unless --listen names another address. Then a token is required (--token \
or VANKIEN_TOKEN). A browser opens http://ADDRESS/?token=TOKEN once; a program sends the header \
Authorization: Bearer TOKEN.
Limits: one caller (IP address) may take at most three quarters of the connections, of the work and of the bytes that \
wait to be sent. Behind a proxy, name the proxy with --trusted-proxy, so that its callers are told apart.
Index: `vankien ingest` may write while the server runs; each answer comes from one state of the index. All checksums of \
the index are checked at the start, and a damaged index is not served.
Exit code: 0 after Ctrl-C or SIGTERM, 2 error.")]
pub struct Serve {
    /// Address and port to listen on; port 0 takes a free one [default: 127.0.0.1:8080].
    #[arg(long, value_name = "ADDR")]
    listen: Option<SocketAddr>,
    /// Secret that callers must send.
    #[arg(long, value_name = "TOKEN")]
    token: Option<String>,
    /// Host name of the server, beside localhost and IP addresses; may be repeated.
    #[arg(long = "host", value_name = "NAME")]
    hosts: Vec<String>,
    /// Proxy whose headers (Forwarded, X-Forwarded-For) name the real caller; may be repeated.
    #[arg(long = "trusted-proxy", value_name = "IP")]
    proxies: Vec<IpAddr>,
}

/// Checks all checksums of the index. Damage that loses data, or a file that may not be read, is an error; damage by
/// which nothing is lost is reported on stderr. A missing index is no error here.
pub fn check_index(context: &Context) -> Result<(), Error> {
    // A cluster checks its files itself.
    let Some(folder) = context.index.folder() else { return Ok(()) };
    let troubles = vankien_engine::folder::check_index(folder)?;
    troubles.iter().for_each(|trouble| print_message(&trouble.full_message()));
    Ok(())
}

impl Serve {
    pub fn run(&self, context: &Context, _: &mut impl Write) -> CommandResult {
        let own = || LISTEN.parse().expect("a plain address can be read");
        let options = Options {
            index: context.index.clone(),
            listen: self.listen.or_else(|| context.config.listen()).unwrap_or_else(own),
            token: self.token.clone().or_else(|| std::env::var("VANKIEN_TOKEN").ok()),
            hosts: if self.hosts.is_empty() { context.config.hosts() } else { self.hosts.clone() },
            proxies: match self.proxies.as_slice() {
                [] => context.config.proxies(),
                given => given.to_vec(),
            },
            limits: context.config.limits(),
        };
        check_index(context)?;
        serve(&options, |address| {
            print_message(&format!("serving http://{address}/ (Ctrl-C ends it)"))
        })?;
        Ok(Outcome::Found)
    }
}
