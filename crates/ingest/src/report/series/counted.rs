//! The numbers of one series while papers are counted.
//! In: nothing. Out: plain values. Never decides what is missing (`gaps` does) or what is a double (`doubles` does).

use std::collections::BTreeMap;

use vankien_papers::series::Serial;

use super::doubles::Bearer;

/// The numbers of a series, as they are counted.
#[derive(Debug, Default)]
pub struct Counted {
    /// Of the spellings that papers have, the last in order: the result must not depend on the order of the papers.
    pub pattern: String,
    /// The name of the body, also the last in order. Small letters sort behind capitals, so that a name in running case
    /// wins over one in capitals.
    pub issuer: Option<String>,
    /// The serial of each paper; sorted once all are counted.
    pub serials: Vec<Serial>,
    /// Numbers of papers of another kind than their number tells.
    pub loose: Vec<u32>,
    /// For each serial that several papers bear: its numbers by key, and the papers of each.
    pub shared: BTreeMap<Serial, BTreeMap<String, SharedNumber>>,
}

/// A number and the papers that bear it.
#[derive(Debug, Default)]
pub struct SharedNumber {
    /// As it is printed; of several spellings the first in order.
    pub number: String,
    /// The papers, in no order.
    pub bearers: Vec<Bearer>,
}
