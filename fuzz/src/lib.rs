//! What the fuzz targets share: the way of a file through the program, and containers around an input.
//! In: bytes of the fuzzer. Out: nothing; a panic anywhere ends the run and keeps the input.

use std::io::{Cursor, Write};
use std::path::Path;

use vankien_files::{extract, pipeline};
use zip::write::SimpleFileOptions;

/// Reads `bytes` of a file of this name as `ingest` does, all stages.
pub fn read(name: &str, bytes: &[u8]) {
    if let Ok(extracted) = extract::extract(Path::new(name), bytes.to_vec()) {
        pipeline::document(&extracted);
    }
}

/// A zip container of these parts.
pub fn zipped(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).expect("memory takes a part");
        zip.write_all(content).expect("memory takes bytes");
    }
    zip.finish().expect("memory takes an archive").into_inner()
}

/// A container of old Word files with these streams.
pub fn contained(streams: &[(&str, &[u8])]) -> Vec<u8> {
    let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).expect("memory takes a file");
    for (name, content) in streams {
        let mut stream = file.create_stream(name).expect("memory takes a stream");
        stream.write_all(content).expect("memory takes bytes");
    }
    file.flush().expect("memory takes bytes");
    file.into_inner().into_inner()
}

/// Two inputs out of one: the first byte says where the second begins, in 256ths.
pub fn halves(data: &[u8]) -> (&[u8], &[u8]) {
    let Some((at, rest)) = data.split_first() else { return (data, data) };
    rest.split_at(rest.len() * usize::from(*at) / 256)
}
