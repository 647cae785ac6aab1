#![no_main]

use libfuzzer_sys::fuzz_target;
use vankien_fuzz::{contained, halves, read};

fuzz_target!(|data: &[u8]| {
    let (document, table) = halves(data);
    // The table stream has one of two names; both are the same here.
    let streams = [("/WordDocument", document), ("/0Table", table), ("/1Table", table)];
    read("a.doc", &contained(&streams));
});
