//! The numbers of one series while papers are counted.
//! In: nothing. Out: plain values. Never decides what is missing (`gaps` does) or what is a double (`doubles` does).

use std::collections::BTreeMap;

use vankien_papers::series::Serial;

use super::doubles::Bearer;

/// The numbers of a series, as they are counted.
#[derive(Debug, Default)]
pub struct Counted {
    /// The numbers with `…` for the serial: `…-NQ/TW`. Of the spellings that papers have, the last in order: the result
    /// must not depend on the order of the papers. Papers in `loose` do not count; empty where there are no others.
    pub pattern: String,
    /// The name of the body, also the last in order; `None` where the papers do not tell which body it is. Small
    /// letters sort behind capitals, so that a name in running case wins over one in capitals, and one all in small
    /// letters over both: so reads the name of a body that is made of that of its chairman.
    pub issuer: Option<String>,
    /// The serial of each paper but those in `loose`: as often as papers bear it. Sorted once all are counted.
    pub serials: Vec<Serial>,
    /// Numbers of papers that print another kind than their number tells; without the letter of the serial, so that
    /// `12a` counts as 12. Sorted once all are counted.
    pub loose: Vec<u32>,
    /// For each serial that several papers bear: its numbers by key, and the papers of each, which come when the papers
    /// are given a second time. Empty where the body or the period is not known.
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
