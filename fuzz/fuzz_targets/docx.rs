#![no_main]

use libfuzzer_sys::fuzz_target;
use vankien_fuzz::{halves, read, zipped};

fuzz_target!(|data: &[u8]| {
    let (text, numbering) = halves(data);
    let types: &[u8] = b"<Types/>";
    let parts = [
        ("[Content_Types].xml", types),
        ("word/document.xml", text),
        ("word/numbering.xml", numbering),
        ("word/styles.xml", numbering),
    ];
    read("a.docx", &zipped(&parts));
});
