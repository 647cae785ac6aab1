#![no_main]

use libfuzzer_sys::fuzz_target;
use vankien_fuzz::{halves, read, zipped};

fuzz_target!(|data: &[u8]| {
    let (content, styles) = halves(data);
    let kind: &[u8] = b"application/vnd.oasis.opendocument.text";
    let parts = [("mimetype", kind), ("content.xml", content), ("styles.xml", styles)];
    read("a.odt", &zipped(&parts));
});
