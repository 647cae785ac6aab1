//! Small files with their own checksum: a first line with kind and checksum, then one line of JSON.
//! In: a value, or the bytes of a file. Out: the bytes, or the value if the checksum matches.
//! Never decodes a value whose checksum does not match.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::Path;

use serde::Serialize;
use serde::de::DeserializeOwned;
use twox_hash::XxHash3_128;
use vankien_system::rights::{Rights, check_file_size};

/// The start of the names of drafts: files that are not completely written yet.
const DRAFT: &str = ".vankien-new-";

/// Encodes `value` as a file with a checksum. `kind` names what the file is, with the number of its format.
pub fn sealed(kind: &str, value: &impl Serialize) -> Vec<u8> {
    let body = serde_json::to_string(value).expect("a plain value can always be written to memory");
    format!("{kind} {:032x}\n{body}\n", XxHash3_128::oneshot(body.as_bytes())).into_bytes()
}

/// Decodes the value in `bytes`; `None` if the kind differs, the checksum does not match, or it is no such value.
pub fn unsealed<T: DeserializeOwned>(kind: &str, bytes: &[u8]) -> Option<T> {
    let (head, rest) = std::str::from_utf8(bytes).ok()?.split_once('\n')?;
    let body = rest.strip_suffix('\n')?;
    let sum = head.strip_prefix(kind)?.strip_prefix(' ')?;
    if sum != format!("{:032x}", XxHash3_128::oneshot(body.as_bytes())) {
        return None;
    }
    serde_json::from_str(body).ok()
}

/// Replaces the file at `path` with `bytes`, atomically: a reader sees the old or the new contents.
pub fn replace(path: &Path, bytes: &[u8], rights: Rights) -> io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    check_file_size(bytes.len() as u64)?;
    // If writing fails, dropping the value removes the draft.
    let mut draft = tempfile::Builder::new().prefix(DRAFT).tempfile_in(folder)?;
    draft.write_all(bytes)?;
    rights.set_on(draft.path(), false)?;
    draft.as_file().sync_all()?;
    draft.persist(path).map_err(|error| error.error)?;
    sync_folder(folder)
}

/// Writes changes of the names in a folder to the disk, if the system supports that.
fn sync_folder(folder: &Path) -> io::Result<()> {
    if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
}

/// The paths of the drafts that lie in `folder`, which a killed ingest left.
pub fn drafts(folder: &Path) -> io::Result<Vec<std::path::PathBuf>> {
    let entries = fs::read_dir(folder)?.collect::<io::Result<Vec<_>>>()?;
    let is_draft = |entry: &fs::DirEntry| {
        entry.file_name().to_string_lossy().starts_with(DRAFT)
            && entry.file_type().is_ok_and(|kind| kind.is_file())
    };
    Ok(entries.iter().filter(|entry| is_draft(entry)).map(fs::DirEntry::path).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_other_byte_is_seen() {
        let bytes = sealed("test-1", &("Chỉ thị", 7));
        assert_eq!(unsealed("test-1", &bytes), Some(("Chỉ thị".to_owned(), 7)));
        assert_eq!(unsealed::<(String, u32)>("test-2", &bytes), None);
        for at in 0..bytes.len() {
            let mut damaged = bytes.clone();
            damaged[at] ^= 1;
            assert_eq!(unsealed::<(String, u32)>("test-1", &damaged), None, "byte {at}");
            assert_eq!(unsealed::<(String, u32)>("test-1", &bytes[..at]), None, "cut at {at}");
        }
    }
}
