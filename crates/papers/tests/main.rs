//! How papers are understood, as others use it, in one binary: it is linked once.

mod citations;
mod items;
mod laws;
mod mastheads;
mod numbers;
mod provisions;
mod relations;
