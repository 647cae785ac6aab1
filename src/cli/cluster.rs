//! The cluster that flags and settings name.
//! In: URLs, settings, the environment. Out: the place of the store. Never takes a password from the command line, where
//! other users of the machine could read it.

use std::time::Duration;

use vankien_engine::Location;

use super::config::Config;
use crate::error::Error;

/// The store in the cluster at `urls`, which is asked for as long as `patience` while it is away.
#[cfg(feature = "cluster")]
pub fn location(
    urls: &[String],
    origin: Option<String>,
    config: &Config,
    patience: Duration,
) -> Result<Location, Error> {
    use std::sync::Arc;
    use vankien_engine::cluster::{self, Address, Settings};

    let credentials = credentials(config)?;
    let mut address = Address::parse(&urls.join(","), credentials)?;
    address.authority = config.cluster_ca();
    let own = Settings::default();
    let count = |name, own: u32| {
        config.count(name).map_or(own, |count| u32::try_from(count).unwrap_or(u32::MAX))
    };
    let settings = Settings {
        name: config.cluster_store().unwrap_or(own.name),
        shards: count("cluster_shards", own.shards).max(1),
        replicas: count("cluster_replicas", own.replicas),
        refresh_seconds: count("cluster_refresh", own.refresh_seconds).max(1),
    };
    let origin = origin.unwrap_or_else(host_name);
    let location = cluster::Location::new(address, settings, origin, patience)?;
    Ok(Location::Remote(Arc::new(location)))
}

/// Fails: this build knows no cluster.
#[cfg(not(feature = "cluster"))]
pub fn location(
    urls: &[String],
    _origin: Option<String>,
    _config: &Config,
    _patience: Duration,
) -> Result<Location, Error> {
    Err(crate::error::Usage::NoCluster { at: urls.join(",") }.into())
}

/// Who asks the cluster: by the environment, or else by the file that the settings name.
#[cfg(feature = "cluster")]
fn credentials(config: &Config) -> Result<Option<vankien_engine::cluster::Credentials>, Error> {
    let own = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
    let user = own("VANKIEN_CLUSTER_USER");
    let password = own("VANKIEN_CLUSTER_PASSWORD");
    let token = own("VANKIEN_CLUSTER_TOKEN");
    match (of(user, password, token), config.cluster_credentials()) {
        (Some(credentials), _) => Ok(Some(credentials)),
        (None, None) => Ok(None),
        (None, Some(path)) => {
            let text = std::fs::read_to_string(&path).map_err(|source| {
                Error::System(vankien_system::error::Error::Read { path: path.clone(), source })
            })?;
            let value = |key: &str| {
                let rows = text.lines().filter_map(|row| row.split_once('='));
                let mut values = rows.filter(|(name, _)| name.trim() == key);
                Some(values.next()?.1.trim().trim_matches('"').to_owned())
            };
            let found = of(value("user"), value("password"), value("token"));
            let wrong = || crate::error::Usage::Credentials { path: path.clone() };
            Ok(Some(found.ok_or_else(wrong)?))
        }
    }
}

#[cfg(feature = "cluster")]
fn of(
    user: Option<String>,
    password: Option<String>,
    token: Option<String>,
) -> Option<vankien_engine::cluster::Credentials> {
    use vankien_engine::cluster::Credentials;
    match (token, user, password) {
        (Some(token), _, _) => Some(Credentials::Token(token)),
        (None, Some(user), Some(password)) => Some(Credentials::Password { user, password }),
        _ => None,
    }
}

/// The name of this machine; `localhost` where the system does not tell it.
#[cfg(feature = "cluster")]
fn host_name() -> String {
    let read = |path: &str| std::fs::read_to_string(path).ok();
    let told = || std::env::var("HOSTNAME").or_else(|_| std::env::var("COMPUTERNAME")).ok();
    let name = read("/proc/sys/kernel/hostname").or_else(|| read("/etc/hostname")).or_else(told);
    let name = name.map(|name| name.trim().to_owned()).filter(|name| !name.is_empty());
    name.unwrap_or_else(|| "localhost".to_owned())
}
