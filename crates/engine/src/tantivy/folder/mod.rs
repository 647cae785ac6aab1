//! The folder of an index: its generations, the marks that identify it, and the checksums of its files.
//! In: a folder. Out: the generation in use, checked, or what is damaged. Of the files of tantivy it interprets only
//! `meta.json`.

pub mod check; // Finds damaged files by their checksums.
mod checked; // Verifies the bytes of a file as they are read.
pub mod choose; // Chooses the generation to use.
pub mod faults; // Turns errors of tantivy into errors that name the file.
pub mod files; // The directory through which tantivy reads and writes.
pub mod generations; // The generations of an index, and the lock to write.
pub mod mark; // The file that identifies a folder as an index.
mod seal; // Small files with their own checksum; replacing a file atomically.
pub mod sums; // The checksums of the files of a generation.
