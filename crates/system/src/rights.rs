//! Access rights of the files that the program writes: the index, the cache of OCR, tables.
//! In: whether the index is shared with a group; an error of the system. Out: files with those rights;
//! an error that names the right that is missing.
//! Never gives more rights than asked for. A file that is replaced gets these rights, not those of the old file.

use std::fs::{self, DirBuilder, File};
use std::io::{self, ErrorKind};
use std::path::Path;

use crate::error::Error;

/// Who may read and write a file that the program makes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Rights {
    /// The user alone: 0600, folders 0700.
    #[default]
    User,
    /// The user and the group of the folder: 0660, folders 2770, so that new files keep the group.
    Group,
}

impl Rights {
    /// The rights of an index that is shared with a group or not.
    pub fn of(is_shared: bool) -> Rights {
        if is_shared { Rights::Group } else { Rights::User }
    }

    /// Sets these rights on the file or folder at `path`. `Ok`, with the rights unchanged, if another user owns it.
    #[cfg(unix)]
    pub fn set_on(self, path: &Path, is_folder: bool) -> io::Result<()> {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = match (self, is_folder) {
            (Rights::User, false) => 0o600,
            (Rights::User, true) => 0o700,
            (Rights::Group, false) => 0o660,
            (Rights::Group, true) => 0o2770,
        };
        match fs::set_permissions(path, fs::Permissions::from_mode(mode)) {
            // Another member of the group owns it, and only the owner can change the rights.
            Err(error) if error.kind() == ErrorKind::PermissionDenied => Ok(()),
            other => other,
        }
    }

    /// Does nothing: this system has no such rights.
    #[cfg(not(unix))]
    pub fn set_on(self, _path: &Path, _is_folder: bool) -> io::Result<()> {
        Ok(())
    }

    /// Makes the folder `path` with these rights. Fails if it exists.
    pub fn create_folder(self, path: &Path) -> io::Result<()> {
        let mut builder = DirBuilder::new();
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.create(path)?;
        if self == Rights::Group { self.set_on(path, true) } else { Ok(()) }
    }

    /// Makes the file `path` with these rights and opens it for writing. Fails if it exists.
    pub fn create_file(self, path: &Path) -> io::Result<File> {
        let mut options = File::options();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let file = options.open(path)?;
        if self == Rights::Group {
            self.set_on(path, false)?;
        }
        Ok(file)
    }

    /// Sets these rights on `folder` and on all files and folders below it. Symbolic links below it are neither
    /// followed nor changed. Stops at the first error.
    pub fn set_on_all(self, folder: &Path) -> io::Result<()> {
        for entry in walkdir::WalkDir::new(folder) {
            let entry = entry?;
            let kind = entry.file_type();
            if kind.is_dir() || kind.is_file() {
                self.set_on(entry.path(), kind.is_dir())?;
            }
        }
        Ok(())
    }
}

/// Fails with `FileTooLarge` if the limit of file sizes of this process (`ulimit -f`) is under `bytes`. `Ok` where the
/// system has no limit or does not tell it. To be called before writing: the system kills a program that exceeds it.
pub fn check_file_size(bytes: u64) -> io::Result<()> {
    #[cfg(unix)]
    let limit = rlimit::getrlimit(rlimit::Resource::FSIZE).map_or(u64::MAX, |(soft, _)| soft);
    #[cfg(not(unix))]
    let limit = u64::MAX;
    if bytes > limit { Err(ErrorKind::FileTooLarge.into()) } else { Ok(()) }
}

/// The error for a file or folder of the index that could not be read. If a right is missing ([`Error::Rights`]), the
/// error names the topmost folder of the path that may not be entered, or else `path`. Any other is [`Error::Read`].
pub fn unreadable(path: &Path, source: io::Error) -> Error {
    if source.kind() != ErrorKind::PermissionDenied {
        return Error::Read { path: path.to_path_buf(), source };
    }
    let mut folders: Vec<&Path> = path.ancestors().skip(1).collect();
    folders.retain(|folder| !folder.as_os_str().is_empty());
    folders.reverse();
    let is_closed = |folder: &&Path| {
        // Metadata of `folder/.` can be read only with the right to enter the folder.
        folder.join(".").metadata().is_err_and(|error| error.kind() == ErrorKind::PermissionDenied)
    };
    match folders.into_iter().find(is_closed) {
        Some(folder) => Error::Rights { path: folder.to_path_buf(), right: "enter this folder" },
        None if path.is_dir() => {
            Error::Rights { path: path.to_path_buf(), right: "read this folder" }
        }
        None => Error::Rights { path: path.to_path_buf(), right: "read this file" },
    }
}

/// The error for `path`, a file or folder of the index in `folder`, that could not be written: [`Error::Rights`] (also
/// on a disk that is read-only), [`Error::Full`], else [`Error::Write`]. `needed` is the room that the run needs, in
/// bytes.
pub fn unwritable(folder: &Path, path: &Path, source: io::Error, needed: u64) -> Error {
    let what = match source.kind() {
        ErrorKind::StorageFull => "the disk is full",
        ErrorKind::QuotaExceeded => "the quota of the user is used up",
        ErrorKind::FileTooLarge => "a file would be larger than this system or shell allows",
        ErrorKind::PermissionDenied => {
            let right = if path.is_dir() { "write into this folder" } else { "write this file" };
            return Error::Rights { path: path.to_path_buf(), right };
        }
        ErrorKind::ReadOnlyFilesystem => {
            return Error::Rights { path: path.to_path_buf(), right: "write to this disk" };
        }
        _ => return Error::Write { path: path.to_path_buf(), source },
    };
    Error::Full { folder: folder.to_path_buf(), what, megabytes: needed.div_ceil(1 << 20).max(1) }
}
