//! Files of all formats, read into papers, in one binary: it is linked once.

mod corpus;
mod formats;
mod mail;
mod robustness;
mod round_trips;
mod section_lines;
mod stages;
mod structure;
mod wild;
