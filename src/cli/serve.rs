//! `vankien serve`: a page in the browser and an API, until Ctrl-C or SIGTERM.

use std::io::Write;
use std::net::{IpAddr, SocketAddr};

use crate::error::{Error, WayOut as _};
use clap::Args;

use super::config::LISTEN;
use super::context::Context;
use super::outcome::{Answer, Outcome};
use super::output::say;
use crate::serve::{Options, serve};

#[derive(Debug, Args)]
#[command(after_help = "\
Listens on this machine alone unless --listen names another address; then a token is required, which \
VANKIEN_TOKEN may hold too. Browsers are given it once as http://ADDRESS/?token=TOKEN, programs send \
it as Authorization: Bearer TOKEN.
Limits hold for each caller: an address may take three quarters of the connections, of the work and of the \
bytes that wait for readers. Behind a proxy, name it with --trusted-proxy.
Reads while ingest writes: each answer comes from one state of the index. All checksums of the index are \
checked before; one that is damaged is not served.
Exit code: 0 when it was told to end, 2 error.")]
pub struct Serve {
    /// The address and port to listen on; port 0 takes a free one [default: 127.0.0.1:8080].
    #[arg(long, value_name = "ADDR")]
    listen: Option<SocketAddr>,
    /// What callers must know.
    #[arg(long, value_name = "TOKEN")]
    token: Option<String>,
    /// A name by which the server may be called, beside localhost and addresses; may be repeated.
    #[arg(long = "host", value_name = "NAME")]
    hosts: Vec<String>,
    /// A proxy that is believed about who asks (Forwarded, X-Forwarded-For); may be repeated.
    #[arg(long = "trusted-proxy", value_name = "IP")]
    proxies: Vec<IpAddr>,
}

/// Refuses an index that is damaged, before it answers for days; what is damaged and stands elsewhere too is told.
pub fn sound(context: &Context) -> Result<(), Error> {
    let troubles = vankien_engine::folder::check_index(&context.index)?;
    troubles.iter().for_each(|trouble| say(&trouble.told()));
    Ok(())
}

impl Serve {
    pub fn run(&self, context: &Context, _: &mut impl Write) -> Answer {
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
        sound(context)?;
        serve(&options, |address| say(&format!("serving http://{address}/ (Ctrl-C ends it)")))?;
        Ok(Outcome::Found)
    }
}
