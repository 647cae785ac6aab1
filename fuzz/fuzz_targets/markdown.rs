#![no_main]

use libfuzzer_sys::fuzz_target;
use vankien_fuzz::read;

fuzz_target!(|data: &[u8]| {
    read("a.md", data);
});
