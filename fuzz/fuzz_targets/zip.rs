#![no_main]

use libfuzzer_sys::fuzz_target;
use vankien_files::extract::bundle::Bundle;

fuzz_target!(|data: &[u8]| {
    let file = tempfile::NamedTempFile::new().expect("a file");
    std::fs::write(file.path(), data).expect("written");
    let Ok(mut bundle) = Bundle::open(file.path()) else { return };
    let names: Vec<String> = bundle.entries().map(|(name, _)| name.to_owned()).collect();
    for name in names {
        bundle.reads(&name);
        if bundle.size(&name).is_some_and(|size| size < 1 << 20) {
            let _ = bundle.unpack(&name);
        }
    }
});
