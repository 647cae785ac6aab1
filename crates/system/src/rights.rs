//! Who may read and write what the program makes: the files of an index, what OCR read.
//! In: whether the index is shared with a group; an error of the system. Out: files with those rights;
//! an error that names the right that is missing.
//! Never gives more than was asked for; what is written anew has these rights, whatever the old file had.

use std::fs::{self, DirBuilder, File};
use std::io::{self, ErrorKind};
use std::path::Path;

use crate::error::Error;

/// Who may read and write what the program makes.
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

    /// Gives the file or folder at `path` these rights.
    #[cfg(unix)]
    pub fn give(self, path: &Path, is_folder: bool) -> io::Result<()> {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = match (self, is_folder) {
            (Rights::User, false) => 0o600,
            (Rights::User, true) => 0o700,
            (Rights::Group, false) => 0o660,
            (Rights::Group, true) => 0o2770,
        };
        match fs::set_permissions(path, fs::Permissions::from_mode(mode)) {
            // Another member of the group made it: only they can change it.
            Err(error) if error.kind() == ErrorKind::PermissionDenied => Ok(()),
            given => given,
        }
    }

    /// Gives the file or folder at `path` these rights.
    #[cfg(not(unix))]
    pub fn give(self, _path: &Path, _is_folder: bool) -> io::Result<()> {
        Ok(())
    }

    /// Makes the folder `path`, which must not be there, with these rights.
    pub fn create_folder(self, path: &Path) -> io::Result<()> {
        let mut builder = DirBuilder::new();
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.create(path)?;
        if self == Rights::Group { self.give(path, true) } else { Ok(()) }
    }

    /// Makes the file `path` to write into, which must not be there, with these rights.
    pub fn create_file(self, path: &Path) -> io::Result<File> {
        let mut options = File::options();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let file = options.open(path)?;
        if self == Rights::Group {
            self.give(path, false)?;
        }
        Ok(file)
    }

    /// Gives these rights to all that lies in `folder`, and to the folder.
    pub fn give_all(self, folder: &Path) -> io::Result<()> {
        for entry in walkdir::WalkDir::new(folder) {
            let entry = entry?;
            let kind = entry.file_type();
            if kind.is_dir() || kind.is_file() {
                self.give(entry.path(), kind.is_dir())?;
            }
        }
        Ok(())
    }
}

/// Whether a file of so many bytes may be written: where the shell sets a limit, the system ends a program
/// that goes beyond it.
pub fn may_be_so_large(bytes: u64) -> io::Result<()> {
    #[cfg(unix)]
    let most = rlimit::getrlimit(rlimit::Resource::FSIZE).map_or(u64::MAX, |(soft, _)| soft);
    #[cfg(not(unix))]
    let most = u64::MAX;
    if bytes > most { Err(ErrorKind::FileTooLarge.into()) } else { Ok(()) }
}

/// The error for a file of the index that could not be read: where a right is missing it is named, on the
/// first folder of the path that may not be entered, or else on the file.
pub fn unreadable(path: &Path, source: io::Error) -> Error {
    if source.kind() != ErrorKind::PermissionDenied {
        return Error::Read { path: path.to_path_buf(), source };
    }
    let mut folders: Vec<&Path> = path.ancestors().skip(1).collect();
    folders.retain(|folder| !folder.as_os_str().is_empty());
    folders.reverse();
    let is_closed = |folder: &&Path| {
        // A folder may be entered where what lies in it can be looked at, itself at least.
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

/// The error for a file or folder of the index that could not be written, named as what it is: no
/// right, no room, or something else.
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
