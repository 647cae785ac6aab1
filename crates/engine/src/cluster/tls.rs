//! TLS to the nodes of a cluster.
//! In: the file with the certificate of an authority. Out: the terms on which nodes at `https://` are trusted. Never
//! trusts a node that no given authority vouches for.

use std::path::Path;
use std::sync::Arc;

use ureq::tls::{Certificate, PemItem, RootCerts, TlsConfig, TlsProvider, parse_pem};
use vankien_system::error::Error as SystemError;

use crate::error::{ClusterFault, Error, Result};

/// The terms by which the nodes at `urls` are trusted: those that an authority whose certificate stands in the file
/// `authority` (PEM) vouches for.
///
/// # Errors
/// Where there is no such file, or no certificate in it.
pub fn config(urls: &[String], authority: Option<&Path>) -> Result<TlsConfig> {
    let refused =
        |what: String| Error::Cluster { at: urls.join(","), fault: ClusterFault::Address, what };
    let Some(path) = authority else {
        return Err(refused("https:// needs the certificate of an authority".to_owned()));
    };
    let bytes = std::fs::read(path)
        .map_err(|source| Error::System(SystemError::Read { path: path.to_path_buf(), source }))?;
    let certificate = |item| match item {
        Ok(PemItem::Certificate(certificate)) => Some(certificate),
        _ => None,
    };
    let certificates: Vec<Certificate<'static>> =
        parse_pem(&bytes).filter_map(certificate).collect();
    if certificates.is_empty() {
        return Err(refused(format!("{} holds no certificate (PEM)", path.display())));
    }
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    Ok(TlsConfig::builder()
        .provider(TlsProvider::Rustls)
        .unversioned_rustls_crypto_provider(provider)
        .root_certs(RootCerts::from(certificates.into_iter()))
        .build())
}
