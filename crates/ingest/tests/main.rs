//! Indexes brought up to date with folders, in one binary: it is linked once.

mod ingest;
